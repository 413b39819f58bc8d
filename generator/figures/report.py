"""Computes every figure of a report once and puts all of them into the one namespace that documents read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from generator.data.report import Profile, Report
from generator.figures.evaluation import evaluation_draft, measured
from generator.figures.funds import base_table_branch
from generator.figures.printed import printed
from generator.figures.texts import evaluation_branch
from generator.frozen import Frozen
from generator.namespace import Tree
from generator.problems import Problem
from generator.quantity import Quantity
from generator.text.printer import Printer
from generator.text.renderer import Reading, Scribe, Writer

if TYPE_CHECKING:
    from generator.branches import AccountsBranch, EvaluationBranch, EvaluationDraft, ReportBranch, ReportPrinted

# facts.学生 in a formula; group 1 is the name. Not artifacts.x.
_FACT = re.compile(r"\bfacts\.(\w+)")


class Derived(Frozen):
    """A report's namespace, its rendered texts, and the problems found in them."""

    tree: ReportBranch
    printer: Printer
    problems: Sequence[Problem]
    readings: Sequence[Reading]

    def context(self, evaluation: EvaluationDraft | EvaluationBranch | None = None) -> Tree:
        """The names that a document of one evaluation, or of the whole report, can use."""
        return _context({**self.tree}, evaluation)


def _context(tree: Tree, evaluation: EvaluationDraft | EvaluationBranch | None) -> Tree:
    return tree if evaluation is None else {**tree, **evaluation, "evaluation": evaluation}


def derive(report: Report, profile: Profile) -> Derived:
    """The namespace of a report: what was typed, what follows from it, and the texts with both filled in.

    First all figures are computed, into drafts that formulas and texts refer to; then the texts are rendered, each into
    the draft as well, so that later ones may refer to it; the branches are made of both.
    """
    facts = {name: None if fact.formula else measured(fact, name) for name, fact in report.facts.items()}
    names: Tree = {**printed(report), "facts": facts}
    printer = Printer(profile)
    plain = Writer.of(printer, names)
    problems: list[Problem] = []
    accounts = None
    if report.accounts:
        from generator.figures.accounts.totals import accounts_branch

        accounts, faults = accounts_branch(report, plain)
        names["accounts"] = accounts
        problems += faults
    drafts: list[EvaluationDraft] = []
    for evaluation in report.evaluations:
        draft, faults = evaluation_draft(evaluation, report.unit, profile, plain)
        drafts.append(draft)
        problems += faults
    names["evaluations"] = drafts
    for evaluation, draft in zip(report.evaluations, drafts, strict=True):
        if evaluation.base_table:
            writer = plain.within(_context(names, draft))
            draft["base_table"], faults = base_table_branch(evaluation.base_table, writer)
            problems += faults
    facts, faults = _computed_facts(report, facts, plain)
    names = {**names, "facts": facts}
    problems += faults
    readings: list[Reading] = []

    def scribe(draft: EvaluationDraft | None = None) -> Scribe:
        writer = plain.within(_context(names, draft))
        return Scribe(writer, profile.numbering[2:] or profile.numbering, problems, readings, draft)

    evaluations = [
        evaluation_branch(evaluation, draft, profile, partial(scribe, draft))
        for evaluation, draft in zip(report.evaluations, drafts, strict=True)
    ]
    done = None
    if report.accounts and accounts:
        from generator.figures.accounts.texts import account_texts

        done = account_texts(report.accounts, accounts, evaluations, profile.numbering[0], scribe())
    return Derived(_namespace(report, facts, done, evaluations), printer, problems, readings)


def _namespace(
    report: Report,
    facts: dict[str, Quantity | str | None],
    accounts: AccountsBranch | None,
    evaluations: list[EvaluationBranch],
) -> ReportBranch:
    """All branches of a report; accounts are there only if it has any, pictures once their files were read."""
    typed: ReportPrinted = printed(report)
    if accounts is None:
        return {**typed, "facts": facts, "evaluations": evaluations, "pictures": []}
    return {**typed, "facts": facts, "accounts": accounts, "evaluations": evaluations, "pictures": []}


def _computed_facts(
    report: Report, typed: Mapping[str, Quantity | str | None], writer: Writer
) -> tuple[dict[str, Quantity | str | None], list[Problem]]:
    """All facts, those that are formulas computed each after those it refers to; None where that fails."""
    facts = {**typed}
    problems: list[Problem] = []
    writer = writer.within({**writer.context, "facts": facts})
    waiting = {name: fact.formula for name, fact in report.facts.items() if fact.formula}
    needs = {name: waiting.keys() & set(_FACT.findall(formula.source)) for name, formula in waiting.items()}
    order = TopologicalSorter(needs)
    with suppress(CycleError):
        order.prepare()
    while ready := order.get_ready():
        for name in ready:
            figure, faults = writer.formula(waiting.pop(name))
            facts[name] = figure and figure.named(name)
            problems += faults
            order.done(name)
    for name, formula in waiting.items():
        message = f"算式「{name}」绕回到了自己"
        problems.append(Problem("FORMULA", formula.node.place, message, "改成引用已经填写的数"))
    return facts, problems
