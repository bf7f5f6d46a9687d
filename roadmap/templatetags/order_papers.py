"""What rooms to the right add to the card of an order, and the orders to the card of a person."""

from django import template
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from roadmap.controls.queries import tasks_of
from roadmap.controls.rules import may_put
from roadmap.orders.queries import orders_visible_to
from roadmap.orders.searching import orders_naming

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
def orders_of_person(context: template.Context, person) -> dict:
    """«В каких приказах упомянут»: registered orders that name the person and that this reader sees."""
    user = context["request"].user
    found = orders_naming(orders_visible_to(user), person) if user.may(Permission.VIEW_ORDERS) else []
    return {"orders": found[:LATEST], "person": person}
