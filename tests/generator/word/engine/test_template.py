"""A template of anyone: read, filled any number of times, with its own properties and nothing of the program's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.opc import unpacked, write_package
from generator.problems import Severity
from generator.word.engine.template import Template
from generator.word.properties import CORE, CUSTOM, with_property_parts
from tests.support.anyone import printed, template, told
from tests.support.docx import p, package_of, table, texts
from tests.support.paths import PROJECT

ROWS = table(("{%tr for row in rows %}", ""), ("{{ row.name }}", "{{ row.n }}"), ("{%tr endfor %}", ""))
CORE_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ x }}的合同</dc:title><dc:creator>张三</dc:creator>'
    "</cp:coreProperties>"
)

CUSTOM_XML = '<op:Properties xmlns:op="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'


def test_two_documents_of_one_template_do_not_know_each_other() -> None:
    rows: list[Any] = [{"id": "a", "name": "甲", "n": 1}]
    made = template(ROWS + p("{{ rows.a.name }}{{ rows.b.name }}"))
    _, problems = made.fill({"rows": rows})
    assert problems[0].message.startswith("{{ rows.b.name }}")
    rows[0] = {"id": "b", "name": "乙", "n": 2}  # of the same length as before
    _, problems = made.fill({"rows": rows})
    assert problems[0].message.startswith("{{ rows.a.name }}")


def test_equal_data_give_equal_bytes_and_unused_data_are_no_problem() -> None:
    made = template(ROWS)
    data: dict[str, Any] = {"rows": [{"name": "甲", "n": 1}], "nobody": object()}
    first, second = made.fill(data), made.fill(data)
    assert first == second and first[1] == []


def test_the_template_keeps_its_properties_and_their_tags_are_filled() -> None:
    package = with_property_parts(package_of(p("{{ x }}"))) | {CORE: CORE_XML.encode()}
    package[CUSTOM] = CUSTOM_XML.encode()
    document, problems = template(package).fill({"x": "甲"})
    assert document is not None, problems
    members = unpacked(document)
    assert "<dc:title>甲的合同</dc:title><dc:creator>张三</dc:creator>" in members[CORE].decode()
    assert members[CUSTOM] == package[CUSTOM] and b"generator" not in members[CUSTOM]


def test_a_none_that_is_printed_is_warned_of_at_its_tag() -> None:
    document, problems = template(p("甲{{ a }}乙") + ROWS).fill({"a": None, "rows": [{"name": None, "n": None}] * 3})
    assert document is not None
    assert [(problem.severity, problem.message.partition("：")[0]) for problem in problems] == [
        (Severity.WARNING, "{{ a }}"),
        (Severity.WARNING, "{{ row.name }}"),
        (Severity.WARNING, "{{ row.n }}"),
    ]
    assert texts(document)[0] == "甲None乙"


def test_a_name_of_the_engine_is_refused_among_the_data() -> None:
    document, (problem,) = template(p("{{ x }}")).fill({"x": 1, "_merge": 2})
    assert document is None and "「_merge」" in problem.message
    assert printed(p("{{ x }}"), {"x": 1, "_id": 2}) == ["1"]


def test_a_file_is_read_where_a_link_leads_and_kept_compiled_if_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real.docx").write_bytes(write_package(package_of(p("{{ x }}"))))
    (tmp_path / "link.docx").symlink_to("real.docx")
    for _ in range(2):
        made, problems = Template.read(tmp_path / "link.docx", cached=True)
        assert made is not None, problems
        document, _ = made.fill({"x": "甲"})
        assert document is not None and texts(document) == ["甲"]
    other, _ = Template.read(tmp_path / "link.docx", {"own": str}, cached=True)
    assert other is not None
    assert Template.read(tmp_path / "none.docx")[1][0].code == "TEMPLATE-FILE"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ x|nix }}", "没有名为「nix」的印法"),
        ("{% if x %}", "没有"),
        ("{{ x", "没有成对"),
    ],
)
def test_faults_of_the_notation_are_told_without_data(source: str, message: str) -> None:
    made, problems = Template.parse(write_package(package_of(p(source) + p("{{ y|nix }}"))), "t.docx")
    assert made is None and message in problems[0].message
    assert "{{ y|nix }}" in problems[-1].message


def test_what_is_missing_is_told() -> None:
    assert told(template(p("{{ nix }}")).fill({})[1]) == [
        ("t.docx!word/document.xml", "{{ nix }}：没有名为「nix」的数据")
    ]


def test_the_engine_stands_alone() -> None:
    """Filling a template imports nothing of reports, and reads no variable of the environment."""
    code = (
        "import os, sys\n"
        "class Closed(dict):\n"
        "    def __getitem__(self, name): raise AssertionError(name)\n"
        "    get = __contains__ = __getitem__\n"
        "from generator.word.engine.template import Template\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        "for _ in range(2):\n"
        "    made, problems = Template.parse(data, 't.docx')\n"
        "    document, problems = made.fill({'x': '甲'})\n"
        "    assert document, problems\n"
        "    os.environ = Closed()\n"
        "rooms = {name.split('.')[1] for name in sys.modules if name.startswith('generator.')}\n"
        "print(*sorted(rooms & {'data', 'figures', 'rules', 'reports', 'excel', 'revisions', 'cli', 'git'}))\n"
    )
    path = PROJECT / "templates" / "base.docx"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=PROJECT, env=dict(os.environ), capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def beside(tmp_path: Path, **bodies: str) -> Path:
    """A folder of templates by the first parts of their names."""
    for name, body in bodies.items():
        (tmp_path / f"{name}.docx").write_bytes(write_package(package_of(body)))
    return tmp_path / "main.docx"


@pytest.mark.parametrize("cached", [False, True])
def test_what_a_template_includes_is_looked_for_beside_it(tmp_path: Path, own_cache: Path, cached: bool) -> None:
    made = None
    for words in ("甲", "乙"):  # that a kept one is not taken for the changed one
        path = beside(tmp_path, main=p("{{p include('附件.docx') }}"), 附件=p(words + "{{ x }}"))
        made, problems = Template.read(path, cached=cached)
        assert made is not None, problems
        document, problems = made.fill({"x": 1})
        assert document is not None, problems
        assert texts(document) == [f"{words}1"]
    assert made is not None and [*made.naming().names] == ["x"]


def test_a_kept_template_misses_what_it_included(tmp_path: Path, own_cache: Path) -> None:
    path = beside(tmp_path, main=p("{{p include('sub.docx') }}"), sub=p("甲"))
    assert Template.read(path, cached=True)[0] is not None
    (tmp_path / "sub.docx").unlink()
    made, (problem,) = Template.read(path, cached=True)
    assert made is None
    assert (problem.message, problem.place.excerpt) == (
        "{{p include('sub.docx') }}：没有模板「sub.docx」",
        "{{p include('sub.docx') }}",
    )


def test_what_is_included_is_no_link_no_folder_and_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "outside.docx").write_bytes(write_package(package_of(p("秘密"))))
    folder = tmp_path / "f"
    folder.mkdir()
    names = ("link", "folder", "text", "pipe")
    path = beside(folder, main="".join(p(f"{{{{p include('{name}.docx') }}}}") for name in names))
    (folder / "link.docx").symlink_to(tmp_path / "outside.docx")
    (folder / "folder.docx").mkdir()
    (folder / "text.docx").write_text("甲")
    os.mkfifo(folder / "pipe.docx")
    made, problems = Template.read(path)
    assert made is None
    assert {problem.message.rpartition("：")[2] for problem in problems} == {
        "打不开，文件不完整、有密码或者不是 .docx",
        "这是一个符号链接，指向别处的文件",
        "这是文件夹，不是文件",
        "这是管道、设备一类的东西，不是文件",
    }


def test_a_template_from_bytes_includes_nothing() -> None:
    data = write_package(package_of(p("{{p include('sub.docx') }}")))
    made, (problem,) = Template.parse(data, "t.docx")
    assert made is None and "不在文件夹里" in problem.message
