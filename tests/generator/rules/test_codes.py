from __future__ import annotations

import pytest

from generator.data.classification import functional_codes
from generator.problems import Place
from generator.rules.codes import code_known


@pytest.mark.parametrize(
    ("code", "name", "digits", "expected", "remedy"),
    [
        ("2050199", None, 7, None, ""),
        ("2050199", "其他教育管理事务支出", 7, None, ""),
        ("205", None, 7, ("CODE-LEVEL", "科目「205」是类级科目，这里要填到项（7 位）"), "2050101 行政运行"),
        ("20501", None, 7, ("CODE-LEVEL", "科目「20501」是款级科目，这里要填到项（7 位）"), "2050199 其他教育管理事务支出"),
        ("205019", None, 7, ("CODE-LEVEL", "科目「205019」级次不对，这里要填到项（7 位）"), ""),
        ("2050198", None, 7, ("CODE-UNKNOWN", "科目「2050198」不在科目表里"), "2050199 其他教育管理事务支出"),
        ("2080504", None, 7, ("CODE-YEAR", "科目「2080504」2021 年没有：「未归口管理的行政单位离退休」（2019 年及以前）"), "2080501 行政单位离退休"),
        ("2081650", None, 7, ("CODE-YEAR", "科目「2081650」2021 年没有：「事业运行」（2022 年起）"), "2081601 行政运行"),
        ("2080599", "其他行政事业单位离退休支出", 7, ("CODE-NAME", "科目「2080599」2021 年的名称是「其他行政事业单位养老支出」，「其他行政事业单位离退休支出」是 2019 年及以前的名称"), "删去这一行"),
        ("2080808", "褒扬纪念", 7, ("CODE-NAME", "科目「2080808」2021 年的名称是「烈士纪念设施管理维护」，「褒扬纪念」是 2022 年起的名称"), "删去这一行"),
        ("2050199", "行政运行", 7, ("CODE-NAME", "科目「2050199」2021 年的名称是「其他教育管理事务支出」，不是「行政运行」"), "删去这一行"),
    ],
)  # fmt: skip
def test_a_wrong_code_is_named_with_what_to_write_instead(
    code: str, name: str | None, digits: int, expected: tuple[str, str] | None, remedy: str
) -> None:
    found = [*code_known(functional_codes(2021), code, name, digits, Place("code"), Place("name"))]
    assert [(problem.code, problem.message) for problem in found] == ([expected] if expected else [])
    for problem in found:
        assert remedy in problem.remedy
        assert problem.place.path == ("name" if problem.code == "CODE-NAME" else "code")


def test_a_code_of_a_single_year_is_named_with_that_year() -> None:
    (problem,) = code_known(functional_codes(2022), "2080808", "烈士纪念设施管理维护", 7, Place("x"), Place("x"))
    assert problem.message.endswith("「烈士纪念设施管理维护」是 2021 年的名称")


def test_a_code_in_an_unknown_class_does_not_repeat_its_advice() -> None:
    (problem,) = code_known(functional_codes(2021), "2990101", None, 7, Place("x"), Place("x"))
    assert problem.remedy.count("核对编码") == 1


def test_a_group_where_a_class_is_due_is_led_to_its_class() -> None:
    (problem,) = code_known(functional_codes(2021), "21011", None, 3, Place("x"), Place("x"))
    assert "210 卫生健康支出" in problem.remedy
