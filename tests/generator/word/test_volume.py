from __future__ import annotations

import pytest
from lxml import etree

from generator.opc import Link, Package, content_type, links, with_links, with_part, write_package
from generator.text.printer import Printer
from generator.word.compiled import Turns
from generator.word.compiler import compile_template
from generator.word.names import CHART, DOCUMENT, DRAWING_PROPERTIES, R, W
from generator.word.render import render, template_environment
from generator.word.structure.gate import form_faults
from generator.word.toc.entries import fill_contents
from generator.word.volume import bind
from tests.support.charts import COLUMNS, PIE, chart_package, chart_part
from tests.support.docx import body, p, package_of, texts
from tests.support.filling import filled, mark, par, picture, text
from tests.support.gate import faults
from tests.support.layouts import document_of, members, style_names, with_other_ids
from tests.support.outside import paragraph, with_diagram

WIDE = '<w:sectPr><w:footerReference xmlns:r="x" w:type="default" r:id="rId4"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'


def test_each_part_keeps_its_page_set_up_and_the_first_gives_the_footers() -> None:
    second = package_of(p("乙"))
    text = second[DOCUMENT].decode()
    start, end = text.index("<w:sectPr>"), text.index("</w:sectPr>") + len("</w:sectPr>")
    second[DOCUMENT] = (text[:start] + WIDE + text[end:]).encode()
    bound, problems = bind([("a", package_of(p("甲"))), ("b", second), ("c", package_of(p("丙")))])
    assert bound is not None, problems
    whole = body(write_package(bound))
    assert texts(write_package(bound)) == ["甲", "", "乙", "", "丙"]
    sections = [*whole.iter(f"{W}sectPr")]
    assert [section.find(f"{W}pgSz").get(f"{W}orient") for section in sections] == [None, "landscape", None]  # type: ignore[union-attr]
    assert [len([*section.iter(f"{W}footerReference")]) for section in sections] == [2, 0, 0]
    assert whole[-1] is sections[-1]


def test_parts_with_other_styles_are_refused() -> None:
    other = package_of(p("乙"))
    other["word/styles.xml"] = other["word/styles.xml"].replace(b'<w:sz w:val="32"/>', b'<w:sz w:val="30"/>')
    bound, (problem,) = bind([("a", package_of(p("甲"))), ("b", other)])
    assert (bound, problem.code, problem.place.path) == (None, "BIND-STYLE", "b")
    assert problem.message == "样式「Normal」、样式「Subtitle」、样式「heading 1」等与合订本其他部分不同"
    assert problem.remedy is not None and "house_style: own" in problem.remedy


def test_links_that_lead_nowhere_are_refused() -> None:
    link = '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>乙</w:t></w:r></w:hyperlink></w:p>'
    bound, (problem,) = bind([("a", package_of(p("甲"))), ("b", package_of(link))])
    assert (bound, problem.code) == (None, "TEMPLATE-FILE")


def test_a_single_template_is_left_as_it_is() -> None:
    package = package_of(p("甲"))
    bound, _ = bind([("a", package)])
    assert bound is not None and texts(write_package(bound)) == ["甲"]


def linked(text: str, target: str) -> Package:
    link = Link("rId9", f"{R[1:-1]}/hyperlink", target, True)
    source = f'<w:p><w:hyperlink r:id="rId9"><w:r><w:t>{text}</w:t></w:r></w:hyperlink></w:p>'
    return with_links(package_of(source), DOCUMENT, [link])


def test_links_to_addresses_outside_come_along_under_ids_of_their_own() -> None:
    parts = [("a", linked("甲", "https://a.example")), ("b", linked("乙", "https://b.example"))]
    bound, problems = bind([*parts, ("c", linked("丙", "https://c.example"))])
    assert bound is not None, problems
    known = {link.id: link for link in links(bound, DOCUMENT)}
    assert len(known) == len(links(bound, DOCUMENT))
    shown = [known[str(link.get(f"{R}id"))] for link in etree.fromstring(bound[DOCUMENT]).iter(f"{W}hyperlink")]
    assert [(link.target, link.external) for link in shown] == [
        ("https://a.example", True),
        ("https://b.example", True),
        ("https://c.example", True),
    ]


def test_a_link_that_a_part_uses_twice_comes_along_once() -> None:
    twice = linked("乙", "https://b.example")
    source = twice[DOCUMENT].decode()
    start, end = source.index("<w:p>"), source.index("</w:p>") + len("</w:p>")
    twice[DOCUMENT] = (source[:end] + source[start:end] + source[end:]).encode()
    first = package_of(p("甲"))
    bound, problems = bind([("a", first), ("b", twice)])
    assert bound is not None, problems
    assert len(links(bound, DOCUMENT)) == len(links(first, DOCUMENT)) + 1


def test_charts_come_along_with_their_workbooks_under_names_of_their_own() -> None:
    packages = [chart_package(COLUMNS), chart_package(PIE), chart_package(COLUMNS)]
    bound, problems = bind([(str(number), package) for number, package in enumerate(packages)])
    assert bound is not None, problems
    targets = {link.id: link.target for link in links(bound, DOCUMENT)}
    charts = [targets[str(chart.get(f"{R}id"))] for chart in etree.fromstring(bound[DOCUMENT]).iter(CHART)]
    assert len({*charts}) == 3
    workbooks = []
    for chart, package in zip(charts, packages, strict=True):
        part = chart_part(package)
        assert bound[chart] == package[part]
        assert content_type(bound, chart) == content_type(package, part)
        (here,), (there,) = (
            [link for link in links(whole, name) if link.type.endswith("/package")]
            for whole, name in ((bound, chart), (package, part))
        )
        assert (here.id, bound[here.target]) == (there.id, package[there.target])
        assert content_type(bound, here.target).endswith("spreadsheetml.sheet")
        workbooks.append(here.target)
    assert len({*workbooks}) == 3


def test_drawings_are_numbered_anew() -> None:
    bound, _ = bind([("a", chart_package()), ("b", chart_package()), ("c", package_of(p("丙")))])
    assert bound is not None
    drawings = etree.fromstring(bound[DOCUMENT]).iter(DRAWING_PROPERTIES)
    assert [drawing.get("id") for drawing in drawings] == ["1", "2"]


def test_a_chart_in_a_part_that_repeats_is_refused() -> None:
    bound, (problem,) = bind(
        [("a", package_of(p("甲")))], [("b", chart_package())], Turns("evaluation", "evaluations", [])
    )
    assert (bound, problem.code, problem.place.path) == (None, "TEMPLATE-CHART", "b")
    assert "图表" in problem.message


def repeated(printer: Printer, evaluations: list[dict[str, str]]) -> bytes:
    """A cover, then a report and a sheet on a landscape page for each evaluation."""
    wide = package_of(p("{{ name }}的表"))
    text = wide[DOCUMENT].decode()
    start, end = text.index("<w:sectPr>"), text.index("</w:sectPr>") + len("</w:sectPr>")
    wide[DOCUMENT] = (text[:start] + WIDE + text[end:]).encode()
    bound, problems = bind(
        [("a", package_of(p("封面")))],
        [("b", package_of(p("{{ evaluation.name }}的报告"))), ("c", wide)],
        Turns("evaluation", "evaluations", ["name"]),
    )
    assert bound is not None, problems
    compiled, problems = compile_template(bound, "full", template_environment(printer))
    assert compiled is not None, problems
    data, problems = render(compiled, template_environment(printer), {"evaluations": evaluations}, "", "", "", {})
    assert data is not None, problems
    return data


@pytest.mark.parametrize("names", [["甲"], ["甲", "乙"], ["甲", "乙", "丙"]])
def test_repeated_parts_follow_once_for_each_evaluation_each_on_its_own_pages(
    printer: Printer, names: list[str]
) -> None:
    data = repeated(printer, [{"name": name} for name in names])
    assert [text for text in texts(data) if text] == [
        "封面",
        *(text for name in names for text in (f"{name}的报告", f"{name}的表")),
    ]
    whole = body(data)
    sections = [*whole.iter(f"{W}sectPr")]
    landscape = [section.find(f"{W}pgSz[@{W}orient='landscape']") is not None for section in sections]
    assert landscape == [False, *[False, True] * len(names)]
    assert whole[-1] is sections[-1]


def test_word_s_own_bookmarks_in_two_parts_do_not_collide() -> None:
    """Word leaves a bookmark _GoBack in what it saves; numbers and names are unique within a document."""
    mark = '<w:bookmarkStart w:id="{0}" w:name="_GoBack"/><w:bookmarkEnd w:id="{0}"/>'
    contents = "".join(
        f"<w:r>{run}</w:r>"
        for run in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> TOC </w:instrText>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{}<w:r><w:t>一、</w:t></w:r></w:p>'
    first = package_of(f"<w:p>{contents}</w:p>" + heading.format(mark.format(0)))
    bound, _ = bind([("a", first), ("b", package_of(heading.format(mark.format(1))))])
    assert bound is not None
    root = etree.fromstring(bound[DOCUMENT])
    fill_contents(root, bound)
    for key in ("id", "name"):
        found = [item.get(f"{W}{key}") for item in root.iter(f"{W}bookmarkStart")]
        assert len({*found}) == len(found)
    starts, ends = ({item.get(f"{W}id") for item in root.iter(f"{W}bookmark{edge}")} for edge in ("Start", "End"))
    assert starts == ends


COLOUR = '<w:background w:color="FFF2CC"/>'
PICTURED = (
    '<w:background w:color="FFFFFF"><v:background xmlns:v="urn:schemas-microsoft-com:vml" id="_x0000_s1025">'
    '<v:fill r:id="rId60" type="frame"/></v:background></w:background>'
)
WRAPPED = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="v" '
    f'xmlns:v="urn:schemas-microsoft-com:vml">{PICTURED}</mc:Choice><mc:Fallback>{COLOUR}</mc:Fallback></mc:AlternateContent>'
)
AROUND = {
    "colour": (COLOUR, ""),
    "picture": (PICTURED, ""),
    "alternatives": (WRAPPED, ""),
    "comments": ("<!--甲-->", "<!--乙-->"),
    "instructions": ("<?x y?>", "<?x z?>"),
    "extension": ('<x:e xmlns:x="urn:x"/>', '<x:e xmlns:x="urn:x"/>'),
}


def surrounded(text: str, case: str) -> Package:
    """A template with something before and behind its body."""
    before, behind = AROUND[case]
    package = package_of(p(text))
    source = (
        package[DOCUMENT].decode().replace("<w:body>", f"{before}<w:body>").replace("</w:body>", f"</w:body>{behind}")
    )
    if "rId60" in before:
        package = with_part(package, "word/media/back.png", b"\x89PNG\r\n\x1a\n", "image/png")
        package = with_links(
            package, DOCUMENT, [Link("rId60", f"{R[1:-1]}/image", "word/media/back.png", external=False)]
        )
    return package | {DOCUMENT: source.encode()}


@pytest.mark.parametrize("case", AROUND)
@pytest.mark.parametrize("places", ["0", "1", "2", "012"])
def test_a_body_is_found_whatever_stands_around_it(case: str, places: str, printer: Printer) -> None:
    parts = {
        str(number): write_package(surrounded(text, case) if str(number) in places else package_of(p(text)))
        for number, text in enumerate(("甲{{ unit }}", "乙", "丙"))
    }
    data, problems = document_of(parts, printer, unit="示例站")
    assert problems == []
    if case in ("colour", "picture"):
        assert faults(data) == []
    found = members(data)
    root = etree.fromstring(found[DOCUMENT])
    bodies = root.findall(f"{W}body")
    assert len(bodies) == 1
    assert [text for text in map(words, bodies[0].iter(f"{W}p")) if text] == ["甲示例站", "乙", "丙"]
    assert len([*bodies[0].iter(f"{W}sectPr")]) == 3
    assert len([*root.iter(f"{W}background")]) <= 2
    for element in root.iter("{*}fill"):
        (target,) = [link.target for link in links(found, DOCUMENT) if link.id == element.get(f"{R}id")]
        assert found[target] == b"\x89PNG\r\n\x1a\n"


def words(paragraph: etree._Element) -> str:
    return "".join(map(str, paragraph.itertext(f"{W}t")))


@pytest.mark.parametrize("places", ["0", "1", "2", "012"])
def test_a_part_without_page_set_up_stands_on_paper_of_its_own(places: str, printer: Printer) -> None:
    def part(text: str, *, bare: bool) -> Package:
        package = package_of(p(text))
        source = package[DOCUMENT].decode()
        start, end = source.index("<w:sectPr>"), source.index("</w:sectPr>") + len("</w:sectPr>")
        section = "" if bare else WIDE
        return package | {DOCUMENT: (source[:start] + section + source[end:]).encode()}

    parts = {str(n): write_package(part(f"甲{n}", bare=str(n) in places)) for n in range(3)}
    data, problems = document_of(parts, printer)
    assert (problems, faults(data)) == ([], [])
    sections = [*body(data).iter(f"{W}sectPr")]
    widths = [section.find(f"{W}pgSz").get(f"{W}w") for section in sections]  # type: ignore[union-attr]
    assert widths == ["11906" if str(n) in places else "16838" for n in range(3)]


def test_parts_with_other_defaults_are_refused() -> None:
    other = package_of(p("乙"))
    other["word/styles.xml"] = other["word/styles.xml"].replace(b'<w:sz w:val="32"/>', b'<w:sz w:val="21"/>', 1)
    bound, (problem,) = bind([("a", package_of(p("甲"))), ("b", other)])
    assert (bound, problem.code, problem.place.path) == (None, "BIND-STYLE", "b")
    assert problem.message.startswith("默认的字体和段落格式")


def test_parts_whose_styles_have_other_ids_or_that_have_more_of_them_are_bound_by_name(printer: Printer) -> None:
    """The id of one part's style is another style's in the other part."""
    own = '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="局里的"/><w:basedOn w:val="BodyCN"/></w:style></w:styles>'
    second = package_of(p("乙", style="Heading1") + p("丙", style="x") + p("丁", style="TableText"))
    second["word/styles.xml"] = second["word/styles.xml"].replace(b"</w:styles>", own.encode())
    second = with_other_ids(second, {"Heading1": "TableText", "TableText": "Heading1", "x": "Title", "Title": "y"})
    fewer = package_of(p("戊"))
    text = fewer["word/styles.xml"].decode()
    start = text.index('<w:style w:type="paragraph" w:customStyle="1" w:styleId="FormNote">')
    fewer["word/styles.xml"] = (text[:start] + text[text.index("</w:style>", start) + len("</w:style>") :]).encode()
    parts = {"a": package_of(p("甲{{ unit }}", style="Title")), "b": second, "c": fewer}
    data, problems = document_of({name: write_package(part) for name, part in parts.items()}, printer, unit="示例站")
    assert (problems, faults(data)) == ([], [])
    found = [name for name in style_names(members(data)) if not name.startswith("页码")]
    assert found == ["Title", "heading 1", "局里的", "表格文字", "公文正文"]


def test_parts_with_the_same_ids_and_names_of_members_keep_their_own(printer: Printer) -> None:
    def part(text: str) -> Package:
        blip = '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rId60"/></w:drawing></w:r></w:p>'
        package = with_part(
            package_of(p(text) + blip), "word/media/image1.png", b"\x89PNG" + text[:1].encode(), "image/png"
        )
        return with_links(
            package, DOCUMENT, [Link("rId60", f"{R[1:-1]}/image", "word/media/image1.png", external=False)]
        )

    data, problems = document_of(
        {text: write_package(part(text)) for text in ("甲{{ unit }}", "乙", "丙")}, printer, unit="站"
    )
    assert (problems, faults(data)) == ([], [])
    found = members(data)
    targets = {link.id: link.target for link in links(found, DOCUMENT)}
    pictures = [
        found[targets[str(blip.get(f"{R}embed"))]] for blip in etree.fromstring(found[DOCUMENT]).iter("{*}blip")
    ]
    assert pictures == [b"\x89PNG" + text.encode() for text in "甲乙丙"]


REFERRING = par(
    mark("bookmark", "表", 3, text("甲")), '<w:hyperlink w:anchor="表"><w:r><w:t>见</w:t></w:r></w:hyperlink>'
)


def anchors(root: etree._Element) -> list[tuple[str, str]]:
    """The names of bookmarks with the targets of the links behind them."""
    names, targets = root.iter(f"{W}bookmarkStart"), root.iter(f"{W}hyperlink")
    return [(str(one.get(f"{W}name")), str(other.get(f"{W}anchor"))) for one, other in zip(names, targets, strict=True)]


def test_parts_with_bookmarks_of_one_name_keep_both_and_their_links() -> None:
    part = package_of(REFERRING + par(picture(1)))
    bound, problems = bind([("a", part), ("b", part), ("c", part)])
    assert bound is not None, problems
    root = etree.fromstring(bound[DOCUMENT])
    assert anchors(root) == [("表", "表"), ("表_2", "表_2"), ("表_3", "表_3")]
    assert form_faults(root) == []


def test_a_part_that_repeats_has_bookmarks_and_drawings_of_its_own_each_time(printer: Printer) -> None:
    part = package_of(REFERRING + par(picture(1)) + p("{{ name }}"))
    bound, problems = bind([("a", part)], [("b", part)], Turns("evaluation", "evaluations", ["name"]))
    assert bound is not None, problems
    data = filled(printer, bound, {"name": "丁", "evaluations": [{"name": name} for name in "甲乙丙"]})
    assert anchors(body(data)) == [(name, name) for name in ("表", "表_2", "表_2_2", "表_2_3")]


def test_a_smartart_brings_the_drawing_that_shows_its_texts() -> None:
    """Its texts name it by a relationship of the document, which is another one in the volume."""
    first, second = (with_diagram(paragraph(text), paragraph(text)) for text in ("甲", "乙"))
    volume, problems = bind([("a", first), ("b", second)])
    assert volume is not None, problems
    there = {link.id: link.target for link in links(volume, DOCUMENT)}
    shown = {}
    for data in [there[link.id] for link in links(volume, DOCUMENT) if link.type.endswith("/diagramData")]:
        (extension,) = etree.fromstring(volume[data]).iter("{*}dataModelExt")
        drawing = volume[there[str(extension.get("relId"))]]
        shown[data] = (etree.fromstring(volume[data]).xpath("string()"), etree.fromstring(drawing).xpath("string()"))
    assert [*shown.values()] == [("甲", "甲"), ("乙", "乙")]


def test_parts_whose_headers_or_footers_say_something_else_are_refused() -> None:
    other = package_of(p("乙"))
    target = next(link.target for link in links(other, DOCUMENT) if link.type.endswith("/footer"))
    other[target] = other[target].replace("— </w:t>".encode(), "乙局</w:t>".encode())
    bound, (problem,) = bind([("a", package_of(p("甲")))], [("b", other)], Turns("evaluation", "evaluations", ["unit"]))
    assert (bound, problem.code, problem.place.path) == (None, "BIND-HEADER", "b")
    assert "「乙局—」" in problem.message
