"""A recording of muscle signals at a visit: attached, looked along, marked, measured, kept, printed; and what goes wrong."""

import datetime
import json
import re
import subprocess
import time
import uuid
import zoneinfo

import pytest
from playwright.sync_api import expect

import signals
from access import serious_violations
from database import DATABASES, fresh
from house import PROGRAM
from office import PHONE, Office

HOLDS = "40-100"
NOTICE = "rank correlations of 0.04 and -0.09"


@pytest.fixture(scope="module", params=DATABASES)
def both(browser, request):
    """A practice on each database."""
    with fresh(request.param) as settings:
        office = Office(browser, settings)
        yield office
        trouble = office.trouble
        office.close()
        assert trouble == []


@pytest.fixture(scope="module")
def office(browser):
    office = Office(browser)
    yield office
    trouble = office.trouble
    office.close()
    assert trouble == []


class Place:
    """A visit that recordings are attached to."""

    def __init__(self, office, started=None):
        self.office, self.desk = office, office.owner
        self.client = self.desk.add_client(f"Ella Signal {uuid.uuid4().hex[:4]}").split("/")[-1]
        self.started = started or int(time.time() * 1000)
        self.complaint = self.write("complaint", {"title": "Neck", "began": "", "isClosed": False, "drawing": ""})
        self.visit = self.write("visit", {"started": self.started, "zone": "Europe/Berlin"}, complaint=self.complaint)
        self.path = f"/clients/{self.client}/visits/{self.visit}/recordings"

    def write(self, kind, body, **more):
        entry = {"id": str(uuid.uuid4()), "version": 1, "kind": kind, "body": body, **more}
        answer = self.desk.ask("POST", f"/api/clients/{self.client}/entries", {"entries": [entry]})
        assert answer["status"] == 201, answer
        return entry["id"]

    def entries(self):
        path = f"/api/clients/{self.client}/entries?kinds=recording&history=all"
        return self.desk.ask("GET", path)["value"]["entries"]

    def attach(self, name, content, wait=True, desk=None, **fields):
        """Attaches a file as people do; leads to its page."""
        desk = desk or self.desk
        desk.open(self.path)
        choose(desk, name, content)
        desk.fill(**fields)
        desk.button("Attach").click()
        if wait:
            desk.page.wait_for_url(re.compile(r"/recordings/[0-9a-f-]{36}$"), timeout=30_000)
            expect(desk.page.locator("canvas.trace")).to_be_visible()
        return desk


def choose(desk, name, content):
    if isinstance(content, bytes):
        content = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    desk.page.set_input_files("[name=file]", content)


def checked(desk):
    assert serious_violations(desk.page) == [], desk.path
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), desk.path


def measure(desk, **fields):
    desk.fill(**fields)
    button = desk.page.locator("form.paired button[type=submit]")
    with desk.page.expect_navigation(timeout=30_000):
        button.click()
    expect(desk.page.get_by_role("heading", name="What counts as a real change")).to_be_visible()


def made():
    return signals.text(signals.noise(140, change=100))


def test_a_real_recording_is_attached_marked_measured_kept_and_printed(both):
    place = Place(both)
    desk = place.desk
    desk.open(f"/clients/{place.client}/visits/{place.visit}")
    desk.follow("Muscle signals")
    assert NOTICE in desk.text and "No recording is attached" in desk.text
    checked(desk)
    # The file says neither its rate in so many words nor its unit: both are asked for, and it isn't sent twice.
    sent = []
    desk.page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    choose(desk, "", str(signals.real()))
    desk.button("Attach").click()
    problem = desk.page.locator("#attach .error")
    expect(problem).to_contain_text("rate")
    assert "sample_data_02.csv, line 1" in problem.inner_text().lower()
    desk.fill(rate="2000", unit="mV")
    desk.button("Attach").click()
    desk.page.wait_for_url(re.compile(r"/recordings/[0-9a-f-]{36}$"), timeout=30_000)
    assert len(sent) == 1
    assert "2000 samples a second, unit mV" in desk.text and NOTICE in desk.text
    # Marked by keys and by mouse.
    trace = desk.page.locator("canvas.trace")
    expect(desk.page.locator(".signal-said")).to_contain_text("µV")
    trace.focus()
    for key in ["ArrowRight"] * 10 + ["["] + ["ArrowRight"] * 12 + ["]"]:
        desk.page.keyboard.press(key)
    desk.button("Mark a hold").click()
    box = trace.bounding_box()
    desk.page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 80)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 90, steps=4)
    desk.page.mouse.up()
    holds = [[float(end) for end in one.split("-")] for one in desk.value("holds").split(", ")]
    assert len(holds) == 2
    for found, meant in zip(sum(holds, []), [2.0, 4.4, 6.0, 7.5]):
        assert abs(found - meant) < 0.1, holds
    measure(desk, channel="1", muscle="masseter", side="left", mains="50")
    checked(desk)
    # What is shown and kept is what the command line says of the same file.
    [entry] = [one for one in place.entries() if one["version"] == 2]
    kept = json.loads(entry["body"]["report"])
    said = subprocess.run(
        [PROGRAM, "emg", "report", str(signals.real()), "--rate", "2000", "--unit", "mV", "--channel", "1",
         "--holds", desk.value("holds").replace(" ", ""), "--mains", "50", "--keep-missing", "--format", "json"],
        capture_output=True, text=True,
    )
    assert said.returncode == 0, said.stderr
    assert kept["report"]["holds"] == json.loads(said.stdout)["holds"]
    rms = kept["report"]["holds"][0]["before"]["rms_uv"]["value"]
    assert f"{round(rms, 1):g}" in desk.text
    assert desk.page.locator(".figure svg:visible").count() >= 3
    # Printed: the trace, the figures and the pictures, without what is pressed.
    desk.page.emulate_media(media="print")
    assert desk.page.locator(".whole svg").first.is_visible()
    assert not desk.page.locator("form.paired").is_visible() and not trace.is_visible()
    assert len(desk.page.pdf(format="A4")) > 20_000
    desk.page.emulate_media(media="screen")
    # The file comes back as it was, and the record goes out with it.
    with desk.page.expect_download() as download:
        desk.page.get_by_role("link", name="sample_data_02.csv", exact=True).click()
    assert download.value.path().read_bytes() == signals.real().read_bytes()
    desk.open(place.path)
    assert "sample_data_02.csv" in desk.text and "of 2" in desk.text
    desk.open(f"/clients/{place.client}/visits/{place.visit}/note")
    assert "Muscle signals" in desk.page.inner_text("main") and "hold 2" in desk.page.inner_text("main")
    if not both.house.environment.get("TAUTBAND_DATABASE_URL"):
        folder = both.house.folder / f"export-{place.client}"
        both.house.run("export", "client", place.client, "--to", str(folder))
        [file] = folder.glob("recording-*-sample_data_02.csv")
        assert file.read_bytes() == signals.real().read_bytes()
        assert file.name in (folder / "index.html").read_text()


def test_a_change_is_real_beyond_its_error_alone_and_both_sides_are_compared(office):
    place = Place(office)
    content = signals.edf({"right": signals.noise(140, change=100), "left": signals.noise(140, seed=9)})
    desk = place.attach("two.edf", content)
    measure(desk, channel="1", other="2", holds=HOLDS, reference="2-8")
    assert re.search(r"Magnitude \(RMS\), after against before: −5\d[.\d]* % .*: a real change", desk.text)
    assert "Median frequency, after against before" in desk.text and "not beyond the error of measurement" in desk.text
    assert "This side / other" in desk.page.inner_html("main") and "% of reference" in desk.page.inner_html("main")
    # A reference inside of what it measures is no reference.
    measure(desk, reference="20-30")
    assert "can't be compared in per cent" in desk.text
    narrow = office.desk(desk, **PHONE)
    narrow.open(desk.path.split("#")[0])
    expect(narrow.page.locator("canvas.trace")).to_be_visible()
    checked(narrow)


def test_holds_are_marked_undone_moved_and_removed_by_keys_alone(office):
    place = Place(office)
    desk = place.attach("made.csv", made(), rate="1000", unit="uV")
    page, trace = desk.page, desk.page.locator("canvas.trace")
    trace.focus()
    press = page.keyboard.press
    for key in ["ArrowRight", "[", "ArrowRight", "ArrowRight", "]"]:
        press(key)
    assert desk.value("holds") == "2.8-8.4"
    press("Control+z")
    assert desk.value("holds") == ""
    press("+")
    press("+")
    expect(page.locator(".signal-said")).to_contain_text("Shown:")
    shown = re.search(r"Shown: ([\d.]+) to ([\d.]+)", page.locator(".signal-said").inner_text())
    assert float(shown[2]) - float(shown[1]) == pytest.approx(35)
    press("End")
    assert "At 140 s" in page.locator(".signal-said").inner_text()
    press("0")
    assert "Shown: 0 to 140 s" in page.locator(".signal-said").inner_text()
    # The list of fields does the same with numbers.
    desk.fill(holds="10-20, 15-30, 50-60")
    desk.field("holds").blur()
    assert desk.value("holds") == "10-30, 50-60"
    page.get_by_label("Hold 2 ends, seconds").fill("75.5")
    page.get_by_label("Hold 2 ends, seconds").blur()
    assert desk.value("holds") == "10-30, 50-75.5"
    page.get_by_role("button", name="Remove hold 1").click()
    assert desk.value("holds") == "50-75.5"
    desk.button("Undo").click()
    assert desk.value("holds") == "10-30, 50-75.5"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(office):
    place = Place(office)
    desk = place.attach("made.csv", made(), rate="1000", unit="uV")
    wrong = desk.page.locator("form.paired + .error")
    for fields, words in [
        ({"holds": ""}, "mark at least one"), ({"holds": "30-20"}, "30-20"), ({"holds": "abc"}, "abc"),
        ({"holds": "40-900"}, "after the recording"), ({"holds": HOLDS, "reference": "1-2, 3-4"}, "one stretch"),
    ]:
        desk.fill(**fields)
        desk.page.locator("form.paired button[type=submit]").click()
        expect(wrong).to_contain_text(words)
        for name, value in fields.items():
            assert desk.value(name) == value
    assert [one["version"] for one in place.entries()] == [1]


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("cut.edf", signals.edf({"emg": signals.sine(5)})[:-300], r"Cut\.edf, byte \d+"),
        ("letters.csv", b"emg\n1\n2\nthree\n", r"Letters\.csv, line 4"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(300), r"Picture\.png"),
        ("head.edf", b"0       " + b"x" * 300, r"Head\.edf"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_place(office, name, content, words):
    place = Place(office)
    desk = place.attach(name, content, wait=False, rate="1000", unit="uV")
    expect(desk.page.locator("#attach .error")).to_have_text(re.compile(words), timeout=15_000)
    assert place.entries() == []
    # It can be taken away again.
    desk.open(place.path)
    desk.page.get_by_role("button", name=f"Remove {name}").click()
    expect(desk.page.get_by_text("Sent and not read yet")).to_have_count(0)
    desk.open(place.path)
    assert "Sent and not read yet" not in desk.text


def test_a_file_that_was_cut_off_is_read_as_far_as_it_is_whole_when_asked_to(office):
    place = Place(office)
    desk = place.desk
    desk.open(place.path)
    choose(desk, "cut.edf", signals.edf({"emg": signals.sine(5)})[:-300])
    desk.page.get_by_label("Read what is whole of it").check()
    desk.button("Attach").click()
    desk.page.wait_for_url(re.compile(r"/recordings/[0-9a-f-]{36}$"), timeout=30_000)
    assert "4 s" in desk.text


def test_sending_shows_how_far_it_is_survives_a_lost_connection_and_can_be_given_up(office):
    place = Place(office)
    desk = place.desk
    content = signals.edf({f"c{number}": signals.sine(400) for number in range(4)})
    assert len(content) > 3 << 20
    desk.open(place.path)
    turn = []

    def lose(route):
        turn.append(route.request.url)
        if len(turn) == 2:
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/parts/*", lose)
    choose(desk, "long.edf", content)
    desk.button("Attach").click()
    expect(desk.page.locator(".sending progress")).to_be_visible()
    desk.page.wait_for_url(re.compile(r"/recordings/[0-9a-f-]{36}$"), timeout=40_000)
    assert len(turn) == len(set(turn)) + 1
    assert len(place.entries()) == 1
    # Given up on the way: nothing is left.
    desk.page.unroute("**/parts/*")
    desk.open(place.path)
    desk.page.route("**/parts/2", lambda route: time.sleep(0.6) or route.continue_())
    choose(desk, "long.edf", content)
    desk.button("Attach").click()
    expect(desk.page.locator(".sending")).to_contain_text("Sending:")
    desk.button("Cancel").click()
    expect(desk.page.locator("#attach .error")).to_contain_text("Cancelled")
    desk.page.unroute("**/parts/2")
    desk.open(place.path)
    assert "Sent and not read yet" not in desk.text and len(place.entries()) == 1


def test_motor_units_are_told_apart_or_it_is_said_that_they_are_not_and_the_work_can_be_given_up(office):
    place = Place(office)
    channels = {f"e{number}": signals.noise(40, seed=number + 1) for number in range(8)}
    desk = place.attach("grid.edf", signals.edf(channels))
    desk.fill(channel="1", holds="12-24", units="grid")
    button = desk.page.locator("form.paired button[type=submit]")
    button.click()
    desk.page.locator(".sending").get_by_role("button", name="Cancel").click()
    expect(desk.page.locator("form.paired + .error")).to_contain_text("Cancelled; nothing was changed", timeout=20_000)
    assert [one["version"] for one in place.entries()] == [1] and desk.value("holds") == "12-24"
    with desk.page.expect_navigation(timeout=60_000):
        button.click()
    expect(desk.page.get_by_role("heading", name="Motor units", exact=True)).to_be_visible()
    kept = json.loads(place.entries()[-1]["body"]["report"])["report"]["motor_units"]
    assert kept["method"] == "grid" and kept["channels"] == list(range(1, 9))
    # Noise has no motor units, and none is made up.
    assert kept["silhouettes"] == [] and kept["notice"] in desk.text
    checked(desk)


def test_a_signed_visit_takes_a_recording_as_an_amendment_and_strikes_it_out(office):
    place = Place(office)
    desk = place.desk
    signed = desk.ask("POST", f"/api/clients/{place.client}/visits/{place.visit}/signature")
    assert signed["status"] == 201
    place.attach("made.csv", made(), wait=False, rate="1000", unit="uV")
    expect(desk.page.locator("#attach .error")).to_contain_text("after the signature")
    desk.fill(reason="The device was read out later")
    desk.button("Attach").click()
    desk.page.wait_for_url(re.compile(r"/recordings/[0-9a-f-]{36}$"), timeout=30_000)
    desk.fill(channel="1", holds=HOLDS)
    desk.page.locator("form.paired button[type=submit]").click()
    expect(desk.page.locator("form.paired + .error")).to_contain_text("amendment")
    measure(desk, reason="Holds marked later")
    assert [one["reason"] for one in place.entries()] == ["The device was read out later", "Holds marked later"]
    desk.follow("Strike it out")
    desk.fill(words="Wrong muscle")
    desk.press("Strike out")
    assert "Wrong muscle" in desk.text
    desk.open(place.path)
    assert "No recording is attached" in desk.text
    desk.open(f"/clients/{place.client}/visits/{place.visit}/note")
    assert "Struck out" in desk.page.inner_text("main")


def test_the_holds_of_the_visit_are_taken_by_the_clock(office):
    begun = datetime.datetime(2026, 11, 26, 10, 0, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    place = Place(office, started=int(begun.timestamp() * 1000))

    def moment(kind, seconds):
        at = int((begun.timestamp() + seconds) * 1000)
        return {"id": str(uuid.uuid4()).upper(), "kind": kind, "at": at, "isClient": False}

    hold = {
        "source": "muscle:upper_trapezius", "side": "right", "point": 1, "technique": "pressure_release", "low": 60,
        "high": 90, "moments": [moment("start", 40), moment("end", 100)],
    }
    place.write("hold", hold, complaint=place.complaint, visit=place.visit)
    desk = place.attach("clock.edf", signals.edf({"emg": signals.noise(140, change=100)}))
    assert "lie at 40-100" in desk.text
    desk.button("Take the hold of the visit").click()
    assert desk.value("holds") == "40-100"


def test_everything_works_without_javascript(office):
    place = Place(office)
    desk = office.desk(place.desk, java_script_enabled=False)
    desk.open(place.path)
    choose(desk, "made.csv", made())
    desk.fill(rate="1000")
    desk.press("Attach")
    assert "unit" in desk.page.locator("#problems").inner_text().lower() or "uv" in desk.text.lower()
    choose(desk, "made.csv", made())
    desk.fill(rate="1000", unit="uV")
    desk.press("Attach")
    assert desk.heading == "Muscle signals: made.csv"
    assert desk.page.locator(".figure svg").first.is_visible()
    desk.fill(holds="100-40")
    desk.press("Measure")
    assert desk.value("holds") == "100-40" and desk.errors
    desk.fill(holds=HOLDS)
    desk.press("Measure")
    assert "a real change" in desk.text
    assert place.entries()[-1]["body"]["channel"] == 1


def test_two_who_measure_at_once_lose_nothing(office):
    place = Place(office)
    desk = place.attach("made.csv", made(), rate="1000", unit="uV")
    other = office.desk(desk)
    other.open(desk.path)
    measure(desk, holds=HOLDS)
    other.fill(holds="50-90")
    other.page.locator("form.paired button[type=submit]").click()
    expect(other.page.locator("form.paired + .error")).to_contain_text("Someone else has changed this")
    assert other.value("holds") == "50-90"
    assert [one["version"] for one in place.entries()] == [1, 2]
