"""A year at a glance: the rows, their order, what they add up to, and the two files."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from generator import pool
from generator.git.repository import Repository
from generator.reports.summary import rows as summary
from generator.reports.summary.document import MOST, _tree, word
from generator.reports.summary.rows import ORDERS, Row, grand_totals, range_counts, ranked, rows
from generator.reports.summary.workbook import excel
from generator.reports.template_names import load_contract, scope
from generator.reports.workspace import Workspace
from generator.revisions.manifest import manifest
from generator.revisions.verify import Verdict, verify
from tests.support.cli import Run
from tests.support.contracts import walk
from tests.support.docx import texts
from tests.support.growth import assert_linear
from tests.support.paths import PROJECT
from tests.support.reports import edit

ROW = Row("a", "甲", "项目", "project", counted=True)
WIDE = [
    replace(ROW, code="a", budget=Fraction(100_000), actual=Fraction(95_000), score=Fraction(9105, 100), grade="优"),
    replace(ROW, code="b", budget=Fraction(0), actual=Fraction(0), score=Fraction(80), grade="良", warnings=2),
    replace(ROW, code="c", budget=Fraction(300_000), actual=Fraction(100_000)),
    Row("d", "丁", failed=True, errors=3),
]


def made(found: list[Row], year: str = "2022", order: str = "unit") -> bytes:
    data, problems = word(Workspace(PROJECT), found, year, order, "commit")
    assert problems == []
    return data


def sheets(data: bytes, *, values: bool) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(BytesIO(data), data_only=values)
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book}


def test_each_evaluation_is_a_row_and_a_unit_counts_once(all_reports: Workspace) -> None:
    found = {(row.code, row.evaluation): row for row in rows(all_reports, "2021")}
    whole, project = found["qiaokou", "单位整体支出"], found["qiaokou", "信息化运行维护项目"]
    assert (whole.counted, project.counted) == (True, False)
    assert (whole.unit, whole.budget, whole.score, whole.grade) == (
        "武汉市硚口区教育局信息技术中心",
        Fraction(1_571_100),
        Fraction("96.8"),
        "优",
    )
    assert whole.accepted == 6 + 17 and whole.errors == 0
    yiyang = found["yiyang", "实验与信息素养提升专项资金"]
    assert (yiyang.rate, yiyang.counted) == (Fraction("0.49"), True)


def test_a_unit_with_errors_is_listed_without_figures(workspace: Workspace) -> None:
    edit(workspace, ("actual: 21754元", "actual: 12345元"))
    (row,) = rows(workspace, "2022")
    assert (row.code, row.unit, row.failed, row.errors) == ("hechi", "河池市电化教育站", True, 1)
    assert (row.budget, row.score, row.rate, row.counted) == (None, None, None, False)


@pytest.mark.parametrize("text", ["unit: [甲\n", "- 甲\n", "unit: 1\n", ""])
def test_a_file_that_cannot_be_read_is_a_row_too(workspace: Workspace, text: str) -> None:
    workspace.report("hechi", "2022").write_text(text, "utf-8")
    (row,) = rows(workspace, "2022")
    assert (row.code, row.unit, row.failed) == ("hechi", "", True) and row.errors


def test_a_roll_up_is_a_row_that_does_not_count(all_reports: Workspace) -> None:
    row = next(row for row in rows(all_reports, "2023") if row.code == "example-department")
    assert (row.counted, row.budget, row.kind) == (False, None, "") and row.evaluation


def test_several_processes_give_the_same_rows(all_reports: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MANY", 1)
    alone = rows(all_reports, "2021", processes=1)
    assert rows(all_reports, "2021", processes=2) == alone

    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(pool, "ProcessPoolExecutor", refuse)
    assert rows(all_reports, "2021", processes=2) == alone


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        ("unit", "abcd"),
        ("rate", "acbd"),
        ("score", "abcd"),
        ("budget", "cabd"),
        ("actual", "cabd"),
        ("problems", "dbac"),
    ],
)
def test_rows_are_sorted_with_those_without_figures_last(order: str, codes: str) -> None:
    assert "".join(row.code for row in ranked(WIDE, order)) == codes
    assert order in ORDERS


def test_scores_and_rates_are_counted_by_bands() -> None:
    assert range_counts(WIDE) == [
        ("90及以上", 1, 1),
        ("80至90", 1, 0),
        ("60至80", 0, 0),
        ("不到60", 0, 1),
        ("没有数", 2, 2),
    ]


def test_a_rate_that_prints_as_90_stands_in_the_band_of_90() -> None:
    row = replace(ROW, budget=Fraction(100_000), actual=Fraction(89_996))
    assert range_counts([row])[0] == ("90及以上", 0, 1)


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
    assert excel(WIDE, "2022", "unit") == excel(WIDE, "2022", "unit")


def test_the_workbook_holds_numbers_and_formulas() -> None:
    data = excel(WIDE, "2022", "unit")
    formulas, values = (sheets(data, values=shown)["一览表"] for shown in (False, True))
    assert values[3][5:9] == (10, 9.5, 0.95, 91.05)
    assert values[4][7] == "—" and values[6][5:9] == (None, None, None, None)
    assert formulas[3][7] == '=IF(F4=0,"—",ROUND(G4/F4,4))'
    assert formulas[7][5] == '=SUMIF(N4:N7,"是",F4:F7)'
    assert values[7][5:8] == (40, 19.5, 0.4875)
    counted, shown = (sheets(data, values=shown)["分布"] for shown in (False, True))
    assert counted[2][1] == "=COUNTIFS('一览表'!$I$4:$I$7,\">=80\",'一览表'!$I$4:$I$7,\"<90\")"
    assert shown[1:] == [(name, scores, rates) for name, scores, rates in range_counts(WIDE)]


def test_a_text_is_never_a_formula_or_a_link() -> None:
    hostile = replace(ROW, unit='=HYPERLINK("http://example.com","甲")', evaluation="@SUM(1)", grade="+1")
    formulas = sheets(excel([hostile], "2022", "unit"), values=False)["一览表"]
    assert formulas[3][2:4] == (hostile.unit, hostile.evaluation)
    with zipfile.ZipFile(BytesIO(excel([hostile], "2022", "unit"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "HYPERLINK" not in sheet and "<hyperlink" not in sheet


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


def test_the_command_writes_both_files_beside_the_units(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("YEAR", "SORT"):
        monkeypatch.delenv(name, raising=False)
    run = Run(workspace, capsys)
    assert run("report", "--unit", "hechi", "--year", "2022")[0] == 0
    status, out, err = run("summary", "--year", "2022", "--sort", "score")
    assert (status, err) == (0, "") and "  build/2022/summary.docx\n  build/2022/summary.xlsx\n" in out
    assert {path.name for path in (workspace.root / "build" / "2022").iterdir()} == {
        "hechi",
        "summary.docx",
        "summary.xlsx",
    }
    assert all("summary" not in one.place.path for one in manifest(workspace)[1])
    edit(workspace, ("actual: 21754元", "actual: 12345元"))
    status, out, _ = run("summary", "--year", "2022")
    assert status == 0 and "数据有错误、没有列数的单位：hechi；看问题运行 make check YEAR=2022" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "要写明年度，如 make summary YEAR=2022"),
        (["--year", "2031"], "没有这一年的数据"),
        (["--year", "2022", "--sort", "name"], "SORT='name' 不合要求，可用 unit、rate"),
    ],
)
def test_misuse_is_explained(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    status, out, err = Run(workspace, capsys)("summary", *arguments)
    assert (status, out) == (2, "") and words in err


def test_a_template_that_is_broken_leaves_the_files_of_before(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(workspace, capsys)
    assert run("summary", "--year", "2022")[0] == 0
    before = (workspace.root / "build" / "2022" / "summary.docx").read_bytes()
    (workspace.templates / "national" / "summary.docx").write_bytes(b"no zip")
    status, _, err = run("summary", "--year", "2022")
    assert status == 1 and "错误 TEMPLATE-FILE" in err
    assert (workspace.root / "build" / "2022" / "summary.docx").read_bytes() == before


def test_verify_says_that_a_summary_is_of_all_units(tmp_path: Path) -> None:
    path = tmp_path / "summary.docx"
    path.write_bytes(made(WIDE))
    found = verify(Repository(PROJECT), path)
    assert found.verdict is Verdict.UNPROVEN and "一年一览由全部单位的数据汇总" in found.reason


def of_units(count: int) -> list[Row]:
    return [replace(WIDE[number % 4], code=f"u{number:04}", unit=f"示例市第{number}中心") for number in range(count)]


@pytest.mark.heavy
def test_twice_the_units_take_twice_the_work() -> None:
    assert_linear(lambda many: (made(many), excel(many, "2022", "unit")), of_units, 500)


@pytest.mark.heavy
def test_a_thousand_units_open_in_word_and_excel(tool: Callable[[str], str], tmp_path: Path) -> None:
    many = of_units(1000)
    files = {"summary.docx": made(many), "summary.xlsx": excel(many, "2022", "unit")}
    assert len(sheets(files["summary.xlsx"], values=True)["一览表"]) == 1004
    validator = tool("ooxml-validator")
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        assert validate(validator, tmp_path / name) == 0, name


def validate(validator: str, path: Path) -> int:
    return subprocess.run([validator, str(path)], capture_output=True, check=False).returncode


def test_totals_leave_out_what_does_not_count() -> None:
    assert (
        grand_totals([*WIDE, replace(WIDE[0], counted=False)])
        == grand_totals(WIDE)
        == (Fraction(400_000), Fraction(195_000))
    )
