"""Chinese numerals: numbers of headings and lists, 一、 （一） 1. （1） ①, from a pattern, and the value of one."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_VALUES = {digit: number for number, digit in enumerate(_DIGITS[1:], 1)} | {"两": 2}


def ordinal(pattern: str, number: int) -> str:
    """The pattern with its `一`, `1` or `①` replaced by the number (from 1) in the same kind of numeral.

    >>> ordinal("（一）", 12), ordinal("1.", 3), ordinal("①", 2)
    ('（十二）', '3.', '②')
    """
    if "一" in pattern:
        return pattern.replace("一", chinese(number))
    if "①" in pattern:
        return pattern.replace("①", chr(ord("①") + number - 1) if number <= 20 else f"({number})")
    return pattern.replace("1", str(number))


def chinese(number: int) -> str:
    """A whole number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def whole_number(digits: str) -> int:
    """The value of a whole number in Arabic numerals, or below 100 in Chinese ones; 0 for any other text.

    >>> whole_number("12"), whole_number("十二"), whole_number("两")
    (12, 12, 2)
    """
    if digits.isdigit():
        return int(digits)
    tens, _, ones = digits.rpartition("十")
    if "十" not in digits:
        return _VALUES.get(digits, 0)
    return (_VALUES.get(tens, 1) if tens else 1) * 10 + (_VALUES.get(ones, 0) if ones else 0)
