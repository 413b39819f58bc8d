"""What tags make of pictures and codes while a part is printed."""

from __future__ import annotations

from functools import partial

import pytest

from generator.namespace import Image
from generator.pictures.codes import WIDTH
from generator.quantity import Quantity
from generator.text.faults import FAULTS, LimitError, Missing
from generator.text.printer import Printer
from generator.word.drawing.printing import MOST, code, mark, picture
from tests.support.pictures import png

IMAGE = Image(png(), "png", 4, 3, alternative="站房")


def test_a_picture_is_that_of_an_entry_as_wide_as_the_tag_says() -> None:
    assert picture({"id": "站房", "image": IMAGE}) is picture(IMAGE) is IMAGE
    assert picture(IMAGE, 12).width == 4_320_000 and picture(IMAGE, "85毫米").width == 3_060_000


@pytest.mark.parametrize("value", ["a.png", {"image": "a.png"}, {}, [], None, 3])
def test_anything_else_is_no_picture(value: object) -> None:
    with pytest.raises(TypeError, match="「图片」只能印数据里的图片"):
        picture(value)


def test_what_is_missing_is_said_to_be(printer: Printer) -> None:
    missing = Missing("站", {})
    for printed in (partial(picture, missing), partial(code, printer.text, missing)):
        with pytest.raises(FAULTS, match="没有名为「站」的数据"):
            printed()


def test_a_code_holds_what_a_value_prints(printer: Printer) -> None:
    figure = Quantity.parse("21754元")
    assert code(printer.text, figure).alternative == "二维码：21754元" and id(figure) in printer.printed
    assert code(printer.text, 12).alternative == "二维码：12"
    assert (code(printer.text, "a").width, code(printer.text, "a", "25毫米").width) == (WIDTH, 900_000)


@pytest.mark.parametrize("value", ["", [], {}, "a" * 601, IMAGE])
def test_what_makes_no_code_is_a_fault_of_its_tag(printer: Printer, value: object) -> None:
    with pytest.raises(TypeError):
        code(printer.text, value)


def test_a_mark_ends_the_text_and_begins_it_anew() -> None:
    printed: list[Image] = []
    assert mark(IMAGE, printed) == '</w:t><?picture 0?><w:t xml:space="preserve">'
    assert "picture 1" in mark(IMAGE, printed) and printed == [IMAGE, IMAGE]


def test_marks_are_bounded() -> None:
    with pytest.raises(LimitError, match=f"图片超过 {MOST} 张"):
        mark(IMAGE, [IMAGE] * MOST)
