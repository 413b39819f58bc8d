"""The shared texts of a workbook's cells."""

from __future__ import annotations

from collections import Counter

from generator.excel.xlsx.xml_scan import MAX_CHARACTERS, TRUE, Attributes, Budget, Scan, unescaped


class Runs:
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
        ends = {"si": self._end_text, "si/t": self._add_run, "si/r/t": self._add_run}
        starts = {"si": self._begin_text, "si/r/rPr/strike": self._strike}
        super().__init__(part, "sst", starts, ends, ("si/t", "si/r/t"))
        self.shared: dict[int, str] = {}
        self.struck: set[int] = set()
        """The texts of which a run is struck out."""
        self._shown, self._budget = shown, budget
        self._number, self._runs = -1, Runs()

    def _begin_text(self, _attributes: Attributes) -> None:
        self._number, self._runs = self._number + 1, Runs()

    def _add_run(self, text: str) -> None:
        self._runs.add(text)

    def _strike(self, attributes: Attributes) -> None:
        if attributes.get("val", "1") in TRUE:
            self.struck.add(self._number)

    def _end_text(self, _text: str) -> None:
        if times := self._shown.get(self._number):
            self._budget.take_text(len(self._runs.text) * times)
            self.shared[self._number] = unescaped(self._runs.text)
