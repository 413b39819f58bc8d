"""Says what a file is that is no DOCX, although it is named like one."""

from __future__ import annotations

import zipfile
from io import BytesIO

from generator.opc import RefusedError

_SAVE = "用 Word 或 WPS 打开，另存为「Word 文档（*.docx）」；只改扩展名不行"
_AGAIN = "请原来的人重新发送，或者重新下载、复制一次"
# By what the file begins with.
_BEGINNINGS = {
    b"{\\rtf": "RTF 文件",
    b"%PDF": "PDF 文件",
    b"MIME-Version": "单个文件网页（.mht）",
    b"<html": "网页（.html）",
    b"<!doctype html": "网页（.html）",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
}
_OPEN_DOCUMENT = {"text": "文字（.odt）", "spreadsheet": "表格（.ods）", "presentation": "演示文稿（.odp）"}
_HEAD = 4096  # bytes at the beginning that are looked at
_ZIP = b"PK\3\4"
_ZIP_END = b"PK\5\6"
_MARK = b"\xef\xbb\xbf"


def refuse_other_formats(data: bytes) -> None:
    """Looks at the bytes of a file that should be a DOCX.

    Raises:
        RefusedError: they are empty, cut off, or those of another format that can be told from its beginning.
    """
    if not data:
        raise RefusedError("文件是空的（0 字节）", remedy=_AGAIN)
    head = data[:_HEAD].removeprefix(_MARK).lstrip()
    lower = head.lower()
    for beginning, what in _BEGINNINGS.items():
        if lower.startswith(beginning.lower()):
            raise RefusedError(f"是{what}，不是 Word 文档（.docx）", remedy=_SAVE)
    if head.startswith(b"<") or head.startswith(b"\xff\xfe<"):
        what = "单个 XML 文件（Flat OPC）" if b"xmlPackage" in head or b"pkg:package" in head else "XML 或者网页文件"
        raise RefusedError(f"是{what}，不是 Word 文档（.docx）", remedy=_SAVE)
    if head.startswith(_ZIP) and _ZIP_END not in data:
        raise RefusedError("文件不完整，后面的部分没有了", remedy=_AGAIN)
    if b"mimetypeapplication/vnd.oasis.opendocument." in data[:_HEAD]:
        _refuse_open_document(data)


def _refuse_open_document(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("mimetype") as member:
            kind = member.read(100).decode("ascii", "replace").rpartition(".")[2]
    except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, OSError):
        kind = ""
    what = next((word for name, word in _OPEN_DOCUMENT.items() if kind.startswith(name)), "文件")
    raise RefusedError(f"是 OpenDocument {what}，不是 Word 文档（.docx）", remedy=_SAVE)
