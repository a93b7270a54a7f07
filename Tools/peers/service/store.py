"""The twin's database: SQLite in WAL mode, synchronous = FULL, one writer at a time, an audit chain without gaps."""

import asyncio
import hashlib
import queue
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE practice (id TEXT PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL) STRICT;
CREATE TABLE account (
  id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id), role TEXT NOT NULL, status TEXT NOT NULL,
  name BLOB NOT NULL, mail BLOB NOT NULL, client TEXT, created INTEGER NOT NULL, version INTEGER NOT NULL
) STRICT;
CREATE INDEX account_practice ON account (practice, role);
CREATE TABLE session (
  id TEXT PRIMARY KEY, token BLOB NOT NULL UNIQUE, account TEXT NOT NULL REFERENCES account (id),
  practice TEXT NOT NULL REFERENCES practice (id), created INTEGER NOT NULL, seen INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account);
CREATE TABLE client (
  id TEXT PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id),
  therapist TEXT NOT NULL REFERENCES account (id), status TEXT NOT NULL,
  name BLOB NOT NULL, born BLOB NOT NULL, mail BLOB NOT NULL, phone BLOB NOT NULL, note BLOB NOT NULL,
  created INTEGER NOT NULL, version INTEGER NOT NULL
) STRICT;
CREATE INDEX client_practice ON client (practice, therapist);
CREATE TABLE client_token (
  client TEXT NOT NULL REFERENCES client (id), practice TEXT NOT NULL, token BLOB NOT NULL,
  PRIMARY KEY (practice, token, client)
) STRICT;
CREATE INDEX client_token_client ON client_token (client);
CREATE TABLE idempotency (
  practice TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, request BLOB NOT NULL, object TEXT NOT NULL,
  created INTEGER NOT NULL, PRIMARY KEY (account, name)
) STRICT;
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, practice TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL,
  action TEXT NOT NULL, object TEXT NOT NULL, detail TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_practice ON audit (practice, sequence);
CREATE TABLE audit_head (
  one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END;
INSERT INTO audit_head (one, sequence, hash) VALUES (1, 0, zeroblob(32));
"""

Work = Callable[[sqlite3.Connection], Any]


def milliseconds() -> int:
    return time.time_ns() // 1_000_000


def connect(file: Path) -> sqlite3.Connection:
    """A connection whose transactions are begun by hand; the caller keeps it to one thread at a time."""
    db = sqlite3.connect(file, timeout=10, isolation_level=None, check_same_thread=False)
    db.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -4096;"
    )
    return db


def link(previous: bytes, fields: tuple[int | str, ...]) -> bytes:
    """SHA-256 over the previous hash and the fields, each with its length."""
    parts = [previous]
    for field in fields:
        data = str(field).encode()
        parts += [len(data).to_bytes(4), data]
    return hashlib.sha256(b"".join(parts)).digest()


def append_audit(db: sqlite3.Connection, practice: str, actor: str, role: str, action: str, target: str, detail: str):
    """Adds a link to the chain, inside the transaction of what it tells about."""
    last, previous = db.execute("SELECT sequence, hash FROM audit_head WHERE one = 1").fetchone()
    fields = (last + 1, milliseconds(), practice, actor, role, action, target, detail)
    digest = link(previous, fields)
    db.execute(
        "INSERT INTO audit (sequence, at, practice, actor, role, action, object, detail, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*fields, digest),
    )
    db.execute("UPDATE audit_head SET sequence = ?, hash = ? WHERE one = 1", (last + 1, digest))


def verify_audit(db: sqlite3.Connection) -> int:
    """The length of the chain; raises ValueError where a link is missing or does not hold."""
    last, previous = 0, bytes(32)
    columns = "sequence, at, practice, actor, role, action, object, detail, hash"
    for *fields, digest in db.execute(f"SELECT {columns} FROM audit ORDER BY sequence"):
        if fields[0] != last + 1:
            raise ValueError(f"link {last + 1} is missing")
        if link(previous, tuple(fields)) != digest:
            raise ValueError(f"link {fields[0]} does not hold")
        last, previous = fields[0], digest
    if db.execute("SELECT sequence, hash FROM audit_head").fetchone() != (last, previous):
        raise ValueError("the head is not the last link")
    return last


class InlineStore:
    """Runs each transaction on the event loop: no hand-over between threads, but nothing else runs during a commit."""

    def __init__(self, file: Path):
        self._db = connect(file)

    async def write(self, work: Work) -> Any:
        return transact(self._db, work)

    def close(self):
        self._db.close()


class ThreadStore:
    """Runs each transaction on the one thread that writes; the event loop goes on while the disk is synchronized."""

    def __init__(self, file: Path):
        self._db = connect(file)
        self._writer = ThreadPoolExecutor(1, "writer")

    def write(self, work: Work) -> Awaitable[Any]:
        return asyncio.get_running_loop().run_in_executor(self._writer, transact, self._db, work)

    def close(self):
        self._writer.shutdown()
        self._db.close()


class SharedStore:
    """Like `ThreadStore`, but what waits at the same time shares one commit, each in a savepoint of its own."""

    MOST_TOGETHER = 128

    def __init__(self, file: Path):
        self._db = connect(file)
        self._waiting: queue.SimpleQueue = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._drain, name="writer")
        self._thread.start()

    def write(self, work: Work) -> Awaitable[Any]:
        future = asyncio.get_running_loop().create_future()
        self._waiting.put((work, future))
        return future

    def close(self):
        self._waiting.put(None)
        self._thread.join()
        self._db.close()

    def _drain(self):
        while (first := self._waiting.get()) is not None:
            jobs, ends = [first], False
            while len(jobs) < self.MOST_TOGETHER and not self._waiting.empty():
                job = self._waiting.get()
                if job is None:
                    ends = True
                    break
                jobs.append(job)
            outcomes = self._commit(jobs)
            jobs[0][1].get_loop().call_soon_threadsafe(self._finish, outcomes)
            if ends:
                return

    def _commit(self, jobs):
        outcomes = []
        try:
            self._db.execute("BEGIN IMMEDIATE")
            for work, future in jobs:
                self._db.execute("SAVEPOINT work")
                try:
                    outcomes.append((future, work(self._db), None))
                except Exception as error:
                    self._db.execute("ROLLBACK TO work")
                    outcomes.append((future, None, error))
                self._db.execute("RELEASE work")
            self._db.execute("COMMIT")
        except Exception as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            return [(future, None, error) for _, future in jobs]
        return outcomes

    @staticmethod
    def _finish(outcomes):
        for future, value, error in outcomes:
            if future.cancelled():
                continue
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)


STORES = {"inline": InlineStore, "thread": ThreadStore, "shared": SharedStore}


def transact(db: sqlite3.Connection, work: Work) -> Any:
    """Runs `work` and commits, or changes nothing at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        value = work(db)
        db.execute("COMMIT")
        return value
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
