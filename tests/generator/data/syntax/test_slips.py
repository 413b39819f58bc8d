"""Slips in a report: told at the character that is wrong, in Chinese, and the rest is read as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.data.reader import Parsed, parsed
from generator.problems import has_errors
from tests.support.growth import assert_linear
from tests.support.paths import PROJECT

TEXT = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
LINES = TEXT.split("\n")
ACTUAL = ("evaluations", 0, "funds", "actual")
NAME = ("evaluations", 0, "name")


def with_line(number: int, typed: str) -> str:
    return "\n".join([*LINES[: number - 1], typed, *LINES[number:]])


def read(text: str) -> Parsed:
    return parsed(text.encode(), "hechi.yaml")


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(LINES, 1) if text in line)


COST = line_of("产出成本: |")
ITEM = line_of("- name: 差旅费")
SECOND = line_of("设立这笔经费")
TARGET = line_of("target: 100%")
REFERENCE = line_of('actual: "{{ funds.actual')


@pytest.mark.parametrize(
    ("line", "typed", "place", "words"),
    [
        (ITEM, "        -\u00a0name: 差旅费", f"{ITEM}:10", ("不换行空格（U+00A0）", "写成 - name: 差旅费")),
        (25, "      actual:\u300021754元", "25:14", ("全角空格（U+3000）", "写成 actual: 21754元")),
        (25, "      actual:\xa021754元", "25:14", ("不换行空格（U+00A0）", "写成 actual: 21754元")),
        (25, "      actual:\u200921754元", "25:14", ("U+2009", "写成 actual: 21754元")),
        (25, "\u3000" * 6 + "actual: 21754元", "25:1", ("全角空格（U+3000）", "半角空格，每层两个")),
        (25, "\u3000" * 3 + "actual: 21754元", "25:1", ("全角空格（U+3000）", "半角空格，每层两个")),
        (25, "    \u3000actual: 21754元", "25:5", ("全角空格（U+3000）", "半角空格，每层两个")),
        (25, "\xa0" * 6 + "actual: 21754元", "25:1", ("不换行空格（U+00A0）", "半角空格，每层两个")),
        (25, "       actual: 21754元", "25:8", ("多缩进了 1 格", "左端对齐")),
        (3, "unit：河池市电化教育站", "3:5", ("冒号用了全角", "unit: 河池市电化教育站")),
        (33, "        - name：培训费", "33:15", ("冒号用了全角", "name: 培训费")),
        (21, "    funds：", "21:10", ("冒号用了全角", "funds: ")),
        (9, "  项目总投资：800多万元", "9:8", ("冒号用了全角", "项目总投资: 800多万元")),
        (33, "        - name:培训费", "33:15", ("冒号后面没有空格", "name: 培训费")),
        (25, "      actual:21754元", "25:13", ("冒号后面没有空格", "actual: 21754元")),
        (33, "        -name: 培训费", "33:9", ("短横线后面没有空格", "- name: 培训费")),
        (18, '    name: "校校通"项目', "18:16", ("引号只包住了前半截", "name: “校校通”项目")),
        (18, "    name: '校校通'项目", "18:16", ("引号只包住了前半截", "name: ‘校校通’项目")),
        (18, '    name: "校校通项目', "18:11", ("引号没有成对", "补上引号")),
        (18, "    name: '校校通项目", "18:11", ("引号没有成对", "补上引号")),
        (TARGET, "                target: |98%", f"{TARGET}:25", ("「|」开头", 'target: "|98%"')),
        (TARGET, "                target: %98", f"{TARGET}:25", ("百分号写在了数的前面", "target: 98%")),
        (TARGET, "                target: %及时", f"{TARGET}:25", ("「%」不能放在内容开头", 'target: "%及时"')),
        (TARGET, "                target: [2022]5号", f"{TARGET}:25", ("「[」开头", 'target: "[2022]5号"')),
        (TARGET, "                target: *98%", f"{TARGET}:25", ("「*」不能放在内容开头", 'target: "*98%"')),
        (TARGET, "                target: @98", f"{TARGET}:25", ("「@」不能放在内容开头", 'target: "@98"')),
        (TARGET, "                target: `98`", f"{TARGET}:25", ("「`」不能放在内容开头", 'target: "`98`"')),
        (TARGET, "                target: >及时", f"{TARGET}:25", ("「>」开头", 'target: ">及时"')),
        (
            REFERENCE,
            "                actual: {{ funds.actual|万元 }}",
            f"{REFERENCE}:25",
            ("「{{」开头", 'actual: "{{ funds.actual|万元 }}"'),
        ),
        (COST, "      产出成本: 预算: 3万元", f"{COST}:15", ("两个冒号", "冒号后写 |")),
        (COST, "      产出成本: ｜", f"{COST}:13", ("竖线", "半角的 |")),
        (COST, "      产出成本: l", f"{COST}:13", ("竖线", "半角的 |")),
        (COST, "      产出成本: 丨", f"{COST}:13", ("竖线", "半角的 |")),
        (COST, "      产出成本: |文字", f"{COST}:13", ("多行文字", "下一行开始")),
        (COST, "      产出成本：|", f"{COST}:11", ("冒号用了全角", "产出成本: |")),
        (COST, "      产出成本：｜", f"{COST}:11", ("冒号用了全角", "产出成本: |")),
        (COST, "      产出成本: {{ year }}年" + "支出" * 40, f"{COST}:13", ("「{{」开头", "冒号后写 |")),
        (SECOND, LINES[SECOND - 1][1:], f"{SECOND}:8", ("缩进不够", "前面空 8 格")),
        (SECOND, LINES[SECOND - 1].strip(), f"{SECOND}:1", ("缩进不够", "前面空 8 格")),
        (SECOND, "\u3000\u3000" + LINES[SECOND - 1].strip(), f"{SECOND}:1", ("全角空格", "半角空格")),
    ],
)
def test_a_slip_is_told_once_at_its_own_place(line: int, typed: str, place: str, words: tuple[str, str]) -> None:
    root, problems, _ = read(with_line(line, typed))
    assert [str(problem.place) for problem in problems] == [f"hechi.yaml:{place}"]
    assert words[0] in problems[0].message and words[1] in problems[0].remedy
    assert root is not None  # the rest is read
    assert root.at("published", 0, "value").value == "3万元"
    assert str(root.at("year").place) == "hechi.yaml:4:7"


@pytest.mark.parametrize(
    ("line", "typed", "path", "value"),
    [
        (25, "      actual:\u300021754元", ACTUAL, "21754元"),
        (25, "      actual:21754元", ACTUAL, "21754元"),
        (3, "unit：河池市", ("unit",), "河池市"),
        (33, "        -name: 培训费", (*ACTUAL[:3], "items", 1, "name"), "培训费"),
        (33, "        - name：培训费", (*ACTUAL[:3], "items", 1, "budget"), "1万元"),
        (18, '    name: "校校通"项目', NAME, "“校校通”项目"),
        (18, '    name: "校校通项目', NAME, "校校通项目"),
        (
            COST,
            "      产出成本: 丨",
            ("evaluations", 0, "narrative", "产出时效"),
            "各项工作在计划时间内按质按量完成。\n",
        ),
    ],
)
def test_what_was_meant_is_read(line: int, typed: str, path: tuple[str | int, ...], value: str) -> None:
    root = read(with_line(line, typed)).root
    assert root is not None
    found = root.get(*path)
    assert found is not None and found.value == value


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (">=98%", "target: ≥98%"),
        (">= 98%", "target: ≥98%"),
        (">＝98%", "target: ≥98%"),
        (">={{ funds.actual|万元 }}", "target: ≥{{ funds.actual|万元 }}"),
        (">98%", 'target: ">98%"'),
        (">5次", 'target: ">5次"'),
    ],
)
def test_a_comparison_without_quotes_is_told_and_read_as_its_one_reading(typed: str, right: str) -> None:
    root, (problem,), doubtful = read(with_line(TARGET, f"                target: {typed} # 注"))
    assert (str(problem.place), problem.severity.value) == (f"hechi.yaml:{TARGET}:25", "警告")
    assert doubtful == frozenset()
    assert "没有加引号" in problem.message and right in problem.remedy
    assert root is not None
    assert typed in str(root.plain())


def test_many_lines_with_the_same_blank_are_one_problem() -> None:
    lines = [line.replace("  ", "\xa0\xa0") if 29 <= number < 49 else line for number, line in enumerate(LINES)]
    root, (problem,), _ = read("\n".join(lines))
    assert root is not None
    assert str(problem.place) == "hechi.yaml:30:1"
    assert "第 30、31、32、33" in problem.message and "、49 行" in problem.message


def test_a_tab_is_refused_as_indentation_and_within_a_value_only() -> None:
    (problem,) = read(with_line(25, "\t  actual: 21754元")).problems
    assert (problem.code, str(problem.place), "制表符" in problem.message) == ("YAML-TAB", "hechi.yaml:25:1", True)
    assert read(with_line(25, "      actual:\t21754元\t# 注\t释")).problems == []
    (problem,) = read(with_line(25, "      actual: 21\t754元")).problems
    assert (problem.code, str(problem.place)) == ("YAML-TAB", "hechi.yaml:25:17")


def test_all_slips_of_a_file_are_told_in_one_run() -> None:
    lines = [*LINES]
    lines[2] = "unit：河池市电化教育站"
    lines[17] = '    name: "校校通"项目'
    lines[24] = "\u3000\u3000\u3000actual: 21754元"
    lines[32] = "        - name:培训费"
    lines[REFERENCE - 1] = "                actual: {{ funds.actual|万元 }}"
    lines[COST - 1] = "      产出成本: ｜"
    root, problems, _ = read("\n".join(lines))
    assert root is not None
    assert sorted(problem.place.line for problem in problems) == [3, 18, 25, 33, REFERENCE, COST]


def test_a_conflict_beside_other_slips_is_all_that_is_told() -> None:
    marks = "<<<<<<< HEAD\n      actual:21754元\n=======\n      actual: 3万元\n>>>>>>> x"
    (problem,) = read(with_line(25, marks)).problems
    assert "合并冲突" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  　　第一段\n  第二段\n",
        'a: "多行\n  文字: 甲"\n',
        "a: 甲：乙\nb: http://x\nc: 'd: e'\n",
        "- a: 1\n  b: -1\n- -1\n",
        "a: > \n  折行\n",
    ],
)
def test_what_yaml_reads_is_left_alone(text: str) -> None:
    assert read(text).problems == []


TYPED = st.text(alphabet=list("ab:： -|>\"'{}[]%@#\u3000\xa0\t\n年"), max_size=60)


@settings(max_examples=300)
@given(TYPED)
def test_any_slips_end_in_a_root_or_in_problems_within_the_file(text: str) -> None:
    root, problems, doubtful = read(text)
    assert root is not None or problems
    assert has_errors(problems) or root is not None
    assert all(0 <= offset <= len(text) for offset in doubtful)
    for problem in problems:
        assert problem.place.line <= text.count("\n") + 1 and problem.message


@pytest.mark.heavy
@pytest.mark.parametrize(
    "line",
    [
        'a: "x\n',
        "a: [x\n",
        "a：b\n",
        "\u3000a: b\n",
        "a: |\n    b\n  c\n",
        "a: b: c\n",
        "{" * 9 + "\n",
        "a:b" * 9 + "\n",
    ],
)
def test_looking_for_slips_grows_with_the_file_only(line: str) -> None:
    assert_linear(read, lambda size: line * size, 3000)
