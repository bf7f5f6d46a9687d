"""What rooms to the right add to the card of an order."""

from django import template
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from roadmap.controls.queries import tasks_of
from roadmap.controls.rules import may_put

register = template.Library()


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
