#!/usr/bin/env python3
"""Fuzzes a running server: forms, queries, cookies, forwarded addresses, JSON documents and broken HTTP.

It starts the program with an empty record, sets a practice up and sends requests that are nearly right. Wrong is a
process that ends, an answer 500, none within 10 seconds, /health/live later than 2 seconds, memory above 2 GB, and
markup or header lines of the input that come back as such.
"""

import argparse
import base64
import collections
import hashlib
import hmac
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

MARK = b"<b id=zz>"
LONGEST = 10.0
STRANGE = [
    "", " ", "0", "-1", "1", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e400", "NaN",
    "\0", "\r\nX-Zz: 1", "\u0301", "\u202e", "\ufdfa", "\U0001f468\u200d\U0001f469", "ß", "İ", "'", '"', "<b id=zz>",
    "%", "%%", "%zz", "%00", "%ff", "%c0%af", "+", "&", "=", ";", "{{name}}", "../../etc/passwd", "//evil.example",
    "a" * 119, "a" * 121, "é" * 256, "a" * 5000, "x@y.z", "Ana@Example.org", "1980-02-29", "1979-02-29", "GMT+1",
    "Europe/Berlin", "00000000-0000-0000-0000-000000000000", "true", "null", "[]", "{}", "_", "%25", "*", "\\", "|",
    "' OR 1=1 --", "a b c d e f g h i j k l m n o p q r", "ladder cloud tin whistle",
]
FIELDS = {
    "/sign-in": ["mail", "password", "next"], "/sign-in/code": ["code", "recovery", "next"],
    "/setup": ["t", "practice_name", "time_zone", "name", "mail", "password"],
    "/join": ["t", "name", "mail", "password"], "/password": ["t", "password", "again"],
    "/intake": ["t", "text", "name"], "/diary": ["t", "text"],
    "/clients": ["key", "name", "born", "mail", "phone", "note", "therapist", "status", "version"],
    "/clients/{client}": ["name", "born", "mail", "phone", "note", "therapist", "status", "version"],
    "/clients/{client}/link": ["purpose"], "/clients/{client}/invite": [], "/clients/glass": ["client", "reason"],
    "/practice": ["practice_name", "time_zone", "address", "version"],
    "/team/invite": ["name", "mail", "role"], "/team/{account}": ["name", "role", "status", "version"],
    "/team/{account}/password-link": [], "/team/invitations/{id}/revoke": [], "/glass/{id}/noted": [],
    "/account/password": ["old", "password", "again"], "/account/second-factor": ["secret", "code", "password"],
    "/account/second-factor/remove": ["password", "code"], "/account/sessions/{id}/end": [], "/sign-out": [],
}
PAGES = [
    "/", "/setup?t=x", "/sign-in?next=x", "/join?t=x", "/password?t=x", "/intake?t=x", "/diary?t=x", "/clients?q=x",
    "/clients/new", "/clients/{client}", "/clients/{client}/edit", "/clients/glass?client=x", "/my-record", "/team",
    "/practice", "/account", "/audit?object=x&before=1", "/glass", "/api/clients?q=x", "/api/clients/{client}",
    "/knowledge", "/muscles?q=x&region=shoulder&layer=deep", "/conditions?q=x", "/tests?q=x", "/movements",
    "/muscles/infraspinatus", "/nerves/root/c6", "/api/chart/front?body=female", "/api/figure/zone?zone=x&side=left",
    "/api/figure/muscle/infraspinatus?side=right", "/api/card/muscle/infraspinatus", "/assets/app.js", "/favicon.ico",
]


class Wrong(Exception):
    """Something that must not happen, with the bytes that led to it."""


class Connection:
    """A connection that reads one answer for each request."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=LONGEST)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def close(self):
        self.socket.close()

    def more(self):
        piece = self.socket.recv(65536)
        self.buffer += piece
        return piece

    def ask(self, data, is_head=False):
        """Status, headers and body; None when the server closed without an answer."""
        self.socket.sendall(data)
        while True:
            while b"\r\n\r\n" not in self.buffer:
                if not self.more():
                    return None
            head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
            lines = head.split(b"\r\n")
            if not re.match(rb"HTTP/1\.[01] \d{3}", lines[0]):
                raise Wrong(f"no HTTP answer: {lines[0][:80]!r}")
            status = int(lines[0][9:12])
            if status >= 200:
                break
        headers = [tuple(line.split(b": ", 1)) for line in lines[1:] if b": " in line]
        named = {name.lower(): value for name, value in headers}
        body = b""
        if is_head or status in (204, 304):
            pass
        elif named.get(b"transfer-encoding") == b"chunked":
            while True:
                while b"\r\n" not in self.buffer:
                    if not self.more():
                        return None
                size, self.buffer = self.buffer.split(b"\r\n", 1)
                length = int(size, 16)
                while len(self.buffer) < length + 2:
                    if not self.more():
                        return None
                body += self.buffer[:length]
                self.buffer = self.buffer[length + 2:]
                if length == 0:
                    break
        else:
            length = int(named.get(b"content-length", b"0"))
            while len(self.buffer) < length:
                if not self.more():
                    return None
            body, self.buffer = self.buffer[:length], self.buffer[length:]
        return status, headers, named, body


class Server:
    """The program under test, with an empty record of its own."""

    def __init__(self, program, folder):
        self.log = open(os.path.join(folder, "server.log"), "wb")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TAUTBAND_")}
        environment.update(
            TAUTBAND_DATA=os.path.join(folder, "data"), TAUTBAND_PORT="0", TAUTBAND_REQUESTS_PER_MINUTE="0",
            TAUTBAND_TRUSTED_PROXIES="127.0.0.1", TAUTBAND_LOG_LEVEL="error",
            SWIFT_BACKTRACE="enable=no",
        )
        self.process = subprocess.Popen(
            [program, "serve"], stdout=subprocess.PIPE, stderr=self.log, env=environment)
        self.port, self.setup = 0, ""
        while not self.setup:
            line = self.process.stdout.readline().decode()
            if not line:
                raise SystemExit("the server did not start; see server.log")
            if found := re.search(r"ready at http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
            if found := re.search(r"/setup\?t=(\S+)", line):
                self.setup = found[1]

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as lines:
            return int(re.search(r"VmRSS:\s+(\d+)", lines.read())[1]) // 1024

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


class Fuzzer:
    def __init__(self, server, seed):
        self.server, self.random = server, random.Random(seed)
        self.connection = None
        self.token, self.device, self.client, self.account = "", "", "", ""
        self.counts, self.slowest = collections.Counter(), (0.0, "")
        self.biggest = (0.0, "")
        self.words, self.last = {}, b""
        # Of the client's record, which edits count up.
        self.version = 1

    # Sending

    def send(self, kind, data, is_head=False, keeps=True):
        """Sends one request and checks the answer."""
        self.last = data
        began = time.monotonic()
        try:
            if self.connection is None:
                self.connection = Connection(self.server.port)
            answer = self.connection.ask(data, is_head)
        except socket.timeout:
            raise Wrong(f"no answer within {LONGEST} s") from None
        except OSError:
            answer = None
        seconds = time.monotonic() - began
        line = data.split(b"\r\n", 1)[0][:120].decode(errors="replace")
        self.slowest = max(self.slowest, (seconds, line))
        if answer is None or not keeps or answer[2].get(b"connection") == b"close":
            self.drop()
        self.counts[kind] += 1
        if answer is None:
            self.counts["closed"] += 1
            self.check_life()
            return None
        status, headers, named, body = answer
        self.counts[f"{kind} {status}"] += 1
        self.biggest = max(self.biggest, (len(body) / 1e6, line))
        if named.get(b"etag", b"").strip(b'"').isdigit() and self.client.encode() in body:
            self.version = int(named[b"etag"].strip(b'"'))
        if status == 500:
            raise Wrong(f"status 500: {body[:200]!r}")
        if MARK in body and b"html" in named.get(b"content-type", b""):
            raise Wrong("markup of the input came back as markup")
        if b"x-zz" in named:
            raise Wrong("a header line of the input came back as a header")
        return answer

    def check_life(self):
        """After a connection that was closed: a process that ends takes a moment to do so."""
        try:
            raise Wrong(f"the server ended with status {self.server.process.wait(0.3)}")
        except subprocess.TimeoutExpired:
            pass

    def drop(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def request(self, method, path, body=b"", kind="", **headers):
        fields = [("Host", "127.0.0.1"), ("Sec-Fetch-Site", "same-origin")]
        fields.append(("Cookie", f"__Host-tautband={self.token}; __Host-tautband-device={self.device}"))
        fields += [(name.replace("_", "-"), value) for name, value in headers.items()]
        if body or method in ("POST", "PUT"):
            fields.append(("Content-Length", str(len(body))))
        return self.assemble(method, path, fields, body)

    @staticmethod
    def assemble(method, path, fields, body):
        def raw(text):
            return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        lines = [raw(method) + b" " + raw(path) + b" HTTP/1.1"]
        lines += [raw(name) + b": " + raw(value) for name, value in fields]
        return b"\r\n".join(lines) + b"\r\n\r\n" + body

    # Beginning

    def set_up(self):
        form = urllib.parse.urlencode({
            "t": self.server.setup, "practice_name": "Fuzz", "time_zone": "UTC", "name": "Ana",
            "mail": "ana@example.org", "password": "ladder cloud tin whistle",
        }).encode()
        answer = self.send("set-up", self.request(
            "POST", "/setup", form, Content_Type="application/x-www-form-urlencoded"))
        self.take_session(answer)
        if not self.token:
            raise SystemExit(f"the practice could not be set up: {answer}")
        answer = self.send("set-up", self.request(
            "POST", "/api/clients", b'{"name": "Bea"}', Content_Type="application/json",
            Idempotency_Key="first-client"))
        document = json.loads(answer[3])
        self.client, self.account = document["id"], document["therapist"]

    def learn(self, program):
        """The words of cases, from the vocabulary beside the program."""
        beside = os.path.dirname(os.path.realpath(program))
        folder = os.path.join(beside, "tautband_Anatomy.resources/Resources/vocabulary")
        def rows(name):
            with open(os.path.join(folder, name + ".tsv"), encoding="utf-8") as lines:
                return [line.rstrip("\n").split("\t") for line in lines][1:]
        def ids(name):
            return [row[0] for row in rows(name)]
        movements, muscles, signs = ids("movements"), ids("muscles"), ids("palpation_signs")
        parents = {row[1] for row in rows("zones")}
        leaves = [(row[0], row[2]) for row in rows("zones") if row[0] not in parents]
        zones = [zone for zone, _ in leaves]
        feelings = ["numb", "tingling", "reduced", "sensitive", "normal"]
        roots, states = ["c5", "c6", "l4", "s1", "t1"], ["reduced", "increased", "normal"]
        forms = ["limited", "painful", "weak", "resisted_pain", "aggravated_by", "relieved_by", "full", "strong"]
        self.words = {"zone": leaves, "quality": ids("qualities"), "finding": [
            lambda pick: f"{pick.choice(forms)}:{pick.choice(movements)}",
            lambda pick: f"limited:{pick.choice(movements)}={pick.choice(['0', '45', '400', '-400', '1e-300'])}",
            lambda pick, words=ids("history"): f"history:{pick.choice(words)}",
            lambda pick, words=ids("signs"): f"sign:{pick.choice(words)}",
            lambda pick, words=ids("tests"): f"test:{pick.choice(words)}={pick.choice(['positive', 'negative'])}",
            lambda pick: f"palpation:{pick.choice(muscles)}:{pick.choice(signs)}",
            lambda pick, words=ids("joints"): f"palpation:joint.{pick.choice(words)}:{pick.choice(signs)}",
            lambda pick: f"palpation_refers:{pick.choice(muscles)}:{pick.choice(zones)}",
            lambda pick: f"sensory:{pick.choice(zones)}:{pick.choice(feelings)}",
            lambda pick: f"reflex:{pick.choice(roots)}:{pick.choice(states)}",
            lambda pick: f"wasting:{pick.choice(muscles)}",
        ]}

    def take_session(self, answer):
        for name, value in answer[1] if answer else []:
            if name.lower() != b"set-cookie":
                continue
            if found := re.match(rb"__Host-tautband=([\w-]{43});", value):
                self.token = found[1].decode()
            if found := re.match(rb"__Host-tautband-device=([^;]+);", value):
                self.device = found[1].decode()

    def sign_in(self):
        """Again, after a request that ended the session."""
        self.token = ""
        form = urllib.parse.urlencode({"mail": "ana@example.org", "password": "ladder cloud tin whistle"}).encode()
        answer = self.send("sign-in", self.request(
            "POST", "/sign-in", form, Content_Type="application/x-www-form-urlencoded",
            X_Forwarded_For=f"10.{self.random.randrange(256)}.{self.random.randrange(256)}.1"))
        self.take_session(answer)

    def form_token(self):
        return hmac.new(self.token.encode(), b"tautband form", hashlib.sha256).hexdigest()

    # Making

    def strange(self):
        text = self.random.choice(STRANGE)
        while self.random.random() < 0.2 and len(text) < 20_000:
            text += self.random.choice(STRANGE)
        return text

    def mutated(self, data):
        """Some bytes changed, cut, doubled or put in."""
        data = bytearray(data)
        for _ in range(self.random.randint(1, 4)):
            place = self.random.randint(0, len(data))
            action = self.random.randrange(5)
            if action == 0 and place < len(data):
                data[place] = self.random.randrange(256)
            elif action == 1:
                del data[place:place + self.random.randint(1, 8)]
            elif action == 2:
                data[place:place] = self.strange().encode("utf-8", "surrogatepass")
            elif action == 3:
                data[place:place] = data[place:place + self.random.randint(1, 64)]
            else:
                data[place:place] = bytes([self.random.randrange(256)])
        return bytes(data)

    def maybe_mutated(self, data, chance=0.3):
        return self.mutated(data) if self.random.random() < chance else data

    def filled(self, path):
        def name(match):
            if self.random.random() < 0.2:
                return urllib.parse.quote(self.strange()[:300], safe=self.random.choice(["", "/%"]))
            return {"client": self.client, "account": self.account}.get(match[1], self.client)
        return re.sub(r"\{(\w+)\}", name, path)

    def forwarded(self):
        pieces = ["10.0.0.1", "127.0.0.1", "::1", "fe80::1%eth0", "::ffff:10.0.0.1", "[::1]:80", "unknown", "1.2.3"]
        return ",".join(self.random.choice(pieces + [self.strange()]) for _ in range(self.random.randint(1, 6)))

    def headers(self):
        """Header lines that the program reads, right or not."""
        payload = base64.urlsafe_b64encode(self.strange().encode("utf-8", "replace")).decode()
        choices = [
            ("X-Forwarded-For", self.forwarded()), ("User-Agent", self.strange()), ("If-Match", f'"{self.strange()}"'),
            ("If-None-Match", self.strange()), ("Idempotency-Key", self.strange()), ("Origin", self.strange()),
            ("Origin", f"http://{self.strange()}"), ("Sec-Fetch-Site", self.strange()), ("Accept", self.strange()),
            ("Content-Type", self.strange()), ("Accept-Language", self.strange()),
            ("Cookie", f"__Host-tautband={self.strange()}"),
            ("Cookie", f"a=b;;=;{self.strange()};__Host-tautband-step={self.strange()}"),
            ("Cookie", f"__Host-tautband-device=v1.{payload}.AAAA"),
        ]
        chosen = self.random.sample(choices, self.random.choice([0, 0, 0, 1, 2, 3]))
        # What would end the line is sent as such in broken requests alone.
        return [(name, re.sub(r"[\r\n\0]", " ", value)) for name, value in chosen]

    def standard(self, body=None, kind=None):
        fields = [("Host", "127.0.0.1")]
        extra = self.headers()
        names = {name for name, _ in extra}
        if "Cookie" not in names and self.random.random() < 0.97:
            fields.append(("Cookie", f"__Host-tautband={self.token}"))
        if not names & {"Origin", "Sec-Fetch-Site"}:
            fields.append(("Sec-Fetch-Site", "same-origin"))
        if kind and "Content-Type" not in names:
            fields.append(("Content-Type", kind))
        fields += extra
        if body is not None:
            fields.append(("Content-Length", str(len(body))))
        return fields

    def page(self):
        path = self.filled(self.random.choice(PAGES))
        if "?" in path and self.random.random() < 0.8:
            head, query = path.split("?", 1)
            pairs = [pair.split("=")[0] for pair in query.split("&")]
            quotes = [urllib.parse.quote, urllib.parse.quote_plus, lambda text: re.sub(r"\s", "+", text)]
            quote = self.random.choice(quotes)
            path = head + "?" + "&".join(f"{name}={quote(self.strange())}" for name in pairs)
        path = self.maybe_mutated(path.encode("utf-8", "replace"), 0.2)
        path = re.sub(rb"[\s\0]", b"+", path)
        return self.send("page", self.assemble("GET", path, self.standard(), b""))

    def value(self, name):
        known = {
            "csrf": self.form_token(), "client": self.client, "therapist": self.account,
            "key": f"key-{self.random.random()}",
            "version": str(self.version), "role": self.random.choice(["owner", "therapist", "assistant", "client"]),
            "status": "active", "time_zone": "Europe/Paris", "name": "Cy", "purpose": "diary", "born": "1990-01-31",
            "mail": "cy@example.org", "phone": "+49 30 1", "note": "two\nlines", "text": "a diary",
            "practice_name": "P", "address": "Street 1", "reason": "a sentence that explains it",
            "old": "ladder cloud tin", "id": self.client,
        }
        return known[name] if name in known and self.random.random() < 0.85 else self.strange()

    def form(self):
        path = self.random.choice(list(FIELDS))
        if path in ("/sign-out", "/account/sessions/{id}/end") and self.random.random() < 0.9:
            return None
        pairs = [("csrf", self.form_token())] if self.random.random() < 0.95 else []
        pairs += [(name, self.value(name)) for name in FIELDS[path] if self.random.random() < 0.95]
        if self.random.random() < 0.1:
            pairs += [(self.strange(), self.strange())] * self.random.randint(1, 300)
        body = urllib.parse.urlencode(pairs, errors="replace").encode()
        body = self.maybe_mutated(body, 0.15)
        if path == "/team/{account}":
            # Never the own account, which would lock the fuzzer out.
            path = "/team/{client}"
        return self.send("form", self.assemble(
            "POST", self.filled(path), self.standard(body, "application/x-www-form-urlencoded"), body))

    def document(self):
        names = ["name", "born", "mail", "phone", "note", "therapist", "status", "version", "id"]
        def any_value(name):
            wrong = self.random.random() < 0.05
            return self.random.choice([1, None, True, [], {}, 1e300]) if wrong else self.value(name)
        body = json.dumps({name: any_value(name) for name in names if self.random.random() < 0.7},
                          ensure_ascii=self.random.random() < 0.5).encode("utf-8", "surrogatepass")
        body = self.maybe_mutated(body, 0.15)
        fields = self.standard(body, "application/json")
        if self.random.random() < 0.5:
            fields.append(("Idempotency-Key", f"key-{self.random.random()}"))
            return self.send("document", self.assemble("POST", "/api/clients", fields, body))
        tag = self.random.choice([f'"{self.version}"'] * 4 + ['"9223372036854775807"', '""', 'W/"1"', '"-1"'])
        fields.append(("If-Match", tag))
        return self.send("document", self.assemble("PUT", self.filled("/api/clients/{client}"), fields, body))

    def case(self):
        """A case of many or few right words, for the reader and for the reasoning behind it."""
        pick, words = self.random, self.words
        many = pick.choice([1, 3, 10, 60, 400])
        def painted():
            name, laterality = pick.choice(words["zone"])
            side = pick.choice(["right", "left", "both"]) if laterality == "paired" else "midline"
            zone = {"zone": name, "side": side, "intensity": pick.choice([0, 6, 10, 3.5])}
            if pick.random() < 0.3:
                zone["quality"] = pick.choices(words["quality"], k=pick.randint(0, 5))
            if pick.random() < 0.3:
                zone["cells"] = pick.choices(range(2100), k=pick.choice([1, 20, 3000]))
            if pick.random() < 0.2 / many:
                zone[pick.choice(list(zone))] = pick.choice([self.strange(), 11, -1, None, {}, []])
            return zone
        def finding():
            text = pick.choice(words["finding"])(pick)
            if pick.random() < 0.2 and text.startswith(("history", "palpation:", "sign")):
                text = "no:" + text
            text += pick.choice(["", ":right", ":left", ":both", ":midline"])
            return text if pick.random() > 0.2 / many else self.strange()
        body = json.dumps({
            "patient": {"age": pick.choice([None, 0, 42, 130]), "sex": pick.choice([None, "female", "male"])},
            "drawing": [painted() for _ in range(pick.randint(0, many))],
            "findings": [finding() for _ in range(pick.randint(0, many))],
        }).encode()
        body = self.maybe_mutated(body, 0.15)
        path = pick.choice([
            "/api/locate", "/letter", "/letter", "/api/examination", "/api/examination?order=shortest&step=%zz"])
        kind = "application/json"
        if path == "/letter" and pick.random() < 0.8:
            body, kind = b"case=" + urllib.parse.quote_plus(body).encode(), "application/x-www-form-urlencoded"
        return self.send("case", self.assemble("POST", path, self.standard(body, kind), body))

    def deep(self):
        """Documents that are deep, long or large."""
        count = self.random.choice([100, 511, 513, 5000, 100_000, 400_000])
        body = self.random.choice([
            b"[" * count, b'{"drawing":' * (count // 8), b"[" * count + b"]" * count,
            b'{"a":' * (count // 5) + b"1" + b"}" * (count // 5),
            b'"' + b"\\u0061" * (count // 8), b"1" * count, b'{"drawing":[{"zone":"' + b"a" * count + b'"}]}',
            b'{"findings":["' + b"a:" * (count // 2) + b'"]}', b'{"name":"' + "\ufdfa".encode() * (count // 3) + b'"}',
            b"&" * count, b"a=" + b"%41" * (count // 3), b"=" * count, b"case=" + b"+" * count,
            b"csrf=" + self.form_token().encode() + b"&key=deep-key&name=" + b"%CC%81" * (count // 6),
            b"csrf=" + self.form_token().encode() + b"&key=deep-key&name=a&note=" + b"%EF%B7%BA" * (count // 9),
        ])
        path, kind = self.random.choice([
            ("/api/locate", "application/json"), ("/api/clients", "application/json"),
            ("/letter", "application/x-www-form-urlencoded"), ("/clients", "application/x-www-form-urlencoded"),
            ("/sign-in", "application/x-www-form-urlencoded"),
        ])
        fields = [("Host", "127.0.0.1"), ("Cookie", f"__Host-tautband={self.token}"), ("Sec-Fetch-Site", "same-origin"),
                  ("Content-Type", kind), ("Idempotency-Key", "deep-key"), ("Content-Length", str(len(body)))]
        return self.send("deep", self.assemble("POST", path, fields, body), keeps=False)

    def borders(self):
        """Documents that end just where a parser's bound of depth is."""
        for depth in range(510, 516):
            for text in ["[" * depth, "[" * (depth - 1) + "{", '{"a":' * (depth - 1) + "{"]:
                for path in ["/api/clients", "/api/locate"]:
                    self.send("deep", self.request(
                        "POST", path, text.encode(), Content_Type="application/json", Idempotency_Key="deep-key"))

    def broken(self):
        """HTTP that is none; the answer may be that the connection is closed."""
        body = b"csrf=x&name=y"
        data = self.assemble("POST", "/clients", self.standard(body, "application/x-www-form-urlencoded"), body)
        if self.random.random() < 0.3:
            data = self.assemble("POST", "/api/locate", self.standard() + [("Transfer-Encoding", "chunked")],
                                 b"5\r\n{\"a\":\r\n2;x=y\r\n1}\r\n0\r\n\r\n")
        data = self.last = self.mutated(data)
        # The end of what is sent, so that a cut request is not waited for.
        self.drop()
        try:
            self.connection = Connection(self.server.port)
            self.connection.socket.settimeout(LONGEST)
            self.connection.socket.sendall(data)
            self.connection.socket.shutdown(socket.SHUT_WR)
            while self.connection.more():
                pass
        except socket.timeout:
            raise Wrong(f"the connection stayed open for {LONGEST} s") from None
        except OSError:
            pass
        answer = self.connection.buffer if self.connection else b""
        if not answer:
            self.check_life()
        if re.match(rb"HTTP/1.1 500", answer):
            raise Wrong("status 500")
        self.counts["broken"] += 1
        self.drop()

    def health(self):
        began = time.monotonic()
        connection = Connection(self.server.port)
        answer = connection.ask(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        connection.close()
        seconds = time.monotonic() - began
        if answer is None or answer[0] != 200 or seconds > 2:
            raise Wrong(f"/health/live: {answer and answer[0]} after {seconds:.1f} s")
        if self.server.memory() > 2000:
            raise Wrong(f"{self.server.memory()} MB of memory")

    def run(self, seconds, findings):
        kinds = [self.page, self.form, self.document, self.case, self.deep, self.broken, self.borders]
        weights = [3000, 3000, 1500, 800, 100, 1000, 1]
        ends, steps = time.monotonic() + seconds, 0
        seen = set()
        while time.monotonic() < ends:
            try:
                (self.random.choices(kinds, weights)[0] if steps else self.borders)()
                steps += 1
                if steps % 100 == 0:
                    self.health()
                    answer = self.send("check", self.request("GET", "/api/clients/" + self.client))
                    if answer and answer[0] != 200:
                        self.sign_in()
            except Wrong as wrong:
                self.drop()
                ended = self.server.process.poll() is not None
                key = re.sub(r"[0-9a-f-]{36}|\d+", "#", str(wrong))
                if key not in seen:
                    seen.add(key)
                    name = os.path.join(findings, f"http-{hashlib.sha256(self.last).hexdigest()[:12]}")
                    with open(name, "wb") as file:
                        file.write(self.last)
                    print(f"WRONG: {wrong}\n  request: {name}: {self.last[:160]!r}", flush=True)
                if ended:
                    break
        return len(seen)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/tautband")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument("--findings", default=".", help="the folder for requests that went wrong")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(arguments.program, folder)
        try:
            fuzzer = Fuzzer(server, arguments.seed)
            fuzzer.learn(arguments.program)
            fuzzer.set_up()
            before = server.memory()
            wrong = fuzzer.run(arguments.seconds, arguments.findings)
            if server.process.poll() is None:
                print(f"memory: {before} MB at first, {server.memory()} MB at the end")
        finally:
            server.stop()
            with open(os.path.join(folder, "server.log"), "rb") as log:
                tail = log.read()[-4000:]
        kinds = ["page", "form", "document", "case", "deep", "broken"]
        total = sum(fuzzer.counts[kind] for kind in kinds)
        print(f"http: {total} requests in {arguments.seconds:.0f} s, {wrong} wrong")
        print(f"seed {arguments.seed}; " + ", ".join(f"{kind} {fuzzer.counts[kind]}" for kind in kinds))
        print("answers: " + ", ".join(f"{key}: {n}" for key, n in sorted(fuzzer.counts.items()) if key not in kinds))
        print(f"slowest: {fuzzer.slowest[0]:.2f} s {fuzzer.slowest[1]}")
        print(f"largest: {fuzzer.biggest[0]:.2f} MB {fuzzer.biggest[1]}")
        if wrong:
            print(tail.decode(errors="replace"), file=sys.stderr)
        sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
