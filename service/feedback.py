"""The corrections of users, kept in one SQLite file that several workers share."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from nlp import __version__, lexicon
from nlp.expected import Reading, reading_of
from nlp.notation import write_reading
from nlp.schema import Json, Target
from service.mistakes import Mistake

NEW, EXPORTED = STATUSES = ("new", "exported")
PATIENCE = 5.0
_APPLICATION, _VERSION = 0x5A484642, 1
_TABLE = """
CREATE TABLE entries (
  id TEXT PRIMARY KEY, time TEXT NOT NULL, text TEXT NOT NULL, name TEXT,
  read TEXT NOT NULL, result TEXT NOT NULL, engine TEXT NOT NULL, lexicon TEXT NOT NULL,
  expected TEXT NOT NULL, given TEXT, comment TEXT, status TEXT NOT NULL, times INTEGER NOT NULL)
"""
_INSERT = """
INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (id) DO UPDATE SET
  times = times + 1, comment = coalesce(excluded.comment, comment),
  given = coalesce(excluded.given, given)
RETURNING times
"""
_CODES = {
    sqlite3.SQLITE_BUSY: "feedback_busy",
    sqlite3.SQLITE_LOCKED: "feedback_busy",
    sqlite3.SQLITE_FULL: "feedback_full",
}


class Unstored(Exception):
    """The store cannot be used now: a code of the catalogue of errors, and what SQLite says."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction: the cell, what was read then and by what, what is right, and why.

    `read`, `expected` and `given` are in the notation of the corpus, `result` is the target that
    was read; `times` counts equal posts.
    """

    id: str
    time: str
    text: str
    name: str | None
    read: str
    result: Json
    engine: str
    lexicon: str
    expected: str
    given: str | None
    comment: str | None
    status: str
    times: int

    def to_dict(self) -> Json:
        """The entry as a JSON object."""
        return asdict(self)


_COLUMNS = ", ".join(field.name for field in fields(Entry))


class Feedback:
    """The corrections in the file at `path`, which holds at most `most` bytes.

    >>> Feedback("feedback.db").most
    67108864
    """

    def __init__(self, path: str, most: int = 64 * 1024 * 1024) -> None:
        self.path = path
        self.most = most

    def check(self) -> None:
        """Make the file where there is none; raises `Mistake` where it cannot be used."""
        try:
            with self._open():
                pass
        except Unstored as error:
            remedy = "give a file that can be written, or none"
            raise Mistake(f"ZHIBIAO_FEEDBACK {self.path}: {error}; {remedy}") from None

    def add(
        self,
        target: Target,
        name: str | None,
        expected: Reading,
        *,
        comment: str | None = None,
        given: Reading | None = None,
    ) -> tuple[str, bool]:
        """Keep what is right beside what is read; the entry's id, and whether it was known."""
        right = write_reading(expected)
        identity = json.dumps([target.text, name or "", right]).encode()
        entry = hashlib.sha256(identity).hexdigest()[:16]
        row = (
            entry,
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            target.text,
            name or None,
            write_reading(reading_of(target)),
            json.dumps(target.to_dict(), ensure_ascii=False),
            __version__,
            lexicon.current().version,
            right,
            write_reading(given) if given else None,
            comment or None,
            NEW,
        )
        with self._open() as store:
            ((times,),) = store.execute(_INSERT, row).fetchall()
        return entry, times > 1

    def entries(
        self, *, status: str | None = None, newest: bool = False, most: int | None = None
    ) -> list[Entry]:
        """The corrections in the order of time, at most so many of them."""
        order = "DESC" if newest else "ASC"
        query = (
            f"SELECT {_COLUMNS} FROM entries WHERE ? IS NULL OR status = ? "
            f"ORDER BY time {order}, rowid {order} LIMIT ?"
        )
        with self._open() as store:
            rows = store.execute(query, (status, status, -1 if most is None else most)).fetchall()
        return [Entry(**{**row, "result": json.loads(row["result"])}) for row in rows]

    def mark_exported(self, entries: Iterable[Entry]) -> None:
        """Note that these have been exported."""
        with self._open() as store, _transaction(store):
            ids = [(EXPORTED, entry.id) for entry in entries]
            store.executemany("UPDATE entries SET status = ? WHERE id = ?", ids)

    def drop(self, ids: Sequence[str]) -> list[str]:
        """Remove entries and every trace of their texts; the ids that there were not."""
        with self._open() as store:
            with _transaction(store):
                missing = [
                    entry
                    for entry in ids
                    if not store.execute("DELETE FROM entries WHERE id = ?", (entry,)).rowcount
                ]
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return missing

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(
                sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
            ) as store:
                store.row_factory = sqlite3.Row
                self._prepare(store)
                yield store
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            raise Unstored(_CODES.get(code, "feedback_unavailable"), str(error)) from None

    def _prepare(self, store: sqlite3.Connection) -> None:
        if _state(store) == (0, 0):
            _create(store)
        if _state(store) != (_APPLICATION, _VERSION):
            raise Unstored("feedback_unavailable", "not a file of corrections of this version")
        store.execute("PRAGMA journal_mode = WAL")
        ((page,),) = store.execute("PRAGMA page_size").fetchall()
        store.execute(f"PRAGMA max_page_count = {max(1, self.most // page)}")
        store.execute("PRAGMA secure_delete = ON")


def _state(store: sqlite3.Connection) -> tuple[int, int]:
    ((application,),) = store.execute("PRAGMA application_id").fetchall()
    ((version,),) = store.execute("PRAGMA user_version").fetchall()
    return application, version


def _create(store: sqlite3.Connection) -> None:
    """Make the table, where no other worker has done so meanwhile."""
    with _transaction(store):
        tables = store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables == 0:
            store.execute(_TABLE)
            store.execute(f"PRAGMA application_id = {_APPLICATION}")
            store.execute(f"PRAGMA user_version = {_VERSION}")


@contextmanager
def _transaction(store: sqlite3.Connection) -> Iterator[None]:
    store.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        store.execute("ROLLBACK")
        raise
    store.execute("COMMIT")
