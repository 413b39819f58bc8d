"""Which figure of a report a typed one may be: those of its value, the likeliest by the words before it first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from generator.frozen import Frozen
from generator.namespace import Tree, canonical
from generator.quantity import MONEY, PERCENT, POINTS, Quantity, round_half_up

Places = Callable[[str, str], int]
"""With how many decimals a unit is printed, given a scale, 万, or none."""

MOST = 3
"""References that are suggested for one typed figure."""
_MOST_ALIKE = 50  # figures of one value or name that are weighed
_LONGEST, _SHORTEST = 12, 2  # characters of a name, from its end, that are looked for
_NEAR = 4  # how much more a name counts that no comma parts from the figure
_BREAK = re.compile("[，,；;（(]")
_NAME = re.compile("[\u4e00-\u9fff]")
_FACTS = "facts."
_WHOLE = ("funds.", "score.")
_OF_ALL = ("全年", "本年", "年度", "实际", "项目", "\0")  # before a role of the whole; NUL stands for a tag
_COARSE = (0, 1)  # decimals of rates, beside those of the profile, that 百分比(0) and 百分比(1) print


class Reference(Frozen):
    """A figure under its path, and what it is called in sentences: by its own name, and by its role (支出, 预算)."""

    path: str
    figure: Quantity
    names: tuple[str, ...]
    roles: tuple[str, ...]
    rank: int

    def heard(self, before: Sequence[str]) -> int:
        """How well the words before a typed figure name this one; 0 if they do not.

        `before` are the stretches between commas, the nearest last.
        """
        return sum(max((_heard(name, before) for name in group), default=0) for group in (self.names, self.roles))


def _heard(name: str, before: Sequence[str]) -> int:
    for distance, stretch in enumerate(reversed(before)):
        for size in range(min(len(name), _LONGEST), _SHORTEST - 1, -1):
            if name[-size:] in stretch:
                return size * (1 if distance else _NEAR)
    return 0


class Likely(Frozen):
    """What a typed figure may be: references to figures of its value, printed so, and the figure that is named.

    `named` is the word before the typed one that names another value, its figure, and the reference to it; None if
    there is no such word. `heard` says that the words before it name one of the figures.
    """

    tags: tuple[str, ...]
    named: tuple[str, Quantity, str] | None
    heard: bool = True


class References:
    """The figures that the texts of one context can refer to, each under one path."""

    def __init__(self, context: Tree, places: Places, called: Mapping[str, Sequence[str]]) -> None:
        self._places = places
        self._ranks = {leaf: rank for rank, leaf in enumerate(called)}
        self._facts = {name: fact for name, fact in (context.get("facts") or {}).items() if isinstance(fact, str)}
        self._printed: dict[tuple[str, Fraction], list[tuple[Reference, str]]] = defaultdict(list)
        self._coarse: dict[tuple[str, Fraction], list[tuple[Reference, str]]] = defaultdict(list)
        self._named: dict[str, list[Reference]] = defaultdict(list)
        for path, figure in canonical(context).items():
            if isinstance(figure, Quantity) and figure.value is not None:
                self._add(self._reference(path, figure, called))

    def _reference(self, path: str, figure: Quantity, called: Mapping[str, Sequence[str]]) -> Reference:
        parts = path.split(".")
        leaf = parts[-1]
        names = tuple(part for part in parts if _NAME.search(part))
        label = figure.label.removesuffix("数").removesuffix("值")
        for name in names:
            label = label.removeprefix(name)
        roles = (label, *called.get(leaf, ())) if label and label not in names else tuple(called.get(leaf, ()))
        return Reference(path, figure, names, roles, self._ranks.get(leaf, len(self._ranks)))

    def _add(self, reference: Reference) -> None:
        for value, way in self._ways(reference):
            same = self._printed[reference.figure.unit, value]
            if len(same) < _MOST_ALIKE and all(one.path != reference.path for one, _ in same):
                same.append((reference, way))
        if reference.figure.unit == PERCENT:
            for decimals in _COARSE:
                value = round_half_up(reference.figure.value or Fraction(0), Fraction(1, 100 * 10**decimals))
                alike = self._coarse[PERCENT, value]
                if len(alike) < _MOST_ALIKE:
                    alike.append((reference, f"|百分比({decimals})"))
        for word in (*reference.names, *reference.roles):
            if len(word) >= _SHORTEST and len(self._named[word]) < _MOST_ALIKE:
                self._named[word].append(reference)

    def _ways(self, reference: Reference) -> Iterator[tuple[Fraction, str]]:
        """The values that a figure has when it is printed, and the filter that prints it so."""
        figure, unit = reference.figure, reference.figure.unit
        value = figure.value
        assert value is not None
        if unit == MONEY:
            if reference.path.startswith(_FACTS) and figure.written:
                yield value, ""
            yield round_half_up(value, Fraction(10_000, 10 ** self._places(MONEY, "万"))), "|万元"
            yield round_half_up(value, Fraction(1, 10 ** self._places(MONEY, ""))), "|元"
            return
        if figure.written.endswith(unit) and (unit != POINTS or reference.path.startswith(_FACTS)):
            yield value, ""
            return
        base = Fraction(1, 100) if unit == PERCENT else Fraction(1)
        yield round_half_up(value, base / 10 ** self._places(unit, "")), self._filter(unit)

    @staticmethod
    def _filter(unit: str) -> str:
        return {PERCENT: "|百分比", POINTS: "|分"}.get(unit, "")

    def likely(self, typed: Quantity | None, spelling: str, before: str) -> Likely:
        """What a figure that is typed so behind these words of its sentence may be."""
        stretches = _BREAK.split(before)
        if typed is None or typed.value is None:
            return Likely(
                tuple(f"{_FACTS}{name}" for name, fact in self._facts.items() if fact == spelling)[:MOST], None
            )
        equal = self._printed.get((typed.unit, typed.value), [])
        heard = {id(one): one.heard(stretches) for one, _ in equal}
        coarse = [(one, way) for one, way in self._coarse.get((typed.unit, typed.value), []) if id(one) not in heard]
        heard |= {id(one): one.heard(stretches) for one, _ in coarse}
        equal = [*equal, *((one, way) for one, way in coarse if heard[id(one)] >= _NEAR * _SHORTEST)]
        ranked = sorted(equal, key=lambda it: (-heard[id(it[0])], it[0].rank, it[0].path.count("."), len(it[0].path)))
        best = heard[id(ranked[0][0])] if ranked else 0
        likeliest = [(one, way) for one, way in ranked if heard[id(one)] == best]
        named = self._named_by(typed, stretches, best, {id(one) for one, _ in equal})
        return Likely(tuple(self._tag(one, way, typed, spelling) for one, way in likeliest[:MOST]), named, best > 0)

    def _tag(self, reference: Reference, way: str, typed: Quantity, spelling: str) -> str:
        """The reference that prints a typed amount in the scale in which it is typed, where both do."""
        if way == "|万元" and not re.search("[万亿]|[Ww]$", spelling):
            value = round_half_up(reference.figure.value or Fraction(0), Fraction(1, 10 ** self._places(MONEY, "")))
            return reference.path + ("|元" if value == typed.value else way)
        return reference.path + way

    def _named_by(
        self, typed: Quantity, before: Sequence[str], best: int, equal: set[int]
    ) -> tuple[str, Quantity, str] | None:
        """The figure of another value that the words right before a typed one name, and the word."""
        if typed.unit not in (MONEY, PERCENT, POINTS):  # 支出 and the like name no counts
            return None
        stretch = re.sub("(?:[共计约了为是达到仅]|合计|[:：]){1,3}$", "", before[-1].rstrip())
        for size in range(min(len(stretch), _LONGEST), _SHORTEST - 1, -1):
            head, word = stretch[:-size], stretch[-size:]
            known = [
                one
                for one in self._named.get(word, ())
                if one.figure.unit == typed.unit and (_named_in(one, head) or _is_of_all(one, head))
            ]
            if not known:
                continue
            first = min(known, key=lambda one: (-one.heard(before), one.rank, one.path.count("."), len(one.path)))
            if id(first) in equal or first.heard(before) <= best:
                return None
            way = next(self._ways(first))[1]
            return word, first.figure, first.path + way
        return None


def _named_in(reference: Reference, head: str) -> bool:
    """Whether the words before a role end with the name of what it is of: 差旅费 before 支出."""
    return any(head.endswith(name) for name in reference.names)


def _is_of_all(reference: Reference, head: str) -> bool:
    """Whether a role that nothing else stands before is that of the whole evaluation: 支出 of 全年支出."""
    return not reference.names and reference.path.startswith(_WHOLE) and (not head or head.endswith(_OF_ALL))
