"""What is told of a DOCX: genuine, altered and where, not to be proven, or not ours."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest

from generator.git.repository import Repository
from generator.opc import Link, Package, with_links, write_package
from generator.revisions.verify import Verdict, Verification, verify
from generator.word.names import DOCUMENT
from generator.word.package import parse_package
from generator.word.properties import CORE, CUSTOM
from tests.support.paths import PROJECT
from tests.support.scripted import Scripted
from tests.support.summaries import WIDE, made

pytestmark = pytest.mark.slow  # whole reports and templates

FOREIGN, GENUINE, ALTERED, UNPROVEN = Verdict.FOREIGN, Verdict.GENUINE, Verdict.ALTERED, Verdict.UNPROVEN


def built(repo: Scripted, name: str = "report", **environment: str) -> Path:
    """A document that the command line makes of what is checked out."""
    command = [
        sys.executable,
        "-m",
        "generator",
        "--root",
        str(repo.root),
        "report",
        "--unit",
        "hechi",
        "--year",
        "2022",
    ]
    subprocess.run(command, cwd=PROJECT, env=os.environ | environment, check=True, capture_output=True)
    return repo.root / "build" / "2022" / "hechi" / f"{name}.docx"


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Scripted:
    repo = Scripted(tmp_path_factory.mktemp("仓库 一"))
    (repo.root / ".gitignore").write_text("build/\n")
    repo.commit("初稿")
    return repo


@pytest.fixture(scope="module")
def document(repo: Scripted) -> bytes:
    return built(repo).read_bytes()


def package_of(data: bytes) -> Package:
    package, problems = parse_package(data, "x.docx")
    assert package is not None, problems
    return package


@pytest.fixture
def told(repo: Scripted, tmp_path: Path) -> Callable[[bytes], Verification]:
    """What is told of a file with these bytes."""

    def tell(data: bytes) -> Verification:
        path = tmp_path / "收到的文档.docx"
        path.write_bytes(data)
        return verify(Repository(repo.root), path)

    return tell


def test_a_document_of_another_folder_day_and_time_zone_is_genuine(repo: Scripted, tmp_path: Path) -> None:
    path = built(repo.clone(tmp_path / "另一台机器"), "full", TZ="Pacific/Kiritimati", SOURCE_DATE_EPOCH="99")
    os.utime(path, (0, 0))
    found = verify(Repository(repo.root), path)
    assert (found.verdict, found.parts) == (GENUINE, ())
    assert "逐字节相同" in found.reason
    assert found.provenance["commit"] == repo.ids["初稿"]


def test_other_compression_does_not_matter(told: Callable[[bytes], Verification], document: bytes) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in package_of(document).items():
            archive.writestr(name, data)
    found = told(out.getvalue())
    assert found.verdict is GENUINE and "压缩方式" in found.reason


@pytest.mark.parametrize(
    "around", [("x", ""), ("", "x"), ("%PDF-1.7\n" + " " * 2000, "")], ids=["before", "behind", "PDF"]
)
def test_other_content_around_a_document_is_an_alteration(
    told: Callable[[bytes], Verification], document: bytes, around: tuple[str, str]
) -> None:
    before, behind = (text.encode() for text in around)
    assert told(before + document + behind).verdict in (ALTERED, FOREIGN)


def test_later_commits_do_not_matter(repo: Scripted, document: bytes, tmp_path: Path) -> None:
    later = repo.clone(tmp_path / "clone")
    later.commit("更正", ("actual: 21754元", "actual: 21763元"))
    later.edit(("actual: 21763元", "actual: 21764元"))
    before = later.report.read_bytes()
    (tmp_path / "x.docx").write_bytes(document)
    assert verify(Repository(later.root), tmp_path / "x.docx").verdict is GENUINE
    assert later.report.read_bytes() == before
    assert not (later.root / "build").exists()


def test_one_character_changed_in_the_xml_is_named(told: Callable[[bytes], Verification], document: bytes) -> None:
    package = package_of(document)
    package[DOCUMENT] = package[DOCUMENT].replace("21754元".encode(), "21764元".encode(), 1)
    found = told(write_package(package))
    assert (found.verdict, found.parts) == (ALTERED, (DOCUMENT,))
    [passage] = found.passages
    assert [piece for cell in passage.cells for piece in cell if piece[0] != "="] == [("-", "21754"), ("+", "21764")]
    assert passage.heading.endswith("项目资金支出及拨付合规性情况")


@pytest.mark.heavy
def test_one_character_changed_in_libreoffice_is_named(
    told: Callable[[bytes], Verification], document: bytes, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    command = [
        tool("soffice"),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
    ]
    (tmp_path / "x.docx").write_bytes(document)
    for form, name in (("fodt", "x.docx"), ("docx:MS Word 2007 XML", "x.fodt")):
        given = [*command, form, "--outdir", str(tmp_path), str(tmp_path / name)]
        subprocess.run(given, check=True, capture_output=True, timeout=240)
        if form == "fodt":
            text = (tmp_path / "x.fodt").read_text("utf-8")
            assert text.count("21754元") == 1
            (tmp_path / "x.fodt").write_text(text.replace("21754元", "21764元"), "utf-8")
    found = told((tmp_path / "x.docx").read_bytes())
    assert found.verdict is ALTERED
    pieces = [piece for passage in found.passages for cell in passage.cells for piece in cell if piece[0] != "="]
    assert pieces == [("-", "21754"), ("+", "21764")]


def test_saved_again_without_a_change_of_text_is_said(told: Callable[[bytes], Verification], document: bytes) -> None:
    out = BytesIO()
    docx.Document(BytesIO(document)).save(out)
    package = package_of(out.getvalue())
    package[DOCUMENT] = package[DOCUMENT].replace(b"<w:body>", b"<w:body >")
    found = told(write_package(package))
    assert (found.verdict, found.passages) == (ALTERED, ())
    assert "重新保存" in found.reason and DOCUMENT in found.parts


def test_a_forged_provenance_is_found(repo: Scripted, told: Callable[[bytes], Verification], document: bytes) -> None:
    package = package_of(document)
    for name, old, new in (
        ("document", b">report<", b">funds<"),
        ("unit", b">hechi<", b">nobody<"),
        ("unit", b">hechi<", b">../hechi<"),
        ("commit", repo.ids["初稿"].encode(), b"HEAD"),
        ("inputs", b'name="inputs"><vt:lpwstr>', b'name="inputs"><vt:lpwstr>0'),
    ):
        assert old in package[CUSTOM], name
        found = told(write_package(package | {CUSTOM: package[CUSTOM].replace(old, new)}))
        assert found.verdict is ALTERED, (name, found.reason)


def test_uncommitted_inputs_are_said_and_cannot_be_genuine(repo: Scripted, tmp_path: Path) -> None:
    other = repo.clone(tmp_path / "clone")
    for path in ("reports/2022/hechi.yaml", "templates/guangxi-hechi/profile.yaml"):
        other.edit(("# yaml-language-server", "# 附注\n# yaml-language-server"), path=path)
        found = verify(Repository(other.root), built(other))
        assert (found.verdict, found.provenance["commit"]) == (UNPROVEN, "未提交")
        other.git("checkout", "--quiet", ".")
    other.report.with_name("other.yaml").write_text("unit: 另一个单位\n", "utf-8")
    assert verify(Repository(other.root), built(other)).verdict is GENUINE


def test_outside_a_repository_documents_say_that_they_are_not_committed(repo: Scripted, tmp_path: Path) -> None:
    other = repo.clone(tmp_path / "copy")
    shutil.rmtree(other.root / ".git")
    assert verify(Repository(repo.root), built(other)).verdict is UNPROVEN


def test_a_commit_that_is_not_here_is_said(
    repo: Scripted, told: Callable[[bytes], Verification], document: bytes
) -> None:
    package = package_of(document)
    package[CUSTOM] = package[CUSTOM].replace(repo.ids["初稿"].encode(), b"0123456789" * 4)
    found = told(write_package(package))
    assert found.verdict is UNPROVEN and "git fetch" in found.reason


def test_any_other_docx_is_not_ours(told: Callable[[bytes], Verification]) -> None:
    out = BytesIO()
    other = docx.Document()
    other.add_paragraph("河池市电化教育站")
    other.save(out)
    found = told(out.getvalue())
    assert (found.verdict, found.provenance) == (FOREIGN, {})


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"word/{number}.xml", b"<a>" + b" " * (1 << 24) + b"</a>")
    return out.getvalue()


def entities(package: Package) -> bytes:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(9)
    )
    return write_package(package | {CUSTOM: laughs + b"]><a>&j;</a>"})


def twice(package: Package) -> bytes:
    out = BytesIO(write_package(package))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr(DOCUMENT, package[DOCUMENT])
    return out.getvalue()


def test_damaged_and_hostile_files_are_refused(told: Callable[[bytes], Verification], document: bytes) -> None:
    package = package_of(document)
    deep = b"<a>" * 5000 + b"</a>" * 5000
    files = {
        "empty": b"",
        "text": "河池".encode(),
        "cut": document[: len(document) // 2],
        "headless": document[100:],
        "legacy": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "bomb": bomb(),
        "entities": entities(package),
        "external": write_package(package | {CUSTOM: b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}),
        "deep": write_package(package | {CUSTOM: deep}),
        "twice": twice(package),
    }
    for name, data in files.items():
        assert told(data).verdict is FOREIGN, name


def test_random_damage_never_ends_in_a_fault(told: Callable[[bytes], Verification], document: bytes) -> None:
    chance = random.Random(6)
    for _ in range(150):
        data = bytearray(document)
        for _ in range(chance.randrange(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert told(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])).verdict in (
            FOREIGN,
            ALTERED,
        )


def test_verify_says_that_a_summary_is_of_all_units(tmp_path: Path) -> None:
    path = tmp_path / "summary.docx"
    path.write_bytes(made(WIDE))
    found = verify(Repository(PROJECT), path)
    assert found.verdict is Verdict.UNPROVEN and "一年一览由全部单位的数据汇总" in found.reason


def test_a_document_is_genuine_whose_properties_and_links_are_filled_from_the_template(tmp_path: Path) -> None:
    repo = Scripted(tmp_path / "仓库")
    (repo.root / ".gitignore").write_text("build/\n")
    path = repo.root / "templates" / "national" / "report.docx"
    package = package_of(path.read_bytes())
    entries = "<dc:title>{{ unit }}自评</dc:title><cp:keywords>{{ year }}</cp:keywords>"
    package[CORE] = package[CORE].replace(b"</cp:coreProperties>", f"{entries}</cp:coreProperties>".encode())
    body = package[DOCUMENT].replace(
        b"<w:sectPr", b'<w:p><w:hyperlink r:id="rLink"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p><w:sectPr', 1
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = Link("rLink", kind, "https://a.gov.cn/{{ year }}?u={{ unit }}", external=True)
    path.write_bytes(write_package(with_links(package | {DOCUMENT: body}, DOCUMENT, [link])))
    repo.commit("模板")
    made = built(repo)
    assert verify(Repository(repo.root), made).verdict is GENUINE
    document = package_of(made.read_bytes())
    assert "河池市电化教育站自评" in document[CORE].decode() and b">2022<" in document[CORE]
    assert b"https://a.gov.cn/2022?u=%E6%B2%B3" in document["word/_rels/document.xml.rels"]
