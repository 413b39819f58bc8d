"""The rules of the final accounts: funds, and what must agree within and between the nine tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.data.accounts import Function
from generator.data.classification import POLICY, economic_codes, load_list
from generator.data.reader import Node
from generator.figures.accounts.disclosures import expenses
from generator.figures.accounts.ledger import (
    FISCAL,
    FUNDS,
    GENERAL,
    INCOME,
    OWN_INCOME,
    REST,
    SPENDING,
    nothing,
    typed_amounts,
)
from generator.figures.accounts.tables import TOTAL
from generator.problems import Problem
from generator.quantity import Comparison, Quantity
from generator.rules.case import AccountsCase, Case, of_accounts


@of_accounts
def entries_unique(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-TWICE: a functional item is listed once for each fund, a class once in the budget, a project once."""
    accounts = case.accounts
    budget = accounts.initial_budget.classes if accounts.initial_budget else ()
    projects = [project for function in accounts.functions for project in function.projects]
    lists = (
        ("科目", [(f"{record.code}（{FUNDS[record.fund]}）", record.node.at("code")) for record in accounts.functions]),
        ("年初预算的科目", [(record.code, record.node.at("code")) for record in budget]),
        ("项目", [(record.id or record.name, record.node.at("id" if record.id else "name")) for record in projects]),
    )
    for kind, entries in lists:
        seen: dict[str, Node] = {}
        for name, node in entries:
            if name in seen:
                message = f"{kind}「{name}」重复，第 {seen[name].place.line} 行已有"
                yield Problem("ACCOUNTS-TWICE", node.place, message, "合并成一项；项目同名的各加一行不同的 id")
            seen.setdefault(name, node)


@of_accounts
def entries_hold_amounts(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-EMPTY: a functional item that is listed has an amount."""
    for line in case.ledger.lines:
        if not line.amounts:
            place = line.record.node.at("code").place
            message = f"科目「{line.record.code}」没有金额"
            yield Problem("ACCOUNTS-EMPTY", place, message, "填写金额；没有收支的删去这一项")


@of_accounts
def economic_items_are_basic(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-ECONOMIC: an economic item of basic expenditure is of a class that table 6 has."""
    economic = case.accounts.node.at("economic")
    classes = (*case.ledger.economic.staff, *case.ledger.economic.public)
    for code in case.accounts.economic:
        if case.ledger.economic.name(code) and code[:3] not in classes:
            message = f"「{code} {case.ledger.economic.name(code)}」不是基本支出的经济科目，表6没有这一类"
            remedy = f"核对编码；表6的类有 {'、'.join(classes)}，项目支出写进 functions 的 projects"
            yield Problem("ACCOUNTS-ECONOMIC", economic.keys[code], message, remedy)


@of_accounts
def columns_fit_the_fund(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-FUND: a fiscal fund has only grants, basic and project expenditure; own income has no grant."""
    other_income = [name for name in INCOME if name != "grant"]
    other_spending = [name for name in SPENDING if name not in ("basic", "project")]
    for function in case.accounts.functions:
        fiscal = function.fund in FISCAL
        titles, typed = INCOME | SPENDING, typed_amounts(function)
        for name in [*other_income, *other_spending] if fiscal else ["grant"]:
            if typed[name] is not None:
                fund = FUNDS[function.fund]
                message = f"{fund}的科目不能有{titles[name]}"
                remedy = f"另列一项同一科目，fund 写 {OWN_INCOME}" if fiscal else "财政拨款另列一项，写明 fund"
                yield Problem("ACCOUNTS-FUND", function.node.keys[name], message, remedy)


@of_accounts
def rest_is_one(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-REST: 「其余」 is used at most once, in the general budget, and does not come out negative."""
    marked = [function for function in case.accounts.functions if _is_rest(function)]
    for function in marked[1:]:
        message = f"「{REST}」只能写一处，第 {marked[0].node.at('basic').place.line} 行已有"
        yield Problem("ACCOUNTS-REST", function.node.at("basic").place, message, "填写这个科目的基本支出")
    for line in case.ledger.lines:
        function = line.record
        if not _is_rest(function) or function in marked[1:]:
            continue
        place = function.node.at("basic").place
        if function.fund != GENERAL:
            yield Problem("ACCOUNTS-REST", place, f"只有一般公共预算的科目可以写「{REST}」", "填写这个科目的基本支出")
        elif not case.accounts.economic:
            yield Problem(
                "ACCOUNTS-REST", place, f"没有基本支出经济科目，算不出「{REST}」", "填写 economic，或者填写金额"
            )
        elif (line.amounts["basic"].value or 0) < 0:
            message = f"「{REST}」算出 {line.amounts['basic'].in_wan()}：其他科目的基本支出超过了经济科目的合计"
            where = f"第 {case.accounts.node.keys['economic'].line} 行起的 economic"
            yield Problem("ACCOUNTS-REST", place, message, f"核对各科目的基本支出和{where}")


def _is_rest(function: Function) -> bool:
    """Whether the basic expenditure of a functional item is written as 「其余」."""
    return function.basic is not None and function.basic.target is None


@of_accounts
def grants_balance(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-GRANT: a typed grant equals what was spent and carried over, less what was brought forward."""
    for line in case.ledger.lines:
        function = line.record
        if function.fund not in FISCAL:
            continue
        code, due = function.code, line.sum([*SPENDING, "closing"]) or nothing()
        due = due - function.opening if function.opening else due
        if function.grant and function.grant.compare(due) is Comparison.DIFFERENT:
            yield Problem(
                "ACCOUNTS-GRANT",
                function.node.at("grant").place,
                f"表2「{code}」行第2栏填写 {function.grant.in_wan()}，"
                f"按表3「{code}」行第1栏支出和结转计算为 {due.in_wan()}，相差 {function.grant.apart_in_wan(due)}",
                "核对这个科目的收入、支出和结转；或者删去 grant 由程序计算",
                _carried(line.amounts, due),
            )
        elif (due.value or 0) < 0 <= (line.amounts.get("basic", nothing()).value or 0):
            message = f"表2「{code}」行第2栏财政拨款收入算出负数 {due.in_wan()}"
            remedy = "核对这个科目的支出、年末结转和年初结转"
            yield Problem("ACCOUNTS-GRANT", function.node.place, message, remedy, _carried(line.amounts, due))


def _carried(amounts: dict[str, Quantity], due: Quantity) -> str:
    """The computation of a grant, in 万元, as the problem shows it."""
    terms = [(name, amounts[name]) for name in (*SPENDING, "closing") if name in amounts]
    spent = " + ".join(amount.digits("万", 6) for _, amount in terms) or "0"
    opening = f" − 年初结转 {amounts['opening'].digits('万', 6)}" if "opening" in amounts else ""
    return f"支出和年末结转 {spent}{opening} = {due.digits('万', 6)} 万元"


@of_accounts
def basic_by_both_codes(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-BASIC: table 6 adds up to the basic expenditure of table 5, as both are printed."""
    functional, economic = case.branch["table5"]["total"]["basic"], case.branch["economic"]["total"]
    if not case.accounts.economic or functional is None or any(map(_is_rest, case.accounts.functions)):
        return
    if not _printed_alike(functional, economic, case):
        typed = [function for function in case.accounts.functions if function.fund == GENERAL and function.basic]
        lines = "、".join(str(function.node.at("basic").place.line) for function in typed[:3]) + (
            "……" if len(typed) > 3 else ""
        )
        yield Problem(
            "ACCOUNTS-BASIC",
            case.accounts.node.keys["economic"],
            f"表6人员经费、公用经费合计第1栏 {economic.in_wan()}，"
            f"表5{TOTAL}行第2栏基本支出 {functional.in_wan()}（第 {lines} 行），"
            f"相差 {economic.apart_in_wan(functional)}",
            f"核对经济科目和功能科目的基本支出；可以把一个功能科目的 basic 写成「{REST}」",
        )


def _printed_alike(one: Quantity, other: Quantity, case: AccountsCase) -> bool:
    """Whether two amounts that must be equal are printed so, whatever rounding their many addends may hide."""
    if one.value is None or other.value is None:
        return one.value is other.value
    places = case.profile.decimals["万元"]
    return one.number("万", places) == other.number("万", places)


@of_accounts
def totals_balance(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-BALANCE: in table 1 income with what was brought forward equals spending with what is carried over."""
    last = case.branch["table1"]["totals"][-1]
    left, right = last["income"], last["spending"]
    income, spending = left["amount"], right["amount"]
    if income is None or spending is None:
        if income is not spending:
            side, row = ("收入", left["row"]) if income is None else ("支出", right["row"])
            message = f"表1第{row}行总计没有数：全部科目都没有填写{side}"
            yield Problem("ACCOUNTS-BALANCE", case.accounts.node.keys["functions"], message, f"填写各科目的{side}")
    elif not _printed_alike(income, spending, case):
        yield Problem(
            "ACCOUNTS-BALANCE",
            case.accounts.node.keys["functions"],
            f"表1第{left['row']}行第1栏收入总计 {income.in_wan()}，"
            f"第{right['row']}行第2栏支出总计 {spending.in_wan()}，相差 {income.apart_in_wan(spending)}",
            "核对非财政拨款各科目的收入、支出和结转，以及 surplus_used（使用非财政拨款结余）、distributed（结余分配）",
        )


@of_accounts
def basic_within_three_public(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-THREE: what table 6 shows of the three public expenses does not exceed the accounts in table 7."""
    actual = case.branch["table7"]["actual"]
    codes = load_list(POLICY.stem)[0]["three_public"]
    for key, disclosed, column in (
        ("abroad", actual["abroad"], 8),
        ("vehicle_purchase", actual["vehicle_purchase"], 10),
        ("vehicle_running", actual["vehicle_running"], 11),
        ("reception", actual["reception"], 12),
    ):
        code = codes[key]
        spent = case.accounts.economic.get(code)
        if spent and (spent.value or 0) > (disclosed.value or 0):
            place = case.accounts.node.at("economic", code).place
            message = f"表6「{code}」行第1栏 {spent.in_wan()}，超过表7合计行第{column}栏 {disclosed.in_wan()}"
            yield Problem("ACCOUNTS-THREE", place, message, f"核对经济科目，或者填写 three_public.{key}.actual")


@of_accounts
def budget_explained(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-BUDGET, ACCOUNTS-REASON: the classes add up to the budget; every deviation from it has a reason."""
    record = case.accounts.initial_budget
    if record is None:
        return
    parts = case.branch["initial_budget"]["classes_total"]
    if record.total and parts and record.total.compare(parts) is Comparison.DIFFERENT:
        message = (
            f"年初预算合计 {record.total.in_wan()}，各类相加 {parts.in_wan()}，相差 {record.total.apart_in_wan(parts)}"
        )
        yield Problem("ACCOUNTS-BUDGET", record.node.at("total").place, message, "核对合计和各类的年初预算")
    entries = {entry.code: entry for entry in record.classes}
    for branch in case.branch["classes"]:
        entry, initial = entries.get(branch["id"]), branch["initial_budget"]
        if entry is None:
            place = case.accounts.node.at("initial_budget").keys["classes"]
            message = f"{branch['name']}（{branch['id']}）有支出，年初预算没有这一类"
            yield Problem("ACCOUNTS-BUDGET", place, message, "加上这一类；没有安排的写 0元，并写明 reason")
        elif entry.reason is None and initial and branch["spending"].compare(initial) is not Comparison.EQUAL:
            message = (
                f"{branch['name']}决算 {branch['spending'].in_wan()}（表5「{branch['id']}」行第1栏），"
                f"年初预算 {entry.amount.in_wan()}，没有写差异原因"
            )
            yield Problem("ACCOUNTS-REASON", entry.node.at("amount").place, message, "加一行 reason，写明主要原因")
    lines = expenses(case.accounts.three_public) if case.accounts.three_public else {}
    for line in case.branch["three_public"]["lines"]:
        expense = lines.get(line["id"])
        if expense and expense.reason is None and line["actual"].value != line["budget"].value:
            message = (
                f"{line['name']}决算 {line['actual'].in_wan()}，年初预算 {line['budget'].in_wan()}，没有写差异原因"
            )
            yield Problem("ACCOUNTS-REASON", expense.node.place, message, "加一行 reason，写明主要原因")


@of_accounts
def change_explained(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-REASON: a change against last year has a reason."""
    last = case.accounts.last_year
    if last is None:
        return
    changes = case.branch["changes"]
    for field, change, reason, wanted in (
        ("total", changes["total"], last.reason, "reason"),
        ("grant_total", changes["grant"], last.grant_reason or last.reason, "reason"),
        ("general_spending", changes["general"], last.general_reason or last.reason, "reason"),
        ("three_public", changes["three_public"], last.three_public_reason, "three_public_reason"),
        ("operating_cost", changes["operating_cost"], last.operating_cost_reason, "operating_cost_reason"),
    ):
        if change and change["amount"].value and reason is None:
            title = change["amount"].label.removesuffix("增减额")
            message = f"{title}比上年{change['direction'].text} {change['amount'].in_wan()}，没有写原因"
            yield Problem("ACCOUNTS-REASON", last.node.at(field).place, message, f"在 last_year 下加一行 {wanted}")


@of_accounts
def procurement_nested(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-PROCUREMENT: contracts given to small enterprises do not exceed the procurement they belong to."""
    record, branch = case.accounts.procurement, case.branch["procurement"]
    if record is None:
        return
    for key, part, whole in (
        ("sme_goods", branch["sme_goods"], branch["goods"]),
        ("sme_works", branch["sme_works"], branch["works"]),
        ("sme_services", branch["sme_services"], branch["services"]),
        ("micro", branch["micro"], branch["sme"]),
    ):
        if part.value is None or whole.value is None:
            continue  # a formula that failed, which is a problem already
        if part.value > whole.value:
            message = f"{part.label} {part.in_wan()}，超过{whole.label} {whole.in_wan()}"
            yield Problem("ACCOUNTS-PROCUREMENT", record.node.at(key).place, message, "核对政府采购的金额")


@of_accounts
def staff_nested(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-STAFF: those under the civil-service law are part of the institution's staff."""
    staff, record = case.branch["staff"], case.accounts.staff
    if record and (staff["reference"].value or 0) > (staff["institutional"].value or 0):
        part, whole = (staff[key].number("", 0) for key in ("reference", "institutional"))
        message = f"参照公务员法管理 {part} 人，超过事业人员 {whole} 人"
        yield Problem("ACCOUNTS-STAFF", record.node.at("reference").place, message, "事业人员含参公人员，核对人数")


def listed_items_spent(case: Case) -> Iterator[Problem]:
    """ACCOUNTS-LIST: a list of what 人员经费 or 公用经费 was spent on names only economic items that have spending."""
    accounts = case.report.accounts
    if accounts is None or not accounts.economic:
        return
    codes = economic_codes(case.report.year)
    spent = {codes.name(code) for code, amount in accounts.economic.items() if amount.value}
    names = {name for code in codes.entries if len(code) == 5 and (name := codes.name(code))}
    for reading in case.readings:
        for sentence in re.split(r"[。；\n]", reading.written):
            # 公用经费包括：办公费、水费和电费 is cut into 公用经费, 办公费, 水费, 电费.
            listed = [part.strip() for part in re.split(r"[、，：:和及]|包括|用于|开支", sentence)]
            items = [part for part in listed if part in names]
            if len(items) < 2 or not re.search(r"(?:人员|公用)经费", sentence):
                continue
            for item in items:
                if item not in spent:
                    message = f"列举了「{item}」，而这个经济科目没有支出"
                    remedy = "删去它，或者引用 {{ accounts.economic.public.names }}"
                    yield Problem("ACCOUNTS-LIST", case.place(reading, 0, item), message, remedy)
