from __future__ import annotations

import re
from fractions import Fraction

import pytest

from generator.spelling.folding import fold
from generator.spelling.idioms import Idioms
from generator.spelling.measured import Units, number_of, unit_of, value_of

UNITS = Units.of(["人", "人次", "个县（市、区）"])
IDIOMS = Idioms.of([], (), {"分": ["钟"]})


def measured(text: str) -> tuple[str, str, str, str]:
    """Of the first run of digits that a text begins with: the number, its value, its unit, and where the unit ends."""
    folded = fold(text)
    run = re.match(r"[0-9一二三四五六七八九十百千万亿两点., ]+(?<! )", folded.text)
    assert run is not None
    number = number_of(folded, run)
    unit = unit_of(folded.text, number, UNITS, IDIOMS) if number else None
    if number is None or unit is None:
        return "", "", "", text
    return number.digits, str(number.value), unit.name, folded.text[unit.end :]


@pytest.mark.parametrize(
    ("text", "digits", "value", "unit", "rest"),
    [
        ("2.18万元整，", "2.18万", "21800", "元", ","),
        ("一200人", "200", "200", "人", ""),
        ("2021，120人次", "120", "120", "人次", ""),
        ("1,92人", "1,92", "None", "人", ""),
        ("万元", "", "", "", "万元"),
        ("11个县（市、区）的", "11", "11", "个县（市、区）", "的"),
        ("30分钟", "", "", "", "30分钟"),
        ("5百分点", "5百", "500", "个百分点", ""),
        ("三千人民", "三千", "3000", "人", "民"),
    ],
)
def test_a_number_and_its_unit(text: str, digits: str, value: str, unit: str, rest: str) -> None:
    assert measured(text) == (digits, value, unit, rest)


@pytest.mark.parametrize(
    ("digits", "part", "value"),
    [
        ("21,754.00", "", Fraction(21754)),
        ("2 754", "", Fraction(2754)),
        ("3·5", "", Fraction(7, 2)),
        ("3。5", "", Fraction(7, 2)),
        ("3点5", "", Fraction(7, 2)),
        ("两万一千", "", Fraction(21000)),
        ("九十五", "百分之", Fraction(19, 20)),
        ("3", "千分之", Fraction(3, 1000)),
        ("三万一", "", None),
        ("1.2.3", "", None),
        ("9" * 100, "", None),
    ],
)
def test_the_value_of_a_number(digits: str, part: str, value: Fraction | None) -> None:
    assert value_of(digits, part) == value


def test_units_are_known_by_their_folded_form() -> None:
    assert UNITS.names["个县(市、区)"] == "个县（市、区）"
    assert {"人", "个", "元", "%"} <= UNITS.starts
