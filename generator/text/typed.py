"""Finds the figures that a text types as digits instead of referring to them: rules PROSE-FIGURE and PROSE-FACT."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.data.reader import MAX_DIGITS
from generator.data.record import Text
from generator.namespace import Tree, figures
from generator.problems import Problem
from generator.quantity import MONEY, PERCENT, POINTS, Comparison, Quantity, Word
from generator.text.sandbox import TAG

# 2.42万元, 300余元, 98％, 87.25分. Not 30分钟 or 3分之一.
_TYPED = r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?[多余]?(?:[万亿]?元|[%％]|分(?![钟之]))"
# A number with a noun: 25人, 3万册, 100多人. Not 2022年, 30分钟 or 30%.
_COUNTED = r"[0-9][多余]?万?(?![年月日分元])[^\W0-9A-Za-z_]"
# 25, 1.5, 100多. Not 第3, 每5, 至少10, nor the end of a range, 2—5.
_NUMBER = r"(?<![0-9.第年—-])(?<!每)(?<!至少)[0-9]+(?:\.[0-9]+)?[多余]?"
_LONGEST_UNIT = 4
_DIGITS = tuple("0123456789")
_COUNTING_BRANCHES = ("indicators", "indicators_count", "working_group", "annexes_count", "base_table")
_NOT_COUNTING = ("年", "月", "日", "分", "元", "度", "米", "周")  # begin a unit of time, length or money
_PRINT_AS = {MONEY: "|万元", PERCENT: "|百分比", POINTS: "|分"}
_MOST_TYPED = 100  # each is compared with every figure of the report


class TypedFigures:
    """The typed figures of all texts of a report; what the report counts and computes is looked up once."""

    def __init__(self) -> None:
        self._found: list[str] = []
        # What things the parts of a report count, those of the last report that was asked for.
        self._units: list[tuple[Sequence[object], frozenset[str]]] = []
        # The figures of the last context that was asked for, without texts, which are still being rendered.
        self._figures: list[tuple[Tree, list[tuple[str, Quantity | Word]]]] = []

    def problems(self, text: Text, context: Tree) -> Iterator[Problem]:
        """PROSE-FIGURE, PROSE-FACT: each amount, rate, score or count that is typed as digits instead of referenced.

        PROSE-FIGURE where a figure of the report has that value, else PROSE-FACT. Of hundreds, the first are reported.
        """
        ends: dict[str, int] = {}
        source = TAG.sub(lambda tag: "\0" * len(tag[0]), text.source)
        matches = [(match.start(), match[0]) for match in re.finditer(_TYPED, source)]
        for _, written in sorted([*matches, *self._counts(source, context)], key=lambda match: match[0]):
            if len(self._found) >= _MOST_TYPED:
                return
            excerpt = written if len(written) <= MAX_DIGITS else f"{written[:MAX_DIGITS]}…"
            self._found.append(written)
            start = text.node.file.text.find(written, ends.get(written, text.node.start), text.node.end)
            ends[written] = start + 1
            place = text.node.place if start < 0 else text.node.file.place(start, start + len(written))
            if len(self._found) == _MOST_TYPED:
                message = f"正文直接写了「{excerpt}」，这样的数已有 {_MOST_TYPED} 处，以后的没有再查"
                yield Problem("PROSE-FACT", place, message, "先改正前面的：数写进 facts，正文引用它")
                return
            typed = Quantity.parse(written.replace("％", PERCENT)) if len(written) <= MAX_DIGITS else None
            paths = _same(typed, self._known(context)) if typed else []
            if paths:
                references = "或 ".join(f"{{{{ {path} }}}}" for path in paths[:3])
                message = f"正文直接写了「{excerpt}」，数据里已有这个数"
                yield Problem("PROSE-FIGURE", place, message, f"改为引用 {references}")
            else:
                message = f"正文直接写了「{excerpt}」，数据里没有这个数"
                yield Problem(
                    "PROSE-FACT", place, message, "核对这个数；无误的写进 facts，正文用 {{ facts.名称 }} 引用"
                )

    def _known(self, context: Tree) -> list[tuple[str, Quantity | Word]]:
        if not self._figures or self._figures[0][0] is not context:
            self._figures[:] = [(context, figures(context))]
        return self._figures[0][1]

    def _counts(self, source: str, context: Tree) -> list[tuple[int, str]]:
        """Typed numbers of things that facts and indicators count, 8件 or 120所, but no years, dates or ordinals."""
        if not re.search(_COUNTED, source):
            return []
        units = self._units_of(context)
        return [
            (number.start(), number[0] + unit)
            for number in (re.finditer(_NUMBER, source) if units else ())
            if (unit := _unit(source, number.end(), units))
        ]

    def _units_of(self, context: Tree) -> frozenset[str]:
        """The units of what facts and indicators count; all texts of a report have the same, found once."""
        accounts = context.get("accounts")
        parts = [context.get("facts"), accounts and accounts.get("assets"), context.get("evaluations")]
        if not self._units or any(one is not other for one, other in zip(parts, self._units[-1][0], strict=True)):
            branches = [evaluation[name] for evaluation in parts[-1] or () for name in _COUNTING_BRANCHES]
            counted = [figure for part in (*parts[:-1], *branches) for _, figure in figures(part)]
            units = {figure.unit for figure in counted if isinstance(figure, Quantity)}
            self._units[:] = [(parts, frozenset(filter(_counts_things, units)))]
        return self._units[-1][1]


def _counts_things(unit: str) -> bool:
    """Whether a unit is a counted noun of Chinese characters: 人, 人次, 平方米."""
    chinese = 0 < len(unit) <= _LONGEST_UNIT and all("\u4e00" <= char <= "\u9fff" for char in unit)
    return chinese and not unit.startswith(_NOT_COUNTING)


def _unit(source: str, end: int, units: frozenset[str]) -> str:
    """The longest unit, with the 万 before it, that follows a number which ends at an offset; no more digits follow."""
    for scale in ("万", "") if source.startswith("万", end) else ("",):
        for last in range(end + len(scale) + _LONGEST_UNIT, end + len(scale), -1):
            if source[end + len(scale) : last] in units and not source.startswith(_DIGITS, last):
                return source[end:last]
    return ""


def _same(typed: Quantity, known: Sequence[tuple[str, Quantity | Word]]) -> list[str]:
    """References to the figures that a typed one may stand for, exact and short ones first."""
    matches = []
    for path, figure in known:
        if isinstance(figure, Quantity) and figure.unit == typed.unit and figure.value is not None:
            comparison = typed.compare(figure)
            if comparison is not Comparison.DIFFERENT:
                suffix = "" if path.startswith("facts.") else _PRINT_AS.get(figure.unit, "")
                matches.append((comparison is not Comparison.EQUAL, len(path), path + suffix))
    return [path for _, _, path in sorted(matches)]
