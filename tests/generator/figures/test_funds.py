from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from generator.data.reader import parse
from generator.data.record import build
from generator.data.report import Report
from generator.figures.funds import every, pairs
from generator.problems import Problem
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.listing import listed, listing
from tests.support.paths import PROJECT

REPORT = """\
unit: 示例单位
year: 2023
profile: national
facts:
  在校学生: 400人
  教师: 100人
  合计: =facts.在校学生 + facts.教师
  教师占比: =facts.教师 / facts.合计
evaluations:
  - id: whole
    type: whole-unit
    name: 整体支出
    funds:
      initial_budget: 100万元
      sources:
        - {name: 一般公共预算}
        - {name: 其他资金, actual: 5万元}
      items:
        - name: 基本支出
          items:
            - {name: 人员经费, actual: 60万元}
            - {name: 公用经费, actual: 20万元}
        - name: 项目支出
          actual: 10万元
          use: 用于{{ unit }}的设备。
    base_table:
      authorised_staff: 10人
      actual_staff: 9人
      costs:
        - name: 三公经费
          items:
            - {name: 接待, last_year: 2万元, budget: 1万元, actual: 0.5万元}
            - name: 车辆
              items:
                - {name: 购置, last_year: 0万元, actual: 0万元}
                - {name: 维护, last_year: 3万元, actual: 1.2万元}
        - name: 公用经费
          actual: =funds.items.基本支出.items.公用经费.actual
          including:
            - {name: 办公, actual: 3万元}
      austerity: 节约用电。
    annexes:
      - {title: 基础数据表, document: funds}
    narrative:
      项目基本情况: 教师占{{ facts.教师占比|百分比(0) }}。
      绩效自评工作开展情况: 无。
      绩效目标完成情况: 无。
      存在的问题和改进措施: 无。
      自评结果应用和公开情况: 无。
"""


@pytest.fixture
def workspace(tmp_path: Any) -> Workspace:
    import shutil

    shutil.copytree(PROJECT / "templates", tmp_path / "templates")
    (tmp_path / "reports" / "2023").mkdir(parents=True)
    return Workspace(tmp_path)


def read(workspace: Workspace, *changes: tuple[str, str]) -> tuple[Any, list[Problem]]:
    text = REPORT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    workspace.report("x", "2023").write_text(text, "utf-8")
    loaded = load(workspace, "x", "2023")
    branch = loaded.derived and loaded.derived.tree["evaluations"][0]
    return branch, [problem for problem in loaded.problems if problem.code != "COST-BLANK"]


def test_every_amount_is_what_it_is_called_and_computed_as_is_listed() -> None:
    found, expected = (
        [line for line in lines if ".funds." in line or ".base_table." in line]
        for lines in (listing("everything"), listed("everything"))
    )
    assert found == expected
    assert len(found) > 150


def test_parts_add_up_to_items_and_items_to_the_total(workspace: Workspace) -> None:
    branch, problems = read(workspace)
    assert problems == []
    basic, projects = branch["funds"]["items"]
    assert (basic["actual"].value, projects["actual"].value) == (800000, 100000)
    assert branch["funds"]["actual"].value == 900000
    assert basic["share"].number("%", 2) == "88.89"
    assert [part["share"].number("%", 2) for part in basic["items"]] == ["66.67", "22.22"]
    assert basic["budget"] is None and branch["funds"]["has_item_budgets"] is False


@pytest.mark.parametrize(("items", "actual"), [("0万元", "0.5元"), ("0.5元", "0元"), ("10万元", "100040元")])
def test_the_tail_is_what_rounding_leaves_whichever_is_higher(workspace: Workspace, items: str, actual: str) -> None:
    others = ("60万元}", "0元}"), ("20万元}", "0元}")
    branch, _ = read(
        workspace,
        ("          actual: 10万元\n", f"          actual: {items}\n"),
        ("      initial_budget: 100万元\n", f"      initial_budget: 100万元\n      actual: {actual}\n"),
        *others,
    )
    tail = branch["funds"]["tail"]
    assert (tail.label, tail.value) == ("分项之和与合计的尾差", 40 if "40" in actual else Fraction(1, 2))


def test_items_are_walked_with_their_parts_behind_each_of_them(workspace: Workspace) -> None:
    branch, _ = read(workspace)
    names = ["基本支出", "人员经费", "公用经费", "项目支出"]
    assert [item["name"] for item in every(branch["funds"]["items"])] == names
    root, _ = parse(REPORT.encode(), "x.yaml")
    assert root is not None
    items = build(Report, root).evaluations[0].funds.items
    assert [(item.name, entry["name"]) for item, entry in pairs(items, branch["funds"]["items"])] == [
        (name, name) for name in names
    ]


def test_a_source_item_or_cost_is_found_by_its_id_and_without_one_by_its_name(workspace: Workspace) -> None:
    branch, problems = read(
        workspace,
        ("{name: 其他资金,", "{id: other, name: 其他资金,"),
        ("{name: 人员经费,", "{id: staff, name: 人员经费,"),
        ("{name: 接待,", "{id: guests, name: 接待,"),
    )
    assert problems == []
    assert [source["id"] for source in branch["funds"]["sources"]] == ["一般公共预算", "other"]
    assert [item["id"] for item in every(branch["funds"]["items"])] == ["基本支出", "staff", "公用经费", "项目支出"]
    costs = branch["base_table"]["costs"]
    assert [cost["id"] for cost in (*costs, *costs[0]["items"])] == ["三公经费", "公用经费", "guests", "车辆"]


def test_a_source_with_an_unknown_budget_leaves_the_rest_unknown(workspace: Workspace) -> None:
    branch, _ = read(workspace)
    general, other = branch["funds"]["sources"]
    assert (general["budget"], general["actual"].value) == (None, 850000)
    assert (other["budget"], other["rate"]) == (None, None)


def test_costs_add_up_by_column_where_all_parts_are_known(workspace: Workspace) -> None:
    branch, _ = read(workspace)
    public, running = branch["base_table"]["costs"]
    assert (public["last_year"].value, public["budget"], public["actual"].value) == (50000, None, 17000)
    assert running["actual"].value == 200000
    assert branch["base_table"]["control_rate"].number("%", 2) == "90.00"
    assert [(row["depth"], row["heading"]) for row in branch["base_table"]["rows"]] == [
        (0, "三公经费"),
        (1, "1、接待"),
        (1, "2、车辆"),
        (2, "其中：购置"),
        (2, "维护"),
        (0, "公用经费"),
        (2, "其中：办公"),
    ]


def test_formulas_are_exact_and_may_stand_in_any_order(workspace: Workspace) -> None:
    branch, problems = read(
        workspace,
        ("  合计: =facts.在校学生 + facts.教师\n", ""),
        (
            "  教师占比",
            "  占比先: =facts.教师 / facts.后算\n  后算: =facts.在校学生 + facts.教师\n  合计: =facts.后算\n  教师占比",
        ),
    )
    assert problems == []
    runs = branch["outline"][0]["text"][0]["runs"]
    assert "".join(run["text"] for run in runs) == "教师占20%。"


def test_what_is_described_becomes_a_numbered_project(workspace: Workspace) -> None:
    branch, _ = read(workspace)
    (project,) = branch["projects"]
    assert (project["number"], project["name"]) == ("①", "项目支出")
    assert project["use"][0]["runs"] == [{"text": "用于示例单位的设备。", "bold": False}]


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("=facts.教师 / facts.合计", "=facts.教师 / facts.全部", "PROSE-REFERENCE", "引用「facts.全部」里没有「全部」"),
        ("=facts.教师 / facts.合计", "=facts.教师 +", "FORMULA", "算式「facts.教师 +」写得不完整"),
        ("=facts.教师 / facts.合计", "=facts.教师 / evaluations.whole.funds.actual", "FORMULA", "单位不同的数不能相加减或相除"),
        ("=facts.教师 / facts.合计", "=facts", "FORMULA", "算出来的不是一个数"),
        ("=facts.在校学生 + facts.教师", "=facts.教师占比", "FORMULA", "绕回到了自己"),
        ("=funds.items.基本支出.items.公用经费.actual", "=funds.items.公用经费.actual", "PROSE-REFERENCE", "里没有「公用经费」"),
        ("          actual: 10万元\n", "", "FUNDS-ACTUAL", "没有全年执行数"),
        ("        - name: 基本支出\n", "        - name: 基本支出\n          actual: 81万元\n", "FUNDS-SUM", "基本支出支出数是 810000元，明细合计 800000元，相差 10000元"),
        ("        - name: 三公经费\n", "        - name: 三公经费\n          actual: 2万元\n", "COST-SUM", "三公经费决算数是 20000元，组成合计 17000元"),
        ("document: funds", "document: fund", "ANNEX-MISSING", "附件「基础数据表」对应的文档「fund」并不生成"),
        ("            - {name: 公用经费, actual: 20万元}", "            - {name: 人员经费, actual: 20万元}", "DUPLICATE-NAME", "支出明细「人员经费」重复"),
    ],
)  # fmt: skip
def test_a_contradiction_is_a_located_problem(
    workspace: Workspace, old: str, new: str, code: str, message: str
) -> None:
    _, problems = read(workspace, (old, new))
    assert any(problem.code == code and message in problem.message and problem.place.line for problem in problems), (
        problems
    )
