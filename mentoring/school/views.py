from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.school import services
from mentoring.school.dictionaries import DICTIONARIES
from mentoring.school.forms import OrganisationForm
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation as get_card
from mentoring.workflow.conflicts import show_conflict
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState

EDIT = Permission.EDIT_SCHOOL


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request):
    """The school's card: what stands in the heading of every paper."""
    card = get_card()
    form = OrganisationForm(request.POST or None, instance=card or Organisation())
    stale = False
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            services.save_organisation(by=request.user, version=data.pop("version"), **data)
        except StaleState as refusal:
            stale = True
            show_conflict(form, get_card(), refusal.reason)
        else:
            messages.success(request, "Карточка сохранена. Новые бумаги печатаются с этими данными.")
            return redirect("school:organisation")
    context = {"heading": "Организация", "form": form, "dictionaries": DICTIONARIES.values()}
    context["history"] = history_of(card) if card else []
    return render(request, "mentoring/school/organisation.html", context, status=409 if stale else 200)


@requires(EDIT)
@require_safe
def dictionary(request, slug):
    """Rows of one dictionary."""
    words = _dictionary(slug)
    page = Paginator(words.model.objects.all(), 50).get_page(request.GET.get("page"))
    context = {
        "heading": words.title,
        "dictionary": words,
        "page": page,
        "dictionaries": DICTIONARIES.values(),
    }
    return render(request, "mentoring/school/dictionary.html", context)


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_record(request, slug, pk=None):
    """Add a row (no `pk`) or change one."""
    words = _dictionary(slug)
    record = get_object_or_404(words.model, pk=pk) if pk else words.model()
    form = words.form(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_record(record, by=request.user, fields=form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Запись сохранена.")
            return redirect("school:dictionary", slug)
    heading = str(record) if pk else "Новая запись"
    context = {"heading": heading, "dictionary": words, "form": form, "record": record}
    return render(request, "mentoring/school/record_form.html", context)


@requires(EDIT)
@require_POST
def delete_record(request, slug, pk):
    """Remove a row that nothing uses."""
    record = get_object_or_404(_dictionary(slug).model, pk=pk)
    services.delete_record(record, by=request.user)
    messages.success(request, "Запись удалена.")
    return redirect("school:dictionary", slug)


def _dictionary(slug):
    if slug not in DICTIONARIES:
        raise Http404
    return DICTIONARIES[slug]
