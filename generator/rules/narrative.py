"""The rules of the narrative: its texts are those that the outline of the profile asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.data.report import Section
from generator.problems import Problem, nearest
from generator.rules.case import EvaluationCase, of_evaluation


@of_evaluation
def headings_filled(case: EvaluationCase) -> Iterator[Problem]:
    """NARRATIVE-MISSING, NARRATIVE-INSERT: each heading of the outline has its text and the data that it prints."""
    yield from _filled(case, case.profile.outline, {*_mistaken(case).values()})


def _mistaken(case: EvaluationCase) -> dict[str, str]:
    """The heading that each unknown one of the narrative was meant to be, of those that have no text."""
    titles = [section.title for section in case.profile.text_sections(case.evaluation.type)]
    missing = [title for title in titles if title not in case.evaluation.narrative]
    meant: dict[str, str] = {}
    for title in case.evaluation.narrative:
        near = [one for one in missing if title not in titles and nearest(title, [one], cutoff=0.5)]
        if len(near) == 1 and near[0] not in meant.values():
            meant[title] = near[0]
    return meant


def _filled(case: EvaluationCase, sections: Sequence[Section], mistaken: Collection[str]) -> Iterator[Problem]:
    node = case.evaluation.node
    names: dict[str, object] = {**case.tree, **case.branch, "evaluation": case.branch}
    for section in sections:
        if section.only not in (None, case.evaluation.type):
            continue
        if section.insert and not names.get(section.insert):
            message = f"「{section.title}」一节要印 {section.insert}，但数据里没有"
            yield Problem("NARRATIVE-INSERT", node.keys["id"], message, f"在这项自评里填写 {section.insert}")
        written = section.title in case.evaluation.narrative or section.title in mistaken
        if section.holds_text == "required" and not written:
            message = f"正文缺少「{section.title}」一节"
            remedy = f"在 narrative 下加一行「{section.title}: |」，下一行缩进写正文"
            yield Problem("NARRATIVE-MISSING", node.keys["narrative"], message, remedy)
        yield from _filled(case, section.sections, mistaken)


@of_evaluation
def headings_known(case: EvaluationCase) -> Iterator[Problem]:
    """NARRATIVE-UNKNOWN: each text is under a heading that the outline has for this kind of evaluation."""
    titles = [section.title for section in case.profile.text_sections(case.evaluation.type)]
    mistaken = _mistaken(case)
    for title in case.evaluation.narrative:
        if title not in titles:
            remedy = nearest(title, titles, f"提纲里的标题有：{'、'.join(titles)}", cutoff=0.5)
            remedy = f"把这个标题改成「{mistaken[title]}」" if title in mistaken else remedy
            place = case.evaluation.node.at("narrative").keys[title]
            yield Problem("NARRATIVE-UNKNOWN", place, f"提纲里没有写正文的「{title}」这个标题", remedy)
