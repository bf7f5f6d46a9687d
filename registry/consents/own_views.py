"""One's own consents: each on its own screen, given and withdrawn freely (152-ФЗ, ст. 9, ч. 1)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import signed_in
from mentoring.school.queries import organisation
from mentoring.workflow.verdicts import Refused, require
from registry.consents.enums import ConsentChannel, ConsentKind, ConsentStatus
from registry.consents.forms import ScreenForm, WithdrawForm
from registry.consents.matrix import HOLDING, asked_kinds, person_cells
from registry.consents.models import Consent
from registry.consents.paper import consent_paper
from registry.consents.queries import consents_visible_to
from registry.consents.rules import (
    default_valid_until,
    is_own,
    may_give,
    may_prepare,
    may_withdraw,
    withdrawal_consequences,
)
from registry.consents.services import give_consent, prepare_blank, text_in_use, withdraw_consent
from registry.people.models import Person
from registry.people.queries import people_visible_to


def _own_person(user):
    people = Person.objects.select_related("mentor_entry", "mentee_entry").prefetch_related("positions")
    return people.filter(user=user).first()


def _kind_or_404(kind):
    if kind not in ConsentKind.values:
        raise Http404("Такого согласия нет")
    return ConsentKind(kind)


@signed_in
@require_safe
def mine(request):
    """My consents: what is awaited from me, what I gave, what I may withdraw."""
    person, day = _own_person(request.user), timezone.localdate()
    kinds = []
    if person:
        asked = asked_kinds(person, day)
        for cell in person_cells(person, day):
            verdict = may_give(request.user, person, cell.kind, ConsentChannel.SCREEN)
            is_given = cell.state in HOLDING
            kinds.append((cell, verdict, is_given, cell.kind in asked))
    own = Consent.objects.filter(person=person).exclude(status=ConsentStatus.PRINTED) if person else []
    context = {"heading": "Мои согласия", "person": person, "kinds": kinds, "consents": own}
    return render(request, "registry/consents/mine.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def give(request, kind):
    """Read one consent whole and give it; one purpose, one screen."""
    kind, person, day = _kind_or_404(kind), _own_person(request.user), timezone.localdate()
    if person is None:
        raise Http404("У учётной записи нет карточки")
    text = text_in_use(kind)
    form, status = ScreenForm(request.POST or None, kind=kind, initial={"text": text.pk}), 200
    if request.method == "POST" and form.is_valid():
        status = _give(request, person, kind, form)
        if status == 302:
            messages.success(request, "Спасибо, согласие записано. Отозвать его можно здесь в любой день.")
            return redirect("consents:mine")
    draft = Consent(person=person, kind=kind, text=text, given_on=day, valid_until=default_valid_until(day))
    context = {
        "heading": text.title,
        "paper": consent_paper(draft, card=organisation()),
        "form": form,
        "kind": kind,
        "denied": may_give(request.user, person, kind, ConsentChannel.SCREEN),
    }
    return render(request, "registry/consents/give.html", context, status=status)


def _give(request, person, kind, form):
    data = form.cleaned_data
    try:
        give_consent(
            person,
            kind,
            by=request.user,
            given_on=timezone.localdate(),
            channel=ConsentChannel.SCREEN,
            fields_allowed=data.get("fields_allowed", ()),
            read_text=data["text"],
        )
    except Refused as refusal:
        form.add_error(None, " ".join(refusal.problems) or refusal.reason)
        # The page now shows the text in use; whoever agrees with it ticks again.
        form.data = {"text": text_in_use(kind).pk}
        return 200 if refusal.status == 403 else refusal.status
    return 302


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """What follows from a withdrawal, and the withdrawal itself."""
    consent = get_object_or_404(consents_visible_to(request.user), pk=pk)
    require(may_withdraw(request.user, consent))
    form = WithdrawForm(request.POST or None, initial={"on": f"{timezone.localdate():%d.%m.%Y}"})
    own = is_own(request.user, consent.person)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_consent(consent, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Согласие отозвано.")
            return redirect("consents:mine" if own else consent)
    context = {"heading": "Отзыв согласия", "consent": consent, "form": form, "is_own": own}
    context["consequences"] = withdrawal_consequences(consent.kind)
    return render(request, "registry/consents/withdraw.html", context)


@signed_in
@require_POST
def prepare(request, person_pk, kind):
    """Make a blank to print: for oneself, or for anybody by those who keep consents."""
    person = get_object_or_404(people_visible_to(request.user), pk=person_pk)
    kind = _kind_or_404(kind)
    require(may_prepare(request.user, person, kind))
    blank = prepare_blank(person, kind, by=request.user)
    messages.success(
        request, "Бланк подготовлен. Распечатайте его и подпишите; когда он вернётся, внесите дату."
    )
    return redirect(blank)
