"""The rules of prose: what an attentive reader finds when comparing the sentences with the figures.

PROSE-FIGURE and PROSE-FACT, figures that are typed, are found in `text.typed`; PROSE-REFERENCE and PROSE-MARKDOWN where
texts are rendered, in `text.renderer`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import partial

from generator.data.reader import Node
from generator.data.record import Text
from generator.data.report import Evaluation
from generator.namespace import Finder, Tree
from generator.problems import Place, Problem, Severity
from generator.quantity import MONEY, Quantity, Word
from generator.rules.case import Case, Places
from generator.spelling.years import find_years
from generator.text.numerals import whole_number
from generator.text.pasted.characters import garbled
from generator.text.pasted.codes import foreign_codes
from generator.text.pasted.doubled import doubled
from generator.text.sandbox import TAG
from generator.text.typed.telling import idioms, word_lists

# Words of the form that someone should have chosen from, filled in or deleted: 增加（减少）, 大（小）于, XX, 某某,
# ____, （  ）, [bookmark1], （参考…填写, （填写…）, 待补充, and 待定 as all that a clause says. Not 增加（一级）, nor
# the size XL.
_LEFTOVER = (
    r"(?:增加|增长|提高|上升)\s*[（(](?:减少|下降|降低)[）)]|大\s*[（(]小[）)]\s*于|高\s*[（(]低[）)]\s*于"
    r"|(?<![A-Za-z0-9])[Xx×]{2,}(?![A-Za-z0-9])|＿{2,}|_{3,}|\[bookmark[^\]]*\]?|[（(]?参考[^。；]{0,30}(?:填写|解释)[^。；]{0,4}"
    r"|填写说明|此处填写|请填写|TODO(?![A-Za-z])|第\s{1,6}页\s*共\s{1,6}页|待补充|待填|某某|[（(](?:请)?填写[^（）()。\n]{0,20}[）)]|（[^\S\n]*）|\([^\S\n]+\)"
    r"|(?:待定(?<![^，。；：、（(\n]..)|待核实(?<![^，。；：、（(\n]...)|暂缺(?<![^，。；：、（(\n]..))(?=[，。；、）)\n]|$)"
)
# xiaoxiaotong, guangxi-hechi: a name that only the program reads.
_IDENTIFIER = r"[a-z0-9_.-]*"
# All that a section about problems says: 暂无。, 无, 没有问题, 未发现明显问题, 存在问题：暂无。改进措施：暂无。
_NO_PROBLEM = (
    r"(?:(?:存在的?|主要)?问题(?:[和及与]原因)?[：:]?)?(?:本(?:项目|单位|年度))?(?:目前|基本上?|暂)?(?:无|没有|不存在|未发现|未见)"
    r"(?:任何|明显|突出|重大|较大|主要|存在)?的?(?:问题|不足|情况)?(?:[。；，\n]*(?:改进措施|整改措施|原因|建议)[：:]?(?:暂?无|没有))*[。；！]?"
)
# 全部按时完成, 均已达到, 100%完成, 不存在偏差. Not the name of a rate, 全面完成率, nor 无偏差的定量指标, which is about
# some only.
_CLAIM = (
    r"(?:全部|(?<!平)均已?|都已?)(?:按时|如期|按期|较好地?)?(?:完成|达到|达标|实现)|(?:全面|百分之百|100%)完成(?!率)"
    r"|(?:无|没有|不存在)(?:任何)?(?:未完成|偏差|偏离)(?!.{0,6}(?:定量|除))"
)
# Ends a clause (，。；), or says that the clause is about quantities or money only: 执行率, 支付.
_LIMITS = r"(定量|数量|预算执行|执行率|支付|拨付|资金)|[，。；]"
# The end of the words before a claim: 未, 没有, 尚未, 不能. Not 未来.
_NEGATED = r"(?:未|没有|不|并非|尚未|难以)(?:能)?$"
BEFORE = 6  # characters before a claim or count that are searched for a word that negates or limits it
# 达到了执行率要求; group 1 where it is negated: 没有达到预算执行率的要求.
_REQUIRED = r"(没有|未|不)?达到(?:了)?(?:预算)?执行率(?:的)?要求"
# 等级为“优秀, 综合结果评定为良, 评价结论：二等; group 1 is the grade. Not the kind of a grade, 等级为优级.
_GRADE = (
    r"(?:等级|评价结论|综合结果)(?:评定|确定)?(?:为|是|：|:|，为)?[“”「'\"]*"
    r"(优秀?|良好?|中等?|合格|差|[一二三四]等)(?![级秀好])"
)
# （2022）15号, 〔2022〕第 3 号, with any brackets; groups: year and number. Not (22)15号.
_NUMBERED = r"[（(［\[【〔]((?:19|20)[0-9]{2})[）)］\]】〕]\s*(?:第\s*)?([0-9]{1,5})\s*号"
# 河财预（2022）15号, 桂教〔2022〕第 3 号. Not a number without an issuer.
_DOCUMENT = r"[\u4e00-\u9fff]{2,12}" + _NUMBERED
# The form that GB/T 9704 asks for: 河财预〔2022〕15号. Not （2022）, nor 〔2022〕第15号.
_CORRECT = r"〔[0-9]{4}〕[0-9]+号$"
# 一是, 二是 at the start of a clause or line.
SPOKEN_ORDINAL = r"(?:^|(?<=[，。；：、\n]))([一二三四五六七八九十]+)是"
# The numbers of a list in the text, at the start of a clause or line: 二是, (2), （二）, 2、. Not the decimal 2.5.
# Before each pattern stand the ends of a first number, without which there is no such list.
_ORDINALS = (
    (("一是",), SPOKEN_ORDINAL),
    (("1）", "1)"), r"(?:^|(?<=[。；：\n]))[^\S\n]*[（(]([0-9]{1,2})[）)]"),
    (("一）", "一)"), r"(?:^|(?<=[。；：\n]))[^\S\n]*[（(]([一二三四五六七八九十]+)[）)]"),
    (("1、", "1.", "1．"), r"(?:^|(?<=[。；\n]))[^\S\n]*([0-9]{1,2})[、.．](?![0-9])"),
)
_LONGEST_INDEX = 10  # digits of the number of an element
_STOPS = "，。；、,;：:"
_LONGEST_NAME = 100  # characters of a unit's name, above which other spellings are not looked for


def pasted(case: Case) -> Iterator[Problem]:
    """PROSE-PASTED: no text or name holds codes of Word or of web pages, or characters that are not what they seem."""
    for find in (garbled, foreign_codes):
        if next(find(case.every_string), None) is None:  # as in nearly all reports
            continue
        for written in case.strings:
            places = written.places()
            for start, end, message, remedy in (
                () if written.quotes and find is not garbled else find(written.outside_tags)
            ):
                yield Problem("PROSE-PASTED", places(start, written.text[start:end]), message, remedy)


def doubled_signs(case: Case) -> Iterator[Problem]:
    """PROSE-DOUBLED: no unit or sign is printed twice, and none contradicts the tag before it."""
    finder = Finder()
    for reading in case.readings:
        text, context = reading.text, {**case.tree, **(reading.evaluation or {})}

        def printed(path: str, context: Tree = context) -> str:
            value: object = context
            try:
                for name in path.split("."):
                    value = finder.entry(value, int(name) if name.isdecimal() and len(name) < _LONGEST_INDEX else name)
            except KeyError:  # PROSE-REFERENCE
                return ""
            if isinstance(value, Quantity):
                return value.written or (f"万{MONEY}" if value.unit == MONEY else value.unit)
            return value.text if isinstance(value, Word) else value if isinstance(value, str) else ""

        places = Places(text.source, text.node)
        for start, end, message, remedy in doubled(text.source, printed, word_lists("begins")):
            yield Problem("PROSE-DOUBLED", places(start, text.source[start:end]), message, remedy)


def leftovers(case: Case) -> Iterator[Problem]:
    """PROSE-LEFTOVER: nothing of the form is left that someone should have chosen or filled in."""
    for written in case.strings if re.search(_LEFTOVER, case.every_string) else ():
        if written.quotes or re.fullmatch(_IDENTIFIER, written.text):
            continue
        places = written.places()
        for match in re.finditer(_LEFTOVER, written.outside_tags):
            message = f"留着没有填写或选定的「{match[0]}」"
            place = places(match.start(), match[0])
            yield Problem("PROSE-LEFTOVER", place, message, "选定一个词，或者填上内容；变动用 |增减 印出")


def claims(case: Case) -> Iterator[Problem]:
    """PROSE-CLAIM: no text claims full completion in an evaluation that lost points."""
    planned = {id(text) for evaluation in case.report.evaluations for text in _plans(evaluation)}
    for reading in case.readings:
        score = reading.evaluation["score"] if reading.evaluation else None
        if score is None or not (lost := score["lost"]) or not lost.value or id(reading.text) in planned:
            continue
        matches = [*re.finditer(_CLAIM, reading.written)]
        limits = [*re.finditer(_LIMITS, reading.written)] if matches else []
        ends = [limit.end() for limit in limits]
        for match in matches:
            nearest = bisect_right(ends, match.start()) - 1
            limited = nearest >= 0 and limits[nearest][1]  # by a word of the same clause
            if limited or re.search(_NEGATED, reading.written[max(match.start() - BEFORE, 0) : match.start()]):
                continue
            total = score["total"]
            assert total is not None  # what was lost follows from it
            message = f"称「{match[0]}」，而自评总分 {_points(total)}，失 {_points(lost)}"
            yield Problem(
                "PROSE-CLAIM",
                case.place(reading, match.start(), match[0]),
                message,
                "写明哪些完成、哪些没有完成，或者限定所说的范围",
                severity=Severity.WARNING,
            )


def problems_named(case: Case) -> Iterator[Problem]:
    """PROSE-CLAIM: the section about problems of an evaluation that lost points names one."""
    for one in case.evaluations:
        score = one.branch["score"]
        total, lost = score["total"], score["lost"]
        if total is None or lost is None or not lost.value:
            continue
        for title, text in one.evaluation.narrative.items():
            if "问题" in title and re.fullmatch(_NO_PROBLEM, text.source.strip()):
                message = f"「{title}」称「{text.source.strip()}」，而自评总分 {_points(total)}，失 {_points(lost)}"
                remedy = "写明失分的指标有什么问题、怎样改进"
                place = text.node.find(text.source.strip())
                yield Problem("PROSE-CLAIM", place, message, remedy, severity=Severity.WARNING)


def _plans(evaluation: Evaluation) -> Iterator[Text]:
    """The texts of an evaluation that say what was planned, not what was done."""
    yield from (goal.expected for goal in evaluation.goals)
    yield from (indicator.target.text for indicator in evaluation.all_indicators() if indicator.target)


def document_numbers(case: Case) -> Iterator[Problem]:
    """PROSE-DOCUMENT: a document number has its year in 〔〕 (GB/T 9704—2012, 7.2.5)."""
    texts: list[tuple[str, Callable[[int, str], Place]]]
    texts = [(reading.written, partial(case.place, reading)) for reading in case.readings]
    for evaluation in case.report.evaluations:
        if isinstance(number := (node := evaluation.node.at("funds", "document")).value, str):
            texts.append((number, Places(number, node)))
    for text, place in texts:
        if all(re.search(_CORRECT, number[0]) for number in re.finditer(_NUMBERED, text)):
            continue  # as nearly all are, so that the pattern with the issuer is seldom compiled
        for match in re.finditer(_DOCUMENT, text):
            if not re.search(_CORRECT, match[0]):
                wrong = "的年份没有用六角括号" if f"〔{match[1]}〕" not in match[0] else "多了空格或者「第」"
                message, remedy = f"发文字号「{match[0]}」{wrong}", f"写成〔{match[1]}〕{match[2]}号"
                yield Problem("PROSE-DOCUMENT", place(match.start(), match[0]), message, remedy)


def years(case: Case) -> Iterator[Problem]:
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
        places = Places(text.source, text.node)
        for found in find_years(source, case.report.year, idioms(tuple(case.profile.idioms))):
            written = source[found.start : found.end]
            if found.year not in declared:
                message = f"直接写了 {found.year} 年，报告是 {case.report.year} 年度的"
                remedy = f"核对年度；确是 {found.year} 年的，在文件开头的 other_years 里写上"
                yield Problem("PROSE-YEAR", places(found.start, written), message, remedy)
            elif found.short:
                message, remedy = (
                    f"年份「{written}年」只写了两位",
                    f"写全：{found.year}年，本年度的写成 {{{{ year }}}}年",
                )
                yield Problem("PROSE-YEAR", places(found.start, written), message, remedy)


def unit_names(case: Case) -> Iterator[Problem]:
    """PROSE-UNIT: the unit's name is spelt as at the top of the file."""
    unit = case.report.unit
    if not 6 <= len(unit) <= _LONGEST_NAME:
        return
    if unit[-1] in _STOPS:
        message = f"单位名称后面多了「{unit[-1]}」"
        yield Problem("PROSE-UNIT", case.report.node.at("unit").find(unit[-1]), message, f"写成 {unit.rstrip(_STOPS)}")
        return
    for reading in case.readings:
        for spelling in dict.fromkeys(_misspelt(unit, reading.written)):
            message = f"单位名称写成「{spelling}」，应是「{unit}」"
            yield Problem("PROSE-UNIT", case.place(reading, 0, spelling), message, "改正，或者写成 {{ unit }}")
    for node in _plain_names(case):
        for spelling in dict.fromkeys(_misspelt(unit, str(node.value))):
            yield Problem(
                "PROSE-UNIT", node.find(spelling), f"单位名称写成「{spelling}」，应是「{unit}」", "改正单位名称"
            )


def _plain_names(case: Case) -> Iterator[Node]:
    """The fields, other than texts, in which the unit's name may occur."""
    for evaluation in case.report.evaluations:
        node = evaluation.node
        yield from (node.at(key) for key in ("department", "issued_by") if key in node.keys)
        if group := evaluation.working_group:
            yield from (group.node.at(key) for key in ("office",) if key in group.node.keys)
            yield from (member.node.at("post") for member in group.members)


def _misspelt(name: str, text: str) -> Iterator[str]:
    """Parts of a text that are a name but for one wrong or missing character; names of other units differ in more."""
    size, start = len(name), 0
    begin, end = name[:2], name[-2:]
    for at in sorted({*_all(begin, text), *(offset + 2 - size for offset in _all(end, text))}):
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


def _alike(left: str, right: str) -> int:
    """The length of the common prefix of two texts."""
    return bisect_left(range(1, min(len(left), len(right)) + 1), True, key=lambda size: left[:size] != right[:size])


def _all(part: str, text: str) -> Iterator[int]:
    """The offsets at which a part occurs in a text."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def numbering(case: Case) -> Iterator[Problem]:
    """PROSE-NUMBERING: numbers written in a text (一是、（1）、1.) do not jump."""
    for reading in case.readings:
        for first, pattern in _ORDINALS:
            if not any(end in reading.written for end in first):
                continue
            expected = 1
            for match in re.finditer(pattern, reading.written):
                number = whole_number(match[1])
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


def grades_agree(case: Case) -> Iterator[Problem]:
    """PROSE-GRADE: a grade that a text names is the one that the score gives."""
    for reading in case.readings:
        grade = reading.evaluation["score"]["grade"] if reading.evaluation else None
        required = reading.evaluation["funds"]["requirement"] if reading.evaluation else None
        for match in re.finditer(_REQUIRED, reading.written):
            if isinstance(required, Word) and bool(match[1]) != required.text.startswith(("未", "没", "不")):
                message = f"称「{match[0]}」，按预算执行率是「{required.text}」"
                place = case.place(reading, match.start(), match[0])
                yield Problem("PROSE-GRADE", place, message, "改为引用 {{ funds.requirement }}")
        for match in re.finditer(_GRADE, reading.written):
            if isinstance(grade, Word) and match[1] != grade.text:
                message = f"称等级是「{match[1]}」，按得分是「{grade.text}」"
                place = case.place(reading, match.start(1), match[1])
                yield Problem("PROSE-GRADE", place, message, "改为引用 {{ score.grade }}")


def _points(figure: Quantity) -> str:
    return f"{figure.number('', 2)} 分"
