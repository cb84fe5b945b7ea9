"""Everything an operator can set, in one table: default, variable, and the answer that it gives.

Each field is read from the environment variable `ZHIBIAO_` + its name in capitals.
"""

from __future__ import annotations

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.mistakes import Mistake

MIB = 1024 * 1024
PREFIX = "ZHIBIAO_"


class Settings(BaseSettings):
    """Address and limits of the service, limits of the command.

    >>> Settings().max_items
    1000
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on")
    lexicon: str = Field(
        default="",
        description="lexicon directories laid over the package's own, parted as in PATH",
    )
    max_body_bytes: int = Field(
        default=2 * MIB, gt=0, description="bytes in a request body; more: 413 body_too_large"
    )
    max_items: int = Field(
        default=1000, gt=0, description="items in a list; more: 422 too_many_items"
    )
    max_cell_characters: int = Field(
        default=4000, gt=0, description="characters in a cell to parse; more: 422 text_too_long"
    )
    max_text_characters: int = Field(
        default=100_000,
        gt=0,
        description="characters in a text to extract; more: 422 text_too_long",
    )
    max_grid_cells: int = Field(
        default=100_000, gt=0, description="cells in a grid to structure; more: 422 grid_too_large"
    )
    max_inline_characters: int = Field(
        default=2000,
        ge=0,
        description="characters read at once; more: read in a thread of their own",
    )
    max_threads: int = Field(
        default=2, gt=0, description="long texts read at the same time; more: they wait"
    )
    max_file_bytes: int = Field(
        default=64 * MIB,
        gt=0,
        description="bytes in a file of the command; more: the file is refused",
    )
    file_seconds: float = Field(
        default=60, gt=0, description="seconds to read a file in; more: the file is refused"
    )
    file_memory: int = Field(
        default=1536 * MIB,
        ge=256 * MIB,
        description="bytes of memory to read a file in; more: the file is refused",
    )


def load() -> Settings:
    """The settings of the environment; raises `Mistake`, which names the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        name = str(wrong["loc"][0])
        field = Settings.model_fields[name]
        meaning = f"{field.description}, by default {field.default}"
        raise Mistake(f"{PREFIX}{name.upper()}: {wrong['msg']} ({meaning})") from None


def variables() -> list[tuple[str, str, str]]:
    """Every setting as variable, default and meaning.

    >>> variables()[1]
    ('ZHIBIAO_PORT', '8000', 'port to listen on')
    """
    return [
        (PREFIX + name.upper(), str(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
