"""Writes the reference of the rules (docs/rules.md): what each checks, why, an example, the remedy and the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.problems import Problem
from generator.reader import read
from generator.validate import validate

RULES = "rules"
PAGE = Path("docs") / "rules.md"

_LONG, _WIDE = 12, 120
_HEAD = """\
# 规则说明

每个问题都有代号。错误阻止生成；警告和提示不阻止。确认无误、决定保留的，写进数据文件的 `accepted`。

本文由 `rules` 文件夹生成（`make rules`），不要直接修改。
"""


def read_rules(root: Path) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    """The rules by code, in alphabetical order, and what is wrong with their files."""
    rules: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for path in sorted((root / RULES).glob("*.yaml")):
        node, faults = read(path, f"{RULES}/{path.name}")
        if node is not None:
            faults = validate(node, "rule")
        problems += faults
        if node is not None and not faults:
            plain: Any = node.plain()
            rules[path.stem] = plain
    return rules, problems


def reference(rules: dict[str, dict[str, Any]]) -> str:
    """The reference as Markdown: an index, then a page for each code."""
    index = "\n".join(f"- [{code}](#{code.lower()}) {rule['title']}" for code, rule in rules.items())
    return "\n".join([_HEAD, index, "", *(_page(code, rule) for code, rule in rules.items())])


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
        shown = [line for line in edit["replace"].splitlines() if line.strip()] or ["（删去）"]
        indent = min(len(line) - len(line.lstrip()) for line in shown)
        shown = [line[indent:] if len(line) < _WIDE else f"{line[indent:_WIDE]}……" for line in shown[:_LONG]]
        more = ["……"] if len(edit["replace"].splitlines()) > _LONG else []
        lines += [f"{edit.get('file', '数据文件')}：", "", "```text", *map(_visible, [*shown, *more]), "```", ""]
    return lines[:-1]


def _visible(line: str) -> str:
    """A line with control characters written out."""
    return "".join(char if char.isprintable() else f"⟨U+{ord(char):04X}⟩" for char in line)
