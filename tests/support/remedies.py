"""Follows the remedies of problems word by word, as someone would who only does what is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from generator.namespace import figures
from generator.problems import Place, Problem
from generator.quantity import Quantity
from generator.reports.load import Loaded
from tests.support.paths import DATA

REPAIRED: dict[str, list[dict[str, str]]] = yaml.safe_load((DATA / "repaired.yaml").read_text("utf-8"))
"""For examples whose remedy leaves a choice: what someone who follows it changes in the report of the example."""

# 写成 {{ unit }}; 改为引用 {{ funds.actual|万元 }}; 改成 金; 只留一个「，」: what stands in the place afterwards.
_WRITE = (
    r"(?:写成|改为引用|改成) (\{\{.*?\}\})",
    r"^(?:写成|改成) ([^；，：（=.]+)$",
    r"写成(〔[0-9]{4}〕[0-9]+号)",
    r"只留一个「(.)」",
)
# 是不是「funds」: the wrong name of the message becomes this one.
_NEAREST = r"是不是「(.+?)」"
# 把 cause 改成 note: the name before the value.
_RENAME = r"把 ([a-z_]+) 改成 ([a-z_]+)"
_ADD_REASON = r"加一行 reason，写明"
_DELETE_ENTRY = r"删去(?:多列的|这一项)"
_DELETE_LINE = r"^删去 [a-z_]+$|删去得分由程序计算|没有扣分的删去 reason"
_QUOTED = r"「([^「」]+)」"
_TAG_OF = r"引用 (\{\{.*?\}\}) "


def mechanical(remedy: str) -> bool:
    """Whether a remedy leaves nothing to judge."""
    forms = (*_WRITE, _NEAREST, _RENAME, _ADD_REASON, _DELETE_ENTRY, _DELETE_LINE)
    return any(re.search(form, remedy) for form in forms)


def followed(text: str, problem: Problem) -> str:
    """The text of a file once a mechanical remedy of its problem has been followed."""
    place, remedy = problem.place, problem.remedy
    assert mechanical(remedy), remedy
    lines = text.split("\n")
    line = lines[place.line - 1]
    start, end = place.column - 1, place.column - 1 + place.width
    if whole := re.search(_TAG_OF, problem.message):  # the place is one sign of it
        start = line.index(whole[1])
        end = start + len(whole[1])
    elif re.search(_WRITE[0], remedy) and line.rfind("{{", 0, start) > line.rfind("}}", 0, start):  # a name within one
        start, end = line.rfind("{{", 0, start), line.index("}}", end) + 2
    before, span, behind = line[:start], line[start:end], line[end:]
    if match := re.search(_RENAME, remedy):
        lines[place.line - 1] = line.replace(f"{match[1]}:", f"{match[2]}:", 1)
    elif match := next((match for form in _WRITE if (match := re.search(form, remedy))), None):
        lines[place.line - 1] = before + match[1].strip() + behind
    elif match := re.search(_NEAREST, remedy):
        wrong = [word for word in re.findall(_QUOTED, problem.message) if word in span]
        lines[place.line - 1] = before + (span.replace(wrong[-1], match[1]) if wrong else match[1]) + behind
    elif re.search(_ADD_REASON, remedy):
        indent = len(line) - len(line.lstrip(" -"))
        lines.insert(place.line, f"{' ' * indent}reason: 已经查明，下年改进。")
    elif re.search(_DELETE_ENTRY, remedy):
        _delete_entry(lines, place.line - 1)
    else:
        del lines[place.line - 1]
    return "\n".join(lines)


def _delete_entry(lines: list[str], number: int) -> None:
    """Deletes the element of a list that a line is of, and the name of the list with its last."""
    first = next(at for at in range(number, -1, -1) if lines[at].lstrip().startswith("- "))
    indent = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and (not lines[last] or len(lines[last]) - len(lines[last].lstrip()) > indent):
        last += 1
    del lines[first:last]
    if not lines[first].lstrip().startswith("- ") and lines[first - 1].endswith(":"):
        del lines[first - 1]


def values(loaded: Loaded) -> dict[str, object]:
    """Each figure of a report by its path: its value and unit, or its word."""
    if loaded.derived is None:
        return {}
    return {
        path: (figure.value, figure.unit) if isinstance(figure, Quantity) else figure.text
        for path, figure in figures(loaded.derived.tree)
        if not path.startswith(("reconciliation.", "accepted."))
    }


def typed_at(loaded: Loaded) -> set[str]:
    """The figures that stand on the lines of a report's problems, which the remedies are about."""
    lines = {problem.place.line for problem in loaded.problems}
    found = figures(loaded.derived.tree) if loaded.derived else []
    return {path for path, one in found if isinstance(one.origin, Place) and one.origin.line in lines}


def moved(after: dict[str, object], *before: dict[str, object]) -> list[str]:
    """The figures that are in none of the states before what they are after; those that are new are no matter."""
    return [
        path
        for path, value in after.items()
        if (known := [state[path] for state in before if path in state]) and value not in known
    ]


def report_of(root: Path, example: dict[str, Any]) -> Path:
    """The file of the report that an example is about."""
    (path,) = (root / "reports").glob(f"*/{example.get('unit', 'hechi')}.yaml")
    return path
