"""Reports and templates near their limits are answered in time that grows with them, not with their square."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator.cli import problems as formats
from generator.data.reader import MAX_NODES, parse
from generator.namespace import figures
from generator.opc import Package, check_xml, write_package
from generator.problems import Place, Problem, SourceFile
from generator.quantity import Quantity, Word, sum_of_known
from generator.reports import load as build
from generator.reports.export import export
from generator.reports.house_style import read_house_style
from generator.reports.load import Loaded, load
from generator.reports.workspace import Workspace
from generator.rules.unshown import not_shown
from generator.text import typed
from generator.text.printer import Printer
from generator.text.sandbox import MAX_SOURCES, Environment
from generator.word.compiler import compile_template
from generator.word.house_style import form_faults
from generator.word.names import DOCUMENT
from generator.word.package import parse_package, read_package, read_template
from generator.word.render import template_environment
from generator.word.volume import bind
from tests.support.growth import assert_linear
from tests.support.paths import PROJECT

pytestmark = pytest.mark.fuzz

HOUSE, _ = read_house_style(PROJECT / "templates")
HECHI = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")
TEXT = "        “校校通”工程由"
FRAGMENTS = [
    "都完成，",
    "等级为优、",
    "参考甲№填写。",
    "分为甲、",
    "2021年",
    "河池市电化教育",
    "第№个、3件",
    "\n        。",
]
ROW = "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>"
INDICATORS = "          - name: 数量指标\n            items:\n"
RUN = "<w:r><w:t>{}</w:t></w:r>"
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
BODIES: dict[str, Callable[[int], str]] = {
    "rows": lambda n: f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{ROW * n}</w:tbl>",
    "tags": lambda n: f"<w:p>{RUN.format('{{ unit }}' * (n // 2))}</w:p>",
    "split tags": lambda n: f"<w:p>{''.join(map(RUN.format, '{{ unit }}')) * (n // 8)}</w:p>",
    "fields": lambda n: f"<w:p>{FIELD * n}</w:p>",
    "conditions": lambda n: (
        (f"<w:p>{RUN}</w:p>".format("{%p if unit %}") + f"<w:p>{RUN}</w:p>".format("{%p endif %}")) * (n // 4)
    ),
    "crossed": lambda n: (
        f"<w:p>{RUN}</w:p>".format("{%p for x in evaluations %}") * (n // 8)
        + f"<w:p>{RUN}</w:p>".format("{%p endif %}") * (n // 8)
    ),
}
STYLED = '<w:r><w:rPr><w:rStyle w:val="x"/></w:rPr><w:t>甲</w:t></w:r>'
EMPTY = "<w:tr><w:tc><w:p/></w:tc></w:tr>"
FORMS: dict[str, Callable[[int], str]] = {
    "nested tables": lambda n: (
        f"<w:tbl>{EMPTY * 50}<w:tr><w:tc>" * (n // 100) + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * (n // 100)
    ),
    "faults of a paragraph": lambda n: f"<w:p>{STYLED * n}</w:p>",
    "sections": lambda n: "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * (n // 4),
}


def test_a_report_with_a_thousand_items_can_be_exported(tmp_path: Path) -> None:
    """A sum of sums of two nested a thousand deep, and the formulas of the workbook were sought by recursion."""
    item = "        - name: 差旅费{}\n          budget: 0.01万元\n          actual: 0.01万元\n"
    first = HECHI.index("        - name: 差旅费")
    text = HECHI[:first] + "".join(map(item.format, range(1000))) + HECHI[first:]
    loaded = load(workspace(tmp_path, text), "hechi", "2022")
    assert loaded.derived is not None
    sheets = load_workbook(BytesIO(export(loaded)))
    sums = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert any(re.fullmatch(r"=SUM\([A-Z]+\d+:[A-Z]+\d+\)", formula) for formula in sums)


def workspace(root: Path, text: str) -> Workspace:
    shutil.copytree(PROJECT / "templates", root / "templates", dirs_exist_ok=True)
    path = root / "reports" / "2022" / "hechi.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return Workspace(root)


def problems(one: Workspace) -> list[Problem]:
    return load(one, "hechi", "2022").problems


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_a_long_text_is_checked_in_time_that_grows_with_it(tmp_path: Path, fragment: str) -> None:
    def made(size: int) -> Workspace:
        repeated = "".join(fragment.replace("№", str(number)) for number in range(size))
        return workspace(tmp_path / str(size), HECHI.replace(TEXT, f"        甲{repeated}\n{TEXT}", 1))

    assert_linear(problems, made, 4_000)


def test_unknown_names_are_held_against_thousands_of_known_ones_for_the_first_only(tmp_path: Path) -> None:
    def made(size: int) -> Workspace:
        facts = "".join(f"  事实甲乙丙{number}: 1件\n" for number in range(4 * size))
        wrong = "".join(f"{{{{ facts.事实甲乙丁{number} }}}}" for number in range(size))
        text = HECHI.replace("facts:\n", f"facts:\n{facts}", 1).replace(TEXT, f"        {wrong}\n{TEXT}", 1)
        return workspace(tmp_path / str(size), text)

    found = [problem for problem in problems(made(900)) if problem.code == "PROSE-REFERENCE"]
    assert len(found) == 101
    assert "还有 799 处" in found[0].message
    assert all(problem.remedy.startswith("是不是「事实甲乙丙") for problem in found[1:])
    assert_linear(problems, made, 200)


def test_a_unit_that_a_roll_up_names_again_and_again_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = "".join(f"    - {{unit: hechi, evaluation: x{number}}}\n" for number in range(500))
    one = workspace(tmp_path, f"{HECHI}\nrollup:\n  name: 甲\n  units:\n{entries}")
    units: list[str] = []
    own = build.load

    def counted(*arguments: Any, **options: Any) -> Loaded:
        units.append(arguments[1])
        return own(*arguments, **options)

    monkeypatch.setattr(build, "load", counted)
    assert sum(problem.code == "ROLLUP-UNIT" for problem in problems(one)) == 500
    assert units == ["hechi"]


def package(body: str) -> Package:
    own, found = read_package(PROJECT / "templates" / "national" / "funds.docx", "funds.docx")
    assert own is not None, found
    document = own[DOCUMENT].decode().replace("<w:body>", f"<w:body>{body}", 1)
    return own | {DOCUMENT: document.encode()}


@pytest.mark.parametrize("kind", BODIES)
def test_a_large_template_is_bound_and_compiled_in_time_that_grows_with_it(printer: object, kind: str) -> None:
    def work(made: Package) -> None:
        check_xml(made)
        bind([("a", package("")), ("b", made)])
        compile_template(made, "x", template_environment(printer))  # type: ignore[arg-type]

    assert_linear(work, lambda size: package(BODIES[kind](size)), 5_000)


def test_an_element_with_thousands_of_attributes_is_refused() -> None:
    attributes = " ".join(f'w:a{number}="1"' for number in range(60_000))
    found, (problem,) = parse_package(write_package(package(f"<w:p {attributes}/>")), "x.docx")
    assert found is None
    assert "超过 500 个属性" in problem.message


@pytest.mark.parametrize("kind", FORMS)
def test_the_form_of_a_large_template_is_held_in_time_that_grows_with_it(kind: str) -> None:
    assert_linear(
        lambda made: form_faults(made, "x", package(""), HOUSE), lambda size: package(FORMS[kind](size)), 2_500
    )


def test_a_template_is_refused_that_is_far_larger_than_anyone_writes(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(write_package(package(f"<w:tbl>{EMPTY * 40_000}</w:tbl>")))
    found, (problem,) = read_template(path, "x.docx")
    assert found is None
    assert (problem.code, problem.message) == ("TEMPLATE-FILE", "这个部件太大，不像 Word 文档")
    assert read_package(path, "x.docx")[0] is not None  # as a document that the program made it may be


def test_of_a_long_paragraph_a_problem_shows_the_beginning() -> None:
    found = form_faults(package(f"<w:p>{STYLED * 1_000}</w:p>"), "x", package(""), HOUSE)
    excerpts = {problem.place.excerpt for problem in found if "没有定义的样式" in problem.message}
    assert excerpts == {"甲" * 200 + "…"}


def test_a_row_merges_only_so_many_cells(printer: Printer) -> None:
    cell = "<w:tc><w:p><w:r><w:t>{% vm unit %}</w:t></w:r></w:p></w:tc>"
    for count, fits in ((30, True), (31, False)):
        made = package(f"<w:tbl><w:tr>{cell * count}</w:tr></w:tbl>")
        compiled, found = compile_template(made, "x", template_environment(printer))
        assert (compiled is not None) == fits
        assert fits or found[0].message == "一行里用 vm 合并的单元格超过 30 个"


def test_a_report_of_more_values_than_anyone_writes_is_refused_where_they_are_too_many(tmp_path: Path) -> None:
    facts = "".join(f"  f{number}: 1件\n" for number in range(MAX_NODES // 2))
    (problem,) = problems(workspace(tmp_path, HECHI.replace("facts:\n", f"facts:\n{facts}", 1)))
    assert (problem.code, problem.place.excerpt[:3]) == ("YAML-SIZE", "  f")
    assert f"超过 {MAX_NODES} 项" in problem.message


def test_a_list_of_five_thousand_units_is_read() -> None:
    units = "".join(f"    - {{unit: u{number}, evaluation: x}}\n" for number in range(5_000))
    root, found = parse(f"rollup:\n  units:\n{units}".encode(), "x.yaml")
    assert root is not None, found


def test_formulas_beyond_those_that_are_computed_are_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = "".join(f"  f{number}: =facts.f{number + 1}\n" for number in range(3 * MAX_SOURCES))
    tried: list[str] = []
    own = Environment.count_source

    def counted(self: Environment, source: str) -> None:
        tried.append(source)
        own(self, source)

    monkeypatch.setattr(Environment, "count_source", counted)
    found = problems(workspace(tmp_path, HECHI.replace("facts:\n", f"facts:\n{facts}", 1)))
    assert sum("要计算的文字太多" in problem.message for problem in found) > MAX_SOURCES
    assert len(tried) <= MAX_SOURCES


@pytest.mark.parametrize("mark", ["*a", "1. 甲\n        ", "- 甲\n        "])
def test_markup_without_end_is_refused_before_it_is_read(tmp_path: Path, mark: str) -> None:
    text = HECHI.replace(TEXT, f"        {mark * 21_000}\n{TEXT}", 1)
    (found,) = [one for one in problems(workspace(tmp_path, text)) if one.code == "PROSE-MARKDOWN"]
    assert found.message == "正文的段落和标记太多，超过 20000 处"


def test_figures_typed_among_thousands_are_looked_up_in_one_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(
        f"              - {{name: 指标{number}, target: 1件, reason: 有{number}个}}\n" for number in range(90)
    )
    text = HECHI.replace(INDICATORS, INDICATORS + rows, 1)
    asked: list[object] = []

    def counted(node: object) -> list[tuple[str, Quantity | Word]]:
        asked.append(node)
        return figures(node)

    monkeypatch.setattr(typed, "figures", counted)
    problems(workspace(tmp_path, text))
    assert len(asked) < 10


def test_long_names_of_indicators_are_not_held_against_each_other_letter_by_letter(tmp_path: Path) -> None:
    def made(size: int) -> Workspace:
        rows = "".join(f"              - {{name: {'甲乙丙' * (size // 3)}{n}, target: 1件}}\n" for n in range(100))
        return workspace(tmp_path / str(size), HECHI.replace(INDICATORS, INDICATORS + rows, 1))

    assert_linear(problems, made, 400)


def test_a_sum_of_thousands_is_traced_to_its_terms() -> None:
    terms = [Quantity.parse(f"{number}元", origin=Place("x.yaml", number)) for number in range(1, 5_000)]
    total = sum_of_known(terms, "合计")
    assert total is not None
    assert [*not_shown("x.yaml", {"terms": terms, "total": total}, [total])] == []


def test_a_terminal_shows_the_first_of_thousands_of_problems_and_counts_the_rest() -> None:
    file = SourceFile("x.yaml", "甲乙：1\n" * 5_000)
    found = [Problem("A", file.place(number * 5, number * 5 + 1), "错") for number in range(5_000)]
    other = Problem("B", Place("x.yaml"), "另一种")
    shown = formats.terminal([*found, other])
    assert shown.count("│ 甲乙：1") == 100
    assert "A  x.yaml  同样的问题另有 4900 处，没有列出" in shown
    assert shown.endswith("错误 5001 个") and "另一种" in shown
    assert len(json.loads(formats.as_json(found))) == formats.github(found).count("\n") + 1 == 5_000
