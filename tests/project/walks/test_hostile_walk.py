"""A school full of hostile texts: no page, paper or sheet of any role shows them as anything but text.

The texts come in through every form that a page shows, through a staff list, and then straight into every text
column of the database, so that nothing depends on which form checks what.
"""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from mentoring.accounts.models import User
from registry.people.imports.services import preview_import, start_import
from tests.project.canaries import patterns
from tests.project.crawling import Forms, poison, refuse_at_once, text_columns
from tests.project.hostile import LONG, faults_of_page, faults_of_pdf, faults_of_sheet, words_of_pdf
from tests.project.walks.answers import ask
from tests.project.world import ACTORS, LOGIN_OF
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
# Django's own names, numbered one after another.
SAVEPOINT = re.compile(r'((RELEASE|ROLLBACK TO) )?SAVEPOINT "s\d+_x\d+"')
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


@pytest.fixture
def taken_for_sql(school):
    """Queries into whose text a typed value has got, instead of standing beside it as a value."""
    found = []

    def look(execute, query, values, many, context):
        if any(mark in str(query) for mark in MARKS) and not SAVEPOINT.fullmatch(str(query)):
            found.append(str(query)[:300])
        return execute(query, values, many, context)

    with connection.execute_wrapper(look):
        yield found


def opened_by(actor):
    """What the actor's role opens at all (that nothing else is opened, test_urls.py shows)."""
    is_known = actor != "anonymous"
    user = User.objects.get(username=LOGIN_OF.get(actor, actor)) if is_known else AnonymousUser()
    for name, row in patterns():
        policy = getattr(row.callback, "access_policy", "public")
        is_open = policy in ("public", "signed-in") or any(may(user, permission) for permission in policy)
        if is_open and not name.endswith("logout"):
            yield name, row


def may(user, permission):
    return user.is_authenticated and user.may(permission)


def get(school, actor, address, query=None):
    with transaction.atomic():
        return school.client(actor).get(address, query)


def pages(readings, actor):
    """The answers to everything that this actor may read."""
    answers = readings.of(actor)
    return [answers[name] for name, _ in opened_by(actor) if answers[name].status == 200]


def test_no_list_minds_what_its_address_asks_for(school, readings, taken_for_sql):
    wrong, seen = [], set()
    opened = {actor: pages(readings, actor) for actor in ("curator", "administrator")}
    for actor, own in opened.items():
        for page in own:
            name, address = page.name, page.address
            names = {key for form in forms_of(page, "get") for key in (*form.values, *form.typed)}
            if name in seen or not (names - {"q"} or name in LISTS):
                continue
            seen.add(name)
            names |= USUAL_NAMES
            questions = [dict.fromkeys(names, value) for value in ABUSE]
            questions += [{key: ABUSE[number % len(ABUSE)]} for number, key in enumerate(sorted(names))]
            for question in questions:
                status = get(school, actor, address, question).status_code
                if status >= 500:
                    wrong.append(f"{name} {question}: {status}")
    assert wrong == []
    assert taken_for_sql == []
    assert seen >= LISTS


def forms_of(page, method):
    if not page.is_page:
        return []
    return [form for form in Forms(page.content.decode()).forms if form.method == method]


def test_hostile_texts_stay_texts_everywhere(school, readings, taken_for_sql):
    # Before the names of the accounts are hostile as well.
    opened = {actor: list(opened_by(actor)) for actor in ACTORS}
    wrong = list(send_every_form(school, readings))
    load_hostile_list(school)
    refuse_at_once()
    unfilled = {
        f"{model.__name__}.{column.name}"
        for model, column in text_columns()
        if f"{model.__name__}.{column.name}" not in OF_THE_PROGRAM | OF_ITS_OWN_SHAPE
        and not poison(model, column)
    }
    assert unfilled == set()
    papers, looked_at = "", set()
    for actor in ACTORS:
        for name, row in opened[actor]:
            answer = ask(school, actor, name, row)
            if answer.status >= 500:
                wrong.append(f"{name} for {actor}: {answer.status}")
            if answer.status != 200 or answer.content in looked_at:
                continue
            looked_at.add(answer.content)
            wrong += [f"{name} for {actor}: {fault}" for fault in faults_of(answer)]
            if answer.kind == "application/pdf":
                papers += words_of_pdf(answer.content)
    assert wrong == []
    assert taken_for_sql == []
    assert "{{7*191}}" in papers and "${7*191}" in papers and "1337" not in papers


def faults_of(answer):
    if answer.is_page:
        return faults_of_page(answer.content.decode())
    if answer.kind == "application/pdf":
        return faults_of_pdf(answer.content)
    return faults_of_sheet(answer.content) if "spreadsheet" in answer.kind else []


def send_every_form(school, readings):
    """Fill every text field of every form with hostile text and send it; yields what the server broke on.

    Before a person's turn the pages with such forms are read again: what others have sent may have changed them.
    """
    opened = {actor: [page for page in pages(readings, actor) if to_be_sent(page)] for actor in ROLES}
    for actor, seen in opened.items():
        turn = [(page.name, *sent) for page in seen for sent in to_be_sent(read_again(school, actor, page))]
        for name, target, form in turn:
            with transaction.atomic():
                status = school.client(actor).post(target, form.filled()).status_code
            if status >= 500:
                yield f"{name}: POST {target}: {status}"


def read_again(school, actor, page):
    return ask(school, actor, page.name, page.row)


def to_be_sent(page):
    """[(where it goes, form)] of the page's forms that have a field to type into."""
    forms = [(form.action or page.address, form) for form in forms_of(page, "post")]
    return [
        (target, form)
        for target, form in forms
        if form.typed and not form.has_file and not any(word in target for word in NOT_SENT)
    ]


def load_hostile_list(school):
    curator = school.school.curator
    line = staff_line(f"{LONG[:60]} Нина Павловна", position=LONG, category=LONG, email=LONG, note=LONG)
    book = staff_book(line, staff_line("Белова Нина Павловна", note=LONG, born=LONG))
    preview_import(start_import(by=curator, data=book, filename=LONG), by=curator)
