"""What the cells above a table state of it: the unit it is of, its year, and what its amounts are counted in.

填报单位（盖章）：河池市电化教育站     单位： | 河池市电化教育站     河池市电化教育站2022年度项目支出绩效自评表
（二〇二一年度）   2021年资金表   年度： | 2021   FY2021
金额单位：人民币万元   单位： | 千元   单位（万元）   预算数/万元   预算数【元】
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache

from generator.frozen import Frozen
from generator.spelling.folding import fold
from generator.tables.grid import Cell
from generator.tables.kinds import row_words
from generator.tables.wording import compared

MONEY_UNITS = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
"""What amounts may be counted in, with the 元 that one is."""

_UNIT = "((?:万|千|百万|亿)?元)(?![/人天户次])"
# 金额单位:人民币万元, (单位:元), 单位(万元), 单位:人、万元; group 1 is the unit. Also the foreign one: 单位:万美元.
_STATED = re.compile(rf"(?:(?:金额|货币|计量)?单位|金额)[:(]?(?:[^:()、]{{1,3}}、)?(?:人民币)?{_UNIT}")
_FOREIGN = re.compile(r"单位[:(]?万?(?:美元|欧元|港元|日元|英镑)")
# 预算数/万元, 预算数:万元, 预算数(单位:万元), 预算数(人民币万元); group 1 or 2 is the unit.
_OF_COLUMN = re.compile(rf"\((?:金额)?(?:单位:?)?(?:人民币)?{_UNIT}(?:[,、][^()]*)?\)|[/:]?(?:人民币)?{_UNIT}$")
_BRACKETS = str.maketrans("【】〔〕[]", "()()()")
# 填报单位(盖章), 项目实施单位, 部门名称; group 1 is a label that says enough without a colon.
_LABEL = re.compile(
    r"(?:((?:填报|编制|报送|申报|项目|实施|项目实施|项目承担|用款|预算|承担|编报)(?:单位|部门)(?:名称)?|预算部门\(单位\)名称)|单位(?:名称)?|部门(?:名称)?)"
    r"(?:\((?:盖章|公章|签章|盖单位公章)\))?"
)
_YEAR_LABEL = re.compile(r"(?:预算|决算|自评|评价|所属)?年度")
# [305002]河池站, 219001-棠溪镇, and what stands behind a name: (本级), (盖章).
_CODE = re.compile(r"^[\[(]?[0-9A-Za-z]{3,}[\])]?[-—]?(?=[\u4e00-\u9fff])")
_BEHIND = re.compile(r"(?:\((?:本级|盖章|公章|签章|单位公章|机关)\))+$")
_NO_OWNER = re.compile(
    r"(?:[万千亿]|百万)?(?:元|美元|欧元|港元|日元|英镑)(?:\(.*)?|[Xx×某_]{2,}(?:单位|部门|局)?|本单位"
    r"|[Xx_ ]*单位|\(.*\)|.{0,12}[:].*|[0-9].*|.{1,2}"
)
# What a name in a title ends with, before the year.
_TITLED = re.compile(
    r"^([\u4e00-\u9fff]{3,30}?(?:局|站|馆|校|学校|中心|院|所|委|委员会|办|办公室|厅|部|会|社|队|处|政府|小学|中学|大学|学院|幼儿园|医院|公司))(?:20[0-9]{2}|2[0-9](?=年度))"
)
_DIGITS = str.maketrans("〇○零OoＯ一二三四五六七八九", "000000123456789")
_CHINESE_YEAR = re.compile("[二2][〇○零Oo0][〇○零Oo0一二三四五六七八九0-9]{2}(?=[年财])")
# What has a year that is not the table's: dates, numbers of documents, plans, spans of projects.
_OTHER_DATES = re.compile("日期|时间|起止|号|规划|编号|〔|截至|编码|[0-9A-Z]{12,}")
_SPAN = re.compile(r"(20[0-9]{2})年?[-—~至/]+(?:20)?([0-9]{2})(?![0-9月.])")
_MONTHS = re.compile(r"(20[0-9]{2})年?1[-—~至](1?[0-9])月")
_YEARS = re.compile(r"(?<![0-9])(20[0-9]{2})(?:年度?|财年|$)|FY(20[0-9]{2})|(?<![0-9])(2[0-9])年度")
_LONGEST = 60  # characters of a title


class About(Enum):
    """What a statement is about."""

    OWNER = "单位"
    YEAR = "年度"
    MONEY = "金额单位"


class Statement(Frozen):
    """What a cell states: the name of a unit, a year, or 万元; `value` is empty where it contradicts itself."""

    about: About
    value: str
    cell: Cell


@lru_cache(4096)
def money_unit(heading: str) -> str:
    """The unit that the heading of a column states: 万元 of 预算数（万元） and 预算数/万元; empty if none."""
    match = _OF_COLUMN.search(compared(heading).translate(_BRACKETS))
    return (match[1] or match[2]) if match else ""


@lru_cache(4096)
def without_unit(heading: str) -> str:
    """A heading without brackets and without the unit that it states, normalised."""
    word = re.sub(r"\([^()]*\)", "", compared(heading).translate(_BRACKETS))
    match = _OF_COLUMN.search(word)
    return word[: match.start()] if match and match.start() else word


def without_code(name: str) -> str:
    """The name of a unit without the code before it: 219001-棠溪镇人民政府."""
    return _CODE.sub("", name.strip())


def statements(row: Sequence[Cell]) -> Iterator[Statement]:
    """What the cells of a row above a table state."""
    cells = [cell for cell in dict.fromkeys(row) if cell.value is not None]
    for number, cell in enumerate(cells):
        beside = cells[number + 1] if number + 1 < len(cells) else None
        yield from _of_cell(cell, beside)


def _of_cell(cell: Cell, beside: Cell | None) -> Iterator[Statement]:
    word = compared(cell.text)
    if len(word) > _LONGEST * 3:
        return
    next_word = compared(beside.text) if beside else ""
    if match := _STATED.search(word) or (_STATED.search(word + next_word) if word.endswith("单位:") else None):
        yield Statement(About.MONEY, match[1], cell)
    elif _FOREIGN.search(word):
        yield Statement(About.MONEY, "", cell)
    label, colon, rest = word.partition(":")
    if match := _LABEL.fullmatch(label):
        whole = rest or (next_word if colon or match[1] else "")
        if owner := _owner(whole):
            yield Statement(About.OWNER, owner, cell if rest or beside is None else beside)
    elif _YEAR_LABEL.fullmatch(label) and (year := re.fullmatch("(20[0-9]{2})年?", rest or next_word)):
        yield Statement(About.YEAR, year[1], cell)
    if colon and not match and not _STATED.search(word):
        return
    yield from title_statements(cell, word)


def title_statements(cell: Cell, word: str) -> Iterator[Statement]:
    """The unit and the year that a title or the name of a worksheet states."""
    word = _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), word)
    if len(word) > _LONGEST or _OTHER_DATES.search(re.sub(r"\(.*?\)$", "", word)):
        return
    if (titled := _TITLED.match(word)) and word.rstrip(")").endswith(("表", "情况", "报告")):
        yield Statement(About.OWNER, titled[1], cell)
    is_title = word.startswith("FY") or word.rstrip("0123456789()").endswith(
        ("表", "情况", "明细", "年度", "年", "财年")
    )
    if not is_title and not re.match(r"[:(].*年度", word) and "年度" not in word[-24:]:
        return
    months = _MONTHS.search(word)
    if months and int(months[2]) < 12:
        yield Statement(About.YEAR, "", cell)
        return
    if months:
        yield Statement(About.YEAR, months[1], cell)
        return
    if _SPAN.search(word):
        yield Statement(About.YEAR, "", cell)
        return
    found = {match[1] or match[2] or f"20{match[3]}" for match in _YEARS.finditer(word)}
    if found:
        yield Statement(About.YEAR, found.pop() if len(found) == 1 else "", cell)


def _owner(text: str) -> str:
    """The name of a unit in what stands behind a label; empty if it is none."""
    name = re.split(r"(?:填报日期|金额单位|货币单位|单位:|(?:20|二)[0-9〇○零O一二三四五六七八九]{2,3}年度)", text)[0]
    name = _BEHIND.sub("", without_code(name)).strip("“”\"'")
    if name in MONEY_UNITS or name in row_words("below") or _NO_OWNER.fullmatch(name) or _is_counter(name):
        return ""
    return name


def _is_counter(word: str) -> bool:
    from generator.spelling.numbers import known

    return known(fold(word).text) or word.startswith("元/") or "、" in word
