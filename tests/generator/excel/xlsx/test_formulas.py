"""Formulas that depend on other workbooks or the network, themselves or through others."""

from __future__ import annotations

import pytest

from generator.excel.xlsx import formulas
from generator.excel.xlsx.formulas import Formula, from_outside, linked


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("[1]Sheet1!A1", True),
        ("SUM('[12]表 1'!$A$1:$A$9)/10000", True),
        ("[1]!合计", True),
        ("'C:\\决算\\[决算.xlsx]表'!A1", True),
        ('WEBSERVICE("http://a.cn")', True),
        ('IFERROR(__xludf.DUMMYFUNCTION("IMPORTRANGE(""x"",""a"")"),5)', True),
        ("表1[2021]", False),
        ("SUM(表1[[#Data],[2021]])", False),
        ('IF(A1>0,"[1]见附件",B1)', False),
        ("Sheet2!A1+SUM(B:B)", False),
        ("IMPORTED+1", False),
    ],
)
def test_a_formula_takes_from_outside_what_is_not_of_its_workbook(text: str, outside: bool) -> None:
    assert from_outside(text) is outside


@pytest.mark.parametrize(
    ("text", "depends"),
    [
        ("A1", True),
        ("$A$1*2", True),
        ("SUM(A1:B3)", True),
        ("SUM(A:A)", True),
        ("甲!A1", True),
        ("'甲'!A1", True),
        ("乙!A1", False),
        ("A2", False),
        ("AA1", False),
        ("LOG10(B2)", False),
        ('"A1"', False),
        ("总额+1", True),
        ("外部", True),
        ("别的", False),
    ],
)
def test_what_depends_on_such_a_formula_does_so_too(text: str, depends: bool) -> None:
    sheets = {"甲": {(1, 1): Formula("[1]S!A1"), (9, 9): Formula(text)}, "乙": {(5, 5): Formula("甲!I9")}}
    names = [("总额", "甲!$A$1"), ("外部", "[2]S!$A$1"), ("别的", "甲!$B$7")]
    found = linked(sheets, names)
    assert found == {"甲": {(1, 1), (9, 9)} if depends else {(1, 1)}, "乙": {(5, 5)} if depends else set()}


def test_a_shared_formula_is_moved_with_its_cell() -> None:
    sheets = {
        "甲": {
            (1, 1): Formula("[1]S!A1"),
            (1, 5): Formula("A3", -2),
            (2, 5): Formula("A3", -1),
            (3, 5): Formula("$A$1", 7, 7),
        }
    }
    assert linked(sheets, []) == {"甲": {(1, 1), (1, 5), (3, 5)}}


def test_where_following_takes_too_long_all_formulas_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas, "_MOST_STEPS", 3)
    sheets = {"甲": {(1, 1): Formula("[1]S!A1"), **{(row, 2): Formula("C9") for row in range(9)}}}
    assert linked(sheets, []) == {"甲": {*sheets["甲"]}}
    del sheets["甲"][1, 1]
    assert linked(sheets, []) == {"甲": set()}
