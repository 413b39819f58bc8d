"""Pictures and codes in whole documents: one member each, ids of their own, in every kind of part and place."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from generator.archive import pack
from generator.frozen import replace
from generator.namespace import Image, Tree
from generator.opc import Package, write_package
from generator.pictures.image import read_image
from generator.text.printer import Printer
from generator.word.compiled import Turns
from generator.word.compiler import compile_template
from generator.word.names import DOCUMENT, DRAWING_PROPERTIES, W
from generator.word.render import fill, render, template_environment, text_of
from generator.word.volume import bind
from tests.support import filling
from tests.support.docx import p, package_of
from tests.support.filling import FI, FOR, IF_NO, ROF, control, grid, par, pict, row, run, text, text_box
from tests.support.outside import RELS, filled, with_link
from tests.support.paths import DATA as FILES
from tests.support.pictures import jpeg, png

FOOTER = "word/footer1.xml"
ONE, TWO = read_image(png(), ".png"), read_image(jpeg(8, 2), ".jpg")
DATA: Tree = {
    "a": {"id": "a", "alt_text": "甲", "image": replace(ONE, width=360_000, alternative='甲 <"&>')},
    "b": {"id": "b", "alt_text": "乙", "image": replace(TWO, width=720_000, alternative="乙")},
    "rows": [{"n": 1}, {"n": 2}, {"n": 3}],
    "no": False,
    "url": "https://a.cn/?x=1&y=<2>",
}
A, B = "{{ a|图片 }}", "{{ b }}"


def made(printer: Printer, source: str | Package) -> Package:
    """The members of the document of a body or a package, which passes the gate."""
    members, problems = filled(printer, package_of(source) if isinstance(source, str) else source, DATA)
    assert problems == [] and members
    return members


def drawings(members: Package, part: str = DOCUMENT) -> list[etree._Element]:
    return [*etree.fromstring(members[part]).iter(f"{W}drawing")]


def ids(members: Package, *parts: str) -> list[str]:
    roots = [etree.fromstring(members[part]) for part in parts or (DOCUMENT,)]
    return [item.get("id", "") for root in roots for item in root.iter(DRAWING_PROPERTIES)]


def media(members: Package) -> list[str]:
    return sorted(name for name in members if name.startswith("word/media/"))


def test_a_picture_stands_in_its_line_with_its_text(printer: Printer) -> None:
    members = made(printer, p(f"前{A}后"))
    (drawn,) = drawings(members)
    extent = next(drawn.iter("{*}extent"))
    assert (extent.get("cx"), extent.get("cy")) == ("360000", "270000")
    assert next(drawn.iter(DRAWING_PROPERTIES)).get("descr") == '甲 <"&>'
    around = drawn.getparent()
    assert around is not None and [child.tag for child in around] == [f"{W}t", f"{W}drawing", f"{W}t"]
    assert members["word/media/picture1.png"] == png()
    assert b'PartName="/word/media/picture1.png" ContentType="image/png"' in members["[Content_Types].xml"]
    assert members == made(printer, p(f"前{A}后"))


def test_no_empty_text_stays_beside_a_picture(printer: Printer) -> None:
    (drawn,) = drawings(made(printer, p(A)))
    around = drawn.getparent()
    assert around is not None and [child.tag for child in around] == [f"{W}drawing"]


@pytest.mark.parametrize("tag", [A, "{{ a }}", "{{ a.image }}", "{{ a.image|图片 }}"])
def test_a_picture_is_printed_by_its_name_alone_too(printer: Printer, tag: str) -> None:
    assert made(printer, p(tag)) == made(printer, p(A))


def test_a_tag_may_say_the_width(printer: Printer) -> None:
    members = made(printer, p("{{ a|图片(2) }}") + p("{{ a|图片('25毫米') }}"))
    assert [next(one.iter("{*}extent")).get("cx") for one in drawings(members)] == ["720000", "900000"]


def test_one_member_for_one_picture_however_often(printer: Printer) -> None:
    table = grid(row(p("{%tr for r in rows %}"), p("")), row(p(A), p(B)), row(p("{%tr endfor %}"), p("")))
    template = filling.picture(1)
    members = made(printer, FOR + p(A) + par(template) + ROF + table + p(A))
    assert media(members) == ["word/media/picture1.png", "word/media/picture2.jpeg"]
    assert len(ids(members)) == len({*ids(members)}) == 3 + 3 + 6 + 1
    assert members[RELS].count(b"/image") == 2


def test_pictures_of_other_parts_have_links_of_their_own(printer: Printer) -> None:
    package = package_of(p(A))
    footer = package[FOOTER].replace(b"</w:p>", f"{run(f'<w:t>{A}{B}</w:t>')}</w:p>".encode())
    members = made(printer, package | {FOOTER: footer})
    assert len(drawings(members, FOOTER)) == 2 and len(media(members)) == 2
    assert len({*ids(members, DOCUMENT, FOOTER)}) == 3
    assert members["word/_rels/footer1.xml.rels"].count(b"/image") == 2


def test_a_picture_that_stands_on_several_pages_fits_the_narrowest(printer: Printer) -> None:
    narrow = '<w:sectPr><w:pgSz w:w="5000" w:h="9000"/><w:pgMar w:left="500" w:right="500"/></w:sectPr>'
    package = package_of(f"<w:p><w:pPr>{narrow}</w:pPr></w:p>" + p("x"))
    footer = package[FOOTER].replace(b"</w:p>", f"{run('<w:t>{{ a|图片(90) }}</w:t>')}</w:p>".encode())
    (drawn,) = drawings(made(printer, package | {FOOTER: footer}), FOOTER)
    assert int(next(drawn.iter("{*}extent")).get("cx", "")) <= 4000 * 635


def test_links_and_names_of_the_template_are_kept_apart(printer: Printer) -> None:
    package = with_link("https://a.cn/{{ url }}", p(A))
    package = package | {"word/media/picture1.png": b"own"}
    package = package | {"[Content_Types].xml": package["[Content_Types].xml"].replace(
        b"</Types>", b'<Default Extension="png" ContentType="image/png"/></Types>')}  # fmt: skip
    package[RELS] = package[RELS].replace(b"rLink", b"rIdPicture1")
    package[DOCUMENT] = package[DOCUMENT].replace(b"rLink", b"rIdPicture1")
    members = made(printer, package)
    assert members["word/media/picture1.png"] == b"own" and members["word/media/picture2.png"] == png()
    assert b"rIdPicture2" in members[RELS] and b"https://a.cn/https%3A" in members[RELS]


def test_a_picture_under_a_condition_that_fails_is_not_in_the_document(printer: Printer) -> None:
    assert media(made(printer, IF_NO + p(A) + FI + p("x"))) == []


def test_an_exact_line_spacing_grows_with_a_picture_that_is_taller(printer: Printer) -> None:
    sources = [
        p("{{ b|图片(1) }}"),
        p("{{ a|图片(3) }}"),
        par(text("{{ a|图片(3) }}"), properties='<w:jc w:val="center"/>'),
    ]
    own = par(text("{{ a|图片(3) }}"), properties='<w:spacing w:before="60" w:line="300" w:lineRule="exact"/>')
    free = par(text("{{ a|图片(3) }}"), properties='<w:spacing w:line="300" w:lineRule="auto"/>')
    members = made(printer, "".join([*sources, own, free]))
    paragraphs = [one.getparent().getparent() for one in drawings(members)]  # type: ignore[union-attr]
    found = [one.find(f"{W}pPr/{W}spacing") for one in paragraphs if one is not None]
    said = [None if one is None else {key[len(W) :]: value for key, value in one.items()} for one in found]
    house = {"line": "578", "lineRule": "atLeast"}
    assert said == [
        None,
        house,
        house,
        {"before": "60", "line": "300", "lineRule": "atLeast"},
        {"line": "300", "lineRule": "auto"},
    ]


def test_a_paragraph_without_properties_gets_them_where_its_style_needs_it(printer: Printer) -> None:
    package = package_of(f"<w:p>{text('{{ a|图片(3) }}')}</w:p>")
    styles = package["word/styles.xml"].replace(b'w:default="1" w:styleId="Normal"', b'w:styleId="Normal"')
    exact = styles.replace(b'w:styleId="BodyCN"', b'w:default="1" w:styleId="BodyCN"')
    members = made(printer, package | {"word/styles.xml": exact})
    paragraph = next(etree.fromstring(members[DOCUMENT]).iter(f"{W}p"))
    assert [child.tag for child in paragraph[0]] == [f"{W}spacing"]


def test_a_picture_fits_the_page_the_cell_and_the_text_box_that_it_is_in(printer: Printer) -> None:
    wide = "{{ a|图片(90) }}"
    portrait = (
        '<w:p><w:pPr><w:sectPr><w:pgSz w:w="5000" w:h="9000"/><w:pgMar w:left="500" w:right="500"/></w:sectPr></w:pPr>'
    )
    body = (
        portrait + text(wide) + "</w:p>" + f"<w:p>{text(wide)}</w:p>" + grid(row(f"<w:p>{text(wide)}</w:p>"), columns=1)
    )
    body += par(text_box(f"<w:p>{text(wide)}</w:p>")) + par(run(pict(f"<w:p>{text(wide)}</w:p>", 9)))
    found = [
        int(next(one.iter("{*}extent")).get("cx", "")) for one in drawings(made(printer, body)) if one[0].get("distT")
    ]
    sizes = [size // 635 for size in found]
    assert sizes[:2] == [4000, 8844] and max(sizes[2:]) <= 8844 and 784 in sizes


def test_a_control_for_plain_text_holds_a_picture(printer: Printer) -> None:
    members = made(printer, par(control(text(A), "<w:text/>")))
    assert len(drawings(members)) == 1 and b"<w:text/>" not in members[DOCUMENT]


def test_a_table_of_contents_and_pictures_go_together(printer: Printer) -> None:
    contents = "".join(filling.field(' TOC \\o "1-3" \\h '))
    members = made(printer, par(contents) + p("一、甲", style="Heading1") + p(A) + FOR + p(B) + ROF)
    assert len(drawings(members)) == 4 and members[DOCUMENT].count("一、甲".encode()) == 2


def test_pictures_of_repeated_parts_of_a_volume_are_unique(printer: Printer) -> None:
    part = package_of(p(A) + p(B) + par(filling.picture(3)))
    package, problems = bind(
        [("a.docx", package_of(p(A)))], [("b.docx", part)], Turns("evaluation", "evaluations", ["n"])
    )
    assert package is not None, problems
    members, faults = filled(printer, package, DATA | {"evaluations": [{"n": 1}, {"n": 2}, {"n": 3}]})
    assert faults == [] and len(media(members)) == 2
    assert len({*ids(members)}) == len(ids(members)) == 1 + 3 * 3


def test_a_code_is_a_picture_with_its_content_as_alternative_text(printer: Printer) -> None:
    members = made(printer, p("{{ url|二维码 }}") + p("{{ url|二维码('35毫米') }}"))
    first, second = drawings(members)
    assert next(first.iter(DRAWING_PROPERTIES)).get("descr") == "二维码：https://a.cn/?x=1&y=<2>"
    assert [next(one.iter("{*}extent")).get("cx") for one in (first, second)] == ["1080000", "1260000"]
    assert len(media(members)) == 1 and "?x=1" not in members[RELS].decode()


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("{{ url|图片 }}", "「图片」只能印数据里的图片"),
        ("{{ rows|图片 }}", "「图片」只能印数据里的图片"),
        ("{{ a.alt|图片 }}", "没有名为「alt」的数据"),
        ("{{ a|二维码 }}", "这里引用的是一组数据"),
        ("{{ ''|二维码 }}", "二维码没有内容"),
        ("{{ url|二维码(1) }}", "二维码印得太小"),
    ],
)
def test_what_cannot_be_shown_is_a_problem_at_its_tag(printer: Printer, tag: str, message: str) -> None:
    members, (problem,) = filled(printer, package_of(p(tag)), DATA)
    assert members == {} and message in problem.message and tag in problem.message
    assert problem.place.path == f"t.docx!{DOCUMENT}"


@pytest.mark.parametrize(
    "tag", ["{{ a|图片(0) }}", "{{ a|图片('宽') }}", "{{ a|图片(url) }}", "{{ url|二维码(1, 2) }}"]
)
def test_a_width_that_is_none_is_refused_when_compiling(printer: Printer, tag: str) -> None:
    _, (problem,) = filled(printer, package_of(p(tag)), DATA)
    assert problem.code == "TEMPLATE-TAG" and "后面的括号写得不对" in problem.message


def test_outside_of_paragraphs_a_picture_is_refused_at_its_place(printer: Printer) -> None:
    for tag in (A, B):
        members, (problem,) = filled(printer, with_link("https://a.cn/" + tag, p("x")), DATA)
        assert members == {} and problem.code == "TEMPLATE-NAME" and tag in problem.message


def test_more_pictures_than_a_document_can_have_are_refused(printer: Printer) -> None:
    many: Tree = DATA | {"rows": [{}] * 1001}
    members, (problem,) = filled(printer, package_of(FOR + p(A) + ROF), many)
    assert members == {} and "图片超过 1000 张" in problem.message


def test_the_text_of_a_document_has_no_pictures(printer: Printer) -> None:
    environment = template_environment(printer)
    compiled, _ = compile_template(package_of(p(f"前{A}后")), "t.docx", environment)
    assert compiled is not None
    for _ in range(3):
        assert text_of(compiled, environment, DATA) == ("前后", [])
    members, _ = fill(compiled, environment, DATA)
    assert len(drawings({DOCUMENT: members[DOCUMENT].data})) == 1


def test_a_document_after_one_with_pictures_has_none_of_them(printer: Printer) -> None:
    environment = template_environment(printer)
    compiled, _ = compile_template(package_of(p("{% if no %}" + A + "{% endif %}x")), "t.docx", environment)
    assert compiled is not None
    with_one, _ = fill(compiled, environment, DATA | {"no": True})
    without, _ = fill(compiled, environment, DATA)
    assert "word/media/picture1.png" in with_one and "word/media/picture1.png" not in without
    assert pack(without) == pack(fill(compiled, template_environment(printer), DATA)[0])


def test_output_that_is_no_xml_is_told_with_pictures_too(printer: Printer, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = template_environment(printer)
    compiled, _ = compile_template(package_of(p(A)), "t.docx", environment)
    assert compiled is not None

    def broken(*_: object) -> object:
        environment.shown.append(ONE)
        return iter([b"<a>"])

    monkeypatch.setattr("generator.word.render._chunks", broken)
    data, (problem,) = render(compiled, environment, DATA, "", "", "", {})
    assert (data, problem.code) == (None, "RENDER-XML")


def test_what_xml_cannot_hold_is_refused_in_an_alternative_text(printer: Printer) -> None:
    image: Image = replace(ONE, alternative="a\x07")
    members, (problem,) = filled(printer, package_of(p(A)), DATA | {"a": image})
    assert members == {} and problem.code == "RENDER-XML"


@pytest.mark.heavy
def test_word_s_validator_and_libreoffice_take_documents_with_pictures(
    printer: Printer, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    photo = (FILES / "examples" / "reports" / "2023" / "demo" / "扫描件.png").read_bytes()
    data = DATA | {"b": {"image": replace(read_image(photo, ".jpg"), alternative="扫描件")}}
    table = grid(
        row(p("{%tr for r in rows %}"), p("")), row(p(A), p("{{ url|二维码 }}")), row(p("{%tr endfor %}"), p(""))
    )
    package = package_of(
        p(A) + FOR + p(B) + par(filling.picture(1)) + ROF + table + par(text_box(p(A))) + par(control(text(B)))
    )
    footer = package[FOOTER].replace(b"</w:p>", f"{run(f'<w:t>{A}</w:t>')}</w:p>".encode())
    members, problems = filled(printer, package | {FOOTER: footer}, data)
    assert problems == []
    path = tmp_path / "pictures.docx"
    path.write_bytes(write_package(members))
    for version in ("Office2007", "Microsoft365"):
        command = [tool("ooxml-validator"), str(path), "--officeVersion", version]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        errors = [line for line in done.stdout.splitlines() if '"description"' in line]
        assert errors == [] and '"ok": true' in done.stdout, done.stdout
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [tool("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    shown = (tmp_path / "pictures.pdf").read_bytes()
    assert shown.count(b"/Subtype/Image") >= 3
