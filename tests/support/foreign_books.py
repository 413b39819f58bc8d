"""Workbooks of other programs: OpenDocument written by hand, compound files with nothing in them, copies by LibreOffice."""

from __future__ import annotations

import struct
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

from tests.support.books import from_text

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("draw", "drawing"),
    )
)
_SECTOR = 512
_END, _TABLE, _UNUSED = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF

SPREADSHEETML = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="资金"><Table><Row>
<Cell><Data ss:Type="String">0012</Data></Cell><Cell><Data ss:Type="Number">1.25</Data></Cell>
<Cell><Data ss:Type="String">98%</Data></Cell></Row></Table></Worksheet></Workbook>
"""


def number(value: str, formula: str = "") -> str:
    """A cell of an OpenDocument table with a number, and the formula that it was computed by."""
    by = f' table:formula="{formula}"' if formula else ""
    return f'<table:table-cell{by} office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'


def row(*cells: str, visibility: str = "visible", times: int = 1) -> str:
    """A row of an OpenDocument table."""
    return f'<table:table-row table:visibility="{visibility}" table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def opendocument(rows: str, *, manifest: str = "") -> bytes:
    """An .ods with one worksheet 表; `manifest` are more entries of its list of members."""
    content = (
        f'<office:document-content {_NAMES} xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", SPREADSHEET), ("content.xml", "text/xml"))
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", SPREADSHEET, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
            f"{listed}{manifest}</manifest:manifest>",
        )
    return out.getvalue()


def compound(stream: str, data: bytes = b"") -> bytes:
    """A compound file (OLE) with one stream, which its sectors hold whole: header, table, directory, data."""
    sectors = max(-(-len(data) // _SECTOR), 1)
    table = [_TABLE, _END, *range(3, 2 + sectors), _END]
    numbers = struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + numbers + bytes(4)
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB3I36xIII", 2 * len(name) + 2, kind, 1, *links, first, size, 0)
        for name, kind, links, first, size in (
            ("Root Entry", 5, (_UNUSED, _UNUSED, 1), _END, 0),
            (stream, 2, (_UNUSED, _UNUSED, _UNUSED), 2, len(data)),
        )
    )
    entries = struct.pack(f"<{len(table)}I", *table).ljust(_SECTOR, b"\xff")
    return (
        header.ljust(_SECTOR, b"\xff")
        + entries
        + directory.ljust(_SECTOR, b"\0")
        + data.ljust(sectors * _SECTOR, b"\0")
    )


def saved_as(form: str, data: bytes, soffice: str, folder: Path) -> bytes:
    """A workbook (.xlsx) as LibreOffice saves it in another format: `xls:MS Excel 97`."""
    folder.mkdir()
    (folder / "book.xlsx").write_bytes(data)
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form]
    command += ["--outdir", str(folder / "out"), str(folder / "book.xlsx")]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    return (folder / "out" / f"book.{form.partition(':')[0]}").read_bytes()


PLAIN = from_text("# 资金\n支出内容|预算数\n差旅费|1.25")
"""A workbook with four cells."""
