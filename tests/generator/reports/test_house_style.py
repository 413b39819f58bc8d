from __future__ import annotations

from pathlib import Path

import pytest

from generator.reports.house_style import HOUSE_STYLE, read_house_style
from generator.reports.lint import lint_templates
from generator.reports.workspace import Workspace
from generator.word.house_style import ALIGNED, FONT, INDENT, LINE, RULE, SIZE, HouseStyle
from tests.support.paths import PROJECT

MARGINS = "margins: {top: 37, bottom: 35, left: 28, right: 26}\n"


def style(tmp_path: Path, text: str) -> HouseStyle:
    (tmp_path / HOUSE_STYLE).write_text(f"{MARGINS}styles:\n  甲: {text}\n", "utf-8")
    house, problems = read_house_style(tmp_path)
    assert problems == []
    return house


def test_the_project_s_house_style_is_that_of_official_documents() -> None:
    house, problems = read_house_style(PROJECT / "templates")
    assert problems == []
    assert house.margins == {"top": 2098, "bottom": 1984, "left": 1588, "right": 1474}
    assert house.styles["Title"] == {FONT: ["方正小标宋简体"], SIZE: ["44"], ALIGNED: ["center"]}
    body = house.styles["公文正文"]
    assert (body[FONT], body[INDENT], body[SIZE], body[RULE]) == (["仿宋_GB2312"], ["200"], ["32"], ["exact"])
    assert body[LINE] == [str(line) for line in range(560, 581)]
    assert [*house.styles] == ["Title", "公文正文", *(f"heading {level}" for level in range(1, 5)), "页码奇", "页码偶"]


@pytest.mark.parametrize(
    ("text", "where", "values"),
    [
        ("{size: 10.5}", SIZE, ["21"]),
        ("{line_pitch: [29, 29]}", LINE, ["580"]),
        ("{line_pitch: [2, 1]}", LINE, [str(line) for line in range(20, 41)]),
        ("{first_line_indent: 0}", INDENT, ["0"]),
        ("{alignment: both}", ALIGNED, ["both"]),
    ],
)
def test_a_property_is_held_in_the_units_of_the_format(
    tmp_path: Path, text: str, where: tuple[str, str, str], values: list[str]
) -> None:
    assert style(tmp_path, text).styles["甲"][where] == values


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]\n",
        "甲\n",
        MARGINS,
        f"{MARGINS}styles: {{甲: {{size: 三号}}}}\n",
        f"{MARGINS}styles: {{甲: {{size: 10.3}}}}\n",
        f"{MARGINS}styles: {{甲: {{line_pitch: [28]}}}}\n",
        f"{MARGINS}styles: {{甲: 三号}}\n",
        f"{MARGINS.replace('37', '370')}styles: {{}}\n",
    ],
)
def test_what_is_not_a_house_style_is_a_problem_and_asks_for_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / HOUSE_STYLE).write_text(text, "utf-8")
    house, problems = read_house_style(tmp_path)
    assert house == HouseStyle()
    assert problems and {problem.place.path for problem in problems} == {f"{tmp_path.name}/{HOUSE_STYLE}"}


def test_a_folder_without_a_house_style_is_held_to_that_of_the_program(tmp_path: Path) -> None:
    assert read_house_style(tmp_path) == read_house_style(PROJECT / "templates")


def test_a_house_style_that_cannot_be_read_is_never_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / HOUSE_STYLE).symlink_to(tmp_path / "missing.yaml")
    house, (problem,) = read_house_style(tmp_path)
    assert (house, problem.code) == (HouseStyle(), "YAML-FILE")


def test_a_bureau_changes_its_house_style_without_a_developer(workspace: Workspace) -> None:
    path = workspace.templates / HOUSE_STYLE
    text = path.read_text("utf-8").replace("top: 37", "top: 30").replace("size: 22", "size: 20")
    path.write_text(text, "utf-8")
    problems = lint_templates(workspace.templates)
    assert {problem.code for problem in problems} == {"TEMPLATE-PAGE", "TEMPLATE-STYLE"}
    assert any("应为上 30、下 35、左 28、右 26 毫米" in problem.message for problem in problems)
    (drifted,) = (problem for problem in problems if problem.code == "TEMPLATE-STYLE")
    assert drifted.message == "样式「Title」的字号是「22 磅」，应为「20 磅」"
