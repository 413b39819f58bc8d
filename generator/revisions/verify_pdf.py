"""Checks whether a PDF is the conversion of the document that a commit produces, and what was altered in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generator.frozen import replace
from generator.pdf_file import CLAIMS, MAX_SECONDS, Facts, Page
from generator.program import ROOT
from generator.reports.pdf import converted
from generator.revisions.compare import Passage, compare_lines
from generator.revisions.verify import Verdict, Verification
from generator.word.lines import DocumentCell, DocumentLine

Judge = Callable[[dict[str, str], Callable[[bytes], Verification]], Verification]
"""A function that verifies claims by comparing a DOCX with the one rebuilt from them, if they lead to one."""

_MAX_LINES = 2000  # of a page, more than a line for each point of its height
# 1,234.50, 98%, 2022. Not a single digit.
_NUMBER = re.compile(r"[0-9][0-9,.]*[0-9]%?")
_READER = ROOT / "generator" / "pdf_file.py"


def verify_pdf(data: bytes, judge: Judge) -> Verification:
    """Converts the document that a PDF claims to be made from and compares the two.

    It is genuine only if it is the same to the last object. If another LibreOffice or other fonts made the PDF, its
    drawing cannot be compared: it is unproven, unless it holds what no conversion of the document holds.
    """
    there = _facts(data)
    if isinstance(there, Verification):
        return there
    claims = {name: there.info[name] for name in CLAIMS if name in there.info}
    if not claims:
        return Verification(Verdict.FOREIGN, "PDF 里没有本项目写入的出处", {})
    return judge(claims, lambda document: _by_conversion(data, there, document, claims))


def _by_conversion(data: bytes, there: Facts, document: bytes, claims: dict[str, str]) -> Verification:
    made, problems = converted([document])
    if not made or not made[0].data:
        why = f"{problems[0].message}；{problems[0].remedy}" if problems else f"LibreOffice 没有转出它{made[0].words}"
        reason = f"核实 PDF 要把提交 {claims['commit'][:10]} 生成的文档也转成 PDF。{why}。也可以核实同名的 .docx"
        return Verification(Verdict.UNPROVEN, reason, claims)
    return _compared(data, there, made[0].data, claims)


def _facts(data: bytes, *, texts: bool = False) -> Facts | Verification:
    """The content of a PDF, or the verification of one that cannot be read."""
    told = _told_apart(data, texts=texts)
    if told is None:
        return Verification(Verdict.UNPROVEN, "PDF 太大或者结构太怪，在限定的时间和内存里读不完", {})
    if "encrypted" in told:
        reason = f"PDF {told['encrypted']}，不能核实：用没有加密的原文件，或者核实同名的 .docx"
        return Verification(Verdict.UNPROVEN, reason, {})
    if "unreadable" in told:
        return Verification(Verdict.FOREIGN, f"PDF 读不了：{told['unreadable']}", {})
    return Facts(**told | {"pages": tuple(Page(**page) for page in told["pages"])})


def _told_apart(data: bytes, *, texts: bool) -> dict[str, Any] | None:
    """As `pdf_file.told`, by a process with limits of its own; None if it exceeded them."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [sys.executable, "-I", "-X", "utf8", str(_READER), *(["--texts"] if texts else [])]
    try:
        done = subprocess.run(  # noqa: S603  # this program itself
            command, input=data, env=environment, capture_output=True, check=True, timeout=2 * MAX_SECONDS
        )
        return json.loads(done.stdout)  # type: ignore[no-any-return]
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def _compared(data: bytes, there: Facts, made: bytes, claims: dict[str, str]) -> Verification:
    whose = f"提交 {claims['commit'][:10]} 生成的文档转成的 PDF "
    if data == made:
        return Verification(Verdict.GENUINE, f"与{whose}逐字节相同", claims)
    here = _facts(made, texts=True)
    if isinstance(here, Verification):
        return replace(here, provenance=claims)
    if there.objects == here.objects and there.canonical:
        count = len(here.pages)
        reason = f"{count} 页的文字、字体、图形和文档信息都与{whose}相同，只是压缩方式不同"
        return Verification(Verdict.GENUINE, reason, claims)
    read = _facts(data, texts=True)
    if isinstance(read, Verification):
        return replace(read, provenance=claims)
    return _differing(read, here, whose, claims)


def _differing(there: Facts, here: Facts, whose: str, claims: dict[str, str]) -> Verification:
    """The verification of a PDF that differs from the one made here, perhaps only because fonts differ."""
    maker, maker_here = (facts.info.get("Producer", "") for facts in (there, here))
    added = [*dict.fromkeys(extra for extra in there.extras if extra not in here.extras)]
    added += ["图片"] if {*there.images} - {*here.images} else []
    counts = len(here.pages), len(there.pages)
    if maker == maker_here and all({*digests} <= {*there.fonts.get(name, ())} for name, digests in here.fonts.items()):
        passages = tuple(_passages(here, there))
        parts = (*_parts(here, there), *added)
        return Verification(Verdict.ALTERED, _reason(here, there, passages, whose), claims, passages, parts)
    if added:
        return Verification(Verdict.ALTERED, f"有{whose}里没有的东西", claims, parts=tuple(added))
    if not maker.startswith("LibreOffice "):
        return Verification(Verdict.ALTERED, f"不是转成以后的样子，由「{maker}」保存过", claims)
    if maker == maker_here and there.fonts.keys() == here.fonts.keys() and counts[0] == counts[1]:
        # Other versions of the same fonts may break lines and pages elsewhere, but draw the same characters.
        if _characters(there) != _characters(here):
            passages = tuple(_passages(here, there))
            return Verification(Verdict.ALTERED, f"文字与{whose}不同", claims, passages)
    elif unknown := _unknown_numbers(there, here):
        shown = "、".join(unknown[:5])
        return Verification(Verdict.ALTERED, f"有{whose}里没有的数：{shown}", claims)
    return Verification(Verdict.UNPROVEN, _unproven(there, here, whose), claims)


def _reason(here: Facts, there: Facts, passages: Sequence[Passage], whose: str) -> str:
    expected, given = len(here.pages), len(there.pages)
    if expected != given:
        return f"页数与{whose}不同：应有 {expected} 页，这份有 {given} 页"
    if passages:
        return f"文字与{whose}不同"
    if there.objects == here.objects:
        return f"画面与{whose}相同，但文件用别的程序重新保存过，或者里面还有看不见的内容"
    if there.body == here.body:
        return "文字和画面没有变，PDF 里的出处或别的文档信息与它的内容不符"
    return f"文字和页数与{whose}相同，画面、批注或别的部分不同"


def _unproven(there: Facts, here: Facts, whose: str) -> str:
    """Why nothing was proven, with what was compared."""
    if [_folded(page.text) for page in there.pages] == [_folded(page.text) for page in here.pages]:
        same = f"{len(here.pages)} 页的文字都与{whose}相同"
    else:
        same = f"没有发现{whose}里没有的数，但换行或分页不同"
    maker, maker_here = (facts.info.get("Producer", "") for facts in (there, here))
    if maker != maker_here:
        why = f"由 {maker} 转成，这里是 {maker_here}"
    elif there.fonts.keys() != here.fonts.keys():
        why = f"用的字体是 {'、'.join(there.fonts)}，这里是 {'、'.join(here.fonts)}"
    else:
        why = "嵌入的字体与这里的不同：字体的版本不同，或者字形被换过"
    remedy = "在有同样的 LibreOffice 和字体的电脑上再核实，或者核实同名的 .docx"
    return f"{same}；画出来的字没法逐一核对，因为它{why}：{remedy}"


def _passages(here: Facts, there: Facts) -> Iterator[Passage]:
    """The lines that changed, page by page; none if the numbers of pages differ."""
    pairs = [*zip(here.pages, there.pages, strict=False)]
    for number, (page_here, page_there) in enumerate(pairs, 1):
        before, after = _lines(page_here), _lines(page_there)
        if len(here.pages) == len(there.pages) and before != after and max(len(before), len(after)) <= _MAX_LINES:
            for passage in compare_lines(before, after):
                yield replace(passage, heading=f"第 {number} 页")


def _lines(page: Page) -> list[DocumentLine]:
    lines = [line for line in page.text.splitlines() if line.strip()]
    return [DocumentLine("", (DocumentCell(line, 0, 1),), False, 0, 0) for line in lines]


def _parts(here: Facts, there: Facts) -> Iterator[str]:
    """Where the two differ, in Chinese."""
    known = {_key(page): number for number, page in reversed([*enumerate(here.pages, 1)])}
    for number, page in enumerate(there.pages, 1):
        page_here = here.pages[number - 1] if number <= len(here.pages) else None
        if page_here and _key(page_here) == _key(page):
            continue
        if was := known.get(_key(page)):
            yield f"第 {number} 页（应是第 {was} 页）"
        elif page_here is None:
            yield f"第 {number} 页（多出）"
        else:
            changed = {
                "画面": page_here.drawing != page.drawing,
                "批注和链接": page_here.annotations != page.annotations,
                "大小或旋转": page_here.frame != page.frame,
            }
            yield f"第 {number} 页的{'、'.join(words for words, differs in changed.items() if differs)}"
    left = {_key(page) for page in there.pages}
    if len(here.pages) > len(there.pages):
        yield from (f"第 {number} 页（少了）" for number, page in enumerate(here.pages, 1) if _key(page) not in left)
    if {page.resources for page in here.pages} != {page.resources for page in there.pages}:
        yield "字体、字形和图片"
    entries = dict.fromkeys([*here.info, *there.info])
    yield from (f"文档信息 {name}" for name in entries if here.info.get(name) != there.info.get(name))


def _key(page: Page) -> tuple[str, str, str]:
    return page.drawing, page.annotations, page.frame


def _folded(text: str) -> str:
    """A text without spaces and line breaks, in Unicode's NFKC form: fonts differ in these."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _characters(facts: Facts) -> Counter[str]:
    return Counter(char for page in facts.pages for char in page.text if not char.isspace())


def _unknown_numbers(there: Facts, here: Facts) -> list[str]:
    """Numbers that occur nowhere in the conversion made here, page numbers aside."""
    text = "".join(_folded(page.text) for page in here.pages)
    numbers: Counter[str] = Counter()
    for page in there.pages:
        numbers.update(_NUMBER.findall(unicodedata.normalize("NFKC", page.text)))
    most = len(there.pages)
    return [number for number in numbers if number not in text and not (number.isdecimal() and int(number) <= most)]
