"""What people had when the program was at commit d262d0f is still read, and comes to the same figures and documents.

The corpus is in `tests/data/before`. What differs on purpose stands in its `moved.yaml`, with the reason and the
sentence of the changelog that tells people.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.data.aliases import find
from generator.excel.reading.grid import parse_workbook
from generator.figures.explanation import exact
from generator.namespace import figures
from generator.problems import Problem, has_errors
from generator.quantity import Quantity, Word
from generator.reports.documents import make_documents
from generator.reports.export import WORKBOOK, export
from generator.reports.importing import import_workbook
from generator.reports.lint import lint_templates
from generator.reports.load import Loaded, load
from generator.reports.origin import Origin
from generator.reports.summary.files import build_summary
from generator.reports.workspace import Workspace
from generator.word.lines import read_lines
from generator.word.package import parse_package
from tests.support.paths import DATA, PROJECT

BEFORE = DATA / "before"
MADE = BEFORE / "made"
GONE = "没有"
FIGURES: dict[str, dict[str, str]] = json.loads((BEFORE / "figures.json").read_text("utf-8"))
PROBLEMS: dict[str, dict[str, int]] = json.loads((BEFORE / "problems.json").read_text("utf-8"))
MOVED: dict[str, list[dict[str, Any]]] = yaml.safe_load((BEFORE / "moved.yaml").read_text("utf-8"))
YEARS = sorted({name.partition("/")[0] for name in FIGURES})

Lines = list[str]
Pairs = list[tuple[str | None, str | None]]


class Today:
    """The reports of then as today's program reads them, each read once."""

    def __init__(self, root: Path, reports: str) -> None:
        shutil.copytree(PROJECT / "templates", root / "templates")
        shutil.copytree(BEFORE / "templates", root / "templates", dirs_exist_ok=True)
        shutil.copytree(BEFORE / reports, root / "reports")
        self.workspace = Workspace(root)
        self.load = cache(self._load)

    def _load(self, name: str) -> Loaded:
        year, unit = name.split("/")
        return load(self.workspace, unit, year)


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Today:
    return Today(tmp_path_factory.mktemp("before"), "reports")


@pytest.fixture(scope="module")
def skeletons(tmp_path_factory: pytest.TempPathFactory) -> Today:
    return Today(tmp_path_factory.mktemp("skeletons"), "new")


def lines_of(data: bytes, name: str) -> Lines:
    """What a document or workbook shows, a line for each paragraph or row; headings have a # for each level."""
    if name.endswith(".xlsx"):
        grids, problems = parse_workbook(data, name)
        assert not has_errors(problems), problems
        rows = [(grid.name, " │ ".join(cell.text for cell in row)) for grid in grids for row in grid.rows]
        return [f"{sheet}：{row}" for sheet, row in rows]
    package, problems = parse_package(data, name)
    assert package is not None, problems
    return ["#" * line.level + " " * bool(line.level) + line.text for line in read_lines(package)]


def differing(before: Lines, after: Lines) -> Pairs:
    """The lines that went, changed or came, as pairs in which None stands for no line."""
    found: Pairs = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            old, new = [*before[i:j]], [*after[k:m]]
            found += [(one, None) for one in old[len(new) :]] + [(None, one) for one in new[len(old) :]]
            found += [*zip(old, new, strict=False)]
    return found


def moved_lines(file: str) -> Pairs:
    return [(one.get("before"), one.get("after")) for one in MOVED["lines"] if one["file"] == file]


def assert_same(file: str, before: bytes, after: bytes) -> None:
    """What a file shows is what it showed then, but for what is listed."""
    lines = lines_of(before, file)
    assert lines
    assert sorted(differing(lines, lines_of(after, file)), key=str) == sorted(moved_lines(file), key=str), file


def assert_no_more(file: str, problems: Sequence[Problem]) -> None:
    """No code has more problems than then, but for what is listed."""
    more = dict(Counter(problem.code for problem in problems) - Counter(PROBLEMS[file]))
    assert more == {one["code"]: one["more"] for one in MOVED["problems"] if one["file"] == file}


def paths(folder: str) -> list[str]:
    found = BEFORE.glob(f"{folder}/*/*.yaml")
    return sorted(path.relative_to(BEFORE / folder).with_suffix("").as_posix() for path in found)


def documents() -> list[Path]:
    return sorted(MADE.glob("*/*/*.docx"))


def test_the_corpus_is_whole() -> None:
    """The tests below run over what is there: a file that got lost must not pass unseen."""
    assert paths("reports") == sorted(FIGURES)
    workbooks = [path.relative_to(BEFORE).as_posix() for path in MADE.glob(f"*/*/{WORKBOOK}")]
    files = [f"{folder}/{name}.yaml" for folder in ("new", "reports") for name in paths(folder)]
    assert sorted(PROBLEMS) == sorted(workbooks + files)
    assert sum(map(len, FIGURES.values())) == 3510
    assert (len(documents()), len(workbooks), len([*MADE.glob("*/summary.*")])) == (52, 10, 8)
    assert {path.parent.name for path in documents()} == {name.partition("/")[2] for name in FIGURES}
    assert len(paths("new")) == 24


def test_what_moved_is_told_in_the_changelog() -> None:
    changelog = " ".join((PROJECT / "CHANGELOG.md").read_text("utf-8").split())
    assert {*MOVED} == {"figures", "lines", "problems"}
    for entry in (entry for entries in MOVED.values() for entry in entries):
        assert entry["why"]
        assert entry["changelog"] and " ".join(entry["changelog"].split()) in changelog, entry


@pytest.mark.parametrize("name", FIGURES)
def test_a_report_of_then_is_read_without_new_problems(today: Today, name: str) -> None:
    loaded = today.load(name)
    assert loaded.ready, loaded.problems
    assert_no_more(f"reports/{name}.yaml", loaded.problems)


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_of_then_is_found_under_its_path_and_has_its_value(today: Today, name: str) -> None:
    loaded = today.load(name)
    assert loaded.derived is not None
    reached = {path: figure_at(loaded, path) for path in FIGURES[name]}
    moved = {path: (was, reached[path]) for path, was in FIGURES[name].items() if reached[path] != was}
    listed = {one["figure"]: (one["before"], one["after"]) for one in MOVED["figures"] if one["report"] == name}
    assert moved == listed
    assert len(figures(loaded.derived.tree)) >= len(FIGURES[name]) - len(listed)


def figure_at(loaded: Loaded, path: str) -> str:
    """The exact value under a path of any version, 没有 where it leads to no figure."""
    assert loaded.derived is not None
    try:
        _, found = find(loaded.derived.tree, path)
    except KeyError:
        return GONE
    if isinstance(found, Quantity):
        return exact(found)
    return found.text if isinstance(found, Word) else GONE


@pytest.mark.parametrize("name", FIGURES)
def test_the_documents_of_then_are_read_and_todays_say_the_same(today: Today, name: str) -> None:
    files, problems = make_documents(today.workspace, today.load(name))
    assert not has_errors(problems), problems
    kept = {path.name: path.read_bytes() for path in (MADE / name).glob("*.docx")}
    assert kept.keys() <= files.keys()
    for file, data in kept.items():
        assert_same(f"{name}/{file}", data, files[file])


@pytest.mark.parametrize("name", FIGURES)
def test_the_workbook_of_then_is_taken_in_without_a_change(today: Today, name: str) -> None:
    year, unit = name.split("/")
    path = MADE / name / WORKBOOK
    assert_same(f"{name}/{WORKBOOK}", path.read_bytes(), export(today.load(name)))
    taken = import_workbook(today.workspace, unit, year, path, WORKBOOK)
    assert taken.changes == []
    assert_no_more(f"made/{name}/{WORKBOOK}", taken.problems)


@pytest.mark.parametrize("year", YEARS)
def test_the_summary_of_then_says_the_same(today: Today, year: str) -> None:
    _, problems = build_summary(today.workspace, Origin(today.workspace.root), year, "unit")
    assert not has_errors(problems), problems
    for file in ("summary.docx", "summary.xlsx"):
        then, now = ((folder / year / file).read_bytes() for folder in (MADE, today.workspace.root / "build"))
        assert_same(f"{year}/{file}", then, now)


@pytest.mark.parametrize("name", paths("new"))
def test_a_file_begun_then_can_be_filled_in_today(skeletons: Today, name: str) -> None:
    assert_no_more(f"new/{name}.yaml", skeletons.load(name).problems)


def test_the_profiles_of_another_hand_have_no_faults(tmp_path: Path) -> None:
    """That their reports are read and built is tested above, with all others."""
    shutil.copytree(PROJECT / "templates" / "national", tmp_path / "national")
    shutil.copytree(BEFORE / "templates", tmp_path, dirs_exist_ok=True)
    shutil.copy(PROJECT / "templates" / "base.docx", tmp_path)
    assert lint_templates(tmp_path) == []


def test_a_line_that_went_changed_or_came_is_seen() -> None:
    assert differing(["a", "b", "c"], ["a", "c"]) == [("b", None)]
    assert differing(["a", "b"], ["a", "x", "y"]) == [(None, "y"), ("b", "x")]
