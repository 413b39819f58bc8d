"""The contract of names alone: groups that the engine is given, of whatever trade."""

from __future__ import annotations

import pytest

from generator.opc import Package
from generator.reports.template_names import VOCABULARY
from generator.word.contract import Contract
from generator.word.names import DOCUMENT
from generator.word.properties import CORE
from generator.word.review.kinds import Kind, Vocabulary
from tests.support.docx import p, package_of
from tests.support.outside import paragraph, picture, with_diagram, with_link

TRADE = Vocabulary(
    kinds={"text": "文字", "money": "价钱", "number": "数", "share": "份额", "sum": "总数"},
    filters={"元": "money", "成": "share", "存书": "stock"},
    either={"sum": ("money",)},
    ordered=(("number",), ("text",)),
    ratio="share",
    paragraphs="blurb",
    drawn="stock",
    drawn_from="shop.stock",
    examples={"stock": "shop.stock.old"},
    typed={"money": "'2元'", "share": "'3成'", "sum": "'2元'"},
    reads=lambda kind, text: text.endswith({"money": "元", "share": "成"}[kind]),
    computed=(),
    counted=(),
)
LIBRARY = Contract(
    {"book": {"title": "text", "price": "money"}, "shelf": {"books": ["book"]}, "stock": {"count": "number"}}, TRADE
)
SCOPE: dict[str, Kind] = {"shelf": "shelf", "year": "number"}


def faults(source: str) -> list[str]:
    return [problem.message for problem in LIBRARY.faults(package_of(p(source)), "t.docx", SCOPE)]


def test_names_of_any_trade_are_held_to_the_groups_that_are_given() -> None:
    assert faults("{{ year }}{% for one in shelf.books %}{{ one.title }}{{ one.price|元 }}{% endfor %}") == []
    assert faults("{{ evaluation }}") == ["{{ evaluation }}：没有名为「evaluation」的数据"]
    assert faults("{% for one in shelf.books %}{{ one.title|元 }}{% endfor %}") == [
        "{{ one.title|元 }}：这里是文字，不能按「元」印出"
    ]


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        ("{{ year|元 }}", "这里是数，不能按「元」印出", "不用印法，直接写名称"),
        ("{{ price|成 }}", "这里是价钱，不能按「成」印出", "可以用：元"),
        ("{{ price / price|元 }}", "", ""),
        ("{% if a %}{{ sum|元 }}{% endif %}", "", ""),
        ("{{ sum|成 }}", "这里是总数，不能按「成」印出", "不用印法，直接写名称"),
        ("{{ book|存书 }}", "「存书」不能印一组数据", "核对名称，如 shop.stock.old"),
        ("{% if price &lt; 1 %}{% endif %}", "价钱和 1 不能比较大小", "和带单位的文字比，如 '2元'"),
        ("{% if sum &lt; '1元' or year &lt; 1 or yes &lt; 1 %}{% endif %}", "", ""),
        ("{% if sum == 1 %}{% endif %}", "总数和 1 不能比较", "和带单位的文字比，如 '2元'"),
        ("{% if price == '1成' %}{% endif %}", "价钱和 '1成' 不能比较", "和带单位的文字比，如 '2元'"),
        ("{{ blurb }}", "这里引用的是正文的段落", "写成 {{p … }}，独占一段"),
        ("{{p price }}", "{{p … }} 只能引用正文的段落", "印一个数或一段文字用 {{ … }}"),
    ],
)
def test_kinds_and_filters_are_those_of_the_vocabulary(source: str, message: str, remedy: str) -> None:
    names: dict[str, Kind] = {
        "book": "book",
        "price": "money",
        "sum": "sum",
        "blurb": "blurb",
        "a": "text",
        "yes": "bool",
    }
    found = [*LIBRARY.faults(package_of(p(source)), "t.docx", SCOPE | names)]
    told = [(problem.message.partition("：")[2], problem.remedy) for problem in found]
    assert told == ([(message, remedy)] if message else [])


ALBUM = Contract({"picture": {"title": "text", "image": "image"}, "essay": {"words": "prose"}}, VOCABULARY)
SHOWN: dict[str, Kind] = {"photos": ["picture"], "photo": "picture", "year": "number", "words": "prose"}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "{{ photo }}{{ photo|图片 }}{{ photo|图片(3) }}{{ photo.image }}{{ photo.image|图片 }}{{ photos.a|图片 }}",
            "",
        ),
        ("{% for one in photos %}{{ one|图片 }}{{ one.title|二维码 }}{% endfor %}{{ year|二维码(3) }}", ""),
        ("{{ photos }}", "这里引用的是列表，不是一个数"),
        ("{{ photos|图片 }}", "「图片」不能印列表"),
        ("{{ year|图片 }}", "「图片」不能印序号"),
        ("{{ photo.titel }}", "没有名为「titel」的数据"),
        ("{{ photo.image.x }}", "「x」的上一级是图片，下面没有数据"),
        ("{{ photo|二维码 }}", "「二维码」只能印一段文字或者一个数"),
        ("{{ photo.image|二维码 }}", "「二维码」只能印一段文字或者一个数"),
        ("{{ photos|二维码 }}", "「二维码」只能印一段文字或者一个数"),
        ("{{ words|二维码 }}", "「二维码」只能印一段文字或者一个数"),
        ("{{ photo.image|元 }}", "这里是图片，不能按「元」印出"),
    ],
)
def test_pictures_and_codes_are_of_their_kinds(source: str, message: str) -> None:
    found = [problem.message for problem in ALBUM.faults(package_of(p(source)), "t.docx", SHOWN)]
    assert [one.partition("：")[2] for one in found] == ([message] if message else [])


def test_a_name_outside_its_loop_is_told_so() -> None:
    assert faults("{% for one in shelf.books %}{% endfor %}{{ one.title }}") == [
        "{{ one.title }}：没有名为「one」的数据，它只在 {% for one in shelf.books %} 的循环里面有"
    ]


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("{% for one in shelf.boks %}{{ one.title }}{% endfor %}", ["{% for one in shelf.boks %}"]),
        ("{% for k, v in shelf.books %}{{ k }}{{ v.x }}{% endfor %}", []),
        ("{% for k in shelf. %}{{ k.x }}{% endfor %}", []),
        ("{%tc for c in shelf.books %}{{ c.x }}{%tc endfor %}", ["{{ c.x }}"]),
        ("{%r for c in shelf.books %}{{r c.title }}{%r endfor %}{{r c }}", ["{{r c }}"]),
        ("{% colspan shelf.books|length %}{% colspan shelf.boks %}", ["{% colspan shelf.boks %}"]),
        ("{% cellbg year %}{% cellbg yaer %}{% hm %}{% vm %}", ["{% cellbg yaer %}"]),
        ("{% set x = year %}{{ x }}", []),
        ("{{ " + "(" * 3000 + "yaer" + ")" * 3000 + " }}{{ " + "-" * 3000 + "yaer }}", []),
        ("｛％ for one in shelf.books ％｝{{ one.titel }}{% endfor %}", ["{{ one.titel }}"]),
    ],
)
def test_what_follows_from_another_fault_is_not_told(source: str, wrong: list[str]) -> None:
    """What is wrong with the loop itself is told where the template is compiled."""
    assert [message.partition("：")[0] for message in faults(source)] == wrong


CORE_XML = (
    '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
    "<c:category>{{ yaer }}</c:category></c:coreProperties>"
)


@pytest.mark.parametrize(
    ("package", "place"),
    [
        (with_link("https://a.cn/{{ yaer }}"), f"{DOCUMENT}|链接「通知」：https://a.cn/{{{{ yaer }}}}"),
        (package_of(picture('name="图" descr="{{ yaer }}"')), f"{DOCUMENT}|替代文字：{{{{ yaer }}}}"),
        (with_diagram(paragraph("{{ ya", "er }}"), None), "word/diagrams/d1.xml|SmartArt：{{ yaer }}"),
        (
            package_of("<w:p/>") | {CORE: CORE_XML.encode()},
            f"{CORE}|文档属性「类别」：{{{{ yaer }}}}",
        ),
    ],
)
def test_names_outside_of_paragraphs_are_held_to_the_groups_too(package: Package, place: str) -> None:
    (problem,) = LIBRARY.faults(package, "t.docx", SCOPE)
    assert f"{problem.place.path}|{problem.place.excerpt}" == f"t.docx!{place}"
    assert (problem.message, problem.remedy) == ("{{ yaer }}：没有名为「yaer」的数据", "是不是「year」")


def test_an_alternative_text_reads_the_names_of_the_loop_that_it_is_in() -> None:
    shown = picture('name="图" descr="{{ one.title }}"')
    inline = p("{% for one in shelf.books %}", "{% endfor %}").replace("</w:r><w:r>", f"</w:r>{shown[5:-6]}<w:r>")
    for body in (p("{%p for one in shelf.books %}") + shown + p("{%p endfor %}"), inline):
        assert [*LIBRARY.faults(package_of(body), "t.docx", SCOPE)] == []
    for body in (shown, p("{% for one in shelf.books %}{% endfor %}").replace("</w:p>", f"{shown[5:-6]}</w:p>")):
        (problem,) = LIBRARY.faults(package_of(body), "t.docx", SCOPE)
        assert problem.message.startswith("{{ one.title }}：没有名为「one」的数据")


def test_what_a_loop_s_copies_share_is_told_once_by_compiling() -> None:
    link = '<w:p><w:hyperlink r:id="rLink"><w:r><w:t>通知</w:t></w:r></w:hyperlink></w:p>'
    body = p("{%p for one in shelf.books %}") + link + p("{%p endfor %}")
    assert [*LIBRARY.faults(with_link("https://a.cn/{{ one.title }}", body), "t.docx", SCOPE)] == []
