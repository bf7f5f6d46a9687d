"""Passwords are kept by Argon2id; those kept by PBKDF2 before are taken and kept anew (G8)."""

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.urls import reverse

from mentoring.settings import PASSWORD_HASHERS
from tests.factories.people import make_curator

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


def test_a_password_kept_before_is_taken_and_kept_anew(client, settings):
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    curator = make_curator()
    curator.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt-of-an-older-release", iterations=1000)
    curator.save(update_fields=["password"])
    for _ in range(2):
        client.logout()
        answer = client.post(reverse(django_settings.LOGIN_URL), {"login": "curator", "password": PASSWORD})
        assert answer.status_code == 302
        curator.refresh_from_db()
        assert curator.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert not curator.check_password("another long password")
