"""The server is killed while it writes; on PostgreSQL the database too, in some rounds."""

import subprocess
import threading
import time

from tools import Ledger, Load, check

WRITERS, WRITES = 8, 300


def kill_starts(context, place):
    """First starts that are killed at any moment leave nothing in the way of the next."""
    choices = context.random("starts")
    for _ in range(context.rounds):
        # Not waited for: it may not have got as far as its first line.
        process = subprocess.Popen(
            place.command("serve", "--port", "0"), env=place.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(choices.random() * 0.4)
        process.kill()
        process.wait()


def run(context):
    place = context.place()
    kill_starts(context, place)
    server = place.server()
    cookie = server.set_up()
    known = Ledger()
    unanswered = crashes = 0
    for number in range(context.rounds):
        choices = context.random(number)
        apis = [server.api(cookie) for _ in range(WRITERS)]
        load = Load(apis, choices, f"r{number}", persistent=False, writes=WRITES)
        load.wait(choices.randrange(10, WRITES - 10))
        time.sleep(choices.random() * 0.02)
        if context.postgres and context.database == "postgres" and number % 3 == 1:
            crash = threading.Thread(target=context.postgres.restart, args=("immediate",))
            crash.start()
            time.sleep(choices.random())
            server.kill()
            crash.join()
            crashes += 1
        else:
            server.kill()
        ledger = load.join()
        known.entries |= ledger.entries
        known.acknowledged += ledger.acknowledged
        # Before the restart as well: the program's commands recover by themselves.
        known.compare(place.export())
        server = place.server()
        api = server.api(cookie)
        for entry in ledger.entries.values():
            if entry.id:
                answer = api.read(entry.id)
                check(answer.status == 200 and answer.json["version"] >= entry.version, f"{entry} is read as {answer}")
        unanswered += known.settle(api)
        rows = known.compare(place.export())
        entries = place.is_sound()
    server.terminate()
    return (
        f"{context.rounds} kills while it starts, {context.rounds} while it writes, {crashes} crashes of the"
        f" database, {known.acknowledged} writes acknowledged, 0 lost, {unanswered} unanswered and repeated,"
        f" {rows} clients whole, {entries} audit entries whole"
    )
