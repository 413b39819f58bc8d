"""docxtpl and this program make the same documents of the same templates and data, as python-docx reads both.

Compared are paragraphs, cells, headers and footers: texts, styles of paragraphs, runs and tables, alignment, bold,
italic, size, spans and merges. Where the two differ on purpose, it stands here with the reason.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

import jinja2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.namespace import Tree
from generator.problems import has_errors
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.summary.document import word
from generator.reports.summary.rows import ORDERS, ranked, rows
from generator.reports.workspace import Workspace
from generator.text.printer import Printer
from generator.word import render
from generator.word.compiler import compile_template
from tests.support.docx import p, package_of, table
from tests.support.notation import FORMS, Small, drawn_template
from tests.support.oracle import (
    Block,
    Format,
    Made,
    Plain,
    Whole,
    by_docxtpl,
    merged,
    parts_by_docxtpl,
    read_back,
    spelled_out,
    watched,
)
from tests.support.paths import DATA, PROJECT

ALIKE = settings(derandomize=True, database=None, deadline=None, suppress_health_check=[*HealthCheck])
"""The same examples in each run."""
NO_TEXT = {"base.docx": "the styles of the others"}
"""Files among the templates that no document is made of, and what they hold."""
GENERATED = 150
LEAST = GENERATED // 12
"""How many of the generated templates have each form of the notation, at least."""
BREAK = ("paragraph", "分节", None)
"""What ends a part of a volume."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """All reports and profiles, those of before among them, which have one that the project has not."""
    root = tmp_path_factory.mktemp("oracle")
    folders = [DATA / name for name in ("before", "examples", "accounts", "rollup")]
    for folder in (*folders, PROJECT):
        for name in ("reports", "templates"):
            if (folder / name).is_dir():
                shutil.copytree(folder / name, root / name, dirs_exist_ok=True)
    return Workspace(root)


@pytest.fixture(scope="module")
def documents(workspace: Workspace) -> list[Made]:
    """Every document of every report and year."""
    count = 0
    with watched() as found:
        for unit, year in workspace.reports():
            files, problems = make_documents(workspace, load(workspace, unit, year))
            assert not has_errors(problems), problems
            count += len(files)
        for year in {year for _, year in workspace.reports()}:
            order = next(iter(ORDERS))
            data, problems = word(workspace, ranked(rows(workspace, year), order), year, order, "")
            assert data and not has_errors(problems), problems
            count += 1
    assert len(found) == count
    return found


def without_contents(whole: Whole) -> Whole:
    """All but the lines of the table of contents, which this program fills and docxtpl leaves to Word."""
    return replace(whole, body=[block for block in whole.body if not str(block[1]).startswith("toc ")])


def whole_by_docxtpl(made: Made) -> Whole:
    """The templates of a document one after the other, with what ends a part between; the first has the edges."""
    parts = parts_by_docxtpl(made)
    bodies = [merged(part.body) for part in parts]
    body = [*bodies[0], *chain.from_iterable([BREAK, *later] for later in bodies[1:])]
    grids = [one for part in parts for one in part.grids]
    return Whole(body, parts[0].around, [text for part in parts for text in part.described], grids)


def test_every_template_of_every_profile_says_the_same(workspace: Workspace, documents: list[Made]) -> None:
    different = []
    for made in documents:
        pair = without_contents(read_back(made.data)), without_contents(whole_by_docxtpl(made))
        different += [(made.name, made.files, *found) for found in islice(differences(*pair), 1)]
    assert different == []
    compared = {path for made in documents for path in (*made.files, *made.repeated)}
    there = {str(path) for path in workspace.templates.rglob("*.docx") if path.name not in NO_TEXT}
    assert compared == there
    print(f"{len(documents)} documents of {len(compared)} templates are the same by docxtpl")


def differences(ours: Whole, theirs: Whole) -> Iterator[tuple[object, object]]:
    """The blocks that differ, and the lengths."""
    for name in ("body", "around", "described", "grids"):
        one, other = getattr(ours, name), getattr(theirs, name)
        yield from ((mine, his) for mine, his in zip(one, other, strict=False) if mine != his)
        if len(one) != len(other):
            yield (len(one), len(other))


def by_this_program(printer: Printer, small: Small) -> bytes:
    environment = render.template_environment(printer)
    compiled, problems = compile_template(small.package, "t.docx", environment)
    assert compiled is not None, problems
    data, problems = render.render(compiled, environment, small.context, "", "", "", {})
    assert data is not None, problems
    return data


def test_templates_that_are_made_up_say_the_same(printer: Printer) -> None:
    """docxtpl with Jinja as it comes: no filter and no environment of this program."""
    seen: Counter[str] = Counter()
    environment = jinja2.Environment(autoescape=True)

    for number in range(GENERATED):
        small = drawn_template(number)
        ours = read_back(by_this_program(printer, small))
        theirs = read_back(by_docxtpl(small.package, small.context, environment))
        assert (number, [*differences(ours, theirs)]) == (number, [])
        seen.update(["templates", *small.forms])
    assert {form: seen[form] for form in FORMS if seen[form] < LEAST} == {}
    print(f"{seen.total()} forms in {seen['templates']} templates are the same by docxtpl: {dict(seen)}")


GROUPS = st.lists(st.fixed_dictionaries({name: st.sampled_from("甲乙") for name in "abc"}), max_size=6)
MERGED = table(
    ("{%tr for r in rows %}", "", ""),
    ("{% vm r.a %}{{ r.a }}", "{% vm r.b %}{{ r.b }}后", "{{ r.c }}"),
    ("{%tr endfor %}", "", ""),
    ("{%tr for r in rows %}", "", ""),
    ("{{ r.a }}", "{% vm r.b %}{{ r.b }}", "{% vm r.c %}{{ r.c }}"),
    ("{%tr endfor %}", "", ""),
    ("合计", "", ""),
)


@settings(ALIKE, max_examples=25)
@given(GROUPS, GROUPS)
def test_cells_merge_as_their_values_say(printer: Printer, first: list[Tree], second: list[Tree]) -> None:
    """Twice the same table, so that none goes on into the next."""
    package = package_of(p("{%p for rows in tables %}") + MERGED + p("之间") + p("{%p endfor %}"))
    small = Small((), package, {"tables": [first, second]}, frozenset())
    theirs = read_back(by_docxtpl(spelled_out(package), small.context, Plain(printer)))
    assert read_back(by_this_program(printer, small)).body == merged(theirs.body)


RUNS = st.lists(st.fixed_dictionaries({"text": st.sampled_from(["甲", "A & B", " ", "<w:t>"]), "bold": st.booleans()}))
TEXTS = st.lists(st.fixed_dictionaries({"runs": RUNS}), max_size=3)


@settings(ALIKE, max_examples=25)
@given(TEXTS)
def test_texts_of_paragraphs_are_those_of_loops(printer: Printer, text: list[Tree]) -> None:
    """In a cell too, which keeps a paragraph where the text has none."""
    package = package_of(p("{{p text }}", style="Signature") + table(("{{p text }}", "后")))
    small = Small((), package, {"text": text}, frozenset())
    theirs = read_back(by_docxtpl(spelled_out(package), small.context, Plain(printer)))
    assert [*differences(read_back(by_this_program(printer, small)), theirs)] == []


LANGUAGE: Tree = {
    "unit": "甲<乙>丙",
    "year": 2022,
    "yes": True,
    "no": False,
    "words": ["b", "A", "c", "a"],
    "nums": [3, 1, 2],
    "d": {"乙": 1, "甲": 2},
    "rows": [
        {"name": "甲", "n": 3, "kind": "y", "parts": ["x", "y"]},
        {"name": "乙", "n": 1, "kind": "x", "parts": []},
        {"name": "丙", "n": 2, "kind": "x", "parts": ["z"]},
    ],
}


@pytest.mark.parametrize(
    "source",
    [
        p("{% set a = 1 %}{{ a }}") + p("{%p set b = 4 %}") + p("{{ a + b }}"),
        p("{% set a, b = nums[0], words|last %}{{ a }}{{ b }}"),
        p("{% set t %}甲{{ year }}乙{% endset %}{{ t }}{{ t|length }}"),
        p("{% set s = 0 %}{% for x in nums %}{% set s = s + x %}{{ s }} {% endfor %}{{ s }}"),
        p("{% set ns = namespace(n=0) %}{% for x in nums %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}"),
        p("{% for x in nums if x &gt; 1 %}{{ loop.index }}/{{ loop.length }}:{{ x }} {% else %}无{% endfor %}"),
        p(
            "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{% for k, v in d|dictsort %}{{ k }}{{ v }}{% endfor %}"
        ),
        p("{% for x in words %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.cycle('甲', '乙') }}{% endfor %}"),
        p("{% for x in rows %}{% if loop.changed(x.kind) %}[{{ x.kind }}]{% endif %}{{ x.name }}{% endfor %}"),
        p("{% for x in nums %}{{ loop.previtem|default('首') }}-{{ loop.nextitem|default('末') }};{% endfor %}"),
        p("{% for k, v in rows|groupby('kind') %}{{ k }}:{{ v|map(attribute='n')|join(',') }};{% endfor %}"),
        p("{{ words|sort|join }}{{ words|unique|join }}{{ nums|sum }}{{ rows|sum(attribute='n') }}{{ nums|max }}"),
        p("{{ rows|selectattr('parts')|map(attribute='name')|join('、') }}{{ nums|reject('odd')|join }}"),
        p(
            "{{ words|map('upper')|join }}{{ nums|batch(2, '-')|map('join')|join('|') }}{{ nums|slice(2)|map('join')|join('|') }}"
        ),
        p("{{ words[1:]|join }}{{ nums[::-1]|join }}{{ nums[-1] }}{{ unit[0] }}{{ words|reverse|first }}"),
        p("{{ 7 // 2 }} {{ 7 % 3 }} {{ 2 ** 3 }} {{ 7 / 2 }} {{ 6 / 2 }} {{ year * 2 }} {{ -year }} {{ '甲' ~ 1 }}"),
        p("{{ 2.6|round }} {{ 3.14159|round(2) }} {{ '3.7'|float }} {{ '42.9'|int }} {{ -3|abs }}"),
        p("{{ '%.2f'|format(3.14159) }} {{ '%05d' % year }} {{ 'a b'|title }} {{ 'abc'|replace('b', 'x') }}"),
        p("{% if year is even and unit is string and unit is not number %}甲{% endif %}"),
        p("{{ '甲' if yes }}{{ '乙' if no }}丙{{ ('乙' if no)|default('丁') }}"),
        p("{% raw %}{{ x }} {% if %}{% endraw %} {{ year }}"),
        p("{% raw %}甲") + table(("{{ x }}", "{% if %}")) + p("乙{% endraw %} {{ year }}"),
        p("{%p raw %}") + p("{{ x }}") + p("{%p endraw %}") + p("{% raw %}") + p("{{ y }}{% endraw %}"),
        p("{_{ x }_} {_% if y %_} {_{{ year }}_} {_{ {{ year }} }_} 100%_}"),
        p("甲 {{- year -}} 乙{% if yes -%} 丙 {%- endif %}丁{#- 注 -#} 戊"),
        p("{{ ['甲', year, 'a' 'b']|join('-') }}{{ {'k': year}.k }}{{ (1, 2)|last }}"),
        table(
            ("{%tr for r in rows|sort(attribute='n') if r.parts %}", "", ""),
            ("{{ loop.index0 }}", "{{ r.name|center(4) }}", "{{ r.parts|join('、')|default('无', true) }}"),
            ("{%tr endfor %}", "", ""),
        ),
        table(
            ("{%tr for kind, list in rows|groupby('kind') %}", ""),
            ("{{ kind|upper }}", "{{ list|length }}"),
            ("{%tr for r in list %}", ""),
            ("{{ loop.index }}", "{{ r.name }}{{ loop.revindex0 }}"),
            ("{%tr endfor %}", ""),
            ("计", "{{ list|sum(attribute='n') }}/{{ loop.index }}"),
            ("{%tr endfor %}", ""),
        ),
        p("{%p for x in words|batch(2) %}") + p("{{ x|join }}") + p("{%p endfor %}"),
        p("{{ unit|truncate(3, true, '…', 0) }}{{ 'foo bar'|wordcount }}{{ words|first|upper }}{{ unit|length }}"),
    ],
)
def test_the_whole_language_says_the_same(printer: Printer, source: str) -> None:
    small = Small((), package_of(source), LANGUAGE, frozenset())
    theirs = read_back(by_docxtpl(small.package, small.context, jinja2.Environment(autoescape=True)))
    assert [*differences(read_back(by_this_program(printer, small)), theirs)] == []


LATER = "<w:p><w:r><w:t>{{ un</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>it }}后</w:t></w:r></w:p>"
FORMATTED = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲{{r unit }}后</w:t></w:r></w:p>"
DATA_OF_DIFFERENCES: Tree = {"unit": "甲 & 乙", "year": 2022, "yes": True, "nothing": None, "words": ["甲", "乙"]}
PLAIN: Format = (None, None, None, None)
STRONG: Format = (None, True, None, None)


def body(*paragraphs: tuple[tuple[str, Format], ...], style: str | None = "公文正文") -> list[Block]:
    return [("paragraph", style, None, *texts) for texts in paragraphs]


@pytest.mark.parametrize(
    ("source", "ours", "theirs"),
    [
        pytest.param(
            LATER,
            body((("甲 & 乙", PLAIN), ("后", STRONG)), style=None),
            body((("甲 & 乙后", PLAIN),), style=None),
            id="what follows a cut tag in its last run keeps that run's format",
        ),
        pytest.param(
            p("{{ nothing }}"),
            body((("未披露", PLAIN),)),
            body((("None", PLAIN),)),
            id="a value that is not there is told in the words of the profile",
        ),
        pytest.param(
            p("{{ x }}".replace("{{ x }}", "前{{r unit }}")),
            body((("前甲 & 乙", PLAIN),)),
            body((("前", PLAIN),)),
            id="a plain text is printed where docxtpl wants its own object, and loses it else",
        ),
        pytest.param(
            FORMATTED,
            body((("甲", STRONG), ("甲 & 乙", PLAIN), ("后", STRONG)), style=None),
            body((("甲", STRONG), ("后", PLAIN)), style=None),
            id="what follows a text of runs in its run keeps the format of the run",
        ),
        pytest.param(
            p("{{ 0.1 + 0.2 }} {{ 2.675|round(2) }}"),
            body((("0.3 2.68", PLAIN),)),
            body((("0.30000000000000004 2.67", PLAIN),)),
            id="numbers are exact",
        ),
    ],
)
def test_what_is_made_otherwise_on_purpose(
    printer: Printer, source: str, ours: list[Block], theirs: list[Block]
) -> None:
    small = Small((), package_of(source), DATA_OF_DIFFERENCES, frozenset())
    assert read_back(by_this_program(printer, small)).body == ours
    assert read_back(by_docxtpl(small.package, small.context, jinja2.Environment())).body == theirs


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        # What docxtpl leaves out without a word
        (p("{{ nobody }}"), "没有名为「nobody」的数据"),
        (p("{{p unit }}"), "只能引用正文的段落"),
        (table(("{{tc unit }}",)), "不能印成表格的格"),
        (p("甲{{ unit"), "没有成对"),
        # What it makes no whole document of, or another than is written
        (p("{%r if yes %}甲") + p("{%r endif %}"), "不在同一处"),
        (p("{%p if yes %}") + p("甲") + p("{% endif %}"), "不是一类标记"),
        (table(("{% if yes %}甲", "乙{% endif %}")), "没有在同一段里成对"),
        (p("{% if yes %}甲") + table(("乙{% endif %}",)), "没有在同一段里成对"),
        (table(("{%tc for word in words %}",), ("{%tc endfor %}",)), "不在同一处"),
        (table(("{% colspan 0 %}{{ unit }}",)), "跨的列数"),
        (table(("{% cellbg unit %}",)), "不是颜色"),
        (table(("{% if yes %}{% cellbg 'FF0000' %}{% endif %}",)), "在单元格里的条件"),
        (table(("{% hm %}{{ unit }}",)), "不在 {%tc for"),
        (table(("{%tr for word in words %}",), ("{%tc for w in words %}",), ("{% vm %}",)), "没有结束"),
        (table(("{% vm %}{{ unit }}",)), "没有写按哪个值合并"),
        # Python in a template, whose author need not be trusted
        (p("{{ unit.upper() }}"), "用不了「.upper(…)」"),
        (p("{{ '%d' % year|string }}"), "「format」要一个数"),
        (p("{% macro m() %}甲{% endmacro %}"), "用不了「macro」"),
        (p("{{ yes }}"), "不是一个数，也不是文字"),
        (p("{{ words }}"), "这里引用的是一组数据"),
        (p("{{ nobody|default('无') }}"), "没有名为「nobody」的数据"),
        (p("{{ ' 12x'|int }}"), "「int」前面的不是一个数"),
    ],
    ids=str,
)
def test_what_docxtpl_takes_and_this_program_refuses_at_its_place(printer: Printer, source: str, fault: str) -> None:
    environment = render.template_environment(printer)
    compiled, problems = compile_template(package_of(source), "t.docx", environment)
    if compiled is not None:
        _, problems = render.render(compiled, environment, DATA_OF_DIFFERENCES, "", "", "", {})
    (problem, *_) = problems
    assert fault in problem.message and problem.place.excerpt
