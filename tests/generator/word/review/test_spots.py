"""The problems of a template stand in the order of its text, each with its place in words."""

from __future__ import annotations

import pytest

from generator.frozen import replace
from generator.opc import links
from generator.problems import Place, Problem
from generator.word.names import DOCUMENT, STYLES, W
from generator.word.package import read_package
from generator.word.review.spots import Spots, at_their_parts, file_by_file, in_order
from tests.support.charts import PIE, chart_package, chart_part
from tests.support.docx import p, package_of, table
from tests.support.paths import PROJECT

BOX = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="a"><v:textbox><w:txbxContent>{}'
BOX += "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
FOOTER = f'<w:ftr xmlns:w="{W[1:-1]}">{p("{{ d }}")}</w:ftr>'.encode()
BODY = p("甲") + table(("乙", "丙"), ("丁", "{{ a }}{{ b }}")) + BOX.format(p("戊")) + p("{{ c }}") + table(("己",))


def problem(excerpt: str, message: str = "错", code: str = "TEMPLATE-TAG", member: str = DOCUMENT) -> Problem:
    return Problem(code, Place(f"t.docx!{member}" if member else "t.docx", excerpt=excerpt), message)


@pytest.mark.parametrize(
    ("excerpt", "code", "words"),
    [
        ("甲", "TEMPLATE-TAG", "正文第 1 段"),
        ("乙", "TEMPLATE-TAG", "正文表 1 第 1 行第 1 格"),
        ("乙", "TEMPLATE-STYLE", "正文表 1"),
        ("乙 │ 丙", "TEMPLATE-TABLE", "正文表 1 第 1 行"),
        ("{{ a }}{{ b }}", "TEMPLATE-NAME", "正文表 1 第 2 行第 2 格"),
        ("戊", "TEMPLATE-TAG", "正文的文本框"),
        ("{{ c }}", "TEMPLATE-TAG", "正文第 3 段"),
        ("己", "TEMPLATE-TAG", "正文表 2 第 1 行第 1 格"),
        ("没有", "TEMPLATE-TAG", "正文"),
    ],
)
def test_a_place_is_told_in_words(excerpt: str, code: str, words: str) -> None:
    assert Spots(package_of(BODY)).of(problem(excerpt, code=code)).words == words


def test_problems_stand_in_the_order_of_the_text_each_once() -> None:
    wished = [
        problem("", member=""),
        problem("甲"),
        problem("{{ a }}{{ b }}", "{{ a }}：错"),
        problem("{{ a }}{{ b }}", "{{ b }}：另一个错"),
        problem("{{ c }}", "1"),
        problem("没有"),
        problem("", member=STYLES),
    ]
    found = in_order(package_of(BODY), [*wished[::-1], *wished])
    assert [replace(one, place=replace(one.place, where="")) for one in found] == wished
    assert [one.place.where for one in found][-3:] == ["正文第 3 段", "正文", "样式"]


def test_a_chart_and_a_footer_are_named_as_people_call_them() -> None:
    package = chart_package(PIE, "{{ x }}")
    assert Spots(package).of(problem("年", member=chart_part(package))).words == "图表"
    assert Spots(package).of(problem("{{ x }}")).words == "正文第 1 段"
    whole, _ = read_package(PROJECT / "templates" / "national" / "report.docx", "t.docx")
    assert whole is not None
    footer = next(link.target for link in links(whole, DOCUMENT) if link.type.endswith("/footer"))
    spot = Spots(whole).of(problem("没有", member=footer))
    assert (spot.words, spot.part > 1) == ("页脚", True)


def test_problems_of_many_files_stand_file_by_file_those_of_a_template_by_its_text() -> None:
    other = Problem("X", Place("p.yaml", 3), "错")
    found = file_by_file({"t.docx": package_of(BODY)}, [problem("{{ c }}"), other, problem("甲"), other])
    assert [(one.place.path, one.place.where) for one in found] == [
        ("p.yaml", ""),
        (f"t.docx!{DOCUMENT}", "正文第 1 段"),
        (f"t.docx!{DOCUMENT}", "正文第 3 段"),
    ]


def test_a_problem_of_a_volume_is_told_at_the_part_that_has_its_text() -> None:
    whole, _ = read_package(PROJECT / "templates" / "national" / "report.docx", "r.docx")
    assert whole is not None
    parts = [("r.docx", whole), ("t.docx", package_of(BODY))]
    wrong = problem("{{ c }}")
    of_volume = replace(wrong, place=replace(wrong.place, path=f"full!{DOCUMENT}"))
    footer = next(link.target for link in links(whole, DOCUMENT) if link.type.endswith("/footer"))
    whole[footer] = FOOTER
    in_footer = replace(of_volume, place=replace(of_volume.place, excerpt="{{ d }}"))
    nowhere = [replace(of_volume, place=replace(of_volume.place, excerpt=excerpt)) for excerpt in ("没有", "")]
    told = at_their_parts(parts, [of_volume, in_footer, *nowhere])
    assert (told[0], told[1].place.path, told[2:]) == (wrong, f"r.docx!{footer}", nowhere)
    assert at_their_parts([], [of_volume]) == [of_volume]
