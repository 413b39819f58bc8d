"""The addresses of a template's links: tags in them as typed or as editors encode them, and what each is part of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from generator.opc import RELATIONSHIPS_NS
from generator.text.sandbox import TAG
from generator.word.names import R, W
from generator.word.outside.printing import HOST, PIECE, WHOLE

RELATIONSHIP = f"{{{RELATIONSHIPS_NS}}}Relationship"
# A tag in an address, its braces as they are or encoded: {{ year }}, %7B%7B%20year%20%7d%7d; group 1 is inside.
_ENCODED = re.compile(r"(?:\{|%7b){2}(.*?)(?:\}|%7d){2}", re.IGNORECASE)
# Any start of a tag in an address: {{, %7B%25.
_OPENS = re.compile(r"(?:\{|%7b)(?:\{|%7b|%25|%(?![0-9a-f]{2})|#|%23)", re.IGNORECASE)
# An address as far as it can name a host or mailbox next: https://, https://www. , mailto:.
_BEFORE_HOST = re.compile(r"(?:https?://[^/?#]*|mailto:[^?]*)", re.IGNORECASE)


def plain(address: str) -> str:
    """An address with its tags as they were typed; the rest stays encoded."""
    return _ENCODED.sub(lambda tag: f"{{{{{unquote(tag[1])}}}}}", address) if _OPENS.search(address) else address


def has_tags(address: str) -> bool:
    """Whether an address holds a tag, or half of one."""
    return bool(_OPENS.search(address))


def filters_of(address: str) -> list[str]:
    """For each tag of a plain address the filter that prints its value there."""
    found, before = [], ""
    for position, piece in enumerate(TAG.split(address)):
        if position:
            whole = not before.strip()
            found.append(WHOLE if whole else HOST if _BEFORE_HOST.fullmatch(before) else PIECE)
            before += "x"
        before += piece
    return found


def sample(address: str) -> str:
    """An address as it might be filled, to judge what its author wrote around the tags."""
    written = plain(address)
    if not TAG.search(written):
        return address
    pieces = TAG.split(written)
    if not pieces[0].strip():
        pieces[:2] = [f"https://x{pieces[1]}"]
    mail = pieces[0].casefold().startswith("mailto:") and "@" not in "".join(pieces).partition("?")[0]
    return ("x@x" if mail else "x").join(pieces)


def owner(member: str) -> str:
    """The part whose relationships a member holds, else the member itself."""
    folder, rels, name = member.rpartition("_rels/")
    return f"{folder}{name.removesuffix('.rels')}" if rels and name != ".rels" else member


def link_elements(relationships: etree._Element) -> Iterator[etree._Element]:
    """The relationships that are links to outside."""
    for item in relationships.iterchildren(RELATIONSHIP):
        if item.get("Type", "").endswith("/hyperlink") and item.get("TargetMode") == "External":
            yield item


def texts_by_link(part: etree._Element) -> dict[str, str]:
    """The text of each link of a part, by the id of its relationship; that of a picture is empty."""
    found: dict[str, str] = {}
    for link in part.iter(f"{W}hyperlink"):
        found.setdefault(str(link.get(f"{R}id")), "".join(text.text or "" for text in link.iter(f"{W}t")))
    return found


def shown(texts: Mapping[str, str], identifier: str) -> str:
    """What a link is called in messages: 链接「通知」, 链接."""
    text = texts.get(identifier, "")
    return f"链接「{text[:50]}」" if text else "链接"
