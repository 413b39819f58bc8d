"""Made-up workbooks of the words that offices use: never a traceback, and never a changed report where there are errors."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.opc import unpacked, write_package
from generator.problems import has_errors
from generator.reports.importing import Imported, import_workbook
from generator.reports.workspace import Workspace
from tests.support.books import exported
from tests.support.paths import PROJECT

HEADS = ["项目", "支出内容", "年初预算数", "全年预算数（元）", "预算数/万元", "全年执行数", "执行率", "序号", "一级指标", "二级指标",
         "三级指标", "指标性质", "指标值", "度量单位", "年度指标值", "实际完成值", "分值", "得分", "偏差原因", "备注", "合计"]  # fmt: skip
WORDS = ["差旅费", "培训费", "小计", "合 计", "……", "指标1：", "其中：培训费", "产出指标", "数量指标", "网络多媒体教室覆盖率（%）", "≥", "正向",
         "90%", "1,922 所", "未披露", "=100%", "{{ funds.actual }}", "单位：万元", "填报单位：河池市电化教育站", "2022年度", "2021年资金表",
         "注：", "\u200b", "1.19万元", "年度资金总额", "项目名称", "预期目标", "实际完成情况", "评价结论：一等"]  # fmt: skip
FORMATS = ["General", "0%", '0.00"万元"', ";;;", "0!.0,", "[White]0", "yyyy-m-d", '0"所"']
CELL = st.one_of(
    st.none(),
    st.sampled_from(HEADS),
    st.sampled_from(WORDS),
    st.integers(-3, 40_000),
    st.floats(0, 100, allow_nan=False).map(lambda number: round(number, 4)),
    st.tuples(st.integers(0, 100), st.sampled_from(FORMATS)),
)


def taken(path: Path) -> Imported:
    found = import_workbook(Workspace(PROJECT), "hechi", "2022", path, "book.xlsx")
    assert all(one.place.path for one in found.problems)
    assert not (has_errors(found.problems) and found.after != found.before)
    assert not any(one.code in ("PROGRAM-FAULT", "SYSTEM-FAULT") for one in found.problems)
    return found


@given(st.lists(st.lists(CELL, min_size=2, max_size=7), min_size=2, max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_cells_are_read_or_refused_at_a_place(rows: list[list[object]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            formats = {code: book.add_format({"num_format": code}) for code in FORMATS}
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, tuple):
                        page.write_number(number, column, value[0], formats[value[1]])
                    elif isinstance(value, str):
                        page.write_string(number, column, value)
                    elif value is not None:
                        page.write_number(number, column, value)
        taken(path)


@cache
def members() -> dict[str, bytes]:
    return unpacked(exported(Workspace(PROJECT), "hechi", "2022"))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damaged_parts_are_read_or_refused_at_a_place(data: st.DataObject) -> None:
    parts = dict(members())
    name = data.draw(st.sampled_from([one for one in parts if one.endswith(".xml")]))
    part = parts[name]
    start = data.draw(st.integers(0, len(part) - 1))
    end = min(start + data.draw(st.integers(0, 40)), len(part))
    parts[name] = (
        part[:start] + data.draw(st.sampled_from([b"", b"<", b"9", b'"', b"</c>", b"\xff", b"&#0;"])) + part[end:]
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(write_package(parts))
        taken(path)
