"""Whatever text a report holds, its documents show it exactly, or the report is refused with the place of the fault."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.support.hostile import DATA, FRAGMENTS, Path_, Workshop, dump, leaves, plain, put, shown

EXAMPLES = int(os.environ.get("NO_LOSS_EXAMPLES", "60"))
REFUSED = ("line", "control", "jinja", "markdown", "number")  # kinds that the program may refuse in some place
STRANGE = [kind for kind in FRAGMENTS if kind not in REFUSED]
READ = ("code", "value", "target", "actual", "at")  # texts that are read as figures or codes


def seeds() -> dict[str, dict[str, Any]]:
    """The invented reports, filled up so that every form and every text of it is there."""
    demo = plain(DATA / "examples" / "reports" / "2023" / "demo.yaml")
    evaluation = demo["evaluations"][0]
    evaluation["issued_by"] = "示例市财政局"
    evaluation["funds"]["reason"] = "部分设备到货晚。"
    evaluation["narrative"]["项目基本情况"] += (
        "\n联网{{ facts.联网学校 }}，{{ facts.说明 }}。\n\n1. 第一项；\n2. **第二项**。\n"
    )
    demo["facts"]["说明"] = "运行稳定"
    demo["published"] = [
        {"figure": "evaluations.wangluo.funds.actual", "value": "49万元", "where": "第二部分", "note": "照原文"}
    ]
    demo["accepted"] = [
        {"code": "PUBLISHED-SPARE", "at": "published", "reason": "照原文", "by": "王五", "date": "2024-04-01"}
    ]
    demo["published"][0] |= {"cause": "照原文"}
    whole = copy.deepcopy(demo)
    whole["profile"] = "hunan-zhuzhou"
    one = whole["evaluations"][0]
    one["type"] = "whole-unit"
    one["funds"]["items"][0]["use"] = "租用线路。\n\n1. 光纤；\n2. 无线。"
    one["base_table"] = {
        "authorised_staff": "20人",
        "actual_staff": "18人",
        "costs": [{"name": "三公经费", "items": [{"name": "公务接待", "actual": "1万元"}]}],
        "austerity": "1. 少开会；\n2. 少接待。",
    }
    for group, weight in (("产出指标", 40), ("效益指标", 20), ("满意度指标", 10)):
        found = next(entry for entry in one["indicators"] if entry["name"] == group)
        found["weight"] = weight
        for item in (item for below in found["groups"] for item in below["items"]):
            item["weight"] = item["weight"] * weight // {"产出指标": 50, "效益指标": 30, "满意度指标": 10}[group]
            item |= {"score": 18} if "score" in item else {}
    measure = {"name": "线路单价", "target": "≤3万元", "actual": "2万元", "weight": 20}
    one["indicators"].append({"name": "成本指标", "groups": [{"name": "经济成本指标", "items": [measure]}]})
    one["narrative"] = dict.fromkeys(
        (
            *("主要职责", "机构设置", "人员情况", "基本支出情况", "项目支出情况", "政府性基金预算支出情况"),
            *("国有资本经营预算支出情况", "社会保险基金预算支出情况", "资金使用情况", "基本支出", "项目支出"),
            *("收入支出预算执行情况", "整体支出绩效目标完成情况", "项目支出绩效情况", "存在的问题及原因分析"),
            *("下一步改进措施", "部门整体支出绩效自评结果拟应用和公开情况"),
        ),
        "情况正常。{{ facts.说明 }}。",
    )
    town = copy.deepcopy(demo)
    town["profile"] = "guangxi-hechi"
    town["evaluations"][0]["narrative"] = dict.fromkeys(
        (
            *("项目立项背景", "资金用途及目的", "项目资金到位情况", "项目资金执行情况", "项目资金管理情况"),
            *("项目资金支出及拨付合规性情况", "总目标", "主要内容", "项目组织情况", "项目评价工作开展情况"),
            *("工作组成员", "工作职责", "产出数量", "产出质量", "产出时效", "产出成本", "绩效分析", "总体自我评价"),
            *("经验总结", "存在的问题和原因", "工作改进建议"),
        ),
        "情况正常。",
    )
    accounts = plain(DATA / "accounts" / "reports" / "2021" / "example.yaml")
    accounts["accounts"] |= {
        "inquiry_phone": "0123-4567890",
        "performance": {key: f"{key}。" for key in ("work", "unit_result", "project_result", "use")},
        "key_work": [{"title": "专网", "text": "建成。\n\n1. 一；\n2. 二。", "target": "建设", "result": "建成"}],
    }
    accounts["accounts"]["last_year"] |= {"grant_reason": "项目减少", "general_reason": "项目完工"}
    return {"national": demo, "zhuzhou": whole, "hechi": town, "wuhan": accounts}


SEEDS = seeds()
PATHS: dict[str, list[Path_]] = {
    name: [path for path, kind in shown(seed) if dict(leaves(seed)).get(path)] for name, seed in SEEDS.items()
}


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as made:
        yield made


def marked(number: int) -> str:
    """A text that stands nowhere else and says nothing to any rule."""
    return chr(0x3500 + number) + "甲"


def hostile(kinds: list[str]) -> st.SearchStrategy[str]:
    """Texts of these kinds of fragments, or of any characters at all."""
    fragments = [fragment for kind in kinds for fragment in FRAGMENTS[kind]]
    anything = st.characters(exclude_categories=() if "control" in kinds else ("Cs", "Cc", "Zl", "Zp"))
    return st.lists(st.sampled_from(fragments) | anything, max_size=6).map("".join)


@pytest.mark.parametrize("name", SEEDS)
def test_the_seeds_are_built_and_show_all_their_texts(workshop: Workshop, name: str) -> None:
    assert workshop.run(SEEDS[name]).kind == "built"
    assert len(PATHS[name]) > 30


def strange(name: str, *kinds: str) -> dict[str, Any]:
    """A seed with all fragments of some kinds in every text that is not read as a figure or code."""
    report = copy.deepcopy(SEEDS[name])
    before = dict(leaves(report))
    fragments = [one for kind in kinds for one in FRAGMENTS[kind] if "{{" not in one and "**" not in one]
    free = [path for path in PATHS[name] if path[-1] not in READ and "{{" not in before[path] and len(path) != 5]
    for number, path in enumerate(free[:20] if "long" in kinds else free):
        inside = "" if "long" in kinds else "".join(fragments)
        lead = "" if "xml" in kinds else fragments[number % len(fragments)]  # ">" would begin a quotation
        put(report, path, f"{lead}{marked(number)}{inside}{marked(number)}")
    return report


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_only_strange_is_never_refused(workshop: Workshop, name: str, kind: str) -> None:
    """What is refused would hide what is lost."""
    outcome = workshop.run(strange(name, kind))
    assert outcome.kind == "built", (outcome.codes, outcome.detail)


_ONE: Path_ = ("evaluations", 0)
_GOAL: Path_ = (*_ONE, "goals", 0, "expected")
_PROSE: Path_ = (*_ONE, "narrative", "自评结果应用和公开情况")
FOUND: dict[str, tuple[str, Path_, Any]] = {
    "a-comment-in-a-line": ("national", _GOAL, "甲{# 乙 #}丙"),
    "a-comment-in-prose": ("national", _PROSE, "甲{# 乙 #}丙"),
    "half-a-comment": ("national", _GOAL, "甲{#"),
    "digits-that-no-integer-holds": ("national", ("facts", "说明"), "9" * 5000),
    "digits-that-no-formula-holds": ("national", ("facts", "更新占比"), "=1" + "0" * 5000),
    "an-amount-with-a-line-break": ("national", (*_ONE, "funds", "items", 0, "budget"), "30万元\n"),
    "an-amount-of-the-accounts-with-one": (
        "wuhan",
        ("accounts", "functions", 1, "projects", 0, "amount"),
        "36.40万元\n",
    ),
    "a-number-of-staff-with-one": ("zhuzhou", (*_ONE, "base_table", "authorised_staff"), "20人\n"),
    "a-fact-with-one": ("national", ("facts", "说明"), "9人次\n"),
    "an-escaped-return": ("national", _GOAL, "甲\r\n乙"),
    "a-list-in-lists-in-lists": ("national", _PROSE, "1. " * 200 + "甲"),
    "an-empty-item-of-a-list": ("national", _PROSE, "1.\n\n甲乙\n"),
    "a-filter-of-jinja": ("national", _GOAL, "{{ facts.说明|join }}"),
    "a-code-of-no-level": ("wuhan", ("accounts", "functions", 0, "code"), "8808"),
    "a-budget-that-cannot-be-computed": ("wuhan", ("accounts", "three_public", "vehicle_purchase"), {"budget": "=无"}),
    "a-budget-that-is-no-amount": ("hechi", (*_ONE, "funds"), {"initial_budget": "=0", "items": [{"name": "差旅费"}]}),
    "a-negative-budget-without-spending": (
        "national",
        (*_ONE, "funds"),
        {"initial_budget": "-9.9元", "items": [{"name": "设备"}]},
    ),
}
"""What the fuzzing found: the report, where in it, and the value that crashed the program or was lost."""


@pytest.mark.parametrize("name", FOUND)
def test_what_once_crashed_the_program_or_was_lost(workshop: Workshop, name: str) -> None:
    seed, path, value = FOUND[name]
    report = copy.deepcopy(SEEDS[seed])
    put(report, path, value)
    outcome = workshop.run(report)
    assert outcome.kind in ("built", "refused"), outcome.detail


def test_an_amount_with_a_line_break_is_not_taken_for_none(workshop: Workshop) -> None:
    """Built, its document would say 未披露 where the report has a figure."""
    seed, path, value = FOUND["an-amount-with-a-line-break"]
    report = copy.deepcopy(SEEDS[seed])
    put(report, path, value)
    assert workshop.run(report).codes == ("SCHEMA-FORMAT",)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="NO_LOSS_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_text_is_shown_exactly_or_refused_with_its_place(workshop: Workshop, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*SEEDS]), "report")
    mild = st.sampled_from(STRANGE)
    kinds = data.draw(
        st.lists(mild, min_size=1, max_size=3) | st.lists(st.sampled_from([*FRAGMENTS]), min_size=1, max_size=2)
    )
    report = copy.deepcopy(SEEDS[name])
    texts = [path for path, value in leaves(report) if isinstance(value, str)]
    where = st.sampled_from(PATHS[name]) if data.draw(st.integers(0, 4)) else st.sampled_from(texts)
    chosen = data.draw(st.lists(where, min_size=1, max_size=4))
    for number, path in enumerate(chosen):
        before, after = data.draw(st.tuples(hostile(kinds), hostile(kinds)), ".".join(map(str, path)))
        put(report, path, before + marked(number) + after)
    outcome = workshop.run(report)
    event(outcome.kind)
    assert outcome.kind in ("built", "refused"), f"{outcome.detail}\n{dump(report)}"
