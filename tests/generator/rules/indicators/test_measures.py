from __future__ import annotations

from pathlib import Path

import pytest

from generator.reports.workspace import Workspace
from tests.support.reports import problems
from tests.support.rules import demo_problems, finds, of_qiaokou


def test_target_and_actual_value_are_of_one_unit(workspace: Workspace) -> None:
    change = (
        "                target: 1922所\n                actual: 1922所\n",
        "                target: 1922所\n                actual: 1922人\n",
    )
    assert finds(workspace, change, ("INDICATOR-UNIT", "actual: 1922人"))


@pytest.mark.parametrize(
    ("item", "missed"),
    [
        ("target: ≥90%\nactual: 89.9%", "完成值「89.9%」没有达到指标值「≥90%」，没有写原因"),
        ("target: ≥90%\nactual: 90%", None),
        ("target: ≤3次\nactual: 4次", "完成值「4次」没有达到指标值「≤3次」，没有写原因"),
        ("target: ≤3次\nactual: 3次", None),
        ("target: ≤3次\nactual: 2次", None),
        ("target: 90%\nactual: 89.9%", "完成值「89.9%」没有达到指标值「90%」，没有写原因"),
        ("target: ≥90%\nactual: 89.9%\nreason: 受疫情影响", None),
        ("target: ≥90%\nactual: 89.9%\nweight: 10", None),  # the points tell
        ("target: 提高\nactual: 提高", None),
    ],
)
def test_a_target_is_missed_from_its_own_side(workspace: Workspace, item: str, missed: str | None) -> None:
    name = "              - name: 验收绩效目标完成率\n"
    lines = "".join(f"                {line}\n" for line in item.split("\n"))
    found = [
        (problem.place.excerpt.strip(), problem.message, problem.remedy)
        for problem in problems(workspace, (f"{name}                actual: 100%\n", name + lines))
        if problem.code == "MEASURE-SHORT"
    ]
    place = item.split("\n")[1]
    assert found == ([(place, missed, "核对指标值和完成值；确实没有达到的加一行 reason")] if missed else [])


def told(demo: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    """What the rules of measurement tell of the invented report after changes."""
    return [
        (one.code, one.place.excerpt.strip(), one.message, one.remedy)
        for one in demo_problems(demo, *changes)
        if one.code.startswith(("MEASURE", "RATE", "INDICATOR", "PROGRAM")) and one.code != "MEASURE-DIFFERS"
    ]


AVAILABLE = "                target: ≥99%\n                actual: 99.5%\n"
SHORT, ABOVE, ROUGH, REPEAT, UNIT = (
    "MEASURE-SHORT",
    "MEASURE-ABOVE",
    "MEASURE-ROUGH",
    "MEASURE-REPEAT",
    "INDICATOR-UNIT",
)
LOST = "SCORE-REASON"
OTHER = ("PROSE", "FIGURE", "SCORE-TOTAL", "PUBLISHED", "MEASURE-DIFFERS")


@pytest.mark.parametrize(
    ("target", "actual", "codes"),
    [
        ("≥98%", "97 %", [LOST]),
        ("≥98%", "97％", [LOST]),
        ("≥98%", "百分之九十七", [LOST]),
        ("≥98%", "98%", []),
        ("≥98%", "９８.０％", []),
        ("≥98%", "97.999%", [SHORT]),  # 20 × 97.999 ÷ 98 prints as 20.00
        ('">98%"', "98%", [SHORT]),
        ('">98%"', "98.1%", []),
        ("≤3万元", "2.1754万元", []),
        ("≤3万元", "叁万元整", []),
        ("≤3万元", "3.2万元", [LOST]),
        ("≤5%", "0%", []),
        ("≤3万元", "1万元", []),
        ("90%—95%", "92%", []),
        ("90%-95%", "90%", []),
        ("90％～95％", "95%", []),
        ("90%至95%", "89%", [LOST]),
        ("90%—95%", "97%", [ABOVE]),
        ("约200人", "185人", []),
        ("200人左右", "230人", []),
        ("约200人", "175人", [LOST]),
        ("95%以上", "≥95%", [REPEAT]),
        ("95%以上", "95%以上", [REPEAT]),
        ("≥95%", "不低于95%", [REPEAT]),
        ("≤3万元", '"<3万元"', [REPEAT]),
        ("≥95%", "95%", []),
        ("≥5000名", "近5000名", [ROUGH]),
        ("≥5000名", "5000余名", [ROUGH]),
        ("≥98%", "约99%", [ROUGH]),
        ("≥98%", "97%左右", [ROUGH]),
        ("≥3人", "3—5人", [ROUGH]),
        ("≥1922所", "1900", [UNIT]),
        ("≥200人次", "200人", [UNIT]),
        ("≥95%", "0.96", [UNIT]),
        ("≥150%", "1.5倍", [UNIT]),
        ("≥1922平方米", "1,922㎡", []),
        ("3个工作日内", "2个工作日", []),
        ("3个工作日内", "5个工作日", [LOST]),
    ],
)
def test_an_actual_value_is_judged_by_its_target_or_told(
    demo: Path, target: str, actual: str, codes: list[str]
) -> None:
    changed = f"                target: {target}\n                actual: {actual}\n"
    group = ("          - name: 质量指标\n", "          - name: 成本指标\n")
    found = [one.code for one in demo_problems(demo, (AVAILABLE, changed), group) if not one.code.startswith(OTHER)]
    assert found == codes


@pytest.mark.parametrize(
    ("target", "actual", "told"),
    [
        ("覆盖130所", "120所", True),
        ("完成6次。", "5次", True),
        ("培训1.2万人次", "9000人次", True),
        ("130所，全部验收", "120所", True),
        ("每次不超过5小时", "6小时", True),
        ("覆盖130所", "130所", False),
        ("2023年12月", "11月", False),
        ("每月3期", "36场", False),
        ("培训3期60人", "50人", False),
        ("覆盖{{ facts.联网学校 }}", "110所", False),
    ],
)
def test_a_figure_among_words_that_differs_is_told(demo: Path, target: str, actual: str, told: bool) -> None:
    changed = f"                target: {target}\n                actual: {actual}\n                score: 20\n"
    found = [one for one in demo_problems(demo, (AVAILABLE, changed)) if one.code == "MEASURE-WORDED"]
    assert len(found) == told


@pytest.mark.parametrize(
    ("target", "actual", "remedy"),
    [
        ("≥1922所", "1900", "连单位写，如 1900所"),
        ("≥95%", "0.96", "连单位写，如 96%"),
        ("≥95%", "96", "连单位写，如 96%"),
        ("≥150%", "1.5倍", "连单位写，如 150%"),
        ("≥200人次", "200人", "改成同一个单位"),
        ("5倍", "150%", "改成同一个单位"),
        ("1922所", "0", "改成同一个单位"),
    ],
)
def test_a_missing_unit_is_named_in_the_form_to_write(demo: Path, target: str, actual: str, remedy: str) -> None:
    changed = f"                target: {target}\n                actual: {actual}\n"
    assert [one[3] for one in told(demo, (AVAILABLE, changed)) if one[0] == UNIT] == [remedy]


def test_what_misses_a_strict_bound_by_nothing_is_told_why(demo: Path) -> None:
    changed = '                target: ">98%"\n                actual: 98%\n'
    (found,) = told(demo, (AVAILABLE, changed))
    message = "完成值「98%」没有达到指标值「>98%」（「>」不含 98%），没有写原因"
    assert found == (SHORT, "actual: 98%", message, "核对指标值和完成值；确实没有达到的加一行 reason")


@pytest.mark.parametrize(("target", "actual"), [('">98%"', "98%"), ("90%—95%", "97%"), ("≥10%", "97%")])
def test_what_is_told_at_full_score_may_have_its_reason(demo: Path, target: str, actual: str) -> None:
    changed = f"                target: {target}\n                actual: {actual}\n                reason: 已经查明\n"
    codes = [one.code for one in demo_problems(demo, (AVAILABLE, changed))]
    assert not {SHORT, ABOVE, "RATE-OVER", "SCORE-SPARE", "SCORE-REASON"} & {*codes}


LEVEL = "                target: 明显提升\n                actual: 有所提升\n"
RESULT = "                result: 达成预期\n                score: 27\n"


@pytest.mark.parametrize(
    ("target", "actual", "result", "undone"),
    [
        ("完成", "未完成", "result: 达成预期", True),
        ("完成", "未完成。", "score: 30", True),
        ("提升", "没有提升", "result: 达成预期", True),
        ("完成", "未完成", "result: 部分达成", False),
        ("完成", "未完成", "score: 12", False),
        ("完成", "完成时间未到", "result: 达成预期", False),
        ("完成", "未出现未完成事项", "result: 达成预期", False),
        ("完成", "已完成", "result: 达成预期", False),
        ("不超预算", "未超预算", "result: 达成预期", False),
        ("提高", "稳步提高", "result: 达成预期", False),
        ("及时", "基本及时", "result: 达成预期", False),
        ("全年", "全年", "result: 达成预期", False),
    ],
)
def test_what_was_not_done_is_not_judged_as_done(
    demo: Path, target: str, actual: str, result: str, undone: bool
) -> None:
    changed = f"                target: {target}\n                actual: {actual}\n"
    found = told(demo, (LEVEL, changed), (RESULT, f"                {result}\n"))
    assert [code for code, *_ in found] == (["MEASURE-UNDONE"] if undone else [])


def test_an_indicator_that_does_not_score_may_repeat_its_target(demo: Path) -> None:
    changed = "                target: ≥99%\n                actual: ≥99%\n                weight: 0\n"
    assert told(demo, (AVAILABLE + "                weight: 20\n", changed)) == []


COVERED = "                target: ≥110所\n                actual: 120所\n"
PLEASED = "          - name: 服务对象满意度指标\n            items:\n              - name: 师生满意度\n                target: ≥90%\n                actual: 93%\n"
COUNT = "          - name: 服务数量指标\n            items:\n              - name: 师生满意度\n                target: {}\n                actual: {}\n"


@pytest.mark.parametrize("line", ["                target: ≥95%\n", "                actual: 97%\n"])
def test_an_indicator_without_target_or_actual_value_is_not_measured(demo: Path, line: str) -> None:
    assert told(demo, (line, "")) == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("若干所", ("MEASURE-QUANTITY", "target: 若干所", "数量指标的指标值「若干所」没有数量", "写成数和单位，如 6次；定性的移到质量指标或效益指标")),
        ("约3所", None),
        ('"{{ facts.联网学校 }}"', None),
        ("≥3万元", ("MEASURE-MONEY", "target: ≥3万元", "数量指标的指标值「≥3万元」是金额", "金额移到成本指标")),
        ("≥110所", None),
    ],
)  # fmt: skip
def test_what_is_counted_has_a_number_and_is_not_money(
    demo: Path, target: str, expected: tuple[str, str, str, str] | None
) -> None:
    changed = COVERED.replace("≥110所", target).replace("120所", "3万元" if "元" in target else "120所")
    assert told(demo, (COVERED, changed)) == ([expected] if expected else [])


def test_every_group_that_counts_is_held_behind_others_and_behind_an_indicator_without_target(demo: Path) -> None:
    found = told(demo, (COVERED, "                actual: 120所\n"), (PLEASED, COUNT.format("较高", "较高")))
    assert [(code, line) for code, line, *_ in found] == [("MEASURE-QUANTITY", "target: 较高")]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("专网覆盖学校", "专网覆盖学校", True),
        ("“专网”覆盖 学校", "专网覆盖学校", True),
        ("专网覆盖学校", "专网覆盖学校数", True),
        ("专网覆盖学校", "专网覆盖学校数量", False),
        ("专网覆盖学校数", "专网覆盖学校数的量", True),
        ("专网覆盖率", "专网覆盖度", False),
        ("专网覆盖率", "专网覆盖率高", False),
        ("专网覆盖率", "专网覆盖率", True),
        ("专网覆盖学校", "学校网络设备", False),
        ("甲" * 43 + "乙" * 7, "甲" * 43 + "丙" * 7, True),
        ("甲" * 42 + "乙" * 8, "甲" * 42 + "丙" * 8, False),
        ("甲" * 50 + "乙" * 50, "甲" * 49 + "乙" * 51, True),
        ("甲" * 50 + "乙" * 51, "甲" * 49 + "乙" * 52, False),
        ("甲" * 101, "甲" * 101, True),
        ("甲乙丙丁戊己", "己戊丁丙乙甲", False),
    ],
)
def test_two_names_that_hardly_differ_are_one_indicator(demo: Path, first: str, second: str, alike: bool) -> None:
    message = f"指标「{second}」与第 57 行「{first}」重复"
    expected = ("MEASURE-TWICE", f"- name: {second}", message, "只留一项，或者写清两项各衡量什么")
    names = ("- name: 专网覆盖学校", f"- name: {first}"), ("- name: 专网可用率", f"- name: {second}")
    assert told(demo, *names) == ([expected] if alike else [])


def test_a_third_of_one_name_is_told_once_and_later_ones_are_still_compared(demo: Path) -> None:
    names = [(f"- name: {name}", "- name: 专网运行情况") for name in ("专网覆盖学校", "专网可用率", "教学应用水平")]
    found = told(demo, *names)
    assert [(code, message) for code, _, message, _ in found] == [
        ("MEASURE-TWICE", "指标「专网运行情况」与第 57 行「专网运行情况」重复")
    ] * 2


@pytest.mark.parametrize(("number", "compared"), [(300, True), (301, False)])
def test_only_the_first_hundreds_of_indicators_are_compared(demo: Path, number: int, compared: bool) -> None:
    other = "".join(f"              - name: {chr(0x4E00 + index) * 5}\n" for index in range(number - 3))
    last = "          - name: 时效指标\n            items:\n"
    found = told(demo, ("- name: 故障及时率", "- name: 专网覆盖学校"), (last, last + other))
    assert [code for code, *_ in found] == (["MEASURE-TWICE"] if compared else [])


@pytest.mark.parametrize(
    ("name", "group", "wanted"),
    [
        ("师生满意率", "质量指标", "满意度指标"),
        ("师生满意度", "质量指标", "满意度指标"),
        ("按期完成率", "质量指标", "时效指标"),
        ("支付及时性", "质量指标", "时效指标"),
        ("按时完成率", "时效指标", None),
        ("师生满意度", "满意度指标", None),
    ],
)
def test_satisfaction_and_timeliness_have_classes_of_their_own(
    demo: Path, name: str, group: str, wanted: str | None
) -> None:
    old = "          - name: 质量指标\n            items:\n              - name: 专网可用率\n"
    new = old.replace("质量指标", group).replace("专网可用率", name)
    expected = ("MEASURE-CLASS", f"- name: {name}", f"指标「{name}」列在「{group}」下", f"移到{wanted}下")
    found = told(demo, ("- name: 师生满意度", "- name: 师生反映"), (old, new))
    assert found == ([expected] if wanted else [])


@pytest.mark.parametrize(
    ("target", "actual", "share"),
    [
        ("≥100所", "131所", "131.00"),
        ("≥100所", "130所", None),
        (">100所", "140所", "140.00"),
        ("100所", "140所", "140.00"),
        ("≤100所", "40所", None),
        ("<100所", "40所", None),
        ("≤100所", "140所", None),
        ("≥0所", "140所", None),
        ("≥90所", "120所", "133.33"),
    ],
)
def test_far_more_than_the_target_needs_a_reason(demo: Path, target: str, actual: str, share: str | None) -> None:
    changed = COVERED.replace("≥110所", f'"{target}"').replace("120所", actual)
    message = f"指标「专网覆盖学校」完成 {share}%，超过 130%，没有写原因"
    expected = ("RATE-OVER", f"actual: {actual}", message, "加一行 reason，说明指标值为什么偏低、下年怎样调整")
    assert told(demo, (COVERED, changed)) == ([expected] if share else [])
    assert told(demo, (COVERED, f"{changed}                reason: 增加了学校。\n")) == []


def test_every_indicator_is_held_behind_one_with_a_reason_or_without_a_number(demo: Path) -> None:
    first = (COVERED, COVERED.replace("120所", "150所") + "                reason: 增加了学校。\n")
    found = told(
        demo, first, ("target: ≥95%\n                actual: 97%", "target: ≥50%\n                actual: 97%")
    )
    assert [line for _, line, *_ in found] == ["actual: 97%"]


def test_a_target_is_missed_behind_one_of_another_unit_and_one_with_points(demo: Path) -> None:
    other = (f"{COVERED}                weight: 20\n", COVERED.replace("120所", "120人"))
    short = ("                actual: 93%\n                weight: 10\n", "                actual: 80%\n")
    assert [(code, line) for code, line, *_ in told(demo, other, short)] == [
        ("INDICATOR-UNIT", "actual: 120人"),
        ("MEASURE-SHORT", "actual: 80%"),
    ]


@pytest.mark.parametrize(
    ("target", "actual"), [("≥110所", "全部覆盖"), ("全部覆盖", "120所"), ("全部覆盖", "全部覆盖")]
)
def test_all_points_for_words_are_not_more_than_the_target(demo: Path, target: str, actual: str) -> None:
    """A reason beside them is one too many, where one beside far more than the target is not."""
    words = COVERED.replace("≥110所", target).replace("120所", actual)
    points = "                weight: 20\n"
    change = (COVERED + points, f"{words}{points}                score: 20\n                reason: 设备先到。\n")
    assert {one.code for one in demo_problems(demo, change)} >= {"SCORE-SPARE"}


def test_an_actual_value_without_a_unit_is_proposed_in_that_of_its_target(demo: Path) -> None:
    for target, actual, form in (
        ("≤2.8万元", "2.8", "2.8万元"),
        ("≤28000元", "28000", "28000元"),
        ("120所", "120", "120所"),
    ):
        changed = COVERED.replace("120所", f'"{actual}"').replace("≥110所", target)
        (found,) = [one for one in demo_problems(demo, (COVERED, changed)) if one.code == "INDICATOR-UNIT"]
        assert f"完成值「{actual}」没有单位" in found.message
        assert found.remedy == f"连单位写，如 {form}"


NETWORK = "                    target: 稳步提高\n                    actual: 稳步提高\n                    score: 2\n"


@pytest.mark.parametrize(("key", "word"), [("target", "指标值"), ("actual", "完成值")])
def test_an_indicator_says_the_same_in_every_evaluation(workspace: Workspace, key: str, word: str) -> None:
    changed = NETWORK.replace(f"{key}: 稳步提高", f"{key}: 有所提高")
    (problem,) = of_qiaokou(workspace, (NETWORK, changed))
    line = 425 if key == "target" else 426
    assert problem.message == f"{word}「稳步提高」与第 {line} 行同名指标的「有所提高」不同"
    assert (problem.code, problem.remedy) == ("MEASURE-DIFFERS", "改成同一个数；确是两个指标的，用不同的名称")
    assert (problem.place.excerpt.strip(), problem.severity.value) == (f"{key}: 稳步提高", "警告")


def test_where_only_one_evaluation_gives_a_value_there_is_nothing_to_differ_from(workspace: Workspace) -> None:
    for score in ("2", "3"):  # in the first evaluation, in the second
        given = NETWORK.replace("score: 2", f"score: {score}")
        without = given.replace("                    target: 稳步提高\n", "")
        assert of_qiaokou(workspace, (given, without)) == []
