"""Replaces the tags of a paragraph by marks, whole even where Word split them over runs and put things between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from lxml import etree

from generator.problems import Place
from generator.text.notation import marked, plain
from generator.text.sandbox import HALF_TAG, TAG
from generator.word.compiled import Tag
from generator.word.names import XML_SPACE, W
from generator.word.shapes.literal import LONE, WRITTEN, literal
from generator.word.structure.beside import kind_of
from generator.word.structure.pieces import Pieces
from generator.word.structure.preparing import remove
from generator.word.tags import own_texts, words_of

# The start of {% if …, {% for … and, with group 1, of {% endif %}, {% endfor %}; groups: end; elif or else.
_BLOCK = re.compile(r"\{%[-+]?\s*(?:(end)?(?:if|for)|(elif|else))\b")
# {% raw %}…{% endraw %} with the text between as group 2.
_RAW = re.compile(r"(\{%[-+]?\s*raw\s*[-+]?%\})(.*)(\{%[-+]?\s*endraw\s*[-+]?%\})", re.DOTALL)
_LOST = {f"{W}{name}" for name in ("tab", "br", "cr", "softHyphen", "lastRenderedPageBreak", "del")}
_REFUSED = {f"{W}{name}" for name in ("noBreakHyphen", "sym", "ptab", "fldChar")}
_AROUND = {f"{W}{name}" for name in ("hyperlink", "sdt", "fldSimple", "ruby")}


def mark_tags(pieces: Pieces, paragraph: etree._Element) -> None:
    """Puts marks for the tags of a paragraph, or says what is wrong with them.

    What stands between the halves of a split tag and cannot be meant (a tab, a line break, a deletion) goes; what can
    stand there without harm (a bookmark, a picture) stays; what would be printed with half a tag is a problem.
    """
    texts = own_texts(paragraph)
    joined = words_of(texts)
    if half := HALF_TAG.search(WRITTEN.sub("", joined)):
        pieces.problem(joined, f"「{half[0]}」没有成对", "标记写在同一段里，{{ 与 }}、{% 与 %} 成对")
        return
    found = [*WRITTEN.finditer(joined)]
    if lone := next((match[0] for match in found if LONE.fullmatch(match[0])), ""):
        pieces.problem(
            joined, f"{lone} 没有成对", "raw 与 endraw 成对，中间不再写 raw；独占一段的写 {%p raw %} 和 {%p endraw %}"
        )
        return
    if found:
        _mark(pieces, paragraph, texts, found, joined)


def _mark(
    pieces: Pieces,
    paragraph: etree._Element,
    texts: Sequence[etree._Element],
    found: Sequence[re.Match[str]],
    joined: str,
) -> None:
    """Puts marks for the tags found in the joined texts of a paragraph, unless one is cut by what cannot go."""
    starts = _starts(texts)
    holders = [_holders(texts, starts, match.start(), match.end()) for match in found]
    for number in _left_open([match[0] for match in found]):
        if _place(holders[number][0]) is not paragraph:
            pieces.problem(joined, *not_paired(found[number][0]))
            return
        pieces.crossed = True
    cut = [(match, held) for match, held in zip(found, holders, strict=True) if len(held) > 1]
    elements = [*paragraph.iter()] if cut else []
    places = {element: number for number, element in enumerate(elements)}
    for match, held in cut:
        between = elements[places[held[0]] + 1 : places[held[-1]]]
        if not _joined_up(pieces, paragraph, held, between, match[0], joined):
            return
    if not _blocks_whole(pieces, found, [held[0] for held in holders], joined):
        return
    _replace(pieces, texts, found, joined)


def _starts(texts: Sequence[etree._Element]) -> list[int]:
    """The offset in the paragraph's text at which each of its texts begins, and the end."""
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text.text or ""))
    return starts


def _holders(texts: Sequence[etree._Element], starts: Sequence[int], begin: int, end: int) -> list[etree._Element]:
    """The texts that hold a part of joined[begin:end]."""
    from bisect import bisect_left, bisect_right

    first, last = bisect_right(starts, begin) - 1, bisect_left(starts, end) - 1
    return [*texts[first : last + 1]]


def _joined_up(
    pieces: Pieces,
    paragraph: etree._Element,
    held: Sequence[etree._Element],
    between: Sequence[etree._Element],
    source: str,
    joined: str,
) -> bool:
    """Clears what stands between the pieces of a split tag; False, with a problem, if the tag cannot be read there."""
    around = [next((above for above in text.iterancestors(*_AROUND)), None) for text in held]
    if any(one is not other for one, other in pairwise(around)):
        what = next(kind_of(one) for one in around if one is not None)
        pieces.problem(joined, f"标记 {source} 一半在{what}里，一半在外面", f"把标记整个写在{what}里，或者整个写在外面")
        return False
    lost = []
    for element in between:
        if next(element.iterancestors(f"{W}p")) is paragraph:
            if element.tag in _REFUSED or element.get(f"{W}type") in ("page", "column"):
                what = kind_of(element)
                pieces.problem(joined, f"标记 {source} 中间夹着{what}", f"删去标记里的{what}，把标记一次打完")
                return False
            if element.tag in _LOST:
                lost.append(element)
    for element in lost:
        remove(element)
    return True


def _blocks_whole(
    pieces: Pieces, found: Sequence[re.Match[str]], holders: Sequence[etree._Element], joined: str
) -> bool:
    """Whether each inline `if` and `for` stands in the same element as its parts; a problem if one does not."""
    waiting: list[tuple[str, etree._Element]] = []
    for match, text in zip(found, holders, strict=True):
        keyword = _BLOCK.match(match[0])
        if keyword is None:
            continue
        if not keyword[1] and not keyword[2]:
            waiting.append((match[0], text))
            continue
        if not waiting:
            continue
        begun, first = waiting.pop() if keyword[1] else waiting[-1]
        if _place(first) is not _place(text):
            what = next((kind_of(above) for one in (first, text) for above in one.iterancestors(*_AROUND)), "修订")
            message = f"{begun} 和 {match[0]} 一个在{what}里，一个在外面"
            pieces.problem(joined, message, f"把两个标记都写在{what}里，或者都写在外面")
            return False
    return True


def _place(text: etree._Element) -> etree._Element | None:
    run = next(text.iterancestors(f"{W}r"), None)
    return None if run is None else run.getparent()


def _replace(pieces: Pieces, texts: Sequence[etree._Element], found: Sequence[re.Match[str]], joined: str) -> None:
    place = Place(pieces.name, excerpt=joined)
    sources = [plain(match[0]) for match in found]
    marks = [pieces.mark(_as_markup(source), Tag(source, place)) for source in reversed(sources)][::-1]
    spans = [match.span() for match in found]
    for text, new in zip(texts, marked([text.text or "" for text in texts], spans, marks), strict=True):
        if new != (text.text or ""):
            text.text = new
            text.set(XML_SPACE, "preserve")


def _as_markup(source: str) -> str:
    """A tag as it stands in the XML: text that is printed as it is is escaped, and a sign for half a tag is such."""
    if (shown := literal(source)) != source and not TAG.fullmatch(source):
        return f"{{% raw %}}{shown}{{% endraw %}}"
    raw = _RAW.fullmatch(source)
    return source if raw is None else f"{raw[1]}{escape(literal(raw[2]))}{raw[3]}"


def _left_open(tags: Sequence[str]) -> list[int]:
    """Which of the tags of a paragraph, by their numbers, belong to an inline `if` or `for` that reaches beyond it."""
    waiting: list[int] = []
    left: list[int] = []
    for number, tag in enumerate(tags):
        keyword = _BLOCK.match(tag)
        if keyword is None:
            continue
        if not keyword[1] and not keyword[2]:
            waiting.append(number)
        elif not waiting:
            left.append(number)
        elif keyword[1]:
            waiting.pop()
    return [*left, *waiting]


def not_paired(tag: str) -> tuple[str, str]:
    """What is told of an inline `if` or `for`, or end of one, without a partner where it can have one."""
    return f"{tag} 没有在同一段里成对", "跨段落用 {%p … %}，跨表格的行用 {%tr … %}，跨单元格用 {%tc … %}"
