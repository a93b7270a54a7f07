"""The browser and the page under test.

TAUTBAND_URL names the running server (default http://127.0.0.1:8080), TAUTBAND_CHROMIUM the browser.
"""

import os

import pytest
from playwright.sync_api import sync_playwright

from drawing import DrawingPage

ADDRESS = os.environ.get("TAUTBAND_URL", "http://127.0.0.1:8080").rstrip("/")
CHROMIUM = os.environ.get("TAUTBAND_CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def address():
    return ADDRESS


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def drawing(browser, address):
    """A fresh visit on a wide screen; the test fails if the page reported anything wrong."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = DrawingPage(context.new_page(), address)
    page.open()
    yield page
    context.close()
    assert page.trouble == []


@pytest.fixture
def narrow_drawing(browser, address):
    """A fresh visit with a phone of 360 pixels."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = DrawingPage(context.new_page(), address)
    page.open()
    yield page
    context.close()
    assert page.trouble == []
