"""Rebuilds a report whenever it is saved, and reports which figures changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.data.paths import Change
from generator.faults import guarded
from generator.frozen import Frozen
from generator.namespace import figures
from generator.reports.build import Built, made, stumbled, written
from generator.reports.load import Loaded, load
from generator.reports.origin import Origin
from generator.reports.workspace import Workspace
from generator.text.printer import Printer

_PAUSE = 30  # milliseconds without another change, after which a save counts as complete


class Saved(Frozen):
    """The result of one save: what was built or is wrong, the figures that are printed differently, and the time."""

    built: Built
    changes: list[Change]
    seconds: float


@dataclass(slots=True)
class Watch:
    """A report that is being watched; `shown` holds its figures as they were printed last."""

    root: Path
    unit: str
    year: str
    shown: dict[str, tuple[str, str]] | None = None

    def build(self) -> Saved:
        """Builds the report as it is now; if it has errors, its documents are left unchanged."""
        begun = time.perf_counter()
        workspace = Workspace(self.root)  # the profile may have changed too
        name = workspace.name(workspace.report(self.unit, self.year))
        fail = partial(stumbled, self.unit, self.year)
        origin = Origin(self.root)
        built, changes = guarded(lambda: self._built(workspace, origin), name, lambda fault: (fail(fault), []))
        return Saved(built, changes, time.perf_counter() - begun)

    def _built(self, workspace: Workspace, origin: Origin) -> tuple[Built, list[Change]]:
        loaded = load(workspace, self.unit, self.year)
        built = made(workspace, origin, loaded, self.unit, self.year)
        built = built if built.failed else written(workspace, built, durable=False)
        return built, self._changes(loaded)

    def saves(self) -> Iterator[Saved]:
        """The result of each save: of the report, of those that it may roll up, or of a template."""
        from watchfiles import watch

        workspace = Workspace(self.root)
        folders = (workspace.report(self.unit, self.year).parent, workspace.templates)
        for _ in watch(*folders, debounce=10 * _PAUSE, step=_PAUSE):
            yield self.build()

    def _changes(self, loaded: Loaded) -> list[Change]:
        if loaded.derived is None or loaded.forms is None:
            return []
        printer = Printer(loaded.forms.profile)
        now = {path: (figure.label, printer.text(figure)) for path, figure in figures(loaded.derived.tree)}
        then, self.shown = self.shown, now
        changes = []
        for path in dict.fromkeys([*then, *now]) if then else ():
            (label, before), (label_now, after) = (side.get(path, ("", None)) for side in (then or {}, now))
            if before != after:
                changes.append(Change(path, label_now or label or path, before, after))
        return changes
