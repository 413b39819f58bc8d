"""Reads the house style for templates, from the file beside the base template whose styles they share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from generator.data.reader import read
from generator.data.schema import validate
from generator.problems import Problem
from generator.program import ROOT
from generator.word.house_style import ALIGNED, FONT, INDENT, LINE, MILLIMETRE, RULE, SIZE, HouseStyle
from generator.word.styles import Property

HOUSE_STYLE = "house_style.yaml"
_SHIPPED = ROOT / "templates"
_CHARACTER, _POINT, _HALF_POINTS = 100, 20, 2  # units of WordprocessingML: in a character, in a point, in a point


def read_house_style(templates: Path) -> tuple[HouseStyle, list[Problem]]:
    """The house style of a folder of profiles, by default the one that the program brings.

    If the file cannot be used, a style that demands nothing, with the problems.
    """
    folder = templates if os.path.lexists(templates / HOUSE_STYLE) else _SHIPPED
    root, problems = read(folder / HOUSE_STYLE, f"{templates.name}/{HOUSE_STYLE}")
    if root is not None:
        problems += validate(root, "house_style")
    if root is None or problems:
        return HouseStyle(), problems
    written: Any = root.plain()
    margins = {side: round(millimetres * MILLIMETRE) for side, millimetres in written["margins"].items()}
    return HouseStyle(margins, {name: _properties(style) for name, style in written["styles"].items()}), []


def _properties(style: dict[str, Any]) -> dict[Property, list[str]]:
    """What the properties of a style may be, as the format writes them."""
    properties: dict[Property, list[str]] = {}
    if "font" in style:
        properties[FONT] = [style["font"]]
    if "first_line_indent" in style:
        properties[INDENT] = [str(style["first_line_indent"] * _CHARACTER)]
    if "line_pitch" in style:
        least, most = sorted(style["line_pitch"])
        properties |= {LINE: [str(line) for line in range(least * _POINT, most * _POINT + 1)], RULE: ["exact"]}
    if "size" in style:
        properties[SIZE] = [str(int(style["size"] * _HALF_POINTS))]
    if "alignment" in style:
        properties[ALIGNED] = [style["alignment"]]
    return properties
