"""The drawing page as a person uses it: paint, search, ask, read."""

import re

LOW_BACK = "trunk/low_back/lower_low_back"
SHOULDER = "upper_limb/shoulder/anterior_deltoid"


class DrawingPage:
    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.requests = []
        """Addresses that the page asked for."""
        self.trouble = []
        """Console errors, violated policies and uncaught errors."""
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", self._note)

    def _note(self, message):
        if message.type in ("error", "warning"):
            self.trouble.append(message.text)

    def open(self):
        self.page.goto(self.address)
        self.page.wait_for_selector("body[data-ready]")

    def reload(self):
        self.page.reload()
        self.page.wait_for_selector("body[data-ready]")

    # The chart

    def show(self, view):
        self.page.click(f'#views [data-view="{view}"]')
        self.page.wait_for_selector(f'#chart svg[data-view="{view}"]')

    def spot(self, zone, side):
        """Where the middle of a zone is on the screen, scrolled into sight."""
        self.page.locator("#chart").scroll_into_view_if_needed()
        return self.page.evaluate(
            """([zone, side]) => {
                const path = document.querySelector(`#chart path.zone[data-zone="${zone}"][data-side="${side}"]`);
                const spot = new DOMPoint(Number(path.dataset.x), Number(path.dataset.y));
                const { x, y } = spot.matrixTransform(path.ownerSVGElement.getScreenCTM());
                return [x, y];
            }""",
            [zone, side],
        )

    def stroke(self, zone, side, length=16):
        """A stroke of the present tool around the middle of a zone."""
        x, y = self.spot(zone, side)
        mouse = self.page.mouse
        mouse.move(x, y - length / 2)
        mouse.down()
        mouse.move(x, y + length / 2, steps=6)
        mouse.up()

    def status(self):
        return self.page.locator("#chart-status").inner_text()

    # The list

    def painted(self):
        """The places that are painted, as keys `zone:side`, with their intensities."""
        return self.page.eval_on_selector_all(
            "#painted [data-key]",
            "rows => Object.fromEntries(rows.map(row => [row.dataset.key, Number(row.querySelector('input').value)]))",
        )

    def paint_from_list(self, words, zone, button):
        self.page.fill("#zone-search", words)
        self.page.locator(f'#zone-results [data-zone="{zone}"]').get_by_text(button, exact=True).click()

    # Findings and answer

    def add_finding(self, words, button="Yes"):
        self.page.fill("#finding-search", words)
        self.page.locator("#finding-results li").first.get_by_text(button, exact=True).click()

    def find_origin(self):
        with self.page.expect_response("**/api/locate"):
            self.page.click("#find")
        self.page.wait_for_selector('#find[aria-busy="false"]')

    def ranking(self):
        """Names of the shown origins with their percentages."""
        names = self.page.locator(".origin .name").all_inner_texts()
        shares = self.page.locator(".origin .percent").all_inner_texts()
        return [(name, int(re.search(r"\d+", share).group())) for name, share in zip(names, shares)]
