"""The Chromium that tests drive: the system's own, else the one that Playwright installed."""

import shutil

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
