"""Finds the figures that a text types instead of referring to them: rules PROSE-FIGURE and PROSE-FACT."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from generator.data.classification import IDIOMS, load_list
from generator.data.reader import MAX_DIGITS
from generator.data.record import Text
from generator.namespace import Tree, figures, resolve
from generator.problems import Place, Problem
from generator.quantity import MONEY, Quantity
from generator.spelling.finding import Found, find
from generator.spelling.idioms import Idioms
from generator.spelling.measured import Units
from generator.text.printer import Printer
from generator.text.typed.references import Likely, References
from generator.text.typed.unmarked import unmarked

_COUNTING_BRANCHES = ("indicators", "indicators_count", "working_group", "annexes_count", "base_table")
_NOT_COUNTING = ("年", "月", "日", "分", "元", "度", "米", "周")  # begin a unit of time, length or money
_LONGEST_UNIT = 12
_MOST_TYPED = 100  # each is compared with every figure of the report
_MOST_WEIGHED = 2000  # that are figures only where the report has them: 十二所
_MOST_BEFORE = 40  # characters before a figure that may name it
_SENTENCE = re.compile("[。；;\n]")
_TAG = r"\{\{\s*(\w+(?:\.\w+)*)\s*(?:\|[^{}]{0,40})?\}\}"
# 1{{ facts.学校 }}, １，**{{ … }}**, -{{ … }}: digits or a sign before a reference; groups: them, the path.
# Not the number of an item, 1.{{ unit }}, nor 2021-{{ year }}.
_GLUED = re.compile(
    rf"((?<![0-9０-９A-Za-z.])[0-9０-９]{{1,9}},?|(?<![0-9A-Za-z)）%％}}－-])[-－−]|(?<![担自肩背抱承欠胜])负)\*{{0,3}}{_TAG}"
)
# {{ facts.学校 }}5: digits behind it that are no figure; groups: the path, them. Not {{ … }}2022年.
_GLUED_BEHIND = re.compile(rf"{_TAG}\*{{0,3}}([.．]?[0-9０-９]{{1,9}})(?![\w.%％、)）-])")
# A fact that is no exact number: 近5000名, 300余人; group 1 is the unit.
_ROUNDED = re.compile(r"[约近]?[0-9]{1,12}(?:\.[0-9]{1,6})?[多余]?万?[多余]?([\u4e00-\u9fff]{1,4})")
_CALCULATED = re.compile(r"[0-9)]\s*[-+*/]\s*[0-9(]")
_SHARED = ("facts.", "funds.")
_DECLARE = "核对这个数；无误的写进 facts，正文用 {{ facts.名称 }} 引用"


class TypedFigures:
    """The typed figures of all texts of a report; what the report counts and computes is looked up once."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._found = self._weighed = 0
        # What things the parts of a report count, those of the last report that was asked for.
        self._units: list[tuple[Sequence[object], Units]] = []
        # The figures of the last context that was asked for, without texts, which are still being rendered.
        self._known: list[tuple[Tree, References]] = []

    def problems(self, text: Text, context: Tree, *, target: bool = False) -> Iterator[Problem]:
        """PROSE-FIGURE, PROSE-FACT: each amount, rate, score or count that is typed instead of referenced.

        PROSE-FIGURE where a figure of the report has that value, else PROSE-FACT. Of hundreds, the first are reported.
        The figures of a `target` in words, 完成6次, have their home there, unless they are among facts or funds.
        """
        if self._found >= _MOST_TYPED:
            return
        seen = unmarked(text.source)
        for found in find(seen.text, partial(self._units_of, context), idioms(self._printer.idioms)):
            self._weighed += not found.sure
            if not found.sure and self._weighed > _MOST_WEIGHED:
                continue
            start, end = seen.span(found.start, found.end)
            before = _SENTENCE.split(seen.text[max(found.start - _MOST_BEFORE, 0) : found.start])[-1]
            problem = self._problem(text, context, found, (start, end), before, _SHARED if target else ())
            if problem:
                yield problem
            if self._found >= _MOST_TYPED:
                return
        yield from self._glued(text, context)

    def _problem(
        self, text: Text, context: Tree, found: Found, span: tuple[int, int], before: str, homes: tuple[str, ...]
    ) -> Problem | None:
        written = " ".join(text.source[slice(*span)].split("\n"))
        typed = found.quantity
        if len(found.spelling) > MAX_DIGITS or _CALCULATED.search(written):
            typed = None
        likely = self._references(context).likely(typed, found.spelling, before)
        if homes:
            likely = Likely(tuple(tag for tag in likely.tags if tag.startswith(homes)), None)
        if not likely.tags and (homes or not found.sure):
            return None
        self._found += 1
        excerpt = written if len(written) <= MAX_DIGITS else f"{written[:MAX_DIGITS]}…"
        place = _place(text, *span)
        if self._found == _MOST_TYPED:
            message = f"正文直接写了「{excerpt}」，这样的数已有 {_MOST_TYPED} 处，以后的没有再查"
            return Problem("PROSE-FACT", place, message, "先改正前面的：数写进 facts，正文引用它")
        return self._told(excerpt, place, likely)

    def _told(self, excerpt: str, place: Place, likely: Likely) -> Problem:
        message, remedy = f"正文直接写了「{excerpt}」，数据里没有这个数", _DECLARE
        references = "或 ".join(f"{{{{ {tag} }}}}" for tag in likely.tags)
        if references:
            message, remedy = f"正文直接写了「{excerpt}」，数据里已有这个数", f"改为引用 {references}"
            if not likely.heard:
                remedy += "；说的是另一个数的，写进 facts 再引用"
        if likely.named:
            word, figure, tag = likely.named
            printed = self._printer.amount(figure) if figure.unit == MONEY and "万" in excerpt else None
            message += f"；前面的「{word}」是 {printed or self._printer.figure(figure)}"
            remedy = f"说的是{word}的，改为引用 {{{{ {tag} }}}}；说的是{excerpt}的，先把前面的词改对，"
            remedy += f"再引用 {references}" if references else "再写进 facts，用 {{ facts.名称 }} 引用"
        return Problem("PROSE-FIGURE" if references else "PROSE-FACT", place, message, remedy)

    def _glued(self, text: Text, context: Tree) -> Iterator[Problem]:
        """PROSE-FACT for digits and signs beside a reference that prints a number: 1{{ facts.学校 }} prints 11922所."""
        before = [(match, match[1], match[2], "前") for match in _GLUED.finditer(text.source)]
        behind = [(match, match[2], match[1], "后") for match in _GLUED_BEHIND.finditer(text.source)]
        for match, typed, path, side in before + behind:
            try:
                value = resolve(context, path)
            except KeyError:
                continue
            alone = typed.isdigit() and side == "前"
            if isinstance(value, Quantity | int if alone else Quantity) and self._found < _MOST_TYPED:
                self._found += 1
                message = f"「{typed}」紧接在引用{side}面，会和引用的数连成一个数"
                remedy = f"删去「{typed}」；数不对的，改它在数据里的那一行"
                yield Problem("PROSE-FACT", _place(text, *match.span()), message, remedy)

    def _references(self, context: Tree) -> References:
        if not self._known or self._known[0][0] is not context:
            self._known[:] = [(context, References(context, self._printer.places, _content()["called"]))]
        return self._known[0][1]

    def _units_of(self, context: Tree) -> Units:
        """The units of what facts and indicators count, found once for all texts of a report."""
        accounts = context.get("accounts")
        parts = [context.get("facts"), accounts and accounts.get("assets"), context.get("evaluations")]
        if not self._units or any(one is not other for one, other in zip(parts, self._units[-1][0], strict=True)):
            branches = [evaluation[name] for evaluation in parts[-1] or () for name in _COUNTING_BRANCHES]
            counted = [figure for part in (*parts[:-1], *branches) for _, figure in figures(part)]
            units = {figure.unit for figure in counted if isinstance(figure, Quantity)}
            rounded = [_ROUNDED.fullmatch(fact) for fact in (parts[0] or {}).values() if isinstance(fact, str)]
            units |= {fact[1] for fact in rounded if fact} | {*_content()["counters"]}
            self._units[:] = [(parts, Units.of([unit for unit in units if _counts_things(unit)]))]
        return self._units[-1][1]


def _counts_things(unit: str) -> bool:
    """Whether a unit is a counted noun of Chinese characters: 人, 人次, 平方米, 个县（市、区）."""
    chinese = re.fullmatch(f"[\u4e00-\u9fff㎡][\u4e00-\u9fff（）、]{{0,{_LONGEST_UNIT - 1}}}", unit)
    return chinese is not None and not unit.startswith(_NOT_COUNTING)


def _place(text: Text, start: int, end: int) -> Place:
    """The place in the file of a stretch of a text; of one that is broken over lines, that of its first line."""
    word = text.source[start:end].partition("\n")[0].rstrip()
    return text.node.find(word, text.source.count(word, 0, start))


def _content() -> Any:
    return load_list(IDIOMS.stem)[0]  # what is wrong with the list is told before any report is read


def word_lists(kind: str) -> Mapping[str, Sequence[str]]:
    """Lists of `schema/idioms.yaml`: `begins`, by counter, and `called`, by the last name of a figure's path."""
    lists: Mapping[str, Sequence[str]] = _content()[kind]
    return lists


@cache
def idioms(own: tuple[str, ...] = ()) -> Idioms:
    """The words that hold numbers and mean no figure: those of `schema/idioms.yaml`, and a locality's own."""
    content = _content()
    return Idioms.of([*content["words"], *own], content["before"], content["after"])
