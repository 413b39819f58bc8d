"""Binds the charts of a template to the figures that their alternative texts name, or says why one is bound to none."""

from __future__ import annotations

from lxml import etree

from generator.problems import Place
from generator.word.compiled import Tag
from generator.word.names import CHART, MC, PICTURES, A, R, W
from generator.word.outside.slots import DECORATES, NEWER_CHART, Slot, binding
from generator.word.structure.pieces import Pieces
from generator.word.tags import SERIES, text_around

_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_REMEDY = "把替代文字写成 {{{{ {} }}}} 这样的引用；不画数、只作装饰的图，替代文字以「装饰」开头"
_NEWER_REMEDY = "换成柱形图、折线图或者饼图；不画数、只作装饰的图，替代文字以「装饰」开头"


def bind_charts(pieces: Pieces, root: etree._Element, example: str) -> dict[str, Tag]:
    """The tag of each chart of a part, by the chart's relationship; one that is bound to no figure is a problem.

    `example` is the path of something that can be drawn, for the remedy.

    The alternative text of a bound chart comes to describe what is drawn. The picture that a file keeps beside a chart
    for older programs shows old figures, so it goes.
    """
    charts: dict[str, Tag] = {}
    advised = _REMEDY.format(example)
    for chart in [*root.iter(CHART, NEWER_CHART)]:
        slot = binding(chart)
        if slot is None:
            pieces.problem(text_around(chart), "这里的图表没有替代文字，看不出画哪组数据", advised)
            continue
        if DECORATES.match(slot.element.get("descr", "")):
            continue
        source = slot.text.strip()
        label = f"图表「{slot.element.get('name', '')}」"
        match = SERIES.fullmatch(source)
        if match is None:
            message, remedy = _why_unbound(slot, advised)
            pieces.problem(source, label + message, remedy)
        elif chart.tag == NEWER_CHART:
            pieces.problem(source, f"{label}是这里画不了的种类（如瀑布图、树状图）", _NEWER_REMEDY)
        else:
            tag = Tag(source, Place(pieces.name, excerpt=source))
            if charts.setdefault(str(chart.get(f"{R}id")), tag).source != source:
                pieces.problem(source, f"{label}在别处画的是另一组数据", "在 Word 里另做一张图")
            if slot.attribute != "descr":
                del slot.element.attrib[slot.attribute]
            slot.element.set("descr", pieces.mark(f"{{{{ {match[1]}|图说 }}}}", tag))
            _drop_picture(chart)
    return charts


def _why_unbound(slot: Slot, advised: str) -> tuple[str, str]:
    if slot.attribute == "title" and DECORATES.match(slot.text):
        return "的「装饰」写在标题里", "写进替代文字的说明里，以「装饰」开头"
    if not slot.text.strip() and next(slot.element.iter(_DECORATIVE), None) is not None:
        return "只标记为装饰性，没有替代文字", advised
    return "的替代文字没有写明画哪组数据", advised


def _drop_picture(chart: etree._Element) -> None:
    """Removes the older form of a drawing that shows its chart as a picture."""
    for choice in chart.iterancestors(f"{MC}Choice"):
        for older in choice.itersiblings(f"{MC}Fallback"):
            if next(older.iter(*PICTURES, f"{A}blip"), None) is not None and next(older.iter(CHART), None) is None:
                older.getparent().remove(older)  # type: ignore[union-attr]
        if next(choice.iterancestors(f"{W}p"), None) is None:
            return
