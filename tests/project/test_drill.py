"""Twenty kills of web, worker and PostgreSQL while people work: nothing lost, half done or done twice (F1–F5, F7)."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "tests" / "upgrades" / "0.1.0.sql.gz"


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_do_nothing_twice():
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
        f"--school={SCHOOL}",
    ]
    # The drill makes a database and settings of its own.
    own = {"DATABASE_URL", "DATA_DIR", "SECRET_KEY", "EMAIL_URL", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in own}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=480)
    assert (result.returncode, result.stderr.split("faults:")[1:]) == (0, []), result.stdout + result.stderr
    assert "nothing lost, nothing half done, nothing twice" in result.stdout
