"""How the program begins and ends as a process: closed or full streams, signals, and what the system refuses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

from generator.faults import refusal

REFUSED = 1
NO_READER = 141  # the exit status that a shell gives a program ended by a closed pipe
INTERRUPTED, STOPPED = 130, 143


class NoReaderError(Exception):
    """The reader of the output has closed it."""


class Stopped(KeyboardInterrupt):
    """SIGTERM: the program ends as on an interrupt from its user, and leaves nothing half done."""


@contextmanager
def standard_streams() -> Iterator[None]:
    """Opens closed streams on the null device, prints UTF-8 whatever the locale, and exits cleanly on SIGTERM."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # opened in this order, each takes the number that it should have
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    before = signal.getsignal(signal.SIGTERM)
    if before is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        if before is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def refused(error: OSError) -> int:
    """Prints what the system refused, on whichever stream still works, and returns the exit status."""
    message, remedy = refusal(error)
    for stream in (sys.stderr, sys.stdout):
        with suppress(OSError):
            print(f"{message}；{remedy}", file=stream, flush=True)
            break
    return REFUSED


def leave(status: int) -> NoReturn:
    """Exits with a status, but not with 0 if the output could not be written."""
    for descriptor, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):  # to the null device, so that Python does not flush again and complain
            status = status or REFUSED
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
    sys.exit(status)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that leads a group of its own, with all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
