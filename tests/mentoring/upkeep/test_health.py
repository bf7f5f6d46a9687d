"""/health/ and «Состояние системы»: each fault turns them red, and only those inside learn which (F17)."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.models import AccessRecord
from mentoring.upkeep import health
from mentoring.upkeep.durability import risks_of
from mentoring.upkeep.enums import UpkeepKind
from mentoring.upkeep.models import UpkeepRecord
from tests.factories.people import make_administrator, make_curator

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
OUTSIDE = {"REMOTE_ADDR": "203.0.113.7"}
BEHIND_PROXY = {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}


@pytest.fixture(autouse=True)
def well(settings):
    """A computer and a worker that are well; the tests break one thing each."""
    settings.HEALTH_FREE_PERCENT = settings.HEALTH_FREE_GB = 0
    settings.DATABASE_MAY_LOSE_DATA = True
    run("INSERT INTO procrastinate_workers DEFAULT VALUES")


def run(query, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)


def queued(minutes, status="todo"):
    run("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'letters.send')")
    run("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", status)
    run("UPDATE procrastinate_events SET at = now() - %s * interval '1 minute'", minutes)


def forgetful_server(settings):
    settings.DATABASE_MAY_LOSE_DATA = False
    run("SET LOCAL synchronous_commit TO off")


def little_space(settings):
    settings.HEALTH_FREE_PERCENT = 101


def few_gigabytes(settings):
    settings.HEALTH_FREE_GB = 10**9


def silent_worker(settings):
    run("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '3 minutes'")


def no_worker(settings):
    run("DELETE FROM procrastinate_workers")


def waiting_job(settings):
    queued(11)


def abandoned_job(settings):
    queued(6, "doing")


def failed_backup(settings):
    UpkeepRecord.objects.create(kind=UpkeepKind.BACKUP, is_good=False, message="Нет места.")


def old_backup(settings):
    at = timezone.now() - timedelta(hours=27)
    UpkeepRecord.objects.create(kind=UpkeepKind.BACKUP, is_good=True, message="Готово.", at=at)


def no_backup_for_a_day(settings):
    run("UPDATE django_migrations SET applied = applied - interval '27 hours'")


def damaged_file(settings):
    UpkeepRecord.objects.create(kind=UpkeepKind.FSCK, is_good=False, message="Повреждён один файл.")


def clock_set_back(settings):
    at = timezone.now() + timedelta(hours=1)
    AccessRecord.objects.create(user=make_curator(), kind="view", subject="карточка", at=at)


FAULTS = {
    forgetful_server: "durability",
    little_space: "disk",
    few_gigabytes: "disk",
    silent_worker: "worker",
    no_worker: "worker",
    waiting_job: "queue",
    abandoned_job: "stuck_jobs",
    failed_backup: "backup",
    old_backup: "backup",
    no_backup_for_a_day: "backup",
    damaged_file: "files",
    clock_set_back: "clock",
}


def test_a_well_system_says_ok(client):
    queued(9)
    UpkeepRecord.objects.create(kind=UpkeepKind.BACKUP, is_good=True, message="Готово.")
    assert [check for check in health.examine() if not check.is_good] == []
    response = client.get("/health/", **OUTSIDE)
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_each_fault_turns_it_red_and_outsiders_learn_no_more(client, settings, fault):
    fault(settings)
    assert [check.name for check in health.examine() if not check.is_good] == [FAULTS[fault]]
    for visitor in (OUTSIDE, BEHIND_PROXY):
        response = client.get("/health/", **visitor)
        assert (response.status_code, response.content) == (503, b"fail\n")
    assert f"\n{FAULTS[fault]}: " in client.get("/health/").content.decode()


SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on"}


@pytest.mark.parametrize("name", SAFE)
def test_each_setting_that_may_lose_data_is_named(name):
    assert risks_of(SAFE) == risks_of({**SAFE, "synchronous_commit": "local"}) == []
    (risk,) = risks_of({**SAFE, name: "off"})
    assert (risk.name, risk.stops) == (name, name != "data_checksums")


def test_the_site_does_not_start_on_a_server_that_loses_what_it_has_answered(settings):
    def refusals(databases):
        found = run_checks(include_deployment_checks=True, databases=databases)
        return {error.msg.split()[0] for error in found if error.id == "mentoring.E003"}

    run("SET LOCAL synchronous_commit TO off")
    assert refusals(["default"]) == set()
    settings.DATABASE_MAY_LOSE_DATA = False
    assert "synchronous_commit" in refusals(["default"])
    assert refusals(None) == set()
    assert 'databases=["default"]' in (ROOT / "deploy/gunicorn.conf.py").read_text()


def test_a_clock_that_differs_from_that_of_the_database(monkeypatch):
    late = SimpleNamespace(now=lambda: timezone.now() - timedelta(minutes=2))
    monkeypatch.setattr(health, "timezone", late)
    assert not health.clock().is_good


def test_the_administrator_sees_what_is_wrong_on_today_and_on_its_page(client):
    client.force_login(make_administrator())
    assert "Состояние системы" not in client.get("/").content.decode().split("<main")[1]
    failed_backup(None)
    today = client.get("/").content.decode()
    assert "Последняя копия не удалась. Нет места." in today
    page = client.get(reverse("upkeep:state")).content.decode()
    assert page.count("нужно внимание") == 1
    assert "Нет места." in page


def test_others_neither_see_the_line_nor_open_the_page(client):
    failed_backup(None)
    client.force_login(make_curator())
    assert "Последняя копия не удалась" not in client.get("/").content.decode()
    assert client.get(reverse("upkeep:state")).status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_asks_as_often_for_many_records_as_for_one(client, django_assert_num_queries, count):
    client.force_login(make_administrator())
    for _ in range(count):
        UpkeepRecord.objects.create(kind=UpkeepKind.BACKUP, is_good=True, message="Готово.")
    with django_assert_num_queries(14):
        page = client.get(reverse("upkeep:state")).content.decode()
    assert page.count('data-label="Итог"') == min(count, 30)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "other", "message": "Готово."}, "upkeep_record_kind_known"),
        ({"kind": "backup", "message": ""}, "upkeep_record_says_something"),
    ],
)
def test_the_database_refuses_a_wrong_record(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        UpkeepRecord.objects.create(is_good=True, **fields)
