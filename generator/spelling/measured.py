"""A number in running text and the unit behind it: 2.18 and 万元, 百分之七十二点五一, 1,922 and 所."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import lru_cache
from math import prod

from generator.frozen import Frozen
from generator.quantity import MONEY, PERCENT, POINTS
from generator.spelling.folding import Folded, fold
from generator.spelling.idioms import Idioms
from generator.spelling.numerals import CHARACTERS, DIGITS, SCALES, UNITS, readings, value

TIMES = "倍"
"""The unit of what is so many times another figure."""
PERCENT_POINTS = "个百分点"
"""The unit of differences between rates."""
_RATES = (
    (PERCENT, PERCENT, 100),
    ("‰", PERCENT, 1000),
    (PERCENT_POINTS, PERCENT_POINTS, 1),
    ("百分点", PERCENT_POINTS, 1),
    ("个点", PERCENT_POINTS, 1),
    (TIMES, TIMES, 1),
)
_STARTS = frozenset(f"{MONEY}圆块{PERCENT}‰成{TIMES}{POINTS}个百)")
_LONGEST_UNIT = 12
_SCALES = SCALES | UNITS
_ONE = Fraction(1)
_LONGEST = 60  # of a number that is computed
_MUCH = 10_000  # so many 块 are money
ANY = f"0-9{CHARACTERS}"
_ONES = "".join(char for char in DIGITS if char not in "零〇")
# Where a word ends and a number begins, or one number and another: 唯一|200, 30|一.
_BORDER = re.compile(rf"(?<=[{_ONES}])(?=[0-9])|(?<=[0-9])(?=[{_ONES}])")
# Thousands in groups of three, with one separator throughout; a blank before the point: 2 .18.
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:[.·。][0-9]+)?|[0-9]+ \.[0-9]+")
_PLAIN = re.compile(r"[0-9]+(?:[.点][0-9]+)?")
# Before a number: 百分之; group 1 is the whole that it is a part of, 三 of 三分之.
_PART = re.compile(rf"(?:[百千万]|(?<![{ANY}])([2-9][0-9]?|[{_ONES}十]{{1,3}}))分之 {{0,2}}$")
# Behind an amount: what it is paid for, 元/人, 元/人·天.
_EACH = re.compile("/[\u4e00-\u9fff]{1,2}(?:·[\u4e00-\u9fff])?(?![\u4e00-\u9fff])")
# Between a number and its unit, with blanks: 多, 万, 余万, 万多; groups: 多, 万, 多.
BETWEEN = re.compile(r" {0,3}([多余几来]?) {0,3}([百千万亿]{0,2})([多余几来]?) {0,3}")
_BRACKET = re.compile(r"\) {0,2}[万亿]?(元|%)")
# A unit in brackets: 2.18（万元）; groups: 万, 元.
_IN_BRACKETS = re.compile(r" {0,2}\( {0,2}([万亿]?)(元|%) {0,2}\)")
_CURRENCY_BEHIND = re.compile(r" {0,2}(?:RMB|CNY)(?![A-Za-z])", re.IGNORECASE)
# Behind 元: 人民币, 5角3分, 整; groups: 5, 3. Not 整 of 整体.
_CHANGE = re.compile(rf"(?: {{0,2}}([{ANY}])角(?: {{0,2}}([{ANY}])分)?| {{0,2}}人民币)?(?:[整正](?![\u4e00-\u9fff]))?")
# 成, 成五, 成多; groups: 五, 多.
_TENTHS = re.compile(rf"成([{_ONES}]?)([多余]?)")
# Before an amount: its currency.
CURRENCY = re.compile(r"(?:人民币|RMB|CNY|¥) {0,2}$", re.IGNORECASE)
# Behind 3万 without 元: what is done with money.
_PAID = re.compile("(?:已|全部)?(?:到位|拨付|下达|支付|用于)|经费|资金|预算")
WINDOW = 30  # characters before a figure that are looked at


class Units(Frozen):
    """The units of counted things, by their folded form; `starts` are the characters that a unit can begin with."""

    names: Mapping[str, str]
    starts: frozenset[str]

    @staticmethod
    def of(names: Collection[str]) -> Units:
        """The units that are called so."""
        folded = {fold(name).text: name for name in names}
        return Units(folded, frozenset(name[0] for name in folded) | _STARTS)


class Number(Frozen):
    """A number of a folded text, from start to end; its value is None where it is unclear.

    `part` is the 百分之, 千分之 or 三分之 that it stands behind.
    """

    start: int
    end: int
    digits: str
    value: Fraction | None
    part: str = ""

    @property
    def worded(self) -> bool:
        """Whether it is written in Chinese numerals."""
        return not re.search("[0-9]", self.digits)


class Unit(Frozen):
    """The unit behind a number, and where it ends: the figure is the number times the factor, and `plus`.

    `rounded` says that 多, 余 stands with it, `counts` that it is one of things, `bracketed` that the number stands in
    brackets, `tenths` that it is 成.
    """

    name: str
    end: int
    factor: Fraction = _ONE
    rounded: bool = False
    plus: Fraction = Fraction(0)
    counts: bool = False
    bracketed: bool = False
    tenths: bool = False


def before(pattern: re.Pattern[str], text: str, end: int) -> tuple[int, bool]:
    """Where what a pattern finds directly before an offset begins, and whether it finds anything."""
    match = pattern.search(text, max(end - WINDOW, 0), end)
    return (match.start(), True) if match else (end, False)


def number_of(folded: Folded, run: re.Match[str]) -> Number | None:
    """The last number of a run of digits; None if there is none, as in 万 of 万元."""
    start, end = run.span()
    for border in _BORDER.finditer(run[0]):
        start = run.start() + border.start()
    part = _PART.search(folded.text, max(start - WINDOW, 0), start)
    if part is None or folded.text[start:end] not in ("百", "千"):
        start = end - len(folded.text[start:end].lstrip("百佰千仟万亿"))
    if folded.text[end - 1] == "千" and folded.text[end : end + 1] in tuple("米克瓦伏"):  # of the unit
        end -= 1
    digits = folded.text[start:end]
    if not digits:
        return None
    separator = re.search("[, ]", digits)
    if separator and not _GROUPED.fullmatch(digits) and not re.search(f"[{CHARACTERS}]", digits):
        if folded.typed[folded.start(start + separator.start())] == ",":  # 1,92: one number, wrongly parted
            return Number(start, end, digits, None)
        start += max(digits.rfind(","), digits.rfind(" ")) + 1  # 2021，120: two numbers
        digits = folded.text[start:end]
    if part is None:
        return Number(start, end, digits, value_of(digits))
    whole = value_of(part[1]) if part[1] else None
    share = value_of(digits) if whole else None
    exact = share / whole if whole and share is not None else None if part[1] else value_of(digits, part[0])
    return Number(start, end, digits, exact, part[0])


@lru_cache(1000)
def value_of(digits: str, part: str = "") -> Fraction | None:
    """The value of a number; behind 百分之, 千分之 or 万分之, the ratio. None if it is unclear."""
    part, plain = part.rstrip(), re.sub("[, ]", "", digits).replace("·", ".").replace("。", ".")
    if len(plain) > _LONGEST:
        return None
    if _PLAIN.fullmatch(plain):
        plain = plain.replace("点", ".")
    meant = (plain,) if re.fullmatch(r"[0-9.]+", plain) and not part else readings(part + plain)
    return value(meant[0]) if len(meant) == 1 and meant[0].count(".") < 2 else None


def unit_of(text: str, number: Number, units: Units, idioms: Idioms) -> Unit | None:
    """The unit of a number; None if there is none."""
    if number.part:
        return Unit(PERCENT, number.end)
    if number.digits.endswith("百") and text.startswith("分点", number.end):
        return Unit(PERCENT_POINTS, number.end + len("分点"), rounded=True)
    if (bracket := _BRACKET.match(text, number.end)) and text[: number.start].endswith("("):
        return Unit(bracket[1], bracket.end(), bracketed=True)
    if inside := _IN_BRACKETS.match(text, number.end):
        factor = Fraction(_SCALES[inside[1]]) if inside[1] else _ONE
        return Unit(inside[2], inside.end(), factor / (100 if inside[2] == PERCENT else 1))
    between = BETWEEN.match(text, number.end)
    assert between is not None
    at = between.end()
    factor = Fraction(prod(_SCALES[char] for char in between[2])) if between[2] else _ONE
    rounded = bool(between[1] or between[3])

    def begins(unit: str) -> bool:
        return text.startswith(unit, at) and not text.startswith(idioms.after.get(unit, ()), at + len(unit))

    if (
        text.startswith("块", at)
        and (number.value or 0) * factor >= _MUCH
        and not re.match(r"\w", text[at + 1 : at + 2])
    ):
        return Unit(MONEY, at + 1, factor, rounded)
    if begins(MONEY) or text.startswith(("圆", "块钱"), at):
        change = _CHANGE.match(text, at + (2 if text[at] == "块" else 1))
        assert change is not None
        tenths, hundredths = (value_of(change[group] or "0") or 0 for group in (1, 2))
        if each := _EACH.match(text, change.end()):
            return Unit(MONEY + each[0], each.end(), factor, rounded)
        return Unit(MONEY, change.end(), factor, rounded, plus=Fraction(tenths, 10) + Fraction(hundredths, 100))
    for sign, name, share in _RATES:
        if begins(sign):
            return Unit(name, at + len(sign), factor / share, rounded)
    if begins("成"):
        rest = _TENTHS.match(text, at)
        assert rest is not None
        return Unit(
            PERCENT, rest.end(), factor / 10, bool(rest[2]), plus=Fraction(DIGITS.get(rest[1], 0), 100), tenths=True
        )
    for start, scale in dict.fromkeys(((at, factor), (number.end, _ONE))):
        for last in range(min(start + _LONGEST_UNIT, len(text)), start, -1):
            if text[start:last] in units.names and not text[last : last + 1].isdigit():
                return Unit(units.names[text[start:last]], last, scale, rounded and start == at, counts=True)
    if begins(POINTS):
        return Unit(POINTS, at + 1, factor, rounded)
    # ¥21754, and 2.18万 before what is no noun
    ten_thousands = number.digits.endswith(("万", "亿")) or between[2].endswith(("万", "亿"))
    if behind := _CURRENCY_BEHIND.match(text, at):
        return Unit(MONEY, behind.end(), factor, rounded)
    bare = not re.match(r"\w", text[at : at + 1]) or _PAID.match(text, at)
    if before(CURRENCY, text, number.start)[1] or (ten_thousands and bare):
        return Unit(MONEY, between.end(3), factor, rounded)
    return None
