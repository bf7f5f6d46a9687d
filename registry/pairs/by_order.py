"""What a registered order does to an active pair: another mentor, a later end, the end.

Only the orders call these, in the transaction that registers; dates may lie ahead, as the order says them.
"""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from mentoring.school.rules import may_date
from mentoring.workflow.services import add_history, lock
from mentoring.workflow.verdicts import Refused, require
from registry.bank.models import MentorEntry
from registry.pairs.enums import Answer, AnswerChannel, EndGround, ParticipantRole
from registry.pairs.models import Mentorship, Participant
from registry.pairs.queries import inclusive_period, with_people
from registry.pairs.rules import may_change_by_order, mentor_picking_problems
from registry.pairs.services import finish_mentorship, lock_mentees
from registry.people.models import Person


@transaction.atomic
def replace_mentor(
    mentorship, *, by, mentor: Person, on: date, consented_on: date, basis: str
) -> Participant:
    """Close the present mentor's period with the eve of `on` and open the new mentor's: nothing is overwritten.

    `consented_on` is the date of the new mentor's written consent (ТК РФ, ст. 351.8), `basis` names the order.
    Raises Refused when the pair is not in force, the day is outside its term or the mentor cannot be taken.
    """
    mentorship = lock(with_people(Mentorship.objects.all()), mentorship.pk)
    require(may_change_by_order(mentorship, by))
    problems = replacement_problems(mentorship, mentor, on)
    if problems:
        raise Refused("Заменить наставника нельзя.", problems)
    # Two orders at once must not overbook the new mentor.
    MentorEntry.objects.select_for_update().filter(person=mentor).first()
    former = mentorship.participants.get(role=ParticipantRole.MENTOR, valid_to__isnull=True)
    former.valid_to = on - timedelta(days=1)
    former.save(update_fields=["valid_to"])
    row = Participant.objects.create(
        mentorship=mentorship,
        person=mentor,
        role=ParticipantRole.MENTOR,
        answer=Answer.YES,
        answered_on=consented_on,
        answered_by=by,
        answer_channel=AnswerChannel.PAPER,
        valid_from=on,
    )
    sentence = (
        f"замена наставника с {on:%d.%m.%Y}: {former.person.short_name} → {mentor.short_name} ({basis})"
    )
    add_history(mentorship, by=by, action="replace_mentor", sentence=sentence[:300])
    return row


def replacement_problems(mentorship: Mentorship, mentor: Person, on: date) -> list[str]:
    """Why this mentor cannot take the pair over on the day: Russian sentences, none when it is possible."""
    former = next(
        row
        for row in mentorship.participants.all()
        if row.role == ParticipantRole.MENTOR and row.valid_to is None
    )
    if mentor.pk == former.person_id:
        return [f"{mentor.short_name}: уже наставник этой пары."]
    begun = former.valid_from or mentorship.start
    if not begun < on <= mentorship.end:
        return [
            f"Замена возможна после {begun:%d.%m.%Y} и не позже {mentorship.end:%d.%m.%Y}. Проверьте дату."
        ]
    return mentor_picking_problems(mentor, mentorship.mentees, on, mentorship.end, exclude=mentorship)


@transaction.atomic
def extend_mentorship(mentorship, *, by, end: date, basis: str) -> Mentorship:
    """Move the end of an active pair to a later day (Положение, п. 7.2); its directions stay taken until then.

    Raises Refused for an earlier day, or when another pair of a mentee has the direction in the added time.
    """
    mentorship = lock(with_people(Mentorship.objects.all()), mentorship.pk)
    require(may_change_by_order(mentorship, by))
    lock_mentees(mentorship)
    before = mentorship.end
    if end <= before:
        raise Refused(f"Срок пары и так по {before:%d.%m.%Y}: продлить можно только на более поздний день.")
    try:
        with transaction.atomic():
            mentorship.covered_directions.update(period=inclusive_period(mentorship.start, end))
    except IntegrityError as error:
        if "covered_direction_no_overlap" not in str(error):
            raise
        raise Refused(
            "Продлить срок нельзя: на это время у наставляемого есть другая пара по этому направлению."
        ) from None
    mentorship.end = end
    mentorship.version += 1
    mentorship.save(update_fields=["end", "version"])
    sentence = f"срок продлён с {before:%d.%m.%Y} по {end:%d.%m.%Y} ({basis})"
    add_history(mentorship, by=by, action="extend", sentence=sentence, tells=["end"])
    return mentorship


@transaction.atomic
def end_by_order(mentorship, *, by, on: date, ground, note: str, basis: str) -> Mentorship:
    """End an active pair by a registered order, on the last day that the order names (Положение, п. 4.1, 7.1).

    Raises Refused without a note where the ground is not the full plan, StaleState when the pair is not active.
    """
    mentorship = lock(Mentorship.objects.all(), mentorship.pk)
    require(may_date(on))
    ground = EndGround(ground)
    return finish_mentorship(
        mentorship, "end_by_order", by=by, on=on, ground=ground, note=note.strip(), basis=basis
    )
