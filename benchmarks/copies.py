"""A workspace of copies in which a changed report is checked, so that no measurement touches the real one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import PROJECT, NotMeasuredError, required
from generator.reports.load import Loaded, load
from generator.reports.workspace import Workspace

FAULTS = ("PROGRAM-FAULT", "SYSTEM-FAULT")
"""Problems that tell of the program, not of the report: what shows one was not checked."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Copied templates beside whatever text stands for a report at the moment."""

    workspace: Workspace

    @classmethod
    def below(cls, folder: Path, project: Path = PROJECT) -> Copy:
        """A new copy of a project's templates; NotMeasuredError where a link stands among them: it is not read."""
        source = project / "templates"
        links = [path for path in (source, *source.rglob("*")) if path.is_symlink()]
        required(not links, f"{[*map(str, links)]} are links")
        try:
            shutil.copytree(source, folder / "templates")
        except (OSError, shutil.Error) as error:
            raise NotMeasuredError(f"the templates cannot be copied: {error}") from error
        return cls(Workspace(folder))

    def check(self, unit: str, year: str, text: str) -> Loaded:
        """Checks a text that stands for a report; NotMeasuredError where the program fails."""
        path = self.workspace.report(unit, year)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        loaded = load(self.workspace, unit, year)
        faults = [f"{one.code} {one.message}" for one in loaded.problems if one.code in FAULTS]
        required(not faults, "; ".join(faults))
        return loaded
