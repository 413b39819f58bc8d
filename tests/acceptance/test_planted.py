"""The benchmark of planted mistakes finds what it plants, and says so loudly where it could measure nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks import copies, planted
from benchmarks.copies import Copy
from benchmarks.harmless import HARMLESS
from benchmarks.measuring import REPORTS, NotMeasuredError, program_digest
from benchmarks.mistakes import KINDS
from benchmarks.planted import Outcome, alarms_of, judge, measure, new_problems, rows_of, sheet_of
from benchmarks.planted_page import FAMILIES, LEFT_OUT, page, stale
from benchmarks.sheet import Mistake, Sheet
from generator.frozen import replace
from generator.problems import Place, Problem, Severity
from generator.reports.load import Loaded, load
from generator.reports.workspace import Workspace
from tests.support.paths import PROJECT

TEN = {
    # family and kind: the report, the rule that finds it, and how
    ("sums", "digit, first"): ("hechi", "FUNDS-SUM", "named"),
    ("budget", "ten times"): ("hechi", "FUNDS-SUM", "place"),
    ("rates", "typed over, a digit"): ("hechi", "PROSE-FACT", "place"),
    ("scores", "result"): ("yiyang", "SCORE-BAND", "named"),
    ("measurement", "unit"): ("hechi", "INDICATOR-UNIT", "place"),
    ("prose", "stale year"): ("hechi", "PROSE-YEAR", "place"),
    ("counts", "ordinal"): ("zhuzhou", "PROSE-NUMBERING", "place"),
    ("accounts", "code"): ("qiaokou", "CODE-UNKNOWN", "place"),
    ("published", "ten times"): ("hechi", "PUBLISHED-CAUSE", "place"),
    ("privacy", "mobile number"): ("hechi", "PRIVACY-PHONE", "place"),
}


def _first(unit: str, family: str, kind: str) -> Mistake:
    sheet = sheet_of(*next(report for report in REPORTS if report[0] == unit))
    of_kind = (one for planter in KINDS for one in planter(sheet) if (one.family, one.kind) == (family, kind))
    return next(one for one in of_kind if one.edits[0][2] != "2060199")  # a code that exists, for another purpose


@pytest.fixture(scope="module")
def mistakes() -> list[Mistake]:
    return [_first(unit, *key) for key, (unit, _, _) in TEN.items()]


@pytest.fixture(scope="module")
def outcomes(mistakes: list[Mistake], tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    folder = tmp_path_factory.mktemp("copies")
    return [judge(one, folder) for one in mistakes]


def test_one_of_each_family_is_planted() -> None:
    assert [family for family, _ in TEN] == [family for family in FAMILIES if family not in LEFT_OUT]


@pytest.mark.parametrize("number", range(len(TEN)), ids=["-".join(key) for key in TEN])
def test_a_planted_mistake_is_found_by_its_rule_where_it_was_planted(outcomes: list[Outcome], number: int) -> None:
    _, rule, how = [*TEN.values()][number]
    found = outcomes[number]
    assert (found.failed, found.contradicted, found.how) == ("", True, how), found
    assert rule in found.codes


def test_the_untouched_copies_have_no_problem(tmp_path: Path) -> None:
    copy = Copy.below(tmp_path)
    for unit, year in REPORTS:
        assert copy.check(unit, year, sheet_of(unit, year).text).problems == []


@pytest.mark.parametrize("kind", HARMLESS)
def test_a_change_that_changes_nothing_raises_no_alarm(
    kind: Callable[[Sheet], Iterator[Mistake]], tmp_path: Path
) -> None:
    harmless = next(iter(kind(sheet_of("hechi", "2022"))))
    outcome = judge(harmless, tmp_path)
    assert (outcome.failed, outcome.problems) == ("", ())


def test_copies_are_no_links_into_the_project(tmp_path: Path) -> None:
    Copy.below(tmp_path)
    for path in (tmp_path / "templates").rglob("*"):
        assert not path.is_symlink() and (path.is_dir() or path.stat().st_nlink == 1)
    assert {path.name for path in tmp_path.glob("templates/*")} == {path.name for path in PROJECT.glob("templates/*")}


def test_templates_that_are_links_are_not_copied(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "national").symlink_to(PROJECT / "templates" / "national")
    with pytest.raises(NotMeasuredError, match="national"):
        Copy.below(tmp_path / "copy", tmp_path)


@pytest.mark.parametrize("edit", [(10, 11, None), (10, 10, "\n")])
def test_a_mistake_that_changes_nothing_or_moves_lines_is_neither_found_nor_missed(
    edit: tuple[int, int, str | None], tmp_path: Path
) -> None:
    sheet = sheet_of("hechi", "2022")
    start, end, new = edit
    mistake = sheet.mistake("sums", "nothing", [(start, end, sheet.text[start:end] if new is None else new)])
    assert judge(mistake, tmp_path).failed
    with pytest.raises(NotMeasuredError, match="sums: nothing in hechi"):
        measure([mistake], [])


def test_a_report_unreadable_for_another_reason_is_neither_found_nor_missed(
    monkeypatch: pytest.MonkeyPatch, mistakes: list[Mistake], tmp_path: Path
) -> None:
    problem = Problem("YAML-FILE", Place("templates/guangxi-hechi/profile.yaml"), "读不了")
    loaded = Loaded(Path())
    loaded.problems.append(problem)
    monkeypatch.setattr(copies, "load", lambda *_: loaded)
    assert "unreadable" in judge(mistakes[0], tmp_path).failed


@pytest.mark.parametrize("error", [RuntimeError("broken"), NotMeasuredError("took more than 120 s"), MemoryError()])
def test_a_program_that_fails_has_neither_found_nor_missed(
    monkeypatch: pytest.MonkeyPatch, mistakes: list[Mistake], tmp_path: Path, error: Exception
) -> None:
    def failing(*_: object) -> Loaded:
        raise error

    monkeypatch.setattr(copies, "load", failing)
    assert type(error).__name__ in judge(mistakes[0], tmp_path).failed


def test_a_fault_of_the_program_told_as_a_problem_is_no_finding(
    monkeypatch: pytest.MonkeyPatch, mistakes: list[Mistake], tmp_path: Path
) -> None:
    def faulty(workspace: Workspace, unit: str, year: str) -> Loaded:
        loaded = load(workspace, unit, year)
        loaded.problems.append(Problem("PROGRAM-FAULT", loaded.problems[0].place, "程序出错"))
        return loaded

    monkeypatch.setattr(copies, "load", faulty)
    assert "PROGRAM-FAULT" in judge(mistakes[0], tmp_path).failed


def test_without_rules_nothing_is_found_and_that_is_no_result(
    monkeypatch: pytest.MonkeyPatch, mistakes: list[Mistake], tmp_path: Path
) -> None:
    def silent(workspace: Workspace, unit: str, year: str) -> Loaded:
        loaded = load(workspace, unit, year)
        loaded.problems.clear()
        return loaded

    monkeypatch.setattr(copies, "load", silent)
    outcomes = [judge(one, tmp_path) for one in mistakes]
    assert {one.how for one in outcomes} == {"missed"}
    with pytest.raises(NotMeasuredError, match="none of the mistakes was found"):
        rows_of(mistakes, outcomes)


def test_a_rule_that_speaks_of_every_line_finds_nothing_by_that() -> None:
    before = [Problem("NOISE", Place("reports/2022/hechi.yaml", line), "噪声") for line in range(1, 200)]
    after = [replace(one, message=f"噪声 {one.place.line}") for one in before]
    assert new_problems(before, after) == []


def test_a_copy_that_is_checked_otherwise_than_the_project_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    def noisy(workspace: Workspace, unit: str, year: str) -> Loaded:
        noise = Problem("NOISE", Place(f"reports/{year}/{unit}.yaml", 1), "噪声", severity=Severity.WARNING)
        loaded = load(workspace, unit, year)
        loaded.problems = [noise]
        return loaded

    monkeypatch.setattr(copies, "load", noisy)
    with pytest.raises(NotMeasuredError, match="is not like"):
        measure([], [])


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("与第 31 行不合", True),
        ("与第 310 行不合", False),
        ("明细合计 1.25万元", True),
        ("12500 + 3 = 12503元", True),
        ("得 12500 分", False),
        ("执行率 12500%", False),
        ("明细合计 112500元", False),
        ("明细「差旅费」超过预算", True),
        ("别的明细超过预算", False),
    ],
)
def test_a_problem_names_a_line_an_amount_or_a_row_only_as_a_whole(said: str, named: bool) -> None:
    assert planted.names(Problem("X", Place("x"), said), {31}, ["12500元"], {"差旅费"}) == named


def test_a_kind_that_plants_nothing_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planted, "KINDS", (lambda _: iter(()),))
    with pytest.raises(NotMeasuredError, match="plants nothing"):
        planted.planted_in([sheet_of("hechi", "2022")])


@pytest.fixture(scope="module")
def written(mistakes: list[Mistake], outcomes: list[Outcome]) -> str:
    rows, codes, told = rows_of(mistakes, outcomes)
    return page(rows, codes, alarms_of([], []), told, "0" * 64)


def test_a_page_tells_its_result_and_what_it_leaves_out(written: str) -> None:
    headline = written.split("\n")[2]
    assert headline.startswith("**10 of 10 planted mistakes are found (100.0 %), 9 as 错误, 1 as 警告")
    assert "0 false alarms on 4 unplanted variants; the family `references`" in headline
    assert stale(written, "0" * 64) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("**10 of 10", "**11 of 11"),
        ("| **all** | 10 |", "| **all** | 12 |"),
        ("| privacy: mobile number | 1 |", "| privacy: mobile number | 2 |"),
        ("| untouched | 4 | 0 |", "| untouched | 4 | 1 |"),
        ("## Counted apart and told\n\n0 mistakes", "## Counted apart and told\n\n1 mistakes"),
        ("0" * 64, "1" * 64),
    ],
)
def test_a_page_edited_by_hand_is_noticed(written: str, old: str, new: str) -> None:
    assert old in written
    assert stale(written.replace(old, new), "0" * 64)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program in a folder with a space."""
    root = tmp_path_factory.mktemp("新 文件夹") / "project"
    for name in ("generator", "schema", "templates", "reports", "benchmarks"):
        shutil.copytree(PROJECT / name, root / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    return root


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [sys.executable, "-m", "benchmarks.planted", *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_templates_that_cannot_be_read_end_the_measurement_loudly(project: Path) -> None:
    before = (project / "benchmarks" / "planted.md").read_bytes()
    templates = project / "templates"
    templates.rename(project / "elsewhere")
    try:
        templates.symlink_to(project / "elsewhere")
        done = _run(project)
    finally:
        templates.unlink()
        (project / "elsewhere").rename(templates)
    assert done.returncode == 1
    assert done.stderr.startswith("not measured: ")
    assert "Traceback" not in done.stderr
    assert (project / "benchmarks" / "planted.md").read_bytes() == before


def test_a_report_with_an_error_ends_the_measurement_loudly(project: Path) -> None:
    path = project / "reports" / "2022" / "hechi.yaml"
    text = path.read_text("utf-8")
    try:
        path.write_text(text.replace("actual: 21754元", "actual: 31754元"), "utf-8")
        done = _run(project)
    finally:
        path.write_text(text, "utf-8")
    assert done.returncode == 1
    assert "reports/2022/hechi.yaml cannot be built as it is: FUNDS-" in done.stderr


def test_a_result_is_of_the_program_that_it_was_measured_on(project: Path, written: str) -> None:
    page = project / "benchmarks" / "planted.md"
    page.write_text(written.replace("0" * 64, program_digest(project)), "utf-8")
    assert _run(project, "--check").returncode == 0
    rule = project / "generator" / "rules" / "funds.py"
    rule.write_text(rule.read_text("utf-8") + "# changed\n", "utf-8")
    done = _run(project, "--check")
    assert done.returncode == 1
    assert "planted.md is of other files" in done.stderr
