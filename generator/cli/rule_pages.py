"""Writes the rule reference (docs/rules): what each rule checks, why, an example, the remedy and the source."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.data.reader import Node, read
from generator.data.schema import validate
from generator.files import write_files
from generator.frozen import Frozen
from generator.problems import REFERENCE, Problem, family_of, page_of

RULES = "rules"
FAMILIES = "families.yaml"
INDEX = "README.md"

_LONG, _WIDE = 12, 120  # lines of an example and characters of a line, after which it is cut
_HEAD = """\
# 规则说明

每个问题都有代号，屏幕上列在问题的第一行；代号里第一个「-」前面的是类别，一类一页。

| 级别 | 意思 |
| --- | --- |
| 错误 | 阻止生成，改正以后再运行 |
| 警告 | 不阻止生成，逐条核对 |
| 提示 | 不阻止生成，看过就行 |

核对无误、决定保留的问题，写进数据文件的 `accepted`；有几类不能保留，见 [ACCEPT-CODE](accept.md#accept-code)。

本文由 `rules` 文件夹生成（`make rules`），不要直接修改。
"""
_FAMILY_NOTE = "[全部规则](README.md)。本页由 `rules` 文件夹生成（`make rules`），不要直接修改。"


class Rules(Frozen):
    """The rules by code and what each family of codes is about, both in alphabetical order."""

    by_code: dict[str, dict[str, Any]]
    families: dict[str, str]


def read_rules(root: Path) -> tuple[Rules, list[Problem]]:
    """The rules below `root`, empty if it has no folder of rules, and what is wrong with their files.

    A rule of a family that `families.yaml` does not have is a problem, and so is a family without rules.
    """
    rules: dict[str, Any] = {}
    problems: list[Problem] = []
    paths = [path for path in sorted((root / RULES).glob("*.yaml")) if path.name != FAMILIES]
    for path in paths:
        node, faults = _read(path, "rule")
        problems += faults
        if node is not None:
            rules[path.stem] = node.plain()
    if not paths:
        return Rules({}, {}), []
    node, faults = _read(root / RULES / FAMILIES, "families")
    if node is None:
        return Rules(rules, {}), problems + faults
    families: Any = node.plain()
    used = {family_of(path.stem) for path in paths}
    for family in sorted(used - families.keys()):
        message = f"规则的类别里没有「{family}」"
        problems.append(Problem("SCHEMA-REQUIRED", node.place, message, f"加上一行「{family}: …」，说这一类管什么"))
    for family in sorted(families.keys() - used):
        message = f"没有「{family}」这一类的规则"
        problems.append(Problem("SCHEMA-UNKNOWN", node.keys[family], message, "删去这一行，或者改正类别的名称"))
    return Rules(rules, dict(sorted(families.items()))), problems


def _read(path: Path, schema: str) -> tuple[Node | None, list[Problem]]:
    """The content of a file in the folder of rules; None, with the problems, if it does not fit its schema."""
    node, problems = read(path, f"{RULES}/{path.name}")
    if node is not None:
        problems += validate(node, schema)
    return (None if problems else node), problems


def reference(rules: Rules) -> dict[str, str]:
    """The Markdown files of the reference by name: the index, and a page for each family of codes."""
    index, pages = [_HEAD], {}
    for family, about in rules.families.items():
        rules_of_family = {code: rule for code, rule in rules.by_code.items() if family_of(code) == family}
        rows = [
            f"| [{code}]({page_of(code)}) | {rule['severity']} | {rule['title']} |"
            for code, rule in rules_of_family.items()
        ]
        name = page_of(family).partition("#")[0]
        index += [f"## [{family}]({name})：{about}", "", "| 代号 | 级别 | 问题 |", "| --- | --- | --- |", *rows, ""]
        listed = [f"- [{code}](#{code.lower()}) {rule['title']}" for code, rule in rules_of_family.items()]
        head = [f"# {family}：{about}", "", _FAMILY_NOTE, "", *listed, ""]
        pages[name] = "\n".join([*head, *(_page(code, rule) for code, rule in rules_of_family.items())])
    return {INDEX: "\n".join(index), **pages}


def write_reference(root: Path, pages: Mapping[str, str]) -> tuple[list[str], list[Problem]]:
    """Writes all pages or none, then deletes pages of families that are gone; returns the names of those.

    Raises:
        OSError: an old page cannot be deleted; the new ones are written.
    """
    folder = root / REFERENCE
    if problems := write_files(folder, {name: text.encode() for name, text in pages.items()}):
        return [], problems
    old = [path for path in sorted(folder.glob("*.md")) if path.name not in pages]
    for path in old:
        path.unlink()
    return [path.name for path in old], []


def _page(code: str, rule: dict[str, Any]) -> str:
    lines = [f"## {code}", "", f"**{rule['title']}**（{rule['severity']}）", ""]
    for key, heading in (("checks", "查什么"), ("why", "为什么"), ("remedy", "怎么改"), ("source", "依据")):
        if key in rule:
            lines.append(f"- {heading}：{rule[key].strip()}")
    for key, heading in (("bad", "错误的写法"), ("good", "正确的写法")) if "bad" in rule else ():
        lines += ["", f"{heading}：", "", *_example(rule[key])]
    return "\n".join(lines) + "\n"


def _example(example: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for edit in example["edits"]:
        if edit.get("delete"):
            lines += ["数据文件被删去。", ""]
            continue
        excerpt = [line for line in edit["replace"].splitlines() if line.strip()] or ["（删去）"]
        indent = min(len(line) - len(line.lstrip()) for line in excerpt)
        excerpt = [line[indent:] if len(line) < _WIDE else f"{line[indent:_WIDE]}……" for line in excerpt[:_LONG]]
        more = ["……"] if len(edit["replace"].splitlines()) > _LONG else []
        lines += [f"{edit.get('file', '数据文件')}：", "", "```text", *map(_visible, [*excerpt, *more]), "```", ""]
    return lines[:-1]


def _visible(line: str) -> str:
    """A line with control characters written out."""
    return "".join(char if char.isprintable() else f"⟨U+{ord(char):04X}⟩" for char in line)
