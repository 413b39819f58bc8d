"""The filters for tags outside of paragraphs, which nobody has to know."""

from __future__ import annotations

import pytest

from generator.quantity import Quantity
from generator.text.printer import Printer
from generator.word.outside.printing import outside_filters
from generator.word.render import template_environment


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [
        ("_line", "甲\n乙\r\n丙", "甲 乙 丙"),
        ("_line", "甲\t乙", "甲 乙"),
        ("_line", 2023, "2023"),
        ("_line", Quantity.parse("21754元"), "21754元"),
        ("_piece", "a/b?c&中", "a%2Fb%3Fc%26%E4%B8%AD"),
        ("_host", "a@b.cn:80/", "a@b.cn:80%2F"),
        ("_address", " https://a/中?b=1#c%20%z ", "https://a/%E4%B8%AD?b=1#c%20%25z"),
    ],
)
def test_a_value_is_printed_as_its_place_can_hold_it(printer: Printer, name: str, value: object, printed: str) -> None:
    assert outside_filters(printer.text)[name](value) == printed


def test_no_message_offers_these_filters(printer: Printer) -> None:
    assert not any(name.startswith("_") for name in template_environment(printer).notation)
