"""The formats of reports and profiles: a file in an older one is read as if it had been written in the newest.

A file says its format in its field `format`; one without it is in the first. What changes from a format to the next
stands in one place, a conversion: the same edits make what is read and what `upgrade` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from generator.data import reader
from generator.data.reader import Node, Parsed
from generator.frozen import replace
from generator.problems import Problem, has_errors

if TYPE_CHECKING:
    from generator.data.edit import Edit

FORMAT = "format"
SPELLINGS = ("FIGURE-SPELLING", "DATE-SPELLING")
"""The codes of figures and dates that have no reading, which does not hinder reading the rest."""
Conversion = Callable[[Node], "Iterable[Edit]"]
"""The edits that turn a file of one format into the next. The file is a mapping, but may have faults of any kind."""

CONVERSIONS: dict[str, tuple[Conversion, ...]] = {"report": (), "profile": ()}
"""For each schema, the conversions from the first format to the second, from the second to the third, and so on."""


def newest(schema: str) -> int:
    """The number of the newest format, which the schema describes."""
    return len(CONVERSIONS[schema]) + 1


def format_of(root: Node) -> int:
    """The number of a file's format, the first if it states none."""
    return stated_format(root) or 1


def stated_format(root: Node) -> int | None:
    """The number of the format that a file states; None if it states none, or none that can be."""
    stated = root.get(FORMAT)
    value = stated and stated.value
    if not isinstance(value, int | Decimal) or isinstance(value, bool) or value <= 0 or value != int(value):
        return None
    return int(value)


def examined(data: Parsed, schema: str) -> Parsed:
    """A file that was read, as it would be in the newest format; with errors too, as far as it could be read."""
    if data.root is None:
        return data
    root, problems = _converted(data.root, schema)
    data = Parsed(root, [*data.problems, *problems], data.doubtful)
    if root is None or schema != "report":
        return data
    from generator.data.typed.canonical import canonical

    return canonical(root, data.doubtful).known(data)


def read(path: Path, name: str, schema: str) -> tuple[Node | None, list[Problem]]:
    """The root node of a file as it would be in the newest format; every place in it is one of the file as written.

    None with the problems if it cannot be read, or is in a format that this program does not know yet. The figures and
    dates of a report have their canonical spelling; beside the node stand the problems of those that have no reading.
    """
    return _if_whole(examined(reader.examined(path, name), schema))


def parse(data: bytes, name: str, schema: str) -> tuple[Node | None, list[Problem]]:
    """As `read`, from the bytes of the file."""
    return _if_whole(examined(reader.parsed(data, name), schema))


def _if_whole(data: Parsed) -> tuple[Node | None, list[Problem]]:
    return data.root if is_whole(data) else None, data.problems


def is_whole(data: Parsed) -> bool:
    """Whether a file could be read, be it with figures that have no reading."""
    return not has_errors(problem for problem in data.problems if problem.code not in SPELLINGS)


def _converted(root: Node, schema: str) -> tuple[Node | None, list[Problem]]:
    number = format_of(root)
    if number > newest(schema):
        message = f"文件的格式是第 {root.at(FORMAT).value} 版，这个程序最高读到第 {newest(schema)} 版"
        return None, [Problem("SCHEMA-NEWER", root.at(FORMAT).place, message, "更新程序，再运行一次")]
    if number == newest(schema) or not isinstance(root.value, dict):
        return root, []
    from generator.data.conversion import Upgrade

    upgrade = Upgrade(root, schema)
    if upgrade.root is None:
        return None, [replace(problem, place=upgrade.place(problem.place)) for problem in upgrade.problems]
    return upgrade.as_written(upgrade.root), []
