"""The exact figure: a value with its unit, the precision it was written with, a label and its origin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction

from generator.frozen import Frozen, replace
from generator.problems import Place

SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
PERCENT = "%"
MONEY = "元"
POINTS = "分"

_EXACT = Fraction(0)  # how far an exact figure may be off
MAX_LENGTH = 60  # of a figure with its unit; Python itself refuses numbers of thousands of digits
_IN_UNIT = r"[^元\s0-9.,，。;；:：%≥≤<>=~～{}]"
# 3万元, -0.5%, 12台, 1.5万人次, 500元/人. Not 3 万元, ≥3, 1,000元, nor 10多人 and 10人左右, which are not exact.
_QUANTITY = re.compile(
    r"(?P<number>[-+]?[0-9]+(?:\.(?P<decimals>[0-9]+))?)(?P<scale>[万亿]?)"
    rf"(?P<unit>%|元(?:/{_IN_UNIT}{{1,12}})?|(?![多余几]){_IN_UNIT}{{0,12}}(?<!左右)(?<!上下)(?<![以之][上下内]))"
)
# 12月底前, 30日前, 4季度前, 2级, 2等奖, 3A级, 5号: when or of what rank, not how many. Not 12个月, 5日内.
_RANKS = re.compile("月|日(?:前|之前|以前)|号|季度(?:前|末|底)|A*级|等奖?$|等[级次]|年级|届")
_YEAR = re.compile("(?:19|20)[0-9]{2}年")  # 2024年内, which is when
# The comparator before a figure, with blanks around it: ≥95%, " = 3"; group 1 is empty where there is none.
_COMPARATOR = re.compile(r"\s*(≥|≤|=|>|<|约|)\s*")
RANGE, ABOUT = "—", "约"
"""The comparators of a target that is a range, 90%—95%, and of one that is met nearby, 约200人."""


class Comparison(Enum):
    """How two figures that should be the same relate."""

    EQUAL = "一致"
    ROUNDING = "尾差"
    DIFFERENT = "不符"


class UnitError(ValueError):
    """Two quantities whose units do not go together, such as a sum of money and a count; `figures` are those."""

    def __init__(self, message: str, *figures: Quantity) -> None:
        super().__init__(message)
        self.figures = figures


class Operation(Frozen):
    """How a figure was computed: the operation's sign or name and the figures it worked on."""

    name: str
    operands: tuple[Quantity, ...]


class Quantity(Frozen):
    """An immutable exact figure.

    `value` is in the base unit: 元 for money, the bare ratio for a rate (0.95 for 95%), single pieces for counted
    nouns. It is None where the figure is undefined, as a rate on a zero base is; an undefined operand makes the result
    undefined. `step` is the last written place (100 for 0.46万元), None for a figure that no one wrote but a quotient
    or product gave. `slack` is how far the true value may differ from `value` because of rounding in what was written:
    half a step for a written figure, the sum of the halves for a sum.
    """

    value: Fraction | None
    unit: str
    step: Fraction | None
    slack: Fraction
    label: str
    origin: Place | Operation | None
    written: str

    def __init__(
        self,
        value: Fraction | None,
        unit: str,
        step: Fraction | None = None,
        slack: Fraction = _EXACT,
        label: str = "",
        origin: Place | Operation | None = None,
        written: str = "",
    ) -> None:
        self.__dict__.update(
            value=value, unit=unit, step=step, slack=slack, label=label, origin=origin, written=written
        )

    @staticmethod
    def parse(text: str, label: str = "", origin: Place | None = None) -> Quantity | None:
        """Parses `3万元`, `21754元`, `4.5万人次`, `98%` or `12`; None if the text is not a quantity.

        Documents print 万元 with two decimals and drop trailing zeros, so an amount in 万元 counts as written to
        0.01万元 even with fewer decimals. A whole number of things is exact. Every other figure has the precision it
        shows.
        """
        match = _QUANTITY.fullmatch(text) if len(text) <= MAX_LENGTH else None
        if match is None or _RANKS.match(match["unit"]) or _YEAR.match(text):
            return None
        scale, unit = SCALES[match["scale"]], match["unit"]
        if unit == PERCENT and scale != 1:
            return None
        places = len(match["decimals"] or "")
        if unit == MONEY and match["scale"] == "万":
            places = max(places, 2)
        factor = Fraction(1, 100) if unit == PERCENT else Fraction(scale)
        step = factor / 10**places
        counted = unit not in (MONEY, PERCENT, POINTS) and step == 1
        slack = Fraction(0) if counted else step / 2
        return Quantity(Fraction(match["number"]) * factor, unit, step, slack, label, origin, text)

    def named(self, label: str) -> Quantity:
        """The same figure under another label."""
        return replace(self, label=label)

    def __add__(self, other: Quantity) -> Quantity:
        return self._linear(other, 1, "+")

    def __sub__(self, other: Quantity) -> Quantity:
        return self._linear(other, -1, "−")

    def _linear(self, other: Quantity, sign: int, name: str) -> Quantity:
        self._same_unit(other)
        value = None if self.value is None or other.value is None else self.value + sign * other.value
        steps = [step for step in (self.step, other.step) if step is not None]
        return Quantity(
            value,
            self.unit,
            min(steps, default=None),
            self.slack + other.slack,
            origin=Operation(name, (self, other)),
        )

    def __mul__(self, rate: Quantity | int) -> Quantity:
        """This figure times a rate, or so many times, in this figure's unit; a count times money is money.

        The count may be of what the money is for each of: 300元/人 × 20人.

        Raises:
            UnitError: the factors are of other units.
        """
        if type(rate) is int:
            value = None if self.value is None else self.value * rate
            origin = Operation("×", (self, _whole(rate)))
            return Quantity(value, self.unit, self.step, self.slack * abs(rate), origin=origin)
        if not isinstance(rate, Quantity):
            raise TypeError(f"{rate!r} is not a figure")
        unit = self.unit if rate.unit == PERCENT else _paid(self.unit, rate.unit) or _paid(rate.unit, self.unit)
        if not unit:
            raise UnitError(f"{self.unit} × {rate.unit}", self, rate)
        origin = Operation("×", (self, rate))
        if self.value is None or rate.value is None:
            return Quantity(None, unit, origin=origin)
        slack = abs(self.value) * rate.slack + abs(rate.value) * self.slack + self.slack * rate.slack
        return Quantity(self.value * rate.value, unit, None, slack, origin=origin)

    def __truediv__(self, base: Quantity | int) -> Quantity:
        """The ratio of this figure to a base of the same unit, as a rate, or an equal share of it.

        Both are undefined on a zero base.
        """
        if type(base) is int:
            origin = Operation("÷", (self, _whole(base)))
            if self.value is None or not base:
                return Quantity(None, self.unit, origin=origin)
            return Quantity(self.value / base, self.unit, None, self.slack / abs(base), origin=origin)
        if not isinstance(base, Quantity):
            raise TypeError(f"{base!r} is not a figure")
        self._same_unit(base)
        origin = Operation("÷", (self, base))
        if self.value is None or not base.value:
            return Quantity(None, PERCENT, origin=origin)
        rate = self.value / base.value
        room = abs(base.value) - base.slack
        slack = (self.slack + abs(rate) * base.slack) / room if room > 0 else abs(rate)
        return Quantity(rate, PERCENT, None, slack, origin=origin)

    def __lt__(self, other: object) -> bool:
        return self._ordered(other) < 0 if isinstance(other, Quantity) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self._ordered(other) <= 0 if isinstance(other, Quantity) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self._ordered(other) > 0 if isinstance(other, Quantity) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self._ordered(other) >= 0 if isinstance(other, Quantity) else NotImplemented

    def _ordered(self, other: Quantity) -> Fraction:
        """How much more this figure is than another of its unit.

        Raises:
            TypeError: they have different units, or no value; the message is Chinese.
        """
        if self.unit != other.unit:
            raise TypeError(f"单位不同的数不能比较大小：{self.unit}和{other.unit}")
        if self.value is None or other.value is None:
            raise TypeError("有的数没有值，不能比较大小")
        return self.value - other.value

    def at_most(self, limit: Quantity) -> Quantity:
        """This figure, or the limit if the figure exceeds it."""
        self._same_unit(limit)
        if self.value is None or limit.value is None or self.value <= limit.value:
            return self
        return replace(limit, origin=Operation("封顶", (self, limit)), written="")

    def at_least_zero(self) -> Quantity:
        """This figure, or zero if it is negative."""
        if self.value is None or self.value >= 0:
            return self
        return replace(self, value=Fraction(0), slack=Fraction(0), origin=Operation("不低于零", (self,)), written="")

    def rounded(self, decimals: int) -> Quantity:
        """This figure rounded half up to a number of decimals of its base unit; the result counts as exact."""
        if self.value is None:
            return self
        step = Fraction(1, 10**decimals)
        return Quantity(
            round_half_up(self.value, step), self.unit, step, Fraction(0), self.label, Operation("四舍五入", (self,))
        )

    def compare(self, other: Quantity) -> Comparison:
        """Equal at the finest precision either was written with; else equal within rounding; else different.

        They are equal within rounding if some value rounds to both.
        """
        self._same_unit(other)
        if self.value is None or other.value is None:
            return Comparison.EQUAL if self.value is other.value else Comparison.DIFFERENT
        steps = [step for step in (self.step, other.step) if step is not None]
        finest = min(steps, default=None)
        if self.value == other.value or (
            finest is not None and round_half_up(self.value, finest) == round_half_up(other.value, finest)
        ):
            return Comparison.EQUAL
        low, high = (self, other) if self.value < other.value else (other, self)
        return Comparison.ROUNDING if _overlap(low, high) else Comparison.DIFFERENT

    def number(self, scale: str, decimals: int) -> str:
        """The digits in a scale (`万`, `亿`, `%` or none), rounded half up once, trailing zeros kept.

        Raises:
            ValueError: the figure is undefined.
        """
        if self.value is None:
            raise ValueError(f"{self.label} is undefined")
        times, parts = (100, 1) if scale == PERCENT else (1, SCALES[scale])
        units = _nearest(self.value.numerator * times * 10**decimals, self.value.denominator * parts)
        digits = f"{abs(units):0{decimals + 1}d}"
        whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
        return ("-" if units < 0 else "") + whole + ("." + part if part else "")

    def digits(self, scale: str = "", decimals: int = 2) -> str:
        """The digits as messages show them, rounded, without trailing zeros; 「—」 for an undefined figure."""
        return "—" if self.value is None else trimmed(self.number(scale, decimals))

    def with_unit(self, decimals: int, scale: str = "") -> str:
        """The digits with scale and unit, without trailing zeros, a rate in percent; 「—」 for an undefined figure."""
        if self.value is None:
            return "—"
        if self.unit == PERCENT:
            return self.digits(PERCENT, decimals) + PERCENT
        return self.digits(scale, decimals) + scale + self.unit

    def in_wan(self) -> str:
        """An amount in 万元 with two decimals, as the forms print it; 「—」 for an undefined one."""
        return "—" if self.value is None else f"{self.number('万', 2)}万{MONEY}"

    def apart(self, other: Quantity) -> str:
        """The digits of the absolute difference from another figure, in the base unit, to two decimals."""
        return (self - other).digits().removeprefix("-")

    def apart_in_wan(self, other: Quantity) -> str:
        """The absolute difference from another amount in 万元, to six decimals (0.01元)."""
        return (self - other).with_unit(6, "万").removeprefix("-")

    def _same_unit(self, other: object) -> None:
        if not isinstance(other, Quantity):
            raise TypeError(f"{other!r} is not a figure")
        if self.unit != other.unit:
            names = f"{self.label or self.unit} ({self.unit}), {other.label or other.unit} ({other.unit})"
            raise UnitError(names, self, other)


def _paid(price: str, count: str) -> str:
    """The unit of a price times a count of things, 元 or 元/人 times 人; empty if they are not that."""
    if count in ("", MONEY, PERCENT, POINTS) or "/" in count:
        return ""
    return MONEY if price in (MONEY, f"{MONEY}/{count}") else ""


def _whole(number: int) -> Quantity:
    """A whole number among the figures of an operation."""
    return Quantity(Fraction(number), "", Fraction(1), label="整数", written=str(number))


class Word(Frozen):
    """A derived figure that is a word, such as a grade, with the figure that decided it."""

    text: str
    label: str
    origin: Operation


class Target(Frozen):
    """A target with its comparator: `≥95%`, `≤3万元`, `约200人`, `90%—95%`; a bare figure has none, which is empty.

    `quantity` is the lower end of a range, `upper` its upper end; both belong to it.
    """

    comparator: str
    quantity: Quantity
    upper: Quantity | None = None

    @staticmethod
    def parse(text: str, label: str = "", origin: Place | None = None) -> Target | None:
        """Parses a comparator and a quantity, or a range; None if the text is a description such as 提升."""
        if RANGE in text:
            ends = [Quantity.parse(end, label, origin) for end in text.strip().split(RANGE)]
            lower, upper = ends if len(ends) == 2 else (None, None)
            if lower is None or upper is None or lower.unit != upper.unit or lower > upper:
                return None
            return Target(RANGE, lower, upper)
        match = _COMPARATOR.match(text)
        assert match is not None
        quantity = Quantity.parse(text[match.end() :], label, origin)
        return Target(match[1], quantity) if quantity else None

    @property
    def exact(self) -> bool:
        """Whether it says a number and no bound of one: 98%, =98%."""
        return self.comparator in ("", "=")


def total(quantities: Iterable[Quantity], label: str) -> Quantity:
    """The sum of one or more quantities of one unit, undefined if one of them is, as one operation on all of them.

    A sum of sums of two would nest as deep as there are terms, too deep for whoever walks it by recursion.

    Raises:
        UnitError: their units differ.
        ValueError: there are none.
    """
    terms = tuple(quantities)
    if not terms:
        raise ValueError(f"{label} has no terms")
    for term in terms[1:]:
        terms[0]._same_unit(term)
    if len(terms) == 1:
        return terms[0].named(label)
    values = [term.value for term in terms if term.value is not None]
    return Quantity(
        sum(values, Fraction(0)) if len(values) == len(terms) else None,
        terms[0].unit,
        min((term.step for term in terms if term.step is not None), default=None),
        sum((term.slack for term in terms), Fraction(0)),
        label,
        Operation("+", terms),
    )


def sum_of_known(quantities: Sequence[Quantity | None], label: str) -> Quantity | None:
    """The sum if every figure is known; None if one is not, or if there are none."""
    known = [quantity for quantity in quantities if quantity is not None]
    return total(known, label) if known and len(known) == len(quantities) else None


def round_half_up(value: Fraction, step: Fraction) -> Fraction:
    """The multiple of `step` nearest to `value`, a half going away from zero (四舍五入)."""
    count = _nearest(value.numerator * step.denominator, value.denominator * step.numerator)
    return Fraction(count * step.numerator, step.denominator)


def _nearest(numerator: int, denominator: int) -> int:
    """The whole number nearest to a quotient, a half going away from zero; whole numbers are quicker than fractions."""
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def _overlap(low: Quantity, high: Quantity) -> bool:
    """Whether some value rounds to both of two figures, the first being less than the second.

    What rounds half up to a typed figure lies around it, the half away from zero left out: 0.225 is 0.23, not 0.22.
    """
    assert low.value is not None and high.value is not None
    below, above = _slack_beside(low, high), _slack_beside(high, low)
    apart = high.value - low.value
    low_reached = not below or low.value < 0 or isinstance(low.origin, Operation)
    high_reached = not above or high.value > 0 or isinstance(high.origin, Operation)
    return apart < below + above or (low_reached and high_reached and apart == below + above)


def _slack_beside(figure: Quantity, other: Quantity) -> Fraction:
    """The slack of a figure: none for money typed to the 元 or 分 beside what is typed less exactly."""
    step, coarser = figure.step, other.step
    if figure.unit != MONEY or step is None or coarser is None:
        return figure.slack
    return _EXACT if figure.slack == step / 2 and step <= 1 and step < coarser else figure.slack


def trimmed(digits: str) -> str:
    """Decimal digits without trailing zeros: 10.00 as 10, 2.50 as 2.5."""
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
