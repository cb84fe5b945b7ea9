"""Compiled patterns, kept between processes; large ones on the engine of the standard library.

That engine runs the lexer five times as fast as `regex` does, but compiles it anew in every
process, for some 0.2 s. What either library compiles to is plain data, and is kept as such. Where
this Python's `re` cannot be used that way, `regex` serves: it reads the same patterns.
"""

from __future__ import annotations

import copyreg
import re
import sys
from collections.abc import Callable
from typing import Any

import regex

from nlp import lexicon

# Before 3.11.5 possessive repeats of groups lose matches (python/cpython#106052).
_SOUND = sys.version_info >= (3, 11, 5)
_FLAGS = re.DOTALL

Pattern = re.Pattern[str]
Match = re.Match[str]


def compiled(name: str, build: Callable[[], list[regex.Pattern[str]]]) -> list[regex.Pattern[str]]:
    """The patterns that `build` makes of the lexicon in use.

    >>> compiled("sample of compiled", lambda: [regex.compile("[0-9]++")])[0].match("5场")[0]
    '5'
    """
    parts = lexicon.kept(name, lambda: [_pickled(pattern) for pattern in build()])
    return [_remade(*each) for each in parts]


def large(name: str, spell: Callable[[], str]) -> Pattern:
    """The pattern that `spell` writes of the lexicon in use, `.` matching any character.

    >>> large("sample of large", lambda: "(?P<number>[0-9]++)").match("5场")["number"]
    '5'
    """
    kept = lexicon.kept(name, lambda: _made(spell()))
    if isinstance(kept[0], int):
        import _sre  # type: ignore[import-not-found]

        found: Pattern = _sre.compile(kept[1], *kept[2:])
        return found
    other: Any = _remade(*kept)
    fallback: Pattern = other
    return fallback


def by_regex(spelled: str) -> Any:
    """The same pattern on the engine of `regex`."""
    return regex.compile(spelled, flags=regex.DOTALL)


def _made(spelled: str) -> tuple[Any, ...]:
    """What `re` makes of a pattern, a number first; or what `regex` makes of it."""
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]
    except ImportError:
        return _pickled(by_regex(spelled))
    if not _SOUND:
        return _pickled(by_regex(spelled))
    parsed = _parser.parse(spelled, _FLAGS)
    code = [int(number) for number in _compiler._code(parsed, _FLAGS)]
    places = parsed.state.groupdict
    names: list[str | None] = [None] * parsed.state.groups
    for group, place in places.items():
        names[place] = group
    flags = int(_FLAGS | parsed.state.flags)
    return 0, spelled, flags, code, parsed.state.groups - 1, places, tuple(names)


def _pickled(pattern: regex.Pattern[str]) -> tuple[str, str, tuple[object, ...]]:
    """What pickle would write of a pattern: what makes it, and what of."""
    reduced = copyreg.dispatch_table[type(pattern)](pattern)
    assert isinstance(reduced, tuple)
    make, parts = reduced[0], reduced[1]
    return make.__module__, make.__qualname__, parts


def _remade(module: str, name: str, parts: tuple[object, ...]) -> regex.Pattern[str]:
    found: regex.Pattern[str] = getattr(sys.modules[module], name)(*parts)
    return found
