"""Reports and templates near their limits are answered in time that grows with them, not with their square."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import build
from generator.bind import bind
from generator.build import Loaded, Workspace, load
from generator.package import DOCUMENT, Package, check_xml, parse_package, read_package, write_package
from generator.problems import Problem
from generator.render import template_environment
from generator.template import compile_template
from tests.conftest import PROJECT
from tests.growth import assert_linear

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
RUN = "<w:r><w:t>{}</w:t></w:r>"
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
BODIES: dict[str, Callable[[int], str]] = {
    "rows": lambda n: f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{ROW * n}</w:tbl>",
    "tags": lambda n: f"<w:p>{RUN.format('{{ unit }}' * (n // 2))}</w:p>",
    "split tags": lambda n: f"<w:p>{''.join(map(RUN.format, '{{ unit }}')) * (n // 8)}</w:p>",
    "fields": lambda n: f"<w:p>{FIELD * n}</w:p>",
}


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

    assert_linear(problems, made, 8_000)


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
    assert_linear(problems, made, 700)


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

    assert_linear(work, lambda size: package(BODIES[kind](size)), 8_000)


def test_an_element_with_thousands_of_attributes_is_refused() -> None:
    attributes = " ".join(f'w:a{number}="1"' for number in range(60_000))
    found, (problem,) = parse_package(write_package(package(f"<w:p {attributes}/>")), "x.docx")
    assert found is None
    assert "超过 500 个属性" in problem.message
