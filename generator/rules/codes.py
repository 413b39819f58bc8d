"""The rules of codes: each is in the classification of its year, under the name that it has there."""

from __future__ import annotations

from collections.abc import Iterator

from generator.data.classification import LEVELS, Codes
from generator.problems import Place, Problem
from generator.rules.case import AccountsCase, of_accounts


@of_accounts
def codes_known(case: AccountsCase) -> Iterator[Problem]:
    """CODE-…: every code is of the level wanted there and, with its name, in the classification of the year."""
    functional = case.ledger.functional
    for function in case.accounts.functions:
        node = function.node
        places = node.at("code").place, node.at("name").place
        yield from code_known(functional, function.code, function.name, 7, *places)
    economic = case.accounts.node.at("economic")
    for code in case.accounts.economic:
        yield from code_known(case.ledger.economic, code, None, 5, economic.keys[code], economic.keys[code])
    for entry in case.accounts.initial_budget.classes if case.accounts.initial_budget else ():
        place = entry.node.at("code").place
        yield from code_known(functional, entry.code, None, 3, place, place)


def code_known(
    codes: Codes, code: str, name: str | None, digits: int, place: Place, name_place: Place
) -> Iterator[Problem]:
    """CODE-LEVEL, CODE-UNKNOWN, CODE-YEAR, CODE-NAME: a code has the wanted level and, this year, the given name.

    `digits` is the length of codes of the wanted level; without a `name` only the code is checked.
    """
    if len(code) != digits:
        level = f"是{LEVELS[len(code)]}级科目" if len(code) in LEVELS and code in codes.entries else "级次不对"
        message = f"科目「{code}」{level}，这里要填到{LEVELS[digits]}（{digits} 位）"
        yield Problem("CODE-LEVEL", place, message, _usable(codes, code, digits))
        return
    current = codes.name(code)
    if current is None and code in codes.entries:
        spans = "、".join(f"「{entry.name}」（{entry.years}）" for entry in codes.entries[code])
        message = f"科目「{code}」{codes.year} 年没有：{spans}"
        yield Problem("CODE-YEAR", place, message, _usable(codes, code[:-2], digits))
    elif current is None:
        message = f"科目「{code}」不在科目表里"
        remedy = f"核对编码；{_usable(codes, code[:-2], digits)}；确有此科目的，加进 schema 文件夹的科目表"
        yield Problem("CODE-UNKNOWN", place, message, remedy)
    elif name is not None and name != current:
        dated = codes.dated(code, name)
        message = f"科目「{code}」{codes.year} 年的名称是「{current}」"
        message += f"，「{name}」是 {dated.years}的名称" if dated else f"，不是「{name}」"
        yield Problem("CODE-NAME", name_place, message, "删去这一行，名称由程序取自科目表")


def _usable(codes: Codes, code: str, digits: int) -> str:
    """The remedy: up to six codes of the wanted level that lie below a code or above it, or else resemble it."""
    from difflib import get_close_matches

    usable = [candidate for candidate in codes.entries if len(candidate) == digits and codes.name(candidate)]
    suggested = [
        candidate
        for candidate in usable
        if code[:digits] == candidate or (len(code) > 1 and candidate.startswith(code))
    ]
    suggested = suggested or get_close_matches(code[:digits], usable, n=3)
    listed = "、".join(f"{candidate} {codes.name(candidate)}" for candidate in suggested[:6])
    return f"可用的有 {listed}" if listed else "核对编码"
