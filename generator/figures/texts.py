"""Renders the texts of an evaluation, once every figure that they may refer to has been computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING, TypeVar

from generator.data.record import Text
from generator.data.report import Evaluation, Goal, Indicator, Item, Profile, Section
from generator.figures.funds import every
from generator.figures.parts import parts_of
from generator.figures.printed import texts
from generator.frozen import Frozen
from generator.text.numerals import ordinal
from generator.text.renderer import Scribe

if TYPE_CHECKING:
    from generator.branches import (
        EvaluationBranch,
        EvaluationDraft,
        EvaluationTexts,
        FundsTexts,
        GoalBranch,
        GoalDraft,
        GoalTexts,
        IndicatorBranch,
        IndicatorDraft,
        IndicatorTexts,
        ItemBranch,
        ItemDraft,
        ItemTexts,
        SectionBranch,
    )

    AnyIndicator = TypeVar("AnyIndicator", IndicatorDraft, IndicatorBranch)

INAPPLICABLE = "不适用"
"""What stands for the actual value of an indicator that does not apply."""

_Line = Callable[[Text | None], str | None]  # renders a text; None for None, and where a reference fails


def evaluation_branch(
    evaluation: Evaluation, draft: EvaluationDraft, profile: Profile, scribe: Callable[[], Scribe]
) -> EvaluationBranch:
    """An evaluation with its texts, rendered in the order in which they may refer to each other."""
    writer = scribe()
    line = writer.line
    rows = [
        _indicator(indicator, row, writer)
        for indicator, row in zip(evaluation.all_indicators(), draft["indicators"], strict=True)
    ]
    draft["indicator_tables"] = [
        {"id": name, "name": name, "rows": members} for name, members in _by_first_level(draft["indicators"])
    ]
    funds = draft["funds"]
    of_funds: FundsTexts = texts(evaluation.funds, line)
    funds.update(of_funds)
    left = iter(rows)
    goals = [
        _goal_with_texts(goal, entry, [*islice(left, len(entry["indicators"]))], line)
        for goal, entry in zip(evaluation.goals, draft["goals"], strict=True)
    ]
    own: EvaluationTexts = texts(evaluation, line)
    draft.update(own)
    table = draft["base_table"]
    if table and evaluation.base_table:
        table["austerity"] = writer.blocks(evaluation.base_table.austerity)
    items = [*_items(evaluation.funds.items, funds["items"], writer, count(1))]
    draft["projects"] = [item for item in every(funds["items"]) if "number" in item]
    outline = _Outline(evaluation, profile.numbering, scribe())
    return {
        **draft,
        **own,
        "funds": {**funds, **of_funds, "items": items},
        "goals": goals,
        "indicators": rows,
        "indicator_tables": [{"id": name, "name": name, "rows": members} for name, members in _by_first_level(rows)],
        "base_table": {**table, "austerity": table["austerity"]} if table else None,
        "projects": [item for item in every(items) if "number" in item],
        "outline": [*outline.sections(profile.outline, 1)],
    }


def _by_first_level(rows: Sequence[AnyIndicator]) -> Iterator[tuple[str, list[AnyIndicator]]]:
    """The indicators of all goals by their first level, headed by the number within their second (数量指标1, …)."""
    tables: dict[str, dict[str, list[AnyIndicator]]] = {}
    for row in rows:
        last = (row["level2"] if "level2" in row else row["level1"])["name"]
        tables.setdefault(row["level1"]["name"], {}).setdefault(last, []).append(row)
    for name, groups in tables.items():
        yield (
            name,
            [
                {**row, "heading": f"{group}{number}" if len(members) > 1 else group}
                for group, members in groups.items()
                for number, row in enumerate(members, 1)
            ],
        )


def _indicator(indicator: Indicator, draft: IndicatorDraft, writer: Scribe) -> IndicatorBranch:
    line = writer.line
    if indicator.target and indicator.target.target is None:
        draft["target"] = line(indicator.target.text, target=True)
    if indicator.actual and indicator.actual.target is None:
        compared = bool(indicator.target and indicator.target.target)  # then MEASURE-ROUGH or -WORDED tells of a figure
        draft["actual"] = line(indicator.actual.text, target=compared)
    elif indicator.inapplicable is not None and indicator.actual is None:
        draft["actual"] = INAPPLICABLE
    draft["reason"] = line(indicator.reason) or indicator.inapplicable or ""
    own: IndicatorTexts = texts(indicator, line)
    draft.update(own)
    target, actual = draft["target"], draft["actual"]
    return {
        **draft,
        **own,
        "target": target,
        "actual": actual,
        "target_parts": parts_of(target),
        "actual_parts": parts_of(actual),
        "reason": draft["reason"],
    }


def _goal_with_texts(goal: Goal, draft: GoalDraft, rows: list[IndicatorBranch], line: _Line) -> GoalBranch:
    own: GoalTexts = texts(goal, line)
    draft.update(own)
    return {**draft, **own, "indicators": rows}


def _items(
    items: Sequence[Item], drafts: Sequence[ItemDraft], scribe: Scribe, numbers: Iterator[int]
) -> Iterator[ItemBranch]:
    """The items with what they were used for; those for which that is told are numbered."""
    for item, draft in zip(items, drafts, strict=True):
        if item.use:
            draft["number"] = ordinal("①", next(numbers))
        draft["use"] = scribe.blocks(item.use)
        own: ItemTexts = texts(item, scribe.line)
        draft.update(own)
        yield {
            **draft,
            **own,
            "items": [*_items(item.items, draft["items"], scribe, numbers)],
            "use": draft["use"],
        }


class _Outline(Frozen):
    """Lays an evaluation's narrative out under the headings that its profile prescribes."""

    evaluation: Evaluation
    numbering: Sequence[str]
    scribe: Scribe

    def sections(self, sections: Sequence[Section], level: int) -> Iterator[SectionBranch]:
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
