from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pytest

from generator.quantity import UnitError
from generator.text.faults import FAULTS, Absent, Blank, LimitError, Missing, MissingError, NotationError, in_chinese


@pytest.mark.parametrize(
    "use",
    [
        str,
        bool,
        len,
        iter,
        list,
        hash,
        lambda missing: missing(),
        lambda missing: "a" in missing,
        lambda missing: missing in [1],
        lambda missing: missing == 1,
        *(
            lambda missing, compare=compare: compare(missing, 1)
            for compare in (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)
        ),
    ],
)
def test_whatever_is_done_with_what_is_missing_names_it(use: Callable[[Any], object]) -> None:
    with pytest.raises(MissingError, match=r"^没有名为「unti」的数据，是不是「unit」$"):
        use(Missing("unti", {"unit": 1, "year": 2}))


def test_what_is_looked_for_in_nothing_has_no_advice() -> None:
    with pytest.raises(MissingError, match=r"^没有名为「unit」的数据$"):
        str(Missing("unit"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (LimitError("循环太多"), "循环太多"),
        (NotationError("用不了「set」", 3), "用不了「set」"),
        (UnitError("元 + %"), "单位不同的数不能相加减或相除，乘数只能是比率，金额还能乘数量"),
        (
            TypeError("'<' not supported between instances of 'int' and 'str'"),
            "这两个数据不能比较大小，能比的是两个没有单位的数、两个单位相同的数，或者两段文字",
        ),
        (TypeError("argument of type 'int' is not iterable"), "「in」的右边要是列表或者文字"),
        (TypeError("'in <string>' requires string as left operand, not int"), "「in」的左边要是文字"),
        (RecursionError("maximum recursion depth exceeded"), "嵌套得太深"),
        (ValueError("anything else"), "这个数据不能这样印"),
    ],
)
def test_every_fault_is_told_in_chinese(error: Exception, words: str) -> None:
    assert isinstance(error, FAULTS)
    assert in_chinese(error) == words


def test_a_default_stands_for_one_name_not_for_what_is_looked_for_in_nothing() -> None:
    Missing("a").raise_within()
    Absent("a").raise_within()
    with pytest.raises(MissingError, match="没有名为「a」的数据"):
        Missing("a").again().again().raise_within()


def test_where_it_is_let_pass_what_is_missing_is_empty() -> None:
    blank = Blank("a").again()
    blank.raise_within()
    assert (blank.text, str(blank), bool(blank), len(blank), [*blank], 1 in blank) == ("", "", False, 0, [], False)
    assert (blank == Blank("b"), blank != Blank("b"), blank == 1, blank != 1) == (True, False, False, True)
    for wrong in (hash, lambda missing: missing < 1, lambda missing: missing()):
        with pytest.raises(MissingError):
            wrong(blank)
