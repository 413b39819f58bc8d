"""One target, actual value or fact: a figure with what it is compared by, a range, or a description."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from generator.spelling import numerals, words
from generator.spelling.comparators import (
    CONTRADICTING,
    ONE_ONLY,
    SPELLINGS,
    SYMBOLS,
    quietly_stated,
    stated,
)
from generator.spelling.folding import TAG
from generator.spelling.ranges import interval, parts_of, range_of, with_own_unit
from generator.spelling.refusing import RefusedError

_Read = Callable[[str, int, int], "str | None"]

# 2021.1-12, 1—12月, 2022年以上, {{ year }}年12月: when, not how many.
_PERIOD = re.compile(
    rf"(?:(?:19|20)[0-9]{{2}}|{TAG})(?:年.*|[-./—~至到](?:0?[1-9]|1[0-2])(?:[-./—~至到]+[0-9]{{1,2}})*(?:月.*)?)"
    r"|[0-9]{1,2}月?[-—~至到]+[0-9]{1,2}月.*|[0-9一二三四五六七八九十]{1,2}月.*|第.*"
)
_RATIO = re.compile(r"[0-9]+(?:\.[0-9]+)?:[0-9]+(?:\.[0-9]+)?")
_PER_HEAD = re.compile(r"(?:每([人生校户班])|([人生校户班])均)(?=[^\s])")
_FRACTION = re.compile(
    rf"([0-9]{{1,6}})/([0-9]{{1,6}})|([{numerals.CHARACTERS}]{{1,4}})分之([{numerals.CHARACTERS}]{{1,4}})(?:以上|以下)?"
)
_VAGUE = re.compile(r"(?:(?:上|好?几|数)[十百千万亿]+|[十百千]+几[百千万亿]*)[多余]?")
_DAMAGED = re.compile(r"#{2,}|#[A-Z/0]+[!?A]")
_NAMED = ("率", "度", "数", "比例", "占比", "量", "额", "比", "值", "时长", "成本", "费用", "支出")
_PATH = re.compile(r"=([a-z_]+(?:\.[^\s=<>+*/()-]+)+)")


def fact(text: str, start: int, end: int) -> str | None:
    """The canonical text of a fact; None for a description.

    A fact is printed as it is said: 98%以上 stays so, 3—5人 too.

    Raises:
        RefusedError: it has several readings, or its figure is damaged or no number.
    """
    _refuse_damage(text, start, end)
    if _PERIOD.fullmatch(text, start, end) or _RATIO.fullmatch(text, start, end):
        return None
    if per := _per_head(text, start, end, fact):
        return per
    if found := range_of(text, start, end):
        low, high = found
        left = low.exact if low.unit == high.unit else f"{low.number}{low.scale}"
        return f"{left}—{high.exact}"
    said = stated(text, start, end, strict=False)
    return f"{said.before}{said.figure.text}{said.after}" if said else None


def target(text: str, start: int, end: int) -> str | None:
    """The canonical text of a target; None for a description.

    Raises:
        RefusedError: it has several readings or none, or says more than one target.
    """
    if match := _PATH.fullmatch(text, start, end):
        form = f"{{{{ {match[1]}|万元 }}}}"
        raise RefusedError(start, end, "指标值要写怎样比较，不写算式", f"≤{form}", f"≥{form}")
    if found := _compared(text, start, end, target):
        return found
    _refuse_hidden(text, start, end, bracket=True)
    return None


def actual(text: str, start: int, end: int) -> str | None:
    """The canonical text of an actual value; None for a description.

    Raises:
        RefusedError: it has several readings or none, or only says yes.
    """
    if text[start:end].lower() in words.YES:
        raise RefusedError(start, end, "完成值要写数或者一句话", "100%", "完成", advice="写做到了多少")
    if found := _compared(text, start, end, actual):
        return found
    _refuse_hidden(text, start, end, bracket=False)
    return None


def _compared(text: str, start: int, end: int, again: _Read) -> str | None:
    """The canonical text of a figure that is judged; None if there is none."""
    _refuse_damage(text, start, end)
    _refuse_parts(text, start, end)
    if _RATIO.fullmatch(text, start, end):
        return text[start:end]
    if _PERIOD.fullmatch(text, start, end):
        return None
    if per := _per_head(text, start, end, again):
        return per
    if found := range_of(text, start, end) or interval(text, start, end):
        low, high = found
        return f"{with_own_unit(low, high)}—{high.exact}"
    said = stated(text, start, end, strict=True)
    if said is None:
        return None
    held = said.figure
    if held.before == "约" or held.after:
        if said.comparator:
            forms = f"{said.comparator}{held.exact}", f"约{held.exact}"
            raise RefusedError(start, end, CONTRADICTING, *forms, advice=ONE_ONLY)
        if not (held.within or held.late):
            return f"约{held.exact}"
    if held.rounded and again is target:
        raise RefusedError(start, end, "指标值要准确", f"≥{held.exact}", f"约{held.exact}", advice="按批复的写")
    return f"{said.comparator}{held.text}"


def _per_head(text: str, start: int, end: int, again: _Read) -> str | None:
    """每人500元, 人均不超过500元: so much money per head."""
    match = _PER_HEAD.match(text, start, end)
    found = again(text, match.end(), end) if match else None
    return f"{found}/{match[1] or match[2]}" if match and found and found.endswith("元") else None


def _refuse_damage(text: str, start: int, end: int) -> None:
    if _DAMAGED.fullmatch(text, start, end):
        raise RefusedError(start, end, "这是 Excel 显示的错误，不是数", advice="回到 Excel 里改好，再抄数")
    match = _VAGUE.match(text, start, end)
    if match and text[match.end() : end].lstrip("万亿") in words.COUNTERS:
        raise RefusedError(start, match.end(), "没有写出数", advice="写数，如「约3万元」「3万多元」")


def _refuse_parts(text: str, start: int, end: int) -> None:
    """Parts of a whole in words: 一半, 三分之二."""
    typed = text[start:end]
    advice = "精确的用算式「=facts.甲 / facts.乙」，已经算好的"
    if (percent := words.PARTS.get(typed)) is not None:
        forms = (percent,) if percent else ()
        raise RefusedError(
            start, end, f"「{typed}」不是一个准确的数", *forms, advice="" if forms else "写准确的数，如「52%」"
        )
    match = _FRACTION.fullmatch(text, start, end)
    if match is None:
        return
    over, under = (match[1], match[2]) if match[1] else (_whole(match[4]), _whole(match[3]))
    if not over or not under or not int(under) or int(under) in (100, 1000, 10000):
        return
    percent = numerals.shifted(str(round(Fraction(int(over) * 10000, int(under)))), -2)
    raise RefusedError(start, end, "分数要写成百分比", f"{percent}%", advice=advice)


def _whole(typed: str) -> str:
    found = numerals.readings(typed)
    return found[0] if len(found) == 1 and found[0].isdigit() else ""


def _refuse_hidden(text: str, start: int, end: int, bracket: bool) -> None:
    """Refuses a text that holds a target which would not be judged: with its name, or two at once."""
    parts = parts_of(text, start, end)
    if len(parts) > 1 and all(quietly_stated(text, *part) for part in parts):
        raise RefusedError(start, end, "一处写了两个数", advice="分成两项指标，一项一个数")
    opened = text.find("(", start + 1, end) if bracket and text[end - 1] == ")" else -1
    if opened > 0 and quietly_stated(text, opened + 1, end - 1):
        raise RefusedError(opened, end, "一处写了两种说法", advice="只留一种：写数，或者写一句话")
    if text[start] == "每":
        return
    for at in range(start + 1, end):
        found = next(((word, sign) for word, sign in SPELLINGS if text.startswith(word, at, end)), None)
        if found and (said := quietly_stated(text, at, end)):
            name = text[start:at]
            if found[0][0] in SYMBOLS or name.endswith(_NAMED):
                form = f"{said.comparator}{said.figure.exact}"
                raise RefusedError(start, at, f"「{name}」是名称，不写在这里", form)
            return
