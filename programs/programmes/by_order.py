"""What a registered order does to a programme: the end, a later end, a new revision.

Only the orders call these, in the transaction that registers; whoever registers need not lead the programme.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from mentoring.documents.enums import DocumentStatus
from mentoring.documents.queries import issued_for
from mentoring.documents.services import cancel_document
from mentoring.workflow.services import add_history, lock
from mentoring.workflow.verdicts import Refused, require
from programs.programmes.models import Programme
from programs.programmes.queries import with_everything
from programs.programmes.rules import may_extend
from programs.programmes.services import close_programme, open_revision
from registry.pairs.enums import EndGround


@transaction.atomic
def end_programme_by_order(
    programme, *, by, on: date, ground, note: str = "", is_with_pair=False
) -> Programme:
    """End a programme on one of the three grounds (Положение, п. 7.1); the full plan must be carried out.

    `is_with_pair`: it ends because its pair does, even before it has begun. Raises Refused for a future date, events left or a missing note, StaleState when it is over already.
    """
    programme = lock(with_everything(Programme.objects.all()), programme.pk)
    ground = EndGround(ground)
    name = "complete_by_order" if ground == EndGround.FULL else "end_by_order"
    words = {"on": on, "ground": ground, "note": note}
    return close_programme(programme, name, by=by, is_with_pair=is_with_pair, **words)


@transaction.atomic
def extend_programme(programme, *, by, end: date, basis: str) -> Programme:
    """Move the end of a programme in force to a later day (Положение, п. 7.2); texts and agreements stay.

    Papers issued with the former term are marked as cancelled. Raises Refused for a day that is not later
    or a programme not in force.
    """
    programme = lock(Programme.objects.all(), programme.pk)
    require(may_extend(programme, by))
    before = programme.end
    if end <= before:
        raise Refused(
            f"Срок программы и так по {before:%d.%m.%Y}: продлить можно только на более поздний день."
        )
    programme.end = end
    programme.version += 1
    programme.save(update_fields=["end", "version"])
    sentence = f"срок продлён с {before:%d.%m.%Y} по {end:%d.%m.%Y} ({basis})"
    add_history(programme, by=by, action="extend", sentence=sentence, tells=["end"])
    for document in issued_for(programme).filter(status=DocumentStatus.VALID):
        cancel_document(document, by=by, reason=f"Срок программы продлён ({basis}).", on=timezone.localdate())
    return programme


@transaction.atomic
def revise_by_order(programme, *, by, reason: str) -> Programme:
    """Open a programme in force for the changes that an order names; the sides agree to the new revision anew.

    Raises Refused when the pair has ended, StaleState when the programme is not in force.
    """
    programme = lock(with_everything(Programme.objects.all()), programme.pk)
    return open_revision(programme, "revise_by_order", by=by, reason=reason)
