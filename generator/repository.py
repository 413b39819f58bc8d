"""Reads a git repository through git's own plumbing: revisions, their files, and what is not committed yet."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import new
from pathlib import Path

UNCOMMITTED = "未提交"
TRACKED = ("reports", "templates", "schema", "generator")
"""The folders that decide what a document says."""

Files = dict[str, str]
"""The blob of each file by its path below the workspace."""


class GitError(Exception):
    """Git cannot answer; the message says in Chinese why and what to do."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit with the parents that `log` keeps: only such as touch the wanted paths."""

    id: str
    parents: tuple[str, ...]
    author: str
    date: str
    subject: str

    @property
    def short(self) -> str:
        """The id as people write it."""
        return self.id[:10]


class Repository:
    """The repository that holds a workspace, which may be a folder within it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._trees: dict[str, Files] = {}

    @staticmethod
    def around(root: Path) -> Repository | None:
        """The repository that a folder belongs to; None where there is none, or no git."""
        repository = Repository(root)
        try:
            repository.head()
        except GitError:
            return None
        return repository

    def _run(self, *arguments: str, given: bytes = b"") -> bytes:
        command = [
            "git",
            "-C",
            str(self.root),
            "-c",
            "core.quotePath=false",
            "-c",
            "log.showSignature=false",
            *arguments,
        ]
        english = os.environ | {"LC_ALL": "C", "LANGUAGE": ""}
        try:
            done = subprocess.run(command, input=given, env=english, capture_output=True, check=False)  # noqa: S603
        except FileNotFoundError as error:
            raise GitError("没有安装 git：装好以后再运行") from error
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip()
            if "not a git repository" in words:
                raise GitError("这个文件夹不在 git 仓库里：在 git clone 得到的文件夹里运行")
            if "dubious ownership" in words:
                raise GitError(f"git 不信任这个文件夹，它属于另一个用户：{words.splitlines()[-1].strip()}")
            raise GitError(f"git {arguments[0]} 没有成功：{words}")
        return done.stdout

    def _words(self, *arguments: str) -> str:
        return self._run(*arguments).decode("utf-8", "replace").strip()

    @cached_property
    def prefix(self) -> str:
        """The workspace's folder within the repository, with a slash at the end, or nothing."""
        return self._words("rev-parse", "--show-prefix")

    @cached_property
    def shallow(self) -> bool:
        """Whether older commits were left out when this clone was made."""
        return self._words("rev-parse", "--is-shallow-repository") == "true"

    def head(self) -> str:
        """The id of the commit that is checked out."""
        return self.commit("HEAD")

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names.

        Raises:
            GitError: there is none.
        """
        try:
            return self._words("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitError as error:
            if str(error).startswith("git rev-parse"):
                fetch = "git fetch --unshallow" if self.shallow else "git fetch"
                raise GitError(f"找不到提交「{revision}」：核对写法；远端的分支先运行 {fetch}") from error
            raise

    def fork(self, one: str, other: str) -> str:
        """The commit from which two have parted.

        Raises:
            GitError: they have nothing in common, or this clone does not hold it.
        """
        try:
            return self._words("merge-base", one, other)
        except GitError as error:
            if self.shallow:
                message = "这是浅克隆，找不到两边的分叉点：先运行 git fetch --unshallow（CI 里 fetch-depth 写 0）"
            else:
                message = "两边没有共同的历史，找不到分叉点"
            raise GitError(message) from error

    def trusts(self, commit: str) -> bool:
        """Whether a commit is part of what is checked out, or of a tag: only such a commit's program may be run."""
        try:
            self._run("merge-base", "--is-ancestor", commit, "HEAD")
        except GitError:
            return bool(self._words("tag", "--contains", commit))
        return True

    def files(self, commit: str, folders: Sequence[str] = TRACKED) -> Files:
        """The files below some folders of a commit."""
        return self.listings([commit], folders)[0]

    def listings(self, commits: Sequence[str], folders: Sequence[str]) -> list[Files]:
        """As `files`, of many commits; a folder that many have in common is read once."""
        names = [f"{commit}:{self.prefix}{folder}" for commit in commits for folder in folders]
        trees = iter(self.ids(names))
        return [
            {f"{folder}/{path}": blob for folder in folders for path, blob in self._tree(next(trees)).items()}
            for _ in commits
        ]

    def _tree(self, tree: str) -> Files:
        """The regular files below a tree; links are left out, for they lead elsewhere."""
        if tree and tree not in self._trees:
            listed = self._run("ls-tree", "-r", "-z", "--full-tree", tree).decode("utf-8", "surrogateescape")
            entries = (entry.partition("\t") for entry in listed.split("\0")[:-1])
            self._trees[tree] = {
                path: about.split()[2] for about, _, path in entries if about.startswith("100") and path
            }
        return self._trees.get(tree, {})

    def ids(self, names: Sequence[str]) -> list[str]:
        """The id of each object named like `commit:path`, empty where there is none."""
        given = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
        lines = self._run("cat-file", "--batch-check=%(objectname)", given=given).decode().splitlines()
        return ["" if line.endswith((" missing", " ambiguous")) else line for line in lines]

    def differs(self, commit: str, path: str) -> bool:
        """Whether a file is another one in a commit than in the one that is checked out."""
        one, other = self.ids([f"{commit}:{self.prefix}{path}", f"HEAD:{self.prefix}{path}"])
        return one != other

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The contents of blobs by their ids."""
        wanted = [*dict.fromkeys(ids)]
        data = self._run("cat-file", "--batch", given="".join(f"{blob}\n" for blob in wanted).encode())
        found, start = {}, 0
        for blob in wanted:
            end = data.index(b"\n", start)
            header = data[start:end].split()
            if header[1:2] != [b"blob"]:
                raise GitError(f"仓库缺少对象 {blob}：运行 git fsck 检查，或重新 git clone")
            size = int(header[2])
            found[blob] = data[end + 1 : end + 1 + size]
            start = end + size + 2
        return found

    @cached_property
    def own_folder(self) -> Path:
        """The folder in which git keeps the repository itself."""
        return self.root / self._words("rev-parse", "--git-common-dir")

    @cached_property
    def object_format(self) -> str:
        """The hash by which objects are named."""
        return self._words("rev-parse", "--show-object-format")

    def uncommitted(self) -> set[str]:
        """The files that differ from the commit that is checked out, or that it does not have."""
        arguments = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *TRACKED)
        listed = self._run(*arguments).decode("utf-8", "surrogateescape")
        return {entry[3:].removeprefix(self.prefix) for entry in listed.split("\0")[:-1]}

    def log(self, commit: str, paths: Sequence[str]) -> list[Commit]:
        """The commits that touch the paths and the merges between them, children before their parents."""
        form = "--format=%H%x00%P%x00%an%x00%aI%x00%s%x00"
        arguments = ("log", "--topo-order", "--full-history", "--parents", form, commit, "--", *paths)
        fields = self._run(*arguments).decode("utf-8", "replace").split("\0")
        return [
            Commit(identifier.strip().split()[0], tuple(parents.split()), author, date, subject)
            for identifier, parents, author, date, subject in zip(*(fields[n:-1:5] for n in range(5)), strict=True)
        ]


def tracked(root: Path) -> dict[str, Path]:
    """The files of a folder that would decide what documents say, if it were a revision."""
    return {
        path.relative_to(root).as_posix(): path
        for name in TRACKED
        for path in sorted((root / name).rglob("*"))
        if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts
    }


def blob_id(data: bytes, form: str = "sha1") -> str:
    """The id that git gives to a file's contents."""
    return new(form, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


class Origin:
    """Which commit the documents of a workspace are made from, asked of git once for many documents."""

    def __init__(self, root: Path) -> None:
        repository = Repository.around(root)
        self.in_repository = repository is not None
        self._head = repository.head() if repository else UNCOMMITTED
        self._uncommitted = repository.uncommitted() if repository else set()

    def commit(self, reports: Iterable[str]) -> str:
        """The commit that is checked out, or 未提交 where these reports, a template or the program differ from it."""
        own = {*reports}
        differs = any(path in own or not path.startswith("reports/") for path in self._uncommitted)
        return UNCOMMITTED if differs else self._head
