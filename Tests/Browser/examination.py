"""The examination on the drawing page as a therapist uses it: open, answer, go back, read what it says."""

import re

from drawing import SHOULDER

INFRASPINATUS = "palpation:infraspinatus:right"
THUMB = "sensory:upper_limb/fingers/thumb_palm_side:right"


class ExaminationPage:
    def __init__(self, drawing):
        self.drawing = drawing
        self.page = drawing.page

    # Coming and going

    def open(self):
        """A right shoulder that hurts in front, its ranking, and the examination of it."""
        if self.page.get_attribute("#list-panel", "open") is None:
            self.page.click("#list-panel summary")
        self.drawing.paint_from_list("front of shoulder", SHOULDER, "Right")
        self.drawing.find_origin()
        self.page.click("#examine")
        self.settled()

    def settled(self):
        """Waits until the server has answered what was asked."""
        self.page.wait_for_selector('#exam-step[aria-busy="false"]', state="attached")
        self.page.wait_for_selector("#step-title", state="attached")

    def leave(self):
        self.page.click("#leave")
        self.page.wait_for_selector("#examination", state="hidden")

    # Steps

    def title(self):
        return self.page.locator("#step-title").inner_text()

    def progress(self):
        """Phase, number and how many."""
        text = self.page.locator(".step-progress p").inner_text()
        phase, number, total = re.fullmatch(r"(.+) · (\d+) of (\d+)", text).groups()
        return phase, int(number), int(total)

    def jump(self, words, key):
        self.page.click("#all-steps")
        self.page.fill("#step-search", words)
        self.press(f'[data-step="{key}"]')

    def answer(self, word):
        self.press(f'.answer-button[data-word="{word}"]')

    def press(self, selector):
        """Taps or clicks what makes the page ask the server, and waits for its answer."""
        target = self.page.locator(selector)
        with self.page.expect_response("**/api/examination*"):
            target.tap() if self.page.evaluate("'ontouchstart' in window") else target.click()
        self.settled()

    def key(self, name):
        with self.page.expect_response("**/api/examination*"):
            self.page.keyboard.press(name)
        self.settled()

    def answers(self):
        """The words of the answers that can be chosen now."""
        return self.page.eval_on_selector_all(
            ".answer-button:not(:disabled)", "all => all.map(one => one.dataset.word)"
        )

    def answered(self):
        """Steps that carry an answer in the list of all steps, with that answer."""
        self.page.click("#all-steps")
        rows = self.page.eval_on_selector_all(
            ".step-row[data-answered]",
            "all => Object.fromEntries(all.map(one => [one.dataset.step, one.querySelector('.step-note').textContent]))",
        )
        self.page.click("#all-steps")
        return rows

    # What it says

    def ranking(self):
        """Names of the origins that lead, best first."""
        return self.page.locator(".live-origins .name").all_inner_texts()

    def conclusion(self):
        """What to do, as a word and as the page says it."""
        box = self.page.locator("#exam-conclusion")
        return box.get_attribute("data-action"), box.inner_text()

    def pressed(self):
        return self.page.locator(".pressed li").all_inner_texts()

    def status(self):
        return self.page.locator("#exam-status").text_content()

    def findings(self):
        """What the page would send, as `id side`."""
        return self.page.evaluate(
            """() => {
                const saved = JSON.parse(localStorage.getItem("tautband.v1"));
                return saved.complaints[0].findings.map(({ id, side }) => `${id} ${side ?? ""}`.trim());
            }"""
        )
