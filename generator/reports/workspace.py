"""The folder of a bureau's data: where its reports, profiles and documents are; profiles are read only once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.data.profile import Forms, load_forms
from generator.data.report import Document
from generator.files import MAX_BYTES, UnfitFileError, contents
from generator.frozen import Frozen
from generator.identifiers import is_code, is_year
from generator.problems import Place, Problem, nearest
from generator.text.sandbox import Environment
from generator.word.compiled import Compiled, Turns
from generator.word.store import compiled_template

if TYPE_CHECKING:
    from generator.word.binding.including import Found

ANNOTATED = "lint"
"""The folder in `build` that holds no documents but annotated copies of templates."""


class Workspace(Frozen):
    """The folder that holds reports, templates and built documents; profiles and compiled templates are cached."""

    root: Path

    @cached_property
    def _forms(self) -> dict[str, Forms]:
        return {}

    @cached_property
    def _compiled(self) -> dict[str, Compiled]:
        return {}

    @cached_property
    def _templates(self) -> set[tuple[str, bytes]]:
        return set()

    def forms(self, name: str, asked: Place) -> tuple[Forms | None, list[Problem]]:
        """The profile of this name, read once."""
        if name not in self._forms:
            forms, problems = load_forms(self.templates, name, asked)
            if forms is None:
                return None, problems
            self._forms[name] = forms
        return self._forms[name], []

    def compiled(
        self, forms: Forms, document: Document, names: Sequence[str], environment: Environment
    ) -> tuple[Compiled | None, list[Problem]]:
        """The compiled template of a document of a profile, cached; `names` are those of an evaluation's figures."""

        def named(files: Sequence[str]) -> list[tuple[str, Path]]:
            paths = []
            for file in files:
                path = forms.template(file)
                assert path is not None  # loading the profile has made sure of it
                paths.append((self.name(path), path))
            return paths

        parts = named(document.parts or (document.template or "",))
        repeated = named(document.evaluation_parts if names else ())
        whole = f"{self.templates.name}/{forms.folders[0].name}/{document.name}"
        title = parts[0][0] if document.template else whole
        turns = Turns("evaluation", "evaluations", names)
        folder = partial(included, self.templates, forms)
        return compiled_template(
            title, parts, repeated, turns, environment, self._compiled, self._templates, _known_names, folder
        )

    def compiled_from(self, forms: Forms) -> set[tuple[str, bytes]]:
        """The name and the bytes of each compiled template in a profile's folders, as it was read."""
        folders = {f"{self.templates.name}/{folder.name}" for folder in forms.folders}
        return {(name, data) for name, data in self._templates if name.rpartition("/")[0] in folders}

    @property
    def templates(self) -> Path:
        """The folder of the profiles."""
        return self.root / "templates"

    def report(self, unit: str, year: str) -> Path:
        """The data file of a unit's year."""
        return self.root / "reports" / year / f"{unit}.yaml"

    def output(self, unit: str, year: str) -> Path:
        """The folder of a unit's documents of a year."""
        return self.root / "build" / year / unit

    @property
    def annotated(self) -> Path:
        """The folder of the copies of templates in which their problems are comments."""
        return self.root / "build" / ANNOTATED

    def name(self, path: Path) -> str:
        """The name of a file in messages: its path relative to the workspace, with slashes."""
        return path.relative_to(self.root).as_posix()

    def reports(self, year: str = "*") -> list[tuple[str, str]]:
        """The unit and year of each report; files with other names are left out."""
        paths = (self.root / "reports").glob(f"{year}/*.yaml")
        named = ((path.parent.name, path.stem) for path in paths)
        return [(unit, when) for when, unit in sorted(named) if is_code(unit) and is_year(when)]


def included(templates: Path, forms: Forms, file: str) -> Found:
    """The template of this file name that others of a profile include: its own before that of the one it extends."""
    from generator.word.binding.including import Found

    if not is_code(file.removesuffix(".docx")):
        remedy = "文件名用小写字母、数字和连字符，如 notes.docx；放进地区格式的文件夹"
        return Found(file, None, f"「{file}」不能作模板的文件名", remedy)
    path = forms.template(file)
    if path is None:
        there = sorted({one.name for folder in forms.folders for one in folder.glob("*.docx")})
        where = "或".join(f"{templates.name}/{folder.name}" for folder in forms.folders)
        return Found(file, None, f"没有模板「{file}」", nearest(file, there, f"把它放进 {where}"))
    name = path.relative_to(templates.parent).as_posix()
    try:
        return Found(name, contents(path, name, MAX_BYTES))
    except UnfitFileError as unfit:
        return Found(name, None, f"{file}：{unfit}", unfit.remedy)


def _known_names() -> Collection[str]:
    """The names that tags can begin with; reading them is left to a template that needs it."""
    from generator.reports.template_names import known_names

    return known_names()
