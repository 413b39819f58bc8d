from __future__ import annotations

import pytest
from jinja2 import TemplateError

from generator.namespace import Tree, figures, names_in, resolve, step_into
from generator.quantity import Operation, Quantity, Word
from generator.text.printer import Printer
from generator.text.sandbox import Environment


def q(text: str) -> Quantity:
    quantity = Quantity.parse(text)
    assert quantity is not None
    return quantity


TREE: Tree = {
    "a": {"b": q("1元"), "items": [{"id": "甲2.0", "n": q("2元")}, {"id": "乙", "n": None}]},
    "word": Word("优", "等级", Operation("分档", ())),
    "plain": ["x"],
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a.b", q("1元")), ("a.items.甲2.0.n", q("2元")), ("a.items.乙.n", None), ("plain", ["x"])],
)
def test_a_path_finds_its_figure(path: str, expected: object) -> None:
    assert resolve(TREE, path) == expected


@pytest.mark.parametrize("path", ["b", "a.c", "a.items.丙", "a.b.value", "plain.x", "a.items.0"])
def test_a_path_that_leads_nowhere_is_a_key_error(path: str) -> None:
    with pytest.raises(KeyError):
        resolve(TREE, path)


def test_lists_are_reached_by_index_within_their_bounds() -> None:
    assert step_into(TREE["plain"], 0) == "x"
    for index in (1, -2):
        with pytest.raises(KeyError):
            step_into(TREE["plain"], index)


def test_the_names_in_a_node() -> None:
    assert names_in(TREE["a"]["items"]) == ["甲2.0", "乙"]
    assert names_in("text") == []


def test_every_figure_has_a_path_that_finds_it() -> None:
    found = dict(figures(TREE))
    assert set(found) == {"a.b", "a.items.甲2.0.n", "word"}
    for path, figure in found.items():
        assert resolve(TREE, path) is figure


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ x|万元 }}", "2.18万元"),
        ("{{ x|万元数 }}", "2.18"),
        ("{{ x|元 }}", "21754元"),
        ("{{ x|元数 }}", "21754"),
        ("{{ none|万元 }}", "未披露"),
        ("{{ none }}", "未披露"),
        ("{{ none|日期 }}", "未披露"),
        ("{{ day|日期 }}", "2022年1月5日"),
        ("{{ score|分 }}", "7.50分"),
        ("{{ score|得分 }}", "7.50"),
        ("{{ score|分值 }}", "7.5"),
        ("{{ zero|百分比 }}", "—"),
        ("{{ x }}", "21754元"),
        ("{{ sum }}", "4.35万元"),
        ("{{ rate }}", "72.51%"),
        ("{{ points }}", "7.25分"),
        ("{{ people }}", "7人"),
        ("{{ word }}", "优"),
        ("{{ names|join('、') }}", "甲、乙"),
        ("{{ names|length }}", "2"),
    ],
)
def test_filters_print_what_their_names_say(printer: Printer, source: str, printed: str) -> None:
    x, budget = q("21754元"), q("3万元")
    context = {
        "x": x,
        "none": None,
        "day": "2022-01-05",
        "score": q("7.5分"),
        "zero": x / q("0元"),
        "sum": x + x,
        "rate": x / budget,
        "points": q("10分") * (x / budget),
        "people": q("3人") + q("4人"),
        "word": TREE["word"],
        "names": ["甲", "乙"],
    }
    assert Environment(printer, printer.text).from_string(source).render(context) == printed


@pytest.mark.parametrize(
    "source",
    [
        "{{ x|百分比 }}",
        "{{ x|分 }}",
        "{{ '1'|元 }}",
        "{{ t }}",
        "{{ none.x }}",
        "{{ t|upper }}",
        "{{ range(9) }}",
        "{{ true }}",
    ],
)
def test_what_has_no_sense_is_refused(printer: Printer, source: str) -> None:
    environment = Environment(printer, printer.text)
    with pytest.raises((TypeError, TemplateError)):
        environment.from_string(source).render({"x": q("1元"), "t": {"a": 1}, "none": None})
