"""A walk through a list that tells all that Jinja's `loop` tells."""

from __future__ import annotations

from typing import Any

from generator.text.language.values import Sandbox, equal
from generator.text.sandbox import Loop

TOLD = (
    *("index", "index0", "revindex", "revindex0", "first", "last", "length"),
    *("previtem", "nextitem", "depth", "depth0"),
)
"""What `loop` tells without being called."""
_ABSENT = object()


class Turns(Loop):
    """A walk through a list, as `loop` gives it: what turn it is at, what stands before and after it."""

    __slots__ = ("_last", "_sandbox")

    depth, depth0 = 1, 0  # no loop calls itself

    def __init__(self, turns: list[Any], sandbox: Sandbox) -> None:
        super().__init__(turns)
        self._sandbox = sandbox
        self._last: object = _ABSENT

    @property
    def index0(self) -> int:
        """The number of the turn, from 0."""
        return self.index - 1

    @property
    def revindex(self) -> int:
        """How many turns are left, this one included."""
        return len(self._turns) - self.index + 1

    @property
    def revindex0(self) -> int:
        """How many turns are left."""
        return len(self._turns) - self.index

    @property
    def previtem(self) -> object:
        """The element of the turn before."""
        return self._turns[self.index - 2] if self.index > 1 else self._sandbox.absent("previtem")

    @property
    def nextitem(self) -> object:
        """The element of the next turn."""
        return self._turns[self.index] if self.index < len(self._turns) else self._sandbox.absent("nextitem")

    def cycle(self, *values: Any) -> Any:
        """One of the values after the other, turn by turn."""
        if not values:
            raise TypeError("「loop.cycle」的括号里要写轮流印的内容")
        return values[(self.index - 1) % len(values)]

    def changed(self, *values: Any) -> bool:
        """Whether the values are others than where this was asked last."""
        if self._last is not _ABSENT and equal(self._sandbox, self._last, values):
            return False
        self._last = values
        return True
