"""Lists what was built: the checksum and provenance of each document, the figures of each report."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from generator.faults import guarded, is_ours
from generator.figures.explanation import exact, listing
from generator.frozen import Frozen, as_dict
from generator.namespace import figures
from generator.problems import Place, Problem, Severity, has_errors, sorted_problems
from generator.quantity import Quantity
from generator.reports.documents import make_documents
from generator.reports.export import WORKBOOK
from generator.reports.load import Loaded, load
from generator.reports.origin import UNCOMMITTED
from generator.reports.summary.rows import NAME
from generator.reports.workspace import ANNOTATED, Workspace
from generator.text.printer import Printer
from generator.word.package import read_package
from generator.word.properties import provenance

SUMS, LISTING = "SHA256SUMS", "manifest.json"


class ListedDocument(Frozen):
    """A document below `build`: its path, its checksum, and its provenance properties."""

    path: str
    sha256: str
    unit: str
    year: str
    document: str
    inputs: str
    commit: str
    generator: str


def manifest(workspace: Workspace) -> tuple[dict[str, bytes], list[Problem]]:
    """`SHA256SUMS` and `manifest.json` for the folder `build`, and the problems that speak against publishing it.

    A document that its report would not produce now, byte for byte, is an error: the manifest's figures would not be
    those that it prints. With errors there are no files.
    """
    folder = workspace.root / "build"
    built, problems = _documents(folder)
    if not built and not problems:
        problems.append(_problem("build", "还没有生成文档", "先运行 make all"))
    by_report: dict[tuple[str, str], list[ListedDocument]] = defaultdict(list)
    for document in built:
        by_report[document.year, document.unit].append(document)
    reports = []
    for (year, unit), documents in by_report.items():
        if not workspace.report(unit, year).is_file():
            message = f"没有 reports/{year}/{unit}.yaml，这里的文档失去了来源"
            problems.append(_problem(f"build/{year}/{unit}", message, "删去这个文件夹，或者找回数据文件"))
            continue
        figures, faults = _of(workspace, unit, year, documents)
        problems += faults
        reports.append({"unit": unit, "year": year, "figures": figures})
    problems = sorted_problems([*problems, *_unlike_commits(built)])
    if has_errors(problems):
        return {}, problems
    listed = {"documents": [as_dict(document) for document in built], "reports": reports}
    return {
        SUMS: "".join(f"{document.sha256}  {document.path}\n" for document in built).encode(),
        LISTING: (json.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode(),
    }, problems


def _of(
    workspace: Workspace, unit: str, year: str, documents: Sequence[ListedDocument]
) -> tuple[list[dict[str, str]], list[Problem]]:
    """The figures of a report, and what speaks against publishing its documents."""
    loaded = load(workspace, unit, year)
    name = workspace.name(loaded.path)
    if is_ours(loaded.problems):
        return [], loaded.problems
    if not loaded.ready:
        message, remedy = "数据有错误，算不出清单里的数", f"先运行 make check UNIT={unit} YEAR={year}，改正错误"
        return [], [_problem(name, message, remedy)]
    return guarded(
        lambda: (_figures(loaded), [*_differing(workspace, loaded, documents)]), name, lambda fault: ([], [fault])
    )


def _problem(path: str, message: str, remedy: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem("MANIFEST", Place(path), message, remedy, severity=severity)


def _documents(folder: Path) -> tuple[list[ListedDocument], list[Problem]]:
    """The documents below a folder, sorted by path, and problems for files that should not be there."""
    built, problems = [], []
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    for path, file in sorted((file.relative_to(folder).as_posix(), file) for file in paths):
        name = f"build/{path}"
        if path in (SUMS, LISTING) or _follows(file, folder):
            continue
        if file.suffix != ".docx":
            problems.append(_problem(name, "不是文档，不列入清单", "不要把别的文件放在 build 里", Severity.WARNING))
            continue
        package, faults = read_package(file, name)
        if package is None:
            problems.append(_problem(name, faults[0].message, "关闭打开它的程序，移走这个文件，重新生成"))
            continue
        claims = provenance(package)
        about = {key: claims.get(key, "") for key in ("unit", "year", "document", "inputs", "commit", "generator")}
        if path == "{year}/{unit}/{document}.docx".format(**about) and about["commit"]:
            built.append(ListedDocument(path, sha256(file.read_bytes()).hexdigest(), **about))
        else:
            message = "不是本项目为这个位置生成的文档"
            problems.append(_problem(name, message, "移走这个文件；旧版程序生成的，重新生成"))
    return built, problems


def _follows(file: Path, folder: Path) -> bool:
    """Whether a file is derived: a document's PDF, a report's tables, a year's summary, an annotated template."""
    if (file.parent.parent == folder and file.stem == NAME) or file.name == WORKBOOK:
        return True
    if file.relative_to(folder).parts[0] == ANNOTATED:
        return True
    return file.suffix == ".pdf" and file.with_suffix(".docx").is_file()


def _differing(workspace: Workspace, loaded: Loaded, documents: Sequence[ListedDocument]) -> Iterable[Problem]:
    """A problem for each document that differs from what the report produces now."""
    for commit in sorted({document.commit for document in documents}):
        files, problems = make_documents(workspace, loaded, commit)
        yield from (problem for problem in problems if has_errors([problem]))
        for document in documents:
            data = files.get(f"{document.document}.docx")
            if (
                document.commit != commit
                or has_errors(problems)
                or (data and sha256(data).hexdigest() == document.sha256)
            ):
                continue
            message = "与现在的数据、模板和程序生成的不同" if data else "现在的数据不生成这份文档"
            remedy = f"删去它，运行 make report UNIT={document.unit} YEAR={document.year}"
            yield _problem(f"build/{document.path}", message, remedy)


def _figures(loaded: Loaded) -> list[dict[str, str]]:
    """The figures as `explain` lists them, each with its exact value."""
    assert loaded.derived and loaded.forms
    found = figures(loaded.derived.tree)
    rows = zip(listing(found, Printer(loaded.forms.profile)), found, strict=True)
    return [
        row | {"exact": exact(figure) if isinstance(figure, Quantity) else figure.text} for row, (_, figure) in rows
    ]


def _unlike_commits(built: Sequence[ListedDocument]) -> Iterable[Problem]:
    """Warnings about documents from no commit, or from several."""
    by_commit: dict[str, list[str]] = defaultdict(list)
    for document in built:
        by_commit[document.commit].append(document.path)
    remedy = "先提交，再重新生成全部文档"
    if uncommitted := by_commit.pop(UNCOMMITTED, []):
        message = f"由没有提交的数据、模板或程序生成，将来无法核实：{'、'.join(uncommitted)}"
        yield _problem("build", message, remedy, Severity.WARNING)
    if len(by_commit) > 1:
        groups = "；".join(f"{commit[:10]} 生成 {'、'.join(paths)}" for commit, paths in sorted(by_commit.items()))
        yield _problem("build", f"文档来自 {len(by_commit)} 个提交：{groups}", "重新生成全部文档", Severity.WARNING)
