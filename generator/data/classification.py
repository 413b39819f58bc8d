"""Looks up codes of the government's income and spending classification: their names, levels and years."""

from __future__ import annotations

from functools import cache
from typing import Any

from generator.data.reader import read
from generator.data.schema import validate
from generator.frozen import Frozen
from generator.problems import Problem
from generator.program import SCHEMAS

LISTS = tuple(SCHEMAS / f"{name}.yaml" for name in ("functional", "economic", "glossary"))
ALIASES, TABLES, POLICY, IDIOMS = (
    SCHEMAS / f"{name}.yaml" for name in ("renamed_figures", "tables", "policy", "idioms")
)
LEVELS = {3: "类", 5: "款", 7: "项"}
ITEM_DIGITS = 7
_FIRST, _LAST = 0, 9999


class Dated(Frozen):
    """A name, and the first and last year in which a code has it."""

    name: str
    first: int
    last: int

    @property
    def years(self) -> str:
        """The years of the name: 2021 年, 2018—2020 年, 2020 年起, 2019 年及以前."""
        if self.first > _FIRST and self.last < _LAST:
            return f"{self.first} 年" if self.first == self.last else f"{self.first}—{self.last} 年"
        return f"{self.first} 年起" if self.first > _FIRST else f"{self.last} 年及以前"


class Codes(Frozen):
    """The codes of one list (《政府收支分类科目》, functional or economic) in one year.

    `columns` are the lines of table 6, `staff` and `public` the classes of 人员经费 and 公用经费, `left_out` those
    classes (类) that have no line in tables 1 and 4.
    """

    year: int
    entries: dict[str, tuple[Dated, ...]]
    columns: tuple[tuple[str, ...], ...] = ()
    left_out: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    public: tuple[str, ...] = ()

    def name(self, code: str) -> str | None:
        """The code's name in this year; None if it has none."""
        return next(
            (entry.name for entry in self.entries.get(code, ()) if entry.first <= self.year <= entry.last), None
        )

    def dated(self, code: str, name: str) -> Dated | None:
        """The entry in which the code has this name, in any year."""
        return next((entry for entry in self.entries.get(code, ()) if entry.name == name), None)

    def classes(self) -> list[str]:
        """The codes of the year's classes (类) that have a line of their own on the forms, in order."""
        return [code for code in self.entries if len(code) == 3 and self.name(code) and code not in self.left_out]


def list_problems() -> list[Problem]:
    """What is wrong with the data files beside the schemas; only commands that need their content ask."""
    return [problem for path in (*LISTS, ALIASES, TABLES, POLICY, IDIOMS) for problem in load_list(path.stem)[1]]


def functional_codes(year: int) -> Codes:
    """The functional classification (支出功能分类) of a year, from `schema/functional.yaml`."""
    return _codes("functional", year)


def economic_codes(year: int) -> Codes:
    """The economic classification of departments' spending (部门预算支出经济分类), from `schema/economic.yaml`."""
    return _codes("economic", year)


@cache
def load_list(name: str) -> tuple[Any, tuple[Problem, ...]]:
    """The plain content of a data file beside the schemas; None, with the problems, if it does not fit its schema."""
    file = f"{name}.yaml"
    root, problems = read(SCHEMAS / file, f"{SCHEMAS.name}/{file}")
    if root is not None:
        problems = validate(root, name)
    return (None if problems or root is None else root.plain()), tuple(problems)


@cache
def _codes(name: str, year: int) -> Codes:
    content, _ = load_list(name)
    entries = {code: _dated(value) for code, value in content["items"].items()}
    columns = tuple(tuple(column) for column in content.get("basic_table", ()))
    lists = {key: tuple(content.get(key, ())) for key in ("left_out", "staff", "public")}
    return Codes(year, entries, columns, **lists)


def _dated(value: str | list[dict[str, Any]]) -> tuple[Dated, ...]:
    if isinstance(value, str):
        return (Dated(value, _FIRST, _LAST),)
    return tuple(Dated(entry["name"], entry.get("from", _FIRST), entry.get("to", _LAST)) for entry in value)
