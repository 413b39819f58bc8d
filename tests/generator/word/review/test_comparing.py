"""What can be compared by size is known by kinds; what cannot be known is let pass."""

from __future__ import annotations

import pytest
from jinja2 import Environment, nodes

from generator.word.review.comparing import UNKNOWN, Comparisons

KINDS = {"rate": "rate", "money": "money", "number": "number", "title": "text", "day": "date", "any": UNKNOWN}
WORDS = {"rate": "比率", "money": "金额", "number": "序号", "text": "文字", "date": "日期"}
GROUPS = {"list": ["text"], "group": {"title": "text"}}


def fault(source: str) -> str:
    """The message for the comparison in an expression."""
    node = next(Environment(autoescape=True).parse(f"{{{{ {source} }}}}").find_all(nodes.Compare))

    def kind(name: nodes.Node) -> object:
        assert isinstance(name, nodes.Name)
        return GROUPS.get(name.name) or KINDS[name.name]

    def word(kind: object) -> str:
        return WORDS.get(kind, kind) if isinstance(kind, str) else "列表" if isinstance(kind, list) else "一组数据"

    told = Comparisons(kind, word, WORDS, (("number",), ("text", "date")), ("元",)).fault(node)
    assert told is None or told[1] == "能互相比较大小的只有：序号、整数；文字、日期"
    return told[0] if told else ""


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("rate < true", "比率和 True 不能比较大小"),
        ("rate < 1", "比率和 1 不能比较大小"),
        ("1 >= rate", "1 和比率不能比较大小"),
        ("rate > money", "比率和金额不能比较大小"),
        ("rate <= rate", "比率和比率不能比较大小"),
        ("number < '3'", "序号和 '3' 不能比较大小"),
        ("title < 3", "文字和 3 不能比较大小"),
        ("title|length < title", "序号和文字不能比较大小"),
        ("money|元 < 3", "文字和 3 不能比较大小"),
        ("money - money < 3", "金额和 3 不能比较大小"),
        ("1 < number < rate", "序号和比率不能比较大小"),
        ("list < 3", "列表和 3 不能比较大小"),
        ("group > group", "一组数据和一组数据不能比较大小"),
    ],
)
def test_what_no_data_can_put_in_order_is_a_fault(source: str, message: str) -> None:
    assert fault(source) == message


@pytest.mark.parametrize(
    "source",
    [
        *("number < 3", "title|length >= number", "number + 1 < 3", "1 < number <= 3"),
        *("title < 'x'", "day < '2022-06-01'", "money|元 < 'x'", "day > title"),
        *("rate == 1", "rate != money", "rate in list", "title not in list"),
        *("any < 3", "rate < any", "rate / money < 3", "money * 2 < 3", "title|first < 3", "number < true"),
        "rate - number < 3",
    ],
)
def test_what_can_be_compared_or_is_not_known_is_none(source: str) -> None:
    assert fault(source) == ""
