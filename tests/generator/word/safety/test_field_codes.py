"""Field codes: the fields of a part, whether each is whole, and where a hyperlink leads."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.word.names import W
from generator.word.safety.field_codes import addresses, word_fields

BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def told(inner: str) -> list[tuple[str, str, bool]]:
    """The keyword, the instruction as shown and whether it is whole, of each field of a paragraph."""
    root = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{inner}</w:p>')
    return [(field.keyword, field.shown, field.whole) for field in word_fields(root)]


def test_a_field_is_read_in_either_form_and_in_pieces() -> None:
    assert told('<w:fldSimple w:instr=" page "/>') == [("PAGE", "page", True)]
    pieces = BEGIN + code(" PA") + code("GE ") + SEPARATE + "<w:r><w:t>3</w:t></w:r>" + END
    assert told(pieces) == [("PAGE", "PAGE", True)]


def test_a_field_within_the_code_of_another_stands_in_it() -> None:
    inner = BEGIN + code("IF ") + BEGIN + code("PAGE") + END + code(" = 1") + END
    assert told(inner) == [("PAGE", "PAGE", True), ("IF", "IF { = 1", True)]


@pytest.mark.parametrize(
    "inner",
    [
        BEGIN + code("PAGE"),
        SEPARATE,
        END,
        code("PAGE"),
        f"{BEGIN}{code('PAGE')}<w:ins>{END}</w:ins>",
        f"{BEGIN}<w:r><w:t>PAGE</w:t></w:r>{END}",
    ],
    ids=["no end", "only separated", "only ended", "code alone", "end in an insertion", "text as code"],
)
def test_a_field_whose_pieces_are_not_in_one_place_is_not_whole(inner: str) -> None:
    found = told(inner)
    assert found and not any(whole for *_, whole in found)


def test_a_keyword_that_is_not_plain_is_none() -> None:
    assert told('<w:fldSimple w:instr="PAGE(x"/>') == [("", "PAGE(x", True)]
    assert told('<w:fldSimple w:instr="=1+2"/>') == [("=", "=1+2", True)]


@pytest.mark.parametrize(
    ("instruction", "led"),
    [
        (r" HYPERLINK \l _Toc1 ", []),
        (r'HYPERLINK "https://example.org" \o "a tip"', ["https://example.org"]),
        (r'HYPERLINK \l "file:///a"', ["file:///a"]),
        (r"HYPERLINK \l", None),
        (r'HYPERLINK "a', None),
        ("HYPERLINK “a”", None),
    ],
)
def test_where_a_hyperlink_leads(instruction: str, led: list[str] | None) -> None:
    assert addresses(instruction) == led
