"""The version of the program is written in one place, and everything that names it reads it there."""

from __future__ import annotations

import re
import tomllib

from generator import __version__
from tests.support.paths import PROJECT


def test_the_version_is_written_once() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    assert "version" in project["project"]["dynamic"] and "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "generator.__version__"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    sources = [*(PROJECT / "generator").rglob("*.py"), PROJECT / "pyproject.toml", PROJECT / "Makefile"]
    assert [path.name for path in sources if f'"{__version__}"' in path.read_text("utf-8")] == ["__init__.py"]
