"""The text of an unplanted report with its values, texts and references, where mistakes can be planted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from benchmarks.measuring import PROJECT, required
from benchmarks.witnesses import Witness, faults, witnesses
from generator.data.paths import IDENTITIES
from generator.data.reader import Node
from generator.data.record import Text
from generator.data.report import Published
from generator.quantity import Comparison
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.text.printer import Printer
from generator.text.renderer import Reading, Writer

TAG = re.compile(r"\{\{\s*(.*?)\s*\}\}")
Edit = tuple[int, int, str]
Leaf = tuple[tuple[str | int, ...], Node]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Edits of a report's text (start, end, new words); `contradicted` None leaves the decision to the witnesses.

    `places` are lines beside the changed ones where it shows: of what was left out, those of the entry that held it.
    """

    unit: str
    year: str
    family: str
    kind: str
    edits: tuple[Edit, ...]
    contradicted: bool | None = None
    places: frozenset[int] = frozenset()


class Sheet:
    """The text of one unplanted report, its values with their places, and its witnesses."""

    def __init__(self, unit: str, year: str) -> None:
        self.unit, self.year = unit, year
        self.loaded = load(Workspace(PROJECT), unit, year)
        told = "; ".join(f"{one.code} {one.place}: {one.message}" for one in self.loaded.problems[:3])
        required(self.loaded.ready, f"reports/{year}/{unit}.yaml cannot be built as it is: {told}")
        assert self.loaded.report and self.loaded.derived and self.loaded.forms
        self.report, self.derived, self.profile = self.loaded.report, self.loaded.derived, self.loaded.forms.profile
        self.root = self.report.node
        self.text = self.root.file.text
        self.writer = Writer.of(Printer(self.profile), self.derived.context())

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
        self, family: str, kind: str, edits: list[Edit], known: bool | None = None, places: frozenset[int] = frozenset()
    ) -> Mistake:
        """A mistake in this report."""
        return Mistake(self.unit, self.year, family, kind, tuple(edits), known, places)

    @cached_property
    def _names(self) -> dict[int, frozenset[str]]:
        return {node.place.line: names for names, node in _named(self.root, frozenset())}

    def names(self, lines: Iterable[int]) -> frozenset[str]:
        """What the rows that stand on some lines are called: by name, id, code, title or figure, or by a free key."""
        return frozenset().union(*(self._names.get(line, ()) for line in lines))

    def beside(self, path: tuple[str | int, ...]) -> frozenset[int]:
        """The lines of the values of an entry, without what is nested in it."""
        return frozenset(node.place.line for own, node in self.leaves if own[:-1] == path)


def changed_text(sheet: Sheet, mistake: Mistake) -> str:
    """The report's text with a mistake; NotMeasuredError where that changes nothing, or moves the lines below."""
    text = sheet.text
    for start, end, new in sorted(mistake.edits, reverse=True):
        text = text[:start] + new + text[end:]
    required(text != sheet.text, "the planted text is the text that was there")
    required(text.count("\n") == sheet.text.count("\n"), "the planted text moves the lines")
    return text


def _named(node: Node, names: frozenset[str]) -> Iterator[tuple[frozenset[str], Node]]:
    """Every scalar with the names of the innermost row that has any."""
    if isinstance(node.value, dict):
        own = {str(child.value) for key, child in node.value.items() if key in (*IDENTITIES, "row")}
        names = frozenset(own) or names
    for key, child in children(node):
        free = isinstance(key, str) and not re.fullmatch("[a-z][a-z0-9_]*", key)
        yield from _named(child, names | {str(key)} if free else names)
    if not isinstance(node.value, dict | list):
        yield names, node


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
