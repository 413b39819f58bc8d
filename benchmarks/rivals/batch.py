"""Builds all reports of a workspace as `make all` does, and tells the time and the most memory of any process."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from generator.reports.batch import Local, build_all
from generator.reports.origin import Origin
from generator.reports.workspace import Workspace


def main() -> None:
    """Prints how many were built, the seconds, and bytes."""
    workspace = Workspace(Path(sys.argv[1]).resolve())
    begun = time.perf_counter()
    origin = Origin(workspace.root)
    built = sum(not one.failed for one in build_all(workspace, origin, workspace.reports(), Local(workspace, origin)))
    seconds = time.perf_counter() - begun
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * 1024
    print(json.dumps({"built": built, "seconds": seconds, "memory": memory}))


if __name__ == "__main__":
    main()
