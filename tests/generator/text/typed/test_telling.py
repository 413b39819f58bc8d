from __future__ import annotations

import pytest

from generator.data.reader import parse
from generator.data.record import Text
from generator.namespace import Tree
from generator.problems import Problem
from generator.quantity import Quantity
from generator.text.typed import TypedFigures
from tests.support.quantities import q

CONTEXT: Tree = {
    "facts": {"总投资": "800多万元", "学校": q("1922所"), "培训": q("4.5万人次")},
    "funds": {"actual": q("21754元"), "rate": q("21754元") / q("3万元"), "空": Quantity(None, "元")},
    "evaluations": [],
}


def found(source: str, context: Tree = CONTEXT) -> list[Problem]:
    body = "".join(f"  {line}\n" for line in source.split("\n"))
    root, problems = parse(f"x: |-\n{body}".encode(), "x.yaml")
    assert root is not None, problems
    node = root.at("x")
    return [*TypedFigures().problems(Text(str(node.value), node), context)]


def codes(source: str) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.place.line, problem.place.column) for problem in found(source)]


def test_a_typed_figure_that_exists_names_the_reference() -> None:
    assert [(p.code, p.place.line, p.place.column, p.remedy) for p in found("支出2.18万元，\n即21754元，72.51%")] == [
        ("PROSE-FIGURE", 2, 5, "改为引用 {{ funds.actual|万元 }}"),
        ("PROSE-FIGURE", 3, 4, "改为引用 {{ funds.actual|万元 }}"),
        ("PROSE-FIGURE", 3, 11, "改为引用 {{ funds.rate|百分比 }}"),
    ]


def test_a_fact_is_referred_to_without_a_way_to_print_it_and_an_equal_figure_comes_before_a_near_one() -> None:
    context = CONTEXT | {"facts": {"支出": q("21754元")}, "z": q("2.18万元")}
    (problem,) = found("支出2.18万元", context)
    assert problem.remedy == "改为引用 {{ z|万元 }}或 {{ facts.支出 }}或 {{ funds.actual|万元 }}"


@pytest.mark.parametrize("source", ["投资800多万元", "达到99％", "得分88分。", "花费5元", "建成30所", "1.5万人次"])
def test_a_typed_figure_that_matches_none_must_become_a_fact(source: str) -> None:
    assert [code for code, _, _ in codes(source)] == ["PROSE-FACT"]


@pytest.mark.parametrize(
    "source",
    [
        "提升工程2.0培训",
        "课时10分钟",
        "2022年1月",
        "{{ funds.actual|元 }}",
        "第3所",
        "每5所",
        "至少10所",
        "2—5所",
        "8米",
    ],
)
def test_what_is_no_typed_figure_passes(source: str) -> None:
    assert codes(source) == []


def test_what_the_report_counts_is_found_with_its_longest_unit() -> None:
    (problem,) = found("共4.5万人次，3人")
    assert (problem.code, problem.place.column, problem.place.width) == ("PROSE-FIGURE", 4, 6)
    assert problem.remedy == "改为引用 {{ facts.培训 }}"


def test_each_of_two_equal_figures_is_told_at_its_own_place_in_the_order_of_the_text() -> None:
    assert [(problem.place.column, problem.message) for problem in found("甲5元，30所，乙5元")] == [
        (4, "正文直接写了「5元」，数据里没有这个数"),
        (7, "正文直接写了「30所」，数据里没有这个数"),
        (12, "正文直接写了「5元」，数据里没有这个数"),
    ]


def test_a_number_of_very_many_digits_is_told_shortened_and_not_computed() -> None:
    (problem,) = found("9" * 5000 + "元")
    assert problem.code == "PROSE-FACT" and len(problem.message) < 400


def test_of_hundreds_in_one_report_the_first_hundred_are_told() -> None:
    problems = found("，".join(f"{number}元" for number in range(150)))
    assert len(problems) == 100
    assert problems[-1].message == "正文直接写了「99元」，这样的数已有 100 处，以后的没有再查"
