"""Cells read as exact figures, however clerks write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.problems import Place
from generator.quantity import Quantity
from generator.tables.grid import Cell
from generator.tables.values import actual_value, count, money, near, points, rate, target_value, text

BAD: list[str] = ["约1万", "1,0000", "1.2.3", "46%", "3人", "--1", "1e5", "１２３元元", "9" * 30]


def cell(value: Decimal | str | None, *, percent: bool = False) -> Cell:
    return Cell(value, Place("book.xlsx!表!A1"), 1, 1, percent)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal("2.18"), "万元", "2.18万元"),
        (Decimal("2.1754"), "万元", "21754元"),
        (Decimal("4.0405"), "万元", "40405元"),
        (Decimal("0.000012"), "万元", "0.12元"),
        (Decimal(3), "万元", "3万元"),
        (Decimal("1E+2"), "元", "100元"),
        (Decimal("-5.5"), "万元", "-5.5万元"),
        (Decimal("0.0003"), "亿元", "30000元"),
        ("1,234.50", "元", "1234.50元"),
        ("１，２３４．５", "元", "1234.5元"),
        ("2.18 万元", "元", "2.18万元"),
        ("21754元", "万元", "21754元"),
        (" 3 ", "万元", "3万元"),
    ],
)
def test_amounts(value: Decimal | str, unit: str, written: str) -> None:
    found, problem = money(cell(value), unit)
    assert problem is None and found is not None
    assert found.text == written
    assert found.quantity is not None


@pytest.mark.parametrize("value", ["", "—", "——", "-", "/", "未披露", None, " "])
def test_marks_for_nothing_are_nothing(value: str | None) -> None:
    for read in (
        lambda one: money(one, "万元"),
        points,
        rate,
        text,
        target_value,
        actual_value,
        lambda one: count(one, "人"),
    ):
        assert read(cell(value)) == (None, None)


@pytest.mark.parametrize("value", BAD)
def test_what_is_no_amount_is_a_problem(value: str) -> None:
    found, problem = money(cell(value), "万元")
    assert found is None and problem is not None
    assert (problem.code, problem.place.path) == ("XLSX-CELL", "book.xlsx!表!A1")


@pytest.mark.parametrize("value", ["0.3333333333333333", "0.0000001", "100000000000000000", "Infinity", "NaN"])
def test_numbers_that_no_account_holds_are_a_problem(value: str) -> None:
    assert money(cell(Decimal(value)), "万元")[1] is not None


def test_scores_counts_and_rates() -> None:
    def written(found: object) -> str:
        return str(getattr(found, "text", found))

    assert written(points(cell(Decimal("4.50")))[0]) == "4.5"
    assert written(points(cell("5分"))[0]) == "5"
    assert points(cell("5个"))[1] is not None
    assert written(count(cell(Decimal(13)), "人")[0]) == "13人"
    assert written(count(cell("13人"), "人")[0]) == "13人"
    assert count(cell(Decimal("1.5")), "人")[1] is not None
    assert written(rate(cell(Decimal("0.7251"), percent=True))[0]) == "72.51%"
    assert written(rate(cell("72.51%"))[0]) == "72.51%"
    assert rate(cell(Decimal("72.51"))) == (None, None)  # whether this is a percentage nobody can tell


def test_texts_and_bare_numbers() -> None:
    found, _ = target_value(cell(Decimal("0.95"), percent=True))
    assert found is not None and (found.text, found.number) == ("95%", False)
    found, _ = target_value(cell(Decimal(83)))
    assert found is not None and (found.text, found.number) == ("83", True)
    found, _ = text(cell(Decimal(0)))
    assert found is not None and (found.text, found.number) == ("0", False)
    found, _ = text(cell("第一行\n第二行　"))
    assert found is not None and found.text == "第一行 第二行"


@pytest.mark.parametrize("value", ["=funds.actual", "{{ unit }}", "{% if x %}"])
def test_a_text_cannot_become_a_reference(value: str) -> None:
    found, problem = target_value(cell(value))
    assert found is None and problem is not None and problem.code == "XLSX-CELL"


def test_figures_agree_within_rounding_and_what_floats_lose() -> None:
    def figure(written: str) -> Quantity:
        found = Quantity.parse(written)
        assert found is not None
        return found

    assert near(figure("21754元"), figure("2.18万元"))
    assert not near(figure("21754元"), figure("2.19万元"))
    assert near(figure("72.5133333333%"), figure("72.51333333329999%"))
    assert not near(figure("3元"), figure("3人"))


@pytest.mark.parametrize(
    ("typed", "target", "actual"),
    [
        ("３年以上", "≥3年", "≥3年"),
        (" 98 ％ ", "98%", "98%"),
        ("不低于98%", "≥98%", "≥98%"),
        ("一千九百二十二所", "1922所", "1922所"),
        ("提高", "提高", "提高"),
        ("三万一", "三万一", "三万一"),
    ],
)
def test_targets_and_actual_values_are_read_in_every_spelling(typed: str, target: str, actual: str) -> None:
    found = [value.text for read in (target_value, actual_value) if (value := read(cell(typed))[0])]
    assert found == [target, actual]
