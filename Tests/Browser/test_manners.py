"""How the page behaves towards paper, small screens, assistive technology, privacy and bad input."""

import http.client
import json
import re
from urllib.parse import urlsplit

import pytest
from access import serious_violations
from drawing import LOW_BACK


def with_answer(drawing):
    """A drawing with everything that an answer can show, its first card open."""
    drawing.paint_from_list("low back lower", LOW_BACK, "Both")
    drawing.show("back")
    drawing.stroke(LOW_BACK, "right")
    drawing.add_finding("numb between legs")
    drawing.find_origin()
    drawing.page.locator(".origin").first.click()
    drawing.page.wait_for_selector(".card")


def test_print_gives_one_a4_page(drawing):
    with_answer(drawing)
    pdf = drawing.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    width, height = (float(number) for number in re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert (round(width), round(height)) in {(595, 842), (596, 842), (595, 841), (594, 841)}


def test_print_shows_front_and_back_with_the_drawing_and_the_date(drawing):
    with_answer(drawing)
    drawing.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    views = drawing.page.eval_on_selector_all("#sheet svg.chart", "all => all.map(one => one.dataset.view)")
    assert views[:2] == ["front", "back"]
    assert drawing.page.locator("#sheet .painted path").count() > 0
    assert re.search(r"Pain drawing of \d+ \w+ \d{4}", drawing.page.text_content("#sheet"))


def test_nothing_is_asked_of_third_parties(drawing):
    with_answer(drawing)
    for view in ("face", "mouth", "pelvis"):
        drawing.show(view)
    own = [url for url in drawing.requests if url.startswith(drawing.address) or url.startswith("data:")]
    assert own == drawing.requests


def test_a_phone_needs_no_horizontal_scrolling(narrow_drawing):
    page = narrow_drawing.page
    fits = "document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(fits)
    page.click("#list-panel summary")
    with_answer(narrow_drawing)
    assert page.evaluate(fits)


def test_a_finger_paints_and_every_control_is_large_enough_for_it(narrow_drawing):
    page = narrow_drawing.page
    x, y = narrow_drawing.spot("trunk/chest/breastbone", "midline")
    page.touchscreen.tap(x, y)
    page.wait_for_function("document.getElementById('painted-count').textContent !== ''")
    small = page.evaluate(
        """[...document.querySelectorAll("button, select, input, summary")]
            .filter((node) => node.offsetParent && node.getBoundingClientRect().height < 39.5)
            .map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_axe_finds_nothing_serious_at_the_start(drawing):
    drawing.page.fill("#zone-search", "knee")
    drawing.page.fill("#finding-search", "worse sitting")
    assert serious_violations(drawing.page) == []


def test_axe_finds_nothing_serious_with_an_answer(drawing):
    with_answer(drawing)
    assert serious_violations(drawing.page) == []


def test_axe_finds_nothing_serious_on_a_phone(narrow_drawing):
    narrow_drawing.page.click("#list-panel summary")
    with_answer(narrow_drawing)
    assert serious_violations(narrow_drawing.page) == []


# Bad input


def post(address, body, is_chunked=False):
    """Status and JSON of a request to `/api/locate`, also when the server stops reading early."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    headers = {"Content-Type": "application/json", **({"Transfer-Encoding": "chunked"} if is_chunked else {})}
    try:
        connection.request("POST", "/api/locate", body, headers, encode_chunked=is_chunked)
    except (BrokenPipeError, ConnectionResetError, TimeoutError):
        pass  # The server has answered already and reads no further.
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()
    return response.status, answer.get("error")


def is_healthy(address):
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request("GET", "/health")
    return connection.getresponse().status == 200


def painted(**changes):
    return {"drawing": [{"zone": LOW_BACK, "side": "right", "intensity": 6, **changes}]}


@pytest.mark.parametrize(
    "case, field, value",
    [
        (painted(zone="trunk/low_back/nowhere"), "drawing[0].zone", "nowhere"),
        (painted(intensity=11), "drawing[0].intensity", "11"),
        (painted(side="upwards"), "drawing[0].side", "upwards"),
        (painted(quality=["purple"]), "drawing[0].quality[0]", "purple"),
        (painted(cells=[99999999]), "drawing[0].cells[0]", "99999999"),
        ({"patient": {"age": 200}}, "patient.age", "200"),
        ({"findings": [{"id": "sign:nothing_such"}]}, "findings[0].id", "nothing_such"),
    ],
)
def test_wrong_values_are_refused_with_field_and_value(address, case, field, value):
    status, error = post(address, json.dumps(case))
    assert 400 <= status < 500
    assert error["field"] == field and value in error["value"] and error["problem"]
    assert is_healthy(address)


@pytest.mark.parametrize("body", ["{", "", "[]", "null", "\x00\xff", '{"drawing": 5}', "[" * 20000])
def test_what_is_no_case_is_refused(address, body):
    status, error = post(address, body.encode("latin-1"))
    assert 400 <= status < 500 and error["problem"]
    assert is_healthy(address)


def test_ten_megabytes_are_refused(address):
    status, error = post(address, b" " * 10_000_000)
    assert 400 <= status < 500 and error["problem"]
    assert is_healthy(address)


def test_ten_megabytes_in_chunks_are_refused(address):
    status, error = post(address, iter([b" " * 100_000] * 100), is_chunked=True)
    assert 400 <= status < 500 and error["problem"]
    assert is_healthy(address)
