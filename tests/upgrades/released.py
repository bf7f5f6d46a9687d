"""The data of released versions: `VERSION.sql.gz` is the demo school as that version kept it.

A release adds its own: pg_dump --no-owner --no-privileges --rows-per-insert=200 of a fresh `manage.py demo`,
without the lines of `\\restrict`, `\\unrestrict` and `transaction_timeout`, packed by gzip -9n.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from mentoring.upkeep.programs import Server
from tests.database import database_of_its_own, fingerprint_of_migrations, migrate, prepared_database
from tests.upgrades.old_log import put_log_of_0_1_0

FOLDER = Path(__file__).parent
VERSIONS = sorted(path.name.removesuffix(".sql.gz") for path in FOLDER.glob("*.sql.gz"))
LOGS = {"0.1.0": put_log_of_0_1_0}


@contextmanager
def released_database(version: str) -> Iterator[Server]:
    """A database with the data of a released version, dropped at the end."""
    with database_of_its_own() as own:
        load_release(version, own)
        yield own


def upgraded_database(version: str) -> str:
    """The name of a database with the data of a released version brought up to date: begin with copies of it."""
    made_of = (
        fingerprint_of_migrations(),
        version,
        *(path.read_bytes() for path in sorted(FOLDER.glob("*.*"))),
    )
    return prepared_database(
        f"upgraded_{version.replace('.', '_')}",
        sha256(repr(made_of).encode()).hexdigest(),
        lambda server: (load_release(version, server), migrate(server)),
    )


def load_release(version: str, server: Server) -> None:
    """Fill an empty database with the data of a released version and the log that such a school would have."""
    script = gzip.decompress((FOLDER / f"{version}.sql.gz").read_bytes()).decode()
    with server.connect() as opened:
        opened.execute(script)
    # The script leaves its connection without a search path.
    if version in LOGS:
        with server.connect() as opened:
            LOGS[version](opened)
