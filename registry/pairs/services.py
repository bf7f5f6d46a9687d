"""The only writer of mentorships: from the first idea to the end on one of the three grounds."""

from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.utils import timezone

from mentoring.school.rules import may_date
from mentoring.workflow.services import add_history, check_version, lock, move, once
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.bank.models import MentorEntry
from registry.pairs.enums import (
    Answer,
    AnswerChannel,
    CouncilOpinion,
    EndGround,
    MentorshipStatus,
    ParticipantRole,
)
from registry.pairs.letters import tell_about_proposal, tell_about_withdrawal
from registry.pairs.models import CoveredDirection, Mentorship, Participant
from registry.pairs.queries import inclusive_period
from registry.pairs.rules import TABLE, curator_acts, may_answer, may_give_council_opinion, pairing_problems
from registry.people.models import Person


@transaction.atomic
def create_mentorship(*, by, mentor, mentees, forms, kinds, directions, start, end, reason="") -> Mentorship:
    """Put a pair (one mentee) or a group (two or more) together as a draft; nobody is asked yet.

    Raises Refused with the list of problems when these people cannot be paired (Положение, п. 2.4, 6.2).
    """
    require(curator_acts(None, by))
    _require_possible(mentor, mentees, forms, kinds, directions, start, end)
    mentorship = Mentorship.objects.create(start=start, end=end, reason=reason.strip(), created_by=by)
    _write_sides(mentorship, mentor, mentees)
    mentorship.forms.add(*forms)
    mentorship.kinds.add(*kinds)
    mentorship.directions.add(*directions)
    return mentorship


@transaction.atomic
def update_mentorship(
    mentorship, *, by, version, mentor, mentees, forms, kinds, directions, start, end, reason=""
) -> Mentorship:
    """Change people and terms of a draft; what was already proposed is withdrawn and proposed anew instead.

    Raises Refused with the problems, StaleState when it is no draft any more or was saved after `version`.
    """
    mentorship = lock(Mentorship.objects.all(), mentorship.pk)
    require(curator_acts(mentorship, by))
    _require_draft(mentorship, "Изменить")
    check_version(mentorship, version, "Пара")
    _require_possible(mentor, mentees, forms, kinds, directions, start, end, exclude=mentorship)
    mentorship.start, mentorship.end, mentorship.reason = start, end, reason.strip()
    mentorship.version += 1
    mentorship.save(update_fields=["start", "end", "reason", "version"])
    mentorship.participants.all().delete()
    _write_sides(mentorship, mentor, mentees)
    mentorship.forms.set(forms)
    mentorship.kinds.set(kinds)
    mentorship.directions.set(directions)
    add_history(mentorship, by=by, action="update", sentence="изменены участники или условия")
    return mentorship


@transaction.atomic
def put_together(*, by, mentorship=None, version=None, propose=False, key="", **terms) -> Mentorship:
    """Make a draft, or change the given one, and propose it at once if asked: all or nothing.

    `terms` are those of create_mentorship; `key` names the form, so that a double click makes one draft.
    Raises Refused with the problems, StaleState for an old page or a form sent twice.
    """
    if key:
        once(f"pairs/{key}")
    if mentorship is None:
        mentorship = create_mentorship(by=by, **terms)
    else:
        mentorship = update_mentorship(mentorship, by=by, version=version, **terms)
    return propose_mentorship(mentorship, by=by) if propose else mentorship


@transaction.atomic
def delete_draft(mentorship, *, by) -> None:
    """Remove a draft that nobody was asked about; raises StaleState when it was proposed meanwhile."""
    mentorship = lock(Mentorship.objects.all(), mentorship.pk)
    require(curator_acts(mentorship, by))
    _require_draft(mentorship, "Удалить")
    mentorship.delete()


@transaction.atomic
def propose_mentorship(mentorship, *, by) -> Mentorship:
    """Ask both sides by letters; takes the mentor's places and the mentees' directions from now on.

    The mentor's bank entry is locked first, so that two proposals at once cannot overbook the mentor; then the
    mentees, so that whoever comes second sees their directions taken.
    Raises Refused with the problems, StaleState when it is no draft any more.
    """
    mentorship = _locked(mentorship)
    MentorEntry.objects.select_for_update().filter(person=mentorship.mentor).first()
    lock_mentees(mentorship)
    move(TABLE, mentorship, "propose", by=by)
    _cover_directions(mentorship)
    tell_about_proposal(mentorship)
    return mentorship


@transaction.atomic
def answer_participation(participant, *, by, answer, on, channel, note="") -> Participant:
    """Write down one side's answer; the last «yes» makes the pair agreed, the first «no» declines it.

    A side that agreed may still refuse until the pair stands in an order. A refusal needs no reason.
    Raises Refused for a stranger or a future date, StaleState when no answer is awaited any more.
    """
    mentorship = lock(Mentorship.objects.all(), participant.mentorship_id)
    participant = lock(Participant.objects.select_related("person", "mentorship"), participant.pk)
    require(may_answer(participant, by, AnswerChannel(channel)))
    _require_awaited(mentorship, participant, answer)
    if on > timezone.localdate():
        raise Refused("Дата ответа ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    participant.answer, participant.answered_on, participant.answered_by = Answer(answer), on, by
    participant.answer_channel, participant.answer_note = AnswerChannel(channel), note.strip()
    participant.save(update_fields=["answer", "answered_on", "answered_by", "answer_channel", "answer_note"])
    add_history(mentorship, by=by, action="answer", sentence=_answer_sentence(participant))
    _draw_conclusion(mentorship, by)
    return participant


@transaction.atomic
def withdraw_proposal(mentorship, *, by, comment) -> Mentorship:
    """Take a proposal back before it stands in an order; the people who were asked get a letter.

    Raises Refused without a reason or for another person, StaleState in a later state.
    """
    mentorship = _locked(mentorship)
    move(TABLE, mentorship, "withdraw", by=by, comment=comment)
    mentorship.covered_directions.all().delete()
    tell_about_withdrawal(mentorship)
    return mentorship


@transaction.atomic
def give_council_opinion(mentorship, *, by, opinion, note, protocol, on) -> Mentorship:
    """Record what the methodical council says about a pair (Положение, п. 3.5); it advises and never blocks.

    A later opinion replaces the earlier one, which stays in the history. Raises Refused for another
    person, another state, or a future date.
    """
    mentorship = lock(Mentorship.objects.all(), mentorship.pk)
    require(may_give_council_opinion(mentorship, by))
    if on > timezone.localdate():
        raise Refused("Дата мнения ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    opinion = CouncilOpinion(opinion)
    mentorship.council_opinion, mentorship.council_on, mentorship.council_by = opinion, on, by
    mentorship.council_note, mentorship.council_protocol = note.strip(), protocol.strip()
    fields = ["council_opinion", "council_on", "council_by", "council_note", "council_protocol"]
    mentorship.save(update_fields=fields)
    source = f", протокол {protocol.strip()}" if protocol.strip() else ""
    sentence = f"методический совет: {opinion.label} ({on:%d.%m.%Y}{source})"
    add_history(mentorship, by=by, action="council", sentence=sentence, comment=note, tells=fields)
    return mentorship


@transaction.atomic
def place_in_order(mentorship, *, by) -> Mentorship:
    """Take an agreed pair into the draft of an order; called by the orders in their transaction."""
    mentorship = lock(Mentorship.objects.all(), mentorship.pk)
    move(TABLE, mentorship, "place_in_order", by=by)
    return mentorship


@transaction.atomic
def return_from_order(mentorship, *, by) -> Mentorship:
    """Put a pair that was taken out of an order's draft back among the agreed ones."""
    mentorship = lock(Mentorship.objects.all(), mentorship.pk)
    move(TABLE, mentorship, "return_from_order", by=by)
    return mentorship


@transaction.atomic
def activate_mentorship(mentorship, *, by, on, basis) -> Mentorship:
    """Let a pair begin by the registered order: `basis` names it («приказ № 20/01-02 от 12.01.2026»).

    Called by the orders in the transaction that registers. From here the sides have their period.
    """
    mentorship = lock(Mentorship.objects.all(), mentorship.pk)
    sentence = f"утверждена: {basis}; действует с {max(on, mentorship.start):%d.%m.%Y}"
    move(TABLE, mentorship, "activate", by=by, sentence=sentence)
    mentorship.participants.filter(valid_to__isnull=True).update(valid_from=mentorship.start)
    return mentorship


@transaction.atomic
def end_mentorship(mentorship, *, by, on, ground, note="") -> Mentorship:
    """End an active pair on one of the three grounds (Положение, п. 7.1); frees the days after `on`.

    Raises Refused for a future date, a note missing where the ground is not the full plan, or another person.
    """
    mentorship = lock(Mentorship.objects.all(), mentorship.pk)
    require(may_date(on))
    if on > timezone.localdate():
        raise Refused("Дата завершения ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    return finish_mentorship(mentorship, "end", by=by, on=on, ground=EndGround(ground), note=note.strip())


def finish_mentorship(mentorship, name, *, by, on, ground, note, basis="") -> Mentorship:
    """Carry out the transition `name` to the end of a pair that the caller has locked; frees the days after `on`.

    Raises Refused when a note is missing where the ground is not the full plan, or for another person.
    """
    if ground != EndGround.FULL and not note:
        raise Refused("Напишите, почему пара завершается раньше: это основание без пояснения не указывают.")
    mentorship.ended_on, mentorship.end_ground, mentorship.end_note = on, ground, note
    sentence = f"завершена {on:%d.%m.%Y}: {ground.label}{f' ({basis})' if basis else ''}"
    changed = ("ended_on", "end_ground", "end_note")
    move(TABLE, mentorship, name, by=by, comment=note, changed=changed, sentence=sentence)
    if on < mentorship.start:
        mentorship.covered_directions.all().delete()
    else:
        mentorship.covered_directions.update(
            period=inclusive_period(mentorship.start, min(on, mentorship.end))
        )
    return mentorship


def _locked(mentorship):
    """The pair locked, with its people at hand."""
    sides = Prefetch("participants", Participant.objects.select_related("person__user"))
    return lock(Mentorship.objects.prefetch_related(sides), mentorship.pk)


def _require_possible(mentor, mentees, forms, kinds, directions, start, end, *, exclude=None):
    problems = pairing_problems(
        mentor=mentor, mentees=mentees, directions=directions, start=start, end=end, exclude=exclude
    )
    if not forms:
        problems.append("Выберите хотя бы одну форму наставничества.")
    if not kinds:
        problems.append("Выберите хотя бы один вид наставничества.")
    if len(problems) == 1:
        raise Refused(problems[0])
    if problems:
        raise Refused("Составить такую пару нельзя.", problems)


def _write_sides(mentorship, mentor, mentees):
    sides = [(mentor, ParticipantRole.MENTOR), *((person, ParticipantRole.MENTEE) for person in mentees)]
    for person, role in sides:
        Participant.objects.create(mentorship=mentorship, person=person, role=role)


def _require_draft(mentorship, verb):
    if mentorship.status != MentorshipStatus.DRAFT:
        raise StaleState(
            f"{verb} можно только черновик, а состояние уже «{mentorship.get_status_display()}». "
            "Откройте страницу заново."
        )


def lock_mentees(mentorship) -> None:
    """Hold the mentees until the end of the transaction, always in the same order.

    Two who write the same direction at once would each wait for the other's row: the exclusion constraint looks
    for an overlap after both have written.
    """
    mentees = [person.pk for person in mentorship.mentees]
    list(
        Person.objects.filter(pk__in=mentees).order_by("pk").select_for_update(no_key=True).values_list("pk")
    )


def _cover_directions(mentorship):
    period = inclusive_period(mentorship.start, mentorship.end)
    rows = [
        CoveredDirection(mentorship=mentorship, mentee=person, direction=direction, period=period)
        for person in mentorship.mentees
        for direction in mentorship.directions.all()
    ]
    try:
        with transaction.atomic():
            CoveredDirection.objects.bulk_create(rows)
    except IntegrityError as error:
        if "covered_direction_no_overlap" not in str(error):
            raise
        raise Refused(
            "Пока вы работали, у наставляемого появилась другая пара по этому направлению на это же время. "
            "Откройте список пар и проверьте."
        ) from None


def _require_awaited(mentorship, participant, answer):
    changes_mind = participant.answer == Answer.YES and answer == Answer.NO
    states = [MentorshipStatus.PROPOSED, *([MentorshipStatus.AGREED] if changes_mind else [])]
    if mentorship.status not in states or (participant.answer != Answer.PENDING and not changes_mind):
        raise StaleState(
            f"Ответ уже не нужен: {participant.person.short_name} – {participant.get_answer_display()}, "
            f"состояние пары «{mentorship.get_status_display()}»."
        )


def _answer_sentence(participant):
    how = participant.get_answer_channel_display()
    sentence = f"ответ {participant.person.short_name} ({participant.get_role_display()}): "
    return f"{sentence}{participant.get_answer_display()}, {how} {participant.answered_on:%d.%m.%Y}"


def _draw_conclusion(mentorship, by):
    answers = set(mentorship.participants.filter(valid_to__isnull=True).values_list("answer", flat=True))
    if Answer.NO in answers:
        move(TABLE, mentorship, "refuse", by=by)
        mentorship.covered_directions.all().delete()
    elif answers == {Answer.YES}:
        move(TABLE, mentorship, "agree", by=by)
