"""Where the project and the data of its tests stand."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "tests" / "data"

UNUSABLE = [
    b"", b".", b"..", b"../x", b"a/b", b"/etc", b"a\\b", b"C:", b"x.yaml:ads", b"a*", b"a?", b'a"b', b"a|b", b"<a>",
    b"\xff\xfe", b"\xba\xd3", b"a\nb", b"a\tb", b"a\x00b", b"a\x1bb", b"a\x7f", "a\u2028b".encode(), "a\u202eb".encode(),
    "a\u200bb".encode(), b".git", b".GIT", b".Git", b"git~1", b"GIT~12", b".git ", b".git.", b".git. .",
    ".g\u200cit".encode(), ".gi\u200dt".encode(), "\ufeff.git".encode(), b"nul", b"NUL", b"con.yaml", b"Aux", b"com1",
    b"lpt9.txt", b"a.", b"a ", b"a" * 256, "字".encode() * 86, b"\xed\xa0\x80",
]  # fmt: skip
"""Names of files that lead elsewhere, or that not every system takes or tells apart."""
