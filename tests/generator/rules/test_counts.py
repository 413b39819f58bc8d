from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.rules import TEXT, demo_problems
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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("设三个科室：办公室、研究室。", "称「三个科室」，后面列了 2 项"),
        ("设两个科室：办公室、研究室。", None),
        ("设四个科室：办公室、研究室和网络中心。", "称「四个科室」，后面列了 3 项"),
        ("有三所学校：一中、二中和三中。", None),
        ("有三所学校：一中和二中、三中。", None),
        ("有五所学校：一中、二中等学校。", None),
        ("第3个科室：办公室、研究室。", None),
        ("用于六个方面：一是甲；二是乙；三是丙；四是丁；五是戊。", "称「六个方面」，后面列到「五是」"),
        ("有三个部门参加，存在两个问题：一是设备旧；二是人员少。", None),
        ("存在问题：一是设备旧；二是人员少。一个方面是钱。", None),
        ("依据有两份文件：《甲》，以及《关于转发〈乙〉的通知》。", None),
        ("依据有三份文件：《甲》，以及《乙》。", "称「三份文件」，后面列了 2 份"),
        ("依据有三份文件：《甲》《乙》等。", None),
        ("依据有三份文件：甲、乙、丙。", None),
        ("围绕两个目标，三大防线，五个行动，七项重点工作：甲，乙。", None),
    ],
)
def test_two_counts_that_contradict_are_told(demo: Path, text: str, message: str | None) -> None:
    found = problems(demo, text)
    assert [(one.code, one.message) for one in found] == ([("COUNT-LIST", message)] if message else [])
    assert all(one.place.excerpt[one.place.column - 1 :][:2] == (message or "")[2:4] for one in found)


@pytest.mark.parametrize(
    ("head", "items", "listed"),
    [
        ("抓好以下五个方面：", "1. 甲 2. 乙 3. 丙 4. 丁", 4),
        ("安排以下五项工作，费用共计三块：", "1. 甲 2. 乙 3. 丙 4. 丁", 4),
        ("抓好以下四个方面：", "1. 甲 2. 乙 3. 丙 4. 丁", None),
        ("采取三项措施如下：", "（一）甲 （二）乙", 2),
        ("采取三项措施如下：", "（一）甲 1、子 2、丑 （二）乙 （三）丙", None),
        ("采取两项措施：", "①甲 ②乙 ③丙", 3),
        ("采取两项措施：", "一、甲 二、乙", None),
        ("向两个科室征求意见：", "1. 甲 2. 乙 3. 丙", None),
        ("采取三项措施：", "甲 乙", None),
        ("采取两项措施：", "1. 甲 2. 乙 又说： 1. 丙 2. 丁 3. 戊", None),
    ],
)
def test_a_count_is_that_of_the_list_below_it(demo: Path, head: str, items: str, listed: int | None) -> None:
    lines = "".join(f"\n\n        {item}" for item in items.replace(". ", ".\0").split(" "))
    found = [
        one for one in problems(demo, head + lines.replace("\0", " ") + "\n\n        ") if one.code == "COUNT-LIST"
    ]
    assert [one.message[-6:] for one in found] == ([f"列了 {listed} 项"] if listed else [])
    assert all(one.place.excerpt.strip() == head for one in found)


FACTS = ("  联网学校: 120所", "  联网学校: 120所\n  年度工作: 10项\n  教师: 近5000名")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全年完成七项工作。", "七项工作"),
        ("全年完成十项工作。", None),
        ("全年完成七件工作。", None),
        ("其中七项工作提前完成。", None),
        ("其中七项工作。", None),
        ("七项工作经费。", None),
        ("第七项工作。", None),
        ("两名教师。", None),
    ],
)
def test_a_number_in_words_is_that_of_the_fact_with_its_name(demo: Path, text: str, told: str | None) -> None:
    found = demo_problems(demo, FACTS, (TEXT, text))
    assert [one.message for one in found] == ([f"称「{told}」，事实「年度工作」是 10项"] if told else [])
    assert {(one.code, one.severity.value) for one in found} <= {("COUNT-FACT", "警告")}


def test_a_number_in_words_that_fits_one_of_two_facts_contradicts_none(demo: Path) -> None:
    facts = ("  联网学校: 120所", "  联网学校: 120所\n  年度工作: 10项\n  重点工作: 7项")
    assert demo_problems(demo, facts, (TEXT, "全年完成五项工作。")) == []


@pytest.mark.parametrize(
    ("text", "told"), [("工作组由四人组成。", True), ("工作组由两人组成。", False), ("由四所学校组成。", False)]
)
def test_the_members_of_the_working_group_are_as_many_as_listed(demo: Path, text: str, told: bool) -> None:
    found = problems(demo, text)
    assert [one.message for one in found] == (["称「由四人组成」，working_group 里有 2人"] if told else [])
