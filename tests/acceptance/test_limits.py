"""What the machine may refuse: descriptors, processes, memory, streams, signals. A message, a status, nothing by half."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.reports.workspace import Workspace
from tests.support.paths import PROJECT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs the limits of POSIX")

UNITS = 3
LONG = 120.0  # seconds, after which a command is taken to hang


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Some units with a cache of their own."""
    shutil.copytree(PROJECT / "templates", tmp_path / "root" / "templates")
    units(tmp_path / "root", UNITS)
    return tmp_path / "root"


def units(root: Path, count: int) -> None:
    (root / "reports" / "2022").mkdir(parents=True, exist_ok=True)
    source = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
    for number in range(count):
        text = source.replace("unit: 河池市电化教育站", f"unit: 河池市第{number}电化教育站", 1)
        assert text != source
        (root / "reports" / "2022" / f"u{number}.yaml").write_text(text, "utf-8")


def run(
    root: Path,
    *command: str,
    before: Callable[[], None] | None = None,
    shell: str = "",
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, whose descriptors the shell may direct elsewhere."""
    words = [sys.executable, "-m", "generator", "--root", str(root), *command]
    kept = {name: value for name, value in os.environ.items() if name != "DEBUG"}
    return subprocess.run(
        ["sh", "-c", f'"$@" {shell}', "sh", *words] if shell else words,
        cwd=PROJECT,
        env=kept | {"XDG_CACHE_HOME": str(root.parent / "cache")} | (environment or {}),
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )


def limited(which: int, most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(which, (most, most))


def made(root: Path) -> dict[str, int]:
    """How many files each unit has."""
    return {
        unit: len([*workspace.output(unit, year).glob("*")])
        for workspace in [Workspace(root)]
        for unit, year in workspace.reports()
    }


@pytest.mark.parametrize("most", [6, 10, 16, 32])
@pytest.mark.parametrize("command", ["all", "summary --year 2022"])
def test_few_descriptors_are_enough_or_named(root: Path, command: str, most: int) -> None:
    done = run(root, *command.split(), before=limited(resource.RLIMIT_NOFILE, most))
    assert (done.returncode, "Traceback" in done.stderr) in ((0, False), (1, False)), done.stderr
    assert done.returncode == 0 or "ulimit -n 1024" in done.stderr
    assert done.returncode == 0 or most < 16
    assert command != "all" or done.returncode or set(made(root).values()) == {5}


FORKLESS = """
import errno, multiprocessing.popen_fork, sys
{refuse}
sys.argv = ["generator", *sys.argv[1:]]
from generator.cli.app import main
main()
"""
REFUSALS = {
    "no second process": """
import os
fork, calls = os.fork, []
def refuse():
    calls.append(1)
    if len(calls) > 1:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
    return fork()
os.fork = refuse
""",
    "no thread": """
import threading
def refuse(*_): raise RuntimeError("can't start new thread")
threading.Thread.start = refuse
""",
    "no shared memory": """
import multiprocessing.synchronize
def refuse(*_, **__): raise OSError(errno.ENOSYS, "Function not implemented")
multiprocessing.synchronize.SemLock.__init__ = refuse
""",
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_without_processes_one_does_it_all(root: Path, refusal: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKLESS.format(refuse=REFUSALS[refusal]), "--root", str(root), "all"],
        cwd=PROJECT,
        env=os.environ | {"XDG_CACHE_HOME": str(root.parent / "cache")},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )
    assert done.returncode == 0, done.stderr
    assert set(made(root).values()) == {5}


def test_too_little_memory_is_told(root: Path) -> None:
    done = run(root, "all", before=limited(resource.RLIMIT_AS, 60_000_000))
    assert done.returncode in (1, 3) and done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["check", "all", "report --unit u1 --year 2022", "explain --unit u1 --year 2022"])
def test_a_full_output_is_told_and_the_documents_are_made(root: Path, command: str) -> None:
    done = run(root, *command.split(), shell=">/dev/full")
    assert (done.returncode, "磁盘满了" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    both = run(root, *command.split(), shell=">/dev/full 2>/dev/full")
    assert (both.returncode, both.stdout, both.stderr) == (1, "", "")
    assert command != "all" or set(made(root).values()) == {5}


def test_a_full_error_stream_is_told_on_the_other(root: Path) -> None:
    report = root / "reports" / "2022" / "u1.yaml"
    report.write_text(report.read_text("utf-8").replace("21754元", "22754元"), "utf-8")
    done = run(root, "all", shell="2>/dev/full")
    assert done.returncode == 1 and "磁盘满了" in done.stdout
    assert made(root) == {"u0": 5, "u1": 0, "u2": 5}


def test_a_reader_that_goes_away_ends_a_command_in_silence(root: Path) -> None:
    words = [sys.executable, "-m", "generator", "--root", str(root), "explain", "--unit", "u1", "--year", "2022"]
    process = subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    process.stdout.close()
    assert (process.stderr.read(), process.wait(LONG)) == (b"", 141)
    process.stderr.close()


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault(root: Path, closed: str) -> None:
    assert run(root, "all", shell=closed).returncode == 0
    assert set(made(root).values()) == {5}
    assert run(root, "check", "--unit", "no", "--year", "2022", shell=closed).returncode == 2


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "XDG_CACHE_HOME": "relative", "TERM": ""},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "gbk:strict"},
        {"HOME": "/nonexistent", "XDG_CACHE_HOME": "", "TMPDIR": "/nonexistent"},
        {"XDG_CACHE_HOME": "/dev/null"},
    ],
    ids=lambda environment: " ".join(f"{name}={value}" for name, value in environment.items()),
)
def test_odd_surroundings_change_nothing(root: Path, environment: dict[str, str]) -> None:
    done = run(root, "all", environment=environment)
    assert (done.returncode, "生成 3 份" in done.stdout, done.stderr) == (0, True, "")
    assert set(made(root).values()) == {5} and sorted(os.listdir(root)) == ["build", "reports", "templates"]
    assert not (PROJECT / "relative").exists()


TMPLESS = """
import tempfile
def refuse(*_, **__): raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")
tempfile.TemporaryDirectory.__init__ = refuse
"""


def test_no_temporary_folder_is_told(root: Path) -> None:
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", "-C", str(root), *words], check=True)
    script = FORKLESS.format(refuse=TMPLESS)
    done = subprocess.run(
        [sys.executable, "-c", script, "--root", str(root), "diff"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )
    assert (done.returncode, "TMPDIR" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_batch_that_is_stopped_leaves_whole_folders(root: Path, number: signal.Signals, status: int) -> None:
    units(root, 100)  # more than are built while the signal is on its way
    words = [sys.executable, "-m", "generator", "--root", str(root), "all"]
    environment = os.environ | {"XDG_CACHE_HOME": str(root.parent / "cache")}
    process = subprocess.Popen(
        words,
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # which is ignored behind an &
    )
    deadline = time.monotonic() + LONG
    while not [*root.glob("build/2022/*/*.docx")]:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    _, errors = process.communicate(timeout=LONG)
    assert (process.returncode, errors.decode().strip()) == (status, "已中止")
    assert set(made(root).values()) == {0, 5}
    assert not [*root.glob("build/2022/*/.writing-*")]


def test_workers_whose_parent_is_killed_finish_what_they_move(root: Path) -> None:
    units(root, 40)
    words = [sys.executable, "-m", "generator", "--root", str(root), "all"]
    environment = os.environ | {"XDG_CACHE_HOME": str(root.parent / "cache")}
    process = subprocess.Popen(words, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    deadline = time.monotonic() + LONG
    while not [*root.glob("build/2022/*/*.docx")]:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.communicate(timeout=LONG)  # ends when the workers, which have the other end, have ended
    docx = {len([*folder.glob("*.docx")]) for folder in root.glob("build/2022/*")}
    assert docx <= {0, 5}
