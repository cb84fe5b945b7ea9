"""Everything an operator can set, in one table: default, variable, and the answer that it gives.

Each field is read from the environment variable `ZHIBIAO_` + its name in capitals, else from the
TOML file that `ZHIBIAO_CONFIG` names.
"""

from __future__ import annotations

import os
import re
import tomllib
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from service.mistakes import Mistake

KIB, MIB = 1024, 1024 * 1024
PREFIX = "ZHIBIAO_"
CONFIG = "ZHIBIAO_CONFIG"
_HASH = re.compile(r"[0-9a-f]{64}")


class Settings(BaseSettings):
    """Address, limits and keys of the service, limits of the command.

    >>> Settings().max_items
    1000
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on")
    workers: int = Field(default=1, gt=0, description="serving processes that share the port")
    lexicon: str = Field(
        default="",
        description="lexicon directories laid over the package's own, parted as in PATH",
    )
    api_keys: str = Field(
        default="",
        description="sha-256 hashes (hex) of the keys that open /v1, parted by blanks or commas; "
        "none: open to all; wrong key: 401 unauthorized",
    )
    requests_per_minute: int = Field(
        default=0, ge=0, description="requests a minute and key, 0 for any; more: 429 rate_limited"
    )
    access_log: bool = Field(default=True, description="one line of JSON a request, without texts")
    max_body_bytes: int = Field(
        default=2 * MIB, gt=0, description="bytes in a JSON body; more: 413 body_too_large"
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
    max_line_bytes: int = Field(
        default=256 * KIB,
        gt=0,
        description="bytes in a line of a stream; more: its answer is the error line_too_long",
    )
    max_file_bytes: int = Field(
        default=64 * MIB,
        gt=0,
        description="bytes in a file, of the command or uploaded; more: the file is refused, "
        "413 body_too_large",
    )
    feedback: str = Field(
        default="",
        description="SQLite file that corrections are kept in; without: 404 feedback_off",
    )
    max_feedback_bytes: int = Field(
        default=64 * MIB,
        gt=0,
        description="bytes in the file of corrections; more: 503 feedback_full",
    )
    max_answer_bytes: int = Field(
        default=128 * MIB,
        gt=0,
        description="bytes in the answer to an upload; more: 422 answer_too_large",
    )
    max_inline_bytes: int = Field(
        default=4 * KIB,
        ge=0,
        description="bytes read at once (of narratives a twentieth); more: in a child process",
    )
    max_cached: int = Field(
        default=4096, ge=0, description="answers to short single items kept to be given again"
    )
    children: int = Field(
        default=2,
        gt=0,
        description="child processes for long texts, and as many for files; busy: others wait",
    )
    max_requests: int = Field(
        default=64,
        gt=0,
        description="requests being answered or waiting for it; more: 503 busy",
    )
    max_receiving: int = Field(
        default=128, gt=0, description="JSON bodies half arrived; more: 503 busy"
    )
    max_uploads: int = Field(default=4, gt=0, description="files being taken; more: 503 busy")
    max_streams: int = Field(default=16, gt=0, description="streams being answered; more: 503 busy")
    work_seconds: float = Field(
        default=10, gt=0, description="seconds for one text or list; more: 422 took_too_long"
    )
    file_seconds: float = Field(
        default=60, gt=0, description="seconds for one file; more: 422 took_too_long"
    )
    file_memory: int = Field(
        default=1536 * MIB,
        ge=256 * MIB,
        description="bytes of memory of a child process; more: the file is refused, "
        "422 file_unreadable",
    )
    header_seconds: float = Field(
        default=10, gt=0, description="seconds for a request's head; more: 408 and closed"
    )
    body_seconds: float = Field(
        default=10, gt=0, description="seconds for a JSON body to arrive; more: 408 body_slow"
    )
    upload_seconds: float = Field(
        default=120, gt=0, description="seconds for a file to arrive; more: 408 body_slow"
    )
    idle_seconds: float = Field(
        default=30, gt=0, description="seconds that a stream may stand still; more: it is closed"
    )
    drain_seconds: float = Field(
        default=1, ge=0, description="seconds between /readyz saying 503 and the port closing"
    )
    shutdown_seconds: int = Field(
        default=10, gt=0, description="seconds for what is in flight when the port has closed"
    )

    @field_validator("api_keys")
    @classmethod
    def _are_hashes(cls, value: str) -> str:
        if not all(_HASH.fullmatch(key) for key in value.replace(",", " ").split()):
            raise ValueError("write each key as its sha-256 in 64 lower-case hex digits")
        return value

    @property
    def key_hashes(self) -> tuple[bytes, ...]:
        """The hashes of the keys."""
        return tuple(bytes.fromhex(key) for key in self.api_keys.replace(",", " ").split())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What was given goes before the environment, and that before the file."""
        return init_settings, env_settings, _File(settings_cls)


class _File(PydanticBaseSettingsSource):
    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """The keys of the file; raises `Mistake` where it is none, or holds a key of no setting."""
        path = os.environ.get(CONFIG)
        if not path:
            return {}
        try:
            with open(path, "rb") as file:
                found = tomllib.load(file)
        except OSError as error:
            raise Mistake(f"{path}: {error.strerror}; {CONFIG} names a TOML file") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Mistake(f"{path}: no TOML: {error}") from None
        unknown = sorted(found.keys() - self.settings_cls.model_fields.keys())
        if unknown:
            raise Mistake(f"{path}: no setting is named {unknown[0]}; see zhibiao serve --help")
        return found


def load() -> Settings:
    """The settings of environment and file; raises `Mistake`, which names what is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        name = str(wrong["loc"][0]).removeprefix(PREFIX.lower())
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
