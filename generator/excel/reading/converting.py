"""Has LibreOffice convert workbooks of older and other programs to .xlsx: no macro, link or network, within bounds."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from generator.excel.reading.kinds import Kind
from generator.excel.xlsx.parts import EXCEL
from generator.faults import refusal
from generator.files import MAX_BYTES, UnfitFileError, contents
from generator.office.program import find_office, run_office
from generator.opc import Members, RefusedError

LIMIT = 60.0  # seconds; the largest workbook that is read takes a few
MEMORY = 2 << 30  # bytes of addresses, of which LibreOffice takes less than one gigabyte to begin with

Tell = Callable[[str], object]


class _Form(NamedTuple):
    """What is said of a kind, the suffix of the copy, and LibreOffice's filter, so that it does not choose one."""

    title: str
    suffix: str
    filter: str


_FORMS = {
    Kind.LEGACY: _Form("是旧格式的工作簿（.xls 或 .et）", ".xls", "MS Excel 97"),
    Kind.OPEN: _Form("是 OpenDocument 表格（.ods）", ".ods", "calc8"),
    Kind.MARKUP: _Form("是 Excel 2003 的 XML 表格", ".xml", "MS Excel 2003 XML"),
}
_TARGET = "xlsx:Calc MS Excel 2007 XML"
_SAVE = "用 Excel 或 WPS 打开，另存为「Excel 工作簿（*.xlsx）」，再导入"
_NOWHERE = "127.0.0.1"
_CLOSED = 9  # a port on which nothing answers
_SETTINGS: dict[str, dict[str, str | int]] = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Office.Calc/Content/Update": {"Link": 2},  # never
    "Office.Calc/Formula/Load": {"ODFRecalcMode": 1, "OOXMLRecalcMode": 1},  # never
    "Inet/Settings": {
        "ooInetProxyType": 2,
        "ooInetHTTPProxyName": _NOWHERE,
        "ooInetHTTPProxyPort": _CLOSED,
        "ooInetHTTPSProxyName": _NOWHERE,
        "ooInetHTTPSProxyPort": _CLOSED,
        "ooInetFTPProxyName": _NOWHERE,
        "ooInetFTPProxyPort": _CLOSED,
        "ooInetNoProxy": "",
    },
}
_PROXIES = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), f"http://{_NOWHERE}:{_CLOSED}")
# A range or sheet that LibreOffice fetches from another file: its last values stand in the cells as if typed.
_LINKED = {"cell-range-source", "table-source", "dde-link", "dde-source"}


def converted(data: bytes, kind: Kind, tell: Tell) -> bytes:
    """The workbook as .xlsx; `tell` is given a line that says how long it takes.

    Raises:
        RefusedError: it is not converted, and why.
    """
    form = _FORMS[kind]
    if kind is Kind.OPEN:
        _check_open(Members(data, EXCEL))
    office = find_office()
    if office is None:
        if kind is Kind.LEGACY:
            Members(data, EXCEL)  # refuses it as a file of an old format
        remedy = f"{_SAVE}；这台电脑装上 LibreOffice，就能直接导入"
        raise RefusedError(f"{form.title}，不是 .xlsx", remedy=remedy)
    try:
        with TemporaryDirectory(prefix="import-", ignore_cleanup_errors=True) as name:
            return _convert(office, Path(name).resolve(), data, form, tell)
    except OSError as error:
        message, remedy = refusal(error)
        raise RefusedError(f"LibreOffice 转不了它：{message}", remedy=remedy) from error


def _convert(office: str, folder: Path, data: bytes, form: _Form, tell: Tell) -> bytes:
    """The workbook as LibreOffice converts it in a folder that is not there afterwards.

    Raises:
        RefusedError: it takes too long, or makes nothing of it.
        OSError: a file cannot be written, or the program cannot be started.
    """

    def waiting(passed: float) -> None:
        tell(f"正在用 LibreOffice 转成 .xlsx：{passed:.0f} 秒，最多 {LIMIT:.0f} 秒")

    for part in ("profile/user", "temporary"):
        (folder / part).mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    source, target = folder / f"book{form.suffix}", folder / "out" / "book.xlsx"
    source.write_bytes(data)  # under a plain name, whatever the file is called
    temporary = {name: str(folder / "temporary") for name in ("TMPDIR", "TMP", "TEMP")}
    proxies = _PROXIES | {name.upper(): value for name, value in _PROXIES.items()} | {"no_proxy": "", "NO_PROXY": ""}
    arguments = [f"--infilter={form.filter}", "--convert-to", _TARGET, "--outdir", str(target.parent), str(source)]
    waiting(0)
    with (folder / "said").open("wb") as said:
        environment = os.environ | temporary | proxies
        in_time = run_office(
            office, folder / "profile", arguments, said, LIMIT, environment, memory=MEMORY, waiting=waiting
        )
    if not in_time:
        message = f"{form.title}，LibreOffice 过了 {LIMIT:g} 秒还没有转完，已经停止"
        raise RefusedError(message, remedy=f"只留要导入的表；{_SAVE}")
    try:
        return contents(target, target.name, MAX_BYTES)
    except UnfitFileError as unfit:
        why = "太大，转出的 .xlsx 超过上限" if unfit.too_large else "LibreOffice 打不开：文件坏了、有密码，或者太大"
        raise RefusedError(f"{form.title}，{why}", remedy=_SAVE) from unfit


def _registry() -> str:
    """The settings of a profile, as LibreOffice keeps them."""
    items = [
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        + "\n".join(items)
        + "\n</oor:items>\n"
    )


def _check_open(members: Members) -> None:
    """Refuses what the converted workbook would not show any more: a password, and cells filled from other files.

    Raises:
        RefusedError: the file has one of these, or is damaged.
    """
    manifest, content = "META-INF/manifest.xml", "content.xml"
    if manifest in members and b"encryption-data" in members[manifest]:
        remedy = "用 LibreOffice 或 WPS 打开，另存时去掉「用密码保存」，再导入"
        raise RefusedError("文件设了打开密码", remedy=remedy)
    if content not in members:
        raise RefusedError("打不开，文件不完整：里面没有表的内容", remedy=_SAVE)

    def begin(tag: str, _attributes: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] in _LINKED:
            remedy = "在「编辑」里的「链接到外部文件」里断开链接，保存以后再导入"
            raise RefusedError("引用了别的文件，数会随别的文件变动", remedy=remedy)

    def declare(*_: object) -> None:
        raise RefusedError("这个部件带有 DOCTYPE 声明，表格里不会有", content, _SAVE)

    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = declare
    try:
        parser.Parse(members[content], True)
    except ExpatError as error:
        raise RefusedError("这个部件不是完整的 XML", content, _SAVE) from error
