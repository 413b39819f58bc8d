"""Reports of a few lines and a stand-in for the programs that compute them, so that what revisions do is seen at once.

A report is lines of `name: value`; those in 元 are added up, with those of the units that it names under `rollup`, and
multiplied by the `weight` of the profile and the `FACTOR` of a program of the past. Templates are lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.program import ROOT
from generator.revisions import states
from generator.revisions.environments import UnavailableError
from generator.revisions.snapshot import Figure, Finding, Input, Snapshot
from generator.word.lines import DocumentCell, DocumentLine
from tests.support.scripted import Small

PROFILE = "templates/national/profile.yaml"
TEMPLATE = "templates/national/report.docx"
MAIN = "generator/__init__.py"
REPORT = "reports/2022/a.yaml"
TELLING = "正在计算……"
_LINE = re.compile(r"(?P<name>\w+): (?P<value>.*)")
_MOST = 100


def tiny(root: Path) -> Small:
    """A repository of one report and its forms, committed as 初稿."""
    repo = Small(root)
    repo.write(PROFILE, "weight: 1\n")
    repo.write(TEMPLATE, "合计{total}。\n")
    repo.write(REPORT, "unit: 甲\nx: 1元\n# 其中\ny: 2元\n")
    repo.commit("初稿")
    return repo


def _inputs(text: str, path: str, prefix: str = "") -> Iterator[tuple[str, Input]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _LINE.fullmatch(line):
            yield prefix + match["name"], Input(match["value"], path, number)


def _amounts(inputs: dict[str, Input]) -> dict[str, int]:
    return {name: int(one.text.removesuffix("元")) for name, one in inputs.items() if one.text.endswith("元")}


def computed(folder: Path, request: dict[str, Any]) -> Snapshot:
    """The snapshot of a report by the program in a folder; none of its figures where a line holds a tab."""
    forms, path = Path(request["folder"]), f"reports/{request['year']}/{request['unit']}.yaml"
    reports = {name: text.encode("latin-1").decode() for name, text in request["reports"].items()}
    inputs = dict(_inputs(reports[path], path))
    if "fault" in inputs:
        return Snapshot(request["unit"], problems=(Finding("PROGRAM-FAULT", "错误", "", path, "程序出错"),))
    if "\t" in reports[path]:
        return Snapshot(request["unit"], inputs)
    if (forms / PROFILE).exists():
        inputs |= _inputs((forms / PROFILE).read_text("utf-8"), PROFILE, "profile.")
    for unit in inputs["rollup"].text.split() if "rollup" in inputs else ():
        other = f"reports/{request['year']}/{unit}.yaml"
        inputs |= _inputs(reports.get(other, ""), other, f"units.{unit}.")
    amounts = _amounts(inputs)
    code = "" if folder == ROOT else (folder / MAIN).read_text("utf-8")
    factor = int(code.partition("FACTOR = ")[2] or 1)
    weight = int(inputs["profile.weight"].text) if "profile.weight" in inputs else 1
    total = sum(amounts.values()) * weight * factor
    figures = {name: Figure(name, str(one), "元", f"{one}元", False, (name,)) for name, one in amounts.items()}
    sources = (*amounts, *(["profile.weight"] if "profile.weight" in inputs else []))
    figures["total"] = Figure("合计", str(total), "元", f"{total}元", True, sources)
    over = Finding("OVER", "警告", "x", f"{path}:2:1", "超过了")
    documents = None
    if request["want"] == "whole" and (forms / TEMPLATE).exists():
        text = (forms / TEMPLATE).read_text("utf-8").replace("{total}", str(total))
        lines = (DocumentLine("", (DocumentCell(one, 0, 1),), False, 0, 0) for one in text.splitlines())
        documents = {"report.docx": tuple(lines)}
    return Snapshot(inputs["unit"].text, inputs, figures, (over,) if total > _MOST else (), documents)


class Asked(list[tuple[bool, str, str]]):
    """What was asked: whether of the running program, which unit, what was wanted."""


def answering(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Lets every program answer without a process; one whose code says `UNAVAILABLE` cannot be run."""
    asked = Asked()

    class Program:
        def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
            self.folder, self.tell = folder, tell

        def answers(self, requests: Sequence[Sequence[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
            if self.folder != ROOT and "UNAVAILABLE" in (self.folder / MAIN).read_text("utf-8"):
                raise UnavailableError("装不上")
            self.tell(TELLING)
            asked.extend((self.folder == ROOT, one["unit"], one["want"]) for row in requests for one in row)
            return [[computed(self.folder, one).as_json() for one in row] for row in requests]

    monkeypatch.setattr(states, "Program", Program)
    return asked
