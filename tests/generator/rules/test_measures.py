from __future__ import annotations

from generator.reports.workspace import Workspace
from tests.support.rules import finds


def test_target_and_actual_value_are_of_one_unit(workspace: Workspace) -> None:
    change = (
        "                target: 1922所\n                actual: 1922所\n",
        "                target: 1922所\n                actual: 1922人\n",
    )
    assert finds(workspace, change, ("INDICATOR-UNIT", "actual: 1922人"))
