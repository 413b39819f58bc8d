"""Which branch is trusted, which programs that makes trusted, and what became of a commit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.faults import GitError
from generator.git.repository import Repository
from generator.revisions.trust import SETTING, Standing, Trust
from tests.support.scripted import Small

CODE = "generator/__main__.py"


@pytest.fixture
def repo(tmp_path: Path) -> Small:
    """A program on main, and a branch where it was changed and changed back."""
    repo = Small(tmp_path / "仓库")
    repo.write(CODE, "一\n")
    repo.write("requirements.txt", "a==1\n")
    repo.write("reports/2022/a.yaml", "甲\n")
    repo.commit("一")
    repo.git("switch", "--quiet", "--create", "fork")
    repo.commit("外来", ("一", "外来"), path=CODE)
    repo.commit("复原", ("外来", "一"), path=CODE)
    repo.git("switch", "--quiet", "main")
    return repo


def trusted(repo: Small, message: str, **named: str) -> bool:
    return Trust(Repository(repo.root), **named).trusts(repo.ids[message])


def branch(repo: Small) -> str:
    """The trusted branch and the message of its last commit."""
    found = Trust(Repository(repo.root)).branch
    if found is None:
        return ""
    return f"{found.name} {next(message for message, one in repo.ids.items() if one == found.tip)}"


def test_a_program_on_the_line_of_main_is_trusted(repo: Small) -> None:
    repo.commit("二", ("一", "二"), path=CODE)
    assert trusted(repo, "一") and trusted(repo, "二")
    assert not trusted(repo, "外来")


@pytest.mark.parametrize("how", ["--no-ff", "octopus", "ours", "deleted", "checked out"])
def test_a_program_within_a_merged_branch_is_not(repo: Small, how: str) -> None:
    repo.write("docs/x.md", "说明\n")
    repo.commit("说明")
    repo.git("switch", "--quiet", "--create", "other", repo.ids["一"])
    repo.commit("别的", ("甲", "丙"))
    repo.git("switch", "--quiet", "main")
    if how == "octopus":
        repo.git("merge", "--quiet", "--strategy", "octopus", "--message", "合并", "fork", "other")
    elif how == "ours":
        repo.git("merge", "--quiet", "--no-ff", "--strategy", "ours", "--message", "合并", "fork")
    elif how == "checked out":
        repo.git("switch", "--quiet", "fork")
    else:
        repo.git("merge", "--quiet", "--no-ff", "--message", "合并", "fork")
    if how == "deleted":
        repo.git("branch", "--quiet", "-D", "fork")
    assert not trusted(repo, "外来")
    assert trusted(repo, "复原"), "its program is that of main"


def test_a_line_that_was_taken_over_by_fast_forward_is_the_branch_itself(repo: Small) -> None:
    """What git cannot tell apart is not promised: pull requests are merged by merge commits."""
    repo.git("merge", "--quiet", "--ff-only", "fork")
    assert trusted(repo, "外来")


def test_another_lock_makes_another_program(repo: Small) -> None:
    repo.git("switch", "--quiet", "fork")
    repo.commit("别的依赖", ("a==1", "a==2"), path="requirements.txt")
    assert not trusted(repo, "别的依赖")


@pytest.mark.parametrize(
    "extra", ["generator/yaml/__init__.py", "generator/__pycache__/a.pyc", "generator/_x.so", "schema/x.yaml"]
)
def test_a_file_more_makes_another_program(repo: Small, extra: str) -> None:
    repo.git("switch", "--quiet", "fork")
    repo.write(extra, "")
    repo.git("add", "--force", extra)
    repo.commit("多了")
    assert not trusted(repo, "多了")


def test_a_commit_without_a_program_is_not_trusted(repo: Small) -> None:
    repo.git("rm", "--quiet", "-r", "generator")
    repo.commit("没有程序")
    assert not trusted(repo, "没有程序")


EVIL: dict[str, Callable[[Small], object]] = {
    "a fork's tag": lambda repo: repo.git("tag", "v9", "fork~1"),
    "a tag named main": lambda repo: repo.git("tag", "main", "fork~1"),
    "a tag named origin/main": lambda repo: repo.git("tag", "origin/main", "fork~1"),
    "a tag named heads/main": lambda repo: repo.git("tag", "heads/main", "fork~1"),
    "a tag named refs/heads/main": lambda repo: repo.git("tag", "refs/heads/main", "fork~1"),
    "branches named like those of origin": lambda repo: [
        repo.git("update-ref", f"refs/heads/{name}", repo.ids["外来"])
        for name in ("origin/HEAD", "origin/main", "refs/remotes/origin/HEAD")
    ],
    "a pseudo reference": lambda repo: (repo.root / ".git" / "main").write_text(repo.ids["外来"] + "\n"),
    "a fork's own HEAD": lambda repo: [
        repo.git("update-ref", "refs/remotes/fork/main", repo.ids["外来"]),
        repo.git("symbolic-ref", "refs/remotes/fork/HEAD", "refs/remotes/fork/main"),
    ],
    "what was fetched": lambda repo: (repo.root / ".git" / "FETCH_HEAD").write_text(repo.ids["外来"] + "\n"),
    "a tracked setting": lambda repo: (repo.root / ".gitconfig").write_text('[selfEvaluation]\ntrustedBranch = fork\n'),
    "an included setting": lambda repo: [
        (repo.root / ".gitconfig").write_text('[selfEvaluation]\ntrustedBranch = fork\n'),
        repo.git("config", "include.path", "../.gitconfig"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("how", EVIL)
def test_what_comes_along_makes_no_program_trusted(repo: Small, how: str) -> None:
    EVIL[how](repo)
    assert branch(repo) == "main 一"
    assert not trusted(repo, "外来")


def test_a_replaced_object_makes_no_program_trusted(repo: Small) -> None:
    repo.commit("二", ("一", "二"), path=CODE)
    repo.git("replace", repo.ids["一"], repo.ids["外来"])
    repo.git("replace", "--graft", repo.ids["二"], repo.ids["外来"])
    assert not trusted(repo, "外来") and trusted(repo, "一")


def test_settings_of_the_environment_are_no_settings_of_the_clone(
    repo: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in (("COUNT", "1"), ("KEY_0", SETTING), ("VALUE_0", "fork")):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    (tmp_path / ".gitconfig").write_text("[selfEvaluation]\ntrustedBranch = fork\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert branch(repo) == "main 一"


def test_variables_of_a_hook_lead_to_no_other_repository(
    repo: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = Small(tmp_path / "other")
    other.write("reports/2022/a.yaml", "外\n")
    other.commit("外")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    assert Repository(repo.root).head() == repo.ids["一"]


def test_the_branch_of_origins_head_comes_before_main(repo: Small, tmp_path: Path) -> None:
    repo.git("branch", "trunk", "fork")
    repo.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    clone = repo.clone(tmp_path / "clone")
    clone.git("branch", "main", repo.ids["一"])
    assert branch(clone) == "origin/trunk 复原"


@pytest.mark.parametrize(
    "leads", ["refs/heads/fork", "refs/tags/x", "refs/remotes/fork/main", "refs/remotes/origin/none"]
)
def test_a_head_of_origin_that_leads_elsewhere_is_none(repo: Small, tmp_path: Path, leads: str) -> None:
    clone = repo.clone(tmp_path / "clone")
    for name in ("refs/heads/fork", "refs/tags/x", "refs/remotes/fork/main"):
        clone.git("update-ref", name, repo.ids["外来"])
    clone.git("symbolic-ref", "refs/remotes/origin/HEAD", leads)
    assert branch(clone) == "origin/main 一"


def test_without_a_head_of_origin_its_main_comes_before_the_own(repo: Small, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "clone")
    clone.git("remote", "set-head", "origin", "--delete")
    clone.commit("自己的", ("甲", "乙"))
    assert branch(clone) == "origin/main 一"


def test_without_any_of_these_nothing_but_the_running_program_is_trusted(tmp_path: Path) -> None:
    repo = Small(tmp_path / "repo")
    repo.write("reports/2022/a.yaml", "甲\n")
    repo.write(CODE, "一\n")
    repo.commit("一")
    repo.git("branch", "--move", "master")
    trust = Trust(Repository(repo.root))
    assert trust.branch is None and not trust.trusts(repo.ids["一"])
    assert SETTING in trust.where
    assert trust.standing(repo.ids["一"]) is Standing.UNKNOWN


def test_the_user_may_name_a_branch_by_option_or_setting(repo: Small) -> None:
    assert trusted(repo, "外来", branch="fork") and trusted(repo, "外来", branch="refs/heads/fork")
    repo.git("config", SETTING, "fork")
    assert branch(repo) == "fork 复原"
    assert not trusted(repo, "外来", branch="main")


@pytest.mark.parametrize(
    "name", ["none", "-x", "main~1", "main^", "HEAD", "@{-1}", "refs/tags/v1", "v1", "a..b", "m*", "", " "]
)
def test_what_names_no_branch_is_refused_and_not_passed_over(repo: Small, name: str) -> None:
    repo.git("tag", "v1", "fork")
    if name:
        with pytest.raises(GitError, match="没有分支"):
            _ = Trust(Repository(repo.root), branch=name).branch
    repo.git("config", SETTING, name)
    with pytest.raises(GitError, match=r"设定的可信分支.*git config"):
        _ = Trust(Repository(repo.root)).branch


def test_a_release_that_the_user_names_is_trusted_and_nothing_before_it(repo: Small) -> None:
    repo.git("switch", "--quiet", "--create", "maintenance", "fork")
    repo.commit("发布", ("一", "发布"), path=CODE)
    repo.git("tag", "--annotate", "--message", "发布", "v2023.1")
    repo.git("switch", "--quiet", "main")
    assert not trusted(repo, "发布")
    assert trusted(repo, "发布", release="v2023.1") and trusted(repo, "发布", release="refs/tags/v2023.1")
    assert not trusted(repo, "外来", release="v2023.1")


@pytest.mark.parametrize("name", ["fork", "v1^", "v1~1", "--upload-pack=x", "none", "tree", "HEAD", "v*"])
def test_what_names_no_release_is_refused(repo: Small, name: str) -> None:
    repo.git("tag", "v1")
    repo.git("tag", "tree", "HEAD^{tree}")
    with pytest.raises(GitError, match="没有标签"):
        Trust(Repository(repo.root), release=name)


def test_what_became_of_a_commit(repo: Small, tmp_path: Path) -> None:
    def standing(message: str) -> Standing:
        return Trust(Repository(repo.root)).standing(repo.ids[message])

    assert (standing("一"), standing("外来")) == (Standing.ON_LINE, Standing.UNMERGED)
    for number in range(5):
        repo.write("docs/x.md", f"{number}\n")
        repo.commit(f"前{number}")
    repo.merge("合并", "fork")
    for number in range(5):
        repo.write("docs/x.md", f"{number}后\n")
        repo.commit(f"后{number}")
    trust = Trust(Repository(repo.root))
    assert standing("外来") is Standing.MERGED and trust.merge(repo.ids["外来"]) == repo.ids["合并"]
    repo.git("clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{repo.root}", str(tmp_path / "shallow"))
    assert Trust(Repository(tmp_path / "shallow")).standing(repo.ids["复原"]) is Standing.UNKNOWN
