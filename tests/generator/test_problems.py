from __future__ import annotations

import pytest

from generator.problems import Place, Problem, Severity, SourceFile, has_errors, nearest, sorted_problems


def test_an_offset_becomes_line_column_and_excerpt() -> None:
    file = SourceFile("x.yaml", "单位: 河池\r\n年度: 2022\r\n")
    place = file.place(file.text.index("2022"), file.text.index("2022") + 4)
    assert (place.line, place.column, place.width, place.excerpt) == (2, 5, 4, "年度: 2022")
    assert str(place) == "x.yaml:2:5"


def test_a_stretch_over_several_lines_is_cut_at_the_first() -> None:
    assert SourceFile("x", "abc\ndef").place(1, 7).width == 2


def test_the_end_of_the_file_is_a_place() -> None:
    place = SourceFile("x", "abc\n").place(99, 100)
    assert (place.line, place.column, place.width) == (2, 1, 1)


def test_a_place_without_a_line_is_its_file() -> None:
    assert str(Place("x.docx")) == "x.docx"


def test_problems_are_sorted_by_place_and_kept_once() -> None:
    late, early = Problem("B", Place("x", 9, 1), "m"), Problem("A", Place("x", 2, 5), "m")
    assert sorted_problems([late, early, late]) == [early, late]


def test_only_errors_stop_the_build() -> None:
    warning = Problem("A", Place("x"), "m", severity=Severity.WARNING)
    assert not has_errors([warning])
    assert has_errors([warning, Problem("B", Place("x"), "m")])


@pytest.mark.parametrize(
    ("name", "known", "told"),
    [
        ("tite", ["title", "name"], "是不是「title」"),
        ("甲方名称", ["甲方", "日期"], "是不是「甲方」"),
        ("单伍", ["单位", "日期"], "是不是「单位」"),
        ("已方", ["甲方", "乙方"], "无"),
        ("nix", ["x", "y"], "无"),
        ("日期", ["期限", "单位"], "无"),
        ("a", ["b"], "无"),
        ("x" * 101, ["x" * 100], "无"),
    ],
)
def test_a_name_is_suggested_only_where_it_is_likely_meant(name: str, known: list[str], told: str) -> None:
    assert nearest(name, known, "无", cutoff=0.5) == told
