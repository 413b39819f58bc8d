"""What the rules are given: a report with its figures and texts, and the parts of it that a rule may be about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, wraps
from typing import TYPE_CHECKING, NamedTuple

from generator.data.reader import Node
from generator.data.record import Text
from generator.data.report import Evaluation, Indicator, Profile, Report
from generator.faults import kept
from generator.frozen import Frozen
from generator.problems import Place, Problem
from generator.text.renderer import Reading
from generator.text.sandbox import TAG

if TYPE_CHECKING:
    from generator.branches import AccountsBranch, EvaluationBranch, IndicatorBranch, ReportBranch
    from generator.data.accounts import Accounts
    from generator.figures.accounts.ledger import Ledger

_NOTHING = ("无", "暂无", "/", "-", "—", "——", "无偏差", "没有", "同上")
_QUOTING = ("published", "accepted")
"""The parts of a report that are about mistakes which stand elsewhere, and quote them."""
_MOST_WORDS = 100  # located in one text, each in a pass over it
_MOST_PLACES = 1000  # located one by one in one text


class Places:
    """Locates words of a rendered text in the file, by counting their occurrences before.

    After a hundred different words of one text, or a thousand places, the place is the whole text, so that one fault is
    reported there only once.
    """

    def __init__(self, text: str, node: Node) -> None:
        self.text = text
        self.node = node
        self.known: dict[str, tuple[int, int]] = {}
        """For each word its number of occurrences in the text up to an offset, and that offset."""
        self.given = 0
        """How many places have been found."""
        self._whole: Place | None = None

    def __call__(self, start: int, word: str) -> Place:
        """The place in the file of a word that occurs at an offset of the text."""
        self.given += 1
        count, reached = self.known.get(word, (0, 0))
        if self.given > _MOST_PLACES or (word not in self.known and len(self.known) >= _MOST_WORDS):
            self._whole = self._whole or self.node.place
            return self._whole
        if reached > start:
            count, reached = 0, 0
        while (at := self.text.find(word, reached, start)) >= 0:
            count, reached = count + 1, at + len(word)
        self.known[word] = count, reached
        return self.node.find(word, count)


class EvaluationCase(Frozen):
    """One evaluation under check: what was typed, its branch of the namespace, the profile and the whole namespace."""

    evaluation: Evaluation
    branch: EvaluationBranch
    profile: Profile
    tree: ReportBranch

    def rows(self) -> Iterator[tuple[Indicator, IndicatorBranch]]:
        """Each indicator as it was typed, with its figures."""
        yield from zip(self.evaluation.all_indicators(), self.branch["indicators"], strict=True)


class AccountsCase(Frozen):
    """The accounts under check: what was typed, the lines it makes, and the branch of the namespace."""

    accounts: Accounts
    ledger: Ledger
    branch: AccountsBranch
    profile: Profile


class Written(NamedTuple):
    """A text as it stands in the file, with its node, or a key with the mapping's; `key` is the place of a key.

    `quotes` says that it is about what was published or accepted and may quote mistakes.
    """

    text: str
    node: Node
    key: Place | None
    quotes: bool

    @property
    def outside_tags(self) -> str:
        """The text with a null character for each of its tags' characters."""
        return TAG.sub(lambda tag: "\0" * len(tag[0]), self.text) if "{" in self.text else self.text

    def places(self) -> Callable[[int, str], Place]:
        """Gives the place of words at an offset of the text; that of the whole key."""
        key = self.key
        return Places(self.text, self.node) if key is None else lambda _start, _words: key


class Case(Frozen):
    """A report under check: what was typed, its profile, its figures and its rendered texts."""

    report: Report
    profile: Profile
    tree: ReportBranch
    readings: Sequence[Reading]

    @cached_property
    def evaluations(self) -> Sequence[EvaluationCase]:
        """The evaluations of the report."""
        pairs = zip(self.report.evaluations, self.tree["evaluations"], strict=True)
        return [EvaluationCase(evaluation, branch, self.profile, self.tree) for evaluation, branch in pairs]

    @cached_property
    def accounts(self) -> AccountsCase | None:
        """The final accounts of the report; None if it has none."""
        accounts, year = self.report.accounts, self.report.year
        if accounts is None:
            return None
        from generator.data.classification import economic_codes, functional_codes
        from generator.figures.accounts.ledger import ledger_of

        ledger = ledger_of(accounts, functional_codes(year), economic_codes(year))
        return AccountsCase(accounts, ledger, self.tree["accounts"], self.profile)

    @cached_property
    def strings(self) -> Sequence[Written]:
        """Every text of the file and every key of a mapping."""
        found: list[Written] = []
        waiting = [(self.report.node, False)]
        while waiting:
            node, quotes = waiting.pop()
            if isinstance(node.value, dict):
                found += [Written(name, node, place, quotes) for name, place in node.keys.items()]
                waiting += [(value, quotes or name in _QUOTING) for name, value in node.value.items()]
            elif isinstance(node.value, list):
                waiting += [(value, quotes) for value in node.value]
            elif isinstance(node.value, str):
                found.append(Written(node.value, node, None, quotes))
        return found

    @cached_property
    def every_string(self) -> str:
        """The texts and keys of the file, one a line or more, to see whether a pattern occurs at all."""
        return "\n".join(written.text for written in self.strings)

    @cached_property
    def _values(self) -> dict[str, Written]:
        """The first value of the file that is just a text."""
        return {written.text: written for written in reversed(self.strings) if written.key is None}

    @cached_property
    def _places(self) -> dict[int, Places]:
        return {}

    def place(self, reading: Reading, start: int, words: str) -> Place:
        """The place in the file of words at an offset of a rendered text.

        Of words that a reference prints, that of the value which is just these words, else that of the text.
        """
        if words not in reading.text.source and (value := self._values.get(words)):
            return value.places()(0, words)
        if id(reading) not in self._places:
            self._places[id(reading)] = Places(reading.written, reading.text.node)
        return self._places[id(reading)](start, words)


Rule = Callable[[Case], Iterator[Problem]]
"""Yields the problems of one kind in a report."""


def of_evaluation(rule: Callable[[EvaluationCase], Iterator[Problem]]) -> Rule:
    """Turns a rule on one evaluation into a rule on the report; if it raises for one, the others are still checked."""

    @wraps(rule)
    def of_report(case: Case) -> Iterator[Problem]:
        for evaluation in case.evaluations:
            yield from kept((rule,), evaluation, case.report.node.file.path)

    return of_report


def of_accounts(rule: Callable[[AccountsCase], Iterator[Problem]]) -> Rule:
    """Turns a rule on the final accounts into a rule on the report, which finds nothing in one without accounts."""

    @wraps(rule)
    def of_report(case: Case) -> Iterator[Problem]:
        if case.accounts:
            yield from rule(case.accounts)

    return of_report


def given(reason: Text | None) -> bool:
    """Whether a reason is given that says anything: 无, / and the like do not."""
    return reason is not None and reason.source.strip().rstrip("。") not in _NOTHING
