"""Chooses from the shared glossary the terms that a volume uses, and explains the functional items of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from generator.data.classification import LEVELS, functional_codes, load_list
from generator.text.numerals import ordinal

if TYPE_CHECKING:
    from generator.branches import GlossaryEntryBranch, GlossaryItemBranch


def glossary(year: int, codes: Sequence[str], text: str, numbering: Sequence[str]) -> list[GlossaryEntryBranch]:
    """The terms of `schema/glossary.yaml` that occur in a text, numbered; the functional items at their place.

    `codes` are the items (项) of the tables; `numbering` gives the patterns of the terms and of the items below. A term
    dated by `from` and `to` is used in those years only.
    """
    numbers = count(1)
    entries: list[GlossaryEntryBranch] = []
    for term in _content()["terms"]:
        if "functional_items" in term:
            if codes:
                number = ordinal(numbering[0], next(numbers))
                items = [*_items(year, codes, numbering[-1])]
                entries.append({"number": number, "term": term["functional_items"], "text": "", "items": items})
        elif term.get("from", year) <= year <= term.get("to", year) and _used(term, text):
            number = ordinal(numbering[0], next(numbers))
            entries.append({"number": number, "term": term["term"], "text": term["text"], "items": []})
    return entries


def _used(term: Any, text: str) -> bool:
    return any(word in text for word in (term["term"], *term.get("also", ())))


def _items(year: int, codes: Sequence[str], pattern: str) -> Iterator[GlossaryItemBranch]:
    functional = functional_codes(year)
    explained = explained_items()
    for number, code in enumerate(codes, 1):
        path = "".join(f"{functional.name(code[:digits])}（{level}）" for digits, level in LEVELS.items())
        yield {"number": ordinal(pattern, number), "path": path, "text": explained.get(code, "")}


def explained_items() -> Mapping[str, str]:
    """The explanations of functional items (项) by their codes."""
    items: Mapping[str, str] = _content()["functional_items"]
    return items


def _content() -> Any:
    return load_list("glossary")[0]
