"""Reads JSON as YAML is read here: exact numbers, no key twice, within bounds, every fault a located problem."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from generator.data.reader import MAX_DEPTH, MAX_DIGITS, PLAIN, Node, as_typed
from generator.data.syntax.encoding import MAX_ALIKE, decoded, forbidden
from generator.frozen import Frozen
from generator.problems import Place, Problem, SourceFile

MAX_VALUES = 1_000_000  # a table of 100,000 rows of six columns has 700,000

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?(?![0-9.eE+\-])")
_WORDS = {"true": True, "false": False, "null": None}
# What other programs write for a number or text that JSON does not know: 0505, +5, .5, NaN, 'a', abc.
_TOKEN = re.compile(r"[^\s,:\[\]{}\"]+")


class JsonFile(Frozen):
    """The plain value of a JSON file; `text` is what it was read from."""

    value: Any
    file: SourceFile

    def root(self) -> Node:
        """The value with the place of each node, read anew."""
        node, _ = _Reader(self.file).document()
        assert node is not None
        return node


def read_json(data: bytes, name: str) -> tuple[JsonFile | None, list[Problem]]:
    """The value of a JSON file, or None with what is wrong with it, each fault at its place.

    Whole numbers are integers, others keep their digits as they were typed. A byte order mark is passed over.
    """
    text, problems = decoded(data, name)
    if text is None:
        return None, problems
    file = SourceFile(name, text)
    if sum(map(text.count, ",[{")) > MAX_VALUES:
        message = f"文件里的内容太多，超过 {MAX_VALUES} 项"
        return None, [Problem("YAML-SIZE", Place(name), message, "分成几份，每份生成一份文档")]
    try:  # the quick way, for files without a fault
        value = json.loads(
            text, object_pairs_hook=_once, parse_int=_number, parse_float=_number, parse_constant=_refused
        )
        if _fits(value) and next(forbidden(text), None) is None:
            return JsonFile(value, file), []
    except (ValueError, RecursionError):
        pass
    node, problems = _Reader(file).document()
    if not problems and node is not None:  # the two ways agree, unless the program is at fault
        return JsonFile(node.plain(), file), []
    return None, problems


class _FaultError(ValueError):
    """A value that the slow way tells of."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _FaultError
    return made


def _number(written: str) -> Any:
    if not _NUMBER.fullmatch(written) or len(written) > MAX_DIGITS:
        raise _FaultError
    return as_typed(written)


def _refused(_: str) -> Any:
    raise _FaultError


def _fits(value: object) -> bool:
    """Whether a value is not too deep, and all its texts hold what documents can."""
    level: list[Any] = [value]
    depth = 1
    while level:
        below: list[Any] = []
        for one in level:
            if type(one) is str:
                if not one.isprintable() and next(forbidden(one), None):
                    return False
            elif isinstance(one, dict | list):
                below += [*one, *one.values()] if isinstance(one, dict) else one
                if depth > MAX_DEPTH:
                    return False
        level, depth = below, depth + 1
    return True


class _StopError(Exception):
    """Ends reading at a fault behind which nothing can be understood."""


class _Reader:
    """Reads a file value by value, and collects what is wrong with it."""

    def __init__(self, file: SourceFile) -> None:
        self.file, self.text = file, file.text
        self.problems: list[Problem] = []

    def document(self) -> tuple[Node | None, list[Problem]]:
        """The root with its places, or None with the problems."""
        self._characters()
        if self.problems:
            return None, self.problems
        try:
            node, end = self._value(self._blank(0), 1)
            if (end := self._blank(end)) < len(self.text):
                self._stop(end, "数据到这里已经写完，后面还有内容", "一个文件只写一份数据；检查括号是否多了一个")
        except _StopError:
            return None, self.problems
        return (None if self.problems else node), self.problems

    def _problem(self, code: str, start: int, end: int, message: str, remedy: str) -> None:
        if len(self.problems) < MAX_ALIKE:
            self.problems.append(Problem(code, self.file.place(start, end), message, remedy))

    def _stop(self, at: int, message: str, remedy: str, code: str = "YAML-SYNTAX") -> None:
        self._problem(code, at, at + 1, message, remedy)
        raise _StopError

    def _characters(self) -> None:
        for found in forbidden(self.text):
            message = f"出现看不见的或者 Word 文档容不下的字符 U+{ord(found[0]):04X}"
            self._problem("YAML-CHARACTER", *found.span(), message, "删去这个看不见的字符")

    def _blank(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        assert found is not None
        end = found.end()
        if self.text.startswith(("//", "/*", "#"), end):
            self._stop(end, "JSON 里不能写注释", "删去注释；要写注释的，数据改用 YAML")
        return end

    def _value(self, at: int, depth: int) -> tuple[Node, int]:
        first = self.text[at : at + 1]
        if first in "{[" and first:
            if depth > MAX_DEPTH:
                self._stop(at, f"嵌套超过 {MAX_DEPTH} 层", "减少嵌套", "YAML-DEPTH")
            return self._mapping(at, depth) if first == "{" else self._list(at, depth)
        if first == '"':
            text, end = self._string(at)
            return Node(text, self.file, at, end), end
        if found := _NUMBER.match(self.text, at):
            written = found[0]
            if len(written) > MAX_DIGITS:
                message = f"这个数有 {len(written)} 位"
                self._problem("YAML-NUMBER", at, found.end(), message, "检查是否漏了小数点；编码加引号")
                return Node(None, self.file, at, found.end()), found.end()
            return Node(PLAIN.number(written), self.file, at, found.end()), found.end()
        for word, value in _WORDS.items():
            if self.text.startswith(word, at):
                return Node(value, self.file, at, at + len(word)), at + len(word)
        self._strange(at)
        raise AssertionError

    def _strange(self, at: int) -> None:
        """Tells what stands in the place of a value."""
        if at >= len(self.text):
            self._stop(
                at, "文件到这里就完了，数据没有写完" if self.text.strip() else "文件是空的", "补上缺少的内容和括号"
            )
        found = _TOKEN.match(self.text, at)
        token = found[0] if found else self.text[at]
        if token[0] in "'“‘”’":
            self._stop(at, "JSON 的文字要用半角双引号", '把引号改成 "')
        if token in ("NaN", "Infinity", "-Infinity"):
            self._stop(at, f"「{token}」不是一个数", "写成文字，或者写 null", "YAML-NUMBER")
        if re.fullmatch(r"[-+.0-9][-+.0-9eE,]*", token):
            remedy = "小数点前面写 0，前面不写 + 和多余的 0；编码加引号"
            self._stop(at, f"数「{token[:MAX_DIGITS]}」的写法不对", remedy, "YAML-NUMBER")
        if found:
            self._stop(at, f"这里要一个值，「{token[:MAX_DIGITS]}」没有加引号", "文字用半角双引号括起来")
        self._stop(at, f"这里要一个值，「{token}」多了或者放错了地方", "检查逗号、冒号和括号")

    def _string(self, at: int) -> tuple[str, int]:
        try:
            text, end = scanstring(self.text, at + 1, True)
        except ValueError as error:
            where = getattr(error, "pos", at)
            if "Unterminated" in str(error):
                self._stop(at, "引号没有成对", "补上缺少的引号")
            if "control character" in str(error):
                self._stop(where, "引号里有换行或者制表符", r"换行写成 \n，制表符写成 \t")
            self._stop(where, "反斜杠后面的转义写法不对", r"反斜杠本身写成 \\")
        if found := next(forbidden(text), None):
            message = f"转义写出了 Word 文档容不下的字符 U+{ord(found[0]):04X}"
            self._problem("YAML-CHARACTER", at, end, message, "删去这个转义")
        return text, end

    def _list(self, at: int, depth: int) -> tuple[Node, int]:
        items: list[Node] = []

        def item(here: int) -> int:
            node, end = self._value(here, depth + 1)
            items.append(node)
            return end

        end = self._between(at, "]", item)
        return Node(items, self.file, at, end), end

    def _mapping(self, at: int, depth: int) -> tuple[Node, int]:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}

        def entry(here: int) -> int:
            if self.text[here : here + 1] != '"':
                self._stop(here, "名称要用半角双引号括起来", '写成 "名称": 值')
            name, end = self._string(here)
            place = self.file.place(here, end)
            end = self._blank(end)
            if self.text[end : end + 1] != ":":
                self._stop(end, "名称后面缺少半角冒号", '写成 "名称": 值')
            node, end = self._value(self._blank(end + 1), depth + 1)
            if name in entries:
                message = f"「{name}」重复，第 {keys[name].line} 行已有"
                self._problem("YAML-DUPLICATE", here, here + place.width, message, "只留一处")
            entries[name], keys[name] = node, place
            return end

        end = self._between(at, "}", entry)
        return Node(entries, self.file, at, end, keys), end

    def _between(self, at: int, closing: str, one: Callable[[int], int]) -> int:
        """Reads what stands between brackets, separated by commas; returns where it ends."""
        here = self._blank(at + 1)
        if self.text[here : here + 1] == closing:
            return here + 1
        while True:
            here = self._blank(one(here))
            sign = self.text[here : here + 1]
            if sign == closing:
                return here + 1
            if sign != ",":
                what = "括号" if not sign else "逗号"
                self._stop(here, f"这里缺少半角{what}", f"补上 {closing if not sign else ','}")
            comma, here = here, self._blank(here + 1)
            if self.text[here : here + 1] == closing:
                self._stop(comma, "最后一项后面多了一个逗号", "删去这个逗号")
