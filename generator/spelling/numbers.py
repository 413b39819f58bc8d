"""The number of a figure: digits with separators, numerals, parts of a hundred; and what is damaged among them."""

from __future__ import annotations

import re

from generator.spelling import numerals, words
from generator.spelling.refusing import RefusedError

_DIGITS = "0123456789"
_NUMERALS = "".join(numerals.DIGITS)
_CHINESE = numerals.CHARACTERS
# A digit or numeral; the 千 of 千克 belongs to the unit.
_PART_OF_NUMBER = (
    rf"(?:[0-9{_CHINESE.translate({ord(char): None for char in '百千'})}]|千(?![克米瓦伏赫卡帕焦])|百(?!分点|帕))"
)
# Digits and numerals, and the marks between them: 21,754 2万1754 3点99万 157.11. Not the mark behind the last.
_RUN = re.compile(rf"{_PART_OF_NUMBER}+(?:[.,。·点'’_ ]+(?=[0-9{_NUMERALS}]){_PART_OF_NUMBER}+)*")
_ARABIC = re.compile(r"[0-9]+(?:[.,。·点'’_ ]+[0-9]+)*")
# 21,754.50, 21 754 or 21754: the whole, the decimals.
_PLAIN = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.。·点]([0-9]+))?")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}")
_WRONG_GROUP = re.compile(r",(?![0-9]{3}(?![0-9]))")
_PART = re.compile(r"百分之|千分之|万分之")
_TENTHS = re.compile(r"[一二三四五六七八九十两0-9]{1,2}成(?:[一二三四五六七八九0-9](?![0-9]))?")
# 2l754, 1OO, 一O五: at least one digit among the letters.
_LOOKALIKE = re.compile(rf"(?=[lIOo.,]*[0-9{_NUMERALS}])[0-9{_NUMERALS}lIOo.,]*")
_LETTER = re.compile("[lIOo]")
_EXPONENT = re.compile(r"[0-9][0-9.,]*(?:[eE][-+]?[0-9]+|[×xX*]10(?:\^|\*\*)?[-+]?[0-9]*)(?![0-9A-Za-z])")
_LEADING_MARK = re.compile(r"[.,。·](?=[0-9])")
_VAGUE = re.compile(r"(?:(?:上|好?几|数)[十百千万亿]+|[十百千]+几[百千万亿]*)[多余]?")
MONEY = re.compile(r"(?:元|圆|块钱|块)(?:人民币)?(?:整|正)?(?:人民币)?")


def read_number(text: str, at: int, end: int) -> tuple[str, int] | None:
    """The digits (with 万 or 亿, or a rate with %) from a place on, and where they end."""
    if match := _PART.match(text, at, end):
        run = _RUN.match(text, match.end(), end)
        if run is None:
            return None
        return _one(text, at, run.end(), match[0] + _plain_parts(text, run.start(), run.end())), run.end()
    if (match := _TENTHS.match(text, at, end)) and (found := numerals.readings(match[0])):
        return found[0], match.end()
    _refuse_lookalikes(text, at, end)
    _refuse_foreign_digits(text, at, end)
    if match := _EXPONENT.match(text, at, end):
        unit = text[match.end() : end].lstrip("万亿")
        if not unit or known(unit):
            message = "这是科学记数，Excel 可能已经丢了尾数"
            raise RefusedError(at, match.end(), message, advice="在 Excel 里把单元格设成「数值」，照抄完整的数")
    run = _RUN.match(text, at, end)
    if run is None:
        _refuse_leading_mark(text, at, end)
        return None
    try:
        return _one(text, at, run.end(), _plain_parts(text, at, run.end())), run.end()
    except RefusedError as refused:
        rest = text[run.end() : end]
        if rest and not known(rest):
            return None
        raise refused.within("", rest) from None


def _refuse_leading_mark(text: str, at: int, end: int) -> None:
    """A number without its first digits: ,754元."""
    if match := _LEADING_MARK.match(text, at, end):
        found = read_number(text, at + 1, end)
        unit = text[found[1] : end] if found else ""
        if found and known(unit):
            forms = (f"0.{found[0]}{unit}",) if match[0] == "." else ()
            raise RefusedError(at, at + 1, f"数的前面多了「{match[0]}」", *forms, advice="核对数字，写全")


def _one(text: str, start: int, end: int, plain: str) -> str:
    """The one reading of a run of digits and numerals; empty if it has none."""
    if _PLAIN.fullmatch(plain):
        return plain
    found = numerals.readings(plain)
    if len(found) > 1:
        raise RefusedError(start, end, f"「{text[start:end]}」有两种读法", *found)
    return found[0] if found else ""


def _plain_parts(text: str, start: int, end: int) -> str:
    """A run with its Arabic numbers plain: without separators, with one point."""
    parts: list[str] = []
    at = start
    while at < end:
        match = _ARABIC.match(text, at, end)
        stop = match.end() if match else at + 1
        try:
            parts.append(_arabic(text, match) if match else text[at])
        except RefusedError as refused:
            raise refused.within("".join(parts), text[stop:end]) from None
        at = stop
    return "".join(parts)


def _arabic(text: str, run: re.Match[str]) -> str:
    """An Arabic number without separators.

    Raises:
        RefusedError: its separators part no thousands, or it has two points.
    """
    typed = run[0]
    if match := _PLAIN.fullmatch(typed):
        whole = match[1].replace(",", "").replace(" ", "")
        return f"{whole}.{match[2]}" if match[2] else whole
    for marks, name in (("'’_", "隔开千位的符号"), (" ", "空格")):
        if at := next((at for at, char in enumerate(typed) if char in marks), None):
            joined = re.sub(r"[ '’_]", "", typed)
            forms = [joined.replace(",", "")] if _PLAIN.fullmatch(joined) else []
            if name != "空格" and forms and re.fullmatch(r"[0-9]+['’_][0-9]{1,2}", typed):  # 3_5
                forms.append(re.sub("['’_]", ".", typed))
            advice = "一个数中间不留空格；是两个数的，分开填" if name == "空格" else "去掉它"
            raise RefusedError(run.start() + at, run.start() + at + 1, f"数的中间有{name}", *forms, advice=advice)
    if "," in typed:
        wrong = _WRONG_GROUP.search(typed)
        at = wrong.start() if wrong else typed.index(",")
        joined = typed.replace(",", "")
        forms = [joined] if _PLAIN.fullmatch(joined) and typed.find(",") < (typed + ".").index(".") else []
        if forms and _DECIMAL_COMMA.fullmatch(typed) and text[run.end() : run.end() + 1] in "元圆块万亿%分":
            forms.insert(0, typed.replace(",", "."))
        message = "逗号每三位才隔一个，这里不是：是少了一位，还是点错了"
        raise RefusedError(
            run.start() + at, run.start() + at + 1, message, *forms, advice="对照原件核对各位数字，不写逗号"
        )
    at = [at for at, char in enumerate(typed) if char in ".。·点"][1]
    raise RefusedError(run.start() + at, run.start() + at + 1, "一个数里有两个小数点", advice="只留一个小数点")


def known(unit: str) -> bool:
    """Whether a text is surely a unit, with or without 万 or 亿."""
    unit = unit.lstrip("万亿")
    return unit in words.COUNTERS or unit in words.AREAS or bool(MONEY.fullmatch(unit))


def _refuse_lookalikes(text: str, at: int, end: int) -> None:
    """The letters l, I and O among digits: 2l754元, 1OO%, 一O五所."""
    match = _LOOKALIKE.match(text, at, end)
    letter = match and _LETTER.search(match[0])
    if not match or not letter:
        return
    unit = text[match.end() : end]
    inside = 0 < letter.start() < len(match[0]) - 1
    if not (known(unit) or unit in ("万", "亿") or (not unit and letter.start() > 0 and (inside or letter[0] in "Oo"))):
        return
    digits = match[0].translate(str.maketrans("lIOo", "1100"))
    found = "".join([str(numerals.DIGITS.get(char, char)) for char in digits])
    place = at + letter.start()
    digit = "1" if letter[0] in "lI" else "0"
    raise RefusedError(place, place + 1, f"这是字母 {letter[0]}，不是数字 {digit}", f"{found}{unit}", advice="核对数字")


def _refuse_foreign_digits(text: str, at: int, end: int) -> None:
    """Digits of other scripts, ٩٠: Python's int() takes them."""
    if at >= end or text[at] < "\u0600" or not text[at].isdecimal():
        return
    stop = at
    while stop < end and (text[stop].isdecimal() or text[stop] in "٫.,"):
        stop += 1
    digits = "".join([str(int(char)) if char.isdecimal() else "." for char in text[at:stop]])
    raise RefusedError(at, stop, "这不是通用的阿拉伯数字", f"{digits}{text[stop:end]}")


def refuse_vague(text: str, start: int, end: int) -> None:
    """Refuses words of size without a number: 几万元, 数百名, 上千人, 十几个."""
    match = _VAGUE.match(text, start, end)
    if match and known(text[match.end() : end]):
        raise RefusedError(start, match.end(), "没有写出数", advice="写数，如「约3万元」「3万多元」")
