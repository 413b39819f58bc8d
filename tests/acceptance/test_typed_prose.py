"""Prose holds no typed figure: one in any spelling is told at its place, and nothing else is."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from generator.data.reader import REPORTS, parse
from generator.data.record import Text
from generator.namespace import Tree
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.spelling.folding import fold
from generator.spelling.years import find_years
from generator.text.printer import Printer
from generator.text.typed.telling import TypedFigures, idioms
from tests.support.paths import DATA, PROJECT
from tests.support.spelled import amounts, counts, rates


def entries(name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = yaml.safe_load((DATA / name).read_text("utf-8"))
    return read


HARMLESS, PLANTED = entries("harmless.yaml"), entries("planted_figures.yaml")
YEAR = 2022


@cache
def typed() -> tuple[Tree, Printer]:
    """The figures of a report, as its texts see them, and what prints them."""
    loaded = load(Workspace(PROJECT), "hechi", str(YEAR))
    assert loaded.derived and loaded.forms
    tree = loaded.derived.tree
    return {**tree, **tree["evaluations"][0]}, Printer(loaded.forms.profile)


def told(source: str) -> list[str]:
    """What is under the carets of the problems of a text in a file."""
    context, printer = typed()
    body = "".join(f"  {line}\n" for line in source.split("\n"))
    root, _ = parse(f"x: |-\n{body}".encode(), "x.yaml", REPORTS)
    if root is None:  # the reader refuses what nobody sees: the text as if it had not
        root, _ = parse(b"x: y", "x.yaml")
        assert root is not None
        messages = [one.message for one in TypedFigures(printer).problems(Text(source, root.at("x")), context)]
        return [message.partition("「")[2].partition("」")[0] for message in messages]
    node = root.at("x")
    places = [one.place for one in TypedFigures(printer).problems(Text(str(node.value), node), context)]
    lines = node.file.text.split("\n")
    return [lines[place.line - 1][place.column - 1 : place.column - 1 + place.width] for place in places]


def test_the_tables_are_long_enough() -> None:
    assert len(HARMLESS) >= 100 and len(PLANTED) >= 100


@pytest.mark.parametrize("entry", HARMLESS, ids=lambda entry: entry["text"][:20])
def test_a_harmless_sentence_raises_nothing(entry: dict[str, Any]) -> None:
    assert told(entry["text"]) == []
    years = [one for one in find_years(entry["text"], YEAR, idioms()) if one.year != YEAR or one.short]
    assert years == []


@pytest.mark.parametrize("entry", PLANTED, ids=lambda entry: entry["text"][:20])
def test_a_planted_figure_is_told_at_its_place(entry: dict[str, Any]) -> None:
    (written,) = told(entry["text"])
    assert entry["figure"].partition("\n")[0] in written
    assert len(written) <= len(entry["figure"]) + len("{{ funds.annual_budget|万元 }}")


def bare(written: str) -> str:
    """A spelling without its blanks and what nobody sees."""
    return "".join(fold(written).text.split())


def is_told(written: str, canonical: str) -> bool:
    """Whether a spelling is one that is always told: not 五元, 一成, 5块 or 十二所, which are or may be other words."""
    plain = bare(written)
    if re.match("[一二三四五六七八九壹贰叁肆伍陆柒捌玖](?:元|圆|块|万元|万圆|万块)|一成", plain) or "块" in plain:
        return False
    counted = re.fullmatch(r"([0-9.]+)(?:所|人次|个|名|台|项|平方米|辆|件)", canonical)
    if canonical.endswith(("元", "%")):
        return True
    return counted is not None and (plain[0].isdigit() or float(counted[1]) >= 100)


@st.composite
def sentences(draw: DrawFn) -> tuple[str, str]:
    """A sentence with one figure in some spelling, and the spelling."""
    written, canonical = draw(st.one_of(amounts(), rates(), counts()))
    assume(is_told(written, canonical))
    before = draw(st.sampled_from(["全年支出", "其中，", "（", "为", "**", "{{ unit }}共"]))
    behind = draw(st.sampled_from(["。", "，主要用于培训。", "）", "；", "", "\n\n好"]))
    return before + written + behind, written


@given(sentence=sentences())
def test_a_figure_in_any_spelling_is_told_at_its_place(sentence: tuple[str, str]) -> None:
    text, written = sentence
    (found,) = told(text)
    assert bare(found) == bare(written)
