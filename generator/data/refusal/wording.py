"""What to do about names and values that a report does not take, in the words of those who typed them."""

from __future__ import annotations

import re

from generator.data.reader import Node
from generator.data.refusal.samples import meant
from generator.data.schema import Schema
from generator.data.syntax.lines import BLANKS
from generator.data.syntax.slips import character
from generator.problems import Place

# name：培训费, - name:培训费; groups: the name, and the colon that YAML does not take for one.
_COLON = re.compile(r"-?([A-Za-z_]\w{0,40})([:：])")
# 2.18万元, 72%: a figure with its unit.
_FIGURE = re.compile("[0-9](?:万元|元|%|分)")
_LONG = 30


def computed(key: str, top: Schema) -> bool:
    """Whether a name, English or Chinese, is that of something that the program computes."""
    words: dict[str, list[str]] = top.get("x-computed", {})
    return key in words or any(key in names for names in words.values())


def unknown(key: str, node: Node, known: str, top: Schema) -> tuple[str, str] | None:
    """What is wrong with a name that a mapping has not, and what to write; None if nothing better is known.

    `known` is the name that it resembles, empty if there is none.
    """
    if computed(key, top):
        return f"「{key}」由程序计算，不填写", "删去这一行；已经公布的数，写进 published 与计算结果核对"
    bare = key.strip(BLANKS)
    if bare != key and key[:1] in BLANKS:
        blank = character(key[0])
        return f"「{bare}」前面的缩进里有{blank}", "换成半角空格，与同一层的上一行左端对齐"
    if bare.rstrip(":：") != bare:
        bare = bare.rstrip(":：")
        line = f"，写成 {bare}: {_written(node, key)}" if _written(node, key) else ""
        return f"「{bare}」后面写了两个冒号", f"只留一个半角冒号，后面空一格{line}"
    if key.startswith("-"):
        return f"「{key}」的短横线后面没有空格", f"空一格，写成 - {key[1:]}: …"
    written = _written(node, key)
    return ("", f"写成 {known}: {written}") if known and written else None


def _written(node: Node, key: str) -> str:
    """The value of a name as it is typed, if it is short and stands on one line; else nothing."""
    value = node.entry(key)
    if value is None or isinstance(value.value, dict | list):
        return ""
    written = node.file.text[value.start : value.end].strip()
    return written if len(written) <= _LONG and "\n" not in written else ""


def other_kind(node: Node, key: str, part: Schema, example: str, top: Schema) -> tuple[str, str, Place] | None:
    """What is wrong with a value of another kind than its schema asks for: words, remedy, place; None if not known.

    `example` is what the schema gives as one.
    """
    value = node.value
    kinds = part.get("type")
    hyphened = next((name for name in node.keys if name.startswith("-")), None)
    if hyphened and kinds == "array":
        return f"里「{hyphened}」的短横线后面没有空格", f"空一格，写成 - {hyphened[1:]}: …", node.keys[hyphened]
    if isinstance(value, str) and kinds in ("object", "array") and (found := _COLON.match(value)):
        words = f"「{found[1]}」后面的冒号用了全角" if found[2] == "：" else f"「{found[1]}」的冒号后面没有空格"
        start = node.start + found.start(2)
        remedy = f"冒号用半角，后面空一格，写成 {found[1]}: {value[found.end() : found.end() + _LONG].strip()}"
        return words, remedy, node.file.place(start, start + 1)
    if isinstance(value, bool):
        written = node.file.text[node.start : node.end].strip()
        return (
            f"里的 {written} 在 YAML 里不是文字，是真假",
            f'写数或一句话，如 完成；就是要印「{written}」的，加引号：{key}: "{written}"',
            node.place,
        )
    if isinstance(value, list) and kinds not in ("array", "object") and node.file.text[node.start] == "[":
        items = [item.value for item in value if isinstance(item.value, str)]
        shown = f"范围写成 {key}: {'—'.join(items)}；" if len(items) == 2 and any("%" in item for item in items) else ""
        return "里的方括号在 YAML 里是列表", f"{shown}要印出方括号的，整个内容加引号", node.place
    exact = meant(value, node.file.text[node.start : node.end], part, top)
    if exact is None:
        return None
    if isinstance(value, str):
        quoted = node.file.text[node.start] in "\"'"
        return (
            f"里的「{value}」加了引号，成了文字" if quoted else f"里的「{value}」不是半角的数",
            f"{'去掉引号' if quoted else '只写半角数字'}，写成 {key}: {exact}",
            node.place,
        )
    advice = "连单位一起写，或者" if _FIGURE.search(example) else ""
    return f"里的「{exact}」没有加引号，成了数", f'{advice}加引号，写成 {key}: "{exact}"', node.place
