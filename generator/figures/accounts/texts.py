"""Fills in the texts of the final accounts, once every figure that they may refer to has been computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from generator.data.accounts import Accounts, LastYear, ThreePublic
from generator.data.kinds import PROJECT
from generator.data.record import Text
from generator.figures.accounts.disclosures import expenses
from generator.figures.accounts.ledger import GENERAL, nothing
from generator.figures.printed import printed, texts
from generator.quantity import Quantity, total
from generator.text.numerals import ordinal
from generator.text.renderer import Scribe

if TYPE_CHECKING:
    from generator.branches import (
        AccountProjectBranch,
        AccountsBranch,
        AccountsDraft,
        EvaluationBranch,
        KeyWorkPrinted,
        KeyWorkTexts,
        PerformanceBranch,
    )


def account_texts(
    accounts: Accounts,
    draft: AccountsDraft,
    evaluations: Sequence[EvaluationBranch],
    headings: str,
    scribe: Scribe,
) -> AccountsBranch:
    """The accounts with effects, reasons, duties, key work and the results of the evaluations.

    `headings` is the numbering pattern of the key work.
    """
    _reasons(accounts, draft, scribe)
    projects: list[AccountProjectBranch] = [{**project, "effect": project["effect"]} for project in draft["projects"]]
    three_public = draft["three_public"]
    draft["performance"] = _performance(accounts, draft, evaluations, scribe)
    duties, composition = scribe.blocks(accounts.duties), scribe.blocks(accounts.composition)
    return {
        **draft,
        "projects": projects,
        "general": {
            **draft["general"],
            "projects": [project for project in projects if project["fund"] == GENERAL],
        },
        "classes": [{**entry, "reason": entry["reason"]} for entry in draft["classes"]],
        "initial_budget": draft["initial_budget"],
        "three_public": {
            **three_public,
            "lines": [{**line, "reason": line["reason"]} for line in three_public["lines"]],
        },
        "table7": draft["table7"],
        "operating_cost": draft["operating_cost"],
        "last_year": draft["last_year"],
        "changes": draft["changes"],
        "procurement": draft["procurement"],
        "assets": draft["assets"],
        "staff": draft["staff"],
        "inquiry_phone": draft["inquiry_phone"],
        "series": draft["series"],
        "performance": draft["performance"],
        "duties": duties,
        "composition": composition,
        "key_work": [
            {
                **cast("KeyWorkPrinted", printed(work)),
                "id": work.title,
                "heading": ordinal(headings, number) + work.title,
                "text": scribe.blocks(work.text),
                **cast("KeyWorkTexts", texts(work, scribe.line)),
            }
            for number, work in enumerate(accounts.key_work, 1)
        ],
    }


def _reasons(accounts: Accounts, draft: AccountsDraft, scribe: Scribe) -> None:
    """Adds effects and reasons to the draft, as the documents print them within a sentence, which ends them."""

    def clause(text: Text | None) -> str | None:
        written = scribe.line(text)
        return written and written.strip().removesuffix("。")

    projects = [project for function in accounts.functions for project in function.projects]
    for project, entry in zip(projects, draft["projects"], strict=True):
        entry["effect"] = clause(project.effect)
    budget = accounts.initial_budget
    reasons = {entry.code: entry.reason for entry in budget.classes} if budget else {}
    for of_class in draft["classes"]:
        of_class["reason"] = clause(reasons.get(of_class["id"]))
    lines = expenses(accounts.three_public or ThreePublic(node=accounts.node))
    for line in draft["three_public"]["lines"]:
        expense = lines.get(line["id"])
        line["reason"] = clause(expense.reason if expense else None)
    last, changes = accounts.last_year or LastYear(node=accounts.node), draft["changes"]
    for change, reason in (
        (changes["total"], last.reason),
        (changes["grant"], last.grant_reason or last.reason),
        (changes["general"], last.general_reason or last.reason),
        (changes["three_public"], last.three_public_reason),
        (changes["operating_cost"], last.operating_cost_reason),
    ):
        if change:
            change["reason"] = clause(reason)


def _performance(
    accounts: Accounts, draft: AccountsDraft, evaluations: Sequence[EvaluationBranch], scribe: Scribe
) -> PerformanceBranch:
    """How many projects were evaluated, their spending, and its share of the general budget's project expenditure."""
    projects = [evaluation for evaluation in evaluations if evaluation["type"] == PROJECT]
    amount = total([nothing(), *(project["funds"]["actual"] for project in projects)], "自评项目支出数")
    count = Quantity.parse(f"{len(projects)}个", "自评项目数")
    assert count is not None
    share = amount / draft["general"]["project"]
    typed = accounts.performance
    return {
        "count": count,
        "amount": amount,
        "share": share.named("自评项目支出占一般公共预算项目支出比重"),
        "work": scribe.blocks(typed.work if typed else None),
        "unit_result": scribe.blocks(typed.unit_result if typed else None),
        "project_result": scribe.blocks(typed.project_result if typed else None),
        "use": scribe.blocks(typed.use if typed else None),
    }
