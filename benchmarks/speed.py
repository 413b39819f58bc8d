"""Measures this project beside docxtpl and docxtemplater: the same work in one run, interleaved, medians and spread.

The document is of the house style: thirty paragraphs with three figures each and a table of five columns, in the
notation of each program, with the same data; the texts that come out are compared first. Each program runs in a process
of its own that has loaded its libraries and rendered once. Results are written into `benchmarks/README.md`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measuring import PROJECT, NotMeasuredError, finish, required, text_of
from benchmarks.results import NAMES, Measured, Times, page, shown
from generator.opc import write_package
from generator.word.names import DOCUMENT
from generator.word.package import read_package

RIVALS = PROJECT / "benchmarks" / "rivals"
PAGE = PROJECT / "benchmarks" / "README.md"
MARKS = ("<!-- speed -->", "<!-- /speed -->")
ROWS = {20: 40, 1_000: 5, 10_000: 1, 100_000: 1}
"""Rows of the table, and how often the document is made in one turn."""
ROUNDS = {20: 9, 1_000: 7, 10_000: 5, 100_000: 3}
SLOWEST = 1  # rounds of docxtpl with the longest table, which takes most of a minute
TEMPLATES = ("jinja", "mustache")
COLUMNS = ("name", "budget", "actual", "rate", "reason")
UNITS = (1_000, 10_000)
DOCUMENTS = 5  # that a report of Hechi makes


def document(tag: Callable[[str], str], first: str, last: str, row: Callable[[str], str]) -> bytes:
    """The template in one notation: what `tag` and `row` make of a name, and what begins and ends the rows."""
    package, problems = read_package(PROJECT / "templates" / "base.docx", "base.docx")
    required(package, f"base.docx cannot be read: {problems}")
    assert package is not None

    def paragraph(text: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="BodyCN"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'

    def cells(texts: Sequence[str]) -> str:
        inner = (f'<w:tc><w:tcPr><w:tcW w:w="1700" w:type="dxa"/></w:tcPr>{paragraph(text)}</w:tc>' for text in texts)
        return f"<w:tr>{''.join(inner)}</w:tr>"

    texts = [f"预算{tag(f'a{n}')}万元，支出{tag(f'b{n}')}万元，执行率{tag(f'c{n}')}。" for n in range(30)]
    rows = [row(name) for name in COLUMNS]
    if first.startswith("{%"):
        looped = f"{cells([first])}{cells(rows)}{cells([last])}"
    else:
        looped = cells([first + rows[0], *rows[1:-1], rows[-1] + last])
    grid = '<w:gridCol w:w="1700"/>' * len(COLUMNS)
    table = f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{cells(COLUMNS)}{looped}</w:tbl>"
    body = paragraph(tag("title")) + "".join(map(paragraph, texts)) + table + paragraph("完")
    text = package[DOCUMENT].decode()
    start, end = text.index("<w:body>") + len("<w:body>"), text.index("<w:sectPr>")
    return write_package(package | {DOCUMENT: (text[:start] + body + text[end:]).encode()})


def data(rows: int) -> dict[str, Any]:
    """What fills it, already printed."""
    figures = {f"{key}{n}": f"{n}.{n:02}" for n in range(30) for key in "abc"}
    entry = {"budget": "30000.00", "actual": "21754.00", "rate": "72.51%", "reason": "按计划完成"}
    return figures | {"title": "自评报告", "rows": [{"id": str(n), "name": f"项目{n}"} | entry for n in range(rows)]}


@dataclass(frozen=True, slots=True)
class Worker:
    """A program that renders what it is asked for."""

    name: str
    process: subprocess.Popen[str]
    out: Path

    def ask(self, path: Path, times: int) -> dict[str, float]:
        """Seconds for one document and the most memory so far."""
        self.begin(path, times)
        return self.answer()

    def begin(self, path: Path, times: int) -> None:
        """Asks without waiting for the answer; what was made before is gone."""
        assert self.process.stdin
        self.out.unlink(missing_ok=True)
        asked = {"data": str(path), "times": times, "out": str(self.out)}
        with suppress(BrokenPipeError):  # the answer that does not come tells it
            print(json.dumps(asked), file=self.process.stdin, flush=True)

    def answer(self) -> dict[str, float]:
        """The answer to what was asked; NotMeasuredError where the program ended instead, or made no document."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise NotMeasuredError(f"{self.name} ended with status {self.process.wait()}")
        required(self.out.is_file(), f"{self.name} made no document")
        answer: dict[str, float] = json.loads(line)
        return answer


@contextmanager
def workers(folder: Path) -> Iterator[dict[str, Worker]]:
    """One process for each program that is there."""
    commands = {
        "this": [sys.executable, "-m", "benchmarks.rivals.worker", "this", str(folder / "jinja.docx")],
        "docxtpl": [sys.executable, "-m", "benchmarks.rivals.worker", "docxtpl", str(folder / "jinja.docx")],
    }
    if node():
        commands["docxtemplater"] = ["node", str(RIVALS / "worker.js"), str(folder / "mustache.docx")]
    with ExitStack() as stack:
        found = {}
        for name, command in commands.items():
            process = stack.enter_context(
                subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            found[name] = Worker(NAMES[name], process, folder / f"{name}-{process.pid}.docx")
        yield found


def node() -> bool:
    """Whether docxtemplater can be run here."""
    return bool(shutil.which("node")) and (RIVALS / "node_modules").is_dir()


def tables(folder: Path) -> tuple[dict[int, Times], dict[int, dict[str, float]]]:
    """Seconds for one document, and the most memory, by rows and program."""
    seconds: dict[int, Times] = {}
    memory: dict[int, dict[str, float]] = {}
    warm = folder / "warm.json"
    warm.write_text(json.dumps(data(20)), "utf-8")
    for rows, times in ROWS.items():
        path = folder / f"{rows}.json"
        path.write_text(json.dumps(data(rows)), "utf-8")
        with workers(folder) as there:
            for worker in there.values():
                worker.ask(warm, 3)
            _require_alike(there, 20)
            seconds[rows] = {name: [] for name in there}
            memory[rows] = {}
            for turn in range(ROUNDS[rows]):
                for name, worker in there.items():
                    if turn < SLOWEST or name != "docxtpl" or rows < max(ROWS):
                        answer = worker.ask(path, times)
                        seconds[rows][name].append(answer["seconds"])
                        memory[rows][name] = answer["memory"]
            _require_alike(there, rows)
        print(f"{rows} rows: " + ", ".join(f"{name} {shown(found)}" for name, found in seconds[rows].items()))
    return seconds, memory


def _require_alike(there: dict[str, Worker], rows: int) -> None:
    """Refuses documents that have other texts than this project's, or not all of the rows."""
    texts = {worker.name: text_of(worker.out) for worker in there.values()}
    ours = texts[NAMES["this"]]
    required(f"项目{rows - 1}|" in ours, f"a document of {rows} rows does not have them")
    for name, text in texts.items():
        required(text == ours, f"{name} makes another text of {rows} rows")


def commands(folder: Path) -> Times:
    """Seconds from a command to its files: this project's five documents, and three by each shortest script."""
    (folder / "data.json").write_text(json.dumps(data(20)), "utf-8")
    given = [PROJECT / "reports" / "2022" / "hechi.yaml", PROJECT / "schema" / "report.schema.json"]
    jinja, mustache = (
        [*given, folder / f"{kind}.docx", folder / "data.json", folder] for kind in ("jinja", "mustache")
    )
    found = {
        "this": ["make", "-s", "report", "UNIT=hechi", "YEAR=2022"],
        "docxtpl": [sys.executable, str(RIVALS / "script.py"), *map(str, jinja)],
    }
    if node():
        found["docxtemplater"] = ["node", str(RIVALS / "script.js"), *map(str, mustache)]
    made = {name: [folder / f"{one}.docx" for one in ("report", "funds", "scoring")] for name in found}
    made["this"] = [PROJECT / "build" / "2022" / "hechi" / f"{one}.docx" for one in ("report", "funds", "scoring")]
    for name, command in found.items():
        for path in made[name]:
            path.unlink(missing_ok=True)
        run(command)
        required(all(map(text_of, made[name])), f"{NAMES[name]} makes no text")
    return interleaved({name: lambda command=command: run(command) for name, command in found.items()}, 11)  # type: ignore[misc]


def run(command: Sequence[str]) -> None:
    """Runs a command; NotMeasuredError where it fails."""
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    required(not done.returncode, f"{' '.join(command)} ended with status {done.returncode}: {done.stderr[-500:]}")


def pipeline(folder: Path) -> Times:
    """Seconds for a whole report in one process, and for docxtpl to render its first document alone."""
    from docxtpl import DocxTemplate

    from benchmarks.check_speed import for_docxtpl
    from generator.reports.documents import make_documents
    from generator.reports.load import load
    from generator.reports.workspace import Workspace

    path, context, environment = for_docxtpl("hechi", "2022", "report", folder)

    workspace = Workspace(PROJECT)

    def whole() -> None:
        files, problems = make_documents(workspace, load(workspace, "hechi", "2022"))
        required(len(files) == DOCUMENTS and not problems, f"{len(files)} documents: {problems}")

    def single() -> None:
        template = DocxTemplate(path)
        template.render(context, environment)
        template.save(folder / "out.docx")

    single()
    required("河池市电化教育站" in text_of(folder / "out.docx"), "docxtpl's document does not tell whose it is")
    found = interleaved({"this": whole, "docxtpl": single}, 21)
    print("pipeline: " + ", ".join(f"{name} {shown(times)}" for name, times in found.items()))
    return found


def interleaved(work: dict[str, Callable[[], None]], rounds: int) -> Times:
    """Seconds that each piece of work takes, after a turn of warming up."""
    found: Times = {name: [] for name in work}
    for turn in range(rounds + 1):
        for name, one in work.items():
            begun = time.perf_counter()
            one()
            if turn:
                found[name].append(time.perf_counter() - begun)
    return found


def batches(folder: Path) -> dict[int, tuple[float, float]]:
    """Seconds and the most memory of one process for a province of so many units, each with five documents."""
    found = {}
    source = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
    for count in UNITS:
        root = folder / str(count)
        (root / "reports" / "2022").mkdir(parents=True)
        shutil.copytree(PROJECT / "templates", root / "templates")
        for number in range(count):
            own = source.replace("河池市电化教育站", f"示例单位{number}").replace("17年", f"{number % 60 + 1}年", 1)
            (root / "reports" / "2022" / f"u{number}.yaml").write_text(own, "utf-8")
        command = [sys.executable, "-m", "benchmarks.rivals.batch", str(root)]
        environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
        done = subprocess.run(command, cwd=PROJECT, env=environment, check=False, capture_output=True, text=True)
        required(not done.returncode, f"the batch of {count} units failed: {done.stderr[-500:]}")
        answer = json.loads(done.stdout.splitlines()[-1])
        made = sum(1 for _ in (root / "build").rglob("*.docx"))
        required(answer["built"] == count and made == count * DOCUMENTS, f"{answer['built']} units, {made} documents")
        found[count] = (answer["seconds"], answer["memory"])
        print(f"{count} units: {answer['seconds']:.1f} s, {answer['memory'] / 2**20:.0f} MB")
        shutil.rmtree(root)
    return found


def thousand(folder: Path) -> Times:
    """Seconds for 1,000 documents of twenty rows by each program, on as many processes as there are cores."""
    warm = folder / "warm.json"
    cores = os.cpu_count() or 1
    found: Times = {}
    for name in NAMES if node() else ("this", "docxtpl"):
        with ExitStack() as stack:
            there = [stack.enter_context(workers(folder))[name] for _ in range(cores)]
            for worker in there:
                worker.ask(warm, 3)
            begun = time.perf_counter()
            for number, worker in enumerate(there):
                worker.begin(warm, 1000 // cores + (number < 1000 % cores))
            for worker in there:
                worker.answer()
            found[name] = [time.perf_counter() - begun]
    return found


def main() -> None:
    """Measures, prints and writes the results."""
    without = sys.argv[1:] == ["--without-docxtemplater"]
    required(without or not sys.argv[1:], f"unknown: {' '.join(sys.argv[1:])}")
    if not without and not node():
        required(shutil.which("npm"), "docxtemplater needs Node; --without-docxtemplater measures the others")
        run(["npm", "ci", "--silent", "--prefix", str(RIVALS)])
        required(node(), "docxtemplater cannot be run; --without-docxtemplater measures the others")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "jinja.docx").write_bytes(
            document("{{{{ {} }}}}".format, "{%tr for r in rows %}", "{%tr endfor %}", "{{{{ r.{} }}}}".format)
        )
        (folder / "mustache.docx").write_bytes(document("{{{}}}".format, "{#rows}", "{/rows}", "{{{}}}".format))
        seconds, memory = tables(folder)
        measured = Measured(seconds, memory, commands(folder), pipeline(folder), batches(folder), thousand(folder))
    results = page(measured)
    print(results)
    before, _, rest = PAGE.read_text("utf-8").partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    PAGE.write_text(f"{before}{MARKS[0]}\n{results}\n{MARKS[1]}{after}", "utf-8")


if __name__ == "__main__":
    finish(main)
