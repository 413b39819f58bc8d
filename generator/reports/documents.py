"""Makes the documents of a report: which there are, what each is called, and its bytes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from generator import __version__
from generator.data.classification import LISTS
from generator.data.profile import Forms
from generator.data.report import Document
from generator.figures.report import Derived
from generator.files import read_file
from generator.namespace import Tree
from generator.problems import Problem, sorted_problems
from generator.program import running_digest
from generator.quantity import Quantity
from generator.reports.load import Loaded
from generator.reports.origin import UNCOMMITTED
from generator.reports.workspace import Workspace, included
from generator.rules.unshown import indicators_not_shown, not_shown
from generator.text.numerals import ordinal
from generator.text.printer import Printer
from generator.text.renderer import Writer
from generator.text.sandbox import Environment
from generator.word.compiled import Compiled
from generator.word.render import render, template_environment, text_of
from generator.word.store import unless_known

if TYPE_CHECKING:
    from generator.opc import Package
    from generator.word.binding.including import Own

SUBJECT = "预算绩效自评"
# A tag that asks: {% if a - b %}, {%p elif …. Not {% set x = a - b %}.
_CONDITION = re.compile(r"\{%[-+]?(?:p|tr|tc|r)?\s*(?:el)?if\b")
_OF_TEMPLATES = ("BIND-", "CHART-", "RENDER-", "TEMPLATE-")
"""What the codes of the problems begin with that a template may have."""


def make_documents(
    workspace: Workspace,
    loaded: Loaded,
    commit: str | Callable[[], str] = UNCOMMITTED,
    computed: dict[str, Quantity] | None = None,
) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of every document of a report that is ready, by file name, or the problems of the templates.

    `commit` is the revision that they are to name, or a function that gives it, called once all templates are read.
    `computed`, if given, takes the figures that tags of the templates have computed and printed, by document and tag.
    """
    assert loaded.report and loaded.forms and loaded.derived
    printer = loaded.derived.printer
    environment = template_environment(printer, optional=_optional_names)
    writer = Writer.of(printer, loaded.derived.context())
    evaluations = loaded.derived.tree["evaluations"]
    names = sorted({name for evaluation in evaluations for name in evaluation})
    compiled: list[tuple[Document, Compiled, list[tuple[str, Tree]]]] = []
    problems: list[Problem] = []
    made: list[Document] = []
    for document in loaded.forms.profile.documents:
        if contexts := [*_contexts(document, loaded.derived)]:
            made.append(document)
            template_found, faults = workspace.compiled(loaded.forms, document, names, environment)
            problems += faults
            compiled += [(document, template_found, contexts)] if template_found else []
    provenance = {
        "unit": loaded.path.stem,
        "year": str(loaded.report.year),
        "document": "",
        "inputs": "",
        "commit": commit if isinstance(commit, str) else commit(),
        "generator": __version__,
        "program": running_digest(),
    }
    inputs = _inputs(loaded)
    files: dict[str, bytes] = {}
    for document, template, contexts in compiled:
        if document.evaluation_parts:
            annexes, faults = _annexes(document, loaded, writer)
            problems += faults
            contexts = [
                (name, context | {"accounts": context["accounts"] | {"annexes": annexes}}) for name, context in contexts
            ]
        for name, context in contexts:
            if "glossary" in template.words:
                context, faults = _with_glossary(template, environment, context, loaded)
                if faults:
                    problems += faults
                    continue
            title, faults = writer.within(context).line(document.title)
            problems += faults
            document_provenance = provenance | {
                "document": name,
                "inputs": sha256(inputs + template.inputs).hexdigest(),
            }
            environment.computed = None if computed is None else {}
            data, faults = render(
                template, environment, context, title or "", loaded.report.unit, SUBJECT, document_provenance
            )
            problems += faults
            if data is not None:
                files[f"{name}.docx"] = data
            if computed is not None:
                computed |= _computed(f"{name}.docx", template, environment, printer.printed)
    if problems:
        return {}, _told(workspace, loaded.forms, made, problems)
    branches = zip(loaded.report.evaluations, loaded.derived.tree["evaluations"], strict=True)
    return files, sorted_problems(
        [
            *not_shown(loaded.report.node.file.path, loaded.derived.tree, printer.printed.values()),
            *indicators_not_shown(branches, printer.printed),
        ]
    )


def template_faults(workspace: Workspace, loaded: Loaded) -> list[Problem]:
    """What is wrong with the templates of a report's documents, whether or not its data are in order."""
    if loaded.forms is None:
        return []
    environment = template_environment(Printer(loaded.forms.profile), optional=_optional_names)
    evaluations = loaded.derived.tree["evaluations"] if loaded.derived else []
    names = sorted({name for evaluation in evaluations for name in evaluation})
    documents = loaded.forms.profile.documents
    problems = [
        problem
        for document in documents
        for problem in workspace.compiled(loaded.forms, document, names, environment)[1]
    ]
    problems += _misnamed(workspace, loaded.forms, documents)
    from generator.reports.template_names import unprinted

    problems += unprinted(workspace.name, partial(included, workspace.templates, loaded.forms), loaded.forms)
    return _located(workspace, loaded.forms, documents, problems) if problems else []


def _told(workspace: Workspace, forms: Forms, documents: Sequence[Document], problems: list[Problem]) -> list[Problem]:
    """The problems of documents that cannot be made: for the first bad name of a template all of them, as lint does."""
    if not any(problem.code.startswith(_OF_TEMPLATES) for problem in problems):
        return sorted_problems(problems)
    misnamed = _misnamed(workspace, forms, documents)
    tags = {_tag(problem) for problem in misnamed}
    others = [problem for problem in problems if problem.code != "TEMPLATE-NAME" or _tag(problem) not in tags]
    return _located(workspace, forms, documents, [*others, *misnamed])


def _tag(problem: Problem) -> str:
    return problem.message.partition("：")[0]


def _misnamed(workspace: Workspace, forms: Forms, documents: Sequence[Document]) -> list[Problem]:
    """The names in the templates of documents that data of their kind do not have; looked for only where any is new."""
    read = []
    for path, each in sorted({*forms.used(documents)}):
        name = workspace.name(path)
        data, _ = read_file(path, name)  # compiling it has told why it cannot be read
        read += [] if data is None else [(name, each, data)]

    def found() -> list[Problem]:
        from generator.reports.template_names import misnamed

        return misnamed(read, partial(included, workspace.templates, forms))

    digests = [(each, sha256(data).hexdigest()) for _, each, data in read]
    digests += [(name, sha256(data).hexdigest()) for name, data in sorted(workspace.compiled_from(forms))]
    return unless_known("names", digests, found)


def _located(
    workspace: Workspace, forms: Forms, documents: Sequence[Document], problems: Sequence[Problem]
) -> list[Problem]:
    """The problems in the order of the templates' texts; those of a volume at the template that they come from."""
    from generator.word.binding.including import attributed, with_included
    from generator.word.package import read_template
    from generator.word.review.spots import at_their_parts, by_file, file_by_file

    packages: dict[str, Package] = {}
    wholes: dict[str, list[Own]] = {}
    of_volumes: dict[str, list[str]] = {}
    folder = partial(included, workspace.templates, forms)
    for document in documents:
        for path, _ in forms.used([document]):
            name = workspace.name(path)
            if name not in wholes and (package := read_template(path, name)[0]):
                wholes[name] = with_included(name, package, folder)[0].parts
                packages |= {part.name: part.package for part in wholes[name]}
            of_volumes.setdefault(document.name, []).extend(part.name for part in wholes.get(name, ()))
    of_files = by_file(dict.fromkeys(problems))
    alone = {(problem.code, problem.message) for file in packages for problem in of_files.get(file, ())}
    found = []
    for file, of_file in of_files.items():
        names = () if file in packages else of_volumes.get(file.rpartition("/")[2], ())
        if len(wholes.get(file, ())) > 1:
            told = attributed(wholes[file], of_file)
        else:
            told = at_their_parts([(name, packages[name]) for name in names], of_file)
        again = {problem for problem in of_file if names and (problem.code, problem.message) in alone}
        found += [problem for problem in told if problem not in again]
    return file_by_file(packages, found)


def _inputs(loaded: Loaded) -> bytes:
    """The digest of the files that a report's figures come from, as they were read."""
    assert loaded.root and loaded.report and loaded.forms
    digest = sha256(loaded.root.file.data)  # as it was computed from, whatever the file holds by now
    units = [unit.file for unit in loaded.units.values()]
    for file in (*loaded.forms.files, *units, *(file for forms in loaded.unit_forms.values() for file in forms.files)):
        digest.update(file.data)
    for path in LISTS if loaded.report.accounts else ():
        digest.update(path.read_bytes())
    for _, data in sorted(loaded.pictures.items()):
        digest.update(sha256(data).digest())
    return digest.digest()


def _contexts(document: Document, derived: Derived) -> Iterator[tuple[str, Tree]]:
    """The file name and the namespace of each document of a kind: one for the report, or one per evaluation."""
    if document.each != "evaluation":
        if document.each == "report" or derived.tree.get(document.each):
            yield document.name, derived.context()
        return
    evaluations = derived.tree["evaluations"]
    for evaluation in evaluations:
        name = document.name if len(evaluations) == 1 else f"{document.name}-{evaluation['id']}"
        yield name, derived.context(evaluation)


def _annexes(document: Document, loaded: Loaded, writer: Writer) -> tuple[list[Tree], list[Problem]]:
    """The titles of the documents that a volume repeats for each evaluation, numbered as its annexes."""
    assert loaded.forms and loaded.derived
    profile = loaded.forms.profile
    titles = {repeated.template: repeated.title for repeated in profile.documents if repeated.each == "evaluation"}
    annexes: list[Tree] = []
    problems: list[Problem] = []
    for evaluation in loaded.derived.tree["evaluations"]:
        for part in document.evaluation_parts:
            title, faults = writer.within(loaded.derived.context(evaluation)).line(titles[part])
            problems += faults
            annexes.append({"number": ordinal(profile.numbering[0], len(annexes) + 1), "title": title})
    return annexes, problems


def _with_glossary(
    compiled: Compiled, environment: Environment, context: Tree, loaded: Loaded
) -> tuple[Tree, list[Problem]]:
    """The namespace with a document's glossary: the terms that occur in the document rendered without one."""
    assert loaded.report and loaded.forms
    text, problems = text_of(compiled, environment, context | {"glossary": []})
    if problems:
        return context, problems
    from generator.figures.glossary import glossary

    accounts = loaded.report.accounts
    codes = sorted({function.code for function in accounts.functions}) if accounts else []
    numbering = loaded.forms.profile.numbering
    return context | {"glossary": glossary(loaded.report.year, codes, text, numbering[1:3])}, []


def computed_figures(workspace: Workspace, loaded: Loaded) -> dict[str, Quantity]:
    """The figures that the templates of a report compute and print, by document and tag; none without documents."""
    computed: dict[str, Quantity] = {}
    made = loaded.ready and make_documents(workspace, loaded, computed=computed)[0]
    return computed if made else {}


def _computed(
    name: str, template: Compiled, environment: Environment, printed: Collection[int]
) -> Iterator[tuple[str, Quantity]]:
    """The figures that a template has computed and printed: `report.docx!{{ a + b }}`, numbered from the second on."""
    programs = {program.code: (member, program) for member, program in template.programs.items()}
    seen: Counter[str] = Counter()
    for key, (figure, code, line) in (environment.computed or {}).items():
        if key in printed and code in programs:
            member, program = programs[code]
            tag = template.tag(member, program.lines[line - 1]).source
            if _CONDITION.match(tag):  # which prints nothing
                continue
            seen[tag] += 1
            number = f"（第{seen[tag]}处）" if seen[tag] > 1 else ""
            yield f"{name}!{tag}{number}", figure if figure.label else figure.named("模板里算出的数")


def _optional_names() -> Collection[str]:
    """Brings the contract of names, which most templates do not need to be filled."""
    from generator.reports.template_names import optional_names

    return optional_names()
