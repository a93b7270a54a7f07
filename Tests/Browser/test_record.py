"""What the record must do beside the way of a client: two who write, paper, files to take away, what is open today."""

import json
import pathlib
import re
import subprocess
import time
import uuid

import pytest
from playwright.sync_api import expect

from access import serious_violations
from course import Course
from drawing import SHOULDER
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


@pytest.fixture(scope="module")
def course(office):
    course = Course(office, "Clara Course")
    body = {"title": "Right shoulder", "began": "2026-03-01", "isClosed": False, "drawing": ""}
    course.complaint = course.write("complaint", body)
    day = {"day": "2026-03-02", "pain": 4, "text": "", "exposures": {"stress": 3}}
    course.write("diary", day, complaint=course.complaint)
    return course


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
    assert [one["version"] for one in versions] == [1, 2, 3]


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


def test_everything_of_a_client_leaves_as_files_and_then_the_record_is_erased(course, office, tmp_path):
    folder = tmp_path / "taken"
    listed = office.house.run("export", "client", course.client, "--to", folder).split()
    record = json.loads((folder / "record.json").read_text())
    assert record["client"]["name"] == "Clara Course"
    kinds = {one["kind"] for one in record["entries"]}
    assert kinds == {"complaint", "diary", "visit", "measurement", "hold", "note", "signature"}
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
