"""The documents of Hechi 2022 as wholes: their figures, their form, their bytes, and other programs that open them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import docx
import pytest

from generator.namespace import figures
from generator.quantity import Quantity
from generator.reports.workspace import Workspace
from generator.word.names import W
from tests.support.docx import all_text, body, texts
from tests.support.hostile import Workshop
from tests.support.office import OFFICE, refusals
from tests.support.paths import PROJECT
from tests.support.reports import derived, edit, made
from tests.support.strange import SEEDS, STRANGE, strange

FACTS = [
    "桂教基教〔2001〕93号",
    "河政办发〔2005〕17号",
    "河财预〔2022〕5号",
    "800多万元",
    "11个县",
    "17年",
    "1922所",
    "4.5万人次",
    "9人次",
    "近5000名",
    "6次",
    "2022年1月25日",
    "30000元",
    "21754元",
    "8246元",
    "2022年12月",
    "韦仕璞",
    "覃炳乾",
    "黄燕",
    "何丹宜",
    "河池市电化教育站站长",
    "河池市电化教育站副站长",
    "72.51%",
    "46.00%",
    "44.00%",
    "87.25分",
    "7.25分",
    "80.00分",
    "12.75分",
    "27.49%",
    "二等",
]


@pytest.fixture
def documents(workspace: Workspace) -> dict[str, bytes]:
    return made(workspace)


def test_every_fact_of_the_source_stands_in_the_volume(documents: dict[str, bytes]) -> None:
    text = all_text(documents["full.docx"])
    assert [fact for fact in FACTS if fact not in text] == []


def test_the_volume_holds_the_text_of_its_parts_in_order(documents: dict[str, bytes]) -> None:
    parts = [texts(documents[name]) for name in ("report.docx", "funds.docx", "scoring.docx")]
    assert texts(documents["full.docx"]) == [*parts[0], "", *parts[1], "", *parts[2]]


def test_the_scoring_sheet_prints_undisclosed_scores_as_such(documents: dict[str, bytes]) -> None:
    rows = [
        [cell.text for cell in row.cells] for row in docx.Document(BytesIO(documents["scoring.docx"])).tables[1].rows
    ]
    indicators = [row for row in rows if row[0] == "绩效指标" and row[3] != "三级指标"]
    assert len(indicators) == 10
    assert {(row[6], row[7]) for row in indicators} == {("未披露", "未披露")}
    assert [row[2] for row in indicators] == ["数量指标"] * 4 + ["质量指标"] * 2 + [
        "时效指标",
        "成本指标",
        "社会效益指标",
        "可持续影响指标",
    ]
    assert [row[1] for row in indicators] == ["产出指标"] * 8 + ["效益指标"] * 2
    assert [row[6:8] for row in rows[-3:]] == [["90", "80.00"], ["10", "7.25"], ["100", "87.25"]]


def test_without_a_score_the_sheet_has_no_total_and_says_so(workspace: Workspace, documents: dict[str, bytes]) -> None:
    report = workspace.report("hechi", "2022")
    text = report.read_text("utf-8").replace("    indicator_score: 80.00\n", "")
    text = text.replace("{{ score.indicators|分 }}", "").replace("{{ score.total|分 }}", "")
    report.write_text(text[: text.index("# 已公开的自评报告")], "utf-8")
    note = "有指标没有填写完成值或得分，不计算总分"
    blank = made(workspace)["scoring.docx"]
    assert note in all_text(blank) and note not in all_text(documents["scoring.docx"])
    total = [cell.text for cell in docx.Document(BytesIO(blank)).tables[1].rows[-1].cells]
    assert total[7] == "未披露"


def test_no_document_still_holds_an_old_figure_after_one_input_changed(workspace: Workspace) -> None:
    """Changes `actual`, and demands that neither it nor anything computed from it is printed anywhere any more."""
    report = workspace.report("hechi", "2022")
    text = report.read_text("utf-8")
    report.write_text(text[: text.index("# 已公开的自评报告")], "utf-8")
    before = "\n".join(map(all_text, made(workspace).values()))
    edit(workspace, ("actual: 21754元", "actual: 21763元"))
    after = "\n".join(map(all_text, made(workspace).values()))
    changed = {"21754元": "21763元", "8246元": "8237元", "72.51%": "72.54%", "27.49%": "27.46%", "相差46元": "相差37元"}
    for old, new in changed.items():
        assert before.count(old) == after.count(new) > 0, old
        assert old not in after, old
        assert new not in before, new


def test_a_larger_change_reaches_sentences_cells_totals_and_grade(workspace: Workspace) -> None:
    report = workspace.report("hechi", "2022")
    text = report.read_text("utf-8")
    report.write_text(text[: text.index("# 已公开的自评报告")], "utf-8")
    edit(
        workspace,
        ("actual: 21754元", "actual: 29954元"),
        ("actual: 0.46万元", "actual: 1万元"),
        ("actual: 0.22万元", "actual: 0.5万元"),
    )
    after = "\n".join(map(all_text, made(workspace).values()))
    old = ["2.18万元", "21754", "8246", "72.51", "7.25", "87.25", "12.75", "27.49", "0.46", "46.00", "44.00", "未达到"]
    assert [figure for figure in old if figure in after] == []
    for figure in ("3.00万元", "29954元", "46元", "99.85%", "9.98分", "89.98分", "10.02分", "二等"):
        assert figure in after, figure


def test_every_printed_figure_is_typed_in_the_data_or_computed_from_it(
    workspace: Workspace, documents: dict[str, bytes]
) -> None:
    known: set[Fraction] = set()
    for _, figure in figures(derived(workspace)):
        if isinstance(figure, Quantity) and figure.value is not None:
            for scale, decimals in (("", 0), ("", 2), ("万", 1), ("万", 2), ("%", 0), ("%", 2)):
                known.add(Fraction(figure.number(scale, decimals)))
    source = workspace.report("hechi", "2022").read_text("utf-8")
    known |= {Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", source)}
    known |= {Fraction(number) for number in range(1, 13)}  # numbers of headings, list items and rows
    printed = set()
    for name in ("report.docx", "funds.docx", "scoring.docx", "full.docx"):
        printed |= {Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", "\n".join(texts(documents[name])))}
    assert len(printed) > 40
    assert printed - known == set()


@pytest.mark.parametrize("name", ["report.docx", "funds.docx", "scoring.docx", "full.docx", "reconciliation.docx"])
def test_a_document_keeps_to_named_styles_and_the_rules_of_tables(documents: dict[str, bytes], name: str) -> None:
    root = body(documents[name])
    allowed = {f"{W}pStyle", f"{W}sectPr"}
    assert {child.tag for item in root.iter(f"{W}pPr") for child in item} <= allowed
    assert {child.tag for item in root.iter(f"{W}rPr") for child in item} <= {f"{W}rStyle"}
    for cell in root.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"
    for table in root.iter(f"{W}tbl"):
        assert len([*table.iter(f"{W}tr")]) > 1
    for row in root.iter(f"{W}tr"):
        assert row.find(f"{W}trPr/{W}cantSplit") is not None
    for part in docx.Document(BytesIO(documents[name])).sections:
        assert (round(part.page_width.mm), round(part.page_height.mm)) in ((210, 297), (297, 210))  # type: ignore[union-attr]
    assert "{{" not in all_text(documents[name]) and "{%" not in all_text(documents[name])


def test_builds_are_identical_in_other_processes_time_zones_and_hash_seeds(tmp_path: Path) -> None:
    results = []
    for zone, seed in (("Asia/Shanghai", "1"), ("America/New_York", "2")):
        script = (
            "import hashlib, json, sys; from pathlib import Path; from generator.reports.load import *; from generator.reports.documents import *;"
            "w = Workspace(Path(sys.argv[1])); files, problems = make_documents(w, load(w, 'hechi', '2022'));"
            "print(json.dumps({n: hashlib.sha256(d).hexdigest() for n, d in files.items()}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(PROJECT)],
            cwd=PROJECT,
            env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        )
        results.append(json.loads(done.stdout))
    assert results[0] == results[1]
    assert len(results[0]) == 5


@pytest.mark.heavy
def test_libreoffice_opens_all_of_them_as_pages(
    documents: dict[str, bytes], tmp_path: Path, tool: Callable[[str], str]
) -> None:
    soffice = tool("soffice")
    for name, data in documents.items():
        (tmp_path / name).write_bytes(data)
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *(str(tmp_path / name) for name in documents)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    pages = {name: page_count((tmp_path / name).with_suffix(".pdf")) for name in documents}
    assert pages["funds.docx"] == 1
    assert pages["full.docx"] == pages["report.docx"] + pages["funds.docx"] + pages["scoring.docx"]


def page_count(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def test_pandoc_reads_all_of_them(documents: dict[str, bytes], tmp_path: Path, tool: Callable[[str], str]) -> None:
    pandoc = tool("pandoc")
    for name, data in documents.items():
        (tmp_path / name).write_bytes(data)
        done = subprocess.run([pandoc, str(tmp_path / name), "-t", "plain"], check=True, capture_output=True, text=True)
        assert "河池市电化教育站" in done.stdout


@pytest.mark.heavy
def test_libreoffice_lays_documents_out_on_as_many_pages_each_time(
    all_documents: dict[str, bytes], tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """A page more or less from one opening to the next would make the table of contents wrong."""
    soffice = tool("soffice")
    names = ["hechi-full.docx", "zhuzhou-full.docx", "example-full.docx", "example-department-rollup.docx"]
    pages: list[dict[str, int]] = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in names:
            (folder / name).write_bytes(all_documents[name])
        profile = f"-env:UserInstallation={(tmp_path / f'profile{number}').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run(
            [*command, *(str(folder / name) for name in names)], check=True, capture_output=True, timeout=240
        )
        pages.append({name: page_count((folder / name).with_suffix(".pdf")) for name in names})
    assert pages[0] == pages[1]
    assert all(pages[0].values())


@pytest.mark.heavy
def test_word_accepts_every_document_of_every_report(
    all_documents: dict[str, bytes], tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """By the newest version of Office, the largest by all of them."""
    validator = tool("ooxml-validator")
    units = {unit for unit, _ in Workspace(PROJECT).reports()}
    own = {name: data for name, data in all_documents.items() if name.split("-")[0] in units}
    assert len(own) >= 15
    assert {"example-full.docx", "example-department-rollup.docx"} <= all_documents.keys()
    assert refusals(validator, tmp_path, all_documents, OFFICE[-1:]) == []
    largest = max(own, key=lambda name: len(own[name]))
    assert refusals(validator, tmp_path, {largest: own[largest]}, OFFICE[:-1]) == []


@pytest.mark.heavy
@pytest.mark.parametrize("name", SEEDS)
def test_word_accepts_documents_with_hostile_texts(name: str, tmp_path: Path, tool: Callable[[str], str]) -> None:
    validator = tool("ooxml-validator")
    with Workshop() as workshop:
        assert workshop.run(strange(name, *(kind for kind in STRANGE if kind != "long"))).kind == "built"
    assert refusals(validator, tmp_path, workshop.documents, OFFICE[-1:]) == []
