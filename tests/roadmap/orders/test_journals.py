"""Journals: masks, the default one, going on after numbers given on paper."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.verdicts import Refused
from roadmap.orders.journals import ensure_journal, save_journal, set_last_number
from roadmap.orders.models import Journal
from roadmap.orders.services import register_order
from tests.factories.orders import make_order
from tests.factories.people import make_administrator, make_council_member, make_curator, make_director

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]
TODAY = timezone.localdate()


def test_a_new_school_gets_one_journal():
    journal = ensure_journal()

    assert ensure_journal() == journal
    assert (journal.name, journal.mask, journal.is_default) == (
        "Приказы по основной деятельности", "{n}/01-02", True,
    )  # fmt: skip


def test_numbers_go_on_after_those_given_on_paper():
    order = make_order("approved")
    set_last_number(order.journal, by=make_curator(), on=TODAY, last=19)

    assert register_order(order, by=make_curator(), on=TODAY).number == "20/01-02"

    with pytest.raises(Refused) as refusal:
        set_last_number(order.journal, by=make_curator(), on=TODAY, last=19)
    assert refusal.value.reason == (
        "Номер 20 в этом журнале уже выдан, меньше его указать нельзя: номера не повторяются."
    )


def test_only_one_journal_is_proposed_first():
    first = ensure_journal()
    fields = {"mask": "{n}-К", "period": "school", "is_default": True}

    second = save_journal(None, by=make_director(), name="Кадры", **fields)

    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)
    with pytest.raises(Refused):
        save_journal(None, by=make_director(), name="Кадры", **fields)
    with pytest.raises(Refused):
        save_journal(None, by=make_council_member(), name="Другой", **fields)


def test_the_period_stays_once_numbers_were_given():
    order = make_order("registered")
    journal = order.journal

    with pytest.raises(Refused) as refusal:
        save_journal(
            journal, by=make_director(), name=journal.name, mask="{n}", period="school", is_default=True
        )

    assert refusal.value.reason == (
        "В этом журнале уже есть номера, поэтому начало нумерации не меняется. Заведите новый журнал."
    )


def test_a_new_mask_leaves_given_numbers_alone():
    order = make_order("registered")
    journal = order.journal

    save_journal(
        journal, by=make_director(), name=journal.name, mask="{n}-А", period="calendar", is_default=True
    )

    order.refresh_from_db()
    assert order.number == "1/01-02"
    assert make_order("registered").number == "2-А"


def test_a_wrong_mask_is_said_beside_the_field():
    journal = ensure_journal()
    client = Client()
    client.force_login(make_director())

    response = client.post(
        reverse("orders:edit_journal", args=[journal.pk]), {"name": "А", "mask": "01", "period": "calendar"}
    )

    assert response.context["form"].errors == {
        "mask": ["В виде номера нет порядкового номера: добавьте {n}, например {n}/01-02."]
    }
    assert Journal.objects.get().mask == "{n}/01-02"
    assert response.context["form"]["mask"].help_text.endswith("Например: {n}/01-02, {n}-А или {n}/1.")


def test_the_pages_of_journals_work():
    journal = ensure_journal()
    client = Client()
    client.force_login(make_curator())

    assert "1/01-02" in client.get(reverse("orders:journals")).content.decode()
    client.post(reverse("orders:last_number", args=[journal.pk]), {"last": "41"})
    assert "42/01-02" in client.get(reverse("orders:journals")).content.decode()
    client.post(reverse("orders:create_journal"), {"name": "Кадры", "mask": "{n}-К", "period": "school"})
    assert Journal.objects.get(name="Кадры").mask == "{n}-К"


def test_the_administrator_keeps_journals_without_a_way_to_orders():
    ensure_journal()
    client = Client()
    client.force_login(make_administrator())

    for name in ("journals", "create_journal"):
        page = client.get(reverse(f"orders:{name}")).content.decode()
        assert "Журналы регистрации" in page
        assert f'href="{reverse("orders:list")}"' not in page
