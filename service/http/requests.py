"""What the service takes, as models: the requests, and the items of lists and streams."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    PrivateAttr,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from nlp.attainment.scoring import MOST_WEIGHT
from service.http.bodies import Numeral, Repeated


def _text(value: object) -> str:
    if type(value) is not str:
        raise PydanticCustomError("not_text", "not a string")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("lone_surrogate", "half a surrogate pair") from None
    return value


def _cell(value: object) -> str:
    if value is None or type(value) is Numeral:
        return str(value or "")
    if type(value) is not str:
        raise PydanticCustomError("wrong_type", "no cell")
    return _text(value)


def _weight(value: object) -> Decimal:
    if type(value) is not Numeral or len(value) > _MOST_DIGITS:
        raise PydanticCustomError("wrong_type", "not a number")
    try:
        points = Decimal(value)
    except InvalidOperation:
        raise PydanticCustomError("wrong_type", "not a number") from None
    if not (points.is_finite() and 0 <= points <= MOST_WEIGHT):
        raise PydanticCustomError("weight", "out of range")
    return points


_MOST_KEYS = 24
_MOST_DIGITS = 20
Language = Literal["zh", "en"]
Weight = Annotated[
    Decimal,
    BeforeValidator(_weight),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": MOST_WEIGHT}),
]
Text = Annotated[str, BeforeValidator(_text)]
Cell = Annotated[
    str, BeforeValidator(_cell), WithJsonSchema({"type": ["string", "number", "null"]})
]
Row = Annotated[list[Cell], Field(fail_fast=True)]
Grid = Annotated[list[Row], Field(fail_fast=True)]


_TEXT_OR_GRID: list[JsonValue] = [
    {"required": [key], "properties": {key: {"type": kind}}}
    for key, kind in {"text": "string", "grid": "array"}.items()
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _keys_stand_once(cls, value: object) -> object:
        if isinstance(value, Repeated):
            raise PydanticCustomError("repeated_key", "a key stands twice")
        if isinstance(value, dict) and len(value) > _MOST_KEYS:
            raise PydanticCustomError("unknown_key", "more keys than there are fields")
        return value


class Item(_Request):
    """A text to read. `_plain` where it was sent as a bare string."""

    text: Text = Field(description="the text, as it stands in the document")
    _plain: bool = PrivateAttr(False)

    @classmethod
    def of(cls, text: str) -> Self:
        """The item that a bare string stands for."""
        item = cls(text=text)
        item._plain = True
        return item

    def texts(self) -> dict[str, str]:
        """Every text of the item by its place in it."""
        return {"" if self._plain else "/text": self.text}


class ParseItem(Item):
    """A target cell, and the name of its indicator where it is known."""

    name: Text | None = Field(None, description="the indicator's name; it settles what is open")

    def texts(self) -> dict[str, str]:
        """Every text of the item by its place in it."""
        return super().texts() | ({"/name": self.name} if self.name else {})


class ExtractItem(Item):
    """A piece of running text."""


class AssessItem(_Request):
    """A target, what came of it, and what it is worth."""

    target: Text = Field(description="the target, as it stands in the table")
    actual: Text | None = Field(None, description="the actual value, as it stands in the table")
    name: Text | None = Field(None, description="the indicator's name; it settles what is open")
    weight: Weight | None = Field(None, description="the points at stake")
    lang: Language = Field("zh", description="the language of the reasons")

    def texts(self) -> dict[str, str]:
        """Every text of the item by its place in it."""
        given = {"/target": self.target, "/actual": self.actual, "/name": self.name}
        return {place: text for place, text in given.items() if text}


class StructureRequest(_Request):
    """A table: as text (tabs, pipes, markdown or plain), or as rows of cells."""

    model_config = ConfigDict(json_schema_extra={"oneOf": _TEXT_OR_GRID})

    text: Text | None = Field(None, description="the table as text")
    grid: Grid | None = Field(None, description="the table as rows of cells")

    @model_validator(mode="after")
    def _one_of_two(self) -> StructureRequest:
        if (self.text is None) == (self.grid is None):
            raise PydanticCustomError("text_or_grid", "one of text and grid")
        return self


class ReviewRequest(StructureRequest):
    """A table to review, given as for `/v1/structure`."""

    lang: Language = Field("zh", description="the language of messages and remedies")


def _shape(value: object) -> str | None:
    if isinstance(value, dict | BaseModel):
        return "<object>"
    if isinstance(value, list):
        return "<list>"
    return "<text>" if type(value) is str else None


_Alone = Annotated[Any, Field(description="what is no item has an ItemError in its place")]
_ByShape = Discriminator(_shape)
_ParseEntry = (
    Annotated[ParseItem, Tag("<object>")]
    | Annotated[Text, AfterValidator(ParseItem.of), Tag("<text>")]
)
_ExtractEntry = (
    Annotated[ExtractItem, Tag("<object>")]
    | Annotated[Text, AfterValidator(ExtractItem.of), Tag("<text>")]
)
_AssessEntry = Annotated[AssessItem, Tag("<object>")]
ParseLine = Annotated[_ParseEntry, _ByShape]
ExtractLine = Annotated[_ExtractEntry, _ByShape]
AssessLine = _AssessEntry
_ParseList = list[ParseLine | _Alone]
_ExtractList = list[ExtractLine | _Alone]
_AssessList = list[AssessLine | _Alone]
ParseRequest = Annotated[_ParseEntry | Annotated[_ParseList, Tag("<list>")], _ByShape]
ExtractRequest = Annotated[_ExtractEntry | Annotated[_ExtractList, Tag("<list>")], _ByShape]
AssessRequest = Annotated[_AssessEntry | Annotated[_AssessList, Tag("<list>")], _ByShape]
