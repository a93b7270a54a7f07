"""The office as people use it: a server of its own, and each person in a browser of their own."""

import re

from house import House

PASSWORD = "quiet river under the bridge"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

ASK = """async ([method, path, value]) => {
    const answer = await fetch(path, { method, headers: { "Content-Type": "application/json" },
        body: value === null ? undefined : JSON.stringify(value) });
    return { status: answer.status, value: await answer.json().catch(() => null) };
}"""


class Office:
    """A running server with a practice; people come in by links, as in life. `settings` are environment variables."""

    def __init__(self, browser, settings=None):
        self.browser = browser
        self.desks = []
        self.house = House({"TAUTBAND_LOG_LEVEL": "warning", **(settings or {})})
        self.address = f"http://127.0.0.1:{self.house.port}"
        self.owner = self.desk()
        self.owner.set_up(self.house.setup, "Practice at the river", "Olive Owner", "olive@practice.example")

    def close(self):
        for desk in self.desks:
            desk.page.context.close()
        self.house.stop()

    @property
    def trouble(self):
        return [line for desk in self.desks for line in desk.trouble]

    def desk(self, person=None, **more):
        """A browser: a new one, or one more of somebody who is signed in."""
        state = {"storage_state": person.page.context.storage_state()} if person else {}
        settings = {"base_url": self.address, "viewport": {"width": 1280, "height": 900}, **state, **more}
        desk = Desk(self.browser.new_context(**settings))
        self.desks.append(desk)
        return desk

    def practice_link(self):
        """A link with which one more practice is set up."""
        said = self.house.run("link", "--another-practice")
        return "/setup" + said.strip().split("/setup")[1]

    def member(self, role, name):
        """Invites someone and lets them join."""
        mail = f"{name.split()[0].lower()}@practice.example"
        link = self.owner.invite(role, name, mail)
        desk = self.desk()
        desk.open(link)
        desk.fill(password=PASSWORD)
        desk.press("Make my account")
        desk.mail = mail
        return desk


class Desk:
    """One person's browser."""

    def __init__(self, context):
        self.page = context.new_page()
        self.mail = ""
        self.trouble = []
        """Violated policies and uncaught errors."""
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message):
        # Refused forms answer with 4xx, which the console calls an error.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.trouble.append(message.text)

    # A page

    def open(self, path):
        return self.page.goto(path)

    @property
    def path(self):
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    @property
    def heading(self):
        return self.page.inner_text("h1")

    @property
    def text(self):
        return self.page.inner_text("main")

    def field(self, name):
        return self.page.locator(f'main [name="{name}"]').first

    def value(self, name):
        return self.field(name).input_value()

    def fill(self, **values):
        for name, value in values.items():
            field = self.field(name)
            if field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name):
        """Presses a button that leads to another page."""
        with self.page.expect_navigation():
            self.button(name).click()

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()

    @property
    def errors(self):
        """What the form says beside its fields; the summary says the same."""
        texts = self.page.locator(".field-row .error").all_inner_texts()
        assert self.page.locator("#problems a").all_inner_texts() == texts
        return texts

    def ask(self, method, path, value=None):
        """A request from the page, as its scripts make it: status and the answer read as JSON."""
        return self.page.evaluate(ASK, [method, path, value])

    # Coming and going

    def set_up(self, link, practice, name, mail, password=PASSWORD):
        self.open(link)
        self.fill(practice_name=practice, name=name, mail=mail, password=password)
        self.mail = mail
        self.press("Set up")

    def sign_in(self, mail=None, password=PASSWORD, path="/sign-in"):
        self.open(path)
        self.fill(mail=mail or self.mail, password=password)
        self.press("Sign in")

    def sign_out(self):
        self.press("Sign out")

    # Work

    def shared_link(self):
        """The link that the page shows once, as a path."""
        return re.sub(r"^https?://[^/]+", "", self.page.input_value("#link"))

    def invite(self, role, name, mail):
        self.open("/team")
        self.fill(name=name, mail=mail, role=role)
        self.press("Make an invitation")
        return self.shared_link()

    def add_client(self, name, **more):
        """Adds a client; returns the path of the client's page."""
        self.open("/clients/new")
        self.fill(name=name, **more)
        self.press("Save")
        return self.path
