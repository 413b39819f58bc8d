"""Each operator makes the edit that it says, nothing is chosen by hand, and what no test notices fails the run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support import mutants
from tests.support.mutants import CORE, codes_of, draw
from tests.support.mutations import mutants_of
from tests.support.paths import PROJECT


def edits(source: str) -> list[str]:
    """What each mutant replaces by what."""
    data = source.encode()
    return [f"{data[one.start : one.end].decode()} → {one.new}" for one in mutants_of("thing", data)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a < b", ["a < b → (a <= b)", "a < b → (a >= b)"]),
        ("x = a == b", ["a == b → (a != b)"]),
        ("x = a not in b", ["a not in b → (a in b)"]),
        ("x = a is None", ["a is None → (a is not None)"]),
        ("x = a < b == c", ["a < b == c → (a < b != c)", "a < b == c → (a <= b == c)", "a < b == c → (a >= b == c)"]),
        ("x = a + b", ["a + b → (a - b)"]),
        ("x = a // b", ["a // b → (a * b)"]),
        ("x = a and b", ["a and b → (a or b)", "a and b → (a)", "a and b → (b)"]),
        ("x = not a", ["not a → (a)"]),
        ("x = 2", ["2 → 3"]),
        ("x = True", ["True → False"]),
        ("x = '合计'", ["'合计' → \"\""]),
        ("x = f'{a + b}元'", ["f'{a + b}元' → \"\""]),
        ("for x in y: continue", ["continue → break"]),
        ("def f():\n    yield a", ["yield a → yield from ()"]),
        ("f(a)", ["f(a) → pass"]),
        ("def f():\n    if a: return", ["return → pass"]),
        ("x.y = z", ["x.y = z → pass"]),
        ("x += y", ["x += y → pass"]),
        ("def f(a):\n    b = a\n    if a: b = c", ["b = c → pass"]),
        ("x = f(a, b=c)", ["f(a, b=c) → f(a)"]),
        ("x = Problem(code, place, message, remedy)", ['message → ""', 'remedy → ""']),
    ],
)  # fmt: skip
def test_an_operator_makes_its_edit(source: str, expected: list[str]) -> None:
    assert edits(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "import a",
        "x: Literal['a', 'b']",
        "'''Says what it does.'''",
        "assert a > 1, 'never'",
        "raise ValueError('never' + 'more')",
        "if TYPE_CHECKING:\n    x = 1",
        "__all__ = ['a']",
        "@cache(size=1)\ndef f(): ...",
        "x = cast('List', y)",
        "x = zip(a, b, strict=True)",
        "x = {'a': b}['a']",
    ],
)
def test_what_is_left_out_by_rule_makes_no_mutant(source: str) -> None:
    assert edits(source) == []


def test_an_edit_is_made_at_its_place_and_leaves_valid_python() -> None:
    source = "合计 = [甲\n        < 乙]  # 注\n".encode()
    assert [mutant.applied(source).decode() for mutant in mutants_of("thing", source)] == [
        "合计 = [(甲 <= 乙)]  # 注\n",
        "合计 = [(甲 >= 乙)]  # 注\n",
    ]
    for module in CORE:
        source = mutants.path_of(PROJECT, module).read_bytes()
        for mutant in mutants_of(module, source)[::20]:
            compile(mutant.applied(source), module, "exec")


def test_the_draw_takes_one_of_a_line_and_is_the_same_for_the_same_seed() -> None:
    every = mutants_of("thing", b"".join(b"x = a < %d\n" % number for number in range(30)))
    drawn = draw(every, 15, 3)
    assert len({mutant.line for mutant in drawn}) == len(drawn) == 15
    assert drawn == draw(every, 15, 3) != draw(every, 15, 4)
    assert len(draw(every[:6], 15, 3)) == 2


def test_the_core_modules_have_enough_to_draw_from() -> None:
    assert len(CORE) >= 12
    for module in CORE:
        found = mutants_of(module, mutants.path_of(PROJECT, module).read_bytes())
        assert len(draw(found, 15, 1)) == 15, module


def test_the_examples_of_a_module_are_those_of_its_codes() -> None:
    assert codes_of("rules/indicators/scores")[:3] == ["GOAL-WEIGHT", "SCORE-BAND", "SCORE-BLANK"]
    assert {"SCHEMA-TYPE", "SCHEMA-UNKNOWN"} <= {*codes_of("data/schema")}
    assert codes_of("quantity") == []


SOURCE = """\
def larger(a, b):
    return a > b


def last(items):
    return items[len(items) - 1]
"""
STRONG = "assert larger(2, 1) and not larger(1, 1)"
BOUND = {"written": "return a > b", "becomes": "return (a >= b)", "why": "no one compares equal things"}
GONE = {"written": "return items[-1]", "becomes": "return items[-2]", "why": "the line is gone"}


@pytest.mark.parametrize(
    ("tests", "equal", "told", "status"),
    [
        (STRONG + " and last('abc') == 'c'", {}, "killed: 100.0% of 2,", 0),
        ("assert last('abc') == 'c'", {}, "alive: generator/thing.py:2\n  - return a > b\n  + return (a >= b)\n", 1),
        ("assert last('abc') == 'c'", {"thing": [BOUND]}, "killed: 100.0% of 1,", 0),
        (STRONG + " and last('abc') == 'c'", {"thing": [BOUND]}, "named as equal, but killed: generator/thing.py:2", 1),
        (STRONG + " and last('abc') == 'c'", {"thing": [GONE]}, "no such mutant of thing: return items[-2]", 1),
        ("import time; time.sleep(0)\n    while last('abc') != 'c': pass\n    " + STRONG, {}, "killed: 100.0% of 2,", 0),
    ],
    ids=["all killed", "one alive", "named as equal", "named but killed", "named but gone", "without end"],
)  # fmt: skip
def test_what_no_test_notices_fails_the_run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tests: str,
    equal: dict[str, Any],
    told: str,
    status: int,
) -> None:
    files = {
        "pyproject.toml": "[tool.pytest.ini_options]\n",
        "generator/__init__.py": "",
        "generator/thing.py": SOURCE,
        "tests/__init__.py": "",
        "tests/generator/__init__.py": "",
        "tests/generator/test_thing.py": f"from generator.thing import larger, last\n\ndef test_it():\n    {tests}\n",
        "equal.yaml": yaml.safe_dump(equal),
    }
    for name, text in files.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.setattr(mutants, "PROJECT", tmp_path / "project")
    monkeypatch.setattr(mutants, "EQUAL", tmp_path / "project" / "equal.yaml")
    monkeypatch.setattr(mutants, "LEAST_SECONDS", 1)
    assert mutants.main(["--seed", "2", "--processes", "1", "thing"]) == status, capfd.readouterr().out
    printed = capfd.readouterr().out
    assert told in printed
    assert printed.startswith("seed 2: 2 mutants of 1 modules\n")
    assert (tmp_path / "project" / "generator" / "thing.py").read_text("utf-8") == SOURCE
