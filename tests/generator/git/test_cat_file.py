"""One process of git for many questions, played by small programs where git itself would never answer so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.git.cat_file import BATCH, CatFile

CHECK = "--batch-check=%(objectname) %(objecttype) %(objectsize)"
ECHO = "import sys\nfor line in sys.stdin: print(line.strip(), flush=True)"


class SaidError(Exception):
    """What git said before it ended."""


def said(words: bytes) -> Exception:
    return SaidError(words.decode().strip())


def played(program: str) -> CatFile:
    """A program in git's place; `cat-file` and the form are its arguments."""
    return CatFile([sys.executable, "-c", program], {})


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


def held(repository: Path, data: bytes) -> str:
    command = ["git", "-C", str(repository), "hash-object", "-w", "--stdin"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode().strip()


@pytest.fixture
def git(repository: Path) -> CatFile:
    return CatFile(["git", "-C", str(repository)], {})


def test_heads_and_contents_come_as_git_gives_them(repository: Path, git: CatFile) -> None:
    one, two = held(repository, b"a\nb"), held(repository, b"")
    given = f"{one}\n{'0' * 40}\n{two}\n".encode()
    missing = b"0" * 40 + b" missing\n"
    assert git.ask(CHECK, given, said) == f"{one} blob 3\n".encode() + missing + f"{two} blob 0\n".encode()
    assert git.ask(BATCH, given, said) == f"{one} blob 3\na\nb\n".encode() + missing + f"{two} blob 0\n\n".encode()


def test_nothing_asked_is_nothing_answered(git: CatFile) -> None:
    assert git.ask(CHECK, b"", said) == b""


def test_an_object_that_comes_later_is_found_by_the_same_process(repository: Path, git: CatFile) -> None:
    absent = b"78981922613b2afb6025042ff6bd878ac1994e85\n"
    assert git.ask(CHECK, absent, said).endswith(b" missing\n")
    held(repository, b"a\n")
    assert git.ask(CHECK, absent, said).endswith(b" blob 2\n")


def test_more_than_the_pipes_take_is_asked_in_parts(repository: Path, git: CatFile) -> None:
    one = held(repository, b"x" * 100_000)
    names = f"{one}\n".encode() * 5_000
    assert git.ask(CHECK, names, said) == f"{one} blob 100000\n".encode() * 5_000
    assert len(git.ask(BATCH, names[: 41 * 300], said)) == 300 * (len(f"{one} blob 100000\n") + 100_001)
    long = f"{'n' * 50_000}\n".encode()
    assert git.ask(CHECK, long, said) == long.rstrip() + b" missing\n"


def test_all_questions_of_a_form_go_to_one_process() -> None:
    program = "import os, sys\nfor line in sys.stdin: print(os.getpid(), *sys.argv[1:], flush=True)"
    cat = played(program)
    first, again, other = (cat.ask(form, b"a\n", said) for form in ("--x", "--x", "--y"))
    assert first == again and first.endswith(b" cat-file --x\n")
    assert other.split()[0] != first.split()[0]


@pytest.mark.parametrize(
    "program",
    ["import sys; sys.exit('broken')", "import sys; sys.stdin.readline(); sys.exit('broken')"],
    ids=["at once", "on the first question"],
)
def test_of_a_git_that_ends_its_words_are_told_and_the_next_question_starts_another(program: str) -> None:
    cat = played(program)
    for _ in range(2):
        with pytest.raises(SaidError, match="broken"):
            cat.ask(CHECK, b"a\n", said)


def test_a_content_that_is_cut_off_is_no_content() -> None:
    with pytest.raises(SaidError):
        played("import sys; sys.stdin.readline(); print('a blob 9'); print('short')").ask(BATCH, b"a\n", said)


def test_without_git_the_system_says_so() -> None:
    with pytest.raises(FileNotFoundError):
        CatFile(["/nowhere/git"], {}).ask(CHECK, b"a\n", said)


def test_the_processes_end_with_the_object_even_if_they_would_wait() -> None:
    program = "import os, sys, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)"
    cat = played(program)
    number = int(cat.ask(CHECK, b"a\n", said))
    assert Path(f"/proc/{number}").exists() or sys.platform != "linux"
    del cat
    assert not Path(f"/proc/{number}").exists()


def test_what_is_left_of_an_answer_that_was_stopped_is_no_answer_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    cat = played(ECHO)

    def stopped(*_: object) -> list[bytes]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("generator.git.cat_file._answer", stopped)
        with pytest.raises(KeyboardInterrupt):
            cat.ask(CHECK, b"old\n", said)
    assert cat.ask(CHECK, b"new\n", said) == b"new\n"
