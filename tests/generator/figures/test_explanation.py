from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.cli.app import main
from generator.figures.explanation import as_tree, exact, explanation_text, listing, typed_lines
from generator.namespace import Tree, figures, resolve
from generator.quantity import Quantity, Word
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.text.printer import Printer
from tests.support.paths import PROJECT
from tests.support.pictures import printing
from tests.support.reports import derived

TOTALS = [
    ("hechi", "2022", "evaluations.xiaoxiaotong.score.total"),
    ("yiyang", "2021", "evaluations.shiyan.score.total"),
    ("zhuzhou", "2024", "evaluations.zhengti.score.total"),
    ("qiaokou", "2021", "evaluations.zhengti.score.total"),
    ("qiaokou", "2021", "evaluations.xinxihua.score.total"),
]


def tree_of(unit: str, year: str) -> tuple[Tree, Printer]:
    loaded = load(Workspace(PROJECT), unit, year)
    assert loaded.derived and loaded.forms
    return {**loaded.derived.tree}, Printer(loaded.forms.profile)


def leaves(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "operands" not in node:
        yield node
    for operand in node.get("operands", []):
        yield from leaves(operand)


def value(shown: str) -> Fraction:
    number = re.match(r"-?[0-9./]+", shown)
    assert number, shown
    return Fraction(number[0]) / (100 if shown.endswith("%") else 1)


def recomputed(node: dict[str, Any]) -> Fraction:
    """The value that a reader gets who works the printed tree out by hand."""
    if "operands" not in node:
        return value(node["exact"])
    parts = [recomputed(operand) for operand in node["operands"]]
    match node["operation"]:
        case "+":
            return sum(parts, Fraction(0))
        case "−":
            return parts[0] - parts[1]
        case "×":
            return parts[0] * parts[1]
        case "÷":
            return parts[0] / parts[1]
        case "四舍五入":
            return Fraction(round(parts[0] * 100 + Fraction(1, 10**9))) / 100
        case "完成目标，得满分" | "封顶":
            return parts[0] if node["operation"] != "封顶" else parts[1]
        case other:
            raise AssertionError(other)


@pytest.mark.parametrize(("unit", "year", "figure"), TOTALS)
def test_a_total_score_rests_on_lines_of_files_only(unit: str, year: str, figure: str) -> None:
    tree, printer = tree_of(unit, year)
    total = resolve(tree, figure)
    assert isinstance(total, Quantity)
    places = [leaf["place"] for leaf in leaves(as_tree(total, printer))]
    assert places
    assert [place for place in places if not re.fullmatch(r"(reports|templates)/\S+\.yaml:[0-9]+", place)] == []


@pytest.mark.parametrize(("unit", "year", "figure"), TOTALS)
def test_working_the_tree_out_by_hand_gives_the_printed_value(unit: str, year: str, figure: str) -> None:
    tree, printer = tree_of(unit, year)
    total = resolve(tree, figure)
    assert isinstance(total, Quantity)
    assert recomputed(as_tree(total, printer)) == total.value


def test_the_place_of_an_input_is_the_line_it_stands_on() -> None:
    tree, printer = tree_of("hechi", "2022")
    node = as_tree(resolve(tree, "evaluations.xiaoxiaotong.funds.actual"), printer)  # type: ignore[arg-type]
    path, line = node["place"].split(":")
    assert "21754元" in (PROJECT / path).read_text("utf-8").splitlines()[int(line) - 1]


def test_a_sum_is_laid_out_as_one_sum() -> None:
    tree, printer = tree_of("yiyang", "2021")
    node = as_tree(resolve(tree, "evaluations.shiyan.funds.actual"), printer)  # type: ignore[arg-type]
    assert (node["operation"], len(node["operands"])) == ("+", 7)


def test_a_word_shows_what_decided_it() -> None:
    tree, printer = tree_of("yiyang", "2021")
    grade = resolve(tree, "evaluations.shiyan.score.grade")
    assert isinstance(grade, Word)
    node = as_tree(grade, printer)
    assert (node["exact"], node["operation"]) == (grade.text, "分档")
    assert node["operands"][0]["label"] == "自评总分"


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Quantity(Fraction(1, 3), "%"), "100/3%"),
        (Quantity(Fraction(49, 100), "%"), "49%"),
        (Quantity(Fraction(21754), "元"), "21754元"),
        (Quantity(Fraction(1, 8), "分"), "0.125分"),
        (Quantity(None, "%"), "无意义（基数为零）"),
    ],
)
def test_exact_values_are_decimals_or_fractions(figure: Quantity, shown: str) -> None:
    assert exact(figure) == shown


def test_the_text_draws_a_tree() -> None:
    tree, printer = tree_of("hechi", "2022")
    lines = explanation_text(as_tree(resolve(tree, "evaluations.xiaoxiaotong.funds.rate"), printer)).splitlines()  # type: ignore[arg-type]
    assert lines[0].startswith("预算执行率 = 1087700/15000%（印作 72.51%）　÷") or "72.51" in lines[0]
    assert [line[:3] for line in lines[1:]] == ["├─ ", "└─ "]


def test_the_list_names_every_figure_once() -> None:
    tree, printer = tree_of("qiaokou", "2021")
    rows = listing(figures(tree), printer)
    names = [row["figure"] for row in rows]
    assert len(names) == len(set(names)) > 500
    assert {"figure": "accounts.total", "label": "收、支总计", "printed": "157.11万元"} in rows


def run(*arguments: str, root: Path = PROJECT) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["--root", str(root), "explain", *arguments])
    assert isinstance(stop.value.code, int)
    return stop.value.code


def test_the_command_prints_a_tree_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ("--unit", "hechi", "--year", "2022", "--figure", "evaluations.xiaoxiaotong.score.execution")
    assert run(*chosen) == 0
    assert "预算执行率分值 = 10分　templates/national/profile.yaml:" in capsys.readouterr().out
    assert run(*chosen, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["printed"] == "7.25分"


def test_without_a_figure_the_command_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--unit", "hechi", "--year", "2022") == 0
    assert "evaluations.xiaoxiaotong.funds.rate" in capsys.readouterr().out
    assert run("--unit", "hechi", "--year", "2022", "--format", "json") == 0
    assert {"figure", "label", "printed"} == set(json.loads(capsys.readouterr().out)[0])


def test_a_figure_that_a_template_computes_is_listed_and_explained(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    printing(workspace.templates / "national" / "report.docx", "{{ (funds.actual * 2)|元 }}")
    name = "report.docx!{{ (funds.actual * 2)|元 }}"
    assert run("--unit", "hechi", "--year", "2022", root=workspace.root) == 0
    assert name in capsys.readouterr().out
    assert run("--unit", "hechi", "--year", "2022", "--figure", name, root=workspace.root) == 0
    assert "├─ 全年执行数 = 21754元　reports/2022/hechi.yaml:" in capsys.readouterr().out
    assert run("--unit", "hechi", "--year", "2022", "--figure", name[:-5], root=workspace.root) == 2
    assert f"是不是「{name}」" in capsys.readouterr().err


def test_a_misspelt_figure_is_a_misuse_with_the_nearest_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--unit", "hechi", "--year", "2022", "--figure", "evaluations.xiaoxiaotong.score.totl") == 2
    assert "是不是「evaluations.xiaoxiaotong.score.total」" in capsys.readouterr().err


def test_the_unit_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--year", "2022") == 2
    assert "要写明单位和年度" in capsys.readouterr().err


def test_the_lines_of_what_a_figure_comes_from_are_told_the_first_three(workspace: Workspace) -> None:
    branch = derived(workspace)["evaluations"][0]
    path = "reports/2022/hechi.yaml"
    assert typed_lines(branch["funds"]["actual"], path) == "第 25 行"
    assert typed_lines(branch["funds"]["rate"], path) == "第 24、25 行"
    assert typed_lines(branch["funds"]["items_total"]["actual"], path) == "第 32、35、38…… 行"
    assert typed_lines(branch["score"]["grade"], path) == "第 24、25、94 行"
    assert typed_lines(branch["funds"]["actual"], "else.yaml") == ""
