"""Reads a Word file into its members, and refuses files that Word would not have written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from lxml import etree

from generator.files import read_file
from generator.opc import (
    MAX_NODES,
    TYPES,
    Link,
    Package,
    RefusedError,
    check_xml,
    content_types,
    links,
    links_path,
    unpacked,
)
from generator.problems import Place, Problem
from generator.word.names import DOCUMENT, MAIN_TYPE, STYLES, W

MAX_TEMPLATE_NODES = 100_000  # of a file that someone wrote; the largest has 16,000
# By a piece of the main part's content type; the first that fits.
_OTHER_FILES = {
    "excel": "Excel 表格",
    "spreadsheetml": "Excel 表格（.xlsx）",
    "powerpoint": "演示文稿",
    "presentationml": "演示文稿（.pptx）",
    "template": "Word 模板（.dotx、.dotm）",
    "macroEnabled": "启用宏的 Word 文档（.docm）",
}


def read_package(path: Path, name: str, *, most: int = MAX_NODES) -> tuple[Package | None, list[Problem]]:
    """The members of a DOCX file in their order; `name` is for the messages."""
    data, problems = read_file(path, name)
    return (None, problems) if data is None else parse_package(data, name, most=most)


def read_template(path: Path, name: str, *, most: int = MAX_TEMPLATE_NODES) -> tuple[Package | None, list[Problem]]:
    """The members of a file that someone wrote, as `parse_template` gives them; `name` is for the messages."""
    data, problems = read_file(path, name)
    return (None, problems) if data is None else parse_template(data, name, most=most)


def parse_package(data: bytes, name: str, *, most: int = MAX_NODES) -> tuple[Package | None, list[Problem]]:
    """As `read_package`, from bytes; refuses a file that Word would not have written.

    Time and memory are bounded whatever the bytes are: sizes are counted while unpacking, not believed, and XML is
    parsed only when it cannot grow beyond `most` elements and attributes.
    """

    def read() -> Package:
        package = unpacked(data)
        check_xml(package, most=most)
        return package

    return _checked(data, name, read)


def parse_template(data: bytes, name: str, *, most: int = MAX_TEMPLATE_NODES) -> tuple[Package | None, list[Problem]]:
    """As `parse_package`, for a file of any editor: in the one layout that the rest of the engine expects.

    Members have their usual names, XML its usual prefixes; there are styles and settings; of two styles with one name
    the last is left. A file that has this layout is read as it is.
    """

    from generator.word.reading.layout import arranged, without_litter
    from generator.word.reading.prefixes import with_usual_prefixes
    from generator.word.reading.repairs import repaired
    from generator.word.reading.style_references import with_single_styles

    def read() -> Package:
        package = without_litter(unpacked(data))
        check_xml({part: package[part] for part in package if part == TYPES or part.casefold().endswith(".rels")})
        package = arranged(package)
        check_xml(package, most=most)
        return with_single_styles(repaired(with_usual_prefixes(package)))

    return _checked(data, name, read)


def _checked(data: bytes, name: str, read: Callable[[], Package]) -> tuple[Package | None, list[Problem]]:
    from generator.word.reading.formats import refuse_other_formats

    try:
        refuse_other_formats(data)
        package = read()
        _check_kind(package)
        _check_links(package)
    except RefusedError as refusal:
        place = Place(f"{name}!{refusal.part}" if refusal.part else name)
        return None, [Problem("TEMPLATE-FILE", place, str(refusal), refusal.remedy)]
    return package, []


def _check_kind(package: Package) -> None:
    """Refuses what is not a Word document, and members without a content type."""
    types = content_types(package)
    main = next((link.target for link in links(package, "") if link.type.endswith("/officeDocument")), "")
    kind = types.get(main, "")
    if main in package and kind != MAIN_TYPE:
        what = next((word for piece, word in _OTHER_FILES.items() if piece.casefold() in kind.casefold()), "")
        message = f"是{what}，不是 Word 文档（.docx）" if what else "不是 Word 文档（.docx）"
        raise RefusedError(message, remedy="用原来的程序打开，另存为「Word 文档（*.docx）」；只改扩展名不行")
    if main != DOCUMENT or main not in package:
        raise RefusedError(f"不是 Word 文档（.docx）：没有正文 {DOCUMENT}")
    if STYLES not in package:
        raise RefusedError(f"没有样式 {STYLES}，Word 存的文档里都有")
    root = etree.fromstring(package[DOCUMENT])
    if root.tag != f"{W}document":
        remedy = "用 Word 打开，另存为「Word 文档（*.docx）」，不要选「Strict Open XML 文档」"
        raise RefusedError("正文不是通用的 .docx 格式（如 Strict Open XML）", DOCUMENT, remedy)
    if root.find(f"{W}body") is None:
        raise RefusedError("正文里什么也没有，Word 会报文件损坏", DOCUMENT)
    for member in package:
        if member != TYPES and member not in types:
            raise RefusedError("这个部件没有写明类型，Word 会报文件损坏", member)


def _check_links(package: Package) -> None:
    """Refuses relationships whose target is missing, and cycles of relationships."""
    graph = {part: [*_inner_links(package, part)] for part in ("", *package) if links_path(part) in package}
    for part, found in graph.items():
        for link in found:
            if link.target not in package:
                message = f"关系 {link.id} 指向的部件「{link.target}」不在文件里"
                remedy = "用 Word 打开，删去显示不出来的图片、图表或者对象，另存为 .docx"
                raise RefusedError(message, links_path(part), remedy)
    try:
        TopologicalSorter({part: {link.target for link in found} for part, found in graph.items()}).prepare()
    except CycleError as error:
        raise RefusedError(f"部件互相引用，绕成一圈：{' → '.join(error.args[1])}") from error


def _inner_links(package: Package, part: str) -> Iterator[Link]:
    """The relationships to members; a hyperlink that is not marked as external leads into the text."""
    return (link for link in links(package, part) if not link.external and not link.type.endswith("/hyperlink"))
