"""The sandboxed Jinja environment in which templates and prose read figures, and the filters that print them."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateRuntimeError, TemplateSyntaxError, Undefined, nodes
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.model import Profile
from generator.problems import nearest
from generator.quantity import MONEY, PERCENT, POINTS, Quantity, UnitError, Word, trimmed

Tree = dict[str, Any]
"""The namespace: dictionaries, lists of dictionaries with ids, texts, whole numbers, figures, and None for 未披露."""

FAULTS = (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError)
"""All that the printing of a tag can raise; `in_chinese` words it."""

# The largest volume of the project has 1,400 tags, nests 11 deep, works 23,000 steps in loops and fills 530,000
# characters. The bounds leave room for ten times as much, and end what grows without end in a second and 100 MB.
MAX_TAGS = 15_000  # compiled by one environment: the texts of a report, or the templates of a locality
MAX_SOURCES = 1_000  # compiled by one environment, for the millisecond that each takes beside its tags
MAX_DEPTH = 40  # Python itself compiles 90 levels of indentation
MAX_LOOPS = 8  # loops within loops; Python compiles 20
MAX_STEPS = 1_000_000  # of the loops of a document or of the texts of a report: their turns by what stands within them
MAX_CHARACTERS = 8_000_000  # of one part, or of all texts of a report; parsed, a part takes ten bytes for each
PIECE = 40  # what each piece of output counts beside its characters, for the time that it takes
MAX_WHOLE = 10**15  # what an amount may have in digits
MAX_BITS = 2048  # of a figure's numerator and denominator; a typed one has at most 140
MAX_DECIMALS = 6

_GROWTH = {"增加": "增长", "减少": "下降"}
_CHINESE = re.compile("[\u4e00-\u9fff]")
_RAW = re.compile(r"\{%[-+]?\s*raw\b")
_LEAVES = frozenset({nodes.TemplateData, nodes.Name, nodes.Const})
_CHECKED = frozenset(
    {nodes.Const, nodes.For, nodes.If, nodes.CondExpr, nodes.Tuple, nodes.List, nodes.Neg, nodes.Filter}
)
_ALLOWED = (
    _LEAVES
    | _CHECKED
    | {nodes.Template, nodes.Output, nodes.Getattr, nodes.Getitem, nodes.Compare, nodes.Operand, nodes.And, nodes.Or}
    | {nodes.Not, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div}
)
_NAMED = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Block: "block",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
    nodes.FilterBlock: "filter",
    nodes.With: "with",
    nodes.Scope: "autoescape",
    nodes.Call: "名称(…)",
    nodes.Slice: "[…:…]",
    nodes.Test: "is",
    nodes.Concat: "~",
    nodes.Mod: "%",
    nodes.Pow: "**",
    nodes.FloorDiv: "//",
    nodes.Pos: "+数",
    nodes.Dict: "{…}",
}
_IN_CHINESE = (
    ("not supported between", "这两个数据不能比较大小"),
    ("not iterable", "「in」的右边要是列表或者文字"),
    ("requires string as left operand", "「in」的左边要是文字"),
)
_COUNTED = "逐项"


def step_into(node: object, name: object) -> object:
    """The entry of a dictionary, or the element of a list by its id or index; KeyError where there is none.

    Raises:
        KeyError: there is no such entry.
    """
    if isinstance(node, dict) and name in node:
        return node[name]
    if isinstance(node, list):
        if isinstance(name, int) and -len(node) <= name < len(node):
            return node[name]
        for element in node:
            if isinstance(element, dict) and str(element.get("id")) == str(name):
                return element
    raise KeyError(name)


def names_in(node: object) -> list[str]:
    """The names under which something can be found in a node."""
    if isinstance(node, dict):
        return [*node]
    if isinstance(node, list):
        return [element["id"] for element in node if isinstance(element, dict) and "id" in element]
    return []


def resolve(tree: Tree, path: str) -> object:
    """What stands under a dotted path such as `evaluations.xiaoxiaotong.funds.rate`; names may hold dots themselves.

    Raises:
        KeyError: the path leads nowhere.
    """
    node: object = tree
    rest = path
    while rest:
        within = [name for name in names_in(node) if rest == name or rest.startswith(f"{name}.")]
        name = max(within, key=len, default=rest.split(".")[0])
        node = step_into(node, name)
        rest = rest[len(name) + 1 :]
    return node


class Printer:
    """Prints figures by the rules of a profile: decimals, and words where there is no figure.

    `printed` are the figures that it has printed, each once, so that one that no document shows can be found.
    """

    def __init__(self, profile: Profile) -> None:
        self.printed: dict[int, Quantity | Word] = {}
        self._decimals = profile.decimals
        self._undisclosed = profile.words["undisclosed"]
        self._undefined = profile.words["undefined"]

    def amount(self, figure: Quantity | None, *, unit: str = "万元", bare: bool = False) -> str:
        """An amount of money in 万元 or 元."""
        return self._number(figure, MONEY, unit.removesuffix(MONEY), self._decimals[unit], "" if bare else unit)

    def rate(self, figure: Quantity | None, decimals: int | None = None) -> str:
        """A rate as a percentage with its sign."""
        places = self._decimals["百分比"] if decimals is None else decimals
        return self._number(figure, PERCENT, PERCENT, places, PERCENT)

    def points(self, figure: Quantity | None, *, bare: bool = False) -> str:
        """A weight or score."""
        return self._number(figure, POINTS, "", self._decimals["分"], "" if bare else POINTS)

    def weight(self, figure: Quantity | None) -> str:
        """A weight with as many decimals as it has, without its unit."""
        return trimmed(self._number(figure, POINTS, "", 6, ""))

    def figure(self, figure: Quantity) -> str:
        """Any figure: as it was written where it was, else by its unit."""
        if figure.written:
            self.printed[id(figure)] = figure
            return figure.written
        if figure.unit == MONEY:
            return self.amount(figure)
        if figure.unit == PERCENT:
            return self.rate(figure)
        if figure.unit == POINTS:
            return self.points(figure)
        return self._number(figure, figure.unit, "", 0, figure.unit)

    def text(self, value: object) -> str:
        """What `{{ value }}` prints.

        Raises:
            TypeError: the value is a group of figures.
            UndefinedError: there is no such value.
        """
        if value is None:
            return self._undisclosed
        if isinstance(value, Undefined):
            return str(value)  # raises, naming what is missing
        if isinstance(value, Quantity):
            return self.figure(value)
        if isinstance(value, Word):
            self.printed[id(value)] = value
            return value.text
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, dict | list):
            raise TypeError(f"这里引用的是一组数据，不是一个数：{', '.join(map(str, names_in(value)[:5]))} …")
        raise TypeError("这里引用的不是一个数，也不是文字")

    def places(self, unit: str, scale: str = "") -> int:
        """The decimals with which a figure of this unit and scale is printed; none for counted things."""
        names = {PERCENT: "百分比", POINTS: "分", MONEY: f"{scale}{MONEY}"}
        return self._decimals.get(names.get(unit, ""), 0)

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by the names that authors use; 万元数, 元数, 得分, 分值 and 万元空 leave the unit out."""
        return {
            "length": _length,
            "first": lambda values: _element(values, 0),
            "last": lambda values: _element(values, -1),
            "join": self.join,
            "万元": self.amount,
            "元": lambda figure: self.amount(figure, unit="元"),
            "万元数": lambda figure: self.amount(figure, bare=True),
            "万元空": self.amount_or_blank,
            "元数": lambda figure: self.amount(figure, unit="元", bare=True),
            "百分比": self.rate,
            "分": self.points,
            "得分": lambda figure: self.points(figure, bare=True),
            "分值": self.weight,
            "日期": self.day,
            "增减": self.change,
            "图说": self.chart_text,
        }

    def amount_or_blank(self, figure: Quantity | None) -> str:
        """An amount in 万元 without its unit; nothing where it is zero or not known."""
        shown = self.amount(figure, bare=True)
        return shown if figure is not None and figure.value else ""

    def join(self, values: object, separator: str = "") -> str:
        """The elements of a list, each as `{{ value }}` prints it."""
        shown = [self.text(value) for value in _listed(values)]
        if sum(map(len, shown)) + len(separator) * len(shown) > MAX_CHARACTERS:
            raise LimitError("连起来的文字太长")
        return separator.join(shown)

    def change(self, change: Tree | None) -> str:
        """A change by its sign: 增加15.99万元，增长11.3%; 减少…，下降…; 持平."""
        if change is None:
            return self._undisclosed
        if isinstance(change, Undefined):
            return str(change)
        if not isinstance(change, dict) or not isinstance(change.get("direction"), Word):
            raise TypeError("「增减」只能印一项变动，如 accounts.changes.total")
        direction = change["direction"].text
        if direction not in _GROWTH:
            return str(direction)
        return f"{direction}{self.amount(change['amount'])}，{_GROWTH[direction]}{self.rate(change['rate'])}"

    def chart(self, figure: Quantity) -> str:
        """The digits of an amount in 万元, as a chart and its workbook hold them."""
        return self.amount(figure, bare=True)

    def chart_text(self, series: Tree) -> str:
        """What a chart shows, in words, for those who cannot see it (its alternative text)."""
        if isinstance(series, Undefined):
            return str(series)
        if not isinstance(series, dict) or "categories" not in series:
            raise TypeError("这里引用的不是一组可以画图的数据")
        several = len(series["series"]) > 1
        shown = [
            f"{column['name'] if several else ''}{category}{self.amount(value)}"
            for column in series["series"]
            for category, value in zip(series["categories"], column["values"], strict=True)
        ]
        return f"{series['title']}：{'，'.join(shown)}"

    def day(self, iso: str | None) -> str:
        """2022-01-25 as 2022年1月25日, 2022-05 as 2022年5月, without leading zeros as GB/T 9704 asks."""
        if iso is None:
            return self._undisclosed
        if isinstance(iso, Undefined):
            return str(iso)
        month = isinstance(iso, str) and len(iso) == len("2022-05")
        try:
            day = date.fromisoformat(f"{iso}-01" if month else iso)
        except (TypeError, ValueError):
            raise TypeError("「日期」只能印一个日期") from None
        return f"{day.year}年{day.month}月" + ("" if month else f"{day.day}日")

    def _number(self, figure: Quantity | None, unit: str, scale: str, decimals: int, suffix: str) -> str:
        if figure is None:
            return self._undisclosed
        if isinstance(figure, Undefined):
            return str(figure)
        if not isinstance(figure, Quantity) or figure.unit != unit:
            found = f"单位是「{figure.unit}」" if isinstance(figure, Quantity) else "不是一个数"
            raise TypeError(f"这个数据{found}，不能按「{suffix or unit}」印出")
        self.printed[id(figure)] = figure
        return self._undefined if figure.value is None else figure.number(scale, decimals) + suffix


class LimitError(TemplateRuntimeError):
    """A template or text that asks for more than one document can hold."""


class Missing(StrictUndefined):
    """A name that leads nowhere, reported in Chinese with the nearest name there is."""

    @property
    def _undefined_message(self) -> str:
        near = nearest(str(self._undefined_name), names_in(self._undefined_obj), cutoff=0.5)
        return f"没有名为「{self._undefined_name}」的数据" + (f"，{near}" if near else "")


class Environment(ImmutableSandboxedEnvironment):
    """Reads plain data only: a dot or bracket finds an entry by name, never a Python attribute.

    Parsing refuses whatever is not on the list of what can be used, and what it does accept ends within bounds. With
    `generated` the notation that the program itself puts into templates is accepted too.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/"})

    def __init__(
        self,
        printer: Printer,
        finalize: Callable[[object], object],
        *,
        autoescape: bool = False,
        generated: bool = False,
    ) -> None:
        super().__init__(undefined=Missing, finalize=finalize, autoescape=autoescape, keep_trailing_newline=True)
        self.printer = printer
        self.filters = {**printer.filters(), _COUNTED: self._counted}
        self._own = frozenset(self.filters)
        self.globals = {}
        self.tests = {}
        self._generated = generated
        self._tags = 0
        self._sources = 0
        self._steps = 0
        self._characters = 0

    def concat(self, pieces: Generator[str, None, None]) -> str:  # type: ignore[override]
        """The text of a part; where it grows too long, the tag that is being printed raises the fault."""
        kept = []
        before = self._characters
        for piece in pieces:
            self._characters += len(piece) + PIECE
            if self._characters > MAX_CHARACTERS:
                self._characters = before
                pieces.throw(LimitError(f"印出来的内容超过 {MAX_CHARACTERS} 个字符"))
            kept.append(piece)
        return "".join(kept)

    def begin(self, *, part: bool = False) -> None:
        """Counts anew: the steps and characters of another document, or the characters of another part of it."""
        self._characters = 0
        self._steps = self._steps if part else 0

    def count_tags(self, source: str) -> None:
        """Counts the tags of a source.

        Raises:
            TemplateSyntaxError: there are more than documents have.
        """
        tags = source.count("{{") + source.count("{%") + source.count("{#")
        if self._tags + tags > MAX_TAGS:
            raise TemplateSyntaxError(f"标记太多，超过 {MAX_TAGS} 个", 1)
        self._tags += tags

    @property
    def notation(self) -> list[str]:
        """The filters by the names that authors use."""
        return [name for name in self.filters if name not in (_COUNTED, "正文")]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        self.count_tags(source)
        self._sources += 1
        if self._sources > MAX_SOURCES:
            raise TemplateSyntaxError(f"要计算的文字太多，超过 {MAX_SOURCES} 处", 1)
        if raw := _RAW.search(source):
            raise TemplateSyntaxError("用不了「raw」", source.count("\n", 0, raw.end()) + 1)
        parser = Parser(self, source, name, filename)
        try:
            tree = parser.parse()
        except RecursionError:
            raise TemplateSyntaxError("嵌套得太深", parser.stream.current.lineno) from None
        except ValueError:  # of Python: a whole number of thousands of digits
            raise TemplateSyntaxError("数太大", parser.stream.current.lineno) from None
        sizes = self._refuse(tree)
        for loop, size in sizes.items():
            own = {"lineno": loop.iter.lineno, "environment": self}
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [nodes.Const(size)], [], None, None, **own)
        return tree

    def _refuse(self, tree: nodes.Template) -> dict[nodes.For, int]:
        """Refuses what is not on the list; of what is, each loop with the number of nodes that a turn works through.

        The walk does not recurse: an expression can nest 10,000 deep.
        """
        sizes: dict[nodes.For, int] = {}
        waiting: list[tuple[nodes.Node, int, tuple[nodes.For, ...], int]] = [(tree, 0, (), 1)]
        while waiting:
            node, depth, loops, line = waiting.pop()
            kind, line = type(node), node.lineno or line
            if loops:
                sizes[loops[-1]] += 1
            if self._generated and isinstance(node, nodes.Assign) and _is_generated(node):
                waiting += [(child, depth + 1, loops, line) for child in _keys(node)]
                continue
            if isinstance(node, nodes.For):
                loops = (*loops, node)
                sizes[node] = 1
            fault = self._fault(node) if kind in _CHECKED else ""
            if depth > MAX_DEPTH or len(loops) > MAX_LOOPS:
                fault = "嵌套得太深"
            elif kind not in _ALLOWED:
                fault = f"用不了「{_NAMED.get(kind, kind.__name__.lower())}」"
            if fault:
                raise TemplateSyntaxError(fault, line)
            if kind not in _LEAVES:
                waiting += [(child, depth + 1, loops, line) for child in _children(node)[::-1]]
        return sizes

    def _fault(self, node: nodes.Node) -> str:
        """What is wrong with a node of a kind that can be used."""
        if isinstance(node, nodes.Const):
            if isinstance(node.value, float) or (isinstance(node.value, int) and node.value >= MAX_WHOLE):
                return f"用不了「{str(node.value)[:20] if isinstance(node.value, float) else '太大的数'}」"
        elif isinstance(node, nodes.For):
            if node.recursive or node.test is not None:
                return "for 只能写成 {% for 甲 in 列表 %}"
        elif isinstance(node, nodes.If):
            if len(node.elif_) > MAX_DEPTH:
                return "elif 太多"
        elif isinstance(node, nodes.CondExpr):
            if node.expr2 is None:
                return "if 后面缺 else"
        elif isinstance(node, nodes.Tuple | nodes.List):
            if not all(isinstance(item, nodes.Const) for item in node.items):
                return "括号里只能列出文字或者数"
        elif isinstance(node, nodes.Neg):
            if not isinstance(node.node, nodes.Const):
                return "负号只能写在数的前面"
        elif isinstance(node, nodes.Filter):
            if node.name not in self.filters or node.name == _COUNTED:
                return f"No filter named '{node.name}'."
            own = node.name in self._own  # a template that is searched for further faults gets stand-ins for others
            if own and (node.kwargs or node.dyn_args or node.dyn_kwargs or not _takes(node.name, node.args)):
                return f"「{node.name}」后面的括号写得不对"
        return ""

    def _counted(self, values: object, size: int) -> list[Any]:
        listed = _listed(values)
        steps = len(listed) * size
        if self._steps + steps > MAX_STEPS:
            raise LimitError(f"循环太多，超过 {MAX_STEPS} 步")
        self._steps += steps
        return listed

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Adds and subtracts figures of one unit or whole numbers, multiplies a figure by a rate, divides figures."""
        for value in (left, right):
            if isinstance(value, Undefined):
                str(value)  # raises, naming what is missing
        if isinstance(left, Quantity) and isinstance(right, Quantity):
            return bounded(self.binop_table[operator](left, right))
        if operator in "+-" and type(left) is int and type(right) is int:
            return self.binop_table[operator](left, right)
        raise TypeError(f"「{operator}」的两边要是数据里的数")

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: the same as `obj[attribute]`."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The entry of plain data under a name; undefined for anything else but a loop's counters."""
        if isinstance(obj, dict | list):
            try:
                return step_into(obj, argument)
            except KeyError:
                return self.undefined(obj=obj, name=argument)
        if type(obj).__name__ == "LoopContext" and argument in ("index", "first", "last", "length"):
            return getattr(obj, argument)
        return self.undefined(obj=obj, name=argument)


def bounded(figure: Quantity) -> Quantity:
    """The figure itself.

    Raises:
        OverflowError: it has more digits than figures of money have, as a product of products of products can.
    """
    for part in (figure.value, figure.slack):
        if part is not None and _bits(part) > MAX_BITS:
            raise OverflowError("算出来的数太大")
    return figure


def _bits(part: Fraction) -> int:
    return max(part.numerator.bit_length(), part.denominator.bit_length())


def in_chinese(error: Exception) -> str:
    """What went wrong while a tag was printed, where Python or Jinja says it in English."""
    message = (error.message or "") if isinstance(error, TemplateError) else str(error)
    if isinstance(error, UnitError):
        return "单位不同的数不能相加减或相除，乘数只能是比率"
    if _CHINESE.search(message):
        return message
    if isinstance(error, RecursionError):
        return "嵌套得太深"
    return next((words for part, words in _IN_CHINESE if part in message), "这个数据不能这样印")


def _listed(values: object) -> list[Any]:
    if isinstance(values, Undefined):
        str(values)  # raises, naming what is missing
    if not isinstance(values, list):
        raise TypeError("这里引用的不是列表")
    return values


def _length(values: object) -> int:
    return len(values) if isinstance(values, str) else len(_listed(values))


def _element(values: object, index: int) -> Any:
    listed = _listed(values)
    if not listed:
        raise TypeError("这个列表是空的")
    return listed[index]


def _children(node: nodes.Node) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    for name in node.fields:
        value = getattr(node, name)
        found += value if type(value) is list else [value]
    return [child for child in found if isinstance(child, nodes.Node)]


def _takes(name: str, arguments: list[nodes.Expr]) -> bool:
    """Whether a filter can be called with these arguments: only constants, a number of decimals or a separator."""
    if not arguments:
        return True
    value = arguments[0].value if len(arguments) == 1 and isinstance(arguments[0], nodes.Const) else None
    if name == "join":
        return type(value) is str
    return name == "百分比" and type(value) is int and 0 <= value <= MAX_DECIMALS


def _is_generated(node: nodes.Assign) -> bool:
    """Whether a `set` is one that the program writes: `_first = _merge(…)`, or `name = evaluation.name`."""
    target, value = node.target, node.node
    if not isinstance(target, nodes.Name):
        return False
    if isinstance(value, nodes.Getattr) and isinstance(value.node, nodes.Name):
        return (value.node.name, value.attr) == ("evaluation", target.name)
    return (
        target.name == "_first"
        and isinstance(value, nodes.Call)
        and isinstance(value.node, nodes.Name)
        and value.node.name == "_merge"
        and [type(argument) for argument in value.args] in ([nodes.Const, nodes.Const], [nodes.Const, nodes.List])
        and not (value.kwargs or value.dyn_args or value.dyn_kwargs)
    )


def _keys(node: nodes.Assign) -> Iterator[nodes.Node]:
    """The expressions of an author within a `set` of the program."""
    if isinstance(node.node, nodes.Call) and isinstance(node.node.args[1], nodes.List):
        yield from node.node.args[1].items


def figures(node: object, path: str = "") -> Iterable[tuple[str, Quantity | Word]]:
    """Every figure below a node with its dotted path."""
    if isinstance(node, Quantity | Word):
        yield path, node
    elif isinstance(node, dict):
        for name, child in node.items():
            yield from figures(child, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for child in node:
            if isinstance(child, dict) and "id" in child:
                yield from figures(child, f"{path}.{child['id']}")
