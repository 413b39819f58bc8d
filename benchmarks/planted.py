"""Plants mistakes in the four published reports and counts how many of them the checker finds: `planted.md`.

    python -m benchmarks.planted            measures and writes planted.md
    python -m benchmarks.planted --check    whether planted.md is of these files and agrees with itself

`mistakes.py` plants, `witnesses.py` decides what contradicts a mistake, both without asking the checker. A problem is
new where the untouched copy has none of its code on that line. A mistake is found where a new problem stands at a
changed line, or names it: by line, by the planted words or amount, or by the name of its row. New problems that do
neither are counted as elsewhere (at the side that the mistake contradicts, or not even there), no new problem as
missed. What nothing speaks to is counted apart. `harmless.py` changes what changes nothing; whatever is told of that,
or of the untouched reports, is a false alarm.
"""

from __future__ import annotations

import re
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from os import getpid
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.copies import Copy
from benchmarks.harmless import HARMLESS
from benchmarks.measuring import PROJECT, REPORTS, NotMeasuredError, finish, program_digest, require_sound, required
from benchmarks.mistakes import KINDS
from benchmarks.planted_page import FAMILIES, Row, Told, page, stale
from benchmarks.sheet import Mistake, Sheet, changed_text, leaves
from benchmarks.witnesses import faults
from generator.data.reader import Node, parse
from generator.data.record import build
from generator.data.report import Report
from generator.data.schema import validate
from generator.files import write_files
from generator.problems import Problem, Severity
from generator.quantity import MONEY, POINTS, Quantity
from generator.reports.workspace import Workspace

PAGE = Path(__file__).parent / "planted.md"
PATIENCE = 120  # seconds for one mistake
_AMOUNT = re.compile(
    r"(?<![0-9.A-Za-z])(-?[0-9]+(?:\.[0-9]+)?)(?![0-9.])(万元|元)?(?! ?[%分])"
)  # 元 where nothing stands


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mistake; `explained` where only published figures that carry a cause contradict it.

    `how` is one of `place`, `named`, `side`, `elsewhere` and `missed`, `severity` that of the gravest problem that
    counts, and `codes` are theirs; `failed` says why a mistake could not be checked.
    """

    line: int = 0
    planted: str = ""
    contradicted: bool = False
    explained: bool = False
    how: str = "missed"
    severity: Severity | None = None
    codes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    failed: str = ""


@cache
def sheet_of(unit: str, year: str) -> Sheet:
    """The report, read once in each process."""
    return Sheet(unit, year)


@cache
def copy_of(folder: Path, process: int) -> Copy:
    """The copy of a process, below a folder that all share."""
    return Copy.below(folder / str(process))


def contradiction(sheet: Sheet, text: str) -> tuple[bool, bool, frozenset[int]]:
    """Whether witnesses or faults speak against a text, whether all carry a cause, and on which lines they stand."""
    root, problems = parse(text.encode(), sheet.root.file.path)
    if root is None or problems or validate(root, "report"):
        return True, False, frozenset()
    old, new = ({node.place.line: node for _, node in leaves(top)} for top in (sheet.root, root))
    changes: dict[int, Quantity | str | None] = {}
    for line, node in old.items():
        if line not in new:
            changes[line] = None
        elif new[line].value != node.value:
            changes[line] = _figure(new[line])
    speaking = [one for one in sheet.witnesses if one.lines & changes.keys() and one.speaks(changes)]
    wrong = [lines for fault, lines in faults(build(Report, root), sheet.profile).items() if fault not in sheet.faults]
    lines = frozenset().union(*(one.lines for one in speaking), *wrong)
    return bool(speaking or wrong), bool(speaking) and not wrong and all(one.explained for one in speaking), lines


def _figure(node: Node) -> Quantity | str:
    """A changed value as a figure; bare numbers are weights and scores."""
    text = str(node.value)
    found = Quantity.parse(text.lstrip("≥≤") + ("" if isinstance(node.value, str) else POINTS), origin=node.place)
    return found or text


def judge(mistake: Mistake, folder: Path) -> Outcome:
    """Decides whether anything contradicts a mistake, and only then whether the checker finds it.

    The copies are below `folder`. Whatever keeps a mistake from being checked is told by the outcome.
    """
    try:
        with _at_most(PATIENCE):
            return _judged(mistake, folder)
    except Exception as error:
        return Outcome(failed=f"{type(error).__name__}: {error}"[:300])


def _judged(mistake: Mistake, folder: Path) -> Outcome:
    sheet = sheet_of(mistake.unit, mistake.year)
    text = changed_text(sheet, mistake)
    contradicted, explained, others = mistake.contradicted, False, frozenset[int]()
    if contradicted is not False:
        spoken, explained, others = contradiction(sheet, text)
        contradicted, explained = (spoken, explained) if contradicted is None else (True, False)
    lines: set[int] = set()
    for start, end, _ in mistake.edits:
        lines.update(range(sheet.line(start), sheet.line(max(start, end - 1)) + 1))
    found = copy_of(folder, getpid()).check(mistake.unit, mistake.year, text)
    name = f"reports/{mistake.year}/{mistake.unit}.yaml"
    new = new_problems(sheet.loaded.problems, found.problems)
    here = [one for one in new if one.place.path == name]
    at = [one for one in here if one.place.line in lines | mistake.places]
    naming = [one for one in new if names(one, lines, [edit[2] for edit in mistake.edits], sheet.names(lines))]
    side = [one for one in here if one.place.line in others | sheet.headings(lines)]
    required(
        found.derived is not None or at or naming,
        f"unreadable, and not for what was planted: {[f'{one.code} {one.place}' for one in new[:3]]}",
    )
    counted = at or naming or side or new
    words = [
        f"{sheet.text[start:end].strip()[:48]} → {new_words.strip()[:48] or '（删去）'}"
        for start, end, new_words in mistake.edits
    ]
    return Outcome(
        min(lines),
        re.sub(r"\s+", " ", "；".join(words)).replace("|", "¦"),
        contradicted,
        explained,
        "place" if at else "named" if naming else "side" if side else "elsewhere" if new else "missed",
        min((one.severity for one in counted), key=[*Severity].index, default=None),
        tuple(sorted({one.code for one in counted})),
        tuple(f"{one.code}:{one.place.line}" for one in new),
    )


def new_problems(before: Iterable[Problem], after: Iterable[Problem]) -> list[Problem]:
    """The problems of whose code there was none on that line before; mistakes move no lines."""
    known = {(one.code, one.place.path, one.place.line) for one in before}
    return [one for one in after if (one.code, one.place.path, one.place.line) not in known]


def names(problem: Problem, lines: Iterable[int], planted: Iterable[str], rows: Iterable[str]) -> bool:
    """Whether a problem's words name a changed line, the planted words or a row, none as a part of a longer number."""
    said = f"{problem.message}\n{problem.computation}"
    wanted = [f"第 {line} 行" for line in lines]
    wanted += [word.strip() for word in (*planted, *rows) if len(word.strip()) > 1]
    if any(re.search(rf"(?<![0-9.A-Za-z]){re.escape(word)}(?![0-9A-Za-z]|\.[0-9])", said) for word in wanted):
        return True
    amounts = {figure.value for word in planted if (figure := Quantity.parse(word)) and figure.unit == MONEY}
    said_amounts = (Quantity.parse(match[1] + (match[2] or MONEY)) for match in _AMOUNT.finditer(said))
    return any(figure and figure.value in amounts for figure in said_amounts)


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def late(*_: object) -> None:
        raise NotMeasuredError(f"took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def planted_in(sheets: Iterable[Sheet]) -> list[Mistake]:
    """All mistakes, each once; NotMeasuredError where a kind or a family plants none."""
    found: dict[object, Mistake] = {}
    for kind in KINDS:
        before = len(found)
        found |= {(one.unit, one.edits): one for sheet in sheets for one in kind(sheet)}
        required(len(found) > before, f"{kind.__name__} plants nothing")
    empty = set(FAMILIES) - {one.family for one in found.values()}
    required(not empty, f"nothing is planted in {empty}")
    return [*found.values()]


def measure(mistakes: list[Mistake], harmless: list[Mistake]) -> tuple[list[Outcome], list[Outcome]]:
    """What becomes of each, on all cores; NotMeasuredError where one could not be checked."""
    with TemporaryDirectory() as folder:
        require_sound(Workspace(PROJECT))
        copy = Copy.below(Path(folder) / "untouched")
        for unit, year in REPORTS:
            sheet = sheet_of(unit, year)
            told = copy.check(unit, year, sheet.text)
            required(told.ready and told.problems == sheet.loaded.problems, f"the copy of {unit} is not like {unit}")
        try:
            with ProcessPoolExecutor() as pool:
                found = [*pool.map(partial(judge, folder=Path(folder)), [*mistakes, *harmless], chunksize=8)]
        except BrokenProcessPool as error:
            raise NotMeasuredError(f"a process ended before it had answered: {error}") from error
    failed = [
        f"{one.family}: {one.kind} in {one.unit} {one.edits}: {outcome.failed}"
        for one, outcome in zip([*mistakes, *harmless], found, strict=True)
        if outcome.failed
    ]
    required(not failed, "\n".join([f"{len(failed)} of {len(found)} could not be checked", *failed[:20]]))
    return found[: len(mistakes)], found[len(mistakes) :]


def rows_of(
    mistakes: Iterable[Mistake], outcomes: Iterable[Outcome]
) -> tuple[dict[str, Row], dict[str, str], list[Told]]:
    """What was counted by kind, by which problems, and each in words; NotMeasuredError where none was found."""
    rows: dict[str, Counter[str]] = {}
    codes: dict[str, Counter[str]] = {}
    told: list[Told] = []
    for mistake, outcome in zip(mistakes, outcomes, strict=True):
        kind = f"{mistake.family}: {mistake.kind}"
        row = rows.setdefault(kind, Counter())
        if outcome.contradicted:
            row[outcome.how] += 1
            if outcome.severity and outcome.how in ("place", "named"):
                row[outcome.severity.name.lower()] += 1
                codes.setdefault(kind, Counter()).update(outcome.codes)
        else:
            row["apart"] += 1
            row["told"] += outcome.how != "missed"
        place = f"reports/{mistake.year}/{mistake.unit}.yaml:{outcome.line}"
        note = "cause" if outcome.explained else ""
        told.append(
            Told(kind, place, outcome.planted, note, " ".join(outcome.problems[:3]), outcome.contradicted, outcome.how)
        )
    found = {kind: Row(**row) for kind, row in sorted(rows.items())}
    required(any(row.found for row in found.values()), "none of the mistakes was found")
    by = {kind: " ".join(code for code, _ in row.most_common(3)) for kind, row in codes.items()}
    return found, by, told


def alarms_of(harmless: Iterable[Mistake], outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int]]:
    """How many variants that change nothing there are of each kind, and how many problems are told of them."""
    untouched = [len(sheet_of(*report).loaded.problems) for report in REPORTS]
    found = {"untouched": (len(untouched), sum(untouched))}
    for mistake, outcome in zip(harmless, outcomes, strict=True):
        variants, problems = found.get(mistake.kind, (0, 0))
        found[mistake.kind] = (variants + 1, problems + len(outcome.problems))
    return found


def main() -> None:
    """Plants, checks, prints the page and writes it beside this file; with `--check` only looks at what was written."""
    digest = program_digest()
    if sys.argv[1:] == ["--check"]:
        required(PAGE.is_file(), f"there is no {PAGE.name}")
        fault = stale(PAGE.read_text("utf-8"), digest)
        required(not fault, f"{PAGE.name} {fault}; `python -m benchmarks.planted` measures anew")
        print(f"{PAGE.name} is of these files and agrees with itself")
        return
    required(not sys.argv[1:], f"unknown: {' '.join(sys.argv[1:])}")
    sheets = [sheet_of(*report) for report in REPORTS]
    mistakes = planted_in(sheets)
    harmless = [one for kind in HARMLESS for sheet in sheets for one in kind(sheet)]
    outcomes, quiet = measure(mistakes, harmless)
    rows, codes, told = rows_of(mistakes, outcomes)
    required(digest == program_digest(), "the files were changed while they were measured")
    text = page(rows, codes, alarms_of(harmless, quiet), told, digest)
    problems = write_files(PAGE.parent, {PAGE.name: text.encode()})
    required(not problems, f"{PAGE} cannot be written: {problems}")
    print(text)


if __name__ == "__main__":
    finish(main)
