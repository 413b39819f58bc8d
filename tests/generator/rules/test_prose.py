from __future__ import annotations

from pathlib import Path

import pytest

from generator.reports.workspace import Workspace
from tests.support.rules import demo_problems, problems_of_accounts
from tests.support.rules import problems_of_text as problems

CLAIMED = "写明哪些完成、哪些没有完成，或者限定所说的范围"
LOST = "而自评总分 96.80 分，失 3.20 分"
LEFT = "选定一个词，或者填上内容；变动用 |增减 印出"
COUNTED = "核对编号，或者补上漏掉的一项"


@pytest.fixture
def demo(demo: Path) -> Path:
    """The invented report, where the locality demands an execution rate."""
    profile = demo.parents[2] / "templates" / "national" / "profile.yaml"
    profile.write_text(profile.read_text("utf-8") + "\nexecution_requirement: 90\n", "utf-8")
    return demo


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一是设备旧；三是经费紧。", "PROSE-NUMBERING"),
        ("未达到预算执行率要求。", "PROSE-GRADE"),
        ("达到预算执行率要求。", None),
        ("评价结论为良。", "PROSE-GRADE"),
        ("本年增加（减少）。", "PROSE-LEFTOVER"),
        ("依据示财预（2023）8号。", "PROSE-DOCUMENT"),
        ("各项绩效目标全部完成。", "PROSE-CLAIM"),
        ("各项绩效目标尚未全部完成。", None),
        ("2019 年以前购置。", "PROSE-YEAR"),
        ("2022年购置。", None),
        ("示例市教育信急中心负责。", "PROSE-UNIT"),
        ("更新设备105台。", "PROSE-FACT"),
    ],
)
def test_a_sentence_is_held_against_the_report(demo: Path, text: str, code: str | None) -> None:
    assert [problem.code for problem in problems(demo, text)] == ([code] if code else [])


def told(demo: Path, text: str) -> list[tuple[str, str]]:
    """The words that a problem stands at, with its message."""
    return [
        (one.place.excerpt[one.place.column - 1 : one.place.column - 1 + one.place.width], one.message)
        for one in problems(demo, text)
    ]


@pytest.mark.parametrize("words", ["增加（减少）", "提高(下降)", "大（小）于", "高（低）于", "XX", "××", "____", "＿＿", "[bookmark12]", "此处填写", "待补充"])  # fmt: skip
def test_what_is_left_of_a_form_is_found_where_it_stands(demo: Path, words: str) -> None:
    (problem,) = problems(demo, f"部分学校{words}不多。")
    assert (problem.code, problem.message) == ("PROSE-LEFTOVER", f"留着没有填写或选定的「{words}」")
    assert (problem.place.excerpt[problem.place.column - 1 :][: problem.place.width], problem.remedy) == (words, LEFT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("××万元", "××"),
        ("由XX小学", "XX"),
        ("由某某负责", "某某"),
        ("见附件（   ）", "（   ）"),
        ("见附件（）", "（）"),
        ("金额（填写）", "（填写）"),
        ("金额（请填写数和单位）", "（请填写数和单位）"),
        ("比选结果：待定。", "待定"),
        ("待核实，", "待核实"),
    ],
)
def test_blanks_of_a_form_are_found_where_they_stand(demo: Path, text: str, words: str) -> None:
    assert told(demo, text) == [(words, f"留着没有填写或选定的「{words}」")]


@pytest.mark.parametrize("text", ["X光", "比选时间待定", "f()", "填写（甲）", "{{ unit }}", "暂无变化"])
def test_what_is_said_with_the_words_of_a_form_is_text(demo: Path, text: str) -> None:
    assert problems(demo, text) == []


def test_names_are_searched_for_blanks_too_but_not_what_is_quoted_nor_identifiers(demo: Path) -> None:
    facts = "facts:\n"
    (problem,) = demo_problems(demo, ("name: 教育专网项目", "name: XX项目"))
    assert (problem.code, problem.place.column, problem.place.width) == ("PROSE-LEFTOVER", 11, 2)
    (problem,) = demo_problems(demo, (facts, "facts:\n  某某学校: 3所\n"))
    assert (problem.code, problem.place.column, problem.place.width) == ("PROSE-LEFTOVER", 3, 4)
    quoted = "published:\n  - {figure: facts.联网学校, value: 120所, where: 附件, note: 原文作“增加（减少）<br>”}\n\nfacts:\n"
    assert demo_problems(demo, (facts, quoted)) == []
    assert demo_problems(demo, ("id: wangluo", "id: xx")) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("见PAGEREF _Toc25831 h 3。", "PAGEREF _Toc25831 h 3"),
        ("甲&nbsp;乙", "&nbsp;"),
        ("| 甲 | {{ unit }} |", "| 甲 | {{ unit }} |更新设备占比{{ facts.更新占比|百分比 }}。"),
        ("⾦额", "⾦"),
        ("网\u200d络", "\u200d"),
    ],
)
def test_what_pasting_brought_is_told_at_its_place(demo: Path, text: str, words: str) -> None:
    (problem,) = problems(demo, text)
    assert problem.code == "PROSE-PASTED"
    assert problem.place.excerpt[problem.place.column - 1 :][: problem.place.width] == words


def test_names_are_searched_for_characters_that_are_not_what_they_seem(demo: Path) -> None:
    assert {one.code for one in demo_problems(demo, ("name: 线路租赁", "name: 线路租\u200d赁"))} == {"PROSE-PASTED"}
    (problem,) = demo_problems(demo, ("  联网学校: 120所", "  联网学校: 120所\n  ⾦额: 3万元"))
    assert (problem.code, problem.place.line, problem.remedy) == ("PROSE-PASTED", 9, "改成 金")


def test_a_mistake_that_a_published_document_has_may_be_quoted(demo: Path) -> None:
    note = "published:\n  - {figure: facts.联网学校, value: 120所, where: 附件, note: 原文有“&nbsp;”}\n\nfacts:\n"
    assert demo_problems(demo, ("facts:\n", note)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("支出{{ funds.actual|万元 }}元。", "{{ funds.actual|万元 }}元"),
        ("支出{{ funds.actual }}元。", "{{ funds.actual }}元"),
        ("联网{{ facts.联网学校 }}所。", "{{ facts.联网学校 }}所"),
        ("由{{ evaluation.name }}项目。", None),
        ("{{ funds.requirement }}到位。", None),
        ("甲，，乙", "，，"),
    ],
)
def test_a_unit_behind_what_prints_it_is_told(demo: Path, text: str, words: str | None) -> None:
    found = [one for one in problems(demo, text) if one.code == "PROSE-DOUBLED"]
    shown = [one.place.excerpt[one.place.column - 1 :][: one.place.width] for one in found]
    assert shown == ([words] if words else [])


SECTION = "        部分学校应用不多。更新设备占比{{ facts.更新占比|百分比 }}。"


@pytest.mark.parametrize(
    "text",
    [
        "暂无。",
        "无",
        "没有问题",
        "未发现明显问题。",
        "不存在问题",
        "存在问题：暂无。改进措施：暂无。",
        "本项目暂无问题。",
    ],
)
def test_with_points_lost_there_is_a_problem_to_name(demo: Path, text: str) -> None:
    (problem,) = demo_problems(demo, (SECTION, f"        {text}"))
    assert (problem.code, problem.severity.value) == ("PROSE-CLAIM", "警告")
    assert problem.message == f"「存在的问题和改进措施」称「{text}」，{LOST}"
    assert problem.place.excerpt.strip() == text


@pytest.mark.parametrize("text", ["没有及时更新设备的问题。", "问题是经费不足。", "未发现问题的学校不多。"])
def test_a_section_that_names_a_problem_names_one(demo: Path, text: str) -> None:
    assert demo_problems(demo, (SECTION, f"        {text}")) == []


def test_with_nothing_lost_there_may_be_no_problem(demo: Path) -> None:
    full = ("score: 27\n                reason: 部分学校应用不多，下年加强培训。\n", "score: 30\n")
    spent = ("actual: 490000元", "actual: 500000元")
    items = ("actual: 29.5万元", "actual: 30.5万元"), ("actual: 44万元", "actual: 45万元")
    found = demo_problems(demo, (SECTION, "        暂无。"), full, spent, *items)
    assert "PROSE-CLAIM" not in [one.code for one in found]


@pytest.mark.parametrize("words", ["增加（一级）", "XL", "X", "__", "填写了"])
def test_what_only_looks_like_a_form_is_text(demo: Path, words: str) -> None:
    assert problems(demo, f"部分学校{words}不多。") == []


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("各项指标全部完成。", ["全部完成"]),
        ("各项指标均已如期达标。", ["均已如期达标"]),
        ("任务百分之百完成，没有偏差。", ["百分之百完成", "没有偏差"]),
        ("资金全部支付，各项指标全部完成。", ["全部完成"]),
        ("资金均已实现支付。", []),
        ("预算执行率均达到。", []),
        ("数量指标全部完成，其余部分达到。", []),
        ("无偏差的定量指标有多项。", []),
        ("各项指标全部完成，超过预算执行率", ["全部完成"]),
        ("未全部完成。", []),
        ("各项指标没有全部完成，任务全部完成。", ["全部完成"]),
        ("全面完成率较高。", []),
        ("各项指标没有全部完成。", []),
        ("各项指标难以全部完成。", []),
        ("各项指标未能全部完成。", []),
        ("未来全部完成。", ["全部完成"]),
    ],
)
def test_a_claim_is_one_unless_its_clause_limits_or_negates_it(demo: Path, text: str, claims: list[str]) -> None:
    found = problems(demo, text)
    assert [one.message for one in found] == [f"称「{claim}」，{LOST}" for claim in claims]
    assert {(one.code, one.severity.value, one.remedy) for one in found} <= {("PROSE-CLAIM", "警告", CLAIMED)}


SCORED = "                result: 达成预期\n                score: 27\n"


def test_without_a_total_nothing_contradicts_a_claim_or_a_grade(demo: Path) -> None:
    text = ("部分学校应用不多。", "各项指标全部完成，等级为良。")
    assert {one.code for one in demo_problems(demo, text, (SCORED, ""))} == {"SCORE-BLANK"}


def test_with_every_point_a_claim_is_true(demo: Path) -> None:
    lost = ("score: 27\n                reason: 部分学校应用不多，下年加强培训。\n", "score: 30\n")
    spent = ("actual: 490000元", "actual: 500000元")
    items = ("actual: 29.5万元", "actual: 30.5万元"), ("actual: 44万元", "actual: 45万元")
    found = demo_problems(demo, ("部分学校应用不多。", "各项指标全部完成。"), lost, spent, *items)
    assert "PROSE-CLAIM" not in [one.code for one in found]


def test_the_accounts_have_no_score_that_contradicts_a_claim_or_a_grade(workspace: Workspace) -> None:
    reason = (
        "three_public_reason: 减少公务接待。",
        "three_public_reason: 各项任务全部完成，等级为差，达到预算执行率要求。",
    )
    assert problems_of_accounts(workspace, reason) == []


def test_what_was_planned_claims_nothing(demo: Path) -> None:
    goal = ("expected: 专网覆盖全部学校，运行稳定。", "expected: 专网建设全部完成。")
    assert demo_problems(demo, goal, ("target: 明显提升", "target: 培训全部完成")) == []


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("依据示财预（2023）8号。", "发文字号「依据示财预（2023）8号」的年份没有用六角括号", "写成〔2023〕8号"),
        ("依据示财预[2023] 第 8 号。", "发文字号「依据示财预[2023] 第 8 号」的年份没有用六角括号", "写成〔2023〕8号"),
        ("依据示财预〔2023〕第8号。", "发文字号「依据示财预〔2023〕第8号」多了空格或者「第」", "写成〔2023〕8号"),
    ],
)
def test_a_document_number_is_written_as_the_standard_has_it(demo: Path, text: str, message: str, remedy: str) -> None:
    (problem,) = problems(demo, text)
    assert (problem.code, problem.message, problem.remedy) == ("PROSE-DOCUMENT", message, remedy)
    assert problem.place.excerpt[problem.place.column - 1 :].startswith("依据示财预")


@pytest.mark.parametrize("text", ["依据示财预〔2023〕8号。", "第（22）15号。", "（2023）8号。"])
def test_another_number_is_no_document_number(demo: Path, text: str) -> None:
    assert problems(demo, text) == []


def test_every_wrong_document_number_is_found_behind_a_right_one(demo: Path) -> None:
    found = told(demo, "示财预〔2023〕8号，示财预（2023）9号，示财预（2023）7号。")
    assert [words for words, _ in found] == ["示财预（2023）9号", "示财预（2023）7号"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021年购置，2022年验收，2023年使用。", ["2021"]),
        ("2020—2023年建设。", ["2020"]),
        ("2021.12购置。", ["2021"]),
        ("2021年购置，2021年验收。", ["2021", "2021"]),
        ("编号〔2021〕年。", []),
        ("编号20{{ year }}21年。", []),
    ],
)
def test_a_year_is_the_reports_or_declared(demo: Path, text: str, years: list[str]) -> None:
    found = [one for one in problems(demo, text) if one.code == "PROSE-YEAR"]
    assert [one.message for one in found] == [f"直接写了 {year} 年，报告是 2023 年度的" for year in years]
    assert {one.remedy for one in found} <= {
        f"核对年度；确是 {year} 年的，在文件开头的 other_years 里写上" for year in years
    }
    assert len({one.place for one in found}) == len(found)


def test_a_year_is_held_in_every_spelling_and_written_in_full(demo: Path) -> None:
    found = [one for one in problems(demo, "二〇二一年和２０２０ 年购置，23年度使用。") if one.code == "PROSE-YEAR"]
    assert [(one.message, one.place.width) for one in found] == [
        ("直接写了 2021 年，报告是 2023 年度的", 4),
        ("直接写了 2020 年，报告是 2023 年度的", 4),
        ("年份「23年」只写了两位", 2),
    ]
    assert found[-1].remedy == "写全：2023年，本年度的写成 {{ year }}年"


def test_the_year_of_a_target_and_of_an_actual_value_is_held_too(demo: Path) -> None:
    found = demo_problems(
        demo, ("target: 明显提升", "target: 2024年内提升"), ("actual: 有所提升", "actual: 于2025年提升")
    )
    assert [(one.code, one.place.excerpt.strip()) for one in found] == [
        ("PROSE-YEAR", "target: 2024年内提升"),
        ("PROSE-YEAR", "actual: 于2025年提升"),
    ]


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("示例市教育讯息中心负责。", ["示例市教育讯息中心"]),
        ("示例市教育信息中新负责。", ["示例市教育信息中新"]),
        ("由示例市教育信急中心负责。", ["示例市教育信急中心"]),
        ("由实例市教育信息中心负责。", ["实例市教育信息中心"]),
        ("由示例市教育信息心负责。", ["示例市教育信息心"]),
        ("由示例市教育信中心负责。", ["示例市教育信中心"]),
        ("由示例市教信息中心负责。", ["示例市教信息中心"]),
        ("由示例教育信息中心负责。", ["示例教育信息中心"]),
        ("示例市教育信息中心和示例市教育讯息中心。", ["示例市教育讯息中心"]),
        ("示例市教育讯息中心、示例市教育讯息中心。", ["示例市教育讯息中心"]),
        ("示例市教育信息中心示例市教育讯息中心示例市教育信急中心", ["示例市教育讯息中心", "示例市教育信急中心"]),
        ("示例市教育信中心示例市教育讯息中心", ["示例市教育信中心", "示例市教育讯息中心"]),
        ("示例市教育信息中心、示例市教育资源中心、示例市教育局、实验市教育信息中心。", []),
        ("示例", []),
    ],
)
def test_a_name_that_is_the_units_but_for_one_character_is_misspelt(
    demo: Path, text: str, spellings: list[str]
) -> None:
    found = problems(demo, text)
    assert [(one.code, one.message, one.remedy) for one in found] == [
        ("PROSE-UNIT", f"单位名称写成「{one}」，应是「示例市教育信息中心」", "改正，或者写成 {{ unit }}")
        for one in spellings
    ]


@pytest.mark.parametrize(
    ("unit", "text", "spelling"),
    [
        ("甲甲甲甲乙丙", "甲甲甲甲乙丙丙", None),
        ("丙丙甲丙丙丙", "丙丙丙乙丙丙丙甲丙丙", "丙丙乙丙丙丙"),
        ("丙丙乙丙乙丙", "丙丙丙乙丙甲丙乙", "丙丙丙乙丙"),
        ("甲丙甲丙甲甲", "乙甲甲丙甲甲甲丙丙甲", "甲丙甲甲甲"),
    ],
    ids=["right", "one wrong", "one missing", "a start missing"],
)
def test_a_name_that_repeats_in_itself_is_told_once_where_it_begins(
    demo: Path, unit: str, text: str, spelling: str | None
) -> None:
    found = demo_problems(
        demo, ("unit: 示例市教育信息中心", f"unit: {unit}"), ("部分学校应用不多。", f"由{text}负责。")
    )
    message = f"单位名称写成「{spelling}」，应是「{unit}」"
    assert [(one.code, one.message) for one in found] == ([("PROSE-UNIT", message)] if spelling else [])


@pytest.mark.parametrize(
    "line", ["department: 示例市教育局", "office: 示例市教育信息中心办公室", "name: 张三, post: 主任"]
)
def test_the_name_is_held_in_plain_fields_too(demo: Path, line: str) -> None:
    key, _, value = line.rpartition(": ")
    found = demo_problems(demo, (line, f"{key}: 示例市教育讯息中心"))
    assert [(one.code, one.message, one.remedy) for one in found] == [
        ("PROSE-UNIT", "单位名称写成「示例市教育讯息中心」，应是「示例市教育信息中心」", "改正单位名称")
    ], value
    assert found[0].place.excerpt[found[0].place.column - 1 :].startswith("示例市教育讯息中心")


def test_a_name_that_a_text_breaks_off_is_not_misspelt(demo: Path) -> None:
    assert demo_problems(demo, ("专网覆盖全部学校，运行稳定。", "专网覆盖全部学校，由示例市教育信息中")) == []


def test_the_name_is_held_where_it_says_who_issued_the_report(demo: Path) -> None:
    line = "    department: 示例市教育局\n"
    found = demo_problems(demo, (line, f"{line}    issued_by: 示例市教育讯息中心\n"))
    assert [one.place.excerpt.strip() for one in found if one.code == "PROSE-UNIT"] == ["issued_by: 示例市教育讯息中心"]


@pytest.mark.parametrize(("unit", "held"), [("桂教育信息站", True), ("桂信息站室", False), ("桂" + "教育" * 48 + "信息站", True), ("桂林" + "教育" * 48 + "信息站", False)])  # fmt: skip
def test_only_a_name_of_some_length_can_be_misspelt(demo: Path, unit: str, held: bool) -> None:
    wrong = unit.replace("信息", "讯息")
    found = demo_problems(
        demo, ("unit: 示例市教育信息中心", f"unit: {unit}"), ("部分学校应用不多。", f"由{wrong}负责。")
    )
    assert [one.code for one in found] == (["PROSE-UNIT"] if held else [])


@pytest.mark.parametrize(
    ("text", "jumps"),
    [
        ("一是甲；二是乙；四是丙；五是丁。", ["编号从第 2 跳到「四是」"]),
        ("一是甲；三是乙；五是丙。", ["编号从第 1 跳到「三是」", "编号从第 3 跳到「五是」"]),
        ("一是甲；二是乙。一是丙；二是丁。", []),
        ("二是甲；四是乙。", []),
        ("（1）甲；（3）乙。", ["编号从第 1 跳到「（3）」"]),
        ("（一）甲；（三）乙。", ["编号从第 1 跳到「（三）」"]),
        ("（一）甲；（四）乙；（五）丙；（七）丁。", ["编号从第 1 跳到「（四）」", "编号从第 5 跳到「（七）」"]),
        ("1、甲；3、乙。", ["编号从第 1 跳到「3、」"]),
        ("版本2.5不变；3.5也不变。", []),
        ("标准统一是好事。二是甲；四是乙。", []),
    ],
)
def test_numbers_in_a_text_do_not_jump(demo: Path, text: str, jumps: list[str]) -> None:
    found = [one for one in problems(demo, text) if one.code == "PROSE-NUMBERING"]
    assert [one.message for one in found] == jumps
    assert {one.remedy for one in found} <= {COUNTED}
    assert [one.place.excerpt[one.place.column - 1 :][: one.place.width] for one in found] == [
        jump.split("「")[1].rstrip("」") for jump in jumps
    ]


@pytest.mark.parametrize(
    ("text", "words", "message", "remedy"),
    [
        ("未达到预算执行率要求。", "未达到预算执行率要求", "称「未达到预算执行率要求」，按预算执行率是「达到」", "改为引用 {{ funds.requirement }}"),
        ("没有达到执行率的要求。", "没有达到执行率的要求", "称「没有达到执行率的要求」，按预算执行率是「达到」", "改为引用 {{ funds.requirement }}"),
        ("等级为“良”。", "良", "称等级是「良」，按得分是「优」", "改为引用 {{ score.grade }}"),
        ("综合结果评定为中等。", "中等", "称等级是「中等」，按得分是「优」", "改为引用 {{ score.grade }}"),
    ],
)  # fmt: skip
def test_a_grade_is_the_one_that_the_score_gives(demo: Path, text: str, words: str, message: str, remedy: str) -> None:
    assert told(demo, text) == [(words, message)]
    (problem,) = problems(demo, text)
    assert (problem.code, problem.remedy) == ("PROSE-GRADE", remedy)


@pytest.mark.parametrize("text", ["等级为优。", "等级为优级。", "达到了执行率的要求。", "等级较高。"])
def test_a_true_grade_is_no_problem(demo: Path, text: str) -> None:
    assert problems(demo, text) == []


def test_a_rate_that_misses_what_is_required_did_not_reach_it(demo: Path) -> None:
    spent = (
        ("actual: 490000元", "actual: 440000元"),
        ("actual: 29.5万元", "actual: 24.5万元"),
        ("actual: 44万元", "actual: 39万元"),
    )
    found = demo_problems(demo, ("部分学校应用不多。", "达到预算执行率要求。"), *spent)
    assert "称「达到预算执行率要求」，按预算执行率是「未达到」" in [one.message for one in found]
    found = demo_problems(demo, ("部分学校应用不多。", "未达到预算执行率要求。"), *spent)
    assert "PROSE-GRADE" not in [one.code for one in found]


def test_thousands_of_one_fault_in_a_text_are_told_at_their_places_first_and_then_once_for_the_text(demo: Path) -> None:
    found = problems(demo, "XX、" * 1500)
    assert {problem.code for problem in found} == {"PROSE-LEFTOVER"}
    assert len(found) == 1001
    assert len({problem.place for problem in found}) == 1001


def test_what_a_reference_prints_is_told_where_it_was_typed(demo: Path) -> None:
    found = demo_problems(demo, ("document: 示财预〔2023〕8号", "document: 示财预[2023]8号"))
    (problem,) = (one for one in found if one.code == "PROSE-DOCUMENT")
    assert problem.place.excerpt.strip() == "document: 示财预[2023]8号"
