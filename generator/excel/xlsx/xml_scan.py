"""Passes over the XML of a workbook's parts as a stream, building no tree, within a budget for all parts together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from xml.parsers.expat import ExpatError, ParserCreate

from generator.opc import MAX_NODES, RefusedError

MAX_CELLS = 40_000
MAX_TEXT = 1_000_000
MAX_CHARACTERS = 32_767
"""The limit of Excel for one cell."""

SHRINK = "只留要导入的表，复制到一个新的工作簿里再导入"
SAVE_AS = "用 Excel 或 WPS 打开，另存为 .xlsx"
TRUE, FALSE = ("1", "true"), ("0", "false")
"""How a part says yes and no."""
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict Open XML
)
# What later versions of Excel add, below `extLst/ext` only.
_EXTENSION = "extLst/ext"
_ADDED = (
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "http://schemas.microsoft.com/office/excel/2006/main",
)
_ENCODINGS = {"", "utf-8", "utf-16", "utf-16le", "utf-16be", "ascii", "us-ascii"}
_NUMBER = re.compile("[0-9]{1,8}")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")  # _x000D_; group 1 is the code of the character
_OTHER = "?"  # the path of an element that nothing is asked of, and of all within it

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


class Scan:
    """One pass over a part of a workbook.

    `starts` and `ends` are called at elements of the namespaces `spaces`, by default the spreadsheet's, named by their
    path below the root, as in `sheetData/row/c`: `starts` with the attributes, `ends` with the text if the element is
    one of `texts`, cut one character above what a cell can hold. Other elements are skipped.
    """

    def __init__(
        self,
        part: str,
        root: str,
        starts: Mapping[str, Callable[[Attributes], None]],
        ends: Mapping[str, Callable[[str], None]] | None = None,
        texts: Collection[str] = (),
        spaces: Sequence[str] = _SPACES,
    ) -> None:
        self.part = part
        self._root, self._starts, self._ends, self._texts = root, starts, ends or {}, texts
        paths = [path.split("/") for path in (*starts, *self._ends)]
        self._known = {"/".join(path[:length]) for path in paths for length in range(1, len(path) + 1)}
        names = {root, *(name for path in paths for name in path)}
        self._names = {f"{space} {name}": name for space in spaces for name in names}
        self._added = {f"{space} {name}": name for space in _ADDED for name in names}
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
        if not self._path:
            if name != self._root:
                raise self.refused("不是通用的 .xlsx 格式")
            self._path.append("")
            return
        if self._wanted:
            raise self.refused("这个部件的文字里夹着别的标记")
        above = self._path[-1]
        if not name and above.startswith(_EXTENSION):
            name = self._added.get(tag, "")
        path = f"{above}/{name}" if above else name
        self._path.append(path if path in self._known else _OTHER)
        self._wanted = path in self._texts
        if start := self._starts.get(path):
            start(attributes)

    def _add(self, text: str) -> None:
        if self._wanted and len(self._text) <= MAX_CHARACTERS:
            self._text = (self._text + text)[: MAX_CHARACTERS + 1]

    def _end(self, _tag: str) -> None:
        if end := self._ends.get(self._path.pop()):
            text, self._text, self._wanted = self._text, "", False
            end(text)


def unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, which Excel writes as `_x000D_`."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def whole(text: str | None) -> int:
    """A number of at most eight digits; 0 for anything else."""
    return int(text) if text and _NUMBER.fullmatch(text) else 0
