from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.access_log import note_access
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.responses import xlsx_response
from mentoring.documents.sheets import render_xlsx
from mentoring.home.lists import turn_pages
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState
from registry.people import card, services
from registry.people.documents import staff_list_name, staff_sheet
from registry.people.enums import PersonKind
from registry.people.filters import PersonFilter, chips
from registry.people.forms import DismissalForm, OwnCardForm, PersonForm
from registry.people.models import Person, Representative
from registry.people.queries import (
    for_staff_list,
    people_visible_to,
    person_of,
    with_position_rows,
    with_positions,
)
from registry.people.rules import may_dismiss, may_edit_own_card, may_edit_people
from registry.people.tables import PersonTable

PER_PAGE = 25
READ_AND_WRITE = ["GET", "HEAD", "POST"]
STALE, USUAL = 409, 200


@requires(Permission.VIEW_PEOPLE)
@require_safe
def people_list(request):
    """Everybody the school knows: search, conditions, pages."""
    people = people_visible_to(request.user)
    found = PersonFilter(request.GET, queryset=with_position_rows(people))
    table = PersonTable(found.qs)
    turn_pages(request, table, per_page=PER_PAGE)
    context = {
        "heading": "Люди",
        "filter": found,
        "table": table,
        "chips": chips(found, request.GET, request.path),
        "is_empty": not table.rows and not people.exists(),
        "can_edit": bool(may_edit_people(request.user)),
        "can_import": request.user.may(Permission.IMPORT_PEOPLE),
        "can_export": request.user.may(Permission.EXPORT_REGISTERS),
    }
    return render(request, "registry/people/list.html", context)


@requires(Permission.EXPORT_REGISTERS)
@require_safe
@exports_people
def export(request):
    """The staff list under the conditions of the list page, with headings that the import knows."""
    staff = people_visible_to(request.user).filter(kind=PersonKind.TEACHER)
    people = list(PersonFilter(request.GET, queryset=for_staff_list(staff)).qs)
    note_access(people=[person.pk for person in people])
    content = render_xlsx(staff_sheet(people))
    return xlsx_response(content, staff_list_name())


@signed_in
@require_safe
def detail(request, pk):
    """The card of one person."""
    person, user = _opened(request, pk), request.user
    can_edit = bool(may_edit_people(user))
    context = card.facts_and_forms(person, request.user) | {
        "heading": person.full_name,
        "person": person,
        "is_own": person.user_id == user.pk,
        "tabs": card.tabs(person, user, "detail"),
        "can_edit": can_edit,
        "can_link": user.may(Permission.MANAGE_ACCOUNTS) and person.kind != PersonKind.PUPIL,
        "can_mend_own": not can_edit and bool(may_edit_own_card(user, person)),
        "can_see_list": user.may(Permission.VIEW_PEOPLE),
        "ways": card.ways_to_rooms(person, user),
    }
    return render(request, "registry/people/detail.html", context)


@requires(Permission.VIEW_CONTACTS)
@require_safe
def history(request, pk):
    """What was done with the card, newest first."""
    person = _opened(request, pk)
    related = [*person.positions.all(), *Representative.objects.filter(pupil=person)]
    context = {"heading": person.full_name, "person": person, "entries": history_of(person, *related)}
    context["tabs"] = card.tabs(person, request.user, "history")
    return render(request, "registry/people/history.html", context)


@signed_in
@require_safe
def me(request):
    """One's own card, or a word about why there is none."""
    person = person_of(request.user)
    if person:
        return redirect(person)
    return render(request, "registry/people/no_card.html", {"heading": "Мои данные"})


@requires(Permission.EDIT_PEOPLE)
@require_http_methods(READ_AND_WRITE)
def create(request):
    """A new card; the fields depend on who it is."""
    kind = _kind(request, PersonKind.TEACHER)
    if kind == PersonKind.PUPIL:
        return redirect("consents:new-pupil")
    form = PersonForm(request.POST or None, instance=Person(kind=kind))
    if request.method == "POST" and form.is_valid():
        try:
            person = services.create_person(by=request.user, kind=kind, **form.values())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Карточка создана: {person.full_name}.")
            return redirect(person)
    context = {"heading": "Новый человек", "form": form, "kinds": _kinds(request, kind)}
    return render(request, "registry/people/edit.html", context)


@requires(Permission.EDIT_PEOPLE)
@require_http_methods(READ_AND_WRITE)
def edit(request, pk):
    """Change a card; a card saved meanwhile by somebody else is shown with both texts."""
    person = _opened(request, pk)
    kinds = partial(_kinds, request, present=person.kind)
    person.kind = kind = _kind(request, person.kind)
    form = PersonForm(request.POST or None, instance=person)
    status = USUAL
    if request.method == "POST" and form.is_valid():
        values = form.values() | {"kind": kind, "version": form.cleaned_data["version"]}
        status = _saved(request, form, services.update_person, person, **values)
        if status is None:
            return redirect(person)
    context = {"heading": "Изменить карточку", "person": person, "form": form, "kinds": kinds(kind)}
    return render(request, "registry/people/edit.html", context, status=status)


@signed_in
@require_http_methods(READ_AND_WRITE)
def edit_own(request, pk):
    """People mend their own contacts, education and subjects."""
    person = _opened(request, pk)
    allowed = may_edit_own_card(request.user, person)
    if not allowed:
        raise Refused(allowed.reason)
    form = OwnCardForm(request.POST or None, instance=person)
    status = USUAL
    if request.method == "POST" and form.is_valid():
        status = _saved(request, form, services.update_own_card, person, **form.cleaned_data)
        if status is None:
            return redirect(person)
    context = {"heading": "Изменить мои данные", "person": person, "form": form}
    return render(request, "registry/people/edit_own.html", context, status=status)


@requires(Permission.EDIT_PEOPLE)
@require_http_methods(READ_AND_WRITE)
def dismiss(request, pk):
    """Note the day from which the person no longer works here."""
    person = _opened(request, pk)
    allowed = may_dismiss(request.user, person)
    if not allowed:
        raise StaleState(allowed.reason)
    form = DismissalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.dismiss_person(person, by=request.user, on=form.cleaned_data["on"])
        except StaleState:
            raise
        except Refused as refusal:
            form.add_error("on", refusal.reason)
        else:
            messages.success(request, f"Увольнение отмечено: {person.full_name}.")
            return redirect(person)
    context = {"heading": "Отметить увольнение", "person": person, "form": form}
    return render(request, "registry/people/dismiss.html", context)


@requires(Permission.EDIT_PEOPLE)
@require_POST
def reinstate(request, pk):
    """Take a dismissal back."""
    person = _opened(request, pk)
    services.reinstate_person(person, by=request.user)
    messages.success(request, f"Отметка об увольнении снята: {person.full_name}.")
    return redirect(person)


def _opened(request, pk):
    """The person, if this user may see the card."""
    return get_object_or_404(with_positions(people_visible_to(request.user)), pk=pk)


def _saved(request, form, service, person, **values):
    """Call the service; None when saved, otherwise the status of the page that shows the form again."""
    try:
        service(person, by=request.user, **values)
    except StaleState as refusal:
        form.show_conflict(Person.objects.get(pk=person.pk), refusal.reason)
        return STALE
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return USUAL
    messages.success(request, "Карточка сохранена.")
    return None


def _kind(request, present):
    asked = request.POST.get("kind") or request.GET.get("kind")
    return PersonKind(asked) if asked in PersonKind.values else PersonKind(present)


def _kinds(request, current, present=None):
    """Tabs that choose whose card it is; nobody becomes a pupil without the representative's paper."""
    return [
        {"label": capfirst(kind.label), "url": f"{request.path}?kind={kind}", "is_current": kind == current}
        for kind in PersonKind
        if kind != PersonKind.PUPIL or present in (None, kind)
    ]
