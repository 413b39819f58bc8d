from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from generator.namespace import Tree, figures, resolve
from generator.quantity import Quantity, Word
from generator.reports.workspace import Workspace
from tests.support.accounts import PRINTER, SOURCES, put, tree_of
from tests.support.listing import listed, listing
from tests.support.reports import value

LAST_YEAR = """\
  last_year:
    total: 1600万元
    grant_total: 1500万元
    general_spending: 1400.00万元
    three_public: 20万元
    operating_cost: 30.55万元
    reason: 上年度一次性项目完工
    three_public_reason: 减少公务接待。
    operating_cost_reason: 压减办公支出
"""


def word(tree: Tree, path: str) -> str:
    found = resolve(tree, path)
    assert isinstance(found, Word)
    return found.text


@pytest.mark.parametrize("name", ["accounts", "bare"])
def test_every_figure_of_the_accounts_is_what_it_is_called_and_computed_as_is_listed(name: str) -> None:
    assert listing(name) == listed(name)


@pytest.mark.parametrize("unit", SOURCES)
def test_the_accounts_pass_their_checks(workspace: Workspace, unit: str) -> None:
    assert put(workspace, unit).problems == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("total", "157.11"),
        ("income.total", "157.11"),
        ("income.sources.grant.amount", "157.11"),
        ("spending.total", "157.11"),
        ("grant.income", "157.11"),
        ("grant.spending", "157.11"),
        ("grant.total", "157.11"),
        ("general.spending", "157.11"),
        ("table2.total.total", "157.11"),
        ("table3.total.total", "157.11"),
        ("table5.total.total", "157.11"),
        ("classes.205.spending", "141.22"),
        ("classes.208.spending", "4.18"),
        ("classes.210.spending", "4.87"),
        ("classes.221.spending", "6.84"),
        ("table3.rows.2050199.basic", "52.72"),
        ("spending.kinds.basic.amount", "68.61"),
        ("spending.kinds.project.amount", "88.50"),
        ("economic.total", "68.61"),
        ("economic.staff.total", "63.21"),
        ("economic.public.total", "5.40"),
        ("table6.staff", "63.21"),
        ("table6.public", "5.40"),
        ("initial_budget.total", "147.22"),
        ("initial_budget.classes_total", "147.21"),
        ("last_year.total", "141.12"),
        ("changes.total.amount", "15.99"),
        ("changes.grant.amount", "15.99"),
        ("changes.general.amount", "15.99"),
        ("procurement.total", "66.50"),
        ("procurement.micro", "66.50"),
        ("performance.amount", "88.50"),
    ],
)
def test_the_amounts_of_qiaokou(path: str, expected: str) -> None:
    assert PRINTER.amount(figure(path), bare=True) == expected


def figure(path: str, unit: str = "qiaokou") -> Quantity:
    found = resolve(tree_of(unit)["accounts"], path)
    assert isinstance(found, Quantity)
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("changes.total.rate", "11.3%"),
        ("changes.grant.rate", "11.3%"),
        ("spending.kinds.basic.share", "43.7%"),
        ("spending.kinds.project.share", "56.3%"),
        ("general.share", "100.0%"),
        ("classes.205.share", "89.9%"),
        ("classes.208.share", "2.7%"),
        ("classes.210.share", "3.1%"),
        ("classes.221.share", "4.4%"),
        ("initial_budget.completion", "106.7%"),
        ("classes.205.completion", "108.8%"),
        ("classes.208.completion", "100.0%"),
        ("classes.210.completion", "76.6%"),
        ("classes.221.completion", "100.1%"),
        ("procurement.sme_share", "100.0%"),
        ("procurement.sme_goods_share", "—"),
        ("performance.share", "100.0%"),
        ("three_public.lines.total.completion", "—"),
        ("changes.three_public.rate", "—"),
    ],
)
def test_the_rates_of_qiaokou(path: str, expected: str) -> None:
    assert PRINTER.rate(figure(path)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("changes.total.direction", "增加"),
        ("changes.three_public.direction", "持平"),
        ("initial_budget.comparison", "大于"),
        ("classes.205.comparison", "大于"),
        ("classes.208.comparison", "等于"),
        ("classes.210.comparison", "小于"),
        ("classes.221.comparison", "大于"),
        ("economic.public.names", "办公费、差旅费、劳务费、委托业务费、工会经费、福利费、其他商品和服务支出、办公设备购置"),
    ],
)  # fmt: skip
def test_the_words_of_qiaokou(path: str, expected: str) -> None:
    assert word(tree_of("qiaokou")["accounts"], path) == expected


def test_an_economic_item_on_which_nothing_was_spent_is_not_listed() -> None:
    public: Any = resolve(tree_of("qiaokou", ("30201: 0.30万元", "30201: 0元"))["accounts"], "economic.public")
    assert public["names"].text.startswith("差旅费、")
    assert [item["id"] for item in public["items"]][:1] == ["30211"]


@pytest.mark.parametrize(
    ("evaluation", "execution", "indicators", "total", "count", "unscored"),
    [("zhengti", 20, "76.80", "96.80", 31, 0), ("xinxihua", 20, "77.50", "97.50", 16, 1)],
)
def test_the_two_evaluations_of_qiaokou(
    evaluation: str, execution: int, indicators: str, total: str, count: int, unscored: int
) -> None:
    tree = tree_of("qiaokou")
    branch: Any = resolve(tree, f"evaluations.{evaluation}")
    assert branch["score"]["execution"].value == execution
    assert PRINTER.points(branch["score"]["indicators"], bare=True) == indicators
    assert PRINTER.points(branch["score"]["total"], bare=True) == total
    assert branch["indicators_count"].value == count
    by_goal = [row for goal in branch["goals"] for row in goal["indicators"]]
    by_table = [row for table in branch["indicator_tables"] for row in table["rows"]]
    assert len(by_goal) == len(by_table) == count
    assert [row["scored"] for row in by_table].count(False) == unscored


def test_the_evaluations_take_their_amounts_from_the_accounts() -> None:
    tree = tree_of("qiaokou", ("amount: 66.5万元", "amount: 70.5万元"))
    assert value(tree, "evaluations.zhengti.funds.actual") == 1611100
    assert value(tree, "evaluations.xinxihua.funds.actual") == 925000
    assert value(tree, "accounts.procurement.services") == 705000


@pytest.mark.parametrize("unit", SOURCES)
def test_every_figure_of_the_accounts_has_a_label_and_an_origin(unit: str) -> None:
    found = figures(tree_of(unit)["accounts"])
    assert len(found) > 200
    assert [path for path, one in found if not one.label] == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("total", 10856900),
        ("carry_over.opening", 206000),
        ("carry_over.closing", 79000),
        ("carry_over.surplus_used", 10000),
        ("carry_over.distributed", 40000),
        ("income.total", 10640900),
        ("income.sources.business_income.amount", 520000),
        ("spending.total", 10737900),
        ("spending.kinds.turned_over.amount", 50000),
        ("grant.income", 9915900),
        ("grant.spending", 10027900),
        ("grant.total", 10091900),
        ("general.income", 9173900),
        ("general.opening", 126000),
        ("general.closing", 41000),
        ("government_fund.income", 592000),
        ("government_fund.spending", 619000),
        ("state_capital.spending", 150000),
        ("changes.total.amount", 5143100),
        ("changes.total.rate", Fraction(5143100, 16000000)),
        ("three_public.lines.total.budget", 120000),
        ("three_public.lines.total.actual", 79500),
        ("three_public.lines.vehicles.actual", 46000),
        ("three_public.lines.reception.completion", Fraction(135, 100)),
        ("three_public.counts.groups", 1),
        ("three_public.counts.vehicles_owned", 2),
        ("three_public.counts.guests", 168),
        ("three_public.scope.full_funded", 3),
        ("procurement.total", 4025300),
        ("procurement.sme", 2575300),
        ("procurement.micro_share", Fraction(600000, 2575300)),
        ("procurement.sme_goods_share", Fraction(9608, 14108)),
        ("assets.vehicles.total", 3),
        ("assets.special_equipment", 1),
        ("staff.working", 43),
        ("staff.reference", 12),
        ("staff.left", 18),
    ],
)
def test_the_figures_of_a_unit_that_has_everything(path: str, expected: int | Fraction) -> None:
    assert figure(path, "example").value == expected


@pytest.mark.parametrize("unit", SOURCES)
@pytest.mark.parametrize(
    ("parts", "whole"), [("income.sources", "income.total"), ("spending.kinds", "spending.total"), ("classes", "general.spending")]
)  # fmt: skip
def test_parts_and_their_shares_come_to_the_whole(unit: str, parts: str, whole: str) -> None:
    entries: Any = resolve(tree_of(unit)["accounts"], parts)
    amounts = [entry["amount" if "amount" in entry else "spending"].value for entry in entries]
    assert sum(amounts) == figure(whole, unit).value
    assert sum(entry["share"].value for entry in entries) == 1


def test_a_decrease_is_worded_by_its_sign() -> None:
    change: Any = resolve(tree_of("example")["accounts"], "changes.total")
    assert (change["direction"].text, PRINTER.change(change)) == ("减少", "减少514.31万元，下降32.1%")


def test_the_classes_are_those_with_spending_or_budget_from_the_general_budget() -> None:
    budget = (
        "      - {code: 210, amount: 27.53万元}\n",
        "      - {code: 210, amount: 27.53万元}\n      - {code: 206, amount: 3万元, reason: 项目取消}\n",
    )
    classes: Any = tree_of("example", budget)["accounts"]["classes"]
    assert [entry["id"] for entry in classes] == ["205", "206", "208", "210", "221"]
    added = classes[1]
    assert (added["name"], added["short"], added["spending"].value) == ("科学技术支出", "科学技术", 0)
    assert (added["completion"].value, added["comparison"].text) == (0, "小于")


def test_without_an_initial_budget_there_is_no_completion_and_no_comparison() -> None:
    text = SOURCES["example"].read_text("utf-8")
    start, end = text.index("  initial_budget:"), text.index("  last_year:")
    accounts = tree_of("example", (text[start:end], ""))["accounts"]
    assert accounts["initial_budget"]["total"] is None
    assert accounts["initial_budget"]["completion"] is None
    assert [(entry["initial_budget"], entry["comparison"]) for entry in accounts["classes"]] == [(None, None)] * 4


def test_a_class_without_initial_budget_has_no_rate() -> None:
    budget = ("{code: 210, amount: 27.53万元}", "{code: 210, amount: 0元, reason: 年中追加}")
    entry: Any = resolve(tree_of("example", budget)["accounts"], "classes.210")
    assert (entry["completion"].value, entry["comparison"].text) == (None, "大于")


def test_a_stated_budget_total_stays_beside_the_sum_of_its_classes() -> None:
    accounts = tree_of("example", ("  initial_budget:\n", "  initial_budget:\n    total: 1054.64万元\n"))["accounts"]
    assert value(accounts, "initial_budget.total") == 10546400
    assert value(accounts, "initial_budget.classes_total") == 10546300


def test_a_unit_without_three_public_expenses_says_so() -> None:
    none, some = (tree_of(unit)["accounts"] for unit in ("qiaokou", "example"))
    assert none["three_public"]["none"] is none["table7"]["none"] is True
    assert some["three_public"]["none"] is some["table7"]["none"] is False
    assert [line["id"] for line in none["three_public"]["lines"]] == [
        "total", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception"
    ]  # fmt: skip


def test_a_budget_that_was_not_spent_is_not_nothing() -> None:
    text = SOURCES["example"].read_text("utf-8")
    start, end = text.index("    abroad:"), text.index("  operating_cost: 28.40万元")
    budget = "    reception: {budget: 1万元, reason: 没有接待}\n"
    three = tree_of("example", (text[start:end], budget))["accounts"]["three_public"]
    assert three["none"] is False
    assert value(three, "lines.reception.completion") == 0


def test_the_series_draw_two_years() -> None:
    series = tree_of("qiaokou")["accounts"]["series"]
    columns = [(one["name"], [PRINTER.chart(item) for item in one["values"]]) for one in series["totals"]["series"]]
    assert columns == [("2020年度", ["141.12", "141.12"]), ("2021年度", ["157.11", "157.11"])]
    assert series["totals"]["categories"] == ["收入总计", "支出总计"]
    assert series["spending"]["categories"] == ["基本支出", "项目支出"]
    assert series["income"]["categories"] == ["财政拨款收入"]


def test_without_last_year_the_series_draw_this_year_alone_and_nothing_has_changed() -> None:
    accounts = tree_of("example", (LAST_YEAR, ""))["accounts"]
    for key in ("totals", "grant"):
        assert [one["name"] for one in accounts["series"][key]["series"]] == ["2021年度"]
    assert set(accounts["changes"].values()) == {None}
    assert set(accounts["last_year"].values()) == {None}


def test_a_formula_reads_what_stands_above_it() -> None:
    accounts = tree_of("qiaokou")["accounts"]
    assert value(accounts, "last_year.grant_total") == value(accounts, "last_year.total") == 1411200


def test_projects_know_their_fund() -> None:
    accounts = tree_of("example")["accounts"]
    assert [project["id"] for project in accounts["general"]["projects"]] == [
        "guanli", "zhuanwang", "zhuangbei", "教育费附加安排的装备采购"
    ]  # fmt: skip
    assert [project["id"] for project in accounts["projects"]][4:] == ["tiyu", "xiaowai", "gaizhi", "peixun"]


def test_the_three_public_expenses_are_compared_with_what_was_spent_last_year() -> None:
    change: Any = resolve(tree_of("example"), "accounts.changes.three_public")
    assert (change["amount"].value, change["direction"].text) == (120500, "减少")
