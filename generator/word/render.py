"""Fills a compiled template with figures: each part is printed, checked if need be, and deflated piece by piece."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from generator.archive import ZipMember, deflate, pack
from generator.namespace import Image, Tree, resolve
from generator.problems import Place, Problem
from generator.text.faults import FAULTS, KindError, LimitError, MissingError, TagError, in_chinese
from generator.text.policy import REPORTS, Policy
from generator.text.sandbox import CODE, PARAGRAPHS, PICTURE, Environment
from generator.word.compiled import Chart, Compiled, Merges, Tag
from generator.word.names import DOCUMENT, SETTINGS, STYLES, TEXT
from generator.word.outside.printing import outside_filters, unfit_addresses
from generator.word.properties import CORE, CUSTOM, properties
from generator.word.shapes.printing import shaping_filters

if TYPE_CHECKING:
    from generator.text.printer import Printer
    from generator.word.drawing.placing import Drawings

_BREAK = f'</{TEXT}><w:br/><{TEXT} xml:space="preserve">'
# Characters that must be escaped, &, <, and those that XML cannot hold, such as a control character.
_SPECIAL = re.compile("[&<>\"'\n\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;", "\n": _BREAK}
# A text of a rendered document: <w:t xml:space="preserve">年度; group 1 is the text.
_TEXT = r"<w:t(?: [^>]*)?>([^<]*)"


class _MarkupError(TagError):
    """What was printed is no XML."""


def template_environment(
    printer: Printer,
    escape: Callable[[str], str] | None = None,
    policy: Policy = REPORTS,
    optional: Callable[[], Collection[str]] = frozenset,
) -> Environment:
    """The environment of templates: what is printed is escaped for XML, and line breaks become Word's.

    `escape` may do so in another way. `policy` says how much of the language they can use; `optional` gives the names
    that need not be there, for which `default` can stand.
    """
    as_xml = escape or partial(_SPECIAL.sub, _escaped)

    def printed(value: object) -> str:
        if type(value) is str:
            return as_xml(value)
        if type(value) is dict and type(value.get("image")) is Image:
            value = value["image"]
        if type(value) is Image:
            return _drawn(value, environment.shown)
        return as_xml(printer.text(value))

    environment = Environment(printer, printed, generated=True, policy=policy, optional=optional)
    environment.filters[PARAGRAPHS] = _paragraphs
    environment.filters |= {PICTURE: _picture, CODE: partial(_code, printer.text)}
    environment.filters |= outside_filters(printer.text) | shaping_filters(printer.text)
    return environment


def _picture(value: object, width: object = None) -> Image:
    from generator.word.drawing.printing import picture

    return picture(value, width)


def _code(text: Callable[[object], str], value: object, width: object = None) -> Image:
    from generator.word.drawing.printing import code

    return code(text, value, width)


def _drawn(image: Image, shown: list[Image]) -> str:
    from generator.word.drawing.printing import mark

    _SPECIAL.sub(_escaped, image.alternative)  # raises what XML cannot hold
    return mark(image, shown)


def _escaped(found: re.Match[str]) -> str:
    if found[0] not in _ESCAPED:
        raise _MarkupError
    return _ESCAPED[found[0]]


def _paragraphs(value: object) -> list[Tree]:
    if not isinstance(value, list) or not all(isinstance(block, dict) and "runs" in block for block in value):
        raise TypeError("{{p … }} 只能引用正文的段落")
    return value


def render(
    template: Compiled,
    environment: Environment,
    context: Tree,
    title: str,
    author: str,
    subject: str,
    provenance: dict[str, str],
) -> tuple[bytes | None, list[Problem]]:
    """The bytes of one document, or None with the problems."""
    members, problems = fill(template, environment, context)
    if problems:
        return None, problems
    custom, core = (members[part].data if part in members else b"" for part in (CUSTOM, CORE))
    property_parts = properties(title, author, subject, provenance, custom, core)
    return pack(members | {name: deflate([data]) for name, data in property_parts.items()}), []


def fill(template: Compiled, environment: Environment, context: Tree) -> tuple[dict[str, ZipMember], list[Problem]]:
    """The members of one document, rendered except for its properties, or the problems.

    What a balanced member prints is not parsed: its own markup is whole whatever the data are, and values are escaped.
    """
    members = dict(template.members)
    names = context | {"_merge": Merges()}
    drawings: list[Drawings] = []
    finish = None
    if template.finishing.members:  # which most templates do not need
        from generator.word.structure.finishing import finisher

        finish = finisher(template.finishing)
    for count, name in enumerate(template.programs):
        contents = template.contents and name == DOCUMENT
        environment.begin(part=bool(count), grows=not contents)
        finished = finish if name in template.finishing.members else None
        try:
            chunks = _chunks(template, environment, name, names)
            if name not in template.balanced and not contents:
                chunks = _well_formed(chunks)
            if finished or contents:
                part = b"".join(_well_formed(chunks) if finished and contents else chunks)
            else:
                members[name] = deflate(chunks)
                if not environment.shown:
                    continue
                part = members[name].data
            if environment.shown:
                part = _illustrated(template, environment, name, part, drawings)
            if finished:
                part, faults = finished(name, part)
                if faults:
                    return {}, [_unfit(template, name, faults)]
            members |= _with_contents(part, template) if contents else {name: deflate([part])}
        except (_MarkupError, *FAULTS) as error:
            return {}, [_fault(template, name, error, lenient=environment.policy.lenient)]
    for drawn in drawings:
        members |= drawn.members(members)
    if template.finishing.elsewhere:
        from generator.word.structure.finishing import without_lost

        members |= without_lost(template.finishing.elsewhere, members)
    problems = [
        problem for chart in template.charts for problem in _draw(chart, template, environment, context, members)
    ]
    if linked := {name: members[name] for name in template.programs if name.endswith(".rels")}:
        problems += unfit_addresses(template.name, template.members, linked)
    return members, problems


def _illustrated(
    template: Compiled, environment: Environment, name: str, part: bytes, drawings: list[Drawings]
) -> bytes:
    """A printed part with the pictures that were shown in it; `drawings` holds those of the document, if it has any.

    Raises:
        _MarkupError: the part is not well-formed XML.
    """
    from generator.word.drawing.placing import Drawings

    if not drawings:
        drawings.append(Drawings(template.members))
    try:
        return drawings[0].placed(name, part, environment.shown)
    except SyntaxError as error:  # of the parser of XML
        raise _MarkupError from error


def text_of(template: Compiled, environment: Environment, context: Tree) -> tuple[str, list[Problem]]:
    """The text of a document as it will be printed, without markup, or the problems."""
    environment.begin(grows=False)
    if DOCUMENT not in template.programs:
        return "".join(re.findall(_TEXT, template.members[DOCUMENT].data.decode())), []
    try:
        chunks = _chunks(template, environment, DOCUMENT, context | {"_merge": Merges()})
        return "".join(re.findall(_TEXT, b"".join(chunks).decode())), []
    except (_MarkupError, *FAULTS) as error:
        return "", [_fault(template, DOCUMENT, error)]


def _chunks(template: Compiled, environment: Environment, name: str, names: Tree) -> Iterator[bytes]:
    """The output of a part's program, in chunks of some kilobytes."""
    for text in environment.in_bounds(environment.pieces(template.programs[name], names)):
        yield text.encode()


class _Nothing:
    """A parser target that only checks: it builds no tree."""

    def close(self) -> None:
        """Returns the result of the parse, which is nothing."""


def _well_formed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same chunks, checked for well-formedness as they pass.

    Raises:
        _MarkupError: they are not well-formed XML.
    """
    from lxml import etree

    target: Any = _Nothing()
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, huge_tree=True)
    try:
        for chunk in chunks:
            parser.feed(chunk)
            yield chunk
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _MarkupError from error


def _with_contents(document: bytes, template: Compiled) -> dict[str, ZipMember]:
    """The main part, and whatever else changes, with the table of contents filled, if there is one.

    Raises:
        _MarkupError: the part is not well-formed XML.
    """
    from lxml import etree

    from generator.opc import serialise
    from generator.word.toc.entries import fill_contents

    try:
        root = etree.fromstring(document)
    except etree.XMLSyntaxError as error:
        raise _MarkupError from error
    beside = {name: template.members[name].data for name in (STYLES, SETTINGS) if name in template.members}
    changed = fill_contents(root, beside)
    filled = changed | {DOCUMENT: serialise(root) if changed else document}
    return {name: deflate([data]) for name, data in filled.items()}


def _draw(
    chart: Chart, template: Compiled, environment: Environment, context: Tree, members: dict[str, ZipMember]
) -> Iterator[Problem]:
    """Draws a chart's series into its part and its workbook; an empty series is a problem (CHART-EMPTY)."""
    from generator.word.charts import draw, is_empty

    series = resolve(context, chart.series)
    assert isinstance(series, dict)
    if is_empty(series):
        message = f"图「{series['title']}」没有数可画"
        place = Place(f"{template.name}!{chart.member}", excerpt=chart.tag)
        yield Problem("CHART-EMPTY", place, message, "填写它所画的金额；没有这类数据的，从模板里删去这张图")
    else:
        drawn = draw(members[chart.part].data, series, environment.printer.chart)
        members[chart.part], members[chart.workbook] = (deflate([data]) for data in drawn)


def _unfit(template: Compiled, member: str, faults: list[str]) -> Problem:
    """The problem of a part whose form Word would have to repair, which no template should lead to."""
    place = Place(f"{template.name}!{member}")
    from generator.word.shapes.widths import too_wide

    tags = [tag for (part, _), tag in template.lines.items() if part == member]
    if wide := too_wide(faults[0], tags):
        message, excerpt, remedy = wide
        return Problem("RENDER-XML", Place(place.path, excerpt=excerpt), message, remedy)
    message = f"填好的文档不合 Word 的格式（{faults[0]}），Word 打开时要修复"
    remedy = "把最近改动的条件、循环换一个位置；模板没有改动的，请把模板交给程序的维护者"
    return Problem("RENDER-XML", place, message, remedy)


def _fault(template: Compiled, member: str, error: Exception, *, lenient: bool = False) -> Problem:
    """The problem of output that is no XML, or of a tag that cannot be printed: that at the line of its program."""
    if isinstance(error, _MarkupError):
        remedy = "检查模板里成对的标记是否跨越了段落、表格或单元格"
        return Problem("RENDER-XML", Place(f"{template.name}!{member}"), "填好的内容不是完整的 XML", remedy)
    return fault_at(template.tag(member, template.programs[member].line_of(error)), error, lenient=lenient)


def fault_at(tag: Tag, error: Exception, *, lenient: bool = False) -> Problem:
    """The problem of a tag that cannot be printed; `lenient` where names may lead nowhere."""
    code, remedy = "TEMPLATE-NAME", "核对标记里的名称和印法"
    if isinstance(error, LimitError):
        code, remedy = "TEMPLATE-TAG", "减少循环里的循环；内容确实这么多的，分成几份文档"
    if isinstance(error, KindError):
        remedy = error.remedy
    if lenient and isinstance(error, MissingError):
        remedy = "在数据里补上；比较、取一段的，--lenient 也不能当作空白"
    return Problem(code, tag.place, f"{tag.source}：{in_chinese(error)}", remedy)
