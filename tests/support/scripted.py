"""A git repository made commit by commit from a script, for the tests of diff, history and verify."""

from __future__ import annotations

import os
import shutil
import subprocess
from copy import copy
from datetime import date as date_of
from datetime import timedelta
from pathlib import Path

from generator.opc import write_package
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from tests.support.paths import PROJECT


class Scripted:
    """A repository with Hechi's report, the templates and the program; each commit is a day after the one before."""

    def __init__(self, root: Path, *, program: bool = False) -> None:
        self.root = root
        self.days = 0
        self.ids: dict[str, str] = {}
        for name in ("national", "guangxi-hechi"):
            shutil.copytree(PROJECT / "templates" / name, root / "templates" / name)
        shutil.copy(PROJECT / "templates" / "base.docx", root / "templates")
        for name in ("generator", "schema") if program else ():
            shutil.copytree(PROJECT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        if program:
            shutil.copy(PROJECT / "requirements.txt", root)
        text = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
        self.report = root / "reports" / "2022" / "hechi.yaml"
        self.report.parent.mkdir(parents=True)
        self.report.write_text(text[: text.index("# 已公开的自评报告")], "utf-8")
        self.git("init", "--quiet", "--initial-branch=main")

    def clone(self, root: Path) -> Scripted:
        """A clone of what is checked out."""
        self.git("clone", "--quiet", str(self.root), str(root))
        clone = copy(self)
        clone.root = root
        clone.report = root / self.report.relative_to(self.root)
        return clone

    def git(self, *arguments: str) -> str:
        """Runs git with names and dates that do not depend on the machine."""
        date = f"{date_of(2023, 1, 1) + timedelta(self.days)}T09:00:00+08:00"
        known = {"NAME": "黄燕", "EMAIL": "clerk@example.org", "DATE": date}
        names = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in known.items()}
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.root), "GIT_CONFIG_NOSYSTEM": "1"} | names
        command = ["git", "-c", "core.autocrlf=false", "-c", "commit.gpgSign=false", *arguments]
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, check=False, text=True)
        assert done.returncode == 0, (arguments, done.stderr)
        return done.stdout.strip()

    def edit(self, *edits: tuple[str, str], path: str | None = None) -> None:
        """Replaces texts that stand exactly once in the report, or in another file."""
        file = self.root / path if path else self.report
        text = file.read_text("utf-8")
        for old, new in edits:
            assert text.count(old) == 1, (old, text.count(old))
            text = text.replace(old, new)
        file.write_text(text, "utf-8")

    def commit(self, message: str, *edits: tuple[str, str], path: str | None = None) -> str:
        """Commits everything after the edits; the commit is found again in `ids` by its message."""
        if edits:
            self.edit(*edits, path=path)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        return self._committed(message)

    def revert(self, message: str) -> None:
        """Takes the last commit back."""
        self.git("revert", "--no-edit", "HEAD")
        self.git("commit", "--quiet", "--amend", "--message", message)
        self._committed(message)

    def merge(self, message: str, branch: str) -> None:
        """Merges a branch."""
        self.git("merge", "--quiet", "--no-ff", "--message", message, branch)
        self._committed(message)

    def _committed(self, message: str) -> str:
        self.days += 1
        self.ids[message] = self.git("rev-parse", "HEAD")
        return self.ids[message]

    def commit_template(self, message: str, old: str, new: str, name: str, part: str = DOCUMENT) -> str:
        """Commits a template in which one text, however often it stands there, was replaced by another."""
        path = self.root / "templates" / name
        package, problems = read_package(path, name)
        assert package is not None, problems
        assert old.encode() in package[part], old
        path.write_bytes(write_package(package | {part: package[part].replace(old.encode(), new.encode())}))
        return self.commit(message)


class Small(Scripted):
    """A repository of a few small files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.days = 0
        self.ids = {}
        self.report = root / "reports" / "2022" / "a.yaml"
        root.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def clone(self, root: Path) -> Small:
        clone = super().clone(root)
        assert isinstance(clone, Small)
        return clone

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, "utf-8")
