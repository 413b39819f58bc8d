"""The words by which tables are found are data, and the program can read every kind that they describe."""

from __future__ import annotations

from generator.excel.evaluation_tables import WHOLE
from generator.tables.kinds import AMOUNTS, LEDGER_COLUMNS, MONEY_KINDS, kinds, total_words
from generator.tables.wording import compared


def test_every_kind_has_the_columns_that_it_is_known_by() -> None:
    for kind in kinds():
        assert {*kind.anchors, *kind.needed} <= {*kind.columns}, kind.name
        assert 0 < kind.enough <= len(kind.anchors)
        words = [compared(word) for column in kind.columns.values() for word in column]
        assert len(words) == len({*words}), kind.name


def test_the_kinds_are_those_that_the_program_places() -> None:
    found = {kind.name: kind for kind in kinds()}
    assert {*found} == MONEY_KINDS | {"indicators", "staff", "other"}
    assert {*LEDGER_COLUMNS} <= {*found["functions"].columns}
    assert [found["functions"].columns[key][0] for key in LEDGER_COLUMNS] == [*LEDGER_COLUMNS.values()]
    assert all({*found[name].columns} & AMOUNTS for name in MONEY_KINDS)


def test_the_words_of_totals_are_told_apart() -> None:
    assert {WHOLE, "资金总额"} <= total_words("funds") and not total_words("indicators") & total_words("score")
