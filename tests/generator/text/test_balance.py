"""What is said to be balanced is XML whatever the data: hypothesis looks for data that break it."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.text.balance import is_balanced
from generator.text.grammar import parse
from generator.text.printer import Printer
from generator.text.sandbox import Environment
from generator.text.translation import program

ROOT = '<w:document xmlns:w="urn:w" xmlns:r="urn:r">'
CASES = {
    "<w:t>{{ a }}</w:t>": True,
    "{{ a }}": False,
    "<w:t>{% if a %}{{ a }}</w:t><w:t>{% endif %}甲{{ a }}</w:t>": True,
    "<w:t><w:r>{{ a }}</w:r></w:t>": False,
    "<w:p>{% if a %}<w:r>甲</w:r>{% endif %}</w:p>": True,
    "<w:p>{% if a %}</w:p><w:p>{% endif %}</w:p>": True,
    "<w:p>{% if a %}</w:p><w:t>{% else %}</w:p><w:t>{% endif %}</w:t>": True,
    "<w:p>{% if a %}</w:p><w:t>{% else %}{% endif %}</w:t>": False,
    "<w:p>{% if a %}</w:p>{% endif %}": False,
    "{% if a %}<w:p>{% elif b %}<w:r>{% else %}<w:p>{% endif %}</w:p>": False,
    "{% if a %}<w:p>{% endif %}{% if a %}</w:p>{% endif %}": False,
    "{% for x in rows %}<w:tr><w:t>{{ x }}</w:t></w:tr>{% else %}<w:tr/>{% endfor %}": True,
    "<w:p>{% for x in rows %}</w:p><w:p>{% endfor %}</w:p>": True,
    "<w:p>{% for x in rows %}</w:p>{% endfor %}": False,
    "<w:p>{% for x in rows %}甲{% else %}</w:p><w:r>{% endfor %}</w:r>": False,
    "{% for x in rows %}<w:p>{% endfor %}</w:p>": False,
    '<w:p w:val="{{ a }}"/>': False,
    '<w:p {% if a %}w:val="1"{% endif %}/>': False,
    "<w:p><{{ a }}></w:p>": False,
    "<w:p></w:r>": False,
    "<w:p>": False,
    "</w:p>": False,
    "<v:p/>": False,
    '<w:p v:val="1"/>': False,
    '<w:p w:val="1" r:id="2" xml:space="preserve"/>': True,
    '<v:p xmlns:v="urn:v"><v:r/></v:p>': True,
    '<v:p xmlns:v="urn:v"></v:p><v:p/>': False,
    '<w:p xmlns:v="urn:v">{% if a %}</w:p><w:p>{% endif %}<v:r/></w:p>': False,
    '<w:p xmlns:w="urn:x">{% if a %}</w:p><w:p>{% endif %}</w:p>': False,
    "<!-- <w:p> -->甲": True,
    "<!-- -- -->": False,
    "<![CDATA[甲]]>": False,
    "<?a b?>": False,
    "&amp;&lt;&gt;&#10;": True,
    "&a;": False,
    "甲 & 乙": False,
    "a ]]> b": False,
    "\x07": False,
    "\ufffe": False,
    '<w:p w:val="&a;"/>': False,
    '<w:p w:val="&quot;"/>': True,
}


def balanced(printer: Printer, source: str) -> bool:
    return is_balanced(parse(Environment(printer, printer.text), source).tree, "w:t")


@pytest.mark.parametrize(("source", "proven"), CASES.items())
def test_branches_leave_the_same_elements_open_and_loops_those_they_found(
    printer: Printer, source: str, proven: bool
) -> None:
    assert balanced(printer, f"{ROOT}{source}</w:document>") is proven


@pytest.mark.parametrize(
    ("source", "proven"),
    [
        (f'<?xml version="1.0" encoding="UTF-8"?>\n{ROOT}</w:document>\n', True),
        (f'{ROOT}<?xml version="1.0"?></w:document>', False),
        (f"{ROOT}</w:document>{ROOT}</w:document>", False),
        (f"{{{{ a }}}}{ROOT}</w:document>", False),
        (f"{ROOT}</w:document>{{{{ a }}}}", False),
        (f"{{% if a %}}{ROOT}</w:document>{{% endif %}}", False),
        (f"{{% for a in b %}}{ROOT}</w:document>{{% endfor %}}", False),
        (f"{ROOT}</w:document>{{% if a %}}{{% endif %}}", False),
        (f"甲{ROOT}</w:document>", False),
        (f"{ROOT}</w:document>甲", False),
        (f"<!-- 甲 -->{ROOT}</w:document><!-- 乙 -->", True),
        ("", False),
        ("甲", False),
    ],
)
def test_there_is_one_root_and_nothing_around_it(printer: Printer, source: str, proven: bool) -> None:
    assert balanced(printer, source) is proven


PIECES = st.sampled_from(
    [
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        '<w:p xmlns:v="urn:v">',
        "<v:t/>",
        "<w:t/>",
        "<w:t>{{ a }}</w:t>",
        "甲",
        "</w:p><w:p>",
    ]
)
BODIES = st.recursive(
    st.lists(PIECES, max_size=3).map("".join),
    lambda inner: st.one_of(
        st.builds("<w:p>{}</w:p>".format, inner),
        st.builds("{}{}".format, inner, inner),
        st.builds("{{% if n > {} %}}{}{{% else %}}{}{{% endif %}}".format, st.integers(0, 2), inner, inner),
        st.builds("{{% for x in rows %}}{}{{% else %}}{}{{% endfor %}}".format, inner, inner),
    ),
    max_leaves=5,
)


def test_what_is_proven_is_well_formed_whatever_the_data(printer: Printer) -> None:
    seen: set[tuple[bool, bool]] = set()

    @settings(
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[*HealthCheck],
        max_examples=500,
        phases=[Phase.generate],
    )
    @given(BODIES)
    def compare(body: str) -> None:
        environment = Environment(printer, printer.text)
        parsed = parse(environment, f"{ROOT}{body}</w:document>")
        code = program(parsed)
        contexts = [{"n": n, "rows": ["x"] * count, "a": "文"} for n in range(4) for count in range(3)]
        whole = all(is_xml(environment.render(code, context)) for context in contexts)
        proven = is_balanced(parsed.tree, "w:t")
        assert whole or not proven
        assert proven or not whole or re.search("xmlns|{%", body)
        seen.add((proven, whole))

    compare()
    assert seen >= {(True, True), (False, False)}


def is_xml(text: str) -> bool:
    try:
        etree.fromstring(text)
    except etree.XMLSyntaxError:
        return False
    return True
