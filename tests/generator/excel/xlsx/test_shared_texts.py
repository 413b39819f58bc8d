"""The texts that cells share, read as a stream."""

from __future__ import annotations

from collections import Counter

import pytest

from generator.excel.xlsx.cell_styles import Font
from generator.excel.xlsx.shared_texts import SharedScan
from generator.excel.xlsx.xml_scan import Budget
from generator.opc import RefusedError
from tests.support.sheet_parts import part


def test_the_fonts_of_a_text_are_those_of_its_runs() -> None:
    scan = SharedScan("xl/sharedStrings.xml", Counter(range(4)), Budget())
    struck = "<r><rPr><strike/></rPr><t>丙</t></r>"
    blank = "<r><rPr><strike/></rPr><t> </t></r>"
    runs = [f"<si><r><t>乙</t></r>{one}</si>" for one in (struck, blank, "<r><rPr><b/></rPr><t>丙</t></r>")]
    scan.run(part("sst", "<si><t>甲</t></si>" + "".join(runs)))
    assert scan.fonts == {1: (None, Font(struck=True)), 3: (None, Font())}


def test_a_text_in_more_fonts_than_anyone_uses_is_refused() -> None:
    runs = [f'<r><rPr><sz val="{size}"/></rPr><t>甲</t></r>' for size in range(60)]
    with pytest.raises(RefusedError, match="50 种以上的字体"):
        SharedScan("xl/sharedStrings.xml", Counter({0: 1}), Budget()).run(part("sst", f"<si>{''.join(runs)}</si>"))


def test_only_the_shared_texts_that_cells_show_are_kept_and_each_is_counted_as_often() -> None:
    budget = Budget()
    scan = SharedScan("xl/sharedStrings.xml", Counter({1: 3}), budget)
    scan.run(part("sst", "<si><t>甲</t></si><si><r><t>乙_x000A_</t></r><r><t>丙</t></r><rPh><t>读</t></rPh></si>"))
    assert scan.shared == {1: "乙\n丙"}
    assert budget.text == 3 * len("乙_x000A_丙")
