from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.data.record import Text
from generator.data.report import Report
from generator.problems import Place, Problem
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.rules.case import Case, EvaluationCase, given, of_evaluation


def case_of(workspace: Workspace, unit: str, year: str) -> Case:
    loaded = load(workspace, unit, year)
    assert loaded.report and loaded.forms and loaded.derived
    return Case(loaded.report, loaded.forms.profile, loaded.derived.tree, loaded.derived.readings)


def test_a_report_without_accounts_has_no_case_of_them(workspace: Workspace) -> None:
    case = case_of(workspace, "hechi", "2022")
    assert case.accounts is None
    assert [one.branch["id"] for one in case.evaluations] == ["xiaoxiaotong"]


def test_the_parts_of_a_case_are_made_once(all_reports: Workspace) -> None:
    case = case_of(all_reports, "example", "2021")
    assert case.accounts is case.accounts is not None
    assert case.accounts.ledger.lines and case.evaluations is case.evaluations


def test_a_rule_that_fails_in_one_evaluation_is_asked_for_the_others(all_reports: Workspace) -> None:
    case = case_of(all_reports, "qiaokou", "2021")
    first, *others = case.evaluations
    assert others

    def half(one: EvaluationCase) -> Iterator[Problem]:
        yield Problem("HALF", Place(one.evaluation.id), "")
        if one is first:
            raise ZeroDivisionError

    codes = [(problem.code, problem.place.path) for problem in of_evaluation(half)(case)]
    fault = ("PROGRAM-FAULT", case.report.node.file.path)
    assert codes == [("HALF", first.evaluation.id), fault, *(("HALF", one.evaluation.id) for one in others)]


def test_no_reason_is_given_by_a_word_that_says_there_is_none(demo: Path) -> None:
    loaded = load(Workspace(demo.parents[2]), "demo", "2023")
    assert isinstance(loaded.report, Report)
    node = loaded.report.node
    assert [given(Text(reason, node)) for reason in ("无。", " / ", "受疫情影响")] == [False, False, True]
    assert not given(None)


def test_the_strings_of_a_file_are_its_texts_and_keys_and_say_what_quotes(workspace: Workspace) -> None:
    loaded = load(workspace, "hechi", "2022")
    assert loaded.report and loaded.derived and loaded.forms
    case = Case(loaded.report, loaded.forms.profile, loaded.derived.tree, loaded.derived.readings)
    texts = {written.text: written for written in case.strings}
    assert texts["近5000名"].key is None and not texts["近5000名"].quotes
    assert (fact := texts["参赛师生"].key) and fact.excerpt.strip() == "参赛师生: 近5000名"
    assert texts["三（二）绩效分析"].quotes
    assert texts["参赛师生"].places()(2, "师生") == fact
    use = texts["{{ year }}年1月至12月"]
    assert use.outside_tags == "\0" * 10 + "年1月至12月"
    place = use.places()(10, "年1月")
    assert place.excerpt[place.column - 1 :].startswith("年1月")
    assert case.every_string.count("\n") >= len(case.strings) - 1
