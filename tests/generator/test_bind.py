from __future__ import annotations

from generator.bind import bind
from generator.package import DOCUMENT, write_package
from generator.template import W
from tests.docx import body, p, package_of, texts

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
    other["word/styles.xml"] += b" "
    bound, (problem,) = bind([("a", package_of(p("甲"))), ("b", other)])
    assert (bound, problem.code, problem.place.path) == (None, "BIND-STYLE", "b")


def test_links_in_a_later_part_are_refused() -> None:
    link = '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>乙</w:t></w:r></w:hyperlink></w:p>'
    bound, (problem,) = bind([("a", package_of(p("甲"))), ("b", package_of(link))])
    assert (bound, problem.code) == (None, "BIND-LINK")


def test_a_single_template_is_left_as_it_is() -> None:
    package = package_of(p("甲"))
    bound, _ = bind([("a", package)])
    assert bound is not None and texts(write_package(bound)) == ["甲"]
