"""Files as text. Every refusal says what is wrong and what to do."""

from __future__ import annotations

import os
import stat
import sys

from service.readers.text import Refused, decode

__all__ = ["Refused", "read"]


def read(path: str, most: int) -> str:
    """The text of a file of at most `most` bytes; `-` is standard input.

    Raises `Refused` with the reason and the remedy where there is no text to be had.
    """
    try:
        content = _bytes(path, most)
    except FileNotFoundError:
        raise Refused("no such file", "check the path") from None
    except PermissionError:
        raise Refused("reading it is not permitted", "change its permissions") from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "the system cannot read it"
        raise Refused(reason, "check the disk or the network") from None
    if len(content) > most:
        raise Refused(f"larger than {most} bytes", "split it, or raise ZHIBIAO_MAX_FILE_BYTES")
    return decode(content)


def _bytes(path: str, most: int) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(most + 1)
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise Refused("a directory", "give the files in it")
    with open(path, "rb") as file:
        return file.read(most + 1)
