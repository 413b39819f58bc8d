"""Determines by its content what kind of file a table is in; what is no table, or not a whole one, is named as that."""

from __future__ import annotations

import re
import struct
from enum import Enum

from generator.excel.reading.delimited import decoded
from generator.excel.xlsx.parts import EXCEL
from generator.opc import RefusedError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP, _ZIP_END = b"PK\3\4", b"PK\5\6"
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_ODS_AT = 30  # bytes into the zip, whose first member must be the type
_SPREADSHEETML = b"urn:schemas-microsoft-com:office:spreadsheet"
_HEAD = 8192
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|meta|body|table|div|style|script)\b|mime-version:", re.I
)
_TEXTS = (".csv", ".txt", ".tsv")
_LOCK = re.compile(r"~\$(.*)|\.~lock\.(.*)#|\.~(.*)", re.DOTALL)
_AGAIN = "重新下载或者复制一次，再导入"
# Of a compound file: the first sectors of its table, where its directory begins, and what an unused sector says.
_FIRST_SECTORS, _DIRECTORY, _UNUSED = slice(76, 512), 48, 0xFFFFFFFF
_NO_SECTOR = 0xFFFFFFFA
# Of a workbook of Excel 97 to 2003: the record at the beginning of its stream, and the one before an encrypted rest.
_BEGIN, _ENCRYPTED = b"\x09\x08\x10\0\0\6\5\0", 0x2F


class Kind(Enum):
    """How a file is read: `WORKBOOK` as .xlsx, `TEXT` as .csv; the others once LibreOffice has converted them."""

    WORKBOOK = ".xlsx"
    TEXT = ".csv"
    LEGACY = ".xls"
    OPEN = ".ods"
    MARKUP = "XML 2003"


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file; only of a text its name has a say.

    Raises:
        RefusedError: it is no table, or not a whole one.
    """
    if data.startswith(_ZIP):
        if _ZIP_END not in data:
            raise RefusedError("打不开，文件不完整：后面缺了一截，多半没有下载完", remedy=_AGAIN)
        return Kind.OPEN if data.startswith(_ODS, _ODS_AT) else Kind.WORKBOOK
    if data.startswith(_OLE):
        return _legacy(data)
    if lock := _LOCK.match(name):
        whole = next(group for group in lock.groups() if group is not None)
        message = "是打开工作簿时留下的临时文件，记的是谁在用它，不是工作簿本身"
        raise RefusedError(message, remedy=f"导入「{whole}」" if whole else "导入工作簿本身")
    if not data:
        raise RefusedError("是空文件，里面什么都没有（0 字节）", remedy=_AGAIN)
    return _text(data, name)


def _text(data: bytes, name: str) -> Kind:
    """The kind of a file that is neither a zip nor a compound file.

    Raises:
        RefusedError: it is a web page, or a text under the name of a workbook.
    """
    head = data[:_HEAD].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    if head.startswith(b"<?xml") and _SPREADSHEETML in head:
        if b"<!doctype" in data.replace(b"\0", b"").lower():
            raise RefusedError("带有 DOCTYPE 声明，Excel 的 XML 表格里不会有", form=EXCEL)
        return Kind.MARKUP
    if _HTML.match(head):
        message = "是网页（HTML），不是工作簿，只是扩展名写成了表格的"
        raise RefusedError(message, remedy="用 Excel 或 WPS 打开，核对数字，另存为「Excel 工作簿（*.xlsx）」")
    if name.casefold().endswith(_TEXTS):
        return Kind.TEXT
    if not head.startswith(b"<") and any(mark in head for mark in b",;\t") and _is_printable(data):
        message = "是文字（CSV 一类），不是 Excel 工作簿"
        raise RefusedError(message, remedy="把扩展名改成 .csv 再导入，或者用 Excel 打开，另存为 .xlsx")
    return Kind.WORKBOOK


def _is_printable(data: bytes) -> bool:
    """Whether a file is a text, without control characters."""
    try:
        return all(map(str.isprintable, decoded(data).split()))
    except RefusedError:
        return False


def _legacy(data: bytes) -> Kind:
    """The kind of a compound file.

    Raises:
        RefusedError: it is encrypted, is no workbook, or ends too early: LibreOffice would read what is left of it.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Kind.WORKBOOK  # refused there, with how the password is taken off
    if not _is_whole(data):
        raise RefusedError("是旧格式的文件（.xls 或 .et），而且不完整，多半没有下载完", remedy=_AGAIN)
    if not any(f"{stream}\0".encode("utf-16-le") in data for stream in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        raise RefusedError("是旧格式的 Office 文件，里面没有工作簿", remedy="检查是不是放错了文件")
    if _is_encrypted(data):
        raise RefusedError(
            "文件设了打开密码", remedy="用 Excel 或 WPS 打开，在「另存为」的「工具」里清空密码，存为 .xlsx"
        )
    return Kind.LEGACY


def _is_whole(data: bytes) -> bool:
    """Whether a compound file holds all sectors that its table says are used."""
    if len(data) < 1024:
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return False
    size = 1 << shift
    there = len(data) // size - 1  # the header takes the place of one
    first = (number for (number,) in struct.iter_unpack("<I", data[_FIRST_SECTORS]))
    tables = [number for number in first if number < _NO_SECTOR]
    (directory,) = struct.unpack_from("<I", data, _DIRECTORY)
    if not tables or max(*tables, directory) >= there:
        return False
    last = 0
    for position, table in enumerate(tables):
        start = (table + 1) * size
        entries = data[start : start + size]
        if len(entries) < size:
            return False
        for number, (entry,) in enumerate(struct.iter_unpack("<I", entries), position * size // 4):
            if entry != _UNUSED:
                last = number
    return bool(last < there)


def _is_encrypted(data: bytes) -> bool:
    """Whether the workbook in a compound file has a password: a record near its beginning says so."""
    start = data.find(_BEGIN)
    for _ in range(8 if start >= 0 else 0):
        if start + 4 > len(data):
            break
        kind, length = struct.unpack_from("<HH", data, start)
        if kind == _ENCRYPTED:
            return True
        start += 4 + length
    return False
