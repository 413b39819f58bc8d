"""What an editor offers and accepts in the reports of each locality: the headings, levels and words of its profile.

They are written as one JSON Schema. `schema/report.schema.json` sends editors there by `schemaSequence`, a keyword that
yaml-language-server alone knows: to the program and to other validators the words of a profile are a matter of rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.data.kinds import PROJECT, WHOLE_UNIT
from generator.data.profile import profile_names
from generator.data.report import Profile, Section
from generator.data.schema import Schema
from generator.files import write_files
from generator.problems import Place, Problem
from generator.reports.workspace import Workspace

FOLDER, NAME = ".vscode", "profiles.schema.json"
_WRITTEN = {"required": "必写", "optional": "可写"}
# Where the schema defines what it offers below every heading: the name of no profile, for those have no underscores.
_TEXT = "heading_text"


def editor_file(workspace: Workspace) -> tuple[bytes | None, list[Problem]]:
    """The content of the schema of the workspace's profiles; None, and why, if one of them cannot be read."""
    import json

    profiles: dict[str, Profile] = {}
    problems: list[Problem] = []
    for name in profile_names(workspace.templates):
        forms, found = workspace.forms(name, Place(f"{FOLDER}/{NAME}"))
        problems += found
        if forms is not None:
            profiles[name] = forms.profile
    if problems:
        return None, problems
    return (json.dumps(editor_schema(profiles), ensure_ascii=False, indent=1) + "\n").encode(), []


def write_editor_file(workspace: Workspace) -> list[Problem]:
    """Writes the schema of the workspace's profiles."""
    data, problems = editor_file(workspace)
    return problems if data is None else write_files(workspace.root / FOLDER, {NAME: data})


def is_stale(workspace: Workspace) -> bool:
    """Whether the workspace has such a schema, and one that its profiles no longer give."""
    path = workspace.root / FOLDER / NAME
    if not path.is_file():
        return False
    made, _ = editor_file(workspace)
    return made is not None and path.read_bytes() != made


def editor_schema(profiles: Mapping[str, Profile]) -> Schema:
    """The JSON Schema of what reports of these profiles say, each by its name."""
    known = "、".join(profiles)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "各地区格式的标题和用词",
        "description": "编辑器补全和检查用，由 make editor 照 templates 写成，不要手改。",
        "properties": {
            "profile": {
                "enum": [*profiles],
                "enumDescriptions": [profile.name for profile in profiles.values()],
                "errorMessage": f"没有这个地区格式；现有：{known}。新加的格式，运行 make editor 以后编辑器才认得",
            }
        },
        "allOf": [
            {
                "if": {"properties": {"profile": {"const": name}}, "required": ["profile"]},
                "then": {"$ref": f"#/$defs/{name}"},
            }
            for name in profiles
        ],
        "$defs": {
            _TEXT: {
                "defaultSnippets": [{"label": "正文", "description": "多行的正文，从下一行起缩进。", "body": "|\n  $1"}]
            },
            **{name: _report(profile, f"#/$defs/{name}") for name, profile in profiles.items()},
        },
    }


def _report(profile: Profile, path: str) -> Schema:
    """What the reports of a profile say; `path` leads to this part of the schema."""
    indicators = {"items": {"$ref": f"{path}/$defs/level1"}}
    properties = {
        "annexes": {"items": {"properties": {"document": _one_of([one.name for one in profile.documents])}}},
        "choices": {
            "properties": {name: _one_of(options) for name, options in profile.choices.items()},
            "propertyNames": _one_of([*profile.choices], "自评表没有这一栏"),
        },
        "goals": {"items": {"properties": {"indicators": indicators}}},
        "indicators": indicators,
    }
    return {
        "title": profile.name,
        "properties": {"evaluations": {"items": {"properties": properties, **_narratives(profile)}}},
        "$defs": {"level1": _first_level(profile, path), "group": _group(profile, path)},
    }


def _first_level(profile: Profile, path: str) -> Schema:
    """A first level of indicators, with the names that the profile has for it and for the level below."""
    below = [
        {
            "if": {"properties": {"name": {"const": first}}, "required": ["name"]},
            "then": {
                "properties": {"groups": {"items": {"properties": {"name": {"examples": [*seconds]}}}}},
            },
        }
        for first, seconds in profile.levels.items()
    ]
    return {"properties": {"name": {"examples": [*profile.levels]}}, "allOf": [{"$ref": f"{path}/$defs/group"}, *below]}


def _group(profile: Profile, path: str) -> Schema:
    """A level of indicators of any depth: what their results are called."""
    results = _one_of([band.result for band in profile.scoring.bands])
    return {
        "properties": {
            "groups": {"items": {"$ref": f"{path}/$defs/group"}},
            "items": {"items": {"properties": {"result": results}}},
        }
    }


def _narratives(profile: Profile) -> Schema:
    """The headings that an evaluation has texts for, by its kind if that makes a difference."""
    project, whole_unit = _narrative(profile, PROJECT), _narrative(profile, WHOLE_UNIT)
    if project == whole_unit:
        return {"allOf": [project]}
    is_whole = {"properties": {"type": {"const": WHOLE_UNIT}}, "required": ["type"]}
    return {"if": is_whole, "then": whole_unit, "else": project}


def _narrative(profile: Profile, kind: str) -> Schema:
    headings = dict(_headings(profile.outline, kind, ()))
    names = _one_of([*headings], "这个地区格式的提纲里没有写正文的这个标题，标题不写序号")
    return {"properties": {"narrative": {"properties": headings, "propertyNames": names}}}


def _headings(sections: Sequence[Section], kind: str, above: tuple[str, ...]) -> Iterator[tuple[str, Schema]]:
    for section in sections:
        if section.only not in (None, kind):
            continue
        if section.holds_text in _WRITTEN:
            where = f"在「{' › '.join(above)}」下，" if above else ""
            told = f"{where}{_WRITTEN[section.holds_text]}。"
            yield section.title, {"$ref": f"#/$defs/{_TEXT}", "title": section.title, "description": told}
        yield from _headings(section.sections, kind, (*above, section.title))


def _one_of(words: Sequence[str], refusal: str = "") -> Schema:
    """One of these words, and what is told about any other."""
    told = f"从中选一个：{'、'.join(words)}" if words else "删去"
    return {"enum": [*words], "errorMessage": f"{refusal}；{told}" if refusal else told}
