"""What is told of a PDF: the same to the last object, altered and where, not to be proven, or not ours."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from generator import pdf_file
from generator.git.repository import Repository
from generator.pdf_file import CLAIMS as NAMES
from generator.pdf_file import rewritten
from generator.pdf_file import told as facts_told
from generator.reports import pdf
from generator.reports.pdf import Pdf
from generator.reports.workspace import Workspace
from generator.revisions import verify_pdf
from generator.revisions.verify import Verdict, Verification, verify
from tests.support.cli import Run
from tests.support.pdfs import CLAIMS, PAGES, altered, annotated, drawn, framed, made, raw, redrawn, stream, written
from tests.support.scripted import Scripted

FOREIGN, GENUINE, ALTERED, UNPROVEN = Verdict.FOREIGN, Verdict.GENUINE, Verdict.ALTERED, Verdict.UNPROVEN
OWN = made()
Told = Callable[[bytes], Verification]
Change = Callable[[PdfWriter], object]


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What is told of a PDF where LibreOffice makes `OWN` of the document that its claims lead to."""
    monkeypatch.setattr(
        verify_pdf, "converted", lambda documents: ([Pdf(OWN, 3)] if documents == [b"docx"] else [], [])
    )
    return lambda data: verify_pdf.verify_pdf(data, lambda claims, compare: compare(b"docx"))


@pytest.fixture
def told(apart: Told, monkeypatch: pytest.MonkeyPatch) -> Told:
    """As `apart`, with the reading in this process, since each start takes a while."""
    monkeypatch.setattr(verify_pdf, "_told_apart", facts_told)
    return apart


def test_the_same_bytes_are_genuine(told: Told) -> None:
    found = told(OWN)
    assert (found.verdict, found.provenance) == (GENUINE, CLAIMS)
    assert found.reason == "与提交 1111111111 生成的文档转成的 PDF 逐字节相同"


def test_another_compression_of_the_same_objects_is_genuine(told: Told) -> None:
    def pack(writer: PdfWriter) -> None:
        for page in writer.pages:
            drawing = stream(drawn(page))
            drawing._data = zlib.compress(drawn(page), 1)
            page[NameObject("/Contents")] = writer._add_object(drawing)

    data = altered(OWN, pack)
    assert data != OWN
    found = told(data)
    assert found.verdict is GENUINE and "3 页的文字、字体、图形" in found.reason and "逐字节" not in found.reason


def glyphs(program: bytes = b"other") -> Change:
    def change(writer: PdfWriter) -> None:
        font = writer.pages[0]["/Resources"]["/Font"]["/F1"]  # type: ignore[index]
        font["/FontDescriptor"][NameObject("/FontFile2")] = writer._add_object(stream(program))

    return change


def font(**entries: object) -> Change:
    def change(writer: PdfWriter) -> None:
        for name, value in entries.items():
            writer.pages[0]["/Resources"]["/Font"]["/F1"][NameObject(f"/{name}")] = value  # type: ignore[index]

    return change


def catalogue(name: str, value: object) -> Change:
    return lambda writer: writer.root_object.update({NameObject(name): value})


def picture(writer: PdfWriter) -> None:
    image = stream(bytes(300))
    for name, value in (("Type", NameObject("/XObject")), ("Subtype", NameObject("/Image"))):
        image[NameObject(f"/{name}")] = value
    for name in ("Width", "Height"):
        image[NameObject(f"/{name}")] = NumberObject(10)
    resources = writer.pages[0]["/Resources"].get_object()
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im1"): writer._add_object(image)})  # type: ignore[index]
    redrawn(0, b"ET", b"ET q 200 0 0 100 70 700 cm /Im1 Do Q")(writer)


def swapped(writer: PdfWriter) -> None:
    kids = writer.root_object["/Pages"]["/Kids"]  # type: ignore[index]
    kids[0], kids[1] = kids[1], kids[0]


def attached(writer: PdfWriter) -> None:
    writer.add_attachment("a.txt", b"hidden")


def action(kind: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), NameObject("/JS"): TextStringObject("1")})


ALTERATIONS: dict[str, tuple[Change, str]] = {
    "a digit": (redrawn(0, b"72.51", b"82.51"), "文字与"),
    "a point": (redrawn(2, b"3.10", b"310"), "文字与"),
    "a blank": (redrawn(2, b"1 2", b"12"), "文字与"),
    "a page gone": (lambda writer: writer.remove_page(1), "应有 3 页，这份有 2 页"),
    "a blank page": (lambda writer: writer.add_blank_page(595, 842), "应有 3 页，这份有 4 页"),
    "pages swapped": (swapped, "文字与"),
    "a drawing that ends early": (redrawn(0, b"ET", b"[<"), "文字与"),
    "white box over a line": (redrawn(0, b"ET", b"ET 1 g 60 770 200 20 re f"), "画面、批注"),
    "white text": (redrawn(0, b"BT", b"1 g BT"), "画面、批注"),
    "invisible text": (redrawn(0, b"BT", b"BT 3 Tr"), "画面、批注"),
    "text that means another": (redrawn(0, b"(Rate", b"/Span <</ActualText (x)>> BDC (Rate"), ""),
    "glyphs that mean others": (font(ToUnicode=NumberObject(1)), "画面、批注"),
    "other widths": (font(Widths=ArrayObject([NumberObject(9)])), "画面、批注"),
    "a picture": (picture, "画面、批注"),
    "a crop": (framed("/CropBox", 0, 400, 595, 842), "画面、批注"),
    "a turn": (framed("/Rotate", 180), "画面、批注"),
    "a note": (annotated("FreeText", Contents=TextStringObject("82.51%")), "画面、批注"),
    "a stamp": (annotated("Stamp"), "画面、批注"),
    "a link to a page": (annotated("Link", A=action("URI")), "画面、批注"),
    "a field": (annotated("Widget", V=TextStringObject("1")), "画面、批注"),
    "a form": (catalogue("/AcroForm", DictionaryObject()), "画面、批注"),
    "a script": (catalogue("/OpenAction", action("JavaScript")), "画面、批注"),
    "a program": (catalogue("/OpenAction", action("Launch")), "画面、批注"),
    "layers": (catalogue("/OCProperties", DictionaryObject()), "画面、批注"),
    "an attachment": (attached, "画面、批注"),
    "another title": (lambda writer: writer.add_metadata({"/Title": "Another"}), "出处或别的文档信息"),
    "another unit": (lambda writer: writer.add_metadata({"/unit": "nobody"}), "出处或别的文档信息"),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_whatever_is_altered_is_not_genuine(told: Told, name: str) -> None:
    change, words = ALTERATIONS[name]
    found = told(altered(OWN, change))
    assert found.verdict is ALTERED and words in found.reason and (found.passages or found.parts), found


def test_the_line_and_its_page_are_named(apart: Told) -> None:
    found = apart(altered(OWN, redrawn(1, b"87.25", b"97.25")))
    [passage] = found.passages
    assert passage.heading == "第 2 页"
    assert [piece for cell in passage.cells for piece in cell if piece[0] != "="] == [("-", "87.25"), ("+", "97.25")]
    assert found.parts == ("第 2 页的画面",)


def test_what_stands_elsewhere_or_was_added_is_named(told: Told) -> None:
    assert told(altered(OWN, swapped)).parts[:2] == ("第 1 页（应是第 2 页）", "第 2 页（应是第 1 页）")
    assert "第 2 页（少了）" in told(altered(OWN, lambda writer: writer.remove_page(1))).parts
    assert "第 1 页的批注（FreeText）" in told(altered(OWN, annotated("FreeText"))).parts
    assert "动作：脚本" in told(altered(OWN, catalogue("/OpenAction", action("JavaScript")))).parts
    assert "附件" in told(altered(OWN, attached)).parts
    assert "文档信息 unit" in told(altered(OWN, ALTERATIONS["another unit"][0])).parts


def updated(data: bytes) -> bytes:
    """A second saving of the first page, put behind the file."""
    writer = PdfWriter(BytesIO(data), incremental=True)
    page = writer.pages[0]
    page[NameObject("/Contents")] = writer._add_object(stream(drawn(page).replace(b"72.51", b"82.51")))
    return written(writer)


def shadowed(data: bytes) -> bytes:
    """As `updated`, but the last table that is named is the first."""
    start = data[data.index(b"startxref") :]
    return updated(data) + b"\n" + start


@pytest.mark.parametrize(
    "form",
    [
        updated,
        shadowed,
        lambda data: b"junk\n" + data,
        lambda data: data + b"\n" + raw((("82.51",),)),
        lambda data: raw((("82.51",),)) + data,
        lambda data: data + b"PK\5\6" + bytes(18),
        lambda data: data.replace(b"endobj\n", b"endobj\n99 0 obj\n(82.51)\nendobj\n", 1),
        lambda data: data.replace(b"/year (2022)", b"/year (2022)\n/year (2023)"),
        lambda data: data.replace(b"%PDF-1.7", b"%PDF-1.4"),
        lambda data: data[: len(data) - 7],
        lambda data: data[: len(data) // 2],
        lambda data: data[:10],
    ],
)
def test_a_file_that_can_be_read_in_two_ways_is_never_genuine(told: Told, form: Callable[[bytes], bytes]) -> None:
    assert told(form(OWN)).verdict is not GENUINE


def test_other_fonts_or_another_libreoffice_prove_nothing(told: Told) -> None:
    for data, words in (
        (made(maker="LibreOffice 24.2"), "由 LibreOffice 24.2, pypdf"),
        (made(font="FangSong"), "用的字体是 FangSong，这里是 Song"),
        (made(program=b"a later version"), "字形被换过"),
        (altered(OWN, glyphs()), "字形被换过"),
    ):
        found = told(data)
        assert found.verdict is UNPROVEN and words in found.reason and "3 页的文字都与" in found.reason, found
    pages = (("Rate", "72.51%"), ("Cost 21754",), ("Score 87.25",), ("Page 3 The end 3.10 1 2",))
    found = told(made(pages=pages, font="FangSong"))
    assert found.verdict is UNPROVEN and "换行或分页不同" in found.reason


def test_other_fonts_are_no_excuse_for_other_figures(told: Told) -> None:
    pages = (("Rate 82.51%", "Cost 21754"), *PAGES[1:])
    for data in (made(pages=pages, maker="LibreOffice 24.2"), made(pages=pages, font="FangSong")):
        found = told(data)
        assert found.verdict is ALTERED and "里没有的数：82.51%" in found.reason, found
    found = told(made(pages=pages, program=b"a later version"))
    assert found.verdict is ALTERED and found.passages[0].heading == "第 1 页"
    found = told(altered(made(font="FangSong"), annotated("Stamp")))
    assert (found.verdict, found.parts) == (ALTERED, ("第 1 页的批注（Stamp）",))
    assert told(altered(made(font="FangSong"), picture)).parts == ("图片",)
    found = told(made(maker="Quartz PDFContext"))
    assert found.verdict is ALTERED and "由「Quartz PDFContext, pypdf" in found.reason


def test_characters_that_fonts_tell_in_another_form_are_the_same(told: Told) -> None:
    assert verify_pdf._folded("⼆ ﬁ\n７") == verify_pdf._folded("二fi7")


def test_a_pdf_of_others_is_not_ours(told: Told) -> None:
    found = told(raw())
    assert (found.verdict, found.provenance) == (FOREIGN, {})


def test_what_the_claims_lead_to_is_told(told: Told) -> None:
    answer = Verification(UNPROVEN, "没有这个提交", CLAIMS)
    asked: list[dict[str, str]] = []

    def judge(claims: dict[str, str], compare: Callable[[bytes], Verification]) -> Verification:
        asked.append(claims)
        return answer

    found = verify_pdf.verify_pdf(made(CLAIMS | {"commit": "未提交"}), judge)
    assert found is answer and asked == [CLAIMS | {"commit": "未提交"}] and tuple(asked[0]) == NAMES


def test_without_libreoffice_nothing_of_ours_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_office", lambda: None)
    for data in (OWN, altered(OWN, redrawn(0, b"72.51", b"82.51"))):
        found = verify_pdf.verify_pdf(data, lambda claims, compare: compare(b"docx"))
        assert (found.verdict, found.provenance) == (UNPROVEN, CLAIMS)
        assert "没有找到 LibreOffice" in found.reason and "apt install" in found.reason and ".docx" in found.reason
    assert verify_pdf.verify_pdf(raw(), lambda claims, compare: compare(b"docx")).verdict is FOREIGN


def test_a_libreoffice_that_makes_no_pdf_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_pdf, "converted", lambda documents: ([Pdf(words="（它说：no）")], []))
    found = verify_pdf.verify_pdf(OWN, lambda claims, compare: compare(b"docx"))
    assert found.verdict is UNPROVEN and "LibreOffice 没有转出它（它说：no）" in found.reason


def encrypted(user: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(OWN)))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    return written(writer)


@pytest.mark.parametrize("user", ["", "password"])
def test_an_encrypted_pdf_is_not_judged(told: Told, user: str) -> None:
    found = told(encrypted(user))
    assert found.verdict is UNPROVEN and "设了密码或者权限限制" in found.reason


def bomb(writer: PdfWriter) -> None:
    packed = stream(b"")
    data = zlib.compress(bytes(1 << 24), 9)
    for _ in range(3):
        data = zlib.compress(data, 9)
    packed._data = data
    packed[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode")] * 4)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(packed)


def deep(writer: PdfWriter) -> None:
    """Takes the place of an array that is written deep below."""
    writer.root_object[NameObject("/Deep")] = ByteStringObject(b"deep")


def columns(writer: PdfWriter) -> None:
    packed = stream(b"x" * 100)
    packed[NameObject("/DecodeParms")] = DictionaryObject(
        {NameObject("/Predictor"): NumberObject(12), NameObject("/Columns"): NumberObject(1 << 31)}
    )
    writer.pages[0][NameObject("/Contents")] = writer._add_object(packed)


def unrefined(change: Change) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(OWN)))
    change(writer)
    return written(writer)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "header": lambda: b"%PDF-1.7",
    "bomb": lambda: unrefined(bomb),
    "flat bomb": lambda: unrefined(
        lambda writer: writer.pages[0].update({NameObject("/Contents"): writer._add_object(stream(bytes(1 << 27)))})
    ),
    "columns": lambda: unrefined(columns),
    "deep": lambda: unrefined(deep).replace(b"<64656570>", b"[" * 100_000 + b"]" * 100_000),
    "kids in a circle": lambda: re.sub(rb"/Kids \[ \d+", b"/Kids [ 2", OWN),
    "count": lambda: OWN.replace(b"/Count 3", b"/Count 999999999"),
    "length": lambda: re.sub(rb"/Length \d+", b"/Length -1", OWN),
    "table": lambda: OWN.replace(b"xref\n0", b"xref\n9999999999"),
    "size": lambda: re.sub(rb"/Size \d+", b"/Size 99999999999", OWN),
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_answered(apart: Told, name: str) -> None:
    found = apart(HOSTILE[name]())
    assert found.verdict is not GENUINE and found.reason


def test_many_pages_are_refused(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "MAX_PAGES", 2)
    found = told(OWN)
    assert found.verdict is FOREIGN and "超过 2 页" in found.reason


def test_a_reader_that_dies_or_hangs_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_pdf, "MAX_SECONDS", 0)
    found = verify_pdf.verify_pdf(OWN, lambda claims, compare: compare(b"docx"))
    assert found.verdict is UNPROVEN and "读不完" in found.reason


def test_random_damage_is_never_genuine() -> None:
    chance = random.Random(15)
    own = facts_told(OWN, texts=False)
    for _ in range(200):
        data = bytearray(OWN)
        for _ in range(chance.randrange(1, 10)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if bytes(data) != OWN:
            found = facts_told(bytes(data), texts=False)
            assert not (found.get("canonical") and found["objects"] == own["objects"])


def test_the_same_objects_give_the_same_bytes() -> None:
    assert rewritten(OWN) == OWN == rewritten(raw(), CLAIMS)
    assert rewritten(raw(), CLAIMS | {"commit": "2" * 40}) != OWN
    found = {name: str(value) for name, value in (PdfReader(BytesIO(OWN)).metadata or {}).items()}
    assert OWN.startswith(raw()[:9]) and found["/CreationDate"] == "D:19800101000000Z"
    assert {name: found[f"/{name}"] for name in NAMES} == CLAIMS


@pytest.mark.heavy
def test_a_pdf_is_verified_by_a_conversion_of_the_rebuilt_document(
    tool: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tool("soffice")
    repo = Scripted(tmp_path / "仓库 一")
    (repo.root / ".gitignore").write_text("build/\n")
    repo.commit("初稿")
    assert Run(Workspace(repo.root), capsys)("pdf")[0] == 0
    path = repo.root / "build" / "2022" / "hechi" / "funds.pdf"
    renamed = path.with_name("收到的.docx")
    renamed.write_bytes(path.read_bytes())
    repo.commit("更正", ("actual: 21754元", "actual: 21763元"))
    found = verify(Repository(repo.root), renamed)
    assert found.verdict is GENUINE and "逐字节相同" in found.reason
    assert found.provenance["commit"] == repo.ids["初稿"]

    def twice(writer: PdfWriter) -> None:
        drawing = drawn(writer.pages[0])
        glyphs = re.findall(rb"<[0-9A-F]{2}>", drawing)
        redrawn(0, drawing, drawing.replace(glyphs[-1], glyphs[0], 1))(writer)

    renamed.write_bytes(altered(path.read_bytes(), twice))
    found = verify(Repository(repo.root), renamed)
    assert found.verdict is ALTERED and found.passages and found.passages[0].heading == "第 1 页"
    assert repo.git("status", "--porcelain") == ""
