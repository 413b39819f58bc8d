"""Files are judged by what is in them: kinds, passwords, files that are cut off, and what is no table at all."""

from __future__ import annotations

import pytest

from generator.excel.reading.kinds import Kind, kind_of
from generator.opc import RefusedError
from tests.support.foreign_books import PLAIN, SPREADSHEETML, compound, number, opendocument, row

BOOK = b"\x09\x08\x10\0\0\6\5\0" + bytes(12)  # the first record of a workbook
XLS = compound("Workbook", BOOK + bytes(3000))
ODS = opendocument(row(number("1")))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.xls", PLAIN, Kind.WORKBOOK),
        ("~$a.xlsx", PLAIN, Kind.WORKBOOK),
        ("a.xlsx", XLS, Kind.LEGACY),
        ("a.csv", XLS, Kind.LEGACY),
        ("a.xls", compound("Book", BOOK), Kind.LEGACY),
        ("a.xls", compound("Workbook", BOOK[:8] + b"\x2f\0" + bytes(10)), Kind.LEGACY),  # within the first record
        ("a.xlsx", compound("EncryptedPackage"), Kind.WORKBOOK),
        ("a.xls", ODS, Kind.OPEN),
        ("a.xls", SPREADSHEETML.encode(), Kind.MARKUP),
        ("a.xls", SPREADSHEETML.encode("utf-16"), Kind.MARKUP),
        ("a.csv", b"\xef\xbb\xbfa,b\n", Kind.TEXT),
        ("a.TXT", "甲\t乙\n".encode("utf-16"), Kind.TEXT),
        ("a.csv", b"a\n", Kind.TEXT),
        ("a.xlsx", b"a\n", Kind.WORKBOOK),
        ("a.xlsx", b"<a>,</a>", Kind.WORKBOOK),
        ("a.xlsx", b"\0\1\2,\xff\xfe", Kind.WORKBOOK),
    ],
)
def test_a_kind_is_seen_from_the_content(name: str, data: bytes, kind: Kind) -> None:
    assert kind_of(data, name) is kind


@pytest.mark.parametrize(
    ("name", "data", "message", "remedy"),
    [
        ("a.xlsx", b"", "是空文件", "重新下载"),
        ("a.xlsx", PLAIN[: len(PLAIN) // 2], "文件不完整：后面缺了一截", "重新下载"),
        ("a.ods", ODS[: len(ODS) // 2], "文件不完整：后面缺了一截", "重新下载"),
        ("a.xls", XLS[:100], "不完整", "重新下载"),
        ("a.xls", XLS[:600], "不完整", "重新下载"),
        ("a.xls", XLS[:-1], "不完整", "重新下载"),
        ("a.xls", XLS[:-2000], "不完整", "重新下载"),
        ("a.xls", XLS[:30] + b"\x20\0" + XLS[32:], "不完整", "重新下载"),
        ("a.xls", XLS[:76] + b"\xff" * 4 + XLS[80:], "不完整", "重新下载"),
        ("a.xls", XLS[:8] + bytes(600), "不完整", "重新下载"),
        ("a.xls", compound("WordDocument"), "里面没有工作簿", "放错了文件"),
        ("a.xls", compound("Workbook", BOOK + b"\x2f\0\6\0" + bytes(6)), "文件设了打开密码", "清空密码"),
        ("a.xls", compound("Workbook", BOOK + b"\x86\0\0\0\x2f\0\6\0" + bytes(6)), "文件设了打开密码", "清空密码"),
        ("~$预算.xlsx", b"\5zhang" + b" " * 159, "谁在用它", "导入「预算.xlsx」"),
        ("~$预算.xlsx", b"", "谁在用它", "导入「预算.xlsx」"),
        (".~lock.预算.ods#", b",zhang,host,,file;", "谁在用它", "导入「预算.ods」"),
        (".~预算.et", b"\5zhang", "谁在用它", "导入「预算.et」"),
        ("a.xls", b"\r\n<html><table>", "是网页", "另存为"),
        ("a.xls", b"\xef\xbb\xbf<TABLE border=1>", "是网页", "另存为"),
        ("a.csv", "<!DOCTYPE html>".encode("utf-16"), "是网页", "另存为"),
        ("a.xls", b"MIME-Version: 1.0\r\n", "是网页", "另存为"),
        ("a.xls", b'<?xml version="1.0"?><html>', "是网页", "另存为"),
        ("a.xls", SPREADSHEETML.replace("<Workbook", "<!DOCTYPE a><Workbook").encode(), "DOCTYPE", "另存为"),
        ("a.xlsx", "项目,金额\n".encode("gb18030"), "是文字", "改成 .csv"),
        ("a.xls", "项目\t金额\n".encode("utf-16"), "是文字", "改成 .csv"),
    ],
)
def test_what_is_no_whole_table_is_named(name: str, data: bytes, message: str, remedy: str) -> None:
    with pytest.raises(RefusedError) as refused:
        kind_of(data, name)
    assert message in str(refused.value) and remedy in refused.value.remedy
