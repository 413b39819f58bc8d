"""The problems of a template as comments in a copy, which Word, python-docx and the gate read."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from generator.opc import Link, Package, with_links, with_part, write_package
from generator.problems import Place, Problem
from generator.word.names import DOCUMENT, STYLES, W
from generator.word.package import parse_package
from generator.word.review.comments import with_comments
from generator.word.styles import Styles
from tests.support.docx import p, package_of, table
from tests.support.gate import faults

BOX = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="a"><v:textbox><w:txbxContent>{}'
BOX += "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
CONTROL = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('己')}</w:sdtContent></w:sdt>"
NESTED = table(("外",)).replace("</w:p></w:tc>", f"</w:p>{table(('内',))}<w:p/></w:tc>")
BODY = p("甲") + table(("乙", "丙")) + BOX.format(p("戊")) + p("{{ un", "it") + CONTROL + NESTED
PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml."
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def problem(excerpt: str, member: str = DOCUMENT) -> Problem:
    path = f"t.docx!{member}" if member else "t.docx"
    return Problem("TEMPLATE-TAG", Place(path, excerpt=excerpt, where="某处"), f"「{excerpt}」<&错", "改成 {{ x }}")


PROBLEMS = [problem(text) for text in ("甲", "乙", "丙", "戊", "{{ unit", "己", "内", "没有")] + [
    problem("", member="")
]


def anchored(package: Package) -> dict[str, str]:
    """The text of the paragraph that each comment stands at, by the comment's id."""
    root = etree.fromstring(package[DOCUMENT])
    found = {}
    for start in root.iter(f"{W}commentRangeStart"):
        paragraph = start.getparent()
        assert paragraph is not None and paragraph.tag == f"{W}p"
        own = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        identifier = str(start.get(f"{W}id"))
        marks = [mark.get(f"{W}id") for mark in paragraph.iter(f"{W}commentRangeEnd", f"{W}commentReference")]
        assert marks.count(identifier) == 2
        found[identifier] = own
    return found


def test_each_problem_is_a_comment_at_its_paragraph_in_order() -> None:
    package = with_comments(package_of(BODY), PROBLEMS)
    data = write_package(package)
    assert faults(data) == []
    comments = [*Document(BytesIO(data)).comments]
    assert [comment.text for comment in comments] == [
        f"某处：{one.message}（TEMPLATE-TAG）\n改正：改成 {{{{ x }}}}" for one in PROBLEMS
    ]
    assert {comment.author for comment in comments} == {"make lint"}
    # In a text box no comment can stand: its paragraph is that which holds the box.
    assert [*anchored(package).values()] == ["甲", "甲", "甲", "乙", "丙", "戊", "{{ unit", "己", "内"]
    assert sorted(map(int, anchored(package))) == [*range(len(PROBLEMS))]
    assert parse_package(data, "t.docx")[1] == []


def test_comments_that_are_there_are_kept_and_identifiers_stay_unique() -> None:
    once = with_comments(package_of(BODY), PROBLEMS[:2])
    twice = with_comments(once, PROBLEMS)
    assert len(anchored(twice)) == len(PROBLEMS) + 2
    assert len([*Document(BytesIO(write_package(twice))).comments]) == len(PROBLEMS) + 2
    assert faults(write_package(twice)) == []


def test_what_is_wrong_in_a_note_is_told_at_its_number() -> None:
    note = '<w:r><w:footnoteReference w:id="7"/></w:r></w:p>'
    package = package_of(p("甲") + p("乙").replace("</w:p>", note))
    notes = f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="7">{p("注")}</w:footnote></w:footnotes>'
    package = with_part(package, "word/footnotes.xml", notes.encode(), f"{PARTS}footnotes+xml")
    package = with_links(package, DOCUMENT, [Link("rId77", f"{LINKS}footnotes", "word/footnotes.xml", external=False)])
    assert anchored(with_comments(package, [problem("注", "word/footnotes.xml")])) == {"0": "乙"}


def test_the_styles_of_comments_are_added_where_they_lack() -> None:
    package = package_of(p("甲"))
    taken = package[STYLES].replace(b"</w:styles>", b'<w:style w:styleId="CommentText"/></w:styles>')
    found = Styles(with_comments(package | {STYLES: taken}, PROBLEMS[:1])).identifiers
    assert (found["annotation reference"], found["annotation text"]) == ("CommentReference", "CommentText2")
    assert Styles(with_comments(with_comments(package, PROBLEMS), PROBLEMS)).identifiers.keys() == {
        *Styles(package).identifiers,
        "annotation reference",
        "annotation text",
    }


def test_a_body_without_paragraphs_gets_one() -> None:
    package = with_comments(package_of(""), PROBLEMS[:1])
    assert [*anchored(package).values()] == [""]


@pytest.mark.heavy
def test_word_finds_no_fault_with_the_copy(tmp_path: Path, tool: Callable[[str], str]) -> None:
    validator = tool("ooxml-validator")
    for name, problems in (("none", []), ("some", PROBLEMS)):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(write_package(with_comments(with_comments(package_of(BODY), problems), problems)))
        assert subprocess.run([validator, str(path)], capture_output=True, check=False).returncode == 0
