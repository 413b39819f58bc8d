"""What the styles of a workbook show: number formats, fonts, fills, and the conditional formats that change them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from generator.excel.xlsx.colours import BLACK, RGB, WHITE, Colour, Palette, alike, colour, parsed
from generator.excel.xlsx.number_formats import MAX_FORMAT, Display, format_by_code, format_by_id, text_fault
from generator.excel.xlsx.xml_scan import TRUE, Attributes, Scan, whole

FIRST_DAY = date(1899, 12, 30)
"""The day from which workbooks count days, unless they say otherwise."""
_STRUCK = "划了删除线", "不要的删去，要的去掉删除线"
_ALIKE = "字和底色是一样的颜色，看不见", "把字改成黑色，核对以后再导入；不要的删去"
_TINY = re.compile(r"[0-2](?:\.[0-9]*)?")

Starts = dict[str, Callable[[Attributes], None]]


@dataclass(slots=True)
class Font:
    """How a text is shown: its colour, its size, and whether it is struck out."""

    colour: Colour | None = None
    size: str = ""
    struck: bool = False


@dataclass(slots=True)
class Fill:
    """What is behind a text: a pattern in a colour on a colour of its ground, or the stops of a gradient."""

    pattern: str = ""
    front: Colour | None = None
    back: Colour | None = None
    stops: list[Colour] = field(default_factory=list)


@dataclass(slots=True)
class Look:
    """What a conditional format changes of a cell: its font, its fill, its number format."""

    font: Font = field(default_factory=Font)
    fill: Fill = field(default_factory=Fill)
    code: str = ""


def font_starts(path: str, font: Callable[[], Font]) -> Starts:
    """What is called at the elements of a font, which is the one that `font` gives."""

    def set_colour(attributes: Attributes) -> None:
        font().colour = colour(attributes)

    def set_size(attributes: Attributes) -> None:
        font().size = attributes.get("val", "")[:8]

    def strike(attributes: Attributes) -> None:
        font().struck = attributes.get("val", "1") in TRUE

    return {f"{path}/color": set_colour, f"{path}/sz": set_size, f"{path}/strike": strike}


def fill_starts(path: str, fill: Callable[[], Fill]) -> Starts:
    """What is called at the elements of a fill, which is the one that `fill` gives."""

    def set_pattern(attributes: Attributes) -> None:
        fill().pattern = attributes.get("patternType", "")[:20]

    def set_front(attributes: Attributes) -> None:
        fill().front = colour(attributes)

    def set_back(attributes: Attributes) -> None:
        fill().back = colour(attributes)

    return {
        f"{path}/patternFill": set_pattern,
        f"{path}/patternFill/fgColor": set_front,
        f"{path}/patternFill/bgColor": set_back,
        f"{path}/gradientFill/stop/color": lambda attributes: fill().stops.append(colour(attributes)),
    }


def look_starts(path: str, look: Callable[[], Look]) -> Starts:
    """What is called at the elements of a differential format, which is the one that `look` gives."""

    def set_code(attributes: Attributes) -> None:
        look().code = attributes.get("formatCode", "")[:MAX_FORMAT]

    fonts = font_starts(f"{path}/font", lambda: look().font)
    return {**fonts, **fill_starts(f"{path}/fill", lambda: look().fill), f"{path}/numFmt": set_code}


class StylesScan(Scan):
    """Collects what cell styles show, and the looks that conditional formats refer to by their number."""

    def __init__(self, part: str, palette: Palette | None = None) -> None:
        starts: Starts = {
            "numFmts/numFmt": self._add_format,
            "cellXfs/xf": self._add_style,
            "fonts/font": lambda _: self._fonts.append(Font()),
            "fills/fill": lambda _: self._fills.append(Fill()),
            "dxfs/dxf": lambda _: self.looks.append(Look()),
            "colors/indexedColors/rgbColor": self._add_colour,
            **font_starts("fonts/font", lambda: self._fonts[-1]),
            **fill_starts("fills/fill", lambda: self._fills[-1]),
            **look_starts("dxfs/dxf", lambda: self.looks[-1]),
        }
        super().__init__(part, "styleSheet", starts)
        self.first_day = FIRST_DAY
        self.looks: list[Look] = []
        self._palette = palette or Palette()
        self._codes: dict[int, str] = {}
        self._styles: list[tuple[int, int, int]] = []
        self._fonts: list[Font] = []
        self._fills: list[Fill] = []

    def _add_format(self, attributes: Attributes) -> None:
        code = attributes.get("formatCode", "")
        if len(code) > MAX_FORMAT:
            raise self.refused(f"有一个数字格式超过 {MAX_FORMAT} 个字")
        self._codes[whole(attributes.get("numFmtId"))] = code

    def _add_style(self, attributes: Attributes) -> None:
        number, font, fill = (whole(attributes.get(key)) for key in ("numFmtId", "fontId", "fillId"))
        self._styles.append((number, font, fill))

    def _add_colour(self, attributes: Attributes) -> None:
        self._palette.indexed.append(parsed(attributes.get("rgb", "")[-6:]))

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

    def unseen(self, style: int, runs: Sequence[Font | None] = (None,)) -> tuple[str, str] | None:
        """Why nobody sees what a cell of a style holds, or why it does not count, and what to do; else None.

        `runs` are the fonts in which its text is written, None for that of the style: each run is to be seen.
        """
        own, fill = self._style(style)
        grounds = self._grounds(fill)
        for font in (run or own for run in runs):
            if font.struck:
                return _STRUCK
            if self._vanishes(font, grounds):
                return _ALIKE
            if _TINY.fullmatch(font.size):
                return f"字号只有 {font.size}，看不见", "把字号改大，核对以后再导入；不要的删去"
        return None

    def hides(self, look: Look, style: int, value: Decimal | None) -> bool:
        """Whether a conditional format hides what a cell of a style holds, a number or (None) a text, or strikes it."""
        if look.code and (format_by_code(look.code, value).fault if value is not None else text_fault(look.code)):
            return True
        if look.font.colour is None and look.fill == Fill():
            return look.font.struck
        own, fill = self._style(style)
        font = Font(look.font.colour or own.colour)
        return look.font.struck or self._vanishes(font, self._grounds(look.fill, behind=fill))

    def _style(self, style: int) -> tuple[Font, Fill]:
        _, font, fill = self._styles[style] if style < len(self._styles) else (0, -1, -1)
        of_style = self._fonts[font] if 0 <= font < len(self._fonts) else Font()
        return of_style, self._fills[fill] if 0 <= fill < len(self._fills) else Fill()

    def _vanishes(self, font: Font, grounds: Sequence[RGB | None]) -> bool:
        shown = self._palette.rgb(font.colour, BLACK)
        return all(alike(shown, ground) for ground in grounds)

    def _grounds(self, fill: Fill, behind: Fill | None = None) -> list[RGB | None]:
        """The colours behind a text, None for one that is not known; a conditional fill may let the one behind show."""
        if fill.stops:
            return [self._palette.rgb(stop, WHITE) for stop in fill.stops]
        if behind is not None:
            if fill.back and fill.pattern in ("", "solid"):  # where conditional formats keep the colour of a plain fill
                return [self._palette.rgb(fill.back, WHITE)]
            return self._grounds(behind) if fill == Fill() else [None]
        if fill.pattern in ("", "none"):
            return [WHITE]
        if fill.pattern == "solid":
            return [self._palette.rgb(fill.front, BLACK) if fill.front else None]
        return [self._palette.rgb(fill.front, BLACK), self._palette.rgb(fill.back, WHITE)]
