"""PostgreSQL restarts and goes away under load: nothing is lost, no client is made twice, errors are clear."""

import time

from tools import Load, check, words

WRITERS = 8


def run(context):
    place = context.place()
    server = place.server()
    cookie = server.set_up()
    load = Load([server.api(cookie) for _ in range(WRITERS)], context.random(), "p")
    share = context.seconds / 4
    longest = []

    def recovers(what):
        began, acknowledged = time.monotonic(), load.acknowledged
        while load.acknowledged < acknowledged + 2 * WRITERS:
            check(time.monotonic() < began + 60, f"no writes for 60 s after {what}")
            check(not load.failures, f"{what}: {load.failures[:1]}")
            time.sleep(0.01)
        longest.append(f"{what} {time.monotonic() - began:.1f} s")

    try:
        load.wait(50)
        for number in (1, 2):
            time.sleep(share)
            context.postgres.restart("fast")
            recovers(f"restart {number}")
        time.sleep(share)
        # Longer away than the program tries again by itself.
        away = 25 if context.full else 3
        context.postgres.stop("immediate")
        gone = time.monotonic() + away
        try:
            ready = server.api(cookie).send("GET", "/health/ready")
            check(ready.status == 503, f"said to be ready without its database: {ready}")
            time.sleep(max(0, gone - time.monotonic()))
        finally:
            context.postgres.start()
        recovers(f"{away} s away")
        time.sleep(share)
    finally:
        load.over.set()
    ledger = load.end()
    check(ledger.breaks == 0, f"{ledger.breaks} connections to the program broke: {load.in_flight[:3]}")
    repeated = ledger.settle(server.api(cookie))
    rows = ledger.compare(place.export())
    keys = [entry for entry in ledger.entries.values() if entry.id]
    check(rows == len(keys), f"{rows} clients from {len(keys)} keys")
    entries = place.is_sound()
    server.terminate()
    return (
        f"2 restarts and 1 outage, {ledger.acknowledged} writes acknowledged, 0 lost, 0 twice, {repeated} repeated at"
        f" the end; refused: {words(ledger.problems)}; writes again after: {', '.join(longest)}; {rows} clients,"
        f" {entries} audit entries whole"
    )
