"""Renders the texts of a report: references to figures first, then the small Markdown of the narrative."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from generator.data.record import Measure, Text
from generator.namespace import Labels, Tree, names_in
from generator.problems import MOST_ADVISED, Place, Problem, nearest
from generator.quantity import MONEY, Quantity, UnitError
from generator.text.faults import FAULTS, KindError, NotationError, in_chinese
from generator.text.markdown import paragraphs
from generator.text.pasted.tags import BRACES, broken_tags
from generator.text.printer import Printer
from generator.text.sandbox import HALF_TAG, TAG, Environment, Pieces, Program
from generator.text.typed.telling import TypedFigures

if TYPE_CHECKING:
    from generator.branches import EvaluationDraft, Paragraph
    from generator.text.grammar import Parsed

# {{ unit }}, {{ funds.actual|万元 }}; groups: path and filter. Not an expression, {{ a + b }}, nor two filters.
_REFERENCE = re.compile(r"\{\{\s*(\w+(?:\.\w+)*)\s*(?:\|\s*(\w+)\s*)?\}\}")
# ASCII punctuation, all of which Markdown lets a backslash escape: * _ [. Not ， or letters.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_BULLETS = ("-", "*", "+")
_TRIED = 20
_MOST_CALLED = 12  # figures of one name that are listed
_MARKS, _MOST_MARKS = "\n*_`[", 20_000  # of all narratives; a report has some hundred


class Writer:
    """Renders texts with the figures of one context.

    `inline` prints a text as one string, `markdown` escapes each value so that no character of it is taken for markup.
    """

    def __init__(self, inline: Environment, markdown: Environment, context: Tree) -> None:
        self.inline = inline
        self.markdown = markdown
        self.context = context
        # What was found so far in all texts of the report: typed figures, references that lead nowhere, and how many
        # line ends and characters of markup each narrative had.
        self.typed = TypedFigures(inline.printer)
        self.lost: list[str] = []
        self.marks: list[int] = []
        self._labels: Labels | None = None

    @staticmethod
    def of(printer: Printer, context: Tree) -> Writer:
        """A writer that prints by the rules of a profile."""
        return Writer(
            Environment(printer, printer.text),
            Environment(printer, lambda value: _PUNCTUATION.sub(r"\\\1", printer.text(value))),
            context,
        )

    def within(self, context: Tree) -> Writer:
        """This writer with another context."""
        other = Writer(self.inline, self.markdown, context)
        other.typed, other.lost, other.marks = self.typed, self.lost, self.marks
        return other

    def line(self, text: Text, *, target: bool = False) -> tuple[str | None, list[Problem]]:
        """The text with its references filled in, or None with the problems; a `target` may hold figures of its own."""
        return self._render(self.inline, text, target=target)

    def blocks(self, text: Text, numbering: Sequence[str]) -> tuple[list[Paragraph], list[Problem]]:
        """The paragraphs of a narrative, each `{runs: [{text, bold}]}`; numbered items carry their number as text.

        `numbering` holds the number patterns of the list levels, outermost first.
        """
        source, problems = self._render(self.markdown, text)
        if source is None:
            return [], problems
        place = text.node.place
        marks = sum(map(source.count, _MARKS))
        if sum(self.marks) + marks > _MOST_MARKS:
            message = f"正文的段落和标记太多，超过 {_MOST_MARKS} 处"
            remedy = "检查是否重复粘贴了内容；确有这么多的，分成几份报告"
            return [], [*problems, Problem("PROSE-MARKDOWN", place, message, remedy)]
        self.marks.append(marks)
        blocks, faults = paragraphs(source, numbering)
        if source.strip() in _BULLETS:
            message = f"这一节只有一个「{source.strip()}」，没有内容"
            remedy = "写上内容，没有可写的写一句话说明；提纲不要求的，整节删去"
            return [], [*problems, Problem("PROSE-MARKDOWN", place, message, remedy)]
        lines = text.source.split("\n")
        for what, line in islice(dict.fromkeys(faults), MOST_ADVISED):
            words = lines[line].strip() if line < len(lines) else ""
            at = text.node.find(words, "\n".join(lines[:line]).count(words)) if words else place
            remedy = "只用段落、**加粗**和「1. 」编号的列表；要印出符号本身的，前面加反斜杠"
            problems.append(Problem("PROSE-MARKDOWN", at, f"正文不支持{what}", remedy))
        return blocks, problems

    def amount(self, measure: Measure | None) -> tuple[Quantity | None, list[Problem]]:
        """The amount that was typed, or that a formula gives; None if there is neither, or with the problems."""
        if measure is None:
            return None, []
        problems: list[Problem] = []
        figure = measure.target.quantity if measure.target else None
        if measure.formula is not None:
            figure, problems = self.formula(measure.formula)
        if figure is not None and figure.unit != MONEY:
            message = f"「{measure.text.source}」的单位是「{figure.unit}」，这里要金额"
            return None, [Problem("FORMULA", measure.text.node.place, message, "改成引用金额，或者直接填写金额")]
        return figure, problems

    def formula(self, text: Text) -> tuple[Quantity | None, list[Problem]]:
        """The figure that a formula over other figures gives, or None with the problems."""
        from generator.text.translation import formula

        parsed, problems = self._parsed(self.inline, Text(f"{{{{ {text.source} }}}}", text.node))
        if parsed is None:
            place, remedy = text.node.place, "写成 =facts.甲 / facts.乙 这样的算式"
            syntax = Problem("FORMULA", place, f"算式「{text.source}」写得不完整", remedy)
            kept = ("里没有", "超过")
            return None, [problem if any(part in problem.message for part in kept) else syntax for problem in problems]
        code = formula(parsed)
        try:
            figure = code and self.inline.pieces(code, self.context)
        except FAULTS as error:
            figure = error
        if isinstance(figure, Quantity):
            return figure, []
        fault = "算出来的不是一个数"
        if isinstance(figure, UnitError):
            operands = "，".join(map(_operand, figure.figures))
            fault = "单位不同的数不能相加减或相除" + (f"：{operands}" if operands else "")
        elif isinstance(figure, OverflowError):
            fault = in_chinese(figure)
        remedy = "核对各项的单位；引用的数要已经填写"
        return None, [Problem("FORMULA", text.node.place, f"算式「{text.source}」{fault}", remedy)]

    def _render(
        self, environment: Environment, text: Text, *, target: bool = False
    ) -> tuple[str | None, list[Problem]]:
        simple = self._simple(environment, text.source)
        if simple is not None:
            broken = self._broken(text) if BRACES.search(text.source) else []
            return simple, [*broken, *self.typed.problems(text, self.context, target=target)]
        program, problems = self._compiled(environment, text)
        problems += self.typed.problems(text, self.context, target=target)
        if program is None:
            return None, problems
        try:
            return environment.render(program, self.context), problems
        except FAULTS as error:
            line = program.line_of(error)
            place = _place(environment, text, line) if line else text.node.place
            message = f"引用印不出来：{in_chinese(error)}"
            remedy = error.remedy if isinstance(error, KindError) else "核对引用的名称和印法"
            problems.append(Problem("PROSE-REFERENCE", place, message, remedy))
            return None, problems

    def _simple(self, environment: Environment, source: str) -> str | None:
        """The text if each tag is a bare reference with at most a filter: most are, and need no compiling.

        None where there is any other tag, or a fault that compiling will report.
        """
        try:
            environment.count_tags(source)
            return environment.concat(self._pieces(environment, source))
        except (KeyError, *FAULTS):
            return None

    def _pieces(self, environment: Environment, source: str) -> Pieces:
        """The pieces between the tags, and the output of the tags.

        Raises:
            KeyError: a tag is not a bare reference, or its path does not exist.
        """
        end = 0
        for tag in TAG.finditer(source):
            reference = _REFERENCE.fullmatch(tag[0])
            between = source[end : tag.start()]
            if reference is None or HALF_TAG.search(between):
                raise KeyError(tag[0])
            value = self._value(environment, reference[1])
            yield between, environment.finalize(environment.filters[reference[2]](value) if reference[2] else value)
            end = tag.end()
        if HALF_TAG.search(source, end):
            raise KeyError(source[end:])
        yield (source[end:],)

    def _value(self, environment: Environment, path: str) -> object:
        """The value at a path, or the only figure that has this Chinese name.

        Raises:
            KeyError: there is none, or several figures have the name.
        """
        first, *rest = path.split(".")
        if first not in self.context:
            first, *rest = self._only(path).split(".") if not path.isascii() else [first, *rest]
        value: object = environment.finder.entry(self.context, first)
        for name in rest:
            value = environment.finder.entry(value, int(name) if name.isdigit() else name)
        return value

    def _only(self, name: str) -> str:
        paths = self._called(name)
        if len(paths) != 1:
            raise KeyError(name)
        return paths[0]

    def _called(self, name: str) -> list[str]:
        """The paths of the figures that have a Chinese name."""
        return self._names.paths(name)

    def _containing(self, name: str) -> str:
        """The remedy that lists the figures whose Chinese names hold a name, or are like it; empty if none does."""
        names = self._names.names()
        alike = [one for one in names if name in one]
        return f"写明是哪一个：{'、'.join(alike[:_MOST_CALLED])}" if alike else nearest(name, names)

    @property
    def _names(self) -> Labels:
        """The figures by their Chinese names; within an evaluation without those of others."""
        if self._labels is None:
            own = {key: branch for key, branch in self.context.items() if key != "evaluations"}
            self._labels = Labels(own if "evaluation" in own else self.context)
        return self._labels

    def _compiled(self, environment: Environment, text: Text) -> tuple[Program | None, list[Problem]]:
        """The program of a text, or None with each fault of notation, unknown filter or reference to nothing."""
        from generator.text.translation import program

        parsed, problems = self._parsed(environment, text)
        return parsed and program(parsed), problems

    def _parsed(self, environment: Environment, text: Text) -> tuple[Parsed | None, list[Problem]]:
        """The tree of a text, or None with each fault of notation, unknown filter or reference to nothing."""
        from generator.text.grammar import parse
        from generator.text.notation import syntax_advice

        if "{#" in text.source:
            message = "文字里有「{#」，它和后面的内容不会印出来"
            return None, [
                Problem("PROSE-REFERENCE", text.node.find("{#"), message, "不印的话写在 # 注释里，不写进文字")
            ]
        if excess := environment.excess(text.source):
            return None, [Problem("PROSE-REFERENCE", text.node.place, *syntax_advice(excess, environment))]
        try:
            parsed = parse(environment, text.source)
        except NotationError as error:
            if broken := self._broken(text):
                return None, broken
            message, remedy = syntax_advice(error.message, environment)
            unknown = re.match(r"No filter named '(.*?)'", error.message)
            place = text.node.find(unknown[1]) if unknown else _place(environment, text, error.line)
            more = self._beside(environment, text, unknown[1]) if unknown else ()
            return None, [Problem("PROSE-REFERENCE", place, message, remedy), *more]
        problems = [
            *(self._broken(text) if HALF_TAG.search(TAG.sub("", text.source)) else ()),
            *self._lost(parsed, text),
        ]
        return None if problems else parsed, problems

    def _beside(self, environment: Environment, text: Text, name: str) -> Iterator[Problem]:
        """What leads nowhere in a text that cannot be parsed for a filter that there is not."""
        from generator.text.grammar import parse

        try:
            parsed = parse(environment, text.source, unknown=(name,))
        except NotationError:  # told when this one is mended
            return
        yield from self._lost(parsed, text)

    def _broken(self, text: Text) -> list[Problem]:
        """What was meant for a reference and is none: other braces, half ones, a wrong sign in one."""
        found: list[Problem] = []
        tags = broken_tags(text.source, self.inline.notation, lambda: names_in(self.context))
        for start, end, message, remedy in islice(tags, MOST_ADVISED):
            words = text.source[start:end]
            place = text.node.find(words, text.source.count(words, 0, start))
            found.append(Problem("PROSE-REFERENCE", place, message, remedy))
        return found

    def _lost(self, parsed: Parsed, text: Text) -> Iterator[Problem]:
        """Each reference of a parsed text that leads nowhere; of hundreds the first, the rest are only counted."""
        from generator.text.grammar import bound_names, chains

        bound = bound_names(parsed.tree)
        seen: Counter[str] = Counter()
        more: list[str] = []
        for chain in chains(parsed.tree):
            written = ".".join(map(str, chain))
            seen[written] += 1
            if chain[0] in bound or chain[0] == "loop":
                continue
            here: object = self.context
            for name in chain:
                try:
                    here = self.inline.finder.entry(here, name)
                except KeyError:
                    message = f"引用「{written}」里没有「{name}」"
                    self.lost.append(written)
                    if len(self.lost) > MOST_ADVISED:
                        more.append(message)
                        break
                    known = names_in(here)
                    called = self._called(written) if here is self.context and not written.isascii() else []
                    if called:
                        several = "、".join(called[:_MOST_CALLED])
                        message = f"不止一个数叫「{written}」" if len(called) > 1 else f"引用「{written}」要写路径"
                        place = text.node.find(written, seen[written] - 1)
                        yield Problem("PROSE-REFERENCE", place, message, f"写明是哪一个：{several}")
                        break
                    remedy = nearest(str(name), known, cutoff=0.5)
                    if not remedy and here is self.context and not written.isascii():
                        remedy = self._containing(written)
                    remedy += _meant(text.source, written, name, remedy)
                    remedy = remedy or f"可用的有：{'、'.join(known[:12]) or '无'}"
                    place = text.node.find(written, seen[written] - 1)
                    yield Problem("PROSE-REFERENCE", place, message, remedy)
                    break
        if more:
            others = f"，这段文字里这样的还有 {len(more) - 1} 处" if len(more) > 1 else ""
            yield Problem("PROSE-REFERENCE", text.node.place, more[0] + others, "先改正前面的，再检查一遍")


class Reading(NamedTuple):
    """One text of a report as it reads with its references filled in, and the evaluation it belongs to."""

    text: Text
    written: str
    evaluation: EvaluationDraft | None


class Reckoner:
    """A writer that collects what is wrong with the formulas of the amounts it has computed."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.problems: list[Problem] = []

    def within(self, context: Tree) -> Reckoner:
        """A reckoner with another context that collects into the same problems."""
        other = Reckoner(self.writer.within(context))
        other.problems = self.problems
        return other

    def amount(self, measure: Measure | None) -> Quantity | None:
        """The amount that was typed, or that its formula gives; None if there is neither."""
        figure, problems = self.writer.amount(measure)
        self.problems.extend(problems)
        return figure


class Scribe:
    """A writer that collects the texts it has written and their problems; `numbering` is that of lists."""

    def __init__(
        self,
        writer: Writer,
        numbering: Sequence[str],
        problems: list[Problem],
        readings: list[Reading],
        evaluation: EvaluationDraft | None = None,
    ) -> None:
        self.writer, self.numbering = writer, numbering
        self.problems, self.readings = problems, readings
        self.evaluation = evaluation

    def line(self, text: Text | None, *, target: bool = False) -> str | None:
        """The text with its references filled in; None for None, and if a reference cannot be printed."""
        if text is None:
            return None
        written, problems = self.writer.line(text, target=target)
        self.problems.extend(problems)
        if written is not None:
            self.readings.append(Reading(text, written, self.evaluation))
        return written

    def blocks(self, text: Text | None, numbering: Sequence[str] = ()) -> list[Paragraph]:
        """The paragraphs of a narrative; none if there is no text."""
        if text is None:
            return []
        written, problems = self.writer.blocks(text, numbering or self.numbering)
        self.problems.extend(problems)
        plain = "\n".join("".join(run["text"] for run in block["runs"]) for block in written)
        self.readings.append(Reading(text, plain, self.evaluation))
        return written


def _meant(source: str, written: str, name: object, near: str) -> str:
    """How the tag that holds a path is written with the name that is meant in it; empty if that is not known."""
    meant = re.fullmatch("是不是「(.+)」", near)
    tag = next((tag[0] for tag in TAG.finditer(source) if written in tag[0]), "")
    if meant is None or not _REFERENCE.fullmatch(tag):
        return ""
    right = re.sub(rf"(?<!\w){re.escape(str(name))}(?!\w)", lambda _: meant[1], tag, count=1)
    return f"，写成 {right}"


def _operand(figure: Quantity) -> str:
    """A figure of a formula with its label, and its line if it was typed: 学生是 120人（第 8 行）."""
    shown = figure.written or figure.with_unit(2)
    at = f"（第 {figure.origin.line} 行）" if isinstance(figure.origin, Place) else ""
    return f"{figure.label}是 {shown}{at}" if figure.label else shown


def _place(environment: Environment, text: Text, number: int) -> Place:
    """The place of a fault on a line of a text: its first tag that is wrong by itself, its only tag, or the line."""
    lines = text.source.splitlines()
    number = min(max(number, 1), len(lines))
    line = lines[number - 1]
    tags = TAG.findall(line)[:_TRIED]
    wrong = [tag for tag in tags if tag.startswith("{{") and not _parses(environment, tag)]
    if len(tags) == 1 and not HALF_TAG.search(TAG.sub("", line)):
        wrong = tags
    fragment = wrong[0] if wrong else line.strip()
    return text.node.find(fragment, "\n".join(lines[: number - 1]).count(fragment))


def _parses(environment: Environment, tag: str) -> bool:
    from generator.text.grammar import parse

    try:
        parse(environment, tag)
    except NotationError:
        return False
    return True
