"""The comment of a pull request: what it says, that it fits, and that no text in it can pose as markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.cli.audit_markdown import COMMENT_LIMIT, changes_markdown
from generator.data.paths import Change
from generator.revisions.compare import Difference
from generator.revisions.diff import FileChange, ReportChange, RevisionChanges
from generator.revisions.snapshot import Finding, Snapshot
from tests.support.changes import CHANGE, MOVED, changes, passage, report

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
ALLOWED = {
    *("h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "br"),
    *("details", "summary", "ul", "li", "del", "ins", "strong", "blockquote"),
}
NASTY = [
    "甲 | 乙 || 丙",
    "`代码` ``x``",
    "<b>粗</b> <img src=x onerror=alert(1)> <!-- x --> </details></td>",
    "&lt;b&gt; &amp; &#64; &nbsp;",
    "#1 GH-1 # 标题",
    "**粗** __体__ *斜* _体_ ~~删~~",
    "[x](http://example.org) ![x](y) <http://example.org> [x]: y",
    "http://example.org/?a=1&b=2 www.example.org",
    "一\n\n# 二\n- 三\n    四\n| 五 |\n| --- |\n===\n1. 六\n1) 七\n> 八",
    "- [ ] 事 \\| \\\\ \\",
    "$x^2$ {{ funds.actual }} :tada:",
    "```\n```js",
    "---",
    "'单' \"双\"",
]


class Page(HTMLParser):
    """The tags of a page, and its texts by the tag they stand in; a line break is a newline."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self.in_cell = False
        self.feed(MARKDOWN.render(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.in_cell = True
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = self.in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.in_cell:
            self.rows[-1][-1] += data


def everywhere(text: str) -> RevisionChanges:
    """A diff that holds a text wherever one from a report, a profile, a template or git can stand."""
    change = Change(text, text, text, text + "新", text, (text,), place=text)
    snapshot = Snapshot(text, documents={})
    difference = Difference(
        snapshot,
        snapshot,
        (change, Change(text, text, None, text, place=text)),
        (change, Change(text, text, text, None, by=(text, text))),
        (Finding(text, text, text, text, text),),
        (Finding(text, text, text, text, text),),
        (Change(text, text, text, None),),
        {text: (passage(text, text + "新", text), passage(text, "新" + text, in_table=True))},
    )
    forms = (
        FileChange(text, "改动", values=(change,)),
        FileChange(text, "改动", passages=(passage(text, "新" + text, text),)),
        FileChange(text, "改动", parts=(text,)),
    )
    return RevisionChanges(text, text, (ReportChange(f"a/{text}", text, difference),), forms, (text,), (text,))


def plain(text: str) -> str:
    """A text without what is not seen of it."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip()


def test_inputs_and_figures_stand_in_tables() -> None:
    page = Page(changes_markdown(changes(report(inputs=(CHANGE,), figures=(MOVED,)))))
    assert page.rows == [
        ["填写的数据", "原来", "现在", "相差", "位置"],
        ["funds.actual", "21754元", "22754元", "+1000元", "reports/2022/a.yaml:25"],
        ["算出的数（由 funds.actual 引起）", "原来", "现在", "相差"],
        ["执行率\nfunds.rate", "72.51%", "75.85%", "+3.33个百分点"],
    ]


def test_figures_that_moved_for_different_reasons_name_their_own() -> None:
    other = Change("funds.balance", "结余数", None, "1元", by=("a", "b"))
    page = Page(changes_markdown(changes(report(figures=(MOVED, other)))))
    assert page.rows[0][-1] == "由谁引起"
    assert [row[1::3] for row in page.rows[1:]] == [["72.51%", "funds.actual"], ["—", "a、b"]]


def test_problems_acceptances_notes_forms_and_program_are_told() -> None:
    found = report(
        new_problems=(Finding("FUNDS-SUM", "错误", "a", "a.yaml:1:2", "合计不符"),),
        gone_problems=(Finding("FUNDS-OVER", "警告", "a", "a.yaml:2:2", "超支"),),
        accepted=(Change("FUNDS-OVER（a）", "", None, "由公用经费承担（黄燕，2023-01-29）"),),
    )
    forms = (FileChange("templates/base.docx", "改动", parts=("样式「正文」",)),)
    told = RevisionChanges("一", "二", (found,), forms, ("generator/figures/scoring.py",), ("这是提示",))
    text = Page(changes_markdown(told)).text
    for word in ("FUNDS-SUM", "合计不符", "消除的问题", "超支", "由公用经费承担（黄燕，2023-01-29）", "这是提示"):
        assert word in text
    assert "文字没有变，改动了 样式「正文」" in text and "generator/figures/scoring.py" in text


def test_a_new_report_says_how_much_it_holds() -> None:
    snapshot = report().difference.after
    for sides, word in (((None, snapshot), "（新增）"), ((snapshot, None), "（删去）")):
        text = Page(changes_markdown(changes(report(Difference(*sides))))).text
        assert word in text and "填写 1 项，算出 1 个数" in text


def test_changed_sentences_and_rows_are_folded_away_under_their_headings() -> None:
    rows = (passage("执行率72.51%。", "执行率75.85%。", "一、情况"), passage("甲", "乙", "二、表", in_table=True))
    found = changes_markdown(changes(report(documents={"report.docx": rows})))
    assert "<summary>report&#46;docx：改动 1 句、1 行</summary>" in found
    page = Page(found)
    assert (page.tags.count("li"), page.tags.count("strong"), page.tags.count("details")) == (2, 2, 1)
    assert "执行率<del>72&#46;51</del><ins>75&#46;85</ins>%。" in found


def test_what_a_volume_repeats_is_said_once() -> None:
    one, own = passage("执行率72.51%。", "执行率75.85%。"), passage("封面甲", "封面乙")
    found = changes_markdown(
        changes(report(documents={"report.docx": (one,), "full.docx": (own, one), "same.docx": (one,)}))
    )
    assert found.count("75&#46;85") == 1
    text = Page(found).text
    assert "full.docx：改动 1 句（另有 1 处与以上文档相同）" in text and "same.docx（改动 1 处与以上文档相同）" in text


def test_of_a_long_text_only_what_stands_next_to_a_change_is_shown() -> None:
    before = "首" * 100 + "2元" + "中" * 100 + "3元" + "尾" * 100
    page = Page(changes_markdown(changes(report(inputs=(Change("a", "a", before, before.replace("元", "万元")),)))))
    cell = page.rows[1][2]
    assert cell == f"…{'首' * 23}2万元{'中' * 23}…{'中' * 23}3万元{'尾' * 23}…"


def test_where_nothing_changed_nothing_is_said() -> None:
    assert changes_markdown(changes(notes=("提示",))) == ""


def test_what_does_not_fit_is_left_out_from_the_end_and_said_to_be() -> None:
    documents = {f"{number}.docx": (passage(f"甲{number}", f"乙{number}" * 50),) for number in range(200)}
    told = changes(report(inputs=(CHANGE,), documents=documents))
    whole, short = changes_markdown(told, 10**9), changes_markdown(told, 3000)
    cut = short.rindex("> 改动太多，这里放不下")
    assert whole.startswith(short[:cut]) and "22754元" in short
    assert 2000 < len(short) <= 3100
    assert short.count("<details>") == short.count("</details>") > 1
    assert "改动太多" not in whole
    assert 50_000 < len(changes_markdown(told)) <= COMMENT_LIMIT + 100 < 65_536


@pytest.mark.parametrize("text", NASTY)
def test_no_text_can_pose_as_markup(text: str) -> None:
    found = changes_markdown(everywhere(text))
    page = Page(found)
    assert set(page.tags) <= ALLOWED and page.attributes == []
    assert [len(row) for row in page.rows] == [5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 5, 5]
    assert page.tags.count("h3") == 5 and page.tags.count("details") == 2 and page.tags.count("li") == 3
    assert plain(page.rows[2][2]) == plain(text) and plain(page.rows[7][3]) == plain(text)
    shown = plain(page.text)
    assert shown.count(plain(text)) >= 30, text
    assert not re.search(r"#\d|&[a-z]+;|https?://|www\.", found.replace("&#", ""))


@given(st.text(st.sampled_from("|`<>&@#*_[]()!\\~:$-+=.1)a甲 \n{}\"'/ "), max_size=40))
def test_any_text_stands_in_its_cell_as_it_is(text: str) -> None:
    page = Page(changes_markdown(changes(report(gone_problems=(Finding("A", "警告", "a", text, text),)))))
    assert [[*map(plain, row)] for row in page.rows[1:]] == [["警告", "A", plain(text), plain(text)]]
    assert set(page.tags) <= ALLOWED


@pytest.mark.parametrize("text", ["一\r二", "一\r\n二", "一\r\r===\r"])
def test_a_carriage_return_does_not_break_a_row(text: str) -> None:
    page = Page(changes_markdown(changes(report(gone_problems=(Finding("A", "警告", "a", text, text),)))))
    assert [[*map(plain, row)] for row in page.rows[1:]] == [["警告", "A", plain(text), plain(text)]]


@pytest.mark.parametrize("text", ["@someone 看", "clerk@example.org", "@org/team"])
def test_no_text_can_mention_anyone(text: str) -> None:
    page = Page(changes_markdown(everywhere(text)))
    assert not re.search(r"@\w", page.text)
    assert plain(page.rows[2][2]) == text
