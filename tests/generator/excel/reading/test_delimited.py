"""A text with separators is read in every encoding of offices, each cell as it is written, or refused at its line."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from generator.excel.reading import delimited
from generator.excel.reading.delimited import parse_delimited
from generator.opc import RefusedError

TABLE = "编码,名称,预算数\r\n0012,差旅费,1.50\r\n"
WANTED = [["编码", "名称", "预算数"], ["0012", "差旅费", Decimal("1.50")]]


def values(data: bytes | str) -> list[list[Decimal | str | None]]:
    grid = parse_delimited(data.encode() if isinstance(data, str) else data, "表.csv")
    return [[cell.value for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode("utf-8-sig"),
        TABLE.encode(),
        TABLE.encode("gb18030"),
        TABLE.replace(",", "\t").encode("utf-16"),
        b"\xfe\xff" + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        TABLE.replace("\r\n", "\r").encode(),
        TABLE.replace("\r\n", "\n").replace(",", ";").encode(),
        b"sep=;\r\n" + TABLE.replace(",", ";").encode(),
        (TABLE + ",,,,\r\n\r\n , \r\n").encode(),
    ],
)
def test_every_encoding_and_separator_gives_the_same_cells(data: bytes) -> None:
    assert values(data) == WANTED


def test_names_that_gbk_does_not_have_are_read_from_gb18030() -> None:
    assert values("姓名,名\n𠮷㛃,1\n".encode("gb18030"))[1] == ["𠮷㛃", Decimal(1)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", Decimal(12)),
        ("-5", Decimal(-5)),
        ("0", Decimal(0)),
        (" 0.50 ", Decimal("0.50")),
        ("2050199", Decimal(2050199)),
        ("0012", "0012"),
        ("007.5", "007.5"),
        ("+5", "+5"),
        ("-甲", "-甲"),
        ("-1-2", "-1-2"),
        ("=1+1", "=1+1"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("98%", "98%"),
        ('"1,922"', "1,922"),
        ("1-2", "1-2"),
        ("2022/1/2", "2022/1/2"),
        ("TRUE", "TRUE"),
        ('"“校校通”""一期"""', '“校校通”"一期"'),
        ('"第一行\n第二行"', "第一行\n第二行"),
        ("", None),
        ("　", None),
    ],
)
def test_a_cell_is_what_is_written(written: str, value: Decimal | str | None) -> None:
    grid = parse_delimited(f"甲,乙\n丙,{written}\n".encode(), "表.csv")
    assert (grid.rows[1][1].value, grid.rows[1][1].fault, grid.rows[1][1].percent) == (value, "", False)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("#REF!", "公式出错，显示 #REF!"),
        ("########", "列太窄"),
        ("2.05E+06", "科学记数"),
        ("甲\x07", "控制字符"),
        ("x" * 32_768, "超过 Excel 一格的上限"),
    ],
)
def test_a_cell_that_lost_what_it_showed_has_a_fault(written: str, words: str) -> None:
    cell = parse_delimited(f"甲,乙\n丙,{written}\n".encode(), "表.csv").rows[1][1]
    assert words in cell.fault and cell.remedy


def test_cells_know_their_places_as_excel_counts_them() -> None:
    grid = parse_delimited('甲,乙\n\n"丙\n丁",1\n戊,2\n'.encode(), "预算 表.csv")
    assert (grid.name, grid.place.path, len(grid.rows)) == ("预算 表", "预算 表.csv", 4)
    cell = grid.rows[3][1]
    assert (cell.place.path, cell.place.excerpt, cell.row, cell.column) == ("预算 表.csv!B4", "戊 │ 2", 4, 2)
    assert parse_delimited("sep=,\n甲,乙\n".encode(), "a.csv").rows[0][1].place.path == "a.csv!B1"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("名,甲,乙\n差旅费,1,922,0.5\n".encode(), "第 2 行比前面各行多出 1 栏"),
        ('sep=,\n名,甲\n"一\n二",1\n差旅费,1,922\n'.encode(), "第 5 行比前面各行多出 1 栏"),
        ('名,甲\n"校校通"项目,1\n'.encode(), "第 2 行的双引号没有配对"),
        ('名,甲\n一,1\n"校校通,1\n培训,2\n'.encode(), "第 3 行的双引号没有配对"),
        ("名,甲\n".encode("gb18030") + b"\xff\xff,1\n", "第 2 行的字读不出来：既不是 UTF-8，也不是 GB18030"),
        ("名称,预算数\n支出内容差旅费".encode() + b"\xe6,1\n", "第 2 行的字读不出来：文件是 UTF-8 编码"),
        ("\ufeff甲\n".encode() + b"\xb2\xee\xc2\xc3\n", "第 2 行的字读不出来：文件是 UTF-8 编码"),
        (TABLE.encode("utf-16")[:-1], "第 2 行的字读不出来：文件是 UTF-16 编码"),
        (b"a," + b"x" * 200_000, "第 1 行有一格的文字超过"),
    ],
)
def test_what_cannot_be_parted_or_read_is_told_at_its_line(data: bytes, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_delimited(data, "表.csv")
    assert words in str(refused.value) and refused.value.remedy


def test_a_wider_heading_further_down_is_no_fault() -> None:
    assert len(values("资金\n名,甲\n差旅费,1\n\n名,甲,乙,丙\n培训费,1,2,3\n")) == 6


def test_blank_lines_at_the_end_do_not_count() -> None:
    assert len(values("甲,乙\n" + "\n" * 5_000)) == 1


@pytest.mark.parametrize("limit", ["MAX_ROWS", "MAX_COLUMNS", "MAX_CELLS", "MAX_TEXT", "MAX_AREA"])
def test_limits_are_those_of_a_workbook(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, limit, 2)
    with pytest.raises(RefusedError, match=r"超过.* 2 "):
        parse_delimited("甲,乙,丙\n丁,戊,己\n庚,辛,壬\n".encode(), "表.csv")


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"a\n" + b"," * (1 << 23), 1),
        (b"a\n" + b"\n" * (1 << 23), 1),
        (b'"' * (1 << 23), None),
        (b"a,1\n" * (1 << 21), None),
        ("中,".encode("utf-16-le") * (1 << 21), None),
    ],
)
def test_the_largest_file_takes_little_time(data: bytes, rows: int | None) -> None:
    begun = time.process_time()
    if rows is None:
        with pytest.raises(RefusedError, match="超过"):
            parse_delimited(data, "表.csv")
    else:
        assert len(values(data)) == rows
    assert time.process_time() - begun < 4  # a tenth of a second each; before lines were counted, up to eight
