"""What the tests share: a copy of the workspace to break, and tools that may be missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from generator.data.profile import load_forms
from generator.data.report import Profile
from generator.problems import Place, Problem, has_errors
from generator.reports import documents
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.store import NAME, user_folder
from generator.text.printer import Printer
from generator.word import render
from tests.support.gate import faults
from tests.support.paths import DATA, PROJECT

SLOW = {
    "acceptance/test_start",
    "generator/cli/commands/test_audit",
    "generator/cli/commands/test_excel",
    "generator/cli/commands/test_year",
    "generator/cli/test_app",
    "generator/cli/test_audit_text",
    "generator/excel/reading/test_slots",
    "generator/excel/test_workbook",
    "generator/figures/accounts/test_tables",
    "generator/figures/test_rollup",
    "generator/git/test_repository",
    "generator/git/test_trees",
    "generator/reports/summary/test_document",
    "generator/reports/summary/test_files",
    "generator/reports/summary/test_rows",
    "generator/reports/summary/test_workbook",
    "generator/reports/test_build",
    "generator/reports/test_cluster",
    "generator/reports/test_documents",
    "generator/reports/test_export",
    "generator/reports/test_house_style",
    "generator/reports/test_importing",
    "generator/reports/test_lint",
    "generator/reports/test_origin",
    "generator/reports/test_pdf",
    "generator/reports/test_pdf_sources",
    "generator/reports/test_watch",
    "generator/revisions/test_compare",
    "generator/revisions/test_diff",
    "generator/revisions/test_history",
    "generator/revisions/test_manifest",
    "generator/revisions/test_programs",
    "generator/revisions/test_snapshot",
    "generator/revisions/test_standing",
    "generator/revisions/test_states",
    "generator/revisions/test_trust",
    "generator/revisions/test_verify",
    "generator/revisions/test_verify_pdf",
    "generator/word/test_package",
    "generator/word/test_charts",
    "generator/word/test_lines",
    "generator/word/test_store",
}
"""Modules whose tests build much or start processes: `make quick` leaves them to `make test`."""


HEAVY = {
    "acceptance/test_audit",
    "acceptance/test_before",
    "acceptance/test_broken_templates",
    "acceptance/test_editor",
    "acceptance/test_faults",
    "acceptance/test_fuzz",
    "acceptance/test_hostile",
    "acceptance/test_hostile_trees",
    "acceptance/test_hostile_workbooks",
    "acceptance/test_installation",
    "acceptance/test_isolation",
    "acceptance/test_large_inputs",
    "acceptance/test_limits",
    "acceptance/test_mistakes",
    "acceptance/test_no_loss",
    "acceptance/test_oracle",
    "acceptance/test_planted",
    "acceptance/test_shadows",
    "acceptance/test_trust",
    "acceptance/test_workflows",
    "generator/reports/test_batch",
    "generator/reports/test_cluster",
    "generator/revisions/test_environments",
    "generator/revisions/test_matching",
    "support/test_gate",
    "support/test_mutants",
}
"""Modules that start many processes or try many inputs: `make test` leaves them to `.ci/run`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of the slow and the heavy modules.

    Coverage is taken of the quick tests alone: it then says which lines the tests of their own modules reach, and
    what goes over the same lines again and again takes half the time.
    """
    for item in items:
        module = item.path.relative_to(PROJECT / "tests").with_suffix("").as_posix()
        if module in SLOW or not module.startswith("generator/"):
            item.add_marker("no_cover")
        if module in SLOW:
            item.add_marker("slow")
        if module in HEAVY:
            item.add_marker("heavy")


_render = render.render
_passed: set[bytes] = set()


def gated(*arguments: Any) -> tuple[bytes | None, list[Problem]]:
    """Renders, and lets no document out that breaks a rule of the format; the same bytes are looked at once."""
    data, problems = _render(*arguments)
    if data is not None and (digest := sha256(data).digest()) not in _passed:
        assert faults(data) == []
        _passed.add(digest)
    return data, problems


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Gives the tests a cache of their own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(folder))
        yield


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The cache folder of one test, empty: what others have made is not there."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    user_folder.cache_clear()
    yield tmp_path / "cache" / NAME
    user_folder.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _git(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps git to the repositories of the tests, with settings of its own, wherever the tests were started from.

    A hook of git, like `git rebase --exec`, names its repository in the environment.
    """
    settings = tmp_path_factory.mktemp("git") / "config"
    settings.write_text("[user]\nname = Test\nemail = test@example.org\n[init]\ndefaultBranch = main\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", str(settings))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        yield


@pytest.fixture(scope="session", autouse=True)
def _gate() -> Iterator[None]:
    """Puts every document that any test renders in this process through the gate."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "render", gated)
        patch.setattr(documents, "render", gated)
        yield


@pytest.fixture(scope="session")
def all_reports(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The reports of the project and the invented ones for accounts, roll-up and rules, in one workspace."""
    root = tmp_path_factory.mktemp("all")
    for folder in (PROJECT, DATA / "rollup"):
        shutil.copytree(folder / "templates", root / "templates", dirs_exist_ok=True)
    for folder in (PROJECT, *(DATA / name for name in ("examples", "accounts", "rollup"))):
        shutil.copytree(folder / "reports", root / "reports", dirs_exist_ok=True)
    return Workspace(root)


@pytest.fixture(scope="session")
def all_documents(all_reports: Workspace) -> dict[str, bytes]:
    """Every document of every report, by unit and name."""
    found: dict[str, bytes] = {}
    for unit, year in all_reports.reports():
        files, problems = make_documents(all_reports, load(all_reports, unit, year))
        assert not has_errors(problems)
        found |= {f"{unit}-{name}": data for name, data in files.items()}
    return found


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Hechi's report and all templates, copied to a folder whose path holds a space and Chinese characters."""
    root = tmp_path / "新 文件夹"
    shutil.copytree(PROJECT / "templates", root / "templates")
    (root / "reports" / "2022").mkdir(parents=True)
    shutil.copy(PROJECT / "reports" / "2022" / "hechi.yaml", root / "reports" / "2022")
    return Workspace(root)


@pytest.fixture
def small_workspace(workspace: Workspace) -> Workspace:
    """Hechi's report with the templates that it is made from alone: checking the others only takes time."""
    for folder in workspace.templates.glob("hu*"):
        shutil.rmtree(folder)
    return workspace


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """The invented report on which the examples of the rules are made, in a workspace of its own."""
    shutil.copytree(PROJECT / "templates", tmp_path / "templates")
    shutil.copytree(PROJECT / "tests" / "data" / "examples" / "reports", tmp_path / "reports")
    return tmp_path / "reports" / "2023" / "demo.yaml"


@pytest.fixture(scope="session")
def profile() -> Profile:
    """The profile of Hechi."""
    forms, problems = load_forms(PROJECT / "templates", "guangxi-hechi", Place("test"))
    assert forms is not None, problems
    return forms.profile


@pytest.fixture(scope="session")
def printer(profile: Profile) -> Printer:
    """Prints by the profile of Hechi."""
    return Printer(profile)


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """The path of a program; without it the test is skipped, or fails where REQUIRE_TOOLS is set."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            message = f"needs {name}, which is not installed"
            if os.environ.get("REQUIRE_TOOLS"):
                pytest.fail(message)
            pytest.skip(message)
        return path

    return find
