"""Formats a report's diff, history or verification for a terminal or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from generator.cli.problems import as_data
from generator.cli.terminal import BOLD, GREEN, RED, RESET, json_text, one_line
from generator.data.paths import Change
from generator.frozen import as_dict, replace
from generator.revisions.compare import Passage, compare_texts
from generator.revisions.diff import FileChange, ReportChange, RevisionChanges
from generator.revisions.history import History, HistoryEntry
from generator.revisions.snapshot import Finding
from generator.revisions.standing import Stand
from generator.revisions.trust import Standing
from generator.revisions.verify import Verdict, Verification
from generator.text.width import width
from generator.word.textconv import lay_out

Paint = Callable[[str, str], str]

_LONG = 60  # columns of a value, from which on it is shown as changed sentences
_SHOWN = 12  # names in a list
_CLAIMS = {
    "unit": "单位",
    "year": "年度",
    "document": "文档",
    "commit": "提交",
    "inputs": "数据摘要",
    "generator": "程序版本",
    "program": "程序摘要",
}


def changes_text(changes: RevisionChanges, *, colour: bool = False) -> str:
    """A diff as text for a terminal."""
    paint = _painter(colour)
    lines = [paint(BOLD, f"自评变动：{one_line(changes.before)} → {one_line(changes.after)}")]
    lines += [f"提示：{one_line(note)}" for note in changes.notes]
    for report in changes.reports:
        lines += ["", paint(BOLD, title(report)), *_report_lines(report, paint)]
    for form in changes.forms:
        lines += ["", paint(BOLD, f"{form.kind}  {form.path}"), *_form_lines(form, paint)]
    if changes.program:
        lines += ["", f"程序和共用清单：{name_list(changes.program)}"]
    if not changes:
        lines.append("没有变动")
    return "\n".join(lines)


def title(report: ReportChange) -> str:
    """The report by its unit and year, whether it is new, changed, renamed or removed, and its file."""
    difference = report.difference
    snapshot = difference.after or difference.before
    assert snapshot is not None
    kind = "（新增）" if not difference.before else "（删去）" if not difference.after else ""
    was = f"，原为 {report.was}" if report.was else ""
    return f"{snapshot.name} {report.year} 年{kind}  {report.path}{was}"


def remark(report: ReportChange) -> str:
    """What a new or removed report holds, or why documents cannot be compared; empty if they can."""
    before, after = report.difference.before, report.difference.after
    if before is None or after is None:
        whole = after or before
        assert whole is not None
        return f"填写 {len(whole.inputs)} 项，算出 {len(whole.figures or {})} 个数"
    if after.documents is None:
        return "现在有错误，不能生成文档"
    return "原来有错误，没有文档可比" if before.documents is None else ""


def name_list(names: Sequence[str]) -> str:
    """A list of names for a message, cut after the first dozen."""
    return "、".join(names[:_SHOWN]) + (f" 等 {len(names)} 项" if len(names) > _SHOWN else "")


def _report_lines(report: ReportChange, paint: Paint) -> list[str]:
    difference = report.difference
    lines: list[str] = []
    for heading, changes in (("填写", difference.inputs), ("计算", difference.figures), ("接受", difference.accepted)):
        lines += _change_block(heading, changes, paint)
    for heading, findings in (("新出现的问题", difference.new_problems), ("消除的问题", difference.gone_problems)):
        if findings:
            lines += [f"  {heading}", *(f"    {_finding(finding)}" for finding in findings)]
    if note := remark(report):
        lines.append(f"  {note}")
    return lines + _document_lines(difference.documents, paint)


def _change_block(heading: str, changes: Sequence[Change], paint: Paint) -> list[str]:
    """A line for each change, in columns; inputs that moved all of them are in the heading."""
    if not changes:
        return []
    shared = {change.by for change in changes}
    common = next(iter(shared)) if len(shared) == 1 and len(changes) > 1 else ()
    lines = [f"  {heading}" + (f"（由 {name_list(common)} 引起）" if common else "")]
    label_width = max(width(_label(change)) for change in changes)
    for change in changes:
        label = _label(change)
        before, after = ("—" if text is None else text for text in (change.before, change.after))
        where = change.place or (change.name if label != change.name else "")
        by = [f"        由 {name_list(change.by)} 引起"] if change.by and not common else []
        if max(width(before), width(after)) > _LONG or "\n" in before + after:
            lines.append(f"    {label}  {where}".rstrip())
            passages = compare_texts(change.before or "", change.after or "")
            lines += [f"      {line}" for line in _passage_lines(passages, paint)]
        else:
            values = f"{paint(RED, before)} → {paint(GREEN, after)}"
            row = [f"{label}{' ' * (label_width - width(label))}", values, change.difference, where]
            lines.append("    " + "  ".join(part for part in row if part))
        lines += by
    return lines


def _label(change: Change) -> str:
    """What a change is called: an input by its path, a figure by its label."""
    return change.name if change.place or not change.label else change.label


def _finding(finding: Finding) -> str:
    return f"{finding.severity} {finding.code}  {finding.place}  {finding.message}"


def _document_lines(documents: Mapping[str, tuple[Passage, ...]], paint: Paint) -> list[str]:
    lines = []
    for name, passages, repeated in without_repetitions(documents):
        lines += [f"  文档 {name}{repeated}", *(f"    {line}" for line in _passage_lines(passages, paint))]
    return lines


def without_repetitions(documents: Mapping[str, tuple[Passage, ...]]) -> Iterator[tuple[str, list[Passage], str]]:
    """Each document's passages that no earlier one has, as volumes repeat parts, with a note on those left out."""
    seen: set[object] = set()
    for name, passages in documents.items():
        new = [passage for passage in passages if (passage.in_table, passage.cells) not in seen]
        seen |= {(passage.in_table, passage.cells) for passage in passages}
        repeated = len(passages) - len(new)
        yield name, new, f"（{'另有' if new else '改动'} {repeated} 处与以上文档相同）" if repeated else ""


def _passage_lines(passages: Sequence[Passage], paint: Paint) -> list[str]:
    """Changed sentences and rows under their headings; rows of one table are aligned with each other."""
    lines: list[str] = []
    above = ""
    for (heading, _, table), group in groupby(passages, key=_neighbours):
        if heading != above:
            lines.append(f"〔{heading or '开头'}〕")
            above = heading
        sides = [
            (sign, line) for passage in group for sign, line in (("-", passage.before), ("+", passage.after)) if line
        ]
        blocks = lay_out([line for _, line in sides]) if table else [line.text.splitlines() for _, line in sides]
        for (sign, _), block in zip(sides, blocks, strict=True):
            lines += [paint(RED if sign == "-" else GREEN, f"{sign} {line}") for line in block]
    return lines


def _neighbours(passage: Passage) -> tuple[str, str, int]:
    line = passage.after or passage.before
    assert line is not None
    return passage.heading, line.part, line.table


def _form_lines(form: FileChange, paint: Paint) -> list[str]:
    lines = _change_block("配置", form.values, paint)
    lines += [f"    {line}" for line in _passage_lines(form.passages, paint)]
    return [*lines, f"    文字没有变，改动了 {name_list(form.parts)}"] if form.parts else lines


def _painter(colour: bool) -> Paint:
    return lambda code, text: f"{code}{text}{RESET}" if colour else text


def changes_json(changes: RevisionChanges) -> str:
    """A diff as JSON; of each report's two sides only the name, and whether documents can be made."""
    bare = [
        replace(report_change, difference=replace(report_change.difference, before=None, after=None))
        for report_change in changes.reports
    ]
    plain = as_dict(replace(changes, reports=tuple(bare), problems=()))
    plain["problems"] = [as_data(problem) for problem in changes.problems]
    for report, data in zip(changes.reports, plain["reports"], strict=True):
        for name in ("new_problems", "gone_problems"):
            data["difference"][name] = [finding._asdict() for finding in getattr(report.difference, name)]
        for name, side in (("before", report.difference.before), ("after", report.difference.after)):
            data["difference"][name] = side and {"name": side.name, "ready": side.documents is not None}
    return json_text(plain)


def history_text(history: History, *, colour: bool = False) -> str:
    """A history as text for a terminal: one block for each commit, newest first."""
    paint = _painter(colour)
    blocks = ["\n".join(_entry_lines(entry, paint)) for entry in history.entries] or ["没有提交动过这个数"]
    return "\n\n".join([*blocks, *(f"提示：{one_line(note)}" for note in history.notes)])


def _entry_lines(entry: HistoryEntry, paint: Paint) -> list[str]:
    commit = entry.commit
    lines = [paint(BOLD, f"{commit.short}  {commit.date[:10]}  {one_line(commit.author)}  {one_line(commit.subject)}")]
    if entry.broken:
        return [*lines, f"  {entry.report} 有错误，算不出数"]
    if entry.first and len(entry.inputs) > 1:
        return [*lines, f"  新建：填写 {len(entry.inputs)} 个数，算出 {len(entry.figures)} 个数"]
    lines += _change_block("填写", entry.inputs, paint) + _change_block("计算", entry.figures, paint)
    if entry.causes and (entry.documents or any(not change.by for change in entry.figures)):
        lines.append(f"  随同改动：{name_list(entry.causes)}")
    if entry.pictures:
        lines.append(f"  图片改动：{name_list(entry.pictures)}")
    return lines + _document_lines(entry.documents, paint)


def history_json(history: History) -> str:
    """A history as JSON."""
    return json_text(as_dict(history))


def verification_text(found: Verification, *, colour: bool = False) -> str:
    """A verification as text for a terminal: verdict, reason, the document's own claims, and what was changed in it."""
    paint = _painter(colour)
    lines = [
        paint(GREEN if found.verdict is Verdict.GENUINE else RED, found.verdict.value) + f"：{one_line(found.reason)}"
    ]
    lines += [
        f"  {label}：{one_line(found.provenance[name])}" for name, label in _CLAIMS.items() if name in found.provenance
    ]
    lines += [f"  程序：{found.program}"] if found.program else []
    lines += [f"  {line}" for line in _stand_lines(found.stand)] if found.stand else []
    if found.passages:
        lines.append("  改动的文字（- 提交生成的，+ 这份文档里的）")
        lines += [f"    {line}" for line in _passage_lines(found.passages, paint)]
    return "\n".join([*lines, f"  不同的部件：{name_list(found.parts)}"] if found.parts else lines)


def _stand_lines(stand: Stand) -> list[str]:
    """How the commit got onto the trusted branch, then what the branch has today."""
    branch = stand.branch
    came = {
        Standing.ON_LINE: f"来历：提交在 {branch} 的主线上",
        Standing.MERGED: f"来历：提交在分支上，后来由合并 {stand.merge[:10]} 并入 {branch}",
        Standing.UNMERGED: f"来历：提交所在的分支没有并入 {branch}",
        Standing.UNKNOWN: f"来历：看不出提交有没有并入 {branch}" if branch else "来历：没有可信的分支可比",
    }[stand.standing]
    if not branch:
        return [came]
    files = name_list(stand.files)
    if stand.standing in (Standing.UNMERGED, Standing.UNKNOWN):
        same = (
            f"现状：同样的数据和模板在 {branch} 上有过" if stand.stood else f"现状：{branch} 从来没有过这样的数据和模板"
        )
        return [came, same]
    if not stand.superseded:
        return [came, f"现状：数据和模板与 {branch} 上现在的一致"]
    how = "已被取代" if stand.stood else f"数据和模板从来没有进过 {branch}，并入时已经是别的"
    return [came, f"现状：{how}：提交 {stand.superseded[:10]} 起不同的有 {files}"]


def verification_json(found: Verification) -> str:
    """A verification as JSON."""
    data = as_dict(found) | {"verdict": found.verdict.name.lower()}
    if found.stand:
        data["stand"] |= {"standing": found.stand.standing.value, "current": found.stand.current}
    return json_text(data)
