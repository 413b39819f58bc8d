"""The kinds of tables that are read: the words that head their columns are data, in `schema/tables.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Any

from generator.data.classification import TABLES, load_list
from generator.figures.accounts.ledger import INCOME, SPENDING
from generator.frozen import Frozen

LEDGER_COLUMNS = {"opening": "年初结转和结余", **INCOME, **SPENDING, "closing": "年末结转和结余"}
"""The columns of a functional item's amounts: what was carried over, income, spending, what remains."""


class Kind(Frozen):
    """A kind of table: its columns with the words that head them, and which of them it must have.

    A table is of this kind where at least `enough` of its anchors are side by side; `needed` are the columns without
    which it cannot be read.
    """

    name: str
    title: str
    columns: dict[str, tuple[str, ...]]
    anchors: tuple[str, ...]
    enough: int
    needed: tuple[str, ...]
    computed: tuple[str, ...] = ()


MONEY_KINDS = {"functions", "economic", "classes", "funds", "costs"}
AMOUNTS = {"initial", "budget", "actual", "last_year", "amount", *LEDGER_COLUMNS}


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of tables of `schema/tables.yaml`, in the order in which they are tried."""
    return tuple(
        Kind(
            name,
            kind["title"],
            {column: tuple(words) for column, words in kind["columns"].items()},
            tuple(kind["anchors"]),
            kind["enough"],
            tuple(kind["needed"]),
            tuple(kind.get("computed", ())),
        )
        for name, kind in _content()["kinds"].items()
    )


@cache
def total_words(rows: str) -> frozenset[str]:
    """The words that begin a row of totals: of `funds`, `items`, `indicators`, or of the whole `score`."""
    return frozenset(_content()["rows"][rows])


@cache
def row_words(group: str) -> frozenset[str]:
    """Words of rows that hold no item: `general`, `whole`, `part`, `below` and `heads` of `schema/tables.yaml`."""
    return frozenset(_content()["forms"][group])


@cache
def nature_words() -> dict[str, str]:
    """What words of the column 指标性质 say: the comparator of 正向 and 反向, and none of 定量, 定性 and 区间."""
    return {word: sign for sign, words in _content()["natures"].items() for word in words} | {"": ""}


@cache
def label_words() -> dict[str, str]:
    """The labels of texts beside the tables, 项目名称, with what each is of: name, department, reason and so on."""
    return {word: key for key, words in _content()["labels"].items() for word in words}


def _content() -> Any:
    return load_list(TABLES.stem)[0]  # what is wrong with the list is told before any table is looked for
