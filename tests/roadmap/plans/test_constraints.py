"""What the database itself forbids in a roadmap, tried behind the services' back."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from roadmap.plans.models import (
    Roadmap,
    RoadmapColumn,
    RoadmapFootnote,
    RoadmapImport,
    RoadmapMeasure,
    RoadmapStage,
    RoadmapStamp,
    RoadmapText,
)
from roadmap.plans.responsible import RoadmapResponsible
from tests.factories.people import make_curator, make_person

pytestmark = pytest.mark.django_db


def refused(act):
    """The words of the database's refusal; what is checked at the end of the transaction is checked at once."""
    with pytest.raises((IntegrityError, DatabaseError)) as error, transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return str(error.value)


@pytest.fixture
def roadmap():
    return Roadmap.objects.create(title="Дорожная карта", created_by=make_curator())


@pytest.fixture
def stage(roadmap):
    return RoadmapStage.objects.create(roadmap=roadmap, position=0)


@pytest.fixture
def column(roadmap):
    return RoadmapColumn.objects.create(roadmap=roadmap, position=0, kind="term")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"layout": "round"}, "roadmap_layout_known"),
        ({"status": "done"}, "roadmap_status_known"),
        ({"title": ""}, "roadmap_has_title"),
        ({"period_start": date(2031, 9, 1)}, "roadmap_period_is_whole"),
        (
            {"period_start": date(2031, 9, 1), "period_end": date(2030, 9, 1)},
            "roadmap_period_is_whole",
        ),
        ({"status": "approved"}, "roadmap_approved_is_whole"),
        ({"status": "archived"}, "roadmap_approved_is_whole"),
        ({"approved_at": timezone.now()}, "roadmap_approved_is_whole"),
        ({"annex_number": "1"}, "roadmap_annex_has_order"),
    ],
)
def test_a_half_roadmap_is_refused(roadmap, fields, name):
    assert name in refused(lambda: Roadmap.objects.filter(pk=roadmap.pk).update(**fields))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"position": 1, "kind": "other"}, "roadmap_column_kind_known"),
        ({"position": 1, "kind": "stage", "width": 0}, "roadmap_column_has_width"),
        ({"position": 0, "kind": "stage"}, "roadmap_column_place_once"),
        ({"position": 1, "kind": "term"}, "roadmap_column_kind_once"),
    ],
)
def test_columns(roadmap, column, fields, name):
    assert name in refused(lambda: RoadmapColumn.objects.create(roadmap=roadmap, **fields))
    for position in (1, 2):
        RoadmapColumn.objects.create(roadmap=roadmap, position=position, kind="custom")


TERMS = [
    ({"term_start": date(2031, 9, 1)}, "term_is_whole"),
    ({"term_start": date(2031, 9, 2), "term_end": date(2031, 9, 1)}, "term_is_whole"),
    ({"is_term_unread": True}, "unread_term_has_text"),
    (
        {
            "is_term_unread": True,
            "term_text": "май",
            "term_start": date(2031, 5, 1),
            "term_end": date(2031, 5, 31),
        },
        "unread_term_has_text",
    ),
]


@pytest.mark.parametrize(("fields", "name"), TERMS)
def test_terms_of_stages_and_measures(stage, fields, name):
    measure = RoadmapMeasure.objects.create(stage=stage, position=0)
    stages, measures = (
        model.objects.filter(pk=row.pk) for model, row in ((RoadmapStage, stage), (RoadmapMeasure, measure))
    )
    assert f"roadmapstage_{name}" in refused(lambda: stages.update(**fields))
    assert f"roadmapmeasure_{name}" in refused(lambda: measures.update(**fields))


def test_places_are_taken_once_but_may_change_hands(roadmap, stage):
    assert "roadmap_stage_place_once" in refused(
        lambda: RoadmapStage.objects.create(roadmap=roadmap, position=0)
    )
    first, second = (RoadmapMeasure.objects.create(stage=stage, position=place) for place in (0, 1))
    assert "roadmap_measure_place_once" in refused(
        lambda: RoadmapMeasure.objects.create(stage=stage, position=0)
    )
    with transaction.atomic():
        RoadmapMeasure.objects.filter(pk=first.pk).update(position=1)
        RoadmapMeasure.objects.filter(pk=second.pk).update(position=0)


def test_an_inline_term_has_words(stage):
    assert "roadmap_measure_inline_has_text" in refused(
        lambda: RoadmapMeasure.objects.create(stage=stage, position=0, is_term_inline=True)
    )


def test_a_part_belongs_to_a_measure_above_it_in_its_stage(roadmap, stage):
    other = RoadmapStage.objects.create(roadmap=roadmap, position=1)
    measure = RoadmapMeasure.objects.create(stage=stage, position=1)
    RoadmapMeasure.objects.create(stage=stage, position=2, parent=measure)
    for wrong in ({"stage": other, "position": 5}, {"stage": stage, "position": 0}):
        assert "a measure belongs to one above it" in refused(
            lambda wrong=wrong: RoadmapMeasure.objects.create(parent=measure, **wrong)
        )
    assert "a measure belongs to one above it" in refused(
        lambda: RoadmapMeasure.objects.filter(pk=measure.pk).update(parent=measure)
    )


def test_texts_of_own_columns(stage, column):
    measure = RoadmapMeasure.objects.create(stage=stage, position=0)
    RoadmapText.objects.create(column=column, stage=stage, text="Опыт")
    RoadmapText.objects.create(column=column, measure=measure, text="Опыт")
    for fields, name in (
        ({"text": "Опыт"}, "roadmap_text_has_one_owner"),
        ({"text": "Опыт", "stage": stage, "measure": measure}, "roadmap_text_has_one_owner"),
        ({"text": "", "stage": stage}, "roadmap_text_says_something"),
        ({"text": "Опыт", "stage": stage}, "roadmap_text_of_stage_once"),
        ({"text": "Опыт", "measure": measure}, "roadmap_text_of_measure_once"),
    ):
        assert name in refused(lambda fields=fields: RoadmapText.objects.create(column=column, **fields))


def test_responsibles(stage):
    measure = RoadmapMeasure.objects.create(stage=stage, position=0)
    person = make_person()
    whole = {"stage": stage, "person": person}
    for fields, name in (
        ({"person": person}, "roadmap_responsible_has_one_owner"),
        ({**whole, "measure": measure}, "roadmap_responsible_has_one_owner"),
        ({"stage": stage}, "roadmap_responsible_is_one"),
        ({**whole, "role": "curator"}, "roadmap_responsible_is_one"),
        ({"stage": stage, "role": "king"}, "roadmap_responsible_is_one"),
    ):
        assert name in refused(lambda fields=fields: RoadmapResponsible.objects.create(**fields))
    for fields, name in (
        (whole, "roadmap_person_of_stage_once"),
        ({"stage": stage, "role": "curator"}, "roadmap_role_of_stage_once"),
        ({"measure": measure, "person": person}, "roadmap_person_of_measure_once"),
        ({"measure": measure, "role": "curator"}, "roadmap_role_of_measure_once"),
    ):
        RoadmapResponsible.objects.create(**fields)
        assert name in refused(lambda fields=fields: RoadmapResponsible.objects.create(**fields))


def test_footnotes_and_stamps(roadmap):
    RoadmapFootnote.objects.create(roadmap=roadmap, position=0, mark="¹")
    RoadmapStamp.objects.create(roadmap=roadmap, position=0, kind="annex", text="Приложение № 1")
    for fields, name in (
        ({"mark": ""}, "roadmap_footnote_has_mark"),
        ({"mark": "¹"}, "roadmap_footnote_mark_once"),
    ):
        assert name in refused(
            lambda fields=fields: RoadmapFootnote.objects.create(roadmap=roadmap, position=1, **fields)
        )
    for fields, name in (
        ({"position": 1, "kind": "other", "text": "а"}, "roadmap_stamp_kind_known"),
        ({"position": 1, "kind": "annex", "text": ""}, "roadmap_stamp_says_something"),
        ({"position": 0, "kind": "annex", "text": "а"}, "roadmap_stamp_place_once"),
    ):
        assert name in refused(lambda fields=fields: RoadmapStamp.objects.create(roadmap=roadmap, **fields))


def test_loads(roadmap):
    load = {"file_name": "plan.docx", "sha256": "0" * 64, "created_by": roadmap.created_by}
    for fields, name in (
        ({"state": "lost"}, "roadmap_import_state_known"),
        ({"roadmap": roadmap}, "roadmap_import_applied_first"),
        ({"state": "cancelled", "page": {"rows": []}}, "roadmap_import_page_is_forgotten"),
    ):
        assert name in refused(lambda fields=fields: RoadmapImport.objects.create(**load, **fields))
