"""The page of a visit as a therapist uses it: steps, scales, pickers and holds."""

import re


def status(desk):
    return desk.page.locator(".saved")


def panel(desk):
    return desk.page.locator("[role=tabpanel]:visible")


def go(desk, step):
    desk.page.get_by_role("tab", name=re.compile(f"^{step}")).click()


def tell(desk, value, about=None, scale=".measure.pain .scale"):
    """Taps a number of a scale."""
    place = desk.page.locator("dialog.running") if about is None else about
    place.locator(scale if about else ".scale").first.get_by_role("button", name=re.compile(rf"^{value}\b")).click()


def pick(desk, letters, button="Right", label="Muscle"):
    """Finds something by its letters and chooses the first."""
    panel(desk).get_by_role("searchbox", name=label, exact=True).fill(letters)
    found = panel(desk).get_by_role("list", name=f"Found for: {label}")
    found.get_by_role("button", name=button).first.click()


def press(desk, name):
    desk.page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()


def stop(desk):
    """Ends the hold that runs, after the moment in which a second tap on START is ignored."""
    desk.page.wait_for_timeout(1_050)
    press(desk, "STOP")


def degrees(desk, movement, value):
    row = panel(desk).locator(f'[data-target="{movement}"] input')
    row.fill(str(value))


def seconds_of(hold):
    moments = hold["body"]["moments"]
    start = min(one["at"] for one in moments if one["kind"] == "start")
    return (max(one["at"] for one in moments if one["kind"] == "end") - start) / 1000


def pains_of(hold):
    return [one["value"] for one in hold["body"]["moments"] if one["kind"] == "pain"]
