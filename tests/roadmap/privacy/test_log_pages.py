"""«Кто смотрел меня» and the report for an incident: who, when, what, with what result; never what was seen."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.access_log import record_access
from mentoring.accounts.enums import AccessKind
from mentoring.accounts.models import AccessRecord
from registry.people.services import link_account
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_person,
    make_teacher,
)

pytestmark = pytest.mark.django_db


def last():
    return AccessRecord.objects.order_by("-pk").first()


def test_a_person_sees_who_looked_and_not_the_own_visits(client):
    person = make_teacher("petrova", "Петрова")
    client.force_login(make_curator())
    client.get(person.get_absolute_url())
    client.get(reverse("people:list"))
    client.force_login(person.user)
    client.get(person.get_absolute_url())
    page = client.get(reverse("privacy:my-looks"))
    rows = [(row.user.username, row.subject) for row in page.context["page"]]
    assert rows == [("curator", "Список людей"), ("curator", "Карточка человека")]
    assert "Куратор К. К." in page.text
    other = make_teacher("orlova")
    client.force_login(other.user)
    assert "Карточка человека" not in client.get(reverse("privacy:my-looks")).text


def test_the_log_says_where_from_and_how_it_ended(client):
    person = make_person("Петрова")
    client.force_login(make_council_member())
    client.get(person.get_absolute_url(), REMOTE_ADDR="10.1.2.3")
    row = last()
    assert (row.address, row.kind, row.result, row.route, row.object_key) == (
        "10.1.2.3", "view", "done", "people:detail", str(person.pk),
    )  # fmt: skip
    assert row.at.tzinfo is not None
    client.get(reverse("people:edit", args=[person.pk]))
    assert (last().kind, last().result) == ("view", "denied")
    client.get(reverse("people:detail", args=[10**9]))
    assert (last().result, last().people) == ("missing", [])
    client.post(reverse("people:dismiss", args=[person.pk]))
    assert (last().kind, last().result) == ("change", "denied")


def test_signing_in_and_out_is_written_down(client):
    user = make_curator()
    user.set_password("длинный-пароль-куратора")
    user.save()
    login = reverse("account_login")
    client.post(login, {"login": "curator", "password": "не тот"})
    assert (last().user, last().kind, last().result) == (user, "sign_in", "denied")
    client.post(login, {"login": "Пароль-в-имени", "password": "x"})
    assert (last().user, last().kind, last().result) == (None, "sign_in", "denied")
    assert "Пароль" not in str(AccessRecord.objects.values_list())
    client.post(login, {"login": "curator", "password": "длинный-пароль-куратора"})
    assert (last().user, last().kind, last().result) == (user, "sign_in", "done")
    client.post(reverse("account_logout"))
    assert (last().user, last().kind, last().result) == (user, "sign_out", "done")


def test_a_role_given_is_an_act_of_rights(client):
    client.force_login(make_administrator())
    teacher = make_teacher("petrova")
    client.post(
        reverse("users:give-role", args=[teacher.user_id]), {"role": "council", "valid_from": "01.09.2026"}
    )
    assert (last().kind, last().result, last().object_key) == ("role", "done", str(teacher.user_id))


def test_no_name_stands_in_the_log(client):
    person = make_teacher("petrova", "Канареечная")
    client.force_login(make_curator())
    for name in ("detail", "history", "edit", "forms"):
        client.get(reverse(f"people:{name}", args=[person.pk]))
    client.get(f"{reverse('people:list')}?q=Канареечная")
    # A word of the address: as secret as a one-time link.
    client.get(reverse("users:first", args=["Канареечная"]))
    assert last().route == "users:first"
    assert "Канареечн" not in str(list(AccessRecord.objects.values()))
    assert AccessRecord.objects.filter(people__contains=[person.pk]).count() == 5


def test_the_report_of_a_person_and_of_an_account(client):
    person, other = make_person(), make_person()
    curator, director = make_curator(), make_director()
    record_access(by=curator, kind=AccessKind.VIEW, subject="Карточка человека", people=[person.pk])
    record_access(
        by=director, kind=AccessKind.EXPORT, subject="Список сотрудников", people=[person.pk, other.pk]
    )
    record_access(by=curator, kind=AccessKind.FILE, subject="Скан согласия", people=[other.pk])
    client.force_login(make_administrator())

    def found(**query):
        page = client.get(reverse("privacy:log"), query).context["page"]
        return [row.subject for row in page if row.route == ""]

    assert found(person=person.pk) == ["Список сотрудников", "Карточка человека"]
    assert found(account=curator.pk) == ["Скан согласия", "Карточка человека"]
    assert found(account=curator.pk, person=other.pk) == ["Скан согласия"]
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    assert found(account=curator.pk, first=f"{today:%d.%m.%Y}") == ["Скан согласия", "Карточка человека"]
    assert found(account=curator.pk, last=f"{yesterday:%d.%m.%Y}") == []
    wrong = client.get(reverse("privacy:log"), {"first": "вчера"})
    assert "Такой даты нет" in wrong.content.decode()
    client.force_login(make_council_member())
    assert client.get(reverse("privacy:log")).status_code == 403
    assert client.get(reverse("privacy:looks", args=[person.pk])).status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_of_looks_costs_the_same_for_one_and_for_fifty(client, django_assert_num_queries, count):
    person, curator = make_person(), make_curator()
    for _ in range(count):
        record_access(by=curator, kind=AccessKind.VIEW, subject="Карточка человека", people=[person.pk])
    client.force_login(curator)
    with django_assert_num_queries(8):
        client.get(reverse("privacy:looks", args=[person.pk]))


def test_who_looked_at_the_administrator_leads_to_no_page_that_is_closed(client):
    administrator = make_administrator()
    own = link_account(make_person(), administrator, by=administrator)
    client.force_login(administrator)
    page = client.get(reverse("privacy:looks", args=[own.pk])).text
    assert (f'href="{own.get_absolute_url()}"' in page, f'href="{reverse("people:list")}"' in page) == (
        True,
        False,
    )
    assert client.get(reverse("privacy:looks", args=[make_person().pk])).status_code == 404
