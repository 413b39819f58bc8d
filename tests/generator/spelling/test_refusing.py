"""A refusal and the sentence that says what to do."""

from __future__ import annotations

from generator.spelling.refusing import RefusedError, RemarkError


def test_one_form_is_what_to_write() -> None:
    assert RefusedError(0, 1, "错", "3元").remedy == "写成「3元」"
    assert RefusedError(0, 1, "错", "3元", advice="核对数字").remedy == "核对数字，写成「3元」"


def test_of_several_forms_one_has_to_be_chosen() -> None:
    assert RefusedError(0, 1, "错", "3元", "4元").remedy == "核对是哪一个，写成「3元」或者「4元」"
    assert RefusedError(0, 1, "错", advice="写准确的数").remedy == "写准确的数"


def test_what_stands_around_a_figure_joins_its_forms() -> None:
    refused = RemarkError(2, 5, "错", "3万", "4万", advice="看清").within("≥", "元")
    assert isinstance(refused, RemarkError)
    assert (refused.start, refused.end, refused.forms, refused.advice) == (2, 5, ("≥3万元", "≥4万元"), "看清")
