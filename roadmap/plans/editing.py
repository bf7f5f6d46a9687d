"""The only writer of stages and measures of a draft: what they say, one by one or many at once.

What a page was opened with comes back with the form: the version of the roadmap for what changes its structure, the
mark of a row for what it says, so that an old tab never overwrites what somebody else has written.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from mentoring.workflow.services import add_history
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.plans.dating import term_fields
from roadmap.plans.drafts import changed, editable, found, measures_of
from roadmap.plans.marks import inline_term
from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStage, RoadmapText
from roadmap.plans.ordering import move_many, place_stages, write_order
from roadmap.plans.period import period_of
from roadmap.plans.responsible import RoadmapResponsible
from roadmap.plans.row_values import OWN, Row, mark_of, name_of, texts_of, values_of
from roadmap.plans.structure import Tree

MEANWHILE = (
    "Пока вы работали, это изменил другой человек или другая вкладка. Сравните оба текста и сохраните нужный."
)
MOST_MEASURES = 500
WORDS = {"term_text": "срок", "responsible_text": "ответственные"}
Values = Mapping[str, Any]


@transaction.atomic
def add_stage(roadmap, *, by, version, after=None, **values) -> RoadmapStage:
    """Put a new stage below `after`, or at the end; raises StaleState when the roadmap was changed since `version`."""
    roadmap = changed(roadmap, by, version)
    stages = list(roadmap.stages.all())
    stage = RoadmapStage(roadmap=roadmap, position=1 + max((row.position for row in stages), default=-1))
    _write(stage, values, roadmap)
    place = next(
        (number for number, row in enumerate(stages, 1) if after and row.pk == after.pk), len(stages)
    )
    stages.insert(place, stage)
    place_stages(stages)
    add_history(roadmap, by=by, action="add_stage", sentence=f"добавлен {name_of(stage)}")
    return stage


@transaction.atomic
def add_measure(stage, *, by, version, after=None, **values) -> RoadmapMeasure:
    """Put a new measure beside `after`, below its parts, or at the end of the stage.

    Raises StaleState when the roadmap was changed since `version` (so a double click adds one measure).
    """
    roadmap = changed(stage.roadmap, by, version)
    stage = found(roadmap, stage)
    measures = list(stage.measures.all())
    if RoadmapMeasure.objects.filter(stage__roadmap=roadmap).count() >= MOST_MEASURES:
        raise Refused(f"В дорожной карте уже {MOST_MEASURES} мероприятий, больше не помещается.")
    above = next((row for row in measures if after and row.pk == after.pk), None)
    tree = Tree(measures)
    beside = tree.branch(above)[-1] if above else measures[-1] if measures else None
    measure = RoadmapMeasure(
        stage=stage,
        parent=above.parent if above else None,
        position=1 + (stage.measures.aggregate(last=Max("position"))["last"] or 0) if measures else 0,
        row=beside.row if beside else 0,
    )
    _write(measure, values, roadmap)
    tree.put_after(measure, above)
    write_order(roadmap, stage, tree)
    add_history(roadmap, by=by, action="add_measure", sentence=f"добавлено {name_of(measure)}")
    return measure


@transaction.atomic
def change_row(row: Row, *, by, seen, **values) -> Row:
    """Write what a stage or a measure says; `seen` is the mark of the row (`mark_of`) when the page was opened.

    Raises StaleState when it says something else meanwhile or is gone.
    """
    roadmap = editable(row.roadmap if isinstance(row, RoadmapStage) else row.stage.roadmap, by)
    row = found(roadmap, row)
    if mark_of(row) != seen:
        raise StaleState(MEANWHILE)
    before = values_of(row)
    _write(row, values, roadmap)
    row = found(roadmap, row)
    if values_of(row) != before:
        kind = "change_stage" if isinstance(row, RoadmapStage) else "change_measure"
        is_stage = isinstance(row, RoadmapStage)
        add_history(
            roadmap, by=by, action=kind, sentence=f"{'изменён' if is_stage else 'изменено'} {name_of(row)}"
        )
    return row


@transaction.atomic
def change_many(
    roadmap, *, by, version, marks: Mapping[int, str], stage=None, term_text="", responsible_text=""
) -> int:
    """Give the measures named in `marks` (id → mark of the page) a term, responsibles, another stage; how many.

    An empty text leaves what stands there. Raises StaleState with nothing written when one of them was changed, or,
    for another stage, the roadmap was since `version`; Refused when nothing is ticked or nothing is said.
    """
    roadmap = editable(roadmap, by)
    texts = {"term_text": term_text, "responsible_text": responsible_text}
    given = {name: text for name, text in texts.items() if text}
    if not marks or not (given or stage):
        raise Refused(
            "Отметьте мероприятия и скажите, что с ними сделать: срок, ответственные или другой этап."
        )
    measures = list(measures_of(roadmap).filter(pk__in=marks))
    if len(measures) != len(marks) or any(mark_of(row) != marks[row.pk] for row in measures):
        raise StaleState(MEANWHILE)
    if stage is not None:
        move_many(roadmap, by=by, version=version, measures=list(marks), stage=stage)
    if given:
        _give(roadmap, list(measures_of(roadmap).filter(pk__in=marks)), given)
        what = " и ".join(WORDS[name] for name in given)
        sentence = f"у мероприятий ({len(measures)}) указаны {what}"
        add_history(roadmap, by=by, action="change_many", sentence=sentence)
    return len(measures)


def _give(roadmap: Roadmap, measures: list[RoadmapMeasure], given: dict[str, Any]) -> None:
    """Write the same texts on all these measures; the dates of the term are read once."""
    if "term_text" in given:
        dates = term_fields(given["term_text"], period_of(roadmap))
        given = {**given, "is_term_inline": False, **dates}
    for measure in measures:
        for name, value in given.items():
            setattr(measure, name, value)
    RoadmapMeasure.objects.bulk_update(measures, list(given))


def _write(row: Row, values: Values, roadmap: Roadmap) -> None:
    """Write typed fields, texts of own columns («own_…») and links of one row."""
    for name in texts_of(row):
        if name in values:
            setattr(row, name, values[name])
    if isinstance(row, RoadmapMeasure):
        row.mark = f"{row.mark.strip()} " if row.mark.strip() else ""
        inline = "" if values.get("term_text") else inline_term(row.text)
        if "term_text" in values:
            row.is_term_inline, row.term_text = bool(inline), values["term_text"] or inline
    for name, value in term_fields(row.term_text, period_of(roadmap)).items():
        setattr(row, name, value)
    row.save()
    owner = {"stage" if isinstance(row, RoadmapStage) else "measure": row}
    columns = set(roadmap.columns.values_list("pk", flat=True))
    for name, text in values.items():
        column = int(name.removeprefix(OWN)) if name.startswith(OWN) else None
        if column in columns and text:
            RoadmapText.objects.update_or_create(column_id=column, **owner, defaults={"text": text})
        elif column in columns:
            RoadmapText.objects.filter(column_id=column, **owner).delete()
    if "people" in values or "roles" in values:
        write_links(row, people=values.get("people", ()), roles=values.get("roles", ()))


def write_links(row: Row, *, people, roles) -> None:
    """Make these people (ids) and roles the ones that answer for the row; nobody else does."""
    owner = {"stage" if isinstance(row, RoadmapStage) else "measure": row}
    present = RoadmapResponsible.objects.filter(**owner)
    kept = {(link.person_id, link.role) for link in present}
    wanted = {(pk, "") for pk in people} | {(None, role) for role in roles}
    for person, role in kept - wanted:
        present.filter(person_id=person, role=role).delete()
    RoadmapResponsible.objects.bulk_create(
        RoadmapResponsible(person_id=person, role=role, **owner)
        for person, role in sorted(wanted - kept, key=lambda link: (link[0] or 0, link[1]))
    )
