"""Compares every published figure with the computed one: difference, its kind, place of publication, cause."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from generator.data.aliases import find
from generator.data.report import Published, Report
from generator.namespace import Finder, figures, names_in
from generator.problems import MOST_ADVISED, Place, Problem, Severity, nearest
from generator.quantity import MONEY, PERCENT, SCALES, Comparison, Quantity, Target, Word, round_half_up
from generator.spelling import reading
from generator.text.printer import Printer

if TYPE_CHECKING:
    from generator.branches import PublishedBranch, ReconciliationBranch, ReportBranch

_PLACES = 6


def reconcile(report: Report, tree: ReportBranch, printer: Printer) -> tuple[ReconciliationBranch, list[Problem]]:
    """The rows of the reconciliation with a count for each kind, and what is wrong with the published entries.

    Two values are compared at the finest precision that either was written with. A published entry is a problem if it
    fits no figure, differs without a cause, or states a cause without differing.
    """
    rows: list[PublishedBranch] = []
    problems: list[Problem] = []
    finder = Finder()
    known: list[str] = []
    lost = 0
    for published in report.published:
        try:
            _, computed = find(tree, published.figure, finder)
        except KeyError:
            known = known or [path for path, _ in figures(tree)]
            lost += 1
            problems.append(_lost(published, known if lost <= MOST_ADVISED else ()))
            continue
        entry = _row(published, computed, printer)
        if isinstance(entry, Problem):
            problems.append(entry)
            continue
        rows.append(entry)
        if entry["kind"] == Comparison.EQUAL.value and published.cause is not None:
            message = f"{entry['label']}公布为 {entry['published']}，与计算一致，却写着不符原因"
            place = published.node.at("cause").place
            remedy = (
                f"核对公布数{_typed(published, computed)}，看有没有后来改错；确实一致的，把 cause 改成 note（备注）"
            )
            problems.append(Problem("PUBLISHED-SPARE", place, message, remedy, severity=Severity.WARNING))
        if entry["kind"] == Comparison.DIFFERENT.value and published.cause is None:
            stands = _stands(published, computed, entry["computed"])
            message = f"{entry['label']}公布为 {entry['published']}，{stands}"
            code, why = _nature(published, computed)
            place = published.node.at("value").place
            remedy = "查明后在这一项写 cause（不符原因）"
            if code == "PUBLISHED-CAUSE":
                remedy = f"先核对公布数{_typed(published, computed)}，录错的改正；确实不符的，{remedy}"
            problems.append(Problem(code, place, message + why, remedy, severity=Severity.WARNING))
    kinds = [row["kind"] for row in rows]
    return {
        "rows": rows,
        "equal": kinds.count(Comparison.EQUAL.value),
        "rounding": kinds.count(Comparison.ROUNDING.value),
        "different": kinds.count(Comparison.DIFFERENT.value),
    }, problems


def _lost(published: Published, known: Sequence[str]) -> Problem:
    """The problem of a published entry that fits no figure, with the known path that it may mean."""
    remedy = nearest(published.figure, known, "用 evaluations.标识.funds.actual 这样的路径")
    place = published.node.at("figure").place
    return Problem("PUBLISHED-FIGURE", place, f"没有数据项「{published.figure}」", remedy)


def _row(published: Published, computed: object, printer: Printer) -> PublishedBranch | Problem:
    node = published.node
    if isinstance(computed, Word):
        kind = Comparison.EQUAL if published.value == computed.text else Comparison.DIFFERENT
        return _entry(published, computed.label, computed.text, "—", kind)
    if not isinstance(computed, Quantity):
        if computed is None:
            return Problem(
                "PUBLISHED-FIGURE", node.at("figure").place, f"数据项「{published.figure}」没有数", "先填写算出它的数据"
            )
        names = "、".join(names_in(computed)[:8])
        message = f"「{published.figure}」不是一个数"
        return Problem(
            "PUBLISHED-FIGURE", node.at("figure").place, message, f"写到底，如再加上 {names}" if names else ""
        )
    if computed.value is None and published.value in ("—", "——", "-", "/"):
        return _entry(published, computed.label, printer.figure(computed), "—", Comparison.EQUAL)
    target = _target(published)
    value = _bare(target)
    if target is None or value is None or value.unit != computed.unit:
        message = f"公布数「{published.value}」与{computed.label}（单位「{computed.unit}」）不是同一种数"
        remedy = "照原文连单位写，如 2.18万元、72.51%、87.25分"
        if value is not None and not value.unit:
            message = f"公布数「{published.value}」缺少单位，{computed.label}的单位是「{computed.unit}」"
            remedy = f"照原文连单位写，如 {'、'.join(_with_unit(value, computed))}"
        elif value is not None and not computed.unit and isinstance(computed.origin, Place):
            line = computed.origin.line
            message = f"公布数「{published.value}」与第 {line} 行填写的「{computed.written}」单位不同"
            remedy = f"核对两处的单位：第 {line} 行漏写的补上，公布数照原文连单位写"
        return Problem("PUBLISHED-UNIT", node.at("value").place, message, remedy)
    if computed.value is None:
        return _entry(published, computed.label, printer.figure(computed), "—", Comparison.DIFFERENT)
    scale = next((scale for scale in ("万", "亿") if scale in published.value), "")
    bound = _comparator(computed)
    other_bound = not target.exact and target.comparator != bound
    wrong = other_bound or (computed.unit == PERCENT and _truncated(value, computed))
    shown = "" if target.exact else bound
    return _entry(
        published,
        computed.label,
        shown + _exact(computed, scale, value, printer),
        _difference(value, computed),
        Comparison.DIFFERENT if wrong else value.compare(computed),
    )


def _target(published: Published) -> Target | None:
    """What was published, in whatever spelling, as a figure with its comparator; None if it is a text."""
    read = reading.published(published.value)
    return Target.parse(read) if isinstance(read, str) else None


def _value(published: Published) -> Quantity | None:
    """The published figure, without its comparator where a bound was published; None if it is a text or a range."""
    return _bare(_target(published))


def _bare(target: Target | None) -> Quantity | None:
    return target.quantity if target and not target.upper else None


def _with_unit(bare: Quantity, computed: Quantity) -> list[str]:
    """A published number with the unit of its figure: of money, the scale in which they are equal, or both."""
    if computed.unit == PERCENT and bare.value is not None and abs(bare.value) <= 1:  # as Excel holds it
        return [f"{bare.digits(PERCENT, 6)}{PERCENT}"]
    scales = ("", "万") if computed.unit == MONEY else ("",)
    forms = {form: Quantity.parse(form) for form in (f"{bare.written}{scale}{computed.unit}" for scale in scales)}
    equal = [
        form
        for form, meant in forms.items()
        if meant and computed.value is not None and meant.compare(computed) is not Comparison.DIFFERENT
    ]
    return equal or [*forms]


def _comparator(figure: Quantity) -> str:
    """The bound that a target or an actual value is printed with; empty for every other figure."""
    written = Target.parse(figure.written)
    return "" if written is None or written.exact else written.comparator


def _stands(published: Published, computed: object, shown: str) -> str:
    """What a message says of the computed figure: as it was typed on its line, or as computed."""
    origin = computed.origin if isinstance(computed, Quantity) else None
    if isinstance(computed, Quantity) and isinstance(origin, Place) and origin.path == published.node.file.path:
        return f"第 {origin.line} 行填写的是 {computed.written or shown}"
    return f"计算为 {shown}"


def _typed(published: Published, computed: object) -> str:
    """The lines of the figures that a computed one comes from, after 核对公布数; empty if none is in the file."""
    from generator.figures.explanation import typed_lines

    if not isinstance(computed, Quantity | Word):
        return ""
    lines = typed_lines(computed, published.node.file.path)
    return f"和{lines}填写的数" if lines else ""


def _nature(published: Published, computed: object) -> tuple[str, str]:
    """The code of a difference and what can be seen of its cause: a rate on a zero base, cut off, or neither."""
    if not isinstance(computed, Quantity) or computed.unit != PERCENT:
        return "PUBLISHED-CAUSE", _slipped(published, computed)
    value = _value(published)
    assert value is not None  # else there would be no difference, but a problem of its unit
    if computed.value is None:
        return "RATE-ZERO", "：基数为零，比率没有意义"
    if _truncated(value, computed):
        return "RATE-TRUNCATED", "：没有四舍五入，尾数被截去"
    return "PUBLISHED-CAUSE", ""


def _slipped(published: Published, computed: object) -> str:
    """What a difference of ten thousand times comes from."""
    value = _value(published)
    if not isinstance(computed, Quantity) or computed.unit != MONEY or value is None or value.value is None:
        return ""
    for factor in (Fraction(SCALES["万"]), Fraction(1, SCALES["万"])):
        meant = Quantity(value.value * factor, MONEY, slack=value.slack * factor)
        if computed.value is not None and meant.compare(computed) is not Comparison.DIFFERENT:
            return "：相差一万倍，核对两处单位里的「万」"
    return ""


def _truncated(value: Quantity, computed: Quantity) -> bool:
    """Whether a published figure is the computed one cut off where it should have been rounded up."""
    assert computed.value is not None and value.value is not None and value.step is not None
    step = value.step
    return value.value == floor(computed.value / step) * step != round_half_up(computed.value, step)


def _entry(published: Published, label: str, computed: str, difference: str, kind: Comparison) -> PublishedBranch:
    return {
        "id": published.figure,
        "label": label,
        "published": published.value,
        "computed": computed,
        "difference": difference,
        "kind": kind.value,
        "where": published.where,
        "cause": "；".join(part for part in (published.cause, published.note) if part),
    }


def _exact(figure: Quantity, scale: str, published: Quantity, printer: Printer) -> str:
    """The computed figure in the published one's scale, with all its decimals if they end."""
    assert published.step is not None and figure.value is not None
    scale, factor = (PERCENT, Fraction(1, 100)) if figure.unit == PERCENT else (scale, Fraction(SCALES[scale]))
    written = next((n for n in range(_PLACES) if published.step >= factor / 10**n), _PLACES)
    places = max(written, printer.places(figure.unit, scale))
    exact = (n for n in range(places, _PLACES + 1) if (figure.value / factor * 10**n).denominator == 1)
    return figure.number(scale, next(exact, places)) + scale + figure.unit.removeprefix(PERCENT)


def _difference(published: Quantity, computed: Quantity) -> str:
    """Published minus computed with its sign: money in 元, rates in percentage points."""
    difference = published - computed
    assert difference.value is not None
    if published.compare(computed) is Comparison.EQUAL:
        return "0"
    scale, unit = (PERCENT, "个百分点") if difference.unit == PERCENT else ("", difference.unit)
    return ("+" if difference.value > 0 else "") + difference.digits(scale, 2) + unit
