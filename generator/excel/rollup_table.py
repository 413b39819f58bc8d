"""Lays out the roll-up over several units (汇总表) as a worksheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.excel.sheet import Sheet
from generator.figures.rollup import LEFT_OUT, SCORED

if TYPE_CHECKING:
    from generator.branches import RollupBranch

_UNITS = ("全年预算数", "全年执行数", "执行率", "自评得分", "等级")
_ROWS = ("一级指标", "二级指标", "三级指标", "汇总方法", "指标值", "完成值", "分值", "得分")


def rollup_sheet(rollup: RollupBranch, unit: str, year: int) -> Sheet:
    """The units with their results, then the indicators as they are rolled up, for the report of a unit and year."""
    sheet = Sheet("汇总表", (14, 16, 34, 18, 16, 16, 12, 12))
    sheet.head(f"{year}年度{rollup['name']}绩效自评汇总表", f"单位名称：{unit}")
    sheet.put(2, 0, "序号", "head")
    sheet.put(2, 1, "单位", "head", width=2)
    sheet.line(2, _UNITS, "head", 3)
    row = 3
    for number, part in enumerate(rollup["units"], 1):
        sheet.put(row, 0, str(number), "centre")
        sheet.put(row, 1, part["unit"], width=2)
        sheet.line(row, (part["budget"], part["actual"], part["rate"], part["score"]), "number", 3)
        sheet.put(row, 7, part["grade"].text if part["grade"] else "—", "centre")
        row += 1
    score = rollup["score"]
    sheet.put(row, 0, "合计", "total", width=3)
    sheet.line(row, [rollup["budget"], rollup["actual"], rollup["rate"], score["total"]], "number", 3)
    sheet.put(row, 7, score["grade"].text if score["grade"] else "—", "centre")
    row += 2
    sheet.line(row, _ROWS, "head")
    for entry in rollup["indicators"]:
        row += 1
        left_out = entry["method"] == LEFT_OUT
        second = entry["level2"]["name"] if "level2" in entry else ""
        sheet.line(row, (entry["level1"]["name"], second), "text")
        sheet.line(row, (entry["name"], entry["method"]), "text", 2)
        for column, value in ((4, entry["target"]), (5, entry["actual"])):
            hidden = left_out or (column == 5 and entry["method"] == SCORED)
            shown = value if value is None or isinstance(value, str) else value.written
            sheet.put(row, column, "—" if hidden else shown, "centre")
        sheet.put(row, 6, "—" if left_out else entry["weight"], "weight")
        sheet.put(row, 7, "—" if left_out else entry["score"], "number")
    sheet.put(row + 1, 0, "预算执行率", "total", width=6)
    sheet.put(row + 1, 6, score["execution_weight"], "weight")
    sheet.put(row + 1, 7, score["execution"], "number")
    sheet.put(row + 2, 0, "总分", "total", width=6)
    sheet.put(row + 2, 6, score["total_weight"], "weight")
    sheet.put(row + 2, 7, score["total"], "number")
    return sheet
