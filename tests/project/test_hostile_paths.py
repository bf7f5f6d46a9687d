"""Paths that look for files of the server, and texts that would begin a new line of a letter or of the log."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from mentoring.documents.services import store_upload
from mentoring.letters.services import queue_letter
from tests.factories.people import make_administrator
from tests.mentoring.documents.zoo import pdf

ROOT = Path(__file__).resolve().parents[2]
GIVEN_BY_NGINX = [
    ("/_away/", "root", "/srv/mentoring/deploy/nginx/pages"),
    ("/static/", "alias", "/var/lib/mentoring/static/"),
]
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


def own_files():
    """Files that lie on a server beside the site: of the repository, hidden ones and programs among them."""
    deeper = (".git", ".ci/run", "deploy/install", "deploy/nginx/pages/502.html", "mentoring/settings.py")
    beside = {path.name for path in ROOT.iterdir() if path.is_file()}
    assert {".gitignore", ".dockerignore", "manage.py", "pyproject.toml"} <= beside
    return sorted(beside | {name for name in deeper if (ROOT / name).is_file()})


@pytest.mark.django_db
def test_no_file_of_the_server_has_an_address(client):
    client.force_login(make_administrator())
    begun = {f"/{name}": client.get(f"/{name}").status_code for name in own_files()}
    assert {path: status for path, status in begun.items() if status != 404} == {}
    assert client.get("/favicon.ico").status_code == 200


@pytest.fixture(params=[True, False], ids=["from the sources", "from the collected files"])
def planted(request, settings, tmp_path):
    """A server whose folders lie beside secrets; the first page builds its middleware anew."""
    secrets = (".env", "etc/passwd", "manage.py", "var/files/scans/a", "static-of-another/.env", "files/.env")
    for name in secrets:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("root: planted DJANGO_SETTINGS")
    for name in ("static/app.css", "root/robots.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("open to everybody")
    settings.STATIC_ROOT, settings.WHITENOISE_ROOT = tmp_path / "static", tmp_path / "root"
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = request.param
    settings.MEDIA_ROOT = tmp_path / "files"
    return Client()


@pytest.mark.django_db
def test_nothing_beside_the_folder_of_styles_is_given_out(planted):
    around = ["/static/../.env", "/static-of-another/.env", "/static/../static-of-another/.env", "/../.env"]
    for path in [*PATHS, *around, "/static../.env", "/files/.env", "/robots.txt/../../.env"]:
        response = planted.generic("GET", path)
        assert (path, response.status_code) in ((path, 400), (path, 404))
        assert b"planted" not in b"".join(response)
    for path in ("/static/app.css", "/robots.txt"):
        assert b"".join(planted.get(path)) == b"open to everybody"


@pytest.mark.parametrize("name", ["mentoring-site.conf", "mentoring.conf", "compose.conf"])
def test_nginx_gives_out_the_styles_and_its_own_pages_and_nothing_else(name):
    """`location /static` with `alias …/static/` would lead out of the folder: «/static../site.env»."""
    lines = [line.strip() for line in (ROOT / "deploy/nginx" / name).read_text().splitlines()]
    place, given = "", []
    for line in (line for line in lines if not line.startswith("#")):
        if line.startswith("location "):
            place = line.split()[-2]
        elif line.startswith(("root ", "alias ")):
            given.append((place, *line.rstrip(";").split()))
        assert not line.startswith(("autoindex", "try_files"))
    assert given in ([], GIVEN_BY_NGINX)


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
