"""Brings a file to the newest format by edits of its text, and knows where in the file as written each place was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from generator.data import reader
from generator.data.edit import Edit, applied, edit_for, pieces
from generator.data.formats import CONVERSIONS, FORMAT, Conversion, format_of, newest, stated_format
from generator.data.reader import Node
from generator.problems import Place, Problem, SourceFile


def upgraded(file: SourceFile, schema: str) -> Upgrade:
    """The upgrade of a file that `read` can read."""
    root, _ = reader.parse(file.data, file.path)
    assert root is not None
    return Upgrade(root, schema)


class Change(NamedTuple):
    """What an edit put in place of a stretch of a file; either may be empty."""

    place: Place
    before: str
    after: str


class Upgrade:
    """A file in the newest format: its `text`, which is as it was wherever it need not change, and what was changed.

    If an edit made it unreadable, `root` is None and `problems` says why.
    """

    def __init__(self, root: Node, schema: str) -> None:
        self.root: Node | None = root
        self.problems: list[Problem] = []
        self.changes: list[Change] = []
        self._written = self._file = root.file
        self._steps: list[_Step] = []
        if format_of(root) < newest(schema):
            for conversion in CONVERSIONS[schema][format_of(root) - 1 :]:
                self._edit(conversion)
            self._edit(partial(_numbered, number=newest(schema)))

    @property
    def text(self) -> str:
        """The text of the file, in the newest format."""
        return self._file.text

    def place(self, place: Place) -> Place:
        """A place of the text, in the file as it is written."""
        if not place.line:
            return place
        offset = self._file.offset(place)
        return self._written.place(self._back(offset), self._back(offset + place.width))

    def as_written(self, node: Node) -> Node:
        """A node with what is below it, in its places in the file as it is written."""
        value = node.value
        if isinstance(value, dict):
            value = {key: self.as_written(child) for key, child in value.items()}
        elif isinstance(value, list):
            value = [self.as_written(child) for child in value]
        keys = {key: self.place(place) for key, place in node.keys.items()}
        return Node(value, self._written, self._back(node.start), self._back(node.end), keys)

    def _edit(self, conversion: Conversion) -> None:
        if self.root is not None:
            edits = [*conversion(self.root)]
            for edit in edits:
                place = self._written.place(self._back(edit.start), self._back(edit.end))
                self.changes.append(Change(place, self.text[edit.start : edit.end], edit.text))
            self._steps.append(_Step(self.text, edits))
            self._file = SourceFile(self._written.path, applied(self.text, edits))
            self.root, self.problems = reader.parse(self._file.data, self._file.path)

    def _back(self, offset: int) -> int:
        for step in reversed(self._steps):
            offset = step.back(offset)
        return offset


class _Step:
    """What edits did to a text: where each stretch of the new one begins, and where it comes from in the old one."""

    def __init__(self, text: str, edits: Sequence[Edit]) -> None:
        self._starts: list[int] = []
        self._sources: list[tuple[int, bool]] = []
        at = 0
        for start, part, kept in pieces(text, edits):
            if part:
                self._starts.append(at)
                self._sources.append((start, kept))
                at += len(part)
        self._starts.append(at)
        self._sources.append((len(text), False))

    def back(self, offset: int) -> int:
        """The offset in the old text; of what was put in place of something else, where that begins."""
        number = bisect_right(self._starts, offset) - 1
        start, kept = self._sources[number]
        return start + offset - self._starts[number] if kept else start


def _numbered(root: Node, number: int) -> list[Edit]:
    """The edits that let a file state its format before all else; one that can be none is left to the schema."""
    states_none = FORMAT not in root.keys
    return [edit_for(root, (FORMAT,), str(number), (FORMAT,))] if states_none or stated_format(root) else []
