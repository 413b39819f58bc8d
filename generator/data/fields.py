"""Walks a file together with its schema, so that the meaning of a value is known from the schema alone."""

from __future__ import annotations

from collections.abc import Iterator

from generator.data.reader import Node
from generator.data.schema import Schema
from generator.frozen import Frozen


class Field(Frozen):
    """A value of a file: the definition of the mapping that it is in, its key there, and its own definition.

    `owner` is empty for the file itself; `kind` is empty where the schema describes the value in its place.
    """

    owner: str
    key: str
    kind: str
    node: Node
    parent: Node

    @property
    def name(self) -> tuple[str, str]:
        """The definition and the key, by which tables of fields name it."""
        return self.owner, self.key


def fields(root: Node, top: Schema) -> Iterator[Field]:
    """Every named value of a file that its schema has accepted, parents before children."""
    yield from _fields(root, top, "", top)


def _fields(node: Node, part: Schema, kind: str, top: Schema) -> Iterator[Field]:
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            below = part.get("properties", {}).get(key) or part.get("additionalProperties")
            if not isinstance(below, dict):
                continue
            name, definition = resolved(below, top)
            yield Field(kind, key, name, child, node)
            # What has no definition of its own, such as a list of facts, is named after its place.
            yield from _fields(child, definition, name or f"{kind}.{key}".lstrip("."), top)
    elif isinstance(node.value, list) and isinstance(part.get("items"), dict):
        name, definition = resolved(part["items"], top)
        for child in node.value:
            yield from _fields(child, definition, name or kind, top)


def resolved(part: Schema, top: Schema) -> tuple[str, Schema]:
    """The name of the definition that a part of a schema refers to, empty if none, and the part with it merged in."""
    reference = part.get("$ref")
    if reference is None:
        return "", part
    name = str(reference).removeprefix("#/$defs/")
    return name, top["$defs"][name] | {key: value for key, value in part.items() if key != "$ref"}
