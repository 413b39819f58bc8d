from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from generator.opc import write_package
from generator.word.package import parse_template
from tests.support.docx import p, package_of

WHOLE = write_package(package_of(p("甲")))


def open_document(kind: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


OTHERS = {
    "empty": (b"", "空的"),
    "half": (WHOLE[: len(WHOLE) // 2], "不完整"),
    "odt": (open_document("text"), "OpenDocument 文字"),
    "ods": (open_document("spreadsheet-template"), "OpenDocument 表格"),
    "odg": (open_document("graphics"), "OpenDocument 文件"),
    "flat": (b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://x/xmlPackage"/>', "Flat OPC"),
    "marked flat": (b'\xef\xbb\xbf<?xml version="1.0"?><pkg:package/>', "Flat OPC"),
    "web": (b"<HTML><body>", "网页（.html）"),
    "xml": (b"<w:document/>", "XML 或者网页"),
    "rtf": (b"{\\rtf1\\ansi", "RTF"),
    "pdf": (b"%PDF-1.7", "PDF"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式"),
    "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "noise": (b"abc", "打不开"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_no_docx_is_told_by_what_it_is(case: str) -> None:
    data, word = OTHERS[case]
    package, (problem,) = parse_template(data, "t/x.docx")
    assert (package, problem.code, problem.place.path) == (None, "TEMPLATE-FILE", "t/x.docx")
    assert word in problem.message and problem.remedy
