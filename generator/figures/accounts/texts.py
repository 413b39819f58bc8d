"""Fills in the texts of the final accounts, once every figure that they may refer to has been computed."""

from __future__ import annotations

from generator.data.accounts import Accounts
from generator.data.kinds import PROJECT
from generator.data.record import Text
from generator.figures.accounts.ledger import nothing
from generator.namespace import Tree
from generator.numerals import ordinal
from generator.quantity import Quantity, total
from generator.text.renderer import Scribe


def account_texts(accounts: Accounts, tree: Tree, headings: str, scribe: Scribe) -> None:
    """Adds effects, reasons, duties, key work and the results of the evaluations to the accounts in `tree`.

    `headings` is the numbering pattern of the key work.
    """
    branch = tree["accounts"]

    def clause(text: Text | None) -> str | None:
        """A reason as the documents print it within a sentence, which ends it."""
        written = scribe.line(text)
        return written and written.strip().removesuffix("。")

    projects = [project for function in accounts.functions for project in function.projects]
    for project, entry in zip(projects, branch["projects"], strict=True):
        entry["effect"] = clause(project.effect)
    reasons = {entry.code: entry.reason for entry in accounts.initial_budget.classes} if accounts.initial_budget else {}
    for entry in branch["classes"]:
        entry["reason"] = clause(reasons.get(entry["id"]))
    for entry in branch["three_public"]["lines"]:
        entry["reason"] = clause(getattr(getattr(accounts.three_public, entry["id"], None), "reason", None))
    if last := accounts.last_year:
        change_reasons = {
            "total": last.reason,
            "grant": last.grant_reason or last.reason,
            "general": last.general_reason or last.reason,
            "three_public": last.three_public_reason,
            "operating_cost": last.operating_cost_reason,
        }
        for key, change in branch["changes"].items():
            if change:
                change["reason"] = clause(change_reasons[key])
    branch["performance"] = _performance(tree) | {
        key: scribe.blocks(getattr(accounts.performance, key, None))
        for key in ("work", "unit_result", "project_result", "use")
    }
    branch |= {"duties": scribe.blocks(accounts.duties), "composition": scribe.blocks(accounts.composition)}
    branch["key_work"] = [
        {
            "id": work.title,
            "title": work.title,
            "heading": ordinal(headings, number) + work.title,
            "text": scribe.blocks(work.text),
            "target": scribe.line(work.target),
            "result": scribe.line(work.result),
        }
        for number, work in enumerate(accounts.key_work, 1)
    ]


def _performance(tree: Tree) -> Tree:
    """How many projects were evaluated, their spending, and its share of the general budget's project expenditure."""
    projects = [evaluation for evaluation in tree["evaluations"] if evaluation["type"] == PROJECT]
    amount = total([nothing(), *(project["funds"]["actual"] for project in projects)], "自评项目支出数")
    count = Quantity.parse(f"{len(projects)}个", "自评项目数")
    share = amount / tree["accounts"]["general"]["project"]
    return {"count": count, "amount": amount, "share": share.named("自评项目支出占一般公共预算项目支出比重")}
