"""Why people cannot be paired: the sentences that the curator reads."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mentoring.workflow.verdicts import Refused
from registry.bank.services import leave_bank
from registry.consents.enums import ConsentKind as K
from registry.consents.models import Consent
from registry.consents.services import withdraw_consent
from registry.pairs.rules import capacity_obstacle, pairing_problems, term_warning
from registry.pairs.services import propose_mentorship
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import half_a_year, make_mentorship, the_direction, the_kind
from tests.factories.people import make_curator, make_person

pytestmark = pytest.mark.django_db
today = timezone.localdate


def problems(mentor=None, mentees=None, **changed):
    start, end = half_a_year()
    usual = {"directions": [the_direction()], "start": start, "end": end}
    return pairing_problems(
        mentor=mentor or make_mentor().person,
        mentees=mentees or [make_mentee().person],
        **{**usual, **changed},
    )


def test_people_of_the_bank_with_consents_may_be_paired():
    assert problems() == []


def test_nothing_chosen_is_told_at_once():
    start, end = half_a_year()
    assert pairing_problems(mentor=None, mentees=[], directions=[], start=end, end=start) == [
        "Выберите наставника.",
        "Выберите хотя бы одного наставляемого.",
        "Выберите хотя бы одно направление.",
        "Окончание должно быть позже начала.",
    ]


def test_nobody_is_a_mentor_to_oneself():
    person = make_mentor().person
    make_mentee(person, consents=(K.PARTICIPATION,))
    assert problems(person, [person]) == [
        f"{person.short_name}: человек не может быть наставником самому себе."
    ]


def test_a_mentee_is_not_taken_twice_into_one_group():
    person = make_mentee().person
    assert problems(mentees=[person, person]) == ["Один и тот же человек выбран наставляемым дважды."]


def test_the_mentor_must_be_in_the_bank_with_both_consents():
    person = make_person()
    assert problems(person) == [
        f"{person.short_name}: нет записи в банке наставников.",
        f"{person.short_name}: нет действующего согласия на обработку персональных данных.",
        f"{person.short_name}: нет действующего согласия быть наставником.",
    ]


def test_the_mentee_must_agree_to_take_part():
    person = make_mentee(consents=(K.PROCESSING,)).person
    assert problems(mentees=[person]) == [
        f"{person.short_name}: нет действующего согласия на участие в программе наставничества."
    ]


def test_who_left_the_bank_is_not_taken():
    entry = make_mentor(entered_on=date(2026, 9, 1))
    leave_bank(entry, by=make_curator(), on=today(), reason="Большая нагрузка")
    assert problems(entry.person) == [f"{entry.person.short_name}: запись в банке наставников закрыта."]


def test_a_full_mentor_is_told_in_words():
    mentor = make_mentor(max_mentees=2).person
    make_mentorship("proposed", mentor=mentor, size=2)
    assert problems(mentor) == [f"{mentor.short_name}: на этот срок уже ведёт двух наставляемых из двух."]


def test_a_group_larger_than_the_free_places_is_refused():
    mentor = make_mentor(max_mentees=2).person
    make_mentorship("active", mentor=mentor)
    assert problems(mentor, [make_mentee().person, make_mentee().person]) == [
        f"{mentor.short_name}: свободных мест 1 из 2, а наставляемых выбрано 2."
    ]


@pytest.mark.parametrize("state", ["draft", "declined", "ended"])
def test_drafts_and_what_is_over_take_no_place(state):
    mentor = make_mentor(max_mentees=1).person
    make_mentorship(state, mentor=mentor)
    assert problems(mentor) == []


def test_mentorships_that_follow_one_another_are_not_added_up():
    mentor = make_mentor(max_mentees=2).person
    first, last = today(), today() + timedelta(days=300)
    middle = first + timedelta(days=150)
    make_mentorship("proposed", mentor=mentor, start=first, end=middle)
    make_mentorship("proposed", mentor=mentor, start=middle + timedelta(days=1), end=last)
    assert problems(mentor, start=first, end=last) == []


def test_one_direction_of_a_mentee_is_not_covered_twice():
    mentee, mentor = make_mentee().person, make_mentor().person
    taken = make_mentorship("active", mentor=mentor, mentees=[mentee])
    assert problems(mentees=[mentee]) == [
        f"{mentee.short_name}: по направлению «предметное содержание» на это время уже есть наставник – "
        f"{mentor.short_name} (до {taken.end:%d.%m.%Y})."
    ]
    assert problems(mentees=[mentee], directions=[the_direction(1)]) == []
    assert problems(mentees=[mentee], start=taken.end + timedelta(days=1), end=date(2028, 5, 31)) == []


def test_one_person_may_be_mentor_in_one_pair_and_mentee_in_the_other():
    young, experienced = make_mentor().person, make_mentor().person
    make_mentee(young, consents=(K.PARTICIPATION,))
    make_mentee(experienced, consents=(K.PARTICIPATION,))
    make_mentorship("proposed", mentor=experienced, mentees=[young])
    assert problems(young, [experienced]) == []


def test_what_changed_since_the_draft_is_found_at_proposal():
    mentorship = make_mentorship()
    consent = Consent.objects.get(person=mentorship.mentor, kind=K.MENTORING)
    withdraw_consent(consent, by=make_curator(), on=today())
    with pytest.raises(Refused) as refusal:
        propose_mentorship(mentorship, by=make_curator())
    assert refusal.value.problems == (
        f"{mentorship.mentor.short_name}: нет действующего согласия быть наставником.",
    )


@pytest.mark.parametrize(
    ("load", "limit", "wanted", "phrase"),
    [
        (0, 1, 1, ""),
        (1, 1, 1, "на этот срок уже ведёт одного наставляемого из одного"),
        (3, 3, 2, "на этот срок уже ведёт трёх наставляемых из трёх"),
        (7, 5, 1, "на этот срок уже ведёт 7 наставляемых из 5"),
        (4, 5, 2, "свободных мест 1 из 5, а наставляемых выбрано 2"),
    ],
)
def test_capacity_is_told_in_agreed_words(load, limit, wanted, phrase):
    assert capacity_obstacle(load, limit, wanted) == phrase


@pytest.mark.parametrize(
    ("start", "end", "begins"),
    [
        (date(2026, 9, 1), date(2026, 11, 29), "Срок короче 3 месяцев"),
        (date(2026, 9, 1), date(2026, 11, 30), ""),
        (date(2026, 9, 1), date(2027, 5, 31), ""),
        (date(2026, 9, 1), date(2027, 9, 1), ""),
        (date(2026, 9, 1), date(2027, 9, 2), "Срок длиннее года"),
        (date(2026, 11, 30), date(2027, 2, 27), ""),
        (date(2026, 11, 30), date(2027, 2, 26), "Срок короче 3 месяцев"),
    ],
)
def test_an_unusual_term_is_a_remark(start, end, begins):
    assert term_warning(start, end)[: len(begins) or None] == begins


def test_speed_mentoring_may_be_short():
    the_kind()
    speed = next(kind for kind in [the_kind(place) for place in range(7)] if kind.name == "Скоростное")
    assert term_warning(date(2026, 9, 1), date(2026, 9, 2), [speed]) == ""
