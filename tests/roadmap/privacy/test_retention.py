"""Terms of keeping: years later «Сегодня» offers to destroy what is over, and the act says what went."""

import datetime
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.jobs.models import Job
from mentoring.workflow.verdicts import Refused
from registry.consents.models import Consent
from registry.people.models import Person, StaffImportRow
from registry.people.services import dismiss_person
from roadmap.privacy.documents import papers_of
from roadmap.privacy.enums import RecordKind
from roadmap.privacy.models import Erasure
from roadmap.privacy.queries import overdue_counts
from roadmap.privacy.retention import destroy_overdue
from roadmap.privacy.terms import TERMS, cutoff
from roadmap.privacy.today import today as privacy_today
from tests.factories.people import make_administrator, make_curator, make_person
from tests.factories.programmes import make_pair, make_programme
from tests.roadmap.privacy.canary import MARK, files_with, make_canary, tables_with

K = RecordKind


def years_later(years):
    """The clock of the program goes on by whole years."""
    later = timezone.now() + datetime.timedelta(days=366 * years)
    return mock.patch("django.utils.timezone.now", return_value=later)


def test_a_term_runs_from_the_first_of_january_of_the_next_year():
    assert cutoff(K.CARD, datetime.date(2030, 1, 1)) == datetime.date(2027, 1, 1)
    assert cutoff(K.CARD, datetime.date(2029, 12, 31)) == datetime.date(2026, 1, 1)
    assert {term.kind for term in TERMS} == set(K)


@pytest.mark.usefixtures("marked_sheets")
def test_cards_of_the_dismissed_are_offered_after_three_years(school):
    gone, here = make_person("Ушедшая"), make_person("Оставшаяся")
    dismiss_person(gone, by=make_curator(), on=timezone.localdate())
    for years, expected in ((0, {}), (2, {}), (4, {K.CARD: 1})):
        with years_later(years):
            assert overdue_counts(timezone.localdate()) == expected
    with years_later(4):
        lines = [line.sentence for section in privacy_today(make_curator()) for line in section.lines]
        assert lines == ["Карточки уволенных и выбывших: срок хранения истёк, записей 1."]
        erasure = destroy_overdue(K.CARD, by=make_curator())
        assert overdue_counts(timezone.localdate()) == {}
    assert (erasure.people, erasure.reason, papers_of(erasure).count()) == ([gone.pk], "term", 2)
    assert Person.objects.get(pk=here.pk).last_name == "Оставшаяся"


@pytest.mark.usefixtures("marked_sheets")
def test_every_other_kind_goes_by_its_own_act(school, django_capture_on_commit_callbacks):
    person = make_canary()
    job = Job.objects.create(
        owner=make_curator(), title="Печать", state="done", finished_at=timezone.now(), message="да"
    )
    job.result.save("result.bin", ContentFile(MARK.encode()))
    programme = make_programme(
        "completed", mentorship=make_pair(usernames=False), problem=f"{MARK} затруднение"
    )
    programme.__class__.objects.update(title=f"{MARK} программа")
    with years_later(7):
        due = overdue_counts(timezone.localdate())
        assert set(due) == {K.CONSENT, K.PROGRAMME, K.IMPORT, K.JOB}
        with django_capture_on_commit_callbacks(execute=True):
            for kind in due:
                destroy_overdue(kind, by=make_curator())
        assert overdue_counts(timezone.localdate()) == {}
        with pytest.raises(Refused, match="срок хранения ни у чего не истёк"):
            destroy_overdue(K.JOB, by=make_curator())
    assert (
        Consent.objects.filter(person=person).count(),
        StaffImportRow.objects.exclude(cells=[]).count(),
    ) == (0, 0)
    left = tables_with(MARK)
    assert {
        "registry_consent",
        "registry_staffimportrow",
        "programs_programme",
        "programs_programmeevent",
    } & left == set()
    assert files_with(MARK) == []
    assert Person.objects.get(pk=person.pk).last_name == f"{MARK}ая"
    assert Erasure.objects.count() == 4


def test_what_the_law_keeps_is_never_destroyed(school, client):
    with pytest.raises(Refused, match="хранятся по закону"):
        destroy_overdue(K.ORDER, by=make_curator())
    with pytest.raises(Refused, match="отвечает куратор или директор"), transaction.atomic():
        destroy_overdue(K.JOB, by=make_administrator())
    client.force_login(make_curator())
    assert "Журнал обращений" in client.get(reverse("privacy:terms")).text
    assert client.post(reverse("privacy:destroy", args=["order"])).status_code == 403
