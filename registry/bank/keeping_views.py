"""Keeping the banks: entering people, changing, reviewing, leaving and coming back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.templatetags.look import plural
from mentoring.workflow.conflicts import show_conflict
from mentoring.workflow.verdicts import Refused, StaleState
from registry.bank import services
from registry.bank.enums import BankRole
from registry.bank.forms import AddForm, AddMenteesForm, LeaveForm, MenteeForm, MentorForm
from registry.bank.lists import people_outside
from registry.bank.queries import MODELS, entries_of
from registry.bank.rules import may_enter, proposed_category
from registry.bank.views import HEADINGS, role_or_404
from registry.consents.enums import ConsentKind
from registry.consents.queries import has_valid_consent
from registry.people.queries import people_visible_to, with_positions

EDIT = Permission.EDIT_BANK
FORMS = {BankRole.MENTOR: MentorForm, BankRole.MENTEE: MenteeForm}
ENTER = {BankRole.MENTOR: services.enter_mentor, BankRole.MENTEE: services.enter_mentee}
UPDATE = {BankRole.MENTOR: services.update_mentor, BankRole.MENTEE: services.update_mentee}
LIST_URLS = {BankRole.MENTOR: "bank:mentors", BankRole.MENTEE: "bank:mentees"}


def _has_consent(person):
    return has_valid_consent(person, ConsentKind.PROCESSING, timezone.localdate())


def _entry_or_404(role, pk):
    return get_object_or_404(entries_of(role), pk=pk)


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add_many(request, role):
    """Enter several people at once from a tick list."""
    role = role_or_404(role)
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    people = people_outside(MODELS[role], text)
    form = (AddForm if role == BankRole.MENTOR else AddMenteesForm)(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        outcome = services.enter_many(
            data["people"], role, by=request.user, category=data.get("category", "")
        )
        _tell(request, outcome)
        # One person is most often entered to be filled in at once.
        return redirect(outcome.entered[0] if len(outcome.entered) == 1 else LIST_URLS[role])
    context = {"heading": f"{HEADINGS[role]}: включить людей", "role": role, "form": form, "text": text}
    context |= {"count": people.count(), "bank": HEADINGS[role], "list_url_name": LIST_URLS[role]}
    return render(request, "registry/bank/add_many.html", context)


def _tell(request, outcome):
    if outcome.entered:
        count = plural(len(outcome.entered), "человек,человека,человек")
        messages.success(
            request, f"Включено в банк: {count}. Кто без согласия на обработку данных, ждёт его в банке."
        )
    for person, reason in outcome.refused:
        messages.warning(request, f"{person.full_name}: не включено. {reason}")


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, role, person_pk):
    """Enter one person with everything that is known."""
    role = role_or_404(role)
    person = get_object_or_404(with_positions(people_visible_to(request.user)), pk=person_pk)
    present = entries_of(role).filter(person=person).first()
    if present:
        return redirect(present)
    proposed = proposed_category(person, timezone.localdate()) if role == BankRole.MENTEE else None
    form = FORMS[role](request.POST or None, has_consent=_has_consent(person), initial={"category": proposed})
    if request.method == "POST" and form.is_valid():
        try:
            entry = ENTER[role](person, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{person.full_name} – {role.label}: включение в банк записано.")
            return redirect(entry)
    return _form_page(request, role, form, person, proposed=proposed)


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, role, pk):
    """Change an entry; an old page shows what stands in the card now."""
    role = role_or_404(role)
    entry = _entry_or_404(role, pk)
    form = FORMS[role](request.POST or None, instance=entry, has_consent=_has_consent(entry.person))
    status = 200
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            UPDATE[role](entry, by=request.user, version=data.pop("version") or 0, **data)
        except Refused as refusal:
            status = _refused(form, refusal, _entry_or_404(role, pk))
        else:
            messages.success(request, "Запись банка сохранена.")
            return redirect(entry)
    return _form_page(request, role, form, entry.person, entry=entry, status=status)


def _refused(form, refusal, present) -> int:
    """Put the refusal on the form, with both texts when the page was old; returns the status of the page."""
    if not isinstance(refusal, StaleState):
        form.add_error(None, refusal.reason)
        return 200
    show_conflict(form, present, refusal.reason)
    return refusal.status


def _form_page(request, role, form, person, *, entry=None, status=200, proposed=None):
    day = timezone.localdate()
    context = {
        "heading": f"{HEADINGS[role]}: {'запись' if entry else 'включить'}",
        "bank": HEADINGS[role],
        "list_url_name": LIST_URLS[role],
        "form": form,
        "person": person,
        "entry": entry,
        "has_consent": _has_consent(person),
        "proposed": proposed,
        "denied": may_enter(person, role, day),
    }
    return render(request, "registry/bank/entry_form.html", context, status=status)


@requires(EDIT)
@require_POST
def review(request, role, pk):
    """The entry was looked through and is up to date."""
    entry = services.mark_reviewed(_entry_or_404(role_or_404(role), pk), by=request.user)
    messages.success(request, f"Отмечено: запись актуальна на {entry.reviewed_on:%d.%m.%Y}.")
    return redirect(entry)


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, role, pk):
    """Take a person out of the bank, with the reason."""
    entry = _entry_or_404(role_or_404(role), pk)
    form = LeaveForm(request.POST or None, initial={"on": f"{timezone.localdate():%d.%m.%Y}"})
    if request.method == "POST" and form.is_valid():
        try:
            services.leave_bank(entry, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{entry.person.full_name}: исключение из банка записано.")
            return redirect(entry)
    context = {"heading": "Исключить из банка", "entry": entry, "form": form, "role": role}
    return render(request, "registry/bank/leave.html", context)


@requires(EDIT)
@require_POST
def come_back(request, role, pk):
    """Bring an entry back into the bank."""
    entry = services.return_to_bank(_entry_or_404(role_or_404(role), pk), by=request.user)
    messages.success(request, f"{entry.person.full_name}: возвращение в банк записано.")
    return redirect(entry)
