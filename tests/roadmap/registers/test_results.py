"""Lists of awards and releases: who sees them, what they find, what goes to Excel."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from mentoring.accounts.models import AccessRecord
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.models import Order
from roadmap.orders.outcomes import Award, DutyRelease
from tests.factories.kinds import make_kind
from tests.factories.people import make_council_member, make_curator, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def rows_of(response):
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))[1:]


def test_awards_and_releases_are_found_and_exported():
    award, release = make_kind(K.AWARD, "registered"), make_kind(K.DUTY_RELEASE, "registered")
    client, named = signed_in(make_curator()), release.people.get(role=R.SUBSTITUTE).person
    page = client.get(reverse("registers:awards")).content.decode()
    assert page.count(f'href="{award.get_absolute_url()}"') == 6
    bonus = client.get(reverse("registers:awards"), {"kind": "bonus"}).content.decode()
    assert bonus.count(f'href="{award.get_absolute_url()}"') == 2
    found = client.get(reverse("registers:releases"), {"q": named.last_name}).content.decode()
    assert named.full_name in found and "10:00–12:30" in found
    assert "Уберите условие" in client.get(reverse("registers:releases"), {"q": "Никто"}).content.decode()

    rows = rows_of(client.get(reverse("registers:awards_export"), {"kind": "diploma"}))
    assert {row[1] for row in rows} == {row.person.full_name for row in award.people.filter(role=R.DIPLOMA)}
    assert [row[4] for row in rows] == [str(award)] * 2
    [row] = rows_of(client.get(reverse("registers:releases_export")))
    assert row[3:7] == ("10:00", "12:30", "2-й урок в 5 «А» классе", named.full_name)
    looks = AccessRecord.objects.filter(people__contains=[named.pk])
    assert [look.kind for look in looks.order_by("pk")] == ["list", "export"]

    council = signed_in(make_council_member())
    for name in ("awards", "awards_export", "releases", "releases_export"):
        assert council.get(reverse(f"registers:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["awards", "releases"])
def test_the_lists_cost_the_same_with_one_and_with_fifty(name, django_assert_num_queries):
    url, client = reverse(f"registers:{name}"), signed_in(make_curator())
    assert "ещё нет: их записывает приказ" in client.get(url).content.decode()
    order = make_kind(K.AWARD if name == "awards" else K.DUTY_RELEASE, "registered")
    if name == "awards":
        Award.objects.exclude(pk=Award.objects.first().pk).delete()
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)
    if name == "awards":
        people = [make_person() for _ in range(17)]
        Award.objects.bulk_create(
            Award(order=order, person=person, kind=kind, awarded_on=order.date)
            for person in people
            for kind in (R.THANKED, R.DIPLOMA, R.BONUS)
        )
    else:
        release = DutyRelease.objects.get()
        others = Order.objects.bulk_create(
            Order(
                journal=order.journal, title=f"Об освобождении {number}", preamble="Слова", control="-",
                signer_position="Директор", signer_name="Г. А. Кедрова", created_by=order.created_by,
            )
            for number in range(50)
        )  # fmt: skip
        same = {name: getattr(release, name) for name in ("person", "substitute", "day", "lessons")}
        DutyRelease.objects.bulk_create(
            DutyRelease(order=other, starts_at="13:00", ends_at="14:00", **same) for other in others
        )
    with django_assert_num_queries(8):
        page = client.get(url)
    assert len(page.context["table"].page.object_list) == 25
