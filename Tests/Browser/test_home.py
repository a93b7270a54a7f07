"""What a client takes home, letters to physicians that are kept, and returns counted across clients."""

import datetime
import uuid

import pytest
from playwright.sync_api import expect

from access import serious_violations
from drawing import SHOULDER, DrawingPage
from office import Office

PHONE = {"width": 360, "height": 740}


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


def new():
    return str(uuid.uuid4())


def hold(source, started):
    moments = [
        {"id": new(), "kind": "start", "at": started, "isClient": False},
        {"id": new(), "kind": "end", "at": started + 75_000, "isClient": False},
    ]
    words = {"source": source, "side": "right", "technique": "pressure_release", "point": 1}
    return words | {"low": 60, "high": 90, "moments": moments}


def treated(desk, name, source="muscle:infraspinatus", days_ago=120):
    """A client with a complaint and one visit with a hold; the addresses of client and complaint."""
    client = desk.add_client(name).split("/")[-1]
    complaint, visit = new(), new()
    started = int((datetime.datetime.now() - datetime.timedelta(days=days_ago)).timestamp() * 1000)
    place = {"complaint": complaint}
    entries = [
        {"id": complaint, "kind": "complaint", "body": {"title": "Shoulder", "began": "", "isClosed": False, "drawing": ""}},
        {"id": visit, "kind": "visit", "body": {"started": started, "zone": "Europe/Berlin"}, **place},
        {"id": new(), "kind": "hold", "visit": visit, "body": hold(source, started), **place},
    ]
    answer = desk.ask("POST", f"/api/clients/{client}/entries", {"entries": entries})
    assert answer["status"] == 201, answer
    return client, complaint


def keep_diary(desk, client, complaint, pains, first, cause=None):
    """One day after the other from `first` on, in parts of a hundred."""
    entries = [
        {
            "id": new(),
            "kind": "diary",
            "complaint": complaint,
            "body": {"day": str(first + datetime.timedelta(days=number)), "pain": pain, "exposures": {}, "text": ""},
        }
        for number, pain in enumerate(pains)
    ]
    if cause:
        body = {"kind": "cause_treated", "day": str(cause), "factor": "workstation_height", "text": ""}
        entries.append({"id": new(), "kind": "event", "complaint": complaint, "body": body})
    for start in range(0, len(entries), 100):
        answer = desk.ask("POST", f"/api/clients/{client}/entries", {"entries": entries[start : start + 100]})
        assert answer["status"] == 201, answer


@pytest.fixture(scope="module")
def case(office):
    return treated(office.owner, "Hanna Home")


def test_a_home_programme_is_chosen_from_what_was_treated_and_becomes_a_sheet(case, office):
    desk, (client, complaint) = office.owner, case
    desk.open(f"/clients/{client}/complaints/{complaint}")
    desk.follow("Put it together")
    assert desk.heading == "Home programme of Hanna Home"
    assert "infraspinatus, right" in desk.text and serious_violations(desk.page) == []
    desk.page.select_option("[name=o0]", "yes")
    desk.page.select_option("[name=o1]", "yes")
    desk.page.fill("[name=s1]", "0")
    desk.press("Keep it and see the sheet")
    assert any("outside of 1 to 600" in error for error in desk.errors)
    # What was typed is still there.
    assert desk.page.input_value("[name=o1]") == "yes"
    desk.page.fill("[name=s1]", "45")
    desk.page.fill("[name=text]", "Warmth in the evening.")
    desk.press("Keep it and see the sheet")
    page = desk.page
    expect(page.get_by_role("heading", name="What you can do at home")).to_be_visible()
    assert "45 seconds, 2 times a day" in desk.text and "Warmth in the evening." in desk.text
    assert "Do not press here" in desk.text
    page.wait_for_load_state("networkidle")
    widths = page.eval_on_selector_all(".exercise img", "all => all.map((one) => one.naturalWidth)")
    assert len(widths) == 2 and min(widths) > 0
    assert serious_violations(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 1280, "height": 900})
    # The plan of a later visit takes it up.
    desk.open(f"/clients/{client}/complaints/{complaint}/programme")
    assert page.input_value("[name=o0]") == "yes" and page.input_value("[name=s1]") == "45"


def test_two_who_change_a_programme_do_not_overwrite_each_other(case, office):
    client, complaint = case
    one, two = office.desk(office.owner), office.desk(office.owner)
    for desk in (one, two):
        desk.open(f"/clients/{client}/complaints/{complaint}/programme")
    one.page.fill("[name=text]", "First")
    one.press("Keep it and see the sheet")
    two.page.fill("[name=text]", "Second")
    two.press("Keep it and see the sheet")
    assert two.page.input_value("[name=text]") == "Second"
    assert "meanwhile" in two.text or "changed" in two.text
    one.open(f"/clients/{client}/complaints/{complaint}/programme/sheet")
    assert "First" in one.text and "Second" not in one.text


def test_a_letter_to_a_physician_stays_with_the_complaint(case, office):
    client, complaint = case
    desk = office.owner
    desk.open(f"/?client={client}&complaint={complaint}")
    page = desk.page
    page.wait_for_selector("body[data-ready]")
    drawing = DrawingPage(page, office.address)
    drawing.show("front")
    drawing.stroke(SHOULDER, "right")
    page.click("#find")
    page.wait_for_selector("#result .origin, #result li")
    desk.button("Write a letter to a physician").click()
    expect(page.locator(".record-said")).to_contain_text("The letter is kept with the complaint.")
    page.get_by_role("link", name="Read and print it").click()
    expect(page.get_by_role("heading", name="Letter to a physician")).to_be_visible()
    assert "Hanna Home" in desk.text and "names no diagnosis" in desk.text and "REFERRAL" in desk.text
    assert serious_violations(page) == []
    desk.open(f"/clients/{client}/complaints/{complaint}")
    assert "Letters to physicians" in desk.text


def test_consent_is_kept_with_its_words_and_can_be_taken_back(case, office):
    client, _ = case
    desk = office.owner
    desk.open(f"/clients/{client}")
    desk.follow("Answers and their words")
    desk.press("Keep it")
    assert any("Answer" in error for error in desk.errors)
    for answer, words in (("yes", "Pressure was explained."), ("no", "Changed her mind.")):
        desk.page.select_option("[name=answer]", answer)
        desk.fill(text=words)
        desk.press("Keep it")
    assert "Changed her mind." in desk.text and "Pressure was explained." in desk.text and "Earlier" in desk.text
    assert serious_violations(desk.page) == []
    desk.open(f"/clients/{client}")
    assert "The client declined the treatment." in desk.text


def test_links_come_with_a_code_for_the_clients_phone(case, office):
    client, complaint = case
    desk = office.owner
    desk.open(f"/clients/{client}/complaints/{complaint}")
    desk.press("Make a link")
    assert desk.page.locator("svg.qr").count() == 1 and "It works for" in desk.text


def test_returns_are_counted_across_clients_and_small_groups_stay_hidden(office):
    desk = office.owner
    desk.open("/statistics")
    desk.press("Count now")
    expect(desk.page.get_by_role("heading", name="Too few to show")).to_be_visible(timeout=20_000)
    first = datetime.date.today() - datetime.timedelta(days=110)
    for number in range(22):
        source = "muscle:infraspinatus" if number % 2 else "muscle:levator_scapulae"
        client, complaint = treated(desk, f"Stat {number}", source)
        # Five days of pain, a time without, and for every second client a return.
        free = 40 + number
        pains = [5] * 5 + [0] * free + ([4, 4, 4] if number % 2 else [])
        keep_diary(desk, client, complaint, pains, first, first if number < 11 else None)
    desk.open("/statistics")
    desk.press("Count again")
    expect(desk.page.get_by_role("heading", name="By whether something that keeps it alive was treated")).to_be_visible(
        timeout=30_000
    )
    text = desk.text
    assert "all (22 clients)" in text and "(11 clients)" in text and "Log-rank" in text
    row = desk.page.locator("tr", has_text="infraspinatus").inner_text().split()
    assert row[1:3] == ["11", "11"], row
    assert serious_violations(desk.page) == []
    desk.page.set_viewport_size(PHONE)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    desk.page.set_viewport_size({"width": 1280, "height": 900})
