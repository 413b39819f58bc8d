"""One target, actual value or fact: a figure with what it is compared by, a range, or a description."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from generator.quantity import trimmed
from generator.spelling import numerals, words
from generator.spelling.comparators import CONTRADICTING, ONE_ONLY, SYMBOLS, bounds, quietly_stated, stated
from generator.spelling.folding import TAG
from generator.spelling.numbers import refuse_vague
from generator.spelling.ranges import interval, parts_of, range_of, with_own_unit
from generator.spelling.refusing import RefusedError, RemarkError

_Read = Callable[[str, int, int], "str | None"]

# 2021.1-12, 1—12月, 2022年以上, {{ year }}年12月: when, not how many.
_PERIOD = re.compile(
    rf"(?:(?:19|20)[0-9]{{2}}|{TAG})(?:年.*|[-./—~至到](?:0?[1-9]|1[0-2])(?:[-./—~至到]+[0-9]{{1,2}})*(?:月.*)?)"
    r"|[0-9]{1,2}月?[-—~至到]+[0-9]{1,2}月.*|[0-9一二三四五六七八九十]{1,2}月.*|第.*"
)
# 1922±5所, 95%±2%, 95±2%; groups: the middle and its tolerance, twice, and the unit.
_TOLERANCE = re.compile(
    r"([0-9]+(?:\.[0-9]+)?)%?±([0-9]+(?:\.[0-9]+)?)(?:%|个百分点)|([0-9]+(?:\.[0-9]+)?)±([0-9]+(?:\.[0-9]+)?)([^0-9%‰±{}]{1,8})"
)
_RATIO = re.compile(r"[0-9]+(?:\.[0-9]+)?:[0-9]+(?:\.[0-9]+)?")
_PER_HEAD = re.compile(r"(?:每([人生校户班])|([人生校户班])均)(?=[^\s])")
_FRACTION = re.compile(
    rf"([0-9]{{1,6}})/([0-9]{{1,6}})|([{numerals.CHARACTERS}]{{1,4}})分之([{numerals.CHARACTERS}]{{1,4}})"
)
# 98-100: a range of what? Not the years 2022-2023.
_BARE_RANGE = re.compile(
    r"(?!(?:19|20)[0-9]{2}\D+(?:19|20)?[0-9]{2}\Z)([0-9]+(?:\.[0-9]+)?)[-—~至到]+([0-9]+(?:\.[0-9]+)?)"
)
# What stands before a figure and says nothing more: 保持在, 严格 of 严格控制在.
_KEPT = re.compile(r"(?:一直|始终|基本|继续|均)?(?:保持|维持|稳定|维护)在(?=\D?[^\s])|(?:严格|有效|合理)(?=控制在)")
_WRONG_GROUP = re.compile(r"([≥≤><]?[0-9]{1,3})(,)([0-9]{1,2})([\u4e00-\u9fff]{1,3})")  # 3,19路
_DAMAGED = re.compile(r"#{2,}|#[A-Z/0]+[!?A]")
_SPOKEN = re.compile(r"%([0-9]+(?:\.[0-9]+)?)")
_MEANT = {"": "≥", "逾": ">"}  # what a target with a rounding word says, 余 behind the number or 逾 before it; else 约
_NAMED = ("率", "度", "数", "比例", "量", "额", "比", "值", "时长", "成本", "费用", "支出")
_PATH = re.compile(r"=([a-z_]+(?:\.[^\s=<>+*/()-]+)+)")


def fact(text: str, start: int, end: int) -> str | None:
    """The canonical text of a fact; None for a description.

    A fact is printed as it is said: 98%以上 stays so, 3—5人 too.

    Raises:
        RefusedError: it has several readings, or its figure is damaged or no number.
    """
    _refuse_damage(text, start, end)
    if _RATIO.fullmatch(text, start, end):
        return text[start:end]
    if _PERIOD.fullmatch(text, start, end):
        return None
    if per := _per_head(text, start, end, fact):
        return per
    if found := range_of(text, start, end):
        low, high = found
        left = low.exact if low.unit == high.unit else f"{low.number}{low.scale}"
        return f"{left}—{high.exact}"
    try:
        said = stated(text, start, end, strict=False)
    except RemarkError:  # 1922所（含教学点）: printed as it is
        return None
    if said is None:
        return None
    after = said.after.replace("(", "（").replace(")", "）")
    return f"{said.before}{said.figure.text}{after}"


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
    start, end = _bare(text, start, end)
    if match := _WRONG_GROUP.fullmatch(text, start, end):
        forms = f"{match[1]}{match[3]}{match[4]}", f"{match[1]}.{match[3]}{match[4]}"
        raise RefusedError(
            match.start(2),
            match.end(2),
            "逗号每三位才隔一个，这里不是：是少了一位，还是点错了",
            *forms,
            advice="对照原件核对各位数字，不写逗号",
        )
    _refuse_parts(text, start, end)
    if _RATIO.fullmatch(text, start, end):
        return text[start:end]
    if _PERIOD.fullmatch(text, start, end):
        return None
    if match := _BARE_RANGE.fullmatch(text, start, end):
        form = f"{match[1]}%—{match[2]}%"
        raise RefusedError(start, end, "区间没有写单位", advice=f"两端都写上单位，如「{form}」")
    if per := _per_head(text, start, end, again):
        return per
    if match := _TOLERANCE.fullmatch(text, start, end):
        middle, within = Decimal(match[1] or match[3]), Decimal(match[2] or match[4])
        unit = match[5] or "%"
        return f"{middle - within}{unit}—{middle + within}{unit}" if within <= middle else None
    if found := range_of(text, start, end) or interval(text, start, end):
        low, high = found
        return f"{with_own_unit(low, high)}—{high.exact}"
    _refuse_two(text, start, end)
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
        form = f"{_MEANT.get(held.before, '约')}{held.exact}"
        raise RefusedError(start, end, "指标值要准确", form, advice="按批复的写")
    return f"{said.comparator}{held.text}"


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of a figure and its comparators without brackets round both, and without 保持在 before them."""
    bracketed = text[start] == "(" and text[end - 1] == ")" and text.find("(", start + 1, end) < 0
    if bracketed and text[start + 1] in SYMBOLS:
        start, end = start + 1, end - 1
    kept = _KEPT.match(text, start, end)
    if kept and kept.end() < end and quietly_stated(text, kept.end(), end):
        start = kept.end()
    return start, end


def _per_head(text: str, start: int, end: int, again: _Read) -> str | None:
    """每人500元, 人均不超过500元: so much money per head."""
    match = _PER_HEAD.match(text, start, end)
    found = again(text, match.end(), end) if match else None
    return f"{found}/{match[1] or match[2]}" if match and found and found.endswith("元") else None


def _refuse_damage(text: str, start: int, end: int) -> None:
    if _DAMAGED.fullmatch(text, start, end):
        raise RefusedError(start, end, "这是 Excel 显示的错误，不是数", advice="回到 Excel 里改好，再抄数")
    if spoken := _SPOKEN.fullmatch(text, start, end):
        raise RefusedError(start, start + 1, "百分号写在了数的前面", f"{spoken[1]}%")
    refuse_vague(text, start, end)


def _refuse_parts(text: str, start: int, end: int) -> None:
    """Refuses parts of a whole in words: 一半, 三分之二, 不低于三分之二."""
    signs, at, stop = bounds(text, start, end)
    sign = signs[0][0] if signs else ""
    typed = text[at:stop]
    if (percent := words.PARTS.get(typed)) is not None:
        forms = (f"{sign}{percent}",) if percent else ()
        advice = "" if forms else "写准确的数，如「52%」"
        raise RefusedError(start, end, f"「{typed}」不是一个准确的数", *forms, advice=advice)
    match = _FRACTION.fullmatch(text, at, stop)
    if match is None:
        return
    over, under = (match[1], match[2]) if match[1] else (_whole(match[4]), _whole(match[3]))
    if not over or not under or not int(under) or int(under) in (100, 1000, 10000):
        return
    percent = trimmed(numerals.shifted(str(round(Fraction(int(over) * 10000, int(under)))), -2))
    advice = "精确的用算式「=facts.甲 / facts.乙」，已经算好的"
    raise RefusedError(start, end, "分数要写成百分比", f"{sign}{percent}%", advice=advice)


def _whole(typed: str) -> str:
    found = numerals.readings(typed)
    return found[0] if len(found) == 1 and found[0].isdigit() else ""


def _refuse_two(text: str, start: int, end: int) -> None:
    """Refuses two figures at once: ≥1000人；≥2场, or a range with a comparator, ≥98%~100%."""
    parts = parts_of(text, start, end)
    if len(parts) > 1 and all(quietly_stated(text, *part) for part in parts):
        raise RefusedError(start, end, "一处写了两个数", advice="分成两项指标，一项一个数")
    signs, at, stop = bounds(text, start, end)
    if signs and (found := range_of(text, at, stop)):
        low, high = found
        bound = f"{signs[0][0]}{high.exact if signs[0][0] in '≤<' else with_own_unit(low, high)}"
        raise RefusedError(
            start, end, CONTRADICTING, f"{with_own_unit(low, high)}—{high.exact}", bound, advice=ONE_ONLY
        )


def _refuse_hidden(text: str, start: int, end: int, bracket: bool) -> None:
    """Refuses a text that holds a figure which would not be judged: with its name, or within a remark."""
    opened = text.find("(", start + 1, end) if bracket and text[end - 1] == ")" else -1
    if opened > 0 and quietly_stated(text, opened + 1, end - 1):
        raise RefusedError(opened, end, "一处写了两种说法", advice="只留一种：写数，或者写一句话")
    if text[start] == "每":
        return
    rest = text.find(",", start) + 1
    if text[start].isdigit() and 0 < rest < end and re.search("[0-9]", text[rest:end]) and not text[rest - 2].isdigit():
        raise RefusedError(start, end, "一处写了两个数", advice="只写这项指标的一个数，其余写进正文")
    for at in range(start + 1, end):
        named = text.endswith(_NAMED, start, at)
        if (named or text[at] in SYMBOLS) and (said := quietly_stated(text, at, end)):
            form = f"{said.comparator}{said.figure.exact}"
            message = f"「{text[start:at]}」写在数的前面，就不能比较了"
            raise RefusedError(start, at, message, form, advice="说明写进指标的名称")
