"""Computes every figure of a report once and lays all of them out in the one namespace that documents read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from generator.environment import Printer, Tree
from generator.model import Evaluation, Funds, Group, Indicator, Item, Measure, Profile, Report, Section, Source, Text
from generator.numbering import ordinal
from generator.problems import Problem
from generator.prose import Writer
from generator.quantity import Comparison, Operation, Quantity, Word, total


@dataclass(slots=True)
class Derived:
    """A report's namespace, and the problems that came up in its texts."""

    tree: Tree
    problems: list[Problem] = field(default_factory=list)

    def context(self, evaluation: Tree | None = None) -> Tree:
        """The names that a document of one evaluation, or of the whole report, can use."""
        if evaluation is None:
            return self.tree
        return self.tree | evaluation | {"evaluation": evaluation}


def derive(report: Report, profile: Profile) -> Derived:
    """The namespace of a report: what was typed, what follows from it, and the texts with both filled in."""
    tree: Tree = {
        "unit": report.unit,
        "year": report.year,
        "facts": {name: _measure(fact, name) for name, fact in report.facts.items()},
    }
    tree["evaluations"] = [_evaluation(evaluation, profile) for evaluation in report.evaluations]
    derived = Derived(tree)
    printer = Printer(profile)
    for evaluation, branch in zip(report.evaluations, tree["evaluations"], strict=True):
        writer = Writer.of(printer, derived.context(branch))
        _write_lines(evaluation, branch, writer, derived)
        outline = _Outline(evaluation, profile.numbering, writer, derived)
        branch["outline"] = [*outline.sections(profile.outline, 1)]
        derived.problems += outline.unknown(profile)
    return derived


def _evaluation(evaluation: Evaluation, profile: Profile) -> Tree:
    funds = _funds(evaluation.funds, profile)
    rows = [*_rows(evaluation.indicators)]
    group, signature = evaluation.working_group, evaluation.signature
    return {
        "id": evaluation.id,
        "type": evaluation.type,
        "name": evaluation.name,
        "department": evaluation.department,
        "funds": funds,
        "indicators": rows,
        "score": _score(evaluation, profile, funds["rate"], [row["score"] for row in rows]),
        "working_group": group
        and {
            "established": group.established,
            "office": group.office,
            "size": Quantity.parse(f"{len(group.members)}人", "工作组人数", group.node.at("members").place),
            "members": [{"role": one.role, "name": one.name, "post": one.post} for one in group.members],
        },
        "signature": {
            "prepared_by": signature and signature.prepared_by,
            "date": signature and signature.date,
            "phone": signature and signature.phone,
        },
    }


def _funds(funds: Funds, profile: Profile) -> Tree:
    initial = funds.initial_budget.named("年初预算数")
    annual = (funds.annual_budget or initial).named("全年预算数")
    actual = funds.actual.named("全年执行数")
    items = [_use(item, item.budget, item.actual) for item in funds.items]
    items_budget = total((item["budget"] for item in items), "明细预算合计")
    items_actual = total((item["actual"] for item in items), "明细支出合计")
    use = _rates("", annual, actual)
    required = Quantity.parse(f"{profile.execution_requirement}%", "执行率要求")
    assert required is not None
    met = use["rate"].value is not None and required.value is not None and use["rate"].value >= required.value
    return {
        "document": funds.document,
        "allocated_on": funds.allocated_on,
        "initial_budget": initial,
        "annual_budget": annual,
        "actual": actual,
        **use,
        "unspent_rate": (use["balance"] / annual).named("结余率"),
        "requirement": Word(
            profile.words["met" if met else "unmet"],
            "预算执行率是否达到要求",
            Operation("比较", (use["rate"], required)),
        ),
        "sources": [_source(source, funds, annual, actual) for source in funds.sources],
        "items": items,
        "items_total": {"budget": items_budget, "actual": items_actual},
        "tail": _tail(items_actual, actual),
    }


def _rates(label: str, budget: Quantity, actual: Quantity) -> Tree:
    return {
        "balance": (budget - actual).named(f"{label}结余数"),
        "rate": (actual / budget).named(f"{label}预算执行率" if not label else f"{label}执行率"),
    }


def _use(entry: Item | Source, budget: Quantity, actual: Quantity) -> Tree:
    name = entry.name
    budget, actual = budget.named(f"{name}预算数"), actual.named(f"{name}支出数")
    return {"id": entry.id or name, "name": name, "budget": budget, "actual": actual, **_rates(name, budget, actual)}


def _source(source: Source, funds: Funds, annual: Quantity, actual: Quantity) -> Tree:
    """A source's amounts; the one that gives none takes what the others leave of the total."""
    if source.budget is not None and source.actual is not None:
        annual, actual = source.budget, source.actual
    else:
        for other in funds.sources:
            if other.budget is not None and other.actual is not None:
                annual, actual = annual - other.budget, actual - other.actual
    use = _use(source, annual, actual)
    return use | {"initial_budget": use["budget"] if funds.annual_budget is None else None}


def _tail(parts: Quantity, whole: Quantity) -> Quantity | None:
    """How far rounded parts lie from their exact total, where that is a matter of rounding only."""
    if parts.compare(whole) is not Comparison.ROUNDING:
        return None
    higher, lower = (parts, whole) if (parts.value or 0) > (whole.value or 0) else (whole, parts)
    return (higher - lower).named("分项之和与合计的尾差")


def _rows(groups: Sequence[Group], levels: tuple[Tree, ...] = ()) -> Iterator[Tree]:
    """One row per indicator; `level1`, `level2`, … are its groups from the top."""
    for group in groups:
        path = (*levels, {"id": f"{levels[-1]['id']}/{group.name}" if levels else group.name, "name": group.name})
        for indicator in group.items:
            yield _row(indicator) | {f"level{depth}": level for depth, level in enumerate(path, 1)}
        yield from _rows(group.groups, path)


def _row(indicator: Indicator) -> Tree:
    return {
        "id": indicator.id or indicator.name,
        "name": indicator.name,
        "target": indicator.target and _measure(indicator.target, f"{indicator.name}指标值"),
        "actual": indicator.actual and _measure(indicator.actual, f"{indicator.name}完成值"),
        "weight": indicator.weight and indicator.weight.named(f"{indicator.name}分值"),
        "score": indicator.score and indicator.score.named(f"{indicator.name}得分"),
        "reason": "",
    }


def _measure(measure: Measure, label: str) -> Quantity | str:
    """The figure of a fact, target or actual, printed as it was written; else its text."""
    target = measure.target
    return replace(target.quantity, label=label, written=measure.text.source) if target else measure.text.source


def _score(evaluation: Evaluation, profile: Profile, rate: Quantity, scores: Sequence[Quantity | None]) -> Tree:
    """Execution score = weight × rate, at most the weight; the total adds the indicators' score where it is known."""
    execution_weight = profile.weights.execution.named("预算执行率分值")
    indicators_weight = profile.weights.indicators.named("绩效指标分值")
    full = (execution_weight + indicators_weight).named("总分值")
    execution = (execution_weight * rate).at_most(execution_weight).named("预算执行率得分")
    disclosed = [score for score in scores if score is not None]
    indicators: Quantity | None = None
    if disclosed and len(disclosed) == len(scores):
        indicators = total(disclosed, "绩效指标得分")
    elif evaluation.indicator_score is not None:
        indicators = evaluation.indicator_score.named("绩效指标得分")
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


def _write_lines(evaluation: Evaluation, branch: Tree, writer: Writer, derived: Derived) -> None:
    """Fills in the one-line texts of an evaluation, in the order in which they may refer to each other."""

    def line(text: Text | None) -> str | None:
        if text is None:
            return None
        written, problems = writer.line(text)
        derived.problems += problems
        return written

    for indicator, row in zip(evaluation.all_indicators(), branch["indicators"], strict=True):
        for name, measure in (("target", indicator.target), ("actual", indicator.actual)):
            if measure and measure.target is None:
                row[name] = line(measure.text)
        row["reason"] = line(indicator.reason) or ""
    branch["funds"]["reason"] = line(evaluation.funds.reason)
    branch["goals"] = [{"expected": line(goal.expected), "actual": line(goal.actual)} for goal in evaluation.goals]


@dataclass(frozen=True, slots=True)
class _Outline:
    """Lays an evaluation's narrative out under the headings that its profile prescribes."""

    evaluation: Evaluation
    numbering: Sequence[str]
    writer: Writer
    derived: Derived

    def sections(self, sections: Sequence[Section], level: int) -> Iterator[Tree]:
        """The headings in order, each with its number and its paragraphs."""
        count = 0
        for section in sections:
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
                "text": self._text(section, text, level),
            }
            yield from self.sections(section.sections, level + 1)

    def _text(self, section: Section, text: Text | None, level: int) -> list[Tree]:
        node = self.evaluation.node
        if section.insert and not self.writer.context.get(section.insert):
            message = f"「{section.title}」一节要印 {section.insert}，但数据里没有"
            self.derived.problems.append(
                Problem("NARRATIVE-INSERT", node.keys["id"], message, f"在这项自评里填写 {section.insert}")
            )
        if text is None:
            if section.holds_text == "required":
                message = f"正文缺少「{section.title}」一节"
                remedy = f"在 narrative 下加一行「{section.title}: |」，下一行缩进写正文"
                self.derived.problems.append(Problem("NARRATIVE-MISSING", node.keys["narrative"], message, remedy))
            return []
        blocks, problems = self.writer.blocks(text, self.numbering[level:] or self.numbering[-1:])
        self.derived.problems += problems
        return blocks

    def unknown(self, profile: Profile) -> Iterator[Problem]:
        """Each text that stands under no heading of the outline."""
        titles = [section.title for section in profile.text_sections()]
        for title in self.evaluation.narrative:
            if title not in titles:
                near = get_close_matches(title, titles, n=1, cutoff=0.5)
                remedy = f"是不是「{near[0]}」" if near else f"提纲里的标题有：{'、'.join(titles)}"
                place = self.evaluation.node.at("narrative").keys[title]
                yield Problem("NARRATIVE-UNKNOWN", place, f"提纲里没有写正文的「{title}」这个标题", remedy)
