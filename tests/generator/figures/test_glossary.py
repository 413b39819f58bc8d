from __future__ import annotations

from generator.data.classification import load_list
from generator.figures.glossary import glossary

NUMBERING = ("（一）", "1.")


def terms(text: str, *codes: str, year: int = 2021) -> list[str]:
    return [entry["number"] + entry["term"] for entry in glossary(year, codes, text, NUMBERING)]


def test_only_terms_that_stand_in_the_text_are_explained_in_the_order_of_the_list() -> None:
    assert terms("本年项目支出大于基本支出。") == ["（一）基本支出", "（二）项目支出"]
    assert terms("没有名词") == []


def test_a_term_is_found_in_any_of_its_spellings() -> None:
    assert terms("三公经费支出") == terms("“三公”经费") == ["（一）“三公”经费"]


def test_the_items_take_their_place_among_the_terms() -> None:
    found = glossary(2021, ["2050199", "2080505"], "事业收入、结余分配", NUMBERING)
    assert [entry["number"] for entry in found] == ["（一）", "（二）", "（三）"]
    assert [entry["term"] for entry in found] == ["事业收入", "本部门使用的支出功能分类科目（到项级）", "结余分配"]
    items = found[1]["items"]
    assert [item["number"] for item in items] == ["1.", "2."]
    assert (
        items[1]["path"] == "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）"
    )
    assert items[0]["text"] == "反映教育管理事务中未单独设置项级科目的支出。"


def test_an_item_is_named_as_in_its_year() -> None:
    (entry,) = glossary(2019, ["2080505"], "", NUMBERING)
    assert entry["items"][0]["path"].split("（类）")[1].startswith("行政事业单位离退休（款）")


def test_a_unit_without_items_has_no_place_for_them() -> None:
    assert terms("事业收入") == ["（一）事业收入"]


def test_every_explanation_is_a_sentence_and_every_item_a_code() -> None:
    content = load_list("glossary")[0]
    assert [term["term"] for term in content["terms"] if "text" in term and not term["text"].endswith("。")] == []
    functional = load_list("functional")[0]["items"]
    assert [code for code in content["functional_items"] if len(code) != 7 or code not in functional] == []
    assert [
        code for code, text in content["functional_items"].items() if not text.startswith("反映") or text[-1] != "。"
    ] == []
