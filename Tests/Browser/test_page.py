"""What the drawing page must do for the person who uses it."""

import re

from drawing import LOW_BACK, SHOULDER

RIGHT_BACK, LEFT_BACK = f"{LOW_BACK}:right", f"{LOW_BACK}:left"


# Drawing


def test_painting_by_pointer_makes_painted_zones(drawing):
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    assert drawing.painted()[RIGHT_BACK] == 6
    assert drawing.page.locator("#chart .painted path").count() >= 1
    assert "6" in drawing.page.locator("#chart .painted text").all_text_contents()


def test_a_plain_tap_paints_something_wherever_the_body_is(drawing):
    drawing.page.fill("#brush-size", "6")
    drawing.show("back")
    x, y = drawing.spot(LOW_BACK, "right")
    drawing.page.mouse.click(x, y)
    assert RIGHT_BACK in drawing.painted()


def test_a_tap_on_a_place_without_cells_paints_the_whole_place(drawing):
    drawing.show("mouth")
    place = drawing.page.locator("#chart path.zone").first
    zone, side = place.get_attribute("data-zone"), place.get_attribute("data-side")
    drawing.page.mouse.click(*drawing.spot(zone, side))
    assert f"{zone}:{side}" in drawing.painted()


def test_the_quality_shows_as_a_pattern_and_not_only_as_colour(drawing):
    drawing.page.select_option("#quality", "burning")
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    assert drawing.page.locator('#chart .painted path[fill="url(#back-zigzag)"]').count() >= 1


def test_the_eraser_takes_paint_away(drawing):
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    drawing.page.click("#tool-eraser")
    drawing.page.fill("#brush-size", "60")
    drawing.stroke(LOW_BACK, "right", length=60)
    assert drawing.painted() == {}


def test_one_stroke_is_one_step_to_undo_and_to_redo(drawing):
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    first = drawing.painted()
    drawing.stroke(LOW_BACK, "left")
    both = drawing.painted()
    assert LEFT_BACK in both
    drawing.page.keyboard.press("Control+z")
    assert drawing.painted() == first
    drawing.page.click("#undo")
    assert drawing.painted() == {}
    drawing.page.keyboard.press("Control+y")
    drawing.page.keyboard.press("Control+Shift+z")
    assert drawing.painted() == both


def test_mirror_copies_the_drawing_to_the_other_side(drawing):
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    drawing.page.click("#mirror")
    painted = drawing.painted()
    assert painted[RIGHT_BACK] == painted[LEFT_BACK] == 6


def test_the_keyboard_moves_paints_erases_and_says_so(drawing):
    page = drawing.page
    page.focus("#chart")
    page.keyboard.press("ArrowDown")
    first = drawing.status()
    page.keyboard.press("ArrowDown")
    assert first.endswith("; not painted") and drawing.status() != first
    page.wait_for_selector("#chart .cursor path", state="attached")
    page.keyboard.press("Enter")
    assert re.search(r"; painted, intensity 6", drawing.status())
    assert len(drawing.painted()) == 1
    page.keyboard.press("Delete")
    assert drawing.status().endswith("; not painted") and drawing.painted() == {}


def test_keys_turn_the_body_and_choose_the_tool(drawing):
    page = drawing.page
    page.focus("#chart")
    page.keyboard.press(".")
    page.wait_for_selector('#chart svg[data-view="left"]')
    page.keyboard.press(",")
    page.wait_for_selector('#chart svg[data-view="front"]')
    page.keyboard.press("e")
    assert page.get_attribute("#tool-eraser", "aria-pressed") == "true"
    page.keyboard.press("+")
    assert page.inner_text("#intensity-value") == "7"


def test_the_list_of_zones_paints_adjusts_and_removes(drawing):
    page = drawing.page
    drawing.paint_from_list("low back lower", LOW_BACK, "Both")
    assert drawing.painted() == {RIGHT_BACK: 6, LEFT_BACK: 6}
    row = page.locator(f'#painted [data-key="{RIGHT_BACK}"]')
    row.locator("input").fill("9")
    row.locator("input").dispatch_event("change")
    row.locator("select").select_option("burning")
    assert drawing.painted()[RIGHT_BACK] == 9
    row.get_by_text("Remove").click()
    assert drawing.painted() == {LEFT_BACK: 6}


def test_two_complaints_keep_apart(drawing):
    page = drawing.page
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    drawing.find_origin()
    first, ranking = drawing.painted(), drawing.ranking()
    page.click("#add-complaint")
    assert drawing.painted() == {} and drawing.ranking() == []
    drawing.paint_from_list("front shoulder", SHOULDER, "Left")
    page.get_by_role("button", name="Complaint 1", exact=True).click()
    assert drawing.painted() == first and drawing.ranking() == ranking
    page.get_by_role("button", name="Complaint 2", exact=True).click()
    page.click("#remove-complaint")
    assert drawing.painted() == first
    page.click("#undo")
    assert list(drawing.painted()) == [f"{SHOULDER}:left"]


def test_the_drawing_survives_a_reload_and_clear_forgets_it(drawing):
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    drawing.add_finding("numb between legs")
    painted = drawing.painted()
    drawing.page.wait_for_timeout(400)
    drawing.reload()
    assert drawing.painted() == painted
    assert "numb between the legs" in drawing.page.inner_text("#findings")
    assert drawing.page.get_attribute("#chart svg", "data-view") == "back"
    drawing.page.click("#clear")
    drawing.page.wait_for_timeout(400)
    drawing.reload()
    assert drawing.painted() == {}


def test_a_damaged_memory_is_ignored(drawing):
    for broken in ("{", "[1]", '{"complaints":[{"id":1,"cells":[[-5,99,"x"],["a"]]}]}'):
        drawing.page.add_init_script(f"localStorage.setItem('tautband.v1', {broken!r})")
        drawing.reload()
        assert drawing.painted() == {}


# The answer


def test_find_the_origin_shows_ranked_origins_with_reasons(drawing):
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    drawing.find_origin()
    ranking = drawing.ranking()
    shares = [share for _, share in ranking]
    assert len(ranking) == 10 and shares == sorted(shares, reverse=True) and shares[0] > 0
    assert drawing.page.locator(".origin .why").first.inner_text().startswith("Why: ")
    text = drawing.page.inner_text("#result")
    for part in ("What kind of origin", "Examine next", "not a diagnosis", "A drawing alone tells little"):
        assert part in text
    drawing.page.click(".more")
    assert len(drawing.ranking()) > 10


def test_choosing_an_origin_opens_its_card_and_overlays_field_and_crosses(drawing):
    page = drawing.page
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    drawing.find_origin()
    origin = page.locator(".origin").first
    origin.click()
    assert origin.get_attribute("aria-expanded") == "true"
    assert "Where it sends pain" in page.inner_text(".card")
    page.wait_for_selector('#chart .field path[data-kind="essential"]')
    page.wait_for_timeout(300)
    if page.locator(".elsewhere button").count() > 0:
        page.click(".elsewhere button")
        page.wait_for_selector(".elsewhere", state="detached")
    page.wait_for_selector("#chart .cross")
    page.select_option("#layer", "none")
    page.wait_for_selector("#chart .cross", state="detached")


def test_an_origin_that_is_not_seen_here_offers_the_view_that_shows_it(drawing):
    page = drawing.page
    drawing.paint_from_list("low back lower", LOW_BACK, "Right")
    drawing.show("hand_palm_left")
    drawing.find_origin()
    page.locator(".origin").first.click()
    page.click(".elsewhere button")
    page.wait_for_selector("#chart .cross")


def test_findings_change_the_ranking_without_asking_again(drawing):
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    drawing.find_origin()
    before = drawing.ranking()
    with drawing.page.expect_response("**/api/locate"):
        drawing.add_finding("pressing quadratus lumborum own pain", "Right")
    drawing.page.wait_for_selector('#find[aria-busy="false"]')
    after = drawing.ranking()
    assert after != before and after[0][0].startswith("1. quadratus lumborum, right")


def test_a_finding_can_be_denied_and_taken_back(drawing):
    drawing.add_finding("fever", "No")
    assert "no: " in drawing.page.inner_text("#findings")
    drawing.page.click("#findings button")
    assert drawing.page.locator("#findings li").count() == 0


def test_the_red_flag_box_comes_first(drawing):
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    drawing.add_finding("numb between legs")
    drawing.find_origin()
    first = drawing.page.locator("#result > *").first
    assert first.get_attribute("role") == "alert"
    assert "EMERGENCY" in first.inner_text().upper()


def test_an_error_of_the_server_is_told_with_field_and_value(drawing):
    page = drawing.page
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    page.fill("#age", "131")
    page.dispatch_event("#age", "change")
    drawing.find_origin()
    page.wait_for_function("document.getElementById('message').textContent !== ''")
    assert "age" in page.inner_text("#message") and "131" in page.inner_text("#message")
    drawing.trouble = [line for line in drawing.trouble if "422" not in line]


def test_an_empty_drawing_is_explained(drawing):
    assert "Paint where it hurts" in drawing.page.inner_text("#result")
    drawing.find_origin()
    assert "Nothing to rank yet" in drawing.page.inner_text("#result")
