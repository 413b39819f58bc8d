"""Finds texts of a report that a comment cuts off: 河财预〔2022〕 #5号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.data.fields import fields
from generator.data.reader import Node
from generator.data.schema import schema
from generator.problems import Problem, Severity

# A comment that may be meant as text: #5号. Not # 5号; group 1 is the comment.
_COMMENT = re.compile(r" +(#[^ \t\n\r#][^\n\r]*)")
_TEXTS = ("line", "prose")
_QUOTED = ('"', "'", "|", ">")


def cut_off(root: Node) -> Iterator[Problem]:
    """A warning for each text whose end YAML takes for a comment; a figure, date or choice is complete by itself."""
    for field in fields(root, schema("report")):
        node = field.node
        if field.kind not in _TEXTS or not isinstance(node.value, str) or node.file is not root.file:
            continue
        if (found := _COMMENT.match(root.file.text, node.end)) and root.file.text[node.start] not in _QUOTED:
            message = f"从「#」起当作注释，「{field.key}」只读到「{node.value[-10:]}」"
            remedy = "是内容的，整个内容加引号；是注释的，「#」后面空一格"
            place = root.file.place(*found.span(1))
            yield Problem("YAML-COMMENT", place, message, remedy, severity=Severity.WARNING)
