"""The embedded PostgreSQL: real servers on throw-away folders."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from mentoring import embedded

ROOT = Path(embedded.__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def data_dir():
    # Not tmp_path: pytest closes its folders to others, and as root the database has an owner of its own.
    folder = Path(tempfile.mkdtemp(prefix="mentoring-test-"))
    deep = folder / "школа с пробелом в имени" / ("глубоко-" * 8)
    yield deep
    embedded.stop(deep)
    shutil.rmtree(folder)


def ask(url, question):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(question).fetchone()


def test_server_starts_stops_and_survives_kill(data_dir):
    url = embedded.start(data_dir)
    pid = embedded.postmaster_pid(data_dir)
    assert ask(url, "SELECT lower('ЁЖ'), current_database()") == ("ёж", "mentoring")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS answer")

    assert embedded.start(data_dir) == url, "a running server is left as it is"
    assert embedded.postmaster_pid(data_dir) == pid

    embedded.stop(data_dir)
    assert embedded.postmaster_pid(data_dir) is None
    embedded.stop(data_dir)

    started = time.monotonic()
    embedded.start(data_dir)
    assert time.monotonic() - started < 3
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("INSERT INTO kept VALUES (2)")
    os.kill(embedded.postmaster_pid(data_dir), signal.SIGKILL)
    embedded.start(data_dir)
    assert ask(url, "SELECT array_agg(answer ORDER BY answer) FROM kept") == ([1, 2],)

    embedded.stop(data_dir)
    lock_file = embedded.cluster_of(data_dir) / "postmaster.pid"
    lock_file.write_text(f"{os.getpid()}\n{embedded.cluster_of(data_dir)}\n")
    assert embedded.postmaster_pid(data_dir) is None, "the number now belongs to another program"
    embedded.start(data_dir)
    assert ask(url, "SELECT count(*) FROM kept") == (2,)


def test_data_are_durable_and_out_of_reach_of_the_network(data_dir):
    url = embedded.start(data_dir)
    names = ["fsync", "synchronous_commit", "full_page_writes", "data_checksums", "listen_addresses"]
    columns = ", ".join(f"current_setting('{name}')" for name in names)
    assert ask(url, f"SELECT {columns}") == ("on", "on", "on", "on", "")
    assert embedded.cluster_of(data_dir).stat().st_mode & 0o777 == 0o700


def test_a_command_gets_a_throw_away_server_and_its_exit_code_comes_back():
    script = (
        "import os, sys, psycopg\n"
        "fsync = psycopg.connect(os.environ['DATABASE_URL']).execute('SHOW fsync').fetchone()[0]\n"
        "print(fsync, os.environ['DATA_DIR'])\n"
        "sys.exit(7)\n"
    )
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATA_DIR"}
    }
    result = subprocess.run(
        [sys.executable, "-m", "mentoring.embedded", "run", "--", sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    assert result.returncode == 7, result.stderr
    fsync, folder = result.stdout.split()
    assert fsync == "off"
    assert not Path(folder).parent.exists()


def test_a_path_the_shell_would_spoil_is_refused(tmp_path):
    with pytest.raises(embedded.EmbeddedServerError, match="В пути к папке данных не должно быть знаков"):
        embedded.start(tmp_path / "a$b")
    assert not (tmp_path / "a$b").exists()
