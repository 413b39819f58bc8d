from __future__ import annotations

from lxml import etree

from generator.problems import Place
from generator.word.compiled import Tag
from generator.word.structure.pieces import Pieces, properties_of, replace, serialised, shell
from tests.support.docx import p

TAG = Tag("{{ a }}", Place("t.docx"))


def test_a_mark_stands_for_a_piece_until_it_is_shown() -> None:
    pieces = Pieces("t.docx")
    mark = pieces.mark("{{ a }}", TAG)
    assert pieces.written(f"甲{mark}") == "甲{{ a }}"
    assert pieces.shown(mark * 100).endswith("…")


def test_a_shell_leaves_nothing_but_its_mark() -> None:
    root = etree.fromstring("<a><b>x</b>c<d/></a>")
    replace(root[0], "1", "for")
    root.append(shell("2", "endfor"))
    assert serialised(root) == "<a>1c<d/>2</a>"


def test_the_properties_of_a_paragraph_are_written_without_declarations() -> None:
    root = etree.fromstring(
        f'<x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{p("甲")}<w:p/></x>'
    )
    assert properties_of(root[0]) == '<w:pPr><w:pStyle w:val="BodyCN"/></w:pPr>'
    assert properties_of(root[1]) == properties_of(None) == ""


def test_the_properties_are_copied_without_tracked_changes() -> None:
    """Each has an id of its own."""
    (paragraph,) = etree.fromstring(
        '<x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:keepNext/>'
        '<w:rPr><w:ins w:id="3"/><w:b/></w:rPr><w:pPrChange w:id="4"><w:pPr/></w:pPrChange></w:pPr></w:p></x>'
    )
    assert properties_of(paragraph) == "<w:pPr><w:keepNext/><w:rPr><w:b/></w:rPr></w:pPr>"
    assert len(paragraph.findall(".//{*}ins")) == 1


def test_each_tag_has_a_line_of_its_own_behind_the_sign_that_takes_blanks_away() -> None:
    pieces = Pieces("t.docx")
    marks = [pieces.mark(source, TAG) for source in ("{{ a }}", "{%- if a %}", "{{- -1 }}")]
    source, lines = pieces.assembled("".join(marks))
    assert source == "{{\n a }}{%-\n if a %}{{-\n -1 }}"
    assert sorted(lines) == [2, 3, 4]
