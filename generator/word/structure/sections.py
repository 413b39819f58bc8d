"""Sections that a condition may not halve: their break goes with their content, or the pages behind turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from lxml import etree

from generator.word.names import W
from generator.word.structure.beside import RANGES
from generator.word.structure.branches import Branch
from generator.word.structure.pieces import SHELL, Pieces
from generator.word.tags import own_texts, words_of


def check_sections(pieces: Pieces, placed: Sequence[tuple[etree._Element, Branch]]) -> None:
    """Reports the end of a section in a condition that does not hold its beginning, where other pages follow it.

    A condition of which two branches end the section chooses between their pages.
    """
    sections = [(element, branch) for element, branch in placed if element.tag == f"{W}sectPr"]
    chosen = Counter(begun for begun, _ in {(branch.begun, branch.number) for _, branch in sections})
    for (section, branch), (following, _) in pairwise(sections):
        if branch.kind != "if" or branch.begun is None or chosen[branch.begun] > 1:
            continue
        begins = branch.begun.tag == SHELL and _begins_section(branch.begun)  # within a text none begins
        if _pages(section) != _pages(following) and not begins:
            paragraph = next(section.iterancestors(f"{W}p"), None)
            texts = own_texts(paragraph) if paragraph is not None else []
            excerpt = pieces.written(words_of(texts)) or branch.shown
            message = f"分节符在 {branch.shown} 里，这一节的开头在外面，条件不成立时页面会按后一节的设置"
            pieces.problem(excerpt, message, "把整个一节连同分节符都放在条件里，或者把分节符放在外面")


def _pages(section: etree._Element) -> list[dict[str, str]]:
    """The size and the margins of a section's pages."""
    found = (section.find(f"{W}{name}") for name in ("pgSz", "pgMar", "cols"))
    return [{} if item is None else {str(key): str(value) for key, value in item.attrib.items()} for item in found]


def _begins_section(element: etree._Element) -> bool:
    """Whether a section begins with an element: it stands behind a section's end, or first of all."""
    for before in element.itersiblings(preceding=True):
        if before.tag != SHELL and before.tag not in RANGES and isinstance(before.tag, str):
            return before.find(f"{W}pPr/{W}sectPr") is not None
    return True
