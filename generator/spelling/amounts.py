"""Amounts of money and points: figures that have to be exact."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.quantity import trimmed
from generator.spelling import numerals, words
from generator.spelling.figures import MONEY_BEFORE, Figure, figure
from generator.spelling.numbers import refuse_vague
from generator.spelling.ranges import range_of
from generator.spelling.refusing import RefusedError

_HOW = "写成数和单位，如「3万元」「21754元」"
_DAMAGED = re.compile(r"#+[A-Z/0!?]*")
_FIRST_DIGIT = re.compile(
    r"[-0-9]|[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾][元万亿千百十零〇一二三四五六七八九点佰仟拾]"
)
_MINUS_BEHIND = re.compile(r"-(?=(?:[万亿]?元)?\Z)")
_BOUNDS_BEFORE = tuple(word for group in words.BEFORE.values() for word in group)
_BOUNDS_AFTER = ("及以上", "及以下", "以上", "以下", "以内", "之内")
_MOST_DIGITS, _MOST_DECIMALS = 15, 6
_MISTAKEN = {"园": "元", "员": "元", "无": "元"}


def amount(text: str, start: int, end: int) -> str:
    """The canonical text of an amount.

    Raises:
        RefusedError: it is not one exact sum in 人民币.
    """
    typed = text[start:end]
    if typed in words.NOTHING:
        raise RefusedError(start, end, "这里要写金额", "0元", advice="没有的整行删去；金额为零的")
    if _DAMAGED.fullmatch(typed):
        what = "列宽不够，Excel 没有显示出数" if set(typed) == {"#"} else "这是 Excel 公式的错误"
        raise RefusedError(start, end, what, advice="回到 Excel 里改好，再抄数")
    _refuse_foreign_money(text, start, end)
    if match := _MINUS_BEHIND.search(text, start, end):
        rest = text[start : match.start()] + text[match.end() : end]
        if (found := figure(rest, 0, len(rest))) is not None:
            raise RefusedError(match.start(), match.end(), "负号写在后面", f"-{found.text}", found.text)
    try:
        found = figure(text, start, end)
    except RefusedError as refused:
        raise _in_money(refused) from None
    if found is None:
        raise _no_amount(text, start, end)
    if found.rounded:
        raise _rounded(text, start, end, found)
    if not found.unit and any(char in "万亿千百仟佰" for char in typed):
        return f"{found.exact}元"
    if found.unit != "元":
        raise _without_unit(start, end, found) if not found.unit else _other_unit(text, start, end, found)
    whole, _, decimals = found.number.lstrip("-").partition(".")
    if len(decimals) > _MOST_DECIMALS and (found.value * 100).denominator == 1 and len(whole) <= _MOST_DIGITS:
        return f"{trimmed(format(Decimal(int(found.value * 100)).scaleb(-2), 'f'))}元"  # 0.00021754亿元
    if len(whole) > _MOST_DIGITS or len(decimals) > _MOST_DECIMALS:
        raise RefusedError(start, end, "位数太多：元只到分", advice="核对数字")
    return found.exact


def points(text: str, start: int, end: int) -> str:
    """The canonical text of a weight or a score: its digits.

    Raises:
        RefusedError: it is no exact number of points.
    """
    typed = text[start:end]
    how = "写分数，如「5」「7.25」"
    if typed == "满分":
        raise RefusedError(start, end, "这里要写分数", advice="写满分是几分，如「5」")
    found = figure(text, start, end)
    if found is None or found.unit not in ("", "分") or found.scale or found.rounded:
        raise RefusedError(start, end, "这不是一个分数", advice=how)
    return found.number


def _in_money(refused: RefusedError) -> RefusedError:
    """A refusal whose forms are amounts, though the unit was left out."""
    if any(word in form for form in refused.forms for word in words.ROUNDING_WITHIN):
        return RefusedError(refused.start, refused.end, refused.message, advice="金额要准确，按账面写准确的数")
    exact = [form.lstrip("".join(words.ROUNDING_BEFORE + words.ABOUT_BEFORE)) for form in refused.forms]
    forms = [form if re.search(r"[^-0-9.万亿]", form) else f"{form}元" for form in exact]
    return RefusedError(refused.start, refused.end, refused.message, *forms, advice=refused.advice)


def _refuse_foreign_money(text: str, start: int, end: int) -> None:
    for word in words.FOREIGN_BEFORE:
        if text.startswith(word, start, end):
            raise RefusedError(start, start + len(word), "只收人民币", advice="折合成人民币，写成「元」或者「万元」")
    for word in words.FOREIGN_AFTER:
        if text.endswith(word, start, end):
            raise RefusedError(end - len(word), end, "只收人民币", advice="折合成人民币，写成「元」或者「万元」")


def _without_unit(start: int, end: int, found: Figure) -> RefusedError:
    if not found.value:
        return RefusedError(start, end, "缺少单位", "0元", advice="没有的整行删去；金额为零的")
    return RefusedError(start, end, "缺少单位", f"{found.exact}元", f"{found.exact}万元")


def _other_unit(text: str, start: int, end: int, found: Figure) -> RefusedError:
    for typed, meant in _MISTAKEN.items():
        if found.unit == typed and text.endswith(typed, start, end):
            return RefusedError(
                end - len(typed), end, f"「{meant}」写成了「{typed}」", f"{found.number}{found.scale}{meant}"
            )
    if found.unit in ("k", "K", "w", "W"):
        form = f"{found.number}万元" if found.unit in "wW" else f"{trimmed(numerals.shifted(found.number, 3))}元"
        return RefusedError(end - 1, end, f"「{found.unit}」不是公文用的单位", form)
    return RefusedError(start, end, f"这里要写金额，单位是元，不是「{found.unit}」", advice=_HOW)


def _rounded(text: str, start: int, end: int, found: Figure) -> RefusedError:
    """A rounding word in an amount; without it the amount may be another, so only 约 and the like are just left out."""
    for word in (*words.ABOUT_BEFORE, *words.ROUNDING_BEFORE):
        if text.startswith(word, start):
            return RefusedError(start, start + len(word), "金额要准确", found.exact, advice="按账面核对")
    for word in words.ABOUT_AFTER:
        if text.endswith(word, start, end):
            return RefusedError(end - len(word), end, "金额要准确", found.exact, advice="按账面核对")
    at = next(at for at in range(start, end) if text[at] in words.ROUNDING_WITHIN)
    return RefusedError(at, at + 1, "金额要准确", advice="按账面写准确的数")


def _no_amount(text: str, start: int, end: int) -> RefusedError:
    """Why a text is no amount: a bound, words before the figure, or something else altogether."""
    refuse_vague(text, start, end)
    for word in _BOUNDS_BEFORE:
        if text.startswith(word, start, end) and (found := _exact(text, start + len(word), end)):
            return RefusedError(start, start + len(word), "金额要准确，不写上下限", found)
    for word in _BOUNDS_AFTER:
        if text.endswith(word, start, end) and (found := _exact(text, start, end - len(word))):
            return RefusedError(end - len(word), end, "金额要准确，不写上下限", found)
    if range_of(text, start, end):
        return RefusedError(start, end, "这是一个范围，金额要写一个准确的数", advice="按账面核对，只写一个数")
    match = _FIRST_DIGIT.search(text, start, end)
    if match and match.start() > start and (found := _exact(text, match.start(), end)):
        return RefusedError(start, match.start(), "金额前面有别的文字", found, advice="只写数和单位")
    if match := MONEY_BEFORE.match(text, start, end):
        start = match.end()
    return RefusedError(start, end, "看不懂这个金额", advice=_HOW)


def _exact(text: str, start: int, end: int) -> str:
    """The canonical text of the exact amount that a stretch is; empty if it is none."""
    try:
        found = figure(text, start, end)
    except RefusedError:
        return ""
    return found.exact if found and found.unit == "元" and not found.rounded else ""
