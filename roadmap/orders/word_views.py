"""Editable copies of orders."""

from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.order_words import order_docx
from mentoring.documents.responses import docx_response
from mentoring.school.queries import paper_layout
from roadmap.orders.documents import paper_of
from roadmap.orders.views import visible_order


@requires(Permission.DRAFT_ORDERS)
@require_safe
def docx(request, pk):
    """The order as Word: the frozen words of a registered one, the present words of a draft."""
    order = visible_order(request, pk)
    note_access(people=order.acquaintances.values_list("person_id", flat=True))
    name = str(order) if order.number else f"Проект приказа {order.pk}"
    content = order_docx(paper_of(order), paper_layout("order"))
    return docx_response(content, f"{name}.docx".replace("/", "-"))
