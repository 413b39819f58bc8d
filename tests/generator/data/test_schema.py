from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.data.reader import parse
from generator.data.schema import is_date, is_day_or_month, schema, validate
from generator.problems import Problem
from generator.program import SCHEMAS
from tests.support.paths import PROJECT

GOOD = """\
unit: 示例单位
year: 2022
profile: national
evaluations:
  - id: example
    type: project
    name: 示例项目
    funds:
      initial_budget: 3万元
      actual: 2万元
      items:
        - {name: 差旅费, budget: 3万元, actual: 2万元}
    narrative: {}
"""


def problems(text: str) -> list[Problem]:
    root, faults = parse(text.encode(), "x.yaml")
    assert root is not None, faults
    return validate(root, "report")


def broken(old: str, new: str) -> list[tuple[str, str, str]]:
    assert old in GOOD
    return [(p.code, f"{p.place.line}:{p.place.column}", p.message) for p in problems(GOOD.replace(old, new))]


def test_a_good_file_has_no_problems() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("year: 2022", "year: 二〇二二", ("SCHEMA-TYPE", "2:7", "年度（year）应是整数，现在是「二〇二二」")),
        ("year: 2022", "year: 1949", ("SCHEMA-RANGE", "2:7", "年度（year）是 1949，不能小于 2000")),
        ("year: 2022", "year: 3000", ("SCHEMA-RANGE", "2:7", "年度（year）是 3000，不能大于 2099")),
        ("unit: 示例单位", "unit: ' '", ("SCHEMA-BLANK", "1:7", "单位名称（unit）没有填写")),
        ("unit: 示例单位\n", "", ("SCHEMA-REQUIRED", "1:1", "文件缺少「unit」（单位名称）")),
        (
            "narrative: {}",
            "narrative: []",
            ("SCHEMA-TYPE", "13:16", "报告正文（narrative）应是一组「名称: 内容」，现在是列表（每项以「- 」开头）"),
        ),
        (
            "narrative: {}",
            "narrative: {甲: true}",
            ("SCHEMA-TYPE", "13:20", "报告正文（甲）里的 true 在 YAML 里不是文字，是真假"),
        ),
        (
            "      items:\n        - {name: 差旅费, budget: 3万元, actual: 2万元}\n",
            "      items: []\n",
            ("SCHEMA-BLANK", "11:14", "支出明细（items）至少要有 1 项"),
        ),
        (
            "    narrative: {}",
            "    narrative: {}\n    indicators:\n      - name: 产出指标",
            ("SCHEMA-REQUIRED", "15:9", "绩效指标（indicators）要有「groups」（下级类别）或「items」（具体指标）"),
        ),
        (
            "narrative: {}",
            "narrative: {}\n    indicators:\n      - name: 产出指标\n        items: [{name: 甲, target: [1]}]",
            ("SCHEMA-TYPE", "16:35", "年度指标值（target）里的方括号在 YAML 里是列表"),
        ),
        (
            "narrative: {}",
            "narrative: {}\nrollup: {name: 示例部门}",
            ("SCHEMA-REQUIRED", "14:1", "汇总（rollup）缺少「units」（单位）"),
        ),
        ("    type: project\n", "", ("SCHEMA-REQUIRED", "5:5", "自评（evaluations）缺少「type」（自评类型）")),
        (
            "profile: national",
            "profile: " + "很" * 40,
            ("SCHEMA-FORMAT", "3:10", f"地区格式（profile）「{'很' * 30}…」格式不对"),
        ),
    ],
)
def test_each_violation_is_worded_at_its_node(old: str, new: str, expected: tuple[str, str, str]) -> None:
    assert broken(old, new) == [expected]


AMOUNT = "金额连同单位（元、万元、亿元）写在一起，中间不空格，如 3万元、=funds.actual"


@pytest.mark.parametrize(
    ("old", "new", "message", "remedy"),
    [
        ("year: 2022", "year: 二〇二二", "年度（year）应是整数，现在是「二〇二二」", "改写，如 2022"),
        ("unit: 示例单位", "unit: 5", "单位名称（unit）里的「5」没有加引号，成了数", '加引号，写成 unit: "5"'),
        ("unit: 示例单位", "unit: [甲]", "单位名称（unit）里的方括号在 YAML 里是列表", "要印出方括号的，整个内容加引号"),
        ("actual: 2万元}", "actual: [2万元]}", "支出数（actual）里的方括号在 YAML 里是列表", "要印出方括号的，整个内容加引号"),
        ("actual: 2万元}", "actual: '20,000元'}", "支出数（actual）「20,000元」格式不对", f"不写千分位逗号；{AMOUNT}"),
        ("actual: 2万元}", "actual: ２万元}", "支出数（actual）「２万元」格式不对", f"数字和小数点用半角；{AMOUNT}"),
        ("actual: 2万元}", "actual: 2万元！}", "支出数（actual）「2万元！」格式不对", f"数字和小数点用半角；{AMOUNT}"),
        ("actual: 2万元}", "actual: ～2万元}", "支出数（actual）「～2万元」格式不对", f"数字和小数点用半角；{AMOUNT}"),
        ("actual: 2万元}", "actual: }", "「差旅费」的支出数（actual）没有填写", "填上内容，如 3万元、=funds.actual；没有的整行删去"),
        ("narrative: {}", "narrative: {}\nrollup: {name: 示例部门, units: }", "「示例部门」的单位（units）没有填写", "填上内容；没有的整行删去"),
        ("narrative: {}", "narrative: {}\n    signature: {date: 五月}", "填报日期（date）「五月」格式不对", "日期写成年-月-日或年-月，如 2022-05-23、2022-05"),
    ],
)  # fmt: skip
def test_each_violation_says_what_to_do(old: str, new: str, message: str, remedy: str) -> None:
    assert old in GOOD
    assert {(problem.message, problem.remedy) for problem in problems(GOOD.replace(old, new))} == {(message, remedy)}


def test_an_unknown_keyword_of_the_schema_still_gives_a_problem() -> None:
    rules: dict[str, Any] = {"properties": {"a": {"title": "甲", "uniqueItems": True}}}
    root, _ = parse(b"a: [1, 1]", "x")
    assert root is not None
    from generator.data.schema import _problems

    (error,) = Draft202012Validator(rules).iter_errors(root.plain())
    assert [problem.code for problem in _problems(root, error, rules)] == ["SCHEMA-RULE"]


def test_an_example_of_a_property_is_one_for_what_is_said_of_it_within() -> None:
    rules: dict[str, Any] = {"properties": {"a": {"title": "甲", "examples": ["一"], "allOf": [{"pattern": "^x$"}]}}}
    root, _ = parse(b"a: y", "x")
    assert root is not None
    from generator.data.schema import _problems

    (error,) = Draft202012Validator(rules).iter_errors(root.plain())
    assert [(one.message, one.remedy) for one in _problems(root, error, rules)] == [
        ("甲（a）「y」格式不对", "改写，如 一")
    ]


def test_a_name_that_is_wrong_is_told_where_it_stands() -> None:
    root, _ = parse("MONEY: 资金\nmoney: 资金\n".encode(), "families.yaml")
    assert root is not None
    (problem,) = validate(root, "families")
    assert (problem.code, problem.place.line, problem.place.column) == ("SCHEMA-FORMAT", 2, 1)


def test_a_pattern_ends_where_the_text_does_not_before_a_last_line_end() -> None:
    assert broken("id: example", 'id: "example\\n"')[0][:2] == ("SCHEMA-FORMAT", "5:9")
    assert broken("initial_budget: 3万元", 'initial_budget: "3万元\\n"')[0][0] == "SCHEMA-FORMAT"


def test_a_file_needs_evaluations_accounts_or_a_rollup() -> None:
    (problem,) = problems("unit: 示例单位\nyear: 2022\nprofile: national\n")
    assert (problem.code, problem.message) == (
        "SCHEMA-REQUIRED",
        "文件要有「evaluations」（自评）或「accounts」（部门决算）或「rollup」（汇总）",
    )


def test_all_violations_are_found_in_one_run() -> None:
    text = GOOD.replace("2万元", "2").replace("year: 2022", "year: x").replace("name: 示例项目", "nane: 示例项目")
    found = [(problem.code, problem.place.line) for problem in problems(text)]
    assert sorted(found) == [("SCHEMA-TYPE", 2), ("SCHEMA-TYPE", 10), ("SCHEMA-TYPE", 12), ("SCHEMA-UNKNOWN", 7)]


def test_a_misspelt_key_names_the_nearest_by_name_or_by_title() -> None:
    for key in ("initial_bugdet", "年初预算"):
        (problem,) = problems(GOOD.replace("initial_budget", key))
        assert problem.remedy == "是不是「initial_budget」（年初预算数），写成 initial_budget: 3万元"
    (problem,) = problems(GOOD.replace("year: 2022", "year: 2022\n天气: 晴"))
    assert problem.remedy.startswith("可用的有：unit、year")


@pytest.mark.parametrize("name", ["report", "profile"])
def test_the_schema_is_valid_and_explains_every_property_in_chinese(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    for place, part in _objects(schema(name)):
        assert part.get("additionalProperties") is not None, place
        for key, value in part.get("properties", {}).items():
            assert value.get("title"), f"{place}/{key}"
            assert value.get("description"), f"{place}/{key}"
            assert any("\u4e00" <= char <= "\u9fff" for char in value["title"] + value["description"])


def test_the_examples_of_the_schemas_fit_their_properties() -> None:
    for name in ("report", "profile"):
        top = schema(name)
        count = 0
        for _, part in _objects(top):
            for value in part.get("properties", {}).values():
                resolved = {**value, "$defs": top["$defs"]}
                for example in value.get("examples", []):
                    Draft202012Validator(resolved).validate(example)
                    count += 1
        assert count > 5


def test_schemas_are_formatted_json() -> None:
    for path in SCHEMAS.glob("*.json"):
        assert json.loads(path.read_text("utf-8"))["$schema"].endswith("2020-12/schema")


def _objects(part: Any, place: str = "") -> list[tuple[str, dict[str, Any]]]:
    found = []
    if isinstance(part, dict):
        if part.get("type") == "object":
            found.append((place, part))
        for key, child in part.items():
            found += _objects(child, f"{place}/{key}")
    elif isinstance(part, list):
        for child in part:
            found += _objects(child, place)
    return found


FIXED = [
    (
        "type: project",
        "type: projct",
        "自评类型（type）不能是「projct」",
        "从中选一个：project、whole-unit；是不是「project」",
    ),
    ("type: project", "type: 项目", "自评类型（type）不能是「项目」", "从中选一个：project、whole-unit"),
    ("year: 2022", "year: 1999", "年度（year）是 1999，不能小于 2000", "核对这个数"),
    (
        "profile: national",
        f"profile: {'很' * 30}",
        f"地区格式（profile）「{'很' * 30}」格式不对",
        "写 templates 下的文件夹名，如 guangxi-hechi",
    ),
    (
        "profile: national",
        f"profile: {'很' * 31}",
        f"地区格式（profile）「{'很' * 30}…」格式不对",
        "写 templates 下的文件夹名，如 guangxi-hechi",
    ),
    (
        "narrative: {}",
        "narrative: {}\n    annexes: [{title: 附件一, document: }]",
        "「附件一」的对应文档（document）没有填写",
        "填上内容，如 funds、scoring；没有的整行删去",
    ),
    (
        "narrative: {}",
        "narrative: {}\naccounts: {functions: [{code: 2050101, basic: }]}",
        "「2050101」的基本支出（basic）没有填写",
        "填上内容，如 4.18万元、其余；没有的整行删去",
    ),
    (
        "{name: 差旅费, budget",
        "{name: , budget",
        "「示例项目」的支出内容（name）没有填写",
        "填上内容，如 差旅费；没有的整行删去",
    ),
    ("name: 示例项目", "name: ' '", "项目名称（name）没有填写", "填上内容，如 “校校通”项目；没有的整行删去"),
    (
        "    narrative: {}\n",
        "    narrative: {}\n    working_group: {established: 2022年, office: 办公室, members: []}\n",
        "成员（members）至少要有 1 项",
        "补上一项；没有的整段删去",
    ),
    ("    narrative: {}\n", "", "自评（evaluations）缺少「narrative」（报告正文）", "加上一行「narrative: …」"),
    (
        "narrative: {}",
        "narrative: {}\n    signature: {date: 2022-02-30}",
        "填报日期（date）「2022-02-30」格式不对",
        "日期写成年-月-日或年-月，如 2022-05-23、2022-05",
    ),
    ("    funds:", "    fundz:", "自评（evaluations）里没有「fundz」这一项", "是不是「funds」（资金）"),
]


@pytest.mark.parametrize(("old", "new", "message", "remedy"), FIXED)
def test_what_is_wrong_is_named_with_its_record_and_its_remedy(old: str, new: str, message: str, remedy: str) -> None:
    assert old in GOOD
    assert [(one.message, one.remedy) for one in problems(GOOD.replace(old, new))] == [(message, remedy)]


def test_a_document_has_one_template_or_the_parts_of_a_volume() -> None:
    profile = (PROJECT / "templates" / "national" / "profile.yaml").read_text("utf-8")
    root, _ = parse(profile.replace("    template: report.docx\n", "", 1).encode(), "profile.yaml")
    assert root is not None
    (problem,) = validate(root, "profile")
    assert (problem.code, problem.remedy) == ("SCHEMA-REQUIRED", "补上其中一项")
    assert problem.message.startswith("文档（documents）要有「template」（") and "或「parts」（" in problem.message


def test_of_hundreds_of_unknown_keys_the_first_are_compared_with_those_there_are() -> None:
    found = problems(GOOD + "".join(f"unti{number}: 1\n" for number in range(101)))
    assert [one.remedy for one in found[:100]] == ["是不是「unit」（单位名称），写成 unit: 1"] * 100
    assert found[100].remedy.startswith("可用的有：unit、year、profile、")
    (long,) = problems(GOOD + "narrative" * 12 + ": 1\n")
    assert long.remedy.startswith("可用的有：unit、year、profile、")


def test_a_key_that_was_misspelt_is_not_missing_too() -> None:
    assert [one.code for one in problems(GOOD.replace("    narrative:", "    narative:"))] == ["SCHEMA-UNKNOWN"]


@pytest.mark.parametrize(
    ("day", "month_too", "right"),
    [
        ("2022-05-23", True, True),
        ("2022-02-29", False, False),
        ("2024-02-29", False, True),
        ("2022-5-23", False, False),
        ("2022-05", True, True),
        ("2022-13", True, False),
        ("2022-05", False, False),
        (20220523, False, True),
        (202205, True, True),
    ],
)
def test_a_date_is_a_day_of_the_calendar_or_a_month_where_that_is_enough(
    day: object, month_too: bool, right: bool
) -> None:
    assert (is_day_or_month if month_too else is_date)(day) is right
