"""What the curator does with papers: blanks out, signed papers in, one by one or many at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.jobs.services import order_job
from mentoring.templatetags.look import plural
from mentoring.workflow.verdicts import Refused
from registry.consents.enums import ConsentChannel, ConsentKind, ConsentStatus
from registry.consents.forms import BlanksForm, PaperForm, PapersForm, PeopleFilter, ScanForm
from registry.consents.matrix import awaited_papers, people_for_consents
from registry.consents.queries import consents_visible_to
from registry.consents.rules import suits_person
from registry.consents.services import attach_scan, discard_blank, give_consent, give_consents
from registry.consents.tasks import print_blanks
from registry.consents.views import filter_chips
from registry.people.queries import people_visible_to, with_positions

EDIT = Permission.EDIT_CONSENTS
PAPERS = "согласие,согласия,согласий"


def _kind_or_404(kind):
    if kind not in ConsentKind.values:
        raise Http404("Такого согласия нет")
    return ConsentKind(kind)


def _found(form):
    words = {"text" if name == "q" else name: value for name, value in form.chosen.items()}
    return people_for_consents(day=timezone.localdate(), **words)


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request, person_pk, kind):
    """Enter one consent received on paper, with its scan."""
    kind = _kind_or_404(kind)
    person = get_object_or_404(with_positions(people_visible_to(request.user)), pk=person_pk)
    form = PaperForm(request.POST or None, request.FILES or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        consent = _record(request, person, kind, form)
        if consent:
            messages.success(request, f"Внесено: {consent}, действует по {consent.valid_until:%d.%m.%Y}.")
            return redirect("consents:person", person.pk)
    context = {"heading": "Получено на бумаге", "person": person, "kind": kind, "form": form}
    context["denied"] = suits_person(person, kind)
    return render(request, "registry/consents/record.html", context)


def _record(request, person, kind, form):
    try:
        return give_consent(person, kind, by=request.user, channel=ConsentChannel.PAPER, **form.cleaned_data)
    except Refused as refusal:
        for problem in refusal.problems or (refusal.reason,):
            form.add_error(None, problem)
    except ValidationError as error:
        form.add_error("scan", error)
    return None


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def record_many(request, kind):
    """«Получены бумажные согласия от 12 человек»: one kind, one date, a tick list."""
    kind, choice = _kind_or_404(kind), PeopleFilter(request.GET)
    if kind == ConsentKind.DISTRIBUTION:
        raise Http404("Распространение вносят по одному: в каждой бумаге свой перечень")
    lack = choice.chosen.get("lack", "")
    people = awaited_papers(_found(choice), kind, day=timezone.localdate(), lack=lack)
    form = PapersForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        outcome = give_consents(data.pop("people"), kind, by=request.user, **data)
        _tell(request, outcome, kind)
        return redirect(f"{reverse('consents:list')}?{urlencode(choice.chosen)}")
    context = {"heading": "Получены бумажные согласия", "kind": kind, "form": form, "choice": choice}
    context |= {"kinds": [row for row in ConsentKind if row != ConsentKind.DISTRIBUTION]}
    context |= {"count": people.count(), "dates": [form["given_on"], form["valid_until"]]}
    context |= {"chips": filter_chips(choice, request.path), "query": urlencode(choice.chosen)}
    return render(request, "registry/consents/record_many.html", context)


def _tell(request, outcome, kind):
    if outcome.given:
        messages.success(request, f"Внесено: {plural(len(outcome.given), PAPERS)} ({kind.label}).")
    for person, reason in outcome.refused:
        messages.warning(request, f"{person.full_name}: не внесено. {reason}")


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def blanks(request):
    """Blanks for many people: all as one archive, made in the background."""
    choice = PeopleFilter(request.GET)
    people = _found(choice)
    form = BlanksForm(request.POST or None, people=people, everybody="everybody" in request.POST)
    if request.method == "POST" and form.is_valid():
        sheets = [(person.pk, kind.value) for person, kind in form.wanted()]
        people_count = plural(len({pk for pk, _ in sheets}), "человек,человека,человек")
        title = f"Бланки согласий: {people_count}, {plural(len(sheets), 'лист,листа,листов')}"
        return redirect(
            order_job(print_blanks, by=request.user, title=title, total=len(sheets), sheets=sheets)
        )
    context = {"heading": "Бланки согласий", "form": form, "choice": choice, "count": people.count()}
    context["chips"] = filter_chips(choice, request.path)
    return render(request, "registry/consents/blanks.html", context)


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request, pk):
    """Attach the scan of a signed sheet."""
    consent = get_object_or_404(consents_visible_to(request.user), pk=pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            attach_scan(consent, by=request.user, scan=form.cleaned_data["scan"])
        except (Refused, ValidationError) as problem:
            form.add_error(None, getattr(problem, "reason", problem))
        else:
            messages.success(request, "Скан приложен.")
            return redirect(consent)
    context = {"heading": "Скан согласия", "consent": consent, "form": form}
    return render(request, "registry/consents/attach.html", context)


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, pk):
    """Remove a blank that was printed in vain."""
    consent = get_object_or_404(consents_visible_to(request.user), pk=pk)
    if request.method == "POST":
        discard_blank(consent, by=request.user)
        messages.success(request, f"Бланк убран: {consent}.")
        return redirect("consents:person", consent.person_id)
    if consent.status != ConsentStatus.PRINTED:
        raise Http404("Это не бланк")
    return render(request, "registry/consents/discard.html", {"heading": "Убрать бланк", "consent": consent})
