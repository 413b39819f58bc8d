"""Small PDFs as LibreOffice writes them, made and altered object by object, for the tests of what is told of a PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from generator.pdf_file import rewritten

CLAIMS = {
    "unit": "hechi",
    "year": "2022",
    "document": "report",
    "inputs": "0" * 64,
    "commit": "1" * 40,
    "generator": "0.1.0",
    "program": "2" * 16,
}
PAGES = (("Rate 72.51%", "Cost 21754"), ("Score 87.25", "Page 2"), ("The end 3.10", "1 2"))


def raw(
    pages: Sequence[Sequence[str]] = PAGES,
    *,
    maker: str = "LibreOffice 7.4",
    font: str = "Song",
    program: bytes = b"glyphs",
    size: int = 12,
) -> bytes:
    """A PDF of these lines, as a converter leaves it: with the time of its making, and no claims."""
    writer = PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    file = stream(program)
    descriptor = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/FontDescriptor"),
            NameObject("/FontName"): NameObject(f"/BAAAAA+{font}"),
            NameObject("/FontFile2"): writer._add_object(file),
        }
    )
    fonts = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/TrueType"),
            NameObject("/BaseFont"): NameObject(f"/BAAAAA+{font}"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            NameObject("/FontDescriptor"): writer._add_object(descriptor),
        }
    )
    resources = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(fonts)})}
    )
    shared = writer._add_object(resources)
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = shared
        shown = "".join(f"1 0 0 1 70 {780 - 20 * row} Tm ({line}) Tj\n" for row, line in enumerate(lines))
        page[NameObject("/Contents")] = writer._add_object(stream(f"BT /F1 {size} Tf\n{shown}ET".encode()))
    writer.add_metadata({"/Producer": maker, "/CreationDate": "D:20240102030405+08'00'", "/Title": "Report"})
    return written(writer)


def made(claims: Mapping[str, str] = CLAIMS, **how: object) -> bytes:
    """A PDF as `make pdf` leaves it."""
    return rewritten(raw(**how), claims)  # type: ignore[arg-type]


def stream(data: bytes) -> StreamObject:
    """A deflated stream."""
    plain = DecodedStreamObject()
    plain.set_data(data)
    return plain.flate_encode()


def written(writer: PdfWriter) -> bytes:
    """The bytes that pypdf writes."""
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def altered(data: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    """A PDF after a change by someone who knows how this program writes."""
    reader = PdfReader(BytesIO(data))
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    change(writer)
    return rewritten(written(writer))


def drawn(page: PageObject) -> bytes:
    """What draws a page."""
    contents = page.get_contents()
    assert contents is not None
    return contents.get_data()


def redrawn(number: int, old: bytes, new: bytes) -> Callable[[PdfWriter], None]:
    """Replaces what stands once in the drawing of a page, counted from 0."""

    def change(writer: PdfWriter) -> None:
        page = writer.pages[number]
        drawing = drawn(page)
        assert drawing.count(old) == 1
        page[NameObject("/Contents")] = writer._add_object(stream(drawing.replace(old, new)))

    return change


def annotated(kind: str, **entries: object) -> Callable[[PdfWriter], None]:
    """Puts an annotation on the first page."""

    def change(writer: PdfWriter) -> None:
        note = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject(f"/{kind}"),
                NameObject("/Rect"): ArrayObject([FloatObject(one) for one in (70, 700, 200, 720)]),
            }
        )
        for name, value in entries.items():
            note[NameObject(f"/{name}")] = value
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    return change


def framed(name: str, *numbers: float) -> Callable[[PdfWriter], None]:
    """Gives the first page a box, or a rotation."""

    def change(writer: PdfWriter) -> None:
        values = [NumberObject(int(one)) for one in numbers]
        writer.pages[0][NameObject(name)] = values[0] if len(values) == 1 else ArrayObject(values)

    return change
