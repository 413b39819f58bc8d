from __future__ import annotations

import pytest

from generator.data.reader import Node, parsed
from generator.data.refusal.versions import MOST, VERSIONS, Versions, settled, versions
from generator.data.schema import is_valid, validate
from generator.problems import Place, Problem
from tests.support.paths import PROJECT

TEXT = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
ACTUAL = ("evaluations", 0, "funds", "actual")


def read(old: str, new: str) -> tuple[Node, frozenset[int]]:
    assert old in TEXT
    root, _, doubtful = parsed(TEXT.replace(old, new, 1).encode(), "x.yaml")
    assert root is not None
    return root, doubtful


def values(root: Node, doubtful: frozenset[int], *path: str | int) -> list[object]:
    several = versions(root, "report", doubtful)
    assert len(several.roots) == VERSIONS
    assert all(is_valid(version.plain(), "report") for version in several.roots)
    return [found and found.value for found in (version.get(*path) for version in several.roots)]


def test_a_refused_value_is_once_missing_and_otherwise_each_time_another() -> None:
    found = values(*read("actual: 21754元", "actual: 21,75"), *ACTUAL)
    assert found[:3] == [None, "2175元", "2175万元"]
    assert len({*found}) == VERSIONS


def test_a_name_that_is_misspelt_is_there_in_some_versions() -> None:
    assert values(*read("      actual: 21754元", "      actaul: 21754元"), *ACTUAL) == [None, "21754元"] * 2


def test_what_was_meant_is_the_same_in_all() -> None:
    assert values(*read("year: 2022", 'year: "2022"'), "year") == [2022] * VERSIONS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    narrative:\n", "    narratives:\n"),
        ("    funds:\n", "    found:\n"),
        ("  - id: xiaoxiaotong\n    type: project", "  - type: none"),
        ("evaluations:\n", "evaluation:\n"),
        ("      items:\n        - name: 差旅费", "      items: []\n      sources:\n        - name: 差旅费"),
        ("        - name: 差旅费\n", "        - 差旅费\n        - name:\n"),
        ("              - name: 组织师生参加信息技术竞赛活动\n                target: 6次", "              - 竞赛\n"),
        ("          - name: 数量指标\n            items:", "          - name: 数量指标\n            item:"),
        ("unit: 河池市电化教育站", "unit: [站]\nfacts: 5\naccepted: []"),
    ],
)
def test_any_refusal_has_versions_that_fit(old: str, new: str) -> None:
    root, _, doubtful = parsed(TEXT.replace(old, new, 1).replace("facts:\n  项目", "other:\n  项目").encode(), "x.yaml")
    assert root is not None and not is_valid(root.plain(), "report")
    several = versions(root, "report", doubtful)
    assert len(several.roots) == VERSIONS
    assert all(is_valid(version.plain(), "report") for version in several.roots)


def test_a_refused_name_says_that_references_may_be_lost() -> None:
    assert versions(read("name: 培训费", "name: [培训费]")[0], "report").lost
    assert not versions(read("actual: 21754元", "actual: 21754")[0], "report").lost


def test_a_doubtful_value_is_told_nothing_more() -> None:
    root, doubtful = read("type: project", "type: @project")
    assert validate(root, "report") != []
    assert validate(settled(root, "report", doubtful), "report") == []


def test_a_line_that_could_not_be_read_is_not_missing() -> None:
    root, doubtful = read("    type: project", "\u3000type: project")
    assert [problem.code for problem in validate(root, "report")] == ["SCHEMA-REQUIRED"]
    assert validate(settled(root, "report", doubtful), "report") == []
    assert {*values(root, doubtful, "evaluations", 0, "type")} == {"project", "whole-unit"}


def test_common_is_what_stands_in_every_version() -> None:
    def problem(code: str, path: str = "x", message: str = "甲") -> Problem:
        return Problem(code, Place(path, 1, 1), message)

    always, here, lost, later = problem("A"), problem("B", ""), problem("PROSE-REFERENCE"), problem("ACCEPT-UNUSED")
    runs = [[always, problem("C", message=str(n)), here, lost, later] for n in range(3)]
    assert Versions([], lost=False).common(runs) == [always, lost]
    assert Versions([], lost=True).common(runs) == [always]
    assert Versions([], lost=False).common([]) == []


def test_a_file_with_hundreds_of_violations_has_no_versions() -> None:
    many = "".join(f"  - {{figure: 5, value: {number}, where: 甲}}\n" for number in range(MOST))
    root, _ = read("published:\n", f"published:\n{many}")
    assert versions(root, "report") == Versions([], lost=False)
