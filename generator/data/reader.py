"""Reads YAML 1.2 (core schema) with exact decimals; every node knows its place, every fault is a located problem."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.files import UnfitFileError, contents
from generator.frozen import Frozen
from generator.namespace import Typed
from generator.problems import Place, Problem, SourceFile, has_errors

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_NODES = 30_000  # names and values of a file; the largest report has 2000, a list of 5000 units has 25,000
MAX_PLAIN_NODES = 200_000  # of other data than reports: a table of 10,000 rows of six columns has 130,000
MAX_DIGITS = 40
MAX_ALIKE = 1000  # faults of one kind that are listed one by one

Scalar = str | int | Decimal | bool | None


_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# 12, -3. Not 1.0.
_INTEGER = re.compile(r"[-+]?[0-9]+")
# 1.5, .5, -2e3.
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
# 0505, which YAML 1.1 takes for octal. Not 0, 0.5.
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+(?:\.[0-9]*)?")


class Reading(NamedTuple):
    """How the files of a kind are read: the most names and values, and what written numbers become.

    `unseen` are characters that no escape may write, beside those that Word cannot hold. `doubts` gives what
    may be wrong with a value that is written without quotes, between two offsets of its file.
    """

    nodes: int
    number: Callable[[str], int | Decimal]
    unseen: str
    doubts: Callable[[SourceFile, str, int, int], Iterable[Problem]] = lambda *_: ()


def _exact(written: str) -> int | Decimal:
    return int(written) if _INTEGER.fullmatch(written) else Decimal(written)


def as_typed(written: str) -> int | Decimal:
    """The number that is written so; one that is not written as Python does keeps its digits: 1.10, +5."""
    if _INTEGER.fullmatch(written) and str(whole := int(written)) == written:
        return whole
    return Typed(written)


REPORTS = Reading(MAX_NODES, _exact, "\t\r")
"""How the files of reports and profiles are read."""
PLAIN = Reading(MAX_PLAIN_NODES, as_typed, "")
"""How any data is read: numbers keep their digits as they were typed, texts may hold tabs and line ends."""

_TURNS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = "\xad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f"
_FORBIDDEN = (
    f"[^\n\r\t\x20-\x7e\xa0-\u2027\u202f-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r(?!\n)|[{_TURNS}{_UNSEEN}]"
)
"""What XML 1.0 cannot hold, line ends that editors and YAML count differently, and what turns the direction of a text
or has no form in it, so that a reviewer would not see what is printed. Joiners, which scripts need, are allowed."""
_KINDS = ((f"[{_TURNS}]", "改变文字方向的"), (f"[{_UNSEEN}]", "看不见的"))

_SYNTAX = (
    (
        "mapping values are not allowed",
        "这里多了一个冒号，或者上一行不完整",
        "含冒号的文字加引号；检查上一行冒号后的空格和本行缩进",
    ),
    (
        "could not find expected ':'",
        "这一行缺少冒号，或者冒号后面没有空格",
        "写成「名称: 内容」，冒号用半角，后面空一格",
    ),
    (
        "did not find expected key",
        "缩进与上下文不一致",
        "同一层的名称左端对齐，只用空格缩进",
    ),
    ("did not find expected '-' indicator", "列表到这里中断", "列表的每一项以「- 」开头并左端对齐"),
    ("did not find expected ',' or '}'", "花括号没有成对", "补上「}」；正文引用 {{ … }} 在行首时整段加引号"),
    ("did not find expected ',' or ']'", "方括号没有成对", "补上「]」，各项以半角逗号分隔"),
    ("found unexpected end of stream", "引号没有成对", "补上缺少的引号"),
    (
        "cannot start any token",
        "这个符号不能放在内容开头",
        "给整个内容加半角引号",
    ),
    (
        "did not find expected comment or line break",
        "以「>」或「|」开头的内容被当作多行文字",
        "大于等于写作 ≥，小于等于写作 ≤；或给内容加引号",
    ),
    ("escape", "反斜杠后面的转义写法不对", "用单引号代替双引号；反斜杠本身写成 \\\\"),
    ("did not find expected node content", "这里缺少内容，或者符号多了", "检查方括号、花括号和逗号是否成对"),
    ("did not find expected alphabetic", "「&」「*」或「!」开头的内容有特殊含义", "给整个内容加半角引号"),
)

_AT_CONTEXT = {"found unexpected end of stream", "could not find expected ':'"}


class Node(Frozen):
    """One YAML value with the range of the file it was read from; mappings also keep the places of their keys."""

    value: Scalar | dict[str, Node] | list[Node]
    file: SourceFile
    start: int
    end: int
    keys: dict[str, Place]

    def __init__(
        self,
        value: Scalar | dict[str, Node] | list[Node],
        file: SourceFile,
        start: int,
        end: int,
        keys: dict[str, Place] | None = None,
    ) -> None:
        self.__dict__.update(value=value, file=file, start=start, end=end, keys=keys or {})

    @property
    def place(self) -> Place:
        """The place of the value."""
        return self.file.place(self.start, self.end)

    def at(self, *path: str | int) -> Node:
        """The node under a path of keys and indices, or the nearest one above it that exists."""
        node = self
        for step in path:
            below = node.entry(step)
            if below is None:
                break
            node = below
        return node

    def get(self, *path: str | int) -> Node | None:
        """The node under a path of keys and indices; None if there is none."""
        node: Node | None = self
        for step in path:
            node = node and node.entry(step)
        return node

    def entry(self, step: str | int) -> Node | None:
        """The value of a key or the element of an index; None if there is none."""
        if isinstance(self.value, dict):
            return self.value.get(str(step))
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None

    def find(self, text: str, occurrence: int = 0) -> Place:
        """The place of the nth occurrence (from 0) of the text within this value; else the value's own place."""
        offsets = self.file.found.setdefault((text, self.start), [])
        while len(offsets) <= occurrence:
            start = self.file.text.find(text, offsets[-1] + 1 if offsets else self.start, self.end)
            if start < 0:
                return self.place
            offsets.append(start)
        return self.file.place(offsets[occurrence], offsets[occurrence] + len(text))

    def plain(self) -> object:
        """The bare value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


class Refused(Node):
    """A value that was refused where it was read, so that its problem is told already."""


def read(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """The root node of a file, or None with the problems that made it unreadable; `name` is for the messages."""
    try:
        data = contents(path, name, MAX_BYTES)
    except UnfitFileError as unfit:
        if unfit.too_large:
            remedy = "数据文件只放文字和数字；检查是否误存了其他内容"
            return None, [Problem("YAML-SIZE", Place(name), f"{unfit}（1 MiB）", remedy)]
        return None, [Problem("YAML-FILE", Place(name), str(unfit), unfit.remedy)]
    return parse(data, name)


def parse(data: bytes, name: str, reading: Reading = REPORTS) -> tuple[Node | None, list[Problem]]:
    """As `read`, from the bytes of the file; where the reading has doubts, warnings may stand beside the node."""
    text, problems = decoded(data, name)
    if text is None:
        return None, problems
    file = SourceFile(name, text)
    problems = [*_characters(file)]
    if problems:
        return None, problems
    builder = _Builder(file, reading)
    try:
        root = builder.document()
    except _TooMuchError:
        return None, [*builder.problems, *builder.left_out()]
    except yaml.MarkedYAMLError as error:
        return None, [*builder.problems, *builder.left_out(), _syntax(error, file)]
    problems = [*builder.problems, *builder.left_out(), *builder.doubts[:MAX_ALIKE]]
    return (None if has_errors(problems) else root), problems


def decoded(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """The text of a file in UTF-8, or None with the problem."""
    place = Place(name, 1, 1)
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        message = "文件开头有字节顺序标记（BOM）"
        return None, [Problem("YAML-ENCODING", place, message, "在编辑器里另存为「UTF-8（无 BOM）」")]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        try:
            data.decode("gb18030")
            guess = "，看来是 GBK 编码"
        except UnicodeDecodeError:
            guess = ""
        excerpt = before[before.rfind("\n") + 1 :] + "\ufffd"
        return None, [
            Problem(
                "YAML-ENCODING",
                Place(name, line, column, 1, excerpt),
                f"文件不是 UTF-8 编码{guess}",
                "在编辑器里以 UTF-8 编码另存",
            )
        ]


def forbidden(text: str) -> Iterator[re.Match[str]]:
    """The characters that a text must not hold; one whose lines are printable, as those of most are, has none."""
    return iter(()) if all(map(str.isprintable, text.split("\n"))) else re.finditer(_FORBIDDEN, text)


def _characters(file: SourceFile) -> Iterator[Problem]:
    tabs = re.finditer("\t+", file.text)
    for match in islice(tabs, MAX_ALIKE):
        yield Problem("YAML-TAB", file.place(*match.span()), "出现制表符（Tab）", "换成空格")
    for match in islice(tabs, 1):
        message = f"出现制表符（Tab），这样的还有 {sum(1 for _ in tabs)} 处"
        yield Problem("YAML-TAB", file.place(*match.span()), message, "换成空格")
    characters = forbidden(file.text)
    for match in islice(characters, MAX_ALIKE):
        kind = next((words for kind, words in _KINDS if re.match(kind, match[0])), " Word 文档容不下的")
        message = f"出现{kind}控制字符 U+{ord(match[0]):04X}"
        yield Problem("YAML-CHARACTER", file.place(*match.span()), message, "删去这个看不见的字符")
    for match in islice(characters, 1):
        message = f"出现控制字符 U+{ord(match[0]):04X}，这样的还有 {sum(1 for _ in characters)} 处"
        yield Problem("YAML-CHARACTER", file.place(*match.span()), message, "删去这些看不见的字符")


def _syntax(error: yaml.MarkedYAMLError, file: SourceFile) -> Problem:
    mark = error.problem_mark
    index = mark.index if mark else 0
    if error.context_mark and error.problem in _AT_CONTEXT:
        index = error.context_mark.index
    words = error.problem or ""
    message, remedy = next(
        ((message, remedy) for part, message, remedy in _SYNTAX if part in words),
        (f"不合 YAML 语法（{words}）", "对照上下文检查冒号、引号、缩进"),
    )
    return Problem("YAML-SYNTAX", file.place(index, index + 1), message, remedy)


def _span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


class _TooMuchError(Exception):
    """Stops building a file with too deep nesting or too many values."""


class _Builder:
    """Builds nodes from parser events and collects what the format of reports does not allow."""

    def __init__(self, file: SourceFile, reading: Reading) -> None:
        self.file = file
        self.reading = reading
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.nodes = 0
        self.events: Iterator[Any] = yaml.parse(file.text, Loader=yaml.CSafeLoader)

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._problem(
                        "YAML-DOCUMENTS", event, "一个文件里有几份文档", "删去分隔线「---」，一个文件只写一份"
                    )
            elif isinstance(event, yaml.NodeEvent):
                node = self._node(event, 1)
                root = root or node
        if root is None:
            self.problems.append(Problem("YAML-EMPTY", Place(self.file.path, 1, 1), "文件是空的", "参照已有报告填写"))
        return root

    def _problem(self, code: str, event: Any, message: str, remedy: str) -> None:
        self.counts[code] += 1
        if self.counts[code] <= MAX_ALIKE:
            place = self.file.place(event.start_mark.index, event.end_mark.index)
            self.problems.append(Problem(code, place, message, remedy))

    def left_out(self) -> Iterator[Problem]:
        """For each kind of problem that occurs thousands of times, how many are not listed."""
        for code, count in self.counts.items():
            if count > MAX_ALIKE:
                message = f"这样的问题还有 {count - MAX_ALIKE} 处，没有一一列出"
                yield Problem(code, Place(self.file.path), message, "先改正列出的，再检查一遍")

    def _node(self, event: Any, depth: int, *, is_key: bool = False) -> Node:
        self.nodes += 1
        if self.nodes > self.reading.nodes:
            remedy = "检查是否重复粘贴了内容；确有这么多的，分成几份报告"
            self._problem(
                "YAML-SIZE", event, f"文件里的内容太多，到这里，名称和内容已经超过 {self.reading.nodes} 项", remedy
            )
            raise _TooMuchError
        if isinstance(event, yaml.AliasEvent):
            self._problem(
                "YAML-ALIAS", event, f"用了别名「*{event.anchor}」", "把内容直接写出来；文字以 * 开头时加引号"
            )
            return self._made(None, event)
        if event.anchor:
            self._problem("YAML-ALIAS", event, f"用了锚点「&{event.anchor}」", "删去锚点；文字以 & 开头时加引号")
        if event.tag:
            self._problem("YAML-TAG", event, f"用了标签「{event.tag}」", "删去标签；文字以 ! 开头时加引号")
        if isinstance(event, yaml.ScalarEvent):
            if event.implicit[0] and not is_key:
                self.doubts += self.reading.doubts(self.file, event.value, *_span(event))
            return self._made(self._scalar(event), event)
        if depth > MAX_DEPTH:
            self._problem("YAML-DEPTH", event, f"嵌套超过 {MAX_DEPTH} 层", "检查缩进，或减少嵌套")
            raise _TooMuchError
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(child := next(self.events), yaml.SequenceEndEvent):
                items.append(self._node(child, depth + 1))
            return self._made(items, event, child)
        return self._mapping(event, depth, is_key=is_key)

    def _mapping(self, event: Any, depth: int, *, is_key: bool) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            key_node = self._node(key, depth + 1, is_key=True)
            value = self._node(after := next(self.events), depth + 1)
            if not isinstance(key, yaml.ScalarEvent):
                self._problem("YAML-KEY", key, "名称必须是一段文字", "写成「名称: 内容」")
                continue
            name = str(key.value)
            bare = event.flow_style and not is_key and value.value is None
            if bare and ":" not in self.file.text[_span(key)[1] : _span(after)[0]]:
                remedy = "写成「名称: 内容」；数里不写千分位逗号，如 1200.00，含逗号的文字加引号"
                self._problem("YAML-KEY", key, f"花括号里的「{name}」后面没有冒号和内容", remedy)
                continue
            if name in entries:
                first = keys[name].line
                self._problem("YAML-DUPLICATE", key, f"「{name}」重复，第 {first} 行已有", "只留一处；每个数只写一次")
                continue
            entries[name] = value
            keys[name] = key_node.place
        return self._made(entries, event, key, keys)

    def _made(
        self, value: Scalar | dict[str, Node] | list[Node], first: Any, last: Any = None, keys: Any = None
    ) -> Node:
        return Node(value, self.file, first.start_mark.index, (last or first).end_mark.index, keys)

    def _scalar(self, event: Any) -> Scalar:
        text: str = event.value
        unseen = str.maketrans(dict.fromkeys(self.reading.unseen, "\0"))
        if match := next(forbidden(text.translate(unseen)), None):
            message = f"转义写出了控制字符 U+{ord(match[0]):04X}" + ("、制表符或回车" if self.reading.unseen else "")
            self._problem("YAML-CHARACTER", event, message, "删去这个转义")
        if not event.implicit[0]:
            return text
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if _LEADING_ZERO.fullmatch(text):
            self._problem("YAML-ZERO", event, f"「{text}」以 0 开头，会被当作另一个数", f"编码加引号：'{text}'")
            return text
        if not _DECIMAL.fullmatch(text):
            return text
        if len(text) > MAX_DIGITS:
            self._problem("YAML-NUMBER", event, f"这个数有 {len(text)} 位", "检查是否漏了小数点或分隔；编码加引号")
            return text
        return self.reading.number(text)
