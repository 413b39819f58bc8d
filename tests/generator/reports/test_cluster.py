"""The batch on a real Dask cluster: a scheduler and two workers on this machine, one of which is killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from generator.reports.workspace import Workspace
from tests.support.batches import built, documents, workspace_of
from tests.support.paths import PROJECT
from tests.support.pictures import png, printing

pytest.importorskip("distributed")

COUNT = 40


def dask(stack: ExitStack, folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A part of a cluster, which ends with the test; the project is on its path, as on any worker's."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    process = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        dask(stack, tmp_path, "scheduler", "--host", "127.0.0.1", "--port", str(port))
        options = ("--nthreads", "1", "--no-nanny", "--local-directory")
        yield (
            address,
            [dask(stack, tmp_path, "worker", address, *options, str(tmp_path / f"worker{n}")) for n in range(2)],
        )


def run(root: Path, address: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "generator", "--root", str(root), "all", "--cluster", address]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def with_pictures(workspace: Workspace) -> None:
    """Gives each report a picture, and one of its templates what prints it."""
    for unit, year in workspace.reports():
        path = workspace.report(unit, year)
        path.with_suffix("").mkdir()
        (path.with_suffix("") / "站房.png").write_bytes(png())
        path.write_text(path.read_text("utf-8") + "\npictures: {站房: {file: 站房.png, alt_text: 站房}}\n", "utf-8")
    printing(workspace.templates / "national" / "funds.docx", "{{ pictures.站房 }}")


@pytest.mark.heavy
def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(
    tmp_path: Path, own_cache: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    there = workspace_of(tmp_path / "there", COUNT)
    with_pictures(there)
    process = run(there.root, address)
    deadline = time.monotonic() + 60
    while len([*there.root.glob("build/2022/*/report.docx")]) < COUNT // 4:
        assert process.poll() is None and time.monotonic() < deadline, process.communicate()[0]
        time.sleep(0.01)
    workers[0].kill()
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    assert f"共 {COUNT} 份数据，生成 {COUNT} 份" in output
    here = workspace_of(tmp_path / "here", COUNT)
    with_pictures(here)
    built(here)
    assert documents(there) == documents(here)


def test_a_cluster_that_is_not_there_is_told(workspace: Workspace) -> None:
    for address in ("tcp://127.0.0.1:1", "nonsense://x", "1"):
        process = run(workspace.root, address)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 2, output
        assert "连不上集群" in output and "Traceback" not in output
