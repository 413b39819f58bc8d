from __future__ import annotations

from generator.text.policy import FREE, LENIENT, NARROW, REPORTS


def test_only_the_texts_of_a_report_keep_to_the_narrow_notation() -> None:
    assert [policy.whole for policy in (NARROW, REPORTS, FREE, LENIENT)] == [False, True, True, True]
    assert [policy.unfilled for policy in (NARROW, REPORTS, FREE, LENIENT)] == [False, True, False, False]
    assert [policy.mixed for policy in (NARROW, REPORTS, FREE, LENIENT)] == [False, False, True, True]
    assert [policy.lenient for policy in (NARROW, REPORTS, FREE, LENIENT)] == [False, False, False, True]
