"""A gate for Word documents: the rules of the file format that a program breaks most easily, each fault in one line."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any, cast
from urllib.parse import unquote

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
DRAWING_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
STYLES = "word/styles.xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PREFIXES = {"w": W[1:-1], "r": R[1:-1], "w14": W14[1:-1]}
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
_STYLE_KINDS = {f"{W}pStyle": "paragraph", f"{W}rStyle": "character", f"{W}tblStyle": "table"}
_TEXTS = {f"{W}{name}" for name in ("t", "instrText", "delText", "delInstrText")}
_PAGEREF = re.compile(r"\s*(?:PAGEREF|REF)\s+(\S+)")


def faults(data: bytes) -> list[str]:
    """What is wrong with a DOCX by the rules of the format; nothing where it can be handed out."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            package = {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        return [f"not a whole zip: {error}"]
    found = [f"{name}: twice in the zip" for name, count in Counter(names).items() if count > 1]
    roots: dict[str, etree._Element] = {}
    for name, part in package.items():
        if name.endswith((".xml", ".rels")):
            try:
                roots[name] = etree.fromstring(part)
            except etree.XMLSyntaxError as error:
                found.append(f"{name}: not well-formed: {error}")
    missing = [name for name in (TYPES, "_rels/.rels", DOCUMENT, STYLES) if name not in roots]
    if missing:
        return [*found, *(f"{name}: missing" for name in missing)]
    found += _content_types(package, roots[TYPES])
    found += _relationships(package, roots)
    styles = _styles(package[STYLES])
    for name, root in roots.items():
        if name.startswith("word/") and root.tag.startswith(W):
            # Styles, settings and the like are the same in every document of a template.
            own = _part(package[name], styles) if name != DOCUMENT else _part.__wrapped__(package[name], styles)
            found += [f"{name}: {fault}" for fault in own]
    return found


def _found(element: etree._Element, path: str) -> list[Any]:
    return cast("list[Any]", element.xpath(path, namespaces=_PREFIXES))


def _content_types(package: dict[str, bytes], root: etree._Element) -> Iterator[str]:
    """Every part has one content type, and every type a part."""
    extensions = Counter(str(item.get("Extension")).lower() for item in root if item.get("Extension"))
    parts = Counter(str(item.get("PartName")) for item in root if item.get("PartName"))
    for name, count in (extensions + parts).items():
        if count > 1:
            yield f"{TYPES}: {name} has two content types"
    for name in package:
        if name != TYPES and f"/{name}" not in parts and name.rpartition(".")[2].lower() not in extensions:
            yield f"{name}: has no content type"
    for name in parts:
        if name.removeprefix("/") not in package:
            yield f"{TYPES}: {name} is not there"
    main = [item.get("ContentType") for item in root if item.get("PartName") == f"/{DOCUMENT}"]
    if main != [_MAIN_TYPE]:
        yield f"{DOCUMENT}: is not declared as the main document"


def _relationships(package: dict[str, bytes], roots: dict[str, etree._Element]) -> Iterator[str]:
    """Every relationship leads somewhere, and every id that a part uses is one of its relationships."""
    known: dict[str, set[str]] = {}
    for path in (path for path in roots if path.endswith(".rels")):
        folder, name = posixpath.split(path)
        part = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
        if part and part not in package:
            yield f"{path}: relates a part that is not there"
        identifiers = Counter(str(item.get("Id")) for item in roots[path])
        known[part] = {*identifiers}
        yield from (f"{path}: {name} stands twice" for name, count in identifiers.items() if count > 1)
        for item in roots[path]:
            target = unquote(str(item.get("Target")))
            if item.get("TargetMode") != "External":
                inside = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).removeprefix("/")
                if inside not in package:
                    yield f"{path}: {item.get('Id')} leads to {target}, which is not there"
    for part, root in roots.items():
        for value in map(str, _found(root, "//@r:*")):
            if value not in known.get(part, ()):
                yield f"{part}: uses relationship {value}, which is not there"
    if not any(
        item.get("Type") == _OFFICE_DOCUMENT and str(item.get("Target")).lstrip("/") == DOCUMENT
        for item in roots["_rels/.rels"]
    ):
        yield f"_rels/.rels: does not lead to {DOCUMENT}"


@lru_cache
def _styles(data: bytes) -> frozenset[tuple[str, str]]:
    """The kind and identifier of each style."""
    return frozenset((str(style.get(f"{W}type")), str(style.get(f"{W}styleId"))) for style in etree.fromstring(data))


@lru_cache(maxsize=64)
def _part(data: bytes, styles: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """The faults of one part of the document."""
    root = etree.fromstring(data)
    return (
        *_order(root),
        *_text(root),
        *(fault for table in root.iter(f"{W}tbl") for fault in _table(table)),
        *_identifiers(root),
        *_style_names(root, styles),
        *_fields(root),
        *_sections(root),
    )


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
    """Rows have cells within the grid, cells end in a paragraph, and vertical merges begin somewhere."""
    rows = table.findall(f"{W}tr")
    for name in ("tblPr", "tblGrid"):
        if table.find(f"{W}{name}") is None:
            yield f"tbl: has no {name}"
    if not rows:
        yield "tbl: has no rows"
    grid = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    above: dict[int, int] = {}
    for row in rows:
        cells = row.findall(f"{W}tc")
        if not cells:
            yield "tr: has no cells"
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        merged = {}
        for cell in cells:
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                yield "tc: does not end in a paragraph"
            span = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                if merge.get(f"{W}val") != "restart" and above.get(column) != span:
                    yield "tc: vMerge continues nothing"
                merged[column] = span
            column += span
        above = merged
        if column + _number(row.find(f"{W}trPr/{W}gridAfter"), 0) > grid:
            yield f"tr: takes more columns than the {grid} of the grid"


def _number(element: etree._Element | None, otherwise: int) -> int:
    return otherwise if element is None else int(str(element.get(f"{W}val")))


def _identifiers(root: etree._Element) -> Iterator[str]:
    """Identifiers are unique, bookmarks have both ends, and links lead to bookmarks."""
    starts = [*root.iter(f"{W}bookmarkStart")]
    names = {str(mark.get(f"{W}name")) for mark in starts}
    counted: dict[str, list[object]] = {
        "docPr id": [element.get("id") for element in root.iter(DRAWING_PROPERTIES)],
        "bookmark id": [mark.get(f"{W}id") for mark in starts],
        "bookmark name": [str(mark.get(f"{W}name")).lower() for mark in starts],
        "end of bookmark": [mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkEnd")],
        "paraId": _found(root, "//@w14:paraId"),
    }
    for kind, values in counted.items():
        yield from (f"{kind} {value} stands twice" for value, count in Counter(values).items() if count > 1)
    open_marks = set()
    for mark in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        if mark.tag == f"{W}bookmarkStart":
            open_marks.add(mark.get(f"{W}id"))
        elif mark.get(f"{W}id") not in open_marks:
            yield f"bookmark {mark.get(f'{W}id')} ends without a start"
        else:
            open_marks.discard(mark.get(f"{W}id"))
    yield from (f"bookmark {identifier} has no end" for identifier in sorted(map(str, open_marks)))
    yield from (f"bookmark name {name!r} is empty or too long" for name in names if not 0 < len(name) <= 40)
    anchors = [str(link.get(f"{W}anchor")) for link in root.iter(f"{W}hyperlink") if link.get(f"{W}anchor")]
    for instruction in root.iter(f"{W}instrText"):
        if match := _PAGEREF.match(instruction.text or ""):
            anchors.append(match[1])
    yield from (f"link to bookmark {anchor}, which is not there" for anchor in anchors if anchor not in names)


def _style_names(root: etree._Element, styles: frozenset[tuple[str, str]]) -> Iterator[str]:
    used = {(_STYLE_KINDS[str(item.tag)], str(item.get(f"{W}val"))) for item in root.iter(*_STYLE_KINDS)}
    yield from (f"{kind} style {name!r} is not there" for kind, name in sorted(used - styles))
    if root.tag != f"{W}styles":
        return
    identifiers = Counter(str(style.get(f"{W}styleId")) for style in root.iter(f"{W}style"))
    yield from (f"style {name!r} stands twice" for name, count in identifiers.items() if count > 1)
    kinds = Counter(style.get(f"{W}type") for style in root.iter(f"{W}style") if style.get(f"{W}default") == "1")
    yield from (f"{count} default styles for {kind}" for kind, count in kinds.items() if count > 1)
    for item in root.iter(f"{W}basedOn", f"{W}next", f"{W}link"):
        if item.get(f"{W}val") not in identifiers:
            yield f"style {item.get(f'{W}val')!r} is not there"


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
