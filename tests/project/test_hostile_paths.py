"""Paths that look for files of the server, and texts that would begin a new line of a letter or of the log."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from procrastinate.contrib.django.models import ProcrastinateJob

from mentoring.documents.services import store_upload
from mentoring.letters.services import queue_letter
from tests.factories.people import make_administrator
from tests.mentoring.documents.zoo import pdf

PATHS = [
    "/static/../manage.py",
    "/static/../../etc/passwd",
    "/static/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%2f..%2fetc%2fpasswd",
    "/static/%252e%252e/manage.py",
    "/static/....//....//etc/passwd",
    "/static/..\\..\\etc\\passwd",
    "/static//etc/passwd",
    "/static/",
    "/.git/config",
    "/.env",
    "/var/files/scans/",
    "/media/scans/",
    "/files-are-served-by-views-only/scans/",
    "//etc/passwd",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_a_path_never_leads_to_a_file(client, path):
    client.force_login(make_administrator())
    response = client.generic("GET", path)

    assert response.status_code in (400, 404)
    assert b"root:" not in response.content and b"DJANGO_SETTINGS" not in response.content


@pytest.mark.django_db
def test_a_scan_has_no_address_of_its_own(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    by = make_administrator()
    stored = store_upload(SimpleUploadedFile("скан.pdf", pdf()), by=by)
    client.force_login(by)

    for path in (
        stored.file.url,
        f"/media/{stored.file.name}",
        f"/static/{stored.file.name}",
        stored.file.path,
    ):
        assert client.get(path if path.startswith("/") else f"/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/a%0a2026-01-01 ERROR django.request forged", "/a%0d%0aSet-Cookie: a=b"])
def test_an_address_begins_no_line_of_the_log(client, path, caplog):
    response = client.get(path)

    assert response.status_code == 400
    assert "Set-Cookie" not in response.headers
    assert [message for message in caplog.messages if "\n" in message or "\r" in message] == []


def queued(**letter) -> EmailMessage:
    """The letter as the queue will send it."""
    queue_letter(body="Текст\r\n.\r\nBcc: y", **letter)
    words = ProcrastinateJob.objects.latest("id").args
    return EmailMessage(subject=words["subject"], body=words["body"], to=[words["to"]])


@pytest.mark.django_db
def test_a_subject_begins_no_line_of_a_letter():
    letter = queued(to="a@school.example", subject="Приказ\r\nBcc: x@evil.example")

    assert letter.subject == "Приказ Bcc: x@evil.example"
    assert letter.recipients() == ["a@school.example"]
    assert "\nBcc:" not in letter.message().as_string().partition("\n\n")[0]


@pytest.mark.django_db
def test_an_address_of_a_letter_is_one_address():
    letter = queued(to="a@school.example\r\nBcc: x@evil.example", subject="Приказ")

    with pytest.raises(ValueError, match="newline"):
        letter.message()
