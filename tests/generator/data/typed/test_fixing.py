"""Rewriting: only spellings change, no value does, every other byte stays, and there is nothing to do a second time."""

from __future__ import annotations

import pytest

from generator.data.typed import fixing
from generator.data.typed.fixing import MARK, Fixed, Line, fixed
from tests.support.paths import PROJECT

NAME = "reports/2022/hechi.yaml"
TODAY = (PROJECT / NAME).read_text("utf-8")
TYPED = (
    ("actual: 21754元", "actual: ２１，７５４ 元 # 见附表"),
    ("allocated_on: 2022-01-25", "allocated_on: '2022年1月25日'"),
    ("established: 2022年12月", "established: 2022.12"),
)


def done(text: str) -> Fixed:
    found = fixed(text.encode(), NAME)
    assert found.problems == ()
    return found


def after(text: str) -> str:
    return done(text).after.decode()


def test_a_report_in_canonical_spelling_is_left_alone() -> None:
    assert done(TODAY) == Fixed(TODAY.encode(), TODAY.encode())


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_only_the_spellings_change_and_only_once(ends: str) -> None:
    text, wanted = TODAY, TODAY
    for canonical, typed in TYPED:
        assert canonical in text
        text = text.replace(canonical, typed)
    wanted = wanted.replace("actual: 21754元", "actual: 21754元 # 见附表")
    wanted = wanted.replace("allocated_on: 2022-01-25", "allocated_on: '2022-01-25'")
    found = done(text.replace("\n", ends))
    assert found.after.decode() == wanted.replace("\n", ends)
    assert len(found.lines) == len(TYPED) and not found.marked
    assert all("\r" not in line.before + line.after for line in found.lines)
    again = fixed(found.after, NAME)
    assert (again.lines, again.after) == ((), found.after)


def test_the_mark_before_the_text_goes() -> None:
    found = fixed(MARK + TODAY.encode(), NAME)
    assert (found.marked, found.lines, found.after) == (True, (), TODAY.encode())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("facts: {学校: 1922 所, 师生: '近 5000 名'}", "facts: {学校: 1922所, 师生: '近5000名'}"),
        ('facts: {学校: "１，９２２所"}', 'facts: {学校: "1922所"}'),
        ("facts: {学校: 一千九百二十二所}", "facts: {学校: 1922所}"),
        ("facts: {经费: 2.180 万元}", "facts: {经费: 2.180万元}"),
        ("facts: {经费: 21754.00 元}", "facts: {经费: 21754.00元}"),
        ("facts:\n  学校: “1922所”  # 说明\n", "facts:\n  学校: 1922所  # 说明\n"),
        ("facts: {甲: ＝facts.乙 / facts.丙}", "facts: {甲: =facts.乙 / facts.丙}"),
        ("evaluations: [{indicator_score: '80 分'}]", "evaluations: [{indicator_score: 80}]"),
        ("evaluations: [{indicators: [{items: [{target: 98%以上}]}]}]", None),
        (
            "evaluations:\n- indicators:\n  - items:\n    - target: '>=98%'\n",
            "evaluations:\n- indicators:\n  - items:\n    - target: '≥98%'\n",
        ),
        (
            "evaluations:\n- indicators:\n  - items:\n    - target: 大于98%\n",
            'evaluations:\n- indicators:\n  - items:\n    - target: ">98%"\n',
        ),
        (
            "evaluations:\n- indicators:\n  - items:\n    - target: 不超过{{ funds.annual_budget|万元 }}\n",
            "evaluations:\n- indicators:\n  - items:\n    - target: ≤{{ funds.annual_budget|万元 }}\n",
        ),
    ],
)
def test_a_value_keeps_its_quotes_and_gets_some_where_it_needs_them(typed: str, expected: str | None) -> None:
    assert after(typed) == (expected or "evaluations: [{indicators: [{items: [{target: ≥98%}]}]}]")


@pytest.mark.parametrize(
    "text",
    [
        "unit: 第２小学\nfacts: {第２所: 及时}\n",
        "evaluations: [{name: 提升工程２.0, funds: {document: 河财预〔２０２２〕5号}, narrative: {一: 支出２.18万元}}]\n",
        "# ２１，７５４ 元\nunit: 甲\n",
    ],
)
def test_names_texts_and_comments_stay(text: str) -> None:
    assert done(text).lines == ()


def test_a_comparison_without_quotes_is_rewritten() -> None:
    text = "evaluations:\n- indicators:\n  - items:\n    - target: {}\n"
    assert after(text.format(">=98%")) == text.format("≥98%")


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("{{ facts.学校 }}", '"{{ facts.学校 }}"'),
        ("{{ facts.学校 }}已覆盖 # 注", '"{{ facts.学校 }}已覆盖" # 注'),
        ("{{ funds['actual'] }}", "\"{{ funds['actual'] }}\""),
        ('{{ funds["actual"] }}', "'{{ funds[\"actual\"] }}'"),
        ("{% if a %}甲{% endif %}", '"{% if a %}甲{% endif %}"'),
    ],
)
def test_a_tag_is_put_in_quotes(typed: str, quoted: str) -> None:
    text = "unit: 甲\nevaluations:\n- goals:\n  - actual: {}\n  funds: {{actual: ３ 元}}\n"
    assert after(text.format(typed)) == text.format(quoted).replace("３ 元", "3元")


def test_a_tag_in_quotes_or_in_a_text_is_left_alone_and_so_is_a_file_with_other_faults() -> None:
    text = 'unit: "{{ a }}"\nevaluations:\n- narrative:\n    甲: |\n      {{ a }}\n'
    assert after(text) == text
    broken = "unit: {{ a }}\nactual：3元\nb: [\n"
    assert fixed(broken.encode(), NAME).after.decode() == broken


def test_a_published_number_without_a_unit_is_left_as_it_is() -> None:
    text = "published:\n- {figure: a, value: 72.51}\n"
    assert after(text) == text


@pytest.mark.parametrize("typed", ["三万一", "21.754元", "1,92元", "5.万元", "—5.51万元", "21\n      754元"])
def test_what_has_no_one_reading_is_left_and_listed(typed: str) -> None:
    text = f"evaluations:\n- funds:\n    annual_budget: ３万元\n    actual: {typed}\n"
    found = done(text)
    assert found.after.decode() == text.replace("３", "3")
    (problem,) = found.undecided
    assert (problem.code, problem.place.line) == ("FIGURE-SPELLING", 4)


def test_a_file_that_cannot_be_read_is_left_alone() -> None:
    found = fixed(b"a: [", NAME)
    assert (found.before, found.after) == (b"a: [", b"a: [") and found.problems


def test_nothing_is_written_that_would_change_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixing, "applied", lambda text, _: text.replace("３", "4"))
    found = fixed("facts: {甲: ３元}\n".encode(), NAME)
    assert (found.after, [problem.code for problem in found.problems]) == (found.before, ["PROGRAM-FAULT"])


def test_the_lines_that_change_are_shown_as_they_stand() -> None:
    assert done("unit: 甲\nfacts:\n  学校: １所\n").lines == (Line(3, "  学校: １所", "  学校: 1所"),)
