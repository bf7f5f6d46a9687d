"""Reading roadmaps from the database, as rows for lists and whole as plain values."""

from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value

from mentoring.accounts.permissions import Permission
from registry.people.models import Person
from roadmap.plans.enums import ColumnKind, Layout, RoadmapImportState, StampKind
from roadmap.plans.models import (
    Roadmap,
    RoadmapColumn,
    RoadmapImport,
    RoadmapMeasure,
    RoadmapStage,
)
from roadmap.plans.outline import Plan, PlanColumn, PlanFootnote, PlanMeasure, PlanStage, PlanStamp
from roadmap.plans.responsible import RoadmapResponsible

TEXT_FIELDS = {
    ColumnKind.TERM: "term_text",
    ColumnKind.RESPONSIBLE: "responsible_text",
    ColumnKind.DOCUMENTS: "documents_text",
}


def roadmaps_visible_to(user) -> QuerySet[Roadmap]:
    """Drafts and approved ones alike for those who see roadmaps, none for others."""
    return Roadmap.objects.all() if user.may(Permission.VIEW_ROADMAPS) else Roadmap.objects.none()


def find_roadmaps(roadmaps: QuerySet[Roadmap], text: str) -> QuerySet[Roadmap]:
    """Those with these words in the title, over whose lines they may run, or in the period."""
    parts = (F("title"), Value(r"\s+"), Value(" "), Value("g"))
    line = Func(*parts, function="regexp_replace", output_field=TextField())
    words = " ".join(text.split())
    found = Q(whole_title__icontains=words) | Q(period_label__icontains=words)
    return roadmaps.alias(whole_title=line).filter(found)


def for_list(roadmaps: QuerySet[Roadmap]) -> QuerySet[Roadmap]:
    """Newest first, with `stage_count` and `measure_count` of each."""
    counted = roadmaps.select_related("order", "created_by").annotate(
        stage_count=Count("stages", distinct=True), measure_count=Count("stages__measures", distinct=True)
    )
    # A query that groups forgets the order of the model.
    return counted.order_by("-created_at", "-pk")


def imports_visible_to(user) -> QuerySet[RoadmapImport]:
    """A load that is not finished is seen by whoever began it."""
    if not user.may(Permission.EDIT_ROADMAPS):
        return RoadmapImport.objects.none()
    return RoadmapImport.objects.filter(created_by=user)


def unfinished_imports(user) -> QuerySet[RoadmapImport]:
    return imports_visible_to(user).filter(state=RoadmapImportState.PREVIEWED)


def duties_of(person: Person) -> QuerySet[RoadmapResponsible]:
    """What the person answers for by name, in the order of the roadmaps."""
    rows = RoadmapResponsible.objects.filter(person=person)
    return rows.select_related("stage__roadmap", "measure__stage__roadmap").order_by("pk")


def plan_of(roadmap: Roadmap) -> Plan:
    """The whole roadmap as plain values; always the same number of queries."""
    columns = list(roadmap.columns.all())
    places = {column.pk: column.position for column in columns}
    stages = roadmap.stages.prefetch_related("texts", "measures__texts")
    return Plan(
        title=roadmap.title,
        layout=Layout(roadmap.layout),
        columns=tuple(
            PlanColumn(ColumnKind(column.kind), column.heading, column.group, column.width)
            for column in columns
        ),
        stages=tuple(
            PlanStage(
                stage.number_label,
                stage.title,
                _measures(list(stage.measures.all()), columns, places),
                _values(stage, columns, places),
            )
            for stage in stages
        ),
        footnotes=tuple(
            PlanFootnote(note.mark, note.text, places[note.column_id] if note.column_id else None)
            for note in roadmap.footnotes.all()
        ),
        stamps=tuple(PlanStamp(StampKind(stamp.kind), stamp.text) for stamp in roadmap.stamps.all()),
        closing=roadmap.closing,
        has_column_numbers=roadmap.has_column_numbers,
    )


def _measures(
    rows: list[RoadmapMeasure], columns: list[RoadmapColumn], places: dict[int, int]
) -> tuple[PlanMeasure, ...]:
    order = {row.pk: place for place, row in enumerate(rows)}
    return tuple(
        PlanMeasure(
            text=row.text,
            mark=row.mark,
            number_label=row.number_label,
            row=row.row,
            parent=order[row.parent_id] if row.parent_id else None,
            inline_term=row.term_text if row.is_term_inline else "",
            values=_values(row, columns, places),
        )
        for row in rows
    )


def _values(
    row: RoadmapStage | RoadmapMeasure, columns: list[RoadmapColumn], places: dict[int, int]
) -> dict[int, str]:
    """The texts of the row by the place of their column; a term inside of the text has no column."""
    is_inline = isinstance(row, RoadmapMeasure) and row.is_term_inline
    found = {
        column.position: getattr(row, TEXT_FIELDS[ColumnKind(column.kind)])
        for column in columns
        if column.kind in TEXT_FIELDS and not (is_inline and column.kind == ColumnKind.TERM)
    }
    found |= {places[text.column_id]: text.text for text in row.texts.all()}
    return {place: text for place, text in found.items() if text}
