"""Settles, before tags are read, what editors keep twice or half: deletions, moves, older drawings, bound controls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from generator.text.sandbox import OPENING
from generator.word.names import MC, W
from generator.word.shapes.joining import join_lines
from generator.word.shapes.literal import spread_raw
from generator.word.shapes.notes import close_notes

# A sign that tags are made of: {, }.
_BRACE = re.compile("[{}]")
_MOVES = {f"{W}move{way}Range{end}" for way in ("From", "To") for end in ("Start", "End")}
_BINDINGS = ("{*}dataBinding", f"{W}showingPlcHdr")


def prepare(root: etree._Element) -> bool:
    """Brings a part of a template into one reading, where it holds tags; all else stays as it is.

    Returns whether old tags were taken out, of which a part without other tags must be rid too.

    - Comments of the XML that hold tags go, and those within a text.
    - Tracked deletions and moves that hold pieces of tags are accepted: an old text is no tag.
    - Of a drawing that is kept twice, for newer and older programs, the newer one decides what its texts say.
    - A content control with tags in it is bound to no other data, from which Word would restore the tags on opening,
      and its content is no prompt, which would vanish at the first click.
    - Lines that are joined by the hyphens of tags between them are one.
    - Each text between raw and endraw says so itself.
    - A note over several paragraphs is in one.
    """
    for comment in [*root.iter(etree.Comment)]:
        parent = comment.getparent()
        if parent is not None and (parent.tag == f"{W}t" or OPENING.search(comment.text or "")):
            remove(comment)
    accepted = _accept(root)
    for alternatives in [*root.iter(f"{MC}AlternateContent")]:
        _agree(alternatives)
    for control in root.iter(f"{W}sdt"):
        _release(control)
    join_lines(root)
    spread_raw(root)
    close_notes(root)
    return accepted


def _accept(root: etree._Element) -> bool:
    accepted = False
    for deletion in [*root.iter(f"{W}del")]:
        texts = "".join(text.text or "" for text in deletion.iter(f"{W}delText", f"{W}t"))
        if _BRACE.search(texts) and next(deletion.iter(f"{W}fldChar"), None) is None:
            remove(deletion)
            accepted = True
    sources = [*root.iter(f"{W}moveFrom")]
    if not any(_BRACE.search(_text(source)) for source in sources):
        return accepted
    for element in [*sources, *root.iter(*_MOVES)]:
        remove(element)
    for target in [*root.iter(f"{W}moveTo")]:
        unwrap(target)
    return True


def _agree(alternatives: etree._Element) -> None:
    """Has the older form of a drawing say what the newer does, or leaves it out where it shows no texts."""
    newer, older = alternatives.find(f"{MC}Choice"), alternatives.find(f"{MC}Fallback")
    if newer is None or older is None:
        return
    texts, copies = _boxes(newer), _boxes(older)
    if not OPENING.search("".join(map(_text, [*texts, *copies]))):
        return
    if len(texts) != len(copies):
        alternatives.remove(older)
        return
    for text, copy in zip(texts, copies, strict=True):
        if _text(text) != _text(copy):
            copy[:] = [deepcopy(child) for child in text]


def _boxes(branch: etree._Element) -> list[etree._Element]:
    """The contents of the text boxes of a drawing, without those in text boxes within it."""
    return [box for box in branch.iter(f"{W}txbxContent") if next(_up_to(box, branch, f"{W}txbxContent"), None) is None]


def _up_to(element: etree._Element, top: etree._Element, tag: str) -> Iterator[etree._Element]:
    for around in element.iterancestors():
        if around is top:
            return
        if around.tag == tag:
            yield around


def _release(control: etree._Element) -> None:
    properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
    if properties is None or content is None or not OPENING.search(_text(content)):
        return
    prompting = properties.find(f"{W}showingPlcHdr") is not None
    for path in _BINDINGS:
        for item in properties.findall(path):
            properties.remove(item)
    for style in [*content.iter(f"{W}rStyle")] if prompting else ():
        remove(style)


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def remove(element: etree._Element) -> None:
    """Takes an element out, but not the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Puts the children of an element in its place."""
    for child in [*element]:
        element.addprevious(child)
    remove(element)
