"""One target, actual value or fact: a figure with what it is compared by, a range, or a description."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from generator.frozen import Frozen
from generator.spelling import numerals, words
from generator.spelling.figures import Figure, figure
from generator.spelling.folding import TAG
from generator.spelling.refusing import RefusedError

_Read = Callable[[str, int, int], "str | None"]

_SPELLINGS = sorted(
    ((word, sign) for sign, group in words.BEFORE.items() for word in group), key=lambda pair: -len(pair[0])
)
_SYMBOLS = "><=≥≤》《"
_WEAK = ("控制在", "达到", "达")  # which say ≤ and ≥ only if nothing else is said
_AFTER = re.compile(
    r"(?P<gt>以上\(不含[^()]{0,12}\)|\(不含\)以上)"
    r"|(?P<lt>以[下内]\(不含[^()]{0,12}\)|\(不含\)以[下内])"
    r"|(?P<ge>(?:\(含\)|或)?(?:及其?)?以上(?:\(含[^()]{0,12}\))?)"
    r"|(?P<le>(?:\(含\)|或)?(?:及其?)?(?:以内|之内|以下|内)(?:\(含[^()]{0,12}\))?)"
)
_SIGN_OF = {"gt": ">", "lt": "<", "ge": "≥", "le": "≤"}
# 2021.1-12, 1—12月, 2022年以上, {{ year }}年12月: when, not how many.
_PERIOD = re.compile(
    rf"(?:(?:19|20)[0-9]{{2}}|{TAG})(?:年.*|[-./—~至到](?:0?[1-9]|1[0-2])(?:[-./—~至到]+[0-9]{{1,2}})*(?:月.*)?)"
    r"|[0-9]{1,2}月?[-—~至到]+[0-9]{1,2}月.*|[0-9一二三四五六七八九十]{1,2}月.*|第.*"
)
_DATED = ("月", "日", "号", "年级", "学期", "点", "时")
_RATIO = re.compile(r"[0-9]+(?:\.[0-9]+)?:[0-9]+(?:\.[0-9]+)?")
_TO = re.compile(r"[-—~]+|至|到")
_BETWEEN = re.compile(r"(?P<low>.+?)(?P<one>[≤<]=?)[xX](?P<two>[≤<]=?)(?P<high>.+)")
_BRACKETED = re.compile(r"(?P<one>[\[(])(?P<low>[^,\[\]()]+),(?P<high>[^,\[\]()]+)(?P<two>[\])])")
_BOTH = re.compile(r"(?P<low>.+以上)(?P<high>[^且并同,;、].*以[下内])")
_AND = re.compile(r",?(?:并且|同时|且|并)|[,;、]")
_PER_HEAD = re.compile(r"(?:每([人生校户班])|([人生校户班])均)(?=[^\s])")
_FRACTION = re.compile(
    rf"([0-9]{{1,6}})/([0-9]{{1,6}})|([{numerals.CHARACTERS}]{{1,4}})分之([{numerals.CHARACTERS}]{{1,4}})(?:以上|以下)?"
)
_VAGUE = re.compile(r"(?:(?:上|好?几|数)[十百千万亿]+|[十百千]+几[百千万亿]*)[多余]?")
_DAMAGED = re.compile(r"#{2,}|#[A-Z/0]+[!?A]")
_BOUNDS = ("以内", "以上", "以下", "之内", "以外", "以前", "以后")
_CONTRADICTING, _ONE_ONLY = "几个比较的词互相矛盾", "看清是哪一种，只留一个"
_NAMED = ("率", "度", "数", "比例", "占比", "量", "额", "比", "值", "时长", "成本", "费用", "支出")
_PATH = re.compile(r"=([a-z_]+(?:\.[^\s=<>+*/()-]+)+)")


class _Said(Frozen):
    """What a text says: its comparator (empty if none), its figure, and what stands before and behind the figure."""

    comparator: str
    figure: Figure
    before: str
    after: str


def fact(text: str, start: int, end: int) -> str | None:
    """The canonical text of a fact; None for a description.

    A fact is printed as it is said: 98%以上 stays so, 3—5人 too.

    Raises:
        RefusedError: it has several readings, or its figure is damaged or no number.
    """
    _refuse_damage(text, start, end)
    if _PERIOD.fullmatch(text, start, end) or _RATIO.fullmatch(text, start, end):
        return None
    if per := _per_head(text, start, end, fact):
        return per
    if found := _range(text, start, end):
        low, high = found
        left = low.exact if low.unit == high.unit else f"{low.number}{low.scale}"
        return f"{left}—{high.exact}"
    said = _said(text, start, end, strict=False)
    return f"{said.before}{said.figure.text}{said.after}" if said else None


def target(text: str, start: int, end: int) -> str | None:
    """The canonical text of a target; None for a description.

    Raises:
        RefusedError: it has several readings or none, or says more than one target.
    """
    if match := _PATH.fullmatch(text, start, end):
        form = f"{{{{ {match[1]}|万元 }}}}"
        raise RefusedError(start, end, "指标值要写怎样比较，不写算式", f"≤{form}", f"≥{form}")
    if found := _compared(text, start, end, target):
        return found
    _refuse_hidden(text, start, end, bracket=True)
    return None


def actual(text: str, start: int, end: int) -> str | None:
    """The canonical text of an actual value; None for a description.

    Raises:
        RefusedError: it has several readings or none, or only says yes.
    """
    if text[start:end].lower() in words.YES:
        raise RefusedError(start, end, "完成值要写数或者一句话", "100%", "完成", advice="写做到了多少")
    if found := _compared(text, start, end, actual):
        return found
    _refuse_hidden(text, start, end, bracket=False)
    return None


def _compared(text: str, start: int, end: int, again: _Read) -> str | None:
    """The canonical text of a figure that is judged; None if there is none."""
    _refuse_damage(text, start, end)
    _refuse_parts(text, start, end)
    if _RATIO.fullmatch(text, start, end):
        return text[start:end]
    if _PERIOD.fullmatch(text, start, end):
        return None
    if per := _per_head(text, start, end, again):
        return per
    if found := _range(text, start, end) or _interval(text, start, end):
        low, high = found
        return f"{_ranged(low, high)}—{high.exact}"
    said = _said(text, start, end, strict=True)
    if said is None:
        return None
    found_figure = said.figure
    about = found_figure.before == "约" or found_figure.after
    if about and said.comparator:
        raise RefusedError(start, end, _CONTRADICTING, *_forms(said), advice=_ONE_ONLY)
    if about and not (found_figure.within or found_figure.late):
        return f"约{found_figure.exact}"
    if found_figure.rounded and again is target:
        raise RefusedError(
            start, end, "指标值要准确", f"≥{found_figure.exact}", f"约{found_figure.exact}", advice="按批复的写"
        )
    return f"{said.comparator}{found_figure.text}"


def _forms(said: _Said) -> tuple[str, str]:
    return f"{said.comparator}{said.figure.exact}", f"约{said.figure.exact}"


def _figure(text: str, start: int, end: int) -> Figure | None:
    """A figure, or a tag in its place; not a numeral alone, 一, nor one whose unit is a bound, 名以内."""
    if text[start:end] == TAG:
        return Figure(start, end, "", "", TAG)
    found = figure(text, start, end)
    if found is None or (not found.unit and not any(char in "0123456789" for char in text[start:end])):
        return None
    bound = next((word for word in _BOUNDS if found.unit.endswith(word)), "")
    if bound and found.after:  # 200名以内左右
        exact = found.exact.removesuffix(bound)
        sign = "≥" if bound == "以上" else "≤"
        raise RefusedError(start, end, _CONTRADICTING, f"{sign}{exact}", f"约{exact}", advice=_ONE_ONLY)
    return None if bound else found


def _quiet(text: str, start: int, end: int) -> Figure | None:
    try:
        return _figure(text, start, end)
    except RefusedError:
        return None


def _said(text: str, start: int, end: int, strict: bool) -> _Said | None:
    """The comparators round a figure, and the figure; None if there is no figure.

    Args:
        strict: whether comparators that contradict each other, or have no figure, are refused.
    """
    at, stop = start, end
    signs: list[tuple[str, str, int, int]] = []  # sign, word, start, end
    while found := next(((word, sign) for word, sign in _SPELLINGS if text.startswith(word, at, end)), None):
        signs.append((found[1], found[0], at, at + len(found[0])))
        at += len(found[0])
    first = at
    while match := _last_bound(text, at, stop):
        kind = match.lastgroup or ""
        signs.append((_SIGN_OF[kind], match[0], match.start(), match.end()))
        stop = match.start()
    if strict and stop - at > 1 and text[stop - 1] in "+↑↓" and (held := _quiet(text, at, stop - 1)):
        sign = "≤" if text[stop - 1] == "↓" else "≥"
        raise RefusedError(stop - 1, stop, f"「{text[stop - 1]}」不是比较符", f"{sign}{held.exact}")
    try:
        held = _figure(text, at, stop)
    except RefusedError as refused:
        raise refused.within(_one_sign(signs, text, None) or "") from None
    if held is None:
        if strict and signs and signs[0][1][0] in _SYMBOLS and signs[0][2] == start:
            advice = "比较符后面写数和单位，如「≥95%」；是一句话的，去掉比较符"
            raise RefusedError(signs[0][2], signs[0][3], f"「{signs[0][1]}」后面不是一个数", advice=advice)
        return None
    if signs and held.unit.endswith("级"):  # 达到3A级
        return None
    comparator = _one_sign(signs, text, held if strict else None)
    if comparator is None:
        return None
    before = text[start:first]
    if before and before[-1] in _SYMBOLS:
        before = comparator
    return _Said(comparator, held, before, text[stop:end])


def _last_bound(text: str, start: int, end: int) -> re.Match[str] | None:
    """The word at the end of a stretch that says a bound: 以上, 以内(含)."""
    for at in range(max(start + 1, end - 20), end):
        if text[at] in "以(或及之内" and (match := _AFTER.fullmatch(text, at, end)):
            return match
    return None


def _one_sign(signs: list[tuple[str, str, int, int]], text: str, held: Figure | None) -> str | None:
    """The one comparator that several words say; None (refused where a figure is held) if they contradict."""
    strong = [one for one in signs if one[1] not in _WEAK] or signs
    said = list(dict.fromkeys(one[0] for one in strong))
    if len(said) < 2:
        return said[0] if said else ""
    if held is None:
        return None
    start, end = strong[0][2], max(one[3] for one in strong)
    joined = "".join([one[1] for one in strong])
    if joined in ("≥=", "=≥", "≤=", "=≤"):
        raise RefusedError(start, end, f"「{joined}」不是比较符", f"{joined.strip('=')}{held.exact}")
    raise RefusedError(start, end, _CONTRADICTING, *[f"{sign}{held.exact}" for sign in said], advice=_ONE_ONLY)


def _range(text: str, start: int, end: int) -> tuple[Figure, Figure] | None:
    """The two ends of a range: 90%-95%, 2.18～3万元, 90%至95%之间."""
    stop = end - 2 if text.endswith("之间", start, end) else end
    for word in (*_WEAK, "介于"):
        if text.startswith(word, start, stop):
            start += len(word)
            break
    for match in _TO.finditer(text, start + 1, stop - 1):
        low, high = _quiet(text, start, match.start()), _quiet(text, match.end(), stop)
        if low is None or high is None:
            continue
        if high.unit in _DATED or not (high.unit or high.scale) or low.rounded or high.rounded:
            return None
        if low.unit not in ("", high.unit) and TAG not in (low.unit, high.unit):
            return None
        return _ordered(low, high, start, end)
    return None


def _ordered(low: Figure, high: Figure, start: int, end: int) -> tuple[Figure, Figure]:
    """The ends of a range.

    Raises:
        RefusedError: the first is above the second.
    """
    if TAG not in (low.unit, high.unit) and Fraction(_in_unit(low, high)) > high.value:
        other = f"{high.exact}—{_ranged(low, high)}"
        raise RefusedError(start, end, "区间的两端颠倒了", other, advice="小的写在前面")
    return low, high


def _in_unit(low: Figure, high: Figure) -> Fraction:
    scale = low.scale or ("" if low.unit else high.scale)
    return Fraction(low.number) * numerals.SCALES.get(scale, 1)


def _ranged(low: Figure, high: Figure) -> str:
    """The lower end with its unit, which may stand at the upper end only."""
    return low.exact if low.unit else f"{low.number}{low.scale or high.scale}{high.unit}"


def _interval(text: str, start: int, end: int) -> tuple[Figure, Figure] | None:
    """A range said by its two bounds: 90%≤x≤95%, [90%,95%], ≥90%且≤95%, 90%以上95%以下."""
    match = _BETWEEN.fullmatch(text, start, end) or _BRACKETED.fullmatch(text, start, end)
    if match:
        low, high = _quiet(text, *match.span("low")), _quiet(text, *match.span("high"))
        if low is None or high is None:
            return None
        if {match["one"], match["two"]} & {"(", ")", "<"}:
            raise _open_end(start, end)
        return _ordered(low, high, start, end)
    both = _BOTH.fullmatch(text, start, end)
    parts = [both.span("low"), both.span("high")] if both else _parts(text, start, end)
    if len(parts) != 2:
        return None
    try:
        one, two = (_said(text, *part, strict=False) for part in parts)
    except RefusedError:
        return None
    if one is None or two is None or {one.comparator, two.comparator} & {"", "="}:
        return None
    if one.comparator in "≤<":
        one, two = two, one
    if one.comparator not in "≥>" or two.comparator not in "≤<" or one.figure.unit not in ("", two.figure.unit):
        return None
    if one.comparator == ">" or two.comparator == "<":
        raise _open_end(start, end)
    return _ordered(one.figure, two.figure, start, end)


def _open_end(start: int, end: int) -> RefusedError:
    advice = "区间的两端都算在内，如「90%—95%」；不含的一端另写一项指标，如「＞90%」"
    return RefusedError(start, end, "区间有一端不含在内", advice=advice)


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between 且, commas and the like."""
    parts, at = [], start
    for match in _AND.finditer(text, start, end):
        parts.append((at, match.start()))
        at = match.end()
    return [*parts, (at, end)]


def _per_head(text: str, start: int, end: int, again: _Read) -> str | None:
    """每人500元, 人均不超过500元: so much money per head."""
    match = _PER_HEAD.match(text, start, end)
    found = again(text, match.end(), end) if match else None
    return f"{found}/{match[1] or match[2]}" if match and found and found.endswith("元") else None


def _refuse_damage(text: str, start: int, end: int) -> None:
    if _DAMAGED.fullmatch(text, start, end):
        raise RefusedError(start, end, "这是 Excel 显示的错误，不是数", advice="回到 Excel 里改好，再抄数")
    match = _VAGUE.match(text, start, end)
    if match and text[match.end() : end].lstrip("万亿") in words.COUNTERS:
        raise RefusedError(start, match.end(), "没有写出数", advice="写数，如「约3万元」「3万多元」")


def _refuse_parts(text: str, start: int, end: int) -> None:
    """Parts of a whole in words: 一半, 三分之二."""
    typed = text[start:end]
    advice = "精确的用算式「=facts.甲 / facts.乙」，已经算好的"
    if (percent := words.PARTS.get(typed)) is not None:
        forms = (percent,) if percent else ()
        raise RefusedError(
            start, end, f"「{typed}」不是一个准确的数", *forms, advice="" if forms else "写准确的数，如「52%」"
        )
    match = _FRACTION.fullmatch(text, start, end)
    if match is None:
        return
    over, under = (match[1], match[2]) if match[1] else (_whole(match[4]), _whole(match[3]))
    if not over or not under or not int(under) or int(under) in (100, 1000, 10000):
        return
    percent = numerals.shifted(str(round(Fraction(int(over) * 10000, int(under)))), -2)
    raise RefusedError(start, end, "分数要写成百分比", f"{percent}%", advice=advice)


def _whole(typed: str) -> str:
    found = numerals.readings(typed)
    return found[0] if len(found) == 1 and found[0].isdigit() else ""


def _refuse_hidden(text: str, start: int, end: int, bracket: bool) -> None:
    """Refuses a text that holds a target which would not be judged: with its name, or two at once."""
    parts = _parts(text, start, end)
    if len(parts) > 1 and all(_statement(text, *part) for part in parts):
        raise RefusedError(start, end, "一处写了两个数", advice="分成两项指标，一项一个数")
    opened = text.find("(", start + 1, end) if bracket and text[end - 1] == ")" else -1
    if opened > 0 and _statement(text, opened + 1, end - 1):
        raise RefusedError(opened, end, "一处写了两种说法", advice="只留一种：写数，或者写一句话")
    if text[start] == "每":
        return
    for at in range(start + 1, end):
        found = next(((word, sign) for word, sign in _SPELLINGS if text.startswith(word, at, end)), None)
        if found and (said := _statement(text, at, end)):
            name = text[start:at]
            if found[0][0] in _SYMBOLS or name.endswith(_NAMED):
                form = f"{said.comparator}{said.figure.exact}"
                raise RefusedError(start, at, f"「{name}」是名称，不写在这里", form)
            return


def _statement(text: str, start: int, end: int) -> _Said | None:
    """What a stretch says, if it is a figure that can be judged."""
    try:
        said = _said(text, start, end, strict=False)
    except RefusedError:
        return None
    return said if said and (said.figure.unit or said.comparator) else None
