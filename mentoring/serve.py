"""The whole product in one terminal: database, site, background jobs. `bin/demo` runs it.

The main process starts the embedded database, brings its tables up to date, forks one child for the jobs and
becomes gunicorn's master; whatever ends it, it stops all of them.
"""

import argparse
import asyncio
import ctypes
import fcntl
import io
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from environs import Env
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.util import import_app
from procrastinate.contrib.django import app as jobs

from mentoring import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
LAST_PORT = 65535
OLDEST_POSTGRESQL = 15
SECONDS_TO_FINISH = 5
PR_SET_PDEATHSIG = 1


class ServeError(Exception):
    """The site cannot start; the text says why and what to do, in Russian."""


def main() -> int:
    arguments = parse_arguments()
    survives_hangup = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if number != signal.SIGHUP or not survives_hangup:
            signal.signal(number, _leave)
    try:
        require_free_port(arguments.port)
        with only_server_of(arguments.data), database(arguments.data):
            prepare_environment(arguments.data, arguments.port)
            notes = prepare_school(arguments.data, arguments.port, empty=arguments.empty)
            with jobs_in_background():
                Site(arguments.port, notes, survives_hangup=survives_hangup).run()
    except (ServeError, embedded.EmbeddedServerError, CommandError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description="Сайт со встроенной базой данных.")
    parser.add_argument("--port", type=port_number, default=8000, help="порт на этом компьютере (8000)")
    parser.add_argument("--data", type=Path, default=BASE_DIR / "var", help="папка базы и файлов (var)")
    parser.add_argument("--empty", action="store_true", help="пустая школа вместо показательной")
    arguments = parser.parse_args()
    arguments.data = arguments.data.resolve()
    return arguments


def port_number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"порт – число от 1 до {LAST_PORT}")
    return int(text)


def _leave(number: int, *_: object) -> None:
    raise SystemExit(128 + number)


# Before the first page ----------------------------------------------------------------------


def require_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            raise ServeError(
                f"Порт {port} занят или недоступен. Выберите другой: bin/demo --port ЧИСЛО"
            ) from problem


@contextmanager
def only_server_of(data: Path) -> Iterator[None]:
    data.mkdir(parents=True, exist_ok=True)
    with (data / "site.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise ServeError(
                f"Сайт с папкой данных {data} уже работает. "
                "Остановите его или укажите другую папку: bin/demo --data ПАПКА"
            ) from problem
        yield


@contextmanager
def database(data: Path) -> Iterator[None]:
    """DATABASE_URL for the settings: the given one, or that of an embedded server which stops at the end."""
    Env().read_env(str(BASE_DIR / ".env"), recurse=False)
    if os.environ.get("DATABASE_URL"):
        yield
        return
    try:
        os.environ["DATABASE_URL"] = embedded.start(data)
        yield
    finally:
        # A second Ctrl-C must not leave the database running.
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        embedded.stop(data)


def prepare_environment(data: Path, port: int) -> None:
    """The settings of a site on this computer, kept under its data folder; Django starts with them."""
    for folder in ("files", "outbox", "static"):
        (data / folder).mkdir(mode=0o700, exist_ok=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "DATA_DIR": str(data),
        "SECRET_KEY_FILE": str(secret_key_file(data)),
        "PUBLIC_BASE_URL": f"http://{HOST}:{port}",
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "SERVE_STATIC_FROM_SOURCE": "true",
        "DEBUG": "false",
    }
    django.setup()
    # All pages and tasks are imported once, here: the children share them.
    import_module(settings.ROOT_URLCONF)


def secret_key_file(data: Path) -> Path:
    path = data / "secret-key"
    if not path.exists():
        # Written aside and renamed: an interrupted start leaves no half of a key.
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(64))
        unfinished.rename(path)
    return path


def prepare_school(data: Path, port: int, *, empty: bool) -> list[str]:
    """Bring the tables up to date, fill an empty database the first time; what to tell the person."""
    try:
        version = connection.pg_version // 10000
        executor = MigrationExecutor(connection)
    except OperationalError as problem:
        raise ServeError(f"База данных из DATABASE_URL не отвечает: {str(problem).strip()}") from problem
    if version < OLDEST_POSTGRESQL:
        raise ServeError(
            f"Нужен PostgreSQL {OLDEST_POSTGRESQL} или новее, а DATABASE_URL ведёт на {version}."
        )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        sys.stderr.write("Готовлю таблицы базы данных…\n")
        call_command("migrate", verbosity=0, interactive=False)
    if not empty and not get_user_model().objects.exists():
        sys.stderr.write("Заполняю показательную школу…\n")
        call_command("demo", stdout=io.StringIO())
    notes = [f"Сайт работает: http://{HOST}:{port}/  (остановить: Ctrl-C)"]
    logins = data / "logins.txt"
    if address := first_run_address():
        notes += ["Школа пуста. Страница первого запуска:", address]
    elif logins.exists():
        notes += ["", logins.read_text().rstrip()]
    # The children must open connections of their own.
    connections.close_all()
    return notes


def first_run_address() -> str:
    """The page that makes an empty school's first accounts; nothing once there is a curator."""
    address = io.StringIO()
    with suppress(CommandError):
        call_command("first_run_link", stdout=address)
    return address.getvalue().strip()


# Background jobs ----------------------------------------------------------------------------


@contextmanager
def jobs_in_background() -> Iterator[None]:
    """A child process that runs the queue: a heavy PDF does not slow the pages down."""
    child = os.fork()
    if child == 0:
        keep_jobs_running()
    try:
        yield
    finally:
        stop_child(child, SECONDS_TO_FINISH + 2)


def keep_jobs_running(pause: float = SECONDS_TO_FINISH) -> None:
    """The child's whole life: a grandchild does the jobs, and a new one follows when it dies. Never returns."""
    worker = 0

    def finish(*_: object) -> None:
        stop_child(worker, SECONDS_TO_FINISH + 1)
        os._exit(0)

    die_with_parent(signal.SIGTERM)
    signal.signal(signal.SIGTERM, finish)
    # Ctrl-C reaches every process of the terminal; here the main process decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        worker = os.fork()
        if worker == 0:
            do_jobs()
        os.waitpid(worker, 0)
        time.sleep(pause)


def do_jobs() -> None:
    """Work through the queue until told to stop. Never returns."""
    die_with_parent(signal.SIGKILL)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    try:
        asyncio.run(run_queue())
    except Exception as problem:  # noqa: BLE001 - whatever it is, the next worker may have more luck
        sys.stderr.write(f"Фоновые задания прерваны и скоро продолжатся: {problem}\n")
        os._exit(1)
    os._exit(0)


async def run_queue() -> None:
    with jobs.replace_connector(jobs.connector.get_worker_connector()) as queue:
        async with queue.open_async():
            await queue.run_worker_async(shutdown_graceful_timeout=SECONDS_TO_FINISH)


def die_with_parent(number: int) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def stop_child(child: int, seconds: int) -> None:
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if os.waitpid(child, os.WNOHANG)[0]:
                return
            time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


# The site -----------------------------------------------------------------------------------


class Site(BaseApplication):
    """gunicorn for one computer: one process, a few threads, nothing outside the loopback address."""

    def __init__(
        self, port: int, notes: list[str], *, survives_hangup: bool = True, workers: int = 1
    ) -> None:
        self.port = port
        self.workers = workers
        self.notes = notes
        self.survives_hangup = survives_hangup
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"{HOST}:{self.port}",
            "worker_class": "gthread",
            "workers": self.workers,
            "threads": 8,
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": SECONDS_TO_FINISH,
            "loglevel": "warning",
            "when_ready": lambda _server: sys.stdout.write(
                "\n".join(["", *self.notes, "", ""] if self.notes else [])
            ),
        }
        # Newer versions open a control socket in the home folder.
        if "control_socket_disable" in self.cfg.settings:
            options["control_socket_disable"] = True
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        return import_app("mentoring.wsgi:application")

    def run(self) -> None:
        Master(self).run()


class Master(Arbiter):
    """Closing the terminal stops the site (gunicorn alone would reload it); under nohup it goes on."""

    def spawn_worker(self) -> int:
        master = os.getpid()
        try:
            return super().spawn_worker()
        except SystemExit as end:
            if os.getpid() == master:
                raise
            # The forked worker must not unwind the master's blocks: they stop the database.
            os._exit(end.code if isinstance(end.code, int) else 1)

    def handle_hup(self) -> None:
        if not self.app.survives_hangup:
            self.handle_term()


if __name__ == "__main__":
    sys.exit(main())
