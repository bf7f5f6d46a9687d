"""Pages of case forms: looking them over one person after another."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, StaleState
from registry.people import card, services
from registry.people.forms import CaseFormsForm
from registry.people.models import Person
from registry.people.queries import needing_review, next_needing_review, people_visible_to, with_positions

STALE, USUAL = 409, 200


@requires(Permission.EDIT_PEOPLE)
@require_safe
def review(request):
    """The first person of the queue, or the list when nobody waits."""
    person = needing_review().first()
    if person is None:
        messages.success(request, "Склонение всех имён и должностей в порядке: проверять нечего.")
        return redirect("people:list")
    return redirect("people:forms", person.pk)


@requires(Permission.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def case_forms(request, pk):
    """Case forms of the name and of every position on one page; saving marks them as checked."""
    person = get_object_or_404(with_positions(people_visible_to(request.user)), pk=pk)
    parts = _parts(person, request.POST or None)
    status, problem = USUAL, None
    # Every part is checked, so that all that is wrong is shown at once.
    wrong = [form for _, form in parts if not form.is_valid()]
    if request.method == "POST" and not wrong:
        try:
            services.confirm_all_forms(person, by=request.user, **_typed(request, parts))
        except Refused as refusal:
            status, problem = (STALE if isinstance(refusal, StaleState) else USUAL), refusal.reason
        else:
            return _after(request, person)
    context = _context(person, parts, problem, is_stale=status == STALE)
    return render(request, "registry/people/case_forms.html", context, status=status)


@requires(Permission.EDIT_PEOPLE)
@require_POST
def accept_forms(request, pk):
    """One click on the card: the forms are right as they stand."""
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    services.confirm_all_forms(person, by=request.user, version=_version(request))
    return _after(request, person)


def _parts(person, data):
    """Pairs of what is shown about a name or position and the form for it."""
    owners = [("name", "Имя", person, person.full_name)]
    owners += [
        (f"position-{position.pk}", "Должность", position, position.title)
        for position in person.positions.all()
    ]
    return [
        (
            card.wording_of(owner, title, nominative),
            CaseFormsForm(data, owner=owner, prefix=prefix, stored=services.stored_forms(owner)),
        )
        for prefix, title, owner, nominative in owners
    ]


def _typed(request, parts):
    (_, name), *positions = parts
    return {
        "version": _version(request),
        "name": name.cleaned_data,
        "positions": {form.owner.pk: form.cleaned_data for _, form in positions},
    }


def _version(request):
    """The version of the card that the page was drawn from; an unreadable one is no version at all."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1


def _context(person, parts, problem, *, is_stale):
    present = Person.objects.get(pk=person.pk) if is_stale else person
    shown = card.wordings(present) if is_stale else None
    return {
        "heading": f"Склонение: {present.short_name}",
        "person": present,
        "parts": parts,
        "problem": problem,
        "wordings": shown,
        "phrases": card.phrases(shown) if shown else None,
        "waiting": needing_review().count(),
        "following": next_needing_review(person),
    }


def _after(request, person):
    messages.success(request, f"Склонение проверено: {person.full_name}.")
    following = next_needing_review(person) if request.POST.get("then") == "next" else None
    return redirect("people:forms", following.pk) if following else redirect(person)
