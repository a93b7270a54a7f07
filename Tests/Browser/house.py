"""A server of its own with two practices and everything that can be stolen, for attacks over HTTP.

TAUTBAND_PROGRAM names the program (default .build/release/tautband).
"""

import base64
import hashlib
import hmac
import html
import http.client
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

from signals import noise, text
from stands import CHECKER, furnish

PROGRAM = os.path.abspath(
    os.environ.get("TAUTBAND_PROGRAM", pathlib.Path(__file__).parents[2] / ".build/release/tautband")
)
PASSWORD = "seven brown otters paddle"
HTML = {"Accept": "text/html"}


def routes():
    """The table of routes that the program prints."""
    return json.loads(subprocess.run([PROGRAM, "routes"], capture_output=True, check=True).stdout)


def one_time_code(secret, moment=None):
    """The code that an authenticator app shows (RFC 6238)."""
    step = int((time.time() if moment is None else moment) // 30).to_bytes(8, "big")
    mac = hmac.digest(base64.b32decode(secret + "=" * (-len(secret) % 8)), step, "sha1")
    place = mac[-1] & 15
    return f"{(int.from_bytes(mac[place : place + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


@dataclass
class Answer:
    status: int
    headers: list
    body: bytes

    @property
    def text(self):
        """As a reader sees it: entities are resolved."""
        text = self.body.decode("utf-8", "replace")
        return html.unescape(text) if "&" in text else text

    @property
    def json(self):
        return json.loads(self.body)

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name):
        return next(iter(self.all(name)), None)

    @property
    def cookies(self):
        return [line.split(";")[0].split("=", 1) for line in self.all("Set-Cookie")]

    def hidden(self, name):
        """The value of a hidden field."""
        found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', self.body.decode())
        return html.unescape(found[1]) if found else None

    @property
    def link(self):
        """The link that a page shows once, without its origin."""
        found = re.search(r'readonly value="https?://[^/]+([^"]+)"', self.body.decode())
        assert found, self.text
        return html.unescape(found[1])

    @property
    def token(self):
        return self.link.split("?t=")[1]


class Visitor:
    """A browser: keeps cookies and says that its requests are of its own making."""

    def __init__(self, port, source="127.0.0.1", agent="Mozilla/5.0 (X11; Linux) Firefox/140.0"):
        self.port, self.source, self.agent = port, source, agent
        self.cookies = {}
        self.csrf = ""
        self.connection = None

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def copy(self):
        other = Visitor(self.port, self.source, self.agent)
        other.cookies, other.csrf = dict(self.cookies), self.csrf
        return other

    def send(self, method, path, body=None, headers=None, keep=True):
        """One request; `keep` keeps the cookies that come back."""
        given = {"User-Agent": self.agent, **(headers or {})}
        if self.cookies and "Cookie" not in given:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method not in ("GET", "HEAD") and not {"Origin", "Sec-Fetch-Site"} & set(given):
            given["Origin"] = self.origin
        given = {name: value for name, value in given.items() if value is not None}
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    "127.0.0.1", self.port, timeout=15, source_address=(self.source, 0)
                )
            try:
                self.connection.request(method, path, body, given)
                got = self.connection.getresponse()
                answer = Answer(got.status, got.getheaders(), got.read())
                break
            except (http.client.HTTPException, OSError):
                # A connection that idled out is opened again, once.
                self.connection.close()
                self.connection = None
                if attempt == 2:
                    raise
        if answer.header("Connection") == "close":
            self.connection.close()
            self.connection = None
        for name, value in answer.cookies if keep else []:
            self.cookies.pop(name, None)
            if value:
                self.cookies[name] = value
        return answer

    def get(self, path, headers=HTML, **more):
        return self.send("GET", path, headers=headers, **more)

    def form(self, path, fields=None, csrf=True, headers=None, **more):
        """Sends a form as its page would."""
        fields = dict(fields or {})
        if csrf:
            fields.setdefault("csrf", self.csrf)
        content = {"Content-Type": "application/x-www-form-urlencoded", **HTML, **(headers or {})}
        return self.send("POST", path, urlencode(fields).encode(), content, **more)

    def multipart(self, path, fields=None, files=None, csrf=True, headers=None, **more):
        """Sends a form with files as its page would."""
        fields = {**({"csrf": self.csrf} if csrf else {}), **(fields or {})}
        mark, parts = "formpartsend", []
        for name, value in fields.items():
            parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode())
        for name, content in (files or {}).items():
            title, content = content if isinstance(content, tuple) else ("f.bin", content)
            head = f'Content-Disposition: form-data; name="{name}"; filename="{title}"\r\n'
            parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content)
        body = b"".join(f"--{mark}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{mark}--\r\n".encode()
        content = {"Content-Type": f"multipart/form-data; boundary={mark}", **HTML, **(headers or {})}
        return self.send("POST", path, body, content, **more)

    def api(self, method, path, value=None, headers=None, **more):
        body = None if value is None else value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.send(method, path, body, {"Content-Type": "application/json", **(headers or {})}, **more)

    def sign_in(self, mail, password=PASSWORD, **fields):
        """Signs in and learns the token of the session's forms."""
        answer = self.form("/sign-in", {"mail": mail, "password": password, **fields}, csrf=False)
        self.learn()
        return answer

    def learn(self):
        self.csrf = self.get("/account").hidden("csrf") or ""


@dataclass
class Person:
    """Someone with an account."""

    role: str
    practice: int
    name: str
    mail: str
    visitor: Visitor = None
    id: str = ""
    client: "Case" = None

    def __repr__(self):
        return f"{self.role} {self.name}"


@dataclass
class Case:
    """A client with everything in the record marked, so that no part of it can leak unseen."""

    practice: int
    therapist: Person
    name: str
    mail: str
    phone: str
    note: str
    diary: str
    id: str = ""
    account: Person = None
    broken_by: Person = None
    etag: str = '"1"'
    complaint: str = ""
    visit: str = ""
    letter: str = ""
    finding: str = ""
    recording: str = ""
    """The files of a recording; the entry that holds it is `recorded`."""
    recorded: str = ""


def complaint(case):
    return {"title": case.note, "began": "", "isClosed": False, "drawing": ""}


@dataclass
class House:
    """The running server; `settings` are environment variables."""

    settings: dict = field(default_factory=dict)
    sources = itertools.count(10)

    def __post_init__(self):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tautband-house-", dir=memory))
        self.data = self.folder / "data"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TAUTBAND_")}
        environment.pop("PORT", None)
        environment |= {"TAUTBAND_REQUESTS_PER_MINUTE": "0", "TAUTBAND_LOG_LEVEL": "info", **self.settings}
        self.environment = environment
        self.log = self.folder / "stderr"
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--port", "0", "--data", self.data],
            env=environment,
            stdout=(self.folder / "stdout").open("w"),
            stderr=self.log.open("w"),
        )
        found, deadline = None, time.monotonic() + 30
        while not found:
            if time.monotonic() > deadline or self.process.poll() is not None:
                self.process.kill()
                raise RuntimeError(f"the server does not start: {self.logged()}")
            time.sleep(0.02)
            said = (self.folder / "stdout").read_text()
            found = re.search(r"ready at https?://[^ ]+:(\d+) .*(/setup\?t=\S+)\n", said, re.DOTALL)
        self.port, self.setup = int(found[1]), found[2]
        self.secrets = {PASSWORD}

    def visitor(self, **more):
        """A new browser at an address of its own, so that limits of one do not stop another."""
        number = next(self.sources)
        return Visitor(self.port, f"127.0.{number // 200}.{number % 200 + 2}", **more)

    def run(self, *arguments):
        """A command of the program beside the server."""
        return subprocess.run(
            [PROGRAM, *arguments, "--data", self.data, "--port", str(self.port)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def change(self, statement, *values):
        """Changes the database behind the server's back: time that passes."""
        with sqlite3.connect(self.data / "tautband.sqlite", timeout=10) as database:
            return database.execute(statement, values).fetchall()

    def expire(self, visitor, column="expires", value=0):
        """Ends a visitor's session as time would."""
        token = visitor.cookies["__Host-tautband"]
        row = self.change("SELECT id FROM session WHERE token = ?", hashlib.sha256(token.encode()).digest())
        if not row:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            row = self.change("SELECT id FROM session WHERE token = ?", hashlib.sha256(raw).digest())
        self.change(f"UPDATE session SET {column} = ? WHERE id = ?", value, row[0][0])

    def exported(self, *tables):
        """Every row of some tables, decrypted."""
        lines = (json.loads(line) for line in self.run("export").splitlines())
        return sorted((json.dumps(line, sort_keys=True) for line in lines if line["table"] in tables))

    def is_alive(self):
        return self.process.poll() is None and Visitor(self.port).get("/health").status == 200

    def logged(self):
        return self.log.read_text(errors="replace")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    # People

    def open_practice(self, link, name, owner):
        """Follows a set-up link."""
        visitor = self.visitor()
        answer = visitor.form(
            link.split("?")[0],
            {
                "t": link.split("?t=")[1],
                "practice_name": name,
                "time_zone": "Europe/Berlin",
                "name": owner.name,
                "mail": owner.mail,
                "password": PASSWORD,
            },
            csrf=False,
        )
        assert answer.status == 303, answer.text
        self.settle(owner, visitor)

    def settle(self, person, visitor):
        person.visitor = visitor
        visitor.learn()
        row = self.change("SELECT id FROM account ORDER BY created DESC, rowid DESC LIMIT 1")
        person.id = row[0][0]
        self.secrets |= set(visitor.cookies.values()) | {visitor.csrf}

    def join(self, person, link):
        """Follows an invitation."""
        visitor = self.visitor()
        token = link.split("?t=")[1]
        self.secrets.add(token)
        answer = visitor.form("/join", {"t": token, "name": person.name, "password": PASSWORD}, csrf=False)
        assert answer.status == 303, answer.text
        self.settle(person, visitor)

    def invite(self, owner, person):
        fields = {"name": person.name, "mail": person.mail, "role": person.role}
        self.join(person, owner.visitor.form("/team/invite", fields).link)

    def take(self, case):
        """Adds a client with a note and an entry in the diary."""
        visitor = case.therapist.visitor
        answer = visitor.api(
            "POST",
            "/api/clients",
            {"name": case.name, "mail": case.mail, "phone": case.phone, "note": case.note, "born": "1980-05-31"},
            {"Idempotency-Key": f"taken-{case.name.replace(' ', '-')}"},
        )
        assert answer.status == 201, answer.text
        case.id = answer.json["id"]
        link = visitor.form(f"/clients/{case.id}/link")
        answer = Visitor(self.port).form("/intake", {"t": link.token, "text": case.diary}, csrf=False)
        assert answer.status == 200, answer.text
        self.chart(case)

    def chart(self, case, visitor=None):
        """Opens a complaint if there is none and a visit with a note."""
        visitor = visitor or case.therapist.visitor
        case.visit = str(uuid.uuid4())
        entries = []
        if not case.complaint:
            case.complaint = str(uuid.uuid4())
            entries.append({"id": case.complaint, "kind": "complaint", "body": complaint(case)})
        place = {"complaint": case.complaint}
        if not case.letter:
            case.letter = str(uuid.uuid4())
            letter = {"kind": "referred", "day": "2026-05-31", "factor": "", "text": case.note}
            entries.append({"id": case.letter, "kind": "event", "body": letter, **place})
            body = {"exercises": [], "text": case.note}
            entries.append({"id": str(uuid.uuid4()), "kind": "programme", "body": body, **place})
        start = {"started": int(time.time() * 1000), "zone": "Europe/Berlin"}
        entries.append({"id": case.visit, "kind": "visit", "body": start, **place})
        body = {"part": "plan", "text": case.note}
        entries.append({"id": str(uuid.uuid4()), "kind": "note", "body": body, "visit": case.visit, **place})
        if not case.finding:
            case.finding = str(uuid.uuid4())
            body = {"finding": "palpation:soleus:taut_band", "side": "right"}
            entries.append({"id": case.finding, "kind": "finding", "body": body, "visit": case.visit, **place})
        answer = visitor.api("POST", f"/api/clients/{case.id}/entries", {"entries": entries})
        assert answer.status == 201, answer.text
        if not case.recorded:
            self.record(case, visitor)

    def record(self, case, visitor):
        """Attaches a recording of muscle signals and measures a hold on it."""
        files = {"file": (f"{case.note}.csv", text(noise(12, rate=200), label=case.diary))}
        path = f"/clients/{case.id}/visits/{case.visit}/recordings"
        answer = visitor.multipart(path, {"rate": "200", "unit": "uV"}, files)
        assert answer.status == 303, answer.text
        page = answer.header("Location")
        case.recorded = page.split("/")[-1]
        [[case.recording]] = self.change("SELECT id FROM recording WHERE client = ?", case.id)
        answer = visitor.form(page, {"channel": "1", "holds": "4-8", "version": "1"})
        assert answer.status == 303, answer.text


class Town:
    """Two practices in a house, with clients, links, sessions and glass."""

    def __init__(self, house):
        self.house = house
        self.open, self.words = {}, {}  # Open invitations and planted words, as the tests find them.
        people = [
            ("owner", 1, "owner"),
            ("therapist", 1, "anna"),
            ("therapist", 1, "bert"),
            ("assistant", 1, "asta"),
            ("therapist", 1, "dora"),
            ("owner", 2, "olga"),
            ("therapist", 2, "xeno"),
        ]
        self.people = {
            key: Person(role, practice, f"Nm{key}qz Surnm{key}", f"ml{key}qz@staff.example")
            for role, practice, key in people
        }
        for key, person in self.people.items():
            setattr(self, key, person)
        house.open_practice(house.setup, "Practnmone", self.owner)
        second = house.run("link", "--another-practice").strip()
        house.open_practice("/setup" + second.split("/setup")[1], "Practnmtwo", self.olga)
        for key in ("anna", "bert", "asta", "dora"):
            house.invite(self.owner, self.people[key])
        house.invite(self.olga, self.xeno)
        self.cases = {}
        for key, practice, therapist in [
            ("mine", 1, self.anna),
            ("yours", 1, self.bert),
            ("glass", 1, self.anna),
            ("theirs", 2, self.xeno),
        ]:
            self.cases[key] = Case(
                practice,
                therapist,
                f"Clnm{key}qz Family{key}",
                f"clml{key}qz@people.example",
                f"+49 30 {key}77qz",
                f"Clnote{key}qz aches at night",
                f"Cldiary{key}qz slept badly",
            )
            house.take(self.cases[key])
        for key, name, owner in [
            ("mine", "clara", self.owner),
            ("yours", "cyril", self.owner),
            ("theirs", "xaver", self.olga),
        ]:
            case = self.cases[key]
            person = Person("client", case.practice, f"Nm{name}qz Surnm{name}", case.mail, client=case)
            house.join(person, owner.visitor.form(f"/clients/{case.id}/invite").link)
            self.people[name] = case.account = person
            setattr(self, name, person)
        self.break_glass(self.bert, self.cases["glass"], self.owner)
        self.break_glass(self.xeno, self.cases["theirs"], self.olga)
        self.dora.visitor.learn()
        self.dismiss(self.dora)
        self.stands = {}

    def open_stands(self, mailbox):
        """Lets practitioners of three practices be found and booked; the third practice has the stewards."""
        self.third = Person("owner", 3, CHECKER, "checker@third.example")
        self.stew = Person("therapist", 3, "Nmstewqz Surnmstewqz", "mlstewqz@third.example")
        link = self.house.run("link", "--another-practice").strip()
        self.house.open_practice("/setup" + link.split("/setup")[1], "Practnmthree", self.third)
        self.house.invite(self.third, self.stew)
        self.stands = furnish(self, mailbox)

    def head(self, one):
        """The owner of the practice of a person, a client or a stand."""
        return {1: self.owner, 2: self.olga, 3: getattr(self, "third", None)}[one.practice]

    def break_glass(self, therapist, case, owner):
        reason = f"Glassreason{case.name.split()[0]} called in with chest pain"
        fields = {"client": case.id, "reason": reason}
        assert therapist.visitor.form("/clients/glass", fields).status == 303
        case.broken_by = therapist
        return reason

    def glass(self, owner):
        """Glass that an owner has not noted."""
        return re.findall(r"/glass/([0-9a-f-]{36})/noted", owner.visitor.get("/team").text)

    def invitation(self, owner, name="Tkname", mail="tkmail"):
        """An open invitation: its number and its token."""
        person = Person(
            "therapist", owner.practice, f"{name}{owner.practice}qz", f"{mail}{owner.practice}qz@new.example"
        )
        fields = {"name": person.name, "mail": person.mail, "role": person.role}
        token = owner.visitor.form("/team/invite", fields).token
        payload = base64.urlsafe_b64decode(token.split(".")[1] + "==").decode()
        return payload.split(":")[1], token

    def dismiss(self, person, owner=None):
        """Disables a member."""
        visitor = (owner or self.owner).visitor
        page = visitor.get(f"/team/{person.id}")
        fields = {"version": page.hidden("version"), "name": person.name, "role": person.role, "status": "disabled"}
        assert visitor.form(f"/team/{person.id}", fields).status == 303

    def again(self, person):
        """A new session for someone, in a browser that is known."""
        visitor = person.visitor.copy()
        visitor.cookies.pop("__Host-tautband", None)
        assert visitor.sign_in(person.mail).status == 303
        self.house.secrets |= set(visitor.cookies.values()) | {visitor.csrf}
        return visitor
