"""Workbooks for the tests: copies by other programs, and reports without the figures that a workbook holds."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from generator.data.reader import Node, parse
from generator.excel.sheet import letters
from generator.namespace import figures
from generator.opc import unpacked, write_package
from generator.quantity import Quantity
from generator.reports.export import export
from generator.reports.load import compute
from generator.reports.workspace import Workspace
from generator.tables.kinds import LEDGER_COLUMNS

REPORTS = [("qiaokou", "2021"), ("yiyang", "2021"), ("hechi", "2022"), ("zhuzhou", "2024")]
AMOUNTS = {"initial", "budget", "actual", "last_year", "initial_budget", "annual_budget", "total", "target", "weight"}
AMOUNTS |= {"result", "indicator_score", "basic", "grant", "retired_staff", "operating_cost", *LEDGER_COLUMNS}
REQUIRED = {"score", "amount", "actual_staff", "authorised_staff"}
UNTOUCHED = {"narrative", "published", "facts", "accepted", "key_work"}
_ZERO = re.compile(r"-?[0-9.]+(万元|元|人|台（套）|辆|个|人次|批次)")


def exported(workspace: Workspace, unit: str, year: str) -> bytes:
    return export(compute(workspace, unit, year))


def values(workspace: Workspace, unit: str, year: str) -> dict[str, object]:
    """Every figure of a report, exactly."""
    loaded = compute(workspace, unit, year)
    assert loaded.derived is not None, loaded.problems
    found = figures(loaded.derived.tree)
    return {path: figure.value if isinstance(figure, Quantity) else figure.text for path, figure in found}


def blanked(text: str) -> str:
    """The report without what its workbook holds: entries are taken out, those that must stay are zero.

    Texts that refer to figures, and scores that overrule the rule, stay as they are or are zero: nothing in a workbook
    could tell that they should.
    """
    root, _ = parse(text.encode(), "report.yaml")
    assert root is not None
    cuts: list[tuple[int, int, str]] = []

    def zero(node: Node) -> None:
        unit = match[1] if (match := _ZERO.fullmatch(str(node.value))) else "万元"
        if not isinstance(node.value, dict | list):
            cuts.append((node.start, node.end, f"0{unit}" if isinstance(node.value, str) else "0"))

    def drop(node: Node, start: int) -> None:
        first, last = text.rfind("\n", 0, start), text.find("\n", node.end)
        cuts.append((first, last, ""))

    def walk(node: Node, path: tuple[str, ...]) -> None:
        if isinstance(node.value, list):
            for one in node.value:
                walk(one, path)
        if not isinstance(node.value, dict):
            return
        for key, one in node.value.items():
            place = node.keys[key]
            start = sum(len(line) + 1 for line in text.split("\n")[: place.line - 1]) + place.column - 1
            typed = not isinstance(one.value, dict | list) and "{{" not in str(one.value)
            if not typed:
                if key not in UNTOUCHED:
                    walk(one, (*path, key))
            elif (
                key in REQUIRED
                or (text[node.start] == "{" and _ZERO.fullmatch(str(one.value)))
                or path[-1:] in (("economic",), ("last_year",), ("procurement",))
            ):
                zero(one)
            elif key in AMOUNTS:
                drop(one, start)

    walk(root, ())
    for start, end, new in sorted(cuts, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def by_openpyxl(data: bytes) -> bytes:
    """The workbook written anew by openpyxl: what its cells show, and which are merged."""
    old, new = load_workbook(BytesIO(data), data_only=True), Workbook()
    assert new.active is not None
    new.remove(new.active)
    for sheet in old.worksheets:
        page = new.create_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    copy: Any = page.cell(cell.row, cell.column, cell.value)
                    copy.number_format = cell.number_format
        for merged in sheet.merged_cells.ranges:
            page.merge_cells(merged.coord)
    out = BytesIO()
    new.save(out)
    return out.getvalue()


def by_libreoffice(books: dict[str, bytes], soffice: str, folder: Path) -> dict[str, bytes]:
    """Workbooks opened and saved by LibreOffice, which computes what has no value; none where it has no Calc."""
    source = folder / "in"
    source.mkdir()
    for name, data in books.items():
        (source / f"{name}.xlsx").write_bytes(data)
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), *map(str, sorted(source.iterdir()))]
    subprocess.run(command, capture_output=True, check=False, timeout=240)
    return {name: (folder / f"{name}.xlsx").read_bytes() for name in books if (folder / f"{name}.xlsx").is_file()}


def without_results(data: bytes) -> bytes:
    """The workbook without the values of its formulas, so that whoever opens it must compute them."""
    package = unpacked(data)
    for member, part in package.items():
        if member.startswith("xl/worksheets/sheet"):
            package[member] = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
    return write_package(package)


def copied(root: Path, project: Path) -> Workspace:
    """The project's templates and reports in a folder of their own."""
    for name in ("templates", "reports"):
        shutil.copytree(project / name, root / name)
    return Workspace(root)


def from_text(text: str) -> bytes:
    """A workbook from lines: `# name` begins a worksheet, `|` parts cells, （隐藏） at the front hides a row.

    （盖住） at the front of a cell merges it with the one before, under which it keeps what it holds.
    """
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    page: Any = None
    for line in text.splitlines():
        if line.startswith("# "):
            page = book.create_sheet(line.removeprefix("# "))
            number = 0
            continue
        number += 1
        page.row_dimensions[number].hidden = line.startswith("（隐藏）")
        for column, cell in enumerate(line.removeprefix("（隐藏）").split("|"), 1):
            value = cell.strip()
            if value.startswith("（盖住）"):
                value = value.removeprefix("（盖住）")
                page.merged_cells.add(f"{letters(column - 1)}{number}:{letters(column)}{number}")
            if value:
                page.cell(number, column).value = float(value) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value) else value
    out = BytesIO()
    book.save(out)
    return out.getvalue()
