"""Carries what is printed as it was typed from a record into its branch of the namespace.

The schema of reports says which fields these are (`x-printed`); the types of what is returned are in `branches`:
`FundsPrinted` and `FundsTexts`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.data.record import Measure, Record, Text, text
from generator.quantity import Quantity
from generator.text.renderer import Reckoner


def printed(record: Record, reckoner: Reckoner | None = None) -> Any:
    """The names, dates and figures of a record by field; figures are called by their titles, formulas are computed."""
    entries: dict[str, object] = {}
    for name, title in record.printed.items():
        if record.kinds[name] is not text:
            value: object = getattr(record, name)
            if isinstance(value, Measure):
                assert reckoner, name
                value = reckoner.amount(value)
            entries[name] = value.named(title) if isinstance(value, Quantity) else value
    return entries


def texts(record: Record, line: Callable[[Text | None], str | None]) -> Any:
    """The texts of a record by field, each with its references filled in by `line`."""
    return {name: line(getattr(record, name)) for name in record.printed if record.kinds[name] is text}
