"""Writes the problems of a template as Word comments into a copy of it, each at the paragraph that it is about."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import chain, count

from lxml import etree

from generator.opc import Link, Package, links, serialise, with_links, with_part
from generator.problems import Problem
from generator.word.names import DOCUMENT, STYLES, R, W
from generator.word.review.spots import Spot, Spots
from generator.word.styles import Styles

AUTHOR = "make lint"
_KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_REFERENCE, _TEXT = "annotation reference", "annotation text"
# By name: the identifier that Word gives it, and the rest of its definition.
_STYLES = {
    _REFERENCE: (
        "CommentReference",
        f'<w:style xmlns:w="{W[1:-1]}" w:type="character"><w:name/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>',
    ),
    _TEXT: (
        "CommentText",
        f'<w:style xmlns:w="{W[1:-1]}" w:type="paragraph"><w:name/><w:uiPriority w:val="99"/><w:unhideWhenUsed/>'
        '<w:pPr><w:jc w:val="left"/></w:pPr></w:style>',
    ),
}


def with_comments(package: Package, problems: Sequence[Problem]) -> Package:
    """A copy of a template with a comment for each problem, in their order; the comments that are there are kept.

    Comments can stand in paragraphs of the body only: what is wrong elsewhere is told at the place of the body where
    the other part, text box or note is shown, else at the first paragraph.
    """
    spots = Spots(package)
    document = spots.root(DOCUMENT)
    anchors = _Anchors(package, spots)
    package, styles = _with_styles(package)
    package, part = _with_part(package)
    comments = etree.fromstring(package[part])
    taken = [
        int(identifier)
        for element in (*comments.iter(f"{W}comment"), *document.iter(f"{W}commentReference"))
        if (identifier := element.get(f"{W}id", "")).isdecimal()
    ]
    for number, problem in enumerate(problems, max(taken, default=-1) + 1):
        spot = spots.of(problem)
        comments.append(_comment(number, _lines(problem), styles))
        _anchor(anchors.paragraph(problem, spot), number, styles[_REFERENCE])
    return package | {part: serialise(comments), DOCUMENT: serialise(document)}


def _lines(problem: Problem) -> list[str]:
    """The paragraphs of a comment: what is wrong and where, and what to do."""
    where = f"{problem.place.where}：" if problem.place.where else ""
    remedy = [f"改正：{problem.remedy}"] if problem.remedy else []
    return [f"{where}{problem.message}（{problem.code}）", *remedy]


def _comment(number: int, lines: Sequence[str], styles: dict[str, str]) -> etree._Element:
    comment = etree.Element(f"{W}comment", nsmap={"w": W[1:-1]})
    for key, value in (("id", str(number)), ("author", AUTHOR), ("initials", "lint")):
        comment.set(f"{W}{key}", value)
    for position, line in enumerate(lines):
        paragraph = etree.SubElement(comment, f"{W}p")
        properties = etree.SubElement(paragraph, f"{W}pPr")
        etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", styles[_TEXT])
        if position == 0:
            etree.SubElement(_run(paragraph, styles[_REFERENCE]), f"{W}annotationRef")
        text = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return comment


def _run(paragraph: etree._Element, style: str) -> etree._Element:
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}rStyle").set(f"{W}val", style)
    return run


def _anchor(paragraph: etree._Element, number: int, style: str) -> None:
    """Puts the range of a comment around all that a paragraph holds, and its mark behind."""
    start = etree.Element(f"{W}commentRangeStart")
    first = next((place for place, child in enumerate(paragraph) if child.tag != f"{W}pPr"), len(paragraph))
    paragraph.insert(first, start)
    end = etree.SubElement(paragraph, f"{W}commentRangeEnd")
    reference = etree.SubElement(_run(paragraph, style), f"{W}commentReference")
    for mark in (start, end, reference):
        mark.set(f"{W}id", str(number))


class _Anchors:
    """Finds the paragraph of the body at which a problem can be told."""

    def __init__(self, package: Package, spots: Spots) -> None:
        self._document = spots.root(DOCUMENT)
        body = self._document.find(f"{W}body")
        assert body is not None
        first = next(filter(_in_body, body.iter(f"{W}p")), None)
        if first is None:
            first = etree.Element(f"{W}p")
            body.insert(0, first)
        self._first = first
        self._identifiers = {link.target: link.id for link in links(package, DOCUMENT) if not link.external}

    def paragraph(self, problem: Problem, spot: Spot) -> etree._Element:
        member = problem.place.path.partition("!")[2]
        element = spot.element
        if member != DOCUMENT:
            element = self._reference(member, element)
        if element is None:
            return self._first
        paragraphs = (*[*element.iterancestors(f"{W}p")][::-1], *element.iter(f"{W}p"))
        return next(filter(_in_body, paragraphs), self._first)

    def _reference(self, member: str, element: etree._Element | None) -> etree._Element | None:
        """What refers to another part in the document: a note's number, the drawing of a chart, a section's header."""
        note = next(element.iterancestors(f"{W}footnote", f"{W}endnote"), None) if element is not None else None
        identifier = self._identifiers.get(member)
        for candidate in self._document.iter(etree.Element):
            if note is not None:
                if candidate.tag == f"{note.tag}Reference" and candidate.get(f"{W}id") == note.get(f"{W}id"):
                    return candidate
            elif identifier is not None and any(
                str(key).startswith(R) and value == identifier for key, value in candidate.attrib.items()
            ):
                return candidate
        return None


def _in_body(paragraph: etree._Element) -> bool:
    """Whether a comment can stand in a paragraph."""
    return next(paragraph.iterancestors(f"{W}txbxContent"), None) is None


def _with_styles(package: Package) -> tuple[Package, dict[str, str]]:
    """The package with the styles of comments, and their identifiers by name."""
    if STYLES not in package:
        empty = serialise(etree.Element(f"{W}styles", nsmap={"w": W[1:-1]}))
        identifier = _free("rIdStyles{}", {link.id for link in links(package, DOCUMENT)})
        package = with_part(package, STYLES, empty, f"{_KINDS}styles+xml")
        package = with_links(package, DOCUMENT, [Link(identifier, f"{_LINKS}styles", STYLES, external=False)])
    found = Styles(package)
    identifiers = {name: found.identifiers[name] for name in _STYLES if name in found.identifiers}
    root = etree.fromstring(package[STYLES])
    for name, (wished, definition) in _STYLES.items():
        if name not in identifiers:
            identifier = _free(f"{wished}{{}}", found.names)
            style = etree.fromstring(definition)
            style.set(f"{W}styleId", identifier)
            style[0].set(f"{W}val", name)
            root.append(style)
            identifiers[name] = identifier
    return package | {STYLES: serialise(root)}, identifiers


def _with_part(package: Package) -> tuple[Package, str]:
    """The package with a part for comments, and the name of that part."""
    related = links(package, DOCUMENT)
    if part := next((link.target for link in related if link.type.endswith("/comments") and not link.external), ""):
        return package, part
    part = _free("word/comments{}.xml", package)
    identifier = _free("rIdComments{}", {link.id for link in related})
    empty = serialise(etree.Element(f"{W}comments", nsmap={"w": W[1:-1]}))
    package = with_part(package, part, empty, f"{_KINDS}comments+xml")
    return with_links(package, DOCUMENT, [Link(identifier, f"{_LINKS}comments", part, external=False)]), part


def _free(pattern: str, taken: Container[str]) -> str:
    """The first name of a pattern that is not taken: without a number, then 2, 3, …."""
    numbers = chain([""], map(str, count(2)))
    return next(name for number in numbers if (name := pattern.format(number)) not in taken)
