"""What reaches a terminal."""

from __future__ import annotations

import io
import json
import sys

import pytest

from generator.cli.terminal import RED, RESET, json_text, screen, unwrapped, visible

ACTING = [
    "\x1b", "\x07", "\x08", "\r", "\x00", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\u200b", "\u200c", "\u200d", "\u200e",
    "\u200f", "\u061c", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\U000e0041", "\ud800", "\xad", "\u2060",
]  # fmt: skip
PLAIN = "河池市　电教站：3.99万元，㎡、①、“校校通”、é、😀、𠮷\t\n"


@pytest.mark.parametrize("char", ACTING, ids=lambda char: f"U+{ord(char):04X}")
def test_a_character_that_acts_is_written_out(char: str) -> None:
    assert visible(f"甲{char}乙") == f"甲⟨U+{ord(char):04X}⟩乙"


def test_other_text_stays_as_it_is() -> None:
    assert visible(PLAIN) == PLAIN and visible("⟨甲⟩") == "⟨甲⟩"


def test_a_name_that_is_spelt_like_such_a_character_is_told_apart_from_one() -> None:
    assert visible("⟨U+001B⟩") != visible("\x1b")


def test_json_stays_exact_and_holds_none_of_them() -> None:
    data = {"".join(ACTING[:-4]): [PLAIN, RED, "\ufdd0"]}
    text = json_text(data)
    assert json.loads(text) == data
    assert not set(text) & {*ACTING, "\ufdd0"}


def test_all_that_is_printed_passes_the_screen_and_colours_come_through(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    with screen():
        print(f"{RED}甲{RESET}\x1b[2J")
        sys.stderr.write("\u202e乙\ufdd1")
        unwrapped(sys.stderr).write("\r")
    print("\x1b")
    assert out.getvalue() == "\033[31m甲\033[0m⟨U+001B⟩[2J\n\x1b\n"
    assert err.getvalue() == "⟨U+202E⟩乙⟨U+FDD1⟩\r"
    assert unwrapped(err) is err
