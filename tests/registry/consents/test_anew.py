"""A changed text: people are asked anew, and the consents given before hold on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.verdicts import StaleState
from registry.consents.enums import ConsentChannel
from registry.consents.enums import ConsentKind as K
from registry.consents.matrix import Lack, asked_kinds, needed_blanks, people_for_consents, person_cells
from registry.consents.models import Consent
from registry.consents.queries import has_valid_consent
from registry.consents.services import add_edition, give_consent, text_in_use
from tests.factories.bank import give_paper, make_mentor
from tests.factories.people import make_curator, make_teacher

pytestmark = pytest.mark.django_db


def today(shift=0):
    return timezone.localdate() + timedelta(days=shift)


def change_text(kind=K.PROCESSING, **options):
    text = text_in_use(kind)
    body = f"{text.body}\n\nДополнено {text.version}."
    return add_edition(kind, by=make_curator(), title=text.title, body=body, after=text.version, **options)


def state(person):
    return {cell.kind: cell.state for cell in person_cells(person, today())}[K.PROCESSING]


@pytest.fixture
def mentor():
    """A mentor with an account whose consents were given under the first edition."""
    person = make_mentor(make_teacher("mentor"), consents_on=today(-1)).person
    assert asked_kinds(person, today()) == []
    return person


def test_everybody_who_signed_the_old_text_is_asked_anew_and_stays_in_the_bank(mentor):
    change_text()
    assert (state(mentor), asked_kinds(mentor, today())) == ("outdated", [K.PROCESSING])
    assert has_valid_consent(mentor, K.PROCESSING, today())
    assert list(people_for_consents(day=today(), lack=Lack.OUTDATED)) == [mentor]
    assert list(people_for_consents(day=today(), lack=Lack.NEEDED)) == []
    assert needed_blanks([mentor], today()) == [(mentor, K.PROCESSING)]


def test_a_mended_slip_asks_nobody(mentor):
    change_text(asks_anew=False)
    assert (state(mentor), list(people_for_consents(day=today(), lack=Lack.OUTDATED))) == ("given", [])
    change_text()
    assert state(mentor) == "outdated"


def test_the_new_text_is_given_once_on_screen(client, mentor):
    edition = change_text()
    client.force_login(mentor.user)
    assert "Школа изменила текст" in client.get(reverse("consents:mine")).text
    url = reverse("consents:give", args=[K.PROCESSING])
    answers = [client.post(url, {"text": edition.pk, "has_read": "on"}).status_code for _ in range(2)]
    assert (answers, state(mentor)) == ([302, 409], "given")
    given = Consent.objects.filter(person=mentor, kind=K.PROCESSING).order_by("pk")
    assert [consent.text.version for consent in given] == [1, 2]


def test_the_paper_that_was_entered_already_is_not_taken_for_the_new_text(mentor):
    change_text()
    with pytest.raises(StaleState):
        give_paper(mentor, K.PROCESSING, on=today(-1))
    give_consent(mentor, K.PROCESSING, by=make_curator(), given_on=today(), channel=ConsentChannel.PAPER)
    assert state(mentor) == "given"


def test_the_curator_sees_it_in_the_table_and_enters_the_new_papers(client, mentor):
    change_text()
    client.force_login(make_curator())
    assert "прежний текст, по " in client.get(reverse("consents:list"), {"lack": "outdated"}).text
    offered = client.get(reverse("consents:record-many", args=[K.PROCESSING])).context["form"]
    assert list(offered.fields["people"].queryset) == [mentor]


def test_the_page_of_a_new_edition_asks_whether_to_ask_anew(client, mentor):
    client.force_login(make_curator())
    text = text_in_use(K.PROCESSING)
    url = reverse("consents:new-edition", args=[K.PROCESSING])
    assert client.get(url).context["form"]["asks_anew"].value() is True
    client.post(url, {"title": text.title, "body": f"{text.body} Точка.", "after": 1})
    assert (text_in_use(K.PROCESSING).asks_anew, state(mentor)) == (False, "given")


def test_one_screen_holds_one_consent_and_nothing_else_to_sign(client, mentor):
    """152-ФЗ, ст. 9, ч. 1 (since 01.09.2025): a consent is given apart from everything else."""
    client.force_login(mentor.user)
    for kind in K:
        page = client.get(reverse("consents:give", args=[kind]))
        main = page.text.split("<main", 1)[1].split("</main>", 1)[0]
        wanted = {"text", "fields_allowed"} if kind == K.DISTRIBUTION else {"text", "has_read"}
        assert (main.count("<form"), set(page.context["form"].fields)) == (1, wanted)
        assert " checked" not in main
