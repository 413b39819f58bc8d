"""The cells of workbooks that offices send, and what each is: `tests/data/workbooks.yaml`."""

from __future__ import annotations

from typing import Any

import yaml

from tests.support.paths import DATA

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((DATA / "workbooks.yaml").read_text("utf-8"))
