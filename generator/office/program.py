"""Finds LibreOffice and runs it apart from a running instance, within bounds, so that nothing of it is left behind."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from generator.process import end_group

TICK = 0.5  # seconds between two calls of `waiting`
MAX_WRITTEN = 1 << 28  # bytes of one file that a bounded run may write
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
# The shell sets the bounds: to set them in a forked Python is not safe where threads run. A system without one of them
# goes without it. The first argument is in KiB, the second in blocks of 512 bytes.
_BOUNDED = 'ulimit -v "$0" 2>/dev/null; ulimit -f "$1" 2>/dev/null; shift; exec "$@"'
_PIPES = ("/tmp", "/var/tmp")  # noqa: S108  # where LibreOffice makes its pipe, whatever TMPDIR says


def find_office() -> str | None:
    """The path of LibreOffice, on PATH or where its installers put it; None if it is not installed."""
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    return on_path or next((place for place in _PLACES if Path(place).is_file()), None)


def run_office(
    office: str,
    profile: Path,
    arguments: Sequence[str],
    said: BinaryIO,
    limit: float,
    environment: Mapping[str, str],
    *,
    memory: int = 0,
    waiting: Callable[[float], object] | None = None,
) -> bool:
    """Whether LibreOffice, with this folder for its profile, ended within `limit` seconds; else it is ended.

    What it prints goes to `said`. `memory` bounds its address space in bytes, where the system can; `waiting` is called
    now and then with the seconds that have passed. However this ends, no process and no pipe is left.

    Raises:
        OSError: it cannot be started.
    """
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *arguments]
    if memory and sys.platform != "win32":
        command = ["/bin/sh", "-c", _BOUNDED, str(memory >> 10), str(MAX_WRITTEN >> 9), *command]
    process = subprocess.Popen(  # noqa: S603  # the files come under names of our own
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    passed = 0.0
    try:
        while passed < limit:
            step = min(TICK, limit - passed)
            try:
                process.wait(step)
            except subprocess.TimeoutExpired:
                passed += step
                if waiting:
                    waiting(passed)
            else:
                return True
        return False
    finally:
        end_group(process)
        _remove_pipe(profile)


def _remove_pipe(profile: Path) -> None:
    """Removes the pipe of a profile, which LibreOffice leaves where it is killed.

    Its name is the MD5 of the profile's address, each byte without a leading zero.
    """
    if sys.platform == "win32":
        return
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    for folder in _PIPES:
        Path(folder, name).unlink(missing_ok=True)
