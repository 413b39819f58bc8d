"""The names that a template reads and, by what its tags tell of each, of what kind it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

TEXT, NUMBER, BOOL, LIST, MAPPING, PICTURE, ANY = "text", "number", "yes/no", "list", "mapping", "picture", "any"


@dataclass(slots=True, eq=False)
class Read:
    """A name that is read, or the elements of a list: what its uses tell of it.

    `path` are the steps to it from the data, with None for the elements of a list or mapping; empty for what is no
    data. `guarded` of all its `uses` are where it may be missing; `asked` of them tell nothing but whether it holds;
    `demanded` is where it is read whatever the data are, by member and line, if it is.
    """

    path: tuple[str | None, ...] = ()
    entries: dict[str, Read] = field(default_factory=dict)
    element: Read | None = None
    told: set[str] = field(default_factory=set)
    uses: int = 0
    guarded: int = 0
    asked: int = 0
    demanded: tuple[str, int] | None = None

    def entry(self, name: str) -> Read:
        """The entry of this name below."""
        self.told.add(MAPPING)
        return self.entries.setdefault(name, Read((*self.path, name) if self.path else ()))

    def each(self, *, listed: bool = True) -> Read:
        """The elements of a list, or the values of a mapping."""
        self.told.add(LIST if listed else MAPPING)
        if self.element is None:
            self.element = Read((*self.path, None) if self.path else ())
        return self.element

    @property
    def kind(self) -> str:
        """The kind that the uses tell."""
        told = self.told
        if LIST in told and (not self.entries or MAPPING not in told):
            return LIST
        if MAPPING in told and LIST not in told:
            return MAPPING
        if len(told) == 1:
            return next(iter(told))
        return BOOL if not told and self.uses and self.asked == self.uses else ANY

    @property
    def optional(self) -> bool:
        """Whether it may be missing wherever it is used."""
        return bool(self.uses) and self.guarded == self.uses


class Naming:
    """The names that templates read, in the order of their first use.

    `at` are the data that the tags at a line of a member's source read, the deepest last.
    """

    def __init__(self) -> None:
        self.names: dict[str, Read] = {}
        self.at: dict[tuple[str, int], list[Read]] = {}

    def every(self) -> Iterator[Read]:
        """Every name and everything below it."""
        waiting = [*self.names.values()][::-1]
        while waiting:
            read = waiting.pop()
            yield read
            waiting += [*read.entries.values(), *([] if read.element is None else [read.element])][::-1]

    def root(self, name: str) -> Read:
        """The name at the top of the data."""
        return self.names.setdefault(name, Read((name,)))
