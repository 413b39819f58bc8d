from __future__ import annotations

import pytest
import yaml

from generator.data.reader import parse
from generator.data.schema import schema, validate
from generator.problems import Problem
from tests.support.paths import PROJECT

TEXT = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
ACTUAL = "      actual: 21754元\n"


def problem(old: str, new: str) -> Problem:
    assert old in TEXT
    root, problems = parse(TEXT.replace(old, new, 1).encode(), "x.yaml")
    assert root is not None, problems
    (found,) = validate(root, "report")
    return found


@pytest.mark.parametrize(
    "key", ["total", "rate", "balance", "grade", "lost", "share", "items_total", "合计", "执行率", "结余"]
)
def test_what_the_program_computes_is_to_be_deleted(key: str) -> None:
    found = problem(ACTUAL, f"{ACTUAL}      {key}: 3万元\n")
    assert (found.code, found.place.line, found.place.column) == ("SCHEMA-UNKNOWN", 26, 7)
    assert found.message == f"「{key}」由程序计算，不填写"
    assert found.remedy.startswith("删去这一行") and "published" in found.remedy


def test_each_computed_name_is_one_of_the_namespace_and_of_no_input_beside_it() -> None:
    namespace = yaml.safe_load((PROJECT / "schema" / "namespace.yaml").read_text("utf-8"))
    names = {name.strip("+?") for entries in namespace.values() for name in (*entries, *namespace)}
    computed = schema("report")["x-computed"]
    assert {*computed} <= names
    for definition in ("evaluation", "funds", "item", "source", "indicator", "goal", "group"):
        assert not {*computed} & {*schema("report")["$defs"][definition]["properties"]}
    words = [word for several in computed.values() for word in several]
    assert len(words) == len({*words})


@pytest.mark.parametrize("key", ["全年执行数", "Actual", "actual_", "acutal", "actuals"])
def test_the_name_of_an_input_is_shown_with_its_line(key: str) -> None:
    found = problem(ACTUAL, f"      {key}: 21754元\n")
    assert (found.code, found.place.line, found.place.column) == ("SCHEMA-UNKNOWN", 25, 7)
    assert found.remedy == "是不是「actual」（全年执行数），写成 actual: 21754元"


@pytest.mark.parametrize(
    ("typed", "message", "remedy"),
    [
        (
            "      actual:: 21754元\n",
            "「actual」后面写了两个冒号",
            "只留一个半角冒号，后面空一格，写成 actual: 21754元",
        ),
        (
            "      actual：: 21754元\n",
            "「actual」后面写了两个冒号",
            "只留一个半角冒号，后面空一格，写成 actual: 21754元",
        ),
        (
            "      \xa0actual: 21754元\n",
            "「actual」前面的缩进里有不换行空格（U+00A0）",
            "换成半角空格，与同一层的上一行左端对齐",
        ),
    ],
)
def test_what_stands_beside_a_name_by_slip_is_told(typed: str, message: str, remedy: str) -> None:
    old = "      initial_budget: 3万元\n" + ACTUAL
    found = problem(old, "      initial_budget: 3万元\n" + typed)
    assert (found.code, found.place.line) == ("SCHEMA-UNKNOWN", 25)
    assert (found.message, found.remedy) == (message, remedy)


@pytest.mark.parametrize(
    ("old", "new", "message", "remedy"),
    [
        ("year: 2022", 'year: "2022"', "加了引号，成了文字", "去掉引号，写成 year: 2022"),
        ("year: 2022", "year: ２０２２", "不是半角的数", "写成 year: 2022"),
        ("year: 2022", "year: 2022年", "不是半角的数", "写成 year: 2022"),
        ("indicator_score: 80.00", "indicator_score: '80.00'", "加了引号，成了文字", "写成 indicator_score: 80.00"),
        ("name: 网络维护费", "name: 2022", "没有加引号，成了数", '加引号，写成 name: "2022"'),
        ("name: 网络维护费", "name: 2.0", "没有加引号，成了数", '加引号，写成 name: "2.0"'),
        ("id: xiaoxiaotong", "id: 1", "应是文字", "写小写字母、数字和连字符"),
        ("target: 100%", "target: true", "true 在 YAML 里不是文字", "如 完成"),
        ("target: 100%", "target: [95%,100%]", "方括号在 YAML 里是列表", "写成 target: 95%—100%"),
        ("target: 100%", "target: [95%]", "方括号在 YAML 里是列表", "整个内容加引号"),
        ("- name: 市本级财政预算安排", "- name：市本级财政预算安排", "冒号用了全角", "写成 name: 市本级财政预算安排"),
        (
            "- name: 市本级财政预算安排",
            "- name:市本级财政预算安排",
            "冒号后面没有空格",
            "写成 name: 市本级财政预算安排",
        ),
        ("- name: 市本级财政预算安排", "-name: 市本级财政预算安排", "短横线后面没有空格", "- name: …"),
        ("- name: 网络维护费", "- name: 合计", "「合计」不是一项", "删去这一整项"),
        ("- name: 市本级财政预算安排", "- name: 小计", "「小计」不是一项", "删去这一整项"),
    ],
)
def test_a_value_of_another_kind_says_what_to_write(old: str, new: str, message: str, remedy: str) -> None:
    found = problem(old, new)
    assert message in found.message and remedy in found.remedy


def test_a_colon_is_told_at_the_colon() -> None:
    found = problem("- name: 市本级财政预算安排", "- name：市本级财政预算安排")
    assert (found.place.line, found.place.column) == (28, 15)
