"""The pieces of Jinja source that a part's tags become, and the marks that stand for them until it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from generator.problems import Place, Problem
from generator.text.sandbox import HALF_TAG, OPENING
from generator.word.compiled import Tag
from generator.word.names import W
from generator.word.structure.identifiers import CHANGES
from generator.word.tags import cut, own_texts, words_of

MARK = "\U0010fffd"
"""The sign around the number of a piece; no template may hold it."""
MARKED = re.compile(f"{MARK}([0-9]+){MARK}")
"""The mark of piece 12: the sign, 12, the sign; group 1 is the number."""
SHELL = "replaced"
"""The tag of an element that holds nothing but a mark, which takes its place."""
STATEMENT = "statement"
"""The attribute of a shell that says what its piece is: for, if, elif, else, endfor, endif, text, note, other."""
# A declaration of a namespace:  xmlns:w="http://…".
_NAMESPACES = re.compile(r' xmlns(?::\w+)?="[^"]*"')
# What begins a tag, with the sign that takes blanks away or keeps them: {{, {%-, {%+.
_BEGINNING = re.compile(OPENING.pattern + "[-+]?")
# The tags of a shell: <replaced statement="for">, </replaced>.
_SHELLS = re.compile(f"</?{SHELL}(?: [^>]*)?>")


@dataclass(slots=True)
class Pieces:
    """What stands behind the marks of one part, by number, and the problems found on the way.

    Each tag is replaced in the XML by its mark, so that no tag is ever escaped, split or taken for markup; the marks
    become Jinja when the part is serialised. `merged` are the cells of which only the first of equal ones shows what
    it holds, with their tags; `texts` the shells of texts of paragraphs with the properties of those; `fitted` the
    tables of which tags make columns, and whether by repeating cells; `crossed` says that a block within a text begins
    in one paragraph and ends in another.
    """

    name: str
    sources: list[str] = field(default_factory=list)
    origins: list[Tag] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    merged: dict[etree._Element, Tag] = field(default_factory=dict)
    texts: dict[etree._Element, str] = field(default_factory=dict)
    fitted: dict[etree._Element, bool] = field(default_factory=dict)
    crossed: bool = False

    def mark(self, source: str, origin: Tag) -> str:
        """The mark that stands for a piece of Jinja source (with any XML in it) until serialisation."""
        self.sources.append(source)
        self.origins.append(origin)
        return f"{MARK}{len(self.sources) - 1}{MARK}"

    def fit(self, cell: etree._Element, *, grows: bool = True) -> None:
        """Has the grid of a table follow its cells, of which this is one; `grows` if cells are repeated."""
        for table in islice(cell.iterancestors(f"{W}tbl"), 1):
            self.fitted[table] = grows or self.fitted.get(table, False)

    def problem(self, excerpt: str, message: str, remedy: str) -> None:
        """Adds a fault of the template's tags at the paragraph or row with this text."""
        self.problems.append(Problem("TEMPLATE-TAG", Place(self.name, excerpt=excerpt), message, remedy))

    def around(self, text: etree._Element) -> str:
        """The words of the paragraph that a text is in, with its tags as they were written."""
        return self.written(words_of(own_texts(next(text.iterancestors(f"{W}p")))))

    def is_one_tag(self, expression: str, origin: Tag, text: etree._Element) -> bool:
        """Whether an expression that is put into generated tags ends none of them; a problem at its text if it does.

        What stood behind would be taken for the program's own XML.
        """
        if half := HALF_TAG.search(expression):
            remedy = "{{ 与 }}、{% 与 %} 一一成对，一个标记里不再写另一个"
            self.problem(self.around(text), f"{origin.source} 里面还有「{half[0]}」", remedy)
        return half is None

    def shown(self, text: str) -> str:
        """A text as its author sees it, with its tags, cut if it is long."""
        return cut(self.written(text))

    def written(self, text: str) -> str:
        """A text with its tags as they were written."""
        return MARKED.sub(lambda mark: self.sources[int(mark[1])], text)

    def assembled(self, text: str) -> tuple[str, dict[int, Tag]]:
        """The text of a part with every mark replaced, and each tag by its line.

        A tag has a line of its own, so that the number of the line identifies it.
        """
        source = []
        lines: dict[int, Tag] = {}
        line = 1
        for position, piece in enumerate(MARKED.split(text)):
            if position % 2:
                piece = _BEGINNING.sub(r"\g<0>\n", self.sources[int(number := piece)], count=1)
                lines[line + 1] = self.origins[int(number)]
            line += piece.count("\n")
            source.append(piece)
        return "".join(source), lines


def replace(element: etree._Element, mark: str, statement: str) -> None:
    """Turns an element into a shell that holds only a mark, which takes its place when the part is serialised.

    Joining the texts at once would copy, for each of thousands in a row, all those before it.
    """
    tail = element.tail
    element.clear()
    element.tag = SHELL
    element.text, element.tail = mark, tail
    element.set(STATEMENT, statement)


def shell(mark: str, statement: str = "other") -> etree._Element:
    """A shell with a mark, to be put anywhere; `other` governs nothing."""
    made = etree.Element(SHELL)
    replace(made, mark, statement)
    return made


def serialised(root: etree._Element) -> str:
    """The XML of a part, with marks in it and without shells."""
    return _SHELLS.sub("", etree.tostring(root, encoding="unicode"))


def properties_of(paragraph: etree._Element | None) -> str:
    """The properties of a paragraph as XML without declarations, for others to have too; empty if it has none."""
    properties = None if paragraph is None else paragraph.find(f"{W}pPr")
    if properties is None:
        return ""
    if next(properties.iter(*CHANGES), None) is not None:
        properties = deepcopy(properties)
        drop_changes(properties)
    return _NAMESPACES.sub("", etree.tostring(properties, encoding="unicode", with_tail=False))


def drop_changes(properties: etree._Element) -> None:
    """Takes tracked changes out of the properties of a paragraph: each has an id, which no copy may have."""
    for change in [*properties.iter(*CHANGES)]:
        parent = change.getparent()
        if parent is not None:
            parent.remove(change)


def marks_in(text: etree._Element) -> Iterator[re.Match[str]]:
    """The marks of a text."""
    return MARKED.finditer(text.text or "")
