"""Exact figures in the spellings that people type, drawn; knows nothing of how they are read.

Each strategy draws pairs: the typed text, and the figure in canonical text whose value and unit it has.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

EVERYDAY = "零一二三四五六七八九", "十百千"
CAPITALS = "零壹贰叁肆伍陆柒捌玖", "拾佰仟"
TRADITIONAL = "零壹貳叁肆伍陸柒捌玖", "拾佰仟"
COUNTERS = ["所", "人次", "个", "名", "台", "项", "场次", "个工作日", "平方米", "辆", "件"]
BLANKS = [" ", "\u00a0", "\u3000", "\u2009", "\u202f", "\t", "  "]
UNSEEN = ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200e", "\u202d", "\u2066"]
COMPARATORS = {
    "≥": (["≥", ">=", "≧", "⩾", "＞＝", "＞=", "=>", "不低于", "不少于", "至少", "大于等于", "达到"], ["以上", "及以上", "（含）以上"]),
    "≤": (["≤", "<=", "≦", "⩽", "＜＝", "不超过", "不高于", "不多于", "最多", "小于或等于"], ["以内", "以下", "之内", "（含）以下"]),
    ">": ([">", "＞", "大于", "高于", "超过", "多于"], ["以上（不含）"]),
    "<": (["<", "＜", "小于", "低于", "少于", "不足"], ["以下（不含）"]),
    "约": (["约", "大约"], ["左右", "上下"]),
}  # fmt: skip


def in_chinese(number: int, digits: str, units: str, scales: str = "万亿") -> str:
    """A whole number in Chinese numerals as taught at school: no unit left out, 零 for each gap.

    >>> in_chinese(10500, *EVERYDAY), in_chinese(21754, *CAPITALS)
    ('一万零五百', '贰万壹仟柒佰伍拾肆')
    """
    if number == 0:
        return digits[0]
    places = str(number)
    text, gap = "", False
    for index, place in enumerate(places):
        power = len(places) - 1 - index
        within = power % 4
        if place == "0":
            gap = gap or bool(text)
        else:
            text += (digits[0] if gap else "") + digits[int(place)] + (units[within - 1] if within else "")
            gap = False
        if within == 0 and power and int(places[max(0, index - 3) : index + 1]):
            text += scales[power // 4 - 1]
    return text


def full_width(text: str) -> str:
    """The ASCII characters of a text in full width."""
    return "".join([chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text])


def grouped(whole: str, mark: str) -> str:
    """The digits of a whole number in groups of three."""
    return f"{int(whole):,}".replace(",", mark)


@st.composite
def digits_of(draw: DrawFn, whole: int, decimals: str = "") -> str:
    """A number in Arabic digits, with separators and in full width or not."""
    typed = draw(st.sampled_from(["", ",", "，", " ", "\u2009", "\u00a0"]))
    text = grouped(str(whole), typed) if typed else str(whole)
    if decimals:
        text += draw(st.sampled_from([".", "．", "·", "。"])) + decimals
    return draw(st.sampled_from([text, full_width(text)]))


@st.composite
def numerals_of(draw: DrawFn, whole: int, decimals: str = "") -> str:
    """A number in Chinese numerals, everyday or in capitals, or digit by digit."""
    digits, units = draw(st.sampled_from([EVERYDAY, CAPITALS, TRADITIONAL]))
    scales = draw(st.sampled_from(["万亿", "萬億"]))
    text = in_chinese(whole, digits, units, scales)
    if digits == EVERYDAY[0]:
        forms = [text]
        if text.startswith("一十"):
            forms.append(text[1:])
        if text.startswith("二") and text[1:2] in tuple("百千万萬亿億"):
            forms.append("两" + text[1:])
        if whole > 99:
            forms.append("".join([draw(st.sampled_from("〇○零")) if d == "0" else digits[int(d)] for d in str(whole)]))
        text = draw(st.sampled_from(forms))
    if decimals:
        text += draw(st.sampled_from("点點")) + "".join([digits[int(place)] for place in decimals])
    return text


@st.composite
def noisy(draw: DrawFn, parts: list[str]) -> str:
    """Parts of a figure with blanks between them, around them, and characters that nobody sees anywhere."""
    text = ""
    for index, part in enumerate(parts):
        blank = draw(st.sampled_from(["", "", "", *BLANKS]))
        text += (blank if index or draw(st.booleans()) else "") + part
    text += draw(st.sampled_from(["", "", "", *BLANKS]))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(UNSEEN)) + text[at:]
    return text


WHOLE = st.one_of(st.integers(1, 99), st.integers(100, 9999), st.integers(10_000, 999_999_999))
DECIMALS = st.from_regex(r"[0-9]{1,2}", fullmatch=True).filter(str.isascii)


@st.composite
def amounts(draw: DrawFn, bare: bool = False) -> tuple[str, str]:
    """An amount of money.

    Args:
        bare: also as 2.18万, which is money only where no other figure can stand.
    """
    whole = draw(WHOLE)
    decimals = draw(st.one_of(st.just(""), DECIMALS))
    canonical = f"{whole}.{decimals}元" if decimals else f"{whole}元"
    form = draw(st.sampled_from(["digits", "sign", "numerals", "wan", "numerals in wan", "cents", "split"]))
    yuan = draw(st.sampled_from(["元", "圆", "圓", "块", "元整", "元人民币"]))
    if form == "digits":
        return draw(noisy([draw(digits_of(whole, decimals)), yuan])), canonical
    if form == "sign":
        sign = draw(st.sampled_from(["¥", "￥", "人民币"]))
        return draw(noisy([sign, draw(digits_of(whole, decimals)), draw(st.sampled_from(["", "元"]))])), canonical
    if form == "numerals":
        return draw(noisy([draw(numerals_of(whole, decimals)), yuan])), canonical
    if form == "wan":
        scale = draw(st.sampled_from("万萬亿億"))
        parts = [draw(digits_of(whole, decimals)), scale, draw(st.sampled_from(["", yuan])) if bare else yuan]
        return draw(noisy(parts)), canonical.replace("元", f"{'万' if scale in '万萬' else '亿'}元")
    if form == "numerals in wan":
        whole %= 10_000
        parts = [draw(numerals_of(whole, decimals)), "万", yuan]
        return draw(noisy(parts)), f"{whole}.{decimals}万元" if decimals else f"{whole}万元"
    if form == "cents":
        tenths, cents = draw(st.integers(1, 9)), draw(st.integers(0, 9))
        digits = draw(st.sampled_from(["0123456789", EVERYDAY[0], CAPITALS[0]]))
        parts = [draw(digits_of(whole)), "元", f"{digits[tenths]}角", f"{digits[cents]}分" if cents else ""]
        return draw(noisy(parts)), f"{whole}.{tenths}{cents or ''}元"
    ten_thousands, rest = draw(st.integers(1, 9999)), draw(st.integers(1000, 9999))
    return draw(noisy([f"{ten_thousands}{draw(st.sampled_from('万萬'))}{rest}", yuan])), f"{ten_thousands}{rest}元"


@st.composite
def rates(draw: DrawFn) -> tuple[str, str]:
    """A rate."""
    whole, decimals = draw(st.integers(0, 200)), draw(st.one_of(st.just(""), DECIMALS))
    canonical = f"{whole}.{decimals}%" if decimals else f"{whole}%"
    form = draw(st.sampled_from(["digits", "part", "numerals", "tenths", "per mille"]))
    sign = draw(st.sampled_from(["%", "％", "﹪", "٪"]))
    if form == "digits":
        return draw(noisy([draw(digits_of(whole, decimals)), sign])), canonical
    if form == "part":
        return draw(noisy(["百分之" + in_chinese(whole, *EVERYDAY) + ("点" if decimals else ""), *(
            ["".join([EVERYDAY[0][int(place)] for place in decimals])] if decimals else []
        )])), canonical  # fmt: skip
    if form == "numerals":
        return draw(noisy([draw(numerals_of(whole, decimals)), sign])), canonical
    if form == "tenths":
        tens, ones = draw(st.integers(1, 9)), draw(st.integers(0, 9))
        return draw(noisy([f"{EVERYDAY[0][tens]}成{EVERYDAY[0][ones] if ones else ''}"])), f"{tens * 10 + ones}%"
    return draw(noisy([f"{whole}‰"])), f"{whole / 10}%"


@st.composite
def counts(draw: DrawFn) -> tuple[str, str]:
    """A number of things."""
    whole, counter = draw(WHOLE), draw(st.sampled_from(COUNTERS))
    number = draw(st.one_of(digits_of(whole), numerals_of(whole)))
    return draw(noisy([number, counter])), f"{whole}{counter}"


def figures() -> SearchStrategy[tuple[str, str]]:
    """Any of them."""
    return st.one_of(amounts(), rates(), counts())


@st.composite
def targets(draw: DrawFn) -> tuple[str, str]:
    """A figure with a comparator before or behind it."""
    typed, canonical = draw(figures())
    comparator = draw(st.sampled_from(list(COMPARATORS)))
    before, behind = COMPARATORS[comparator]
    if draw(st.booleans()):
        return draw(st.sampled_from(before)) + typed, comparator + canonical
    return typed + draw(st.sampled_from(behind)), comparator + canonical


@st.composite
def ranges(draw: DrawFn) -> tuple[str, str]:
    """Two whole rates or counts with what says from … to."""
    low, more = draw(st.integers(1, 90)), draw(st.integers(0, 500))
    unit, typed = draw(st.sampled_from([("%", "％"), ("%", "%"), ("人", "人"), ("万元", " 万元")]))
    to = draw(st.sampled_from(["-", "—", "——", "～", "~", "至", "到", "–", "－", "─", " — "]))
    first = f"{low}{draw(st.sampled_from(['', typed]))}"
    return f"{first}{to}{low + more}{typed}", f"{low}{unit}—{low + more}{unit}"


@st.composite
def dates(draw: DrawFn) -> tuple[str, str]:
    """A day."""
    day = draw(st.dates())
    while day.year < 1900 or day.year > 2099:
        day = day.replace(year=draw(st.integers(1904, 2096)) // 4 * 4)
    year, month, date = (f"{day.year}", f"{day.month}", f"{day.day}")
    chinese = "".join([EVERYDAY[0][int(place)] for place in year]).replace("零", draw(st.sampled_from("〇○零")))
    typed = draw(
        st.sampled_from(
            [
                f"{year}-{month}-{date}", f"{year}/{month}/{date}", f"{year}.{month}.{date}", f"{year}年{month}月{date}日",
                f"{year} 年 {month} 月 {date} 日", day.strftime("%Y%m%d"), day.strftime("%Y年%m月%d日"), f"{day} 00:00:00",
                f"{chinese}年{in_chinese(day.month, *EVERYDAY).removeprefix('一') if day.month > 9 else EVERYDAY[0][day.month]}月"
                f"{in_chinese(day.day, *EVERYDAY)}日",
            ]
        )
    )  # fmt: skip
    return draw(st.sampled_from([typed, full_width(typed)])), day.isoformat()
