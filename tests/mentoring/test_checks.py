"""What has to be right before the site may start, and that a change of the key throws nobody out."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.urls import reverse

from mentoring import checks
from tests.factories.people import make_curator

ROOT = Path(__file__).resolve().parents[2]


def test_a_component_below_its_floor_stops_the_start(monkeypatch):
    assert checks.packages_are_new_enough(None) == []
    monkeypatch.setitem(checks.FLOORS, "Django", "99.0")
    monkeypatch.setitem(checks.FLOORS, "no-such-package", "1.0")
    errors = [error for error in run_checks() if error.id == "mentoring.E001"]
    assert [error.msg.split(",")[0] for error in errors] == [
        "Django: нужна версия 99.0 или новее",
        "no-such-package: нужна версия 1.0 или новее",
    ]


@pytest.mark.parametrize(
    ("mode", "found"), [(0o600, []), (0o400, []), (0o640, ["mentoring.E002"]), (0o604, ["mentoring.E002"])]
)
def test_a_key_that_others_can_read_stops_the_start(settings, tmp_path, mode, found):
    key = tmp_path / "secret-key"
    key.write_text("x" * 60)
    key.chmod(mode)
    settings.SECRET_KEY_FILE = str(key)
    errors = run_checks(include_deployment_checks=True)
    assert [error.id for error in errors if error.id == "mentoring.E002"] == found


def test_production_settings_pass_every_deployment_check(tmp_path):
    """As `deploy/` runs the site: nothing is left to warn of."""
    key = tmp_path / "secret-key"
    key.write_text("".join(chr(48 + number) for number in range(75)))
    key.chmod(stat.S_IRUSR)
    environment = {
        **os.environ,
        "SECRET_KEY": "",
        "SECRET_KEY_FILE": str(key),
        "DEBUG": "false",
        "PUBLIC_BASE_URL": "https://mentoring.school.example",
        "ALLOWED_HOSTS": "mentoring.school.example",
        "BEHIND_PROXY": "true",
        "SERVE_STATIC_FROM_SOURCE": "false",
    }
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.django_db
def test_a_new_key_throws_nobody_out_while_the_old_one_is_a_fallback(client, settings):
    client.force_login(make_curator())
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [old]
    assert client.get(reverse("home:account")).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(reverse("home:account")).status_code == 200


@pytest.mark.django_db
def test_without_the_fallback_a_new_key_ends_every_session(client, settings):
    client.force_login(make_curator())
    settings.SECRET_KEY = "n" * 60
    assert client.get(reverse("home:account")).status_code == 302
