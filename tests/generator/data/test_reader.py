from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.data.reader import MAX_BYTES, MAX_DEPTH, PLAIN, REPORTS, Reading, parse, parsed, read
from generator.data.syntax.encoding import MAX_ALIKE
from tests.support.reports import good


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("12:30", "12:30"),
        ("2021-12", "2021-12"),
        ("2022-01-25", "2022-01-25"),
        ("0.07", Decimal("0.07")),
        ("80.00", Decimal("80.00")),
        ("-5", -5),
        ("0", 0),
        ("true", True),
        ("~", None),
        ("'0505'", "0505"),
        ("'true'", "true"),
        ("3万元", "3万元"),
        (".inf", ".inf"),
    ],
)
def test_scalars_follow_yaml_1_2_core_with_exact_decimals(text: str, value: object) -> None:
    found = good(f"a: {text}").plain()
    assert found == {"a": value}
    assert isinstance(found, dict) and type(found["a"]) is type(value)


def test_every_node_knows_its_place() -> None:
    root = good("单位: 河池市\n名单:\n  - 甲\n  - {名: 乙}\n")
    node = root.at("名单", 1, "名")
    assert (node.value, node.place.line, node.place.column) == ("乙", 4, 9)
    assert root.at("名单").keys == {}
    assert root.keys["名单"].line == 2
    assert root.at("名单", 9, "x") is root.at("名单")
    assert root.get("名单", 1, "名") is node
    assert root.get("名单", 9, "x") is root.get("名单", "名") is root.get("名单", 1, "名", "x") is None


def test_blanks_that_yaml_takes_for_characters_are_no_part_of_a_plain_value_or_name() -> None:
    found = good('a\u3000: 甲\u3000\u00a0\nb: \u3000乙\nc: "丙\u3000"\nd: \u3000\n').plain()
    assert found == {"a": "甲", "b": "乙", "c": "丙\u3000", "d": None}


def test_windows_line_ends_keep_the_places() -> None:
    assert good("a: 1\r\nb: 二\r\n").at("b").place.line == 2


def test_finds_a_text_within_a_value() -> None:
    node = good("a: |\n  一元\n  一元\nb: 一元\n").at("a")
    assert [node.find("一元", n).line for n in (0, 1)] == [2, 3]
    assert node.find("一元", 2) == node.place
    assert node.find("没有") == node.place


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        ("a: 1".encode("utf-16"), "YAML-ENCODING", "1:1"),
        (b"a: 1\nb: " + "河池".encode("gbk"), "YAML-ENCODING", "2:4"),
        (b"a: \xff\xff\xff", "YAML-ENCODING", "1:4"),
        (b"a: 1\nb: 2\t3", "YAML-TAB", "2:5"),
        (b"a:\n\tb: 2", "YAML-TAB", "2:1"),
        (b"a: x\x07y", "YAML-CHARACTER", "1:5"),
        (b'a: "x\\x07y"', "YAML-CHARACTER", "1:4"),
        (b'a: "x\\ty"', "YAML-CHARACTER", "1:4"),
        ("a: x\u2028y".encode(), "YAML-CHARACTER", "1:5"),
        ("a: x\ufffey".encode(), "YAML-CHARACTER", "1:5"),
        (b"", "YAML-EMPTY", "1:1"),
        (b"# only a comment\n", "YAML-EMPTY", "1:1"),
        (b"a: 1\na: 2", "YAML-DUPLICATE", "2:1"),
        (b"a: &x 1", "YAML-ALIAS", "1:4"),
        (b"a: *x", "YAML-ALIAS", "1:4"),
        (b"a: !!str 1", "YAML-TAG", "1:4"),
        (b"a: !python/object:os.system 1", "YAML-TAG", "1:4"),
        (b"a: 1\n---\nb: 2", "YAML-DOCUMENTS", "2:1"),
        (b"a: 0505", "YAML-ZERO", "1:4"),
        (b"a: 007.5", "YAML-ZERO", "1:4"),
        (b"a: 1e3", "YAML-NUMBER", "1:4"),
        (b"a: 2.1754E+04", "YAML-NUMBER", "1:4"),
        (b"a: " + b"9" * 5000, "YAML-NUMBER", "1:4"),
        (b"? [a]\n: 1", "YAML-KEY", "1:3"),
        (b"a: [1, 2", "YAML-SYNTAX", "1:9"),
        (b"a: {x: 1\nb: 2", "YAML-SYNTAX", "2:2"),
        (b"a: @x", "YAML-SYNTAX", "1:4"),
        (b"a: &", "YAML-SYNTAX", "1:4"),
        (b"- a\nb: 1", "YAML-SYNTAX", "2:1"),
        (b"a: |\n  x\n y", "YAML-SYNTAX", "3:2"),
        (b'a: "\\q"', "YAML-SYNTAX", "1:5"),
    ],
)
def test_each_fault_is_a_located_problem(data: bytes, code: str, place: str) -> None:
    node, problems = parse(data, "x.yaml")
    assert node is None
    assert [(problem.code, str(problem.place)) for problem in problems][:1] == [(code, f"x.yaml:{place}")]
    assert all(problem.remedy for problem in problems)


def test_all_faults_of_a_file_are_found_in_one_run() -> None:
    _, problems = parse(b"a: 0505\nb: &x 1\nb: 2\nc: !t 3\n", "x")
    assert [problem.code for problem in problems] == ["YAML-ZERO", "YAML-ALIAS", "YAML-DUPLICATE", "YAML-TAG"]


def test_nesting_is_bounded_at_the_level_that_is_allowed() -> None:
    assert parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "x")[1] == []
    deep = b"[" * 200_000
    assert [problem.code for problem in parse(deep, "x")[1]] == ["YAML-DEPTH"]


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20))
    assert {problem.code for problem in parse(bomb.encode(), "x")[1]} == {"YAML-ALIAS"}


def test_a_file_over_one_mebibyte_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: " + b"x" * MAX_BYTES)
    node, problems = read(path, "x.yaml")
    assert (node, problems[0].code) == (None, "YAML-SIZE")


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    assert read(tmp_path / "none.yaml", "none.yaml")[1][0].code == "YAML-FILE"


@given(st.text(max_size=200))
def test_any_text_gives_a_node_or_problems(text: str) -> None:
    node, problems = parse(text.encode("utf-8", "replace"), "x")
    assert (node is None) == bool(problems)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_node_or_problems(data: bytes) -> None:
    node, problems = parse(data, "x")
    assert (node is None) == bool(problems)


@pytest.mark.parametrize("reading", [REPORTS, PLAIN])
def test_a_name_without_a_colon_between_braces_is_told_at_its_place(reading: Reading) -> None:
    text = "- {n: 墨, p: 1,200.00, q: 1}\n- {a, 'b', c: , d : , \"e\":, f: ~, g: [h]}\n"
    node, problems = parse(text.encode(), "x.yaml", reading)
    assert node is None
    assert [(problem.code, str(problem.place)) for problem in problems] == [
        ("YAML-KEY", "x.yaml:1:15"),
        ("YAML-KEY", "x.yaml:2:4"),
        ("YAML-KEY", "x.yaml:2:7"),
    ]
    assert "「200.00」" in problems[0].message and "千分位逗号" in problems[0].remedy


def test_of_a_thousand_tabs_the_first_are_listed_and_the_rest_counted() -> None:
    data = "".join(f"a{number}: 甲\t乙\n" for number in range(MAX_ALIKE + 2)).encode()
    root, problems, doubtful = parsed(data, "x")
    assert root is not None and len(doubtful) == MAX_ALIKE + 2
    assert {problem.code for problem in problems} == {"YAML-TAB"}
    assert (len(problems), "还有 2 处" in problems[-1].message) == (MAX_ALIKE + 1, True)
