"""Workbooks as no office writes them, made from XML: each around one honest table, with something in it `size` times."""

from __future__ import annotations

from collections.abc import Callable

from generator.opc import Package, write_package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ROWS: list[list[str | int | float]] = [
    ["单位：万元"],
    ["支出内容", "预算数", "支出数"],
    ["差旅费", 1, 1],
    ["培训费", 1, 0.46],
    ["办公费", 0.5, 0.22],
    ["网络维护费", 0.5, 0.5],
]
"""What Hechi's report of 2022 says."""


def cell(where: str, value: str | float) -> str:
    """A cell as Excel writes it, a text in its place."""
    if isinstance(value, str):
        return f'<c r="{where}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{where}"><v>{value}</v></c>'


def table(first: int = 1) -> str:
    """The rows of the table from a row on."""
    lines = []
    for number, row in enumerate(ROWS, first):
        cells = "".join(cell(f"{'ABC'[column]}{number}", value) for column, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    return "".join(lines)


def sheet(rows: str | None = None, *, before: str = "", after: str = "") -> str:
    """A worksheet: its rows, by default the table's, and what stands before and after them."""
    inside = f"{before}<sheetData>{table() if rows is None else rows}</sheetData>{after}"
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{inside}</worksheet>'


def rows(lines: list[list[str | int | float]], before: str = "") -> str:
    """A worksheet of these rows, whose cells do not say their places."""
    written = (wrap("row", "".join(cell("", one) for one in row)) for row in lines)
    return sheet("".join(written).replace(' r=""', ""), before=before)


def book(
    *sheets: str, shared: str = "", styles: str = "", names: str = "", more: dict[str, str] | None = None
) -> bytes:
    """A workbook of worksheets, by default the table's, and of what is shared; `more` are members as they are."""
    sheets = sheets or (sheet(),)
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, len(sheets) + 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>{names}</workbook>',
        **{f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets, 1)},
    }
    if shared:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'
        links += f'<Relationship Id="shared" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
        links += f'<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/></Types>'
    )
    package: Package = {name: text.encode() for name, text in (parts | (more or {})).items()}
    return write_package(package)


def wrap(element: str, inside: str, /, **attributes: str) -> str:
    """An element around what is inside."""
    own = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{element}{own}>{inside}</{element}>"


def listing(sheets: str) -> bytes:
    """A workbook with another list of worksheets."""
    attributes = {"xmlns": MAIN, "xmlns:r": OFFICE}
    return book(more={"xl/workbook.xml": wrap("workbook", wrap("sheets", sheets), **attributes)})


def shown(count: int, number: int = 0, first: int = 10) -> str:
    """Rows that show a shared text in so many cells, 100 a row."""
    rows = range(first, first + -(-count // 100))
    cells = [f'<c t="s"><v>{number}</v></c>'] * count
    return "".join(f'<row r="{row}">{"".join(cells[100 * at : 100 * at + 100])}</row>' for at, row in enumerate(rows))


def headings(count: int) -> list[str]:
    """Worksheets of 50 tables each without an owner, so many tables in all."""
    return [sheet("".join(table(1 + 8 * at) for at in range(min(50, count - start)))) for start in range(0, count, 50)]


def spread(count: int) -> str:
    """Rows of 40 cells with a number each, below the table."""
    rows = (wrap("row", "<c><v>1</v></c>" * 40) for _ in range(count // 40))
    return sheet(table() + "".join(rows))


Make = Callable[[int], bytes]
WHOLE = "A1:XFD1048576"
READ: dict[str, tuple[Make, int]] = {
    # What is not read, however much there is of it.
    "hyperlinks over the sheet": (
        lambda n: book(sheet(after=wrap("hyperlinks", f'<hyperlink ref="{WHOLE}" r:id="r1"/>' * n))),
        100_000,
    ),
    "pivot records": (
        lambda n: book(more={"xl/pivotCache/pivotCacheRecords1.xml": wrap("pivotCacheRecords", "<r/>" * n)}),
        2_000_000,
    ),
    "calculation chain": (lambda n: book(more={"xl/calcChain.xml": wrap("calcChain", "<c/>" * n)}), 5_000_000),
    "comments": (lambda n: book(more={"xl/comments1.xml": wrap("comments", "<comment/>" * n)}), 2_000_000),
    "a theme of 50 MB": (lambda n: book(more={"xl/theme/theme1.xml": "<a>" * n}), 16_000_000),
    "drawings": (
        lambda n: book(more={f"xl/drawings/drawing{one}.xml": "<!DOCTYPE a>" for one in range(n)}),
        1_900,
    ),
    "validations": (
        lambda n: book(sheet(after=wrap("dataValidation", "", sqref=f"{WHOLE} " * n))),
        1_000_000,
    ),
    "conditional formats": (
        lambda n: book(sheet(after=f'<conditionalFormatting sqref="{WHOLE}"><cfRule/></conditionalFormatting>' * n)),
        120_000,
    ),
    "defined names": (
        lambda n: book(names=wrap("definedNames", wrap("definedName", WHOLE, name="a") * n)),
        200_000,
    ),
    "rows without cells": (lambda n: book(sheet(table() + '<row spans="1:16384"/>' * n)), 200_000),
    "cells without content": (
        lambda n: book(sheet(table() + wrap("row", "<c/>" * 16_000) + "<row><c/></row>" * n)),
        200_000,
    ),
    "fonts": (lambda n: book(styles=wrap("fonts", "<font/>" * n)), 490_000),
    "styles of cells": (lambda n: book(styles=wrap("cellXfs", "<xf/>" * n)), 490_000),
    "number formats": (
        lambda n: book(
            styles=wrap("numFmts", "".join(f'<numFmt numFmtId="{one}" formatCode="0"/>' for one in range(n)))
        ),
        120_000,
    ),
    "columns": (lambda n: book(sheet(before=wrap("cols", '<col min="1" max="16384" width="9"/>' * n))), 120_000),
    "merged cells aside": (
        lambda n: book(sheet(after=wrap("mergeCells", '<mergeCell ref="D1:XFD1048576"/>' * n))),
        40_000,
    ),
    "one row merged to the end": (
        lambda _: book(sheet(after='<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>')),
        1,
    ),
    "formula of 9 MB": (
        lambda n: book(sheet(table() + wrap("row", wrap("c", wrap("f", "1" * n, ref=WHOLE, t="array") + "<v>1</v>")))),
        9_000_000,
    ),
    "texts that no cell shows": (lambda n: book(shared=f"<si><t>{'长' * 30}</t></si>" * n), 150_000),
    "a text of 16 MB that no cell shows": (lambda n: book(shared=f"<si><t>{'长' * n}</t></si>"), 5_500_000),
    "runs": (
        lambda n: book(sheet(table() + shown(1)), shared=wrap("si", "<r><t>长</t></r>" * n)),
        30_000,
    ),
    "how a text is spoken": (
        lambda n: book(sheet(table() + shown(1)), shared=wrap("si", "<t>长</t>" + "<rPh><t>chang</t></rPh>" * n)),
        240_000,
    ),
    "attributes of an element": (
        lambda n: book(sheet(after=wrap("pageSetup", "", **{f"a{one}": "" for one in range(n)}))),
        450_000,
    ),
    "an attribute of 16 MB": (lambda n: book(sheet(after=wrap("pageSetup", "", a="1" * n))), 16_000_000),
    "nested": (lambda n: book(sheet(after="<a>" * n + "</a>" * n)), 490_000),
}
"""By name: how it is made, and the largest size that is let in; each is read as if only the table were there."""


def stray(count: int) -> bytes:
    """Worksheets with one cell each, as far from the others as is let in."""
    return book(sheet(), *[sheet('<row r="500"><c r="IV500"><v>1</v></c></row>')] * count)


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a shared text of 9 MB": (
        lambda: book(sheet(table() + shown(200)), shared=f"<si><t>{'长' * 3_000_000}</t></si>"),
        "book.xlsx",
        "文字一共超过上限",
    ),
    "a text in many cells": (
        lambda: book(sheet(table() + shown(39_000)), shared=f"<si><t>{'长' * 32_000}</t></si>"),
        "book.xlsx",
        "文字一共超过上限",
    ),
    "a million characters": (
        lambda: book(sheet(table() + wrap("row", wrap("c", wrap("v", "长" * 30_000), t="str") * 40))),
        "book.xlsx",
        "文字一共超过上限",
    ),
    "styles": (lambda: book(styles=wrap("cellXfs", "<xf/>" * 510_000)), "book.xlsx!xl/styles.xml", "标记超过"),
    "a format without end": (
        lambda: book(styles=wrap("numFmts", wrap("numFmt", "", numFmtId="200", formatCode="[" * 1_000_000))),
        "book.xlsx!xl/styles.xml",
        "数字格式超过",
    ),
    "overlapping merged cells": (
        lambda: book(sheet(after=wrap("mergeCells", '<mergeCell ref="A2:XFD1048576"/>' * 40_000))),
        "book.xlsx!表1!A2",
        "两处合并单元格",
    ),
    "merged cells": (
        lambda: book(sheet(after=wrap("mergeCells", '<mergeCell ref="D1:E1"/>' * 100_000))),
        "book.xlsx!表1",
        "合并单元格超过上限",
    ),
    "cells": (lambda: book(spread(30_000), spread(30_000)), "book.xlsx!表2", "单元格超过上限"),
    "the last cell": (
        lambda: book(sheet(table() + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "book.xlsx!表1!XFD1048576",
        "超过 1000 行 256 列",
    ),
    "stray cells": (lambda: stray(99), "book.xlsx!表2", "连同空格"),
    "sheets": (lambda: book(*[sheet()] * 101), "book.xlsx", "101 张工作表"),
    "ten thousand sheets": (
        lambda: listing("<sheet/>" * 10_000),
        "book.xlsx",
        "10000 张工作表",
    ),
    "one part a hundred times": (
        lambda: listing('<sheet name="表" r:id="r1"/>' * 100),
        "book.xlsx!xl/workbook.xml",
        "同一个部件",
    ),
    "a name of 9 MB": (
        lambda: listing(f'<sheet name="{"表" * 3_000_000}" r:id="r1"/>'),
        "book.xlsx!xl/workbook.xml",
        "名称超过 100 个字",
    ),
    "a part of 17 MB": (lambda: book(sheet(after=" " * 17_000_000)), "book.xlsx!xl/worksheets/sheet1.xml", "16 MB"),
    "content types of 2 MB": (
        lambda: book(more={"[Content_Types].xml": "<a/>" * 500_000}),
        "book.xlsx![Content_Types].xml",
        "1 MB",
    ),
    "an inline text of 9 MB": (
        lambda: book(sheet(table().replace("差旅费", "长" * 3_000_000))),
        "book.xlsx!表1!A3",
        "32767 个字",
    ),
    "a number of 9 MB": (
        lambda: book(sheet(table().replace("0.46", "1" * 9_000_000))),
        "book.xlsx!表1!C4",
        "应是数",
    ),
    "tables": (lambda: book(*headings(5_000)), "book.xlsx!表51", "单元格超过上限"),
}
"""By name: a workbook that is refused, the place that is named, and words of the message."""
