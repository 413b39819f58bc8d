"""What may be meant otherwise than YAML has it is told at its place, in data of `render` only."""

from __future__ import annotations

from typing import Any

import pytest

from generator.data.reader import parse
from generator.filling.data import parse_data
from generator.problems import Severity


def value(text: str, kind: str) -> dict[str, Any]:
    data, problems = parse_data(text.encode(), "d", kind)
    assert data is not None and problems == []
    return data.values


@pytest.mark.parametrize("word", ["yes", "no", "on", "Off", "NO"])
def test_a_word_that_may_be_a_truth_is_refused_at_its_place(word: str) -> None:
    data, problems = parse_data(f"x: 1\nvip: {word}\nl: [{word}]\n".encode(), "d.yaml", "YAML")
    assert data is None
    assert [(problem.code, str(problem.place)) for problem in problems] == [
        ("SCHEMA-TYPE", "d.yaml:2:6"),
        ("SCHEMA-TYPE", "d.yaml:3:5"),
    ]
    assert problems[0].message.startswith(f"「{word}」") and problems[0].remedy == "是否写 true、false；要文字就加引号"


def test_such_a_word_is_a_text_in_quotes_in_json_and_as_a_name() -> None:
    texts = value("y: 'no'\nn: N\nno: \"yes\"\noff: |-\n  on\nnone: None\nyep: nope\n", "YAML")
    assert texts == {"y": "no", "n": "N", "no": "yes", "off": "on", "none": "None", "yep": "nope"}
    assert value('{"vip": "no"}', "JSON") == {"vip": "no"}
    node, problems = parse(b"vip: no\n", "r.yaml")
    assert node is not None and node.plain() == {"vip": "no"} and problems == []


def test_a_comment_that_may_be_meant_as_text_is_warned_of() -> None:
    text = "a: 李四 #3 号楼\nb: #4 # x\nc: 5 # 五\nd: '6' #七\ne: 甲#8 乙\n#九\nf: 1 #\ng: [甲 #十\n, 乙]\n"
    data, problems = parse_data(text.encode(), "d.yaml", "YAML")
    assert data is not None and (data.values["a"], data.values["e"]) == ("李四", "甲#8 乙")
    assert [(str(problem.place), problem.place.width, problem.severity) for problem in problems] == [
        ("d.yaml:1:7", 5, Severity.WARNING),
        ("d.yaml:2:4", 6, Severity.WARNING),
        ("d.yaml:8:7", 2, Severity.WARNING),
    ]
    assert problems[0].message == "从「#」起当作注释，没有读进去" and "加引号" in problems[0].remedy
    assert parse(text.encode(), "r.yaml")[1] == []
