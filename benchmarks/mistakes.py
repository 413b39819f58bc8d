"""The kinds of mistakes: each walks a report's text and plants wherever it can, none picked by hand or at random.

A kind says in its docstring whether something else in the report contradicts what it plants, or leaves that to the
witnesses and faults of `witnesses.py`; either way it is settled before the checker sees the mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from benchmarks.sheet import Leaf, Mistake, Sheet, children
from generator.data.reader import Node
from generator.quantity import MONEY, PERCENT

FORMS = ("增加（减少）", "大（小）于", "增长（下降）", "高（低）于")
PRIVATE = (("mobile number", "13800138000"), ("identity number", "11010519491231002X"))  # examples, nobody's own
NUMERALS = "零一二三四五六七八九十"
MOVED = {"actual", "budget", "initial", "amount", "last_year", "target", "weight", "score", "code", "value", "basic"}


def _family(path: tuple[str | int, ...]) -> str:
    if path[0] in ("accounts", "published"):
        return str(path[0])
    if path[0] == "facts":
        return "counts"
    if path[-1] in ("weight", "score", "indicator_score", "result") or path[-1] == "name":
        return "scores" if path[-1] != "name" else "measurement"
    if "indicators" in path:
        return "measurement"
    return "budget" if "funds" in path and "items" not in path else "sums"


def _digit(text: str, first: bool) -> str:
    """The text with its first or last digit one higher, never a leading zero."""
    places = [match.start() for match in re.finditer("[0-9]", text)]
    place = places[0 if first else -1]
    new = (int(text[place]) + 1) % 10
    return text[:place] + str(new or (1 if first else 0)) + text[place + 1 :]


def amounts(sheet: Sheet) -> Iterator[Mistake]:
    """A typed amount with a wrong digit, a zero too many, 元 for 万元, or a sign. The witnesses decide."""
    for path, node in sheet.leaves:
        typed = str(node.value)
        if not re.fullmatch(r"[0-9.]+万?元", typed):
            continue
        number = typed.rstrip("万元")
        unit = typed[len(number) :]
        kinds = {"digit, first": _digit(number, True) + unit, "digit, last": _digit(number, False) + unit}
        if Decimal(number):
            kinds["ten times"] = f"{Decimal(number) * 10:f}{unit}"
            kinds["元 / 万元"] = number + ("元" if unit == "万元" else "万元")
            kinds["sign"] = "-" + typed
        for kind, new in kinds.items():
            start = sheet.text.find(typed, node.start, node.end)
            if start < 0:  # read in another spelling than it was typed
                continue
            yield sheet.mistake(_family(path), kind, [(start, start + len(typed), new)])


def figures(sheet: Sheet) -> Iterator[Mistake]:
    """A typed count, rate, target, actual, weight, score or published value with a wrong digit. The witnesses decide.

    A fact is also contradicted where a text lists as many things behind it.
    """
    for path, node in sheet.leaves:
        typed = str(node.value)
        measure = path[0] in ("facts", "published") or path[-1] in (
            "target",
            "actual",
            "weight",
            "score",
            "indicator_score",
        )
        if not (measure or {"staff", "assets", "base_table"} & {*path}) or path[-1] in ("cause", "where", "figure"):
            continue
        if not re.fullmatch(r"[≥≤约近]?[0-9.]+[^元{}]{0,6}", typed) or typed == "0":
            continue
        family = "rates" if path[0] == "published" and typed.endswith("%") else _family(path)
        start = sheet.text.find(typed, node.start, node.end)
        if start < 0:  # read in another spelling than it was typed
            continue
        places = _listed_lines(sheet, str(path[-1])) if path[0] == "facts" else frozenset()
        news = {_digit(typed, True), _digit(typed, False)}
        if path[-1] in ("weight", "score") and int(typed[0]) > 1:
            news.add(str(int(typed[0]) - 1) + typed[1:])
        for new in sorted(news):
            yield sheet.mistake(family, "digit", [(start, start + len(typed), new)], True if places else None, places)


def _listed_lines(sheet: Sheet, fact: str) -> frozenset[int]:
    """The lines on which a fact stands before a list of as many things."""
    refs = [ref for text in sheet.references for ref in text if ref[2] == f"facts.{fact}"]
    found = [ref for ref in refs if _listed(sheet.text[ref[1] :]) == int((re.findall("[0-9]+", ref[3]) or ["0"])[0])]
    return frozenset(sheet.line(ref[0]) for ref in found)


def measures(sheet: Sheet) -> Iterator[Mistake]:
    """An actual value in another unit, or that copies its target with the comparator. The faults decide."""
    values = dict(sheet.leaves)
    for path, node in sheet.leaves:
        target = values.get((*path[:-1], "target"))
        typed = str(node.value)
        if path[-1] != "actual" or target is None or "indicators" not in path:
            continue
        edits = []
        if match := re.fullmatch(r"([0-9.]+)(万?)([^0-9{}万]{1,6})", typed):
            edits.append(("unit", match[1] + match[2] + ("个" if match[3] != "个" else "次")))
        if re.match("[≥≤]", str(target.value)) and typed != target.value and "{" not in typed:
            edits.append(("actual copies target", str(target.value)))
        for kind, new in edits:
            yield sheet.mistake("measurement", kind, [(node.start, node.end, new)])


def results(sheet: Sheet) -> Iterator[Mistake]:
    """A qualitative result of another band. The faults decide."""
    for path, node in sheet.leaves:
        if path[-1] == "result" and "indicators" in path:
            for band in sheet.profile.scoring.bands:
                if band.result != node.value:
                    yield sheet.mistake("scores", "result", [(node.start, node.end, band.result)])


def words(sheet: Sheet) -> Iterator[Mistake]:
    """A published word changed into another of the same kind (a grade, 达到). The witnesses decide."""
    pairs = {"达到": "未达到", "未达到": "达到"} | {
        one.word: other.word
        for one, other in zip(sheet.profile.grades, (*sheet.profile.grades[1:], sheet.profile.grades[0]), strict=True)
    }
    for path, node in sheet.leaves:
        if path[0] == "published" and path[-1] == "value" and node.value in pairs:
            yield sheet.mistake("published", "word", [(node.start, node.end, pairs[str(node.value)])])


def moved(sheet: Sheet) -> Iterator[Mistake]:
    """Neighbouring rows' typed amounts, scores, codes, groups or published values exchanged. The witnesses decide."""
    rows = {path: node for path, node in sheet.leaves if path[-1] in MOVED or "economic" in path}
    rows |= {path: node for path, node in sheet.leaves if path[-1] == "name" and path[-3] in ("groups", "indicators")}
    economic = [path for path in rows if "economic" in path]
    after = dict(pairwise(economic))
    for path, node in rows.items():
        number = path[-2] if len(path) > 1 else ""
        other = (
            rows.get((*path[:-2], number + 1, path[-1])) if isinstance(number, int) else rows.get(after.get(path, ()))
        )
        if other is None or other.value == node.value or path[0] == "accepted":
            continue
        if any(str(leaf.value).startswith("=") for leaf in (node, other)):  # a formula is not typed
            continue
        one, two = (sheet.text[leaf.start : leaf.end] for leaf in (node, other))
        yield sheet.mistake(_family(path), "moved row", [(node.start, node.end, two), (other.start, other.end, one)])


def lost_rows(sheet: Sheet) -> Iterator[Mistake]:
    """An item, indicator, functional or economic line left out. The witnesses decide, or a text that refers to it."""
    for path, node in [*_mappings(sheet.root)]:
        rows = path[-2] if len(path) > 1 else ""
        if rows not in ("items", "functions") or not isinstance(path[-1], int):
            continue
        family = "scores" if "indicators" in path else _family((*path, "actual"))
        start = sheet.text.rfind("\n", 0, node.start) + 1
        lines = sheet.text[start : node.end].rstrip().count("\n") + 1
        end = start + len("\n".join(sheet.text[start:].split("\n")[:lines]))
        name = node.at("id" if "id" in node.keys else "code" if "code" in node.keys else "name").value
        cited = re.finditer(rf"(?:items|indicators|functions)\.{re.escape(str(name))}[.|\s]", sheet.text)
        places = frozenset(sheet.line(match.start()) for match in cited)
        if "indicators" in path:
            figure = f"evaluations.{sheet.report.evaluations[int(path[1])].id}.indicators_count"
            places |= {one.node.at("value").place.line for one in sheet.agreeing if one.figure == figure}
        known = True if places else None
        places |= sheet.beside(path[:-2]) | {max(sheet.headings({sheet.line(start)}))}
        yield sheet.mistake(family, "lost row", [(start, end, "\n" * (lines - 1))], known, places)
    for path, node in sheet.leaves:
        if path[:2] == ("accounts", "economic"):
            start = sheet.text.rfind("\n", 0, node.start) + 1
            yield sheet.mistake("accounts", "lost row", [(start, node.end, "")])


def _mappings(node: Node, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    for key, child in children(node):
        yield from _mappings(child, (*path, key))
    if isinstance(node.value, dict):
        yield path, node


def codes(sheet: Sheet) -> Iterator[Mistake]:
    """A functional or economic code with a wrong third or last digit. The faults decide."""
    places = [
        (node.start, str(node.value))
        for path, node in sheet.leaves
        if path[0] == "accounts" and path[-1] in ("code", "row")
    ]
    if sheet.report.accounts:
        keys = sheet.report.accounts.node.at("economic").keys
        places += [(sheet.text.index(f"    {code}:", sheet.text.index("\n  economic:")) + 4, code) for code in keys]
    for start, code in places:
        for place in sorted({2, len(code) - 1}) if re.fullmatch("[0-9]{3,7}", code) else ():
            new = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
            yield sheet.mistake("accounts", "code", [(start, start + len(code), new)])


def typed_over(sheet: Sheet) -> Iterator[Mistake]:
    """Digits typed over a reference: the printed ones changed by one, or those of the reference before it.

    Always contradicted, by the data and all that else prints them; but not a fact that nothing else refers to.
    """
    for text in sheet.references:
        before: dict[str, str] = {}
        for start, end, path, printed, _ in text:
            if path in ("year", "unit") or not re.search("[0-9]", printed) or len(printed) > 24:
                continue
            unit = re.sub("[0-9.]", "", printed)
            family = "rates" if unit == PERCENT else "prose" if unit.endswith((MONEY, "分")) else "counts"
            name = path.split("|")[0].strip()
            used = len(re.findall(rf"{re.escape(name)}(?![\w])", sheet.text))
            number = int((re.findall("[0-9]+", printed))[0])
            known = not name.startswith("facts.") or used > 1 or _listed(sheet.text[end:]) == number
            yield sheet.mistake(family, "typed over, a digit", [(start, end, _digit(printed, False))], known)
            if before.get(unit, printed) != printed:
                yield sheet.mistake(family, "typed over, another figure", [(start, end, before[unit])], known)
            before[unit] = printed


def typed_words(sheet: Sheet) -> Iterator[Mistake]:
    """Another word typed over a reference to a grade or to 达到 or 未达到. Always contradicted, by the scores."""
    grades = [grade.word for grade in sheet.profile.grades]
    for start, end, _, printed, _ in (ref for text in sheet.references for ref in text):
        if printed in grades:
            yield sheet.mistake(
                "scores", "typed over, a word", [(start, end, next(one for one in grades if one != printed))], True
            )
        elif printed in ("达到", "未达到"):
            yield sheet.mistake(
                "rates", "typed over, a word", [(start, end, "达到" if printed[0] == "未" else "未达到")], True
            )


def exchanged(sheet: Sheet) -> Iterator[Mistake]:
    """Two neighbouring references of a text exchanged, so that each sentence prints the other's figure.

    Always contradicted where they print different figures of one unit: by the tables, and by the words around them.
    """
    for text in sheet.references:
        for one, two in pairwise(text):
            units = [re.sub("[0-9.]", "", ref[3]) for ref in (one, two)]
            if (
                units[0] == units[1]
                and one[3] != two[3]
                and re.search("[0-9]", one[3])
                and max(len(one[3]), len(two[3])) < 24
            ):
                raw = [sheet.text[ref[0] : ref[1]] for ref in (one, two)]
                edits = [(one[0], one[1], raw[1]), (two[0], two[1], raw[0])]
                yield sheet.mistake("references", "references exchanged", edits, True)


def years(sheet: Sheet) -> Iterator[Mistake]:
    """Last year's digits over `{{ year }}`; a date of issue or signature, or a document number, a year back.

    Contradicted by the year at the head of the file; a date of the budget by the number of its document.
    """
    last = str(int(sheet.year) - 1)
    for start, end, name, _, _ in (ref for text in sheet.references for ref in text):
        if name == "year":
            yield sheet.mistake("prose", "stale year", [(start, end, last)], True)
    for node in sheet.texts:
        for match in re.finditer(f"{sheet.year}(?=年)", sheet.text[node.start : node.end]):
            if "#" not in sheet.line_text(node.start + match.start()):
                place = node.start + match.start()
                yield sheet.mistake("prose", "stale year", [(place, place + 4, last)], True)
    for path, node in sheet.leaves:
        if path[-1] in ("issued_on", "date", "allocated_on") and path[0] == "evaluations":
            new = str(int(str(node.value)[:4]) - 1) + str(node.value)[4:]
            yield sheet.mistake("prose", "stale date", [(node.start, node.end, new)], True)
        elif path[-1] == "document" and "funds" in path:
            place = node.start + str(node.value).index(sheet.year)
            yield sheet.mistake("prose", "stale date", [(place, place + 4, last)], True)


def units(sheet: Sheet) -> Iterator[Mistake]:
    """The unit's name with a wrong or a missing character, for its reference or where typed. Always contradicted."""
    name = sheet.report.unit
    middle = len(name) // 2
    places = [(start, end) for text in sheet.references for start, end, path, _, _ in text if path == "unit"]
    for match in re.finditer(name, sheet.text):
        line = sheet.line_text(match.start())
        if "#" not in line[: line.find(name)] and not line.startswith("unit:"):
            places.append(match.span())
    for start, end in places:
        for kind, new in (
            ("wrong", name[:middle] + "某" + name[middle + 1 :]),
            ("missing", name[:middle] + name[middle + 1 :]),
        ):
            yield sheet.mistake("prose", f"unit's name, {kind} character", [(start, end, new)], True)


def forms(sheet: Sheet) -> Iterator[Mistake]:
    """A phrase of the form that nobody chose from, before a text's first full stop. Always contradicted, by itself."""
    for number, node in enumerate(sheet.texts):
        stop = sheet.text.find("。", node.start, node.end)
        if stop > 0:
            phrase = FORMS[number % len(FORMS)]
            yield sheet.mistake("prose", "form phrase", [(stop, stop, f"，{phrase}上年")], True)


def private(sheet: Sheet) -> Iterator[Mistake]:
    """A mobile number or an identity number before a text's first full stop. Always contradicted, by itself."""
    for number, node in enumerate(sheet.texts):
        stop = sheet.text.find("。", node.start, node.end)
        if stop > 0:
            kind, digits = PRIVATE[number % len(PRIVATE)]
            yield sheet.mistake("privacy", kind, [(stop, stop, f"，联系人{digits}")], True)


def ordinals(sheet: Sheet) -> Iterator[Mistake]:
    """二是 as 三是 and so on: the number before contradicts it. In all texts."""
    for node in sheet.texts:
        for match in re.finditer(r"(?<=[；。：，\n*])([二三四五六七八])是", sheet.text[node.start : node.end]):
            start = node.start + match.start()
            new = NUMERALS[NUMERALS.index(match[1]) + 1]
            yield sheet.mistake("counts", "ordinal", [(start, start + 1, new)], True)


def _listed(after: str) -> int:
    """How many things a text lists behind a count: 一是…二是…, a numbered list, or names with commas; 0 for none."""
    paragraph, _, below = after.partition("\n")
    if numbered := re.findall("(?:^|[；。：，])[一二三四五六七八九]是", paragraph):
        return len(numbered)
    if (paragraph.rstrip().endswith(("：", "。")) and "：" in paragraph[-24:]) or paragraph.endswith("方面："):
        return len(re.findall(r"(?m)^\s+[0-9]+\. ", re.split(r"\n\s*\n(?!\s+[0-9]+\. )", below.lstrip("\n"))[0]))
    match = re.match(r"[^，。；：]{0,10}[：（]([^；。：（）]+)", paragraph)
    if match is None:
        return 0
    return len(re.split("[、和]" if "、" in match[1] else "，", match[1]))


def counted(sheet: Sheet) -> Iterator[Mistake]:
    """A count written in words (五个方面) one higher. Contradicted where a list of as many follows or precedes it."""
    for node in sheet.texts:
        for match in re.finditer("([二两三四五六七八九])(?=[个项份步大条点类])", sheet.text[node.start : node.end]):
            start = node.start + match.start()
            value = NUMERALS.index(match[1].replace("两", "二"))
            above = re.split("[，。；：\n]", sheet.text[node.start : start])[-1].count("、") + 1
            known = value in (_listed(sheet.text[start + 1 : node.end]), above)
            yield sheet.mistake("counts", "count in words", [(start, start + 1, NUMERALS[value + 1])], known)


def lost_reasons(sheet: Sheet) -> Iterator[Mistake]:
    """A reason or deviation left out. The faults decide for points; money needs one where rate or change demands it.

    An execution rate under the requirement, and points lost in all, contradict a missing reason or deviation.
    """
    for path, node in sheet.leaves:
        if path[-1] not in ("reason", "deviation") or path[0] == "accepted":
            continue
        start = sheet.text.rfind("\n", 0, node.start) + 1
        owed: bool | None = True if path[-2] == "funds" or path[-1] == "deviation" else None
        family = "rates" if path[-2] == "funds" else "accounts" if path[0] == "accounts" else "scores"
        yield sheet.mistake(family, "lost reason", [(start, node.end, "")], owed, sheet.beside(path[:-1]))


KINDS: tuple[Callable[[Sheet], Iterator[Mistake]], ...] = (
    *(amounts, figures, measures, results, words, moved, lost_rows, codes, typed_over, typed_words, exchanged),
    *(years, units, forms, private, ordinals, counted, lost_reasons),
)
