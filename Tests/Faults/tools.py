"""Runs the program, speaks HTTP with it, and keeps a ledger of what it has acknowledged."""

import collections
import hashlib
import hmac
import http.client
import itertools
import json
import os
import pathlib
import random
import re
import shlex
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

MAIL, PASSWORD = "owner@fault.example", "seven brown otters paddle"
PASSPHRASE = "nine quiet herons wade home"
BROKEN = (http.client.HTTPException, OSError)
# Generous: other work may share the machine.
PATIENCE = 120


class Fault(Exception):
    """The program did not do what it promises."""


def check(condition, text):
    if not condition:
        raise Fault(text)


# MARK: The database server


class Postgres:
    """The server that Scripts/postgres-for-tests has started."""

    def __init__(self):
        self.url = os.environ["TAUTBAND_TEST_DATABASE_URL"]
        self.control = shlex.split(os.environ["TAUTBAND_TEST_POSTGRES_CONTROL"])
        self.data = pathlib.Path(self.control[self.control.index("-D") + 1])

    def sql(self, text, superuser=False):
        url = self.url.replace("//app@", "//postgres@") if superuser else self.url
        return subprocess.run(
            ["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", text, url], check=True, capture_output=True, text=True,
            cwd="/tmp").stdout.strip()

    def schema(self, name, settings=""):
        """The address of a schema that is made anew."""
        self.sql(f"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")
        return f"{self.url}?options={quote(f'-csearch_path={name}{settings}', safe='')}"

    def restart(self, mode):
        self._control("-m", mode, "restart")

    def stop(self, mode):
        # `start` does not remember the options of the last start, unlike `restart`.
        self.options = shlex.split((self.data / "postmaster.opts").read_text())[3:]
        self._control("-m", mode, "stop")

    def start(self):
        self._control("-o", shlex.join(self.options), "start")

    def _control(self, *arguments):
        subprocess.run(
            [*self.control, "-t", str(PATIENCE), *arguments], check=True, cwd="/tmp", stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


# MARK: The program


@dataclass
class Context:
    """What a scenario is given, and what is left to be ended after it."""

    program: str
    folder: pathlib.Path
    name: str
    database: str
    postgres: Postgres | None
    seed: int
    rounds: int
    seconds: float
    full: bool
    servers: list = field(default_factory=list)
    at_end: list = field(default_factory=list)

    def random(self, *words):
        return random.Random(f"{self.seed} {self.name} {self.database} {words}")

    def place(self, label="main", database=None, **settings):
        """A fresh place for a record."""
        database = database or self.database
        name = f"{self.name}_{self.database}_{label}"
        url = self.postgres.schema(name, **settings) if database == "postgres" else None
        return Place(self, self.folder / name, url)

    def end(self):
        for server in self.servers:
            server.kill()
        for action in reversed(self.at_end):
            action()


@dataclass
class Place:
    """A data folder and, with PostgreSQL, a database; several places may share one database and its key file."""

    context: Context
    data: pathlib.Path
    url: str | None = None
    key_file: pathlib.Path | None = None

    def command(self, *words):
        keys = ["--key-file", str(self.key_file)] if self.key_file else []
        return [self.context.program, *words, "--data", str(self.data), *keys]

    @property
    def environment(self):
        given = {name: value for name, value in os.environ.items() if not name.startswith("TAUTBAND_")}
        given |= {"TAUTBAND_REQUESTS_PER_MINUTE": "0", "TAUTBAND_LOG_LEVEL": "error", "TAUTBAND_PASSPHRASE": PASSPHRASE}
        return given | ({"TAUTBAND_DATABASE_URL": self.url} if self.url else {})

    def run(self, *words, passphrase=PASSPHRASE):
        """One command; not checked."""
        environment = self.environment | {"TAUTBAND_PASSPHRASE": passphrase}
        return subprocess.run(
            self.command(*words), env=environment, capture_output=True, text=True, timeout=10 * PATIENCE)

    def ran(self, *words):
        """One command that must succeed; its output."""
        done = self.run(*words)
        check(done.returncode == 0, f"{' '.join(words)}: status {done.returncode}: {done.stdout}{done.stderr}".strip())
        return done.stdout

    def export(self):
        return self.ran("export").splitlines()

    def is_sound(self, small=False):
        """Audit chain and the doctor's findings; the number of audit entries. `small`: the disk is meant to be full."""
        entries = int(self.ran("audit", "verify").split()[0])
        findings = json.loads(self.run("doctor", "--format", "json").stdout)
        faults = [one for one in findings if one["verdict"] == "fault" and not (small and one["check"] == "space")]
        check(not faults, f"doctor: {faults}")
        return entries

    def server(self):
        return Server(self)


class Server:
    """A running `serve`."""

    def __init__(self, place):
        self.place = place
        place.context.servers.append(self)
        self.log = place.context.folder / f"{place.data.name}-{len(place.context.servers)}.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                place.command("serve", "--port", "0"), env=place.environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log)
        self.port = int(self.wait_for(r"ready at http://127\.0\.0\.1:(\d+)"))

    def wait_for(self, pattern):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = re.search(pattern, self.log.read_text())
            if found:
                return found[1]
            check(self.process.poll() is None, f"the server ended: {self.log.read_text()[-600:]}")
            time.sleep(0.05)
        raise Fault(f"the server did not get ready: {self.log.read_text()[-600:]}")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def terminate(self):
        """Asks it to end; seconds until it had, and its status."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=PATIENCE), time.monotonic() - began
        except subprocess.TimeoutExpired:
            raise Fault(f"the server did not end within {PATIENCE} s of SIGTERM") from None

    def set_up(self):
        """Makes the practice and its owner; the session's cookie."""
        token = self.wait_for(r"/setup\?t=(\S+)")
        api = Api(self.port)
        form = {"t": token, "practice_name": "Fault tests", "time_zone": "UTC", "name": "Olga Owner", "mail": MAIL,
                "password": PASSWORD}
        check(api.send("GET", f"/setup?t={token}").status == 200, "the link for the set-up does not work")
        return self.cookie(api.form("/setup", form))

    def sign_in(self):
        return self.cookie(Api(self.port).form("/sign-in", {"mail": MAIL, "password": PASSWORD, "next": ""}))

    @staticmethod
    def cookie(answer):
        found = re.search(r"__Host-tautband=[^;]+", " ".join(answer.all("Set-Cookie")))
        check(answer.status == 303 and found, f"no session: {answer.status} {answer.body[:300]}")
        return found[0]

    def api(self, cookie):
        return Api(self.port, cookie)


@dataclass
class Answer:
    status: int
    headers: list
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def problem(self):
        """What a refusal says; empty unless it is in the form of the interface."""
        try:
            return self.json["error"]["problem"]
        except (ValueError, KeyError, TypeError):
            return ""

    def __str__(self):
        return f"{self.status} {self.body[:200]!r}"


class Api:
    """One connection."""

    def __init__(self, port, cookie=None):
        self.port, self.cookie = port, cookie
        self.connection = None
        self.sent = 0.0

    def send(self, method, path, body=None, headers=None):
        """One request. Throws one of BROKEN when the connection breaks; the next call makes a new one."""
        given = {"Origin": f"http://127.0.0.1:{self.port}", **(headers or {})}
        if self.cookie:
            given["Cookie"] = self.cookie
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.sent = 0.0
        try:
            self.connection.request(method, path, body, given)
            self.sent = time.monotonic()
            got = self.connection.getresponse()
            answer = Answer(got.status, got.getheaders(), got.read())
        except BROKEN:
            self.close()
            raise
        if got.will_close:
            self.close()
        return answer

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def form(self, path, fields):
        return self.send("POST", path, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_out(self):
        token = self.cookie.split("=", 1)[1]
        return self.form("/sign-out", {"csrf": hmac.digest(token.encode(), b"tautband form", "sha256").hex()})

    def create(self, key, body):
        return self.send(
            "POST", "/api/clients", body, {"Content-Type": "application/json", "Idempotency-Key": key})

    def change(self, identifier, version, body):
        return self.send(
            "PUT", f"/api/clients/{identifier}", body,
            {"Content-Type": "application/json", "If-Match": f'"{version}"'})

    def read(self, identifier):
        return self.send("GET", f"/api/clients/{identifier}")


# MARK: The ledger


def content(name):
    """A client whose every field follows from the name: a half-written record shows."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return {
        "name": name, "born": f"19{int(digest[:4], 16) % 100:02}-06-15", "mail": f"{digest[:12]}@fault.example",
        "phone": f"+49 {int(digest[:10], 16)}", "note": " ".join([digest] * (1 + int(digest[0], 16) * 4)),
    }


def document(name):
    return json.dumps(content(name)).encode()


@dataclass
class Entry:
    """A client: what was acknowledged, and the name of a change that was sent but not answered."""

    key: str
    id: str | None = None
    version: int = 0
    name: str = ""
    pending: str | None = None
    changes: int = 0


class Ledger:
    """What one writer knows; all of a record's writers together know every client."""

    def __init__(self):
        self.entries = {}
        self.acknowledged = 0
        self.statuses = collections.Counter()
        self.problems = collections.Counter()
        self.breaks = 0

    def add(self, key):
        entry = self.entries[key] = Entry(key, pending=f"{key} new")
        return entry

    def attempt(self, entry, api):
        """Sends the pending change once; whether it was acknowledged. Throws one of BROKEN."""
        if entry.id is None:
            answer = self.counted(api.create(f"faults-{entry.key}", document(entry.pending)))
        else:
            answer = self.counted(api.change(entry.id, entry.version, document(entry.pending)))
            if answer.status == 412:
                # An attempt whose answer did not come may have taken effect.
                answer = self.counted(api.read(entry.id))
                if answer.status == 200:
                    found = answer.json
                    check(
                        found["version"] == entry.version + 1 and found["name"] == entry.pending,
                        f"{entry} was refused as stale, but is {found['version']} {found['name']}")
        if answer.status in (200, 201):
            found = answer.json
            check(found["name"] == entry.pending, f"{entry} was answered with {found['name']}")
            entry.id, entry.version, entry.name, entry.pending = found["id"], found["version"], entry.pending, None
            self.acknowledged += 1
            return True
        check(answer.status == 503 and answer.problem, f"a write was answered with {answer}")
        return False

    def counted(self, answer):
        self.statuses[answer.status] += 1
        if answer.problem:
            self.problems[f"{answer.status} {answer.problem}"] += 1
        return answer

    def settle(self, api):
        """Repeats what was not answered, once the service is there again."""
        pending = [entry for entry in self.entries.values() if entry.pending]
        for entry in pending:
            check(self.attempt(entry, api), f"{entry} is still refused")
        return len(pending)

    def compare(self, lines):
        """Compares with an export: nothing acknowledged is missing or older, no record is half, none is there twice."""
        rows = [json.loads(line)["row"] for line in lines if line.startswith('{"row":') and '"table":"client"}' in line]
        found = collections.Counter(row["name"].split()[0] for row in rows)
        twice = [key for key, count in found.items() if count > 1]
        check(not twice, f"made twice: {twice[:5]}")
        for row in rows:
            half = [name for name, value in content(row["name"]).items() if row[name] != value]
            check(not half, f"client {row['id']} at version {row['version']} is half: {half}")
        by_id = {row["id"]: row for row in rows}
        for entry in self.entries.values():
            if entry.id is None:
                continue
            row = by_id.get(entry.id)
            check(row, f"acknowledged but lost: {entry}")
            now = (int(row["version"]), row["name"])
            allowed = [(entry.version, entry.name)] + ([(entry.version + 1, entry.pending)] if entry.pending else [])
            check(now in allowed, f"acknowledged {entry}, but the record has {now}")
        return len(rows)


class Load:
    """Writers that create and edit clients of their own until told to stop."""

    def __init__(self, apis, random, prefix, persistent=True, writes=None):
        """`persistent`: goes on after a broken connection or a refusal. `writes`: ends after so many acknowledged."""
        self.ledgers = [Ledger() for _ in apis]
        self.over = threading.Event()
        self.persistent, self.writes = persistent, writes
        self.failures = []
        self.in_flight = []
        self.threads = [
            threading.Thread(target=self._write, args=(api, ledger, f"{prefix}w{number}", random.getrandbits(64)))
            for number, (api, ledger) in enumerate(zip(apis, self.ledgers))
        ]
        for thread in self.threads:
            thread.start()

    @property
    def acknowledged(self):
        return sum(ledger.acknowledged for ledger in self.ledgers)

    def _write(self, api, ledger, prefix, seed):
        choices = random.Random(seed)
        numbers = itertools.count()
        entry = None
        try:
            while not self.over.is_set() and (self.writes is None or self.acknowledged < self.writes):
                if entry is None or not entry.pending:
                    if not ledger.entries or choices.random() < 0.5:
                        entry = ledger.add(f"{prefix}n{next(numbers)}")
                    else:
                        entry = choices.choice(list(ledger.entries.values()))
                        entry.changes += 1
                        entry.pending = f"{entry.key} edit {entry.changes}"
                try:
                    if not ledger.attempt(entry, api):
                        time.sleep(0.2)
                except BROKEN as error:
                    ledger.breaks += 1
                    self.in_flight.append((api.sent, f"{type(error).__name__} {error}"))
                    if not self.persistent:
                        return
                    time.sleep(0.2)
        except Exception as failure:
            self.failures.append(failure)

    def wait(self, acknowledged):
        """Waits until so many writes are acknowledged, or the writers have ended."""
        end = time.monotonic() + 2 * PATIENCE
        while self.acknowledged < acknowledged and any(thread.is_alive() for thread in self.threads):
            check(time.monotonic() < end, f"only {self.acknowledged} of {acknowledged} writes in {2 * PATIENCE} s")
            time.sleep(0.002)

    def end(self):
        self.over.set()
        return self.join()

    def join(self):
        for thread in self.threads:
            thread.join()
        if self.failures:
            raise self.failures[0]
        return self.ledger

    @property
    def ledger(self):
        """All ledgers as one, sharing their entries."""
        whole = Ledger()
        for ledger in self.ledgers:
            whole.entries |= ledger.entries
            whole.acknowledged += ledger.acknowledged
            whole.breaks += ledger.breaks
            whole.statuses += ledger.statuses
            whole.problems += ledger.problems
        return whole


def words(counter):
    return ", ".join(f"{count} x {name}" for name, count in sorted(counter.items(), key=str)) or "none"
