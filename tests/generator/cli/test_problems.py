from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import problems as formats
from generator.cli.terminal import RED, RESET
from generator.problems import Place, Problem, Severity, SourceFile
from generator.text.width import width
from tests.support.paths import PROJECT

FILE = SourceFile("reports/2021/yiyang.yaml", "a: 1\n    total: 94分\n")
SUM = Problem(
    "SCORE-SUM",
    FILE.place(FILE.text.index("94"), FILE.text.index("分") + 1),
    "各项得分合计为 89.00 分，相差 5.00 分",
    "删去此行由程序计算",
    "资金 5.00 + 产出 48.00 + 效益 36.00",
)


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


def test_the_terminal_form_shows_line_caret_computation_remedy_and_page() -> None:
    assert formats.terminal([SUM]) == (
        "错误 SCORE-SUM  reports/2021/yiyang.yaml:2:12\n"
        "    2 │     total: 94分\n"
        "      │            ^^^^ 各项得分合计为 89.00 分，相差 5.00 分\n"
        "   计算：资金 5.00 + 产出 48.00 + 效益 36.00\n"
        "   改正：删去此行由程序计算\n"
        "   说明：docs/rules/score.md#score-sum\n"
        "\n"
        "错误 1 个"
    )


def test_the_first_problem_of_each_code_names_its_page() -> None:
    other = Problem("SCORE-OVER", Place("x"), "m")
    blocks = formats.terminal([SUM, SUM, other, SUM, other]).split("\n\n")
    pages = [line for block in blocks for line in block.split("\n") if "说明：" in line]
    assert pages == ["   说明：docs/rules/score.md#score-sum", "   说明：docs/rules/score.md#score-over"]
    assert pages[0] in blocks[0] and pages[1] in blocks[2]


def test_a_code_without_a_page_names_none() -> None:
    assert (
        formats.terminal([Problem("STRANGE-CODE", Place("x"), "m")]) == "错误 STRANGE-CODE  x\n      │ m\n\n错误 1 个"
    )


def test_the_blanks_of_files_name_their_page_once() -> None:
    blanks = [Problem("SCHEMA-BLANK", Place(path, line, 1), "没有填写") for path in "ab" for line in range(1, 6)]
    shown = formats.terminal(blanks)
    assert shown.count("还有 5 处没有填写") == 2 and shown.count("说明：docs/rules/schema.md#schema-blank\n") == 1


def test_a_page_is_named_from_the_current_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(PROJECT / "docs")
    assert formats.page("CHOICE") == "rules/choice.md#choice"
    monkeypatch.chdir(tmp_path)
    assert formats.page("CHOICE") == f"{PROJECT / 'docs' / 'rules' / 'choice.md'}#choice"


def test_the_caret_stands_under_wide_characters() -> None:
    file = SourceFile("x", "单位名称: 河池站")
    block = formats.terminal([Problem("A", file.place(6, 9), "m")]).split("\n")
    assert width(block[1].split("河")[0]) == width(block[2].split("^")[0])
    assert block[2].count("^") == 6


@pytest.mark.parametrize("column", [0, 150, 299])
def test_a_long_line_is_cut_around_the_fault(column: int) -> None:
    file = SourceFile("x", "甲" * 150 + "x" + "乙" * 149)
    block = formats.terminal([Problem("A", file.place(column, column + 1), "m")]).split("\n")
    shown, caret = block[1].split("│ ")[1], block[2].split("│ ")[1]
    assert width(shown) <= 80
    before = width(caret.split("^")[0])
    marked = next(char for n, char in enumerate(shown) if width(shown[:n]) == before)
    assert marked == file.text[column]


def test_a_fault_in_a_word_file_shows_its_paragraph() -> None:
    shown = formats.terminal([Problem("T", Place("a.docx!word/document.xml", excerpt="甲{{ x"), "没有成对")])
    assert "a.docx!word/document.xml\n      │ 甲{{ x\n      │ 没有成对\n" in shown
    assert formats.terminal([Problem("T", Place("a.docx"), "打不开")]).startswith("错误 T  a.docx\n      │ 打不开\n")


def test_colours_mark_only_the_severity() -> None:
    assert formats.terminal([SUM], colour=True).startswith(f"{RED}错误{RESET} SCORE-SUM")
    assert RED not in formats.terminal([SUM])


def test_a_name_from_outside_begins_no_line_of_its_own() -> None:
    problem = Problem("W", Place("reports/a\n错误 FAKE"), "没有读\n::error::x", "删去")
    shown = formats.terminal([problem])
    assert "\n错误 FAKE" not in shown and "\n::error" not in shown


def test_the_summary_counts_by_severity() -> None:
    warning = Problem("W", Place("x"), "m", severity=Severity.WARNING)
    assert formats.severity_counts([SUM, SUM, warning]) == "错误 2 个，警告 1 个"
    assert formats.severity_counts([]) == "没有发现问题"


def test_json_holds_every_part() -> None:
    (found,) = json.loads(formats.as_json([SUM]))
    assert (found["code"], found["severity"]) == ("SCORE-SUM", "错误")
    assert (found["place"]["line"], found["place"]["column"], found["place"]["width"]) == (2, 12, 3)
    assert found["message"] == SUM.message and found["computation"] and found["remedy"]


def test_annotations_stand_at_file_line_and_column() -> None:
    assert formats.github([SUM]) == (
        "::error file=reports/2021/yiyang.yaml,line=2,col=12,endColumn=15,title=SCORE-SUM::"
        "各项得分合计为 89.00 分，相差 5.00 分%0A资金 5.00 + 产出 48.00 + 效益 36.00%0A删去此行由程序计算"
    )


def test_annotations_escape_what_would_end_them() -> None:
    problem = Problem("N", Place("a,b:c%.docx!word/x.xml"), "100%\n是", severity=Severity.NOTICE)
    assert formats.github([problem]) == "::notice file=a%2Cb%3Ac%25.docx,title=N::100%25%0A是"
