"""The branches of a template: what is printed only under a condition, or again and again, and where it begins and ends.

Two places that are in the same branch are printed equally often, in turn: either both or neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from generator.word.compiled import Tag
from generator.word.names import W
from generator.word.structure.marking import not_paired
from generator.word.structure.pieces import SHELL, STATEMENT, Pieces, marks_in
from generator.word.tags import Written

_TOGETHER = {
    "p": "成对的标记都放在正文里，或都放在同一个单元格里，或都放在同一个表格的行里",
    "tc": "{%tc … %} 成对的标记放在同一行的格里",
    "r": "{%r … %} 成对的标记放在同一段里；跨段落用 {%p … %}",
}
"""What to do where the tags of a pair stand in different places, by the scope of the first."""
_BEHIND = {"p": "在后面另起一段", "tr": "在后面另起一行", "tc": "在同一行后面另用一格", "r": "在同一段后面"}
# {% for row in rows %}, {% endif %}; group 1 is the statement.
_STATEMENT = re.compile(r"\{%[-+]?\s*(for|if|elif|else|endfor|endif)\b")


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A branch: of an `if`, of a `for`, of a text of paragraphs, or a cell that may be merged away.

    `begun` is the shell or text with the tag that begins the whole, `origin` that tag; `number` counts the branches of
    one `if`. The outermost has neither and is always printed.
    """

    around: Branch | None = None
    kind: str = ""
    begun: etree._Element | None = None
    origin: Tag | None = None
    number: int = 0

    def within(self, other: Branch) -> bool:
        """Whether this is the other branch or inside it: whatever is printed here, the other is printed too."""
        branch: Branch | None = self
        while branch is not None:
            if branch is other:
                return True
            branch = branch.around
        return False

    @property
    def loops(self) -> Iterator[Branch]:
        """The loops around, the innermost first, this one itself if it is one."""
        branch: Branch | None = self
        while branch is not None:
            if branch.kind == "for":
                yield branch
            branch = branch.around

    @property
    def shown(self) -> str:
        """The tag of the branch as it was written."""
        return "" if self.origin is None else self.origin.source


def branches(root: etree._Element, pieces: Pieces) -> Iterator[tuple[etree._Element, Branch]]:
    """Each element of a part that is worked on, in document order, with the branch that it begins in."""
    top = Branch()
    now = top
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if element.tag == SHELL:
                yield element, now
                for mark in marks_in(element):
                    origin = pieces.origins[int(mark[1])]
                    now = _after(now, str(element.get(STATEMENT)), element, origin)
                continue
            yield element, now
            if element.tag == f"{W}t":
                for mark in marks_in(element):
                    if found := _STATEMENT.match(pieces.sources[int(mark[1])]):
                        now = _after(now, found[1], element, pieces.origins[int(mark[1])])
        elif event == "end":
            cell = element.getparent() if element.tag == f"{W}tcPr" else None
            if cell is not None and cell in pieces.merged:
                now = Branch(now, "cell", cell, pieces.merged[cell])
            elif now.kind == "cell" and now.begun is element:
                assert now.around is not None
                now = now.around


def _after(now: Branch, statement: str, element: etree._Element, origin: Tag) -> Branch:
    """The branch behind a statement."""
    if statement in ("for", "if"):
        return Branch(now, statement, element, origin)
    if now.around is None or now.kind == "cell":
        return now
    if statement in ("elif", "else"):
        # What stands for the elements of an empty list is no turn of its loop.
        return Branch(now.around, "if", now.begun, now.origin, now.number + 1)
    return now.around if statement in ("endif", "endfor") else now


def governed_within(pieces: Pieces, cell: etree._Element, text: etree._Element, position: int) -> bool:
    """Whether a position in a text of a cell is in a branch that begins in the cell."""
    depth = 0
    for element in cell.iter(SHELL, f"{W}t"):
        for mark in marks_in(element):
            if element is text and mark.start() >= position:
                return depth > 0
            found = _STATEMENT.match(pieces.sources[int(mark[1])])
            statement = element.get(STATEMENT) or (found[1] if found else "")
            depth += {"for": 1, "if": 1, "endfor": -1, "endif": -1}.get(statement, 0)
        if element is text:
            return depth > 0
    return False


def check_nesting(pieces: Pieces, tags: Sequence[Written]) -> None:
    """Reports each tag that governs paragraphs, rows, cells or runs and has no partner in the same place.

    An `if` or `for` within a text may end in a later paragraph of the same place; where one does, or where runs are
    governed, those within texts are looked at too.
    """
    within = pieces.crossed or any(tag.scope == "r" and tag.keyword for tag in tags)
    waiting: list[Written] = []
    later: dict[etree._Element, Counter[str]] = {}
    for tag in tags:
        later.setdefault(tag.container, Counter())[tag.keyword] += 1
    for tag in tags:
        later[tag.container][tag.keyword] -= 1
        begun = waiting[-1] if waiting else None
        if tag.scope in ("tr", "tc") and tag.container.tag == f"{W}p":
            continue  # a fault that is reported already
        if not (tag.scope or within):
            continue
        if tag.keyword in ("for", "if"):
            waiting.append(tag)
        elif tag.keyword in ("elif", "else", "endif", "endfor"):
            ends = tag.keyword.startswith("end")
            right = begun is not None and tag.keyword in (f"end{begun.keyword}", "elif", "else")
            if not tag.scope and right and begun is not None and begun.scope:
                message = f"{begun.source} 和 {tag.source} 不是一类标记"
                pieces.problem(tag.excerpt, message, f"{begun.source} 要用 {{%{begun.scope} {tag.keyword} %}}")
            elif not tag.scope and (begun is None or not (right and _together(tag, begun))):
                pieces.problem(tag.excerpt, *not_paired(tag.source))
                if begun is not None and not begun.scope and begun.excerpt != tag.excerpt:
                    pieces.problem(begun.excerpt, *not_paired(begun.source))
            elif begun is None or not right:
                message = f"{tag.source} 前面没有与它成对的 {'for' if tag.keyword == 'endfor' else 'if'}"
                pieces.problem(tag.excerpt, message, "for 与 endfor、if 与 endif 一一成对，先开始的后结束")
            elif not _together(tag, begun):
                message = f"{begun.source} 和 {tag.source} 不在同一处"
                pieces.problem(tag.excerpt, message, _how_to_join(begun, tag))
            if ends and begun is not None and (right or not _ends_later(begun, later[begun.container])):
                waiting.pop()
    for tag in waiting:
        if not tag.scope:
            pieces.problem(tag.excerpt, *not_paired(tag.source))
            continue
        remedy = f"{_BEHIND[tag.scope]}写 {{%{tag.scope} end{tag.keyword} %}}"
        pieces.problem(tag.excerpt, f"{tag.source} 没有结束", remedy)


def _how_to_join(begun: Written, tag: Written) -> str:
    """What to do about two tags of one block that stand in different places."""
    row, other_row = _around(begun, "tr"), _around(tag, "tr")
    same_table = row is not None and other_row is not None and _around(begun, "tbl") is _around(tag, "tbl")
    if same_table and begun.scope == tag.scope == "p":
        written = f"{{%tr {begun.keyword} … %}} 和 {{%tr {tag.keyword}{' …' if tag.keyword == 'elif' else ''} %}}"
        if row is not other_row:
            return f"管的是表格的行：写成 {written}，各独占一行"
        return f"管整行的写成 {written}，各独占一行；只管格里文字的，每格里各写一对"
    return _TOGETHER.get(begun.scope, _TOGETHER["p"])


def _around(tag: Written, name: str) -> etree._Element | None:
    """The nearest row (tr) or table (tbl) around the place of a tag."""
    return next(tag.container.iterancestors(f"{W}{name}"), None)


def _together(tag: Written, begun: Written) -> bool:
    """Whether a tag stands where it can be the partner of one before it."""
    return tag.scope == begun.scope and tag.container is begun.container


def _ends_later(begun: Written, later: Mapping[str, int]) -> bool:
    """Whether the end of a block is still to come, so that a wrong end before it closes nothing.

    `later` counts the keywords to come in the same place.
    """
    return later.get(f"end{begun.keyword}", 0) > later.get(begun.keyword, 0)
