"""Applications: the list, what can be filed in a pair, the form, the card, the sheet."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import signed_in
from mentoring.documents.responses import pdf_response
from mentoring.home.lists import turn_pages
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.pairs.queries import mentorships_visible_to, with_people
from registry.people.filters import chips
from roadmap.applications import card, services
from roadmap.applications.documents import application_filename, application_pdf
from roadmap.applications.enums import ApplicationKind
from roadmap.applications.filters import ApplicationFilter
from roadmap.applications.forms import ApplicationForm
from roadmap.applications.paper import application_paper
from roadmap.applications.queries import applications_visible_to, substitutes, with_sides
from roadmap.applications.rules import is_office, kinds_for, may_attach_scan, may_file, sides_for
from roadmap.applications.tables import ApplicationTable

ON_A_PAGE = 25
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


def visible_application(request, pk):
    """The application for this reader; 404 when it is not his or hers to see."""
    return get_object_or_404(with_sides(applications_visible_to(request.user)), pk=pk)


@signed_in
@require_safe
def application_list(request):
    """Own ones, or all for the office, with search and conditions."""
    rows = applications_visible_to(request.user)
    filterset = ApplicationFilter(request.GET, rows)
    table = ApplicationTable(filterset.qs)
    turn_pages(request, table, per_page=ON_A_PAGE)
    url = reverse("applications:list")
    context = {"heading": "Заявления и ходатайства", "filter": filterset, "table": table, "list_url": url}
    context |= {"chips": chips(filterset, request.GET, url), "is_office": is_office(request.user)}
    return render(request, "roadmap/applications/application_list.html", context)


@signed_in
@require_safe
def choose(request, pair_pk):
    """What this person may file in this pair, with one line of help each."""
    pair = _pair(request, pair_pk)
    kinds = [(kind, kind.label, card.HELP[kind]) for kind in kinds_for(pair, request.user)]
    context = {"heading": "Новое заявление", "pair": pair, "kinds": kinds}
    return render(request, "roadmap/applications/choose.html", context)


@signed_in
@PAGE_METHODS
def create(request, pair_pk, kind):
    """One short form, filled with what the system knows."""
    pair, user = _pair(request, pair_pk), request.user
    if kind not in ApplicationKind.values:
        raise Http404
    require(may_file(pair, kind, user))
    form = _form(request, pair, ApplicationKind(kind))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            application = services.file_application(pair, kind, by=user, **form.cleaned_data)
        except StaleState:
            raise
        except Refused as refusal:
            form.add_error("last_day" if "last_day" in form.fields else None, refusal.reason)
            status = refusal.status
        else:
            messages.success(request, "Подано. Напечатать лист и следить за ответом можно на этой странице.")
            return redirect(application)
    label = ApplicationKind(kind).label
    context = {"heading": label[:1].upper() + label[1:], "pair": pair, "form": form, "help": card.HELP[kind]}
    return render(request, "roadmap/applications/application_form.html", context, status=status)


@signed_in
@require_safe
def detail(request, pk):
    """The card: what is wanted from the reader, what is written, the answer, the sheet."""
    application, user = visible_application(request, pk), request.user
    attention = card.attention(application, user)
    context = {
        "heading": str(application),
        "application": application,
        "attention": attention,
        "acts": card.acts(application, user, attention.url if attention else ""),
        "facts": card.facts(application),
        "consents": card.consents(application, user),
        "may_attach_scan": bool(may_attach_scan(application, user)),
        "paper": application_paper(application),
        "entries": history_of(application),
    }
    return render(request, "roadmap/applications/application_detail.html", context)


@signed_in
@require_safe
def pdf(request, pk):
    """The sheet to print and sign."""
    application = visible_application(request, pk)
    return pdf_response(application_pdf(application), application_filename(application))


def _pair(request, pk):
    return get_object_or_404(with_people(mentorships_visible_to(request.user)), pk=pk)


def _form(request, pair, kind):
    people, user = sides_for(pair, kind, request.user), request.user
    is_own = kind != ApplicationKind.NOTICE and [person.user_id for person in people] == [user.pk]
    return ApplicationForm(
        request.POST or None,
        kind=kind,
        people=people,
        mentees=pair.mentees,
        substitutes=substitutes(people[0]),
        is_own=is_own,
        today=timezone.localdate(),
    )
