"""The names of a template in columns, and as data for programs."""

from __future__ import annotations

from generator.filling.listing import as_data, table
from tests.support.anyone import template
from tests.support.docx import p

SOURCE = "{{ 合同.甲方 }}{% for row in rows %}{{ row.a }}{% for t in row.tags %}{{ t * 2 }}{% endfor %}{% endfor %}"


def test_names_stand_in_columns_with_their_kinds() -> None:
    assert table(template(p(SOURCE)).naming()).splitlines() == [
        "名称         种类",
        "合同         一组数据",
        "合同.甲方    任意",
        "rows         列表，每项是一组数据",
        "rows[].a     任意",
        "rows[].tags  列表，每项是数",
    ]


def test_programs_get_them_nested() -> None:
    found = as_data(template(p(SOURCE)).naming())
    assert found["合同"] == {
        "kind": "mapping",
        "optional": False,
        "entries": {"甲方": {"kind": "any", "optional": False}},
    }
    assert found["rows"]["element"]["entries"]["tags"]["element"] == {"kind": "number", "optional": False}


def test_a_template_without_tags_reads_nothing() -> None:
    assert template(p("甲")).naming().names == {}
