"""What the tests share: a copy of the workspace to break, and tools that may be missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import Workspace
from generator.environment import Printer
from generator.model import Profile
from generator.problems import Place
from generator.profile import load_forms

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Hechi's report and all templates, copied to a folder whose path holds a space and Chinese characters."""
    root = tmp_path / "新 文件夹"
    shutil.copytree(PROJECT / "templates", root / "templates")
    (root / "reports" / "2022").mkdir(parents=True)
    shutil.copy(PROJECT / "reports" / "2022" / "hechi.yaml", root / "reports" / "2022")
    return Workspace(root)


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
