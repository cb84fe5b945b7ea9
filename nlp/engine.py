"""Large patterns on the engine of the standard library, which runs ours five times as fast.

`re` compiles a pattern anew in every process, the lexer's in some 0.2 s. What it compiles to is a
list of numbers, which is kept like any other data. Where this Python's `re` cannot be used that
way, `regex` serves: it reads the same patterns.
"""

from __future__ import annotations

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


def compiled(name: str, spell: Callable[[], str]) -> Pattern:
    """The pattern that `spell` writes of the lexicon in use, `.` matching any character.

    >>> compiled("sample", lambda: "(?P<number>[0-9]++)").match("5场")["number"]
    '5'
    """
    kept: Any = lexicon.compiled(name, lambda: _parts(spell()))
    if isinstance(kept, tuple):
        import _sre  # type: ignore[import-not-found]

        kept = _sre.compile(*kept)
    found: Pattern = kept
    return found


def _parts(spelled: str) -> Any:
    """What `re` makes of a pattern, as plain data; or a pattern of `regex`."""
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]
    except ImportError:
        return by_regex(spelled)
    if not _SOUND:
        return by_regex(spelled)
    parsed = _parser.parse(spelled, _FLAGS)
    code = [int(number) for number in _compiler._code(parsed, _FLAGS)]
    places = parsed.state.groupdict
    names: list[str | None] = [None] * parsed.state.groups
    for group, place in places.items():
        names[place] = group
    flags = int(_FLAGS | parsed.state.flags)
    return spelled, flags, code, parsed.state.groups - 1, places, tuple(names)


def by_regex(spelled: str) -> Any:
    """The same pattern on the engine of `regex`."""
    return regex.compile(spelled, flags=regex.DOTALL)
