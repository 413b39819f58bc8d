from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from generator.data import classification
from generator.data.classification import Codes, economic_codes, functional_codes, list_problems
from generator.figures.glossary import glossary
from generator.program import SCHEMAS
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.accounts import put

YEARS = {"functional": range(2017, 2026), "economic": range(2018, 2026)}
TABLE_1 = [
    "一般公共服务支出",
    "外交支出",
    "国防支出",
    "公共安全支出",
    "教育支出",
    "科学技术支出",
    "文化旅游体育与传媒支出",
    "社会保障和就业支出",
    "卫生健康支出",
    "节能环保支出",
    "城乡社区支出",
    "农林水支出",
    "交通运输支出",
    "资源勘探工业信息等支出",
    "商业服务业等支出",
    "金融支出",
    "援助其他地区支出",
    "自然资源海洋气象等支出",
    "住房保障支出",
    "粮油物资储备支出",
    "国有资本经营预算支出",
    "灾害防治及应急管理支出",
    "其他支出",
    "债务还本支出",
    "债务付息支出",
    "抗疫特别国债安排的支出",
]


def codes(name: str, year: int) -> Codes:
    return functional_codes(year) if name == "functional" else economic_codes(year)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("2050199", {2017: "其他教育管理事务支出", 2025: "其他教育管理事务支出"}),
        ("20805", {2019: "行政事业单位离退休", 2020: "行政事业单位养老支出", 2021: "行政事业单位养老支出"}),
        ("207", {2018: "文化体育与传媒支出", 2019: "文化旅游体育与传媒支出"}),
        ("210", {2018: "医疗卫生与计划生育支出", 2019: "卫生健康支出"}),
        ("2080808", {2020: None, 2021: "烈士纪念设施管理维护", 2022: "褒扬纪念"}),
        ("2089901", {2020: "其他社会保障和就业支出", 2021: None}),
        ("2089999", {2020: None, 2021: "其他社会保障和就业支出"}),
        ("2099901", {2021: None}),
    ],
)
def test_a_functional_code_bears_the_name_of_the_year(code: str, names: dict[int, str | None]) -> None:
    assert {year: functional_codes(year).name(code) for year in names} == names


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("30701", "国内债务付息"),
        ("30703", "国内债务发行费用"),
        ("31002", "办公设备购置"),
        ("31003", "专用设备购置"),
        ("31007", "信息网络及软件购置更新"),
        ("31013", "公务用车购置"),
        ("31019", "其他交通工具购置"),
        ("31021", "文物和陈列品购置"),
        ("31022", "无形资产购置"),
        ("31099", "其他资本性支出"),
        ("31204", "费用补贴"),
        ("31299", "其他对企业补助"),
        ("39908", "对民间非营利组织和群众性自治组织补贴"),
    ],
)
def test_the_right_hand_codes_of_table_6_have_their_own_names(code: str, name: str) -> None:
    assert economic_codes(2021).name(code) == name


def test_the_classes_of_2021_are_the_lines_of_table_1_in_order() -> None:
    functional = functional_codes(2021)
    assert [functional.name(code) for code in functional.classes()] == TABLE_1


def test_a_class_has_a_line_in_its_years_only() -> None:
    assert "224" in functional_codes(2021).classes()
    assert "224" not in functional_codes(2018).classes()
    assert "234" not in functional_codes(2019).classes()


@pytest.mark.parametrize("name", YEARS)
def test_every_code_stands_below_one_that_has_a_name_in_the_same_years(name: str) -> None:
    orphans = [
        (code, year)
        for year in YEARS[name]
        for code in codes(name, year).entries
        if len(code) > 3 and codes(name, year).name(code) and not codes(name, year).name(code[:-2])
    ]
    assert orphans == []


@pytest.mark.parametrize("name", YEARS)
def test_the_years_of_a_code_follow_each_other_without_overlap(name: str) -> None:
    entries = codes(name, 2021).entries
    assert [code for code, dated in entries.items() if any(one.first > one.last for one in dated)] == []
    assert [code for code, dated in entries.items() if any(a.last >= b.first for a, b in pairwise(dated))] == []


@pytest.mark.parametrize("name", YEARS)
def test_codes_stand_in_order(name: str) -> None:
    entries = [*codes(name, 2021).entries]
    assert entries == sorted(entries)


def test_table_6_lists_codes_of_2021_below_their_classes() -> None:
    economic = economic_codes(2021)
    assert len(economic.columns) == 3
    for column in economic.columns:
        assert [code for code in column if economic.name(code) is None] == []
        assert [code for code in column if code[:3] not in column] == []
        assert [*column] == sorted(column)


def test_the_left_column_of_table_6_holds_staff_costs_and_the_others_public_costs() -> None:
    economic = economic_codes(2021)
    left, middle, right = ([code for code in column if len(code) == 3] for column in economic.columns)
    assert left == [*economic.staff] == ["301", "303"]
    assert [*middle, *right] == [*economic.public] == ["302", "307", "310", "312", "399"]


def test_what_has_no_line_on_the_forms_is_a_class() -> None:
    functional = functional_codes(2021)
    assert functional.left_out
    assert [code for code in functional.left_out if len(code) != 3 or code not in functional.entries] == []


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of lists, copied to be broken."""
    folder = tmp_path / "schema"
    shutil.copytree(SCHEMAS, folder)
    monkeypatch.setattr(classification, "SCHEMAS", folder)
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    classification.load_list.cache_clear()
    classification._codes.cache_clear()


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("functional", '  "20501": 教育管理事务\n', '  "20501": 教育管理事务\n  "20501": 教育管理\n', ("YAML-DUPLICATE", '"20501": 教育管理')),
        ("functional", '  "2050101": 行政运行\n', '  "2050101": 行政运行\n  "205010": 行政运行\n', ("SCHEMA-FORMAT", '"205010": 行政运行')),
        ("functional", "    - {name: 行政事业单位养老支出, from: 2020}\n  ", "    - {name: 行政事业单位养老支出, from: 二〇二〇}\n  ", ("SCHEMA-TYPE", "- {name: 行政事业单位养老支出, from: 二〇二〇}")),
        ("functional", "    - {name: 行政事业单位养老支出, from: 2020}\n  ", "    - {from: 2020}\n  ", ("SCHEMA-REQUIRED", "- {from: 2020}")),
        ("economic", '  "30101": 基本工资\n', '  "30101":\n', ("SCHEMA-BLANK", '"30101":')),
        ("economic", "{name: 代缴社会保险费, from: 2020}", "{name: 代缴社会保险费, since: 2020}", ("SCHEMA-UNKNOWN", "- {name: 代缴社会保险费, since: 2020}")),
        ("tables", "    anchors: [code, amount]\n", "    anchor: [code, amount]\n", ("SCHEMA-UNKNOWN", "anchor: [code, amount]")),
        ("tables", "[总分, 总计]", "[总分, 总 计]", ("SCHEMA-FORMAT", "score: [总分, 总 计]")),
        ("glossary", "  - term: 事业收入\n", "  - name: 事业收入\n", ("SCHEMA-UNKNOWN", "- name: 事业收入")),
    ],
)  # fmt: skip
def test_a_broken_list_is_a_located_problem_of_reports_with_accounts(
    workspace: Workspace, lists: Path, file: str, old: str, new: str, expected: tuple[str, str]
) -> None:
    path = lists / f"{file}.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    put(workspace, "example")
    loaded = load(workspace, "example", "2021")
    assert not loaded.ready
    assert expected in [(problem.code, problem.place.excerpt.strip()) for problem in loaded.problems]
    assert {problem.place.path for problem in loaded.problems} == {f"schema/{file}.yaml"}
    assert load(workspace, "hechi", "2022").ready


def test_a_missing_list_is_a_problem(lists: Path) -> None:
    (lists / "economic.yaml").unlink()
    assert [(problem.code, problem.place.path) for problem in list_problems()] == [
        ("YAML-FILE", "schema/economic.yaml")
    ]


def test_a_term_of_the_glossary_may_be_of_some_years_only(lists: Path) -> None:
    path = lists / "glossary.yaml"
    text = path.read_text("utf-8")
    old = "  - term: 事业收入\n"
    assert text.count(old) == 1
    path.write_text(text.replace(old, f"{old}    from: 2020\n    to: 2021\n"), "utf-8")
    explained = [year for year in range(2018, 2024) if glossary(year, [], "事业收入", ("一、", "1."))]
    assert explained == [2020, 2021]
