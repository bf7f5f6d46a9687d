import pytest
from django.urls import reverse

from registry.consents.enums import ConsentKind
from registry.consents.models import ConsentText
from registry.consents.services import add_edition, text_in_use
from tests.factories.people import make_curator, make_director

pytestmark = pytest.mark.django_db
NEW = "/consents/texts/mentoring/new/"


def data(**changes):
    first = text_in_use(ConsentKind.MENTORING)
    return {"title": first.title, "body": f"{first.body}\n\nДополнено.", "after": first.version, **changes}


def test_the_curator_writes_a_new_edition(client):
    client.force_login(make_curator())
    response = client.post(NEW, data())
    edition = text_in_use(ConsentKind.MENTORING)
    assert (response.url, edition.version) == (reverse("consents:text", args=[edition.pk]), 2)
    page = client.get(response.url)
    assert [row.version for row in page.context["editions"]] == [2, 1]


def test_a_text_that_is_no_consent_comes_back_with_the_reasons(client):
    client.force_login(make_curator())
    response = client.post(NEW, data(body="Согласен с {инн}"))
    assert response.context["form"].non_field_errors() == [
        "Подстановки «{инн}» нет. Возможные перечислены под полем.",
        "В тексте должно быть «{ФИО}».",
        "В тексте должно быть «{организация}».",
    ]
    assert "Согласен с {инн}" in response.text
    assert ConsentText.objects.filter(kind=ConsentKind.MENTORING).count() == 1


def test_a_stale_page_shows_both_texts_and_the_next_press_saves(client):
    curator = make_curator()
    client.force_login(curator)
    typed = data()
    add_edition(ConsentKind.MENTORING, by=curator, title="Чужая", body=f"{typed['body']} Чужое.", after=1)
    response = client.post(NEW, typed)
    assert response.status_code == 409
    assert ("Чужое." in response.text, "Дополнено." in response.text) == (True, True)
    again = client.post(NEW, {**typed, "after": response.context["form"]["after"].value()})
    assert (again.status_code, text_in_use(ConsentKind.MENTORING).version) == (302, 3)


def test_the_director_reads_texts_and_does_not_write_them(client):
    client.force_login(make_director())
    listed = client.get(reverse("consents:texts")).context["texts"]
    assert [text.kind for text in listed] == list(ConsentKind)
    assert client.get(reverse("consents:text", args=[listed[0].pk])).status_code == 200
    assert client.get(NEW).status_code == 403
