"""The rules of Word's format for one part that filling a template can break, each fault in one line of English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, cast

from lxml import etree

from generator.word.names import DRAWING_PROPERTIES, MC, VML, W14, W
from generator.word.structure.blocks import CONTAINERS, last_block, neighbour
from generator.word.structure.identifiers import CHANGES, targets_in
from generator.word.structure.tables import cells_of, columns, loose_merges, rows_of

_PREFIXES = {"w": W[1:-1], "w14": W14[1:-1]}
_BLANK = " \t\r\n"

_MARKUP = "bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd moveFromRangeStart moveFromRangeEnd \
moveToRangeStart moveToRangeEnd permStart permEnd proofErr ins del moveFrom moveTo sdt customXml \
customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd"
_BLOCKS = f"p tbl altChunk {_MARKUP}"
_SIDES = "top left|start bottom right|end"

# ECMA-376, transitional: the children in their order; those joined by | share a place.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs \
suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid \
spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl \
divId cnfStyle rPr sectPr pPrChange",
    "rPr": "ins|del|moveFrom|moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss \
imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText \
vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing \
tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tblPrEx": "tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblPrExChange",
    "trPr": "cnfStyle|divId|gridBefore|gridAfter|wBefore|wAfter|cantSplit|trHeight|tblHeader|tblCellSpacing|jc|hidden \
ins del trPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark \
headers cellIns|cellDel|cellMerge tcPrChange",
    "sectPr": "headerReference|footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType \
pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange",
    "tbl": f"{'|'.join(_MARKUP.split())} tblPr tblGrid tr|{'|'.join(_MARKUP.split())}",
    "tblGrid": "gridCol tblGridChange",
    "tr": f"tblPrEx trPr tc|{'|'.join(_MARKUP.split())}",
    "tc": f"tcPr {'|'.join(_BLOCKS.split())}",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked \
personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "styles": "docDefaults latentStyles style",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "num": "abstractNumId lvlOverride",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "pBdr": "top left bottom right between bar",
    "tblBorders": f"{_SIDES} insideH insideV",
    "tcBorders": f"{_SIDES} insideH insideV tl2br tr2bl",
    "tblCellMar": _SIDES,
    "tcMar": _SIDES,
}
_RANKS = {
    f"{W}{parent}": [{f"{W}{name}" for name in place.split("|")} for place in children.split()]
    for parent, children in ORDER.items()
}
_FIRST = {f"{W}p": f"{W}pPr", f"{W}r": f"{W}rPr"}
_REPEATED = {
    f"{W}{name}"
    for name in f"headerReference footerReference gridCol tr tc style tblStylePr numPicBullet abstractNum num lvl \
lvlOverride {_BLOCKS}".split()
}
_TEXTS = {f"{W}{name}" for name in ("t", "instrText", "delText", "delInstrText")}


def form_faults(root: etree._Element) -> list[str]:
    """What is wrong with the form of a part; nothing where Word opens it without repair."""
    return [
        *_order(root),
        *_text(root),
        *(fault for table in root.iter(f"{W}tbl") for fault in _table(table)),
        *_containers(root),
        *_identifiers(root),
        *_fields(root),
        *_sections(root),
    ]


def _found(element: etree._Element, path: str) -> list[Any]:
    return cast("list[Any]", element.xpath(path, namespaces=_PREFIXES))


def _order(root: etree._Element) -> Iterator[str]:
    """Children stand in the schema's order, and those that cannot repeat stand once."""
    known: dict[tuple[str, ...], str] = {}
    for parent in root.iter(*_RANKS, *_FIRST):
        tags = (str(parent.tag), *(str(child.tag) for child in parent))
        if tags not in known:
            known[tags] = _misplaced(*tags)
        if known[tags]:
            yield known[tags]


def _misplaced(parent: str, *children: str) -> str:
    name = parent.removeprefix(W)
    if first := _FIRST.get(parent):
        return f"{name}: {first.removeprefix(W)} is not first and only" if first in children[1:] else ""
    reached, ranks = 0, _RANKS[parent]
    for number, child in enumerate(children):
        if not child.startswith(W):
            continue
        place = next((rank for rank in range(reached, len(ranks)) if child in ranks[rank]), None)
        short = child.removeprefix(W)
        if place is None:
            allowed = any(child in rank for rank in ranks)
            return f"{name}: {short} stands too late" if allowed else f"{name}: {short} cannot stand here"
        if child not in _REPEATED and child in children[:number]:
            return f"{name}: {short} stands twice"
        reached = place
    return ""


def _text(root: etree._Element) -> Iterator[str]:
    """Text stands in text elements only, and keeps its blanks."""
    for text in root.iter(*_TEXTS):
        content = text.text or ""
        if content.strip(_BLANK) != content and "preserve" not in _found(text, "ancestor-or-self::*/@xml:space"):
            yield f"t: blanks at the ends of {content[:20]!r} are not preserved"
        if len(text):
            yield f"t: {content[:20]!r} holds an element"
    for stray in _found(root, "//w:*/text()[normalize-space()]"):
        parent = stray.getparent()
        if stray.is_tail or parent.tag not in _TEXTS:
            yield f"stray text {stray.strip()[:20]!r}"


def _table(table: etree._Element) -> Iterator[str]:
    """Rows have cells within the grid, and vertical merges begin somewhere."""
    rows = [*rows_of(table)]
    for name in ("tblPr", "tblGrid"):
        if table.find(f"{W}{name}") is None:
            yield f"tbl: has no {name}"
    if not rows:
        yield "tbl: has no rows"
    grid = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    yield from ("tc: vMerge continues nothing" for _ in loose_merges(table))
    for row in rows:
        end = max((column + span for _, (column, span) in cells_of(row)), default=0)
        if not end:
            yield "tr: has no cells"
        if end + columns(row.find(f"{W}trPr/{W}gridAfter"), 0) > grid:
            yield f"tr: takes more columns than the {grid} of the grid"


def _containers(root: etree._Element) -> Iterator[str]:
    """What has a text of its own ends in a paragraph, tables do not touch, and content controls hold something."""
    for container in () if root.tag == f"{W}settings" else root.iter(*CONTAINERS):  # which name notes, without texts
        last = last_block(container)
        if last is None or last.tag == f"{W}tbl":
            yield f"{str(container.tag).removeprefix(W)}: does not end in a paragraph"
    for table in root.iter(f"{W}tbl"):
        following = neighbour(table, before=False)
        if following is not None and following.tag == f"{W}tbl":
            yield "tbl: touches another"
    for content in root.iter(f"{W}sdtContent"):
        if next(content.iterchildren(etree.Element), None) is None:
            yield "sdt: is empty"


def _identifiers(root: etree._Element) -> Iterator[str]:
    """Identifiers are unique, bookmarks have both ends, and links lead to bookmarks.

    Of a drawing that is kept twice, for newer and older programs, each reader sees one.
    """
    elements = [*root.iter(etree.Element)]
    older = {element for form in root.iter(f"{MC}Fallback") for element in form.iter(etree.Element)}
    yield from _unique([element for element in elements if element not in older] if older else elements)
    if older:
        newer = {element for form in root.iter(f"{MC}Choice") for element in form.iter(etree.Element)}
        yield from _unique([element for element in elements if element not in newer])
    names = {str(mark.get(f"{W}name")) for mark in root.iter(f"{W}bookmarkStart")}
    yield from (f"bookmark name {name!r} is empty or too long" for name in names if not 0 < len(name) <= 40)
    there = {name.casefold() for name in names}
    yield from (f"link to bookmark {name!r}, which is not there" for name in targets_in(root) if name not in there)


def _unique(elements: Sequence[etree._Element]) -> Iterator[str]:
    by_tag: dict[object, list[etree._Element]] = {}
    for element in elements:
        by_tag.setdefault(element.tag, []).append(element)

    def values(name: str, attribute: str = f"{W}id") -> list[str | None]:
        return [element.get(attribute) for element in by_tag.get(name, ())]

    counted: dict[str, list[str | None]] = {
        "docPr id": values(DRAWING_PROPERTIES, "id"),
        "bookmark id": values(f"{W}bookmarkStart"),
        "bookmark name": [str(name).casefold() for name in values(f"{W}bookmarkStart", f"{W}name")],
        "end of bookmark": values(f"{W}bookmarkEnd"),
        "comment": values(f"{W}commentReference"),
        "range of a comment": values(f"{W}commentRangeStart"),
        "permission": values(f"{W}permStart"),
        "control": [
            identifier.get(f"{W}val")
            for properties in by_tag.get(f"{W}sdtPr", ())
            for identifier in properties.iterchildren(f"{W}id")
        ],
        "tracked change": [
            identifier
            for element in elements
            if element.tag in CHANGES and (identifier := element.get(f"{W}id")) is not None
        ],
        "shape": [name for element in elements if str(element.tag).startswith(VML) and (name := element.get("id"))],
        "paraId": [identifier for element in elements if (identifier := element.get(f"{W14}paraId"))],
    }
    for kind, found in counted.items():
        yield from (f"{kind} {value} stands twice" for value, count in Counter(found).items() if count > 1)
    open_marks: set[str | None] = set()
    for mark in elements:
        if mark.tag == f"{W}bookmarkStart":
            open_marks.add(mark.get(f"{W}id"))
        elif mark.tag != f"{W}bookmarkEnd":
            continue
        elif mark.get(f"{W}id") not in open_marks:
            yield f"bookmark {mark.get(f'{W}id')} ends without a start"
        else:
            open_marks.discard(mark.get(f"{W}id"))
    yield from (f"bookmark {identifier} has no end" for identifier in sorted(map(str, open_marks)))


def _fields(root: etree._Element) -> Iterator[str]:
    """Each field begins, may separate once, and ends, in one story and on one side of a cell's edge."""
    open_fields: list[tuple[str, object]] = []
    for mark in root.iter(f"{W}fldChar"):
        kind = str(mark.get(f"{W}fldCharType"))
        cell = next(mark.iterancestors(f"{W}tc"), None)
        if kind == "begin":
            open_fields.append((kind, cell))
        elif kind not in ("separate", "end") or not open_fields or open_fields[-1] == (kind, cell):
            yield f"field: {kind} without a begin"
        elif open_fields[-1][1] is not cell:
            yield "field: crosses the edge of a cell"
            open_fields.pop()
        elif kind == "separate":
            open_fields[-1] = (kind, cell)
        else:
            open_fields.pop()
    if open_fields:
        yield "field: begins without an end"


def _sections(root: etree._Element) -> Iterator[str]:
    """The last section's properties end the body; those of the others stand in a paragraph of the body."""
    if root.tag == f"{W}document":
        body = root.find(f"{W}body")
        if body is None or len(body) == 0 or body[-1].tag != f"{W}sectPr":
            yield "body: does not end in sectPr"
    for section in root.iter(f"{W}sectPr"):
        above = [str(parent.tag).removeprefix(W) for parent in section.iterancestors()]
        if above not in (["body", "document"], ["pPr", "p", "body", "document"]):
            yield f"sectPr: stands in {'/'.join(above[:4])}"
        elif above[0] == "body" and section.getnext() is not None:
            yield "sectPr: does not end the body"
