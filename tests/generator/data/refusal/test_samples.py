from __future__ import annotations

from decimal import Decimal

import pytest

from generator.data.refusal.samples import meant, sample
from generator.data.schema import fits, schema

TOP = schema("report")
YEAR = TOP["properties"]["year"]
AMOUNT = {"$ref": "#/$defs/figure"}
LINE = {"$ref": "#/$defs/line"}
POINTS = {"$ref": "#/$defs/points"}


@pytest.mark.parametrize(
    ("typed", "source", "part", "value"),
    [
        ("2022", '"2022"', YEAR, 2022),
        ("２０２２", "２０２２", YEAR, 2022),
        ("2022年", "2022年", YEAR, 2022),
        ("二〇二二", "二〇二二", YEAR, None),
        ("5分", "5分", POINTS, 5),
        ("7.25", "'7.25'", POINTS, Decimal("7.25")),
        (2022, "2022", LINE, "2022"),
        (Decimal("2.0"), "2.0", LINE, "2.0"),
        (True, "true", LINE, None),
        (21754, "21754", AMOUNT, None),
        ([1], "[1]", LINE, None),
    ],
)
def test_what_is_of_another_kind_only_is_what_was_meant(
    typed: object, source: str, part: dict[str, str], value: object
) -> None:
    found = meant(typed, source, part, TOP)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("name", [name for name in TOP["$defs"] if name != "value"])
def test_there_are_different_samples_of_each_definition(name: str) -> None:
    part = {"$ref": f"#/$defs/{name}"}
    found = [sample(part, TOP, number, 17) for number in range(1, 5)]
    definition = TOP["$defs"][name]
    assert all(fits(value, definition, TOP) for value in found)
    assert found == [{}] * 4 or any(value != found[0] for value in found[1:])


@pytest.mark.parametrize("name", ["line", "identifier", "figure", "amount", "people", "prose"])
def test_samples_of_different_places_differ(name: str) -> None:
    part = {"$ref": f"#/$defs/{name}"}
    assert sample(part, TOP, 1, 18) != sample(part, TOP, 1, 17)


def test_a_figure_without_its_unit_is_tried_with_each() -> None:
    assert [sample(AMOUNT, TOP, number, 3, "21,754") for number in (1, 2)] == ["21754元", "21754万元"]
    assert sample(AMOUNT, TOP, 3, 3, "21,754") not in ("21754元", "21754万元")
