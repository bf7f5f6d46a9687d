"""The next period's roadmap: what is proposed, what is confirmed, what is kept of the former one."""

from datetime import date

import pytest
from django.urls import reverse

from mentoring.workflow.verdicts import Refused
from roadmap.plans.execution_models import Execution
from roadmap.plans.models import Roadmap, RoadmapMeasure
from roadmap.plans.next_year import move_years, propose_next, years_left
from roadmap.plans.queries import plan_of
from roadmap.plans.responsible import RoadmapResponsible
from roadmap.plans.rolling import roll_over
from roadmap.plans.terms import PlanPeriod
from tests.factories.people import make_council_member, make_curator, make_teacher
from tests.factories.roadmaps import make_roadmap, plan_of_rows
from tests.roadmap.plans.samples import BANDS, INLINE, PLAIN
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


LEAP = "Новый срок «{}» не распознан (29.02.2029: такого дня нет в календаре). Исправьте его здесь."
LEFT = "В тексте остаётся {}: если это о прежнем периоде, поправьте в проекте."


def plan_with_years(*rows):
    plan = plan_of_rows("1 этап. Начало 2027/28 учебного года", *rows)
    return make_roadmap("approved", plan=plan, period=(date(2027, 9, 1), date(2028, 8, 31)))


def test_a_new_term_that_no_calendar_has_is_said():
    roadmap = plan_with_years(
        ("Смотр", "29 февраля 2028 г."),
        ("Сбор", "до 29.02.28"),
        ("Бал", "29 февраля"),
        ("Слёт", "28 февраля 2028 г."),
        ("Чай", "как выйдет"),
    )
    (stage,) = propose_next(roadmap).stages
    assert [(row.text, row.why, row.doubts) for row in stage.measures] == [
        ("29 февраля 2029 г.", "год сдвинут", (LEAP.format("29 февраля 2029 г."),)),
        ("до 29.02.29", "год сдвинут", (LEAP.format("до 29.02.29"),)),
        ("29 февраля", "год не назван", (LEAP.format("29 февраля"),)),
        ("28 февраля 2029 г.", "год сдвинут", ()),
        ("как выйдет", "срок не распознан: проверьте", ()),
    ]


def test_years_that_stay_in_the_texts_are_said():
    roadmap = plan_with_years(
        ("Приказ на 2027/28 учебный год, отчёт до 12.01.28", "сентябрь 2027 г."),
        ("По закону 2012 года", "май"),
    )
    (stage,) = propose_next(roadmap).stages
    assert stage.stage.doubts == (LEFT.format("«2027/28»"),)
    assert [row.doubts for row in stage.measures] == [(LEFT.format("«2027/28», «12.01.28»"),), ()]


def test_a_year_of_a_term_in_brackets_moves_and_is_not_said():
    roadmap = make_roadmap("draft", sample=INLINE)
    measure = RoadmapMeasure.objects.filter(stage__roadmap=roadmap, is_term_inline=True).first()
    measure.text = measure.text.replace("ежегодно", "май 2028")
    measure.term_text = "май 2028"
    measure.save()
    moved = propose_next(roadmap).stages[0].measures[0]
    assert (moved.row, moved.text, moved.doubts) == (measure, "май 2029", ())
    RoadmapMeasure.objects.filter(pk=measure.pk).update(is_term_inline=False)
    assert propose_next(roadmap).stages[0].measures[0].doubts == (LEFT.format("«2028»"),)


def test_years_in_other_columns_and_under_the_table_are_said():
    roadmap = make_roadmap("draft", sample=BANDS)
    measure = RoadmapMeasure.objects.filter(stage__roadmap=roadmap).first()
    measure.documents_text, measure.responsible_text = "Приказ 2030 года", "группа 2031 года"
    measure.save()
    own = roadmap.columns.create(position=9, kind="custom", heading="Итог")
    own.texts.create(measure=measure, text="отчёт за 2032 год")
    roadmap.closing = "Встреча совета в 2032 году"
    roadmap.footnotes.create(position=1, mark="*", text="на 2030/31 год")
    proposed = propose_next(roadmap)
    assert proposed.stages[0].measures[0].doubts == (LEFT.format("«2030», «2031», «2032»"),)
    assert proposed.doubts == (
        "Под таблицей остаётся «2032», «2030/31»: если это о прежнем периоде, поправьте в проекте.",
    )
    assert proposed.doubtful == 1


@pytest.mark.parametrize(
    ("text", "period", "left"),
    [
        ("итоги 2026/27 года", YEAR, ("2026/27",)),
        ("2024 и 2028", YEAR, ("2024",)),
        ("с 12.01.26 по 12.02.26", YEAR, ("12.01.26", "12.02.26")),
        ("приказ от 12.01.09", YEAR, ()),
        ("2012", None, ("2012",)),
        ("2025, снова 2025", YEAR, ("2025",)),
    ],
)
def test_only_years_near_the_period_are_of_it(text, period, left):
    assert years_left([text], period and PlanPeriod(*period)) == left


def test_the_page_of_confirming_says_what_to_look_at():
    roadmap = plan_with_years(("Смотр", "29 февраля 2028 г."), ("Слёт", "май 2028 г."))
    url = reverse("roadmaps:roll-over", args=[roadmap.pk])
    client = signed_in(make_curator())
    page = client.get(url).content.decode()
    assert "<h2>Проверьте 2\xa0строки</h2>" in page
    assert page.count(LEAP.format("29 февраля 2029 г.")) == 1
    assert page.count(LEFT.format("«2027/28»")) == 1
    quiet = make_roadmap("approved", plan=plan_of_rows(("Слёт", "май 2028 г.")))
    page = client.get(reverse("roadmaps:roll-over", args=[quiet.pk])).content.decode()
    assert [word for word in ("plan-warning", "attention-warning") if word in page] == []
    # A stage without a name is headed all the same.
    assert "<h2>Мероприятия</h2>" in page and "<h2></h2>" not in page


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
