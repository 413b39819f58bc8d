"""A source of the whole language prints what Jinja prints; the code reaches nothing but its tools."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.text.grammar import parse
from generator.text.language.writing import HANDED
from generator.text.sandbox import COUNTERS, MAX_STEPS
from generator.text.translation import program
from tests.support.language import DATA, by_jinja, free, free_environment

MUCH = f"循环太多，超过 {MAX_STEPS} 步"


@pytest.mark.parametrize(
    "source",
    [
        "{% set a = 1 %}{{ a }}",
        "{% set a, b = 1, 2 %}{{ a }}{{ b }}",
        "{% set (a, b), c = pairs[0], 9 %}{{ a }}{{ b }}{{ c }}",
        "{% set x = 1 %}{% for x in nums %}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}",
        "{% set a = 1 %}{% for x in nums %}{{ a }}{% set a = x %}{{ a }}{% endfor %}{{ a }}",
        "{% set a = 0 %}{% for x in nums %}{% for y in nums %}{% set a = a + y %}{{ a }}{% endfor %}{{ a }}{% endfor %}{{ a }}",
        "{% set a = 1 %}{% if yes %}{% set a = 2 %}{% endif %}{{ a }}",
        "{% set n = n + 1 %}{{ n }}",
        "{% for x in nums %}{% if x == 1 %}{% set a = x %}{% endif %}{{ a is defined }}{% endfor %}",
        "{% set ns = namespace(t=0) %}{% for x in nums %}{% set ns.t = ns.t + x %}{% endfor %}{{ ns.t }}",
        "{% set x %}ab{{ n }}{% endset %}{{ x }}{{ x|length }}",
        "{% set x | upper | replace('B', 'c') %}ab{{ n }}{% endset %}{{ x }}",
        "{% set x %}{% for q in nums %}{{ q }},{% else %}无{% endfor %}{% if no %}甲{% endif %}{% endset %}[{{ x }}]",
        "{% for x in nums if x > 1 %}{{ loop.index }}{{ x }}{{ loop.last }}{{ loop.length }}{% else %}无{% endfor %}",
        "{% for x in nums if x > 9 %}{{ x }}{% else %}无{% endfor %}",
        "{% for a, b in pairs if a > 1 %}{{ a }}{{ b }}{% endfor %}",
        "{% for (a, b), c in [((1, 2), 3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
        "{% for k, v in d.items() if v > 1 %}{{ k }}{{ loop.index0 }}{% endfor %}",
        "{% for x in words %}{{ x }}{% endfor %}{% for k in d %}{{ k }}{% endfor %}{% for c in 'ab'|list %}{{ c }}.{% endfor %}",
        " a {%- if yes -%} b {%- endif -%} c {{- n -}} d {#- x -#} e {%+ if yes %} f {%+ endif %}",
        "{% raw %}{{ x }}{% if %}{% endraw %}{{ n }}",
        "{{ 'yes' if yes }}{{ 'yes' if no }}[{{ ('yes' if no)|default('z') }}]",
        "{{ n and s }}{{ no or 'x' }}{{ not yes }}{{ not (no or n > 9) }}",
        "{% for a in rows %}{% for b in a.parts %}{{ b }}{{ loop.index0 }}{% endfor %}{% endfor %}",
        "{% for r in rows|sort(attribute='n') if r.parts %}{{ r.name }}{{ loop.cycle('a', 'b') }}{% endfor %}",
        "{% if n is odd and s is string %}甲{% elif n > 3 %}乙{% else %}丙{% endif %}",
        "{% for x in (1, 2) %}{{ x }}{% endfor %}{% for x in [n, s, 1.5] %}{{ x }};{% endfor %}",
        "{% for x in nums %}{% set o = loop %}{% for y in nums if y > x %}{{ o.index }}{{ loop.index }} {% endfor %}{% endfor %}",
    ],
)
def test_a_source_prints_what_jinja_prints(source: str) -> None:
    assert free(source) == by_jinja(source)


LISTS = st.sampled_from(
    [
        "nums",
        "words",
        "empty",
        "rows|map(attribute='n')|list",
        "nums[1:]",
        "[n, 2]",
        "words|sort",
        "d.keys()",
        "nums|select('odd')|list",
    ]
)
NUMBERS = st.sampled_from(
    ["n", "3", "1.5", "f", "nums|sum", "words|length", "nums[0]", "(n // 2)", "rows|sum(attribute='n')"]
)
TEXTS = st.sampled_from(
    ["s", "'x'", "words|join('-')", "s[:3]", "s|upper", "(n ~ '年')", "rows[0].name", "lines|replace('a', '')"]
)


def _values(depth: int) -> st.SearchStrategy[str]:
    simple = st.one_of(NUMBERS, TEXTS)
    if not depth:
        return simple
    inner = _values(depth - 1)
    tests = st.sampled_from(["defined", "none", "string", "number", "iterable", "mapping"])
    return st.one_of(
        simple,
        st.builds("({} {} {})".format, NUMBERS, st.sampled_from("+-*"), NUMBERS),
        st.builds("({} ~ {})".format, inner, inner),
        st.builds("({} is {})".format, inner, tests),
        st.builds("({} is not {})".format, inner, tests),
        st.builds("({} {} {})".format, NUMBERS, st.sampled_from(["<", ">=", "==", "!="]), NUMBERS),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("({}|default({}))".format, st.one_of(inner, st.just("lost")), inner),
        st.builds("({}|join('、'))".format, LISTS),
        st.builds("({}|length)".format, LISTS),
        st.builds("({} in {})".format, simple, LISTS),
    )


@st.composite
def sources(draw: st.DrawFn, depth: int = 2) -> str:
    made = ""
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["value", "value", "set", "if", "for", "capture"] if depth else ["value"]))
        value = draw(_values(2))
        if kind == "value":
            made += f"{{{{ {value} }}}};"
        elif kind == "set":
            made += f"{{% set {draw(st.sampled_from(['n', 's', 'w']))} = {value} %}}"
            made = made.replace("set n =", "set w =").replace("set s =", "set v =")
        elif kind == "if":
            made += f"{{% if {value} %}}{draw(sources(depth - 1))}{{% else %}}-{{% endif %}}"
        elif kind == "for":
            test = draw(st.sampled_from(["", " if x", " if x is string"]))
            made += f"{{% for x in {draw(LISTS)}{test} %}}{{{{ loop.revindex }}}}{{{{ x }}}}{draw(sources(depth - 1))}{{% endfor %}}"
        else:
            made += f"{{% set w %}}{draw(_captured())}{{% endset %}}[{{{{ w }}}}]"
    return made


def _captured() -> st.SearchStrategy[str]:
    return st.builds("甲{{{{ {} }}}}乙".format, _values(1))


@pytest.mark.heavy
@settings(derandomize=True, database=None, deadline=None, max_examples=300, suppress_health_check=[*HealthCheck])
@given(sources())
def test_sources_that_are_made_up_print_what_jinja_prints(source: str) -> None:
    assert free(source) == by_jinja(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(2000) %}{% for b in range(2000) %}{{ b }}{% endfor %}{% endfor %}",
        "{% set l = range(99999) %}{% for a in l %}{% for b in l %}{% endfor %}{% endfor %}",
        "{% for g in [range(999)|list]|batch(1) %}{% for l in g %}{% for a in l %}{% for b in l %}{{ b }}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(2000) %}{% set l = range(2000) %}{% for b in l %}{% endfor %}{% endfor %}",
    ],
)
def test_loops_over_what_was_made_anew_are_counted(source: str) -> None:
    assert free(source) in (MUCH, "要处理的数据太多", "印出来的内容超过 8000000 个字符")


@pytest.mark.heavy
def test_a_walk_through_the_data_leaves_room_for_filters_in_its_turns() -> None:
    rows = [{"name": "n" * 20, "n": number} for number in range(60_000)]
    source = "{% for r in rows %}{{ r.name|upper|lower|title|replace('N', 'x')|truncate(9)|length }}{{ r.n * 2 }}{% endfor %}"
    assert free(source, {"rows": rows}).startswith("90")


def test_code_asks_its_tools_only() -> None:
    source = (
        "{% set ns = namespace(a=1.5) %}{% set ns.b = d.items() %}{% set a, b = 1, 2 %}{% set x | upper %}{{ s }}{% endset %}"
        "{% for k, v in d.items() if k ~ v is string %}{{ loop.index0 }}{{ loop.cycle(k, -v, +v) }}{{ v ** 2 }}{% endfor %}"
        "{{ s[1:]|default({'a': [s]}, true) if 1 < n in nums }}{{ x.__init }}"
    )
    code = program(parse(free_environment(), source.replace("{{ x.__init }}", ""))).code
    told = {"numbered", *COUNTERS, "index0", "tests", "nothing"}
    assert {*code.co_names} <= {*HANDED, *told}
    assert code.co_freevars == ()
    assert DATA["d"] == {"b": 1, "a": 2, "C": 3}
