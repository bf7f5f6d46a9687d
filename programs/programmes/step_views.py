"""Steps in the life of a programme; each service decides whether this person may take it now."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.workflow.conflicts import differences
from mentoring.workflow.verdicts import Refused, require
from programs.programmes import services
from programs.programmes.enums import AcquaintedBody, AgreementChannel
from programs.programmes.forms import (
    BODY_WORDS,
    AcquaintanceForm,
    CommentForm,
    DayForm,
    EarlyEndForm,
    EventForm,
)
from programs.programmes.rules import TABLE, may_agree, may_note, may_record, own_side, present_sides
from programs.programmes.views import card_context, visible

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])
EDIT = Permission.EDIT_PROGRAMMES


@signed_in
@require_POST
def send(request, pk):
    """Ask the mentees to agree."""
    programme = services.send_programme(visible(request, pk), by=request.user)
    messages.success(request, "Программа отправлена на согласование наставляемым.")
    return redirect(programme)


@signed_in
@require_POST
def agree(request, pk):
    """Agree for oneself."""
    programme, user = visible(request, pk), request.user
    side = own_side(programme.mentorship, user)
    if side is None:
        raise Refused("Согласовать программу может сам участник или куратор с бумаги.")
    screen, today = AgreementChannel.SCREEN, timezone.localdate()
    programme = services.agree_programme(programme, by=user, person=side.person, on=today, channel=screen)
    messages.success(request, "Вы согласовали программу.")
    return redirect(programme)


@requires(EDIT)
@READ_AND_WRITE
def agreement(request, pk, person_pk):
    """Enter an agreement signed on paper."""
    programme = visible(request, pk)
    people = {row.person_id: row.person for row in present_sides(programme.mentorship)}
    if person_pk not in people:
        raise Http404("Этот человек не входит в пару.")
    person, paper = people[person_pk], AgreementChannel.PAPER
    require(may_agree(programme, request.user, person, paper))
    form = DayForm(request.POST or None)
    if _done(request, form, services.agree_programme, programme, person=person, channel=paper):
        messages.success(request, f"Согласование записано: {person.short_name}")
        return redirect(programme)
    lead = f"{person.full_name}: дата подписи на бумаге."
    return _form_page(request, programme, form, "Согласование с бумаги", "Записать согласование", lead)


@signed_in
@READ_AND_WRITE
def give_back(request, pk):
    """Back to the draft, with what should be changed."""
    programme, row = visible(request, pk), TABLE.by_name["return"]
    TABLE.require(programme, "return", by=request.user, comment="–")
    form = CommentForm(request.POST or None, label=row.comment_label)
    if _done(request, form, services.return_programme, programme):
        messages.success(request, "Программа возвращена на доработку, наставник увидит ваш комментарий.")
        return redirect(programme)
    lead = "Согласования этой редакции перестанут действовать: после доработки её отправят снова."
    return _form_page(request, programme, form, "Возврат на доработку", row.label, lead)


@signed_in
@require_POST
def begin(request, pk):
    """Start the work."""
    programme = services.begin_work(visible(request, pk), by=request.user)
    messages.success(request, "Работа начата. После каждой встречи отмечайте, как она прошла.")
    return redirect(programme)


@signed_in
@READ_AND_WRITE
def revise(request, pk):
    """Open an agreed programme for changes by mutual consent."""
    programme, row = visible(request, pk), TABLE.by_name["revise"]
    TABLE.require(programme, "revise", by=request.user, comment="–")
    form = CommentForm(request.POST or None, label=row.comment_label)
    if _done(request, form, _begin_revision, programme):
        messages.success(request, "Новая редакция открыта. Внесите изменения и отправьте её на согласование.")
        return redirect(programme)
    lead = (
        "Программу меняют по обоюдному согласию. Нынешняя редакция сохранится как документ, "
        "новую снова согласуют все участники. Проведённые мероприятия останутся."
    )
    return _form_page(request, programme, form, "Новая редакция", "Начать новую редакцию", lead)


@signed_in
@READ_AND_WRITE
def complete(request, pk):
    """The plan is carried out in full."""
    programme = visible(request, pk)
    TABLE.require(programme, "complete", by=request.user)
    form = DayForm(request.POST or None)
    if _done(request, form, services.complete_programme, programme):
        messages.success(request, "Программа завершена: план выполнен в полном объёме.")
        return redirect(programme)
    lead = "План выполнен в полном объёме. После завершения записи о мероприятиях не меняются."
    return _form_page(request, programme, form, "Завершение программы", "Завершить программу", lead)


@requires(EDIT)
@READ_AND_WRITE
def end(request, pk):
    """End before the plan is done."""
    programme = visible(request, pk)
    TABLE.require(programme, "end_early", by=request.user, comment="–")
    pair = programme.mentorship
    initial = {"on": pair.ended_on or timezone.localdate(), "ground": pair.end_ground, "note": pair.end_note}
    form = EarlyEndForm(request.POST or None, initial=initial)
    if _done(request, form, services.end_programme_early, programme):
        messages.success(request, "Программа завершена досрочно.")
        return redirect(programme)
    lead = "Возобновить программу нельзя. Проведённые мероприятия и записи о них сохранятся."
    return _form_page(request, programme, form, "Досрочное завершение", "Завершить досрочно", lead)


@requires(EDIT, Permission.NOTE_PROGRAMMES)
@READ_AND_WRITE
def acquaintance(request, pk, body):
    """Note that the curator or the council has read the programme."""
    programme = visible(request, pk)
    if body not in AcquaintedBody.values:
        raise Http404
    require(may_note(programme, request.user, AcquaintedBody(body)))
    form = AcquaintanceForm(request.POST or None)
    if _done(request, form, services.note_acquaintance, programme, body=body):
        messages.success(request, "Ознакомление отмечено: дата появится на титульном листе.")
        return redirect(programme)
    heading = f"Ознакомление {BODY_WORDS[AcquaintedBody(body)]}"
    return _form_page(request, programme, form, heading, "Отметить ознакомление", "")


@signed_in
@READ_AND_WRITE
def event(request, pk, event_pk):
    """«Как прошло»: the day and the reflection of one event."""
    programme, status = visible(request, pk), 200
    row = get_object_or_404(programme.plan.select_related("programme"), pk=event_pk)
    row.programme = programme
    require(may_record(row, request.user))
    initial = {"held_on": row.held_on or timezone.localdate(), "reflection": row.reflection}
    initial["seen"] = row.fingerprint
    form = EventForm(request.POST or None, initial=initial, may_clear=bool(row.held_on))
    if _done(request, form, services.record_event, row):
        messages.success(request, f"Записано: {row.event}.")
        return redirect(programme)
    if getattr(form, "refusal_status", 0) == 409:
        status, form.data = 409, form.data.copy()
        form.data["seen"] = row.fingerprint
        form.conflicts = differences(form, row)
    context = card_context(programme, "") | {"row": row, "form": form}
    return render(request, "programs/programmes/event.html", context, status=status)


def _begin_revision(programme, *, by, comment):
    return services.begin_revision(programme, by=by, reason=comment)


def _done(request, form, service, subject, **more) -> bool:
    """Call the service with what was typed; a refusal becomes an error of the form, so the text stays."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        service(subject, by=request.user, **form.cleaned_data, **more)
    except Refused as refusal:
        for sentence in refusal.problems or [refusal.reason]:
            form.add_error(None, sentence)
        form.refusal_status = refusal.status
        return False
    return True


def _form_page(request, programme, form, act, label, lead):
    context = card_context(programme, "") | {"form": form, "act": act, "label": label, "lead": lead}
    status = 409 if getattr(form, "refusal_status", 0) == 409 else 200
    return render(request, "programs/programmes/act_form.html", context, status=status)
