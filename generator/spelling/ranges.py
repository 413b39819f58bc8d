"""A range, said by its two ends or by its two bounds; both ends belong to it."""

from __future__ import annotations

import re
from fractions import Fraction

from generator.spelling import numerals
from generator.spelling.comparators import SPELLINGS, WEAK, bounds, quiet, stated
from generator.spelling.figures import Figure
from generator.spelling.folding import TAG
from generator.spelling.refusing import RefusedError

_TO = re.compile(r"[-—~]+|至|到")
_TO_BETWEEN = re.compile(r"[-—~]+|至|到|和|与")
_DATED = ("月", "日", "号", "年级", "学期", "点", "时")
_ALL = tuple(word for word, _ in SPELLINGS)
# 90%≤x≤95%
_BETWEEN = re.compile(r"(?P<low>[^≤<]+)(?P<one>[≤<]=?)[xX](?P<two>[≤<]=?)(?P<high>.+)")
_INCLUDED = "(含)"
_BRACKETED = re.compile(r"(?P<one>[\[(])(?P<low>[^,\[\]()]+),(?P<high>[^,\[\]()]+)(?P<two>[\])])")
# 90%以上95%以下
_BOTH = re.compile(r"(?P<low>[^以]+以上)(?P<high>[^且并同,;、].*以[下内])")
_AND = re.compile(r",?(?:并且|同时|且|并)|[,;、](?![0-9])|(?<![0-9])[,;、]")  # not the comma of 1,922


def range_of(text: str, start: int, end: int) -> tuple[Figure, Figure] | None:
    """The two ends of a range: 90%-95%, 2.18～3万元, 90%至95%之间."""
    between = text.endswith("之间", start, end)
    stop = end - 2 if between else end
    for word in (*WEAK, "介于"):
        if text.startswith(word, start, stop):
            start += len(word)
            break
    for match in (_TO_BETWEEN if between else _TO).finditer(text, start + 1, stop - 1):
        low, high = (_end(text, *span) for span in ((start, match.start()), (match.end(), stop)))
        if low is None and high is not None and high.unit:  # 十至二十人
            low = quiet(typed := f"{text[start : match.start()]}{high.unit}", 0, len(typed))
        if low is None or high is None:
            continue
        if (
            high.unit in _DATED
            or (high.unit == "年" and len(high.number) == 4)
            or not (high.unit or high.scale)
            or low.rounded
            or high.rounded
        ):
            return None
        if not _of_one_unit(low, high):
            return None
        return _ordered(low, high, start, end)
    return None


def _end(text: str, start: int, end: int) -> Figure | None:
    """The figure at an end of a range, which may be said to belong to it: 98%(含)."""
    return quiet(text, start, end - len(_INCLUDED) if text.endswith(_INCLUDED, start, end) else end)


def _of_one_unit(low: Figure, high: Figure) -> bool:
    return low.unit in ("", high.unit) or TAG in (low.unit, high.unit)


def _ordered(low: Figure, high: Figure, start: int, end: int) -> tuple[Figure, Figure]:
    """The ends of a range.

    Raises:
        RefusedError: the first is above the second.
    """
    if TAG not in (low.unit, high.unit) and Fraction(_in_unit(low, high)) > high.value:
        other = f"{high.exact}—{with_own_unit(low, high)}"
        if not low.unit and not low.scale and high.scale and low.value <= high.value:  # 5000—3万元
            forms = f"{low.number}{high.unit}—{high.exact}", other
            raise RefusedError(start, end, "区间前一端的单位不清楚", *forms, advice="两端都写上单位")
        raise RefusedError(start, end, "区间的两端颠倒了", other, advice="小的写在前面")
    return low, high


def _in_unit(low: Figure, high: Figure) -> Fraction:
    scale = low.scale or ("" if low.unit else high.scale)
    return Fraction(low.number) * numerals.SCALES.get(scale, 1)


def with_own_unit(low: Figure, high: Figure) -> str:
    """The lower end with its unit, which may stand at the upper end only."""
    return low.exact if low.unit else f"{low.number}{low.scale or high.scale}{high.unit}"


def interval(text: str, start: int, end: int) -> tuple[Figure, Figure] | None:
    """A range said by its two bounds: 90%≤x≤95%, [90%,95%], ≥90%且≤95%, 90%以上95%以下."""
    match = _BETWEEN.fullmatch(text, start, end) or _BRACKETED.fullmatch(text, start, end)
    if match:
        low, high = quiet(text, *match.span("low")), quiet(text, *match.span("high"))
        if low is None or high is None:
            return None
        if {match["one"], match["two"]} & {"(", ")", "<"}:
            raise _open_end(start, end)
        return _ordered(low, high, start, end)
    both = _BOTH.fullmatch(text, start, end)
    parts = [both.span("low"), both.span("high")] if both else parts_of(text, start, end)
    if len(parts) == 1 and (at := _second(text, start, end)):  # ≥90%≤95%
        parts = [(start, at), (at, end)]
    if len(parts) != 2:
        return None
    try:
        one, two = (stated(text, *part, strict=False) for part in parts)
    except RefusedError:
        return None
    if one is None or two is None or {one.comparator, two.comparator} & {"", "="}:
        return None
    if one.comparator in "≤<":
        one, two = two, one
    if one.comparator not in "≥>" or two.comparator not in "≤<" or not _of_one_unit(one.figure, two.figure):
        return None
    if one.comparator == ">" or two.comparator == "<":
        raise _open_end(start, end)
    return _ordered(one.figure, two.figure, start, end)


def _second(text: str, start: int, end: int) -> int:
    """Where the second comparator of a stretch begins that begins with one; 0 if there is none."""
    _, at, stop = bounds(text, start, end)
    if at == start:
        return 0
    return next((at for at in range(at + 1, stop) if text.startswith(_ALL, at, stop)), 0)


def _open_end(start: int, end: int) -> RefusedError:
    advice = "区间的两端都算在内，如「90%—95%」；不含的一端另写一项指标，如「＞90%」"
    return RefusedError(start, end, "区间有一端不含在内", advice=advice)


def parts_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between 且, commas and the like."""
    parts, at = [], start
    for match in _AND.finditer(text, start, end):
        parts.append((at, match.start()))
        at = match.end()
    return [*parts, (at, end)]
