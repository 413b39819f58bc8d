"""Whether another revision's program makes the same of the same inputs: `python -m tests.support.equal OLD_REVISION`.

The reports, examples and mistakes of OLD_REVISION are given to its program and to that of the working tree, each with
the templates that come with it, by nothing but the command line. Documents, workbooks, summaries and skeletons must be
equal member by member, but for the commit and the version that they name; what the commands print must be equal line
by line, but for `tests/data/reworded.yaml`. The exit status is 1 where anything else differs or nothing was compared.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

import yaml

from tests.support.paths import PROJECT

REWORDED = PROJECT / "tests" / "data" / "reworded.yaml"
PROPERTIES = "docProps/custom.xml"
KINDS = ("documents", "workbooks", "summaries", "skeletons", "figures", "messages of check", "messages of lint")
OTHER_MESSAGES = "messages of other commands"
TYPES = ("project", "whole-unit")
MOST_SHOWN = 60  # lines of a difference

_NAMED = re.compile(rb'(name="(?:commit|generator|program)"><vt:lpwstr>)[^<]*')
_CHARACTER = re.compile("⟨U\\+([0-9A-F]{4})⟩")

Found = dict[tuple[str, str], bytes]
"""What was made or printed, by kind and name; a member of a file is named `file!member`."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program in a folder, with a folder of its own to work in, and what it made so far."""

    folder: Path
    room: Path
    found: Found

    def run(self, where: str, *arguments: str) -> str:
        """What a command prints in a workspace, with its exit status."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=self.room / where,
            env=kept | {"PYTHONPATH": str(self.folder), "XDG_CACHE_HOME": str(self.room / "cache")},
            capture_output=True,
            check=False,
        )
        text = (done.stdout + b"--\n" + done.stderr).decode("utf-8", "replace")
        if done.returncode not in (0, 1, 2) or "Traceback" in text:
            raise SystemExit(f"{self.folder}: {' '.join(arguments)} ended with {done.returncode}\n{text}")
        return text.replace(str(self.room), "…").replace(str(self.folder), "…") + f"-- {done.returncode}\n"

    def tell(self, kind: str, where: str, *arguments: str) -> None:
        """Keeps what a command prints."""
        self.found[kind, " ".join([where, *arguments])] = self.run(where, *arguments).encode()

    def keep(self, kind: str, where: str, pattern: str) -> None:
        """Keeps the files of a workspace, those of zip member by member."""
        for path in sorted((self.room / where).glob(pattern)):
            name = f"{where}/{path.relative_to(self.room / where).as_posix()}"
            for member, data in members(path):
                self.found[kind, f"{name}{member}"] = data

    def workspace(self, where: str, inputs: Path, reports: Iterable[Path], profiles: Iterable[str] = ()) -> Path:
        """A workspace with some folders of reports, and the program's own templates, all or of some profiles."""
        root = self.room / where
        own = self.folder / "templates"
        for profile in profiles or (path.parent.name for path in own.glob("*/profile.yaml")):
            shutil.copytree(own / profile, root / "templates" / profile)
        shutil.copy(own / "base.docx", root / "templates")
        shutil.copytree(self.folder / "rules", root / "rules")
        for folder in reports:
            shutil.copytree(folder, root / "reports", dirs_exist_ok=True)
        for folder in inputs.glob("tests/data/*/templates") if not profiles else ():
            shutil.copytree(folder, root / "templates", dirs_exist_ok=True)
        return root


def members(path: Path) -> Iterable[tuple[str, bytes]]:
    """The contents of a file by member, without the commit and the version that its properties name."""
    if path.suffix not in (".docx", ".xlsx"):
        yield "", path.read_bytes()
        return
    with zipfile.ZipFile(path) as archive:
        yield "!", "\n".join(archive.namelist()).encode()
        for name in archive.namelist():
            data = archive.read(name)
            yield f"!{name}", _NAMED.sub(rb"\1", data) if name == PROPERTIES else data


def reports_in(inputs: Path) -> list[Path]:
    """The folders of reports: examples, then those of the project, which other copies of them do not replace."""
    return [*sorted(inputs.glob("tests/data/*/reports")), inputs / "reports"]


def make_everything(program: Program, inputs: Path) -> None:
    """Documents, workbooks, summaries, skeletons, figures and messages of all sound reports."""
    root = program.workspace("sound", inputs, reports_in(inputs))
    reports = sorted((path.parent.name, path.stem) for path in root.glob("reports/*/*.yaml"))
    program.tell("messages of check", "sound", "check")
    program.tell("messages of lint", "sound", "lint")
    program.run("sound", "all")  # as many processes as there are processors: in an order of its own
    program.keep("documents", "sound", "build/*/*/*.docx")
    for year, unit in reports:
        at = ("--unit", unit, "--year", year)
        program.tell(OTHER_MESSAGES, "sound", "export", *at)
        book = f"build/{year}/{unit}/workbook.xlsx"
        program.tell(OTHER_MESSAGES, "sound", "import", "--file", book, *at)
        program.tell("figures", "sound", "explain", "--format", "json", *at)
    program.keep("workbooks", "sound", "build/*/*/*.xlsx")
    for year in sorted({year for year, _ in reports}):
        program.tell(OTHER_MESSAGES, "sound", "summary", "--year", year)
    program.keep("summaries", "sound", "build/*/*.*")
    begun = []
    for year, unit in reports:
        following = str(int(year) + 1)
        if not (root / "reports" / following / f"{unit}.yaml").exists():
            program.tell(OTHER_MESSAGES, "sound", "new", "--unit", unit, "--year", following, "--from", year)
            begun.append(f"reports/{following}/{unit}.yaml")
    for profile in sorted(path.parent.name for path in root.glob("templates/*/profile.yaml")):
        for kind in TYPES:
            unit = f"{profile}-{kind}"
            program.tell(
                OTHER_MESSAGES, "sound", "new", "--unit", unit, "--year", "2030", "--profile", profile, "--type", kind
            )
            begun.append(f"reports/2030/{unit}.yaml")
    for name in begun:
        program.keep("skeletons", "sound", name)
    program.tell("messages of check", "sound", "check", *begun)


def check_mistakes(program: Program, inputs: Path) -> None:
    """The messages of every file of tests/data/broken and every bad example of the rules."""
    known = {path.stem: path for folder in reports_in(inputs) for path in folder.glob("*/*.yaml")}
    root = program.workspace("broken", inputs, [])
    for path in sorted(inputs.glob("tests/data/broken/*.yaml")):
        case = yaml.safe_load(path.read_text("utf-8"))
        own = known[case.get("unit", "hechi")]
        write(root / "reports" / own.parent.name / f"{path.stem}.yaml", edited(own.read_bytes(), case))
    apart = []
    for path in sorted(inputs.glob("rules/*.yaml")):
        bad = yaml.safe_load(path.read_text("utf-8")).get("bad")
        if bad and "command" not in bad and not any({"file", "delete"} & edit.keys() for edit in bad["edits"]):
            own = known[bad.get("unit", "hechi")]
            data = own.read_bytes()
            for edit in bad["edits"]:
                data = edited(data, edit)
            write(root / "reports" / own.parent.name / f"rule-{path.stem.lower()}.yaml", data)
        elif bad:
            apart.append((path.stem, bad))
    program.tell("messages of check", "broken", "check")
    for code, bad in apart:
        check_example(program, inputs, code, bad, known)


def check_example(program: Program, inputs: Path, code: str, bad: Mapping[str, Any], known: Mapping[str, Path]) -> None:
    """The messages of an example that needs a workspace of its own."""
    unit, command = bad.get("unit", "hechi"), bad.get("command", "check")
    own = known[unit].relative_to(known[unit].parents[1])
    touched = (edit.get("file", "").split("/") for edit in bad["edits"])
    profiles = {"national", *(part[1] for part in touched if part[0] == "templates" and len(part) == 3)}
    there = [path for path in profiles if (program.folder / "templates" / path).is_dir()]
    root = program.workspace(code, inputs, reports_in(inputs), there if command == "lint" else ())
    for edit in bad["edits"]:
        path = root / edit.get("file", f"reports/{own.as_posix()}")
        if edit.get("delete"):
            path.unlink()
        elif "member" in edit:
            write(path, with_member(path, edit))
        else:
            write(path, edited(path.read_bytes() if path.exists() else b"", edit))
    at = ("--unit", unit, "--year", own.parent.name)
    if command == "lint":
        program.tell("messages of lint", code, "lint")
    elif command == "import":
        program.tell(OTHER_MESSAGES, code, "import", "--file", "表.xlsx", *at)
    elif command == "year":
        program.tell("messages of check", code, "check", "--year", own.parent.name)
    else:
        program.tell("messages of check", code, command, *at)
    shutil.rmtree(root)


def edited(data: bytes, edit: Mapping[str, Any]) -> bytes:
    """A text with the first place of what an edit finds replaced; what is to be a workbook comes from its lines."""
    text = data.decode()
    if edit["find"] not in text:
        raise SystemExit(f"nothing to edit: {edit['find']!r}")
    new = _CHARACTER.sub(lambda code: chr(int(code[1], 16)), edit["replace"])
    if str(edit.get("file", "")).endswith(".xlsx") and " | " in new:
        from tests.support.books import from_text

        return from_text(new)
    encoded: bytes = (text.replace(edit["find"], new, 1) if edit["find"] else new).encode(edit.get("encoding", "utf-8"))
    return encoded


def with_member(path: Path, edit: Mapping[str, Any]) -> bytes:
    """A Word file with one of its members edited."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edited(old.read(name), edit) if name == edit["member"] else old.read(name))
    return out.getvalue()


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def lint_mistakes(program: Program, inputs: Path) -> None:
    """The messages of every mistake in tests/data/templates, each in a profile of its own."""
    from tests.support.broken_templates import broken

    root = program.workspace("templates", inputs, [], ["national"])
    for path in sorted(inputs.glob("tests/data/templates/*.yaml")):
        case = yaml.safe_load(path.read_text("utf-8"))
        name = Path(case.get("template", "national/report.docx"))
        if len(name.parts) < 2:
            continue  # the mistakes in all templates at once, and in the base
        with tempfile.TemporaryDirectory() as folder:
            made = broken(Path(folder), case) / name
            write(root / "templates" / path.stem / name.name, made.read_bytes())
        profile = (program.folder / "templates" / name.parent / "profile.yaml").read_text("utf-8")
        text = profile if "extends:" in profile else f"name: {path.stem}\nextends: national\n"
        write(root / "templates" / path.stem / "profile.yaml", text.encode())
    program.tell("messages of lint", "templates", "lint")


class Rewording:
    """The list of messages that were reworded on purpose."""

    def __init__(self, listed: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        self._pairs: list[tuple[re.Pattern[str], str | None]] = []
        self._added: list[re.Pattern[str]] = []
        for entry, exact in [*((one, True) for one in listed["lines"]), *((one, False) for one in listed["forms"])]:
            before, after = entry.get("before"), entry.get("after")
            if before is not None:
                new = after.replace("\\", r"\\") if exact and after else after
                self._pairs.append((re.compile(re.escape(before) if exact else before), new))
            elif after is not None:
                self._added.append(re.compile(re.escape(after) if exact else after))

    def before(self, lines: Sequence[str]) -> list[str]:
        """The lines of then as they should read today."""
        return [line for line in map(self._today, lines) if line is not None]

    def _today(self, line: str) -> str | None:
        matches = ((old.fullmatch(line), new) for old, new in self._pairs)
        match, new = next(((match, new) for match, new in matches if match), (None, line))
        return match.expand(new) if match and new is not None else new

    def after(self, lines: Sequence[str]) -> list[str]:
        """The lines of today without those that were added on purpose."""
        return [line for line in lines if not any(new.fullmatch(line) for new in self._added)]


def compare(old: Found, new: Found, rewording: Rewording) -> tuple[list[str], bool]:
    """The table with the differences below it, and whether all is equal and something of each kind was compared."""
    counted, equal, told = Counter[str](), Counter[str](), []
    for key in sorted(old.keys() | new.keys()):
        kind, name = key
        counted[kind] += 1
        was, now = old.get(key), new.get(key)
        lines = [] if was == now else difference(kind, was, now, rewording)
        equal[kind] += not lines
        told += [f"\n== {kind}: {name}", *lines[:MOST_SHOWN]] if lines else []
        told += [f"… {len(lines) - MOST_SHOWN} more lines"] if len(lines) > MOST_SHOWN else []
    table = [f"{'':<28}{'compared':>10}{'equal':>10}{'different':>10}"]
    for kind in (*KINDS, OTHER_MESSAGES):
        table.append(f"{kind:<28}{counted[kind]:>10}{equal[kind]:>10}{counted[kind] - equal[kind]:>10}")
    missing = [f"\nnothing was compared: {kind}" for kind in KINDS if not counted[kind]]
    return [*table, *missing, *told], counted == equal and not missing


def difference(kind: str, was: bytes | None, now: bytes | None, rewording: Rewording) -> list[str]:
    """What tells two contents apart, as lines; none where only what is listed was reworded."""
    if was is None or now is None:
        return ["only in the working tree" if was is None else "not in the working tree"]
    try:
        before, after = (data.decode().replace("><", ">\n<").splitlines() for data in (was, now))
    except UnicodeDecodeError:
        return [f"{len(was)} and {len(now)} other bytes"]
    if kind.startswith("messages"):
        before, after = rewording.before(before), rewording.after(after)
        if before == after:
            return []
    return [*unified_diff(before, after, "before", "after", lineterm="")] or ["other line ends"]


def main(revision: str) -> int:
    """Compares, prints the table and the differences, and gives the exit status."""
    archive = subprocess.run(["git", "archive", revision], cwd=PROJECT, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(room / "old", filter="data")
        (room / "of-old").mkdir()
        (room / "of-new").mkdir()
        programs = Program(room / "old", room / "of-old", {}), Program(PROJECT, room / "of-new", {})

        def work(program: Program) -> None:
            for task in (make_everything, check_mistakes, lint_mistakes):
                task(program, room / "old")

        with ThreadPoolExecutor(2) as pool:
            [*pool.map(work, programs)]
        told, same = compare(
            programs[0].found, programs[1].found, Rewording(yaml.safe_load(REWORDED.read_text("utf-8")))
        )
    print(*told, sep="\n")
    return 0 if same else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.support.equal OLD_REVISION")
    sys.exit(main(sys.argv[1]))
