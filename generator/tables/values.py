"""Parses a cell as an exact figure or a text, and gives the scalar to write for it in YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from generator.frozen import Frozen
from generator.problems import Problem
from generator.quantity import MONEY, PERCENT, POINTS, Quantity, trimmed
from generator.tables.grid import Cell
from generator.tables.wording import compared

BLANK = {"", "—", "——", "―", "-", "--", "/", "未披露", "未公开", "无", "不计分", "未评定"}
# 1,234.50元, -3, 98%; groups: the number, and what follows it.
_NUMBER = re.compile(r"([-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(.*)")
_YUAN = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
_CURRENCIES = ("", "¥", "￥", "人民币", "RMB", "CNY")
_DIGITS, _LONGEST = 15, 24  # of an amount in whole 元; characters of a text that is parsed as a number
_ROUND = "用 ROUND 函数取到要填报的位数，或者直接填写数字"


class Value(Frozen):
    """What a cell holds: the text for YAML and, if it is a figure, the figure."""

    text: str
    quantity: Quantity | None = None
    number: bool = False


Read = tuple[Value | None, Problem | None]
"""The value, or what is wrong with the cell; neither if the cell is blank."""

Reader = Callable[[Cell], Read]


def is_blank(cell: Cell | None) -> bool:
    """Whether a cell is blank: empty, or one of the marks for no figure."""
    return cell is None or (not cell.fault and compared(cell.text) in BLANK)


def money(cell: Cell, unit: str) -> Read:
    """An amount in the unit of its column, or in a unit of its own: 元, 千元, 万元, 百万元 or 亿元.

    A unit that the format of the cell shows must be the column's: it never scales. An amount must be exact to 0.01 元:
    a longer fraction, as formulas leave, is a problem, not rounded.
    """
    number, suffix, problem = _number(cell, f"以{unit}为单位的金额")
    if number is None:
        return None, problem
    if (problem := _other_words(cell, unit)) is not None:
        return None, problem
    unit = suffix or unit
    if unit not in _YUAN or cell.percent:
        return None, _problem(cell, f"这里应是金额，却写着「{_shown(cell)}」", "只写数字，单位写在表头")
    yuan = number * _YUAN[unit]
    if unit in ("千元", "百万元"):  # in 万元, as exact as it is written
        number, unit = number * _YUAN[unit] / _YUAN["万元"], "万元"
    if _places(yuan) > 2:
        return None, _problem(cell, f"{number} {unit}细到了分以下，多半是公式算出的尾数", _ROUND)
    if len(str(abs(int(yuan)))) > _DIGITS:
        return None, _problem(cell, f"{cell.text} 太大，不是一个单位的金额", "核对数字")
    if unit == "亿元" or (unit == "万元" and _places(number) > 2):
        unit, number = "元", round(yuan, 2) if _places(yuan) else Decimal(int(yuan))
    text = _plain(number) + unit
    return Value(text, Quantity.parse(text)), None


def points(cell: Cell) -> Read:
    """A weight or score in 分, of at most six decimals."""
    number, suffix, problem = _number(cell, "分数")
    if number is None:
        return None, problem
    suffix = suffix or compared(cell.after)
    if cell.percent:
        return None, _problem(
            cell, f"这里应是分数，却显示成百分比「{_shown(cell)}」", "把单元格的格式改成「数值」，写分数"
        )
    if suffix not in ("", POINTS) or _places(number) > 6:
        remedy = _ROUND if suffix in ("", POINTS) else "只写分数"
        return None, _problem(cell, f"这里应是分数，却写着「{cell.text}」", remedy)
    text = trimmed(_plain(number))
    return Value(text, Quantity.parse(text + POINTS), number=True), None


def count(cell: Cell, unit: str) -> Read:
    """A whole number of things, zero or more; a unit in the cell must be the expected one."""
    number, suffix, problem = _number(cell, f"以{unit}计的个数")
    if number is None:
        return None, problem
    suffix = suffix or compared(cell.after)
    if compared(suffix or unit) != compared(unit) or number < 0 or _places(number):
        return None, _problem(cell, f"这里应是以{unit}计的整数，却写着「{cell.text}」", "改成整数")
    text = f"{int(number)}{unit}"
    return Value(text, Quantity.parse(text)), None


def rate(cell: Cell) -> Read:
    """A rate: a number formatted as a percentage, or a text with `%`. A bare number counts as blank."""
    number, suffix, problem = _number(cell, "百分比")
    if number is None:
        return None, problem
    suffix = suffix or compared(cell.after)
    if cell.percent:
        number, suffix = Decimal(trimmed(_plain(number * 100))), PERCENT
    if suffix != PERCENT:
        return None, None
    return Value(f"{_plain(number)}%", Quantity.parse(f"{_plain(number)[:50]}%")), None


def target_value(cell: Cell) -> Read:
    """The target of an indicator in canonical spelling, which may be a bare number or a description."""
    return _spelled(cell, "target")


def actual_value(cell: Cell) -> Read:
    """The actual value of an indicator, as `target_value`."""
    return _spelled(cell, "actual")


def _spelled(cell: Cell, kind: str) -> Read:
    """What has no one reading stays as it was typed: it is refused where the report is read."""
    value, problem = _text(cell, numbers=True)
    if value is None or value.number:
        return value, problem
    from generator.spelling import reading

    read = reading.target(value.text) if kind == "target" else reading.actual(value.text)
    return (Value(read) if isinstance(read, str) else value), problem


def text(cell: Cell) -> Read:
    """A text; a number in it is written as Excel shows it."""
    return _text(cell, numbers=False)


def words(text: str) -> str:
    """A text on one line, without blanks at its ends."""
    return " ".join(text.split())


def _text(cell: Cell, *, numbers: bool) -> Read:
    if cell.fault:
        return None, _problem(cell, cell.fault, cell.remedy)
    if is_blank(cell):
        return None, None
    if isinstance(cell.value, Decimal):
        if not cell.value.is_finite() or _places(cell.value) > 6:
            return None, _problem(cell, f"{cell.value} 的小数太多，多半是公式算出的尾数", _ROUND)
        written = f"{trimmed(_plain(cell.value * 100))}%" if cell.percent else _plain(cell.value)
        shown = bool(cell.before or cell.after)
        return Value(f"{cell.before}{written}{cell.after}", number=numbers and not (cell.percent or shown)), None
    written = words(cell.text)
    if written.startswith("=") or "{{" in written or "{%" in written:
        message = f"「{written[:40]}」会被当作算式或者引用"
        return None, _problem(cell, message, "写成平常的文字；要引用别的数，在数据文件里写")
    return Value(written), None


def _number(cell: Cell, expected: str) -> tuple[Decimal | None, str, Problem | None]:
    """The number in a cell, the unit written after it, and what is wrong; no number and no problem for a blank cell."""
    if cell.fault:
        return None, "", _problem(cell, cell.fault, cell.remedy)
    if is_blank(cell):
        return None, "", None
    if isinstance(cell.value, Decimal):
        if not cell.value.is_finite():
            return None, "", _problem(cell, "不是一个有限的数", "核对公式")
        return cell.value, "", None
    match = _NUMBER.fullmatch(compared(cell.text)) if len(cell.text) <= _LONGEST else None
    if match is None:
        return None, "", _problem(cell, f"这里应是{expected}，却写着「{cell.text[:40]}」", "改成数字；没有的留空")
    return Decimal(match[1].replace(",", "")), match[2], None


def _other_words(cell: Cell, unit: str) -> Problem | None:
    """Refuses an amount whose format shows another unit than the column's, a currency, or words that say more."""
    before, after = compared(cell.before), compared(cell.after).removesuffix("整")
    if before in _CURRENCIES and (after in ("", unit) or f"{after}{MONEY}" == unit):
        return None
    shown, remedy = _shown(cell), "核对数字和单位，把单元格的格式改成「数值」"
    if after in _YUAN or f"{after}{MONEY}" in _YUAN:
        return _problem(cell, f"格式显示的是「{shown}」，表头写的却是{unit}，不作换算", remedy)
    return _problem(cell, f"格式在数的旁边显示「{cell.before}{cell.after}」", remedy)


def _shown(cell: Cell) -> str:
    if not isinstance(cell.value, Decimal):
        return cell.text
    number = f"{trimmed(_plain(cell.value * 100))}%" if cell.percent else _plain(cell.value)
    return f"{cell.before}{number}{cell.after}"


def _problem(cell: Cell, message: str, remedy: str) -> Problem:
    return Problem("XLSX-CELL", cell.place, message, remedy)


def _places(number: Decimal) -> int:
    """The number of decimals, without trailing zeros."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(-exponent, 0)


def _plain(number: Decimal) -> str:
    """Digits without an exponent, without zeros that only the format of the file added."""
    return format(number, "f") if number.as_tuple().exponent != 0 else str(int(number))


def near(figure: Quantity, given: Quantity) -> bool:
    """Whether a computed figure agrees with one in a cell: within rounding, and within what Excel's floats lose."""
    if figure.value is None or given.value is None or figure.unit != given.unit:
        return False
    slack = figure.slack + given.slack + abs(figure.value) * Fraction(1, 10**9)
    return abs(figure.value - given.value) <= slack
