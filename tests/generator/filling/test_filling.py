"""What is missing or null in the data is told at once, with the place in the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.filling.data import parse_data
from generator.filling.filling import fill
from generator.frozen import replace
from generator.opc import write_package
from generator.problems import Problem, Severity
from generator.word.engine.template import Template
from tests.support.anyone import template
from tests.support.docx import p, package_of, table, texts

ROWS = table(("{%tr for row in rows %}", ""), ("{{ row.name }}", "{{ row.n }}"), ("{%tr endfor %}", ""))


def filled(source: str, text: str, kind: str = "YAML") -> tuple[bytes | None, list[Problem]]:
    data, problems = parse_data(text.encode(), f"d.{kind.lower()}", kind)
    assert data is not None, problems
    return fill(template(source), data)


def faults(source: str, text: str, kind: str = "YAML") -> list[str]:
    document, problems = filled(source, text, kind)
    assert document is None and all(problem.remedy for problem in problems)
    return [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("YAML", "甲: 1\nrows:\n  - {name: a, n: 1.10}\n"), ("JSON", '{"甲": 1, "rows": [{"name": "a", "n": 1.10}]}')],
)
def test_both_kinds_of_data_fill_a_template(kind: str, text: str) -> None:
    document, problems = filled(p("{{ 甲 }}") + ROWS, text, kind)
    assert document is not None, problems
    assert (texts(document), problems) == (["1", "a", "1.10"], [])


def test_all_names_that_are_missing_are_told_at_once() -> None:
    source = p("{{ tite }}{{ party.nam }}{{ money }}") + p("{% if title %}{{ maybe }}{% endif %}") + ROWS
    text = "title: x\nparty: {name: 甲}\nrows:\n  - {name: a, n: 1}\n  - {name: b}\n  - {name: c}\n"
    assert faults(source, text) == [
        "{{ tite }}：没有名为「tite」的数据",
        "{{ party.nam }}：没有名为「nam」的数据（d.yaml:2:8 这一项里没有）",
        "{{ money }}：没有名为「money」的数据",
        "{{ maybe }}：没有名为「maybe」的数据",
        "{{ row.n }}：没有名为「n」的数据（d.yaml:5:5 这一项里没有，这样的共 2 项）",
    ]
    _, problems = filled(source, text)
    assert [problem.remedy for problem in problems[:2]] == ["是不是「title」", "是不是「name」"]


def test_whatever_is_wrong_is_told_in_one_run_with_its_position() -> None:
    source = p("{{ a }}{{ nix }}") + p("{{ b }}") + ROWS + p("{{ c|round }}")
    document, problems = filled(source, "a: [1]\nb: {x: 1}\nrows:\n  - {name: [1], n: 1}\nc: 文\n")
    assert document is None
    assert [(problem.message.partition("：")[0], problem.place.where) for problem in problems] == [
        ("{{ a }}", "正文第 1 段"),
        ("{{ nix }}", "正文第 1 段"),
        ("{{ b }}", "正文第 2 段"),
        ("{{ row.name }}", "正文表 1 第 2 行第 1 格"),
        ("{{ c|round }}", "正文第 3 段"),
    ]
    assert [problem.message.partition("（数据在 ")[2] for problem in problems] == [
        "d.yaml:1:4）",
        "",
        "d.yaml:2:4）",
        "d.yaml:4:12）",
        "d.yaml:5:4）",
    ]


def test_what_is_missing_in_an_included_template_is_told_there_once(tmp_path: Path) -> None:
    whole, part = tmp_path / "t.docx", tmp_path / "part.docx"
    whole.write_bytes(write_package(package_of(p("{{p include('part.docx') }}") + p("{{ x }}"))))
    part.write_bytes(write_package(package_of(p("{{ y }}{{ z.a }}"))))
    made, problems = Template.read(whole)
    data, _ = parse_data(b"x: [1]\nz: {}\n", "d.yaml", "YAML")
    assert made is not None and data is not None, problems
    document, problems = fill(made, data)
    assert document is None
    assert [(one.place.path, one.message.partition("：")[0]) for one in problems] == [
        (f"{whole.as_posix()}!word/document.xml", "{{ x }}"),
        *((f"{part.as_posix()}!word/document.xml", tag) for tag in ("{{ y }}", "{{ z.a }}")),
    ]


def leniently(source: str, text: str) -> tuple[bytes | None, list[Problem]]:
    data, _ = parse_data(text.encode(), "d.yaml", "YAML")
    assert data is not None
    return fill(replace(template(source), lenient=True), data)


def test_what_a_lenient_template_leaves_blank_is_told_once() -> None:
    source = p("{{ tite }}{{ tite }}{{ b.c.d }}[{{ n|round(2) }}{{ m * 2 }}{{ 1 + k|abs * 2 }}]")
    source += p(
        "{% for x in rows %}{{ x }}{% endfor %}{{ q|default('无') }}{{ [1][1:]|first }}{{ 'x' if none }}{% if r %}{% endif %}{{ a }}"
    )
    document, problems = leniently(source, "title: x\nb: {}\na: null\n")
    assert document is not None and texts(document) == ["[]", "无"]
    told = [("t.docx", Severity.NOTICE), ("d.yaml:1:1", Severity.WARNING)]  # of the title, which no tag reads
    assert [(str(problem.place), problem.severity) for problem in problems] == told
    assert problems[0].message == (
        "数据里没有、印成空白的：「tite」（是不是「title」）、「c」、「n」、「m」、「k」、「rows」"
    )
    assert leniently(p("{{ title }}"), "title: x\n")[1] == []


def test_what_cannot_be_left_blank_is_told_where_it_is_lenient() -> None:
    document, (problem,) = leniently(p("{% if a > 3 %}{% endif %}"), "b: 1\n")
    assert document is None and "--lenient 也不能" in problem.remedy
    assert "lenient" not in filled(p("{% if a > 3 %}{% endif %}"), "b: 1\n")[1][0].remedy


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        ("{% if vip %}甲{% endif %}", "在数据里补上；可以没有的，写成 {% if 名称 is defined and … %}"),
        ("{{ vip }}", "在数据里补上；可以没有的，写成 {{ 名称|default('') }}"),
        ("{{ first-name }}", "标记里「-」是减号：数据和模板里都把「first-name」改成「first_name」"),
        ("{{ d.a-b }}", "标记里「-」是减号：数据和模板里都把「a-b」改成「a_b」"),
    ],
)
def test_what_to_do_about_a_missing_name_fits_its_tag(source: str, remedy: str) -> None:
    _, problems = filled(p(source), "first-name: 甲\nd: {a-b: 1}\n")
    assert problems[0].remedy == remedy


def test_an_element_behind_the_last_is_told_with_the_length_of_the_list() -> None:
    assert faults(p("{{ l[9] }}"), "l: [1, 2]\n")[0].startswith("{{ l[9] }}：列表只有 2 项，没有 [9]")


def test_a_name_that_is_missing_in_a_condition_only_is_told_where_it_is_read() -> None:
    assert faults(p("{% if a %}{{ b }}{% else %}{{ c }}{% endif %}"), "a: true") == ["{{ b }}：没有名为「b」的数据"]


def test_a_value_of_a_wrong_kind_is_told_with_its_place() -> None:
    assert faults(p("{{ a.b }}"), "a:\n  b: [1]\n") == [
        "{{ a.b }}：这里引用的是列表，不是一个值；逐项印用 for，连起来印用 |join（数据在 d.yaml:2:6）"
    ]
    assert faults(p("{% for x in a %}{{ x }}{% endfor %}"), "a: 3\n")[0].endswith("（数据在 d.yaml:1:4）")
    assert "数据在" not in faults(ROWS, "rows: [{name: [1], n: 2}, {name: [1], n: 2}]")[0]


@pytest.mark.parametrize("tag", ["{% for m in members %}", "{{ members|join('、') }}"])
def test_a_text_in_the_place_of_a_list_is_told_with_its_place_and_what_to_write(tag: str) -> None:
    source = p(tag) if "|" in tag else p(tag.replace("{%", "{%p")) + p("{{ m }}") + p("{%p endfor %}")
    document, (problem,) = filled(source, "members: 张三、李四\n")
    assert document is None
    assert problem.message.endswith("：这里要列表，数据是一段文字（数据在 d.yaml:1:10）")
    assert problem.remedy.startswith("数据写成列表") and problem.remedy.endswith("要逐字取出的，写成 名称|list")
    document, _ = filled(source.replace("members", "members|list"), "members: 张三、李四\n")
    assert document is not None


def test_a_number_that_was_typed_as_a_text_is_not_multiplied() -> None:
    document, (problem,) = filled(p("{{ q * p }}"), "q: 3\np: '1,200.00'\n")
    assert document is None and problem.message.startswith("{{ q * p }}：「1,200.00」是文字，不能乘")
    assert problem.remedy.startswith("数据里的数不加引号，不写千分位逗号")
    document, problems = filled(p("{{ q * p|replace(',', '')|float }}"), "q: 3\np: '1,200.00'\n")
    assert document is not None and texts(document) == ["3600.0"] and problems == []


def test_nulls_that_were_printed_are_warned_of_at_their_places() -> None:
    text = "a: null\nrows:\n  - {name: null, n: 1}\n  - {name: x, n: null}\n  - {name: z, n: 2, other: null}\n"
    document, problems = filled(p("{{ a }}{% if no == 1 %}{{ b }}{% endif %}") + ROWS, f"no: 2\nb: null\n{text}")
    assert document is not None and texts(document)[:3] == ["None", "None", "1"]
    assert [(str(problem.place), problem.severity) for problem in problems] == [
        ("d.yaml:3:4", Severity.WARNING),
        ("d.yaml:5:12", Severity.WARNING),
        ("d.yaml:6:18", Severity.WARNING),
        ("d.yaml:7:21", Severity.WARNING),  # which no tag reads
    ]
    assert problems[0].message == "这里没有值（null），模板里的 {{ a }} 印成了 None"


def test_a_none_that_is_no_data_is_warned_of_at_its_tag() -> None:
    document, (problem,) = filled(p("{{ a if a else none }}"), "a: 0\n")
    assert document is not None and texts(document) == ["None"]
    assert str(problem.place) == "t.docx!word/document.xml" and problem.message.startswith("{{ a if a else none }}：")


def test_many_names_are_not_all_told() -> None:
    source = "".join(p(f"{{{{ a{number} }}}}") for number in range(150))
    assert len(faults(source, "x: 1")) == 100
