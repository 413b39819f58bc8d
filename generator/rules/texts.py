"""The rules of a report's texts: what an attentive reader finds when comparing the sentences with the figures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.data.classification import economic_codes
from generator.data.reader import Node
from generator.data.record import Text
from generator.data.report import Evaluation, Indicator, Report
from generator.faults import kept
from generator.namespace import Tree
from generator.numerals import chinese
from generator.problems import Place, Problem, Severity
from generator.quantity import Comparison, Quantity, Word, trimmed
from generator.text.renderer import Reading
from generator.text.sandbox import TAG

# Words of the form that someone should have chosen from, filled in or deleted: 增加（减少）, 大（小）于, XX, ____,
# [bookmark1], （参考…填写, 待补充. Not 增加（一级） or the size XL.
_LEFTOVER = re.compile(
    r"(?:增加|增长|提高|上升)\s*[（(](?:减少|下降|降低)[）)]|大\s*[（(]小[）)]\s*于|高\s*[（(]低[）)]\s*于"
    r"|(?<![A-Za-z0-9])[Xx×]{2,}(?![A-Za-z0-9])|[＿_]{3,}|\[bookmark[^\]]*\]?|[（(]?参考[^。；]{0,30}(?:填写|解释)[^。；]{0,4}"
    r"|填写说明|此处填写|待补充|待填"
)
# 全部按时完成, 均已达到, 100%完成, 不存在偏差. Not the name of a rate, 全面完成率, nor 无偏差的定量指标, which is about
# some only.
_CLAIM = re.compile(
    r"(?:全部|均已?|都已?)(?:按时|如期|按期|较好地?)?(?:完成|达到|达标|实现)|(?:全面|百分之百|100%)完成(?!率)"
    r"|(?:无|没有|不存在)(?:任何)?(?:未完成|偏差|偏离)(?!.{0,6}(?:定量|除))"
)
# Ends a clause (，。；), or says that the clause is about quantities or money only: 执行率, 支付.
_LIMITS = re.compile(r"(定量|数量|预算执行|执行率|支付|拨付|资金)|[，。；]")
# The end of the words before a claim: 未, 没有, 尚未, 不能. Not 未来.
_NEGATED = re.compile(r"(?:未|没有|不|并非|尚未|难以)(?:能)?$")
_BEFORE = 6  # characters in which a word that negates or limits a claim or count may precede it
# 达到了执行率要求; group 1 where it is negated: 没有达到预算执行率的要求.
_REQUIRED = re.compile(r"(没有|未|不)?达到(?:了)?(?:预算)?执行率(?:的)?要求")
# 等级为“优秀, 综合结果评定为良, 评价结论：二等; group 1 is the grade. Not the kind of a grade, 等级为优级.
_GRADE = re.compile(
    r"(?:等级|评价结论|综合结果)(?:评定|确定)?(?:为|是|：|:|，为)?[“”「'\"]*(优秀?|良好?|中等?|合格|差|[一二三四]等)(?![级秀好])"
)
# 河财预（2022）15号, 桂教〔2022〕第 3 号, with any brackets; groups: year and number. Not (22)15号 or brackets without
# an issuer.
_DOCUMENT = re.compile(
    r"[\u4e00-\u9fff]{2,12}[（(［\[【〔]((?:19|20)[0-9]{2})[）)］\]】〕]\s*(?:第\s*)?([0-9]{1,5})\s*号"
)
# The form that GB/T 9704 asks for: 河财预〔2022〕15号. Not （2022）, nor 〔2022〕第15号.
_CORRECT = re.compile(r"〔[0-9]{4}〕[0-9]+号$")
# 2021年, the first year of 2021—2022年, 2021.12, 2021/3. Not 2021人, a document number 〔2021〕 or the decimal 2021.35.
_YEAR = re.compile(
    r"(?<![0-9〔])((?:19|20)[0-9]{2})(?=\s*年|[-—~～至](?:19|20)[0-9]{2}\s*年|[.．/](?:1[0-2]|0?[1-9])(?![0-9]))"
)
# 13800138000, 138 0013 8000. Not an amount, 13800138000元, nor a part of a longer number.
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Za-z.]|[万亿]?元)")
# Six digits of a region, a date of birth from 1900 on, four characters: 110101199003070011, 11010119900307123X.
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9])")
# 6222 0212 3456 7890 123, 16 to 19 digits with or without blanks. Not an amount in 元, nor a part of a longer number.
_CARD = re.compile(r"(?<![0-9A-Za-z.])[3-9][0-9]{3}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?(?![0-9A-Za-z.]|[万亿]?元)")
# 12个三级指标, 十二项指标, 绩效指标共 12 个; group 1 or 2 is the number. Not 2个指标库, nor 3个指标没有完成, which
# counts some only.
_COUNT = re.compile(
    r"((?<![0-9])[0-9]{1,9}|(?<![一二三四五六七八九十两])[一二三四五六七八九十两]{1,9})\s*[个项条]\s*(?:三级|具体|绩效|评价)*指标(?!库|体系)(?!没有|未|失|得|超|完成|达)"
    r"|(?:绩效|三级)指标(?:共|共有|共设|合计)\s*([0-9]{1,9})\s*[个项条]"
)
# 3所学校：一中、二中、三中。 Groups: 3, 所, 学校, the list. Not the ordinal 第3所, nor a list of two names.
_LISTED = re.compile(
    r"(?<![0-9第])([0-9]{1,9}|(?<![二三四五六七八九十两])[二三四五六七八九十两]{1,9})([所个家名位人项件种])([^，。；：、（）()\s]{0,10})[：:]"
    r"((?:[^，。；：（()）、]{1,16}、){2,}[^，。；：（()）、]{1,16})(?=[。）)\n]|$)"
)
# The numbers of a list in the text, at the start of a clause or line: 二是, (2), （二）, 2、. Not the decimal 2.5.
_ORDINALS = (
    re.compile(r"(?:^|(?<=[，。；：、\n]))([一二三四五六七八九十]+)是"),
    re.compile(r"(?:^|(?<=[。；：\n]))[^\S\n]*[（(]([0-9]{1,2})[）)]"),
    re.compile(r"(?:^|(?<=[。；：\n]))[^\S\n]*[（(]([一二三四五六七八九十]+)[）)]"),
    re.compile(r"(?:^|(?<=[。；\n]))[^\S\n]*([0-9]{1,2})[、.．](?![0-9])"),
)
# 三个方面, 2条措施; group 1 is the number. Not 一个方面, which announces no list.
_ASPECTS = re.compile(
    r"((?<![0-9])[0-9]{1,9}|(?<![二三四五六七八九十两])[二三四五六七八九十两]{1,9})(?:个|项|条|点|类)(?:方面|问题|措施|原因|部分|环节|内容|工作|做法)?"
)
# 分为人员支出、公用支出两类; groups: the list, 两, 类. Not 人员支出两类, which lists nothing.
_KINDS = re.compile(
    r"(?:分为|分成|包括|，|^)((?:[^，。；：、（）]{2,12}、){1,15}[^，。；：、（）]{2,12}?)([二三四五六七八九十两])(类|种)"
)
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)} | {"两": 2}
# Divides the last two entries of a list: 一中和二中.
_SEPARATOR = re.compile(r"、|以及|和|及|与")
_MOST_WORDS = 100  # whose places are looked for in one text, each in a pass over it
_MOST_PLACES = 1000  # that are located one by one in one text
_LONGEST_NAME = 100  # of a unit whose name is looked for in other spellings


@dataclass(slots=True)
class _Places:
    """Finds the places in the file of words found in a text, by counting their occurrences before.

    After a hundred different words of one text, or a thousand places, the place is the whole text, where the same fault
    is reported once.
    """

    text: str
    node: Node
    known: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For each word its number of occurrences in the text up to an offset, and that offset."""
    given: int = 0
    """How many places have been found."""
    _whole: Place | None = None

    def __call__(self, start: int, word: str) -> Place:
        """The place of a word that was found at an offset of the text."""
        self.given += 1
        count, reached = self.known.get(word, (0, 0))
        if self.given > _MOST_PLACES or (word not in self.known and len(self.known) >= _MOST_WORDS):
            self._whole = self._whole or self.node.place
            return self._whole
        if reached > start:
            count, reached = 0, 0
        while (at := self.text.find(word, reached, start)) >= 0:
            count, reached = count + 1, at + len(word)
        self.known[word] = count, reached
        return self.node.find(word, count)


@dataclass(frozen=True, slots=True)
class TextCase:
    """A report under check, its figures, and its rendered texts."""

    report: Report
    tree: Tree
    readings: Sequence[Reading]
    _places: dict[int, _Places] = field(default_factory=dict)

    def place(self, reading: Reading, start: int, found: str) -> Place:
        """The place in the file of words found at an offset; the whole text where they come from a reference."""
        if id(reading) not in self._places:
            self._places[id(reading)] = _Places(reading.written, reading.text.node)
        return self._places[id(reading)](start, found)


def check_texts(report: Report, tree: Tree, readings: Sequence[Reading]) -> list[Problem]:
    """The problems that the rules find in the texts of a report; references that lead nowhere are found elsewhere."""
    case = TextCase(report, tree, readings)
    return kept(RULES, case, report.node.file.path)


def leftovers(case: TextCase) -> Iterator[Problem]:
    """PROSE-LEFTOVER: nothing of the form is left that someone should have chosen or filled in."""
    for reading in case.readings:
        for match in _LEFTOVER.finditer(reading.written):
            message = f"留着没有填写或选定的「{match[0]}」"
            yield Problem(
                "PROSE-LEFTOVER",
                case.place(reading, match.start(), match[0]),
                message,
                "选定一个词，或者填上内容；变动用 |增减 印出",
            )


def claims(case: TextCase) -> Iterator[Problem]:
    """PROSE-CLAIM: no text claims full completion where points were lost or money was left."""
    planned = {id(text) for evaluation in case.report.evaluations for text in _plans(evaluation)}
    for reading in case.readings:
        evaluation = reading.evaluation
        lost = evaluation and evaluation["score"]["lost"]
        if evaluation is None or not lost or not lost.value or id(reading.text) in planned:
            continue
        found = [*_CLAIM.finditer(reading.written)]
        limits = [*_LIMITS.finditer(reading.written)] if found else []
        ends = [limit.end() for limit in limits]
        for match in found:
            before = bisect_right(ends, match.start()) - 1
            limited = before >= 0 and limits[before][1]  # by a word of the same clause
            if limited or _NEGATED.search(reading.written, max(match.start() - _BEFORE, 0), match.start()):
                continue
            total = evaluation["score"]["total"]
            message = f"称「{match[0]}」，而自评总分 {_points(total)}，失 {_points(lost)}"
            yield Problem(
                "PROSE-CLAIM",
                case.place(reading, match.start(), match[0]),
                message,
                "写明哪些完成、哪些没有完成，或者限定所说的范围",
                severity=Severity.WARNING,
            )


def _plans(evaluation: Evaluation) -> Iterator[Text]:
    """The texts of an evaluation that say what was to be done, not what was."""
    yield from (goal.expected for goal in evaluation.goals)
    yield from (indicator.target.text for indicator in evaluation.all_indicators() if indicator.target)


def document_numbers(case: TextCase) -> Iterator[Problem]:
    """PROSE-DOCUMENT: a document number has its year in 〔〕 (GB/T 9704—2012, 7.2.5)."""
    for reading in case.readings:
        for match in _DOCUMENT.finditer(reading.written):
            if _CORRECT.search(match[0]):
                continue
            message = f"发文字号「{match[0]}」的年份没有用六角括号"
            yield Problem(
                "PROSE-DOCUMENT",
                case.place(reading, match.start(), match[0]),
                message,
                f"写成〔{match[1]}〕{match[2]}号",
            )


def years(case: TextCase) -> Iterator[Problem]:
    """PROSE-YEAR: a typed year that is not the report's is declared in `other_years`."""
    declared = {case.report.year, *case.report.other_years}
    texts = {id(reading.text): reading.text for reading in case.readings}
    for evaluation in case.report.evaluations:
        for indicator in evaluation.all_indicators():
            for measure in (indicator.target, indicator.actual):
                if measure:
                    texts[id(measure.text)] = measure.text
    for text in texts.values():
        source = TAG.sub(lambda tag: "\0" * len(tag[0]), text.source)
        places = _Places(text.source, text.node)
        for match in _YEAR.finditer(source):
            if int(match[1]) not in declared:
                message = f"直接写了 {match[1]} 年，报告是 {case.report.year} 年度的"
                remedy = f"核对年度；确是 {match[1]} 年的，在文件开头的 other_years 里写上"
                yield Problem("PROSE-YEAR", places(match.start(), match[1]), message, remedy)


def unit_names(case: TextCase) -> Iterator[Problem]:
    """PROSE-UNIT: the unit's name is spelt as at the head of the file."""
    unit = case.report.unit
    if not 6 <= len(unit) <= _LONGEST_NAME:
        return
    for reading in case.readings:
        for found in dict.fromkeys(_misspelt(unit, reading.written)):
            message = f"单位名称写成「{found}」，应是「{unit}」"
            yield Problem("PROSE-UNIT", case.place(reading, 0, found), message, "改正，或者写成 {{ unit }}")
    for node in _plain_names(case):
        for found in dict.fromkeys(_misspelt(unit, str(node.value))):
            yield Problem("PROSE-UNIT", node.find(found), f"单位名称写成「{found}」，应是「{unit}」", "改正单位名称")


def _plain_names(case: TextCase) -> Iterator[Node]:
    """The fields, other than texts, in which the unit's name may occur."""
    for evaluation in case.report.evaluations:
        node = evaluation.node
        yield from (node.at(key) for key in ("department", "issued_by") if key in node.keys)
        if group := evaluation.working_group:
            yield from (group.node.at(key) for key in ("office",) if key in group.node.keys)
            yield from (member.node.at("post") for member in group.members)


def _misspelt(name: str, text: str) -> Iterator[str]:
    """Stretches of a text that differ from a name in one character, or lack one; other units differ in more."""
    size, start = len(name), 0
    begin, end = name[:2], name[-2:]
    for at in sorted({*_all(begin, text), *(found + 2 - size for found in _all(end, text))}):
        if at < start:
            continue
        window = text[at : at + size]
        alike = _alike(window, name)
        cut = min(alike, size - 2)
        if alike == size:
            start = at + size
        elif len(window) == size and window[alike + 1 :] == name[alike + 1 :]:
            yield window
            start = at + size
        elif cut >= 2 and window[cut : size - 1] == name[cut + 1 :]:
            yield window[: size - 1]
            start = at + size - 1


def _alike(one: str, other: str) -> int:
    """The number of characters in which two texts begin alike."""
    return bisect_left(range(1, min(len(one), len(other)) + 1), True, key=lambda size: one[:size] != other[:size])


def _all(part: str, text: str) -> Iterator[int]:
    """The offsets at which a part occurs in a text."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def numbering(case: TextCase) -> Iterator[Problem]:
    """PROSE-NUMBERING: numbers written in a text (一是、（1）、1.) do not jump."""
    for reading in case.readings:
        for pattern in _ORDINALS:
            expected = 1
            for match in pattern.finditer(reading.written):
                number = _number(match[1])
                if number == 1:
                    expected = 2
                elif number != expected and expected > 1:
                    message = f"编号从第 {expected - 1} 跳到「{match[0].strip()}」"
                    yield Problem(
                        "PROSE-NUMBERING",
                        case.place(reading, match.start(), match[0].strip()),
                        message,
                        "核对编号，或者补上漏掉的一项",
                    )
                    expected = number + 1
                else:
                    expected = number + 1 if expected > 1 else expected


def _number(digits: str) -> int:
    """A whole number below 100 in Arabic or Chinese digits."""
    if digits.isdigit():
        return int(digits)
    tens, _, ones = digits.rpartition("十")
    if "十" not in digits:
        return _DIGITS.get(digits, 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def counts(case: TextCase) -> Iterator[Problem]:
    """COUNT-INDICATORS, COUNT-LIST: a stated number is that of the indicators, or of the things listed behind it."""
    for reading in case.readings:
        listed = reading.evaluation["indicators_count"] if reading.evaluation else None
        for match in _COUNT.finditer(reading.written):
            stated = _number(match[1] or match[2])
            if listed is not None and listed.value and stated != listed.value and (match[2] or _whole(reading, match)):
                message = f"称有「{match[0]}」，绩效指标共 {listed.number('', 0)} 个"
                remedy = "改为引用 {{ indicators_count }}"
                yield Problem("COUNT-INDICATORS", case.place(reading, match.start(), match[0]), message, remedy)
        for paragraph in reading.written.split("\n"):
            yield from _enumerated(case, reading, paragraph)
        for match in _LISTED.finditer(reading.written):
            parts = match[4].split("、")
            last = 1 if _SEPARATOR.search(parts[-1]) else 0
            stated = _number(match[1])
            # The list of 5门课程：语文、数学等课程 is not complete.
            if stated not in (len(parts), len(parts) + last) and not re.search(r"等[\u4e00-\u9fff]{0,4}$", match[4]):
                message = f"称「{match[1]}{match[2]}{match[3]}」，后面列了 {len(parts)} 项"
                yield Problem(
                    "COUNT-LIST",
                    case.place(reading, match.start(), match[1] + match[2]),
                    message,
                    "核对个数和所列的各项",
                )


def _enumerated(case: TextCase, reading: Reading, paragraph: str) -> Iterator[Problem]:
    """A number of aspects that is not that of the 一是…二是… that follow it, or of the kinds listed before it."""
    for match in _KINDS.finditer(paragraph):
        parts = match[1].count("、") + 1
        if _number(match[2]) not in (parts, parts + len(re.findall("[和及]", match[1]))):
            message = f"称「{match[2]}{match[3]}」，前面列了 {parts} 项"
            yield Problem("COUNT-LIST", case.place(reading, 0, match[0][-12:]), message, "核对个数和所列的各项")
    stated = _ASPECTS.search(paragraph)
    listed = [_number(match[1]) for match in _ORDINALS[0].finditer(paragraph, stated.end() if stated else 0)]
    if stated and len(listed) > 1 and listed[0] == 1 and _number(stated[1]) != max(listed):
        message = f"称「{stated[0]}」，后面列到「{chinese(max(listed))}是」"
        yield Problem("COUNT-LIST", case.place(reading, 0, stated[0]), message, "核对个数和所列的各项")


def _whole(reading: Reading, match: re.Match[str]) -> bool:
    """Whether a count of indicators is that of all: the words before it do not speak of some."""
    before = reading.written[max(match.start() - _BEFORE, 0) : match.start()].strip()
    # 共设三级 before 12个指标; not 全市共, nor 12个指标 after 其中.
    return bool(re.search(r"(?<!上年)(?<!全市)(?:共|设置?|设立|设定|设有|共有|计)(?:了)?(?:三级)?$", before))


def private_data(case: TextCase) -> Iterator[Problem]:
    """PRIVACY-PHONE, PRIVACY-IDENTITY, PRIVACY-CARD: nothing that is published holds such a number."""
    node = case.report.node
    text = node.file.text[node.start : node.end]
    found = (
        ("PRIVACY-PHONE", _MOBILE, "手机号码", lambda digits: True),
        ("PRIVACY-IDENTITY", _IDENTITY, "居民身份证号码", _is_identity),
        ("PRIVACY-CARD", _CARD, "银行卡号", lambda digits: _luhn(digits) and not _is_identity(digits)),
    )
    for code, pattern, what, valid in found:
        for match in pattern.finditer(text):
            if valid(re.sub("[ -]", "", match[0])):
                place = node.file.place(node.start + match.start(), node.start + match.end())
                remedy = "删去；联系电话写办公电话，不能公开的整行不写"
                yield Problem(code, place, f"公开的文件不能有{what}", remedy)


def _is_identity(digits: str) -> bool:
    """Whether 18 digits are an identity number by their check digit (GB 11643—1999)."""
    if len(digits) != 18:
        return False
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], weights, strict=True))
    return "10X98765432"[total % 11] == digits[-1].upper()


def _luhn(digits: str) -> bool:
    """Whether digits are a bank card number by their check digit (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def facts_agree(case: TextCase) -> Iterator[Problem]:
    """FACT-DIFFERS: a fact under the name of an indicator, item or project has that one's value."""
    named: dict[str, tuple[str, Quantity]] = {}
    for evaluation in case.tree["evaluations"]:
        for row in evaluation["indicators"]:
            if isinstance(row["actual"], Quantity):
                named[row["name"]] = ("指标的完成值", row["actual"])
        for item in evaluation["funds"]["items"]:
            if item["actual"]:
                named[item["name"]] = ("支出明细的支出数", item["actual"])
    for name, fact in case.report.facts.items():
        figure = case.tree["facts"].get(name)
        if name in named and isinstance(figure, Quantity) and figure.value is not None:
            what, other = named[name]
            if figure.unit == other.unit and figure.compare(other) is Comparison.DIFFERENT:
                message = f"事实「{name}」是 {_shown(figure)}，同名{what}是 {_shown(other)}"
                yield Problem(
                    "FACT-DIFFERS", fact.text.node.place, message, "同一个数只写一处；不是同一个数的换一个名称"
                )


def grades_agree(case: TextCase) -> Iterator[Problem]:
    """PROSE-GRADE: a grade that a text names is the one that the score gives."""
    for reading in case.readings:
        grade = reading.evaluation["score"]["grade"] if reading.evaluation else None
        required = reading.evaluation["funds"]["requirement"] if reading.evaluation else None
        for match in _REQUIRED.finditer(reading.written):
            if isinstance(required, Word) and bool(match[1]) != required.text.startswith(("未", "没", "不")):
                message = f"称「{match[0]}」，按预算执行率是「{required.text}」"
                place = case.place(reading, match.start(), match[0])
                yield Problem("PROSE-GRADE", place, message, "改为引用 {{ funds.requirement }}")
        for match in _GRADE.finditer(reading.written):
            if isinstance(grade, Word) and match[1] != grade.text:
                message = f"称等级是「{match[1]}」，按得分是「{grade.text}」"
                place = case.place(reading, match.start(1), match[1])
                yield Problem("PROSE-GRADE", place, message, "改为引用 {{ score.grade }}")


def indicators_agree(case: TextCase) -> Iterator[Problem]:
    """MEASURE-DIFFERS: an indicator that is in several evaluations has the same target and actual value in all."""
    seen: dict[str, Indicator] = {}
    for evaluation in case.report.evaluations:
        for indicator in evaluation.all_indicators():
            first = seen.setdefault(indicator.name, indicator)
            for key, word in (("target", "指标值"), ("actual", "完成值")):
                own, other = (getattr(one, key) for one in (indicator, first))
                if own and other and own.text.source != other.text.source:
                    line = other.text.node.place.line
                    message = f"{word}「{own.text.source}」与第 {line} 行同名指标的「{other.text.source}」不同"
                    remedy = "改成同一个数；确是两个指标的，用不同的名称"
                    place = own.text.node.place
                    yield Problem("MEASURE-DIFFERS", place, message, remedy, severity=Severity.WARNING)


def dates_in_order(case: TextCase) -> Iterator[Problem]:
    """DATE-ORDER: reports are dated after the year, on one year; funds come in the year of their document."""
    year = case.report.year
    for evaluation in case.report.evaluations:
        dated = [(evaluation.issued_on, evaluation.node.at("issued_on"))]
        if evaluation.signature:
            dated.append((evaluation.signature.date, evaluation.signature.node.at("date")))
        known = [(date, node) for date, node in dated if date]
        for date, node in known:
            if date[:7] < f"{year}-12":
                message = f"日期 {date} 早于 {year} 年年末，{year} 年度的自评不会在这以前完成"
                yield Problem("DATE-ORDER", node.place, message, "核对日期的年份")
        if len({date[:4] for date, _ in known}) > 1:
            (first, _), (second, node) = known
            message = f"填报日期 {second} 与发文日期 {first} 不在同一年"
            yield Problem("DATE-ORDER", node.place, message, "核对两个日期的年份")
        funds = evaluation.funds
        number = re.search(r"〔([0-9]{4})〕", funds.document or "")
        if number and funds.allocated_on and funds.allocated_on[:4] != number[1]:
            line = funds.node.at("document").place.line
            message = f"下达日期 {funds.allocated_on} 与第 {line} 行的文号 {funds.document} 不在同一年"
            yield Problem("DATE-ORDER", funds.node.at("allocated_on").place, message, "核对日期和文号的年份")


def listed_items_spent(case: TextCase) -> Iterator[Problem]:
    """ACCOUNTS-LIST: a list of what 人员经费 or 公用经费 were spent on names only economic items that have spending."""
    accounts = case.report.accounts
    if accounts is None or not accounts.economic:
        return
    codes = economic_codes(case.report.year)
    spent = {codes.name(code) for code, amount in accounts.economic.items() if amount.value}
    names = {name for code in codes.entries if len(code) == 5 and (name := codes.name(code))}
    for reading in case.readings:
        for sentence in re.split(r"[。；\n]", reading.written):
            listed = [part.strip() for part in re.split(r"[、，：:和及]|包括|用于|开支", sentence)]
            items = [part for part in listed if part in names]
            if len(items) < 2 or not re.search(r"(?:人员|公用)经费", sentence):
                continue
            for item in items:
                if item not in spent:
                    message = f"列举了「{item}」，而这个经济科目没有支出"
                    remedy = "删去它，或者引用 {{ accounts.economic.public.names }}"
                    yield Problem("ACCOUNTS-LIST", case.place(reading, 0, item), message, remedy)


def _shown(figure: Quantity) -> str:
    return figure.written or f"{trimmed(figure.number('', 2))}{figure.unit}"


def _points(figure: Quantity | Word) -> str:
    return f"{figure.number('', 2)} 分" if isinstance(figure, Quantity) else figure.text


RULES: tuple[Callable[[TextCase], Iterator[Problem]], ...] = (
    leftovers,
    claims,
    document_numbers,
    years,
    unit_names,
    numbering,
    counts,
    private_data,
    facts_agree,
    grades_agree,
    indicators_agree,
    dates_in_order,
    listed_items_spent,
)
