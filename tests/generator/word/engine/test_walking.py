"""The names that a template reads, and the kinds that their uses tell."""

from __future__ import annotations

import pytest

from generator.filling.listing import as_data, table
from generator.word.engine.naming import Naming
from tests.support.anyone import template
from tests.support.charts import chart_package
from tests.support.docx import p
from tests.support.docx import table as rows_of


def naming(source: str) -> Naming:
    return template(p(source)).naming()


def kinds(source: str) -> dict[str, str]:
    """The names with their kinds, `?` behind those that may be missing."""
    return dict(line.split(maxsplit=1) for line in table(naming(source)).splitlines()[1:])


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("甲", {}),
        ("{{ x }}", {"x": "任意"}),
        ("{{ x }}{{ x + 1 }}", {"x": "数"}),
        ("{{ a - b }}{{ a / 2 }}", {"a": "数", "b": "数"}),
        ("{% if x %}甲{% endif %}", {"x": "是否"}),
        ("{% if x %}{{ x }}{% endif %}", {"x": "任意"}),
        ("{% if x == '甲' %}一{% endif %}", {"x": "文字"}),
        ("{% if x > 3 and y == 'a' %}一{% endif %}", {"x": "数", "y": "文字"}),
        ("{% if x in ['a', 'b'] %}一{% endif %}", {"x": "文字"}),
        ("{% if x %}甲{% endif %}{{ x ~ '元' }}", {"x": "任意"}),
        ("{% if x %}{% set y = x %}{{ y }}{% endif %}", {"x": "任意"}),
        ("{% set y = x %}{% if y and not x %}甲{% endif %}", {"x": "是否"}),
        ("{% if x %}{% for y in [x] %}{{ y }}{% endfor %}{% endif %}", {"x": "任意"}),
        ("{% if x %}{{ x or '无' }}{% endif %}", {"x": "任意"}),
        ("{% if x %}{{ x|default('') }}{% endif %}", {"x": "任意"}),
        ("{{ '有' if x else '无' }}{% if x is defined and x %}{% endif %}", {"x": "是否"}),
        ("{% if x %}{% if x == y %}甲{% endif %}{% endif %}", {"x": "任意", "y": "任意"}),
        ("{{ x if y else z }}", {"x": "任意", "y": "是否", "z": "任意"}),
        ("{{ a.b.c }}", {"a": "一组数据", "a.b": "一组数据", "a.b.c": "任意"}),
        ("{{ a['b'] }}", {"a": "一组数据", "a.b": "任意"}),
        ("{{ a[0] }}", {"a": "列表"}),
        ("{% for x in a %}{{ x }}{% endfor %}", {"a": "列表"}),
        ("{% for x in a %}{{ x + 1 }}{% endfor %}", {"a": "列表，每项是数"}),
        ("{% for x in a %}{{ x.n }}{% endfor %}{{ x }}", {"a": "列表，每项是一组数据", "a[].n": "任意", "x": "任意"}),
        ("{% for x in a %}{{ loop.index }}{% endfor %}", {"a": "列表"}),
        ("{{ loop.index }}", {"loop": "一组数据", "loop.index": "任意"}),
        ("{% for g in a %}{% for x in g %}{{ x.n }}{% endfor %}{% endfor %}", {"a": "列表，每项是列表", "a[]": "列表，每项是一组数据", "a[][].n": "任意"}),
        ("{{ a|join('、') }}", {"a": "列表"}),
        ("{{ a|first }}", {"a": "列表"}),
        ("{% for k in d %}{{ d[k] }}{% endfor %}", {"d": "一组数据", "d.…": "任意"}),
        ("{{ a|upper }}{{ b|round(2) }}", {"a": "文字", "b": "数"}),
        ("{{ a|sort(attribute='n')|map(attribute='m')|join }}", {"a": "列表，每项是一组数据", "a[].n": "任意", "a[].m": "任意"}),
        ("{{ d|sum(attribute='n.k') }}", {"d": "列表，每项是一组数据", "d[].n": "一组数据", "d[].n.k": "数"}),
        ("{% for k, v in d.items() %}{{ k }}{{ v.x }}{% endfor %}", {"d": "一组数据", "d.….x": "任意"}),
        ("{% for k, v in a|groupby('g') %}{{ k }}{% for x in v %}{{ x.n }}{% endfor %}{% endfor %}", {"a": "列表，每项是一组数据", "a[].g": "任意", "a[].n": "任意"}),
        ("{% for r in a|batch(2) %}{% for c in r %}{{ c.x }}{% endfor %}{% endfor %}", {"a": "列表，每项是一组数据", "a[].x": "任意"}),
        ("{% for a, b in p %}{{ a }}{{ b }}{% endfor %}", {"p": "列表，每项是列表", "p[]": "列表"}),
        ("{% for x in range(n) %}{{ x }}{% endfor %}", {"n": "数"}),
        ("{% for x in a if x > 1 %}{{ loop.previtem|default('') }}{{ x }}{% endfor %}", {"a": "列表，每项是数"}),
        ("{% set n = a.b %}{{ n + 1 }}", {"a": "一组数据", "a.b": "数"}),
        ("{{ (d|max(attribute='n')).b }}", {"d": "列表，每项是一组数据", "d[].n": "任意", "d[].b": "任意"}),
        ("{{ x|default('无') }}", {"x": "任意，可以没有"}),
        ("{{ x|default(0) + 1 }}", {"x": "数，可以没有"}),
        ("{% if x is defined %}{{ x }}{% endif %}", {"x": "任意，可以没有"}),
        ("{{ x|default('') }}{{ x }}", {"x": "任意"}),
        ("{% raw %}{{ zz }}{% endraw %}{# {{ nix }} #}", {}),
        ("{{p x }}", {"x": "文字"}),
        ("{{ x|length }}", {"x": "任意"}),
    ],
)  # fmt: skip
def test_the_uses_of_a_name_tell_its_kind(source: str, found: dict[str, str]) -> None:
    assert kinds(source) == found


def test_loops_within_loops_tell_lists_of_lists() -> None:
    inner = rows_of(
        ("{%tr for g in groups %}",),
        ("{{ g.title }}",),
        ("{%tr for one in g.rows %}",),
        ("{{ one.name }}{% if one.urgent %}！{% endif %}{{ one.price * g.rate }}",),
        ("{%tr endfor %}",),
        ("{%tr endfor %}",),
    )
    assert as_data(template(inner).naming()) == {
        "groups": {
            "kind": "list",
            "optional": False,
            "element": {
                "kind": "mapping",
                "optional": False,
                "entries": {
                    "title": {"kind": "any", "optional": False},
                    "rows": {
                        "kind": "list",
                        "optional": False,
                        "element": {
                            "kind": "mapping",
                            "optional": False,
                            "entries": {
                                "name": {"kind": "any", "optional": False},
                                "urgent": {"kind": "yes/no", "optional": False},
                                "price": {"kind": "number", "optional": False},
                            },
                        },
                    },
                    "rate": {"kind": "number", "optional": False},
                },
            },
        }
    }


def test_cells_that_are_merged_read_what_they_are_merged_by() -> None:
    merged = rows_of(("{%tr for r in rows %}", ""), ("{% vm r.g %}{{ r.g }}", "{{ r.n }}"), ("{%tr endfor %}", ""))
    found = template(merged).naming()
    assert [*found.names] == ["rows"]
    assert [*found.names["rows"].each().entries] == ["g", "n"]


def test_a_chart_tells_what_it_draws() -> None:
    found = as_data(template(chart_package(text="{{ shop.sales }}")).naming())
    sales = found["shop"]["entries"]["sales"]["entries"]
    assert [*sales] == ["title", "categories", "series"]
    assert sales["series"]["element"]["entries"]["values"]["element"]["kind"] == "number"


def test_what_is_read_whatever_the_data_are_is_told_with_its_place() -> None:
    found = naming("{{ a }}{% if b %}{{ c }}{% endif %}{% for d in e %}{{ d.f }}{{ g }}{% endfor %}")
    demanded = {read.path[-1] for read in found.every() if read.demanded and read.path[-1]}
    assert demanded == {"a", "b", "e", "f"}
    assert [read.path for read in found.at[found.names["a"].demanded or ("", 0)]] == [("a",)]
