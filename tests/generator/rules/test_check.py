from __future__ import annotations

import ast
import re
from pathlib import Path

from generator import rules
from generator.problems import family_of
from generator.reports.workspace import Workspace
from generator.rules import check
from tests.support.paths import PROJECT
from tests.support.reports import problems


def test_the_published_report_passes(workspace: Workspace) -> None:
    assert problems(workspace) == []


def test_no_rule_is_left_out_of_the_list() -> None:
    root = Path(rules.__path__[0])
    written = [
        f"{'.'.join(('generator.rules', *path.relative_to(root).with_suffix('').parts))}.{node.name}"
        for path in root.rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and path.stem != "check"
        if node.args.args and ast.unparse(node.args.args[0]).endswith("Case")
    ]
    assert sorted(written) == sorted(
        f"{rule.__module__}.{rule.__name__}" for rule in (*check.RULES, *check.accounts_rules())
    )


def test_a_family_of_codes_is_found_where_the_package_says() -> None:
    families = {family_of(path.stem) for path in PROJECT.glob("rules/*-*.yaml")} | {"CHOICE", "FORMULA"}
    said = {name: {*rest.split(", ")} for name, rest in re.findall(r"^    ([A-Z]+) +(.+)$", rules.__doc__ or "", re.M)}
    found: dict[str, set[str]] = {family: set() for family in families}
    for path in sorted((PROJECT / "generator").rglob("*.py")):
        package, *rest = path.relative_to(PROJECT / "generator").with_suffix("").parts
        room = ".".join([package, *rest]) if package == "rules" else package
        for code in codes_in(ast.parse(path.read_text("utf-8"))):
            found[family_of(code)].add(room)
    assert said == found


def codes_in(module: ast.Module) -> set[str]:
    """The codes that a module gives to problems, not those that it compares or that cannot be accepted."""
    known = {path.stem for path in PROJECT.glob("rules/[A-Z]*.yaml")}
    other: set[ast.AST] = set()
    for node in ast.walk(module):
        named = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
        if isinstance(node, ast.Compare) or named in ("NEVER", "_BLANK", "_LOST", "_LATER", "_TYPED"):
            other |= {*ast.walk(node)}
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "problem":  # of a schema, without SCHEMA-
            other |= {*node.args}
    constants = [node for node in ast.walk(module) if isinstance(node, ast.Constant) and node not in other]
    return known & {node.value for node in constants if isinstance(node.value, str)}
