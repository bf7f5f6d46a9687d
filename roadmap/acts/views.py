"""Reading local acts: the list, the card, papers, attachments."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.documents.responses import (
    docx_response,
    issued_pdf_response,
    pdf_response,
    stored_file_response,
)
from mentoring.home.lists import turn_pages
from mentoring.workflow.history import history_of
from registry.people.filters import chips
from roadmap.acts import card
from roadmap.acts.documents import act_word, draft_pdf, filename
from roadmap.acts.filters import ActFilter
from roadmap.acts.models import ActAttachment
from roadmap.acts.paper import paper_of
from roadmap.acts.queries import acts_visible_to, editions_of, for_list, own_lines, return_comment
from roadmap.acts.rules import may_prepare
from roadmap.acts.tables import ActTable
from roadmap.orders.queries import acquaintance_sheet
from roadmap.orders.sheet_count import count_sheet

VIEW = Permission.VIEW_ORDERS
ON_A_PAGE = 25


def visible_act(request, pk):
    """The act for this reader; 404 when it is not his or hers to see."""
    acts = acts_visible_to(request.user).select_related("order", "document", "created_by", "approved_by")
    return get_object_or_404(acts, pk=pk)


@signed_in
@require_safe
def act_list(request):
    """All acts with search and conditions, among them what was in force on a day."""
    filterset = ActFilter(request.GET, for_list(acts_visible_to(request.user)))
    table = ActTable(filterset.qs)
    turn_pages(request, table, per_page=ON_A_PAGE)
    url = reverse("acts:list")
    context = {
        "heading": "Локальные акты",
        "filter": filterset,
        "table": table,
        "list_url": url,
        "chips": chips(filterset, request.GET, url),
        "may_prepare": may_prepare(None, request.user),
        "office": request.user.may(VIEW),
    }
    return render(request, "roadmap/acts/act_list.html", context)


@signed_in
@require_safe
def detail(request, pk):
    """The card: what is wanted from the reader, the act itself, papers, attachments, editions."""
    act, user = visible_act(request, pk), request.user
    doors = card.doors(act, user)
    rows = list(acquaintance_sheet(act)) if doors["office"] else own_lines(act, user)
    editions = [row for row in editions_of(act) if doors["office"] or row.is_approved]
    context = {
        "heading": act.name,
        "act": act,
        "attention": card.attention(act, user, rows),
        "buttons": card.buttons(act, user),
        "doors": doors,
        "rows": rows,
        "sheet": count_sheet(rows),
        "facts": card.facts(act, user),
        "paper": paper_of(act),
        "attachments": act.attachments.select_related("file"),
        "editions": editions if len(editions) > 1 else [],
        "comment": return_comment(act) if doors["office"] else "",
        "tabs": card.tabs(act, "detail") if doors["office"] else [],
    }
    return render(request, "roadmap/acts/act_detail.html", context)


@requires(VIEW)
@require_safe
def history(request, pk):
    """Every step and change, newest first."""
    act = visible_act(request, pk)
    context = {"heading": act.name, "act": act, "tabs": card.tabs(act, "history")}
    context["entries"] = history_of(act, *act.items.all(), *act.stamps.all(), *act.attachments.all())
    return render(request, "roadmap/acts/history.html", context)


@requires(VIEW)
@require_safe
def preview(request, pk):
    """The draft as PDF with «ПРОЕКТ» across it; may stand in a frame of our own page."""
    act = visible_act(request, pk)
    if act.document:
        return redirect("acts:document", pk)
    try:
        content = draft_pdf(act)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(act)
    return pdf_response(content, f"Проект – {filename(act, 'pdf')}")


@signed_in
@require_safe
def document(request, pk):
    """The stored bytes of an approved act."""
    act = visible_act(request, pk)
    return issued_pdf_response(act.document) if act.document else redirect("acts:preview", pk)


@requires(VIEW)
@require_safe
def docx(request, pk):
    """The act as Word: the frozen words of an approved one, the present words of a draft."""
    act = visible_act(request, pk)
    return docx_response(act_word(act), filename(act, "docx"))


@signed_in
@require_safe
def attachment(request, pk, file_pk):
    """An attached file."""
    act = visible_act(request, pk)
    row = get_object_or_404(ActAttachment.objects.select_related("file"), pk=file_pk, act=act)
    return stored_file_response(row.file)
