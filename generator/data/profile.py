"""Loads a locality's profile, merged with the one that it extends."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from generator.data.fields import resolved
from generator.data.formats import read
from generator.data.kinds import KINDS
from generator.data.reader import Node
from generator.data.record import build
from generator.data.report import Document, Profile, Scoring
from generator.data.schema import Schema, schema, validate
from generator.frozen import Frozen, replace
from generator.identifiers import is_code
from generator.problems import LONGEST_SLIP, Place, Problem, SourceFile
from generator.quantity import PERCENT, total

PROFILE = "profile.yaml"
FULL_MARK = 100


class Forms(Frozen):
    """A profile with the folders to search for its templates, its own first, and the files that it was read from."""

    profile: Profile
    folders: tuple[Path, ...]
    files: tuple[SourceFile, ...]

    def template(self, name: str) -> Path | None:
        """The template file of this name, the locality's own before that of the profile it extends."""
        return next((folder / name for folder in self.folders if os.path.lexists(folder / name)), None)

    def used(self, documents: Iterable[Document]) -> Iterator[tuple[Path, str]]:
        """The template files of some of its documents, each with what it is filled for: report, evaluation, …"""
        for document in documents:
            files = [(file, document.each) for file in document.parts or (document.template or "",)]
            for file, each in [*files, *((file, "evaluation") for file in document.evaluation_parts)]:
                if path := self.template(file):
                    yield path, each


def profile_names(templates: Path) -> list[str]:
    """The names of the profiles below a folder, sorted."""
    return sorted(path.name for path in templates.glob("*") if os.path.lexists(path / PROFILE))


def nearest_profiles(templates: Path, name: str) -> list[str]:
    """The names of the profiles below a folder, those that are most like a wrong one first."""
    names = profile_names(templates)
    if name in names:
        return names
    from difflib import SequenceMatcher

    return sorted(names, key=lambda known: -SequenceMatcher(None, name[:LONGEST_SLIP], known).ratio())


def template_files(templates: Path, profile: str) -> list[Path]:
    """The Word files of a profile, without lock files: Word's begin with ~$, those of WPS with .~."""
    paths = templates.glob(f"{profile}/*.docx")
    return sorted(path for path in paths if not path.name.startswith(("~$", ".~")))


def inputs(templates: Path) -> list[Path]:
    """Every file below the folder of the profiles that documents are made from."""
    return sorted(
        {
            *templates.glob("*.docx"),
            *(templates / name / PROFILE for name in profile_names(templates)),
            *template_files(templates, "*"),
        }
    )


def load_forms(templates: Path, name: str, asked: Place) -> tuple[Forms | None, list[Problem]]:
    """The profile `name`; `asked` is the place that asked for it."""
    merged: Node | None = None
    folders: list[Path] = []
    files: list[SourceFile] = []
    while True:
        folder = templates / name
        file = folder / PROFILE
        if not is_code(name) and os.path.lexists(file):
            message = f"地区格式的文件夹不能叫「{name}」：只用小写字母、数字和连字符"
            return None, [Problem("PROFILE-MISSING", asked, message, "改一个名称，如 hubei-wuhan")]
        if not is_code(name) or not os.path.lexists(file):
            remedy = f"现有：{'、'.join(nearest_profiles(templates, name)) or '无'}"
            return None, [Problem("PROFILE-MISSING", asked, f"没有名为「{name}」的地区格式", remedy)]
        if folder in folders:
            return None, [Problem("PROFILE-LOOP", asked, f"地区格式「{name}」沿用了自己", "改正 extends")]
        folders.append(folder)
        root, problems = read(file, f"{templates.name}/{name}/profile.yaml", "profile")
        if root is None or not isinstance(root.value, dict):
            return None, problems or [
                Problem(
                    "PROFILE-MISSING", asked, f"地区格式「{name}」的内容不是「名称: 内容」", "参照 templates/national"
                )
            ]
        files.append(root.file)
        merged = root if merged is None else _over(merged, root, schema("profile"), schema("profile"))
        parent = root.value.get("extends")
        if parent is None or not isinstance(parent.value, str):
            break
        name, asked = parent.value, parent.place
    problems = validate(merged, "profile")
    if problems:
        return None, problems
    profile = build(Profile, merged)
    forms = Forms(profile, tuple(folders), tuple(files))
    problems = [*_rules(forms)]
    return (None if problems else forms), [*dict.fromkeys(problems)]


def _over(child: Node, parent: Node, part: Schema, top: Schema) -> Node:
    """The child over the parent, entry by entry at every depth.

    A list, and a mapping whose names are the form's own (各类指标, 指标级次), is taken whole: it is what a form prints.
    """
    entries = part.get("properties") or (part.get("x-extended") and part)
    if not entries or not isinstance(child.value, dict) or not isinstance(parent.value, dict):
        return child
    value = dict(parent.value)
    for key, node in child.value.items():
        _, below = resolved(part.get("properties", {}).get(key, {}), top)
        value[key] = _over(node, value[key], below, top) if key in value else node
    return replace(child, value=value, keys=parent.keys | child.keys)


def _rules(forms: Forms) -> list[Problem]:
    """The problems of a profile that its schema cannot express."""
    profile = forms.profile
    problems = []
    weights = profile.weights
    full = weights.execution + weights.indicators
    if full.value != FULL_MARK:
        message = f"各部分分值合计 {full.number('', 2)} 分，应为 100.00 分"
        problems.append(Problem("PROFILE-WEIGHT", weights.node.place, message, "核对各部分分值"))
    if weights.groups and total(weights.groups.values(), "").value != weights.indicators.value:
        place = weights.node.at("groups").place
        problems.append(
            Problem(
                "PROFILE-WEIGHT",
                place,
                "各类指标的分值合计不等于绩效指标的分值",
                "核对各类指标的分值；沿用来的不合用的，在 weights 里写上自己的 groups，没有的写 groups: {}",
            )
        )
    problems += _criteria(profile.scoring)
    bounds = [grade.lowest.value or 0 for grade in profile.grades]
    wrong = [number for number, (high, low) in enumerate(pairwise(bounds), 1) if low >= high]
    wrong += [len(bounds) - 1] if bounds[-1] != 0 else []
    if wrong:
        place = profile.grades[wrong[0]].node.at("lowest").place
        problems.append(
            Problem("PROFILE-GRADE", place, "等级的起点没有从高到低排到 0", "按从高到低排列，最后一级从 0 起")
        )
    for kind in KINDS:
        titles: set[str] = set()
        for section in profile.text_sections(kind):
            if section.title in titles:
                message = f"提纲里写正文的标题「{section.title}」重复"
                problems.append(Problem("PROFILE-OUTLINE", section.node.at("title").place, message, "各用不同的标题"))
            titles.add(section.title)
    names: dict[str, Document] = {}
    for document in profile.documents:
        if document.name in names:
            place = document.node.at("name").place
            problems.append(Problem("PROFILE-DOCUMENT", place, f"文档「{document.name}」重复", "各取一个文件名"))
        names[document.name] = document
        for key in ("template", "parts", "evaluation_parts"):
            for node in _leaves(document.node.at(key)) if key in document.node.keys else []:
                if forms.template(str(node.value)) is None:
                    where = "或".join(f"templates/{folder.name}" for folder in forms.folders)
                    message = f"找不到模板「{node.value}」"
                    problems.append(Problem("PROFILE-TEMPLATE", node.place, message, f"把它放进 {where}"))
    evaluated = {document.template for document in profile.documents if document.each == "evaluation"}
    for document in profile.documents:
        for part, node in zip(document.evaluation_parts, _leaves(document.node.at("evaluation_parts")), strict=False):
            if part not in evaluated:
                message = f"逐项自评合订的「{part}」不是哪份逐项自评的文档的模板"
                remedy = "在 documents 里加上它，each 写 evaluation"
                problems.append(Problem("PROFILE-DOCUMENT", node.place, message, remedy))
    return problems


_KEYS = {
    "share": {"full_from", "none_below"},
    "met": set[str](),
    "bands": {"of", "bands"},
    "deduction": {"every", "deduct", "part", "free"},
}
"""The keys that a criterion of each kind has beside `kind` and `text`."""


def _criteria(scoring: Scoring) -> Iterator[Problem]:
    """The criteria that cannot score: of keys of another kind, without bands or steps, with bounds that do not fit."""
    if scoring.execution is not None and scoring.execution not in scoring.criteria:
        place = scoring.node.at("execution").place
        message = f"criteria 里没有名为「{scoring.execution}」的评分标准"
        yield Problem("PROFILE-CRITERION", place, message, f"可用的有：{'、'.join(scoring.criteria) or '无'}")
    for name, criterion in scoring.criteria.items():
        node, kind = criterion.node, criterion.node.at("kind").place
        for key in node.keys:
            if key not in {"kind", "text", *_KEYS[criterion.kind]}:
                message = f"评分标准「{name}」的计分方法是 {criterion.kind}，用不着 {key}"
                yield Problem("PROFILE-CRITERION", node.keys[key], message, "删去这一行，或者改正 kind")
        bounds = [bound for band in criterion.bands for bound in (band.at_least, band.at_most) if bound]
        if criterion.kind == "bands" and not bounds:
            message = f"评分标准「{name}」没有写分档的界限"
            yield Problem("PROFILE-CRITERION", kind, message, "在 bands 里写各档的 at_least 或 at_most")
        if criterion.kind == "deduction" and not (
            criterion.every and criterion.every.value and criterion.deduct and criterion.deduct.value
        ):
            message = f"评分标准「{name}」没有写每差多少（every）扣几分（deduct），或者写的是零"
            yield Problem("PROFILE-CRITERION", kind, message, "写上 every 和 deduct，如 every: 1%")
        units = {bound.unit for bound in (*bounds, criterion.every, criterion.free) if bound}
        if len(units) > 1:
            message = f"评分标准「{name}」的界限单位不同：{'、'.join(sorted(units))}"
            yield Problem("PROFILE-CRITERION", kind, message, "都写成同一个单位")
        elif criterion.of == "completion" and bounds and units != {PERCENT}:
            message = f"评分标准「{name}」按完成率分档，界限的单位却是「{bounds[0].unit}」"
            remedy = "界限写百分数；按完成值分档的写 of: actual"
            yield Problem("PROFILE-CRITERION", node.at("bands").place, message, remedy)
        else:
            for band in criterion.bands:
                if band.at_least and band.at_most and band.at_least > band.at_most:
                    message = f"评分标准「{name}」有一档的下限高于上限"
                    place = band.node.at("at_least").place
                    yield Problem("PROFILE-CRITERION", place, message, "核对这一档的两个界限")


def _leaves(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else [node]
