"""Each file in tests/data/word is a kind of template that broke Word documents, here or in other programs.

A case is a template, or the parts of a `volume`, in the notation of tests/support/word_cases.py. It is either filled,
and shows exactly what it `prints` (in other parts `elsewhere`; `holds` and `lacks` are pieces of XML of any part,
`counts` numbers of elements of the body), or `refused` with exactly these problems: message, remedy, and the text of the
place. `braces` says that the document may show braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from lxml import etree

from generator.namespace import Tree
from generator.opc import write_package
from generator.problems import Problem
from generator.quantity import Quantity
from generator.text.printer import Printer
from generator.word.names import DOCUMENT, VML, A, R, W
from generator.word.render import render, template_environment
from generator.word.store import compiled_template
from tests.support.charts import series
from tests.support.docx import all_text
from tests.support.filling import DATA as FIGURES
from tests.support.gate import faults
from tests.support.layouts import members, style_names
from tests.support.office import OFFICE, refusals, saved_by_libreoffice
from tests.support.paths import DATA
from tests.support.word_cases import package, shown

FILES = sorted((DATA / "word").glob("*.yaml"))
CONTEXT: Tree = FIGURES | {
    "amount": Quantity.parse("2.18万元"),
    "x": series(["甲", "乙"], ("金额", ["1万元", "2万元"])),
}
BRACES = re.compile(r"\{\{|\{%|\{#|[｛﹛]|%7b", re.IGNORECASE)
PREFIXES = {"w": W[1:-1], "r": R[1:-1], "a": A[1:-1], "v": VML[1:-1]}
# What LibreOffice computes itself when it opens a document.
COMPUTED = re.compile("⟨field|fldChar|fldSimple|oMath")
# ⟨page⟩, ⟨note 2⟩, the beginning of ⟨box 甲⟩: what is no text in a line.
SIGN = re.compile(r"⟨(?:note \d+|\w+)")
WORD = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9]+")

Case = dict[str, Any]


def read(path: Path) -> list[Case]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    cases: list[Case] = loaded["cases"]
    return cases


CASES = [pytest.param(case, id=f"{path.stem}: {case['case']}") for path in FILES for case in read(path)]


def made(case: Case, printer: Printer, folder: Path) -> tuple[bytes, list[Problem]]:
    """The document of a case, by the way of a report's; empty with the problems."""
    parts = []
    for number, spec in enumerate(case.get("volume", [case]), 1):
        parts.append((f"{number}.docx", folder / f"{number}.docx"))
        parts[-1][1].write_bytes(write_package(package(spec)))
    environment = template_environment(printer)
    data = CONTEXT | case.get("data", {})
    compiled, problems = compiled_template("t.docx", parts, (), None, environment, {}, set(), lambda: frozenset(data))
    if compiled is None:
        return b"", problems
    document, problems = render(compiled, environment, data, "题", "单位", "", {"unit": "demo", "year": "2023"})
    return document or b"", problems


def told(problem: Problem) -> dict[str, str]:
    part = problem.place.path.partition("!")[2]
    found = {"at": problem.place.excerpt, "message": problem.message, "remedy": problem.remedy}
    return found | ({} if part == DOCUMENT else {"part": part})


def test_every_kind_has_three_neighbours() -> None:
    assert len(FILES) >= 25
    assert [path.stem for path in FILES if len(read(path)) < 4] == []


@pytest.mark.parametrize("case", CASES)
def test_a_template_is_filled_rightly_or_refused_at_its_place(printer: Printer, tmp_path: Path, case: Case) -> None:
    data, problems = made(case, printer, tmp_path)
    if "refused" in case:
        assert data == b""
        assert [told(problem) for problem in problems] == case["refused"]
        return
    assert [told(problem) for problem in problems] == []
    without_styles = "word/styles.xml" in case.get("without", ())
    assert [fault for fault in faults(data) if not (without_styles and "style" in fault)] == []
    docx.Document(BytesIO(data))
    found = members(data)
    root = etree.fromstring(found[DOCUMENT])
    assert shown(root) == case["prints"]
    for part, lines in case.get("elsewhere", {}).items():
        assert shown(etree.fromstring(found[part])) == lines, part
    assert style_names(found) == case.get("styles", style_names(found))
    texts = {name: part.decode() for name, part in found.items() if name.endswith((".xml", ".rels"))}
    everything = "\n".join(texts.values())
    assert [piece for piece in case.get("holds", ()) if piece not in everything] == []
    assert [piece for piece in case.get("lacks", ()) if piece in everything] == []
    assert {path: root.xpath(f"count({path})", namespaces=PREFIXES) for path in case.get("counts", {})} == case.get(
        "counts", {}
    )
    assert case.get("braces") or [name for name, part in texts.items() if BRACES.search(part)] == []


@pytest.fixture(scope="module")
def documents(printer: Printer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Case, bytes]]:
    """The documents of all cases that are filled, by a name of their own."""
    folder, found = tmp_path_factory.mktemp("cases"), {}
    for path in FILES:
        for number, case in enumerate(read(path)):
            if "prints" in case:
                found[f"{path.stem}-{number}.docx"] = case, made(case, printer, folder)[0]
    return found


@pytest.mark.parametrize(
    "every", [pytest.param(False, marks=pytest.mark.heavy), pytest.param(True, marks=pytest.mark.fuzz)]
)
def test_word_accepts_the_documents(
    documents: dict[str, tuple[Case, bytes]], tmp_path: Path, tool: Callable[[str], str], every: bool
) -> None:
    """One of each kind, or all: the validator takes a second for each."""
    data = {name if every else name.rpartition("-")[0] + ".docx": one for name, (_, one) in documents.items()}
    assert refusals(tool("ooxml-validator"), tmp_path, data, OFFICE[-1:]) == []


@pytest.mark.heavy
def test_libreoffice_opens_each_document_and_reads_its_words(
    documents: dict[str, tuple[Case, bytes]], tmp_path: Path, tool: Callable[[str], str]
) -> None:
    saved = saved_by_libreoffice(tool("soffice"), tmp_path, {name: one for name, (_, one) in documents.items()})
    assert saved.keys() == documents.keys()
    for name, (case, _) in documents.items():
        if COMPUTED.search(str(case)):
            continue
        text = all_text(saved[name])
        words = [word for line in case["prints"] for word in WORD.findall(SIGN.sub(" ", line))]
        assert [word for word in words if word not in text] == [], name
