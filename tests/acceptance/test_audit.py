"""History and diff of a repository that is made by a script of thirty and more commits, figure by figure."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.cli.audit_markdown import changes_markdown
from generator.cli.audit_text import changes_text, history_text
from generator.git.repository import Repository
from generator.revisions.diff import changes
from generator.revisions.history import History, history
from tests.support.paths import PROJECT
from tests.support.scripted import Scripted

DATA = PROJECT / "tests" / "data" / "audit"

ITEM = """        - name: 办公费
          budget: 0.5万元
          actual: 0.22万元
"""
MOVED = """              - name: 组织师生参加信息技术竞赛活动
                target: 6次
              - name: 参加信息技术应用能力培训
                actual: 4.5万人次
"""
REORDERED = """              - name: 参加信息技术应用能力培训
                actual: 4.5万人次
              - name: 组织师生参加信息技术竞赛活动
                target: 6次
"""
SCORING = "generator/figures/criteria.py"
TRAVEL = """        - name: 差旅费
          budget: 1万元
          actual: 1万元
"""
ADDED = """          - name: 成本指标
            items:
              - name: 人均培训成本
                target: ≤2元
                actual: 1.5元
"""
ACCEPTED = """accepted:
  - code: FUNDS-OVER
    at: evaluations.xiaoxiaotong.funds.items.差旅费
    reason: 超出部分由公用经费承担
    by: 黄燕
    date: 2023-01-29
"""


def thirty_commits(root: Path) -> Scripted:
    """What a unit's report goes through: edits, renames, reorderings, merges, reverts, changed forms and program."""
    repo = Scripted(root, program=True)
    national = "templates/national/profile.yaml"
    repo.commit("01 初稿")
    repo.commit("02 全年执行数按账更正", ("actual: 21754元", "actual: 21763元"))
    repo.commit("03 培训费更正", ("actual: 0.46万元", "actual: 0.47万元"))
    repo.commit("04 改一句话", ("至今已使用将近", "已经使用将近"))
    repo.commit("05 加一条注释", ("      initial_budget: 3万元\n", "      initial_budget: 3万元\n      # 按决算账\n"))
    repo.commit("06 指标换顺序", (MOVED, REORDERED))
    repo.commit("07 办公费移到最前", (ITEM, ""), ("        - name: 差旅费\n", ITEM + "        - name: 差旅费\n"))
    repo.commit("08 百分比印一位小数", ("  百分比: 2", "  百分比: 1"), path=national)
    repo.commit(
        "09 执行率占20分", ("execution: 10\n  indicators: 90", "execution: 20\n  indicators: 80"), path=national
    )
    repo.revert("10 撤回执行率分值")
    repo.git("mv", "reports/2022/hechi.yaml", "reports/2022/hechi-dianjiao.yaml")
    repo.report = repo.report.with_name("hechi-dianjiao.yaml")
    repo.commit("11 单位改名", ("unit: 河池市电化教育站", "unit: 河池市教育技术中心"))
    repo.commit("12 指标得分更正", ("indicator_score: 80.00", "indicator_score: 81.50"))
    repo.git("switch", "--quiet", "--create", "budget")
    repo.commit("13 追加预算", ("initial_budget: 3万元", "initial_budget: 3.2万元"))
    repo.commit(
        "14 网络维护费预算随之追加",
        ("budget: 0.5万元\n          actual: 0.5万元", "budget: 0.7万元\n          actual: 0.5万元"),
    )
    repo.git("switch", "--quiet", "main")
    repo.commit("15 补记一笔支出", ("actual: 21763元", "actual: 22763元"), ("actual: 0.47万元", "actual: 0.56万元"))
    repo.commit("16 竞赛改为8次", ("target: 6次", "target: 8次"))
    repo.merge("17 合并预算调整", "budget")
    repo.commit("18 覆盖县区更正", ("覆盖县区: 11个县", "覆盖县区: 12个县"))
    repo.revert("19 撤回覆盖县区")
    shutil.copy(PROJECT / "reports" / "2021" / "yiyang.yaml", root / "reports" / "2022" / "yiyang.yaml")
    repo.commit("20 另一个单位的数据")
    repo.commit_template(
        "21 自评表印到元", "{{ funds.actual|万元数 }}", "{{ funds.actual|元数 }}", "national/scoring.docx"
    )
    repo.commit("22 数据说明", ("单位全称，与公章一致。", "单位全称，与印章一致。"), path="schema/report.schema.json")
    repo.commit(
        "23 执行率得分取整",
        (".at_most(weight)\n\n\ndef completion", ".at_most(weight).rounded(0)\n\n\ndef completion"),
        path=SCORING,
    )
    repo.commit("24 误用了制表符", ("unit: ", "\tunit: "))
    repo.commit(
        "25 改回，又更正差旅费",
        ("\tunit: ", "unit: "),
        (TRAVEL, TRAVEL.replace("actual: 1万元", "actual: 1.01万元")),
    )
    repo.commit("26 增加一项指标", ("          - name: 成本指标\n            items:\n", ADDED))
    repo.commit("27 删去办公费", (ITEM, ""))
    repo.revert("28 恢复办公费")
    repo.commit("29 接受一个问题", ("\nevaluations:\n", f"\n{ACCEPTED}\nevaluations:\n"))
    repo.commit_template("30 正文字号", 'w:val="32"', 'w:val="30"', "base.docx", "word/styles.xml")
    repo.commit("31 预算改用元", ("initial_budget: 3.2万元", "initial_budget: 32000元"))
    repo.commit("32 全年执行数终审", ("actual: 22763元", "actual: 22800元"))
    return repo


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Scripted:
    return thirty_commits(tmp_path_factory.mktemp("仓库"))


def expect(repo: Scripted, name: str, text: str) -> None:
    """The text, with the number of its message for each commit, is the one that is kept; UPDATE_EXPECTED=1 keeps it."""
    for message, commit in repo.ids.items():
        text = text.replace(commit[:10], f"<{message[:2]}>")
    if os.environ.get("UPDATE_EXPECTED"):
        (DATA / name).write_text(text + "\n", "utf-8")
    assert text + "\n" == (DATA / name).read_text("utf-8")


def number(repo: Scripted, start: str) -> str:
    """The commit whose message starts so."""
    return next(commit for message, commit in repo.ids.items() if message.startswith(start))


def told(repo: Scripted, figure: str | None = None) -> History:
    return history(Repository(repo.root), "hechi-dianjiao", "2022", figure)


def moves(repo: Scripted, figure: str) -> dict[str, tuple[str | None, str | None]]:
    """What a figure was before and after each commit that moved it, by the number of the commit's message."""
    found = {}
    for entry in told(repo, figure).entries:
        for change in (*entry.inputs, *entry.figures):
            if change.name == figure:
                found[entry.commit.subject[:2]] = (change.before, change.after)
    return found


def test_the_history_of_all_figures(repo: Scripted) -> None:
    assert len(repo.ids) > 30
    expect(repo, "history.txt", history_text(told(repo)))


def test_commits_that_move_no_figure_are_not_in_the_history(repo: Scripted) -> None:
    found = {entry.commit.subject[:2] for entry in told(repo).entries}
    silent = {"04", "05", "06", "07", "11", "20", "22", "29", "30"}
    assert found == {message[:2] for message in repo.ids} - silent


def test_the_history_of_a_derived_figure_follows_renames_merges_and_reverts(repo: Scripted) -> None:
    """Worked out by hand: 21754, 21763 and 22763 of 30000, of 32000 after the merge."""
    assert moves(repo, "evaluations.xiaoxiaotong.funds.rate") == {
        "32": ("71.1%", "71.3%"),
        "17": ("75.9% / 68.0%", "71.1%"),
        "15": ("72.5%", "75.9%"),
        "13": ("72.5%", "68.0%"),
        "08": ("72.54%", "72.5%"),
        "02": ("72.51%", "72.54%"),
        "01": (None, "72.51%"),
    }


def test_a_score_moves_by_inputs_profile_and_program(repo: Scripted) -> None:
    name = "evaluations.xiaoxiaotong.score.execution"
    assert moves(repo, name) == {
        "23": ("7.11分", "7.00分"),
        "17": ("7.59分 / 6.80分", "7.11分"),
        "15": ("7.25分", "7.59分"),
        "13": ("7.25分", "6.80分"),
        "10": ("14.51分", "7.25分"),
        "09": ("7.25分", "14.51分"),
        "01": (None, "7.25分"),
    }
    entries = (entry for entry in told(repo, name).entries if not entry.broken)
    why = {entry.commit.subject[:2]: (entry.figures[0].by, entry.causes) for entry in entries}
    funds = "evaluations.xiaoxiaotong.funds"
    assert why["23"] == ((), ("generator/figures/criteria.py",))
    assert why["17"] == ((f"{funds}.initial_budget", f"{funds}.actual"), ())
    assert why["09"] == (("profile.weights.execution",), ("templates/national/profile.yaml",))
    assert why["15"] == ((f"{funds}.actual",), ())


def test_the_history_of_an_input_is_that_of_its_text(repo: Scripted) -> None:
    assert moves(repo, "evaluations.xiaoxiaotong.funds.initial_budget") == {
        "31": ("3.2万元", "32000元"),
        "13": ("3万元", "3.2万元"),
        "01": (None, "3万元"),
    }


def test_a_report_that_is_broken_in_between_hides_no_change(repo: Scripted) -> None:
    entries = {entry.commit.subject[:2]: entry for entry in told(repo).entries}
    assert entries["24"].broken and not entries["25"].broken
    [change] = entries["25"].inputs
    assert (change.name, change.before, change.after) == (
        "evaluations.xiaoxiaotong.funds.items.差旅费.actual",
        "1万元",
        "1.01万元",
    )


@pytest.mark.parametrize(
    ("base", "head"), [("01", "32"), ("05", "07"), ("10", "11"), ("20", "21"), ("26", "27"), ("28", "30")]
)
def test_the_difference_between_two_commits(repo: Scripted, base: str, head: str) -> None:
    found = changes(Repository(repo.root), number(repo, base), number(repo, head))
    expect(repo, f"diff-{base}-{head}.txt", changes_text(found))


def test_a_revert_leaves_no_difference(repo: Scripted) -> None:
    for base, head in (("08", "10"), ("17", "19"), ("26", "28")):
        found = changes(Repository(repo.root), number(repo, base), number(repo, head))
        assert not found and changes_markdown(found) == ""


def test_comments_and_other_units_make_no_difference_to_a_report(repo: Scripted) -> None:
    assert changes(Repository(repo.root), number(repo, "04"), number(repo, "05")).reports == ()
    found = changes(Repository(repo.root), number(repo, "19"), number(repo, "20"))
    assert [report.path for report in found.reports] == ["reports/2022/yiyang.yaml"]


def test_a_change_of_a_unit_changes_the_report_that_rolls_it_up(tmp_path: Path) -> None:
    repo = Scripted(tmp_path / "仓库")
    for name in ("reports", "templates"):
        shutil.copytree(PROJECT / "tests" / "data" / "rollup" / name, repo.root / name, dirs_exist_ok=True)
    repo.commit("初稿")
    repo.edit(("          actual: 48万元", "          actual: 47万元"), path="reports/2023/example-east.yaml")
    found = changes(Repository(repo.root), "HEAD", None)
    east, department = sorted(found.reports, key=lambda report: report.path, reverse=True)
    assert (department.path, department.difference.inputs) == ("reports/2023/example-department.yaml", ())
    [change] = [one for one in department.difference.figures if one.name == "rollup.actual"]
    assert (change.before, change.after, change.difference) == ("90.00万元", "89.00万元", "-1.00万元")
    assert change.by == ("units.example-east.evaluations.network.funds.items.设备.actual",)
    assert east.difference.inputs[0].name == change.by[0].removeprefix("units.example-east.")
