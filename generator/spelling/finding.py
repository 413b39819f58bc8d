"""Figures in running text: where amounts, rates, scores and counted things stand, in whatever spelling.

    支出3.99 万元    执行率９９．９％    两万一千七百五十四元    ￥21,754.00    百分之九十五    2.18～3万元

A number is a figure by its unit. What looks like one and is none is known by where it stands (第3所,
八点十五分) and by the words of `Idioms`: 十分重要, 一元二次方程. In doubt it is none: better a miss than a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from generator.frozen import Frozen
from generator.quantity import MONEY, PERCENT, POINTS, SCALES, Quantity
from generator.spelling.folding import Folded, fold
from generator.spelling.idioms import COUNTED, Idioms
from generator.spelling.measured import (
    ANY,
    BETWEEN,
    CURRENCY,
    PERCENT_POINTS,
    TIMES,
    WINDOW,
    Number,
    Unit,
    Units,
    before,
    number_of,
    unit_of,
    value_of,
)
from generator.spelling.numerals import CHARACTERS

_SMALL = 10  # up to it, a count in Chinese numerals is held against what is listed
_WORDED = 100  # below it, a count in Chinese numerals is a figure only where the report has one of that value
_HOURS = 24
_HUNDREDTHS = ("百分之", "千分之", "万分之")
_VAGUE = ("几", "数")  # 几十万元
# A number with its separators: 21,754.00, 2 754, 两万一千, 2万1754, 3点99. Each character continues it in one way
# only.
_RUN = re.compile(
    rf"[{ANY}](?:[{ANY}]|(?<=[0-9])[,.·。](?=[0-9])|(?<=[0-9]) (?=[0-9]{{3}}(?![0-9])|\.[0-9])|(?<=[0-9] )\.(?=[0-9])"
    rf"|点 {{0,2}}(?=[{ANY}]))*"
)
# 伍万元 and 陆万 are names of people behind 由 or 局长, and before 同志.
_NAME = re.compile("[伍陆]万?元?")
_BEFORE_NAME, _AFTER_NAME = ("由", "与", "和", "、", "长", "任", "师"), ("同志", "老师", "先生", "女士")
# What stands directly before a figure: the sign (not the dash of 3-5, A-5), a word that it is not exact (not 附近,
# 节约), the lower end of a range (2.18~, 3万元至, 90%—), what has scores.
_SIGN = re.compile(r"(?<![0-9A-Za-z%元万亿)])-$|(?<![担自肩背抱承欠胜])负$")
_ABOUT = re.compile(
    r"(?:大约|(?<![节合预条契违履制集特公签邀相简大])约|将近|接近|(?<![附最远临靠就邻亲将接])近) {0,2}$"
)
_FROM = re.compile(
    rf"(?<![0-9A-Za-z.第统唯之单专])(?:[0-9][0-9,.]*|[{CHARACTERS}]+) ?(?:[百千万亿]{{0,2}}元?|%|分)? ?"
    r"(?:[-~]|—{1,2}|至|到) ?$"
)
# What a number without its unit measures, by the word directly before it: 得87.25, 执行率为72.51, 支出共21754.
_BARE = {
    POINTS: re.compile(r"(?:得|得分|总分|评分|失分|扣分)(?:为|是|:)? ?$"),
    PERCENT: re.compile(r"(?:率|度|比例|比重|占比)(?:为|是|达|达到|:)? ?$"),
    MONEY: re.compile(
        r"(?:预算|支出|花费|执行|决算|结余|节余|节约|经费|资金|拨款|金额|投入|收入|[\u4e00-\u9fff]费|款)(?:[数额了]|批复|下达|安排|到位)?"
        r"(?:为|是|共|计|共计|合计|:)? ?$"
    ),
}
_MUCH = 1000  # so many without a unit are 元, fewer are 万元
_SCORE = re.compile("[得分扣失为是] ?$")
_CLOCK = re.compile(rf"[{ANY}](?:[时点]|(?<=[0-9]):) ?$")  # 8:30分, 八点十分; not 得分:87分
_BESIDE = re.compile("(?:[¥币YBb] {0,2}|之 {0,2}|/)$")  # the ends of 人民币, CNY, RMB, 百分之
# 1、0.46和 before 0.5万元. Not the dates or numbers of documents 2022、5.
_CHAIN = re.compile(r"(?<![0-9A-Za-z.第〔])(?:[0-9]{1,9}(?:\.[0-9]{1,6})?(?:、|和|及|与))+$")
_OR_SO = re.compile(r" {0,2}(?:左右|上下)")
_WORDED_DECIMAL = rf"[{CHARACTERS}]{{1,5}}点[{CHARACTERS}]+"
_TWO_DECIMALS = re.compile(rf"[0-9]{{1,3}}\.[0-9]{{2}}|{_WORDED_DECIMAL}")
_OF_PERCENT = re.compile(rf"[0-9]{{1,3}}[.点][0-9]+|[0-9]{{2,3}}|{_WORDED_DECIMAL}")
# 2.18W, for 万元; not 60Wh.
_TEN_THOUSAND = re.compile("[Ww](?![0-9A-Za-z])")
# 3/4的学校; group 1 is the number above. Not 2021/3/4.
_ABOVE = re.compile(r"(?<![0-9/.])([0-9]{1,3})/$")
# 增长两倍; not 事半功倍, 付出两倍的努力.
_GREW = re.compile(r"(?:增长|增加|提高|提升|扩大|上升|翻|是|为|达到?|近|约)了?$")
# What a rule says, or a rank: 前10名, 三分之二以上, 单价1000元以上.
_RANKED = re.compile("(?<![目当之以此先年月日])前$")
_QUORUM = re.compile("以上|以下|多数|通过|同意|票")
_SINGLE = re.compile("(?:单价|单笔|单次|单项|单件|单台|每[\u4e00-\u9fff])(?:不?(?:超过|低于|高于|少于|满))?$")
# What a rule asks for: 90%以上的要求, 90分以上为优, 2人以上在场.
_RULE = re.compile(
    r"(?:及|含)?以[上下内](?:的)?(?:要求|标准|目标|规定|为|在场|单数|组成|签字|同时)|的(?:要求|标准|规定)"
)
_LIMIT = re.compile(r"[(（]?(?:及|含)?(?:以上|以下|以内|以外)")
_EXAMINED = 50  # 满分150分 may be that of an examination
_FULL_SCORE = re.compile("满分(?:为|是)? ?$")
# What is not read: the title of a work, addresses of pages and of mail.
_QUOTED = re.compile(r"《[^《》\n]{0,100}》|(?:https?://|www\.)[!-~]+|[A-Za-z0-9_.]{1,40}@[A-Za-z0-9.]+")


class Found(Frozen):
    """A figure at text[start:end].

    `spelling` is its folded text without blanks; `quantity` its value, None for a range, a rounded or an unclear one.
    `sure` says that it is a figure; else it is one only where the report has a figure of that value.
    """

    start: int
    end: int
    spelling: str
    quantity: Quantity | None
    sure: bool = True


def find(text: str, units: Callable[[], Units], idioms: Idioms) -> Iterator[Found]:
    """The figures in a text, in its order; `units` is called where a number stands, which in most texts none does.

    >>> [(one.start, one.end, one.spelling) for one in find("支出3.99 万元", lambda: Units.of(()), Idioms.of(()))]
    [(2, 9, '3.99万元')]
    """
    folded = fold(text)
    masked = _QUOTED.sub(lambda match: "\0" * len(match[0]), folded.text)
    last: Found | None = None  # a range behind it may take it in
    reached = 0
    for run in _RUN.finditer(masked):
        wanted = run.end() > reached and _may(masked, run, units())
        figure = _figure(masked, folded, run, units(), idioms) if wanted else None
        if figure:
            start, end, one = figure
            if last and start >= reached:
                yield last
            yield from _listed(masked, folded, reached, start, one)
            last, reached = one, end
    if last:
        yield last


def _listed(text: str, folded: Folded, reached: int, start: int, last: Found) -> Iterator[Found]:
    """The figures of a list that have their unit behind the last: 1、0.46和0.5万元."""
    chain = _CHAIN.search(text, max(start - WINDOW, reached), start)
    unit = re.sub("^[-0-9.,]+", "", last.spelling)
    if chain is None or not unit or last.quantity is None or last.quantity.unit not in (MONEY, PERCENT, POINTS):
        return
    for number in re.finditer(r"[0-9]+(?:\.[0-9]+)?", chain[0]):
        own = value_of(re.sub("[^0-9.]", "", last.spelling))
        if not own:
            return
        value = Fraction(number[0]) * last.quantity.value / own if last.quantity.value else None
        at = chain.start() + number.start(), chain.start() + number.end()
        quantity = Quantity(value, last.quantity.unit) if value is not None else None
        yield Found(*folded.span(*at), f"{number[0]}{unit}", quantity)


def _may(text: str, run: re.Match[str], units: Units) -> bool:
    """Whether a run of digits may be a figure, by the characters beside it: most are none."""
    end = run.end()
    if _BESIDE.search(text, max(run.start() - 3, 0), run.start()):
        return True
    if len(run[0]) == 1 and not run[0].isascii():  # 一个, 两项
        return text[end : end + 1] in " %‰成倍多余" or text.startswith((PERCENT_POINTS, "个点"), end)
    between = BETWEEN.match(text, end)
    assert between is not None
    after = text[between.end() : between.end() + 1]
    if (
        after in units.starts
        or text[end : end + 1] in units.starts
        or run[0][-1] in "万亿"
        or between[2][-1:] in ("万", "亿")
        or "." in run[0]
    ):
        return True
    return len(run[0]) > 1 and (not after.isalnum() or after in "RrCcWw")  # 支出21754, 支出21754RMB


def _figure(
    text: str, folded: Folded, run: re.Match[str], units: Units, idioms: Idioms
) -> tuple[int, int, Found] | None:
    """The figure of a run of digits, with its start and end in the folded text; None if it is none."""
    number = number_of(folded, run)
    unit = unit_of(text, number, units, idioms) if number else None
    if number is None or unit is None:
        return _bare(text, folded, run)
    start, end, exact = number.start, unit.end, number.value
    start -= len(number.part)
    if _is_harmless(text, start, number, unit, idioms):
        return None
    if unit.bracketed:
        start, exact = start - 1, None
    start, _ = before(CURRENCY, text, start)
    start, negative = before(_SIGN, text, start)
    start, about = before(_ABOUT, text, start)
    start, lower = before(_FROM, text, start)
    if lower and unit.counts:
        return None
    if so := _OR_SO.match(text, end):
        end = so.end()
    if unit.rounded or about or so or lower:
        exact = None
    elif exact is not None:
        exact = (exact * unit.factor + unit.plus) * (-1 if negative else 1)
    quantity = None if exact is None else Quantity(exact, unit.name)
    sure = not (unit.counts and number.worded) or number.value is None or number.value >= _WORDED
    if unit.name == POINTS and before(_FULL_SCORE, text, start)[1] and (number.value or 0) % _EXAMINED == 0:
        sure = False
    spelling = text[start:end].replace(" ", "").replace("\n", "")
    return start, end, Found(*folded.span(start, end), spelling, quantity, sure)


def _bare(text: str, folded: Folded, run: re.Match[str]) -> tuple[int, int, Found] | None:
    """A score, rate or amount without its unit: a figure only where the report has one of that value."""
    if (above := _ABOVE.search(text, max(run.start() - 5, 0), run.start())) and text.startswith("的", run.end()):
        under = value_of(run[0])
        share = Fraction(above[1]) / under if under else None
        start, end = above.start(), run.end()
        return start, end, Found(*folded.span(start, end), text[start:end], Quantity(share, PERCENT) if share else None)
    if _TEN_THOUSAND.match(text, run.end()) and (exact := value_of(run[0])) is not None:
        start, end = run.start(), run.end() + 1
        amount = Quantity(exact * SCALES["万"], MONEY)
        return start, end, Found(*folded.span(start, end), text[start:end], amount, sure=False)
    if re.match(r"[\w%‰]| {0,2}[0-9-]", text[run.end() : run.end() + 3]):
        return None
    exact = value_of(run[0])
    unit = next((unit for unit, name in _BARE.items() if before(name, text, run.start())[1]), None)
    if exact is None or unit is None:
        return None
    if unit == MONEY:
        if exact < _MUCH and exact.denominator == 1:  # 预算3项
            return None
        exact *= 1 if exact >= _MUCH else SCALES["万"]
    elif not (_TWO_DECIMALS if unit == POINTS else _OF_PERCENT).fullmatch(run[0]):
        return None
    elif unit == PERCENT and exact > 1:  # 0.7251 is 72.51%
        exact /= 100
    return *run.span(), Found(*folded.span(*run.span()), run[0], Quantity(exact, unit), sure=False)


def _is_harmless(text: str, start: int, number: Number, unit: Unit, idioms: Idioms) -> bool:
    """Whether a number with a unit is none of the report's figures, by where it stands."""
    left = text[max(start - WINDOW, 0) : start]
    single = number.worded and len(number.digits) == 1 and not unit.plus and unit.factor in (1, Fraction(1, 100))
    if (
        left.rstrip(" ").endswith("第")
        or left.endswith((".", *(_VAGUE if number.worded else ())))
        or idioms.cover(text, start, unit.end)
    ):
        return True
    if number.part and not number.part.rstrip().endswith(_HUNDREDTHS) and _QUORUM.match(text, unit.end):
        return True
    if _RULE.match(text, unit.end):
        return True
    if _SINGLE.search(left) and _LIMIT.match(text, unit.end):
        return True
    if unit.counts:
        return (
            left.endswith(("年", "—", "-", "~", *idioms.before))
            or (left[-1:].isascii() and left[-1:].isalpha())
            or _RANKED.search(left) is not None
            or text.startswith((*idioms.after.get(COUNTED, ()), *idioms.after.get(unit.name, ())), unit.end)
            or (number.worded and (number.value or 0) <= _SMALL)
        )
    if unit.tenths:
        return len(number.digits) > 1 or number.digits in "一1十" or left.endswith(("之", "分"))
    if unit.name == POINTS:
        return single or _CLOCK.search(left) is not None or (_is_clock(number.digits) and not _SCORE.search(left))
    if _NAME.fullmatch(text, start, unit.end) and (
        left.endswith(_BEFORE_NAME) or text.startswith(_AFTER_NAME, unit.end)
    ):
        return True
    return single and (unit.name == MONEY or (unit.name == TIMES and not _GREW.search(left)))


def _is_clock(digits: str) -> bool:
    """Whether a number may be a time of day: 八点零五 of 八点零五分."""
    hours, point, _ = digits.partition("点")
    meant = value_of(hours) if point else None
    return meant is not None and meant <= _HOURS
