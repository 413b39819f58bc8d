"""Reads the tables of a file of any kind that offices keep figures in: judged by its content, converted if need be."""

from __future__ import annotations

from pathlib import Path

from generator.excel.reading.converting import Tell, converted
from generator.excel.reading.delimited import parse_delimited
from generator.excel.reading.grid import MAX_BYTES, parse_workbook
from generator.excel.reading.kinds import Kind, kind_of
from generator.excel.xlsx.xml_scan import SHRINK
from generator.files import UnfitFileError, contents
from generator.opc import RefusedError
from generator.problems import Place, Problem
from generator.tables.grid import Grid


def read_workbook(path: Path, name: str, tell: Tell = lambda _: None) -> tuple[list[Grid], list[Problem]]:
    """The worksheets of a file; `name` is for the messages, `tell` is given a line on what takes long.

    With any problem there are no grids.
    """
    try:
        data = contents(path, name, MAX_BYTES, following=True)
        kind = kind_of(data, name)
        if kind is Kind.TEXT:
            return [parse_delimited(data, name)], []
        if kind is not Kind.WORKBOOK:
            data = converted(data, kind, tell)
    except UnfitFileError as unfit:
        return [], [_refused(name, str(unfit), SHRINK if unfit.too_large else unfit.remedy)]
    except RefusedError as refusal:
        return [], [_refused(f"{name}!{refusal.part}" if refusal.part else name, str(refusal), refusal.remedy)]
    return parse_workbook(data, name, tell)


def _refused(path: str, message: str, remedy: str) -> Problem:
    return Problem("XLSX-FILE", Place(path), message, remedy)
