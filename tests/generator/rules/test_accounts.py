from __future__ import annotations

import pytest

from generator.problems import Problem
from generator.reports.workspace import Workspace
from tests.support.accounts import SOURCES
from tests.support.rules import STATED
from tests.support.rules import problems_of_accounts as found

EXPLAINED = ("total", "grant_total", "general_spending")
REST = "      basic: 其余\n"
FUND_BASIC = "      basic: 1.20万元\n"


def codes(workspace: Workspace, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.excerpt.strip()) for problem in found(workspace, *changes)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # both are printed: what rounding may hide in so many addends must not be seen
        (REST, "      basic: 226.13万元\n", []),
        (REST, "      basic: 2261300.4元\n", []),
        (REST, "      basic: 226.14万元\n", [("ACCOUNTS-BASIC", "economic:")]),
        ("      opening: 5.00万元\n", "      opening: 5.00万元\n      grant: 40.00万元\n", []),
        ("      opening: 5.00万元\n", "      opening: 5.00万元\n      grant: 400001元\n", []),
        ("      opening: 5.00万元\n", "      opening: 5.00万元\n      grant: 40.03万元\n", [("ACCOUNTS-GRANT", "grant: 40.03万元")]),
        (STATED, STATED + "    - {table: 1, row: 60, column: 2, amount: 1085.69万元}\n", []),
        (STATED, STATED + "    - {table: 6, row: 301, column: 1, amount: 444.8万元}\n", []),
        (STATED, STATED + "    - {table: 1, row: 36, column: 2, amount: 0.00万元}\n", []),
        ("  initial_budget:\n", "  initial_budget:\n    total: 1054.64万元\n", []),
        ("  initial_budget:\n", "  initial_budget:\n    total: 1054.69万元\n", [("ACCOUNTS-BUDGET", "total: 1054.69万元")]),
        # what is equal to its limit does not exceed it
        ("    sme_goods: 96.08万元\n", "    sme_goods: 141.08万元\n", []),
        ("    micro: 60万元\n", "    micro: 257.53万元\n", []),
        ("    reference: 12人\n", "    reference: 38人\n", []),
        ("    30217: 1.05万元\n", "    30217: 1.35万元\n", []),
        # an exact agreement needs no reason
        ("    operating_cost: 30.55万元\n    reason: 上年度一次性项目完工\n    three_public_reason: 减少公务接待。\n    operating_cost_reason: 压减办公支出\n", "    operating_cost: 28.40万元\n    reason: 完工\n    three_public_reason: 减少公务接待。\n", []),
        ("{budget: 1万元, actual: 1.35万元, batches: 21批次, people: 168人次, reason: 承办全省现场会}", "{budget: 1.35万元, actual: 1.35万元}", []),
        ("    reason: 上年度一次性项目完工\n", "    reason: 完工\n    grant_reason: 完工\n", []),
        # another fund or another unit's money is another line
        ("    - {code: 2050201, basic: 8.12万元}\n", "    - {code: 2050201, basic: 8.12万元}\n    - {code: 2050201, fund: own-income, basic: 1元, other_income: 1元}\n", []),
    ],
)  # fmt: skip
def test_a_rule_stops_at_its_limit(workspace: Workspace, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert codes(workspace, (old, new)) == expected


def test_the_rest_belongs_to_the_general_budget(workspace: Workspace) -> None:
    (problem,) = found(workspace, (REST, "      basic: 226.13万元\n"), (FUND_BASIC, REST))
    assert (problem.code, problem.message) == ("ACCOUNTS-REST", "只有一般公共预算的科目可以写「其余」")


def test_there_is_no_rest_without_economic_items(workspace: Workspace) -> None:
    text = SOURCES["example"].read_text("utf-8")
    economic = text[text.index("  economic:\n") : text.index("  initial_budget:\n")]
    problems = found(workspace, (economic, ""))
    assert ("ACCOUNTS-REST", "没有基本支出经济科目，算不出「其余」") in [(p.code, p.message) for p in problems]


def test_typed_basic_expenditure_needs_no_economic_items(workspace: Workspace) -> None:
    text = SOURCES["example"].read_text("utf-8")
    economic = text[text.index("  economic:\n") : text.index("  initial_budget:\n")]
    assert found(workspace, (economic, ""), (REST, "      basic: 226.13万元\n")) == []


@pytest.mark.parametrize(
    ("change", "computation"),
    [
        (("      opening: 5.00万元\n", "      opening: 5.00万元\n      grant: 45.00万元\n"), "支出和年末结转 42.7 + 2.3 − 年初结转 5 = 40 万元"),
        (("      fund: state-capital\n", "      fund: state-capital\n      grant: 16万元\n"), "支出和年末结转 15 = 15 万元"),
    ],
)  # fmt: skip
def test_a_wrong_grant_shows_how_it_was_computed(
    workspace: Workspace, change: tuple[str, str], computation: str
) -> None:
    (problem,) = found(workspace, change)
    assert (problem.code, problem.computation) == ("ACCOUNTS-GRANT", computation)


def test_a_grant_of_which_nothing_was_spent_says_so(workspace: Workspace) -> None:
    line = "    - {code: 2210203, basic: 11.75万元}\n"
    below = found(workspace, (line, line.replace("basic", "opening")))
    assert "支出和年末结转 0 − 年初结转 11.75 = -11.75 万元" in [problem.computation for problem in below]


def test_money_of_ones_own_hides_no_grant_below(workspace: Workspace) -> None:
    line, fund = "    - {code: 2050201, basic: 8.12万元}\n", "      fund: state-capital\n"
    own = "    - {code: 2050201, fund: own-income, basic: 1元, other_income: 1元}\n"
    assert codes(workspace, (line, own + line), (fund, f"{fund}      grant: 16万元\n")) == [
        ("ACCOUNTS-GRANT", "grant: 16万元")
    ]


def test_a_grant_of_which_nothing_was_spent_or_carried_over_is_found_where_it_stands(workspace: Workspace) -> None:
    line = "    - {code: 2050201, basic: 8.12万元}\n"
    problems = found(workspace, (line, line + "    - {code: 2050205, grant: 5万元}\n"))
    assert [(p.code, p.place.excerpt.strip()) for p in problems if p.code == "ACCOUNTS-GRANT"] == [
        ("ACCOUNTS-GRANT", "- {code: 2050205, grant: 5万元}")
    ]


@pytest.mark.parametrize("code", ["30905", "31101", "31302"])
def test_an_economic_item_that_is_no_basic_expenditure_is_found(workspace: Workspace, code: str) -> None:
    """Table 6 has no place for it, so that it would come to less than the basic expenditure of table 5."""
    problems = found(workspace, ("    31002: 4.75万元\n", f"    {code}: 4.75万元\n"))
    assert f"{code}: 4.75万元" in [problem.place.excerpt.strip() for problem in problems]


def test_an_economic_item_that_does_not_exist_is_told_only_as_such(workspace: Workspace) -> None:
    problems = found(workspace, ("    31002: 4.75万元\n", "    30999: 4.75万元\n"))
    assert "ACCOUNTS-ECONOMIC" in [one.code for one in problems]
    problems = found(workspace, ("    31002: 4.75万元\n", "    30998: 4.75万元\n"))
    assert [one.code for one in problems if one.place.excerpt.strip().startswith("30998")] == ["CODE-UNKNOWN"]


@pytest.mark.parametrize(
    ("identifier", "expected"), [("", ["项目「设备采购」重复，第 39 行已有"]), ("id: another, ", [])]
)
def test_projects_without_an_id_are_told_apart_by_name(
    workspace: Workspace, identifier: str, expected: list[str]
) -> None:
    project = "        - {name: 教育费附加安排的装备采购, amount: 45.00万元, effect: 装备按期到货}\n"
    two = "        - {name: 设备采购, amount: 40万元, effect: 到货}\n"
    two += f"        - {{name: 设备采购, {identifier}amount: 5万元, effect: 到货}}\n"
    assert [problem.message for problem in found(workspace, (project, two))] == expected


def test_an_item_without_any_amount_is_found(workspace: Workspace) -> None:
    problems = found(workspace, ("    - {code: 2210203, basic: 11.75万元}\n", "    - {code: 2210203}\n"))
    assert "- {code: 2210203}" in [problem.place.excerpt.strip() for problem in problems]


def test_a_formula_that_fails_is_the_only_problem(workspace: Workspace) -> None:
    (problem,) = found(workspace, ("=accounts.projects.zhuanwang.amount", "=accounts.projects.zhuanwan.amount"))
    assert (problem.code, problem.remedy) == (
        "PROSE-REFERENCE",
        "是不是「zhuanwang」，写成 {{ accounts.projects.zhuanwang.amount }}",
    )


def test_a_formula_may_not_refer_to_what_is_computed_after_it(workspace: Workspace) -> None:
    (problem,) = found(workspace, ("    total: 1600万元\n", "    total: =accounts.changes.total.amount\n"))
    assert (problem.code, problem.place.excerpt.strip()) == ("PROSE-REFERENCE", "total: =accounts.changes.total.amount")


def test_every_change_that_shares_a_reason_asks_for_it(workspace: Workspace) -> None:
    problems = found(workspace, ("    reason: 上年度一次性项目完工\n", ""))
    assert [problem.place.excerpt.strip().split(":")[0] for problem in problems] == [*EXPLAINED]
    assert {(problem.code, problem.remedy) for problem in problems} == {
        ("ACCOUNTS-REASON", "在 last_year 下加一行 reason")
    }


@pytest.mark.parametrize(
    ("key", "left"), [("grant", ["total", "general_spending"]), ("general", ["total", "grant_total"])]
)
def test_a_change_with_a_reason_of_its_own_does_not_ask_for_another(
    workspace: Workspace, key: str, left: list[str]
) -> None:
    problems = found(workspace, ("    reason: 上年度一次性项目完工\n", f"    {key}_reason: 完工\n"))
    assert [problem.place.excerpt.strip().split(":")[0] for problem in problems] == left


def test_each_of_the_three_public_expenses_stays_within_table_7(workspace: Workspace) -> None:
    text = SOURCES["example"].read_text("utf-8")
    three = text[text.index("  three_public:\n") : text.index("  operating_cost: 28.40万元")]
    stated = "    - {table: 7, row: 合计, column: 7, amount: 7.95万元}\n"
    vehicle = ("    31002: 4.75万元\n", "    31013: 4.75万元\n")
    problems = found(workspace, (three, ""), (stated, ""), vehicle)
    assert [(problem.place.excerpt.strip(), problem.message.split("，")[1]) for problem in problems] == [
        ("30212: 2.00万元", "超过表7合计行第8栏 0.00万元"),
        ("30217: 1.05万元", "超过表7合计行第12栏 0.00万元"),
        ("30231: 3.80万元", "超过表7合计行第11栏 0.00万元"),
        ("31013: 4.75万元", "超过表7合计行第10栏 0.00万元"),
    ]


def only(workspace: Workspace, accounts: str) -> list[Problem]:
    """The problems of a report that has nothing but these accounts."""
    head = "unit: 示例市教育技术中心\nyear: 2021\nprofile: hubei-wuhan\naccounts:\n"
    return found(workspace, (SOURCES["example"].read_text("utf-8"), head + accounts))


def test_accounts_may_consist_of_functional_items_alone(workspace: Workspace) -> None:
    assert only(workspace, "  functions:\n    - {code: 2050199, basic: 1万元}\n") == []


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ("basic: 1万元", "表1第30行总计没有数：全部科目都没有填写收入"),
        ("other_income: 1万元", "表1第60行总计没有数：全部科目都没有填写支出"),
    ],
)
def test_a_side_of_table_1_without_any_amount_is_found(workspace: Workspace, entries: str, message: str) -> None:
    line = f"    - {{code: 2050199, fund: own-income, {entries}}}\n"
    (problem,) = only(workspace, f"  functions:\n{line}")
    assert (problem.code, problem.message) == ("ACCOUNTS-BALANCE", message)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("business_income: 52.00万元", "business_income: 52.02万元"), "ACCOUNTS-BALANCE"),
        (("business_income: 52.00万元", "business_income: 520010元"), None),
        (("business_income: 52.00万元", "business_income: 520060元"), "ACCOUNTS-BALANCE"),
    ],
)
def test_what_must_be_equal_is_printed_equal_however_many_amounts_it_adds_up(
    workspace: Workspace, change: tuple[str, str], code: str | None
) -> None:
    assert [one.code for one in found(workspace, change)] == ([code] if code else [])


def told(workspace: Workspace, *changes: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    return [(one.code, one.place.excerpt.strip(), one.message, one.remedy) for one in found(workspace, *changes)]


TWICE = "合并成一项；项目同名的各加一行不同的 id"


def test_each_repetition_names_the_line_of_the_first(workspace: Workspace) -> None:
    line = "      - {code: 210, amount: 27.53万元}\n"
    assert (
        told(workspace, (line, line * 3))
        == [("ACCOUNTS-TWICE", line.strip(), "年初预算的科目「210」重复，第 126 行已有", TWICE)] * 2
    )
    places = [one.place.column for one in found(workspace, (line, line * 2))]
    assert places == [16]


def test_projects_with_one_id_are_told_at_the_id(workspace: Workspace) -> None:
    (problem,) = found(workspace, ("id: zhuangbei", "id: zhuanwang"))
    assert (problem.code, problem.message) == ("ACCOUNTS-TWICE", "项目「zhuanwang」重复，第 29 行已有")
    assert problem.place.excerpt[problem.place.column - 1 :].startswith("zhuanwang")


def test_each_column_that_a_fund_cannot_have_is_told(workspace: Workspace) -> None:
    line = "{code: 2050201, basic: 8.12万元}"
    changed = "{code: 2050201, basic: 8.12万元, other_income: 1万元, subsidies: 1万元}"
    remedy = "另列一项同一科目，fund 写 own-income"
    assert [one for one in told(workspace, (line, changed)) if one[0] == "ACCOUNTS-FUND"] == [
        ("ACCOUNTS-FUND", f"- {changed}", "一般公共预算的科目不能有其他收入", remedy),
        ("ACCOUNTS-FUND", f"- {changed}", "一般公共预算的科目不能有对附属单位补助支出", remedy),
    ]
    own = ("      superior_grant: 6.00万元\n", "      grant: 1万元\n      superior_grant: 6.00万元\n")
    assert told(workspace, own) == [
        ("ACCOUNTS-FUND", "grant: 1万元", "非财政拨款的科目不能有财政拨款收入", "财政拨款另列一项，写明 fund")
    ]


def test_a_second_rest_is_told_with_the_line_of_the_first(workspace: Workspace) -> None:
    assert told(workspace, ("      basic: 112.35万元\n", REST)) == [
        ("ACCOUNTS-REST", "basic: 其余", "「其余」只能写一处，第 20 行已有", "填写这个科目的基本支出")
    ]


def test_a_rest_of_exactly_nothing_is_none_below_zero(workspace: Workspace) -> None:
    assert "ACCOUNTS-REST" not in [code for code, _ in codes(workspace, ("basic: 112.35万元", "basic: 338.48万元"))]
    (below,) = found(workspace, ("basic: 112.35万元", "basic: 338.49万元"))
    assert below.message == "「其余」算出 -0.01万元：其他科目的基本支出超过了经济科目的合计"
    assert below.remedy == "核对各科目的基本支出和第 89 行起的 economic"


def test_a_grant_below_zero_is_told_at_its_item(workspace: Workspace) -> None:
    (problem,) = found(workspace, ("opening: 5.00万元", "opening: 45.01万元"))
    assert (problem.code, problem.message) == ("ACCOUNTS-GRANT", "表2「2296003」行第2栏财政拨款收入算出负数 -0.01万元")
    assert problem.computation == "支出和年末结转 42.7 + 2.3 − 年初结转 45.01 = -0.01 万元"
    assert problem.remedy == "核对这个科目的支出、年末结转和年初结转"
    assert found(workspace, ("opening: 5.00万元", "opening: 45.00万元")) == []


def test_the_lines_of_basic_expenditure_are_named_up_to_three(workspace: Workspace) -> None:
    (many,) = found(workspace, (REST, "      basic: 227.13万元\n"))
    assert "（第 20、27、31…… 行）" in many.message
    text = SOURCES["example"].read_text("utf-8")
    between = text[text.index("    - {code: 2050201, basic") : text.index("    - {code: 2050803, basic")]
    after = text[text.index("    - {code: 2080501, basic") : text.index("    # 政府性基金")]
    budget = text[text.index("  initial_budget:") : text.index("  last_year:")]
    rest = (REST, "      basic: 10万元\n")
    few = [
        one for one in found(workspace, (between, ""), (after, ""), (budget, ""), rest) if one.code == "ACCOUNTS-BASIC"
    ]
    assert [one.message.split("（")[1].split("）")[0] for one in few] == ["第 20、27、31 行"]


@pytest.mark.parametrize(
    ("key", "limit", "over"),
    [
        ("sme_goods", "141.08万元", "141.09万元"),
        ("sme_works", "42.70万元", "42.71万元"),
        ("sme_services", "218.75万元", "218.76万元"),
        ("micro", "257.53万元", "257.54万元"),
    ],
)
def test_no_part_of_the_procurement_exceeds_what_it_is_part_of(
    workspace: Workspace, key: str, limit: str, over: str
) -> None:
    line = next(line for line in SOURCES["example"].read_text("utf-8").split("\n") if line.startswith(f"    {key}: "))
    (problem,) = found(workspace, (f"{line}\n", f"    {key}: {over}\n"))
    assert (problem.code, problem.remedy) == ("ACCOUNTS-PROCUREMENT", "核对政府采购的金额")
    assert problem.place.excerpt.strip() == f"{key}: {over}"
    assert f" {over}，超过" in problem.message and problem.message.endswith(f" {limit}")
    assert found(workspace, (f"{line}\n", f"    {key}: {limit}\n")) == []


@pytest.mark.parametrize("line", ["    goods: 141.08万元\n", "    sme_goods: 96.08万元\n"])
def test_a_part_behind_a_formula_that_failed_is_still_held(workspace: Workspace, line: str) -> None:
    formula = (f"\n{line}", f"\n{line.partition(':')[0]}: =accounts.nothing\n")
    problems = found(workspace, formula, ("sme_works: 42.70万元", "sme_works: 42.71万元"))
    assert [one.code for one in problems] == ["PROSE-REFERENCE", "ACCOUNTS-PROCUREMENT"]


def test_the_staff_under_the_civil_service_law_are_counted_in(workspace: Workspace) -> None:
    (problem,) = found(workspace, ("    reference: 12人\n", "    reference: 39人\n"))
    assert (problem.message, problem.remedy) == (
        "参照公务员法管理 39 人，超过事业人员 38 人",
        "事业人员含参公人员，核对人数",
    )
    assert problem.place.excerpt.strip() == "reference: 39人"


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("公用经费包括：办公费、会议费和租赁费。", ["租赁费"]),
        ("公用经费用于办公费、咨询费及租赁费；其他用于租赁费、咨询费。", ["咨询费", "租赁费"]),
        ("公用经费开支租赁费。", []),
        ("日常经费包括：办公费、租赁费。", []),
        ("公用经费包括：办公费、会议费。", []),
    ],
)
def test_a_list_of_what_was_spent_names_only_what_has_spending(
    workspace: Workspace, sentence: str, items: list[str]
) -> None:
    problems = found(
        workspace, ("  composition: 纳入本部门决算的单位是本单位和所属电教馆。\n", f"  composition: {sentence}\n")
    )
    assert [(one.code, one.message, one.remedy) for one in problems] == [
        (
            "ACCOUNTS-LIST",
            f"列举了「{item}」，而这个经济科目没有支出",
            "删去它，或者引用 {{ accounts.economic.public.names }}",
        )
        for item in items
    ]


def test_each_difference_from_the_budget_is_told_where_its_reason_is_missing(workspace: Workspace) -> None:
    remedy = "加一行 reason，写明主要原因"
    assert told(workspace, (", reason: 压减用车", ""), (", reason: 在职人员减少", "")) == [
        ("ACCOUNTS-REASON", "- {code: 208, amount: 72.00万元}", "社会保障和就业支出决算 69.83万元（表5「208」行第1栏），年初预算 72.00万元，没有写差异原因", remedy),
        ("ACCOUNTS-REASON", "vehicle_running: {budget: 5万元, actual: 4.60万元, vehicles: 2辆}", "公务用车运行费决算 4.60万元，年初预算 5.00万元，没有写差异原因", remedy),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "reason", "message"),
    [
        ("three_public: 20万元", "    three_public_reason: 减少公务接待。\n", "“三公”经费支出比上年减少 12.05万元，没有写原因"),
        ("operating_cost: 30.55万元", "    operating_cost_reason: 压减办公支出\n", "机关运行经费支出比上年减少 2.15万元，没有写原因"),
    ],
)  # fmt: skip
def test_a_change_without_a_reason_is_told_at_last_years_figure(
    workspace: Workspace, key: str, reason: str, message: str
) -> None:
    advice = f"在 last_year 下加一行 {reason.strip().partition(':')[0]}"
    assert told(workspace, (reason, "")) == [("ACCOUNTS-REASON", key, message, advice)]
