"""The only writer of what stands around the table of a draft: title, period, layout, stamps, footnotes."""

from collections.abc import Sequence

from django.db import transaction

from mentoring.workflow.services import add_history
from roadmap.plans.columns import suit_layout
from roadmap.plans.dating import read_terms_again
from roadmap.plans.drafts import changed
from roadmap.plans.models import Roadmap, RoadmapFootnote, RoadmapStamp
from roadmap.plans.period import period_of

FRAME_FIELDS = (
    "title", "period_label", "period_start", "period_end", "layout", "has_column_numbers", "closing",
)  # fmt: skip
Stamp = tuple[str, str]
Footnote = tuple[str, str, int | None]


@transaction.atomic
def change_frame(
    roadmap, *, by, version, stamps: Sequence[Stamp], footnotes: Sequence[Footnote], **fields
) -> Roadmap:
    """Write FRAME_FIELDS, the stamps (kind, text) and the footnotes (mark, text, id of a column or None).

    When the period has changed, all terms are read anew. Raises StaleState when the roadmap was changed since
    `version`.
    """
    roadmap = changed(roadmap, by, version)
    period, layout = period_of(roadmap), roadmap.layout
    for name, value in fields.items():
        if name not in FRAME_FIELDS:
            raise TypeError(f"not a field around the table: {name}")
        setattr(roadmap, name, value)
    roadmap.save(update_fields=list(fields))
    _replace(roadmap.stamps, stamps_of(roadmap), stamps, _stamp)
    _replace(roadmap.footnotes, footnotes_of(roadmap), footnotes, _footnote)
    if roadmap.layout != layout:
        suit_layout(roadmap)
    add_history(roadmap, by=by, action="frame", sentence="изменены заголовок, период или оформление")
    if period_of(roadmap) != period:
        count = read_terms_again(roadmap)
        add_history(
            roadmap, by=by, action="period", sentence=f"сроки прочитаны заново, изменилось дат: {count}"
        )
    return roadmap


def stamps_of(roadmap: Roadmap) -> list[Stamp]:
    return [(stamp.kind, stamp.text) for stamp in roadmap.stamps.all()]


def footnotes_of(roadmap: Roadmap) -> list[Footnote]:
    return [(note.mark, note.text, note.column_id) for note in roadmap.footnotes.all()]


def _replace(rows, present, wanted, made) -> None:
    """Write the rows of the roadmap anew, unless they are the same."""
    if present == list(wanted):
        return
    roadmap = rows.instance
    rows.all().delete()
    rows.model.objects.bulk_create(made(roadmap, place, values) for place, values in enumerate(wanted))


def _stamp(roadmap: Roadmap, place: int, values: Stamp) -> RoadmapStamp:
    return RoadmapStamp(roadmap=roadmap, position=place, kind=values[0], text=values[1])


def _footnote(roadmap: Roadmap, place: int, values: Footnote) -> RoadmapFootnote:
    mark, text, column = values
    return RoadmapFootnote(roadmap=roadmap, position=place, mark=mark, text=text, column_id=column)
