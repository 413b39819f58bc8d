"""Formats figures by the rules of a profile; its methods are the filters of templates and texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Protocol

from generator.namespace import Tree, names_in
from generator.quantity import MONEY, PERCENT, POINTS, Quantity, Word, trimmed
from generator.text.faults import KindError, LimitError, Missing
from generator.text.series import described

MAX_CHARACTERS = 8_000_000  # of one part, or of all texts of a report; parsed, a part takes ten bytes for each

WITH_DECIMALS = ("万元", "元", "万元数", "元数", "万元空", "百分比", "分", "得分")
"""The filters that take how many decimals are printed, or `TRIMMED`."""
TRIMMED = "去零"
"""As many decimals as the profile says, without the zeros at their end."""

_DIGITS = 17  # that tell a float from any other
_GROWTH = {"增加": "增长", "减少": "下降"}

_FITTING = {MONEY: "「万元」或「元」", PERCENT: "「百分比」", POINTS: "「分」"}
"""The filters that print the figures of a unit; those of other units are printed without one."""


class Style(Protocol):
    """What a profile says of how figures are printed."""

    @property
    def decimals(self) -> Mapping[str, int]:
        """The decimals of each unit: 万元, 元, 百分比, 分."""

    @property
    def words(self) -> Mapping[str, str]:
        """The words for what has no figure: `undisclosed`, `undefined`."""

    @property
    def idioms(self) -> Sequence[str]:
        """Words of the locality that hold numbers and mean no figure."""


Decimals = int | str | None
"""How many decimals are printed: so many, as the profile says without zeros at the end (`TRIMMED`), or as it says."""


class Printer:
    """Prints figures by the rules of a profile: decimals, and words for what has no figure.

    `printed` are the figures that it has printed, each once, so that one that no document shows can be found. `drawn`
    is the path of something that charts draw, as an example.
    """

    drawn = "accounts.series.totals"

    def __init__(self, profile: Style) -> None:
        self.settings = (profile.decimals, profile.words)
        self.printed: dict[int, Quantity | Word] = {}
        self.idioms = tuple(profile.idioms)
        self._decimals = profile.decimals
        self._undisclosed = profile.words["undisclosed"]
        self._undefined = profile.words["undefined"]

    def amount(
        self, figure: Quantity | None, decimals: Decimals = None, *, unit: str = "万元", bare: bool = False
    ) -> str:
        """An amount of money in 万元 or 元, rounded to `decimals`, by default the profile's; `bare` leaves 元 out."""
        suffix = "" if bare else unit
        return self._number(figure, MONEY, unit.removesuffix(MONEY), self._decimals[unit], suffix, decimals)

    def rate(self, figure: Quantity | None, decimals: Decimals = None) -> str:
        """A rate with its percent sign, rounded to `decimals`, by default the profile's."""
        return self._number(figure, PERCENT, PERCENT, self._decimals["百分比"], PERCENT, decimals)

    def points(self, figure: Quantity | None, decimals: Decimals = None, *, bare: bool = False) -> str:
        """A weight or score, rounded to `decimals`, by default the profile's; `bare` leaves 分 out."""
        return self._number(figure, POINTS, "", self._decimals["分"], "" if bare else POINTS, decimals)

    def weight(self, figure: Quantity | None) -> str:
        """A weight with as many decimals as it has, without its unit."""
        return trimmed(self._number(figure, POINTS, "", 6, ""))

    def figure(self, figure: Quantity) -> str:
        """Any figure: as it was written, if it was, else formatted by its unit."""
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
            MissingError: there is no such value.
        """
        if value is None:
            return self._undisclosed
        if isinstance(value, Missing):
            return value.text
        if isinstance(value, Quantity):
            return self.figure(value)
        if isinstance(value, Word):
            self.printed[id(value)] = value
            return value.text
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, Decimal):  # computed in a template
            return decimal_text(value)
        if isinstance(value, dict | list):
            names = ", ".join(map(str, names_in(value)[:5]))
            raise TypeError("这里引用的是一组数据，不是一个数" + (f"：{names} …" if names else "；逐项印用 for"))
        raise TypeError("这里引用的不是一个数，也不是文字")

    def places(self, unit: str, scale: str = "") -> int:
        """The decimals with which a figure of this unit and scale is printed; 0 for counted things."""
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
            "元": partial(self.amount, unit="元"),
            "万元数": partial(self.amount, bare=True),
            "万元空": self.amount_or_blank,
            "元数": partial(self.amount, unit="元", bare=True),
            "百分比": self.rate,
            "分": self.points,
            "得分": partial(self.points, bare=True),
            "分值": self.weight,
            "日期": self.day,
            "增减": self.change,
            "图说": self.chart_text,
        }

    def amount_or_blank(self, figure: Quantity | None, decimals: Decimals = None) -> str:
        """An amount in 万元 without its unit; empty if it is zero or not known."""
        printed = self.amount(figure, decimals, bare=True)
        return printed if figure is not None and figure.value else ""

    def join(self, values: object, separator: str = "") -> str:
        """The elements of a list, each as `{{ value }}` prints it."""
        texts = [self.text(value) for value in listed(values)]
        if sum(map(len, texts)) + len(separator) * len(texts) > MAX_CHARACTERS:
            raise LimitError("连起来的文字太长")
        return separator.join(texts)

    def change(self, change: Tree | None) -> str:
        """A change by its sign: 增加15.99万元，增长11.3%; 减少…，下降…; 持平."""
        if change is None:
            return self._undisclosed
        if isinstance(change, Missing):
            change.raise_error()
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
        """The alternative text of a chart: what it shows, for those who cannot see it."""
        if isinstance(series, Missing):
            series.raise_error()
        if not isinstance(series, dict) or "categories" not in series:
            raise TypeError("这里引用的不是一组可以画图的数据")
        return described(series, self.amount)

    def day(self, iso: str | None) -> str:
        """2022-01-25 as 2022年1月25日, 2022-05 as 2022年5月, without leading zeros as GB/T 9704 asks."""
        if iso is None:
            return self._undisclosed
        if isinstance(iso, Missing):
            iso.raise_error()
        month = isinstance(iso, str) and len(iso) == len("2022-05")
        try:
            day = date.fromisoformat(f"{iso}-01" if month else iso)
        except (TypeError, ValueError):
            raise TypeError("「日期」只能印一个日期") from None
        return f"{day.year}年{day.month}月" + ("" if month else f"{day.day}日")

    def _number(
        self, figure: Quantity | None, unit: str, scale: str, usual: int, suffix: str, decimals: Decimals = None
    ) -> str:
        """A figure of a unit in a scale, with the `usual` decimals unless others are asked for."""
        if figure is None:
            return self._undisclosed
        if isinstance(figure, Missing):
            figure.raise_error()
        if not isinstance(figure, Quantity) or figure.unit != unit:
            actual = f"单位是「{figure.unit}」" if isinstance(figure, Quantity) else "不是一个数"
            message = f"这个数据{actual}，不能按「{suffix or unit}」印出"
            if not isinstance(figure, Quantity):
                raise TypeError(message)
            ways = _FITTING.get(figure.unit)
            raise KindError(message, f"核对引用的名称；印法改成{ways}" if ways else "核对引用的名称；不写印法")
        self.printed[id(figure)] = figure
        if figure.value is None:
            return self._undefined
        digits = figure.number(scale, decimals if isinstance(decimals, int) else usual)
        return (trimmed(digits) if decimals == TRIMMED else digits) + suffix


def listed(values: object) -> list[Any]:
    """The value itself, which must be a list.

    Raises:
        TypeError: it is not a list.
        MissingError: there is no such value.
    """
    if isinstance(values, Missing):
        values.raise_error()
    if not isinstance(values, list):
        raise TypeError("这里引用的不是列表")
    return values


def _length(values: object) -> int:
    return len(values) if isinstance(values, str) else len(listed(values))


def _element(values: object, index: int) -> Any:
    elements = listed(values)
    if not elements:
        raise TypeError("这个列表是空的")
    return elements[index]


def decimal_text(value: Decimal) -> str:
    """The digits of a decimal: as it was typed, or as Jinja prints a float, with some seventeen digits at most."""
    if len(value.as_tuple().digits) > _DIGITS and value.adjusted() < _DIGITS:
        return repr(float(value))
    digits = f"{value:f}"
    return digits if "." in digits else f"{digits}.0"
