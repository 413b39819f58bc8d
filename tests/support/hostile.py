"""Reports put through the whole program, and the rule that no text value of them is lost on the way to the documents."""

from __future__ import annotations

import re
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

from generator.data.reader import read
from generator.files import write_files
from generator.problems import Problem, has_errors
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.text.grammar import parse
from generator.text.translation import program
from tests.support.docx import texts
from tests.support.gate import faults
from tests.support.paths import DATA, PROJECT

Value = Any
Path_ = tuple[str | int, ...]

FRAGMENTS = {
    "xml": ["&", "<", ">", '"', "'", "-->", "]]>", "%s"],
    "markup": ["&amp;", "&#65;", "&nbsp;", "<w:p/>", "</w:t>", "<!--", "<![CDATA["],
    "jinja": [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "{",
        "}",
        "%",
        "{# x #}",
        "{% if x %}",
        "{{p x }}",
        "{%tr x %}",
        "{{}}",
    ],
    "emoji": ["😀", "👩‍👩‍👧‍👦", "🇨🇳", "👍🏽", "❤️", "©"],
    "combining": ["e\u0301", "\u0301\u0302\u0303\u0304", "ä", "각", "葛\U000e0100", "ก็็็"],
    "right-to-left": ["שלום", "العربية"],
    "rare": ["𠀀", "𬺈", "㐀", "\U0001fffe"],
    "private": ["\ue000", "\uf8ff", "\U000f0000", "\U0010fffd", "\U0010fffd0\U0010fffd"],
    "blank": [" ", "  ", "\u3000", "\u00a0", "\u2003"],
    "unseen": ["\u200d", "\u180e"],
    "line": ["\n", "\n\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\f", "\t"],
    "control": [
        "\u202e",
        "\u202c",
        "\u2067",
        "\u2069",
        "\0",
        "\x07",
        "\x08",
        "\x1b",
        "\x1f",
        "\x7f",
        "\x9f",
        "\ufffe",
        "\uffff",
        "\ud800",
        "\udfff",
    ],
    "markdown": [
        *(
            "*",
            "**",
            "***",
            "_",
            "__",
            "`",
            "```",
            "#",
            "\\",
            "\\\\",
            "\\*",
            "+ ",
            "- ",
            "~~",
            "|",
            "!",
            "1. ",
            "1) ",
            "5. ",
        ),
        *("[x](y)", "![x](y)", "[x]: y", "<b>", "> ", "---", "\n# ", "\n- ", "\n1. ", "\n    ", "\n\n", "  \n", "\\\n"),
    ],
    "long": ["长" * 5000, "a" * 5000, "9" * 5000, "、".join("甲乙丙") * 800, "（" * 3000, "{{" * 500, "**a" * 1000],
    "number": ["1", "99.5%", "3万元", "0", "-1", "1e9", "=", "≥", "true", "null", "~", "2022-01-01", "〔2022〕5号"],
}
"""What breaks programs, by kind."""


def plain(path: Path) -> dict[str, Value]:
    """The bare content of a report."""
    root, problems = read(path, path.name)
    assert root is not None, problems
    content = root.plain()
    assert isinstance(content, dict)
    return content


def dump(node: Value, depth: int = 0) -> str:
    """YAML that reads as exactly this value: one line for each scalar, texts quoted, what cannot stand there escaped."""
    pad = "  " * depth
    if isinstance(node, dict) and node:
        entries = [f"{pad}{quoted(str(key))}:{_below(child, depth)}" for key, child in node.items()]
        return "\n".join(entries)
    if isinstance(node, list) and node:
        return "\n".join(f"{pad}-{_below(child, depth)}" for child in node)
    if isinstance(node, str):
        return quoted(node)
    if isinstance(node, bool):
        return str(node).lower()
    if isinstance(node, Decimal):
        return format(node, "f")
    return {dict: "{}", list: "[]", type(None): "~"}.get(type(node), str(node))


def _below(child: Value, depth: int) -> str:
    return f"\n{dump(child, depth + 1)}" if isinstance(child, dict | list) and child else f" {dump(child)}"


def quoted(text: str) -> str:
    """A text in double quotes; characters that are safe nowhere else are escaped."""
    return '"' + re.sub(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]', _escaped, text) + '"'


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}" if match[0] not in '"\\' else f"\\{match[0]}"


def leaves(node: Value, path: Path_ = ()) -> Iterator[tuple[Path_, Value]]:
    """Every scalar of a report with its path."""
    if isinstance(node, dict | list):
        for key, child in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(child, (*path, key))
    else:
        yield path, node


def put(report: Value, path: Path_, value: Value) -> None:
    """Replaces the value under a path."""
    for step in path[:-1]:
        report = report[step]
    report[path[-1]] = value


PLAIN, LINE, CLAUSE, PROSE = "plain", "line", "clause", "prose"
_NATIONAL = ("national", "guangxi-hechi", "hubei-example")
_TAG = re.compile(r"(?:\s*\{[{%]-|\{[{%]).*?(?:-[}%]\}\s*|[}%]\})", re.DOTALL)  # "-" takes the blanks beside it away
_LIST = re.compile(r"\s*[0-9]{1,9}[.)](?:\s+|$)")
_MARKUP = re.compile(r"\\([!-/:-@\[-`{-~])|\\$|\*\*")
_CHANGES = ("total", "grant_total", "general_spending", "three_public", "operating_cost")
_CHANGE_REASONS = ("reason", "grant_reason", "general_reason", "three_public_reason", "operating_cost_reason")


def expected(kind: str, value: str) -> list[str]:
    """What must stand in a document, each piece exactly, where a value of this kind is shown.

    - `plain`: the value.
    - `line`: the value around its references, which give figures instead.
    - `clause`: as a line, without blanks and a full stop at the ends, for a sentence that goes on around it.
    - `prose`: each line around its references, without blanks at the ends and without the marks of Markdown: `**`, the
      backslash before punctuation or the end, the number of a list item.
    """
    if kind == PLAIN:
        return [value]
    pieces = _TAG.split(value)
    if kind == LINE:
        return pieces
    if kind == CLAUSE:
        pieces[0] = pieces[0].lstrip()
        pieces[-1] = pieces[-1].rstrip() if len(pieces) > 1 else pieces[0].rstrip()
        pieces[-1] = pieces[-1].removesuffix("。")
        return pieces
    found = []
    for line in "".join(piece + "\n" for piece in pieces).split("\n"):
        while match := _LIST.match(line):
            line = line[match.end() :]
        found.append(_MARKUP.sub(lambda mark: mark[1] or "", line.strip()).strip())
    return found


def shown(report: dict[str, Value]) -> Iterator[tuple[Path_, str]]:
    """The path of each text value that the documents of its profile show, with its kind.

    What no document of a profile shows (the fourth level of items, the prepared-by of Wuhan's forms) is not there.
    """
    profile, accounts = report["profile"], report.get("accounts")
    wuhan, zhuzhou = profile == "hubei-wuhan", profile == "hunan-zhuzhou"
    yield ("unit",), PLAIN
    for number, evaluation in enumerate(report.get("evaluations", ())):
        for path, kind in _evaluation(evaluation, profile, wuhan and accounts is not None):
            yield ("evaluations", number, *path), kind
    if wuhan and accounts:
        for path, kind in _accounts(accounts):
            yield ("accounts", *path), kind
    if report.get("rollup") and not wuhan:
        yield ("rollup", "name"), PLAIN
    for number, entry in enumerate(report.get("published", ())):
        yield from ((("published", number, key), PLAIN) for key in ("value", "where", "cause", "note") if key in entry)
    for number, _ in enumerate(report.get("accepted", ())):
        yield from ((("accepted", number, key), PLAIN) for key in ("code", "reason", "by"))
    texts = " ".join(
        str(value)
        for path, value in leaves(report)
        if path[-2:-1] == ("narrative",) or (zhuzhou and path[-1] == "austerity")
    )
    for name in report.get("facts", {}):
        if re.search(rf"\{{\{{ facts\.{re.escape(name)} \}}\}}", texts) and not str(report["facts"][name]).startswith(
            "="
        ):
            yield ("facts", name), LINE


def _evaluation(one: dict[str, Value], profile: str, in_volume: bool) -> Iterator[tuple[Path_, str]]:
    wuhan, zhuzhou, national = profile == "hubei-wuhan", profile == "hunan-zhuzhou", profile in _NATIONAL
    project = one["type"] == "project"
    if not wuhan or project or in_volume:
        yield ("name",), PLAIN
    if not zhuzhou and (not wuhan or project):
        yield ("department",), PLAIN
    if "issued_on" in one:
        yield ("issued_by",), PLAIN
    if national:
        yield ("funds", "document"), PLAIN
    if not wuhan:
        yield ("funds", "reason"), LINE
    else:
        yield from ((("deviation",), LINE), (("improvement",), LINE))
    if not wuhan or not project:
        yield from ((("funds", "sources", n, "name"), PLAIN) for n in range(len(one["funds"].get("sources", ()))))
    yield from _items(one["funds"]["items"], ("funds", "items"), 1 if wuhan and not project else 0, uses=zhuzhou)
    for n, goal in enumerate(one.get("goals", ())):
        yield ("goals", n, "expected"), LINE
        if not wuhan:
            yield ("goals", n, "actual"), LINE
        yield from _groups(goal.get("indicators", ()), ("goals", n, "indicators"), 2, reasons=not wuhan)
    yield from _groups(one.get("indicators", ()), ("indicators",), 2, reasons=not wuhan)
    yield from ((("narrative", title), PROSE) for title in one["narrative"])
    if zhuzhou:
        yield from ((("annexes", n, "title"), PLAIN) for n in range(len(one.get("annexes", ()))))
        table = one.get("base_table", {})
        yield ("base_table", "austerity"), PROSE
        yield from ((("base_table", *path), PLAIN) for path, _ in leaves(table) if path[-1] == "name")
    if profile == "guangxi-hechi":
        for n in range(len(one.get("working_group", {}).get("members", ()))):
            yield from ((("working_group", "members", n, key), PLAIN) for key in ("role", "name", "post"))
    if not wuhan:
        yield from ((("signature", key), PLAIN) for key in ("prepared_by", "phone"))


def _items(items: list[Value], path: Path_, deeper: int, *, uses: bool) -> Iterator[tuple[Path_, str]]:
    for number, item in enumerate(items):
        if deeper >= 0:
            yield (*path, number, "name"), PLAIN
        if uses:
            yield from (
                ((*path, number, key), kind) for key, kind in (("name", PLAIN), ("use", PROSE)) if "use" in item
            )
        yield from _items(item.get("items", []), (*path, number, "items"), deeper - 1, uses=uses)


def _groups(groups: list[Value], path: Path_, levels: int, *, reasons: bool) -> Iterator[tuple[Path_, str]]:
    for number, group in enumerate(groups):
        if levels:
            yield (*path, number, "name"), PLAIN
        for n in range(len(group.get("items", ()))):
            item = (*path, number, "items", n)
            yield from (((*item, "name"), PLAIN), ((*item, "target"), LINE), ((*item, "actual"), LINE))
            if reasons:
                yield (*item, "reason"), LINE
        yield from _groups(group.get("groups", ()), (*path, number, "groups"), max(levels - 1, 0), reasons=reasons)


def _accounts(accounts: dict[str, Value]) -> Iterator[tuple[Path_, str]]:
    yield from ((("duties",), PROSE), (("composition",), PROSE), (("inquiry_phone",), PLAIN))
    for n, function in enumerate(accounts["functions"]):
        if function.get("fund", "general-budget") == "general-budget":
            for m in range(len(function.get("projects", ()))):
                yield from (
                    (("functions", n, "projects", m, key), kind) for key, kind in (("name", PLAIN), ("effect", CLAUSE))
                )
    spent = {
        str(function["code"])[:3]
        for function in accounts["functions"]
        if function.get("fund", "general-budget") == "general-budget"
        and ("basic" in function or "projects" in function)
    }
    for n, entry in enumerate(accounts.get("initial_budget", {}).get("classes", ())):
        if str(entry["code"]) in spent:
            yield ("initial_budget", "classes", n, "reason"), CLAUSE
    last = accounts.get("last_year", {})
    general = ("total", "grant_total", "general_spending")
    for key, reason in zip(_CHANGES, _CHANGE_REASONS, strict=True):
        if key in last:
            yield ("last_year", reason if reason in last or key not in general else "reason"), CLAUSE
    for key in ("abroad", "vehicle_purchase", "vehicle_running", "reception"):
        yield ("three_public", key, "reason"), CLAUSE
    yield from ((("performance", key), PROSE) for key in ("work", "unit_result", "project_result", "use"))
    for n in range(len(accounts.get("key_work", ()))):
        kinds = {"title": PLAIN, "text": PROSE, "target": LINE, "result": LINE}
        yield from ((("key_work", n, key), kind) for key, kind in kinds.items())


def texts_shown(report: dict[str, Value]) -> list[tuple[Path_, str, str]]:
    """The text values that the documents must show: path, kind, value."""
    kinds = dict(shown(report))
    return [(path, kinds[path], value) for path, value in leaves(report) if isinstance(value, str) and path in kinds]


def lost(report: dict[str, Value], documents: dict[str, bytes]) -> list[str]:
    """Each text value, or piece of one, that no document shows exactly."""
    text = "\0".join(paragraph for data in documents.values() for paragraph in texts(data))
    return [
        f"{'.'.join(map(str, path))}: {piece[:60]!r} of {value[:60]!r}"
        for path, kind, value in texts_shown(report)
        for piece in expected(kind, value)
        if piece not in text
    ]


def _once(function: Callable[..., Any], key: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which gives the same result again for the same key; for what no report changes."""
    known: dict[Any, Any] = {}

    def called(*arguments: Any) -> Any:
        found = key(*arguments)
        if found not in known:
            known[found] = function(*arguments)
        return known[found]

    return called


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a report: built, refused, crashed or lost, with the codes of its problems and what went wrong."""

    kind: str
    codes: tuple[str, ...] = ()
    detail: str = ""


class Workshop(AbstractContextManager["Workshop"]):
    """A workspace in which `make report` is run in this process, with templates compiled once."""

    def __enter__(self) -> Workshop:
        """Copies the templates and the reports that a roll-up can name."""
        self._stack = ExitStack()
        memory = Path("/dev/shm")  # where files need no disk
        temporary = tempfile.TemporaryDirectory(prefix="workshop-", dir=memory if memory.is_dir() else None)
        root = Path(self._stack.enter_context(temporary))
        for folder in (PROJECT, DATA / "rollup"):
            shutil.copytree(folder / "templates", root / "templates", dirs_exist_ok=True)
        shutil.copytree(DATA / "rollup" / "reports", root / "reports")
        self.workspace = Workspace(root)
        self.documents: dict[str, bytes] = {}
        parsed = _once(parse, lambda _, source, unknown=(): (source, frozenset(unknown)))
        self._stack.enter_context(patch("generator.word.compiler.parse", parsed))
        self._stack.enter_context(patch("generator.word.compiler.program", _once(program, id)))
        return self

    def __exit__(self, *_: object) -> None:
        """Removes the workspace."""
        self._stack.close()

    def run(self, report: dict[str, Value] | str | bytes, unit: str = "unit") -> Outcome:
        """Makes the documents of a report as `make report` does, and looks at all of them."""
        year = str(report.get("year")) if isinstance(report, dict) else "2023"
        if not re.fullmatch(r"20[0-9]{2}", year):
            year = "2023"
        path = self.workspace.report(unit, year)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = dump(report) if isinstance(report, dict) else report
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        try:
            return self._run(report, unit, year)
        except Exception:
            return Outcome("crashed", detail=traceback.format_exc())
        finally:
            path.unlink()

    def _run(self, report: dict[str, Value] | str | bytes, unit: str, year: str) -> Outcome:
        loaded = load(self.workspace, unit, year)
        codes = tuple(problem.code for problem in loaded.problems)
        documents: dict[str, bytes] = {}
        problems = loaded.problems
        if loaded.ready:
            documents, problems = make_documents(self.workspace, loaded)
            self.documents = documents
            codes += tuple(problem.code for problem in problems)
            problems += write_files(self.workspace.output(unit, year), documents)
        if unlocated := [problem for problem in problems if not _located(problem, self.workspace)]:
            return Outcome("crashed", codes, f"without a place: {unlocated[0]}")
        if has_errors(problems):
            return Outcome("refused", codes)
        if not loaded.ready or not documents:
            return Outcome("crashed", codes, "neither documents nor an error")
        if found := [f"{name}: {fault}" for name, data in documents.items() for fault in faults(data)]:
            return Outcome("crashed", codes, "\n".join(found))
        if isinstance(report, dict) and (missing := lost(report, documents)):
            return Outcome("lost", codes, "\n".join(missing))
        return Outcome("built", codes)


def _located(problem: Problem, workspace: Workspace) -> bool:
    """Whether a problem says in Chinese what is wrong and where: a line of a report, or a paragraph of a template."""
    place = problem.place
    there = (workspace.root / place.path.partition("!")[0]).exists() or place.path.startswith("templates/")
    words = bool(re.search("[\u4e00-\u9fff]", problem.message)) and bool(problem.code)
    return there and words and (place.line > 0 or place.path.startswith("templates/") or problem.code == "YAML-SIZE")
