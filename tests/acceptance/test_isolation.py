"""A fault of the program in one unit, at whatever stage: told in its place, while all others come out, and status 3."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from decimal import InvalidOperation
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from generator.cli.app import main
from generator.problems import Problem
from generator.reports.load import Loaded, load
from generator.reports.summary import rows as summary
from generator.reports.workspace import Workspace
from generator.revisions.snapshot import answer
from generator.rules import check
from tests.support.paths import DATA, PROJECT

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the processes inherit what is replaced where they fork"
)

BAD, WRONG, GOOD = "u1", "u0", "u2"
"""The unit at which the program fails, one whose data has an error, and one without fault."""


class WordlessError(Exception):
    """One that cannot say what it is, nor be sent from process to process."""

    def __init__(self) -> None:
        self.lock = open

    def __str__(self) -> str:
        raise RuntimeError

    def __reduce__(self) -> str:
        raise TypeError


KINDS: list[BaseException] = [
    RuntimeError("x"),
    KeyError("\x1b]0;x\x07"),
    RecursionError("x"),
    MemoryError(),
    AssertionError(),
    UnicodeEncodeError("ascii", "中", 0, 1, "x"),
    ZeroDivisionError("x"),
    StopIteration(),
    InvalidOperation(),
    WordlessError(),
    AttributeError("x" * 10_000),
    SystemExit(0),
]

READING = {
    "read": "reports.load.examined",
    "validate": "reports.load.validate",
    "records": "reports.load.build",
    "profile": "reports.workspace.load_forms",
    "derive": "reports.load.derive",
    "reconcile": "reports.load.reconcile",
    "rules": "reports.load.check",
    "case": "rules.case.EvaluationCase",
    "money": "rules.funds.pairs",
    "outline": "rules.narrative._filled",
    "names": "rules.prose._misspelt",
    "accept": "reports.load.accept",
}
MAKING = {
    "documents": "reports.build.make_documents",
    "compile": "reports.workspace.compiled_template",
    "titles": "reports.documents._contexts",
    "render": "reports.documents.render",
    "inputs": "reports.documents._inputs",
    "write": "reports.build.write_files",
}


@pytest.fixture
def root(tmp_path: Path, own_cache: Path) -> Path:
    """Three units, of which the stages can be made to fail for the second."""
    shutil.copytree(PROJECT / "templates", tmp_path / "templates")
    (tmp_path / "reports" / "2022").mkdir(parents=True)
    source = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
    for unit in (WRONG, BAD, GOOD):
        own = source.replace("unit: 河池市电化教育站", f"unit: 河池市{unit}电化教育站", 1)
        text = own.replace("actual: 21754元", "actual: 22754元") if unit == WRONG else own
        assert own != source and (unit != WRONG or text != own)
        (tmp_path / "reports" / "2022" / f"{unit}.yaml").write_text(text, "utf-8")
    return tmp_path


def failing(monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    """Has a function raise an exception while the unit that is at work is the bad one."""
    now: list[str] = []
    build = import_module("generator.reports.load")

    def noted(origin: Callable[..., None], workspace: Workspace, loaded: Loaded, *rest: Any) -> None:
        now[:] = [loaded.path.stem]
        workspace._forms.clear()  # else the profile is loaded for the first unit only
        origin(workspace, loaded, *rest)

    def broken(origin: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        if now == [BAD]:
            raise error
        return origin(*arguments, **options)

    monkeypatch.setattr(build, "_compute", partial(noted, build._compute))
    module, _, function = name.rpartition(".")
    owner = import_module(f"generator.{module}")
    monkeypatch.setattr(owner, function, partial(broken, getattr(owner, function)))


def run(root: Path, capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str, str]:
    """The exit status of a command, and what it printed."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as done:
        main(["--root", str(root), *command])
    assert isinstance(done.value.code, int)
    return done.value.code, *capsys.readouterr()


def places(printed: str) -> set[tuple[str, str]]:
    """The code and file of each problem in JSON."""
    return {(one["code"], one["place"]["path"]) for one in json.loads(printed)}


def told(unit: str, code: str = "PROGRAM-FAULT") -> tuple[str, str]:
    return code, f"reports/2022/{unit}.yaml"


def made(root: Path) -> dict[str, bytes]:
    """Every file below `build` but the faultless unit's, by its name within the folder of a unit."""
    folder = root / "build" / "2022" / GOOD
    return {path.name: path.read_bytes() for path in folder.glob("*")}


@pytest.mark.parametrize("number", range(len(READING)), ids=[*READING])
def test_check_tells_a_fault_at_any_stage_and_the_problems_of_the_others(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    failing(monkeypatch, [*READING.values()][number], KINDS[number])
    status, printed, _ = run(root, capsys, "check", "--format", "json")
    assert status == 3 and {told(BAD), told(WRONG, "FUNDS-SUM")} <= places(printed)
    assert {path for code, path in places(printed) if code == "PROGRAM-FAULT"} == {told(BAD)[1]}
    assert told(GOOD)[1] not in printed


@pytest.mark.parametrize("stage", [*READING, *MAKING])
def test_all_tells_a_fault_at_any_stage_and_makes_the_documents_of_the_others(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stage: str
) -> None:
    stages = READING | MAKING
    failing(monkeypatch, stages[stage], KINDS[[*stages].index(stage) % len(KINDS)])
    status, printed, _ = run(root, capsys, "all", "--format", "json")
    assert status == 3
    assert {told(BAD), told(WRONG, "FUNDS-SUM")} <= places(printed)
    assert told(GOOD)[1] not in printed
    assert len(made(root)) == 5 and {path.name for path in (root / "build" / "2022").iterdir()} <= {GOOD, BAD}
    assert not [*(root / "build").glob(f"2022/{BAD}/*")]


@pytest.mark.parametrize("name", ["reports.load.derive", "rules.prose._misspelt", "reports.summary.rows._rows"])
@pytest.mark.parametrize("many", [1, 100])
def test_summary_has_a_row_for_each_unit_and_names_the_fault(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, many: int
) -> None:
    monkeypatch.setattr(summary, "MANY", many)
    failing(monkeypatch, name, KINDS[0])
    status, printed, errors = run(root, capsys, "summary", "--year", "2022")
    assert (status, "3 个单位" in printed) == (3, True)
    assert f"PROGRAM-FAULT  reports/2022/{BAD}.yaml" in errors and "RuntimeError: x" in errors
    assert (root / "build" / "2022" / "summary.docx").is_file()
    found = summary.rows(Workspace(root), "2022")
    assert [(row.code, row.failed) for row in found] == [(WRONG, True), (BAD, True), (GOOD, False)]


@pytest.mark.parametrize("command", ["report", "export", "explain"])
def test_a_command_for_one_unit_tells_the_fault_at_its_file(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    failing(monkeypatch, "reports.load.check", KINDS[0])
    status, printed, errors = run(root, capsys, command, "--unit", BAD, "--year", "2022")
    assert status == 3 and f"PROGRAM-FAULT  reports/2022/{BAD}.yaml" in errors + printed
    assert run(root, capsys, command, "--unit", GOOD, "--year", "2022")[0] == 0


def test_a_workbook_that_cannot_be_made_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, "reports.export.write_workbook", KINDS[0])
    assert run(root, capsys, "export", "--unit", BAD, "--year", "2022")[0] == 3
    assert run(root, capsys, "export", "--unit", GOOD, "--year", "2022")[0] == 0


def test_a_manifest_names_the_report_at_which_the_program_fails(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(root / "reports" / "2022" / f"{GOOD}.yaml", root / "reports" / "2022" / f"{WRONG}.yaml")
    assert run(root, capsys, "all")[0] == 0
    for name in ("revisions.manifest._figures", "reports.load.derive"):
        with monkeypatch.context() as patch:
            failing(patch, name, KINDS[0])
            status, printed, _ = run(root, capsys, "manifest", "--format", "json")
            assert (status, told(BAD) in places(printed)) == (3, True)
    assert run(root, capsys, "manifest")[0] == 0


def test_rules_before_and_after_one_that_fails_are_asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(case: Any) -> Iterator[Problem]:
        yield Problem("HALF", case.report.node.place, "先找到的")
        raise KINDS[0]

    clean = load(Workspace(root), WRONG, "2022").problems
    monkeypatch.setattr(check, "RULES", (check.RULES[0], half, *check.RULES[1:]))
    found = load(Workspace(root), WRONG, "2022").problems
    assert {*clean} < {*found}
    assert {problem.code for problem in {*found} - {*clean}} == {"HALF", "PROGRAM-FAULT"}


def test_a_fault_cannot_be_accepted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = root / "reports" / "2022" / f"{BAD}.yaml"
    entry = "{code: PROGRAM-FAULT, at: unit, reason: 没有关系, by: 某人, date: 2023-01-10}"
    report.write_text(f"{report.read_text('utf-8')}\naccepted:\n  - {entry}\n", "utf-8")
    failing(monkeypatch, "reports.load.check", KINDS[0])
    codes = [problem.code for problem in load(Workspace(root), BAD, "2022").problems]
    assert {"ACCEPT-CODE", "PROGRAM-FAULT"} <= {*codes}


def test_a_roll_up_of_a_unit_at_which_the_program_fails_says_so_at_its_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (PROJECT, DATA / "rollup"):
        shutil.copytree(folder / "templates", tmp_path / "templates", dirs_exist_ok=True)
    shutil.copytree(DATA / "rollup" / "reports", tmp_path / "reports")
    build = import_module("generator.reports.load")

    def broken(origin: Callable[..., Any], report: Any, *rest: Any) -> Any:
        if report.node.file.path == "reports/2023/example-east.yaml":
            raise KINDS[0]
        return origin(report, *rest)

    monkeypatch.setattr(build, "derive", partial(broken, build.derive))
    (problem,) = load(Workspace(tmp_path), "example-department", "2023").problems
    assert (problem.code, problem.place.path) == ("PROGRAM-FAULT", "reports/2023/example-department.yaml")
    assert problem.place.line and "reports/2023/example-east.yaml" in problem.message


@pytest.mark.parametrize(
    ("want", "name"), [("whole", "revisions.snapshot._documents"), ("figures", "reports.load.derive")]
)
def test_a_snapshot_of_a_report_at_which_the_program_fails_tells_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, want: str, name: str
) -> None:
    text = (root / "reports" / "2022" / f"{BAD}.yaml").read_bytes().decode("latin-1")
    failing(monkeypatch, name, KINDS[0])
    for unit in (BAD, GOOD):
        request = {"folder": str(root), "unit": unit, "year": "2022", "want": want, "commit": "x"}
        answered = answer(request | {"reports": {f"reports/2022/{unit}.yaml": text}})
        assert [finding[0] for finding in answered["problems"]] == (["PROGRAM-FAULT"] if unit == BAD else [])
    failing(monkeypatch, "revisions.snapshot.make_documents", KINDS[0])
    asked = {"folder": str(root), "unit": BAD, "year": "2022", "want": "files", "commit": "x"}
    answered = answer(asked | {"reports": {f"reports/2022/{BAD}.yaml": text}})
    assert answered["files"] == {} and "程序出错" in answered["problems"][0]


def test_what_the_system_refuses_one_unit_is_an_error_of_its_data_folder_and_not_of_the_program(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, "reports.load.derive", OSError(24, "Too many open files"))
    status, printed, _ = run(root, capsys, "check", "--format", "json")
    assert (status, told(BAD, "SYSTEM-FAULT") in places(printed)) == (1, True)
    assert "ulimit -n" in printed


ODD = [
    'facts[["a"]]',
    "facts[[]]",
    'facts[("a", "b")]',
    "facts[{}]",
    'facts[{"a": 1}]',
    "facts[1:2]",
    "facts[facts]",
    "facts[none]",
    "facts[1.5]",
    "facts[-1]",
    "facts[99999999999999999999999999999999]",
    'facts["a"]["b"]["c"]',
    "[][facts]",
    '"a"["b"] and 1',
    'not "a"["b"]',
    '1 if "a"["b"] else 2',
    "[] in facts",
    "funds.actual in 5",
    "1/0",
    "funds.actual/0",
    "0/0",
    "9**9**9",
    '"a"*1000000000',
    'funds.actual < "x"',
    '-"x"',
    "funds.actual|百分比(99999999)",
    "funds.rate|百分比(-1)",
    'funds.rate|百分比("x")',
    "funds.rate|百分比([])",
    "funds.rate|百分比(0,0)",
    "unit|增减",
    "unit|nofilter",
    "funds.actual.__class__",
    "funds.actual()",
    "",
]


@pytest.mark.parametrize("tag", ["{{ %s }}", "{%% if %s %%}a{%% endif %%}", "{%% for a in %s %%}a{%% endfor %%}"])
def test_what_a_tag_cannot_work_out_is_a_problem_at_the_tag(root: Path, tag: str) -> None:
    report = root / "reports" / "2022" / f"{BAD}.yaml"
    source = report.read_text("utf-8")
    replaced = "“校校通”工程由自治区部署"
    line = source[: source.index(replaced)].count("\n") + 1
    workspace = Workspace(root)
    for expression in ODD:
        report.write_text(source.replace(replaced, "前文。" + tag % expression, 1), "utf-8")
        problems = load(workspace, BAD, "2022").problems
        found = [problem for problem in problems if problem.code == "PROSE-REFERENCE"]
        assert not [problem for problem in problems if problem.code == "PROGRAM-FAULT"], expression
        assert found or (tag != "{{ %s }}" and "[]" in expression), expression
        assert all(line - 1 <= problem.place.line <= line and problem.remedy for problem in found), expression
