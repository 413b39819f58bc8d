"""The kinds of tables that are read from workbooks, and the words that head their columns."""

from __future__ import annotations

from dataclasses import dataclass

from generator.figures.accounts.ledger import INCOME, SPENDING

LEDGER_COLUMNS = {"opening": "年初结转和结余", **INCOME, **SPENDING, "closing": "年末结转和结余"}
"""The columns of a functional item's amounts: what was carried over, income, spending, what remains."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its columns with the words that head them, and which of them it must have.

    A table is of this kind where at least `enough` of its anchors are side by side; `needed` are the columns without
    which it cannot be read.
    """

    name: str
    title: str
    columns: dict[str, tuple[str, ...]]
    anchors: tuple[str, ...]
    enough: int
    needed: tuple[str, ...]
    computed: tuple[str, ...] = ()


_CODE = ("科目编码", "功能分类科目编码", "支出功能分类科目编码", "科目代码", "功能科目编码")
_ECONOMIC = ("经济分类科目编码", "部门预算支出经济分类科目编码", "支出经济分类科目编码", "经济科目编码")
_NAME = ("科目名称", "功能分类科目名称", "经济分类科目名称")
_INITIAL = ("年初预算数", "年初预算", "年初数")
KINDS = (
    Kind(
        "indicators",
        "绩效指标表",
        {
            "goal": ("年度目标",),
            "level1": ("一级指标",),
            "level2": ("二级指标",),
            "name": ("三级指标", "指标名称"),
            "target": ("年度指标值", "年初目标值", "年度目标值", "指标值", "目标值"),
            "actual": ("实际完成值", "全年实际值", "全年完成值", "实际值", "完成值"),
            "weight": ("分值", "权重"),
            "result": ("达成情况",),
            "score": ("得分", "自评得分"),
            "reason": ("偏差原因分析及改进措施", "偏差原因分析", "偏差原因", "未完成原因分析"),
        },
        ("level1", "level2", "name", "target", "actual"),
        2,
        ("level1", "name"),
    ),
    Kind(
        "functions",
        "功能科目表",
        {
            "code": _CODE,
            "name": _NAME,
            "fund": ("资金性质",),
            "project_name": ("项目名称",),
            **{key: (name,) for key, name in LEDGER_COLUMNS.items()},
        },
        ("code", "name", *LEDGER_COLUMNS),
        3,
        ("code",),
        ("本年收入合计", "本年支出合计", "本年支出小计", "合计", "小计", "本年收入", "本年支出", "项目"),
    ),
    Kind(
        "classes",
        "年初预算表",
        {"code": _CODE, "name": _NAME, "amount": _INITIAL},
        ("code", "amount"),
        2,
        ("code", "amount"),
        ("决算数", "完成年初预算"),
    ),
    Kind(
        "economic",
        "经济科目表",
        {"code": (*_ECONOMIC, *_CODE), "name": _NAME, "amount": ("决算数", "金额", "支出数")},
        ("code", "name", "amount"),
        2,
        ("code", "amount"),
        ("人员经费", "公用经费"),
    ),
    Kind(
        "funds",
        "资金表",
        {
            "number": ("序号",),
            "name": ("资金来源/支出内容", "支出内容", "资金来源", "具体项目", "项目", "名称", "支出明细", "资金名称"),
            "initial": _INITIAL,
            "budget": ("全年预算数", "预算数", "全年预算", "调整后预算数", "年度预算数"),
            "actual": ("全年执行数", "执行数", "支出数", "全年支出数", "实际支出数", "金额"),
            "weight": ("分值",),
            "balance": ("结余数", "结余"),
            "rate": ("执行率", "预算执行率"),
            "share": ("占支出比重",),
            "score": ("得分",),
        },
        ("initial", "budget", "actual"),
        2,
        ("name", "actual"),
        ("项目资金", "预算执行情况"),
    ),
    Kind(
        "costs",
        "经费控制情况表",
        {
            "number": ("序号",),
            "name": ("经费控制情况", "经费名称", "项目", "名称"),
            "last_year": ("上年决算数",),
            "budget": ("本年预算数",),
            "actual": ("本年决算数",),
        },
        ("last_year", "budget", "actual"),
        2,
        ("name", "last_year", "budget", "actual"),
    ),
    Kind(
        "staff",
        "财政供养人员表",
        {
            "authorised_staff": ("编制数",),
            "actual_staff": ("本年实际在职人数", "实际在职人数"),
            "control_rate": ("控制率",),
            "retired_staff": ("退休人数",),
        },
        ("authorised_staff", "actual_staff"),
        2,
        ("authorised_staff", "actual_staff"),
        ("财政供养人员情况",),
    ),
    Kind(
        "other",
        "其他决算数据表",
        {"name": ("数据项",), "amount": ("数值",), "unit": ("计量单位",)},
        ("name", "amount", "unit"),
        2,
        ("name", "amount", "unit"),
    ),
)
MONEY_KINDS = {"functions", "economic", "classes", "funds", "costs"}
AMOUNTS = {"initial", "budget", "actual", "last_year", "amount", *LEDGER_COLUMNS}
