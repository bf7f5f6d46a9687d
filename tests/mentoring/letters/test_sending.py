"""No letter twice: the mark stands before the letter leaves, and whoever finds it sends nothing (F4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.erasure import Words
from mentoring.letters.enums import SendingState
from mentoring.letters.erasure import erase_letters
from mentoring.letters.models import Sending
from mentoring.letters.sending import forget_old_marks, send_once
from tests.factories.people import make_administrator

LETTER = {"to": "anna@school.example", "subject": "Вам предложен наставник", "body": "Здравствуйте!"}


class Refusing(EmailBackend):
    def send_messages(self, messages):
        raise SMTPRecipientsRefused({})


class BreakingOff(EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise SMTPServerDisconnected("in the middle")


class OutOfReach(EmailBackend):
    def open(self):
        raise ConnectionRefusedError


def through(settings, backend):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


@pytest.mark.django_db
def test_a_letter_is_sent_once_however_often_the_queue_asks_and_its_address_is_forgotten():
    for _ in range(3):
        send_once(7, **LETTER)
    assert len(mail.outbox) == 1
    mark = Sending.objects.get()
    assert (mark.state, mark.to) == (SendingState.SENT, "")


@pytest.mark.django_db
def test_after_a_worker_died_in_the_middle_nothing_is_sent_and_the_administrator_sees_it(client):
    Sending.objects.create(queue_id=7, to=LETTER["to"], subject=LETTER["subject"])
    send_once(7, **LETTER)
    assert mail.outbox == []
    assert Sending.objects.get().state == SendingState.DOUBTFUL
    client.force_login(make_administrator())
    page = client.get(reverse("letters:outbox")).content.decode()
    assert "Возможно, не дошли" in page
    assert "anna@school.example – Вам предложен наставник" in page


@pytest.mark.django_db
def test_a_connection_that_breaks_off_while_sending_leaves_a_doubt_and_no_second_letter(settings):
    through(settings, BreakingOff)
    for _ in range(2):
        send_once(7, **LETTER)
    assert len(mail.outbox) == 1
    assert Sending.objects.get().state == SendingState.DOUBTFUL


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("backend", "error"), [(OutOfReach, ConnectionRefusedError), (Refusing, SMTPRecipientsRefused)]
)
def test_a_letter_that_certainly_did_not_leave_is_tried_again(settings, backend, error):
    usual = settings.EMAIL_BACKEND
    through(settings, backend)
    with pytest.raises(error):
        send_once(7, **LETTER)
    settings.EMAIL_BACKEND = usual
    send_once(7, **LETTER)
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("long_queues")
@pytest.mark.django_db(transaction=True)
def test_four_workers_with_one_letter_send_it_once():
    start = Barrier(4)

    def work(_):
        start.wait()
        try:
            send_once(7, **LETTER)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_marks_are_forgotten_after_a_month():
    old = Sending.objects.create(queue_id=1, subject="т", at=timezone.now() - timedelta(days=31))
    new = Sending.objects.create(queue_id=2, subject="т", at=timezone.now() - timedelta(days=29))
    assert forget_old_marks() == 1
    assert list(Sending.objects.all()) == [new] != [old]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "lost"}, "sending_state_known"),
        ({"state": "sent", "to": "anna@school.example"}, "sending_sent_has_no_address"),
    ],
)
def test_the_database_refuses_a_wrong_mark(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Sending.objects.create(queue_id=1, subject="т", **fields)


@pytest.mark.django_db
def test_a_doubtful_letter_of_an_erased_person_leaves_no_address():
    gone = Sending.objects.create(queue_id=1, to="anna@school.example", subject="т", state="doubtful")
    stays = Sending.objects.create(queue_id=2, to="oleg@school.example", subject="т", state="doubtful")
    erase_letters(Words(["anna@school.example"]))
    assert [mark.pk for mark in Sending.objects.all()] == [stays.pk] != [gone.pk]
