"""The Chromium that tests drive: the system's own, else the one that Playwright installed."""

import shutil

from axe_playwright_python.sync_playwright import Axe

GRAVE = ("serious", "critical")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(play):
    """Start a headless browser; `play` is Playwright's context."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return play.chromium.launch(executable_path=program, args=FLAGS)


def grave_violations(page) -> list[dict]:
    """What axe finds serious or critical on a page; the places where a rule was kept are not worked out."""
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [found for found in violations if found["impact"] in GRAVE]
