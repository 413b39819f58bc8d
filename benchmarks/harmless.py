"""Changes of a report that change nothing: whatever the checker says of them is a false alarm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from benchmarks.sheet import Mistake, Sheet
from generator.quantity import Quantity


def respelled(sheet: Sheet) -> Iterator[Mistake]:
    """An amount in 元 written in 万元, of the same value and exactness."""
    for _, node in sheet.leaves:
        typed = str(node.value)
        if re.fullmatch("[0-9]+元", typed):
            new = f"{Decimal(typed[:-1]).scaleb(-4):f}万元"
            one, other = Quantity.parse(typed), Quantity.parse(new)
            start = sheet.text.find(typed, node.start, node.end)
            if start >= 0 and one and other and (one.value, one.step) == (other.value, other.step):
                yield _harmless(sheet, "an amount in 万元", start, start + len(typed), new)


def commented(sheet: Sheet) -> Iterator[Mistake]:
    """A comment behind a typed amount."""
    for _, node in sheet.leaves:
        if re.fullmatch("[0-9.]+万?元", str(node.value)):
            end = sheet.text.find("\n", node.start)
            yield _harmless(sheet, "a comment", end, end, " # 已核对")


def quoted(sheet: Sheet) -> Iterator[Mistake]:
    """A name in quotation marks."""
    for path, node in sheet.leaves:
        typed = sheet.text[node.start : node.end]
        if path[-1] == "name" and typed == node.value and '"' not in typed and "\\" not in typed:
            yield _harmless(sheet, "a name in quotation marks", node.start, node.end, f'"{typed}"')


def _harmless(sheet: Sheet, kind: str, start: int, end: int, new: str) -> Mistake:
    return sheet.mistake("harmless", kind, [(start, end, new)], False)


HARMLESS: tuple[Callable[[Sheet], Iterator[Mistake]], ...] = (respelled, commented, quoted)
