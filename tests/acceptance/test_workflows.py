"""The workflows do what can be run on any machine, and nothing of a pull request is run or believed with rights."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli.problems import terminal
from generator.problems import Severity
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.paths import PROJECT
from tests.support.reports import edit

GITHUB = PROJECT / ".github"
WORKFLOWS: dict[str, dict[Any, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((GITHUB / "workflows").glob("*.yml"))
}
TARGETS = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
COMMAND = re.compile(r'make (?P<target>[a-z]+)(?: [A-Z]+=[a-z]+)*(?: \| tee summary\.md >> "\$GITHUB_STEP_SUMMARY")?')
PINNED = re.compile(r"\s*-? *uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
SHA = "0123456789abcdef0123456789abcdef01234567"
ZERO = "\u200b"


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for workflow, content in WORKFLOWS.items():
        for name, job in content["jobs"].items():
            yield f"{workflow}/{name}", job


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in jobs():
        for step in job["steps"]:
            yield name, step


def test_every_command_is_a_target_of_make() -> None:
    commands = [(name, step["run"]) for name, step in steps() if "run" in step]
    assert commands
    for name, command in commands:
        match = COMMAND.fullmatch(command)
        assert match, (name, command)
        assert match["target"] in TARGETS, (name, command)


def test_no_command_holds_an_expression() -> None:
    assert [name for name, step in steps() if "${{" in step.get("run", "")] == []


def test_every_action_is_pinned_with_its_version() -> None:
    lines = [
        line for path in GITHUB.glob("workflows/*.yml") for line in path.read_text().splitlines() if "uses:" in line
    ]
    assert len(lines) == sum("uses" in step for _, step in steps())
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_an_action_has_the_same_commit_everywhere() -> None:
    used = {step["uses"] for _, step in steps() if "uses" in step}
    assert len({action.split("@")[0] for action in used}) == len(used)


def test_no_checkout_keeps_the_token() -> None:
    kept = [
        name
        for name, step in steps()
        if step.get("uses", "").startswith("actions/checkout@")
        and step.get("with", {}).get("persist-credentials") is not False
    ]
    assert kept == []


def test_rights_are_given_to_jobs_alone_and_writing_only_to_three_that_build_nothing() -> None:
    assert {name: content["permissions"] for name, content in WORKFLOWS.items()} == {name: {} for name in WORKFLOWS}
    writing = {
        name: {right for right, level in job["permissions"].items() if level == "write"}
        for name, job in jobs()
        if "write" in job["permissions"].values()
    }
    assert writing == {
        "comment/comment": {"pull-requests"},
        "publish/attest": {"id-token", "attestations"},
        "publish/release": {"contents"},
    }
    commands = {step["run"] for name, step in steps() if name in writing and "run" in step}
    assert commands == {"make comment", "make release"}


def test_a_pull_request_runs_without_secrets() -> None:
    for name in ("pull-request", "ci"):
        text = (GITHUB / "workflows" / f"{name}.yml").read_text("utf-8")
        assert "secrets" not in text and "github.token" not in text
        assert "pull_request_target" not in text


def test_the_comment_follows_the_workflow_of_pull_requests() -> None:
    assert WORKFLOWS["comment"][True]["workflow_run"]["workflows"] == [WORKFLOWS["pull-request"]["name"]]


def test_the_comment_checks_out_the_default_branch_and_downloads_beside_it() -> None:
    checkout, download, _ = WORKFLOWS["comment"]["jobs"]["comment"]["steps"]
    assert "ref" not in checkout["with"] and "repository" not in checkout["with"]
    assert download["with"]["path"].startswith("${{ runner.temp }}/")
    assert download["with"]["name"] == "summary"


def test_a_failed_check_does_not_keep_the_rest_from_the_reviewer() -> None:
    found = WORKFLOWS["pull-request"]["jobs"]["documents"]["steps"]
    check = next(number for number, step in enumerate(found) if step.get("run") == "make check FORMAT=github")
    assert "if" not in found[check] and "continue-on-error" not in found[check]
    later = {step["if"] for step in found[check + 1 :]}
    assert later == {"${{ !cancelled() && steps.setup.outcome == 'success' }}"}


@pytest.mark.parametrize("name", [*WORKFLOWS])
def test_every_workflow_ends_in_time_and_does_not_run_twice_at_once(name: str) -> None:
    assert "group" in WORKFLOWS[name]["concurrency"]
    assert all(job["timeout-minutes"] <= 60 for job in WORKFLOWS[name]["jobs"].values())


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", [*GITHUB.glob("workflows/*.yml")]),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
    ],
)
def test_files_fit_the_schema_of_github(schema: str, files: list[Path]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout


def test_an_audit_of_the_workflows_finds_nothing(tool: Callable[[str], str]) -> None:
    beside = Path(sys.executable).with_name("zizmor")
    program = str(beside) if beside.exists() else tool("zizmor")
    command = [program, "--offline", "--no-progress", "--persona=auditor", str(GITHUB)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout


def test_the_scripts_are_clean(tool: Callable[[str], str]) -> None:
    command = [tool("shellcheck"), *map(str, GITHUB.glob("*.sh"))]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout


HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
}


def hook(name: str, *files: str) -> subprocess.CompletedProcess[str]:
    command = [*shlex.split(HOOKS[name]["entry"]), *files]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(command, cwd=PROJECT, env=inherited, capture_output=True, check=False, text=True)


def test_the_hook_checks_the_reports_that_changed_and_no_other() -> None:
    done = hook("check", "reports/2022/hechi.yaml", "reports/2021/yiyang.yaml")
    assert done.returncode == 0, done.stderr
    done = hook("check", "reports/2022/hechi.yaml", "reports/2022/nobody.yaml")
    assert done.returncode == 2 and "没有 reports/2022/nobody.yaml" in done.stderr


@pytest.mark.parametrize("file", ["reports/2022/a b.yaml", "reports/2022/$(touch canary).yaml", "reports/x.yaml", "-h"])
def test_the_hook_refuses_what_is_no_report(file: str) -> None:
    done = hook("check", file)
    assert done.returncode == 2 and "用法错误：" in done.stderr
    assert not (PROJECT / "canary").exists()


@pytest.mark.parametrize(
    ("file", "hooks"),
    [
        ("reports/2022/hechi.yaml", ["check"]),
        ("templates/national/report.docx", ["lint"]),
        ("rules/FUNDS-SUM.yaml", ["lint"]),
        ("schema/report.schema.json", ["lint"]),
        ("tests/data/examples/reports/2023/demo.yaml", []),
    ],
)
def test_a_hook_runs_for_the_files_it_understands(file: str, hooks: list[str]) -> None:
    assert [name for name, hook in HOOKS.items() if re.search(hook["files"], file)] == hooks


def test_every_guarded_path_exists_and_the_program_and_the_forms_are_guarded() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines()
    guarded = [line.split()[0].strip("/") for line in lines if line.startswith("/")]
    assert [path for path in guarded if not [*PROJECT.glob(path)]] == []
    assert {"templates", "schema", "rules", "generator", ".github", "Makefile", "requirements*"} <= {*guarded}


def owners(path: str) -> list[str]:
    """Who owns a file by CODEOWNERS as GitHub reads it: the last line that matches counts."""
    found: list[str] = []
    for line in (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines():
        pattern, *names = line.split("#")[0].split() or [""]
        expression = re.escape(pattern.strip("/")).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
        above = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
        if pattern and re.fullmatch(f"{above}{expression}(?:/.*)?", path):
            found = names
    return found


def test_every_file_there_is_or_may_be_has_an_owner() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=False, text=True).stdout
    names = ("click.py", "yaml.py", "sitecustomize.py", "conftest.py", "GNUmakefile", "makefile", "setup.py", ".envrc")
    added = (*names, "docs/CODEOWNERS", "new/deep/x", "reports/2022/conftest.py", "reports/click.py", "-x", "中 文")
    assert [path for path in (*listed.split("\0")[:-1], *added) if not owners(path)] == []
    assert owners("reports/2022/click.py") == owners("generator/cli/app.py") == ["@example/maintainers"]
    assert owners("reports/2022/hechi.yaml") == owners("templates/x/y.py") == ["@example/finance-bureau"]


def test_the_walk_through_of_a_review_shows_what_the_program_says(workspace: Workspace) -> None:
    page = (PROJECT / "docs" / "review.zh-CN.md").read_text("utf-8")
    edit(workspace, ("actual: 21754元", "actual: 22754元"))
    errors = [problem for problem in load(workspace, "hechi", "2022").problems if problem.severity is Severity.ERROR]
    shown = terminal(errors).split("   计算：")[0]
    assert "\n".join(f"   {line}".rstrip() for line in shown.splitlines()) in page
    edit(workspace, ("actual: 0.46万元", "actual: 0.56万元"))
    assert [problem.code for problem in load(workspace, "hechi", "2022").problems] == ["PUBLISHED-CAUSE"] * 6


FAKE = f"""#!/bin/sh
''':'
exec "{sys.executable}" "$0" "$@"
'''
import json, os, subprocess, sys
state, arguments = json.load(open(os.environ["FAKE_STATE"])), sys.argv[1:]
fields = dict(one.split("=", 1) for flag, one in zip(arguments, arguments[1:]) if flag in ("-f", "-F"))
if fields.get("body") == "@-":
    fields["body"] = sys.stdin.read()
if "release" in arguments:
    sys.exit(print(json.dumps(arguments), file=open(os.environ["FAKE_LOG"], "a")))
method = arguments[arguments.index("--method") + 1] if "--method" in arguments else "GET"
path = next(one for one in arguments if one.startswith("repos/"))
with open(os.environ["FAKE_LOG"], "a") as log:
    print(json.dumps([method, path, fields]), file=log)
answer = state[path.rpartition("/")[2]] if method == "GET" else {{"html_url": "https://example.org/1"}}
if "--jq" in arguments:
    done = subprocess.run(["jq", "-r", arguments[arguments.index("--jq") + 1]], input=json.dumps(answer), text=True)
    sys.exit(done.returncode)
"""


@dataclass
class Fake:
    """A pull request 7 on a GitHub that keeps what it is asked; `run` calls a script of .github with its variables."""

    folder: Path
    comments: list[dict[str, Any]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=lambda: [{"number": 7, "head": {"sha": SHA}}])

    def run(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        program = self.folder / "bin" / "gh"
        program.parent.mkdir(exist_ok=True)
        program.write_text(FAKE)
        program.chmod(0o755)
        state = self.folder / "state.json"
        state.write_text(json.dumps({"pulls": self.pulls, "comments": self.comments}))
        environment = {
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "FAKE_STATE": str(state),
            "FAKE_LOG": str(self.folder / "log"),
            **variables,
        }
        command = ["bash", str(self.folder / ".github" / script)]
        shutil.copytree(GITHUB, self.folder / ".github", dirs_exist_ok=True)
        return subprocess.run(command, env=environment, capture_output=True, check=False, text=True)

    def comment(self, text: str | bytes, **variables: str) -> subprocess.CompletedProcess[str]:
        path = self.folder / "summary.md"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        event = {"HEAD_SHA": SHA, "HEAD_OWNER": "clerk", "HEAD_BRANCH": "hechi", "RUN_URL": "https://example.org/run"}
        return self.run("comment.sh", **{"FILE": str(path)} | event | variables)

    @property
    def asked(self) -> list[Any]:
        log = self.folder / "log"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    @property
    def changed(self) -> list[Any]:
        return [one for one in self.asked if one[0] != "GET"]

    def body(self, text: str | bytes) -> str:
        done = self.comment(text)
        assert done.returncode == 0, done.stderr
        (_, _, fields) = self.changed[-1]
        assert isinstance(fields["body"], str)
        return fields["body"]


@pytest.fixture
def fake(tmp_path: Path, tool: Callable[[str], str]) -> Fake:
    tool("jq")
    return Fake(tmp_path)


def comment(number: int, body: str, login: str = "github-actions[bot]") -> dict[str, Any]:
    return {"id": number, "body": body, "user": {"login": login}}


MARKER = "<!-- budget-self-evaluation: changes -->"
COMMENTS = "repos/{owner}/{repo}/issues/7/comments"


def test_a_summary_becomes_a_comment_that_says_where_it_comes_from(fake: Fake) -> None:
    body = fake.body("## 自评变动\n\n| 全年执行数 | 21754元 | 22754元 |\n")
    assert [one[:2] for one in fake.changed] == [["POST", COMMENTS]]
    assert body.splitlines() == [
        MARKER,
        "> 由这个拉取请求里的程序算出，供审核参考；提交 0123456789；[检查结果和文档](https://example.org/run)",
        "",
        "## 自评变动",
        "",
        "| 全年执行数 | 21754元 | 22754元 |",
    ]


def test_the_pull_request_is_looked_up_by_its_head(fake: Fake) -> None:
    fake.pulls.insert(0, {"number": 6, "head": {"sha": "f" * 40}})
    assert fake.comment("x", HEAD_BRANCH="a&state=closed $(touch canary)").returncode == 0
    assert fake.asked[0][2] == {"state": "open", "head": "clerk:a&state=closed $(touch canary)"}
    assert fake.changed[0][:2] == ["POST", COMMENTS]


@pytest.mark.parametrize("heads", [[], ["f" * 40], [SHA, SHA]])
def test_without_one_open_pull_request_at_this_commit_nothing_is_posted(fake: Fake, heads: list[str]) -> None:
    fake.pulls = [{"number": number, "head": {"sha": head}} for number, head in enumerate(heads, 1)]
    done = fake.comment("x")
    assert (done.returncode, fake.changed) == (0, [])
    assert "不贴" in done.stdout


def test_on_a_machine_of_ones_own_the_number_is_given(fake: Fake) -> None:
    done = fake.comment("x", PR="12", HEAD_SHA="", RUN_URL="")
    assert (done.returncode, done.stdout) == (0, "https://example.org/1\n")
    assert fake.changed[0][1] == "repos/{owner}/{repo}/issues/12/comments"


def test_the_earlier_comment_is_edited_and_nobody_elses(fake: Fake) -> None:
    fake.comments = [
        comment(1, f"{MARKER}\nfalse", login="clerk"),
        comment(2, "welcome"),
        comment(3, f"{MARKER}\nold"),
        comment(4, f"quoted {MARKER}"),
    ]
    fake.body("new")
    assert [one[:2] for one in fake.changed] == [["PATCH", "repos/{owner}/{repo}/issues/comments/3"]]


@pytest.mark.parametrize("text", ["", " \n\n", b"\x00\x01\xff"])
def test_nothing_changed_removes_the_earlier_comment_and_posts_none(fake: Fake, text: str | bytes) -> None:
    assert fake.comment(text).returncode == 0
    assert fake.changed == []
    fake.comments = [comment(3, f"{MARKER}\nold")]
    assert fake.comment(text).returncode == 0
    assert fake.changed == [["DELETE", "repos/{owner}/{repo}/issues/comments/3", {}]]


def test_what_the_summary_uses_is_let_through(fake: Fake) -> None:
    text = "<details><summary>report：改动 1 句</summary>\n\n- 支出<del>2.18</del><ins>2.28</ins>万元<br>**按时**&#58;72&#46;51%\n\n</details>"
    assert fake.body(text).endswith(f"\n\n{text}\n")


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("@example/everyone", f"@{ZERO}example/everyone"),
        ("fixes #12", f"fixes #{ZERO}12"),
        ("[x](https://example.org)", f"[x]{ZERO}(https:/{ZERO}/example.org)"),
        ("[x]: http:example.org", f"[x]{ZERO}: http:example.org"),
        ("http:////x///", f"http:/{ZERO}/{ZERO}/{ZERO}/x/{ZERO}/{ZERO}/"),
        ("www.example.org", f"www{ZERO}.example.org"),
        ("<img src=x><a href='y'>", f"<{ZERO}img src=x><{ZERO}a href='y'>"),
        ("<!-- hidden", f"<{ZERO}!-- hidden"),
        ("&#64;example &#35;12", f"&#64;{ZERO}example &#35;{ZERO}12"),
        ("&#064;example &commat;", f"&{ZERO}#{ZERO}064;example &{ZERO}commat;"),
        ("&#8238;471", f"&{ZERO}#{ZERO}8238;471"),
        ("GH-26, Closes gh-5", f"GH{ZERO}-26, Closes gh{ZERO}-5"),
        ("GH&#45;26 GHSA-abcd", f"GH{ZERO}&#45;26 GH{ZERO}SA-abcd"),
        ("30000fb8d8 o/r@1a2", f"30000{ZERO}fb{ZERO}8{ZERO}d{ZERO}8 o/r@{ZERO}1{ZERO}a{ZERO}2"),
        ("abcdefa effaced", f"abcdef{ZERO}a efface{ZERO}d"),
        ("1234567.89元 20230101 第#5项", f"1234567.89元 20230101 第#{ZERO}5项"),
        ("/approve", f"/{ZERO}approve"),
        ("> - /merge", f"> - /{ZERO}merge"),
        ("- [ ] x", f"- [ ]{ZERO} x"),
        ("$\\href{x}{y}$", "&#36;\\href{x}{y}&#36;"),
        ("2\u200e1\u200f7\u061c5", "2175"),
        ("```mermaid", f"`{ZERO}`{ZERO}`mermaid"),
        ("2\u202e471\u202c2元\x1b[31m\r", "24712元[31m"),
        (b"\xff\xfe21754\xe5\x85", "21754"),
    ],
)
def test_markup_that_leads_anywhere_is_taken_apart(fake: Fake, hostile: str | bytes, harmless: str) -> None:
    assert fake.body(hostile).splitlines()[3:] == [harmless]


def test_a_long_summary_is_cut_at_a_line_within_what_github_takes(fake: Fake) -> None:
    line = "- 全年预算执行数由二万一千七百五十四元改为二万二千七百五十四元\n"
    body = fake.body("<details><summary>report</summary>\n\n" + line * 5000 + "</details>\n")
    assert 65_000 < len(body) <= 65_536
    assert body.endswith(f"{line}</details>\n\n> 改动太多，这里放不下；全文见检查结果里的摘要。\n")


def test_one_endless_line_is_cut_too(fake: Fake) -> None:
    assert len(fake.body("元" * 1_000_000)) <= 65_536


def test_a_link_or_a_missing_file_is_refused(fake: Fake) -> None:
    (fake.folder / "link").symlink_to("/etc/hostname")
    for path in (fake.folder / "link", fake.folder / "nothing"):
        done = fake.comment("x", FILE=str(path))
        assert (done.returncode, fake.changed) == (2, [])
        assert "没有摘要文件" in done.stderr


def built(folder: Path) -> None:
    report = folder / "build" / "2022" / "hechi" / "report.docx"
    report.parent.mkdir(parents=True)
    report.write_bytes(b"document")
    (folder / "build" / "SHA256SUMS").write_text(f"{sha256(b'document').hexdigest()}  2022/hechi/report.docx\n")
    (folder / "build" / "manifest.json").write_text("{}")


def test_a_release_holds_the_documents_under_names_of_their_own(fake: Fake) -> None:
    built(fake.folder)
    done = fake.run("release.sh", TAG="docs-2023.1")
    assert done.returncode == 0, done.stderr
    (arguments,) = fake.asked
    options, assets = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    assert options == ["release", "create", "docs-2023.1", "--verify-tag", "--title", "docs-2023.1", "--generate-notes"]
    assert [Path(asset).name for asset in assets] == ["2022_hechi_report.docx", "SHA256SUMS", "manifest.json"]


@pytest.mark.parametrize("tag", ["", "main", "v0.2.0", "docs-1;x", "docs-", "--draft", "docs-1\n"])
def test_what_is_no_tag_of_documents_is_not_released(fake: Fake, tag: str) -> None:
    built(fake.folder)
    done = fake.run("release.sh", TAG=tag)
    assert (done.returncode, fake.asked) == (2, [])
    assert "不合要求" in done.stderr


def test_a_document_that_is_not_the_listed_one_is_not_released(fake: Fake) -> None:
    built(fake.folder)
    (fake.folder / "build" / "2022" / "hechi" / "report.docx").write_bytes(b"other")
    assert fake.run("release.sh", TAG="docs-2023.1").returncode != 0
    assert fake.asked == []


def test_nothing_is_released_without_a_manifest(fake: Fake) -> None:
    done = fake.run("release.sh", TAG="docs-2023.1")
    assert (done.returncode, fake.asked) == (2, [])
    assert "先运行 make all 和 make manifest" in done.stderr
