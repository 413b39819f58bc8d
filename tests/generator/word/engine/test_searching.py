"""What cannot print some data is found tag by tag: no fault hides another, and none tells what only follows from it."""

from __future__ import annotations

from typing import Any

import pytest

from generator.frozen import replace
from tests.support.anyone import template
from tests.support.docx import p, table

ROUND = "「round」要一个数"


def found(source: str, data: dict[str, Any], *, lenient: bool = False) -> list[str]:
    """The messages about a template that cannot print the data."""
    document, problems = replace(template(source), lenient=lenient).fill(data)
    assert document is None and all(problem.place.path.startswith("t.docx!") for problem in problems)
    return [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("{{ x|round }}{{ x }}{{ x|abs }}", ["{{ x|round }}", "{{ x|abs }}"]),
        ("{% set y = x|round %}{{ y }}{{ y + 1 }}{{ y.a.b }}{% if y %}{{ y|abs }}{% endif %}", ["{% set y = x|round %}"]),
        ("{% if x > 1 %}{{ x|abs }}{% elif nix %}{{ x|abs }}{% else %}{{ x|abs }}{% endif %}{{ x|round }}", ["{% if x > 1 %}", "{{ x|round }}"]),
        ("{% if n == 1 %}{% elif x > 1 %}{{ x|abs }}{% else %}{{ x|abs }}{% endif %}", ["{% elif x > 1 %}"]),
        ("{% if n %}{{ n|round }}{% elif x > 1 %}{% endif %}{{ x|round }}", ["{{ x|round }}"]),
        ("{% for y in x|round %}{{ y }}{% endfor %}{{ x|round }}", ["{% for y in x|round %}", "{{ x|round }}"]),
        ("{% for y in l if y > 1 %}{{ y|abs }}{% endfor %}", ["{% for y in l if y > 1 %}"]),
        ("{% for y, z in m %}{{ y|abs }}{{ z }}{% endfor %}{{ x|abs }}", ["{% for y, z in m %}", "{{ x|abs }}"]),
        ("{% set y, z = n|list %}{{ y }}{{ x|abs }}", ["{% set y, z = n|list %}", "{{ x|abs }}"]),
        ("{% set s = namespace(a=0) %}{% set s.a = x|abs %}{{ s.a }}{{ x|round }}", ["{% set s.a = x|abs %}", "{{ x|round }}"]),
        ("{% set y %}{{ x|round }}{% endset %}{{ y }}{{ x|abs }}", ["{{ x|round }}", "{{ x|abs }}"]),
        ("{{ d.a.b }}{{ nix.b }}{{ l[9] }}{{ d }}", ["{{ d.a.b }}", "{{ nix.b }}", "{{ l[9] }}", "{{ d }}"]),
        ("{{ x.__class__ }}{{ l['__class__'] }}{{ n }}", ["{{ x.__class__ }}"]),
    ],
)  # fmt: skip
def test_each_tag_is_told_once_and_what_follows_from_it_is_not(source: str, tags: list[str]) -> None:
    data = {"x": "文", "n": 3, "l": ["a", 2], "m": [5, 2], "d": {"a": 1}}
    assert [message.partition("：")[0] for message in found(p(source), data)] == tags


def test_a_tag_of_a_loop_is_told_once_for_each_fault_with_their_number() -> None:
    rows = table(("{%tr for r in rows %}", ""), ("{% vm r.a %}{{ r.a }}", "{{ r.n|round }}"), ("{%tr endfor %}", ""))
    data = {"rows": [{"a": "甲", "n": "x"}, {"a": [1], "n": 1}, {"a": "乙", "n": "y"}, {"a": "丙", "n": [1]}]}
    told = found(rows, data)
    assert told[0].startswith("{{ r.a }}：这里引用的是列表")
    assert told[1:] == [f"{{{{ r.n|round }}}}：{ROUND}（这样的共 3 处）"]


def test_many_faults_are_not_all_told_nor_kept() -> None:
    colours = table(("{%tr for c in cs %}",), ("{% cellbg c %}{{ c }}",), ("{%tr endfor %}",))
    assert len(found(colours, {"cs": [f"色{number}" for number in range(5000)]})) == 100


def test_the_bounds_hold_for_the_search_as_well() -> None:
    source = p("{% for a in x %}{% for b in x %}{% for c in x %}{{ c|round }}{% endfor %}{% endfor %}{% endfor %}")
    told = found(source + p("{{ x }}"), {"x": ["x"] * 150})
    assert [message.partition("：")[0] for message in told] == ["{% for c in x %}", "{{ c|round }}"]
    assert "超过" in told[0]


def test_where_names_may_lead_nowhere_only_what_cannot_be_blank_is_told() -> None:
    assert found(p("{{ 缺 }}{{ 缺 > 1 }}{{ x|round }}{{ 缺.a }}"), {"x": "文"}, lenient=True) == [
        "{{ 缺 > 1 }}：没有名为「缺」的数据",
        f"{{{{ x|round }}}}：{ROUND}",
    ]
