"""The program that a source becomes prints what Jinja prints, in every form of the notation."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from generator.namespace import Tree
from generator.text.faults import LimitError
from generator.text.grammar import MAX_DEPTH, MAX_LOOPS, parse
from generator.text.printer import Printer
from generator.text.sandbox import COUNTERS, Environment
from generator.text.translation import RUN, formula, program
from tests.support.jinja import FORMS, Small, by_jinja, by_this_program, sources
from tests.support.quantities import q

DEEP = MAX_DEPTH - 3
GENERATED = 120
LEAST = GENERATED // 20
"""How many of the sources have each form of the notation, and how many print or fail, at least."""
DATA: Tree = {
    "rows": [{"id": "a", "name": "甲", "parts": ["x", "y"]}, {"id": "b", "name": "乙", "parts": []}],
    "evaluations": [{"id": "a", "name": "其一", "loop": "文"}],
    "words": ["甲", "乙"],
    "empty": [],
    "name": "总",
    "no": False,
    "n": 2,
    "wide": {"a": None},
}
DATA["wide"]["a"] = DATA["wide"]


def test_sources_that_are_made_up_print_what_jinja_prints(printer: Printer) -> None:
    seen: Counter[str] = Counter()

    @settings(
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[*HealthCheck],
        max_examples=GENERATED,
        phases=[Phase.generate],
    )
    @given(sources(q))
    def compare(small: Small) -> None:
        ours, theirs = (by(printer, small.source, small.context) for by in (by_this_program, by_jinja))
        assert ours == theirs
        seen.update(["sources", "printed" if ours[1] is None else "faults"])
        seen.update(form for form, piece in FORMS.items() if piece in small.source)

    compare()
    assert seen["sources"] == GENERATED
    assert {form: seen[form] for form in (*FORMS, "printed", "faults") if seen[form] < LEAST} == {}
    print(f"{GENERATED} sources print the same by Jinja: {dict(seen)}")


FIRST = "{{ '始' if _first else '续' }}"
ROWS = "{% for row in rows %}"


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        (
            f"{ROWS}{{{{ row.name }}}}{{% endfor %}}{{% for name in words %}}{{{{ name }}}}{{% endfor %}}{{{{ name }}}}",
            "甲乙甲乙总",
        ),
        (
            f"{ROWS}{{{{ loop.index }}}}{{% for x in row.parts %}}{{{{ loop.index }}}}{{{{ x }}}}{{% endfor %}};{{% endfor %}}",
            "11x2y;2;",
        ),
        (
            f"{ROWS}{{% for x in row.parts %}}{{% else %}}{{{{ loop.index }}}}{{{{ row.id }}}}{{% endfor %}}{{% endfor %}}",
            "2b",
        ),
        (f"{ROWS}{{{{ '首' if loop.first else '末' if loop.last else '' }}}}{{% endfor %}}", "首末"),
        ("{% for x in empty %}{% else %}{% for y in words %}{{ loop.length }}{% endfor %}{% endfor %}", "22"),
        (f"{ROWS}{{% set _first = _merge(1, [n]) %}}{FIRST}{{% endfor %}}", "始续"),
        (
            f"{{% set _first = _merge(0, none) %}}{ROWS}{{% if row.name == '乙' %}}{{% set _first = _merge(1, [n]) %}}{{% set _first = _merge(1, [n]) %}}{{% endif %}}{FIRST}{{% endfor %}}{FIRST}",
            "始续始",
        ),
        (
            "{% for evaluation in evaluations %}{% set name = evaluation.name %}{{ name }}{% endfor %}{{ name }}",
            "其一总",
        ),
        ("{{ n if n < 3 else name|length }}{{ 1 < n <= 2 and '是' }}{{ not n or '否' }}", "2是否"),
        ("{{ rows[0].name }}{{ rows.b['name'] }}{{ rows[n - 1].name }}{{ -1 }}{{ '甲' in words and n }}", "甲乙乙-12"),
        ("", ""),
        ("{% if no %}{% endif %}甲{# 注 #}乙\n", "甲乙\n"),
    ],
)
def test_names_mean_what_they_mean_in_jinja(printer: Printer, source: str, printed: str) -> None:
    assert by_this_program(printer, source, DATA) == by_jinja(printer, source, DATA) == (printed, None)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("甲\n{{ n }}\n{{ lost }}\n{{ n }}", 3),
        ("{{ n }}\n{% for x in words %}\n{{ n }}{{ x.lost }}\n{% endfor %}", 3),
        ("{{ n }}\n{% for x in lost %}{% endfor %}", 2),
        ("\n{% if no %}\n{% elif lost %}\n{% endif %}", 3),
        ("{% for x in words %}\n\n{% if x == '乙' %}{% for y in lost %}{% endfor %}{% endif %}{% endfor %}", 3),
        ("\n{% if no %}{% set _first = _merge(0, none) %}{% endif %}{{ _first }}", 2),
        ("{% for x in empty %}{% else %}\n{{ loop }}{% endfor %}", 2),
        ("\n{% for x in words %}{{ loop }}{% endfor %}", 2),
        ("\n{% for row in rows %}{{ loop.lost }}{% endfor %}", 2),
        ("\n{{ name.upper }}", 2),
        ("\n{{ name.index }}", 2),
        ("\n{% for x in words %}{% set _first = _merge(1, [lost.x]) %}{% endfor %}", 2),
        ("\n{{ rows[0].lost }}", 2),
        ("\n{% for x in empty %}{% else %}{{ x }}{% endfor %}", 2),
        ("\n{{ words.append }}{{ n.real }}", 2),
    ],
)
def test_a_fault_is_told_of_its_line_and_no_attribute_of_python_is_found(
    printer: Printer, source: str, line: int
) -> None:
    assert by_this_program(printer, source, DATA) == by_jinja(printer, source, DATA)
    assert by_this_program(printer, source, DATA)[1] == line


def test_code_knows_nothing_but_what_it_is_handed(printer: Printer) -> None:
    source = (
        "{% for x in rows %}{{ loop.index }}{{ loop.last }}{{ x.name.upper }}{{ x.__class__ }}{% endfor %}{{ print }}"
    )
    code = program(parse(Environment(printer, printer.text), source)).code
    assert {*code.co_names} <= {"numbered", *COUNTERS}
    assert code.co_freevars == ()


@pytest.mark.parametrize(
    "source",
    [
        f"{{{{ wide{'.a' * DEEP} }}}}",
        f"{{{{ wide{'[n]' * DEEP} }}}}",
        f"{{{{ {'not ' * DEEP}n }}}}",
        f"{{{{ {'(0 < ' * (DEEP // 2)}n{')' * (DEEP // 2)} }}}}",
        f"{{{{ {'(n if n else ' * DEEP}n{')' * DEEP} }}}}",
        f"{{{{ n{'|length' * DEEP} }}}}",
        f"{{{{ {'n + (' * DEEP}n{')' * DEEP} }}}}",
        "{% if n %}" * DEEP + "甲" + "{% endif %}" * DEEP,
        "{% for x in words %}" * MAX_LOOPS + "{% if n %}" * 20 + "甲" + "{% endif %}" * 20 + "{% endfor %}" * MAX_LOOPS,
    ],
)
def test_what_the_grammar_lets_through_can_be_compiled(printer: Printer, source: str) -> None:
    assert program(parse(Environment(printer, printer.text), source)).code.co_name == "template"


def test_a_long_output_is_handed_over_a_few_pieces_at_a_time(printer: Printer) -> None:
    environment = Environment(printer, printer.text)
    code = program(parse(environment, "{{ n }}" * RUN + "{{ n }}、" * RUN))
    runs = [*environment.pieces(code, DATA)]
    assert [len(run) for run in runs] == [RUN, RUN + 1, RUN - 1]
    assert "".join(map("".join, runs)) == "2" * RUN + "2、" * RUN


def test_output_that_grows_too_long_is_a_fault_of_the_tag_that_is_printed(printer: Printer) -> None:
    text = "长" * 1_000_000
    outcome = by_this_program(
        printer,
        "\n{{ t }}\n{% for x in words %}\n{{ t }}{{ t }}" + "甲{{ t }}" * 40 + "{% endfor %}",
        {"t": text, "words": ["甲"] * 9},
    )
    assert outcome == ("印出来的内容超过 8000000 个字符", 4)


@pytest.mark.parametrize(
    ("source", "value"),
    [("n", 2), ("rows[0].name", "甲"), ("n - 1", 1), ("words|length", 2), ("'甲' if no else n", 2)],
)
def test_a_formula_has_the_value_of_its_expression(printer: Printer, source: str, value: object) -> None:
    environment = Environment(printer, printer.text)
    code = formula(parse(environment, f"{{{{ {source} }}}}"))
    assert code is not None
    assert environment.pieces(code, DATA) == value


@pytest.mark.parametrize("source", ["n }} {{ n", "n }}", "n }}{% if n %}甲{% endif %}{{ n", ""])
def test_what_is_more_than_an_expression_is_no_formula(printer: Printer, source: str) -> None:
    text = f"{{{{ {source} }}}}" if source else "甲"
    assert formula(parse(Environment(printer, printer.text), text)) is None


def test_too_many_steps_are_a_fault_of_the_loop(printer: Printer) -> None:
    environment = Environment(printer, printer.text)
    code = program(parse(environment, "{% for a in words %}\n{% for b in words %}{% endfor %}{% endfor %}"))
    with pytest.raises(LimitError, match="循环太多"):
        environment.render(code, {"words": ["甲"] * 2_000})
