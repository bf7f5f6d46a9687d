"""The only writer of this room: it closes and opens years, and writes down what was carried over."""

from django.db import transaction
from django.utils import timezone

from mentoring.school import services as school
from mentoring.school.models import SchoolYear
from mentoring.workflow.services import add_history
from mentoring.workflow.verdicts import Refused, require
from roadmap.years.queries import next_label, open_matters
from roadmap.years.rules import may_close_years

LISTED = 10


@transaction.atomic
def close_year(year: SchoolYear, *, by, carried=(), reason="") -> SchoolYear:
    """Close a school year that is over; nothing else changes by it.

    Every open matter must be ended before, or its key stand in `carried` with one `reason` for all of them: then
    its history says so. Raises Refused with what is still open, StaleState for a closed year.
    """
    require(may_close_years(by))
    # Locked first: whatever is dated in this year meanwhile waits and finds the year closed.
    year = school.close_year(year, by=by, on=timezone.localdate())
    matters = open_matters(year)
    left = [matter for matter in matters if matter.key not in carried]
    if left:
        raise Refused(
            "Год закрыть пока нельзя. Завершите то, что осталось открытым, или отметьте, что оно переходит.",
            tuple(f"{matter.row}: {matter.what}." for matter in left[:LISTED]),
        )
    if matters and not reason.strip():
        raise Refused("Напишите, почему отмеченное переходит на следующий год.")
    sentence = f"перенесено на {next_label(year.end)} учебный год"
    for matter in matters:
        add_history(matter.row, by=by, action="carry_over", sentence=sentence, comment=reason)
    return year


@transaction.atomic
def reopen_year(year: SchoolYear, *, by, comment) -> SchoolYear:
    """Open a closed year to mend something. Raises Refused without a reason, StaleState for an open year."""
    require(may_close_years(by))
    return school.reopen_year(year, by=by, comment=comment)
