from __future__ import annotations

import pytest

from generator.reports.workspace import Workspace
from tests.support.reports import problems
from tests.support.rules import finds


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
