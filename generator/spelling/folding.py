"""Typed text with one form for each character, and the way back to where it was typed.

    full-width and other compatibility forms   ２１７５４％ ﹪ ⾦    → 21754% % 金
    blanks of every kind                       U+00A0 U+3000 …     → one ASCII blank each; a line end → one line feed
    what nobody sees                           U+200B U+00AD bidi  → nothing
    signs                                      － − – ≧ ⩾ ～ ─ ∶   → - - - ≥ ≥ ~ — :
    other forms of characters of figures       萬 億 圓 貳 ○ 個     → 万 亿 圆 贰 〇 个

What reads differently is left alone: ① ² ½ Ⅲ, the digits of other scripts, letters that look like digits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from generator.frozen import Frozen

TAG = "\ue000"
"""Stands for a tag, `{{ funds.actual|万元 }}`, where a text is read in which a tag counts as a figure."""

_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
# Letters and combining signs that show as a blank, or not at all, without being of a category that says so.
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
_SELECTORS = "\u034f\u180b\u180c\u180d"
# The kinds of compatibility forms that differ in how they are set only, as the Unicode database names them.
_FORMS = {"<wide>", "<narrow>", "<small>", "<vertical>", "<font>"}
_DIGITS = frozenset("0123456789")
_RADICALS = range(0x2E80, 0x2FE0)
_COMPATIBLE = range(0xF900, 0xFB00)
# The first of each group is what the others become.
_SIGNS = "-‐‑‒–−﹣ —―─━⸺ ~〜∼∽˜ %٪ ≥≧⩾ ≤≦⩽ ·・‧∙•⋅ :∶ /∕⁄ 。｡"
_VARIANTS = (
    "万萬 亿億 圆圓 两兩 〇○◯ 壹弌壱 贰貳貮弍弐 叁參叄弎 陆陸 点點 余餘 负負 约約 过過 达達 于於 "
    "个個 条條 项項 员員 辆輛 台臺 张張 户戶戸 亩畝 吨噸 间間 场場塲 层層 处處 号號 馆館 笔筆 组組 双雙 节節 课課 "
    "级級 块塊 钱錢 币幣 时時 钟鐘 学學 师師 门門 册冊 种種 岁歲 页頁 队隊 届屆 满滿 后後 内內"
)
_BECOMES = {form: group[0] for group in f"{_SIGNS} {_VARIANTS}".split() for form in group[1:]}


class Folded(Frozen):
    """A typed text and its folded form; a character may have become none or several.

    `offsets` has for each folded character the offset of the typed one it comes from.
    """

    typed: str
    text: str
    offsets: Sequence[int]

    def start(self, index: int) -> int:
        """Where in the typed text the folded character at an index begins; the end of the text for one behind it."""
        return self.offsets[index] if index < len(self.text) else len(self.typed)

    def end(self, index: int) -> int:
        """Where in the typed text a stretch ends that ends before the folded character at an index."""
        return self.offsets[index - 1] + 1 if index > 0 else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The typed stretch, from start to end, of a folded one; at least one character where there is one."""
        first = self.start(start)
        return first, max(self.end(end), min(first + 1, len(self.typed)))


def fold(text: str) -> Folded:
    """A text with one form for each character: see the module."""
    folded = text.translate(_TABLE)
    if folded == text:
        return Folded(text, text, range(len(text)))
    forms = [_TABLE[ord(char)] for char in text]
    return Folded(text, folded, [offset for offset, form in enumerate(forms) for _ in form])


class _Table(dict[int, str]):
    """What each character becomes, worked out where it is first met."""

    def __missing__(self, code: int) -> str:
        form = self[code] = _form(chr(code))
        return form


_TABLE = _Table()


def _form(char: str) -> str:
    if char in _LINE_ENDS:
        return "\n"
    if char.isspace() or char in _BLANK_LETTERS:
        return " "
    if unicodedata.category(char) == "Cf" or unicodedata.name(char, "").startswith("VARIATION SELECTOR"):
        return ""
    if char in _SELECTORS:
        return ""
    kind = unicodedata.decomposition(char).partition(" ")[0]
    if kind in _FORMS or (kind and (ord(char) in _RADICALS or ord(char) in _COMPATIBLE)):
        char = unicodedata.normalize("NFKC", char)
    return "".join([_BECOMES.get(part, part) for part in char])


def without_blanks(folded: Folded) -> Folded:
    """A folded text without its blanks and line ends but those between two digits, where one is left."""
    text = folded.text
    if " " not in text and "\n" not in text:
        return folded
    kept: list[int] = []
    for index, char in enumerate(text):
        between = kept and text[kept[-1]] in _DIGITS and text[index + 1 : index + 2] in _DIGITS
        if not char.isspace() or between:
            kept.append(index)
    return Folded(
        folded.typed,
        "".join([text[index] for index in kept]),
        [folded.offsets[index] for index in kept],
    )
