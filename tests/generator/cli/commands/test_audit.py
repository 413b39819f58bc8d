"""The commands diff, history, verify and text, as they are typed."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from generator.cli.commands.audit import COMMANDS
from generator.opc import write_package
from generator.reports.workspace import Workspace
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from tests.support.cli import Run
from tests.support.paths import PROJECT
from tests.support.scripted import Scripted

pytestmark = pytest.mark.slow  # whole reports and templates

REPORT = ("--unit", "hechi", "--year", "2022")
ACTUAL = ("actual: 21754元", "actual: 21763元")
FUNDS = "evaluations.xiaoxiaotong.funds"
COMPETITIONS = "组织师生参加信息技术竞赛活动.target"
TEMPLATE = "national/funds.docx"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UNIT", "YEAR", "FORMAT", "FIGURE", "BASE", "HEAD", "FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Scripted:
    """Three commits: a report, one of its indicators corrected, another unit's report."""
    repo = Scripted(tmp_path_factory.mktemp("仓库"))
    (repo.root / ".gitignore").write_text("build/\n.venv\n")
    (repo.root / ".gitattributes").write_bytes((PROJECT / ".gitattributes").read_bytes())
    repo.commit("初稿")
    repo.commit("竞赛改为8次", ("target: 6次", "target: 8次"))
    text = repo.report.read_text("utf-8")
    repo.report.with_name("second.yaml").write_text(text, "utf-8")
    repo.commit("另一个单位")
    return repo


@pytest.fixture
def repo(origin: Scripted, tmp_path: Path) -> Scripted:
    return origin.clone(tmp_path / "新 文件夹")


@pytest.fixture
def run(repo: Scripted, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(Workspace(repo.root), capsys)


def altered(path: Path) -> Path:
    """A copy of a document in which a figure was changed."""
    package, problems = read_package(path, path.name)
    assert package is not None, problems
    assert "21754元".encode() in package[DOCUMENT]
    copy = path.with_name("altered.docx")
    copy.write_bytes(
        write_package(package | {DOCUMENT: package[DOCUMENT].replace("21754元".encode(), "29754元".encode())})
    )
    return copy


def test_the_diff_of_an_uncommitted_edit_shows_input_figure_sentence_and_cell(run: Run, repo: Scripted) -> None:
    repo.edit(ACTUAL)
    status, out, err = run("diff")
    assert (status, err) == (0, "")
    assert re.search(rf"{FUNDS}\.actual  21754元 → 21763元  \+9元  reports/2022/hechi\.yaml:\d+", out)
    assert re.search(rf"预算执行率 +72\.51% → 72\.54%  \+0\.03个百分点  {FUNDS}\.rate", out)
    assert "+ 2022年度实际支出2.18万元，预算执行率72.54%。" in out
    assert re.search(r"^ +\+ .*│ .*72\.54%", out, re.MULTILINE)
    assert "second" not in out and "没有变动" not in out


def test_an_unchanged_tree_has_no_diff(run: Run) -> None:
    status, out, _ = run("diff")
    assert status == 0 and out.splitlines()[1:] == ["没有变动"]
    assert run("diff", "--format", "markdown") == (0, "", "")


def test_the_diff_as_markdown_and_as_json_has_the_same_figures(run: Run, repo: Scripted) -> None:
    repo.edit(ACTUAL)
    status, out, _ = run("diff", "--format", "markdown")
    assert status == 0 and out.startswith("## 自评变动\n") and "| 21754元 | 21763元 | &#43;9元 |" in out
    status, out, _ = run("diff", "--format", "json")
    [report] = json.loads(out)["reports"]
    figures = {change["name"]: change["after"] for change in report["difference"]["figures"]}
    assert status == 0 and figures[f"{FUNDS}.rate"] == "72.54%"


def test_base_and_head_are_compared_with_each_other_whatever_is_checked_out(
    run: Run, repo: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.edit(ACTUAL)
    monkeypatch.setenv("BASE", "HEAD~1")
    monkeypatch.setenv("HEAD", repo.ids["初稿"])
    status, out, _ = run("diff")
    assert status == 0 and f"{COMPETITIONS}  8次 → 6次  -2次" in out and "21763" not in out
    assert out.startswith(f"自评变动：{repo.ids['竞赛改为8次'][:10]}（HEAD~1） → {repo.ids['初稿'][:10]}\n")


def test_against_a_base_alone_only_what_this_side_changed_is_shown(run: Run, repo: Scripted) -> None:
    repo.git("switch", "--quiet", "--create", "branch")
    repo.git("switch", "--quiet", "main")
    repo.commit("主线", ("target: 8次", "target: 9次"))
    repo.git("switch", "--quiet", "branch")
    repo.edit(ACTUAL)
    status, out, _ = run("diff", "--base", "main", "--unit", "hechi")
    assert status == 0 and "与 main 的分叉点" in out
    assert "21763元" in out and "9次" not in out


def test_a_unit_or_year_limits_the_diff_to_its_reports(run: Run, repo: Scripted) -> None:
    repo.edit(ACTUAL)
    repo.edit(ACTUAL, path="reports/2022/second.yaml")
    out = run("diff", "--unit", "second")[1]
    assert "reports/2022/second.yaml" in out and "hechi.yaml" not in out
    out = run("diff")[1]
    assert "reports/2022/second.yaml" in out and "hechi.yaml" in out
    assert "没有变动" in run("diff", "--year", "2021")[1]


@pytest.mark.parametrize("option", ["--base", "--head"])
def test_an_unknown_revision_is_answered_in_chinese(run: Run, option: str) -> None:
    assert run("diff", option, "nobody") == (2, "", "git：找不到提交「nobody」：核对写法；远端的分支先运行 git fetch\n")


def test_the_history_of_a_report_names_each_commit(run: Run) -> None:
    status, out, _ = run("history", *REPORT)
    assert status == 0
    assert [line.split("  ")[-1] for line in out.splitlines() if re.match("[0-9a-f]{10}  ", line)] == [
        "竞赛改为8次",
        "初稿",
    ]


def test_the_history_of_a_figure_is_found_by_any_of_its_paths(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluation = "evaluations.xiaoxiaotong"
    direct = run("history", *REPORT, "--figure", f"{evaluation}.indicators.{COMPETITIONS}")
    assert direct[0] == 0 and "6次 → 8次  +2次" in direct[1]
    monkeypatch.setenv("FIGURE", f"{evaluation}.indicator_tables.产出指标.rows.{COMPETITIONS}")
    assert run("history", *REPORT) == direct


def test_the_history_as_json_has_the_same_figures(run: Run) -> None:
    _, out, _ = run("history", *REPORT, "--figure", f"{FUNDS}.rate", "--format", "json")
    [entry] = json.loads(out)["entries"]
    assert (entry["commit"]["subject"], entry["figures"][0]["after"]) == ("初稿", "72.51%")


def test_the_history_of_a_report_that_was_never_committed_says_so(run: Run, repo: Scripted) -> None:
    repo.report.with_name("third.yaml").write_bytes(repo.report.read_bytes())
    status, out, err = run("history", "--unit", "third", "--year", "2022")
    assert (status, out) == (2, "") and "reports/2022/third.yaml 还没有提交过" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["history"],
        ["history", "--unit", "hechi"],
        ["history", "--unit", "nobody", "--year", "2022"],
        ["history", *REPORT, "--format", "markdown"],
        ["diff", "--format", "xml"],
        ["diff", "--unit", "../x"],
        ["diff", "main"],
        ["verify"],
        ["verify", "--file", "nothing.docx"],
        ["verify", "--file", "."],
    ],
)
def test_misuse_is_refused_with_status_2(run: Run, arguments: list[str]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("用法错误：")


@pytest.mark.parametrize("figure", [f"{FUNDS}.rats", FUNDS])
def test_a_figure_that_there_never_was_has_no_history(run: Run, figure: str) -> None:
    _, out, err = run("history", *REPORT, "--figure", figure)
    assert "没有" in out + err and "初稿" not in out


def test_verify_tells_a_genuine_document_from_an_altered_one(
    run: Run, repo: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("report", *REPORT)[0] == 0
    path = repo.root / "build" / "2022" / "hechi" / "report.docx"
    status, out, _ = run("verify", "--file", str(path))
    assert status == 0 and out.startswith("真实：") and f"提交：{repo.ids['另一个单位']}" in out
    monkeypatch.setenv("FILE", str(altered(path)))
    status, out, _ = run("verify")
    assert status == 1 and out.startswith("改动过：") and "29754" in out
    status, out, _ = run("verify", "--format", "json")
    assert status == 1 and json.loads(out)["verdict"] == "altered"


def test_verify_says_what_was_made_before_committing(run: Run, repo: Scripted) -> None:
    repo.edit(ACTUAL)
    run("report", *REPORT)
    status, out, _ = run("verify", "--file", str(repo.root / "build" / "2022" / "hechi" / "report.docx"))
    assert status == 1 and out.startswith("无法核实：") and "提交以后重新生成" in out


def test_text_prints_a_template_line_by_line(run: Run, repo: Scripted) -> None:
    status, out, err = run("text", str(repo.root / "templates" / TEMPLATE))
    assert (status, err) == (0, "")
    assert "{{ funds.annual_budget" in out and "│" in out and "<w:" not in out


@pytest.mark.parametrize("data", [b"", b"PK\3\4", "不是文档".encode()])
def test_text_says_of_a_damaged_file_that_it_cannot_be_read(run: Run, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.docx").write_bytes(data)
    status, out, err = run("text", str(tmp_path / "x.docx"))
    assert (status, err) == (0, "") and re.search("打不开|是空的|不完整|不是 Word", out)


@pytest.mark.parametrize("command", [command for command in COMMANDS if not command.hidden], ids=lambda one: one.name)
def test_help_is_chinese_and_shows_all_options(run: Run, command: object) -> None:
    name, params = command.name, command.params  # type: ignore[attr-defined]
    status, out, _ = run(name, "--help")
    assert status == 0 and f"用法：python -m generator {name}" in out and name in run("--help")[1]
    for param in params:
        line = next(line for line in out.splitlines() if (param.opts[0] if param.opts[0][0] == "-" else "文档") in line)
        assert re.search("[\u4e00-\u9fff]", line), param
    assert not re.search("Usage|Options|Show this|Arguments|default", out)


@pytest.mark.parametrize("arguments", [["diff"], ["history", *REPORT], ["verify"]], ids=lambda words: words[0])
def test_outside_a_repository_the_commands_say_where_to_run(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    run = Run(workspace, capsys)
    if arguments == ["verify"]:
        run("report", *REPORT)
        package, _ = read_package(workspace.output("hechi", "2022") / "report.docx", "x")
        assert package is not None
        named = {name: data.replace("未提交".encode(), b"0123456789" * 4) for name, data in package.items()}
        (workspace.root / "x.docx").write_bytes(write_package(named))
        status, out, _ = run("verify", "--file", str(workspace.root / "x.docx"))
        assert status == 1 and out.startswith("无法核实：这个文件夹不在 git 仓库里")
        return
    assert run(*arguments) == (2, "", "git：这个文件夹不在 git 仓库里：在 git clone 得到的文件夹里运行\n")


def test_git_diff_shows_templates_as_text_once_it_is_set_up(tmp_path: Path) -> None:
    setup = re.search(r"git config diff\.docx\.textconv '\$\(RUN\) text'", (PROJECT / "Makefile").read_text("utf-8"))
    assert setup, "make setup configures git otherwise"
    repo = Scripted(tmp_path / "新 文件夹", program=True)
    (repo.root / ".gitattributes").write_bytes((PROJECT / ".gitattributes").read_bytes())
    (repo.root / ".gitignore").write_text(".venv\n")
    (repo.root / ".venv").symlink_to(Path(sys.executable).parent.parent)
    repo.commit("初稿")
    path = repo.root / "templates" / TEMPLATE
    package, _ = read_package(path, TEMPLATE)
    assert package is not None
    old, new = ("序号".encode(), "编号".encode())
    path.write_bytes(write_package(package | {DOCUMENT: package[DOCUMENT].replace(old, new, 1)}))
    assert "Binary files" in repo.git("diff")
    repo.git("config", "diff.docx.textconv", ".venv/bin/python -m generator text")
    lines = repo.git("diff").splitlines()
    changed = [line.split()[0] for line in lines if re.match(r"[-+](?![-+])", line)]
    assert changed == ["-序号", "+编号"]
