"""The templates in tests/data/docxtpl.yaml come out of `render` as out of docxtpl, or are refused at a place.

They are written from what the documentation of docxtpl and Jinja offers for plain data. What both make is read by
python-docx and compared whole: texts, formats, tables, spans, merges, grids, colours, headers and footers.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.support.docx import body
from tests.support.docxtpl_cases import by_render, package, theirs
from tests.support.gate import faults
from tests.support.oracle import read_back
from tests.support.paths import DATA
from tests.support.word_cases import shown

Case = dict[str, Any]
_READ = yaml.safe_load((DATA / "docxtpl.yaml").read_text(encoding="utf-8"))
WITH: dict[str, Any] = _READ["data"]
FAMILIES: dict[str, list[Case]] = {
    name: [case if isinstance(case, dict) else {"of": case} for case in cases]
    for name, cases in _READ["families"].items()
}
CASES = [
    pytest.param(case, id=f"{name}-{number}")
    for name, cases in FAMILIES.items()
    for number, case in enumerate(cases, 1)
]
DIFFERENT = [pytest.param(case, id=f"{number}, {case['because']}") for number, case in enumerate(_READ["differs"], 1)]
LEAST, MOST = 200, 15
"""How many templates there are at least, and how many of them are refused at most."""


def ours(case: Case) -> tuple[bytes | None, str]:
    """The document that is made, or the problems and what to do; each has a place in the template or the data."""
    document, problems = by_render(package(case["of"]), WITH | case.get("with", {}))
    if document is not None:
        assert faults(document) == []
        return document, ""
    assert all(problem.place.path.startswith(("t.docx!", "d.json")) and problem.place.excerpt for problem in problems)
    return None, "\n".join(f"{problem.message}；{problem.remedy}" for problem in problems)


def test_most_templates_are_taken() -> None:
    refused = [case for cases in FAMILIES.values() for case in cases if "refused" in case]
    assert len(CASES) >= LEAST and len(refused) <= MOST
    assert min(map(len, FAMILIES.values())) >= 4
    assert len({case["of"] for cases in FAMILIES.values() for case in cases}) == len(CASES)


@pytest.mark.parametrize("case", CASES)
def test_a_template_comes_out_the_same_or_is_refused(case: Case) -> None:
    document, said = ours(case)
    other = read_back(theirs(package(case["of"]), WITH | case.get("with", {})))
    if document is None:
        assert case.get("refused", "not to be refused") in said
    else:
        assert "refused" not in case
        assert read_back(document) == other


@pytest.mark.parametrize("case", DIFFERENT)
def test_what_differs_is_known(case: Case) -> None:
    document, said = ours(case)
    made = package(case["of"])
    if document is None:
        assert case["ours"] in said
    else:
        assert shown(body(document)) == case["ours"]
        assert read_back(document) != read_back(theirs(made, WITH))
    lines = "\n".join(shown(body(theirs(made, WITH))))
    assert re.fullmatch(re.escape("\n".join(case["docxtpl"])).replace("…", ".*"), lines), lines
