"""A browser's own long name in words."""

import pytest

from mentoring.templatetags.devices import device

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 "


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (WINDOWS + CHROME + "Safari/537.36", "Chrome, Windows"),
        (WINDOWS + CHROME + "YaBrowser/24.1.0.0 Safari/537.36", "Яндекс Браузер, Windows"),
        (WINDOWS + CHROME + "Safari/537.36 Edg/130.0.0.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) " + CHROME + "Mobile Safari/537.36", "Chrome, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.0", "curl/8.0"),
        ("х" * 200, "х" * 70),
        ("", "неизвестно"),
    ],
)
def test_the_browser_and_the_system_are_named(user_agent, words):
    assert device(user_agent) == words
