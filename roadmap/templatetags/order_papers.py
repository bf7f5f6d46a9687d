"""What rooms to the right add to the card of an order, and the papers to the card of a person."""

from django import template
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from roadmap.controls.queries import tasks_of
from roadmap.controls.rules import may_put
from roadmap.orders.queries import orders_visible_to
from roadmap.orders.searching import orders_naming
from roadmap.protocols.queries import naming, signed_protocols

register = template.Library()
LATEST = 20


@register.inclusion_tag("roadmap/controls/_order.html", takes_context=True)
def order_controls(context: template.Context, order) -> dict:
    """Tasks on control of a registered order."""
    user = context["request"].user
    return {
        "order": order,
        "tasks": tasks_of(order, user) if order.is_numbered else [],
        "day": timezone.localdate(),
        "may_put": bool(may_put(order, user)),
        "may_close": user.may(Permission.DRAFT_ORDERS),
    }


@register.inclusion_tag("roadmap/orders/_naming.html", takes_context=True)
def papers_of_person(context: template.Context, person) -> dict:
    """«В каких документах упомянут»: registered orders and signed protocols that name the person, as the reader sees.

    The latest of each; where there are more, the list of the room shows all. The office finds other papers by links.
    """
    user = context["request"].user
    orders = orders_naming(orders_visible_to(user), person) if user.may(Permission.VIEW_ORDERS) else []
    protocols = signed_protocols(user).select_related(None).filter(pk__in=naming(person).values("pk"))
    found = {"orders": list(orders[: LATEST + 1]), "protocols": list(protocols[: LATEST + 1])}
    return {
        "person": person,
        "more": [name for name, rows in found.items() if len(rows) > LATEST],
        "is_office": user.may(Permission.DRAFT_ORDERS),
        **{name: rows[:LATEST] for name, rows in found.items()},
    }
