"""Finds what an author takes for a tag and the program would print: other braces, half tags, misspelt scopes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from generator.frozen import Frozen
from generator.text.notation import RAW_STRETCH, foreign_form
from generator.text.sandbox import TAG

Names = Callable[[], Collection[str]]
"""Gives the names that tags can begin with; called only where a single brace may have been meant for two."""

_HALF_WIDTH = str.maketrans("｛﹛｝﹜％﹪＃｜（）．", "{{}}%%#|().")
_BRACES = re.compile("[{}｛｝﹛﹜【]")
_DONE = "\0"  # stands for each character of what has been judged already, so that offsets stay
# What an unclosed tag may reach over: no brace, nothing judged already, no stop between sentences.
_INSIDE = rf"[^{{}}{_DONE}，。；：、！？\n]"
_MOST_INSIDE = 60
# {{ unit }, {% if a: an opening without its end; groups: the opening, what is inside.
_OPENED = re.compile(rf"(\{{[{{%#])({_INSIDE}{{0,{_MOST_INSIDE}}})\}}?")
# { unit, p if a: what stands before an end without its opening.
_BEFORE = re.compile(rf"\{{?({_INSIDE}*)\Z")
_END = re.compile(r"[}%#]\}")
# { { unit } }, { % if a % }: blanks between the braces; groups: the sign, what is inside.
_SPACED = re.compile(rf"\{{\s*([{{%])([^{{}}%{_DONE}]*)[}}%]\s*\}}")
# { unit }, ｛unit｝, ${unit}; group 1 is what is inside.
_SINGLE = re.compile(rf"\$?\{{([^{{}}{_DONE}]+)\}}")
# 【funds.actual】, 【unit|日期】; group 1 is what is inside. Not 【unit】, nor 【注】.
_BOXED = re.compile(r"【\s*([^\W\d]\w*(?:(?:\.\w+)+(?:\s*\|\s*\w+)?|\s*\|\s*\w+))\s*】")
ESCAPED = r"\{_[{%#](?![{%#])|[}%#]_\}"
"""The pattern of a sign of docxtpl's that stands for half a tag in the text: {_{, %_}. Not in {_{{ x }}_}."""
_ESCAPED = re.compile(ESCAPED)
# The same in pairs: {_{ unit }_}, {_% if a %_}.
_SHOWN = re.compile(rf"\{{_[{{%][^{_DONE}]{{0,200}}?[}}%]_\}}")
_KEYWORD = r"if|for|elif|else|endif|endfor"
# tr for r in rows, p if a, endif: what governs, without its braces; group 1 is the scope.
_GOVERNS = re.compile(
    r"(?:(p|tr|tc|r)\s+)?(?:if\s+\w.*|elif\s+\w.*|else|for\s+\w+(?:\s*,\s*\w+)*\s+in\s+\w.*|end(?:if|for))", re.DOTALL
)
# funds.actual|万元, p section.text; groups: p or r, the first name, a filter.
_PATH = re.compile(r"([pr]\s+)?([^\W\d]\w*)(?:\.\w+)*(?:\s*\|\s*(\w+)(?:\([^()]*\))?)?")
# 金额（元）: a name with full-width brackets, no filter; groups: the name, what is in them.
_BRACKETED = re.compile(r"(?<!\w)(\w*[\u4e00-\u9fff])（(\s*\w+\s*)）")
_SCOPES = ("p", "tr", "tc", "r")
_OTHER_SCOPES = {"td": "tc", "th": "tc", "ct": "tc", "col": "tc", "cell": "tc", "row": "tr", "rt": "tr"}
_OTHER_SCOPES |= {"para": "p", "run": "r"}
# {% tr for r in rows %}, {%TR for …, {%trfor …, {%td for …; groups: blanks, scope, blanks, keyword, the rest.
_SCOPED = re.compile(
    rf"\{{%(\s*)({'|'.join([*_SCOPES, *_OTHER_SCOPES])})(\s*)({_KEYWORD})\b(.*)%\}}", re.IGNORECASE | re.DOTALL
)
# {%p end if %}, {% elseif a %}, {% IF a %}; groups: scope, keyword, the rest.
_WRONG_KEYWORD = re.compile(
    r"\{%(p\s|tr\s|tc\s|r\s)?\s*(end\s*if|end\s*for|endforeach|foreach|else\s*if|elsif|if|for|elif|else)\b(.*)%\}",
    re.IGNORECASE | re.DOTALL,
)
_KEYWORDS = {"endforeach": "endfor", "foreach": "for", "elseif": "elif", "elsif": "elif"}
# {{ p text }}, {{P text }}, {{ r text }}; groups: blanks, p or r, the expression. Not {{ p if a else b }}.
_TEXT = re.compile(r"\{\{(\s*)([pr])\s+((?!(?:if|and|or|not|in|is)\b)[^\W\d][\w.]*)\s*\}\}", re.IGNORECASE)
_PAIRED = "标记写在同一段里，{{ 与 }}、{% 与 %} 成对"


class LookAlike(Frozen):
    """What stands at text[start:end] and is no tag as it should be; the message and the remedy are Chinese.

    `meant` is the tag that its author must have meant; empty if that cannot be known. `half` says that an end of a tag
    lacks the other.
    """

    start: int
    end: int
    message: str
    remedy: str
    meant: str
    half: bool = False


def look_alikes(
    text: str, filters: Collection[str], names: Names = frozenset, *, escaped: bool = False
) -> list[LookAlike]:
    """Everything in the text of a paragraph that is meant to be a tag and is none, in its order.

    `filters` are the ways to print, by the names that authors use. Innocent braces are left alone: {1, 2}, {略}; so are
    signs of `ESCAPED` in texts in which they can stand.
    """
    if not _BRACES.search(text):
        return []
    tags = [*TAG.finditer(text)]
    found = [fault for tag in tags if (fault := _crowded(text, tag) or _misspelt(tag))]
    plain = _masked(text.translate(_HALF_WIDTH), [tag.span() for tag in tags] + [(it.start, it.end) for it in found])
    if not _BRACES.search(plain):
        return found

    def known(inside: str) -> bool:
        inside = inside.strip()
        if len(inside) > _MOST_INSIDE or _GOVERNS.fullmatch(inside):
            return len(inside) <= _MOST_INSIDE
        path = _PATH.fullmatch(inside)
        return path is not None and (path[3] in filters or path[2] in names())

    def judge(faults: Iterable[LookAlike]) -> str:
        more = [*faults]
        found.extend(more)
        return _masked(plain, [(fault.start, fault.end) for fault in more])

    plain = judge(_wide(text, match) for match in TAG.finditer(plain) if _DONE not in match[0])
    if escaped:
        plain = _masked(plain, (match.span() for match in _ESCAPED.finditer(plain)))
    else:
        plain = judge(_shown(text, match) for match in _SHOWN.finditer(plain))
    plain = judge(_spaced(text, match) for match in _SPACED.finditer(plain) if known(match[2]))
    plain = judge(_opened(text, match, known) for match in _OPENED.finditer(plain) if _is_half(text, match))
    plain = judge(_closed(text, plain, match, known) for match in _END.finditer(plain) if _is_half(text, match))
    plain = judge(_single(text, match) for match in _SINGLE.finditer(plain) if known(match[1]))
    judge(_single(text, match) for match in _BOXED.finditer(plain) if known(match[1]))
    return sorted(found, key=lambda fault: fault.start)


def straightened(text: str, found: Iterable[LookAlike]) -> str:
    """The text as its author meant it: each look-alike is replaced by the right tag, or removed."""
    pieces, begin = [], 0
    for fault in found:
        pieces += [text[begin : fault.start], fault.meant]
        begin = max(begin, fault.end)
    return "".join([*pieces, text[begin:]])


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces, begin = [], 0
    for start, end in sorted(spans):
        if end > begin:
            pieces += [text[begin:start], _DONE * (end - max(start, begin))]
            begin = end
    return "".join([*pieces, text[begin:]])


def _crowded(text: str, tag: re.Match[str]) -> LookAlike | None:
    """A tag with more braces around it than belong to it."""
    start, end = tag.span()
    while start and text[start - 1] == "{":
        start -= 1
    while text[end : end + 1] == "}":
        end += 1
    if (start, end) == tag.span() and not tag[0].startswith("{{{"):
        return None
    inside = tag[0].strip("{}").strip()
    right = f"{{{{ {inside} }}}}" if tag[0][1] == "{" else tag[0]
    remedy = f"写成 {right}；要印出花括号的，与标记隔一个空格"
    return LookAlike(start, end, f"「{_cut(text[start:end])}」多了花括号", remedy, right)


def _misspelt(tag: re.Match[str]) -> LookAlike | None:
    """A whole tag whose scope, keyword or signs are not written as they must be, or that is one of docxtpl's."""
    source = tag[0]
    if RAW_STRETCH.match(source):
        return None
    fault = _misspelt_scope(source) or _misspelt_signs(source)
    around = tag.string[: tag.start()], tag.string[tag.end() :]
    if fault is None and (form := foreign_form(source, *around)):
        fault = f"{source}：{form.message}", form.remedy, form.meant
    return LookAlike(*tag.span(), *fault) if fault else None


def _misspelt_scope(source: str) -> tuple[str, str, str] | None:
    """The message, the remedy and the right tag for a scope or keyword that is misspelt."""
    if scoped := _SCOPED.fullmatch(source):
        before, scope, after, keyword, rest = scoped.groups()
        if not before and after and scope in _SCOPES and keyword.islower():
            return None
        scope = _OTHER_SCOPES.get(scope.lower(), scope.lower())
        right = f"{{%{scope} {keyword.lower()}{rest.rstrip()} %}}"
        return f"{source} 的开头写得不对", f"写成 {right}：{{% 后面紧跟 {scope}，再空一格", right
    if worded := _WRONG_KEYWORD.fullmatch(source):
        scope, keyword, rest = worded.groups()
        lowered = "".join(keyword.lower().split())
        lowered = _KEYWORDS.get(lowered, lowered)
        right = f"{{%{scope or ' '}{lowered}{rest.rstrip()} %}}"
        return None if lowered == keyword else (f"{source} 里的「{keyword}」写得不对", f"写成 {right}", right)
    if (text := _TEXT.fullmatch(source)) and (text[1] or text[2].isupper()):
        right = f"{{{{{text[2].lower()} {text[3]} }}}}"
        return f"{source} 的开头写得不对", f"写成 {right}：两个花括号后面紧跟 {text[2].lower()}，再空一格", right
    return None


def _misspelt_signs(source: str) -> tuple[str, str, str] | None:
    """The same for full-width signs within a tag."""
    named = _BRACKETED.search(source)
    if named and source[1] != "#" and not source[: named.start()].rstrip().endswith(("|", "｜")):
        from generator.text.language.slips import bracketed

        right = f"{source[: named.start()]}{named[1]}_{named[2].strip()}{source[named.end() :]}"
        return f"{source} 里的名称有括号", bracketed(named[1], named[2].strip()), right
    right = source.translate(_HALF_WIDTH)
    if right != source and source[1] != "#" and not re.search("[\"'“”‘’]", source):
        return f"{source} 里用了全角符号", f"写成 {right}", right
    return None


def _right(source: str) -> str:
    """A tag in half-width signs with its scope and keyword as they must be."""
    fault = _misspelt_scope(source)
    return fault[2] if fault else source


def _wide(text: str, match: re.Match[str]) -> LookAlike:
    right = _right(match[0])
    return LookAlike(*match.span(), f"「{_of(text, match)}」用了全角符号，不是标记", f"写成 {right}", right)


def _shown(text: str, match: re.Match[str]) -> LookAlike:
    remedy = "花括号只能在段落的文字里原样印出；这里改用别的括号，如〔〕"
    return LookAlike(*match.span(), f"{_of(text, match)} 只能写在段落的文字里", remedy, "")


def _spaced(text: str, match: re.Match[str]) -> LookAlike:
    right = _right(f"{{% {match[2].strip()} %}}" if match[1] == "%" else f"{{{{ {match[2].strip()} }}}}")
    return LookAlike(*match.span(), f"「{_of(text, match)}」的括号被空格隔开了，不是标记", f"写成 {right}", right)


def _single(text: str, match: re.Match[str]) -> LookAlike:
    right, what = _tag(match[1]), "用了【】" if match[0][0] == "【" else "少了花括号"
    return LookAlike(*match.span(), f"「{_of(text, match)}」{what}，不是标记", f"写成 {right}", right)


def _tag(inside: str) -> str:
    """The tag that holds what was written in the wrong braces."""
    inside = inside.strip()
    if governs := _GOVERNS.fullmatch(inside):
        return f"{{%{'' if governs[1] else ' '}{inside} %}}"
    return f"{{{{{'' if inside.startswith(('p ', 'r ')) else ' '}{inside} }}}}"


def _is_half(text: str, match: re.Match[str]) -> bool:
    """Whether signs are an end of a tag; in full width only braces are, or what governs: not 100％｝."""
    sign = match[0][:2]
    return text[match.start() : match.start() + 2] == sign or sign in ("{{", "}}") or _governs(match)


def _governs(match: re.Match[str]) -> bool:
    return bool(match.re is _OPENED and _GOVERNS.fullmatch(match[2].strip().rstrip("%").strip()))


def _opened(text: str, match: re.Match[str], known: Callable[[str], bool]) -> LookAlike:
    return _half(match.span(), _of(text, match), match[0][:2], match[2], known)


def _closed(text: str, plain: str, match: re.Match[str], known: Callable[[str], bool]) -> LookAlike:
    before = _BEFORE.search(plain, max(match.start() - _MOST_INSIDE, 0), match.start())
    start, inside = (before.start(), before[1]) if before else (match.start(), "")
    return _half((start, match.end()), text[start : match.end()], match[0], inside, known)


def _half(span: tuple[int, int], shown: str, sign: str, inside: str, known: Callable[[str], bool]) -> LookAlike:
    inside = inside.strip().strip("%#").strip()
    right = _tag(inside) if inside and known(inside) else ""
    remedy = f"写成 {right}；{_PAIRED}" if right else _PAIRED
    governs = right if right.startswith("{%") else ""
    quoted = f"：{_cut(shown.strip())}" if inside else ""
    return LookAlike(*span, f"「{sign}」没有成对{quoted}", remedy, governs, half=True)


def _of(text: str, match: re.Match[str]) -> str:
    return _cut(text[match.start() : match.end()])


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_INSIDE else f"{text[:_MOST_INSIDE]}…"
