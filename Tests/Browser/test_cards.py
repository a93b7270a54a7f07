"""The pages of the knowledge in a real browser."""

import os
import re
import subprocess
from urllib.request import urlopen
from urllib.error import HTTPError

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = ["/knowledge", "/muscles", "/muscles/infraspinatus", "/muscles/psoas_major", "/nerves/root/c6",
         "/entrapments/carpal_tunnel", "/joints/acromioclavicular", "/organs/heart", "/conditions/carpal_tunnel",
         "/factors/poor_sleep", "/tests/spurling"]


# The wide screen takes a minute more; TAUTBAND_ALL_SCREENS=1 runs it, too.
SCREENS = {"phone": (360, 740)} | ({"desktop": (1440, 1000)} if os.environ.get("TAUTBAND_ALL_SCREENS") else {})


@pytest.fixture(params=SCREENS.values(), ids=SCREENS.keys())
def page(request, browser, address):
    context = browser.new_context(viewport={"width": request.param[0], "height": request.param[1]}, base_url=address)
    page = context.new_page()
    page.trouble = []
    page.on("pageerror", lambda error: page.trouble.append(str(error)))
    page.on("console", lambda message: page.trouble.append(message.text) if message.type == "error" else None)
    page.on("request", lambda sent: None if sent.url.startswith((address, "data:")) else page.trouble.append(sent.url))
    yield page
    context.close()
    assert page.trouble == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_the_screen_and_has_no_serious_barrier(page, path):
    assert page.goto(path).status == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.locator("h1").count() == 1
    violations = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in violations] == []


def test_a_muscle_is_found_by_name_and_by_the_place_that_hurts(page):
    page.goto("/muscles")
    assert page.locator(".rows li").count() == 171
    page.fill("#q", "shoulder blade supra")
    assert 0 < page.locator(".rows li:visible").count() < 171
    page.goto("/muscles?q=thumb&region=forearm")
    names = page.locator(".rows .row-name").all_inner_texts()
    assert "Brachioradialis" in names and "Trapezius" not in names
    page.goto("/muscles?q=nothing+such")
    assert page.locator(".empty").is_visible()


def test_the_list_filters_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/muscles")
    page.fill("#q", "masseter")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".rows li").count() >= 1 and "q=masseter" in page.url
    context.close()


def test_a_card_shows_muscle_points_hazards_and_leads_on(page):
    page.goto("/muscles/infraspinatus")
    close_up = page.locator("figure.close-up svg")
    assert close_up.locator(".muscle path").count() > 50
    assert close_up.locator(".crosses path").count() >= 4
    assert close_up.locator(".hazards path").count() >= 1
    page.locator("#alike a", has_text="C6").first.click()
    assert page.url.endswith("/nerves/root/c6")
    page.go_back()
    page.locator("#palpation .ref").first.click()
    assert re.search(r"#source-\d+$", page.url)


def test_a_card_prints_on_one_sheet(page, tmp_path):
    for name in ("infraspinatus", "trapezius", "sternocleidomastoid"):
        page.goto(f"/muscles/{name}")
        page.pdf(path=tmp_path / f"{name}.pdf", prefer_css_page_size=True)
        info = subprocess.run(["pdfinfo", tmp_path / f"{name}.pdf"], capture_output=True, text=True, check=True).stdout
        assert re.search(r"Pages:\s+1\b", info), name
        text = subprocess.run(["pdftotext", tmp_path / f"{name}.pdf", "-"], capture_output=True, text=True, check=True).stdout
        assert "Do not press" in text and "How to find it" in text


def test_every_card_answers(address):
    for kind in ("muscles", "nerves", "entrapments", "joints", "organs", "conditions", "factors", "tests"):
        text = urlopen(f"{address}/{kind}").read().decode()
        links = re.findall(rf'<li><a href="(/{kind}/[^"]+)"', text)
        assert len(links) >= 15
        for link in links[:: max(1, len(links) // 12)]:
            assert urlopen(address + link).status == 200


def test_a_wrong_name_answers_with_a_page_and_names_like_it(page):
    assert page.goto("/muscles/infraspinatos").status == 404
    page.get_by_role("link", name="infraspinatus").click()
    assert page.locator("h1").inner_text() == "Infraspinatus"
    page.trouble.clear()  # the browser reports the 404 itself


def test_an_origin_leads_to_its_card(drawing):
    drawing.paint_from_list("front of shoulder", "upper_limb/shoulder/anterior_deltoid", "Right")
    drawing.find_origin()
    drawing.page.locator(".origin").first.click()
    name = drawing.page.locator(".full-card").first.get_attribute("href")
    drawing.page.locator(".full-card").first.click()
    drawing.page.wait_for_selector("body.card-page")
    assert drawing.page.url.endswith(name)


def test_pictures_on_a_card_keep_their_identifiers_apart(page):
    page.goto("/muscles/infraspinatus")
    ids = page.eval_on_selector_all("svg [id]", "nodes => nodes.map(node => node.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["/muscles/nothing", "/nerves/root/z9", "/muscles/..%2f..%2fetc", "/api/card/muscle/nothing"])
def test_what_is_not_there_is_not_found(address, path):
    with pytest.raises(HTTPError) as refusal:
        urlopen(address + path)
    assert refusal.value.code == 404
