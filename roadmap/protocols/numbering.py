"""The only writer of the protocols' counters: each body counts for itself, anew every school year."""

from datetime import date

from django.db import transaction

from mentoring.school.rules import may_date
from mentoring.workflow.services import wait_for
from mentoring.workflow.verdicts import Refused, require
from roadmap.orders.enums import NumberingPeriod
from roadmap.orders.journals import QUEUE_SECONDS
from roadmap.orders.numbering import journal_year
from roadmap.protocols.models import ProtocolCounter
from roadmap.protocols.rules import may_keep


def next_number(body: str, day: date) -> ProtocolCounter:
    """Take the body's next number for a meeting of this day; the row stays locked till the transaction ends.

    When the transaction fails the number is free again, so there are no gaps.
    """
    counter = _locked(body, day)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter


def is_first_of_year(body: str, day: date) -> bool:
    """Has the body no number in the school year of `day` yet? Then earlier ones may have been given on paper."""
    year = journal_year(NumberingPeriod.SCHOOL_YEAR, day)
    return not ProtocolCounter.objects.filter(body=body, year=year, last__gt=0).exists()


@transaction.atomic
def set_last_number(*, by, body: str, on: date, last: int) -> ProtocolCounter:
    """Say which number was given last on paper in the school year of `on`, so that the next one follows it.

    Raises Refused when it is smaller than a number that was already given here.
    """
    require(may_keep(body, by))
    require(may_date(on))
    counter = _locked(body, on)
    if last < counter.last:
        raise Refused(f"Номер {counter.last} уже выдан, меньше его указать нельзя: номера не повторяются.")
    counter.last = last
    counter.save(update_fields=["last"])
    return counter


def _locked(body: str, day: date) -> ProtocolCounter:
    year = journal_year(NumberingPeriod.SCHOOL_YEAR, day)
    wait_for(QUEUE_SECONDS)
    ProtocolCounter.objects.get_or_create(body=body, year=year)
    return ProtocolCounter.objects.select_for_update().get(body=body, year=year)
