"""Who sees and changes what, over every address of the product, in one school with every kind of thing.

| row | test |
| --- | --- |
| A3, A4, A6 | test_a_teacher_meets_nothing_foreign_under_any_number |
| A5 | test_a_teacher_changes_nothing_foreign |
| A7, A14 | test_each_role_sees_only_its_fields, test_the_keeper_keeps_cards_and_the_bank_and_nothing_else |
| A8, A9 | test_fields_that_no_form_declares_change_nothing |
| A13 | tests/mentoring/accounts/test_accounts.py::test_a_role_taken_away_closes_the_page_in_the_next_request |
| A16 | test_nothing_answers_to_other_methods |
| A17 | test_forged_numbers_are_answered_with_a_sentence |
| C1 | test_no_form_is_taken_without_its_token |
| C2, C9 | tests/project/walks/test_urls.py (every answer to a reading) |
| C5, C8 | tests/project/walks/test_urls.py (every answer), tests/project/test_error_pages.py |
| C10 | test_words_of_a_search_are_in_no_log |
| C11 | test_no_address_answers_to_another_name |
| C14 | test_a_stranger_sees_nobody |
"""

import logging
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.db.models import Max
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from mentoring.accounts.models import AccessRecord, User
from mentoring.log_lines import JsonFormatter
from registry.people.models import Person
from roadmap.acts.models import APPROVED_STATES, ActAttachment, ActItem, ActStamp, LocalAct
from tests.project.caller import Caller
from tests.project.canaries import (
    business_models,
    fingerprints,
    forms_of,
    mark_everything_but,
    numbers_in,
    patterns,
    rows_of,
    text_of,
)
from tests.project.walks.answers import address_of, content_of
from tests.project.world import LOGIN_OF, VISITS

pytestmark = pytest.mark.django_db


def user_of(actor):
    return User.objects.get(username=LOGIN_OF.get(actor, actor))


def own_rows(user):
    """The person's own card: everybody may see and take that whole; and the acts that all the staff must know."""
    own = Person.objects.filter(user=user)
    positions = own.values_list("positions", flat=True).exclude(positions=None)
    return {"Person": set(own.values_list("pk", flat=True)), "Position": set(positions), **acts_in_force()}


def acts_in_force():
    """Approved local acts with their text, stamps and attached files; of drafts nothing."""
    acts = LocalAct.objects.filter(status__in=APPROVED_STATES)
    parts = {"LocalAct": acts, "ActItem": ActItem.objects.filter(act__in=acts)}
    parts |= {"ActStamp": ActStamp.objects.filter(act__in=acts)}
    parts |= {"ActAttachment": ActAttachment.objects.filter(act__in=acts)}
    files = set(parts["ActAttachment"].values_list("file", flat=True))
    return {
        **{name: set(rows.values_list("pk", flat=True)) for name, rows in parts.items()},
        "StoredFile": files,
    }


def lets_in(row, user):
    policy = getattr(row.callback, "access_policy", "signed-in")
    return policy in ("signed-in", "public") or any(user.may(permission) for permission in policy)


def undone(client, method, url, *args, **kwargs):
    """An answer whose effects are taken back."""
    with transaction.atomic():
        response = getattr(client, method)(url, *args, **kwargs)
        text = text_of(response.headers, content_of(response))
        transaction.set_rollback(True)
    return response, text


def foreign_numbers(school, name):
    """Every number under which a room of this address could keep something, and a few that nothing has."""
    room = name.split(":")[0]
    if room not in school.numbers:
        school.numbers[room] = numbers_of(ROOM_OF.get(room, room))
    return school.numbers[room]


def numbers_of(room):
    models = [model for model in business_models() if f".{room}." in f".{model.__module__}."]
    found = {pk for model in models for pk in model.objects.values_list("pk", flat=True)}
    # Every eighth of a long list is enough: all its rows are alike.
    return sorted({*sorted(found)[:12], *sorted(found)[12::8], 2**31, 2**63})


ROOM_OF = {"users": "accounts", "bank": "people", "mentions": "people", "imports": "imports"}


def numbered(user):
    """Addresses with numbers that are open to this person at all."""
    for name, row in patterns():
        if numbers_in(row) and lets_in(row, user):
            yield name, row


def every_address(school, name, row):
    base = school.kwargs_of(name, row.pattern.regex.groupindex)
    parts = numbers_in(row)
    for number in foreign_numbers(school, name):
        kwargs = {**base, parts[0]: number}
        yield reverse(name, kwargs=kwargs)


def test_a_teacher_meets_nothing_foreign_under_any_number(school):
    """The foreign rows hold marks in every free text; no page, paper, list, search or choice shows one."""
    teacher = Person.objects.get(user__username="teacher")
    marks = mark_everything_but(own_rows(teacher.user))
    browser, seen, asked = school.client("teacher"), {}, 0
    plain = [(name, row) for name, row in patterns() if not numbers_in(row) and lets_in(row, teacher.user)]
    urls = [address_of(school, name, row) for name, row in plain]
    urls += [url for name, row in numbered(teacher.user) for url in every_address(school, name, row)]
    urls += [f"/search/?q={words}" for words in ("7Щ", "01", "О закреплении")]
    for url in urls:
        response, text = undone(browser, "get", url)
        asked += 1
        assert response.status_code < 500 or url == "/health/", url
        found = marks.seen_in(text) - PUBLIC_FIELDS
        if found:
            seen[url] = found
    assert seen == {}
    assert asked > 200


# Stands on the public page that checks a paper by its code.
PUBLIC_FIELDS = {"IssuedDocument.number", "IssuedDocument.title"}
PEOPLE = {f"Person.{name}" for name in ("last_name", "first_name", "patronymic")} | {"Position.title"}
FORMS = {f"{model}.{name}" for model in ("Person", "Position") for name in (
    "genitive", "dative", "accusative", "instrumental", "forms_review")}  # fmt: skip
CARD = {f"Person.{name}" for name in ("subjects", "education", "category_note", "organisation_name")}
CONTACTS = {f"Person.{name}" for name in ("phone", "email", "note", "personnel_number")}
# Which rows' fields each role may meet anywhere; «Model.» opens all fields of a model.
FIELDS = {
    "psychologist": PEOPLE,
    "council": PEOPLE | FORMS | CARD | {
        "MentorEntry.", "MenteeEntry.", "Mentorship.", "Participant.", "Order.", "OrderItem.", "Programme.",
        "ProgrammeAcquaintance.", "ProgrammeRevision.", "StatusChange.", "StoredFile.",
        "ControlTask.", "Roadmap.", "RoadmapColumn.", "RoadmapStage.", "RoadmapMeasure.", "RoadmapText.", "RoadmapFootnote.",
        "RoadmapStamp.", "Execution.", "Evidence.", "LocalAct.", "PartnerContract.",
        # Of the methodical council alone.
        "Protocol.", "AgendaItem.", "DecisionPoint.",
    },
    # Names, positions and the address for letters: whoever keeps accounts must know whose they are.
    "administrator": PEOPLE | {"Person.email", "StatusChange.", "RoleAssignment."},
    "keeper": PEOPLE | FORMS | CARD | CONTACTS | {
        "MentorEntry.", "MenteeEntry.", "StaffImport.", "StatusChange.", "Representative.",
    },
    "mentor": PEOPLE | CARD | {
        "ControlTask.", "Person.genitive", "Position.genitive",
        "Agreement.", "Application.", "Consent.", "MentorEntry.", "Mentorship.reason", "Participant.", "Order.", "Programme.",
        "ProgrammeAcquaintance.", "StatusChange.", "StoredFile.", "MenteeEntry.request",
        # For which the mentor answers: in the own archive.
        "PartnerContract.partner", "PartnerContract.subject", "PartnerContract.number",
    },
}  # fmt: skip


@pytest.mark.parametrize("actor", FIELDS)
def test_each_role_sees_only_its_fields(school, actor):
    """Every page and paper that a role opens, with a mark in every free text of every row."""
    user, browser = user_of(actor), school.client(actor)
    marks = mark_everything_but(own_rows(user))
    seen = {}
    for name, row in patterns():
        if lets_in(row, user):
            _, text = undone(browser, "get", address_of(school, name, row))
            for column in marks.seen_in(text) - PUBLIC_FIELDS:
                seen.setdefault(column, name)
    open_fields = FIELDS[actor]
    closed = {
        column: name
        for column, name in seen.items()
        if column not in open_fields and column.split(".")[0] + "." not in open_fields
    }
    assert closed == {}


def test_the_keeper_keeps_cards_and_the_bank_and_nothing_else(school):
    """What the role opens beyond that of a teacher is people, their list from Excel and the bank."""
    keeper, teacher, browser = user_of("keeper"), user_of("teacher"), school.client("keeper")
    opened, wrong = set(), []
    for name, row in patterns():
        answer, _ = undone(browser, "get", address_of(school, name, row))
        if lets_in(row, keeper) and not lets_in(row, teacher):
            opened.add(name.split(":")[0])
        elif not lets_in(row, keeper) and answer.status_code != 403:
            wrong.append((name, answer.status_code))
    assert wrong == []
    assert opened == {"people", "imports", "bank"}


def test_a_teacher_changes_nothing_foreign(school):
    """Everything a teacher can send, to every number of every room: not one row is another one afterwards."""
    browser, user = school.client("teacher"), user_of("teacher")
    own = Person.objects.get(user=user).pk
    before, sent = fingerprints(VISITS), 0
    for name, row in numbered(user):
        for url in every_address(school, name, row):
            if f"/{own}/" in url and name.startswith(("people:", "privacy:")):
                continue
            response = browser.post(
                url, {"reason": "чужое", "comment": "чужое", "note": "чужое", "on": "01.09.2026"}
            )
            sent += 1
            assert response.status_code in (403, 404, 405, 409, 410), (url, response.status_code)
    assert fingerprints(VISITS) == before
    assert sent > 100


EXTRAS = {
    "is_staff": "1", "is_superuser": "1", "is_active": "", "role": "director", "groups": "1", "owner": "1", "user": "1",
    "status": "registered", "number": "777777", "sequence": "777777", "year": "2077", "date": "07.07.2077",
    "approved_by": "1", "approved_at": "07.07.2077", "registered_by": "1", "created_by": "1", "by": "1",
    "id": "777777", "pk": "777777", "sha256": "0" * 64, "document": "1", "password": "x", "state": "done",
}  # fmt: skip


LOUD = ("777777", "2077")


@pytest.fixture(scope="module")
def forms(readings):
    return every_form(readings)


def every_form(readings):
    """(actor, address' name, where it is sent, fields) of each form of the product, from the first who may open it."""
    found, seen = [], set()
    for actor in ("curator", "director", "administrator"):
        user = user_of(actor)
        for name, row in patterns():
            if (
                lets_in(row, user)
                and name not in seen
                and not name.startswith(("account_", "mfa_", "usersessions_"))
            ):
                seen.add(name)
                page = readings.of(actor)[name]
                if page.status == 200 and page.is_page:
                    forms = forms_of(page.content.decode(), page.address)
                    found += [(actor, name, *form) for form in forms]
    return found


@pytest.mark.slow
def test_fields_that_no_form_declares_change_nothing(school, forms):
    """Each form is sent twice, as it stands on its page and with more fields; both times the rows become the same."""
    tried, different = 0, []
    with connection.cursor() as cursor:
        # New rows get numbers that tell them from old ones, however often they are made.
        cursor.execute(
            # Never back: in a database that is used again the school itself may stand behind the million.
            "SELECT setval(oid, greatest(1000000, pg_sequence_last_value(oid))) FROM pg_class "
            "WHERE relkind = 'S' AND relowner = "
            "(SELECT oid FROM pg_roles WHERE rolname = current_user)"
        )
    before = fingerprints(VISITS)
    for actor, name, action, data in forms:
        browser = school.client(actor)
        extra = {**{key: value for key, value in EXTRAS.items() if key not in data}, **data}
        plain = rows_of(browser, action, data, before, VISITS)
        if not plain:
            continue
        tried += 1
        richer = rows_of(browser, action, extra, before, VISITS)
        if richer != plain:
            # Some acts write something new each time (a code, a paper): there no forged value may stand.
            is_steady = rows_of(browser, action, data, before, VISITS) == plain
            if is_steady or any(loud in str(richer) for loud in LOUD):
                different.append((actor, name, action))
    assert different == []
    assert tried > 40
    assert fingerprints(VISITS) == before


@pytest.mark.slow
def test_forged_numbers_are_answered_with_a_sentence(school, forms):
    """Numbers that nothing has, in addresses and in choices: a page of ours, never a fault."""
    browser, user, faults = school.client("curator"), user_of("curator"), []
    for name, row in numbered(user):
        base = school.kwargs_of(name, row.pattern.regex.groupindex)
        for part in numbers_in(row):
            url = reverse(name, kwargs={**base, part: 2**63})
            faults += [(url, method) for method in ("get", "post") if status_of(browser, method, url) >= 500]
    for actor, name, action, data in forms:
        for forged in (str(2**63), "abc"):
            sent = {key: forged if value.isdecimal() else value for key, value in data.items()}
            if sent != data and status_of(school.client(actor), "post", action, sent) >= 500:
                faults.append((name, action, forged))
    assert faults == []


def status_of(client, method, url, *args):
    """The status of a whole answer whose effects are taken back."""
    with transaction.atomic():
        response = getattr(client, method)(url, *args)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response.status_code


def test_no_form_is_taken_without_its_token(school):
    """Without a token, and with one but from another site: refused before anything else is looked at."""
    opened, browser = Client(), Caller(ClientHandler(enforce_csrf_checks=True))
    opened.cookies.update(school.client("curator").cookies)
    token = str(opened.get("/account/").context["csrf_token"])
    browser.cookies.update(opened.cookies)
    taken = []
    for name, row in patterns():
        url = address_of(school, name, row)
        bare = browser.post(url)
        foreign = browser.post(
            url, {"csrfmiddlewaretoken": token}, headers={"origin": "https://evil.example"}
        )
        taken += [name for answer in (bare, foreign) if answer.status_code != 403]
    assert taken == []
    own = browser.post(
        "/accounts/logout/", {"csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"}
    )
    assert own.status_code == 302


def test_no_address_answers_to_another_name(school):
    browser = school.client("curator")
    answers = {
        name: browser.get(address_of(school, name, row), headers={"host": "evil.example"}).status_code
        for name, row in patterns()
    }
    assert {name: status for name, status in answers.items() if status != 400} == {}


def test_nothing_answers_to_other_methods(school):
    browser = school.client("curator")
    answers = {
        (name, method): browser.generic(method, address_of(school, name, row)).status_code
        for name, row in patterns()
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS")
    }
    assert {key: status for key, status in answers.items() if status != 405} == {}


def test_a_stranger_sees_nobody(readings):
    """Without signing in no page names a person."""
    names = set(Person.objects.values_list("last_name", flat=True))
    for name, answer in readings.of("anonymous").items():
        if answer.status == 200:
            assert {word for word in names if word in answer.text} == set(), name


def test_words_of_a_search_are_in_no_log(school, caplog):
    """They stand in the address, so nothing may write whole addresses down: neither plain nor as they travel."""
    browser, ways = school.client("curator"), ("Астахов", quote("Астахов"))
    before = AccessRecord.objects.aggregate(last=Max("pk"))["last"]
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="mentoring.requests"):
        browser.get("/search/?q=Астахов")
        browser.get("/people/?q=Астахов")
        browser.get("/no-such-page/?q=Астахов")
    records = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert [record.route for record in records if record.name == "mentoring.requests"] == [
        "search/",
        "people/",
        "",
    ]
    kept = [JsonFormatter().format(record) for record in records]
    kept += [str(row) for row in AccessRecord.objects.filter(pk__gt=before).values_list()]
    assert len(kept) >= 6
    assert [line for line in kept for way in ways if way in line] == []
