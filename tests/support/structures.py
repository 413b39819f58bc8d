"""Templates of any structure, drawn at random, with the words that each must print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from generator.namespace import Tree
from tests.support.docx import p
from tests.support.filling import cell, control, grid, mark, par, pict, picture, row, run, text, text_box
from tests.support.filling import field as word_field

LISTS = {"two": 2, "one": 1, "zero": 0}
"""The lists that loops go through, and how long they are."""
CONDITIONS = {"yes": True, "no": False}
DATA: Tree = {name: [{"g": f"g{number // 2}"} for number in range(size)] for name, size in LISTS.items()} | {
    "yes": True,
    "no": False,
    "texts": [{"runs": [{"text": word, "bold": False}]} for word in ("文壹", "文贰")],
    "empty": [],
    "unit": "单位",
}
"""What the templates are filled with."""
_BREAK = run('<w:br w:type="page"/>')


@dataclass(slots=True)
class Drawn:
    """A stretch of a template, and what it prints."""

    xml: str
    words: list[str]


@dataclass(slots=True)
class Structures:
    """Draws stretches of templates, with paragraphs and rows under conditions and in loops; each word occurs once."""

    chance: Random
    count: int = 0
    marks: int = 0
    names: list[str] = field(default_factory=list)

    def body(self) -> Drawn:
        """The body of a template."""
        drawn = self.blocks(0)
        return Drawn(drawn.xml + p("末"), [*drawn.words, "末"])

    def blocks(self, depth: int) -> Drawn:
        """Some blocks, one after the other."""
        found = Drawn("", [])
        for _ in range(self.chance.choice((1, 1, 1, 2, 3) if depth else (1, 2, 3))):
            one = self._block(depth)
            found = Drawn(found.xml + one.xml, found.words + one.words)
        return found

    def _block(self, depth: int) -> Drawn:
        kinds: list[Callable[[int], Drawn]] = [self._paragraph, self._paragraph, self._texts]
        if depth < 3:
            kinds += [self._if, self._for, self._if, self._for, self._table, self._control, self._box, self._marked]
        return self.chance.choice(kinds)(depth)

    def _word(self) -> str:
        self.count += 1
        return f"词{self.count}"

    def _cut(self, words: str) -> str:
        """Words in runs that are cut anywhere, with what editors put between."""
        pieces, here = [], 0
        for place in sorted(self.chance.randrange(len(words) + 1) for _ in range(self.chance.choice((0, 0, 1, 3)))):
            pieces.append(text(words[here:place]))
            pieces.append(
                self.chance.choice(("", '<w:proofErr w:type="spellStart"/>', run("<w:lastRenderedPageBreak/>")))
            )
            here = place
        return "".join([*pieces, text(words[here:])])

    def _paragraph(self, _: int) -> Drawn:
        word = self._word()
        inner, words = self._cut(word), [word]
        chosen = self.chance.randrange(9)
        if chosen == 0:
            inner, words = inner + self._cut("{{ unit }}"), [word, "单位"]
        elif chosen == 1:
            inner += picture(self.chance.randrange(1, 4))
        elif chosen == 2:
            inner = mark("bookmark", self._name(), self.chance.randrange(3), inner)
        elif chosen == 3 and self.names:
            inner += "".join(word_field(f" REF {self.chance.choice(self.names)} ", "")) + _BREAK
        elif chosen == 4 and self.names:
            inner = f'<w:hyperlink w:anchor="{self.chance.choice(self.names)}">{inner}</w:hyperlink>'
        elif chosen == 5:
            name, shown = self.chance.choice([*CONDITIONS.items()])
            more = self._word()
            inner += self._cut(f"{{% if {name} %}}{more}{{% endif %}}")
            words = [word, more] if shown else [word]
        return Drawn(par(inner), words)

    def _name(self) -> str:
        self.marks += 1
        self.names.append(self.chance.choice(("标", "表_", "x" * 38)) + str(self.marks))
        return self.names[-1]

    def _texts(self, _: int) -> Drawn:
        return self.chance.choice((Drawn(p("{{p texts }}"), ["文壹", "文贰"]), Drawn(p("{{p empty }}"), [])))

    def _tag(self, inner: str, scope: str) -> str:
        if scope == "tr":
            return row(par(self._cut(f"{{%tr {inner} %}}")), p(""))
        return par(self._beside(inner), self._cut(f"{{%p {inner} %}}"))

    def _beside(self, inner: str) -> str:
        """What stands beside a tag, where it may."""
        return self.chance.choice(("", "", "", _BREAK, picture(9))) if inner.startswith(("if", "for")) else ""

    def _if(self, depth: int, scope: str = "p") -> Drawn:
        name, shown = self.chance.choice([*CONDITIONS.items()])
        inner = self._inside(depth, scope)
        xml = self._tag(f"if {name}", scope) + inner.xml
        words = inner.words if shown else []
        if self.chance.random() < 0.3:
            other = self._inside(depth, scope)
            xml += self._tag("else", scope) + other.xml
            words = words if shown else other.words
        return Drawn(xml + self._tag("endif", scope), words)

    def _for(self, depth: int, scope: str = "p") -> Drawn:
        name, size = self.chance.choice([*LISTS.items()])
        inner = self._inside(depth, scope)
        xml = self._tag(f"for r{depth} in {name}", scope) + inner.xml + self._tag("endfor", scope)
        return Drawn(xml, inner.words * size)

    def _inside(self, depth: int, scope: str) -> Drawn:
        return self._rows(depth + 1) if scope == "tr" else self.blocks(depth + 1)

    def _rows(self, depth: int) -> Drawn:
        found = Drawn("", [])
        for _ in range(self.chance.choice((1, 1, 2))):
            chosen = self.chance.random()
            if chosen < 0.4 and depth < 4:
                one = self.chance.choice((self._if, self._for))(depth, "tr")
            else:
                one = self._row(depth)
            if self.chance.random() < 0.1:
                one = Drawn(control(one.xml), one.words)
            found = Drawn(found.xml + one.xml, found.words + one.words)
        return found

    def _row(self, depth: int) -> Drawn:
        left = self.blocks(depth + 1)
        right = self._word()
        if self.chance.random() < 0.2:
            merge = '<w:vMerge w:val="restart"/>' if self.chance.random() < 0.5 else "<w:vMerge/>"
            return Drawn(f"<w:tr>{cell(_ended(left))}{cell(p(right), merge)}</w:tr>", [*left.words, right])
        return Drawn(row(_ended(left), p(right)), [*left.words, right])

    def _table(self, depth: int) -> Drawn:
        drawn = self._rows(depth + 1)
        return Drawn(grid(drawn.xml), drawn.words)

    def _control(self, depth: int) -> Drawn:
        drawn = self.blocks(depth + 1)
        return Drawn(control(drawn.xml), drawn.words)

    def _box(self, depth: int) -> Drawn:
        drawn = self.blocks(max(depth + 2, 3))
        inner = _ended(drawn)
        number = self.chance.randrange(1, 4)
        box = text_box(inner, number=number) if self.chance.random() < 0.5 else run(pict(inner, number))
        return Drawn(par(box), drawn.words)

    def _marked(self, depth: int) -> Drawn:
        """Blocks in a bookmark that begins and ends between them."""
        drawn = self.blocks(depth + 1)
        return Drawn(mark("bookmark", self._name(), self.chance.randrange(3), drawn.xml), drawn.words)


def _ended(drawn: Drawn) -> str:
    """Blocks that end as a cell must, in the template: in a paragraph, be it one with a tag."""
    return drawn.xml if drawn.xml.endswith("</w:p>") else drawn.xml + p("")
