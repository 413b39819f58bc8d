"""Lays out the text of a Word document for git and for people: sentences on lines of their own, tables in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, zip_longest

from generator.opc import Package
from generator.text.width import width
from generator.word.lines import SEPARATOR, DocumentLine, read_lines, text_parts

_STEP = 8
_WIDEST = 40
# The pieces between which a line may be broken: 预算。 gives 预 and 算。, （2022年） gives （2022 and 年）.
_WORDS = re.compile(r"[（《「『【“‘]*(?:[!-~]+|.)[，。、；：！？）》」』】”’％]*")
# Where a new line begins: after 完成。 but not before a closing ”.
_BREAKS = re.compile(r"\n|(?<=[。！？；])(?![。！？；）》」』】”’]|$)")


def text_form(package: Package) -> str:
    """The text for git's textconv: each sentence on a line, those after a paragraph's first indented."""
    titles = text_parts(package)
    output: list[str] = []
    for (part, table), lines in groupby(read_lines(package), key=lambda line: (line.part, line.table)):
        if title := titles.pop(part, ""):
            output += ["", f"—— {title} {part} ——"]
        if table:
            output += ["", *(text for block in lay_out([*lines]) for text in block), ""]
        for line in lines:
            sentences = [text.strip() for text in _BREAKS.split(line.text)]
            output.append("#" * line.level + " " * (line.level > 0) + "\n  ".join(filter(None, sentences)))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(output).strip("\n")) + "\n"


def lay_out(rows: Sequence[DocumentLine]) -> list[list[str]]:
    """For each row its lines on a terminal, in columns that all rows share; long cells wrap within theirs.

    Widths are rounded up, so that a cell that grows a little does not move the others. Grid columns that no row
    separates count as one.
    """
    cells = [cell for row in rows for cell in row.cells]
    edges = sorted({edge for cell in cells for edge in (cell.column, cell.column + cell.span)})
    places = {edge: place for place, edge in enumerate(edges)}
    widths = [_STEP] * len(edges)
    for cell in cells:
        place = places[cell.column]
        if places[cell.column + cell.span] == place + 1:
            needed = max(width(text) for text in cell.text.split("\n"))
            widths[place] = max(widths[place], min(-(-needed // _STEP) * _STEP, _WIDEST))
    starts = [0]
    for taken in widths:
        starts.append(starts[-1] + taken + len(SEPARATOR))
    blocks = []
    for row in rows:
        rooms = [
            starts[places[cell.column + cell.span]] - starts[places[cell.column]] - len(SEPARATOR) for cell in row.cells
        ]
        indent = " " * starts[places[row.cells[0].column]] if row.cells else ""
        columns = [_wrapped(cell.text, room) for cell, room in zip(row.cells, rooms, strict=True)]
        block = []
        for texts in zip_longest(*columns, fillvalue=""):
            padded = [text + " " * (room - width(text)) for text, room in zip(texts, rooms, strict=True)]
            block.append((indent + SEPARATOR.join(padded)).rstrip())
        blocks.append(block)
    return blocks


def _wrapped(text: str, room: int) -> list[str]:
    """The lines of a text wrapped to a width, broken inside a word or before punctuation only if nothing else fits."""
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in _WORDS.findall(paragraph):
            for piece in [word] if width(word) <= room else word:
                if used + width(piece) > room:
                    lines.append(line)
                    line, used = "", 0
                if line or piece.strip() or not lines:
                    line, used = line + piece, used + width(piece)
        lines.append(line)
    return lines
