"""The two banks: lists and cards."""

from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.workflow.history import history_of
from registry.bank.card import entry_facts, short_facts
from registry.bank.enums import BankRole, EntryState
from registry.bank.forms import MenteeFilter, MentorFilter
from registry.bank.lists import filtered
from registry.bank.queries import (
    entries_of,
    entries_visible_to,
    entry_state,
    needed_kinds,
    needs_review,
    with_state,
)
from registry.consents.queries import valid_consent

PAGE = 25
HEADINGS = {BankRole.MENTOR: "Банк наставников", BankRole.MENTEE: "Банк наставляемых"}
FILTERS = {BankRole.MENTOR: MentorFilter, BankRole.MENTEE: MenteeFilter}


def role_or_404(role):
    if role not in BankRole.values:
        raise Http404("Такого банка нет")
    return BankRole(role)


@requires(Permission.VIEW_BANK)
@require_safe
def mentors(request):
    """The bank of mentors with filters."""
    return _entry_list(request, BankRole.MENTOR)


@requires(Permission.VIEW_BANK)
@require_safe
def mentees(request):
    """The bank of mentees with filters."""
    return _entry_list(request, BankRole.MENTEE)


def _entry_list(request, role):
    form, day = FILTERS[role](request.GET), timezone.localdate()
    entries = filtered(entries_of(role), day=day, **form.chosen)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    rows = [(entry, entry_state(entry, day), needs_review(entry, day)) for entry in page]
    context = {
        "heading": HEADINGS[role],
        "role": role,
        "form": form,
        "chips": _chips(form, request.path),
        "page": page,
        "page_url": f"?{_address(form.words)}page=",
        "rows": rows,
        "tabs": _tabs(role),
        "may_edit": request.user.may(Permission.EDIT_BANK),
        "may_export": request.user.may(Permission.EXPORT_REGISTERS),
    }
    return render(request, "registry/bank/entry_list.html", context)


def _tabs(current):
    return [
        {"label": "Наставники", "url": reverse("bank:mentors"), "is_current": current == BankRole.MENTOR},
        {"label": "Наставляемые", "url": reverse("bank:mentees"), "is_current": current == BankRole.MENTEE},
    ]


def _chips(form, path):
    words = form.words
    return [
        {"label": _chip_label(form, name), "remove_url": f"{path}?{_address(words, without=name)}"}
        for name in words
    ]


def _chip_label(form, name):
    field, value = form.fields[name], form.chosen[name]
    if value is True:
        return field.label
    word = dict(field.choices)[value] if name in ("state", "category") else value
    return f"{field.label}: {word}"


def _address(words, without=""):
    query = QueryDict(mutable=True)
    query.update({name: word for name, word in words.items() if name != without})
    return f"{query.urlencode()}&" if query else ""


@signed_in
@require_safe
def mentor(request, pk):
    """A card of the bank of mentors."""
    return _card(request, BankRole.MENTOR, pk)


@signed_in
@require_safe
def mentee(request, pk):
    """A card of the bank of mentees."""
    return _card(request, BankRole.MENTEE, pk)


def _card(request, role, pk):
    day, user = timezone.localdate(), request.user
    entry = get_object_or_404(with_state(entries_visible_to(user, role), day), pk=pk)
    state = entry_state(entry, day)
    consents = [(kind, valid_consent(entry.person, kind, day)) for kind in needed_kinds(role)]
    hidden = not entry.has_processing and entry.person.user_id != user.pk
    context = {
        "heading": entry.person.full_name,
        "entry": entry,
        "role": role,
        "state": state,
        "is_hidden": hidden,
        "facts": short_facts(entry) if hidden else entry_facts(entry, role),
        "consents": consents,
        "missing": [kind for kind, consent in consents if not consent] if state != EntryState.LEFT else [],
        "needs_review": state == EntryState.ACTIVE and needs_review(entry, day),
        "is_own": entry.person.user_id == user.pk,
        "may_edit": user.may(Permission.EDIT_BANK),
        "may_consents": user.may(Permission.EDIT_CONSENTS),
        "may_see_consents": user.may(Permission.VIEW_CONSENTS) or entry.person.user_id == user.pk,
        "history": [] if hidden else history_of(entry),
    }
    return render(request, "registry/bank/entry_detail.html", context)


@signed_in
@require_safe
def mine(request):
    """Where I stand in the banks myself."""
    day = timezone.localdate()
    entries = [
        (role, entry, entry_state(entry, day))
        for role in BankRole
        for entry in entries_of(role).filter(person__user=request.user)
    ]
    return render(request, "registry/bank/mine.html", {"heading": "Я в банке", "entries": entries})
