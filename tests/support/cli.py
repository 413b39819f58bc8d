"""Commands run in this process, as a clerk types them."""

from __future__ import annotations

import pytest

from generator.cli.app import main
from generator.reports.workspace import Workspace


class Run:
    """Runs commands in a workspace and keeps what they print."""

    def __init__(self, workspace: Workspace, capture: pytest.CaptureFixture[str]) -> None:
        self.workspace = workspace
        self.capture = capture

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(["--root", str(self.workspace.root), *arguments])
        out, err = self.capture.readouterr()
        assert "Traceback" not in err
        assert isinstance(stop.value.code, int)
        return stop.value.code, out, err
