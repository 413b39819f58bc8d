"""Every template of the project goes through another editor: after make styles the documents are the same."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import docx
import pytest
from lxml import etree

from generator.opc import serialise, write_package
from generator.problems import has_errors
from generator.reports.documents import make_documents
from generator.reports.lint import BASE, carry_styles, lint_templates
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.word.lines import read_lines
from generator.word.names import CHART, DOCUMENT, DRAWING_PROPERTIES, STYLES, W
from generator.word.package import parse_package, read_package, read_template
from tests.support.layouts import style_names, with_other_ids

Documents = dict[str, tuple[list[str], list[str]]]
"""The lines of each document, and the names of the styles of all that has text."""

pytestmark = pytest.mark.heavy


def templates(workspace: Workspace) -> list[Path]:
    return sorted(path for path in workspace.templates.rglob("*.docx") if path.name != BASE)


def documents(workspace: Workspace) -> Documents:
    """The text of each document of each report, line by line, and the name of each style that is used."""
    found = {}
    for unit, year in workspace.reports():
        files, problems = make_documents(workspace, load(workspace, unit, year))
        assert not has_errors(problems), problems
        for name, data in files.items():
            package, problems = parse_package(data, name)
            assert package is not None, problems
            found[f"{unit} {name}"] = [line.text for line in read_lines(package)], style_names(package)
    return found


@pytest.fixture(scope="module")
def untouched(all_reports: Workspace) -> Documents:
    return documents(all_reports)


@pytest.fixture
def copy(all_reports: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(all_reports.root, tmp_path / "copy")
    return Workspace(tmp_path / "copy")


def through_libreoffice(workspace: Workspace, office: str, work: Path) -> None:
    """Has LibreOffice open every template and save it in its place."""
    (work / "in").mkdir(parents=True)
    paths = templates(workspace)
    for number, path in enumerate(paths):
        shutil.copy(path, work / "in" / f"{number}.docx")
    command = [office, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(work / "out")]
    command += [str(work / "in" / f"{number}.docx") for number in range(len(paths))]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    for number, path in enumerate(paths):
        shutil.move(work / "out" / f"{number}.docx", path)


def rewritten(workspace: Workspace, ids: Callable[[list[str]], dict[str, str]]) -> None:
    for path in templates(workspace):
        package, problems = read_package(path, path.name)
        assert package is not None, problems
        styles = etree.fromstring(package[STYLES])
        known = [style.get(f"{W}styleId", "") for style in styles.iter(f"{W}style")]
        path.write_bytes(write_package(with_other_ids(package, ids(known))))


def same(found: Documents, untouched: Documents) -> None:
    assert found.keys() == untouched.keys()
    for name, (lines, styles) in untouched.items():
        assert [*unified_diff(lines, found[name][0], lineterm="", n=0)] == [], name
        assert [*unified_diff(styles, found[name][1], lineterm="", n=0)] == [], name


def same_after_carrying(workspace: Workspace, untouched: Documents) -> None:
    changed, problems = carry_styles(workspace.templates)
    assert (problems, len(changed)) == ([], len(templates(workspace)))
    assert carry_styles(workspace.templates) == ([], [])
    same(documents(workspace), untouched)


IDS: dict[str, Callable[[list[str]], dict[str, str]]] = {
    "numbered": lambda known: {old: f"s{number}" for number, old in enumerate(known, 1)},
    "exchanged": lambda known: dict(zip(known, [*known[1:], known[0]], strict=True)),
}


@pytest.mark.parametrize("case", ["numbered", pytest.param("exchanged", marks=pytest.mark.fuzz)])
def test_templates_whose_styles_have_other_ids_make_the_same_documents(
    case: str, copy: Workspace, untouched: Documents
) -> None:
    rewritten(copy, IDS[case])
    assert {name: text for name, (text, _) in documents(copy).items()} == {
        name: text for name, (text, _) in untouched.items()
    }
    same_after_carrying(copy, untouched)
    assert lint_templates(copy.templates) == []


def by_python_docx(path: Path) -> None:
    docx.Document(str(path)).save(str(path))


def zipped_again(path: Path) -> None:
    """As `zip -r` does: in the order of the folder, with an entry for each folder, not deflated."""
    package, _ = read_package(path, path.name)
    assert package is not None
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/", "")
        for name, data in sorted(package.items(), reverse=True):
            archive.writestr(name, data)


@pytest.mark.fuzz
@pytest.mark.parametrize("save", [by_python_docx, zipped_again], ids=lambda save: save.__name__)
def test_templates_that_other_programs_wrote_make_the_same_documents(
    save: Callable[[Path], None], copy: Workspace, untouched: Documents
) -> None:
    for path in templates(copy):
        save(path)
    assert lint_templates(copy.templates) == []
    same(documents(copy), untouched)


def described(path: Path) -> list[str]:
    """The alternative text of each chart of a template."""
    package, _ = read_package(path, path.name)
    assert package is not None
    drawings = charts(etree.fromstring(package[DOCUMENT]))
    return [next(drawing.iter(DRAWING_PROPERTIES)).get("descr", "") for drawing in drawings]


def charts(root: etree._Element) -> list[etree._Element]:
    return [drawing for drawing in root.iter(f"{W}drawing") if next(drawing.iter(CHART), None) is not None]


def mended(path: Path, texts: list[str]) -> None:
    """Writes again what LibreOffice dropped: the alternative texts of charts, the paragraph of a section's end.

    A section's end joins the paragraph before it if it stood in an empty one.
    """
    package, _ = read_template(path, path.name)
    assert package is not None
    root = etree.fromstring(package[DOCUMENT])
    for drawing, text in zip(charts(root), texts, strict=True):
        next(drawing.iter(DRAWING_PROPERTIES)).set("descr", text)
    for section in [*root.iter(f"{W}sectPr")]:
        paragraph = next(section.iterancestors(f"{W}p"), None)
        if paragraph is not None and "{%p" in "".join(map(str, paragraph.itertext(f"{W}t"))):
            apart = etree.Element(f"{W}p")
            etree.SubElement(apart, f"{W}pPr").append(section)
            paragraph.addnext(apart)
    path.write_bytes(write_package(package | {DOCUMENT: serialise(root)}))


def test_templates_that_libreoffice_saved_make_the_same_documents(
    copy: Workspace, untouched: Documents, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """But for what LibreOffice drops, which lint says and a person writes again."""
    texts = {path: found for path in templates(copy) if (found := described(path))}
    through_libreoffice(copy, tool("soffice"), tmp_path / "office")
    assert carry_styles(copy.templates)[1] == []
    without = [problem for problem in lint_templates(copy.templates) if "替代文字没有写明画哪组数据" in problem.message]
    assert len(without) == sum(map(len, texts.values()))
    for path in templates(copy):
        mended(path, texts.get(path, []))
    same(documents(copy), untouched)
    # The style of tables centres them; LibreOffice loses that and writes that they stand on the left.
    assert {problem.message for problem in lint_templates(copy.templates)} == {"表格直接设了对齐方式，没有用样式"}
