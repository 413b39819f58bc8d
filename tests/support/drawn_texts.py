"""Draws the texts of paragraphs: runs cut anywhere, tags too, with all that editors put between and around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import TypeVar
from xml.sax.saxutils import escape

from tests.support.filling import control, mark, picture, run
from tests.support.shown import NOTE, PICTURE, Choice, Repeat, Shown, Value

T = TypeVar("T")
BREAK = run('<w:br w:type="page"/>')
# The tags of a text.
_TAGS = re.compile(r"\{[{%#].*?[}%#]\}")
_WORDS = ("甲A&<>\"'", "乙 ", " 丙", "𠮷👍é", "“丁”", "&lt;", "<w:t>", "戊", "0.5%", "己")
_FORMATS = (
    *("", "", "", "<w:b/>", '<w:i/><w:sz w:val="24"/>', '<w:lang w:val="en-US"/>'),
    '<w:rPrChange w:id="1" w:author="甲" w:date="2023-01-01T00:00:00Z"><w:rPr/></w:rPrChange>',
)
_CHANGE = 'w:author="甲" w:date="2023-01-01T00:00:00Z"'
_DELETED = f'<w:del w:id="2" {_CHANGE}><w:r><w:delText>旧{{{{ 旧 }}}}</w:delText></w:r></w:del>'
_MOVED = f'<w:moveFrom w:id="2" {_CHANGE}><w:r><w:t>旧{{{{ 旧 }}}}</w:t></w:r></w:moveFrom>'
# What shows nothing, within a run and between runs; what goes where it cuts a tag.
_UNSEEN = ("", "", "<w:lastRenderedPageBreak/>")
_BETWEEN = ('<w:proofErr w:type="spellStart"/>', '<w:proofErr w:type="gramEnd"/>', "POINT", "COMMENT", _DELETED, _MOVED)
_LOST = ("<w:tab/>", "<w:br/>", "<w:softHyphen/>", "<w:cr/>", "<w:lastRenderedPageBreak/>", "")
# What cuts a tag and is printed, so that the tag cannot be read.
_REFUSED = ("<w:noBreakHyphen/>", '<w:br w:type="page"/>', '<w:sym w:font="Wingdings" w:char="F0FC"/>')
CONDITIONS = ("yes", "no", "not no", "not yes", "yes and no", "unit", "zero", "two")
LISTS = ("two", "two", "one", "zero")


@dataclass(frozen=True, slots=True)
class Here:
    """Where something is drawn: the names of the loops around, how deep, in which part, and in what else.

    `within` names what is around and cannot hold itself; `free` is whether it stands directly in the body.
    """

    around: tuple[str, ...] = ()
    depth: int = 0
    part: str = "document"
    within: frozenset[str] = frozenset()
    free: bool = True

    def inside(self, *kinds: str) -> Here:
        """The place within one more element."""
        return replace(self, depth=self.depth + 1, within=self.within | {*kinds}, free=False)


@dataclass(slots=True)
class Inline:
    """A stretch of a paragraph: texts, which may be cut, and elements, in lists of one; with what it prints."""

    items: list[str | list[str]]
    shown: Shown


@dataclass(slots=True)
class Texts:
    """Draws texts; each word occurs once. `faults` are pieces of the messages of what may be refused in the template."""

    chance: Random
    wild: bool = False
    faults: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    count: int = 0

    def one(self, *options: T) -> T:
        """One of these."""
        return options[self.chance.randrange(len(options))]

    def rarely(self, share: float = 0.15) -> bool:
        """Whether something rare is drawn; the simpler templates, into which failing ones are made, have none of it."""
        return self.chance.randrange(1000) >= 1000 * (1 - share)

    def spoilt(self, message: str, share: float = 0.1) -> bool:
        """Whether a fault is drawn here, for which the template may be refused with this message."""
        if self.wild and self.rarely(share):
            self.faults.add(message)
            return True
        return False

    def word(self) -> str:
        """A text that stands nowhere else."""
        self.count += 1
        return f"{self.one(*_WORDS)}{self.count}{self.one('', '', *_WORDS)}"

    def number(self) -> int:
        """An id that others have too."""
        return self.chance.randrange(1, 5)

    def condition(self, here: Here) -> str:
        """A condition that can be asked here."""
        known: tuple[str, ...] = CONDITIONS
        if here.around:
            known += ("loop.first", "loop.last", "not loop.last", f"{here.around[-1]}.parts", f"{here.around[0]}.odd")
        return self.one(*known)

    def loop(self, here: Here) -> tuple[str, str, Here]:
        """The name that a loop gives, what it goes through, and the place in it."""
        name = f"r{len(here.around)}"
        known = (*LISTS, f"{here.around[-1]}.parts") if here.around else LISTS
        values = self.one(*known)
        return name, values, replace(here, around=(*here.around, name), depth=here.depth + 1)

    def value(self, here: Here) -> Value:
        """A value that can be printed here."""
        known: tuple[str, ...] = ("unit", "year", "rich")
        if here.around:
            known += (f"{here.around[-1]}.name", f"{here.around[0]}.name", "loop.index")
        return Value(self.one(*known))

    def text(self, here: Here, depth: int = 2) -> tuple[str, Shown]:
        """The inside of a paragraph, and what it prints."""
        drawn = self.inline(here, depth)
        return self.runs(drawn.items), drawn.shown

    def inline(self, here: Here, depth: int) -> Inline:
        """A stretch of a paragraph."""
        items: list[str | list[str]] = []
        shown: list[Shown] = []
        for _ in range(self.one(1, 1, 1, 2)):
            drawn = self._inline(here, depth)
            items += drawn.items
            shown.append(drawn.shown)
        return Inline(items, tuple(part for parts in shown for part in parts))

    def _inline(self, here: Here, depth: int) -> Inline:
        kinds: list[Callable[[Here, int], Inline]] = [self._literal, self._literal, self._value, self._sign]
        if depth and here.depth < 5:
            kinds += [self._chosen, self._repeated, self._around, self._around]
        return self.one(*kinds)(here, depth)

    def _literal(self, _: Here, __: int) -> Inline:
        word = self.word()
        return Inline([word], (word,))

    def _value(self, here: Here, _: int) -> Inline:
        value = self.value(here)
        space = self.one(" ", " ", "")
        return Inline([f"{{{{{space}{value.path}{space}}}}}"], (value,))

    def _sign(self, here: Here, _: int) -> Inline:
        """What is printed beside words."""
        sign, xml = self.one(
            *(("\t", run("<w:tab/>")), ("\n", run("<w:br/>")), ("\f", BREAK), ("-", run("<w:noBreakHyphen/>"))),
            *((PICTURE, picture(self.number())), ("", "{# 说明 #}"), ("", self.complex_field("PAGE"))),
        )
        if self.rarely() and here.part == "document" and "box" not in here.within:
            return self._note(here)
        return Inline([xml if xml.startswith("{") else [xml]], (sign,))

    def _note(self, here: Here) -> Inline:
        if here.around and not self.spoilt("脚注写在循环", 1):
            return self._literal(here, 0)
        note = self.word()
        self.notes.append(note)
        return Inline([[run(f'<w:footnoteReference w:id="{len(self.notes)}"/>')]], (NOTE,))

    def _chosen(self, here: Here, depth: int) -> Inline:
        condition = self.condition(here)
        then, otherwise = self.inline(here, depth - 1), Inline([], ())
        items: list[str | list[str]] = [f"{{% if {condition} %}}", *then.items]
        if self.one(True, False):
            otherwise = self.inline(here, depth - 1)
            items += ["{% else %}", *otherwise.items]
        return Inline([*items, "{% endif %}"], (Choice(condition, then.shown, otherwise.shown),))

    def _repeated(self, here: Here, depth: int) -> Inline:
        name, values, there = self.loop(here)
        inner = self.inline(there, depth - 1)
        items: list[str | list[str]] = [f"{{% for {name} in {values} %}}", *inner.items, "{% endfor %}"]
        return Inline(items, (Repeat(name, values, inner.shown),))

    def _around(self, here: Here, depth: int) -> Inline:
        """A stretch with something around it."""
        kind = self.one("link", "control", "ins", "field", "simple", "bookmark", "perm", "comment", "move", "custom")
        changed = {"ins", "move"} & here.within and kind in ("link", "simple", "custom")  # which Word does not track
        if kind in here.within or changed:
            return self._literal(here, 0)
        if kind == "link" and self.spoilt("一半在超链接里"):
            xml = self._element(kind, here, self.runs(["半{{ un"]))
            return Inline([[xml], "it }}"], ("半", Value("unit")))
        inner = self.inline(here.inside(kind), depth - 1)
        return Inline([[self._element(kind, here, self.runs(inner.items))]], inner.shown)

    def _element(self, kind: str, here: Here, inner: str) -> str:
        match kind:
            case "link":
                links = [f'w:anchor="{self.one(*self.names)}"'] if self.names else []
                links += ['r:id="rLink"'] if here.part == "document" else ['w:tooltip="无"']
                return f"<w:hyperlink {self.one(*links)}>{inner}</w:hyperlink>"
            case "control":
                return control(inner, self.one("", "", '<w:alias w:val="甲"/>', "<w:showingPlcHdr/>"))
            case "ins":
                return f'<w:ins w:id="{self.number()}" {_CHANGE}>{inner}</w:ins>'
            case "custom":
                return f'<w:customXml w:element="y">{inner}</w:customXml>'
            case "field":
                return self.complex_field("REF", inner)
            case "simple":
                return f"""<w:fldSimple w:instr="{self._code("REF")}">{inner}</w:fldSimple>"""
            case "bookmark" | "perm":
                return self.ranged(kind, inner)
            case "comment":
                ends = (f'<w:commentRange{end} w:id="1"/>' for end in ("Start", "End"))
                return inner.join(ends) + run('<w:commentReference w:id="1"/>')
            case _:
                return f'<w:moveTo w:id="{self.number()}" {_CHANGE}>{inner}</w:moveTo>'

    def ranged(self, kind: str, inner: str) -> str:
        """A bookmark or a permission around this XML, which other paragraphs may hold too."""
        if kind == "bookmark":
            self.count += 1
            self.names.append(f"{self.one('标', '_表', 'x' * 35)}{self.count}")
            return mark(kind, self.names[-1], self.number(), inner)
        number = self.number()
        return f'<w:permStart w:id="{number}" w:edGrp="everyone"/>{inner}<w:permEnd w:id="{number}"/>'

    def _code(self, kind: str) -> str:
        return f" {kind} {self.one(*self.names)} \\h " if kind == "REF" and self.names else " PAGE "

    def complex_field(self, kind: str, inner: str = "") -> str:
        """A field with its code, cut like any other text, and its result."""
        code = self._code(kind)
        place = self.chance.randrange(len(code))
        pieces = (f'<w:instrText xml:space="preserve">{piece}</w:instrText>' for piece in (code[:place], code[place:]))
        begin = f'<w:fldChar w:fldCharType="begin"/>{next(pieces)}'
        ends = (run(f'<w:fldChar w:fldCharType="{end}"/>') for end in ("separate", "end"))
        return run(begin) + run(next(pieces)) + inner.join(ends)

    def runs(self, items: list[str | list[str]]) -> str:
        """The runs of a stretch; each text is cut anywhere."""
        made, waiting = "", ""
        for item in [*items, [""]]:
            if isinstance(item, str):
                waiting += item
                continue
            made += self._cut(waiting) + item[0] if waiting else item[0]
            waiting = ""
        return made

    def _cut(self, text: str) -> str:
        """Runs of a text, with what stands between: of tags what goes when they are put together again."""
        spans = [match.span() for match in _TAGS.finditer(text)]
        places = sorted(self.chance.randrange(len(text) + 1) for _ in range(self.one(0, 0, 1, 2, 4)))
        made, begin = self._begun(), 0
        for place in places:
            made += _text(text[begin:place])
            begin = place
            if any(first < place < last for first, last in spans):
                made += self.one(*_REFUSED) if self.spoilt("中间夹着") else self.one(*_LOST)
            else:
                made += self.one(*_UNSEEN)
            if self.one(True, False):
                made += f"</w:r>{self._between()}{self._begun()}"
        return f"{made}{_text(text[begin:])}</w:r>"

    def _begun(self) -> str:
        """The beginning of a run."""
        properties, edited = self.one(*_FORMATS), self.one("", ' w:rsidR="00A1B2C3"')
        return f"<w:r{edited}>" + (f"<w:rPr>{properties}</w:rPr>" if properties else "")

    def _between(self) -> str:
        """What stands between two runs and shows nothing."""
        kind = self.one("", "", *_BETWEEN)
        if kind == "POINT":
            return self.ranged("bookmark", "")
        return self._element("comment", Here(), "") if kind == "COMMENT" else kind


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
