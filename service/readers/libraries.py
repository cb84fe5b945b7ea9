"""Libraries of the extras, imported when a file needs them."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from service.mistakes import Refused


def needed(name: str, what: str, extra: str = "archive") -> ModuleType:
    """The module `name`; raises `Refused`, which says what to install, where it is missing.

    >>> needed("json", "a json file").__name__
    'json'
    """
    try:
        return import_module(name)
    except ImportError:
        remedy = f"pip install 'zhibiao[{extra}]'"
        raise Refused(f"{what} needs {name.partition('.')[0]} to be read", remedy) from None
