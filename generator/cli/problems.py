"""Formats problems for a terminal, as JSON, and as annotations that a pull request shows at their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from generator.cli.terminal import CYAN, RED, RESET, YELLOW, json_text, one_line
from generator.frozen import as_dict
from generator.problems import REFERENCE, Problem, Severity, page_of
from generator.program import ROOT
from generator.text.width import columns, width

_COLOURS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.NOTICE: CYAN}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}
_WINDOW = 76  # columns of an excerpt on a terminal
_LONGEST = 500  # characters of an excerpt in JSON; also blanks that are listed
_MOST = 100  # problems of a code that a terminal shows of a file
_BLANK = "SCHEMA-BLANK"
_MANY = 3  # blanks in a file; more are not slips but work to be done


def terminal(problems: Sequence[Problem], *, colour: bool = False) -> str:
    """Problems for people: code and place, the line with a caret under the fault, the computation, and the remedy.

    The first problem of each code also names the page that explains the code. The blanks of a file that is still to be
    filled in are listed together, one a line. Of hundreds of problems of one code in a file, the first are shown and
    the others counted.
    """
    blanks: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.code == _BLANK:
            blanks.setdefault(problem.place.path, []).append(problem)
    blanks = {path: found for path, found in blanks.items() if len(found) > _MANY}
    told: dict[tuple[str, str], int] = {}
    explained: set[str] = set()
    blocks = []
    for problem in problems:
        if problem.code != _BLANK or problem.place.path not in blanks:
            kind = problem.code, problem.place.path
            told[kind] = told.get(kind, 0) + 1
            if told[kind] <= _MOST:
                blocks.append(_block(problem, colour) + _page(problem.code, explained))
    blocks += [
        f"{code}  {one_line(path)}  同样的问题另有 {count - _MOST} 处，没有列出\n"
        for (code, path), count in told.items()
        if count > _MOST
    ]
    blocks += [_to_do(path, found, colour) + _page(_BLANK, explained) for path, found in blanks.items()]
    return "\n".join([*blocks, severity_counts(problems)])


def _page(code: str, explained: set[str]) -> str:
    """The line that names the page of a code, which is added to `explained`; empty if it was there already."""
    if code in explained:
        return ""
    explained.add(code)
    return f"   说明：{one_line(where)}\n" if (where := page(code)) else ""


def page(code: str) -> str:
    """The page that explains a code, as a path with an anchor; empty if there is no such page.

    The page is the running program's own, whichever folder `--root` names, for it explains what this program checks.
    Below the current directory the path is relative, with slashes, as people type it and editors make it a link;
    elsewhere it is absolute and in the system's own form, for a relative one would lead up through folders or to
    another disk.
    """
    name, _, anchor = page_of(code).partition("#")
    path = ROOT / REFERENCE / name
    if not path.is_file():
        return ""
    here = Path.cwd().resolve()
    shown = path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
    return f"{shown}#{anchor}"


def _to_do(path: str, blanks: Sequence[Problem], colour: bool) -> str:
    lines = [f"{_word(blanks[0], colour)} {_BLANK}  {path}  还有 {len(blanks)} 处没有填写："]
    lines += [
        f"{blank.place.line:>5}:{blank.place.column:<3} {blank.message.removesuffix('没有填写')}"
        for blank in blanks[:_LONGEST]
    ]
    if len(blanks) > _LONGEST:
        lines.append(f"{'':>9} 另有 {len(blanks) - _LONGEST} 处没有列出")
    return "\n".join([*lines, "   改正：冒号后面填上内容；没有的整行删去，金额为零的写 0元", ""])


def as_json(problems: Sequence[Problem]) -> str:
    """The problems as a JSON list; `line` and `column` count characters from 1 and are 0 for a whole file.

    The excerpt is the line or, of a very long one, the part around the fault.
    """
    return json_text([as_data(problem) for problem in problems])


def as_data(problem: Problem) -> dict[str, object]:
    """A problem as plain data."""
    data = as_dict(problem) | {"severity": problem.severity.value}
    if len(problem.place.excerpt) > _LONGEST:
        data["place"]["excerpt"] = _window(problem.place.excerpt, max(problem.place.column - 1, 0))[0]
    return data


def github(problems: Sequence[Problem]) -> str:
    """The problems as annotations for GitHub, one workflow command each: ::error file=…,line=…::message."""
    lines = []
    for problem in problems:
        place = problem.place
        at = {"file": place.path.split("!")[0]}
        if place.line:
            at |= {"line": str(place.line), "col": str(place.column), "endColumn": str(place.column + place.width)}
        at["title"] = problem.code
        listed = ",".join(f"{name}={_escaped(value, ',:')}" for name, value in at.items())
        body = "\n".join(part for part in (place.where, problem.message, problem.computation, problem.remedy) if part)
        lines.append(f"::{_LEVELS[problem.severity]} {listed}::{_escaped(body)}")
    return "\n".join(lines)


def severity_counts(problems: Sequence[Problem]) -> str:
    """The number of problems of each severity, in Chinese."""
    counter = Counter(problem.severity for problem in problems)
    counts = [f"{severity.value} {counter[severity]} 个" for severity in Severity if counter[severity]]
    return "，".join(counts) or "没有发现问题"


def _block(problem: Problem, colour: bool) -> str:
    place, message = problem.place, one_line(problem.message)
    lines = [f"{_word(problem, colour)} {problem.code}  {one_line(str(place))}"]
    if place.line and place.excerpt:
        shown, before = _window(place.excerpt, place.column - 1)
        gutter = f"{place.line:>5} │ "
        lines.append(gutter + shown)
        marked = place.excerpt[place.column - 1 : place.column - 1 + min(place.width, _WINDOW // 2)]
        caret = "^" * max(width(marked), 1)
        lines.append(f"{'':>5} │ {' ' * before}{caret} {message}")
    elif place.excerpt:
        lines += [f"{'':>5} │ {place.excerpt[:_WINDOW]}", f"{'':>5} │ {message}"]
    else:
        lines.append(f"{'':>5} │ {message}")
    if place.where:
        lines.append(f"   位置：{place.where}")
    if problem.computation:
        lines.append(f"   计算：{problem.computation}")
    if problem.remedy:
        lines.append(f"   改正：{problem.remedy}")
    return "\n".join(lines) + "\n"


def _word(problem: Problem, colour: bool) -> str:
    word = problem.severity.value
    return f"{_COLOURS[problem.severity]}{word}{RESET}" if colour else word


def _window(line: str, column: int) -> tuple[str, int]:
    """The part of a line around a column that fits a terminal, and the width of what is before the fault in it."""
    start, room = column, _WINDOW // 2
    while start and (room := room - columns(line[start - 1])) >= 0:
        start -= 1
    end, room = start, _WINDOW
    while end < len(line) and (room := room - columns(line[end])) >= 0:
        end += 1
    head = "…" if start else ""
    return head + line[start:end] + ("…" if end < len(line) else ""), width(head + line[start:column])


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
