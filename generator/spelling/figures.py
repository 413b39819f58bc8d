"""One figure with its unit and its rounding words, in any spelling.

A text is read from a place on as far as it is a figure; it is folded, and has no blanks but between digits
(`generator.spelling.folding`). What is a figure but has several readings, or is damaged, raises `RefusedError`.
"""

from __future__ import annotations

import re
from fractions import Fraction

from generator.frozen import Frozen
from generator.quantity import round_half_up, trimmed
from generator.spelling import numerals, words
from generator.spelling.numbers import MONEY, known, read_number
from generator.spelling.refusing import RefusedError, RemarkError

_CENTS = re.compile(rf"(?:零?([0-9{numerals.CHARACTERS}]+)角)?(?:零?([0-9{numerals.CHARACTERS}]+)分)?(?:整|正)?")
_PER = re.compile(r"/[^元\s0-9.,。;:%≥≤<>=~{}]{1,12}")
# As `Quantity` has it: a unit of any words, brackets in full width.
_UNIT = re.compile(r"(?![多余几])[^元\s0-9.,，。;；:：%≥≤<>=~～{}()*+#$|\[\]“”\"]{0,12}(?:\([^()0-9元%]{1,8}\))?")
_WRONG_SIGN = re.compile(r"(—+|[△▲]|\()(?=[¥0-9])")
# 1.200人次: thousands or decimals? Of what is measured, 1.200公里, decimals.
_THOUSAND = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_MEASURED = {
    "公里",
    "千米",
    "米",
    "平方米",
    "立方米",
    "亩",
    "公顷",
    "吨",
    "公斤",
    "千克",
    "克",
    "升",
    "%",
    "分",
    "元",
    "元/人",
}
_MEASURED |= {"倍", "岁", "小时", "分钟", "天", "年"}
_THOUSANDS = re.compile("[wWkK]")
_SIGN = re.compile(r"[-+]|负")
_WITH_CENTS = "角分:"  # before the digits of an amount that has 角 and 分
MONEY_BEFORE = re.compile(r"人民币[:]?[¥]?|¥|RMB|CNY")


class Figure(Frozen):
    """A figure as it is written: 近 -5 多 万 元 左右.

    `number` has a sign and digits, `within` a rounding word before the scale (800多万元), `late` one behind it
    (800万余元). `start` and `end` are where it stands.
    """

    start: int
    end: int
    number: str
    scale: str
    unit: str
    before: str = ""
    within: str = ""
    late: str = ""
    after: str = ""

    @property
    def exact(self) -> str:
        """Its text without rounding words."""
        return f"{self.number}{self.scale}{self.unit}"

    @property
    def text(self) -> str:
        """The canonical text."""
        return f"{self.before}{self.number}{self.within}{self.scale}{self.late}{self.unit}{self.after}"

    @property
    def rounded(self) -> bool:
        """Whether a word says that it is not exact."""
        return bool(self.before or self.within or self.late or self.after)

    @property
    def value(self) -> Fraction:
        """Its value, in the unit it is written in."""
        return Fraction(self.number) * numerals.SCALES.get(self.scale, 1)


def figure(text: str, start: int, end: int) -> Figure | None:
    """The figure that text[start:end] is as a whole; None if it is something else.

    Raises:
        RefusedError: it is a figure, with several readings or damaged.
    """
    at, before = start, ""
    if match := MONEY_BEFORE.match(text, at, end):
        at = match.end()
    money = at > start
    for word in (*words.ABOUT_BEFORE, *words.ROUNDING_BEFORE):
        if text.startswith(word, at, end):
            before, at = "约" if word in words.ABOUT_BEFORE else "近" if word == "将近" else word, at + len(word)
            break
    if not money and (match := MONEY_BEFORE.match(text, at, end)):
        at, money = match.end(), True
    _refuse_wrong_signs(text, at, end)
    sign = _SIGN.match(text, at, end)
    if sign:
        at = sign.end()
    if match := MONEY_BEFORE.match(text, at, end):
        at, money = match.end(), True
    try:
        found = read_number(text, at, end)
    except RefusedError as refused:
        raise refused.within(before + (sign[0].replace("负", "-").strip("+") if sign else "")) from None
    if found is None:
        return None
    digits, behind = found
    made = _with_unit(text, at, behind, end, digits, money)
    if made is None:
        return None
    negative = "-" if sign and sign[0] != "+" and made.value else ""
    return Figure(start, end, negative + made.number, made.scale, made.unit, before, made.within, made.late, made.after)


def _refuse_wrong_signs(text: str, at: int, end: int) -> None:
    """Signs that may mean minus or something else: a dash, △, brackets."""
    match = _WRONG_SIGN.match(text, at, end)
    if not match:
        return
    close = text.find(")", at, end)
    rest = text[match.end() : end]
    if match[1] == "(":
        if close < 0 or (close < end - 1 and not known(text[close + 1 : end])):
            return
        rest = text[match.end() : close] + text[close + 1 : end]
        message = "括号可以表示负数，也可以是说明"
        stop = close + 1
    else:
        message, stop = f"「{match[1]}」可以是负号，也可以是别的", match.end()
    inner = figure(rest, 0, len(rest))
    if inner is not None:
        raise RefusedError(at, stop, message, f"-{inner.text}", inner.text)


def _with_unit(text: str, start: int, at: int, end: int, number: str, money: bool) -> Figure | None:
    """The figure of a number and what follows it, up to the end."""
    stop, after = end, ""
    for word in words.ABOUT_AFTER:
        if text.endswith(word, at, end):
            stop, after = end - len(word), word
    scale = number[-1:] if number[-1:] in numerals.SCALES else ""
    within = late = ""
    if at < stop and text[at] in words.ROUNDING_WITHIN:
        at += 1
        if scale:  # 800万余元 is another figure than 800余万元
            late = text[at - 1]
        else:
            within = text[at - 1]
            if at < stop and text[at] in numerals.SCALES:
                scale, number = text[at], number + text[at]
                at += 1
    if number.endswith("%"):  # 百分之九十五, 九成五
        if at < stop:
            _refuse_remark(text, at, stop, number)
            return None
        return Figure(start, end, number[:-1], "", "%", "", within, late, after)
    unit = _unit(text, start, at, stop, number, money)
    digits = number.removesuffix(scale)
    if unit is None or not digits:
        return None
    if unit == "‰":
        digits, unit = numerals.shifted(digits, -1), "%"
    elif unit.startswith(_WITH_CENTS):
        digits, scale, unit = unit.removeprefix(_WITH_CENTS), "", "元"
    elif unit in words.COUNTERS and unit not in _MEASURED and not scale and _THOUSAND.fullmatch(digits):
        forms = f"{digits.replace('.', '')}{unit}", f"{trimmed(digits)}{unit}"
        raise RefusedError(start, at, "小数点后面正好三位：是千位的逗号写成了点，还是小数", *forms)
    elif unit == "元" and not scale and not within and len(digits.partition(".")[2]) > 2:
        raise _too_fine(text, start, at, digits)
    return Figure(start, end, digits, scale, unit, "", within, late, after)


def _unit(text: str, start: int, at: int, end: int, number: str, money: bool) -> str | None:
    """The unit that text[at:end] is; None if it is none, and what precedes it is no figure."""
    rest = text[at:end]
    if not number:
        digits = any(char in numerals.DIGITS or char in "0123456789" for char in text[start:at])
        if digits and (known(rest)):
            raise _no_number(text, start, at, rest)
        return None
    if not rest:
        return "元" if money else ""
    if rest[:-1].endswith(rest[-1]) and known(rest[:-1]):
        raise RefusedError(end - 1, end, f"「{rest[-1]}」写了两次", f"{number}{rest[:-1]}")
    if rest == "%" or rest == "‰":
        return None if number[-1:] in numerals.SCALES else rest
    if rest in words.AREAS:
        return words.AREAS[rest]
    if (match := _THOUSANDS.match(rest)) and (known(rest[1:]) or (not rest[1:] and (match[0] == "w" or money))):
        form = (
            f"{number}万{rest[1:] or '元'}"
            if match[0] in "wW"
            else f"{trimmed(numerals.shifted(number, 3))}{rest[1:] or '元'}"
        )
        raise RefusedError(at, at + 1, f"「{match[0]}」不是公文用的单位", form)
    if match := MONEY.match(rest):
        return _money_unit(text, at, end, number, match)
    if cents := _cents(rest, number, 0):
        return cents
    if not any(char in "0123456789" for char in text[start:at]) and not known(rest):
        return None  # 一等奖, 二级甲等, 十分满意
    if match := _UNIT.fullmatch(rest):
        if "(" in rest:
            bracket = rest[rest.index("(") + 1 : -1]
            if len(bracket) > 2 and "、" not in bracket:
                _refuse_remark(text, at + rest.index("("), end, number + rest[: rest.index("(")])
        return rest.replace("(", "（").replace(")", "）")
    head = _UNIT.match(rest)
    if head and head.end() < len(rest) and rest[head.end()] == "(" and rest.endswith(")"):
        _refuse_remark(text, at + head.end(), end, number + rest[: head.end()])
    if rest[0] in ",'_.。·" and known(rest[1:]):
        raise RefusedError(at, at + 1, f"数的后面多了「{rest[0]}」", f"{number}{rest[1:]}", advice="核对数字")
    if rest[0] == "%" and rest[1:2] == "(":
        _refuse_remark(text, at + 1, end, f"{number}%")
    return None


def _money_unit(text: str, at: int, end: int, number: str, match: re.Match[str]) -> str | None:
    rest = text[at:end][match.end() :]
    if not rest:
        return "元"
    if per := _PER.fullmatch(rest):
        return f"元{per[0]}"
    if cents := _cents(rest, number, match.end()):
        return cents
    if rest.startswith("(") and rest.endswith(")"):
        _refuse_remark(text, at + match.end(), end, f"{number}元")
    if rest in ("多", "余"):
        form = f"约{number}元" if "." in number else f"{number}{rest}元"
        raise RefusedError(at + match.end(), end, f"「{rest}」不写在单位的后面", form)
    return None


def _refuse_remark(text: str, at: int, end: int, form: str) -> None:
    if text[at:end].startswith("(") and text[at:end].endswith(")"):
        if (sign := text[at + 1 : end - 1]) in ("≥", "≤", ">", "<", "="):
            raise RefusedError(at, end, "比较符写在了数的后面", f"{sign}{form}")
        raise RemarkError(at, end, "数的后面带了说明", form, advice="这里只写数和单位，说明写进指标的名称或者正文")


def _cents(rest: str, number: str, behind: int) -> str:
    """A mark and the digits of an amount with 角 and 分, of which text[:at] is the 元 if `behind` is given."""
    whole = numerals.plain(number) if behind else ""
    if not behind:
        if rest == "角":
            rest, whole = f"{number}角", "0"
        elif rest.startswith("角"):
            rest, whole = f"{number}{rest}", "0"
        else:
            return ""
    match = _CENTS.fullmatch(rest)
    if match is None or not (match[1] or match[2]) or "." in whole:
        return ""
    parts = [_below_ten(part) for part in match.groups()]
    if None in parts or (match[1] is None and parts[0] is None):
        return ""
    tenths, cents = parts
    return f"{_WITH_CENTS}{whole}.{tenths}{cents if match[2] else ''}"


def _below_ten(typed: str | None) -> int | None:
    if typed is None:
        return 0
    found = numerals.readings(typed)
    return int(found[0]) if len(found) == 1 and len(found[0]) == 1 else None


def _no_number(text: str, start: int, at: int, unit: str) -> RefusedError:
    typed = text[start:at]
    advice = (
        f"写成数字，如「3{unit}」；不确定的写「约」「近」，或者写成「3—5{unit}」"
        if unit != "元"
        else "写成数字，如「3万元」"
    )
    forms: list[str] = []
    if match := re.fullmatch(r"([0-9]{2,3})(百|千)", typed):
        forms = [f"{int(match[1]) * numerals.UNITS[match[2]]}{unit}"]
    return RefusedError(start, at, f"「{typed}」不是一个数", *forms, advice=advice if not forms else "")


def _too_fine(text: str, start: int, at: int, digits: str) -> RefusedError:
    """21.754元: thousands, an amount rounded to 分, or 万元?"""
    whole, _, decimals = digits.partition(".")
    forms: list[str] = []
    if len(decimals) == 3 and whole != "0":
        forms.append(f"{whole}{decimals}元")
    if cents := round_half_up(Fraction(digits), Fraction(1, 100)) * 100:
        forms.append(f"{numerals.shifted(str(cents), -2)}元")
    if len(decimals) == 3 and whole != "0":
        forms.append(f"{trimmed(numerals.shifted(whole + decimals, -4))}万元")
    message = "元只到分，这里有三位以上小数：是千位的逗号写成了点，还是单位错了"
    return RefusedError(start, at, message, *forms, advice="" if forms else "核对数和单位")
