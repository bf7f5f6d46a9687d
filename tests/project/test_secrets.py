"""Keys and passwords: none lies in the repository or stands on a page, each installation makes its own."""

import gzip
import re
import subprocess

import pytest
from django.db import connection
from django.test import Client

from tests.factories.people import make_administrator
from tests.project.test_scripts import ROOT, files_of_the_repository

FILES = re.compile(r"(^|/)(\.env(\..*)?|id_(rsa|ed25519|ecdsa)|secret-key|.*\.(pem|key|p12|pfx|jks|kdbx))$")
# Letters, digits and both together, as a generator makes them: no word, no path, no name of a variable.
RANDOM = r"(?=[\w+/-]*[0-9])(?=[\w+/-]*[A-Za-z])"
RULES = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    # The documented example is the word itself; a variable begins with $ or {.
    "a password in an address": r"\w://[^\s/:@\"'<>{}$]+:(?!password@|\d+@)[^\s/:@\"'<>{}$]+@",
    "the key of a site": r"SECRET_KEY\s*[=:]\s*[\"']?(?!-?only-)[A-Za-z0-9+/_!@#%^&*-]{16}",
    "Django's own draft of a key": r"django-insecure-[a-z0-9]",
    "a token of a known service": r"\b(AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|github_pat_\w{22}|glpat-[\w-]{20}"
    r"|xox[abprs]-[\w-]{10}|AIza[\w-]{35}|pypi-AgEI[\w-]{20}|eyJ[\w-]{15,}\.eyJ[\w-]{15,}\.)",
    "something random called a secret": rf"(?i)(password|passwd|secret|token|api_?key)\w*[\"']?\s*[=:]\s*[\"']?"
    rf"(?!-?only-){RANDOM}[\w+/-]{{24,}}",
}


def found_in(text):
    return [rule for rule, pattern in RULES.items() if re.search(pattern, text)]


def test_no_file_of_the_repository_holds_a_secret():
    read = {}
    for path in files_of_the_repository():
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        read[str(path.relative_to(ROOT))] = found_in(content.decode(errors="ignore"))
    assert len(read) > 500
    assert {name: rules for name, rules in read.items() if rules} == {}
    assert [name for name in read if FILES.search(name)] == []


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        (("-----BEGIN ", "PRIVATE KEY-----"), "a private key"),
        (("-----BEGIN RSA ", "PRIVATE KEY-----"), "a private key"),
        (("DATABASE_URL=postgres://site:", "k3mQz8@10.0.0.5/mentoring"), "a password in an address"),
        (("SECRET_KEY=", "Zk1Yv0cXq7Lw2mNb"), "the key of a site"),
        (("SECRET_KEY = 'django-", "insecure-x8k2'"), "Django's own draft of a key"),
        (("token: ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"), "a token of a known service"),
        (("S3_SECRET: '", "Zk1Yv0cXq7Lw2mNb9Rt4Pz6S'"), "something random called a secret"),
    ],
)
def test_a_secret_would_be_noticed(parts, rule):
    assert rule in found_in("first line\n" + "".join(parts) + "\nlast line")


@pytest.mark.django_db
@pytest.mark.urls("tests.project.test_error_pages")
def test_no_page_about_the_system_shows_a_secret(settings, monkeypatch):
    settings.EMAIL_HOST_PASSWORD, settings.SECRET_KEY_FALLBACKS = "of-the-mail-server", ["a-key-of-yesterday"]
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "of-the-database")
    secret = {settings.SECRET_KEY, settings.EMAIL_HOST_PASSWORD, "a-key-of-yesterday", "of-the-database"}
    browser = Client(raise_request_exception=False)
    browser.force_login(make_administrator())
    pages = {address: browser.get(address) for address in ("/missing/", "/system/", "/letters/", "/health/")}
    pages["/fault/"] = Client(raise_request_exception=False).get("/fault/")
    # Without copies and a worker this system is not well.
    assert [page.status_code for page in pages.values()] == [404, 200, 200, 503, 500]
    shown = {address: [word for word in secret if word in page.text] for address, page in pages.items()}
    assert [address for address, words in shown.items() if words] == []


def test_each_installation_makes_a_key_of_its_own_and_keeps_it(tmp_path):
    """The two lines of deploy/install that make and keep a secret, run twice in each of two folders."""
    script = (ROOT / "deploy" / "install").read_text()
    making = re.search(r"^secret\(\) .*?^}\n", script, re.MULTILINE | re.DOTALL).group()
    line = re.search(
        r"^ *(secret \d+ \| keep \S+/secret-key\") mentoring:mentoring (\d+)$", script, re.MULTILINE
    )
    keys = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        command = f'set -eu\nconfig={tmp_path / folder}\n{making}\n{line[1]} "$(id -u):$(id -g)" {line[2]}\n'
        for _ in range(2):
            subprocess.run(["bash", "-c", command], check=True)
            keys.append((tmp_path / folder / "secret-key").read_text().strip())
        assert (tmp_path / folder / "secret-key").stat().st_mode & 0o777 == 0o600
    assert keys[0] == keys[1] != keys[2] == keys[3]
    assert [len(key) for key in keys] == [80] * 4
