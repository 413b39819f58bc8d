"""The rules of an evaluation's entries: a name occurs once, the form's options are ticked, annexes are made."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from generator.data.kinds import PROJECT
from generator.data.record import Record
from generator.data.report import Item
from generator.problems import Problem
from generator.rules.case import Case, EvaluationCase, of_evaluation


@of_evaluation
def annexes_exist(case: EvaluationCase) -> Iterator[Problem]:
    """ANNEX-MISSING: every announced annex is a document that is made."""
    made = [document.name for document in case.profile.documents]
    for annex in case.evaluation.annexes:
        if annex.document not in made:
            message = f"附件「{annex.title}」对应的文档「{annex.document}」并不生成"
            yield Problem("ANNEX-MISSING", annex.node.at("document").place, message, f"可用的有：{'、'.join(made)}")


def identifiers_unique(case: Case) -> Iterator[Problem]:
    """DUPLICATE-NAME: the identifier of an evaluation occurs once in the report."""
    evaluations = case.report.evaluations
    yield from _unique(evaluations, [evaluation.id for evaluation in evaluations], "自评")


@of_evaluation
def names_unique(case: EvaluationCase) -> Iterator[Problem]:
    """DUPLICATE-NAME: a name that is used in the paths of figures occurs once in its list."""
    evaluation = case.evaluation
    indicators = [*evaluation.all_indicators()]
    lists: list[tuple[Sequence[Record], list[str], str]] = [
        *_item_lists(evaluation.funds.items),
        (evaluation.funds.sources, [source.id or source.name for source in evaluation.funds.sources], "资金来源"),
        (indicators, [indicator.id or indicator.name for indicator in indicators], "绩效指标"),
    ]
    for records, names, kind in lists:
        yield from _unique(records, names, kind)


def _item_lists(items: Sequence[Item]) -> Iterator[tuple[Sequence[Record], list[str], str]]:
    yield items, [item.id or item.name for item in items], "支出明细"
    for item in items:
        yield from _item_lists(item.items)


def _unique(records: Sequence[Record], names: Iterable[str], kind: str) -> Iterator[Problem]:
    seen: dict[str, Record] = {}
    plain: dict[str, str] = {}
    for record, name in zip(records, names, strict=True):
        alike = plain.setdefault("".join(unicodedata.normalize("NFKC", name).split()), name)
        if alike != name and name not in seen:
            message = f"{kind}「{name}」与第 {seen[alike].node.place.line} 行的「{alike}」只差空格或者全角半角"
            remedy = "录重的删去一项；确是两项的，改成看得出不同的名称"
            yield Problem("DUPLICATE-NAME", record.node.at("name").place, message, remedy)
        if name in seen:
            node = record.node.at("id" if "id" in record.node.keys else "name")
            shown = getattr(record, "name", name)
            identifier = f"的 id「{name}」" if shown != name else ""
            message = f"{kind}「{shown}」{identifier}重复，第 {seen[name].node.place.line} 行已有"
            remedy = "录重的删去一项；确是两项的，各加一行不同的 id"
            yield Problem("DUPLICATE-NAME", node.place, message, remedy)
        seen.setdefault(name, record)


@of_evaluation
def choices_made(case: EvaluationCase) -> Iterator[Problem]:
    """CHOICE: what the form of a project asks to tick is ticked, with an option that the form has."""
    evaluation, options = case.evaluation, case.profile.choices
    node = evaluation.node.at("choices")
    for name, chosen in evaluation.choices.items():
        if name not in options:
            names = "、".join(options)
            yield Problem(
                "CHOICE", node.keys[name], f"自评表没有勾选栏「{name}」", f"可用的有：{names}" if names else "删去"
            )
        elif chosen not in options[name]:
            listed = "、".join(options[name])
            yield Problem("CHOICE", node.at(name).place, f"{name}没有「{chosen}」这个选项", f"从中选一个：{listed}")
    missing = [name for name in options if name not in evaluation.choices]
    if evaluation.type == PROJECT and missing:
        place = evaluation.node.keys.get("choices", evaluation.node.keys["id"])
        remedy = f"在 choices 下各写一行，如「{missing[0]}: {options[missing[0]][0]}」"
        yield Problem("CHOICE", place, f"没有勾选{'、'.join(missing)}", remedy)
