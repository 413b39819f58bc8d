"""Finds what a text says twice: a unit or a sign beside a tag that prints it already, and signs that stand twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.spelling.words import BEFORE
from generator.text.pasted.characters import Blemish
from generator.text.sandbox import TAG

Begins = Mapping[str, Sequence[str]]
"""For a unit, what stands behind it where it begins a word: 员 of 人员."""
Printed = Callable[[str], str]
"""What a path such as `funds.actual` prints without a filter, or its end; empty if that is not known."""

# {{ funds.actual|万元 }}, {{ funds.actual|万元(0) }}; groups: path and filter. Not an expression.
_REFERENCE = re.compile(r"\{\{\s*(\w+(?:\.\w+)*)\s*(?:\|\s*(\w+)\s*(?:\([^(){}]*\)\s*)?)?\}\}")
# The unit that a filter prints, and for one that prints none the unit that its digits are in.
_UNITS = {"万元": "万元", "元": "元", "百分比": "%", "分": "分", "日期": "日"}
_BARE = {"万元数": "万元", "万元空": "万元", "元数": "元"}
# Another unit behind a tag that has printed its own. Not 元旦, 元月, nor 分别, 分析 and 分钟.
_BEHIND = {
    "元": re.compile(r"(?:[余多]?[万亿]?元|万|多(?![少年次种项数元]))(?![旦月件素])"),
    "%": re.compile("[%％]|个?百分点"),
    "分": re.compile(r"分(?![\u4e00-\u9fff])"),
    "日": re.compile("日(?![常益均程前后期报志])"),
}
_MONEY = re.compile(r"[万亿]?元(?![旦月件素])")
_APART = re.compile(r"[*_]{0,4}[ \u3000\u00a0]{0,3}")
_MOST_SHOWN = 12
_SIGNS = "，。；：、≥≤>"
# ，， 。。 ，。 ≤≤ %%. Not …… or ！！.
_TWICE = r"([，。；：、？≥≤])\1+|[，；、：][，。；、]+|。[，；、]+|[%％]{2,}|(?<=[0-9])元元"
_CHINESE = re.compile("[\u4e00-\u9fff]")
# 个县（市、区）; group 1 is the unit that comes before the brackets.
_BRACKETED = re.compile("(.*?)（[^（）]*）")
_SAID = {sign: [word for word in words if len(word) > 1 and _CHINESE.match(word)] for sign, words in BEFORE.items()}
# What says the same as the sign of a target; 达到≥98% and 控制在≤3万元 are said.
_BEFORE = {
    sign: re.compile(f"(?:{'|'.join(word for word in words if word not in ('达到', '应达到', '控制在'))}) {{0,2}}$")
    for sign, words in _SAID.items()
}
_BOUND = {"≥": ("以上", "及以上"), "≤": ("以内", "以下", "及以下")}


def doubled(text: str, printed: Printed, begins: Begins | None = None) -> Iterator[Blemish]:
    """Each unit, word or sign of a text that is printed twice, or that contradicts what the tag beside it prints."""
    plain = TAG.sub(lambda tag: "\0" * len(tag[0]), text) if re.search(_TWICE, text) else ""
    for match in re.finditer(_TWICE, plain):
        remedy = f"只留一个「{match[0][0]}」" if len({*match[0]}) == 1 else f"只留「{match[0][0]}」或「{match[0][-1]}」"
        yield Blemish(*match.span(), f"「{match[0]}」连着写了两个", remedy)
    for reference in _REFERENCE.finditer(text):
        yield from _beside(text, reference, printed, begins or {})


def _beside(text: str, reference: re.Match[str], printed: Printed, begins: Begins) -> Iterator[Blemish]:
    """What stands before or behind a tag that prints it already."""
    name, tag, (start, end) = reference[2], reference[0], reference.span()
    before = text[max(start - 1, 0) : start]
    apart = _APART.match(text, end)  # **{{ … }}**元, {{ … }} 元
    assert apart is not None
    behind, gap = text[apart.end() : apart.end() + 4], apart.end() - end
    if name in _BARE:
        money = _MONEY.match(behind)
        if money and money[0] != _BARE[name]:
            message = f"{tag} 印出的数以{_BARE[name]}计，后面却写着「{money[0]}」，差了一万倍"
            yield Blemish(
                start, end + gap + money.end(), message, f"写成 {{{{ {reference[1]}|{money[0]} }}}}，后面不写单位"
            )
        return
    shown = _UNITS.get(name, "") if name else printed(reference[1])
    if not shown:
        return
    if shown.endswith("元") and before in ("¥", "￥"):
        yield Blemish(start - 1, end, f"{tag} 印出「{shown[-_MOST_SHOWN:]}」，前面的「{before}」多了", f"写成 {tag}")
    if shown.endswith("%") and text.endswith("百分之", 0, start):
        yield Blemish(start - 3, end, f"{tag} 印出「{shown[-_MOST_SHOWN:]}」，前面的「百分之」多了", f"写成 {tag}")
    if before == shown[0] and shown[0] in "近约超≥≤><¥":
        yield Blemish(start - 1, end, f"{tag} 印出的数已带「{shown[0]}」，前面又写了一个", f"写成 {tag}")
    said = _BEFORE[shown[0]].search(text, max(start - 8, 0), start) if shown[0] in _BEFORE else None
    if said:
        message = f"{tag} 印出的数已带「{shown[0]}」，前面又写了「{said[0].strip()}」"
        yield Blemish(said.start(), end, message, f"删去前面的「{said[0].strip()}」")
    if bound := next((word for word in _BOUND.get(shown[0], ()) if behind.startswith(word)), ""):
        message = f"{tag} 印出的数已带「{shown[0]}」，后面又写了「{bound}」"
        yield Blemish(start, end + gap + len(bound), message, f"删去后面的「{bound}」")
    if twice := _twice(shown, behind, begins):
        more = "，读起来多了一万倍" if twice[0] in "万亿" and "万" not in shown else ""
        message = f"{tag} 已经印出「{shown[-_MOST_SHOWN:]}」，后面又写了「{twice}」{more}"
        yield Blemish(start, end + gap + len(twice), message, f"写成 {tag}，删去后面的「{twice}」")


def _twice(shown: str, behind: str, begins: Begins) -> str:
    """The unit or sign behind a tag that ends what the tag prints, as in 21754元 and 元; empty if there is none.

    One of a single character only where no word begins with it: 8个 may stand before 个人.
    """
    if pattern := _BEHIND.get(shown[-1]):
        match = pattern.match(behind)
        return match[0] if match else ""
    if bracketed := _BRACKETED.fullmatch(shown):
        shown = bracketed[1]
    for size in range(min(len(shown), len(behind), 3), 0, -1):
        unit = behind[:size]
        if not shown.endswith(unit):
            continue
        if unit[0] in _SIGNS:
            return unit
        if not _CHINESE.match(unit):
            return ""
        if size > 1 or not _CHINESE.match(behind, 1):
            return unit
        return unit if unit in begins and not behind.startswith(tuple(begins[unit]), 1) else ""
    return ""
