"""A destroyed person leaves drafts of roadmaps, loads that wait and the list of duties."""

from dataclasses import replace

import pytest
from django.utils import timezone

from roadmap.plans.approval import approve_roadmap, submit_roadmap
from roadmap.plans.execution import add_evidence, mark_measure
from roadmap.plans.execution_models import Execution
from roadmap.plans.models import Roadmap, RoadmapImport, RoadmapMeasure
from roadmap.plans.responsible import RoadmapResponsible
from roadmap.plans.services import start_import, store_plan
from roadmap.privacy.collecting import sections_about
from roadmap.privacy.destruction import erase_people
from roadmap.privacy.enums import ErasureReason
from tests.factories.people import make_curator, make_director, make_teacher
from tests.factories.roadmaps import make_roadmap
from tests.roadmap.plans.samples import BANDS, TERMS, as_docx, plan_in
from tests.roadmap.privacy.canary import MARK, tables_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def linked_roadmap(person, by):
    plan = plan_in(TERMS)
    roadmap = store_plan(replace(plan, closing=f"Отвечает {person.short_name}"), by=by)
    stage = roadmap.stages.first()
    measure = stage.measures.first()
    RoadmapMeasure.objects.filter(pk=measure.pk).update(responsible_text=f"Поручить: {person.full_name}")
    RoadmapMeasure.objects.filter(pk=measure.pk).update(responsible_text="Куратор")
    RoadmapResponsible.objects.create(stage=stage, person=person)
    RoadmapResponsible.objects.create(measure=measure, person=person)
    RoadmapResponsible.objects.create(measure=measure, role="curator")
    return roadmap


def test_nothing_of_the_person_stays_in_drafts_links_and_loads(school):
    person, curator = make_teacher("canary", f"{MARK}ая"), make_curator()
    roadmap = linked_roadmap(person, curator)
    loads = [start_import(by=curator, data=as_docx(BANDS), filename="Карта.docx") for _ in range(2)]
    RoadmapImport.objects.filter(pk=loads[0].pk).update(page={"above": [person.full_name]})
    erase_people([person], by=curator, reason=ErasureReason.WITHDRAWAL, basis="отзыв")
    assert tables_with(MARK) == set()
    assert list(RoadmapResponsible.objects.values_list("role", flat=True)) == ["curator"]
    assert not RoadmapResponsible.pgh_event_model.objects.filter(person_id=person.pk).exists()
    assert Roadmap.objects.get(pk=roadmap.pk).closing == "Отвечает [данные уничтожены]"
    assert [load.state for load in RoadmapImport.objects.order_by("pk")] == ["cancelled", "previewed"]


def test_an_approved_roadmap_keeps_its_words_and_loses_its_links(school):
    person, curator = make_teacher("canary", f"{MARK}ая"), make_curator()
    roadmap = linked_roadmap(person, curator)
    submit_roadmap(roadmap, by=curator)
    approve_roadmap(roadmap, by=make_director(), on=timezone.localdate())
    erase_people([person], by=curator, reason=ErasureReason.WITHDRAWAL, basis="отзыв")
    assert MARK in Roadmap.objects.get(pk=roadmap.pk).closing
    assert not RoadmapResponsible.objects.filter(person=person).exists()


def test_marks_and_what_proves_them_lose_the_name(school):
    person, curator = make_teacher("canary", f"{MARK}ая"), make_curator()
    roadmap = make_roadmap("approved")
    measure = RoadmapMeasure.objects.filter(stage__roadmap=roadmap).exclude(text="").first()
    mark_measure(measure, by=curator, year=None, state="in_progress", comment=f"Готовит {person.full_name}")
    mark_measure(measure, by=curator, year=None, state="in_progress", comment="Готовят двое")
    add_evidence(measure, by=curator, year=None, note=f"Отчёт: {person.short_name}")
    erase_people([person], by=curator, reason=ErasureReason.WITHDRAWAL, basis="отзыв")
    assert tables_with(MARK) == set()
    execution = Execution.objects.get()
    assert (execution.comment, execution.evidence.get().note) == (
        "Готовят двое",
        "Отчёт: [данные уничтожены]",
    )


def test_a_person_is_told_of_own_duties(school):
    person, curator = make_teacher("canary", f"{MARK}ая"), make_curator()
    linked_roadmap(person, curator)
    [section] = [row for row in sections_about(person) if row.title == "Поручения по дорожным картам"]
    assert section.rows == (
        ("Дорожная карта школы № 7", "1. Подготовка"),
        ("Дорожная карта школы № 7", "Издать приказ."),
    )
