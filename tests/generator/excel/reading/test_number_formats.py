"""Number formats of Excel: whether a cell shows a percentage, a date or the number itself."""

from __future__ import annotations

import pytest

from generator.excel.reading.number_formats import Shown, shown_by_code, shown_by_id


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, Shown.NUMBER),
        (9, Shown.PERCENT),
        (10, Shown.PERCENT),
        (11, Shown.NUMBER),
        (13, Shown.NUMBER),
        (14, Shown.DATE),
        (22, Shown.DATE),
        (23, Shown.NUMBER),
        (27, Shown.DATE),
        (36, Shown.DATE),
        (37, Shown.NUMBER),
        (58, Shown.DATE),
    ],
)
def test_a_format_of_every_file_is_known_by_its_number(number: int, shown: Shown) -> None:
    assert shown_by_id(number) is shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", Shown.NUMBER),
        ("G/通用格式", Shown.NUMBER),
        ("#,##0.00", Shown.NUMBER),
        ("0.00E+00", Shown.NUMBER),
        ("0.00%", Shown.PERCENT),
        ("[Red]0%;-0%", Shown.PERCENT),
        ('0.0"%"', Shown.MARKED),
        ("0\\%", Shown.MARKED),
        ('yyyy"年"m"月"', Shown.DATE),
        ("[h]:mm", Shown.DATE),
        ('0"days"', Shown.NUMBER),
        ("[>=100]0;0", Shown.NUMBER),
        ("aaaa", Shown.DATE),
    ],
)
def test_a_code_shows_by_what_is_no_literal_in_it(code: str, shown: Shown) -> None:
    assert shown_by_code(code) is shown
