"""One typed scalar in its canonical text, or the refusal that says what to write.

    amount     ２１，７５４ 元 → 21754元          fact       近 5000 名 → 近5000名
    target     不低于98％ → ≥98%                 actual     九成五 → 95%
    published  21,754元 → 21754元                points     5分 → 5
    date       2022年1月25日 → 2022-01-25

The canonical text is what `Quantity.parse` and `Target.parse` read. A fact, target, actual or published value that is a
description (及时, 每周至少1次) comes back as it was typed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from itertools import cycle

from generator.quantity import Quantity, Target
from generator.spelling.refusing import Refusal as Refusal
from generator.spelling.refusing import RefusedError

_Read = Callable[[str, int, int], "str | None"]

_EXCEL_FORMULA = r"=\s*[A-Z]+[(（]"
# {{ funds.actual|万元 }}, and what prints no unit with the unit behind it: {{ funds.actual|万元数 }}万元.
_TAG = r"\{\{[^{}|]*\|\s*万元数\s*\}\}万元|\{\{[^{}|]*\|\s*元数\s*\}\}元|\{\{[^{}]*\}\}"
# What is canonical already, as nearly all is, is read no further: an amount to the 分, without a minus before nothing;
# a figure with one of the commonest units, none twice, or a tag; words without a character of a figure; dates, periods.
_AMOUNT = r"(?!-0+(?:\.0+)?[万亿元])-?[0-9]{1,15}(?:(?:\.[0-9]{1,2})?元|(?:\.[0-9]{1,6})?[万亿]元)"
_FIGURE = re.compile(
    r"[≥≤><约]?[0-9]{1,15}(?:\.[0-9]{1,2})?"
    r"(?:%|分|[万亿]?元|万?(?!.?(.)\1)[个名人次场所项件份台套辆间座家户天年节堂门册本位支路县村]{1,3}(?:（(?:套|市、区)）)?)?"
    r"|[≥≤><约]?\{\{[^{}]*\}\}"
)
_POINTS = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿壹贰叁参肆伍陆柒捌玖拾佰仟廿卅卌萬億貳貮參兩陸半番")
_NO_WORD = ("是", "对", "真")  # what is typed for 完成
_PERIOD = frozenset("年月日至—0123456789前底")
_LONGEST = 200  # characters of a text in which a figure is looked for


def amount(typed: str) -> str | Refusal:
    """An amount of money, or a formula, `=funds.actual`."""
    if (typed[:1].isdecimal() and typed[-1] == "元" and _FIGURE.fullmatch(typed)) or re.fullmatch(_AMOUNT, typed):
        return typed
    if formula := _formula(typed):
        return formula
    from generator.spelling import amounts

    return _exactly(typed, amounts.amount)


def fact(typed: str) -> str | Refusal:
    """A fact: a figure, perhaps with rounding words, a range, a formula or a description."""
    if _is_canonical(typed) or _is_rounded(typed):
        return typed
    if formula := _formula(typed):
        equal = isinstance(formula, str) and re.fullmatch(r"=[0-9]+(?:\.[0-9]+)?[^-+*/×÷()（）a-z]*", formula)
        return _fact(formula.removeprefix("=")) if equal and isinstance(formula, str) else formula  # =5000名
    return typed if "{{" in typed else _fact(typed)


def published(typed: str) -> str | Refusal:
    """A figure as an issued document printed it, the bound that stands in its place, ≥3年, or a word such as 优."""
    read = typed if _is_canonical(typed) else _fact(typed)
    if not isinstance(read, str) or not any(map(str.isnumeric, read[:-1])) or Quantity.parse(read):
        return read
    bound = target(typed)
    return bound if isinstance(bound, str) and Target.parse(bound) else read


def _fact(typed: str) -> str | Refusal:
    from generator.spelling import targets

    return _read(typed, targets.fact) or typed


def target(typed: str) -> str | Refusal:
    """A target: a comparator and a figure, a range, 约 and a figure, or a description. A tag counts as a figure."""
    if _is_canonical(typed):
        return typed
    from generator.spelling import targets

    return _read(typed, targets.target) or typed


def actual(typed: str) -> str | Refusal:
    """What was reached: a figure or a description."""
    if _is_canonical(typed):
        return typed
    if formula := _formula(typed):
        if not isinstance(formula, str):
            return formula
        path = re.fullmatch(r"=([a-z_]+(?:\.[^\s=<>+*/()-]+)+)", formula)
        form = f"写成「{{{{ {path[1]} }}}}」" if path else "写算出的数；引用别处的数写成「{{ 名称 }}」"
        return Refusal(0, len(typed), "完成值不写算式", form)
    from generator.spelling import targets

    return _read(typed, targets.actual) or typed


def points(typed: str) -> str | Refusal:
    """A weight or score: a number, with or without 分."""
    if re.fullmatch(_POINTS, typed):
        return typed
    from generator.spelling import amounts

    return _exactly(typed, amounts.points)


def date(typed: str) -> str | Refusal:
    """A day, 2022-01-25, or a month, 2022-01."""
    day = f"{typed}-01" if len(typed) == len("2022-01") else typed
    if len(day) == 10 and day[4] == day[7] == "-" and day[:2] in ("19", "20"):
        try:
            return datetime.date.fromisoformat(day).isoformat()[: len(typed)]
        except ValueError:
            pass
    from generator.spelling import dates

    return _exactly(typed, dates.date)


def _is_canonical(typed: str) -> bool:
    """Whether a text surely reads as it is typed: a common figure, words without a numeral, a period of a year."""
    if all("\u4e00" <= char <= "\u9fff" or char in "，、；。“”" for char in typed):
        # 二等 and 一级 are no figures
        numerals = [at for at, char in enumerate(typed) if char in _NUMERALS]
        return not typed.startswith(_NO_WORD) and all(typed[at + 1 : at + 2] in ("等", "级") for at in numerals)
    head, tag, rest = typed.partition("}}年")
    if tag and head.startswith("{{") and "{" not in head[2:] and "}" not in head:
        return _PERIOD.issuperset(rest)
    return bool(_FIGURE.fullmatch(typed))


def _is_rounded(typed: str) -> bool:
    """Whether a text is surely a common figure with a rounding word: 近5000名, 800多万元, 80余次."""
    plain = typed.removeprefix("近")
    at = next((at for at, char in enumerate(plain) if char in "余多"), 0)
    if at and plain[at - 1].isdecimal():
        plain = plain[:at] + plain[at + 1 :]
    return plain != typed and plain[:1].isdecimal() and bool(_FIGURE.fullmatch(plain))


def _formula(typed: str) -> str | Refusal | None:
    """A formula with a half-width sign; None if the text is none."""
    held = typed.strip()
    if held[:1] not in ("=", "＝") or held[1:2] in tuple("=＝<>＜＞≤≥"):
        return None
    formula = f"={held[1:].lstrip()}"
    if formula == "=":
        return None
    if re.match(_EXCEL_FORMULA, formula):
        message = "这是 Excel 的公式，不是算式"
        return Refusal(0, len(typed), message, "写公式算出的数，或者写算式，如「=facts.甲 + facts.乙」")
    return typed if typed[0] == "=" else formula


def _exactly(typed: str, read: _Read) -> str | Refusal:
    """What a reader makes of a text that has to be read."""
    found = _read(typed, read)
    return Refusal(0, len(typed), "看不懂这一格", "只写一个数或者一个日期") if found is None else found


def _read(typed: str, read: _Read) -> str | Refusal | None:
    """What a reader makes of a typed text; None for a description."""
    from generator.spelling.folding import TAG, Folded, fold, without_blanks

    if TAG in typed:
        return None
    # A tag is shortened to one character, the others of its stretch to ones that are dropped.
    hidden = re.sub(_TAG, lambda tag: TAG + "\u200b" * (len(tag[0]) - 1), typed) if "{{" in typed else typed
    line = without_blanks(fold(hidden))
    line = Folded(typed, line.text, line.offsets)
    if "\n" in line.text:
        at = line.text.index("\n")
        return Refusal(*line.span(at, at + 1), "数的中间换了行", "一个数写在一行里")
    start, end = _inside(line.text)
    if start == end:
        return Refusal(0, len(typed), "没有填", "填上；没有的，整行删去")
    if end - start > _LONGEST:
        return None
    try:
        found = read(line.text, start, end)
    except RefusedError as refused:
        at, stop = line.span(refused.start, refused.end)
        if line.text[refused.end - 1] == TAG:
            stop = typed.index("}}", stop) + 2
        return Refusal(at, stop, refused.message, _with_tags(typed, refused.remedy))
    return found and _with_tags(typed, found)


def _with_tags(typed: str, text: str) -> str:
    """A text with the tags again of which it has one character each."""
    from generator.spelling.folding import TAG

    tags = cycle(re.findall(_TAG, typed))  # again and again where a refusal proposes several forms
    return re.sub(TAG, lambda _: next(tags), text)


def _inside(text: str) -> tuple[int, int]:
    """The stretch of a text within quotes, and before the mark at its end that belongs to a sentence."""
    start, end = 0, len(text)
    while end > start + 1 and text[end - 1] in ".。,;、":
        end -= 1
    while end - start > 2 and text[start] in "“”「『\"'‘" and text[end - 1] in "“”」』\"'’":
        start, end = start + 1, end - 1
    return start, end
