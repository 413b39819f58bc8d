"""Following the remedy of a problem makes it go and moves no other figure of the report."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.reports.load import Loaded, load
from generator.reports.workspace import Workspace
from tests.support.examples import BAD, TOLD, change, copied
from tests.support.remedies import REPAIRED, followed, mechanical, moved, report_of, typed_at, values

TOLD_OF = yaml.safe_load(TOLD.read_text("utf-8"))
FORMS_OF_YAML = ("YAML-", "SCHEMA-")  # of files that cannot be read, their remedies are tested with their reader


def in_its_report(example: dict[str, Any]) -> bool:
    """Whether an example is a change of the text of its report alone."""
    plain = all(edit.keys() <= {"find", "replace"} and edit["find"] for edit in example["edits"])
    return plain and example.get("command", "check") == "check"


FOLLOWED = [
    name
    for name, (code, example) in BAD.items()
    if in_its_report(example)
    and not code.startswith(FORMS_OF_YAML)
    and (name in REPAIRED or all(mechanical(one.get("remedy", "")) for one in TOLD_OF[name]))
]


def loaded(root: Path, path: Path) -> Loaded:
    return load(Workspace(root), path.stem, path.parent.name)


@cache
def faultless(unit: str, year: str, folder: Path) -> dict[str, object]:
    """The figures of the report that an example changes."""
    return values(load(Workspace(folder), unit, year))


def test_most_remedies_can_be_followed() -> None:
    assert len(FOLLOWED) >= 65
    assert {*REPAIRED} <= {*BAD}, "an example that is gone"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("remedies"))


@pytest.mark.parametrize("name", FOLLOWED)
def test_following_the_remedy_makes_the_problem_go_and_moves_no_other_figure(root: Path, name: str) -> None:
    _, example = BAD[name]
    path = report_of(root, example)
    source = path.read_bytes()
    try:
        right = faultless(path.stem, path.parent.name, root)
        for edit in example["edits"]:
            change(root, path, edit)
        bad = loaded(root, path)
        if name in REPAIRED:
            for edit in REPAIRED[name]:
                change(root, path, edit)
        problems = bad.problems
        for _ in () if name in REPAIRED else range(2 * len(problems)):  # one remedy may lead to the next
            code = problems[0].code
            alike = sum(one.code == code for one in problems)
            path.write_bytes(followed(path.read_bytes().decode(), problems[0]).encode())
            problems = loaded(root, path).problems
            assert sum(one.code == code for one in problems) < alike
            if not problems:
                break
        repaired = loaded(root, path)
        assert [(one.code, one.place.line, one.message) for one in repaired.problems] == []
        assert {*moved(values(repaired), values(bad), right)} <= typed_at(bad)
    finally:
        path.write_bytes(source)


def test_a_figure_that_moves_is_noticed_and_a_new_one_is_no_matter() -> None:
    before: dict[str, object] = {"funds.actual": (3, "元"), "funds.rate": (1, "%")}
    after: dict[str, object] = {"funds.actual": (3, "元"), "funds.rate": (2, "%"), "facts.new": (1, "所")}
    assert moved(after, before) == ["funds.rate"]
    assert moved(after, before, after) == []
