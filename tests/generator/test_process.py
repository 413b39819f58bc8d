"""Process: streams, signals and exit statuses, whatever the program was started with."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys

import pytest

from generator.process import REFUSED, Stopped, end_group, leave, refused, standard_streams


class Full(io.StringIO):
    """A stream that takes nothing."""

    def write(self, _: str) -> int:
        raise OSError(28, "full")

    def flush(self) -> None:
        raise OSError(28, "full")


def test_a_closed_stream_is_opened_and_another_prints_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stdin", None)
    with standard_streams():
        assert sys.stdin is not None and sys.stdin.read() == ""
        print("自评\udc80", end="", flush=True)
    assert out.buffer.getvalue() == "自评\\udc80".encode()
    sys.stdin.close()


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
def test_a_request_to_end_stops_the_program_as_an_interrupt_does() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        with pytest.raises(Stopped), standard_streams():
            signal.raise_signal(signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_refusal_is_said_on_the_stream_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stderr", Full())
    monkeypatch.setattr(sys, "stdout", out)
    assert refused(OSError(30, "x", "build")) == REFUSED
    assert out.getvalue().startswith("文件夹是只读的：build；")


@pytest.mark.parametrize(("stream", "given", "left"), [(io.StringIO, 0, 0), (Full, 0, REFUSED), (Full, 3, 3)])
def test_output_that_could_not_be_written_is_no_success(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], given: int, left: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", stream())
        patched.setattr(os, "dup2", lambda opened, _: os.close(opened))  # else that of the tests would be lost
        with pytest.raises(SystemExit) as ended:
            leave(given)
    assert ended.value.code == left


@pytest.mark.skipif(os.name == "nt", reason="process groups as POSIX has them")
def test_a_process_ends_and_may_have_ended_before() -> None:
    process = subprocess.Popen(["sleep", "60"], start_new_session=True)
    end_group(process)
    assert process.returncode == -signal.SIGKILL
    end_group(process)
