from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from lxml import etree

from generator.namespace import Tree
from generator.opc import links, links_path
from generator.problems import Problem
from generator.text.printer import Printer
from generator.word.compiled import Compiled
from generator.word.compiler import compile_template
from generator.word.names import DOCUMENT, DRAWING_PROPERTIES, W
from generator.word.render import render, template_environment
from tests.support.charts import PIE, chart_package, chart_part, series
from tests.support.docx import body, p, package_of, table, texts


def made(printer: Printer, source: str, context: Tree) -> bytes:
    compiled, problems = compile_template(package_of(source), "t.docx", template_environment(printer))
    assert compiled is not None, problems
    data, problems = render(compiled, template_environment(printer), context, "", "", "", {})
    assert data is not None, problems
    return data


def faults(printer: Printer, source: str) -> list[Problem]:
    compiled, problems = compile_template(package_of(source), "t.docx", template_environment(printer))
    assert (compiled is None) == bool(problems)
    return problems


def rows(data: bytes) -> list[list[tuple[str, str]]]:
    """For each cell its text and the state of its vertical merge."""
    found = []
    for row in body(data).iter(f"{W}tr"):
        cells = []
        for cell in row.iter(f"{W}tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            state = "" if merge is None else str(merge.get(f"{W}val"))
            cells.append((str(cell.xpath("string()")), state))
            assert cell.find(f"{W}p") is not None
        found.append(cells)
    return found


def test_a_part_without_word_s_own_prefix_is_refused(printer: Printer) -> None:
    package = package_of(p("{{ unit }}"))
    package |= {
        DOCUMENT: package[DOCUMENT]
        .replace(b"<w:", b"<x:")
        .replace(b"</w:", b"</x:")
        .replace(b"xmlns:w=", b"xmlns:x=")
        .replace(b" w:", b" x:")
    }
    compiled, (problem,) = compile_template(package, "t.docx", template_environment(printer))
    assert (compiled, problem.code) == (None, "TEMPLATE-TAG")
    assert "没有前缀「w」" in problem.message


ROWS = table(("{%tr for r in rows %}",), ("{{ r.name }}",), ("{%tr endfor %}",))


@pytest.mark.heavy
def test_a_table_grows_with_its_data(printer: Printer) -> None:
    """Twenty thousand rows are far more than the bounds of a loop that the data do not ask for."""
    context = {"rows": [{"id": str(number), "name": f"{number}" * 100} for number in range(20_000)]}
    assert len(rows(made(printer, ROWS, context))) == 20_000


@pytest.mark.parametrize("again", ["rows", "([1, 2, 3] if rows else rows)", "(rows|first).rows or [1]"])
def test_what_does_not_grow_with_the_data_is_bounded(printer: Printer, again: str) -> None:
    context: Tree = {"rows": [{"id": str(number), "name": "x", "rows": []} for number in range(2_000)]}
    loop = table(
        ("{%tr for r in rows %}",), (f"{{% for x in {again} %}}" * 3 + "{% endfor %}" * 3,), ("{%tr endfor %}",)
    )
    compiled, problems = compile_template(package_of(loop), "t.docx", template_environment(printer))
    assert compiled is not None, problems
    if again != "rows":
        context["rows"] *= 100
    data, (problem,) = render(compiled, template_environment(printer), context, "", "", "", {})
    assert data is None
    assert (problem.code, "循环太多" in problem.message) == ("TEMPLATE-TAG", True)


def test_a_tag_that_word_split_over_runs_is_one_tag(printer: Printer) -> None:
    assert texts(made(printer, p("甲{", "{ uni", "t }", "}乙{{", " year }}丙"), {"unit": "站", "year": 2022})) == [
        "甲站乙2022丙"
    ]


def test_wherever_word_splits_a_paragraph_each_tag_is_printed_once(printer: Printer) -> None:
    source = "甲{{ year }}{{ unit }}乙"
    cuts = combinations(range(len(source) + 1), 3)
    paragraphs = [p(source[:a], source[a:b], source[b:c], source[c:]) for a, b, c in cuts]
    found = texts(made(printer, "".join(paragraphs), {"unit": "站", "year": 2022}))
    assert found == ["甲2022站乙"] * len(paragraphs)


def test_a_tag_is_printed_in_the_run_where_it_begins(printer: Printer) -> None:
    source = p("年度：", "第二段", "{{ year", " }}", "后{{ year }}")
    runs = [str(run.xpath("string()")) for run in body(made(printer, source, {"year": 2022})).iter(f"{W}r")]
    assert runs[:5] == ["年度：", "第二段", "2022", "", "后2022"]


def test_quotes_that_word_curls_are_straightened_in_tags_only(printer: Printer) -> None:
    assert texts(made(printer, p("“{{ x[“a”] }}”"), {"x": {"a": "甲"}})) == ["“甲”"]


def test_values_are_escaped_and_line_ends_kept(printer: Printer) -> None:
    value = "A & B < C > D \"E\" 'F' ]]> {{ year }} {% x %}\n 第二行 "
    assert texts(made(printer, p("{{ x }}"), {"x": value, "year": 1})) == [value]


def test_paragraph_tags_vanish_with_their_paragraph(printer: Printer) -> None:
    source = p("{%p for x in xs %}") + p("{%p if x.on %}") + p("{{ x.name }}") + p("{%p endif %}") + p("{%p endfor %}")
    assert texts(made(printer, source, {"xs": [{"name": "甲", "on": True}, {"name": "乙", "on": False}]})) == ["甲"]


def test_row_tags_vanish_with_their_row(printer: Printer) -> None:
    source = table(
        ("名", "数"), ("{%tr for x in xs %}", ""), ("{{ loop.index }}{{ x.id }}", "{{ x.n }}"), ("", "{%tr endfor %}")
    )
    data = made(printer, source, {"xs": [{"id": "甲", "n": 1}, {"id": "乙", "n": 2}]})
    assert [[text for text, _ in row] for row in rows(data)] == [["名", "数"], ["1甲", "1"], ["2乙", "2"]]


def test_a_text_becomes_paragraphs_in_the_style_of_its_place(printer: Printer) -> None:
    blocks = [
        {"runs": [{"text": "甲", "bold": False}, {"text": "乙&", "bold": True}]},
        {"runs": [{"text": "丙", "bold": False}]},
    ]
    data = made(printer, p("{{p text }}", style="Signature"), {"text": blocks})
    assert texts(data) == ["甲乙&", "丙"]
    styles = [item.get(f"{W}val") for item in body(data).iter(f"{W}pStyle")]
    assert styles == ["Signature", "Signature"]
    bold = [run for run in body(data).iter(f"{W}r") if run.find(f"{W}rPr/{W}rStyle") is not None]
    assert [run.xpath("string()") for run in bold] == ["乙&"]


def test_an_empty_text_leaves_no_paragraph_but_in_a_cell(printer: Printer) -> None:
    assert texts(made(printer, p("甲") + p("{{p text }}"), {"text": []})) == ["甲"]
    assert rows(made(printer, table(("{{p text }}",)), {"text": []})) == [[("", "")]]


MERGED = table(
    ("{%tr for r in rows %}", "", ""),
    ("{% vm r.a %}{{ r.a }}", "{% vm r.b %}{{ r.b }}", "{{ r.c }}"),
    ("{%tr endfor %}", "", ""),
)


def test_groups_merge_over_their_rows_and_inner_ones_end_with_the_outer(printer: Printer) -> None:
    items = [{"a": a, "b": b, "c": c} for a, b, c in ("产数1", "产数2", "产质3", "效质4", "效质5", "产质6")]
    start, on = "restart", "continue"
    assert rows(made(printer, MERGED, {"rows": items})) == [
        [("产", start), ("数", start), ("1", "")],
        [("", on), ("", on), ("2", "")],
        [("", on), ("质", start), ("3", "")],
        [("效", start), ("质", start), ("4", "")],
        [("", on), ("", on), ("5", "")],
        [("产", start), ("质", start), ("6", "")],
    ]


def test_a_merge_never_runs_from_one_table_into_the_next(printer: Printer) -> None:
    source = p("{%p for rows in tables %}") + MERGED + p("间隔") + p("{%p endfor %}")
    one = [{"a": "甲", "b": "乙", "c": "丙"}]
    data = made(printer, source, {"tables": [one, one]})
    assert [row[0] for row in rows(data)] == [("甲", "restart"), ("甲", "restart")]


def test_merge_properties_stand_in_the_order_of_the_schema(printer: Printer) -> None:
    wide = MERGED.replace(
        '<w:tcW w:w="1000" w:type="dxa"/>', '<w:tcW w:w="1000" w:type="dxa"/><w:gridSpan w:val="1"/><w:vMerge/>'
    )
    data = made(printer, wide, {"rows": [{"a": 1, "b": 2, "c": 3}]})
    cell = next(body(data).iter(f"{W}tcPr"))
    assert [etree.QName(item).localname for item in cell] == ["tcW", "gridSpan", "vMerge", "vAlign"]


def test_a_cell_without_properties_can_merge(printer: Printer) -> None:
    bare = MERGED.replace('<w:tcPr><w:tcW w:w="1000" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>', "")
    assert rows(made(printer, bare, {"rows": [{"a": 1, "b": 2, "c": 3}]}))[0][0] == ("1", "restart")


@pytest.mark.parametrize(
    ("source", "message", "excerpt"),
    [
        (p("甲{{ unit }乙"), "「{{」没有成对", "甲{{ unit }乙"),
        (p("unit }}"), "「}}」没有成对", "unit }}"),
        (p("{%p for x in xs %}多余") + p("{%p endfor %}"), "{%p for x in xs %} 要独占一段", "{%p for x in xs %}多余"),
        (p("{%tr for x in xs %}"), "{%tr for x in xs %} 不在表格的行里", "{%tr for x in xs %}"),
        (
            table(("{%tr for x in xs %}", "多余"), ("{%tr endfor %}", "")),
            "{%tr for x in xs %} 要独占一行",
            "{%tr for x in xs %}",
        ),
        (p("{{ unit|万圆 }}"), "{{ unit|万圆 }}：没有名为「万圆」的印法", "{{ unit|万圆 }}"),
        (p("{{ unit. }}"), "{{ unit. }}：引用的写法不对", "{{ unit. }}"),
        (table(("{% if unit %}甲", "乙")), "{% if unit %} 没有在同一段里成对", "{% if unit %}甲"),
        (p("甲{% endfor %}"), "{% endfor %} 没有在同一段里成对", "甲{% endfor %}"),
        (p("{%p if unit %}") + p("甲"), "{%p if unit %} 没有结束", "{%p if unit %}"),
        (p("{%p if unit %}") + p("{%p endfor %}") + p("{%p endif %}"), "{%p endfor %} 前面没有与它成对的 for", ""),
        (p("{%p endfor %}"), "{%p endfor %} 前面没有与它成对的 for", "{%p endfor %}"),
        (
            "<w:p><w:r><w:instrText>{{ unit }}</w:instrText></w:r></w:p>",
            "「{{ unit }}」写在域代码里",
            "域代码：{{ unit }}",
        ),
        (
            "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{%p if unit %}</w:t></w:r></w:p>" + p("{%p endif %}"),
            "{%p if unit %} 所在的段落带有分节符",
            "{%p if unit %}",
        ),
    ],
)
def test_a_fault_names_the_tag_and_its_paragraph(printer: Printer, source: str, message: str, excerpt: str) -> None:
    (problem,) = faults(printer, source)
    assert problem.code == "TEMPLATE-TAG"
    assert problem.place.path == "t.docx!word/document.xml"
    assert message in problem.message
    assert excerpt in problem.place.excerpt


def test_every_unknown_filter_is_found_in_one_run(printer: Printer) -> None:
    found = faults(printer, p("{{ unit|万圆 }}{{ unit|元 }}") + p("{{ year|百分点 }}"))
    assert [problem.message.split("：")[0] for problem in found] == ["{{ unit|万圆 }}", "{{ year|百分点 }}"]


def test_all_faults_of_a_template_are_found_in_one_run(printer: Printer) -> None:
    assert len(faults(printer, p("{{ a }") + p("b }}") + p("{% c"))) == 3


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ funds.actaul }}", "没有名为「actaul」的数据，是不是「actual」"),
        ("{{ funds.actaul|万元 }}", "没有名为「actaul」的数据，是不是「actual」"),
        ("{{ fnuds }}", "没有名为「fnuds」的数据"),
        ("{{ funds }}", "这里引用的是一组数据"),
        ("{{ unit|万元 }}", "这个数据不是一个数"),
        ("{{p unit }}", "只能引用正文的段落"),
        ("{{ unit.__class__ }}", "没有名为「__class__」的数据"),
        ("{{ 1 / 0 }}", "不能除以零"),
        ("{{ unit|round }}", "「round」要一个数"),
    ],
)
def test_a_name_that_leads_nowhere_is_a_problem_at_its_tag(printer: Printer, source: str, message: str) -> None:
    context: Any = {"unit": "站", "funds": {"actual": None}}
    compiled, _ = compile_template(package_of(p("{{ unit }}") + p(source)), "t.docx", template_environment(printer))
    assert compiled is not None
    data, (problem,) = render(compiled, template_environment(printer), context, "", "", "", {})
    assert data is None
    assert (problem.code, problem.place.excerpt) == ("TEMPLATE-NAME", source)
    assert message in problem.message


@pytest.mark.parametrize(
    "source",
    [
        p("{%p if unit %}") + table(("{%p endif %}",)) + p(""),
        table(("{%p if unit %}", "甲"), ("乙", "{%p endif %}")),
        table(("{%tr if unit %}",), ("甲",)) + table(("乙",), ("{%tr endif %}",)),
    ],
)
def test_a_condition_that_ends_in_another_place_than_it_began_is_refused(printer: Printer, source: str) -> None:
    (problem,) = faults(printer, source)
    assert "不在同一处" in problem.message


def chart(printer: Printer, text: str = "{{ accounts.series.income }}") -> tuple[Compiled | None, list[Problem]]:
    return compile_template(chart_package(PIE, text), "t.docx", template_environment(printer))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "收入结构图",
        "{{ accounts.series.income",
        "{{ accounts.series.income }}图",
        "{{ accounts.series.income|图说 }}",
        "{{ a }}{{ b }}",
    ],
)
def test_a_chart_whose_alternative_text_names_no_series_is_a_problem(printer: Printer, text: str) -> None:
    compiled, (problem, *more) = chart(printer, text)
    assert (compiled, more, problem.code) == (None, [], "TEMPLATE-TAG")
    assert (problem.place.path, problem.place.excerpt) == ("t.docx!word/document.xml", text)
    assert "图2" in problem.message
    assert "{{ accounts.series.totals }}" in problem.remedy


def test_a_chart_without_a_workbook_is_a_problem(printer: Printer) -> None:
    package = chart_package(PIE)
    del package[links_path(chart_part(package))]
    compiled, (problem,) = compile_template(package, "t.docx", template_environment(printer))
    assert (compiled, problem.code, problem.place.excerpt) == (None, "TEMPLATE-CHART", "{{ x }}")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("pieChart>", "scatterChart>", "散点图、气泡图和股价图画不了按项目列出的金额"),
        ("c:ser>", "c:extLst>", "图表里没有数据系列，不知道照什么样子画"),
    ],
)
def test_a_chart_that_no_series_can_be_drawn_into_is_a_problem(
    printer: Printer, old: str, new: str, reason: str
) -> None:
    package = chart_package(PIE)
    part = chart_part(package)
    package[part] = package[part].replace(old.encode(), new.encode())
    compiled, (problem,) = compile_template(package, "t.docx", template_environment(printer))
    assert (compiled, problem.code, problem.message) == (None, "TEMPLATE-CHART", reason)
    assert (problem.place.path, problem.place.excerpt) == ("t.docx!word/document.xml", "{{ x }}")
    assert problem.remedy


@pytest.mark.parametrize(
    "shown",
    [series([], ("金额", [])), series(["甲"]), series(["甲", "乙"], ("金额", ["0元", "0万元"]))],
    ids=["none", "no series", "zero"],
)
def test_a_chart_with_nothing_to_draw_is_a_problem_instead_of_a_blank(printer: Printer, shown: Tree) -> None:
    compiled, problems = chart(printer)
    assert compiled is not None, problems
    data, (problem,) = render(
        compiled, template_environment(printer), {"accounts": {"series": {"income": shown}}}, "", "", "", {}
    )
    assert (data, problem.code, problem.message) == (None, "CHART-EMPTY", "图「图」没有数可画")
    assert problem.place.excerpt == "{{ accounts.series.income }}"


def test_a_chart_of_a_series_that_is_not_there_is_a_problem_at_its_tag(printer: Printer) -> None:
    compiled, problems = chart(printer, "{{ accounts.series.incom }}")
    assert compiled is not None, problems
    data, (problem,) = render(
        compiled, template_environment(printer), {"accounts": {"series": {"income": series([])}}}, "", "", "", {}
    )
    assert (data, problem.code, problem.place.excerpt) == (None, "TEMPLATE-NAME", "{{ accounts.series.incom }}")
    assert "是不是「income」" in problem.message


@pytest.mark.parametrize("text", ["{{accounts.series.income}}", "  {{ accounts.series.income }}\u00a0"])
def test_a_chart_s_alternative_text_becomes_the_description_of_what_it_shows(printer: Printer, text: str) -> None:
    compiled, problems = chart(printer, text)
    assert compiled is not None, problems
    shown = series(['A & B < "C"', "乙"], ("金额", ["1万元", "2.5万元"]))
    data, problems = render(
        compiled, template_environment(printer), {"accounts": {"series": {"income": shown}}}, "", "", "", {}
    )
    assert data is not None, problems
    (drawing,) = body(data).iter(DRAWING_PROPERTIES)
    assert drawing.get("descr") == '图：A & B < "C"1.00万元，乙2.50万元'


def test_a_picture_keeps_its_alternative_text(printer: Printer) -> None:
    compiled, problems = compile_template(
        package_of(
            f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{DRAWING_PROPERTIES[1:].split("}")[0]}">'
            '<wp:docPr id="1" name="标志" descr="单位标志"/></wp:inline></w:drawing></w:r></w:p>'
        ),
        "t.docx",
        template_environment(printer),
    )
    assert compiled is not None, problems
    assert compiled.charts == ()
    data, _ = render(compiled, template_environment(printer), {}, "", "", "", {})
    assert data is not None
    assert [drawing.get("descr") for drawing in body(data).iter(DRAWING_PROPERTIES)] == ["单位标志"]


def test_charts_of_a_template_are_bound_to_their_parts(printer: Printer) -> None:
    package = chart_package(PIE, "{{ accounts.series.spending }}")
    compiled, problems = compile_template(package, "t.docx", template_environment(printer))
    assert compiled is not None, problems
    (found,) = compiled.charts
    assert found.part in {link.target for link in links(package, DOCUMENT)}
    assert (found.series, package[found.workbook][:2]) == ("accounts.series.spending", b"PK")


def test_a_set_gives_no_value_of_its_own_to_a_name_of_the_data(printer: Printer) -> None:
    environment = template_environment(printer)
    for source in ("{% set unit = 1 %}", "{% set a, unit = 1, 2 %}", "{% set unit %}甲{% endset %}"):
        _, found = compile_template(package_of(p(source)), "t.docx", environment, names=lambda: {"unit"})
        assert [problem.message.partition("：")[2] for problem in found] == ["「unit」已经是数据的名称，set 不能用它"]
    assert compile_template(package_of(p("{% set a = unit %}")), "t.docx", environment, names=lambda: {"unit"})[0]
