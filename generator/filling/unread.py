"""Finds data that a template cannot be meant to pass over: what no tag reads, and a no in words where a tag asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from generator.data.reader import Node
from generator.filling.data import Data
from generator.problems import Place, Problem, Severity, nearest
from generator.word.engine.naming import BOOL, PICTURE

if TYPE_CHECKING:
    from generator.word.engine.naming import Read
    from generator.word.engine.template import Template

_MOST_TOLD = 20
_LOOKED_AT = 100  # elements of a list
# What people write for no, which a condition takes for a text that is there: 否, no, 0. Not 无锡.
_NO = re.compile("否|无|没有|不|不是|假|no|n|false|off|0|-|—|/", re.IGNORECASE)
_PIECES = re.compile(r"\w+")


def passed_over(template: Template, data: Data) -> Iterator[Problem]:
    """TEMPLATE-NAME: warnings about the data that no tag reads, and about texts that say no where a tag only asks.

    Of a long list the first elements are looked at.
    """
    words = template.words
    if not any(_is_doubtful(value, words) for value in _values(data.values)):
        return
    naming = template.naming()
    unread: dict[str, Place] = {}
    for path, place in _unread(data.root, naming.names, words, ""):
        unread.setdefault(path, place)
    if unread:
        lacking = [name for name in naming.names if name not in data.values]
        told = [f"「{path}」{_near(path, lacking)}" for path in [*unread][:_MOST_TOLD]]
        message = f"模板没有读的数据：{'、'.join(told)}" + (f"，共 {len(unread)} 个" if len(unread) > len(told) else "")
        remedy = "核对名称；这份模板用不着的，留着也可以"
        yield Problem("TEMPLATE-NAME", next(iter(unread.values())), message, remedy, severity=Severity.WARNING)
    for read in naming.every():
        for node in data.nodes(read.path) if read.kind == BOOL else ():
            if _says_no(node.value):
                message, remedy = f"「{node.value}」是文字，模板里的条件当作「是」", "否写成 false，是写成 true"
                yield Problem("TEMPLATE-NAME", node.place, message, remedy, severity=Severity.WARNING)


def _unread(node: Node, reads: dict[str, Read], words: Collection[str], above: str) -> Iterator[tuple[str, Place]]:
    """The paths of the entries of a mapping that no tag reads, with the places of their names."""
    for name, child in node.value.items() if isinstance(node.value, dict) else ():
        read, path = reads.get(name), f"{above}{name}"
        if read is None:
            if not _is_in(name, words):
                yield path, node.keys.get(name, child.place)
            continue
        inner, steps = (read.element, f"{path}[].") if isinstance(child.value, list) else (read, f"{path}.")
        if inner is None or not inner.entries or inner.element is not None or PICTURE in inner.told:
            continue  # read as a whole, or by names that only the data tell
        for one in child.value[:_LOOKED_AT] if isinstance(child.value, list) else (child,):
            yield from _unread(one, inner.entries, words, steps)


def _near(path: str, lacking: Collection[str]) -> str:
    near = nearest(path, lacking, cutoff=0.5) if "." not in path else ""
    return f"（{near}）" if near else ""


def _is_in(name: str, words: Collection[str]) -> bool:
    """Whether the tags hold all words of a name."""
    pieces = _PIECES.findall(name)
    return bool(pieces) and all(piece in words for piece in pieces)


def _says_no(value: object) -> bool:
    return isinstance(value, str) and _NO.fullmatch(value.strip()) is not None


def _is_doubtful(value: object, words: Collection[str]) -> bool:
    return _says_no(value) or (isinstance(value, dict) and not all(_is_in(name, words) for name in value))


def _values(root: object) -> Iterator[object]:
    """A plain value and those within it."""
    waiting = [root]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value[:_LOOKED_AT]
