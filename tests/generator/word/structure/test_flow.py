"""What may stand before what, under conditions and loops."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.problems import Place
from generator.word.compiled import Tag
from generator.word.structure.flow import Flow, Kinds, regions
from generator.word.structure.pieces import Pieces, shell


def found(source: str) -> tuple[dict[str, str], str]:
    """For a sequence of names and statements, what may stand before each name, and last of all; `-` for nothing."""
    pieces = Pieces("t.docx")
    blocks = []
    for word in source.split():
        if word.isupper():
            block = etree.Element(word)
        else:
            statement = word.partition(":")[0]
            jinja = {"if": "{% if %s %}", "for": "{% for x in %s %}"}.get(statement, f"{{% {statement} %}}")
            mark = pieces.mark(jinja.replace("%s", word.partition(":")[2] or "a"), Tag("", Place("t.docx")))
            block = shell(mark, statement)
        blocks.append(block)
    before: dict[str, str] = {}

    def named(some: Kinds) -> str:
        return "".join(sorted("-" if one is None else "t" if one == "replaced" else str(one) for one in some))

    going = Flow(lambda block: str(block.tag), lambda block, some: before.update({str(block.tag): named(some)}))
    return before, named(going.last(regions(blocks, pieces)))


@pytest.mark.parametrize(
    ("source", "before", "last"),
    [
        ("A B", {"A": "-", "B": "A"}, "B"),
        ("A if B endif C", {"A": "-", "B": "A", "C": "AB"}, "C"),
        ("if A else B endif", {"A": "-", "B": "-"}, "AB"),
        ("if A elif B endif", {"A": "-", "B": "-"}, "-AB"),
        ("A for B C endfor", {"A": "-", "B": "AC", "C": "B"}, "AC"),
        ("for A else B endfor", {"A": "-A", "B": "-"}, "AB"),
        ("for if A endif B endfor", {"A": "-B", "B": "-AB"}, "-B"),
        ("A text B", {"A": "-", "replaced": "A", "B": "At"}, "B"),
        ("A note B", {"A": "-", "B": "A"}, "B"),
        ("if:rows for:rows A endfor B endif", {"A": "-A", "B": "A"}, "-B"),
        ("if:rows for:other A endfor B endif", {"A": "-A", "B": "-A"}, "-B"),
        ("if:rows else for:rows A endfor endif B", {"A": "-A", "B": "-A"}, "B"),
    ],
)
def test_what_may_stand_before(source: str, before: dict[str, str], last: str) -> None:
    assert found(source) == (before, last)
