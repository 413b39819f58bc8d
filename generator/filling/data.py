"""Reads a file of any data, YAML or JSON: plain values, and the place of each in the file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.data.json_reader import JsonFile, read_json
from generator.data.reader import PLAIN, Node, parse
from generator.files import UnfitFileError, contents
from generator.filling.doubts import doubts
from generator.frozen import Frozen, replace
from generator.problems import Place, Problem

MAX_BYTES = 1 << 25
_DATA = PLAIN._replace(doubts=doubts)
_EMPTY = "写上「名称: 内容」；要哪些数据，用 --names 列出"
SUFFIXES = {".yaml": "YAML", ".yml": "YAML", ".json": "JSON"}
"""The kinds of data by the ends of the names of their files, in small letters."""


class Data(Frozen):
    """The values of a file, with names at the top."""

    source: Node | JsonFile

    @cached_property
    def values(self) -> dict[str, Any]:
        """The plain values by their names."""
        made: Any = self.source.value if isinstance(self.source, JsonFile) else self.source.plain()
        return dict(made)

    @cached_property
    def root(self) -> Node:
        """The values with their places."""
        return self.source.root() if isinstance(self.source, JsonFile) else self.source

    def nodes(self, path: Sequence[str | None]) -> list[Node]:
        """The nodes that a path leads to, those that are there; None stands for every element."""
        found = [self.root]
        for step in path:
            below: list[Node] = []
            for node in found:
                if step is None:
                    inner = node.value
                    below += inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else []
                elif (entry := node.entry(step)) is not None:
                    below.append(entry)
            found = below
        return found


def read_data(path: Path, name: str) -> tuple[Data | None, list[Problem]]:
    """The data of a file, of the kind that its name says, with warnings, or None with the problems.

    `name` is for the messages.
    """
    try:
        data = contents(path, name, MAX_BYTES, following=True)
    except UnfitFileError as unfit:
        code = "YAML-SIZE" if unfit.too_large else "YAML-FILE"
        return None, [Problem(code, Place(name), str(unfit), unfit.remedy)]
    return parse_data(data, name, SUFFIXES.get(path.suffix.lower(), "YAML"))


def parse_data(data: bytes, name: str, kind: str) -> tuple[Data | None, list[Problem]]:
    """As `read_data`, from bytes of this kind, `YAML` or `JSON`."""
    source: Node | JsonFile | None
    source, problems = read_json(data, name) if kind == "JSON" else parse(data, name, _DATA)
    if source is None:
        return None, [replace(one, remedy=_EMPTY) if one.code == "YAML-EMPTY" else one for one in problems]
    if not isinstance(source.value, dict):
        what = "列表" if isinstance(source.value, list) else "一个值"
        remedy = "列表起一个名称，模板里用 {% for 甲 in 名称 %}" if what == "列表" else "写成「名称: 值」"
        return None, [Problem("SCHEMA-TYPE", Place(name, 1, 1), f"最外层要是名称和值，这里是{what}", remedy)]
    return Data(source), problems
