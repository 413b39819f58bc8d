"""What is said to differ from one revision to another, or to the working tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.faults import GitError
from generator.git.repository import Repository
from generator.opc import write_package
from generator.problems import Severity
from generator.revisions.diff import FileChange, ReportChange, RevisionChanges, changes
from generator.revisions.trust import Trust
from tests.support.docx import p, package_of
from tests.support.scripted import Small
from tests.support.tiny import MAIN, PROFILE, REPORT, TELLING, TEMPLATE, Asked, answering, tiny

OTHER = "reports/2022/b.yaml"
STYLES = "word/styles.xml"
X = ("x: 1元", "x: 3元")


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return answering(monkeypatch)


@pytest.fixture
def repo(tmp_path: Path) -> Small:
    return tiny(tmp_path / "仓库")


def told(repo: Small, base: str = "HEAD", head: str | None = None, unit: str = "", year: str = "") -> RevisionChanges:
    return changes(Repository(repo.root), base, head, unit or None, year or None)


def whether(one: ReportChange) -> tuple[bool, bool]:
    """Whether a report was there before, and whether it is there now."""
    return one.difference.before is not None, one.difference.after is not None


def sides(form: FileChange) -> list[tuple[str, str | None, str | None]]:
    return [(one.name, one.before, one.after) for one in form.values]


def other_form(repo: Small, path: str, before: bytes | None, after: bytes | None) -> FileChange:
    """What is said of a file of the templates that the working tree has otherwise."""
    target = repo.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if before is not None:
        target.write_bytes(before)
        repo.commit("格式")
        target.unlink()
    if after is not None:
        target.write_bytes(after)
    [form] = told(repo).forms
    assert form.path == path
    return form


def test_where_nothing_changed_nothing_differs(repo: Small) -> None:
    for found in (told(repo), told(repo, "main", "HEAD")):
        assert not found
        assert (found.reports, found.forms, found.program) == ((), (), ())
        assert (found.notes, found.problems, found.faulty) == ((), (), False)


def test_an_edit_that_is_not_committed_is_told_with_what_it_moved(repo: Small) -> None:
    repo.edit(X)
    found = told(repo)
    [one] = found.reports
    assert found and (one.path, one.was, one.year, whether(one)) == (REPORT, None, "2022", (True, True))
    [change], [moved] = one.difference.inputs, one.difference.figures
    assert (change.name, change.before, change.after) == ("x", "1元", "3元")
    assert (moved.name, moved.before, moved.after, moved.by) == ("total", "3元", "5元", ("x",))
    [passage] = one.difference.documents["report.docx"]
    assert [piece for cell in passage.cells for piece in cell if piece[0] != "="] == [("-", "3"), ("+", "5")]
    assert (found.forms, found.program) == ((), ())


def test_a_file_that_git_does_not_know_yet_is_part_of_the_working_tree(repo: Small) -> None:
    repo.write(OTHER, "unit: 乙\nz: 7元\n")
    [one] = told(repo).reports
    assert (one.was, one.path, whether(one)) == (None, OTHER, (False, True))


def test_two_revisions_are_compared_in_the_order_in_which_they_are_named(repo: Small) -> None:
    repo.commit("更正", X)
    repo.edit(("x: 3元", "x: 99元"))
    for base, head, texts in (("HEAD~1", "main", ("1元", "3元")), ("main", "HEAD~1", ("3元", "1元"))):
        [one] = told(repo, base, head).reports
        assert [(change.before, change.after) for change in one.difference.inputs] == [texts]


def test_sides_are_named_by_their_commits_and_as_the_user_did(repo: Small) -> None:
    first = repo.ids["初稿"]
    second = repo.commit("更正", X)
    found = told(repo, first[:12], "main")
    assert (found.before, found.after) == (first[:10], f"{second[:10]}（main）")
    found = told(repo, "main")
    assert (found.before, found.after) == (f"{second[:10]}（main）", "工作区")


def test_without_a_head_only_what_this_side_changed_since_the_fork_is_told(repo: Small) -> None:
    fork = repo.ids["初稿"]
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit("旁支", ("y: 2元", "y: 4元"))
    repo.git("switch", "--quiet", "main")
    repo.commit("主线", X)
    repo.git("switch", "--quiet", "side")
    found = told(repo, "main")
    assert (found.before, found.after) == (f"{fork[:10]}（与 main 的分叉点）", "工作区")
    [one] = found.reports
    assert [(change.name, change.after) for change in one.difference.inputs] == [("y", "4元")]
    [one] = told(repo, "main", "side").reports
    assert [change.name for change in one.difference.inputs] == ["x", "y"]


@pytest.mark.parametrize(("base", "head"), [("nobody", None), ("HEAD", "nobody")])
def test_a_revision_that_does_not_exist_is_an_error(repo: Small, base: str, head: str | None) -> None:
    with pytest.raises(GitError, match="找不到提交「nobody」"):
        told(repo, base, head)


def test_a_base_without_a_common_ancestor_is_an_error_and_can_be_compared_as_a_head(repo: Small) -> None:
    repo.git("switch", "--quiet", "--orphan", "alone")
    repo.write(REPORT, "unit: 甲\nx: 3元\n# 其中\ny: 2元\n")
    repo.commit("另起")
    with pytest.raises(GitError, match="没有共同的历史"):
        told(repo, "main")
    assert [one.path for one in told(repo, "main", "alone").reports] == [REPORT]


def test_a_report_that_is_new_or_gone_is_not_taken_apart(repo: Small) -> None:
    repo.report.unlink()
    repo.write(OTHER, "unit: 乙\nz: 7元\n")
    new, gone = told(repo).reports
    assert (new.path, new.was, whether(new)) == (OTHER, None, (False, True))
    assert (gone.path, gone.was, whether(gone)) == (REPORT, None, (True, False))
    assert new.difference.inputs == gone.difference.inputs == ()
    assert new.difference.after is not None and new.difference.after.name == "乙"
    assert gone.difference.before is not None and gone.difference.before.name == "甲"


def test_a_renamed_report_is_one_report_and_told_though_nothing_else_changed(repo: Small) -> None:
    repo.git("mv", REPORT, OTHER)
    [one] = told(repo).reports
    assert (one.was, one.path, whether(one)) == (REPORT, OTHER, (True, True))
    assert not one.difference


def test_a_renamed_report_is_compared_with_what_it_was(repo: Small) -> None:
    repo.git("mv", REPORT, OTHER)
    repo.edit(X, path=OTHER)
    [one] = told(repo).reports
    assert (one.was, one.path) == (REPORT, OTHER)
    assert [(change.before, change.after) for change in one.difference.inputs] == [("1元", "3元")]


def test_a_copy_of_a_report_that_is_still_there_is_a_new_one(repo: Small) -> None:
    repo.write(OTHER, repo.report.read_text("utf-8"))
    assert [(one.was, one.path, whether(one)) for one in told(repo).reports] == [(None, OTHER, (False, True))]


def test_a_comment_makes_no_difference(repo: Small) -> None:
    repo.edit(("# 其中", "# 其中的"))
    assert not told(repo)


def test_reports_are_told_in_the_order_of_their_paths_the_gone_ones_last(repo: Small) -> None:
    repo.write("reports/2021/z.yaml", "unit: 己\nz: 1元\n")
    repo.write("reports/2020/gone.yaml", "unit: 辛\nw: 1元\n")
    repo.write(OTHER, "unit: 乙\nz: 7元\n")
    repo.commit("更多")
    (repo.root / "reports/2020/gone.yaml").unlink()
    repo.edit(X)
    repo.edit(("z: 1元", "z: 2元"), path="reports/2021/z.yaml")
    repo.edit(("z: 7元", "z: 8元"), path=OTHER)
    assert [one.path for one in told(repo).reports] == [
        "reports/2021/z.yaml",
        REPORT,
        OTHER,
        "reports/2020/gone.yaml",
    ]
    assert [one.year for one in told(repo).reports] == ["2021", "2022", "2022", "2020"]


@pytest.mark.parametrize(
    ("unit", "year", "wanted"),
    [
        ("a", "", ["reports/2021/a.yaml", REPORT]),
        ("", "2022", [REPORT, OTHER]),
        ("b", "2022", [OTHER]),
        ("b", "2021", []),
        ("nobody", "", []),
    ],
)
def test_a_unit_or_a_year_limits_the_reports_but_not_the_forms(
    repo: Small, unit: str, year: str, wanted: list[str]
) -> None:
    for path in ("reports/2021/a.yaml", OTHER):
        repo.write(path, "unit: 乙\nx: 1元\n")
    repo.commit("更多")
    for path in ("reports/2021/a.yaml", REPORT, OTHER):
        repo.edit(X, path=path)
    repo.edit(("weight: 1", "weight: 2"), path=PROFILE)
    found = told(repo, unit=unit, year=year)
    assert [one.path for one in found.reports] == wanted
    assert [one.path for one in found.forms] == [PROFILE]


def test_a_gone_report_of_another_unit_is_not_told(repo: Small) -> None:
    repo.report.unlink()
    assert told(repo, unit="b").reports == ()
    assert [one.path for one in told(repo, unit="a").reports] == [REPORT]


@pytest.mark.parametrize("path", ["reports/2022/notes.txt", "reports/x.yaml", "reports/2022/more/x.yaml", "x.yaml"])
def test_what_only_lies_among_the_reports_is_none(repo: Small, path: str) -> None:
    repo.write(path, "unit: 丙\nx: 1元\n")
    assert not told(repo)


def test_a_changed_profile_is_told_by_its_values_and_moves_reports_that_nobody_touched(repo: Small) -> None:
    repo.edit(("weight: 1", "weight: 2"), path=PROFILE)
    found = told(repo)
    [form], [one] = found.forms, found.reports
    assert (form.path, form.kind, form.passages, form.parts) == (PROFILE, "改动", (), ())
    [value] = form.values
    assert (value.name, value.before, value.after, value.place) == ("weight", "1", "2", f"{PROFILE}:1")
    assert [(moved.after, moved.by) for moved in one.difference.figures] == [("6元", ("profile.weight",))]


def test_a_profile_that_came_or_went_is_told_with_all_its_values(repo: Small) -> None:
    new, old = "templates/x/profile.yaml", b"extends: x\nlist:\n  - {name: y, weight: 1}\n"
    form = other_form(repo, new, None, old)
    assert (form.kind, sides(form)) == ("新增", [("extends", None, "x"), ("list.y.weight", None, "1")])
    repo.commit("新增")
    (repo.root / new).unlink()
    [form] = told(repo).forms
    assert (form.kind, sides(form)) == ("删去", [("extends", "x", None), ("list.y.weight", "1", None)])


@pytest.mark.parametrize("after", [b"a: [", b"", "名: 甲\n".encode("utf-16")])
def test_a_profile_that_cannot_be_read_has_no_values(repo: Small, after: bytes) -> None:
    form = other_form(repo, "templates/x/profile.yaml", b"weight: 1\n", after)
    assert (form.kind, [(one.before, one.after) for one in form.values]) == ("改动", [("1", None)])


def test_a_changed_template_is_told_by_its_passages(repo: Small) -> None:
    before, after = (write_package(package_of(p("一。") + p(text))) for text in ("二。", "三。"))
    form = other_form(repo, "templates/national/funds.docx", before, after)
    assert (form.kind, form.values, form.parts) == ("改动", (), ())
    [passage] = form.passages
    assert passage.cells == ((("-", "二"), ("+", "三"), ("=", "。")),)


def test_a_template_that_came_is_told_with_all_that_it_says(repo: Small) -> None:
    form = other_form(repo, "templates/national/funds.docx", None, write_package(package_of(p("一。"))))
    assert (form.kind, {one.before for one in form.passages}, form.parts) == ("新增", {None}, ())
    assert form.passages[0].cells == ((("+", "一。"),),)


def test_a_template_that_went_is_told_with_all_that_it_said(repo: Small) -> None:
    form = other_form(repo, "templates/national/funds.docx", write_package(package_of(p("一。"))), None)
    assert (form.kind, {one.after for one in form.passages}, form.parts) == ("删去", {None}, ())
    assert form.passages[0].cells == ((("-", "一。"),),)


def test_of_a_template_that_says_the_same_the_styles_and_parts_are_told(repo: Small) -> None:
    package = package_of(p("一。"))
    assert b'w:val="32"' in package[STYLES]
    other = package | {
        STYLES: package[STYLES].replace(b'w:val="32"', b'w:val="30"'),
        "word/new.xml": b"<a/>",
    }
    form = other_form(repo, "templates/base.docx", *map(write_package, (package, other)))
    assert (form.kind, form.passages) == ("改动", ())
    styles = ["Normal", "Subtitle", *(f"heading {level}" for level in range(1, 5))]
    assert form.parts == (*(f"样式「{name}」" for name in styles), STYLES, "word/new.xml")


def test_a_template_that_cannot_be_opened_is_told_by_its_name(repo: Small) -> None:
    form = other_form(repo, "templates/national/funds.docx", b"PK", b"PK\3\4")
    assert form == FileChange("templates/national/funds.docx", "改动")


def test_any_other_file_of_the_templates_is_told_by_its_name(repo: Small) -> None:
    assert other_form(repo, "templates/national/x.png", b"1", None) == FileChange("templates/national/x.png", "删去")


def test_forms_are_told_in_the_order_of_their_paths(repo: Small) -> None:
    for path in ("templates/z/a.txt", "templates/a.txt", "templates/national/a.txt"):
        repo.write(path, "甲")
    assert [one.path for one in told(repo).forms] == [
        "templates/a.txt",
        "templates/national/a.txt",
        "templates/z/a.txt",
    ]


def test_the_files_of_the_program_are_told_in_order_and_each_revision_is_computed_by_its_own(repo: Small) -> None:
    repo.write(MAIN, "FACTOR = 1")
    repo.commit("程序")
    for path in ("schema/x.yaml", "requirements.txt", "generator/a.py", "docs/x.md"):
        repo.write(path, "甲")
    repo.commit("加倍", ("FACTOR = 1", "FACTOR = 2"), path=MAIN)
    found = told(repo, "HEAD~1", "HEAD")
    assert found.program == (MAIN, "generator/a.py", "requirements.txt", "schema/x.yaml")
    assert found.forms == () and found
    [one] = found.reports
    assert [(moved.before, moved.after) for moved in one.difference.figures] == [("3元", "6元")]


def test_the_program_of_a_foreign_branch_is_not_run_and_that_is_said(repo: Small) -> None:
    repo.git("switch", "--quiet", "--create", "fork")
    repo.write(MAIN, "FACTOR = 9")
    fork = repo.commit("外来")
    found = told(repo, "main", "fork")
    assert (found.reports, found.program) == ((), (MAIN,))
    assert found.notes == (
        f"提交 {fork[:10]} 的程序不可信：它没有在可信分支 main 的主线上出现过；没有运行它，用现在的程序计算",
    )
    git = Repository(repo.root)
    found = changes(git, "main", "fork", trust=Trust(git, "fork"))
    assert found.notes == ()
    assert [moved.after for one in found.reports for moved in one.difference.figures] == ["27元"]


def test_a_program_that_cannot_be_run_is_replaced_by_the_running_one_and_that_is_said(repo: Small) -> None:
    repo.write(MAIN, "# UNAVAILABLE")
    repo.commit("程序")
    found = told(repo, "HEAD~1", "HEAD")
    assert (found.reports, found.program) == ((), (MAIN,))
    assert found.notes == ("有的提交里的程序运行不了：装不上；那些提交用现在的程序计算",)


def test_a_report_that_cannot_be_computed_is_told_by_its_inputs_alone(repo: Small) -> None:
    repo.edit(("y: 2元", "y:\t2元"), X)
    [one] = told(repo).reports
    assert [(change.name, change.before, change.after) for change in one.difference.inputs] == [
        ("x", "1元", "3元"),
        ("y", "2元", None),
        ("profile.weight", "1", None),
    ]
    assert (one.difference.figures, one.difference.documents) == ((), {})


def test_problems_that_came_and_went_are_told(repo: Small) -> None:
    repo.commit("太多", ("x: 1元", "x: 999元"))
    for base, head, counts in (("HEAD~1", "HEAD", (1, 0)), ("HEAD", "HEAD~1", (0, 1))):
        [one] = told(repo, base, head).reports
        assert (len(one.difference.new_problems), len(one.difference.gone_problems)) == counts


def test_a_report_at_which_the_program_fails_makes_the_whole_faulty(repo: Small) -> None:
    repo.edit(("y: 2元", "fault: 是"))
    found = told(repo)
    assert found.faulty and [one.code for one in found.reports[0].difference.new_problems] == ["PROGRAM-FAULT"]


def test_a_unit_that_changed_moves_the_report_that_rolls_it_up(repo: Small) -> None:
    repo.write(OTHER, "unit: 局\nrollup: a\nx: 10元\n")
    repo.commit("汇总")
    repo.edit(X)
    own, department = told(repo).reports
    assert (own.path, department.path, department.difference.inputs) == (REPORT, OTHER, ())
    assert [(moved.before, moved.after, moved.by) for moved in department.difference.figures] == [
        ("13元", "15元", ("units.a.x",))
    ]


def test_only_reports_whose_state_differs_are_computed(repo: Small, asked: Asked) -> None:
    repo.write(OTHER, "unit: 乙\nz: 7元\n")
    repo.commit("另一个单位")
    repo.edit(X)
    told(repo)
    assert asked == [(True, "a", "whole")] * 2


def test_what_takes_long_is_told_before(repo: Small) -> None:
    repo.edit(X)
    said: list[str] = []
    changes(Repository(repo.root), "HEAD", None, tell=said.append)
    assert said == [TELLING]


def test_a_path_that_is_not_read_is_a_problem_of_its_commit_on_either_side(repo: Small) -> None:
    link = repo.root / "reports" / "2022" / "link.yaml"
    link.symlink_to("/etc/passwd")
    linked = repo.commit("链接")
    link.unlink()
    plain = repo.commit("删去")
    for base, head in ((linked, plain), (plain, linked), (linked, None), (linked, linked)):
        found = told(repo, base, head)
        problem = found.problems[0]
        assert (problem.code, str(problem.place)) == ("GIT-PATH", f"{linked[:10]}:reports/2022/link.yaml")
        assert problem.message == "没有读这个文件：是符号链接，指向别处"
        assert problem.remedy == "在那个分支里改名或删去，重新提交；不是自己单位的分支，不要合并"
        assert problem.severity is Severity.ERROR
        assert len(found.problems) == (2 if head == base else 1) and found.reports == ()


@pytest.mark.parametrize(("count", "more"), [(20, 0), (21, 1), (23, 3)])
def test_of_many_paths_that_are_not_read_the_first_twenty_are_named(repo: Small, count: int, more: int) -> None:
    for number in range(count):
        (repo.root / "reports" / "2022" / f"{number:02}.yaml").symlink_to("/etc/passwd")
    commit = repo.commit("链接")
    problems = told(repo, "HEAD~1", "HEAD").problems
    named = [f"{commit[:10]}:reports/2022/{number:02}.yaml" for number in range(20)]
    assert [str(one.place) for one in problems[:20]] == named
    assert [(str(one.place), one.message) for one in problems[20:]] == [
        (commit[:10], f"另有 {more} 个文件没有读，原因同上")
    ] * bool(more)


def test_a_file_of_the_working_tree_that_is_not_read_is_noted(repo: Small) -> None:
    repo.edit(X)
    with (repo.root / OTHER).open("wb") as file:
        file.truncate(1 << 30)
    [note] = told(repo).notes
    assert note.startswith(f"没有读 {OTHER}：")


def test_the_templates_alone_make_a_difference(repo: Small) -> None:
    repo.write(TEMPLATE, "共计{total}。\n")
    found = told(repo)
    assert [one.path for one in found.forms] == [TEMPLATE] and found
    [passage] = found.reports[0].difference.documents["report.docx"]
    assert passage.cells[0][:2] == (("-", "合"), ("+", "共"))
