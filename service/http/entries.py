"""The items of a request: most are plain texts, looked at by hand; the others go to their model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from service.http.errors import Fault, Problem, faults
from service.http.requests import AssessItem, Item


class Cell(NamedTuple):
    """An item that is in order: a text, and a name where there is one."""

    text: str
    name: str | None = None


Entry = Cell | Item | AssessItem


@dataclass(frozen=True, slots=True)
class Shape:
    """What an item may be: its model, and which of its keys are texts alone.

    `keys` is empty where an item is more than a text and a name.
    """

    model: TypeAdapter[Any]
    keys: tuple[str, ...]

    def one(self, given: object, most: int, place: str = "") -> Entry | Fault:
        """The item that `given` is, of texts of at most `most` characters, or what is wrong."""
        return self._plain(given, most) or self._checked(given, most, place)

    def each(self, given: Sequence[object], most: int) -> list[Entry | Fault]:
        """The items of a list, each of which fails alone."""
        return [
            self._plain(item, most) or self._checked(item, most, f"/{index}")
            for index, item in enumerate(given)
        ]

    def _plain(self, given: object, most: int) -> Cell | None:
        """What the model would make of a plain item; None where it has to look itself."""
        text: object
        name: object
        if type(given) is str and self.keys:
            text, name = given, None
        elif type(given) is dict and len(given) <= len(self.keys):
            text, name = given.get("text"), given.get("name")
            if len(given) != 1 + (name is not None) or (name and "name" not in self.keys):
                return None
        else:
            return None
        if type(text) is not str or len(text) > most or not _is_whole(text):
            return None
        if name is None:
            return Cell(text)
        if type(name) is not str or len(name) > most or not _is_whole(name):
            return None
        return Cell(text, name)

    def _checked(self, given: object, most: int, place: str) -> Entry | Fault:
        try:
            item: Item | AssessItem = self.model.validate_python(given)
        except ValidationError as error:
            fault = faults(error.errors(include_url=False, include_input=False))[0]
            return replace(fault, place=place + fault.place)
        for key, text in item.texts().items():
            if len(text) > most:
                return Fault("text_too_long", place + key, most)
        return item


def valid(model: TypeAdapter[Any], given: object) -> Any:
    """What the model makes of `given`; raises `Problem` with all that is wrong."""
    try:
        return model.validate_python(given)
    except ValidationError as error:
        raise Problem(*faults(error.errors(include_url=False, include_input=False))) from None


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
