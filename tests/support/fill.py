"""Fills the blanks of a new file with invented values, as a clerk would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from generator.data.fields import Field, fields
from generator.data.reader import parse
from generator.data.report import Profile
from generator.data.schema import schema

# One item, spent to 95 %, so that all amounts go together; indicators that are met.
VALUES: dict[tuple[str, str], str] = {
    ("", "unit"): "示例市教育技术中心",
    ("evaluation", "name"): "信息化运行维护项目",
    ("evaluation", "issued_on"): "{next}-03-01",
    ("funds", "document"): "示财预〔{year}〕1号",
    ("funds", "allocated_on"): "{year}-01-20",
    ("funds", "initial_budget"): "10万元",
    ("funds", "actual"): "9.5万元",
    ("source", "name"): "当年财政拨款",
    ("item", "name"): "运行维护费",
    ("item", "budget"): "10万元",
    ("item", "actual"): "9.5万元",
    ("indicator", "target"): "≥{number}0项",
    ("indicator", "actual"): "{number}1项",
    ("indicator", "score"): "5",
    ("evaluation", "indicator_score"): "85",
    ("member", "name"): "张三",
    ("member", "post"): "示例市教育技术中心干部",
    ("working_group", "established"): "{year}年12月",
    ("working_group", "office"): "示例市教育技术中心办公室",
    ("signature", "date"): "{next}-03-01",
    ("signature", "phone"): "0778-2280000",
    ("base_table", "authorised_staff"): "12人",
    ("base_table", "actual_staff"): "11人",
    ("cost", "name"): "公务接待",
    ("cost", "last_year"): "1万元",
    ("cost", "budget"): "1万元",
    ("cost", "actual"): "0.9万元",
    ("staff", "institutional"): "11人",
    ("function", "code"): "2050199",
    ("function", "basic"): "其余",
    ("account_project", "name"): "信息化运行维护",
    ("account_project", "amount"): "9.5万元",
    ("accounts.economic", "30101"): "20万元",
    ("class_budget", "code"): "205",
    ("class_budget", "amount"): "30万元",
    ("last_year", "total"): "28万元",
    ("last_year", "grant_total"): "28万元",
    ("last_year", "general_spending"): "28万元",
    ("accounts", "inquiry_phone"): "0778-2280000",
}
PROSE = "工作按计划完成，支出符合规定。"


def fill(text: str, profile: Profile, values: Mapping[tuple[str, str], str] | None = None) -> str:
    """The text with every blank filled in; `values` by the definition and the name of a field go before the usual."""
    root, problems = parse(text.encode(), "test")
    assert root is not None, problems
    all_fields = [*fields(root, schema("report"))]
    year = int(str(root.at("year").value))
    items = sum(one.name == ("item", "budget") and one.node.value is None for one in all_fields)
    sums = {("funds", "initial_budget"): f"{items * 10}万元", ("funds", "actual"): f"{items * 9.5:g}万元"}
    known = VALUES | sums | dict(values or {})
    used: Counter[tuple[str, str]] = Counter()
    shares = _weights(all_fields, profile)
    for one in reversed([one for one in all_fields if one.node.value is None]):
        used[one.name] += 1
        number = used[one.name]
        if one.name == ("indicator", "weight"):
            new = shares[one.node.start]
        elif one.name == ("goal", "weight"):
            new = str(profile.weights.indicators.value)
        elif one.owner == "evaluation.choices":
            new = profile.choices[one.key][0]
        elif one.name == ("indicator", "actual") and (target := one.parent.at("target").value):
            new = str(target).lstrip("≥≤") if not isinstance(target, dict) else "已完成"
        elif one.name in known:
            new = known[one.name].replace("{year}", str(year)).replace("{next}", str(year + 1))
            new = new.replace("{number}", str(number))
        else:
            new = f"{PROSE}" if one.kind == "prose" else f"内容{number}"
        new = f'"{new}"' if new.startswith("{") else new
        text = f"{text[: one.node.start].rstrip(' ')} {new}{text[one.node.end :]}"
    return text


def _weights(all_fields: list[Field], profile: Profile) -> dict[int, str]:
    """Weights that add up to what the profile gives its classes, or all indicators."""
    by_class: dict[str, list[int]] = {}
    current = ""
    for one in all_fields:
        if one.name == ("group", "name") and str(one.node.value) in profile.weights.groups:
            current = str(one.node.value)
        if one.name == ("indicator", "weight") and one.node.value is None:
            by_class.setdefault(current, []).append(one.node.start)
    found: dict[int, str] = {}
    for name, starts in by_class.items():
        value = (profile.weights.groups.get(name) or profile.weights.indicators).value
        assert value is not None
        first = int(value) - (len(starts) - 1) * (int(value) // len(starts))
        found |= {start: str(int(value) // len(starts)) for start in starts} | {starts[0]: str(first)}
    return found
