"""The examination step by step: what a therapist must be able to do with it, and what it must never do."""

import json
import re
from urllib.request import Request, urlopen

import pytest
from access import serious_violations
from drawing import SHOULDER
from examination import INFRASPINATUS, THUMB, ExaminationPage

FAMILIAR = ["palpation:infraspinatus:familiar_pain right", "palpation:infraspinatus:referred_pain right"]


@pytest.fixture
def examination(drawing):
    page = ExaminationPage(drawing)
    page.open()
    return page


@pytest.fixture
def phone(narrow_drawing):
    page = ExaminationPage(narrow_drawing)
    page.open()
    return page


def saved(examination):
    """The findings once the page has put them into its memory."""
    examination.page.wait_for_timeout(400)
    return examination.findings()


def is_a4(pdf):
    width, height = (float(number) for number in re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    return abs(width - 595) < 2 and abs(height - 842) < 2


# The course


def test_a_shoulder_is_examined_by_touch_until_its_muscle_can_be_treated(phone):
    phone.jump("infraspinatus", INFRASPINATUS)
    assert phone.title() == "Press: infraspinatus, right"
    phone.answer("familiar_referred")
    assert phone.ranking()[0] == "infraspinatus, right"
    assert "infraspinatus, right: active trigger point" in phone.pressed()
    phone.jump("infraspinatus", "palpation:infraspinatus:taut_band:right")
    phone.answer("yes")
    # The muscle is not to be treated before its nerves were looked at.
    assert phone.conclusion()[0] == "rule_out"
    phone.jump("thumb, palm", THUMB)
    phone.answer("normal")
    phone.jump("little finger, palm", "sensory:upper_limb/fingers/little_finger_palm_side:right")
    phone.answer("normal")
    action, words = phone.conclusion()
    assert action == "treat_muscle" and "infraspinatus" in words


def test_a_shoulder_is_examined_by_keyboard_alone(drawing):
    page, examination = drawing.page, ExaminationPage(drawing)
    drawing.paint_from_list("front of shoulder", SHOULDER, "Right")
    drawing.find_origin()
    page.focus("#examine")
    page.keyboard.press("Enter")
    page.wait_for_selector("#step-title:focus")
    page.focus("#all-steps")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "steps-title"
    page.keyboard.press("Tab")
    page.keyboard.type("infraspinatus")
    examination.key("Enter")
    assert examination.title() == "Press: infraspinatus, right"
    assert page.evaluate("document.activeElement.id") == "step-title"
    examination.key("1")
    assert page.evaluate("document.activeElement.id") == "step-title"
    assert examination.ranking()[0] == "infraspinatus, right" and "Recorded" in examination.status()
    second = examination.title()
    examination.key("s")
    assert examination.title() != second
    examination.key("ArrowLeft")
    assert examination.title() == second
    examination.key("ArrowRight")
    assert examination.title() != second
    examination.key("u")
    assert examination.title() == "Press: infraspinatus, right" and examination.pressed() == []


def test_each_step_says_its_phase_and_how_far_it_is(examination):
    examination.press("#order-teaching")
    examination.jump("severe injury", "history:severe_trauma")
    phase, number, total = examination.progress()
    assert phase == "Rule out first" and 1 <= number <= total
    first = examination.title()
    examination.answer("no")
    assert examination.title() != first
    assert examination.progress()[0] == phase and examination.progress()[2] == total


def test_a_press_shows_picture_hazards_way_and_what_each_answer_would_do(examination):
    examination.jump("infraspinatus", INFRASPINATUS)
    page = examination.page
    image = page.locator(".step-figure img")
    assert "infraspinatus, right" in image.get_attribute("alt")
    assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    assert "Do not press" in page.inner_text(".hazards") and page.locator(".hazards li").count() >= 2
    assert page.locator(".how p").count() >= 3
    assert re.search(r"infraspinatus, right \d+ → \d+ %", page.inner_text('[data-word="familiar_referred"] .answer-note'))


def test_one_answer_is_one_step_to_undo(examination):
    first = examination.title()
    examination.answer(examination.answers()[0])
    second = examination.title()
    examination.answer(examination.answers()[-1])
    assert len(saved(examination)) >= 2
    examination.press("#step-undo")
    assert examination.title() == second
    with examination.page.expect_response("**/api/examination*"):
        examination.page.keyboard.press("Control+z")
    examination.settled()
    assert examination.title() == first and saved(examination) == []


def test_an_answer_can_be_corrected_and_withdrawn(examination):
    examination.jump("infraspinatus", INFRASPINATUS)
    examination.answer("nothing")
    assert saved(examination) == ["palpation:infraspinatus:no_tenderness right"]
    assert examination.answered() == {INFRASPINATUS: "✓ Not tender"}
    examination.jump("infraspinatus", INFRASPINATUS)
    assert examination.page.get_attribute('[data-word="nothing"]', "aria-pressed") == "true"
    examination.answer("familiar_referred")
    assert saved(examination) == FAMILIAR
    examination.press("#step-undo")
    assert saved(examination) == ["palpation:infraspinatus:no_tenderness right"]
    examination.press("#withdraw")
    assert saved(examination) == [] and examination.answered() == {}
    assert examination.title() == "Press: infraspinatus, right"


def test_skipping_passes_a_step_over_without_an_answer(examination):
    first = examination.title()
    examination.press("#step-skip")
    assert examination.title() != first and saved(examination) == []
    examination.press("#step-previous")
    assert examination.title() == first


def test_an_answer_that_comes_late_is_dropped(examination):
    page, held = examination.page, []
    first = examination.title()
    page.route("**/api/examination*", lambda route: held.append(route))
    page.click("#step-skip")
    page.wait_for_selector('#exam-step[aria-busy="true"]')
    assert examination.title() == first
    page.click("#order-teaching")
    page.wait_for_timeout(200)
    for route in reversed(held):
        route.continue_()
    page.unroute("**/api/examination*")
    examination.settled()
    page.wait_for_timeout(300)
    assert page.get_attribute("#order-teaching", "aria-pressed") == "true"
    assert examination.title() == first and page.locator("#exam-message").inner_text() == ""


def test_findings_of_the_examination_can_be_taken_back_among_the_findings(examination):
    page = examination.page
    examination.jump("infraspinatus", INFRASPINATUS)
    examination.answer("referred")
    examination.leave()
    page.click("#findings summary")
    assert page.locator("#findings .folded li").count() == 2
    page.locator("#findings .folded button").first.click()
    assert page.locator("#findings li").count() == 0 and saved(examination) == []


def test_a_question_about_habits_is_remembered_though_it_weighs_nothing(examination):
    examination.press("#order-teaching")
    examination.jump("sudden overload", "factor:overload")
    examination.answer("yes")
    assert examination.answered() == {"factor:overload": "✓ Yes"} and saved(examination) == []
    examination.drawing.reload()
    examination.settled()
    assert examination.answered() == {"factor:overload": "✓ Yes"}


# Pressing


def test_that_the_pain_stays_is_locked_until_five_seconds_were_held(drawing):
    page = drawing.page
    page.clock.install()
    drawing.reload()
    examination = ExaminationPage(drawing)
    examination.open()
    examination.jump("infraspinatus", INFRASPINATUS)
    assert examination.answers() == ["familiar_referred", "referred", "nothing"]
    assert "hold 5 s before recording that the pain stays" in page.inner_text('[data-word="knot"]')
    page.keyboard.press("4")
    assert "hold 5 s" in examination.status()
    page.click("#step-hold")
    assert page.inner_text(".hold-number") == "5"
    page.clock.run_for(3000)
    assert page.inner_text(".hold-number") == "2" and "knot" not in examination.answers()
    page.clock.run_for(2500)
    assert examination.answers() == ["familiar_referred", "familiar", "referred", "knot", "tender", "nothing"]
    assert page.locator(".hold-number").is_hidden()
    examination.answer("tender")
    assert any("infraspinatus, right" in line for line in examination.pressed())


def test_pain_drawn_while_pressing_shows_how_well_it_agrees(examination):
    page = examination.page
    examination.jump("infraspinatus", INFRASPINATUS)
    page.click("#referral-toggle")
    page.wait_for_selector(".referral-chart path.zone")
    x, y = page.evaluate(
        """(zone) => {
            const path = document.querySelector(`.referral-chart path.zone[data-zone="${zone}"][data-side="right"]`);
            path.scrollIntoView({ block: "center" });
            const { left, top, width, height } = path.getBoundingClientRect();
            for (let step = 1; step < 100; step += 1) {
                const spot = [left + width * (step % 10) / 10, top + height * Math.floor(step / 10) / 10];
                if (document.elementFromPoint(...spot) === path) return spot;
            }
        }""",
        SHOULDER,
    )
    with page.expect_response("**/api/examination*"):
        page.mouse.click(x, y)
    examination.settled()
    page.fill("#referral-search", "breastbone")
    examination.press('.referral [data-zone="trunk/chest/breastbone"] button')
    assert saved(examination) == [
        f"palpation_refers:infraspinatus:{SHOULDER} right",
        "palpation_refers:infraspinatus:trunk/chest/breastbone right",
    ]
    assert examination.title() == "Press: infraspinatus, right"
    assert page.evaluate("document.activeElement.closest('.referral') !== null")
    words = page.inner_text(".referral")
    assert re.search(r"agrees with the complaint by \d+ %, with the expected field by \d+ %", words)
    assert "agree only by 0.4 to 0.6" in words
    examination.answer("referred")
    assert re.search(r"agrees with the complaint by \d+ %", examination.pressed()[0])
    examination.jump("infraspinatus", INFRASPINATUS)
    examination.press("#withdraw")
    assert saved(examination) == []


# What the findings say


def test_findings_that_exclude_each_other_are_shown_and_one_can_be_withdrawn(examination):
    page = examination.page
    examination.jump("infraspinatus", INFRASPINATUS)
    examination.answer("familiar_referred")
    examination.leave()
    examination.drawing.add_finding("pressing infraspinatus no tenderness", "Right")
    page.click("#examine")
    examination.settled()
    page.wait_for_selector(".contradictions")
    assert "These two exclude each other; neither counts" in page.inner_text(".contradictions")
    assert page.locator(".contradictions button").count() == 4
    examination.press('.contradictions li:has-text("no tenderness") button >> nth=0')
    assert page.locator(".contradictions").count() == 0
    assert saved(examination) == FAMILIAR and INFRASPINATUS in examination.answered()


def test_a_nerve_finding_refers_even_when_pressing_brings_the_clients_own_pain(examination):
    page = examination.page
    examination.press("#order-teaching")
    examination.jump("thumb, palm", THUMB)
    examination.answer("reduced")
    assert examination.conclusion()[0] == "refer"
    examination.jump("infraspinatus", INFRASPINATUS)
    examination.answer("familiar_referred")
    action, words = examination.conclusion()
    assert action == "refer" and "Refer to a physician" in words
    assert "Open nerve findings: feeling reduced at thumb" in words
    assert "can be treated" not in page.inner_text("#examination")
    assert "primary" in page.get_attribute("#letter", "class")


def test_a_red_flag_comes_first_and_at_once(examination):
    examination.leave()
    examination.drawing.add_finding("numb between legs")
    examination.page.click("#examine")
    examination.page.wait_for_selector("#exam-flags [role=alert]")
    assert "EMERGENCY" in examination.page.inner_text("#exam-flags").upper()
    assert examination.page.locator(".answer-button").count() == 0


def test_the_ranking_tells_what_the_last_answer_changed(examination):
    examination.jump("infraspinatus", INFRASPINATUS)
    examination.answer("familiar_referred")
    row = examination.page.locator(".live-origins li").first
    assert re.search(r"▲ \d+", row.inner_text()) and "pressing infraspinatus" in row.inner_text()


# Paper


def test_the_letter_opens_in_a_new_tab_holds_the_finding_and_prints(examination):
    examination.press("#order-teaching")
    examination.jump("thumb, palm", THUMB)
    examination.answer("reduced")
    with examination.page.expect_popup() as popup:
        examination.page.click("#letter")
    letter = popup.value
    letter.wait_for_load_state()
    assert letter.url.endswith("/letter")
    assert "feeling reduced at thumb, palm side, right" in letter.inner_text("main")
    assert serious_violations(letter) == []
    pdf = letter.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF") and is_a4(pdf)


def test_the_checklist_prints_every_phase_with_boxes_on_a4(examination):
    page = examination.page
    examination.press("#order-teaching")
    examination.answer(examination.answers()[0])
    page.evaluate("window.print = () => window.dispatchEvent(new Event('beforeprint'))")
    page.click("#print-checklist")
    page.wait_for_selector("#checklist h2", state="attached")
    phases = page.eval_on_selector_all("#checklist h2", "all => all.map(one => one.textContent)")
    assert phases == [
        "Rule out first", "The joint and what moves it", "The rest of the limb", "The same nerve supply",
        "What keeps it going",
    ]
    assert page.locator("#checklist .check-row").count() > 100
    assert page.locator("#checklist .check-box").count() > 300
    text = page.text_content("#checklist")
    for part in ("Client", "Date", "Press: infraspinatus, right", "not a diagnosis"):
        assert part in text
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF") and is_a4(pdf)
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 12


def test_the_drawing_still_prints_on_one_page_beside_the_examination(examination):
    page = examination.page
    page.evaluate("window.print = () => {}")
    page.click("#print")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


# Manners


def test_answers_survive_a_reload_and_going_back_leaves_the_examination(examination):
    page = examination.page
    examination.jump("infraspinatus", INFRASPINATUS)
    examination.answer("familiar_referred")
    page.wait_for_timeout(400)
    examination.drawing.reload()
    examination.settled()
    assert examination.answered() == {INFRASPINATUS: "✓ Their own pain, and it goes elsewhere"}
    assert examination.pressed() == ["infraspinatus, right: active trigger point"]
    examination.leave()
    assert page.url.split("#")[-1] != "examine" and page.locator("#find").is_visible()
    page.go_back()
    page.wait_for_selector("#find")


def test_back_leaves_the_examination(examination):
    examination.page.go_back()
    examination.page.wait_for_selector("#examination", state="hidden")
    assert examination.page.locator(".origin").first.is_visible()


def test_an_error_of_the_server_is_told_and_the_answer_kept(examination):
    page, drawing = examination.page, examination.drawing
    examination.jump("infraspinatus", INFRASPINATUS)
    page.route("**/api/examination*", lambda route: route.fulfill(status=500, body="{}"))
    examination.answer("familiar_referred")
    page.wait_for_selector("#try-again")
    message = page.inner_text("#exam-message")
    assert "status 500" in message and "“Their own pain, and it goes elsewhere” is kept" in message
    assert examination.title() == "Press: infraspinatus, right" and saved(examination) == FAMILIAR
    page.unroute("**/api/examination*")
    examination.press("#try-again")
    assert page.locator("#exam-message").inner_text() == ""
    assert examination.title() != "Press: infraspinatus, right"
    assert examination.ranking()[0] == "infraspinatus, right"
    drawing.trouble = [line for line in drawing.trouble if "500" not in line]


def test_a_phone_needs_no_sideways_scrolling_and_the_thumb_reaches_every_answer(phone):
    page = phone.page
    phone.press("#order-teaching")
    for words, key in (("severe", "history:severe_trauma"), ("infraspinatus", INFRASPINATUS), ("thumb, palm", THUMB)):
        phone.jump(words, key)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        boxes = [button.bounding_box() for button in page.locator(".answer-button").all()]
        assert all(box["height"] >= 48 and box["width"] >= 320 for box in boxes)
        assert all(box["y"] > 250 and box["y"] + box["height"] <= 740 for box in boxes)
    page.click("#all-steps")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("device", ["phone", "examination"])
def test_axe_finds_nothing_serious_in_the_flow(device, request):
    examination = request.getfixturevalue(device)
    page = examination.page
    assert serious_violations(page) == []
    examination.jump("infraspinatus", INFRASPINATUS)
    page.click("#referral-toggle")
    page.wait_for_selector(".referral-chart path.zone")
    page.fill("#referral-search", "breastbone")
    examination.press('.referral [data-zone="trunk/chest/breastbone"] button')
    assert serious_violations(page) == []
    examination.answer("familiar_referred")
    assert serious_violations(page) == []
    page.click("#all-steps")
    assert serious_violations(page) == []
    page.click("#all-steps")
    examination.leave()
    examination.drawing.add_finding("numb between legs")
    page.click("#examine")
    page.wait_for_selector("#exam-flags [role=alert]")
    assert serious_violations(page) == []


def test_findings_of_the_examination_go_to_the_server_as_they_are(address):
    case = {
        "drawing": [{"zone": SHOULDER, "side": "right", "intensity": 6}],
        "findings": [
            {"id": "strong:elbow/flexion", "side": "right"},
            {"id": "no:palpation:deltoid:familiar_pain", "side": "right"},
        ],
    }
    request = Request(f"{address}/api/locate", json.dumps(case).encode(), {"Content-Type": "application/json"})
    assert json.load(urlopen(request))["ranking"]
