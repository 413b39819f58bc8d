"""The state of a report as plain data: what it holds, how it is told line by line, and what a request is answered."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.data import aliases
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.revisions import snapshot
from generator.revisions.snapshot import PROTOCOL, Figure, Finding, Input, Snapshot, answer, serve, take
from generator.word.lines import DocumentCell, DocumentLine
from generator.word.package import parse_package
from generator.word.properties import provenance
from tests.support.pictures import printing
from tests.support.reports import DOCUMENTS, edit

E = "evaluations.xiaoxiaotong"
REPORT = "reports/2022/hechi.yaml"
COMMIT = "0123456789" * 4


@pytest.fixture(scope="module")
def whole(all_reports: Workspace) -> Snapshot:
    return take(all_reports, "hechi", "2022", whole=True)


@pytest.fixture(scope="module")
def department(all_reports: Workspace) -> Snapshot:
    """The snapshot of a report that rolls up two others."""
    return take(all_reports, "example-department", "2023", whole=False)


def figures(taken: Snapshot) -> dict[str, Figure]:
    assert taken.figures is not None, taken.problems
    return taken.figures


def line_of(workspace: Workspace, text: str) -> int:
    """The line of Hechi's report on which a text stands, alone."""
    [found] = [
        number
        for number, line in enumerate(workspace.report("hechi", "2022").read_text("utf-8").splitlines(), start=1)
        if line.strip() == text
    ]
    return found


def asked(workspace: Workspace, want: str, reports: dict[str, str] | None = None, unit: str = "hechi") -> Any:
    """What a request is answered; without reports about those that are there."""
    if reports is None:
        paths = sorted((workspace.root / "reports").rglob("*.yaml"))
        reports = {workspace.name(path): path.read_bytes().decode("latin-1") for path in paths}
    request = {"folder": str(workspace.root), "unit": unit, "year": "2022", "want": want, "reports": reports}
    return answer(request | {"commit": COMMIT})


def test_a_report_is_named_as_its_unit_is(whole: Snapshot) -> None:
    assert whole.name == "河池市电化教育站"


def test_inputs_are_the_texts_of_the_report_with_their_places(all_reports: Workspace, whole: Snapshot) -> None:
    assert whole.inputs["unit"] == Input("河池市电化教育站", REPORT, 3)
    assert whole.inputs["year"] == Input("2022", REPORT, 4)
    line = line_of(all_reports, "actual: 21754元")
    assert whole.inputs[f"{E}.funds.actual"] == Input("21754元", REPORT, line)
    assert f"{E}.indicators.网络多媒体教室覆盖率.target" in whole.inputs
    assert [*whole.inputs][:3] == ["unit", "year", "profile"]


def test_inputs_of_the_profile_stand_under_its_name_with_those_that_it_extends(whole: Snapshot) -> None:
    assert whole.inputs["profile.name"][:2] == ("广西河池市项目支出绩效自评", "templates/guangxi-hechi/profile.yaml")
    assert whole.inputs["profile.weights.execution"][:2] == ("10", "templates/national/profile.yaml")


def test_inputs_of_units_stand_under_their_names(department: Snapshot) -> None:
    path = "units.example-east.evaluations.network.funds.items.设备.actual"
    assert department.inputs[path][:2] == ("48万元", "reports/2023/example-east.yaml")
    assert path in figures(department)["rollup.actual"].inputs
    assert figures(department)["rollup.actual"][1:4] == ("900000", "元", "90.00万元")


def test_what_is_no_text_is_told_as_it_is_written(workspace: Workspace) -> None:
    edit(workspace, ("unit: 河池市电化教育站", "unit: 河池市电化教育站\na: true\nb: false\nc:\nd: 1.50"))
    found = take(workspace, "hechi", "2022", whole=False).inputs
    assert {name: found[name].text for name in "abcd"} == {"a": "true", "b": "false", "c": "", "d": "1.50"}


def test_a_typed_figure_comes_from_its_input_alone(whole: Snapshot) -> None:
    name = f"{E}.funds.actual"
    assert figures(whole)[name] == Figure("全年执行数", "21754", "元", "21754元", False, (name,))


def test_a_derived_figure_is_exact_and_names_each_of_its_inputs_once(whole: Snapshot) -> None:
    sources = (f"{E}.funds.actual", f"{E}.funds.initial_budget")
    assert figures(whole)[f"{E}.funds.rate"] == Figure("预算执行率", "10877/15000", "%", "72.51%", True, sources)
    total = figures(whole)[f"{E}.score.total"]
    assert (total.exact, total.printed) == ("349/4", "87.25分")
    assert total.inputs == ("profile.weights.execution", *sources, f"{E}.indicator_score")


def test_a_figure_that_a_template_computes_is_among_those_of_a_whole_snapshot(workspace: Workspace) -> None:
    printing(workspace.templates / "national" / "report.docx", "{{ (funds.actual * 2)|元 }}")
    name = "report.docx!{{ (funds.actual * 2)|元 }}"
    figure = figures(take(workspace, "hechi", "2022", whole=True))[name]
    assert (figure.exact, figure.unit, figure.derived) == ("43508", "元", True)
    assert figure.inputs == (f"{E}.funds.actual",)
    assert name not in figures(take(workspace, "hechi", "2022", whole=False))


def test_a_figure_that_counts_a_list_comes_from_no_input(whole: Snapshot) -> None:
    assert figures(whole)[f"{E}.indicators_count"] == Figure("绩效指标数", "10", "个", "10个", False, ())


def test_a_word_among_the_figures_is_exact_as_it_is_printed(whole: Snapshot) -> None:
    grade = figures(whole)[f"{E}.score.grade"]
    assert grade[:5] == ("评价等级", "二等", "", "二等", True)
    assert "profile.grades.1.lowest" in grade.inputs


def test_an_undefined_figure_has_no_exact_value(workspace: Workspace) -> None:
    edit(workspace, ("actual: 21754元", "actual: 0元"))
    share = figures(take(workspace, "hechi", "2022", whole=False))[f"{E}.funds.items.差旅费.share"]
    assert (share.exact, share.unit, share.printed, share.derived) == ("", "%", "—", True)


def test_a_report_without_fault_has_no_problems_and_all_its_documents_line_by_line(whole: Snapshot) -> None:
    assert whole.problems == () and whole.documents is not None
    assert [*whole.documents] == DOCUMENTS
    lines = whole.documents["funds.docx"]
    assert lines[0] == DocumentLine(
        "word/document.xml", (DocumentCell("2022年度项目资金使用情况表", 0, 1),), False, 0, 1
    )
    assert "1 │ 市本级财政预算安排 │ 3.00 │ 2.18 │ 0.82 │ 72.51%" in [line.text for line in lines]


def test_only_a_whole_snapshot_has_documents_and_what_the_rules_find(workspace: Workspace) -> None:
    edit(workspace, ("actual: 21754元", "actual: 21800元"))
    some, whole = (take(workspace, "hechi", "2022", whole=one) for one in (False, True))
    assert (some.documents, some.problems) == (None, ())
    assert whole.documents and {one.code for one in whole.problems} == {"PUBLISHED-CAUSE"}
    assert (some.name, some.inputs, some.figures) == (whole.name, whole.inputs, whole.figures)


def test_a_problem_is_found_at_an_input_and_said_with_its_place(workspace: Workspace) -> None:
    edit(workspace, ("          actual: 1万元\n", "          actual: 1.5万元\n"))
    taken = take(workspace, "hechi", "2022", whole=True)
    [found] = [one for one in taken.problems if one.code == "FUNDS-OVER"]
    line = line_of(workspace, "actual: 1.5万元")
    assert found.at == f"{E}.funds.items.差旅费.actual"
    assert found.severity == "错误" and found.place.startswith(f"{REPORT}:{line}:")
    assert found.message == "差旅费支出数是 15000元，预算是 10000元，多了 5000元"


def test_problems_are_told_in_the_order_of_their_places(workspace: Workspace) -> None:
    edit(
        workspace,
        ("unit: 河池市电化教育站", "unit: 河池市电化教育站\nnobody: 1"),
        ("type: project", "type: nothing"),
        ("year: 2022", "year: 二〇二二"),
    )
    taken = take(workspace, "hechi", "2022", whole=True)
    assert [one.at for one in taken.problems[:3]] == ["nobody", "year", f"{E}.type"]
    assert taken.figures is None and taken.documents is None
    assert taken.name == "河池市电化教育站"


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("unit: 河池市电化教育站", "unit: 河池市电化教育站\n\n\nwrong:\n  deep: {a: 1}", "unit"),
        ("      actual: 21754元", "      actual: 21754元\n      wrong: {}", f"{E}.funds.actual"),
        ("    department: ", "    wrong: [1, 2]\n    department: ", f"{E}.wrong.0"),
        ("  - id: xiaoxiaotong", "  - wrong: 7\n    id: xiaoxiaotong", f"{E}.wrong"),
        ("        - name: 差旅费\n          budget", "        - budget", f"{E}.funds.items.0.budget"),
    ],
    ids=["before it", "empty", "a list", "on its line", "an entry"],
)
def test_a_problem_is_at_the_input_nearest_to_its_place(workspace: Workspace, old: str, new: str, at: str) -> None:
    edit(workspace, (old, new))
    problems = take(workspace, "hechi", "2022", whole=True).problems
    assert at in [one.at for one in problems], [(one.code, one.at, one.place) for one in problems]


def test_a_problem_of_the_file_as_a_whole_is_at_no_input(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("坏了")

    monkeypatch.setattr("generator.reports.load.check", broken)
    taken = take(workspace, "hechi", "2022", whole=True)
    assert taken.inputs and [(one.code, one.at, one.place) for one in taken.problems] == [("PROGRAM-FAULT", "", REPORT)]


@pytest.mark.parametrize(("text", "code"), [("", "YAML-EMPTY"), ("a: [", "YAML-SYNTAX"), ("unit: x\nunit: y", "")])
def test_a_report_that_cannot_be_read_has_nothing_but_the_problem(workspace: Workspace, text: str, code: str) -> None:
    workspace.report("hechi", "2022").write_text(text, "utf-8")
    taken = take(workspace, "hechi", "2022", whole=True)
    assert (taken.name, taken.inputs, taken.figures, taken.documents) == ("hechi", {}, None, None)
    assert {(one.at, one.severity) for one in taken.problems} == {("", "错误")}
    assert (code or "YAML-DUPLICATE") in [one.code for one in taken.problems]


def test_a_report_with_errors_keeps_its_figures_but_has_no_documents(workspace: Workspace) -> None:
    edit(workspace, ("          actual: 1万元\n", "          actual: 1.5万元\n"))
    taken = take(workspace, "hechi", "2022", whole=True)
    assert taken.documents is None and figures(taken)[f"{E}.funds.items.差旅费.balance"].printed == "-0.50万元"


@pytest.mark.parametrize("whole", [False, True])
def test_a_fault_of_the_program_is_all_that_a_snapshot_then_holds(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("坏了")

    monkeypatch.setattr(snapshot, "_figures", broken)
    [found] = take(workspace, "hechi", "2022", whole=whole).problems
    assert take(workspace, "hechi", "2022", whole=whole) == Snapshot("hechi", problems=(found,))
    assert (found.code, found.severity, found.at, found.place) == ("PROGRAM-FAULT", "错误", "", REPORT)
    assert "坏了" in found.message


def test_a_snapshot_survives_as_json(whole: Snapshot, department: Snapshot) -> None:
    problems = (Finding("A", "警告", "x", "a.yaml:1:1", "差"),)
    for one in (whole, department, Snapshot(), Snapshot("甲", problems=problems), Snapshot(figures={}, documents={})):
        assert Snapshot.from_json(json.loads(json.dumps(one.as_json()))) == one


def test_the_plain_data_of_a_snapshot_are_what_other_versions_expect() -> None:
    line = DocumentLine("word/document.xml", (DocumentCell("甲", 0, 1), DocumentCell("1", 1, 2)), True, 3, 0)
    one = Snapshot(
        "甲站",
        {"a": Input("1元", "a.yaml", 2)},
        {"sum": Figure("和", "1/3", "元", "0.33元", True, ("a",))},
        (Finding("A", "警告", "a", "a.yaml:2:1", "差"),),
        {"report.docx": (line,)},
    )
    assert json.loads(json.dumps(one.as_json())) == {
        "name": "甲站",
        "inputs": {"a": ["1元", "a.yaml", 2]},
        "figures": {"sum": ["和", "1/3", "元", "0.33元", True, ["a"]]},
        "problems": [["A", "警告", "a", "a.yaml:2:1", "差"]],
        "documents": {"report.docx": [["word/document.xml", [["甲", 0, 1], ["1", 1, 2]], True, 3, 0]]},
    }


def test_a_snapshot_of_an_earlier_version_bears_the_names_of_today(
    whole: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = whole.as_json() | {"problems": [["A", "警告", f"{E}.funds.actual", REPORT, f"{E}.funds.actual"]]}
    assert Snapshot.from_json(data).figures == whole.figures
    renamed = {
        "evaluations.*.funds.rate": "evaluations.*.execution",
        "evaluations.*.funds.actual": "evaluations.*.spent",
    }
    monkeypatch.setattr(aliases, "_renamings", lambda: aliases.compiled(renamed))
    now = Snapshot.from_json(data)
    assert figures(now)[f"{E}.execution"].exact == figures(whole)[f"{E}.funds.rate"].exact
    assert f"{E}.spent" in now.inputs and f"{E}.spent" in figures(now)[f"{E}.execution"].inputs
    assert f"{E}.funds.rate" not in figures(now) and f"{E}.funds.actual" not in now.inputs
    assert now.problems == (Finding("A", "警告", f"{E}.spent", REPORT, f"{E}.funds.actual"),)


@pytest.mark.parametrize("want", ["figures", "whole"])
def test_a_request_is_answered_with_the_snapshot_that_it_wants(workspace: Workspace, want: str) -> None:
    found = asked(workspace, want)
    assert found == take(workspace, "hechi", "2022", whole=want == "whole").as_json()
    assert (found["documents"] is None) is (want == "figures")


def test_the_reports_of_a_request_replace_those_of_the_folder(workspace: Workspace) -> None:
    text = workspace.report("hechi", "2022").read_bytes().decode("latin-1")
    (workspace.root / "reports" / "other.txt").write_text("别的")
    asked(workspace, "figures", {"reports/2022/new.yaml": text, "reports/2021/a.yaml": "\xff"}, "new")
    found = {path.relative_to(workspace.root).as_posix() for path in (workspace.root / "reports").rglob("*.*")}
    assert found == {"reports/2022/new.yaml", "reports/2021/a.yaml"}
    assert workspace.report("new", "2022").read_bytes() == text.encode("latin-1")
    assert (workspace.root / "reports" / "2021" / "a.yaml").read_bytes() == b"\xff"
    again = asked(workspace, "figures", {"reports/2022/new.yaml": text.replace("21754", "21763")}, "new")
    assert again["figures"][f"{E}.funds.rate"][3] == "72.54%"


def test_a_report_that_a_request_does_not_bring_cannot_be_read(workspace: Workspace) -> None:
    found = asked(workspace, "figures", {})
    assert (found["figures"], [one[0] for one in found["problems"]]) == (None, ["YAML-FILE"])


def test_the_files_of_a_report_are_its_documents_which_name_the_commit(workspace: Workspace) -> None:
    found = asked(workspace, "files")
    assert ([*found["files"]], found["problems"]) == (DOCUMENTS, [])
    files = {name: b64decode(data) for name, data in found["files"].items()}
    assert files == make_documents(workspace, load(workspace, "hechi", "2022"), COMMIT)[0]
    package, _ = parse_package(files["report.docx"], "report.docx")
    assert package is not None and provenance(package)["commit"] == COMMIT


def test_of_a_report_with_errors_there_are_no_files_but_the_problems_with_their_places(workspace: Workspace) -> None:
    edit(workspace, ("          actual: 1万元\n", "          actual: 1.5万元\n"))
    found = asked(workspace, "files")
    assert found["files"] == {}
    problems = take(workspace, "hechi", "2022", whole=True).problems
    assert sorted(found["problems"]) == sorted(f"{one.place} {one.message}" for one in problems)


def test_a_fault_while_files_are_made_is_a_problem_of_the_report(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("坏了")

    monkeypatch.setattr(snapshot, "make_documents", broken)
    found = asked(workspace, "files")
    assert found["files"] == {} and len(found["problems"]) == 1
    assert found["problems"][0].startswith(f"{REPORT} 程序出错") and "坏了" in found["problems"][0]


def test_lines_are_answered_one_by_one_after_the_protocol_is_named(workspace: Workspace) -> None:
    text = workspace.report("hechi", "2022").read_bytes().decode("latin-1")
    request = {"folder": str(workspace.root), "unit": "hechi", "year": "2022", "want": "figures"}
    read: list[int] = []

    def lines() -> Iterator[str]:
        for number, reports in enumerate(({REPORT: text}, {})):
            read.append(number)
            yield json.dumps(request | {"reports": reports}) + "\n"

    answers = iter(serve(lines()))
    assert (json.loads(next(answers)), read) == ({"protocol": PROTOCOL}, [])
    first = next(answers)
    assert read == [0] and first.isascii() and "\n" not in first
    assert json.loads(first)["name"] == "河池市电化教育站"
    assert json.loads(next(answers))["figures"] is None
    assert next(answers, None) is None and read == [0, 1]


def test_the_profiles_of_a_folder_are_read_once_for_all_requests(workspace: Workspace, tmp_path: Path) -> None:
    assert asked(workspace, "figures")["figures"]
    (workspace.templates / "guangxi-hechi" / "profile.yaml").unlink()
    assert asked(workspace, "figures")["figures"]
    (workspace.root / "templates").rename(tmp_path / "templates")
    (tmp_path / "reports").mkdir()
    reports = {REPORT: workspace.report("hechi", "2022").read_bytes().decode("latin-1")}
    assert asked(Workspace(tmp_path), "figures", reports)["figures"] is None
