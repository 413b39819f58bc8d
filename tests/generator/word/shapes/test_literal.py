"""Text between raw and endraw, and signs that stand for braces."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.text.printer import Printer
from generator.word.names import DOCUMENT, W
from generator.word.review.spots import in_order
from generator.word.shapes.literal import spread_raw
from tests.support.docx import body, p, package_of, texts
from tests.support.filling import filled, par, picture, refused, run, text
from tests.support.growth import assert_linear


def spread(*paragraphs: tuple[str, ...]) -> list[list[str]]:
    """The texts of paragraphs, each in runs, with the tags that are put into them."""
    root = etree.fromstring(package_of("".join(par(*map(text, runs)) for runs in paragraphs))[DOCUMENT])
    spread_raw(root)
    return [[item.text or "" for item in paragraph.iter(f"{W}t")] for paragraph in root.iter(f"{W}p")]


@pytest.mark.parametrize(
    ("runs", "written"),
    [
        (["甲{% raw %}{{ x }}{% endraw %}乙"], ["甲{% raw %}{{ x }}{% endraw %}乙"]),
        (["{%- raw -%} {{", " }} {%- endraw +%}"], ["{%- raw -%} {{{% endraw %}", "{% raw %} }} {%- endraw +%}"]),
        (["甲{% r", "aw %}{{{% endraw %}乙"], ["甲{% raw %}{% endraw %}", "{% raw %}{{{% endraw %}乙"]),
        (
            ["{% raw %}{", "{ x }}{% endraw %}{{ y }}{% raw %}{", "%{% endraw %}"],
            [
                "{% raw %}{{% endraw %}",
                "{% raw %}{ x }}{% endraw %}{{ y }}{% raw %}{{% endraw %}",
                "{% raw %}%{% endraw %}",
            ],
        ),
        (["{# {% raw %} #}{", "{ x }}{% endraw %}"], ["{# {% raw %} #}{", "{ x }}{% endraw %}"]),
    ],
)
def test_each_text_of_a_stretch_says_so_itself(runs: list[str], written: list[str]) -> None:
    assert spread(tuple(runs)) == [written]


def test_a_stretch_goes_on_in_the_next_paragraphs() -> None:
    written = spread(("甲{% raw %}{{",), (), ("乙", "丙"), ("{% endraw %}丁",))
    assert written == [
        ["甲{% raw %}{{{% endraw %}"],
        [],
        ["{% raw %}乙{% endraw %}", "{% raw %}丙{% endraw %}"],
        ["{% raw %}{% endraw %}丁"],
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("{% raw %}甲", "{%p endraw %}"),
        ("{%p raw %}", "甲{%p endraw %}"),
        ("{%p raw %}甲", "{%p endraw %}"),
        ("{% raw %}甲", "{% raw %}乙"),
        ("{% endraw %}甲", "{% raw %}"),
    ],
)
def test_what_has_no_partner_stays(paragraphs: tuple[str, ...]) -> None:
    assert spread(*((text,) for text in paragraphs)) == [[text] for text in paragraphs]


def test_each_text_keeps_its_format(printer: Printer) -> None:
    data = filled(printer, par(text("{% raw %}{{ "), run("<w:rPr><w:b/></w:rPr><w:t>x</w:t>"), text(" }}{% endraw %}")))
    assert texts(data) == ["{{ x }}"]
    assert [
        "".join(item.text or "" for item in run.iter(f"{W}t"))
        for run in body(data).iter(f"{W}r")
        if run.find(f"{W}rPr/{W}b") is not None
    ] == ["x"]


def test_what_a_stretch_goes_on_in_is_shown_at_its_place(printer: Printer) -> None:
    source = p("前") + p("{% raw %}甲") + p("乙{% endraw %}{{ unit|nix }}")
    problems = in_order(package_of(source), refused(printer, source))
    assert [problem.place.where for problem in problems] == ["正文第 3 段"]


def test_a_paragraph_that_shows_something_beside_the_tag_is_not_left_out(printer: Printer) -> None:
    source = p("{%p raw %}") + p("甲") + par(text("{%p endraw %}"), picture())
    assert [problem.message for problem in refused(printer, source)] == [
        "{%p raw %} 没有成对",
        "{%p endraw %} 没有成对",
    ]


def test_long_stretches_are_read_once() -> None:
    assert_linear(
        lambda lines: spread(*lines), lambda size: [("{% raw %}",), *[("{{ x }}",)] * size, ("{% endraw %}",)], 2000
    )
