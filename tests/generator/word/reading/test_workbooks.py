from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from generator.opc import content_type, write_package
from generator.word.package import parse_template
from generator.word.safety.hazards import hazards
from tests.support.charts import chart_package


def test_a_chart_whose_workbook_an_editor_lost_gets_an_empty_one() -> None:
    whole = chart_package()
    (name,) = [name for name in whole if name.endswith(".xlsx")]
    lost = {part: data for part, data in whole.items() if part != name}
    found, problems = parse_template(write_package(lost), "x")
    assert found is not None, problems
    assert [[cell.value for cell in row] for row in load_workbook(BytesIO(found[name])).active.iter_rows()] in (
        [],
        [[None]],
    )  # type: ignore[union-attr]
    assert content_type(found, name) == content_type(whole, name)
    assert hazards(found, "x") == []
    assert parse_template(write_package(whole), "x") == (whole, [])
