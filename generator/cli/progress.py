"""Shows the progress of a batch, a bar on a terminal, else a line for each report; and of one long task, in a line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import click
from tqdm import tqdm

from generator.cli.terminal import one_line, unwrapped, visible
from generator.reports.build import Built

_BAR = "{n_fmt}/{total_fmt} |{bar:30}| {rate_fmt}，还要 {remaining}{postfix}"


@contextmanager
def progress(count: int, *, quiet: bool) -> Iterator[Callable[[Built], None]]:
    """A callback for each finished report of `count`; `quiet` shows only the bar."""
    terminal = sys.stderr.isatty()
    problem_count = 0
    with tqdm(
        total=count, unit="份", bar_format=_BAR, leave=False, disable=not terminal, file=unwrapped(sys.stderr)
    ) as bar:

        def tell(built: Built) -> None:
            nonlocal problem_count
            problem_count += len(built.problems)
            bar.set_postfix_str(f"问题 {problem_count} 个", refresh=False)
            bar.update()
            if not terminal and not quiet and not built.current and not built.failed:
                with suppress(OSError):  # nobody reads it, but the documents are made all the same
                    click.echo(f"已生成 build/{built.year}/{built.unit}")

        yield tell


@contextmanager
def status_line() -> Iterator[Callable[[str], None]]:
    """A callback that shows on a terminal what is being done, each in the place of the last; nothing is left of it."""
    with tqdm(bar_format="{desc}", leave=False, disable=not sys.stderr.isatty(), file=unwrapped(sys.stderr)) as bar:
        yield lambda text: bar.set_description_str(visible(one_line(text)))
