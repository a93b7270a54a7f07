"""The therapist's own pages: what can be booked, where and when, evidence of training, the calendar; by touch and by mouse.

TAUTBAND_SCREENSHOTS names a folder to keep a picture of each page in, on a phone and on a desk.
"""

import datetime
import os
import pathlib
import re

import pytest

from access import serious_violations
from mailbox import Mailbox, link
from office import PHONE, Desk, Office

WIDE = {"viewport": {"width": 1440, "height": 900}}
# The wide screen takes minutes more; TAUTBAND_ALL_SCREENS=1 runs it, too.
ALL_SCREENS = {"phone": PHONE, "wide": WIDE}
SCREENS = ALL_SCREENS if os.environ.get("TAUTBAND_ALL_SCREENS") else {"phone": PHONE}
ICS = "\r\n".join([
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:a@x", "DTSTAMP:20260101T000000Z",
    "DTSTART:{day}T100000Z", "DTEND:{day}T120000Z", "SUMMARY:Dentist", "END:VEVENT", "END:VCALENDAR", "",
])
LIST = """name,town,country,issuer,title,issued,number
Lena Listed,Graz,Austria,School of the river,Certified therapist,2024-05-31,L-1
Nora Nowhere,Xyzzyville,Austria,School of the river,Certified therapist,2024-05-31,L-2
Dora Daynone,Graz,Austria,School of the river,Certified therapist,someday,L-3
Fiona Few,Graz
"""
SHOTS = os.environ.get("TAUTBAND_SCREENSHOTS")


def day(ahead):
    return (datetime.date.today() + datetime.timedelta(days=ahead)).isoformat()


class Hand:
    """A person at a screen; a finger on a phone, a mouse on a desk."""

    def __init__(self, desk, screen):
        self.desk, self.page, self.screen = desk, desk.page, screen
        self.page.set_default_timeout(8000)

    def __getattr__(self, name):
        return getattr(self.desk, name)

    def touch(self, locator):
        locator.scroll_into_view_if_needed()
        if self.screen == "phone":
            locator.tap()
        else:
            locator.click()

    def press(self, name, number=0):
        with self.page.expect_navigation():
            self.touch(self.page.get_by_role("button", name=name, exact=True).nth(number))
        return self

    def follow(self, name):
        with self.page.expect_navigation():
            self.touch(self.page.get_by_role("link", name=name, exact=True).first)
        return self

    def agree(self, name):
        """Presses a button that asks again, and says yes."""
        self.touch(self.button(name))
        with self.page.expect_navigation():
            self.touch(self.page.locator("dialog button[value=yes]"))

    def seen(self, name):
        """Nothing keeps people out, and nothing sticks out."""
        assert serious_violations(self.page) == [], f"{name}: {self.path}"
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name}: {self.path}"
        ids = self.page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
        legends = self.page.locator("main legend").all_inner_texts()
        assert all(legend.strip() for legend in legends), f"{name}: a group of boxes without a name"
        assert len(ids) == len(set(ids)), f"{name}: two things of one name, {sorted(one for one in ids if ids.count(one) > 1)}"
        if self.screen == "phone":
            small = self.page.evaluate(
                """[...document.querySelectorAll("main button, main select, main input:not([type=hidden], [type=checkbox]), main .checks label")]
                    .filter((node) => node.offsetParent && node.getBoundingClientRect().height < 39.5)
                    .map((node) => node.outerHTML.slice(0, 80))"""
            )
            assert small == [], name
        if SHOTS:
            before = self.page.viewport_size
            width = 390 if self.screen == "phone" else 1280
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.screenshot(path=pathlib.Path(SHOTS) / f"{name}-{width}.png", full_page=True)
            self.page.set_viewport_size(before)
        return self


@pytest.fixture(scope="module")
def mailbox():
    box = Mailbox()
    yield box
    box.stop()


@pytest.fixture(scope="module")
def office(browser, mailbox):
    office = Office(browser, mailbox.settings)
    office.mailbox = mailbox
    office.house.run("stewards", "--add", office.owner.mail)
    yield office
    trouble = office.trouble
    office.close()
    assert trouble == []


@pytest.fixture(params=SCREENS, scope="module")
def therapist(office, request):
    """A therapist with a page of their own, at one kind of screen."""
    member = office.member("therapist", f"{request.param.capitalize()} Therapist")
    desk = office.desk(member, **ALL_SCREENS[request.param])
    desk.mail = member.mail
    return Hand(desk, request.param)


def guest(office, screen):
    return Hand(office.desk(**ALL_SCREENS[screen]), screen)


# Tests of one screen run one after the other: each goes on where the one before stopped.


def test_a_page_is_made(office, therapist):
    [[practice]] = office.house.change("SELECT id FROM practice")
    if not office.house.change("SELECT practitioner FROM listing"):
        # Nobody is listed and nothing was sent: there is no newsletter to ask for.
        assert office.house.visitor().get(f"/newsletter/{practice}").status == 404
        office.owner.open("/newsletters")
        assert "opens as soon as" in office.owner.text and practice not in office.owner.text
    for desk, is_steward in ((therapist, False), (office.owner, True)):
        for path in ("/today", "/desk"):
            desk.open(path)
            assert desk.page.locator("main a[href='/checks']").count() == is_steward, path
    therapist.open("/desk")
    therapist.seen("desk-empty").press("Begin")
    assert therapist.heading == f"{therapist.screen.capitalize()} Therapist"
    therapist.desk.own = therapist.path
    assert "Not public" in therapist.text
    therapist.seen("page-empty")


def test_wrong_hours_are_named_and_nothing_is_lost(therapist):
    therapist.open(therapist.own)
    therapist.fill(week_1="9:00-12:00, 13:00-17:30", week_2="late", exceptions=f"{day(20)}", zone="Europe/Vienna")
    therapist.press("Save the hours")
    [error] = therapist.errors
    assert "Tuesday" in error and "9:00-12:30" in error
    assert therapist.value("week_1") == "9:00-12:00, 13:00-17:30" and therapist.value("week_2") == "late"
    assert therapist.value("exceptions") == day(20)
    therapist.seen("hours-wrong")
    therapist.open(therapist.own)
    therapist.fill(**{f"week_{number}": "0:00-24:00" for number in range(1, 8)}, zone="Europe/Vienna")
    therapist.press("Save the hours")
    assert "Saved." in therapist.text and therapist.value("week_7") == "0:00-24:00"


@pytest.mark.parametrize("field, value", [("exceptions", "next week"), ("zone", "Nowhere/Town"), ("zone", "")])
def test_one_wrong_field_of_the_hours_loses_no_other(therapist, field, value):
    therapist.open(therapist.own)
    therapist.fill(**{"week_1": "9:00-12:00", "zone": "Europe/Vienna", field: value})
    therapist.press("Save the hours")
    assert len(therapist.errors) == 1
    assert therapist.value("week_1") == "9:00-12:00" and therapist.value(field) == value


def test_a_place_names_what_is_wrong(therapist):
    therapist.open("/desk/places/new")
    therapist.fill(place_name="Practice", kind="room", address="Quay 4", town="Xyzzyville")
    therapist.press("Save")
    assert therapist.errors == ["Town is no place we know; try the next larger town."]
    assert therapist.value("place_name") == "Practice" and therapist.value("address") == "Quay 4"
    therapist.seen("place-wrong")
    # Who travels has no address, and says how far: only what belongs to the kind is shown, and sent.
    assert not therapist.field("radius").is_visible() and therapist.field("position").is_visible()
    therapist.fill(kind="area", town="Graz, Austria")
    assert therapist.field("radius").is_visible() and not therapist.field("address").is_visible()
    therapist.fill(kind="room")
    assert therapist.value("address") == "Quay 4", "what was typed is there again"
    therapist.fill(kind="area", radius="")
    therapist.seen("place-area").press("Save")
    assert len(therapist.errors) == 1 and therapist.value("kind") == "area", "how far is not told"
    assert therapist.field("radius").is_visible() and not therapist.field("address").is_visible()
    therapist.fill(kind="room", address="Quay 4", position="here")
    therapist.press("Save")
    assert "two numbers" in therapist.errors[0]
    therapist.fill(position="47.07, 15.44")
    therapist.press("Save")
    assert therapist.heading == "Pages and hours" and "Practice" in therapist.text
    therapist.follow("Practice").seen("place")
    assert therapist.value("town") == "Graz, AT" or "Graz" in therapist.value("town")
    therapist.open("/desk/places/new")
    therapist.fill(place_name="On the road", kind="area", town="Graz, Austria", radius="15")
    therapist.press("Save")
    assert therapist.heading == "Pages and hours"
    therapist.seen("desk").follow("On the road")
    assert therapist.value("radius") == "15" and therapist.page.locator("[name=address], [name=position]").count() == 0


def test_a_place_is_made_without_scripts(office, therapist):
    desk = office.desk(therapist.desk, java_script_enabled=False)
    desk.open("/desk/places/new")
    assert all(desk.field(name).is_visible() for name in ("address", "radius", "position"))
    desk.fill(place_name="No script", kind="area", address="Quay 4", town="Graz, Austria", radius="15")
    desk.press("Save")
    assert len(desk.errors) == 1 and desk.value("address") == "Quay 4" and desk.value("radius") == "15"


def test_a_service_names_wrong_numbers(therapist):
    therapist.open(therapist.own)
    therapist.follow("Add a service").seen("service-new")
    for wrong in ({"minutes": "0"}, {"minutes": "5000"}, {"grid": "0"}, {"horizon": "9999"}, {"change": "-1"}, {"series": "0"}, {"notice": ""}):
        therapist.fill(**{"service_name": "First visit", "minutes": "60", "grid": "60", "horizon": "30",
                          "change": "0", "series": "1", "notice": "0", "price": "70 EUR", **wrong})
        therapist.press("Save")
        assert len(therapist.errors) == 1, wrong
        [name] = wrong
        assert therapist.page.locator(f".wrong [name={name}]").count() == 1, (wrong, therapist.errors)
        assert therapist.value("service_name") == "First visit" and therapist.value("price") == "70 EUR"
        assert therapist.value(name) == wrong[name]
    therapist.fill(reminders="soon", notice="0")
    therapist.press("Save")
    assert therapist.page.locator(".wrong [name=reminders]").count() == 1
    therapist.seen("service-wrong")
    therapist.fill(service_name="First visit", minutes="60", before="0", after="0", grid="60", horizon="30", change="0",
                   series="1", notice="0", reminders="", confirmation="approval")
    therapist.page.select_option("[name=place]", label="Practice")
    therapist.press("Save")
    assert "Saved." in therapist.text and "First visit" in therapist.text
    therapist.follow("First visit").seen("service")


def test_time_off(therapist):
    therapist.open(therapist.own)
    therapist.fill(**{"from": day(10), "from_time": "08:00", "until": day(8)})
    therapist.press("Add time off")
    [error] = therapist.errors
    assert "within 400 days" in error and therapist.page.locator(".wrong [name=until]").count() == 1
    assert [therapist.value(name) for name in ("from", "from_time", "until")] == [day(10), "08:00", day(8)]
    therapist.seen("time-off-wrong")
    therapist.fill(**{"from_time": "", "until": day(11)})
    therapist.press("Add time off")
    rows = therapist.page.locator("section:has(h2:text-is('Time off')) tbody tr")
    assert rows.count() == 1
    therapist.fill(**{"from": day(12), "from_time": "08:00", "until_time": "10:00"})
    therapist.press("Add time off")
    assert rows.count() == 2 and "08:00" in rows.nth(1).inner_text() and "10:00" in rows.nth(1).inner_text()
    with therapist.page.expect_navigation():
        therapist.touch(rows.nth(1).get_by_role("button"))
    assert rows.count() == 1


def test_a_calendar_elsewhere_needs_https(therapist):
    for wrong in ("http://calendar.example/x.ics", "ftp://calendar.example/x", "https://", "javascript:alert(1)", "https://a:b@calendar.example/"):
        therapist.open(therapist.own)
        therapist.fill(address=wrong)
        therapist.press("Save")
        [error] = therapist.errors
        assert "https://" in error and therapist.value("address") == wrong, wrong
    therapist.seen("calendar-elsewhere-wrong")
    therapist.fill(address="https://calendar.invalid/private/x.ics")
    therapist.press("Save")
    assert therapist.value("address") == "https://calendar.invalid/private/x.ics"
    therapist.fill(address="")
    therapist.press("Save")
    assert therapist.value("address") == ""


def test_busy_times_come_from_a_pasted_file(therapist):
    therapist.open(therapist.own)
    therapist.fill(file="no calendar at all")
    therapist.press("Take over")
    [error] = therapist.errors
    assert "calendar" in error and therapist.value("file") == "no calendar at all"
    therapist.seen("file-wrong")
    therapist.fill(file=ICS.replace("{day}", day(5).replace("-", "")))
    therapist.press("Take over")
    assert therapist.page.locator(".said").count() == 1, "it says what was taken over"


def test_training_refuses_other_files(therapist):
    therapist.open("/training")
    therapist.seen("training-empty")
    fields = {"title": "Certified neuromuscular therapist", "issuer": "School of the river", "number": "N-17", "hours": "200", "issued": "2024-05-31"}
    for name, content in (("c.html", b"<h1>x</h1>"), ("c.pdf", b"MZ no document"), ("c.docx", b"PK\x03\x04")):
        therapist.fill(**fields)
        therapist.page.set_input_files("[name=document]", {"name": name, "mimeType": "application/pdf", "buffer": content})
        therapist.press("Hand in")
        assert len(therapist.errors) == 1 and therapist.value("title") == fields["title"], name
    therapist.seen("training-wrong")
    for name, value in (("title", ""), ("issuer", ""), ("issued", ""), ("expires", "2020-01-01")):
        therapist.fill(**{**fields, "expires": "", name: value})
        therapist.press("Hand in")
        assert therapist.page.locator(f".wrong [name={name}]").count() == 1, name
    therapist.fill(expires="")
    therapist.fill(**fields)
    therapist.page.set_input_files("[name=document]", {"name": "c.pdf", "mimeType": "text/html", "buffer": b"%PDF-1.4 x"})
    therapist.press("Hand in")
    assert "Handed in." in therapist.text and "waits to be checked" in therapist.text
    with therapist.page.expect_download() as download:
        therapist.touch(therapist.page.get_by_role("link", name="download").first)
    assert download.value.suggested_filename.endswith(".pdf")
    therapist.seen("training")


def test_a_training_of_the_future_is_refused(therapist):
    therapist.open("/training")
    therapist.fill(title="Not yet", issuer="School", issued=day(400))
    therapist.press("Hand in")
    assert therapist.page.locator(".wrong [name=issued]").count() == 1


def test_the_page_becomes_public_once_somebody_else_has_checked(office, therapist):
    owner = Hand(office.desk(office.owner, **ALL_SCREENS[therapist.screen]), therapist.screen)
    therapist.open(therapist.own)
    therapist.fill(about="I look for where the pain comes from.", languages="de, en", status="listed", mode="open")
    therapist.page.check("[name=c_headache_migraine]")
    therapist.page.check("[name=a_step_free]") if therapist.page.locator("[name=a_step_free]").count() else None
    therapist.press("Save the page")
    assert "as soon as a training is verified" in therapist.text
    therapist.seen("page")
    therapist.open("/checks")
    assert therapist.heading == "Nothing here"
    owner.open("/checks")
    owner.seen("checks")
    [[number]] = office.house.change(
        "SELECT t.id FROM training t JOIN practitioner p ON p.id = t.practitioner WHERE p.name = ? AND t.title LIKE ?",
        f"{therapist.screen.capitalize()} Therapist", "Certified%",
    )
    form = owner.page.locator(f"form[action='/checks/{number}']", has=owner.button("Verify"))
    for method in ("", "issuer"):
        form.locator("select").select_option(method)
        with owner.page.expect_navigation():
            owner.touch(form.get_by_role("button", name="Verify"))
        if not method:
            assert "must be chosen" in owner.text
            owner.follow("Back")
    owner.seen("checks-verified")
    therapist.open(therapist.own)
    assert "Clients find this page." in therapist.text


def book(office, therapist, name, number):
    """Somebody asks for a time; returns the day it is on."""
    person = guest(office, therapist.screen)
    mail = f"{name.lower().replace(' ', '-')}@example.org"
    person.open(f"/therapists/{therapist.own.split('/')[-1]}")
    person.seen("therapist")
    person.page.get_by_role("link", name=re.compile("time")).first.click()
    person.seen("times")
    person.page.locator(".times a").nth(number).click()
    person.seen("details")
    person.fill(name=name, mail=mail)
    person.press(person.page.locator("main button.main").inner_text())
    person.open(link(office.mailbox.wait(mail, "Please confirm"), "/visit"))
    person.press("Confirm")
    person.seen("visit")
    return person, mail


def open_visit(therapist, name):
    for start in (0, 7, 14):
        therapist.open(f"/calendar?from={day(start)}")
        if therapist.page.get_by_role("link", name=name).count():
            return therapist.follow(name)
    raise AssertionError(f"{name} is not in the calendar")


def test_a_request_is_accepted_or_declined(office, therapist):
    screen = therapist.screen.capitalize()
    first, mail = book(office, therapist, f"{screen} Clara", 3)
    assert "You get a mail once it is accepted" in first.text
    _, other = book(office, therapist, f"{screen} Otto", 6)
    open_visit(therapist, f"{screen} Clara").seen("request")
    assert "asked for, not accepted yet" in therapist.text
    therapist.press("Accept")
    assert "booked" in therapist.text and not therapist.button("Accept").count()
    office.mailbox.wait(mail, "Your appointment on")
    open_visit(therapist, f"{screen} Otto").press("Decline")
    assert "not possible" in therapist.text
    office.mailbox.wait(other, "Not possible")
    therapist.open("/calendar")
    therapist.seen("calendar")


def test_a_home_visit_asks_where_and_nobody_else_reads_it(office, therapist):
    therapist.open(therapist.own)
    therapist.follow("Add a service")
    roads = therapist.page.locator("[name=place] option", has_text="On the road")
    therapist.fill(service_name="Visit at home", place=roads.first.get_attribute("value"), notice="0", grid="60")
    therapist.press("Save")
    person = guest(office, therapist.screen)
    person.open("/find")
    person.fill(place="Graz")
    person.press("Search")
    card = person.page.locator(".found li.block", has_text=therapist.desk.page.inner_text("h1")).first
    assert "comes to you, from Graz" in card.inner_text() and "·" not in card.inner_text(), "no distance says anything"
    person.open(f"/therapists/{therapist.own.split('/')[-1]}")
    with person.page.expect_navigation():
        person.touch(person.page.locator("li.block", has_text="Visit at home").get_by_role("link", name=re.compile("time")).last)
    path = person.path
    person.page.locator(".times a").nth(20).click()
    person.seen("home-visit")
    mail = f"{therapist.screen}-hanna@example.org"
    name = f"{therapist.screen.capitalize()} Hanna"
    person.fill(name=name, mail=mail)
    person.press(person.page.locator("main button.main").inner_text())
    assert person.page.locator(".wrong [name=address]").count() == 1 and person.value("name") == name
    person.fill(address="Elm Street 9")
    person.press(person.page.locator("main button.main").inner_text())
    proof = office.mailbox.wait(mail, "Please confirm")
    person.open(link(proof, "/visit"))
    person.press("Confirm")
    booked = office.mailbox.wait(mail, "Your appointment on")
    for letter in (proof, booked, office.mailbox.wait(therapist.mail, "was booked")):
        parts = [part.get_payload(decode=True) for part in letter.walk() if not part.is_multipart()]
        assert len(parts) > 1 and not any(b"Elm" in part for part in parts)
    open_visit(therapist, name).seen("visit-at-home")
    assert "Elm Street 9" in therapist.text
    # Only where the therapist comes; also for those who wait.
    person.open(f"{path.split('?')[0]}/wait")
    assert person.field("address").count() == 1
    person.open(f"/therapists/{therapist.own.split('/')[-1]}")
    person.follow("First visit")
    person.page.locator(".times a").nth(9).click()
    assert person.field("address").count() == 0
    therapist.open("/calendar/new")
    assert therapist.field("address").count() == 1


def test_a_visit_is_moved_and_tied_to_a_record(office, therapist):
    name = f"{therapist.screen.capitalize()} Clara"
    open_visit(therapist, name)
    therapist.fill(day=day(3), time="23:00")
    therapist.press("Move")
    assert "23:00" in therapist.text
    office.mailbox.wait(f"{name.lower().replace(' ', '-')}@example.org", "was moved to")
    assert not therapist.page.get_by_role("link", name="Open the record").count()
    therapist.fill(client="new")
    therapist.press("Tie it to this record")
    therapist.seen("visit-tied").follow("Open the record")
    assert therapist.heading == name


def test_a_visit_is_booked_for_a_client_and_a_taken_time_is_named(therapist):
    name = f"{therapist.screen.capitalize()} Clara"
    therapist.open("/calendar")
    therapist.follow("Book for a client").seen("book-for-client")
    clients = therapist.page.locator("[name=client] option", has_text=name)
    therapist.fill(client=clients.first.get_attribute("value"), day=day(3), time="23:00")
    therapist.press("Book")
    assert len(therapist.errors) == 1 and "taken" in therapist.errors[0]
    assert therapist.value("day") == day(3) and therapist.value("time") == "23:00"
    therapist.seen("book-taken")
    therapist.fill(client="")
    therapist.press("Book")
    assert "must be chosen" in therapist.errors[0]
    # Today, at a time that is free: shown on the first page of the day.
    now = datetime.datetime.now(datetime.timezone.utc).astimezone()
    therapist.fill(client=clients.first.get_attribute("value"), day=day(0), time="23:10" if now.hour < 12 else "00:10")
    therapist.press("Book")
    assert therapist.heading == name and "booked" in therapist.text
    therapist.desk.today = therapist.path


def test_who_comes_today_stands_on_the_first_page(therapist):
    name = f"{therapist.screen.capitalize()} Clara"
    therapist.open("/today")
    assert "Who comes today" in therapist.text and name in therapist.text
    therapist.seen("today").follow(name)
    assert therapist.path == therapist.today


def test_the_next_visit_is_booked_at_the_end_of_this_one(therapist):
    therapist.open(therapist.today)
    therapist.press("Client is here")
    therapist.press("Took place")
    therapist.seen("visit-over").follow("Book the next visit")
    assert therapist.value("day") == day(7), "a week later, at the same time"
    selected = therapist.page.locator("[name=client] option:checked").inner_text()
    assert selected == f"{therapist.screen.capitalize()} Clara"
    therapist.seen("next-visit").press("Book")
    assert "booked" in therapist.text
    therapist.press("Did not come")
    assert "missed" in therapist.text
    therapist.seen("visit-missed")


def test_a_list_is_taken_over_with_a_word_on_each_row(office):
    owner = Hand(office.owner, "wide")
    for word in ("added", "there already"):
        rows = take_over(owner, LIST.encode())
        assert len(rows) == 4 and word in rows[0]
        assert "town" in rows[1] and "Xyzzyville" in rows[1]
        assert "someday" in rows[2] and "row" in rows[3]
    owner.seen("list")
    for wrong in (b"", b"name,town\nx,y\n", b"\xff\xfe\x00", b"name,town,country,issuer,title,issued,colour\n"):
        take_over(owner, wrong)
        assert len(owner.errors) == 1, wrong
    owner.seen("list-wrong")


def take_over(owner, content):
    """Hands a list in; returns what is said of each row."""
    owner.open("/desk/list")
    owner.page.set_input_files("[name=file]", {"name": "l.csv", "mimeType": "text/csv", "buffer": content})
    owner.press("Take over")
    return owner.page.locator("tbody tr").all_inner_texts()


def test_a_list_of_a_spreadsheet_begins_with_a_mark(office):
    """Spreadsheets write a byte-order mark first."""
    rows = take_over(Hand(office.owner, "wide"), "\ufeff".encode() + LIST.replace("L-", "M-").encode())
    assert len(rows) == 4


def test_several_wait_for_a_steward_and_each_field_has_its_name(office, therapist):
    """More than one training at a time: labels belong to their own field."""
    owner = Hand(office.desk(office.owner, **ALL_SCREENS[therapist.screen]), therapist.screen)
    therapist.open("/training")
    for number in range(2):
        therapist.fill(title=f"Course {number}", issuer="School", issued="2024-05-31")
        therapist.press("Hand in")
    owner.open("/checks")
    owner.seen("checks-several")


def test_public_pages_of_one_kind_look_alike(office, therapist):
    person = guest(office, therapist.screen)
    person.open("/find")
    person.seen("find")
    person.fill(place="Graz")
    person.press("Search").seen("found")
    person.fill(place="Xyzzyville")
    person.press("Search").seen("find-wrong")
    person.open(f"/therapists/{therapist.own.split('/')[-1]}")
    person.page.get_by_role("link", name=re.compile("time")).first.click()
    person.follow("Wait for a time").seen("wait")
    person.open(f"/therapists/{therapist.own.split('/')[-1]}")
    person.follow("Newsletter of this practice").seen("newsletter")
    owner = Hand(office.desk(office.owner, **ALL_SCREENS[therapist.screen]), therapist.screen)
    owner.open("/newsletters")
    owner.seen("newsletters")
    owner.open("/checks/experiences")
    owner.seen("checks-experiences")
    therapist.open(f"{therapist.own}/experiences")
    therapist.seen("experiences")


def test_the_keyboard_alone_books_within_forty_presses(office, therapist):
    person = guest(office, "wide")
    person.open(f"/therapists/{therapist.own.split('/')[-1]}")
    path = person.page.get_by_role("link", name=re.compile("time")).first.get_attribute("href")
    person.open(path)
    presses = 0

    def press(key):
        nonlocal presses
        presses += 1
        person.page.keyboard.press(key)

    def reach(condition):
        for _ in range(60):
            if person.page.evaluate(f"(() => {{ const node = document.activeElement; return {condition}; }})()"):
                return
            press("Tab")
        raise AssertionError(f"no way to {condition} by the keyboard")

    # A screen reader's user skips the menu; the link for it is the first thing.
    press("Tab")
    assert person.page.evaluate("document.activeElement.className") == "skip"
    press("Enter")
    reach("node.matches('.times a')")
    outline = person.page.evaluate(
        "(() => { const style = getComputedStyle(document.activeElement); return style.outlineStyle + style.outlineWidth + style.backgroundColor; })()"
    )
    assert "none0px" not in outline, "one sees where the focus is"
    with person.page.expect_navigation():
        press("Enter")
    reach("node.matches('[name=name]')")
    person.page.keyboard.insert_text("Kim Keys")
    reach("node.matches('[name=mail]')")
    person.page.keyboard.insert_text(f"kim-{therapist.screen}@example.org")
    with person.page.expect_navigation():
        press("Enter")
    assert person.heading == "Please confirm by mail"
    print(f"\n{presses} presses")
    assert presses <= 40


@pytest.mark.parametrize("page", ["find", "book"])
def test_public_pages_are_light_and_ask_nobody_else(browser, office, therapist, page):
    """Below 100 kB in all over the wire, with an empty cache."""
    path = "/find"
    if page == "book":
        person = guest(office, "wide")
        person.open(f"/therapists/{therapist.own.split('/')[-1]}")
        path = person.page.get_by_role("link", name=re.compile("time")).first.get_attribute("href")
    desk = Desk(browser.new_context(base_url=office.address, **ALL_SCREENS[therapist.screen]))
    session = desk.page.context.new_cdp_session(desk.page)
    session.send("Network.enable")
    sizes, urls = [], []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on("Network.requestWillBeSent", lambda event: urls.append(event["request"]["url"]))
    desk.open(path)
    desk.page.wait_for_load_state("networkidle")
    print(f"\n{page}: {sum(sizes)} bytes in {len(urls)} requests")
    assert sum(sizes) < 100_000
    assert all(url.startswith(office.address) or url.startswith("data:") for url in urls), urls
    desk.page.context.close()
