from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.rules import problems_of_text as problems


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("联系人 130-0000-0000。", "PRIVACY-PHONE"),
        ("联系人１３０００００００００。", "PRIVACY-PHONE"),
        ("账号 6222 0212 3456 7894。", "PRIVACY-CARD"),
        ("身份证 110101199003071091。", None),  # the check digit is wrong
        ("身份证 11010119900307109X。", "PRIVACY-IDENTITY"),
        ("编号 SN13000000000A。", None),
    ],
)
def test_a_number_of_a_person_is_known_by_its_check_digit(demo: Path, text: str, code: str | None) -> None:
    assert [problem.code for problem in problems(demo, text)] == ([code] if code else [])
