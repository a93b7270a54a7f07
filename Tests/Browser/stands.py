"""A bookable practitioner with everything around one, marked so that no part of it can leak unseen."""

import re
import time
from dataclasses import dataclass, field

from mailbox import link

CHECKER = "Checkername Third"


@dataclass
class Stand:
    """A practitioner, a place, a service, trainings, an appointment, an absence, an experience, a place on the wait list."""

    key: str
    practice: int
    therapist: object
    case: object = None
    tokens: dict = field(default_factory=dict)
    """What the links in the mails carry, by their purpose."""
    practitioner: str = ""
    place: str = ""
    service: str = ""
    checked: str = ""
    """A training that somebody has checked; another one waits."""
    waiting_training: str = ""
    appointment: str = ""
    visited: str = ""
    experience: str = ""

    @property
    def name(self):
        return f"Prnm{self.key}qz Treats"

    @property
    def client(self):
        return f"Bknm{self.key}qz Booked"

    @property
    def mail(self):
        return f"bkml{self.key}qz@booked.example"

    @property
    def waiter(self):
        return f"Wtnm{self.key}qz Waits"

    @property
    def waiter_mail(self):
        return f"wtml{self.key}qz@waits.example"

    @property
    def form(self):
        return f"Bkform{self.key}qz aches since spring"

    @property
    def told(self):
        return f"Bktold{self.key}qz found the spot"

    @property
    def evidence(self):
        """The title of the training that waits."""
        return f"Trwait{self.key}qz Certificate"

    @property
    def document(self):
        return b"%PDF-1.4 Trdoc" + self.key.encode() + b"qz"

    @property
    def training_fields(self):
        return {"title": self.evidence, "issuer": "School", "number": "N", "hours": "9", "issued": "2025-05-31"}

    # What the therapist does

    def furnish(self, house):
        """Makes the page, hours, a place, a service and two trainings."""
        desk = self.therapist.visitor
        made = desk.form("/desk/practitioners", {"name": self.name})
        assert made.status == 303, made.text
        self.practitioner = made.header("Location").split("/")[-1]
        self.page = f"/desk/practitioners/{self.practitioner}"
        assert desk.form(f"{self.page}/hours", self.hours(1)).status == 303
        place = {"place_name": f"Place {self.key}", "kind": "room", "address": "Quay 4", "town": "Graz, Austria"}
        answer = desk.form("/desk/places", place | {"version": 1})
        assert answer.status == 303, answer.text
        [[self.place]] = house.change("SELECT id FROM place WHERE name = ?", f"Place {self.key}")
        assert desk.form(f"{self.page}/services", self.service_fields(1)).status == 303
        [[self.service]] = house.change("SELECT id FROM service WHERE practitioner = ?", self.practitioner)
        assert desk.form(self.page, self.page_fields(2)).status == 303
        for title in ("Certified therapist", self.evidence):
            fields = self.training_fields | {"title": title}
            sent = desk.multipart(f"/training/{self.practitioner}", fields, {"document": self.document})
            assert sent.status == 303, sent.text
        for title, which in (("Certified therapist", "checked"), (self.evidence, "waiting_training")):
            rows = house.change(
                "SELECT id FROM training WHERE practitioner = ? AND title = ?", self.practitioner, title
            )
            setattr(self, which, rows[0][0])

    def hours(self, version):
        week = {f"week_{day}": "0:00-24:00" for day in range(1, 8)}
        return week | {"zone": "Europe/Berlin", "version": version, "exceptions": ""}

    def service_fields(self, version, **changes):
        fields = {
            "service_name": "First visit", "place": self.place, "minutes": "60", "before": "0", "after": "0",
            "grid": "60", "notice": "0", "horizon": "30", "confirmation": "instant", "reminders": "", "change": "0",
            "series": "1", "asks_intake": "on", "is_open": "on", "version": version,
        }
        return fields | changes

    def page_fields(self, version, **changes):
        fields = {"name": self.name, "about": "", "languages": "de", "status": "listed", "mode": "open", "base": ""}
        return fields | {"version": version} | changes

    # What clients do

    def times(self, visitor):
        return re.findall(r"/book/[0-9a-f-]+\?start=([^\"&]+)", visitor.get(f"/book/{self.service}").text)

    def booking(self, visitor, number, mail=None):
        """The form of a booking for one of the free times."""
        start = self.times(visitor)[number]
        key = visitor.get(f"/book/{self.service}?start={start}").hidden("key")
        return {"start": start, "key": key, "name": self.client, "mail": mail or self.mail, "phone": "0316 77"}

    def book(self, visitor, number, mailbox, count):
        fields = self.booking(visitor, number)
        answer = visitor.form(f"/book/{self.service}", fields, csrf=False)
        if answer.status == 303:
            return answer.header("Location").split("?t=")[1]
        assert answer.status == 200, answer.text
        letter = mailbox.wait(self.mail, "Please confirm your appointment", count=count)
        token = link(letter, "/visit").split("?t=")[1]
        assert visitor.form("/visit/confirm", {"t": token}, csrf=False).status == 303
        return token

    def be_visited(self, visitor, house, mailbox):
        """One appointment that is over, one that lies ahead with a form, and a place on the wait list."""
        self.tokens["over"] = self.book(visitor, 4, mailbox, 1)
        [[self.visited]] = house.change("SELECT id FROM appointment WHERE practitioner = ?", self.practitioner)
        week = 8 * 86400
        house.change(
            f"UPDATE appointment SET status = 'completed', starts = starts - {week}, ends = ends - {week},"
            f" blocked_from = blocked_from - {week}, blocked_until = blocked_until - {week},"
            f" created = created - {week}000 WHERE id = ?", self.visited,
        )
        self.tokens["visit"] = self.book(visitor, 30, mailbox, 2)
        self.tokens["known"] = visitor.cookies["__Host-tautband-known"]
        [[self.appointment]] = house.change(
            "SELECT id FROM appointment WHERE practitioner = ? AND id <> ?", self.practitioner, self.visited
        )
        page = visitor.get(f"/visit?t={self.tokens['visit']}").text
        self.tokens["form"] = re.search(r"/intake\?t=([^\"]+)", page)[1]
        sent = visitor.form("/intake", {"t": self.tokens["form"], "text": self.form}, csrf=False)
        assert sent.status == 200, sent.text
        waits = {"name": self.waiter, "mail": self.waiter_mail, "from": "03:00", "until": "03:30"}
        assert visitor.form(f"/book/{self.service}/wait", waits, csrf=False).status == 200
        letter = mailbox.wait(self.waiter_mail, "Please confirm that you want to wait")
        self.tokens["wait"] = link(letter, "/wait").split("?t=")[1]
        assert visitor.form("/wait/confirm", {"t": self.tokens["wait"]}, csrf=False).status == 303

    def be_told_of(self, visitor, house, mailbox, moderator):
        """An experience that was approved, to be shown in some days."""
        letter = mailbox.wait(self.mail, "How was your appointment?")
        self.tokens["experience"] = link(letter, "/experience").split("?t=")[1]
        fields = {"t": self.tokens["experience"], "rating": "4", "text": self.told, "may_publish": "on"}
        assert visitor.form("/experience", fields, csrf=False).status == 303
        [[self.experience]] = house.change("SELECT id FROM experience WHERE practitioner = ?", self.practitioner)
        done = moderator.form(f"/checks/experiences/{self.experience}", {"decision": "publish"})
        assert done.status == 303, done.text

    def subscribe(self, visitor, house, mailbox):
        [[number]] = house.change("SELECT practice FROM practitioner WHERE id = ?", self.practitioner)
        self.practice_id = number
        mail = f"nwml{self.key}qz@reads.example"
        assert visitor.form(f"/newsletter/{number}", {"mail": mail, "t_news": "on"}, csrf=False).status == 200
        letter = mailbox.wait(mail, "Please confirm that you want the newsletter")
        self.tokens["newsletter"] = link(letter, "/newsletter/confirm").split("?t=")[1]
        assert visitor.form("/newsletter/confirm", {"t": self.tokens["newsletter"]}, csrf=False).status == 200

    # Time that passes

    def absence(self, house):
        """A fresh time off."""
        rows = house.change("SELECT id FROM absence WHERE practitioner = ? AND imported = 0", self.practitioner)
        if not rows:
            start = int(time.time()) + 200 * 86400
            house.change(
                "INSERT INTO absence (id, practice, practitioner, starts, ends, imported)"
                " SELECT ?, practice, id, ?, ?, 0 FROM practitioner WHERE id = ?",
                self.visited[:-4] + "abcd", start, start + 3600, self.practitioner,
            )
            rows = [[self.visited[:-4] + "abcd"]]
        return rows[0][0]

    def version(self, house, table):
        key = {"practitioner": self.practitioner, "place": self.place, "service": self.service}[table]
        return house.change(f"SELECT version FROM {table} WHERE id = ?", key)[0][0]


def furnish(town, mailbox):
    """Three stands: two practices, and a third whose therapist is a steward."""
    house = town.house
    stands = {
        "here": Stand("here", 1, town.anna, town.cases["mine"]),
        "there": Stand("there", 2, town.xeno, town.cases["theirs"]),
        "own": Stand("own", 3, town.stew),
    }
    for person in (town.stew, town.third):
        house.run("stewards", "--add", person.mail)
    for stand in stands.values():
        stand.furnish(house)
        checked = town.third.visitor.form(f"/checks/{stand.checked}", {"decision": "verify", "method": "issuer"})
        assert checked.status == 303, checked.text
    visitors = {key: house.visitor() for key in stands}
    for key, stand in stands.items():
        stand.be_visited(visitors[key], house, mailbox)
        stand.subscribe(visitors[key], house, mailbox)
    for key, stand in stands.items():
        stand.be_told_of(visitors[key], house, mailbox, town.third.visitor)
    return stands
