"""What a chart shows, in words, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.namespace import Tree


def described(series: Tree, printed: Callable[[Any], str]) -> str:
    """The title of a chart and each of its values, `printed` behind its category: 收支：2022年3万元，2023年4万元.

    Where there are several columns, the name of each stands before its categories.
    """
    several = len(series["series"]) > 1
    values = [
        f"{column['name'] if several else ''}{category}{printed(value)}"
        for column in series["series"]
        for category, value in zip(series["categories"], column["values"], strict=True)
    ]
    return f"{series['title']}：{'，'.join(values)}"
