"""The door: what was typed becomes canonical where the schema says that a figure stands, or is refused at its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.data.formats import parse
from generator.data.reader import Node, Refused
from generator.data.schema import validate
from generator.data.typed.canonical import canonical, spelled
from generator.data.typed.spellings import RECORDS, VALUES
from generator.problems import Problem, Severity
from tests.support.paths import PROJECT
from tests.support.reports import good

NAME = "reports/2022/hechi.yaml"
TODAY = (PROJECT / NAME).read_text("utf-8")
TYPED = """\
facts: {学校: "1,922 所", 师生: 近 5000 名, 占比: ＝facts.甲 / facts.乙, 说明: 及时}
evaluations:
  - issued_on: 2022年1月25日
    indicator_score: "80 分"
    funds:
      allocated_on: 20220125
      annual_budget: ３万元
      items: [{name: 差旅费, budget: 2.180 万元, items: [{name: 市内, actual: "¥21,754"}]}]
    goals: [{weight: "５", indicators: [{items: [{name: 甲, target: 98％以上, actual: 百分之九十七}]}]}]
    base_table: {actual_staff: 十三人, costs: [{name: 接待, including: [{name: 其中, budget: 1万}]}]}
    working_group: {established: 2022.12}
    signature: {date: 2022.10}
    narrative: {一: "支出２.18万元"}
accounts:
  functions: [{code: 2050199, basic: 其余, opening: "4.18 万元", projects: [{name: 乙, amount: 5 元}]}]
  economic: {"30101": １元}
  staff: {retired: ２人}
  assets: {general_equipment: １台(套)}
published: [{figure: x, value: "21，754元", where: 第２页}]
accepted: [{code: X, date: 2022/1/5}]
"""
CANONICAL = {
    ("facts", "学校"): "1922所",
    ("facts", "师生"): "近5000名",
    ("facts", "占比"): "=facts.甲 / facts.乙",
    ("facts", "说明"): "及时",
    ("evaluations", 0, "issued_on"): "2022-01-25",
    ("evaluations", 0, "indicator_score"): Decimal(80),
    ("evaluations", 0, "funds", "allocated_on"): "2022-01-25",
    ("evaluations", 0, "funds", "annual_budget"): "3万元",
    ("evaluations", 0, "funds", "items", 0, "budget"): "2.180万元",
    ("evaluations", 0, "funds", "items", 0, "items", 0, "actual"): "21754元",
    ("evaluations", 0, "goals", 0, "weight"): Decimal(5),
    ("evaluations", 0, "goals", 0, "indicators", 0, "items", 0, "target"): "≥98%",
    ("evaluations", 0, "goals", 0, "indicators", 0, "items", 0, "actual"): "97%",
    ("evaluations", 0, "base_table", "actual_staff"): "13人",
    ("evaluations", 0, "base_table", "costs", 0, "including", 0, "budget"): "1万元",
    ("evaluations", 0, "working_group", "established"): "2022年12月",
    ("evaluations", 0, "signature", "date"): "2022-10",
    ("evaluations", 0, "narrative", "一"): "支出２.18万元",
    ("accounts", "functions", 0, "basic"): "其余",
    ("accounts", "functions", 0, "opening"): "4.18万元",
    ("accounts", "functions", 0, "projects", 0, "amount"): "5元",
    ("accounts", "economic", "30101"): "1元",
    ("accounts", "staff", "retired"): "2人",
    ("accounts", "assets", "general_equipment"): "1台（套）",
    ("published", 0, "value"): "21，754元",
    ("published", 0, "where"): "第２页",
    ("accepted", 0, "date"): "2022-01-05",
}


def read(text: str) -> tuple[Node, list[Problem]]:
    root, problems = parse(text.encode(), NAME, "report")
    assert root is not None
    return root, [*problems, *validate(root, "report")]


@pytest.mark.parametrize(("path", "expected"), CANONICAL.items(), ids=lambda part: str(part))
def test_each_figure_and_date_is_read_where_the_schema_says_that_one_stands(
    path: tuple[str | int, ...], expected: object
) -> None:
    typed = good(TYPED)
    root, problems, *_ = canonical(typed)
    assert problems == []
    assert root.at(*path).value == expected
    assert type(root.at(*path).value) is type(expected)
    assert root.at(*path).place == typed.at(*path).place


def test_what_is_canonical_is_the_very_same() -> None:
    root = good(TODAY)
    assert [value.typed for value in spelled(root)] == []
    assert canonical(root) == (root, [], frozenset(), frozenset()) and canonical(root).root is root


def test_a_report_typed_otherwise_is_the_same_report() -> None:
    typed = TODAY.replace("actual: 21754元", "actual: ２１，７５４ 元").replace("2022-01-25", "2022年1月25日")
    assert typed != TODAY
    assert read(typed)[0].plain() == read(TODAY)[0].plain()
    assert read(typed)[1] == []


@pytest.mark.parametrize(
    ("old", "new", "code", "caret"),
    [
        ("actual: 21754元", "actual: 2l754元", "FIGURE-SPELLING", "l"),
        ("actual: 21754元", "actual: '2l754元'", "FIGURE-SPELLING", "l"),
        ("actual: 21754元", r'actual: "2\u006C754元"', "FIGURE-SPELLING", r"\u006C"),
        ("actual: 21754元", "actual: 1,92元", "FIGURE-SPELLING", ","),
        ("actual: 21754元", "actual: 三万一", "FIGURE-SPELLING", "三万一"),
        ("actual: 21754元", "actual: 21754", "FIGURE-SPELLING", "21754"),
        ("actual: 21754元", "actual: 21\n        754元", "FIGURE-SPELLING", "21"),
        ("actual: 21754元", "actual: |\n        21754元", "FIGURE-SPELLING", "|"),
        ("allocated_on: 2022-01-25", "allocated_on: 2022-02-30", "DATE-SPELLING", "2022-02-30"),
        ("allocated_on: 2022-01-25", "allocated_on: 44586", "DATE-SPELLING", "44586"),
    ],
)
def test_what_has_no_one_reading_is_told_once_at_its_place(old: str, new: str, code: str, caret: str) -> None:
    assert old in TODAY
    root, problems = read(TODAY.replace(old, new, 1))
    (problem,) = problems
    place = problem.place
    assert (problem.code, place.excerpt[place.column - 1 : place.column - 1 + place.width]) == (code, caret)
    assert problem.severity is Severity.ERROR and problem.message and problem.remedy
    assert any(isinstance(node, Refused) for node in below(root))


def below(node: Node) -> list[Node]:
    values = node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
    return [node, *(deeper for value in values for deeper in below(value))]


def test_a_description_may_go_on_in_the_next_line_but_a_figure_may_not() -> None:
    (fact,) = good("facts: {说明: 及时办结\n  各项工作}\n").at("facts").value.values()  # type: ignore[union-attr]
    assert canonical(good("facts: {说明: 及时办结\n  各项工作}\n"))[0].at("facts", "说明").value == fact.value
    _, (problem,), refused, _ = canonical(good("facts: {学校: 1\n  922所}\n"))
    assert problem.code == "FIGURE-SPELLING" and "一行" in problem.remedy
    assert refused == {len("facts: {学校: ")}


def test_a_month_where_a_day_is_wanted_is_left_to_the_schema() -> None:
    _, problems = read(TODAY.replace("allocated_on: 2022-01-25", "allocated_on: 2022年1月"))
    assert {problem.code for problem in problems} == {"SCHEMA-FORMAT"}


def test_when_a_group_was_set_up_is_printed_in_one_form_and_may_be_said_in_words() -> None:
    text = "evaluations: [{working_group: {established: %s}}]\n"
    for typed in ("2024-01-10", "2024/1/10", "二〇二四年一月十日", "2024年01月10日"):
        root, problems, *_ = canonical(good(text % typed))
        assert (root.at("evaluations", 0, "working_group", "established").value, problems) == ("2024年1月10日", [])
    root, (problem,), refused, _ = canonical(good(text % "2022年下半年"))
    assert refused == frozenset()
    assert root.at("evaluations", 0, "working_group", "established").value == "2022年下半年"
    assert (problem.code, problem.severity) == ("DATE-SPELLING", Severity.WARNING)


def test_the_word_that_may_stand_for_an_amount_is_named() -> None:
    root = good("accounts: {functions: [{code: 2050199, basic: 其它}]}\n")
    (problem,) = canonical(root).problems
    assert problem.remedy.endswith("；或者写「其余」")


@pytest.mark.parametrize("value", ["", "~", "'  '", "true", "[1]", "{a: 1}"])
def test_what_is_no_text_is_left_to_the_schema(value: str) -> None:
    root = good(f"facts: {{甲: {value}}}\nevaluations: [{{funds: {{actual: {value}}}, indicator_score: {value}}}]\n")
    assert canonical(root) == (root, [], frozenset(), frozenset())


@pytest.mark.parametrize("text", ["[a]", "7", "evaluations: 5", "facts: [1]", "evaluations: [5, [a], {funds: []}]"])
def test_a_file_of_the_wrong_shape_is_left_to_the_schema(text: str) -> None:
    assert canonical(good(text)) == (good(text), [], frozenset(), frozenset())


def test_every_kind_of_the_schema_has_its_reader() -> None:
    kinds = {kind.partition("|")[0] for values in VALUES.values() for kind in values.values()}
    assert kinds == {"amount", "fact", "target", "actual", "published", "points", "date", "day"}
    assert {name for below in RECORDS.values() for name in below.values()} <= {*VALUES, *RECORDS}
