"""JSON is read exactly, and every fault is told at its line and column with what to do."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.data.json_reader import read_json
from generator.namespace import Typed
from tests.support.growth import assert_linear

ONE = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text('甲乙ab \n\t"\\/', max_size=8)
ANY = st.recursive(ONE, lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text("甲ab", max_size=3), one, max_size=4), max_leaves=20)  # fmt: skip


def value(text: str) -> object:
    file, problems = read_json(text.encode(), "d.json")
    assert file is not None, problems
    assert file.root().plain() == file.value  # the slow way reads the same
    return file.value


def told(data: bytes) -> list[str]:
    file, problems = read_json(data, "d.json")
    assert file is None and all(problem.remedy for problem in problems)
    return [f"{problem.place.line}:{problem.place.column} {problem.code} {problem.message}" for problem in problems]


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_it_reads_what_python_reads(data: object) -> None:
    assert value(json.dumps({"x": data})) == {"x": data}
    assert value(json.dumps({"x": data}, ensure_ascii=False, indent=1)) == {"x": data}


def test_numbers_keep_their_digits() -> None:
    found = value("[1, 1.10, 12345678901234567890.12, 1e3, -0, -7, 0.5]")
    assert isinstance(found, list)
    assert [getattr(one, "written", one) for one in found] == [
        *(1, "1.10", "12345678901234567890.12", "1e3", "-0", -7, "0.5")
    ]
    assert found[1] + 1 == Decimal("2.10") and type(found[1]) is Typed and type(found[1] + 1) is Decimal


def test_a_byte_order_mark_is_passed_over() -> None:
    file, _ = read_json(b'\xef\xbb\xbf{"x": 1}', "d.json")
    assert file is not None and file.value == {"x": 1}


def test_every_node_has_its_place() -> None:
    file, _ = read_json(b'{\n  "a": [1, {"b": null}]\n}', "d.json")
    assert file is not None
    found = file.root().get("a", 1, "b")
    assert found is not None and (str(found.place), found.value) == ("d.json:2:18", None)
    assert str(file.root().keys["a"]) == "d.json:2:3"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1 YAML-SYNTAX 文件是空的"),
        ('{"a": 1', "1:8 YAML-SYNTAX 这里缺少半角括号"),
        ('{"a": ', "1:7 YAML-SYNTAX 文件到这里就完了，数据没有写完"),
        ('{"a": 1,}', "1:8 YAML-SYNTAX 最后一项后面多了一个逗号"),
        ("[1, 2, ]", "1:6 YAML-SYNTAX 最后一项后面多了一个逗号"),
        ('{"a": 1 "b": 2}', "1:9 YAML-SYNTAX 这里缺少半角逗号"),
        ('{"a" 1}', "1:6 YAML-SYNTAX 名称后面缺少半角冒号"),
        ("{a: 1}", "1:2 YAML-SYNTAX 名称要用半角双引号括起来"),
        ("{'a': 1}", "1:2 YAML-SYNTAX 名称要用半角双引号括起来"),
        ("['a']", "1:2 YAML-SYNTAX JSON 的文字要用半角双引号"),
        ("[“a”]", "1:2 YAML-SYNTAX JSON 的文字要用半角双引号"),
        ("[abc]", "1:2 YAML-SYNTAX 这里要一个值，「abc」没有加引号"),
        ("[}]", "1:2 YAML-SYNTAX 这里要一个值，「}」多了或者放错了地方"),
        ('["a]', "1:2 YAML-SYNTAX 引号没有成对"),
        ('["a\nb"]', "1:4 YAML-SYNTAX 引号里有换行或者制表符"),
        (r'["\q"]', "1:3 YAML-SYNTAX 反斜杠后面的转义写法不对"),
        ('{"a": 1} // x', "1:10 YAML-SYNTAX JSON 里不能写注释"),
        ('{"a": 1}\n{"b": 2}', "2:1 YAML-SYNTAX 数据到这里已经写完，后面还有内容"),
        ("[NaN]", "1:2 YAML-NUMBER 「NaN」不是一个数"),
        ("[-Infinity]", "1:2 YAML-NUMBER 「-Infinity」不是一个数"),
        ("[0505]", "1:2 YAML-NUMBER 数「0505」的写法不对"),
        ("[+5]", "1:2 YAML-NUMBER 数「+5」的写法不对"),
        ("[.5]", "1:2 YAML-NUMBER 数「.5」的写法不对"),
        ("[1e4000]", "1:2 YAML-NUMBER 数「1e4000」的写法不对"),
        (f"[{'9' * 41}]", "1:2 YAML-NUMBER 这个数有 41 位"),
        ('{"a": 1,\n "a": 2}', "2:2 YAML-DUPLICATE 「a」重复，第 1 行已有"),
        (r'["a\u0000"]', "1:2 YAML-CHARACTER 转义写出了 Word 文档容不下的字符 U+0000"),
        (r'["\ud800"]', "1:2 YAML-CHARACTER 转义写出了 Word 文档容不下的字符 U+D800"),
        (r'{"\u0007": 1}', "1:2 YAML-CHARACTER 转义写出了 Word 文档容不下的字符 U+0007"),
        ('["a\u202eb"]', "1:4 YAML-CHARACTER 出现看不见的或者 Word 文档容不下的字符 U+202E"),
        ("[" * 33 + "]" * 33, "1:33 YAML-DEPTH 嵌套超过 32 层"),
        ('{"a":' * 33, "1:161 YAML-DEPTH 嵌套超过 32 层"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place(text: str, message: str) -> None:
    assert told(text.encode("utf-8", "surrogatepass")) == [message]


def test_several_faults_are_told_at_once() -> None:
    assert [line.split()[1] for line in told(b'{"a": 1, "a": 2, "b": "\\u0000", "b": 3}')] == [
        "YAML-DUPLICATE",
        "YAML-CHARACTER",
        "YAML-DUPLICATE",
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ('{"a": "甲"}'.encode("gb18030"), "YAML-ENCODING"),
        (b"\xff\xfe{\x00}\x00", "YAML-ENCODING"),
        (b"[" * 100_000, "YAML-DEPTH"),
        (b"[" + b"1," * 1_000_001 + b"1]", "YAML-SIZE"),
        (b"[" + b"9" * 100_000 + b"]", "YAML-NUMBER"),
        (b"[1e999999999]", "YAML-NUMBER"),
        (b"{" * 100_000, "YAML-SYNTAX"),
    ],
)
def test_hostile_files_are_refused_at_once(data: bytes, code: str) -> None:
    file, (problem, *_) = read_json(data, "d.json")
    assert file is None and problem.code == code and len(problem.message) < 200


def test_time_grows_with_the_file() -> None:
    row = b'{"name": "\xe7\x94\xb2", "n": 1.50, "tags": ["a", "b"]}, '
    assert_linear(lambda data: read_json(data, "d.json"), lambda size: b"[" + row * size + b"0505]", 2000)
