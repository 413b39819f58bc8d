"""Writes the records of `generator/data` from the JSON Schemas, the one place of a field: python -m tests.support.records.

Each definition of an object becomes a class of the same name. A field's type is that of its schema, with these words in
`x-record` where a text is more than a text: Text (may refer to figures), Quantity, Amount, Measure, Points. What is not
required has the schema's `default`, else None or nothing. What documents print as it was typed has its kind in
`x-printed`, by the words of schema/namespace.yaml. What is read in whatever spelling it was typed has in `x-spelling`
which of the readers reads it, and in `x-word` the word that may stand in its place.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.data import methods, record
from generator.data.fields import resolved
from generator.data.schema import Schema
from tests.support.paths import PROJECT

COMMAND = "python -m tests.support.records"
ACCOUNTS = "accounts"
SCALARS = {"string": ("str", "string"), "integer": ("int", "integer"), "number": ("Decimal", "number")}
"""The annotation and the kind of each type of JSON Schema that a field without `x-record` has."""
ABOUT = {
    "report": "The report and the profile as records.",
    "accounts": "The typed part of the final accounts (部门决算) as records.",
}
HEAD = f'''"""{{about}}

Written from the JSON Schemas, which say what each field means, by `{COMMAND}`; not to be edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.data import methods
{{accounts}}
from generator.data.record import {{names}}
from generator.frozen import EMPTY
from generator.quantity import Quantity


'''
SPELLINGS = f'''"""Where figures and dates stand in a report.

Written from the JSON Schema by `{COMMAND}`; not to be edited.
"""

from __future__ import annotations

from collections.abc import Mapping

VALUES: Mapping[str, Mapping[str, str]] = {{values}}
"""For each definition its values that are read in whatever spelling they were typed: by key, `*` for any, the kind,
behind a bar the word that may stand in the place of a figure."""

RECORDS: Mapping[str, Mapping[str, str]] = {{records}}
"""For each definition its values that such values are in: by key the definition; a list stands for its elements."""
'''
IMPORTED = {"Mapping", "Decimal", "EMPTY", "Quantity"}
"""What the head gets from elsewhere."""


class Definitions:
    """The objects that a schema defines; the file itself stands under the schema's own name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.top: Schema = json.loads((PROJECT / "schema" / f"{name}.schema.json").read_text("utf-8"))
        self.parts = {name: self.top} | {
            key: part for key, part in self.top["$defs"].items() if part.get("type") == "object"
        }

    def below(self, name: str) -> set[str]:
        """The names of the objects that one consists of, itself among them."""
        found, waiting = set[str](), [name]
        while waiting:
            if (here := waiting.pop()) not in found:
                found.add(here)
                waiting += [key for key in _references(self.parts[here]) if key in self.parts]
        return found

    def title(self, name: str) -> str:
        """What a definition is called where it is first referred to."""
        for part in self.parts.values():
            for entry in part["properties"].values():
                if name in _references(entry):
                    return str(entry["title"])
        return str(self.top["title"])

    def kind(self, part: Schema) -> tuple[str, str]:
        """The annotation and the kind of a value."""
        name, part = resolved(part, self.top)
        if word := part.get("x-record"):
            return word, word.lower()
        if name in self.parts:
            return class_name(name), f"one({class_name(name)})"
        types = part.get("type", "string")
        if types == "array":
            below, kind = self.kind(part["items"])
            return f"tuple[{below}, ...]", f"many({kind})"
        if types == "object":
            (below, kind), *others = {self.kind(entry) for entry in _entries(part)}
            assert not others, part
            return f"Mapping[str, {below}]", f"named({kind})"
        return SCALARS["string" if isinstance(types, list) else types]

    def written(self, name: str) -> str:
        """The class of an object."""
        part = self.parts[name]
        where = f"`{name}` of {self.name}.schema.json" if name != self.name else f"schema/{name}.schema.json"
        base = f"methods.{class_name(name)}" if hasattr(methods, class_name(name)) else "Record"
        lines = [f'class {class_name(name)}({base}):\n    """{self.title(name)}, {where}."""\n']
        for key, entry in part["properties"].items():
            _, merged = resolved(entry, self.top)
            annotation, _ = self.kind(entry)
            if key not in part.get("required", []):
                annotation += _left_out(annotation, merged)
            lines.append(f"    {key}: {annotation}  # {merged['title']}")
        return "\n".join(lines)

    def kinds(self, name: str) -> str:
        """The statement that gives the kinds of an object's fields."""
        entries = (f'"{key}": {self.kind(entry)[1]}' for key, entry in self.parts[name]["properties"].items())
        return f"{class_name(name)}.kinds = {{{', '.join(entries)},}}"

    def printed(self, name: str) -> Iterator[str]:
        """The statement that gives an object's fields that are printed as they were typed, if there are any."""
        properties = self.parts[name]["properties"]
        entries = [f'"{key}": "{entry["title"]}"' for key, entry in properties.items() if "x-printed" in entry]
        if entries:
            yield f"{class_name(name)}.printed = {{{', '.join(entries)},}}"


class Spellings:
    """Where in a report figures and dates stand, by definitions; a part without one is named after its place."""

    def __init__(self) -> None:
        self._top: Schema = json.loads((PROJECT / "schema" / "report.schema.json").read_text("utf-8"))
        self._values: dict[str, dict[str, str]] = {}
        self._records: dict[str, dict[str, str]] = {}
        self._note("report", self._top)

    def written(self) -> str:
        """The module that holds them."""
        holding: set[str] = {*self._values}
        while more := {name for name, below in self._records.items() if holding & {*below.values()}} - holding:
            holding |= more
        records = {
            name: kept
            for name, below in self._records.items()
            if (kept := {key: part for key, part in below.items() if part in holding})
        }
        return SPELLINGS.replace("{values}", repr(self._values)).replace("{records}", repr(records))

    def _note(self, name: str, part: Schema) -> None:
        if name in self._records:
            return
        self._records[name] = {}
        entries = part.get("properties", {})
        if isinstance(every := part.get("additionalProperties"), dict):
            entries = {"*": every}
        for key, entry in entries.items():
            defined, merged = resolved(entry, self._top)
            while "items" in merged:
                defined, merged = resolved(merged["items"], self._top)
            if kind := merged.get("x-spelling"):
                word = f"|{merged['x-word']}" if "x-word" in merged else ""
                self._values.setdefault(name, {})[key] = kind + word
            elif merged.get("type") == "object":
                self._records[name][key] = defined = defined or f"{name}.{key}"
                self._note(defined, merged)


def _entries(part: Schema) -> list[Schema]:
    """What the values of a mapping without a definition of its own can be."""
    return [*part["properties"].values()] if "properties" in part else [part["additionalProperties"]]


def class_name(name: str) -> str:
    """The name of the class that a definition becomes."""
    return name.title().replace("_", "")


def _references(part: object) -> Iterator[str]:
    """The names of the definitions that a part of a schema refers to directly, without those of the whole file."""
    if isinstance(part, dict):
        for key, below in part.items():
            if key == "$ref":
                yield below.removeprefix("#/$defs/")
            elif key != "$defs":
                yield from _references(below)
    elif isinstance(part, list):
        for below in part:
            yield from _references(below)


def _left_out(annotation: str, part: Schema) -> str:
    """What follows the annotation of a field that need not be given."""
    if annotation.startswith("tuple"):
        return " = ()"
    if annotation.startswith("Mapping"):
        return " = EMPTY"
    return f" = {part['default']!r}" if "default" in part else " | None = None"


def modules() -> dict[Path, str]:
    """The text of each generated module, by its path."""
    report, profile = Definitions("report"), Definitions("profile")
    accounts = report.below(ACCOUNTS)
    listed = {
        "report": [(report, name) for name in report.parts if name not in accounts]
        + [(profile, name) for name in profile.parts],
        "accounts": [(report, name) for name in report.parts if name in accounts],
    }
    folder = PROJECT / "generator" / "data"
    spellings = folder / "typed" / "spellings.py"
    return {folder / f"{name}.py": _module(name, parts) for name, parts in listed.items()} | {
        spellings: _ruff("format", f"--stdin-filename={spellings}", "-", text=Spellings().written())
    }


def _module(name: str, parts: list[tuple[Definitions, str]]) -> str:
    body = "\n\n\n".join([*(definitions.written(key) for definitions, key in parts), ""])
    body += "\n".join(definitions.kinds(key) for definitions, key in parts)
    body += "\n".join(["", *(line for definitions, key in parts for line in definitions.printed(key))])
    head = HEAD.format(
        about=ABOUT[name],
        accounts="" if name == ACCOUNTS else "from generator.data.accounts import Accounts",
        names=", ".join(key for key in vars(record) if key not in IMPORTED and not key.startswith("_")),
    )
    file = f"generator/data/{name}.py"
    tidied = _ruff("check", "--fix", "--quiet", "--select=F401,I", f"--stdin-filename={file}", "-", text=head + body)
    return _ruff("format", f"--stdin-filename={file}", "-", text=tidied)


def _ruff(*arguments: str, text: str) -> str:
    command = [sys.executable, "-m", "ruff", *arguments]
    return subprocess.run(command, cwd=PROJECT, input=text, capture_output=True, check=True, text=True).stdout


def main() -> None:
    """Writes the modules."""
    for path, text in modules().items():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
