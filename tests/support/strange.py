"""Invented reports that fill every form, and texts that are strange in them but no fault."""

from __future__ import annotations

import copy
from typing import Any

from tests.support.hostile import FRAGMENTS, Path_, leaves, plain, put, shown
from tests.support.paths import DATA

REFUSED = (
    "line",
    "control",
    "jinja",
    "markdown",
    "number",
    "markup",
    "private",
    "unseen",
)  # kinds that the program may refuse in some place
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


def marked(number: int) -> str:
    """A text that stands nowhere else and says nothing to any rule."""
    return chr(0x3500 + number) + "甲"


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
