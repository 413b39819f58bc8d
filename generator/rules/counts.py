"""The rules of counts: the number of things that a text states is that of the things there are, or of those listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.problems import Problem
from generator.rules.case import Case
from generator.rules.prose import BEFORE, SPOKEN_ORDINAL
from generator.text.numerals import chinese, whole_number
from generator.text.renderer import Reading

# 12个三级指标, 十二项指标, 绩效指标共 12 个; group 1 or 2 is the number. Not 2个指标库, nor 3个指标没有完成, which
# counts some only.
_COUNT = (
    r"((?<![0-9])[0-9]{1,9}|(?<![一二三四五六七八九十两])[一二三四五六七八九十两]{1,9})\s*[个项条]\s*(?:三级|具体|绩效|评价)*指标(?!库|体系)(?!没有|未|失|得|超|完成|达)"
    r"|(?:绩效|三级)指标(?:共|共有|共设|合计)\s*([0-9]{1,9})\s*[个项条]"
)
# 3所学校：一中、二中、三中。 Groups: 3, 所, 学校, the list. Not the ordinal 第3所, nor a list of two names.
_LISTED = (
    r"(?<![0-9第])([0-9]{1,9}|(?<![二三四五六七八九十两])[二三四五六七八九十两]{1,9})([所个家名位人项件种])([^，。；：、（）()\s]{0,10})[：:]"
    r"((?:[^，。；：（()）、]{1,16}、){2,}[^，。；：（()）、]{1,16})(?=[。）)\n]|$)"
)
# 三个方面, 2条措施; group 1 is the number. Not 一个方面, which announces no list.
_ASPECTS = (
    r"((?<![0-9])[0-9]{1,9}|(?<![二三四五六七八九十两])[二三四五六七八九十两]{1,9})"
    r"(?:个|项|条|点|类)(?:方面|问题|措施|原因|部分|环节|内容|工作|做法)?"
)
# 分为人员支出、公用支出两类; groups: the list, 两, 类. Not 人员支出两类, which lists nothing.
_KINDS = (
    r"(?:分为|分成|包括|，|^)((?:[^，。；：、（）]{2,12}、){1,15}[^，。；：、（）]{2,12}?)"
    r"([二三四五六七八九十两])(类|种)"
)
# Divides the last two entries of a list: 一中和二中.
_SEPARATOR = r"、|以及|和|及|与"


def counts(case: Case) -> Iterator[Problem]:
    """COUNT-INDICATORS, COUNT-LIST: a stated number is that of the indicators, or of the things listed with it."""
    for reading in case.readings:
        listed = reading.evaluation["indicators_count"] if reading.evaluation else None
        for match in re.finditer(_COUNT, reading.written):
            stated = whole_number(match[1] or match[2])
            if listed is not None and listed.value and stated != listed.value and (match[2] or _whole(reading, match)):
                message = f"称有「{match[0]}」，绩效指标共 {listed.number('', 0)} 个"
                remedy = "改为引用 {{ indicators_count }}"
                yield Problem("COUNT-INDICATORS", case.place(reading, match.start(), match[0]), message, remedy)
        for paragraph in reading.written.split("\n"):
            yield from _enumerated(case, reading, paragraph)
        for match in re.finditer(_LISTED, reading.written):
            parts = match[4].split("、")
            joined = 1 if re.search(_SEPARATOR, parts[-1]) else 0
            stated = whole_number(match[1])
            # The list of 5门课程：语文、数学等课程 is not complete.
            if stated not in (len(parts), len(parts) + joined) and not re.search(r"等[\u4e00-\u9fff]{0,4}$", match[4]):
                message = f"称「{match[1]}{match[2]}{match[3]}」，后面列了 {len(parts)} 项"
                yield Problem(
                    "COUNT-LIST",
                    case.place(reading, match.start(), match[1] + match[2]),
                    message,
                    "核对个数和所列的各项",
                )


def _enumerated(case: Case, reading: Reading, paragraph: str) -> Iterator[Problem]:
    """COUNT-LIST for a number of aspects before 一是…二是…, and for a number of kinds behind the list of them."""
    for match in re.finditer(_KINDS, paragraph):
        parts = match[1].count("、") + 1
        if whole_number(match[2]) not in (parts, parts + len(re.findall("[和及]", match[1]))):
            message = f"称「{match[2]}{match[3]}」，前面列了 {parts} 项"
            yield Problem("COUNT-LIST", case.place(reading, 0, match[0][-12:]), message, "核对个数和所列的各项")
    if "一是" not in paragraph:  # with which the aspects begin
        return
    stated = re.search(_ASPECTS, paragraph)
    ordinals = re.compile(SPOKEN_ORDINAL).finditer(paragraph, stated.end() if stated else 0)
    listed = [whole_number(match[1]) for match in ordinals]
    if stated and len(listed) > 1 and listed[0] == 1 and whole_number(stated[1]) != max(listed):
        message = f"称「{stated[0]}」，后面列到「{chinese(max(listed))}是」"
        yield Problem("COUNT-LIST", case.place(reading, 0, stated[0]), message, "核对个数和所列的各项")


def _whole(reading: Reading, match: re.Match[str]) -> bool:
    """Whether a count of indicators is of all of them, by the words before it."""
    before = reading.written[max(match.start() - BEFORE, 0) : match.start()].strip()
    # 共设三级 before 12个指标; not 全市共, nor 12个指标 after 其中.
    return bool(re.search(r"(?<!上年)(?<!全市)(?:共|设置?|设立|设定|设有|共有|计)(?:了)?(?:三级)?$", before))
