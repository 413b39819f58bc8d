"""The pipeline of one report: read, validate, derive, check, render, and write all documents or none."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from lxml import etree

from generator import __version__
from generator.acceptance import accept
from generator.account_checks import check_accounts
from generator.bind import bind
from generator.check import check
from generator.classification import LISTS, list_problems
from generator.derive import Derived, derive
from generator.environment import Environment, Printer, Tree
from generator.glossary import glossary, items_explained
from generator.hazards import broken_links, hazards
from generator.model import Document, Profile, Report, Rollup
from generator.numbering import ordinal
from generator.package import DOCUMENT, Package, read_package, with_property_parts
from generator.problems import Place, Problem, has_errors, in_order
from generator.profile import Forms, load_forms
from generator.prose import Writer
from generator.reader import Node, parse, read
from generator.reconcile import reconcile
from generator.record import build
from generator.render import fill, render, template_environment
from generator.repository import UNCOMMITTED
from generator.rollup import roll_up
from generator.shown import not_shown
from generator.template import Compiled, W, compile_template
from generator.text_checks import check_texts
from generator.validate import validate

_WRITE_FAULTS = {
    errno.EEXIST: ("：这里有一个同名的文件，不是文件夹", "把这个文件移走"),
    errno.ENOTDIR: ("：路径里有一个同名的文件，不是文件夹", "把这个文件移走"),
    errno.EISDIR: ("：这里有一个同名的文件夹，不是文件", "把这个文件夹移走"),
    errno.ENAMETOOLONG: ("：文件名太长", "把单位代号或者自评的标识（id）改短"),
    errno.ENOSPC: ("：磁盘满了", "清理磁盘空间，再运行一次"),
    errno.EDQUOT: ("：磁盘配额用完了", "清理磁盘空间，再运行一次"),
    errno.EFBIG: ("：文件超过了系统允许的大小", "换一个位置，或者请管理员放宽限制"),
    errno.EACCES: ("：没有权限，或者文件正被打开", "关闭正在打开它的程序，检查文件和文件夹的权限"),
    errno.EPERM: ("：没有权限", "检查文件和文件夹的权限"),
    errno.EROFS: ("：文件夹是只读的", "换一个可以写的位置"),
    errno.ETIMEDOUT: ("：另一次生成正在写这个文件夹", "等它结束，再运行一次"),
}
_TEMPORARY = ".writing-"
_ABANDONED = 3600.0  # seconds after which an unfinished file is nobody's, where no lock tells
PATIENCE = 10.0  # seconds to wait for another build of the same report; writing takes less than one
SUBJECT = "预算绩效自评"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder that holds reports and templates and takes the built documents; profiles are read once for all."""

    root: Path
    _forms: dict[str, Forms] = field(default_factory=dict, repr=False, compare=False)

    def forms(self, name: str, asked: Place) -> tuple[Forms | None, list[Problem]]:
        """The profile of this name, read once."""
        if name not in self._forms:
            forms, problems = load_forms(self.templates, name, asked)
            if forms is None:
                return None, problems
            self._forms[name] = forms
        return self._forms[name], []

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

    def name(self, path: Path) -> str:
        """How a file is called in messages: relative to the workspace, with slashes."""
        return path.relative_to(self.root).as_posix()

    def reports(self, year: str = "*") -> list[tuple[str, str]]:
        """The unit and year of each report there is."""
        found = (self.root / "reports").glob(f"{year}/*.yaml")
        return sorted(((path.stem, path.parent.name) for path in found), key=lambda key: (key[1], key[0]))


@dataclass(slots=True)
class Loaded:
    """A report with its figures, as far as it could be read, and all that was found wrong with it."""

    path: Path
    root: Node | None = None
    report: Report | None = None
    forms: Forms | None = None
    derived: Derived | None = None
    problems: list[Problem] = field(default_factory=list)
    units: dict[str, Node] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        """Whether documents can be made."""
        return self.derived is not None and not has_errors(self.problems)


def load(workspace: Workspace, unit: str, year: str, *, rolling_up: bool = False) -> Loaded:
    """Computes and checks one report; every problem of a stage is found before the next begins.

    With `rolling_up` the report is a part of another's roll-up, and its own is left alone.
    """
    loaded = compute(workspace, unit, year, rolling_up=rolling_up)
    report, derived = loaded.report, loaded.derived
    if report is None or derived is None or loaded.forms is None:
        return loaded
    profile = loaded.forms.profile
    derived.tree["reconciliation"], differences = reconcile(report, derived.tree, Printer(profile))
    loaded.problems += [
        *derived.problems,
        *check(report, profile, derived.tree),
        *check_accounts(report, derived.tree),
        *check_texts(report, derived.tree, derived.readings),
        *items_explained(report),
        *differences,
    ]
    loaded.problems, derived.tree["accepted"] = accept(report, loaded.problems)
    return _sorted(loaded)


def compute(
    workspace: Workspace, unit: str, year: str, *, rolling_up: bool = False, data: bytes | None = None
) -> Loaded:
    """Reads, validates and derives one report without checking it; from `data` where that may yet become its file."""
    path = workspace.report(unit, year)
    loaded = Loaded(path)
    root, loaded.problems = read(path, workspace.name(path)) if data is None else parse(data, workspace.name(path))
    loaded.root = root
    if root is None:
        return loaded
    loaded.problems = validate(root, "report")
    if loaded.problems:
        return _sorted(loaded)
    report = loaded.report = build(Report, root)
    if str(report.year) != year:
        message = f"年度是 {report.year}，文件却在 {year} 年的文件夹里"
        loaded.problems.append(
            Problem("REPORT-YEAR", root.at("year").place, message, f"改正年度，或者把文件移到 reports/{report.year}")
        )
    loaded.forms, problems = workspace.forms(report.profile, root.at("profile").place)
    loaded.problems += problems
    if report.accounts:
        loaded.problems += (faults := list_problems())
    if loaded.forms is None or (report.accounts and faults):
        return _sorted(loaded)
    profile = loaded.forms.profile
    loaded.derived = derive(report, profile)
    if report.rollup and not rolling_up:
        loaded.derived.tree["rollup"], problems = _roll_up(workspace, loaded, report.rollup, year, profile)
        loaded.problems += problems
    return _sorted(loaded)


def _roll_up(
    workspace: Workspace, whole: Loaded, rollup: Rollup, year: str, profile: Profile
) -> tuple[Tree | None, list[Problem]]:
    """The roll-up over the units' own reports of the same year; a unit whose report has errors gives none."""
    branches: dict[str, tuple[str, Tree]] = {}
    problems: list[Problem] = []
    for entry in rollup.units:
        name = f"reports/{year}/{entry.unit}.yaml"
        if not workspace.report(entry.unit, year).is_file():
            problems.append(Problem("ROLLUP-UNIT", entry.node.at("unit").place, f"没有可汇总的 {name}", "核对单位代号"))
            continue
        loaded = load(workspace, entry.unit, year, rolling_up=True)
        if not loaded.ready or loaded.report is None or loaded.derived is None:
            problems.append(Problem("ROLLUP-UNIT", entry.node.at("unit").place, f"{name} 有错误，不能汇总", "先改正它"))
        else:
            assert loaded.root is not None
            whole.units[entry.unit] = loaded.root
            found = [one for one in loaded.derived.tree["evaluations"] if one["id"] == entry.evaluation]
            if found:
                branches[f"{entry.unit}.{entry.evaluation}"] = (loaded.report.unit, found[0])
            else:
                ids = "、".join(one["id"] for one in loaded.derived.tree["evaluations"])
                place = entry.node.at("evaluation").place
                problems.append(Problem("ROLLUP-UNIT", place, f"{name} 里没有自评「{entry.evaluation}」", f"有：{ids}"))
    if problems:
        return None, problems
    return roll_up(rollup, branches, profile)


def _sorted(loaded: Loaded) -> Loaded:
    loaded.problems = in_order(loaded.problems)
    return loaded


def make_documents(
    workspace: Workspace, loaded: Loaded, commit: str = UNCOMMITTED
) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of every document of a report that is ready, by file name, or the problems of the templates.

    `commit` is the revision that they say they were made from.
    """
    assert loaded.report and loaded.forms and loaded.derived
    printer = loaded.derived.printer
    environment = template_environment(printer)
    writer = Writer.of(printer, loaded.derived.tree)
    digest = sha256(loaded.path.read_bytes())
    for folder in loaded.forms.folders:
        digest.update((folder / "profile.yaml").read_bytes())
    if loaded.report.accounts:
        for path in LISTS:
            digest.update(path.read_bytes())
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for document in loaded.forms.profile.documents:
        contexts = [*_contexts(document, loaded.derived)]
        if not contexts:
            continue
        compiled, inputs, faults = _compile(workspace, loaded, document, environment)
        problems += faults
        if compiled is None:
            continue
        if document.evaluation_parts:
            annexes, faults = _annexes(document, loaded, writer)
            problems += faults
            contexts = [
                (name, context | {"accounts": context["accounts"] | {"annexes": annexes}}) for name, context in contexts
            ]
        for name, context in contexts:
            if compiled.reads("glossary"):
                context, faults = _with_glossary(compiled, context, loaded)
                if faults:
                    problems += faults
                    continue
            title, faults = writer.within(context).line(document.title)
            problems += faults
            provenance = {
                "unit": loaded.path.stem,
                "year": str(loaded.report.year),
                "document": name,
                "inputs": sha256(digest.digest() + inputs).hexdigest(),
                "commit": commit,
                "generator": __version__,
            }
            data, faults = render(compiled, context, title or "", loaded.report.unit, SUBJECT, provenance)
            problems += faults
            if data is not None:
                files[f"{name}.docx"] = data
    if problems:
        return {}, in_order(problems)
    return files, in_order(not_shown(loaded.report.node.file.path, loaded.derived.tree, printer.printed.values()))


def _contexts(document: Document, derived: Derived) -> Iterator[tuple[str, Tree]]:
    """The file name and the namespace of each document of a kind: one for the report, or one per evaluation."""
    if document.each != "evaluation":
        if document.each == "report" or derived.tree.get(document.each):
            yield document.name, derived.context()
        return
    evaluations = derived.tree["evaluations"]
    for evaluation in evaluations:
        name = document.name if len(evaluations) == 1 else f"{document.name}-{evaluation['id']}"
        yield name, derived.context(evaluation)


def _annexes(document: Document, loaded: Loaded, writer: Writer) -> tuple[list[Tree], list[Problem]]:
    """The titles of the documents that a volume repeats for each evaluation, numbered as its annexes."""
    assert loaded.forms and loaded.derived
    profile = loaded.forms.profile
    titles = {other.template: other.title for other in profile.documents if other.each == "evaluation"}
    annexes: list[Tree] = []
    problems: list[Problem] = []
    for evaluation in loaded.derived.tree["evaluations"]:
        for part in document.evaluation_parts:
            title, faults = writer.within(loaded.derived.context(evaluation)).line(titles[part])
            problems += faults
            annexes.append({"number": ordinal(profile.numbering[0], len(annexes) + 1), "title": title})
    return annexes, problems


def _with_glossary(compiled: Compiled, context: Tree, loaded: Loaded) -> tuple[Tree, list[Problem]]:
    """The namespace with the glossary of a document: the terms that stand in it when it is filled without glossary."""
    assert loaded.report and loaded.forms
    package, problems = fill(compiled, context | {"glossary": []})
    if package is None:
        return context, problems
    text = "".join(map(str, etree.fromstring(package[DOCUMENT]).itertext(f"{W}t")))
    accounts = loaded.report.accounts
    codes = sorted({function.code for function in accounts.functions}) if accounts else []
    numbering = loaded.forms.profile.numbering
    return context | {"glossary": glossary(loaded.report.year, codes, text, numbering[1:3])}, []


def _compile(
    workspace: Workspace, loaded: Loaded, document: Document, environment: Environment
) -> tuple[Compiled | None, bytes, list[Problem]]:
    """The compiled template of a document, bound where it has parts, with the digest of what it was made from."""
    assert loaded.forms and loaded.derived
    problems: list[Problem] = []

    def read_all(files: Iterable[str]) -> list[tuple[str, Package]]:
        packages = []
        for file in files:
            path = loaded.forms and loaded.forms.template(file)
            assert path
            package, faults = read_package(path, workspace.name(path))
            problems.extend(faults)
            if package is not None:
                name = workspace.name(path)
                problems.extend([*hazards(package, name), *broken_links(package, name)])
                packages.append((workspace.name(path), package))
        return packages

    evaluations = loaded.derived.tree["evaluations"]
    packages = read_all(document.parts or (document.template or "",))
    repeated = read_all(document.evaluation_parts if evaluations else ())
    if problems:
        return None, b"", problems
    names = sorted({name for evaluation in evaluations for name in evaluation})
    package, problems = bind(packages, repeated, names)
    if package is None:
        return None, b"", problems
    name = packages[0][0] if document.template else f"templates/{loaded.forms.folders[0].name}/{document.name}"
    compiled, problems = compile_template(with_property_parts(package), name, environment)
    inputs = sha256()
    for member, data in sorted(package.items()):
        inputs.update(member.encode() + b"\0" + sha256(data).digest())
    return compiled, inputs.digest(), problems


def write(folder: Path, files: dict[str, bytes]) -> list[Problem]:
    """Writes all files into the folder, each whole or not at all: under another name first, then moved into place.

    One build at a time writes into a folder, so that its documents are of one and the same input.
    """
    written: list[tuple[str, Path]] = []
    moved: list[str] = []
    if any(part.is_symlink() for part in (folder, *folder.parents[:2])):
        message = "写不进去：这是一个符号链接，指向别处的文件夹；以前生成的文档没有改动"
        return [Problem("BUILD-WRITE", Place("/".join(folder.parts[-3:])), message, "删去符号链接")]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder) as alone:
            for left in folder.glob(f"{_TEMPORARY}*"):
                with suppress(FileNotFoundError):
                    if alone or time.time() - left.stat().st_mtime > _ABANDONED:
                        left.unlink()
            try:
                for name, data in files.items():
                    with suppress(FileNotFoundError):  # finds what cannot be replaced before anything is
                        (folder / name).open("r+b").close()
                    with NamedTemporaryFile(dir=folder, prefix=_TEMPORARY, delete=False) as temporary:
                        written.append((temporary.name, folder / name))
                        temporary.write(data)
                        temporary.flush()
                        os.fsync(temporary.fileno())
                    os.chmod(temporary.name, 0o644)
                for temporary_name, target in written:
                    os.replace(temporary_name, target)
                    moved.append(target.name)
            finally:
                for temporary_name, _ in written:
                    Path(temporary_name).unlink(missing_ok=True)
    except OSError as error:
        why, remedy = _WRITE_FAULTS.get(error.errno or 0, ("", "关闭正在打开它的程序，检查磁盘空间和权限"))
        names = [Path(str(name)).name for name in (error.filename2, error.filename)]
        place = Place("/".join([*folder.parts[-3:], *(name for name in names if name in files)]))
        kept = f"已经换成新的：{'、'.join(moved)}，其余没有改动" if moved else "以前生成的文档没有改动"
        return [Problem("BUILD-WRITE", place, f"写不进去{why}；{kept}", remedy)]
    return []


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Keeps other builds from writing into the folder; False where the system or the file system cannot.

    The lock is the folder's own, so that no lock file is left among the documents, and ends with the process.

    Raises:
        TimeoutError: another build has not ended in time.
    """
    if sys.platform == "win32":
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _locked(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    import fcntl

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError(errno.ETIMEDOUT, "locked") from None
            time.sleep(0.02)
        except OSError:
            return False
        else:
            return True
