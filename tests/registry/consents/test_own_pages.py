import pytest
from django.urls import reverse
from django.utils import timezone

from registry.consents.enums import ConsentChannel, ConsentKind, ConsentStatus
from registry.consents.models import Consent
from registry.consents.services import add_edition, prepare_blank, text_in_use, withdraw_consent
from registry.consents.today import today as consents_today
from tests.factories.bank import give_paper, make_mentor
from tests.factories.people import make_administrator, make_curator, make_person, make_teacher

pytestmark = pytest.mark.django_db
K = ConsentKind


@pytest.fixture
def teacher(client):
    person = make_teacher("own")
    client.force_login(person.user)
    return person


def give_url(kind):
    return reverse("consents:give", args=[kind])


def test_nothing_is_ticked_beforehand_and_the_text_is_shown_whole(client, teacher):
    page = client.get(give_url(K.DISTRIBUTION))
    assert page.text.count('name="fields_allowed"') == 5
    assert "checked" not in page.text
    assert "статьёй 10.1 Федерального закона" in page.text.replace("\xa0", " ")


def test_a_teacher_gives_each_consent_on_its_own_screen(client, teacher):
    text = text_in_use(K.PROCESSING)
    unticked = client.post(give_url(K.PROCESSING), {"text": text.pk})
    given = client.post(give_url(K.PROCESSING), {"text": text.pk, "has_read": "on"})
    consent = Consent.objects.get()
    assert unticked.context["form"].errors == {"has_read": ["Поставьте отметку, если согласны с текстом."]}
    assert given.url == reverse("consents:mine")
    assert (consent.person, consent.kind, consent.channel, consent.given_on, consent.entered_by) == (
        teacher, K.PROCESSING, ConsentChannel.SCREEN, timezone.localdate(), teacher.user,
    )  # fmt: skip


def test_distribution_is_allowed_field_by_field(client, teacher):
    text = text_in_use(K.DISTRIBUTION)
    none = client.post(give_url(K.DISTRIBUTION), {"text": text.pk})
    client.post(give_url(K.DISTRIBUTION), {"text": text.pk, "fields_allowed": ["photo", "quote"]})
    assert none.context["form"].errors == {
        "fields_allowed": ["Отметьте хотя бы одну строку или не давайте это согласие."]
    }
    assert Consent.objects.get().fields_allowed == ["photo", "quote"]


def test_a_text_changed_meanwhile_is_read_again_before_agreeing(client, teacher):
    text = text_in_use(K.MENTORING)
    add_edition(K.MENTORING, by=make_curator(), title=text.title, body=f"{text.body}\n\nНовое.", after=1)
    response = client.post(give_url(K.MENTORING), {"text": text.pk, "has_read": "on"})
    assert response.status_code == 409
    assert response.context["form"].non_field_errors() == [
        "Пока вы читали, появилась новая редакция текста (2). Прочитайте её и решите ещё раз."
    ]
    assert f'value="{text_in_use(K.MENTORING).pk}"' in response.text
    assert "checked" not in response.text
    assert Consent.objects.count() == 0


def test_one_withdraws_ones_own_after_reading_what_follows(client, teacher):
    consent = give_paper(teacher, K.PROCESSING)
    url = reverse("consents:withdraw", args=[consent.pk])
    page = client.get(url)
    assert page.context["consequences"][0].startswith("Человек сразу выходит из активного банка")
    wrong = client.post(url, {"on": "01.01.2020"}).context["form"].non_field_errors()
    done = client.post(url, {"on": f"{timezone.localdate():%d.%m.%Y}", "note": ""})
    consent.refresh_from_db()
    assert wrong == [f"Дата отзыва раньше даты согласия ({consent.given_on:%d.%m.%Y}). Проверьте дату."]
    assert (done.url, consent.status) == (reverse("consents:mine"), ConsentStatus.WITHDRAWN)


def test_mine_shows_what_is_awaited_from_me(client, teacher):
    make_mentor(teacher, consents=(K.PROCESSING,))
    kinds = client.get(reverse("consents:mine")).context["kinds"]
    assert [(cell.kind, is_given, is_asked) for cell, _, is_given, is_asked in kinds] == [
        (K.PROCESSING, True, False),
        (K.MENTORING, False, True),
        (K.PARTICIPATION, False, False),
        (K.DISTRIBUTION, False, False),
    ]


def test_an_account_without_a_card_is_told_whom_to_ask(client):
    client.force_login(make_administrator())
    response = client.get(reverse("consents:mine"))
    assert "Ваша учётная запись не связана с карточкой сотрудника." in response.text
    assert client.get(give_url(K.PROCESSING)).status_code == 404


def test_today_tells_the_teacher_and_the_curator(teacher):
    curator = make_curator()
    prepare_blank(teacher, K.MENTORING, by=curator)
    give_paper(make_person(), K.PROCESSING, valid_until=timezone.localdate())
    withdrawn = give_paper(make_person(), K.PROCESSING)
    withdraw_consent(withdrawn, by=curator, on=timezone.localdate())
    (own,), (office,) = consents_today(teacher.user), consents_today(curator)
    assert [line.sentence for line in own.lines] == ["Ждём от вас согласие быть наставником."]
    assert [line.url for line in own.lines] == [give_url(K.MENTORING)]
    assert [line.sentence for line in office.lines] == [
        "1\xa0согласие: срок истекает в ближайшие 30 дней.",
        "1\xa0согласие: бланк напечатан, но не вернулся.",
    ]
    assert consents_today(make_administrator()) == []
