"""The generated records: they are what the schemas say, and exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from generator.data import report
from generator.data.record import Record, build
from tests.support import records
from tests.support.paths import PROJECT
from tests.support.reports import good

WRITTEN = records.modules()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_the_module_is_what_the_schemas_say(path: Path) -> None:
    assert path.read_text("utf-8") == WRITTEN[path], f"The schema was changed: run `{records.COMMAND}`"


def test_every_object_of_the_schemas_has_a_record() -> None:
    text = "".join(WRITTEN.values())
    for name in ("report", "profile"):
        for key in records.Definitions(name).parts:
            assert text.count(f"\nclass {records.class_name(key)}(") == 1, key


def test_a_field_is_written_with_its_type_its_title_and_what_it_is_when_left_out() -> None:
    lines = WRITTEN[PROJECT / "generator" / "data" / "report.py"].splitlines()
    for line in (
        "    year: int  # 年度",
        "    other_years: tuple[int, ...] = ()  # 其他年度",
        "    facts: Mapping[str, Measure] = EMPTY  # 事实数据",
        "    decimals: Mapping[str, int]  # 小数位数",
        "    initial_budget: Amount | None = None  # 年初预算数",
        "    title: Text  # 标题",
        '    "weights": one(Weights),',
    ):
        assert line in lines, line
    (accounts,) = (text for path, text in WRITTEN.items() if path.stem == "accounts")
    assert '    fund: str = "general-budget"  # 资金性质' in accounts.splitlines()


def test_a_schema_whose_mapping_holds_two_kinds_of_value_has_no_record() -> None:
    definitions = records.Definitions("profile")
    mixed = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
    with pytest.raises(AssertionError):
        definitions.kind(mixed)


@pytest.mark.parametrize("record", [report.Report, report.Profile, report.Indicator])
def test_each_field_has_a_kind(record: type[Record]) -> None:
    assert {*record._fields} - {"node"} == {*record.kinds}


def test_a_number_keeps_its_exact_value_as_points() -> None:
    grade = build(report.Grade, good("{word: x, lowest: 8.50}"))
    assert (grade.lowest.value, grade.lowest.unit) == (Fraction(17, 2), "分")
    assert grade.lowest.slack == 0


def test_a_number_with_decimals_is_a_number() -> None:
    assert build(report.Grade, good("{word: x, lowest: 100.0}")).lowest.value == 100


def test_a_profile_number_becomes_a_decimal() -> None:
    band = build(report.Band, good("{result: x, lowest: 0.07, highest: 90}"))
    assert (band.lowest, band.highest) == (Decimal("0.07"), Decimal(90))
