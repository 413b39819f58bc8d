"""Targets, actual values and facts: what is judged, what is printed as it is, what is refused."""

from __future__ import annotations

import pytest

from generator.spelling.folding import TAG
from generator.spelling.refusing import RefusedError
from generator.spelling.targets import actual, fact, target


def of(read: object, typed: str) -> str | None:
    return read(typed, 0, len(typed))  # type: ignore[operator, no-any-return]


@pytest.mark.parametrize(
    ("typed", "printed", "judged"),
    [
        ("98%以上", "98%以上", "≥98%"),
        (">=98%", "≥98%", "≥98%"),
        ("超过5,000名", "超过5000名", ">5000名"),
        ("六次(含)以上", "6次（含）以上", "≥6次"),
        ("58.76%左右", "58.76%左右", "约58.76%"),
        ("3-5人", "3—5人", "3人—5人"),
        ("每人500元", "500元/人", "500元/人"),
        ("人均不超过500元", "不超过500元/人", "≤500元/人"),
        ("1:25", "1:25", "1:25"),
        ("近三年", "近3年", "近3年"),
    ],
)
def test_a_fact_is_printed_as_it_is_said_and_a_value_is_judged(typed: str, printed: str, judged: str) -> None:
    assert of(fact, typed) == printed
    assert of(actual, typed) == judged


@pytest.mark.parametrize(
    "typed",
    ["及时", "2021.1-12", "1-12月", "12月31日前", "2022年以上", f"{TAG}年12月", "第3名", "每周至少1次", "共39件作品", "全年不少于2次",
     "二级以上", "达到3A级", "2021-2022年", "7×24小时", "5±6所", "3月-5月"],
)  # fmt: skip
def test_descriptions_are_left_alone(typed: str) -> None:
    assert [of(read, typed) for read in (fact, target, actual)] == [None, None, None]


@pytest.mark.parametrize(
    ("typed", "at", "forms"),
    [
        ("满意度≥98%", "满意度", ("≥98%",)),
        ("满意度98%以上", "满意度", ("≥98%",)),
        ("合格率95%", "合格率", ("95%",)),
        ("≥98%(满意度)", "(满意度)", ("≥98%",)),
        ("≥1000人;≥2场", "≥1000人;≥2场", ()),
        ("不超过10%-15%", "不超过10%-15%", ("10%—15%", "≤15%")),
        ("≥98%~100%", "≥98%~100%", ("98%—100%", "≥98%")),
        ("不低于三分之二", "不低于三分之二", ("≥66.67%",)),
        ("2/3", "2/3", ("66.67%",)),
        ("3/4", "3/4", ("75%",)),
        ("不低于一半", "不低于一半", ("≥50%",)),
        ("翻一番", "翻一番", ()),
        ("数百名", "数百", ()),
        ("#DIV/0!", "#DIV/0!", ()),
        ("约3个以上", "约3个以上", ("≥3个", "约3个")),
    ],
)
def test_what_would_escape_judgement_is_refused(typed: str, at: str, forms: tuple[str, ...]) -> None:
    for read in (target, actual):
        with pytest.raises(RefusedError) as caught:
            of(read, typed)
        assert (typed[caught.value.start : caught.value.end], caught.value.forms) == (at, forms)
        assert caught.value.remedy


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("=funds.annual_budget", ("≤{{ funds.annual_budget|万元 }}", "≥{{ funds.annual_budget|万元 }}")),
        ("近200人", ("约200人",)),
        ("200余人", ("≥200人",)),
        ("优(90分以上)", ()),
    ],
)
def test_what_a_target_alone_cannot_be(typed: str, forms: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError) as caught:
        of(target, typed)
    assert caught.value.forms == forms


@pytest.mark.parametrize("typed", ["近200人", "200余人", "优(90分)"])
def test_an_actual_value_may_be_said_with_a_rounding_word_or_in_words(typed: str) -> None:
    assert of(actual, typed) in (typed, None)


@pytest.mark.parametrize("typed", ["是", "√", "Y", "yes", "TRUE"])
def test_yes_is_no_actual_value(typed: str) -> None:
    with pytest.raises(RefusedError) as caught:
        of(actual, typed)
    assert "完成" in caught.value.forms
    assert of(target, typed) is None


@pytest.mark.parametrize("typed", ["1922所(含教学点)", "三分之二", "满意度98%以上", "≥1000人;≥2场", "2.18万元(含税)"])
def test_a_fact_may_say_more_than_a_figure(typed: str) -> None:
    assert of(fact, typed) is None


@pytest.mark.parametrize(
    ("typed", "message", "remedy"),
    [
        ("满意度≥98%", "「满意度」写在数的前面", "说明写进指标的名称，写成「≥98%」"),
        ("≥1000人;≥2场", "一处写了两个数", "分成两项指标"),
        ("优(90分以上)", "一处写了两种说法", "只留一种"),
        ("2/3", "分数要写成百分比", "精确的用算式"),
        ("过半", "不是一个准确的数", "写准确的数"),
        ("#####", "Excel 显示的错误", "回到 Excel 里改好"),
        ("近200人", "指标值要准确", "按批复的写，写成「约200人」"),
        ("约3个以上", "互相矛盾", "看清是哪一种"),
        ("=funds.actual", "不写算式", "写成「≤{{ funds.actual|万元 }}」"),
        ("90%<x<95%", "区间有一端不含在内", "如「90%—95%」"),
        ("95%-90%", "颠倒", "写成「90%—95%」"),
    ],
)
def test_the_message_says_what_is_wrong_and_what_to_do(typed: str, message: str, remedy: str) -> None:
    with pytest.raises(RefusedError) as caught:
        of(target, typed)
    assert message in caught.value.message
    assert remedy in caught.value.remedy
