from __future__ import annotations

from typing import Any

import pytest

from generator.data.kinds import KINDS
from generator.data.schema import schema


@pytest.mark.parametrize(
    ("name", "path"),
    [("report", ("evaluation", "properties", "type")), ("profile", ("section", "properties", "only"))],
)
def test_the_kinds_of_evaluation_are_those_of_the_schemas(name: str, path: tuple[str, ...]) -> None:
    entry: Any = schema(name)["$defs"]
    for step in path:
        entry = entry[step]
    assert entry["enum"] == [*KINDS]
