"""Jinja's filters of texts, charged by the characters that they read and make."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from generator.text.language.arithmetic import whole
from generator.text.language.formats import formatted
from generator.text.language.values import LETTERS, Sandbox, words

WIDEST = 10_000  # of a text that is filled up, indented or wrapped
# What begins a word of a title: blanks, hyphens, brackets.
_BEFORE_WORD = re.compile(r"([-\s({\[<]+)")
_WORD = re.compile(r"\w+")
_LEEWAY = 5  # characters that a text may exceed its length before it is cut


class Texts:
    """The filters of texts, by the sandbox whose work they count."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by the names of Jinja; their parameters are those that its documentation names."""
        return {
            "upper": lambda s: self._words(s, "upper").upper(),
            "lower": lambda s: self._words(s, "lower").lower(),
            "capitalize": lambda s: self._words(s, "capitalize").capitalize(),
            "title": self._title,
            "trim": self._trim,
            "replace": self._replace,
            "center": self._center,
            "indent": self._indent,
            "truncate": self._truncate,
            "wordwrap": self._wordwrap,
            "wordcount": lambda s: len(_WORD.findall(self._words(s, "wordcount"))),
            "string": lambda value: self._words(value, "string"),
            "format": lambda value, /, *args, **kwargs: formatted(self._sandbox, value, kwargs or args),
            "e": lambda s: s,
            "escape": lambda s: s,
            "safe": lambda s: s,
            "forceescape": lambda s: s,
        }

    def _words(self, value: object, name: str) -> str:
        return words(self._sandbox, value, name)

    def _charge(self, letters: int) -> None:
        self._sandbox.charge(letters // LETTERS + 1)

    def _title(self, s: object) -> str:
        pieces = _BEFORE_WORD.split(self._words(s, "title"))
        return "".join(piece[0].upper() + piece[1:].lower() for piece in pieces if piece)

    def _trim(self, value: object, chars: object = None) -> str:
        return self._words(value, "trim").strip(None if chars is None else self._words(chars, "trim"))

    def _replace(self, s: object, old: object, new: object, count: object = None) -> str:
        text, gone, put = (self._words(part, "replace") for part in (s, old, new))
        most = -1 if count is None else whole(count, "replace")
        found = text.count(gone)
        turns = found if most < 0 else min(found, most)
        self._charge(len(text) + turns * len(put))
        return text.replace(gone, put, turns)

    def _center(self, value: object, width: object = 80) -> str:
        size = whole(width, "center", most=WIDEST)
        self._charge(max(size, 0))
        return self._words(value, "center").center(size)

    def _indent(self, s: object, width: object = 4, first: object = False, blank: object = False) -> str:
        text = self._words(s, "indent")
        if isinstance(width, str):
            before = self._words(width, "indent")
        else:
            before = " " * whole(width, "indent", least=0, most=WIDEST)
        lines = f"{text}\n".splitlines()
        self._charge(len(text) + len(before) * (len(lines) + 1))
        if blank:
            made = f"\n{before}".join(lines)
        else:
            made = "\n".join([*lines[:1], *(before + line if line else line for line in lines[1:])])
        return before + made if first else made

    def _truncate(
        self, s: object, length: object = 255, killwords: object = False, end: object = "...", leeway: object = None
    ) -> str:
        text, tail = self._words(s, "truncate"), self._words(end, "truncate")
        size = whole(length, "truncate", least=0)
        over = _LEEWAY if leeway is None else whole(leeway, "truncate", least=0)
        if size < len(tail):
            raise ValueError("「truncate」的长度比结尾的文字还短")
        if len(text) <= size + over:
            return text
        kept = text[: size - len(tail)]
        return (kept if killwords else kept.rsplit(" ", 1)[0]) + tail

    def _wordwrap(
        self,
        s: object,
        width: object = 79,
        break_long_words: object = True,
        wrapstring: object = None,
        break_on_hyphens: object = True,
    ) -> str:
        import textwrap

        text = self._words(s, "wordwrap")
        size = whole(width, "wordwrap", least=1, most=WIDEST)
        between = "\n" if wrapstring is None else self._words(wrapstring, "wordwrap")
        # A long word is copied once for each line that it is broken into.
        longest = max(map(len, text.split()), default=0)
        self._charge(len(text) * 8 + len(text) // size * len(between) + len(text) * longest // size // 64)
        wrapper = textwrap.TextWrapper(
            width=size,
            expand_tabs=False,
            replace_whitespace=False,
            break_long_words=bool(break_long_words),
            break_on_hyphens=bool(break_on_hyphens),
        )
        return between.join(between.join(wrapper.wrap(line)) for line in text.splitlines())
