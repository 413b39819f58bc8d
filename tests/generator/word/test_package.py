from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from generator.opc import (
    MAX_MEMBERS,
    MAX_NODES,
    MAX_UNPACKED,
    MAX_XML,
    RELATIONSHIPS,
    TYPES,
    Link,
    Package,
    with_links,
    with_part,
    write_package,
)
from generator.word.names import DOCUMENT, STYLES
from generator.word.package import parse_package, read_package
from tests.support.docx import package_of
from tests.support.growth import LIMIT, assert_linear
from tests.support.paths import PROJECT


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


HOUSE = package_of("<w:p/>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def house(**parts: bytes) -> bytes:
    """The house template with other members: `word_x_xml` stands for word/x.xml."""
    return zipped(HOUSE | {name.replace("_", "/", 1).replace("_", "."): data for name, data in parts.items()})


def edited(part: str, old: str, new: str) -> bytes:
    assert old.encode() in HOUSE[part]
    return zipped(HOUSE | {part: HOUSE[part].replace(old.encode(), new.encode())})


def linked(target: str, kind: str = "image") -> bytes:
    return zipped(with_links(HOUSE, DOCUMENT, [Link("rId77", f"t/{kind}", target, external=False)]))


def circle() -> bytes:
    package = with_links(HOUSE, DOCUMENT, [Link("rId77", "t/header", "word/footer1.xml", external=False)])
    return zipped(with_links(package, "word/footer1.xml", [Link("rId1", "t/header", DOCUMENT, external=False)]))


def flagged() -> bytes:
    """As a zip with a password: the bit that says so is set for every member, here and in the list at the end."""
    data = bytearray(zipped(HOUSE))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    return bytes(data)


def lying(size: int) -> bytes:
    """A member of `size` bytes that says it has three."""
    data = zipped({**HOUSE, "word/x.xml": bytes(size)})
    return data.replace(struct.pack("<I", size), struct.pack("<I", 3))


def twice(name: str) -> bytes:
    out = BytesIO(zipped(HOUSE))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, b"<x/>")
    return out.getvalue()


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(9)
)
MAIN = "wordprocessingml.document.main+xml"
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "", "文件设了打开密码"),
    "legacy": (lambda: OLE + "WordDocument".encode("utf-16-le"), "", "旧格式的文件（.doc 或 .wps）"),
    "encrypted zip": (flagged, "", "文件当作压缩包加了密码"),
    "method": (lambda: zipped(HOUSE, zipfile.ZIP_LZMA), "", "用了 Word 不用的压缩方法"),
    "parent": (lambda: zipped({**HOUSE, "../x.xml": b"<x/>"}), "", "「../x.xml」不是文件里的位置"),
    "inner parent": (lambda: zipped({**HOUSE, "word/../../x": b""}), "", "「word/../../x」不是文件里的位置"),
    "absolute": (lambda: zipped({**HOUSE, "/etc/x.xml": b"<x/>"}), "", "「/etc/x.xml」不是文件里的位置"),
    "folder": (lambda: zipped({**HOUSE, "../": b""}), "", "「../」不是文件里的位置"),
    "backslash": (lambda: zipped({**HOUSE, "word\\x.xml": b"<x/>"}), "", "「word\\x.xml」不是文件里的位置"),
    "drive": (lambda: zipped({**HOUSE, "C:/x.xml": b"<x/>"}), "", "「C:/x.xml」不是文件里的位置"),
    "control": (lambda: zipped({**HOUSE, "word/\x1b[2J.xml": b"<x/>"}), "", "「word/�[2J.xml」不是文件里的位置"),
    "case": (lambda: twice("Word/Document.XML"), "", "两个同名的部件"),
    "doctype": (lambda: house(word_x_xml=b"<!DOCTYPE a><a/>"), "word/x.xml", "DOCTYPE"),
    "external": (lambda: house(word_x_xml=b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), "word/x.xml", "DOCTYPE"),
    "external entity": (
        lambda: house(word_x_xml=b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'),
        "word/x.xml",
        "DOCTYPE",
    ),
    "laughs": (lambda: house(word_x_xml=LAUGHS + b"]><a>&j;</a>"), "word/x.xml", "DOCTYPE"),
    "laughing attribute": (lambda: house(word_x_xml=LAUGHS + b']><a x="&j;"/>'), "word/x.xml", "DOCTYPE"),
    "doctype in utf-16": (lambda: house(word_x_xml="<!DOCTYPE a><a/>".encode("utf-16")), "word/x.xml", "DOCTYPE"),
    "deep": (lambda: house(word_x_xml=b"<a>" * 5000 + b"</a>" * 5000), "word/x.xml", "嵌套太深"),
    "deepest": (lambda: house(word_x_xml=b"<a>" * (MAX_NODES - 9000)), "word/x.xml", "嵌套太深"),
    "cut": (lambda: house(word_x_xml=b"<a>"), "word/x.xml", "不是完整的 XML"),
    "utf-8": (lambda: house(word_x_xml=b"<a>\xff\xfe</a>"), "word/x.xml", "编码不是 UTF-8、UTF-16"),
    "utf-16": (
        lambda: house(word_x_xml="<a>甲</a>".encode("utf-16")[:-1] + b"\xd8"),
        "word/x.xml",
        "编码不是 UTF-8、UTF-16",
    ),
    "gbk": (
        lambda: house(word_x_xml='<?xml version="1.0" encoding="gb18030"?><a>甲</a>'.encode("gb18030")),
        "word/x.xml",
        "编码是 GB18030",
    ),
    "huge part": (lambda: house(word_x_xml=b"<a>" + b" " * MAX_XML + b"</a>"), "word/x.xml", "这个部件太大"),
    "many nodes": (lambda: house(word_x_xml=b"<a>" + b"<b/>" * MAX_NODES + b"</a>"), "word/x.xml", "这个部件太大"),
    "many attributes": (
        lambda: house(word_x_xml=b"<a " + b" ".join(b"a%d=''" % n for n in range(MAX_NODES)) + b"/>"),
        "word/x.xml",
        "这个部件太大",
    ),
    "xml by its type": (
        lambda: zipped(with_part(HOUSE, "word/x.bin", b"<!DOCTYPE a><a/>", "application/x+xml")),
        "word/x.bin",
        "DOCTYPE",
    ),
    "many members": (lambda: zipped({str(n): b"" for n in range(MAX_MEMBERS + 1)}), "", "部件超过 2000 个"),
    "million members": (lambda: b"PK\1\2" * (1 << 20), "", "部件超过 2000 个"),
    "bomb": (lambda: zipped({f"word/{n}.bin": bytes(1 << 23) for n in range(9)}), "", "解开后超过 64 MB"),
    "false size": (lambda: lying(MAX_UNPACKED * 3), "", "打不开"),
    "no rels": (lambda: zipped({name: data for name, data in HOUSE.items() if name != RELATIONSHIPS}), "", "不是 Word"),
    "no document": (
        lambda: edited(RELATIONSHIPS, "relationships/officeDocument", "relationships/other"),
        "",
        "不是 Word",
    ),
    "document elsewhere": (
        lambda: edited(RELATIONSHIPS, "word/document.xml", "word/styles.xml"),
        "",
        "不是 Word 文档（.docx）",
    ),
    "no styles": (lambda: zipped({name: data for name, data in HOUSE.items() if name != STYLES}), "", "没有样式"),
    "docm": (
        lambda: edited(
            TYPES, f"vnd.openxmlformats-officedocument.{MAIN}", "vnd.ms-word.document.macroEnabled.main+xml"
        ),
        "",
        "是启用宏的 Word 文档（.docm）",
    ),
    "dotx": (lambda: edited(TYPES, MAIN, "wordprocessingml.template.main+xml"), "", "是Word 模板（.dotx、.dotm）"),
    "xlsx": (lambda: edited(TYPES, MAIN, "spreadsheetml.sheet.main+xml"), "", "是Excel 表格（.xlsx）"),
    "strict": (
        lambda: edited(
            DOCUMENT,
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        DOCUMENT,
        "Strict Open XML",
    ),
    "no type": (lambda: house(word_x_bin=b""), "word/x.bin", "没有写明类型"),
    "missing": (
        lambda: linked("word/media/image1.png"),
        "word/_rels/document.xml.rels",
        "关系 rId77 指向的部件「word/media/image1.png」不在文件里",
    ),
    "itself": (lambda: linked(DOCUMENT), "", "绕成一圈：word/document.xml → word/document.xml"),
    "circle": (circle, "", "绕成一圈"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_word_does_not_write_is_refused_with_a_word_on_what_it_is(case: str) -> None:
    make, part, message = REFUSED[case]
    package, (problem,) = parse_package(make(), "t/x.docx")
    assert (package, problem.code) == (None, "TEMPLATE-FILE")
    assert problem.place.path == ("t/x.docx!" + part if part else "t/x.docx")
    assert message in problem.message and problem.remedy


BOMBS = [
    "million members",
    "bomb",
    "false size",
    "laughs",
    "laughing attribute",
    "deepest",
    "huge part",
    "many nodes",
    "many attributes",
]
MEASURE = f"""
import re, resource, sys
from pathlib import Path
from generator.word.package import read_package
resource.setrlimit(resource.RLIMIT_CPU, ({LIMIT}, {LIMIT}))
package, problems = read_package(Path(sys.argv[1]), "x.docx")
most = re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())
print(int(most[1]) / 1024, package is None)
"""


def measured(path: Path) -> tuple[float, str]:
    """The megabytes that reading takes, and whether the file was refused; the process is killed at the limit."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    megabytes, refused = run.stdout.split()
    return float(megabytes), refused


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux does")
@pytest.mark.parametrize("case", BOMBS)
def test_refusing_takes_less_than_200_megabytes(tmp_path: Path, case: str) -> None:
    (tmp_path / "x.docx").write_bytes(REFUSED[case][0]())
    megabytes, refused = measured(tmp_path / "x.docx")
    assert refused == "True"
    assert megabytes < 200


def filled(filling: str, nodes: int) -> bytes:
    text = "<w:p>" + filling * (nodes // (filling.count("<") + filling.count("="))) + "</w:p>"
    noise = {f"docProps/{n}.xml": b"<a>" + b" " * (1 << 23) + b"</a>" for n in range(4)}
    return write_package(package_of(text) | noise)


FILLINGS = ["<w:r/>x", "<w:r w:a=''/>", "<!--x-->", "&amp;<w:r/>"]


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux does")
@pytest.mark.parametrize("filling", FILLINGS)
def test_reading_the_most_that_is_allowed_stays_within_this_bound(tmp_path: Path, filling: str) -> None:
    (tmp_path / "x.docx").write_bytes(filled(filling, MAX_NODES - 9000))
    megabytes, refused = measured(tmp_path / "x.docx")
    assert refused == "False"
    assert megabytes < 200


@pytest.mark.heavy
@pytest.mark.parametrize("filling", FILLINGS)
def test_reading_twice_as_much_takes_twice_the_work(filling: str) -> None:
    assert_linear(lambda data: parse_package(data, "x.docx"), lambda n: filled(filling, n), MAX_NODES // 16)


def test_what_word_may_write_is_read() -> None:
    utf16 = '<?xml version="1.0" encoding="UTF-16"?><a>甲</a>'.encode("utf-16")
    package: Package = {**HOUSE, "word/x.xml": utf16, "word/空 白.xml": b"<a/>"}
    package = with_part(package, "word/media/image1.PNG", b"png", "image/png")
    away = [
        Link("rId7", "t/hyperlink", "https://example.com/", True),
        Link("rId8", "t/image", "file:///c:/a.png", True),
    ]
    package = with_links(package, DOCUMENT, [*away, Link("rId9", "t/hyperlink", "word/#_Toc1", external=False)])
    out = BytesIO(zipped(package))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/media/", b"")
    assert parse_package(out.getvalue(), "x.docx") == (package, [])


def test_writing_is_reproducible_and_reads_back(tmp_path: Path) -> None:
    package = package_of("<w:p/>")
    data = write_package(package)
    assert data == write_package(dict(package))
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    again, problems = read_package(path, "x.docx")
    assert (again, problems) == (package, [])


@pytest.mark.parametrize(
    "data", [b"", b"not a zip", zipped({"a.txt": b"x"}), zipped({TYPES: b"", RELATIONSHIPS: b""})], ids=range(4)
)
def test_what_is_no_word_document_is_a_problem(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    package, (problem,) = read_package(path, "t/x.docx")
    assert (package, problem.code) == (None, "TEMPLATE-FILE")
    assert problem.place.path.startswith("t/x.docx")


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert read_package(tmp_path / "x.docx", "x.docx")[1][0].code == "TEMPLATE-FILE"
