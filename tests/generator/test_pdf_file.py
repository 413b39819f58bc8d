"""PDF files: rewritten to the same bytes for the same objects, and told part by part."""

from __future__ import annotations

import pytest
from pypdf import PdfWriter

from generator.pdf_file import UnreadableError, facts, is_pdf, page_count, rewritten, told
from tests.support.pdfs import CLAIMS, altered, annotated, made, raw, redrawn, written


def test_a_pdf_is_known_by_a_header_near_its_beginning() -> None:
    assert is_pdf(b"MZ" + b" " * 1000 + b"%PDF-1.7")
    assert not is_pdf(b" " * 1024 + b"%PDF-1.7")


def test_what_is_rewritten_stays_as_it_is_and_bears_its_claims() -> None:
    data = made()
    assert rewritten(data) == data
    found = facts(data)
    assert found.canonical and found.info.items() >= CLAIMS.items()
    assert page_count(data) == len(found.pages) == 3
    assert not facts(raw()).canonical


def test_an_edit_shows_in_its_part_of_its_page_only() -> None:
    before, after = (facts(data).pages for data in (made(), altered(made(), redrawn(1, b"87.25", b"97.25"))))
    assert [one.drawing == other.drawing for one, other in zip(before, after, strict=True)] == [True, False, True]
    assert [one.frame for one in before] == [one.frame for one in after]


def test_what_lies_over_a_page_is_named_and_the_text_is_read_where_asked_for() -> None:
    found = facts(altered(made(), annotated("FreeText")), texts=True)
    assert any("批注（FreeText）" in one for one in found.extras)
    assert "Rate 72.51%" in found.pages[0].text
    assert facts(made()).extras == [] and facts(made()).pages[0].text == ""


def test_a_damaged_and_an_encrypted_file_are_refused_and_told_apart() -> None:
    with pytest.raises(UnreadableError):
        rewritten(made()[:300])
    locked = PdfWriter()
    locked.add_blank_page(10, 10)
    locked.encrypt("x", algorithm="RC4-128")
    assert [*told(made()[:300], texts=False)] == ["unreadable"]
    assert [*told(written(locked), texts=False)] == ["encrypted"]
