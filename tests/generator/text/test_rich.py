"""The formats that a text carries with it, and what is no format."""

from __future__ import annotations

import pytest

from generator.text.rich import RichRun, colour, rich_runs
from tests.support.growth import assert_linear


def run(text: str, *, bold: bool = False, color: str = "", size: int = 0) -> RichRun:
    return {"text": text, "bold": bold, "color": color, "size": size}


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("前**粗**后", [run("前"), run("粗", bold=True), run("后")]),
        ("[红]{color=FF0000}[大]{size=22}", [run("红", color="FF0000"), run("大", size=44)]),
        ("[都]{bold color=red size=10.5}", [run("都", bold=True, color="FF0000", size=21)]),
        ("**甲**[乙]{bold}", [run("甲乙", bold=True)]),
        ("**a *b* c**", [run("a *b* c", bold=True)]),
        ("2**3**2", [run("2"), run("3", bold=True), run("2")]),
        (r"\*\*x\*\* \[y]{bold}", [run("**x** [y]{bold}")]),
        (r"[a\]b]{bold}", [run("a]b", bold=True)]),
        ("一\n**二**", [run("一\n"), run("二", bold=True)]),
        ("", []),
    ],
)
def test_formats_are_read(text: str, runs: list[RichRun]) -> None:
    assert rich_runs(text) == runs


@pytest.mark.parametrize(
    "text", ["**粗", "****", "** x **", "*x*", "[甲]", "[甲]{}", "[甲]{略}", "[甲]{1, 2}", "甲 & <w:b/> {{ y }}", "\\n"]
)
def test_what_is_no_format_stays_as_it_is_written(text: str) -> None:
    assert rich_runs(text) == [run(text)]


@pytest.mark.parametrize(
    "form",
    ["color=#F00", "color=GGGGGG", "size=0", "size=-1", "size=9999", "size=12px", "font=宋体", "bold 大", "bold=1"],
)
def test_a_wrong_format_is_told(form: str) -> None:
    with pytest.raises(TypeError, match="不是文字的格式：可用 bold"):
        rich_runs(f"[字]{{{form}}}")


@pytest.mark.parametrize(
    ("name", "digits"),
    [("ff0000", "FF0000"), ("#FF0000", "FF0000"), (" Red ", "FF0000"), ("FF000", ""), ("红", ""), ("", "")],
)
def test_a_colour_is_six_digits_or_a_name(name: str, digits: str) -> None:
    assert colour(name) == digits


@pytest.mark.heavy
@pytest.mark.parametrize("piece", ["**", "**a", "[", "[a]{", "[a]{b", "\\", "*", "[a]{bold}", "**a**"])
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    assert_linear(rich_runs, lambda size: piece * size, 20_000)
