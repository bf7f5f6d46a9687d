"""PostgreSQL's own programs and the server they work on, without Django."""

import os
import re
import secrets
import shutil
import subprocess  # noqa: S404 - only fixed programs, no shell
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from mentoring import embedded

LAST_WITHOUT_TRANSACTION_TIMEOUT = 16
HEAD_LINES = 60
TRANSACTION_TIMEOUT = b"SET transaction_timeout = 0;\n"
NOT_OURS = ("pg_catalog", "information_schema")


class UpkeepError(Exception):
    """A piece of upkeep cannot be done; the text says why and what to do, in Russian."""


@dataclass(frozen=True)
class Server:
    """One database as libpq names it: host, port, user, password, dbname."""

    parameters: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.parameters["dbname"]

    def connect(self, **options) -> psycopg.Connection:
        """Open a connection; raises UpkeepError when the server does not answer."""
        try:
            return psycopg.connect(**{**self.parameters, **options})
        except psycopg.OperationalError as problem:
            raise UpkeepError(f"База данных не отвечает: {str(problem).strip()}") from problem

    def named(self, database: str) -> "Server":
        """Another database of the same server."""
        return Server({**self.parameters, "dbname": database})

    def environment(self) -> dict[str, str]:
        """Variables for PostgreSQL's programs: a password must not stand in a command line."""
        variables = {
            option.keyword.decode(): option.envvar.decode()
            for option in psycopg.pq.Conninfo.get_defaults()
            if option.envvar
        }
        return {variables[key]: str(value) for key, value in self.parameters.items() if key in variables}

    def major_version(self) -> int:
        with self.connect() as connection:
            return connection.info.server_version // 10000


def find_programs(server_version: int) -> Path:
    """The folder with pg_dump, pg_restore and psql of the server's version or the nearest newer one.

    Raises UpkeepError: an older pg_dump cannot read a newer server.
    """
    found = {}
    for folder in _program_folders():
        version = _version_of(folder)
        if version is not None:
            found.setdefault(version, folder)
    fit = [version for version in found if version >= server_version]
    if not fit:
        known = ", ".join(str(version) for version in sorted(found)) or "нет ни одной"
        raise UpkeepError(
            f"Сервер базы данных – PostgreSQL {server_version}, а программ pg_dump, pg_restore и psql такой же "
            f"или новее версии нет (найдены версии: {known}). Установите пакет postgresql-client-{server_version}."
        )
    return found[min(fit)]


def _program_folders() -> Iterator[Path]:
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    in_path = shutil.which("pg_dump")
    if in_path:
        yield Path(in_path).parent
    try:
        yield embedded.binaries()
    except embedded.EmbeddedServerError:
        return


def _version_of(folder: Path) -> int | None:
    if not all((folder / program).exists() for program in ("pg_dump", "pg_restore", "psql")):
        return None
    answer = subprocess.run(  # noqa: S603 - a fixed program
        [folder / "pg_dump", "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\) (\d+)", answer.stdout)
    return int(version[1]) if version else None


def dump_database(server: Server, snapshot: str, path: Path) -> None:
    """Write the database as it is in an exported snapshot to `path`. Raises UpkeepError."""
    program = find_programs(server.major_version()) / "pg_dump"
    command = [program, "--format=custom", "--no-password", f"--snapshot={snapshot}", f"--file={path}"]
    answer = subprocess.run(  # noqa: S603 - a fixed program with our own arguments
        command, env=_environment(server), capture_output=True, text=True, umask=0o077, check=False
    )
    if answer.returncode != 0:
        raise UpkeepError(f"Копия базы не сделана: {answer.stderr.strip()[-500:]}")


def load_dump(path: Path, server: Server, *, clear: bool = False) -> None:
    """Load a dump into a database in one transaction: all of it or nothing; `clear` drops what is there first.

    The dump becomes a script on the way: `pg_restore` alone can neither clear a schema in the same transaction
    nor leave out a setting that servers older than its own version do not know. Raises UpkeepError.
    """
    version = server.major_version()
    folder = find_programs(version)
    head = [b"SET lock_timeout = '15s';\n", b"SET client_min_messages = warning;\n"]
    if clear:
        head += [b"DROP SCHEMA public CASCADE;\n", b"CREATE SCHEMA public;\n"]
    reading = [folder / "pg_restore", "--file=-", "--no-owner", "--no-privileges", str(path)]
    writing = [
        folder / "psql", "--no-psqlrc", "--quiet", "--no-password", "--single-transaction",
        "--set=ON_ERROR_STOP=1", "--output=/dev/null",
    ]  # fmt: skip
    with (
        subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as script,  # noqa: S603 - a fixed program
        subprocess.Popen(  # noqa: S603 - a fixed program
            writing, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(server)
        ) as loader,
    ):
        try:
            for line in head:
                loader.stdin.write(line)
            _pass_on(script.stdout, loader.stdin, is_old=version <= LAST_WITHOUT_TRANSACTION_TIMEOUT)
            if script.wait() != 0:
                # An unfinished script must not end as a commit.
                loader.kill()
            loader.stdin.close()
        except BrokenPipeError:
            script.kill()
        problems = loader.stderr.read().decode(errors="replace").strip()
        if loader.wait() != 0 or script.wait() != 0:
            reason = script.stderr.read().decode(errors="replace").strip() or problems
            raise UpkeepError(f"Копия не загружается: {reason[-500:]}")


def _pass_on(source, target, *, is_old: bool) -> None:
    for _number in range(HEAD_LINES):
        line = source.readline()
        if not (is_old and line == TRANSACTION_TIMEOUT):
            target.write(line)
    shutil.copyfileobj(source, target, 1 << 20)


def _environment(server: Server) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", **server.environment()}


@contextmanager
def spare_database(server: Server) -> Iterator[Server]:
    """An empty database beside the given one, for the time of the block. Raises UpkeepError."""
    prefix = f"{server.name[:30]}_proof_"
    spare = server.named(f"{prefix}{secrets.token_hex(4)}")
    with server.connect(autocommit=True) as connection:
        for (left_over,) in connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname NOT IN"
            " (SELECT datname FROM pg_stat_activity WHERE datname IS NOT NULL)",
            [prefix],
        ).fetchall():
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(left_over)))
        try:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(spare.name))
            )
        except psycopg.errors.InsufficientPrivilege as problem:
            raise UpkeepError(
                "Чтобы проверить копию, её загружают в отдельную пустую базу, а создавать базы этой учётной записи "
                "PostgreSQL нельзя. Укажите в BACKUP_DATABASE_URL учётную запись с правом CREATEDB."
            ) from problem
        try:
            yield spare
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(spare.name))
            )


def tables_of(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """(schema, table) of every table that is not PostgreSQL's own, in order."""
    return connection.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname <> ALL(%s) ORDER BY 1, 2",
        [list(NOT_OURS)],
    ).fetchall()


def contents_of(connection: psycopg.Connection) -> dict[str, list]:
    """{«schema.table»: [number of rows, hash of all rows in any order]}, as the present transaction sees them."""
    for name, value in {
        "TimeZone": "UTC", "DateStyle": "ISO, YMD", "IntervalStyle": "postgres", "extra_float_digits": "1",
        "bytea_output": "hex", "statement_timeout": "0",
    }.items():  # fmt: skip
        connection.execute("SELECT set_config(%s, %s, true)", [name, value])
    found = {}
    for schema, table in tables_of(connection):
        question = sql.SQL(
            "SELECT count(*), coalesce(encode(sha256(convert_to("
            "string_agg(row_hash, '' ORDER BY row_hash COLLATE \"C\"), 'UTF8')), 'hex'), '')"
            " FROM (SELECT encode(sha256(convert_to(t::text, 'UTF8')), 'hex') AS row_hash FROM {} t) hashes"
        ).format(sql.Identifier(schema, table))
        count, rows_hash = connection.execute(question).fetchone()
        found[f"{schema}.{table}"] = [count, rows_hash]
    return found
