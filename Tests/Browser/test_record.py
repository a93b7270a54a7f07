"""The way of a client through the record: first form with a drawing, visit, note, diary, what goes before the returns."""

import datetime
import json
import pathlib
import re
import subprocess
import time
import uuid

import pytest
from playwright.sync_api import expect

from access import serious_violations
from drawing import SHOULDER, DrawingPage
from house import Visitor
from office import Office


@pytest.fixture(scope="module")
def office(browser):
    office = Office(browser)
    yield office
    office.close()


@pytest.fixture(autouse=True)
def calm(office):
    """No page reports a violated policy or an uncaught error."""
    yield
    assert office.trouble == []


class Course:
    """A client whose record grows from test to test."""

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
        answer = self.ask("POST", "/entries", {"entries": [entry]})
        assert answer["status"] == 201, answer
        return entry["id"]

    def open(self, path=""):
        self.desk.open(f"/clients/{self.client}{path}")


@pytest.fixture(scope="module")
def course(office):
    return Course(office, "Clara Course")


def test_a_client_draws_and_sends_the_first_form_by_a_link(course, office):
    course.open()
    course.desk.press("Make a link")
    link = course.desk.shared_link()
    client = office.desk(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    client.open(link)
    client.follow("Draw where it hurts")
    drawing = DrawingPage(client.page, office.address)
    client.page.wait_for_selector("body[data-ready]")
    expect(client.button("Find the origin")).to_be_hidden()
    drawing.show("front")
    drawing.stroke(SHOULDER, "right")
    client.page.fill("#intake-text", "Since spring, worse overhead.")
    assert serious_violations(client.page) == []
    client.button("Send to my therapist").click()
    expect(client.page.get_by_role("heading", name="Thank you")).to_be_visible()
    # Nothing stays on the client's device.
    assert client.page.evaluate("Object.keys(localStorage).filter((name) => name.includes('intake'))") == []
    client.open(link)
    assert client.heading == "Nothing here"
    [entry] = course.entries(kinds="intake")
    assert entry["author"] is None and "anterior_deltoid" in entry["body"]["drawing"]
    course.open()
    assert "Since spring, worse overhead." in course.desk.text
    course.desk.follow("Look at the drawing")
    course.desk.page.wait_for_selector("body[data-ready]")
    assert SHOULDER + ":right" in DrawingPage(course.desk.page, office.address).painted()


def test_a_complaint_keeps_its_drawing_and_what_it_said(course, office):
    course.open()
    course.desk.fill(title="Right shoulder", began="2026-03-01")
    course.desk.press("Add")
    course.complaint = course.desk.path.split("/")[-1]
    assert course.desk.heading == "Right shoulder"
    course.desk.follow("Draw where it hurts")
    page = course.desk.page
    page.wait_for_selector("body[data-ready]")
    drawing = DrawingPage(page, office.address)
    drawing.show("front")
    drawing.stroke(SHOULDER, "right")
    page.click("#find")
    page.wait_for_selector("#result .origin, #result li")
    course.desk.button("Keep in the record").click()
    expect(page.locator(".record-said")).to_have_text("Kept, with what the drawing says.")
    [kept] = course.entries(kinds="assessment")
    assert kept["body"]["knowledge"] and kept["body"]["origins"][0]["probability"] > 0
    # A look from another browser shows the same.
    other = office.desk(course.desk)
    other.open(f"/?client={course.client}&complaint={course.complaint}")
    other.page.wait_for_selector("body[data-ready]")
    assert SHOULDER + ":right" in DrawingPage(other.page, office.address).painted()


def test_two_who_keep_a_drawing_at_the_same_time_lose_neither(course, office):
    address = f"/?client={course.client}&complaint={course.complaint}"
    one, two = office.desk(course.desk), office.desk(course.desk)
    for desk in (one, two):
        desk.open(address)
        desk.page.wait_for_selector("body[data-ready]")
    for desk, age, said in ((one, "44", "Kept."), (two, "45", re.compile("Someone else has kept another"))):
        desk.page.fill("#age", age)
        desk.button("Keep in the record").click()
        expect(desk.page.locator(".record-said")).to_have_text(said)
    two.button("Keep in the record").click()
    expect(two.page.locator(".record-said")).to_have_text("Kept.")
    versions = course.entries(kinds="complaint", history="all")
    assert [one["version"] for one in versions] == list(range(1, len(versions) + 1)) and len(versions) >= 4


def test_a_signed_visit_prints_on_paper_with_its_amendment_beside_it(course, office, tmp_path):
    course.open(f"/complaints/{course.complaint}")
    course.desk.press("Begin now")
    course.visit = course.desk.path.split("/")[-1].split("#")[0]
    place = {"complaint": course.complaint, "visit": course.visit}
    now = int(time.time() * 1000)
    for phase, pain, degrees in (("before", 6, 120), ("after", 3, 123)):
        for measure, target, value in (("pain", SHOULDER, pain), ("range", "shoulder/abduction", degrees)):
            body = {"measure": measure, "phase": phase, "target": target, "side": "right", "values": [value], "labels": []}
            course.write("measurement", body, **place)
    moments = [("start", 0, None), ("pain", 2, 7), ("release", 40, None), ("pain", 60, 3), ("end", 74, None)]
    hold = {"source": "muscle:infraspinatus", "side": "right", "point": 1, "technique": "pressure_release", "low": 60}
    hold |= {"high": 90, "moments": [
        {"id": str(uuid.uuid4()), "kind": kind, "at": now + 1000 * at, "isClient": False}
        | ({} if value is None else {"value": value})
        for kind, at, value in moments
    ]}
    assert course.ask("PUT", f"/visits/{course.visit}/holds/{uuid.uuid4()}", hold)["status"] == 200
    draft = course.ask("GET", f"/visits/{course.visit}/draft")["value"]
    assert "6 → 3 of 10; a real change for the better" in draft["objective"]
    assert "74 s; pain 7 → 3; release felt" in draft["objective"]
    note = course.write("note", {"part": "plan", "text": "Rest the arm."}, **place)
    assert course.ask("POST", f"/visits/{course.visit}/signature", {})["status"] == 201
    late = {"id": note, "version": 2, "kind": "note", "body": {"part": "plan", "text": "Move the arm."}, **place}
    assert course.ask("POST", "/entries", {"entries": [late]})["status"] == 422
    late["reason"] = "A slip of the pen"
    assert course.ask("POST", "/entries", {"entries": [late]})["status"] == 201
    course.open(f"/visits/{course.visit}/note")
    page = course.desk.page
    assert serious_violations(page) == []
    page.pdf(path=tmp_path / "note.pdf", prefer_css_page_size=True)
    said = subprocess.run(["pdftotext", "-layout", tmp_path / "note.pdf", "-"], capture_output=True, text=True, check=True)
    for words in ("Session note", "Clara Course", "Rest the arm.", "A slip of the pen", "Now: Plan: Move the arm.",
                  "74 s", "within the error", "Signed by Olive Owner"):
        assert words in said.stdout, words
    info = subprocess.run(["pdfinfo", tmp_path / "note.pdf"], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in info and int(re.search(r"Pages: +(\d+)", info)[1]) <= 3


def test_sixty_days_of_diary_by_the_same_link(course, office):
    course.open(f"/complaints/{course.complaint}")
    course.desk.press("Make a link")
    token = course.desk.shared_link().split("?t=")[1]
    client, today = Visitor(office.house.port), datetime.datetime.now(datetime.timezone.utc).date()
    for ago in range(59, -1, -1):
        # The link keeps a week back; days before that stand in for the time that a test does not have.
        day = {"day": str(today - datetime.timedelta(days=ago)), "pain": float(3 if ago > 50 else 0), "text": ""}
        day["exposures"] = {"desk_hours": float(ago % 9), "stress": float(ago % 4)}
        if ago > 6:
            course.write("diary", day, complaint=course.complaint)
            continue
        fields = {"t": token, "day": day["day"], "pain": "5" if ago < 3 else "0", "x_desk_hours": "8", "x_stress": "1"}
        assert client.form("/diary", fields, csrf=False).status == 200
    course.open(f"/complaints/{course.complaint}")
    page = course.desk.page
    assert page.locator("figure svg").first.is_visible()
    assert "R1" in page.locator("figure svg").first.text_content()
    assert "at least 5 are needed" in course.desk.text
    assert serious_violations(page) == []


def test_the_exposure_that_precedes_the_returns_is_shown_first(office):
    course = Course(office, "Rita Returns")
    course.complaint = course.write(
        "complaint", {"title": "Low back", "began": "", "isClosed": False, "drawing": ""})
    first, entries, pain, left, free, stressed = datetime.date(2023, 1, 1), [], 0, 0, 0, 0
    for number in range(1000):
        # A day of stress brings the pain back the day after, once a month has passed without.
        pain = 5 if left else 0
        left, free = (left - 1, 0) if left else (0, free + 1)
        if free > 31 and stressed:
            left = 4
        stressed = 1 if (number * 7919) % 37 == 0 else 0
        body = {"day": str(first + datetime.timedelta(days=number)), "pain": pain, "text": ""}
        body["exposures"] = {"stress": stressed, "desk_hours": (number * 31) % 9, "sleep_hours": 6 + (number * 17) % 3}
        entries.append({"id": str(uuid.uuid4()), "kind": "diary", "complaint": course.complaint, "body": body})
    for start in range(0, len(entries), 500):
        assert course.ask("POST", "/entries", {"entries": entries[start : start + 500]})["status"] == 201
    course.open(f"/complaints/{course.complaint}")
    rows = course.desk.page.locator("table", has_text="Harmful with").locator("tbody tr")
    assert rows.first.inner_text().startswith("stress")
    assert "Try one change: stress" in course.desk.text
    assert "no proof of a cause" in course.desk.text
    for width in (360, 1440):
        course.desk.page.set_viewport_size({"width": width, "height": 900})
        assert course.desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    course.desk.page.set_viewport_size({"width": 1280, "height": 900})


def test_everything_of_a_client_leaves_as_files_and_then_the_record_is_erased(course, office, tmp_path):
    folder = tmp_path / "taken"
    listed = office.house.run("export", "client", course.client, "--to", folder).split()
    record = json.loads((folder / "record.json").read_text())
    assert record["client"]["name"] == "Clara Course" and len(record["entries"]) > 60
    pages = [name for name in listed if name.startswith("visit-") and name.endswith(".html")]
    assert "Rest the arm." in (folder / pages[0]).read_text()
    assert "<script" not in (folder / pages[0]).read_text() and "/assets/" not in (folder / pages[0]).read_text()
    assert any(name.endswith(".pdf") for name in listed) or not pathlib.Path("/usr/bin/chromium").exists()
    assert (folder / "complaint-1-diary.csv").read_text().startswith("date,pain,")
    course.open("/erase")
    course.desk.fill(name="Somebody Else")
    course.desk.button("Erase for good").click()
    course.desk.button("Yes, do it").click()
    assert course.desk.errors == ["The client's name, to be sure is not the client's name."]
    course.desk.fill(name="Clara Course")
    course.desk.button("Erase for good").click()
    with course.desk.page.expect_navigation():
        course.desk.button("Yes, do it").click()
    assert "Clara Course" not in course.desk.text
    assert not any("Clara Course" in line or "Rest the arm" in line for line in office.house.exported("client", "entry"))


def test_today_lists_what_is_open(office):
    course = Course(office, "Otto Open")
    complaint = course.write("complaint", {"title": "Neck", "began": "", "isClosed": False, "drawing": ""})
    start = {"started": int(time.time() * 1000), "zone": "Europe/Berlin"}
    visit = course.write("visit", start, complaint=complaint)
    course.desk.open("/today")
    assert course.desk.page.locator(f'a[href="/clients/{course.client}/visits/{visit}"]').count() == 1
    assert serious_violations(course.desk.page) == []
