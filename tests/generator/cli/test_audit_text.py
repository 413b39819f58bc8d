"""What git tells of a report, on a terminal and as JSON."""

from __future__ import annotations

import json
import re

import pytest

from generator.cli.audit_text import (
    changes_json,
    changes_text,
    history_json,
    history_text,
    name_list,
    verification_json,
    verification_text,
)
from generator.cli.terminal import BOLD, GREEN, RED, RESET
from generator.data.paths import Change
from generator.git.repository import Commit
from generator.revisions.compare import Difference
from generator.revisions.diff import FileChange, RevisionChanges
from generator.revisions.history import History, HistoryEntry
from generator.revisions.snapshot import Finding
from generator.revisions.verify import Verdict, Verification
from generator.text.width import width
from tests.support.changes import CHANGE, MOVED, changes, passage, report

COMMIT = Commit("0123456789" * 4, (), "黄燕", "2023-01-02T09:00:00+08:00", "更正执行数")
CLAIMS = {"unit": "hechi", "year": "2022", "document": "report", "inputs": "abc", "commit": COMMIT.id, "generator": "1"}
COLOUR = re.compile("|".join((RED, GREEN, BOLD, RESET)))


def block(*lines: str) -> str:
    return "\n".join(lines)


def column(line: str, mark: str) -> int:
    """Where a mark stands on a terminal."""
    return width(line[: line.index(mark)])


def entry(**fields: object) -> HistoryEntry:
    found = {"inputs": (CHANGE,), "figures": (MOVED,), "causes": (), "documents": {}} | fields
    return HistoryEntry(COMMIT, "reports/2022/hechi.yaml", **found)  # type: ignore[arg-type]


def test_a_diff_is_told_report_by_report() -> None:
    finding = Finding("FUNDS-SUM", "错误", "a", "a.yaml:1:2", "合计不符")
    told = changes(report(inputs=(CHANGE,), figures=(MOVED,), new_problems=(finding,)), notes=("看这里",))
    assert changes_text(told) == block(
        "自评变动：0123456789（main） → 工作区",
        "提示：看这里",
        "",
        "河池市电化教育站 2022 年  reports/2022/hechi.yaml",
        "  填写",
        "    funds.actual  21754元 → 22754元  +1000元  reports/2022/a.yaml:25",
        "  计算",
        "    执行率  72.51% → 75.85%  +3.33个百分点  funds.rate",
        "        由 funds.actual 引起",
        "  新出现的问题",
        "    错误 FUNDS-SUM  a.yaml:1:2  合计不符",
    )


def test_no_change_is_said() -> None:
    assert changes_text(changes()) == block("自评变动：0123456789（main） → 工作区", "没有变动")


def test_labels_of_chinese_and_latin_letters_end_in_the_same_column() -> None:
    labels = ("预算执行率", "GDP", "结余", "A类（％）支出")
    figures = tuple(Change(f"f{number}", label, "1元", "2元") for number, label in enumerate(labels))
    lines = changes_text(changes(report(figures=figures))).splitlines()
    shown = [line for line in lines if "1元" in line]
    assert {column(line, "1元") for line in shown} == {4 + width("A类（％）支出") + 2}
    assert len(shown) == 4


def test_rows_of_one_table_are_aligned_with_each_other() -> None:
    rows = (passage("差旅费", "培训费用", "表", in_table=True), passage("GDP", "网络维护和更新费", "表", in_table=True))
    lines = changes_text(changes(report(documents={"report.docx": rows}))).splitlines()
    shown = [line for line in lines if "│" in line]
    assert len({column(line, "│") for line in shown}) == 1 and len(shown) == 4
    assert [line.strip()[0] for line in shown] == ["-", "+", "-", "+"]


def test_what_moved_all_figures_stands_in_the_heading() -> None:
    figures = (MOVED, Change("b", "结余数", "1元", "2元", by=("funds.actual",)))
    found = changes_text(changes(report(figures=figures)))
    assert "  计算（由 funds.actual 引起）" in found and found.count("引起") == 1


def test_long_texts_are_told_by_the_sentences_that_changed() -> None:
    same = "这一句没有变，而且很长很长，写了许多许多的字。"
    change = Change("narrative", "", f"{same * 3}支出2元。", f"{same * 3}支出3元。", place="a.yaml:9")
    found = changes_text(changes(report(inputs=(change,))))
    assert found.endswith(block("    narrative  a.yaml:9", "      - 支出2元。", "      + 支出3元。"))
    assert same not in found


def test_changed_passages_stand_under_their_headings_and_repetitions_are_counted() -> None:
    one, other = passage("甲。", "乙。", "一、情况"), passage("丙。", "丁。", "一、情况")
    found = changes_text(changes(report(documents={"report.docx": (one, other), "full.docx": (one, other)})))
    assert found.endswith(
        block(
            "  文档 report.docx",
            "    〔一、情况〕",
            "    - 甲。",
            "    + 乙。",
            "    - 丙。",
            "    + 丁。",
            "  文档 full.docx（改动 2 处与以上文档相同）",
        )
    )


def test_a_changed_heading_in_the_middle_is_not_at_the_beginning() -> None:
    documents = {"report.docx": (passage("甲。", "乙。", "一、情况"), passage("二、资金", "二、资金情况", "一、情况"))}
    assert "开头" not in changes_text(changes(report(documents=documents)))


def test_forms_and_program_are_told_after_the_reports() -> None:
    forms = (
        FileChange("templates/x/profile.yaml", "改动", values=(Change("decimals", "", "2", "1", "-1", place="p:8"),)),
        FileChange("templates/base.docx", "改动", parts=("样式「正文」", "word/settings.xml")),
        FileChange("templates/x/a.docx", "新增", passages=(passage("甲", "乙"),)),
    )
    told = RevisionChanges("一", "二", (), forms, ("generator/figures/scoring.py", "schema/x.yaml"), ())
    found = changes_text(told)
    assert "改动  templates/x/profile.yaml\n  配置\n    decimals  2 → 1  -1  p:8" in found
    assert "    文字没有变，改动了 样式「正文」、word/settings.xml" in found
    assert "新增  templates/x/a.docx\n    - 甲\n    + 乙" in found
    assert found.endswith("程序和共用清单：generator/figures/scoring.py、schema/x.yaml")


@pytest.mark.parametrize(("count", "more"), [(12, ""), (13, " 等 13 项")])
def test_of_many_names_the_first_dozen_are_told(count: int, more: str) -> None:
    names = [f"n{number}" for number in range(count)]
    assert name_list(names) == "、".join(names[:12]) + more


def test_colours_are_used_only_when_asked_for_and_change_no_text() -> None:
    rows = (passage("甲", "乙", in_table=True), passage("丙", "丁"))
    told = changes(report(inputs=(CHANGE,), figures=(MOVED,), documents={"report.docx": rows}))
    history = History((entry(documents={"report.docx": rows}),), ())
    verified = Verification(Verdict.ALTERED, "文字不同", CLAIMS, rows, ("word/document.xml",))
    for plain, coloured in (
        (changes_text(told), changes_text(told, colour=True)),
        (history_text(history), history_text(history, colour=True)),
        (verification_text(verified), verification_text(verified, colour=True)),
    ):
        assert RED not in plain and RED in coloured
        assert COLOUR.sub("", coloured) == plain
        assert all(line.count(RESET) == len(COLOUR.findall(line)) / 2 for line in coloured.splitlines())


def test_a_history_is_told_commit_by_commit() -> None:
    again = entry(figures=(Change("b", "结余数", "1元", "2元"),), causes=("templates/national/profile.yaml",))
    assert history_text(History((entry(), again), ("浅克隆",))) == block(
        "0123456789  2023-01-02  黄燕  更正执行数",
        "  填写",
        "    funds.actual  21754元 → 22754元  +1000元  reports/2022/a.yaml:25",
        "  计算",
        "    执行率  72.51% → 75.85%  +3.33个百分点  funds.rate",
        "        由 funds.actual 引起",
        "",
        "0123456789  2023-01-02  黄燕  更正执行数",
        "  填写",
        "    funds.actual  21754元 → 22754元  +1000元  reports/2022/a.yaml:25",
        "  计算",
        "    结余数  1元 → 2元  b",
        "  随同改动：templates/national/profile.yaml",
        "",
        "提示：浅克隆",
    )


def test_a_file_that_moved_no_figure_is_no_cause() -> None:
    found = history_text(History((entry(causes=("generator/cli/app.py",)),), ()))
    assert "随同改动" not in found


def test_broken_and_first_commits_are_told_in_a_line() -> None:
    broken = entry(inputs=(), figures=(), broken=True)
    first = entry(inputs=(CHANGE, CHANGE), figures=(MOVED,), first=True)
    blocks = history_text(History((broken, first), ())).split("\n\n")
    assert [text.splitlines()[1:] for text in blocks] == [
        ["  reports/2022/hechi.yaml 有错误，算不出数"],
        ["  新建：填写 2 个数，算出 1 个数"],
    ]


def test_an_empty_history_is_said() -> None:
    assert history_text(History((), ())) == "没有提交动过这个数"


@pytest.mark.parametrize("verdict", [*Verdict])
def test_a_verification_says_verdict_reason_and_claims(verdict: Verdict) -> None:
    found = verification_text(Verification(verdict, "因为", CLAIMS, (passage("甲。", "乙。"),), ("word/document.xml",)))
    assert found == block(
        f"{verdict.value}：因为",
        "  单位：hechi",
        "  年度：2022",
        "  文档：report",
        f"  提交：{COMMIT.id}",
        "  数据摘要：abc",
        "  程序版本：1",
        "  改动的文字（- 提交生成的，+ 这份文档里的）",
        "    - 甲。",
        "    + 乙。",
        "  不同的部件：word/document.xml",
    )
    assert verification_text(Verification(verdict, "因为", {})) == f"{verdict.value}：因为"


def test_the_json_of_a_diff_has_the_same_figures() -> None:
    finding = Finding("FUNDS-SUM", "错误", "a", "a.yaml:1:2", "合计不符")
    one = report(
        inputs=(CHANGE,), figures=(MOVED,), new_problems=(finding,), documents={"report.docx": (passage("甲", "乙"),)}
    )
    gone = report(Difference(one.difference.before, None))
    [found, removed] = json.loads(changes_json(changes(one, gone)))["reports"]
    assert found["path"] == "reports/2022/hechi.yaml"
    difference = found["difference"]
    assert (difference["inputs"][0]["before"], difference["inputs"][0]["difference"]) == ("21754元", "+1000元")
    assert (difference["figures"][0]["after"], difference["figures"][0]["by"]) == ("75.85%", ["funds.actual"])
    assert difference["new_problems"][0] == finding._asdict()
    assert difference["documents"]["report.docx"][0]["cells"] == [[["-", "甲"], ["+", "乙"]]]
    assert difference["before"] == {"name": "河池市电化教育站", "ready": True}
    assert removed["difference"]["after"] is None


def test_the_json_of_a_history_and_of_a_verification_has_the_same_figures() -> None:
    [found] = json.loads(history_json(History((entry(),), ())))["entries"]
    assert (found["commit"]["id"], found["figures"][0]["after"], found["broken"]) == (COMMIT.id, "75.85%", False)
    verified = json.loads(
        verification_json(Verification(Verdict.ALTERED, "因为", CLAIMS, (passage("甲", "乙"),), ("x",)))
    )
    assert (verified["verdict"], verified["provenance"], verified["parts"]) == ("altered", CLAIMS, ["x"])
    assert verified["passages"][0]["before"]["cells"][0]["text"] == "甲"
