"""A typed date: a day as 2022-01-25, a month as 2022-01."""

from __future__ import annotations

import re
from datetime import date as day
from datetime import timedelta

from generator.spelling import numerals
from generator.spelling.refusing import RefusedError

_CHINESE = "".join(numerals.DIGITS) + "十拾廿卅"
_NUMBER = rf"[0-9{_CHINESE}lIOo]"
_YEAR_FIRST = re.compile(
    rf"({_NUMBER}{{4}})(?:年|[-/.—·])({_NUMBER}{{1,3}}|元)(?:(?:月|[-/.—·])({_NUMBER}{{1,3}})[日号]?|月?)"
    r"(?:[ T]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})[-/.]((?:19|20)[0-9]{2})")
_SHORT_YEAR = re.compile(r"([0-9]{2})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})[日号]?")
_SERIAL = re.compile(r"[345][0-9]{4}(?:\.[0-9]+)?")
_LETTER = re.compile("[lIOo]")
_HOW = "写成年-月-日，如「2022-01-25」"


def date(text: str, start: int, end: int) -> str:
    """The canonical text of a date.

    Raises:
        RefusedError: it is none, or its day does not exist, or may be another.
    """
    match = _YEAR_FIRST.fullmatch(text, start, end) or _COMPACT.fullmatch(text, start, end)
    if match:
        if letter := _LETTER.search(text, start, end):
            digits = text[start:end].translate(str.maketrans("lIOo", "1100"))
            digit = "1" if letter[0] in "lI" else "0"
            message = f"这是字母 {letter[0]}，不是数字 {digit}"
            raise RefusedError(letter.start(), letter.end(), message, date(digits, 0, len(digits)))
        parts = [_number(part) for part in match.groups() if part]
        if None not in parts:
            return _existing(start, end, *[part for part in parts if part is not None])
    raise _refused(text, start, end)


def _number(typed: str) -> int | None:
    if typed == "元":  # 元月
        return 1
    if len(typed) == 3 and typed.isascii():
        return None
    found = (typed,) if typed.isascii() else _by_digit(typed) or numerals.readings(typed)
    return int(found[0]) if len(found) == 1 and found[0].isdigit() else None


def _by_digit(typed: str) -> tuple[str, ...]:
    """A year digit by digit, 二〇二二; no month and no day has four."""
    if len(typed) == 4 and all(char in numerals.DIGITS for char in typed):
        return ("".join([str(numerals.DIGITS[char]) for char in typed]),)
    return ()


def _existing(start: int, end: int, year: int, month: int, date: int | None = None) -> str:
    if not 1900 <= year < 2100:
        raise RefusedError(start, end, "年份不对", advice=f"核对日期，{_HOW}")
    try:
        found = day(year, month, 1 if date is None else date)
    except ValueError:
        what = "没有这一天" if date is not None and 1 <= month <= 12 else "没有这个月"
        raise RefusedError(start, end, what, advice=f"核对日期，{_HOW}") from None
    return found.isoformat() if date is not None else found.isoformat()[:7]


def _refused(text: str, start: int, end: int) -> RefusedError:
    if match := _YEAR_LAST.fullmatch(text, start, end):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        forms = []
        for month, date in ((first, second), (second, first)):
            try:
                forms.append(day(year, month, date).isoformat())
            except ValueError:
                continue
        advice = _HOW if not forms else ""
        return RefusedError(start, end, "日期要先写年", *dict.fromkeys(forms), advice=advice)
    if match := _SHORT_YEAR.fullmatch(text, start, end):
        return RefusedError(start, end, "年份要写四位", advice=_HOW)
    if _SERIAL.fullmatch(text, start, end):
        found = day(1899, 12, 30) + timedelta(days=int(text[start : start + 5]))
        return RefusedError(start, end, "这是 Excel 的日期序号", found.isoformat(), advice="核对是不是这一天")
    return RefusedError(start, end, "这不是一个日期", advice=_HOW)
