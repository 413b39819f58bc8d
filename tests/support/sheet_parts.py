"""The XML of parts of a workbook, for the tests that read them alone."""

from __future__ import annotations

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(root: str, inner: str) -> bytes:
    return f'<{root} xmlns="{MAIN}" xmlns:r="{REL}">{inner}</{root}>'.encode()
