"""What no figures let be done is known by their kinds; what computes a figure has the kind of it."""

from __future__ import annotations

import pytest

from generator.reports.template_names import load_contract, scope
from tests.support.docx import p, package_of

COMPUTE = "在数据里写成算式，如 =facts.甲 / facts.乙，再引用；已有的数直接引用"
ONLY = f"数只和单位相同的数加减，或者乘除一个整数；{COMPUTE}"


def faults(*sources: str) -> list[str]:
    """What lint says of these tags, in one run."""
    contract, _ = load_contract()
    assert contract is not None
    body = "".join(p(source.replace("<", "&lt;")) for source in sources)
    found = contract.faults(package_of(body), "t.docx", scope(contract, "evaluation"))
    return [f"{problem.message.partition('：')[2]}；{problem.remedy}" for problem in found]


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("score.total - 80", f"分值和 80 不能用「-」计算；{ONLY}"),
        ("funds.actual * 0.5", f"金额和 0.5 不能用「*」计算；{ONLY}"),
        ("2 / funds.actual", f"2 和金额不能用「/」计算；{ONLY}"),
        ("funds.actual + '2万元'", f"金额和 '2万元' 不能用「+」计算；{ONLY}"),
        ("unit + funds.actual", f"文字和金额不能用「+」计算；{ONLY}"),
        ("funds.actual - goals", f"金额和列表不能用「-」计算；{ONLY}"),
        ("facts.甲 + 1", f"数和 1 不能用「+」计算；{ONLY}"),
        ("funds.actual + funds.rate", "金额和比率不能相加减；只有单位相同的数能相加减"),
        ("funds.actual / score.total", "金额和分值不能相除；只有单位相同的数能相除"),
        ("funds.actual * funds.actual", "金额和金额不能相乘；比率写在「*」的后面；其他的数不能相乘"),
        ("funds.rate * funds.actual", "比率和金额不能相乘；比率写在「*」的后面；其他的数不能相乘"),
        ("indicators_count / 2", f"数量不能除以整数，印出来没有小数；{COMPUTE}"),
        ("funds.actual // 2", f"「//」不能用在金额上；{COMPUTE}"),
        ("funds.actual ** 2", f"「**」不能用在金额上；{COMPUTE}"),
        ("-funds.actual", f"「-」「+」不能写在金额的前面；{COMPUTE}"),
        ("score.grade + '级'", "「+」不能用在文字上；连接文字用 ~"),
        ("(funds.actual * 2)|分", "这里是金额，不能按「分」印出；可以用：万元、元、万元数、万元空、元数"),
        ("(funds.actual / funds.actual)|万元", "这里是比率，不能按「万元」印出；可以用：百分比"),
    ],
)
def test_what_no_figures_let_be_done_is_told(expression: str, told: str) -> None:
    assert faults(f"{{{{ {expression} }}}}") == [told]


@pytest.mark.parametrize(
    "expression",
    [
        *("(funds.actual * 2)|元", "(2 * funds.actual)|元", "(funds.actual / 2)|元", "(funds.actual * funds.rate)|元"),
        *("(funds.actual - funds.balance)|元", "(funds.actual / funds.balance)|百分比", "(facts.甲 + funds.actual)|元"),
        *(
            "(funds.items|sum(attribute='actual') * 2)|万元",
            "indicators_count * 2",
            "facts.甲 / facts.乙",
            "facts.甲 * 2",
        ),
        *("year + 1", "year / 2", "year // 2", "unit + '的'", "score.grade ~ '级'", "'%s' % score.grade", "1.5 * 2"),
        "(funds.actual * (goals|length))|元",
    ],
)
def test_what_can_be_reckoned_is_let_pass(expression: str) -> None:
    assert faults(f"{{{{ {expression} }}}}") == []


def test_lint_tells_all_that_is_silently_wrong_in_one_run() -> None:
    conditions = (
        "score.total == 87.25",
        "funds.rate == 100",
        "funds.actual == 21754",
        "year == '2022'",
        "funds.rate > 0.9",
    )
    tags = [
        *(f"{{% if {test} %}}{{% endif %}}" for test in conditions),
        "{{ score.grade|upper }}",
        "{{ score.total - 80 }}",
    ]
    tags += ["{% if score.total|分值 == '87.25' %}{% endif %}", "{{ funds.actual // 2 }}"]
    assert faults(*tags) == [
        "分值和 87.25 不能比较；和带单位的文字比，如 '80分'",
        "比率和 100 不能比较；和带单位的文字比，如 '100%'",
        "金额和 21754 不能比较；和带单位的文字比，如 '2万元'",
        "序号和 '2022' 不能比较；数和文字不会相等：数不加引号，文字加引号",
        "比率和 0.9 不能比较大小；和带单位的文字比，如 '100%'",
        "「upper」不能用在计算得出的文字上；直接写名称",
        f"分值和 80 不能用「-」计算；{ONLY}",
        "印出来的数不能比较；去掉印法，和带单位的文字比，如 '80分'",
        f"「//」不能用在金额上；{COMPUTE}",
    ]


def test_what_a_user_needs_is_let_pass() -> None:
    conditions = (
        *(
            "score.grade in ['一等', '二等']",
            "score.grade == '二等'",
            "'二等' in [score.grade]",
            "score.grade < '二等'",
        ),
        *("funds.requirement == '达到'", "score.total >= '80分'", "funds.rate < '100％'", "funds.actual >= '2万元'"),
        *("funds.actual == funds.annual_budget", "indicators_count == '12项'", "year == 2022", "score.total == none"),
    )
    assert faults(*(f"{{% if {test} %}}{{% endif %}}" for test in conditions)) == []
    assert faults("{% if indicators_count == '12' %}{% endif %}") == [
        "数量和 '12' 不能比较；和带单位的文字比，如 '12人'"
    ]
