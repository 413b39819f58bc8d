"""What can be compared by size is known by kinds; what cannot be known is let pass."""

from __future__ import annotations

import pytest
from jinja2 import Environment, nodes

from generator.word.review.comparing import UNKNOWN, Comparisons, Figures

KINDS = {
    "rate": "rate",
    "money": "money",
    "figure": "figure",
    "number": "number",
    "title": "text",
    "day": "date",
    "any": UNKNOWN,
}
WORDS = {"rate": "比率", "money": "金额", "number": "序号", "text": "文字", "date": "日期"}
FIGURES = Figures(
    {"rate": "'100%'", "money": "'2元'", "figure": "'6次'"},
    ("figure",),
    lambda kind, text: text.endswith({"rate": "%", "money": "元"}[kind]),
    ("元",),
)
RATE, MONEY = "和带单位的文字比，如 '100%'", "和带单位的文字比，如 '2元'"
PRINTED = "去掉印法，和带单位的文字比，如 '100%'"
MIXED = "数和文字不会相等：数不加引号，文字加引号"
ORDER = "能互相比较大小的只有：序号、整数；文字、日期"
GROUPS = {"list": ["text"], "group": {"title": "text"}}


def fault(source: str) -> str:
    """The message for the comparison in an expression."""
    node = next(Environment(autoescape=True).parse(f"{{{{ {source} }}}}").find_all(nodes.Compare))

    def kind(name: nodes.Node) -> object:
        assert isinstance(name, nodes.Name)
        return GROUPS.get(name.name) or KINDS[name.name]

    def word(kind: object) -> str:
        return (
            (WORDS | {"figure": "数"}).get(kind, kind)
            if isinstance(kind, str)
            else "列表"
            if isinstance(kind, list)
            else "一组数据"
        )

    told = Comparisons(kind, word, WORDS, (("number",), ("text", "date")), FIGURES).fault(node)
    return "；".join(told) if told else ""


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("rate < true", f"比率和 True 不能比较大小；{RATE}"),
        ("rate < 1", f"比率和 1 不能比较大小；{RATE}"),
        ("1 >= rate", f"1 和比率不能比较大小；{RATE}"),
        ("0.9 >= rate", f"0.9 和比率不能比较大小；{RATE}"),
        ("rate > money", "比率和金额不能比较大小；只有单位相同的数能比较"),
        ("money == rate", "金额和比率不能比较；只有单位相同的数能比较"),
        ("money != 3", f"金额和 3 不能比较；{MONEY}"),
        ("money in [3, '3元']", f"金额和 3 不能比较；{MONEY}"),
        ("'3' not in (money, money)", f"'3' 和金额不能比较；{MONEY}"),
        ("money == '3%'", f"金额和 '3%' 不能比较；{MONEY}"),
        ("money == title", f"金额和文字不能比较；{MONEY}"),
        ("money == list", f"金额和列表不能比较；{MONEY}"),
        ("group == money", f"一组数据和金额不能比较；{MONEY}"),
        ("money in list", f"金额和文字不能比较；{MONEY}"),
        ("figure == 3", "数和 3 不能比较；和带单位的文字比，如 '6次'"),
        ("'3' in money", "'3' 不在金额里面；「in」的右边写列表，如 ['甲', '乙']"),
        ("money in title", "金额不在文字里面；「in」的右边写列表，如 ['甲', '乙']"),
        ("number < '3'", f"序号和 '3' 不能比较大小；{MIXED}"),
        ("number == '3'", f"序号和 '3' 不能比较；{MIXED}"),
        ("'3' in [number]", f"'3' 和序号不能比较；{MIXED}"),
        ("title == 3", f"文字和 3 不能比较；{MIXED}"),
        ("title < 3", f"文字和 3 不能比较大小；{MIXED}"),
        ("title|length < title", f"序号和文字不能比较大小；{MIXED}"),
        ("money|元 < 3", f"印出来的数不能比较；{PRINTED}"),
        ("'3元' == money|元", f"印出来的数不能比较；{PRINTED}"),
        ("money - money < 3", f"金额和 3 不能比较大小；{MONEY}"),
        ("1 < number < rate", f"序号和比率不能比较大小；{RATE}"),
        ("list < 3", f"列表和 3 不能比较大小；{ORDER}"),
        ("group > group", f"一组数据和一组数据不能比较大小；{ORDER}"),
    ],
)
def test_what_is_never_equal_or_in_order_is_a_fault(source: str, message: str) -> None:
    assert fault(source) == message


@pytest.mark.parametrize(
    "source",
    [
        *("number < 3", "title|length >= number", "number + 1 < 3", "1 < number <= 3"),
        *("title < 'x'", "day < '2022-06-01'", "day > title", "title == day"),
        *("title not in list", "'3' in title", "rate == none", "group == none", "list == list", "rate == any"),
        *("rate == '3%'", "'5%' <= rate <= '9%'", "money in ['3元', '5元']", "rate <= rate", "money == money"),
        *(
            "figure == '3次'",
            "figure == '提升'",
            "figure == money",
            "figure >= '3次'",
            "figure == title",
            "figure in list",
        ),
        *("any < 3", "rate < any", "rate / money < 3", "money * 2 < 3", "title|first < 3", "number < true"),
        *("rate - number < 3", "money in group", "title in group", "group in list"),
    ],
)
def test_what_can_be_compared_or_is_not_known_is_none(source: str) -> None:
    assert fault(source) == ""
