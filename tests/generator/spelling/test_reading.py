"""Each spelling that people type, with its reading or the forms of its refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
import yaml

from generator.spelling import reading
from generator.spelling.reading import Refusal
from tests.support.paths import DATA

READERS: Mapping[str, Callable[[str], str | Refusal]] = {
    kind: getattr(reading, kind) for kind in ("amount", "fact", "target", "actual", "published", "points", "date")
}
ROWS = yaml.load((DATA / "spellings.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']} {row['typed']!a}")
def test_a_spelling_has_its_reading(row: Mapping[str, object]) -> None:
    typed = str(row["typed"])
    answer = READERS[str(row["kind"])](typed)
    if "refused" not in row:
        assert answer == (typed if row.get("text") else row["reads"])
        return
    assert isinstance(answer, Refusal)
    assert answer.message and answer.remedy
    for form in list(row["refused"]):  # type: ignore[call-overload]
        assert f"「{form}」" in answer.remedy
    assert 0 <= answer.start < answer.end <= len(typed)
    if "at" in row:
        assert typed[answer.start : answer.end] == row["at"]
