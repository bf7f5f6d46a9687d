"""Long work: ordered, watched, done or failed; and letters through the same queue."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from mentoring.jobs.enums import JobState
from mentoring.jobs.models import Job
from mentoring.jobs.services import (
    fail_abandoned_jobs,
    fail_job,
    finish_job,
    order_job,
    report_progress,
    running,
)
from mentoring.letters.sending import send_once
from mentoring.letters.services import queue_letter
from mentoring.letters.tasks import send_letter
from tests.factories.people import make_administrator, make_curator, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return Job.objects.create(owner=make_curator(), title="Печать согласий", total=3)


def test_work_is_queued_with_the_transaction_that_ordered_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        order_job(
            send_letter, by=make_curator(), title="Письма", to="a@school.example", subject="т", body="т"
        )
        raise ZeroDivisionError
    assert (Job.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


def test_progress_and_the_result_are_shown_to_the_owner_only(client, job, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    url = reverse("jobs:detail", args=[job.pk])
    client.force_login(job.owner)
    with running(job.pk) as work:
        report_progress(work, 2)
        page = client.get(url)
        assert (page["Refresh"], page.context["job"].percent) == ("2", 66)
        finish_job(work, message="Готово: 3 согласия.", result=b"zip", result_name="Согласия.zip")
    page = client.get(url)
    assert "Refresh" not in page
    assert "Готово: 3 согласия." in page.content.decode()
    file = client.get(reverse("jobs:download", args=[job.pk]))
    assert b"".join(file.streaming_content) == b"zip"
    assert file["Cache-Control"] == "no-store, private"
    client.force_login(make_administrator())
    for name in ("jobs:detail", "jobs:download"):
        assert client.get(reverse(name, args=[job.pk])).status_code == 404


def test_an_error_ends_the_work_with_a_plain_sentence(job):
    with running(job.pk):
        raise ZeroDivisionError
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message.startswith("Не получилось из-за ошибки в программе.")


def test_work_that_is_over_is_not_done_again(job):
    with running(job.pk) as work:
        fail_job(work, message="Нет ни одного человека.")
    with running(job.pk) as work:
        assert work is None


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "lost", "finished_at": timezone.now()}, "job_state_known|job_finished_when_over"),
        ({"state": JobState.DONE}, "job_finished_when_over"),
        ({"done": 9}, "job_done_within_total"),
    ],
)
def test_the_database_refuses_a_wrong_job(job, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**fields)


def test_the_list_of_work_shows_own_work_only(client, job):
    client.force_login(make_user("other"))
    assert list(client.get(reverse("jobs:list")).context["jobs"]) == []
    client.force_login(job.owner)
    assert list(client.get(reverse("jobs:list")).context["jobs"]) == [job]


def test_a_letter_goes_through_the_queue_and_its_subject_is_one_line():
    queue_letter(to="", subject="т", body="т")
    assert ProcrastinateJob.objects.count() == 0
    queue_letter(
        to="anna@school.example", subject="Вам предложена\r\nBcc: x@evil.example", body="Здравствуйте!"
    )
    queued = ProcrastinateJob.objects.get()
    send_once(queued.pk, **queued.args)
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["anna@school.example"], "Вам предложена Bcc: x@evil.example")


def test_the_local_outbox_is_read_by_the_administrator(client, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.OUTBOX_DIR = tmp_path
    client.force_login(make_administrator())
    assert client.get(reverse("letters:outbox")).context["letters"] == []
    for number in (1, 2):
        send_once(
            number,
            to="anna@school.example",
            subject=f"Письмо {number}",
            body="Откройте http://school.example/",
        )
    letters = client.get(reverse("letters:outbox")).context["letters"]
    assert sorted(letter.subject for letter in letters) == ["Письмо 1", "Письмо 2"]
    assert {letter.to for letter in letters} == {"anna@school.example"}
    assert "http://school.example/" in letters[0].body
    assert all(abs(letter.sent - timezone.now()) < timedelta(minutes=5) for letter in letters)
    page = client.get(reverse("letters:outbox")).content.decode()
    assert "Откройте" not in page
    assert f"{timezone.localtime(letters[0].sent):%d.%m.%Y в\xa0%H:%M}" in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "отправляет почтовый сервер" in client.get(reverse("letters:outbox")).content.decode()


def queued_work(job, status, minutes):
    """The work of a job as the queue has it."""
    order = ProcrastinateJob.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'x', jsonb_build_object('job_id', %s::bigint),"
            " %s::procrastinate_job_status)",
            [job.pk, status],
        )
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))
    assert ProcrastinateJob.objects.count() == order + 1


@pytest.mark.parametrize(
    ("status", "minutes", "is_over"),
    [
        ("todo", 9, False),
        ("doing", 9, False),
        ("failed", 9, True),
        ("succeeded", 9, True),
        ("failed", 0, False),
    ],
)
def test_work_that_the_queue_gave_up_ends_as_failed(job, status, minutes, is_over):
    queued_work(job, status, minutes)
    assert fail_abandoned_jobs() == is_over
    job.refresh_from_db()
    assert job.is_over == is_over
    assert not is_over or job.message == "Задание прервалось из-за сбоя на сервере. Поручите его ещё раз."


def test_without_a_database_work_is_not_called_failed(job):
    with pytest.raises(OperationalError), running(job.pk):
        raise OperationalError
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
