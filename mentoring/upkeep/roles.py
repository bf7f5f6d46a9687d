"""Two roles of the database: the owner changes tables, the site only reads and writes rows.

Whoever takes the running program over can drop no table, run no program on the server and rewrite no log.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from mentoring.accounts.append_only import append_only_tables, kept_tables

# What only migrations write.
READ_ONLY = ("django_migrations",)


@contextmanager
def as_owner() -> Iterator[None]:
    """Work as the owner of the tables for a while, when DATABASE_OWNER_URL names one.

    A migration waits for a lock no longer than the site does, but may run as long as it needs.
    """
    owner = settings.DATABASE_OWNER
    if not owner:
        yield
        return
    usual = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT")})
    options = usual["OPTIONS"]["options"] + " -c statement_timeout=0"
    connection.settings_dict["OPTIONS"] = {**usual["OPTIONS"], "options": options}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(usual)


def grants(role: str) -> list[sql.Composed]:
    """The statements that give the role of the site what it needs and take everything else away."""
    site = sql.Identifier(role)
    texts = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {site}",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {site}",
        "GRANT USAGE ON SCHEMA public TO {site}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {site}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {site}",
    ]
    statements = [sql.SQL(text).format(site=site) for text in texts]
    taken = {
        "UPDATE, DELETE": append_only_tables(),
        "DELETE": kept_tables(),
        "INSERT, UPDATE, DELETE": READ_ONLY,
    }
    for what, tables in taken.items():
        statements += [
            sql.SQL("REVOKE {what} ON {table} FROM {site}").format(
                what=sql.SQL(what), table=sql.Identifier(table), site=site
            )
            for table in tables
        ]
    return statements


@transaction.atomic
def grant_to_site(role: str) -> None:
    """Give the role its rights anew, all at once: the running site never sees a moment without them."""
    with connection.cursor() as cursor:
        for statement in grants(role):
            cursor.execute(statement)


def too_mighty(role: str) -> list[str]:
    """What this role must not be or have, in Russian; an empty list is well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = %s",
            [role],
        )
        row = cursor.fetchone()
        if row is None:
            return ["такой роли в базе нет"]
        words = ("сверхпользователь", "создаёт базы", "создаёт роли", "обходит правила строк")
        found = [word for word, has in zip(words, row, strict=True) if has]
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [sql.Identifier(role).as_string()]
        )
        owned = cursor.fetchone()[0]
    return found + ([f"владеет таблицами: {owned}"] if owned else [])
