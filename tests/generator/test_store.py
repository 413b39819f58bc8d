"""Whatever happens to the files of a store: what is known is what was kept, or nothing, and it can be kept again."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from generator import store
from generator.store import NAME, FolderStore, Store, _cache_path, user_folder
from tests.support.processes import forked

KEPT = {f"k{number}": bytes([number]) * (number * 300) for number in range(60)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a store with some pages."""
    path = tmp_path / "新 文件夹" / "kept.sqlite"
    path.parent.mkdir()
    with closing(Store(path, "me")) as one:
        one.keep(KEPT)
    return path


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def replaced(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


def over(path: Path, start: int, data: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + len(data)] = data
    path.write_bytes(content)


def beside(path: Path, data: bytes) -> None:
    for end in ("-journal", "-wal", "-shm"):
        Path(f"{path}{end}").write_bytes(data)


def folder_with_files(path: Path) -> None:
    path.mkdir()
    (path / "foreign").write_text("x", "utf-8")


NOISE = random.Random(7).randbytes(9000)

DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "one byte": lambda path: path.write_bytes(b"S"),
    "noise": lambda path: path.write_bytes(NOISE),
    "text": lambda path: path.write_text("unit: x\n" * 900, "utf-8"),
    "header then noise": lambda path: path.write_bytes(b"SQLite format 3\0" + NOISE),
    "cut in a page": lambda path: os.truncate(path, path.stat().st_size // 2 + 100),
    "cut at a page": lambda path: os.truncate(path, 4096),
    "cut in the header": lambda path: os.truncate(path, 50),
    "zeroed": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "page size": lambda path: over(path, 16, b"\0\7"),
    "format": lambda path: over(path, 18, b"\x63\x63"),
    "WAL format": lambda path: over(path, 18, b"\2\2"),
    "first page": lambda path: over(path, 100, NOISE[:3000]),
    "second page": lambda path: over(path, 4096, NOISE[:4096]),
    "a later page": lambda path: over(path, 5 * 4096, NOISE[:4096]),
    "a page of zeros": lambda path: over(path, 2 * 4096, bytes(4096)),
    "folder": lambda path: replaced(path, Path.mkdir),
    "folder with files": lambda path: replaced(path, folder_with_files),
    "dangling link": lambda path: replaced(path, lambda here: here.symlink_to(here.parent / "nothing")),
    "link to itself": lambda path: replaced(path, lambda here: here.symlink_to(here)),
    "pipe": lambda path: replaced(path, os.mkfifo),
    "no rights": lambda path: path.chmod(0),
    "read-only": lambda path: path.chmod(0o400),
    "other column": lambda path: sql(path, "ALTER TABLE kept RENAME COLUMN data TO text"),
    "other columns": lambda path: sql(path, "DROP TABLE kept", "CREATE TABLE kept (a, b, c)"),
    "no key": lambda path: sql(path, "DROP TABLE kept", "CREATE TABLE kept (key TEXT, data BLOB)"),
    "view": lambda path: sql(path, "DROP TABLE kept", "CREATE VIEW kept AS SELECT 'k1' AS key, x'00' AS data"),
    "other tables": lambda path: sql(path, "DROP TABLE kept", "CREATE TABLE built (folder TEXT, stamp TEXT)"),
    "trigger": lambda path: sql(
        path, "CREATE TRIGGER t BEFORE INSERT ON kept BEGIN SELECT RAISE(ABORT, 'no'); END", "DELETE FROM kept"
    ),
    "version": lambda path: sql(path, "PRAGMA user_version = 999"),
    "text in rows": lambda path: sql(path, "UPDATE kept SET data = 'text'"),
    "numbers in rows": lambda path: sql(path, "UPDATE kept SET data = -5"),
    "short rows": lambda path: sql(path, "UPDATE kept SET data = x'00'"),
    "long rows": lambda path: sql(path, "UPDATE kept SET data = zeroblob(10000000) WHERE key = 'k1'"),
    "rows swapped": lambda path: sql(
        path,
        "UPDATE kept SET key = 'x' WHERE key = 'k1'",
        "UPDATE kept SET key = 'k1' WHERE key = 'k2'",
        "UPDATE kept SET key = 'k2' WHERE key = 'x'",
    ),
    "noise beside": lambda path: beside(path, NOISE),
    "nothing beside": lambda path: beside(path, b""),
    "folder beside": lambda path: folder_with_files(Path(f"{path}-journal")),
    "folder beside for writing ahead": lambda path: folder_with_files(Path(f"{path}-wal")),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_strange_file_is_made_anew(path: Path, damage: str) -> None:
    DAMAGES[damage](path)
    with closing(Store(path, "me")) as one:
        assert one.known(KEPT).items() <= KEPT.items()
        one.keep(KEPT)
    with closing(Store(path, "me")) as one:
        assert one.known(KEPT) == KEPT
    assert path.is_file() and not path.is_symlink()


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.heavy) for seed in range(1, 4))])
def test_any_bytes_that_are_changed_cost_entries_and_forge_none(path: Path, seed: int) -> None:
    chance, whole = random.Random(seed), path.read_bytes()
    for _ in range(50):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 20))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        with closing(Store(path, "me")) as one:
            for _ in range(3):  # a page that is damaged may show only when another entry is written beside it
                assert one.known(KEPT).items() <= KEPT.items()
                one.keep(KEPT)
            assert one.known(KEPT) == KEPT


def test_a_link_is_taken_away_and_not_followed(path: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.sqlite"
    shutil.copy(path, foreign)
    before = foreign.read_bytes()
    replaced(path, lambda here: here.symlink_to(foreign))
    with closing(Store(path, "me")) as one:
        assert one.known(KEPT) == {}
        one.keep({"k1": b"x"})
    assert foreign.read_bytes() == before


def test_the_content_of_a_folder_in_its_place_is_not_deleted(path: Path) -> None:
    replaced(path, folder_with_files)
    with closing(Store(path, "me")) as one:
        one.keep(KEPT)
    assert (path.parent / "kept.sqlite.strange" / "foreign").is_file()


def test_what_another_maker_kept_is_nothing(path: Path) -> None:
    with closing(Store(path, "you")) as one:
        assert one.known(KEPT) == {}


@pytest.mark.parametrize("lock", ["EXCLUSIVE", "IMMEDIATE"])
def test_a_file_that_another_process_holds_is_done_without_and_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0.05)
    before = path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")
        with closing(Store(path, "me")) as one:
            one.keep({"k1": b"x"})
            assert one.known(["k1"]) == {}
    assert path.read_bytes() == before


def test_a_folder_that_may_only_be_read_is_no_fault(path: Path) -> None:
    def other_user() -> str:
        if os.geteuid() == 0:
            os.setuid(65534)
        with closing(Store(path, "me")) as one:
            one.keep({"k1": b"x"})
            return f"{one.known(['k1']) == {'k1': KEPT['k1']}}"

    for folder in (path, *path.parents):
        if folder != Path("/") and folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o055 & ~0o022)
    path.parent.chmod(0o555)
    try:
        assert forked(other_user) == "True"
    finally:
        path.parent.chmod(0o755)


def test_no_place_at_all_is_no_fault(tmp_path: Path) -> None:
    for place in (None, tmp_path / "no" / "file"):
        with closing(Store(place)) as one:
            one.keep(KEPT)
            assert one.known(KEPT) == {}


FILE_DAMAGES: dict[str, Callable[[Path], object]] = {
    name: DAMAGES[name]
    for name in ("gone", "empty", "one byte", "noise", "folder", "folder with files", "dangling link", "link to itself")
} | {
    "pipe": DAMAGES["pipe"],
    "one bit": lambda path: over(path, 40, bytes([path.read_bytes()[40] ^ 1])),
    "another key": lambda path: shutil.copy(path.with_name("k2"), path),
    "link to another key": lambda path: replaced(path, lambda here: here.symlink_to("k2")),
    "link to a folder": lambda path: replaced(path, lambda here: here.symlink_to(here.parent)),
}


@pytest.mark.parametrize("damage", FILE_DAMAGES)
def test_a_damaged_or_strange_file_of_one_key_is_nothing_and_made_anew(tmp_path: Path, damage: str) -> None:
    FolderStore(tmp_path).keep(KEPT)
    FILE_DAMAGES[damage](tmp_path / "k1")
    others = {key: data for key, data in KEPT.items() if key != "k1"}
    assert FolderStore(tmp_path).known(KEPT) == others
    FolderStore(tmp_path).keep({"k1": KEPT["k1"]})
    assert FolderStore(tmp_path).known(KEPT) == KEPT
    assert not (tmp_path / "k1").is_symlink()
    assert (tmp_path / "k1.strange" / "foreign").exists() == (damage == "folder with files")


def test_files_that_are_old_are_deleted_and_folders_are_not(tmp_path: Path) -> None:
    FolderStore(tmp_path).keep({"old": b"1", "new": b"2"})
    (tmp_path / "folder").mkdir()
    for name in ("old", "folder"):
        os.utime(tmp_path / name, (0, 0))
    FolderStore(tmp_path).keep({"newer": b"3"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "new", "newer"]


def test_no_folder_at_all_is_no_fault(tmp_path: Path) -> None:
    for folder in (None, tmp_path / "nothing"):
        FolderStore(folder).keep(KEPT)
        assert FolderStore(folder).known(KEPT) == {}


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs the permissions of POSIX")
def test_a_folder_that_others_can_write_is_not_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    own = user_folder.__wrapped__()
    assert own is not None and own.parent == tmp_path
    own.chmod(0o777)
    assert user_folder.__wrapped__() is None
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    relative = user_folder.__wrapped__()
    assert relative is None or relative.is_absolute()


@pytest.mark.parametrize("named", [None, "", "relative", "/var/tmp/caches"])
def test_the_folder_of_caches_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    if named is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", named)
    assert _cache_path() == user_cache_path(NAME, appauthor=False)


def test_a_command_that_needs_no_store_does_not_wait_for_sqlite() -> None:
    code = (
        "import sys, generator.store as store; store.FolderStore(None).known(['k']); sys.exit('sqlite3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
