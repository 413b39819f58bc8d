"""Figures in running text: where amounts, rates, scores and counted things stand, in whatever spelling.

    支出3.99 万元    执行率９９．９％    两万一千七百五十四元    ￥21,754.00    百分之九十五    2.18～3万元

A number is a figure by its unit. What looks like one and is none is known by where it stands (第3所,
八点十五分) and by the words of `Idioms`: 十分重要, 一元二次方程. In doubt it is none: better a miss than a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from math import prod

from generator.frozen import Frozen
from generator.quantity import MONEY, PERCENT, POINTS, Quantity
from generator.spelling.folding import Folded, fold
from generator.spelling.idioms import COUNTED, Idioms
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
_LONGEST_UNIT = 12
_LONGEST = 60  # of a number that is computed
_SMALL = 10  # up to it, a count in Chinese numerals is held against what is listed
_WORDED = 100  # below it, a count in Chinese numerals is a figure only where the report has one of that value
_HOURS = 24
_VAGUE = ("几", "数")  # 几十万元
_MUCH = 10_000  # so many 块 are money

_ANY = f"0-9{CHARACTERS}"
_ONES = "".join(char for char in DIGITS if char not in "零〇")
# A number with its separators: 21,754.00, 2 754, 两万一千, 2万1754, 3点99. Each character continues it in one way
# only.
_RUN = re.compile(
    rf"[{_ANY}](?:[{_ANY}]|(?<=[0-9])[,.·。](?=[0-9])|(?<=[0-9]) (?=[0-9]{{3}}(?![0-9]))"
    rf"|点(?= ?[{_ANY}])|(?<=点) (?=[{_ANY}]))*"
)
# Where a word ends and a number begins, or one number and another: 唯一|200, 30|一.
_BORDER = re.compile(rf"(?<=[{_ONES}])(?=[0-9])|(?<=[0-9])(?=[{_ONES}])")
# Thousands in groups of three, with one separator throughout.
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:[.·][0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.点][0-9]+)?")
# Before a number: 百分之; group 1 is the whole that it is a part of, 三 of 三分之.
_PART = re.compile(rf"(?:[百千万]|(?<![{_ANY}])([2-9][0-9]?|[{_ONES}十]{{1,3}}))分之$")
# 伍 of the name 伍万元: a capital digit, without 整 behind it.
_CAPITAL = re.compile("[壹贰叁肆伍陆柒捌玖]万?元?")
# Behind an amount: what it is paid for, 元/人, 元/人·天.
_EACH = re.compile("/[\u4e00-\u9fff]{1,2}(?:·[\u4e00-\u9fff])?(?![\u4e00-\u9fff])")
# Between a number and its unit, with blanks: 多, 万, 余万, 万多; groups: 多, 万, 多.
_BETWEEN = re.compile(r" {0,3}([多余几来]?) {0,3}([百千万亿]{0,2})([多余几来]?) {0,3}")
_BRACKET = re.compile(r"\) {0,2}[万亿]?(元|%)")
# Behind 元: 人民币, 5角3分, 整; groups: 5, 3. Not 整 of 整体.
_CHANGE = re.compile(
    rf"(?: {{0,2}}([{_ANY}])角(?: {{0,2}}([{_ANY}])分)?| {{0,2}}人民币)?(?:[整正](?![\u4e00-\u9fff]))?"
)
# 成, 成五, 成多; groups: 五, 多.
_TENTHS = re.compile(rf"成([{_ONES}]?)([多余]?)")
# What stands directly before a figure: a currency, the sign (not a dash as in 3-5, A-5), a word that it is not exact
# (not 附近, 节约, 预约), the lower end of a range (2.18~, 3万元至, 90%—), what has scores.
_CURRENCY = re.compile(r"(?:人民币|RMB|CNY|¥) {0,2}$", re.IGNORECASE)
_SIGN = re.compile(r"(?<![0-9A-Za-z%元万亿)])-$|(?<![担自肩背抱承欠胜])负$")
_ABOUT = re.compile(
    r"(?:大约|(?<![节合预条契违履制集特公签邀相简大])约|将近|接近|(?<![附最远临靠就邻亲将接])近) {0,2}$"
)
_FROM = re.compile(
    rf"(?<![0-9A-Za-z.第统唯之单专])(?:[0-9][0-9,.]*|[{CHARACTERS}]+) ?(?:[百千万亿]{{0,2}}元?|%|分)? ?"
    r"(?:[-~]|—{1,2}|至|到) ?$"
)
_SCORED = re.compile(r"(?:得|得分|总分|评分)(?:为|是|:)? ?$")
_SCORE = re.compile("[得分扣失为是] ?$")
_WINDOW = 30  # characters before a figure that are looked at
_OR_SO = re.compile(r" {0,2}(?:左右|上下)")
_TWO_DECIMALS = re.compile(r"[0-9]{1,3}\.[0-9]{2}")
# What is not read: the title of a work, addresses of pages and of mail.
_QUOTED = re.compile(r"《[^《》\n]{0,100}》|(?:https?://|www\.)[!-~]+|[A-Za-z0-9_.]{1,40}@[A-Za-z0-9.]+")


class Found(Frozen):
    """A figure at text[start:end].

    `spelling` is its folded text without blanks; `quantity` its value, None for a range, a rounded or an unclear one.
    `sure` says that it is a figure; else it is one only where the report has a figure of that value.
    """

    start: int
    end: int
    spelling: str
    quantity: Quantity | None
    sure: bool = True


class _Number(Frozen):
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


class _Unit(Frozen):
    """The unit behind a number, and where it ends: the figure is the number times the factor, and `plus`.

    `rounded` says that 多, 余 stands with it, `counts` that it is one of things, `bracketed` that the number stands in
    brackets, `tenths` that it is 成.
    """

    name: str
    end: int
    factor: Fraction = Fraction(1)
    rounded: bool = False
    plus: Fraction = Fraction(0)
    counts: bool = False
    bracketed: bool = False
    tenths: bool = False


def find(text: str, units: Mapping[str, str], idioms: Idioms) -> list[Found]:
    """The figures in a text, in its order; `units` has the units of counted things by their folded form.

    >>> [(one.start, one.end, one.quantity and one.quantity.value) for one in find("支出3.99 万元", {}, Idioms.of(()))]
    [(2, 9, Fraction(39900, 1))]
    """
    folded = fold(text)
    masked = _QUOTED.sub(lambda match: "\0" * len(match[0]), folded.text)
    found: list[Found] = []
    reached = 0  # by the figure before
    for run in _RUN.finditer(masked):
        figure = _figure(masked, folded, run, units, idioms) if run.end() > reached else None
        if figure:
            start, end, one = figure
            if start < reached:  # a range takes its lower end along
                found.pop()
            reached = end
            found.append(one)
    return found


def _figure(
    text: str, folded: Folded, run: re.Match[str], units: Mapping[str, str], idioms: Idioms
) -> tuple[int, int, Found] | None:
    """The figure of a run of digits, with its start and end in the folded text; None if it is none."""
    number = _number(folded, run)
    unit = _unit(text, number, units, idioms) if number else None
    if number is None or unit is None:
        return _scored(text, folded, run)
    start, end, exact = number.start, unit.end, number.value
    start -= len(number.part)
    if _is_harmless(text, start, number, unit, idioms):
        return None
    if unit.bracketed:
        start, exact = start - 1, None
    start, _ = _before(_CURRENCY, text, start)
    start, negative = _before(_SIGN, text, start)
    start, about = _before(_ABOUT, text, start)
    start, lower = _before(_FROM, text, start)
    if lower and unit.counts:
        return None
    if so := _OR_SO.match(text, end):
        end = so.end()
    if unit.rounded or about or so or lower:
        exact = None
    elif exact is not None:
        exact = (exact * unit.factor + unit.plus) * (-1 if negative else 1)
    quantity = None if exact is None else Quantity(exact, unit.name)
    sure = not (unit.counts and number.worded) or number.value is None or number.value >= _WORDED
    spelling = text[start:end].replace(" ", "").replace("\n", "")
    return start, end, Found(*folded.span(start, end), spelling, quantity, sure)


def _before(pattern: re.Pattern[str], text: str, end: int) -> tuple[int, bool]:
    """Where what a pattern finds directly before an offset begins, and whether it finds anything."""
    match = pattern.search(text, max(end - _WINDOW, 0), end)
    return (match.start(), True) if match else (end, False)


def _number(folded: Folded, run: re.Match[str]) -> _Number | None:
    """The last number of a run of digits; None if there is none, as in 万 of 万元."""
    start, end = run.span()
    for border in _BORDER.finditer(run[0]):
        start = run.start() + border.start()
    part = _PART.search(folded.text, max(start - _WINDOW, 0), start)
    if part is None or folded.text[start:end] not in ("百", "千"):
        start = end - len(folded.text[start:end].lstrip("百佰千仟万亿"))
    digits = folded.text[start:end]
    if not digits:
        return None
    separator = re.search("[, ]", digits)
    if separator and not _GROUPED.fullmatch(digits) and not re.search(f"[{CHARACTERS}]", digits):
        if folded.typed[folded.start(start + separator.start())] == ",":  # 1,92: one number, wrongly parted
            return _Number(start, end, digits, None)
        start += max(digits.rfind(","), digits.rfind(" ")) + 1  # 2021，120: two numbers
        digits = folded.text[start:end]
    if part is None:
        return _Number(start, end, digits, _value(digits))
    whole = _value(part[1]) if part[1] else None
    share = _value(digits) if whole else None
    exact = share / whole if whole and share is not None else None if part[1] else _value(digits, part[0])
    return _Number(start, end, digits, exact, part[0])


def _value(digits: str, part: str = "") -> Fraction | None:
    """The value of a number; behind 百分之, 千分之 or 万分之, the ratio. None if it is unclear."""
    plain = re.sub("[, ]", "", digits).replace("·", ".").replace("。", ".")
    if len(plain) > _LONGEST:
        return None
    if _PLAIN.fullmatch(plain):
        plain = plain.replace("点", ".")
    meant = (plain,) if re.fullmatch(r"[0-9.]+", plain) and not part else readings(part + plain)
    return value(meant[0]) if len(meant) == 1 and meant[0].count(".") < 2 else None


def _unit(text: str, number: _Number, units: Mapping[str, str], idioms: Idioms) -> _Unit | None:
    """The unit of a number; None if there is none."""
    if number.part:
        return _Unit(PERCENT, number.end)
    if number.digits.endswith("百") and text.startswith("分点", number.end):
        return _Unit(PERCENT_POINTS, number.end + len("分点"), rounded=True)
    if (bracket := _BRACKET.match(text, number.end)) and text[: number.start].endswith("("):
        return _Unit(bracket[1], bracket.end(), bracketed=True)
    between = _BETWEEN.match(text, number.end)
    assert between is not None
    at = between.end()
    factor = Fraction(prod((SCALES | UNITS)[char] for char in between[2]))
    rounded = bool(between[1] or between[3])

    def begins(unit: str) -> bool:
        return text.startswith(unit, at) and not text.startswith(idioms.after.get(unit, ()), at + len(unit))

    if (
        text.startswith("块", at)
        and (number.value or 0) * factor >= _MUCH
        and not re.match(r"\w", text[at + 1 : at + 2])
    ):
        return _Unit(MONEY, at + 1, factor, rounded)
    if begins(MONEY) or text.startswith(("圆", "块钱"), at):
        change = _CHANGE.match(text, at + (2 if text[at] == "块" else 1))
        assert change is not None
        tenths, hundredths = (_value(change[group] or "0") or 0 for group in (1, 2))
        if each := _EACH.match(text, change.end()):
            return _Unit(MONEY + each[0], each.end(), factor, rounded)
        return _Unit(MONEY, change.end(), factor, rounded, plus=Fraction(tenths, 10) + Fraction(hundredths, 100))
    for sign, name, share in _RATES:
        if begins(sign):
            return _Unit(name, at + len(sign), factor / share, rounded)
    if begins("成"):
        rest = _TENTHS.match(text, at)
        assert rest is not None
        return _Unit(
            PERCENT, rest.end(), factor / 10, bool(rest[2]), plus=Fraction(DIGITS.get(rest[1], 0), 100), tenths=True
        )
    for start, scale in dict.fromkeys(((at, factor), (number.end, Fraction(1)))):
        for last in range(min(start + _LONGEST_UNIT, len(text)), start, -1):
            if text[start:last] in units and not text[last : last + 1].isdigit():
                return _Unit(units[text[start:last]], last, scale, rounded and start == at, counts=True)
    if begins(POINTS):
        return _Unit(POINTS, at + 1, factor, rounded)
    # ¥21754, and 2.18万 before what is no noun
    ten_thousands = number.digits.endswith(("万", "亿")) or between[2].endswith(("万", "亿"))
    if _before(_CURRENCY, text, number.start)[1] or (ten_thousands and not re.match(r"\w", text[at : at + 1])):
        return _Unit(MONEY, between.end(3), factor, rounded)
    return None


def _scored(text: str, folded: Folded, run: re.Match[str]) -> tuple[int, int, Found] | None:
    """A score without its unit, 得87.25: a figure only where the report has one of that value."""
    if not _TWO_DECIMALS.fullmatch(run[0]) or re.match(r"[\w%‰]", text[run.end() : run.end() + 1]):
        return None
    if not _before(_SCORED, text, run.start())[1]:
        return None
    return *run.span(), Found(*folded.span(*run.span()), run[0], Quantity(Fraction(run[0]), POINTS), sure=False)


def _is_harmless(text: str, start: int, number: _Number, unit: _Unit, idioms: Idioms) -> bool:
    """Whether a number with a unit is none of the report's figures, by where it stands."""
    before = text[max(start - _WINDOW, 0) : start]
    single = number.worded and len(number.digits) == 1 and not unit.plus and unit.factor in (1, Fraction(1, 100))
    if before.endswith(("第", ".", *(_VAGUE if number.worded else ()))) or idioms.cover(text, start, unit.end):
        return True
    if number.part and text.startswith("以上", unit.end):
        return True
    if unit.counts:
        return (
            before.endswith(("年", "—", "-", "~", *idioms.before))
            or re.search("[A-Za-z]$", before) is not None
            or text.startswith(idioms.after.get(COUNTED, ()), unit.end)
            or (number.worded and (number.value or 0) <= _SMALL)
        )
    if unit.tenths:
        return len(number.digits) > 1 or number.digits in "一1十" or before.endswith(("之", "分"))
    if unit.name == POINTS:
        return (
            single
            or re.search("[时点:] ?$", before) is not None
            or (_is_clock(number.digits) and not _SCORE.search(before))
        )
    return (single and unit.name in (MONEY, TIMES)) or (
        _CAPITAL.fullmatch(text, start, unit.end) is not None and not _before(_CURRENCY, text, start)[1]
    )


def _is_clock(digits: str) -> bool:
    """Whether a number may be a time of day: 八点零五 of 八点零五分."""
    hours, point, _ = digits.partition("点")
    meant = _value(hours) if point else None
    return meant is not None and meant <= _HOURS
