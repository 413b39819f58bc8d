"""Says in Chinese what is wrong with a notation where the whole language can be used, and what to write instead."""

from __future__ import annotations

import re

from generator.problems import nearest
from generator.text.language.slips import bracketed, slip
from generator.text.sandbox import Environment

USABLE = "能用的有 {{ 名称|印法 }}、{% if %}、{% for 甲 in 列表 %}、{% set 甲 = … %}、{% raw %}"
_PAIRS = "if 与 endif、for 与 endfor、set 与 endset、raw 与 endraw 成对"
_ONE_FILE = "每份模板是一个文件，要用的内容直接写在里面"
_INCLUDE = "带入一份模板写成 {{p include('附件.docx') }}：独占一段，写在正文或者表格里，文件名直接写出"
# Statements of docxtpl and Jinja that this notation lacks: what to do instead.
_STATEMENTS = {
    **dict.fromkeys(("tc", "vm", "hm", "colspan", "cellbg"), "只在 Word 模板的表格里用"),
    "macro": "宏的内容写在要用的地方；重复的用 {% for 甲 in 列表 %}",
    "call": "宏的内容写在要用的地方；重复的用 {% for 甲 in 列表 %}",
    "with": "写成 {% set 甲 = … %}",
    "filter": "写在 {{ … }} 里，如 {{ 名称|upper }}；一段文字的先写成 {% set 甲 %}…{% endset %}",
    "do": "数据不能改；要累计的写成 {% set 甲 = namespace(数=0) %}、{% set 甲.数 = 甲.数 + 乙 %}",
    "break": "条件写在循环里，如 {% for 甲 in 列表 if 甲.数 %}，或者取一段，如 列表[:3]",
    "continue": "条件写在循环里，如 {% for 甲 in 列表 if 甲.数 %}",
    "recursive": "有几层就写几层 for",
    "autoescape": "去掉它：&、< 这样的字符程序自己处理",
    "trans": "文字直接写在模板里",
    "debug": "去掉它",
    **dict.fromkeys(("block", "extends", "import", "from"), _ONE_FILE),
    "include": _INCLUDE,
}
# Methods of Python's texts, lists and mappings: what gives the same.
_METHODS = {
    **{name: f"写成 |{name}" for name in ("upper", "lower", "title", "capitalize", "replace", "center")},
    **{name: f"写成 |{name}" for name in ("sort", "reverse")},
    "strip": "写成 |trim",
    "join": "写成 列表|join('、')",
    "count": "写成 列表|select('eq', 值)|list|length",
    "format": "写成 '%.2f'|format(数)；千分位写成 数|千分位(2)",
    "get": "写成 名称['键']|default('…')",
    "startswith": "写成 名称[:2] == '…'",
    "endswith": "写成 名称[-2:] == '…'",
    "append": "写成 {% set 甲 = 甲 + [乙] %}",
    "strftime": "日期写成 |日期",
    "isoformat": "日期写成 |日期",
    "split": "在数据里分开写成列表",
    "include": _INCLUDE,
}
_AND_OR = "「并且」写成 and，「或者」写成 or，「不」写成 not"
# Jinja's words about a sign of other languages, by which they are known: the form to write here.
_SIGNS = (
    (r"end of (?:print statement|statement block)', got '='", "相等写成 ==，如 {% if 甲 == 1 %}"),
    (r"unexpected '>'", "不等于写成 !=，大于等于写成 >="),
    (r"unexpected char '(?:[&!]|！)'|expected token 'name', got '\|'|got '(?:且|并且|或|或者)'", _AND_OR),
    (r"unexpected char '\?'", "写成 甲 if 条件 else 乙"),
    (r"unexpected char '≥'", "写成 >="),
    (r"unexpected char '≤'", "写成 <="),
    (r"unexpected char '≠'", "写成 !="),
    (r"expected token 'in', got '", "写成 {% for 甲 in 列表 %}"),
)
_DATES = ("strftime", "isoformat")
# Filters of Jinja that are left out: what to do instead.
_FILTERS = {
    "attr": "写成 名称.名称",
    "random": "每次印出来都不同；写成 列表|first",
    "pprint": "用 |join 连起来，或者用 for 逐项印",
    "tojson": "用 |join 连起来，或者用 for 逐项印",
    "xmlattr": "直接写名称",
    "urlize": "链接在 Word 里做好",
    "striptags": "在数据里只写文字",
    "urlencode": "网址在数据里写好",
    "filesizeformat": "在数据里写好大小和单位",
}
_GROUPED = ("currency", "comma", "intcomma", "number_format", "thousands", "逗号", "千位", "千位符", "千分符")
"""What the filter of thousands is called elsewhere."""
_TESTS = {
    "callable": "数据都不能调用，去掉这个判断",
    "escaped": "去掉它：&、< 这样的字符程序自己处理",
    "filter": "去掉它",
    "test": "去掉它",
}


def advice(message: str, environment: Environment, tag: str = "") -> tuple[str, str]:
    """The message and the remedy, both Chinese, of a fault of notation whose message is Jinja's or Chinese.

    `tag` is the whole tag, if that is known.
    """
    if match := re.match(r"No filter named '(.*?)'", message):
        if match[1] in _FILTERS:
            return f"用不了「|{match[1]}」", _FILTERS[match[1]]
        known = [*environment.notation, *environment.tools.filters]
        own = [name for name in known if name in environment.notation or not name.isascii()]
        others = [name for name in environment.tools.filters if name.isascii()]
        usable = f"可用的有：{'、'.join(own)}，以及 Jinja 的 {'、'.join(others)}"
        if match[1] in _GROUPED:
            return f"没有名为「{match[1]}」的印法", "数的千分位写成 |千分位 或者 |千分位(2)"
        return f"没有名为「{match[1]}」的印法", nearest(match[1], known, usable)
    if match := re.match(r"No test named '(.*?)'", message):
        if match[1] in _TESTS:
            return f"用不了「is {match[1]}」", _TESTS[match[1]]
        known = [name for name in environment.tools.tests if name.isalpha()]
        return f"没有名为「{match[1]}」的判断", nearest(match[1], known, f"可用的有：{'、'.join(known)}")
    if remedy := next((remedy for pattern, remedy in _SIGNS if re.search(pattern, message)), ""):
        return "引用的写法不对", remedy
    if found := slip(message, tag, environment.filters):
        return found
    if ("unexpected '}'" in message or "end of print statement" in message) and "{" in tag[2:]:
        return "「}}」在标记里面会当作结束", "里面的两个花括号之间空一格：} }"
    if "unexpected '}'" in message or "end of print statement" in message:
        return "引用没有写完整", "写成 {{ 名称|印法 }}，两边各两个花括号"
    if "unknown tag 'end" in message:
        return "引用的写法不对：前面没有与它成对的标记", _PAIRS
    if match := re.match(r"Encountered unknown tag '(.*?)'", message) or re.match("用不了「(.*)」$", message):
        if match[1] in (f".{name}(…)" for name in _DATES) and "日期" not in environment.filters:
            return f"用不了「{match[1]}」", "数据里的日期是文字：在数据里写成要印的样子"
        return f"用不了「{match[1]}」", _of_call(match[1], environment, tag) or _remedy(match[1])
    if "Unexpected end of template" in message or "Missing end of" in message:
        return "引用的写法不对：标记没有结束", _PAIRS
    if "special loop variable" in message:
        return "「loop」已经是循环的名称", "另取一个名称"
    if match := re.match(r"unexpected char ('.*?') at", message):
        return f"引用的写法不对：不认识符号「{match[1][1:-1]}」", "用半角符号，写成 {{ 名称|印法 }}"
    if re.search("[\u4e00-\u9fff]", message):
        return message, _written(message)
    example = "{{ funds.actual|万元 }}" if "万元" in environment.filters else "{{ 甲方.名称 }}、{{ 备注|default('') }}"
    return "引用的写法不对", f"写成 {{{{ 名称|印法 }}}}，如 {example}"


def _of_call(name: str, environment: Environment, tag: str) -> str:
    """What to do about a filter or a name of the data that is called; empty for any other call."""
    called = re.fullmatch(r"(\w+)\(…\)", name)
    if called is None or called[1].isascii():
        return ""
    if called[1] in environment.filters:
        return f"印法写在名称后面：名称|{called[1]}"
    inside = re.search(rf"{re.escape(called[1])}\s*\(([^()]*)\)", tag)
    return bracketed(called[1], inside[1].strip() if inside else "")


def _remedy(name: str) -> str:
    if called := re.fullmatch(r"\.?(\w+)\(…\)", name):
        usable = "能调用的只有 items()、keys()、values()、range(…)、namespace(…)、loop.cycle(…)、loop.changed(…)"
        return _METHODS.get(called[1], usable)
    if name.startswith("_") or "__" in name:
        return "只能引用数据里的名称"
    words = ("if", "elif", "else", "endif", "for", "endfor", "set", "endset", "raw", "vm")
    return _STATEMENTS.get(name) or nearest(name, words, USABLE)


# What is wrong with a call or a statement: how it is written.
_FORMS = {
    "round": "写成 |round、|round(2)、|round(1, 'floor')",
    "千分位": "写成 |千分位 或者 |千分位(2)",
    "get": "写成 名称.get('键') 或者 名称.get('键', '…')",
    "图片": "写成 |图片、|图片(12) 或者 |图片('85毫米')：括号里直接写宽度，整数是厘米",
    "二维码": "写成 |二维码、|二维码(3) 或者 |二维码('25毫米')：括号里直接写宽度，整数是厘米",
    "map": "写成 |map('upper') 或者 |map(attribute='name')",
    "select": "写成 |select('odd') 这样",
    "reject": "写成 |reject('odd') 这样",
    "selectattr": "写成 |selectattr('name') 或者 |selectattr('name', 'eq', '甲')",
    "rejectattr": "写成 |rejectattr('name') 或者 |rejectattr('name', 'eq', '甲')",
    "replace": "写成 |replace('甲', '乙')",
    "default": "写成 |default('…')",
    "join": "写成 |join('、') 或者 |join('、', attribute='name')",
    "batch": "写成 |batch(3) 或者 |batch(3, '')",
    "groupby": "写成 |groupby('name')",
    "百分比": "写成 |百分比 或者 |百分比(2)",
    "range": "写成 range(3)、range(1, 4) 或者 range(0, 10, 2)",
}


def _written(message: str) -> str:
    """What to write for a message of the language itself."""
    if (named := re.match("「(.*?)」后面的括号", message)) and named[1] in _FORMS:
        return _FORMS[named[1]]
    if message.startswith("set 与 endset"):
        return "写成 {% set 甲 = … %}，或者把 {% set 甲 %}…{% endset %} 一次打完，中间不换段、不改格式"
    return "核对括号里的内容" if "括号" in message else USABLE
