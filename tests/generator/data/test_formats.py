"""A file in an older format is read as a new one, one in a newer format is refused."""

from __future__ import annotations

import pytest

from generator.data import formats, reader
from generator.data.edit import Edit
from generator.data.formats import format_of, newest, parse
from generator.data.reader import Node
from generator.data.schema import schema, validate
from generator.problems import Place
from tests.support.formats import in_the_first, with_earlier_formats
from tests.support.paths import PROJECT
from tests.support.reports import good

TODAY = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
OLD = in_the_first(TODAY)
NAME = "reports/2022/hechi.yaml"


@pytest.fixture
def _earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    with_earlier_formats(monkeypatch)


def current(text: str, name: str = "report") -> Node:
    root, problems = parse(text.encode(), NAME, name)
    assert root is not None, problems
    return root


@pytest.mark.parametrize("name", ["report", "profile"])
def test_a_file_that_says_nothing_is_in_the_first_format_and_is_read_as_it_is(name: str) -> None:
    root = good("a: 1\n")
    assert (format_of(root), newest(name)) == (1, 1)
    assert current("a: 1\n", name).plain() == {"a": 1}


@pytest.mark.parametrize("name", ["report", "profile"])
def test_the_schemas_know_the_number(name: str) -> None:
    field = schema(name)["properties"]["format"]
    assert (field["default"], field["minimum"]) == (1, 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [("format: 2", 2), ("format: 2.0", 2), ("{format: 7, a: b}", 7), ("a: 2", 1), ("7", 1), ("[7]", 1)]
    + [(f"format: {value}", 1) for value in ("", "'2'", "true", "0", "-2", "1.5", "[2]", "{a: 2}", "two")],
)
def test_a_format_is_a_whole_number_from_one_on(text: str, number: int) -> None:
    assert format_of(good(text)) == number


@pytest.mark.parametrize("number", ["2", "2.0", "99", "1e999", "9" * 40])
@pytest.mark.parametrize("name", ["report", "profile"])
def test_a_newer_format_is_refused_at_its_place(name: str, number: str) -> None:
    root, (problem,) = parse(f"# 说明\nunit: a\nformat: {number}\nnew: b\n".encode(), NAME, name)
    assert root is None
    assert (problem.code, str(problem.place)) == ("SCHEMA-NEWER", f"{NAME}:3:9")
    assert "这个程序最高读到第 1 版" in problem.message and "更新程序" in problem.remedy
    assert len(problem.message) < 100


def test_what_cannot_be_a_format_is_left_to_the_schema() -> None:
    root = current(TODAY.replace("unit: ", "format: 零\nunit: ", 1))
    (problem,) = validate(root, "report")
    assert (problem.code, str(problem.place)) == ("SCHEMA-TYPE", f"{NAME}:3:9")


@pytest.mark.usefixtures("_earlier")
def test_an_older_file_is_read_as_a_new_one() -> None:
    found, expected = current(OLD).plain(), current(TODAY).plain()
    assert isinstance(found, dict) and isinstance(expected, dict)
    assert found == {"format": 3, **expected, "other_years": [2021]}
    assert validate(current(OLD), "report") == []


@pytest.mark.usefixtures("_earlier")
def test_faults_of_an_older_file_stand_where_they_are_written() -> None:
    text = OLD.replace("actual: 21754元", "actual: 21754")
    root, (problem,) = parse(text.encode(), NAME, "report")
    assert root is not None and validate(root, "report") == []
    assert problem.code == "FIGURE-SPELLING"
    assert (problem.place.line, problem.place.excerpt.strip()) == (
        text[: text.index("actual: 21754")].count("\n") + 1,
        "actual: 21754",
    )


@pytest.mark.usefixtures("_earlier")
def test_a_name_of_a_format_that_is_over_is_unknown_in_the_newest() -> None:
    (problem, *_) = validate(current("format: 3\n" + OLD), "report")
    assert (problem.code, problem.place.excerpt) == ("SCHEMA-UNKNOWN", "office: 河池市电化教育站")


@pytest.mark.usefixtures("_earlier")
@pytest.mark.parametrize(
    "text", ["[a]", "7", "a", "office: [1]\nevaluations: 5\nyear: x\n", "evaluations: [5, [a], {type: []}]\n"]
)
def test_an_older_file_of_the_wrong_shape_is_left_to_the_schema(text: str) -> None:
    assert validate(current(text), "report")


@pytest.mark.usefixtures("_earlier")
def test_what_a_conversion_makes_unreadable_is_told_where_it_comes_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def twice(root: Node) -> list[Edit]:
        start = root.file.offset(root.keys["a"])
        return [Edit(0, 0, "b: 0\n"), Edit(start, start + 1, "b")]

    monkeypatch.setitem(formats.CONVERSIONS, "report", (twice,))
    root, (problem,) = parse(b"# c\na: 1\n", NAME, "report")
    assert root is None
    assert (problem.code, str(problem.place), problem.place.excerpt) == ("YAML-DUPLICATE", f"{NAME}:2:1", "a: 1")


def test_a_problem_without_a_line_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formats.CONVERSIONS, "report", (lambda _: [Edit(0, 0, "b: 0\n" * (reader.MAX_ALIKE + 2))],))
    root, problems = parse(b"a: 1\n", NAME, "report")
    assert root is None
    assert (problems[-1].place, len(problems)) == (Place(NAME), reader.MAX_ALIKE + 1)
