"""A granted application → the draft of the order that answers it, made of what the application says."""

from datetime import date
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.language.typography import continued
from mentoring.school.queries import nth_working_day_after
from mentoring.workflow.services import lock
from mentoring.workflow.verdicts import Refused, require
from programs.programmes.queries import open_programme_of
from roadmap.applications.by_order import require_waiting
from roadmap.applications.enums import EARLY_STOPS, ApplicationKind
from roadmap.applications.models import Application
from roadmap.applications.queries import ORDER_KINDS, with_sides
from roadmap.applications.rules import carries_out, is_early
from roadmap.orders.enums import OrderKind, OrderRole
from roadmap.orders.models import Order
from roadmap.orders.new_drafts import draft_order

K = ApplicationKind
DAYS_FOR_CHANGES = 10


def form_address(application: Application) -> str:
    """Where somebody fills the rest: only a replacement needs a name that the application does not hold."""
    if application.kind != K.REPLACEMENT:
        return ""
    address = reverse("orders:create_kind", args=[OrderKind.REPLACEMENT])
    about = {"mentorship": application.mentorship_id, "application": application.pk}
    return f"{address}?{urlencode(about)}"


@transaction.atomic
def draft_answering_order(application, *, by) -> Order:
    """Draft the order that carries a granted application out.

    Raises Refused for another person, a replacement, or without a programme to change, StaleState when the
    application waits for no order or such a draft is being prepared.
    """
    application = lock(with_sides(Application.objects.all()), application.pk)
    require(carries_out(application, by))
    require_waiting(application)
    if application.kind == K.REPLACEMENT:
        raise Refused(
            "Для приказа о замене выберите нового наставника: откройте приказ с карточки заявления."
        )
    facts = _particulars(application)
    return draft_order(ORDER_KINDS[K(application.kind)], by=by, application=application.pk, **facts)


def _particulars(application: Application) -> dict:
    if application.kind in EARLY_STOPS:
        facts = {
            "request": "notice" if application.kind == K.NOTICE else "application",
            "requested_on": application.filed_on,
            "on": application.last_day,
            "by_agreement": is_early(application),
        }
        asked = [] if application.kind == K.NOTICE else [application.person]
        people = {OrderRole.PETITIONER: asked}
        return {"mentorship": application.mentorship, "facts": facts, "people": people}
    if application.kind == K.DUTY:
        facts = {
            "event": application.event,
            "on": application.event_date,
        }
        hours = {"starts_at": application.time_from, "ends_at": application.time_to}
        line = {**hours, "lessons": application.lessons, "substitute": application.substitute}
        people = {OrderRole.RELEASED: [application.person]}
        return {"people": people, "facts": {**facts, **hours, "lines": [line]}}
    return {"programme": _programme(application), "facts": _change(application)}


def _programme(application: Application):
    programme = open_programme_of(application.mentorship)
    if programme is None:
        raise Refused("У пары нет действующей программы, менять приказом нечего.")
    return programme


def _change(application: Application) -> dict:
    agreed_on: date = max(
        [application.filed_on, *(row.agreed_on for row in application.consents.all() if row.agreed_on)]
    )
    if application.kind == K.EXTENSION:
        return {"on": application.new_end, "agreed_on": agreed_on, "reason": _within(application.text)}
    ready_by = nth_working_day_after(timezone.localdate(), DAYS_FOR_CHANGES)
    return {"agreed_on": agreed_on, "changes": _within(application.text), "ready_by": ready_by}


def _within(text: str) -> str:
    """What was typed as a sentence of its own, as the order goes on with it."""
    return continued(text).rstrip(".")
