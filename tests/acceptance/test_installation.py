"""The environment repairs itself at the next make, whatever became of it, and a failed installation says what pip said.

The Makefile, venv and pip are the real ones; the program is a stand-in and the lock asks for one small package, which
lies in a folder of the test.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.paths import PROJECT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="make and processes as POSIX has them")

PROGRAM = """
import sys, pathlib, tiny
print("tiny", tiny.VERSION, pathlib.Path(tiny.__file__).is_relative_to(pathlib.Path(sys.prefix)), sys.argv[1])
"""


def wheel(folder: Path, version: str) -> str:
    """Makes the small package in a folder, and returns the line of a lock that asks for it."""
    members = {
        "tiny.py": f"VERSION = '{version}'\n",
        f"tiny-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"tiny-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text)}\n"
        for name, text in members.items()
    )
    path = folder / f"tiny-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**members, f"tiny-{version}.dist-info/RECORD": record}.items():
            archive.writestr(name, text)
    return f"tiny=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Folder:
    """A project to run make in, whose index is a folder beside it."""

    def __init__(self, root: Path, wheels: Path) -> None:
        self.root, self.wheels, self.venv = root, wheels, root / ".venv"
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PIP_"))
        }
        self.env = inherited | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels.as_uri(), "PIP_CONFIG_FILE": os.devnull}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = ["make", f"PYTHON={sys.executable}", *arguments]
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def make(self, *arguments: str) -> tuple[int, str]:
        process = self.start(*(arguments or ("check",)))
        output, _ = process.communicate()
        return process.returncode, output

    def lock(self, version: str) -> None:
        (self.root / "requirements.txt").write_text(wheel(self.wheels, version))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose environment was made once."""
    root = tmp_path_factory.mktemp("prepared")
    (root / "wheels").mkdir()
    project = root / "project"
    (project / "generator").mkdir(parents=True)
    shutil.copy(PROJECT / "Makefile", project)
    shutil.copy(PROJECT / "generator" / "installation.py", project / "generator")
    (project / "generator" / "__main__.py").write_text(PROGRAM)
    folder = Folder(project, root / "wheels")
    folder.lock("1.0")
    assert folder.make() == (0, "正在准备环境（首次约一分钟）……\ntiny 1.0 True check\n")
    return root


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Folder:
    """A copy of that project, as one makes it with `cp -r`, in a folder of a name that shells and make stumble over."""
    root = tmp_path / "自评 2023 a'b $c #x"
    shutil.copytree(prepared, root, symlinks=True)
    return Folder(root / "project", root / "wheels")


USED = (0, "tiny 1.0 True check\n")
MADE_ANEW = (0, "正在准备环境（首次约一分钟）……\ntiny 1.0 True check\n")


def test_a_copied_or_moved_folder_uses_its_own_environment(folder: Folder, prepared: Path) -> None:
    assert folder.make() == USED
    (own,) = folder.venv.glob("lib/*/site-packages/tiny.py")
    (others,) = (prepared / "project").glob(".venv/lib/*/site-packages/tiny.py")
    assert own.samefile(others) is False
    moved = folder.root.with_name("moved")
    folder.root.rename(moved)
    assert Folder(moved, folder.wheels).make() == USED


def _python(venv: Path) -> Path:
    return venv / "bin" / "python"


def _packages(venv: Path) -> Path:
    (found,) = venv.glob("lib/*/site-packages")
    return found


def _replaced(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def spoil(venv: Path) -> None:
        shutil.rmtree(venv)
        make(venv)

    return spoil


def _python_is(content: str | Path) -> Callable[[Path], None]:
    def spoil(venv: Path) -> None:
        _python(venv).unlink()
        if isinstance(content, Path):
            _python(venv).symlink_to(content)
        else:
            _python(venv).write_text(content)
            _python(venv).chmod(0o755)

    return spoil


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


SPOILT: dict[str, Callable[[Path], object]] = {
    "stopped before the note": lambda venv: shutil.rmtree(venv / "installed"),
    "stopped before pip": lambda venv: _emptied(_packages(venv)),
    "package gone": lambda venv: shutil.rmtree(_packages(venv) / "tiny-1.0.dist-info"),
    "file gone": lambda venv: (_packages(venv) / "tiny.py").unlink(),
    "Python gone": _python_is(Path("/nonexistent/python3.11")),
    "Python of another machine": _python_is("\x7fELF no such machine"),
    "other minor version": lambda venv: _packages(venv).parent.rename(venv / "lib" / "python3.2"),
    "other machine": lambda venv: (venv / "installed" / "packages").write_text("Plan9 mips cpython-311"),
    "file": _replaced(Path.touch),
    "dangling link": _replaced(lambda venv: venv.symlink_to("/nonexistent")),
}
QUICK = ("stopped before pip", "Python gone")


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=[] if case in QUICK else pytest.mark.heavy) for case in SPOILT]
)
def test_an_environment_that_cannot_be_used_is_made_anew(folder: Folder, case: str) -> None:
    SPOILT[case](folder.venv)
    assert folder.make() == MADE_ANEW
    assert folder.make() == USED


def test_an_environment_of_the_developers_own_is_used_and_never_written_to(folder: Folder, tmp_path: Path) -> None:
    own = tmp_path / "own"
    folder.venv.rename(own)
    folder.venv.symlink_to(own)
    shutil.rmtree(own / "installed")
    assert folder.make() == USED
    assert not (own / "installed").exists()


@pytest.mark.heavy
def test_a_link_to_what_is_no_environment_is_replaced_and_its_target_left_alone(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "canary").touch()
    shutil.rmtree(folder.venv)
    folder.venv.symlink_to(tmp_path / "target")
    assert folder.make() == MADE_ANEW
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["canary"]


def test_a_lock_counts_by_its_content_whatever_its_time(folder: Folder) -> None:
    lock = folder.root / "requirements.txt"
    os.utime(lock, (2**31 - 10, 2**31 - 10))
    assert folder.make() == USED
    folder.lock("2.0")
    os.utime(lock, (946684800, 946684800))
    assert folder.make() == (0, "正在准备环境（首次约一分钟）……\ntiny 2.0 True check\n")


def test_settings_of_the_user_and_files_beside_the_program_change_nothing(folder: Folder, tmp_path: Path) -> None:
    canary = f"open({str(tmp_path / 'canary')!r}, 'w')"
    (tmp_path / "path").mkdir()
    for name in ("pip", "venv", "ensurepip", "runpy", "subprocess", "sitecustomize", "tiny"):
        for place in (folder.root, tmp_path / "path", folder.root / "generator"):
            (place / f"{name}.py").write_text(canary)
    folder.env |= {
        "PIP_USER": "1",
        "PIP_TARGET": str(tmp_path / "elsewhere"),
        "PIP_REQUIRE_VIRTUALENV": "1",
        "PIP_NO_BINARY": ":all:",
        "PYTHONPATH": str(tmp_path / "path"),
        "PYTHONHOME": "/nonexistent",
        "VIRTUAL_ENV": str(tmp_path),
    }
    (tmp_path / "pip.conf").write_text("[install]\nuser = true\n")
    folder.env["PIP_CONFIG_FILE"] = str(tmp_path / "pip.conf")
    shutil.rmtree(folder.venv)
    assert folder.make() == MADE_ANEW
    assert not (tmp_path / "canary").exists() and not (tmp_path / "elsewhere").exists()


def test_of_two_makes_one_installs_and_the_other_waits(folder: Folder) -> None:
    shutil.rmtree(folder.venv)
    both = [folder.start("check", "report", "-j4"), folder.start("check")]
    outputs = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert sorted(outputs[0].splitlines()[-2:]) == ["tiny 1.0 True check", "tiny 1.0 True report"]
    assert outputs[1].endswith("tiny 1.0 True check\n")
    assert sum("另一个 make 正在准备环境" in output for output in outputs) == 1


@pytest.fixture(scope="module")
def takes(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """The seconds that a set-up takes here and now."""
    root = tmp_path_factory.mktemp("timed") / "root"
    shutil.copytree(prepared, root, symlinks=True)
    shutil.rmtree(root / "project" / ".venv")
    begun = time.monotonic()
    assert Folder(root / "project", root / "wheels").make() == MADE_ANEW
    return time.monotonic() - begun


@pytest.mark.heavy
@pytest.mark.parametrize(("sign", "share"), [(signal.SIGKILL, 0.1), (signal.SIGINT, 0.5), (signal.SIGKILL, 0.9)])
def test_a_set_up_stopped_at_any_moment_is_made_good_by_the_next(
    folder: Folder, takes: float, sign: int, share: float
) -> None:
    shutil.rmtree(folder.venv)
    process = folder.start("check")
    time.sleep(share * takes)
    os.killpg(process.pid, sign)
    process.communicate()
    status, output = folder.make()
    assert (status, output.splitlines()[-1]) == (0, "tiny 1.0 True check"), output


def test_a_hash_that_differs_is_told_as_such_and_stays_so(folder: Folder) -> None:
    shutil.rmtree(folder.venv)
    (folder.root / "requirements.txt").write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    for _ in range(2):
        status, output = folder.make()
        assert status and "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES" in output and "0" * 64 in output
        assert "不是锁定的那一个" in output and "网络" not in output


def test_an_index_out_of_reach_and_one_without_the_version_are_told_apart(folder: Folder) -> None:
    (folder.root / "requirements.txt").write_text(f"tiny==9.0 --hash=sha256:{'0' * 64}\n")
    status, output = folder.make()
    assert status and "No matching distribution found for tiny==9.0" in output and "软件源里没有锁定的版本" in output
    del folder.env["PIP_NO_INDEX"]
    folder.env |= {"PIP_INDEX_URL": "http://user:secret@127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    status, output = folder.make()
    assert status and "连不上软件源" in output and "ERROR: No matching distribution" in output
    assert "secret" not in output and "WARNING" not in output


def test_a_folder_whose_name_cannot_hold_an_environment_is_named_as_the_cause(folder: Folder) -> None:
    shutil.rmtree(folder.venv)
    moved = folder.root.with_name("a:b")
    folder.root.rename(moved)
    status, output = Folder(moved, folder.wheels).make()
    assert status and "文件夹的路径里有「:」" in output and "Traceback" not in output


def test_a_python_that_is_too_old_is_passed_over_or_named(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("make", "sh"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    (tmp_path / "bin" / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bin" / "python3").chmod(0o755)
    shutil.rmtree(folder.venv)
    folder.env["PATH"] = str(tmp_path / "bin")
    process = folder.start("check", "PYTHON=python3", "OTHERS=")
    output = process.communicate()[0]
    assert process.returncode and "需要 Python 3.11 或更新的版本" in output and not folder.venv.exists()
    (tmp_path / "bin" / "python3.12").symlink_to(sys.executable)
    process = folder.start("check", "PYTHON=python3")
    assert process.communicate()[0] == MADE_ANEW[1]
