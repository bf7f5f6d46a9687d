"""Taking one person out of the roadmaps: links go everywhere, names in drafts and in loads that wait are scrubbed."""

from django.db.models import QuerySet

from mentoring.accounts.erasure import erase_rows, erase_steps_with
from roadmap.plans.enums import RoadmapImportState
from roadmap.plans.execution_models import Evidence, Execution
from roadmap.plans.freezing import APPROVED_STATES
from roadmap.plans.models import (
    Roadmap,
    RoadmapFootnote,
    RoadmapImport,
    RoadmapMeasure,
    RoadmapStage,
    RoadmapStamp,
    RoadmapText,
)
from roadmap.plans.responsible import RoadmapResponsible

TERMED = ("term_text", "responsible_text", "documents_text")


def erase_in_roadmaps(person, *, record, words) -> None:
    """Remove the links to the person and the person's name from drafts; an approved roadmap is kept as it is."""
    RoadmapResponsible.objects.filter(person=person).delete()
    erase_rows(record, RoadmapResponsible.pgh_event_model, "person_id", [person.pk])
    drafts = Roadmap.objects.exclude(status__in=APPROVED_STATES)
    stages = RoadmapStage.objects.filter(roadmap__in=drafts)
    measures = RoadmapMeasure.objects.filter(stage__in=stages)
    texts = RoadmapText.objects.filter(column__roadmap__in=drafts)
    for rows, fields in (
        (drafts, ("title", "closing")),
        (stages, ("title", *TERMED)),
        (measures, ("text", *TERMED)),
        (texts, ("text",)),
        (RoadmapFootnote.objects.filter(roadmap__in=drafts), ("text",)),
        (RoadmapStamp.objects.filter(roadmap__in=drafts), ("text",)),
    ):
        _scrub(rows, fields, record, words)
    erase_steps_with(record, Roadmap, drafts.values_list("pk", flat=True), words)
    _scrub(Execution.objects.all(), ("comment",), record, words)
    _scrub(Evidence.objects.all(), ("note", "link", "expected"), record, words)
    erase_steps_with(record, Execution, Execution.objects.values_list("pk", flat=True), words)
    for waiting in RoadmapImport.objects.filter(state=RoadmapImportState.PREVIEWED):
        if words.in_text(f"{waiting.file_name} {waiting.page}"):
            waiting.state, waiting.page, waiting.file_name = RoadmapImportState.CANCELLED, {}, "–"
            waiting.save(update_fields=["state", "page", "file_name"])


def _scrub(rows: QuerySet, fields: tuple[str, ...], record, words) -> None:
    """Take the name out of the texts; what was in them before is told by the history of the rows, so it goes too."""
    model = rows.model
    for row in rows.values("pk", *fields):
        changed = {name: words.scrub(row[name]) for name in fields if words.in_text(row[name])}
        if changed:
            model.objects.filter(pk=row["pk"]).update(**changed)
    events = model.pgh_event_model
    past = events.objects.filter(pgh_obj__in=rows).values("pgh_obj_id", *fields)
    ids = {row["pgh_obj_id"] for row in past if any(words.in_text(row[name]) for name in fields)}
    erase_rows(record, events, "pgh_obj_id", ids)
