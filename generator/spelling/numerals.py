"""Chinese numerals, everyday and in capitals, with Arabic digits among them, as the figures they can mean.

    两万一千七百五十四  贰万壹仟柒佰伍拾肆  2万1754      → 21754
    二点一八万                                       → 2.18万
    二一七五四, 一〇五 (digit by digit)              → 21754, 105
    百分之九十五点二, 千分之三, 九成五               → 95.2%, 0.3%, 95%
    三万一                                           → 31000 or 30001: who writes it means the one or the other

Texts are folded (`generator.spelling.folding`) and hold no blanks. A figure is text: its digits, and the 万 or 亿 that
it was said in, so that written precision stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from generator.frozen import Frozen

DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二贰两", "三叁参", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
TENS = {"廿": 20, "卅": 30, "卌": 40}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
SCALES = {"万": 10_000, "亿": 100_000_000}
CHARACTERS = "".join([*DIGITS, *TENS, *UNITS, *SCALES])
"""All characters of whole Chinese numerals."""

MAX_LENGTH = 40  # of a numeral: 贰拾壹万亿… to the last 分 has fewer
_POINT = "点"
_ASCII_DIGITS = "0123456789"
_PARTS = {"百分之": 0, "千分之": 1, "万分之": 2}  # by how many places less than percent
_ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BY_DIGIT = re.compile(rf"[{''.join(DIGITS)}]+")
_TENTHS = re.compile(rf"([{''.join(DIGITS)}十拾0-9]{{1,2}})成([{''.join(DIGITS)}0-9]?)")


class _Token(Frozen):
    """A part of a numeral: a digit or Arabic number, a unit (十 百 千), a scale (万 亿), or 零.

    `kind` is 数, 位, 级 or 零; `typed` its characters.
    """

    kind: str
    value: Fraction
    typed: str


def readings(text: str) -> tuple[str, ...]:
    """The figures that a whole text can mean as a numeral: one, several if it is ambiguous, or none.

    >>> readings("三万五千"), readings("三万"), readings("两千五"), readings("九成五"), readings("十百")
    (('35000',), ('3万',), ('2500', '2005'), ('95%',), ())
    """
    if not text or len(text) > MAX_LENGTH:
        return ()
    if (places := _PARTS.get(text[:3])) is not None:
        return _percent(text[3:], places)
    if match := _TENTHS.fullmatch(text):
        return _tenths(match[1], match[2])
    whole, point, decimals = text.partition(_POINT)
    if point:
        return _with_decimals(whole, decimals)
    return _whole(text)


def value(figure: str) -> Fraction:
    """The value of a figure as `readings` gives it, a rate as its ratio: 2.18万 is 21800, 95% is 0.95."""
    if figure.endswith("%"):
        return Fraction(figure[:-1]) / 100
    scale = SCALES.get(figure[-1], 1)
    return Fraction(figure if scale == 1 else figure[:-1]) * scale


def _percent(text: str, places: int) -> tuple[str, ...]:
    """百分之 and the like: what follows, in percent."""
    if text in UNITS:  # 百分之百
        found: Sequence[str] = (str(UNITS[text]),)
    else:
        found = (text,) if _ARABIC.fullmatch(text) else readings(text) if text[:3] not in _PARTS else ()
    return tuple(f"{shifted(one, -places)}%" for one in found if not one.endswith("%"))


def shifted(digits: str, places: int) -> str:
    """A decimal number times ten to a power, with as many written decimals as that needs."""
    whole, _, decimals = plain(digits).partition(".")
    places_left = len(decimals) - places
    every = (whole + decimals).rjust(places_left + 1, "0") if places_left > 0 else whole + decimals
    if places_left <= 0:
        return (every + "0" * -places_left).lstrip("0") or "0"
    return f"{every[:-places_left].lstrip('0') or '0'}.{every[-places_left:]}"


def plain(digits: str) -> str:
    """A figure without 万 and 亿: 3万 as 30000, 2.18万 as 21800."""
    if digits[-1] not in SCALES:
        return digits
    return shifted(digits[:-1], len(str(SCALES[digits[-1]])) - 1)


def _tenths(tens: str, ones: str) -> tuple[str, ...]:
    """九成五: 95%."""
    first = int(tens) if tens.isdigit() else _small(tens)
    if first is None or first > 10 or (ones and first == 10):
        return ()
    second = (int(ones) if ones.isdigit() else DIGITS[ones]) if ones else 0
    return (f"{first * 10 + second}%",)


def _small(text: str) -> int | None:
    found = _whole(text)
    return int(found[0]) if len(found) == 1 and found[0].isdigit() else None


def _with_decimals(whole: str, decimals: str) -> tuple[str, ...]:
    """二点一八万: digits on both sides of the point, and perhaps a scale behind."""
    scale = decimals[-1:] if decimals[-1:] in SCALES else ""
    places = decimals.removesuffix(scale)
    if not places or not all(char in DIGITS or char in _ASCII_DIGITS for char in places):
        return ()
    digits = "".join([str(DIGITS.get(char, char)) for char in places])
    fronts = (whole,) if _ARABIC.fullmatch(whole) and "." not in whole else _whole(whole)
    return tuple(f"{plain(front)}.{digits}{scale}" for front in fronts)


def _whole(text: str) -> tuple[str, ...]:
    """A whole numeral, digit by digit or with its units."""
    scale = text[-1:] if text[-1:] in SCALES else ""
    digits = text.removesuffix(scale)
    if _BY_DIGIT.fullmatch(digits) and len(digits) > 1:
        # 三五人, 五六百元 are "three or five": two digits are read one by one only where a 〇 shows that it is done.
        if digits[0] in "零〇" or (len(digits) == 2 and digits[1] not in "零〇"):
            return ()
        return ("".join([str(DIGITS[char]) for char in digits]) + scale,)
    tokens = _tokens(text)
    if not tokens:
        return ()
    found = _scaled(tokens)
    return tuple(dict.fromkeys(found))


def _tokens(text: str) -> list[_Token]:
    """The parts of a numeral; none if it has characters of something else."""
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        char = text[at]
        length = 1
        if match := _ARABIC.match(text, at):
            length = match.end() - at
            tokens.append(_Token("数", Fraction(match[0]), match[0]))
        elif char in "零〇":
            tokens.append(_Token("零", Fraction(0), char))
        elif char in DIGITS:
            tokens.append(_Token("数", Fraction(DIGITS[char]), char))
        elif char in TENS:
            tokens.append(_Token("数", Fraction(TENS[char] // 10), char))
            tokens.append(_Token("位", Fraction(10), char))
        elif char in UNITS:
            tokens.append(_Token("位", Fraction(UNITS[char]), char))
        elif char in SCALES:
            tokens.append(_Token("级", Fraction(SCALES[char]), char))
        else:
            return []
        at += length
    return tokens


def _scaled(tokens: Sequence[_Token]) -> list[str]:
    """The figures that parts with 万 and 亿 among them can mean."""
    if len(tokens) == 1 and tokens[0].kind == "零":
        return ["0"]
    if len(tokens) == 1 and tokens[0].typed[-1:] in _ASCII_DIGITS:  # as precise as it is written: 2.180
        return [tokens[0].typed]
    cut = max(
        (at for at, token in enumerate(tokens) if token.kind == "级"),
        key=lambda at: (tokens[at].value, at),
        default=None,
    )
    if cut is None:
        return [_digits(found) for found in _section(tokens)]
    scale = tokens[cut]
    fronts = _scaled(tokens[:cut]) if cut else []
    behind = tokens[cut + 1 :]
    if not behind:
        if any(char in SCALES for front in fronts for char in front):  # 一万亿, 三万万
            return [f"{plain(front)}{scale.typed}" for front in fronts if scale.typed == "亿"]
        return [f"{front}{scale.typed}" for front in fronts]
    if any(not plain(front).isdigit() for front in fronts):  # 1.2万3千: what would the rest add to?
        return []
    sums: list[str] = []
    for front in fronts:
        if scale.typed == "万" and int(plain(front)) >= SCALES["万"]:
            continue
        base = int(plain(front)) * int(scale.value)
        ends = int(plain(front)) % 10 == 0  # 十万零一千: the place before is empty too
        sums += [_digits(base + rest) for rest in _behind(behind, int(scale.value), ends)]
    return sums


def _behind(tokens: Sequence[_Token], scale: int, gap: bool) -> list[Fraction]:
    """What stands behind 万 or 亿 can add: a smaller numeral, or one digit that may count the next lower place.

    Args:
        gap: whether the number of 万 or 亿 ends in a nought, so that 零 may stand before the next place.
    """
    if len(tokens) == 1 and tokens[0].kind == "数":
        number, typed = tokens[0].value, tokens[0].typed
        if number.denominator != 1 or not number:
            return []
        if typed.isdigit():  # 2万5, 2万1754, 2万0175
            width = len(str(scale)) - 1
            if len(typed) > width:
                return []
            if len(typed) == width or typed[0] == "0":
                return [number]
            return [number * 10 ** (width - len(typed)), number]
        return [number * scale / 10, number]  # 三万一
    zero = tokens[0].kind == "零"
    rest = tokens[1:] if zero else tokens
    if not rest or rest[0].kind == "零":
        return []
    found = [value(figure) for figure in _scaled(rest)]
    if zero:  # 三万零一; 三万零五千 says nothing of what is left out
        found = [one for one in found if gap or one < scale / 10]
        if len(rest) == 1 and rest[0].kind == "数":
            return found
    return [one for one in found if one < scale]


def _section(tokens: Sequence[_Token]) -> list[Fraction]:
    """What a numeral below 万 can mean: digits with falling units."""
    if len(tokens) == 1 and tokens[0].kind == "数":
        return [tokens[0].value]
    total = Fraction(0)
    last = 0  # the unit before
    number: _Token | None = None
    zero = False
    for at, token in enumerate(tokens):
        if token.kind == "零":
            if number is not None or zero or not last:
                return []
            zero = True
        elif token.kind == "数":
            if number is not None:
                return []
            number = token
        elif token.kind == "位":
            unit = int(token.value)
            if number is None:
                if unit != 10 or (at and not (zero or last)):  # 十五, 一百十五; not 百五, 千元
                    return []
                number = _Token("数", Fraction(1), "")
            if not _multiplies(number, unit, alone=len(tokens) == 2) or (last and unit >= last):
                return []
            if zero and unit * 10 >= last:  # 两千零五百 leaves nothing out
                return []
            total += number.value * unit
            last, number, zero = unit, None, False
        else:
            return []
    if number is None:
        return [] if zero else [total]
    if number.value.denominator != 1 or number.value >= max(last, 10) or not number.value:
        return []
    if zero:
        return [total + number.value] if last > 10 else []
    if last == 10:
        return [total + number.value] if number.value < 10 else []
    if number.typed.isdigit():  # 7百54
        width = len(str(last)) - 1
        if len(number.typed) == width:
            return [total + number.value]
        return [total + number.value * 10 ** (width - len(number.typed)), total + number.value]
    return [total + number.value * last / 10, total + number.value]


def _multiplies(number: _Token, unit: int, alone: bool) -> bool:
    """Whether a number can stand before a unit: a digit, or alone with it a decimal number, 1.5千."""
    if number.value.denominator != 1:
        return alone and unit >= 100
    return 0 < number.value < 10


def _digits(number: Fraction | int) -> str:
    """A number as decimal digits; it has few decimals, for it was written in digits."""
    exact = Fraction(number)
    places = 0
    while exact.denominator != 1:
        exact *= 10
        places += 1
    digits = str(exact.numerator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
