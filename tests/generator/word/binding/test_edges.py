from __future__ import annotations

import pytest

from generator.opc import Link, Package, links, with_links
from generator.word.binding.edges import lost_edges
from generator.word.names import DOCUMENT, R, W
from tests.support.docx import p, package_of

FIELD = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>'
COMPLEX = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
WATERMARK = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="草稿"/></v:shape></w:pict></w:r>'
)


def footed(content: str, *, shown: str = "default") -> Package:
    """The house template whose footer for the odd pages, or for the first page, has other runs."""
    package = package_of(p("甲"))
    target = next(link.target for link in links(package, DOCUMENT) if link.type.endswith("/footer"))
    package[target] = (f'<w:ftr xmlns:w="{W[1:-1]}" xmlns:r="{R[1:-1]}"><w:p>{content}</w:p></w:ftr>').encode()
    if shown != "default":
        for kind in ("default", "even"):
            package[DOCUMENT] = package[DOCUMENT].replace(f'w:type="{kind}"'.encode(), f'w:type="{shown}"'.encode())
    return package


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    ("first", "second", "lost"),
    [
        (run("甲局"), run("乙局"), ["乙局"]),
        (run("甲局"), run("甲") + run("局 "), []),
        (run("甲局"), "", []),
        ("", run("— ") + FIELD + run(" —"), []),
        (run("第") + FIELD, run("第") + COMPLEX, []),
        ("", run("第") + COMPLEX + run("页"), ["第页"]),
        ("", WATERMARK, ["草稿"]),
    ],
)
def test_words_of_a_later_template_are_lost_where_the_first_does_not_have_them(
    first: str, second: str, lost: list[str]
) -> None:
    assert [edge.words for edge in lost_edges(footed(second), footed(first))] == lost


def test_a_footer_of_first_pages_counts_where_first_pages_differ() -> None:
    second = footed(run("乙局"), shown="first")
    assert [*lost_edges(second, footed(""))] == []
    second[DOCUMENT] = second[DOCUMENT].replace(b"</w:sectPr>", b"<w:titlePg/></w:sectPr>")
    assert [edge.words for edge in lost_edges(second, footed(""))] == ["乙局"]


def with_picture(content: bytes) -> Package:
    """The house template with a picture in a footer."""
    package = footed('<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" r:id="rId1"/></w:pict></w:r>')
    target = next(link.target for link in links(package, DOCUMENT) if link.type.endswith("/footer"))
    package["word/media/image1.png"] = content
    return with_links(package, target, [Link("rId1", f"{R[1:-1]}/image", "word/media/image1.png", False)])


def test_a_picture_is_lost_where_the_first_template_does_not_have_it() -> None:
    assert [edge.words for edge in lost_edges(with_picture(b"1"), footed(""))] == [""]
    assert [*lost_edges(with_picture(b"1"), with_picture(b"1"))] == []
