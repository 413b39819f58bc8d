from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from generator.reports import batch
from generator.reports.batch import build_all
from generator.reports.build import Built, build_report
from generator.reports.origin import Origin
from generator.reports.workspace import Workspace
from generator.store import user_folder
from tests.support.batches import COUNT, built, documents, workspace_of
from tests.support.paths import PROJECT


@pytest.fixture
def units(tmp_path: Path, own_cache: Path) -> Workspace:
    """Twelve units with a report each, and a cache that knows none of them."""
    return workspace_of(tmp_path / "root")


def current(found: dict[str, Built]) -> list[str]:
    return sorted(unit for unit, one in found.items() if one.current)


def test_a_batch_builds_what_single_builds_give(units: Workspace, tmp_path: Path) -> None:
    found = built(units)
    assert len(found) == COUNT and not any(one.failed or one.current for one in found.values())
    alone = workspace_of(tmp_path / "alone")
    for unit, year in alone.reports():
        build_report(alone, Origin(alone.root), unit, year)
    assert documents(units) == documents(alone)
    assert len(documents(units)) > 3 * COUNT


def test_what_is_up_to_date_is_left_alone_and_its_problems_are_told_again(units: Workspace) -> None:
    report = units.report("u3", "2022")
    report.write_text(report.read_text("utf-8").replace("facts:\n", "facts:\n  闲置设备: 12件\n"), "utf-8")
    first = built(units)
    assert first["u3"].problems and not first["u3"].failed
    before = {path: path.stat().st_mtime_ns for path in (units.root / "build").glob("**/*.docx")}
    again = built(units)
    assert len(current(again)) == COUNT
    assert {unit: one.problems for unit, one in again.items()} == {unit: one.problems for unit, one in first.items()}
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        (lambda root: (root / "reports" / "2022" / "u1.yaml").open("a").write("# x\n"), ["u1"]),
        (lambda root: (root / "build" / "2022" / "u2" / "report.docx").unlink(), ["u2"]),
        (lambda root: (root / "build" / "2022" / "u2" / "report.docx").write_bytes(b""), ["u2"]),
        (lambda root: shutil.rmtree(root / "build" / "2022" / "u4"), ["u4"]),
        (lambda root: os.utime(root / "reports" / "2022" / "u5.yaml"), []),
        (lambda root: (root / "templates" / "guangxi-hechi" / "profile.yaml").open("a").write("# x\n"), None),
        (lambda root: shutil.copy(*(root / "templates" / "national" / f"{n}.docx" for n in ("funds", "report"))), None),
    ],
    ids=["report", "document gone", "document cut", "folder gone", "touched", "profile", "template"],
)
def test_what_changed_is_built_again(
    units: Workspace, change: Callable[[Path], object], anew: list[str] | None
) -> None:
    built(units)
    change(units.root)
    everything = sorted(f"u{number}" for number in range(COUNT))
    assert current(built(units)) == [unit for unit in everything if anew is not None and unit not in anew]
    assert len(current(built(units))) == COUNT


def test_a_roll_up_is_built_again_when_a_unit_of_it_changes(
    tmp_path: Path, units: Workspace, all_reports: Workspace
) -> None:
    assert units.root.exists()
    root = tmp_path / "rollup"
    shutil.copytree(all_reports.root, root)
    workspace = Workspace(root)
    first = built(workspace)
    whole = next(unit for unit, one in first.items() if len(one.units) > 1)
    part = first[whole].units[1]
    with workspace.report(part, first[whole].year).open("a") as report:
        report.write("# x\n")
    again = built(workspace)
    assert sorted(set(first) - set(current(again))) == sorted(
        {whole, part, *(unit for unit, one in first.items() if one.failed)}
    )


def test_one_bad_report_stops_no_other_and_leaves_its_documents(units: Workspace) -> None:
    built(units)
    before = documents(units)
    units.report("u7", "2022").write_text("unit: [", "utf-8")
    found = built(units)
    assert [unit for unit, one in found.items() if one.failed] == ["u7"]
    assert [problem.code for problem in found["u7"].problems] == ["YAML-SYNTAX"]
    assert documents(units) == before


def dying(origin: Callable[..., Built], *arguments: object, **options: object) -> Built:
    if "u5" in arguments:
        os.kill(os.getpid(), signal.SIGKILL)
    return origin(*arguments, **options)


@pytest.mark.skipif(sys.platform != "linux", reason="the processes inherit what is replaced only where they fork")
def test_a_report_that_kills_its_process_is_told_and_the_others_are_built(
    units: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "build_report", partial(dying, build_report))
    found = built(units)
    assert len(found) == COUNT
    assert {unit: told(one) for unit, one in found.items() if one.failed} == {
        "u5": "PROGRAM-FAULT reports/2022/u5.yaml 程序出错，不是数据的问题：处理它的进程中止了，可能是内存不足"
    }
    assert {name.split("/")[1] for name in documents(units)} == {f"u{number}" for number in range(COUNT)} - {"u5"}


def told(one: Built) -> str:
    """The only problem of a report that failed."""
    (problem,) = one.problems
    return f"{problem.code} {problem.place} {problem.message}"


def broken(*_: object, **__: object) -> Built:
    raise ZeroDivisionError("x")


@pytest.mark.skipif(sys.platform != "linux", reason="the processes inherit what is replaced only where they fork")
def test_a_fault_of_the_program_is_told_with_its_place(units: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "build_report", broken)
    assert {unit: told(one) for unit, one in built(units).items()} == {
        unit: f"PROGRAM-FAULT reports/2022/{unit}.yaml 程序出错，不是数据的问题：ZeroDivisionError: x"
        for unit, _ in units.reports()
    }


@dataclass(frozen=True)
class Threads:
    """Another executor: threads of this process."""

    workspace: Workspace
    room: int = 3

    def start(self) -> Executor:
        return ThreadPoolExecutor(2)

    def task(self, unit: str, year: str) -> Callable[[], Built]:
        return partial(build_report, self.workspace, Origin(self.workspace.root), unit, year)

    def finish(self, built: Built) -> Built:
        return built


def test_any_executor_will_do(units: Workspace, tmp_path: Path) -> None:
    assert not any(one.failed for one in built(units).values())
    other = workspace_of(tmp_path / "threads")
    found = [*build_all(other, Origin(other.root), other.reports(), Threads(other))]
    assert len(found) == COUNT
    assert documents(other) == documents(units)


def test_a_damaged_store_of_stamps_costs_a_build(units: Workspace) -> None:
    built(units)
    here = user_folder()
    assert here is not None
    (here / "built.sqlite").write_bytes(b"x" * 5000)
    assert current(built(units)) == []
    assert len(current(built(units))) == COUNT


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_batch_that_is_killed_goes_on_where_it_stood(units: Workspace, tmp_path: Path) -> None:
    undisturbed = workspace_of(tmp_path / "undisturbed", 60)
    killed = workspace_of(tmp_path / "killed", 60)
    command = [sys.executable, "-m", "generator", "--root", str(killed.root), "all"]
    for _ in range(3):
        before = len(documents(killed)) if (killed.root / "build").exists() else 0
        process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while process.poll() is None and len([*killed.root.glob("build/2022/*/*.docx")]) < before + 20:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.kill()
        process.wait()
    there = len({name.split("/")[1] for name in documents(killed)})
    assert 0 < there < 60
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    skipped = int(done.stdout.split("没有变化 ")[1].split(" ")[0])
    assert skipped > 0
    built(undisturbed)
    assert documents(killed) == documents(undisturbed)
    assert units.root.exists()
