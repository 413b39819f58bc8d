from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.rules import problems_of_text as problems


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一是设备旧；三是经费紧。", "PROSE-NUMBERING"),
        ("未达到预算执行率要求。", "PROSE-GRADE"),
        ("达到预算执行率要求。", None),
        ("评价结论为良。", "PROSE-GRADE"),
        ("本年增加（减少）。", "PROSE-LEFTOVER"),
        ("依据示财预（2023）8号。", "PROSE-DOCUMENT"),
        ("各项绩效目标全部完成。", "PROSE-CLAIM"),
        ("各项绩效目标尚未全部完成。", None),
        ("2019 年以前购置。", "PROSE-YEAR"),
        ("2022年购置。", None),
        ("示例市教育信急中心负责。", "PROSE-UNIT"),
        ("更新设备105台。", "PROSE-FACT"),
    ],
)
def test_a_sentence_is_held_against_the_report(demo: Path, text: str, code: str | None) -> None:
    assert [problem.code for problem in problems(demo, text)] == ([code] if code else [])


def test_thousands_of_one_fault_in_a_text_are_told_at_their_places_first_and_then_once_for_the_text(demo: Path) -> None:
    found = problems(demo, "XX、" * 1500)
    assert {problem.code for problem in found} == {"PROSE-LEFTOVER"}
    assert len(found) == 1001
    assert len({problem.place for problem in found}) == 1001
