"""Finds characters that are not what they look like, or that stand for something that was lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple


class Blemish(NamedTuple):
    """What stands at text[start:end] and must not be printed; the message and the remedy are Chinese."""

    start: int
    end: int
    message: str
    remedy: str


# Radicals that Unicode's normalisation does not know, and the character that each stands for: the property
# EquivalentUnifiedIdeograph of the Unicode Character Database.
_RADICALS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿"
    "⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹"
    "艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
# ⾦⻝, 金 (compatibility ideographs), ﬁ, ﹣. Not 金, fi, -, nor ，％ and other full-width forms, which are usual.
_LOOK_ALIKE = "[\u2e80-\u2fd5\uf900-\ufad9\ufb00-\ufb06\ufe50-\ufe6b\U0002f800-\U0002fa1d]+"
# A character of a symbol font, which other fonts do not have: the box or the bullet of Wingdings.
_PRIVATE = "[\ue000-\uf8ff\U000f0000-\U0010fffd]+"
# �, ￼, 锟斤拷, 烫烫烫, 屯屯屯, Ã¥, å½, □□. Not the box of □是, the point of José·Martí, nor × or ÷.
_LOST = (
    r"[\ufffc\ufffd]+|[锟斤拷]{3,}|烫{3,}|屯{3,}|[\u00c3\u00c2][\u0080-\u00bf]|[\u00e3-\u00e9][\u0080-\u00bf]{2}"
    r"|(?<!□)□{2,}(?!\s*[是否有无])"
)
# What has no form of its own: a zero width space or joiner, a soft hyphen, the selector of a variant, a Hangul filler.
# Not the selector of ☑️, nor the joiners of other scripts.
_UNSEEN = (
    "[\xad\u034f\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0]+"
    "|(?<=[\u3000-\u9fff0-9A-Za-z])[\u200c\u200d\ufe00-\ufe0f]+"
)
# One character of each of these.
_MARKS = re.compile(
    "[\u2e80-\u2fd5\uf900-\ufad9\ufb00-\ufb06\ufe50-\ufe6b\U0002f800-\U0002fa1d\ue000-\uf8ff\U000f0000-\U0010fffd\ufffc\ufffd"
    "锟斤拷烫屯\u00c2\u00c3\u00e3-\u00e9□\xad\u034f\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0]"
)
_GARBLED = f"({_LOOK_ALIKE})|({_PRIVATE})|({_UNSEEN})|{_LOST}"


def garbled(text: str) -> Iterator[Blemish]:
    """Each stretch of a text that holds a lost character, one of a symbol font, or one that only looks like another."""
    for match in re.finditer(_GARBLED, text) if _MARKS.search(text) else ():
        shown, where = match[0], match.span()
        codes = "、".join(f"U+{ord(character):04X}" for character in dict.fromkeys(shown[:3]))
        if match[1]:
            right = as_usual(shown)
            message = f"「{shown}」不是通常的字（{codes}），看着像「{right}」，查找和统计都对不上"
            yield Blemish(*where, message, f"改成 {right}")
        elif match[2]:
            message = f"这里有符号字体的字符（{codes}），换了字体印出来是方框"
            yield Blemish(*where, message, "删去，或者改用通常的符号，如 ①、√、●")
        elif match[3]:
            message = f"这里有看不见的字符（{codes}），查找和统计都对不上"
            yield Blemish(*where, message, "删去它，或者把这几个字重新输入")
        else:
            yield Blemish(*where, f"「{shown}」是乱码，原来的文字已经丢失", "照原文重新输入这几个字")


def as_usual(text: str) -> str:
    """A text with the usual characters for those that only look like them: 金额 for ⾦额."""
    return re.sub(_LOOK_ALIKE, lambda match: unicodedata.normalize("NFKC", match[0]).translate(_RADICALS), text)
