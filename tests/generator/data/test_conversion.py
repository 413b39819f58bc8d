"""An upgraded file says the new with all else as it was, and each place in it is one of the file as written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.data import reader
from generator.data.conversion import upgraded
from generator.data.formats import parse
from generator.data.reader import Node
from generator.data.schema import validate
from generator.problems import Place
from tests.support.formats import in_the_first, with_earlier_formats
from tests.support.paths import PROJECT
from tests.support.reports import good

TODAY = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
OLD = in_the_first(TODAY)
NAME = "reports/2022/hechi.yaml"

pytestmark = pytest.mark.usefixtures("_earlier")


@pytest.fixture
def _earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    with_earlier_formats(monkeypatch)


def current(text: str) -> Node:
    root, problems = parse(text.encode(), NAME, "report")
    assert root is not None, problems
    return root


def nodes(root: Node) -> Iterator[Node]:
    yield root
    if isinstance(root.value, dict | list):
        for child in root.value.values() if isinstance(root.value, dict) else root.value:
            yield from nodes(child)


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


def test_a_value_that_is_spelt_anew_stands_where_it_was() -> None:
    kind = current(OLD).at("evaluations", 0, "type")
    assert (kind.value, OLD[kind.start : kind.end]) == ("project", "special")


def test_what_is_new_stands_where_it_was_put() -> None:
    root = current(OLD)
    assert root.at("format").place.line == OLD[: OLD.index("office")].count("\n") + 1
    years = root.at("other_years", 0)
    assert years.place.line == OLD[: OLD.index("profile:")].count("\n") + 1


def test_every_node_is_within_the_file() -> None:
    assert all(0 <= node.start <= node.end <= len(OLD) for node in nodes(current(OLD)))


def test_from_a_format_in_between_only_what_came_later_is_changed() -> None:
    text = f"format: 2\n{TODAY}".replace("type: project", "type: special")
    assert upgraded(good(text).file, "report").text == text.replace("format: 2", "format: 3").replace(
        "profile: guangxi-hechi\n", "profile: guangxi-hechi\nother_years:\n  - 2021\n"
    )


@pytest.mark.parametrize("value", ["true", "", "零", "0"])
def test_what_cannot_be_the_format_of_an_older_file_stays_and_is_refused(value: str) -> None:
    text = f"format: {value}\n{OLD}"
    root = current(text)
    (problem,) = validate(root, "report")
    assert (problem.code.partition("-")[0], str(problem.place)) == ("SCHEMA", f"{NAME}:1:{8 + bool(value)}")
    assert upgraded(good(text).file, "report").text.startswith(f"format: {value}\n")


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


def test_an_older_file_on_one_line_is_read_and_upgraded_too() -> None:
    text = "{office: a, year: 2022} # 完\n"
    assert upgraded(good(text).file, "report").text == ("{format: 3, unit: a, year: 2022, other_years: [2021]} # 完\n")
    root = current(text)
    assert root.plain() == {"format": 3, "unit": "a", "year": 2022, "other_years": [2021]}
    assert root.keys["unit"] == Place(NAME, 1, 2, 6, text.strip())


def test_changes_are_told_with_their_places_in_the_old_file() -> None:
    changes = upgraded(good("# a\noffice: a\nyear: 2022\ndraft: 是\n").file, "report").changes
    assert [(change.place.line, change.before, change.after) for change in changes] == [
        (2, "office", "unit"),
        (4, "draft: 是\n", ""),
        (3, "", "\nother_years:\n  - 2021"),
        (2, "", "format: 3\n"),
    ]
