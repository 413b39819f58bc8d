"""Program: its files, and the name that they give it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import program
from generator.program import LOCK, PROGRAM, ROOT, digest, files_of, installed, running_digest


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A program of three files."""
    for name in ("generator/word/render.py", "schema/report.json", LOCK):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def name_of(root: Path) -> str:
    return digest({name: path.read_bytes() for name, path in files_of(root).items()})


def test_the_files_are_those_of_all_folders_without_what_editors_and_systems_keep(small: Path) -> None:
    kept = [*files_of(small)]
    for name in ("generator/__pycache__/a.pyc", "generator/.a.py.swp", "schema/.idea/x.xml", "README.md"):
        (small / name).parent.mkdir(exist_ok=True)
        (small / name).touch()
    (small / "generator" / "link.py").symlink_to(small / LOCK)
    assert [*files_of(small)] == kept == ["generator/word/render.py", "schema/report.json", LOCK]


@pytest.mark.parametrize("name", ["generator/word/render.py", "schema/report.json", LOCK])
def test_an_edit_to_any_file_gives_another_name(small: Path, name: str) -> None:
    before = name_of(small)
    (small / name).write_text(f"{name} ")
    assert name_of(small) != before
    (small / name).write_text(name)
    assert name_of(small) == before


def test_the_name_tells_paths_and_contents_apart_whatever_their_order() -> None:
    assert digest({"a": b"1", "b": b"2"}) == digest({"b": b"2", "a": b"1"})
    assert len({digest(files) for files in ({"a": b"1"}, {"b": b"1"}, {"a": b"2"}, {})}) == 4


def test_the_running_program_holds_every_module_and_an_edit_to_any_changes_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "generator").rglob("*.py")}
    assert modules <= program.running().keys() and set(PROGRAM) == {name.split("/")[0] for name in program.running()}
    files = dict.fromkeys(files_of(ROOT), b"")
    names = {digest(files | {name: b"edited"}) for name in modules}
    assert len(names) == len(modules) and digest(files) not in names
    assert running_digest() == digest(program.running())


def test_the_version_of_a_library_is_read_from_the_folder_that_installing_it_has_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "madeup").mkdir()
    (tmp_path / "madeup" / "__init__.py").write_text("raise AssertionError('it is not to be imported')")
    assert installed("madeup") == ""
    for name in ("madeup-1.2.dist-info", "madeup_other-3.dist-info", "madeup-1.2.data"):
        (tmp_path / name).mkdir()
    assert installed("madeup") == "madeup-1.2.dist-info"
    assert installed("not-there") == ""
    assert installed("jinja2").startswith("jinja2-3.")
