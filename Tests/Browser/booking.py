"""A practice whose therapist can be found and booked."""

import subprocess

from database import change

WEEK = "0:00-24:00"


class Booking:
    """`office` is a running practice; its owner checks the training of its therapist."""

    def __init__(self, office, mailbox):
        self.office, self.mailbox = office, mailbox
        self.owner = office.owner
        self.therapist = office.member("therapist", "Theo Therapist")
        office.house.run("stewards", "--add", self.owner.mail)
        self.publish()
        self.train()
        self.check()

    def publish(self):
        desk = self.therapist
        desk.open("/desk")
        desk.press("Begin")
        self.page = desk.path.split("?")[0]
        self.id = self.page.split("/")[-1]
        for day in range(1, 8):
            desk.fill(**{f"week_{day}": WEEK})
        desk.fill(zone="Europe/Vienna")
        desk.press("Save the hours")
        desk.open("/desk/places/new")
        desk.fill(place_name="Practice at the river", kind="room", address="Quay 4", town="Graz, Austria")
        desk.press("Save")
        desk.open(self.page)
        desk.follow("Add a service")
        desk.fill(service_name="First visit", minutes="60", notice="0", change="0", reminders="24", horizon="30", grid="60")
        desk.press("Save")
        desk.open(self.page)
        desk.fill(about="I look for where the pain comes from.", languages="de, en", status="listed")
        desk.page.check("[name=c_headache_migraine]")
        desk.press("Save the page")

    def train(self):
        desk = self.therapist
        desk.open(f"/training/{self.id}")
        desk.fill(title="Certified neuromuscular therapist", issuer="School of the river", number="N-17", hours="200",
                  issued="2024-05-31")
        desk.page.set_input_files("[name=document]", {"name": "c.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"})
        desk.press("Hand in")

    def check(self):
        desk = self.owner
        desk.open("/checks")
        desk.fill(method="issuer")
        desk.press("Verify")

    def change(self, statement):
        """Changes rows behind the server's back, as time would."""
        house = self.office.house
        url = house.environment.get("TAUTBAND_DATABASE_URL")
        if url:
            # The walls between practices stand for the owner of the tables, too.
            change(url, f"SET tautband.practice = '*'; {statement}")
        else:
            house.change(statement)
