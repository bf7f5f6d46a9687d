"""Two web machines and two workers over one PostgreSQL, files in S3-compatible storage: real processes on real ports."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Barrier, Thread
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from mentoring.accounts.hashers import SchoolArgon2Hasher
from mentoring.accounts.models import User
from mentoring.documents.models import IssuedDocument
from mentoring.jobs.enums import JobState
from mentoring.jobs.models import Job
from mentoring.jobs.services import order_job
from mentoring.letters.services import queue_letter
from mentoring.management.drill.mailbox import Mailbox
from mentoring.management.drill.visitor import Visitor
from mentoring.workflow.models import StatusChange
from registry.consents.enums import ConsentKind
from registry.consents.tasks import print_blanks
from registry.people.models import Person
from roadmap.orders.enums import OrderStatus
from roadmap.orders.models import JournalCounter, Order
from tests.bucket import BUCKET, KEYS, bucket_server
from tests.database import database_of_its_own, django_works_on, migrated_database
from tests.factories.bank import give_paper
from tests.factories.orders import check_forms, make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director, make_person
from tests.mentoring.documents import zoo

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a long enough password"
LETTERS = 30
# Not what is promised but when to give up: a busy machine starts four processes slowly.
LONGEST_WAIT = 180
BUSY = 503


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything that runs, ended with the module: the ports of the two webs and the mailbox."""
    folder = tmp_path_factory.mktemp("machines")
    with django_db_blocker.unblock(), ExitStack() as stack:
        server = stack.enter_context(database_of_its_own(migrated_database()))
        stack.enter_context(django_works_on(server, django_db_blocker))
        found_school()
        connection.close()
        mailbox = Mailbox()
        stack.callback(mailbox.server_close)
        stack.callback(mailbox.shutdown)
        common = environment(server, stack.enter_context(bucket_server()), mailbox)
        ports = [free_port(), free_port()]
        processes = []
        for number, port in enumerate(ports):
            machine = common | {
                "DATA_DIR": str(folder / f"machine{number}"), "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
            }  # fmt: skip
            web = ("-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket")
            worker = ("manage.py", "procrastinate", "worker", "--concurrency", "1")
            for name, command in (("web", (*web, "mentoring.wsgi")), ("worker", worker)):
                log = folder / f"{name}{number}.log"
                processes.append(stack.enter_context(running(command, machine, log)))
        wait_for(lambda: all(answers(port) for port in ports), "both webs answer", folder)
        wait_for(
            lambda: count("SELECT count(*) FROM procrastinate_workers") == 2, "both workers are there", folder
        )
        yield ports, mailbox, folder
        for process in processes:
            process.terminate()


def found_school():
    """Two submitted orders, a consent on paper, people for blanks; whoever works here knows the password."""
    pairs = [make_mentorship("agreed") for _ in range(2)]
    for pair in pairs:
        make_order("submitted", pairs=[pair])
    give_paper(make_person("Безскановая"), ConsentKind.PROCESSING)
    for _ in range(4):
        check_forms(make_person())
    make_curator(), make_director()
    # The processes keep passwords in the product's own way, the tests beside them in a quicker one.
    hashed = SchoolArgon2Hasher().encode(PASSWORD, secrets.token_hex(16))
    User.objects.filter(username__in=("curator", "director")).update(password=hashed)


def url_of(server) -> str:
    """What a process of its own is told in DATABASE_URL."""
    facts = {key: quote(value, safe="") for key, value in server.parameters.items()}
    account = f"{facts.get('user', '')}:{facts.get('password', '')}".rstrip(":")
    place = f"{facts.get('host', '')}:{facts.get('port', '')}".rstrip(":")
    return f"postgres://{account}@{place}/{server.name}"


def environment(server, storage, mailbox):
    own = {"DATABASE_URL", "SECRET_KEY_FILE", "DJANGO_SETTINGS_MODULE", "USE_HTTPS"}
    return {name: value for name, value in os.environ.items() if name not in own} | {
        "DATABASE_URL": url_of(server),
        "SECRET_KEY": secrets.token_hex(40),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SERVE_STATIC_FROM_SOURCE": "true",
        "EMAIL_URL": mailbox.url,
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT_URL": storage,
        "S3_REGION": "us-east-1",
        "S3_ACCESS_KEY": KEYS["aws_access_key_id"],
        "S3_SECRET_KEY": KEYS["aws_secret_access_key"],
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def running(arguments, environment, log: Path):
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port for a process that is yet to start: none of those that the system gives to whoever asks meanwhile."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def answers(port: int) -> bool:
    return Visitor(port, "", "").get("/accounts/login/").status == 200


def count(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def wait_for(is_so, what: str, folder: Path):
    deadline = time.monotonic() + LONGEST_WAIT
    while not is_so():
        logs = "\n".join(path.read_text()[-2000:] for path in folder.glob("*.log"))
        assert time.monotonic() < deadline, f"not so after {LONGEST_WAIT} s: {what}\n{logs}"
        time.sleep(0.1)


def at_both(visitors, path, **fields):
    """Send one form to both machines at one moment; the statuses."""
    barrier, statuses = Barrier(len(visitors)), []

    def send(visitor):
        barrier.wait(timeout=120)
        # A very busy machine asks to come again: one does, as the page says.
        answers = (visitor.post(path, **fields).status for _ in range(5))
        statuses.append(next(status for status in answers if status != BUSY))

    threads = [Thread(target=send, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def signed_in_at_a(username, ports):
    """Signed in on the first machine; the same browser at the first and at the second one."""
    first, second = (Visitor(port, username, PASSWORD) for port in ports)
    assert first.sign_in()
    second.cookies = first.cookies
    return first, second


def test_two_web_machines_and_two_workers_are_one_site(town):
    ports, mailbox, folder = town
    curator, director = make_curator(), make_director()
    at_a, at_b = both = signed_in_at_a("director", ports)
    assert director.display_name in at_b.get("/").page

    one, other = Order.objects.order_by("pk")
    assert at_both(both, f"/orders/{one.pk}/approve/", version=one.version) == [302, 409]
    assert StatusChange.objects.filter(action="approve", object_id=one.pk).count() == 1
    # What one machine has done the other shows at once.
    assert at_b.post(f"/orders/{other.pk}/approve/", version=other.version).is_done
    assert OrderStatus.APPROVED.label.lower() in at_a.get(f"/orders/{other.pk}/").page.lower()

    at_a, at_b = both = signed_in_at_a("curator", ports)
    today = f"{timezone.localdate():%d.%m.%Y}"
    assert at_both(both, f"/orders/{one.pk}/register/", on=today) == [302, 409]
    assert JournalCounter.objects.get().last == IssuedDocument.objects.filter(kind="order").count() == 1

    # A scan that came through one machine is opened through the other.
    consent = Person.objects.get(last_name="Безскановая").consents.get()
    content = zoo.pdf()
    assert at_a.upload(f"/consents/{consent.pk}/scan/attach/", "scan", "лист.pdf", content).is_done
    assert at_b.get(f"/consents/{consent.pk}/scan/").page == content.decode(errors="replace")

    # Work of the queue is done by one worker, letters go once, the file is there for both webs.
    people = Person.objects.exclude(pk=consent.person_id).order_by("-pk")[:4]
    job = order_job(
        print_blanks, by=curator, title="Бланки", total=4,
        sheets=[(person.pk, ConsentKind.PROCESSING.value) for person in people],
    )  # fmt: skip
    for number in range(LETTERS):
        queue_letter(to=f"a{number}@school.example", subject="Проверка", body="Текст")
    wait_for(
        lambda: Job.objects.get(pk=job.pk).is_over and len(mailbox.received) == LETTERS,
        "the work is done",
        folder,
    )
    assert Job.objects.get(pk=job.pk).state == JobState.DONE
    assert set(mailbox.received.values()) == {1}
    begun = "SELECT count(*) FROM procrastinate_events WHERE type = 'started' GROUP BY job_id ORDER BY 1 DESC LIMIT 1"
    assert count(begun) == 1
    for visitor in both:
        assert visitor.get(f"/jobs/{job.pk}/file/").status == 200
    assert at_a.errors == at_b.errors == []
    assert not list(folder.glob("machine*/files/**/*.*"))
