"""Explains in Chinese what is wrong with the notation of a reference."""

from __future__ import annotations

import re

from generator.problems import nearest
from generator.text.sandbox import Environment

_USABLE = "只能用 {{ 名称|印法 }}、{% if %}、{% for 甲 in 列表 %}、比较、and、or、not 和 + - * /"


def syntax_advice(message: str, environment: Environment) -> tuple[str, str]:
    """Jinja's message about a notation, such as "No filter named '万'", as a Chinese message and remedy."""
    if match := re.match(r"No filter named '(.*?)'", message):
        remedy = nearest(match[1], environment.notation, f"可用的有：{'、'.join(environment.notation)}")
        return f"没有名为「{match[1]}」的印法", remedy
    if "unexpected '}'" in message or "end of print statement" in message:
        return "引用没有写完整", "写成 {{ 名称|印法 }}，两边各两个花括号"
    if "unknown tag 'end" in message:
        return "引用的写法不对：前面没有与它成对的 if 或 for", "if 与 endif、for 与 endfor 成对"
    if match := re.match(r"Encountered unknown tag '(.*?)'", message):
        return f"用不了「{match[1]}」", _USABLE
    if "Unexpected end of template" in message:
        return "引用的写法不对：if 或 for 没有结束", "if 与 endif、for 与 endfor 成对"
    if match := re.match(r"unexpected char ('.*?') at", message):
        return f"引用的写法不对：不认识符号「{match[1][1:-1]}」", "用半角符号，写成 {{ 名称|印法 }}"
    if re.search("[\u4e00-\u9fff]", message):
        return message, _USABLE
    return "引用的写法不对", "写成 {{ 名称|印法 }}，如 {{ funds.actual|万元 }}"
