"""What records can do: they list what is nested below them in the order of the file."""

from __future__ import annotations

import pytest

from generator.data.methods import Evaluation, Profile
from generator.data.record import build, many, one
from generator.data.report import Goal, Group, Section
from tests.support.reports import good

EVALUATION = """
goals:
  - expected: 目标
    indicators:
      - {name: 产出, groups: [{name: 数量, items: [{name: 甲}, {name: 乙}]}], items: [{name: 丙}]}
indicators:
  - {name: 效益, items: [{name: 丁}]}
"""
OUTLINE = """
outline:
  - title: 概况
    sections: [{title: 立项}, {title: 资金, text: none}, {title: 人员, only: whole-unit, sections: [{title: 编制}]}]
  - {title: 结论, text: optional}
"""


def test_groups_and_indicators_of_goals_come_before_the_others_and_items_before_those_of_nested_groups() -> None:
    root = good(EVALUATION)
    goals, groups = many(one(Goal))(root.at("goals")), many(one(Group))(root.at("indicators"))
    evaluation = Evaluation(node=root, goals=goals, indicators=groups)
    assert [group.name for group in evaluation.groups()] == ["产出", "效益"]
    assert [indicator.name for indicator in evaluation.all_indicators()] == ["丙", "甲", "乙", "丁"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{title: a}", "required"),
        ("{title: a, text: optional}", "optional"),
        ("{title: a, sections: [{title: b}]}", "none"),
        ("{title: a, text: required, sections: [{title: b}]}", "required"),
    ],
)
def test_a_heading_with_headings_below_has_no_text_unless_it_says_so(source: str, expected: str) -> None:
    assert build(Section, good(source)).holds_text == expected


@pytest.mark.parametrize(
    ("kind", "sections", "with_text"),
    [
        ("project", ["概况", "立项", "资金", "结论"], ["立项", "结论"]),
        ("whole-unit", ["概况", "立项", "资金", "人员", "编制", "结论"], ["立项", "编制", "结论"]),
    ],
)
def test_a_profile_lists_the_headings_of_a_kind_each_before_those_below_it(
    kind: str, sections: list[str], with_text: list[str]
) -> None:
    root = good(OUTLINE)
    profile = Profile(node=root, outline=many(one(Section))(root.at("outline")))
    assert [section.title for section in profile.sections(kind)] == sections
    assert [section.title for section in profile.text_sections(kind)] == with_text
