"""Conditional formats of a worksheet that may hide what cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.excel.xlsx.areas import Area, area_at, cell_at
from generator.excel.xlsx.cell_styles import Look, Starts, StylesScan, look_starts
from generator.excel.xlsx.xml_scan import FALSE, Attributes, whole
from generator.opc import RefusedError

MAX_AREAS = 4_000
"""Ranges with conditional formats; a sheet has a handful."""
COVERED = "有条件格式会把这里的内容藏起来", "删去这里的条件格式，核对以后再导入"
"""Why a content that a conditional format may hide is not taken, and what to do."""

_PLACES = ("conditionalFormatting", "extLst/ext/conditionalFormattings/conditionalFormatting")
_CLEAR = "用「条件格式」里的「清除规则」删去这张表的条件格式，核对以后再导入"
_NUMBER = re.compile(r"-?(?:[0-9]{1,15}\.?[0-9]{0,15}|\.[0-9]{1,15})")
_LONGEST = 255
# ISERROR(B2), B2=0, B2="", LEN(TRIM(B2))=0; groups: the cell of one that holds for errors or blanks, of one for zero.
_OF_ITSELF = re.compile(
    r'(?:IS(?:ERROR|ERR|NA|BLANK)\(([A-Z]+[0-9]+)\)|LEN\(TRIM\(([A-Z]+[0-9]+)\)\)=0|([A-Z]+[0-9]+)=(?:""|0))', re.I
)
_NEVER = ("containsErrors", "containsBlanks")  # of a cell that holds a number or a text


@dataclass(slots=True)
class Rule:
    """When a conditional format changes the look of cells, and to which: one of its own, or one by its `number`.

    `bare` ones show only bars or icons in place of a number.
    """

    kind: str
    operator: str
    number: int
    look: Look = field(default_factory=Look)
    bare: bool = False
    operands: list[str] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def may_apply(self, value: Decimal | str) -> bool:
        """Whether it may apply to a cell that holds a number other than zero, or a text; what is not known may be."""
        if self.kind in _NEVER:
            return False
        if self.kind == "expression" and (match := _OF_ITSELF.fullmatch("".join(self.operands[:1]))):
            return cell_at("".join(one.upper() for one in match.groups() if one)) != self.areas[0][:2]
        numbers = [Decimal(one) for one in self.operands if _NUMBER.fullmatch(one)]
        if self.kind != "cellIs" or len(numbers) != len(self.operands) or not numbers:
            return True
        if isinstance(value, str):  # which is above all numbers
            return self.operator not in ("equal", "between", "lessThan", "lessThanOrEqual")
        low, high = min(numbers), max(numbers)
        return {
            "equal": value == low,
            "notEqual": value != low,
            "lessThan": value < low,
            "lessThanOrEqual": value <= low,
            "greaterThan": value > low,
            "greaterThanOrEqual": value >= low,
            "between": low <= value <= high,
            "notBetween": not low <= value <= high,
        }.get(self.operator, True)

    def hides(self, styles: StylesScan, style: int, value: Decimal | str) -> bool:
        """Whether it would hide what a cell holds; a zero that is not shown is no figure that is lost."""
        if value == 0 or not self.may_apply(value):
            return False
        number = value if isinstance(value, Decimal) else None
        return (self.bare and number is not None) or styles.hides(self.look, style, number)


class Rules:
    """Collects the rules of a worksheet; those of later versions of Excel stand in an extension of its part."""

    def __init__(self, sheet: str, looks: list[Look]) -> None:
        self.found: list[Rule] = []
        self._sheet, self._looks = sheet, looks
        self._areas: list[Area] = []
        self._pending: list[Rule] = []
        self._count = 0

    @property
    def starts(self) -> Starts:
        """What is called at the start of elements."""
        starts: Starts = {}
        for place in _PLACES:
            bars = {f"{place}/cfRule/{name}": self._bare for name in ("dataBar", "iconSet")}
            starts |= {place: self._begin, f"{place}/cfRule": self._add, **bars}
            starts |= look_starts(f"{place}/cfRule/dxf", lambda: self._pending[-1].look)
        return starts

    @property
    def ends(self) -> Mapping[str, Callable[[str], None]]:
        """What is called at the end of elements, with the text of `texts`."""
        ends: dict[str, Callable[[str], None]] = dict.fromkeys(_PLACES, self._end)
        ends |= {f"{_PLACES[0]}/cfRule/formula": self._operand, f"{_PLACES[1]}/cfRule/f": self._operand}
        return {**ends, f"{_PLACES[1]}/sqref": self._apply}

    @property
    def texts(self) -> tuple[str, ...]:
        """The elements with a text."""
        return f"{_PLACES[0]}/cfRule/formula", f"{_PLACES[1]}/cfRule/f", f"{_PLACES[1]}/sqref"

    def _begin(self, attributes: Attributes) -> None:
        self._areas, self._pending = [], []
        self._apply(attributes.get("sqref", ""))

    def _apply(self, areas: str) -> None:
        self._areas += [area for area in map(area_at, areas.split()) if area]

    def _add(self, attributes: Attributes) -> None:
        kind, operator = attributes.get("type", "")[:40], attributes.get("operator", "")[:40]
        number = whole(attributes["dxfId"]) if "dxfId" in attributes else -1
        self._pending.append(Rule(kind, operator, number))

    def _bare(self, attributes: Attributes) -> None:
        self._pending[-1].bare = attributes.get("showValue") in FALSE

    def _operand(self, text: str) -> None:
        self._pending[-1].operands.append(text.strip()[:_LONGEST])

    def _end(self, _text: str) -> None:
        for rule in self._pending:
            if 0 <= rule.number < len(self._looks):
                rule.look = self._looks[rule.number]
            if self._areas and (rule.bare or rule.look != Look()):
                rule.areas = self._areas
                self.found.append(rule)
                self._count += len(self._areas)
        if self._count > MAX_AREAS:
            raise RefusedError(f"条件格式用在 {MAX_AREAS} 处以上，看不清哪些格子被藏起来", self._sheet, _CLEAR)
