"""What must be another in each copy is found when a template is compiled."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.render import template_environment
from tests.support.docx import p, package_of
from tests.support.filling import FI, FOR, IF_YES, ROF, control, mark, par, picture, text_box

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
