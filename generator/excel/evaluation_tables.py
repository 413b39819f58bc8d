"""Lays out the worksheets of an evaluation as the Word forms do: use of funds, self-evaluation sheet, base data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from generator.data.kinds import KINDS
from generator.excel.sheet import Sheet

if TYPE_CHECKING:
    from generator.branches import BaseTableBranch, CostBranch, EvaluationBranch, ReportBranch

Entry = TypeVar("Entry")
SOURCES, ITEMS, WHOLE = "一、按资金来源", "二、按支出内容", "年度资金总额"
INCLUDING = "其"
_FUNDS = ("序号", "资金来源／支出内容", "年初预算数", "预算数", "支出数", "结余数", "执行率", "占支出比重")
_SCORING = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "达成情况", "得分")
_REASON = "偏差原因分析及改进措施"


def evaluation_sheets(tree: ReportBranch, evaluation: EvaluationBranch, results: Sequence[str | None]) -> list[Sheet]:
    """The worksheets of one evaluation; `results` are the results (达成情况) of its indicators, in their order."""
    several = len(tree["evaluations"]) > 1
    mark = f"-{evaluation['id']}" if several else ""
    sheets = [_scoring(tree, evaluation, results, _name("自评表", mark)), _funds(tree, evaluation, _name("资金", mark))]
    if table := evaluation["base_table"]:
        sheets.append(_base_table(tree, evaluation, table, _name("基础数据表", mark)))
    return sheets


def _name(name: str, mark: str) -> str:
    return (name + mark)[:31]  # Excel takes no longer name


def _funds(tree: ReportBranch, evaluation: EvaluationBranch, name: str) -> Sheet:
    sheet = Sheet(name, (8, 44, 15, 15, 15, 15, 11, 12), heading=(2, 2))
    funds = evaluation["funds"]
    sheet.head(f"{tree['year']}年度{evaluation['name']}资金使用情况表", f"单位名称：{tree['unit']}")
    sheet.line(2, _FUNDS, "head")
    sources = [
        (number, source, source["initial_budget"] or source["initial"], "")
        for number, source in _numbered(funds["sources"], itemgetter("sources"))
    ]
    items = [
        (number, item, item["initial"], item["share"])
        for number, item in _numbered(funds["items"], itemgetter("items"))
    ]
    row = 3
    for heading, entries in ((SOURCES, sources), (ITEMS, items)):
        if not entries:
            continue
        sheet.put(row, 0, heading, "text", width=len(_FUNDS))
        for number, entry, initial, share in entries:
            row += 1
            sheet.put(row, 0, number, "centre")
            indent = "　" * number.count(".")
            sheet.put(row, 1, indent + entry["name"])
            figures = (initial, entry["budget"], entry["actual"], entry["balance"], entry["rate"], share)
            sheet.line(row, figures, "number", 2)
        row += 1
    total = funds["items_total"]
    sheet.put(row, 0, "支出内容合计", "total", width=2)
    sheet.line(row, [total["initial"], total["budget"], total["actual"], "", "", ""], "number", 2)
    sheet.put(row + 1, 0, "合计", "total", width=2)
    figures = (funds["initial_budget"], funds["annual_budget"], funds["actual"], funds["balance"], funds["rate"], "")
    sheet.line(row + 1, figures, "number", 2)
    return sheet


def _numbered(
    entries: Sequence[Entry], parts: Callable[[Entry], Sequence[Entry]], above: str = ""
) -> Iterator[tuple[str, Entry]]:
    """Entries with their parts, numbered 1, 1.1, 1.1.1."""
    for number, entry in enumerate(entries, 1):
        yield f"{above}{number}", entry
        yield from _numbered(parts(entry), parts, f"{above}{number}.")


def _numbered_costs(costs: Sequence[CostBranch], above: str = "") -> Iterator[tuple[str, CostBranch]]:
    """The costs with their parts, numbered 1, 1.1, 1.1.1; those under `including`, which are no parts, as 1.其1."""
    for number, cost in enumerate(costs, 1):
        yield f"{above}{number}", cost
        yield from _numbered_costs(cost["items"], f"{above}{number}.")
        yield from _numbered_costs(cost["including"], f"{above}{number}.{INCLUDING}")


def _scoring(tree: ReportBranch, evaluation: EvaluationBranch, results: Sequence[str | None], name: str) -> Sheet:
    sheet = Sheet(name, (11, 12, 14, 30, 15, 17, 9, 10, 9, 24))
    funds, score = evaluation["funds"], evaluation["score"]
    kind = KINDS[evaluation["type"]]
    sheet.put(0, 0, f"{tree['year']}年度{kind}绩效自评表", "title", width=10)
    sheet.put(1, 0, f"单位名称：{tree['unit']}", "left", width=5)
    sheet.put(1, 5, "单位：万元", "right", width=5)
    sheet.put(2, 0, "项目名称", "head")
    sheet.put(2, 1, evaluation["name"], width=9)
    sheet.put(3, 0, "主管部门", "head")
    sheet.put(3, 1, evaluation["department"], width=4)
    sheet.put(3, 5, "实施单位", "head")
    sheet.put(3, 6, tree["unit"], width=4)
    row = 4
    sheet.put(row, 0, "项目资金\n（万元）", "head", height=len(funds["source_rows"]) + 2)
    sheet.put(row, 1, "资金来源", "head", width=2)
    sheet.line(row, ("年初预算数", "全年预算数", "全年执行数", "分值"), "head", 3)
    sheet.put(row, 7, "执行率", "head", width=2)
    sheet.put(row, 9, "得分", "head")
    row += 1
    sheet.put(row, 1, WHOLE, width=2)
    sheet.line(row, (funds["initial_budget"], funds["annual_budget"], funds["actual"]), "number", 3)
    sheet.put(row, 6, score["execution_weight"], "weight")
    sheet.put(row, 7, funds["rate"], "number", width=2)
    sheet.put(row, 9, score["execution"], "number")
    for index, source in enumerate(funds["source_rows"]):
        row += 1
        sheet.put(row, 1, ("　　　" if index else "其中：") + source["heading"], width=2)
        figures = (source["initial_budget"], source["budget"], source["actual"])
        sheet.line(row, figures, "blank", 3)
        sheet.put(row, 6, "—", "centre")
        sheet.put(row, 7, source["rate"] or "", "number", width=2)
        sheet.put(row, 9, "—", "centre")
    row = _goals(sheet, evaluation, row + 1)
    return _indicators(sheet, evaluation, results, row)


def _goals(sheet: Sheet, evaluation: EvaluationBranch, row: int) -> int:
    goals = evaluation["goals"]
    if not goals:
        return row
    sheet.put(row, 0, "年度总体目标", "head", height=len(goals) + 1)
    sheet.put(row, 1, "预期目标", "head", width=4)
    sheet.put(row, 5, "实际完成情况", "head", width=5)
    for goal in goals:
        row += 1
        sheet.put(row, 1, goal["expected"], width=4)
        sheet.put(row, 5, goal["actual"] or "", width=5)
    return row + 1


def _indicators(sheet: Sheet, evaluation: EvaluationBranch, results: Sequence[str | None], row: int) -> Sheet:
    score = evaluation["score"]
    sheet.heading = (row, row)
    sheet.put(row, 0, "年度目标", "head")
    sheet.line(row, _SCORING, "head", 1)
    sheet.put(row, 9, _REASON, "head")
    goal_of = {id(indicator): goal for goal in evaluation["goals"] for indicator in goal["indicators"]}
    entries = [*zip(evaluation["indicators"], results, strict=True)]
    first = row + 1

    def goal_name(index: int) -> str:
        goal = goal_of.get(id(entries[index][0]))
        if goal is None:
            return "绩效指标"
        weight = f"\n（{goal['weight'].number('', 2).rstrip('0').rstrip('.')}分）" if goal["weight"] else ""
        return f"年度目标{goal['number']}{weight}"

    def second(index: int) -> tuple[str, str]:
        row = entries[index][0]
        return (row["level2"]["id"], row["level2"]["name"]) if "level2" in row else (str(index), "")

    _merged(sheet, 0, first, [(goal_name(index),) * 2 for index in range(len(entries))])
    _merged(sheet, 1, first, [(entry["level1"]["id"], entry["level1"]["heading"]) for entry, _ in entries])
    _merged(sheet, 2, first, [second(index) for index in range(len(entries))])
    for row, (entry, result) in enumerate(entries, first):
        sheet.put(row, 3, entry["name"])
        for column, value in ((4, entry["target"]), (5, entry["actual"])):
            sheet.put(row, column, value if value is None or isinstance(value, str) else value.written, "centre")
        sheet.put(row, 6, entry["weight"], "weight")
        sheet.put(row, 7, result or "", "centre")
        sheet.put(row, 8, entry["score"], "number")
        sheet.put(row, 9, entry["reason"])
    row = first + len(entries)
    sheet.put(row, 0, "指标得分合计", "total", width=6)
    sheet.put(row, 6, score["indicators_weight"], "weight")
    sheet.put(row, 7, "")
    sheet.put(row, 8, score["indicators"], "number")
    sheet.put(row, 9, "")
    sheet.put(row + 1, 0, "总分", "total", width=4)
    sheet.put(row + 1, 4, f"评价结论：{score['grade'].text if score['grade'] else '未评定'}", "centre", width=2)
    sheet.put(row + 1, 6, score["total_weight"], "weight")
    sheet.put(row + 1, 7, "")
    sheet.put(row + 1, 8, score["total"], "number")
    sheet.put(row + 1, 9, "")
    if evaluation["funds"]["reason"]:
        sheet.put(row + 2, 0, "预算执行率偏差原因", "total", width=3)
        sheet.put(row + 2, 3, evaluation["funds"]["reason"], width=7)
    return sheet


def _merged(sheet: Sheet, column: int, first: int, names: Sequence[tuple[str, str]]) -> None:
    """One merged cell for each run of equal pairs of a group's identity and its text, which is shown."""
    row = first
    for (_, name), run in groupby(names):
        height = len([*run])
        sheet.put(row, column, name, "centre", height=height)
        row += height


def _base_table(tree: ReportBranch, evaluation: EvaluationBranch, table: BaseTableBranch, name: str) -> Sheet:
    sheet = Sheet(name, (9, 44, 18, 18, 18, 18))
    year = tree["year"]
    sheet.head(f"{year}年度{evaluation['name']}绩效评价基础数据表", f"单位名称：{tree['unit']}")
    sheet.put(2, 0, "财政供养人员情况", "head", height=2, width=2)
    sheet.line(2, ("编制数", f"{year}年实际在职人数", "控制率", "退休人数"), "head", 2)
    staff = (table["authorised_staff"], table["actual_staff"], table["control_rate"], table["retired_staff"])
    sheet.line(3, staff, "number", 2)
    sheet.put(4, 0, "序号", "head")
    sheet.put(4, 1, "经费控制情况", "head")
    sheet.line(4, (f"{year - 1}年决算数", f"{year}年预算数", f"{year}年决算数"), "head", 2)
    for row, (number, entry) in enumerate(_numbered_costs(table["costs"]), 5):
        sheet.put(row, 0, number, "centre")
        sheet.put(row, 1, "　" * number.count(".") + entry["name"])
        figures = (entry["last_year"], entry["budget"], entry["actual"])
        sheet.line(row, ["——" if figure is None else figure for figure in figures], "number", 2)
    return sheet
