from __future__ import annotations

import re

import pytest

from generator.reports.workspace import Workspace
from tests.support.rules import STATED
from tests.support.rules import problems_of_accounts as found


@pytest.mark.parametrize(
    ("cell", "computed"),
    [
        ("table: 1, row: 1, column: 1", "按表4第1行第1栏计算为 917.39万元"),
        ("table: 1, row: 5, column: 1", "按表2合计行第4栏计算为 52.00万元"),
        ("table: 1, row: 27, column: 1", "按表1第1至8行第1栏（表2合计行第1栏）相加计算为 1064.09万元"),
        ("table: 1, row: 28, column: 1", "按填写的数据计算为 1.00万元"),
        ("table: 1, row: 30, column: 1", "按表1第27、28、29行第1栏相加计算为 1085.69万元"),
        ("table: 1, row: 35, column: 2", "按表3同类科目行第1栏计算为 843.17万元"),
        ("table: 1, row: 57, column: 2", "按表1第31至56行第2栏（表3合计行第1栏）相加计算为 1073.79万元"),
        ("table: 1, row: 60, column: 2", "按表1第57、58、59行第2栏相加计算为 1085.69万元"),
        ("table: 2, row: 合计, column: 2", "按表2各类第2栏相加计算为 991.59万元"),
        ("table: 3, row: 205, column: 3", "按表3「205」下各款第3栏相加计算为 416.23万元"),
        ("table: 4, row: 27, column: 1", "按表4第1至3行第1栏（表1第1至3行第1栏）相加计算为 991.59万元"),
        ("table: 4, row: 28, column: 1", "按表4第29至31行第1栏相加计算为 17.60万元"),
        ("table: 4, row: 32, column: 1", "按表4第27、28行第1栏相加计算为 1009.19万元"),
        ("table: 4, row: 31, column: 1", "按各科目的支出和结转计算为 0.00万元"),
        ("table: 4, row: 33, column: 3", "按表5、表8、表9同类科目行计算为 0.00万元"),
        ("table: 4, row: 37, column: 3", "按表5、表8、表9同类科目行计算为 772.17万元"),
        ("table: 4, row: 59, column: 4", "按表4第33至58行第4栏相加计算为 61.90万元"),
        ("table: 4, row: 64, column: 2", "按表4第59、60行第2栏相加计算为 1009.19万元"),
        ("table: 5, row: 20502, column: 2", "按表5「20502」下各项第2栏相加计算为 35.01万元"),
        ("table: 6, row: 人员经费合计, column: 1", "按表6各科目第1栏相加计算为 463.82万元"),
        ("table: 6, row: 30113, column: 1", "按填写的数据计算为 38.41万元"),
    ],
)  # fmt: skip
def test_a_stated_cell_that_disagrees_names_the_cells_it_follows_from(
    workspace: Workspace, cell: str, computed: str
) -> None:
    (problem,) = found(workspace, (STATED, f"{STATED}    - {{{cell}, amount: 9999万元}}\n"))
    assert problem.code == "ACCOUNTS-STATED"
    assert problem.message.split("核定为 9999.00万元，")[1].startswith(f"{computed}，相差 ")


@pytest.mark.parametrize(
    "cell",
    [
        "table: 2, row: 2050199, column: 1",
        "table: 3, row: 2050199, column: 1",
        "table: 6, row: 301, column: 1",
        "table: 7, row: 合计, column: 7",
        "table: 7, row: 合计, column: 9",
        "table: 8, row: 2296003, column: 3",
        "table: 8, row: 2296003, column: 6",
        "table: 9, row: 2230105, column: 1",
    ],
)
def test_a_stated_sum_of_columns_or_items_names_what_it_is_the_sum_of(workspace: Workspace, cell: str) -> None:
    (problem,) = found(workspace, (STATED, f"{STATED}    - {{{cell}, amount: 9999万元}}\n"))
    assert re.search(r"万元，按表\d[^，]*栏[^，]*计算为", problem.message)
    assert "各类" not in problem.message  # that is how a total over classes comes about
