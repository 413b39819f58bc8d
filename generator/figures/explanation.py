"""Explains a figure: the tree of its computation down to the lines of the files where its inputs are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.problems import Place
from generator.quantity import PERCENT, Operation, Quantity, Word
from generator.text.printer import Printer
from generator.text.width import width

_PLACES = 12
_PRINTED = 16
_MOST_LINES = 3
_BRANCH, _LAST, _RISER, _GAP = "├─ ", "└─ ", "│  ", "   "


def as_tree(figure: Quantity | Word, printer: Printer) -> dict[str, Any]:
    """A figure as plain data: its label, exact and printed value, and its operation with operands or its place."""
    node: dict[str, Any] = {"label": figure.label}
    if isinstance(figure, Quantity):
        node |= {"exact": exact(figure), "printed": printer.figure(figure)}
    else:
        node |= {"exact": figure.text, "printed": figure.text}
    if isinstance(figure.origin, Operation):
        node |= {
            "operation": figure.origin.name,
            "operands": [as_tree(operand, printer) for operand in _operands(figure.origin)],
        }
    else:
        node["place"] = _where(figure.origin, figure)
    return node


def _operands(operation: Operation) -> list[Quantity]:
    """The operands, a chain of additions laid out as one sum: a + b + c, not (a + b) + c."""
    addends: list[Quantity] = []
    while operation.name == "+":
        first, *others = operation.operands
        addends += reversed(others)
        if first.label or not isinstance(first.origin, Operation) or first.origin.name != "+":
            return [first, *reversed(addends)]
        operation = first.origin
    return [*operation.operands]


def _where(place: Place | None, figure: Quantity | Word) -> str:
    """Where a figure was typed; what has no place was left blank, or is a number of the rule itself."""
    if place:
        return f"{place.path}:{place.line}"
    return "没有填写，按零计" if isinstance(figure, Quantity) and not figure.value else "规则里的数"


def exact(figure: Quantity) -> str:
    """The exact value with its unit: a decimal if it ends within 12 places, else a fraction; a rate in percent."""
    if figure.value is None:
        return "无意义（基数为零）"
    value = figure.value * 100 if figure.unit == PERCENT else figure.value
    if (value * 10**_PLACES).denominator == 1:
        return figure.with_unit(_PLACES)
    return f"{value.numerator}/{value.denominator}{figure.unit}"


def typed_lines(figure: Quantity | Word, path: str) -> str:
    """The lines of a file on which the figures stand that a figure comes from, the first three: 第 25、31、40…… 行.

    Empty if none stands in that file.
    """
    lines: set[int] = set()
    seen: set[int] = set()
    waiting: list[Quantity | Word] = [figure]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one.origin, Operation):
            waiting += one.origin.operands
        elif one.origin is not None and one.origin.path == path:
            lines.add(one.origin.line)
    if not lines:
        return ""
    first = "、".join(map(str, sorted(lines)[:_MOST_LINES]))
    return f"第 {first}{'……' if len(lines) > _MOST_LINES else ''} 行"


def explanation_text(tree: dict[str, Any]) -> str:
    """The tree for a terminal, one figure a line."""
    return "\n".join(_lines(tree, "", ""))


def _lines(tree: dict[str, Any], lead: str, below: str) -> list[str]:
    """The lines of a tree; `lead` is drawn before the first, `below` before those of its operands."""
    printed = "" if tree["printed"] == tree["exact"] else f"（印作 {tree['printed']}）"
    name = f"{tree['label']} = " if tree["label"] else ""
    source = f"　{tree['operation']}" if "operation" in tree else f"　{tree['place']}"
    lines = [f"{lead}{name}{tree['exact']}{printed}{source}"]
    operands = tree.get("operands", [])
    for number, operand in enumerate(operands, 1):
        last = number == len(operands)
        lines += _lines(operand, below + (_LAST if last else _BRANCH), below + (_GAP if last else _RISER))
    return lines


def table(rows: list[dict[str, str]]) -> str:
    """The list of all figures for a terminal: path, printed value and label in columns."""
    path_width = max(width(row["figure"]) for row in rows)
    value_width = max(min(width(row["printed"]), _PRINTED) for row in rows)
    return "\n".join(
        f"{row['figure']}{' ' * (path_width - width(row['figure']))}  "
        f"{' ' * max(value_width - width(row['printed']), 0)}{row['printed']}  {row['label']}"
        for row in rows
    )


def listing(figures: Iterable[tuple[str, Quantity | Word]], printer: Printer) -> list[dict[str, str]]:
    """The figures of a report, each with its path: that, its label and its printed value."""
    return [
        {
            "figure": path,
            "label": figure.label,
            "printed": printer.figure(figure) if isinstance(figure, Quantity) else figure.text,
        }
        for path, figure in figures
    ]
