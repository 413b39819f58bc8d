"""The volume of the final accounts as a document: Qiaokou 2021, an invented unit, and Qiaokou with one input changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from lxml import etree

from generator.figures.glossary import glossary
from generator.opc import Package, links
from generator.problems import has_errors
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.word.names import CHART, DOCUMENT, DRAWING_PROPERTIES, R, W
from generator.word.package import read_package
from tests.support.docx import all_text, body, texts
from tests.support.paths import PROJECT

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NUMBERING = ("（一）", "1.")
CHARTS = ["收、支决算总计变动情况", "收入决算结构", "支出决算结构", "财政拨款收、支决算总计变动情况"]
ZERO = Decimal(0)

# What one input is changed to, and which printed figures must give way to which
CHANGES = {
    "a-salary-item": (
        ("30101: 10.18万元", "30101: 11.18万元"),
        {
            "10.18": "11.18",
            "157.11": "158.11",
            "141.22": "142.22",
            "68.61": "69.61",
            "63.21": "64.21",
            "52.72": "53.72",
            "15.99": "16.99",
            "11.3%": "12.0%",
            "43.7%": "44.0%",
            "56.3%": "56.0%",
            "106.7%": "107.4%",
            "108.8%": "109.5%",
        },
    ),
    "a-project": (
        ("amount: 66.5万元", "amount: 70.5万元"),
        {
            "66.50": "70.50",
            "88.50": "92.50",
            "157.11": "161.11",
            "141.22": "145.22",
            "15.99": "19.99",
            "11.3%": "14.2%",
            "43.7%": "42.6%",
            "56.3%": "57.4%",
            "89.9%": "90.1%",
            "106.7%": "109.4%",
            "108.8%": "111.8%",
        },
    ),
    "a-functional-item": (
        ("- code: 2101102\n      basic: 1.75万元", "- code: 2101102\n      basic: 2.75万元"),
        {
            "141.22": "140.22",
            "52.72": "51.72",
            "4.87": "5.87",
            "89.9%": "89.2%",
            "3.1%": "3.7%",
            "108.8%": "108.0%",
            "76.6%": "92.3%",
        },
    ),
}
UNITS = ("qiaokou", "example")
VOLUMES = (*UNITS, *CHANGES)


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows, as Word has it in its cache and as the workbook behind it has it; `text` describes it."""

    text: str
    cached: dict[str, dict[str, Decimal]]
    workbook: dict[str, dict[str, Decimal]]
    axes: list[str]
    series: etree._Element


@dataclass(frozen=True)
class Volume:
    """The documents of one report; everything is read back from their bytes."""

    files: dict[str, bytes]

    @property
    def full(self) -> bytes:
        return self.files["full.docx"]

    @cached_property
    def package(self) -> Package:
        with zipfile.ZipFile(BytesIO(self.full)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def body(self) -> etree._Element:
        return body(self.full)

    @cached_property
    def text(self) -> str:
        return "\n".join(texts(self.full))

    @cached_property
    def tables(self) -> dict[int, list[list[str]]]:
        """The nine official tables by number, without their header rows; a cell that spans columns fills the first."""
        found = {}
        title = ""
        for element in self.body:
            if style(element) == "TableTitle":
                title = str(element.xpath("string()"))
            elif element.tag == f"{W}tbl" and (number := re.search(r"（表(\d)）", title)):
                rows = [row for row in element.iterchildren(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is None]
                found[int(number[1])] = [[*cells(row)] for row in rows]
                title = ""
        return found

    def line(self, table: int, key: str) -> list[Decimal]:
        """The amounts of the row of a table that begins with a code or 合计."""
        return next([amount(cell) for cell in row[4:]] for row in self.tables[table] if row[0] == key)

    def cell(self, table: int, row: int, column: int = 0) -> Decimal:
        """An amount of table 1 or 4 by the number printed beside it; `column` counts from the number."""
        for line in self.tables[table]:
            for place in (1, 4):
                if line[place] == str(row):
                    return amount(line[place + 1 + column])
        raise KeyError(row)

    @cached_property
    def items(self) -> dict[str, Decimal]:
        """Table 6: the amounts by economic code, and both totals by name."""
        rows, last = self.tables[6][:-1], self.tables[6][-1]
        found = {row[place]: amount(row[place + 2]) for row in rows for place in (0, 3, 6) if row[place]}
        return found | {last[0]: amount(last[2]), last[3]: amount(last[8])}

    @cached_property
    def charts(self) -> dict[str, Chart]:
        parts = {link.id: link.target for link in links(self.package, DOCUMENT)}
        found = {}
        for drawing in self.body.iter(f"{W}drawing"):
            part = parts[str(next(drawing.iter(CHART)).get(f"{R}id"))]
            text = str(next(drawing.iter(DRAWING_PROPERTIES)).get("descr"))
            (workbook,) = [link.target for link in links(self.package, part) if link.type.endswith("/package")]
            root = etree.fromstring(self.package[part])
            axes = [str(axis.get("val")) for axis in root.iter(f"{C}axId", f"{C}crossAx")]
            found[text.split("：")[0]] = Chart(text, cached(root), sheet(self.package[workbook]), axes, root)
        return found

    def sections(self) -> Iterator[tuple[bool, list[str]]]:
        """For each section whether it is landscape, and the text of its paragraphs."""
        inside: list[str] = []
        for element in self.body:
            section = element if element.tag == f"{W}sectPr" else element.find(f"{W}pPr/{W}sectPr")
            if section is not None:
                yield section.find(f"{W}pgSz[@{W}orient='landscape']") is not None, inside
                inside = []
            elif element.tag == f"{W}p":
                inside.append(str(element.xpath("string()")))


def style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def cells(row: etree._Element) -> Iterator[str]:
    for cell in row.iterchildren(f"{W}tc"):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        yield str(cell.xpath("string()"))
        yield from [""] * (int(str(span.get(f"{W}val"))) - 1 if span is not None else 0)


def amount(cell: str) -> Decimal:
    return Decimal(cell or 0)


def cached(root: etree._Element) -> dict[str, dict[str, Decimal]]:
    found = {}
    for series in root.iter(f"{C}ser"):
        for points in series.iter(f"{C}strCache", f"{C}numCache"):
            counts = [int(str(count.get("val"))) for count in points.iter(f"{C}ptCount")]
            assert counts == [len([*points.iter(f"{C}pt")])]
        name, categories, values = (
            [item.text or "" for item in series.iterfind(f"{C}{part}//{C}v")] for part in ("tx", "cat", "val")
        )
        found[name[0]] = dict(zip(categories, map(Decimal, values), strict=True))
    return found


def sheet(data: bytes) -> dict[str, dict[str, Decimal]]:
    """The series of a workbook: categories in column A, a series in each column from B."""
    header, *rows = openpyxl.load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return {
        str(name): {str(row[0]): Decimal(str(row[column])).quantize(Decimal("0.01")) for row in rows}
        for column, name in enumerate(header)
        if column
    }


def percent(part: Decimal, whole: Decimal) -> str:
    return f"{(100 * part / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def everything(data: bytes) -> str:
    """All XML of a document, attributes, charts and the workbooks inside included."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    return "\n".join(everything(part) if name.endswith(".xlsx") else part.decode() for name, part in parts)


def count(figure: str, text: str) -> int:
    return len(re.findall(rf"(?<![\d.]){re.escape(figure)}(?!\d)", text))


def workspace_in(root: Path, change: tuple[str, str] | None = None) -> Workspace:
    """Both reports with all templates, the first with one amount changed."""
    shutil.copytree(PROJECT / "templates", root / "templates")
    shutil.copytree(PROJECT / "tests" / "data" / "accounts" / "reports", root / "reports")
    text = (PROJECT / "reports" / "2021" / "qiaokou.yaml").read_text("utf-8")
    if change:
        assert text.count(change[0]) == 1
        text = text.replace(*change)
    (root / "reports" / "2021" / "qiaokou.yaml").write_text(text, "utf-8")
    return Workspace(root)


def made(workspace: Workspace, unit: str) -> dict[str, bytes]:
    loaded = load(workspace, unit, "2021")
    assert not has_errors(loaded.problems), loaded.problems
    files, problems = make_documents(workspace, loaded)
    assert not has_errors(problems), problems
    return files


@pytest.fixture(scope="module")
def volumes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Volume]:
    plain = workspace_in(tmp_path_factory.mktemp("volume"))
    found = {unit: Volume(made(plain, unit)) for unit in UNITS}
    for name, (change, _) in CHANGES.items():
        changed = workspace_in(tmp_path_factory.mktemp("changed"), change)
        found[name] = Volume(made(changed, "qiaokou"))
    return found


@pytest.fixture(params=VOLUMES)
def volume(request: pytest.FixtureRequest, volumes: dict[str, Volume]) -> Volume:
    return volumes[request.param]


@pytest.fixture(params=UNITS)
def unchanged(request: pytest.FixtureRequest, volumes: dict[str, Volume]) -> Volume:
    return volumes[request.param]


# --- all documents ---


def test_a_report_with_accounts_gives_its_documents(volumes: dict[str, Volume]) -> None:
    assert [*volumes["qiaokou"].files] == [
        "full.docx",
        "tables.docx",
        "report-zhengti.docx",
        "report-xinxihua.docx",
        "scoring-zhengti.docx",
        "scoring-xinxihua.docx",
        "reconciliation.docx",
    ]
    assert [*volumes["example"].files] == ["full.docx", "tables.docx", "reconciliation.docx"]


@pytest.mark.parametrize("unit", UNITS)
def test_nothing_is_wrong_with_the_reports_themselves(tmp_path: Path, unit: str) -> None:
    assert load(workspace_in(tmp_path), unit, "2021").problems == []


@pytest.mark.heavy
def test_other_processes_with_other_hash_seeds_and_time_zones_make_equal_bytes(
    volumes: dict[str, Volume], tmp_path: Path
) -> None:
    workspace_in(tmp_path)
    script = (
        "import hashlib, json, sys; from pathlib import Path; from generator.reports.load import *; from generator.reports.documents import *;"
        "w = Workspace(Path(sys.argv[1]));"
        "made = {u: make_documents(w, load(w, u, '2021'))[0] for u in sys.argv[2:]};"
        "print(json.dumps({u: {n: hashlib.sha256(d).hexdigest() for n, d in f.items()} for u, f in made.items()}))"
    )
    here = {
        unit: {name: hashlib.sha256(data).hexdigest() for name, data in volumes[unit].files.items()} for unit in UNITS
    }
    for zone, seed in (("Asia/Shanghai", "1"), ("America/New_York", "2")):
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path), *UNITS],
            cwd=PROJECT,
            env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        )
        assert json.loads(done.stdout) == here


@pytest.mark.heavy
def test_word_accepts_every_document_of_both_units(
    volumes: dict[str, Volume], tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """Microsoft's Open XML SDK validator; test_documents asks every Office version of the published reports."""
    validator = tool("ooxml-validator")
    paths = []
    for unit in UNITS:
        for name, data in volumes[unit].files.items():
            paths.append(tmp_path / f"{unit}-{name}")
            paths[-1].write_bytes(data)

    def fault(path: Path, version: str) -> str:
        command = [validator, str(path), "--officeVersion", version]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        return f"{path.name} {version}: {done.stdout}" if done.returncode else ""

    with ThreadPoolExecutor() as pool:
        faults = pool.map(lambda pair: fault(*pair), product(paths, ("Office2007", "Microsoft365")))
    assert [text for text in faults if text] == []


def test_no_document_keeps_a_blank_of_the_form_or_a_tag(volume: Volume) -> None:
    blanks = ("增加（减少）", "大（小）于", "{{", "{%", "XX")
    for name, data in volume.files.items():
        if name != "reconciliation.docx":
            assert [blank for blank in blanks if blank in everything(data)] == [], name


def test_styles_are_those_of_the_base_document(unchanged: Volume) -> None:
    base, problems = read_package(PROJECT / "templates" / "base.docx", "base.docx")
    assert base is not None, problems
    for name, data in unchanged.files.items():
        with zipfile.ZipFile(BytesIO(data)) as archive:
            assert archive.read("word/styles.xml") == base["word/styles.xml"], name


# --- one changed input ---


@pytest.mark.parametrize("name", CHANGES)
def test_one_changed_amount_leaves_no_old_figure_but_in_the_reconciliation(
    volumes: dict[str, Volume], name: str
) -> None:
    """The old figure is gone from texts, tables, sheets, charts, workbooks and alternative texts alike."""
    before, after = (
        "\n".join(everything(data) for file, data in volumes[which].files.items() if file != "reconciliation.docx")
        for which in ("qiaokou", name)
    )
    for old, new in CHANGES[name][1].items():
        assert (count(old, after), count(new, before)) == (0, 0), old
        assert count(old, before) == count(new, after) > 0, old


@pytest.mark.parametrize("name", CHANGES)
def test_the_reconciliation_keeps_the_published_figures_beside_the_changed_ones(
    volumes: dict[str, Volume], name: str
) -> None:
    rows = reconciliation(volumes[name])
    assert [row[2] for row in rows] == [row[2] for row in reconciliation(volumes["qiaokou"])]
    different = {row[1]: (row[2], row[3]) for row in rows if row[5] == "不符"}
    if name == "a-functional-item":
        assert different["卫生健康支出决算数"] == ("4.87万元", "5.87万元")
    else:
        assert different["收、支总计"] == ("157.11万元", f"{CHANGES[name][1]['157.11']}万元")


def test_a_changed_salary_item_reaches_the_cells_of_six_tables(volumes: dict[str, Volume]) -> None:
    volume = volumes["a-salary-item"]
    whole, basic = Decimal("158.11"), Decimal("69.61")
    assert {volume.cell(1, row) for row in (1, 27, 30, 57, 60)} == {whole}
    assert volume.cell(1, 35) == Decimal("142.22")
    assert volume.line(2, "合计")[:2] == volume.line(2, "合计")[:1] * 2 == [whole, whole]
    assert volume.line(3, "合计")[:3] == volume.line(5, "合计") == [whole, basic, Decimal("88.50")]
    assert volume.line(5, "2050199") == [Decimal("142.22"), Decimal("53.72"), Decimal("88.50")]
    assert {volume.cell(4, 27), volume.cell(4, 32), volume.cell(4, 59), volume.cell(4, 64, 1)} == {whole}
    assert [volume.items[key] for key in ("30101", "301", "人员经费合计")] == [
        Decimal("11.18"),
        Decimal("64.21"),
        Decimal("64.21"),
    ]


def test_a_changed_functional_item_moves_between_classes_and_leaves_the_total(volumes: dict[str, Volume]) -> None:
    before, after = volumes["qiaokou"], volumes["a-functional-item"]
    assert after.cell(1, 60) == before.cell(1, 60) == Decimal("157.11")
    assert after.items == before.items
    for code, moved in (("205", -1), ("2050199", -1), ("210", 1), ("21011", 1), ("2101102", 1), ("2101103", 0)):
        for table in (2, 3, 5):
            assert after.line(table, code)[0] - before.line(table, code)[0] == moved, (table, code)


def test_a_changed_project_reaches_procurement_and_both_evaluations(volumes: dict[str, Volume]) -> None:
    files = volumes["a-project"].files
    assert "政府采购支出为70.50万元" in volumes["a-project"].text
    assert "教育局视频监控系统运维服务费（70.50万元）" in all_text(files["scoring-xinxihua.docx"])
    assert texts(files["scoring-xinxihua.docx"]).count("92.50") == 2
    assert texts(files["scoring-zhengti.docx"]).count("161.11") == 2
    assert "项目预算为92.50万元，决算为92.50万元" in all_text(files["report-xinxihua.docx"])


@pytest.mark.parametrize("name", ["qiaokou", *CHANGES])
def test_the_whole_unit_s_sheet_repeats_the_amounts_of_the_tables(volumes: dict[str, Volume], name: str) -> None:
    volume = volumes[name]
    total, basic, project = volume.line(3, "合计")[:3]
    (rows,) = [
        [[*cells(row)] for row in table.iterchildren(f"{W}tr")]
        for table in body(volume.files["scoring-zhengti.docx"]).iter(f"{W}tbl")
        if "基本支出总额" in str(table.xpath("string()"))
    ]
    flat = [cell for row in rows for cell in row if cell]
    assert flat[flat.index("基本支出总额") + 1] == f"{basic}万元"
    assert flat[flat.index("项目支出总额") + 1] == f"{project}万元"
    assert rows[-1].count(str(total)) == 2


# --- the nine tables ---


Check = tuple[str, Decimal, Decimal]


def sums(parts: Iterable[Decimal]) -> Decimal:
    return sum(parts, ZERO)


def faults(volume: Volume) -> list[Check]:
    """The official checks (表内、表间公式) that the printed digits do not satisfy."""
    checks = [*table_1(volume), *table_4(volume), *by_code(volume), *tables_6_and_7(volume), *between(volume)]
    assert len(checks) > 200
    return [check for check in checks if check[1] != check[2]]


def table_1(volume: Volume) -> Iterator[Check]:
    row = {number: volume.cell(1, number) for number in range(1, 61)}
    yield "表1 r27", row[27], sums(row[number] for number in range(1, 9))
    yield "表1 r30", row[30], row[27] + row[28] + row[29]
    yield "表1 r57", row[57], sums(row[number] for number in range(31, 57))
    yield "表1 r60", row[60], row[57] + row[58] + row[59]
    yield "表1 r30 = r60", row[30], row[60]


def table_4(volume: Volume) -> Iterator[Check]:
    row = {number: volume.cell(4, number) for number in range(1, 65)}
    yield "表4 r27", row[27], row[1] + row[2] + row[3]
    yield "表4 r28", row[28], row[29] + row[30] + row[31]
    yield "表4 r32", row[32], row[27] + row[28]
    yield "表4 r32 = r64", row[32], row[64]
    for column in range(4):
        right = {number: volume.cell(4, number, column) for number in range(33, 65)}
        yield f"表4 r59 c{column + 2}", right[59], sums(right[number] for number in range(33, 59))
        yield f"表4 r64 c{column + 2}", right[64], right[59] + right[60]
    for number in range(33, 65):
        yield f"表4 r{number} c2", row[number], sums(volume.cell(4, number, column) for column in (1, 2, 3))


def by_code(volume: Volume) -> Iterator[Check]:
    """Tables 2, 3, 5, 8 and 9: the columns of each row, and 合计 = Σ 类, each 类 = Σ its 款 = Σ their 项."""
    for table in (2, 3, 5, 8, 9):
        rows = {row[0]: [amount(cell) for cell in row[4:]] for row in volume.tables[table] if row[0]}
        for code, columns in rows.items():
            if table == 8:
                opening, income, spending, basic, project, closing = columns
                yield f"表8 {code} c6", closing, opening + income - spending
                yield f"表8 {code} c3", spending, basic + project
            else:
                yield f"表{table} {code} c1", columns[0], sums(columns[1:])
            above, digits = ("", 3) if code == "合计" else (code, len(code) + 2)
            below = [found for other, found in rows.items() if len(other) == digits and other.startswith(above)]
            for column, value in enumerate(columns if digits < 9 else [], 1):
                yield f"表{table} {code} 以下 c{column}", value, sums(found[column - 1] for found in below)


def tables_6_and_7(volume: Volume) -> Iterator[Check]:
    items = volume.items
    for code in (code for code in items if len(code) == 3):
        yield f"表6 {code}", items[code], sums(items[other] for other in items if other != code and other[:3] == code)
    yield "表6 人员经费", items["人员经费合计"], items["301"] + items["303"]
    yield "表6 公用经费", items["公用经费合计"], sums(items[code] for code in ("302", "307", "310", "312", "399"))
    column = dict(enumerate(map(amount, volume.tables[7][-1]), 1))
    for whole, parts in ((1, (2, 3, 6)), (3, (4, 5)), (7, (8, 9, 12)), (9, (10, 11))):
        yield f"表7 c{whole}", column[whole], sums(column[part] for part in parts)
    for code, number in (("30212", 8), ("31013", 10), ("30231", 11), ("30217", 12)):
        yield f"表6 {code} ≤ 表7 c{number}", max(items[code], column[number]), column[number]


def between(volume: Volume) -> Iterator[Check]:
    total = {table: volume.line(table, "合计") for table in (2, 3, 5, 8, 9)}
    yield "表2 = 表1 r27", total[2][0], volume.cell(1, 27)
    yield "表3 = 表1 r57", total[3][0], volume.cell(1, 57)
    for row in (1, 2, 3):
        yield f"表4 r{row} = 表1 r{row}", volume.cell(4, row), volume.cell(1, row)
    yield "表5 = 表4 r59 c3", total[5][0], volume.cell(4, 59, 1)
    yield "表8 = 表4 r59 c4", total[8][2], volume.cell(4, 59, 2)
    yield "表9 = 表4 r59 c5", total[9][0], volume.cell(4, 59, 3)
    yield "表6 = 表5 c2", volume.items["人员经费合计"] + volume.items["公用经费合计"], total[5][1]


def test_the_printed_tables_satisfy_the_official_checks(volume: Volume) -> None:
    assert [*volume.tables] == [*range(1, 10)]
    assert faults(volume) == []


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [(1, 4, 5), (2, 3, 4), (4, 26, 6), (5, 2, 5), (6, 1, 2), (7, 0, 2), (8, 1, 5), (9, 1, 6)],
)
def test_one_wrong_digit_in_a_table_fails_the_checks(
    volumes: dict[str, Volume], table: int, row: int, column: int
) -> None:
    spoilt = Volume(volumes["example"].files)
    spoilt.tables[table][row][column] = str(amount(spoilt.tables[table][row][column]) + Decimal("0.01"))
    assert faults(spoilt) != []


def test_rows_that_are_blank_on_the_form_stay_blank(volumes: dict[str, Volume]) -> None:
    for volume in volumes.values():
        for table, rows in volume.tables.items():
            assert not {"0.00", "0", "—", "未披露", "None"} & {cell for row in rows for cell in row}, table


def test_amounts_of_the_tables_have_two_decimals(volumes: dict[str, Volume]) -> None:
    for volume in volumes.values():
        for table in (2, 3, 5, 8, 9):
            for row in volume.tables[table]:
                assert all(re.fullmatch(r"(\d+\.\d\d)?", cell) for cell in row[4:]), (table, row)


def test_empty_tables_keep_their_frame_and_say_so(volumes: dict[str, Volume]) -> None:
    volume = volumes["qiaokou"]
    for table in (7, 8, 9):
        assert volume.tables[table]
        assert {cell for row in volume.tables[table] for cell in row} <= {"", "合计"}
    notes = [line for line in volume.text.splitlines() if line.startswith("说明：")]
    assert len(notes) == 3
    for note, word in zip(notes, ("“三公”经费", "政府性基金", "国有资本经营"), strict=True):
        assert word in note
        assert "没有" in note


def test_tables_with_figures_have_no_such_note(volumes: dict[str, Volume]) -> None:
    volume = volumes["example"]
    assert "说明：" not in volume.text
    assert volume.tables[7] == [
        ["12.00", "6.00", "5.00", "", "5.00", "1.00", "7.95", "2.00", "4.60", "", "4.60", "1.35"]
    ]
    assert [cell for cell in volume.tables[8][0] if cell] == ["合计", "5.00", "59.20", "61.90", "1.20", "60.70", "2.30"]
    assert [cell for cell in volume.tables[9][0] if cell] == ["合计", "15.00", "15.00"]


def test_the_document_of_tables_prints_the_same_nine_tables(unchanged: Volume) -> None:
    assert Volume({"full.docx": unchanged.files["tables.docx"]}).tables == unchanged.tables


# --- the narrative ---


def part(volume: Volume, start: str, end: str) -> str:
    """The narrative between two headings, without the contents that repeat them."""
    lines = texts(volume.full)
    first = max(index for index, line in enumerate(lines) if line == start)
    last = next(index for index, line in enumerate(lines) if index > first and line == end)
    return "\n".join(lines[first + 1 : last])


def test_the_shares_of_income_and_spending_follow_from_the_printed_tables(volume: Volume) -> None:
    for table, (start, end), names in (
        (
            2,
            ("二、收入决算情况说明", "三、支出决算情况说明"),
            ["财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"],
        ),
        (
            3,
            ("三、支出决算情况说明", "四、财政拨款收入支出决算总体情况说明"),
            ["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
        ),
    ):
        text = part(volume, start, end)
        total, *parts = volume.line(table, "合计")
        for name, value in zip(names, parts, strict=True):
            assert f"{name}{value:.2f}万元，占{percent(value, total)}" in text


def test_shares_and_completion_of_the_classes_follow_from_table_5_and_the_budget(volume: Volume) -> None:
    text = part(volume, "五、一般公共预算财政拨款支出决算情况说明", "六、一般公共预算财政拨款基本支出决算情况说明")
    total = volume.line(5, "合计")[0]
    classes = [row for row in volume.tables[5] if len(row[0]) == 3]
    for row in classes:
        spent = amount(row[4])
        assert f"{row[3].removesuffix('支出')}（类）{row[4]}万元，占{percent(spent, total)}" in text
        found = re.search(
            rf"{row[3]}（类）。年初预算([\d.]+)万元，决算([\d.]+)万元，预算完成率([\d.]+%)，决算数(大于|小于|等于)",
            text,
        )
        assert found
        budget = Decimal(found[1])
        word = "大于" if spent > budget else "小于" if spent < budget else "等于"
        assert found.groups()[1:] == (row[4], percent(spent, budget), word)
    assert len(classes) == text.count("（类）。年初预算")


def test_the_change_against_last_year_follows_from_the_printed_total(volume: Volume) -> None:
    text = part(volume, "一、收入支出决算总体情况说明", "二、收入决算情况说明")
    found = re.search(r"收、支总计为([\d.]+)万元，2021年度(增加|减少)([\d.]+)万元，(增长|下降)([\d.]+%)", text)
    assert found
    before, now = Decimal(found[1]), volume.cell(1, 60)
    words = ("增加", "增长") if now > before else ("减少", "下降")
    assert found.groups()[1:] == (words[0], str(abs(now - before)), words[1], percent(abs(now - before), before))


def test_nothing_spent_on_the_three_public_expenses_is_no_completion_of_zero_per_cent(
    volumes: dict[str, Volume],
) -> None:
    headings = ("七、一般公共预算财政拨款“三公”经费支出决算情况说明", "八、政府性基金预算财政拨款收入支出决算情况说明")
    for name in VOLUMES:
        text = part(volumes[name], *headings)
        assert "0.0%" not in re.findall(r"[\d.]+%", text)
        assert text.count("完成率—") == text.count("年初预算0.00万元")
    assert "2020年度“三公”经费决算数为0.00万元，2021年度持平" in part(volumes["qiaokou"], *headings)


# --- the charts ---


def drawn(volume: Volume, table: int, names: list[str]) -> dict[str, Decimal]:
    return {name: value for name, value in zip(names, volume.line(table, "合计")[1:], strict=True) if value}


def test_caches_and_workbooks_of_the_charts_hold_the_figures_of_the_tables(volume: Volume) -> None:
    charts = volume.charts
    assert [*charts] == CHARTS
    income = ["财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
    spending = ["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
    assert charts[CHARTS[1]].cached == {"金额": drawn(volume, 2, income)}
    assert charts[CHARTS[2]].cached == {"金额": drawn(volume, 3, spending)}
    for title, table, rows in ((CHARTS[0], 1, (30, 60)), (CHARTS[3], 4, (32, 64))):
        found = charts[title].cached
        assert [*found] == ["2020年度", "2021年度"]
        assert found["2021年度"] == dict(
            zip(("收入总计", "支出总计"), (volume.cell(table, row) for row in rows), strict=True)
        )
        assert [*found["2020年度"]] == ["收入总计", "支出总计"]
    for chart in charts.values():
        assert chart.workbook == chart.cached


def test_the_column_charts_show_last_year_s_printed_totals(volume: Volume) -> None:
    for title, name in ((CHARTS[0], "年度收、支总计"), (CHARTS[3], "年度财政拨款收、支总计")):
        found = re.search(rf"2020{name}为([\d.]+)万元", volume.text)
        assert found
        assert {*volume.charts[title].cached["2020年度"].values()} == {Decimal(found[1])}


def test_pie_charts_have_as_many_points_as_there_are_amounts(volumes: dict[str, Volume]) -> None:
    points = {
        unit: [len(volumes[unit].charts[title].cached["金额"]) for title in (CHARTS[1], CHARTS[2])] for unit in UNITS
    }
    assert points == {"qiaokou": [1, 2], "example": [6, 5]}
    for unit in UNITS:
        for title in (CHARTS[1], CHARTS[2]):
            chart = volumes[unit].charts[title]
            formatted = [int(str(index.get("val"))) for index in chart.series.iterfind(f".//{C}dPt/{C}idx")]
            assert all(index < len(chart.cached["金额"]) for index in formatted)


def test_without_last_year_s_accounts_the_column_charts_show_this_year_alone(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    report = workspace.report("example", "2021")
    text = report.read_text("utf-8")
    start, end = text.index("  last_year:"), text.index("  three_public:\n")
    report.write_text(text[:start] + text[end:], "utf-8")
    volume = Volume(made(workspace, "example"))
    for title, total in ((CHARTS[0], "1085.69"), (CHARTS[3], "1009.19")):
        shown = {"2021年度": {"收入总计": Decimal(total), "支出总计": Decimal(total)}}
        assert volume.charts[title].cached == volume.charts[title].workbook == shown
    assert "2020年度收、支总计未披露" in volume.text


def test_alternative_texts_say_what_the_charts_show(volume: Volume) -> None:
    for title, chart in volume.charts.items():
        assert chart.text.startswith(f"{title}：")
        for name, values in chart.cached.items():
            for category, value in values.items():
                assert f"{name if len(chart.cached) > 1 else ''}{category}{value:.2f}万元" in chart.text


def test_axes_are_numbered_as_word_wants_them_and_cross_each_other(volume: Volume) -> None:
    for title in (CHARTS[0], CHARTS[3]):
        axes = volume.charts[title].axes
        assert all(re.fullmatch(r"\d+", axis) and int(axis) < 2**32 for axis in axes)
        assert {axis: axes.count(axis) for axis in axes} == dict.fromkeys(axes, 3)


# --- binding ---


def test_wide_tables_stand_on_landscape_pages(unchanged: Volume) -> None:
    lying = [
        int(number)
        for landscape, lines in unchanged.sections()
        for number in re.findall(r"（表(\d)）", "".join(lines))
        if landscape
    ]
    assert lying == [2, 3, 7, 8]
    assert sum(landscape for landscape, _ in unchanged.sections()) == 4


def test_header_rows_of_the_official_tables_repeat_and_rows_stay_whole(unchanged: Volume) -> None:
    official = [*unchanged.body.iter(f"{W}tbl")][:9]
    for table, heads in zip(official, (3, 3, 3, 3, 3, 2, 4, 3, 3), strict=True):
        rows = [*table.iterchildren(f"{W}tr")]
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [
            index < heads for index in range(len(rows))
        ]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_reports_and_sheets_of_both_evaluations_follow_the_list_of_annexes_in_its_order(
    volumes: dict[str, Volume],
) -> None:
    lines = [line.replace("\n", "") for line in texts(volumes["qiaokou"].full)]
    first = max(index for index, line in enumerate(lines) if line.startswith("第六部分"))
    listed = [line.split("、", 1)[1] for line in lines[first + 2 : first + 6]]
    unit = "2021年度武汉市硚口区教育局信息技术中心"
    assert listed == [
        f"{unit}整体绩效自评报告",
        f"{unit}整体绩效自评表",
        f"{unit}信息化运行维护项目绩效自评结果",
        f"{unit}信息化运行维护项目自评表",
    ]
    assert [line for line in lines[first + 6 :] if line in listed] == listed


def test_the_annexes_repeat_the_documents_word_for_word(volumes: dict[str, Volume]) -> None:
    files = volumes["qiaokou"].files
    whole = "\n".join(line for line in texts(files["full.docx"]) if line)
    places = [
        whole.find("\n".join(line for line in texts(files[f"{kind}-{evaluation}.docx"]) if line))
        for evaluation in ("zhengti", "xinxihua")
        for kind in ("report", "scoring")
    ]
    assert -1 not in places
    assert places == sorted(places)


def test_a_unit_without_evaluations_has_no_annexes(volumes: dict[str, Volume]) -> None:
    assert texts(volumes["example"].full)[-2:] == ["第六部分　附件", "本年度没有附列的绩效评价材料。"]


def test_bookmarks_and_drawings_have_numbers_of_their_own(unchanged: Volume) -> None:
    for numbers in (
        [mark.get(f"{W}id") for mark in unchanged.body.iter(f"{W}bookmarkStart")],
        [mark.get(f"{W}id") for mark in unchanged.body.iter(f"{W}bookmarkEnd")],
        [mark.get(f"{W}name") for mark in unchanged.body.iter(f"{W}bookmarkStart")],
        [drawing.get("id") for drawing in unchanged.body.iter(DRAWING_PROPERTIES)],
    ):
        assert len(numbers) >= 4
        assert len({*numbers}) == len(numbers)


# --- the contents ---


def headings(volume: Volume) -> list[tuple[int, str, set[str]]]:
    """The level from 1, the text and the bookmarks of each heading."""
    found = []
    for paragraph in volume.body.iter(f"{W}p"):
        level = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if level is not None:
            marks = {str(mark.get(f"{W}name")) for mark in paragraph.iter(f"{W}bookmarkStart")}
            found.append((int(str(level.get(f"{W}val"))) + 1, str(paragraph.xpath("string()")), marks))
    return found


def entries(volume: Volume) -> list[tuple[int, str, str]]:
    """The level, the text and the link of each entry of the contents."""
    found = []
    for paragraph in volume.body.iter(f"{W}p"):
        if style(paragraph).startswith("TOC"):
            (link,) = paragraph.iterchildren(f"{W}hyperlink")
            text = next(link.iter(f"{W}t")).text or ""
            found.append((int(style(paragraph)[3:]), text, str(link.get(f"{W}anchor"))))
    return found


def test_every_heading_of_two_levels_has_an_entry_that_links_to_it(unchanged: Volume) -> None:
    wanted = [(level, text, marks) for level, text, marks in headings(unchanged) if level <= 2]
    found = entries(unchanged)
    assert [(level, text) for level, text, _ in found] == [(level, text) for level, text, _ in wanted]
    assert all(link in marks for (_, _, link), (_, _, marks) in zip(found, wanted, strict=True))
    assert [text[:4] for level, text, _ in found if level == 1] == [f"第{number}部分" for number in "一二三四五六"]


def test_headings_have_outline_levels_by_their_depth(volumes: dict[str, Volume]) -> None:
    levels = {text: level for level, text, _ in headings(volumes["qiaokou"])}
    assert levels["第三部分　武汉市硚口区教育局信息技术中心2021年度部门决算情况说明"] == 1
    assert levels["2021年度收入决算表（表2）"] == levels["十三、预算绩效情况说明"] == 2
    assert levels["（二）部门整体支出自评结果"] == 3
    assert levels["2021年度武汉市硚口区教育局信息技术中心整体绩效自评表"] == 2
    assert (levels["一、自评结论"], levels["（二）部门（单位）整体绩效目标完成情况"], levels["1.执行率情况"]) == (
        3,
        4,
        5,
    )


def test_page_numbers_are_fields_that_word_is_asked_to_fill(unchanged: Volume) -> None:
    settings = etree.fromstring(unchanged.package["word/settings.xml"])
    assert [item.get(f"{W}val") for item in settings.iter(f"{W}updateFields")] == ["true"]
    fields = [item.text or "" for item in unchanged.body.iter(f"{W}instrText")]
    assert fields == [f" PAGEREF {link} \\h " for _, _, link in entries(unchanged)]


@pytest.fixture(scope="module")
def pages(
    volumes: dict[str, Volume], tmp_path_factory: pytest.TempPathFactory, tool: Callable[[str], str]
) -> dict[str, list[str]]:
    """The text of each page of both volumes as LibreOffice lays them out."""
    soffice, pdftotext = tool("soffice"), tool("pdftotext")
    folder = tmp_path_factory.mktemp("pdf")
    for unit in UNITS:
        (folder / f"{unit}.docx").write_bytes(volumes[unit].full)
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / f"{unit}.docx") for unit in UNITS),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    found = {}
    for unit in UNITS:
        command = [pdftotext, "-layout", str(folder / f"{unit}.pdf"), "-"]
        found[unit] = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")[:-1]
    return found


@pytest.mark.heavy
@pytest.mark.parametrize("unit", UNITS)
def test_each_entry_s_page_number_is_the_page_on_which_the_heading_stands(
    volumes: dict[str, Volume], pages: dict[str, list[str]], unit: str
) -> None:
    contents = "".join(page for page in pages[unit][1:4] if "....." in page)
    numbers = []
    for _, text, _ in entries(volumes[unit]):
        spread = r"\s*".join(map(re.escape, re.sub(r"\s", "", text)))
        found = re.search(rf"{spread}[\s.]*?(\d+)\s*$", contents, re.MULTILINE)
        assert found, text
        numbers.append(int(found[1]))
        page = re.sub(r"\s", "", pages[unit][numbers[-1] - 1])
        assert re.sub(r"\s", "", text) in page, (text, numbers[-1])
        assert f"—{numbers[-1]}—" in page, text
    assert len(numbers) > 25
    assert numbers == sorted(numbers)


@pytest.mark.heavy
def test_no_page_is_empty(pages: dict[str, list[str]]) -> None:
    for unit in UNITS:
        assert [number for number, page in enumerate(pages[unit], 1) if not re.sub(r"\s|—\d+—", "", page)] == []


# --- the glossary ---


def listed(text: str) -> list[str]:
    return [entry["term"] for entry in glossary(2021, [], text, NUMBERING)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("没有一个名词", []),
        ("项目支出、基本支出", ["基本支出", "项目支出"]),
        ("三公经费", ["“三公”经费"]),
        ('"三公"经费', ["“三公”经费"]),
        ("结余分配之后", ["结余分配"]),
    ],
)
def test_a_term_is_listed_where_the_text_uses_it_in_the_order_of_the_glossary(text: str, terms: list[str]) -> None:
    assert listed(text) == terms


def test_functional_items_stand_at_their_place_between_the_terms() -> None:
    entries = glossary(2021, ["2210201", "2050199"], "结余分配 其他收入", NUMBERING)
    assert [entry["number"] + entry["term"] for entry in entries] == [
        "（一）其他收入",
        "（二）本部门使用的支出功能分类科目（到项级）",
        "（三）结余分配",
    ]
    assert [item["number"] + item["path"] for item in entries[1]["items"]] == [
        "1.住房保障支出（类）住房改革支出（款）住房公积金（项）",
        "2.教育支出（类）教育管理事务（款）其他教育管理事务支出（项）",
    ]
    assert all(item["text"].startswith("反映") for item in entries[1]["items"])


@pytest.mark.parametrize(("year", "name"), [(2018, "行政事业单位离退休"), (2021, "行政事业单位养老支出")])
def test_items_have_the_name_of_the_year(year: int, name: str) -> None:
    (entry,) = glossary(year, ["2080505"], "", NUMBERING)
    assert f"{name}（款）" in entry["items"][0]["path"]


def test_the_glossary_of_a_volume_has_the_terms_of_the_rest_and_no_others(tmp_path: Path) -> None:
    """A volume without tables and narrative uses few terms; the explanations themselves are not a use."""
    workspace = workspace_in(tmp_path)
    profile = workspace.templates / "hubei-wuhan" / "profile.yaml"
    text = profile.read_text("utf-8")
    for name in ("tables.docx, explanation.docx, ", ", annexes.docx"):
        assert name in text
        text = text.replace(name, "", 1)
    profile.write_text(text, "utf-8")
    report = workspace.report("example", "2021")
    source = report.read_text("utf-8")
    assert terms_of(made(workspace, "example")["full.docx"]) == ["本部门使用的支出功能分类科目（到项级）"]
    report.write_text(source.replace("所属电教馆。", "所属电教馆，开支经营支出和项目支出。"), "utf-8")
    assert terms_of(made(workspace, "example")["full.docx"]) == [
        "本部门使用的支出功能分类科目（到项级）",
        "项目支出",
        "经营支出",
    ]


def glossary_lines(data: bytes) -> list[str]:
    lines = texts(data)
    first = max(index for index, line in enumerate(lines) if line.startswith("第五部分"))
    return lines[first + 1 : next((i for i in range(first + 1, len(lines)) if not lines[i]), len(lines))]


def terms_of(data: bytes) -> list[str]:
    found = [re.match(r"（[一二三四五六七八九十]+）(.*?)(?:：|$)", line) for line in glossary_lines(data)]
    return [match[1] for match in found if match]


def test_the_functional_items_of_the_tables_are_explained_in_their_order(unchanged: Volume) -> None:
    codes = {row[0]: row[3] for row in unchanged.tables[3]}
    lines = [line for line in glossary_lines(unchanged.full) if "（项）：" in line]
    assert [line.split("：")[0] for line in lines] == [
        f"{number}.{codes[code[:3]]}（类）{codes[code[:5]]}（款）{codes[code]}（项）"
        for number, code in enumerate(sorted(code for code in codes if len(code) == 7), 1)
    ]
    assert all("：反映" in line for line in lines)


def test_an_item_without_an_explanation_is_reported(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    report = workspace.report("example", "2021")
    report.write_text(report.read_text("utf-8").replace("{code: 2080801,", "{code: 2080802,"), "utf-8")
    loaded = load(workspace, "example", "2021")
    (problem,) = [problem for problem in loaded.problems if problem.code.startswith("GLOSSARY")]
    assert (problem.code, problem.place.excerpt.strip()) == ("GLOSSARY-ITEM", "- {code: 2080802, basic: 2.90万元}")


# --- the reconciliation ---


def reconciliation(volume: Volume) -> list[list[str]]:
    table = next(body(volume.files["reconciliation.docx"]).iter(f"{W}tbl"))
    return [[*cells(row)] for row in table.iterchildren(f"{W}tr")][1:]


def test_the_reconciliation_lists_every_published_figure_and_why_it_disagrees(volumes: dict[str, Volume]) -> None:
    source: Any = yaml.safe_load((PROJECT / "reports" / "2021" / "qiaokou.yaml").read_text("utf-8"))
    rows = reconciliation(volumes["qiaokou"])
    assert [(row[2], row[6], row[7]) for row in rows] == [
        (entry["value"], entry["where"], entry.get("cause", entry.get("note", ""))) for entry in source["published"]
    ]
    assert {row[5] for row in rows} == {"一致", "不符"}
    assert [row for row in rows if row[5] != "一致" and not row[7]] == []
    assert [row for row in rows if row[5] == "不符" and row[2] == row[3]] == []
