"""Tags in the addresses of links: as typed, as editors encode them, and filled with what an address can hold."""

from __future__ import annotations

import pytest

from generator.opc import links_path
from generator.problems import Problem
from generator.text.printer import Printer
from generator.word.names import DOCUMENT
from generator.word.outside.links import filters_of, has_tags, owner, plain, sample
from generator.word.safety.hazards import hazards
from tests.support.docx import p, package_of
from tests.support.outside import address, filled, with_link

TYPED = "https://a.gov.cn/{{ year }}/x"


@pytest.mark.parametrize(
    "written",
    [
        TYPED,
        "https://a.gov.cn/%7B%7B%20year%20%7D%7D/x",
        "https://a.gov.cn/%7b%7b%20year%20%7d%7d/x",
        "https://a.gov.cn/{{%20year%20}}/x",
        "https://a.gov.cn/%7B%7Byear%7D%7D/x",
    ],
)
def test_a_tag_in_an_address_is_filled_however_it_was_saved(printer: Printer, written: str) -> None:
    package = with_link(written)
    assert hazards(package, "t.docx") == []
    members, problems = filled(printer, package, {"year": 2023})
    assert (problems, address(members)) == ([], "https://a.gov.cn/2023/x")


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        ("https://a.cn/?q={{ x }}", "中 文&#\"'%/?", "https://a.cn/?q=%E4%B8%AD%20%E6%96%87%26%23%22%27%25%2F%3F"),
        ("https://a.cn/?q={{ x }}&z=%20", "1&2", "https://a.cn/?q=1%262&z=%20"),
        ("mailto:{{ x }}?subject=a", "a@b.cn", "mailto:a@b.cn?subject=a"),
        ("mailto:a@b.cn?subject={{ x }}", "收支 表", "mailto:a@b.cn?subject=%E6%94%B6%E6%94%AF%20%E8%A1%A8"),
        ("https://{{ x }}/a", "b.gov.cn:8080", "https://b.gov.cn:8080/a"),
        ("{{ x }}", "HTTPS://b.gov.cn/中?a=1&b=%20#c", "HTTPS://b.gov.cn/%E4%B8%AD?a=1&b=%20#c"),
        ("{{ x }}/附件", "http://b.cn", "http://b.cn/附件"),
        ("{{ x }}", " mailto:a@b.cn\n", "mailto:a@b.cn"),
    ],
)
def test_a_value_is_encoded_by_where_it_stands(printer: Printer, written: str, value: str, expected: str) -> None:
    package = with_link(written)
    assert hazards(package, "t.docx") == []
    members, problems = filled(printer, package, {"x": value})
    assert (problems, address(members)) == ([], expected)


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        " JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        "file:///etc/passwd",
        "\\\\srv\\x",
        "ms-word:ofe|u|https://x",
        "data:text/html,x",
        "//host",
        "",
        "a/b",
        "https://a@b.cn/",
        "https://a.cn\n/x",
        "mailto:a@b.cn?attach=c",
    ],
)
def test_only_the_web_and_mailboxes_come_from_data(printer: Printer, value: str) -> None:
    members, (problem,) = filled(printer, with_link("{{ link }}"), {"link": value})
    assert (members, problem.code, problem.place.path) == ({}, "TEMPLATE-HAZARD", "t.docx!word/document.xml")
    assert problem.place.excerpt == "链接「通知」：{{ link }}"
    assert "不是网址或者邮箱" in problem.message and "http、https、mailto" in problem.remedy


def test_a_host_from_data_is_one(printer: Printer) -> None:
    _, (problem,) = filled(printer, with_link("https://{{ x }}/a"), {"x": "evil.cn/?"})
    assert problem.code == "TEMPLATE-HAZARD"


@pytest.mark.parametrize(
    "written", ["file:///c/{{ year }}", "javascript:{{ year }}", "\\\\srv\\{{ year }}", "a/{{ x }}"]
)
def test_what_stands_around_the_tags_is_judged_as_in_any_link(written: str) -> None:
    (problem,) = hazards(with_link(written), "t.docx")
    assert problem.code == "TEMPLATE-HAZARD"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("https://a.cn/{% if year %}a", "链接「通知」里用不了 {% if year %}"),
        ("https://a.cn/{{p text }}", "链接「通知」里用不了 {{p text }}"),
        ("https://a.cn/%7B%25%20if%20year%20%25%7Da", "链接「通知」里用不了 https://a.cn/{% if year %}a"),
    ],
)
def test_only_values_can_stand_in_an_address(printer: Printer, written: str, message: str) -> None:
    _, (problem,) = filled(printer, with_link(written), {"year": 2023})
    assert (problem.code, problem.message) == ("TEMPLATE-TAG", message)
    assert problem.place.path == "t.docx!word/document.xml"
    assert problem.place.excerpt.startswith("链接「通知」：https://a.cn/")


def misspelt(problems: list[Problem]) -> tuple[str, str]:
    (problem,) = problems
    return problem.place.excerpt, problem.message


def test_a_name_that_is_not_there_is_told_at_its_link(printer: Printer) -> None:
    _, problems = filled(printer, with_link("https://a.cn/{{ yaer }}"), {"year": 2023})
    assert misspelt(problems) == ("链接「通知」：https://a.cn/{{ yaer }}", "{{ yaer }}：没有名为「yaer」的数据")


def test_a_link_of_a_footer_is_filled_too(printer: Printer) -> None:
    footer = "word/footer1.xml"
    package = package_of(p("正文"))
    assert footer in package
    made = with_link(TYPED, package=package, part=footer)
    members, problems = filled(printer, made, {"year": 2023})
    assert (problems, address(members, links_path(footer))) == ([], "https://a.gov.cn/2023/x")


def test_an_address_without_tags_stays_byte_for_byte(printer: Printer) -> None:
    package = with_link("https://a.gov.cn/%7Ba%7D?b=1&c")
    members, problems = filled(printer, package, {})
    assert (problems, members[links_path(DOCUMENT)]) == ([], package[links_path(DOCUMENT)])


def test_addresses_are_read_as_their_authors_wrote_them() -> None:
    assert plain("https://a/%7B%7Bx%7C%E5%85%83%7D%7D%20") == "https://a/{{x|元}}%20"
    assert [has_tags(text) for text in ("https://a/%7Bx%7D", "https://a/%7B%7B", "%7B%25")] == [False, True, True]
    assert filters_of("{{ a }}/{{ b }}") == ["_address", "_piece"]
    assert filters_of("https://{{ a }}.{{ b }}/{{ c }}") == ["_host", "_host", "_piece"]
    assert sample("mailto:{{ a }}") == "mailto:x@x" and sample("https://a") == "https://a"
    assert [owner(name) for name in ("word/_rels/a.xml.rels", "word/a.xml", "_rels/.rels")] == [
        "word/a.xml",
        "word/a.xml",
        "_rels/.rels",
    ]
