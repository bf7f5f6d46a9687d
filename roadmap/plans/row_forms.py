"""Forms of the editor: one stage or measure, and many measures at once."""

from django import forms

from mentoring.accounts.enums import Role
from mentoring.workflow.conflicts import show_conflict
from registry.people.models import Person
from roadmap.plans.enums import ColumnKind, Layout
from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStage
from roadmap.plans.row_values import OWN, Row, mark_of, values_of

LONGEST_TEXT = 5000
NOT_PRINTED = "В таблице нет такого столбца: на печать это не попадёт."
COLUMNS = {
    "term_text": (ColumnKind.TERM, "Срок", "Как в документе: «октябрь 2026 г.», «ежегодно», «в течение учебного года»."),
    "responsible_text": (ColumnKind.RESPONSIBLE, "Ответственные", "Печатается как набрано, каждый с новой строки."),
    "documents_text": (ColumnKind.DOCUMENTS, "Документы", "Каждый с новой строки."),
}  # fmt: skip


def text_field(label: str, *, rows: int = 2, required: bool = False, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RowForm(forms.Form):
    """What a stage or a measure says; `seen` is its mark when the page was opened, `version` the roadmap's."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    conflicts = ()

    def __init__(
        self,
        data=None,
        *,
        roadmap: Roadmap,
        model: type[Row],
        row: Row | None = None,
        proposed: dict[str, str] | None = None,
    ):
        super().__init__(data, auto_id=f"id_{model.__name__}_{row.pk if row else 'new'}_%s")
        self.row, self.roadmap = row, roadmap
        columns = list(roadmap.columns.all())
        if model is RoadmapStage:
            self._add_stage_fields()
        else:
            self._add_measure_fields()
        self._add_shared_fields(columns)
        self.initial |= {"version": roadmap.version, **(proposed or {})}
        self.fields["title" if model is RoadmapStage else "text"].widget.attrs[
            "autofocus"
        ] = not self.is_bound
        if row is not None:
            self.initial |= {**values_of(row), "seen": mark_of(row)}
            if isinstance(row, RoadmapMeasure) and row.is_term_inline:
                self.fields["term_text"].help_text = f"Сейчас взят из скобок в тексте: «{row.term_text}»."

    def _add_stage_fields(self) -> None:
        self.fields["number_label"] = forms.CharField(
            label="Номер", max_length=40, required=False, help_text="Как печатать: «1.» или «1-й этап.»."
        )
        self.fields["title"] = text_field("Название этапа", required=self.row is None)

    def _add_measure_fields(self) -> None:
        is_bands = self.roadmap.layout == Layout.STAGE_BANDS
        row = self.row if isinstance(self.row, RoadmapMeasure) else None
        if is_bands or (row and row.number_label):
            self.fields["number_label"] = forms.CharField(label="Номер", max_length=40, required=False)
        if not is_bands or (row and row.mark):
            self.fields["mark"] = forms.CharField(
                label="Знак перед текстом", max_length=19, required=False, help_text="Например, «1)» или «–»."
            )
        # A measure of no text adds a term to the one above it.
        self.fields["text"] = text_field("Мероприятие", rows=3, required=row is None or bool(row.text))

    def _add_shared_fields(self, columns) -> None:
        kinds = {column.kind for column in columns}
        for name, (kind, label, hint) in COLUMNS.items():
            help_text = hint if kind in kinds else NOT_PRINTED
            self.fields[name] = text_field(label, help_text=help_text)
        for column in columns:
            if column.kind == ColumnKind.CUSTOM:
                self.fields[f"{OWN}{column.pk}"] = text_field(str(column))
        self.fields["roles"] = forms.MultipleChoiceField(
            label="Кто отвечает: роли",
            choices=Role.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="По ним программа напоминает о сроке. На печать идут слова из поля «Ответственные».",
        )
        self.fields["people"] = forms.ModelMultipleChoiceField(
            label="Кто отвечает: люди",
            queryset=Person.objects.filter(left_on__isnull=True),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self):
        data = super().clean()
        for name, value in data.items():
            if isinstance(value, str):
                data[name] = "\n".join(value.splitlines())
        if "text" in data and self.roadmap.layout == Layout.STAGE_ROWS:
            # There each line of the cell is a measure of its own.
            data["text"] = " ".join(data["text"].split())
        return data

    def values(self) -> dict:
        """The typed values as `editing` takes them."""
        data = dict(self.cleaned_data)
        return {name: value for name, value in data.items() if name not in ("seen", "version")} | {
            "people": [person.pk for person in data["people"]]
        }

    def show_conflict(self, present: Row, sentence: str) -> None:
        """Keep what was typed, show it beside what the row says now, let the next saving go on from there."""
        saved = values_of(present)
        saved["people"] = list(Person.objects.filter(pk__in=saved["people"]))
        show_conflict(
            self,
            present,
            sentence,
            version="seen",
            number=mark_of(present),
            saved=lambda row, name: saved.get(name, ""),
        )

    def go_on_from(self, version: int) -> None:
        """Let the next saving go on from this version of the roadmap."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


class BulkForm(forms.Form):
    """What to do with the ticked measures."""

    term_text = forms.CharField(label="Срок", max_length=LONGEST_TEXT, required=False)
    responsible_text = forms.CharField(label="Ответственные", max_length=LONGEST_TEXT, required=False)
    stage = forms.ModelChoiceField(
        label="Перенести в этап",
        queryset=RoadmapStage.objects.none(),
        required=False,
        empty_label="не переносить",
    )

    def __init__(self, *args, stages, **kwargs):
        super().__init__(*args, auto_id="id_bulk_%s", **kwargs)
        self.fields["stage"].queryset = stages


def ticked(data) -> dict[int, str]:
    """{id of a measure: its mark on the page} of the ticks «id:mark»; what is no such tick is left out."""
    found = {}
    for tick in data.getlist("measure"):
        pk, _, mark = tick.partition(":")
        if pk.isdecimal() and len(pk) < 10:
            found[int(pk)] = mark[:16]
    return found
