"""What a person asks, by when the school must answer, and how «Сегодня» counts the days."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from registry.consents.enums import ConsentKind
from registry.consents.services import withdraw_consent
from roadmap.privacy.enums import RequestKind
from roadmap.privacy.models import PersonRequest
from roadmap.privacy.queries import open_withdrawals
from roadmap.privacy.services import answer, ask, keep_despite
from roadmap.privacy.terms import due_on
from roadmap.privacy.today import today as privacy_today
from tests.factories.bank import give_paper
from tests.factories.people import make_administrator, make_curator, make_director, make_person, make_teacher

pytestmark = pytest.mark.django_db
day = timezone.localdate


def lines(user=None):
    return [line for section in privacy_today(user or make_curator()) for line in section.lines]


def withdrawn(person=None, ago=0):
    on = day() - timedelta(days=ago)
    consent = give_paper(person or make_person(), ConsentKind.PROCESSING, on=on - timedelta(days=1))
    return withdraw_consent(consent, by=make_curator(), on=on)


def test_the_terms_are_those_of_the_law():
    # Friday 4 September 2026; no holidays in the calendar.
    friday = date(2026, 9, 4)
    assert due_on(RequestKind.CORRECTION, friday) == date(2026, 9, 15)
    assert due_on(RequestKind.STOP, friday) == date(2026, 9, 18)
    assert due_on(RequestKind.WITHDRAWAL, friday) == date(2026, 10, 4)


def test_a_request_waits_on_today_until_it_is_answered():
    person = make_teacher("petrova", "Петрова")
    row = ask(person, "correction", by=person.user, text="Год рождения 1990")
    (line,) = lines()
    assert line.sentence.startswith(
        "Петрова М. С. просит исправить данные. Осталось".replace(" М. С.", "\xa0М.\xa0С.")
    )
    assert lines(make_administrator()) == []
    answer(row, by=make_director(), is_done=True)
    assert lines() == []


def test_a_late_answer_is_an_alarm():
    person = make_teacher("petrova")
    ask(person, "stop", by=make_curator(), received_on=day() - timedelta(days=40))
    (section,) = privacy_today(make_curator())
    assert (section.order, section.lines[0].tone) == (0, "danger")
    assert "Срок прошёл" in section.lines[0].sentence


@pytest.mark.parametrize(
    ("ago", "tone", "words"),
    [(0, "info", "Осталось 30"), (29, "warning", "Осталось 1"), (31, "danger", "Срок прошёл 1")],
)
def test_a_withdrawal_counts_down_thirty_days(ago, tone, words):
    consent = withdrawn(ago=ago)
    (line,) = lines()
    assert (line.tone, words in line.sentence.replace("\xa0", " ")) == (tone, True)
    assert open_withdrawals(day())[0].due_on == consent.withdrawn_on + timedelta(days=30)


def test_a_new_consent_or_another_ground_ends_the_countdown():
    again, kept = withdrawn(ago=2), withdrawn(ago=2)
    give_paper(again.person, ConsentKind.PROCESSING, on=day())
    assert [row.consent for row in open_withdrawals(day())] == [kept]
    with pytest.raises(Refused, match="статью закона"):
        keep_despite(kept, by=make_curator(), ground=" ")
    keep_despite(kept, by=make_curator(), ground="152-ФЗ, ст. 6, ч. 1, п. 5")
    assert open_withdrawals(day()) == []
    with pytest.raises(StaleState):
        keep_despite(kept, by=make_curator(), ground="ещё раз")


def test_who_may_ask_and_answer():
    person, stranger = make_teacher("petrova"), make_teacher("orlova")
    with pytest.raises(Refused):
        ask(person, "correction", by=stranger.user, text="чужое")
    with pytest.raises(Refused, match="что именно исправить"):
        ask(person, "correction", by=person.user)
    row = ask(person, "correction", by=person.user, text="телефон")
    with pytest.raises(StaleState):
        ask(person, "correction", by=person.user, text="телефон")
    with pytest.raises(Refused):
        answer(row, by=person.user, is_done=True)
    with pytest.raises(Refused, match="почему отказано"):
        answer(row, by=make_curator(), is_done=False)
    answer(row, by=make_curator(), is_done=False, text="Данные верны")
    with pytest.raises(StaleState):
        answer(row, by=make_curator(), is_done=True)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "other"}, "privacy_request_kind_known"),
        ({"state": "done"}, "privacy_request_closed_is_whole"),
        ({"due_on": date(2020, 1, 1)}, "privacy_request_dates_in_order"),
        ({"kind": "withdrawal"}, "privacy_request_withdrawal_has_consent"),
        ({}, "privacy_request_one_open_of_a_kind"),
    ],
)
def test_the_database_refuses_a_wrong_request(fields, constraint):
    person = make_teacher("petrova")
    ask(person, "correction", by=person.user, text="телефон")
    values = {
        "person": person, "kind": "correction", "received_on": day(), "due_on": day(), "created_by": person.user, **fields,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PersonRequest.objects.create(**values)


def test_a_person_asks_on_the_own_page_and_reads_the_answer(client):
    person = make_teacher("petrova", "Петрова")
    client.force_login(person.user)
    empty = client.post(reverse("privacy:ask-mine"), {"kind": "correction", "text": ""})
    assert "Напишите, что именно исправить" in empty.text
    assert (
        client.post(reverse("privacy:ask-mine"), {"kind": "correction", "text": "Телефон"}).status_code == 302
    )
    row = PersonRequest.objects.get()
    client.force_login(make_curator())
    assert "Петрова" in client.get(reverse("privacy:office")).text
    refused = client.post(row.get_absolute_url(), {"outcome": "refuse", "answer": ""})
    assert "Напишите, почему отказано" in refused.text
    client.post(row.get_absolute_url(), {"outcome": "refuse", "answer": "Телефон верен"})
    client.force_login(person.user)
    assert "Телефон верен" in client.get(reverse("privacy:mine")).text
    assert client.get(row.get_absolute_url()).status_code == 200
    client.force_login(make_teacher("orlova").user)
    assert client.get(row.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 50])
def test_the_office_costs_the_same_for_one_and_for_fifty(client, django_assert_num_queries, count):
    for number in range(count):
        ask(make_person(), "stop", by=make_curator(), text=str(number))
    client.force_login(make_curator())
    with django_assert_num_queries(8):
        client.get(reverse("privacy:office"))
