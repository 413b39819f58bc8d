"""One typed scalar in its canonical text, or the refusal that says what to write.

    amount     ２１，７５４ 元 → 21754元          fact       近 5000 名 → 近5000名
    target     不低于98％ → ≥98%                 actual     九成五 → 95%
    published  21,754元 → 21754元                points     5分 → 5
    date       2022年1月25日 → 2022-01-25

The canonical text is what `Quantity.parse` and `Target.parse` read. A fact, target, actual or published value that is a
description (及时, 每周至少1次) comes back as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.spelling import amounts, dates, targets
from generator.spelling.folding import Folded, fold, without_blanks
from generator.spelling.refusing import Refusal as Refusal
from generator.spelling.refusing import RefusedError

_Read = Callable[[str, int, int], "str | None"]

_FORMULA = re.compile(r"\s*[=＝](?![=＝])\s*(?=[^\s0-9])(?P<rest>.*\S)\s*", re.DOTALL)
_EXCEL_FORMULA = re.compile(r"\s*[=＝]\s*[A-Z]+[(（]")
_TAG = re.compile(r"\{\{[^{}]*\}\}")
# The amounts as they are canonical: to the 分, and no minus before nothing.
_AMOUNT = re.compile(r"(?!-0+(?:\.0+)?[万亿元])-?[0-9]{1,15}(?:(?:\.[0-9]{1,2})?元|(?:\.[0-9]{1,6})?[万亿]元)")
_POINTS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
# What surely is a description: no digit or numeral, no sign of a comparator, nothing that has two forms.
_WORDS = re.compile(r"(?![是对有真否不])[\u4e00-\u9fff]+")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅萬億貳半番倍成元数几上无暂没]")


def amount(typed: str) -> str | Refusal:
    """An amount of money, or a formula, `=funds.actual`."""
    if _AMOUNT.fullmatch(typed):
        return typed
    if formula := _formula(typed):
        return formula
    return _read(typed, amounts.amount) or _nothing(typed)


def fact(typed: str) -> str | Refusal:
    """A fact: a figure, perhaps with rounding words, a range, a formula or a description."""
    if _is_description(typed):
        return typed
    if formula := _formula(typed):
        return formula
    return typed if "{{" in typed else _read(typed, targets.fact) or typed


def published(typed: str) -> str | Refusal:
    """A figure as an issued document printed it, or a word such as 优."""
    return typed if _is_description(typed) else _read(typed, targets.fact) or typed


def target(typed: str) -> str | Refusal:
    """A target: a comparator and a figure, a range, 约 and a figure, or a description. A tag counts as a figure."""
    return typed if _is_description(typed) else _read(typed, targets.target) or typed


def actual(typed: str) -> str | Refusal:
    """What was reached: a figure, a formula or a description."""
    if _is_description(typed):
        return typed
    if formula := _formula(typed):
        return formula
    return _read(typed, targets.actual) or typed


def points(typed: str) -> str | Refusal:
    """A weight or score: a number, with or without 分."""
    return typed if _POINTS.fullmatch(typed) else _read(typed, amounts.points) or _nothing(typed)


def date(typed: str) -> str | Refusal:
    """A day, 2022-01-25, or a month, 2022-01."""
    return _read(typed, dates.date) or _nothing(typed)


def _is_description(typed: str) -> bool:
    return bool(_WORDS.fullmatch(typed)) and not _NUMERAL.search(typed)


def _formula(typed: str) -> str | Refusal | None:
    """A formula with a half-width sign; None if the text is none, such as the target =100%."""
    match = _FORMULA.fullmatch(typed)
    if match is None:
        return None
    if _EXCEL_FORMULA.match(typed):
        message = "这是 Excel 的公式，不是算式"
        return Refusal(0, len(typed), message, "写公式算出的数，或者写算式，如「=facts.甲 + facts.乙」")
    return typed if typed[0] == "=" else f"={match['rest']}"


def _nothing(typed: str) -> Refusal:
    return Refusal(0, len(typed), "没有填", "填上；没有的，整行删去")


def _read(typed: str, read: _Read) -> str | Refusal | None:
    """What a reader makes of a typed text; None for a description."""
    line = _line(typed)
    if line is None:
        return None
    start, end = _inside(line.text)
    if start == end:
        return _nothing(typed)
    try:
        found = read(line.text, start, end)
    except RefusedError as refused:
        at, stop = line.span(refused.start, refused.end)
        return Refusal(at, stop, refused.message, _with_tags(typed, refused.remedy))
    return found and _with_tags(typed, found)


def _line(typed: str) -> Folded | None:
    """A typed text as it is read: folded, without blanks, each tag as one character; None if it holds that itself."""
    if targets.TAG in typed:
        return None
    if "{{" not in typed:
        return without_blanks(fold(typed))
    # A tag is shortened to one character, the others of its stretch to ones that are dropped.
    hidden = _TAG.sub(lambda tag: targets.TAG + "\u200b" * (len(tag[0]) - 1), typed)
    line = without_blanks(fold(hidden))
    return Folded(typed, line.text, line.offsets)


def _with_tags(typed: str, text: str) -> str:
    """A text with the tags again of which it has one character each."""
    tags = iter(_TAG.findall(typed))
    return re.sub(targets.TAG, lambda _: next(tags, ""), text)


def _inside(text: str) -> tuple[int, int]:
    """The stretch of a text within quotes, and before the mark at its end that belongs to a sentence."""
    start, end = 0, len(text)
    while end > start + 1 and text[end - 1] in ".。,;、":
        end -= 1
    while end - start > 2 and text[start] in "“”「『\"'‘" and text[end - 1] in "“”」』\"'’":
        start, end = start + 1, end - 1
    return start, end
