"""Reading programmes: list, card, history."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mentoring.accounts.access import signed_in
from mentoring.accounts.permissions import Permission
from mentoring.documents.queries import issued_for
from mentoring.home.lists import turn_pages
from mentoring.workflow.history import history_of
from programs.programmes import card
from programs.programmes.filters import ProgrammeFilter
from programs.programmes.queries import (
    may_begin_for,
    programmes_visible_to,
    with_everything,
    with_people,
    with_progress,
    without_programme,
)
from programs.programmes.rules import curator_acts, may_delete, may_edit, may_export, may_issue, may_note
from programs.programmes.tables import ProgrammeTable
from registry.people.filters import chips

ON_A_PAGE = 50


@signed_in
@require_safe
def programme_list(request):
    """All programmes with search and conditions, or only one's own."""
    user = request.user
    sees_all = user.may(Permission.VIEW_PROGRAMMES)
    rows = with_progress(with_people(programmes_visible_to(user)))
    filterset = ProgrammeFilter(request.GET, rows) if sees_all else None
    table = ProgrammeTable(filterset.qs if sees_all else rows)
    turn_pages(request, table, per_page=ON_A_PAGE)
    url = reverse("programmes:list")
    context = {
        "heading": "Программы" if sees_all else "Мои программы",
        "filter": filterset,
        "table": table,
        "list_url": url,
        "chips": chips(filterset, request.GET, url) if sees_all else [],
        "may_begin": without_programme(may_begin_for(user)).exists(),
        "may_export": may_export(user),
        "may_edit_blueprints": user.may(Permission.EDIT_BLUEPRINTS),
    }
    return render(request, "programs/programmes/programme_list.html", context)


@signed_in
@require_safe
def detail(request, pk):
    """The card: what is wanted from the reader, title sheet, note, plan, agreements, papers."""
    programme, user = visible(request, pk), request.user
    context = {
        "attention": card.attention(programme, user),
        "remark": card.remark(programme),
        "acts": card.acts(programme, user),
        "title_facts": card.title_facts(programme),
        "note_facts": card.note_facts(programme),
        "sides": card.sides(programme, user),
        "lines": card.plan_lines(programme, user),
        "held": sum(1 for row in programme.plan.all() if row.held_on),
        "marks": [body for body in card.missing_marks(programme) if may_note(programme, user, body)],
        "papers": issued_for(programme),
        "revisions": programme.past_revisions.select_related("document"),
        "may_edit": may_edit(programme, user),
        "may_delete": may_delete(programme, user),
        "may_issue": may_issue(programme, user),
        "is_curator": bool(curator_acts(programme, user)),
        "may_order": card.may_order(programme, user),
    }
    return render(
        request, "programs/programmes/programme_detail.html", card_context(programme, "detail") | context
    )


@signed_in
@require_safe
def history(request, pk):
    """Every step and change, newest first; what changed in the plan is told by the steps."""
    programme = visible(request, pk)
    context = card_context(programme, "history") | {"entries": history_of(programme)}
    return render(request, "programs/programmes/history.html", context)


def visible(request, pk):
    """The programme with everything, or 404 for those who do not see it."""
    return get_object_or_404(with_everything(programmes_visible_to(request.user)), pk=pk)


def card_context(programme, current):
    """What the frame of the card's pages needs."""
    names = (("detail", "Программа"), ("history", "История"))
    tabs = [
        {
            "label": label,
            "url": reverse(f"programmes:{name}", args=[programme.pk]),
            "is_current": name == current,
        }
        for name, label in names
    ]
    return {"heading": programme.title, "programme": programme, "tabs": tabs}
