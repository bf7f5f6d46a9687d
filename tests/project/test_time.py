"""Time: the school's day in every zone, the edges of years, a clock that jumps back, two lists at once (G1–G3, E9)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.documents.queries import issued_pdf
from mentoring.workflow.verdicts import Refused
from registry.people.models import Person, StaffImport
from roadmap.orders.enums import NumberingPeriod
from roadmap.orders.journals import next_number
from roadmap.orders.models import Journal, JournalCounter
from roadmap.orders.services import register_order
from tests.database import server_of_tests
from tests.factories.orders import make_order
from tests.factories.people import make_curator
from tests.mentoring.documents.reading import words
from tests.registry.people.imports.books import staff_book
from tests.registry.people.imports.lists import person as staff_line

ZONES = ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka")
NEW_YEAR, FIRST_OF_SEPTEMBER = date(2027, 1, 1), date(2027, 9, 1)


@pytest.fixture
def clock(monkeypatch):
    """Set the clock to a moment of the school's own time."""

    def set_to(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_to


def local(day, hour, minute, zone="Europe/Moscow"):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("hour", "minute"), [(23, 30), (0, 30)])
def test_an_order_has_the_date_of_the_school_and_not_of_the_server(
    client, settings, clock, zone, hour, minute
):
    settings.TIME_ZONE = zone
    day = date(2026, 12, 15)
    clock(local(day, hour, minute, zone))
    order, curator = make_order("approved"), make_curator()
    client.force_login(curator)
    proposed = client.get(reverse("orders:register", args=[order.pk])).context["form"]["on"].value()
    assert proposed == day
    order = register_order(order, by=curator, on=proposed)
    assert (order.date, order.document.issued_on, order.year) == (day, day, 2026)
    assert "15.12.2026" in words(issued_pdf(order.document))


@pytest.mark.usefixtures("long_queues")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("period", "first_day"),
    [
        (NumberingPeriod.CALENDAR_YEAR, NEW_YEAR),
        (NumberingPeriod.SCHOOL_YEAR, FIRST_OF_SEPTEMBER),
    ],
)
def test_twelve_at_the_edge_of_a_year_begin_the_new_series_once(period, first_day):
    journal = Journal.objects.create(name="Приказы", mask="{n}-{yy}", period=period, is_default=True)
    days = [first_day - timedelta(days=1), first_day] * 6
    start = Barrier(len(days))

    def register(day):
        start.wait()
        try:
            with transaction.atomic():
                return day, next_number(journal, day)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(days)) as pool:
        given = list(pool.map(register, days))
    for day in set(days):
        numbers = sorted(number for on, number in given if on == day)
        assert numbers == [f"{sequence}-{day:%y}" for sequence in range(1, 7)]
    assert sorted(JournalCounter.objects.values_list("last", flat=True)) == [6, 6]


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 8, 31), date(2027, 12, 31), NEW_YEAR])
def test_edges_of_years_are_ordinary_days_for_an_order(clock, day):
    clock(local(day, 12, 0))
    order = register_order(make_order("approved"), by=make_curator(), on=day)
    assert (order.date, order.sequence) == (day, 1)
    assert f"{day:%d.%m.%Y}" in words(issued_pdf(order.document))


@pytest.mark.usefixtures("marked_sheets")
@pytest.mark.django_db
def test_a_clock_that_jumps_back_burns_and_repeats_no_number(clock):
    day = date(2026, 12, 15)
    clock(local(day, 12, 0))
    first, second, third = (make_order("approved") for _ in range(3))
    curator = make_curator()
    assert register_order(first, by=curator, on=day).sequence == 1
    clock(local(day, 9, 0))
    assert register_order(second, by=curator, on=timezone.localdate()).sequence == 2
    # A day back: an order cannot be older than the last one, and that one's date lies in the future.
    clock(local(day - timedelta(days=1), 12, 0))
    for on in (timezone.localdate(), day):
        with pytest.raises(Refused), transaction.atomic():
            register_order(third, by=curator, on=on)
    clock(local(day, 12, 5))
    assert register_order(third, by=curator, on=day).sequence == 3


@pytest.mark.django_db
def test_while_a_list_is_being_applied_the_second_is_told_so(client):
    client.force_login(make_curator())
    book = SimpleUploadedFile("Список.xlsx", staff_book(staff_line()))
    page = client.post(reverse("imports:upload"), {"file": book})["Location"]
    client.get(page)
    apply = reverse("imports:apply", args=[StaffImport.objects.get().pk])
    with server_of_tests().named(connection.settings_dict["NAME"]).connect() as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended('staff-import', 0))")
        answer = client.post(apply)
        assert answer.status_code == 409
        assert "вносится другой список" in answer.content.decode()
        assert not Person.objects.filter(user=None).exists()
    assert client.post(apply).status_code == 302
    assert Person.objects.filter(user=None).exists()
