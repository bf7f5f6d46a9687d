"""The next period's roadmap: what is proposed, what is confirmed, what is kept of the former one."""

from datetime import date

import pytest
from django.urls import reverse

from mentoring.workflow.verdicts import Refused
from roadmap.plans.execution_models import Execution
from roadmap.plans.models import Roadmap, RoadmapMeasure
from roadmap.plans.next_year import move_years, propose_next
from roadmap.plans.queries import plan_of
from roadmap.plans.responsible import RoadmapResponsible
from roadmap.plans.rolling import roll_over
from tests.factories.people import make_council_member, make_curator, make_teacher
from tests.factories.roadmaps import make_roadmap
from tests.roadmap.plans.samples import INLINE, PLAIN
from tests.roadmap.plans.test_execution import followed, mark, measure_of, signed_in

pytestmark = pytest.mark.django_db
YEAR = (date(2025, 9, 1), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("октябрь 2025 г..", "октябрь 2026 г.."),
        ("Сентябрь- октябрь 2022-2023 г.", "Сентябрь- октябрь 2023-2024 г."),
        ("2025/26 учебный год", "2026/27 учебный год"),
        ("на 2022-2024 г. г.", "на 2023-2025 г. г."),
        ("до 12.01.2026", "до 12.01.2027"),
        ("до 12.01.26", "до 12.01.27"),
        ("1999/00", "2000/01"),
        ("ежегодно, сентябрь", "ежегодно, сентябрь"),
        ("приказ № 20251", "приказ № 20251"),
        ("", ""),
    ],
)
def test_years_move_and_the_rest_stays(text, moved):
    assert move_years(text, 1) == moved


def proposal(roadmap):
    return [
        (row.row.text, row.text, row.why) for stage in propose_next(roadmap).stages for row in stage.measures
    ]


def test_what_is_proposed():
    roadmap = followed(
        ("Приказ", "октябрь 2025 г."),
        ("Опрос", "ежегодно"),
        ("Сайт", "постоянно"),
        ("Слёт", "март"),
        ("Чай", "как выйдет"),
        ("Отчёт", ""),
        period=YEAR,
    )
    assert proposal(roadmap) == [
        ("Приказ", "октябрь 2026 г.", "год сдвинут"),
        ("Опрос", "ежегодно", "повторяется"),
        ("Сайт", "постоянно", "повторяется"),
        ("Слёт", "март", "год не назван"),
        ("Чай", "как выйдет", "срок не распознан: проверьте"),
        ("Отчёт", "", "без срока"),
    ]
    assert propose_next(roadmap).period == type(propose_next(roadmap).period)(
        date(2026, 9, 1), date(2027, 8, 31)
    )


def test_a_plan_of_two_years_moves_by_two():
    roadmap = followed(("Приказ", "октябрь 2025 г."), period=(date(2025, 9, 1), date(2027, 8, 31)))
    assert proposal(roadmap)[0][1] == "октябрь 2027 г."
    assert propose_next(roadmap).period.start == date(2027, 9, 1)


def fields_of(client, url):
    """What the form would send as it stands."""
    form = client.get(url).context["form"]
    return {name: "on" if form[name].value() is True else form[name].value() or "" for name in form.fields}


def test_only_what_is_confirmed_comes_over_with_its_new_terms():
    curator, person = make_curator(), make_teacher("ivanova")
    roadmap = followed(
        ("Приказ", "октябрь 2025 г."), ("Опрос", "ежегодно"), ("Слёт", "май 2026 г."), period=YEAR
    )
    RoadmapResponsible.objects.create(measure=measure_of(roadmap, "Слёт"), person=person)
    mark(measure_of(roadmap, "Слёт"))
    client, url = signed_in(curator), reverse("roadmaps:roll-over", args=[roadmap.pk])
    given = fields_of(client, url)
    assert Roadmap.objects.count() == 1
    del given[f"take_{measure_of(roadmap, 'Приказ').pk}"]
    given[f"term_{measure_of(roadmap, 'Слёт').pk}"] = "июнь 2027 г."
    answer = client.post(url, {**given, "title": "Дорожная карта на новый год"})
    copy = Roadmap.objects.exclude(pk=roadmap.pk).get()
    assert answer.url == copy.get_absolute_url()
    rows = RoadmapMeasure.objects.filter(stage__roadmap=copy).order_by("position")
    assert [(row.text, row.term_text, row.term_end, row.copied_from.text) for row in rows] == [
        ("Опрос", "ежегодно", None, "Опрос"),
        ("Слёт", "июнь 2027 г.", date(2027, 6, 30), "Слёт"),
    ]
    assert (copy.status, copy.edition, copy.copied_from, copy.title) == (
        "draft",
        1,
        roadmap,
        "Дорожная карта на новый год",
    )
    assert (copy.period_start, copy.period_end) == (date(2026, 9, 1), date(2027, 8, 31))
    assert rows[1].responsibles.get().person == person
    assert not Execution.objects.filter(measure__stage__roadmap=copy).exists()
    with pytest.raises(Refused, match="уже есть"):
        roll_over(roadmap, by=curator, title="Ещё", taken=[], measure_terms={}, stage_terms={})
    assert client.get(url).status_code == 403


def test_typed_values_stay_when_something_is_wrong():
    roadmap = followed(("Приказ", "октябрь 2025 г."), period=YEAR)
    client, url = signed_in(make_curator()), reverse("roadmaps:roll-over", args=[roadmap.pk])
    term = f"term_{measure_of(roadmap, 'Приказ').pk}"
    page = client.post(url, {"title": "Новая", term: "ноябрь 2026 г."}).content.decode()
    assert "Оставьте хотя бы одно мероприятие" in page
    assert "ноябрь 2026 г." in page
    assert Roadmap.objects.count() == 1


def test_heads_come_with_their_parts_and_rows_move_up():
    roadmap = make_roadmap("approved", sample=PLAIN)
    parts = RoadmapMeasure.objects.filter(stage__roadmap=roadmap, parent__isnull=False)
    last = parts.order_by("stage__position", "position").last()
    copy = roll_over(
        roadmap, by=make_curator(), title="Новая", taken=[last.pk], measure_terms={}, stage_terms={}
    )
    first, second = plan_of(copy).stages
    assert (first.title, first.measures) == ("Начало работы", ())
    assert [measure.text for measure in second.measures] == ["Провести занятия:", "«круглый стол»."]
    assert {measure.row for measure in second.measures} == {0}


def test_a_term_in_brackets_changes_inside_of_the_text():
    roadmap = make_roadmap("approved", sample=INLINE)
    measure = RoadmapMeasure.objects.filter(stage__roadmap=roadmap, is_term_inline=True).first()
    assert f"({measure.term_text})" in measure.text
    copy = roll_over(
        roadmap,
        by=make_curator(),
        title="Новая",
        taken=[measure.pk],
        measure_terms={measure.pk: "раз в год"},
        stage_terms={},
    )
    again = RoadmapMeasure.objects.get(stage__roadmap=copy, copied_from=measure)
    assert again.text == measure.text.replace("ежегодно", "раз в год")
    assert again.term_text == "раз в год"


def test_only_an_approved_roadmap_rolls_over_and_only_by_who_prepares_them():
    for state, who, words in (
        ("draft", make_curator(), "переносят утверждённую"),
        ("approved", make_council_member(), "готовит куратор"),
    ):
        with pytest.raises(Refused, match=words):
            roll_over(make_roadmap(state), by=who, title="Новая", taken=[], measure_terms={}, stage_terms={})
    with pytest.raises(Refused, match="хотя бы одно"):
        roll_over(
            make_roadmap("archived"),
            by=make_curator(),
            title="Новая",
            taken=[],
            measure_terms={},
            stage_terms={},
        )
