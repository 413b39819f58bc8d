"""Files in older formats are read as new ones, in their own places, and come out new with all else as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.data import formats, reader
from generator.data.edit import Edit
from generator.data.formats import format_of, newest, parse, upgraded
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


def nodes(root: Node) -> Iterator[Node]:
    yield root
    if isinstance(root.value, dict | list):
        for child in root.value.values() if isinstance(root.value, dict) else root.value:
            yield from nodes(child)


@pytest.mark.parametrize("name", ["report", "profile"])
def test_a_file_that_says_nothing_is_in_the_first_format_and_is_read_as_it_is(name: str) -> None:
    root = good("a: 1\n")
    assert (format_of(root), newest(name)) == (1, 1)
    assert current("a: 1\n", name).plain() == {"a": 1}


@pytest.mark.parametrize("name", ["report", "profile"])
def test_the_schemas_know_the_number(name: str) -> None:
    field = schema(name)["properties"]["format"]
    assert (field["default"], field["minimum"]) == (1, 1)
    assert newest(name) in field["examples"]


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
def test_every_place_in_an_older_file_is_one_of_the_file_as_written() -> None:
    root = current(OLD)
    assert root.file.text == OLD
    written, problems = reader.parse(OLD.encode(), NAME)
    assert written is not None, problems
    assert root.get("unit") == written.get("office")
    assert root.keys["unit"] == written.keys["office"]
    for path in (("funds", "actual"), ("narrative",), ("indicators", 1, "items"), ("id",)):
        assert root.at("evaluations", 0, *path) == written.at("evaluations", 0, *path), path
    evaluation = written.at("evaluations", 0)
    assert root.at("evaluations", 0, "name") == evaluation.get("title")
    assert root.at("evaluations", 0).keys["name"] == evaluation.keys["title"]
    assert root.at("facts").keys == written.at("facts").keys


@pytest.mark.usefixtures("_earlier")
def test_a_value_that_is_spelt_anew_stands_where_it_was() -> None:
    kind = current(OLD).at("evaluations", 0, "type")
    assert (kind.value, OLD[kind.start : kind.end]) == ("project", "special")


@pytest.mark.usefixtures("_earlier")
def test_what_is_new_stands_where_it_was_put() -> None:
    root = current(OLD)
    assert root.at("format").place.line == OLD[: OLD.index("office")].count("\n") + 1
    years = root.at("other_years", 0)
    assert years.place.line == OLD[: OLD.index("profile:")].count("\n") + 1


@pytest.mark.usefixtures("_earlier")
def test_every_node_is_within_the_file() -> None:
    assert all(0 <= node.start <= node.end <= len(OLD) for node in nodes(current(OLD)))


@pytest.mark.usefixtures("_earlier")
def test_faults_of_an_older_file_stand_where_they_are_written() -> None:
    text = OLD.replace("actual: 21754元", "actual: 21754")
    (problem,) = validate(current(text), "report")
    assert problem.code == "SCHEMA-FORMAT"
    assert (problem.place.line, problem.place.excerpt.strip()) == (
        text[: text.index("actual: 21754")].count("\n") + 1,
        "actual: 21754",
    )


@pytest.mark.usefixtures("_earlier")
def test_a_name_of_a_format_that_is_over_is_unknown_in_the_newest() -> None:
    (problem, *_) = validate(current("format: 3\n" + OLD), "report")
    assert (problem.code, problem.place.excerpt) == ("SCHEMA-UNKNOWN", "office: 河池市电化教育站")


@pytest.mark.usefixtures("_earlier")
def test_from_a_format_in_between_only_what_came_later_is_changed() -> None:
    text = f"format: 2\n{TODAY}".replace("type: project", "type: special")
    assert upgraded(good(text).file, "report").text == text.replace("format: 2", "format: 3").replace(
        "profile: guangxi-hechi\n", "profile: guangxi-hechi\nother_years:\n  - 2021\n"
    )


@pytest.mark.usefixtures("_earlier")
@pytest.mark.parametrize("value", ["true", "", "零", "0"])
def test_what_cannot_be_the_format_of_an_older_file_stays_and_is_refused(value: str) -> None:
    text = f"format: {value}\n{OLD}"
    root = current(text)
    (problem,) = validate(root, "report")
    assert (problem.code.partition("-")[0], str(problem.place)) == ("SCHEMA", f"{NAME}:1:{8 + bool(value)}")
    assert upgraded(good(text).file, "report").text.startswith(f"format: {value}\n")


@pytest.mark.usefixtures("_earlier")
def test_upgraded_a_file_says_the_new_with_every_other_character_as_it_was() -> None:
    expected = (
        TODAY.replace("unit: ", "format: 3\nunit: ", 1)
        .replace("profile: guangxi-hechi\n", "profile: guangxi-hechi\nother_years:\n  - 2021\n", 1)
        .replace("special", "project")
    )
    upgrade = upgraded(good(OLD).file, "report")
    assert upgrade.text == expected
    again = upgraded(good(upgrade.text).file, "report")
    assert (again.text, again.changes) == (upgrade.text, [])


@pytest.mark.usefixtures("_earlier")
@pytest.mark.parametrize(
    "text",
    [
        OLD.replace("\n", "\r\n"),
        OLD.rstrip("\n"),
        f"---\n{OLD}",
        f"{OLD}\n\n# 完\n",
        OLD.replace("office: ", "'office':    "),
    ],
    ids=["CRLF", "no last line end", "document start", "last comment", "quoted name"],
)
def test_line_ends_and_ends_of_files_are_kept(text: str) -> None:
    after = upgraded(good(text).file, "report").text
    lines = after.splitlines(keepends=True)
    assert len(text.splitlines()) - sum(line in lines for line in text.splitlines(keepends=True)) == 4
    assert len({"\r\n" if line.endswith("\r\n") else line[-1:] for line in lines[:-1]}) == 1
    assert after[-5:] == text[-5:]
    assert current(after).plain() == current(text).plain()


@pytest.mark.usefixtures("_earlier")
def test_an_older_file_on_one_line_is_read_and_upgraded_too() -> None:
    text = "{office: a, year: 2022} # 完\n"
    assert upgraded(good(text).file, "report").text == ("{format: 3, unit: a, year: 2022, other_years: [2021]} # 完\n")
    root = current(text)
    assert root.plain() == {"format": 3, "unit": "a", "year": 2022, "other_years": [2021]}
    assert root.keys["unit"] == Place(NAME, 1, 2, 6, text.strip())


@pytest.mark.usefixtures("_earlier")
def test_changes_are_told_with_their_places_in_the_old_file() -> None:
    changes = upgraded(good("# a\noffice: a\nyear: 2022\ndraft: 是\n").file, "report").changes
    assert [(change.place.line, change.before, change.after) for change in changes] == [
        (2, "office", "unit"),
        (4, "draft: 是\n", ""),
        (3, "", "\nother_years:\n  - 2021"),
        (2, "", "format: 3\n"),
    ]


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
