from __future__ import annotations

import pytest

from generator.tables.rows import Total, are_column_numbers, is_below, is_blank_of_form, is_example, total
from tests.support.grids import row_of
from tests.support.workbook_cases import CASES


@pytest.mark.parametrize("case", CASES["totals"], ids=lambda case: case["text"])
def test_a_total_is_known_in_any_usual_wording_and_no_item_for_one(case: dict[str, str]) -> None:
    assert total(case["text"]) is (Total(case["is"]) if case["is"] != "none" else Total.NONE)


@pytest.mark.parametrize("case", CASES["forms"], ids=lambda case: "".join(case["cells"])[:30])
def test_what_the_form_prints_is_no_item(case: dict[str, list[str]]) -> None:
    cells, first = case["cells"], case["cells"][0]
    found = {
        "blank": is_blank_of_form(first),
        "below": is_below(first),
        "example": is_example(first),
        "numbers": are_column_numbers(row_of(*cells)),
    }
    assert found.get(str(case["is"]), not any(found.values()))
    assert total(first) is Total.NONE


@pytest.mark.parametrize("cells", [["差旅费", "1", "2"], ["1", "3", "2"], ["2"], ["3", "4", "5"]])
def test_a_row_of_figures_numbers_no_columns(cells: list[str]) -> None:
    assert not are_column_numbers(row_of(*cells))


def test_only_a_total_is_true() -> None:
    assert [bool(one) for one in (Total.WHOLE, Total.PART, Total.NONE)] == [True, True, False]
