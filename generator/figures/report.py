"""Computes every figure of a report once and puts all of them into the one namespace that documents read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from graphlib import CycleError, TopologicalSorter

from generator.data.record import Measure
from generator.data.report import Evaluation, Goal, Group, Indicator, Profile, Report, Section
from generator.figures.accounts.texts import account_texts
from generator.figures.accounts.totals import accounts_branch
from generator.figures.funds import base_table_branch, funds_branch, pairs
from generator.figures.scoring import execution_score, score_by_rule, settled
from generator.namespace import Finder, Tree
from generator.numerals import ordinal
from generator.problems import Place, Problem
from generator.quantity import Operation, Quantity, Target, Word, sum_of_known
from generator.text.printer import Printer
from generator.text.renderer import Reading, Scribe, Writer

# ≥{{ funds.actual|万元 }}, {{ funds.rate }}; groups: comparator and path. Not {{ facts.甲 }}, for indicators refer to
# funds only.
_REFERENCE = re.compile(r"([≥≤=><]?)\s*\{\{\s*(funds\.[^\s|{}]+)\s*(?:\|[^{}]*)?\}\}")
_Find = Callable[[str], object]  # the value at a path of the funds; KeyError if there is none
# facts.学生 in a formula; group 1 is the name. Not artifacts.x.
_FACT = re.compile(r"\bfacts\.(\w+)")


@dataclass(slots=True)
class Derived:
    """A report's namespace, its rendered texts, and the problems found in them."""

    tree: Tree
    printer: Printer
    problems: list[Problem] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def scribe(self, writer: Writer, numbering: Sequence[str], evaluation: Tree | None = None) -> Scribe:
        """A scribe for the texts of one evaluation, or of the whole report, that knows the figures computed so far."""
        local_writer = writer.within(self.context(evaluation))
        return Scribe(local_writer, numbering, self.problems, self.readings, evaluation)

    def context(self, evaluation: Tree | None = None) -> Tree:
        """The names that a document of one evaluation, or of the whole report, can use."""
        if evaluation is None:
            return self.tree
        return self.tree | evaluation | {"evaluation": evaluation}


def derive(report: Report, profile: Profile) -> Derived:
    """The namespace of a report: what was typed, what follows from it, and the texts with both filled in."""
    tree: Tree = {"unit": report.unit, "year": report.year}
    tree["facts"] = {name: None if fact.formula else _measure(fact, name) for name, fact in report.facts.items()}
    derived = Derived(tree, Printer(profile))
    plain = Writer.of(derived.printer, tree)
    if report.accounts:
        tree["accounts"], problems = accounts_branch(report, plain)
        derived.problems += problems
    tree["evaluations"] = [
        _evaluation(evaluation, report.unit, profile, plain, derived) for evaluation in report.evaluations
    ]
    for evaluation, branch in zip(report.evaluations, tree["evaluations"], strict=True):
        if evaluation.base_table:
            writer = plain.within(derived.context(branch))
            branch["base_table"], problems = base_table_branch(evaluation.base_table, writer)
            derived.problems += problems
    _compute_facts(report, plain, derived)
    lists = profile.numbering[2:] or profile.numbering
    for evaluation, branch in zip(report.evaluations, tree["evaluations"], strict=True):
        _write_texts(evaluation, branch, derived.scribe(plain, lists, branch))
        outline = _Outline(evaluation, profile.numbering, derived.scribe(plain, lists, branch))
        branch["outline"] = [*outline.sections(profile.outline, 1)]
    if report.accounts:
        account_texts(report.accounts, tree, profile.numbering[0], derived.scribe(plain, lists))
    return derived


def _compute_facts(report: Report, writer: Writer, derived: Derived) -> None:
    """Computes the facts that are formulas, each after those it refers to."""
    waiting = {name: fact.formula for name, fact in report.facts.items() if fact.formula}
    needs = {name: waiting.keys() & set(_FACT.findall(formula.source)) for name, formula in waiting.items()}
    order = TopologicalSorter(needs)
    with suppress(CycleError):
        order.prepare()
    while ready := order.get_ready():
        for name in ready:
            figure, problems = writer.formula(waiting.pop(name))
            derived.tree["facts"][name] = figure and figure.named(name)
            derived.problems += problems
            order.done(name)
    for name, formula in waiting.items():
        message = f"算式「{name}」绕回到了自己"
        derived.problems.append(Problem("FORMULA", formula.node.place, message, "改成引用已经填写的数"))


def _evaluation(evaluation: Evaluation, unit: str, profile: Profile, writer: Writer, derived: Derived) -> Tree:
    funds, problems = funds_branch(evaluation.funds, profile, writer)
    derived.problems += problems
    find = partial(Finder().resolve, {"funds": funds})
    goals = [_goal(goal, number, find, profile) for number, goal in enumerate(evaluation.goals, 1)]
    rows = [row for goal in goals for row in goal["indicators"]] + [*_rows(evaluation.indicators, find, profile)]
    group, signature = evaluation.working_group, evaluation.signature
    return {
        "id": evaluation.id,
        "type": evaluation.type,
        "name": evaluation.name,
        "department": evaluation.department,
        "issued_by": evaluation.issued_by or unit,
        "issued_on": evaluation.issued_on,
        "funds": funds,
        "goals": goals,
        "indicators": rows,
        "indicators_count": _count(rows, "个", "绩效指标数", evaluation.node.place),
        "indicator_tables": [],
        "bands": [
            {"result": band.result, "lowest": str(band.lowest), "highest": str(band.highest)}
            for band in profile.scoring.bands
        ],
        "choices": {name: _choices(names, evaluation.choices.get(name)) for name, names in profile.choices.items()},
        "score": _score(evaluation, profile, funds["rate"], [row["score"] for row in rows]),
        "working_group": group
        and {
            "established": group.established,
            "office": group.office,
            "size": _count(group.members, "人", "工作组人数", group.node.at("members").place),
            "members": [{"role": member.role, "name": member.name, "post": member.post} for member in group.members],
        },
        "signature": {
            "prepared_by": signature and signature.prepared_by,
            "date": signature and signature.date,
            "phone": signature and signature.phone,
        },
        "base_table": None,
        "annexes": [{"number": number, "title": annex.title} for number, annex in enumerate(evaluation.annexes, 1)],
        "annexes_count": _count(evaluation.annexes, "件", "附件数", evaluation.node.at("annexes").place),
    }


def _count(things: Sequence[object], unit: str, label: str, place: Place) -> Quantity | None:
    return Quantity.parse(f"{len(things)}{unit}", label, place)


def _goal(goal: Goal, number: int, find: _Find, profile: Profile) -> Tree:
    """A goal with its own indicators, if they are listed by goal, and the score they reach."""
    label = f"年度目标{number}"
    rows = [*_rows(goal.indicators, find, profile, goal=goal.id or label)]
    return {
        "id": goal.id or label,
        "number": number,
        "weight": goal.weight and goal.weight.named(f"{label}分值"),
        "score": sum_of_known([row["score"] for row in rows], f"{label}得分"),
        "indicators": rows,
    }


def _indicator_tables(rows: Sequence[Tree]) -> Iterator[Tree]:
    """The indicators of all goals by their first level, and numbered within their second (数量指标1, 数量指标2, …)."""
    tables: dict[str, dict[str, list[Tree]]] = {}
    for row in rows:
        last = (row["level2"] if "level2" in row else row["level1"])["name"]
        tables.setdefault(row["level1"]["name"], {}).setdefault(last, []).append(row)
    for name, groups in tables.items():
        yield {
            "id": name,
            "name": name,
            "rows": [
                row | {"heading": f"{group}{number}" if len(members) > 1 else group}
                for group, members in groups.items()
                for number, row in enumerate(members, 1)
            ],
        }


def _choices(names: Sequence[str], chosen: str | None) -> list[Tree]:
    return [{"id": name, "name": name, "mark": "☑" if name == chosen else "□"} for name in names]


def _rows(
    groups: Sequence[Group], find: _Find, profile: Profile, levels: tuple[Tree, ...] = (), goal: str = ""
) -> Iterator[Tree]:
    """One row per indicator; `level1`, `level2`, … are its groups from the top, `goal` the goal they belong to."""
    for group in groups:
        above = levels[-1]["id"] if levels else goal
        path = (*levels, _level(group, f"{above}/{group.name}" if above else group.name))
        for indicator in group.items:
            yield _row(indicator, find, profile) | {f"level{depth}": level for depth, level in enumerate(path, 1)}
        yield from _rows(group.groups, find, profile, path)


def _level(group: Group, identifier: str) -> Tree:
    """A group with its weight, declared or added up, as its heading in the sheet shows it."""
    weight = group.weight or sum_of_known([indicator.weight for indicator in group.all_indicators()], group.name)
    digits = weight and weight.digits("", 6)
    return {
        "id": identifier,
        "name": group.name,
        "weight": weight and weight.named(f"{group.name}分值"),
        "heading": f"{group.name}（{digits}分）" if digits else group.name,
    }


def _row(indicator: Indicator, find: _Find, profile: Profile) -> Tree:
    """An indicator with its score: the typed one, else what the rule gives; None if neither is known."""
    target, actual = (_quantified(measure, find) for measure in (indicator.target, indicator.actual))
    weight = indicator.weight and indicator.weight.named(f"{indicator.name}分值")
    rule = _rule_score(weight, target, actual, profile)
    score = settled(indicator.score, profile.scoring, profile.decimals["分"]) if indicator.score else rule
    return {
        "id": indicator.id or indicator.name,
        "name": indicator.name,
        "target": indicator.target and _measure(indicator.target, f"{indicator.name}指标值"),
        "comparator": target.comparator if target else "",
        "actual": indicator.actual and _measure(indicator.actual, f"{indicator.name}完成值"),
        "nature": "定量" if target else "定性",
        "unit": target.quantity.unit if target else "",
        "weight": weight,
        "scored": weight is None or bool(weight.value),
        "rule": rule and rule.named(f"{indicator.name}按规则得分"),
        "score": score and score.named(f"{indicator.name}得分"),
        "reason": "",
    }


def _quantified(measure: Measure | None, find: _Find) -> Target | None:
    """The quantity of a target or actual value, be it typed or a reference to an amount of the funds."""
    if measure is None:
        return None
    if measure.target is not None:
        return measure.target
    reference = _REFERENCE.fullmatch(measure.text.source.strip())
    try:
        figure = find(reference[2]) if reference else None
    except KeyError:
        return None
    return Target(reference[1] or "=", figure) if reference and isinstance(figure, Quantity) else None


def _rule_score(
    weight: Quantity | None, target: Target | None, actual: Target | None, profile: Profile
) -> Quantity | None:
    """The score by the rule, rounded as it enters sums; None unless target and actual are defined and of one unit."""
    if not weight or not target or not actual or target.quantity.unit != actual.quantity.unit:
        return None
    if target.quantity.value is None or actual.quantity.value is None:
        return None
    score = score_by_rule(weight, target, actual.quantity, profile.scoring.equal)
    return settled(score, profile.scoring, profile.decimals["分"])


def _measure(measure: Measure, label: str) -> Quantity | str:
    """The figure of a fact, target or actual value, to be printed as written; the text if it is no figure."""
    target = measure.target
    return replace(target.quantity, label=label, written=measure.text.source) if target else measure.text.source


def _score(evaluation: Evaluation, profile: Profile, rate: Quantity, scores: Sequence[Quantity | None]) -> Tree:
    """The score of the execution rate, of the indicators where it is known, and their total with its grade."""
    disclosed = sum_of_known(scores, "绩效指标得分")
    indicators = disclosed or (evaluation.indicator_score and evaluation.indicator_score.named("绩效指标得分"))
    weight = profile.weights.indicators.named("绩效指标分值")
    return {"disclosed": disclosed is not None} | totals(rate, indicators, weight, profile)


def totals(rate: Quantity, indicators: Quantity | None, indicators_weight: Quantity, profile: Profile) -> Tree:
    """The scores (分) of an evaluation's two parts, their total, what was lost, and the grade.

    Without the indicators' score, what follows from it is None.
    """
    execution_weight = profile.weights.execution.named("预算执行率分值")
    execution = execution_score(execution_weight, rate)
    execution = settled(execution, profile.scoring, profile.decimals["分"]).named("预算执行率得分")
    full = (execution_weight + indicators_weight).named("总分值")
    score = (execution + indicators).named("自评总分") if indicators else None
    met = indicators is not None and indicators.value == indicators_weight.value
    return {
        "execution_weight": execution_weight,
        "execution": execution,
        "indicators_weight": indicators_weight,
        "indicators": indicators,
        "indicators_met": indicators
        and Word(
            profile.words["met" if met else "unmet"],
            "各项指标是否均达到",
            Operation("比较", (indicators, indicators_weight)),
        ),
        "total_weight": full,
        "total": score,
        "lost": score and (full - score).named("失分"),
        "grade": score and _grade(score, profile),
    }


def _grade(score: Quantity, profile: Profile) -> Word | None:
    """The word of the highest band that the printed score reaches: no page may show 90.00 beside a lower band."""
    if score.value is None:
        return None
    printed = Quantity.parse(score.number("", profile.decimals["分"]) + score.unit, score.label)
    assert printed is not None and printed.value is not None
    band = next(grade for grade in profile.grades if printed.value >= (grade.lowest.value or 0))
    return Word(band.word, "评价等级", Operation("分档", (score, band.lowest.named(f"{band.word}起点"))))


def _write_texts(evaluation: Evaluation, branch: Tree, scribe: Scribe) -> None:
    """Fills in the texts of an evaluation's records, in the order in which they may refer to each other."""
    line, blocks = scribe.line, scribe.blocks
    for indicator, row in zip(evaluation.all_indicators(), branch["indicators"], strict=True):
        for name, measure in (("target", indicator.target), ("actual", indicator.actual)):
            if measure and measure.target is None:
                row[name] = line(measure.text)
        row["reason"] = line(indicator.reason) or ""
    branch["indicator_tables"] = [*_indicator_tables(branch["indicators"])]
    branch["funds"]["reason"] = line(evaluation.funds.reason)
    for goal, entry in zip(evaluation.goals, branch["goals"], strict=True):
        entry |= {"expected": line(goal.expected), "actual": line(goal.actual)}
    branch |= {"deviation": line(evaluation.deviation), "improvement": line(evaluation.improvement)}
    if evaluation.base_table:
        branch["base_table"]["austerity"] = blocks(evaluation.base_table.austerity)
    uses = [(item.use, entry) for item, entry in pairs(evaluation.funds.items, branch["funds"]["items"]) if item.use]
    for number, (text, entry) in enumerate(uses, 1):
        entry |= {"number": ordinal("①", number), "use": blocks(text)}
    branch["projects"] = [entry for _, entry in uses]


@dataclass(frozen=True, slots=True)
class _Outline:
    """Lays an evaluation's narrative out under the headings that its profile prescribes."""

    evaluation: Evaluation
    numbering: Sequence[str]
    scribe: Scribe

    def sections(self, sections: Sequence[Section], level: int) -> Iterator[Tree]:
        """The headings in order, each with its number and its paragraphs."""
        count = 0
        for section in sections:
            if section.only not in (None, self.evaluation.type):
                continue
            text = self.evaluation.narrative.get(section.title)
            if text is None and section.holds_text == "optional" and not section.sections and not section.insert:
                continue
            count += 1
            number = ordinal(self.numbering[min(level, len(self.numbering)) - 1], count)
            yield {
                "id": section.title,
                "level": level,
                "heading": number + section.title,
                "insert": section.insert or "",
                "text": self.scribe.blocks(text, self.numbering[level:] or self.numbering[-1:]),
            }
            yield from self.sections(section.sections, level + 1)
