from __future__ import annotations

from pathlib import Path

import pytest

from generator.reports.load import load
from generator.reports.workspace import Workspace


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    allocated_on: 2023-02-01",
            "    allocated_on: 2022-02-01",
            "下达日期 2022-02-01 与第 21 行的文号 示财预〔2023〕8号 不在同一年",
        ),
        (
            "  联网学校: 120所",
            "  联网学校: 120所\n  专网覆盖学校: 118所",
            "事实「专网覆盖学校」是 118所，同名指标的完成值是 120所",
        ),
        ("  联网学校: 120所", "  联网学校: 120所\n  上年专网覆盖学校: 118所", None),
    ],
)
def test_what_is_stated_twice_agrees(demo: Path, old: str, new: str, message: str | None) -> None:
    text = demo.read_text("utf-8")
    assert old in text
    demo.write_text(text.replace(old, new, 1), "utf-8")
    found = load(Workspace(demo.parents[2]), "demo", "2023").problems
    assert [problem.message for problem in found] == ([message] if message else [])
