"""A client whose record grows."""

import uuid


class Course:
    def __init__(self, office, name):
        self.office, self.desk = office, office.owner
        self.client = self.desk.add_client(name).split("/")[-1]

    def ask(self, method, path, value=None):
        return self.desk.ask(method, f"/api/clients/{self.client}{path}", value)

    def entries(self, **query):
        found = self.ask("GET", "/entries?" + "&".join(f"{name}={value}" for name, value in query.items()))
        return found["value"]["entries"]

    def write(self, kind, body, **place):
        entry = {"id": str(uuid.uuid4()), "kind": kind, "body": body, **place}
        self.write_all([entry])
        return entry["id"]

    def write_all(self, entries):
        answer = self.ask("POST", "/entries", {"entries": entries})
        assert answer["status"] == 201, answer

    def open(self, path=""):
        self.desk.open(f"/clients/{self.client}{path}")
