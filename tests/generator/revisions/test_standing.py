"""Where a document stands: from which inputs it was made, and whether the trusted branch has, had or never had these."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.data.edit import Edit
from generator.data.formats import CONVERSIONS
from generator.data.reader import Node
from generator.git.repository import Repository, blob_id
from generator.git.trees import BlobIds
from generator.revisions.standing import Stand, inputs_of, stand
from generator.revisions.trust import Standing, Trust
from tests.support.formats import renamed
from tests.support.paths import DATA, PROJECT
from tests.support.scripted import Small

REPORT, FORM = "reports/2022/a.yaml", "templates/national/funds.docx"
OWN = "templates/own/funds.docx"
LISTS = ["schema/functional.yaml", "schema/economic.yaml", "schema/glossary.yaml"]
NATIONAL = "templates/national/"


class Branches(Small):
    """A repository of a report and a form, in which commits can be asked where a document of theirs stands."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.write(REPORT, "一\n")
        self.write(FORM, "甲\n")
        self.commit("一")

    def number(self, message: str) -> str:
        """Commits a report that holds nothing but its message."""
        self.write(REPORT, f"{message}\n")
        return self.commit(message)

    def inputs(self, message: str) -> BlobIds:
        files = Repository(self.root).files(self.ids[message])
        return {OWN: files.get(OWN, ""), FORM: files[FORM], REPORT: files[REPORT]}

    def stand(self, message: str, root: Path | None = None, **named: str) -> Stand:
        git = Repository(root or self.root)
        return stand(git, Trust(git, **named), self.ids[message], self.inputs(message))


@pytest.fixture
def repo(tmp_path: Path) -> Branches:
    return Branches(tmp_path / "仓库")


@pytest.fixture
def branched(repo: Branches) -> Branches:
    """The branch `side` with two states of a report, `main` with a commit that has nothing to do with it."""
    repo.git("switch", "--quiet", "--create", "side")
    repo.number("试")
    repo.number("定")
    repo.git("switch", "--quiet", "main")
    repo.write("docs/x.md", "说明\n")
    repo.commit("说明")
    return repo


def test_a_document_of_the_newest_inputs_is_current(repo: Branches) -> None:
    found = repo.stand("一")
    assert found == Stand(Standing.ON_LINE, "main", stood=True) and found.current


def test_commits_that_change_no_input_supersede_nothing(repo: Branches) -> None:
    for path in ("docs/x.md", "reports/2022/b.yaml", "templates/national/report.docx", "templates/other/funds.docx"):
        repo.write(path, "乙\n")
        repo.commit(path)
    assert repo.stand("一").current


def test_a_document_is_superseded_by_the_first_commit_with_other_inputs(repo: Branches) -> None:
    second = repo.number("二")
    repo.write("docs/x.md", "说明\n")
    repo.commit("说明")
    repo.write(FORM, "丙\n")
    repo.number("三")
    found = repo.stand("一")
    assert found == Stand(Standing.ON_LINE, "main", superseded=second, files=(REPORT,), stood=True)
    assert not found.current


def test_the_inputs_that_differ_are_named_in_the_order_in_which_they_were_given(repo: Branches) -> None:
    repo.write(FORM, "乙\n")
    repo.write(OWN, "丙\n")
    third = repo.number("二")
    found = repo.stand("一")
    assert (found.superseded, found.files) == (third, (OWN, FORM, REPORT))


def test_a_file_that_must_not_exist_supersedes_where_it_comes_and_no_longer_where_it_goes(repo: Branches) -> None:
    repo.write(OWN, "丙\n")
    own = repo.commit("自己的模板")
    assert (repo.stand("一").superseded, repo.stand("一").files) == (own, (OWN,))
    assert repo.stand("自己的模板").current
    (repo.root / OWN).unlink()
    gone = repo.commit("删去")
    assert repo.stand("一").current
    assert (repo.stand("自己的模板").superseded, repo.stand("自己的模板").files) == (gone, (OWN,))


def test_inputs_that_came_back_are_current(repo: Branches) -> None:
    repo.number("二")
    repo.write(REPORT, "一\n")
    repo.commit("改回")
    assert repo.stand("一").current


def test_inputs_that_came_back_and_went_again_are_superseded_by_the_last_that_changed_them(repo: Branches) -> None:
    repo.number("二")
    repo.write(REPORT, "一\n")
    repo.commit("改回")
    last = repo.number("三")
    repo.number("四")
    found = repo.stand("一")
    assert (found.superseded, found.files, found.stood) == (last, (REPORT,), True)


def test_only_what_the_branch_had_since_the_commit_counts(repo: Branches) -> None:
    repo.number("二")
    git = Repository(repo.root)
    found = stand(git, Trust(git), repo.ids["二"], repo.inputs("一"))
    assert found == Stand(Standing.ON_LINE, "main", superseded=repo.ids["二"], files=(REPORT,), stood=False)


def test_a_document_of_a_branch_that_was_not_merged_never_stood(branched: Branches) -> None:
    found = branched.stand("定")
    assert found == Stand(Standing.UNMERGED, "main") and not found.current


def test_the_inputs_of_an_unmerged_commit_may_have_come_to_the_branch_otherwise(branched: Branches) -> None:
    branched.number("定")
    branched.number("后来")
    first = branched.git("rev-parse", "side")
    git = Repository(branched.root)
    found = stand(git, Trust(git), first, branched.inputs("定"))
    assert found == Stand(Standing.UNMERGED, "main", stood=True)
    assert found.current, "what supersedes is not asked where the commit was not merged"


def test_a_merged_document_is_current_where_its_inputs_came_with_it(branched: Branches) -> None:
    branched.merge("合并", "side")
    found = branched.stand("定")
    assert found == Stand(Standing.MERGED, "main", branched.ids["合并"], stood=True) and found.current


def test_what_was_tried_on_a_merged_branch_never_stood_and_is_superseded_by_the_merge(branched: Branches) -> None:
    branched.merge("合并", "side")
    merge = branched.ids["合并"]
    assert branched.stand("试") == Stand(Standing.MERGED, "main", merge, merge, (REPORT,))


def test_what_came_by_a_merge_is_superseded_by_what_follows_it(branched: Branches) -> None:
    branched.merge("合并", "side")
    after = branched.number("后来")
    found = branched.stand("定")
    assert found == Stand(Standing.MERGED, "main", branched.ids["合并"], after, (REPORT,), stood=True)


def test_what_the_branch_had_before_a_merge_does_not_count_for_what_came_by_it(branched: Branches) -> None:
    branched.write(REPORT, "试\n")
    branched.commit("主线上的试")
    branched.git("merge", "--quiet", "--no-commit", "--no-ff", "--strategy", "ours", "side")
    branched.number("合并")
    found = branched.stand("试")
    assert (found.merge, found.superseded, found.stood) == (branched.ids["合并"], branched.ids["合并"], False)


def test_a_merge_that_brings_the_inputs_supersedes_what_stood_before(branched: Branches) -> None:
    branched.merge("合并", "side")
    found = branched.stand("一")
    assert found == Stand(Standing.ON_LINE, "main", superseded=branched.ids["合并"], files=(REPORT,), stood=True)


def test_a_merge_counts_though_it_changed_no_input(branched: Branches) -> None:
    branched.git("merge", "--quiet", "--no-commit", "--no-ff", "--strategy", "ours", "side")
    branched.commit("合并")
    found = branched.stand("试")
    assert (found.merge, found.superseded, found.stood) == (branched.ids["合并"], branched.ids["合并"], False)


def test_without_a_trusted_branch_nothing_is_known(repo: Branches) -> None:
    repo.git("branch", "--move", "master")
    found = repo.stand("一")
    assert found == Stand(Standing.UNKNOWN, "") and not found.current


def test_the_branch_that_the_user_names_is_the_one_that_counts(branched: Branches) -> None:
    assert branched.stand("定", branch="side") == Stand(Standing.ON_LINE, "side", stood=True)
    assert branched.stand("说明", branch="side") == Stand(Standing.UNMERGED, "side", stood=True)


def test_a_release_beside_the_branch_stands_on_its_own_and_is_sought_on_the_whole_line(branched: Branches) -> None:
    branched.git("tag", "v1", "side")
    found = branched.stand("定", release="v1")
    assert (found.standing, found.merge, found.stood) == (Standing.ON_LINE, "", False)
    assert (found.superseded, found.files) == (branched.ids["一"], (REPORT,))


def test_a_shallow_clone_does_not_know_where_a_commit_stands(branched: Branches, tmp_path: Path) -> None:
    root = tmp_path / "shallow"
    branched.git("clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{branched.root}", str(root))
    assert branched.stand("定", root) == Stand(Standing.UNKNOWN, "origin/main")


def test_a_workspace_may_be_a_folder_of_its_repository(tmp_path: Path) -> None:
    repo = Small(tmp_path / "repo")
    repo.write(f"预算/{REPORT}", "一\n")
    first = repo.commit("一")
    git = Repository(repo.root / "预算")
    inputs = {REPORT: git.files(first)[REPORT]}
    assert stand(git, Trust(git), first, inputs).current
    repo.write(REPORT, "别处\n")
    repo.commit("别处")
    git = Repository(repo.root / "预算")
    assert stand(git, Trust(git), first, inputs).current
    repo.write(f"预算/{REPORT}", "二\n")
    second = repo.commit("二")
    git = Repository(repo.root / "预算")
    assert stand(git, Trust(git), first, inputs).superseded == second


class Files:
    """The files of a commit that holds the templates of the project and of the roll-up, lists and some reports."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self.files: BlobIds = {}
        for folder in (PROJECT, DATA / "rollup"):
            for file in sorted((folder / "templates").rglob("*.*")):
                self.put(file.relative_to(folder).as_posix(), file.read_bytes())
        for path in LISTS:
            self.put(path, path.encode())
        self.put("schema/report.schema.json", b"{}")
        self.put("generator/__init__.py", b"")

    def put(self, path: str, data: bytes) -> None:
        self.files[path] = blob_id(data)
        self.contents.pop(path, None)
        if path.endswith(".yaml") and not path.startswith("schema/"):
            self.contents[path] = data

    def report(self, name: str, text: str) -> str:
        path = f"reports/2022/{name}.yaml"
        self.put(path, text.encode())
        return path

    def of(self, report: str, document: str) -> BlobIds:
        found = inputs_of(self.files, self.contents, report, document)
        assert all(blob == self.files.get(path, "") for path, blob in found.items())
        return found


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.mark.parametrize(
    ("document", "templates"),
    [
        ("report", ["report"]),
        ("funds", ["funds"]),
        ("funds-xiaoxiaotong", ["funds"]),
        ("full", ["report", "funds", "scoring"]),
        ("full-a-b", ["report", "funds", "scoring"]),
        ("rollup", ["rollup"]),
        ("rollup-x", []),
        ("fundsx", []),
        ("fund", []),
        ("nothing", []),
    ],
)
def test_a_document_is_made_from_its_report_its_profiles_and_the_templates_of_its_own(
    files: Files, document: str, templates: list[str]
) -> None:
    path = files.report("a", "profile: guangxi-hechi\n")
    files.report("b", "profile: national\n")
    found = files.of(path, document)
    assert [*found] == [
        path,
        "templates/guangxi-hechi/profile.yaml",
        "templates/national/profile.yaml",
        *(f"templates/{folder}/{name}.docx" for name in templates for folder in ("guangxi-hechi", "national")),
    ]
    assert [one for one, blob in found.items() if not blob] == [
        f"templates/guangxi-hechi/{name}.docx" for name in templates
    ]


def test_a_template_of_the_locality_comes_before_that_of_the_profile_it_extends(files: Files) -> None:
    path = files.report("a", "profile: hunan-yiyang\n")
    found = files.of(path, "funds")
    assert found["templates/hunan-yiyang/funds.docx"] and f"{NATIONAL}funds.docx" not in found
    found = files.of(path, "report")
    assert found["templates/hunan-yiyang/report.docx"] == "" and found[f"{NATIONAL}report.docx"]


def test_the_lists_of_codes_count_where_a_report_has_accounts_or_cannot_be_read(files: Files) -> None:
    plain = files.report("a", "profile: national\n")
    accounts = files.report("b", "profile: national\naccounts: {}\n")
    broken = files.report("c", "profile: [\n")
    assert [path for path in files.of(plain, "funds") if path.startswith("schema/")] == []
    for path in (accounts, broken):
        assert [path for path in files.of(path, "funds") if path.startswith("schema/")] == LISTS
    del files.files[LISTS[1]]
    assert [path for path in files.of(accounts, "funds") if path.startswith("schema/")] == [LISTS[0], LISTS[2]]


@pytest.mark.parametrize(
    "text", ["profile: [\n", "unit: 甲\n", "profile: 3\n", "profile: nowhere\n", "profile: broken\n"]
)
def test_all_templates_count_where_the_profile_cannot_be_read(files: Files, text: str) -> None:
    files.put("templates/broken/profile.yaml", b"name: [\n")
    path = files.report("a", text)
    templates = {path for path in files.files if path.startswith("templates/")}
    assert {*files.of(path, "funds")} - {*LISTS} == {path} | templates


def test_a_roll_up_is_made_from_the_reports_of_its_units_and_their_profiles(files: Files) -> None:
    units = "".join(f"    - unit: {unit}\n" for unit in ("west", "east", "missing", "west"))
    path = files.report("bureau", f"profile: national\nrollup:\n  units:\n{units}    - 5\n    - unit: 7\n")
    east = files.report("east", "profile: guangxi-hechi\n")
    west = files.report("west", "profile: hunan-yiyang\n")
    files.report("other", "profile: hunan-zhuzhou\n")
    found = files.of(path, "rollup")
    assert [*found] == [
        path,
        east,
        "reports/2022/missing.yaml",
        west,
        f"{NATIONAL}profile.yaml",
        f"{NATIONAL}rollup.docx",
        "templates/guangxi-hechi/profile.yaml",
        "templates/hunan-yiyang/profile.yaml",
    ]
    assert [one for one, blob in found.items() if not blob] == ["reports/2022/missing.yaml"]


def test_all_templates_count_where_the_profile_of_a_unit_cannot_be_read(files: Files) -> None:
    path = files.report("bureau", "profile: national\nrollup: {units: [{unit: east}]}\n")
    files.report("east", "profile: nowhere\n")
    assert {path for path in files.files if path.startswith("templates/")} <= {*files.of(path, "rollup")}


def test_reports_in_an_older_format_name_their_units_and_profiles_too(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_today(root: Node) -> list[Edit]:
        return [*renamed(root, "form", "profile"), *renamed(root, "whole", "rollup")]

    monkeypatch.setitem(CONVERSIONS, "report", (as_today,))
    path = files.report("bureau", "form: national\nwhole: {units: [{unit: east}]}\n")
    files.report("east", "form: hunan-yiyang\n")
    assert [*files.of(path, "rollup")] == [
        path,
        "reports/2022/east.yaml",
        f"{NATIONAL}profile.yaml",
        f"{NATIONAL}rollup.docx",
        "templates/hunan-yiyang/profile.yaml",
    ]


@pytest.mark.parametrize("rollup", ["3", "{units: east}", "{units: {unit: east}}", "[]"])
def test_a_roll_up_that_names_no_units_has_none(files: Files, rollup: str) -> None:
    path = files.report("bureau", f"profile: national\nrollup: {rollup}\n")
    files.report("east", "profile: nowhere\n")
    assert [path for path in files.of(path, "rollup") if path.startswith("reports/")] == [path]
