"""Three instances on one PostgreSQL: no lost update, no gap in the audit chain, sign-out and new keys reach all."""

import collections
import json
import random
import threading
import time
from dataclasses import replace

from tools import BROKEN, Ledger, check, content, words

INSTANCES, WRITERS, SHARED, ROTATIONS = 3, 8, 4, 3


class Writer(threading.Thread):
    """Counts in the notes of shared clients, each time by way of any instance, and creates clients."""

    def __init__(self, number, servers, cookie, shared, over, seed):
        super().__init__()
        self.name = f"w{number}"
        self.apis = [server.api(cookie) for server in servers]
        self.shared, self.over, self.choices = shared, over, random.Random(seed)
        self.counted = collections.Counter()
        self.statuses = collections.Counter()
        self.ledger = Ledger()
        self.failure = None
        self.start()

    def run(self):
        try:
            while not self.over.is_set():
                if self.choices.random() < 0.3:
                    entry = self.ledger.add(f"{self.name}n{len(self.ledger.entries)}")
                    while not self.ledger.attempt(entry, self.any()):
                        time.sleep(0.1)
                else:
                    self.count(self.choices.choice(self.shared))
        except Exception as failure:
            self.failure = failure

    def any(self):
        return self.choices.choice(self.apis)

    def count(self, identifier):
        """Reads, adds one, writes; again when somebody else was faster."""
        while True:
            answer = self.any().read(identifier)
            self.statuses[f"GET {answer.status}"] += 1
            if answer.status == 200:
                break
            check(answer.status == 503 and answer.problem, f"a reading was answered with {answer}")
            time.sleep(0.1)
        found = answer.json
        note = json.loads(found["note"])
        # What was sent before and answered with 503 may have taken effect or not: now it shows.
        seen = note.get(self.name, 0)
        check(seen == self.counted[identifier], f"{self.name} counted {self.counted[identifier]}, the note says {seen}")
        note[self.name] = seen + 1
        note["total"] = note.get("total", 0) + 1
        answer = self.any().change(identifier, found["version"], json.dumps({"note": json.dumps(note)}))
        self.statuses[f"PUT {answer.status}"] += 1
        if answer.status == 200:
            self.counted[identifier] += 1
            check(answer.json["version"] == found["version"] + 1, f"version {found['version']} became {answer}")
        elif answer.status != 412:
            check(answer.status == 503 and answer.problem, f"a change was answered with {answer}")
            # Nothing is known of it: it is looked up before the next count.
            again = self.any().read(identifier)
            if again.status == 200:
                self.counted[identifier] = json.loads(again.json["note"]).get(self.name, 0)


def sealed_before(context, place):
    """How many clients have a field that is not sealed with the newest key: the bytes after the first name the key."""
    schema = place.data.name
    newest = f"SELECT MAX(id) FROM {schema}.data_key k WHERE k.practice = c.practice AND k.purpose = 'field'"
    key = "('x' || encode(substring({field} from 2 for 4), 'hex'))::bit(32)::bigint"
    older = " OR ".join(f"{key.format(field=field)} < ({newest})" for field in ("name", "note"))
    return int(context.postgres.sql(f"SELECT COUNT(*) FROM {schema}.client c WHERE {older}", superuser=True))


def run(context):
    place = context.place()
    place.key_file = place.data.with_suffix(".keys")
    first = place.server()
    cookie = first.set_up()
    others = [replace(place, data=place.data.with_name(f"{place.data.name}_{number}")) for number in (2, 3)]
    servers = [first] + [other.server() for other in others]
    api = first.api(cookie)
    shared = []
    for number in range(SHARED):
        body = content(f"Shared {number}") | {"note": "{}"}
        answer = api.create(f"shared-{number}", json.dumps(body))
        check(answer.status == 201, f"a shared client: {answer}")
        shared.append(answer.json["id"])
    over = threading.Event()
    choices = context.random()
    writers = [Writer(number, servers, cookie, shared, over, choices.getrandbits(64)) for number in range(WRITERS)]
    rotations = []
    try:
        end = time.monotonic() + context.seconds
        sessions = 0
        while time.monotonic() < end or len(rotations) < ROTATIONS:
            # A session begun on one instance is valid on all, and ended on another it is over on all.
            session = choices.choice(servers).sign_in()
            seen = [server.api(session).read(shared[0]).status for server in servers]
            check(seen == [200] * INSTANCES, f"a session of one instance is answered with {seen}")
            answer = choices.choice(servers).api(session).sign_out()
            check(answer.status == 303, f"the sign-out: {answer}")
            seen = [server.api(session).read(shared[0]).status for server in servers]
            check(seen == [401] * INSTANCES, f"after the sign-out the instances answer with {seen}")
            sessions += 1
            if len(rotations) < ROTATIONS and time.monotonic() > end - context.seconds * (0.75 - 0.25 * len(rotations)):
                rotations.append(choices.choice([place, *others]).ran("keys", "rotate"))
            time.sleep(context.seconds / 20)
    finally:
        over.set()
        for writer in writers:
            writer.join()
    for writer in writers:
        if writer.failure:
            raise writer.failure
    total = conflicts = 0
    for identifier in shared:
        for server in servers:
            note = json.loads(server.api(cookie).read(identifier).json["note"])
            counted = {writer.name: writer.counted[identifier] for writer in writers if writer.counted[identifier]}
            check(note.pop("total", 0) == sum(counted.values()), f"lost updates: {note} but acknowledged {counted}")
            check(note == counted, f"lost updates: {note} but acknowledged {counted}")
        total += sum(counted.values())
    statuses = collections.Counter()
    problems = collections.Counter()
    made = Ledger()
    for writer in writers:
        statuses += writer.statuses
        statuses.update({f"POST {status}": count for status, count in writer.ledger.statuses.items()})
        problems += writer.ledger.problems
        made.entries |= writer.ledger.entries
    lines = [line for line in place.export() if '"name":"Shared' not in line]
    rows = made.compare(lines)
    check(rows == len(made.entries), f"{rows} clients from {len(made.entries)} keys")
    # With the new keys alone in memory: everything opens after a start.
    for server in servers:
        server.terminate()
    again = others[0].server()
    check(again.api(cookie).read(shared[0]).status == 200, "a record cannot be read after the rotation and a start")
    again.terminate()
    entries = place.is_sound()
    old = sealed_before(context, place)
    return (
        f"{INSTANCES} instances, {WRITERS} writers, {context.seconds:.0f} s: {total} increments acknowledged,"
        f" all counted, {statuses['PUT 412']} conflicts refused, {rows} clients made; {words(statuses)}; {sessions}"
        f" sign-outs seen by all, {len(rotations)} rotations ({old} clients under an"
        f" older key), {entries} audit entries without gap"
    )
