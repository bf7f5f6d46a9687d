"""Nothing is published yet: who has not signed in sees nobody (152-ФЗ, ст. 10.1; C14, H3, H4)."""

import pytest
from django.urls import NoReverseMatch, reverse

from mentoring.documents.models import IssuedDocument
from registry.consents.enums import ConsentKind
from registry.people.models import Person
from tests.factories.bank import give_paper
from tests.factories.orders import make_order
from tests.factories.people import make_person, make_pupil
from tests.project.canaries import patterns
from tests.project.walks.test_urls import PUBLIC

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    """People with and without the consent to distribution, in a registered order; their names."""
    make_order("registered")
    make_pupil("Канарейкин")
    for person in (make_person("Щеглова"), Person.objects.first()):
        give_paper(person, ConsentKind.DISTRIBUTION, fields_allowed=["full_name", "position", "photo"])
    names = {
        name for person in Person.objects.all() for name in (person.last_name, person.genitive, person.email)
    }
    return {word for name in names for word in name.split() if len(word) > 4}


@pytest.mark.usefixtures("marked_sheets")
def test_no_page_that_is_open_to_everybody_names_a_person(client, school):
    document = IssuedDocument.objects.get()
    addresses = [
        reverse("documents:check", args=[document.code]),
        f"{reverse('documents:find')}?code={document.code}",
    ]
    for name, _ in patterns():
        try:
            addresses.append(reverse(name)) if name in PUBLIC else None
        except NoReverseMatch:
            continue
    shown = [
        page.text for address in addresses if (page := client.get(address, follow=True)).status_code == 200
    ]
    assert len(shown) > 8 and document.number in shown[0]
    assert [word for word in school for page in shown if word in page] == []


@pytest.mark.usefixtures("marked_sheets")
def test_a_persons_own_pages_send_a_stranger_to_the_door(client, school):
    person = Person.objects.first()
    for name in ("people:detail", "people:history", "consents:person"):
        page = client.get(reverse(name, args=[person.pk]))
        assert (page.status_code, page.url.startswith(reverse("account_login"))) == (302, True)
        assert not any(word in page.text for word in school)
