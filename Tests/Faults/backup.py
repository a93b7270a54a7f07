"""Backups under load hold everything acknowledged before; damaged ones are refused and change nothing."""

import json
import time

from tools import PASSPHRASE, Load, check

WRITERS = 8


def clients(lines):
    """The lines of clients by their identifier."""
    return {json.loads(line)["row"]["id"]: line for line in lines if '"table":"client"}' in line}


def parts(lines):
    """The lines apart from the audit trail, and those of the trail itself."""
    audit = [line for line in lines if '"table":"audit' in line]
    return [line for line in lines if '"table":"audit' not in line], [
        line for line in audit if '"table":"audit"}' in line]


def restored(context, file, label, database):
    """The record of a backup in a fresh place."""
    place = context.place(label, database)
    place.ran("restore", str(file))
    return place


def refusals(context, file):
    """Damaged backups: each is refused in words and leaves the place as it was."""
    choices = context.random("damage")
    size = file.stat().st_size
    whole = file.read_bytes()
    damages = [("empty", b""), ("a byte short", whole[:-1]), ("a byte more", whole + b"x")]
    cuts = [size // 2] + [choices.randrange(1, size) for _ in range(5 if context.full else 1)]
    damages += [(f"cut at {cut}", whole[:cut]) for cut in cuts]
    for place in [0, 8, 40, size - 1] + [choices.randrange(size) for _ in range(20 if context.full else 3)]:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << choices.randrange(8)
        damages.append((f"a bit at {place}", bytes(flipped)))
    target = context.place("refused")
    bad = file.with_suffix(".bad")
    for what, data in [*damages, ("wrong passphrase", whole)]:
        bad.write_bytes(data)
        secret = "another passphrase altogether" if what == "wrong passphrase" else PASSPHRASE
        for words in (["restore", "--check", str(bad)], ["restore", str(bad)]):
            done = target.run(*words, passphrase=secret)
            text = done.stderr.strip()
            check(done.returncode == 1, f"{what}: {words[:-1]} ended with {done.returncode}: {done.stdout}{text}")
            check(text.startswith("Error: ") and "\n" not in text and len(text) > 20, f"{what}: said only: {text}")
            check("Fatal" not in text and "Swift" not in text, f"{what}: said {text}")
    bad.unlink()
    # Nothing was left in the way.
    target.ran("restore", str(file))
    again = target.run("restore", str(file))
    check(again.returncode == 1 and "already" in again.stderr, f"a second restore into the same place: {again.stderr}")
    return len(damages) + 1


def run(context):
    place = context.place()
    server = place.server()
    cookie = server.set_up()
    apis = [server.api(cookie) for _ in range(WRITERS)]
    base = Load(apis, context.random("base"), "b", writes=500 if context.full else 100).join()
    small = context.folder / f"{context.name}-{context.database}-small.tautband"
    place.ran("backup", str(small))
    load = Load(apis, context.random(), "c")
    backups = []
    try:
        load.wait(50)
        for number in range(4 if context.full else 2):
            time.sleep(context.seconds / 8)
            before = {
                entry.id: entry.version for ledger in load.ledgers for entry in list(ledger.entries.values())
                if entry.id}
            file = context.folder / f"{context.name}-{context.database}-{number}.tautband"
            place.ran("backup", str(file))
            backups.append((file, before))
    finally:
        load.over.set()
    ledger = load.end()
    check(not ledger.problems and not ledger.breaks, f"a backup disturbed the load: {ledger.problems} {load.in_flight}")
    source = clients(place.export())
    compared = 0
    others = {"sqlite": "postgres", "postgres": "sqlite"} if context.postgres else {}
    for number, (file, before) in enumerate(backups):
        database = others.get(context.database, context.database) if number % 2 else context.database
        copy = restored(context, file, f"copy{number}", database)
        found = clients(copy.export())
        for entry in base.entries.values():
            check(found.get(entry.id) == source[entry.id], f"{entry} differs in the backup {found.get(entry.id)}")
        for identifier, version in before.items():
            check(identifier in found, f"acknowledged before the backup but not in it: {identifier}")
            row, now = json.loads(found[identifier])["row"], json.loads(source[identifier])["row"]
            check(int(row["version"]) >= version, f"{identifier} is older in the backup than acknowledged")
            check(row["version"] != now["version"] or found[identifier] == source[identifier], f"{identifier} differs")
        compared += len(found)
        copy.is_sound()
    server.terminate()
    # At rest a restored record is the same to the byte, on either database.
    rest = place.export()
    file = context.folder / f"{context.name}-{context.database}-rest.tautband"
    place.ran("backup", str(file))
    crossings = [context.database] + ([others[context.database]] if others else [])
    for database in crossings:
        copy = restored(context, file, f"rest_{database}", database)
        (plain, audit), (plain_copy, audit_copy) = parts(rest), parts(copy.export())
        # The note of the last backup is not exported; the trail has one entry more: the restore.
        check(plain == plain_copy, f"differs after a restore into {database}: {set(plain) ^ set(plain_copy)}")
        check(audit_copy[:-1] == audit, f"the audit trail differs after a restore into {database}")
        copy.is_sound()
        again = copy.server()
        check(again.api(cookie).read(next(iter(source))).status == 401, "sessions have survived the restore")
        answer = again.api(again.sign_in()).read(next(iter(source)))
        check(answer.status == 200, f"a restored client is read as {answer}")
        again.terminate()
    refused = refusals(context, small)
    return (
        f"{len(backups)} backups under load ({ledger.acknowledged} writes), {compared} restored clients compared,"
        f" at rest {len(rest)} lines equal to the byte in {' and '.join(crossings)};"
        f" {refused} damaged or foreign files refused"
    )
