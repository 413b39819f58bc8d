"""Compiles the templates of a document once for all reports, and caches the result by the digest of its inputs."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.archive import ZipMember
from generator.files import read_file
from generator.problems import Problem
from generator.program import installed, running_digest
from generator.store import FolderStore, digest_of, user_folder
from generator.text.sandbox import Environment, Program
from generator.word.compiled import Chart, Compiled, Finishing, Turns

if TYPE_CHECKING:
    from jinja2.nodes import Template

    from generator.text.lookalikes import Names
    from generator.word.binding.including import Folder, Whole

NamedBytes = Sequence[tuple[str, bytes]]
NamedPaths = Sequence[tuple[str, Path]]


def compiled_template(
    title: str,
    parts: NamedPaths,
    repeated: NamedPaths,
    turns: Turns | None,
    environment: Environment,
    memory: dict[str, Compiled],
    sources: set[tuple[str, bytes]],
    known: Names = frozenset,
    folder: Folder | None = None,
) -> tuple[Compiled | None, list[Problem]]:
    """The compiled template of a document, bound if it has several parts, or every fault of its files.

    `parts` and `repeated` are files with their names for messages. The repeated ones are rendered once for each of the
    `turns`. `memory` holds what this process has compiled before; every
    file that is read is added to `sources` with its bytes. `known` gives all names that tags can begin with; `folder`
    the templates that these include.
    """
    files: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for name, path in (*parts, *repeated):
        data, faults = read_file(path, name)
        problems += faults
        files += [] if data is None else [(name, data)]
    sources.update(files)
    if problems:
        return None, problems
    key = _key(title, len(parts), files, turns if repeated else None, environment)
    template = memory.get(key)
    if template is None or not _is_current(template, folder, sources):
        template, problems = _cached(
            key,
            lambda: _compile(title, files[: len(parts)], files[len(parts) :], turns, environment, known, folder),
            folder,
            sources,
        )
        if template is None:
            return None, problems
        memory[key] = template
    return template, []


def compiled_alone(
    name: str, data: bytes, environment: Environment, folder: Folder | None = None
) -> tuple[Compiled | None, list[Problem]]:
    """The compiled template of one file that keeps its own properties, or every fault of the file.

    `name` is the file's in messages; `folder` gives the templates that it includes.
    """
    key = _key(name, 0, [(name, data)], None, environment)
    return _cached(key, lambda: compile_alone(name, data, environment, folder=folder), folder, set())


def _cached(
    key: str,
    compiled: Callable[[], tuple[Compiled | None, list[Problem]]],
    folder: Folder | None,
    sources: set[tuple[str, bytes]],
) -> tuple[Compiled | None, list[Problem]]:
    """What is kept on disk under a key, else what is compiled now and kept there."""
    template = _kept(key)
    if template is not None and _is_current(template, folder, sources):
        return template, []
    template, problems = compiled()
    if template is not None:
        FolderStore(user_folder()).keep({key: marshal.dumps(_plain(template))})
        _is_current(template, folder, sources)
    return template, problems


def _is_current(template: Compiled, folder: Folder | None, sources: set[tuple[str, bytes]]) -> bool:
    """Whether the files that a template includes are those that it was compiled with; they are added to `sources`."""
    for file, digest in template.included:
        found = None if folder is None else folder(file)
        if found is None or found.data is None or sha256(found.data).digest() != digest:
            return False
        sources.add((found.name, found.data))
    return True


def unless_known(kind: str, read: object, faults: Callable[[], list[Problem]]) -> list[Problem]:
    """The faults of what was read, or none where it is kept on disk that it has none; they are looked for otherwise.

    `read` is everything that they depend on beside the program, as its `repr` tells.
    """
    key = sha256(repr((_program(), kind, read)).encode()).hexdigest()
    store = FolderStore(user_folder())
    if key in store.known([key]):
        return []
    found = faults()
    if not found:
        store.keep({key: b""})
    return found


def compile_alone(
    name: str,
    data: bytes,
    environment: Environment,
    trees: list[tuple[str, Template]] | None = None,
    folder: Folder | None = None,
) -> tuple[Compiled | None, list[Problem]]:
    """As `compiled_alone`, without the cache; the tree of each part is added to `trees`, with its member."""
    from generator.word.binding.including import at_their_files
    from generator.word.compiler import compile_template
    from generator.word.review.spots import in_order

    whole, problems = _read(name, data, folder)
    if whole is None:
        return None, problems
    package = whole.package
    template, faults = compile_template(package, name, environment, digest_of(sorted(package.items())), trees=trees)
    own = [] if len(whole.parts) == 1 else [*_alone(whole, environment)]
    if template is not None and not problems and not own:
        return template._replace(included=_digests([whole])), []
    if len(whole.parts) == 1:
        return None, in_order(package, [*problems, *faults])
    return None, at_their_files(whole.parts, [*problems, *own], () if own else faults)


def _alone(whole: Whole, environment: Environment, known: Names = frozenset) -> Iterator[Problem]:
    """What is wrong with each file of a template by itself: no block reaches into another."""
    from generator.word.compiler import compile_template

    for part in whole.parts:
        # What is tried here does not count for the template.
        yield from compile_template(part.alone, part.name, copy(environment), names=known)[1]


def _read(name: str, data: bytes, folder: Folder | None) -> tuple[Whole | None, list[Problem]]:
    """A template with what it includes; None with the problems if its own file is not one that can be."""
    from generator.word.binding.including import nowhere, with_included
    from generator.word.package import parse_template
    from generator.word.safety.hazards import broken_links, hazards

    package, problems = parse_template(data, name)
    if package is None:
        return None, problems
    whole, faults = with_included(name, package, folder or nowhere)
    return whole, [*hazards(package, name), *broken_links(package, name), *faults]


def _digests(wholes: Sequence[Whole]) -> tuple[tuple[str, bytes], ...]:
    """The files that templates include, each with the digest of its bytes."""
    files = {file: found.data for whole in wholes for file, found in whole.files.items()}
    return tuple((file, sha256(data or b"").digest()) for file, data in sorted(files.items()))


def _compile(
    title: str,
    parts: NamedBytes,
    repeated: NamedBytes,
    turns: Turns | None,
    environment: Environment,
    known: Names,
    folder: Folder | None,
) -> tuple[Compiled | None, list[Problem]]:
    from generator.word.binding.including import at_their_files
    from generator.word.compiler import compile_template
    from generator.word.properties import with_property_parts
    from generator.word.volume import bind

    problems: list[Problem] = []
    wholes: list[Whole] = []
    for name, data in (*parts, *repeated):
        whole, faults = _read(name, data, folder)
        problems += faults
        wholes += [] if whole is None else [whole]
    if problems:
        return None, problems
    packages = [(whole.parts[0].name, whole.package) for whole in wholes]
    package, problems = bind(packages[: len(parts)], packages[len(parts) :], turns)
    if package is None:
        return None, problems
    inputs = digest_of(sorted(package.items()))
    template, problems = compile_template(with_property_parts(package), title, environment, inputs, known)
    # Told of the file that is to be put right, not of the volume.
    wrong = [whole for whole in wholes if template is None or len(whole.parts) > 1]
    own = [fault for whole in wrong for fault in at_their_files(whole.parts, _alone(whole, environment, known), ())]
    if template is None or own:
        return None, [*dict.fromkeys(own)] or problems
    return template._replace(included=_digests(wholes)), []


def _key(title: str, parts: int, files: NamedBytes, turns: Turns | None, environment: Environment) -> str:
    """The cache key: the digest of everything that a compiled template depends on."""
    digests = [(name, sha256(data).hexdigest()) for name, data in files]
    return sha256(repr((_program(), title, parts, digests, turns, environment.printer.settings)).encode()).hexdigest()


@cache
def _program() -> tuple[str, ...]:
    """The versions that a compiled template depends on: of Python, Jinja and the program."""
    return sys.version, installed("jinja2"), running_digest()


def _plain(compiled: Compiled) -> tuple[Any, ...]:
    plain: Any = compiled._asdict()
    for name in ("members", "programs"):
        plain[name] = {member: tuple(kept) for member, kept in plain[name].items()}
    plain["charts"] = tuple(map(tuple, compiled.charts))
    plain["finishing"] = tuple(compiled.finishing)
    return tuple(plain.values())


def _kept(key: str) -> Compiled | None:
    content = FolderStore(user_folder()).known([key]).get(key)
    if content is None:
        return None
    plain = Compiled(*marshal.loads(content))  # noqa: S302 - from the user's own folder
    return plain._replace(
        members={name: ZipMember(*member) for name, member in plain.members.items()},
        programs={name: Program(*program) for name, program in plain.programs.items()},
        charts=tuple(Chart(*chart) for chart in plain.charts),
        finishing=Finishing(*plain.finishing),
    )
