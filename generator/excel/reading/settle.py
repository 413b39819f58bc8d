"""Decides for each cell of an import whether the report already agrees, must be changed, or contradicts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from generator.data.edit import Steps, Yaml, scalar, with_values
from generator.data.reader import Node
from generator.excel.reading.slots import Figures, Slot
from generator.figures.accounts.ledger import REST
from generator.problems import Problem, Severity, has_errors
from generator.quantity import MONEY, Quantity
from generator.tables.grid import STALE
from generator.tables.values import Value, near
from generator.tables.wording import compared

Compute = Callable[[str], "tuple[Figures | None, list[Problem]]"]
"""Computes a report from the text of its file; None, with the problems, if it cannot be read."""

_STAGES = range(7)
_MIXED = Fraction(10_000)  # between 元 and 万元


def settle(text: str, slots: Sequence[Slot], compute: Compute) -> tuple[str, list[Problem]]:
    """The text of the report with every figure put in that it lacks, and the problems of the cells.

    Stage by stage: what is typed first, then totals, then what may follow from both. An entry that already has the
    cell's value, typed or computed, is left unchanged. At the end each cell is compared with the resulting report; a
    computed figure that the cell contradicts is a problem.
    """
    wanted, problems = _one_each(slots)
    if problems:
        return text, problems
    now, faults = compute(text)
    before = now
    doubts: set[tuple[str, str]] = set()
    for stage in _STAGES:
        if now is None:
            return text, problems + faults
        puts: list[tuple[Steps, Yaml, tuple[str, ...]]] = []
        for slot in wanted:
            if slot.stage != stage or slot.path is None:
                continue
            node = now.root.get(*slot.path)
            if not _must_change(slot, node, now):
                continue
            if slot.cell.doubt is not None:
                if slot.cell.doubt is not STALE or STALE not in doubts:  # which is of the whole workbook
                    problems.append(Problem("XLSX-CELL", slot.cell.place, *slot.cell.doubt))
                doubts.add(slot.cell.doubt)
                continue
            if (notice := _only_rounded(slot, node)) is not None:
                problems.append(notice)
                continue
            if (problem := _mixed_up(slot, node, now)) is not None:
                problems.append(problem)
                continue
            written = slot.value.text if slot.value.quantity else scalar(slot.value.text, number=slot.value.number)
            puts.append((slot.path, written, slot.keys))
        if puts:
            text = with_values(text, puts)
            now, faults = compute(text)
    problems += faults
    if before is not None and now is not None and not has_errors(problems):
        problems += _contradictions(slots, before, now)
    return text, problems


def _one_each(slots: Sequence[Slot]) -> tuple[list[Slot], list[Problem]]:
    """The most exact slot for each entry; two that differ are a problem."""
    by_path: dict[Steps, list[Slot]] = {}
    for slot in slots:
        if slot.path is not None:
            by_path.setdefault(slot.path, []).append(slot)
    problems = []
    for same in by_path.values():
        same.sort(key=lambda slot: (slot.lenient, slot.cell.doubt is not None, _step(slot.value)))
        for rival in same[1:]:
            if not _agree(same[0].value, rival.value):
                message = f"{rival.label}：这里是 {rival.value.text}，{_where(same[0])}却是 {same[0].value.text}"
                problems.append(Problem("IMPORT-TWICE", rival.cell.place, message, "核对以后改成一样，或者只留一处"))
    return [same[0] for same in by_path.values()], problems


def _where(slot: Slot) -> str:
    return " ".join(slot.cell.place.path.split("!")[1:])


def _step(value: Value) -> Fraction:
    return value.quantity.step or Fraction(0) if value.quantity else Fraction(0)


def _agree(left: Value, right: Value) -> bool:
    if left.quantity is not None and right.quantity is not None:
        return near(left.quantity, right.quantity)
    return compared(left.text) == compared(right.text)


def _typed(node: Node | None) -> bool:
    """Whether a value is typed, and not a formula or a text that refers to figures."""
    text = str(node.value) if node is not None else ""
    return node is not None and not text.startswith("=") and "{{" not in text and text != REST


def _must_change(slot: Slot, node: Node | None, now: Figures) -> bool:
    if node is not None and not _typed(node):
        return False
    existing = slot.figure(now) if now.tree is not None else None
    if node is not None:
        existing = _parsed(str(node.value), slot)
    given = slot.value.quantity
    if given is not None and isinstance(existing, Quantity) and existing.value is not None:
        if existing.value == given.value and existing.unit == given.unit:
            return False
        coarser = near(existing, given) and (existing.step is None or _step(slot.value) >= existing.step)
        if coarser and (slot.lenient or node is None):
            return False
        return node is not None or not slot.follows or near(existing, given)
    if node is None and slot.zero and given is not None and not given.value:
        return False
    if node is None and slot.follows and existing is not None and not isinstance(existing, Quantity):
        return False
    if now.tree is not None and _reads_alike(slot, now):
        return False
    text = existing.written if isinstance(existing, Quantity) else existing
    return text is None or compared(text) != compared(slot.value.text)


def _reads_alike(slot: Slot, now: Figures) -> bool:
    """Whether a cell holds a text as it is printed, without the markup that it is typed with."""
    printed = slot.figure(now)
    return isinstance(printed, str) and compared(printed) == compared(slot.value.text)


def _only_rounded(slot: Slot, node: Node | None) -> Problem | None:
    """A notice if the typed amount agrees with the cell but is more exact, in which case it is kept."""
    existing = _parsed(str(node.value), slot) if node is not None else None
    given = slot.value.quantity
    if given is None or not isinstance(existing, Quantity) or not near(existing, given):
        return None
    if existing.unit != MONEY or existing.step is None or _step(slot.value) <= existing.step:
        return None
    message = f"{slot.label}：表里的 {slot.value.text} 是数据里 {existing.written} 四舍五入的数，没有改动"
    remedy = "确实要改的，在表里写到同样的位数，或者直接改数据文件"
    return Problem("IMPORT-SKIPPED", slot.cell.place, message, remedy, severity=Severity.NOTICE)


def _parsed(text: str, slot: Slot) -> Quantity | str:
    if slot.value.quantity is None:
        return text
    unit = slot.value.quantity.unit if slot.value.number else ""
    return Quantity.parse(text + unit) or text


def _mixed_up(slot: Slot, node: Node | None, now: Figures) -> Problem | None:
    """A problem if the new amount is ten thousand times the old one, or a ten-thousandth of it."""
    existing = _parsed(str(node.value), slot) if node is not None else slot.figure(now)
    given = slot.value.quantity
    if (
        given is None
        or given.unit != MONEY
        or not isinstance(existing, Quantity)
        or not existing.value
        or not given.value
    ):
        return None
    if given.value / existing.value not in (_MIXED, 1 / _MIXED):
        return None
    held_text = existing.written or f"{existing.number('万', 2)}万元"
    message = f"{slot.label}：表里是 {slot.value.text}，数据里是 {held_text}，正好差一万倍"
    return Problem("IMPORT-UNIT", slot.cell.place, message, "核对表头写的单位，元和万元可能写反了")


def _contradictions(slots: Sequence[Slot], before: Figures, final: Figures) -> Iterator[Problem]:
    """The cells that disagree with the resulting report.

    A text that is the same as before the import refers to figures that the workbook changes elsewhere.
    """
    if final.tree is None:
        return
    seen: set[tuple[str, Steps | None]] = set()
    uncounted = any(_is_typed_amount(slot) for slot in slots)
    for slot in slots:
        if uncounted and slot.path is None and not isinstance(slot.cell.value, str):
            continue  # formulas do not add amounts that are texts
        key = (slot.cell.place.path, slot.path)
        figure, given = slot.figure(final), slot.value.quantity
        if key in seen:
            continue
        seen.add(key)
        if isinstance(figure, Quantity) and given is not None:
            if figure.value is None or near(figure, given) or (slot.path and figure.value == given.value):
                continue
            figure_before = slot.figure(before) if slot.worded else None
            if isinstance(figure_before, Quantity) and near(figure_before, given):
                continue
            figure_text = figure.written or (figure.with_unit(6, "万") if figure.unit == MONEY else figure.with_unit(4))
        elif isinstance(figure, str) or (isinstance(figure, Quantity) and figure.written):
            figure_text = figure if isinstance(figure, str) else figure.written
            if compared(slot.value.text) in (compared(figure_text), compared(_printed(slot.figure(before)))):
                continue
        else:
            continue
        node = final.root.get(*slot.path) if slot.path else None
        message = f"{slot.label}：表里是 {slot.value.text}，程序算得 {figure_text}"
        remedy = "这个数由程序从别的数算出，改正表里的数，或者改正它所依据的数"
        if node is not None:
            remedy = f"数据文件第 {node.place.line} 行写的是算式或者引用（{str(node.value)[:40]}），在那里改"
        yield Problem("IMPORT-COMPUTED", slot.cell.place, message, remedy)


def _is_typed_amount(slot: Slot) -> bool:
    """Whether a cell holds an amount as a text, 1.19万元."""
    given = slot.value.quantity
    return slot.path is not None and isinstance(slot.cell.value, str) and given is not None and given.unit == MONEY


def _printed(figure: Quantity | str | None) -> str:
    return figure.written if isinstance(figure, Quantity) else figure or ""
