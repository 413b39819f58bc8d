"""The cases in tests/data/word: templates in a short notation, and what their documents show, in the same notation.

A text is a paragraph; `¦` cuts its runs, and ⟨…⟩ stands for what is no text:

- `⟨page⟩`, `⟨column⟩`, `⟨tab⟩`, `⟨line⟩`, `⟨hyphen⟩` (one that does not break), `⟨soft⟩`, `⟨rendered⟩` (where a page broke);
- `⟨picture 7⟩`, a drawing with this id; `⟨box 甲⟩`, a text box; `⟨old box 甲⟩`, one of older programs;
- `⟨mark 表⟩…⟨/mark 表⟩`, a bookmark; `⟨field REF 表⟩…⟨/field⟩`, a field; `⟨anchor 表 见表⟩`, a link to a bookmark;
- `⟨b 甲⟩`, a run in bold; `⟨note 1⟩`, a reference to a footnote; `⟨ins 甲⟩`, `⟨del 甲⟩`, tracked changes; `⟨<w:…>⟩`, this XML.

Other blocks are mappings: a `table` of rows of cells, where a cell is a text or a list of blocks; `control`, `box` and
`old box` of blocks; `xml`. `properties` of a paragraph (`p`), row or cell stand beside it in a mapping of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from lxml import etree

from generator.opc import Link, Package, with_links, with_part
from generator.word.names import MATH, MC, W
from tests.support.broken_templates import OFFICE, edited
from tests.support.charts import chart_package, titled
from tests.support.docx import package_of
from tests.support.filling import cell, control, par, pict, picture, run, text, text_box
from tests.support.layouts import moved, rest_of, with_other_ids
from tests.support.outside import paragraph, with_diagram, with_link

Block = Any  # a text, or a mapping as YAML gives it
Spec = dict[str, Any]

_PIECE = re.compile(r"⟨(.*?)⟩|([^⟨¦]+)|¦", re.DOTALL)
_PLAIN = {
    "page": '<w:br w:type="page"/>',
    "column": '<w:br w:type="column"/>',
    "tab": "<w:tab/>",
    "line": "<w:br/>",
    "hyphen": "<w:noBreakHyphen/>",
    "soft": "<w:softHyphen/>",
    "rendered": "<w:lastRenderedPageBreak/>",
}
_SHOWN = {f"{W}tab": "⟨tab⟩", f"{W}noBreakHyphen": "⟨hyphen⟩", f"{W}softHyphen": "⟨soft⟩"}
_BREAKS = {None: "⟨line⟩", "page": "⟨page⟩", "column": "⟨column⟩"}
_MADE: dict[str, Callable[..., Package]] = {
    "chart": lambda text="{{ x }}": chart_package(text=text),
    "title": titled,
    "diagram": lambda text, drawn=None: with_diagram(paragraph(text), None if drawn is None else paragraph(drawn)),
    "link": with_link,
}


def package(spec: Spec) -> Package:
    """The template that a case describes: a body, or one `from` a builder, with parts, edits and other names."""
    if "from" in spec:
        (name, arguments), *_ = spec["from"].items()
        made = _MADE[name](*arguments) if isinstance(arguments, list) else _MADE[name](**arguments)
    else:
        made = package_of(blocks(spec.get("body", ["正文"])))
    for part in spec.get("parts", ()):
        xml = part["xml"] if "xml" in part else _story(part["story"], part["blocks"])
        made = with_part(made, part["name"], xml.encode(), part["type"])
        kind = part["link"] if ":" in part["link"] else OFFICE + part["link"]
        link = Link(part.get("id", "rPart"), kind, part["name"], external=False)
        made = with_links(made, part.get("of", "word/document.xml"), [link])
    for edit in spec.get("edits", ()):
        made = edited(made, edit)
    for old, new in spec.get("moved", {}).items():
        made = moved(made, old, new)
    made = rest_of(made, *spec.get("without", ()))
    other = spec.get("renumbered")
    return with_other_ids(made, other if isinstance(other, dict) else None) if other else made


def _story(kind: str, content: list[Block]) -> str:
    """The XML of a header or footer."""
    return f'<w:{kind} xmlns:w="{W[1:-1]}">{blocks(content)}</w:{kind}>'


def blocks(content: list[Block] | str) -> str:
    """The XML of blocks, one after the other."""
    return "".join(map(_block, [content] if isinstance(content, str) else content))


def _block(block: Block) -> str:
    if isinstance(block, str):
        return par(*_runs(block))
    if "p" in block:
        return par(*_runs(block["p"]), properties=block["properties"])
    if "table" in block:
        rows = [one if isinstance(one, dict) else {"row": one} for one in block["table"]]
        columns = block.get("columns", max((len(row["row"]) for row in rows if "row" in row), default=1))
        return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(map(_row, rows))}</w:tbl>"
    if "control" in block:
        return control(blocks(block["control"]), block.get("properties", ""))
    if "box" in block:
        return par(text_box(blocks(block["box"])))
    return par(run(pict(blocks(block["old box"])))) if "old box" in block else str(block["xml"])


def _row(row: dict[str, Any]) -> str:
    if "control" in row:
        rows = (one if isinstance(one, dict) else {"row": one} for one in row["control"])
        return control("".join(map(_row, rows)))
    if "xml" in row:
        return str(row["xml"])
    properties = f"<w:trPr>{row['properties']}</w:trPr>" if "properties" in row else ""
    return f"<w:tr>{properties}{''.join(map(_cell, row['row']))}</w:tr>"


def _cell(content: Block) -> str:
    if isinstance(content, dict) and "cell" in content:
        made = cell(blocks(content["cell"]), content.get("properties", ""))
        return control(made) if content.get("controlled") else made
    return cell(blocks([content] if isinstance(content, dict) else content))


def _runs(source: str) -> Iterator[str]:
    for piece in _PIECE.finditer(source):
        if piece[2]:
            yield text(escape(piece[2], quote=False))
        elif piece[1]:
            yield piece[1] if piece[1].startswith("<") else _inline(piece[1])


def _inline(source: str) -> str:
    """The XML of what stands between ⟨ and ⟩: a word for its kind, and what this needs."""
    name, _, rest = source.partition(" ")
    if name in _PLAIN:
        return run(_PLAIN[name])
    number = sum(map(ord, rest))
    begin, separate, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))
    made: dict[str, Callable[[], str]] = {
        "picture": lambda: picture(int(rest)),
        "box": lambda: text_box(par(*_runs(rest))),
        "old": lambda: run(pict(par(*_runs(rest.removeprefix("box "))))),
        "mark": lambda: f'<w:bookmarkStart w:id="{number}" w:name="{rest}"/>',
        "/mark": lambda: f'<w:bookmarkEnd w:id="{number}"/>',
        "field": lambda: run(begin) + run(f'<w:instrText xml:space="preserve">{rest}</w:instrText>') + run(separate),
        "/field": lambda: run(end),
        "anchor": lambda: f'<w:hyperlink w:anchor="{rest.split()[0]}">{"".join(_runs(rest.split()[1]))}</w:hyperlink>',
        "b": lambda: run(f'<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(rest, quote=False)}</w:t>'),
        "note": lambda: run(f'<w:footnoteReference w:id="{rest}"/>'),
        "ins": lambda: f'<w:ins w:id="{number}" w:author="甲">{"".join(_runs(rest))}</w:ins>',
        "del": lambda: f'<w:del w:id="{number}" w:author="甲">{run(f"<w:delText>{rest}</w:delText>")}</w:del>',
    }
    return made[name]()


def shown(story: etree._Element) -> list[str]:
    """What a body, a cell or another story shows: each paragraph that is not empty, each row of a table.

    A row is its cells, joined by │; ↑ is one that the cell above reaches over. What a cell or a text box holds is
    joined by /.
    """
    return [line for line in _lines(story) if line]


def _lines(story: etree._Element) -> Iterator[str]:
    for child in story.iterchildren(etree.Element):
        if child.tag == f"{W}p":
            yield "".join(_pieces(child))
        elif child.tag == f"{W}tr":
            yield " │ ".join(_cells(child))
        elif child.tag not in (f"{W}sectPr", f"{W}tcPr"):
            yield from _lines(child)


def _cells(row: etree._Element) -> Iterator[str]:
    for child in row.iterchildren(etree.Element):
        if child.tag != f"{W}tc":
            yield from _cells(child) if child.tag in (f"{W}sdt", f"{W}sdtContent") else ()
            continue
        merge = child.find(f"{W}tcPr/{W}vMerge")
        held = " / ".join(shown(child))
        yield held if merge is None or merge.get(f"{W}val") == "restart" else f"↑{held}"


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element.iterchildren(etree.Element):
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SHOWN:
            yield _SHOWN[str(child.tag)]
        elif child.tag == f"{W}br":
            yield _BREAKS[child.get(f"{W}type")]
        elif child.tag == f"{W}txbxContent":
            yield f"⟨box {' / '.join(shown(child))}⟩"
        elif child.tag == f"{W}footnoteReference":
            yield f"⟨note {child.get(f'{W}id')}⟩"
        elif child.tag == f"{MATH}oMath":
            yield f"⟨formula {''.join(map(str, child.itertext()))}⟩"
        elif child.tag == f"{W}sectPr":
            yield "⟨section⟩"
        elif child.tag == f"{W}pict" or (
            child.tag == f"{W}drawing" and next(child.iter(f"{W}txbxContent"), None) is None
        ):
            inner = "".join(_pieces(child))
            yield inner or "⟨picture⟩"
        elif child.tag != f"{MC}Fallback" and child.tag not in (f"{W}del", f"{W}moveFrom"):
            yield from _pieces(child)
