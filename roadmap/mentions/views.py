"""«Документы» on the card of a person: everything that names the person, in one place."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentoring.accounts.access import signed_in
from mentoring.accounts.permissions import Permission
from registry.people.card import tabs
from registry.people.queries import people_visible_to
from roadmap.mentions import card

ON_A_PAGE = 50


@signed_in
@require_safe
def papers(request, pk):
    """The latest papers of each kind, or with `show` all of one kind, as far as this reader may see them."""
    person, user = get_object_or_404(people_visible_to(request.user), pk=pk), request.user
    context = {"heading": person.full_name, "person": person, "tabs": tabs(person, user, "papers")}
    reading = card.Reading(person, user, timezone.localdate())
    kind = card.KINDS.get(request.GET.get("show", ""))
    if kind is None:
        context["sections"] = [kind.latest(reading) for kind in card.KINDS.values()]
    else:
        page = Paginator(kind.papers(reading), ON_A_PAGE).get_page(request.GET.get("page"))
        context |= {"section": kind.all_of(reading, page), "page": page}
    context |= {"is_partial": card.is_partial(reading), "can_see_list": user.may(Permission.VIEW_PEOPLE)}
    return render(request, "roadmap/mentions/person.html", context)
