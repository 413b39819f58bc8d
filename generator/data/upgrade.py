"""Rewrites the files of reports and profiles in the newest format."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from generator.data.conversion import Change, upgraded
from generator.data.formats import format_of, newest, parse
from generator.data.profile import load_forms
from generator.data.reader import MAX_BYTES, Node, read
from generator.data.schema import validate
from generator.faults import guarded
from generator.files import holds, write_files
from generator.frozen import Frozen
from generator.problems import Place, Problem

Check = Callable[[Node], list[Problem]]
"""The problems of a file, given as it would be in the newest format, that it must not have to be rewritten."""


class Rewritten(Frozen):
    """What became of a file: with `problems` it is as it was, else it went from a format to another by `changes`."""

    name: str
    before: int = 0
    after: int = 0
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


def upgrade_report(path: Path, name: str) -> Rewritten | None:
    """Rewrites a report, unless it has errors; None if it is in the newest format."""
    return _upgrade(path, name, "report", lambda root: validate(root, "report"))


def upgrade_profile(path: Path, name: str) -> Rewritten | None:
    """As `upgrade_report`, for a profile, which must be right together with those that it extends."""
    folder = path.parent
    return _upgrade(path, name, "profile", lambda _: load_forms(folder.parent, folder.name, Place(name))[1])


def _upgrade(path: Path, name: str, schema: str, check: Check) -> Rewritten | None:
    work = partial(_rewritten, path, name, schema, check)
    return guarded(work, name, lambda fault: Rewritten(name, problems=(fault,)))


def _rewritten(path: Path, name: str, schema: str, check: Check) -> Rewritten | None:
    root, problems = read(path, name)
    if root is None:
        return Rewritten(name, problems=tuple(problems))
    before, after = format_of(root), newest(schema)
    if before == after:
        return None
    file = root.file
    current, problems = parse(file.data, name, schema)
    if current is not None:
        problems += check(current)
    if problems:
        return Rewritten(name, problems=tuple(problems))
    upgrade = upgraded(file, schema)
    data = upgrade.text.encode()
    if len(data) > MAX_BYTES:
        message = f"换成新格式以后文件超过上限 {MAX_BYTES} 字节（1 MiB）"
        problems = [Problem("YAML-SIZE", Place(name), message, "删去用不着的注释和内容")]
    elif not holds(path, name, file.data):
        problems = [Problem("BUILD-WRITE", Place(name), "文件刚才被别的程序改动了，没有写入", "再运行一次")]
    else:
        problems = write_files(path.parent, {path.name: data})
    if problems:
        return Rewritten(name, problems=tuple(problems))
    return Rewritten(name, before, after, tuple(upgrade.changes))
