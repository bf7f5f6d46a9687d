"""Orders end agreements and the payments with them, and ask for a new one when the work goes on (L-06)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState
from registry.people.models import Person
from roadmap.agreements.by_order import end_agreements_by_order
from roadmap.agreements.coming import paid_until
from roadmap.agreements.documents import payments_xlsx
from roadmap.agreements.models import Agreement
from roadmap.agreements.queries import open_agreement
from roadmap.agreements.services import (
    discard_agreement,
    end_agreement,
    print_agreement,
    reopen_agreement,
    sign_agreement,
)
from roadmap.agreements.today import today
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.last_days import end_what_is_over
from roadmap.privacy.collecting import sections_about
from tests.factories.agreements import make_agreement
from tests.factories.kinds import TODAY, make_kind, subject_for
from tests.factories.pairs import make_mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_psychologist,
    make_teacher,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def signed_agreement(**words):
    """A signed agreement of a pair that works."""
    return make_agreement("signed", pair=make_mentorship("active"), **words)


def ended(agreement):
    agreement.refresh_from_db()
    return agreement.status, agreement.ended_on, agreement.end_reason


def basis(order):
    return f"приказ № {order.number} от {TODAY:%d.%m.%Y}"


@pytest.mark.parametrize(("kind", "days"), [(K.REPLACEMENT, -1), (K.COMPLETION, 0)])
def test_the_agreement_ends_with_the_work(kind, days):
    agreement = signed_agreement()
    order = make_kind(kind, "registered", subject=subject_for(kind, pair=agreement.mentorship))
    last_day = TODAY + timedelta(days=days)
    assert ended(agreement) == ("ended", last_day, basis(order))
    assert paid_until([agreement]) == {agreement.pk: last_day}


def test_the_card_reminds_of_the_new_mentors_paper_by_the_day_that_begins_the_work(client):
    pair, day = make_mentorship("active"), TODAY + timedelta(days=9)
    make_kind(K.REPLACEMENT, "registered", subject={"mentorship": pair}, facts={"on": day})
    client.force_login(make_curator())
    page = client.get(pair.get_absolute_url()).content.decode()
    assert f"До начала работы ({day:%d.%m.%Y}) 9" in page
    assert f'<span class="muted">с {day:%d.%m.%Y}</span>' in page
    assert f"работа с {day:%d.%m.%Y}" in client.get(reverse("agreements:list")).content.decode()
    assert [line.about for section in today(make_curator()) for line in section.lines] == [
        f"Работа начинается {day:%d.%m.%Y}."
    ]


def test_a_last_day_ahead_is_paid_and_not_a_day_more(monkeypatch):
    agreement = signed_agreement()
    day = TODAY + timedelta(days=9)
    subject = {"mentorship": agreement.mentorship}
    order = make_kind(K.EARLY_END, "registered", subject=subject, facts={"on": day})
    assert ended(agreement) == ("signed", None, "")
    assert paid_until([agreement]) == {agreement.pk: day}
    monkeypatch.setattr(timezone, "localdate", lambda: day + timedelta(days=1))
    assert end_what_is_over() == 1
    assert ended(agreement) == ("ended", day, basis(order))


def test_a_longer_term_asks_for_a_new_agreement(client):
    agreement, curator = signed_agreement(), make_curator()
    pair = agreement.mentorship
    assert today(curator) == []
    make_kind(K.EXTENSION, "registered", subject=subject_for(K.EXTENSION, pair=pair))

    [section] = today(curator)
    assert section.lines[0].sentence == (
        "У 1\xa0наставника соглашение заканчивается раньше, чем работа: нужно новое."
    )
    client.force_login(curator)
    card = client.get(reverse("pairs:detail", args=[pair.pk])).content.decode()
    assert f"но только по {agreement.end:%d.%m.%Y}" in card


@pytest.mark.parametrize("state", ["draft", "printed"])
def test_what_nobody_has_signed_is_closed_by_the_same_order(state, client):
    agreement = make_agreement(state, pair=make_mentorship("active"))
    pair, mentor = agreement.mentorship, make_teacher("mentor")
    Person.objects.filter(pk=mentor.pk).update(user=None)
    Person.objects.filter(pk=agreement.mentor_id).update(user=mentor.user)
    order = make_kind(K.COMPLETION, "registered", subject=subject_for(K.COMPLETION, pair=pair))

    assert ended(agreement) == ("void", None, basis(order))
    assert f"закрыто без подписи ({basis(order)})" in str(history_of(agreement)[0])
    [_, *paid] = load_workbook(BytesIO(payments_xlsx([agreement]))).active.iter_rows(values_only=True)
    assert paid == []
    # It is kept with its order; of a draft the mentor never knew.
    for act, words in (
        (discard_agreement, {}),
        (print_agreement, {}),
        (reopen_agreement, {}),
        (sign_agreement, {"on": TODAY}),
        (end_agreement, {"on": TODAY, "reason": "приказ № 5"}),
    ):
        with pytest.raises(StaleState):
            act(agreement, by=make_curator(), **words)
    client.force_login(make_curator())
    assert "Почему закрыто" in client.get(agreement.get_absolute_url()).content.decode()
    client.force_login(mentor.user)
    seen = client.get(agreement.get_absolute_url()).status_code
    assert seen == (200 if state == "printed" else 404)
    assert ("Выплата" in str(sections_about(agreement.mentor))) == (state == "printed")
    # Nothing keeps the mentor from a new one, were the work to go on.
    assert open_agreement(pair, agreement.mentor) is None


def test_only_who_registers_orders_ends_them_so():
    agreement = signed_agreement()
    for make in (
        make_council_member,
        make_psychologist,
        make_administrator,
        lambda: make_user("teacher"),
    ):
        with pytest.raises(Refused, match="когда зарегистрирован приказ"):
            end_agreements_by_order(agreement.mentorship, by=make(), on=TODAY, basis="приказ № 5")
    words = {"on": TODAY - timedelta(days=3), "basis": "приказ № 5"}
    assert end_agreements_by_order(agreement.mentorship, by=make_director(), **words) == [agreement]
    assert ended(agreement) == ("ended", words["on"], "приказ № 5")
    assert end_agreements_by_order(agreement.mentorship, by=make_curator(), **words) == []
    assert Agreement.objects.get().pk == agreement.pk
