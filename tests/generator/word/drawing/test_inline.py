"""The size of a drawing, and what it says."""

from __future__ import annotations

import pytest

from generator.frozen import replace
from generator.namespace import Image
from generator.pictures.width import EMU
from generator.word.drawing.inline import drawing, extent
from generator.word.names import DRAWING_PROPERTIES

IMAGE = Image(b"", "png", 200, 100, alternative='<"&> 站房')


@pytest.mark.parametrize(
    ("width", "density", "place", "size"),
    [
        (6 * EMU, 0, (20, 20), (6.0, 3.0)),
        (6 * EMU, 0, (4, 20), (4.0, 2.0)),
        (6 * EMU, 0, (20, 1), (2.0, 1.0)),
        (None, 0, (20, 20), (5.29, 2.65)),
        (None, 200, (20, 20), (2.54, 1.27)),
        (None, 1, (12, 20), (12.0, 6.0)),
    ],
)
def test_a_picture_keeps_its_ratio_and_fits_its_place(
    width: int | None, density: float, place: tuple[int, int], size: tuple[float, float]
) -> None:
    found = extent(replace(IMAGE, width=width, density=density), place[0] * EMU, place[1] * EMU)
    assert tuple(round(side / EMU, 2) for side in found) == size


def test_a_line_of_one_pixel_has_a_height() -> None:
    assert extent(replace(IMAGE, columns=20_000, rows=1, width=1000), EMU, EMU) == (1000, 1)
    assert extent(replace(IMAGE, columns=1, rows=20_000), EMU, EMU) == (18, 360_000)


def test_a_drawing_has_its_alternative_text_and_one_id() -> None:
    element = drawing(IMAGE, "rId7", 12, (360, 180))
    properties = next(element.iter(DRAWING_PROPERTIES))
    assert properties.get("descr") == '<"&> 站房' and properties.get("id") == "12"
    assert {one.get("cx") for one in element.iter() if one.get("cx")} == {"360"}
