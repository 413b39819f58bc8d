"""The rules of consistency: a fact or date that is stated in two places of a report is the same in both."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.problems import Problem, Severity
from generator.quantity import Comparison, Operation, Quantity
from generator.rules.case import Case, EvaluationCase, given, of_evaluation
from generator.spelling.folding import fold
from generator.text.typed.telling import word_lists

# 2022年12月31日, 12月, 次年3月; groups: year, 次年, month, day. Not the number of months, 3个月.
_DAY = (
    r"(?:((?:19|20)[0-9]{2})\s*年\s*|(次年|翌年|下一?年)(?:度|的)?\s*)?(?<![0-9])(1[0-2]|0?[1-9])\s*月(?:份)?"
    r"(?:\s*(3[01]|[12][0-9]|0?[1-9])\s*日)?"
)
# What an actual value says of the day that counts: 3月底前才全部完成.
_DONE = r"(?:底|初|中旬|末)?(?:前|才|全部|已|均)*(?:完成|完工|竣工|交付|到位|达成|实现)"


_GENERAL = ("合计", "剩余")  # what figures are called in sentences, and may be called among facts


def facts_agree(case: Case) -> Iterator[Problem]:
    """FACT-DIFFERS: a fact with the name of an indicator or an item of spending has its value, but for rounding."""
    named: dict[str, tuple[str, Quantity]] = {}
    for evaluation in case.tree["evaluations"]:
        for row in evaluation["indicators"]:
            if isinstance(row["actual"], Quantity):
                named[row["name"]] = ("指标的完成值", row["actual"])
        for item in evaluation["funds"]["items"]:
            if item["actual"]:
                named[item["name"]] = ("支出明细的支出数", item["actual"])
    for name, fact in case.report.facts.items():
        figure = case.tree["facts"].get(name)
        if name in named and isinstance(figure, Quantity) and figure.value is not None:
            what, namesake = named[name]
            if figure.unit == namesake.unit and figure.compare(namesake) is Comparison.DIFFERENT:
                fact_text, other_text = (amount.written or amount.with_unit(2) for amount in (figure, namesake))
                message = f"事实「{name}」是 {fact_text}，同名{what}是 {other_text}"
                yield Problem(
                    "FACT-DIFFERS", fact.text.node.place, message, "同一个数只写一处；不是同一个数的换一个名称"
                )


def facts_apart(case: Case) -> Iterator[Problem]:
    """FACT-COMPUTED: no fact has the name of a figure of the only evaluation's funds or score."""
    evaluations = case.tree["evaluations"]
    if len(evaluations) != 1 or not case.report.facts:
        return
    called = word_lists("called")
    paths: dict[str, tuple[str, Quantity]] = {}
    for branch in ("funds", "score"):
        for leaf, figure in evaluations[0][branch].items():
            if isinstance(figure, Quantity) and figure.value is not None:
                computed = isinstance(figure.origin, Operation)
                names = {figure.label, figure.label.removesuffix("数"), *(called.get(leaf, ()) if computed else ())}
                paths |= dict.fromkeys(names.difference(_GENERAL, paths), (f"{branch}.{leaf}", figure))
    for name, fact in case.report.facts.items():
        if name in paths:
            path, figure = paths[name]
            message = f"事实「{name}」在资金或者得分里已有，是 {figure.written or figure.with_unit(2)}"
            remedy = f"删去这一行，正文引用 {{{{ {path} }}}}；说的是别的，换一个说得清的名称"
            yield Problem("FACT-COMPUTED", fact.text.node.place, message, remedy)


@of_evaluation
def deadlines_met(case: EvaluationCase) -> Iterator[Problem]:
    """DATE-LATE: what was done after the day that the target names has not all its points, and has a reason."""
    year = case.tree["year"]
    for indicator, row in case.rows():
        target, actual = row["target"], row["actual"]
        if not isinstance(target, str) or not isinstance(actual, str):
            continue
        aimed, reached = _with_words(target), _with_words(actual)
        due = [_day(match, year, 31) for match in re.finditer(_DAY, aimed)]
        done = [match for match in re.finditer(_DAY, reached) if match[1] or match[2]]
        done = [match for match in done if re.match(_DONE, reached[match.end() :])] or (done if len(done) == 1 else [])
        if not due or not done or _day(done[-1], year, 1) <= due[-1]:
            continue
        score, weight = row["score"], row["weight"]
        full = bool(score and weight and score.value == weight.value)
        if full or not given(indicator.reason):
            assert indicator.actual
            message = f"完成值「{actual}」晚于指标值「{target}」，" + ("却得了满分" if full else "没有写原因")
            remedy = "核对两个日期；确实晚了的按规定扣分，加一行 reason 写明原因"
            yield Problem("DATE-LATE", indicator.actual.text.node.place, message, remedy, severity=Severity.WARNING)


def _with_words(text: str) -> str:
    """A text with its days written as 2021年12月31日: 2021-12-31, ２０２１.12.31, 2021年底."""
    text = re.sub(
        r"(?<![0-9])((?:19|20)[0-9]{2})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?![0-9])", r"\1年\2月\3日", fold(text).text
    )
    return re.sub(r"年(?:年底|年末|底|末)", "年12月31日", text)


def _day(match: re.Match[str], year: int, day: int) -> tuple[int, int, int]:
    """Year, month and day of what `_DAY` found; without a year in that of the report, without a day on the given."""
    return int(match[1] or year + bool(match[2])), int(match[3]), int(match[4] or day)


def dates_in_order(case: Case) -> Iterator[Problem]:
    """DATE-ORDER: reports are dated at the end of the year or later, in one year; funds in their document's year."""
    year = case.report.year
    for evaluation in case.report.evaluations:
        dated = [(evaluation.issued_on, evaluation.node.at("issued_on"))]
        if evaluation.signature:
            dated.append((evaluation.signature.date, evaluation.signature.node.at("date")))
        known = [(date, node) for date, node in dated if date]
        for date, node in known:
            if date[:7] < f"{year}-12":
                message = f"日期 {date} 早于 {year} 年年末，{year} 年度的自评不会在这以前完成"
                yield Problem("DATE-ORDER", node.place, message, "核对日期的年份")
        if len({date[:4] for date, _ in known}) > 1:
            (first, _), (second, node) = known
            message = f"填报日期 {second} 与发文日期 {first} 不在同一年"
            yield Problem("DATE-ORDER", node.place, message, "核对两个日期的年份")
        funds = evaluation.funds
        # The year of 河财预〔2022〕15号; group 1 is 2022.
        number = re.search(r"〔([0-9]{4})〕", funds.document or "")
        if number and funds.allocated_on and funds.allocated_on[:4] != number[1]:
            line = funds.node.at("document").place.line
            message = f"下达日期 {funds.allocated_on} 与第 {line} 行的文号 {funds.document} 不在同一年"
            yield Problem("DATE-ORDER", funds.node.at("allocated_on").place, message, "核对日期和文号的年份")
