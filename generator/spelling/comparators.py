"""What a figure is compared by: every spelling of a comparator before and behind it."""

from __future__ import annotations

import re
from itertools import pairwise

from generator.frozen import Frozen
from generator.spelling import words
from generator.spelling.figures import Figure, figure
from generator.spelling.folding import TAG
from generator.spelling.numbers import known
from generator.spelling.refusing import RefusedError

SPELLINGS = sorted(
    ((word, sign) for sign, group in words.BEFORE.items() for word in group), key=lambda pair: -len(pair[0])
)
"""Each word or sign before a figure with the comparator it says, the longest first."""
SYMBOLS = "><=≥≤》《"
WEAK = ("控制在", "达到", "达")
"""The words that say ≤ and ≥ only if nothing else is said."""
CONTRADICTING, ONE_ONLY = "几个比较的词互相矛盾", "看清是哪一种，只留一个"

# 以上, 及以上, （含）以上, 以上（不含98%）, 以内, 内
_AFTER = re.compile(
    r"(?P<gt>以上(?:\(不含[^()]{0,12}\)|,?不含[0-9.%]*)|\(不含\)以上)"
    r"|(?P<lt>以[下内]\(不含[^()]{0,12}\)|\(不含\)以[下内])"
    r"|(?P<ge>(?:\(含\)|或)?(?:及其?)?以上(?:\(含[^()]{0,12}\))?)"
    r"|(?P<le>(?:\(含\)|或)?(?:及其?)?(?:以内|之内|以下|内|封顶)(?:\(含[^()]{0,12}\))?)"
)
# 低于5%（含5%）: the bound itself belongs to it.
_INCLUDED = re.compile(r"\(含(?:本数|本级|[0-9][^()]{0,6})?\)")
_INCLUDING = {"<": "≤", ">": "≥", "≤": "≤", "≥": "≥"}
# What people put behind a figure, with the comparators they may mean.
_BEHIND = {"+": "≥", "↑": "≥", "↓": "≤", "≥": "≥≤", "≤": "≥≤", ">": "><", "<": "><"}
_SIGN_OF = {"gt": ">", "lt": "<", "ge": "≥", "le": "≤"}
_LONGEST_AFTER = 20
_BOUNDS = ("以内", "以上", "以下", "之内", "以外", "以前", "以后")


Sign = tuple[str, str, int, int]
"""A comparator: what it says, the word, and where it stands."""


class Statement(Frozen):
    """What a text says of a figure: the comparator (empty if none), and what stands before and behind the figure."""

    comparator: str
    figure: Figure
    before: str
    after: str


def stated(text: str, start: int, end: int, strict: bool) -> Statement | None:
    """The comparators round a figure, and the figure; None if there is no figure.

    Args:
        strict: whether comparators that contradict each other, or have no figure, are refused.
    """
    signs, at, stop = bounds(text, start, end)
    if strict and stop - at > 1 and (behind := _BEHIND.get(text[stop - 1])) and (held := quiet(text, at, stop - 1)):
        forms = [f"{sign}{held.exact}" for sign in behind]
        raise RefusedError(stop - 1, stop, f"「{text[stop - 1]}」不写在数的后面", *forms)
    twice = next((two for one, two in pairwise(signs) if one[1] == two[1] in "≥≤><"), None)
    if strict and twice and (again := quiet(text, at, stop)):
        raise RefusedError(twice[2], twice[3], f"「{twice[1]}」写了两次", f"{twice[0]}{again.exact}")
    try:
        held = judged(text, at, stop)
    except RefusedError as refused:
        raise refused.within(_one_sign(signs, text, None) or "") from None
    if held is None:
        if strict and signs and text[at : at + 1] == TAG and known(text[at + 1 : stop]):
            message = f"引用印出的数已带单位，后面多了「{text[at + 1 : stop]}」"
            raise RefusedError(at + 1, stop, message, f"{text[start:at]}{TAG}")
        if strict and signs and signs[0][1][0] in SYMBOLS and signs[0][2] == start:
            advice = "比较符后面写数和单位，如「≥95%」；是一句话的，去掉比较符"
            raise RefusedError(signs[0][2], signs[0][3], f"「{signs[0][1]}」后面不是一个数", advice=advice)
        return None
    if signs and held.unit.endswith("级"):  # 达到3A级
        return None
    comparator = _one_sign(signs, text, held if strict else None)
    if comparator is None:
        return None
    before = text[start:at]
    if before and before[-1] in SYMBOLS:
        before = comparator
    return Statement(comparator, held, before, text[stop:end])


def bounds(text: str, start: int, end: int) -> tuple[list[Sign], int, int]:
    """The comparators at both ends of a stretch, and the stretch between them."""
    at, stop = start, end
    signs: list[Sign] = []
    while found := next(((word, sign) for word, sign in SPELLINGS if text.startswith(word, at, end)), None):
        signs.append((found[1], found[0], at, at + len(found[0])))
        at += len(found[0])
    while match := _last_bound(text, at, stop):
        signs.append((_SIGN_OF[match.lastgroup or ""], match[0], match.start(), match.end()))
        stop = match.start()
    included = signs and _bracketed(text, at, stop)
    if included and all(one[0] in _INCLUDING for one in signs):
        signs = [(_INCLUDING[sign], word, first, last) for sign, word, first, last in signs]
        stop = included.start()
    return signs, at, stop


def _bracketed(text: str, start: int, end: int) -> re.Match[str] | None:
    """The remark at the end of a stretch that says that the bound belongs to it."""
    at = text.rfind("(", start + 1, end)
    return _INCLUDED.fullmatch(text, at, end) if at > 0 else None


def _last_bound(text: str, start: int, end: int) -> re.Match[str] | None:
    """The word at the end of a stretch that says a bound: 以上, 以内(含)."""
    for at in range(max(start + 1, end - _LONGEST_AFTER), end):
        if text[at] in "以(或及之内封" and (match := _AFTER.fullmatch(text, at, end)):
            return match
    return None


def _one_sign(signs: list[Sign], text: str, held: Figure | None) -> str | None:
    """The one comparator that several words say; None (refused where a figure is held) if they contradict."""
    strong = [one for one in signs if one[1] not in WEAK] or signs
    said = list(dict.fromkeys(one[0] for one in strong))
    if len(said) < 2:
        return said[0] if said else ""
    if held is None:
        return None
    start, end = strong[0][2], max(one[3] for one in strong)
    joined = "".join([one[1] for one in strong])
    if joined in ("≥=", "=≥", "≤=", "=≤"):
        raise RefusedError(start, end, f"「{joined}」不是比较符", f"{joined.strip('=')}{held.exact}")
    raise RefusedError(start, end, CONTRADICTING, *[f"{sign}{held.exact}" for sign in said], advice=ONE_ONLY)


def judged(text: str, start: int, end: int) -> Figure | None:
    """A figure, or a tag in its place; not a numeral alone, 一, nor one whose unit is a bound, 名以内."""
    if text[start:end] == TAG:
        return Figure(start, end, "", "", TAG)
    found = figure(text, start, end)
    if found is None or (not found.unit and not any(char in "0123456789" for char in text[start:end])):
        return None
    bound = next((word for word in _BOUNDS if found.unit.endswith(word)), "")
    if bound and found.after:  # 200名以内左右
        exact = found.exact.removesuffix(bound)
        signs = {"以上": "≥", "以内": "≤", "之内": "≤", "以下": "≤"}
        forms = [f"{signs[bound]}{exact}"] if bound in signs else []
        raise RefusedError(start, end, CONTRADICTING, *forms, f"约{exact}", advice=ONE_ONLY)
    return None if bound else found


def quiet(text: str, start: int, end: int) -> Figure | None:
    """The same; None also for a figure that is damaged or ambiguous."""
    try:
        return judged(text, start, end)
    except RefusedError:
        return None


def quietly_stated(text: str, start: int, end: int) -> Statement | None:
    """What a stretch says, if it is a figure that can be judged; a bare number is none."""
    try:
        found = stated(text, start, end, strict=False)
    except RefusedError:
        return None
    return found if found and (found.figure.unit or found.comparator) else None
