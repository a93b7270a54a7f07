"""The first start on an empty PostgreSQL, also of three at once: not even the role of the application is there yet."""

import threading
from dataclasses import replace

from tools import Fault, check

ROLE, INSTANCES = "tautband_app", 3


def forget_role(postgres):
    if postgres.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"):
        postgres.sql(f"DROP OWNED BY {ROLE}", superuser=True)
        postgres.sql(f"DROP ROLE {ROLE}", superuser=True)


def works(server):
    cookie = server.set_up()
    answer = server.api(cookie).send("GET", "/api/clients")
    check(answer.status == 200, f"the first session is answered with {answer}")
    return cookie


def together(context):
    """Three instances begin at the same moment, with one key file; the servers."""
    place = context.place("together")
    place.key_file = place.data.with_suffix(".keys")
    places = [replace(place, data=place.data.with_name(f"{place.data.name}_{number}")) for number in range(INSTANCES)]
    servers, faults = [], []

    def start(place):
        try:
            servers.append(place.server())
        except Fault as fault:
            faults.append(fault)

    threads = [threading.Thread(target=start, args=(place,)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(not faults, f"{len(faults)} of {INSTANCES} first starts at the same moment failed: {faults[:1]}")
    # Each has made a link for the set-up in the place of the one before: one is left.
    cookies = []
    for server in servers:
        try:
            cookies.append(works(server))
        except Fault:
            continue
    check(len(cookies) == 1, f"{len(cookies)} of {INSTANCES} links made a practice")
    for server in servers:
        answer = server.api(cookies[0]).send("GET", "/api/clients")
        check(answer.status == 200, f"an instance answers the session of another with {answer}")
    places[0].is_sound()


def run(context):
    forget_role(context.postgres)
    try:
        place = context.place()
        server = place.server()
        works(server)
        place.is_sound()
        server.terminate()
        forget_role(context.postgres)
        together(context)
    except Fault:
        # The other scenarios are to show their own faults.
        forget_role(context.postgres)
        context.postgres.sql(f"CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO app", superuser=True)
        raise
    return f"an empty database is set up by the first start, and by the first of {INSTANCES} at the same moment"
