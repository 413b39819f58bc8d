"""A workspace of many units, and what a batch makes of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.reports.batch import Local, build_all
from generator.reports.build import Built
from generator.reports.origin import Origin
from generator.reports.workspace import Workspace
from tests.support.paths import PROJECT

COUNT = 12


def workspace_of(root: Path, count: int = COUNT) -> Workspace:
    """A workspace of units u0, u1, … with a report each."""
    shutil.copytree(PROJECT / "templates", root / "templates")
    (root / "reports" / "2022").mkdir(parents=True)
    source = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
    for number in range(count):
        own = source.replace("河池市电化教育站", f"示例单位{number}")
        (root / "reports" / "2022" / f"u{number}.yaml").write_text(own, "utf-8")
    return Workspace(root)


def built(workspace: Workspace) -> dict[str, Built]:
    """What a whole batch gives, by unit."""
    fresh = Workspace(workspace.root)
    origin = Origin(fresh.root)
    return {one.unit: one for one in build_all(fresh, origin, fresh.reports(), Local(fresh, origin))}


def documents(workspace: Workspace) -> dict[str, bytes]:
    """All that was written, by its path below `build`."""
    folder = workspace.root / "build"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("**/*") if path.is_file()}
