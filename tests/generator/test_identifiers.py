"""Codes, years and names of files become parts of paths, so nothing may be one that leads elsewhere."""

from __future__ import annotations

import pytest

from generator.identifiers import is_code, is_year, unusable
from tests.support.paths import UNUSABLE

FINE = ["hechi.yaml", "河池 市「站」.yaml", "a.b.c", ".gitignore", ".gitattributes", "git", "con sole", "é", "a" * 255]


@pytest.mark.parametrize("text", ["a", "hubei-wuhan", "u1", "a" * 64])
def test_a_code_is_lower_case_letters_digits_and_hyphens(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize("text", ["", "A", "1a", "-a", "a_b", "a/b", "..", "a.b", "河池", "a\n", "ａ", "a" * 65])
def test_what_could_lead_elsewhere_is_no_code(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(
    ("text", "year"), [("2022", True), ("1999", False), ("22", False), ("２０２２", False), ("2022\n", False)]
)
def test_a_year_is_four_ascii_digits_of_this_century(text: str, year: bool) -> None:
    assert is_year(text) is year


@pytest.mark.parametrize("name", FINE)
def test_a_name_that_every_system_takes_is_fine(name: str) -> None:
    assert unusable(name.encode()) == ""


@pytest.mark.parametrize("name", UNUSABLE, ids=repr)
def test_a_name_that_leads_elsewhere_or_cannot_be_told_is_refused(name: bytes) -> None:
    assert unusable(name)
