"""The rules of counts: the number of things that a text states is that of the things there are, or of those listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.problems import Problem, Severity
from generator.quantity import Quantity
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
# 3所学校：一中、二中、三中。 Groups: 3, 所, 学校, the list. Not the ordinal 第3所.
_LISTED = (
    r"(?<![0-9第])([0-9]{1,9}|(?<![二三四五六七八九十两])[二三四五六七八九十两]{1,9})([所个家名位人项件种])([^，。；：、（）()\s]{0,10})[：:]"
    r"((?:[^，。；：（()）、\n]{1,16}、)+[^，。；：（()）、\n]{1,16})(?=[。）)\n]|$)"
)
# 两份文件：《甲》，以及《乙》。 Groups: 两, 份文件, what follows.
_TITLED = (
    r"(?<![0-9第])([0-9]{1,9}|(?<![二三四五六七八九十两])[二三四五六七八九十两]{1,9})"
    r"([份个部项](?:文件|制度|办法|通知|规定|法规|法律|标准|方案))[：:]([^。\n]*)"
)
# 以下五个方面：, 三项措施如下： at the end of a paragraph, whose list follows; groups: 五, the rest.
_HEADED = (
    r"(?<![0-9第])([0-9]{1,9}|(?<![二三四五六七八九十两])[二三四五六七八九十两]{1,9})"
    r"([个项条点类种份大步][^，。；：、（）()\s]{0,6}?(?:方面|问题|措施|原因|部分|环节|内容|工作|做法|任务|目标|步骤|阶段|要求|建议"
    r"|特点|经验|制度|文件|行动|事项))"
    r"(?:如下)?[：:]\s*$"
)
# 以下五项工作，费用合计3万元： likewise, with more behind it; groups: 五, the rest.
_BELOW = (
    r"以下([0-9]{1,2}|[二三四五六七八九十两]{1,3})([个项条点类种][^，。；：、（）()\s]{0,6}?(?:方面|问题|措施|原因|内容|工作|做法|任务|事项))"
    r"，[^。；：]{1,100}[：:]\s*$"
)
# The number of a line of such a list, one pattern for each kind; groups: the number.
_ITEMS = (
    r"\s*([0-9]{1,2})[.．、）)]",
    r"\s*[（(]([0-9]{1,2})[）)]",
    r"\s*[（(]([一二三四五六七八九十]{1,3})[）)]",
    r"\s*([一二三四五六七八九十]{1,3})[、是]",
    r"\s*([①-⑳])",
)
# 由四人组成, 由 5 名同志组成; group 1 is the number.
_MEMBERS = r"由\s*([0-9]{1,3}|[一二三四五六七八九十两]{1,3})\s*(?:人|名|位)(?:同志|成员|人员)?组成"
# 其中, 另有, 还有 before a count that is of some only.
_SOME = r"(?:其中|另|还|尚|剩余|其余|有|部分|个别)[有的]?$"
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
# 七项工作 at the end of a clause; groups: 七, 项, 工作. Not the ordinal 第七项, nor 七项工作经费 in a longer clause.
_IN_WORDS = (
    r"(?<![第二三四五六七八九十百千两几0-9])([二三四五六七八九十两]{1,3})([\u4e00-\u9fff])([\u4e00-\u9fff]{2,8})"
    r"(?=[，。；、：\s（(]|$)"
)
# 所, 项: the unit of what is counted. Not 元, 年 or %.
_COUNTED = "[^元年月日分%]"
# The end of a list that is not complete: 等, 等课程.
_OPEN = r"等[\u4e00-\u9fff]{0,4}$"
# Divides the last two entries of a list: 一中和二中.
_SEPARATOR = r"、|以及|和|及|与"


_LONGEST_LIST = 200  # paragraphs below a number that are searched for its list


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
        for start, words, message in _miscounted(reading.written, reading.text.source):
            remedy = "核对个数和所列的各项"
            yield Problem("COUNT-LIST", case.place(reading, start, words), message, remedy)


def _miscounted(text: str, source: str) -> Iterator[tuple[int, str, str]]:
    """The offset and words of each count that is not that of what is listed with it, and the message.

    `source` is the text as it was typed, with its references.
    """
    for match in re.finditer(_LISTED, text):
        parts = match[4].split("、")
        joined = sum(len(re.findall(_SEPARATOR, part)) for part in parts)
        # The list of 5门课程：语文、数学等课程 is not complete.
        if len(parts) <= whole_number(match[1]) <= len(parts) + joined or re.search(_OPEN, match[4]):
            continue
        listed = len(parts) + (joined if whole_number(match[1]) > len(parts) else 0)
        message = f"称「{match[1]}{match[2]}{match[3]}」，后面列了 {listed} 项"
        words = match[1] + match[2]  # which a reference may have printed
        yield (match.start(), words, message) if words in source else (match.start(4), match[4], message)
    for match in re.finditer(_TITLED, text) if "《" in text else ():
        titles = _titles(match[3])
        if titles and titles != whole_number(match[1]) and not re.search("》等", match[3]):
            yield match.start(), match[1] + match[2], f"称「{match[1]}{match[2]}」，后面列了 {titles} 份"
    start, paragraphs = 0, text.split("\n")
    for number, paragraph in enumerate(paragraphs):
        for offset, words, message in (*_enumerated(paragraph), *_headed(paragraphs, number)):
            yield start + offset, words, message
        start += len(paragraph) + 1


def _titles(text: str) -> int:
    """How many titles in 《》 a text has, those within another left out."""
    depth = found = 0
    for sign in re.findall("[《》]", text):
        found += sign == "《" and not depth
        depth = max(depth + (1 if sign == "《" else -1), 0)
    return found


def _headed(paragraphs: Sequence[str], number: int) -> Iterator[tuple[int, str, str]]:
    """A number of aspects at the end of a paragraph, before paragraphs that are numbered."""
    heads = paragraphs[number].rstrip().endswith(("：", ":"))
    stated = (re.search(_HEADED, paragraphs[number]) or re.search(_BELOW, paragraphs[number])) if heads else None
    if stated is None:
        return
    below = paragraphs[number + 1 : number + 1 + _LONGEST_LIST]
    kind = next((kind for kind in _ITEMS if below and re.match(kind, below[0])), None)
    listed = 0
    for line in below if kind else ():
        item = re.match(kind or "", line)
        ordinal = 0 if item is None else ord(item[1]) - ord("①") + 1 if "①" <= item[1] <= "⑳" else whole_number(item[1])
        if ordinal == listed + 1:
            listed = ordinal
        elif ordinal == 1:
            break
    if listed > 1 and listed != whole_number(stated[1]):
        yield stated.start(1), stated[1] + stated[2], f"称「{stated[1]}{stated[2]}」，下面列了 {listed} 项"


def _enumerated(paragraph: str) -> Iterator[tuple[int, str, str]]:
    """A number of aspects before 一是…二是…, and a number of kinds behind the list of them."""
    for match in re.finditer(_KINDS, paragraph):
        parts = match[1].count("、") + 1
        if whole_number(match[2]) not in (parts, parts + len(re.findall("[和及]", match[1]))):
            yield max(match.end() - 12, 0), match[0][-12:], f"称「{match[2]}{match[3]}」，前面列了 {parts} 项"
    if "一是" not in paragraph:  # with which the aspects begin
        return
    ordinals = [*re.finditer(SPOKEN_ORDINAL, paragraph)]
    listed = [whole_number(match[1]) for match in ordinals]
    if len(listed) < 2 or listed[0] != 1 or listed.count(1) > 1:
        return
    before = [*re.finditer(_ASPECTS, paragraph[: ordinals[0].start()])]
    if before and whole_number(before[-1][1]) != max(listed):
        stated = before[-1]
        yield stated.start(), stated[0], f"称「{stated[0]}」，后面列到「{chinese(max(listed))}是」"


def counts_agree(case: Case) -> Iterator[Problem]:
    """COUNT-FACT: a number in words is that of the fact with the name of what is counted, or of the working group."""
    facts = [
        (name, fact)
        for name, fact in case.tree["facts"].items()
        if isinstance(fact, Quantity) and fact.value is not None and re.fullmatch(_COUNTED, fact.unit)
    ]
    for reading in case.readings:
        group = reading.evaluation["working_group"] if reading.evaluation else None
        for match in re.finditer(_MEMBERS, reading.written) if group else ():
            if group and group["size"].value != whole_number(match[1]):
                size = group["size"].with_unit(0)
                message = f"称「{match[0]}」，working_group 里有 {size}"
                place = case.place(reading, match.start(), match[0])
                remedy = "核对人数和 working_group 的成员，改为引用 {{ working_group.size }}"
                yield Problem("COUNT-FACT", place, message, remedy, severity=Severity.WARNING)
        for match in re.finditer(_IN_WORDS, reading.written) if facts else ():
            named = [(name, fact) for name, fact in facts if fact.unit == match[2] and name.endswith(match[3])]
            before = reading.written[max(match.start() - BEFORE, 0) : match.start()]
            stated = whole_number(match[1])
            if len(named) != 1 or named[0][1].value == stated or re.search(_SOME, before):
                continue
            name, fact = named[0]
            message = f"称「{match[0]}」，事实「{name}」是 {fact.written or fact.with_unit(0)}"
            remedy = f"核对两处；是同一个数的，改为引用 {{{{ facts.{name} }}}}"
            place = case.place(reading, match.start(), match[0])
            yield Problem("COUNT-FACT", place, message, remedy, severity=Severity.WARNING)


def _whole(reading: Reading, match: re.Match[str]) -> bool:
    """Whether a count of indicators is of all of them, by the words before it."""
    before = reading.written[max(match.start() - BEFORE, 0) : match.start()].strip()
    # 共设三级 before 12个指标; not 全市共, nor 12个指标 after 其中.
    return bool(re.search(r"(?<!上年)(?<!全市)(?:共|设置?|设立|设定|设有|共有|计)(?:了)?(?:三级)?$", before))
