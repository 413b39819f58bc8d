"""One typed scalar in its canonical text, or the refusal that says what to write.

    amount     ２１，７５４ 元 → 21754元          fact       近 5000 名 → 近5000名
    target     不低于98％ → ≥98%                 actual     九成五 → 95%
    published  21,754元 → 21754元                points     5分 → 5
    date       2022年1月25日 → 2022-01-25

The canonical text is what `Quantity.parse` and `Target.parse` read. A fact, target, actual or published value that is a
description (及时, 每周至少1次) comes back as it was typed.
"""

from __future__ import annotations

from generator.frozen import Frozen


class Refusal(Frozen):
    """Why a typed text has no one reading, where, and what to write instead.

    `start` and `end` are offsets into the typed text; `message` and `remedy` are Chinese.
    """

    start: int
    end: int
    message: str
    remedy: str
