"""The application that an order answers: its room stands to the right, so it is asked for by name, not imported."""

from django.utils.module_loading import import_string

from roadmap.orders.models import Order

APPLICATIONS = "roadmap.applications.by_order"


def known_of_application(pk: int, user) -> dict[str, object]:
    """What the form of the order knows from the application that it answers, of those that this reader sees."""
    return import_string(f"{APPLICATIONS}.known_particulars")(pk, user)


def answer_application(order: Order, pk: int, *, by) -> None:
    """Put the draft beside a granted application; raises Refused or StaleState when it cannot answer it."""
    import_string(f"{APPLICATIONS}.take_into_order")(order, pk, by=by)


def close_application(order: Order, *, by) -> None:
    """Close the application that the registered order answers, in the same transaction; nothing without one."""
    import_string(f"{APPLICATIONS}.close_by")(order, by=by)
