"""The file of a unit that has none yet, for every profile and type."""

from __future__ import annotations

import pytest

from generator.data.formats import newest
from generator.data.profile import Forms, profile_names
from generator.data.reader import parse
from generator.data.schema import validate
from generator.problems import Place, has_errors
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.new.from_profile import TYPES, skeleton
from generator.reports.workspace import Workspace
from tests.support.fill import fill
from tests.support.paths import PROJECT

PROFILES = profile_names(PROJECT / "templates")


def forms(workspace: Workspace, name: str) -> Forms:
    found, problems = workspace.forms(name, Place("test"))
    assert found is not None, problems
    return found


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_but_blanks_is_wrong_and_filled_in_it_makes_documents(
    workspace: Workspace, profile: str, kind: str
) -> None:
    found = forms(workspace, profile)
    text = skeleton(found, profile, "demo", 2023, kind)
    root, problems = parse(text.encode(), "x")
    assert root is not None, problems
    assert {one.code for one in validate(root, "report")} == {"SCHEMA-BLANK"}
    path = workspace.report("demo", "2023")
    path.parent.mkdir()
    path.write_text(fill(text, found.profile), "utf-8")
    loaded = load(workspace, "demo", "2023")
    assert loaded.problems == []
    files, problems = make_documents(workspace, loaded)
    assert files and not has_errors(problems)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("profile", PROFILES)
def test_every_section_of_the_outline_is_there(workspace: Workspace, profile: str, kind: str) -> None:
    found = forms(workspace, profile)
    text = skeleton(found, profile, "demo", 2023, kind)
    for section in found.profile.text_sections(kind):
        mark = "# " if section.holds_text == "optional" else ""
        assert f"\n      {mark}{section.title}:\n" in text


def test_the_format_is_stated_before_all_else(workspace: Workspace) -> None:
    text = skeleton(forms(workspace, "national"), "national", "demo", 2023, "project")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines[:2] == [f"format: {newest('report')}", "unit:"]


def test_each_field_is_explained_once(workspace: Workspace) -> None:
    text = skeleton(forms(workspace, "guangxi-hechi"), "guangxi-hechi", "demo", 2023, "project")
    assert text.count("# 年度指标值：比较符加数和单位") == 1
    assert "          # initial:  # 年初预算数：该来源的年初预算数；没有披露的不填。\n" in text
    assert "make check UNIT=demo YEAR=2023" in text


def test_accounts_list_the_economic_codes_of_the_year(workspace: Workspace) -> None:
    text = skeleton(forms(workspace, "hubei-wuhan"), "hubei-wuhan", "demo", 2021, "whole-unit")
    assert "    # 基本工资\n    30101:\n    # 30102:  # 津贴补贴\n" in text
    assert "  # stated:  # 核定数：已批复的决算里的合计数" in text
    assert "- name: 基本支出\n" in text and "- name: 项目支出\n" in text
    assert "项目类别" not in text


def test_a_choice_names_its_options(workspace: Workspace) -> None:
    text = skeleton(forms(workspace, "hubei-wuhan"), "hubei-wuhan", "demo", 2021, "project")
    assert "      # 从中选一个：持续性项目、新增性项目\n      项目属性:\n" in text


def test_classes_have_the_weights_that_the_profile_gives_them(workspace: Workspace) -> None:
    text = skeleton(forms(workspace, "hunan-zhuzhou"), "hunan-zhuzhou", "demo", 2024, "whole-unit")
    assert "- name: 成本指标\n" in text and "        weight: 20\n" in text and "- name: 生态环境成本指标\n" in text


def test_a_title_that_yaml_would_read_otherwise_is_quoted(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "profile.yaml"
    path.write_text(path.read_text("utf-8").replace("- title: 项目基本情况", "- title: '项目: it''s #1'"), "utf-8")
    text = skeleton(forms(workspace, "national"), "national", "demo", 2023, "project")
    assert "\n      '项目: it''s #1':\n" in text
    assert parse(text.encode(), "x")[0] is not None


def test_a_profile_without_levels_still_has_the_classes_with_weights(workspace: Workspace) -> None:
    path = workspace.templates / "hunan-zhuzhou" / "profile.yaml"
    path.write_text(path.read_text("utf-8").replace("  成本指标: [经济成本", "  其他指标: [经济成本"), "utf-8")
    text = skeleton(forms(workspace, "hunan-zhuzhou"), "hunan-zhuzhou", "demo", 2023, "project")
    assert "- name: 成本指标\n        weight: 20\n        items:\n          - name:\n" in text


@pytest.mark.parametrize("profile", PROFILES)
def test_indicators_are_written_where_the_sheet_prints_them(workspace: Workspace, profile: str) -> None:
    root, _ = parse(skeleton(forms(workspace, profile), profile, "demo", 2023, "project").encode(), "x")
    assert root is not None
    evaluation = root.at("evaluations", 0)
    below_goals = profile == "hubei-wuhan"
    assert (evaluation.get("goals", 0, "indicators") is not None) is below_goals
    assert (evaluation.get("indicators") is None) is below_goals
