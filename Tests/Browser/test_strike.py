"""Taking back what is in the record: struck out with a reason, readable for ever, counted nowhere."""

import json
import re
import time
import uuid

import pytest
from playwright.sync_api import expect

from access import serious_violations
from office import PHONE, Office
from test_visit import DELTOID, SMALL, Case
from visit import go, panel, press, status, tell

WIDE = {"viewport": {"width": 1440, "height": 900}}


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


@pytest.fixture
def case(office):
    return Case(office)


def pain(case, value, phase="before"):
    body = {"measure": "pain", "phase": phase, "target": DELTOID, "side": "right", "values": [value], "labels": []}
    return case.write("measurement", body, visit=case.visit)


def hold(case, source="muscle:infraspinatus", seconds=74):
    now, id = int(time.time() * 1000), str(uuid.uuid4())
    moments = [
        {"id": str(uuid.uuid4()), "kind": kind, "at": now + 1000 * at, "isClient": False}
        for kind, at in (("start", 0), ("end", seconds))
    ]
    body = {"source": source, "side": "right", "point": 1, "technique": "pressure_release", "low": 60, "high": 90}
    assert case.ask("PUT", f"/visits/{case.visit}/holds/{id}", body | {"moments": moments})["status"] == 200
    return id


def version(case, id, number):
    """A version of an entry, once it is there."""
    deadline = time.monotonic() + 15
    while not (found := [one for one in case.entries(history="all") if (one["id"], one["version"]) == (id, number)]):
        assert time.monotonic() < deadline, case.entries(history="all")
        time.sleep(0.1)
    return found[0]


def choose(desk, reason, dialog="strike"):
    desk.page.locator(f"dialog.{dialog}").get_by_role("button", name=reason, exact=True).tap()


def test_a_measurement_is_struck_out_by_one_tap_and_a_reason_and_comes_back(case):
    entry = pain(case, 6)
    pain(case, 3, "after")
    desk = case.open("before")
    strike = panel(desk).get_by_role("button", name=re.compile("^Strike out: .*before"))
    strike.tap()
    dialog = desk.page.locator("dialog.strike")
    expect(dialog).to_contain_text("Pain: front of shoulder, right, before: 6")
    assert serious_violations(desk.page) == [] and desk.page.evaluate(SMALL) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
    # Without a reason nothing happens: the line for another one is pointed at.
    dialog.get_by_role("button", name="Strike out", exact=True).tap()
    expect(dialog.locator("input")).to_be_focused()
    choose(desk, "Wrong side")
    expect(desk.page.locator(".undo-bar")).to_contain_text("Struck out: Pain")
    kept = version(case, entry, 2)
    assert kept["struck"] and kept["reason"] == "Wrong side" and kept["body"]["values"] == [6]
    row = panel(desk).locator(".struck-list li")
    expect(row.locator("s")).to_have_text("Pain: front of shoulder, right, before: 6")
    expect(row).to_contain_text(re.compile(r"Struck out by you, \d+ \w+ \d{4}, \d\d:\d\d: Wrong side"))
    assert row.locator("s").evaluate("node => getComputedStyle(node).textDecorationLine") == "line-through"
    assert serious_violations(desk.page) == []
    # It counts nowhere: not as a change, not in the note, not on the page of the complaint.
    draft = case.ask("GET", f"/visits/{case.visit}/draft")["value"]
    assert "6" not in draft["subjective"] and "Measured again" not in draft["objective"]
    go(desk, "After")
    expect(panel(desk).locator(".measure-change")).to_be_hidden()
    case.desk.open(f"/clients/{case.client}/complaints/{case.complaint}")
    assert "3 after" in case.desk.text and "6 → 3" not in case.desk.text
    go(desk, "Before")
    row.get_by_role("button", name=re.compile("^Bring back")).tap()
    choose(desk, "Struck out by mistake")
    assert not version(case, entry, 3)["struck"]
    expect(panel(desk).locator(".struck")).to_be_hidden()
    expect(panel(desk).locator('.scale [aria-pressed="true"]')).to_have_text("6")
    assert [one["struck"] for one in case.entries("measurement", history="all") if one["id"] == entry] == [False, True, False]


def test_for_a_moment_a_strike_out_is_undone_and_then_it_never_was(case):
    entry = pain(case, 6)
    desk = case.open("before")
    panel(desk).get_by_role("button", name=re.compile("^Strike out")).tap()
    choose(desk, "Mistyped")
    press(desk, "Undo")
    expect(panel(desk).locator('.scale [aria-pressed="true"]')).to_have_text("6")
    desk.page.wait_for_timeout(4_500)
    assert [one["version"] for one in case.entries(history="all") if one["id"] == entry] == [1]


def test_findings_and_holds_are_struck_out_where_they_stand(case):
    finding = case.write("finding", {"finding": "palpation:infraspinatus:taut_band", "side": "right"}, visit=case.visit)
    first, second = hold(case), hold(case, "muscle:supraspinatus")
    desk = case.open("examine")
    panel(desk).get_by_role("button", name="taut band").tap()
    assert serious_violations(desk.page) == [] and desk.page.evaluate(SMALL) == []
    choose(desk, "Entered twice", "correct")
    assert version(case, finding, 2)["reason"] == "Entered twice"
    expect(panel(desk).locator('[data-sign="taut_band"]')).to_have_attribute("aria-pressed", "false")
    expect(panel(desk).locator(".struck-list s")).to_have_text("infraspinatus, right: taut band")
    go(desk, "Holds")
    panel(desk).locator(f'[data-hold="{first}"]').get_by_role("button", name=re.compile("^Strike out")).tap()
    desk.page.locator("dialog.strike input").fill("Pressed on the wrong muscle")
    choose(desk, "Strike out")
    deadline = time.monotonic() + 15
    while not (out := [one for one in case.entries("hold") if one["struck"]]):
        assert time.monotonic() < deadline
    assert out[0]["id"] == first and out[0]["reason"] == "Pressed on the wrong muscle"
    expect(panel(desk).locator(".holds li")).to_have_count(1)
    expect(panel(desk).locator(".struck-list li")).to_have_count(1)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert serious_violations(desk.page) == []
    # A phone that sends the hold once more does not bring it back.
    again = {**out[0]["body"], "moments": [*out[0]["body"]["moments"],
             {"id": str(uuid.uuid4()), "kind": "less", "at": int(time.time() * 1000), "isClient": True}]}
    late = case.ask("PUT", f"/visits/{case.visit}/holds/{first}", again)["value"]["entries"][0]
    assert late["struck"] and len(late["body"]["moments"]) == 3
    objective = case.ask("GET", f"/visits/{case.visit}/draft")["value"]["objective"].lower()
    assert "supraspinatus" in objective and "infraspinatus" not in objective
    case.desk.open(f"/clients/{case.client}/complaints/{case.complaint}")
    assert "1, 74 s" in case.desk.text
    assert second


def test_without_a_network_a_strike_out_waits_on_the_phone_and_is_sent_once(case):
    entry = pain(case, 6)
    desk = case.open("before")
    desk.page.context.set_offline(True)
    panel(desk).get_by_role("button", name=re.compile("^Strike out")).tap()
    choose(desk, "Wrong client")
    expect(status(desk)).to_have_text(re.compile(r"Kept on this phone, not sent yet \(1\)"), timeout=9_000)
    expect(panel(desk).locator(".struck-list s")).to_have_count(1)
    desk.page.context.set_offline(False)
    # The answer is lost on the way: it is sent again, and counts once.
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    desk.page.route("**/strike", lose)
    desk.page.evaluate("dispatchEvent(new Event('online'))")
    expect(status(desk)).to_have_text(re.compile("^Saved"), timeout=15_000)
    assert len(lost) == 1
    versions = [one for one in case.entries(history="all") if one["id"] == entry]
    assert [(one["version"], one["struck"]) for one in versions] == [(1, False), (2, True)]
    desk.page.reload()
    expect(panel(desk).locator(".struck-list li")).to_contain_text("Wrong client")


def test_what_somebody_else_corrected_meanwhile_is_looked_at_before_it_is_struck_out(case):
    entry = pain(case, 6)
    desk = case.open("before", **PHONE)
    body = {"measure": "pain", "phase": "before", "target": DELTOID, "side": "right", "values": [8], "labels": []}
    case.write("measurement", body, id=entry, version=2, visit=case.visit)
    panel(desk).get_by_role("button", name=re.compile("^Strike out")).tap()
    choose(desk, "Mistyped")
    expect(desk.page.locator(".visit-message")).to_contain_text("Somebody else changed this meanwhile", timeout=10_000)
    expect(panel(desk).locator('.scale [aria-pressed="true"]')).to_have_text("8")
    assert not case.entries("measurement")[0]["struck"]


def test_after_the_signature_a_strike_out_is_an_amendment_and_prints(case):
    entry = pain(case, 6)
    pain(case, 3, "after")
    struck = hold(case)
    assert case.ask("POST", f"/visits/{case.visit}/signature", {})["status"] == 201
    desk = case.open("before")
    assert panel(desk).get_by_role("button", name=re.compile("^Strike out")).is_disabled()
    press(desk, "Amend")
    desk.page.fill("#reason", "Charts were mixed up")
    desk.page.locator("dialog.amend").get_by_role("button", name="Amend").tap()
    panel(desk).get_by_role("button", name=re.compile("^Strike out")).tap()
    # The reason of the amendment is offered first.
    choose(desk, "Charts were mixed up")
    assert version(case, entry, 2)["struck"]
    go(desk, "Note")
    amended = desk.page.locator(".amendments")
    expect(amended.locator("s")).to_have_text("Pain: front of shoulder, right, before: 6")
    expect(amended).to_contain_text("Charts were mixed up")
    assert serious_violations(desk.page) == []
    answer = case.ask("POST", f"/entries/{struck}/strike", {"struck": True, "reason": ""})
    assert answer["status"] == 422 and answer["value"]["error"]["field"] == "reason"
    assert case.ask("POST", f"/entries/{struck}/strike", {"struck": True, "reason": "Mistyped"})["status"] == 200
    case.desk.open(f"/clients/{case.client}/visits/{case.visit}/note")
    text = case.desk.page.inner_text("main")
    assert "Struck out, counts nowhere" in text and "struck out by Olive Owner on" in text
    assert "Amended after the signature" in text and "a real change" not in text
    assert case.desk.page.locator("tr.struck").count() == 2 and serious_violations(case.desk.page) == []


def test_from_the_record_an_entry_is_struck_out_by_keyboard_without_scripts(case, office, browser, tmp_path):
    entry = pain(case, 6)
    context = browser.new_context(
        base_url=office.address, java_script_enabled=False, storage_state=case.desk.page.context.storage_state(), **WIDE
    )
    page = context.new_page()
    page.goto(f"/clients/{case.client}/complaints/{case.complaint}")
    page.get_by_role("link", name="All that is charted, to read or strike out").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries")
    page.get_by_role("link", name=re.compile("^Strike out: pain")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/strike")
    page.locator("main button.main").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#problems")
    assert "Reason is needed" in page.inner_text("#problems")
    page.locator("[name=reason]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("main button.main").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries")
    assert page.locator("s").count() == 1
    assert re.search(r"struck out by Olive Owner on \d+ \w+ \d{4}, \d\d:\d\d \w+: Wrong side", page.inner_text("main"))
    [kept] = case.entries("measurement")
    assert kept["struck"] and kept["reason"] == "Wrong side"
    context.close()
    desk = office.desk(case.desk, **PHONE)
    for path in (f"complaints/{case.complaint}/entries", f"entries/{entry}/strike"):
        desk.open(f"/clients/{case.client}/{path}")
        assert serious_violations(desk.page) == []
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert desk.heading == "Bring it back?"
    # What leaves with the client says it as well.
    folder = tmp_path / "taken"
    office.house.run("export", "client", case.client, "--to", folder)
    versions = [one for one in json.loads((folder / "record.json").read_text())["entries"] if one["id"] == entry]
    assert [one["struck"] for one in versions] == [False, True] and versions[1]["reason"] == "Wrong side"
    [note] = folder.glob("visit-*.html")
    assert "Struck out, counts nowhere" in note.read_text()
