"""Workbooks of other programs come through LibreOffice as they are, and it can neither act, reach out nor go on for ever."""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from generator.excel.reading import converting
from generator.excel.reading.converting import converted
from generator.excel.reading.grid import parse_workbook
from generator.excel.reading.kinds import Kind
from generator.opc import RefusedError
from generator.tables.grid import LINKED, Grid
from tests.support.books import from_text
from tests.support.foreign_books import PLAIN, SPREADSHEETML, compound, number, opendocument, row, saved_as

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")
ODS = opendocument(row(number("1.5")))
XLS = compound("Workbook", b"\x09\x08\x10\0\0\6\5\0" + bytes(12))


def silent(_: str) -> None: ...


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in the place of LibreOffice; `$in` is its input, `$out` the folder of its output."""
    (tmp_path / "canned.xlsx").write_bytes(PLAIN)
    monkeypatch.setenv("CANNED", str(tmp_path / "canned.xlsx"))

    def stand_in(script: str) -> None:
        program = tmp_path / "office"
        program.write_text(f'#!/bin/sh\nfor in; do :; done; out="${{in%/*}}/out"; mkdir "$out"\n{script}\n')
        program.chmod(0o755)
        monkeypatch.setattr(converting, "find_office", lambda: str(program))

    return stand_in


def refused(data: bytes, kind: Kind) -> tuple[str, str]:
    with pytest.raises(RefusedError) as error:
        converted(data, kind, silent)
    return str(error.value), error.value.remedy


@POSIX
@pytest.mark.parametrize(
    ("kind", "data", "filter_", "suffix"),
    [
        (Kind.LEGACY, XLS, "MS Excel 97", "xls"),
        (Kind.OPEN, ODS, "calc8", "ods"),
        (Kind.MARKUP, SPREADSHEETML.encode(), "MS Excel 2003 XML", "xml"),
    ],
)
def test_the_filter_is_chosen_by_the_content_and_the_file_has_a_plain_name(
    kind: Kind, data: bytes, filter_: str, suffix: str, office: Callable[[str], None], tmp_path: Path
) -> None:
    office(
        f'printf "%s\\n" "$@" "$(ulimit -v)" "$TMPDIR" "$https_proxy" >"{tmp_path}/given"; cp "$CANNED" "$out/book.xlsx"'
    )
    assert converted(data, kind, silent) == PLAIN
    given = (tmp_path / "given").read_text("utf-8").splitlines()
    assert f"--infilter={filter_}" in given and any(line.endswith(f"/book.{suffix}") for line in given)
    assert given[-3] == str(converting.MEMORY >> 10)
    folder = Path(given[-2]).parent
    assert given[-1] == "http://127.0.0.1:9" and folder.name.startswith("import-") and not folder.exists()


@POSIX
def test_its_settings_allow_no_macro_no_link_and_no_network(office: Callable[[str], None], tmp_path: Path) -> None:
    office(
        f'cp "${{in%/*}}"/profile/user/registrymodifications.xcu "{tmp_path}/settings"; cp "$CANNED" "$out/book.xlsx"'
    )
    converted(ODS, Kind.OPEN, silent)
    settings = (tmp_path / "settings").read_text("utf-8")
    for name, value in (
        ("MacroSecurityLevel", "3"),
        ("DisableMacrosExecution", "true"),
        ("Link", "2"),
        ("ooInetProxyType", "2"),
    ):
        assert f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value>' in settings


@POSIX
def test_one_that_takes_too_long_is_stopped(office: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    office("sleep 600")
    monkeypatch.setattr(converting, "LIMIT", 1.0)
    said: list[str] = []
    with pytest.raises(
        RefusedError, match=r"^是旧格式的工作簿（.xls 或 .et），LibreOffice 过了 1 秒还没有转完，已经停止$"
    ):
        converted(XLS, Kind.LEGACY, said.append)
    assert said[0] == "正在用 LibreOffice 转成 .xlsx：0 秒，最多 1 秒" and len(said) == 3


@POSIX
def test_what_it_makes_nothing_or_too_much_of_is_refused(
    office: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    office("echo broken; exit 1")
    assert "LibreOffice 打不开" in refused(ODS, Kind.OPEN)[0]
    office('cp "$CANNED" "$out/book.xlsx"')
    monkeypatch.setattr(converting, "MAX_BYTES", 100)
    assert "超过上限" in refused(ODS, Kind.OPEN)[0]


def test_a_folder_for_it_that_cannot_be_written_is_told(
    office: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert refused(ODS, Kind.OPEN)[0].startswith("LibreOffice 转不了它：")


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (Kind.LEGACY, XLS, "是旧格式的文件（.xls 或 .et），不是 .xlsx"),
        (Kind.OPEN, ODS, "是 OpenDocument 表格（.ods），不是 .xlsx"),
        (Kind.MARKUP, SPREADSHEETML.encode(), "是 Excel 2003 的 XML 表格，不是 .xlsx"),
    ],
)
def test_without_libreoffice_it_is_told_how_to_save(
    kind: Kind, data: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "find_office", lambda: None)
    message, remedy = refused(data, kind)
    assert message == words and "另存为「Excel 工作簿（*.xlsx）」" in remedy


SOURCE = '<table:cell-range-source table:name="a" table:last-column-spanned="1" table:last-row-spanned="1" xlink:href="b.ods"/>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (opendocument(row(number("1").replace("<text:p>", f"{SOURCE}<text:p>"))), "引用了别的文件"),
        (opendocument('<table:table-source xlink:href="b.ods" table:table-name="表"/>'), "引用了别的文件"),
        (opendocument(row(), manifest='<manifest:encryption-data manifest:checksum="a"/>'), "文件设了打开密码"),
        (opendocument("<table:table-row>"), "不是完整的 XML"),
        (ODS.replace(b"content.xml", b"contend.xml"), "里面没有表的内容"),
        (ODS.replace(b"PK\1\2", b"PK\1\3"), "打不开，文件不完整"),
    ],
)
def test_what_would_be_lost_in_the_conversion_is_refused_before(
    data: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "find_office", lambda: pytest.fail("it was asked for"))
    with pytest.raises(RefusedError, match=words):
        converted(data, Kind.OPEN, silent)


# With LibreOffice itself.


def read(data: bytes, kind: Kind) -> list[Grid]:
    grids, problems = parse_workbook(converted(data, kind, silent), "表")
    assert problems == []
    return grids


def values(grid: Grid) -> list[list[tuple[object, bool]]]:
    return [[(cell.value, cell.percent) for cell in row] for row in grid.rows]


@pytest.mark.heavy
@pytest.mark.parametrize(("form", "kind"), [("xls:MS Excel 97", Kind.LEGACY), ("ods:calc8", Kind.OPEN)])
def test_a_workbook_saved_in_another_format_has_the_same_cells(
    form: str, kind: Kind, tool: Callable[[str], str], tmp_path: Path
) -> None:
    book = from_text("# 资 金\n编码|名称|预算数\n0012|差旅费|1.25\n2050199|“校校通”|0.46\n# 二\n98%|提升")
    wanted, _ = parse_workbook(book, "表")
    grids = read(saved_as(form, book, tool("soffice"), tmp_path / "saved"), kind)
    assert [grid.name for grid in grids] == ["资 金", "二"]
    assert [values(grid) for grid in grids] == [values(grid) for grid in wanted]


@pytest.mark.heavy
def test_xml_of_excel_2003_is_read(tool: Callable[[str], str]) -> None:
    tool("soffice")
    grid = read(SPREADSHEETML.encode(), Kind.MARKUP)[0]
    assert [cell.text for cell in grid.rows[0]] == ["0012", "1.25", "98%"]


@pytest.fixture
def requests() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"9.99")

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.mark.heavy
def test_nothing_is_fetched_and_what_should_have_been_is_no_figure(
    tool: Callable[[str], str], requests: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tool("soffice")
    address, asked = requests
    book = opendocument(
        row(
            number("5", f"of:=COM.MICROSOFT.WEBSERVICE(&quot;{address}/figure&quot;)"),
            number("6", "of:=DDE(&quot;soffice&quot;;&quot;/tmp/a.ods&quot;;&quot;A1&quot;)"),
            f'<table:table-cell><draw:frame><draw:image xlink:href="{address}/picture.png"/></draw:frame></table:table-cell>',
        )
    )
    web, dde = read(book, Kind.OPEN)[0].rows[0]
    assert asked == []
    assert "公式出错" in web.fault and "公式出错" in dde.fault
    # The picture is fetched where nothing keeps LibreOffice from it; else this test would say nothing.
    monkeypatch.setattr(converting, "_SETTINGS", {})
    monkeypatch.setattr(converting, "_PROXIES", {})
    read(book, Kind.OPEN)
    assert asked


@pytest.mark.heavy
def test_a_link_to_another_workbook_is_doubted_as_in_xlsx(tool: Callable[[str], str]) -> None:
    tool("soffice")
    book = opendocument(row(number("5", "of:=['file:///tmp/none.ods'#$表.A1]")))
    assert [cell.doubt for cell in read(book, Kind.OPEN)[0].rows[0]] == [LINKED]


@pytest.mark.heavy
def test_rows_that_are_repeated_to_the_end_are_read_and_hidden_ones_told(tool: Callable[[str], str]) -> None:
    tool("soffice")
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    hidden = [row(number("1"), visibility=what) for what in ("visible", "filter", "collapse")]
    book = opendocument("".join(hidden) + row(blank, times=1_048_573))
    _, problems = parse_workbook(converted(book, Kind.OPEN, silent), "表.ods")
    assert [(one.code, one.place.path) for one in problems] == [
        ("XLSX-HIDDEN", "表.ods!表!A2"),
        ("XLSX-HIDDEN", "表.ods!表!A3"),
    ]


@pytest.mark.heavy
def test_a_bomb_is_stopped_by_its_memory(tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    tool("soffice")
    cell = number("1").replace(" ", ' table:number-columns-repeated="16384" ', 1)
    monkeypatch.setattr(converting, "MEMORY", 1 << 30)
    monkeypatch.setattr(converting, "LIMIT", 120.0)
    message, _ = refused(opendocument(row(cell, times=1_048_576)), Kind.OPEN)
    assert "LibreOffice 打不开" in message
