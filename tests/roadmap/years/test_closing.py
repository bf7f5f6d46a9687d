"""G2: a school year that is over is closed by hand, whole or not at all, and is then kept as it is."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.home.rooms import sections_for
from mentoring.school.models import SchoolYear
from mentoring.school.services import delete_record, ensure_school_year, save_record
from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused, StaleState
from programs.programmes.models import PlanEvent, Programme
from programs.programmes.services import end_programme_early, record_event
from registry.pairs.enums import EndGround
from registry.pairs.models import Mentorship
from registry.pairs.services import end_mentorship
from roadmap.orders.journals import set_last_number
from roadmap.orders.models import Journal, Order
from roadmap.orders.services import register_order
from roadmap.years.queries import going_on, open_matters
from roadmap.years.services import close_year, reopen_year
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher
from tests.factories.programmes import make_programme

pytestmark = pytest.mark.django_db
QUERIES = 13


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def half_a_year_ago():
    return timezone.localdate() - timedelta(days=180)


@pytest.fixture
def year():
    """A year that ended yesterday."""
    end = yesterday()
    return SchoolYear.objects.create(label="прошлый", start=end - timedelta(days=364), end=end)


def over_pair(state="active", **terms):
    return make_mentorship(state, start=half_a_year_ago(), end=yesterday(), **terms)


def closed(year):
    return close_year(year, by=make_director())


def test_what_is_open_hinders_and_is_ended_or_carried_over_by_name(client, year):
    programme = make_programme("running", mentorship=over_pair())
    pair, waiting = programme.mentorship, over_pair("proposed")
    Order.objects.filter(pk=make_order().pk).update(created_at=timezone.now() - timedelta(days=30))
    order = Order.objects.get()
    going = make_mentorship("active", start=half_a_year_ago(), end=yesterday() + timedelta(days=90))
    client.force_login(make_director())
    url, act = reverse("years:detail", args=[year.pk]), reverse("years:close", args=[year.pk])
    page = client.get(url)
    # The pairs of the order itself begin in this year too.
    keys = [matter.key for matter in page.context["matters"]]
    assert {
        f"mentorship-{pair.pk}",
        f"mentorship-{waiting.pk}",
        f"programme-{programme.pk}",
        f"order-{order.pk}",
    } <= {*keys}
    assert f"mentorship-{going.pk}" not in keys
    assert page.context["going_on"] == ("Идут и в следующем году: 1\xa0пара.",)
    ticked = [key for key in keys if key != f"mentorship-{pair.pk}"]
    for data, sentence in (
        ({}, "Год закрыть пока нельзя"),
        ({"carried": ticked, "reason": "ждём решения"}, "а пара не завершена"),
        ({"carried": keys, "reason": " "}, "почему отмеченное переходит"),
        ({"carried": [*keys, "mentorship-777777"], "reason": "да"}, "Выберите корректный вариант"),
    ):
        answer = client.post(act, data)
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
        assert answer.context["ticked"] == data.get("carried", [])
    year.refresh_from_db()
    assert (year.closed_on, StatusChange.objects.filter(action="carry_over").count()) == (None, 0)
    before = [list(model.objects.order_by("pk").values()) for model in (Mentorship, Programme, Order)]
    end_mentorship(pair, by=make_curator(), on=yesterday(), ground=EndGround.FULL)
    assert client.post(act, {"carried": ticked, "reason": "ждём решения"}).status_code == 302
    year.refresh_from_db()
    assert year.closed_on == timezone.localdate()
    rows = StatusChange.objects.filter(action="carry_over").order_by("pk")
    assert [f"{row.content_type.model}-{row.object_id}" for row in rows] == ticked
    assert {(row.sentence, row.comment) for row in rows} == {
        (f"перенесено на {yesterday().year}/{yesterday().year + 1} учебный год", "ждём решения")
    }
    after = [list(model.objects.order_by("pk").values()) for model in (Mentorship, Programme, Order)]
    assert [row for row in after[0] if row["id"] != pair.pk] == [
        row for row in before[0] if row["id"] != pair.pk
    ]
    assert after[1:] == before[1:]
    assert "Закрыт" in client.get(url).text


ACTS = {
    "an order": lambda row, on: register_order(row["order"], by=make_curator(), on=on),
    "a journal": lambda row, on: set_last_number(Journal.objects.first(), by=make_curator(), on=on, last=7),
    "the end of a pair": lambda row, on: end_mentorship(row["pair"], by=make_curator(), on=on, ground=EndGround.FULL),
    "the end of a programme": lambda row, on: end_programme_early(
        row["programme"], by=make_curator(), on=on, ground=EndGround.CURATOR, note="отъезд"
    ),
    "an event": lambda row, on: record_event(
        row["event"], by=make_curator(), held_on=on, reflection="", seen=row["event"].fingerprint
    ),
}  # fmt: skip
COLUMNS = {
    "an order": (Order, "date", "order"),
    "the end of a pair": (Mentorship, "ended_on", "pair"),
    "the end of a programme": (Programme, "ended_on", "programme"),
    "an event": (PlanEvent, "held_on", "event"),
}


@pytest.mark.usefixtures("marked_sheets")
def test_nothing_is_dated_in_a_closed_year_neither_by_a_service_nor_by_raw_sql(year):
    programme = make_programme("running", mentorship=make_mentorship("active", start=half_a_year_ago()))
    rows = {
        "programme": programme, "pair": programme.mentorship, "event": programme.plan.filter(held_on=None).first(),
        "order": make_order("approved"),
    }  # fmt: skip
    close_year(year, by=make_director(), carried=[matter.key for matter in open_matters(year)], reason="идёт")
    for act in ACTS.values():
        with pytest.raises(Refused, match="Учебный год прошлый закрыт"), transaction.atomic():
            act(rows, yesterday())
        with transaction.atomic():
            act(rows, timezone.localdate())
            transaction.set_rollback(True)
    for name, (model, column, key) in COLUMNS.items():
        with pytest.raises(DatabaseError, match="closed school year is kept"), transaction.atomic():
            model.objects.filter(pk=rows[key].pk).update(**{column: yesterday()})
        assert model.objects.filter(pk=rows[key].pk, **{column: None}).exists(), name


def test_what_stands_in_a_closed_year_is_not_moved_out_of_it(year):
    pair = end_mentorship(over_pair(), by=make_curator(), on=yesterday(), ground=EndGround.FULL)
    closed(year)
    with pytest.raises(DatabaseError, match="closed school year is kept"), transaction.atomic():
        Mentorship.objects.filter(pk=pair.pk).update(ended_on=timezone.localdate())
    Mentorship.objects.filter(pk=pair.pk).update(end_note="стёрто")
    assert going_on(year) == ()


def test_a_year_is_opened_again_with_a_reason_and_mended(client, year):
    pair = make_mentorship("active", start=half_a_year_ago())
    closed(year)
    client.force_login(make_director())
    url = reverse("years:reopen", args=[year.pk])
    assert client.post(url, {"comment": ""}).status_code == 422
    assert client.post(url, {"comment": "забыли завершить пару"}).status_code == 302
    end_mentorship(pair, by=make_curator(), on=yesterday(), ground=EndGround.FULL)
    history = [
        row.sentence for row in StatusChange.objects.filter(object_id=year.pk, action__in=("close", "reopen"))
    ]
    assert sorted(history) == ["учебный год закрыт", "учебный год открыт снова"]
    with pytest.raises(StaleState, match="уже открыт"):
        reopen_year(year, by=make_director(), comment="ещё раз")
    assert closed(year).closed_on == timezone.localdate()


def test_who_closes_a_year_and_when(client, year):
    now = SchoolYear.objects.create(
        label="этот", start=timezone.localdate(), end=timezone.localdate() + timedelta(days=300)
    )
    with pytest.raises(Refused, match="ещё идёт"):
        closed(now)
    for user in (make_curator(), make_council_member(), make_teacher("own").user):
        for act in (lambda by: close_year(year, by=by), lambda by: reopen_year(year, by=by, comment="да")):
            with pytest.raises(Refused, match="закрывает директор"):
                act(user)
    closed(year)
    client.force_login(make_director())
    assert client.post(reverse("years:close", args=[year.pk])).status_code == 409


def test_a_closed_year_is_kept_by_its_pages_and_by_the_database(year):
    closed(year)
    fields = {"label": "другой", "start": year.start, "end": year.end}
    year.refresh_from_db()
    for act in (
        lambda: save_record(year, by=make_curator(), fields=fields),
        lambda: delete_record(year, by=make_curator()),
    ):
        with pytest.raises(Refused, match="закрыт"):
            act()
    row = SchoolYear.objects.filter(pk=year.pk)
    for change in ({"end": year.end + timedelta(days=1)}, {"label": "другой", "closed_on": None}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            row.update(**change)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        row.delete()
    other = ensure_school_year(date(2040, 9, 1))
    with pytest.raises(IntegrityError, match="school_year_closed_after_its_end"), transaction.atomic():
        SchoolYear.objects.filter(pk=other.pk).update(closed_on=other.end)


def test_the_day_reminds_those_who_close_and_nobody_else(year):
    def said(user):
        return [
            line.url
            for section in sections_for(user)
            for line in section.lines
            if "Учебный год" in line.sentence
        ]

    page = reverse("years:detail", args=[year.pk])
    assert [said(user) for user in (make_director(), make_curator(), make_council_member())] == [
        [page],
        [page],
        [],
    ]
    older = SchoolYear.objects.create(label="давний", start=date(2001, 9, 1), end=date(2002, 8, 31))
    assert said(make_director()) == [reverse("years:list")]
    closed(older)
    closed(year)
    assert said(make_director()) == []


def test_one_matter_and_fifty_cost_the_same_queries(client, year, django_assert_num_queries):
    client.force_login(make_director())
    first = over_pair("draft")
    for count in (1, 49):
        if count > 1:
            for _ in range(count):
                pair = Mentorship.objects.create(
                    start=first.start, end=first.end, status="draft", created_by=first.created_by
                )
                for row in first.participants.all():
                    pair.participants.create(person=row.person, role=row.role)
        with django_assert_num_queries(QUERIES):
            page = client.get(reverse("years:detail", args=[year.pk]))
    assert len(page.context["matters"]) == 50
    assert "Учебные годы" in client.get(reverse("years:list")).text


@pytest.mark.django_db(transaction=True)
def test_a_date_written_while_the_year_is_being_closed_is_waited_for(year):
    """Without the wait the closing would still see the pair open, or the date would come after it."""
    pair, done = over_pair(), []

    def close():
        try:
            done.append(closed(year).closed_on)
        finally:
            connection.close()

    other = Thread(target=close)
    with transaction.atomic():
        end_mentorship(pair, by=make_curator(), on=yesterday(), ground=EndGround.FULL)
        other.start()
        other.join(0.5)
        assert done == []
    other.join(10)
    assert done == [timezone.localdate()]
