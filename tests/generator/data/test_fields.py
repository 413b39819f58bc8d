from __future__ import annotations

from generator.data.fields import fields
from generator.data.reader import parse
from generator.data.schema import schema

TEXT = """\
unit: 示例单位
facts: {学校: 9所}
accounts:
  economic: {"30101": 1万元}
evaluations:
  - funds: {items: [{name: 差旅费, items: [{name: 市内}]}]}
    indicators:
      - groups: [{items: [{name: 甲, actual: 1项}]}]
    narrative: {总目标: 文字}
"""


def test_each_value_is_named_by_the_definition_it_stands_in() -> None:
    root, _ = parse(TEXT.encode(), "x")
    assert root is not None
    found = [(one.owner, one.key, one.kind) for one in fields(root, schema("report"))]
    assert found == [
        ("", "unit", "line"),
        ("", "facts", ""),
        ("facts", "学校", "value"),
        ("", "accounts", "accounts"),
        ("accounts", "economic", ""),
        ("accounts.economic", "30101", "amount"),
        ("", "evaluations", ""),
        ("evaluation", "funds", "funds"),
        ("funds", "items", ""),
        ("item", "name", "line"),
        ("item", "items", ""),
        ("item", "name", "line"),
        ("evaluation", "indicators", ""),
        ("group", "groups", ""),
        ("group", "items", ""),
        ("indicator", "name", "line"),
        ("indicator", "actual", "value"),
        ("evaluation", "narrative", ""),
        ("evaluation.narrative", "总目标", "prose"),
    ]


def test_names_that_the_schema_does_not_have_are_passed_over() -> None:
    root, _ = parse("unit: 甲\nnobody: 1\n".encode(), "x")
    assert root is not None
    assert [one.key for one in fields(root, schema("report"))] == ["unit"]
