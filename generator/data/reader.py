"""Reads YAML 1.2 (core schema) with exact decimals; every node knows its place, every fault is a located problem."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.data.syntax.encoding import MAX_ALIKE, PIPES, forbidden, source, strange
from generator.files import UnfitFileError, contents
from generator.frozen import Frozen, replace
from generator.namespace import Typed
from generator.problems import Place, Problem, SourceFile, has_errors

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_NODES = 30_000  # names and values of a file; the largest report has 2000, a list of 5000 units has 25,000
MAX_PLAIN_NODES = 200_000  # of other data than reports: a table of 10,000 rows of six columns has 130,000
MAX_DIGITS = 40
_MOST_MENDED = 100  # slips of a file that are mended, so that the rest can be read
_ROUNDS = 8  # of parsing and mending
_SHORT = 20  # characters of a value that a message shows

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
    root, problems, _ = examined(path, name)
    return (None if has_errors(problems) else root), problems


def examined(path: Path, name: str) -> Parsed:
    """As `read`, with the node of a file that has errors too, as far as it can be read."""
    try:
        data = contents(path, name, MAX_BYTES)
    except UnfitFileError as unfit:
        if unfit.too_large:
            remedy = "数据文件只放文字和数字；检查是否误存了其他内容"
            return Parsed(None, [Problem("YAML-SIZE", Place(name), f"{unfit}（1 MiB）", remedy)])
        return Parsed(None, [Problem("YAML-FILE", Place(name), str(unfit), unfit.remedy)])
    return parsed(data, name)


class Parsed(NamedTuple):
    """A file as far as it can be read, with all that is wrong with it; `root` is None if nothing can be.

    `doubtful` are offsets of the file: what the values there are to be is not known.
    """

    root: Node | None
    problems: list[Problem]
    doubtful: frozenset[int] = frozenset()


def parse(data: bytes, name: str, reading: Reading = REPORTS) -> tuple[Node | None, list[Problem]]:
    """As `read`, from the bytes of the file; where the reading has doubts, warnings may stand beside the node."""
    root, problems, _ = parsed(data, name, reading)
    return (None if has_errors(problems) else root), problems


def parsed(data: bytes, name: str, reading: Reading = REPORTS) -> Parsed:
    """As `parse`, with the node of a file that has errors too, as far as it can be read."""
    file, problems = source(data, name)
    if file is None:
        return Parsed(None, problems)
    text, problems = file.text, [*strange(file)]
    if len(problems) > _MOST_MENDED:
        return Parsed(None, problems)
    doubtful: set[int] = set()
    for found in forbidden(text) if problems else ():
        doubtful.add(found.start())
        text = f"{text[: found.start()]} {text[found.end() :]}"
    builder = _Builder(file, text, reading, {})
    root, error = builder.read()
    if problems and error:
        return Parsed(None, problems)  # what is wrong with the syntax may come from the characters
    if builder.gave_up(error) is not None and len(text) <= MAX_BYTES:
        from generator.data.syntax.diagnosis import conflict

        if marks := conflict(file):
            return Parsed(None, [*problems, marks])
        builder, root, error, told = _mended(builder, root, error, doubtful)
        problems += told
    elif error:
        problems.append(_unreadable(builder, error))
    problems += [*builder.problems, *builder.left_out()]
    if not has_errors(problems):
        problems += builder.doubts[:MAX_ALIKE]
    if builder.counts["YAML-DOCUMENTS"]:
        root = None  # whatever the second document holds would be missing
    return Parsed(root, problems, frozenset(doubtful | builder.doubtful))


def _mended(
    builder: _Builder, root: Node | None, error: yaml.MarkedYAMLError | None, doubtful: set[int]
) -> tuple[_Builder, Node | None, yaml.MarkedYAMLError | None, list[Problem]]:
    """A file read with the slips in it mended, as often as there are any; `doubtful` grows by where they are."""
    from generator.data.syntax.diagnosis import UNREAD, mended
    from generator.data.syntax.slips import slips

    told: list[Problem] = []
    readings: dict[int, str] = {}
    for _ in range(_ROUNDS):
        at = builder.gave_up(error)
        found = [] if at is None else [*islice(slips(builder.file, builder.text, at), _MOST_MENDED)]
        if not found:
            break
        told += [slip.problem for slip in found if slip.problem]
        readings |= {offset: meant for slip in found for offset, meant in slip.readings}
        doubtful |= {slip.start for slip in found if not slip.sure}
        builder = _Builder(builder.file, mended(builder.text, found), builder.reading, readings)
        root, error = builder.read()
    if error and told:
        told[-1] = replace(told[-1], remedy=told[-1].remedy + UNREAD)
    elif error:
        told.append(_unreadable(builder, error))
    return builder, root, error, told


def _unreadable(builder: _Builder, error: yaml.MarkedYAMLError) -> Problem:
    from generator.data.syntax.diagnosis import unreadable

    context = error.context_mark.index if error.context_mark else None
    return unreadable(error.problem or "", builder.gave_up(error) or 0, context, builder.file)


def _span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def _compared(first: Node, second: Node) -> str:
    """Both values of a name that is there twice, if they are short."""
    texts = [str(node.plain()) for node in (first, second) if not isinstance(node.value, dict | list)]
    if len(texts) < 2 or max(map(len, texts)) > _SHORT:
        return ""
    return f"，两处都是「{texts[0]}」" if texts[0] == texts[1] else f"「{texts[0]}」，这里是「{texts[1]}」"


class _TooMuchError(Exception):
    """Stops building a file with too deep nesting or too many values."""


class _Builder:
    """Builds nodes from parser events and collects what the format of reports does not allow."""

    def __init__(self, file: SourceFile, text: str, reading: Reading, readings: Mapping[int, str]) -> None:
        self.file = file
        self.text = text
        self.reading = reading
        self.readings = readings
        self.problems: list[Problem] = []
        self.doubtful: set[int] = set()
        self.misplaced: int | None = None
        self.doubts: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.nodes = 0
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def read(self) -> tuple[Node | None, yaml.MarkedYAMLError | None]:
        """The root of the file, None if it cannot be read as a whole; with the error, if that is one of YAML."""
        try:
            return self.document(), None
        except _TooMuchError:
            return None, None
        except yaml.MarkedYAMLError as error:
            return None, error

    def gave_up(self, error: yaml.MarkedYAMLError | None) -> int | None:
        """Where the file stopped to be what YAML says it is, or was taken for something that nobody means."""
        return int(error.problem_mark.index) if error and error.problem_mark else self.misplaced

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
            self.problems.append(Problem(code, self.file.place(*_span(event)), message, remedy))
            self.doubtful.add(event.start_mark.index)

    def _tab(self, start: int) -> None:
        """Tells a tab within a value; between a name and its value, or before a comment, it does no harm."""
        self.counts["YAML-TAB"] += 1
        self.doubtful.add(start)
        if self.counts["YAML-TAB"] <= MAX_ALIKE:
            place = self.file.place(start, start + 1)
            self.problems.append(Problem("YAML-TAB", place, "内容里出现制表符（Tab）", "换成空格"))

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
                self.misplaced = key.start_mark.index
                self._problem("YAML-KEY", key, "名称必须是一段文字", "写成「名称: 内容」")
                continue
            name = self.readings.get(_span(key)[0], str(key.value))
            name = name.rstrip() if key.implicit[0] else name
            bare = event.flow_style and not is_key and value.value is None
            if bare and ":" not in self.file.text[_span(key)[1] : _span(after)[0]]:
                remedy = "写成「名称: 内容」；数里不写千分位逗号，如 1200.00，含逗号或以 { 开头的文字加引号"
                self.doubtful |= {node.start for node in [*entries.values()][-1:]} or {event.start_mark.index}
                self._problem("YAML-KEY", key, f"花括号里的「{name}」后面没有冒号和内容", remedy)
                continue
            if name in entries:
                self.doubtful.add(entries[name].start)
                message = f"「{name}」重复，第 {keys[name].line} 行已有{_compared(entries[name], value)}"
                self._problem("YAML-DUPLICATE", key, message, "只留一处；是列表里另一项的，在它的第一行前面写「- 」")
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
        if text[:1] in PIPES and event.implicit[0] and self.file.text.startswith(("\n", "\r"), _span(event)[0] + 1):
            self.misplaced = event.start_mark.index
        if (start := event.start_mark.index) in self.readings:
            return self.readings[start]
        if "\t" in text and (tab := self.file.text.find("\t", *_span(event))) >= 0:
            self._tab(tab)
            return text
        unseen = str.maketrans(dict.fromkeys(self.reading.unseen, "\0"))
        if match := next(forbidden(text.translate(unseen)), None):
            message = f"转义写出了控制字符 U+{ord(match[0]):04X}" + ("、制表符或回车" if self.reading.unseen else "")
            self._problem("YAML-CHARACTER", event, message, "删去这个转义")
        if not event.implicit[0]:
            return text
        text = text.strip()  # of the blanks that YAML takes for characters: U+00A0, U+3000
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if _LEADING_ZERO.fullmatch(text):
            self._problem("YAML-ZERO", event, f"「{text}」以 0 开头，会被当作另一个数", f"编码加引号：'{text}'")
            return text
        if not _DECIMAL.fullmatch(text):
            return text
        if "e" in text.lower() and self.reading.unseen:
            remedy = "Excel 的科学记数可能已经丢了尾数：把单元格设成数值，照着写全；是文字的加引号"
            self._problem("YAML-NUMBER", event, f"「{text}」会被当作科学记数", remedy)
            return text
        if len(text) > MAX_DIGITS:
            self._problem("YAML-NUMBER", event, f"这个数有 {len(text)} 位", "检查是否漏了小数点或分隔；编码加引号")
            return text
        return self.reading.number(text)
