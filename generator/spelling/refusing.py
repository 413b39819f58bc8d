"""Why a typed text is not read: what is wrong, where, and the forms to write instead."""

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


class RefusedError(ValueError):
    """Raised while a text is read: offsets are of the text that is read, `forms` what to write instead of the figure.

    Each who reads more around the figure makes the forms whole, so that they can be copied.
    """

    def __init__(self, start: int, end: int, message: str, *forms: str, advice: str = "") -> None:
        super().__init__(message)
        self.start, self.end, self.message, self.forms, self.advice = start, end, message, forms, advice

    def within(self, before: str, after: str = "") -> RefusedError:
        """The same with what stands around the figure added to its forms."""
        forms = [f"{before}{form}{after}" for form in self.forms]
        return type(self)(self.start, self.end, self.message, *forms, advice=self.advice)

    @property
    def remedy(self) -> str:
        """What to do, in one sentence."""
        forms = "或者".join([f"「{form}」" for form in self.forms])
        if not forms:
            return self.advice
        if len(self.forms) > 1:
            return f"{self.advice or '核对是哪一个'}，写成{forms}"
        return f"{self.advice}，写成{forms}" if self.advice else f"写成{forms}"


class RemarkError(RefusedError):
    """Raised for a figure that has a remark behind it, in brackets; a fact may have one."""
