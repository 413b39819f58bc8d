"""LibreOffice is found, run with bounds of its own, and ended with all that it started and made."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.office import program
from generator.office.program import find_office, run_office

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., tuple[bool, str]]:
    """Runs a shell script in the place of LibreOffice: whether it ended in time, and what it said."""

    def started(script: str, limit: float = 60, **more: object) -> tuple[bool, str]:
        office = tmp_path / "office"
        office.write_text(f"#!/bin/sh\n{script}\n")
        office.chmod(0o755)
        with (tmp_path / "said").open("wb") as said:
            done = run_office(str(office), tmp_path / "配 置", ["-x", "a b"], said, limit, os.environ, **more)  # type: ignore[arg-type]
        return done, (tmp_path / "said").read_text("utf-8")

    return started


@POSIX
def test_it_is_started_apart_from_others_with_a_profile_of_its_own(run: Callable[..., tuple[bool, str]]) -> None:
    done, said = run('printf "%s\\n" "$@"')
    profile, *rest = said.splitlines()
    assert done and profile.startswith("-env:UserInstallation=file:///") and profile.endswith("%E9%85%8D%20%E7%BD%AE")
    assert rest == ["--headless", "--norestore", "-x", "a b"]


@POSIX
def test_what_it_may_take_is_bounded(run: Callable[..., tuple[bool, str]]) -> None:
    assert run("ulimit -v", memory=1 << 30) == (True, f"{1 << 20}\n")
    assert run("ulimit -f", memory=1 << 30) == (True, f"{program.MAX_WRITTEN >> 9}\n")
    assert run('printf "%s\\n" "$4"', memory=1 << 30)[1] == "-x\n"


@POSIX
def test_one_that_hangs_is_ended_with_its_children(run: Callable[..., tuple[bool, str]], tmp_path: Path) -> None:
    passed: list[float] = []
    begun = time.monotonic()
    done, _ = run(f'sleep 600 & echo $! >"{tmp_path}/child"; wait', 1.2, waiting=passed.append)
    assert not done and time.monotonic() - begun < 60
    assert passed == [0.5, 1.0, pytest.approx(1.2)]
    assert _is_gone(int((tmp_path / "child").read_text()))


@POSIX
def test_an_interrupt_ends_it_too(run: Callable[..., tuple[bool, str]], tmp_path: Path) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(f'sleep 600 & echo $! >"{tmp_path}/child"; wait', waiting=interrupt)
    assert _is_gone(int((tmp_path / "child").read_text()))


@POSIX
def test_the_pipe_of_one_that_was_ended_is_removed(
    run: Callable[..., tuple[bool, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_PIPES", (str(tmp_path),))
    # As LibreOffice 7.4 named the pipe of this profile.
    profile, name = Path("/tmp/xc/zz"), f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_df7dd21af9d9e9a61622cc4c3b474b"
    for pipe in (name, f"{name}0"):
        (tmp_path / pipe).touch()
    with (tmp_path / "said").open("wb") as said:
        assert run_office("/bin/true", profile, [], said, 60, os.environ)
    assert [path.name for path in tmp_path.glob("OSL*")] == [f"{name}0"]


def test_it_is_found_on_the_path_or_where_installers_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(program, "_PLACES", (str(tmp_path / "none"), str(tmp_path / "office")))
    assert find_office() is None
    (tmp_path / "office").touch()
    assert find_office() == str(tmp_path / "office")


def _is_gone(process: int) -> bool:
    """Whether a process is ended; one that nobody has waited for yet counts as that."""
    for _ in range(50):
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.1)
    return False
