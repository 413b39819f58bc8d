"""The contract of names alone: groups that the engine is given, of whatever trade."""

from __future__ import annotations

import pytest

from generator.word.contract import Contract, Kind
from tests.support.docx import p, package_of

LIBRARY = Contract({"book": {"title": "text", "price": "money"}, "shelf": {"books": ["book"]}})
SCOPE: dict[str, Kind] = {"shelf": "shelf", "year": "number"}


def faults(source: str) -> list[str]:
    return [problem.message for problem in LIBRARY.faults(package_of(p(source)), "t.docx", SCOPE)]


def test_names_of_any_trade_are_held_to_the_groups_that_are_given() -> None:
    assert faults("{{ year }}{% for one in shelf.books %}{{ one.title }}{{ one.price|元 }}{% endfor %}") == []
    assert faults("{{ evaluation }}") == ["{{ evaluation }}：没有名为「evaluation」的数据"]
    assert faults("{% for one in shelf.books %}{{ one.title|元 }}{% endfor %}") == [
        "{{ one.title|元 }}：这里是文字，不能按「元」印出"
    ]


def test_a_name_outside_its_loop_is_told_so() -> None:
    assert faults("{% for one in shelf.books %}{% endfor %}{{ one.title }}") == [
        "{{ one.title }}：没有名为「one」的数据，它只在 {% for one in shelf.books %} 的循环里面有"
    ]


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("{% for one in shelf.boks %}{{ one.title }}{% endfor %}", ["{% for one in shelf.boks %}"]),
        ("{% for k, v in shelf.books %}{{ k }}{{ v.x }}{% endfor %}", []),
        ("{% for k in shelf. %}{{ k.x }}{% endfor %}", []),
        ("{%tc for c in shelf.books %}{{ c.x }}{%tc endfor %}", []),
        ("{% set x = year %}{{ x }}", []),
        ("｛％ for one in shelf.books ％｝{{ one.titel }}{% endfor %}", ["{{ one.titel }}"]),
    ],
)
def test_what_follows_from_another_fault_is_not_told(source: str, wrong: list[str]) -> None:
    """What is wrong with the loop itself is told where the template is compiled."""
    assert [message.partition("：")[0] for message in faults(source)] == wrong
