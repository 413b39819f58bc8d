"""What a row of an official form is, by its first words: a total, a part of the form that holds no item, or an item.

合计（万元）  本年支出合计  Total        a total of the whole table
小计  商品和服务支出小计  过次页  累计      a total of some of the rows
……  指标1：  （1）  其中：  XXX项目         a blank of the form
注：……  填报人：李四  存在问题             what stands below the table, and ends it
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import cache, lru_cache
from itertools import pairwise

from generator.tables.grid import Cell
from generator.tables.kinds import row_words
from generator.tables.wording import compared

WHOLE_WORDS = ("合计", "总计", "共计")
_PARTS = ("小计", "累计")
_NUMBER = "[0-9一二三四五六七八九十]{1,3}"
# 一、 (1) 1. ① *: what stands before a word. Not the 2. of 2.0.
_BEFORE = re.compile(rf"(?:[*※·•]|{_NUMBER}、|[0-9]{{1,3}}\.(?![0-9])|\({_NUMBER}\))+")
_BEHIND = re.compile(r"[:.。*]+$|(?<=计)[0-9.]+$")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_SUFFIX = re.compile("(?<=计)(?:数|金额|额)$")
_BLANKS = re.compile(
    rf"[.…⋯·•。]+|等+|指标{_NUMBER}?:?(?:[.…⋯。]+|内容)?|\(?(?:{_NUMBER}|[①-⑳])[)、.]?|[-—–―/]+|无|其中:?[.…⋯。?]*"
    rf"|\([^()]{{0,8}}(?:名称|内容)\)|[Xx×]{{2,}}.{{0,6}}"
)
_EXAMPLE = re.compile("(?:示例|例如|例|样例):")
# 1, 2, 3=2/1, A, C=B/A, 甲, 栏次: what the cells of a row of column numbers hold.
_OF_COLUMN = re.compile(r"[0-9]{1,2}|[A-Z]|[甲乙丙丁戊己]|栏次|行次|[0-9A-Z]{1,2}=[0-9A-Z+*/÷×()-]{1,20}")
_PAGE = re.compile(r"第[0-9]{1,3}页(?:,?共[0-9]{1,3}页)?")


class Total(Enum):
    """Of what a row is the total: of the whole table, of some rows, or of none (false)."""

    WHOLE = "whole"
    PART = "part"
    NONE = ""

    def __bool__(self) -> bool:
        return bool(self.value)


@lru_cache(4096)
def total(text: str) -> Total:
    """Of what a row that begins with a text is the total, in any usual wording: 合 计, 【合计】, 以上合计, Subtotal."""
    word = _core(text)
    plain = _SUFFIX.sub("", word)
    before = next((plain.removesuffix(end) for end in (*WHOLE_WORDS, *_PARTS) if plain.endswith(end)), None)
    if before is not None:
        whole = before in row_words("general") and not plain.endswith(_PARTS)
        return Total.WHOLE if whole else Total.PART
    if word in row_words("whole"):
        return Total.WHOLE
    if re.search(r"\s汇总\s*$", text) or word in row_words("part"):  # as Excel's 分类汇总 writes 差旅费 汇总
        return Total.PART if word != "总计汇总" else Total.WHOLE
    return Total.NONE


@lru_cache(4096)
def is_blank_of_form(text: str) -> bool:
    """Whether a text is no name but a blank of the form: ……, 指标1：, （1）, 其中：, 无, XXX项目."""
    word = compared(text)
    return not word or bool(_BLANKS.fullmatch(word)) or word in row_words("heads")


def is_example(text: str) -> bool:
    """Whether a text is an example of the form that nobody deleted: 示例：差旅费."""
    return bool(_EXAMPLE.match(compared(text)))


@lru_cache(4096)
def is_below(text: str) -> bool:
    """Whether a text stands below a table: 注：……, 填报人：李四, 单位负责人（签章）, 存在问题, 第 1 页."""
    word = compared(text)
    label, colon, _ = word.partition(":")
    label = _BRACKETED.sub("", label)
    known = label in row_words("below") or (label.startswith("注") and label[1:].isdigit())
    return bool(_PAGE.fullmatch(word)) or (known and (bool(colon) or label == _BRACKETED.sub("", word)))


def are_column_numbers(row: Sequence[Cell]) -> bool:
    """Whether a row numbers the columns: 栏次 1 2 3, 甲 1 2, A B C=B/A, 1 2 3=2/1."""
    texts = [compared(cell.text) for cell in dict.fromkeys(row) if compared(cell.text)]
    if len(texts) < 2 or not all(map(_OF_COLUMN.fullmatch, texts)):
        return False
    numbers = [int(text.partition("=")[0]) for text in texts if text[0].isdigit() and text.partition("=")[0].isdigit()]
    return not numbers or (numbers[0] <= 2 and all(b - a == 1 for a, b in pairwise(numbers)))


def _core(text: str) -> str:
    """A text without what stands around its word: brackets, numbers, a unit, a colon, words of another language."""
    word = compared(text).translate(_brackets())
    if match := _BRACKETED.fullmatch(word):
        word = match[1]
    word = _BEFORE.sub("", _BRACKETED.sub("", word), count=1) if _BEFORE.match(word) else _BRACKETED.sub("", word)
    word = _BEHIND.sub("", word).replace("“", "").replace("”", "")
    chinese = re.sub("[A-Za-z-]+$", "", word)
    return chinese or word.casefold()


@cache
def _brackets() -> dict[int, int]:
    return str.maketrans("【】〔〕[]《》「」", "()()()()()")
