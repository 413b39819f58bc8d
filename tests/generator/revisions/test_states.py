"""Whose program computes which state, how often, and what a renamed report was called."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.git.repository import Repository
from generator.program import ROOT
from generator.revisions import programs
from generator.revisions.snapshot import Snapshot
from generator.revisions.states import Revisions, State, renamed, revisions
from generator.revisions.trust import Trust
from tests.support.paths import PROJECT
from tests.support.scripted import Scripted

REPORT = "reports/2022/hechi.yaml"
MAIN = "generator/__init__.py"
VERSION = '__version__ = "0.1.0"'
ROLLUP = "reports/2023/example-department.yaml"
EXAMPLE = PROJECT / "tests" / "data" / "rollup"
FUNDS = "evaluations.xiaoxiaotong.funds"
Asked = list[tuple[Path, int]]


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Scripted:
    """Program, forms, report and roll-up; a commit with a program that cannot serve; a branch with a foreign program."""
    repo = Scripted(tmp_path_factory.mktemp("仓库"), program=True)
    shutil.copytree(EXAMPLE / "reports", repo.root / "reports", dirs_exist_ok=True)
    shutil.copytree(EXAMPLE / "templates", repo.root / "templates", dirs_exist_ok=True)
    repo.commit("旧", (VERSION, f"{VERSION}\n\nraise SystemExit(2)"), path=MAIN)
    repo.commit("新", ("raise SystemExit(2)", "# 会回答"), path=MAIN)
    repo.commit("注释", ("unit: 河池市电化教育站", "# 注释\nunit: 河池市电化教育站"))
    repo.git("switch", "--quiet", "--create", "fork")
    repo.commit("旁支", ("target: 6次", "target: 8次"))
    repo.commit("外来", ("# 会回答", f"open({str(repo.root / 'canary')!r}, 'w').close()"), path=MAIN)
    repo.git("switch", "--quiet", "main")
    return repo


@pytest.fixture
def found(repo: Scripted) -> Iterator[Revisions]:
    """Without what other tests have left behind."""
    (repo.root / ".git" / "budget-self-evaluation.sqlite").unlink(missing_ok=True)
    repository = Repository(repo.root)
    with revisions(repository, Trust(repository)) as found:
        yield found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The programs that were started, with the number of requests to each."""
    calls: Asked = []
    ask = programs.Program.answers

    def counted(program: programs.Program, requests: Sequence[Sequence[Any]]) -> Any:
        calls.append((program.folder, sum(map(len, requests))))
        return ask(program, requests)

    monkeypatch.setattr(programs.Program, "answers", counted)
    return calls


def state(repo: Scripted, found: Revisions, message: str, report: str = REPORT, *, whole: bool = False) -> State:
    commit = repo.ids[message]
    return found.state(Repository(repo.root).files(commit), report, commit, whole=whole)


def rate(snapshot: Snapshot) -> str:
    assert snapshot.figures is not None
    return snapshot.figures[f"{FUNDS}.rate"].printed


def test_a_state_is_computed_once_and_then_known_to_every_process(
    repo: Scripted, found: Revisions, asked: Asked
) -> None:
    one, other = (state(repo, found, message) for message in ("新", "注释"))
    taken = found.snapshots([one, other, one], whole=False)
    assert [number for _, number in asked] == [2]
    assert rate(taken[one]) == rate(taken[other]) == "72.51%"
    assert found.snapshots([other], whole=False)[other] is taken[other]
    with revisions(Repository(repo.root), Trust(Repository(repo.root))) as again:
        assert again.snapshots([one, other], whole=False) == taken
    assert len(asked) == 1


def test_figures_and_whole_snapshots_are_kept_apart(repo: Scripted, found: Revisions, asked: Asked) -> None:
    one = state(repo, found, "新", whole=True)
    assert found.snapshots([one], whole=False)[one].documents is None
    assert found.snapshots([one], whole=True)[one].documents
    assert len(asked) == 2


def test_a_commit_that_touches_nothing_of_a_report_has_an_equal_state(repo: Scripted, found: Revisions) -> None:
    first, last = (state(repo, found, message, ROLLUP) for message in ("新", "注释"))
    assert first == last
    assert state(repo, found, "旧", ROLLUP) != first


def test_templates_belong_to_a_whole_state_only(repo: Scripted, found: Revisions) -> None:
    files = Repository(repo.root).files(repo.ids["新"])
    for path, same in (("templates/national/funds.docx", True), ("templates/national/profile.yaml", False)):
        other = files | {path: files["templates/base.docx"]}
        for whole in (False, True):
            one, two = (found.state(these, REPORT, repo.ids["新"], whole=whole) for these in (files, other))
            assert (one == two) is (same and not whole), (path, whole)


def test_a_state_is_computed_by_the_program_of_its_commit(repo: Scripted, found: Revisions, asked: Asked) -> None:
    found.snapshots([state(repo, found, "新")], whole=False)
    [(folder, _)] = asked
    assert (folder, found.notes) != (ROOT, []) and "# 会回答" in (folder / MAIN).read_text("utf-8")


def test_a_program_that_cannot_answer_yet_is_replaced_by_the_running_one(
    repo: Scripted, found: Revisions, asked: Asked
) -> None:
    one = state(repo, found, "旧")
    assert rate(found.snapshots([one], whole=False)[one]) == "72.51%"
    assert [folder == ROOT for folder, _ in asked] == [False, True]
    [note] = found.notes
    assert note == "有的提交里的程序运行不了：当时的程序太旧，还没有这项功能；那些提交用现在的程序计算"


def test_the_program_of_an_untrusted_commit_is_not_run(repo: Scripted, found: Revisions, asked: Asked) -> None:
    one = state(repo, found, "外来")
    assert rate(found.snapshots([one], whole=False)[one]) == "72.51%"
    assert [folder for folder, _ in asked] == [ROOT]
    assert found.notes == [
        f"提交 {repo.ids['外来'][:10]} 的程序不可信：它没有在可信分支 main 的主线上出现过；没有运行它，用现在的程序计算"
    ]
    assert not (repo.root / "canary").exists()


def test_a_program_is_trusted_though_a_foreign_commit_has_it_too(repo: Scripted, found: Revisions) -> None:
    own, foreign = state(repo, found, "新"), state(repo, found, "旁支")
    files = Repository(repo.root).files(repo.ids["新"])
    assert (MAIN, files[MAIN]) in own.program
    assert foreign.program == own.program and found.notes == []


def test_the_working_tree_is_computed_by_the_running_program(repo: Scripted, found: Revisions, asked: Asked) -> None:
    one = found.state(found.worktree(), REPORT, None, whole=False)
    found.snapshots([one], whole=False)
    assert ([folder for folder, _ in asked], found.notes) == ([ROOT], [])


def test_the_state_of_a_rollup_holds_the_reports_of_its_units(repo: Scripted, found: Revisions) -> None:
    paths = [path for path, _ in state(repo, found, "新", ROLLUP).reports]
    assert paths == [f"reports/2023/example-{name}.yaml" for name in ("department", "east", "west")]
    assert [path for path, _ in state(repo, found, "新").reports] == [REPORT]


def test_a_rollup_may_stand_in_the_first_line(found: Revisions, versions: Callable[..., str]) -> None:
    assert found.rolls_up(versions("rollup:", "  name: 甲", "year: 2023"))


@pytest.fixture
def versions(found: Revisions) -> Callable[..., str]:
    """A blob with these lines."""

    def blob(*lines: str) -> str:
        name = f"{len(found._blobs):040}"
        found._blobs[name] = "\n".join(lines).encode()
        return name

    return blob


def test_a_renamed_report_is_the_most_alike_of_those_that_went(found: Revisions, versions: Callable[..., str]) -> None:
    new = versions("甲", "乙", "丙", "丁")
    before = {
        "reports/2022/a.yaml": versions("甲", "乙", "戊", "己"),
        "reports/2022/b.yaml": versions("甲", "乙", "丙", "戊"),
        "reports/2022/kept.yaml": new,
        "reports/2021/c.yaml": new,
    }
    after = {"reports/2022/new.yaml": new, "reports/2022/kept.yaml": new}
    assert renamed(found, before, after, "reports/2022/new.yaml") == "reports/2022/b.yaml"


def test_a_report_that_is_unlike_all_that_went_is_new(found: Revisions, versions: Callable[..., str]) -> None:
    before = {"reports/2022/a.yaml": versions("甲", "戊", "己", "庚"), "reports/2022/empty.yaml": versions()}
    assert (
        renamed(found, before, {"reports/2022/new.yaml": versions("甲", "乙", "丙", "丁")}, "reports/2022/new.yaml")
        is None
    )
