"""The only writer of programmes: drafting, agreement, revisions, work, end. Papers are issued in `issuing`."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentoring.documents.enums import DocumentStatus
from mentoring.documents.queries import issued_for
from mentoring.documents.services import cancel_document
from mentoring.school.rules import may_date
from mentoring.workflow.services import CREATION, add_history, check_version, lock, move
from mentoring.workflow.verdicts import Refused, StaleState, require
from programs.blueprints.services import one_kind_of_breaks
from programs.programmes.beginnings import opening_rows, opening_texts
from programs.programmes.enums import AcquaintedBody, AgreementChannel, ProgrammeStatus
from programs.programmes.issuing import freeze_revision
from programs.programmes.letters import ask_for_agreement, tell_about_agreement, tell_about_return
from programs.programmes.models import (
    PlanEvent,
    Programme,
    ProgrammeAcquaintance,
    ProgrammeAgreement,
    ProgrammeRevision,
)
from programs.programmes.queries import with_everything
from programs.programmes.rules import (
    LARGEST_PLAN,
    TABLE,
    is_mentor,
    may_agree,
    may_delete,
    may_edit,
    may_note,
    may_record,
    may_start,
    not_agreed_yet,
    present_sides,
)
from registry.pairs.enums import EndGround
from registry.pairs.models import Mentorship
from registry.pairs.queries import with_people as with_sides

ROW_FIELDS = ("date_text", "planned_on", "event", "form", "content")
NOT_YET = "Эта дата ещё не наступила. Укажите сегодняшнюю или прошедшую дату."


@transaction.atomic
def start_programme(mentorship, *, by, blueprint=None, source=None) -> Programme:
    """Begin a draft for an active pair, prefilled with what is known, from a template or an earlier programme.

    Raises Refused for another person or a pair not in force, StaleState when the pair has an open programme.
    """
    mentorship = lock(with_sides(Mentorship.objects.all()), mentorship.pk)
    require(may_start(mentorship, by))
    texts = opening_texts(mentorship, blueprint=blueprint, source=source)
    try:
        with transaction.atomic():
            programme = Programme.objects.create(
                mentorship=mentorship, blueprint=blueprint, created_by=by, **texts
            )
    except IntegrityError:
        raise StaleState("У этой пары уже есть программа. Откройте её в списке программ.") from None
    PlanEvent.objects.bulk_create(opening_rows(programme, blueprint=blueprint, source=source))
    origin = f" по шаблону «{blueprint}»" if blueprint else " по образцу прежней программы" if source else ""
    sentence = f"начата{origin}"[:300]
    add_history(
        programme, by=by, action="start", sentence=sentence, to_state=programme.status, tells=[CREATION]
    )
    return programme


@transaction.atomic
def update_programme(programme, *, by, version, **fields) -> Programme:
    """Change the title sheet and the explanatory note of a draft; `fields` are columns of Programme.

    Raises Refused when it is no draft or for a stranger, StaleState when it was saved after `version`.
    """
    programme = _locked(programme)
    require(may_edit(programme, by))
    check_version(programme, version, "Программа")
    if fields.get("end", programme.end) < fields.get("start", programme.start):
        raise Refused("Окончание программы раньше начала. Проверьте даты.")
    for name, value in fields.items():
        setattr(programme, name, one_kind_of_breaks(value))
    programme.version += 1
    programme.save(update_fields=[*fields, "version"])
    return programme


@transaction.atomic
def save_plan(programme, *, by, version, rows) -> Programme:
    """Replace the plan of a draft by `rows` in their order: dicts of ROW_FIELDS, with `pk` for a present row.

    Held events stay as they were held: they may move but neither change nor go. Raises Refused when one
    is missing or the plan is too long, StaleState when the programme was saved after `version`.
    """
    programme = _locked(programme)
    require(may_edit(programme, by))
    check_version(programme, version, "План")
    if len(rows) > LARGEST_PLAN:
        raise Refused(f"В плане не больше {LARGEST_PLAN} мероприятий. Объедините похожие.")
    present = {event.pk: event for event in programme.plan.all()}
    kept = {row["pk"] for row in rows if row.get("pk") in present}
    gone = [event for pk, event in present.items() if pk not in kept]
    for event in gone:
        if event.held_on:
            raise Refused(f"Мероприятие «{event}» уже проведено {event.held_on:%d.%m.%Y}: убрать его нельзя.")
        event.delete()
    counts = {"added": 0, "changed": 0, "removed": len(gone)}
    for place, row in enumerate(rows, start=1):
        event = present.get(row.get("pk"))
        changed = _write_row(event or PlanEvent(programme=programme), place, row)
        counts["changed" if event else "added"] += changed
    programme.version += 1
    programme.save(update_fields=["version"])
    if any(counts.values()):
        add_history(programme, by=by, action="plan", sentence=_plan_sentence(**counts))
    return programme


@transaction.atomic
def delete_draft(programme, *, by) -> None:
    """Remove a first draft that nobody was asked to agree to; raises Refused for any other programme."""
    programme = _locked(programme)
    require(may_delete(programme, by))
    programme.delete()


@transaction.atomic
def send_programme(programme, *, by, on=None) -> Programme:
    """Ask the mentees to agree; sending is the mentor's own agreement (entered from paper by the curator).

    `on` is the date of the mentor's agreement, by default today. Raises Refused with what is missing.
    """
    programme = _locked(programme)
    own = is_mentor(programme, by)
    move(TABLE, programme, "send", by=by)
    _bump(programme)
    channel = AgreementChannel.SCREEN if own else AgreementChannel.PAPER
    _write_agreement(programme, programme.mentorship.mentor, by=by, on=on or _today(), channel=channel)
    ask_for_agreement(programme, programme.mentorship.mentees)
    return programme


@transaction.atomic
def agree_programme(programme, *, by, person, on, channel) -> Programme:
    """Write down one side's agreement to the present revision; with the last one the programme is agreed.

    Raises Refused for a stranger, a future date or somebody outside the pair, StaleState when the
    agreement is not awaited any more. Source: Положение, Приложение 1 (дата согласования).
    """
    programme = _locked(programme)
    require(may_agree(programme, by, person, channel))
    if person.pk not in {row.person_id for row in present_sides(programme.mentorship)}:
        raise Refused(f"{person.short_name} не входит в эту пару.")
    awaited = {row.pk for row in not_agreed_yet(programme)}
    if programme.status != ProgrammeStatus.ON_AGREEMENT or person.pk not in awaited:
        raise StaleState(
            f"Согласование уже не нужно: состояние программы «{programme.get_status_display()}». "
            "Откройте страницу заново."
        )
    _write_agreement(programme, person, by=by, on=on, channel=channel)
    sentence = f"согласие: {person.short_name}, {AgreementChannel(channel).label}, {on:%d.%m.%Y}"
    add_history(programme, by=by, action="agreement", sentence=sentence)
    programme = _locked(programme)
    if not not_agreed_yet(programme):
        _conclude_agreement(programme, by)
    return programme


@transaction.atomic
def return_programme(programme, *, by, comment) -> Programme:
    """Take the programme back to a draft with what should be changed; agreements to it no longer count."""
    programme = _locked(programme)
    move(TABLE, programme, "return", by=by, comment=comment)
    _bump(programme)
    programme.agreements.filter(revision=programme.revision).delete()
    mentor = programme.mentorship.mentor
    if mentor and mentor.user_id != by.pk:
        tell_about_return(programme, mentor, comment.strip())
    return programme


@transaction.atomic
def note_acquaintance(programme, *, by, body, on, note="") -> Programme:
    """Note that the curator or the council has read the present revision; an agreed programme then begins.

    Raises Refused for another person, a draft or a future date, StaleState when it is noted already.
    """
    programme = _locked(programme)
    body = AcquaintedBody(body)
    require(may_note(programme, by, body))
    if on > _today():
        raise Refused(NOT_YET)
    if programme.acquaintances.filter(revision=programme.revision, body=body).exists():
        raise StaleState(f"Ознакомление уже отмечено ({body.label}). Откройте страницу заново.")
    ProgrammeAcquaintance.objects.create(
        programme=programme,
        revision=programme.revision,
        body=body,
        acquainted_on=on,
        note=note.strip(),
        entered_by=by,
    )
    sentence = f"с программой ознакомлен {body.label} ({on:%d.%m.%Y})"
    add_history(programme, by=by, action="acquaintance", sentence=sentence, comment=note)
    return _run_if_begun(programme, by)


@transaction.atomic
def begin_work(programme, *, by) -> Programme:
    """Start the work without waiting for anybody's mark; raises StaleState when it goes on already."""
    programme = _locked(programme)
    move(TABLE, programme, "begin", by=by)
    return programme


@transaction.atomic
def record_event(event, *, by, held_on, reflection, seen) -> PlanEvent:
    """Write when an event was held and what came of it; the work of an agreed programme thereby begins.

    `seen` is the fingerprint of what the page showed. Raises Refused before the agreement, for a future
    date or a reflection without a date, StaleState when the other side wrote meanwhile.
    """
    programme = _locked(event.programme)
    event = lock(PlanEvent.objects.select_related("programme"), event.pk)
    event.programme = programme
    require(may_record(event, by))
    if held_on != event.held_on:
        require(may_date(event.held_on, held_on))
    if event.fingerprint != seen:
        raise StaleState("Пока вы писали, запись об этом мероприятии изменил другой участник.")
    if held_on and held_on > _today():
        raise Refused(NOT_YET)
    if reflection.strip() and not held_on:
        raise Refused("Укажите, когда мероприятие прошло: рефлексию пишут после него.")
    event.held_on, event.reflection = held_on, one_kind_of_breaks(reflection)
    event.save(update_fields=["held_on", "reflection"])
    sentence = f"проведено {held_on:%d.%m.%Y}: {event}" if held_on else f"снята отметка о проведении: {event}"
    add_history(programme, by=by, action="event", sentence=sentence[:300], comment=event.reflection)
    _run_if_begun(programme, by)
    return event


@transaction.atomic
def begin_revision(programme, *, by, reason) -> Programme:
    """Open an agreed programme for changes: its PDF is frozen, all sides agree anew (Положение, п. 7.2).

    Raises Refused without a reason, for another person or when the pair has ended.
    """
    return open_revision(_locked(programme), "revise", by=by, reason=reason)


def open_revision(programme, name, *, by, reason) -> Programme:
    """Carry out the transition `name` to a new revision of a programme that the caller has locked."""
    # Nothing is frozen for somebody who may not begin a revision.
    TABLE.require(programme, name, by=by, comment=reason)
    document = freeze_revision(programme, by=by)
    ProgrammeRevision.objects.create(
        programme=programme, revision=programme.revision, document=document, reason=reason.strip()
    )
    programme.agreed_on = None
    programme.revision += 1
    programme.version += 1
    changed = ("agreed_on", "revision", "version")
    sentence = f"начата редакция {programme.revision}, прежняя сохранена"
    move(TABLE, programme, name, by=by, comment=reason, changed=changed, sentence=sentence)
    return programme


@transaction.atomic
def complete_programme(programme, *, by, on) -> Programme:
    """End a programme whose plan is carried out in full (Положение, п. 7.1).

    Raises Refused when events are left, for a future date or another person.
    """
    programme = _locked(programme)
    return close_programme(programme, "complete", by=by, on=on, ground=EndGround.FULL, note="")


@transaction.atomic
def end_programme_early(programme, *, by, on, ground, note) -> Programme:
    """End a programme before its plan is done, on one of the two other grounds (Положение, п. 7.1).

    Raises Refused without a reason, for a future date, for the ground of a full plan or another person.
    """
    programme = _locked(programme)
    if ground == EndGround.FULL:
        raise Refused("Досрочно программу завершают по другому основанию: план выполнен не полностью.")
    return close_programme(programme, "end_early", by=by, on=on, ground=EndGround(ground), note=note)


def close_programme(programme, name, *, by, on, ground, note, is_with_pair=False) -> Programme:
    """Carry out the transition `name` to the end of a programme that the caller has locked.

    `is_with_pair`: the pair itself is over, so that a programme of the days to come never begins. Raises Refused for
    a future date or one before the programme otherwise, StaleState in another state.
    """
    if on > _today():
        raise Refused(NOT_YET)
    if on < programme.start and not is_with_pair:
        raise Refused(f"Программа началась {programme.start:%d.%m.%Y}: завершить её раньше нельзя.")
    require(may_date(on))
    programme.ended_on, programme.end_ground, programme.end_note = on, ground, note.strip()
    changed = ("ended_on", "end_ground", "end_note")
    sentence = f"завершена {on:%d.%m.%Y}: {ground.label}"
    move(TABLE, programme, name, by=by, comment=note, changed=changed, sentence=sentence)
    return programme


def _locked(programme):
    return lock(with_everything(Programme.objects.all()), programme.pk)


def _today():
    return timezone.localdate()


def _bump(programme):
    # A page of the draft opened before this step must not be saved after it.
    programme.version += 1
    programme.save(update_fields=["version"])


def _plan_sentence(*, added, changed, removed):
    parts = [("добавлено", added), ("изменено", changed), ("убрано", removed)]
    return "изменён план мероприятий: " + ", ".join(f"{word} {count}" for word, count in parts if count)


def _write_row(event, place, row) -> bool:
    fields = {} if event.held_on else {name: row.get(name) for name in ROW_FIELDS}
    fields = {name: one_kind_of_breaks(value) for name, value in fields.items()}
    changed = [name for name, value in {**fields, "position": place}.items() if getattr(event, name) != value]
    if event.pk and not changed:
        return False
    for name, value in fields.items():
        setattr(event, name, value if name == "planned_on" else value or "")
    event.position = place
    event.save(update_fields=changed if event.pk else None)
    return True


def _write_agreement(programme, person, *, by, on, channel):
    if on > _today():
        raise Refused(NOT_YET)
    ProgrammeAgreement.objects.create(
        programme=programme,
        revision=programme.revision,
        person=person,
        agreed_on=on,
        channel=channel,
        entered_by=by,
    )


def _conclude_agreement(programme, by):
    dates = [row.agreed_on for row in programme.agreements.all() if row.revision == programme.revision]
    programme.agreed_on = max(dates)
    move(TABLE, programme, "agree", by=by, changed=("agreed_on",))
    _cancel_papers_of_earlier_revisions(programme, by)
    tell_about_agreement(programme, programme.mentorship.mentor)
    if any(row.held_on for row in programme.plan.all()):
        move(TABLE, programme, "run", by=by)


def _cancel_papers_of_earlier_revisions(programme, by):
    # Whatever was issued before this moment tells of an earlier revision.
    for document in issued_for(programme).filter(status=DocumentStatus.VALID):
        reason = f"Согласована редакция {programme.revision} программы."
        cancel_document(document, by=by, reason=reason, on=_today())


def _run_if_begun(programme, by):
    programme = _locked(programme)
    if programme.status == ProgrammeStatus.AGREED:
        move(TABLE, programme, "run", by=by)
    return programme
