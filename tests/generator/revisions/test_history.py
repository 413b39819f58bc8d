"""Which commits stand in the history of a report, and what each is said to have moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.data.paths import Change
from generator.faults import GitError
from generator.git.repository import Repository
from generator.revisions.history import History, HistoryEntry, history
from generator.revisions.trust import Trust
from tests.support.scripted import Small
from tests.support.tiny import MAIN, PROFILE, REPORT, TELLING, TEMPLATE, Asked, answering, tiny

OTHER = "reports/2022/b.yaml"
Sides = tuple[str, str | None, str | None]


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return answering(monkeypatch)


@pytest.fixture
def started(tmp_path: Path) -> Small:
    """A repository whose history may be gone on with."""
    return tiny(tmp_path / "repo")


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """What a report goes through; nothing is committed here by a test."""
    repo = tiny(tmp_path_factory.mktemp("history") / "仓库")
    repo.commit("注释", ("unit: 甲\n", "# 注释\nunit: 甲\n"))
    repo.commit("更正", ("x: 1元", "x: 3元"))
    repo.write(OTHER, "unit: 乙\nx: 7元\n")
    repo.commit("另一个单位")
    repo.commit("格式", ("weight: 1", "weight: 2"), path=PROFILE)
    repo.write(MAIN, "FACTOR = 1")
    repo.commit("程序")
    repo.commit("程序加倍", ("FACTOR = 1", "FACTOR = 2"), path=MAIN)
    repo.commit("模板改字", ("合计{total}。", "共计{total}。"), path=TEMPLATE)
    repo.commit("模板加年", ("共计{total}。", "共计{total}。\n截至2022年。"), path=TEMPLATE)
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit("旁支", ("y: 2元", "y: 6元"))
    repo.git("switch", "--quiet", "main")
    repo.commit("主线", ("x: 3元", "x: 5元"))
    repo.merge("合并", "side")
    repo.git("switch", "--quiet", "--create", "other")
    repo.commit("旁支上另一个单位", ("x: 7元", "x: 8元"), path=OTHER)
    repo.commit("旁支上更正", ("x: 5元", "x: 6元"))
    repo.git("switch", "--quiet", "main")
    repo.write("templates/base.docx", "底版\n")
    repo.commit("底版")
    repo.merge("只从一边来", "other")
    repo.commit("写坏", ("y: 6元", "y:\t6元"))
    repo.commit("仍坏", ("共计", "合计"), path=TEMPLATE)
    repo.commit("又坏", ("y:\t6元", "y:\t\t6元"))
    repo.commit("改好", ("y:\t\t6元", "y: 8元"))
    repo.git("mv", REPORT, "reports/2022/c.yaml")
    repo.commit("改名")
    repo.report = repo.root / "reports" / "2022" / "c.yaml"
    repo.commit("改名以后", ("x: 6元", "x: 9元"))
    return repo


def told(repo: Small, unit: str = "a", figure: str | None = None, root: Path | None = None) -> History:
    return history(Repository(root or repo.root), unit, "2022", figure)


def subjects(found: History) -> list[str]:
    return [entry.commit.subject for entry in found.entries]


def entry(found: History, subject: str) -> HistoryEntry:
    [one] = [entry for entry in found.entries if entry.commit.subject == subject]
    return one


def sides(changes: tuple[Change, ...]) -> list[Sides]:
    return [(change.name, change.before, change.after) for change in changes]


def test_the_commits_that_moved_a_figure_are_told_newest_first_and_no_others(repo: Small) -> None:
    found = told(repo, "c")
    assert subjects(found) == [
        "改名以后",
        "改好",
        "又坏",
        "写坏",
        "旁支上更正",
        "合并",
        "旁支",
        "主线",
        "模板加年",
        "程序加倍",
        "格式",
        "更正",
        "初稿",
    ]
    assert (found.notes, found.faulty) == ((), False)
    assert found.entries[0].commit.id == repo.ids["改名以后"]


def test_a_commit_tells_the_inputs_that_it_changed_and_the_figures_that_these_moved(repo: Small) -> None:
    one = entry(told(repo, "c"), "更正")
    [change] = one.inputs
    assert (change.name, change.before, change.after, change.difference) == ("x", "1元", "3元", "+2元")
    assert change.place == f"{REPORT}:3"
    [moved] = one.figures
    assert (moved.name, moved.label, moved.before, moved.after) == ("total", "合计", "3元", "5元")
    assert (moved.difference, moved.by) == ("+2元", ("x",))
    assert (one.causes, one.documents, one.broken, one.first) == ((), {}, False, False)


def test_the_report_begins_with_the_commit_that_brought_it(repo: Small) -> None:
    found = told(repo, "c")
    assert [entry.commit.subject for entry in found.entries if entry.first] == ["初稿"]
    one = entry(found, "初稿")
    assert sides(one.inputs) == [("x", None, "1元"), ("y", None, "2元"), ("profile.weight", None, "1")]
    assert sides(one.figures) == [("total", None, "3元")]
    assert one.causes == ()


def test_a_changed_profile_or_program_is_the_cause_of_what_it_moved(repo: Small) -> None:
    found = told(repo, "c")
    form, program = entry(found, "格式"), entry(found, "程序加倍")
    assert (sides(form.inputs), sides(form.figures)) == ([("profile.weight", "1", "2")], [("total", "5元", "10元")])
    assert (form.figures[0].by, form.causes) == (("profile.weight",), (PROFILE,))
    assert (program.inputs, sides(program.figures)) == ((), [("total", "10元", "20元")])
    assert (program.figures[0].by, program.causes) == ((), (MAIN,))


def test_a_changed_template_is_told_where_it_prints_other_figures_only(repo: Small) -> None:
    one = entry(told(repo, "c"), "模板加年")
    assert (one.inputs, one.figures, one.causes) == ((), (), (TEMPLATE,))
    [(name, [passage])] = one.documents.items()
    assert (name, passage.before) == ("report.docx", None)
    assert passage.cells == ((("+", "截至2022年。"),),)


def test_a_merge_tells_what_is_as_on_neither_side_with_both_values_before(repo: Small) -> None:
    one = entry(told(repo, "c"), "合并")
    assert (one.inputs, one.causes) == ((), ())
    [moved] = one.figures
    assert (moved.before, moved.after, moved.difference) == ("28元 / 36元", "44元", "")
    assert moved.by == ("y", "x")


def test_a_report_without_figures_is_broken_and_told_once_for_each_of_its_texts(repo: Small) -> None:
    found = told(repo, "c")
    for one in (entry(found, "写坏"), entry(found, "又坏")):
        assert one.broken and not one.first
        assert (one.inputs, one.figures, one.causes, one.documents) == ((), (), (), {})
    assert not entry(found, "改好").broken


def test_what_follows_a_broken_report_is_compared_with_the_last_sound_one(repo: Small) -> None:
    one = entry(told(repo, "c"), "改好")
    assert sides(one.inputs) == [("y", "6元", "8元")]
    assert sides(one.figures) == [("total", "48元", "56元")]
    assert one.causes == (TEMPLATE,)


def test_a_renamed_report_is_followed_under_the_names_that_it_had(repo: Small) -> None:
    found = told(repo, "c")
    assert {entry.commit.subject: entry.report for entry in found.entries}["改名以后"] == "reports/2022/c.yaml"
    assert {entry.report for entry in found.entries[1:]} == {REPORT}


def test_the_history_of_a_derived_figure_names_the_inputs_that_moved_it(repo: Small) -> None:
    found = told(repo, "c", "total")
    assert subjects(found) == [one for one in subjects(told(repo, "c")) if one != "模板加年"]
    one = entry(found, "更正")
    assert (sides(one.inputs), sides(one.figures)) == ([("x", "1元", "3元")], [("total", "3元", "5元")])
    assert entry(found, "合并").figures and not any(entry.documents for entry in found.entries)


def test_the_history_of_an_input_is_that_of_its_text_and_not_told_twice(repo: Small) -> None:
    found = told(repo, "c", "y")
    assert subjects(found) == ["改好", "又坏", "写坏", "旁支", "初稿"]
    for subject, before, after in (("改好", "6元", "8元"), ("旁支", "2元", "6元"), ("初稿", None, "2元")):
        assert sides(entry(found, subject).inputs) == [("y", before, after)]
        assert entry(found, subject).figures == ()


def test_a_figure_that_there_never_was_has_only_the_commits_that_are_broken(repo: Small) -> None:
    assert subjects(told(repo, "c", "z")) == ["又坏", "写坏"]


def test_another_unit_has_a_history_of_its_own(repo: Small) -> None:
    assert subjects(told(repo, "b"))[-1] == "另一个单位"
    assert sides(entry(told(repo, "b"), "旁支上另一个单位").inputs) == [("x", "7元", "8元")]


@pytest.mark.parametrize(("unit", "year"), [("nobody", "2022"), ("c", "2021")])
def test_a_report_that_was_never_committed_has_no_history(repo: Small, unit: str, year: str) -> None:
    with pytest.raises(GitError, match=rf"^reports/{year}/{unit}\.yaml 还没有提交过：先 git add 再 git commit$"):
        history(Repository(repo.root), unit, year)


def test_a_report_is_sought_under_the_name_that_it_has_now(repo: Small) -> None:
    with pytest.raises(GitError, match=r"reports/2022/a\.yaml 还没有提交过"):
        told(repo, "a")


def test_a_shallow_clone_says_that_earlier_commits_are_not_in_it(repo: Small, tmp_path: Path) -> None:
    repo.git("clone", "--quiet", "--depth", "2", f"file://{repo.root}", str(tmp_path / "shallow"))
    found = told(repo, "c", root=tmp_path / "shallow")
    assert subjects(found) == ["改名以后", "改名"] and found.entries[-1].first
    assert found.notes == ("这是浅克隆，更早的提交不在里面：运行 git fetch --unshallow 以后再看",)


def test_what_is_not_committed_is_not_in_the_history(started: Small) -> None:
    started.edit(("x: 1元", "x: 9元"))
    assert subjects(told(started)) == ["初稿"]


def test_the_history_ends_at_what_is_checked_out(started: Small) -> None:
    started.commit("更正", ("x: 1元", "x: 3元"))
    started.git("switch", "--quiet", "--detach", "HEAD~1")
    assert subjects(told(started)) == ["初稿"]


def test_a_report_that_went_and_came_again_begins_where_it_came(started: Small) -> None:
    text = started.report.read_text("utf-8")
    started.report.unlink()
    started.commit("删去")
    with pytest.raises(GitError, match="还没有提交过"):
        told(started)
    started.write(REPORT, text)
    started.commit("恢复")
    found = told(started)
    assert subjects(found) == ["恢复"] and found.entries[0].first
    assert sides(found.entries[0].figures) == [("total", None, "3元")]


def test_a_report_that_came_by_a_merge_begins_on_its_branch(started: Small) -> None:
    started.git("switch", "--quiet", "--create", "side")
    started.write(OTHER, "unit: 乙\nx: 7元\n")
    started.commit("新单位")
    started.git("switch", "--quiet", "main")
    started.commit("主线", ("x: 1元", "x: 3元"))
    started.merge("合并", "side")
    found = told(started, "b")
    assert subjects(found) == ["新单位"] and found.entries[0].first


def test_a_report_that_differs_from_all_that_went_begins_where_it_came(started: Small) -> None:
    started.report.unlink()
    started.write(OTHER, "unit: 乙\nx: 7元\nz: 9元\n")
    started.commit("换了单位")
    assert subjects(told(started, "b")) == ["换了单位"]


def test_a_report_renamed_on_one_side_of_a_merge_is_followed_on_both(started: Small) -> None:
    started.git("switch", "--quiet", "--create", "side")
    started.git("mv", REPORT, OTHER)
    started.commit("改名")
    started.git("switch", "--quiet", "main")
    started.commit("更正", ("x: 1元", "x: 3元"))
    started.merge("合并", "side")
    found = told(started, "b")
    assert [(one.commit.subject, one.report) for one in found.entries] == [("更正", REPORT), ("初稿", REPORT)]


def test_a_report_that_was_broken_from_the_start_begins_with_the_first_sound_commit(tmp_path: Path) -> None:
    repo = Small(tmp_path / "repo")
    repo.write(REPORT, "unit: 甲\nx:\t1元\n")
    repo.commit("坏")
    repo.commit("好", ("x:\t1元", "x: 1元"))
    found = told(repo)
    assert [(one.commit.subject, one.broken, one.first) for one in found.entries] == [
        ("好", False, True),
        ("坏", True, False),
    ]
    assert sides(entry(found, "好").figures) == [("total", None, "1元")]


def test_an_input_that_both_sides_of_a_merge_had_otherwise_is_told_with_both(started: Small) -> None:
    started.git("switch", "--quiet", "--create", "side")
    started.commit("旁支", ("x: 1元", "x: 4元"))
    started.git("switch", "--quiet", "main")
    started.commit("主线", ("x: 1元", "x: 3元"))
    started.git("merge", "--quiet", "--no-commit", "--strategy", "ours", "side")
    started.commit("合并", ("x: 3元", "x: 5元"))
    one = entry(told(started), "合并")
    assert [(change.name, change.before, change.after, change.difference) for change in one.inputs] == [
        ("x", "3元 / 4元", "5元", "")
    ]
    assert [(change.before, change.after, change.by) for change in one.figures] == [("5元 / 6元", "7元", ("x",))]


def test_a_value_that_both_sides_of_a_merge_had_equal_is_told_once_with_its_difference(started: Small) -> None:
    started.git("switch", "--quiet", "--create", "side")
    started.write(OTHER, "unit: 乙\nx: 7元\n")
    started.commit("旁支")
    started.git("switch", "--quiet", "main")
    started.write("reports/2022/d.yaml", "unit: 丁\nx: 7元\n")
    started.commit("主线")
    started.git("merge", "--quiet", "--no-commit", "side")
    started.commit("合并", ("x: 1元", "x: 5元"))
    [change] = entry(told(started), "合并").inputs
    assert (change.before, change.after, change.difference) == ("1元", "5元", "+4元")
    [moved] = entry(told(started), "合并").figures
    assert (moved.before, moved.after, moved.difference) == ("3元", "7元", "+4元")


def test_a_file_is_the_cause_of_a_merge_only_where_both_sides_had_it_otherwise(started: Small) -> None:
    started.git("switch", "--quiet", "--create", "side")
    started.commit("旁支", ("weight: 1", "weight: 2"), path=PROFILE)
    started.git("switch", "--quiet", "main")
    started.commit("主线", ("x: 1元", "x: 3元"))
    started.merge("合并", "side")
    one = entry(told(started), "合并")
    assert (sides(one.figures), one.causes) == ([("total", "5元 / 6元", "10元")], ())


def test_what_a_unit_changes_is_in_the_history_of_the_report_that_rolls_it_up(started: Small) -> None:
    started.write(OTHER, "unit: 局\nrollup: a\nx: 10元\n")
    started.commit("汇总")
    started.commit("单位更正", ("x: 1元", "x: 3元"))
    found = told(started, "b")
    assert subjects(found) == ["单位更正", "汇总"]
    assert sides(found.entries[0].inputs) == [("units.a.x", "1元", "3元")]
    assert [(one.name, one.after, one.by) for one in found.entries[0].figures] == [("total", "15元", ("units.a.x",))]
    assert found.entries[0].causes == (), "reports are no files beside the reports"


def test_a_workspace_may_be_a_folder_of_its_repository(tmp_path: Path) -> None:
    repo = Small(tmp_path / "repo")
    repo.write(f"预算/{REPORT}", "unit: 甲\nx: 1元\n")
    repo.commit("初稿")
    repo.write(REPORT, "unit: 别处\nx: 1元\n")
    repo.commit("别处")
    repo.commit("更正", ("x: 1元", "x: 3元"), path=f"预算/{REPORT}")
    assert subjects(told(repo, root=repo.root / "预算")) == ["更正", "初稿"]


def test_a_state_that_several_commits_share_is_asked_for_once(started: Small, asked: Asked) -> None:
    started.write(OTHER, "unit: 乙\nx: 7元\n")
    started.commit("另一个单位")
    started.commit("更正", ("x: 1元", "x: 3元"))
    told(started)
    assert asked == [(True, "a", "figures")] * 2


def test_the_program_of_a_foreign_branch_is_not_run_and_that_is_said(started: Small, asked: Asked) -> None:
    started.write(MAIN, "FACTOR = 1")
    started.commit("程序")
    started.git("switch", "--quiet", "--create", "fork")
    started.commit("外来", ("FACTOR = 1", "FACTOR = 9"), path=MAIN)
    started.commit("数", ("x: 1元", "x: 3元"))
    found = told(started)
    assert subjects(found) == ["数", "初稿"]
    assert [one.partition("：")[0] for one in found.notes] == [
        f"提交 {started.ids[message][:10]} 的程序不可信" for message in ("数", "外来")
    ]
    assert (False, "a", "figures") in asked, "that of the line is run"
    git = Repository(started.root)
    found = history(git, "a", "2022", trust=Trust(git, "fork"))
    assert subjects(found) == ["数", "外来", "初稿"] and found.notes == ()
    assert sides(entry(found, "外来").figures) == [("total", "3元", "27元")]


def test_a_program_that_cannot_be_run_is_replaced_by_the_running_one_and_that_is_said(started: Small) -> None:
    started.write(MAIN, "# UNAVAILABLE")
    started.commit("程序")
    found = told(started)
    assert subjects(found) == ["初稿"]
    assert found.notes == ("有的提交里的程序运行不了：装不上；那些提交用现在的程序计算",)


def test_a_report_at_which_the_program_fails_is_broken_and_the_history_faulty(started: Small) -> None:
    started.commit("失败", ("y: 2元", "fault: 是"))
    found = told(started)
    assert found.faulty and [(one.commit.subject, one.broken) for one in found.entries] == [
        ("失败", True),
        ("初稿", False),
    ]


def test_what_takes_long_is_told_before(started: Small) -> None:
    said: list[str] = []
    history(Repository(started.root), "a", "2022", tell=said.append)
    assert said == [TELLING]
