"""What axe-core finds on a page."""

from axe_playwright_python.sync_playwright import Axe


def serious_violations(page):
    """Accessibility violations that keep people out."""
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
