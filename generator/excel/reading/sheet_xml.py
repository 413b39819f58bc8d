"""Reads the XML of a workbook's parts as a stream, building no tree: sheets, cells, number formats, shared texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from generator.excel.reading.number_formats import MAX_FORMAT, Display, format_by_code, format_by_id
from generator.excel.sheet import letters
from generator.opc import MAX_NODES, RefusedError

MAX_CELLS = 40_000
MAX_TEXT = 1_000_000
MAX_ROWS, MAX_COLUMNS = 1_000, 256
MAX_MERGED = 40_000
MAX_CONDITIONAL = 4_000
"""Ranges of conditional formats that are looked at; a sheet has a handful."""
MAX_CHARACTERS = 32_767
"""The limit of Excel for one cell."""

SHRINK = "只留要导入的表，复制到一个新的工作簿里再导入"
SAVE_AS = "用 Excel 或 WPS 打开，另存为 .xlsx"
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict Open XML
)
_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_ENCODINGS = {"", "utf-8", "utf-16", "utf-16le", "utf-16be", "ascii", "us-ascii"}
_TYPES = {"n", "s", "str", "inlineStr", "b", "e", "d"}
# B3, $B$3; groups: the letters and the number.
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_NUMBER = re.compile("[0-9]{1,8}")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")  # _x000D_; group 1 is the code of the character

_TRUE = ("1", "true")
_FIRST_DAY = date(1899, 12, 30)
_PAPER = "white"
STRUCK = "划了删除线", "不要的删去，要的去掉删除线"
"""Why a text that is struck out does not count, and what to do."""
COVERED = "有条件格式会把这里的内容藏起来", "删去这里的条件格式，核对以后再导入"
"""Why a content that a conditional format may hide is not taken, and what to do."""
_LIGHT = 0xF4  # of each of red, green and blue: so light a text is not seen on paper

Attributes = dict[str, str]


@dataclass(slots=True)
class Budget:
    """Counts what has been read of a workbook; its limits hold for all parts together.

    Raises:
        RefusedError: a limit is passed.
    """

    nodes: int = 0
    cells: int = 0
    text: int = 0

    def take_part(self, part: str, data: bytes) -> None:
        """Counts the elements and attributes of a part that is about to be read."""
        self.nodes += data.count(b"<") - data.count(b"</") + data.count(b"=")
        if self.nodes > MAX_NODES:
            raise RefusedError(f"内容太多，标记超过上限 {MAX_NODES} 个", part, SHRINK)

    def take_cell(self, sheet: str) -> None:
        """Counts a cell that holds something."""
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise RefusedError(f"有内容的单元格超过上限 {MAX_CELLS} 个", sheet, SHRINK)

    def take_text(self, length: int) -> None:
        """Counts the characters that a cell shows, each time anew if cells share a text."""
        self.text += length
        if self.text > MAX_TEXT:
            raise RefusedError(f"单元格里的文字一共超过上限 {MAX_TEXT} 个字", remedy=SHRINK)


class SheetEntry(NamedTuple):
    """A worksheet as the workbook lists it: its name, the id of its relationship, and whether it is hidden."""

    name: str
    id: str
    hidden: bool


class Raw(NamedTuple):
    """What the file says of a cell.

    `type` is the file's own letter (n, s, str, inlineStr, b, e, d), `text` the value as written (for type s
    the number of a shared text), empty if a formula was never computed; `style` is the number of its format.
    """

    type: str
    text: str
    style: int


class Merged(NamedTuple):
    """A merged range, from its first row and column to its last."""

    top: int
    left: int
    bottom: int
    right: int


class Scan:
    """One pass over a part of a workbook.

    `starts` and `ends` are called at elements of the spreadsheet's namespace, named by their parent and themselves, as
    in `row/c`: `starts` with the attributes, `ends` with the text if the element is one of `texts`, cut one character
    above what a cell can hold. Other elements are skipped.
    """

    def __init__(
        self,
        part: str,
        root: str,
        starts: Mapping[str, Callable[[Attributes], None]],
        ends: Mapping[str, Callable[[str], None]] | None = None,
        texts: Collection[str] = (),
    ) -> None:
        self.part = part
        self._root, self._starts, self._ends, self._texts = root, starts, ends or {}, texts
        names = {root, *(name for where in (*starts, *self._ends) for name in where.split("/"))}
        self._names = {f"{space} {name}": name for space in _SPACES for name in names}
        self._path: list[str] = []
        self._wanted = False
        self._text = ""

    def run(self, data: bytes) -> None:
        """Passes over the part.

        Raises:
            RefusedError: the part is not XML, or not of the expected kind.
        """
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declare
        parser.StartDoctypeDeclHandler = self._declare_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add
        try:
            parser.Parse(data, True)
        except ExpatError as error:
            raise self.refused("这个部件不是完整的 XML，或者编码不是 UTF-8、UTF-16") from error

    def refused(self, message: str) -> RefusedError:
        """The error that refuses the part."""
        return RefusedError(message, self.part, SAVE_AS)

    def _declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        name = (encoding or "")[:20]
        if name.casefold() not in _ENCODINGS:
            raise self.refused(f"这个部件的编码是 {name.upper()}，Excel 工作簿里只有 UTF-8、UTF-16")

    def _declare_type(self, *_: object) -> None:
        raise self.refused("这个部件带有 DOCTYPE 声明，Excel 工作簿里不会有")

    def _start(self, tag: str, attributes: Attributes) -> None:
        name = self._names.get(tag, "")
        if not self._path and name != self._root:
            raise self.refused("不是通用的 .xlsx 格式")
        if self._wanted:
            raise self.refused("这个部件的文字里夹着别的标记")
        if name and self._path:
            where = f"{self._path[-1]}/{name}"
            self._wanted = where in self._texts
            if start := self._starts.get(where):
                start(attributes)
        self._path.append(name)

    def _add(self, text: str) -> None:
        if self._wanted and len(self._text) <= MAX_CHARACTERS:
            self._text = (self._text + text)[: MAX_CHARACTERS + 1]

    def _end(self, _tag: str) -> None:
        name = self._path.pop()
        if name and self._path and (end := self._ends.get(f"{self._path[-1]}/{name}")):
            text, self._text, self._wanted = self._text, "", False
            end(text)


class BookScan(Scan):
    """Collects the worksheets that a workbook lists."""

    def __init__(self, part: str) -> None:
        starts = {
            "sheets/sheet": self._add_sheet,
            "workbook/workbookPr": self._set_epoch,
            "workbook/calcPr": self._set_computing,
        }
        super().__init__(part, "workbook", starts)
        self.uncomputed = False
        """Whether Excel is to compute all formulas when it opens the file, as programs say that compute none."""
        self.entries: list[SheetEntry] = []
        self.first_day = _FIRST_DAY

    def _set_epoch(self, attributes: Attributes) -> None:
        if attributes.get("date1904") in _TRUE:
            self.first_day = date(1904, 1, 1)

    def _set_computing(self, attributes: Attributes) -> None:
        self.uncomputed = attributes.get("fullCalcOnLoad") in _TRUE

    def _add_sheet(self, attributes: Attributes) -> None:
        identifier = next((attributes[key] for key in _IDS if key in attributes), "")
        hidden = attributes.get("state", "visible") != "visible"
        self.entries.append(SheetEntry(attributes.get("name", ""), identifier, hidden))


class _Font:
    """How a font shows a text: its colour, its size, and whether it strikes the text out."""

    __slots__ = ("colour", "size", "struck")

    def __init__(self) -> None:
        self.colour, self.size, self.struck = "", "", False


class StylesScan(Scan):
    """Collects what cell styles show: number formats, fonts and fills."""

    def __init__(self, part: str) -> None:
        starts = {
            "numFmts/numFmt": self._add_format,
            "cellXfs/xf": self._add_style,
            "fonts/font": lambda _: self._fonts.append(_Font()),
            "fills/fill": lambda _: self._fills.append(_PAPER),
            "dxfs/dxf": self._begin_conditional,
            "dxf/numFmt": self._hide_conditional,
            "font/color": self._colour_font,
            "font/sz": self._size_font,
            "font/strike": self._strike_font,
            "fill/patternFill": self._pattern_fill,
            "patternFill/fgColor": self._colour_fill,
            "patternFill/bgColor": self._colour_conditional,
        }
        super().__init__(part, "styleSheet", starts)
        self.first_day = _FIRST_DAY
        """The day from which the workbook counts days."""
        self._codes: dict[int, str] = {}
        self._styles: list[tuple[int, int, int]] = []
        # A conditional format (dxf) has a font and a fill of its own, which are put behind those of the styles.
        self._fonts: list[_Font] = []
        self._fills: list[str] = []
        self._conditional: list[tuple[int, int]] = []
        self._hiding: set[int] = set()
        self._solid = False

    def _begin_conditional(self, _attributes: Attributes) -> None:
        self._conditional.append((len(self._fonts), len(self._fills)))
        self._fonts.append(_Font())
        self._fills.append("")

    def _hide_conditional(self, attributes: Attributes) -> None:
        if format_by_code(attributes.get("formatCode", "")[:MAX_FORMAT], Decimal(1)).fault:
            self._hiding.add(len(self._conditional) - 1)

    def _colour_conditional(self, attributes: Attributes) -> None:
        if self._conditional:
            self._fills[-1] = _colour(attributes)

    def _add_format(self, attributes: Attributes) -> None:
        code = attributes.get("formatCode", "")
        if len(code) > MAX_FORMAT:
            raise self.refused(f"有一个数字格式超过 {MAX_FORMAT} 个字")
        self._codes[_whole(attributes.get("numFmtId"))] = code

    def _add_style(self, attributes: Attributes) -> None:
        number, font, fill = (_whole(attributes.get(key)) for key in ("numFmtId", "fontId", "fillId"))
        self._styles.append((number, font, fill))

    def _colour_font(self, attributes: Attributes) -> None:
        if self._fonts:
            self._fonts[-1].colour = _colour(attributes)

    def _size_font(self, attributes: Attributes) -> None:
        if self._fonts:
            self._fonts[-1].size = attributes.get("val", "")[:8]

    def _strike_font(self, attributes: Attributes) -> None:
        if self._fonts:
            self._fonts[-1].struck = attributes.get("val", "1") in _TRUE

    def _pattern_fill(self, attributes: Attributes) -> None:
        self._solid = attributes.get("patternType") == "solid"
        if self._fills and attributes.get("patternType", "none") != "none":
            self._fills[-1] = ""  # of a colour that is not known, until it is

    def _colour_fill(self, attributes: Attributes) -> None:
        if self._fills and self._solid:
            self._fills[-1] = _colour(attributes)

    def hides(self, conditional: int, style: int) -> bool:
        """Whether a conditional format may hide what a cell of a style holds: its colour is that of the ground."""
        if conditional >= len(self._conditional):
            return False
        font, fill = self._conditional[conditional]
        _, _, own = self._styles[style] if style < len(self._styles) else (0, 0, 0)
        ground = self._fills[fill] or (self._fills[own] if own < len(self._fills) else _PAPER)
        colour = self._fonts[font].colour
        return conditional in self._hiding or bool(colour and colour == ground)

    def format(self, style: int, value: Decimal) -> Display | None:
        """What a cell of a style shows of its number; None if there is no such style."""
        if style >= len(self._styles):
            return None if style else Display()
        identifier = self._styles[style][0]
        code = self._codes.get(identifier)
        return format_by_id(identifier) if code is None else format_by_code(code, value)

    def unseen(self, style: int) -> tuple[str, str] | None:
        """Why nobody sees what a cell of a style holds, or why it does not count, and what to do; else None."""
        _, font_number, fill_number = self._styles[style] if style < len(self._styles) else (0, 0, 0)
        font = self._fonts[font_number] if font_number < len(self._fonts) else _Font()
        fill = self._fills[fill_number] if fill_number < len(self._fills) else _PAPER
        if font.struck:
            return STRUCK
        if font.colour and font.colour == fill:
            return "字和底色是一样的颜色，看不见", "把字改成黑色，核对以后再导入；不要的删去"
        if re.fullmatch(r"[0-2](?:\.[0-9]*)?", font.size):
            return f"字号只有 {font.size}，看不见", "把字号改大，核对以后再导入；不要的删去"
        return None


class _Runs:
    """A text, whole (`t`) or in runs (`r/t`), without its phonetic reading (`rPh/t`)."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, text: str) -> None:
        """Adds a run, up to one character above what a cell can hold."""
        if len(self.text) <= MAX_CHARACTERS:
            self.text = (self.text + text)[: MAX_CHARACTERS + 1]


class SharedScan(Scan):
    """The shared texts of cells; only those with the numbers in `shown`, which says how many cells show each."""

    def __init__(self, part: str, shown: Counter[int], budget: Budget) -> None:
        ends = {"sst/si": self._end_text, "si/t": self._add_run, "r/t": self._add_run}
        starts = {"sst/si": self._begin_text, "rPr/strike": self._strike}
        super().__init__(part, "sst", starts, ends, ("si/t", "r/t"))
        self.shared: dict[int, str] = {}
        self.struck: set[int] = set()
        """The texts of which a run is struck out."""
        self._shown, self._budget = shown, budget
        self._number, self._runs = -1, _Runs()

    def _begin_text(self, _attributes: Attributes) -> None:
        self._number, self._runs = self._number + 1, _Runs()

    def _add_run(self, text: str) -> None:
        self._runs.add(text)

    def _strike(self, attributes: Attributes) -> None:
        if attributes.get("val", "1") in _TRUE:
            self.struck.add(self._number)

    def _end_text(self, _text: str) -> None:
        if times := self._shown.get(self._number):
            self._budget.take_text(len(self._runs.text) * times)
            self.shared[self._number] = _unescaped(self._runs.text)


class SheetScan(Scan):
    """The cells of a worksheet that hold something, by row and column, with what is merged and hidden."""

    def __init__(self, part: str, name: str, budget: Budget) -> None:
        starts = {
            "sheetData/row": self._begin_row,
            "row/c": self._begin_cell,
            "c/f": self._begin_formula,
            "mergeCells/mergeCell": self._merge,
            "cols/col": self._hide,
            "worksheet/autoFilter": self._filter,
            "rPr/strike": self._strike,
            "worksheet/conditionalFormatting": self._begin_conditional,
            "conditionalFormatting/cfRule": self._add_conditional,
        }
        ends = {
            "c/v": self._end_value,
            "is/t": self._add_run,
            "r/t": self._add_run,
            "c/is": self._end_inline,
            "row/c": self._end_cell,
        }
        super().__init__(part, "worksheet", starts, ends, ("c/v", "is/t", "r/t"))
        self.name = name
        self.cells: dict[tuple[int, int], Raw] = {}
        self.rows = self.columns = 0
        """The last row and column with a cell that holds something."""
        self.merged: list[Merged] = []
        self.hidden_rows: set[int] = set()
        self.grouped_rows: set[int] = set()
        self.filtered = False
        self.struck: set[tuple[int, int]] = set()
        """The cells in which a run of a text is struck out."""
        self.hidden_columns = bytearray(MAX_COLUMNS + 1)
        self.formulas: dict[tuple[int, int], str] = {}
        """What each formula gives, as it is stored."""
        self.conditional: list[tuple[Merged, int]] = []
        """Ranges with the number of a conditional format that they may have."""
        self._ranges: list[Merged] = []
        self._budget = budget
        self._row = self._column = 0
        self._type, self._style, self._formula = "n", "0", False
        self._value: str | None = None
        self._runs = _Runs()

    def _begin_conditional(self, attributes: Attributes) -> None:
        areas = attributes.get("sqref", "")[:MAX_CHARACTERS].split()[:MAX_ROWS]
        self._ranges = [area for area in map(_area, areas) if area]

    def _add_conditional(self, attributes: Attributes) -> None:
        if "dxfId" in attributes and len(self.conditional) + len(self._ranges) <= MAX_CONDITIONAL:
            self.conditional += [(area, _whole(attributes["dxfId"])) for area in self._ranges]

    def _begin_row(self, attributes: Attributes) -> None:
        self._row = _whole(attributes["r"]) if "r" in attributes else self._row + 1
        if not 1 <= self._row <= _LAST_ROW:
            raise self.refused(f"工作表「{self.name}」有一行没有写明位置")
        self._column = 0
        if self._row <= MAX_ROWS and (attributes.get("hidden") in _TRUE or _flat(attributes.get("ht"))):
            self.hidden_rows.add(self._row)
            if _whole(attributes.get("outlineLevel")):
                self.grouped_rows.add(self._row)

    def _filter(self, _attributes: Attributes) -> None:
        self.filtered = True

    def _strike(self, attributes: Attributes) -> None:
        if attributes.get("val", "1") in _TRUE:
            self.struck.add((self._row, self._column))

    def _begin_cell(self, attributes: Attributes) -> None:
        self._column += 1
        if "r" in attributes:
            address = _CELL.fullmatch(attributes["r"])
            row, self._column = (int(address[2]), _column(address[1])) if address else (0, 0)
            if row != self._row:
                raise self.refused(f"工作表「{self.name}」第 {self._row} 行有单元格没有写明位置")
        if self._column > _LAST_COLUMN:
            raise self.refused(f"工作表「{self.name}」第 {self._row} 行有单元格没有写明位置")
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._formula, self._value, self._runs = False, None, _Runs()

    def _begin_formula(self, _attributes: Attributes) -> None:
        self._formula = True

    def _end_value(self, text: str) -> None:
        self._value = text

    def _add_run(self, text: str) -> None:
        self._runs.add(text)

    def _end_inline(self, _text: str) -> None:
        self._type, self._value = "inlineStr", self._runs.text

    def _end_cell(self, _text: str) -> None:
        is_text = self._type in ("str", "inlineStr")
        written = self._value or "" if is_text else (self._value or "").strip()
        computed = self._formula and not (self._type == "str" and self._value is not None)
        if not written and not computed:
            return
        where = f"{self.name}!{letters(self._column)}{self._row}"
        if self._row > MAX_ROWS or self._column > MAX_COLUMNS:
            message = f"工作表「{self.name}」的内容超过 {MAX_ROWS} 行 {MAX_COLUMNS} 列"
            raise RefusedError(message, where, SHRINK)
        numbers = [self._style, written] if self._type == "s" and written else [self._style]
        if self._type not in _TYPES or not all(_NUMBER.fullmatch(number) for number in numbers):
            raise RefusedError("单元格的类型、格式或者文字的序号写错了", where, SAVE_AS)
        if (self._row, self._column) in self.cells:
            raise RefusedError("文件里有两个单元格都在这个位置，分不清用哪一个", where, SAVE_AS)
        self._budget.take_cell(self.name)
        self._budget.take_text(0 if self._type == "s" else len(written))
        text = _unescaped(written) if is_text else written
        if self._formula:
            self.formulas[self._row, self._column] = text
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        self.cells[self._row, self._column] = Raw(self._type, text, int(self._style))

    def _merge(self, attributes: Attributes) -> None:
        reference = attributes.get("ref", "")
        area = _area(reference) if ":" in reference else None
        if area is None:
            raise self.refused(f"工作表「{self.name}」的合并单元格写错了位置")
        if len(self.merged) == MAX_MERGED:
            raise RefusedError(f"工作表「{self.name}」的合并单元格超过上限 {MAX_MERGED} 处", self.name, SHRINK)
        self.merged.append(area)

    def _hide(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _TRUE or _flat(attributes.get("width")):
            first, last = max(_whole(attributes.get("min")), 1), min(_whole(attributes.get("max")), MAX_COLUMNS)
            self.hidden_columns[first : last + 1] = b"\1" * (last + 1 - first)


def _colour(attributes: Attributes) -> str:
    """A colour as it is compared; the nearly white ones are white, empty if it is not known."""
    if "rgb" in attributes:
        rgb = attributes["rgb"][-6:].upper()
        parts = [int(rgb[at : at + 2], 16) for at in (0, 2, 4)] if re.fullmatch("[0-9A-F]{6}", rgb) else []
        return _PAPER if parts and min(parts) >= _LIGHT else rgb
    if "theme" in attributes:
        tint = attributes.get("tint", "0")
        return (
            _PAPER
            if attributes["theme"] == "0" and not tint.strip("0.-")
            else f"theme {attributes['theme'][:8]} {tint[:8]}"
        )
    if "indexed" in attributes:
        return _PAPER if attributes["indexed"] in ("1", "9") else f"indexed {attributes['indexed'][:8]}"
    return ""


def _unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, which Excel writes as `_x000D_`."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _whole(text: str | None) -> int:
    """A number of at most eight digits; 0 for anything else."""
    return int(text) if text and _NUMBER.fullmatch(text) else 0


def _area(reference: str) -> Merged | None:
    """A range, A1:C3, or one cell; None for anything else."""
    ends = [_CELL.fullmatch(end) for end in reference[:40].split(":")]
    rows, columns = sorted(int(end[2]) for end in ends if end), sorted(_column(end[1]) for end in ends if end)
    if len(ends) > 2 or len(rows) != len(ends):
        return None
    return Merged(rows[0], columns[0], rows[-1], columns[-1])


def _flat(size: str | None) -> bool:
    """Whether a height or width is written as zero."""
    return size is not None and not size.strip("0.")


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
