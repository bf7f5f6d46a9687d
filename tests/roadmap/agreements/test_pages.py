"""Pages of agreements: who sees which, what the card of a pair and «Сегодня» say, how many queries it takes."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.school.models import Organisation
from mentoring.workflow.verdicts import Refused
from roadmap.agreements.models import Agreement
from roadmap.agreements.services import print_agreement, sign_agreement
from roadmap.agreements.today import today
from roadmap.orders.services import register_order
from tests.factories.agreements import CONTRACT, make_agreement
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.orders import make_order, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher
from tests.mentoring.documents.zoo import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
CANARY = "канареечная выплата"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def get(user, name, *args, **query):
    return signed_in(user).get(reverse(f"agreements:{name}", args=args), query)


def text_of(response):
    return response.content.decode()


def test_the_payment_is_seen_by_the_mentor_and_the_office_only():
    mentor, mentee = make_teacher("mentor", "Соколова"), make_teacher("mentee", "Егорова")
    stranger = make_teacher("stranger", "Лунина")
    pair = make_mentorship("agreed", mentor=make_mentor(mentor).person, mentees=[make_mentee(mentee).person])
    agreement = make_agreement(pair=pair, payment=CANARY)
    pages = ("detail", "pdf", "scan")

    assert [get(mentor.user, page, agreement.pk).status_code for page in pages] == [404, 404, 404]
    print_agreement(agreement, by=make_curator())
    scan = SimpleUploadedFile("scan.pdf", pdf(), "application/pdf")
    sign_agreement(agreement, by=make_curator(), on=timezone.localdate(), scan=scan)

    for user in (mentor.user, make_curator(), make_director()):
        assert [get(user, page, agreement.pk).status_code for page in pages] == [200, 200, 200]
        assert CANARY in text_of(get(user, "detail", agreement.pk))
    for user in (mentee.user, stranger.user, make_council_member()):
        assert [get(user, page, agreement.pk).status_code for page in pages] == [404, 404, 404]
        assert get(user, "list").status_code == 403
        card = signed_in(user).get(pair.get_absolute_url())
        assert CANARY not in text_of(card) and "Документы наставника" not in text_of(card)
    assert "Документы наставника" in text_of(signed_in(mentor.user).get(pair.get_absolute_url()))


def test_the_list_costs_the_same_with_one_and_with_fifty_agreements(django_assert_num_queries):
    first = make_agreement("signed")
    client = signed_in(make_curator())
    with django_assert_num_queries(12):
        client.get(reverse("agreements:list"))
    Agreement.objects.bulk_create(
        Agreement(
            mentorship=first.mentorship, mentor=first.mentor, kind=first.kind, date=first.date, content="-", form="-",
            start=first.start, end=first.end, payment="-", created_by=first.created_by, status="ended",
            signed_on=first.date, ended_on=first.date, **CONTRACT,
        )
        for _ in range(49)
    )  # fmt: skip
    with django_assert_num_queries(12):
        response = client.get(reverse("agreements:list"))

    assert "Найдено: 50\xa0документов" in text_of(response)


def test_the_way_from_the_card_of_a_pair_to_the_signatures():
    make_school()
    pair = make_mentorship("agreed")
    client = signed_in(make_curator())
    card = text_of(client.get(pair.get_absolute_url()))
    assert "Работа началась" in card and "соглашение с наставником не подписано" in card
    create = reverse("agreements:create", args=[pair.pk])
    assert create in card

    form = client.get(create).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {
        name: f"{value:%d.%m.%Y}" if hasattr(value, "year") else value or "" for name, value in data.items()
    }
    wrong = client.post(create, {**data, "end": data["start"]})
    assert "Последний день работы должен быть позже начала." in text_of(wrong)
    response = client.post(create, {**data, "contract_number": "15", "contract_date": "31.08.2020"})
    agreement = Agreement.objects.get()
    assert response["Location"] == agreement.get_absolute_url()

    stale = client.post(
        reverse("agreements:edit", args=[agreement.pk]), {**data, "version": 7, "payment": "20 %"}
    )
    assert stale.status_code == 409 and "20 %" in text_of(stale)
    for verb, what in (("print", {}), ("sign", {"on": f"{timezone.localdate():%d.%m.%Y}"})):
        assert client.post(reverse(f"agreements:{verb}", args=[agreement.pk]), what).status_code == 302, verb
    assert "подписано" in text_of(client.get(pair.get_absolute_url()))


def test_a_strict_school_registers_no_pair_without_a_signed_agreement():
    order = make_order("approved")
    mentor = order.mentorship_rows.get().mentorship.mentor
    Organisation.objects.update(strict_agreements=True)

    with pytest.raises(Refused) as refusal:
        register_order(order, by=make_curator(), on=timezone.localdate())

    assert refusal.value.problems == (
        f"{mentor.short_name}: нет подписанного соглашения о наставничестве (ТК РФ, ст. 351.8).",
    )
    make_agreement("signed", pair=order.mentorship_rows.get().mentorship)
    assert register_order(order, by=make_curator(), on=timezone.localdate()).number


def test_today_reminds_two_weeks_before_the_work_begins():
    day, curator = timezone.localdate(), make_curator()
    make_mentorship("agreed", start=day + timedelta(days=15), end=day + timedelta(days=200))
    assert today(curator) == []
    near = make_mentorship("agreed", start=day + timedelta(days=14), end=day + timedelta(days=200))

    [section] = today(curator)
    assert section.lines[0].sentence == "У 1\xa0наставника нет подписанного соглашения о наставничестве."
    assert section.lines[0].tone == "info"
    make_agreement("signed", pair=near)
    assert today(curator) == []
