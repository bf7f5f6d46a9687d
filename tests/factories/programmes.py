"""Templates and programmes for tests in any state, reached only through the services."""

from datetime import timedelta

from django.utils import timezone

from mentoring.school.queries import organisation
from mentoring.school.services import save_organisation
from programs.blueprints.services import create_blueprint
from programs.programmes.enums import AcquaintedBody, AgreementChannel, ProgrammeStatus
from programs.programmes.models import Programme
from programs.programmes.services import (
    agree_programme,
    begin_work,
    complete_programme,
    end_programme_early,
    note_acquaintance,
    record_event,
    save_plan,
    send_programme,
    start_programme,
    update_programme,
)
from registry.pairs.enums import EndGround, MentorshipStatus
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_teacher
from tests.factories.ready import lend_accounts, ready_pair

S = ProgrammeStatus


def make_school():
    """The organisation card that papers need."""
    if organisation() is None:
        save_organisation(
            by=None,
            version=0,
            full_name="Муниципальное бюджетное общеобразовательное учреждение «Школа № 1»",
            full_name_genitive="муниципального бюджетного общеобразовательного учреждения «Школа № 1»",
            full_name_dative="муниципальному бюджетному общеобразовательному учреждению «Школа № 1»",
            full_name_prepositional="муниципальном бюджетном общеобразовательном учреждении «Школа № 1»",
            short_name="МБОУ «Школа № 1»",
            town="г. Приречный",
            head_last_name="Кедрова",
            head_first_name="Галина",
            head_patronymic="Андреевна",
        )
    return organisation()


def plan_rows(count=3) -> list[dict]:
    """Rows of a plan: one a week, the first of them a week ago."""
    today = timezone.localdate()
    return [
        {
            "date_text": f"{number + 1}-я неделя",
            "planned_on": today + timedelta(days=7 * (number - 1)),
            "event": f"Посещение урока {number + 1}",
            "form": "беседа",
            "content": "Разбор урока",
        }
        for number in range(count)
    ]


def make_blueprint(name="Шаблон для теста", *, by=None, rows=None, **fields):
    return create_blueprint(
        by=by or make_curator(), name=name, rows=plan_rows(2) if rows is None else rows, **fields
    )


def make_pair(size=1, *, usernames=True, state=MentorshipStatus.ACTIVE, **terms):
    """An active pair whose mentor and mentees have the accounts «mentor», «mentee», «mentee2»…"""
    if not usernames:
        return make_mentorship(state, size=size, **terms)
    ready = ready_pair(state)
    if ready and size == 1 and not terms:
        return ready
    curator = make_curator()
    lend_accounts(["mentor", "mentee"])
    mentor = make_mentor(make_teacher("mentor", by=curator), by=curator, max_mentees=max(size, 2)).person
    names = ["mentee", *(f"mentee{number}" for number in range(2, size + 1))]
    mentees = [make_mentee(make_teacher(name, by=curator), by=curator).person for name in names]
    return make_mentorship(state, mentor=mentor, mentees=mentees, **terms)


def make_programme(state=S.DRAFT, *, mentorship=None, by=None, rows=3, size=1, **texts) -> Programme:
    """A programme walked through the services to `state`; its plan has `rows` events."""
    by = by or make_curator()
    mentorship = mentorship or make_pair(size)
    programme = start_programme(mentorship, by=by)
    texts = {"title": "Первые шаги", "goals": "Научиться строить урок", **texts}
    programme = update_programme(programme, by=by, version=programme.version, **texts)
    programme = save_plan(programme, by=by, version=programme.version, rows=plan_rows(rows))
    walk_to(programme, ProgrammeStatus(state), by=by)
    return Programme.objects.get(pk=programme.pk)


def walk_to(programme, state, *, by) -> None:
    """Take a draft to the state by the services."""
    if state == S.DRAFT:
        return
    send_programme(programme, by=by)
    if state == S.ON_AGREEMENT:
        return
    agree_all(programme, by=by)
    if state == S.AGREED:
        return
    today = timezone.localdate()
    begin_work(programme, by=by)
    if state == S.COMPLETED:
        hold_all(programme, by=by)
        complete_programme(programme, by=by, on=today)
    if state == S.ENDED_EARLY:
        end_programme_early(programme, by=by, on=today, ground=EndGround.SIDES, note="Наставник уехал")


def agree_all(programme, *, by) -> None:
    """The curator enters the agreement of every mentee."""
    for person in programme.mentorship.mentees:
        agree_programme(
            programme, by=by, person=person, on=timezone.localdate(), channel=AgreementChannel.PAPER
        )


def hold(event, *, by, reflection="Получилось") -> None:
    record_event(event, by=by, held_on=timezone.localdate(), reflection=reflection, seen=event.fingerprint)


def hold_all(programme, *, by) -> None:
    for event in programme.plan.select_related("programme"):
        hold(event, by=by)


def note(programme, *, by, body=AcquaintedBody.CURATOR):
    return note_acquaintance(programme, by=by, body=body, on=timezone.localdate())
