"""Each file in tests/data/hostile is an attack: the command line answers it with located problems, in bounds.

Bounds are memory, and that what is written twice as often takes no more than 2.5 times the work; how long it takes is
for the benchmark to say, and here a run only ends when it takes many times what it should.

`edits` change Hechi's report, `text` replaces it; `template` edits a part of a template, `package` spoils its file,
`bodies` are templates of these paragraphs; `link` puts a symbolic link that leads out of the workspace in a place, `pipe`
a pipe; `images` are made by what `tests/support/pictures.py` calls them; ⟦x×5000⟧ stands for 5,000 times x. The run
must end with `status`, exactly `problems` (what clerks are told, with places) and `says`, write no document, make no
canary and read nothing outside; of more problems than are listed there is a `count`. What is harmless text is `printed`
exactly.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from math import ceil
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.data.reader import parse
from generator.data.record import Text
from generator.namespace import Tree
from generator.opc import Package, write_package
from generator.quantity import Quantity
from generator.text.faults import in_chinese
from generator.text.printer import Printer
from generator.text.renderer import Writer
from generator.text.sandbox import MAX_SOURCES, bounded
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from tests.support.docx import all_text, p, package_of
from tests.support.growth import assert_linear_cost
from tests.support.paths import DATA, PROJECT
from tests.support.pictures import HOSTILE

resource = pytest.importorskip("resource")

CASES = sorted((DATA / "hostile").glob("*.yaml"))
REPETITIVE = [path for path in CASES if re.search(r"×[0-9]{4,}⟧", path.read_text("utf-8"))]
SECONDS, MEGABYTES = 30, 200
CANARY, SECRET = "canary", "SECRET-OUTSIDE-THE-WORKSPACE"
EXAMPLES = PROJECT / "tests" / "data" / "examples"

_TIMES = re.compile(r"⟦(.+?)×([0-9]+)⟧", re.DOTALL)
_PROBLEM = re.compile(r"^(?:错误|警告|提示) ([A-Z-]+)  (.+)$")
_UNLISTED = re.compile(r"同样的问题另有 ([0-9]+) 处")
_SAID = re.compile(r"^ +[0-9]* │ +\^+ (.+)$|^ +│ (.+)$")


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one call: exit status, output, processor seconds, documents, and files that must not be there."""

    status: int
    output: str
    seconds: float
    documents: dict[str, bytes]
    canaries: list[Path]


def read_case(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def long(text: str, share: float = 1) -> str:
    """The text with what it repeats written out, № as the number of the turn; or a share of the turns."""
    while _TIMES.search(text):
        text = _TIMES.sub(
            lambda times: "".join(times[1].replace("№", str(n)) for n in range(ceil(int(times[2]) * share))), text
        )
    return re.sub("⟨U\\+([0-9A-F]{4})⟩", lambda code: chr(int(code[1], 16)), text)


def bomb(package: Package) -> bytes:
    return _zipped(package | {"word/media/image1.png": b"\0" * (1 << 29)})


def traversal(package: Package) -> bytes:
    return _zipped(package | {f"../../{CANARY}": b"x"})


def encrypted(package: Package) -> bytes:
    data = bytearray(_zipped(package))
    for signature, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        place = data.index(signature) + offset
        data[place : place + 2] = struct.pack("<H", 1)
    return bytes(data)


def truncated(package: Package) -> bytes:
    return _zipped(package)[:-1000]


def entities(package: Package) -> bytes:
    own = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{package[DOCUMENT].decode().partition("?>")[2]}'
    return _zipped(package | {DOCUMENT: own.replace("{{ unit }}", "&a;").encode()})


def laughs(package: Package) -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return _zipped(package | {DOCUMENT: f'<!DOCTYPE x [<!ENTITY a0 "x">{lines}]><x>&a11;</x>'.encode()})


def macros(package: Package) -> bytes:
    types = package["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
    )
    types = types.replace(b"vnd.openxmlformats-officedocument.ms-word", b"vnd.ms-word")
    return _zipped(package | {"[Content_Types].xml": types, "word/vbaProject.bin": b"x"})


def deep(package: Package) -> bytes:
    return _zipped(package | {DOCUMENT: b"<x>" * 100_000 + b"</x>" * 100_000})


def _zipped(package: Package) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in package.items():
            archive.writestr(name, data)
    return out.getvalue()


PACKAGES: dict[str, Callable[[Package], bytes]] = {
    made.__name__: made for made in (bomb, traversal, encrypted, truncated, entities, laughs, macros, deep)
}


def prepare(root: Path, case: dict[str, Any], share: float = 1) -> list[str]:
    """Makes the workspace of a case around Hechi's report, or another unit's, and returns the arguments of its call.

    `share` is how much of what the case repeats is written.
    """
    unit = case.get("unit", "hechi")
    (own,) = [path for folder in (PROJECT, EXAMPLES) for path in folder.glob(f"reports/*/{unit}.yaml")]
    year = own.parent.name
    shutil.copytree(PROJECT / "templates", root / "templates")
    report = root / "reports" / year / f"{unit}.yaml"
    report.parent.mkdir(parents=True)
    text = long(case["text"], share) if "text" in case else own.read_text("utf-8")
    for edit in case.get("edits", ()):
        assert edit["find"] in text, edit["find"]
        text = text.replace(edit["find"], long(edit["replace"], share), 1)
    report.write_bytes(text.encode(case.get("encoding", "utf-8")))
    for file, text in case.get("files", {}).items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(long(text, share), "utf-8")
    for file, made in case.get("images", {}).items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(HOSTILE[made](share))
    for file, paragraphs in case.get("bodies", {}).items():
        body = "".join(p(text) for text in long("\n".join(paragraphs), share).split("\n"))
        (root / file).write_bytes(write_package(package_of(body)))
    if "pipe" in case:
        (root / case["pipe"]).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(root / case["pipe"])
    spoilt = root / case.get("file", "templates/national/funds.docx")
    for edit in case.get("template", ()):
        package, problems = read_package(spoilt, spoilt.name)
        assert package is not None, problems
        part = package[edit.get("part", DOCUMENT)].decode()
        assert edit["find"] in part, edit["find"]
        part = part.replace(edit["find"], long(edit["replace"], share), 1)
        spoilt.write_bytes(write_package(package | {edit.get("part", DOCUMENT): part.encode()}))
    if "package" in case:
        package, problems = read_package(spoilt, spoilt.name)
        assert package is not None, problems
        spoilt.write_bytes(PACKAGES[case["package"]](package))
    if "link" in case:
        outside = root.parent / f"outside of {root.name}"
        place = root / case["link"]
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            (shutil.copytree if place.is_dir() else shutil.copy)(place, outside)
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        elif place.suffix:
            outside.write_text(f"{SECRET}: [", "utf-8")
        else:
            outside.mkdir()
        place.symlink_to(outside)
    return long(" ".join(case.get("arguments", ["report", "--unit", unit, "--year", year])), share).split(" ")


def run(root: Path, case: dict[str, Any], share: float = 1) -> Run:
    """Runs the command line on a case in a process with limits; one that passes them is killed, or has no memory."""
    arguments = prepare(root, case, share)
    own = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "DEBUG"))}
    with (root.parent / f"{root.name}.txt").open("w+b") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "generator", "--root", str(root), *arguments],
            cwd=PROJECT,
            env=own | {"PYTHONUTF8": "1"},
            stdout=output,
            stderr=output,
            preexec_fn=_limit,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    documents = {str(path.relative_to(root)): path.read_bytes() for path in root.parent.rglob("build/**/*.docx")}
    canaries = [*PROJECT.glob(f"{CANARY}*"), *root.parent.glob(f"**/{CANARY}*")]  # where it runs, and what it reads
    return Run(process.returncode, said, usage.ru_utime + usage.ru_stime, documents, canaries)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def problems(output: str) -> list[dict[str, str]]:
    """The problems of a run as the terminal shows them: code, place and message."""
    found: list[dict[str, str]] = []
    for line in output.splitlines():
        if head := _PROBLEM.match(line):
            found.append({"code": head[1], "at": head[2], "message": ""})
        elif found and (said := _SAID.match(line)):
            found[-1]["message"] = said[1] or said[2]
    return found


def parts(documents: dict[str, bytes]) -> Iterator[bytes]:
    """The unpacked members of all documents."""
    for data in documents.values():
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def test_there_are_at_least_sixty_attacks() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_an_attack_gives_its_problems_within_bounds_and_nothing_else(tmp_path: Path, path: Path) -> None:
    case = read_case(path)
    done = run(tmp_path / path.stem / "root", case)
    assert "Traceback" not in done.output and "程序出错" not in done.output, done.output[-2000:]
    assert done.canaries == []
    assert SECRET not in done.output
    if "printed" in case:
        assert done.status == 0, done.output
        assert case["printed"] in "\n".join(all_text(data) for data in done.documents.values())
        assert not any("absent" in case and case["absent"].encode() in part for part in parts(done.documents))
        return
    assert done.status == case.get("status", 1), done.output
    assert done.documents == {}
    found, expected = problems(done.output), case.get("problems", [])
    unlisted = sum(int(count) for count in _UNLISTED.findall(done.output))
    assert len(found) + unlisted == case.get("count", len(expected))
    assert found[: len(expected)] == expected
    assert case.get("says", "") in done.output


@pytest.mark.fuzz
@pytest.mark.parametrize("path", REPETITIVE, ids=lambda path: path.stem)
def test_what_an_attack_repeats_twice_as_often_takes_twice_the_work(tmp_path: Path, path: Path) -> None:
    case, runs = read_case(path), count()

    def cost(percent: int) -> float:
        return run(tmp_path / str(next(runs)) / "root", case, percent / 100).seconds

    assert_linear_cost(cost, 50, unnoticed=0.2, least_rounds=1)


FIGURES: Tree = {
    "unit": "站",
    "year": 2022,
    "none": None,
    "long": "长" * 100_000,
    "empty": [],
    "funds": {
        "actual": Quantity.parse("21754元"),
        "rate": Quantity.parse("50%"),
        "items": [{"id": f"x{number}", "name": "项"} for number in range(1000)],
    },
}
USED = {
    "{{ unit() }}": "用不了「名称(…)」",
    "{{ unit ~ unit }}": "用不了「~」",
    "{{ unit is defined }}": "用不了「is」",
    "{{ unit[0:2] }}": "用不了「[…:…]」",
    "{{ {'a': 1} }}": "用不了「{…}」",
    "{{ [unit] }}": "括号里只能列出文字或者数",
    "{{ -year }}": "负号只能写在数的前面",
    "{{ +year }}": "用不了「+数」",
    "{{ 2 ** 3 }}": "用不了「**」",
    "{{ 2 // 3 }}": "用不了「//」",
    "{{ 2 % 3 }}": "用不了「%」",
    "{{ 1.5 }}": "用不了「1.5」",
    "{{ 0xffffffffffffffff }}": "用不了「太大的数」",
    "{{ " + "9" * 5000 + " }}": "数太大",
    "{{ unit if year }}": "if 后面缺 else",
    "{% for x in funds.items if x %}{% endfor %}": "for 只能写成 {% for 甲 in 列表 %}",
    "{% for x in funds.items recursive %}{% endfor %}": "for 只能写成 {% for 甲 in 列表 %}",
    "{% for x, y in funds.items %}{% endfor %}": "括号里只能列出文字或者数",
    "{% for loop in funds.items %}{% endfor %}": "引用的写法不对",
    "{% do x %}": "用不了「do」",
    "{% call unit() %}{% endcall %}": "用不了「call」",
    "{% with %}{% endwith %}": "用不了「with」",
    "{% filter 元 %}{% endfilter %}": "用不了「filter」",
    "{% autoescape false %}{% endautoescape %}": "用不了「autoescape」",
    "{% set x %}{% endset %}": "用不了「set」",
    "{% set _first = _merge(0, none) %}": "用不了「set」",
    "{% from 'x' import y %}": "用不了「import」",
    "{% block x %}{% endblock %}": "用不了「block」",
    "{% if unit %}": "引用的写法不对：if 或 for 没有结束",
    "甲{% endif %}": "引用的写法不对：前面没有与它成对的 if 或 for",
    "{{ unit“ }}": "引用的写法不对：不认识符号「“」",
    "{{ unit. }}": "引用的写法不对",
    "{{ funds.rate|百分比(7) }}": "「百分比」后面的括号写得不对",
    "{{ funds.rate|百分比(year) }}": "「百分比」后面的括号写得不对",
    "{{ empty|join(unit) }}": "「join」后面的括号写得不对",
    "{{ unit|逐项 }}": "没有名为「逐项」的印法",
    "{% for a in funds['items'] %}" * 9 + "{% endfor %}" * 9: "嵌套得太深",
    "{{ unit.upper }}": "引用「unit.upper」里没有「upper」",
}
PRINTED = {
    "{{ year * 2 }}": "「*」的两边要是数据里的数",
    "{{ unit + unit }}": "「+」的两边要是数据里的数",
    "{{ funds.actual + funds.rate }}": "单位不同的数不能相加减或相除，乘数只能是比率，金额还能乘数量",
    "{{ funds.actual * funds.actual }}": "单位不同的数不能相加减或相除，乘数只能是比率，金额还能乘数量",
    "{{ funds.actual > 1 }}": "「1」没有单位，不能和数比较：写成带单位的文字，如 '2万元'",
    "{{ funds.actual == 1 }}": "「1」没有单位，不能和数比较：写成带单位的文字，如 '2万元'",
    "{{ 1 in year }}": "「in」的右边要是列表或者文字",
    "{{ 1 in unit }}": "「in」的左边要是文字",
    "{{ unit|length + empty|first }}": "这个列表是空的",
    "{{ year|length }}": "这里引用的不是列表",
    "{% for x in unit %}{% endfor %}": "这里引用的不是列表",
    "{% for x in funds['items'] %}{{ x.nam }}{% endfor %}": "没有名为「nam」的数据，是不是「name」",
    "{% for x in funds['items'] %}{{ x.nam|日期 }}{% endfor %}": "没有名为「nam」的数据，是不是「name」",
    "{% for x in funds['items'] %}{{ x.nam|图说 }}{% endfor %}": "没有名为「nam」的数据，是不是「name」",
    "{% for x in funds['items'] %}{{ x.nam|length }}{% endfor %}": "没有名为「nam」的数据，是不是「name」",
    "{% for x in funds['items'] %}{{ x.nam + 1 }}{% endfor %}": "没有名为「nam」的数据，是不是「name」",
    "{% for x in funds['items'] %}{{ loop }}{% endfor %}": "这里引用的不是一个数，也不是文字",
    "{{ funds['items']|join }}": "这里引用的是一组数据，不是一个数：id, name …",
    "{{ unit|万元空 }}": "这个数据不是一个数，不能按「元」印出",
    "{{ unit|日期 }}": "「日期」只能印一个日期",
    "{{ year|日期 }}": "「日期」只能印一个日期",
    "{{ unit|图说 }}": "这里引用的不是一组可以画图的数据",
    "{% for x in funds['items'] %}" * 2 + "x" + "{% endfor %}" * 2: "循环太多，超过 1000000 步",
    "{% for x in funds['items'] %}{{ long }}{% endfor %}": "印出来的内容超过 8000000 个字符",
}


def prose(source: str) -> Text:
    root, _ = parse(f"x: |-\n  {source}\n".encode(), "x.yaml")
    assert root is not None
    return Text(source, root.at("x"))


@pytest.mark.parametrize(("source", "message"), [*USED.items(), *PRINTED.items()])
def test_what_a_text_cannot_use_is_said_in_chinese_at_its_tag(printer: Printer, source: str, message: str) -> None:
    line, (problem,) = Writer.of(printer, FIGURES).line(prose(source))
    assert (line, problem.code, problem.place.line) == (None, "PROSE-REFERENCE", 2)
    assert problem.message == (f"引用印不出来：{message}" if source in PRINTED else message)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ funds['items'][-1].name }}{% if unit in ('站', '所') and not none %}{{ year - 1 }}{% endif %}", "项2021"),
        ("{% for x in funds['items'] %}{{ loop.index if loop.last else '' }}{% endfor %}", "1000"),
        ("{{ funds.actual + funds.actual * funds.rate - funds.actual }}", "1.09万元"),
        ("{{ (funds.actual / funds.actual)|百分比(0) }}{{ none|万元空 }}{{ none|日期 }}", "100%未披露"),
    ],
)
def test_what_texts_are_made_of_can_be_used(printer: Printer, source: str, printed: str) -> None:
    assert Writer.of(printer, FIGURES).line(prose(source)) == (printed, [])


def test_one_text_that_asks_for_too_much_leaves_the_others_alone(printer: Printer) -> None:
    writer = Writer.of(printer, FIGURES)
    for greedy in ("{% for x in funds['items'] %}{{ long }}{% endfor %}", "{{ unit }}" * 20_000):
        assert writer.line(prose(greedy))[0] is None
    assert writer.line(prose("{{ unit }}{% if year %}好{% endif %}")) == ("站好", [])


def test_only_so_many_texts_are_compiled(printer: Printer) -> None:
    writer = Writer.of(printer, FIGURES)
    for _ in range(MAX_SOURCES):
        assert writer.line(prose("{{ year - 1 }}")) == ("2021", [])
    _, (problem,) = writer.line(prose("{{ year - 1 }}"))
    assert problem.message == f"要计算的文字太多，超过 {MAX_SOURCES} 处"


def test_of_hundreds_of_typed_figures_the_first_are_pointed_out(printer: Printer) -> None:
    found = Writer.of(printer, FIGURES).line(prose("用了7元，" * 500))[1]
    assert (len(found), found[-1].code) == (100, "PROSE-FACT")
    assert "以后的没有再查" in found[-1].message
    assert [problem.place.column for problem in found[:2]] == [5, 10]


def test_a_list_that_nests_too_deep_is_refused_before_its_parser_drops_it(printer: Printer) -> None:
    writer = Writer.of(printer, FIGURES)
    assert writer.blocks(prose("1. " * 6 + "甲"), ["1."])[1] == []
    _, (problem,) = writer.blocks(prose("1. " * 7 + "甲"), ["1."])
    assert (problem.code, problem.message) == ("PROSE-MARKDOWN", "正文不支持超过 6 层的编号列表")


def test_a_figure_that_grows_without_end_is_refused() -> None:
    figure = Quantity.parse("99999999999999999999.99%")
    assert figure is not None
    for _ in range(4):
        figure = bounded(figure * figure)
    with pytest.raises(OverflowError, match="算出来的数太大"):
        bounded(figure * figure)


def test_a_fault_that_python_words_is_said_in_chinese() -> None:
    assert in_chinese(RecursionError("maximum recursion depth exceeded")) == "嵌套得太深"
    assert in_chinese(TypeError("unhashable type")) == "这个数据不能这样印"
