"""The language server of VS Code's YAML extension tells in Chinese what is wrong, and offers what the profile has.

Where an editor speaks another language, what the schema words is Chinese all the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from generator.data.profile import profile_names
from generator.data.reader import parse
from generator.data.schema import validate
from generator.problems import Place
from generator.reports.workspace import Workspace
from tests.support.language_server import PROGRAM, LanguageServer, Offer
from tests.support.paths import DATA, PROJECT

REPORT = PROJECT / "reports" / "2022" / "hechi.yaml"
GOOD = {
    "guangxi-hechi": REPORT,
    "hubei-wuhan": PROJECT / "reports" / "2021" / "qiaokou.yaml",
    "hunan-yiyang": PROJECT / "reports" / "2021" / "yiyang.yaml",
    "hunan-zhuzhou": PROJECT / "reports" / "2024" / "zhuzhou.yaml",
    "national": DATA / "examples" / "reports" / "2023" / "demo.yaml",
}
"""A report in order for each profile."""
HEAD = """\
# yaml-language-server: $schema=../../schema/report.schema.json
unit: 示例站
year: 2022
profile: {profile}
"""
EVALUATION = """\
evaluations:
  - id: a
    type: {kind}
    name: 项目
    funds:
      items:
        - name: 差旅费
    narrative:
      {heading}: 文
"""
CURSOR = "¦"
# A tab stop of a snippet, $1 or ${1|a,b|}, or a variable such as $CURRENT_YEAR; one of the groups is the number of the stop.
STOP = re.compile(r"\$(?:([0-9]+)|\{([0-9]+)[|:][^}]*\}|CURRENT_[A-Z]+)")
VARIABLES = {"$CURRENT_YEAR": "2023", "$CURRENT_MONTH": "01", "$CURRENT_DATE": "10"}


@pytest.fixture(scope="module")
def server(tool: Callable[[str], str]) -> Iterator[LanguageServer]:
    with LanguageServer(tool(PROGRAM), PROJECT) as running:
        yield running


def placed(text: str) -> tuple[str, int, int]:
    """A text without the mark of its cursor, and the line and column of that, from 0."""
    before, after = text.split(CURSOR)
    return before + after, before.count("\n"), len(before) - before.rfind("\n") - 1


def offered(server: LanguageServer, text: str) -> list[Offer]:
    """What is offered at the cursor of a report."""
    plain, line, column = placed(text)
    server.check(REPORT, plain)
    return server.complete(line, column)


def labels(server: LanguageServer, text: str) -> list[str]:
    return [offer.label for offer in offered(server, text)]


def started(profile: str = "guangxi-hechi", kind: str = "project") -> str:
    """A report that is in order, of one evaluation, to write on."""
    forms, _ = Workspace(PROJECT).forms(profile, Place("test"))
    assert forms is not None
    heading = next(forms.profile.text_sections(kind)).title
    return HEAD.format(profile=profile) + EVALUATION.format(kind=kind, heading=heading)


@pytest.mark.parametrize("profile", GOOD)
def test_nothing_is_told_about_a_report_in_order(server: LanguageServer, profile: str) -> None:
    path = GOOD[profile]
    text = path.read_text("utf-8")
    assert f"\nprofile: {profile}\n" in text
    assert server.check(PROJECT / "reports" / path.parent.name / path.name, text) == []


def test_every_profile_has_a_report_in_order() -> None:
    assert sorted(GOOD) == profile_names(PROJECT / "templates")


MONEY = "金额写成数和单位，如 3万元、21754元；或者写算式，以 = 开头，如 =funds.actual"
MISTAKES = {
    "an amount without its unit": ("actual: 21754元", "actual: 21,754", "21,754", MONEY),
    "an amount that is a bare number": ("actual: 21754元", "actual: 21754", "21754", MONEY),
    "a key that is computed": ("actual: 21754元", "total: 21754元", "total", "资金：可以有 document、"),
    "a year with its word": ("year: 2022", "year: 2022年", "2022年", "写四位数的年度，如 2022，不写「年」"),
    "a profile in Chinese": ("profile: guangxi-hechi", "profile: 河池", "河池", "写 templates 下的文件夹名，如 guangxi-hechi"),
    "a profile that is not there": ("profile: guangxi-hechi", "profile: hechi", "hechi", "没有这个地区格式；现有：guangxi-hechi、"),
    "a kind in Chinese": ("type: project", "type: 项目", "项目", "写 project（项目支出）或 whole-unit（单位整体支出）"),
    "a day in words": ("allocated_on: 2022-01-25", "allocated_on: 年初", "年初", "日期写成年-月-日，如 2022-01-25"),
    "an identifier in Chinese": ("id: xiaoxiaotong", "id: 校校通", "校校通", "写小写字母、数字和连字符，以字母开头，如 xiaoxiaotong"),
    "a list that is a text": ("sources:\n        - name: ", "sources: ", "市本级财政预算安排", "资金来源是列表，每项以「- 」开头"),
    "a name that is a number": ("name: 差旅费", "name: 2022", "2022", "写一行文字，只有数字的加引号；没有的整行删去"),
    "an item that is a text": ("- name: 差旅费\n          budget: 1万元\n          actual: 1万元", "- 差旅费 1万元", "差旅费 1万元", "支出明细：要有 name；"),
    "a class without indicators": ("          - name: 数量指标\n            items:\n", "          - name: 数量指标\n          - name: 其他指标\n            items:\n", "n", "指标类别下面要有 groups（下级类别）或者 items（具体指标）"),
    "a heading of another profile": ("      工作改进建议: |", "      下一步改进措施: |", "下一步改进措施", "这个地区格式的提纲里没有写正文的这个标题，标题不写序号；从中选一个：项目立项背景、"),
    "a heading with its number": ("      工作改进建议: |", "      五、工作改进建议: |", "五、工作改进建议", "这个地区格式的提纲里没有写正文的这个标题，标题不写序号；"),
    "a result of another form": ("target: 6次", "result: 完成", "完成", "从中选一个：达成预期、部分达成、未达成"),
    "a box that the form has not": ("    department:", "    choices: {项目属性: 新增性项目}\n    department:", "项目属性", "自评表没有这一栏；删去"),
    "a published figure without its place": ("  - figure: evaluations.xiaoxiaotong.funds.annual_budget\n    value: 3万元\n    where: 一（一）2.资金用途及目的", "  - figure: evaluations.xiaoxiaotong.funds.annual_budget\n    value: 3万元", "f", "已公布的数：要有 figure、value、where；可以有 cause、note；没有别的"),
}  # fmt: skip
"""What was typed, what instead, what the editor underlines in it, and how its message begins."""


def mistaken(name: str) -> tuple[str, int]:
    """Hechi's report with a mistake, and the line where that is."""
    before, after, wrong, _ = MISTAKES[name]
    head, found, rest = REPORT.read_text("utf-8").partition(before)
    assert found
    at = head + (after[: after.index(wrong)] if wrong in after else "")
    return head + after + rest, at.count("\n") + 1


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_in_chinese_at_its_place_and_nothing_else(server: LanguageServer, name: str) -> None:
    text, line = mistaken(name)
    told = server.check(REPORT, text)
    assert {(one.line, one.text) for one in told} == {(line, MISTAKES[name][2])}
    assert told[0].message.startswith(MISTAKES[name][3])
    assert not any("[" in one.message for one in told)  # nothing of a regular expression


@pytest.mark.parametrize("typed", ["21754 元", "２１，７５４元", "2.1754万", "贰万壹仟柒佰伍拾肆元整", "＝facts.经费"])
def test_what_the_program_reads_is_not_underlined(server: LanguageServer, typed: str) -> None:
    assert server.check(REPORT, REPORT.read_text("utf-8").replace("actual: 21754元", f"actual: {typed}")) == []


@pytest.mark.parametrize("typed", ["2022年1月25日", "2022.1.25", "2022/1/25", "二〇二二年一月二十五日"])
def test_a_day_that_the_program_reads_is_not_underlined(server: LanguageServer, typed: str) -> None:
    before, text = "allocated_on: 2022-01-25", REPORT.read_text("utf-8")
    assert before in text
    assert server.check(REPORT, text.replace(before, f"allocated_on: {typed}")) == []


def test_the_schema_speaks_chinese_where_the_editor_does_not(tool: Callable[[str], str]) -> None:
    with LanguageServer(tool(PROGRAM), PROJECT, "en") as server:
        for name, (*_, message) in MISTAKES.items():
            assert server.check(REPORT, mistaken(name)[0])[0].message.startswith(message), name


def test_a_report_without_the_line_for_editors_is_known_by_its_folder(server: LanguageServer) -> None:
    text = REPORT.read_text("utf-8").partition("\n")[2]
    path = PROJECT / "reports" / "2023" / "own.yaml"
    assert server.check(path, text) == []
    told = server.check(path, text.replace("actual: 21754元", "actual: 21,754"))
    assert [(one.line, one.message) for one in told] == [(24, MONEY)]


@pytest.mark.parametrize("kind", ["project", "whole-unit"])
@pytest.mark.parametrize("profile", GOOD)
def test_the_headings_of_the_own_profile_are_offered_and_no_others(
    server: LanguageServer, profile: str, kind: str
) -> None:
    forms, _ = Workspace(PROJECT).forms(profile, Place("test"))
    assert forms is not None
    _, *others = [section.title for section in forms.profile.text_sections(kind)]
    assert offered(server, f"{started(profile, kind)}      {CURSOR}\n") == [
        Offer(title, f"{title}: |\n  ") for title in others
    ]


WORDS = {
    "a result": (
        "    indicators:\n      - name: 产出指标\n        items:\n          - name: 甲\n            result: ",
        {"达成预期", "部分达成", "未达成"},
    ),
    "a first level": ("    indicators:\n      - name: ", {"产出指标", "效益指标", "满意度指标"}),
    "a second level": (
        "    indicators:\n      - name: 效益指标\n        groups:\n          - name: ",
        {"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"},
    ),
    "a box": ("    choices:\n      ", {"项目类别", "项目属性", "项目类型"}),
    "an option": ("    choices:\n      项目属性: ", {"持续性项目", "新增性项目"}),
    "an annex": ("    annexes:\n      - title: 甲\n        document: ", {"report", "scoring", "tables"}),
    "a fund": ("accounts:\n  functions:\n    - code: 2050199\n      fund: ", {"general-budget", "own-income"}),
}


@pytest.mark.parametrize("name", WORDS)
def test_the_words_of_the_profile_are_offered(server: LanguageServer, name: str) -> None:
    text, words = WORDS[name]
    assert words <= {*labels(server, f"{started('hubei-wuhan')}{text}{CURSOR}\n")}


def test_profiles_are_offered_with_their_names(server: LanguageServer) -> None:
    text = f"{HEAD.format(profile='')}{CURSOR}".replace(f"\n{CURSOR}", CURSOR)
    assert {*GOOD} == {*labels(server, text)}
    assert "`hunan-zhuzhou`: 湖南株洲市部门（单位）整体支出绩效自评" in server.hover(3, 2)


HOVERS = {
    "      actual: 21754元": "#### 全年执行数\n\n全年实际支出，按账面填写到元；",
    "      initial_budget: 3万元": "#### 年初预算数\n\n年初批复的预算；",
    "    narrative:": "#### 报告正文\n\n提纲里每个标题一段，",
    "      工作改进建议: |": "必写。",
    "published:": "#### 已公布的数\n\n已经公开的文件里印出的数。",
}


@pytest.mark.parametrize("line", HOVERS)
def test_what_a_field_means_is_shown_over_it(server: LanguageServer, line: str) -> None:
    text = REPORT.read_text("utf-8")
    server.check(REPORT, text)
    found = server.hover(text.split("\n").index(line), len(line) - len(line.lstrip()))
    assert HOVERS[line] in found


def filled(snippet: str, values: list[str]) -> str:
    """A snippet with each tab stop filled by its value; servers leave out a stop at the end, where the cursor is."""
    last = 0

    def value(stop: re.Match[str]) -> str:
        nonlocal last
        if number := stop[1] or stop[2]:
            last = max(last, int(number))
            return values[int(number) - 1]
        return VARIABLES[stop[0]]

    whole = STOP.sub(value, snippet)
    return whole + values[last] if last < len(values) else whole


def inserted(text: str, snippet: str) -> str:
    """A text with a snippet at its cursor: as editors do, the lines below are indented like the one it stands in."""
    line = text[: text.index(CURSOR)].rpartition("\n")[2]
    return text.replace(CURSOR, snippet.replace("\n", "\n" + line[: len(line) - len(line.lstrip())]))


FUNCTION = "accounts:\n  functions:\n    - code: 2050199\n"
SNIPPETS: dict[str, tuple[str, list[str]]] = {
    "自评": (f"evaluations:\n  {CURSOR}", ["b", "project", "项目", "3万元", "2万元", "差旅费", "3万元", "2万元", "总目标", "文"]),
    "事实数据": (f"facts:\n  {CURSOR}", ["中小学校", "1922所"]),
    "图片": (f"pictures:\n  {CURSOR}", ["站房", "站房.jpg", "站房正面"]),
    "公布数": (f"published:\n  {CURSOR}", ["a.funds.actual", "2.18万元", "第三章"]),
    "公布数（与计算不符）": (f"published:\n  {CURSOR}", ["a.funds.actual", "2.18万元", "第三章", "笔误"]),
    "接受的问题": (f"accepted:\n  {CURSOR}", ["RATE-REASON", "a.funds", "已说明", "李四"]),
    "年度总体目标": (f"    goals:\n      {CURSOR}", ["建成", "已建成"]),
    "一级指标": (f"    indicators:\n      {CURSOR}", ["产出指标", "50", "数量指标", "培训", "≥6次", "6次", "50"]),
    "二级指标": (f"    indicators:\n      - name: 产出指标\n        groups:\n          {CURSOR}", ["数量指标", "培训", "6次", "6次", "5"]),
    "定量指标": (f"    indicators:\n      - name: 产出指标\n        items:\n          {CURSOR}", ["覆盖率", "95%", "98%", "5"]),
    "定量指标（不超过）": (f"    indicators:\n      - name: 产出指标\n        items:\n          {CURSOR}", ["成本", "3万元", "2万元", "5"]),
    "定性指标": (f"    indicators:\n      - name: 产出指标\n        items:\n          {CURSOR}", ["效益", "提升", "提升", "5", "达成预期", "5"]),
    "≥ 不低于": (f"    indicators:\n      - name: 产出指标\n        items:\n          - name: 甲\n            target: {CURSOR}", ["95%"]),
    "≤ 不超过": (f"    indicators:\n      - name: 产出指标\n        items:\n          - name: 甲\n            target: {CURSOR}", ["3万元"]),
    "资金来源": (f"      sources:\n        {CURSOR}", ["财政拨款", "3万元", "2万元"]),
    "支出明细": (f"        {CURSOR}", ["培训费", "1万元", "1万元"]),
    "下级明细": (f"          items:\n            {CURSOR}", ["车票", "1万元", "1万元"]),
    "附件": (f"    annexes:\n      {CURSOR}", ["资金使用情况表", "funds"]),
    "成员": (f"    working_group:\n      members:\n        {CURSOR}", ["组长", "李四", "站长"]),
    "经费": (f"    base_table:\n      authorised_staff: 1人\n      actual_staff: 1人\n      costs:\n        {CURSOR}", ["公务接待", "1万元", "1万元", "0.5万元"]),
    "组成": (f"    base_table:\n      authorised_staff: 1人\n      actual_staff: 1人\n      costs:\n        - name: 三公\n          items:\n            {CURSOR}", ["公务接待", "1万元", "1万元", "0.5万元"]),
    "其中": (f"    base_table:\n      authorised_staff: 1人\n      actual_staff: 1人\n      costs:\n        - name: 三公\n          including:\n            {CURSOR}", ["公务接待", "1万元", "1万元", "0.5万元"]),
    "功能科目": (f"accounts:\n  functions:\n    {CURSOR}", ["2050199", "4.18万元", "运维", "1万元"]),
    "项目支出": (f"{FUNCTION}      projects:\n        {CURSOR}", ["运维", "1万元"]),
    "经济科目": (f"{FUNCTION}  economic:\n    {CURSOR}", ["30101", "10.18万元"]),
    "各类的预算": (f"{FUNCTION}  initial_budget:\n    classes:\n      {CURSOR}", ["205", "10.18万元"]),
    "重点工作": (f"{FUNCTION}  key_work:\n    {CURSOR}", ["培训", "文", "开展", "完成"]),
    "核定数": (f"{FUNCTION}  stated:\n    {CURSOR}", ["1", "27", "1", "10.18万元"]),
    "汇总的单位": (f"rollup:\n  name: 专项\n  units:\n    {CURSOR}", ["hechi", "xiaoxiaotong"]),
}  # fmt: skip
"""Where a snippet of this label is offered in a report, and what a clerk types at its tab stops."""


def context(text: str) -> str:
    """A report in order with these lines: as its evaluations, in its funds where they are indented so, else at its end."""
    report = started()
    if text.startswith("evaluations:"):
        return report.partition("evaluations:")[0] + text
    return report.replace("    narrative:", f"{text}\n    narrative:") if text.startswith("      ") else report + text


def assert_fits(server: LanguageServer, text: str) -> None:
    """Neither the editor nor the program finds anything against the schema."""
    assert server.check(REPORT, text) == []
    root, problems = parse(text.encode(), "test")
    assert root is not None and problems == []
    assert validate(root, "report") == []


@pytest.mark.parametrize("label", SNIPPETS)
def test_a_snippet_fits_once_it_is_filled(server: LanguageServer, label: str) -> None:
    text, values = SNIPPETS[label]
    whole = context(text)
    snippet = next(offer.snippet for offer in offered(server, whole) if offer.label == label)
    assert_fits(server, inserted(whole, filled(snippet, values)))


def test_every_snippet_of_the_schema_is_tried() -> None:
    source = (PROJECT / "schema" / "report.schema.json").read_text("utf-8")
    found: set[str] = set()

    def keep(part: dict[str, Any]) -> dict[str, Any]:
        found.update(one["label"] for one in part.get("defaultSnippets", ()))
        return part

    json.loads(source, object_hook=keep)
    assert found == {*SNIPPETS}


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("支出明细", f"        - {CURSOR}"),
        ("资金来源", f"      sources:\n        - name: 财政拨款\n        - {CURSOR}"),
        ("定量指标", f"    indicators:\n      - name: 甲\n        items:\n          - name: 乙\n          {CURSOR}"),
        ("公布数", f"published:\n  - {CURSOR}"),
    ],
)
def test_a_snippet_goes_on_a_list_with_its_dash_or_without(server: LanguageServer, label: str, text: str) -> None:
    whole = context(text)
    snippet = next(offer.snippet for offer in offered(server, whole) if offer.label == label)
    assert_fits(server, inserted(whole, filled(snippet, SNIPPETS[label][1])))


def test_a_heading_opens_a_text_of_many_lines(server: LanguageServer) -> None:
    whole = f"{started()}      {CURSOR}"
    snippet = next(offer.snippet for offer in offered(server, whole) if offer.label == "总目标")
    assert_fits(server, inserted(whole, filled(snippet, ["管好平台。"])))
    assert snippet == "总目标: |\n  "
