from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.data.profile import load_forms, profile_names
from generator.problems import Place, Problem
from generator.reports.workspace import Workspace
from tests.support.formats import with_earlier_formats

ASKED = Place("reports/2022/x.yaml", 3, 10)


def faults(workspace: Workspace, name: str = "guangxi-hechi") -> list[Problem]:
    return load_forms(workspace.templates, name, ASKED)[1]


def edit(workspace: Workspace, name: str, old: str, new: str) -> Path:
    path = workspace.templates / name / "profile.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_a_profile_takes_what_it_does_not_say_from_the_one_it_extends(workspace: Workspace) -> None:
    forms, problems = load_forms(workspace.templates, "guangxi-hechi", ASKED)
    assert forms is not None, problems
    assert [grade.word for grade in forms.profile.grades] == ["一等", "二等", "三等", "四等"]
    assert forms.profile.decimals["万元"] == 2
    assert [folder.name for folder in forms.folders] == ["guangxi-hechi", "national"]


def test_a_profile_says_only_what_differs_at_every_depth(workspace: Workspace) -> None:
    own = workspace.templates / "guangxi-hechi" / "profile.yaml"
    rules = "decimals: {元: 2}\nscoring:\n  equal: share\n  criteria:\n    乙: {kind: met}\n"
    own.write_text(own.read_text("utf-8") + rules, "utf-8")
    edit(workspace, "national", "  equal: met\n", "  equal: met\n  criteria:\n    甲: {kind: met}\n")
    forms, problems = load_forms(workspace.templates, "guangxi-hechi", ASKED)
    assert forms is not None, problems
    profile = forms.profile
    assert profile.decimals == {"万元": 2, "元": 2, "百分比": 2, "分": 2}
    assert (profile.scoring.equal, profile.scoring.rounding) == ("share", "each")
    assert [band.lowest for band in profile.scoring.bands] == [80, 60, 0]
    assert [*profile.scoring.criteria] == ["甲", "乙"]


def test_what_a_form_lists_is_taken_whole(workspace: Workspace) -> None:
    own = workspace.templates / "guangxi-hechi" / "profile.yaml"
    own.write_text(own.read_text("utf-8") + "levels:\n  产出指标: [数量指标]\n", "utf-8")
    forms, problems = load_forms(workspace.templates, "guangxi-hechi", ASKED)
    assert forms is not None, problems
    assert forms.profile.levels == {"产出指标": ("数量指标",)}


def test_a_part_that_is_wrong_is_told_in_the_file_that_says_it(workspace: Workspace) -> None:
    own = workspace.templates / "guangxi-hechi" / "profile.yaml"
    own.write_text(own.read_text("utf-8") + "scoring: {equal: half}\n", "utf-8")
    (problem,) = faults(workspace)
    assert problem.place.path == "templates/guangxi-hechi/profile.yaml"
    assert problem.place.excerpt == "scoring: {equal: half}"


def test_a_template_of_its_own_comes_before_the_shared_one(workspace: Workspace) -> None:
    own = workspace.templates / "guangxi-hechi" / "funds.docx"
    own.write_bytes(b"")
    forms, _ = load_forms(workspace.templates, "guangxi-hechi", ASKED)
    assert forms is not None
    assert forms.template("funds.docx") == own
    assert forms.template("report.docx") == workspace.templates / "national" / "report.docx"
    assert forms.template("none.docx") is None


def test_the_templates_of_documents_are_named_with_what_they_are_filled_for(workspace: Workspace) -> None:
    forms, _ = load_forms(workspace.templates, "hubei-wuhan", ASKED)
    assert forms is not None
    volume, tables, *_ = forms.profile.documents
    used = [(f"{path.parent.name}/{path.name}", each) for path, each in forms.used([volume, tables])]
    assert used[:2] == [("hubei-wuhan/cover.docx", "accounts"), ("hubei-wuhan/overview.docx", "accounts")]
    assert used[-3:] == [
        ("hubei-wuhan/report.docx", "evaluation"),
        ("hubei-wuhan/scoring.docx", "evaluation"),
        ("hubei-wuhan/tables.docx", "accounts"),
    ]


def test_the_profiles_there_are(workspace: Workspace) -> None:
    assert {"guangxi-hechi", "national"} <= set(profile_names(workspace.templates))
    assert "base.docx" not in profile_names(workspace.templates)


def test_an_unknown_profile_is_a_problem_where_it_was_asked_for(workspace: Workspace) -> None:
    (problem,) = faults(workspace, "guangxi-heci")
    assert (problem.code, problem.place) == ("PROFILE-MISSING", ASKED)
    assert problem.remedy.startswith("现有：guangxi-hechi、") and "national" in problem.remedy
    (problem,) = faults(workspace, "zzz")
    assert problem.remedy.startswith("现有：") and "guangxi-hechi" in problem.remedy


def test_an_unknown_parent_is_a_problem_at_extends(workspace: Workspace) -> None:
    edit(workspace, "guangxi-hechi", "extends: national", "extends: nationwide")
    (problem,) = faults(workspace)
    assert (problem.code, problem.place.path, problem.place.line) == (
        "PROFILE-MISSING",
        "templates/guangxi-hechi/profile.yaml",
        3,
    )


def test_a_profile_cannot_extend_itself(workspace: Workspace) -> None:
    edit(workspace, "guangxi-hechi", "extends: national", "extends: guangxi-hechi")
    assert [problem.code for problem in faults(workspace)] == ["PROFILE-LOOP"]


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "at"),
    [
        ("national", "indicators: 90", "indicators: 80", "PROFILE-WEIGHT", "  execution: 10"),
        ("hunan-yiyang", "    产出指标: 50", "    产出指标: 40", "PROFILE-WEIGHT", "    产出指标: 40"),
        (
            "guangxi-hechi",
            "{word: 四等, lowest: 0}",
            "{word: 四等, lowest: 10}",
            "PROFILE-GRADE",
            "  - {word: 四等, lowest: 10}",
        ),
        (
            "guangxi-hechi",
            "{word: 二等, lowest: 80}",
            "{word: 二等, lowest: 95}",
            "PROFILE-GRADE",
            "  - {word: 二等, lowest: 95}",
        ),
        ("national", "template: funds.docx", "template: fund.docx", "PROFILE-TEMPLATE", "    template: fund.docx"),
        (
            "national",
            "funds.docx, scoring.docx]",
            "fund.docx, scoring.docx]",
            "PROFILE-TEMPLATE",
            "    parts: [report.docx, fund.docx, scoring.docx]",
        ),
        ("national", "name: funds\n", "name: report\n", "PROFILE-DOCUMENT", "  - name: report"),
        ("guangxi-hechi", "extends:", "extend:", "SCHEMA-UNKNOWN", "extend: national"),
        ("guangxi-hechi", "name: 广西河池市项目支出绩效自评\n", "name: x\nname: y\n", "YAML-DUPLICATE", "name: y"),
        ("guangxi-hechi", "- title: 经验总结\n", "- title: 绩效分析\n", "PROFILE-OUTLINE", "      - title: 绩效分析"),
    ],
)
def test_a_fault_of_a_profile_is_located(
    workspace: Workspace, name: str, old: str, new: str, code: str, at: str
) -> None:
    edit(workspace, name, old, new)
    own = "guangxi-hechi" if name == "national" else name
    found = [problem.place.excerpt for problem in faults(workspace, own) if problem.code == code]
    assert found == [at]


def test_a_profile_that_is_a_list_is_a_problem(workspace: Workspace) -> None:
    (workspace.templates / "guangxi-hechi" / "profile.yaml").write_text("- x\n")
    assert [problem.code for problem in faults(workspace)] == ["PROFILE-MISSING"]


def test_profiles_in_older_formats_are_each_read_as_new_before_one_is_laid_over_the_other(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = load_forms(workspace.templates, "guangxi-hechi", ASKED)
    with_earlier_formats(monkeypatch)
    edit(workspace, "national", "name: 全国", "called: 全国")
    own = workspace.templates / "guangxi-hechi" / "profile.yaml"
    own.write_text(f"format: 2\n{own.read_text('utf-8')}", "utf-8")
    forms, problems = load_forms(workspace.templates, "guangxi-hechi", ASKED)
    assert forms is not None and expected is not None, problems
    assert (forms.profile.name, forms.profile.format) == (expected.profile.name, 2)


def test_a_profile_in_a_newer_format_is_refused_where_it_says_so(workspace: Workspace) -> None:
    edit(workspace, "national", "name: 全国", "format: 2\nname: 全国")
    (problem,) = faults(workspace)
    assert (problem.code, problem.place.path) == ("SCHEMA-NEWER", "templates/national/profile.yaml")


def test_a_folder_with_another_name_than_profiles_have_is_told_so(workspace: Workspace) -> None:
    shutil.copytree(workspace.templates / "guangxi-hechi", workspace.templates / "广西来宾")
    forms, [problem] = load_forms(workspace.templates, "广西来宾", ASKED)
    assert forms is None and (problem.code, problem.place) == ("PROFILE-MISSING", ASKED)
    assert problem.message == "地区格式的文件夹不能叫「广西来宾」：只用小写字母、数字和连字符"
    assert load_forms(workspace.templates, "广西", ASKED)[1][0].message == "没有名为「广西」的地区格式"
