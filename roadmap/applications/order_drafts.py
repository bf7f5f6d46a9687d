"""A granted application → the draft of the order that answers it, made of what the application says."""

from datetime import date
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.school.queries import nth_working_day_after
from mentoring.workflow.services import add_history, lock
from mentoring.workflow.verdicts import Refused, StaleState, require
from programs.programmes.queries import open_programme_of
from roadmap.applications.enums import EARLY_STOPS, ApplicationKind, ApplicationStatus
from roadmap.applications.models import Application
from roadmap.applications.queries import with_sides
from roadmap.applications.rules import carries_out, is_early
from roadmap.orders.enums import OrderKind, OrderRole
from roadmap.orders.models import Order
from roadmap.orders.new_drafts import draft_order

K = ApplicationKind
ORDER_KINDS = {
    K.RELEASE: OrderKind.EARLY_END,
    K.NOTICE: OrderKind.EARLY_END,
    K.REPLACEMENT: OrderKind.REPLACEMENT,
    K.EXTENSION: OrderKind.EXTENSION,
    K.CORRECTION: OrderKind.CHANGE,
    K.DUTY: OrderKind.DUTY_RELEASE,
}
DAYS_FOR_CHANGES = 10


def form_address(application: Application) -> str:
    """Where somebody fills the rest: only a replacement needs a name that the application does not hold."""
    if application.kind != K.REPLACEMENT:
        return ""
    address = reverse("orders:create_kind", args=[OrderKind.REPLACEMENT])
    return f"{address}?{urlencode({'mentorship': application.mentorship_id})}"


@transaction.atomic
def draft_answering_order(application, *, by) -> Order:
    """Draft the order that carries a granted application out.

    Raises Refused for another person, a replacement, or without a programme to change, StaleState when the
    application waits for no order or such a draft is being prepared.
    """
    application = lock(with_sides(Application.objects.all()), application.pk)
    require(carries_out(application, by))
    if application.status != ApplicationStatus.ACCEPTED:
        raise StaleState("Заявление не ждёт приказа. Обновите страницу.")
    if application.kind == K.REPLACEMENT:
        raise Refused(
            "Для приказа о замене выберите нового наставника: откройте приказ с карточки заявления."
        )
    order = draft_order(ORDER_KINDS[K(application.kind)], by=by, **_particulars(application))
    add_history(application, by=by, action="draft_order", sentence="подготовлен проект приказа")
    return order


def _particulars(application: Application) -> dict:
    if application.kind in EARLY_STOPS:
        facts = {
            "request": "notice" if application.kind == K.NOTICE else "application",
            "requested_on": application.filed_on,
            "on": application.last_day,
            "by_agreement": is_early(application),
        }
        return {"mentorship": application.mentorship, "facts": facts}
    if application.kind == K.DUTY:
        facts = {
            "event": application.event,
            "on": application.event_date,
            "starts_at": application.time_from,
            "ends_at": application.time_to,
            "lessons": application.lessons,
        }
        people = {OrderRole.RELEASED: [application.person], OrderRole.SUBSTITUTE: [application.substitute]}
        return {"people": people, "facts": facts}
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
        return {"on": application.new_end, "agreed_on": agreed_on, "reason": application.text}
    ready_by = nth_working_day_after(timezone.localdate(), DAYS_FOR_CHANGES)
    return {"agreed_on": agreed_on, "changes": application.text, "ready_by": ready_by}
