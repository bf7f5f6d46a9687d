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


# The shell has no window and draws nothing that nobody looks at; only the whole browser shows a PDF in its frame.
SHELL = ("chromium-headless-shell",)
WHOLE = ("chromium", "chromium-browser", "google-chrome")


def launch(play, *, shows_papers=False):
    """Start a headless browser; `play` is Playwright's context."""
    programs = WHOLE if shows_papers else (*SHELL, *WHOLE)
    program = next(filter(None, map(shutil.which, programs)), None)
    return play.chromium.launch(executable_path=program, args=FLAGS)


def grave_violations(page) -> list[dict]:
    """What axe finds serious or critical on a page; the places where a rule was kept are not worked out."""
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [found for found in violations if found["impact"] in GRAVE]
