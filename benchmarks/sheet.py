"""The text of an unplanted report with its values, texts and references, where mistakes can be planted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.witnesses import Witness, faults, witnesses
from generator.build import Workspace, load
from generator.model import Published
from generator.printer import Printer
from generator.prose import Reading, Writer
from generator.quantity import Comparison
from generator.reader import Node
from generator.record import Text

PROJECT = Path(__file__).parent.parent
TAG = re.compile(r"\{\{\s*(.*?)\s*\}\}")
Edit = tuple[int, int, str]
Leaf = tuple[tuple[str | int, ...], Node]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Edits of a report's text (start, end, new words); `contradicted` None leaves the decision to the witnesses.

    `sides` are lines that take part beside the changed ones.
    """

    unit: str
    year: str
    family: str
    kind: str
    edits: tuple[Edit, ...]
    contradicted: bool | None = None
    sides: frozenset[int] = frozenset()


class Sheet:
    """The text of one unplanted report, its values with their places, and its witnesses."""

    def __init__(self, unit: str, year: str) -> None:
        self.unit, self.year = unit, year
        self.loaded = load(Workspace(PROJECT), unit, year)
        assert self.loaded.report and self.loaded.derived and self.loaded.forms
        self.report, self.derived, self.profile = self.loaded.report, self.loaded.derived, self.loaded.forms.profile
        self.root = self.report.node
        self.text = self.root.file.text
        self.writer = Writer.of(Printer(self.profile), self.derived.tree)

    @cached_property
    def leaves(self) -> list[Leaf]:
        """Every scalar with its path."""
        return [*leaves(self.root)]

    @cached_property
    def witnesses(self) -> list[Witness]:
        """What the report states twice."""
        return [*witnesses(self.loaded)]

    @cached_property
    def agreeing(self) -> list[Published]:
        """The published figures that agree."""
        rows = zip(self.report.published, self.derived.tree["reconciliation"]["rows"], strict=True)
        return [published for published, row in rows if row["kind"] != Comparison.DIFFERENT.value]

    @cached_property
    def faults(self) -> set[str]:
        """What the domain's rules do not allow in the report as it is."""
        return {*faults(self.report, self.profile)}

    @cached_property
    def texts(self) -> list[Node]:
        """The text nodes, each once."""
        return [*{one.text.node.start: one.text.node for one in self.derived.readings}.values()]

    @cached_property
    def references(self) -> list[list[tuple[int, int, str, str, Reading]]]:
        """The references of each text: start, end, path and filter, what is printed, and the reading."""
        texts: dict[int, list[tuple[int, int, str, str, Reading]]] = {}
        for reading in self.derived.readings:
            node = reading.text.node
            within = self.writer.within(self.derived.context(reading.evaluation))
            found = []
            for match in TAG.finditer(self.text, node.start, node.end):
                if not self.line_text(match.start()).lstrip().startswith("#"):
                    printed, _ = within.line(Text(match[0], node))
                    found.append((match.start(), match.end(), match[1], printed or "", reading))
            texts[node.start] = found
        return [*texts.values()]

    def line(self, offset: int) -> int:
        """The line number of an offset."""
        return self.text.count("\n", 0, offset) + 1

    def line_text(self, offset: int) -> str:
        """The line in which an offset stands."""
        return self.text[self.text.rfind("\n", 0, offset) + 1 : self.text.find("\n", offset)]

    def headings(self, lines: set[int]) -> set[int]:
        """The lines of the keys above some lines, by their indentation."""
        text, found = self.text.split("\n"), set()
        for line in lines:
            depth = len(text[line - 1]) - len(text[line - 1].lstrip())
            for number in range(line - 1, 0, -1):
                own = len(text[number - 1]) - len(text[number - 1].lstrip(" -"))
                if text[number - 1].strip() and not text[number - 1].lstrip().startswith("#") and own < depth:
                    found.add(number)
                    depth = own
        return found

    def mistake(
        self, family: str, kind: str, edits: list[Edit], known: bool | None = None, sides: frozenset[int] = frozenset()
    ) -> Mistake:
        """A mistake in this report."""
        return Mistake(self.unit, self.year, family, kind, tuple(edits), known, sides)


def children(node: Node) -> list[tuple[str | int, Node]]:
    """What stands directly below a node."""
    if isinstance(node.value, dict):
        return [*node.value.items()]
    return [*enumerate(node.value)] if isinstance(node.value, list) else []


def leaves(node: Node, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Every scalar below a node with its path."""
    for key, child in children(node):
        yield from leaves(child, (*path, key))
    if not isinstance(node.value, dict | list):
        yield path, node
