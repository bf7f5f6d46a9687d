"""Addresses that one page names dozens of times: Django looks each up anew, and that was a tenth of a list page."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

# Stands where the number of a thing will stand; no address of ours holds it otherwise.
NUMBER = 9_123_456_789


def address(name: str) -> str:
    """The address of a page that takes no number: `address("people:list")`."""
    return _address(name, _where())


def numbered_address(name: str, number: int) -> str:
    """The address of the page of one thing: `numbered_address("people:detail", 7)`."""
    before, after = _around(name, _where())
    return f"{before}{number}{after}"


def _where() -> tuple:
    """What the same name may lead elsewhere by: the folder of the site and the table of addresses."""
    return get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF


@lru_cache(maxsize=1000)
def _address(name: str, where: tuple) -> str:
    return reverse(name)


@lru_cache(maxsize=1000)
def _around(name: str, where: tuple) -> tuple[str, str]:
    before, _, after = reverse(name, args=[NUMBER]).partition(str(NUMBER))
    return before, after
