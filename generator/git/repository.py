"""Reads a git repository through git's own plumbing: revisions, their files, and what is not committed yet."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from functools import cached_property, partial
from hashlib import new
from pathlib import Path

from generator.faults import GitError
from generator.frozen import Frozen
from generator.git.cat_file import CatFile
from generator.git.objects import Objects
from generator.git.trees import BlobIds, Refusal
from generator.program import PROGRAM

TRACKED = ("reports", "templates", *PROGRAM)
"""The paths whose files decide the content of documents."""

_NAMESPACES = ("refs/heads/", "refs/remotes/", "refs/tags/")
# The name that a revision begins with: main, v1.0 of v1.0~2, origin/main of origin/main^. Not HEAD or refs/….
_NAMED = r"(?!refs/|HEAD\b)[^\x00-\x20~^:?*\[\\@\x7f-]?[^\x00-\x20~^:?*\[\\@\x7f]+"

# Whatever the user's and the clone's settings: real objects, no external programs, no network, no writing.
_SETTINGS = (
    "advice.graftFileDeprecated=false",
    "core.quotePath=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.commitGraph=false",
    "i18n.logOutputEncoding=UTF-8",
    "log.showSignature=false",
    "log.mailmap=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
)
_ENVIRONMENT = {
    "LC_ALL": "C",
    "LANGUAGE": "",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
}
_NOT_INSTALLED = "没有安装 git：装好以后再运行"


class Commit(Frozen):
    """A commit with the parents that `log` keeps: only such as touch the wanted paths."""

    id: str
    parents: tuple[str, ...]
    author: str
    date: str
    subject: str

    @property
    def short(self) -> str:
        """The first ten digits of the id."""
        return self.id[:10]


class Repository:
    """The repository that holds a workspace, which may be a folder within it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @staticmethod
    def around(root: Path) -> tuple[Repository, str] | None:
        """The repository that a folder belongs to, and the commit checked out; None without repository, commit or git.

        Raises:
            GitError: there is one that git refuses to read.
        """
        repository = Repository(root)
        try:
            return repository, repository._about[-1] or repository.head()
        except GitError as error:
            if str(error).startswith(("这个文件夹不在", "没有安装", "找不到提交")):
                return None
            raise

    def _run(self, *arguments: str) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603
                [*self._git, *arguments], env=self._environment, capture_output=True, check=False
            )
        except FileNotFoundError as error:
            raise GitError(_NOT_INSTALLED) from error
        if done.returncode:
            raise _failed(arguments[0], done.stderr)
        return done.stdout

    @cached_property
    def _git(self) -> list[str]:
        """The command git with what stands before each of its own commands."""
        return ["git", "-C", str(self.root), *(word for setting in _SETTINGS for word in ("-c", setting))]

    @cached_property
    def _environment(self) -> dict[str, str]:
        """The variables that git runs with: its own, set inside hooks, would select another repository."""
        return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _ENVIRONMENT

    def _words(self, *arguments: str) -> str:
        return self._run(*arguments).decode("utf-8", "replace").strip()

    @cached_property
    def _about(self) -> list[str]:
        """What git says of the repository, asked once.

        Its hash algorithm, whether it is shallow, two folders, and the commit checked out then; empty if there is none.
        """
        options = ("--show-object-format", "--is-shallow-repository", "--git-common-dir", "--show-prefix")
        try:
            lines = self._words("rev-parse", *options, "--verify", "--quiet", "HEAD^{commit}").split("\n")
        except GitError as error:
            if not str(error).startswith("git rev-parse"):
                raise
            lines = self._words("rev-parse", *options).split("\n")
        lines += [""] * (len(options) + 1 - len(lines))  # at the root of the repository the prefix is empty
        exact = len(lines) == len(options) + 1  # no folder has a line end in its name
        return lines if exact else [*(self._words("rev-parse", option) for option in options), ""]

    @property
    def prefix(self) -> str:
        """The workspace's folder within the repository, with a slash at the end, or nothing."""
        return self._about[3]

    @property
    def shallow(self) -> bool:
        """Whether older commits were left out when this clone was made."""
        return self._about[1] == "true"

    def head(self) -> str:
        """The id of the commit that is checked out."""
        return self.commit("HEAD")

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names.

        A name means a branch or tag rather than another file in the git directory; an ambiguous name is refused, since
        fetching a fork's branches also fetches its tags.

        Raises:
            GitError: there is none, or there are several.
        """
        name = re.match(_NAMED, revision)
        places = [f"{folder}{name[0]}" for folder in _NAMESPACES] if name else []
        listed = self._words("for-each-ref", "--format=%(refname)", *places).splitlines() if places else []
        matches = [place for place in places if place in listed]
        if len(matches) > 1:
            raise GitError(f"「{revision}」有几个：{'、'.join(matches)}；写全名")
        full = matches[0] + revision[name.end() :] if name and matches else revision
        try:
            return self._words("rev-parse", "--verify", "--quiet", "--end-of-options", f"{full}^{{commit}}")
        except GitError as error:
            if str(error).startswith("git rev-parse"):
                fetch = "git fetch --unshallow" if self.shallow else "git fetch"
                raise GitError(f"找不到提交「{revision}」：核对写法；远端的分支先运行 {fetch}") from error
            raise

    def fork(self, one: str, other: str) -> str:
        """The merge base of two commits.

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

    def reference(self, name: str) -> str | None:
        """The commit of a reference by its full name, `refs/…`, which git resolves to nothing else; None without it."""
        try:
            return self.commit(self._words("show-ref", "--verify", "--hash", name))
        except GitError:
            return None

    def symbolic(self, name: str) -> str:
        """The full name of the reference that a symbolic one points to; empty if it is not symbolic."""
        try:
            return self._words("symbolic-ref", "--quiet", name)
        except GitError:
            return ""

    def setting(self, name: str) -> list[str]:
        """The values of a setting in this clone's own file, but not in those that it includes."""
        try:
            values = self._run("config", "--file", str(self.own_folder / "config"), "--get-all", name)
        except GitError:
            return []
        return values.decode("utf-8", "replace").split("\n")[:-1]

    def line(self, commit: str, folders: Sequence[str] = ()) -> list[str]:
        """The commits on a branch's first-parent line, newest first: its own commits, not those merged into it.

        With folders or files, only the commits that changed them.
        """
        return self._words(
            "rev-list", "--first-parent", commit, "--", *(f":(literal){folder}" for folder in folders)
        ).split()

    def contains(self, later: str, earlier: str) -> bool:
        """Whether a commit is an ancestor of another, or the same."""
        return self._words("rev-list", "--max-count=1", earlier, f"^{later}", "--") == ""

    def files(self, commit: str, folders: Sequence[str] = TRACKED) -> BlobIds:
        """The files below some folders of a commit."""
        return self.listings([commit], folders)[0]

    def listings(self, commits: Sequence[str], folders: Sequence[str]) -> list[BlobIds]:
        """As `files`, for many commits; a folder that several share is read once."""
        listings = self.objects.listings(self._workspaces(commits), folders)
        return [{path: blob for listing in each for path, blob in listing.files.items()} for each in listings]

    def refused(self, commit: str, folders: Sequence[str] = TRACKED) -> list[Refusal]:
        """The refused entries below some folders of a commit, or beside them."""
        [listings] = self.objects.listings(self._workspaces([commit]), folders)
        return [refusal for listing in listings for refusal in listing.refused]

    def _workspaces(self, commits: Sequence[str]) -> list[str]:
        return self.objects.ids([f"{commit}:{self.prefix.rstrip('/')}" for commit in commits])

    @cached_property
    def objects(self) -> Objects:
        """The contents of this repository."""
        talk = CatFile(self._git, self._environment)

        def ask(form: str, given: bytes) -> bytes:
            try:
                return talk.ask(form, given, partial(_failed, "cat-file"))
            except FileNotFoundError as error:
                raise GitError(_NOT_INSTALLED) from error

        return Objects(ask, new(self.object_format, usedforsecurity=False).digest_size)

    @cached_property
    def own_folder(self) -> Path:
        """The folder in which git keeps the repository itself."""
        return self.root / self._about[2]

    @property
    def object_format(self) -> str:
        """The hash algorithm of object ids."""
        return self._about[0]

    def log(self, commit: str, paths: Sequence[str]) -> list[Commit]:
        """The commits that touch the paths and the merges between them, children before their parents."""
        form = "--format=%H%x00%P%x00%an%x00%aI%x00%s%x00"
        arguments = ("log", "--topo-order", "--full-history", "--parents", form, commit, "--", *paths)
        fields = self._run(*arguments).decode("utf-8", "replace").split("\0")
        return [
            Commit(identifier.strip().split()[0], tuple(parents.split()), author, date, subject)
            for identifier, parents, author, date, subject in zip(*(fields[n:-1:5] for n in range(5)), strict=True)
        ]


def _failed(command: str, said: bytes) -> GitError:
    """The error of a command of git that did not succeed, from what it said."""
    words = said.decode("utf-8", "replace").strip()
    if "not a git repository" in words:
        return GitError("这个文件夹不在 git 仓库里：在 git clone 得到的文件夹里运行")
    if "dubious ownership" in words:
        return GitError(f"git 不信任这个文件夹，它属于另一个用户：{words.splitlines()[-1].strip()}")
    return GitError(f"git {command} 没有成功：{words}")


def blob_id(data: bytes, form: str = "sha1") -> str:
    """The id that git gives to a file's contents."""
    return new(form, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
