"""Prints plain values as they are, for templates that know of no figures; filters are those that are given."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial, wraps
from types import CodeType
from typing import Any

from generator.namespace import Image, Tree, Typed
from generator.text.faults import Blank, Missing, TagError
from generator.text.markdown import paragraphs
from generator.text.policy import FREE, LENIENT
from generator.text.sandbox import PARAGRAPHS, PICTURE, Environment, program_frame
from generator.text.series import described
from generator.word.names import TEXT
from generator.word.outside.printing import in_one_line
from generator.word.render import template_environment

# What must be escaped, written as an element of Word, or refused.
_SPECIAL = re.compile("\r\n?|[&<>\"'\0-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK, _TAB = (f'</{TEXT}><w:{element}/><{TEXT} xml:space="preserve">' for element in ("br", "tab"))
_ESCAPED = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "'": "&#39;",
    '"': "&#34;",
    "\n": _BREAK,
    "\r\n": _BREAK,
    "\r": _BREAK,
    "\t": _TAB,
}
Pictures = Callable[[str], Image]
"""Gives the picture in a file of this name, or raises what is wrong with it as `generator/pictures/folder.py` does."""
_WHOLE = 10**16  # from here a float has no decimals


class PlainPrinter:
    """Prints texts as they are, numbers as they were typed, True, False, and None, which it remembers.

    `own` are filters of the caller: functions of a plain value that give one. With `lenient` None prints nothing.
    `nothing` are the places where None was printed: the code of a program and a line of that. `blank` are the names
    that led nowhere and were printed as nothing, each with what it may have been meant for. `pictures` gives the
    picture in a file of this name.
    """

    drawn = "名称"

    def __init__(
        self, own: Mapping[str, Callable[..., Any]], *, lenient: bool = False, pictures: Pictures | None = None
    ) -> None:
        self.settings = ("plain", lenient, *sorted(own))
        self.nothing: dict[tuple[CodeType, int], None] = {}
        self.blank: dict[str, str] = {}
        self._own = own
        self.lenient = lenient
        self._pictures = pictures

    def text(self, value: object) -> str:
        """What `{{ value }}` prints.

        Raises:
            TypeError: it is no single plain value.
            MissingError: there is no such value.
        """
        if value is None:
            return "" if self.lenient else self._none()
        if isinstance(value, str):
            return value
        if isinstance(value, Typed):
            return value.written
        if isinstance(value, int):
            return str(value)
        if isinstance(value, Decimal | float):
            return _computed(Decimal(repr(value)) if isinstance(value, float) else value)
        if isinstance(value, Missing):
            if type(value) is Blank and str(value.name) not in self.blank:
                self.blank[str(value.name)] = value.near
            return str(value)
        if isinstance(value, list | tuple):
            raise TypeError("这里引用的是列表，不是一个值；逐项印用 for，连起来印用 |join")
        if isinstance(value, dict):
            names = "、".join(map(str, [*value][:5]))
            raise TypeError(f"这里引用的是一组数据，不是一个值；写到下一级，下面有：{names}")
        raise TypeError("这里引用的不是一个数，也不是文字")

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Those that the engine itself writes into templates, and those of the caller, beside the language's own."""
        own = {name: _guarded(name, function) for name, function in self._own.items()}
        return {"图说": self.chart_text} | own

    def picture(self, value: object, width: object = None) -> Image | str:
        """The picture that a mapping tells of by its `file`, with its `alt_text`, and its `width` if the tag has none.

        Raises:
            TypeError: it tells of none, or of one that cannot be shown.
            MissingError: there is no such value.
        """
        from generator.word.engine.pictures import pictured

        if isinstance(value, Missing):
            return self.text(value)
        return pictured(value, width, self._pictures)

    def chart(self, value: object) -> str:
        """The digits of a number, as a chart and its workbook hold them."""
        return self.text(value)

    def chart_text(self, series: Tree) -> str:
        """The alternative text of a chart: what it shows, for those who cannot see it.

        Raises:
            TypeError: it is nothing that can be drawn.
        """
        if isinstance(series, Missing):
            series.raise_error()
        if fault := undrawable(series):
            raise TypeError(fault)
        return in_one_line(described(series, self.text))

    def _none(self) -> str:
        frame = program_frame()
        self.nothing[frame.f_code, frame.f_lineno] = None
        return "None"


def environment_of(printer: PlainPrinter) -> Environment:
    """The environment of templates that are filled with plain values."""
    printing: Any = printer
    policy = LENIENT if printer.lenient else FREE
    environment = template_environment(printing, partial(_SPECIAL.sub, _escaped), policy)
    environment.filters[PARAGRAPHS] = _paragraphs
    environment.filters[PICTURE] = printer.picture
    return environment


def undrawable(series: object) -> str:
    """Why a value cannot be drawn as a chart, in Chinese; empty if it can."""
    wanted = (
        "图表要的数据是 title（文字）、categories（文字的列表）和 series（每项有 name 和 values，values 是数的列表）"
    )
    if not isinstance(series, dict) or not {"title", "categories", "series"} <= {*series}:
        return wanted
    categories, columns = series["categories"], series["series"]
    if not (_texts([series["title"]]) and _texts(categories) and isinstance(columns, list) and columns):
        return wanted
    for column in columns:
        values = column.get("values") if isinstance(column, dict) else None
        if not isinstance(values, list) or not _texts([column.get("name")]):
            return wanted
        if len(values) != len(categories):
            return f"图表的「{column['name']}」有 {len(values)} 个数，categories 有 {len(categories)} 项，要一样多"
        if not all(isinstance(value, int | Decimal | float) and not isinstance(value, bool) for value in values):
            return f"图表的「{column['name']}」里有的不是数"
    return ""


def _texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of the caller whose faults are told at the tag, and which is called as the caller has written it."""

    @wraps(function)
    def applied(value: object, *arguments: Any, **named: Any) -> Any:
        for one in (value, *arguments, *named.values()):
            if isinstance(one, Missing):
                one.raise_error()
        try:
            return function(value, *arguments, **named)
        except TagError:
            raise
        except Exception as error:
            raise TypeError(f"印法「{name}」出错：{type(error).__name__} {error}") from error

    return applied


def _escaped(found: re.Match[str]) -> str:
    if found[0] in _ESCAPED:
        return _ESCAPED[found[0]]
    remedy = "；分段用 {{p … }}，一段一行" if found[0] in "\a\f" else ""
    raise TypeError(f"文字里有 Word 文档容不下的控制字符 U+{ord(found[0]):04X}{remedy}")


def _paragraphs(value: object) -> list[Tree]:
    """The paragraphs of a text of small Markdown."""
    if isinstance(value, Missing):
        value.raise_error()
    if not isinstance(value, str):
        raise TypeError("{{p … }} 只能印一段文字")
    blocks, faults = paragraphs(value.replace("\r\n", "\n"), ("1.",))
    if faults:
        raise TypeError(f"{{{{p … }}}} 的文字不支持{faults[0].what}，只用段落、**加粗**和「1. 」编号的列表")
    return [dict(block) for block in blocks]


def _computed(value: Decimal) -> str:
    """The digits of a computed number as Jinja prints a float: at least one place, at most some seventeen digits."""
    if not value.is_finite():
        raise TypeError("算出来的不是一个数")
    if value == value.to_integral_value() and abs(value) < _WHOLE:
        return f"{value:.1f}"
    near = float(value)
    return repr(near) if abs(near) < _WHOLE else f"{value.normalize():f}"
