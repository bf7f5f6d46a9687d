"""What becomes of measures: what is followed and until when, how much is done, who marks, what shows it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.school.models import SchoolYear
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.plans.approval import approve_roadmap, archive_roadmap, submit_roadmap
from roadmap.plans.execution import add_evidence, mark_measure
from roadmap.plans.execution_models import Execution
from roadmap.plans.models import Roadmap, RoadmapMeasure
from roadmap.plans.progress import all_rows, percent, stages_of, with_execution
from roadmap.plans.responsible import RoadmapResponsible
from roadmap.plans.today import today
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher
from tests.factories.roadmaps import APPROVED_ON, make_roadmap, plan_of_rows
from tests.roadmap.plans.samples import INLINE, TERMS

pytestmark = pytest.mark.django_db
PERIOD = (date(2025, 9, 1), date(2027, 8, 31))
DAY = date(2026, 3, 10)


def rows_of(roadmap, on=DAY):
    return all_rows(stages_of(with_execution(Roadmap.objects.filter(pk=roadmap.pk)).get(), on))


def followed(*rows, period=PERIOD, state="approved"):
    return make_roadmap(state, plan=plan_of_rows("Этап", *rows), period=period)


def measure_of(roadmap, text):
    return RoadmapMeasure.objects.get(stage__roadmap=roadmap, text=text)


def mark(measure, state="done", *, by=None, year=None, **fields):
    if state in ("done", "partly"):
        fields.setdefault("fact_date", date(2026, 2, 1))
    return mark_measure(measure, by=by or make_curator(), year=year, state=state, **fields)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def mark_url(measure, year=0):
    return reverse("roadmaps:mark", args=[measure.pk, year])


def test_what_is_followed_and_until_when():
    roadmap = followed(
        ("Приказ", "октябрь 2025 г."),
        ("Опрос", "ежегодно, май"),
        ("Встречи", "ежегодно"),
        ("Сайт", "постоянно"),
        ("Круглый стол", "как получится"),
        ("Отчёт", ""),
    )
    assert [
        (row.measure.text, row.year, row.start, row.deadline, row.is_unread, row.is_undated)
        for row in rows_of(roadmap)
    ] == [
        ("Приказ", None, date(2025, 10, 1), date(2025, 10, 31), False, False),
        ("Опрос", 2025, date(2026, 5, 1), date(2026, 5, 31), False, False),
        ("Опрос", 2026, date(2027, 5, 1), date(2027, 5, 31), False, False),
        ("Встречи", 2025, date(2025, 9, 1), date(2026, 8, 31), False, False),
        ("Встречи", 2026, date(2026, 9, 1), date(2027, 8, 31), False, False),
        ("Сайт", None, None, None, False, True),
        ("Круглый стол", None, None, None, True, False),
        ("Отчёт", None, None, None, False, True),
    ]


def test_parts_are_followed_and_not_what_they_are_parts_of():
    terms, inline = make_roadmap("approved", sample=TERMS), make_roadmap("approved", sample=INLINE)
    assert [(row.measure.text, row.term) for row in rows_of(terms)][:2] == [
        ("Издать приказ.", "январь – март 2031"),
        ("Провести тренинг", "март"),
    ]
    found = rows_of(inline, on=date(2026, 3, 1))
    assert {row.term for row in found if row.year} == {"ежегодно"}
    # Without a period a yearly measure is followed from the year of approval to the present one.
    assert {row.year for row in found} == {None, 2025}
    assert {row.year for row in rows_of(inline, on=date(2027, 10, 1))} == {None, 2025, 2026, 2027}


def test_late_and_near_are_counted_from_the_deadline():
    roadmap = followed(("Приказ", "до 10.03.2026"), ("Опрос", "до 24.03.2026"))
    order, poll = rows_of(roadmap)

    def at(row, day):
        return row.is_overdue(day), row.is_soon(day)

    deadline = order.deadline
    assert at(order, deadline) == (False, True)
    assert at(order, deadline + timedelta(days=1)) == (True, False)
    assert at(poll, poll.deadline - timedelta(days=14)) == (False, True)
    assert at(poll, poll.deadline - timedelta(days=15)) == (False, False)
    mark(measure_of(roadmap, "Приказ"), "moved", moved_to=date(2026, 4, 1))
    moved, _ = rows_of(roadmap)
    assert at(moved, date(2026, 3, 20)) == (False, True)
    assert at(moved, date(2026, 4, 2)) == (True, False)
    for state in ("done", "partly", "not_needed"):
        mark(measure_of(roadmap, "Приказ"), state)
        assert at(rows_of(roadmap)[0], date(2030, 1, 1)) == (False, False)


def test_percent_counts_whole_half_and_not_at_all():
    roadmap = followed(*((f"Дело {number}", "май 2026 г.") for number in range(1, 5)))
    assert percent(rows_of(roadmap)) == 0
    mark(measure_of(roadmap, "Дело 1"))
    mark(measure_of(roadmap, "Дело 2"), "partly")
    assert percent(rows_of(roadmap)) == 37
    mark(measure_of(roadmap, "Дело 3"), "not_needed")
    mark(measure_of(roadmap, "Дело 4"), "in_progress")
    assert percent(rows_of(roadmap)) == 50
    assert percent([]) is None


def test_years_are_marked_each_on_its_own():
    roadmap = followed(("Опрос", "ежегодно"))
    poll = measure_of(roadmap, "Опрос")
    mark(poll, year=2025)
    assert [(row.year, row.state) for row in rows_of(roadmap)] == [(2025, "done"), (2026, "not_started")]
    for year in (None, 2024, 2027):
        with pytest.raises(Refused, match="в дорожной карте нет"):
            mark(poll, year=year)


def test_a_state_needs_its_date_and_forgets_those_of_others():
    measure = measure_of(followed(("Приказ", "май 2026 г.")), "Приказ")
    for fields, words in (
        ({"state": "done", "fact_date": None}, "дату выполнения"),
        ({"state": "done", "fact_date": timezone.localdate() + timedelta(days=1)}, "ещё не наступила"),
        ({"state": "moved"}, "на какое число"),
    ):
        with pytest.raises(Refused, match=words):
            mark(measure, **fields)
    assert not Execution.objects.exists()
    done = mark(measure, moved_to=date(2026, 9, 1))
    assert (done.fact_date, done.moved_to) == (date(2026, 2, 1), None)
    moved = mark(measure, "moved", fact_date=date(2026, 2, 1), moved_to=date(2026, 9, 1))
    assert (moved.pk, moved.fact_date, moved.moved_to) == (done.pk, None, date(2026, 9, 1))


def test_nothing_is_dated_in_a_closed_school_year():
    measure = measure_of(followed(("Приказ", "май 2026 г.")), "Приказ")
    mark(measure)
    year = SchoolYear.objects.get_or_create(start=date(2025, 9, 1), end=date(2026, 8, 31))[0]
    SchoolYear.objects.filter(pk=year.pk).update(closed_on=date(2026, 9, 5))
    for fields in ({"state": "in_progress"}, {"state": "done", "fact_date": date(2026, 3, 1)}):
        with pytest.raises(Refused, match="закрыт"):
            mark(measure, **fields)
    with pytest.raises(Refused, match="закрыт"):
        approve_roadmap(make_roadmap("submitted"), by=make_director(), on=APPROVED_ON)
    assert Execution.objects.get().fact_date == date(2026, 2, 1)


def test_the_second_of_two_people_is_told():
    measure = measure_of(followed(("Приказ", "май 2026 г.")), "Приказ")
    mark(measure, version=0)
    with pytest.raises(StaleState):
        mark(measure, "in_progress", version=0)
    assert Execution.objects.get().state == "done"


@pytest.mark.parametrize("state", ["draft", "submitted", "archived"])
def test_only_a_roadmap_in_force_is_marked(state):
    measure = measure_of(followed(("Приказ", "май 2026 г."), state=state), "Приказ")
    with pytest.raises(Refused, match="пока дорожная карта действует"):
        mark(measure)


@pytest.fixture
def duty():
    """A teacher who answers for one measure of two."""
    teacher = make_teacher("ivanova")
    roadmap = followed(("Приказ", "до 10.03.2026"), ("Опрос", "до 10.03.2026"), state="draft")
    RoadmapResponsible.objects.create(measure=measure_of(roadmap, "Опрос"), person=teacher)
    submit_roadmap(roadmap, by=make_curator())
    approve_roadmap(roadmap, by=make_director(), on=APPROVED_ON)
    return teacher.user, roadmap


def test_who_is_named_marks_the_own_measure_and_sees_no_other(duty):
    user, roadmap = duty
    own, other = measure_of(roadmap, "Опрос"), measure_of(roadmap, "Приказ")
    client = signed_in(user)
    page = client.get(reverse("roadmaps:mine")).content.decode()
    assert (mark_url(own) in page, mark_url(other) in page) == (True, False)
    given = {"state": "done", "fact_date": "10.02.2026", "version": "0"}
    assert client.post(mark_url(own), given).status_code == 302
    assert (client.get(mark_url(other)).status_code, client.post(mark_url(other), given).status_code) == (
        404,
        404,
    )
    assert list(Execution.objects.values_list("measure", "state")) == [(own.pk, "done")]
    assert client.get(reverse("roadmaps:progress", args=[roadmap.pk])).status_code == 403
    with pytest.raises(Refused, match="отмечают куратор и те"):
        mark(other, by=user)


def test_a_duty_of_a_stage_or_a_role_covers_its_measures():
    council = make_council_member()
    roadmap = followed(("Приказ", "май 2026 г."), state="draft")
    RoadmapResponsible.objects.create(stage=roadmap.stages.get(), role="council")
    submit_roadmap(roadmap, by=make_curator())
    approve_roadmap(roadmap, by=make_director(), on=APPROVED_ON)
    assert mark(measure_of(roadmap, "Приказ"), by=council).marked_by == council
    RoadmapResponsible.objects.all().delete()
    with pytest.raises(Refused, match="отмечают куратор и те"):
        mark(measure_of(roadmap, "Приказ"), by=council)


def test_what_is_late_stands_on_the_page_of_the_curator_and_of_the_responsible(duty):
    user, roadmap = duty
    soon = timezone.localdate() + timedelta(days=3)
    followed(("Слёт", f"до {soon:%d.%m.%Y}"), period=None)

    def said(who):
        return [(line.sentence.split(",")[0], line.url) for section in today(who) for line in section.lines]

    page = reverse("roadmaps:progress", args=[roadmap.pk])
    assert said(make_curator())[0] == ("Просрочено: 2\xa0мероприятия", f"{page}?show=overdue")
    assert said(make_curator())[1][0] == "В ближайшие 14 дней: 1\xa0мероприятие"
    assert said(user) == [("Просрочено: 1\xa0мероприятие", reverse("roadmaps:mine"))]
    assert said(make_director()) == said(make_council_member()) == []
    mark(measure_of(roadmap, "Опрос"), "moved", moved_to=soon + timedelta(days=60))
    assert said(user) == [("За вами 1\xa0мероприятие", reverse("roadmaps:mine"))]
    mark(measure_of(roadmap, "Опрос"))
    assert said(user) == []


def test_today_costs_the_same_with_one_and_with_many_measures(django_assert_max_num_queries):
    curator = make_curator()
    curator.current_permissions  # noqa: B018 - read once before counting
    followed(("Приказ", "до 10.03.2026"))
    with django_assert_max_num_queries(6) as few:
        assert today(curator)
    for _ in range(2):
        followed(*((f"Дело {number}", "ежегодно, май") for number in range(25)))
    with django_assert_max_num_queries(6) as many:
        assert today(curator)
    assert len(few) == len(many)


def test_the_list_has_marks_filters_and_the_same_price_for_many_rows(django_assert_max_num_queries):
    curator, client = make_curator(), signed_in(make_curator())
    roadmap = followed(
        ("Приказ", "октябрь 2025 г."),
        ("Опрос", "ежегодно, май"),
        ("Сайт", "постоянно"),
        ("Иное", "как выйдет"),
    )
    mark(measure_of(roadmap, "Приказ"))
    url = reverse("roadmaps:progress", args=[roadmap.pk])
    page = client.get(url).content.decode()
    for words in (
        "Выполнено 20 %",
        "1 из 5",
        "выполнено 01.02.2026",
        "2025/2026 учебный год",
        "срок не распознан",
    ):
        assert words in page

    def shown(**conditions):
        text = client.get(url, conditions).content.decode()
        return [name for name in ("Приказ", "Опрос", "Сайт", "Иное") if f">{name}</a>" in text]

    assert shown(show="done") == ["Приказ"]
    assert shown(show="undated") == ["Сайт"]
    assert shown(show="unread") == ["Иное"]
    assert shown(show="overdue") == (["Опрос"] if timezone.localdate() > date(2026, 5, 31) else [])
    assert shown(show="rubbish") == ["Приказ", "Опрос", "Сайт", "Иное"]
    assert "2026/2027 учебный год" not in client.get(url, {"year": "2025"}).content.decode()
    many = followed(*((f"Дело {number}", "ежегодно, май") for number in range(50)))
    add_evidence(measure_of(many, "Дело 1"), by=curator, year=2025, note="Протокол № 1")
    with django_assert_max_num_queries(16) as first:
        client.get(url)
    with django_assert_max_num_queries(16) as second:
        client.get(reverse("roadmaps:progress", args=[many.pk]))
    assert len(first) + 1 >= len(second)


def test_a_draft_has_nothing_to_follow():
    roadmap = followed(("Приказ", "май 2026 г."), state="draft")
    client = signed_in(make_curator())
    assert client.get(reverse("roadmaps:progress", args=[roadmap.pk])).status_code == 404
    assert "Выполнение" not in client.get(roadmap.get_absolute_url()).content.decode()
    assert client.get(mark_url(measure_of(roadmap, "Приказ"))).status_code == 404


def test_marking_by_the_page():
    measure = measure_of(followed(("Приказ", "май 2026 г.")), "Приказ")
    client, url = signed_in(make_curator()), mark_url(measure)
    wrong = client.post(url, {"state": "done", "comment": "Уже подписан", "version": "0"}).content.decode()
    assert "Укажите, когда мероприятие выполнено" in wrong
    assert "Уже подписан" in wrong
    assert client.post(url, {"state": "in_progress", "comment": "Готовим", "version": "0"}).status_code == 302
    late = client.post(url, {"state": "not_needed", "comment": "Не нужно", "version": "0"})
    assert late.status_code == 409
    assert "Не нужно" in late.content.decode()
    assert "Готовим" in late.content.decode()
    reader = signed_in(make_council_member())
    assert "Готовим" in reader.get(url).content.decode()
    assert reader.post(url, {"state": "done", "fact_date": "01.02.2026"}).status_code == 403
    assert client.get(mark_url(measure, 2025)).status_code == 404


def test_the_archive_is_only_read():
    roadmap = followed(("Приказ", "май 2026 г."))
    archive_roadmap(roadmap, by=make_curator())
    page = signed_in(make_curator()).get(mark_url(measure_of(roadmap, "Приказ"))).content.decode()
    assert "пока дорожная карта действует" in page
    assert today(make_curator()) == []
