"""Explains in Chinese what is wrong with the notation of a reference, and what to write for other programs' forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator.problems import nearest
from generator.text.sandbox import RAW, Environment

_USABLE = "只能用 {{ 名称|印法 }}、{% if %}、{% for 甲 in 列表 %}、比较、and、or、not 和 + - * /"
_IN_TABLES = "只在 Word 模板的表格里用"
# Statements of docxtpl and Jinja that this notation, or a text of a report, lacks: what to do instead.
_STATEMENTS = {
    **dict.fromkeys(("tc", "vm", "hm", "colspan", "cellbg"), _IN_TABLES),
    "set": "不另取名称，直接写全名，如 {{ funds.actual|万元 }}",
    "raw": "花括号不能原样印出，文字里改用别的括号，如〔〕",
    "endraw": "花括号不能原样印出，文字里改用别的括号，如〔〕",
    "is": "不用 is：直接写 {% if 名称 %}，没有填写的和空的都算否",
    "名称(…)": "数据都有名称，不用括号取：写成 {{ 名称 }}、{% for 甲 in 列表 %}",
}
# Filters of Jinja that this notation lacks: what to do instead.
_FILTERS = {
    "default": "写成 {% if 名称 %}{{ 名称 }}{% else %}…{% endif %}；没有填写的数程序自己印「—」",
    "d": "写成 {% if 名称 %}{{ 名称 }}{% else %}…{% endif %}；没有填写的数程序自己印「—」",
    "e": "去掉它：&、< 这样的字符程序自己处理",
    "escape": "去掉它：&、< 这样的字符程序自己处理",
    "safe": "去掉它：&、< 这样的字符程序自己处理",
    "list": "去掉它：列表直接写名称",
    "count": "写成 |length",
    "round": "小数位数由印法定，如 |万元、|百分比、|百分比(2)",
}
_TAG_WORDS = ("if", "elif", "else", "endif", "for", "endfor", "vm", "hm", "colspan", "cellbg")
# The hyphen or plus at either end of a tag of a paragraph, row, cell or run, which goes as a whole: {%p- if a %}.
_TRIMMED = re.compile(r"(?<=\{%[pr])[-+]\s*|(?<=\{%t[rc])[-+]\s*|(?<=\{%)[-+](?=(?:p|tr|tc|r)\s)")
# {%- if a %}, {% endif -%}; groups: the hyphen at the beginning, that at the end.
_JOINING = re.compile(r"\{%(-)?.*?(-)?%\}", re.DOTALL)
_HYPHENS = re.compile(r"(?<=\{%)-\s*|-(?=%\}\Z)")
# {% for k, v in …: several names at once.
_PAIR = re.compile(r"\bfor\s+\(?\s*\w+\s*,")
STRAIGHT_QUOTES = str.maketrans("“”‘’\u00a0", "\"\"'' ")
_WIDE = str.maketrans("\u2002\u2003\u2009\u202f\u3000", "     ", "\u200b\u2060\ufeff\u00ad")
# A text in a tag, which keeps its characters: "、".
_QUOTED = re.compile("""("[^"]*"|'[^']*')""")


def plain(source: str) -> str:
    """A tag with the quotes and blanks that Jinja knows, for those that editors write."""
    if RAW_STRETCH.match(source):
        return source
    straight = source.translate(STRAIGHT_QUOTES)
    if straight.isascii():
        return straight
    pieces = _QUOTED.split(straight)
    return "".join(piece if number % 2 else piece.translate(_WIDE) for number, piece in enumerate(pieces))


def marked(texts: Sequence[str], spans: Sequence[tuple[int, int]], marks: Sequence[str]) -> list[str]:
    """The pieces of one text with a mark for each of its tags, in the piece where the tag begins.

    `spans` are where the tags begin and end in the whole text.
    """
    joined = "".join(texts)
    made: list[str] = []
    begin = number = 0
    for text in texts:
        end, here = begin + len(text), begin
        kept: list[str] = []
        while number < len(spans) and spans[number][0] < end:
            first, last = spans[number]
            kept += [joined[here:first], marks[number] if first >= begin else ""]
            here = min(last, end)
            if last > end:
                break
            number += 1
        made.append("".join([*kept, joined[here:end]]))
        begin = end
    return made


RAW_STRETCH = re.compile(RAW)
"""A stretch whose braces are text, with the tags around it."""


class Form(NamedTuple):
    """A form of docxtpl or Jinja: what is wrong with it here, what to write, and the nearest tag that can be used."""

    message: str
    remedy: str
    meant: str


def foreign_form(tag: str, before: str = "文", after: str = "文") -> Form | None:
    """A tag of docxtpl or Jinja that would be taken for something else here; None for any other.

    `before` and `after` are the texts around it in its paragraph.
    """
    if _TRIMMED.search(tag):
        right = _TRIMMED.sub("" if tag[2] in "-+" else " ", tag).replace("  ", " ")
        return Form("这里用不了去掉空白的「-」", f"写成 {right}：它本来就去掉整段或者整行", right)
    # Where lines can be joined, the hyphens that ask for it are gone.
    if (joins := _JOINING.fullmatch(tag)) and ((joins[1] and not before.strip()) or (joins[2] and not after.strip())):
        right = _HYPHENS.sub(" ", tag).replace("  ", " ")
        return Form("用不了连到前后一段的「-」", f"写成 {right}；要连成一段的，写在同一段里", right)
    return None


def syntax_advice(message: str, environment: Environment, tag: str = "") -> tuple[str, str]:
    """Jinja's message about a notation, such as "No filter named '万'", as a Chinese message and remedy.

    `tag` is the whole tag that it is about, if there is one.
    """
    if environment.policy.whole:
        from generator.text.language.advice import advice

        return advice(message, environment, tag)
    if _PAIR.search(tag):
        return "for 一次只能取一个名称", "写成 for 甲 in 列表，里面用 {{ 甲.名称 }}"
    if match := re.match(r"No filter named '(.*?)'", message):
        return _filter_advice(match[1], environment)
    if (match := re.match("「(.*)」后面的括号写得不对", message)) and match[1] in environment.notation:
        form = f"{match[1]} 按规定的样子印，写成 {{{{ 名称|{match[1]} }}}}"
        return message, f"{form}；能写位数的有 万元(0)、百分比(1)、得分(1)，去掉末尾零的写 万元数('去零')"
    from generator.text.language.slips import slip

    if found := slip(message, tag, environment.filters):
        return found
    if "unexpected '}'" in message or "end of print statement" in message:
        return "引用没有写完整", "写成 {{ 名称|印法 }}，两边各两个花括号"
    if "unknown tag 'end" in message and "'endraw'" not in message:
        return "引用的写法不对：前面没有与它成对的 if 或 for", "if 与 endif、for 与 endfor 成对"
    if match := re.match(r"Encountered unknown tag '(.*?)'", message) or re.match("用不了「(.*)」$", message):
        remedy = _STATEMENTS.get(match[1]) or nearest(match[1], _TAG_WORDS, _USABLE)
        return f"用不了「{match[1]}」", remedy
    if message.startswith("for 只能写成"):
        return message, "条件另写在循环里面：{%tr if … %} 与 {%tr endif %} 各占一行，或者 {%p if … %} 各占一段"
    if "Unexpected end of template" in message:
        return "引用的写法不对：if 或 for 没有结束", "if 与 endif、for 与 endfor 成对"
    if match := re.match(r"unexpected char ('.*?') at", message):
        return f"引用的写法不对：不认识符号「{match[1][1:-1]}」", "用半角符号，写成 {{ 名称|印法 }}"
    if re.search("[\u4e00-\u9fff]", message):
        return message, _USABLE
    return "引用的写法不对", "写成 {{ 名称|印法 }}，如 {{ funds.actual|万元 }}"


def _filter_advice(name: str, environment: Environment) -> tuple[str, str]:
    usable = f"可用的有：{'、'.join(environment.notation)}"
    if name in _FILTERS:
        return f"用不了「|{name}」", _FILTERS[name]
    from jinja2.filters import FILTERS

    remedy = usable if name in FILTERS else nearest(name, environment.notation, usable)
    return f"没有名为「{name}」的印法", remedy
