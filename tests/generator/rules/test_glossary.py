from __future__ import annotations

from generator.reports.workspace import Workspace
from tests.support.accounts import put


def test_an_item_without_explanation_is_a_warning_that_stops_nothing(workspace: Workspace) -> None:
    change = ("{code: 2050203, basic: 7.56万元}", "{code: 2010308, basic: 7.56万元}")
    budget = ("    classes:\n", "    classes:\n      - {code: 201, amount: 7.56万元}\n")
    loaded = put(workspace, "example", change, budget)
    assert [(problem.code, problem.severity.value, problem.message) for problem in loaded.problems] == [
        ("GLOSSARY-ITEM", "警告", "名词解释里没有科目「2010308」的说明")
    ]
    assert loaded.ready
