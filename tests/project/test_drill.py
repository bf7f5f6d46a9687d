"""Twenty kills of web, worker and PostgreSQL while people work: nothing lost, half done or done twice (F1–F5, F7)."""

import gzip
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mentoring.upkeep.programs import find_programs
from tests.database import database_of_its_own
from tests.upgrades.released import upgraded_database

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = ("--no-owner", "--no-privileges", "--rows-per-insert=200", "--no-password")
# Lines of the script that are for psql alone.
FOR_PSQL = ("\\restrict", "\\unrestrict")


@pytest.fixture
def school(django_db_blocker, tmp_path):
    """The demo school, upgraded, as a packed script: the drill's own server would need half a minute to upgrade it."""
    with django_db_blocker.unblock(), database_of_its_own(upgraded_database("0.1.0")) as server:
        program = find_programs(server.major_version()) / "pg_dump"
        environment = {"PATH": os.environ["PATH"], **server.environment()}
        script = subprocess.run(
            [program, *OPTIONS], env=environment, capture_output=True, check=True, text=True
        ).stdout
    path = tmp_path / "school.sql.gz"
    kept = (line for line in script.splitlines(keepends=True) if not line.startswith(FOR_PSQL))
    path.write_bytes(gzip.compress("".join(kept).encode(), compresslevel=1))
    return path


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_do_nothing_twice(school):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "mentoring.drill",
        "--cycles",
        "20",
        f"--port={port}",
        f"--school={school}",
    ]
    # The drill makes a database and settings of its own.
    own = {"DATABASE_URL", "DATA_DIR", "SECRET_KEY", "EMAIL_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in own}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=480)
    print(result.stdout)
    assert (result.returncode, result.stderr.split("faults:")[1:]) == (0, []), result.stdout + result.stderr
    assert "nothing lost, nothing half done, nothing twice" in result.stdout
