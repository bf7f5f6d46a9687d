"""The scan of a signed application: checked by its content, put there once, read by whoever reads the application."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from mentoring.workflow.verdicts import Refused
from roadmap.applications.models import Application
from roadmap.applications.services import attach_scan
from tests.factories.applications import make_application
from tests.factories.people import make_council_member, make_curator, make_director
from tests.mentoring.documents.zoo import pdf

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def a_scan(content=None, name="лист.pdf"):
    return SimpleUploadedFile(name, content or pdf(), "application/pdf")


def address(name, application):
    return reverse(f"applications:{name}", args=[application.pk])


def test_a_scan_is_put_once_and_only_a_real_paper_is_taken():
    application, office = make_application("replacement"), signed_in(make_curator())
    attach, scan = address("attach_scan", application), address("scan", application)
    assert office.get(scan).status_code == 404
    assert "Выберите файл скана" in office.post(attach, {}).content.decode()
    for name in ("лист.svg", "лист.pdf"):
        refused = office.post(attach, {"scan": a_scan(SVG, name)})
        assert (name, refused.status_code, bool(refused.context["form"].errors)) == (name, 200, True)
    content = pdf()
    assert office.post(attach, {"scan": a_scan(content)}).url == application.get_absolute_url()

    answer = office.get(scan)
    assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
    assert b"".join(answer) == content
    page = office.get(application.get_absolute_url()).content.decode()
    assert scan in page and attach not in page and "приложен скан" in page
    assert office.get(attach).status_code == 403
    with pytest.raises(Refused, match="уже приложен"):
        attach_scan(application, by=make_director(), scan=a_scan())
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(scan=None)


def test_a_scan_is_read_like_its_application():
    secret = make_application("representation")
    attach_scan(secret, by=make_director(), scan=a_scan())
    assert signed_in(make_director()).get(address("scan", secret)).status_code == 200
    for user in (make_curator(), make_council_member()):
        assert signed_in(user).get(address("scan", secret)).status_code == 404
    own = make_application("replacement")
    with pytest.raises(Refused, match="прикладывает тот, кто ведёт"):
        attach_scan(own, by=make_council_member(), scan=a_scan())
