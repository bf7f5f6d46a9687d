"""The drill's own database and settings; the drill itself is `manage.py drill`. `bin/drill` runs this."""

import argparse
import gzip
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

import psycopg
from django.core.management import CommandError, call_command
from django.db import connections

from mentoring import embedded
from mentoring.management.drill.mailbox import Mailbox
from mentoring.management.drill.site import UNSAFE
from mentoring.serve import prepare_environment

LEASE_SECONDS = "3"
PASSWORD = "demo-demo-demo"  # noqa: S105 - of invented people


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bin/drill",
        description="Kill the site's processes at random moments while people work, then check that nothing is lost, "
        "half done or done twice. Everything happens in a throw-away folder on this computer.",
    )
    parser.add_argument("--cycles", type=int, default=20, help="how many kills (20)")
    parser.add_argument("--only", choices=("web", "worker", "postgres"), help="kill nothing else")
    parser.add_argument("--port", type=int, default=8399)
    parser.add_argument("--seed", type=int, help="the same moments again")
    parser.add_argument(
        "--school", type=Path, help="a packed SQL script with a demo school instead of a new one"
    )
    parser.add_argument(
        "--unsafe",
        action="store_true",
        help="PostgreSQL without synchronous_commit: the drill must find losses",
    )
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="mentoring-drill-"))
    folder.chmod(0o711)
    try:
        return drill(folder, chosen)
    except (CommandError, embedded.EmbeddedServerError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def drill(folder: Path, chosen: argparse.Namespace) -> int:
    """Prepare the school in `folder`, which has nothing yet, and run the drill on it."""
    os.environ["DATABASE_URL"] = url = embedded.start(folder, settings=UNSAFE if chosen.unsafe else None)
    mailbox = Mailbox()
    # Hundreds of pages without a database, each with its trace, are what the drill is about.
    logging.disable()
    os.environ |= {
        "EMAIL_URL": mailbox.url,
        "JOB_LEASE_SECONDS": LEASE_SECONDS,
        "HEALTH_FREE_PERCENT": "0",
    }
    if chosen.school:
        with psycopg.connect(url) as connection:
            connection.execute(gzip.decompress(chosen.school.read_bytes()).decode())
    prepare_environment(folder, chosen.port)
    call_command("migrate", verbosity=0, interactive=False)
    if not chosen.school:
        call_command("demo", password=PASSWORD, verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    connections.close_all()
    options = {name: getattr(chosen, name) for name in ("cycles", "only", "port", "seed", "unsafe")}
    call_command("drill", password=PASSWORD, mailbox=mailbox, **options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
