#!/usr/bin/env python3
"""A twin of the record's two busiest calls in FastAPI and SQLite; for measuring only.

twin.py seed --data FOLDER --clients 2000      makes the folder; prints the cookie and the identifiers as JSON
twin.py serve --data FOLDER --port 0           prints http://127.0.0.1:PORT
twin.py verify --data FOLDER                   checks the audit chain and opens every client
"""

import argparse
import contextlib
import hashlib
import hmac
import json
import os
import random
import secrets
import socket
import sqlite3
import string
import sys
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import uvicorn
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import Cookie, Depends, FastAPI, Header, HTTPException, Request, Response
from pydantic import AfterValidator, BaseModel, StringConstraints
from uvicorn.supervisors import Multiprocess

from store import SCHEMA, STORES, append_audit, connect, milliseconds, transact, verify_audit

COOKIE = "__Host-twin"
IDLE = 30 * 60 * 1000
SESSION = 12 * 60 * 60 * 1000
FIELDS = ("name", "born", "mail", "phone", "note")

# MARK: What is encrypted


class Keyring:
    """The keys of the installation: one for fields, one for search."""

    def __init__(self, folder: Path):
        keys = json.loads((folder / "keys.json").read_text())
        self._field = AESGCM(bytes.fromhex(keys["field"]))
        self._index = bytes.fromhex(keys["index"])

    @staticmethod
    def make(folder: Path):
        file = folder / "keys.json"
        file.write_text(json.dumps({"field": secrets.token_hex(32), "index": secrets.token_hex(32)}))
        file.chmod(0o600)

    def seal(self, text: str, practice: str, owner: str, field: str) -> bytes:
        nonce = os.urandom(12)
        return b"\x01" + nonce + self._field.encrypt(nonce, text.encode(), f"{practice}/{owner}/{field}".encode())

    def open(self, data: bytes, practice: str, owner: str, field: str) -> str:
        if data[:1] != b"\x01":
            raise InvalidTag
        return self._field.decrypt(data[1:13], data[13:], f"{practice}/{owner}/{field}".encode()).decode()

    def tokens(self, name: str) -> set[bytes]:
        """What a search for the beginning of a word finds: an HMAC for each beginning of two to seven letters."""
        plain = unicodedata.normalize("NFKD", name).casefold()
        words = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
        beginnings = {word[:length] for word in words.split() for length in range(2, min(len(word), 7) + 1)}
        return {hmac.digest(self._index, beginning.encode(), "sha256")[:16] for beginning in beginnings}


# MARK: What is sent


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def date_or_empty(text: str) -> str:
    if text and not (len(text) == 10 and 1890 <= date.fromisoformat(text).year <= 2200):
        raise ValueError("is no date such as 1980-05-31")
    return text


def mail_or_empty(text: str) -> str:
    name, at, host = text.lower().partition("@")
    if text and not (name and at and "." in host.strip(".") and "@" not in host and not any(map(str.isspace, text))):
        raise ValueError("is no address of mail, such as name@example.org")
    return text.lower()


def line(shortest: int, longest: int) -> StringConstraints:
    return StringConstraints(
        strip_whitespace=True, min_length=shortest, max_length=longest, pattern=r"^[^\x00-\x1f\x7f]*$"
    )


class ClientBody(BaseModel):
    name: Annotated[str, line(1, 120), AfterValidator(composed)]
    born: Annotated[str, line(0, 10), AfterValidator(date_or_empty)] = ""
    mail: Annotated[str, line(0, 254), AfterValidator(mail_or_empty)] = ""
    phone: Annotated[str, line(0, 40)] = ""
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000), AfterValidator(composed)] = ""


class ClientAnswer(BaseModel):
    id: str
    therapist: str
    status: str
    name: str
    born: str
    mail: str
    phone: str
    note: str | None
    created: int
    version: int


# MARK: Who asks


@dataclass(frozen=True, slots=True)
class Author:
    account: str
    practice: str
    role: str
    client: str | None


def author_of(db: sqlite3.Connection, token: str) -> Author:
    """Whose session it is; a session ends at its time, and after half an hour without a request."""
    row = db.execute(
        "SELECT s.id, s.seen, s.expires, a.id, a.practice, a.role, a.client, a.status"
        " FROM session s JOIN account a ON a.id = s.account WHERE s.token = ?",
        (hashlib.sha256(token.encode()).digest(),),
    ).fetchone()
    now = milliseconds()
    if row is None or row[2] <= now or now - row[1] > IDLE or row[7] != "active":
        raise HTTPException(401, "please sign in")
    if now - row[1] > 60_000:
        db.execute("UPDATE session SET seen = ? WHERE id = ?", (now, row[0]))
    return Author(account=row[3], practice=row[4], role=row[5], client=row[6])


def may_read(author: Author, identifier: str, therapist: str) -> bool:
    match author.role:
        case "owner" | "assistant":
            return True
        case "therapist":
            return therapist == author.account
        case _:
            return author.client == identifier


# MARK: The two calls


class Records:
    def __init__(self, keys: Keyring):
        self.keys = keys

    def read(self, db: sqlite3.Connection, token: str, identifier: str) -> ClientAnswer:
        author = author_of(db, token)
        row = db.execute(
            "SELECT therapist, status, created, version, name, born, mail, phone, note FROM client"
            " WHERE id = ? AND practice = ?",
            (identifier, author.practice),
        ).fetchone()
        if row is None or not may_read(author, identifier, row[0]):
            raise HTTPException(404, "there is no such client")
        sealed = dict(zip(FIELDS, row[4:]))
        if author.role == "assistant":
            del sealed["note"]
        opened = {field: self.keys.open(data, author.practice, identifier, field) for field, data in sealed.items()}
        append_audit(
            db, author.practice, author.account, author.role, "client_read", f"client:{identifier}", f"version {row[3]}"
        )
        return ClientAnswer(
            id=identifier, therapist=row[0], status=row[1], created=row[2], version=row[3], **{"note": None} | opened
        )

    def create(self, db: sqlite3.Connection, token: str, body: ClientBody, key: str, request: bytes) -> ClientAnswer:
        author = author_of(db, token)
        if author.role not in ("owner", "therapist", "assistant"):
            raise HTTPException(403, "only the team adds clients")
        if author.role == "assistant" and body.note:
            raise HTTPException(403, "an assistant writes no notes")
        earlier = db.execute(
            "SELECT request, object FROM idempotency WHERE account = ? AND name = ?", (author.account, key)
        ).fetchone()
        if earlier is not None:
            if not hmac.compare_digest(earlier[0], request):
                raise HTTPException(422, "this Idempotency-Key was used for another request")
            return self.read(db, token, earlier[1])
        now, identifier = milliseconds(), str(uuid.uuid4())
        self.insert(db, author.practice, author.account, identifier, body, now)
        db.execute(
            "INSERT INTO idempotency (practice, account, name, request, object, created) VALUES (?, ?, ?, ?, ?, ?)",
            (author.practice, author.account, key, request, identifier, now),
        )
        append_audit(
            db, author.practice, author.account, author.role, "client_created", f"client:{identifier}", "version 1"
        )
        return ClientAnswer(
            id=identifier, therapist=author.account, status="active", created=now, version=1, **body.__dict__
        )

    def insert(self, db: sqlite3.Connection, practice: str, account: str, identifier: str, body: ClientBody, now: int):
        sealed = [self.keys.seal(getattr(body, field), practice, identifier, field) for field in FIELDS]
        db.execute(
            "INSERT INTO client (id, practice, therapist, status, name, born, mail, phone, note, created, version)"
            " VALUES (?, ?, ?, 'active', ?, ?, ?, ?, ?, ?, 1)",
            (identifier, practice, account, *sealed, now),
        )
        db.executemany(
            "INSERT INTO client_token (client, practice, token) VALUES (?, ?, ?)",
            [(identifier, practice, token) for token in self.keys.tokens(body.name)],
        )


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI):
    folder = Path(os.environ["TWIN_DATA"])
    app.state.records = Records(Keyring(folder))
    app.state.store = STORES[os.environ["TWIN_STORE"]](folder / "twin.sqlite")
    yield
    app.state.store.close()


app = FastAPI(lifespan=lifespan, openapi_url=None)


async def session_token(token: Annotated[str | None, Cookie(alias=COOKIE)] = None) -> str:
    if token is None:
        raise HTTPException(401, "please sign in")
    return token


async def same_origin(
    host: Annotated[str | None, Header()] = None, origin: Annotated[str | None, Header()] = None
) -> None:
    if host is None or origin not in (f"http://{host}", f"https://{host}"):
        raise HTTPException(403, "the request comes from another site")


def answer(client: ClientAnswer, status: int, **headers: str) -> Response:
    return Response(
        client.model_dump_json(),
        status,
        {"ETag": f'"{client.version}"', "Cache-Control": "no-store", **headers},
        "application/json",
    )


@app.get("/api/clients/{identifier}")
async def read_client(
    identifier: uuid.UUID, request: Request, token: Annotated[str, Depends(session_token)]
) -> Response:
    state = request.app.state
    return answer(await state.store.write(lambda db: state.records.read(db, token, str(identifier))), 200)


@app.post("/api/clients", dependencies=[Depends(same_origin)])
async def create_client(
    body: ClientBody,
    request: Request,
    token: Annotated[str, Depends(session_token)],
    idempotency_key: Annotated[uuid.UUID, Header()],
) -> Response:
    state = request.app.state
    digest = hashlib.sha256(b"POST /api/clients\n" + await request.body()).digest()
    client = await state.store.write(lambda db: state.records.create(db, token, body, str(idempotency_key), digest))
    return answer(client, 201, Location=f"/api/clients/{client.id}")


# MARK: The commands


def seed(folder: Path, clients: int):
    folder.mkdir(parents=True, exist_ok=True)
    Keyring.make(folder)
    keys, db = Keyring(folder), connect(folder / "twin.sqlite")
    db.executescript(SCHEMA)
    chance, token = random.Random(1), secrets.token_urlsafe(32)
    practice, account = str(uuid.uuid4()), str(uuid.uuid4())
    identifiers = [str(uuid.uuid4()) for _ in range(clients)]

    def word() -> str:
        return "".join(chance.choices(string.ascii_lowercase, k=chance.randint(7, 10))).capitalize()

    def fill(db: sqlite3.Connection):
        now, records = milliseconds(), Records(keys)
        db.execute("INSERT INTO practice (id, name, created) VALUES (?, 'Practice', ?)", (practice, now))
        name, mail = (keys.seal(text, practice, account, "account") for text in ("Owner", "owner@example.org"))
        db.execute(
            "INSERT INTO account (id, practice, role, status, name, mail, client, created, version)"
            " VALUES (?, ?, 'owner', 'active', ?, ?, NULL, ?, 1)",
            (account, practice, name, mail, now),
        )
        db.execute(
            "INSERT INTO session (id, token, account, practice, created, seen, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (str(uuid.uuid4()), hashlib.sha256(token.encode()).digest(), account, practice, now, now, now + SESSION),
        )
        for identifier in identifiers:
            body = ClientBody(
                name=f"{word()} {word()}",
                born=f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
                mail=f"{word()}@example.org",
                phone=f"+49 30 {chance.randint(1_000_000, 9_999_999)}",
                note=" ".join(word() for _ in range(22)),
            )
            records.insert(db, practice, account, identifier, body, now)
            append_audit(db, practice, account, "owner", "client_created", f"client:{identifier}", "version 1")

    transact(db, fill)
    db.close()
    print(json.dumps({"cookie": f"{COOKIE}={token}", "csrf": "", "ids": identifiers}))


def serve(folder: Path, port: int, workers: int, store: str):
    os.environ |= {"TWIN_DATA": str(folder), "TWIN_STORE": store}
    own = socket.create_server(("127.0.0.1", port), backlog=2048)
    own.set_inheritable(True)
    config = uvicorn.Config(
        "twin:app" if workers > 1 else app,
        workers=workers,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )
    print(f"http://127.0.0.1:{own.getsockname()[1]}", flush=True)
    if workers > 1:
        Multiprocess(config, sockets=[own]).run()
    else:
        uvicorn.Server(config).run(sockets=[own])


def verify(folder: Path):
    keys, db = Keyring(folder), connect(folder / "twin.sqlite")
    links = verify_audit(db)
    clients = 0
    for identifier, practice, *sealed in db.execute(f"SELECT id, practice, {', '.join(FIELDS)} FROM client"):
        for field, data in zip(FIELDS, sealed):
            keys.open(data, practice, identifier, field)
        clients += 1
    counts = dict(db.execute("SELECT action, COUNT(*) FROM audit GROUP BY action"))
    (tokens,) = db.execute("SELECT COUNT(*) FROM client_token").fetchone()
    if counts.get("client_created", 0) != clients:
        raise ValueError(f"{clients} clients, but {counts.get('client_created', 0)} links that tell of one")
    print(json.dumps({"links": links, "clients": clients, "tokens": tokens, **counts}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("seed", "serve", "verify"):
        commands.add_parser(name).add_argument("--data", type=Path, required=True)
    commands.choices["seed"].add_argument("--clients", type=int, default=2000)
    commands.choices["serve"].add_argument("--port", type=int, default=0)
    commands.choices["serve"].add_argument("--workers", type=int, default=1)
    commands.choices["serve"].add_argument("--store", choices=list(STORES), default="thread")
    arguments = parser.parse_args()
    match arguments.command:
        case "seed":
            seed(arguments.data, arguments.clients)
        case "serve":
            serve(arguments.data, arguments.port, arguments.workers, arguments.store)
        case "verify":
            try:
                verify(arguments.data)
            except (ValueError, InvalidTag) as error:
                sys.exit(f"the twin's data does not hold: {error!r}")


if __name__ == "__main__":
    main()
