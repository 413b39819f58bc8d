"""The rules of privacy: nothing that is published contains a personal number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.problems import Problem
from generator.rules.case import Case
from generator.spelling.folding import fold

# 13800138000, 138 0013 8000. Not an amount, 13800138000元, nor a part of a longer number.
_MOBILE = r"(?<![0-9A-Za-z.])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Za-z.]|[万亿]?元)"
# Six digits of a region, a date of birth from 1900 on, four characters: 110101199003070011, 11010119900307123X.
_IDENTITY = r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9])"
# 6222 0212 3456 7890 123, 16 to 19 digits with or without blanks. Not an amount in 元, nor a part of a longer number.
_CARD = r"(?<![0-9A-Za-z.])[3-9][0-9]{3}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?(?![0-9A-Za-z.]|[万亿]?元)"


def private_data(case: Case) -> Iterator[Problem]:
    """PRIVACY-PHONE, PRIVACY-IDENTITY, PRIVACY-CARD: the file, comments within it included, holds no such number."""
    node = case.report.node
    folded = fold(node.file.text[node.start : node.end])
    checks = (
        ("PRIVACY-PHONE", _MOBILE, "手机号码", lambda digits: True),
        ("PRIVACY-IDENTITY", _IDENTITY, "居民身份证号码", _is_identity),
        ("PRIVACY-CARD", _CARD, "银行卡号", lambda digits: _luhn(digits) and not _is_identity(digits)),
    )
    for code, pattern, what, valid in checks:
        for match in re.finditer(pattern, folded.text):
            if valid(re.sub("[ -]", "", match[0])):
                place = node.file.place(*(node.start + offset for offset in folded.span(*match.span())))
                remedy = "删去；联系电话写办公电话，不能公开的整行不写"
                yield Problem(code, place, f"公开的文件不能有{what}", remedy)


def _is_identity(digits: str) -> bool:
    """Whether 18 digits are an identity number by their check digit (GB 11643—1999)."""
    if len(digits) != 18:
        return False
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], weights, strict=True))
    return "10X98765432"[total % 11] == digits[-1].upper()


def _luhn(digits: str) -> bool:
    """Whether digits are a bank card number by their check digit (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
