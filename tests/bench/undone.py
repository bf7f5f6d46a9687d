"""Doing a thing and taking it back, so that every round finds the same school."""

from collections.abc import Callable

from django.db import transaction


class Undone(Exception):
    """Ends a measured act without its rows."""


def undone(act: Callable[[], object]) -> Callable[[], None]:
    """Do it in a transaction that is rolled back."""

    def acted() -> None:
        try:
            with transaction.atomic():
                act()
                raise Undone
        except Undone:
            return

    return acted
