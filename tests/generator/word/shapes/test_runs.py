"""Tags that govern runs, or print some, stand between the runs of their paragraph."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from generator.word.names import W
from tests.support.docx import body, p, table
from tests.support.filling import DATA, control, filled, messages, par, refused, run, text
from tests.support.growth import assert_linear

BOLD = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"


def runs(data: bytes) -> list[tuple[str, list[str]]]:
    """The text of each run of the body that has any, and the formats that it has itself."""
    found = []
    for one in body(data).iter(f"{W}r"):
        words = "".join(part.text or "" for part in one.iter(f"{W}t"))
        forms = [str(item.tag).removeprefix(W) + str(item.get(f"{W}val") or "") for item in one.iterfind(f"{W}rPr/*")]
        found += [(words, forms)] if words else []
    return found


@pytest.mark.parametrize(
    ("yes", "shown"), [(True, [("前", []), ("粗", ["b"]), ("后", [])]), (False, [("前", []), ("后", [])])]
)
def test_runs_are_under_a_condition(printer: Printer, yes: bool, shown: list[tuple[str, list[str]]]) -> None:
    source = par(text("前"), BOLD.format("{%r if yes %}"), BOLD.format("粗"), text("{%r endif %}"), text("后"))
    assert runs(filled(printer, source, DATA | {"yes": yes})) == shown


def test_runs_are_repeated(printer: Printer) -> None:
    source = par(text("前{%r for r in rows %}"), BOLD.format("{{ r.name }}"), text("，{%r endfor %}后"))
    assert runs(filled(printer, source)) == [
        ("前", []),
        *[(name, ["b"]) if name != "，" else ("，", []) for name in "甲，乙，丙，"],
        ("后", []),
    ]


def test_branches_in_one_run_keep_its_format(printer: Printer) -> None:
    inner = "前{%r if no %}甲{%r elif year == 2023 %}乙{%r else %}丙{%r endif %}后"
    assert runs(filled(printer, par(BOLD.format(inner)))) == [("前", ["b"]), ("乙", ["b"]), ("后", ["b"])]


def test_a_text_of_runs_has_no_format_but_its_own(printer: Printer) -> None:
    """As docxtpl's manual says; what stands beside it keeps the format of its run."""
    data = filled(printer, par(BOLD.format("前{{r x }}后")), {"x": "a < b**粗**[红]{color=red size=10.5 bold}"})
    assert runs(data) == [
        ("前", ["b"]),
        ("a < b", []),
        ("粗", ["b", "bCs"]),
        ("红", ["b", "bCs", "colorFF0000", "sz21", "szCs21"]),
        ("后", ["b"]),
    ]


def test_the_formats_of_other_values_are_words(printer: Printer) -> None:
    assert runs(filled(printer, p("{{ x }}{{r y }}"), {"x": "**粗**", "y": 12})) == [("**粗**", []), ("12", [])]


def test_line_breaks_pictures_and_controls_stay_in_place(printer: Printer) -> None:
    inner = run("<w:t>甲</w:t><w:br/><w:t>乙{%r if yes %}丙</w:t><w:tab/><w:t>丁{%r endif %}</w:t><w:br/>")
    data = filled(printer, par(control(inner)))
    assert [str(item.tag).removeprefix(W) for one in body(data).iter(f"{W}r") for item in one] == [
        *["t", "br", "t", "t", "tab", "t", "br"]
    ]
    emptied = filled(printer, par(control(text("{{r x }}")), text("后")), {"x": ""})
    assert [*body(emptied).iter(f"{W}sdt")] == [] and runs(emptied) == [("后", [])]


def test_what_a_tag_reads_may_be_a_choice(printer: Printer) -> None:
    assert runs(filled(printer, p("{{r '**是**' if yes else '否' }}"))) == [("是", ["b", "bCs"])]


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        (p("甲{%r if yes %}乙"), "{%r if yes %} 没有结束", "在同一段后面写 {%r endif %}"),
        (
            p("{%r if yes %}甲") + p("乙{%r endif %}"),
            "{%r if yes %} 和 {%r endif %} 不在同一处",
            "{%r … %} 成对的标记放在同一段里；跨段落用 {%p … %}",
        ),
        (
            p("{%r if yes %}甲{% endif %}"),
            "{%r if yes %} 和 {% endif %} 不是一类标记",
            "{%r if yes %} 要用 {%r endif %}",
        ),
        (
            par(text("{%r if yes %}"), control(text("甲{%r endif %}"))),
            "{%r if yes %} 和 {%r endif %} 不在同一处",
            "{%r … %} 成对的标记放在同一段里",
        ),
        (p("{%r endif %}"), "{%r endif %} 前面没有与它成对的 if", "for 与 endfor"),
    ],
)
def test_a_tag_that_cannot_work_is_refused(printer: Printer, source: str, message: str, remedy: str) -> None:
    (told, advice, excerpt), *_ = messages(refused(printer, source))
    assert told == message and advice.startswith(remedy) and excerpt


@pytest.mark.heavy
@pytest.mark.parametrize("inner", ["<w:t>{{r unit }}</w:t>", "<w:t>甲</w:t><w:t>{%r if yes %}乙{%r endif %}</w:t>"])
def test_a_long_run_takes_time_in_proportion(printer: Printer, inner: str) -> None:
    assert_linear(lambda source: refused(printer, source), lambda size: par(run(inner * size)), 1000)


INJECTED = "&lt;w:r&gt;&lt;w:instrText&gt;DDE&lt;/w:instrText&gt;&lt;/w:r&gt;"


@pytest.mark.parametrize(
    "source",
    [
        p(f"{{{{r unit) %}} {INJECTED} {{% endfor %}} {{% for _run in (unit }}}}"),
        p(f"{{{{p text %}} {INJECTED} {{% endfor %}} {{% for _block in text }}}}"),
        table(
            (
                f'{{% colspan 1 }}}}"/>{INJECTED}<w:x w:val="{{{{ (1 %}}'.replace("<w:x", "&lt;w:x").replace(
                    "/>", "/&gt;"
                ),
            )
        ),
    ],
)
def test_a_tag_does_not_end_what_is_generated_for_it(printer: Printer, source: str) -> None:
    """So that no XML is put in by the words of a tag, past what looks for hazards."""
    assert any("里面还有「" in problem.message for problem in refused(printer, source))
