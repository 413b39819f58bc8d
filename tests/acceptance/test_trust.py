"""What becomes of foreign programs, and where documents stand, in a repository with branches of all kinds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.cli.audit_text import verification_json, verification_text
from generator.git.repository import Repository
from generator.opc import write_package
from generator.revisions.diff import changes
from generator.revisions.history import history
from generator.revisions.trust import Standing, Trust
from generator.revisions.verify import Verdict, Verification, verify
from generator.word.package import read_package
from generator.word.properties import CUSTOM, provenance
from tests.support.scripted import Scripted

MAIN = "generator/__init__.py"
VERSION = '__version__ = "0.1.0"'
QUANTITY = "generator/quantity.py"
LOCK = "requirements.txt"
ACTUAL = "actual: {}元"
DOCUMENT = "funds"


class Grown(Scripted):
    """The repository below, with the documents that were built at its commits, by the commits' messages."""

    def __init__(self, root: Path, canary: Path) -> None:
        super().__init__(root / "仓库", program=True)
        self.canary = canary
        self.documents: dict[str, bytes] = {}

    def clone(self, root: Path) -> Grown:
        clone = super().clone(root)
        assert isinstance(clone, Grown)
        clone.ids, clone.documents = dict(self.ids), dict(self.documents)
        return clone

    def build(self, name: str) -> None:
        """Builds by the program that is checked out, as its author would."""
        command = [sys.executable, "-m", "generator", "report", "--unit", "hechi", "--year", "2022"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        self.documents[name] = (self.root / "build" / "2022" / "hechi" / f"{DOCUMENT}.docx").read_bytes()
        self.canary.unlink(missing_ok=True)

    def actual(self, message: str, before: int, after: int) -> None:
        """Commits another figure, and builds."""
        self.commit(message, (ACTUAL.format(before), ACTUAL.format(after)))
        self.build(message)


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    folder = tmp_path_factory.mktemp("trust")
    repo = Grown(folder, folder / "canary")
    (repo.root / ".gitignore").write_text("build/\n__pycache__/\n")
    repo.commit("初稿")
    repo.build("初稿")
    repo.git("switch", "--quiet", "--create", "forged")
    canary = f"open({str(repo.canary)!r}, 'w').close()\n"
    repo.edit((VERSION, f"{VERSION}\n\n{canary}"), path=MAIN)
    repo.edit(('return ("-" if units < 0 else "") + whole', 'return "99.99" or whole'), path=QUANTITY)
    repo.commit("恶意的程序")
    repo.build("恶意的程序")
    repo.revert("收回恶意的程序")
    repo.git("switch", "--quiet", "--create", "never", "main")
    repo.actual("没有并入的数", 21754, 21700)
    repo.git("switch", "--quiet", "--create", "later", "main")
    repo.actual("分支上试过的数", 21754, 21799)
    repo.actual("分支上定的数", 21799, 21763)
    repo.git("switch", "--quiet", "main")
    repo.git("switch", "--quiet", "--create", "squashed", "main")
    repo.commit("压缩前", ("target: 6次", "target: 7次"))
    repo.build("压缩前")
    repo.git("switch", "--quiet", "main")
    (repo.root / "docs").mkdir()
    (repo.root / "docs" / "x.md").write_text("说明\n")
    repo.commit("说明")
    repo.merge("合并恶意的分支", "forged")
    repo.merge("合并定的数", "later")
    repo.build("合并定的数")
    repo.commit("程序小改", (VERSION, f"{VERSION}\n\n# 小改"), path=MAIN)
    repo.build("程序小改")
    return repo


@pytest.fixture(autouse=True)
def _no_canary(repo: Grown) -> Iterator[None]:
    yield
    assert not repo.canary.exists(), "a foreign program ran"


def told(repo: Grown, name: str, tmp_path: Path, root: Path | None = None, **named: str) -> Verification:
    path = tmp_path / "收到.docx"
    path.write_bytes(repo.documents[name])
    git = Repository(root or repo.root)
    return verify(git, path, Trust(git, **named))


@pytest.mark.parametrize("branch", ["main", "forged", "never"])
def test_a_document_of_a_program_that_was_taken_back_is_not_genuine(repo: Grown, tmp_path: Path, branch: str) -> None:
    """Before and after its branch was merged, and whatever is checked out."""
    clone = repo.clone(tmp_path / "clone")
    clone.git("switch", "--quiet", "--force-create", branch, f"origin/{branch}")
    for named in ({}, {"branch": "origin/never"}):
        found = told(repo, "恶意的程序", tmp_path, clone.root, **named)
        assert found.verdict is Verdict.UNPROVEN
        assert "程序不可信" in found.reason and "没有在可信分支" in found.reason


def test_a_forged_document_that_names_a_good_commit_is_altered(repo: Grown, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(repo.documents["恶意的程序"])
    package, _ = read_package(tmp_path / "x.docx", "x")
    assert package is not None
    good = repo.ids["合并定的数"].encode()
    package[CUSTOM] = package[CUSTOM].replace(repo.ids["恶意的程序"].encode(), good)
    (tmp_path / "x.docx").write_bytes(write_package(package))
    found = verify(Repository(repo.root), tmp_path / "x.docx")
    assert found.verdict is Verdict.ALTERED and found.passages


@pytest.mark.parametrize(
    ("name", "standing", "current", "superseded", "words"),
    [
        ("合并定的数", Standing.ON_LINE, True, "", "现状：数据和模板与 main 上现在的一致"),
        ("程序小改", Standing.ON_LINE, True, "", "来历：提交在 main 的主线上"),
        ("初稿", Standing.ON_LINE, False, "合并定的数", "已被取代"),
        ("分支上定的数", Standing.MERGED, True, "", "来历：提交在分支上，后来由合并"),
        ("分支上试过的数", Standing.MERGED, False, "合并定的数", "从来没有进过 main"),
    ],
)
def test_where_a_genuine_document_stands(
    repo: Grown, tmp_path: Path, name: str, standing: Standing, current: bool, superseded: str, words: str
) -> None:
    found = told(repo, name, tmp_path)
    assert found.verdict is Verdict.GENUINE and "逐字节相同" in found.reason and found.stand is not None
    assert found.stands is ("从来没有" not in words) is ("不能当作发布过的" not in found.reason)
    stand = found.stand
    assert (stand.standing, stand.current, stand.branch) == (standing, current, "main")
    assert stand.superseded == (repo.ids[superseded] if superseded else "")
    assert stand.files == (("reports/2022/hechi.yaml",) if superseded else ())
    assert stand.merge == (repo.ids["合并定的数"] if standing is Standing.MERGED else "")
    assert words in verification_text(found)
    data = json.loads(verification_json(found))
    assert (data["verdict"], data["stand"]["standing"], data["stand"]["current"]) == (
        "genuine",
        standing.value,
        current,
    )


def test_a_document_of_a_branch_that_was_never_merged_is_told_from_a_genuine_one(repo: Grown, tmp_path: Path) -> None:
    found = told(repo, "没有并入的数", tmp_path)
    assert found.verdict is Verdict.UNMERGED and found.reason.endswith("但这个提交没有并入 main")
    assert found.stand is not None and not found.stand.stood
    assert "现状：main 从来没有过这样的数据和模板" in verification_text(found)


def test_what_was_altered_in_such_a_document_comes_first(repo: Grown, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(repo.documents["没有并入的数"])
    package, _ = read_package(tmp_path / "x.docx", "x")
    assert package is not None
    part = "word/document.xml"
    (tmp_path / "y.docx").write_bytes(write_package(package | {part: package[part].replace(b"2.17", b"2.99")}))
    assert verify(Repository(repo.root), tmp_path / "y.docx").verdict is Verdict.ALTERED


def test_the_inputs_of_a_squashed_branch_may_have_come_to_main_all_the_same(repo: Grown, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "clone")
    clone.git("switch", "--quiet", "--create", "new", repo.ids["初稿"])
    clone.git("merge", "--quiet", "--squash", repo.ids["压缩前"])
    clone.commit("压缩")
    found = told(repo, "压缩前", tmp_path, clone.root, branch="new")
    assert found.verdict is Verdict.UNMERGED and found.stand is not None and found.stand.stood


def test_a_document_is_rebuilt_by_the_program_of_its_commit(repo: Grown, tmp_path: Path) -> None:
    found = told(repo, "程序小改", tmp_path)
    assert found.program == "当时那一版程序，与现在的不同"
    assert told(repo, "初稿", tmp_path).program == "与现在的程序相同"
    (tmp_path / "x.docx").write_bytes(repo.documents["程序小改"])
    package, _ = read_package(tmp_path / "x.docx", "x")
    assert package and provenance(package)["program"] != found.provenance["inputs"]
    assert len(provenance(package)["program"]) == 16


def test_a_release_outside_main_is_genuine_where_the_user_names_it(repo: Grown, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "clone")
    clone.git("switch", "--quiet", "--create", "maintenance", repo.ids["初稿"])
    clone.edit((VERSION, f"{VERSION}\n\n# 维护版"), path=MAIN)
    clone.commit("维护版")
    clone.build("维护版")
    clone.git("tag", "v1.0.1")
    clone.git("switch", "--quiet", "main")
    assert told(clone, "维护版", tmp_path).verdict is Verdict.UNPROVEN
    found = told(clone, "维护版", tmp_path, release="v1.0.1")
    assert found.verdict is Verdict.GENUINE


def test_history_and_diff_compute_foreign_programs_by_the_running_one_and_say_so(repo: Grown, tmp_path: Path) -> None:
    evil = repo.ids["恶意的程序"]
    for branch in ("forged", "main"):
        clone = repo.clone(tmp_path / branch)
        clone.git("switch", "--quiet", "--force-create", branch, f"origin/{branch}")
        found = history(Repository(clone.root), "hechi", "2022")
        assert f"提交 {evil[:10]} 的程序不可信" in "".join(found.notes)
    difference = changes(Repository(repo.root), repo.ids["初稿"], evil)
    assert "没有运行它" in "".join(difference.notes)
    assert difference.program == (MAIN, QUANTITY) and difference.reports == ()


def test_dependencies_that_cannot_be_had(repo: Grown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that needs them is unproven, never rebuilt on others; a difference is computed by the running program."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    clone = repo.clone(tmp_path / "clone")
    (clone.root / LOCK).write_text(f"nothing-of-this-name==1.0 --hash=sha256:{'0' * 64}\n")
    clone.commit("别的依赖")
    clone.build("别的依赖")
    clone.commit("数", ("target: 6次", "target: 8次"))
    found = told(clone, "别的依赖", tmp_path, branch="main")
    assert (
        found.verdict is Verdict.UNPROVEN
        and "装不上当时的依赖" in found.reason
        and "nothing-of-this-name" in found.reason
    )
    git = Repository(clone.root)
    difference = changes(git, clone.ids["别的依赖"], clone.ids["数"], trust=Trust(git, "main"))
    assert "装不上当时的依赖" in "".join(difference.notes) and len(difference.reports) == 1
    assert told(clone, "别的依赖", tmp_path).verdict is Verdict.UNPROVEN, "its lock never stood on origin/main"


def test_without_a_trusted_branch_nothing_is_called_genuine(repo: Grown, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "clone")
    clone.git("remote", "remove", "origin")
    clone.git("branch", "--move", "master")
    found = told(repo, "初稿", tmp_path, clone.root)
    assert found.verdict is Verdict.UNPROVEN and "git config selfEvaluation.trustedBranch" in found.reason
    clone.git("config", "selfEvaluation.trustedBranch", "master")
    assert told(repo, "初稿", tmp_path, clone.root).verdict is Verdict.GENUINE


def test_a_shallow_clone_cannot_tell(repo: Grown, tmp_path: Path) -> None:
    repo.git("clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{repo.root}", str(tmp_path / "shallow"))
    found = told(repo, "没有并入的数", tmp_path, tmp_path / "shallow")
    assert found.verdict is Verdict.UNPROVEN and "浅克隆" in found.reason
    found = told(repo, "初稿", tmp_path, tmp_path / "shallow")
    assert found.verdict is Verdict.UNPROVEN and "git fetch --unshallow" in found.reason


@pytest.mark.parametrize(
    "named", ["HEAD", "main", "v1", "0" * 40, "--upload-pack=x", "{tree}", "{blob}", "{tag}", "{upper}"]
)
def test_only_the_full_id_of_a_commit_names_one(repo: Grown, tmp_path: Path, named: str) -> None:
    clone = repo.clone(tmp_path / "clone")
    clone.git("tag", "--annotate", "--message", "x", "v1")
    ids = {"{tree}": "HEAD^{tree}", "{blob}": f"HEAD:{MAIN}", "{tag}": "v1"}
    given = (
        clone.git("rev-parse", ids[named])
        if named in ids
        else repo.ids["初稿"].upper()
        if named == "{upper}"
        else named
    )
    (tmp_path / "x.docx").write_bytes(repo.documents["初稿"])
    package, _ = read_package(tmp_path / "x.docx", "x")
    assert package is not None
    package[CUSTOM] = package[CUSTOM].replace(repo.ids["初稿"].encode(), given.encode())
    (tmp_path / "x.docx").write_bytes(write_package(package))
    assert verify(Repository(clone.root), tmp_path / "x.docx").verdict in (Verdict.ALTERED, Verdict.UNPROVEN)


def test_verifying_changes_nothing_in_the_repository(repo: Grown, tmp_path: Path) -> None:
    def state() -> list[object]:
        git = repo.root / ".git"
        return [
            repo.git("for-each-ref"),
            repo.git("status", "--porcelain"),
            (git / "HEAD").read_bytes(),
            (git / "index").read_bytes(),
            (git / "config").read_bytes(),
        ]

    before = state()
    told(repo, "分支上定的数", tmp_path)
    assert state() == before
