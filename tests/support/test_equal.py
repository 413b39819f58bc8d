"""The comparison of two programs sees whatever differs, and lets nothing pass that was not compared."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import yaml

from tests.support.equal import KINDS, PROPERTIES, REWORDED, Found, Rewording, compare, members

NOTHING = Rewording({"lines": [], "forms": []})
CUSTOM = '<p name="unit"><vt:lpwstr>hechi</vt:lpwstr></p><p name="commit"><vt:lpwstr>{}</vt:lpwstr></p>'


def found(**changed: bytes) -> Found:
    """One thing of each kind; `messages` stands for what check prints."""
    contents = dict.fromkeys(KINDS, b"<a/><b/>") | {"messages of check": b"one\ntwo\n"}
    contents |= {name.replace("_", " "): data for name, data in changed.items()}
    return {(kind, "x"): data for kind, data in contents.items()}


def document(path: Path, commit: str, unit: str = "hechi") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr(PROPERTIES, CUSTOM.format(commit).replace("hechi", unit))
    return path


def test_what_is_equal_is_counted() -> None:
    told, same = compare(found(), found(), NOTHING)
    assert same
    assert [line.split()[-3:] for line in told[1 : len(KINDS) + 1]] == [["1", "1", "0"]] * len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_which_nothing_was_compared_fails(kind: str) -> None:
    old, new = ({key: data for key, data in found().items() if key[0] != kind} for _ in range(2))
    told, same = compare(old, new, NOTHING)
    assert not same
    assert f"\nnothing was compared: {kind}" in told


@pytest.mark.parametrize("kind", KINDS)
def test_a_difference_is_shown_and_fails(kind: str) -> None:
    told, same = compare(found(), found() | {(kind, "x"): b"<a/><c/>"}, NOTHING)
    assert not same
    assert f"\n== {kind}: x" in told and "+<c/>" in told


def test_what_only_one_program_made_fails() -> None:
    more = found() | {("documents", "y"): b""}
    for old, new, words in ((found(), more, "only in the working tree"), (more, found(), "not in the working tree")):
        told, same = compare(old, new, NOTHING)
        assert not same
        assert words in told


def test_bytes_that_are_no_text_and_line_ends_count_too() -> None:
    for was, now in ((b"\xff\x00", b"\xff\x01"), (b"a\n", b"a\r\n")):
        assert not compare(found(documents=was), found(documents=now), NOTHING)[1]


def test_only_what_is_listed_may_be_reworded() -> None:
    listed = Rewording(
        {
            "lines": [{"before": "one (1)", "after": r"two \1", "why": ""}, {"before": "gone", "why": ""}],
            "forms": [{"before": "at ([0-9]+)", "after": r"line \1", "why": ""}, {"after": "see .*", "why": ""}],
        }
    )
    old = found(messages_of_check=b"one (1)\ngone\nat 7\nsame\n")
    new = found(messages_of_check=b"two \\1\nline 7\nsame\nsee page\n")
    assert compare(old, new, listed)[1]
    assert not compare(old, new, NOTHING)[1]
    assert not compare(old, found(messages_of_check=b"two \\1\nline 8\nsame\n"), listed)[1]
    assert not compare(found(figures=b"gone\n"), found(figures=b""), listed)[1]


def test_of_a_documents_properties_only_commit_and_version_may_differ(tmp_path: Path) -> None:
    first = [*members(document(tmp_path / "a.docx", "d262d0f"))]
    assert [name for name, _ in first] == ["!", "!word/document.xml", f"!{PROPERTIES}"]
    assert [*members(document(tmp_path / "b.docx", "c1fe648"))] == first
    assert [*members(document(tmp_path / "c.docx", "d262d0f", "yiyang"))] != first


def test_the_list_of_rewordings_is_one() -> None:
    listed = yaml.safe_load(REWORDED.read_text("utf-8"))
    assert Rewording(listed).before(["a"]) == ["a"]
    for entry in (*listed["lines"], *listed["forms"]):
        assert entry["why"] and {"before", "after"} & entry.keys(), entry
