"""Last days ahead that registered orders name: their room stands to the right, so it is asked for by name."""

from collections.abc import Iterable
from datetime import date

from django.utils.module_loading import import_string

from roadmap.agreements.models import Agreement

LAST_DAYS = "roadmap.orders.last_days.last_days_ahead"


def paid_until(agreements: Iterable[Agreement]) -> dict[int, date]:
    """The last day of the payment by the agreement's id: of the work as ended, as ordered, or as agreed (L-06)."""
    rows = list(agreements)
    ordered = import_string(LAST_DAYS)({row.mentorship_id for row in rows})
    return {row.pk: row.ended_on or min(row.end, ordered.get(row.mentorship_id, row.end)) for row in rows}
