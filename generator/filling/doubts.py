"""What a reader of YAML takes for something else than whoever has typed it: a plain yes or no, a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.problems import Problem, Severity, SourceFile

# What YAML 1.1 takes for true or false and YAML 1.2 for a text, which every condition takes for true. Not true.
_ANSWER = re.compile("yes|no|on|off", re.IGNORECASE)
# A comment that may be meant as text: #3 号楼. Not # 号楼; group 1 is the comment.
_COMMENT = re.compile(r" +(#[^ \n\r#].*)")


def doubts(file: SourceFile, value: str, start: int, end: int) -> Iterator[Problem]:
    """What may be wrong with a value that is written without quotes, between two offsets of its file."""
    if _ANSWER.fullmatch(value):
        message = f"「{value}」没有加引号：是文字还是「是、否」分不清，当作文字条件里总是真的"
        yield Problem("SCHEMA-TYPE", file.place(start, end), message, "是否写 true、false；要文字就加引号")
    if found := _COMMENT.match(file.text, end):
        message, remedy = "从「#」起当作注释，没有读进去", "是内容的，整个内容加引号；是注释的，「#」后面空一格"
        yield Problem("YAML-SYNTAX", file.place(*found.span(1)), message, remedy, severity=Severity.WARNING)
