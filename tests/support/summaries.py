"""Rows of a year at a glance, and the document and the workbook that they make."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import openpyxl

from generator.frozen import replace
from generator.reports.summary.document import word
from generator.reports.summary.rows import Row
from generator.reports.workspace import Workspace
from tests.support.paths import PROJECT

ROW = Row("a", "甲", "项目", "project", counted=True)
WIDE = [
    replace(ROW, code="a", budget=Fraction(100_000), actual=Fraction(95_000), score=Fraction(9105, 100), grade="优"),
    replace(ROW, code="b", budget=Fraction(0), actual=Fraction(0), score=Fraction(80), grade="良", warnings=2),
    replace(ROW, code="c", budget=Fraction(300_000), actual=Fraction(100_000)),
    Row("d", "丁", failed=True, errors=3),
]


def of_units(count: int) -> list[Row]:
    """The rows of so many units."""
    return [replace(WIDE[number % 4], code=f"u{number:04}", unit=f"示例市第{number}中心") for number in range(count)]


def made(found: list[Row], year: str = "2022", order: str = "unit") -> bytes:
    """The document of these rows."""
    data, problems = word(Workspace(PROJECT), found, year, order, "commit")
    assert problems == []
    return data


def sheets(data: bytes, *, values: bool) -> dict[str, list[tuple[object, ...]]]:
    """The cells of a workbook by sheet, as formulas or as values."""
    book = openpyxl.load_workbook(BytesIO(data), data_only=values)
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book}
