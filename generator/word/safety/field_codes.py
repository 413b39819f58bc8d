"""Word's fields as the format writes them: their start, instruction and keyword, and a hyperlink's target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from generator.word.names import W

NESTED = "\x13"
"""Replaces a nested field in an instruction, as in Word's own text; XML cannot hold this character."""

HARMLESS = re.compile(
    "=|ADVANCE|AUTHOR|AUTONUM|AUTONUMLGL|AUTONUMOUT|BIBLIOGRAPHY|CITATION|COMMENTS|COMPARE|CREATEDATE|DATE"
    "|DISPLAYBARCODE|DOCPROPERTY|EDITTIME|EQ|FILESIZE|FORMCHECKBOX|FORMDROPDOWN|FORMTEXT|HYPERLINK|IF|INDEX"
    "|KEYWORDS|LASTSAVEDBY|LISTNUM|NOTEREF|NUMCHARS|NUMPAGES|NUMWORDS|PAGE|PAGEREF|PRINTDATE|REF|REVNUM"
    "|SAVEDATE|SECTION|SECTIONPAGES|SEQ|SHAPE|STYLEREF|SUBJECT|SYMBOL|TA|TC|TIME|TITLE|TOA|TOC|XE"
)
"""The keywords of fields that show something of the document itself; a hyperlink is judged by its address as well."""

_W = (W, "{http://purl.oclc.org/ooxml/wordprocessingml/main}")
_SIMPLE, _CHARACTER, _CODE, _TEXT = {"fldSimple"}, {"fldChar"}, {"instrText", "delInstrText"}, {"t", "delText"}
_BLANK = {"p", "br", "cr", "tab", "ptab", "sym", "noBreakHyphen", "softHyphen"}
_PIECES = [f"{w}{name}" for w in _W for name in (*_SIMPLE, *_CHARACTER, *_CODE, *_TEXT, *_BLANK)]
_STORIES = {"txbxContent", "footnote", "endnote", "comment", "docPart"}
_CHANGES = {"del", "ins", "moveFrom", "moveTo"}
# The keyword that begins an instruction: " PAGE \* MERGEFORMAT", "=1+2". Not "PAGE(x".
_KEYWORD = re.compile(r'[ \t\r\n]*(?:(=)|([A-Za-z]+)(?=[ \t\r\n\\"]|\Z))')
# One of the arguments behind it: "a b", \o, 1-3.
_ARGUMENT = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<switch>[A-Za-z*#@!])(?=[\s"\\]|\Z)|(?P<bare>[^\s"]+)')
_TAKING = {"l", "o", "t", "*", "#", "@"}
_CURLY = re.compile("[“”„‟]")  # “, which some programs take for a plain quote
# What only a path or an address has: https:, a/b, a\b.
_ELSEWHERE = re.compile(r"[:/\\]")


@dataclass(slots=True)
class WordField:
    """A field: the element that begins it and its instruction.

    It is not `whole` if its beginning, code and end are in different places, so that programs may read it differently.
    """

    start: etree._Element
    instruction: str
    whole: bool = True

    @property
    def keyword(self) -> str:
        """Its keyword in capitals; empty if the instruction does not begin with a plain one."""
        match = _KEYWORD.match(self.instruction)
        return (match[1] or match[2]).upper() if match else ""

    @property
    def shown(self) -> str:
        """The instruction as messages show it."""
        return " ".join(self.instruction.replace(NESTED, "{").split())


@dataclass(slots=True)
class _Open:
    """A field that has begun; its code ends at its separator."""

    start: etree._Element
    code: list[str] = field(default_factory=list)
    in_code: bool = True
    whole: bool = True

    def closed(self, *, ended: bool = True) -> WordField:
        return WordField(self.start, "".join(self.code), self.whole and ended)


def word_fields(root: etree._Element) -> Iterator[WordField]:
    """Each field of a part, also one that is never ended, and each piece of one that belongs to none.

    What programs may leave out (a branch of an alternative, an unknown element, an insertion, a deletion) and what has
    a text of its own (a text box, a footnote) holds whole fields only: pieces of one field on both sides make it not
    whole.
    """
    stories: dict[tuple[etree._Element | None, str], list[_Open]] = {}
    in_code = 0
    for element in root.iter(*_PIECES):
        name = _local(element)
        if not in_code and (name in _TEXT or name in _BLANK):
            continue
        opened = stories.setdefault(_story(element), [])
        inner = opened[-1] if opened else None
        if name in _SIMPLE:
            if inner and inner.in_code:
                inner.code.append(NESTED)
            yield WordField(element, _attribute(element, "instr"))
        elif name in _CHARACTER:
            kind = _attribute(element, "fldCharType")
            if kind == "begin":
                if inner and inner.in_code:
                    inner.code.append(NESTED)
                opened.append(_Open(element))
                in_code += 1
            elif inner is None or kind not in ("separate", "end") or (kind == "separate" and not inner.in_code):
                yield WordField(element, "", whole=False)
            elif kind == "separate":
                inner.in_code = False
                in_code -= 1
            else:
                in_code -= inner.in_code
                yield opened.pop().closed()
        elif name in _CODE:
            text = str(element.xpath("string()"))  # without comments
            if inner and inner.in_code:
                inner.code.append(text)
            elif text.strip():
                yield WordField(element, text, whole=False)
        elif inner and inner.in_code:
            # Whether a text is code here, programs see differently.
            inner.whole &= name not in _TEXT or not str(element.xpath("string()")).strip()
            inner.code.append(" ")
    yield from (unended.closed(ended=False) for opened in stories.values() for unended in opened)


def addresses(instruction: str) -> list[str] | None:
    """The targets in the instruction of a HYPERLINK: empty for a place in the document, None if they are uncertain."""
    rest = instruction.strip()[len("HYPERLINK") :]
    if NESTED in rest or '\\"' in rest or rest.count('"') % 2:
        return None
    targets: list[str] = []
    taking = ""
    for match in _ARGUMENT.finditer(rest):
        value = match["quoted"] if match["quoted"] is not None else match["bare"]
        if value is None:
            if taking in _TAKING:  # a switch without what it takes: readers differ on where the next word belongs
                return None
            taking = match["switch"].lower()
            continue
        if match["bare"] and _CURLY.search(value):
            return None
        if taking not in _TAKING or (taking != "o" and _ELSEWHERE.search(value)):
            targets.append(value)
        taking = ""
    return None if taking in _TAKING else targets


def _story(element: etree._Element) -> tuple[etree._Element | None, str]:
    """The nearest container of an element with a text of its own or that may be left out, and the tracked change."""
    change = ""
    for around in element.iterancestors():
        name = _local(around)
        if not str(around.tag).startswith(_W) or name in _STORIES:
            return around, change
        if name in _CHANGES:
            change = change or name
    return None, change


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: etree._Element, name: str) -> str:
    return next((element.get(f"{w}{name}", "") for w in _W if f"{w}{name}" in element.attrib), "")
