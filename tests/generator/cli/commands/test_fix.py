"""The command fix: it shows what it would change, writes when told to, and lists what is left to people."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli.commands.fix import with_blanks
from generator.reports.workspace import Workspace
from tests.support.cli import Run

REPORT = "reports/2022/hechi.yaml"
AT = ("--unit", "hechi", "--year", "2022")


@pytest.fixture
def run(workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("UNIT", "YEAR", "YES"):
        monkeypatch.delenv(name, raising=False)
    return Run(workspace, capsys)


@pytest.fixture
def path(workspace: Workspace) -> Path:
    return workspace.root / REPORT


def typed(path: Path, *changes: tuple[str, str]) -> bytes:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode())
    return path.read_bytes()


def test_where_nothing_is_to_do_it_says_so(run: Run, path: Path) -> None:
    before = path.read_bytes()
    assert run("fix", *AT) == (0, f"{REPORT} 的数和日期已经是统一的写法，没有要改的。\n", "")
    assert path.read_bytes() == before


def test_what_would_change_is_shown_with_what_nobody_sees_and_not_written(run: Run, path: Path) -> None:
    before = typed(path, ("actual: 21754元", "actual: 21754\u3000元"))
    status, out, err = run("fix", *AT)
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        f"{REPORT} 有 1 处改动：",
        "  25 - actual: 21754〔U+3000〕元",
        "     + actual: 21754元",
        "还没有写入；同意这些改动，就加上 YES=1：make fix UNIT=hechi YEAR=2022 YES=1",
    ]
    assert path.read_bytes() == before


def test_it_writes_when_told_to_and_has_nothing_to_do_then(run: Run, path: Path) -> None:
    before = path.read_bytes()
    typed(path, ("actual: 21754元", "actual: ２１，７５４元"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    status, out, err = run("fix", *AT, "--yes", "1")
    assert (status, err) == (0, "")
    assert "有 2 处改动" in out and "字节顺序标记（BOM）" in out
    assert out.endswith(f"已写入 {REPORT}；接着运行 make check UNIT=hechi YEAR=2022\n")
    assert path.read_bytes() == before
    assert "没有要改的" in run("fix", *AT)[1]


def test_what_has_several_readings_is_listed_for_people_and_the_rest_is_written(run: Run, path: Path) -> None:
    typed(path, ("actual: 21754元", "actual: 三万一"), ("allocated_on: 2022-01-25", "allocated_on: 2022/1/25"))
    status, out, err = run("fix", *AT, "--yes", "1")
    assert status == 1 and "已写入" in out
    assert "有 1 处不止一种读法，或者读不出来，没有改，要您决定：" in err and "FIGURE-SPELLING" in err
    assert "actual: 三万一" in path.read_text("utf-8") and "allocated_on: 2022-01-25" in path.read_text("utf-8")


def test_a_file_that_cannot_be_read_is_left_alone(run: Run, path: Path) -> None:
    path.write_bytes(b"a: [")
    status, _, err = run("fix", *AT, "--yes", "1")
    assert status == 1 and f"没有改写；{REPORT} 没有改动。" in err
    assert path.read_bytes() == b"a: ["


def test_a_file_that_is_too_large_is_refused(run: Run, path: Path) -> None:
    path.write_bytes(b"#" * (2 << 20))
    assert run("fix", *AT)[0] == 1


def test_a_file_that_changes_meanwhile_is_left_alone(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = typed(path, ("actual: 21754元", "actual: ２１７５４元"))
    monkeypatch.setattr("generator.cli.commands.fix.holds", lambda *_: False)
    status, _, err = run("fix", *AT, "--yes", "1")
    assert status == 1 and "被别的程序改动了" in err and path.read_bytes() == before


def test_a_file_that_cannot_be_written_is_told(run: Run, path: Path) -> None:
    typed(path, ("actual: 21754元", "actual: ２１７５４元"))
    folder = path.parent.rename(path.parent.with_name("2022年"))
    path.parent.symlink_to(folder)
    status, _, err = run("fix", *AT, "--yes", "1")
    assert status == 1 and "符号链接" in err


def test_many_changes_are_cut(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(path, ("actual: 21754元", "actual: ２１７５４元"), ("allocated_on: 2022-01-25", "allocated_on: 2022/1/25"))
    monkeypatch.setattr("generator.cli.commands.fix._MOST", 1)
    assert "  还有 1 处\n" in run("fix", *AT)[1]


@pytest.mark.parametrize("arguments", [(), ("--unit", "hechi"), ("--unit", "hechi", "--year", "2031")])
def test_it_is_told_which_report_is_meant(run: Run, arguments: tuple[str, ...]) -> None:
    status, _, err = run("fix", *arguments)
    assert status == 2 and "UNIT=hechi YEAR=2022" in err


def test_blanks_that_look_like_others_are_named() -> None:
    assert with_blanks("21\u2009754\xa0元 □") == "21〔U+2009〕754〔U+00A0〕元 □"
