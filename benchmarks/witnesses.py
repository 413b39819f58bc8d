"""What else in a report speaks to a line: the statements that a planted mistake contradicts, decided before checking.

Nothing here asks the checker. A witness is a figure stated twice: published, approved, or typed beside its parts. It is
worked out anew with the changed lines, and speaks where the two then differ by more than rounding (尾差). A fault is
what the domain's rules do not allow between the fields of an indicator, a group of weights or the accounts' codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.data.accounts import Accounts
from generator.data.classification import economic_codes, functional_codes
from generator.data.report import Evaluation, Group, Indicator, Profile, Report
from generator.figures.accounts.tables import cells
from generator.figures.funds import pairs
from generator.frozen import Frozen, replace
from generator.namespace import resolve
from generator.problems import Place
from generator.quantity import Comparison, Operation, Quantity, UnitError, Word, round_half_up, sum_of_known, total
from generator.reports.load import Loaded

CHANGES = Mapping[int, Quantity | str | None]
"""What stands on each changed line now: a figure, another text, or nothing any more."""


class Witness(Frozen):
    """Two figures that must agree (or, with `within`, the first must not exceed the second) and their lines."""

    one: Quantity
    other: Quantity
    lines: frozenset[int]
    within: bool = False
    explained: bool = False  # a published figure that agrees and yet carries a cause

    def speaks(self, changes: CHANGES) -> bool:
        """Whether the changes make the two disagree by more than rounding."""
        try:
            one, other = recomputed(self.one, changes), recomputed(self.other, changes)
            if self.within:
                return (one.value or 0) > (other.value or 0) + one.slack + other.slack
            return one.compare(other) is Comparison.DIFFERENT
        except UnitError:
            return True


def _here(place: object) -> int:
    """The line of a place in the report; 0 for the lines of profiles."""
    return place.line if isinstance(place, Place) and place.path.startswith("reports/") else 0


def lines_of(figure: Quantity) -> frozenset[int]:
    """The lines of the report from which a figure follows."""
    if isinstance(figure.origin, Operation):
        return frozenset().union(*(lines_of(operand) for operand in figure.origin.operands))
    return frozenset({_here(figure.origin)} - {0})


def recomputed(figure: Quantity, changes: CHANGES) -> Quantity:
    """The figure as its computation gives it with the changed lines; a lost line counts as nothing."""
    origin = figure.origin
    if not isinstance(origin, Operation):
        line = _here(origin)
        if not line or line not in changes:
            return figure
        new = changes[line]
        if isinstance(new, str):
            raise UnitError(new)
        return replace(figure, value=Fraction(0)) if new is None else replace(new, origin=origin)
    first, *rest = (recomputed(operand, changes) for operand in origin.operands)
    match origin.name:
        case "+":
            return total([first, *rest], "")
        case "−":
            return first - rest[0]
        case "×":
            return first * rest[0]
        case "÷":
            return first / rest[0]
        case "封顶":
            return first.at_most(rest[0])
        case "不低于零":
            return first.at_least_zero()
        case "四舍五入" if figure.step and first.value is not None:
            return replace(figure, value=round_half_up(first.value, figure.step))
    return first if origin.name.startswith("完成目标") else figure


def witnesses(loaded: Loaded) -> Iterator[Witness]:
    """Every figure that the unplanted report states twice and in agreement."""
    assert loaded.report and loaded.derived
    report, tree = loaded.report, loaded.derived.tree
    for published, row in zip(report.published, tree["reconciliation"]["rows"], strict=True):
        place, figure = published.node.at("value").place, resolve(tree, published.figure)
        claim = Quantity.parse(published.value, origin=place)
        if isinstance(figure, Word):
            figure = claim = Quantity(Fraction(0), "", origin=place)
        if row["kind"] != Comparison.DIFFERENT.value and claim and isinstance(figure, Quantity):
            yield replace(_witness(claim, figure), explained=published.cause is not None)
    if report.accounts:
        found = cells(tree["accounts"])
        for stated in report.accounts.stated:
            figure = found[stated.table, stated.row, stated.column]
            assert figure
            yield _witness(replace(stated.amount, origin=stated.node.at("amount").place), figure)
        budget, classes_total = report.accounts.initial_budget, tree["accounts"]["initial_budget"]["classes_total"]
        if budget and budget.total and classes_total:
            yield _witness(budget.total, classes_total)
    for evaluation, branch in zip(report.evaluations, tree["evaluations"], strict=True):
        funds = branch["funds"]
        for parts in (funds["items"], funds["sources"]):
            for stated_whole, amounts in (
                (funds["initial_budget"], [part["initial"] for part in parts]),
                (funds["annual_budget"], [part["budget"] for part in parts]),
                (funds["actual"], [part["actual"] for part in parts]),
            ):
                whole = sum_of_known(amounts, "")
                if whole and stated_whole and lines_of(whole) != lines_of(stated_whole):
                    yield _witness(whole, stated_whole)
        entries = [entry for _, entry in pairs(evaluation.funds.items, funds["items"])]
        spent: list[tuple[Quantity | None, Quantity | None]] = [(funds["actual"], funds["annual_budget"])]
        spent += [(entry["actual"], entry["budget"]) for entry in (*entries, *funds["sources"])]
        for actual, limit in spent:
            if actual and limit:
                yield replace(_witness(actual, limit), within=True)


def _witness(one: Quantity, other: Quantity) -> Witness:
    return Witness(one, other, lines_of(one) | lines_of(other))


def faults(report: Report, profile: Profile) -> dict[str, frozenset[int]]:
    """What the rules of the domain do not allow, each with the lines that take part."""
    found: dict[str, frozenset[int]] = {}
    twins: dict[str, tuple[str, Indicator]] = {}
    for evaluation in report.evaluations:
        texts = "".join(text.source for text in evaluation.narrative.values())
        for indicator, groups in _with_groups(evaluation.groups()):
            lines = _lines(indicator) | {group.node.at("name").place.line for group in groups}
            names = "/".join(group.name for group in groups)
            target, actual = (
                measure.text.source if measure else "" for measure in (indicator.target, indicator.actual)
            )
            said = [*_indicator_faults(indicator, names, target, profile)]
            if "没有完成值低于目标值" in texts and _missed(indicator):
                said.append("正文说没有完成值低于目标值的指标")
            twin = twins.setdefault(indicator.name, (f"{target}/{actual}", indicator))
            if twin[0] != f"{target}/{actual}":
                said, lines = [*said, f"两份自评的同名指标不同（{twin[0]}）"], lines | _lines(twin[1])
            found |= {f"{evaluation.id}/{lines and min(lines)}/{indicator.name}：{word}": lines for word in said}
        found |= _weight_faults(evaluation, profile)
    if report.accounts:
        found |= _account_faults(report.accounts, report.year)
        codes = economic_codes(report.year)
        listed = "、".join(codes.name(code) or "" for code in report.accounts.economic if code[:3] in ("301", "303"))
        for one in report.published:
            if one.figure == "accounts.economic.staff.names" and one.value != listed and not one.cause:
                found["公布的人员经费科目与经济科目不同"] = frozenset({one.node.at("value").place.line})
    return found


def _with_groups(groups: tuple[Group, ...], above: tuple[Group, ...] = ()) -> Iterator[tuple[Indicator, list[Group]]]:
    for group in groups:
        yield from ((indicator, [*above, group]) for indicator in group.items)
        yield from _with_groups(group.groups, (*above, group))


def _lines(indicator: Indicator) -> frozenset[int]:
    node = indicator.node
    return frozenset({place.line for place in node.keys.values()})


def _missed(indicator: Indicator) -> bool:
    """Whether target and actual are figures of one unit and the actual does not reach the target."""
    target, actual = (measure and measure.target for measure in (indicator.target, indicator.actual))
    if not target or not actual or target.quantity.unit != actual.quantity.unit:
        return False
    wanted, reached = target.quantity.value or 0, actual.quantity.value or 0
    return reached > wanted if target.comparator in "≤<" else reached < wanted


def _indicator_faults(indicator: Indicator, names: str, target: str, profile: Profile) -> Iterator[str]:
    """Units, over-fulfilment, a copied bound, score against weight, result and reason, and the indicator's class."""
    wanted, reached = (measure and measure.target for measure in (indicator.target, indicator.actual))
    score, weight = (points.value if points else None for points in (indicator.score, indicator.weight))
    if wanted and reached:
        if wanted.quantity.unit != reached.quantity.unit:
            yield "单位不同"
        elif (
            wanted.comparator not in "≤<"
            and not indicator.reason
            and (reached.quantity.value or 0) * 10 > (wanted.quantity.value or 0) * 13 > 0
        ):
            yield "超过 130% 没有原因"
        exact = wanted.comparator == "=" and wanted.quantity.value != reached.quantity.value
        if weight and not indicator.reason and (_missed(indicator) or exact):
            yield "没有完成指标值，得分或者不足、或者没有原因"
    if indicator.actual and re.match(r"[≥≤><]", indicator.actual.text.source):
        yield "完成值只重复指标值"
    if weight is not None and score is not None:
        if (
            score > weight
            or (score < weight and not indicator.reason)
            or (weight and score == weight and indicator.reason)
        ):
            yield f"得分 {score} 与分值 {weight}、原因不合"
        band = next((band for band in profile.scoring.bands if band.result == indicator.result), None)
        if indicator.result and not (
            band and Fraction(band.lowest) * weight <= score * 100 <= Fraction(band.highest) * weight
        ):
            yield "得分不在档次之内"
    for word, pattern in (("满意", "满意度"), ("时效", "及时率")):
        if pattern in indicator.name and word not in names:
            yield f"不在{word}一类"
    if "数量" in names.split("/")[-1] and target and not re.search("[0-9{]", target):
        yield "数量指标没有数量"


def _weight_faults(evaluation: Evaluation, profile: Profile) -> dict[str, frozenset[int]]:
    """Weights that do not come to those of group, goal, profile and whole, where all are given."""
    found: dict[str, frozenset[int]] = {}
    weights = [indicator.weight for indicator in evaluation.all_indicators()]
    for group in evaluation.indicators if all(weights) else ():
        parts = [indicator.weight.value or 0 for indicator in group.all_indicators() if indicator.weight]
        due = [group.weight, profile.weights.groups.get(group.name)]
        lines = frozenset({place.line for place in group.node.keys.values()}).union(
            *map(_lines, group.all_indicators())
        )
        if any(one and one.value != sum(parts) for one in due) or (profile.weights.groups and not due[1]):
            found[f"{evaluation.id}/{group.name}：分值合计 {sum(parts)}"] = lines
    goals = [goal for goal in evaluation.goals if goal.weight and goal.indicators]
    if goals and sum(goal.weight.value or 0 for goal in goals if goal.weight) != profile.weights.indicators.value:
        found[f"{evaluation.id}：目标分值合计"] = frozenset(goal.node.at("weight").place.line for goal in goals)
    for goal in goals:
        scores = [one.score.value or 0 for group in goal.indicators for one in group.all_indicators() if one.score]
        if goal.weight and sum(scores) > (goal.weight.value or 0):
            found[f"{evaluation.id}/{goal.id}：得分超过目标分值"] = frozenset({goal.node.at("weight").place.line})
    return found


def _account_faults(accounts: Accounts, year: int) -> dict[str, frozenset[int]]:
    """Codes that no list of the year has, classes that spend other than approved, and classes without budget."""
    found: dict[str, frozenset[int]] = {}
    functional, economic = functional_codes(year), economic_codes(year)
    node = accounts.node
    spent: dict[str, Fraction] = {}
    basics = [one.basic.target.quantity.value or 0 for one in accounts.functions if one.basic and one.basic.target]
    rest = sum((amount.value or 0 for amount in accounts.economic.values()), Fraction(0)) - sum(basics)
    for one in accounts.functions:
        line = frozenset({one.node.at("code").place.line})
        if functional.name(one.code) is None:
            found[f"没有功能科目 {one.code}"] = line
        own = one.basic.target.quantity.value or 0 if one.basic and one.basic.target else rest if one.basic else 0
        spent[one.code[:3]] = spent.get(one.code[:3], Fraction(0)) + own
        spent[one.code[:3]] += sum(project.amount.value or 0 for project in one.projects)
        if sum(other.code == one.code and other.fund == one.fund for other in accounts.functions) > 1:
            found[f"功能科目 {one.code} 重复"] = line
    for stated in accounts.stated:
        summed = stated.table == 3 and stated.column == 1 and re.fullmatch("[0-9]{3}", stated.row)
        if summed and abs(spent.get(stated.row, Fraction(0)) - (stated.amount.value or 0)) > 100:
            found[f"「{stated.row}」类与核定数不符"] = frozenset({stated.node.at("amount").place.line})
        if re.fullmatch("[0-9]{3,7}", stated.row) and not any(
            one.code.startswith(stated.row) for one in accounts.functions
        ):
            found[f"核定的「{stated.row}」行没有科目"] = frozenset({stated.node.at("row").place.line})
    for code in accounts.economic:
        if economic.name(code) is None or len(code) != 5:
            found[f"没有经济科目 {code}"] = frozenset({node.at("economic").keys[code].line})
        if code in ("30212", "31013", "30231", "30217") and accounts.three_public is None:
            found[f"没有三公经费，却有 {code}"] = frozenset({node.at("economic").keys[code].line})
    for stated in accounts.stated:
        codes = {"人员经费合计": ("301", "303"), "公用经费合计": ("302", "307", "310", "312", "399")}.get(
            stated.row, ()
        )
        parts = [amount.value or Fraction(0) for code, amount in accounts.economic.items() if code.startswith(codes)]
        if codes and abs(sum(parts, Fraction(0)) - (stated.amount.value or 0)) > 100:
            found[f"{stated.row}与核定数不符"] = frozenset({stated.node.at("amount").place.line})
    budget = accounts.initial_budget
    classes = {entry.code for entry in budget.classes} if budget else set(spent)
    if budget and set(spent) - classes:
        found[f"{set(spent) - classes} 有支出而没有年初预算"] = frozenset({budget.node.keys["classes"].line})
    for entry in budget.classes if budget else ():
        apart = (entry.amount.value or 0) != round_half_up(spent.get(entry.code, Fraction(0)), Fraction(100))
        if apart and not entry.reason:
            found[f"年初预算「{entry.code}」与决算不同，没有原因"] = frozenset(
                place.line for place in entry.node.keys.values()
            )
    last = accounts.last_year
    if last and not last.reason:
        found["比上年的变动没有原因"] = frozenset(place.line for place in last.node.keys.values())
    return found
