"""How programs of the past are asked: by which Python, where, in what surroundings, and what of their answers counts."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.program import LOCK, ROOT
from generator.revisions import programs
from generator.revisions.environments import TooOldError, UnavailableError
from generator.revisions.programs import Program
from generator.revisions.snapshot import PROTOCOL

HELLO = f"print('{{\"protocol\": {PROTOCOL}}}', flush=True)\n"
ECHO = f"""import json, os, sys
{HELLO}
for line in sys.stdin:
    print(json.dumps({{"got": json.loads(line), "pid": os.getpid()}}))
"""
CRASHED, TOO_OLD = "当时的程序出了错", "当时的程序太旧，还没有这项功能"
Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A folder with a program that is this code."""

    def write(code: str) -> Path:
        main = tmp_path / "程序 一" / "generator" / "__main__.py"
        main.parent.mkdir(parents=True)
        main.write_text(code, "utf-8")
        return main.parent.parent

    return write


def answered(folder: Path, request: Any = "?") -> Any:
    [[answer]] = Program(folder).answers([[{"ask": request}]])
    return answer


def stand_in(monkeypatch: pytest.MonkeyPatch, path: Path, script: str) -> None:
    """Puts a shell script in the place of the Python that runs this."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(path))


def test_each_request_is_answered_in_its_order_and_each_sequence_by_a_process_of_its_own(written: Written) -> None:
    asked = [[{"n": 1}, {"n": 2}], [{"n": 3}], [], [{"n": 4}]]
    found = Program(written(ECHO)).answers(asked)
    assert [[answer["got"] for answer in row] for row in found] == asked
    assert len({answer["pid"] for row in found for answer in row}) == 3
    assert found[0][0]["pid"] == found[0][1]["pid"] != os.getpid()


@pytest.mark.parametrize("requests", [[], [[]], [[], []]])
def test_without_a_request_no_process_is_started(written: Written, requests: list[list[Any]]) -> None:
    folder = written("open('started', 'w').close()")
    assert Program(folder).answers(requests) == requests
    assert not (folder / "started").exists()


def test_chinese_text_reaches_a_program_and_comes_back_unchanged(written: Written) -> None:
    text = "支出\n2元\u2028“甲”\U0001f600"
    assert answered(written(ECHO), text)["got"] == {"ask": text}


def test_a_program_runs_in_its_folder_in_a_group_of_its_own_without_what_redirects_python_or_git(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("KEPT", "是")
    folder = written(f"""import json, os, sys
{HELLO}
names = ("GIT_DIR", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "KEPT", "PYTHONUTF8")
print(json.dumps({{"env": {{name: os.environ.get(name) for name in names}}, "cwd": os.getcwd(),
    "arguments": sys.argv[1:], "leads": os.getpgid(0) == os.getpid()}}))
""")
    found = answered(folder)
    assert found["env"] == dict.fromkeys(("GIT_DIR", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV")) | {
        "KEPT": "是",
        "PYTHONUTF8": "1",
    }
    assert (Path(found["cwd"]), found["arguments"], found["leads"]) == (folder.resolve(), ["serve"], True)


def test_what_else_a_program_prints_is_passed_over(written: Written) -> None:
    folder = written(f"import sys\nprint('警告：旧')\n{HELLO}print()\nprint('x', file=sys.stderr)\nprint('{{}}')\n")
    assert Program(folder).answers([[{}]]) == [[{}]]


@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        ("raise SystemExit(2)", TooOldError, TOO_OLD),
        ("print('没有这个命令')", TooOldError, TOO_OLD),
        ("", TooOldError, TOO_OLD),
        ("print('{broken')", TooOldError, TOO_OLD),
        (f"{HELLO}raise SystemExit(1)", UnavailableError, CRASHED),
        (f"{HELLO}print('{{}}')\nraise SystemExit(1)", UnavailableError, CRASHED),
        (HELLO, UnavailableError, CRASHED),
        (f"{HELLO}print('{{}}')\nprint('{{}}')", UnavailableError, CRASHED),
        (f'print(\'{{"protocol": {PROTOCOL + 1}}}\')\nprint("{{}}")', UnavailableError, CRASHED),
        ("print('{}')\nprint('{}')", UnavailableError, CRASHED),
    ],
    ids=["refuses", "words", "silent", "no JSON", "ends", "fails later", "too few", "too many", "other", "no protocol"],
)
def test_a_program_that_does_not_keep_the_protocol_is_not_believed(
    written: Written, code: str, error: type[UnavailableError], message: str
) -> None:
    with pytest.raises(UnavailableError) as raised:
        answered(written(code))
    assert (type(raised.value), str(raised.value)) == (error, message)


def test_one_sequence_that_fails_fails_them_all(written: Written) -> None:
    folder = written(f"import sys\n{HELLO}for line in sys.stdin:\n    assert 'bad' not in line\n    print('{{}}')\n")
    assert Program(folder).answers([[{"ask": "good"}]] * 2) == [[{}], [{}]]
    with pytest.raises(UnavailableError, match=CRASHED):
        Program(folder).answers([[{"ask": "good"}], [{"ask": "bad"}]])


def test_a_program_that_is_stuck_is_ended_with_all_that_it_started(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "_START", 0.3)
    monkeypatch.setattr(programs, "_EACH", 0.1)
    folder = written("""import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open("pids", "w").write(f"{os.getpid()} {child.pid}")
time.sleep(60)
""")
    before = time.monotonic()
    with pytest.raises(UnavailableError, match=r"^当时的程序很久没有结束，已经停止$") as raised:
        Program(folder).answers([[{}] * 2])
    assert type(raised.value) is UnavailableError and time.monotonic() - before < 30
    for number in map(int, (folder / "pids").read_text().split()):
        assert ended(number), number


def ended(number: int) -> bool:
    """Whether a process has ended, though nobody may have asked for its status yet; it is given some time to."""
    for _ in range(100):
        try:
            status = Path(f"/proc/{number}/stat").read_text()
        except OSError:
            return True
        if status.rpartition(")")[2].split()[0] in "ZX":
            return True
        time.sleep(0.05)
    return False


def test_a_program_has_longer_the_more_it_is_asked(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_START", 0.0)
    monkeypatch.setattr(programs, "_EACH", 5.0)
    assert answered(written(ECHO))["got"] == {"ask": "?"}


def test_a_program_without_a_lock_or_with_ours_runs_on_the_python_that_runs_this(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "python_for", None)
    folder = written(f"import json, sys\n{HELLO}print(json.dumps({{'python': sys.executable}}))\n")
    assert answered(folder) == {"python": sys.executable}
    (folder / LOCK).write_bytes((ROOT / LOCK).read_bytes())
    assert answered(folder) == {"python": sys.executable}


def test_a_program_with_another_lock_runs_on_an_environment_of_its_own(
    written: Written, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    python = tmp_path / "python"
    asked: list[bytes] = []
    said: list[str] = []
    python.write_text(f'#!/bin/sh\nDIFFERENT=1 exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)

    def made(lock: bytes, tell: Callable[[str], None]) -> Path:
        asked.append(lock)
        tell("正在准备……")
        return python

    monkeypatch.setattr(programs, "python_for", made)
    folder = written(f"import json, os\n{HELLO}print(json.dumps({{'other': os.environ.get('DIFFERENT')}}))\n")
    (folder / LOCK).write_bytes(b"other==1.0\n")
    assert Program(folder, said.append).answers([[{}]]) == [[{"other": "1"}]]
    assert (asked, said) == ([b"other==1.0\n"], ["正在准备……"])


def test_dependencies_that_cannot_be_had_are_said_by_whoever_installs_them(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(lock: bytes, tell: Callable[[str], None]) -> Path:
        raise UnavailableError("装不上当时的依赖：x")

    monkeypatch.setattr(programs, "python_for", refused)
    folder = written(ECHO)
    (folder / LOCK).write_bytes(b"other==1.0\n")
    with pytest.raises(UnavailableError, match="装不上当时的依赖：x"):
        answered(folder)


def test_our_own_program_runs_by_its_file_apart_from_what_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "python_for", None)
    stand_in(
        monkeypatch, tmp_path / "python", f'printf \'%s\\n\' \'{{"protocol": {PROTOCOL}}}\' "{{\\"a\\": \\"$*\\"}}"'
    )
    main = ROOT / "generator" / "__main__.py"
    assert answered(ROOT) == {"a": f"-I -X utf8 {main} serve"}


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 经过 >&2; echo 坏了 >&2; exit 1", "坏了"),
        ("exit 1", "the program ended without a word"),
        ("exit 0", "the program ended without a word"),
        (f"""echo '{{"protocol": {PROTOCOL}}}'; echo 坏了 >&2""", "坏了"),
    ],
)
def test_a_fault_of_our_own_program_is_raised_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    stand_in(monkeypatch, tmp_path / "python", f"cat > /dev/null; {script}")
    with pytest.raises(RuntimeError, match=rf"^{said}$"):
        answered(ROOT)


def test_our_own_program_keeps_the_protocol(tmp_path: Path) -> None:
    request = {"folder": str(tmp_path), "unit": "a", "year": "2022", "want": "figures", "reports": {}}
    [[first, second]] = Program(ROOT).answers([[request, request | {"reports": {"reports/2022/a.yaml": "unit: b\n"}}]])
    assert first["figures"] is second["figures"] is None
    assert (json.dumps(second["inputs"]), first["inputs"]) == ('{"unit": ["b", "reports/2022/a.yaml", 1]}', {})
