"""Many people at once through the real pages: approval, registration, numbers, consents (E1–E3, E5, E7, E8).

RACE_ROUNDS=50 gives the long run.
"""

import os
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.documents.models import IssuedDocument
from mentoring.workflow.models import StatusChange
from registry.consents.models import Consent
from registry.pairs.models import Mentorship
from roadmap.orders.models import Journal, JournalCounter, Order
from roadmap.orders.services import return_order, submit_order
from tests.factories.orders import check_forms, make_order, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.usefixtures("long_queues"),
]
ROUNDS = int(os.environ.get("RACE_ROUNDS", "3"))
TODAY = f"{timezone.localdate():%d.%m.%Y}"


def at_once(*posts):
    """Send the forms (user's cookies, address, fields) at one moment; the answers in the order of the forms."""
    answers, barrier = [None] * len(posts), Barrier(len(posts))

    def send(place, cookies, address, fields):
        try:
            client = Client(raise_request_exception=False)
            client.cookies = cookies
            barrier.wait(timeout=120)
            answers[place] = client.post(address, fields)
        finally:
            connection.close()

    threads = [Thread(target=send, args=(place, *post)) for place, post in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client.cookies


def to(name, order, **fields):
    return reverse(f"orders:{name}", args=[order.pk]), fields


def codes(answers):
    return sorted(answer.status_code for answer in answers)


def test_of_twelve_approvals_one_succeeds_and_the_others_read_that_it_is_done_already():
    order, director, curator = make_order("submitted"), make_director(), make_curator()
    cookies = signed_in(director)
    for _ in range(ROUNDS):
        version = Order.objects.get().version
        answers = at_once(*[(cookies, *to("approve", order, version=version))] * 12)
        assert codes(answers) == [302] + [409] * 11
        assert all("уже" in answer.content.decode() for answer in answers if answer.status_code == 409)
        assert StatusChange.objects.filter(action="approve", object_id=order.pk).latest("pk").by == director
        return_order(order, by=director, comment="Ещё раз")
        submit_order(order, by=curator)
    assert StatusChange.objects.filter(action="approve", object_id=order.pk).count() == ROUNDS


def test_thirty_registrations_at_once_give_thirty_numbers_without_a_gap(one_sheet):
    """Twelve people register one order; then twenty-nine orders are registered at the same moment."""
    cookies = signed_in(make_curator())
    first = make_order("approved")
    answers = at_once(*[(cookies, *to("register", first, on=TODAY))] * 12)
    assert codes(answers) == [302] + [409] * 11
    orders = [make_order("approved") for _ in range(29)]

    forms = [(cookies, *to("register", order, on=TODAY)) for order in orders]
    while forms:
        answers = at_once(*forms)
        assert set(codes(answers)) <= {302, 503}
        assert 302 in codes(answers)
        # A very busy machine asks some to come again: they do, as the page tells them.
        forms = [form for form, answer in zip(forms, answers, strict=True) if answer.status_code == 503]

    assert sorted(Order.objects.values_list("sequence", flat=True)) == list(range(1, 31))
    assert len(set(Order.objects.values_list("number", flat=True))) == 30
    assert (JournalCounter.objects.get().last, IssuedDocument.objects.count()) == (30, 30)
    assert set(Mentorship.objects.values_list("status", flat=True)) == {"active"}


BREAK = """
CREATE FUNCTION break_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the last write failed'; END $$;
CREATE TRIGGER break_registration BEFORE INSERT ON mentoring_statuschange FOR EACH ROW
WHEN (NEW.action = 'register') EXECUTE FUNCTION break_registration();
"""
MEND = "DROP TRIGGER break_registration ON mentoring_statuschange; DROP FUNCTION break_registration()"


def test_a_registration_that_fails_in_the_middle_burns_no_number():
    """The paper is made, the pairs begin, and then the last write fails (E3): everything is as before."""
    orders, cookies = [make_order("approved") for _ in range(3)], signed_in(make_curator())

    def register(order):
        return at_once((cookies, *to("register", order, on=TODAY)))[0].status_code

    assert register(orders[0]) == 302
    with connection.cursor() as cursor:
        cursor.execute(BREAK)
        try:
            assert register(orders[1]) == 500
        finally:
            cursor.execute(MEND)
    broken = Order.objects.get(pk=orders[1].pk)
    assert (broken.status, broken.number, broken.document) == ("approved", "", None)
    assert broken.mentorship_rows.get().mentorship.status == "in_order"
    assert [register(orders[2]), register(broken)] == [302, 302]
    assert list(Order.objects.order_by("sequence").values_list("pk", "sequence")) == [
        (orders[0].pk, 1), (orders[2].pk, 2), (broken.pk, 3),
    ]  # fmt: skip
    assert IssuedDocument.objects.count() == 3


def test_no_order_is_approved_or_registered_after_a_consent_was_withdrawn():
    """Both start together (E8): either the order was first, or it is refused; never an order after the withdrawal."""
    curator, director = make_curator(), make_director()
    by_curator, by_director = signed_in(curator), signed_in(director)
    for number in range(2 * ROUNDS):
        step, state, cookies = (("approve", "submitted", by_director), ("register", "approved", by_curator))[
            number % 2
        ]
        order = make_order(state)
        mentor = order.mentorship_rows.get().mentorship.mentor
        consent = Consent.objects.get(person=mentor, kind="processing")
        fields = {"version": order.version, "on": TODAY}
        forms = [
            (cookies, *to(step, order, **fields)),
            (by_curator, reverse("consents:withdraw", args=[consent.pk]), {"on": TODAY}),
        ]
        answers = at_once(*(forms if number // 2 % 2 else forms[::-1]))
        assert set(codes(answers)) <= {302, 403}
        withdrawn = StatusChange.objects.get(action="withdraw", object_id=consent.pk)
        done = StatusChange.objects.filter(
            action=step, object_id=order.pk, content_type__model="order"
        ).first()
        assert done is None or done.pk < withdrawn.pk


@pytest.mark.parametrize("name", ["create", "add_item", "pairs", "journals"])
def test_a_form_sent_five_times_makes_one_thing(name):
    """A double click, or «resend» after going back (E7)."""
    make_school()
    cookies = signed_in(make_curator())
    if name == "create":
        pair = make_mentorship("agreed")
        check_forms(*[row.person for row in pair.participants.select_related("person")])
        answers = at_once(*[(cookies, reverse("orders:create"), {"pairs": [pair.pk]})] * 5)
        made = Order.objects.count()
    elif name == "journals":
        fields = {"name": "Приказы по кадрам", "mask": "{n}-к", "period": "calendar"}
        answers = at_once(*[(cookies, reverse("orders:create_journal"), fields)] * 5)
        made = Journal.objects.filter(name="Приказы по кадрам").count()
    else:
        order = make_order("draft")
        if name == "pairs":
            fields = {"pair": make_mentorship("agreed").pk, "version": order.version}
        else:
            fields = {"text": "Ещё один пункт", "version": order.version}
        before = order.items.count()
        answers = at_once(*[(cookies, *to(name, order, **fields))] * 5)
        made = order.items.count() - before
    assert (made, codes(answers).count(302)) == (1, 1)
    # 503: a very busy machine, and the first click still holds the row.
    assert set(codes(answers)) <= {200, 302, 403, 404, 409, 503}
