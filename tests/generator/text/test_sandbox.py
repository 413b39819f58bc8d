from __future__ import annotations

import pytest

from generator.namespace import Tree
from generator.quantity import Operation, Word
from generator.text.faults import FAULTS, LimitError
from generator.text.grammar import parse
from generator.text.policy import REPORTS
from generator.text.printer import Printer
from generator.text.sandbox import MAX_WORK, WORK, Environment, Program
from generator.text.translation import program
from tests.support.quantities import q


def rendered(printer: Printer, source: str, context: Tree) -> str:
    environment = Environment(printer, printer.text)
    return environment.render(program(parse(environment, source)), context)


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
        "word": Word("优", "等级", Operation("分档", ())),
        "names": ["甲", "乙"],
    }
    assert rendered(printer, source, context) == printed


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
    with pytest.raises(FAULTS):
        rendered(printer, source, {"x": q("1元"), "t": {"a": 1}, "none": None})


def test_a_program_finds_nothing_but_what_it_is_handed(printer: Printer) -> None:
    code = (lambda *_: len).__code__
    with pytest.raises(NameError):
        Environment(printer, printer.text).pieces(Program(code, (1,)), {})


def test_work_is_charged_before_it_is_done_and_grows_with_the_data(printer: Printer) -> None:
    environment = Environment(printer, printer.text, policy=REPORTS)
    environment.charge(MAX_WORK)
    with pytest.raises(LimitError, match="要处理的数据太多"):
        environment.charge(1)
    environment.begin(part=True)
    with pytest.raises(LimitError):
        environment.charge(1)
    rows = [1] * 100
    for _ in range(2):  # the second walk through the same list leaves no more room
        environment._counted(rows, 5, True)
    environment.charge(100 * 5 * WORK)
    with pytest.raises(LimitError):
        environment.charge(1)
    environment.begin()
    environment.charge(MAX_WORK)


def test_only_the_whole_language_goes_through_mappings_and_letters(printer: Printer) -> None:
    source = "{% for x in d %}{{ x }}{% endfor %}{% for x in s|list %}{{ x }};{% endfor %}{{ s[0] }}"
    data: Tree = {"d": {"a": 1}, "s": "甲乙"}
    whole = Environment(printer, printer.text, policy=REPORTS)
    assert whole.render(program(parse(whole, source)), data) == "a甲;乙;甲"
    with pytest.raises(TypeError, match="不是列表"):
        rendered(printer, source.replace("|list", ""), data)


def test_the_filters_of_the_language_are_found_where_a_printer_has_none(printer: Printer) -> None:
    assert Environment(printer, printer.text, policy=REPORTS).filters["upper"]("a") == "A"
    with pytest.raises(KeyError):
        Environment(printer, printer.text).filters["upper"]
