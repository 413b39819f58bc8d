"""Any template is filled into a whole document that shows all its words, as often as it says, or is refused at its place.

Templates are drawn from all that Word's editors make; see `tests/support/structures.py`.
"""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random

import docx
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from generator.text.printer import Printer
from tests.support.judging import judged
from tests.support.structures import FORMS, TAGS, Structures, Template

QUICK = 200
"""How many templates `make test` tries."""
COUNT = int(os.environ.get("N") or 20_000)
"""How many `make fuzz` tries, by default."""
SEED = int(os.environ.get("SEED") or 0)
CHUNKS = 40
LEAST = 0.7
"""The share of templates that must be filled, not refused, so that it says something."""
OPENED = 20
"""One document of so many is opened by python-docx too."""
VALIDATED = 100

SETTINGS = settings(database=None, deadline=None, print_blob=False, suppress_health_check=[*HealthCheck])


def volume(chance: Random) -> list[Template]:
    """One template, or two to be bound, with the same headers and footers, as a volume must have."""
    first = Structures(chance).template()
    if chance.randrange(10) < 9:
        return [first]
    return [first, replace(Structures(chance).template(), header=first.header, footer=first.footer)]


def tally(printer: Printer, count: int, begin: int) -> Counter[str]:
    """What becomes of so many templates, and what was in them.

    Fails, with the smallest template that shows it, where a document is not right or a refusal not fair.
    """
    seen: Counter[str] = Counter()

    @seed(begin)
    @settings(SETTINGS, max_examples=count)
    @given(st.randoms(use_true_random=False))
    def tried(chance: Random) -> None:
        attempt(printer, chance, seen)

    tried()
    return seen


def attempt(printer: Printer, chance: Random, seen: Counter[str]) -> None:
    """Fails where the document of one template, or two, is not right or a refusal not fair; adds to what was seen."""
    templates = volume(chance)
    verdict = judged(printer, templates)
    seen.update(["filled" if verdict.document else "refused", *(form for one in templates for form in one.forms)])
    if verdict.document and seen["filled"] % OPENED == 0:
        docx.Document(BytesIO(verdict.document))
    assert verdict.wrong == "", f"{verdict.wrong}\n{templates}"


def filled_share(seen: Counter[str]) -> float:
    return seen["filled"] / (seen["filled"] + seen["refused"])


def test_drawn_templates_are_filled_wholly_or_refused_fairly(printer: Printer) -> None:
    """By their numbers, so that each form occurs as often in every run."""
    seen: Counter[str] = Counter()
    for number in range(QUICK):
        attempt(printer, Random(number), seen)
    assert LEAST <= filled_share(seen) < 1
    assert [form for form in (*FORMS, *TAGS) if not seen[form]] == []


@pytest.mark.fuzz
@pytest.mark.parametrize("chunk", range(1, CHUNKS + 1))
def test_many_drawn_templates_are_filled_wholly_or_refused_fairly(printer: Printer, chunk: int) -> None:
    assert LEAST <= filled_share(tally(printer, -(-COUNT // CHUNKS), SEED + chunk)) < 1


@pytest.mark.fuzz
def test_word_accepts_the_documents_of_drawn_templates(
    printer: Printer, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """By Microsoft's own validator, which is started anew for each document."""
    validator = tool("ooxml-validator")
    documents = [judged(printer, volume(Random(number))).document or b"" for number in range(VALIDATED)]
    wrong = []
    for number, document in enumerate(documents):
        if document:
            path = tmp_path / f"{number}.docx"
            path.write_bytes(document)
            answer = subprocess.run([validator, str(path)], check=False, capture_output=True, text=True)
            wrong += [(number, answer.stdout)] if answer.returncode else []
    assert wrong == []
