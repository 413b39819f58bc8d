"""A Word template of anyone: compiled once, filled with plain data any number of times."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.archive import pack
from generator.files import MAX_BYTES, UnfitFileError, contents, read_file
from generator.frozen import Frozen
from generator.namespace import Image
from generator.problems import Place, Problem, Severity, nearest
from generator.word.compiled import Compiled
from generator.word.engine.printing import Pictures, PlainPrinter, environment_of
from generator.word.package import parse_template
from generator.word.render import fill
from generator.word.store import compile_alone, compiled_alone

if TYPE_CHECKING:
    from generator.word.binding.including import Folder, Found
    from generator.word.engine.naming import Naming

_OWN = ("_merge", "_first")
"""Names that the engine itself puts beside the data."""
_MOST_TOLD = 20  # names that were left blank


class Filled(Frozen):
    """What filling a template gave: the bytes of the document, None if there are errors, and these.

    `nothing` are the tags that printed None, by their member and the line of its source; `blank` are the names that led
    nowhere and printed nothing, each with what it may be meant for, or an empty text.
    """

    document: bytes | None
    problems: list[Problem]
    nothing: list[tuple[str, int]]
    blank: dict[str, str]


class Template(Frozen):
    """A compiled template: the bytes of its file, its name in messages, and the filters of the caller.

    With `lenient` what is not there, or is None, prints nothing. `folder` gives the templates that it includes.
    """

    name: str
    data: bytes
    filters: Mapping[str, Callable[..., Any]]
    lenient: bool
    compiled: Compiled
    folder: Folder | None = None

    @staticmethod
    def read(
        path: Path,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        *,
        lenient: bool = False,
        cached: bool = False,
    ) -> tuple[Template | None, list[Problem]]:
        """The template in a .docx file, or None with every fault of its notation.

        `filters` are functions of a plain value (a text, number, list, mapping), and of what a tag writes in brackets,
        by the names that tags use; they give such a value. With `cached` what was compiled is kept in the user's own
        folder for the next process. What the template includes is looked for beside it.
        """
        data, problems = read_file(path, path.as_posix(), following=True)
        if data is None:
            return None, problems
        folder = partial(_beside, path.parent)
        return Template.parse(data, path.as_posix(), filters, lenient=lenient, cached=cached, folder=folder)

    @staticmethod
    def parse(
        data: bytes,
        name: str,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        *,
        lenient: bool = False,
        cached: bool = False,
        folder: Folder | None = None,
    ) -> tuple[Template | None, list[Problem]]:
        """As `read`, from the bytes of the file; `name` is for the messages, `folder` gives what it includes."""
        own = dict(filters or {})
        environment = environment_of(PlainPrinter(own, lenient=lenient))
        if cached:
            compiled, problems = compiled_alone(name, data, environment, folder)
        else:
            compiled, problems = compile_alone(name, data, environment, folder=folder)
        return (Template(name, data, own, lenient, compiled, folder) if compiled else None), problems

    def fill(self, data: Mapping[str, Any], pictures: Path | None = None) -> tuple[bytes | None, list[Problem]]:
        """The document with these data: the same bytes each time. None with the problems if a tag cannot be printed.

        The data are plain: texts, whole numbers, decimals, booleans, None, lists and mappings with texts as keys. The
        image files that they name are in the folder `pictures`. A tag that printed None is warned of; names that a
        lenient template has left blank are told.
        """
        filled = self.filled(data, pictures)
        lines = dict.fromkeys(filled.nothing)
        return filled.document, [*filled.problems, *self.notice(filled.blank), *(self.warning(*line) for line in lines)]

    def filled(self, data: Mapping[str, Any], pictures: Path | None = None) -> Filled:
        """As `fill`, with the lines of what printed None in place of warnings."""
        if taken := [name for name in _OWN if name in data]:
            message = f"数据里的名称「{taken[0]}」是程序自己用的"
            return Filled(None, [Problem("TEMPLATE-NAME", Place(self.name), message, "换一个名称")], [], {})
        shown = None if pictures is None else partial(_picture, pictures, [])
        printer = PlainPrinter(self.filters, lenient=self.lenient, pictures=shown)
        # Each document has an environment of its own, which keeps an index of the lists that it has seen.
        members, problems = fill(self.compiled, environment_of(printer), dict(data))
        if problems:
            found = self._faults(data, shown)
            told = tuple(f"{one.place.path} {one.place.excerpt} {one.message}" for one in problems)
            known = any(f"{one.place.path} {one.place.excerpt} {one.message}".startswith(told) for one in found)
            return Filled(None, self.placed(found if known else [*found, *problems]), [], {})
        of_code = {program.code: (member, program) for member, program in self.compiled.programs.items()}
        nothing = [
            (member, program.lines[line - 1])
            for code, line in printer.nothing
            if code in of_code
            for member, program in [of_code[code]]
        ]
        return Filled(pack(members), [], nothing, printer.blank)

    def notice(self, blank: Mapping[str, str]) -> list[Problem]:
        """What a lenient template has left blank, if it has."""
        if not blank:
            return []
        told = "、".join(
            f"「{name}」" + (f"（{near}）" if near else "") for name, near in [*blank.items()][:_MOST_TOLD]
        )
        message = f"数据里没有、印成空白的：{told}" + (f"，共 {len(blank)} 个" if len(blank) > _MOST_TOLD else "")
        remedy = "核对名称；该有的，在数据里补上"
        return [Problem("TEMPLATE-NAME", Place(self.name), message, remedy, severity=Severity.NOTICE)]

    def warning(self, member: str, line: int) -> Problem:
        """The warning about a tag that printed None."""
        tag = self.compiled.tag(member, line)
        message = f"{tag.source}：这里的数据是空的（null），印成了 None"
        remedy = "填上这个数据；确实没有的，写成 {% if 名称 is not none %}，或者加 --lenient 印成空白"
        return Problem("TEMPLATE-NAME", tag.place, message, remedy, severity=Severity.WARNING)

    def naming(self) -> Naming:
        """The names that the template reads, with their kinds; the file is parsed anew."""
        from generator.word.engine.walking import naming_of

        return naming_of(self._trees())

    @property
    def words(self) -> frozenset[str]:
        """All words that occur in tags."""
        drawn = {word for chart in self.compiled.charts for word in chart.series.split(".")}
        return self.compiled.words | drawn

    def placed(self, problems: list[Problem]) -> list[Problem]:
        """The problems of what was filled, each at the template that its tag is in, once, in the order of the texts."""
        package = parse_template(self.data, self.name)[0]
        if package is None:
            return problems
        from generator.word.binding.including import at_their_files, nowhere, with_included

        whole, _ = with_included(self.name, package, self.folder or nowhere)
        return at_their_files(whole.parts, (), problems)

    def _faults(self, data: Mapping[str, Any], shown: Pictures | None) -> list[Problem]:
        """The fault of every tag that cannot print these data, as far as one does not hide others."""
        from generator.word.engine.searching import faults

        printer = PlainPrinter(self.filters, lenient=self.lenient, pictures=shown)
        return faults(self.compiled, self._trees(), environment_of(printer), data)

    def _trees(self) -> list[Any]:
        """The tree of each part, with its member; the file is parsed anew."""
        trees: list[Any] = []
        environment = environment_of(PlainPrinter(self.filters, lenient=self.lenient))
        compile_alone(self.name, self.data, environment, trees, self.folder)
        return trees


def _picture(folder: Path, read: list[Pictures], file: str) -> Image:
    """The picture in a file of a folder; `read` holds what reads them, once there is any."""
    if not read:
        from generator.word.engine.pictures import pictures_in

        read.append(pictures_in(folder))
    return read[0](file)


def _beside(folder: Path, file: str) -> Found:
    """The template of this file name in a folder; no link is followed."""
    from generator.word.binding.including import Found

    path = folder / file
    try:
        if file not in os.listdir(folder):  # however the disk takes capitals
            there = sorted(name for name in os.listdir(folder) if name.endswith(".docx"))
            return Found(path.as_posix(), None, f"没有模板「{file}」", nearest(file, there, "把它放在这份模板旁边"))
        return Found(path.as_posix(), contents(path, file, MAX_BYTES))
    except UnfitFileError as unfit:
        return Found(path.as_posix(), None, f"{file}：{unfit}", unfit.remedy)
    except OSError as error:
        return Found(path.as_posix(), None, f"模板所在的文件夹读不出来：{error.strerror}", "检查是否有权限")
