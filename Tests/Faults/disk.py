"""The disk fills up while the server writes: refusals are clear, nothing acknowledged is lost, space heals it."""

import os
import subprocess
import tempfile
import time

from tools import Fault, Load, check, words

SIZE, WRITERS = 16, 8


def small_disk(context):
    """A file system of a few megabytes."""
    folder = tempfile.mkdtemp(prefix="tautband-small-")
    os.chmod(folder, 0o755)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=755", "tmpfs", folder], capture_output=True, text=True)
    if done.returncode:
        os.rmdir(folder)
        raise Fault(f"not tested: no small file system can be mounted here ({done.stderr.strip()}); run as root")
    context.at_end.append(lambda: os.rmdir(folder))
    context.at_end.append(lambda: subprocess.run(["umount", "-l", folder], check=False))
    return folder


def prepared(context, folder):
    """The record on that file system: all of it, or with PostgreSQL its tables."""
    if context.database == "sqlite":
        place = context.place()
        place.data = type(place.data)(folder) / "data"
        return place
    space = f"{folder}/space"
    os.mkdir(space)
    owner = os.stat(context.postgres.data)
    os.chown(space, owner.st_uid, owner.st_gid)
    context.postgres.sql(f"CREATE TABLESPACE small LOCATION '{space}'", superuser=True)
    context.postgres.sql("GRANT CREATE ON TABLESPACE small TO app", superuser=True)

    def drop():
        context.postgres.sql("DROP SCHEMA disk_postgres_main CASCADE")
        context.postgres.sql("CHECKPOINT", superuser=True)
        context.postgres.sql("DROP TABLESPACE small", superuser=True)

    context.at_end.append(drop)
    return context.place(settings=" -cdefault_tablespace=small")


def fill(folder, free):
    """Fills the file system up to so many bytes."""
    with open(f"{folder}/ballast", "ab") as ballast:
        while True:
            space = os.statvfs(folder)
            rest = space.f_bavail * space.f_frsize - free
            if rest <= 0:
                return
            try:
                ballast.write(bytes(min(rest, 1 << 20)))
                ballast.flush()
            except OSError:
                return


def run(context):
    folder = small_disk(context)
    place = prepared(context, folder)
    server = place.server()
    cookie = server.set_up()
    choices = context.random()
    api = server.api(cookie)
    apis = [server.api(cookie) for _ in range(WRITERS)]
    load = Load(apis, choices, "d")
    load.wait(100)
    rounds = 3 if context.full else 1
    healed = []
    try:
        for _ in range(rounds):
            fill(folder, choices.randrange(100_000, 400_000))
            end = time.monotonic() + 120
            before = load.ledger.statuses[503]
            while load.ledger.statuses[503] < before + 3 * WRITERS:
                check(time.monotonic() < end and not load.failures, f"no refusals on a full disk: {load.failures[:1]}")
                fill(folder, 0)
                time.sleep(0.05)
            check(server.process.poll() is None, "the server ended on a full disk")
            live = api.send("GET", "/health/live")
            check(live.status == 200, f"a full disk is no reason to be dead: {live}")
            os.remove(f"{folder}/ballast")
            began, acknowledged = time.monotonic(), load.acknowledged
            while load.acknowledged < acknowledged + 2 * WRITERS:
                check(time.monotonic() < began + 60 and not load.failures, "no writes although there is space again")
                time.sleep(0.01)
            healed.append(time.monotonic() - began)
    finally:
        load.over.set()
    ledger = load.end()
    check(ledger.breaks == 0, f"{ledger.breaks} connections broke: {load.in_flight[:3]}")
    ledger.settle(api)
    ledger.compare(place.export())
    # Killed on a full disk, the record is as whole as ever.
    fill(folder, 0)
    server.kill()
    os.remove(f"{folder}/ballast")
    server = place.server()
    rows = ledger.compare(place.export())
    entries = place.is_sound(small=True)
    return (
        f"{rounds} x full, {ledger.acknowledged} writes acknowledged, 0 lost, refused: {words(ledger.problems)};"
        f" well again {max(healed):.1f} s after space was freed, {rows} clients, {entries} audit entries whole"
    )
