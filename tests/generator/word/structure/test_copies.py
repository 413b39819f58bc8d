"""What must be another in each copy is found when a template is compiled."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.render import template_environment
from tests.support.docx import p, package_of
from tests.support.filling import FI, FOR, IF_YES, ROF, control, mark, messages, par, picture, refused, text, text_box

LINK = '<w:hyperlink w:anchor="a"><w:r><w:t>x</w:t></w:r></w:hyperlink>'


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        (par(picture(), mark("bookmark", "a", 1), LINK), False),
        (FOR + p("{{ r.name }}") + ROF + par(picture()), False),
        (IF_YES + par(picture()) + FI, False),
        (FOR + control(p("{{ r.name }}")) + ROF, True),  # an empty list would leave nothing in it
        (FOR + par(picture()) + ROF, True),
        (FOR + par(text_box(p("x"))) + ROF, True),
        (FOR + par(mark("bookmark", "a", 1)) + ROF, True),
        (IF_YES + par(mark("bookmark", "a", 1)) + FI + par(LINK), True),
        (IF_YES + par(mark("bookmark", "a", 1), LINK) + FI, False),
    ],
)
def test_only_what_repeats_ids_or_may_lose_a_target_is_settled(printer: Printer, source: str, needs: bool) -> None:
    compiled, problems = compile_template(package_of(source), "t.docx", template_environment(printer))
    assert compiled is not None, problems
    assert bool(compiled.finishing.members) is (needs and "<w:sdt>" not in source)


@pytest.mark.parametrize(("kind", "word"), [("footnote", "脚注"), ("endnote", "尾注")])
def test_a_note_in_a_loop_is_refused(printer: Printer, kind: str, word: str) -> None:
    note = f'<w:r><w:{kind}Reference w:id="2"/></w:r>'
    ((message, remedy, place),) = messages(refused(printer, FOR + par(text("见{{ r.name }}"), note) + ROF))
    assert message == f"{word}写在循环 {{%p for r in rows %}} 里"
    assert (remedy, place) == ("把它移到循环外面；每次循环内容不同的，写进正文", "见{{ r.name }}")
    (problem,) = refused(printer, FOR + par(note) + ROF)
    assert problem.place.excerpt == "{%p for r in rows %}"
    assert refused(printer, IF_YES + par(text("见"), note) + FI) == []
