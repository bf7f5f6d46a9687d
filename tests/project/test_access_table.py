"""A18: the table of rights is what the program does, on the page, in docs/access.md and on paper.

| row | test |
| --- | --- |
| A1, A2 | tests/project/walks/test_urls.py (every address × every actor × GET and POST) |
| A8 | test_no_form_takes_all_fields; tests/project/walks/test_access.py |
| A15 | test_there_is_no_other_way_in |
| A18 | test_the_page_of_rights_is_current, test_a_new_right_is_looked_at, test_the_paper_lists_rights_and_holders |
| C1 | test_no_view_is_exempt_from_the_token |
| C13 | test_nothing_is_kept_in_the_browser |
"""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from mentoring.accounts.documents import access_paper
from mentoring.accounts.enums import Role
from mentoring.accounts.permissions import ROLE_PERMISSIONS, Permission
from mentoring.accounts.table import access_page, addresses, allowed_methods
from mentoring.management.commands.access_table import PAGE
from tests.factories.people import make_administrator, make_curator, make_director, make_user
from tests.project.canaries import patterns
from tests.project.walks.test_urls import read_table

ROOT = Path(settings.BASE_DIR)
# Changes with every right given or taken: look at docs/access.md first, then write the new sum here.
REVIEWED = "f2b3cb4d2839"


def sources(*suffixes):
    for folder in ("mentoring", "registry", "programs", "roadmap", "templates", "static"):
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)


def test_the_page_of_rights_is_current():
    assert PAGE.read_text() == access_page(), "run manage.py access_table"


def test_a_new_right_is_looked_at():
    given = sorted(f"{role}:{permission}" for role in Role for permission in ROLE_PERMISSIONS[role])
    assert hashlib.sha256("\n".join(given).encode()).hexdigest()[:12] == REVIEWED


def test_every_address_stands_on_the_page_of_rights():
    assert len(addresses()) == len(list(patterns()))
    assert all(row.who and row.methods for row in addresses())


def test_the_methods_on_the_page_are_those_that_answer():
    """The walk over all addresses sees 405 exactly where the page of rights names no such method."""
    table = read_table()
    for name, row in patterns():
        allowed = allowed_methods(row.callback)
        for method in ("GET", "POST"):
            answers = set(table[name, method].values()) - {"login", "403", "404"}
            if answers and not name.startswith(("account_", "mfa_", "usersessions_")):
                assert (answers == {"405"}) == (method not in allowed), (name, method)


@pytest.mark.django_db
def test_the_paper_lists_rights_and_holders():
    make_user("deputy", Role.DIRECTOR, display_name="Заместитель З. З.")
    make_director(), make_curator()
    rights, holders = access_paper().table.groups
    assert [row[0] for row in rights.rows] == [permission.label for permission in Permission]
    for permission, row in zip(Permission, rights.rows, strict=True):
        assert [cell == "да" for cell in row[1:]] == [permission in ROLE_PERMISSIONS[role] for role in Role]
    assert holders.rows == (
        ("Кто", "Директор Д. Д.,\nЗаместитель З. З.", "Куратор К. К.", "–", "–", "–", "–"),
    )


@pytest.mark.django_db
def test_the_paper_is_for_the_director_and_the_administrator(client):
    for user, status in ((make_director(), 200), (make_administrator(), 200), (make_curator(), 403)):
        client.force_login(user)
        answer = client.get(reverse("users:permissions-pdf"))
        assert answer.status_code == status
        assert ("Напечатать" in client.get(reverse("users:permissions")).content.decode()) == (status == 200)
    client.force_login(make_director())
    assert client.get(reverse("users:permissions-pdf")).content.startswith(b"%PDF")


def test_no_form_takes_all_fields():
    wrong = [
        str(path)
        for path in sources(".py")
        if re.search(r"__all__[\"']|exclude = \[\]|setattr\(\s*\w+,\s*\w+,\s*request", path.read_text())
    ]
    assert wrong == []


def test_no_view_is_exempt_from_the_token():
    assert [str(path) for path in sources(".py") if "csrf_exempt" in path.read_text()] == []
    assert [name for name, row in patterns() if getattr(row.callback, "csrf_exempt", False)] == []


def test_nothing_is_kept_in_the_browser():
    kept = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie")
    assert [str(path) for path in sources(".js", ".html") if kept.search(path.read_text())] == []
    assert '"historyCacheSize":0' in (ROOT / "templates" / "layout" / "head.html").read_text()


def test_there_is_no_other_way_in():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert settings.AUTHENTICATION_BACKENDS == ["allauth.account.auth_backends.AuthenticationBackend"]
    assert [name for name, _ in patterns() if name.startswith(("admin:", "api", "debug"))] == []
