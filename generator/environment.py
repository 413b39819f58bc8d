"""The sandboxed Jinja environment in which templates and prose read figures, and the filters that print them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.model import Profile
from generator.quantity import MONEY, PERCENT, POINTS, Quantity, Word, trimmed

Tree = dict[str, Any]
"""The namespace: dictionaries, lists of dictionaries with ids, texts, whole numbers, figures, and None for 未披露."""

_GROWTH = {"增加": "增长", "减少": "下降"}
_KEPT_FILTERS = ("length", "first", "last", "join")


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
    """Prints figures by the rules of a profile: decimals, and words where there is no figure."""

    def __init__(self, profile: Profile) -> None:
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
            return value.text
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
        raise TypeError(f"这里引用的是一组数据，不是一个数：{', '.join(names_in(value)[:5])} …")

    def places(self, unit: str, scale: str = "") -> int:
        """The decimals with which a figure of this unit and scale is printed; none for counted things."""
        names = {PERCENT: "百分比", POINTS: "分", MONEY: f"{scale}{MONEY}"}
        return self._decimals.get(names.get(unit, ""), 0)

    def filters(self) -> dict[str, Callable[..., str]]:
        """The filters by the names that authors use; 万元数, 元数, 得分, 分值 and 万元空 leave the unit out."""
        return {
            "万元": self.amount,
            "元": lambda figure: self.amount(figure, unit="元"),
            "万元数": lambda figure: self.amount(figure, bare=True),
            "万元空": lambda figure: self.amount(figure, bare=True) if figure is not None and figure.value else "",
            "元数": lambda figure: self.amount(figure, unit="元", bare=True),
            "百分比": self.rate,
            "分": self.points,
            "得分": lambda figure: self.points(figure, bare=True),
            "分值": self.weight,
            "日期": self.day,
            "增减": self.change,
            "图说": self.chart_text,
        }

    def change(self, change: Tree | None) -> str:
        """A change by its sign: 增加15.99万元，增长11.3%; 减少…，下降…; 持平."""
        if change is None:
            return self._undisclosed
        if isinstance(change, Undefined):
            return str(change)
        if not isinstance(change, dict) or "direction" not in change:
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
        if len(iso) == len("2022-05"):
            return f"{int(iso[:4])}年{int(iso[5:])}月"
        day = date.fromisoformat(iso)
        return f"{day.year}年{day.month}月{day.day}日"

    def _number(self, figure: Quantity | None, unit: str, scale: str, decimals: int, suffix: str) -> str:
        if figure is None:
            return self._undisclosed
        if isinstance(figure, Undefined):
            return str(figure)
        if not isinstance(figure, Quantity) or figure.unit != unit:
            found = f"单位是「{figure.unit}」" if isinstance(figure, Quantity) else "不是一个数"
            raise TypeError(f"这个数据{found}，不能按「{suffix or unit}」印出")
        return self._undefined if figure.value is None else figure.number(scale, decimals) + suffix


class Environment(ImmutableSandboxedEnvironment):
    """Reads plain data only: a dot or bracket finds an entry by name, never a Python attribute."""

    def __init__(self, printer: Printer, finalize: Callable[[object], object], *, autoescape: bool = False) -> None:
        super().__init__(
            undefined=StrictUndefined, finalize=finalize, autoescape=autoescape, keep_trailing_newline=True
        )
        self.printer = printer
        self.filters = {name: self.filters[name] for name in _KEPT_FILTERS} | printer.filters()
        self.globals = {}

    intercepted_binops = frozenset({"*", "**", "//", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiplies a figure by a rate; any other such operation could grow without bound, and prints nothing."""
        if operator == "*" and isinstance(left, Quantity):
            return left * right
        raise TypeError(f"不支持「{operator}」运算")

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
