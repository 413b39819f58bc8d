"""What is read from git: revisions, files, blobs, the log, and what is not committed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.faults import GitError
from generator.git.repository import TRACKED, Repository, blob_id
from generator.program import files_of
from generator.reports.origin import Origin
from tests.support.scripted import Small

ODD = "reports/2022/河池 市「站」.yaml"


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Two branches that are merged, a third that is not, a tag beside them, an unrelated root."""
    repo = Small(tmp_path_factory.mktemp("仓库") / "新 文件夹")
    repo.write("reports/2022/a.yaml", "一\n")
    repo.write(ODD, "奇\n")
    repo.write("docs/x.md", "说明\n")
    (repo.root / "reports" / "link.yaml").symlink_to("2022/a.yaml")
    repo.commit("一")
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit("旁", ("奇", "偶"), path=ODD)
    repo.git("switch", "--quiet", "main")
    repo.commit("二", ("一", "二"))
    repo.merge("合并", "side")
    repo.git("commit", "--quiet", "--allow-empty", "--message", "空")
    repo.write("docs/x.md", "另一个说明\n")
    repo.commit("说明")
    for branch in ("tagged", "other"):
        repo.git("switch", "--quiet", "--create", branch, "main")
        repo.write("reports/2022/a.yaml", f"{branch}\n")
        repo.commit(branch)
    repo.git("tag", "v1", "tagged")
    repo.git("switch", "--quiet", "--orphan", "unrelated")
    repo.git("commit", "--quiet", "--allow-empty", "--message", "无关")
    repo.git("switch", "--quiet", "main")
    return repo


@pytest.fixture(scope="module")
def git(repo: Small) -> Repository:
    return Repository(repo.root)


def refused(repository: Repository, *revisions: str) -> str:
    """What is said of revisions that cannot be read or have no fork."""
    with pytest.raises(GitError) as error:
        (repository.fork if len(revisions) > 1 else repository.commit)(*revisions)
    return str(error.value)


def test_a_folder_outside_git_has_no_repository_and_its_documents_no_commit(tmp_path: Path) -> None:
    assert Repository.around(tmp_path) is None
    assert refused(Repository(tmp_path), "HEAD") == "这个文件夹不在 git 仓库里：在 git clone 得到的文件夹里运行"


def test_a_git_that_speaks_chinese_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text(
        "#!/bin/sh\n"
        """[ "$LC_ALL" = C ] || [ "$LC_ALL" = C.UTF-8 ] && echo 'fatal: not a git repository' >&2 && exit 128\n"""
        "echo '致命错误：不是 git 仓库' >&2; exit 128\n"
    )
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert refused(Repository(tmp_path), "HEAD").startswith("这个文件夹不在 git 仓库里")


def test_without_git_it_is_said_what_is_missing(repo: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(Repository(repo.root), "HEAD").startswith("没有安装 git")
    assert Repository.around(repo.root) is None


def test_a_revision_is_a_branch_a_tag_or_an_id(repo: Small, git: Repository) -> None:
    assert git.commit("side") == repo.ids["旁"] == git.commit(repo.ids["旁"][:10])
    assert git.commit("v1") == repo.ids["tagged"]
    assert git.head() == git.commit("main") == repo.ids["说明"]


@pytest.mark.parametrize("name", ["nobody", "--help", "-h", "--all", "", "main:docs/x.md", "main~99", "主分支"])
def test_what_names_no_commit_is_refused_in_chinese(git: Repository, name: str) -> None:
    assert refused(git, name) == f"找不到提交「{name}」：核对写法；远端的分支先运行 git fetch"


def test_a_name_of_several_is_refused(repo: Small, tmp_path: Path) -> None:
    """A fork's tag `origin/main` would hide a pull request from `make diff BASE=origin/main`."""
    other = repo.clone(tmp_path / "clone")
    other.git("tag", "origin/main", repo.ids["一"])
    other.git("tag", "main", repo.ids["一"])
    git = Repository(other.root)
    for name in ("origin/main", "main", "main~1", "main^{commit}"):
        assert "refs/tags/" in refused(git, name) and "写全名" in refused(git, name)
    assert git.commit("refs/remotes/origin/main") == git.commit("refs/heads/main") == repo.ids["说明"]
    other.git("tag", "--delete", "main")
    (other.root / ".git" / "main").write_text(repo.ids["一"] + "\n")
    assert git.commit("main") == repo.ids["说明"]


def test_a_branch_whose_name_begins_with_a_hyphen_is_no_option(repo: Small, tmp_path: Path) -> None:
    other = repo.clone(tmp_path / "clone")
    other.git("update-ref", "refs/heads/--all", repo.ids["一"])
    assert Repository(other.root).commit("--all") == repo.ids["一"]


def test_the_fork_is_where_two_branches_parted(repo: Small, git: Repository) -> None:
    assert git.fork(repo.ids["旁"], repo.ids["二"]) == repo.ids["一"]
    assert git.fork(repo.ids["一"], git.head()) == repo.ids["一"]


def test_histories_without_a_common_commit_have_no_fork(git: Repository) -> None:
    assert refused(git, git.commit("unrelated"), git.head()) == "两边没有共同的历史，找不到分叉点"


def test_a_shallow_clone_says_what_it_lacks(repo: Small, tmp_path: Path) -> None:
    options = ("--quiet", "--depth", "1", "--no-single-branch")
    repo.git("clone", *options, f"file://{repo.root}", str(tmp_path / "shallow"))
    shallow = Repository(tmp_path / "shallow")
    assert shallow.shallow and not Repository(repo.root).shallow
    for message in (refused(shallow, shallow.commit("origin/other"), shallow.head()), refused(shallow, "HEAD~1")):
        assert "git fetch --unshallow" in message


def test_files_are_named_by_path_and_links_are_left_out(repo: Small, git: Repository) -> None:
    files = git.files(repo.ids["一"])
    assert files == {"reports/2022/a.yaml": blob_id("一\n".encode()), ODD: blob_id("奇\n".encode())}
    assert git.files(repo.ids["一"], ["docs", "nothing"]) == {"docs/x.md": blob_id("说明\n".encode())}


def test_the_listings_of_many_commits_are_those_of_each(repo: Small, git: Repository) -> None:
    ids = [*repo.ids.values()]
    assert git.listings(ids, ["reports", "docs"]) == [
        Repository(repo.root).files(one, ["reports", "docs"]) for one in ids
    ]
    assert git.listings([], ["reports"]) == []


def test_tracked_files_of_a_folder_are_those_that_git_would_list(repo: Small, git: Repository) -> None:
    files = {name: blob_id(path.read_bytes()) for name, path in files_of(repo.root, TRACKED).items()}
    assert files == git.files(git.head())


def test_a_workspace_below_the_root_of_a_repository(tmp_path: Path) -> None:
    repo = Small(tmp_path / "repo")
    repo.write("数据 库/reports/2022/a.yaml", "一\n")
    repo.write("reports/2022/a.yaml", "外\n")
    first = repo.commit("一")
    repo.write("数据 库/reports/2022/a.yaml", "二\n")
    repo.write("reports/2022/a.yaml", "外面\n")
    below = Repository(repo.root / "数据 库")
    assert (below.prefix, Repository(repo.root).prefix) == ("数据 库/", "")
    assert below.files(first) == {"reports/2022/a.yaml": blob_id("一\n".encode())}
    repo.commit("二")
    assert [one.subject for one in below.log(below.head(), ["reports"])] == ["二", "一"]
    assert below.own_folder.resolve() == (repo.root / ".git").resolve()


def test_many_blobs_are_read_byte_for_byte(tmp_path: Path) -> None:
    repo = Small(tmp_path / "repo")
    contents = {f"reports/{n}.bin": os.urandom(n * 37) + b"\n\0\r\n" * (n % 3) for n in range(300)}
    repo.write("reports/2022/a.yaml", "")
    for path, data in contents.items():
        (repo.root / path).write_bytes(data)
    git = Repository(repo.root)
    files = git.files(repo.commit("许多"))
    blobs = git.objects.blobs(files.values())
    assert {path: blobs[blob] for path, blob in files.items()} == contents | {"reports/2022/a.yaml": b""}
    assert git.objects.blobs([]) == {}


def test_a_blob_that_is_missing_is_said(git: Repository) -> None:
    with pytest.raises(GitError, match="缺少对象 01234"):
        git.objects.blobs(["0123456789" * 4])


def test_only_a_full_id_is_that_of_an_object(repo: Small, tmp_path: Path) -> None:
    other = repo.clone(tmp_path / "clone")
    other.git("tag", "7" * 64)
    objects = Repository(other.root).objects
    assert objects.kind(repo.ids["一"]) == "commit"
    assert [objects.kind(name) for name in ("7" * 64, repo.ids["一"][:20], "0" * 40)] == ["", "", ""]


def test_a_repository_that_git_does_not_read_is_no_folder_without_one(repo: Small, tmp_path: Path) -> None:
    other = repo.clone(tmp_path / "clone")
    with (other.root / ".git" / "config").open("a") as file:
        file.write("[broken\n")
    with pytest.raises(GitError):
        Repository.around(other.root)
    assert Origin(other.root).trouble and not Origin(other.root).in_repository


def test_ids_are_empty_where_there_is_no_such_object(repo: Small, git: Repository) -> None:
    names = [f"{repo.ids['一']}:{ODD}", f"{repo.ids['一']}:reports/无", "0" * 40 + ":x"]
    assert git.objects.ids(names) == [blob_id("奇\n".encode()), "", ""]


def test_the_log_has_the_commits_that_touch_a_path_with_the_merges_between_them(repo: Small, git: Repository) -> None:
    log = git.log(git.head(), ["reports"])
    parents = {one.subject: {other.subject for other in log if other.id in one.parents} for one in log}
    assert {one.subject: one.id for one in log} == {name: repo.ids[name] for name in ("合并", "二", "旁", "一")}
    assert parents == {"合并": {"二", "旁"}, "二": {"一"}, "旁": {"一"}, "一": set()}
    assert [one.subject for one in log][0::3] == ["合并", "一"]
    assert (log[-1].author, log[-1].date, log[-1].short) == ("黄燕", "2023-01-01T09:00:00+08:00", repo.ids["一"][:10])


def test_the_log_keeps_a_branch_of_which_a_merge_took_nothing(tmp_path: Path) -> None:
    repo = Small(tmp_path / "repo")
    repo.write("reports/2022/a.yaml", "一\n")
    repo.commit("一")
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit("旁", ("一", "二"))
    repo.git("switch", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-ff", "--strategy", "ours", "--message", "合并", "side")
    git = Repository(repo.root)
    assert [one.subject for one in git.log(git.head(), ["reports"])] == ["合并", "旁", "一"]


def test_signatures_are_not_taken_for_commits(tmp_path: Path, tool: Callable[[str], str]) -> None:
    repo = Small(tmp_path / "repo")
    key = tmp_path / "key"
    command = [tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    subprocess.run(command, check=True)
    for name, text in (("gpg.format", "ssh"), ("user.signingKey", f"{key}.pub"), ("log.showSignature", "true")):
        repo.git("config", name, text)
    repo.write("reports/2022/a.yaml", "一\n")
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "-S", "--message", "署名")
    git = Repository(repo.root)
    assert [one.id for one in git.log("HEAD", ["reports"])] == [git.head()]


@pytest.mark.parametrize("data", [b"", b"x\r\n\0", "河池".encode() * 9999])
def test_a_blob_has_the_id_that_git_gives_it(repo: Small, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    assert blob_id(data) == repo.git("hash-object", "--no-filters", str(tmp_path / "x"))


def test_a_repository_may_name_objects_by_sha256(tmp_path: Path) -> None:
    repo = Small(tmp_path / "repo")
    shutil.rmtree(repo.root / ".git")
    repo.git("init", "--quiet", "--object-format=sha256")
    repo.write("reports/2022/a.yaml", "一\n")
    git = Repository(repo.root)
    assert git.files(repo.commit("一")) == {"reports/2022/a.yaml": blob_id("一\n".encode(), git.object_format)}
