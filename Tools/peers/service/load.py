#!/usr/bin/env python3
"""Measures the service beside its twin in one run: requests per second, latency, memory, ratios. Needs wrk.

load.py --program .build/release/tautband [--duration 10] [--rounds 3]
load.py                                        the twins alone
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONNECTIONS, THREADS = 32, 2
KINDS = ("read", "write")
# What is asked of the service.
LEAST_RATIO = {"read": 2.0, "write": 2.5}
MOST_MEMORY = 60.0


@dataclass
class Side:
    """How a server is seeded, started and asked; the words PROGRAM, DATA and CLIENTS are filled in."""

    name: str
    seed: list[str]
    serve: list[str]
    verify: list[str] | None = None
    # Whether the bars stand beside it.
    counts: bool = False
    read_path: str = "/api/clients/{id}"
    write_path: str = "/api/clients"
    # The header that carries `csrf` of the seed's answer with each POST; empty where the origin is enough.
    csrf_header: str = ""
    results: dict[str, list[dict]] = field(default_factory=lambda: {kind: [] for kind in KINDS})


OURS = Side(
    "tautband",
    seed=["PROGRAM", "bench-data", "--data", "DATA", "--clients", "CLIENTS"],
    serve=["PROGRAM", "serve", "--port", "0", "--data", "DATA"],
)


def twin(name: str, store: str, workers: int, counts: bool = False) -> Side:
    program = [sys.executable, str(HERE / "twin.py")]
    return Side(
        name,
        seed=[*program, "seed", "--data", "DATA", "--clients", "CLIENTS"],
        serve=[*program, "serve", "--port", "0", "--data", "DATA", "--store", store, "--workers", str(workers)],
        verify=[*program, "verify", "--data", "DATA"],
        counts=counts,
    )


# The bars stand beside those that commit once per request in one process; the others are there for comparison.
TWINS = {
    "inline": twin("twin, inline", "inline", 1, counts=True),
    "thread": twin("twin, thread", "thread", 1, counts=True),
    "two": twin("twin, 2 workers", "inline", 2),
    "shared": twin("twin, shared", "shared", 1),
}


class Server:
    """A seeded server under way, on a port of its own."""

    def __init__(self, side: Side, words: dict[str, str], folder: Path):
        self.side, self.folder = side, folder
        self.words = words | {"DATA": str(folder / "data")}
        answer = subprocess.run(self._filled(side.seed), capture_output=True, text=True)
        if answer.returncode:
            sys.exit(f"{side.name} could not be seeded:\n{answer.stderr}")
        seeded = json.loads(answer.stdout.strip().splitlines()[-1])
        self.cookie, self.csrf, self.ids = seeded["cookie"], seeded.get("csrf", ""), seeded["ids"]
        (folder / "ids").write_text("\n".join(self.ids) + "\n")
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(self._filled(side.serve), stdout=log, stderr=subprocess.STDOUT)
        try:
            self.url = self._address()
        except BaseException:
            self.end()
            raise

    def _filled(self, command: list[str]) -> list[str]:
        return [self.words.get(word, word) for word in command]

    def _address(self) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            match = re.search(r"http://127\.0\.0\.1:\d+", self.log.read_text(errors="replace"))
            if match:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    self.ask("GET", "/", {})
                    return match[0]
            time.sleep(0.1)
        sys.exit(f"{self.side.name} did not get ready:\n{self.log.read_text(errors='replace')}")

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(self, method: str, path: str, headers: dict[str, str], body: str | None = None):
        port = re.findall(r"http://127\.0\.0\.1:(\d+)", self.log.read_text(errors="replace"))[0]
        connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode(errors="replace")

    def probe(self):
        """Both calls do what is measured, and refuse what they must."""
        side = self.side
        read, name = side.read_path.replace("{id}", self.ids[0]), "Probe Of The Measurement"
        own = {"Cookie": self.cookie}
        writing = own | {"Origin": self.url, "Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if side.csrf_header:
            writing[side.csrf_header] = self.csrf
        body = json.dumps({"name": name, "born": "1980-05-31", "mail": "a@example.org", "phone": "1", "note": "Note."})
        status, headers, text = self.ask("GET", read, own)
        self._expect(status == 200 and self.ids[0] in text and "ETag" in headers, "GET", status, text)
        status, headers, first = self.ask("POST", side.write_path, writing, body)
        self._expect(status == 201 and name in first, "POST", status, first)
        status, headers, again = self.ask("POST", side.write_path, writing, body)
        made = {json.loads(text).get("id") for text in (first, again) if text.startswith("{")}
        self._expect(status < 300 and len(made) == 1, "the same POST again", status, again)
        status, _, text = self.ask("GET", read, {})
        self._expect(status >= 300, "GET without a session", status, text)
        elsewhere = writing | {"Origin": "http://elsewhere.example", "Idempotency-Key": str(uuid.uuid4())}
        status, _, text = self.ask("POST", side.write_path, elsewhere, body)
        self._expect(status >= 400, "POST from another site", status, text)

    def _expect(self, holds: bool, call: str, status: int, text: str):
        if not holds:
            sys.exit(f"{self.side.name} answers {call} with {status}: {text[:300]}")

    def load(self, kind: str, seconds: int, seed: int) -> dict:
        side = self.side
        command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
        command += ["-s", str(HERE / "load.lua"), self.url, "--", kind, self.cookie, self.url, str(seed)]
        command += [str(self.folder / "ids"), side.read_path, side.write_path, side.csrf_header, self.csrf]
        before = self.processor()
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        result = json.loads(re.search(r"^RESULT (.*)$", output, re.MULTILINE)[1])
        return {
            "rate": result["requests"] / (result["microseconds"] / 1e6),
            "p50": result["p50"] / 1000,
            "p99": result["p99"] / 1000,
            "longest": result["max"] / 1000,
            "cpu": 1000 * (self.processor() - before) / max(result["requests"], 1),
            "refused": result["refused"],
            "broken": result["broken"],
        }

    def memory(self) -> float:
        """The peak of resident memory so far in MB (10⁶ bytes), of the process and its children together."""
        return sum(peak(process) for process in family(self.process.pid)) / 1e6

    def processor(self) -> float:
        """Seconds of processor time so far, of the process and its children together."""
        return sum(seconds(process) for process in family(self.process.pid))

    def verify(self):
        if self.side.verify:
            answer = subprocess.run(self._filled(self.side.verify), capture_output=True, text=True)
            if answer.returncode:
                sys.exit(f"{self.side.name}: {answer.stderr}")
            print(f"{self.side.name}: the audit chain holds after the load: {answer.stdout.strip()}")


def family(process: int) -> list[int]:
    children = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            children += map(int, file.read_text().split())
    return [process] + [member for child in children for member in family(child)]


def peak(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[1]) * 1024


def seconds(process: int) -> float:
    columns = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(columns[11]) + int(columns[12])) / os.sysconf("SC_CLK_TCK")


def busy() -> float:
    """How much of the machine's processors others use, from 0 to 1, seen for a second."""
    seen = []
    for _ in range(2):
        first, *_ = Path("/proc/stat").read_text().splitlines()
        columns = [int(column) for column in first.split()[1:9]]
        seen.append((sum(columns), columns[3] + columns[4]))
        time.sleep(1 if len(seen) == 1 else 0)
    whole, idle = seen[1][0] - seen[0][0], seen[1][1] - seen[0][1]
    return 1 - idle / max(whole, 1)


def bare_commit(folder: Path) -> float:
    """Milliseconds of a commit that adds one row, with nothing else around it: what this disk allows."""
    with contextlib.closing(sqlite3.connect(folder / "bare.sqlite", isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE one (value INTEGER);")
        times = []
        for value in range(300):
            start = time.perf_counter()
            db.execute("INSERT INTO one VALUES (?)", (value,))
            times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def middle(side: Side, kind: str, what: str) -> float:
    return statistics.median(result[what] for result in side.results[kind])


def report(servers: list[Server], memory: dict[str, float]) -> bool:
    """Prints the medians; whether everything was answered with success."""
    heads = ("requests/s", "p50 ms", "p99 ms", "longest", "CPU ms", "non-2xx", "broken", "peak MB")
    print(f"\n{'':<18}{'':<7}" + "".join(f"{head:>11}" for head in heads))
    clean = True
    for side in (server.side for server in servers):
        for kind in KINDS:
            results = side.results[kind]
            refused, broken = (sum(result[what] for result in results) for what in ("refused", "broken"))
            clean = clean and refused == 0 and broken == 0
            rate, *times = (middle(side, kind, what) for what in ("rate", "p50", "p99"))
            times += [max(result["longest"] for result in results), middle(side, kind, "cpu")]
            print(
                f"{side.name:<18}{kind:<7}{rate:>11.0f}"
                + "".join(f"{value:>11.2f}" for value in times)
                + f"{refused:>11}{broken:>11}{memory[side.name]:>11.1f}"
            )
    if not clean:
        print("\nNot every request was answered with success: the figures do not count.")
    return clean


def bars(ours: Side, twins: list[Side], memory: dict[str, float]) -> bool:
    """Prints the ratios; whether the service keeps every bar."""
    kept = True
    for twin in twins:
        counts = twin.counts
        print(f"\n{ours.name} / {twin.name}" + ("" if counts else " (no bar)"))
        for kind in KINDS:
            rate, latency = (middle(ours, kind, what) / middle(twin, kind, what) for what in ("rate", "p99"))
            holds = {"rate": rate >= LEAST_RATIO[kind], "p99": latency <= 1}
            kept = kept and (not counts or all(holds.values()))
            words = {key: f" ({'kept' if value else 'MISSED'})" if counts else "" for key, value in holds.items()}
            print(
                f"  {kind:<7} rate × {rate:.2f}, at least {LEAST_RATIO[kind]}{words['rate']};"
                f" p99 × {latency:.2f}, at most 1{words['p99']}"
            )
    holds = memory[ours.name] <= MOST_MEMORY
    word = "kept" if holds else "MISSED"
    print(f"  memory of {ours.name}: {memory[ours.name]:.1f} MB, at most {MOST_MEMORY:.0f} ({word})")
    return kept and holds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", help="the service; without it the twin is measured alone")
    parser.add_argument("--duration", type=int, default=10, help="seconds of each run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--warm-up", type=int, default=2, help="seconds of each run before the first round")
    parser.add_argument("--folder", help="where the data lies meanwhile; a real disk, or a commit costs nothing")
    parser.add_argument("--twins", nargs="+", choices=list(TWINS), default=list(TWINS))
    parser.add_argument("--strict", action="store_true", help="fail when a bar is missed")
    parser.add_argument("--json", type=Path, help="a file for all figures")
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing")
    twins = [TWINS[name] for name in arguments.twins]
    sides = ([OURS] if arguments.program else []) + twins
    filled = {"PROGRAM": arguments.program or "", "CLIENTS": str(arguments.clients)}
    with contextlib.ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="service-", dir=arguments.folder)))
        others, commit = busy(), bare_commit(root)
        print(
            f"{CONNECTIONS} connections, {THREADS} threads of wrk, {arguments.rounds} rounds of {arguments.duration} s,"
            f" {arguments.clients} clients; {os.cpu_count()} processors, {others:.0%} busy before; one bare commit"
            f" {commit:.2f} ms"
        )
        if others > 0.05:
            print("Something else is running: the figures say little.")
        servers = []
        for number, side in enumerate(sides):
            folder = root / str(number)
            folder.mkdir()
            server = Server(side, filled, folder)
            stack.callback(server.end)
            server.probe()
            servers.append(server)
        for server in servers:
            for kind in KINDS if arguments.warm_up else ():
                server.load(kind, arguments.warm_up, seed=1)
        for turn in range(arguments.rounds):
            for kind in KINDS:
                for server in servers if turn % 2 == 0 else reversed(servers):
                    result = server.load(kind, arguments.duration, seed=2 + turn)
                    server.side.results[kind].append(result)
                    words = f"  round {turn + 1} {kind:<6}{server.side.name:<17}"
                    print(f"{words}{result['rate']:>8.0f}/s, p99 {result['p99']:.2f} ms", flush=True)
        memory = {server.side.name: server.memory() for server in servers}
        clean = report(servers, memory)
        kept = not arguments.program or bars(OURS, twins, memory)
        print()
        for server in servers:
            server.verify()
        if arguments.json:
            figures = {side.name: {"peak_mb": memory[side.name], **side.results} for side in sides}
            arguments.json.write_text(json.dumps({"commit_ms": commit, "sides": figures}, indent=2) + "\n")
    if not clean or (arguments.strict and not kept):
        sys.exit(1)


if __name__ == "__main__":
    main()
