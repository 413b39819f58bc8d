"""The texts of cells, whole or in runs of their own fonts, and those that cells share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from generator.excel.xlsx.cell_styles import Font, Starts, font_starts
from generator.excel.xlsx.xml_scan import MAX_CHARACTERS, Attributes, Budget, Scan, unescaped
from generator.opc import RefusedError

_MOST_FONTS = 50  # of one text; nobody writes one in more

Fonts = tuple[Font | None, ...]
"""The fonts of a text's runs, None for the one of its cell."""


class Runs:
    """A text, whole (`t`) or in runs (`r/t`), without its phonetic reading (`rPh/t`)."""

    def __init__(self) -> None:
        self.text = ""
        self.fonts: Fonts = ()
        self._font: Font | None = None

    @classmethod
    def starts(cls, path: str, runs: Callable[[], Runs]) -> Starts:
        """What is called at the elements of a text's runs, which are the ones that `runs` gives."""
        return {
            f"{path}/r": lambda _: runs()._begin(None),
            f"{path}/r/rPr": lambda _: runs()._begin(Font()),
            **font_starts(f"{path}/r/rPr", lambda: runs()._font or Font()),
        }

    def _begin(self, font: Font | None) -> None:
        self._font = font

    def add(self, text: str) -> None:
        """Adds a run, up to one character above what a cell can hold.

        Raises:
            RefusedError: it is in too many fonts.
        """
        if text.strip() and self._font not in self.fonts:
            self.fonts = (*self.fonts, self._font)
            if len(self.fonts) > _MOST_FONTS:
                message = f"「{self.text[:20]}…」一格文字用了 {_MOST_FONTS} 种以上的字体"
                raise RefusedError(message, remedy="把这一格改成一种字体，再导入")
        if len(self.text) <= MAX_CHARACTERS:
            self.text = (self.text + text)[: MAX_CHARACTERS + 1]


class SharedScan(Scan):
    """The shared texts of cells; only those with the numbers in `shown`, which says how many cells show each."""

    def __init__(self, part: str, shown: Counter[int], budget: Budget) -> None:
        ends = {"si": self._end_text, "si/t": self._add_run, "si/r/t": self._add_run}
        starts = {"si": self._begin_text, **Runs.starts("si", lambda: self._runs)}
        super().__init__(part, "sst", starts, ends, ("si/t", "si/r/t"))
        self.shared: dict[int, str] = {}
        self.fonts: dict[int, Fonts] = {}
        """The fonts of texts that have runs of their own fonts."""
        self._shown, self._budget = shown, budget
        self._number, self._runs = -1, Runs()

    def _begin_text(self, _attributes: Attributes) -> None:
        self._number, self._runs = self._number + 1, Runs()

    def _add_run(self, text: str) -> None:
        self._runs.add(text)

    def _end_text(self, _text: str) -> None:
        if times := self._shown.get(self._number):
            self._budget.take_text(len(self._runs.text) * times)
            self.shared[self._number] = unescaped(self._runs.text)
            if self._runs.fonts not in ((), (None,)):
                self.fonts[self._number] = self._runs.fonts
