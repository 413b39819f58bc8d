"""Lists the names that a template reads: as a table for people, as plain data for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.text.width import width
from generator.word.engine.naming import ANY, BOOL, LIST, MAPPING, NUMBER, PICTURE, TEXT, Naming, Read

_WORDS = {
    TEXT: "文字",
    NUMBER: "数",
    BOOL: "是否",
    LIST: "列表",
    MAPPING: "一组数据",
    PICTURE: "图片",
    ANY: "任意",
}


def as_data(naming: Naming) -> dict[str, Any]:
    """The names with their kinds: `kind`, `optional`, and `entries` of a mapping, `element` of a list."""
    return {name: _data(read) for name, read in naming.names.items()}


def table(naming: Naming) -> str:
    """The names in two columns: rows, rows[].amount; entries of each element stand below their list."""
    rows = [("名称", "种类"), *(row for name, read in naming.names.items() for row in _rows(name, read))]
    widest = max(width(name) for name, _ in rows)
    return "\n".join(f"{name}{' ' * (widest - width(name))}  {kind}" for name, kind in rows)


def _data(read: Read) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": read.kind, "optional": read.optional}
    if read.entries:
        data["entries"] = {name: _data(entry) for name, entry in read.entries.items()}
    if read.element is not None:
        data["element"] = _data(read.element)
    return data


def _rows(path: str, read: Read) -> Iterator[tuple[str, str]]:
    yield path, _word(read) + ("，可以没有" if read.optional else "")
    for name, entry in read.entries.items():
        yield from _rows(f"{path}.{name}", entry)
    inner = read.element
    if inner is not None:
        mark = f"{path}[]" if read.kind == LIST else f"{path}.…"
        if inner.kind == MAPPING:
            for name, entry in inner.entries.items():
                yield from _rows(f"{mark}.{name}", entry)
        elif inner.element is not None or read.kind != LIST:
            yield from _rows(mark, inner)


def _word(read: Read) -> str:
    if read.kind == LIST and read.element is not None and read.element.kind != ANY:
        return f"列表，每项是{_WORDS[read.element.kind]}"
    return _WORDS[read.kind]
