"""Files are rewritten in the newest format, or left as they were with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.data import conversion, formats, upgrade
from generator.data.reader import MAX_BYTES
from generator.data.upgrade import upgrade_profile, upgrade_report
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.formats import in_the_first, profile_in_the_first, with_earlier_formats

REPORT, PROFILE = "reports/2022/hechi.yaml", "templates/guangxi-hechi/profile.yaml"


@pytest.fixture
def report(workspace: Workspace) -> Path:
    return workspace.root / REPORT


@pytest.fixture
def older(report: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The report in an older format; so is the profile that it is for."""
    with_earlier_formats(monkeypatch)
    report.write_text(in_the_first(report.read_text("utf-8")), "utf-8")
    profile = workspace.root / PROFILE
    profile.write_text(profile_in_the_first(profile.read_text("utf-8")), "utf-8")
    return report


def told(done: upgrade.Rewritten | None) -> tuple[str, str]:
    """The code and the place of the only problem."""
    assert done is not None and (done.before, done.after, done.changes) == (0, 0, ())
    (problem,) = done.problems
    assert problem.remedy
    return problem.code, str(problem.place)


def test_a_file_in_the_newest_format_is_left_alone_whatever_else_is_wrong_with_it(report: Path) -> None:
    report.write_text(f"x: 1\n{report.read_text('utf-8')}", "utf-8")
    before = report.stat()
    assert upgrade_report(report, REPORT) is None
    after = report.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_an_older_report_becomes_a_new_one_and_stays_one(workspace: Workspace, older: Path) -> None:
    old = older.read_text("utf-8")
    done = upgrade_report(older, REPORT)
    assert done is not None and done.problems == ()
    assert (done.name, done.before, done.after) == (REPORT, 1, 3)
    text = older.read_text("utf-8")
    assert text.startswith(old[: old.index("office")] + "format: 3\nunit: ")
    assert {change.before.strip() for change in done.changes} == {
        "office",
        "title",
        "special",
        "draft: 是 # 还是草稿",
        "",
    }
    assert upgrade_report(older, REPORT) is None
    assert load(workspace, "hechi", "2022").ready
    assert [path.name for path in older.parent.iterdir()] == ["hechi.yaml"]


def test_an_older_profile_becomes_a_new_one(workspace: Workspace, older: Path) -> None:
    path = workspace.root / PROFILE
    old = path.read_text("utf-8")
    done = upgrade_profile(path, PROFILE)
    assert done is not None and done.problems == ()
    assert (done.before, done.after) == (1, 2)
    assert path.read_text("utf-8") == old.replace("called: ", "format: 2\nname: ")
    assert load(workspace, "hechi", "2022").ready


def test_a_file_with_errors_is_left_alone(older: Path) -> None:
    text = older.read_text("utf-8").replace("actual: 21754元", "actual: 21754", 1)
    older.write_text(text, "utf-8")
    line = text[: text.index("actual: 21754")].count("\n") + 1
    code, place = told(upgrade_report(older, REPORT))
    assert code == "FIGURE-SPELLING" and place.startswith(f"{REPORT}:{line}:")
    assert older.read_text("utf-8") == text


@pytest.mark.usefixtures("older")
def test_a_profile_is_left_alone_if_what_it_extends_has_errors(workspace: Workspace) -> None:
    path = workspace.root / PROFILE
    old = path.read_bytes()
    parent = workspace.templates / "national" / "profile.yaml"
    parent.write_text(parent.read_text("utf-8").replace("numbering:", "numbring:"), "utf-8")
    done = upgrade_profile(path, PROFILE)
    assert done is not None and {problem.place.path for problem in done.problems} == {"templates/national/profile.yaml"}
    assert path.read_bytes() == old


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: [\n", "YAML-SYNTAX"),
        (b"\xef\xbb\xbfunit: a\n", "YAML-ENCODING"),
        (b"", "YAML-EMPTY"),
        (b"format: 4\nunit: a\n", "SCHEMA-NEWER"),
    ],
)
def test_what_cannot_be_read_is_left_alone(older: Path, data: bytes, code: str) -> None:
    older.write_bytes(data)
    assert told(upgrade_report(older, REPORT))[0] == code
    assert older.read_bytes() == data


def test_a_link_is_left_alone(older: Path) -> None:
    target = older.with_name("other.txt")
    older.rename(target)
    older.symlink_to(target)
    data = target.read_bytes()
    assert told(upgrade_report(older, REPORT)) == ("YAML-FILE", REPORT)
    assert older.is_symlink() and target.read_bytes() == data


def test_a_file_that_would_become_too_large_to_be_read_is_left_alone(older: Path) -> None:
    text = older.read_text("utf-8")
    text += "#" * (MAX_BYTES - len(text.encode()))
    older.write_text(text, "utf-8")
    assert told(upgrade_report(older, REPORT)) == ("YAML-SIZE", REPORT)
    assert older.read_text("utf-8") == text


@pytest.mark.parametrize("after", [b"unit: b\n", None])
def test_a_file_that_another_program_changes_meanwhile_is_left_to_it(
    older: Path, after: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = conversion.upgraded

    def meanwhile(*arguments: object) -> conversion.Upgrade:
        if after is None:
            older.unlink()
        else:
            older.write_bytes(after)
        return whole(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(upgrade, "upgraded", meanwhile)
    assert told(upgrade_report(older, REPORT)) == ("BUILD-WRITE", REPORT)
    assert (older.read_bytes() if older.exists() else None) == after


def test_a_file_that_cannot_be_written_is_left_as_it_is(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = older.read_bytes()
    monkeypatch.setattr("generator.files.os.replace", full)
    assert told(upgrade_report(older, REPORT))[0] == "BUILD-WRITE"
    assert older.read_bytes() == before
    assert [path.name for path in older.parent.iterdir()] == ["hechi.yaml"]


def test_a_fault_of_the_program_changes_nothing(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> list[object]:
        raise KeyError("x")

    before = older.read_bytes()
    monkeypatch.setitem(formats.CONVERSIONS, "report", (broken,))
    assert told(upgrade_report(older, REPORT))[0] == "PROGRAM-FAULT"
    assert older.read_bytes() == before
