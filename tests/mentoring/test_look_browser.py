"""The sign-in pages in a real browser: accessibility, narrow screens, no violation of the security policy."""

import pytest

from tests.browser import bring_axe, grave_violations

pytestmark = pytest.mark.browser


def looked_at(chromium, address, scheme, width):
    """What a browser finds on a page: grave axe violations, refusals of the policy, width of the content."""
    page = chromium.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    bring_axe(page.context)
    refusals = []
    page.on(
        "console",
        lambda message: refusals.append(message.text) if "Content Security" in message.text else None,
    )
    page.goto(address)
    grave = [(found["id"], found["impact"]) for found in grave_violations(page)]
    content_width = page.evaluate("document.documentElement.scrollWidth")
    heading = page.locator("h1").inner_text()
    page.close()
    return heading, grave, refusals, content_width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("path", "heading"),
    [("/accounts/login/", "Вход"), ("/accounts/password/reset/", "Забыли пароль?")],
)
def test_sign_in_page_is_accessible_in_both_schemes_and_widths(
    chromium, live_server, path, heading, scheme, width
):
    assert looked_at(chromium, live_server.url + path, scheme, width) == (heading, [], [], width)
