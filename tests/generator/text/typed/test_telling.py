from __future__ import annotations

from typing import NamedTuple

import pytest

from generator.data.reader import parse
from generator.data.record import Text
from generator.namespace import Tree
from generator.problems import Problem
from generator.quantity import Quantity
from generator.text.printer import Printer
from generator.text.typed.telling import TypedFigures
from tests.support.quantities import q


class Style(NamedTuple):
    """How figures are printed."""

    decimals: dict[str, int]
    words: dict[str, str]
    idioms: tuple[str, ...] = ()


STYLE = Style({"万元": 2, "元": 2, "百分比": 2, "分": 2}, {"undisclosed": "未披露", "undefined": "—"})
CONTEXT: Tree = {
    "facts": {"总投资": "800多万元", "学校": q("1922所"), "培训": q("4.5万人次"), "师生": "近5000名"},
    "funds": {"actual": q("21754元"), "rate": q("21754元") / q("3万元"), "空": Quantity(None, "元")},
    "evaluations": [],
}


def found(source: str, context: Tree = CONTEXT, *, target: bool = False, style: Style = STYLE) -> list[Problem]:
    body = "".join(f"  {line}\n" for line in source.split("\n"))
    root, problems = parse(f"x: |-\n{body}".encode(), "x.yaml")
    assert root is not None, problems
    node = root.at("x")
    typed = TypedFigures(Printer(style))
    return [*typed.problems(Text(str(node.value), node), context, target=target)]


def told(source: str, context: Tree = CONTEXT, *, target: bool = False) -> list[tuple[str, str]]:
    """The code of each problem and what is under its caret."""
    places = [(problem.code, problem.place) for problem in found(source, context, target=target)]
    return [(code, place.excerpt[place.column - 1 : place.column - 1 + place.width]) for code, place in places]


def test_a_typed_figure_that_exists_names_the_reference() -> None:
    assert [(p.code, p.place.line, p.place.column, p.remedy) for p in found("支出2.18万元，\n即21754元，72.51%")] == [
        ("PROSE-FIGURE", 2, 5, "改为引用 {{ funds.actual|万元 }}"),
        ("PROSE-FIGURE", 3, 4, "改为引用 {{ funds.actual|元 }}"),
        ("PROSE-FIGURE", 3, 11, "改为引用 {{ funds.rate|百分比 }}；说的是另一个数的，写进 facts 再引用"),
    ]


@pytest.mark.parametrize(
    "source",
    ["投资900多万元", "达到99％", "得分88分。", "垫付5元", "建成30所", "1.5万人次", "近六千名", "2.2万元", "差15%"],
)
def test_a_typed_figure_that_matches_none_must_become_a_fact(source: str) -> None:
    assert [(one.code, one.remedy) for one in found(source)] == [
        ("PROSE-FACT", "核对这个数；无误的写进 facts，正文用 {{ facts.名称 }} 引用")
    ]


@pytest.mark.parametrize(("source", "fact"), [("投资 800多万元", "总投资"), ("近 5000 名", "师生")])
def test_a_rounded_figure_that_is_a_fact_names_it(source: str, fact: str) -> None:
    (problem,) = found(source)
    assert (problem.code, problem.remedy) == ("PROSE-FIGURE", f"改为引用 {{{{ facts.{fact} }}}}")


@pytest.mark.parametrize(
    "source",
    [
        "提升工程2.0培训",
        "课时10分钟",
        "2022年1月",
        "{{ funds.actual|元 }}",
        "{{ year - 1 }}年，{{ funds.rate|百分比(0) }}",
        "第3所",
        "每5所",
        "至少10所",
        "2—5所",
        "8米",
        "十分重要",
        "十二所",
        "得87.25",
        "目标1{{ unit }}",
    ],
)
def test_what_is_no_typed_figure_passes(source: str) -> None:
    assert told(source) == []


def test_what_the_report_counts_is_found_with_its_longest_unit() -> None:
    (problem,) = found("共4.5万人次")
    assert (problem.code, problem.place.column, problem.place.width) == ("PROSE-FIGURE", 4, 6)
    assert problem.remedy == "改为引用 {{ facts.培训 }}；说的是另一个数的，写进 facts 再引用"


def test_a_count_in_words_is_told_where_the_report_has_it() -> None:
    context = CONTEXT | {"facts": {"县": q("11个县（市、区）")}}
    assert told("十一个县（市、区）", context) == [("PROSE-FIGURE", "十一个县（市、区）")]


def test_each_of_two_equal_figures_is_told_at_its_own_place_in_the_order_of_the_text() -> None:
    assert [(problem.place.column, problem.message) for problem in found("甲15元，30所，乙5元")] == [
        (4, "正文直接写了「15元」，数据里没有这个数"),
        (8, "正文直接写了「30所」，数据里没有这个数"),
        (13, "正文直接写了「5元」，数据里没有这个数"),
    ]


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("支出2**.18**万元", "2**.18**万元"),
        ("支出2\\.18万元", "2\\.18万元"),
        ("支出[2.18]{color=red}万元", "2.18]{color=red}万元"),
        ("支出{{ 2.18 }}万元", "{{ 2.18 }}万元"),
        ('支出{{ "2.18万元" }}', "2.18万元"),
        ("支出2.18\n万元", "2.18"),
        ("支出217\n54元", "217"),
        ("支出{{ funds.rate }}2.18万元", "2.18万元"),
    ],
)
def test_a_figure_is_told_over_markup_tags_and_line_ends(source: str, written: str) -> None:
    assert told(source) == [("PROSE-FIGURE", written)]


def test_what_is_calculated_from_typed_numbers_alone_is_a_typed_figure_of_unknown_value() -> None:
    assert told("{{ 1921 + 1 }}所") == [("PROSE-FACT", "{{ 1921 + 1 }}所")]


def test_digits_right_before_a_reference_are_told() -> None:
    (problem,) = found("建成1{{ facts.学校 }}，2{{ facts.没有 }}")
    assert (problem.code, problem.message) == ("PROSE-FACT", "「1」紧接在引用前面，会和引用的数连成一个数")
    assert problem.place.width == len("1{{ facts.学校 }}")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("建成１{{ facts.学校 }}", "１"),
        ("建成**1**{{ facts.学校 }}", "1"),
        ("建成1,{{ facts.学校 }}", "1,"),
        ("建成-{{ facts.学校 }}", "-"),
        ("建成负{{ facts.学校 }}", "负"),
        ("建成{{ facts.学校 }}5，", "5"),
        ("建成{{ facts.学校 }}.5，", ".5"),
        ("负担{{ facts.学校 }}", None),
        ("2021-{{ year }}年", None),
        ("{{ year }}.1-12", None),
        ("建成{{ facts.学校 }}2022年", None),
    ],
)
def test_digits_and_signs_that_join_a_printed_figure_are_told(text: str, digits: str | None) -> None:
    glued = [one.message for one in found(text) if "连成一个数" in one.message]
    assert [message[1 : message.index("」")] for message in glued] == ([digits] if digits else [])


def test_the_word_before_that_names_another_figure_is_told() -> None:
    funds = {"actual": q("21754元").named("全年执行数"), "annual_budget": q("3万元").named("全年预算数")}
    (problem,) = found("支出3万元", {"facts": {}, "funds": funds, "evaluations": []})
    assert problem.remedy == (
        "说的是支出的，改为引用 {{ funds.actual|万元 }}；"
        "说的是3万元的，先把前面的词改对，再引用 {{ funds.annual_budget|万元 }}"
    )


def test_a_target_in_words_is_the_home_of_its_figures_unless_they_are_facts_or_funds() -> None:
    assert told("完成6次，30所，1922所", target=True) == [("PROSE-FIGURE", "1922所")]


def test_a_number_of_very_many_digits_is_told_shortened_and_not_computed() -> None:
    (problem,) = found("9" * 5000 + "元")
    assert problem.code == "PROSE-FACT" and len(problem.message) < 400


def test_of_hundreds_in_one_report_the_first_hundred_are_told() -> None:
    problems = found("，".join(f"{number}元" for number in range(150)))
    assert len(problems) == 100
    assert problems[-1].message == "正文直接写了「99元」，这样的数已有 100 处，以后的没有再查"


def test_thousands_of_counts_in_words_that_the_report_has_not_hide_no_figure_behind_them() -> None:
    assert told("十二所，" * 2500 + "支出5元") == [("PROSE-FACT", "5元")]


def test_the_own_words_of_a_locality_are_no_figures() -> None:
    own = STYLE._replace(idioms=("“5000元”行动",))
    assert (len(found("“5000元”行动")), found("“5000元”行动", style=own)) == (1, [])
