"""The small Markdown of the narrative: paragraphs, `**bold**` and numbered lists; anything else is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from generator.text.numerals import ordinal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from generator.branches import Paragraph, Run

_UNSUPPORTED = {
    "bullet_list_open": "不编号的列表",
    "em_open": "斜体（单个星号）",
    "stray": "没有成对的加粗符号「**」",
    "heading_open": "「#」标题",
    "blockquote_open": "「>」引文",
    "hr": "分隔线",
    "fence": "代码段",
}
_MOST_LEVELS = 6  # the parser of Markdown drops what lies ten levels deep
# A visible ASCII character: a, 1, ). Not a blank.
_ASCII = re.compile(r"[!-~]")
# The ** that begins or ends bold text. Not \**.
_STRONG = re.compile(r"(?<!\\)(?:\\\\)*\*\*")
# An escaped character: \*, \_; group 1 is the character. Not \n, which Markdown leaves as it is.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# The number of an item, which one blank follows: 12. of "12. 甲". Not of "1.  甲" or "1) 甲".
_ITEM = re.compile(r"([0-9]{1,9})\. (?=\S)")
# The * of 2*3, 5米*3米 and 5公里*3. Not of *甲*, 2022*甲*, nor **.
_TIMES = re.compile(r"(?:(?<=[0-9])|(?<=[0-9]\w)|(?<=[0-9]\w\w))\*(?=[0-9])")
# Escaped characters are masked by those of the private use area, so that none is taken for markup.
_MASK = 0xE000
_MASKS = re.compile("[\ue000-\ue07f]")
_UNMASKED = {_MASK + code: code for code in range(128)}
# What may be markup: * or ` anywhere, "- " or "1. " at the start of a line, a blank at either end of one.
_MARKUP = re.compile(r"[\\*_`~#>]|^(?:[-+]|[0-9]{1,9}[.)](?!\S))|^[^\S\n]|[^\S\n]$", re.MULTILINE)


# The end of a sentence and, on the next line, the number of a part that is typed with it: 一、 （一） 1、 （1） ①.
_PART = re.compile(
    r"(?<=[。；：！？…”）;:!?)])\n(?=[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}、"
    r"|[（(][0-9]{1,2}[）)]|[①-⑳])"
)
_LISTED = re.compile(r"^[0-9]{1,9}[.)] ", re.MULTILINE)


class Unsupported(NamedTuple):
    """Markup that is not supported, in Chinese, and the line of the text, from 0, on which it is or begins."""

    what: str
    line: int


def paragraphs(source: str, numbering: Sequence[str]) -> tuple[list[Paragraph], list[Unsupported]]:
    """The paragraphs of a text, each `{runs: [{text, bold}]}`, and the unsupported markup in it.

    A line that begins with a number typed into it, 一、 or （1）, begins a paragraph. Numbered items carry their number
    as text, by the pattern of their level in `numbering`, outermost first. A text without markup, or with the plainest
    alone, as most are, needs no parser.
    """
    parted = source if _LISTED.search(source) else _PART.sub("\n\n", source)
    simple = _simple(parted, numbering)
    if simple is not None:
        return simple, []
    found, faults = _blocks(_parser().parse(parted), numbering)
    if parted != source and faults:
        faults = _blocks(_parser().parse(source), numbering)[1]
    return found, faults


def _simple(source: str, numbering: Sequence[str]) -> list[Paragraph] | None:
    """The paragraphs of a text of which all markup is whole `**bold**` and flat lists numbered `1. ` from one.

    None for any other, which the parser reads; it reads these as they are read here.
    """
    if _MASKS.search(source):
        return None
    blocks: list[tuple[str, list[str]]] = []
    open_lines: list[str] | None = None
    items = 0  # of the list that has not ended yet
    for line in _ESCAPED.sub(lambda escape: chr(_MASK + ord(escape[1])), source).split("\n"):
        item = _ITEM.match(line)
        rest = line[item.end() :] if item else line
        if _MARKUP.search(rest.replace("**", "")):
            return None
        if item:
            if not items and int(item[1]) != 1:
                return None
            items, open_lines = items + 1, [rest]
            blocks.append((ordinal(numbering[0], items), open_lines))
        elif not line:
            open_lines = None
        elif open_lines is not None:
            open_lines.append(line)
        else:
            items, open_lines = 0, [line]
            blocks.append(("", open_lines))
    found: list[Paragraph] = []
    for prefix, lines in blocks:
        runs = _bold_runs("\n".join(lines), prefix)
        if runs is None:
            return None
        found.append({"runs": runs})
    return found


def _bold_runs(text: str, prefix: str) -> list[Run] | None:
    """The runs of a paragraph whose escaped characters are masked; None where its bold is not plainly in pairs."""
    pieces = text.split("**")
    if len(pieces) % 2 == 0 or "" in pieces[1:-1] or "*" in text.replace("**", ""):
        return None
    if any("\n" in (piece[:1], piece[-1:]) for piece in pieces):
        return None
    runs: list[Run] = [{"text": prefix, "bold": False}] if prefix else []
    for number, piece in enumerate(pieces):
        if piece:
            runs.append({"text": _joined(piece.translate(_UNMASKED).split("\n")), "bold": bool(number % 2)})
    return runs


def _joined(lines: list[str]) -> str:
    """Lines as one: with a space between words of letters, with nothing between Chinese characters."""
    joined = lines[:1]
    for before, after in pairwise(lines):
        joined += [_between(before, after), after]
    return "".join(joined)


def _between(before: str, after: str) -> str:
    return " " if _ASCII.match(before[-1:]) and _ASCII.match(after[:1]) else ""


def _bold(state: StateInline, silent: bool) -> bool:
    """`**bold**` at any position: CommonMark's own rule fails beside Chinese punctuation, as in `**一是。**二`."""
    if silent or not state.src.startswith("**", state.pos):
        return False
    start, end = state.pos + 2, state.posMax
    closing = _STRONG.search(state.src, start, end)
    if closing is None:
        state.push("stray", "", 0)
        state.pos = start
        return True
    state.push("strong_open", "strong", 1)
    state.pos, state.posMax = start, closing.end() - len("**")
    state.md.inline.tokenize(state)
    state.push("strong_close", "strong", -1)
    state.pos, state.posMax = closing.end(), end
    return True


def _times(state: StateInline, silent: bool) -> bool:
    """A single * between numbers multiplies: Markdown may take it for emphasis."""
    if not _TIMES.match(state.src, state.pos):
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero")
    parser.enable(["list", "emphasis", "escape", "newline", "heading", "blockquote", "hr", "fence"])
    parser.inline.ruler.before("emphasis", "times", _times)
    parser.inline.ruler.before("emphasis", "bold", _bold)
    return parser


def _blocks(tokens: Sequence[Token], numbering: Sequence[str]) -> tuple[list[Paragraph], list[Unsupported]]:
    blocks: list[Paragraph] = []
    faults: list[Unsupported] = []
    counters: list[int] = []
    prefix = ""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type in _UNSUPPORTED:
            faults.append(Unsupported(_UNSUPPORTED[token.type], line))
        elif token.type == "ordered_list_open":
            if token.attrGet("start") not in (None, 1):
                faults.append(Unsupported("不从 1 开始的编号", line))
            counters.append(0)
            if len(counters) > _MOST_LEVELS:
                faults.append(Unsupported(f"超过 {_MOST_LEVELS} 层的编号列表", line))
        elif token.type == "ordered_list_close":
            counters.pop()
        elif token.type == "list_item_open" and counters:
            counters[-1] += 1
            prefix = ordinal(numbering[min(len(counters), len(numbering)) - 1], counters[-1])
        elif token.type == "inline":
            children = token.children or []
            faults += _within(children, line)
            runs = _runs(children)
            if prefix:
                runs.insert(0, {"text": prefix, "bold": False})
                prefix = ""
            blocks.append({"runs": runs})
    return blocks, faults


def _within(children: Sequence[Token], line: int) -> Iterator[Unsupported]:
    """What is not supported within a paragraph that begins on a line."""
    for child in children:
        if child.type in _UNSUPPORTED:
            yield Unsupported(_UNSUPPORTED[child.type], line)
        line += child.type in ("softbreak", "hardbreak")


def _runs(tokens: Sequence[Token]) -> list[Run]:
    """The runs of a paragraph, adjacent ones of the same kind joined."""
    pieces = [*_pieces(tokens)]
    runs = [(bold, "".join(text for text, _ in alike)) for bold, alike in groupby(pieces, key=lambda piece: piece[1])]
    return [{"text": text, "bold": bold} for bold, text in runs if text]


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    bold = False
    for position, token in enumerate(tokens):
        if token.type in _UNSUPPORTED:
            continue
        if token.type in ("strong_open", "strong_close"):
            bold = token.type == "strong_open"
        elif token.type == "hardbreak":
            yield "\n", bold
        elif token.type == "softbreak":
            yield _between(tokens[position - 1].content, tokens[position + 1].content), bold
        else:
            yield token.content, bold
