"""A year at a glance as a Word document."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from generator.frozen import replace
from generator.reports.summary.document import MOST, _tree, word
from generator.reports.template_names import load_contract, scope
from generator.reports.workspace import Workspace
from tests.support.contracts import walk
from tests.support.docx import texts
from tests.support.growth import assert_linear
from tests.support.summaries import ROW, WIDE, made, of_units


def test_what_the_template_reads_is_as_the_contract_says() -> None:
    contract, problems = load_contract()
    assert contract is not None, problems
    seen: set[str] = set()
    tree = {"year": 2022, "summary": _tree(WIDE, "rate")}
    # a series counts here what amounts are elsewhere
    faults = [*walk(contract, tree, scope(contract, "summary"), "", seen)]
    assert [fault for fault in faults if not fault.endswith(".values[]: money, count")] == []
    promised = {f"{group}.{name}" for group in ("summary", "summary_row") for name in contract.groups[group]}
    assert promised <= seen


def test_the_document_lists_every_row_and_the_totals() -> None:
    found = texts(made(WIDE, order="rate"))
    assert found[0] == "2022年度预算绩效自评一览表"
    assert "共4个单位、3项自评，其中2项有自评总分" in found[1] and "数据有错误的有1个单位" in found[1]
    assert "按预算执行率从高到低排列" in "".join(found)
    start = found.index("丁")
    assert found[start : start + 8] == ["丁", "数据有错误，没有列数", "—", "—", "—", "—", "—", "错误3"]
    start = found.index("合计")
    assert found[start : start + 4] == ["合计", "40.00", "19.50", "48.75%"]
    zero = found.index("警告2")
    assert found[zero - 5 : zero] == ["0.00", "0.00", "—", "80.00", "良"]


def test_the_document_has_a_native_chart_with_its_text_and_a_header_that_repeats() -> None:
    with zipfile.ZipFile(BytesIO(made(WIDE))) as archive:
        document = archive.read("word/document.xml").decode()
        chart = etree.fromstring(archive.read("word/charts/chart1.xml"))
        assert archive.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx")
    assert "得分和预算执行率的分布：自评得分（分）90及以上的1项" in document
    assert "<w:tblHeader/>" in document and 'w:orient="landscape"' in document
    values = [text for text in chart.itertext() if text in ("没有数", "不到60")]
    assert values.count("没有数") == 2


def test_equal_rows_give_equal_bytes() -> None:
    assert made(WIDE) == made(WIDE)


@pytest.mark.heavy
def test_a_document_that_would_be_too_long_says_what_it_leaves_to_the_workbook() -> None:
    found = texts(made([replace(WIDE[0], code=f"u{number}") for number in range(MOST + 3)]))
    assert found.count("甲") == MOST
    assert f"这里列到第{MOST}行，其余3行见同名的 Excel 文件，合计和分布已经算入。" in found[-1]
    assert f"共{MOST + 3}个单位" in found[1]
    assert "其余" not in texts(made(WIDE))[-1]


def test_marks_in_names_are_text_in_the_document() -> None:
    assert "甲 & {{ x }} <乙>" in texts(made([replace(ROW, unit="甲 & {{ x }} <乙>")]))


def test_the_template_may_be_missing(workspace: Workspace) -> None:
    (workspace.templates / "national" / "summary.docx").unlink()
    data, problems = word(workspace, WIDE, "2022", "unit", "commit")
    assert data == b"" and {one.code for one in problems} == {"PROFILE-TEMPLATE"}


def test_a_broken_template_is_a_located_problem(workspace: Workspace) -> None:
    (workspace.templates / "national" / "summary.docx").write_bytes(b"no zip")
    data, problems = word(workspace, WIDE, "2022", "unit", "commit")
    assert data == b"" and problems[0].place.path.startswith("templates/national/summary.docx")


def test_a_profile_without_the_document_is_a_problem(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "profile.yaml"
    path.write_text(path.read_text("utf-8").replace("    each: summary\n", "    each: rollup\n"), "utf-8")
    data, problems = word(workspace, WIDE, "2022", "unit", "commit")
    assert data == b"" and "没有一年一览的模板" in problems[0].message


@pytest.mark.heavy
def test_twice_the_units_take_twice_the_work() -> None:
    assert_linear(made, of_units, 500)


@pytest.mark.heavy
def test_a_thousand_units_open_in_word(tool: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "summary.docx"
    path.write_bytes(made(of_units(1000)))
    assert subprocess.run([tool("ooxml-validator"), str(path)], capture_output=True, check=False).returncode == 0
