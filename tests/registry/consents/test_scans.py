"""Scans of signed sheets: stored only with the act, replaced without a trace lost."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from PIL import Image

from mentoring.accounts.enums import AccessKind
from mentoring.accounts.models import AccessRecord
from mentoring.documents.models import StoredFile
from mentoring.documents.queries import stored_content
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import StaleState
from registry.consents.enums import ConsentKind as K
from registry.consents.models import FormerScan
from registry.consents.services import attach_scan
from tests.factories.bank import give_paper
from tests.factories.people import make_curator, make_director, make_teacher

pytestmark = pytest.mark.django_db


def scan(shade, name="лист.png"):
    buffer = BytesIO()
    Image.new("L", (20, 20), shade).save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


@pytest.fixture
def replaced():
    """A consent whose scan was replaced: (consent, the bytes that stood there before)."""
    consent = give_paper(make_teacher("own"), K.PROCESSING, scan=scan(10, "первый.png"))
    before = stored_content(consent.scan)
    return attach_scan(consent, by=make_curator(), scan=scan(200, "второй.png")), before


def test_the_scan_that_was_replaced_stays_readable_for_who_keeps_consents(client, replaced):
    consent, before = replaced
    former = FormerScan.objects.get()
    url = reverse("consents:former-scan", args=[consent.pk, former.pk])
    assert (consent.scan.original_name, former.scan.original_name) == ("второй.png", "первый.png")
    client.force_login(make_curator())
    assert f'href="{url}"' in client.get(consent.get_absolute_url()).text
    assert client.get(url).content == before
    record = AccessRecord.objects.get(kind=AccessKind.FILE)
    assert record.people == [consent.person_id]


def test_the_page_says_that_no_antivirus_has_looked_at_the_scan(client, replaced):
    consent, _ = replaced
    without = give_paper(consent.person, K.MENTORING)
    client.force_login(make_curator())
    pages = [client.get(paper.get_absolute_url()).text for paper in (consent, without)]
    assert ["антивирусом он не проверялся" in page for page in pages] == [True, False]


def test_nobody_else_sees_it_and_it_belongs_to_one_consent(client, replaced):
    consent, _ = replaced
    other = give_paper(consent.person, K.MENTORING)
    url = reverse("consents:former-scan", args=[consent.pk, FormerScan.objects.get().pk])
    for user in (make_director(), consent.person.user):
        client.force_login(user)
        assert (client.get(url).status_code, url in client.get(consent.get_absolute_url()).text) == (
            403,
            False,
        )
    client.force_login(make_curator())
    foreign = reverse("consents:former-scan", args=[other.pk, FormerScan.objects.get().pk])
    assert client.get(foreign).status_code == 404


def test_history_names_the_replacement_once(replaced):
    consent, _ = replaced
    assert [line.what for line in history_of(consent)][0] == "приложен другой скан, прежний сохранён"
    assert not any("«скан»" in line.what for line in history_of(consent))


@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_former_scan_is_not_altered(replaced, act):
    rows = FormerScan.objects.all()
    with pytest.raises(DatabaseError, match="registry_formerscan"), transaction.atomic():
        rows.update(replaced_by=make_director()) if act == "update" else rows.delete()


def test_a_refused_paper_leaves_no_file_behind():
    person = give_paper(make_teacher("own"), K.PROCESSING).person
    with pytest.raises(StaleState):
        give_paper(person, K.PROCESSING, scan=scan(10))
    assert StoredFile.objects.count() == 0
