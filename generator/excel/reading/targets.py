"""Reads the target and the actual value of an indicator where their comparator and unit stand in cells of their own.

指标性质 | 指标值 | 度量单位      网络多媒体教室覆盖率（%） | 100 | 98
≥        | 90     | %            → 100%, 98%
正向     | 1,922  | 所           → ≥90%, ≥1922所
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from generator.frozen import replace
from generator.problems import Problem
from generator.quantity import PERCENT, Target, trimmed
from generator.spelling import reading
from generator.spelling.comparators import SPELLINGS
from generator.spelling.folding import fold
from generator.spelling.numbers import known
from generator.tables.grid import Cell
from generator.tables.kinds import nature_words
from generator.tables.values import Read, Value, is_blank
from generator.tables.wording import compared

_SIGNS = {compared(word): sign for word, sign in SPELLINGS}
# ≥90, 不低于4.5万, 90-95%, 1,922 所; groups: what is before the number, the number or range, 万 or 亿, the unit.
_STATED = re.compile(
    r"([^0-9]*?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[-—~至][0-9]+(?:\.[0-9]+)?)?)([万亿]?)([^0-9]*)"
)
# The unit in brackets behind a name: 覆盖率（%）; groups: the name, the unit.
_NAMED = re.compile(r"(.*\S)\s*[(（]\s*([^()（）0-9]{1,6}?)\s*[)）]\s*[:：]?")
_NO_UNIT = ("", "-", "—", "——", "/", "无", "文字描述", "百分号")
_PERCENT_WORDS = ("百分比", "百分率", "％", PERCENT, "百分号")


def unit_of_name(name: str) -> tuple[str, str]:
    """A name without the unit that stands in brackets behind it, and that unit; empty if there is none."""
    match = _NAMED.fullmatch(name)
    unit = _unit(match[2]) if match else ""
    return (match[1], unit) if match and (unit == PERCENT or known(unit)) else (name, "")


def stated_unit(cell: Cell | None) -> str:
    """The unit that a cell of the column of units holds."""
    return "" if cell is None or is_blank(cell) else _unit(cell.text)


def target_of(nature: Cell | None, unit: str, plain: Callable[[Cell], Read]) -> Callable[[Cell], Read]:
    """A reader of the target in a cell, with the comparator of another cell and a unit."""

    def read(cell: Cell) -> Read:
        said = fold(compared(nature.text)).text if nature is not None and not is_blank(nature) else ""
        sign = _SIGNS.get(said) or nature_words().get(said)
        if said and sign is None:
            return None, _problem(
                nature or cell, f"指标性质「{said}」不是比较符，也不是定性、定量", "写成 ≥、≤、= 或者定性"
            )
        if is_blank(cell) and (said in _SIGNS):
            return None, _problem(cell, f"指标性质是「{said}」，没有写指标值", "写上指标值；没有指标值的，性质也不写")
        if isinstance(cell.value, str) and (equal := _equal(cell.value)):
            return Value(equal), None
        return _joined(cell, sign or "", unit, plain, qualitative=said.startswith("定性"))

    return read


def actual_of(unit: str, plain: Callable[[Cell], Read]) -> Callable[[Cell], Read]:
    """A reader of the actual value in a cell, with a unit."""
    return lambda cell: _joined(cell, "", unit, plain)


def _equal(text: str) -> str:
    """A target that must be met exactly, =100%, which is no formula; empty for any other text."""
    if not text.lstrip().startswith(("=", "＝")):
        return ""
    read = reading.target(text.strip())
    return read if isinstance(read, str) and Target.parse(read) else ""


def _joined(cell: Cell, sign: str, unit: str, plain: Callable[[Cell], Read], *, qualitative: bool = False) -> Read:
    """A value with the comparator and the unit that stand elsewhere; what it says itself must not contradict them."""
    if cell.fault or is_blank(cell) or not (sign or unit or qualitative):
        return plain(cell)
    text = _shown(cell)
    match = _STATED.fullmatch(fold(compared(text)).text)
    if match is None or (match[1] and match[1] not in _SIGNS):
        if sign:
            return None, _problem(
                cell, f"比较符「{sign}」后面是「{text[:20]}」，不是一个数", "写数，或者把性质改成定性"
            )
        return plain(cell)
    if qualitative:
        return None, _problem(cell, f"指标性质是定性，指标值却是数「{text[:20]}」", "核对性质和指标值，改正一处")
    own_sign, own_unit = _SIGNS.get(match[1], ""), _unit(match[4])
    if own_sign and sign and own_sign != sign:
        return None, _problem(cell, f"指标性质是「{sign}」，指标值里写的是「{own_sign}」", "核对以后只留一个比较符")
    if own_unit and unit and own_unit != unit and match[3] + own_unit != unit:
        return None, _problem(cell, f"单位写的是「{unit}」，这里却是「{own_unit}」", "核对以后改成一样的单位")
    whole = f"{own_sign or sign}{match[2]}{match[3]}{own_unit or unit}"
    return (Value(equal), None) if (equal := _equal(whole)) else plain(replace(cell, value=whole, percent=False))


def _shown(cell: Cell) -> str:
    if not isinstance(cell.value, Decimal):
        return cell.text
    number = cell.value * 100 if cell.percent else cell.value
    return trimmed(format(number, "f")) + (PERCENT if cell.percent else "")


def _unit(text: str) -> str:
    word = compared(text)
    return PERCENT if word in _PERCENT_WORDS else "" if word in _NO_UNIT else word


def _problem(cell: Cell, message: str, remedy: str) -> Problem:
    return Problem("XLSX-CELL", cell.place, message, remedy)
