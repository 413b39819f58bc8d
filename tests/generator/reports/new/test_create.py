"""The file of a new year written: what stands in it, what is said of it, and when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.data.profile import profile_names
from generator.problems import Place, Severity, has_errors
from generator.reports.load import compute, load
from generator.reports.new.create import Created, from_last_year, from_profile, profiles
from generator.reports.new.from_last_year import renew
from generator.reports.new.from_profile import TYPES, skeleton
from generator.reports.workspace import Workspace
from tests.support.formats import in_the_first, with_earlier_formats
from tests.support.reports import edit

ASKED = Place("PROFILE=national")
NAMES = {
    "guangxi-hechi": "广西河池市项目支出绩效自评",
    "hubei-wuhan": "湖北武汉市部门决算和绩效自评",
    "hunan-yiyang": "湖南省益阳市项目支出绩效自评",
    "hunan-zhuzhou": "湖南株洲市部门（单位）整体支出绩效自评",
    "national": "全国项目支出绩效自评",
}
ONE_COMMENT = "第 {} 行的注释说的是以前年度的数据，核对以后改写或者删去。"


def files(workspace: Workspace) -> dict[str, bytes]:
    """All reports, by their names."""
    folder = workspace.root / "reports"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def following(unit: str, year: str) -> str:
    return f"接着：在编辑器里填写，运行 make check UNIT={unit} YEAR={year} 看还有哪些没填。"


def test_the_profiles_to_choose_from_are_told_with_their_names_in_order(workspace: Workspace) -> None:
    assert [*profiles(workspace).items()] == [*NAMES.items()]


def test_a_profile_that_cannot_be_read_is_not_offered(workspace: Workspace) -> None:
    (workspace.templates / "hunan-yiyang" / "profile.yaml").write_text("{", "utf-8")
    assert "hunan-yiyang" in profile_names(workspace.templates)
    assert [*profiles(workspace)] == [name for name in NAMES if name != "hunan-yiyang"]


def test_a_folder_without_profiles_offers_none(tmp_path: Path) -> None:
    assert profiles(Workspace(tmp_path)) == {}


def test_the_new_year_is_written_as_last_year_is_renewed_and_nothing_else(workspace: Workspace) -> None:
    before = files(workspace)
    renewed = renew(compute(workspace, "hechi", "2022"), "reports/2023/hechi.yaml", 2023)
    created = from_last_year(workspace, "hechi", "2023", "2022")
    assert files(workspace) == before | {"2023/hechi.yaml": renewed.text.encode()}
    assert created.problems == [*renewed.years] and not has_errors(created.problems)
    assert {(one.severity, one.place.path) for one in created.problems} == {
        (Severity.NOTICE, "reports/2023/hechi.yaml")
    }


def test_of_a_renewed_file_it_is_told_what_is_left_to_do(workspace: Workspace) -> None:
    lines = renew(compute(workspace, "hechi", "2022"), "x", 2023).comments
    assert len(lines) > 1
    assert from_last_year(workspace, "hechi", "2023", "2022").told == [
        "已新建 reports/2023/hechi.yaml：指标、指标值和文字沿用 2022 年，有 29 处要填写。",
        "沿用的文字讲的是 2022 年做了什么、结果怎样，逐段改成 2023 年的；指标值照 2023 年批复的改。",
        ONE_COMMENT.format("、".join(map(str, lines))),
        following("hechi", "2023"),
    ]


def test_without_comments_on_last_year_none_are_told(workspace: Workspace) -> None:
    path = workspace.report("hechi", "2022")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line.partition(" #")[0].rstrip() for line in lines if line.strip()[:1] != "#"]
    path.write_text("\n".join(kept) + "\n", "utf-8")
    assert from_last_year(workspace, "hechi", "2023", "2022").told == [
        "已新建 reports/2023/hechi.yaml：指标、指标值和文字沿用 2022 年，有 29 处要填写。",
        "沿用的文字讲的是 2022 年做了什么、结果怎样，逐段改成 2023 年的；指标值照 2023 年批复的改。",
        following("hechi", "2023"),
    ]


def test_the_year_and_the_one_that_it_is_made_from_need_not_follow_each_other(workspace: Workspace) -> None:
    told = from_last_year(workspace, "hechi", "2031", "2022").told
    assert told[0].startswith("已新建 reports/2031/hechi.yaml：指标、指标值和文字沿用 2022 年，")
    assert "\nyear: 2031\n" in workspace.report("hechi", "2031").read_text("utf-8")


def test_last_year_may_have_faults_that_leave_its_figures_known(workspace: Workspace) -> None:
    edit(workspace, ("actual: 21754元", "actual: 12345元"))
    assert has_errors(load(workspace, "hechi", "2022").problems)
    assert not has_errors(from_last_year(workspace, "hechi", "2023", "2022").problems)
    assert workspace.report("hechi", "2023").is_file()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("year: 2022", "year: [2022", "YAML-SYNTAX"),
        ("year: 2022", "year: 2022\nx: 1", "SCHEMA-UNKNOWN"),
        ("profile: guangxi-hechi", "profile: nowhere", "PROFILE-MISSING"),
    ],
)
def test_from_a_last_year_that_is_not_understood_nothing_is_made(
    workspace: Workspace, old: str, new: str, code: str
) -> None:
    edit(workspace, (old, new))
    before = files(workspace)
    created = from_last_year(workspace, "hechi", "2023", "2022")
    assert [(one.code, one.place.path) for one in created.problems] == [(code, "reports/2022/hechi.yaml")]
    assert created.told == [] and files(workspace) == before
    assert not (workspace.root / "reports" / "2023").exists()


@pytest.mark.parametrize("kind", TYPES)
def test_a_file_from_a_profile_is_its_skeleton_of_the_type_that_was_asked_for(workspace: Workspace, kind: str) -> None:
    before = files(workspace)
    forms, _ = workspace.forms("national", ASKED)
    assert forms is not None
    created = from_profile(workspace, "abc", "2023", "national", kind)
    text = skeleton(forms, "national", "abc", 2023, kind)
    assert files(workspace) == before | {"2023/abc.yaml": text.encode()}
    assert f"type: {kind}\n" in text
    assert created == Created(
        [],
        [
            "已按「全国项目支出绩效自评」新建 reports/2023/abc.yaml，每一项都有说明。",
            following("abc", "2023"),
        ],
    )


def test_a_profile_that_is_not_there_is_a_problem_where_it_was_asked_for(workspace: Workspace) -> None:
    before = files(workspace)
    created = from_profile(workspace, "abc", "2023", "nowhere", "project")
    (problem,) = created.problems
    assert (problem.place, problem.severity) == (Place("PROFILE=nowhere"), Severity.ERROR)
    assert "没有名为「nowhere」的地区格式" in problem.message
    assert created.told == [] and files(workspace) == before


def test_a_profile_that_cannot_be_read_is_a_problem_at_its_place(workspace: Workspace) -> None:
    (workspace.templates / "hunan-yiyang" / "profile.yaml").write_text("{", "utf-8")
    created = from_profile(workspace, "abc", "2023", "hunan-yiyang", "project")
    assert {one.place.path for one in created.problems} == {"templates/hunan-yiyang/profile.yaml"}
    assert created.told == [] and not workspace.report("abc", "2023").exists()


def test_a_folder_that_cannot_be_written_is_a_problem(workspace: Workspace) -> None:
    (workspace.root / "reports" / "2023").write_text("")
    before = files(workspace)
    renewed = from_last_year(workspace, "hechi", "2023", "2022")
    assert [one.code for one in renewed.problems] == ["BUILD-WRITE"] and renewed.told == []
    made = from_profile(workspace, "hechi", "2023", "national", "project")
    assert [one.code for one in made.problems] == ["BUILD-WRITE"] and made.told == []
    assert files(workspace) == before


def test_from_a_year_in_an_older_format_comes_one_in_the_newest(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_earlier_formats(monkeypatch)
    path = workspace.report("hechi", "2022")
    path.write_text(in_the_first(path.read_text("utf-8")), "utf-8")
    before = path.read_bytes()
    created = from_last_year(workspace, "hechi", "2023", "2022")
    assert not has_errors(created.problems), created.problems
    text = workspace.report("hechi", "2023").read_text("utf-8")
    assert "\nformat: 3\nunit: 河池市电化教育站\nyear: 2023\n" in text
    assert "\noffice: " not in text and "title: “校校通”项目" not in text and "type: project" in text
    assert path.read_bytes() == before
