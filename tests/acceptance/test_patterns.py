"""The regular expressions of the program, as Python from 3.11.0 on understands them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]

import pytest

from tests.support.paths import PROJECT

NEW = {_constants.POSSESSIVE_REPEAT, _constants.ATOMIC_GROUP}


def operations(parsed: object) -> Iterator[object]:
    """All operations of a parsed pattern, the nested ones too."""
    if isinstance(parsed, _parser.SubPattern | list | tuple):
        for part in parsed:
            yield from operations(part)
    else:
        yield parsed


def uses(pattern: str) -> bool:
    try:
        return bool(NEW.intersection(one for one in operations(_parser.parse(pattern)) if isinstance(one, int)))
    except re.error:
        return False


def written(path: Path) -> Iterator[tuple[int, str]]:
    """The texts in a module in which a possessive quantifier or an atomic group may be, with their lines."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[*+?}]\+|\(\?>", node.value):
            yield node.lineno, node.value


@pytest.mark.parametrize("pattern", ["a*+b", "(?:a?+)", "(?>a)b", "a{2}+", "x|(y(z++))"])
def test_what_is_looked_for_is_seen(pattern: str) -> None:
    assert uses(pattern)


def test_no_pattern_has_a_possessive_quantifier_or_an_atomic_group() -> None:
    """Python 3.11.0 to 3.11.4 match with them what they should not, and miss what they should match."""
    found = [
        f"{path.relative_to(PROJECT)}:{line}"
        for path in sorted((PROJECT / "generator").rglob("*.py"))
        for line, text in written(path)
        if uses(text)
    ]
    assert found == []
