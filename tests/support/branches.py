"""Writes `generator/branches.py` from the groups of the namespace: `python -m tests.support.branches`.

A group `funds` becomes a TypedDict `FundsBranch`. Entries with + are complete only once the texts of the report have been
rendered: a group of evaluations or accounts that has such entries, or holds a group that does, becomes a second
TypedDict, `FundsDraft`, in which they may be missing. What is printed as it was typed also has types of its own:
`FundsPrinted`, and `FundsTexts` of the texts among it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.reports.template_names import NAMESPACE, with_printed
from tests.support.paths import PROJECT

MODULE = PROJECT / "generator" / "branches.py"
COMMAND = "python -m tests.support.branches"
SCALARS = (
    dict.fromkeys(("money", "rate", "points", "count"), "Quantity")
    | dict.fromkeys(("text", "date"), "str")
    | {
        "figure": "Quantity | str",
        "word": "Word",
        "number": "int",
        "bool": "bool",
        "prose": "list[Paragraph]",
        "image": "Image",
    }
)
DRAFTED = ("evaluation", "accounts")
HEAD = f'''"""The types of the namespace's branches.

Written from schema/namespace.yaml and report.schema.json by `{COMMAND}`; not to be edited.

A branch is a dictionary with the entries that its TypedDict names. A draft is a branch whose texts are still being
rendered: those that are done are in it, so that later ones may refer to them.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from generator.namespace import Image
from generator.quantity import Quantity, Word


class Run(TypedDict):
    text: str
    bold: bool


class Paragraph(TypedDict):
    runs: list[Run]
'''


@dataclass(slots=True)
class _Module:
    """The groups of the namespace by name, and the classes written so far."""

    groups: Mapping[str, dict[str, Any]]
    classes: list[str] = field(default_factory=list)

    def kind(self, kind: Any, owner: str, draft: bool) -> str:
        """The type of a kind; a group that has no name gets `owner`."""
        if isinstance(kind, list):
            return f"list[{self.kind(kind[0], owner, draft)}]"
        if isinstance(kind, dict) and "*" in kind:
            return f"dict[str, {self.kind(kind['*'], owner, draft)}]"
        if isinstance(kind, dict):
            self.write(owner, kind, "Branch")
            return _class(owner, "Branch")
        name: str = kind.removesuffix("?")
        written = SCALARS.get(name) or _class(name, "Draft" if draft and self.grows(name) else "Branch")
        return f"{written} | None" if kind.endswith("?") else written

    def grows(self, name: str) -> bool:
        """Whether a group gets entries once texts have been rendered, or holds groups that do."""
        return any(entry.startswith("+") for one in self.below(name) for entry in self.groups[one])

    def below(self, name: str) -> set[str]:
        """The groups that a group holds, itself among them."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one in self.groups and one not in found:
                found.add(one)
                waiting += _names(self.groups[one])
        return found

    def write(self, name: str, entries: Mapping[str, Any], suffix: str) -> None:
        """Adds a class of a group, after those of the groups without a name that it holds."""
        lines = []
        draft = suffix == "Draft"
        for entry, kind in entries.items():
            plain = entry.strip("+?")
            written = self.kind(kind, f"{name}_{plain}", draft)
            optional = entry.endswith("?") or (draft and entry.startswith("+"))
            lines.append(f"    {plain}: " + (f"NotRequired[{written}]" if optional else written))

        self.classes.append("\n".join([f"class {_class(name, suffix)}(TypedDict):", *(lines or ["    pass"])]))


def _class(name: str, suffix: str) -> str:
    return "".join(part.capitalize() for part in name.split("_")) + suffix


def _names(kind: Any) -> Iterator[str]:
    if isinstance(kind, str):
        yield kind.removesuffix("?")
    else:
        for child in kind.values() if isinstance(kind, dict) else kind:
            yield from _names(child)


def module() -> str:
    """The text of the module."""
    written = _Module(groups())
    drafted = set().union(*map(written.below, DRAFTED))
    for name, entries in written.groups.items():
        for suffix in ("Draft", "Branch") if name in drafted and written.grows(name) else ("Branch",):
            written.write(name, entries, suffix)
    for name, entries in with_printed({}).items():
        for suffix, texts in (("Printed", False), ("Texts", True)):
            written.write(name, {key: kind for key, kind in entries.items() if key.startswith("+") is texts}, suffix)
    return "\n\n\n".join([HEAD.rstrip(), *dict.fromkeys(written.classes)]) + "\n"


def groups() -> dict[str, dict[str, Any]]:
    """The groups of the namespace with their marks."""
    return with_printed(yaml.safe_load(NAMESPACE.read_text("utf-8")))


def missing(marked: Mapping[str, Any], value: object, kind: Any, path: str) -> Iterator[str]:
    """Where a namespace has no value or no entry although no mark says that it may have none."""
    if isinstance(kind, str):
        if value is None:
            yield from () if kind.endswith("?") else [path]
            return
        kind = marked.get(kind.removesuffix("?"), kind)
    if isinstance(kind, list) and isinstance(value, list):
        for child in value:
            yield from missing(marked, child, kind[0], f"{path}[]")
    elif isinstance(kind, dict) and isinstance(value, dict):
        entries = dict.fromkeys(value, kind["*"]) if "*" in kind else kind
        for entry, below in entries.items():
            name = entry.strip("+?") if "*" not in kind else entry
            if name in value:
                yield from missing(marked, value[name], below, f"{path}.{name}")
            elif not entry.endswith("?"):
                yield f"{path}.{name}"


if __name__ == "__main__":
    MODULE.write_text(module(), "utf-8")
