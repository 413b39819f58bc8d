from __future__ import annotations

import pytest

from generator.text.pasted.codes import foreign_codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("见 PAGEREF _Toc25831 \\h 3。", ["PAGEREF _Toc25831 \\h 3"]),
        ("见PAGEREF _Toc25831 h 3。", ["PAGEREF _Toc25831 h 3"]),
        ('网址 HYPERLINK "http://x" 甲', ['HYPERLINK "http://x"']),
        ("TOC \\o", ["TOC \\o"]),
        ("如 REF _Ref1 所示", ["REF _Ref1"]),
        ("甲 \\* MERGEFORMAT", ["\\* MERGEFORMAT"]),
        ("见错误!未找到引用源。", ["错误!未找到引用源。"]),
        ("见错误！未定义书签。", ["错误！未定义书签。"]),
        ("Error! Reference source not found.", ["Error! Reference source not found."]),
        ("甲&nbsp;乙&#160;丙&#xA0;", ["&nbsp;", "&#160;", "&#xA0;"]),
        ("甲&lt;乙&ldquo;", ["&lt;", "&ldquo;"]),
        ("第{ PAGE }页", ["{ PAGE }"]),
        ("表SEQ 表 \\* ARABIC", ["SEQ 表 \\* ARABIC"]),
        ("支出#REF!，执行率#DIV/0!，#N/A", ["#REF!", "#DIV/0!", "#N/A"]),
        ("支出########元", ["########"]),
        ("单击或点击此处输入文字。", ["单击或点击此处输入文字"]),
        ("于2022年 月 日下达", ["2022年 月 日"]),
        ("于×年×月×日下达", ["×年×月×日"]),
        ("支出funds.actual元", ["funds.actual元"]),
        ("=facts.甲 + facts.乙", []),
        ("=facts.甲&nbsp;+ facts.乙", ["&nbsp;"]),
        ("甲<br>乙<BR/>", ["<br>", "<BR/>"]),
        ('<p class="a"><b>甲</b></p>', ['<p class="a">', "<b>", "</b>", "</p>"]),
        ("<o:p></o:p>", ["<o:p>", "</o:p>"]),
        ("甲<!-- 乙 -->", ["<!--"]),
        ("[网址](http://x)", ["[网址](http://x)"]),
        ("![图](a.png)", ["![图](a.png)"]),
        ("甲[^1]", ["[^1]"]),
        ("«预算数»，‹预算›", ["«预算数»", "‹预算›"]),
        ("${金额}，${funds.rate}", ["${金额}"]),
        ("[[预算]]，{预算数}，{1, 2}", ["[[预算]]", "{预算数}"]),
        ("***甲***", ["***甲***"]),
        ("＊＊甲＊＊", ["＊＊甲＊＊"]),
        ("见file:///C:/甲.docx。", ["file:///C:/甲.docx。"]),
        ("见C:\\甲.docx。", ["C:\\甲.docx"]),
        ("合计=SUM(A1:A3)", ["=SUM(A1:A3)"]),
        ("甲\\u5404乙", ["\\u5404"]),
        ("河池市教育局 ＃ 原文", [" ＃ 原文"]),
        ("==甲==，a == b == c", ["==甲=="]),
        ("~~甲~~", ["~~甲~~"]),
        ("`甲`", ["`甲`"]),
        ("得__甲__分", ["__甲__"]),
        ("甲\n| 甲 | 乙 |\n| --- | --- |", ["| 甲 | 乙 |", "| --- | --- |"]),
        ("标题\n=====", ["====="]),
    ],
)
def test_a_code_is_found_where_it_stands(text: str, codes: list[str]) -> None:
    assert [text[found.start : found.end] for found in foreign_codes(text)] == codes


@pytest.mark.parametrize(
    "text",
    [
        "a<b",
        "5<6，7>6",
        "R&D",
        "AT&T;甲",
        "<标题>",
        "TOC 认证",
        "PREF _甲",
        "REFORM 计划",
        "错误！请改正",
        "甲|乙",
        "a__b__c",
        "____",
        "甲[1]（乙）",
        "~甲~",
        "2*3",
        "1. 甲",
        "**粗**",
        "\\<br>",
        "\\`甲`",
        "甲 === 乙",
    ],
)
def test_what_only_looks_like_a_code_is_text(text: str) -> None:
    assert [*foreign_codes(text)] == []


def test_a_long_code_is_cut_and_what_tags_print_is_not_shown() -> None:
    (found,) = foreign_codes("| \0\0\0 | " + "甲" * 50 + " |")
    assert found.message == "「| … | " + "甲" * 34 + "…」是 Markdown 的表格，文档里不该有"
