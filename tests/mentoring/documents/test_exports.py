"""Lists of people leave the house ten times an hour at most, through marked doors only."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.enums import AccessKind
from mentoring.accounts.models import AccessRecord
from registry.people.services import link_account
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_person,
)
from tests.project.canaries import patterns

pytestmark = pytest.mark.django_db

EXPORTS = {
    "people:export",
    "pairs:register_pdf",
    "pairs:register_xlsx",
    "programmes:register_pdf",
    "programmes:register_xlsx",
    "orders:export",
    "registers:journal",
    "registers:awards_export",
    "registers:releases_export",
    "acts:sheet",
    "partners:pdf",
    "partners:xlsx",
    "protocols:register",
    "protocols:export",
    "agreements:payments",
    "consents:journal",
}


def export(client, user):
    client.force_login(user)
    return client.get(reverse("people:export"))


def test_every_list_that_leaves_is_counted():
    marked = {name for name, row in patterns() if getattr(row.callback, "exports_people", False)}
    assert marked == EXPORTS


def test_the_eleventh_list_within_an_hour_is_refused(client, monkeypatch):
    make_person()
    curator = make_curator()
    for _ in range(10):
        assert export(client, curator).status_code == 200

    refused = export(client, curator)

    assert refused.status_code == 429
    assert "За последний час вы уже выгрузили 10\xa0списков" in refused.content.decode()
    assert "Ничего не сохранено" not in refused.content.decode()
    log = AccessRecord.objects.filter(user=curator, kind=AccessKind.EXPORT)
    assert (log.filter(result="done").count(), log.filter(result="denied").count()) == (10, 1)
    assert export(client, make_director()).status_code == 200
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert export(client, curator).status_code == 200


def test_ones_own_data_are_taken_as_often_as_one_likes(client, settings, tmp_path):
    settings.EXPORTS_PER_HOUR, settings.MEDIA_ROOT = 1, tmp_path
    curator = make_curator()
    link_account(make_person(), by=make_administrator(), user=curator)
    client.force_login(curator)
    taken = [client.get(reverse("privacy:my-archive")).status_code for _ in range(3)]
    assert (taken, export(client, curator).status_code) == ([200] * 3, 200)
    assert export(client, curator).status_code == 429
    assert AccessRecord.objects.filter(route="privacy:my-archive", kind="export").count() == 3


def test_the_log_says_how_many_rows_and_which_columns_were_taken(client):
    make_person()
    make_person()

    export(client, make_curator())

    record = AccessRecord.objects.get(kind=AccessKind.EXPORT)
    assert record.rows == 2
    assert record.columns.startswith("№ п/п, Фамилия, Имя, Отчество, Должность, Совмещает, Кв. категория")


def test_only_the_curator_and_the_director_take_lists_away(client):
    statuses = {
        user.username: export(client, user).status_code
        for user in (make_curator(), make_director(), make_administrator(), make_council_member())
    }
    assert statuses == {"curator": 200, "director": 200, "administrator": 403, "council": 403}
