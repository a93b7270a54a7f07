"""Questionnaires that the client answers at home with the link of the diary: without scripts, when they are due."""

import datetime
import json
import re
import time
import uuid

import pytest

from access import serious_violations
from office import PHONE, Office

LABELS = ["Pain on average", "Pain kept me from enjoying life", "Pain kept me from general activity"]


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


class Home:
    """A client with a complaint, a visit and the link of a diary, on a phone without scripts."""

    count = 0

    def __init__(self, office, scripts=False, **screen):
        Home.count += 1
        self.office, self.desk = office, office.owner
        self.client = self.desk.add_client(f"Hilde Home {Home.count}").split("/")[-1]
        self.complaint = self.write("complaint", {"title": "Right shoulder", "began": "", "isClosed": False, "drawing": ""})
        started = {"started": int(time.time() * 1000), "zone": "Europe/Berlin"}
        self.visit = self.write("visit", started, complaint=self.complaint)
        self.path = f"/clients/{self.client}/complaints/{self.complaint}"
        self.desk.open(self.path)
        self.desk.press("Make a link")
        self.link = self.desk.shared_link()
        self.phone = office.desk(None, java_script_enabled=scripts, **(screen or PHONE))

    def ask(self, method, path, value=None):
        return self.desk.ask(method, f"/api/clients/{self.client}{path}", value)

    def write(self, kind, body, **place):
        entry = {"id": str(uuid.uuid4()), "kind": kind, "body": body, **place}
        answer = self.ask("POST", "/entries", {"entries": [entry]})
        assert answer["status"] == 201, answer
        return entry["id"]

    def told(self, measure=None, **query):
        path = "/entries?kinds=measurement&" + "&".join(f"{name}={value}" for name, value in query.items())
        found = self.ask("GET", path)["value"]["entries"]
        return [one for one in found if measure in (None, one["body"]["measure"])]

    def earlier(self, measure, days, values, labels=()):
        """An answer of some days ago: time is turned back for it."""
        day = str(datetime.date.today() - datetime.timedelta(days=days))
        body = {"measure": measure, "phase": "before", "target": "", "side": "", "values": values, "labels": list(labels)}
        return self.write("measurement", body | {"source": "client_at_home", "day": day}, complaint=self.complaint)

    def choose(self, name, value):
        """Taps a number."""
        self.phone.page.locator(f'input[name="{name}"][value="{value}"]').locator("xpath=..").tap()

    def chosen(self, name):
        return self.phone.page.locator(f'input[name="{name}"]:checked').get_attribute("value")


def test_on_the_first_day_the_client_names_activities_and_answers_by_touch(office):
    home = Home(office)
    phone = home.phone
    phone.open(home.link)
    assert "Some questions more today" in phone.text and "Overall change" not in phone.text
    phone.follow("Answer them")
    assert phone.heading == "How have you been?"
    assert "Krebs EE" in phone.text and "Stratford P" in phone.text and "Overall change" not in phone.text
    assert phone.page.locator(".part").count() == 2
    # Nothing is chosen for anybody.
    assert home.chosen("peg_0") == ""
    phone.press("Keep my answers")
    assert phone.errors == ["Nothing is answered yet."]
    phone.fill(activity_0="Hang up washing")
    home.choose("psfs_0", 3)
    for index, value in enumerate((6, 7)):
        home.choose(f"peg_{index}", value)
    phone.press("Keep my answers")
    assert phone.errors == ["PEG: pain, enjoyment, activity: “Pain kept me from general activity” is not answered; all of them are needed."]
    # Nothing is lost.
    assert phone.value("activity_0") == "Hang up washing" and [home.chosen(f"peg_{n}") for n in range(3)] == ["6", "7", ""]
    assert home.chosen("psfs_0") == "3"
    home.choose("peg_2", 5)
    phone.press("Keep my answers")
    assert "Kept. You can change it until the day is over." in phone.text
    [peg], [psfs] = home.told("peg"), home.told("psfs")
    assert peg["body"]["values"] == [6, 7, 5] and peg["body"]["labels"] == LABELS
    assert peg["body"]["source"] == "client_at_home" and peg["author"] is None and peg["visit"] is None
    assert psfs["body"]["labels"] == ["Hang up washing"] and psfs["body"]["values"] == [3]
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    small = """[...document.querySelectorAll("main :is(button, .radios label, input[type=text])")]
        .filter((node) => node.getBoundingClientRect().height < 43.5).map((node) => node.outerHTML.slice(0, 90))"""
    assert phone.page.evaluate(small) == []
    # On the same day it can be corrected, and that stays to be seen.
    phone.open(home.link)
    phone.follow("Look at my answers")
    assert home.chosen("peg_0") == "6" and phone.value("activity_0") == "Hang up washing"
    home.choose("peg_0", 4)
    phone.press("Keep my answers")
    versions = home.told("peg", history="all")
    assert [one["body"]["values"][0] for one in versions] == [6, 4]
    assert versions[1]["reason"] == "corrected by the client on the same day"


def test_bad_values_name_their_field_and_keep_the_others(office):
    home = Home(office)
    phone = home.phone
    phone.open(home.link.replace("/diary?", "/diary/questions?"))
    home.choose("peg_1", 2)
    home.choose("peg_2", 2)
    # What no browser would send of itself.
    phone.page.locator('input[name="peg_0"][value="10"]').evaluate("node => { node.value = '11'; node.checked = true; }")
    phone.press("Keep my answers")
    assert phone.errors == ["PEG: pain, enjoyment, activity: “Pain on average” is not a whole number from 0 to 10."]
    assert [home.chosen(f"peg_{n}") for n in range(3)] == ["", "2", "2"]
    home.choose("psfs_1", 4)
    home.choose("peg_0", 1)
    phone.press("Keep my answers")
    assert phone.errors == ["Activity 2 has a number and no name."] and home.chosen("psfs_1") == "4"
    assert home.told() == []


def test_a_week_later_by_keyboard_the_same_activities_and_the_overall_change(office):
    home = Home(office, scripts=True, viewport={"width": 1440, "height": 900})
    home.earlier("peg", 8, [6, 7, 5], LABELS)
    home.earlier("psfs", 8, [3, 2], ["Hang up washing", "Sleep on the right side"])
    phone = home.phone
    phone.open(home.link)
    assert serious_violations(phone.page) == []
    page = phone.page
    page.get_by_role("link", name="Answer them").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/diary/questions?**")
    assert "Compared with before the treatment started" in phone.text
    assert serious_violations(page) == []
    # Every group is one stop of the tabulator; arrows choose.
    page.locator('input[name="psfs_0"]:checked').focus()
    for name, presses in (("psfs_0", 6), ("psfs_1", 6), ("peg_0", 4), ("peg_1", 4), ("peg_2", 4), ("pgic_0", 2)):
        assert page.evaluate("document.activeElement.name") == name
        for _ in range(presses):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Keep my answers"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Kept." in phone.text
    newest = {one["body"]["measure"]: one["body"] for one in home.told()}
    # From "no answer" the first arrow goes to the lowest number.
    assert newest["psfs"]["values"] == [5, 5] and newest["psfs"]["labels"] == ["Hang up washing", "Sleep on the right side"]
    assert newest["peg"]["values"] == [3, 3, 3] and newest["pgic"]["values"] == [2]
    # The complaint shows it with what it means and where that is from.
    home.desk.open(home.path)
    text = home.desk.text
    assert "6 → 3 of 10; a real change for the better, and large enough to matter" in text
    assert "2.5 → 5 of 10; a real change for the better, and large enough to matter" in text
    assert "much better, an important change" in text
    for source in ("10.1016/j.jpain.2023.07.028", "10.2519/jospt.2014.5248", "10.1016/j.jpain.2007.09.005", "Krebs EE"):
        assert source in text
    assert serious_violations(home.desk.page) == []
    home.desk.page.set_viewport_size({"width": 360, "height": 740})
    assert home.desk.page.evaluate("document.documentElement.scrollWidth") <= 360
    home.desk.page.set_viewport_size({"width": 1280, "height": 900})
    draft = home.ask("GET", f"/visits/{home.visit}/draft")["value"]
    assert "6 → 3 of 10; a real change for the better" in draft["subjective"]
    # One that is struck out counts no more, from the page of all that is charted.
    home.desk.follow("All that is charted, to read or strike out")
    assert home.desk.page.locator("td", has_text="by the client, at home").count() == 5
    entry = next(one for one in home.told("peg") if one["body"]["values"] == [3, 3, 3])
    home.desk.page.locator(f'a[href$="/entries/{entry["id"]}/strike"]').click()
    home.desk.fill(words="Filled in by the husband")
    home.desk.press("Strike out")
    home.desk.open(home.path)
    assert "6 → 3 of 10" not in home.desk.text
    draft = home.ask("GET", f"/visits/{home.visit}/draft")["value"]
    assert "6 → 3" not in draft["subjective"]


def test_nothing_is_asked_between_and_the_therapist_asks_once_more(office, tmp_path):
    home = Home(office)
    home.earlier("peg", 3, [6, 7, 5], LABELS)
    home.earlier("psfs", 3, [3], ["Hang up washing"])
    home.earlier("pgic", 3, [4])
    phone = home.phone
    phone.open(home.link)
    assert "questions" not in phone.text.lower()
    phone.open(home.link.replace("/diary?", "/diary/questions?"))
    assert "Nothing is asked today" in phone.text
    home.desk.open(home.path)
    home.desk.fill(psfs="0", now="yes")
    form = home.desk.page.locator('form[action$="/questions"]')
    with home.desk.page.expect_navigation():
        form.get_by_role("button", name="Save").click()
    assert serious_violations(home.desk.page) == []
    phone.open(home.link.replace("/diary?", "/diary/questions?"))
    assert "Own activities" not in phone.text and "Overall change" in phone.text
    home.choose("pgic_0", 3)
    phone.press("Keep my answers")
    assert home.told("pgic")[-1]["body"]["values"] == [3]
    # The drawing that is kept later does not undo what was chosen.
    [complaint] = home.ask("GET", "/entries?kinds=complaint")["value"]["entries"]
    assert complaint["body"]["questions"]["psfs"] == 0 and complaint["version"] == 2
    # What leaves with the client holds the answers.
    folder = tmp_path / "taken"
    office.house.run("export", "client", home.client, "--to", folder)
    rows = (folder / "complaint-1-questionnaires.csv").read_text().splitlines()
    assert rows[0] == "day,measure,place,mean,values,labels" and len(rows) == 5
    assert any(re.match(r"\d{4}-\d\d-\d\d,pgic,at home,3,3,", row) for row in rows)
    kept = json.loads((folder / "record.json").read_text())["entries"]
    assert sum(one["body"].get("source") == "client_at_home" for one in kept) == 4


def test_who_holds_the_link_sees_nothing_else_of_the_record(office):
    home = Home(office)
    home.write("note", {"part": "plan", "text": "Secret plan"}, complaint=home.complaint, visit=home.visit)
    home.earlier("peg", 8, [9, 8, 7], LABELS)
    for path in (home.link, home.link.replace("/diary?", "/diary/questions?")):
        home.phone.open(path)
        content = home.phone.page.content()
        assert "Secret" not in content and "Hilde" not in content and "Right shoulder" not in content
        assert 'value="9" checked' not in content
