"""Writes a year at a glance as a Word document, from the template that a profile gives for it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING

from generator import __version__
from generator.data.classification import POLICY, load_list
from generator.data.reader import MAX_BYTES
from generator.files import UnfitFileError, contents
from generator.namespace import Tree
from generator.problems import Place, Problem
from generator.quantity import MONEY, PERCENT, POINTS, Operation, Quantity
from generator.reports.documents import SUBJECT
from generator.reports.summary.rows import FAILED, NAME, ORDERS, Row, execution_rate, grand_totals, range_counts
from generator.reports.workspace import Workspace
from generator.text.printer import Printer
from generator.text.renderer import Writer
from generator.word.render import render, template_environment

if TYPE_CHECKING:
    from generator.branches import SeriesColumnBranch, SummaryBranch, SummaryRowBranch

MOST = 20_000  # rows of the document, which is eight hundred pages then


class _Counting(Printer):
    """A printer whose charts show numbers of evaluations; amounts and rates are printed as usual."""

    def chart(self, figure: Quantity) -> str:
        """The digits of a count."""
        return figure.number("", 0)

    def chart_text(self, series: Tree) -> str:
        """The alternative text of a chart: what it shows."""
        shown = [
            f"{column['name']}{category}的{self.chart(value)}项"
            for column in series["series"]
            for category, value in zip(series["categories"], column["values"], strict=True)
        ]
        return f"{series['title']}：{'，'.join(shown)}"


def word(workspace: Workspace, found: Sequence[Row], year: str, order: str, commit: str) -> tuple[bytes, list[Problem]]:
    """The Word document, from the template of the profile named in `policy.yaml`; empty, with the problems, if none."""
    policy, unread = load_list(POLICY.stem)
    if policy is None:
        return b"", [*unread]
    profile = policy["summary_profile"]
    forms, problems = workspace.forms(profile, Place("templates"))
    document = (
        next((candidate for candidate in forms.profile.documents if candidate.each == NAME), None) if forms else None
    )
    if forms is None or document is None or forms.template(document.template or "") is None:
        message = f"地区格式「{profile}」里没有一年一览的模板"
        remedy = f"找回 templates/{profile}/summary.docx 和 profile.yaml 里的 summary"
        return b"", problems or [Problem("PROFILE-TEMPLATE", Place(f"templates/{profile}"), message, remedy)]
    printer = _Counting(forms.profile)
    environment = template_environment(printer)
    compiled, problems = workspace.compiled(forms, document, (), environment)
    if compiled is None:
        return b"", problems
    tree: Tree = {"year": int(year), "summary": _tree(found, order)}
    title, faults = Writer.of(printer, tree).line(document.title)
    digest = sha256(compiled.inputs)
    for unit, when in workspace.reports(year):
        path = workspace.report(unit, when)
        with suppress(UnfitFileError):  # which shows no figures either
            digest.update(contents(path, workspace.name(path), MAX_BYTES))
    provenance = {
        "year": year,
        "document": NAME,
        "order": order,
        "inputs": digest.hexdigest(),
        "commit": commit,
        "generator": __version__,
    }
    data, more = render(compiled, environment, tree, title or "", SUBJECT, SUBJECT, provenance)
    return data or b"", [*problems, *faults, *more]


def _column(name: str, counts: Sequence[int]) -> SeriesColumnBranch:
    return {"id": name, "name": name, "values": [_count(count, "项") for count in counts]}


def _tree(found: Sequence[Row], order: str) -> SummaryBranch:
    """The namespace that the template reads."""
    budget, actual = grand_totals(found)
    listed = range_counts(found)
    return {
        "units": _count(len({row.code for row in found}), "个"),
        "evaluations": _count(sum(bool(row.kind) for row in found), "项"),
        "scored": _count(sum(row.score is not None for row in found), "项"),
        "failed": _count(sum(row.failed for row in found), "个"),
        "has_failed": any(row.failed for row in found),
        "order": ORDERS[order][0],
        "budget": _quantity(budget, MONEY),
        "actual": _quantity(actual, MONEY),
        "rate": _quantity(execution_rate(budget, actual), PERCENT, undefined=True),
        "has_more": len(found) > MOST,
        "more": _count(max(len(found) - MOST, 0), "行"),
        "rows": [_entry(row) for row in found[:MOST]],
        "series": {
            "title": "得分和预算执行率的分布",
            "categories": [name for name, _, _ in listed],
            "series": [
                _column("自评得分（分）", [scores for _, scores, _ in listed]),
                _column("预算执行率（%）", [rates for _, _, rates in listed]),
            ],
        },
    }


def _entry(row: Row) -> SummaryRowBranch:
    problems = [f"错误{row.errors}"] if row.errors else []
    problems += [f"警告{row.warnings}"] if row.warnings else []
    return {
        "code": row.code,
        "unit": row.unit or row.code,
        "evaluation": FAILED if row.failed else row.evaluation,
        "failed": row.failed,
        "counted": row.counted,
        "budget": _quantity(row.budget, MONEY),
        "actual": _quantity(row.actual, MONEY),
        "rate": _quantity(row.rate, PERCENT, undefined=row.budget is not None),
        "score": _quantity(row.score, POINTS),
        "grade": row.grade,
        "problems": "，".join(problems) or "无",
        "accepted": str(row.accepted) if row.accepted else "无",
    }


def _count(number: int, unit: str) -> Quantity:
    return Quantity(Fraction(number), unit)


def _quantity(value: Fraction | int | None, unit: str, *, undefined: bool = False) -> Quantity | None:
    """A figure for the printer; None for an unknown value, or an undefined figure, as a rate on no budget is."""
    if value is None:
        return Quantity(None, unit, origin=Operation("÷", ())) if undefined else None
    return Quantity(Fraction(value), unit)
