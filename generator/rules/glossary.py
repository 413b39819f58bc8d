"""The rule of the shared glossary: what the accounts name is explained there."""

from __future__ import annotations

from collections.abc import Iterator

from generator.data.classification import ITEM_DIGITS
from generator.figures.glossary import explained_items
from generator.problems import Problem, Severity
from generator.rules.case import AccountsCase, of_accounts


@of_accounts
def items_explained(case: AccountsCase) -> Iterator[Problem]:
    """GLOSSARY-ITEM: every functional item of the accounts is explained in the shared glossary."""
    explained, functional = explained_items(), case.ledger.functional
    for function in case.accounts.functions:
        code = function.code
        if len(code) == ITEM_DIGITS and functional.name(code) and code not in explained:
            yield Problem(
                "GLOSSARY-ITEM",
                function.node.at("code").place,
                f"名词解释里没有科目「{code}」的说明",
                "在 schema/glossary.yaml 的 functional_items 下加一行",
                severity=Severity.WARNING,
            )
