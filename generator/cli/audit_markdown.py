"""Formats a diff as Markdown for a pull request's comment: tables of figures, with changed sentences folded away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from generator.cli.audit_text import name_list, remark, title, without_repetitions
from generator.data.paths import Change
from generator.revisions.compare import Passage, Piece, pieces
from generator.revisions.diff import FileChange, ReportChange, RevisionChanges

COMMENT_LIMIT = 60_000
"""Characters of a pull request's comment: GitHub takes 65,536, of which some are left for what surrounds the text."""

# A character that Markdown or HTML may take for markup: *, <, @.
_MARKUP = re.compile(r"[\\`*_{}\[\]()#+\-.!|<>&~@:$]")
_LINE_END = re.compile(r"\r\n?|\n")
_NOT_A_MENTION = "&#8203;"  # GitHub looks for mentions in the rendered text, where an escaped @ is one again
_CONTEXT = 24  # unchanged characters shown on either side of a change
_MARKS = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}


def changes_markdown(changes: RevisionChanges, limit: int = COMMENT_LIMIT) -> str:
    """The diff for a pull request's comment; empty if nothing changed.

    Texts are escaped, so that nothing in a report can pose as markup, a link or a mention. What does not fit is cut off
    at the end, with a note.
    """
    if not changes:
        return ""
    parts = [f"## 自评变动\n\n{_escaped(changes.before)} → {_escaped(changes.after)}\n"]
    parts += [f"> {_escaped(note)}\n" for note in changes.notes]
    parts += [part for report in changes.reports for part in _report(report)]
    parts += [_form(form) for form in changes.forms]
    if changes.program:
        parts.append(f"### 程序和共用清单\n\n{_escaped(name_list(changes.program))}\n")
    kept: list[str] = []
    for part in parts:
        room = limit - sum(map(len, kept)) - len(kept)
        if len(part) > room:
            if part.startswith("| "):  # as many rows of a table as there is room for
                kept.append(part[:room].rpartition("\n")[0] + "\n")
            kept.append("> 改动太多，这里放不下；在本机运行 make diff 看全部。\n")
            break
        kept.append(part)
    return "\n".join(kept)


def _report(report: ReportChange) -> list[str]:
    difference = report.difference
    parts = [f"### {_escaped(title(report))}\n"]
    if difference.inputs:
        parts.append(_table(("填写的数据", "原来", "现在", "相差", "位置"), map(_input, difference.inputs)))
    if difference.figures:
        shared = {change.by for change in difference.figures}
        by = name_list(next(iter(shared))) if len(shared) == 1 else ""
        head = f"算出的数（由 {_escaped(by)} 引起）" if by else "算出的数"
        rows = ([*_figure(change), *([] if by else [_escaped(name_list(change.by))])] for change in difference.figures)
        parts.append(_table((head, "原来", "现在", "相差", *([] if by else ["由谁引起"])), rows))
    for heading, findings in (("新出现的问题", difference.new_problems), ("消除的问题", difference.gone_problems)):
        if findings:
            cells = [(finding.severity, finding.code, finding.place, finding.message) for finding in findings]
            parts.append(_table((heading, "代号", "位置", "内容"), (map(_escaped, row) for row in cells)))
    if difference.accepted:
        accepted = ((_escaped(one.name), _cell(one.before), _cell(one.after)) for one in difference.accepted)
        parts.append(_table(("接受的问题", "原来", "现在"), accepted))
    if note := remark(report):
        parts.append(f"{_escaped(note)}。\n")
    return parts + [_folded(*one) for one in without_repetitions(difference.documents)]


def _input(change: Change) -> list[str]:
    before, after = change.before, change.after
    if before and after and max(len(before), len(after)) > _CONTEXT:
        cells = ["", _inline(_clipped([*pieces(before, after)])), ""]
    else:
        cells = [_cell(before), _cell(after), _escaped(change.difference)]
    return [_escaped(change.name), *cells, _escaped(change.place)]


def _figure(change: Change) -> list[str]:
    name = "<br>".join(_escaped(text) for text in (change.label, change.name) if text)
    return [name, _cell(change.before), _cell(change.after), _escaped(change.difference)]


def _form(form: FileChange) -> str:
    heading = f"### {form.kind} {_escaped(form.path)}\n\n"
    if form.values:
        return heading + _table(("配置", "原来", "现在", "相差", "位置"), map(_input, form.values))
    if form.passages:
        return heading + _folded(form.path, form.passages)
    return heading + (f"文字没有变，改动了 {_escaped(name_list(form.parts))}。\n" if form.parts else "")


def _table(heads: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _folded(name: str, passages: Sequence[Passage], remark: str = "") -> str:
    if not passages:
        return f"{_escaped(name)}{_escaped(remark)}\n"
    rows = sum(passage.in_table for passage in passages)
    counts = [f"{number} {kind}" for number, kind in ((len(passages) - rows, "句"), (rows, "行")) if number]
    lines = [f"<details><summary>{_escaped(name)}：改动 {'、'.join(counts)}{_escaped(remark)}</summary>\n"]
    for heading, group in groupby(passages, key=lambda passage: passage.heading):
        lines += [f"**{_escaped(heading)}**\n"] if heading else []
        lines += [f"- {' ｜ '.join(_inline(cell) for cell in passage.cells)}" for passage in group]
        lines.append("")
    return "\n".join([*lines, "</details>\n"])


def _inline(found: Iterable[Piece]) -> str:
    return "".join(_MARKS[kind].format(_escaped(text)) for kind, text in found)


def _clipped(found: Sequence[Piece]) -> list[Piece]:
    """The pieces, with unchanged text cut to what is next to a change."""
    clipped: list[Piece] = []
    for number, (kind, text) in enumerate(found):
        if kind == "=" and len(text) > 2 * _CONTEXT:
            head = text[:_CONTEXT] if number else ""
            tail = text[-_CONTEXT:] if number < len(found) - 1 else ""
            clipped.append((kind, f"{head}…{tail}"))
        else:
            clipped.append((kind, text))
    return clipped


def _cell(text: str | None) -> str:
    return "—" if text is None else _escaped(text)


def _escaped(text: str) -> str:
    """Text escaped so that neither Markdown nor HTML finds markup in it."""
    escaped = _MARKUP.sub(lambda match: f"&#{ord(match[0])};", text)
    return _LINE_END.sub("<br>", escaped).replace("&#64;", f"&#64;{_NOT_A_MENTION}")
