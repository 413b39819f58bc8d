"""The parts of a workbook that say what its cells show, unpacked one after the other and read as a stream."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from generator.excel.xlsx.cell_styles import FIRST_DAY, StylesScan
from generator.excel.xlsx.colours import Palette, ThemeScan
from generator.excel.xlsx.formulas import MAX_FORMULA, linked
from generator.excel.xlsx.shared_texts import SharedScan
from generator.excel.xlsx.sheet_xml import SheetScan
from generator.excel.xlsx.xml_scan import FALSE, SHRINK, TRUE, Attributes, Budget, Scan
from generator.frozen import replace
from generator.opc import (
    MAX_XML,
    RELATIONSHIPS,
    TYPES,
    Format,
    Link,
    Members,
    RefusedError,
    check_xml,
    content_types,
    links,
    links_path,
)

EXCEL = Format("Excel", "工作簿", ".xlsx", ".xls 或 .et", "删去表里的图片，另存一份")
MAX_LINKS = 1 << 20
MAX_AREA = 128_000
MAX_SHEETS = 100
MAX_NAME = 100

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PLAIN = "另存为「Excel 工作簿（*.xlsx）」"
_MACROS = "是启用宏的工作簿（.xlsm），宏会在电脑上运行程序"
_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)


class SheetEntry(NamedTuple):
    """A worksheet as the workbook lists it: its name, the id of its relationship, and whether it is hidden."""

    name: str
    id: str
    hidden: bool


class BookScan(Scan):
    """Collects the worksheets that a workbook lists."""

    def __init__(self, part: str) -> None:
        starts = {
            "sheets/sheet": self._add_sheet,
            "workbookPr": self._set_epoch,
            "calcPr": self._set_computing,
            "definedNames/definedName": self._begin_name,
        }
        ends = {"definedNames/definedName": self._end_name}
        super().__init__(part, "workbook", starts, ends, tuple(ends))
        self.uncomputed = False
        """Whether Excel is to compute all formulas when it opens the file, as programs say that compute none."""
        self.stale = False
        """Whether formulas may show other values than Excel would compute."""
        self.names: list[tuple[str, str]] = []
        """The defined names with what they stand for."""
        self.entries: list[SheetEntry] = []
        self._name = ""
        self.first_day = FIRST_DAY

    def _set_epoch(self, attributes: Attributes) -> None:
        if attributes.get("date1904") in TRUE:
            self.first_day = date(1904, 1, 1)

    def _set_computing(self, attributes: Attributes) -> None:
        self.uncomputed = attributes.get("fullCalcOnLoad") in TRUE
        on_demand = attributes.get("calcMode") == "manual" and attributes.get("calcOnSave") in FALSE
        self.stale = on_demand or attributes.get("calcCompleted") in FALSE

    def _begin_name(self, attributes: Attributes) -> None:
        self._name = attributes.get("name", "")

    def _end_name(self, text: str) -> None:
        self.names.append((self._name, text[:MAX_FORMULA]))

    def _add_sheet(self, attributes: Attributes) -> None:
        identifier = next((attributes[key] for key in _IDS if key in attributes), "")
        hidden = attributes.get("state", "visible") != "visible"
        self.entries.append(SheetEntry(attributes.get("name", ""), identifier, hidden))


class Parts(NamedTuple):
    """The worksheets in their order, each with whether it is hidden; the formats; and the shared texts they show.

    `stale` says whether formulas may show other values than Excel would compute; `linked` are the cells of each sheet
    whose values come from other workbooks.
    """

    sheets: list[tuple[bool, SheetScan]]
    styles: StylesScan
    shared: SharedScan
    stale: bool
    linked: dict[str, set[tuple[int, int]]]


def read_parts(members: Members, tell: Callable[[str], object]) -> Parts:
    """The parts of a workbook.

    Raises:
        RefusedError: the package is not a plain workbook, or too large.
    """
    main, related = _related(members)
    budget = Budget()

    def scan(scanner: Scan) -> None:
        data = _part(members, scanner.part, MAX_XML)
        budget.take_part(scanner.part, data)
        scanner.run(data)

    def only(kind: str) -> str:
        """The only part of a kind; empty if there is none."""
        return next((link.target for link in related.values() if link.type.endswith(f"/{kind}")), "")

    book = BookScan(main)
    scan(book)
    if not book.entries:
        raise RefusedError("没有工作表", main, form=EXCEL)
    if len(book.entries) > MAX_SHEETS:
        raise RefusedError(f"有 {len(book.entries)} 张工作表，超过上限 {MAX_SHEETS} 张", remedy=SHRINK)
    palette = Palette()
    theme = ThemeScan(only("theme"), palette)
    if theme.part in members:
        scan(theme)
    styles = StylesScan(only("styles"), palette)
    styles.first_day = book.first_day
    if styles.part in members:
        scan(styles)
    sheets: list[tuple[bool, SheetScan]] = []
    area = 0
    for entry in book.entries:
        title = printable(entry.name[: MAX_NAME + 1])
        link = related.get(entry.id)
        if link is None or link.target not in members:
            raise RefusedError(f"工作表「{title[:20]}」不在文件里", main, form=EXCEL)
        if len(title) > MAX_NAME:
            raise RefusedError(f"工作表「{title[:20]}…」的名称超过 {MAX_NAME} 个字", main, form=EXCEL)
        if any(link.target == sheet.part for _, sheet in sheets):
            raise RefusedError(f"工作表「{title}」和另一张是同一个部件", main, form=EXCEL)
        if link.type.endswith(("/chartsheet", "/dialogsheet")):
            continue
        if not link.type.endswith("/worksheet"):
            raise RefusedError(f"「{title}」不是工作表", main, form=EXCEL)
        tell(f"正在读工作表「{title}」")
        sheet = SheetScan(link.target, title, budget, styles.looks)
        scan(sheet)
        area += sheet.rows * sheet.columns
        if area > MAX_AREA:
            message = f"到工作表「{title}」为止，从左上角到最后一个有内容的单元格，连同空格一共超过上限 {MAX_AREA} 格"
            raise RefusedError(message, title, "删去离表很远的零星内容，再导入")
        sheets.append((entry.hidden, sheet))
    given = [sheet.cells[where].text for _, sheet in sheets for where in sheet.formulas]
    if book.uncomputed and not any(text.strip("0.") for text in given):
        for _, sheet in sheets:
            sheet.cells |= {where: sheet.cells[where]._replace(type="n", text="") for where in sheet.formulas}
    raws = (raw for _, sheet in sheets for raw in sheet.cells.values())
    shared = SharedScan(
        only("sharedStrings"), Counter(int(raw.text) for raw in raws if raw.type == "s" and raw.text), budget
    )
    if shared.part in members:
        scan(shared)
    found = linked({sheet.name: sheet.formulas for _, sheet in sheets}, book.names)
    return Parts(sheets, styles, shared, book.stale, found)


def _related(members: Members) -> tuple[str, dict[str, Link]]:
    """The main part of the workbook, and its relationships by their id.

    Raises:
        RefusedError: it is not a workbook, or has active content.
    """
    named = {member.casefold(): member for member in members}

    def known(link: Link) -> Link:
        """A relationship with its target as the zip spells it."""
        return replace(link, target=named.get(link.target.casefold(), link.target))

    if TYPES not in members or RELATIONSHIPS not in members:
        raise RefusedError("不是 Excel 工作簿（.xlsx）", form=EXCEL)
    package = {part: _part(members, part, MAX_LINKS) for part in (TYPES, RELATIONSHIPS)}
    check_xml(package, EXCEL)
    main = next((known(link).target for link in links(package, "") if link.type.endswith("/officeDocument")), "")
    kind = content_types(package, [main]).get(main, "")
    if "sheet.binary" in kind:
        raise RefusedError("是二进制工作簿（.xlsb），不是 .xlsx", remedy=_PLAIN)
    if "macroenabled" in kind.casefold() or any(member.endswith("vbaproject.bin") for member in named):
        raise RefusedError(_MACROS, remedy=_PLAIN)
    if kind != _MAIN or main not in members:
        raise RefusedError("不是 Excel 工作簿（.xlsx）", remedy=f"用原来的程序打开，{_PLAIN}")
    if links_path(main) in members:
        package[links_path(main)] = _part(members, links_path(main), MAX_LINKS)
        check_xml(package, EXCEL)
    related = {link.id: known(link) for link in links(package, main)}
    types = {link.type.rpartition("/")[2] for link in related.values()}
    if "xlMacrosheet" in types:
        raise RefusedError(_MACROS, remedy=_PLAIN)
    return main, related


def _part(members: Members, part: str, most: int) -> bytes:
    if members.size(part) > most:
        raise RefusedError(f"这个部件超过上限 {most >> 20} MB，不像 Excel 工作簿", part, SHRINK)
    return members[part]


def printable(text: str) -> str:
    """A text that is safe on a terminal: on one line, without control characters."""
    return "".join(char if char.isprintable() else " " for char in text)
