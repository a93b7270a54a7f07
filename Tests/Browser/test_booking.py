"""From the pain drawing to a therapist nearby, an appointment, and telling how it went; on each database, with a real mail server."""

import datetime
import json
import re
import zoneinfo

import icalendar
import pytest
from playwright.sync_api import expect

from access import serious_violations
from booking import Booking
from database import DATABASES, fresh
from drawing import SHOULDER, DrawingPage
from mailbox import Mailbox, calendar, html, link, plain
from office import PHONE, Office

CLIENT, OTHER = "clara@example.org", "otto@example.org"
CLINICAL = ["pain", "shoulder", "trigger", "muscle", "headache", "migraine", "diagnos", "First visit"]


@pytest.fixture(scope="module")
def mailbox():
    box = Mailbox()
    yield box
    box.stop()


# The pages are the same on both databases; what writes most runs on both.
ON_BOTH = {
    "test_a_visitor_draws_finds_books_moves_cancels_waits_visits_and_tells",
    "test_a_time_that_was_taken_meanwhile_leads_to_the_others",
}


def pytest_generate_tests(metafunc):
    if "booking" in metafunc.fixturenames:
        databases = DATABASES if metafunc.function.__name__ in ON_BOTH else ["sqlite"]
        metafunc.parametrize("booking", databases, indirect=True, scope="module")


@pytest.fixture(scope="module")
def booking(browser, request, mailbox):
    with fresh(request.param) as settings:
        mailbox.letters.clear()
        office = Office(browser, {**settings, **mailbox.settings})
        yield Booking(office, mailbox)
        trouble = office.trouble
        office.close()
        assert trouble == []


@pytest.fixture
def visitor(booking):
    return booking.office.desk(**PHONE)


def checked(desk):
    assert serious_violations(desk.page) == [], desk.path
    # Nothing sticks out on a phone.
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), desk.path
    return desk


def find(desk, town="Graz"):
    desk.open("/find")
    checked(desk)
    desk.fill(place=town)
    desk.press("Search")
    return checked(desk)


def book(desk, name, mail, booking, time=0):
    """Books one of the free times of the first day; returns the letter that asks for a proof."""
    desk.page.locator(".times a").nth(time).click()
    checked(desk)
    desk.fill(name=name, mail=mail)
    desk.press("Book this time")
    assert desk.heading == "Please confirm by mail"
    return booking.mailbox.wait(mail, "Please confirm your appointment")


def minimal(letter):
    """No clinical word in any part of a letter."""
    for part in [letter["Subject"], plain(letter), html(letter)]:
        for word in CLINICAL:
            assert word.lower() not in part.lower(), (word, part)
    return letter


def test_a_visitor_draws_finds_books_moves_cancels_waits_visits_and_tells(booking, visitor):
    visitor.open("/")
    visitor.page.wait_for_selector("body[data-ready]")
    drawing = DrawingPage(visitor.page, visitor.page.url)
    drawing.show("front")
    drawing.stroke(SHOULDER, "right")
    drawing.find_origin()
    visitor.follow("Find a therapist who can examine this")
    assert visitor.path == "/find", "nothing personal stands in the address"
    find(visitor)
    assert "Theo Therapist" in visitor.text and "Certified neuromuscular therapist" in visitor.text
    visitor.follow("Theo Therapist")
    checked(visitor)
    assert "by Olive Owner, confirmed by the issuing body" in visitor.text
    visitor.follow("Choose a time")
    checked(visitor)

    proof = minimal(book(visitor, "Clara Client", CLIENT, booking, time=3))
    visitor.open(link(proof, "/visit"))
    checked(visitor)
    visitor.press("Confirm")
    assert "Your appointment is booked." in visitor.text
    booked = minimal(booking.mailbox.wait(CLIENT, "Your appointment on"))
    [event] = icalendar.Calendar.from_ical(calendar(booked)).walk("VEVENT")
    assert event["STATUS"] == "CONFIRMED" and event["SEQUENCE"] == 0 and "Theo" in event["SUMMARY"]
    assert "ATTENDEE" in event
    # What one takes oneself invites nobody.
    taken = visitor.page.get_by_role("link", name="Put it into my calendar").get_attribute("href")
    [own] = icalendar.Calendar.from_ical(
        visitor.page.evaluate(f"fetch('{taken}').then((answer) => answer.text())")).walk("VEVENT")
    assert own["UID"] == event["UID"] and "ATTENDEE" not in own
    booking.mailbox.wait(booking.therapist.mail, "was booked")

    # Moves it.
    visitor.follow("Move it")
    checked(visitor)
    visitor.page.locator(".times a").nth(6).click()
    visitor.press("Yes, move it")
    moved = minimal(booking.mailbox.wait(CLIENT, "was moved to"))
    [after] = icalendar.Calendar.from_ical(calendar(moved)).walk("VEVENT")
    assert after["UID"] == event["UID"] and after["SEQUENCE"] == 1 and after["DTSTART"].dt > event["DTSTART"].dt

    # Somebody waits, and Clara cancels: the time is offered.
    other = booking.office.desk()
    other.open(visitor_service(booking))
    other.follow("Wait for a time")
    checked(other)
    other.fill(name="Otto Other", mail=OTHER)
    start = after["DTSTART"].dt.astimezone(zone())
    other.fill(**{"from": start.strftime("%H:%M"), "until": f"{start.hour + 1:02}:00" if start.hour < 23 else "24:00",
                  "first_day": start.date().isoformat(), "last_day": start.date().isoformat()})
    other.press("Tell me when a time is free")
    other.open(link(booking.mailbox.wait(OTHER, "Please confirm that you want to wait"), "/wait"))
    checked(other)
    other.press("Yes, tell me")
    visitor.page.on("dialog", lambda dialog: dialog.accept())
    visitor.button("Cancel the appointment").click()
    with visitor.page.expect_navigation():
        visitor.page.locator("dialog button[value=yes]").click()
    cancelled = minimal(booking.mailbox.wait(CLIENT, "Cancelled:"))
    text = calendar(cancelled)
    assert "METHOD:CANCEL" in text and "STATUS:CANCELLED" in text
    hour = datetime.datetime.now(zone()).hour
    if 7 <= hour < 21:
        offer = minimal(booking.mailbox.wait(OTHER, "A time has become free"))
        other.open(link(offer, "/visit"))
        checked(other)
        other.press("Take this time")
        mail, person = OTHER, other
    else:
        # No offer goes out at night: Otto books like everybody else.
        other.open(visitor_service(booking))
        other.open(link(book(other, "Otto Other", OTHER, booking, time=3), "/visit"))
        other.press("Confirm")
        mail, person = OTHER, other
    assert "booked" in person.text
    booking.mailbox.wait(mail, "Your appointment on")

    # The form before the visit moves into the record.
    form = link(booking.mailbox.wait(mail, "Your appointment on"), "/intake")
    person.open(form)
    person.fill(text="Since spring.")
    person.press("Send")
    visit_takes_place(booking)
    tell_about_it(booking, person, mail)


def zone():
    return zoneinfo.ZoneInfo("Europe/Vienna")


def visitor_service(booking):
    page = booking.office.desk()
    page.open(f"/therapists/{booking.id}")
    return page.page.get_by_role("link", name="Choose a time").first.get_attribute("href")


def visit_takes_place(booking):
    """Ten days go by; the therapist keeps the calendar."""
    days = 10 * 86400
    booking.change(
        f"UPDATE appointment SET starts = starts - {days}, ends = ends - {days}, blocked_from = blocked_from - {days},"
        f" blocked_until = blocked_until - {days}, created = created - {days}000 WHERE status = 'booked'")
    desk = booking.therapist
    desk.open("/calendar?from=" + days_ago(11))
    if not desk.page.get_by_role("link", name="Otto Other").count():
        desk.follow("A week later")
    desk.follow("Otto Other")
    assert "filled in" in desk.text
    desk.fill(client="new")
    desk.press("Tie it to this record")
    desk.press("Client is here")
    desk.press("Took place")
    desk.follow("Open the record")
    assert "Since spring." in desk.text


def days_ago(days):
    return (datetime.date.today() - datetime.timedelta(days=days)).isoformat()


def tell_about_it(booking, person, mail):
    asked = booking.mailbox.wait(mail, "How was your appointment?")
    person.open(link(asked, "/experience"))
    checked(person)
    person.fill(rating="5", text="Found the spot at once.", shout_out="Thank you, Theo!", progress="better", shown_name="O.")
    person.page.check("[name=may_publish]")
    person.press("Send")
    assert "Thank you, it is kept." in person.page.inner_text("main")
    public = booking.office.desk()
    public.open(f"/therapists/{booking.id}")
    assert "Found the spot" not in public.text
    # The therapist cannot publish it; a steward can.
    booking.therapist.open("/checks/experiences")
    assert booking.therapist.heading == "Nothing here"
    booking.owner.open("/checks/experiences")
    checked(booking.owner)
    booking.owner.press("Publish, after some days")
    public.open(f"/therapists/{booking.id}")
    assert "Found the spot" not in public.text, "some days pass first"
    booking.change("UPDATE experience SET shown_from = 0 WHERE status = 'approved'")
    public.open(f"/therapists/{booking.id}")
    assert "Found the spot at once." in public.text and "Thank you, Theo!" in public.text
    checked(public)
    booking.therapist.open(f"{booking.page}/experiences")
    booking.therapist.fill(reply="thanks")
    booking.therapist.press("Answer")
    public.open(f"/therapists/{booking.id}")
    assert "Thank you for taking the time to write." in public.text
    person.button("Take it back").click()
    with person.page.expect_navigation():
        person.page.locator("dialog button[value=yes]").click()
    public.open(f"/therapists/{booking.id}")
    assert "Found the spot" not in public.text


def test_booking_works_without_javascript(booking):
    desk = booking.office.desk(java_script_enabled=False)
    desk.open("/find")
    desk.fill(place="Graz")
    desk.press("Search")
    desk.follow("Theo Therapist")
    desk.follow("Choose a time")
    desk.page.locator(".times a").nth(1).click()
    desk.fill(name="Nina Noscript", mail="nina@example.org")
    desk.press("Book this time")
    desk.open(link(booking.mailbox.wait("nina@example.org", "Please confirm your appointment"), "/visit"))
    desk.press("Confirm")
    assert "Your appointment is booked." in desk.text
    desk.press("Cancel the appointment")
    assert "cancelled" in desk.text


def test_a_time_that_was_taken_meanwhile_leads_to_the_others(booking):
    first, second = booking.office.desk(), booking.office.desk()
    path = visitor_service(booking)
    for desk in (first, second):
        desk.open(path)
        desk.page.locator(".times a").nth(4).click()
    first.fill(name="First", mail="first@example.org")
    first.press("Book this time")
    second.fill(name="Second", mail="second@example.org")
    second.press("Book this time")
    assert "has just been taken" in second.text and second.page.locator(".times a").count() > 0


def test_wrong_fields_are_named_and_nothing_typed_is_lost(booking):
    desk = booking.office.desk()
    desk.open(visitor_service(booking))
    desk.page.locator(".times a").nth(5).click()
    desk.fill(name="Wilma Wrong", mail="no address")
    desk.press("Book this time")
    assert desk.errors and desk.value("name") == "Wilma Wrong" and desk.value("mail") == "no address"


def test_an_unknown_town_is_named(booking):
    desk = find(booking.office.desk(), "Xyzzyville")
    assert desk.errors == ["Town is no place we know; try the next larger town, with the country."]


def test_the_open_times_are_published_for_other_programs(booking):
    desk = booking.office.desk()
    desk.open("/find")
    manifest = desk.page.evaluate("fetch('/scheduling/$bulk-publish').then((answer) => answer.json())")
    assert {one["type"] for one in manifest["output"]} == {"Location", "Schedule", "Slot"}
    lines = {}
    for one in manifest["output"]:
        path = re.sub(r"^https?://[^/]+", "", one["url"])
        text = desk.page.evaluate(f"fetch('{path}').then((answer) => answer.text())")
        lines[one["type"]] = [json.loads(line) for line in text.splitlines()]
    schedules = {one["id"] for one in lines["Schedule"]}
    assert len(lines["Slot"]) > 20 and all(one["schedule"]["reference"][9:] in schedules for one in lines["Slot"])
    deep = lines["Slot"][0]["extension"][0]["valueUrl"]
    desk.open(re.sub(r"^https?://[^/]+", "", deep) + "&source=test")
    expect(desk.button("Book this time")).to_be_visible()


def test_the_private_feed_has_names_and_times_alone_and_ends_when_told(booking):
    desk = booking.therapist
    desk.open(booking.page)
    desk.press("Make an address")
    path = desk.shared_link()
    stranger = booking.office.desk()
    stranger.open("/find")
    text = stranger.page.evaluate(f"fetch('{path}').then((answer) => answer.text())")
    feed = icalendar.Calendar.from_ical(text)
    assert all(set(event) <= {"UID", "DTSTAMP", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "TRANSP"}
               for event in feed.walk("VEVENT"))
    desk.open(booking.page)
    desk.button("End the address").click()
    with desk.page.expect_navigation():
        desk.page.locator("dialog button[value=yes]").click()
    assert stranger.page.evaluate(f"fetch('{path}').then((answer) => answer.status)") == 404


def test_letters_wait_while_the_mail_server_is_away_and_go_out_once(booking):
    booking.mailbox.stop()
    desk = booking.office.desk()
    path = visitor_service(booking)
    for number in range(3):
        desk.open(path)
        desk.page.locator(".times a").nth(7 + 2 * number).click()
        desk.fill(name=f"Away {number}", mail=f"away{number}@example.org")
        desk.press("Book this time")
    desk.page.wait_for_timeout(4000)
    booking.mailbox.start()
    for number in range(3):
        booking.mailbox.wait(f"away{number}@example.org", "Please confirm your appointment", seconds=90)
    desk.page.wait_for_timeout(2000)
    for number in range(3):
        assert len(booking.mailbox.subjects(f"away{number}@example.org")) == 1


HOUR = 3600


def zone_of_the_day():
    """A zone in which it is two in the afternoon now: no quiet hours for a while, on either side."""
    ahead = 14 - datetime.datetime.now(datetime.timezone.utc).hour
    return f"Etc/GMT{-ahead:+}" if ahead else "Etc/GMT"


def test_each_reminder_goes_out_once_and_to_nobody_who_does_not_want_it(booking, visitor):
    """24 and 2 hours before; a later look at what is due brings no second letter."""
    booking.days_go_by(20)
    desk = booking.therapist
    desk.open(booking.page)
    before = desk.value("zone")
    desk.fill(zone=zone_of_the_day())
    desk.press("Save the hours")
    keeps, cancels, refuses, watches = [
        booking.book(name, number) for number, name in enumerate(["Rita", "Carl", "Nora", "Wim"])
    ]
    visitor.open(f"/visit?t={cancels.token}")
    visitor.button("Cancel the appointment").click()
    with visitor.page.expect_navigation():
        visitor.page.locator("dialog button[value=yes]").click()
    visitor.open(f"/visit?t={refuses.token}")
    assert "main" not in visitor.button("Send no reminders").get_attribute("class"), "a plain button"
    visitor.press("Send no reminders")
    expect(visitor.button("Remind me by mail")).to_be_visible()

    # A day before.
    cancels.comes(18 * HOUR)
    refuses.comes(20 * HOUR)
    keeps.comes(24 * HOUR - 60)
    letter = minimal(booking.mailbox.wait(keeps.mail, "Reminder:"))
    assert "Theo Therapist" in plain(letter) and "turn reminders off" in plain(letter)
    assert not [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    visitor.open(link(letter, "/visit"))
    assert "Your appointment is booked." in visitor.text and visitor.button("Send no reminders").count() == 1
    # Whoever comes later into the day is reminded by a later look, at which all others are looked at as well.
    watches.comes(22 * HOUR)
    booking.mailbox.wait(watches.mail, "Reminder:")
    assert (keeps.reminders(), watches.reminders()) == (1, 1)

    # Two hours before.
    refuses.comes(HOUR // 2)
    keeps.comes(2 * HOUR - 60)
    minimal(booking.mailbox.wait(keeps.mail, "Reminder:", count=2))
    for count in (2, 3):
        watches.comes((22 - 2 * count) * HOUR)
        booking.mailbox.wait(watches.mail, "Reminder:", count=count)
    assert [visit.reminders() for visit in (keeps, watches, cancels, refuses)] == [2, 3, 0, 0]
    desk.open(booking.page)
    desk.fill(zone=before)
    desk.press("Save the hours")


def test_the_newsletter_is_confirmed_first_and_left_with_one_click(booking):
    desk = booking.office.desk()
    desk.open(f"/therapists/{booking.id}")
    desk.follow("Newsletter of this practice")
    checked(desk)
    desk.fill(mail="reader@example.org")
    desk.press("Ask for it")
    desk.open(link(booking.mailbox.wait("reader@example.org", "Please confirm that you want the newsletter"), "/newsletter/confirm"))
    desk.press("Yes, send it to me")
    owner = booking.owner
    owner.open("/newsletters")
    checked(owner)
    owner.fill(subject="Open house", text="Come and see us.\n\nOn Friday.")
    owner.button("Send it").click()
    with owner.page.expect_navigation():
        owner.page.locator("dialog button[value=yes]").click()
    letter = booking.mailbox.wait("reader@example.org", "Open house")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter["List-Unsubscribe"].strip("<>")
    path = re.sub(r"^https?://[^/]+", "", address)
    # Looking at the link changes nothing, as mail scanners do.
    stranger = booking.office.house.visitor()
    assert stranger.get(path).status == 200
    one_click = stranger.send("POST", path, body=b"List-Unsubscribe=One-Click",
                              headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert one_click.status == 200, one_click.text
    owner.open("/newsletters")
    assert "0 readers" in owner.page.inner_text("[name=topic]")


def test_who_is_not_verified_any_more_is_nowhere(booking):
    owner, public = booking.owner, booking.office.desk()
    second = booking.office.member("therapist", "Stella Steward")
    booking.office.house.run("stewards", "--add", second.mail)
    owner.open("/checks")
    owner.press("Propose")
    assert "Note is needed to revoke." in owner.text
    owner.follow("Back")
    owner.fill(note="The school took it back.")
    owner.press("Propose")
    public.open(f"/therapists/{booking.id}")
    assert public.heading == "Theo Therapist", "one alone cannot take it away"
    service = visitor_service(booking)
    second.open("/checks")
    second.button("Revoke it").click()
    with second.page.expect_navigation():
        second.page.locator("dialog button[value=yes]").click()
    for path in [f"/therapists/{booking.id}", service, f"{service}/wait"]:
        public.open(path)
        assert public.heading == "Nothing here", path
    assert "Theo Therapist" not in find(public).text
    public.open("/find")
    for name in ["locations", "schedules", "slots"]:
        assert public.page.evaluate(f"fetch('/scheduling/{name}.ndjson').then((answer) => answer.text())") == ""
