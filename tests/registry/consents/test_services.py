from datetime import date, timedelta

import pytest
from django.utils import timezone

from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused, StaleState
from registry.consents import services
from registry.consents.enums import ConsentChannel, ConsentKind, ConsentStatus
from registry.consents.models import Consent, ConsentText
from registry.consents.rules import NO_REPRESENTATIVE, default_valid_until
from tests.factories.bank import first_of_september, give_paper
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_person,
    make_psychologist,
    make_pupil,
    make_teacher,
)

pytestmark = pytest.mark.django_db
K, S, SCREEN, PAPER = ConsentKind, ConsentStatus, ConsentChannel.SCREEN, ConsentChannel.PAPER


def today():
    return timezone.localdate()


def sentences(consent):
    rows = StatusChange.objects.filter(object_id=consent.pk, content_type__model="consent").order_by("pk")
    return list(rows.values_list("sentence", flat=True))


@pytest.mark.parametrize(
    ("given_on", "until"),
    [
        (date(2026, 9, 1), date(2027, 8, 31)),
        (date(2027, 1, 12), date(2027, 8, 31)),
        (date(2027, 7, 31), date(2027, 8, 31)),
        (date(2027, 8, 1), date(2028, 8, 31)),
        (date(2027, 8, 31), date(2028, 8, 31)),
    ],
)
def test_a_consent_holds_until_the_end_of_the_school_year_it_is_for(given_on, until):
    assert default_valid_until(given_on) == until


def test_a_blank_is_prepared_once_and_becomes_the_consent_that_came_back():
    person, curator = make_person(), make_curator()
    blank = services.prepare_blank(person, K.PROCESSING, by=curator)
    again = services.prepare_blank(person, K.PROCESSING, by=curator)
    given = services.give_consent(
        person, K.PROCESSING, by=curator, given_on=date(2026, 9, 1), channel=PAPER,
        valid_until=date(2027, 8, 31),
    )  # fmt: skip
    assert [blank.pk, again.pk, given.pk] == [given.pk] * 3
    assert (blank.status, given.status, given.text) == (S.PRINTED, S.GIVEN, blank.text)
    assert sentences(given) == [
        "подготовлен бланк, редакция 1",
        "получено на бумаге 01.09.2026, действует по 31.08.2027",
    ]


def test_the_same_paper_entered_twice_is_refused_as_stale():
    person = make_person()
    give_paper(person, K.PROCESSING)
    with pytest.raises(StaleState) as caught:
        give_paper(person, K.PROCESSING)
    until = default_valid_until(first_of_september())
    assert caught.value.reason == (
        f"Такое согласие уже есть: от {first_of_september():%d.%m.%Y}, действует по {until:%d.%m.%Y}."
    )
    assert Consent.objects.count() == 1


def test_a_longer_consent_renews_the_present_one():
    person = make_person()
    give_paper(person, K.PROCESSING, valid_until=today() + timedelta(days=5))
    renewed = give_paper(person, K.PROCESSING, on=today(), valid_until=today() + timedelta(days=300))
    assert renewed.status == S.GIVEN
    assert Consent.objects.filter(person=person, status=S.GIVEN).count() == 2


@pytest.mark.parametrize(
    ("given_on", "valid_until", "reason"),
    [
        (
            timedelta(days=1),
            None,
            "Дата согласия ещё не наступила. Укажите дату, которая стоит под подписью.",
        ),
        (
            date(1999, 9, 1),
            date(2000, 9, 1),
            "Дата согласия раньше 26.01.2007, когда начал действовать закон о персональных данных.",
        ),
        (
            date(2009, 9, 1),
            date(2010, 9, 1),
            "Дата согласия раньше даты рождения этого человека. Проверьте обе даты.",
        ),
        (date(2025, 9, 1), date(2025, 8, 31), "Срок действия кончается раньше даты согласия."),
        (
            date(2025, 9, 1),
            date(2031, 9, 1),
            "Срок действия больше пяти лет. Согласие продлевают ежегодно: укажите ближайшее 31 августа.",
        ),
    ],
)
def test_impossible_dates_are_refused_with_the_reason(given_on, valid_until, reason):
    person = make_pupil(birth_date=date(2010, 5, 5))
    if isinstance(given_on, timedelta):
        given_on = today() + given_on
    with pytest.raises(Refused) as caught:
        give_paper(person, K.PROCESSING, on=given_on, valid_until=valid_until)
    assert caught.value.reason == reason
    assert Consent.objects.count() == 0


def test_for_a_pupil_the_representative_signs_and_must_be_on_the_card():
    pupil = make_pupil()
    consent = give_paper(pupil, K.PROCESSING)
    assert consent.representative == pupil.representative
    orphan = make_person(kind="pupil")
    for act in (
        lambda: give_paper(orphan, K.PROCESSING),
        lambda: services.prepare_blank(orphan, K.PROCESSING, by=make_curator()),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.reason == NO_REPRESENTATIVE


def test_a_pupil_never_consents_to_be_a_mentor():
    with pytest.raises(Refused) as caught:
        give_paper(make_pupil(), K.MENTORING)
    assert caught.value.reason == "Обучающийся не может быть наставником педагогического работника."


def test_distribution_needs_at_least_one_field_and_other_kinds_have_none():
    person = make_person()
    with pytest.raises(Refused) as caught:
        give_paper(person, K.DISTRIBUTION, fields_allowed=[])
    assert caught.value.reason == (
        "Отметьте хотя бы один вид данных. Если распространять нельзя ничего, согласие не нужно."
    )
    with pytest.raises(Refused) as caught:
        give_paper(person, K.DISTRIBUTION, fields_allowed=["passport"])
    assert caught.value.reason == "В перечне данных есть то, чего нет в бланке согласия."
    with pytest.raises(Refused):
        give_paper(person, K.PROCESSING, fields_allowed=["photo"])
    assert give_paper(person, K.DISTRIBUTION, fields_allowed=["photo"]).fields_allowed == ["photo"]


# Who may do what: written by hand, one row for each actor.
ACTORS = {
    "own": (True, False, True, True, False),
    "other teacher": (False, False, False, False, False),
    "curator": (False, True, True, True, True),
    "director": (False, False, False, False, False),
    "council": (False, False, False, False, False),
    "psychologist": (False, False, False, False, False),
    "administrator": (False, False, False, False, False),
}


@pytest.mark.parametrize("actor", ACTORS)
def test_who_gives_prints_withdraws_and_keeps(actor):
    person = make_teacher("own")
    user = {
        "own": lambda: person.user,
        "other teacher": lambda: make_teacher("other").user,
        "curator": make_curator,
        "director": make_director,
        "council": make_council_member,
        "psychologist": make_psychologist,
        "administrator": make_administrator,
    }[actor]()
    paper = give_paper(person, K.PARTICIPATION)
    blank = services.prepare_blank(person, K.MENTORING, by=make_curator())

    def give(kind, channel):
        services.give_consent(person, kind, by=user, given_on=today(), channel=channel)

    allowed = tuple(
        succeeds(act)
        for act in (
            lambda: give(K.PROCESSING, SCREEN),
            lambda: give(K.PROCESSING, PAPER),
            lambda: services.prepare_blank(person, K.DISTRIBUTION, by=user),
            lambda: services.withdraw_consent(paper, by=user, on=today()),
            lambda: services.discard_blank(blank, by=user),
        )
    )
    assert allowed == ACTORS[actor]


def succeeds(act) -> bool:
    try:
        act()
    except StaleState:
        raise
    except Refused:
        return False
    return True


# From which state what is possible: withdraw, discard.
STATES = {S.PRINTED: (False, True), S.GIVEN: (True, False), S.WITHDRAWN: (False, False)}


@pytest.mark.parametrize("state", STATES)
def test_what_is_possible_from_each_state(state):
    curator = make_curator()

    def made():
        person = make_person()
        if state == S.PRINTED:
            return services.prepare_blank(person, K.PROCESSING, by=curator)
        consent = give_paper(person, K.PROCESSING)
        return consent if state == S.GIVEN else services.withdraw_consent(consent, by=curator, on=today())

    outcomes = []
    for act in (
        lambda: services.withdraw_consent(made(), by=curator, on=today()),
        lambda: services.discard_blank(made(), by=curator),
    ):
        try:
            act()
        except StaleState:
            outcomes.append(False)
        else:
            outcomes.append(True)
    assert tuple(outcomes) == STATES[state]


def test_a_withdrawal_has_a_date_between_the_consent_and_today():
    consent, curator = give_paper(make_person(), K.PROCESSING), make_curator()
    with pytest.raises(Refused) as early:
        services.withdraw_consent(consent, by=curator, on=consent.given_on - timedelta(days=1))
    with pytest.raises(Refused) as late:
        services.withdraw_consent(consent, by=curator, on=today() + timedelta(days=1))
    assert early.value.reason == (
        f"Дата отзыва раньше даты согласия ({consent.given_on:%d.%m.%Y}). Проверьте дату."
    )
    assert late.value.reason == "Дата отзыва ещё не наступила. Укажите сегодняшнюю или прошедшую дату."
    withdrawn = services.withdraw_consent(consent, by=curator, on=today(), note="заявление от руки")
    assert (withdrawn.status, withdrawn.withdrawal_note) == (S.WITHDRAWN, "заявление от руки")


def test_many_papers_at_once_leave_out_only_those_who_cannot():
    first, orphan, last = make_person(), make_person(kind="pupil"), make_person()
    outcome = services.give_consents(
        [first, orphan, last], K.PROCESSING, by=make_curator(), given_on=first_of_september()
    )
    assert [consent.person for consent in outcome.given] == [first, last]
    assert outcome.refused == ((orphan, NO_REPRESENTATIVE),)


def test_on_screen_counts_the_edition_that_was_read():
    person, curator = make_teacher("own"), make_curator()
    blank = services.prepare_blank(person, K.PROCESSING, by=curator)
    first = blank.text
    second = services.add_edition(
        K.PROCESSING, by=curator, title=first.title, body=f"{first.body}\n\nЕщё абзац.", after=1
    )

    def give(read):
        return services.give_consent(
            person, K.PROCESSING, by=person.user, given_on=today(), channel=SCREEN, read_text=read.pk
        )

    with pytest.raises(StaleState):
        give(first)
    assert give(second).text == second


def test_on_paper_counts_the_edition_that_was_printed():
    person, curator = make_person(), make_curator()
    first = services.prepare_blank(person, K.PROCESSING, by=curator).text
    services.add_edition(K.PROCESSING, by=curator, title="Другое", body=first.body, after=1)
    assert give_paper(person, K.PROCESSING).text == first
    assert ConsentText.objects.filter(kind=K.PROCESSING).count() == 2
