"""The field of a table of contents: what it lists, and what goes with it."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.word.names import W
from generator.word.toc.field import contents_field
from tests.support.docx import p
from tests.support.filling import field, par, text


def root(content: str) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{content}</w:body>')


@pytest.mark.parametrize(
    ("instruction", "levels", "outlined"),
    [(' TOC \\o "1-3" \\h ', 3, False), (" TOC ", 2, False), (' TOC \\o "1-2" \\u ', 2, True)],
)
def test_a_field_says_what_it_lists(instruction: str, levels: int, outlined: bool) -> None:
    found, _ = contents_field(root(p("前") + par("".join(field(instruction))) + p("后")))
    assert found is not None
    assert (found.levels, found.outlined) == (levels, outlined)


def test_styles_are_named_with_their_levels() -> None:
    found, _ = contents_field(root(par("".join(field(' TOC \\o "1-2" \\t "附件标题,1,小标题,2" ')))))
    assert found is not None
    assert found.named == {"附件标题": 1, "小标题": 2}


@pytest.mark.parametrize("instruction", [" PAGE ", " REF a ", ""])
def test_other_fields_are_none(instruction: str) -> None:
    content = par("".join(field(instruction))) if instruction else p("正文")
    assert contents_field(root(content))[0] is None


def test_what_stands_beside_the_field_stays_where_it_was() -> None:
    body = root(par(text("目录："), "".join(field(" TOC ")), text("（完）")) + p("后"))
    found, _ = contents_field(body)
    assert found is not None
    around, index = found.take_out()
    assert around is body
    assert ["".join(str(t.text) for t in one.iter(f"{W}t")) for one in body] == ["目录：", "（完）", "后"]
    assert index == 1
