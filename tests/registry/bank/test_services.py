from datetime import date, timedelta

import pytest
from django.utils import timezone

from mentoring.school.models import Direction
from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused, StaleState
from registry.bank import services
from registry.bank.enums import BankRole, MenteeCategory
from registry.bank.models import MenteeEntry, MentorEntry
from registry.bank.rules import WAITS_FOR_CONSENT, proposed_category
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_person,
    make_psychologist,
    make_pupil,
    make_teacher,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


def today():
    return timezone.localdate()


def sentences(entry):
    model = type(entry).__name__.lower()
    rows = StatusChange.objects.filter(object_id=entry.pk, content_type__model=model).order_by("pk")
    return list(rows.values_list("sentence", flat=True))


def test_a_person_may_stand_in_both_banks_but_once_in_each():
    mentor = make_mentor()
    mentee = services.enter_mentee(mentor.person, by=make_curator(), category=MenteeCategory.OWN_REQUEST)
    assert (mentor.person, MentorEntry.objects.count(), MenteeEntry.objects.count()) == (mentee.person, 1, 1)
    with pytest.raises(StaleState) as caught:
        services.enter_mentor(mentor.person, by=make_curator())
    assert caught.value.reason == (
        f"{mentor.person.full_name}: уже есть в этом банке. Откройте запись и измените её."
    )


def test_without_a_consent_nothing_personal_is_kept():
    person, curator = make_person(), make_curator()
    with pytest.raises(Refused) as caught:
        services.enter_mentee(
            person, by=curator, category=MenteeCategory.YOUNG, request="Трудно с дисциплиной"
        )
    assert caught.value.reason == WAITS_FOR_CONSENT
    entry = services.enter_mentee(person, by=curator, category=MenteeCategory.YOUNG)
    with pytest.raises(Refused) as caught:
        services.update_mentee(entry, by=curator, version=0, strengths="Любит детей")
    assert caught.value.reason == WAITS_FOR_CONSENT
    assert MenteeEntry.objects.get().strengths == ""


@pytest.mark.parametrize("mentees", [0, 31])
def test_a_mentor_has_from_one_to_thirty_mentees(mentees):
    with pytest.raises(Refused) as caught:
        make_mentor(max_mentees=mentees)
    assert caught.value.reason == "У наставника может быть от 1 до 30 наставляемых. Исправьте число."


def test_pupils_and_those_who_left_the_school_are_not_entered():
    gone = make_person()
    type(gone).objects.filter(pk=gone.pk).update(left_on=today() - timedelta(days=1))
    for person, reason in (
        (make_pupil(), "Обучающийся не может быть наставником педагогического работника."),
        (gone, f"{gone.full_name}: уже не работает в школе, в банк не включить."),
    ):
        with pytest.raises(Refused) as caught:
            services.enter_mentor(person, by=make_curator())
        assert caught.value.reason == reason
    assert make_mentee(make_pupil(), consents=()).person.kind == "pupil"


def test_a_change_writes_fields_lists_and_history():
    entry, curator = make_mentor(), make_curator()
    direction = Direction.objects.create(name="Работа с родителями")
    services.update_mentor(entry, by=curator, version=0, max_mentees=4, directions=[direction])
    services.update_mentor(entry, by=curator, version=1, max_mentees=4, directions=[direction])
    entry.refresh_from_db()
    assert (entry.max_mentees, entry.version, list(entry.directions.all())) == (4, 2, [direction])
    assert sentences(entry)[1:] == ["изменено: «направления» – Работа с родителями"]


def test_an_old_page_does_not_overwrite():
    entry, curator = make_mentor(), make_curator()
    services.update_mentor(entry, by=curator, version=0, max_mentees=4)
    with pytest.raises(StaleState) as caught:
        services.update_mentor(entry, by=curator, version=0, max_mentees=9)
    assert caught.value.reason.startswith("Запись банка: пока вы работали, данные изменил другой человек")
    assert MentorEntry.objects.get().max_mentees == 4


def test_leaving_and_coming_back_is_written_down():
    entry, curator = make_mentor(), make_curator()
    left = services.leave_bank(entry, by=curator, on=today(), reason=" Отпуск ")
    assert (left.left_on, left.left_reason) == (today(), "Отпуск")
    back = services.return_to_bank(entry, by=curator)
    assert (back.left_on, back.left_reason, back.reviewed_on) == (None, "", today())
    assert sentences(entry)[1:] == [
        f"исключение из банка {today():%d.%m.%Y}",
        f"возвращение в банк {today():%d.%m.%Y}",
    ]


@pytest.mark.parametrize(
    ("shift", "reason", "sentence"),
    [
        (0, " ", "Напишите, почему запись исключается из банка: причина останется в истории."),
        (1, "Отпуск", "Дата исключения ещё не наступила. Укажите сегодняшнюю или прошедшую дату."),
        (-1, "Отпуск", "Дата исключения раньше даты включения ({today:%d.%m.%Y}). Проверьте дату."),
    ],
)
def test_leaving_needs_a_reason_and_a_possible_date(shift, reason, sentence):
    entry = make_mentor()
    with pytest.raises(Refused) as caught:
        services.leave_bank(entry, by=make_curator(), on=today() + timedelta(days=shift), reason=reason)
    assert caught.value.reason == sentence.format(today=today())


def test_a_review_moves_the_date_and_is_written_once():
    entry = make_mentor(entered_on=today() - timedelta(days=400))
    services.mark_reviewed(entry, by=make_curator())
    services.mark_reviewed(entry, by=make_curator())
    assert MentorEntry.objects.get().reviewed_on == today()
    assert sentences(entry)[1:] == [f"запись актуализирована {today():%d.%m.%Y}"]


# State of the entry × act: update, review, leave, return.
STATES = {
    "waiting": (True, True, True, False),
    "active": (True, True, True, False),
    "left": (False, False, False, True),
}


@pytest.mark.parametrize("state", STATES)
def test_what_is_possible_in_each_state(state):
    curator = make_curator()
    acts = (
        lambda entry: services.update_mentor(entry, by=curator, version=entry.version, max_mentees=3),
        lambda entry: services.mark_reviewed(entry, by=curator),
        lambda entry: services.leave_bank(entry, by=curator, on=today(), reason="Отпуск"),
        lambda entry: services.return_to_bank(entry, by=curator),
    )
    outcomes = []
    for act in acts:
        entry = make_mentor(consents=()) if state == "waiting" else make_mentor()
        if state == "left":
            entry = services.leave_bank(entry, by=curator, on=today(), reason="Отпуск")
        try:
            act(entry)
        except StaleState:
            outcomes.append(False)
        else:
            outcomes.append(True)
    assert tuple(outcomes) == STATES[state]


ACTORS = {
    "curator": True, "keeper": True, "administrator": False, "director": False, "council": False, "psychologist": False,
    "own": False,
}  # fmt: skip


@pytest.mark.parametrize("actor", ACTORS)
def test_who_keeps_the_bank(actor):
    person = make_teacher("own")
    entry = make_mentor(person)
    user = {
        "curator": make_curator,
        "keeper": make_keeper,
        "administrator": make_administrator,
        "director": make_director,
        "council": make_council_member,
        "psychologist": make_psychologist,
        "own": lambda: person.user,
    }[actor]()
    outcomes = set()
    for act in (
        lambda: services.enter_mentee(person, by=user, category=MenteeCategory.YOUNG),
        lambda: services.update_mentor(entry, by=user, version=0, max_mentees=3),
        lambda: services.mark_reviewed(entry, by=user),
        lambda: services.leave_bank(entry, by=user, on=today(), reason="Отпуск"),
    ):
        try:
            act()
        except StaleState:
            raise
        except Refused:
            outcomes.add(False)
        else:
            outcomes.add(True)
    assert outcomes == {ACTORS[actor]}


def test_many_people_at_once_with_the_proposed_category():
    young = make_person(birth_date=date(2000, 1, 1), teaching_years=1)
    other, present = make_person(teaching_years=20), make_mentee().person
    outcome = services.enter_many(
        [young, other, present], BankRole.MENTEE, by=make_curator(), category=MenteeCategory.DIFFICULTY
    )
    assert [(entry.person, entry.category) for entry in outcome.entered] == [
        (young, MenteeCategory.YOUNG),
        (other, MenteeCategory.DIFFICULTY),
    ]
    assert [person for person, _ in outcome.refused] == [present]


@pytest.mark.parametrize(
    ("fields", "category"),
    [
        ({"birth_date": date(1991, 11, 21), "teaching_years": 3}, MenteeCategory.YOUNG),
        ({"birth_date": date(1990, 11, 22), "teaching_years": 3}, MenteeCategory.YOUNG),
        ({"birth_date": date(1990, 11, 21), "teaching_years": 3}, None),
        ({"birth_date": date(1995, 1, 1), "teaching_years": 4}, None),
        ({"teaching_years": 0}, MenteeCategory.YOUNG),
        ({"birth_date": date(1995, 1, 1)}, None),
        ({"teaching_years": 12, "hired_on": date(2026, 9, 1)}, MenteeCategory.EXPERIENCED),
        ({"teaching_years": 12, "hired_on": date(2025, 9, 1)}, None),
    ],
)
def test_the_category_follows_from_age_experience_and_hiring(fields, category):
    assert proposed_category(make_person(**fields), DAY) == category
