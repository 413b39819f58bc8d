"""Says what is meant by words of a tag that do not fit together: names with blanks, digits first, brackets, stops."""

from __future__ import annotations

import re
from collections.abc import Collection

# Jinja's words about what stands where a tag should end: got '名称'; group 1 is the word, or its kind.
_JOINED = re.compile(r"expected token 'end of (print statement|statement block)', got '(\w+)'")
_NUMBERS = ("integer", "float")
# 2024年: a name that begins with digits; groups: these, the rest.
_DIGITS_FIRST = re.compile(r"(?<![\w.])([0-9]+)([^\W\d]\w*)")
# The sign in front of the end of a tag: 占比% }}.
_LAST = re.compile(r"([-+*/%~<>=!]|\b(?:and|or|not|in|is))\s*[}%]\}\Z")
_STOPS = "、，。；：…·《》〈〉【】〔〕"
"""Punctuation that stands between names, never in a tag."""
_ENDINGS = ("unexpected 'end of print statement'", "unexpected 'end of statement block'")
_FORMS = "下一级写成 甲.乙，印法写成 甲|乙，计算写成 甲 + 乙"
_BLOCKS = "条件写成 {% if 甲 and 乙 %}、{% if 甲 == 1 %}，循环写成 {% for 甲 in 列表 %}"


def slip(message: str, tag: str, filters: Collection[str]) -> tuple[str, str] | None:
    """The message and the remedy of a tag whose words do not fit together, by Jinja's message; None for other faults.

    `tag` is the whole tag, or an empty text.
    """
    if found := _JOINED.match(message):
        return _joined(found[2], tag, filters, printed=found[1] == "print statement")
    if message in _ENDINGS:
        sign = _LAST.search(tag)
        remedy = "补上它；「{}」是名称里的，数据和模板里都换一个没有它的名称".format(sign[1] if sign else "%")
        return f"{f'「{sign[1]}」' if sign else '最后一个符号'}后面少了名称或者数", remedy
    stop = re.match(r"unexpected char '(.)'", message)
    if stop and stop[1] in _STOPS:
        sign_outside = f"标记里只写名称和运算，标点写在外面，如 {{{{ 甲 }}}}{stop[1]}{{{{ 乙 }}}}"
        return f"引用的写法不对：不认识符号「{stop[1]}」", sign_outside
    return None


def _joined(word: str, tag: str, filters: Collection[str], *, printed: bool) -> tuple[str, str]:
    first = _DIGITS_FIRST.search(tag)
    if first and first[2].startswith(word):
        return f"名称不能以数字开头：「{first[0]}」", f"数据和模板里都换一个名称，如「{first[2]}{first[1]}」"
    wanted = "[0-9.]+" if word in _NUMBERS else re.escape(word)
    found = re.search(rf"([\w.]+)\s+({wanted})(?!\w)", tag)
    if found is None:
        return f"「{word}」前面少了符号", _FORMS if printed else _BLOCKS
    before, after = found.groups()
    message = f"「{before}」和「{after}」之间少了符号"
    if after in filters:
        return message, f"印法写成 {before}|{after}"
    if not printed:
        return message, _BLOCKS
    parts = f"下一级写成 {before}.{after}；" if after[0] not in "0123456789" else ""
    return message, f"名称里没有空格：{parts}是一个名称的，数据和模板里都写成 {before.replace('.', '_')}_{after}"


def bracketed(name: str, inside: str) -> str:
    """What to do about a name of the data with brackets, which are taken for those of a call."""
    new = f"{name}_{inside}" if re.fullmatch(r"\w+", inside) else name
    return f"名称里不能有括号：数据和模板里都改成「{new}」"
