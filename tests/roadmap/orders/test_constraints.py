"""What the database itself forbids, tried by raw SQL and by the ORM behind the services' back."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from mentoring.documents.models import IssuedDocument
from roadmap.orders.journals import ensure_journal
from roadmap.orders.models import Acquaintance, Journal, JournalCounter, Order, OrderItem, OrderMentorship
from roadmap.orders.outcomes import Award, DutyRelease
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
TODAY = timezone.localdate()


@pytest.fixture(scope="module")
def orders(lasting_database):
    """An order in each state; what a test does to it is taken back."""
    return {state: make_order(state) for state in ("draft", "approved", "registered", "signed")}


def refused(act):
    """The words of the database's refusal."""
    with pytest.raises((IntegrityError, DatabaseError)) as error, transaction.atomic():
        act()
    return str(error.value)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "other"}, "order_kind_known"),
        ({"status": "done"}, "order_status_known"),
        ({"number": "7"}, "order_registered_is_whole"),
        ({"sequence": 7}, "order_registered_is_whole"),
        ({"date": timezone.localdate()}, "order_registered_is_whole"),
        ({"status": "registered"}, "_is_whole"),
        ({"status": "approved"}, "order_approved_is_whole"),
        ({"approved_at": timezone.now()}, "order_approved_is_whole"),
        ({"signed_on": timezone.localdate()}, "order_signed_has_date"),
    ],
)
def test_a_half_order_is_refused(orders, fields, name):
    draft = Order.objects.filter(pk=orders["draft"].pk)
    assert name in refused(lambda: draft.update(**fields))


@pytest.mark.parametrize(
    ("number", "sequence", "name"),
    [("1/01-02", 3, "order_number_once_a_year"), ("3/01-02", 1, "order_sequence_once_a_year")],
)
def test_a_number_is_given_once_in_a_journal_and_year(orders, number, sequence, name):
    first, second = orders["registered"], Order.objects.get(pk=orders["approved"].pk)
    assert (first.number, first.sequence) == ("1/01-02", 1)
    assert orders["signed"].sequence == 2
    paper = IssuedDocument.objects.create(
        code="7KQM2XPA9TRW4HBC",
        kind="order",
        title="Т",
        issued_on=first.date,
        data={},
        sha256="0" * 64,
        page_count=1,
    )
    second.number, second.sequence, second.year, second.date = number, sequence, first.year, first.date
    second.status, second.document, second.registered_by = "registered", paper, first.registered_by
    second.registered_at = timezone.now()

    assert name in refused(second.save)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", "777777"),
        ("title", "Другой"),
        ("preamble", "Другая"),
        ("control", "Другой"),
        ("date", "2020-01-01"),
        ("sequence", 5),
        ("signer_name", "Кто-то"),
        ("status", "draft"),
        ("document_id", None),
    ],
)
def test_a_registered_order_is_frozen_even_for_raw_sql(orders, column, value):
    order = orders["registered"]

    refused(lambda: sql(f"UPDATE roadmap_order SET {column} = %s WHERE id = %s", value, order.pk))

    assert Order.objects.filter(pk=order.pk, title=order.title, number=order.number).exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "Другой"),
        ("preamble", "Другая"),
        ("signer_name", "Кто-то"),
        ("status", "draft"),
        ("status", "signed"),
        ("approved_by_id", 1),
        ("approved_at", "2020-01-01"),
        ("number", "777777"),
    ],
)
def test_an_approved_order_changes_only_by_registration_or_return(orders, column, value):
    """What the director has approved is what gets the number (A9, A12)."""
    order = orders["approved"]
    value = order.created_by_id if column == "approved_by_id" else value

    refused(lambda: sql(f"UPDATE roadmap_order SET {column} = %s WHERE id = %s", value, order.pk))

    assert Order.objects.filter(pk=order.pk, status="approved", approved_by=order.approved_by).exists()


def test_the_rows_of_an_approved_order_are_frozen_too(orders):
    order = orders["approved"]
    item, row = order.items.first(), order.mentorship_rows.first()
    attempts = [
        lambda: sql("DELETE FROM roadmap_order WHERE id = %s", order.pk),
        lambda: sql("UPDATE roadmap_orderitem SET text = 'другой' WHERE id = %s", item.pk),
        lambda: OrderItem.objects.create(order=order, position=99, text="Ещё пункт"),
        lambda: sql("DELETE FROM roadmap_ordermentorship WHERE id = %s", row.pk),
    ]

    assert all(refused(attempt) for attempt in attempts)
    assert "frozen" in refused(attempts[1])


def test_a_signed_order_stays_signed(orders):
    order = orders["signed"]

    refused(
        lambda: sql(
            "UPDATE roadmap_order SET status = 'registered', signed_on = NULL WHERE id = %s", order.pk
        )
    )
    refused(lambda: sql("UPDATE roadmap_order SET signed_on = '2020-01-01' WHERE id = %s", order.pk))

    assert Order.objects.filter(pk=order.pk, status="signed", signed_on=order.signed_on).exists()


def test_a_registered_order_and_its_rows_are_kept(orders):
    order = orders["signed"]
    item, row = order.items.first(), order.mentorship_rows.first()
    spare = make_mentorship("in_order")
    attempts = [
        lambda: sql("DELETE FROM roadmap_order WHERE id = %s", order.pk),
        lambda: sql("UPDATE roadmap_orderitem SET text = 'другой' WHERE id = %s", item.pk),
        lambda: sql("DELETE FROM roadmap_orderitem WHERE id = %s", item.pk),
        lambda: OrderItem.objects.create(order=order, position=99, text="Ещё пункт"),
        lambda: sql("DELETE FROM roadmap_ordermentorship WHERE id = %s", row.pk),
        lambda: OrderMentorship.objects.create(order=order, mentorship=spare, position=9),
        lambda: sql("UPDATE roadmap_ordermentorship SET position = 9 WHERE id = %s", row.pk),
    ]

    # The deletion of the order itself meets other tables' references as well as the trigger.
    assert all(refused(attempt) for attempt in attempts)
    assert "frozen" in refused(attempts[1])


def test_journals_and_counters_hold_their_rules():
    journal = ensure_journal()
    counter = JournalCounter.objects.create(journal=journal, year=2000)

    assert "journal_mask_has_number" in refused(lambda: Journal.objects.create(name="А", mask="01-02"))
    assert "journal_period_known" in refused(lambda: Journal.objects.create(name="А", period="week"))
    assert "journal_one_default" in refused(lambda: Journal.objects.create(name="А", is_default=True))
    assert "roadmap_journal_name" in refused(lambda: Journal.objects.create(name=journal.name))
    assert "journal_counter_once_a_year" in refused(
        lambda: JournalCounter.objects.create(journal=counter.journal, year=2000)
    )


def test_items_pairs_and_signatures_hold_their_rules(orders):
    order = orders["draft"]
    person = make_person()
    Acquaintance.objects.create(order=order, person=person)
    pair = order.mentorship_rows.get().mentorship

    assert "order_item_has_text" in refused(lambda: OrderItem.objects.create(order=order, text=""))
    assert "mentorship_id" in refused(lambda: OrderMentorship.objects.create(order=order, mentorship=pair))
    assert "acquaintance_once_per_order" in refused(
        lambda: Acquaintance.objects.create(order=order, person=person)
    )
    assert "acquaintance_is_whole" in refused(
        lambda: Acquaintance.objects.filter(person=person).update(acquainted_on=timezone.localdate())
    )


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "replacement"}, "order_mentorship_by_kind"),
        ({"kind": "completion"}, "order_programme_by_kind"),
        ({"kind": "cancellation"}, "order_target_by_kind"),
    ],
)
def test_an_order_speaks_of_what_its_kind_says(fields, name):
    order = make_order("draft")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**fields)


def test_awards_and_releases_are_whole():
    order = make_order("registered")
    person, other = make_person(), make_person()
    day = {"order": order, "day": TODAY, "lessons": "урок", "starts_at": "10:00", "ends_at": "11:00"}
    cases = [
        (
            lambda: Award.objects.create(order=order, person=person, kind="mentor", awarded_on=TODAY),
            "award_kind",
        ),
        (lambda: DutyRelease.objects.create(**day, person=person, substitute=person), "by_another_person"),
        (
            lambda: DutyRelease.objects.create(**day | {"ends_at": "09:00"}, person=person, substitute=other),
            "times_in_order",
        ),
        (
            lambda: DutyRelease.objects.create(**day | {"lessons": ""}, person=person, substitute=other),
            "has_lessons",
        ),
        (
            lambda: [DutyRelease.objects.create(**day, person=person, substitute=other) for _ in range(2)],
            "duty_release_place_once",
        ),
    ]
    for act, name in cases:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()
