"""The kinds of evaluation."""

from __future__ import annotations

PROJECT, WHOLE_UNIT = "project", "whole-unit"
KINDS = {PROJECT: "项目支出", WHOLE_UNIT: "整体支出"}
"""The kinds of evaluation, as its `type` and a section's `only` name them, and what tables call them."""
