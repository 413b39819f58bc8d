"""Versions of a file that its schema refuses: in each, what was refused has another value that the schema accepts.

What is wrong in all of them is wrong whatever the refused values are to be, and can be told beside the refusal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.data.fields import resolved
from generator.data.reader import Node
from generator.data.refusal.samples import meant, sample
from generator.data.schema import Schema, fits, is_valid, meant_names, schema, violations
from generator.data.syntax.lines import Layout
from generator.frozen import replace
from generator.problems import Place, Problem, SourceFile

if TYPE_CHECKING:
    from jsonschema import ValidationError

VERSIONS = 4
MOST = 200  # violations of a file that are put right; one with more is another file
_ROUNDS = 8
_NOWHERE = SourceFile("", "")
"""The file of the values that nobody has typed: a problem at one of them is a consequence of what was refused."""
_IDENTITIES = ("id", "name", "code", "figure", "title")
_LOST = ("PROSE-REFERENCE", "FORMULA", "PUBLISHED-FIGURE", "ACCEPT-PATH", "ACCOUNTS-BALANCE")
"""What is told of a path that leads nowhere, as every path to a refused name does, or of a sum that lacks a code."""
_TYPED = {
    "PROSE-FACT": "核对这个数；无误的写进 facts，正文用 {{ facts.名称 }} 引用",
    "PROSE-FIGURE": "改为引用这个数；先改正上面的，再检查一次，会列出怎样引用",
}
"""What is done about a figure that a text types, while others of the report are not known."""
_LATER = ("ACCEPT-UNUSED",)
"""What cannot be said before all problems are known."""
Path = tuple[str | int, ...]


class Versions(NamedTuple):
    """The versions of a file; `lost` says that a name or identifier is among what was refused."""

    roots: list[Node]
    lost: bool

    def common(self, runs: Sequence[Collection[Problem]]) -> list[Problem]:
        """What is wrong in each version, so that it does not follow from what was refused."""
        others = [set(map(_plain, run)) for run in runs[1:]]
        unsaid = _LATER + (_LOST if self.lost else ())
        return [
            problem
            for problem in map(_plain, runs[0] if runs else ())
            if all(problem in run for run in others) and problem.place.path and not problem.code.startswith(unsaid)
        ]


def _plain(problem: Problem) -> Problem:
    """A problem without what it says of other figures than the typed one, which may be those of a version."""
    if problem.code not in _TYPED:
        return problem
    return replace(problem, message=problem.message.partition("；")[0], remedy=_TYPED[problem.code])


def settled(root: Node, name: str, doubtful: Collection[int]) -> Node:
    """A file whose doubtful values are such as its schema accepts, so that it is told nothing more of them."""
    if not doubtful:
        return root
    changes = _doubted(root, schema(name), doubtful, 1)
    return _changed(root, (), changes)


def versions(
    root: Node, name: str, doubtful: Collection[int] = (), known: Mapping[Path, Sequence[str]] | None = None
) -> Versions:
    """The versions of a file, without those that cannot be made to fit the schema `name`; none of a file all wrong.

    `doubtful` are offsets of values that are not known; `known` are the values to try at a path, refused or not.
    """
    top = schema(name)
    roots: list[Node] = []
    lost = False
    known = known or {}
    errors = [*islice(violations(root.plain(), name), MOST + 1)]
    possible = isinstance(root.value, dict) and len(errors) <= MOST
    for number in range(VERSIONS if possible else 0):
        node = root
        changes = _repairs(root, errors, top, number, known) | _doubted(root, top, doubtful, number)
        changes |= {path: _Change(_made(values[number % len(values)])) for path, values in known.items() if values}
        for _ in range(_ROUNDS):
            lost = lost or any(change.names for change in changes.values()) or any(_named(path) for path in changes)
            node = _changed(node, (), changes)
            value = node.plain()
            if is_valid(value, name):
                roots.append(node)
                break
            changes = _repairs(node, islice(violations(value, name), MOST), top, number, known)
    return Versions(roots, lost)


class _Change(NamedTuple):
    """What becomes of the value at a path: another one, or nothing; `renamed` gives keys of a mapping others.

    `names` says that it takes the place of something that others refer to by name.
    """

    node: Node | None
    renamed: Mapping[str, str] | None = None
    names: bool = False


def _named(path: Path) -> bool:
    return bool(path) and path[-1] in _IDENTITIES


def _repairs(
    root: Node, errors: Iterable[ValidationError], top: Schema, number: int, known: Mapping[Path, Sequence[str]]
) -> dict[Path, _Change]:
    """For each violation of the schema what puts it right in one version."""
    changes: dict[Path, _Change] = {}
    for error in errors:
        path: Path = tuple(error.absolute_path)
        given: Any = error.schema
        rule: Any = error.validator_value
        node = root.at(*path)
        if error.validator == "additionalProperties":
            allowed = given.get("properties", {})
            names = meant_names(node, given)
            for key in node.keys:
                if key not in allowed:
                    near = names.get(key, key)
                    renamed = {key: near} if near not in node.keys and number % 2 else None
                    changes.setdefault((*path, key), _Change(None, renamed))
        elif error.validator == "required":
            for key in rule:
                if key not in node.keys:
                    changes[(*path, key)] = _fresh((*path, key), given["properties"][key], top, number, node, known)
        elif error.validator in ("anyOf", "oneOf") and "properties" in given:
            choice = rule[number % len(rule)]
            for key in choice.get("required", ()):
                changes[(*path, key)] = _fresh((*path, key), given["properties"][key], top, number, node, known)
        elif "propertyNames" in error.schema_path:
            key = str(error.instance)
            others = (one for one in _other_names(key) if one not in node.keys and fits(one, given, top))
            other = next(others, None) if number else None
            changes[(*path, key)] = _Change(None, {key: other} if other else None, names=True)
        elif error.validator == "not":
            changes[path[:-1]] = _Change(None, names=True)
        elif path:
            changes[path] = _other(path, node, given, top, number, known)
    for path, change in [*changes.items()]:
        for key in (change.renamed or {}).values():
            changes.pop((*path[:-1], key), None)
    return changes


def _other_names(name: str) -> Iterator[str]:
    """Names that may have been meant by one that a list of codes refuses, or that stand in for it."""
    yield from (name[:size] for size in range(len(name) - 1, 0, -1))
    yield from (f"{name}{'0' * size}" for size in range(1, 8))
    yield from ("30199", "x")


def _fresh(
    path: Path, part: Schema, top: Schema, number: int, above: Node, known: Mapping[Path, Sequence[str]]
) -> _Change:
    """A value for a key that is missing."""
    if known.get(path):
        return _Change(_made(known[path][number % len(known[path])]))
    value = sample(part, top, number + 1, above.start)
    return _Change(_made(value), names=isinstance(value, dict | list))


def _other(
    path: Path, node: Node, part: Schema, top: Schema, number: int, known: Mapping[Path, Sequence[str]]
) -> _Change:
    """Another value in place of a refused one: the one that was meant, else in the first version none."""
    if known.get(path):
        return _Change(_made(known[path][number % len(known[path])]))
    value = meant(node.value, node.file.text[node.start : node.end], part, top)
    if value is not None:
        return _Change(replace(node, value=value))
    value = sample(part, top, number, node.start, node.value) if number else None
    names = isinstance(node.value, dict | list) or isinstance(value, dict | list) or isinstance(path[-1], int)
    return _Change(None if value is None else _made(value), names=names)


def _doubted(root: Node, top: Schema, doubtful: Collection[int], number: int) -> dict[Path, _Change]:
    """What becomes of values that are in doubt, and of lines that could not be read at all."""
    changes: dict[Path, _Change] = {}
    for offset in sorted(doubtful):
        path, node, part = _reached(root, top, offset)
        if path and (not isinstance(node.value, dict | list) or node.value == {}):
            changes[path] = _other(path, node, part, top, number, {})
        elif isinstance(node.value, dict):
            end = root.file.text.find("\n", offset)
            for line in Layout.of(root.file.text[offset : end if end >= 0 else None]).lines[:1]:
                name = line.name.lstrip("- ")
                below = part.get("properties", {}).get(name)
                if below is not None and name not in node.keys and number:
                    value = sample(below, top, number, offset, line.typed)
                    changes[(*path, name)] = _Change(_made(value), names=isinstance(value, dict | list))
    return changes


def _reached(root: Node, top: Schema, offset: int) -> tuple[Path, Node, Schema]:
    """The innermost value that holds an offset, or begins right behind it, with its path and its part of the schema."""
    path: Path = ()
    node, part = root, top
    while True:
        entries: Iterator[tuple[str | int, Node]] = iter(())
        if isinstance(node.value, dict):
            entries = iter(node.value.items())
        elif isinstance(node.value, list):
            entries = iter(enumerate(node.value))
        found = next(
            ((key, child) for key, child in entries if child.start <= offset < max(child.end, child.start + 1)), None
        )
        if found is None:
            return path, node, part
        key, node = found
        path = (*path, key)
        below = part.get("items", {}) if isinstance(key, int) else part.get("properties", {}).get(key)
        if below is None:
            below = part.get("additionalProperties")
        part = resolved(below, top)[1] if isinstance(below, dict) else {}


def _changed(node: Node, path: Path, changes: Mapping[Path, _Change]) -> Node:
    """A value with the changes at and below its path."""
    below = {key[len(path)] for key in changes if len(key) > len(path) and key[: len(path)] == path}
    if not below:
        return node
    if isinstance(node.value, list):
        items: list[Node] = []
        for index, child in enumerate(node.value):
            change = changes.get((*path, index))
            if change is None:
                items.append(_changed(child, (*path, index), changes) if index in below else child)
            elif change.node is not None:
                items.append(change.node)
        return replace(node, value=items)
    assert isinstance(node.value, dict)
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for key in [*node.value, *(str(key) for key in below if key not in node.value)]:
        change = changes.get((*path, key))
        place = node.keys.get(key) or _NOWHERE.place(0, 0)
        if change is None:
            entries[key] = _changed(node.value[key], (*path, key), changes) if key in below else node.value[key]
            keys[key] = place
        elif change.renamed:
            entries[change.renamed[key]], keys[change.renamed[key]] = node.value[key], place
        elif change.node is not None:
            entries[key], keys[key] = change.node, place
    return replace(node, value=entries, keys=keys)


def _made(value: object) -> Node:
    """A value that nobody has typed, and what is below it."""
    if isinstance(value, dict):
        keys = dict.fromkeys(value, _NOWHERE.place(0, 0))
        return Node({key: _made(child) for key, child in value.items()}, _NOWHERE, 0, 0, keys)
    if isinstance(value, list):
        return Node([_made(child) for child in value], _NOWHERE, 0, 0)
    made: Any = value
    return Node(made, _NOWHERE, 0, 0)
