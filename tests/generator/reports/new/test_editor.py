"""What editors know of each profile is what the profile says, and the file of this repository is of its profiles."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.data.profile import profile_names
from generator.data.report import Profile
from generator.frozen import replace
from generator.problems import Place
from generator.reports.new.editor import FOLDER, NAME, editor_file, editor_schema, is_stale, write_editor_file
from generator.reports.workspace import Workspace
from tests.support.paths import PROJECT

HEADING = "这个地区格式的提纲里没有写正文的这个标题，标题不写序号；从中选一个："


def profile_of(name: str) -> Profile:
    forms, problems = Workspace(PROJECT).forms(name, Place("test"))
    assert forms is not None, problems
    return forms.profile


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """What editors know of the profiles of this repository."""
    found = editor_schema({name: profile_of(name) for name in profile_names(PROJECT / "templates")})
    Draft202012Validator.check_schema(found)
    return found


def refused(schema: dict[str, Any], profile: str, kind: str = "project", **fields: Any) -> list[str]:
    """What the schema says of a report with one evaluation."""
    report = {"profile": profile, "evaluations": [{"type": kind, **fields}]}
    errors = Draft202012Validator(schema).iter_errors(report)
    return [error.schema["errorMessage"] for error in errors]


def in_levels(**indicator: Any) -> list[dict[str, Any]]:
    return [{"name": "产出指标", "groups": [{"name": "数量指标", "items": [indicator]}]}]


def test_the_file_of_this_repository_is_of_its_profiles() -> None:
    assert (PROJECT / FOLDER / NAME).is_file()
    assert not is_stale(Workspace(PROJECT)), "make editor"


@pytest.mark.parametrize("kind", ["project", "whole-unit"])
@pytest.mark.parametrize("name", profile_names(PROJECT / "templates"))
def test_exactly_the_headings_that_have_texts_are_accepted(schema: dict[str, Any], name: str, kind: str) -> None:
    titles = [section.title for section in profile_of(name).text_sections(kind)]
    assert refused(schema, name, kind, narrative=dict.fromkeys(titles, "文")) == []
    assert refused(schema, name, kind, narrative={titles[0]: "文", "附记": "文"}) == [HEADING + "、".join(titles)]


def test_a_heading_of_the_other_kind_of_evaluation_is_refused(schema: dict[str, Any]) -> None:
    narrative = {"自评得分": "文"}
    assert refused(schema, "hubei-wuhan", "project", narrative=narrative) == []
    assert len(refused(schema, "hubei-wuhan", "whole-unit", narrative=narrative)) == 1


def test_a_heading_says_where_it_stands_and_whether_it_must_be_written(schema: dict[str, Any]) -> None:
    evaluation = schema["$defs"]["guangxi-hechi"]["properties"]["evaluations"]["items"]
    headings = evaluation["allOf"][0]["properties"]["narrative"]["properties"]
    assert headings["总目标"] == {
        "$ref": "#/$defs/heading_text",
        "title": "总目标",
        "description": "在「项目基本情况 › 年初绩效目标及其衡量指标设定情况」下，必写。",
    }
    assert headings["工作组成员"]["description"] == "在「项目评价工作开展情况」下，可写。"
    assert headings["工作改进建议"]["description"] == "必写。"
    assert list(headings)[:2] == ["项目立项背景", "资金用途及目的"]


@pytest.mark.parametrize("field", ["indicators", "goals"])
def test_a_result_is_one_of_the_bands_at_any_depth(schema: dict[str, Any], field: str) -> None:
    def told(levels: list[dict[str, Any]]) -> list[str]:
        fields: dict[str, Any] = {field: levels if field == "indicators" else [{"indicators": levels}]}
        return refused(schema, "national", "project", **fields)

    words = "从中选一个：达成预期、部分达成、未达成"
    assert told(in_levels(result="部分达成")) == []
    assert told(in_levels(result="达到预期")) == [words]
    assert told([{"items": [{"result": "好"}]}]) == [words]


def test_the_words_of_an_own_profile_are_its_own() -> None:
    national = profile_of("national")
    bands = (replace(national.scoring.bands[0], result="好"),)
    schema = editor_schema({"own": replace(national, scoring=replace(national.scoring, bands=bands))})
    assert refused(schema, "own", indicators=in_levels(result="好")) == []
    assert refused(schema, "own", indicators=in_levels(result="达成预期")) == ["从中选一个：好"]
    assert refused(schema, "national", indicators=in_levels(result="好")) == [
        "没有这个地区格式；现有：own。新加的格式，运行 make editor 以后编辑器才认得"
    ]


def test_the_boxes_of_the_form_have_their_options_and_there_are_no_others(schema: dict[str, Any]) -> None:
    assert refused(schema, "hubei-wuhan", choices={"项目属性": "新增性项目"}) == []
    assert refused(schema, "hubei-wuhan", choices={"项目属性": "新增"}) == ["从中选一个：持续性项目、新增性项目"]
    told = "自评表没有这一栏；从中选一个：项目类别、项目属性、项目类型"
    assert refused(schema, "hubei-wuhan", choices={"属性": "新增性项目"}) == [told]
    assert refused(schema, "guangxi-hechi", choices={"属性": "新增性项目"}) == ["自评表没有这一栏；删去"]


def test_an_annex_is_a_document_that_is_made(schema: dict[str, Any]) -> None:
    assert refused(schema, "national", annexes=[{"document": "funds"}]) == []
    assert refused(schema, "national", annexes=[{"document": "tables"}]) != []
    assert refused(schema, "hubei-wuhan", annexes=[{"document": "tables"}]) == []


def test_levels_are_offered_and_others_are_accepted(schema: dict[str, Any]) -> None:
    assert refused(schema, "national", indicators=[{"name": "特色指标", "groups": [{"name": "其他"}]}]) == []
    level = schema["$defs"]["hunan-zhuzhou"]["$defs"]["level1"]
    assert level["properties"]["name"]["examples"] == ["产出指标", "效益指标", "满意度指标", "成本指标"]
    costs = next(one for one in level["allOf"][1:] if one["if"]["properties"]["name"]["const"] == "成本指标")
    names = costs["then"]["properties"]["groups"]["items"]["properties"]["name"]["examples"]
    assert names == ["经济成本指标", "社会成本指标", "生态环境成本指标"]


def test_a_file_is_stale_only_where_it_is_there_and_the_profiles_say_otherwise(small_workspace: Workspace) -> None:
    assert not is_stale(small_workspace)
    assert write_editor_file(small_workspace) == []
    assert not is_stale(small_workspace)
    path = small_workspace.root / FOLDER / NAME
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))), "utf-8")
    assert is_stale(small_workspace)


def test_a_broken_profile_is_told_once_and_leaves_the_file_as_it_was(small_workspace: Workspace) -> None:
    write_editor_file(small_workspace)
    path = small_workspace.root / FOLDER / NAME
    before = path.read_bytes()
    broken = small_workspace.templates / "guangxi-hechi" / "profile.yaml"
    broken.write_text(broken.read_text("utf-8") + "colour: 红\n", "utf-8")
    again = Workspace(small_workspace.root)
    data, problems = editor_file(again)
    assert data is None
    assert [problem.code for problem in problems] == ["SCHEMA-UNKNOWN"]
    assert [problem.code for problem in write_editor_file(Workspace(again.root))] == ["SCHEMA-UNKNOWN"]
    assert path.read_bytes() == before
    assert not is_stale(Workspace(again.root))
