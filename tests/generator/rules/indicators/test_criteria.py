"""What a target is compared and scored by is said, and a typed score has a measurement behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.rules import demo_problems

ITEM = "              - name: 故障及时率\n                target: ≥95%\n                actual: 97%\n                weight: 10\n"
RULES = (
    "  equal: met\n  total: {inapplicable: scaled}\n  criteria:\n    晚一天: {kind: deduction, every: 1天, deduct: 1}\n"
)
OURS = ("MEASURE-COMPARE", "SCORE-CRITERION", "SCORE-UNMEASURED", "PROGRAM-FAULT")


def told(demo: Path, name: str, lines: str, group: str = "时效指标", rules: str = "") -> list[tuple[str, str, str]]:
    """The code, the severity and the line of each problem of these rules, if an indicator is written so."""
    if rules:
        profile = demo.parents[2] / "templates" / "national" / "profile.yaml"
        profile.write_text(profile.read_text("utf-8").replace("  equal: met\n", rules), "utf-8")
    item = f"              - name: {name}\n" + "".join(f"                {line}\n" for line in lines.split("\n"))
    found = demo_problems(demo, (ITEM, item), ("          - name: 时效指标\n", f"          - name: {group}\n"))
    return [(one.code, one.severity.value, one.place.excerpt.strip()) for one in found if one.code.startswith(OURS)]


@pytest.mark.parametrize(
    ("name", "lines", "group", "severity"),
    [
        ("线路费", "target: 3万元\nactual: 2.8万元", "时效指标", "错误"),
        ("线路费", "target: 3万元\nactual: 3万元", "时效指标", ""),
        ("线路费", "target: 3万元", "时效指标", ""),
        ("线路费", "target: ≤3万元\nactual: 2.8万元", "时效指标", ""),
        ("线路费", "target: 3万元\ncompare: at_most\nactual: 2.8万元", "时效指标", ""),
        ("线路费", "target: 300元/人\nactual: 280元/人", "时效指标", "错误"),
        ("线路费", "target: '{{ funds.annual_budget|万元 }}'\nactual: '{{ funds.actual|万元 }}'", "时效指标", "错误"),
        ("线路费", "target: ≤{{ funds.annual_budget|万元 }}\nactual: '{{ funds.actual|万元 }}'", "时效指标", ""),
        ("线路条数", "target: 30条\nactual: 28条", "经济成本指标", "错误"),
        ("修复时间", "target: 3天\nactual: 2天", "时效指标", "错误"),
        ("修复时间", "target: 2小时\nactual: 3小时", "时效指标", "错误"),
        ("投诉件数", "target: 3件\nactual: 2件", "时效指标", "错误"),
        ("投诉", "target: 3件\nactual: 2件", "时效指标", "错误"),
        ("投诉件数", "target: 0件\nactual: 2件", "时效指标", ""),
        ("投诉办结率", "target: 95%\nactual: 94%", "时效指标", ""),
        ("培训人次", "target: 735人次\nactual: 700人次", "时效指标", ""),
        ("投诉件数", "target: 较少\nactual: 2件", "时效指标", ""),
    ],
)
def test_where_more_is_worse_the_comparison_is_said(
    demo: Path, name: str, lines: str, group: str, severity: str
) -> None:
    found = [one for one in told(demo, name, f"{lines}\nweight: 10", group) if one[0] == "MEASURE-COMPARE"]
    line = lines.split("\n")[0]
    assert found == ([("MEASURE-COMPARE", severity, line)] if severity else [])


def test_what_is_only_listed_need_not_say_how_it_is_compared(demo: Path) -> None:
    assert told(demo, "线路费", "target: 3万元\nactual: 2.8万元\nweight: 0") == []


@pytest.mark.parametrize("target", ["≥95%", "约200人", "90%—95%", "及时"])
def test_a_comparison_is_said_once_and_of_a_figure(demo: Path, target: str) -> None:
    found = told(demo, "故障及时率", f"target: {target}\ncompare: at_least\nactual: 97%\nweight: 10")
    assert ("MEASURE-COMPARE", "错误", "compare: at_least") in found


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ("target: ≤3天\nactual: 5天\nweight: 10\ncriterion: 晚一天\nreason: 受疫情影响", ""),
        ("target: ≤3天\nactual: 5天\nweight: 10\ncriterion: 晚两天", "criterion: 晚两天"),
        ("target: ≥95%\nactual: 97%\nweight: 10\ncriterion: 晚一天", "criterion: 晚一天"),
        ("target: ≥95%\nweight: 10\ninapplicable: 本年没有新建", ""),
        ("target: ≥95%\nweight: 10\nscore: 9\ninapplicable: 本年没有新建", "inapplicable: 本年没有新建"),
        ("target: ≥95%\ninapplicable: 本年没有新建", "inapplicable: 本年没有新建"),
    ],
)
def test_a_criterion_is_one_that_the_profile_has_and_that_fits(demo: Path, lines: str, wrong: str) -> None:
    found = told(demo, "修复时间", lines, rules=RULES)
    assert found == ([("SCORE-CRITERION", "错误", wrong)] if wrong else [])


def test_what_does_not_apply_needs_a_rule_of_the_profile(demo: Path) -> None:
    found = told(demo, "修复时间", "target: ≥95%\nweight: 10\ninapplicable: 本年没有新建")
    assert found == [("SCORE-CRITERION", "错误", "inapplicable: 本年没有新建")]


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ("target: ≤30件\nactual: 完成\nweight: 10\nscore: 10", True),
        ("target: ≤30件\nweight: 10\nscore: 10", True),
        ("target: 提升\nweight: 10\nscore: 10", True),
        ("target: 提升\nactual: 提升\nweight: 10\nscore: 10", False),
        ("target: ≤30件\nactual: 28件\nweight: 10\nscore: 10", False),
        ("target: 2023年内提升\nactual: 有所提升\nweight: 10\nscore: 10", False),
        ("target: ≤30件\nweight: 0\nscore: 0", False),
    ],
)
def test_a_typed_score_has_a_measurement_behind_it(demo: Path, lines: str, wrong: bool) -> None:
    found = told(demo, "修复", lines)
    assert found == ([("SCORE-UNMEASURED", "错误", lines[lines.index("score") :])] if wrong else [])
