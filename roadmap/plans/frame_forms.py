"""What stands around the table: the title, the period, stamps and footnotes."""

import re

from django import forms
from django.core.validators import MaxLengthValidator

from mentoring.workflow.conflicts import show_conflict
from registry.people.forms import VersionedForm
from roadmap.plans.enums import StampKind
from roadmap.plans.framing import FRAME_FIELDS, Footnote, Stamp, footnotes_of, stamps_of
from roadmap.plans.models import Roadmap, RoadmapFootnote
from roadmap.plans.period import ProposedPeriod

EMPTY_ROWS = 2
MOST_ROWS = 20
LONGEST_TEXT = 5000
FIRST_YEAR, LAST_YEAR = 2000, 2100


def check_period(form) -> None:
    """Put a sentence beside the field when the days of the period do not make one."""
    start, end = (form.cleaned_data.get(name) for name in ("period_start", "period_end"))
    for name, day in (("period_start", start), ("period_end", end)):
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            form.add_error(name, "Проверьте год: такой даты быть не может.")
    if form.errors.keys() & {"period_start", "period_end"}:
        return
    if bool(start) != bool(end):
        missing = "period_end" if start else "period_start"
        form.add_error(missing, "Укажите обе даты периода или уберите обе.")
    elif start and end < start:
        form.add_error("period_end", "Конец периода раньше его начала.")


class PeriodForm(forms.Form):
    """The period of a roadmap that is being made: as the document says it and as days."""

    period_label = forms.CharField(
        label="Период, как в документе",
        max_length=Roadmap._meta.get_field("period_label").max_length,
        required=False,
        help_text="Например, «2026/2027 учебный год».",
    )
    period_start = forms.DateField(label="Начало периода", required=False, help_text="Например, 01.09.2026.")
    period_end = forms.DateField(label="Конец периода", required=False, help_text="Например, 31.08.2027.")

    def clean(self):
        super().clean()
        check_period(self)
        return self.cleaned_data


def initial_period(proposed: ProposedPeriod | None) -> dict:
    """The fields of PeriodForm as they are proposed."""
    if proposed is None:
        return {}
    return {
        "period_label": proposed.label,
        "period_start": proposed.days.start,
        "period_end": proposed.days.end,
    }


class FrameForm(VersionedForm):
    """Everything of a draft around its table; rows of stamps and footnotes whose texts are taken out go."""

    class Meta:
        model = Roadmap
        fields = FRAME_FIELDS
        widgets = {
            "title": forms.Textarea(attrs={"rows": 3}),
            "closing": forms.Textarea(attrs={"rows": 2}),
            "layout": forms.RadioSelect,
        }
        labels = {
            "layout": "Где стоят этапы",
            "has_column_numbers": "Под заголовками печатать номера столбцов",
        }
        help_texts = {
            "period_label": "Например, «2026/2027 учебный год».",
            "period_start": "Например, 01.09.2026. По периоду читаются сроки без года: «март», «в течение всего периода».",
            "period_end": "Например, 31.08.2027.",
            "closing": "Подписи и примечания. Сноски – ниже, каждая в своём поле.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = list(self.instance.columns.all())
        for name in ("title", "closing"):
            self.fields[name].validators.append(MaxLengthValidator(LONGEST_TEXT))
        stamps, footnotes = stamps_of(self.instance), footnotes_of(self.instance)
        self.stamp_count = self._count("stamp", len(stamps))
        self.footnote_count = self._count("footnote", len(footnotes))
        for place in range(self.stamp_count):
            self._add_stamp(place)
        for place in range(self.footnote_count):
            self._add_footnote(place)
        self.initial |= _stamp_values(stamps) | _footnote_values(footnotes)

    def _count(self, name: str, saved: int) -> int:
        """As many rows as were on the page that is sent, else the saved ones and some empty ones."""
        if not self.is_bound:
            return min(saved + EMPTY_ROWS, MOST_ROWS)
        found = [re.fullmatch(rf"{name}_(\d\d?)_text", key) for key in self.data]
        return min(max((int(match[1]) + 1 for match in found if match), default=0), MOST_ROWS)

    def _add_stamp(self, place: int) -> None:
        number = place + 1
        self.fields[f"stamp_{place}_kind"] = forms.ChoiceField(
            label=f"Гриф {number}: вид", choices=StampKind.choices, required=False
        )
        self.fields[f"stamp_{place}_text"] = forms.CharField(
            label=f"Гриф {number}: текст",
            max_length=LONGEST_TEXT,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _add_footnote(self, place: int) -> None:
        number, longest = place + 1, RoadmapFootnote._meta.get_field("mark").max_length
        self.fields[f"footnote_{place}_mark"] = forms.CharField(
            label=f"Сноска {number}: знак", max_length=longest, required=False
        )
        self.fields[f"footnote_{place}_text"] = forms.CharField(
            label=f"Сноска {number}: текст", max_length=LONGEST_TEXT, required=False
        )
        self.fields[f"footnote_{place}_column"] = forms.TypedChoiceField(
            label=f"Сноска {number}: к заголовку столбца",
            choices=[("", "ни к какому"), *((column.pk, str(column)) for column in self.columns)],
            coerce=int,
            empty_value=None,
            required=False,
        )

    @property
    def main_fields(self):
        return [self[name] for name in FRAME_FIELDS]

    @property
    def stamp_rows(self):
        return [
            [self[f"stamp_{place}_{name}"] for name in ("kind", "text")] for place in range(self.stamp_count)
        ]

    @property
    def footnote_rows(self):
        names = ("mark", "text", "column")
        return [[self[f"footnote_{place}_{name}"] for name in names] for place in range(self.footnote_count)]

    def clean(self):
        super().clean()
        check_period(self)
        # A browser ends lines with two characters, the papers have one.
        self.cleaned_data |= {
            name: "\n".join(value.splitlines())
            for name, value in self.cleaned_data.items()
            if isinstance(value, str)
        }
        marks = []
        for place in range(self.footnote_count):
            mark, text = (self.cleaned_data.get(f"footnote_{place}_{name}") for name in ("mark", "text"))
            if text and not mark:
                self.add_error(f"footnote_{place}_mark", "Поставьте знак сноски, например ¹ или *.")
            if mark and mark in marks:
                self.add_error(f"footnote_{place}_mark", "Такой знак уже у другой сноски.")
            marks.append(mark)
        return self.cleaned_data

    def frame(self) -> dict:
        """The fields as `change_frame` takes them."""
        data = self.cleaned_data
        return {name: data[name] for name in FRAME_FIELDS} | {
            "version": data["version"],
            "stamps": self.stamps(),
            "footnotes": self.footnotes(),
        }

    def stamps(self) -> list[Stamp]:
        rows = [
            tuple(self.cleaned_data[f"stamp_{place}_{name}"] for name in ("kind", "text"))
            for place in range(self.stamp_count)
        ]
        return [(kind or StampKind.APPROVED, text) for kind, text in rows if text]

    def footnotes(self) -> list[Footnote]:
        names = ("mark", "text", "column")
        rows = [
            tuple(self.cleaned_data[f"footnote_{place}_{name}"] for name in names)
            for place in range(self.footnote_count)
        ]
        return [row for row in rows if row[0]]

    def show_conflict(self, present: Roadmap, sentence: str) -> None:
        """Keep what was typed and show it beside what is saved now, stamps and footnotes too."""
        rows = _stamp_values(stamps_of(present)) | _footnote_values(footnotes_of(present))
        show_conflict(
            self,
            present,
            sentence,
            saved=lambda roadmap, name: (
                getattr(roadmap, name) if name in FRAME_FIELDS else rows.get(name, "")
            ),
        )

    def _post_clean(self):
        """The instance on the page stays as it is in the database: services write, forms only read."""


def _stamp_values(stamps: list[Stamp]) -> dict[str, str]:
    found = {}
    for place, (kind, text) in enumerate(stamps):
        found |= {f"stamp_{place}_kind": kind, f"stamp_{place}_text": text}
    return found


def _footnote_values(footnotes: list[Footnote]) -> dict[str, str | int | None]:
    found: dict[str, str | int | None] = {}
    for place, (mark, text, column) in enumerate(footnotes):
        found |= {
            f"footnote_{place}_mark": mark,
            f"footnote_{place}_text": text,
            f"footnote_{place}_column": column,
        }
    return found
