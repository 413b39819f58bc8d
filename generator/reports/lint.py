"""Checks the profiles and their Word templates without a report, and copies the shared styles into every template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from generator.data.profile import load_forms, profile_names, template_files
from generator.data.report import Profile
from generator.files import replace_file, write_files
from generator.frozen import Frozen
from generator.opc import Package, links_path, write_package
from generator.problems import Place, Problem
from generator.reports.house_style import read_house_style
from generator.reports.strays import stray_profiles
from generator.reports.template_names import inclusions, known_names, lint_names, uses
from generator.reports.workspace import Workspace, included
from generator.store import digest_of
from generator.text.printer import Printer
from generator.text.sandbox import Environment
from generator.word.binding.including import Own, Whole, attributed, with_included
from generator.word.binding.numbering import NUMBERING, with_styles_and_lists_of
from generator.word.compiled import Turns
from generator.word.compiler import compile_template
from generator.word.house_style import HouseStyle, form_faults, style_faults, trace_faults
from generator.word.names import SETTINGS, STYLES
from generator.word.package import read_template
from generator.word.properties import with_property_parts
from generator.word.reading.layout import with_related
from generator.word.reading.style_references import with_styles_of
from generator.word.render import template_environment
from generator.word.review.comments import with_comments
from generator.word.review.spots import at_their_parts, by_file, file_by_file
from generator.word.safety.hazards import broken_links, hazards
from generator.word.store import unless_known
from generator.word.styles import Styles
from generator.word.volume import bind

BASE = "base.docx"
OWN = "own"
_UNBOUND = {"TEMPLATE-FILE", "TEMPLATE-HAZARD"}
"""The codes of the problems with which a template is not bound at all."""
SHARED = {STYLES: "styles", "word/fontTable.xml": "fontTable", SETTINGS: "settings", NUMBERING: "numbering"}
"""The parts that live once, in the base, by the last word of the type of relationship to each."""


def lint_templates(templates: Path) -> list[Problem]:
    """Every fault of the profiles and templates below a folder, file by file, those of a template in its order.

    No profile at all is a fault too. Templates that only profiles with a style of their own use are held to what makes
    them fill rightly, not to the house style.
    """
    names = profile_names(templates)
    if not names:
        return [Problem("PROFILE-MISSING", Place(templates.name), "没有任何地区格式", "检查 templates 文件夹")]
    problems: list[Problem] = []
    packages: dict[str, Package] = {}
    mended: dict[str, Package] = {}
    base, faults = read_template(templates / BASE, f"{templates.name}/{BASE}")
    problems += faults
    house, faults = read_house_style(templates)
    problems += faults
    if base is not None:
        title = f"{templates.name}/{BASE}"
        packages[title] = base
        problems += [
            *hazards(base, title),
            *broken_links(base, title),
            *form_faults(base, title, base, house),
            *style_faults(base, title, house),
        ]
    own = own_style(templates)
    for name in names:
        forms, faults = load_forms(templates, name, Place(f"{templates.name}/{name}/profile.yaml"))
        problems += faults
        environment = template_environment(Printer(forms.profile)) if forms else None
        for path in template_files(templates, name):
            title = path.relative_to(templates.parent).as_posix()
            package, faults = read_template(path, title)
            problems += faults
            if package is not None:
                packages[title] = package
                whole, faults = Whole(package, [Own(title, package, package)], {}), []
                if forms:
                    whole, faults = with_included(title, package, partial(included, templates, forms))
                template = _Template(title, whole, environment, None if path in own else (base, house))
                found = template.faults()
                problems += [*faults, *found]
                drifted = base is not None and any(problem.code == "TEMPLATE-STYLE" for problem in found)
                mended[title] = _carried(base, package) if base and drifted else package
    problems += [*stray_profiles(templates), *lint_names(templates)]
    problems += _unbound(templates, mended, problems)
    return file_by_file(packages, problems)


class _Template(Frozen):
    """A template as a profile uses it; `held_to` are the base and the house style, None for one with its own style."""

    title: str
    whole: Whole
    environment: Environment | None
    held_to: tuple[Package | None, HouseStyle] | None

    def faults(self) -> list[Problem]:
        """What is wrong with it by itself, and with what it includes, each at its own file."""
        base, house = self.held_to or (None, HouseStyle())
        package, title = self.whole.parts[0].package, self.title
        others = [self.whole.package, *(part.package for part in self.whole.parts[1:])]
        inputs = (
            digest_of(sorted(package.items())),
            self.environment and self.environment.printer.settings,
            self.held_to and (digest_of(sorted((base or {}).items())), house.margins, house.styles),
            *([digest_of(sorted(other.items())) for other in others] if len(others) > 1 else ()),
        )

        def found() -> list[Problem]:
            problems = [*hazards(package, title), *broken_links(package, title)]
            problems += form_faults(package, title, base, house) if self.held_to else trace_faults(package, title)
            if self.environment:
                problems += _compiled(self.whole, self.environment)
            return problems + ([*_drifted(base, package, title)] if base else [])

        return unless_known("template", inputs, found)


def _compiled(whole: Whole, environment: Environment) -> list[Problem]:
    """What keeps a template from being filled, with what it includes."""
    found = compile_template(whole.package, whole.parts[0].name, environment, names=known_names)[1]
    if len(whole.parts) == 1:
        return found
    own = [
        fault
        for part in whole.parts
        for fault in compile_template(part.alone, part.name, environment, names=known_names)[1]
    ]
    return own or attributed(whole.parts, found)


class _Volume(Frozen):
    """Templates that are bound into one document, by the names of their files, for messages about them."""

    title: str
    parts: list[tuple[str, Package]]
    repeated: list[tuple[str, Package]]
    profile: Profile

    def faults(self) -> list[Problem]:
        """What goes wrong when they are bound, at the templates; without what is wrong with one of them alone."""
        environment = template_environment(Printer(self.profile))
        both = [*self.parts, *self.repeated]

        def found() -> list[Problem]:
            package, faults = bind(self.parts, self.repeated, Turns("evaluation", "evaluations", ()))
            if package is not None:
                whole = with_property_parts(package)
                faults = compile_template(whole, self.title, environment, names=known_names)[1]
                alone = (compile_template(part, file, environment, names=known_names)[1] for file, part in both)
                if faults and any(alone):
                    return []
            return at_their_parts(both, faults)

        digests = [digest_of(sorted(package.items())) for _, package in both]
        return unless_known("volume", (len(self.parts), digests, environment.printer.settings), found)


def _unbound(templates: Path, packages: Mapping[str, Package], problems: Sequence[Problem]) -> Iterator[Problem]:
    """What keeps templates that are in order, each by itself, from being bound into the volumes of the profiles.

    `packages` are the templates by name, with the styles that `make styles` would give them: where those have drifted
    that is told already.
    """
    refused = {file for file, found in by_file(problems).items() if _UNBOUND & {problem.code for problem in found}}
    seen: set[tuple[tuple[str, ...], ...]] = set()
    for name in profile_names(templates):
        forms, _ = load_forms(templates, name, Place(name))
        for document in forms.profile.documents if forms else ():
            assert forms is not None
            named = [document.parts or (document.template or "",), document.evaluation_parts]
            files = tuple(
                tuple(path.relative_to(templates.parent).as_posix() for path in map(forms.template, part) if path)
                for part in named
            )
            both = [file for part in files for file in part]
            if len(both) < 2 or files in seen or refused & {*both} or not packages.keys() >= {*both}:
                continue
            seen.add(files)
            folder = partial(included, templates, forms)
            parts, repeated = (
                [(file, with_included(file, packages[file], folder)[0].package) for file in part] for part in files
            )
            volume = _Volume(f"{templates.name}/{name}/{document.name}", parts, repeated, forms.profile)
            yield from volume.faults()


def own_style(templates: Path) -> set[Path]:
    """The templates that are not held to the house style: those of profiles with a style of their own.

    What several profiles use is held to it if one of them is; what none uses, if the profile of its folder is.
    """
    used, _ = uses(templates)
    below = inclusions(templates, used)
    own: set[Path] = set()
    for name in profile_names(templates):
        forms, _ = load_forms(templates, name, Place(name))
        for path in template_files(templates, name):
            users = [user for user, _ in (*used.get(path, []), *below.get(path, []))] or ([forms] if forms else [])
            if users and all(user.profile.house_style == OWN for user in users):
                own.add(path)
    return own


def annotated(workspace: Workspace, problems: Sequence[Problem]) -> tuple[list[Path], list[Problem]]:
    """Writes a copy of each template that has problems, with these as comments; returns the paths of the copies.

    A template that cannot be read has none. Copies of templates that are in order by now are removed.
    """
    templates, folder = workspace.templates, workspace.annotated
    of_files = by_file(problems)
    written: list[Path] = []
    faults: list[Problem] = []
    for path in [templates / BASE, *template_files(templates, "*")]:
        found = of_files.get(workspace.name(path), [])
        package = read_template(path, workspace.name(path))[0] if found else None
        copy = folder / path.relative_to(templates)
        if package is not None:
            unwritten = write_files(copy.parent, {copy.name: write_package(with_comments(package, found))})
            faults += unwritten
            written += [] if unwritten else [copy]
        else:
            with suppress(OSError):
                copy.unlink()
    return written, faults


def carry_styles(templates: Path) -> tuple[list[Path], list[Problem]]:
    """Gives every template held to the house style the base's styles, fonts and settings; returns those that changed.

    What refers to styles follows by their names, whatever identifiers the last editor gave them. If a template cannot
    be read, none is written.
    """
    base, problems = read_template(templates / BASE, f"{templates.name}/{BASE}")
    changed: dict[Path, bytes] = {}
    own = own_style(templates)
    for path in template_files(templates, "*") if base is not None else ():
        if path in own:
            continue
        package, faults = read_template(path, path.relative_to(templates.parent).as_posix())
        problems += faults
        if base is not None and package is not None and (carried := _carried(base, package)) != package:
            changed[path] = write_package(carried)
    if problems:
        return [], problems
    for path, data in changed.items():
        replace_file(path, data)
    return [*changed], []


def _carried(base: Package, package: Package) -> Package:
    """A template with what is shared: the styles by name, with the lists they are in; the fonts and settings whole."""
    shared = base
    if NUMBERING in base:
        package, shared = with_styles_and_lists_of(package, base)
    else:
        package = with_styles_of(package, base)
    for part, kind in SHARED.items():
        if part in shared and part != STYLES:
            package = with_related(package, part, shared[part], kind)
    package.pop(links_path(SETTINGS), None)
    return package


def _drifted(base: Package, package: Package, title: str) -> Iterator[Problem]:
    """Each style of the base that a template lacks or defines differently; identifiers may differ."""
    if package.get(STYLES) == base.get(STYLES):
        return
    house, own = Styles(base), Styles(package)
    there = own.definitions(own.names_in(house))
    for name, definition in house.definitions().items():
        if there.get(name) != definition:
            fault = "没有样式" if name not in there else "改动了样式"
            yield Problem(
                "TEMPLATE-STYLE", Place(title), f"{fault}「{name}」", f"样式只在 {BASE} 里改；运行 make styles"
            )
