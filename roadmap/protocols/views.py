"""Reading protocols: the list, the card, papers, the register."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.responses import (
    docx_response,
    issued_pdf_response,
    pdf_response,
    stored_file_response,
    xlsx_response,
)
from mentoring.home.lists import turn_pages
from mentoring.workflow.history import history_of
from registry.people.filters import chips
from roadmap.protocols import card
from roadmap.protocols.documents import (
    TITLE,
    draft_pdf,
    file_stem,
    paper_of,
    register_pdf,
    register_xlsx,
    word_copy,
)
from roadmap.protocols.filters import ProtocolFilter
from roadmap.protocols.models import Protocol
from roadmap.protocols.queries import (
    attendees_of,
    for_list,
    in_register_order,
    items_of,
    protocols_visible_to,
)
from roadmap.protocols.rules import may_export, may_gather, may_keep
from roadmap.protocols.tables import ProtocolTable
from roadmap.protocols.voting import lacks_quorum, remarks

READERS = (Permission.VIEW_PROTOCOLS, Permission.KEEP_COUNCIL_PROTOCOLS)
VIEW = Permission.VIEW_PROTOCOLS
ON_A_PAGE = 25


def visible_protocol(request, pk) -> Protocol:
    """The protocol for this reader; 404 when it is not his or hers to see."""
    return get_object_or_404(protocols_visible_to(request.user), pk=pk)


@requires(*READERS)
@require_safe
def protocol_list(request):
    """All protocols with search and conditions."""
    user = request.user
    filterset = ProtocolFilter(request.GET, for_list(protocols_visible_to(user)))
    table = ProtocolTable(filterset.qs)
    turn_pages(request, table, per_page=ON_A_PAGE)
    url = reverse("protocols:list")
    context = {"heading": "Протоколы", "filter": filterset, "table": table, "list_url": url}
    context |= {
        "chips": chips(filterset, request.GET, url),
        "may_begin": may_keep(None, user),
        "may_gather": may_gather(user),
        "may_export": may_export(user),
    }
    return render(request, "roadmap/protocols/protocol_list.html", context)


@requires(*READERS)
@require_safe
def detail(request, pk):
    """The card: what is wanted from the reader, who was there, the agenda with decisions, the paper."""
    protocol, user = visible_protocol(request, pk), request.user
    people, items = attendees_of(protocol), items_of(protocol)
    context = {
        "heading": card.heading(protocol),
        "protocol": protocol,
        "attention": card.attention(protocol, user),
        "doors": card.doors(protocol, user),
        "facts": card.facts(protocol, people),
        "lacks_quorum": lacks_quorum(protocol, people),
        "remarks": [] if protocol.is_signed else remarks(protocol, people, items),
        "agenda": card.agenda(items),
        "amended_by": Protocol.objects.filter(items__amends=protocol, status="signed").distinct(),
        "paper": paper_of(protocol),
        "entries": history_of(protocol, *items),
    }
    return render(request, "roadmap/protocols/protocol_detail.html", context)


@requires(*READERS)
@require_safe
def pdf(request, pk):
    """The stored bytes of a signed protocol; the draft with «ПРОЕКТ» across it."""
    protocol = visible_protocol(request, pk)
    if protocol.document:
        return issued_pdf_response(protocol.document)
    try:
        content = draft_pdf(protocol)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(protocol)
    return pdf_response(content, f"{file_stem(protocol)}.pdf")


@requires(*READERS)
@require_safe
def docx(request, pk):
    """The same words as Word, to be gone on with."""
    protocol = visible_protocol(request, pk)
    return docx_response(word_copy(protocol), f"{file_stem(protocol)}.docx")


@requires(*READERS)
@require_safe
def scan(request, pk):
    """The scan of the signed paper."""
    protocol = visible_protocol(request, pk)
    if protocol.scan is None:
        raise Http404
    return stored_file_response(protocol.scan)


def _register(request) -> list[Protocol]:
    rows = in_register_order(protocols_visible_to(request.user))
    found = list(ProtocolFilter(request.GET, rows).qs)
    note_access(rows=len(found))
    return found


@requires(VIEW)
@require_safe
@exports_people
def register(request):
    """The register of signed protocols as PDF, under the conditions of the list."""
    content = register_pdf(_register(request), timezone.localdate())
    return pdf_response(content, f"{TITLE} {timezone.localdate():%d.%m.%Y}.pdf")


@requires(VIEW)
@require_safe
@exports_people
def export(request):
    """The same register as .xlsx."""
    return xlsx_response(register_xlsx(_register(request)), f"{TITLE} {timezone.localdate():%d.%m.%Y}.xlsx")
