"""Which programs may be run, and whether a commit was merged: code off the trusted branch's own line is only data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import cached_property

from generator.faults import GitError
from generator.frozen import Frozen
from generator.git.repository import Repository
from generator.program import PROGRAM

SETTING = "selfEvaluation.trustedBranch"
_HEADS, _REMOTES, _TAGS = "refs/heads/", "refs/remotes/", "refs/tags/"
_ORIGIN = f"{_REMOTES}origin/"
_DEFAULT = "main"
# The name of a branch or tag as git allows it: main, upstream/main, v2023.1. Not -x, a..b, a//b or a.lock.
_NAME = re.compile(r"(?!-)(?!.*(\.\.|@\{|//|/$|\.lock$|/\.))[^\x00-\x20~^:?*\[\\\x7f]{1,200}")

Key = tuple[str, ...]
"""The ids of the trees and files that make up a program: equal programs have equal keys."""


class Standing(Enum):
    """The relation of a commit to the trusted branch."""

    ON_LINE = "on-line"
    MERGED = "merged"
    UNMERGED = "unmerged"
    UNKNOWN = "unknown"


class Branch(Frozen):
    """The branch whose programs are trusted: its short name, and the commit at its tip."""

    name: str
    tip: str


class Trust:
    """The trusted branch of a clone, and the programs that were on it.

    The branch is the given one, else that of the clone's own settings, else the target of `origin/HEAD`, else `main`.
    No file of the repository can change that. A program is trusted if it was on the branch's first-parent line,
    so not within a branch that was merged, or in the release that the user names.

    Raises:
        GitError: a branch or release that the user names does not exist.
    """

    def __init__(self, repository: Repository, branch: str | None = None, release: str | None = None) -> None:
        self._repository = repository
        self._asked = branch
        self._release = self._tagged(release) if release else None
        self._release_name = release or ""
        if branch:
            _ = self.branch

    @cached_property
    def branch(self) -> Branch | None:
        """The trusted branch; None if this clone has none."""
        if self._asked:
            return self._named(self._asked, f"没有分支「{self._asked}」：核对 TRUST 的写法，如 main 或 upstream/main")
        if set_here := self._repository.setting(SETTING):
            name = set_here[-1]
            return self._named(
                name,
                f"设定的可信分支「{name}」不存在：运行 git config --replace-all {SETTING} 分支名 改正",
            )
        head = self._repository.symbolic(f"{_ORIGIN}HEAD")
        names = [head] if head.startswith(_ORIGIN) and head != f"{_ORIGIN}HEAD" else []
        names += [_ORIGIN + _DEFAULT, _HEADS + _DEFAULT]
        return next((found for name in names if (found := self._at(name))), None)

    def _at(self, reference: str) -> Branch | None:
        tip = self._repository.reference(reference)
        return Branch(reference.removeprefix(_HEADS).removeprefix(_REMOTES), tip) if tip else None

    def _named(self, name: str, otherwise: str) -> Branch:
        """A local or remote branch by its name; never a tag or another way to name a commit.

        Raises:
            GitError: there is none; the message is `otherwise`.
        """
        whole = name.startswith((_HEADS, _REMOTES))
        for reference in ([name] if whole else [_HEADS + name, _REMOTES + name]) if _NAME.fullmatch(name) else ():
            if found := self._at(reference):
                return found
        raise GitError(otherwise)

    def _tagged(self, name: str) -> str:
        plain = name.removeprefix(_TAGS)
        commit = self._repository.reference(_TAGS + plain) if _NAME.fullmatch(plain) else None
        if commit is None:
            raise GitError(f"没有标签「{name}」：RELEASE 写已发布版本的标签名，如 v2023.1；远端的先 git fetch --tags")
        return commit

    @cached_property
    def _line(self) -> dict[str, int]:
        """The commits of the branch's own line with their positions, the newest first."""
        commits = self._repository.line(self.branch.tip) if self.branch else []
        return {commit: position for position, commit in enumerate(commits)}

    @cached_property
    def _keys(self) -> set[Key]:
        """The programs that were on the line, and that of the release."""
        changed = self._repository.line(self.branch.tip, PROGRAM) if self.branch else []
        release = [self._release] if self._release else []
        return {key for key in self.keys([*changed, *release]) if key[0]}

    def keys(self, commits: Sequence[str]) -> list[Key]:
        """The key of each commit's program."""
        names = [f"{commit}:{self._repository.prefix}{part}" for commit in commits for part in PROGRAM]
        ids = iter(self._repository.objects.ids(names))
        return [tuple(next(ids) for _ in PROGRAM) for _ in commits]

    def trusts(self, commit: str) -> bool:
        """Whether the program of a commit may be run: an equal one was on the line or is that of the release."""
        return self.keys([commit])[0] in self._keys

    @property
    def where(self) -> str:
        """Where the program is not, in Chinese, for a message on one that is not trusted."""
        release = f"，也不是版本 {self._release_name} 的程序" if self._release else ""
        if self.branch is None:
            return f"这个仓库没有可信的分支（用 git config {SETTING} 分支名 设定）{release}"
        return f"它没有在可信分支 {self.branch.name} 的主线上出现过{release}"

    def standing(self, commit: str) -> Standing:
        """Whether and how a commit got onto the branch."""
        if self._release == commit or commit in self._line:
            return Standing.ON_LINE
        if self.branch is None:
            return Standing.UNKNOWN
        if self._repository.contains(self.branch.tip, commit):
            return Standing.MERGED
        return Standing.UNKNOWN if self._repository.shallow else Standing.UNMERGED

    def merge(self, commit: str) -> str:
        """The commit of the line that merged a commit into it, found by bisection."""
        assert self.branch is not None
        line = [*self._line]
        low, high = 0, len(line) - 1  # line[low] contains the commit; the last that does is looked for
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._repository.contains(line[middle], commit) else (low, middle - 1)
        return line[low]

    def since(self, commit: str) -> list[str]:
        """The commits of the line from a given one to the tip, oldest first; all if it is not on the line."""
        return [*self._line][self._line.get(commit, len(self._line) - 1) :: -1]
