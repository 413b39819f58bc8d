from __future__ import annotations

import pytest

from generator.word.names import TEXT_PARTS


@pytest.mark.parametrize("member", ["word/document.xml", "word/header.xml", "word/footer12.xml", "word/endnotes.xml"])
def test_a_part_that_holds_text_is_known_by_its_name(member: str) -> None:
    assert TEXT_PARTS.fullmatch(member)


@pytest.mark.parametrize("member", ["word/styles.xml", "word/_rels/document.xml.rels", "x/word/document.xml"])
def test_no_other_part_is_taken_for_one(member: str) -> None:
    assert TEXT_PARTS.fullmatch(member) is None
