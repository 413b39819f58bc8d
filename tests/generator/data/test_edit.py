"""Values are put into YAML without touching anything else."""

from __future__ import annotations

import pytest

from generator.data.edit import Edit, Steps, Yaml, applied, pieces, removal, scalar, with_value, with_values
from generator.data.reader import Node, parse

REPORT = """\
# 文件头
funds:
  actual: 21754元 # 账面
  items:
    - name: 差旅费 # 名称
      actual: 1万元

    - name: 培训费
    # 下一段的注释
goals:
  - expected: |
      第一段

      第二段
flow: {name: 甲}
last: 完
"""


def root(text: str = REPORT) -> Node:
    node, problems = parse(text.encode(), "report.yaml")
    assert node is not None, problems
    return node


@pytest.mark.parametrize(
    ("path", "tree", "order", "old", "new"),
    [
        (("funds", "actual"), "2万元", (), "actual: 21754元 # 账面", "actual: 2万元 # 账面"),
        (("funds", "items", 1, "actual"), "1元", ("name", "actual"), "培训费\n", "培训费\n      actual: 1元\n"),
        (
            ("funds", "items", 0, "budget"),
            "1元",
            ("name", "budget", "actual"),
            "# 名称\n",
            "# 名称\n      budget: 1元\n",
        ),
        (("funds", "initial"), "1元", ("initial", "actual"), "  actual: 2", "  initial: 1元\n  actual: 2"),
        (
            ("funds", "items", 2),
            {"name": "新", "items": [{"name": "下"}]},
            (),
            "培训费\n",
            "培训费\n    - name: 新\n      items:\n        - name: 下\n",
        ),
        (("goals", 0, "actual"), "甲", ("expected", "actual"), "第二段\n", "第二段\n    actual: 甲\n"),
        (("flow", "weight"), "5", (), "{name: 甲}", "{name: 甲, weight: 5}"),
        (("new", "total"), "1元", (), "last: 完\n", "last: 完\nnew:\n  total: 1元\n"),
    ],
)
def test_one_value_is_put_in_and_all_else_stays(
    path: Steps, tree: Yaml, order: tuple[str, ...], old: str, new: str
) -> None:
    text = with_value(root(), path, tree, order)
    assert text == REPORT.replace(old, new, 1)
    assert root(text).get(*path) is not None


def test_a_file_without_a_last_line_end_gets_one() -> None:
    assert with_value(root("a:\n  b: 1"), ("a", "c"), "2", ()) == "a:\n  b: 1\n  c: 2\n"


def test_line_ends_of_windows_are_kept() -> None:
    assert with_value(root("a:\r\n  b: 1\r\nd: 2\r\n"), ("a", "c"), "2", ()) == "a:\r\n  b: 1\r\n  c: 2\r\nd: 2\r\n"


def test_a_first_entry_ends_as_the_lines_of_the_file_do() -> None:
    order = ("a", "b")
    assert with_value(root("# 注\r\nb: 1\r\n"), ("a",), "0", order) == "# 注\r\na: 0\r\nb: 1\r\n"
    assert with_value(root("# 注\nb: 1\n"), ("a",), "0", order) == "# 注\na: 0\nb: 1\n"


def test_the_pieces_of_an_edited_text_say_where_they_were_and_what_was_kept() -> None:
    edits = [Edit(4, 4, "+"), Edit(1, 3, "x"), Edit(2, 3, "within what is deleted"), Edit(5, 6, "")]
    found = [piece for piece in pieces("abcdef", edits) if piece[1]]
    assert found == [(0, "a", True), (1, "x", False), (3, "d", True), (4, "+", False), (4, "e", True)]
    assert applied("abcdef", edits) == "axd+e"


@pytest.mark.parametrize(
    "text", ["甲: 乙", "- 甲", "# 甲", "true", "3", "", "甲 #乙", "@甲", "{甲", "'", '"甲"', "0123", "~"]
)
def test_a_text_that_yaml_reads_otherwise_is_quoted(text: str) -> None:
    written = scalar(text)
    value = root(f"a: {written}\n").get("a")
    assert value is not None and value.value == text


def test_a_number_stays_a_number_where_it_may() -> None:
    assert (scalar("3"), scalar("3", number=True), scalar("≥95%")) == ('"3"', "3", "≥95%")


@pytest.mark.parametrize(
    ("text", "path", "tree", "order", "new"),
    [
        ("a: {b: 1} # 注\n", ("a", "c", "d"), "2", (), "a: {b: 1, c: {d: 2}} # 注\n"),
        ("a: {b: 1, d: 4}\n", ("a", "c"), "2", ("b", "c", "d"), "a: {b: 1, c: 2, d: 4}\n"),
        ("a: {d: 4}\n", ("a", "c"), "2", ("c", "d"), "a: {c: 2, d: 4}\n"),
        ("a: {b: {x: 1}, }\n", ("a", "c"), {"e": ["2", {"f": "3"}]}, (), "a: {b: {x: 1}, c: {e: [2, {f: 3}]}, }\n"),
        ("a: {\n  b: 1 # 逗号, {\n}\n", ("a", "c"), "2", (), "a: {\n  b: 1, c: 2 # 逗号, {\n}\n"),
        ("a: {}\n", ("a", "c"), "2", (), "a: {c: 2}\n"),
        ("a: [{b: 1}]\n", ("a", 1), {"b": "2"}, (), "a: [{b: 1}, {b: 2}]\n"),
        ("a: []\n", ("a", 0), {"b": "2"}, (), "a: [{b: 2}]\n"),
        ("a:\n  -   b: 1\n", ("a", 1), {"b": "2"}, (), "a:\n  -   b: 1\n  - b: 2\n"),
        ("a:\n- b: 1\n", ("a", 1), {"b": "2"}, (), "a:\n- b: 1\n- b: 2\n"),
    ],
)
def test_in_braces_and_brackets_values_are_put_on_the_line(
    text: str, path: Steps, tree: Yaml, order: tuple[str, ...], new: str
) -> None:
    assert with_value(root(text), path, tree, order) == new
    assert root(new).get(*path) is not None


@pytest.mark.parametrize("text", ["a: {}\n", "a: { }\n", "a: {b: 0 }\n", "a: {e: 0}\n", "a:\n  e: 0\n", "x: 0\n"])
def test_many_values_put_into_one_mapping_are_all_there_in_order(text: str) -> None:
    order = ("b", "c", "d", "e")
    values: list[tuple[Steps, Yaml, tuple[str, ...]]] = [(("a", key), "1", order) for key in ("d", "b", "c")]
    found = root(with_values(text, values)).get("a")
    assert found is not None and isinstance(found.value, dict)
    assert {key: node.value for key, node in found.value.items()}.items() >= {"b": 1, "c": 1, "d": 1}.items()
    assert [*found.value] == sorted(found.value)


@pytest.mark.parametrize(
    ("text", "key", "new"),
    [
        ("a: 1\n# 关于 b\n# 还有\nb: # 注\n  - 2\n  # 关于 c\nc: 3\n", "b", "a: 1\n  # 关于 c\nc: 3\n"),
        ("a: 1\nb: 2", "b", "a: 1\n"),
        ("{a: 1, b: {x: 2}, c: 3}", "b", "{a: 1, c: 3}"),
        ("{a: 1, b: 2}", "b", "{a: 1}"),
        ("{b: 2}", "b", "{}"),
    ],
)
def test_a_key_is_removed_with_its_value_and_the_comment_above(text: str, key: str, new: str) -> None:
    assert applied(text, [removal(root(text), key)]) == new
