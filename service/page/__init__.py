"""The playground's own files, served as they are: no build step, nothing from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

_FOLDER = Path(__file__).parent
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_EDITION = b"__EDITION__"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page: its bytes, its media type, and a tag that changes with the bytes."""

    content: bytes
    media_type: str
    tag: str


@cache
def assets() -> dict[str, Asset]:
    """Every file that the page asks for, by its path below the folder of the page.

    >>> assets()["js/app.js"].media_type
    'text/javascript; charset=utf-8'
    """
    files = sorted(path for path in _FOLDER.rglob("*") if path.suffix in _TYPES)
    return {path.relative_to(_FOLDER).as_posix(): _asset(path) for path in files}


@cache
def edition() -> str:
    """A name for the files as they are now; an address that holds it may be kept for ever.

    >>> len(edition())
    12
    """
    return _digest("".join(name + asset.tag for name, asset in assets().items()).encode())


@cache
def front() -> Asset:
    """The page itself; the addresses of its files hold their edition."""
    page = assets()["index.html"]
    content = page.content.replace(_EDITION, edition().encode())
    return Asset(content, page.media_type, f'"{_digest(content)}"')


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(content, _TYPES[path.suffix], f'"{_digest(content)}"')


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]
