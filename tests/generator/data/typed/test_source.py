"""Where each character of a scalar was typed, however the scalar is quoted and broken."""

from __future__ import annotations

import pytest

from generator.data.reader import Node, parse
from generator.data.typed.source import broken, place, written


def scalar(text: str) -> Node:
    root, problems = parse(f"a: {text}\nb: 1\n".encode(), "数据.yaml")
    assert root is not None, problems
    node = root.get("a")
    assert node is not None and isinstance(node.value, str)
    return node


SPELLINGS = {
    "plain": ("2l754元", (1, 5, "l")),
    "a comment behind": ("2l754元  # 见附表", (1, 5, "l")),
    "single quotes": ("'2l754元'", (1, 6, "l")),
    "a doubled quote": ("'''2l754元'''", (1, 8, "l")),
    "double quotes": ('"2l754元"', (1, 6, "l")),
    "escapes of every length": (r'"\x32\u0033\U00000034\"\\l元"', (1, 29, "l")),
    "an escaped quote": (r'"\"2l754元"', (1, 8, "l")),
    "a line break": ("21\n  l754元", (2, 3, "l")),
    "an empty line": ("21\n\n   l754元", (3, 4, "l")),
    "a line break in quotes": ("'21 \n  l754元'", (2, 3, "l")),
    "an escaped line break": ('"21\\\n   l754元"', (2, 4, "l")),
    "CRLF": ("21\r\n  l754元", (2, 3, "l")),
}


@pytest.mark.parametrize(("text", "expected"), SPELLINGS.values(), ids=SPELLINGS)
def test_a_character_is_found_where_it_was_typed(text: str, expected: tuple[int, int, str]) -> None:
    node = scalar(text)
    assert isinstance(node.value, str)
    at = node.value.index("l")
    found = place(node, node.value, at, at + 1)
    shown = found.excerpt[found.column - 1 : found.column - 1 + found.width]
    assert (found.line, found.column, shown) == expected


def test_a_stretch_keeps_its_width_and_an_empty_one_is_shown_as_one_character() -> None:
    node = scalar("'21754 元'")
    assert (place(node, "21754 元", 5, 7).column, place(node, "21754 元", 5, 7).width) == (10, 2)
    assert (place(node, "21754 元", 3, 3).column, place(node, "21754 元", 3, 3).width) == (8, 1)
    assert place(node, "21754 元", 7, 7).column == 12


@pytest.mark.parametrize("escape", [*'0abtnvfre N_LP/"\\', "\t"])
def test_every_short_escape_is_one_character(escape: str) -> None:
    text = f'"\\{escape}l"'
    root, _ = parse(f"a: {text}\n".encode(), "数据.yaml")
    node = root.get("a") if root else None
    if node is not None:  # most are refused, as Word cannot hold them
        assert isinstance(node.value, str)
        assert place(node, node.value, 1, 2).column == 7


@pytest.mark.parametrize("text", ["|\n  21754元", ">-\n  21754\n  元"])
def test_a_place_that_cannot_be_told_is_that_of_the_value(text: str) -> None:
    node = scalar(text)
    assert isinstance(node.value, str)
    assert place(node, node.value, 2, 3) == node.place


@pytest.mark.parametrize(
    ("text", "expected"),
    [("21754元", False), ("21\n  754元", True), ('"21\\\n  754元"', True), ("21754元   # 注", False)],
)
def test_what_stands_on_several_lines_is_seen(text: str, expected: bool) -> None:
    assert broken(scalar(text)) is expected


def test_a_scalar_is_written_with_its_quotes_and_without_what_follows() -> None:
    assert [written(scalar(text)) for text in ("甲  # 注", "'甲' # 注", '"甲"')] == ["甲", "'甲'", '"甲"']
