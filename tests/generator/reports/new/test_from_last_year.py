"""Next year's file: what stays, what becomes blank, what it is compared with, and what is pointed out."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest

from generator.data.fields import fields, resolved
from generator.data.reader import parse
from generator.data.schema import schema, validate
from generator.problems import Severity
from generator.reports.documents import make_documents
from generator.reports.load import compute, load
from generator.reports.new.from_last_year import _FIELDS, _KINDS, Renewed, renew
from generator.reports.workspace import Workspace
from tests.support.fill import fill
from tests.support.reports import edit


def renewed(workspace: Workspace, unit: str, year: str, to: int = 0) -> Renewed:
    return renew(compute(workspace, unit, year), "new.yaml", to or int(year) + 1)


def changed(workspace: Workspace, text: str) -> list[str]:
    """The lines of Hechi's file of 2022 that are not those of a new one, and the new ones."""
    old = workspace.report("hechi", "2022").read_text("utf-8").splitlines()
    return [line for line in difflib.ndiff(old, text.splitlines()) if line[0] in "-+"]


def hechi(workspace: Workspace) -> str:
    return renewed(workspace, "hechi", "2022").text


KEPT = {
    "": "unit year profile format",
    "evaluation": "id type name department issued_by",
    "source": "id name",
    "item": "id name use",
    "goal": "id expected weight",
    "group": "name weight",
    "indicator": "id name target compare weight criterion",
    "working_group": "office",
    "member": "role name post",
    "signature": "prepared_by phone",
    "published": "figure value where cause note",
    "accepted": "code at reason by",
    "picture": "file alt_text width",
    "annex": "title document",
    "accounts": "duties composition inquiry_phone",
    "function": "code name fund",
    "account_project": "id name",
    "class_budget": "code",
    "performance": "work unit_result project_result use",
    "key_work": "title text target",
    "stated": "table row column",
    "base_table": "austerity",
    "cost": "id name",
    "rollup": "name",
    "rollup_unit": "unit evaluation",
}
"""The values that last from year to year, or that go with the list they stand in; every other one becomes blank."""


def test_of_every_field_it_is_decided_whether_it_lasts() -> None:
    top = schema("report")
    kept: dict[str, list[str]] = {}
    for owner, part in {"": top, **top["$defs"]}.items():
        for key, below in part.get("properties", {}).items():
            kind, found = resolved(below, top)
            if found.get("type") not in ("object", "array") and kind not in _KINDS and (owner, key) not in _FIELDS:
                kept.setdefault(owner, []).append(key)
    assert {owner: " ".join(keys) for owner, keys in kept.items()} == KEPT


def test_nothing_but_blanks_is_wrong_with_a_renewed_file(all_reports: Workspace) -> None:
    for unit, year in all_reports.reports():
        new = renewed(all_reports, unit, year)
        root, problems = parse(new.text.encode(), "new.yaml")
        assert root is not None, problems
        found = validate(root, "report")
        assert {problem.code for problem in found} <= {"SCHEMA-BLANK"}, unit
        assert len(found) == new.blanks, unit


def test_what_lasts_stays_with_its_comments_and_order(workspace: Workspace) -> None:
    text = hechi(workspace)
    assert "department: 河池市教育局 # 原文：网络中心设在河池市教育局电化教育站" in text
    assert "target: 100%" in text and 'target: "{{ year }}年1月至12月"' in text
    assert "name: 韦仕璞" in text and "项目立项背景: |" in text
    assert all(line.startswith(("-", "+ ")) for line in changed(workspace, text))
    assert {line.split(":")[0].strip("+ ") for line in changed(workspace, text) if line[0] == "+"} == {
        "year", "项目总投资", "覆盖县区", "运行年限", "带队人员", "参赛师生", "document", "allocated_on",
        "initial_budget", "actual", "reason", "budget", "indicator_score", "established",
    }  # fmt: skip


def test_amounts_actuals_scores_dates_and_reasons_become_blank(workspace: Workspace) -> None:
    text = hechi(workspace)
    for gone in (
        "21754元",
        "4.5万人次",
        "80.00",
        "河财预〔2022〕5号",
        "2022-01-25",
        "2022年12月",
        "受客观原因影响，培训费",
    ):
        assert gone not in text
    assert "      actual:\n" in text and "year: 2023\n" in text


def test_formulas_and_references_stay(all_reports: Workspace, workspace: Workspace) -> None:
    assert 'actual: "{{ funds.actual|万元 }}"' in hechi(workspace)
    text = renewed(all_reports, "qiaokou", "2021").text
    assert "annual_budget: =accounts.income.total" in text
    assert "课例获奖: =facts.创新课例 + facts.典型课例 + facts.研讨课例" in text
    assert "basic: 其余" in text and "服务次数" not in text


def test_what_was_published_and_accepted_is_left_out(all_reports: Workspace, workspace: Workspace) -> None:
    text = hechi(workspace)
    assert "published" not in text and "逐项与计算结果核对" not in text
    assert text.endswith("\n") and not text.endswith("\n\n")
    other = renewed(all_reports, "qiaokou", "2021").text
    assert "accepted:" not in other and "published:" not in other and "stated:" not in other


def test_last_years_totals_are_what_the_new_year_is_compared_with(all_reports: Workspace) -> None:
    text = renewed(all_reports, "qiaokou", "2021").text
    after = text[text.index("  last_year:") :]
    assert "    total: 157.11万元\n    grant_total: 157.11万元\n    general_spending: 157.11万元\n" in after
    assert "    three_public: 0元 # 原文" in after and "    reason:\n" in after


def test_rows_of_costs_get_last_years_amounts(all_reports: Workspace) -> None:
    old = compute(all_reports, "zhuzhou", "2024")
    assert old.derived is not None
    root, _ = parse(renewed(all_reports, "zhuzhou", "2024").text.encode(), "new.yaml")
    assert root is not None
    cells = [one.node.value for one in fields(root, schema("report")) if one.name == ("cost", "last_year")]
    table = old.derived.tree["evaluations"][0]["base_table"]
    assert table is not None
    rows = table["rows"]
    shown = {f"{row['actual'].number('万', 2)}万元" for row in rows if row["actual"]}
    assert cells and {cell for cell in cells if str(cell).endswith("万元")} <= shown


def test_comparison_figures_are_added_where_last_year_had_none(all_reports: Workspace, tmp_path: Path) -> None:
    text = all_reports.report("qiaokou", "2021").read_text("utf-8")
    start = text.index("  # 原文只印增加 15.99万元")
    end = text.index("  # 没有“三公”经费")
    (tmp_path / "reports" / "2021").mkdir(parents=True)
    shutil.copytree(all_reports.templates, tmp_path / "templates")
    (tmp_path / "reports" / "2021" / "qiaokou.yaml").write_text(text[:start] + text[end:], "utf-8")
    new = renewed(Workspace(tmp_path), "qiaokou", "2021").text
    assert "\n  last_year:\n    total: 157.11万元\n    grant_total: 157.11万元\n" in new
    root, problems = parse(new.encode(), "new.yaml")
    assert root is not None, problems
    assert {one.code for one in validate(root, "report")} == {"SCHEMA-BLANK"}


def test_years_that_do_not_follow_each_other_are_not_compared(all_reports: Workspace) -> None:
    text = renewed(all_reports, "qiaokou", "2021", 2024).text
    after = text[text.index("  last_year:") :]
    assert after.startswith("  last_year:\n    total:\n    grant_total: =accounts.last_year.total\n")


def test_years_in_texts_are_pointed_out_where_they_stand(workspace: Workspace) -> None:
    edit(workspace, ("各项工作在计划时间内", "截至2021年，各项工作在5月20日前"))
    notices = renewed(workspace, "hechi", "2022").years
    assert {one.severity for one in notices} == {Severity.NOTICE}
    assert [(one.message, one.place.excerpt[one.place.column - 1 :][: one.place.width]) for one in notices] == [
        ("沿用的文字里写着 2022 年", "2022"),
        ("沿用的文字里写着 2021 年", "2021"),
        ("沿用的文字里写着 5月20日", "5月20日"),
    ]


def test_numbers_of_documents_of_long_ago_are_not_pointed_out(workspace: Workspace) -> None:
    text = workspace.report("hechi", "2022").read_text("utf-8")
    assert "桂教基教〔2001〕93号" in text
    assert not any("2001" in one.message for one in renewed(workspace, "hechi", "2022").years)
    edit(workspace, ("桂教基教〔2001〕93号", "桂教基教〔2022〕93号"))
    assert [one.place.excerpt[one.place.column - 2] for one in renewed(workspace, "hechi", "2022").years] == [
        "〔",
        "级",
    ]


def test_comments_about_last_year_are_named_by_line(workspace: Workspace) -> None:
    new = renewed(workspace, "hechi", "2022")
    lines = new.text.splitlines()
    assert [number for number in new.comments if "#" not in lines[number - 1]] == []
    assert 2 in new.comments and 1 not in new.comments


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "- name: 差旅费\n          budget: 1万元\n          actual: 1万元",
            "- {name: 差旅费, budget: 1万元, actual: 1万元}",
        ),
        ("reason: 受客观原因影响", "reason: >-\n        受客观原因\n        影响"),
        ("allocated_on: 2022-01-25", "allocated_on: '2022-01-25' # 见批复"),
    ],
)
def test_other_ways_of_writing_the_same_are_emptied_too(workspace: Workspace, old: str, new: str) -> None:
    edit(workspace, (old, new))
    text = hechi(workspace)
    root, problems = parse(text.encode(), "new.yaml")
    assert root is not None, problems
    assert len(validate(root, "report")) == 29


def test_a_file_in_braces_is_renewed(workspace: Workspace) -> None:
    path = workspace.report("hechi", "2022")
    path.write_text(
        "{unit: 甲单位, year: 2022, profile: national, published: [], evaluations: [{id: a, type: project, name: 乙,"
        " funds: {items: [{name: 丙, budget: 1元}]}, base_table: {authorised_staff: 3人, actual_staff: 2人, costs:"
        " [{name: 丁, actual: 2万元}]}, narrative: {}}], accepted: [{code: X, at: b, reason: c, by: d, date: 2023-01-01}]}",
        "utf-8",
    )
    text = hechi(workspace)
    assert "published" not in text and "accepted" not in text
    assert "{name: 丁, last_year: 2.00万元, actual: }" in text and "budget: }" in text
    root, problems = parse(text.encode(), "new.yaml")
    assert root is not None, problems


def test_a_file_with_windows_line_ends_keeps_them(workspace: Workspace) -> None:
    path = workspace.report("hechi", "2022")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    text = hechi(workspace)
    assert text.count("\n") == text.count("\r\n") and "actual:\r\n" in text


def test_a_renewed_file_that_is_filled_in_makes_the_years_documents(workspace: Workspace) -> None:
    old = compute(workspace, "hechi", "2022")
    assert old.forms is not None
    text = fill(hechi(workspace), old.forms.profile).replace("2022年部门预算", "2023年部门预算")
    path = workspace.report("hechi", "2023")
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    loaded = load(workspace, "hechi", "2023")
    assert loaded.problems == []
    files, problems = make_documents(workspace, loaded)
    assert (len(files), problems) == (5, [])
