"""Compares two snapshots of a report: inputs, figures, problems, and the text of documents."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from generator.data.paths import IDENTITIES, Change
from generator.frozen import EMPTY, Frozen, replace
from generator.quantity import PERCENT, SCALES, Quantity, Target
from generator.revisions.matching import likeness, steps
from generator.revisions.snapshot import UNITS, Figure, Finding, Input, Snapshot
from generator.word.lines import DocumentCell, DocumentLine

# A printed figure: 2.18万元, -3%; the groups give its decimals and scale.
_PRINTED = re.compile(r"[-+]?[0-9]+(?:\.(?P<decimals>[0-9]+))?(?P<scale>[万亿]?)")
# The units in which a sentence is compared: a number 1,234.50, a word of letters, or one character.
_WORD = re.compile(r"[0-9][0-9.,]*|[A-Za-z_]+|.", re.DOTALL)
# A sentence with its end: 已完成。
_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；\n]+|$)")
_ALIKE = 0.3  # the likeness from which a line counts as the other changed
_MOST = 12  # decimals of a difference
_MOST_HELD = 20_000  # pairs of removed and added lines that are compared


Piece = tuple[str, str]
"""A piece of text with its mark: `=` kept, `-` deleted, `+` inserted."""


class Passage(Frozen):
    """A sentence or table row that changed, under its heading; each cell as pieces (a sentence is one cell).

    `before` and `after` are the whole line on either side, None if it has none.
    """

    heading: str
    in_table: bool
    cells: tuple[tuple[Piece, ...], ...]
    before: DocumentLine | None
    after: DocumentLine | None


class Difference(Frozen):
    """All that differs between two snapshots of a report; `documents` are the changed passages by file name."""

    before: Snapshot | None
    after: Snapshot | None
    inputs: tuple[Change, ...] = ()
    figures: tuple[Change, ...] = ()
    new_problems: tuple[Finding, ...] = ()
    gone_problems: tuple[Finding, ...] = ()
    accepted: tuple[Change, ...] = ()
    documents: Mapping[str, tuple[Passage, ...]] = EMPTY

    def __bool__(self) -> bool:
        return any(
            (self.inputs, self.figures, self.new_problems, self.gone_problems, self.accepted, self.documents)
        ) or (self.before is None) != (self.after is None)


def compare(old: Snapshot | None, new: Snapshot | None) -> Difference:
    """The changes from one snapshot to another; a new or removed report is not compared in detail."""
    if old is None or new is None:
        return Difference(old, new)
    inputs = [*changed_inputs(old.inputs, new.inputs)]
    return Difference(
        old,
        new,
        tuple(change for change in inputs if not change.name.startswith((f"{UNITS}.", "accepted."))),
        tuple(change for change in moved_figures(old, new, inputs) if not change.typed),
        tuple(_more(new.problems, old.problems)),
        tuple(_more(old.problems, new.problems)),
        tuple(_acceptances(old.inputs, new.inputs)),
        {} if old.documents is None or new.documents is None else compare_documents(old.documents, new.documents),
    )


def changed_inputs(before: Mapping[str, Input], after: Mapping[str, Input]) -> Iterator[Change]:
    """The inputs that changed, were added or removed, in the order of the file; names of new entries are left out."""
    for name in _united(before, after):
        old, new = before.get(name), after.get(name)
        either = new or old
        assert either is not None
        above, key = name.rpartition(".")[::2]
        identity = (old is None or new is None) and key in IDENTITIES and above.endswith(either.text)
        if (old and old.text) != (new and new.text) and not identity:
            texts = old.text if old else None, new.text if new else None
            yield Change(name, name.rpartition(".")[2], *texts, _between(*texts), place=f"{either.path}:{either.line}")


def moved_figures(before: Snapshot, after: Snapshot, inputs: Sequence[Change]) -> Iterator[Change]:
    """The figures that changed in value or in print, each with the changed inputs that moved it."""
    moved = {change.name for change in inputs if not _is_rewritten(change)}
    old, new = before.figures or {}, after.figures or {}
    if before.figures is None or after.figures is None:
        return
    for name in _united(old, new):
        old_figure, new_figure = old.get(name), new.get(name)
        if (
            old_figure
            and new_figure
            and (old_figure.exact, old_figure.unit, old_figure.printed)
            == (new_figure.exact, new_figure.unit, new_figure.printed)
        ):
            continue
        either = new_figure or old_figure
        assert either is not None
        sources = dict.fromkeys(source for figure in (old_figure, new_figure) if figure for source in figure.inputs)
        by = tuple(source for source in sources if source in moved)
        texts = old_figure.printed if old_figure else None, new_figure.printed if new_figure else None
        yield Change(
            name, either.label, *texts, difference(old_figure, new_figure), by, typed=bool(by) and not either.derived
        )


def _is_rewritten(change: Change) -> bool:
    """Whether an input is the same quantity in other words: 3.2万元, 32000元."""
    old, new = (Target.parse(text) if text else None for text in (change.before, change.after))
    if not old or not new or old.comparator != new.comparator:
        return False
    ends = [(target.quantity.value, target.quantity.unit, target.upper and target.upper.value) for target in (old, new)]
    return ends[0] == ends[1]


def difference(before: Figure | None, after: Figure | None) -> str:
    """The signed change of a figure, in the scale it is printed in and with enough decimals to be seen."""
    if not before or not after or not before.exact or not after.exact or before.unit != after.unit:
        return ""
    try:
        change = Quantity(Fraction(after.exact) - Fraction(before.exact), after.unit)
    except ValueError:
        return ""
    matches = [match for text in (before.printed, after.printed) if (match := _PRINTED.match(text))]
    scale = matches[-1]["scale"] if matches else ""
    return _signed(change, scale, max((len(match["decimals"] or "") for match in matches), default=0))


def _signed(change: Quantity, scale: str, decimals: int) -> str:
    if not change.value:
        return ""
    unit = "个百分点" if change.unit == PERCENT else scale + change.unit
    scale = PERCENT if change.unit == PERCENT else scale
    places = next((n for n in range(decimals, _MOST) if Fraction(change.number(scale, n))), None)
    if places is None:
        return ""
    return ("+" if change.value > 0 else "") + change.number(scale, places) + unit


def _between(before: str | None, after: str | None) -> str:
    """The difference of two inputs that are quantities of one unit."""
    target_before, target_after = (Target.parse(text) if text else None for text in (before, after))
    if not target_before or not target_after or target_before.quantity.unit != target_after.quantity.unit:
        return ""
    old, new = target_before.quantity, target_after.quantity
    assert old.value is not None and new.value is not None
    scale = next((scale for scale in ("亿", "万") if scale + new.unit in f"{before}{after}"), "")
    factor = Fraction(1, 100) if new.unit == PERCENT else Fraction(SCALES[scale])
    change = (new.value - old.value) / factor
    decimals = next((n for n in range(_MOST) if (change * 10**n).denominator == 1), _MOST)
    return _signed(Quantity(new.value - old.value, new.unit), scale, decimals)


def _united(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """The names of both sides: those of `after` in their order, each removed name after the one it used to follow."""
    names = [*after]
    position = {name: number for number, name in enumerate(names)}
    last = -1
    gone: dict[int, list[str]] = {}
    for name in before:
        if name in position:
            last = position[name]
        else:
            gone.setdefault(last, []).append(name)
    united = gone.get(-1, [])
    for number, name in enumerate(names):
        united += [name, *gone.get(number, [])]
    return united


def _more(these: Sequence[Finding], those: Sequence[Finding]) -> Iterator[Finding]:
    """The findings of one side without a partner, of the same code at the same input, on the other."""
    partners = Counter((finding.code, finding.at) for finding in those)
    for finding in these:
        if partners[finding.code, finding.at]:
            partners[finding.code, finding.at] -= 1
        else:
            yield finding


def _acceptances(before: Mapping[str, Input], after: Mapping[str, Input]) -> Iterator[Change]:
    """The acceptances that were added, removed or changed, each as one text with its reason, name and date."""
    old, new = _accepted(before), _accepted(after)
    for name in _united(old, new):
        if old.get(name) != new.get(name):
            yield Change(name, name, old.get(name), new.get(name))


def _accepted(inputs: Mapping[str, Input]) -> dict[str, str]:
    entries: dict[str, dict[str, str]] = {}
    for name, value in inputs.items():
        if name.startswith("accepted."):
            entry, _, key = name.removeprefix("accepted.").rpartition(".")
            entries.setdefault(entry, {})[key] = value.text
    return {
        entry: f"{fields.get('reason', '')}（{fields.get('by', '')}，{fields.get('date', '')}）"
        for entry, fields in entries.items()
    }


def compare_texts(before: str, after: str) -> list[Passage]:
    """The sentences that changed in a text."""
    sides = ([DocumentLine("", (DocumentCell(text, 0, 1),), False, 0, 0)] for text in (before, after))
    return [*compare_lines(*sides)]


def compare_documents(
    before: Mapping[str, Sequence[DocumentLine]], after: Mapping[str, Sequence[DocumentLine]]
) -> dict[str, tuple[Passage, ...]]:
    """The passages that changed in each document; equal documents are left out."""
    by_document = {
        name: tuple(compare_lines(before.get(name, ()), after.get(name, ()))) for name in _united(before, after)
    }
    return {name: passages for name, passages in by_document.items() if passages}


def compare_lines(before: Sequence[DocumentLine], after: Sequence[DocumentLine]) -> Iterator[Passage]:
    """The sentences and table rows that changed, in order."""
    old, new = ([part for line in lines for part in _sentences(line)] for lines in (before, after))
    headings = {id(line): heading for side in (old, new) for line, heading in zip(side, _headings(side), strict=True)}
    for kind, start, end, first, last in steps([*map(_key, old)], [*map(_key, new)]):
        if kind != "equal":
            for old_line, new_line in _paired(old[start:end], new[first:last]):
                yield _passage(headings[id(new_line or old_line)], old_line, new_line)


def _key(line: DocumentLine) -> tuple[str, ...]:
    return tuple(cell.text for cell in line.cells)


def _sentences(line: DocumentLine) -> list[DocumentLine]:
    """A paragraph split into sentences, since whole paragraphs hide what changed in them; a table row unchanged."""
    if line.in_table:
        return [line]
    parts = [part for part in _SENTENCE.findall(line.text) if part.strip()]
    return [replace(line, cells=(DocumentCell(part.strip(), 0, 1),)) for part in parts]


def _headings(lines: Sequence[DocumentLine]) -> list[str]:
    """The heading that each line is under; a heading is under the one before it."""
    headings, heading = [], ""
    for line in lines:
        headings.append(heading)
        heading = line.text if line.level else heading
    return headings


def _paired(
    old: Sequence[DocumentLine], new: Sequence[DocumentLine]
) -> Iterator[tuple[DocumentLine | None, DocumentLine | None]]:
    """Deleted lines paired with the lines that replace them, in order.

    A row is matched by the name in its first cell. A row whose name is gone, or a sentence, is matched with the first
    similar one; among thousands, only the next ones are searched.
    """
    kept = {_name(line) for line in old} & {_name(line) for line in new} - {""}
    named: dict[str, list[int]] = {}
    for number, line in enumerate(old):
        named.setdefault(_name(line), []).append(number)
    near = _MOST_HELD // max(len(new), 1)
    start = 0
    for line in new:
        numbers: Iterable[int] = range(start, min(start + near, len(old)))
        if _name(line) in kept:
            same = named[_name(line)]
            numbers = same[bisect_left(same, start) :]
        like = next((number for number in numbers if _alike(old[number], line, kept)), None)
        if like is None:
            yield None, line
            continue
        for gone in old[start:like]:
            yield gone, None
        yield old[like], line
        start = like + 1
    for gone in old[start:]:
        yield gone, None


def _name(line: DocumentLine) -> str:
    return line.cells[0].text if line.in_table and len(line.cells) > 1 else ""


def _alike(left: DocumentLine, right: DocumentLine, kept: set[str]) -> bool:
    if left.in_table != right.in_table or len(left.cells) != len(right.cells):
        return False
    if kept & {_name(left), _name(right)}:
        return _name(left) == _name(right)
    before, after = ("".join(_key(line)) for line in (left, right))
    return likeness(before, after) >= _ALIKE


def _passage(heading: str, before: DocumentLine | None, after: DocumentLine | None) -> Passage:
    old, new = (_key(line) if line else () for line in (before, after))
    if before and after:
        cells = tuple(tuple(pieces(old_text, new_text)) for old_text, new_text in zip(old, new, strict=True))
    else:
        cells = tuple((("+" if after else "-", text),) for text in new or old)
    line = after or before
    assert line is not None
    return Passage(heading, line.in_table, cells, before, after)


def pieces(before: str, after: str) -> Iterator[Piece]:
    """The pieces by which one text became another: numbers as a whole, other text character by character."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    for kind, start, end, first, last in steps(old, new):
        if kind == "equal":
            yield "=", "".join(old[start:end])
        else:
            if start < end:
                yield "-", "".join(old[start:end])
            if first < last:
                yield "+", "".join(new[first:last])
