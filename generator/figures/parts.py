"""Takes a target or an actual value apart, for forms that print comparator, number and unit in columns of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.frozen import replace
from generator.quantity import RANGE, Quantity, Target

if TYPE_CHECKING:
    from generator.branches import PartsBranch

# 735人次, 3.0万元, -5%; groups: the digits and what is behind them.
_NUMBER = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?)(.*)", re.DOTALL)


def parts_of(value: Quantity | str | None) -> PartsBranch:
    """指标性质, 指标值 and 度量单位 of a value as it is printed: ≥, 735 and 人次; the number prints without its unit.

    A range is 90—95 of %. What is no figure is its own number, without comparator and unit.
    """
    text = value.written if isinstance(value, Quantity) else value
    target = Target.parse(text) if text else None
    if target is None:
        return {"comparator": "", "number": value, "unit": ""}
    number, unit = _split(target.quantity)
    if target.upper is not None:
        upper, upper_unit = _split(target.upper)
        if unit != upper_unit:
            return {"comparator": "", "number": text, "unit": ""}
        return {"comparator": "", "number": f"{number}{RANGE}{upper}", "unit": unit}
    figure = replace(value, written=number) if isinstance(value, Quantity) else number
    return {"comparator": target.comparator, "number": figure, "unit": unit}


def _split(figure: Quantity) -> tuple[str, str]:
    match = _NUMBER.fullmatch(figure.written)
    assert match is not None
    return match[1], match[2]
