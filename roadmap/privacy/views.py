"""One's own data: what is kept, who looked, a copy of everything, a request to mend or to stop."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused
from registry.people.models import Person
from registry.people.queries import people_visible_to, person_of
from roadmap.privacy import services
from roadmap.privacy.collecting import archive_about, archive_name
from roadmap.privacy.forms import AskForm
from roadmap.privacy.models import PersonRequest
from roadmap.privacy.queries import accesses_to

PAGE = 50


def own_person_or_404(user) -> Person:
    person = person_of(user)
    if person is None:
        raise Http404("У учётной записи нет карточки")
    return person


def looks_page(request, records):
    """A page of the log and the address of the other pages."""
    query = request.GET.copy()
    query.pop("page", None)
    address = f"?{query.urlencode()}{'&' if query else ''}page="
    return {"page": Paginator(records, PAGE).get_page(request.GET.get("page")), "page_url": address}


@signed_in
@require_safe
def mine(request):
    """«Мои персональные данные»: a copy, a request, the latest looks of others."""
    person = person_of(request.user)
    context = {"heading": "Мои персональные данные", "person": person}
    if person:
        context["looks"] = accesses_to(person.pk).exclude(user=request.user)[:10]
        context["requests"] = PersonRequest.objects.filter(person=person).order_by("-received_on", "-pk")
    return render(request, "roadmap/privacy/mine.html", context)


@signed_in
@require_safe
def my_looks(request):
    """«Кто смотрел меня»: every act of others with the own data."""
    person = own_person_or_404(request.user)
    context = {"heading": "Кто смотрел мои данные", "is_own": True}
    context |= looks_page(request, accesses_to(person.pk).exclude(user=request.user))
    return render(request, "roadmap/privacy/looks.html", context)


@signed_in
@require_safe
def my_archive(request):
    """Everything kept about the reader, in one file."""
    return _archive(own_person_or_404(request.user))


@requires(Permission.KEEP_PERSONAL_DATA)
@require_safe
def archive(request, pk):
    """The same for a person without an account, to hand over."""
    return _archive(get_object_or_404(people_visible_to(request.user), pk=pk))


def _archive(person):
    content = archive_about(person)
    note_access(people=[person.pk], rows=1)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, archive_name())
    response["X-Content-Type-Options"] = "nosniff"
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask_mine(request):
    """Ask the school to mend the own data or to stop processing them."""
    person = own_person_or_404(request.user)
    form = AskForm(request.POST or None, initial={"kind": request.GET.get("kind", "correction")})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.ask(person, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None if refusal.status == 409 else "text", refusal.reason)
        else:
            messages.success(request, f"Обращение принято. Ответ должен быть до {row.due_on:%d.%m.%Y}.")
            return redirect("privacy:mine")
    context = {"heading": "Обращение о моих данных", "form": form, "is_own": True}
    return render(request, "roadmap/privacy/ask.html", context)
