"""How long `history` takes over a thousand commits of one report, beside git's own log of the same file."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.measuring import PROJECT, finish, required
from generator.git.repository import Repository
from generator.revisions.history import history

COMMITS = 1000
ACTUAL = re.compile(r"actual: 21754元")


def scripted(root: Path) -> Repository:
    """A repository in which every commit changes the report: half of them its spending, half only a comment."""
    files = {
        path.relative_to(PROJECT).as_posix(): path.read_bytes()
        for folder in ("templates", "reports/2022")
        for path in sorted((PROJECT / folder).rglob("*"))
        if path.is_file()
    }
    report = files["reports/2022/hechi.yaml"].decode()
    required(len(ACTUAL.findall(report)) == 1, "the figure that every commit changes is not in the report")
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    stream = bytearray()
    for number in range(COMMITS):
        text = ACTUAL.sub(f"actual: {21754 + number // 2}元", report) + f"# {number}\n"
        files["reports/2022/hechi.yaml"] = text.encode()
        stream += (
            f"commit refs/heads/main\ncommitter 黄燕 <clerk@example.org> {1672531200 + number * 60} +0800\n".encode()
        )
        message = f"第 {number} 次".encode()
        stream += b"data %d\n%b\n" % (len(message), message)
        for name, data in files.items() if number == 0 else [("reports/2022/hechi.yaml", text.encode())]:
            stream += b"M 644 inline %b\ndata %d\n%b\n" % (name.encode(), len(data), data)
    subprocess.run(["git", "-C", str(root), "fast-import", "--quiet"], input=bytes(stream), check=True)
    subprocess.run(["git", "-C", str(root), "reset", "--quiet", "--hard"], check=True)
    return Repository(root)


def main() -> None:
    """Prints both times and how many commits moved a figure."""
    with TemporaryDirectory() as folder:
        repository = scripted(Path(folder))
        times = []
        for _ in range(2):
            start = perf_counter()
            found = history(repository, "hechi", "2022")
            times.append(perf_counter() - start)
            moved = COMMITS // 2
            required(len(found.entries) == moved, f"{len(found.entries)} commits moved figures instead of {moved}")
        start = perf_counter()
        command = ["git", "-C", folder, "log", "--patch", "--follow", "--", "reports/2022/hechi.yaml"]
        log = subprocess.run(command, check=True, capture_output=True).stdout
        lines = perf_counter() - start
    required(log.count(b"\ndiff --git ") == COMMITS, "git's log does not show every commit")
    print(
        f"{COMMITS} commits, {len(found.entries)} of them moved figures: {times[0]:.1f} s, asked again {times[1]:.1f} s"
    )
    print(f"git log --patch of the same file: {lines:.1f} s")


if __name__ == "__main__":
    finish(main)
