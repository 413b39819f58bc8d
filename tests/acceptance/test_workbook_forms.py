"""Workbooks as offices send them, taken into the report of Hechi for 2022: what is read, compared or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, Font, PatternFill

from generator.opc import unpacked, write_package
from generator.problems import Severity
from generator.reports.importing import Imported, import_workbook
from generator.reports.workspace import Workspace
from tests.support.books import REPORTS, exported
from tests.support.hostile_books import ROWS, book
from tests.support.hostile_books import cell as cell_of
from tests.support.hostile_books import sheet as sheet_of
from tests.support.paths import PROJECT

Cells = list[Any]
SHEET, FUNDS = "自评表", "资金"
ITEMS: list[Cells] = [["差旅费", 1, 1], ["培训费", 1, 0.46], ["办公费", 0.5, 0.22], ["网络维护费", 0.5, 0.5]]
HEAD: list[Cells] = [["2022年资金使用情况表"], ["单位：万元"], ["项目", "全年预算数", "全年执行数"]]
INDICATORS: list[Cells] = [["2022年度"], ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"]]
RATE = "网络多媒体教室覆盖率"


def imported(book: Workbook, tmp_path: Path, unit: str = "hechi", year: str = "2022") -> Imported:
    path = tmp_path / "book.xlsx"
    book.save(path)
    return import_workbook(Workspace(PROJECT), unit, year, path, "book.xlsx")


def sheet(rows: Sequence[Cells], tmp_path: Path) -> Imported:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    return imported(book, tmp_path)


@cache
def workbook() -> bytes:
    return exported(Workspace(PROJECT), "hechi", "2022")


def edited(tmp_path: Path, **texts: object) -> Imported:
    """The exported workbook with other texts in cells of its scoring sheet; formulas are values."""
    book, shown = (load_workbook(BytesIO(workbook()), data_only=only) for only in (False, True))
    for one in book.worksheets:
        for cell in (cell for row in one.iter_rows() for cell in row if cell.data_type == "f"):
            cell.value = shown[one.title][cell.coordinate].value
    for at, text in texts.items():
        name, _, cell_name = at.partition("_")
        book[SHEET if name == "sheet" else FUNDS][cell_name].value = text
    return imported(book, tmp_path)


def told(found: Imported) -> list[tuple[str, str]]:
    """The code and the cell of each error."""
    return [(one.code, one.place.path.rpartition("!")[2]) for one in found.problems if one.severity is Severity.ERROR]


def changed(found: Imported) -> list[tuple[str, object, object]]:
    return [(change.name.rpartition(".")[2], change.before, change.after) for change in found.changes]


@pytest.mark.parametrize(
    "row",
    [["小计", 2, 1.46], ["合　计", 3, 2.18], ["商品和服务支出小计", 3, 2.18], ["总计：", 3, 2.18], ["Total", 3, 2.18],
     ["【合计】", 3, 2.18], ["合计（大写）", "叁万元整", ""], ["过次页", 2, 1.46], ["本年累计", 9, 9], ["……", None, None],
     ["1、", None, None], ["（项目名称）", None, None], ["栏次", 1, 2], ["填报人：", "李四", None], ["注：不含税", None, None],
     ["评价结论", "及时。", None], ["其中：", None, None]],
    ids=lambda row: str(row[0]),
)  # fmt: skip
def test_a_row_of_the_form_is_no_item_and_adds_nothing(row: Cells, tmp_path: Path) -> None:
    found = sheet([*HEAD, *ITEMS, row], tmp_path)
    assert (told(found), changed(found)) == ([], [])


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (["合计", 4, 2.18], "IMPORT-COMPUTED", "B8"),
        (["总计", 3, 3.18], "IMPORT-COMPUTED", "C8"),
        (["合计（元）", 30000, 21754], "IMPORT-UNIT", "B8"),
        (["……", 1, 1], "IMPORT-ROW", "A8"),
        (["", 1, 1], "IMPORT-ROW", "A8"),
        (["示例：会议费", 1, 1], "IMPORT-ROW", "A8"),
        (["其中：课时费", 1, 1], "IMPORT-ROW", "A8"),
        (["培训费", 1, 1], "IMPORT-ROW", "A8"),
    ],
)
def test_a_row_that_contradicts_or_has_no_name_is_refused(row: Cells, code: str, cell: str, tmp_path: Path) -> None:
    assert told(sheet([*HEAD, *ITEMS, row], tmp_path)) == [(code, cell)]


def test_a_total_above_the_items_is_compared(tmp_path: Path) -> None:
    assert told(sheet([*HEAD, ["合计", 4, 2.18], *ITEMS], tmp_path)) == [("IMPORT-COMPUTED", "B4")]


def test_a_subtotal_of_items_without_amounts_loses_no_figure(tmp_path: Path) -> None:
    found = sheet([*HEAD, ["差旅费", None, None], ["小计", 1, 1]], tmp_path)
    assert told(found) == [("IMPORT-ROW", "A5")]


def test_an_item_that_only_looks_like_a_total_is_added(tmp_path: Path) -> None:
    found = sheet([*HEAD, *ITEMS, ["小计量器具购置费", 0.3, 0.2]], tmp_path)
    assert ("name", None, "小计量器具购置费") in changed(found)


def test_a_new_name_over_the_amounts_of_an_item_that_is_missing_is_no_second_item(tmp_path: Path) -> None:
    rows = [["业务差旅费", 1, 1], *ITEMS[1:]]
    assert told(sheet([*HEAD, *rows], tmp_path)) == [("IMPORT-ROW", "A4")]


@pytest.mark.parametrize(
    ("above", "cell"),
    [
        (["填报单位（盖章）：南宁市电化教育馆"], "A1"),
        (["填报单位：", "南宁市电化教育馆"], "B1"),
        (["南宁市电化教育馆2022年度项目支出绩效自评表"], "A1"),
        (["二〇二一年度"], "A1"),
        (["2021年资金表"], "A1"),
        (["2021—2023年实施期绩效目标表"], "A1"),
        (["2022年1—6月绩效运行监控表"], "A1"),
    ],
)
def test_a_table_of_another_unit_or_year_is_refused_at_the_cell_that_says_so(
    above: Cells, cell: str, tmp_path: Path
) -> None:
    assert told(sheet([above, *HEAD[1:], *ITEMS], tmp_path)) == [("IMPORT-WHICH", cell)]


@pytest.mark.parametrize(
    "above",
    [
        ["填报单位：305002-河池市电化教育站（本级）"],
        ["填报单位：河池市电化教育站　　　单位：万元"],
        ["填报日期：2023年3月20日"],
        ["（2022年度）"],
        ["填报单位：XXX单位"],
        ["单位：", "万元"],
    ],
)
def test_a_table_of_the_unit_and_the_year_is_read(above: Cells, tmp_path: Path) -> None:
    found = sheet([above, *HEAD[1:], *ITEMS], tmp_path)
    assert (told(found), changed(found)) == ([], [])


def test_a_table_of_the_department_is_told(tmp_path: Path) -> None:
    found = sheet([["填报单位：河池市教育局"], *HEAD[1:], *ITEMS], tmp_path)
    assert [one.severity for one in found.problems if one.code == "IMPORT-WHICH"] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ([["单位：万元", "金额单位：元"], HEAD[2], *ITEMS], "IMPORT-UNIT", "B1"),
        ([["单位：美元"], HEAD[2], *ITEMS], "IMPORT-UNIT", "A1"),
        ([HEAD[2], *ITEMS], "IMPORT-UNIT", "A1"),
    ],
)
def test_amounts_of_no_one_unit_are_refused(rows: list[Cells], code: str, cell: str, tmp_path: Path) -> None:
    assert told(sheet(rows, tmp_path)) == [(code, cell)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[RATE, "100%", "100%"]], []),
        ([["指标1：" + RATE, "100%", "100%"]], []),
        ([["①" + RATE + "：", "100%", "100%"]], []),
        ([[RATE + "（%）", 100, "98"]], [("actual", "100%", "98%")]),
        ([["……", None, None], ["指标1：", None, None], [RATE, "≥98%", "100%"]], [("target", "100%", "≥98%")]),
    ],
)
def test_an_indicator_is_known_under_what_the_form_adds_to_its_name(
    rows: list[Cells], expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    found = sheet([*INDICATORS, *(["产出指标", "数量指标", *row] for row in rows)], tmp_path)
    assert (told(found), changed(found)) == ([], expected)


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["指标1：", "100%", "100%"], "C3"),
        (["总计", "5次", ""], "C3"),
        ([RATE + "（%）", "1922所", ""], "D3"),
    ],
)
def test_an_indicator_without_a_name_of_its_own_is_refused(row: Cells, cell: str, tmp_path: Path) -> None:
    found = sheet([*INDICATORS, ["产出指标", "数量指标", *row]], tmp_path)
    assert [at for _, at in told(found)] == [cell]


def test_a_new_name_over_the_values_of_the_only_indicator_that_is_missing_is_no_second_one(tmp_path: Path) -> None:
    assert told(edited(tmp_path, sheet_D14="网络多媒体教室普及率")) == [("IMPORT-ROW", "D14")]


def test_comparator_value_and_unit_in_cells_of_their_own_are_one_target(tmp_path: Path) -> None:
    head = ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值"]
    row = ["产出指标", "数量指标", RATE, "≥", 90, "%", 95]
    found = sheet([["2022年度"], head, row], tmp_path)
    assert changed(found) == [("target", "100%", "≥90%"), ("actual", "100%", "95%")]


def test_what_must_be_met_exactly_is_no_formula(tmp_path: Path) -> None:
    head = ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"]
    found = sheet([["2022年度"], head, ["产出指标", "数量指标", RATE, "等于", "100", "%"]], tmp_path)
    assert changed(found) == [("target", "100%", "=100%")]


@pytest.mark.parametrize(
    ("cell", "text", "change"),
    [
        ("B3", "“校校通”工程项目", ("name", "“校校通”项目", "“校校通”工程项目")),
        ("B4", "河池市教育体育局", ("department", "河池市教育局", "河池市教育体育局")),
        ("B4", "100001-河池市教育局", None),
        ("F17", "提前完成", ("actual", "按时完成", "提前完成")),
    ],
)
def test_a_changed_text_is_imported(cell: str, text: str, change: tuple[str, str, str] | None, tmp_path: Path) -> None:
    found = edited(tmp_path, **{f"sheet_{cell}": text})
    assert (told(found), changed(found)) == ([], [change] if change else [])


def test_a_changed_goal_is_imported(tmp_path: Path) -> None:
    (change,) = changed(edited(tmp_path, sheet_B9="管好网络中心系统平台。"))
    assert (change[0], change[2]) == ("expected", "管好网络中心系统平台。")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("F9", "教育网络运行正常、信息安全；4.8万人次参加培训。"),
        ("D23", "受疫情影响，培训费、办公费没有用完，结余8246元的指标已结转下年度支付。"),
        ("E22", "评价结论：一等"),
    ],
)
def test_a_changed_text_that_refers_to_figures_or_is_computed_is_refused_at_its_cell(
    cell: str, text: str, tmp_path: Path
) -> None:
    assert told(edited(tmp_path, **{f"sheet_{cell}": text})) == [("IMPORT-COMPUTED", cell)]


@pytest.mark.parametrize(
    ("code", "unit", "value", "refused"),
    [
        ('0.00"万元"', "万元", 1, False),
        ('General"万"', "万元", 1, False),
        ('"¥"#,##0.00', "元", 10000, False),
        ("_ * #,##0.00_ ;_ * -#,##0.00_ ", "万元", 1, False),
        ('0.00"亿元"', "万元", 1, True),
        ("#,##0.00元", "万元", 1, True),
        ('0.00"万元"', "元", 10000, True),
        ("[$$-409]#,##0.00", "万元", 1, True),
        ("#,##0.00,", "元", 10000, True),
        ("0!.0,", "元", 10000, True),
        (";;;", "万元", 1, True),
        ("0%", "万元", 1, True),
        ('0.00"（不含税）"', "万元", 1, True),
        ("[White]0.00", "万元", 1, True),
    ],
)
def test_a_format_that_speaks_against_the_heading_is_refused_and_never_scaled(
    code: str, unit: str, value: float, refused: bool, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    for row in ([f"单位：{unit}"], HEAD[2], ["差旅费", value, value]):
        book.active.append(row)
    book.active["C3"].number_format = code
    found = imported(book, tmp_path)
    assert (told(found), changed(found)) == ([("XLSX-CELL", "C3")] if refused else [], [])


@pytest.mark.parametrize(
    ("unit", "value"), [("千元", 10), ("百万元", 0.01), ("亿元", 0.0001), ("人民币元", 10000), ("万元", "1.0")]
)
def test_amounts_are_read_in_every_unit_of_money(unit: str, value: object, tmp_path: Path) -> None:
    found = sheet([[f"金额单位：{unit}"], HEAD[2], ["差旅费", value, value]], tmp_path)
    assert (told(found), changed(found)) == ([], [])


@pytest.mark.parametrize(
    ("code", "value", "actual"),
    [('0"所"', 1922, None), ('0"人"', 1922, "1922人"), ("0", 1922, "1922"), ('"约"0"所"', 1900, "约1900所")],
)
def test_the_words_of_a_format_belong_to_a_measured_value(
    code: str, value: int, actual: str | None, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (*INDICATORS, ["产出指标", "数量指标", "督促信息化基础设施建设的中小学校", "1922所", value]):
        book.active.append(row)
    book.active["E3"].number_format = code
    assert changed(imported(book, tmp_path)) == ([("actual", "1922所", actual)] if actual else [])


@pytest.mark.parametrize("kind", ["white", "struck", "tiny", "covered"])
def test_a_figure_that_nobody_sees_is_refused_at_its_cell(kind: str, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (*HEAD[1:], ["差旅费", 1, 2], ["培训费", 1, 0.46]):
        page.append(row)
    if kind == "covered":
        page.merged_cells.add("C3:C4")
    page["C3"].font = {
        "white": Font(color="FFFFFFFF"), "struck": Font(strike=True), "tiny": Font(size=1), "covered": Font()
    }[kind]  # fmt: skip
    assert told(imported(book, tmp_path)) == [("XLSX-HIDDEN", "C4") if kind == "covered" else ("XLSX-CELL", "C3")]


def test_an_amount_merged_over_two_items_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (*HEAD[1:], ["差旅费", 1, 1], ["培训费", 1, None]):
        page.append(row)
    page.merge_cells("C3:C4")
    assert told(imported(book, tmp_path)) == [("IMPORT-ROW", "C3")]


def test_what_nobody_sees_in_a_name_makes_no_other_of_it(tmp_path: Path) -> None:
    found = sheet([*HEAD, ["差旅\u200b费\u3000", 1, 1], *ITEMS[1:]], tmp_path)
    assert (told(found), changed(found)) == ([], [])
    assert told(sheet([*HEAD, ["差旅\u202e费", 1, 1], *ITEMS[1:]], tmp_path)) != []


@pytest.mark.parametrize(("unit", "year"), REPORTS)
def test_formulas_that_were_never_computed_are_told_once(unit: str, year: str, tmp_path: Path) -> None:
    data = exported(Workspace(PROJECT), unit, year)
    found = imported(load_workbook(BytesIO(data)), tmp_path, unit, year)  # openpyxl writes no results
    warned = [one for one in found.problems if "没有算出的值" in one.message]
    assert (told(found), changed(found), len(warned)) == ([], [], 1)


def test_a_formula_that_was_never_computed_is_refused_where_the_report_has_no_figure(tmp_path: Path) -> None:
    found = sheet([*HEAD, *ITEMS, ["会议费", "=1+1", 1]], tmp_path)
    assert told(found) == [("XLSX-CELL", "B8")]


def test_an_amount_typed_as_a_text_is_not_blamed_on_the_formulas_beside_it(tmp_path: Path) -> None:
    found = edited(tmp_path, funds_E8="1.19万元", funds_G8="#VALUE!", funds_E11=1.72)
    assert (told(found), changed(found)) == ([], [("actual", "0.46万元", "1.19万元")])


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576"])
def test_the_dimensions_that_a_program_claims_are_not_believed(dimension: str, tmp_path: Path) -> None:
    members = unpacked(workbook())
    for name, data in members.items():
        if name.startswith("xl/worksheets/sheet"):
            members[name] = re.sub(rb'<dimension ref="[^"]*"/>', f'<dimension ref="{dimension}"/>'.encode(), data)
    path = tmp_path / "book.xlsx"
    path.write_bytes(write_package(members))
    found = import_workbook(Workspace(PROJECT), "hechi", "2022", path, "book.xlsx")
    assert (told(found), changed(found), found.after) == ([], [], found.before)


@pytest.mark.parametrize("constant_memory", [False, True])
def test_what_xlsxwriter_writes_is_read(constant_memory: bool, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": constant_memory}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([*HEAD, ["差旅费", 1, 0.9], *ITEMS[1:]]):
            page.write_row(number, 0, row)
    found = import_workbook(Workspace(PROJECT), "hechi", "2022", path, "book.xlsx")
    assert (told(found), changed(found)) == ([], [("actual", "1万元", "0.9万元")])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('yyyy"年"m"月"d"日"', "2022年12月31日"),
        ('yyyy"年"m"月"', "2022年12月"),
        ("yyyy-m-d", None),
        ('m"月"d"日"', None),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日"', None),
        ('[$-804]yyyy"年"m"月"d"日";@', "2022年12月31日"),
        ('"截至"yyyy"年"m"月"d"日"', None),
        ('yy"年"m"月"', None),
    ],
)
@pytest.mark.parametrize("epoch", [datetime(1899, 12, 30), datetime(1904, 1, 1)])
def test_a_date_that_is_shown_in_words_is_read_in_words(
    code: str, expected: str | None, epoch: datetime, tmp_path: Path
) -> None:
    book = Workbook()
    book.epoch = epoch
    assert book.active is not None
    for row in (*INDICATORS, ["产出指标", "时效指标", "项目完成时间", "2022年1月至12月", datetime(2022, 12, 31)]):
        book.active.append(row)
    book.active["E3"].number_format = code
    found = imported(book, tmp_path)
    if expected:
        assert (told(found), changed(found)) == ([], [("actual", "按时完成", expected)])
    else:
        assert told(found) == [("XLSX-CELL", "E3")]


def formulas(cells: str, computing: str, tmp_path: Path) -> Imported:
    """A table of which cells have a formula: `B3=[1]S!A1=1` is the cell, its formula and the stored value."""
    lines = {number: "".join(cell_of("ABC"[at] + str(number), one) for at, one in enumerate(row))
             for number, row in enumerate(ROWS, 1)}  # fmt: skip
    for one in cells.split():
        where, formula, value = one.split("=")
        old = re.search(f'<c r="{where}"><v>[^<]*</v></c>', lines[int(where[1:])])
        assert old
        new = f'<c r="{where}"><f>{formula}</f><v>{value}</v></c>'
        lines[int(where[1:])] = lines[int(where[1:])].replace(old[0], new)
    inside = "".join(f'<row r="{number}">{line}</row>' for number, line in lines.items())
    path = tmp_path / "book.xlsx"
    path.write_bytes(book(sheet_of(inside), names=computing))
    return import_workbook(Workspace(PROJECT), "hechi", "2022", path, "book.xlsx")


@pytest.mark.parametrize(
    ("cells", "computing", "refused"),
    [
        ("C3=[1]S!A1=1", "", []),  # as the report says
        ("C3=[1]S!A1=0.9", "", ["C3"]),
        ("C3=[1]S!A1=0.9 C4=[1]S!A2=0.4", "", ["C3", "C4"]),
        ("B3=[1]S!A1=1 C3=B3*0.9=0.9", "", ["C3"]),
        ("C3=0.5+0.4=0.9", "", []),
        ("C3=0.5+0.4=0.9", '<calcPr calcMode="manual"/>', []),
        ("C3=0.5+0.4=0.9 C4=0.2+0.2=0.4", '<calcPr calcMode="manual" calcOnSave="0"/>', ["C3"]),
        ("C3=0.5+0.5=1", '<calcPr calcMode="manual" calcOnSave="0"/>', []),
    ],
)
def test_only_a_figure_that_would_be_taken_over_from_elsewhere_is_refused(
    cells: str, computing: str, refused: list[str], tmp_path: Path
) -> None:
    found = formulas(cells, computing, tmp_path)
    assert told(found) == [("XLSX-CELL", where) for where in refused]
    assert found.ready is (not refused and "=0.9" in cells)


@pytest.mark.parametrize(
    ("operator", "bound", "look", "refused"),
    [
        ("lessThan", 5, {"font": Font(color="FFFFFFFF")}, True),
        ("equal", 0, {"font": Font(color="FFFFFFFF")}, False),
        ("lessThan", 5, {"font": Font(color="FFFF0000"), "fill": PatternFill(bgColor="FFFFC7CE")}, False),
    ],
)
def test_a_figure_that_a_conditional_format_may_hide_is_refused_at_its_cell(
    operator: str, bound: int, look: dict[str, Any], refused: bool, tmp_path: Path
) -> None:
    page_of = Workbook()
    page = page_of.active
    assert page is not None
    for row in (*HEAD, *ITEMS):
        page.append(row)
    rule: Any = CellIsRule  # untyped in its library
    page.conditional_formatting.add("C4:C4", rule(operator=operator, formula=[str(bound)], **look))
    found = imported(page_of, tmp_path)
    assert told(found) == ([("XLSX-CELL", "C4")] if refused else [])
    assert all("条件格式" in one.remedy for one in found.problems if one.code == "XLSX-CELL")


def test_the_bars_and_icons_of_conditional_formats_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as written:
        page = written.add_worksheet()
        for number, row in enumerate([*HEAD, *ITEMS]):
            page.write_row(number, 0, row)
        page.conditional_format("B4:C9", {"type": "data_bar", "data_bar_2010": True})
        page.conditional_format("B4:C9", {"type": "icon_set", "icon_style": "3_arrows"})
        page.conditional_format("B4:C9", {"type": "3_color_scale"})
    found = import_workbook(Workspace(PROJECT), "hechi", "2022", path, "book.xlsx")
    assert (told(found), changed(found)) == ([], [])


@pytest.mark.parametrize("shown", ["bar_only", "icons_only"])
def test_bars_and_icons_in_place_of_a_figure_hide_it(shown: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    kind = (
        {"type": "data_bar", "data_bar_2010": True}
        if shown == "bar_only"
        else {"type": "icon_set", "icon_style": "3_arrows"}
    )
    with xlsxwriter.Workbook(path) as written:
        page = written.add_worksheet()
        for number, row in enumerate([*HEAD, *ITEMS]):
            page.write_row(number, 0, row)
        page.conditional_format("C4:C4", {**kind, shown: True})
    found = import_workbook(Workspace(PROJECT), "hechi", "2022", path, "book.xlsx")
    assert told(found) == [("XLSX-CELL", "C4")]


def test_a_name_of_which_a_part_is_not_seen_is_refused_at_its_cell(tmp_path: Path) -> None:
    white = InlineFont(color=Color(rgb="FFFFFFFF"))
    found = sheet([*HEAD, [CellRichText("差旅费", TextBlock(white, "借款")), 1, 1], *ITEMS[1:]], tmp_path)
    assert told(found) == [("XLSX-CELL", "A4")]


def test_a_heading_in_white_on_a_dark_fill_is_read(tmp_path: Path) -> None:
    page_of = Workbook()
    page = page_of.active
    assert page is not None
    for row in (*HEAD, *ITEMS):
        page.append(row)
    for one in page[3]:
        one.font, one.fill = Font(color=Color(theme=0), bold=True), PatternFill("solid", start_color=Color(theme=4))
    found = imported(page_of, tmp_path)
    assert (told(found), changed(found)) == ([], [])


def test_an_indicator_whose_name_is_not_seen_is_refused_for_that(tmp_path: Path) -> None:
    page_of = Workbook()
    page = page_of.active
    assert page is not None
    for row in (*INDICATORS, ["产出指标", "数量指标", RATE, "100%", "100%"]):
        page.append(row)
    page["C3"].font = Font(color="FFFFFFFF")
    assert told(imported(page_of, tmp_path)) == [("XLSX-CELL", "C3")]
