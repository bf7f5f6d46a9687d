"""An application and the order that answers it: beside the draft from its first minute, closed when it is registered.

Called by the orders by name (`roadmap.orders.answering`), in their transactions.
"""

from mentoring.workflow.services import add_history, lock, move
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.applications.enums import ApplicationKind, ApplicationStatus
from roadmap.applications.models import Application
from roadmap.applications.queries import applications_visible_to, orders_answering
from roadmap.applications.rules import TABLE, carries_out
from roadmap.orders.models import Order


def require_waiting(application: Application) -> None:
    """Raise StaleState when the application waits for no order, or one is being prepared already."""
    if application.status != ApplicationStatus.ACCEPTED:
        raise StaleState("Заявление не ждёт приказа. Обновите страницу.")
    if application.draft_id is not None:
        raise StaleState("Приказ по этому заявлению уже готовится. Откройте его с карточки заявления.")


def known_particulars(pk: int, user) -> dict[str, object]:
    """What a petition for another mentor says for the form of its order: whose it is and of which day."""
    rows = applications_visible_to(user).filter(pk=pk, kind=ApplicationKind.REPLACEMENT)
    return {
        name: value
        for row in rows
        for name, value in (
            ("role_petitioner", row.person_id),
            ("fact_request", "petition"),
            ("fact_requested_on", row.filed_on),
        )
    }


def take_into_order(order: Order, pk: int, *, by) -> None:
    """Put the draft beside the granted application that it answers.

    Raises Refused for another person or an order about something else, StaleState when the application waits
    for no order.
    """
    if not Application.objects.filter(pk=pk).exists():
        raise Refused("Этого заявления нет. Подготовьте приказ с карточки заявления.")
    application = lock(Application.objects.all(), pk)
    require(carries_out(application, by))
    require_waiting(application)
    if not orders_answering(Order.objects.filter(pk=order.pk), application).exists():
        raise Refused("Приказ не о том, о чём заявление. Подготовьте его с карточки заявления.")
    application.draft = order
    application.version += 1
    application.save(update_fields=["draft", "version"])
    add_history(
        application, by=by, action="draft_order", sentence="подготовлен проект приказа", tells=["draft"]
    )


def close_by(order: Order, *, by) -> None:
    """The order is registered: the application that it was prepared for is carried out."""
    for application in Application.objects.select_for_update().filter(draft=order):
        application.draft, application.order = None, order
        application.version += 1
        changed = ("draft", "order", "version")
        move(TABLE, application, "carry_out", by=by, changed=changed, sentence=f"исполнено: {order}")
