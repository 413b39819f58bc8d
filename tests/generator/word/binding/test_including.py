"""Templates within templates: what is printed, what comes along, and what is refused at whose place."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml import etree

from generator.opc import Link, Package, links, serialise, with_links, with_part
from generator.word.binding.including import with_included
from generator.word.binding.numbering import NUMBERING
from generator.word.names import DOCUMENT, STYLES, W
from generator.word.styles import value_of
from tests.support.charts import chart_package
from tests.support.docx import body, p, package_of, table
from tests.support.filling import grid, mark, par, picture, row, text, text_box
from tests.support.including import Files, filled, folder_of, including, refused, shown
from tests.support.layouts import members
from tests.support.outside import with_link
from tests.support.pictures import png

SUB = "{{p include('sub.docx') }}"
LANDSCAPE = b'<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'


def test_the_body_of_another_template_stands_for_the_paragraph() -> None:
    sub = p("甲{{ x }}") + p("乙") + table(("{{ x }}", "丙"))
    assert shown({"main.docx": p("前") + p(SUB) + p("后{{ y }}"), "sub.docx": sub}, {"x": 1, "y": 2}) == [
        *("前", "甲1", "乙", "1", "丙", "后2")
    ]


@pytest.mark.parametrize(
    "tag", ['{{p include("sub.docx") }}', "{{p include(“sub.docx”)}}", "{{p  include( 'sub.docx' )  }}"]
)
def test_the_tag_is_read_however_it_is_typed(tag: str) -> None:
    cut = len(tag) // 2
    main = par(text("{{ x }}")) + par(text(tag[:cut]), '<w:proofErr w:type="spellStart"/>', text(tag[cut:]))
    assert shown({"main.docx": main, "sub.docx": p("甲")}, {"x": 1}) == ["1", "甲"]


def test_what_is_included_reads_the_names_around_it() -> None:
    main = p("{%p set y = '外' %}") + p("{%p for x in a %}") + p(SUB) + p("{%p endfor %}")
    assert shown({"main.docx": main, "sub.docx": p("{{ x }}{{ loop.index }}{{ y }}")}, {"a": ["甲", "乙"]}) == [
        "甲1外",
        "乙2外",
    ]


def test_blocks_reach_over_what_is_included() -> None:
    files = {"main.docx": p("{%p if yes %}") + p(SUB) + p("{%p endif %}") + p("后"), "sub.docx": p("甲")}
    assert [shown(files, {"yes": yes}) for yes in (True, False)] == [["甲", "后"], ["后"]]


def test_includes_nest_and_may_meet_again() -> None:
    both = p("{{p include('a.docx') }}") + p("{{p include('b.docx') }}")
    files: Files = {
        "main.docx": both,
        "a.docx": p("甲") + p("{{p include('c.docx') }}"),
        "b.docx": p("{{p include('c.docx') }}"),
    }
    assert shown({**files, "c.docx": p("丙{{ x }}")}, {"x": 1}) == ["甲", "丙1", "丙1"]


def test_the_names_of_what_is_included_are_those_of_the_template() -> None:
    template, _ = including({"main.docx": p("{{ y }}") + p(SUB), "sub.docx": p("{{ x.name }}")})
    assert template is not None
    assert {name: read.kind for name, read in template.naming().names.items()} == {"y": "any", "x": "mapping"}


@pytest.mark.parametrize("sub", ["", table(("甲",)), p("甲") + table(("乙",))])
def test_a_cell_and_the_text_still_end_in_a_paragraph(sub: str) -> None:
    files = {"main.docx": grid(row(p(SUB), p("后"))) + p(SUB), "sub.docx": sub}
    document = filled(files)
    for holder in body(document).iter(f"{W}tc", f"{W}body"):
        assert [child.tag for child in holder if child.tag != f"{W}sectPr"][-1] == f"{W}p"


def test_tables_do_not_grow_together() -> None:
    one = table(("表",))
    files: Files = {
        "main.docx": one + p(SUB) + p(SUB) + one + p("{%p for x in a %}") + p(SUB) + p("{%p endfor %}"),
        "sub.docx": one,
    }
    assert [text for text in shown(files, {"a": [1, 2]}) if text] == ["表"] * 6
    assert shown({"main.docx": one + p(SUB) + one, "sub.docx": ""}) == ["表", "", "表"]


def test_a_bookmark_around_the_tag_is_around_what_is_included() -> None:
    files = {"main.docx": p("前") + par(mark("bookmark", "标", 3, text(SUB))) + p("后"), "sub.docx": p("甲") + p("乙")}
    tags = [str(child.tag).removeprefix(W) for child in body(filled(files)) if child.tag != f"{W}sectPr"]
    assert tags == ["p", "bookmarkStart", "p", "p", "bookmarkEnd", "p"]


def with_styles(package: Package, *styles: str) -> Package:
    """The package with more styles."""
    root = etree.fromstring(package[STYLES])
    for style in styles:
        root.append(etree.fromstring(style))
    return package | {STYLES: serialise(root)}


def style(identifier: str, name: str, size: int) -> str:
    """A style of paragraphs with letters of a size."""
    return (
        f'<w:style xmlns:w="{W[1:-1]}" w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:rPr><w:sz w:val="{size}"/></w:rPr></w:style>'
    )


def styled(identifier: str, words: str) -> str:
    """A paragraph of a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{identifier}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'


def test_styles_go_by_their_names_as_the_template_has_them_and_missing_ones_come_along() -> None:
    main = with_styles(package_of(styled("a1", "前") + p(SUB)), style("a1", "正文甲", 20))
    sub = with_styles(
        package_of(styled("a1", "乙") + styled("b", "甲")), style("b", "正文甲", 40), style("a1", "乙", 60)
    )
    document = filled({"main.docx": main, "sub.docx": sub})
    sizes = {
        value_of(found.find(f"{W}name")): (found.get(f"{W}styleId"), value_of(found.find(f"{W}rPr/{W}sz")))
        for found in etree.fromstring(members(document)[STYLES]).iter(f"{W}style")
    }
    assert sizes["正文甲"] == ("a1", "20")
    used = [value_of(paragraph.find(f"{W}pPr/{W}pStyle")) for paragraph in body(document).iter(f"{W}p")]
    assert used == ["a1", sizes["乙"][0], "a1"]
    assert sizes["乙"][1] == "60"


def with_list(source: str) -> Package:
    """A template with a list of number 1."""
    numbering = (
        f'<w:numbering xmlns:w="{W[1:-1]}"><w:abstractNum w:abstractNumId="0"><w:nsid w:val="0000000A"/><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    package = package_of(source)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
    package = with_part(dict(package), NUMBERING, numbering.encode(), kind)
    to = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
    return with_links(package, DOCUMENT, [Link("rIdN", to, NUMBERING, external=False)])


def test_each_list_that_is_included_begins_anew() -> None:
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>项</w:t></w:r></w:p>'
    )
    document = filled({"main.docx": with_list(item + p(SUB) + item + p(SUB)), "sub.docx": with_list(item)})
    numbers = [value_of(use) for use in body(document).iter(f"{W}numId")]
    assert numbers == ["1", numbers[1], "1", numbers[3]]
    assert len({*numbers}) == 3
    lists = etree.fromstring(members(document)[NUMBERING])
    described = [value_of(one.find(f"{W}abstractNumId")) for one in lists.iter(f"{W}num")]
    assert len({*described}) == 3


def pictured(source: str) -> Package:
    """A template with a picture in its text."""
    blip = '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rIdP"/></w:drawing></w:r></w:p>'
    package = with_part(dict(package_of(blip + source)), "word/media/image1.png", png(), "image/png")
    to = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    return with_links(package, DOCUMENT, [Link("rIdP", to, "word/media/image1.png", external=False)])


def test_a_picture_that_is_included_thrice_is_there_once() -> None:
    loop = p("{%p for x in a %}") + p(SUB) + p("{%p endfor %}") + p(SUB)
    document = filled(
        {"main.docx": pictured(loop), "sub.docx": pictured("") | {"word/media/image1.png": png(2, 2)}}, {"a": [1, 2]}
    )
    media = [name for name in members(document) if name.startswith("word/media/")]
    assert sorted(media) == ["word/media/image1.png", "word/media/image2.png"]


def test_links_and_charts_come_along() -> None:
    chart = chart_package(text="{{ sales }}")
    sales = {"title": "销售", "categories": ["甲"], "series": [{"name": "金额", "values": [1]}]}
    link = with_link("https://a.cn/{{ x }}")
    files: Files = {
        "main.docx": p("{{p include('chart.docx') }}") + p("{{p include('link.docx') }}"),
        "chart.docx": chart,
        "link.docx": link,
    }
    found = members(filled(files, {"sales": sales, "x": "乙"}))
    assert b"https://a.cn/%E4%B9%99" in b"".join(found.values())
    assert any("甲".encode() in data for name, data in found.items() if name.startswith("word/charts/"))


def test_ids_stay_unique_however_often_a_template_is_included() -> None:
    inner = par(mark("bookmark", "标", 3, text("甲"))) + par(picture())
    document = filled({"main.docx": inner + p(SUB) + p(SUB), "sub.docx": inner})
    names = [start.get(f"{W}name") for start in body(document).iter(f"{W}bookmarkStart")]
    assert len(names) == len({*names}) == 3


def test_a_template_without_includes_is_as_it_was() -> None:
    package = package_of(
        p("include {{ x }} {# {{p include('a.docx') }} #}") + p("{% raw %}{{p include('a.docx') }}{% endraw %}")
    )
    whole, problems = with_included("t.docx", package)
    assert whole.package is package
    assert (problems, whole.files, len(whole.parts)) == ([], {}, 1)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (p("甲" + SUB), f"{SUB}：include 要独占一段"),
        (p(SUB + SUB), f"{SUB}：include 要独占一段"),
        (par(text(SUB), picture()), f"{SUB}：include 要独占一段，这一段里还有图形"),
        (par(text(SUB), properties=SECTION), f"{SUB}：include 所在的段落带有分节符"),
        (par(text_box(p(SUB))), f"{SUB}：文本框里不能带入别的模板"),
        (p("{{p include('../sub.docx') }}"), "{{p include('../sub.docx') }}：include 只能写模板所在文件夹里的文件名"),
        (p("{{p include('f/sub.docx') }}"), "{{p include('f/sub.docx') }}：include 只能写模板所在文件夹里的文件名"),
        (p("{{p include('C:sub.docx') }}"), "{{p include('C:sub.docx') }}：include 只能写模板所在文件夹里的文件名"),
        (p("{{p include('%2e%2e.docx') }}"), "{{p include('%2e%2e.docx') }}：include 只能写模板所在文件夹里的文件名"),
        (p("{{p include('..') }}"), "{{p include('..') }}：include 只能写模板所在文件夹里的文件名"),
        (p("{{p include('sub.txt') }}"), "{{p include('sub.txt') }}：include 只能写模板所在文件夹里的文件名"),
        (p("{{p include('nix.docx') }}"), "{{p include('nix.docx') }}：没有模板「nix.docx」"),
        (
            p("{{p include('main.docx') }}"),
            "{{p include('main.docx') }}：模板互相带入，绕成一圈：main.docx → main.docx",
        ),
        (p("{{p include(x) }}"), "{{p include(x) }}：用不了「include(…)」"),
        (p("{{p include('sub.docx', 1) }}"), "{{p include('sub.docx', 1) }}：用不了「include(…)」"),
        (p("{{p include('sub.docx')|upper }}"), "{{p include('sub.docx')|upper }}：用不了「include(…)」"),
        (p("{{p include('sub' ~ '.docx') }}"), "{{p include('sub' ~ '.docx') }}：用不了「include(…)」"),
        (p("{{ include('sub.docx') }}"), "{{ include('sub.docx') }}：用不了「include(…)」"),
        (p("{% include 'sub.docx' %}"), "{% include 'sub.docx' %}：用不了「include」"),
    ],
)
def test_what_cannot_be_included_is_refused_once_at_its_tag(source: str, message: str) -> None:
    assert refused({"main.docx": p("前") + source, "sub.docx": p("甲")}) == [("f/main.docx", message)]


def test_what_would_be_lost_of_a_page_is_refused() -> None:
    across = package_of(p("甲"))
    across[DOCUMENT] = re.sub(rb"<w:pgSz[^>]*/>", LANDSCAPE, across[DOCUMENT])
    headed = package_of(p("甲"))
    footer = next(link.target for link in links(headed, DOCUMENT) if link.type.endswith("/footer"))
    headed[footer] = f'<w:ftr xmlns:w="{W[1:-1]}">{p("秘密")}</w:ftr>'.encode()
    divided = package_of(par(text("甲"), properties=SECTION) + p("乙"))
    for sub, message in (
        (across, "sub.docx 是横向的纸，这里是纵向的"),
        (headed, "sub.docx 的页脚「秘密」带不进来"),
        (divided, "sub.docx 里有分节符，节的纸张和页眉带不进来"),
    ):
        assert refused({"main.docx": p(SUB), "sub.docx": sub}) == [("f/main.docx", f"{SUB}：{message}")]


def test_faults_are_told_at_the_file_that_they_are_in() -> None:
    files: Files = {
        "main.docx": p("{{ x|main }}") + p(SUB),
        "sub.docx": p("{{ x|sub }}") + p("{{p include('a.docx') }}"),
        "a.docx": p("{{ x }"),
    }
    assert refused(files) == [
        ("f/main.docx", "{{ x|main }}：没有名为「main」的印法"),
        ("f/sub.docx", "{{ x|sub }}：没有名为「sub」的印法"),
        ("f/a.docx", "「{{」没有成对：{{ x }"),
    ]


def test_blocks_do_not_reach_into_another_file() -> None:
    files = {"main.docx": p("{%p if x %}") + p(SUB), "sub.docx": p("{%p endif %}")}
    assert [file for file, _ in refused(files)] == ["f/main.docx", "f/sub.docx"]


def test_what_goes_wrong_while_filling_is_told_at_its_file() -> None:
    template, _ = including({"main.docx": p("{{ x }}") + p(SUB), "sub.docx": p("乙{{ y }}")})
    assert template is not None
    assert [str(problem.place) for problem in template.fill({"x": 1})[1]] == ["f/sub.docx!word/document.xml"]


def test_circles_are_refused_with_their_whole_way() -> None:
    chain = {
        "main.docx": p("{% if no %}{% endif %}") + p("{{p include('a.docx') }}"),
        "a.docx": p("{{p include('b.docx') }}"),
    }
    ends = {"b.docx": p("{%p if no %}") + p("{{p include('a.docx') }}") + p("{%p endif %}")}
    assert refused(chain | ends) == [
        ("f/b.docx", "{{p include('a.docx') }}：模板互相带入，绕成一圈：a.docx → b.docx → a.docx")
    ]


def test_includes_nest_ten_deep() -> None:
    names = ["main.docx", *(f"s{number}.docx" for number in range(10)), "last.docx"]
    files = {name: p(f"{{{{p include('{below}') }}}}") for name, below in pairwise(names)}
    assert refused(files | {"last.docx": p("底")})[0][1].endswith("带入的模板套得太深，超过 10 层")
    assert shown(files | {"s9.docx": p("底")}) == ["底"]


@pytest.mark.heavy
def test_what_multiplies_is_stopped() -> None:
    twice = {f"s{n}.docx": p(f"{{{{p include('s{n + 1}.docx') }}}}") * 12 for n in range(9)} | {"s9.docx": p("底")}
    (first, *_) = refused({"main.docx": p("{{p include('s0.docx') }}")} | twice)
    assert first[1].endswith(("带入的内容太多", "带入别的模板超过 100 次"))
    large = "".join(p("甲") for _ in range(3000))
    (problem,) = refused({"main.docx": p(SUB) * 20, "sub.docx": large})[:1]
    assert problem[1].endswith("带入的内容太多")


def test_each_file_is_read_once() -> None:
    asked: list[str] = []
    folder = folder_of({"sub.docx": p("甲")})

    def noted(file: str) -> object:
        asked.append(file)
        return folder(file)

    with_included("t.docx", package_of(p(SUB) + p(SUB)), noted)  # type: ignore[arg-type]
    assert asked == ["sub.docx"]
