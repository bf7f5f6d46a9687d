"""The period of a roadmap: proposed, asked for, changed; what it does to the terms and what stands around the table."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.plans.approval import approve_roadmap, submit_roadmap
from roadmap.plans.enums import Layout
from roadmap.plans.framing import change_frame, footnotes_of, stamps_of
from roadmap.plans.models import Roadmap, RoadmapImport
from roadmap.plans.period import propose_period, term_notes
from roadmap.plans.printing import print_plan
from roadmap.plans.queries import plan_of
from roadmap.plans.services import start_import, store_plan
from roadmap.plans.terms import PlanPeriod
from tests.factories.people import make_council_member, make_curator, make_director
from tests.roadmap.plans.samples import BANDS, PLAIN, TERMS, as_docx, plan_in

SCHOOL_YEAR = {"period_start": date(2030, 9, 1), "period_end": date(2031, 8, 31)}
CALENDAR = (date(2022, 1, 1), date(2024, 12, 31))
YEAR_2025 = (date(2025, 9, 1), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("title", "label", "days"),
    [
        ("Комплекс мер на 2022-2024 г. г.", "2022-2024 г. г.", CALENDAR),
        ("План на 2022 – 2024 годы", "2022 – 2024 годы", CALENDAR),
        ("План на 2025/26 учебный год школы", "2025/26 учебный год", YEAR_2025),
        ("План на 2025-2026 уч. год", "2025-2026 уч. год", YEAR_2025),
        ("План на 2025/2026", "2025/2026", YEAR_2025),
        ("План (2025–2026 гг.)", "2025–2026 гг.", YEAR_2025),
        ("План на 2022-2024 учебные годы", "2022-2024 учебные годы", (date(2022, 9, 1), date(2024, 8, 31))),
        ("План на 2026 год", "2026 год", (date(2026, 1, 1), date(2026, 12, 31))),
        ("План с 12.01.2023 по 31.05.2024", "с 12.01.2023 по 31.05.2024", (date(2023, 1, 12), date(2024, 5, 31))),
        ("План с сентября 2025 г. по май 2026 г.", "с сентября 2025 г. по май 2026 г.", (date(2025, 9, 1), date(2026, 5, 31))),
    ],
)  # fmt: skip
def test_the_period_is_read_in_the_title(title, label, days):
    proposed = propose_period(replace(plan_in(PLAIN), title=title))
    assert (proposed.label, (proposed.days.start, proposed.days.end)) == (label, days)


@pytest.mark.parametrize(
    "title",
    ["План к приказу от 12.01.2023 № 20/01-02", "План школы № 2022-24", "План 2024-2022", "Дорожная карта"],
)
def test_other_numbers_are_no_period(title):
    assert propose_period(replace(plan_in(PLAIN), title=title)) is None


def test_without_a_period_in_the_title_the_terms_say_it():
    proposed = propose_period(plan_in(TERMS))
    assert (proposed.label, proposed.days) == ("", PlanPeriod(date(2031, 1, 1), date(2032, 4, 30)))
    assert "по срокам" in proposed.source


def test_terms_that_disagree_are_noted_and_nothing_else():
    period = PlanPeriod(date(2031, 1, 1), date(2031, 12, 31))
    [note] = term_notes(plan_in(TERMS), period)
    assert (note.what, note.text) == ("Провести неделю открытых уроков", "апрель 2032")
    assert "уже после конца плана" in note.sentences[0]
    assert term_notes(plan_in(TERMS), None) == []


def approved(roadmap, curator):
    submit_roadmap(roadmap, by=curator)
    approve_roadmap(roadmap, by=make_director(), on=timezone.localdate())


def frame_of(roadmap, **other):
    return {
        "version": roadmap.version,
        "stamps": stamps_of(roadmap),
        "footnotes": footnotes_of(roadmap),
    } | other


@pytest.mark.django_db
class TestWritten:
    @pytest.fixture
    def curator(self):
        return make_curator()

    def test_a_new_period_reads_the_terms_again(self, curator):
        roadmap = store_plan(plan_in(TERMS), by=curator)
        days = {"period_start": date(2031, 1, 1), "period_end": date(2032, 4, 30)}
        change_frame(roadmap, by=curator, **frame_of(roadmap, **days))
        march = roadmap.stages.get(number_label="2").measures.first()
        assert (march.term_start, march.term_end) == (date(2031, 3, 1), date(2031, 3, 31))
        whole = roadmap.stages.get(number_label="3.")
        assert (whole.term_start, whole.term_end) == tuple(days.values())
        assert "сроки прочитаны заново, изменилось дат: 2" in [line.what for line in history_of(roadmap)]

    def test_a_period_given_at_once_dates_the_terms(self, curator):
        roadmap = store_plan(plan_in(TERMS), by=curator, **SCHOOL_YEAR)
        march = roadmap.stages.get(number_label="2").measures.first()
        assert march.term_start == date(2031, 3, 1)

    def test_an_old_page_an_approved_roadmap_and_another_person_write_nothing(self, curator):
        roadmap = store_plan(plan_in(BANDS), by=curator)
        old = frame_of(roadmap, title="Старая вкладка")
        change_frame(roadmap, by=make_director(), **frame_of(roadmap, title="План"))
        with pytest.raises(StaleState):
            change_frame(roadmap, by=curator, **old)
        roadmap.refresh_from_db()
        with pytest.raises(Refused, match="готовит куратор"):
            change_frame(roadmap, by=make_council_member(), **frame_of(roadmap, title="Чужой"))
        approved(roadmap, curator)
        with pytest.raises(Refused, match="только проект"):
            change_frame(roadmap, by=curator, **frame_of(roadmap, title="Поздно"))
        roadmap.refresh_from_db()
        assert roadmap.title == "План"

    def test_stages_become_bands_and_rows_again_and_no_word_is_lost(self, curator):
        roadmap = store_plan(plan_in(BANDS), by=curator)

        def turn(layout):
            change_frame(roadmap, by=curator, **frame_of(roadmap, layout=layout))
            roadmap.refresh_from_db()
            return sorted(
                word for cell in print_plan(plan_of(roadmap)).grid.cells for word in " ".join(cell).split()
            )

        bands = print_plan(plan_of(roadmap)).grid
        rows = turn(Layout.STAGE_ROWS)
        assert [column.kind for column in roadmap.columns.all()][:3] == ["number", "stage", "content"]
        assert {"1", "2.", "Подготовка", "Анкеты"} <= set(rows)
        turn(Layout.STAGE_BANDS)
        assert print_plan(plan_of(roadmap)).grid == bands

    def test_old_loads_are_forgotten_by_the_next_one(self, curator):
        old, fresh = (start_import(by=curator, data=as_docx(PLAIN), filename="Карта.docx") for _ in range(2))
        RoadmapImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
        start_import(by=curator, data=as_docx(PLAIN), filename="Карта.docx")
        states = dict(RoadmapImport.objects.values_list("pk", "state"))
        assert (states[old.pk], states[fresh.pk]) == ("cancelled", "previewed")
        assert RoadmapImport.objects.get(pk=old.pk).page == {}


@pytest.fixture
def page(db):
    """(client of a curator, a roadmap, the address of its settings)."""
    curator, client = make_curator(), Client()
    client.force_login(curator)
    roadmap = store_plan(plan_in(TERMS), by=curator)
    return client, roadmap, reverse("roadmaps:settings", args=[roadmap.pk])


def typed(roadmap, **other):
    return {"version": roadmap.version, "title": roadmap.title, "layout": roadmap.layout} | other


def test_the_page_saves_period_stamps_and_footnotes(page):
    client, roadmap, url = page
    assert "Укажите период" in client.get(roadmap.get_absolute_url()).content.decode()
    column = roadmap.columns.get(kind="content")
    sent = typed(
        roadmap, period_label="2031 год", period_start="01.01.2031", period_end="31.12.2031",
        stamp_0_kind="agreed", stamp_0_text="СОГЛАСОВАНО\r\nСовет", stamp_1_kind="annex", stamp_1_text="",
        footnote_0_mark="*", footnote_0_text="", footnote_0_column=column.pk,
    )  # fmt: skip
    assert client.post(url, sent).url == roadmap.get_absolute_url()
    roadmap.refresh_from_db()
    assert stamps_of(roadmap) == [("agreed", "СОГЛАСОВАНО\nСовет")]
    assert footnotes_of(roadmap) == [("*", "", column.pk)]
    card = client.get(roadmap.get_absolute_url()).content.decode()
    assert "Период: 2031 год, 01.01.2031 – 31.12.2031" in card
    assert "срок стоит проверить" in card and "уже после конца плана" in card
    form = client.get(url).context["form"]
    assert form["footnote_0_column"].value() == column.pk


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"period_start": "01.09.2031"}, "Укажите обе даты"),
        ({"period_start": "01.09.2031", "period_end": "01.08.2031"}, "раньше его начала"),
        ({"period_start": "01.09.0031", "period_end": "01.08.2031"}, "Проверьте год"),
        ({"footnote_0_text": "Пояснение"}, "Поставьте знак сноски"),
        ({"footnote_0_mark": "*", "footnote_1_mark": "*", "footnote_0_text": "", "footnote_1_text": ""}, "уже у другой"),
        ({"title": ""}, "Обязательное поле"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_the_field_and_the_rest_stays(page, sent, sentence):
    client, roadmap, url = page
    answer = client.post(url, typed(roadmap, closing="Подпись") | sent)
    shown = answer.content.decode()
    assert (answer.status_code, sentence in shown, "Подпись" in shown) == (200, True, True)
    roadmap.refresh_from_db()
    assert (roadmap.version, roadmap.closing) == (0, "")


def test_the_load_proposes_the_period_and_keeps_what_was_typed(page):
    client, _, _ = page
    user = client.get("/").wsgi_request.user
    waiting = start_import(by=user, data=as_docx(BANDS), filename="Карта.docx")
    shown = client.get(waiting.get_absolute_url())
    assert shown.context["period_form"]["period_label"].value() == "2030-2032 г. г."
    url = reverse("roadmaps:apply", args=[waiting.pk])
    wrong = client.post(url, {"period_label": "свой", "period_start": "01.09.2030"})
    assert "Укажите обе даты" in wrong.content.decode() and "свой" in wrong.content.decode()
    assert Roadmap.objects.count() == 1
    client.post(url, {"period_label": "свой", "period_start": "01.09.2030", "period_end": "31.08.2032"})
    roadmap = Roadmap.objects.latest("pk")
    assert (roadmap.period_label, roadmap.period_end) == ("свой", date(2032, 8, 31))


def test_only_whoever_prepares_a_draft_opens_its_settings(page):
    client, roadmap, url = page
    council = Client()
    council.force_login(make_council_member())
    assert (council.get(url).status_code, council.post(url, typed(roadmap)).status_code) == (403, 403)
    approved(roadmap, roadmap.created_by)
    assert (client.get(url).status_code, client.post(url, typed(roadmap)).status_code) == (403, 403)
    assert url not in client.get(roadmap.get_absolute_url()).content.decode()
