from __future__ import annotations

import pytest

from generator.namespace import Tree
from generator.quantity import MONEY, Quantity
from generator.text.typed.references import References
from tests.support.quantities import q

CALLED = {"actual": ["支出"], "annual_budget": ["预算"], "budget": ["预算"], "rate": ["执行率"], "balance": ["结余"]}


def item(name: str, budget: str, actual: str) -> Tree:
    spent = {"budget": q(budget).named(f"{name}预算数"), "actual": q(actual).named(f"{name}支出数")}
    return {"id": name, **spent, "rate": (spent["actual"] / spent["budget"]).named(f"{name}执行率")}


FUNDS: Tree = {
    "initial_budget": q("3万元").named("年初预算数"),
    "annual_budget": q("3万元").named("全年预算数"),
    "actual": q("21754元").named("全年执行数"),
    "rate": (q("21754元") / q("3万元")).named("预算执行率"),
    "balance": q("-5.51万元").named("结余数"),
    "items": [
        item("差旅费", "1万元", "1万元"),
        item("培训费", "1万元", "0.46万元"),
        item("网络费", "1.5万元", "0.5万元"),
    ],
}
EVALUATION: Tree = {
    "id": "a",
    "funds": FUNDS,
    "indicators": [
        {"id": "网络教室覆盖率", "target": q("100%"), "actual": q("100%")},
        {"id": "学校", "target": q("1922所").named("学校指标值"), "actual": q("1922所").named("学校完成值")},
    ],
}
FACTS = {"总投资": "800多万元", "教师": q("1922人"), "拨款": q("31280元"), "比例": q("1人") / q("3人")}
CONTEXT: Tree = {"facts": FACTS, "evaluations": [EVALUATION], "evaluation": EVALUATION, **EVALUATION}
KNOWN = References(CONTEXT, lambda unit, scale: {"万": 2}.get(scale, 2), CALLED)


def tags(value: str, spelling: str, before: str = "", unit: str = MONEY) -> tuple[str, ...]:
    exact = q(value)
    return KNOWN.likely(Quantity(exact.value, exact.unit), spelling, before).tags


@pytest.mark.parametrize(
    ("spelling", "value", "before", "tag"),
    [
        ("2.18万元", "2.18万元", "支出", "funds.actual|万元"),
        ("21754元", "21754元", "支出", "funds.actual|元"),
        ("¥21,754.00", "21754元", "", "funds.actual|元"),
        ("两万一千七百五十四元", "21754元", "", "funds.actual|元"),
        ("1万元", "1万元", "差旅费", "funds.items.差旅费.actual|万元"),
        ("1万元", "1万元", "差旅费1万元，培训费预算", "funds.items.培训费.budget|万元"),
        ("30000元", "30000元", "预算", "funds.annual_budget|元"),
        ("-5.51万元", "-5.51万元", "结余", "funds.balance|万元"),
        ("72.51%", "72.51%", "执行率", "funds.rate|百分比"),
        ("72.5%", "72.5%", "执行率为", "funds.rate|百分比(1)"),
        ("73%", "73%", "执行率", "funds.rate|百分比(0)"),
        ("100%", "100%", "覆盖率达到", "indicators.网络教室覆盖率.actual"),
        ("1922所", "1922所", "", "indicators.学校.actual"),
        ("1922人", "1922人", "", "facts.教师"),
        ("31280元", "31280元", "", "facts.拨款"),
    ],
)
def test_the_likeliest_reference_prints_what_was_typed(spelling: str, value: str, before: str, tag: str) -> None:
    assert tags(value, spelling, before)[0] == tag


@pytest.mark.parametrize(
    ("spelling", "before"),
    [("2.2万元", "支出"), ("5.51万元", "结余"), ("15%", "增长"), ("73%", "占"), ("1921所", "学校"), ("1922次", "学校")],
)
def test_a_figure_of_no_equal_value_has_no_reference(spelling: str, before: str) -> None:
    assert tags(spelling, spelling, before) == ()


def test_one_spelling_of_each_figure_is_suggested_and_the_named_ones_alone() -> None:
    assert tags("3万元", "3万元") == ("funds.annual_budget|万元", "funds.initial_budget|万元")
    assert tags("1万元", "1万元", "差旅费") == ("funds.items.差旅费.actual|万元", "funds.items.差旅费.budget|万元")
    assert tags("1万元", "1万元", "培训费预算") == ("funds.items.培训费.budget|万元",)


def test_a_rounded_figure_has_the_fact_that_is_spelled_so() -> None:
    assert KNOWN.likely(None, "800多万元", "").tags == ("facts.总投资",)
    assert KNOWN.likely(None, "900多万元", "").tags == ()


@pytest.mark.parametrize(
    ("value", "before", "word", "path"),
    [
        ("3万元", "支出", "支出", "21754元"),
        ("3万元", "预算3万元，实际支出共", "实际支出", "21754元"),
        ("1万元", "培训费支出", "培训费支出", "0.46万元"),
    ],
)
def test_the_word_before_may_name_a_figure_of_another_value(value: str, before: str, word: str, path: str) -> None:
    named = KNOWN.likely(q(value), value, before).named
    assert named is not None and word.endswith(named[0]) and named[1].written == path


@pytest.mark.parametrize(
    ("value", "before"), [("3万元", "预算"), ("2.18万元", "支出"), ("3万元", "买了"), ("3所", "支出")]
)
def test_a_word_that_names_the_figure_itself_or_none_is_no_doubt(value: str, before: str) -> None:
    assert KNOWN.likely(q(value), value, before).named is None


def test_hundreds_of_figures_of_one_value_are_not_all_weighed() -> None:
    items = [item(f"项目{number}", "1万元", "1万元") for number in range(500)]
    known = References({"facts": {}, "funds": {"items": items}}, lambda unit, scale: 2, CALLED)
    assert len(known.likely(q("1万元"), "1万元", "支出").tags) == 3
