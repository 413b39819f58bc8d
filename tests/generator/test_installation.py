"""Installation: whether an environment is whole, and what is said where pip fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator import installation
from generator.installation import main


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """A noted environment of one package of one file, made for the lock beside it."""
    found = tmp_path / ".venv"
    libraries = Path(installation._libraries(str(found)))
    package = libraries / "tiny-1.0.dist-info"
    package.mkdir(parents=True)
    (libraries / "tiny.py").write_text("VERSION")
    (package / "RECORD").write_text("tiny.py,sha256=x,7\ntiny-1.0.dist-info/RECORD,,\n")
    (found / "pyvenv.cfg").touch()
    (tmp_path / "requirements.txt").write_text("tiny==1.0")
    assert main(["note", str(found), str(tmp_path / "requirements.txt")]) == 0
    return found


def ready(venv: Path) -> bool:
    return main(["ready", str(venv), str(venv.parent / "requirements.txt")]) == 0


def test_an_environment_as_it_was_noted_is_ready(venv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ready(venv)
    assert capsys.readouterr().out == "ready\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("../requirements.txt", "tiny==2.0"),
        ("installed/requirements.txt", None),
        ("installed/packages", "another machine"),
        ("pyvenv.cfg", None),
        ("tiny.py", "VERS"),
        ("tiny.py", None),
    ],
)
def test_an_environment_that_is_not_what_the_lock_asks_for_is_not_ready(
    venv: Path, path: str, text: str | None
) -> None:
    file = Path(installation._libraries(str(venv))) / path if path == "tiny.py" else venv / path
    if text is None:
        file.unlink()
    else:
        file.write_text(text)
    assert not ready(venv)


def test_a_python_that_is_too_old_is_never_ready(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "OLDEST", (sys.version_info[0], sys.version_info[1] + 1))
    assert not ready(venv)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "磁盘满了"),
        ("ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/x'", "写不进去"),
        ("WARNING: Retrying (Retry(total=0)) SSLError(SSLCertVerificationError('certificate verify failed'))", "证书"),
        ("ERROR: HTTP error 403 while getting x\nERROR: 403 Client Error: Forbidden for url: x", "拒绝了访问"),
        (
            "ERROR: Could not find a version (from versions: none)\nERROR: No matching distribution found",
            "没有锁定的版本",
        ),
        ("  × Building wheel did not run successfully.\nERROR: Failed building wheel for lxml", "从源码编译"),
        ("ERROR: something new", "按上面说的处理"),
    ],
)
def test_the_advice_fits_what_pip_said(said: str, advice: str) -> None:
    assert advice in installation.advice(said)


def test_what_pip_said_is_shown_without_noise_accounts_and_control_characters() -> None:
    said = (
        "Looking in indexes: x\nWARNING: Retrying\nERROR: a\x1b]0;x\x07 https://u:p@host/\n    more\n[notice] new pip\n"
    )
    assert installation.errors(said) == "  ERROR: a\\u001b]0;x\\u0007 https://host/\n      more"
