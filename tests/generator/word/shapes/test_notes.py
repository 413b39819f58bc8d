"""Notes over several paragraphs: what they hold goes, the words around them are one paragraph, nothing else is lost."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.text.printer import Printer
from generator.word.names import DOCUMENT, W
from generator.word.review.spots import in_order
from generator.word.shapes.notes import close_notes
from tests.support.docx import body, p, package_of, table, texts
from tests.support.filling import field, filled, mark, par, picture, refused, run, text
from tests.support.growth import assert_linear

SECTION = "<w:sectPr/>"


def closed(content: str) -> list[list[str]]:
    """The texts of paragraphs, each in runs, once notes are closed."""
    root = etree.fromstring(package_of(content)[DOCUMENT])
    close_notes(root)
    return [[item.text or "" for item in paragraph.iter(f"{W}t")] for paragraph in root.iter(f"{W}p")]


@pytest.mark.parametrize(
    ("content", "written"),
    [
        (p("甲{# 一") + p("二 #}乙"), [["甲{# #}", "乙"]]),
        (p("甲{# 一 #}") + p("乙"), [["甲{# 一 #}"], ["乙"]]),
        (p("{#p 一") + p("二") + p("三 #}"), [["{#p #}", ""]]),
        (p("甲{", "# 一", "二") + p("三", "四#", "}乙", "丙"), [["甲{# #}", "乙", "丙"]]),
        (p("甲{# 一") + table(("{{ x }}", "#}")) + p("#}乙"), [["甲{# #}", "乙"]]),
        (p("甲{# 一") + p("#}乙{# 二") + p("#}丙{# 三 #}"), [["甲{# #}", "乙{# #}", "丙{# 三 #}"]]),
        (p("{{ x }}{# 一 #}甲{# 二") + p("#}"), [["{{ x }}{# 一 #}甲{# #}", ""]]),
        (p("{% raw %}{# {% endraw %}") + p("#}"), [["{% raw %}{# {% endraw %}"], ["#}"]]),
        (p("甲{# 一") + p("二"), [["甲{# 一"], ["二"]]),
        (p("甲") + p("二 #}乙"), [["甲"], ["二 #}乙"]]),
        (p("甲{# 一") + table(("#}",)), [["甲{# 一"], ["#}"]]),
        (p("甲{# 一") + par(*field("PAGE")) + p("#}乙"), [["甲{# 一"], ["x"], ["#}乙"]]),
        (p("甲{# 一") + par(properties=SECTION) + p("#}乙"), [["甲{# 一"], [], ["#}乙"]]),
        (par(text("甲{# 一"), properties=SECTION) + p("#}乙"), [["甲{# 一"], ["#}乙"]]),
        (par(f"<w:hyperlink w:anchor='a'>{text('{# 一')}</w:hyperlink>") + p("#}乙"), [["{# 一"], ["#}乙"]]),
        (p("甲{# 一") + par(f"<w:hyperlink w:anchor='a'>{text('#}')}</w:hyperlink>"), [["甲{# 一"], ["#}"]]),
    ],
)  # fmt: skip
def test_a_note_is_closed_in_the_paragraph_that_it_begins_in(content: str, written: list[list[str]]) -> None:
    assert closed(content) == written


def test_what_stands_beside_a_note_stays_and_what_is_in_it_goes(printer: Printer) -> None:
    broken = run("<w:br/>")
    content = par(picture(7), text("甲{# 一"), broken, picture(8)) + par(
        picture(9), broken, text("二 #}乙"), picture(10)
    )
    document = filled(printer, content + p("后"))
    assert texts(document)[:2] == ["甲乙", "后"]
    assert [drawing.get("id") for drawing in body(document).iter("{*}docPr")] == ["7", "10"]


def test_bookmarks_in_a_note_stay(printer: Printer) -> None:
    content = p("甲{# 一") + par(mark("bookmark", "表", 3, text("二"))) + p("#}乙")
    document = body(filled(printer, content))
    assert [item.tag.removeprefix(W) for item in document.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")] == [
        "bookmarkStart",
        "bookmarkEnd",
    ]


def test_a_fault_behind_a_note_is_told_at_its_paragraph(printer: Printer) -> None:
    package = package_of(p("甲{# 一") + p("二 #}{{ unit|nix }}") + p("{{ unit|nix }}{{ a }"))
    told = in_order(package, refused(printer, package))
    assert [problem.place.where for problem in told][:1] == ["正文第 1 段"]


def test_work_grows_with_the_paragraphs() -> None:
    assert_linear(closed, lambda size: (p("{# 一") + p("二")) * size + p("#}{# 三") * size, 1500)
