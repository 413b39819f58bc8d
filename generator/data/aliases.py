"""Finds a figure by the path that a person wrote, even if it is one from an earlier version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from generator.data.classification import ALIASES, load_list
from generator.namespace import Finder, Labels
from generator.problems import nearest

Renamings = tuple[tuple[re.Pattern[str], str], ...]

_LISTED = 12  # figures of one name
_LONGEST, _DEEPEST = 300, 20
"""The characters and dots of a path that is looked up: real ones have no more, and each `*` is tried at every dot."""


def find(tree: object, path: str, finder: Finder | None = None) -> tuple[str, object]:
    """The current name of a path of any version, and the value there.

    Raises:
        KeyError: neither the path nor any of its later names exists.
    """
    finder = finder or Finder()
    for name in names(path):
        try:
            return name, finder.resolve(tree, name)
        except KeyError:
            continue
    raise KeyError(path)


def named(tree: Mapping[str, object], name: str) -> list[str]:
    """The paths that a Chinese name or the end of a path may mean, where `find` finds none."""
    known = Labels(tree)
    return known.paths(name) or known.ending(name)


def advice(tree: Mapping[str, object], name: str, known: Sequence[str], otherwise: str) -> str:
    """What is wrong with a path or name that no figure has, or that several have, and what to do about it."""
    called = Labels(tree)
    if several := named(tree, name):
        return f"不止一个数叫「{name}」，写明是哪一个：{'、'.join(several[:_LISTED])}"
    lost = f"没有数据项「{name}」，"
    if name.isascii() or "." in name:
        return lost + nearest(name, known, otherwise)
    from difflib import get_close_matches

    near = get_close_matches(name, called.names(), n=3, cutoff=0.5)
    shown = [f"「{label}」（{'、'.join(called.paths(label)[:3])}）" for label in near]
    return lost + (f"是不是{'、'.join(shown)}" if shown else nearest(name, known, otherwise))


def names(path: str) -> Iterator[str]:
    """The path itself, then each later name that `schema/renamed_figures.yaml` gives it, the oldest first."""
    yield path
    for old, new in _renamings() if len(path) <= _LONGEST and path.count(".") <= _DEEPEST else ():
        renamed = old.sub(new, path)
        if renamed != path:
            path = renamed
            yield path


def current(path: str) -> str:
    """The current name of a path of any version."""
    if _renamings():
        *_, path = names(path)
    return path


def hint(path: str, now: str) -> str:
    """The Chinese hint that tells the person who wrote an old path the new one; empty if it is the same."""
    return "" if now == path else f"提示：数据项「{path}」现在叫「{now}」，以后请写新名称"


def compiled(renamed: Mapping[str, str]) -> Renamings:
    """Patterns for the beginning of a path, each with its replacement; `*` is any name, even one with dots."""
    return tuple((_pattern(old), _replacement(new)) for old, new in renamed.items())


def _pattern(path: str) -> re.Pattern[str]:
    """For `evaluations.*.rate`: `evaluations.`, a name, `.rate`, and then the end or a dot."""
    return re.compile(r"\A" + "(.+?)".join(map(re.escape, path.split("*"))) + r"(?=\.|\Z)")


def _replacement(path: str) -> str:
    first, *others = (part.replace("\\", r"\\") for part in path.split("*"))
    return first + "".join(rf"\g<{number}>{part}" for number, part in enumerate(others, 1))


@cache
def _renamings() -> Renamings:
    content, _ = load_list(ALIASES.stem)  # what is wrong with the list is told by lint
    return compiled(content["renamed"] if content else {})
