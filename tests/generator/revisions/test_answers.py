"""What is kept of past computations, and that losing it costs nothing but time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.revisions.answers import Answers


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "新 文件夹" / "answers.sqlite"


@pytest.fixture
def kept(path: Path) -> Answers:
    path.parent.mkdir()
    answers = Answers(path)
    answers.keep({"a": "甲\0\n" * 1000, "b": ""})
    return answers


def test_what_is_kept_is_known_to_the_next_process(kept: Answers, path: Path) -> None:
    assert Answers(path).known(["a", "b", "c"]) == {"a": "甲\0\n" * 1000, "b": ""}


def test_only_what_is_asked_for_is_read(kept: Answers) -> None:
    assert kept.known(["b"]) == {"b": ""}
    assert kept.known([]) == {}


def test_a_key_that_is_kept_again_has_the_new_text(kept: Answers) -> None:
    kept.keep({"a": "乙"})
    assert kept.known(["a", "b"]) == {"a": "乙", "b": ""}


def test_a_damaged_file_is_forgotten_and_begun_anew(kept: Answers, path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert kept.known(["a"]) == {}
    kept.keep({"a": "丙"})
    assert kept.known(["a", "b"]) == {"a": "丙"}


@pytest.mark.parametrize("change", ["UPDATE kept SET data = x'7878'", "ALTER TABLE kept RENAME COLUMN data TO text"])
def test_a_damaged_answer_or_table_is_forgotten(kept: Answers, path: Path, change: str) -> None:
    with closing(sqlite3.connect(path)) as store, store:
        store.execute(change)
    assert kept.known(["a"]) == {}
    kept.keep({"a": "丙"})
    assert kept.known(["a"]) == {"a": "丙"}


def test_a_folder_that_is_not_there_or_cannot_be_written_is_no_fault(path: Path) -> None:
    answers = Answers(path)
    answers.keep({"a": "甲"})
    assert answers.known(["a"]) == {}
    assert not path.parent.exists()


def test_a_place_where_no_file_can_be_is_no_fault(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.write_text("", "utf-8")
    answers = Answers(place / "answers.sqlite")
    answers.keep({"a": "甲"})
    assert answers.known(["a"]) == {}


def test_a_file_that_another_process_is_writing_is_not_thrown_away(
    kept: Answers, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect
    with closing(connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(sqlite3, "connect", lambda name, timeout: connect(name, timeout=0))
        assert kept.known(["a"]) == {}
    assert path.exists()
