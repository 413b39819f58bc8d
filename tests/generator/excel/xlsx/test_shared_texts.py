"""The texts that cells share, read as a stream."""

from __future__ import annotations

from collections import Counter

from generator.excel.xlsx.shared_texts import SharedScan
from generator.excel.xlsx.xml_scan import Budget
from tests.support.sheet_parts import part


def test_a_text_of_which_a_run_is_struck_out_is_known() -> None:
    scan = SharedScan("xl/sharedStrings.xml", Counter({0: 1, 1: 1}), Budget())
    scan.run(part("sst", "<si><t>甲</t></si><si><r><t>乙</t></r><r><rPr><strike/></rPr><t>丙</t></r></si>"))
    assert scan.struck == {1}


def test_only_the_shared_texts_that_cells_show_are_kept_and_each_is_counted_as_often() -> None:
    budget = Budget()
    scan = SharedScan("xl/sharedStrings.xml", Counter({1: 3}), budget)
    scan.run(part("sst", "<si><t>甲</t></si><si><r><t>乙_x000A_</t></r><r><t>丙</t></r><rPh><t>读</t></rPh></si>"))
    assert scan.shared == {1: "乙\n丙"}
    assert budget.text == 3 * len("乙_x000A_丙")
