"""By which paths the values of a report are known, whatever order its lists are in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.data.paths import NodeFinder, leaves
from generator.data.reader import Node, parse
from generator.problems import MOST_ADVISED, Problem
from tests.support.paths import PROJECT

EVALUATION = {
    "id": "network",
    "indicators": [
        {"name": "产出指标", "groups": [{"name": "数量指标", "items": [{"name": "培训教师", "target": "500人"}]}]},
        {"name": "满意度指标", "weight": 10, "items": [{"name": "教师满意度", "target": "90%"}]},
    ],
}
HEAD = "evaluations.network"


def paths(data: dict[str, Any], path: str = "") -> dict[str, str]:
    """The values by their paths."""
    root, problems = parse(json.dumps(data, ensure_ascii=False).encode(), "x.yaml")
    assert root is not None, problems
    return {name: str(leaf.value) for name, leaf in leaves(root, path)}


def test_keys_and_ids_make_the_path() -> None:
    funds = {"actual": "2元", "items": [{"name": "差旅费", "budget": "1元"}]}
    assert paths({"unit": "某站", "evaluations": [{"id": "network", "funds": funds}]}) == {
        "unit": "某站",
        f"{HEAD}.id": "network",
        f"{HEAD}.funds.actual": "2元",
        f"{HEAD}.funds.items.差旅费.name": "差旅费",
        f"{HEAD}.funds.items.差旅费.budget": "1元",
    }


@pytest.mark.parametrize("key", ["id", "name", "code", "title", "figure"])
def test_each_kind_of_identity_names_an_element(key: str) -> None:
    assert paths({"list": [{"value": 1, key: "甲"}]})["list.甲.value"] == "1"


def test_of_several_identities_the_id_counts_most() -> None:
    assert paths({"list": [{"figure": "c", "name": "b", "id": "a", "value": 1}]})["list.a.value"] == "1"


def test_a_list_in_another_order_has_the_same_paths() -> None:
    items = [{"name": "差旅费", "budget": "1元"}, {"name": "办公费", "budget": "2元"}]
    assert paths({"items": items}) == paths({"items": items[::-1]})


def test_elements_without_identity_are_known_by_their_number() -> None:
    found = paths({"goals": [{"expected": "甲"}, {"expected": "乙"}], "leave_out": ["丙"], "empty": []})
    assert found == {"goals.0.expected": "甲", "goals.1.expected": "乙", "leave_out.0": "丙"}


def test_indicators_are_named_without_their_groups() -> None:
    assert paths({"evaluations": [EVALUATION]}) == {
        f"{HEAD}.id": "network",
        f"{HEAD}.indicators.产出指标.name": "产出指标",
        f"{HEAD}.indicators.产出指标.数量指标.name": "数量指标",
        f"{HEAD}.indicators.培训教师.name": "培训教师",
        f"{HEAD}.indicators.培训教师.target": "500人",
        f"{HEAD}.indicators.满意度指标.name": "满意度指标",
        f"{HEAD}.indicators.满意度指标.weight": "10",
        f"{HEAD}.indicators.教师满意度.name": "教师满意度",
        f"{HEAD}.indicators.教师满意度.target": "90%",
    }


def test_an_indicator_that_is_moved_to_another_group_keeps_its_path() -> None:
    groups = [
        {"name": "产出指标", "groups": [{"name": "质量指标", "items": [{"name": "培训教师", "target": "500人"}]}]}
    ]
    assert paths({"evaluations": [{"id": "network", "indicators": groups}]})[f"{HEAD}.indicators.培训教师.target"]


def test_indicators_of_two_evaluations_are_told_apart() -> None:
    found = paths({"evaluations": [EVALUATION, EVALUATION | {"id": "library"}]})
    assert {f"{HEAD}.indicators.培训教师.target", "evaluations.library.indicators.培训教师.target"} <= found.keys()


def test_namesakes_are_numbered() -> None:
    items = [{"name": "设备", "budget": f"{number}元"} for number in (1, 2, 3)]
    found = paths({"items": items})
    assert [found[f"items.设备.budget{number}"] for number in ("", "#2", "#3")] == ["1元", "2元", "3元"]


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        (
            [{"figure": "funds.rate", "where": where} for where in ("正文", "附表")],
            ["funds.rate（正文）", "funds.rate（附表）"],
        ),
        ([{"code": "FUNDS-OVER", "at": at} for at in ("甲", "乙")], ["FUNDS-OVER（甲）", "FUNDS-OVER（乙）"]),
        ([{"code": "205", "fund": fund} for fund in ("一般", "基金")], ["205（一般）", "205（基金）"]),
        ([{"code": "205", "where": "正文", "at": "甲", "fund": "基金"}], ["205（正文，甲，基金）"]),
    ],
)
def test_what_a_code_or_figure_says_twice_is_told_apart_by_its_place(
    entries: list[dict[str, str]], names: list[str]
) -> None:
    found = paths({"list": [{**entry, "value": 1} for entry in entries]})
    assert [path for path in found if path.endswith(".value")] == [f"list.{name}.value" for name in names]


@pytest.mark.parametrize("prefix", ["profile", "units.example-east"])
def test_profiles_and_units_stand_under_their_prefix(prefix: str) -> None:
    found = paths({"year": 2023, "evaluations": [EVALUATION]}, prefix)
    assert found[f"{prefix}.year"] == "2023"
    assert found[f"{prefix}.{HEAD}.indicators.培训教师.target"] == "500人"


@pytest.mark.parametrize(
    "odd",
    [
        {"evaluations": {"id": "x", "indicators": "甲"}},
        {"evaluations": [{"indicators": ["甲", {"groups": "乙"}, {"items": "丙"}]}]},
        {"evaluations": None, "indicators": {"name": "甲"}},
        {"list": [[["甲"]]]},
    ],
)
def test_what_breaks_the_schema_still_has_a_path_for_each_value(odd: dict[str, Any]) -> None:
    assert all(path and value for path, value in paths(odd).items())


@pytest.mark.parametrize("report", sorted((PROJECT / "reports").glob("*/*.yaml")), ids=lambda path: path.stem)
def test_the_values_of_the_published_reports_need_no_numbers_to_be_told_apart(report: Path) -> None:
    root, problems = parse(report.read_bytes(), report.name)
    assert root is not None, problems
    names = [name for name, _ in leaves(root)]
    assert len(names) == len(set(names)) > 50
    assert not [name for name in names if "#" in name]


def finder(data: dict[str, Any]) -> NodeFinder:
    root, problems = parse(json.dumps(data, ensure_ascii=False).encode(), "x.yaml")
    assert root is not None, problems
    return NodeFinder(root)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("evaluations.network.id", "network"),
        ("evaluations.network.indicators.产出指标.groups.数量指标.items.培训教师.target", "500人"),
        ("evaluations.network.indicators.培训教师.target", "500人"),
        ("evaluations.network.indicators.教师满意度.target", "90%"),
        ("evaluations.network.indicators.满意度指标.weight", 10),
        ("costs.0.budget", 1),
        ("costs.V2.0.budget", 2),
    ],
)
def test_a_dotted_path_finds_its_value_with_or_without_the_groups(path: str, value: object) -> None:
    found = finder({"evaluations": [EVALUATION], "costs": [{"budget": 1}, {"name": "V2.0", "budget": 2}]}).at(path)
    assert isinstance(found, Node) and found.value == value


def test_a_dotted_path_that_leads_nowhere_is_told_where_it_ends_and_advice_is_given_a_few_times() -> None:
    lost = finder({"evaluations": [EVALUATION]})
    for number in range(MOST_ADVISED + 1):
        problem = lost.at("evaluations.network.indicator")
        assert isinstance(problem, Problem)
        assert "找不到「indicator」" in problem.message
        assert ("indicators" in problem.remedy.partition("这里有")[0]) == (number < MOST_ADVISED)
