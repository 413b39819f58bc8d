"""A file that a user names is read by its content, and what is wrong with it is told at the file's own name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.excel.reading import opening
from generator.excel.reading.kinds import Kind
from generator.excel.reading.opening import read_workbook
from generator.opc import RefusedError
from tests.support.foreign_books import PLAIN, number, opendocument, row


def read(folder: Path, name: str, data: bytes) -> tuple[list[list[str]], list[tuple[str, str, str]]]:
    path = folder / name
    path.write_bytes(data)
    grids, problems = read_workbook(path, name)
    cells = [[cell.text for cell in row] for grid in grids for row in grid.rows]
    return cells, [(one.code, one.place.path, one.message) for one in problems]


CELLS = [["支出内容", "预算数"], ["差旅费", "1.25"]]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("预算.xlsx", PLAIN),
        ("只是叫.xls", PLAIN),
        ("-预 算'\"%20.csv", "支出内容,预算数\n差旅费,1.25\n".encode("gb18030")),
    ],
)
def test_what_needs_no_other_program_is_read_as_it_is(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "converted", lambda *_: pytest.fail("it was converted"))
    assert read(tmp_path, name, data) == (CELLS, [])


def test_what_was_converted_is_told_at_the_file_that_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Kind] = []

    def convert(_data: bytes, kind: Kind, _tell: Any) -> bytes:
        asked.append(kind)
        return PLAIN

    monkeypatch.setattr(opening, "converted", convert)
    (tmp_path / "预算.ods").write_bytes(opendocument(row(number("1"))))
    grids, _ = read_workbook(tmp_path / "预算.ods", "预算.ods")
    assert asked == [Kind.OPEN] and grids[0].rows[1][1].place.path == "预算.ods!资金!B2"


@pytest.mark.parametrize(("part", "place"), [("", "预算.ods"), ("content.xml", "预算.ods!content.xml")])
def test_a_conversion_that_fails_is_a_problem_of_the_file(
    part: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert(*_: Any) -> bytes:
        raise RefusedError("不行", part, "另存")

    monkeypatch.setattr(opening, "converted", convert)
    assert read(tmp_path, "预算.ods", opendocument(row(number("1")))) == ([], [("XLSX-FILE", place, "不行")])


def test_an_empty_file_is_a_problem(tmp_path: Path) -> None:
    assert read(tmp_path, "a.xlsx", b"")[1] == [("XLSX-FILE", "a.xlsx", "是空文件，里面什么都没有（0 字节）")]


def test_a_text_that_cannot_be_parted_is_a_problem(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", b'a,"b')[1][0][:2] == ("XLSX-FILE", "a.csv")


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_BYTES", 10)
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"x" * 100)
    problems = read_workbook(path, "book.xlsx")[1]
    assert "超过上限 10 字节" in problems[0].message
    assert "读不出来" in read_workbook(tmp_path / "none.xlsx", "none.xlsx")[1][0].message


def test_each_sheet_is_announced(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(PLAIN)
    said: list[str] = []
    read_workbook(tmp_path / "a.xlsx", "a.xlsx", said.append)
    assert said == ["正在读工作表「资金」"]
