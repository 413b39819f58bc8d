"""Number formats of Excel: the words, the sign and the scale that a cell shows with its number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.excel.xlsx.number_formats import Display, Shown, format_by_code, format_by_id, text_fault

ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "number"), (9, "percent"), (10, "percent"), (11, "number"), (13, "number"), (14, "date"), (22, "date"),
     (23, "number"), (27, "date"), (36, "date"), (37, "number"), (58, "date")],
)  # fmt: skip
def test_a_format_of_every_file_is_known_by_its_number(number: int, shown: str) -> None:
    assert format_by_id(number).kind is Shown(shown)


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("General", "2.1754", "number||"),
        ("G/通用格式", "2.1754", "number||"),
        ("#,##0.00", "12345", "number||"),
        ("0.00_ ", "2.18", "number||"),
        ("0.00_);[Red]\\(0.00\\)", "-1.5", "number||"),
        ("#,##0.00;[红色]-#,##0.00", "-2.18", "number||"),
        (ACCOUNTS, "2.18", "number||"),
        (ACCOUNTS, "-2.18", "number||"),
        (ACCOUNTS, "0", "number||"),
        ("_($* #,##0.00_);_($* \\(#,##0.00\\)", "2.18", "number|$|"),
        ("[$€-2] #,##0.00", "2.18", "number|€|"),
        ("[$￥-804]#,##0.00", "21754", "number|￥|"),
        ("[$-804]#,##0.00", "2.18", "number||"),
        ('[DBNum2][$-804]General"元整"', "21754", "number||元整"),
        ('0.00"万元"', "2.18", "number||万元"),
        ("0.00\\元", "2.18", "number||元"),
        ("#,##0.00元", "2.18", "number||元"),
        ('General"万"', "2.18", "number||万"),
        ('[>=10000]0!.0,"万元";0"元"', "800", "number||元"),
        ('0"所"', "1922", "number||所"),
        ('"≥"0%', "0.95", "percent|≥|"),
        ("0%", "0.98", "percent||"),
        ("[Red]0%;-0%", "-0.5", "percent||"),
        ('0"%"', "98", "number||%"),
        ("0\\%", "98", "number||%"),
        ("+0.00;-0.00", "5", "number||"),
        ("#,##0.00;-#,##0.00;", "0", "number||"),
        ("0;-0;;@", "0", "number||"),
        ("0.00E+00", "21754", "number||"),
        ("# ?/?", "0.5", "number||"),
        ("[>=100]0;0", "120", "number||"),
        ("[>=1.2.3]0;0", "120", "number||"),
        ('[<1]0"少";[>=5]0"多"', "7", "number||多"),
        ('[<1]0"少";[>=5]0"多";0"中"', "3", "number||中"),
        ("@", "120", "number||"),
        ('0.00"（不含税）"', "2.18", "number||（不含税）"),
        ("yyyy/m/d", "44563", "date||"),
        ('m"月"d"日"', "44563", "date||"),
        ("[h]:mm", "1.5", "date||"),
        ("aaaa", "44563", "date||"),
    ],
)
def test_a_format_shows_words_round_a_number(code: str, value: str, shown: str) -> None:
    kind, before, after = shown.split("|")
    assert format_by_code(code, Decimal(value)) == Display(Shown(kind), before, after)


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ('[$-804]yyyy"年"m"月";@', "年月"),
        ('yyyy"年"m"月"d"日"', "年月日"),
        ("yyyy年mm月dd日", "年月日"),
        ("[$-zh-CN]yyyy\\年m\\月d\\日;@", "年月日"),
        ("yyyy-m-d", ""),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日"', ""),
        ('yy"年"m"月"', ""),
        ('"截至"yyyy"年"m"月"', ""),
        ('yyyy"年"m"月"d"日" aaaa', ""),
        ('yyyy"年"m"月"d"日" h:mm', ""),
        ('[$-F800]yyyy"年"m"月"', ""),
        ('[$-130804]yyyy"年"m"月"', ""),
        ('yyyy"年m月"', ""),
    ],
)
def test_a_date_in_words_says_so(code: str, date: str) -> None:
    assert format_by_code(code, Decimal(44926)) == Display(Shown.DATE, date=date)


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("#,##0.00,", "21754", "缩小"),
        ("0.00,,", "5000000", "缩小"),
        ("0!.0,", "21754", "缩小"),
        ('0!.0,"万"', "21754", "缩小"),
        ("0\\.0,", "21754", "缩小"),
        ('0"."0,', "21754", "缩小"),
        ("0!.0000", "21754", "缩小"),
        ("#!.###,", "21754", "缩小"),
        ('[>=10000]0!.0,"万元";0"元"', "21754", "缩小"),
        ('[>100]"超标";0.00', "120", "超标"),
        ('"已完成"', "1", "已完成"),
        (";;;", "2.18", "不显示"),
        (";;", "2.18", "不显示"),
        ("**", "5", "不显示"),
        ("[White]0.00", "2.18", "不显示"),
        ("[白色]0.00", "2.18", "不显示"),
        ("0.00;0.00", "-5", "正负号"),
        ('"-"0.00', "5", "正负号"),
        ("(0.00)", "5", "正负号"),
        ('[<1]0"少";[>=5]0"多"', "3", "不显示"),
        ("[Color2]0.00", "2.18", "不显示"),
        ("0.00;[White]-0.00;@", "-5", "不显示"),
        ("0.00;0.00;@", "-5", "正负号"),
        ("[<0]0.00;0.00", "-5", "正负号"),
        ("[>0]0.00;0.00", "-5", "正负号"),
    ],
)
def test_a_format_that_shows_another_number_or_none_misleads(code: str, value: str, words: str) -> None:
    fault = format_by_code(code, Decimal(value)).fault
    assert fault is not None and words in fault[0]


@pytest.mark.parametrize(
    ("code", "shown"),
    [  # which section Excel takes for 100, 10, 0 and -10: - for none of them, # for nothing, ± for one without its sign
        ("0甲", "甲 甲 甲 甲"),
        ("0甲;-0乙", "甲 甲 甲 乙"),
        ("0甲;0乙", "甲 甲 甲 ±"),
        ("0甲;-0乙;0丙", "甲 甲 丙 乙"),
        ("0甲;@", "甲 甲 甲 甲"),
        ("0甲;-0乙;@", "甲 甲 甲 乙"),
        ("0甲;-0乙;0丙;@", "甲 甲 丙 乙"),
        ("[>=100]0甲", "甲 - - -"),
        ("[>=100]0甲;0乙", "甲 乙 乙 乙"),
        ("0甲;[>=100]0乙", "甲 甲 甲 #"),
        ("[>=100]0甲;[>=10]0乙", "甲 乙 # #"),
        ("[>=100]0甲;0乙;0丙", "甲 丙 丙 ±"),
        ("0甲;[>=100]0乙;0丙", "甲 甲 丙 丙"),
        ("[>=100]0甲;[>=10]0乙;0丙", "甲 乙 丙 丙"),
        ("[>=100]0甲;[>=10]0乙;General", "甲 乙 - -"),
        ("[=0]0甲;General", "- - 甲 -"),
        ("[<0]-0甲;0乙", "乙 乙 乙 甲"),
        ("[<0]0甲;0乙", "乙 乙 乙 ±"),
        ("[<1]0甲;[>=50]0乙", "乙 # 甲 甲"),
        ("[>=1.2.3]0甲;0乙", "甲 甲 甲 ±"),
    ],
)
def test_the_section_that_applies_is_the_one_that_excel_takes(code: str, shown: str) -> None:
    displays = [format_by_code(code, Decimal(value)) for value in (100, 10, 0, -10)]
    signs = [
        "±" if one.fault and "正负号" in one.fault[0] else "#" if one.fault else one.after or "-" for one in displays
    ]
    assert " ".join(signs) == shown


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("General", ""),
        ("0.00", ""),
        ("0.00;-0.00;@", ""),
        (ACCOUNTS, ""),
        (";;;@", ""),
        ("@", ""),
        (";;;", "不显示"),
        ("0;-0;;", "不显示"),
        ("General;General;General;[White]@", "不显示"),
        ('@"费"', "「…费」"),
        ('0;-0;0;"见附件"', "「见附件」"),
    ],
)
def test_a_format_that_shows_another_text_than_the_cell_holds_misleads(code: str, words: str) -> None:
    fault = text_fault(code)
    assert (fault is None) is (words == "") and words in (fault or ("",))[0]
