"""All problems of a report in one run: what its schema refuses hides nothing of the rest, and nothing follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.problems import Problem
from generator.reports.load import Loaded, load
from generator.reports.workspace import Workspace
from tests.support.examples import BAD, change, copied

SECTION = "自评结果用于编制下年预算。"
PLANTED = SECTION + "上年支出9876万元，增长73%，见（2021）15号文，XX县，1999年建成，手机13912345678。"
TOLD = {"PROSE-FACT", "PROSE-LEFTOVER", "PROSE-YEAR", "PRIVACY-PHONE"}
UNREAD = "其余部分没有检查"

TEN = [
    ("year: 2022\n", 'year: "2022"\n'),
    ("      actual: 21754元\n", "      actual: 21754\n"),
    ("          budget: 1万元\n          actual: 0.46万元", "          budgte: 1万元\n          actual: 0.46万元"),
    ("        - name: 办公费\n", "        - name：办公费\n"),
    (
        "                target: 提高\n                actual: 提升",
        "                target: 提高\n                actual: true",
    ),
    ('                actual: "{{ funds.actual|万元 }}"', "                actual: {{ funds.actual|万元 }}"),
    ("没有超出预算。", "没有超出预算，支出3.99万元。"),
    ("按质按量完成。", "按质按量完成XX项，依据河财预（2022）15号。"),
    ("value: 2.42万元\n", "value: 2.42\n"),
    ("figure: evaluations.xiaoxiaotong.score.grade", "figure: evaluations.xiaoxiaotong.score.grad"),
]


@pytest.fixture
def hechi(workspace: Workspace) -> Path:
    return workspace.report("hechi", "2022")


def loaded(workspace: Workspace, path: Path, edits: list[tuple[str, str]]) -> Loaded:
    text = path.read_text("utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    return load(workspace, "hechi", "2022")


def test_ten_mistakes_of_schema_figures_and_prose_are_told_in_one_run(workspace: Workspace, hechi: Path) -> None:
    found = loaded(workspace, hechi, TEN)
    assert not found.ready and found.derived is None and found.report is None
    assert [(problem.code, problem.place.excerpt.strip()[:20]) for problem in found.problems] == [
        ("SCHEMA-TYPE", 'year: "2022"'),
        ("FIGURE-SPELLING", "actual: 21754"),
        ("SCHEMA-UNKNOWN", "budgte: 1万元"),
        ("YAML-SYNTAX", "- name：办公费"),
        ("SCHEMA-TYPE", "actual: true"),
        ("YAML-SYNTAX", "actual: {{ funds.act"),
        ("PROSE-LEFTOVER", "各项工作在计划时间内按质按量完成XX项，"),
        ("PROSE-DOCUMENT", "各项工作在计划时间内按质按量完成XX项，"),
        ("PROSE-FACT", "项目预算{{ funds.annual_"),
        ("PUBLISHED-UNIT", "value: 2.42"),
        ("PUBLISHED-FIGURE", "- figure: evaluation"),
    ]


@pytest.mark.parametrize("count", range(len(TEN)))
def test_each_of_the_ten_is_told_without_the_others_too(workspace: Workspace, hechi: Path, count: int) -> None:
    found = loaded(workspace, hechi, [TEN[count]])
    assert len({problem.place.line for problem in found.problems}) == 1


REFUSALS = [
    (name, example)
    for name, (code, example) in BAD.items()
    if code.startswith(("SCHEMA-", "YAML-"))
    and example.get("unit") == "demo"
    and not {"command", "file"}.intersection(example, *example["edits"])
]


def known(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.place.excerpt, problem.message


def problems_of(root: Path, edits: list[dict[str, str]]) -> list[Problem]:
    path = root / "reports" / "2023" / "demo.yaml"
    for edit in edits:
        change(root, path, edit)
    return load(Workspace(root), "demo", "2023").problems


@pytest.mark.parametrize(("name", "example"), REFUSALS, ids=[name for name, _ in REFUSALS])
def test_a_refusal_changes_nothing_of_what_is_told_of_the_rest(
    tmp_path: Path, name: str, example: dict[str, list[dict[str, str]]]
) -> None:
    plant = {"find": SECTION, "replace": PLANTED}
    alone = problems_of(copied(tmp_path / "alone"), [plant])
    assert {problem.code for problem in alone} == TOLD
    both = problems_of(copied(tmp_path / "both"), [plant, *example["edits"]])
    refused = [problem for problem in both if problem.code.startswith(("SCHEMA-", "YAML-"))]
    rest = {known(problem) for problem in both} - {known(problem) for problem in refused}
    assert refused
    of_what_year = any("应是整数" in problem.message for problem in refused)  # which decides what year is an old one
    due = {known(problem) for problem in alone if problem.code != "PROSE-YEAR" or not of_what_year}
    assert rest == due or unread(name, refused, rest)


def unread(name: str, refused: list[Problem], rest: set[tuple[str, str, str]]) -> bool:
    """Whether nothing is said of the rest because it cannot be read, which the refusal says or which is plain."""
    said = any(UNREAD in problem.remedy for problem in refused)
    whole = name.partition("-")[2].partition("-")[0] in (
        "ENCODING",
        "EMPTY",
        "SIZE",
        "FILE",
        "DEPTH",
        "DOCUMENTS",
        "NEWER",
    )
    return not rest and (said or whole or len(refused) > 100)
