"""What only the user can mend."""

from __future__ import annotations


class Mistake(Exception):
    """A wrong setting or a missing library; the message names it and says what to do."""


class Refused(ValueError):
    """An input that cannot be read: the reason, and what to do about it."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason}; {remedy}")

    def __reduce__(self) -> tuple[type[Refused], tuple[str, str]]:
        return type(self), (self.reason, self.remedy)
