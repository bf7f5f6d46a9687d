"""Each rule of the database, tripped past the services."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from programs.blueprints.models import Blueprint
from programs.programmes.enums import AcquaintedBody, ProgrammeStatus
from programs.programmes.issuing import issue_programme
from programs.programmes.models import (
    PlanEvent,
    Programme,
    ProgrammeAcquaintance,
    ProgrammeAgreement,
    ProgrammeRevision,
)
from tests.factories.people import make_curator
from tests.factories.programmes import make_blueprint, make_programme, make_school, note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]
S = ProgrammeStatus


def assert_trips(name, act):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    assert error.value.__cause__.diag.constraint_name == name


def update(programme, **fields):
    return lambda: Programme.objects.filter(pk=programme.pk).update(**fields)


def copy_of(row):
    def insert():
        row.pk = None
        row.save(force_insert=True)

    return insert


def test_status_is_known():
    assert_trips("programme_status_known", update(make_programme(S.RUNNING), status="lost"))


def test_dates_are_in_order():
    programme = make_programme()
    day = programme.start - timedelta(days=1)
    assert_trips("programme_dates_in_order", update(programme, end=day))


def test_an_agreed_programme_has_its_date_and_a_draft_has_none():
    programme = make_programme(S.RUNNING)
    assert_trips("programme_agreed_has_date", update(programme, agreed_on=None))
    assert_trips("programme_agreed_has_date", update(programme, status="draft"))


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "completed"},
        {"status": "ended_early", "end_ground": "sides"},
        {"end_ground": "curator"},
    ],
)
def test_an_ended_programme_has_date_and_ground(fields):
    assert_trips("programme_ended_has_date_and_ground", update(make_programme(S.RUNNING), **fields))


def test_the_ground_of_a_full_plan_belongs_to_completion():
    programme = make_programme(S.COMPLETED)
    assert_trips("programme_ended_has_date_and_ground", update(programme, end_ground="curator"))


def test_one_open_programme_a_pair():
    assert_trips("programme_one_open_per_mentorship", copy_of(make_programme()))


def test_an_event_has_a_name():
    programme = make_programme()
    assert_trips("plan_event_has_name", lambda: PlanEvent.objects.create(programme=programme, event=""))


def test_agreements():
    row = make_programme(S.ON_AGREEMENT).agreements.get()
    assert_trips(
        "programme_agreement_channel_known",
        lambda: ProgrammeAgreement.objects.filter(pk=row.pk).update(channel="fax"),
    )
    assert_trips("programme_agreement_once_per_revision", copy_of(row))


def test_acquaintances():
    programme = make_programme(S.AGREED)
    note(programme, by=make_curator(), body=AcquaintedBody.COUNCIL)
    row = programme.acquaintances.get()
    assert_trips(
        "programme_acquaintance_body_known",
        lambda: ProgrammeAcquaintance.objects.filter(pk=row.pk).update(body="parents"),
    )
    assert_trips("programme_acquaintance_once_per_revision", copy_of(row))


def test_a_revision_is_kept_once():
    make_school()
    programme = make_programme(S.RUNNING)
    document = issue_programme(programme, by=make_curator())
    fields = {"programme": programme, "revision": 1, "reason": "Сроки"}
    ProgrammeRevision.objects.create(document=document, **fields)
    programme.plan.all().delete()
    other = issue_programme(programme, by=make_curator())
    assert_trips(
        "programme_revision_once", lambda: ProgrammeRevision.objects.create(document=other, **fields)
    )


def test_one_template_is_the_first():
    make_blueprint("Первый")
    make_blueprint("Второй")
    assert_trips("blueprint_one_default", lambda: Blueprint.objects.update(is_default=True))
