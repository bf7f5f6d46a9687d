"""The log of acts with personal data (152-ФЗ, ст. 19 ч. 2 п. 8): who, when, from where, what, with what result.

Whose data a page showed is not left to the page to say: every card read from the database while the answer is made
is noted here. A room adds only what cannot be seen so: people on a stored paper, the number of rows of a list.
"""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DatabaseError
from django.urls import reverse

from mentoring.accounts.enums import AccessKind, AccessResult
from mentoring.accounts.models import AccessRecord, User
from mentoring.accounts.routes import ALWAYS, READS, SIGNING, kind_of, subject_of

logger = logging.getLogger(__name__)
SAFE = ("GET", "HEAD")
# Whoever is told that the database is away should not wait for it once more.
NO_DATABASE = 503


@dataclass
class Notes:
    """What is known about one request: cards read (number of the card → its account) and what a room added."""

    seen: dict[int, int | None] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    subject: str = ""
    rows: int | None = None
    columns: tuple[str, ...] = ()
    kind: AccessKind | None = None


_notes: ContextVar[Notes | None] = ContextVar("access_notes", default=None)


@contextmanager
def watching():
    """Collect notes for the block; yields them."""
    notes = Notes()
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


def note_seen(person_id, user_id) -> None:
    """A card was read from the database; `user_id` is the account of its person, if known."""
    notes = _notes.get()
    if notes is not None:
        notes.seen[person_id] = user_id


def note_access(*, subject="", people=(), rows=None, columns=(), kind=None) -> None:
    """Add to the record of the present page what cannot be seen from the cards it read.

    `subject` names the list or paper in Russian without names of people; `people` are numbers of cards that stand on
    a stored paper; `rows` is how many rows a list holds and `columns` the headings that it has. `kind` is what was
    done, where the address alone does not tell.
    """
    notes = _notes.get()
    if notes is not None:
        notes.subject = subject or notes.subject
        notes.people.update(people)
        notes.columns = tuple(columns) or notes.columns
        notes.rows = notes.rows if rows is None else rows
        notes.kind = kind or notes.kind


def record_access(*, by, kind, subject, people=(), rows=None, result=AccessResult.DONE) -> AccessRecord:
    """Write down at once an act outside of pages: work in the background, a command.

    `people` are numbers of cards; `subject` is a phrase without names.
    """
    ids = sorted(set(people))
    return AccessRecord.objects.create(
        user=by,
        kind=kind,
        subject=subject[:200],
        people=ids,
        result=result,
        rows=len(ids) if rows is None else rows,
    )


def write_down(request, response, notes, account) -> AccessRecord | None:
    """Write the record of one answered request, if it touched personal data or was an act; None otherwise.

    `account` is who was signed in before the request, or None.
    """
    match = request.resolver_match
    route = match.view_name if match else ""
    user = request.user if request.user.is_authenticated else account
    if route in SIGNING:
        return _write_signing(request, response, route, user)
    if user is None or not route or response.status_code == NO_DATABASE:
        return None
    result = _result(request, response)
    kind = notes.kind or kind_of(route, request.method)
    others = {pk for pk, owner in notes.seen.items() if owner != user.pk} | notes.people
    people = others if kind in READS else others | set(notes.seen)
    if request.method in SAFE and result == AccessResult.DONE and not people and route not in ALWAYS:
        return None
    return _write(
        request,
        user=user,
        kind=kind,
        result=result,
        route=route,
        object_key=_key(match),
        subject=notes.subject or subject_of(route),
        people=sorted(people),
        rows=len(people) if notes.rows is None else notes.rows,
        columns=", ".join(notes.columns) if kind == AccessKind.EXPORT else "",
    )


def _write_signing(request, response, route, user):
    """Signing in and out; a name that was typed wrongly is not kept, a known one becomes its account."""
    if request.method in SAFE:
        return None
    is_out = route == "account_logout"
    is_in = request.user.is_authenticated
    is_half_way = not is_in and response.status_code == 302
    if is_half_way and not is_out:
        return None
    if user is None:
        user = User.objects.filter(username=request.POST.get("login", "").strip().lower()[:60]).first()
    result = AccessResult.DONE if is_out or is_in and response.status_code == 302 else AccessResult.DENIED
    kind = AccessKind.SIGN_OUT if is_out else AccessKind.SIGN_IN
    return _write(
        request, user=user, kind=kind, result=result, route=route, subject=subject_of(route), rows=0
    )


def _write(request, **fields):
    try:
        return AccessRecord.objects.create(address=client_address(request), **fields)
    except DatabaseError:
        if fields["result"] != AccessResult.FAILED:
            raise
        # The page has failed because of the database: its own error is the one to be told.
        logger.exception("The record of a failed page was not written: %s", fields["route"])
        return None


def _result(request, response):
    status = response.status_code
    if status >= 500:
        return AccessResult.FAILED
    if status in (404, 410):
        return AccessResult.MISSING
    if status in (401, 403, 405, 409, 429):
        return AccessResult.DENIED
    if request.method not in SAFE and (status in (400, 422) or _asks_password(response)):
        return AccessResult.NOT_TAKEN
    return AccessResult.DONE


def _asks_password(response):
    """Was the act put off until the password is typed again?"""
    return response.get("Location", "").startswith(reverse("account_reauthenticate"))


def _key(match):
    """Numbers of the address alone: words of it may be names or secrets."""
    return "/".join(str(value) for value in match.kwargs.values() if isinstance(value, int))[:60]


def client_address(request) -> str | None:
    """The address of the visitor behind the trusted proxies, or None when it cannot be told."""
    try:
        return get_adapter(request).get_client_ip(request)
    except (PermissionDenied, ImproperlyConfigured):
        return None
