"""The Chromium that tests drive: the system's own, else the one that Playwright installed."""

import shutil

from axe_playwright_python.base import AXE_SCRIPT

GRAVE = ["serious", "critical"]
# axe gives every find of a rule the gravity of the rule, and each rule has one.
# What is drawn inside an icon that is hidden from the ear bears no text, yet each stroke would be weighed for all rules.
RUN_AXE = """async (grave) => {
  document.querySelectorAll('svg[aria-hidden=true]:not(:has(text))').forEach((icon) => icon.replaceChildren());
  const rules = axe._audit.rules.filter((rule) => rule.impact && !grave.includes(rule.impact));
  const untried = Object.fromEntries(rules.map((rule) => [rule.id, {enabled: false}]));
  const found = await axe.run({resultTypes: ['violations'], rules: untried});
  return found.violations.filter((breach) => grave.includes(breach.impact));
}"""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Helpers that clear up memory beside each page take more from a machine of two processors than they give.
    "--js-flags=--single-threaded-gc",
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
    """What axe finds serious or critical on a page.

    The rules whose breach is never as grave are not tried, the places where a rule was kept are not worked out. The
    page has its icons without their strokes afterwards.
    """
    return page.evaluate(f"async (grave) => {{ {AXE_SCRIPT}; return ({RUN_AXE})(grave); }}", GRAVE)
