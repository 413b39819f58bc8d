"""Makes next year's file from last year's: what lasts is kept with its comments, what was measured is blanked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.data.edit import Edit, Yaml, applied, insertion, removal
from generator.data.fields import Field, fields
from generator.data.reader import Node, parse
from generator.data.schema import schema
from generator.frozen import Frozen
from generator.problems import Problem, Severity
from generator.quantity import MONEY, Quantity
from generator.reports.load import Loaded
from generator.text.sandbox import PRINTED

if TYPE_CHECKING:
    from generator.branches import AccountsBranch, CostBranch

# What is measured, counted or dated anew each year; a formula or a reference says how, and is kept.
_KINDS = {"amount", "figure", "date", "people", "vehicle_count", "group_count", "visits", "batches", "sets"}
_FIELDS = {
    ("funds", "document"),
    ("funds", "reason"),
    ("goal", "actual"),
    ("indicator", "actual"),
    ("indicator", "result"),
    ("indicator", "score"),
    ("indicator", "reason"),
    ("indicator", "inapplicable"),
    ("evaluation", "indicator_score"),
    ("evaluation", "deviation"),
    ("evaluation", "improvement"),
    ("working_group", "established"),
    ("signature", "date"),
    ("function", "basic"),
    ("account_project", "effect"),
    ("class_budget", "reason"),
    ("last_year", "reason"),
    ("last_year", "grant_reason"),
    ("last_year", "general_reason"),
    ("last_year", "three_public_reason"),
    ("last_year", "operating_cost_reason"),
    ("three_public_line", "reason"),
    ("key_work", "result"),
}
_PROSE = "prose"
_FACTS = "facts"
_REST = "其余"
# What was said of last year's documents, and means nothing before this year's are issued; pictures of last year.
_LEFT_OUT = {("", "published"), ("", "accepted"), ("accounts", "stated"), ("", "pictures")}

_PRINTED = re.compile(PRINTED)
# The year of 2022年, 〔2022〕, 2022-05, 2022—2023; or a day, 12月31日. Not 2022人.
_TIME = re.compile(
    r"(?P<number>[〔（(\[【])?(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?=\s*年|\s*[〕）)\]】]|[-—~～至./][0-9])"
    r"|(?<![0-9])(?:1[0-2]|[1-9])月(?:[12][0-9]|3[01]|[1-9])日"
)
# A line up to its comment: "year: 2022  #". Not a#b, nor the line that names the schema to editors.
_COMMENT = re.compile(r"^[^#\n]*?(?:^|\s)#(?!\s*yaml-language-server:)", re.MULTILINE)
# Last year's source in a comment: 见2021年公布的原文.
_ABOUT_SOURCE = re.compile(r"(?:19|20)[0-9]{2}|原文|公布|披露")


class Renewed(Frozen):
    """A new file: its text, and what is left to do in it.

    `blanks` is the number of blank values; `years` are the years that its texts still name, as problems; `comments` are
    the lines whose comments speak of last year.
    """

    text: str
    blanks: int
    years: tuple[Problem, ...]
    comments: tuple[int, ...]


@dataclass(slots=True)
class _Edits:
    """Edits of a text, by offsets in the old one."""

    text: str
    made: list[Edit] = field(default_factory=list)
    values: dict[int, Edit] = field(default_factory=dict)

    def insert(self, mapping: Node, key: str, tree: Yaml) -> None:
        """Adds an entry to a mapping, behind its first one."""
        assert isinstance(mapping.value, dict)
        self.made.append(insertion(mapping, key, tree, (next(iter(mapping.value)), key)))

    def replace(self, node: Node, new: str) -> None:
        """Replaces a value; an empty one leaves only the key on the line. The last change of a value counts."""
        start, end = node.start, node.start + len(self.text[node.start : node.end].rstrip())
        if not new and self.text[end : end + 1] in ("", "\r", "\n"):
            start = len(self.text[:start].rstrip(" "))
        self.values[node.start] = Edit(start, end, new, -end)


def renew(last: Loaded, name: str, year: int) -> Renewed:
    """The text of `name`, the file of `year`, from last year's report, whose figures must be computed.

    Where the reports are a year apart, the figures of the older one become those that the new one is compared with.
    """
    assert last.root and last.report and last.derived
    root, tree = last.root, last.derived.tree
    edits = _Edits(root.file.text)
    successive = last.report.year == year - 1
    for value in fields(root, schema("report")):
        if value.name in _LEFT_OUT:
            edits.made.append(removal(value.parent, value.key))
        elif value.name == ("", "year"):
            edits.replace(value.node, str(year))
        elif _is_blank(value):
            edits.replace(value.node, "")
    if last.report.accounts:
        _compare(edits, root.at("accounts"), _totals(tree["accounts"]) if successive else {})
    for position, evaluation in enumerate(tree["evaluations"]):
        if evaluation["base_table"] and successive:
            costs = root.at("evaluations", position, "base_table", "costs")
            _compare_costs(edits, costs, evaluation["base_table"]["costs"])
    text = applied(edits.text, [*edits.made, *edits.values.values()]).rstrip() + "\n"
    if "\r\n" in text:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    new, problems = parse(text.encode(), name)
    assert new is not None, problems
    blanks = sum(value.node.value is None for value in fields(new, schema("report")))
    return Renewed(text, blanks, tuple(_years(new, last.report.year, year)), tuple(_comments(text)))


def _is_blank(value: Field) -> bool:
    """Whether a value has to be entered anew."""
    if value.kind not in _KINDS and value.name not in _FIELDS and value.owner != _FACTS:
        return False
    text = str(value.node.value)
    formula = text.startswith("=") or "{{" in text
    return value.kind == _PROSE or not (formula or (value.name == ("function", "basic") and text == _REST))


def _totals(accounts: AccountsBranch) -> dict[str, Quantity | None]:
    """The figures that next year's accounts are compared with, by the names of `last_year`."""
    return {
        "total": accounts["total"],
        "grant_total": accounts["grant"]["total"],
        "general_spending": accounts["general"]["spending"],
        "three_public": accounts["three_public"]["lines"][0]["actual"],
        "operating_cost": accounts["operating_cost"],
    }


def _compare(edits: _Edits, accounts: Node, totals: dict[str, Quantity | None]) -> None:
    """Puts totals into `last_year`, which is added if it is missing."""
    written = {key: _amount(figure) for key, figure in totals.items() if figure and figure.value is not None}
    last_year = isinstance(accounts.value, dict) and accounts.value.get("last_year")
    if last_year:
        for key in [key for key in written if key in last_year.keys]:
            edits.replace(last_year.at(key), written.pop(key))
    if last_year:
        for key, amount in written.items():
            edits.insert(last_year, key, amount)
    elif written:
        edits.insert(accounts, "last_year", {**written})


def _compare_costs(edits: _Edits, costs: Node, entries: Sequence[CostBranch]) -> None:
    """Gives each row of the cost table that states amounts its actual amount as last year's."""
    nodes = [*_elements(costs)]
    for node, entry in zip(nodes, entries, strict=True):
        figure, stated = entry["actual"], {"last_year", "budget", "actual"} & node.keys.keys()
        if stated and figure and figure.value is not None:
            if "last_year" in node.keys:
                edits.replace(node.at("last_year"), _amount(figure))
            else:
                edits.insert(node, "last_year", _amount(figure))
        for part, below in (("items", entry["items"]), ("including", entry["including"])):
            if part in node.keys:
                _compare_costs(edits, node.at(part), below)


def _elements(node: Node) -> Sequence[Node]:
    return node.value if isinstance(node.value, list) else ()


def _amount(figure: Quantity) -> str:
    """An amount as it is typed: in 万元 if two decimals suffice, else in 元."""
    assert figure.value is not None
    if figure.value and (figure.value / 100).denominator == 1:
        return figure.number("万", 2) + f"万{MONEY}"
    return figure.with_unit(2)


def _years(root: Node, last: int, year: int) -> Iterator[Problem]:
    """A notice for each year and day in the texts, except this year and years of older document numbers."""
    for value in fields(root, schema("report")):
        if not isinstance(value.node.value, str):
            continue
        node = value.node
        raw = _PRINTED.sub(lambda tag: "\0" * len(tag[0]), node.file.text[node.start : node.end])
        for match in _TIME.finditer(raw):
            if match["year"] and (int(match["year"]) == year or (match["number"] and int(match["year"]) != last)):
                continue
            start = node.start + match.start("year" if match["year"] else 0)
            what = f" {match['year']} 年" if match["year"] else f" {match[0]}"
            remedy = f"核对是不是要改成 {year} 年的；年度可以写成 {{{{ year }}}}，上年写成 {{{{ year - 1 }}}}"
            message = f"沿用的文字里写着{what}"
            yield Problem(
                "PROSE-YEAR", node.file.place(start, node.start + match.end()), message, remedy, "", Severity.NOTICE
            )


def _comments(text: str) -> Iterator[int]:
    """The lines whose comments speak of a year or of a source."""
    for number, line in enumerate(text.split("\n"), 1):
        if _COMMENT.search(line) and _ABOUT_SOURCE.search(line[line.index("#") :]):
            yield number
