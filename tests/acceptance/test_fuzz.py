"""Reports, files and templates that no one would write: each is read, or refused with the place of the fault."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.data.reader import parse
from generator.opc import Package, write_package
from generator.problems import Problem
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.names import DOCUMENT, W
from generator.word.package import parse_package, read_package
from generator.word.properties import with_property_parts
from generator.word.render import fill, template_environment
from tests.support.fuzz import SCHEMA, SEED, Schema, drawn, main, mutated, run, smaller
from tests.support.hostile import FRAGMENTS, Outcome, Workshop, dump, leaves
from tests.support.paths import PROJECT

QUICK = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "100")),
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEMPLATES = sorted((PROJECT / "templates").glob("*/*.docx"))
PIECES = st.sampled_from([fragment for kind in FRAGMENTS for fragment in FRAGMENTS[kind] if len(fragment) < 50])
TAGS = st.sampled_from(
    [
        *(
            "{{ unit }}",
            "{{ funds.rate|百分比 }}",
            "{%p if unit %}",
            "{%p endif %}",
            "{%tr for x in goals %}",
            "{%tr endfor %}",
        ),
        *(
            "{%p for x in unit %}",
            "{% vm unit %}",
            "{{p unit }}",
            "{% endif %}",
            "{% else %}",
            "{%p elif x %}",
            "{%p set a = b %}",
        ),
        *(
            "{{ x.y.z }}",
            "{{ unit(1) }}",
            "{{ unit[0] }}",
            "{{ 1/0 }}",
            "{{ unit|nothing }}",
            "{% include 'x' %}",
            "{# x #}",
        ),
    ]
)


def test_reports_from_the_schema_are_built_or_refused() -> None:
    """A small run of `make fuzz`, in one process; half of the reports at least are far enough right to be built."""
    outcomes = []
    with Workshop() as workshop:
        outcomes = [(number, workshop.run(drawn(SEED, number))) for number in range(60)]
    assert [(number, one.detail) for number, one in outcomes if one.kind not in ("built", "refused")] == []
    assert sum(one.kind == "built" for _, one in outcomes) >= 20


def test_the_same_seed_gives_the_same_reports_which_read_as_they_were_made() -> None:
    for number in range(40):
        report = drawn(SEED, number)
        assert dump(report) == dump(drawn(SEED, number))
        try:
            data = dump(report).encode()
        except UnicodeEncodeError:
            continue
        root, problems = parse(data, "report.yaml")
        assert problems or (root is not None and root.plain() == report)


def test_what_the_schema_allows_is_drawn_everywhere() -> None:
    """Every property of the schema is in some report, and recursion ends."""
    found: set[str] = set()
    for number in range(60):
        report = Schema(Random(number)).value(SCHEMA)
        found |= {str(step) for path, _ in leaves(report) for step in path}
    wanted = {name for rule in (SCHEMA, *SCHEMA["$defs"].values()) for name in rule.get("properties", {})}
    assert wanted - found == set()


def test_a_failing_report_is_made_small() -> None:
    least = smaller(drawn(SEED, 3), lambda report: bool(report.get("year")))
    assert [*least] == ["year"]


def test_a_crash_and_a_loss_are_found_and_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crashes(_: Workshop, report: dict[str, Any]) -> Outcome:
        return Outcome("crashed", (), "KeyError: 4") if "facts" in report else Outcome("built")

    monkeypatch.setattr(Workshop, "run", crashes)
    monkeypatch.setattr("sys.argv", ["fuzz", "--count", "20", "--processes", "1"])
    assert main() == 1
    printed = capsys.readouterr().out
    assert "crashed KeyError: 4" in printed and f"seed {SEED}, report " in printed
    assert printed.rstrip().splitlines()[-1].startswith('"facts":')
    monkeypatch.setattr(Workshop, "run", lambda *_: Outcome("refused", ("YAML-SYNTAX",)))
    assert main() == 1
    assert "too wild" in capsys.readouterr().out
    tally, _ = run(10, SEED, 1)
    assert (tally.kinds["refused"], tally.codes["YAML-SYNTAX"]) == (10, 10)


def located(problems: list[Problem], name: str) -> bool:
    return bool(problems) and all(one.place.path == name and one.place.line >= 1 and one.message for one in problems)


@QUICK
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused_with_a_place(data: bytes) -> None:
    root, problems = parse(data, "report.yaml")
    assert problems == [] if root is not None else located(problems, "report.yaml")


@QUICK
@given(st.data())
def test_mistyped_yaml_is_read_or_refused_with_a_place(data: st.DataObject) -> None:
    """A report with stretches left out, repeated and moved, and with anything typed in between."""
    text = data.draw(st.sampled_from(REPORTS))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 30))
        piece = data.draw(
            PIECES
            | st.sampled_from(["\n  ", "- ", ": ", "? ", "&a ", "*a", "!!str ", "|", ">-", "{", "[", "'", "---\n"])
        )
        text = text[:start] + data.draw(st.sampled_from([piece, text[start:end] * 2, ""])) + text[end:]
    root, problems = parse(text.encode("utf-8", "surrogatepass"), "report.yaml")
    assert problems == [] if root is not None else located(problems, "report.yaml")


REPORTS = [path.read_text("utf-8") for path in sorted((PROJECT / "reports").glob("*/*.yaml"))]


@pytest.fixture(scope="module")
def context(all_reports: Workspace) -> Callable[[], dict[str, Any]]:
    """The figures of a report; behind a function, for Hypothesis prints its arguments."""
    derived = load(all_reports, "hechi", "2022").derived
    assert derived is not None
    return lambda: derived.context(derived.tree["evaluations"][0]) | {"glossary": []}


@QUICK
@given(st.data())
def test_a_template_that_was_tampered_with_gives_documents_or_problems(
    printer: Printer, context: Callable[[], dict[str, Any]], data: st.DataObject
) -> None:
    """Paragraphs, rows and cells left out, doubled and moved, and tags typed anywhere."""
    package, problems = read_package(data.draw(st.sampled_from(TEMPLATES)), "x.docx")
    assert package is not None, problems
    root = etree.fromstring(package[DOCUMENT])
    for _ in range(data.draw(st.integers(1, 5))):
        _tamper(root, data)
    changed, problems = parse_package(write_package(package | {DOCUMENT: etree.tostring(root)}), "x.docx")
    if changed is not None:
        compiled, problems = compile_template(with_property_parts(changed), "x.docx", template_environment(printer))
        if compiled is not None:
            _, problems = fill(compiled, template_environment(printer), context())
    assert all(one.place.path.startswith("x.docx") and one.message for one in problems)


def _tamper(root: etree._Element, data: st.DataObject) -> None:
    elements = [*root.iter(f"{W}p", f"{W}r", f"{W}t", f"{W}tc", f"{W}tr", f"{W}tbl", f"{W}pPr")]
    if not elements:
        return
    element, other = (elements[data.draw(st.integers(0, len(elements) - 1))] for _ in range(2))
    parent = element.getparent()
    assert parent is not None
    match data.draw(st.sampled_from(["tag", "tag", "piece", "remove", "double", "move"])):
        case "tag":
            text = next(element.iter(f"{W}t"), None)
            if text is not None:
                text.text = data.draw(st.sampled_from(["", text.text or ""])) + data.draw(TAGS)
        case "piece":
            text = next(element.iter(f"{W}t"), None)
            piece = data.draw(PIECES)
            if text is not None and piece.isprintable():
                text.text = (text.text or "")[: len(piece)] + piece + (text.text or "")[len(piece) :]
        case "remove":
            parent.remove(element)
        case "double":
            parent.append(copy.deepcopy(element))
        case _:
            if element not in other.iterancestors() and element is not other:
                other.append(element)


@QUICK
@given(st.data())
def test_a_damaged_template_file_gives_documents_or_problems(printer: Printer, data: st.DataObject) -> None:
    """Bytes of the zip, and of the XML in it, that are other than they were."""
    path: Path = data.draw(st.sampled_from(TEMPLATES))
    package, _ = read_package(path, "x.docx")
    assert package is not None
    if data.draw(st.booleans()):
        damaged = _spoilt(path.read_bytes(), data)
    else:
        member = data.draw(st.sampled_from(sorted(package)))
        damaged = write_package(package | {member: _spoilt(package[member], data)})
    changed, problems = parse_package(damaged, "x.docx")
    if changed is not None:
        _, problems = _compiled(changed, printer)
    assert all(one.place.path.startswith("x.docx") and one.message for one in problems)


def _compiled(package: Package, printer: Printer) -> tuple[object, list[Problem]]:
    return compile_template(with_property_parts(package), "x.docx", template_environment(printer))


def _spoilt(data: bytes, draw: st.DataObject) -> bytes:
    for _ in range(draw.draw(st.integers(1, 3))):
        start = draw.draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw.draw(st.integers(0, 6))
        data = data[:start] + draw.draw(st.binary(max_size=6)) + data[start + length :]
    return data


def test_mutations_differ_and_leave_a_report_that_can_be_written() -> None:
    evaluation = {"id": "e1", "goals": ["乙", "丙"]}
    report = {"unit": "甲", "year": 2023, "facts": {"数0": "1个"}, "evaluations": [evaluation]}
    found = {dump(mutated(copy.deepcopy(report), Random(number))) for number in range(300)}
    assert len(found) > 100
