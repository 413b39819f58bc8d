"""Binds templates that share one set of styles into one volume, before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from generator.opc import Package
from generator.problems import Place, Problem
from generator.word.binding.carrying import Carrier, move
from generator.word.binding.edges import lost_edges
from generator.word.compiled import Turns
from generator.word.names import CHART, W
from generator.word.styles import Styles
from generator.word.tags import cut

_BREAK_STYLE = "分节"
# Twips; the margins are those of the house style.
_A4 = {
    "pgSz": {"w": "11906", "h": "16838"},
    "pgMar": {
        **{"top": "2098", "right": "1474", "bottom": "1984", "left": "1588"},
        **{"header": "851", "footer": "1417", "gutter": "0"},
    },
}
_MOST_NAMED = 3  # styles in one message

Parts = Sequence[tuple[str, Package]]


def bind(parts: Parts, repeated: Parts = (), turns: Turns | None = None) -> tuple[Package | None, list[Problem]]:
    """One package with the bodies of all templates, each in its own section with its own page set-up.

    The `repeated` templates follow once for each of the `turns`. Headers and footers are those of the first template,
    so that page numbers continue through the volume: what others say there must stand in it too. The others must have
    the same styles; the charts and images they refer to are copied.
    """
    binder = _Binder(dict(parts[0][1]))
    for name, package in (*parts[1:], *repeated):
        binder.problems += _lost(name, package, parts[0][1])
    for name, package in parts[1:]:
        binder.end_section()
        binder.append(name, package)
    if repeated:
        assert turns is not None
        binder.end_section()
        binder.tag(f"{{%p for {turns.element} in {turns.elements} %}}")
        for name in turns.names:
            binder.tag(f"{{%p set {name} = {turns.element}.{name} %}}")
        for position, (name, package) in enumerate(repeated):
            if position:
                binder.end_section()
            binder.append(name, package, once=False)
        last = deepcopy(_section(binder.body))
        binder.tag("{%p if not loop.last %}", before=1)
        binder.end_section()
        binder.tag("{%p endif %}")
        binder.tag("{%p endfor %}")
        binder.body.append(last)
    return (None if binder.problems else binder.bound()), binder.problems


def _lost(name: str, package: Package, first: Package) -> Iterator[Problem]:
    """BIND-HEADER: what a template says at the edges of its pages and the first one of the volume does not."""
    for edge in lost_edges(package, first):
        what = f"{edge.kind}「{cut(edge.words)}」" if edge.words else f"{edge.kind}里的图片"
        message = f"合订本每页印第一份模板的页眉和页脚，这份模板的{what}印不出来"
        remedy = "改得和第一份模板一样，或者删去；要保留的写进正文"
        yield Problem("BIND-HEADER", Place(name, excerpt=cut(edge.words)), message, remedy)


def _section(body: etree._Element) -> etree._Element:
    """The page set-up of a body's last section: that of A4 paper where it has none."""
    section = body.find(f"{W}sectPr")
    if section is None:
        section = etree.SubElement(body, f"{W}sectPr")
        for tag, values in _A4.items():
            element = etree.SubElement(section, f"{W}{tag}")
            for key, value in values.items():
                element.set(f"{W}{key}", value)
    return section


class _Binder(Carrier):
    """The volume being built, part after part."""

    def end_section(self) -> None:
        """Moves the properties of the last section into a paragraph of its own, so that another section can follow."""
        section = _section(self.body)
        paragraph = etree.SubElement(self.body, f"{W}p")
        properties = etree.SubElement(paragraph, f"{W}pPr")
        if style := Styles(self.package).identifiers.get(_BREAK_STYLE):
            etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", style)
        properties.append(section)

    def tag(self, source: str, before: int = 0) -> None:
        """Adds a paragraph with a tag, `before` elements ahead of the end."""
        paragraph = etree.Element(f"{W}p")
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = source
        self.body.insert(len(self.body) - before, paragraph)

    def append(self, name: str, package: Package, *, once: bool = True) -> None:
        """Adds the body of a template and what it links to; a part that repeats cannot bring charts."""
        self._compare_styles(name, package)
        package, part = self.opened(package)
        _section(part)
        for section in part.iter(f"{W}sectPr"):
            for reference in [*section.iterchildren(f"{W}headerReference", f"{W}footerReference")]:
                section.remove(reference)
        if not once and next(part.iter(CHART), None) is not None:
            remedy = "把图表移到 parts 里的模板"
            self.problems.append(Problem("TEMPLATE-CHART", Place(name), "逐项自评合订的模板不能有图表", remedy))
            return
        self.carry(name, package, part)
        for child in [*part]:
            move(child, self.body)

    def _compare_styles(self, name: str, package: Package) -> None:
        """Styles of one name, and what holds where none says otherwise, must be the same in all parts."""
        own, others = Styles(package), Styles(self.package)
        here, there = own.definitions(own.names_in(others)), others.definitions()
        differing = [f"样式「{style}」" for style in here if style in there and here[style] != there[style]]
        differing += ["默认的字体和段落格式"] if own.defaults != others.defaults else []
        if differing:
            what = "、".join(differing[:_MOST_NAMED]) + ("等" if len(differing) > _MOST_NAMED else "")
            own_style = "写了 house_style: own 的，make styles 不动，用 Word 改成与第一份模板一样"
            elsewhere = "别的格式的模板先复制到自己的文件夹再改"
            remedy = f"运行 make styles 统一样式；{own_style}（{elsewhere}），或者在 documents 里去掉合订本"
            self.problems.append(Problem("BIND-STYLE", Place(name), f"{what}与合订本其他部分不同", remedy))
