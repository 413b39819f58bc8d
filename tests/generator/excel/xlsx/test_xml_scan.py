"""The XML of a workbook read as a stream: elements by their path, limits, and what no program writes."""

from __future__ import annotations

import pytest

from generator.excel.xlsx import xml_scan
from generator.excel.xlsx.xml_scan import Attributes, Budget, Scan
from generator.opc import RefusedError
from tests.support.sheet_parts import MAIN, part


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b'<!DOCTYPE worksheet><worksheet xmlns="%s"/>' % MAIN.encode(),
            "这个部件带有 DOCTYPE 声明，Excel 工作簿里不会有",
        ),
        (b'<?xml version="1.0" encoding="gbk"?><worksheet/>', "这个部件的编码是 GBK，Excel 工作簿里只有 UTF-8、UTF-16"),
        (b"<html/>", "不是通用的 .xlsx 格式"),
    ],
)
def test_another_kind_of_part_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(RefusedError) as error:
        Scan("xl/sheet1.xml", "worksheet", {}).run(data)
    assert str(error.value) == message


def test_elements_are_named_by_their_whole_path() -> None:
    seen: list[tuple[str, Attributes | str]] = []
    scan = Scan(
        "xl/a.xml",
        "root",
        {"a/b": lambda attributes: seen.append(("start", attributes))},
        {"a/b": lambda text: seen.append(("end", text))},
        ("a/b",),
    )
    scan.run(part("root", '<x><a><b no="1">0</b></a></x><b>1</b><a><a><b>2</b></a><b n="3">三</b></a>'))
    assert seen == [("start", {"n": "3"}), ("end", "三")]


def test_the_budget_holds_for_all_parts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_scan, "MAX_CELLS", 2)
    budget = Budget()
    budget.take_cell("甲")
    budget.take_cell("乙")
    with pytest.raises(RefusedError, match="有内容的单元格超过上限 2 个"):
        budget.take_cell("乙")
    monkeypatch.setattr(xml_scan, "MAX_TEXT", 2)
    with pytest.raises(RefusedError, match="文字一共超过上限 2 个字"):
        Budget(text=2).take_text(1)
