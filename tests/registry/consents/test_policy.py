"""The policy on personal data: open to everybody, linked from every page, written by the curator."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from mentoring.workflow.verdicts import Refused, StaleState
from registry.consents.models import PolicyText
from registry.consents.policy import policy_blocks, policy_in_use, policy_problems
from registry.consents.samples import POLICY
from registry.consents.services import add_policy
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.orders import make_school
from tests.factories.people import make_curator, make_director, make_teacher

pytestmark = pytest.mark.django_db
URL = "/consents/policy/"
NEW = "/consents/policy/new/"


def test_the_sample_is_whole_and_marked_until_the_school_writes_its_own(client):
    make_school(inn="7700000000")
    page = client.get(URL)
    assert (page.status_code, policy_problems(POLICY)) == (200, ())
    assert "Образец, проверьте." in page.text and NEW not in page.text
    assert "ИНН 7700000000" in page.text.replace("\xa0", " ") and "{" not in page.text.split("<main")[1]
    headings = [block.text for block in policy_blocks(POLICY) if block.kind == "heading"]
    assert len(headings) == 8


def test_the_curator_publishes_a_new_edition(client):
    client.force_login(make_curator())
    assert f'href="{NEW}"' in client.get(URL).text
    response = client.post(NEW, {"body": "# Главное\n\nМы бережём данные.", "after": 0})
    assert response.url == URL
    client.logout()
    page = client.get(URL).text
    assert ("Мы бережём данные." in page, "Редакция 1" in page, "Образец" in page) == (True, True, False)


def test_a_stale_page_shows_both_texts_and_the_next_press_saves(client):
    add_policy(by=make_curator(), body="Чужое", after=0)
    client.force_login(make_curator())
    stale = client.post(NEW, {"body": "Своё {инн}", "after": 0})
    assert (stale.status_code, "Чужое" in stale.text, "Своё" in stale.text) == (409, True, True)
    wrong = client.post(NEW, {"body": "Своё {инн}", "after": stale.context["form"]["after"].value()})
    assert wrong.context["form"].non_field_errors() == [
        "Подстановки «{инн}» нет. Возможные перечислены под полем."
    ]
    client.post(NEW, {"body": "Своё", "after": 1})
    assert (policy_in_use().version, policy_in_use().body) == (2, "Своё")


def test_strangers_and_repeats_make_no_edition():
    edition = add_policy(by=make_curator(), body="Текст", after=0)
    with pytest.raises(Refused, match="изменяет куратор"):
        add_policy(by=make_director(), body="Иное", after=1)
    with pytest.raises(Refused, match="не изменился"):
        add_policy(by=make_curator(), body="Текст", after=1)
    with pytest.raises(StaleState):
        add_policy(by=make_curator(), body="Иное", after=0)
    for act in (edition.delete, lambda: PolicyText.objects.update(body="иное")):
        with pytest.raises(DatabaseError, match="registry_policytext"), transaction.atomic():
            act()


def test_every_page_that_takes_personal_data_links_to_it(client):
    teacher, curator = make_teacher("teacher"), make_curator()
    mentor, mentee = make_mentor(), make_mentee()
    public = [reverse("account_login"), reverse("documents:find")]
    own = [
        reverse("consents:mine"),
        reverse("consents:give", args=["processing"]),
        reverse("people:edit_own", args=[teacher.pk]),
    ]
    office = [
        reverse("people:create"), reverse("people:edit", args=[teacher.pk]),
        reverse("bank:edit", args=["mentor", mentor.pk]), reverse("bank:edit", args=["mentee", mentee.pk]),
        reverse("consents:record", args=[teacher.pk, "processing"]), reverse("imports:upload"),
    ]  # fmt: skip
    for user, addresses in ((None, public), (teacher.user, own), (curator, office)):
        if user:
            client.force_login(user)
        for address in addresses:
            page = client.get(address)
            assert (page.status_code, f'href="{URL}"' in page.text) == (200, True), address
