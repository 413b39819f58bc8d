"""A compiled template: what is kept of it, and the state that filling it needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.archive import ZipMember
from generator.problems import Place
from generator.text.sandbox import Program


class Tag(NamedTuple):
    """A tag as its author wrote it, and its place, with the text of its paragraph."""

    source: str
    place: Place


class Chart(NamedTuple):
    """A member with a chart, the chart's part, the workbook behind it, the path of the figure series, and its tag."""

    member: str
    part: str
    workbook: str
    series: str
    tag: str


class Finishing(NamedTuple):
    """What finishing the parts of a template needs.

    `members` are the parts to finish, each with its bookmarks in small letters and the kinds of faults that it has
    from its author; `highest` are the highest numbers of its ids by kind, `names` all its bookmarks in small letters.
    `elsewhere` are, for each part, the bookmarks that it leads to and that another part may not print, with that part.
    """

    members: dict[str, tuple[frozenset[str], frozenset[str]]]
    highest: dict[str, int]
    names: frozenset[str]
    elsewhere: dict[str, dict[str, str]]


NOTHING = Finishing({}, {}, frozenset(), {})
"""What finishing a template needs that is printed as it is."""


class Compiled(NamedTuple):
    """A template ready to render, bound to no report: plain data that can be kept on disk.

    `members` are all its parts in their order, deflated; those with tags are rendered by their `programs`. What the
    programs of the `balanced` members print is XML whatever the data are. `lines` maps a member and a line of its Jinja
    source to the tag there and the text of its paragraph. `words` are all words that occur in tags; `contents` says
    whether there are fields that may be a table of contents; `inputs` is the digest of what was compiled; `finishing`
    says which parts are finished once they are filled. `included` are the names of the files that it includes, each
    with the digest of its bytes.
    """

    name: str
    members: dict[str, ZipMember]
    programs: dict[str, Program]
    balanced: frozenset[str]
    lines: dict[tuple[str, int], tuple[str, str]]
    charts: tuple[Chart, ...]
    words: frozenset[str]
    contents: bool
    inputs: bytes
    finishing: Finishing = NOTHING
    included: tuple[tuple[str, bytes], ...] = ()

    def tag(self, member: str, line: int) -> Tag:
        """The tag at a line of a member's Jinja source: the last that begins there or before."""
        before = max((at for part, at in self.lines if part == member and at <= line), default=0)
        from generator.word.outside.links import owner  # for a fault only

        source, excerpt = self.lines.get((member, before), ("", ""))
        return Tag(source, Place(f"{self.name}!{owner(member)}", excerpt=excerpt))


class Turns(NamedTuple):
    """What templates are repeated for: each element of a list, whose `names` they can use without a path."""

    element: str
    elements: str
    names: Sequence[str]


class Merges:
    """Decides for the cells of one document, by the number of their column, whether they begin a vertical merge."""

    def __init__(self) -> None:
        self._last: dict[int, object] = {}

    def __call__(self, cell: int, keys: object) -> bool:
        """Whether the keys of this row differ from those of the row before; with None a column begins anew."""
        if keys is None:
            self._last.pop(cell, None)
            return True
        first = cell not in self._last or self._last[cell] != keys
        self._last[cell] = keys
        return first
