from __future__ import annotations

import pytest

from generator.data.reader import parse, parsed
from generator.data.syntax.diagnosis import UNREAD, conflict, mended, unreadable
from generator.data.syntax.slips import Slip
from generator.problems import SourceFile

CONFLICT = "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> main\nc: 4\n"


def test_marks_of_a_merge_are_told_once_with_all_their_lines() -> None:
    node, (problem,) = parse(CONFLICT.encode(), "x")
    assert node is None
    assert (str(problem.place), problem.message) == ("x:2:1", "合并冲突没有处理完，标记在第 2、4、6 行")
    assert "只留对的一份" in problem.remedy
    assert conflict(SourceFile("x", "a: |\n  标题\n  =======\n")) is None
    assert conflict(SourceFile("x", "========\n")) is None


@pytest.mark.parametrize("mark", ["=======", ">>>>>>> main", "||||||| 1a2b", "<<<<<<<"])
def test_a_mark_of_a_merge_that_alone_is_left_is_told(mark: str) -> None:
    node, (problem,) = parse(f"a: 1\n{mark}\nb: 2\n".encode(), "x")
    assert node is None
    assert (str(problem.place), problem.message) == ("x:2:1", "合并冲突没有处理完，标记在第 2 行")


def test_a_mended_text_is_as_long_as_before_and_no_stretch_is_mended_twice() -> None:
    assert mended("abcdef", [Slip(None, 3, "yy"), Slip(None, 1, "xx"), Slip(None, 2, "z")]) == "axxyyf"


@pytest.mark.parametrize("words", ["did not find expected key", "something that nobody has seen"])
def test_what_is_not_known_says_that_the_rest_was_not_read(words: str) -> None:
    problem = unreadable(words, 3, None, SourceFile("x", "abcdef"))
    assert (problem.code, problem.place.column, problem.remedy.endswith(UNREAD)) == ("YAML-SYNTAX", 4, True)


def test_a_file_that_cannot_be_read_behind_a_slip_says_so() -> None:
    root, problems, _ = parsed(b"a: @x\nb: [1\nc: {2\n", "x")
    assert root is None
    assert [str(problem.place) for problem in problems] == ["x:1:4"]
    assert problems[-1].remedy.endswith(UNREAD)
