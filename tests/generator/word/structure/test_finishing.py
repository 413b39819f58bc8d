"""A filled part is finished, and the gate says whether Word would open it without repair."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from lxml import etree

from generator.opc import Package, serialise, with_part
from generator.text.printer import Printer
from generator.word import render as rendering
from generator.word.compiled import NOTHING
from generator.word.compiler import compile_template
from generator.word.names import DOCUMENT, W
from generator.word.render import render, template_environment
from generator.word.structure.finishing import finish, finishing, kind_of_fault, with_unique_ids
from generator.word.structure.identifiers import Identifiers
from tests.support.docx import body, p, package_of
from tests.support.filling import DATA, FI, FOR, IF_NO, IF_YES, ROF, field, filled, grid, mark, par, picture, row, text

HEADER = "word/header1.xml"


def with_root(source: str) -> etree._Element:
    return etree.fromstring(package_of(source)[DOCUMENT])


def test_what_is_still_wrong_is_told_unless_the_author_s() -> None:
    nothing: frozenset[str] = frozenset()
    broken = with_root(grid(row(p("x"), p("y"))) * 2)
    (fault,) = finish(broken, Identifiers({}, ()), nothing, nothing)
    assert finish(broken, Identifiers({}, ()), nothing, frozenset([kind_of_fault(fault)])) == []


def test_a_fault_of_the_outcome_is_a_problem_and_no_document(printer: Printer, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = template_environment(printer)
    compiled, _ = compile_template(package_of(FOR + par(picture()) + ROF), "t.docx", environment)
    assert compiled is not None
    monkeypatch.setattr("generator.word.structure.finishing.finish", lambda *_: ["tbl: has no rows"])
    data, (problem,) = render(compiled, environment, DATA, "", "", "", {})
    assert (data, problem.code, problem.place.path) == (None, "RENDER-XML", f"t.docx!{DOCUMENT}")
    assert "tbl: has no rows" in problem.message and problem.remedy


def test_the_ids_of_all_parts_are_kept_apart(printer: Printer) -> None:
    package = package_of(par(picture(1)) + FOR + par(picture(2)) + ROF)
    header = with_header(package, par(picture(1)))
    data = filled(printer, header)
    assert len({item.get("id") for item in body(data).iter("{*}docPr")}) == 4
    settled = with_unique_ids(header)
    ids = [item.get("id") for name in (DOCUMENT, HEADER) for item in etree.fromstring(settled[name]).iter("{*}docPr")]
    assert len(ids) == len({*ids}) == 3


@pytest.mark.parametrize("tag", ["", "{{ unit }}"])
def test_what_leads_to_a_bookmark_that_another_part_does_not_print_becomes_text(printer: Printer, tag: str) -> None:
    link = f'<w:hyperlink w:anchor="TBL_A">{text("见")}</w:hyperlink>'
    inner = par(text(tag), *field(" REF tbl_a \\h "), *field(" PAGE "), link)
    for begun, codes in ((IF_NO, [" PAGE "]), (IF_YES, [" REF tbl_a \\h ", " PAGE "])):
        bookmark = begun + par(mark("bookmark", "tbl_a", 7)) + FI
        header = header_of(printer, with_header(package_of(bookmark), inner))
        assert [code.text for code in header.iter(f"{W}instrText")] == codes
        assert [one.get(f"{W}anchor") for one in header.iter(f"{W}hyperlink")] == ["TBL_A"][: len(codes) - 1] or [None]
        assert "".join(one.text or "" for one in header.iter(f"{W}t")) == f"{'示例站' if tag else ''}xx见"


def header_of(printer: Printer, package: Package) -> etree._Element:
    """The header of the document made of a package; the gate looks for its bookmarks in the header alone."""
    environment = template_environment(printer)
    compiled, _ = compile_template(package, "t.docx", environment)
    assert compiled is not None
    data, problems = render(compiled, environment, DATA, "", "", "", {})
    assert data is not None, problems
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(HEADER))


def with_header(package: Package, inner: str) -> Package:
    """The package with another header, of the template's own name."""
    root = etree.Element(f"{W}hdr", nsmap={"w": W[1:-1]})
    text = serialise(root).decode().replace("/>", f">{inner}</w:hdr>")
    if HEADER in package:
        return package | {HEADER: text.encode()}
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    return with_part(package, HEADER, text.encode(), kind)


@pytest.mark.parametrize(
    "inner", [IF_NO + p("草稿") + FI, p("{{p empty }}"), IF_NO + p("a") + FI + IF_NO + p("b") + FI]
)
def test_a_header_that_is_emptied_keeps_one_paragraph(printer: Printer, inner: str) -> None:
    environment = template_environment(printer)
    compiled, problems = compile_template(with_header(package_of(p("x")), inner), "t.docx", environment)
    assert compiled is not None, problems
    members, problems = rendering.fill(compiled, environment, DATA)
    assert problems == []
    header = etree.fromstring(members[HEADER].data)
    assert [child.tag for child in header] == [f"{W}p"]


def test_a_template_that_needs_nothing_is_left_as_it_is() -> None:
    package = package_of(p("{{ unit }}"))
    assert with_unique_ids(package) == package
    assert finishing(package, {}, {}) is NOTHING
