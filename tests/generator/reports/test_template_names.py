"""The contract of templates: the namespace as it is written down, and what tags may read of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import yaml

from generator.opc import write_package
from generator.reports.documents import template_faults
from generator.reports.load import load
from generator.reports.template_names import (
    NAMESPACE,
    VOCABULARY,
    lint_names,
    load_contract,
    misnamed,
    optional_names,
    scope,
    with_printed,
)
from generator.reports.workspace import Workspace
from generator.word.contract import Contract
from tests.support.contracts import walk
from tests.support.docx import p, package_of, table
from tests.support.paths import PROJECT
from tests.support.pictures import printing

pytestmark = pytest.mark.slow  # whole reports and templates

MADE_LATER = {"report.glossary", "accounts.annexes", "indicator.level3"}
"""What is added when documents are made, and a third level that no report of the project has."""


@pytest.fixture(scope="module")
def contract() -> Contract:
    found, problems = load_contract()
    assert found is not None, problems
    return found


def workspaces(root: Path) -> Iterator[Workspace]:
    yield Workspace(PROJECT)
    for name in ("accounts", "examples", "forms", "rollup"):
        folder = PROJECT / "tests" / "data" / name
        shutil.copytree(PROJECT / "templates", root / name / "templates")
        if (folder / "templates").is_dir():
            shutil.copytree(folder / "templates", root / name / "templates", dirs_exist_ok=True)
        shutil.copytree(folder / "reports", root / name / "reports")
        if name == "examples":
            with (root / name / "reports" / "2023" / "demo.yaml").open("a", encoding="utf-8") as file:
                file.write("\npictures:\n  校园网: {file: 校园网.png, alt_text: 校园网的结构}\n")
        yield Workspace(root / name)


def test_every_namespace_is_as_the_contract_says_and_has_all_that_it_promises(
    contract: Contract, tmp_path: Path
) -> None:
    seen: set[str] = set()
    faults = []
    for workspace in workspaces(tmp_path):
        for unit, year in workspace.reports():
            derived = load(workspace, unit, year).derived
            assert derived is not None
            faults += [*walk(contract, derived.tree, "report", unit, seen)]
    assert faults == []
    promised = {f"{group}.{name}" for group, names in contract.groups.items() for name in names if name != "*"}
    unseen = {
        name
        for name in promised - seen - MADE_LATER
        if not name.startswith(("glossary_", "account_annex", "choice", "summary"))
    }
    assert unseen == set()


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        ("{{ yeer }}", "没有名为「yeer」的数据", "是不是「year」"),
        ("{{ funds.actaul|万元 }}", "没有名为「actaul」的数据", "是不是「actual」"),
        ("{{ funds.rate|万元 }}", "这里是比率，不能按「万元」印出", "可以用：百分比"),
        ("{{ funds }}", "这里引用的是一组数据，不是一个数", "这里有：document"),
        ("{{ goals }}", "这里引用的是列表，不是一个数", "核对"),
        ("{{ unit.name }}", "「name」的上一级是文字，下面没有数据", "删去多写的一级"),
        ("{{ signature.date|万元 }}", "这里是日期，不能按「万元」印出", "可以用：日期"),
        ("{{p unit }}", "{{p … }} 只能引用正文的段落", "印一个数或一段文字用 {{ … }}"),
        ("{{ base_table.austerity }}", "这里引用的是正文的段落", "写成 {{p … }}，独占一段"),
        ("{%p for x in unit %}", "for 只能用在列表上", "这里是文字"),
        ("{% if fnuds.reason %}有{% endif %}", "没有名为「fnuds」的数据", "是不是「funds」"),
        ("{{ unit if yer else year }}", "没有名为「yer」的数据", "是不是「year」"),
        ("{{ accounts.changes.total.amount|增减 }}", "「增减」不能印金额", "核对名称"),
        ("{{ funds.actual|length }}", "「length」只能用在列表上", "这里是金额"),
        (
            "{% if funds.rate &lt; 1 %}低{% endif %}",
            "比率和 1 不能比较大小",
            "和带单位的文字比，如 '100%'",
        ),
        ("{{ funds.items.差旅费.actaul|元 }}", "没有名为「actaul」的数据", "是不是「actual」"),
    ],
)
def test_a_tag_that_breaks_the_contract_is_named(contract: Contract, source: str, message: str, remedy: str) -> None:
    [problem] = contract.faults(package_of(p(source)), "t.docx", scope(contract, "evaluation"))
    assert (problem.code, problem.place.path) == ("TEMPLATE-NAME", "t.docx!word/document.xml")
    assert problem.place.excerpt == unescape(source)
    assert message in problem.message
    assert problem.remedy.startswith(remedy)


@pytest.mark.parametrize(
    "source",
    [
        "{{ unit }}{{ year - 1 }}{{ funds.actual|万元 }}{{ (funds.actual / funds.annual_budget)|百分比(1) }}",
        "{{ facts.任意|百分比 }}{{ evaluations.任意.funds.rate|百分比 }}{{ evaluations[0].name }}",
        "{% for item in funds.items %}{{ item.name }}{{ loop.index }}{% for part in item.items %}{{ part.share|百分比 }}"
        "{% endfor %}{% endfor %}",
        '{% if evaluation.type == "project" and not score.total %}{{ goals|length }}{% endif %}',
        "{% if year &lt; 2023 and goals|length &gt; 1 and signature.date &lt; '2023' and facts.任意 &lt; '1件' %}{% endif %}",
        "{{ accounts.changes.total|增减 }}{{ signature.date|日期 }}{{ (goals|first).expected }}",
    ],
)
def test_what_the_contract_allows_is_no_fault(contract: Contract, source: str) -> None:
    assert [*contract.faults(package_of(p(source)), "t.docx", scope(contract, "evaluation"))] == []


def test_a_loop_binds_its_name_until_it_ends(contract: Contract) -> None:
    body = table(("{%tr for row in indicators %}",), ("{{ row.weight|分值 }}{{ row.wieght }}",), ("{%tr endfor %}",))
    [inside, after] = contract.faults(package_of(body + p("{{ row.name }}")), "t.docx", scope(contract, "evaluation"))
    assert "「wieght」" in inside.message and inside.remedy == "是不是「weight」"
    assert "没有名为「row」的数据" in after.message


def test_a_document_of_the_whole_report_has_no_evaluation_of_its_own(contract: Contract) -> None:
    assert [*contract.faults(package_of(p("{{ funds.actual|万元 }}")), "t.docx", scope(contract, "evaluation"))] == []
    [problem] = contract.faults(package_of(p("{{ funds.actual|万元 }}")), "t.docx", scope(contract, "report"))
    assert "没有名为「funds」的数据" in problem.message


def test_all_templates_of_the_project_keep_the_contract() -> None:
    assert lint_names(PROJECT / "templates") == []


def test_without_a_name_every_template_that_reads_it_is_named(contract: Contract) -> None:
    funds = {name: kind for name, kind in contract.groups["funds"].items() if name != "tail"}
    less = {**contract.groups, "funds": funds}
    problems = lint_names(PROJECT / "templates", Contract(less, VOCABULARY))
    assert {problem.place.path.split("!")[0] for problem in problems} == {
        "templates/hubei-wuhan/report.docx",
        "templates/hunan-yiyang/funds.docx",
        "templates/hunan-zhuzhou/scoring.docx",
        "templates/national/funds.docx",
        "templates/national/report.docx",
    }
    assert all("没有名为「tail」的数据" in problem.message for problem in problems)


def test_a_template_that_no_document_uses_is_pointed_out(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "templates", tmp_path / "templates")
    shutil.copy(PROJECT / "templates/national/funds.docx", tmp_path / "templates/national/spare.docx")
    [problem] = lint_names(tmp_path / "templates")
    assert (problem.code, problem.place.path) == ("TEMPLATE-UNUSED", "templates/national/spare.docx")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{{ unit }}", ["working_group"]),
        ("{%p for s in sections %}|{{ s.title }}|{%p endfor %}", ["working_group"]),
        ("{%p for s in sections %}|{%p if s.insert == 'funds' %}|{%p endif %}|{%p endfor %}", ["working_group"]),
        ("{%p for s in sections %}|{%p if s.insert in ['funds', 'working_group'] %}|{%p endif %}|{%p endfor %}", []),
        ('{%p for s in sections %}|{%p if s["insert"] == "working_group" %}|{%p endif %}|{%p endfor %}', []),
        ("{%p for s in sections %}|{% set wanted = s.insert %}|{%p endfor %}", []),
        ("{{p include('part.docx') }}", []),
        ("{{ unit }", []),
    ],
)
def test_what_the_outline_inserts_is_printed_by_a_template(workspace: Workspace, body: str, told: list[str]) -> None:
    inserting = p("{%p for s in sections %}") + p("{%p if s.insert == 'working_group' %}") + p("{%p endif %}") * 2
    (workspace.templates / "national" / "part.docx").write_bytes(write_package(package_of(inserting)))
    template = write_package(package_of("".join(map(p, body.split("|")))))
    (workspace.templates / "national" / "report.docx").write_bytes(template if "}}" in body or "%}" in body else b"PK")
    found = [one for one in lint_names(workspace.templates) if one.code == "TEMPLATE-INSERT"]
    hechi = [one for one in found if one.place.path == "templates/guangxi-hechi/profile.yaml"]
    assert [one.place.excerpt.strip() for one in hechi] == [f"insert: {name}" for name in told]
    checked = template_faults(workspace, load(workspace, "hechi", "2022"))
    assert [one for one in checked if one.code == "TEMPLATE-INSERT"] == hechi


def test_a_kind_that_does_not_exist_is_located(tmp_path: Path) -> None:
    path = tmp_path / "namespace.yaml"
    path.write_text(NAMESPACE.read_text("utf-8").replace("  actual: money", "  actual: monny", 1), "utf-8")
    contract, [problem] = load_contract(path)
    assert contract is None
    assert (problem.place.excerpt, problem.remedy) == ("  actual: monny", "是不是「money」")


def test_what_is_printed_as_typed_is_named_in_the_schema_of_reports_alone() -> None:
    typed, written = with_printed({}), yaml.safe_load(NAMESPACE.read_text("utf-8"))
    assert typed["evaluation"]["department"] == "text?"
    assert typed["evaluation"]["name"] == "text"
    assert typed["signature"]["date"] == "date?"
    assert typed["goal"]["+expected"] == "text?", "a text whose references lead nowhere is missing"
    twice = {(group, name.strip("+?")) for group in typed for name in typed[group]} & {
        (group, name.strip("+?")) for group in written for name in written[group]
    }
    assert twice == set()


def test_printed_fields_join_the_group_of_their_name(contract: Contract) -> None:
    assert with_printed({"signature": {"seal": "text"}})["signature"].keys() >= {"seal", "phone"}
    assert contract.groups["member"] == {"role": "text", "name": "text", "post": "text"}


def test_names_that_need_not_be_there_are_known() -> None:
    assert {"glossary", "accounts"} <= optional_names()
    assert {"unit", "funds", "actual", "initial_budget"} & optional_names() == set()


def test_each_template_is_read_for_what_it_is_filled_for_and_a_broken_one_for_nothing() -> None:
    data = write_package(package_of(p("{{ funds.rate|百分比 }}")))
    wrong = write_package(package_of(p("{{ unti }}")))
    templates = [("a", "evaluation", data), ("b", "report", data), ("c", "report", wrong), ("d", "report", b"")]
    assert [(problem.place.path, problem.message) for problem in misnamed(templates)] == [
        ("b!word/document.xml", "{{ funds.rate|百分比 }}：没有名为「funds」的数据"),
        ("c!word/document.xml", "{{ unti }}：没有名为「unti」的数据"),
    ]


INCLUDED = "{{p include('notes.docx') }}"


def notes(workspace: Workspace, body: str, profile: str = "national") -> None:
    """The template that others include, in a profile."""
    (workspace.templates / profile / "notes.docx").write_bytes(write_package(package_of(body)))


def test_what_is_included_is_used_and_reads_the_names_of_its_place(workspace: Workspace) -> None:
    notes(workspace, p("{{ one.name }}{{ one.nix }}"))
    loop = "{%p for one in funds.items %}", INCLUDED, "{%p endfor %}"
    printing(workspace.templates / "national" / "funds.docx", "{{ one }}", *loop)
    found = lint_names(workspace.templates)
    assert [(problem.code, problem.place.path, problem.message.partition("，")[0]) for problem in found] == [
        ("TEMPLATE-NAME", "templates/national/funds.docx!word/document.xml", "{{ one }}：没有名为「one」的数据"),
        ("TEMPLATE-NAME", "templates/national/notes.docx!word/document.xml", "{{ one.nix }}：没有名为「nix」的数据"),
    ]


def test_what_is_included_is_that_of_each_profile(workspace: Workspace) -> None:
    notes(workspace, p("{{ unit }}"))
    notes(workspace, p("{{ nix }}"), "guangxi-hechi")
    printing(workspace.templates / "national" / "report.docx", INCLUDED)
    assert [problem.place.path for problem in lint_names(workspace.templates)] == [
        "templates/guangxi-hechi/notes.docx!word/document.xml"
    ]
