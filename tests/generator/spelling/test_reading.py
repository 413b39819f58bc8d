"""Each spelling that people type, with its reading or the forms of its refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.quantity import Target
from generator.spelling import reading, targets
from generator.spelling.reading import Refusal
from tests.support import spelled
from tests.support.growth import assert_linear
from tests.support.paths import DATA

READERS: Mapping[str, Callable[[str], str | Refusal]] = {
    kind: getattr(reading, kind) for kind in ("amount", "fact", "target", "actual", "published", "points", "date")
}
ROWS = yaml.load((DATA / "spellings.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']} {row['typed']!a}")
def test_a_spelling_has_its_reading(row: Mapping[str, object]) -> None:
    typed = str(row["typed"])
    answer = READERS[str(row["kind"])](typed)
    if "refused" not in row:
        assert answer == (typed if row.get("text") else row["reads"])
        return
    assert isinstance(answer, Refusal)
    assert answer.message and answer.remedy
    for form in list(row["refused"]):  # type: ignore[call-overload]
        assert f"「{form}」" in answer.remedy
    assert 0 <= answer.start < answer.end <= len(typed)
    if "at" in row:
        assert typed[answer.start : answer.end] == row["at"]


def same(answer: str | Refusal, canonical: str) -> bool:
    """Whether an answer has the value, the unit and the comparator of a canonical text."""
    assert isinstance(answer, str), answer
    read, meant = Target.parse(answer), Target.parse(canonical)
    assert read and meant, answer
    pairs = [(read.quantity, meant.quantity), *([(read.upper, meant.upper)] if read.upper and meant.upper else [])]
    return (
        read.comparator == meant.comparator
        and bool(read.upper) == bool(meant.upper)
        and all((one.value, one.unit) == (other.value, other.unit) for one, other in pairs)
    )


@given(spelled.amounts(bare=True))
def test_an_amount_in_any_spelling_is_read_back_equal(drawn: tuple[str, str]) -> None:
    typed, canonical = drawn
    assert same(reading.amount(typed), canonical)


@given(spelled.figures())
def test_a_figure_in_any_spelling_is_read_back_equal(drawn: tuple[str, str]) -> None:
    typed, canonical = drawn
    for kind in ("fact", "target", "actual", "published"):
        assert same(READERS[kind](typed), canonical)


@given(spelled.targets())
def test_a_target_in_any_spelling_is_read_back_equal(drawn: tuple[str, str]) -> None:
    typed, canonical = drawn
    assert same(reading.target(typed), canonical)
    assert same(reading.actual(typed), canonical)


@given(spelled.ranges())
def test_a_range_in_any_spelling_is_read_back_equal(drawn: tuple[str, str]) -> None:
    typed, canonical = drawn
    assert same(reading.target(typed), canonical)


@given(spelled.dates())
def test_a_date_in_any_spelling_is_read_back_equal(drawn: tuple[str, str]) -> None:
    typed, canonical = drawn
    assert reading.date(typed) == canonical


@given(
    st.sampled_from(sorted(READERS)), st.one_of(spelled.figures(), spelled.targets(), spelled.ranges(), spelled.dates())
)
def test_what_is_canonical_stays_as_it_is(kind: str, drawn: tuple[str, str]) -> None:
    answer = READERS[kind](drawn[0])
    if isinstance(answer, str) and answer != drawn[0]:
        assert READERS[kind](answer) == answer


FIGURES = st.from_regex(reading._FIGURE, fullmatch=True)
SHORT = (
    FIGURES,
    FIGURES.map(lambda text: f"近{text}"),
    st.builds(lambda text, at, word: text[:at] + word + text[at:], FIGURES, st.integers(0, 8), st.sampled_from("余多")),
    st.text("完成及时提高稳步对是真，。一二三等级万百部省奖", min_size=1, max_size=8),
    st.text("年月日至—0123456789前底", max_size=8).map(lambda rest: f"{{{{ year }}}}年{rest}"),
)


@given(st.sampled_from(["fact", "target", "actual", "published"]), st.one_of(*SHORT))
def test_what_is_seen_to_be_canonical_reads_as_itself(kind: str, typed: str) -> None:
    """The short way gives what the long way gives."""
    if reading._is_canonical(typed) or (kind in ("fact", "published") and reading._is_rounded(typed)):
        long = reading._read(typed, getattr(targets, "fact" if kind == "published" else kind))
        assert long in (typed, None)


@given(
    st.sampled_from(sorted(READERS)),
    st.text(max_size=20) | st.text("≥>=<一二三万千百元%点.,-—~()（）12 lO至约多以上内\n{}年月日", max_size=14),
)
def test_no_text_is_too_strange(kind: str, typed: str) -> None:
    answer = READERS[kind](typed)
    if isinstance(answer, Refusal):
        assert 0 <= answer.start <= answer.end <= len(typed)
        assert answer.message and answer.remedy
    elif answer != typed:
        assert READERS[kind](answer) == answer


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("head", "piece"), [("", "1-"), ("", "1 "), ("", "{{a"), ("=", " "), ("", "≥"), ("", "“"), ("", "每人"), ("1", ",")]
)
def test_the_work_grows_with_the_text(head: str, piece: str) -> None:
    for read in READERS.values():
        assert_linear(read, lambda size: head + piece * size, 10_000)
