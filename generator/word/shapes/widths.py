"""Words what finishing tells, in English, of a table whose tags have made more columns than it can have."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator.word.names import MOST_COLUMNS

# tbl: has 64 columns, of which …; and tbl: has 4 columns, not 3: the words of its row.
_WIDE = re.compile(r"tbl: has ([0-9]+) columns, of")
_SPANNED = re.compile(r"tbl: has ([0-9]+) columns, not ([0-9]+): (.*)", re.DOTALL)
# The tags that make columns, and those among them that span.
_COLUMNS = re.compile(r"\{%(?:tc\s|\s*(?:colspan|hm)\b)")
_SPANS = re.compile(r"\{%\s*colspan\b")


def too_wide(fault: str, tags: Collection[tuple[str, str]]) -> tuple[str, str, str] | None:
    """The message, the text of the paragraph and the remedy of such a fault; None for others.

    `tags` are those of the part, each with the text of its paragraph.
    """
    if wide := _WIDE.match(fault):
        source, excerpt = next((tag for tag in tags if _COLUMNS.match(tag[0])), ("", ""))
        message = f"{source}：表有 {wide[1]} 列，Word 最多打开 {MOST_COLUMNS} 列"
        return message, excerpt, "少印几列，或者排成行：{%tr for … %}"
    if spanned := _SPANNED.match(fault):
        columns, most, words = spanned.groups()
        spans = {tag for tag in tags if _SPANS.match(tag[0])}
        source, excerpt = spans.pop() if len(spans) == 1 else ("{% colspan … %}", "")
        message = f"{source}：「{words}」这一行有 {columns} 列，表只有 {most} 列"
        return message, excerpt, "删去后面多出的单元格，或者少跨几列"
    return None
