"""What the page of the editor shows: stages and measures in the order of the paper, with marks and moves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mentoring.templatetags.look import icon
from roadmap.plans.enums import ColumnKind
from roadmap.plans.models import Roadmap, RoadmapColumn, RoadmapStage, RoadmapText
from roadmap.plans.period import period_of
from roadmap.plans.responsible import RoadmapResponsible
from roadmap.plans.row_values import Row, mark_of
from roadmap.plans.structure import Place, Tree
from roadmap.plans.terms import read_term

NAME_CHARS = 40
HIDDEN = "visually-hidden"
FACT = '<span>{}<span class="{}">{}: </span>{}</span>'
# What stands for the number and the name of a measure until they are filled in; no keyboard types these.
PK_MARK, NAME_MARK = "\ue000", "\ue001"


@dataclass(frozen=True)
class EditorRow:
    """A stage or a measure with what stands beside its text, ready to be put on the page.

    There are hundreds of them: nothing is looked up in the template that can be made here.
    """

    row: Row
    pk: str
    words: str
    facts: str
    warnings: tuple[str, ...]
    is_term_unread: bool
    tick: str = ""
    is_ticked: bool = False
    depth: str = ""
    acts: str = ""


@dataclass(frozen=True)
class EditorStage:
    """A stage of the editor with its measures; `number` counts from 1."""

    head: EditorRow
    measures: tuple[EditorRow, ...]
    number: int
    is_last: bool


def editor_stages(
    roadmap: Roadmap, columns: list[RoadmapColumn], ticks: Collection[int] = ()
) -> list[EditorStage]:
    """All stages of the editor; `ticks` are measures whose boxes are ticked already."""
    names = {column.pk: str(column) for column in columns if column.kind == ColumnKind.CUSTOM}
    maker = _RowMaker(roadmap, names, ticks)
    stages = list(roadmap.stages.prefetch_related("measures"))
    return [
        EditorStage(
            maker.row(stage),
            tuple(maker.row(place.measure, place) for place in Tree(stage.measures.all()).places()),
            number,
            number == len(stages),
        )
        for number, stage in enumerate(stages, start=1)
    ]


class _RowMaker:
    """Makes the rows of one page: a term or a set of buttons that many rows share is made once."""

    def __init__(self, roadmap: Roadmap, names: dict[int, str], ticks: Collection[int]):
        self.roadmap, self.names, self.ticks = roadmap, names, ticks
        self.period = period_of(roadmap)
        # Most rows have neither: two lists are read quicker than an empty one is made for each row.
        texts = RoadmapText.objects.filter(column__roadmap=roadmap).order_by("pk")
        links = RoadmapResponsible.objects.filter(
            Q(stage__roadmap=roadmap) | Q(measure__stage__roadmap=roadmap)
        )
        self._texts = _by_row(texts)
        self._links = _by_row(links.select_related("person"))
        self._warnings: dict[str, tuple[str, ...]] = {}
        self._acts: dict[tuple, str] = {}

    def row(self, row: Row, place: Place | None = None) -> EditorRow:
        owner = _owner(row)
        texts, links = self._texts.get(owner, ()), self._links.get(owner, ())
        return EditorRow(
            row=row,
            pk=_plain(row.pk),
            words=_lines(row.title if isinstance(row, RoadmapStage) else row.text),
            facts=format_html_join("", FACT, self._facts(row, texts, links)),
            warnings=self._warnings_of(row),
            is_term_unread=bool(row.term_text) and row.is_term_unread,
            tick=_plain(f"{row.pk}:{mark_of(row, texts, links)}") if place else "",
            is_ticked=row.pk in self.ticks,
            depth=_plain(place.depth) if place else "",
            acts=self._acts_of(place) if place else "",
        )

    def _facts(self, row: Row, texts, links) -> Iterator[tuple[str, str, str, str]]:
        if row.term_text:
            yield icon("calendar"), HIDDEN, "Срок", _lines(row.term_text)
        if row.responsible_text:
            yield icon("user"), HIDDEN, "Ответственные", _lines(row.responsible_text)
        if links:
            yield icon("link"), HIDDEN, "Кто отвечает", ", ".join(map(str, links))
        if row.documents_text:
            yield icon("file-text"), HIDDEN, "Документы", _lines(row.documents_text)
        for text in texts:
            if text.column_id in self.names:
                yield "", "", self.names[text.column_id], _lines(text.text)

    def _warnings_of(self, row: Row) -> tuple[str, ...]:
        text = row.term_text
        if not text or not (self.period or row.is_term_unread):
            return ()
        if text not in self._warnings:
            self._warnings[text] = read_term(text, self.period).warnings
        return self._warnings[text]

    def _acts_of(self, place: Place) -> str:
        """Buttons of a measure; those of another one differ by its number and its name only."""
        shape = (place.measure.stage_id, place.can_indent, place.can_outdent)
        if shape not in self._acts:
            context = {"roadmap": self.roadmap, "place": place, "pk": PK_MARK, "name": NAME_MARK}
            # The address of a measure of this roadmap without its number.
            address = reverse("roadmaps:change_measure", args=[self.roadmap.pk, 0]).removesuffix("0/")
            context["measures_url"] = address
            self._acts[shape] = render_to_string("roadmap/plans/_measure_acts.html", context)
        words = place.measure.text
        name = words if len(words) <= NAME_CHARS else f"{words[: NAME_CHARS - 1]}…"
        acts = self._acts[shape].replace(PK_MARK, str(place.measure.pk)).replace(NAME_MARK, escape(name))
        return mark_safe(acts)  # noqa: S308 - our own template, the name is escaped


def _owner(row: Row) -> tuple[int | None, int | None]:
    """The row as texts and links name it: (stage, measure)."""
    return (row.pk, None) if isinstance(row, RoadmapStage) else (None, row.pk)


def _by_row(rows: Iterable) -> dict[tuple[int | None, int | None], list]:
    found = defaultdict(list)
    for row in rows:
        found[row.stage_id, row.measure_id].append(row)
    return dict(found)


def _plain(value: object) -> SafeString:
    return SafeString(value)


def _lines(text: str) -> str:
    return linebreaksbr(text) if "\n" in text else text
