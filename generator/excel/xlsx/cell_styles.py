"""What the styles of a workbook show: number formats, fonts, fills, and the conditional formats that change them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from generator.excel.xlsx.number_formats import MAX_FORMAT, Display, format_by_code, format_by_id, text_fault
from generator.excel.xlsx.xml_scan import TRUE, Attributes, Scan, whole

STRUCK = "划了删除线", "不要的删去，要的去掉删除线"
"""Why a text that is struck out does not count, and what to do."""
COVERED = "有条件格式会把这里的内容藏起来", "删去这里的条件格式，核对以后再导入"
"""Why a content that a conditional format may hide is not taken, and what to do."""
FIRST_DAY = date(1899, 12, 30)
"""The day from which workbooks count days, unless they say otherwise."""
_PAPER = "white"
_LIGHT = 0xF4  # of each of red, green and blue: so light a text is not seen on paper


class _Font:
    """How a font shows a text: its colour, its size, and whether it strikes the text out."""

    __slots__ = ("colour", "size", "struck")

    def __init__(self) -> None:
        self.colour, self.size, self.struck = "", "", False


class StylesScan(Scan):
    """Collects what cell styles show: number formats, fonts and fills."""

    def __init__(self, part: str) -> None:
        starts = {
            "numFmts/numFmt": self._add_format,
            "cellXfs/xf": self._add_style,
            "fonts/font": lambda _: self._fonts.append(_Font()),
            "fills/fill": lambda _: self._fills.append(_PAPER),
            "dxfs/dxf": self._begin_conditional,
            "dxfs/dxf/numFmt": self._hide_conditional,
            **dict.fromkeys(("fonts/font/color", "dxfs/dxf/font/color"), self._colour_font),
            "fonts/font/sz": self._size_font,
            "fonts/font/strike": self._strike_font,
            "fills/fill/patternFill": self._pattern_fill,
            "fills/fill/patternFill/fgColor": self._colour_fill,
            "dxfs/dxf/fill/patternFill/bgColor": self._colour_conditional,
        }
        super().__init__(part, "styleSheet", starts)
        self.first_day = FIRST_DAY
        """The day from which the workbook counts days."""
        self._codes: dict[int, str] = {}
        self._styles: list[tuple[int, int, int]] = []
        # A conditional format (dxf) has a font and a fill of its own, which are put behind those of the styles.
        self._fonts: list[_Font] = []
        self._fills: list[str] = []
        self._conditional: list[tuple[int, int]] = []
        self._hiding: set[int] = set()
        self._solid = False

    def _begin_conditional(self, _attributes: Attributes) -> None:
        self._conditional.append((len(self._fonts), len(self._fills)))
        self._fonts.append(_Font())
        self._fills.append("")

    def _hide_conditional(self, attributes: Attributes) -> None:
        if format_by_code(attributes.get("formatCode", "")[:MAX_FORMAT], Decimal(1)).fault:
            self._hiding.add(len(self._conditional) - 1)

    def _colour_conditional(self, attributes: Attributes) -> None:
        if self._conditional:
            self._fills[-1] = _colour(attributes)

    def _add_format(self, attributes: Attributes) -> None:
        code = attributes.get("formatCode", "")
        if len(code) > MAX_FORMAT:
            raise self.refused(f"有一个数字格式超过 {MAX_FORMAT} 个字")
        self._codes[whole(attributes.get("numFmtId"))] = code

    def _add_style(self, attributes: Attributes) -> None:
        number, font, fill = (whole(attributes.get(key)) for key in ("numFmtId", "fontId", "fillId"))
        self._styles.append((number, font, fill))

    def _colour_font(self, attributes: Attributes) -> None:
        if self._fonts:
            self._fonts[-1].colour = _colour(attributes)

    def _size_font(self, attributes: Attributes) -> None:
        if self._fonts:
            self._fonts[-1].size = attributes.get("val", "")[:8]

    def _strike_font(self, attributes: Attributes) -> None:
        if self._fonts:
            self._fonts[-1].struck = attributes.get("val", "1") in TRUE

    def _pattern_fill(self, attributes: Attributes) -> None:
        self._solid = attributes.get("patternType") == "solid"
        if self._fills and attributes.get("patternType", "none") != "none":
            self._fills[-1] = ""  # of a colour that is not known, until it is

    def _colour_fill(self, attributes: Attributes) -> None:
        if self._fills and self._solid:
            self._fills[-1] = _colour(attributes)

    def hides(self, conditional: int, style: int) -> bool:
        """Whether a conditional format may hide what a cell of a style holds: its colour is that of the ground."""
        if conditional >= len(self._conditional):
            return False
        font, fill = self._conditional[conditional]
        _, _, own = self._styles[style] if style < len(self._styles) else (0, 0, 0)
        ground = self._fills[fill] or (self._fills[own] if own < len(self._fills) else _PAPER)
        colour = self._fonts[font].colour
        return conditional in self._hiding or bool(colour and colour == ground)

    def format(self, style: int, value: Decimal) -> Display | None:
        """What a cell of a style shows of its number; None if there is no such style."""
        if style >= len(self._styles):
            return None if style else Display()
        identifier = self._styles[style][0]
        code = self._codes.get(identifier)
        return format_by_id(identifier) if code is None else format_by_code(code, value)

    def text_fault(self, style: int) -> tuple[str, str] | None:
        """Why a cell of a style shows another text than it holds, and what to do; else None."""
        code = self._codes.get(self._styles[style][0]) if style < len(self._styles) else None
        return None if code is None else text_fault(code)

    def unseen(self, style: int) -> tuple[str, str] | None:
        """Why nobody sees what a cell of a style holds, or why it does not count, and what to do; else None."""
        _, font_number, fill_number = self._styles[style] if style < len(self._styles) else (0, 0, 0)
        font = self._fonts[font_number] if font_number < len(self._fonts) else _Font()
        fill = self._fills[fill_number] if fill_number < len(self._fills) else _PAPER
        if font.struck:
            return STRUCK
        if font.colour and font.colour == fill:
            return "字和底色是一样的颜色，看不见", "把字改成黑色，核对以后再导入；不要的删去"
        if re.fullmatch(r"[0-2](?:\.[0-9]*)?", font.size):
            return f"字号只有 {font.size}，看不见", "把字号改大，核对以后再导入；不要的删去"
        return None


def _colour(attributes: Attributes) -> str:
    """A colour as it is compared; the nearly white ones are white, empty if it is not known."""
    if "rgb" in attributes:
        rgb = attributes["rgb"][-6:].upper()
        parts = [int(rgb[at : at + 2], 16) for at in (0, 2, 4)] if re.fullmatch("[0-9A-F]{6}", rgb) else []
        return _PAPER if parts and min(parts) >= _LIGHT else rgb
    if "theme" in attributes:
        tint = attributes.get("tint", "0")
        return (
            _PAPER
            if attributes["theme"] == "0" and not tint.strip("0.-")
            else f"theme {attributes['theme'][:8]} {tint[:8]}"
        )
    if "indexed" in attributes:
        return _PAPER if attributes["indexed"] in ("1", "9") else f"indexed {attributes['indexed'][:8]}"
    return ""
