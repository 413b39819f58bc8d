"""Finds what a text says twice: a unit or a sign beside a tag that prints it already, and signs that stand twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generator.text.pasted.characters import Blemish
from generator.text.sandbox import TAG

Printed = Callable[[str], str]
"""What a path such as `funds.actual` prints without a filter, or its end; empty if that is not known."""

# {{ funds.actual|万元 }}; groups: path and filter. Not an expression.
_REFERENCE = re.compile(r"\{\{\s*(\w+(?:\.\w+)*)\s*(?:\|\s*(\w+)\s*)?\}\}")
# The unit that a filter prints, and for one that prints none the unit that its digits are in.
_UNITS = {"万元": "万元", "元": "元", "百分比": "%", "分": "分"}
_BARE = {"万元数": "万元", "万元空": "万元", "元数": "元"}
# Another unit behind a tag that has printed its own. Not 元旦, 元月, nor 分别, 分析 and 分钟.
_BEHIND = {
    "元": re.compile(r"(?:[万亿]?元|万)(?![旦月件素])"),
    "%": re.compile("[%％]|个?百分点"),
    "分": re.compile(r"分(?![\u4e00-\u9fff])"),
}
_MONEY = re.compile(r"[万亿]?元(?![旦月件素])")
_APART = re.compile(r"[*_]{0,4}[ \u3000\u00a0]{0,3}")
_SIGNS = "，。；：、≥≤>"
# ，， 。。 ，。 ≤≤ %%. Not …… or ！！.
_TWICE = r"([，。；：、？≥≤])\1+|[，；、：][，。；、]+|。[，；、]+|[%％]{2,}|(?<=[0-9])元元"
_CHINESE = re.compile("[\u4e00-\u9fff]")


def doubled(text: str, printed: Printed) -> Iterator[Blemish]:
    """Each unit, word or sign of a text that is printed twice, or that contradicts what the tag beside it prints."""
    plain = TAG.sub(lambda tag: "\0" * len(tag[0]), text) if re.search(_TWICE, text) else ""
    for match in re.finditer(_TWICE, plain):
        remedy = f"只留一个「{match[0][0]}」" if len({*match[0]}) == 1 else f"只留「{match[0][0]}」或「{match[0][-1]}」"
        yield Blemish(*match.span(), f"「{match[0]}」连着写了两个", remedy)
    for reference in _REFERENCE.finditer(text):
        yield from _beside(text, reference, printed)


def _beside(text: str, reference: re.Match[str], printed: Printed) -> Iterator[Blemish]:
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
        yield Blemish(start - 1, end, f"{tag} 印出「{shown[-4:]}」，前面的「{before}」多了", f"写成 {tag}")
    if shown.endswith("%") and text.endswith("百分之", 0, start):
        yield Blemish(start - 3, end, f"{tag} 印出「{shown[-4:]}」，前面的「百分之」多了", f"写成 {tag}")
    if before == shown[0] and shown[0] in "近约超≥≤><¥":
        yield Blemish(start - 1, end, f"{tag} 印出的数已带「{shown[0]}」，前面又写了一个", f"写成 {tag}")
    if twice := _twice(shown, behind):
        more = "，读起来多了一万倍" if twice[0] in "万亿" and "万" not in shown else ""
        message = f"{tag} 已经印出「{shown[-4:]}」，后面又写了「{twice}」{more}"
        yield Blemish(start, end + gap + len(twice), message, f"写成 {tag}，删去后面的「{twice}」")


def _twice(shown: str, behind: str) -> str:
    """The unit or sign behind a tag that ends what the tag prints, as in 21754元 and 元; empty if there is none.

    Counted things only at the end of a word, for 8个 may stand before 个人.
    """
    if pattern := _BEHIND.get(shown[-1]):
        match = pattern.match(behind)
        return match[0] if match else ""
    for size in range(min(len(shown), len(behind), 3), 0, -1):
        if shown.endswith(behind[:size]) and (behind[0] in _SIGNS or not _CHINESE.match(behind, size)):
            return behind[:size] if behind[0] in _SIGNS or _CHINESE.match(behind) else ""
    return ""
