"""The slips of those who type YAML seldom: each line is looked at by itself, whatever the parser makes of the whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from generator.data.syntax.encoding import PIPES
from generator.data.syntax.lines import BLANKS, Block, Layout, Line, closing, opens_block
from generator.frozen import replace
from generator.problems import Problem, Severity, SourceFile

# A name as files of reports have them: actual, initial_budget.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# >98%, >=98%, >= {{ funds.actual }}: nothing but a figure and how it is compared. Not >5, which is YAML.
_COMPARED = re.compile(r">(?:[=＝]\s*|\s+)[-+.0-9{].*|>[0-9.]+[^0-9.].*")
# %100, %98.5: the sign before the number, as it is spoken; group 1 is the number.
_SPOKEN = re.compile(r"%\s*([0-9]+(?:\.[0-9]+)?)")
_TAGS = ("{{", "{%", "{#")
_QUOTE = "整个内容加引号"
_TEXT = "冒号后写 |，正文另起一行"
_DASHES = "－—–−‐•·●+*"  # put where a list has its hyphen
_LONG = 60  # characters of a line that a remedy shows whole
_FILLER = "x"


class Slip(NamedTuple):
    """A slip: its problem, None if it can be read all the same, and the text that stands in for what was typed.

    `mended` replaces as many characters from `start` on, so that all places stay. `readings` are what was meant by the
    name or value that begins at an offset of the mended text; it is in doubt unless `sure`.
    """

    problem: Problem | None
    start: int
    mended: str
    readings: tuple[tuple[int, str], ...] = ()
    sure: bool = False


def slips(file: SourceFile, text: str, error: int) -> Iterator[Slip]:
    """The slips in the lines of a text that cannot be read as YAML; `error` is where the parser gave up.

    `text` is that of the file, with what was found before mended.
    """
    layout = Layout.of(text)
    told: set[int] = set()
    for slip in _indentation(file, layout):
        told.add(slip.start)
        yield slip
    for text_block in layout.blocks:
        yield from (slip for slip in _short(file, text_block) if slip.start not in told)
    below = {block.opened.start: block for block in layout.blocks}
    for number, line in enumerate(layout.lines):
        behind = layout.lines[number + 1].start if number + 1 < len(layout.lines) else len(text)
        near = line.start <= error <= behind + (len(layout.lines[number + 1].text) if behind < len(text) else 0)
        block = below.get(layout.lines[number - 1].start) if number else None
        if line.start in told or line.text[line.content : line.content + 3] in ("---", "..."):
            continue
        found = _name(file, line, near=near) or _value(file, line, near=near) or _loose(file, line, block)
        before = layout.lines[number - 1] if number else line
        if found is None and before.start not in told and line.start <= error <= line.start + len(line.text):
            found = _deeper(file, line, before)
        if found:
            told.add(line.start)
            yield found


def character(sign: str) -> str:
    """What a blank is called, with its number."""
    names = {"\t": "制表符（Tab）", "\u3000": "全角空格（U+3000）", "\xa0": "不换行空格（U+00A0）"}
    return names.get(sign, f"特殊的空格（U+{ord(sign):04X}）")


def _indentation(file: SourceFile, layout: Layout) -> Iterator[Slip]:
    """Other blanks than the usual one before the first mark of a line: one problem for all lines of each kind."""
    columns = Counter(column for line in layout.lines for column in {line.content, line.entry})
    whole = {line.start for line in layout.lines if line.entry > line.content or line.colon >= 0 or not line.typed}
    lines = [(line.start, line.text, line.content) for line in layout.lines if not _usual(line)]
    for block in layout.blocks:
        for start, text in block.lines:
            spaces = len(text) - len(text.lstrip(" "))
            if spaces <= block.opened.column:
                lines.append((start, text, len(text) - len(text.lstrip(" \t" + BLANKS))))
    found: dict[str, list[tuple[int, int, str]]] = {}
    for start, text, content in sorted(lines):
        at = next(at for at in range(content) if text[at] != " ")
        mended = " " * (content if columns[content] > 1 and start in whole else len(text))
        found.setdefault(text[at], []).append((start, at, mended))
    for sign, places in found.items():
        numbers = "、".join(str(file.place(start, start).line) for start, _, _ in places[:50])
        more = "" if len(places) <= 50 else f" 等 {len(places)} 行"
        where = "这一行" if len(places) == 1 else f"第 {numbers} 行{more}"
        message = f"{where}的缩进用了{character(sign)}"
        remedy = "换成半角空格，每层两个，与同一层的上一行左端对齐"
        first = places[0][0] + places[0][1]
        width = len(file.text[first:]) - len(file.text[first:].lstrip(sign))
        code = "YAML-TAB" if sign == "\t" else "YAML-SYNTAX"
        problem: Problem | None = Problem(code, file.place(first, first + width), message, remedy)
        for start, _, mended in places:
            yield Slip(problem, start, mended)
            problem = None


def _usual(line: Line) -> bool:
    return not line.text[: line.content].strip(" ")


def _short(file: SourceFile, block: Block) -> Iterator[Slip]:
    """Lines of a text that are indented less than its first one, and so end it."""
    for start, text in block.lines:
        spaces = len(text) - len(text.lstrip(" "))
        if block.opened.column < spaces < block.column:
            yield _outdented(file, start, text, block)


def _outdented(file: SourceFile, start: int, text: str, block: Block) -> Slip:
    content = start + len(text) - len(text.lstrip())
    message = "缩进不够，这一行没有接在上面的正文里"
    remedy = f"与正文的第一行左端对齐，前面空 {block.column} 格"
    return Slip(Problem("YAML-SYNTAX", file.place(content, start + len(text)), message, remedy), start, " " * len(text))


def _loose(file: SourceFile, line: Line, block: Block | None) -> Slip | None:
    """A line without a name that stands below a text of several lines, and belongs to it."""
    if block is None or line.colon >= 0 or line.text[line.content] in "-{[\"'":
        return None
    return _outdented(file, line.start, line.text, block)


def _deeper(file: SourceFile, line: Line, before: Line) -> Slip | None:
    """A line that is indented more than the one above it, which has a value and so nothing below it."""
    more = line.content - before.entry
    if more <= 0 or line.colon < 0 or before.colon < 0 or not before.typed or opens_block(before.typed):
        return None
    message = f"这一行比上一行多缩进了 {more} 格，而上一行已有内容"
    problem = _problem(file, line, line.content, 1, message, "与上一行的名称左端对齐；上一行没写完的，整个内容加引号")
    return Slip(problem, line.start, line.text[more:] + " " * more)


def _name(file: SourceFile, line: Line, *, near: bool) -> Slip | None:
    """What is wrong between the name of a line and its value."""
    text = line.text
    until = line.colon if line.colon >= 0 else len(text)
    if text[line.entry : line.entry + 1] in ("", '"', "'", "{", "["):
        return None
    if text[line.content] == "-" and text[line.content + 1 : line.content + 2].isalpha() and line.colon > line.content:
        name = text[line.content + 1 : line.colon]
        shown = f"- {name}{text[line.colon :]}"
        problem = _problem(file, line, line.content, 1, "短横线后面没有空格", f"空一格，写成 {_shown(shown)}")
        at = line.start + line.content
        return Slip(problem, at, f"- {name[:-1]}", ((at + 2, name),) if len(name) > 1 else (), sure=True)
    if text[line.content] in _DASHES and text[line.content + 1 : line.content + 2] == " ":
        shown = f"- {text[line.content + 1 :].strip()}"
        message = f"列表的短横用了「{text[line.content]}」"
        problem = _problem(file, line, line.content, 1, message, f"换成半角的 -，写成 {_shown(shown)}")
        return Slip(problem, line.start + line.content, "-", sure=True)
    if text[line.content] == "-" and (blank := text[line.content + 1 : line.content + 2]) and blank in BLANKS:
        shown = f"- {text[line.content + 2 :].strip()}"
        message = f"列表的短横后面是{character(blank)}，要用半角空格"
        problem = _problem(file, line, line.content + 1, 1, message, f"换成半角空格，写成 {_shown(shown)}")
        return Slip(problem, line.start + line.content + 1, " ", sure=True)
    for at in range(line.entry + 1, until):
        sign = text[at]
        if sign not in ":：":
            continue
        name, rest = text[line.entry : at], text[at + 1 :]
        if sign == ":" and rest[:1] in [*BLANKS]:
            blank = rest[0]
            message = f"冒号后面是{character(blank)}，要用半角空格"
            remedy = f"换成半角空格，写成 {_shown(f'{name}: {rest.strip()}')}"
            return Slip(_problem(file, line, at + 1, 1, message, remedy), line.start + at + 1, " ")
        known = _NAME.fullmatch(name)
        ends = rest.strip() in ("", "|", *PIPES)
        if sign == ":" and rest.startswith("//"):
            return None
        if not (known or (line.colon < 0 and (near or (ends and (sign == "：" or rest.strip()))))):
            return None
        message = "冒号用了全角" if sign == "：" else "冒号后面没有空格"
        value = "|" if ends and rest.strip() else rest.strip()
        remedy = f"{'冒号用半角，' if sign == '：' else ''}后面空一格，写成 {_shown(f'{name}: {value}')}"
        return _parted(_problem(file, line, at, 1, message, remedy), line, at, rest)
    return None


def _parted(problem: Problem, line: Line, at: int, rest: str) -> Slip:
    """The slip of a colon that is no colon to YAML: a letter of the name makes room for the blank behind it."""
    start, name = line.start + line.entry, line.text[line.entry : at]
    if rest.strip() in [*PIPES]:
        rest = "|"
    if not rest.strip():
        return Slip(problem, line.start + at, ":", sure=True)
    if rest[:1] == " ":
        return Slip(problem, line.start + at, ":", sure=True)
    if len(name) > 1:
        more = rest if rest == "|" else ""
        return Slip(problem, start, f"{name[:-1]}: {more}", ((start, name),), sure=True)
    return Slip(problem, start, f"{name}: {_FILLER * (len(rest) - 1)}", ((start + 3, rest),), sure=True)


def _value(file: SourceFile, line: Line, *, near: bool) -> Slip | None:
    """What is wrong with the value of a line."""
    typed = line.typed
    first = typed[:1]
    if not typed or line.goes_on:
        return None
    if typed.startswith(_TAGS):
        remedy = f"{_QUOTE}：{_shown(_quoted(line))}"
        if len(line.text) > _LONG:
            remedy = f"{_TEXT}；或者{_QUOTE}"
        return _whole(file, line, 0, 2, f"以「{typed[:2]}」开头的内容没有加引号", remedy)
    if first in ('"', "'"):
        return _in_quotes(file, line)
    if line.colon >= 0 and typed in [*PIPES]:
        problem = _problem(
            file, line, line.value, 1, f"这里要用竖线 |，现在是「{typed}」", "改成半角的 |，正文从下一行开始"
        )
        return Slip(problem, line.start + line.value, "|")
    if spoken := _SPOKEN.fullmatch(typed):
        percent = f"{line.text[line.content : line.value]}{spoken[1]}%"
        return _whole(file, line, 0, 1, "百分号写在了数的前面", f"写在数的后面，写成 {percent}")
    if first in ("@", "`", "%") or (near and first in ("*", "&", "!")):
        return _whole(file, line, 0, 1, f"「{first}」不能放在内容开头", f"{_QUOTE}：{_shown(_quoted(line))}")
    if first in ("|", ">") and not opens_block(typed):
        if _COMPARED.fullmatch(typed):
            return _comparison(file, line)
        message = f"以「{first}」开头的内容被当作多行文字"
        remedy = f"正文从下一行开始；要印出「{first}」的，{_QUOTE}：{_shown(_quoted(line))}"
        return _whole(file, line, 0, 1, message, remedy)
    if near and first == "[" and (closed := typed.find("]")) >= 0 and typed[closed + 1 :].strip():
        message = "以「[」开头的内容被当作列表"
        return _whole(file, line, 0, 1, message, f"{_QUOTE}：{_shown(_quoted(line))}")
    if first in ("[", "{", "|", ">") or line.colon < 0:
        return None
    colon = typed.find(": ")
    colon = len(typed) - 1 if colon < 0 and typed.endswith(":") else colon
    if colon < 0:
        return None
    message = "一行里有两个冒号，这里多了一个"
    return _whole(file, line, colon, 1, message, f"正文的，{_TEXT}；短的，{_QUOTE}，或者这个冒号用全角「：」")


def _comparison(file: SourceFile, line: Line) -> Slip:
    """A figure behind > or >=, which has one reading though YAML takes the sign for that of a text: a warning."""
    sign = re.match(">[=＝]?", line.typed)
    assert sign is not None
    remedy = f"{_QUOTE}：{_shown(_quoted(line))}"
    if len(sign[0]) > 1:
        better = f"{line.text[line.content : line.value]}≥{line.typed[sign.end() :].lstrip()}"
        remedy = f"写成 {_shown(better)}，或者{remedy}"
    message = f"以「{sign[0]}」开头的内容没有加引号"
    problem = replace(_problem(file, line, line.value, sign.end(), message, remedy), severity=Severity.WARNING)
    return _whole(file, line, 0, 1, "", "")._replace(problem=problem, sure=True)


def _in_quotes(file: SourceFile, line: Line) -> Slip | None:
    """A value in quotes that end too early, or not at all."""
    quote, closed = line.typed[0], closing(line.text, line.value)
    if closed < 0:
        message = "从这里开始的引号没有成对"
        remedy = "在这一行的末尾补上引号，或者删去开头的引号"
        slip = _whole(file, line, 0, 1, message, remedy)
        return slip._replace(readings=((line.start + line.value, line.typed[1:]),))
    rest = line.text[closed + 1 : line.end]
    if not rest.strip() or (rest[0] in " \t" and rest.strip().startswith("#")) or line.text[line.entry] in "{[":
        return None
    inner = line.text[line.value + 1 : closed]
    meant = f"“{inner}”{rest}" if quote == '"' else f"‘{inner}’{rest}"
    name = f"{line.name}: " if line.name else ""
    remedy = f"用中文引号，写成 {_shown(name + meant)}，或者把{_QUOTE}"
    slip = _whole(file, line, closed + 1 - line.value, len(rest), "引号只包住了前半截", remedy)
    return slip._replace(readings=((line.start + line.value, meant),))


def _whole(file: SourceFile, line: Line, at: int, width: int, message: str, remedy: str) -> Slip:
    """A slip of a value that is told at a column of it, and read as it stands."""
    problem = _problem(file, line, line.value + at, width, message, remedy)
    start = line.start + line.value
    return Slip(problem, start, _FILLER * len(line.typed), ((start, line.typed),))


def _problem(file: SourceFile, line: Line, column: int, width: int, message: str, remedy: str) -> Problem:
    start = line.start + column
    return Problem("YAML-SYNTAX", file.place(start, start + width), message, remedy)


def _quoted(line: Line) -> str:
    """The line with its value in quotes."""
    return f"{line.text[line.content : line.value]}{in_quotes(line.typed)}"


def in_quotes(typed: str) -> str:
    """A value in quotes, in single ones if it has what means something within double ones."""
    quote = "'" if '"' in typed or "\\" in typed else '"'
    return f"{quote}{typed}{quote}"


def bare_tags(text: str) -> Iterator[Line]:
    """The lines whose value begins with a tag and has no quotes: YAML takes its brace for that of a mapping."""
    return (line for line in Layout.of(text).lines if line.typed.startswith(_TAGS) and not line.goes_on)


def _shown(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
