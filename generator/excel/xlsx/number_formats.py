"""Reads what a number format of Excel shows of a number: its words, its sign, whether it scales or hides it.

0.00"万元"             2.18   → 2.18 万元           "≥"0%          0.95   → ≥ 95%
#,##0.00,              21754  scales               0!.0,          21754  scales
;;;                    2.18   shows nothing        0.00;0.00      -5     hides the sign
[<1]0;[>=5]0           3      shows ###            [>=100]0.0;0   3      shows 3
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

from generator.frozen import Frozen

MAX_FORMAT = 255
"""Characters of a format; Excel writes no more."""

# Built-in formats, the same in every file, including the dates and times of Chinese Excel (27 to 36, 50 to 58).
_PERCENT_IDS = {9, 10}
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# A piece of a format: "words", \x or !x, a space _x, a fill *x, [brackets], General, a digit, a comma, a date, or else.
_PIECE = re.compile(
    r'"(?P<words>[^"]*)"?|[\\!](?P<char>.)|_(?P<space>.?)|\*(?P<fill>.?)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>General|G/通用格式)|(?P<digit>[0#?])|(?P<power>[Ee][-+])|(?P<date>[dmyhs]+|aaaa?|e|g{1,3}(?![a-z]))"
    r"|(?P<sign>[.,%/@])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
# The whole of a section that shows a date in words, [$-804]yyyy年m月d日, yyyy年m月; group 1 is the day.
_WORDED_DATE = re.compile(r"(?:\[\$-(?:zh-CN|(?!f)[0-9a-f]{3,4})\])?y{3,4}年m{1,2}月(d{1,2}日)?", re.IGNORECASE)
_WORDED_IDS = {27: "年月", 31: "年月日", 36: "年月", 50: "年月", 57: "年月"}
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?(?:[0-9]+\.?[0-9]*|\.[0-9]+))")
_COMPARED = {"<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne}
_WHITE = ("white", "白色", "color2", "color 2", "颜色2", "颜色 2")
_HOURS = re.compile("[hms]+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-\]]*)(?:-[0-9A-Fa-f]+)?")
_NEGATIVE = ("-", "(", "−", "－", "（", "负")
_HIDDEN = "格式不显示这个数", "把单元格的格式改成「数值」，核对数字"
_SCALED = "格式把数缩小了显示，看到的不是单元格里的数", "把单元格的格式改成「数值」，核对数字和单位"
_AS_TEXT = "把单元格的格式改成「文本」，核对文字"
_SIGNED = "格式改了数的正负号，看到的不是单元格里的数", "把单元格的格式改成「数值」，核对数字"


class Shown(Enum):
    """What a cell shows of its number."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"


class Display(Frozen):
    """What a format shows of one number: its kind, the words before and behind it.

    `fault` says why it misleads, with what to do; empty if it does not.
    """

    kind: Shown = Shown.NUMBER
    before: str = ""
    after: str = ""
    date: str = ""
    """For a date that is shown in words, which: 年月日 or 年月."""
    fault: tuple[str, str] | None = None


class _Section(Frozen):
    """One of the up to four parts of a format: of positive numbers, negative ones, zero and texts."""

    kind: Shown
    before: str
    after: str
    digits: bool
    text: bool
    scaled: bool
    white: bool
    condition: tuple[str, Decimal] | None
    date: str

    def takes(self, value: Decimal, *, otherwise: bool) -> bool:
        """Whether it applies to a number: by its condition, or `otherwise` if it has none."""
        return _COMPARED[self.condition[0]](value, self.condition[1]) if self.condition else otherwise

    @property
    def only_negative(self) -> bool:
        """Whether its condition is met by numbers up to zero only, whose sign it then has to show itself."""
        return self.condition is not None and self.condition[0] in ("<", "<=") and self.condition[1] <= 0


def format_by_id(number: int) -> Display:
    """What a built-in format shows, by its id."""
    kind = Shown.PERCENT if number in _PERCENT_IDS else Shown.DATE if number in _DATE_IDS else Shown.NUMBER
    return Display(kind, date=_WORDED_IDS.get(number, ""))


def format_by_code(code: str, value: Decimal) -> Display:
    """What a format shows of a number, by its code, of at most `MAX_FORMAT` characters."""
    section, own_sign = _applies(_sections(code), value)
    if section is None:
        return Display(fault=_HIDDEN)
    if section.kind is Shown.DATE:
        return Display(Shown.DATE, date=section.date)
    before, after = section.before.strip(), section.after.strip()
    if value and (section.white or not (section.digits or before or after)):
        return Display(fault=_HIDDEN)
    if not section.digits and (before or after):
        return Display(fault=(f"格式显示的是「{before}{after}」，不是单元格里的数", _HIDDEN[1]) if value else None)
    if section.scaled:
        return Display(fault=_SCALED)
    negative = before.startswith(_NEGATIVE)
    if (value > 0 and negative) or (value < 0 and own_sign and not negative):
        return Display(fault=_SIGNED)
    if value == 0 and before in ("-", "—", "－"):  # of the accounting format
        before = ""
    if value < 0:
        before, after = before.lstrip("-(−－（负"), after.rstrip(")）")
    return Display(section.kind, before.lstrip("+＋").strip(), after.strip())


def text_fault(code: str) -> tuple[str, str] | None:
    """Why a format shows another text than the one in a cell, with what to do; None if it does not."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if len(sections) < 4 and not section.text:
        return None
    before, after = section.before.strip(), section.after.strip()
    if before or after:
        return f"格式显示的是「{before}{'…' if section.text else ''}{after}」，不只是单元格里的文字", _AS_TEXT
    return None if section.text and not section.white else ("格式不显示这里的文字", _AS_TEXT)


def _applies(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section | None, bool]:
    """The section that applies to a number, and whether it has to show the sign of negative ones itself.

    None if it has none: Excel shows ###. One section whose condition is not met leaves the number as it is.
    """
    numeric = sections[:-1] if 1 < len(sections) < 4 and sections[-1].text else sections[:3]
    first = numeric[0]
    if len(numeric) == 1:
        return (first, first.only_negative) if first.takes(value, otherwise=True) else (_sections("General")[0], False)
    three = len(numeric) == 3
    if first.takes(value, otherwise=value > 0 or (value == 0 and not three)):
        return first, first.only_negative
    second = numeric[1]
    if second.takes(value, otherwise=value < 0 or not three):
        parted = first.condition is None or (first.condition[0] in (">", ">=") and first.condition[1] == 0)
        return second, second.only_negative or (second.condition is None and (three or parted))
    return (numeric[2], False) if three else (None, False)


@lru_cache(4096)
def _sections(code: str) -> tuple[_Section, ...]:
    return tuple(_section([*pieces]) for pieces in _split(code))


def _split(code: str) -> Iterator[list[re.Match[str]]]:
    """The pieces of each section; a semicolon within quotes or brackets parts none."""
    pieces: list[re.Match[str]] = []
    for piece in _PIECE.finditer(code):
        if piece["other"] == ";":
            yield pieces
            pieces = []
        else:
            pieces.append(piece)
    yield pieces


def _section(pieces: list[re.Match[str]]) -> _Section:
    kind, white, condition = Shown.NUMBER, False, None
    typed = (re.sub("[a-z]", "?", piece["words"] or piece["char"] or "", flags=re.I) or piece[0] for piece in pieces)
    worded = _WORDED_DATE.fullmatch("".join(typed))
    places = [at for at, piece in enumerate(pieces) if piece["digit"] or piece["general"] or piece["sign"] == "@"]
    first, last = (places[0], places[-1]) if places else (len(pieces), len(pieces))
    before: list[str] = []
    after: list[str] = []
    scaled = False
    for at, piece in enumerate(pieces):
        said = piece["words"] or piece["char"] or piece["other"] or ""
        if (bracket := piece["bracket"]) is not None:
            white = white or bracket.casefold() in _WHITE
            if match := _CONDITION.fullmatch(bracket):
                condition = (match[1], Decimal(match[2]))
            kind = Shown.DATE if _HOURS.fullmatch(bracket) else kind
            said = currency[1] if (currency := _CURRENCY.fullmatch(bracket)) else ""
        elif piece["date"] or (piece["power"] and not places):
            kind = Shown.DATE
        elif piece["sign"] == "%":
            kind = Shown.PERCENT if kind is not Shown.DATE else kind
        elif piece["sign"] == "," and first < at:
            scaled = scaled or at > last or not _continues(pieces, at)
        elif piece["fill"]:
            scaled = scaled or piece["fill"] == "*"
        if said and first < at < last:
            scaled = scaled or said not in (" ", "-")  # a point of words among the digits: 0!.0
        elif said:
            (before if at < first else after).append(said)
    shown = "".join(before), "".join(after), bool(places), any(piece["sign"] == "@" for piece in pieces)
    date = ("年月日" if worded[1] else "年月") if worded else ""
    return _Section(kind, *shown, scaled, white, condition, date)


def _continues(pieces: list[re.Match[str]], at: int) -> bool:
    """Whether digits of the whole part follow a comma, which then only parts thousands."""
    for piece in pieces[at + 1 :]:
        if piece["digit"]:
            return True
        if piece["sign"] != ",":
            return False
    return False
