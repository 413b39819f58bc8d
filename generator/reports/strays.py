"""Finds files that look like data but are not read: copies, other spellings, other places."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from generator.data.profile import PROFILE
from generator.data.reader import Node
from generator.identifiers import is_code, is_year
from generator.problems import Place, Problem, Severity
from generator.reports.workspace import Workspace

# hechi.yaml, hechi .yml.txt, hechi.yaml.doc; group 1 is the unit. Not hechi.xlsx.
_LIKE_DATA = re.compile(r"(.*?)\s*\.\s*ya?ml(?:\.(?:txt|docx?))?", re.DOTALL)
# The start of what editors and systems keep beside a file: .git, ~$hechi.docx, #hechi#. Not .yaml, which lacks its
# name.
_OWN = re.compile(r"\.(?!ya?ml\Z)|~\$|#", re.IGNORECASE)
_MOST = 10_000  # entries of a folder that is no year, until one is found


def strays(workspace: Workspace, year: str | None = None) -> list[Problem]:
    """FILE-NAME: each file below `reports`, or of one year, that people take for data and the program does not read."""
    problems: list[Problem] = []
    for entry in _entries(workspace.root / "reports"):
        shown = f"reports/{_shown(entry.name)}"
        if is_year(entry.name):
            if not year or entry.name == year:
                problems += _of_year(workspace, entry)
        elif entry.is_dir():
            if _holds_data(entry):
                remedy = "移到 reports 下四位年份的文件夹里，如 reports/2022；多余的副本删去"
                problems.append(_problem(shown, "这个文件夹不是年度，里面的数据文件没有读", remedy))
        elif _code(entry.name) is not None:
            remedy = "移到 reports 下四位年份的文件夹里，如 reports/2022；多余的副本删去"
            problems.append(_problem(shown, "这个文件不在年度文件夹里，没有读", remedy))
    return problems


def stray_profiles(templates: Path) -> list[Problem]:
    """FILE-NAME: each file beside a profile that a person takes for one."""
    problems = []
    for folder in _entries(templates):
        for entry in _entries(folder) if folder.is_dir() else ():
            if entry.name != PROFILE and _code(entry.name) is not None:
                name = f"{templates.name}/{_shown(folder.name)}/{_shown(entry.name)}"
                remedy = f"地区格式只读 {PROFILE}：改成这个名称；多余的副本删去"
                problems.append(_problem(name, "这个文件没有读", remedy))
    return problems


def like(workspace: Workspace, unit: str, year: str) -> str:
    """The files similar to a missing data file of a unit, for the end of a message; "" if there is none."""
    names = (entry.name for entry in _entries(workspace.root / "reports" / year) if _code(entry.name) == unit)
    name = next(names, "")
    return f"；有「{_shown(name)}」，把它改名为 {unit}.yaml" if name else ""


def repeated(units: Iterable[Node]) -> list[Problem]:
    """REPORT-TWICE: each report whose unit is also that of another report of its year, at the unit's name."""
    groups: defaultdict[tuple[str, str], list[Node]] = defaultdict(list)
    for node in units:
        if isinstance(node.value, str):
            groups[node.file.path.rpartition("/")[0], "".join(node.value.split())].append(node)
    problems = []
    for nodes in groups.values():
        for number, node in enumerate(nodes if len(nodes) > 1 else ()):
            other_path = nodes[1 if number == 0 else 0].file.path
            message = f"{other_path} 也是「{node.value}」的，汇总时会算两次"
            remedy = "多余的副本删去；确是两个单位的，改正单位名称；一个单位的几项自评写在一个文件里"
            problems.append(Problem("REPORT-TWICE", node.place, message, remedy, severity=Severity.WARNING))
    return problems


def _of_year(workspace: Workspace, folder: Path) -> Iterator[Problem]:
    for entry in _entries(folder):
        shown = f"reports/{folder.name}/{_shown(entry.name)}"
        code = _code(entry.name)
        if code is None:
            if entry.is_dir() and _holds_data(entry):
                yield _problem(shown, "年度文件夹里的文件夹，里面的数据文件没有读", f"移到 reports/{folder.name} 里")
        elif entry.name != f"{code}.yaml" or not is_code(code):
            if not is_code(code):
                remedy = "多余的副本删去；是数据的，改成「单位代号.yaml」，代号用小写字母、数字和连字符，如 hechi.yaml"
            elif os.path.lexists(folder / f"{code}.yaml"):
                remedy = f"已有 {code}.yaml（有的电脑不分大小写，会把两份当作一份）：把要的内容并过去，删去这一份"
            else:
                remedy = f"改名为 {code}.yaml"
            yield _problem(shown, "文件名不是「单位代号.yaml」，没有读这个文件", remedy)


def _problem(name: str, message: str, remedy: str) -> Problem:
    return Problem("FILE-NAME", Place(name), message, remedy)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not _OWN.match(path.name))
    except OSError:
        return []


def _holds_data(folder: Path) -> bool:
    like_data = (
        _code(path.name) is not None and not _OWN.match(path.name) for path in islice(folder.rglob("*"), _MOST)
    )
    return any(like_data)


def _code(name: str) -> str | None:
    """The unit code that a file's name seems to mean, valid or not; None for what no one takes for data."""
    plain = "".join(character for character in name if unicodedata.category(character) not in ("Cf", "Cc"))
    match = _LIKE_DATA.fullmatch(unicodedata.normalize("NFKC", plain).replace("。", ".").casefold().strip())
    return match[1].strip() if match else None


def _shown(name: str) -> str:
    """A name as messages show it; bytes that are not UTF-8 are escaped."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
