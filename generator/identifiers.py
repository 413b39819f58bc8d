"""How codes of units, names of profiles, years and files are written: they become parts of paths unseen by a schema."""

from __future__ import annotations

import re
from unicodedata import category

# hechi, hubei-wuhan. Not Hechi, 1st or a_b.
_CODE = re.compile(r"[a-z][a-z0-9-]{0,63}")
# 2022. Not 1999.
_YEAR = re.compile(r"20[0-9]{2}")
MAX_NAME = 255  # bytes of a name, more than which no file system takes
# Devices of Windows, whatever their case and what follows a period: con, LPT1, nul.txt. Not console.
_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
_DEVICES |= {f"{device}{number}" for device in ("COM", "LPT") for number in "0123456789¹²³"}
_SEPARATORS = set('/\\:*?"<>|')


def is_code(text: str) -> bool:
    """Whether a text can be a unit's code or a profile's name, such as `hubei-wuhan`."""
    return _CODE.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Whether a text can be a year of this century."""
    return _YEAR.fullmatch(text) is not None


def unusable(name: bytes) -> str:
    """Why the name of a file must not become part of a path on any system; empty if it may."""
    try:
        text = name.decode()
    except UnicodeDecodeError:
        return "文件名不是 UTF-8 编码"
    if text in ("", ".", ".."):
        return "文件名会通到别的文件夹"
    if len(name) > MAX_NAME:
        return f"文件名超过 {MAX_NAME} 字节"
    unseen = () if text.isprintable() else [char for char in text if not char.isprintable()]
    if not _SEPARATORS.isdisjoint(text) or any(category(char) in ("Cc", "Cs", "Zl", "Zp") for char in unseen):
        return "文件名里有不能用的字符"
    # As case-insensitive and normalising file systems compare it.
    seen = "".join(char for char in text if category(char) != "Cf") if unseen else text
    seen = seen.casefold().rstrip(" .")
    if seen == ".git" or (seen.startswith("git~") and seen[4:].isdigit()):  # git~1 is its short name on Windows
        return "这是 git 自己的文件夹"
    if seen != text.casefold():
        return "文件名里有看不见的字符，或者以空格、句点结尾"
    return "文件名是系统保留的" if text.partition(".")[0].upper() in _DEVICES else ""
