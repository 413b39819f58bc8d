"""Changes single values in the text of a YAML file and leaves every other character unchanged, above all comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from generator.data.reader import Node, parse
from generator.frozen import Frozen

END = 1 << 30  # the position after the last entry of a list
Steps = tuple[str | int, ...]
Yaml = str | dict[str, "Yaml"] | list["Yaml"]
"""A value to insert: scalars already in YAML notation, in mappings and lists."""


def scalar(text: str, *, number: bool = False) -> str:
    """A text as a YAML scalar: plain if it parses back as itself, else in double quotes."""
    root, problems = parse(f"a: {text}\n".encode(), "")
    value = root and root.get("a")
    if not problems and value is not None and (value.value == text or (number and not isinstance(value.value, str))):
        return text
    return json.dumps(text, ensure_ascii=False)


class Edit(Frozen):
    """A range of the file's text and its replacement; `rank` orders those that begin at one offset."""

    start: int
    end: int
    text: str
    rank: int = 0


def with_value(root: Node, path: Steps, tree: Yaml, order: Sequence[str] = ()) -> str:
    """The text of the file with one value set at a path."""
    return applied(root.file.text, [edit_for(root, path, tree, order)])


def with_values(text: str, values: Sequence[tuple[Steps, Yaml, Sequence[str]]]) -> str:
    """The text of a readable file with many values set, each as `with_value` does."""
    edits: list[Edit] = []
    root, _ = parse(text.encode(), "")
    for path, tree, order in values:
        assert root is not None
        parent = root.get(*path[:-1])
        if parent is None or not parent.value:  # what is created in it is needed by others
            text, edits = applied(text, [*edits, edit_for(root, path, tree, order)]), []
            root, _ = parse(text.encode(), "")
        else:
            edits.append(edit_for(root, path, tree, order))
    return applied(text, edits)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits applied, all with offsets in the old text; one within a deleted range is dropped."""
    return "".join(part for _, part, _ in pieces(text, edits))


def pieces(text: str, edits: Sequence[Edit]) -> Iterator[tuple[int, str, bool]]:
    """What edits make of a text, in order: where each piece was in the old text, the piece, and whether it was kept."""
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.rank)):
        if edit.start >= done:
            yield done, text[done : edit.start], True
            yield edit.start, edit.text, False
            done = edit.end
    yield done, text[done:], True


def edit_for(root: Node, path: Steps, tree: Yaml, order: Sequence[str] = ()) -> Edit:
    """The edit that sets a value at a path; missing parents are created.

    `order` lists the keys of the mapping in the order of the schema: a new key is placed after its last predecessor.
    """
    existing = root.get(*path)
    if existing is not None and isinstance(tree, str):
        return Edit(existing.start, existing.end, tree)
    above, key = path[:-1], path[-1]
    parent = root.get(*above)
    if parent is None:
        return edit_for(root, above, [tree] if isinstance(key, int) else {str(key): tree}, ())
    return insertion(parent, key, tree, order)


def insertion(parent: Node, key: str | int, tree: Yaml, order: Sequence[str] = ()) -> Edit:
    """The edit that adds an entry to a mapping, or an element to the end of a list; `order` is that of `edit_for`."""
    assert isinstance(parent.value, dict | list)
    text = parent.file.text
    if isinstance(parent.value, dict):
        rank = order.index(str(key)) if key in order else 0
        before = order[:rank] if key in order else [] if order else [*parent.value]
        anchors = [parent.value[name] for name in before if name in parent.value]
        lines, new = _lines({str(key): tree}), f"{key}: {_flow(tree)}"
    else:
        rank, anchors, lines, new = 0, parent.value[-1:], _lines([tree]), _flow(tree)
    anchor = max(anchors, key=lambda node: node.start, default=None)
    if text[parent.start] in "{[":
        if anchor is None:
            return Edit(parent.start + 1, parent.start + 1, f"{new}, " if parent.value else new, rank)
        return Edit(_end(anchor), _end(anchor), f", {new}", rank)
    indent = _indent(text, parent.start)
    if anchor is not None:
        return _after(text, _last(anchor), indent, lines, rank)
    new_line = _line_end(text, text.find("\n", parent.start))
    return Edit(parent.start, parent.start, "".join(f"{line}{new_line}{' ' * indent}" for line in lines), rank)


def removal(parent: Node, key: str) -> Edit:
    """The edit that deletes a key of a mapping with its value and with the comment right above it."""
    assert isinstance(parent.value, dict)
    text, start, end = parent.file.text, parent.file.offset(parent.keys[key]), _end(parent.value[key])
    if text[parent.start] == "{":
        comma = re.compile(r"\s*,\s*").match(text, end)
        if comma is None:
            start = len(text[:start].rstrip().removesuffix(","))
        return _removal(start, comma.end() if comma else end)
    start = text.rfind("\n", 0, start) + 1
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    line_end = text.find("\n", end)
    return _removal(start, len(text) if line_end < 0 else line_end + 1)


def _removal(start: int, end: int) -> Edit:
    """The edit that deletes a range; of ranges with the same start the longest comes first."""
    return Edit(start, end, "", -end)


def _end(node: Node) -> int:
    """Where the last value below a node ends; the parser's own end of a list lies behind the comments that follow."""
    if isinstance(node.value, dict | list) and node.file.text[node.start] not in "{[":
        children = node.value.values() if isinstance(node.value, dict) else node.value
        return max((_end(child) for child in children), default=node.start)
    return node.start + len(node.file.text[node.start : node.end].rstrip())


def _last(node: Node) -> Node:
    """The scalar that ends a value; a new line goes after it, before the comments of the next entry."""
    while isinstance(node.value, dict | list) and node.value:
        node = [*node.value.values()][-1] if isinstance(node.value, dict) else node.value[-1]
    return node


def _indent(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1)


def _after(text: str, anchor: Node, indent: int, lines: Sequence[str], rank: int = 0) -> Edit:
    """The edit that inserts lines below the line on which a scalar ends, after its comment."""
    content = len(text[: anchor.end].rstrip()) if anchor.end > anchor.start else anchor.end
    end = text.find("\n", content)
    new = _line_end(text, end)
    at = len(text) if end < 0 else end - len(new) + 1
    return Edit(at, at, "".join(f"{new}{' ' * indent}{line}" for line in lines) + ("\n" if end < 0 else ""), rank)


def _line_end(text: str, end: int) -> str:
    """How the line that ends at an offset ends, and so those to be added to it."""
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def _lines(tree: Yaml) -> list[str]:
    """A value in block style, one line of YAML each, without indentation of its own."""
    if isinstance(tree, str):
        return [tree]
    lines: list[str] = []
    if isinstance(tree, dict):
        for key, value in tree.items():
            below = _lines(value)
            lines += [f"{key}: {below[0]}"] if isinstance(value, str) else [f"{key}:", *(f"  {line}" for line in below)]
        return lines
    for value in tree:
        first, *rest = _lines(value)
        lines += [f"- {first}", *(f"  {line}" for line in rest)]
    return lines


def _flow(tree: Yaml) -> str:
    """A value on one line, in flow style."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, dict):
        return f"{{{', '.join(f'{key}: {_flow(value)}' for key, value in tree.items())}}}"
    return f"[{', '.join(map(_flow, tree))}]"
