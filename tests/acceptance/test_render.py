"""Any template with any data: what comes out is what docxtpl makes of them, or is told at its place."""

from __future__ import annotations

import json
from typing import Any

import jinja2
import pytest

from generator.filling.data import parse_data
from generator.filling.filling import fill
from tests.support.anyone import template
from tests.support.docx import p, package_of, table, texts
from tests.support.gate import faults
from tests.support.oracle import by_docxtpl, read_back

ROWS = table(("项", "数"), ("{%tr for row in rows %}", ""), ("{{ row.name }}", "{{ row.n }}"), ("{%tr endfor %}", ""))
NESTED = table(
    ("组", ""),
    ("{%tr for g in groups %}", ""),
    ("{{ g.title }}", "{{ loop.index }}"),
    ("{%tr for one in g.rows %}", ""),
    ("{{ one.name }}", "{{ loop.index }}/{{ loop.length }}"),
    ("{%tr endfor %}", ""),
    ("{%tr endfor %}", ""),
)
PEOPLE = {"rows": [{"name": "甲 & 乙", "n": 1}, {"name": "<丙>", "n": -2}]}
TREE = {"groups": [{"title": "一", "rows": [{"name": "a"}, {"name": "b"}]}, {"title": "二", "rows": []}]}
CASES: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "text": (p("前{{ x }}后"), {"x": 'A & B < C "q" \'s\''}, ["前A & B < C \"q\" 's'后"]),
    "cut over runs": (p("前{", "{ x", " }}后"), {"x": "甲"}, ["前甲后"]),
    "number": (p("{{ a }}、{{ b }}"), {"a": 0, "b": -17}, ["0、-17"]),
    "boolean": (p("{{ a }}{{ b }}"), {"a": True, "b": False}, ["TrueFalse"]),
    "null": (p("{{ a }}"), {"a": None}, ["None"]),
    "line break": (p("{{ a }}"), {"a": "一\n二"}, ["一\n二"]),
    "blanks": (p("[{{ a }}]"), {"a": "  a  b  "}, ["[  a  b  ]"]),
    "tag in data": (p("{{ a }}"), {"a": "{{ 7*7 }}{% if %}"}, ["{{ 7*7 }}{% if %}"]),
    "Chinese names": (p("{{ 单位.名称 }}"), {"单位": {"名称": "教育局"}}, ["教育局"]),
    "key in quotes": (p("{{ d['a-b'] }}{{ d['年度 预算'] }}"), {"d": {"a-b": 1, "年度 预算": 2}}, ["12"]),
    "index": (p("{{ a[0] }}{{ a[-1] }}"), {"a": [1, 2, 3]}, ["13"]),
    "condition": (p("{% if a and not b %}一{% else %}二{% endif %}"), {"a": 1, "b": 0}, ["一"]),
    "comparison": (p("{% if a > 2 %}大{% elif a == 2 %}平{% else %}小{% endif %}"), {"a": 2}, ["平"]),
    "choice": (p("{{ '甲' if a else '乙' }}"), {"a": []}, ["乙"]),
    "paragraphs": (
        p("前") + p("{%p for x in a %}") + p("{{ x }}") + p("{%p endfor %}") + p("后"),
        {"a": ["一", "二"]},
        ["前", "一", "二", "后"],
    ),
    "no paragraphs": (p("{%p for x in a %}") + p("{{ x }}") + p("{%p else %}") + p("无") + p("{%p endfor %}"), {"a": []}, ["无"]),
    "rows": (ROWS, PEOPLE, ["项", "数", "甲 & 乙", "1", "<丙>", "-2"]),
    "no rows": (ROWS, {"rows": []}, ["项", "数"]),
    "rows in rows": (NESTED, TREE, ["组", "", "一", "1", "a", "1/2", "b", "2/2", "二", "2"]),
    "filters": (p("{{ x|upper }}|{{ a|sort|join('、') }}|{{ a|sum }}|{{ rows|map(attribute='n')|join }}"), {"x": "it's", "a": [3, 1, 2], **PEOPLE}, ["IT'S|1、2、3|6|1-2"]),
    "defaults": (p("{{ nix|default('无') }}{{ z|default('空', true) }}{{ nix is defined }}"), {"z": ""}, ["无空False"]),
    "slices": (p("{{ a[1:]|join }}{{ a[::-1]|join }}{{ s[1:3] }}"), {"a": [1, 2, 3], "s": "甲乙丙丁"}, ["23321乙丙"]),
    "mappings": (p("{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}"), {"d": {"乙": 1, "甲": 2}}, ["乙=1;甲=2;"]),
    "groups": (p("{% for k, v in a|groupby('g') %}{{ k }}:{{ v|map(attribute='n')|join(',') }};{% endfor %}"), {"a": [{"g": "b", "n": 1}, {"g": "A", "n": 2}, {"g": "B", "n": 3}]}, ["A:2;b:1,3;"]),
    "set": (p("{% set n = a|length %}{{ n }}{% for x in a if x > 1 %}{{ loop.index }}/{{ loop.length }} {% endfor %}"), {"a": [1, 2, 3]}, ["31/2 2/2 "]),
    "arithmetic": (p("{{ 7/2 }} {{ 7//2 }} {{ 7%3 }} {{ 2**3 }} {{ 1+2*3 }} {{ '甲'~1 }}"), {}, ["3.5 3 1 8 7 甲1"]),
    "unused data": (p("{{ a }}"), {"a": 1, "b": {"c": [None]}, "self": 1, "range": 2, "": 3}, ["1"]),
    "names of Jinja": (p("{{ range }}{{ dict }}{{ loop }}"), {"range": 1, "dict": 2, "loop": 3}, ["123"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_template_says_what_docxtpl_makes_of_it(name: str) -> None:
    source, data, expected = CASES[name]
    read, problems = parse_data(json.dumps(data).encode(), "d.json", "JSON")
    assert read is not None, problems
    document, problems = fill(template(source), read)
    assert document is not None, problems
    assert texts(document) == expected
    assert faults(document) == []
    theirs = by_docxtpl(package_of(source), data, jinja2.Environment(autoescape=True))
    assert read_back(document) == read_back(theirs)


@pytest.mark.parametrize(
    ("source", "data", "message"),
    [
        ("{{ x.__class__ }}", {"x": 1}, "没有名为「__class__」的数据"),
        ("{{ x['__class__'] }}", {"x": {}}, "没有名为「__class__」的数据"),
        ("{{ x.upper }}", {"x": "a"}, "没有名为「upper」的数据"),
        ("{{ x.append }}", {"x": [1]}, "没有名为「append」的数据"),
        ("{{ d.items }}", {"d": {}}, "没有名为「items」的数据"),
        ("{{ self }}", {}, "没有名为「self」的数据"),
        ("{{ cycler }}", {}, "没有名为「cycler」的数据"),
        ("{{ nix|attr('x') }}", {}, "用不了「|attr」"),
        ("{% import 'os' as os %}", {}, "用不了「import」"),
        ("{% include '/etc/passwd' %}", {}, "用不了「include」"),
        ("{% macro m() %}{% endmacro %}", {}, "用不了「macro」"),
        ("{{ lipsum() }}", {}, "用不了"),
        ("{{ x }}", {"x": [1, 2]}, "这里引用的是列表"),
        ("{{ x }}", {"x": {"__class__": 1}}, "这里引用的是一组数据"),
        ("{% for x in a %}{% endfor %}", {"a": 3}, "这里引用的不是列表"),
        ("{{ a.b.c.d }}", {"a": {"b": 1}}, "{{ a.b.c.d }}：没有名为「"),
        ("{{ a + b }}", {"a": "x", "b": 1}, ""),
        ("{% for a in x %}" * 9 + "{% endfor %}" * 9, {"x": []}, "嵌套得太深"),
        ("{{ " + "(" * 500 + "x" + ")" * 500 + " }}", {"x": 1}, "嵌套得太深"),
    ],
)
def test_what_cannot_be_printed_is_told_at_its_tag(source: str, data: dict[str, Any], message: str) -> None:
    from generator.opc import write_package
    from generator.word.engine.template import Template

    made, problems = Template.parse(write_package(package_of(p(source))), "t.docx")
    document: bytes | None = None
    if made is not None:
        document, problems = made.fill(data)
    assert document is None
    told = " ".join(problem.message for problem in problems)
    assert message in told and all(problem.place.path.startswith("t.docx!") for problem in problems)
    assert not any(word in told for word in ("<class", "object at 0x", "built-in", "Traceback"))


def test_loops_over_loops_over_the_same_list_end() -> None:
    source = p("{% for a in x %}{% for b in x %}{% for c in x %}{{ c }}{% endfor %}{% endfor %}{% endfor %}")
    document, (problem,) = template(source).fill({"x": [*range(2000)]})
    assert document is None and "超过" in problem.message
