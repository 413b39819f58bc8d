"""Words of a tag that do not fit together are told with what they are meant for."""

from __future__ import annotations

import jinja2
import pytest

from generator.text.language.slips import bracketed, slip

JINJA = jinja2.Environment()


def told(source: str, *, known: bool = True) -> tuple[str, str] | None:
    with pytest.raises(jinja2.TemplateSyntaxError) as error:
        JINJA.parse(source)
    return slip(error.value.message or "", source if known else "", {"万元", "upper"})


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        ("{{ 单位 名称 }}", "「单位」和「名称」之间少了符号", "名称里没有空格：下一级写成 单位.名称；是一个名称的，数据和模板里都写成 单位_名称"),
        ("{{ 甲.乙 丙|upper }}", "「甲.乙」和「丙」之间少了符号", "名称里没有空格：下一级写成 甲.乙.丙；是一个名称的，数据和模板里都写成 甲_乙_丙"),
        ("{{ 年 2024 }}", "「年」和「2024」之间少了符号", "名称里没有空格：是一个名称的，数据和模板里都写成 年_2024"),
        ("{{ funds.actual 万元 }}", "「funds.actual」和「万元」之间少了符号", "印法写成 funds.actual|万元"),
        ("{% if x then %}", "「x」和「then」之间少了符号", "条件写成 {% if 甲 and 乙 %}、{% if 甲 == 1 %}，循环写成 {% for 甲 in 列表 %}"),
        ("{{ 2024年 }}", "名称不能以数字开头：「2024年」", "数据和模板里都换一个名称，如「年2024」"),
        ("{{ a + 2024年度 }}", "名称不能以数字开头：「2024年度」", "数据和模板里都换一个名称，如「年度2024」"),
        ("{{ a.b1 2024 }}", "「a.b1」和「2024」之间少了符号", "名称里没有空格：是一个名称的，数据和模板里都写成 a_b1_2024"),
        ("{{ 占比% }}", "「%」后面少了名称或者数", "补上它；「%」是名称里的，数据和模板里都换一个没有它的名称"),
        ("{% if a and %}", "「and」后面少了名称或者数", "补上它；「and」是名称里的，数据和模板里都换一个没有它的名称"),
        ("{{ 甲、乙 }}", "引用的写法不对：不认识符号「、」", "标记里只写名称和运算，标点写在外面，如 {{ 甲 }}、{{ 乙 }}"),
        ("{{ 甲\"乙\" }}", "「string」前面少了符号", "下一级写成 甲.乙，印法写成 甲|乙，计算写成 甲 + 乙"),
    ],
)  # fmt: skip
def test_what_stands_where_a_tag_should_end_is_named(source: str, message: str, remedy: str) -> None:
    assert told(source) == (message, remedy)


def test_without_the_tag_only_the_word_is_named() -> None:
    assert told("{{ 单位 名称 }}", known=False) == (
        "「名称」前面少了符号",
        "下一级写成 甲.乙，印法写成 甲|乙，计算写成 甲 + 乙",
    )


@pytest.mark.parametrize("source", ["{{ x| }}", "{{ }}", "{{ x. }}", "{{ a？ }}", "{{ a: }}"])
def test_other_faults_are_not_judged(source: str) -> None:
    assert told(source) is None


def test_a_name_with_brackets_gets_another() -> None:
    assert bracketed("金额", "元") == "名称里不能有括号：数据和模板里都改成「金额_元」"
    assert bracketed("金额", "a + b") == "名称里不能有括号：数据和模板里都改成「金额」"
