"""Charts and what they are bound to: a chart that is bound to no figure is refused, unless it only decorates."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from generator.frozen import replace
from generator.opc import Package, content_type, links, serialise, with_links, with_part
from generator.text.printer import Printer
from generator.word.names import CHART, DOCUMENT, DRAWING_PROPERTIES, A, R
from generator.word.outside.slots import NEWER_CHART
from tests.support.charts import COLUMNS, chart_package, chart_part, series
from tests.support.outside import filled

X = series(["甲"], ("金额", ["1万元"]))
Y = series(["乙"], ("金额", ["2万元"]))
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
ADEC = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri="{C}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def described(attributes: dict[str, str], inside: str = "") -> Package:
    """A document with a chart whose drawing has these texts."""
    package = chart_package(COLUMNS)
    root = etree.fromstring(package[DOCUMENT])
    properties = next(root.iter(DRAWING_PROPERTIES))
    del properties.attrib["descr"]
    for key, value in attributes.items():
        properties.set(key, value)
    if inside:
        properties.append(etree.fromstring(inside))
    return package | {DOCUMENT: serialise(root)}


def drawn(members: dict[str, bytes], package: Package) -> list[str]:
    return [str(v.text) for v in etree.fromstring(members[chart_part(package)]).iterfind(".//{*}cat//{*}v")]


@pytest.mark.parametrize("text", ["装饰", "装饰：花边", " 装饰"])
def test_a_chart_that_only_decorates_stays_as_it_is(printer: Printer, text: str) -> None:
    package = described({"descr": text})
    members, problems = filled(printer, package, {})
    assert (problems, members[chart_part(package)]) == ([], package[chart_part(package)])
    assert text.encode() in members[DOCUMENT]


@pytest.mark.parametrize(
    ("attributes", "inside", "message", "remedy"),
    [
        ({}, "", "图表「图1」的替代文字没有写明画哪组数据", "{{ accounts.series.totals }}"),
        ({"descr": "收入图"}, "", "图表「图1」的替代文字没有写明画哪组数据", "以「装饰」开头"),
        ({"descr": "不是装饰"}, "", "图表「图1」的替代文字没有写明画哪组数据", "以「装饰」开头"),
        ({"title": "装饰"}, "", "图表「图1」的「装饰」写在标题里", "写进替代文字的说明里"),
        ({}, ADEC, "图表「图1」只标记为装饰性，没有替代文字", "以「装饰」开头"),
        ({"descr": "｛｛ x ｝｝"}, "", "「｛｛ x ｝｝」用了全角符号，不是标记", "{{ x }}"),
        ({"descr": "{{ x.\ny }}"}, "", "图表「图1」的替代文字没有写明画哪组数据", "{{ accounts.series.totals }}"),
    ],
)
def test_a_chart_that_is_bound_to_no_figure_is_refused(
    printer: Printer, attributes: dict[str, str], inside: str, message: str, remedy: str
) -> None:
    members, (problem,) = filled(printer, described(attributes, inside), {"x": X})
    assert (members, problem.code, problem.message) == ({}, "TEMPLATE-TAG", message)
    assert remedy in problem.remedy and problem.place.path == "t.docx!word/document.xml"


@pytest.mark.parametrize("attribute", ["descr", "title"])
@pytest.mark.parametrize("text", ["{{ x }}", "{{\nx\n}}", "{{\u00a0x\u00a0}}", "\u3000{{x}}"])
def test_a_chart_is_bound_however_editors_keep_its_text(printer: Printer, attribute: str, text: str) -> None:
    package = described({attribute: text})
    members, problems = filled(printer, package, {"x": X})
    assert (problems, drawn(members, package)) == ([], ["甲"])
    (properties,) = etree.fromstring(members[DOCUMENT]).iter(DRAWING_PROPERTIES)
    assert (properties.get("descr"), properties.get("title")) == ("图：甲1.00万元", None)


def around_chart(before: str, after: str) -> Package:
    """A document in which other XML stands around the drawing of a chart."""
    package = chart_package(COLUMNS)
    text = package[DOCUMENT].decode()
    start, end = text.index("<w:drawing>"), text.index("</w:drawing>") + len("</w:drawing>")
    return package | {DOCUMENT: (text[:start] + before + text[start:end] + after + text[end:]).encode()}


def test_the_picture_that_older_programs_show_of_a_bound_chart_goes(printer: Printer) -> None:
    picture = '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata/></v:shape></w:pict>'
    package = around_chart(
        f'<mc:AlternateContent {MC}><mc:Choice Requires="c14">',
        f"</mc:Choice><mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent>",
    )
    members, problems = filled(printer, package, {"x": X})
    assert (problems, drawn(members, package)) == ([], ["甲"])
    assert b"Fallback" not in members[DOCUMENT] and b"imagedata" not in members[DOCUMENT]


@pytest.mark.parametrize("text", ["", "瀑布图", "{{ x }}"])
def test_a_chart_of_a_newer_kind_is_a_chart(printer: Printer, text: str) -> None:
    package = described({"descr": text})
    root = etree.fromstring(package[DOCUMENT])
    (chart,) = root.iter(CHART)
    chart.tag = NEWER_CHART
    _, (problem,) = filled(printer, package | {DOCUMENT: serialise(root)}, {"x": X})
    assert ("换成柱形图" in problem.remedy) == (text == "{{ x }}")
    assert problem.message.startswith("图表「图1」")


def test_one_chart_cannot_show_two_series(printer: Printer) -> None:
    package = chart_package(COLUMNS)
    text = package[DOCUMENT].decode()
    start, end = text.index("<w:drawing>"), text.index("</w:drawing>") + len("</w:drawing>")
    again = text[start:end].replace("{{ x }}", "{{ y }}").replace('<wp:docPr id="', '<wp:docPr id="9')
    twice = package | {DOCUMENT: (text[:end] + again + text[end:]).encode()}
    _, problems = filled(printer, twice, {"x": X, "y": Y})
    assert [problem.message for problem in problems] == ["图表「图1」在别处画的是另一组数据"]
    same = package | {DOCUMENT: (text[:end] + again.replace("{{ y }}", "{{ x }}") + text[end:]).encode()}
    members, problems = filled(printer, same, {"x": X})
    assert (problems, drawn(members, package)) == ([], ["甲"])


def test_a_chart_in_a_text_box_is_bound(printer: Printer) -> None:
    box = '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
    package = around_chart(box, "</w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>")
    members, problems = filled(printer, package, {"x": X})
    assert (problems, drawn(members, package)) == ([], ["甲"])


def test_a_chart_of_a_footer_is_bound(printer: Printer) -> None:
    package = chart_package(COLUMNS)
    text = package[DOCUMENT].decode()
    start, end = text.index("<w:drawing>"), text.index("</w:drawing>") + len("</w:drawing>")
    footer = "word/footer1.xml"
    inner = package[footer].decode()
    head, tail = inner.rsplit("</w:ftr>", 1)
    spaces = f' xmlns:r="{R[1:-1]}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    moved = f"{head}<w:p{spaces}><w:r>{text[start:end]}</w:r></w:p></w:ftr>{tail}"
    part = chart_part(package)
    there = next(link for link in links(package, DOCUMENT) if link.target == part)
    made = with_links(
        package | {DOCUMENT: (text[:start] + text[end:]).encode(), footer: moved.encode()}, footer, [there]
    )
    members, problems = filled(printer, made, {"x": X})
    assert problems == []
    assert [str(v.text) for v in etree.fromstring(members[part]).iterfind(".//{*}cat//{*}v")] == ["甲"]
    assert "图：甲1.00万元".encode() in members[footer]


def test_each_chart_of_a_group_is_bound_by_the_text_of_its_own_frame(printer: Printer) -> None:
    package = chart_package(COLUMNS, "组合")
    part, wpg = chart_part(package), "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
    second = part.replace("chart1", "chart9")
    text = package[DOCUMENT].decode()
    start, end = text.index("<a:graphic "), text.index("</a:graphic>") + len("</a:graphic>")
    chart = text[start:end]

    def frame(number: int, alternative: str, identifier: str) -> str:
        own = f'<wpg:cNvPr id="{number}" name="图{number}" descr="{alternative}"/><wpg:cNvFrPr/>'
        shown = re.sub('r:id="[^"]*"', f'r:id="{identifier}"', chart)
        return f"<wpg:graphicFrame>{own}{shown}</wpg:graphicFrame>"

    there = next(link for link in links(package, DOCUMENT) if link.target == part)
    group = (
        f'<a:graphic xmlns:a="{A[1:-1]}"><a:graphicData uri="{wpg}"><wpg:wgp xmlns:wpg="{wpg}">'
        f"{frame(51, '{{ x }}', there.id)}{frame(52, '{{ y }}', 'rSecond')}</wpg:wgp></a:graphicData></a:graphic>"
    )
    made = package | {DOCUMENT: (text[:start] + group + text[end:]).encode()}
    made = with_part(made, second, package[part], content_type(package, part))
    made = with_links(made, DOCUMENT, [replace(there, id="rSecond", target=second)])
    made = with_links(made, second, links(package, part))
    members, problems = filled(printer, made, {"x": X, "y": Y})
    assert problems == []
    shown = [
        [str(v.text) for v in etree.fromstring(members[one]).iterfind(".//{*}cat//{*}v")] for one in (part, second)
    ]
    assert shown == [["甲"], ["乙"]]
    _, problems = filled(printer, made | {DOCUMENT: made[DOCUMENT].replace(b"{{ y }}", b"")}, {"x": X, "y": Y})
    assert [problem.message for problem in problems] == ["图表「图52」的替代文字没有写明画哪组数据"]


def test_one_chart_under_two_relationships_cannot_show_two_series(printer: Printer) -> None:
    package = chart_package(COLUMNS)
    text = package[DOCUMENT].decode()
    start, end = text.index("<w:drawing>"), text.index("</w:drawing>") + len("</w:drawing>")
    there = next(link for link in links(package, DOCUMENT) if link.target == chart_part(package))
    again = text[start:end].replace("{{ x }}", "{{ y }}").replace(f'"{there.id}"', '"rSecond"')
    made = with_links(
        package | {DOCUMENT: (text[:end] + again + text[end:]).encode()}, DOCUMENT, [replace(there, id="rSecond")]
    )
    _, (problem,) = filled(printer, made, {"x": X, "y": Y})
    assert (problem.code, problem.message) == ("TEMPLATE-CHART", "这张图在别处画的是另一组数据")
    assert problem.place.excerpt == "{{ y }}"
