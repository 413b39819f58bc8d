"""Whether the tests notice what is broken: `python -m tests.support.mutants [--seed N] [--each 15] [MODULE…]`.

Of each module so many mutants are drawn by the seed from all that `tests.support.mutations` can make of it, at most one
a line; none is chosen by hand. In a copy of the project each is put in place of the module, and the module's own tests
run (tests/generator/<room>/test_<module>.py); what they let pass goes through the examples of the rules whose codes the
module names, if it names any. The first test that fails kills a mutant, and so does a crash or ten times the processor
time that the tests need for the module as it is.

A mutant that no test can notice stands in `tests/data/equal_mutants.yaml` with the reason. It counts for neither side;
if a test notices it after all, or no line of the module fits it any more, that is a mistake there. The exit status is 1
if less than 95 % of the others are killed, or if there is such a mistake.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml
from _pytest.config import default_plugins

from tests.support.mutations import Mutant, mutants_of
from tests.support.paths import DATA, PROJECT

CORE = (
    "quantity",
    "data/schema",
    "figures/accounts/ledger",
    "figures/accounts/totals",
    "figures/evaluation",
    "figures/funds",
    "figures/reconciliation",
    "figures/scoring",
    "rules/accounts",
    "rules/indicators/measures",
    "rules/prose",
    "rules/indicators/scores",
    "text/renderer",
    "word/structure/marking",
    "word/structure/merges",
)
"""The modules in which a wrong line makes a wrong figure, a missing problem or a wrong document."""

SHARE = 0.95
EQUAL = DATA / "equal_mutants.yaml"
EXAMPLES = "tests/acceptance/test_rules.py"
LEFT_OUT = (".git", ".venv", "__pycache__", "build", ".*_cache", ".hypothesis")
AT_MOST, LEAST_SECONDS, MEMORY = 10, 10, 4 << 30  # times the time of the unbroken module, seconds, bytes
_LIBRARIES = (
    "hypothesis",
    "jinja2",
    "lxml.etree",
    "jsonschema_rs",
    "markdown_it",
    "platformdirs",
    "xml.etree.ElementTree",
)
NEEDED = (*(f"_pytest.{name}" for name in default_plugins), *_LIBRARIES)
"""What most tests import of other projects: loaded once, before each run is forked off."""
_NO_TESTS = 5  # pytest's exit status

Equal = Mapping[str, Sequence[Mapping[str, str]]]
"""By module the mutants that are equal in effect: what is `written`, what it `becomes` and `why` that is the same."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Draws, runs and tells; returns the exit status."""
    parser = argparse.ArgumentParser(description="Whether the tests notice what is broken.")
    parser.add_argument("modules", nargs="*", default=CORE, help="like figures/scoring; the core modules if none")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--each", type=int, default=15, help="mutants of each module")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    options = parser.parse_args(arguments)
    equal: Equal = yaml.safe_load(EQUAL.read_text("utf-8"))
    known = {module: mutants_of(module, path_of(PROJECT, module).read_bytes()) for module in {*options.modules, *equal}}
    mistakes = [f"no such mutant of {module}: {entry['becomes']}" for module, entry in _unknown(equal, known)]
    drawn = [mutant for module in options.modules for mutant in draw(known[module], options.each, options.seed)]
    print(f"seed {options.seed}: {len(drawn)} mutants of {len(options.modules)} modules", flush=True)
    found: Counter[tuple[str, str]] = Counter()
    for mutant, end in judged(drawn, options.processes):
        if is_named(mutant, equal):
            if end != "alive":
                mistakes.append(f"named as equal, but killed: {place_of(mutant)}  {mutant.becomes}")
            end = "equal"
        found[mutant.module, end] += 1
        if end == "alive":
            print(f"alive: {place_of(mutant)}\n  - {mutant.written}\n  + {mutant.becomes}", flush=True)
    print(table(options.modules, found))
    share = share_of(found)
    print(f"killed: {share:.1%} of {found.total() - _sum(found, 'equal')}, seed {options.seed}", *mistakes, sep="\n")
    return int(share < SHARE or bool(mistakes))


def path_of(root: Path, module: str) -> Path:
    """The file of a module of the program below `root`: generator/figures/scoring.py for figures/scoring."""
    return root / "generator" / f"{module}.py"


def place_of(mutant: Mutant) -> str:
    """Where a mutant is, as editors open it."""
    return f"generator/{mutant.module}.py:{mutant.line}"


def draw(mutants: Sequence[Mutant], each: int, seed: int) -> list[Mutant]:
    """So many of a module's mutants, at most one a line; the same for the same seed and source."""
    lines: dict[int, Mutant] = {}
    order = [*mutants]
    random.Random(f"{seed} {order[0].module}" if order else seed).shuffle(order)
    for mutant in order:
        if len(lines) < each:
            lines.setdefault(mutant.line, mutant)
    return [lines[line] for line in sorted(lines)]


def is_named(mutant: Mutant, equal: Equal) -> bool:
    """Whether a mutant is named as equal in effect."""
    return any(_fits(mutant, entry) for entry in equal.get(mutant.module, ()))


def _fits(mutant: Mutant, entry: Mapping[str, str]) -> bool:
    return (mutant.written, mutant.becomes) == (entry["written"], entry["becomes"])


def _unknown(equal: Equal, known: Mapping[str, Sequence[Mutant]]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The entries of mutants that cannot be made any more."""
    for module, entries in equal.items():
        for entry in entries:
            if not any(_fits(mutant, entry) for mutant in known[module]):
                yield module, entry


def judged(mutants: Sequence[Mutant], processes: int) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with what became of it: killed by its `own tests`, by the `examples`, or `alive`."""
    for name in NEEDED:
        import_module(name)
    with (
        patch.dict(os.environ, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"),
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(processes, get_context("fork"), Bench.open, (Path(folder),)) as pool,
    ):
        yield from zip(mutants, pool.map(Bench.judge, mutants), strict=True)


class Bench:
    """A copy of the project, one for each process, in which one module at a time is broken."""

    folder: Path
    seconds: dict[tuple[str, ...], float]
    """The processor time that tests take while nothing is broken, by the arguments that choose them."""

    @classmethod
    def open(cls, folder: Path) -> None:
        """Copies the project for this process."""
        cls.folder, cls.seconds = folder / str(os.getpid()), {}
        shutil.copytree(PROJECT, cls.folder, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)

    @classmethod
    def judge(cls, mutant: Mutant) -> str:
        """What becomes of a mutant.

        Raises:
            RuntimeError: the tests fail on the module as it is.
        """
        room, _, name = mutant.module.rpartition("/")
        own: tuple[str, ...] = ((Path("tests/generator") / room / f"test_{name}.py").as_posix(),)
        stages = [("own tests", own)]
        if codes := codes_of(mutant.module):
            stages.append(("examples", (EXAMPLES, "-k", " or ".join(f"[{code}" for code in codes))))
        for end, arguments in stages:
            if arguments not in cls.seconds:
                passed, cls.seconds[arguments] = run(cls.folder, arguments)
                if not passed:
                    raise RuntimeError(f"fails with nothing broken: {' '.join(arguments)}")
            path = path_of(cls.folder, mutant.module)
            source = path.read_bytes()
            path.write_bytes(mutant.applied(source))
            passed, _ = run(cls.folder, arguments, AT_MOST * cls.seconds[arguments] + LEAST_SECONDS)
            path.write_bytes(source)
            if not passed:
                return end
        return "alive"


def codes_of(module: str) -> list[str]:
    """The codes that a module gives to problems and that have examples."""
    text = path_of(PROJECT, module).read_text("utf-8")
    families = {*re.findall(r'f"([A-Z]+)-\{', text)}
    codes = [path.stem for path in sorted((PROJECT / "rules").glob("[A-Z]*.yaml"))]
    return [
        code
        for code in codes
        if f'"{code}"' in text or (code.partition("-")[0] in families and f'"{code.partition("-")[2]}"' in text)
    ]


def run(folder: Path, arguments: Sequence[str], seconds: float | None = None) -> tuple[bool, float]:
    """Whether the chosen tests of a copy pass, in a process of its own, and the processor time that they took.

    With a limit in seconds they are given up at that, and leave no compiled code: that of a broken module would be
    taken for that of the next.
    """
    child = os.fork()
    if not child:
        status = 1
        try:
            status = _tests(folder, arguments, seconds)
        finally:
            os._exit(status)
    _, ended, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(ended) == _NO_TESTS:
        raise RuntimeError(f"no tests: {' '.join(arguments)}")
    return ended == 0, usage.ru_utime + usage.ru_stime


def _tests(folder: Path, arguments: Sequence[str], seconds: float | None) -> int:
    """Runs tests in this process, which knows nothing of the project that it was started from; the exit status."""
    silent = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(silent, descriptor)
    if seconds is not None:
        sys.dont_write_bytecode = True
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.alarm(AT_MOST * int(seconds))  # for what waits without end
    for name in [name for name in sys.modules if name.partition(".")[0] in ("tests", "generator")]:
        del sys.modules[name]
    os.chdir(folder)
    sys.path[:] = [str(folder), *(path for path in sys.path if path and Path(path).resolve() != PROJECT)]
    fixed = ["-x", f"--basetemp={folder}-made", "-p", "no:cacheprovider"]
    return int(pytest.main([*fixed, "-p", "_hypothesis_pytestplugin", "--hypothesis-seed=1", *arguments]))


def share_of(found: Counter[tuple[str, str]]) -> float:
    """The share of the mutants that were killed, without those that are equal."""
    alive, equal = _sum(found, "alive"), _sum(found, "equal")
    return 1 - alive / max(found.total() - equal, 1)


def _sum(found: Counter[tuple[str, str]], end: str) -> int:
    return sum(number for (_, one), number in found.items() if one == end)


def table(modules: Iterable[str], found: Counter[tuple[str, str]]) -> str:
    """What became of the mutants, a row for each module and one for all."""
    ends = ("own tests", "examples", "alive", "equal")
    rows = [(module, *(found[module, end] for end in ends)) for module in modules]
    rows.append(("all", *(_sum(found, end) for end in ends)))
    lines = [("module", *ends), *rows]
    return "\n".join(f"{name!s:26}" + "".join(f"{cell!s:>11}" for cell in cells) for name, *cells in lines)


if __name__ == "__main__":
    sys.exit(main())
