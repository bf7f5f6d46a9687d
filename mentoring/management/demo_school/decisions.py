"""What the demo school has decided: pairs, one registered order, one running programme."""

import datetime

from mentoring.management.demo_school.stages import DemoSchool
from mentoring.school.models import Direction, MentoringForm, MentoringKind
from mentoring.school.queries import year_end
from programs.blueprints.services import ensure_blueprint
from programs.programmes.enums import AcquaintedBody, AgreementChannel
from programs.programmes.models import PlanEvent
from programs.programmes.services import (
    agree_programme,
    note_acquaintance,
    record_event,
    save_plan,
    send_programme,
    start_programme,
)
from registry.pairs.enums import Answer, AnswerChannel
from registry.pairs.services import answer_participation, create_mentorship, propose_mentorship
from roadmap.orders import services as orders
from roadmap.orders.journals import ensure_journal
from roadmap.orders.new_drafts import draft_pairing_order

# In days from today.
BEGIN_IN = 10
START_AGO = 35
# mentor, mentees, indexes of directions, have both sides answered
PAIRS = (
    ("Озерова", ("Дубравина",), (0, 1), True),
    ("Ключевская", ("Снегирёва", "Полынина"), (1,), True),
    ("Рябинин", ("Вересков",), (0, 3), False),
)


def make_pairs(school: DemoSchool) -> None:
    """A pair and a group that have agreed, and a pair that still waits for an answer."""
    directions, kinds = list(Direction.objects.all()), list(MentoringKind.objects.all())
    end_of_lessons = year_end(school.today) - datetime.timedelta(days=92)
    for mentor, mentees, chosen, is_answered in PAIRS:
        # The first pair works already; an order never appoints anybody for a time that has passed.
        start = school.days_ago(-BEGIN_IN if school.mentorships else START_AGO)
        mentorship = create_mentorship(
            by=school.curator,
            mentor=school.person(mentor),
            mentees=[school.person(mentee) for mentee in mentees],
            forms=list(MentoringForm.objects.all()[:1]),
            kinds=[kinds[len(mentees) - 1]],
            directions=[directions[index] for index in chosen],
            start=start,
            end=max(end_of_lessons, start + datetime.timedelta(days=92)),
            reason="Совпадают направления, наставник ведёт те же классы",
        )
        propose_mentorship(mentorship, by=school.curator)
        for participant in mentorship.participants.all() if is_answered else []:
            answer_participation(
                participant,
                by=school.curator,
                answer=Answer.YES,
                on=school.days_ago(45),
                channel=AnswerChannel.PAPER,
            )
        school.mentorships.append(mentorship)


def office_day(day: datetime.date) -> datetime.date:
    """That day, or the Friday before a weekend."""
    return day - datetime.timedelta(days=max(0, day.isoweekday() - 5))


def sign_order(school: DemoSchool) -> None:
    """The first pair stands in a registered and signed order; not everybody has read it yet."""
    director, curator = school.users["director"], school.curator
    ensure_journal()
    order = draft_pairing_order(school.mentorships[:1], by=curator)
    orders.submit_order(order, by=curator)
    orders.approve_order(order, by=director)
    order = orders.register_order(order, by=curator, on=office_day(school.days_ago(START_AGO + 1)))
    orders.sign_order(order, by=curator, on=school.days_ago(33))
    reader = order.acquaintances.select_related("person").first().person
    orders.mark_acquainted(order, by=curator, people_dates={reader: school.days_ago(32)})


# days from today, event, form, content, what came of it (for events that were held)
PLAN = (
    (-28, "Знакомство, разговор об ожиданиях", "беседа", "Что уже получается, где нужна помощь, порядок встреч",
     "Договорились встречаться по вторникам. Главное затруднение – время на уроке."),
    (-21, "Посещение урока наставника в 7 «А»", "открытый урок", "Как начать урок и удержать темп",
     "Взяла приём «вопрос на входе», попробую в своём классе."),
    (-12, "Разбор урока наставляемого", "консультация", "Урок «Линейная функция»: цель, задания, итог",
     "Урок стал на пять минут короче плана, успели подвести итог."),
    (-3, "Задания разной сложности к контрольной", "мастерская", "Составить три уровня заданий по теме", ""),
    (4, "Подготовка к родительскому собранию", "консультация", "О чём говорить и о чём не говорить", ""),
    (25, "Открытый урок", "открытый урок", "Урок для коллег методического объединения", ""),
    (60, "Промежуточные итоги", "беседа", "Что удалось, что изменить во втором полугодии", ""),
)  # fmt: skip


def run_programme(school: DemoSchool) -> None:
    """The programme of the first pair goes on: held events, one that waits for a mark, and those to come."""
    curator = school.curator
    mentorship = school.mentorships[0]
    programme = start_programme(mentorship, by=curator, blueprint=ensure_blueprint(by=curator))
    rows = [_row(school.days_ago(-days), *texts) for days, *texts, _ in PLAN]
    programme = save_plan(programme, by=curator, version=programme.version, rows=rows)
    send_programme(programme, by=curator, on=school.days_ago(30))
    for mentee in mentorship.mentees:
        agree_programme(
            programme, by=curator, person=mentee, on=school.days_ago(29), channel=AgreementChannel.PAPER
        )
    for body in AcquaintedBody:
        note_acquaintance(programme, by=curator, body=body, on=school.days_ago(29))
    for event, (*_, reflection) in zip(PlanEvent.objects.filter(programme=programme), PLAN, strict=True):
        if reflection:
            held_on = event.planned_on
            record_event(event, by=curator, held_on=held_on, reflection=reflection, seen=event.fingerprint)


def _row(day: datetime.date, event, form, content):
    return {
        "date_text": f"{day:%d.%m.%Y}",
        "planned_on": day,
        "event": event,
        "form": form,
        "content": content,
    }
