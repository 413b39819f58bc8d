"""`loop` tells what Jinja's tells."""

from __future__ import annotations

import pytest

from tests.support.language import by_jinja, free

EACH = "{% for x in nums %}"


@pytest.mark.parametrize(
    "source",
    [
        f"{EACH}{{{{ loop.index }}}}{{{{ loop.index0 }}}}{{{{ loop.revindex }}}}{{{{ loop.revindex0 }}}};{{% endfor %}}",
        f"{EACH}{{{{ loop.first }}}}{{{{ loop.last }}}}{{{{ loop.length }}}}{{{{ loop.depth }}}}{{{{ loop.depth0 }}}};{{% endfor %}}",
        f"{EACH}{{% for y in nums %}}{{{{ loop.depth }}}}{{% endfor %}}{{{{ loop.index0 }}}}{{% endfor %}}",
        f"{EACH}{{{{ loop.previtem|default('无') }}}}-{{{{ loop.nextitem|default('末') }}}};{{% endfor %}}",
        f"{EACH}{{% if loop.previtem %}}、{{% endif %}}{{{{ '末' if not loop.nextitem else '中' }}}}{{% endfor %}}",
        f"{EACH}{{{{ loop.cycle('甲', '乙') }}}}{{{{ loop.cycle(*words) }}}}{{% endfor %}}",
        "{% for x in [1, 1, 2, 2, 1] %}{% if loop.changed(x) %}{{ x }}{% endif %}{% endfor %}",
        "{% for x in rows %}{% if loop.changed(x.g, x.n) %}{{ x.g }}{% endif %}{% endfor %}",
        f"{EACH}{{% set o = loop %}}{{% for y in nums %}}{{{{ o.index }}}}.{{{{ loop.index }}}} {{% endfor %}}{{% endfor %}}",
        f"{EACH}{{{{ loop['index0'] }}}}{{% endfor %}}",
    ],
)
def test_a_loop_tells_what_jinjas_tells(source: str) -> None:
    assert free(source) == by_jinja(source)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (f"{EACH}{{{{ loop.previtem }}}}{{% endfor %}}", "没有「previtem」：这是最前或者最后一项"),
        (f"{EACH}{{{{ loop.cycle() }}}}{{% endfor %}}", "「loop.cycle」的括号里要写轮流印的内容"),
        (f"{EACH}{{{{ loop.nix }}}}{{% endfor %}}", "没有名为「nix」的数据"),
        (f"{EACH}{{{{ loop._turns }}}}{{% endfor %}}", "没有名为「_turns」的数据"),
        (f"{EACH}{{{{ loop.cycle }}}}{{% endfor %}}", "没有名为「cycle」的数据"),
        (f"{EACH}{{{{ loop.__class__ }}}}{{% endfor %}}", "用不了「__class__」"),
        (f"{EACH}{{{{ loop(nums) }}}}{{% endfor %}}", "用不了「loop(…)」"),
        (f"{EACH}{{% set loop = 1 %}}{{% endfor %}}", "「loop」已经是循环的名称"),
    ],
)
def test_a_loop_tells_nothing_else(source: str, fault: str) -> None:
    assert free(source) == fault
