from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.rules import problems_of_text as problems


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("存在两个问题：一是设备旧；二是人员少；三是经费紧。", "COUNT-LIST"),
        ("存在三个问题：一是设备旧；二是人员少；三是经费紧。", None),
        ("分为小学、初中、高中四类。", "COUNT-LIST"),
        ("分为小学、初中、高中三类。", None),
        ("应用不多的有两所学校：东方小学、西城小学和南湖小学等学校。", None),
    ],
)
def test_a_count_is_that_of_what_is_listed(demo: Path, text: str, code: str | None) -> None:
    assert [problem.code for problem in problems(demo, text)] == ([code] if code else [])


def test_more_than_ten_aspects_are_counted(demo: Path) -> None:
    numbers = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")
    (problem,) = problems(demo, "有十个方面：" + "；".join(f"{number}是某事" for number in numbers) + "。")
    assert problem.message == "称「十个方面」，后面列到「十一是」"
