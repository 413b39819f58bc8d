"""How much of the language of tags a source may use, and what becomes of names that lead nowhere."""

from __future__ import annotations

from typing import NamedTuple


class Policy(NamedTuple):
    """What an environment lets its sources say.

    `whole` allows every expression and statement, else only the notation of texts. `unfilled` counts a name without
    a value as not defined, for `default` and `is defined`; without it only a name that is not there is. `markup` says
    that the sources are XML. With `lenient` a name that leads nowhere is empty instead of a fault.
    """

    whole: bool = False
    unfilled: bool = False
    markup: bool = False
    lenient: bool = False

    @property
    def mixed(self) -> bool:
        """Whether a number and a text are merely unequal, as in Jinja; in a report comparing them is a mistake."""
        return self.whole and not self.unfilled


NARROW = Policy()
"""That of the texts and formulas of a report."""
REPORTS = Policy(whole=True, unfilled=True, markup=True)
"""That of the templates of reports, in which figures keep one home."""
FREE = Policy(whole=True, markup=True)
"""That of templates that are filled with any data."""
LENIENT = FREE._replace(lenient=True)
"""The same, where what is not there prints nothing."""
