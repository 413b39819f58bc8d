"""The contract of names alone: groups that the engine is given, of whatever trade."""

from __future__ import annotations

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
