"""Each tag is judged whatever is wrong with the others."""

from __future__ import annotations

import pytest

from generator.problems import Place
from generator.text.printer import Printer
from generator.word.compiled import Tag
from generator.word.render import template_environment
from generator.word.review.tag_faults import tag_faults


def told(printer: Printer, *sources: str) -> list[str]:
    tags = [Tag(source, Place("t.docx", excerpt=str(number))) for number, source in enumerate(sources)]
    return [f"{fault.place.excerpt} {fault.message}" for fault in tag_faults(tags, template_environment(printer))]


def test_every_tag_has_its_own_faults(printer: Printer) -> None:
    assert told(printer, "{{ a. }}", "{{ b }}", "{% what %}", "{{ c|万|百 }}", "{%p if d. %}", "{{ a. }}") == [
        "0 {{ a. }}：引用的写法不对",
        "2 {% what %}：用不了「what」",
        "3 {{ c|万|百 }}：没有名为「百」的印法",
        "3 {{ c|万|百 }}：没有名为「万」的印法",
        "4 {%p if d. %}：引用的写法不对",
        "5 {{ a. }}：引用的写法不对",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{%p if a %}",
        "{% elif a %}",
        "{%tr else %}",
        "{%p endif %}",
        "{%tr for r in a %}",
        "{%tr endfor %}",
        "{{p a }}",
        "{% vm a %}",
        "{% vm %}",
        "{% vm a if b else 2 %}",
        "{% cellbg 'FF0000' if a < 0 else 'FFFFFF' %}",
        "{# 注 #}",
        "{% endfilter %}",
        "{% set a %}",
        "{% set a | upper %}",
        "{%p set a = 1 %}",
        "{% endset %}",
        "{% raw %}{{ a.. }}{% endraw %}",
        "{%- if a -%}",
        "{{- a -}}",
    ],
)
def test_a_tag_is_not_blamed_for_the_lack_of_its_partner(printer: Printer, source: str) -> None:
    assert told(printer, source) == []


def test_what_is_refused_as_a_block_is_told_once(printer: Printer) -> None:
    assert told(printer, "{% filter upper %}", "{% endfilter %}") == ["0 {% filter upper %}：用不了「filter」"]


def test_many_tags_do_not_exhaust_what_one_environment_may_compile(printer: Printer) -> None:
    sources = [f"{{{{ a{number}|万 }}}}" for number in range(1_100)]
    assert [line.partition("：")[2] for line in told(printer, *sources)] == ["没有名为「万」的印法"] * 1_100
