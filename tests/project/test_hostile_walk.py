"""A school full of hostile texts: no page, paper or sheet of any role shows them as anything but text.

The texts come in through every form that a page shows, through a staff list, and then straight into every text
column of the database, so that nothing depends on which form checks what.
"""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse

from mentoring.accounts.models import User
from registry.people.imports.services import preview_import, start_import
from tests.project.crawling import Forms, poison, text_columns
from tests.project.hostile import LONG, faults_of_page, faults_of_pdf, faults_of_sheet, words_of_pdf
from tests.project.test_urls import patterns
from tests.project.world import ACTORS, LOGIN_OF, make_world
from tests.registry.people.imports.books import staff_book
from tests.registry.people.imports.lists import person as staff_line

ROLES = ("curator", "director", "administrator", "mentor")
# Leaving and locking oneself out would end the walk.
NOT_SENT = ("logout", "password", "mfa", "reauthenticate", "set-active", "sessions", "login")
# Columns that hold names of our own, never what somebody typed.
OF_THE_PROGRAM = {
    "IssuedDocument.code",
    "IssuedDocument.sha256",
    "StoredFile.sha256",
    "StaffImport.sha256",
    "User.password",
}
ABUSE = ("-1", "0", "1000000000", "9" * 30, "-abc", "' OR 1=1--", "2026-13-45", "ы" * 50)
# What stands in every typed value that could spoil a query.
MARKS = ("hostile", "7191", "7*191", "1=1--", "1000000000", "2026-13-45", "ы" * 50)
USUAL_NAMES = {"page", "sort", "per_page", "tab", "kind", "state", "parent", "mentee", "header_row"}
# Lists with pages that have no conditions of their own.
LISTS = {
    "home:search",
    "users:list",
    "school:dictionary",
    "documents:find",
    "pairs:unpaired",
}
# A mask without its number is refused by the database; its form takes {n} and {year} only. Five letters hold no code.
OF_ITS_OWN_SHAPE = {"Journal.mask", "RoadmapFootnote.mark", "RoadmapFootnoteEvent.mark"}

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory, papers_once):
    """One school for all tests here; each goes back to it."""
    folder = tmp_path_factory.mktemp("files")
    hasher = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder, PASSWORD_HASHERS=hasher),
        transaction.atomic(),
    ):
        yield make_world(SimpleNamespace(), folder)
        transaction.set_rollback(True)


@pytest.fixture
def taken_for_sql(world):
    """Queries into whose text a typed value has got, instead of standing beside it as a value."""
    found = []

    def look(execute, query, values, many, context):
        if any(mark in str(query) for mark in MARKS):
            found.append(str(query)[:300])
        return execute(query, values, many, context)

    with connection.execute_wrapper(look):
        yield found


def addresses(world, actor):
    """What the actor's role opens at all (that nothing else is opened, test_urls.py shows)."""
    user = User.objects.filter(username=LOGIN_OF.get(actor, actor)).first() or AnonymousUser()
    for name, row in patterns():
        policy = getattr(row.callback, "access_policy", "public")
        if policy in ("public", "signed-in") or any(may(user, permission) for permission in policy):
            yield name, reverse(name, kwargs=world.kwargs_of(name, row.pattern.regex.groupindex))


def may(user, permission):
    return user.is_authenticated and user.may(permission)


def get(world, actor, address, query=None):
    with transaction.atomic():
        return world.client(actor).get(address, query)


def pages(world, actor):
    """(name, address, response) of everything that this actor may read."""
    for name, address in addresses(world, actor):
        if not name.endswith("logout"):
            response = get(world, actor, address)
            if response.status_code == 200:
                yield name, address, response


def is_html(response):
    return response["Content-Type"].startswith("text/html")


def content_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_no_list_minds_what_its_address_asks_for(world, taken_for_sql):
    wrong, seen = [], set()
    for actor in ("curator", "administrator"):
        for name, address, response in pages(world, actor):
            names = {key for form in forms_of(response, "get") for key in (*form.values, *form.typed)}
            if name in seen or not (names - {"q"} or name in LISTS):
                continue
            seen.add(name)
            names |= USUAL_NAMES
            questions = [dict.fromkeys(names, value) for value in ABUSE]
            questions += [{key: ABUSE[number % len(ABUSE)]} for number, key in enumerate(sorted(names))]
            for question in questions:
                status = get(world, actor, address, question).status_code
                if status >= 500:
                    wrong.append(f"{name} {question}: {status}")
    assert wrong == []
    assert taken_for_sql == []
    assert seen >= LISTS


def forms_of(response, method):
    if not is_html(response):
        return []
    return [form for form in Forms(response.content.decode()).forms if form.method == method]


def test_hostile_texts_stay_texts_everywhere(world, taken_for_sql):
    wrong = list(send_every_form(world))
    load_hostile_list(world)
    unfilled = {
        f"{model.__name__}.{column.name}"
        for model, column in text_columns()
        if f"{model.__name__}.{column.name}" not in OF_THE_PROGRAM | OF_ITS_OWN_SHAPE
        and not poison(model, column)
    }
    assert unfilled == set()
    papers, looked_at = "", set()
    for actor in ACTORS:
        for name, _, response in pages(world, actor):
            kind, content = response["Content-Type"], content_of(response)
            faults = []
            if content in looked_at:
                continue
            looked_at.add(content)
            if is_html(response):
                faults = faults_of_page(content.decode())
            elif kind == "application/pdf":
                papers += words_of_pdf(content)
                faults = faults_of_pdf(content)
            elif "spreadsheet" in kind:
                faults = faults_of_sheet(content)
            wrong += [f"{name} for {actor}: {fault}" for fault in faults]
    assert wrong == []
    assert taken_for_sql == []
    assert "{{7*191}}" in papers and "${7*191}" in papers and "1337" not in papers


def send_every_form(world):
    """Fill every text field of every form with hostile text and send it; yields what the server broke on."""
    for actor in ROLES:
        for name, address, response in list(pages(world, actor)):
            for form in forms_of(response, "post"):
                target = form.action or address
                if not form.typed or form.has_file or any(word in target for word in NOT_SENT):
                    continue
                with transaction.atomic():
                    status = world.client(actor).post(target, form.filled()).status_code
                if status >= 500:
                    yield f"{name}: POST {target}: {status}"


def load_hostile_list(world):
    curator = world.school.curator
    line = staff_line(f"{LONG[:60]} Нина Павловна", position=LONG, category=LONG, email=LONG, note=LONG)
    book = staff_book(line, staff_line("Белова Нина Павловна", note=LONG, born=LONG))
    preview_import(start_import(by=curator, data=book, filename=LONG), by=curator)
